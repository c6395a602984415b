"""Tell headings, list items, captions, footnotes and paragraphs of a page apart."""

from __future__ import annotations

import math
import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from itertools import groupby, pairwise

import numpy as np

from sparkocr.document.footnotes import footnote_lines, with_footnotes_last
from sparkocr.document.heading_text import reads_as_caption
from sparkocr.document.headings import Heading, headings
from sparkocr.document.lists_beside import BULLETS, with_lists_apart
from sparkocr.document.running import running_lines
from sparkocr.layout.box import Box
from sparkocr.layout.merge import union
from sparkocr.layout.page import Line, Page

__all__ = ["BlockKind", "TextBlock", "blocks_of", "is_right_to_left"]

# The numbers below were chosen for this library, on letters, papers, receipts and forms.
_SPACE = 0.35  # of the height of a line: width of a space
_LOOSE = 0.1  # of the width of a column: what a ragged line may lack
_LOOSE_WITHIN = 0.35  # the same in the middle of a sentence
_PUNCTUATION = frozenset(".,;:!?-")
_REACH = 80  # percent of the lines that begin at one place: they end before the edge of their column
_SHORT = 24  # characters: lines of a paragraph that are all shorter are an address, a signature or the like
# Of lists without markers:
_NARROW = 0.5  # of the width that is free for text: the widest line of a list
_SPREAD, _SPREAD_LENGTH = 1.8, 48  # heights from line to line, and characters of the longest line, with double spacing
_PROSE = 1 / 3  # more of the lines after the first begin with a small letter: it is prose, even if it is narrow
_WRAPPED = 4  # so many lines don't fill their column by chance
_WIDE_GAP, _OVERLAP = 2.0, 8.0  # heights: between the cells of a row, and of words that may stand anywhere in it
_INDENT = 0.6  # heights: least indent of a nested list
_DASHES = "*+-\u2013\u2014"
_MARKER = re.compile(
    rf"(?P<bullet>[{BULLETS}])\s*(?=\S)|(?P<dash>[{re.escape(_DASHES)}])\s+(?=\S)"
    r"|(?P<number>[0-9]{1,3})(?P<end>[.)])\s+(?=\S)|\(?(?P<letter>[A-Za-z]|[0-9]{1,3})\)\s+(?=\S)"
)


class BlockKind(StrEnum):
    """What a block of text is."""

    HEADING = "heading"
    PARAGRAPH = "paragraph"
    LIST_ITEM = "list_item"
    PAGE_HEADER = "page_header"
    PAGE_FOOTER = "page_footer"
    CAPTION = "caption"
    FOOTNOTE = "footnote"


@dataclass(frozen=True, slots=True)
class TextBlock:
    """A part of the text of a page.

    Attributes
    ----------
    kind : BlockKind
    lines : tuple of Line
        At least one; the first one of a list item begins with its marker.
    level : int
        Of a heading, from 1; depth of a list item, from 1; else 0.
    breaks : tuple of bool
        For each line but the last, whether it ends on purpose, as those of an address do.
    marker : str
        Marker of a list item, or of a footnote that has one, as it is written in the first line.
    """

    kind: BlockKind
    lines: tuple[Line, ...]
    level: int = 0
    breaks: tuple[bool, ...] = ()
    marker: str = ""

    @property
    def box(self) -> Box:
        """The least box around its lines."""
        return union([line.box for line in self.lines])

    @property
    def text(self) -> str:
        """Its lines, one below the other."""
        return "\n".join(line.text for line in self.lines)


def blocks_of(page: Page) -> list[TextBlock]:
    """Cut a page into headings, list items, captions, footnotes, other paragraphs, and a running header and footer.

    Parameters
    ----------
    page : Page
        In reading order; `row_height` of its lines is the size of their font, 0 if unknown. Words may know their fonts.

    Returns
    -------
    list of TextBlock
        In reading order, with every word of the page once; footnotes below a column come after the text, and lists
        beside each other one after the other.

    Notes
    -----
    What a heading is says `sparkocr.document.headings.headings`; a caption begins with the number of its figure or
    table (`sparkocr.document.heading_text.reads_as_caption`).

    A line ends on purpose if the first word of the next line would have fitted, if one of both has cells, or if all
    lines of the paragraph are short: in characters, against the width that is free for text at their place, or, with
    double spacing, in between. A line in the middle of a sentence has to be a lot shorter than its column.
    """
    page = with_footnotes_last(with_lists_apart(page))
    found: list[TextBlock] = []
    edges, labels, before = _Edges(page), iter(_labels(page)), None
    for block in page.blocks:
        for paragraph in block.paragraphs:
            for label, group in groupby(paragraph.lines, key=lambda _: next(labels)):
                lines = tuple(group)
                if label is None:
                    found += _paragraphs(lines, block.box, edges)
                elif label is BlockKind.FOOTNOTE:
                    found += (replace(part, kind=label, level=0) for part in _paragraphs(lines, block.box, edges))
                elif isinstance(label, BlockKind):
                    found.append(TextBlock(label, lines, 0, tuple(_breaks(lines, block.box, edges))))
                else:
                    if label is before:  # a heading that goes on in another paragraph
                        lines = found.pop().lines + lines
                    found.append(TextBlock(BlockKind.HEADING, lines, label.level, (False,) * (len(lines) - 1)))
                before = label
    return _with_depths(found)


