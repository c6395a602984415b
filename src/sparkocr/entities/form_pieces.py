"""The text of a form in pieces that stand apart, and what may be a key or a value."""

from __future__ import annotations

import math
import re
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

import numpy as np

from sparkocr.document.font_size import em_of
from sparkocr.errors import DocumentError
from sparkocr.imaging.straight_lines import Ruling
from sparkocr.layout.box import Box
from sparkocr.layout.merge import union, weighted_median
from sparkocr.layout.page import Page, Word
from sparkocr.layout.rows import group_rows

__all__ = [
    "DOTS", "MAX_PIECES", "Form", "Level", "LevelRule", "Pair", "Piece", "Rule", "Sheet", "key_text", "may_be_key",
    "may_be_plain_key", "may_be_plain_value", "may_be_value", "value_text", "without",
]  # fmt: skip

MAX_PIECES = 20_000
"""Of a page; a crowded form has 500."""

DOTS = "._\u2026\u00b7 "
"""Leaders and blanks, as OCR reads them."""

_BREAK = "\t"  # before a word that dots lead to
_LEADERS = re.compile(r"[._\u2026\u00b7]{2,}|-{3,}")
_ONE_DOT = re.compile(r"\.(?=\w)(?!\d+$)")  # that begins a word, as the end of leaders
_GLUED_COLON = re.compile(r"[^\W\d_][^:]*:(?=[^\s/\\:])")
_SENTENCE = re.compile(r"[^\W\d_]{4,}[.!?]\s")
_ITEM = re.compile(r"\(\w{1,2}\)")
_COLON_GAP = re.compile(r"\s+(?=[:\uff1a])")
_MOST_WORDS, _LONGEST = 6, 50  # of a key, words and characters; chosen on forms

_OVER = 0.3  # em by which a piece below a key may be higher than the end of the key
_GAP = 0.9  # em between words of two pieces; blanks of justified text are narrower
_OPEN_ROWS = 3

# Widths of letters in em, about those of common fonts without serifs.
_NARROW, _WIDE = frozenset("fijlrtI.,:;'()[]|-/!"), frozenset("mwMW@%")
_NARROW_EM, _WIDE_EM, _CAPITAL_EM, _USUAL_EM = 0.3, 0.85, 0.65, 0.55


@dataclass(frozen=True, slots=True, eq=False)
class Piece:
    """Words beside each other; edges are those on the page made level.

    Attributes
    ----------
    words : tuple of Word
        At least one.
    left, top, right, bottom : float
    em : float
        Size of the font by the height of the words.
    size : float
        The same by their width: OCR tells the width of small text better.
    """

    words: tuple[Word, ...]
    left: float
    top: float
    right: float
    bottom: float
    em: float
    size: float

    @property
    def text(self) -> str:
        """The words, with a space in between."""
        return " ".join(word.text for word in self.words)

    @property
    def box(self) -> Box:
        """The box around the words, on the page."""
        return union([word.box for word in self.words])

    @property
    def middle(self) -> float:
        """Between top and bottom."""
        return (self.top + self.bottom) / 2

    @property
    def follows_dots(self) -> bool:
        """Whether dots lead to it."""
        return self.words[0].before == _BREAK


@dataclass(frozen=True, slots=True)
class LevelRule:
    """A horizontal line on the page made level."""

    left: float
    y: float
    right: float


