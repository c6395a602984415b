"""Put lines of text that were found anywhere on a page into the order in which they are read."""

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

from sparkocr.layout.box import Box
from sparkocr.layout.columns import Pieces, areas
from sparkocr.layout.direction import direction_of, logical_order
from sparkocr.layout.merge import framed, merged_line, typical_angle, union, weighted_median
from sparkocr.layout.page import Block, Line, Page, Paragraph, Word
from sparkocr.layout.rows import group_rows

__all__ = ["arrange"]

Floats = npt.NDArray[np.float64]

# The numbers below were chosen for this library, on pages of running text, newspapers, tables, forms and receipts.
# Gaps and indents are in heights of a line.
_SPLIT = 0.7  # gap of words where a fragment may belong to two columns
_LARGE = 1.4  # in median heights: fragments of larger letters are headlines, which belong to no column
_TALL = 2.0  # height in widths and in median heights, of text that stands
_OPEN_ROWS = 6  # rows that a piece may still join; pieces come in order of their height on the page
_PARAGRAPH_GAP = 0.6  # more than the usual gap between lines
_BLOCK_GAP = 1.5  # likewise
_FONT_RATIO = 1.5  # of the heights of a headline and of text
_INDENT, _MAX_INDENT = 0.8, 6.0  # of the first line of a paragraph
_FLUSH = 0.4  # lines that begin as close to the edge are not indented
_FLUSH_SHARE = 0.6  # of the lines, in text where indents have a meaning


@dataclass(frozen=True, slots=True)
class _Piece:
    """Words of a fragment without a wide gap, in their order; its box in the frame of the page.

    Attributes
    ----------
    source : int
        The fragment.
    words : tuple of int
        Which of its words.
    left, right, top, bottom : float
    """

    source: int
    words: tuple[int, ...]
    left: float
    right: float
    top: float
    bottom: float

    @property
    def height(self) -> float:
        return self.bottom - self.top

    @property
    def middle(self) -> float:
        return (self.top + self.bottom) / 2


@dataclass(frozen=True, slots=True)
class _Row:
    """Pieces beside each other."""

    pieces: list[_Piece]
    top: float
    bottom: float

    @property
    def left(self) -> float:
        return min(piece.left for piece in self.pieces)

    @property
    def right(self) -> float:
        return max(piece.right for piece in self.pieces)

    @property
    def height(self) -> float:
        return self.bottom - self.top


def arrange(lines: Sequence[Line], width: int, height: int) -> Page:
    """Order lines and fragments of lines as a reader would, and group them to paragraphs and blocks.

    Fragments on one height become one line, like the cells of a table or a label and its value, unless a gutter between
    columns of text separates them. Columns are read one after the other: from the left, or from the right on a page
    that is mostly written from the right. Text that stands or lies on its head is read last, each direction for itself.

    Parameters
    ----------
    lines : sequence of Line
        What a text detector found, in any order; boxes may be turned, as on a skewed page. A fragment that spans two
        columns is split at a wide gap of its words.
    width, height : int
        Size of the image in px.

    Returns
    -------
    Page
        Every word once. The order of `lines` makes no difference.

    Notes
    -----
    The page is turned upright by the median angle of its fragments, and cut into areas and columns as described in
    `sparkocr.layout.columns`. Within an area, fragments that overlap vertically form rows, and rows form paragraphs by
    the space between them, the size of the letters and the indent of the first line. Within a row, fragments are
    ordered as by rule L2 of the bidirectional algorithm [1]_.

    References
    ----------
    .. [1] Unicode Standard Annex 9, "Unicode Bidirectional Algorithm".
    """
    lines = sorted((line for line in lines if line.words), key=_key)
    if not lines:
        return Page((), width, height)
    right_to_left = _direction(word for line in lines for word in line.words) < 0
    angle = typical_angle(line.box for line in lines)
    quarters = _quarters(lines, angle)
    blocks: list[Block] = []
    # Most text at margins is read from below, as one turns the head to the left; it comes before the rarer ways.
    for quarter in (0, 3, 1, 2):
        sources = np.flatnonzero(quarters == quarter).tolist()
        if sources:
            pieces = _pieces(lines, sources, angle + 90 * quarter)
            blocks += _blocks(lines, pieces, right_to_left=right_to_left)
    return Page(tuple(blocks), width, height)


