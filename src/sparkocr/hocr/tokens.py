"""The text of hOCR, and the tokens in it."""

from __future__ import annotations

import math
import unicodedata
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate, islice

from sparkocr.enums import TokenizerType
from sparkocr.errors import DocumentError
from sparkocr.hocr.document import HocrPage
from sparkocr.layout.box import Box
from sparkocr.layout.merge import union
from sparkocr.layout.page import Word
from sparkocr.limits import current, told

__all__ = ["Token", "part_of_box", "reads_from_right", "text_of", "tokens_of", "walk_tokens"]

_PAGE_BREAK = "\n\n"


@dataclass(frozen=True, slots=True)
class Token:
    """A token and where it is.

    Attributes
    ----------
    text : str
    begin, end : int
        Of its first and its last character in `text_of` the pages.
    box : Box
    word : Word
        The word that it is a part of.
    """

    text: str
    begin: int
    end: int
    box: Box
    word: Word


def text_of(pages: Sequence[HocrPage]) -> str:
    """Return the text of pages, with a blank line between two."""
    return _PAGE_BREAK.join(page.page.text for page in pages)


def tokens_of(pages: Sequence[HocrPage], kind: TokenizerType = TokenizerType.SIMPLE) -> list[Token]:
    """Cut the text of pages into tokens.

    Parameters
    ----------
    pages : sequence of HocrPage
    kind : TokenizerType
        ``WHITESPACE`` keeps the words as they are. ``SIMPLE`` cuts each into runs of letters, digits and the marks on
        them, and single other characters.

    Returns
    -------
    list of Token
        In reading order; ``text_of(pages)[token.begin : token.end + 1] == token.text``. The box of a part of a word
        covers its symbols, or is cut in proportion to the number of characters where there are none.

    Raises
    ------
    DocumentError
        There are more than `max_tokens`.
    """
    found = list(islice(walk_tokens(pages, kind), current().max_tokens + 1))
    if len(found) > current().max_tokens:
        raise DocumentError(f"The hOCR has more than {told('max_tokens')}")
    return found


def walk_tokens(pages: Sequence[HocrPage], kind: TokenizerType) -> Iterator[Token]:
    """Walk over the tokens of `tokens_of`, however many there are."""
    for offset, word in _words(pages):
        if kind is TokenizerType.WHITESPACE:
            yield Token(word.text, offset, offset + len(word.text) - 1, word.box, word)
            continue
        box_of = _boxes(word)
        for start, end in _spans(word.text):
            yield Token(word.text[start:end], offset + start, offset + end - 1, box_of(start, end), word)


def _words(pages: Sequence[HocrPage]) -> Iterator[tuple[int, Word]]:
    """Walk over the words with their offsets in the text; the separators are those of `sparkocr.layout.page`."""
    offset = 0
    for page in pages:
        separator = ""
        for paragraph in page.page.paragraphs():
            for line in paragraph.lines:
                offset += len(separator)
                for number, word in enumerate(line.words):
                    offset += len(word.before) * (number > 0)
                    yield offset, word
                    offset += len(word.text)
                separator = "\n"
            separator = "\n\n"
        offset += len(_PAGE_BREAK)


def _spans(text: str) -> Iterator[tuple[int, int]]:
    """Walk over the tokens of a word: where each begins and ends."""
    start = 0
    for place, character in enumerate(text):
        if _joins(character):
            continue
        if start < place:
            yield start, place
        if not character.isspace():
            yield place, place + 1
        start = place + 1
    if start < len(text):
        yield start, len(text)


def _joins(character: str) -> bool:
    """Tell whether a character is a letter, a digit, a mark on one, or an invisible joiner of letters."""
    return unicodedata.category(character)[0] in "LNM" or character in "\u00ad\u200c\u200d"


def _boxes(word: Word) -> Callable[[int, int], Box]:
    """Return the function that gives the box of some characters of a word."""
    length = len(word.text)
    starts = list(accumulate((len(symbol.text) for symbol in word.symbols), initial=0))
    from_right = reads_from_right(word.text)

    def box_of(start: int, end: int) -> Box:
        if (start, end) == (0, length):
            return word.box
        if starts[-1] == length:
            covered = word.symbols[bisect_right(starts, start) - 1 : bisect_left(starts, end)]
            return union([symbol.box for symbol in covered])
        return part_of_box(word.box, length, start, end, from_right=from_right)

    return box_of


def reads_from_right(text: str) -> bool:
    """Tell whether the first letter of a text is one that is read from the right."""
    kinds = map(unicodedata.bidirectional, text)
    return next((kind for kind in kinds if kind in {"L", "R", "AL"}), "L") != "L"


def part_of_box(box: Box, length: int, start: int, end: int, *, from_right: bool) -> Box:
    """Return the part of a box that some characters of its text take, if all are equally wide.

    Parameters
    ----------
    box : Box
    length : int
        Number of characters of the text, at least 1.
    start, end : int
        The first character, and the one after the last.
    from_right : bool
        Whether the text begins at the right.
    """
    if from_right:
        start, end = length - end, length - start
    width = box.width * (end - start) / length
    along = box.width * ((start + end) / length - 1) / 2  # from the centre of the box to that of the part
    angle = math.radians(box.angle)
    x = box.x + (box.width - width) / 2 + along * math.cos(angle)
    return Box(x, box.y + along * math.sin(angle), width, box.height, box.angle)