@dataclass(frozen=True, slots=True)
class Level:
    """Makes a page level whose lines rise or fall.

    Attributes
    ----------
    slope : float
        By how much they fall for each px to the right.
    """

    slope: float

    @classmethod
    def of(cls, page: Page, horizontal: Sequence[Ruling]) -> Level:
        """Take the slope from ruled lines, or, without them, from lines of text."""
        angles = [(math.degrees(math.atan2(r.to_y - r.y, r.to_x - r.x)), r.length) for r in horizontal]
        angles = angles or [(line.box.angle, line.box.width) for line in page.lines()]
        if not angles:
            return cls(0.0)
        turns, weights = np.array(angles, np.float64).T
        return cls(math.tan(math.radians(weighted_median(turns, weights))))

    def point(self, x: float, y: float) -> tuple[float, float]:
        """Return where a point of the page is."""
        return x + y * self.slope, y - x * self.slope

    def piece(self, words: Sequence[Word]) -> Piece:
        """Return words as a piece. Its height is the usual one of its words."""
        sides = []
        for word in words:
            left, top, right, bottom = word.box.edges()
            x, y = self.point((left + right) / 2, (top + bottom) / 2)
            sides.append((x - (right - left) / 2, x + (right - left) / 2, y, (bottom - top) / 2))
        left, right, middle, half = np.array(sides).T
        y, height = float(np.median(middle)), float(np.median(half))
        return Piece(
            tuple(words), float(left.min()), y - height, float(right.max()), y + height, em_of(words), _size(words)
        )

    def rule(self, ruling: Ruling) -> LevelRule:
        """Return a ruled line."""
        (left, top), (right, bottom) = self.point(ruling.x, ruling.y), self.point(ruling.to_x, ruling.to_y)
        return LevelRule(left, (top + bottom) / 2, right)

    def pieces(self, page: Page) -> list[Piece]:
        """Cut the lines of a page into pieces.

        Raises
        ------
        DocumentError
            There are more than `MAX_PIECES`.
        """
        found = [self.piece(words) for line in page.lines() for words in _split(_tokens(line.words))]
        if len(found) > MAX_PIECES:
            raise DocumentError(f"The page has more than {MAX_PIECES} pieces of text")
        return found


class Sheet:
    """Pieces of a page, found by where they are."""

    def __init__(self, pieces: Sequence[Piece]) -> None:
        self.pieces = sorted(pieces, key=lambda piece: piece.middle)
        self._middles = [piece.middle for piece in self.pieces]
        rows = group_rows([(p.top, p.bottom) for p in self.pieces], range(len(self.pieces)), _OPEN_ROWS)
        self.rows = [sorted((self.pieces[index] for index in row.members), key=lambda p: p.left) for row in rows]
        self._places = {piece: (row, place) for row in self.rows for place, piece in enumerate(row)}

    def between(self, top: float, bottom: float) -> list[Piece]:
        """Return the pieces whose middle is in a band, from the top."""
        return self.pieces[bisect_left(self._middles, top) : bisect_right(self._middles, bottom)]

    def neighbour(self, piece: Piece, step: int = 1) -> Piece | None:
        """Return the next piece of a row: at the right with 1, at the left with -1."""
        row, place = self._places[piece]
        return row[place + step] if 0 <= place + step < len(row) else None

    def below(self, key: Piece, used: set[Piece], most: float, indent: float) -> Piece | None:
        """Return the next piece below a key that begins where it does, or up to an indent behind it.

        Parameters
        ----------
        key : Piece
        used : set of Piece
            Pieces that don't count.
        most, indent : float
            By how much its top may be below the key, and its left edge at the right of that of the key.
        """
        return next(
            (
                piece
                for piece in self.between(key.middle, key.bottom + most + 2 * key.em)
                if piece not in used
                and piece is not key
                and -_OVER * key.em < piece.top - key.bottom < most
                and -key.em < piece.left - key.left < indent
            ),
            None,
        )


@dataclass(frozen=True, slots=True)
class Form:
    """What rules know of a page beside its pieces: how it is made level, and its horizontal lines, from the left."""

    level: Level
    rules: list[LevelRule]


Pair = tuple[Piece, Piece, float]
"""A key, its value, and the score."""

Rule = Callable[[Form, Sheet], tuple[list[Pair], list[Piece]]]
"""Finds pairs among pieces, and returns them and the pieces that are left."""


