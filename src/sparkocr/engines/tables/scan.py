"""What tables are found in, of a page that an engine read: its words, its rulings and its areas."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from statistics import median

import numpy as np

from sparkocr.imaging.pixels import Image, Matrix, to_gray
from sparkocr.imaging.rulings import Ruling, Rulings, find_rulings, px_per_point
from sparkocr.layout.box import Box, map_box
from sparkocr.layout.merge import union
from sparkocr.layout.move import move_page
from sparkocr.layout.page import Line, Page, Word
from sparkocr.layout.reading_order import arrange
from sparkocr.pdf.read.drawings import Drawings, Rule
from sparkocr.tables.content import PageContent, stacks_of

__all__ = ["Scan", "scan_content"]

_QUARTER = 90
_LEAST_SKEW = 0.05  # degrees: 0.5 points across a page
_UPRIGHT = 4.0  # degrees that text may be off the page and still stands on its lines
_ENOUGH_RULED = 0.5  # widths of the page in rulings tell its angle; text does where there is less
_LOW = 0.7  # of the usual height: a line of a dash is no lower
_MARKS = frozenset("|_-\u2013\u2014=[]")  # what engines read in a ruling
_NEAR = 1.5  # points from a ruling to what was read in it


@dataclass(frozen=True, slots=True)
class Scan:
    """What an image shows.

    Attributes
    ----------
    content : PageContent
        In points, with the page level.
    to_image : ndarray of float64, shape (3, 3)
        Takes points of it to px of the image.
    """

    content: PageContent
    to_image: Matrix

    def box(self, box: Box) -> Box:
        """Return a box of the content on the image, in px; upright."""
        return map_box(box, self.to_image)


def scan_content(image: Image, page: Page, rulings: Rulings | None = None) -> Scan:
    """Put what an engine read and what an image is ruled with into points.

    Parameters
    ----------
    image : Image
        Without a resolution, its text is taken to be of 10 to 11 points.
    page : Page
        The text of this image, best with symbols, so that words that run over a ruling can be cut there.
    rulings : Rulings, optional
        The lines of this image; they are looked for by default.

    Returns
    -------
    Scan
        A skewed page is made level by its rulings, or by its lines of text. Lines are in the order in which a digital
        page has them, whatever the engine took for blocks.
    """
    gray = to_gray(image)
    rulings = find_rulings(gray, image.dpi) if rulings is None else rulings
    scale = px_per_point(gray, image.dpi)
    height, width = gray.shape
    to_image = _to_image(_angle(page, rulings, width), width, height, scale)
    from_image = np.linalg.inv(to_image).astype(np.float64)
    size = math.ceil(width / scale), math.ceil(height / scale)
    drawings = Drawings(
        [_rule(line, from_image) for line in rulings.horizontal],
        [_rule(line, from_image, is_vertical=True) for line in rulings.vertical],
    )
    moved = move_page(page, from_image, *size)
    lines = [_level(line) for line in moved.lines()]
    lines = _without_marks(_even(lines), drawings)
    return Scan(PageContent(stacks_of(arrange(lines, *size)), drawings, width / scale, height / scale), to_image)


def _angle(page: Page, rulings: Rulings, width: int) -> float:
    """Return by how many degrees a page is turned clockwise."""
    if sum(line.length for line in [*rulings.horizontal, *rulings.vertical]) >= _ENOUGH_RULED * width:
        angle = rulings.angle
    else:
        across = [line for line in page.lines() if abs(line.box.angle) < _QUARTER / 2]
        slopes = np.array(sorted((line.baseline[0], line.box.width) for line in across)).reshape(-1, 2)
        total = np.cumsum(slopes[:, 1])
        middle = int(np.searchsorted(total, total[-1] / 2)) if len(total) else 0
        angle = math.degrees(math.atan(slopes[middle, 0])) if len(total) else 0.0
    return angle if abs(angle) >= _LEAST_SKEW else 0.0


def _to_image(angle: float, width: int, height: int, scale: float) -> Matrix:
    """Return the matrix from points of the level page to px; the middle of the page stays where it is."""
    cos, sin = math.cos(math.radians(angle)), math.sin(math.radians(angle))
    x, y = width / 2, height / 2
    turned = np.array([[cos, -sin, x - cos * x + sin * y], [sin, cos, y - sin * x - cos * y], [0.0, 0.0, 1.0]])
    return turned @ np.diag([scale, scale, 1.0])


def _rule(line: Ruling, from_image: Matrix, *, is_vertical: bool = False) -> Rule:
    """Return a ruling in points."""
    ends = np.array([[line.x, line.to_x], [line.y, line.to_y], [1.0, 1.0]])
    (x, to_x), (y, to_y), _ = (from_image @ ends).tolist()
    if is_vertical:
        return Rule((x + to_x) / 2, *sorted((y, to_y)))
    return Rule((y + to_y) / 2, *sorted((x, to_x)))


def _level(line: Line) -> Line:
    """Return a line with boxes that are upright, or at a quarter turn, as far as its text nearly is."""
    turn = round(line.box.angle / _QUARTER) * _QUARTER
    if abs(line.box.angle - turn) > _UPRIGHT:
        return line

    def level(box: Box) -> Box:
        return replace(box, angle=float(turn))

    words = tuple(
        replace(
            word,
            box=level(word.box),
            symbols=tuple(replace(symbol, box=level(symbol.box)) for symbol in word.symbols),
        )
        for word in line.words
    )
    return replace(line, words=words, box=union([word.box for word in words]))


def _even(lines: Sequence[Line]) -> list[Line]:
    """Let the words of an upright line be as high as the line, and no line much lower than usual.

    Engines give the height of the ink. A dash alone would be a line for itself, that its row is not on.
    """
    usual = median([line.box.height for line in lines if not line.box.angle] or [0.0])
    found = []
    for line in lines:
        if line.box.angle:
            found.append(line)
            continue
        height = max(line.box.height, _LOW * usual)
        box = Box(line.box.x, line.box.y - (height - line.box.height) / 2, line.box.width, height)
        words = tuple(replace(word, box=replace(word.box, y=box.y, height=height)) for word in line.words)
        found.append(replace(line, words=words, box=box))
    return found


def _without_marks(lines: Iterable[Line], drawings: Drawings) -> list[Line]:
    """Leave out what was read in rulings: strokes that stand on one."""
    found = []
    for line in lines:
        words = tuple(word for word in line.words if not (_MARKS.issuperset(word.text) and _is_ruled(word, drawings)))
        if words:
            found.append(replace(line, words=words))
    return found


def _is_ruled(word: Word, drawings: Drawings) -> bool:
    """Tell whether the centre of a word is on a ruling."""
    x, y = word.box.centre
    return any(
        abs(across - rule.at) <= _NEAR and rule.start <= along <= rule.end
        for rules, along, across in ((drawings.horizontal, x, y), (drawings.vertical, y, x))
        for rule in rules
    )
