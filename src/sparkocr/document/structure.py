"""From positions, or text alone, to the lines and paragraphs of a page in reading order."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import groupby, pairwise

import numpy as np
import numpy.typing as npt

from sparkocr.document.font_size import even_sizes
from sparkocr.layout.box import Box
from sparkocr.layout.merge import union, weighted_median
from sparkocr.layout.page import Block, Line, Page, Paragraph, Word
from sparkocr.layout.reading_order import arrange
from sparkocr.positions.boxes import SpanBoxes
from sparkocr.positions.text import PositionText, Units

__all__ = ["clean", "page_of_positions", "page_of_text"]

Floats = npt.NDArray[np.float64]

_LINE_ENDS = "\n\v\f\r\x1c\x1d\x1e\x85\u2028\u2029"  # what `str.splitlines` takes for one
_TABLE = dict.fromkeys((*range(32), *range(127, 160)), " ") | {ord(end): "\n" for end in _LINE_ENDS}
_NO_CONFIDENCE = 100.0  # positions tell none
_LONG = 8.0  # least length of a line that tells its angle, in heights
_JUMP = 3.0  # heights between two words that are not read on one line
_LEAST_SKEW = 0.3  # degrees; less is the difference of the heights of letters
_TAB = 8
_ROW = 2.0  # height of a row of plain text, in characters: about that of a font of equal widths


def clean(text: str) -> str:
    """Return a text that any program takes: halves of surrogate pairs become U+FFFD, or a whole pair its character."""
    if text.isascii():
        return text
    return text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")


def page_of_positions(units: Units, sizes: Floats) -> Page:
    """Find the lines and paragraphs of a page.

    Parameters
    ----------
    units : Units
        What stands where: characters, words, lines or blocks, in any mix. Entries are taken one after the other.
    sizes : ndarray of float64, shape (n,)
        Font size of each unit in points; 0 if unknown.

    Returns
    -------
    Page
        In reading order. No line jumps up or down by more than its height, whatever the line ends of the units say.
        `row_height` of a line is its font size in points, 0 if unknown: that of the units for
        characters of a PDF, else as `sparkocr.document.font_size.even_sizes` evens it. Units of several lines don't
        tell it. Words have no confidence of their own (100). Width and height are 0.
    """
    blocks: list[Block] = []
    for entry in np.unique(units.entries):
        first, last = np.searchsorted(units.entries, [entry, entry + 1])
        part = Units(
            [clean(text).translate(_TABLE) for text in units.texts[first:last]],
            np.nan_to_num(units.boxes[first:last], nan=0.0, posinf=0.0, neginf=0.0),
            units.pages[first:last],
            units.entries[first:last],
        )
        blocks += arrange(list(_lines(part, sizes[first:last])), 0, 0).blocks
    return Page(tuple(blocks), 0, 0)


def _lines(units: Units, sizes: Floats) -> Iterator[Line]:
    """Join units to words, and those to the lines that the units tell; a line may still span columns."""
    text = PositionText(units)
    spans = SpanBoxes(text)
    matches = list(re.finditer(r"\S+", text.text))
    begins = np.array([match.start() for match in matches], np.int64)
    ends = np.array([match.end() for match in matches], np.int64)
    firsts = np.searchsorted(text.starts, begins, "right") - 1
    lasts = np.searchsorted(text.starts, ends - 1, "right") - 1
    line_ends = np.array([match.start() for match in re.finditer("\n", text.text)], np.int64)
    numbers = np.searchsorted(line_ends, begins)

    def word(index: int) -> Word:
        first, last = int(firsts[index]), int(lasts[index])
        match = matches[index]
        stop = int(text.starts[last]) + len(units.texts[last])
        if (text.text[text.starts[first] : match.start()] + text.text[match.end() : stop]).strip():
            left, top, right, bottom = _edges(spans, match)
        else:
            corners = units.boxes[first : last + 1, :2]
            left, top = corners.min(axis=0).tolist()
            right, bottom = (corners + units.boxes[first : last + 1, 2:]).max(axis=0).tolist()
        return Word(match[0], Box(left, top, right - left, bottom - top), _NO_CONFIDENCE)

    words = [word(index) for index in range(len(matches))]
    # On a skewed page the end of a line is as high as the beginning of the next; `arrange` joins the cells of rows.
    standing = _standing(words, numbers)
    far = [
        _gap(one.box, other.box) > _JUMP * max(one.box.height, other.box.height)
        or (not stands and _rise(one.box, other.box) > max(one.box.height, other.box.height))
        for (one, other), stands in zip(pairwise(words), standing, strict=False)
    ]
    numbers = np.cumsum((np.diff(numbers, prepend=0) != 0) | np.array([False, *far][: len(words)], bool))
    rows = [list(group) for _, group in groupby(range(len(matches)), key=numbers.__getitem__)]
    lengths = np.array([len(word.text) for word in words], np.float64)
    sizes = np.where(["\n" in unit.strip() for unit in units.texts], 0.0, sizes)  # a block has that of its first line
    row_sizes = np.array([weighted_median(sizes[firsts[row]], lengths[row]) for row in rows])
    found = [tuple(words[index] for index in row) for row in rows]
    if "\n" not in units.texts:  # as characters of a PDF have it, whose sizes are exact
        row_sizes = even_sizes(found, row_sizes)
    angle = _skew([[word.box for word in row] for row in found])
    for row, size in zip(found, row_sizes.tolist(), strict=True):
        yield Line(row, union([replace(word.box, angle=angle) for word in row]), size)


def _skew(rows: Sequence[Sequence[Box]]) -> float:
    """Return the angle of the lines of a page in degrees, clockwise: the boxes of their words are upright."""
    ends = [(row[0], row[-1]) for row in rows]
    across, down = np.array([np.subtract(last.centre, first.centre) for first, last in ends]).reshape(-1, 2).T
    heights = np.array([max(box.height for box in row) for row in rows])
    long = np.abs(across) > _LONG * heights
    if not long.any():
        return 0.0
    slope = weighted_median(down[long] / across[long], np.abs(across[long]))
    angle = math.degrees(math.atan(slope))
    return angle if abs(angle) >= _LEAST_SKEW else 0.0


def _gap(one: Box, other: Box) -> float:
    """Return the horizontal distance of two boxes; negative where they overlap."""
    return max(other.x - one.x - one.width, one.x - other.x - other.width)


def _rise(one: Box, other: Box) -> float:
    """Return the vertical distance of the middles of two boxes."""
    return abs(one.centre[1] - other.centre[1])


def _standing(words: Sequence[Word], numbers: npt.NDArray[np.int64]) -> list[bool]:
    """Tell for each word whether its line, by number, is written from below or above: its words are mostly tall."""
    several = [len(word.text) > 1 for word in words]
    excess = np.array([word.box.height - word.box.width for word in words], np.float64) * several
    found: list[bool] = (np.bincount(numbers, excess)[numbers] > 0).tolist() if words else []
    return found


def _edges(spans: SpanBoxes, match: re.Match[str]) -> tuple[float, float, float, float]:
    """Return left, top, right and bottom of a part of a unit."""
    places = spans.of(*match.span())
    return (
        min(place.left for place in places),
        min(place.top for place in places),
        max(place.right for place in places),
        max(place.bottom for place in places),
    )


def page_of_text(text: str) -> Page:
    """Make a page of text whose places are unknown, as if all characters had one width.

    Parameters
    ----------
    text : str
        Lines, with blank lines between paragraphs.

    Returns
    -------
    Page
        Boxes are in characters; `row_height` of lines is 0.
    """
    blocks = []
    rows = enumerate(clean(text).replace("\r\n", "\n").replace("\t", " " * _TAB).translate(_TABLE).split("\n"))
    for filled, group in groupby(rows, key=lambda row: bool(row[1].strip())):
        if filled:
            lines = tuple(_text_line(number, row) for number, row in group)
            left, right = min(line.box.x for line in lines), max(line.box.x + line.box.width for line in lines)
            box = Box(left, lines[0].box.y, right - left, _ROW * len(lines))
            blocks.append(Block((Paragraph(lines, box),), box))
    return Page(tuple(blocks), 0, 0)


def _text_line(number: int, row: str) -> Line:
    """Make a line of a row of text."""
    words = tuple(
        Word(match[0], Box(match.start(), _ROW * number, len(match[0]), _ROW), _NO_CONFIDENCE)
        for match in re.finditer(r"\S+", row)
    )
    left, last = words[0].box.x, words[-1].box
    return Line(words, Box(left, _ROW * number, last.x + last.width - left, _ROW), 0.0)
