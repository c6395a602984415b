"""Keys and values of forms without tags: by colons, blanks, boxes, columns, and known labels."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import accumulate, pairwise

import numpy as np

from sparkocr.entities.dates import find_dates
from sparkocr.entities.field_labels import find_labels, is_label
from sparkocr.entities.field_values import VALUES, Line
from sparkocr.entities.form_lines import in_boxes, on_blanks
from sparkocr.entities.form_pieces import (
    DOTS,
    Form,
    Level,
    Pair,
    Piece,
    Rule,
    Sheet,
    key_text,
    may_be_key,
    may_be_plain_key,
    may_be_plain_value,
    may_be_value,
    value_text,
    without,
)
from sparkocr.hocr.tokens import reads_from_right
from sparkocr.imaging.straight_lines import Ruling
from sparkocr.layout.box import Box
from sparkocr.layout.page import Page, Word

__all__ = ["KeyValue", "key_values"]

_COLON = re.compile(r"(?:(?<=[^\W\d_])[)\].#]?\s*|(?<=[)#]))[:\uff1a](?![/\\])")
_NUMBER = re.compile(r"\W*(\d{1,3}\w?|\w|[ivxlc]+)\W*")  # of a page, a line or a chapter

# How sure a value is, by what tells it.
_SAME_PIECE, _BEHIND, _BELOW = 0.95, 0.9, 0.7  # a colon, by where the value is
_LEADERS, _KNOWN = 0.8, 0.7
_COLUMN, _FELLOW, _LONG_COLUMN = 0.5, 0.1, 0.8  # for each row like it, up to so much

# In em of the text, chosen on drawn and scanned forms.
_NEXT_LINE = 0.6  # likewise of a value below a key with a colon
_ALIGNED = 0.6  # edges of what stands in one column
_COLUMN_GAP = 1.5  # between the columns of keys and of values
_MOST_WORDS = 12  # of a value in a column


@dataclass(frozen=True, slots=True)
class KeyValue:
    """A key and its value.

    Attributes
    ----------
    key, value : str
        Without the sign between them.
    key_box, value_box : Box
        In the unit of the page.
    score : float
        How sure it is that both belong together, 0 to 1, by what tells it.
    """

    key: str
    value: str
    key_box: Box
    value_box: Box
    score: float


def key_values(page: Page, horizontal: Sequence[Ruling] = ()) -> list[KeyValue]:
    """Find the keys of a form that have a value.

    Parameters
    ----------
    page : Page
        Its text is level, but for some degrees.
    horizontal : sequence of Ruling
        Horizontal lines of the image, in the unit of the page: they tell blanks and boxes.

    Returns
    -------
    list of KeyValue
        From the top, and from the left. No word is part of two pairs.

    Raises
    ------
    DocumentError
        There are more pieces of text than `sparkocr.entities.form_pieces.MAX_PIECES`.

    Notes
    -----
    What tells a value is, in this order:

    - It stands on a blank, which begins where the key ends.
    - Dots lead to it, and it is no number as those of pages.
    - A colon is before it. It is behind the colon, or next on the line, or close below the key.
    - It is below a smaller key in a box; without lines on the image, below a label that is known.
    - It stands in a column, and its key in another one, as those of two more rows, or of one if the key is known.
    - The key is known (see `sparkocr.entities.fields`), and the value is of its kind.

    A key begins with a letter and has six words at most. Keys without a value are left out.

    Examples
    --------
    >>> from sparkocr.document.structure import page_of_text
    >>> [(pair.key, pair.value) for pair in key_values(page_of_text("Order: 77-3   Paid by: Ana Reyes"))]
    [('Order', '77-3'), ('Paid by', 'Ana Reyes')]
    """
    level = Level.of(page, horizontal)
    form = Form(level, sorted((level.rule(ruling) for ruling in horizontal), key=lambda rule: (rule.left, rule.y)))
    pieces = level.pieces(page)
    pairs: list[Pair] = []
    for rule in _RULES:
        found, pieces = rule(form, Sheet(pieces))
        pairs += [pair for pair in found if may_be_value(pair[1].text)]
    keys = (key for row in Sheet([key for key, _, _ in pairs]).rows for key in row)
    order = {key: number for number, key in enumerate(keys)}
    pairs.sort(key=lambda pair: order[pair[0]])
    return [
        KeyValue(key_text(key.text), value_text(value.text), key.box, value.box, score) for key, value, score in pairs
    ]


def _behind_dots(form: Form, sheet: Sheet) -> tuple[list[Pair], list[Piece]]:
    """Take what dots lead to, unless it is a number as of a page, or others follow it, as in a table."""
    found: list[Pair] = []
    used: set[Piece] = set()
    for key in sheet.pieces:
        value = sheet.neighbour(key)
        if value is None or not value.follows_dots or key in used or not may_be_plain_key(key.text):
            continue
        behind = sheet.neighbour(value)
        in_table = behind is not None and not behind.text[0].isalpha()
        if in_table or _NUMBER.fullmatch(value.text) or not may_be_plain_value(value.text):
            continue
        words = [replace(word, text=word.text.strip(DOTS)) for word in value.words]
        found.append((key, form.level.piece([word for word in words if word.text]), _LEADERS))
        used |= {key, value}
    return found, without(sheet.pieces, used)


def _behind_colons(form: Form, sheet: Sheet) -> tuple[list[Pair], list[Piece]]:
    """Take what is behind a colon, or below it."""
    found: list[Pair] = []
    keyed: set[Piece] = set()
    open_keys: list[tuple[Piece, Piece]] = []  # and the pieces that they end
    for piece in sheet.pieces:
        for key, value in _keyed(form.level, piece):
            keyed.add(piece)
            if value is None:
                open_keys.append((key, piece))
            else:
                found.append((key, value, _SAME_PIECE))
    used = set(keyed)
    for key, piece in open_keys:
        beside = sheet.neighbour(piece, -1 if reads_from_right(key.text) else 1)
        if beside is not None and beside not in used and not is_label(beside.text):
            found.append((key, beside, _BEHIND))
            used.add(beside)
            continue
        below = None if beside in used else sheet.below(key, used, _NEXT_LINE * key.em, key.em)
        if below is not None and may_be_plain_value(below.text):
            found.append((key, below, _BELOW))
            used.add(below)
    return found, without(sheet.pieces, used)


def _keyed(level: Level, piece: Piece) -> Iterator[tuple[Piece, Piece | None]]:
    """Yield the keys with a colon in a piece, and their values; None for one that ends the piece."""
    words, text = piece.words, piece.text
    starts = list(accumulate((len(word.text) + 1 for word in words), initial=0))
    ends = sorted({bisect_left(starts, match.end()) for match in _COLON.finditer(text)})
    begins = [0, *(_key_begin(words, starts, end, other) for end, other in pairwise(ends))]
    if ends and text[0].islower() and not is_label(key_text(level.piece(words[: ends[0]]).text)):
        return  # as a sentence that goes on
    for begin, end, following in zip(begins, ends, [*begins[1:], len(words)], strict=False):
        key = level.piece(words[begin:end])
        if not may_be_key(key.text):
            if not begin:
                return
            continue
        yield key, level.piece(words[end:following]) if following > end else None


def _key_begin(words: Sequence[Word], starts: Sequence[int], begin: int, end: int) -> int:
    """Return where a key begins that stands behind the value of another one: at a known label, or the widest gap."""
    text = " ".join(word.text for word in words)
    for label in find_labels(text, starts[begin], starts[end] - 1):
        if label.end >= starts[end] - 2 and label.begin in starts[begin + 1 : end]:
            return starts.index(label.begin)
    edges = [word.box.edges() for word in words]
    return max(range(begin + 1, end), key=lambda number: edges[number][0] - edges[number - 1][2], default=begin)


def _in_columns(form: Form, sheet: Sheet) -> tuple[list[Pair], list[Piece]]:  # noqa: ARG001
    """Take rows of two pieces that stand below others like them."""
    rows = [(row[0], row[1]) for row in sheet.rows if len(row) == 2 and _may_be_row(*row)]  # noqa: PLR2004
    edges = np.array([(key.left, value.left, value.right) for key, value in rows], np.float64).reshape(-1, 3)
    found: list[Pair] = []
    for (key, value), place in zip(rows, edges, strict=True):
        apart = np.abs(edges - place) < _ALIGNED * key.em
        fellows = int((apart[:, 0] & (apart[:, 1] | apart[:, 2])).sum()) - 1
        if fellows > 1 or (fellows and is_label(key.text)):
            found.append((key, value, min(_COLUMN + _FELLOW * fellows, _LONG_COLUMN)))
    return found, without(sheet.pieces, {piece for key, value, _ in found for piece in (key, value)})


def _may_be_row(key: Piece, value: Piece) -> bool:
    """Tell whether two pieces may be a key and its value; a value that repeats the mark of its line is none."""
    return (
        may_be_plain_key(key.text)
        and may_be_plain_value(value.text)
        and value.left - key.right > _COLUMN_GAP * key.em
        and len(value.words) <= _MOST_WORDS
        and not is_label(value.text)
        and not value.text.casefold().strip(DOTS).endswith(key.text.casefold().split()[0])
    )


def _behind_known(form: Form, sheet: Sheet) -> tuple[list[Pair], list[Piece]]:
    """Take values of the right kind behind known labels."""
    found: list[Pair] = []
    used: set[Piece] = set()
    for piece in sheet.pieces:
        beside = sheet.neighbour(piece) if is_label(piece.text) else None
        if piece in used or (beside is not None and (beside in used or is_label(beside.text))):
            continue
        words = (*piece.words, *(beside.words if beside else ()))
        length = _label_words(words)
        if length:
            found.append((form.level.piece(words[:length]), form.level.piece(words[length:]), _KNOWN))
            used |= {piece, beside} if beside else {piece}
    return found, without(sheet.pieces, used)


def _label_words(words: Sequence[Word]) -> int:
    """Return how many words the known label has that words begin with, if all others are a value of its kind."""
    text = " ".join(word.text for word in words)
    starts = list(accumulate((len(word.text) + 1 for word in words), initial=0))
    line = Line(text, 0, len(text), {date.begin: date.end for date in find_dates(text)})
    for label in find_labels(text, 0, len(text)):
        if label.begin:
            break
        if label.end in starts[1:-1]:
            value = VALUES[label.kind](line.part(label.end, len(text)), replace(label, strong=True), ())
            if value is not None and value.begin == label.end and not text[value.end :].strip(DOTS):
                return starts.index(label.end)
    return 0


_RULES: tuple[Rule, ...] = (on_blanks, _behind_dots, _behind_colons, in_boxes, _in_columns, _behind_known)