def _key(line: Line) -> tuple[object, ...]:
    """Order lines by all that tells them from each other, places first."""
    words = tuple((word.text, word.before, word.confidence, *_sides(word.box)) for word in line.words)
    return *_sides(line.box), words, line.row_height, line.descenders, line.ascenders, line.baseline


def _sides(box: Box) -> tuple[float, ...]:
    return box.y, box.x, box.width, box.height, box.angle


def _quarters(lines: Sequence[Line], angle: float) -> npt.NDArray[np.intp]:
    """Count the quarter turns, clockwise, of each line against the page; text that stands is turned to the left."""
    boxes = [line.box for line in lines]
    turns = np.rint((np.array([box.angle for box in boxes]) - angle) / 90).astype(np.intp) % 4
    left, right, top, bottom = framed(boxes, angle).T
    width, height = right - left, bottom - top
    several = np.array([sum(len(word.text) for word in line.words) > 1 for line in lines])
    tall = several & (height > _TALL * width)
    if height[tall].sum() <= width[~tall].sum():  # not most of the text
        tall &= height > _TALL * weighted_median(height, width)
    return np.where((turns == 0) & tall, 3, turns)


def _pieces(lines: Sequence[Line], sources: Sequence[int], angle: float) -> list[_Piece]:
    """Cut lines at wide gaps between their words."""
    boxes = framed((lines[source].box for source in sources), angle)
    largest = _LARGE * weighted_median(boxes[:, 3] - boxes[:, 2], boxes[:, 1] - boxes[:, 0])
    edges = framed((word.box for source in sources for word in lines[source].words), angle)
    lefts, rights = edges[:, 0].tolist(), edges[:, 1].tolist()
    pieces = []
    end = 0
    for source, (left, right, top, bottom) in zip(sources, boxes.tolist(), strict=True):
        start, end = end, end + len(lines[source].words)
        starts, ends = lefts[start:end], rights[start:end]
        runs = [] if bottom - top > largest else _runs(starts, ends, _SPLIT * (bottom - top))
        if len(runs) > 1:
            for run in runs:
                extent = min(starts[i] for i in run), max(ends[i] for i in run)
                pieces.append(_Piece(source, tuple(run), *extent, top, bottom))
        else:
            pieces.append(_Piece(source, tuple(range(end - start)), left, right, top, bottom))
    return pieces


def _runs(lefts: Sequence[float], rights: Sequence[float], widest: float) -> list[list[int]]:
    """Group words that have no wide gap in between, each group in the order of the words."""
    runs: list[list[int]] = []
    end = -math.inf
    for i in sorted(range(len(lefts)), key=lefts.__getitem__):
        if lefts[i] - end >= widest:
            runs.append([])
        runs[-1].append(i)
        end = max(end, rights[i])
    return [sorted(run) for run in runs]


def _direction(words: Iterable[Word]) -> int:
    """Count words that are read from the left, less those read from the right; numbers count for neither."""
    return sum(direction_of(word.text) for word in words)


def _blocks(lines: Sequence[Line], pieces: Sequence[_Piece], *, right_to_left: bool) -> list[Block]:
    """Arrange the pieces of one direction."""
    words = [[lines[piece.source].words[i] for i in piece.words] for piece in pieces]
    texts = ["".join(word.text for word in words_) for words_ in words]
    left, right, top, bottom = np.array([(piece.left, piece.right, piece.top, piece.bottom) for piece in pieces]).T
    letters = np.array([sum(map(str.isalpha, text)) / max(1, len(text)) for text in texts])
    first = [next(filter(str.isalnum, text), "") for text in texts]
    begins, runs_on = np.array([one.isupper() for one in first]), np.array([one.islower() for one in first])
    is_key = np.array([text.endswith((":", "\uff1a")) for text in texts])
    blocks = []
    places = Pieces(left, right, top, bottom, letters, begins, runs_on, is_key)
    for members in areas(places, right_to_left=right_to_left):
        rows = _rows([pieces[i] for i in members])
        for block in _grouped(rows, _block_breaks(rows)):
            paragraphs = []
            for paragraph in _grouped(block, _paragraph_breaks(block, right_to_left=right_to_left)):
                found = tuple(_line(lines, row.pieces, right_to_left=right_to_left) for row in paragraph)
                paragraphs.append(Paragraph(found, union([line.box for line in found])))
            blocks.append(Block(tuple(paragraphs), union([paragraph.box for paragraph in paragraphs])))
    return blocks


