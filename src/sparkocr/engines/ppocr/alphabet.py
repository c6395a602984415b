"""Which characters a language is written with: the recogniser is not asked about others.

The models know Chinese, Japanese and Latin letters at once, and take a blurred letter for one of another script, or a
colon for a full-width one.
"""

from __future__ import annotations

import re
import string
import unicodedata
from functools import lru_cache

from sparkocr.errors import DocumentError

__all__ = ["allowed_classes", "is_readable"]

_PLAIN = frozenset(string.printable) - frozenset(string.whitespace) | frozenset(
    "\u2018\u2019\u201c\u201d\u201e\u2013\u2014\u2022\u2026\u20ac"
    "\u00a3\u00a5\u00a7\u00a9\u00ae\u2122\u00b0\u00b1\u00d7\u00f7\u00bd\u00bc\u00be\u00b2\u00b3\u00b5\u00ab\u00bb\u00b6\u00b7"
)
"""ASCII, and the signs that any text has."""

# Tesseract's codes of languages whose letters the dictionaries have. English is written without accents but for
# words like "café".
_ENGLISH_LETTERS = frozenset("éè")
_LATIN = frozenset(
    re.findall(
        r"\w+",
        "afr bos bre cat ceb ces cos cym dan deu epo est eus fao fil fin fra fry gla gle glg hat hrv hun ind isl ita "
        "jav lat lav lit ltz mri msa nld nor oci pol por slk slv spa sqi srp_latn sun swa swe tgl tur uzb",
    )
)
_LATIN_OF_SMALL = frozenset(["ron"])
_CHINESE = frozenset(["chi_sim", "chi_tra"])
_CHINESE_OF_SMALL = frozenset(["jpn", "chi_sim_vert", "chi_tra_vert", "jpn_vert"])


def is_readable(language: str, size: str) -> bool:
    """Tell whether a recogniser ("tiny" or "small") has the letters of all languages, codes joined by ``+``."""
    known = _LATIN | _CHINESE | {"eng", "ell"}
    if size == "small":
        known |= _LATIN_OF_SMALL | _CHINESE_OF_SMALL
    return all(code in known for code in language.split("+"))


@lru_cache(maxsize=8)
def allowed_classes(language: str, characters: tuple[str, ...]) -> tuple[int, ...]:
    """Return the classes of a recogniser that a language needs; the first is CTC's blank.

    Raises
    ------
    DocumentError
        If a language is none that the bundled dictionaries have.
    """
    codes = language.split("+")
    if not is_readable(language, "small"):
        raise DocumentError(
            f"The models of ppocr don't read {language}; set engine to tesseract, or give own models in engineParams"
        )
    return tuple(
        number
        for number, character in enumerate(characters)
        if number == 0 or character == " " or any(_is_of(code, character) for code in codes)
    )


def _is_of(code: str, character: str) -> bool:
    """Tell whether a language is written with a character."""
    if code in _CHINESE | _CHINESE_OF_SMALL or character in _PLAIN:
        return True
    if code == "eng":
        return character in _ENGLISH_LETTERS
    script = "GREEK" if code == "ell" else "LATIN"
    return len(character) == 1 and unicodedata.name(character, "").startswith(script + " ")