def _labels(page: Page) -> list[Heading | BlockKind | None]:
    """Return for each line its heading, or that it is part of a footnote or of a running header or footer, or None."""
    running = running_lines(list(page.lines()))
    found: list[Heading | BlockKind | None] = [*headings(page, running.header | running.footer)]
    notes = {number for number in footnote_lines(page, running.header | running.footer) if found[number] is None}
    kinds = (
        (BlockKind.FOOTNOTE, notes),
        (BlockKind.PAGE_HEADER, running.header),
        (BlockKind.PAGE_FOOTER, running.footer),
    )
    for kind, numbers in kinds:
        for number in numbers:
            found[number] = kind
    return found


def _paragraphs(lines: Sequence[Line], column: Box, edges: _Edges) -> Iterator[TextBlock]:
    """Cut lines where list items begin; `column` is the box of what stands above and below them."""
    breaks = _breaks(lines, column, edges)
    starts, markers = [0], [_marker(lines[0])]
    for index in range(1, len(lines)):
        match = _marker(lines[index])
        if match and (breaks[index - 1] or _begins_item(lines, starts[-1], index, match, markers[-1])):
            starts.append(index)
            markers.append(match)
    for (start, stop), marker in zip(pairwise([*starts, len(lines)]), markers, strict=True):
        part, ends = tuple(lines[start:stop]), tuple(breaks[start : stop - 1])
        if marker:
            yield TextBlock(BlockKind.LIST_ITEM, part, 1, ends, marker[0].rstrip())
        else:
            kind = BlockKind.CAPTION if reads_as_caption(part[0].text) else BlockKind.PARAGRAPH
            yield TextBlock(kind, part, 0, ends)


def _marker(line: Line) -> re.Match[str] | None:
    """Find the marker of a list item."""
    return _MARKER.match(line.text)


def _begins_item(
    lines: Sequence[Line], first: int, index: int, match: re.Match[str], before: re.Match[str] | None
) -> bool:
    """Tell whether a line that goes on from the line above begins an item, and not with a number or a dash of it.

    It does after a colon, before another item, as the next number, or if it begins where the item at `first` does and
    what is in between is indented.
    """
    if match["bullet"] or lines[index - 1].text.endswith(":"):
        return True
    after = _marker(lines[index + 1]) if index + 1 < len(lines) else None
    if after and after.lastgroup == match.lastgroup and not (match["number"] and not _follows(after, match)):
        return True
    if before is None or before.lastgroup != match.lastgroup:
        return False
    if match["number"]:
        return _follows(match, before)
    starts = [_start(lines[number]) for number in (first, index - 1, index)]
    limit = _INDENT * lines[index].box.height
    return abs(starts[2] - starts[0]) < limit and (index == first + 1 or starts[1] > starts[0] + limit)


def _follows(match: re.Match[str], before: re.Match[str]) -> bool:
    """Tell whether a number is the next one."""
    return int(match["number"]) == int(before["number"]) + 1


def _start(line: Line) -> float:
    """Return where a line begins, growing in the direction of reading."""
    box = line.box.upright()
    return -box.x - box.width if is_right_to_left(line.text) else box.x


class _Edges:
    """Where lines that begin at one place mostly end, in the direction of reading."""

    def __init__(self, page: Page) -> None:
        boxes = [line.box.upright() for line in page.lines()]
        self._lefts = np.array([box.x for box in boxes])
        self._rights = np.array([box.x + box.width for box in boxes])
        self._tops = np.array([box.y for box in boxes])
        self._bottoms = np.array([box.y + box.height for box in boxes])

    def end(self, box: Box, *, from_right: bool) -> float:
        """Return the end for the lines that begin as `box` does."""
        starts, ends = (-self._rights, -self._lefts) if from_right else (self._lefts, self._rights)
        start = -box.x - box.width if from_right else box.x
        return float(np.percentile(ends[np.abs(starts - start) <= _INDENT * box.height], _REACH))

    def room(self, column: Box, tolerance: float) -> float:
        """Return the width that is free for text in a column: up to what stands beside it, else that of all text.

        What begins where the column does, within `tolerance`, tells how far up and down it goes.
        """
        left, right = column.x, column.x + column.width
        starts = np.abs(self._lefts - left) <= tolerance
        if not starts.any():
            return column.width
        beside = (self._tops < self._bottoms[starts].max()) & (self._bottoms > self._tops[starts].min())
        after, before = self._lefts[beside & (self._lefts >= right)], self._rights[beside & (self._rights <= left)]
        end = after.min() if after.size else self._rights.max()
        return float(end - (before.max() if before.size else self._lefts.min()))


