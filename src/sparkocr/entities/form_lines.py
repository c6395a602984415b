"""What the ruled lines of a form tell: blanks to write on, and boxes with a key and a value below it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from sparkocr.entities.field_labels import is_label
from sparkocr.entities.form_pieces import (
    DOTS,
    Form,
    Level,
    LevelRule,
    Pair,
    Piece,
    Sheet,
    may_be_plain_key,
    may_be_plain_value,
    without,
)
from sparkocr.layout.page import Word

__all__ = ["in_boxes", "on_blanks"]

_BLANK, _BOX, _KNOWN = 0.9, 0.85, 0.7  # how sure a value is

# In em of the text, chosen on drawn and scanned forms.
_KEY_GAP, _BLANK_GAP = 0.9, 2.0  # between words of a key, and from a key to its blank
_WRITTEN_GAP = 2.0  # between words on a blank
_ON_BLANK = 0.8  # from a blank up to the lower edge of what is written on it
_INTO_BLANK = 0.3  # by which a key may reach into its blank
_LEAST_BLANK = 3.0  # length
_FIRST_GAP, _REACH = 0.4, 6.0  # from a key, and from the start of a blank, to what is written on it: least, most
_INDENT = 2.5  # of a value below its key
_BORDER, _LAST_BORDER = 2.5, 1.5  # from a border to the middle of a key below it, and from a value to one below
_SMALLER = 0.8  # size of a key in a box, in that of its value
_UNDER = 1.2  # by which a value may be below its key
_INTO_BORDER = 0.3  # by which a value may reach into the border below it


def on_blanks(form: Form, sheet: Sheet) -> tuple[list[Pair], list[Piece]]:
    """Take what is written on blanks."""
    height = max((piece.bottom - piece.top for piece in sheet.pieces), default=0.0)
    largest = max((piece.em for piece in sheet.pieces), default=0.0)
    found: list[Pair] = []
    used: set[int] = set()  # ids of words: equal words may stand twice
    for rule in form.rules:
        near = sheet.between(rule.y - height - _ON_BLANK * largest, rule.y)
        words = [
            form.level.piece([word])
            for piece in near
            if rule.y < piece.bottom + _ON_BLANK * piece.em and piece.left < rule.right
            for word in piece.words
            if id(word) not in used
        ]
        pair = _of_blank(form.level, rule, sorted(words, key=lambda word: word.left))
        if pair is not None:
            key, value = pair
            used |= {id(word) for word in (*key, *value)}
            written = [replace(word, text=word.text.strip(DOTS)) for word in value]
            written = [word for word in written if word.text]
            if written:
                found.append((form.level.piece(key), form.level.piece(written), _BLANK))
    rest = [[word for word in piece.words if id(word) not in used] for piece in sheet.pieces]
    return found, [form.level.piece(words) for words in rest if words] if used else sheet.pieces


def _of_blank(level: Level, rule: LevelRule, words: Sequence[Piece]) -> tuple[list[Word], list[Word]] | None:
    """Return the words of the key of a blank, and those that are written on it; None if it is no blank."""
    before = [word for word in words if (word.left + word.right) / 2 < rule.left]
    if not before:
        return None
    last = before[-1]
    if last.right > rule.left + _INTO_BLANK * last.em or rule.right - rule.left < _LEAST_BLANK * last.em:
        return None
    key = _run(before[::-1], rule.left)[::-1]
    on_blank = [word for word in words[len(before) :] if (word.left + word.right) / 2 <= rule.right]
    if not key or not may_be_plain_key(level.piece([word.words[0] for word in key]).text):
        return None
    if on_blank and not _is_written(rule, key[-1], on_blank):
        return None
    return [word.words[0] for word in key], [word.words[0] for word in on_blank]


def _run(words: Sequence[Piece], edge: float) -> list[Piece]:
    """Return the words that end at an edge, from the right, up to a gap."""
    found: list[Piece] = []
    for word in words:
        if edge - word.right > (_KEY_GAP if found else _BLANK_GAP) * word.em:
            break
        found.append(word)
        edge = word.left
    return found


def _is_written(rule: LevelRule, last: Piece, written: Sequence[Piece]) -> bool:
    """Tell whether words are what was written on a blank behind a key: not text that goes on, nor several columns."""
    first = written[0]
    gaps = (other.left - one.right for one, other in pairwise(written))
    return (
        max(gaps, default=0.0) <= _WRITTEN_GAP * first.em
        and written[-1].right <= rule.right + written[-1].em
        and first.em >= _SMALLER * last.em
        and first.left - last.right >= _FIRST_GAP * first.em
        and first.left - rule.left <= _REACH * first.em
        and may_be_plain_value(first.text)
    )


def in_boxes(form: Form, sheet: Sheet) -> tuple[list[Pair], list[Piece]]:
    """Take what is below a key in a box, or below a known label on a page without lines."""
    found: list[Pair] = []
    used: set[Piece] = set()
    for key in sheet.pieces:
        if key in used or not may_be_plain_key(key.text):
            continue
        value = sheet.below(key, used, 2 * _UNDER * key.em, 2 * _INDENT * key.em)
        if value is None or is_label(value.text) or value.top - key.bottom > _UNDER * value.em:
            continue
        if value.left - key.left > _INDENT * value.em:
            continue
        beside = sheet.neighbour(key)
        largest = max(piece.size for piece in (key, beside) if piece is not None and piece not in used)
        in_box = largest < _SMALLER * value.size and _is_boxed(form.rules, key, value)
        if in_box or (not form.rules and is_label(key.text)):
            found.append((key, value, _BOX if in_box else _KNOWN))
            used |= {key, value}
    return found, without(sheet.pieces, used)


def _is_boxed(rules: Sequence[LevelRule], key: Piece, value: Piece) -> bool:
    """Tell whether a line is above a key or below its value, and none between them."""
    across = [rule.y for rule in rules if rule.left < key.left + key.em and rule.right > key.right - key.em]
    above = any(0 < key.middle - y < _BORDER * key.em for y in across)
    below = any(-_INTO_BORDER < (y - value.bottom) / value.em < _LAST_BORDER for y in across)
    return (above or below) and not any(key.middle < y < value.middle for y in across)
