"""Tell by the words of a line whether it may be a heading."""

from __future__ import annotations

import re

__all__ = ["LABEL", "SECTION", "has_leaders", "is_capitals", "is_title", "reads_as_caption", "reads_as_heading"]

# The numbers and words below were chosen for this library, on letters, papers, books, reports, slides and forms.
_LONGEST, _LONGEST_SMALL = 200, 150  # characters of a heading in a large font, and in the size of text
_WORDS, _SENTENCE = 25, 9  # so many words are a sentence, and so many with a full stop at their end
_LETTERS = 0.5  # least share of letters
_CAPITALS = 5  # letters of a line of capitals that is no abbreviation

LABEL = re.compile(r"\(?(?:[0-9]+(?:[.\-][0-9]+)*[.):]?|(?:[IVXivx]+|[A-Za-z])[.):])\s")
"""A number, or a letter with a mark, before what it numbers."""
_PART = r"(?i:(?:chapter|part|section|appendix|annex|unit|lesson)\s+)"
SECTION = re.compile(rf"{_PART}?(?:[0-9]{{1,2}}(?:\.[0-9]+)*\.?|[IVX]+\.)\s+[^\Wa-z_]|{_PART}(?:[A-Z]|[0-9]+|[IVX]+)\b")
"""The beginning of the heading of a section that has a number."""
_SUBSECTION = re.compile(r"[0-9]+(?:\.[0-9]+)+\.?\s+[A-Z]")
_TITLE = re.compile(
    r"(?:abstract|(?:table of )?contents|list of (?:figures|tables)|introduction|background|(?:materials and )?methods"
    r"|results|discussion|conclusions?|summary|executive summary|acknowledge?ments?|references|bibliography|preface"
    r"|foreword|glossary|index|notes)\s*:?",
    re.IGNORECASE,
)
_CAPTION = re.compile(
    r"(?:(?:supplementary|appendix)\s+)?(?:fig(?:ure|\.)?|tab(?:le|\.)|exhibit|chart|graph|scheme|plate|map|photo|image"
    r"|picture|diagram|equation|listing|algorithm)s?\s*(?::|\(?(?:[A-Z]{0,3}[0-9]+|[IVX]+\b|[A-Z]\b))"
    r"|(?:source|note|date)s?\s*:|[*\[]",
    re.IGNORECASE,
)
_NUMBERED = re.compile(
    r"(?i:(?:(?:supplementary|appendix)\s+)?(?:fig(?:ure|\.)?|tab(?:le|\.)?|exhibit|chart|graph|scheme|plate|map|photo"
    r"|image|picture|diagram|listing|algorithm|abb(?:ildung|\.)|tabelle|tableau|figura|tabla|tabela))\s*"
    r"\(?(?:[A-Z]{0,3}[0-9]+(?:[.\-][0-9]+)*[a-z]?|[IVX]+|[A-Z])\)?(?:\s*[.:|\u2013\u2014-](?:\s|$)|\s*$|\s+[^\W\d_a-z])"
)
_LEADERS = re.compile(r"(?:\.\s?){4,}|\u2026{2,}|_{4,}")
_LINK = re.compile(r"https?:|www\.|\S@\w|\bdoi\b", re.IGNORECASE)
_MONTHS = "jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec"
_DATE = re.compile(rf"(?:[0-9]{{1,2}}\.?\s+)?(?:{_MONTHS})[a-z]*\.?\s+(?:[0-9]{{1,2}},?\s+)?[0-9]{{4}}", re.IGNORECASE)
_BULLET = re.compile(r"[\u2022\u2023\u25aa\u25ab\u25cf\u25cb\u25e6\u25a0\u25a1\uf0b7\uf0a7\u00b7*+\-\u2013\u2014]\s")
_UNFINISHED = (",", ";", "-")


def reads_as_heading(text: str, *, is_large: bool) -> bool:
    """Tell whether a text reads like a heading.

    Parameters
    ----------
    text : str
        Its lines, with spaces in between.
    is_large : bool
        Whether it is larger than body text: then it may have a full stop or a bullet.

    Returns
    -------
    bool
        False for captions, lines of contents, links, dates, numbers, long sentences, and what begins with a small
        letter or ends in the middle.
    """
    if len(text) > (_LONGEST if is_large else _LONGEST_SMALL) or text.endswith(_UNFINISHED):
        return False
    if has_leaders(text) or _LINK.search(text) or _CAPTION.match(text) or _DATE.fullmatch(text):
        return False
    first = next((character for character in LABEL.sub("", text, count=1) if character.isalpha()), "")
    letters = sum(map(str.isalpha, text))
    if not letters or first.islower() or letters < _LETTERS * sum(not character.isspace() for character in text):
        return False
    if is_large:
        return len(text.split()) < (_SENTENCE if text.endswith(".") else _WORDS)
    return not (text.endswith(".") or _BULLET.match(text))


def reads_as_caption(text: str) -> bool:
    """Tell whether a paragraph reads like the caption of a figure or a table, and not like a sentence about one.

    Examples
    --------
    >>> reads_as_caption("Figure 2: Apples"), reads_as_caption("Table 1 Pears"), reads_as_caption("Figure 2 shows")
    (True, True, False)
    """
    return bool(_NUMBERED.match(text)) and not has_leaders(text)


def has_leaders(text: str) -> bool:
    """Tell whether dots or a line lead to something, as in a table of contents or a form."""
    return bool(_LEADERS.search(text))


def is_capitals(text: str) -> bool:
    """Tell whether a text is written in capitals."""
    return text.isupper() and sum(map(str.isalpha, text)) >= _CAPITALS


def is_title(text: str) -> bool:
    """Tell whether a text is a usual heading, or begins with the number of a subsection."""
    return bool(_SUBSECTION.match(text) or _TITLE.fullmatch(text))