def _breaks(lines: Sequence[Line], column: Box, edges: _Edges) -> list[bool]:
    """Tell for each line but the last if it ends on purpose."""
    if len(lines) == 1 or all(len(line.text) < _SHORT for line in lines):
        return [True] * (len(lines) - 1)
    boxes = [line.box.upright() for line in lines]
    around = column.upright()
    rows = [_has_cells(line) for line in lines]
    from_right = is_right_to_left("".join(line.text for line in lines))
    is_list = _is_list(lines, around, edges)
    breaks = []
    for index, (one, other) in enumerate(pairwise(lines)):
        box = boxes[index]
        end = -box.x if from_right else box.x + box.width
        column_end = -around.x if from_right else around.x + around.width
        needed = _needed(one, other)
        if other.text[:1].islower():
            free = column_end - _LOOSE_WITHIN * around.width - end
        elif is_list:
            free = math.inf
        elif one.text[-1:] in _PUNCTUATION:
            free = column_end - _LOOSE * around.width - end
        else:  # neither sentence nor word goes on: the lines of an address, or a name in a sentence
            free = max(column_end, edges.end(box, from_right=from_right)) - end
        breaks.append(rows[index] or rows[index + 1] or free > needed)
    return breaks


def _needed(one: Line, other: Line) -> float:
    """Return the width that the first word of a line needs behind the line above."""
    heights = one.box.upright().height, one.words[-1].box.upright().height
    return other.words[0].box.upright().width + _SPACE * min(heights)


def _is_list(lines: Sequence[Line], column: Box, edges: _Edges) -> bool:
    """Tell whether lines are items without markers, like the facts of an invoice, and no narrow or widely set prose.

    Text in a script without capitals counts as prose.
    """
    goes_on = [line.text[:1].isalpha() and not line.text[:1].isupper() for line in lines[1:]]
    if sum(goes_on) > _PROSE * len(goes_on):
        return False
    boxes = [line.box.upright() for line in lines]
    free = [column.width - box.width for box in boxes]
    is_full = all(space <= _needed(one, other) for space, (one, other) in zip(free, pairwise(lines), strict=False))
    if is_full and len(lines) >= _WRAPPED:
        return False
    height = float(np.median([box.height for box in boxes]))
    if max(len(line.text) for line in lines) <= _SPREAD_LENGTH:
        pitch = np.median(np.diff([box.centre[1] for box in boxes]))
        if pitch > _SPREAD * height:
            return True
    return column.width < _NARROW * edges.room(column, _INDENT * height)


def _has_cells(line: Line) -> bool:
    """Tell whether a line has a wide gap, other than that after a marker.

    Words that overlap as far may stand anywhere in a line that is much wider than its text.
    """
    boxes = [word.box.upright() for word in line.words]
    wide = []
    for one, other in pairwise(boxes):
        gap = max(other.x - one.x - one.width, one.x - other.x - other.width)
        wide.append(not -_OVERLAP <= gap / (max(one.height, other.height) or 1.0) <= _WIDE_GAP)
    return any(wide[1:] if _marker(line) else wide)


def is_right_to_left(text: str) -> bool:
    """Tell whether most letters are read from the right."""
    if text.isascii():
        return False
    kinds = list(map(unicodedata.bidirectional, text))
    return kinds.count("R") + kinds.count("AL") > kinds.count("L")


def _with_depths(blocks: Sequence[TextBlock]) -> list[TextBlock]:
    """Set the depth of list items by their indent against the items above them."""
    found: list[TextBlock] = []
    indents: list[float] = []
    top = 0.0
    for block in blocks:
        if block.kind is not BlockKind.LIST_ITEM:
            indents = []
            found.append(block)
            continue
        box, start = block.lines[0].box.upright(), _start(block.lines[0])
        if box.y < top:  # in the next column
            indents = []
        while indents and start < indents[-1] - _INDENT * box.height:
            indents.pop()
        if not indents or start > indents[-1] + _INDENT * box.height:
            indents.append(start)
        top = box.y
        found.append(replace(block, level=len(indents)))
    return found
