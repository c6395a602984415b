"""What tables are found in: the words of a page, its rulings and its areas."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from sparkocr.layout.box import Box
from sparkocr.layout.page import Line, Page, Word
from sparkocr.pdf.document import Document
from sparkocr.pdf.read.drawings import Area, Drawings, Rule, page_drawings
from sparkocr.pdf.read.page_layout import layout_page

__all__ = ["PageContent", "content_of", "page_content", "turn_box"]

_QUARTER, _HALF, _FULL = 90, 180, 360
_UPRIGHT = 3.0  # degrees that words may be off a quarter turn


@dataclass(frozen=True, slots=True)
class PageContent:
    """What a page shows, as far as tables need it; all in one unit, origin top left.

    Attributes
    ----------
    stacks : sequence of sequence of Line
        Lines of text below each other, in reading order: one stack for each column of a page. Pieces of text beside
        each other are one line, unless they are of different columns of prose.
    drawings : Drawings
    width, height : float
        Size of the page.
    """

    stacks: Sequence[Sequence[Line]]
    drawings: Drawings
    width: float
    height: float

    def lines(self) -> list[Line]:
        """Return all lines."""
        return [line for stack in self.stacks for line in stack]

    def words(self) -> list[Word]:
        """Return all words."""
        return [word for line in self.lines() for word in line.words]

    def angles(self) -> list[int]:
        """Return the quarter turns in which there are words, in degrees clockwise, that of most words first."""
        counts: dict[int, int] = {}
        for word in self.words():
            if (angle := _quarter(word.box.angle)) is not None:
                counts[angle] = counts.get(angle, 0) + 1
        return sorted(counts, key=lambda angle: -counts[angle])

    def turned(self, angle: int) -> PageContent:
        """Return what is written in a direction, with the page turned so that it is upright.

        Parameters
        ----------
        angle : int
            0, 90, 180 or 270 degrees clockwise.
        """
        stacks = []
        for stack in self.stacks:
            lines = [_turned_line(line, -angle % _FULL, self) for line in stack if _quarter(line.box.angle) == angle]
            if lines:
                stacks.append(lines)
        sideways = angle % _HALF != 0
        size = (self.height, self.width) if sideways else (self.width, self.height)
        return PageContent(stacks, _turned_drawings(self.drawings, -angle % _FULL, self), *size)


def page_content(document: Document, index: int) -> PageContent:
    """Read a page of a PDF.

    Parameters
    ----------
    document : Document
        A document of `sparkocr.pdf.document.open_pdf`.
    index : int
        Page, from 0.

    Raises
    ------
    DocumentError
        If there is no such page or it can't be read.
    """
    return content_of(layout_page(document, index, symbols=True), page_drawings(document, index))


def content_of(page: Page, drawings: Drawings) -> PageContent:
    """Return what tables are found in, of a page whose words know their characters."""
    return PageContent(stacks_of(page), drawings, page.width, page.height)


def stacks_of(page: Page) -> list[list[Line]]:
    """Join the blocks of a page that stand below each other, as those of a column."""
    stacks: list[list[Line]] = []
    last: Box | None = None
    for block in page.blocks:
        lines = [line for paragraph in block.paragraphs for line in paragraph.lines]
        box = block.box
        if last is not None and _is_below(last, box):
            stacks[-1].extend(lines)
        else:
            stacks.append(lines)
        last = box
    return stacks


def _is_below(above: Box, box: Box) -> bool:
    """Tell whether a block stands below another one, not beside it."""
    if above.angle != box.angle:
        return False
    left, _, right, bottom = above.edges()
    box_left, box_top, box_right, _ = box.edges()
    return box_top >= bottom - 1 and min(right, box_right) > max(left, box_left)


def turn_box(box: Box, angle: int, width: float, height: float) -> Box:
    """Turn a box with its page.

    Parameters
    ----------
    box : Box
        Its sides are parallel to those of the page.
    angle : int
        0, 90, 180 or 270 degrees clockwise.
    width, height : float
        Size of the page before it is turned.

    Returns
    -------
    Box
        An upright box.

    Examples
    --------
    >>> turn_box(Box(10, 20, 30, 5), 90, 100, 200)
    Box(x=175, y=10, width=5, height=30, angle=0.0)
    """
    left, top, right, bottom = box.edges()
    left, top, right, bottom = {
        0: (left, top, right, bottom),
        90: (height - bottom, left, height - top, right),
        180: (width - right, height - bottom, width - left, height - top),
        270: (top, width - right, bottom, width - left),
    }[angle]
    return Box(left, top, right - left, bottom - top)


def _quarter(angle: float) -> int | None:
    """Return the quarter turn of an angle in degrees, None if it is none."""
    nearest = round(angle / _QUARTER) * _QUARTER
    return nearest % _FULL if abs(angle - nearest) <= _UPRIGHT else None


def _turned_line(line: Line, angle: int, page: PageContent) -> Line:
    """Turn a line with its page."""
    if not (angle or line.box.angle or any(word.box.angle for word in line.words)):
        return line
    size = page.width, page.height
    words = tuple(
        replace(
            word,
            box=turn_box(word.box, angle, *size),
            symbols=tuple(replace(symbol, box=turn_box(symbol.box, angle, *size)) for symbol in word.symbols),
        )
        for word in line.words
    )
    return replace(line, words=words, box=turn_box(line.box, angle, *size))


def _turned_drawings(drawings: Drawings, angle: int, page: PageContent) -> Drawings:
    """Turn drawings with their page."""
    if angle == 0:
        return drawings
    size = page.width, page.height

    def rules(found: Iterable[Rule], *, is_horizontal: bool) -> list[Rule]:
        turned = []
        for at, start, end, is_edge in found:
            box = Box(start, at, end - start, 0) if is_horizontal else Box(at, start, 0, end - start)
            left, top, right, bottom = turn_box(box, angle, *size).edges()
            stays = is_horizontal == (angle == _HALF)
            turned.append(Rule(top, left, right, is_edge) if stays else Rule(left, top, bottom, is_edge))
        return turned

    horizontal = rules(drawings.horizontal, is_horizontal=True)
    vertical = rules(drawings.vertical, is_horizontal=False)
    if angle != _HALF:
        horizontal, vertical = vertical, horizontal
    areas = [
        Area(*turn_box(Box(a.left, a.top, a.right - a.left, a.bottom - a.top), angle, *size).edges(), a.colour)
        for a in drawings.areas
    ]
    return Drawings(horizontal, vertical, areas, [turn_box(box, angle, *size) for box in drawings.figures])