def without(pieces: Sequence[Piece], used: set[Piece]) -> list[Piece]:
    """Return the pieces that are not used."""
    return [piece for piece in pieces if piece not in used]


def _tokens(words: Sequence[Word]) -> Iterator[Word]:
    """Cut words at leaders in them and behind a colon, and drop leaders; what follows them begins with a break."""
    broken = False
    for word in words:
        dot = _ONE_DOT.match(word.text)
        begin = dot.end() if dot else 0
        broken = broken or bool(dot)
        colon = _GLUED_COLON.match(word.text, begin)
        for gap in [*_LEADERS.finditer(word.text, begin), None]:
            end = gap.start() if gap else len(word.text)
            if colon and colon.end() < end:
                yield _part(word, begin, colon.end(), broken=broken)
                begin, colon, broken = colon.end(), None, False
            if word.text[begin:end].strip(DOTS):
                yield _part(word, begin, end, broken=broken)
                broken = False
            else:
                broken = True
            begin, broken = (gap.end(), True) if gap else (end, broken)


def _part(word: Word, begin: int, end: int, *, broken: bool) -> Word:
    """Return a part of a word: letters are as wide as each other."""
    box, text = word.box, word.text[begin:end]
    if len(text) < len(word.text):
        share = box.width / len(word.text)
        box = Box(box.x + begin * share, box.y, len(text) * share, box.height, box.angle)
    return replace(word, text=text, box=box, before=_BREAK if broken else " ", symbols=())


def _split(words: Iterator[Word]) -> Iterator[list[Word]]:
    """Group the words of a line that are near each other."""
    line = list(words)
    if not line:
        return
    limit = _GAP * em_of(line)
    group = line[:1]
    for one, other in pairwise(line):
        (left, _, right, _), (other_left, _, other_right, _) = one.box.edges(), other.box.edges()
        if max(other_left - right, left - other_right) > limit or other.before == _BREAK:
            yield group
            group = []
        group.append(other)
    yield group


def _size(words: Sequence[Word]) -> float:
    """Return the size of the font by how wide words are."""
    text = "".join(word.text for word in words)
    return sum(word.box.width for word in words) / sum(map(_width, text))


def _width(letter: str) -> float:
    if letter in _NARROW:
        return _NARROW_EM
    if letter in _WIDE:
        return _WIDE_EM
    return _CAPITAL_EM if letter.isupper() else _USUAL_EM


def key_text(text: str) -> str:
    """Return a key without the sign behind it, and without a mark before it."""
    return _COLON_GAP.sub("", text).rstrip(": \uff1a_\u2026").strip("*\u2022\u25b6\u25ba> ")


def value_text(text: str) -> str:
    """Return a value without the sign before it."""
    return text.lstrip(": \uff1a").strip()


def may_be_key(text: str) -> bool:
    """Tell whether a text is short, begins with a letter and is no sentence, so that a colon makes it a key."""
    text = key_text(text)
    return (
        0 < len(text) <= _LONGEST
        and len(text.split()) <= _MOST_WORDS
        and text[0].isalpha()
        and text.count("(") == text.count(")")
        and sum(map(str.isalpha, text)) > 1
        and not _SENTENCE.search(text)
    )


def may_be_plain_key(text: str) -> bool:
    """Tell whether its place may make a text without a colon a key."""
    return may_be_key(text) and not text[0].islower() and ":" not in text


def may_be_value(text: str) -> bool:
    """Tell whether a text has a digit or two letters, and is no number of an item."""
    has_text = any(map(str.isdigit, text)) or sum(map(str.isalnum, text)) > 1
    return has_text and not _ITEM.fullmatch(text.strip())


def may_be_plain_value(text: str) -> bool:
    """Tell whether a text may be the value of a key without a colon: a text in small letters goes on from one."""
    return may_be_value(text) and not (text[0].islower() and text.replace(" ", "").isalpha())
