"""The running text of Markdown: lines joined to paragraphs, and characters that would be read as marks escaped."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence

__all__ = ["escaped", "escaped_inline", "hyphenated", "joined", "plain"]

_SOFT_HYPHEN = "\u00ad"
_HYPHENS = "-\u2010" + _SOFT_HYPHEN
_HYPHENATED = re.compile(r"(?<!\w)\w+-\w+")
_TYPED = str.maketrans(
    {
        **dict.fromkeys("\u2018\u2019\u201a\u201b", "'"),
        **dict.fromkeys("\u201c\u201d\u201e\u201f", '"'),
        "\u2026": "...",
        **{chr(ligature): unicodedata.normalize("NFKC", chr(ligature)) for ligature in range(0xFB00, 0xFB07)},
    }
)
_LETTERS = re.compile(r"[^\W\d_]*")
_LEAST_PART = 2  # letters before and after the hyphen of a divided word
_LONGEST_WORD = 64  # characters that are looked at
# Words that begin with them keep their hyphen more often than not.
_PREFIXES = frozenset(
    ("all", "cross", "ex", "half", "high", "long", "low", "non", "off", "on", "self", "short", "well")
)

# What CommonMark 0.31 reads at the beginning of a line: headings, quotes, lists, code, rules, and underlines of
# headings. In the middle: code, emphasis, links, HTML, entities, and escapes; of GitHub: lines through the text.
_FIRST = re.compile(r"(?=#{1,6}(?:\s|$)|>|[-+*](?:\s|$)|~~~|\||(?:-\s*|_\s*|\*\s*){3,}$|(?:=+|-+)\s*$)", re.MULTILINE)
_FIRST_NUMBER = re.compile(r"^([0-9]{1,9})(?=[.)](?:\s|$))", re.MULTILINE)
_SPECIAL = re.compile(
    r"\\(?=[!-/:-@\[-`{-~\n])|`"
    r"|(?<!\s)\*|\*(?!\s|$)"
    r"|(?<![^\W_])_+(?=[^\s])|(?<=[^\s])_+(?![^\W_])"
    r"|<(?=[A-Za-z/!?])"
    r"|\[(?=[^\[\]\n]*\](?:\(|\[|:))"
    r"|&(?=#?[A-Za-z0-9]+;)"
    r"|~~"
)


def hyphenated(texts: Iterable[str]) -> frozenset[str]:
    """Return the words of a page that have a hyphen inside of a line, in lower case."""
    return frozenset(match[0].lower() for text in texts for match in _HYPHENATED.finditer(text))


def plain(text: str) -> str:
    """Write quotes, ellipses and Latin ligatures as people type them; dashes and superscripts mean something."""
    return text if text.isascii() else text.translate(_TYPED)


def joined(lines: Sequence[str], breaks: Sequence[bool], known: frozenset[str] = frozenset()) -> str:
    r"""Join lines to a paragraph.

    Parameters
    ----------
    lines : sequence of str
    breaks : sequence of bool
        For each line but the last, whether it ends on purpose.
    known : frozenset of str
        Words that are written with a hyphen, in lower case: see `hyphenated`.

    Returns
    -------
    str
        With ``"\n"`` only where a line ends on purpose.

    Notes
    -----
    A word that is divided between two lines loses its hyphen if it goes on in small letters and no more than this
    hyphen is in it, but not if the page has it with the hyphen elsewhere, or if its first part mostly keeps the hyphen
    ("self-"). Otherwise the hyphen stays and no space comes after it. Lines of Chinese and Japanese are joined without
    a space.
    """
    pieces = [plain(lines[0].strip())]
    for line, ends in zip(lines[1:], breaks, strict=True):
        after = plain(line.strip())
        between = "\n" if ends else _between(pieces[-1], after, known)
        if between is None:
            pieces[-1] = pieces[-1][:-1]
        pieces += [between or "", after]
    return "".join(pieces)


def _between(before: str, after: str, known: frozenset[str]) -> str | None:
    """Return what to write between two lines; None in place of the hyphen at the end of the first."""
    stem = before[-_LONGEST_WORD:-1].rpartition(" ")[2]
    if before[-1:] in set(_HYPHENS) and stem[-1:].isalnum() and after[:1].isalnum():
        return None if before[-1] == _SOFT_HYPHEN or _is_divided(stem, after[:_LONGEST_WORD], known) else ""
    if before and after and _is_ideograph(before[-1]) and _is_ideograph(after[0]):
        return ""
    return " "


def _is_divided(stem: str, after: str, known: frozenset[str]) -> bool:
    """Tell whether the two parts of a word have a hyphen in between only because a line ends there."""
    first, second = stem.lstrip("([{\"'\u00ab\u2018\u201c\u201e").lower(), _LETTERS.match(after)[0]  # type: ignore[index]
    return (
        first.isalpha()
        and second[:1].islower()
        and min(len(first), len(second)) >= _LEAST_PART
        and after[len(second) : len(second) + 1] not in set(_HYPHENS)
        and first not in _PREFIXES
        and f"{first}-{second}".lower() not in known
    )


def _is_ideograph(character: str) -> bool:
    """Tell whether a character is of a script without spaces: wide, but not of the Korean one."""
    return unicodedata.east_asian_width(character) in "WF" and not unicodedata.name(character, "").startswith("HANGUL")


def escaped_inline(text: str) -> str:
    """Escape marks in the text of a heading or of a cell of a table, where no block can begin."""
    return _SPECIAL.sub(lambda match: "".join("\\" + character for character in match[0]), text)


def escaped(text: str) -> str:
    r"""Escape what Markdown would not show as it is.

    Parameters
    ----------
    text : str
        Lines of a paragraph.

    Returns
    -------
    str
        With backslashes before marks that mean something where they are: ``2 * 3`` and ``snake_case`` need none.

    Examples
    --------
    >>> print(escaped("# 1 of *these*, 2 * 3, snake_case, <b>"))
    \# 1 of \*these\*, 2 * 3, snake_case, \<b>
    >>> print(escaped("1. May"))
    1\. May
    """
    text = _FIRST_NUMBER.sub(r"\1\\", escaped_inline(text))
    if text.startswith("[") and "]:" in text:  # the definition of a link is not shown; its label may have brackets
        text = "\\" + text
    return "\n".join("\\" + line if _FIRST.match(line) else line for line in text.split("\n"))