def _rows(pieces: Sequence[_Piece]) -> list[_Row]:
    """Group the pieces of an area to rows from the top.

    A piece joins the row with which it shares most of the smaller of both heights. Large ones come last, as they
    overlap with several rows; of very tall ones (drop capitals) only the top counts.
    """
    edges = np.array([(piece.height, piece.right - piece.left) for piece in pieces])
    usual = weighted_median(edges[:, 0], edges[:, 1])
    bands = [(piece.top, piece.top + min(piece.height, _TALL * usual)) for piece in pieces]
    large = set(np.flatnonzero(edges[:, 0] > _LARGE * usual).tolist())
    order = sorted(range(len(pieces)), key=lambda i: (i in large, sum(bands[i]), pieces[i].left, pieces[i].source))
    rows = sorted(group_rows(bands, order, _OPEN_ROWS, large), key=lambda row: row.top + row.bottom)
    return [_Row([pieces[i] for i in row.members], row.top, row.bottom) for row in rows]


def _line(lines: Sequence[Line], pieces: Sequence[_Piece], *, right_to_left: bool) -> Line:
    """Make a line of the pieces of a row; a line that was found as it is stays as it is."""
    sources: dict[int, list[int]] = {}
    for piece in pieces:
        sources.setdefault(piece.source, []).extend(piece.words)
    whole = {source for source, words in sources.items() if len(words) == len(lines[source].words)}
    if len(sources) == 1 and whole:
        return lines[whole.pop()]
    words: list[Word] = []
    for piece in _in_order(lines, pieces, right_to_left=right_to_left):
        for i in piece.words:
            word = lines[piece.source].words[i]
            # What stands before the first word of a fragment says nothing about the fragment beside it.
            words.append(replace(word, before=" ") if words and i == 0 and word.before != " " else word)
    boxes = [lines[source].box for source in whole]
    boxes += [lines[source].words[i].box for source in sources.keys() - whole for i in sources[source]]
    return merged_line([lines[source] for source in sorted(sources)], words, boxes)


def _in_order(lines: Sequence[Line], pieces: Sequence[_Piece], *, right_to_left: bool) -> list[_Piece]:
    """Order the pieces of a row; runs of pieces in the other direction are read in that direction."""
    ordered = sorted(pieces, key=lambda piece: (piece.left + piece.right, piece.source, piece.words))
    directions = [_direction(lines[piece.source].words[i] for i in piece.words) for piece in ordered]
    return [ordered[i] for i in logical_order(directions, right_to_left=right_to_left)]


def _grouped(rows: Sequence[_Row], breaks: Sequence[bool]) -> list[list[_Row]]:
    """Cut rows before those that break."""
    groups: list[list[_Row]] = []
    for row, starts in zip(rows, breaks, strict=True):
        if starts or not groups:
            groups.append([])
        groups[-1].append(row)
    return groups


def _gaps(rows: Sequence[_Row]) -> tuple[Floats, Floats]:
    """Return the space above each row but the first beyond what is usual, and the heights of rows, in usual heights."""
    heights = np.array([row.height for row in rows])
    unit = float(np.median(heights)) or 1.0
    tops, bottoms = np.array([(row.top, row.bottom) for row in rows]).T
    gaps = (tops[1:] - bottoms[:-1]) / unit
    return gaps - np.median(gaps) if len(gaps) else gaps, heights / unit


def _block_breaks(rows: Sequence[_Row]) -> list[bool]:
    """Find the rows below a lot of white space."""
    gaps, _ = _gaps(rows)
    return [True, *(gaps > _BLOCK_GAP).tolist()]


def _paragraph_breaks(rows: Sequence[_Row], *, right_to_left: bool) -> list[bool]:
    """Find the first rows of paragraphs: below white space, in a larger or smaller font, or indented."""
    gaps, heights = _gaps(rows)
    ratios = heights[1:] / np.maximum(heights[:-1], 1e-9)
    breaks = (gaps > _PARAGRAPH_GAP) | (ratios > _FONT_RATIO) | (ratios < 1 / _FONT_RATIO)
    unit = float(np.median([row.height for row in rows])) or 1.0
    starts = np.array([-row.right if right_to_left else row.left for row in rows]) / unit
    edge = np.percentile(starts, 25)
    flush = np.abs(starts - edge) <= _FLUSH
    if np.mean(flush) >= _FLUSH_SHARE:
        indents = starts - edge
        breaks |= flush[:-1] & (indents[1:] >= _INDENT) & (indents[1:] <= _MAX_INDENT)
    return [True, *breaks.tolist()]
