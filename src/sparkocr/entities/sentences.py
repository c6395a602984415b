"""Sentences of a text that was read from a page."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import chain, pairwise

from sparkocr.entities.tokens import Span

__all__ = ["sentences_of"]

_WORD = re.compile(r"\S+")
_OPENING = "\"'([{\u201c\u2018\u201e\u00ab"  # quotation marks, the German one and a guillemet among them
_CLOSING = "\"')]}\u201d\u2019\u00bb"
_STOPS = ".!?\u2026\u0964\u0965\u061f\u06d4"  # ellipsis, danda and double danda, Arabic question mark and full stop
_FULL_WIDTH = re.compile("[\u3002\uff01\uff1f]+[\u300d\u300f\uff09\u201d\u2019]*")  # no blank follows them
_FIELD = re.compile(r"[^\W\d_][^:\n]{0,39}:(?:\s|$)|[^\W\d_]{1,20}:\S")  # "Date of birth: ", "DOB:08/02/1929"
_BULLET = re.compile(r"[-*\u2022\u25aa\u2023\u25e6\u2013\u2014]\s|\(?\w{1,3}[.)]\s")  # "- ", "1. ", "(a) "
_INITIALS = re.compile(r"(?:[^\W\d_]\.)*[^\W\d_]")  # "J", "e.g", "U.S"
_NARROW = 40  # characters: in a narrower block, lines are a list and not one text; chosen for this library
_ABBREVIATIONS = frozenset(
    """
    dr drs mr mrs ms mx prof st ste sr jr hon rev gen col lt sgt capt gov sen rep pres dir supt insp messrs
    no nos nr vol pp fig ref approx ca cf al vs viz incl excl resp inc ltd co corp bros dept univ assn
    ave blvd rd hwy apt bldg fl tel ext mob fax ph jan feb mar apr jun jul aug sept sep oct nov dec
    mon tue tues wed thu thur thurs fri sat sun hr hrs min max temp wt ht pt pts hx dx rx tx sx
    str bzw usw geb ggf abs art
    """.split()  # noqa: SIM905  as a list it would take a page
)


def sentences_of(text: str) -> list[Span]:
    r"""Cut a text into sentences.

    Parameters
    ----------
    text : str
        Of a page: lines end with ``"\n"``.

    Returns
    -------
    list of (int, int)
        Of each sentence, offsets of its first character and of the one after its last; none is empty, and there are no
        blanks at their ends. They are in order, and all that is left out are blanks.

    Notes
    -----
    A sentence ends with a full stop or another such mark before a blank, unless a lower-case letter follows, or the
    stop is that of an abbreviation, an initial or the number of a list. It also ends at a blank line, and at the end of
    a line, unless the text goes on there: the next line begins with a lower-case letter, or with a word for which
    there was no room (the widest line of the block tells), and not with the name of a field or a bullet.

    Examples
    --------
    >>> text = "Seen by Dr. Miller. No findings.\nName: Jane Smith\nDOB: 01.09.2012"
    >>> [text[begin:end] for begin, end in sentences_of(text)]
    ['Seen by Dr. Miller.', 'No findings.', 'Name: Jane Smith', 'DOB: 01.09.2012']
    """
    ends = sorted({*_line_ends(text), *_stops(text), *(match.end() for match in _FULL_WIDTH.finditer(text))})
    parts = pairwise(chain([0], ends, [len(text)]))
    trimmed = (_trimmed(text, begin, end) for begin, end in parts)
    return [(begin, end) for begin, end in trimmed if begin < end]


def _trimmed(text: str, begin: int, end: int) -> Span:
    """Return a part of a text without the blanks at its ends."""
    part = text[begin:end]
    return begin + len(part) - len(part.lstrip()), end - len(part) + len(part.rstrip())


def _line_ends(text: str) -> Iterator[int]:
    """Yield where lines end and the text does not go on."""
    block: list[Span] = []
    offset = 0
    for line in text.splitlines(keepends=True):
        begin, end = _trimmed(text, offset, offset + len(line))
        offset += len(line)
        if begin < end:
            block.append((begin, end))
        else:
            yield from _ends_in(text, block)
            block = []
    yield from _ends_in(text, block)


def _ends_in(text: str, block: list[Span]) -> Iterator[int]:
    """Yield where sentences end at the ends of the lines of one block."""
    widest = max((end - begin for begin, end in block), default=0)
    for (begin, end), (start, stop) in pairwise(block):
        following = text[start:stop]
        if _FIELD.match(following) or _BULLET.match(following):
            yield end
        elif not following[0].islower():
            word = following.split(maxsplit=1)[0]
            fits = end - begin + 1 + len(word) <= widest
            if fits or widest < _NARROW:
                yield end
    if block:
        yield block[-1][1]


def _stops(text: str) -> Iterator[int]:
    """Yield where words end that end a sentence."""
    for word, following in pairwise(_WORD.finditer(text)):
        said = word.group().rstrip(_CLOSING)
        if not said or said[-1] not in _STOPS or following.group()[0].islower():
            continue
        if said[-1] == "." and _is_shortened(said[:-1].lstrip(_OPENING)):
            continue
        if said[:-1].isdigit() and _begins_line(text, word.start()):
            continue
        yield word.end()


def _is_shortened(word: str) -> bool:
    """Tell whether a word before a full stop is an abbreviation or an initial."""
    return word.casefold() in _ABBREVIATIONS or bool(_INITIALS.fullmatch(word))


def _begins_line(text: str, start: int) -> bool:
    """Tell whether only blanks are before a word on its line."""
    return not text[text.rfind("\n", 0, start) + 1 : start].strip()
