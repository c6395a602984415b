"""Which characters a language is written with: the recogniser is not asked about others.

The models know Chinese, Japanese and Latin letters at once, and take a blurred letter for one of another script, or a
colon for a full-width one. Languages of one script share its letters: English pages have names like Müller, Łódź and
Åse. But specks make accents, so letters that English lacks must be read without doubt somewhere in an English line, and
one of them without any on the page.
"""

from __future__ import annotations

import re
import string
import unicodedata
from collections.abc import Iterable
from functools import lru_cache

from sparkocr.errors import DocumentError

__all__ = [
    "SURE_IN_LINE",
    "SURE_ON_PAGE",
    "allowed_classes",
    "are_doubtful",
    "are_foreign",
    "is_readable",
    "without_accent",
]

_PLAIN = frozenset(string.printable) - frozenset(string.whitespace) | frozenset(
    "\u2018\u2019\u201c\u201d\u201e\u2013\u2014\u2022\u2026\u20ac"
    "\u00a3\u00a5\u00a7\u00a9\u00ae\u2122\u00b0\u00b1\u00d7\u00f7\u00bd\u00bc\u00be\u00b2\u00b3\u00b5\u00ab\u00bb\u00b6\u00b7"
)
"""ASCII, and the signs that any text has."""

_LATIN_LETTERS = frozenset(
    character
    for character in map(chr, range(0xC0, 0x180))
    if character not in "\u00d7\u00f7\u0138\u0149\u017f\u0132\u0133\u013f\u0140"  # signs, and what nobody writes today
) | frozenset("ȘșȚț")
"""What European languages put beside a to z: Latin-1 Supplement, Latin Extended-A, and commas of Romanian."""
_OPENING = frozenset("¿")  # the models have no "¡"
_FOREIGN = (_LATIN_LETTERS | _OPENING) - frozenset("éè")  # English itself needs no more, for words like "café"
# Percent. On 18 pages in English, with 1,982 lines, the tiny recogniser read ten wrong accents, up to 86 sure. Lines in
# other languages have letters above it, on pages drawn in twelve fonts and sizes.
SURE_IN_LINE = 90.0
# On a page with specks it was 95 sure of one, and the small one 97. Of three names on a page, drawn in six fonts and
# four sizes, at least one is above 99 with both.
SURE_ON_PAGE = 98.5

# Tesseract's codes of languages whose letters the dictionaries have.
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
def allowed_classes(language: str, characters: tuple[str, ...], *, own: bool = False) -> tuple[int, ...]:
    """Return the classes of a recogniser that a language needs; the first is CTC's blank.

    Parameters
    ----------
    language : str
        Codes of Tesseract, joined by ``+``.
    characters : tuple of str
        By class.
    own : bool
        Whether English has only the letters of its own words, and not all of its script.

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
        if number == 0
        or character == " "
        or (any(_is_of(code, character) for code in codes) and not (own and _is_foreign(language, character)))
    )


def are_doubtful(language: str, found: Iterable[tuple[str, float]], sure: float) -> bool:
    """Tell whether there are letters that a language lacks, and none of them is sure: they are specks, not accents.

    Parameters
    ----------
    language : str
        As of `allowed_classes`; only English lacks any.
    found : iterable of (str, float)
        Characters of a line or a page, and how sure they are, 0 to 100.
    sure : float
        How sure one of them must be: `SURE_IN_LINE` or `SURE_ON_PAGE`.

    Examples
    --------
    >>> are_doubtful("eng", [("W", 99), ("Í", 81)], SURE_IN_LINE), are_doubtful("eng", [("ø", 98)], SURE_IN_LINE)
    (True, False)
    """
    return 0 < _certainty(language, found) < sure


def are_foreign(language: str, found: Iterable[tuple[str, float]]) -> bool:
    """Tell whether a line has letters that its language lacks, and one of them is sure; parameters as above."""
    return _certainty(language, found) >= SURE_IN_LINE


def without_accent(language: str, character: str) -> str:
    """Return the letter below the accent of one that a language lacks; others, and those without accents, stay.

    >>> [without_accent("eng", letter) for letter in "óØo"], without_accent("deu", "ó")
    (['o', 'Ø', 'o'], 'ó')
    """
    return unicodedata.normalize("NFD", character)[0] if _is_foreign(language, character) else character


def _certainty(language: str, found: Iterable[tuple[str, float]]) -> float:
    """Return how sure the surest letter is that a language lacks; 0 if there is none."""
    return max((sure for character, sure in found if _is_foreign(language, character)), default=0.0)


def _is_foreign(language: str, character: str) -> bool:
    """Tell whether English, if it is the only language, has a character from others alone."""
    return language == "eng" and character in _FOREIGN


def _is_of(code: str, character: str) -> bool:
    """Tell whether a language is written with a character."""
    if code in _CHINESE | _CHINESE_OF_SMALL or character in _PLAIN:
        return True
    if code == "ell":
        return len(character) == 1 and unicodedata.name(character, "").startswith("GREEK ")
    return character in _LATIN_LETTERS | _OPENING
