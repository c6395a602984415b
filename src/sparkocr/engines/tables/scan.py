"""What tables are found in, of a page that an engine read: its words, its rulings and its areas."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from statistics import median

import numpy as np

from sparkocr.imaging.area_edges import find_area_edges
from sparkocr.imaging.pixels import Image, Matrix, to_gray
from sparkocr.imaging.rulings import Ruling, Rulings, find_rulings, px_per_point
from sparkocr.layout.box import Box, map_box
from sparkocr.layout.merge import union
from sparkocr.layout.page import Line, Page, Symbol, Word
from sparkocr.layout.reading_order import arrange
from sparkocr.pdf.read.drawings import Drawings, Rule
from sparkocr.tables.content import PageContent, stacks_of
from sparkocr.tables.rulings import covered

__all__ = ["Scan", "scan_content"]

_QUARTER = 90
_LEAST_SKEW = 0.05  # degrees: 0.5 points across a page
_UPRIGHT = 4.0  # degrees that text may be off the page and still stands on its lines
_ENOUGH_RULED = 0.5  # widths of the page in rulings tell its angle; text does where there is less
# Parts of the size of a font, from the baseline, in the mean of usual fonts.
_ASCENT, _X_HEIGHT, _DESCENT = 0.74, 0.52, 0.22
_BEARING = 0.04  # white space on both sides of a letter
_LOW_LETTERS = frozenset("acemnorsuvwxzgpqy.,:;-_~\u2013\u2014 ")
_DESCENDING = frozenset("gjpqyQ,;()[]{}|/\\$@")
_SPACE = 0.17  # of the height of a line; the usual one is a quarter of the size of the font
_NARROW = 0.1  # white space that a 1 has besides
_UNITS = frozenset("%\u2030\u20ac\u00a3\u00b0")
_MARKS = frozenset("|_-\u2013\u2014=[]")  # what engines read in a ruling
_ON_EDGE = 6.0  # points from a ruling to the edge of an area that it is on
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
    angle = _angle(page, rulings, width)
    to_image = _to_image(angle, width, height, scale)
    from_image = np.linalg.inv(to_image).astype(np.float64)
    size = math.ceil(width / scale), math.ceil(height / scale)
    drawings = _drawings(rulings, find_area_edges(gray, image.dpi), from_image)
    lines = [_level(line, from_image, angle, scale) for line in page.lines()]
    lines = [_spaced(line) for line in _without_marks(_even(lines), drawings)]
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


def _drawings(rulings: Rulings, edges: Rulings, from_image: Matrix) -> Drawings:
    """Return rulings, and the edges of areas that have no ruling on them, in points."""
    horizontal = [_rule(line, from_image) for line in rulings.horizontal]
    vertical = [_rule(line.transposed(), _transposed(from_image)) for line in rulings.vertical]
    across = [_rule(line, from_image, is_edge=True) for line in edges.horizontal]
    down = [_rule(line.transposed(), _transposed(from_image), is_edge=True) for line in edges.vertical]
    return Drawings([*horizontal, *_apart(across, horizontal)], [*vertical, *_apart(down, vertical)])


def _transposed(matrix: Matrix) -> Matrix:
    """Return the matrix for points with x and y exchanged."""
    return matrix[np.ix_((1, 0, 2), (1, 0, 2))]


def _rule(line: Ruling, from_image: Matrix, *, is_edge: bool = False) -> Rule:
    """Return a horizontal ruling in points."""
    ends = np.array([[line.x, line.to_x], [line.y, line.to_y], [1.0, 1.0]])
    (x, to_x), (y, to_y), _ = (from_image @ ends).tolist()
    return Rule((y + to_y) / 2, min(x, to_x), max(x, to_x), is_edge)


def _apart(edges: Iterable[Rule], rules: Sequence[Rule]) -> list[Rule]:
    """Leave out edges that a ruling is on: their places are less exact."""

    def is_ruled(edge: Rule) -> bool:
        near = [rule for rule in rules if abs(rule.at - edge.at) <= _ON_EDGE]
        return covered(near, edge.start, edge.end) > 1 / 2

    return [edge for edge in edges if not is_ruled(edge)]


def _level(line: Line, from_image: Matrix, angle: float, scale: float) -> Line:
    """Return a line in points; its boxes are upright or at a quarter turn, as far as its text nearly is."""
    (a, b, x), (c, d, y), _ = from_image.tolist()
    turn = round((line.box.angle - angle) / _QUARTER) * _QUARTER
    is_straight = abs(line.box.angle - angle - turn) <= _UPRIGHT

    def level(box: Box) -> Box:
        across, down = box.centre
        place = a * across + b * down + x, c * across + d * down + y
        return Box.around(place, box.width / scale, box.height / scale, turn if is_straight else box.angle - angle)

    words = tuple(
        replace(
            word,
            box=level(word.box),
            symbols=tuple(Symbol(one.text, level(one.box), one.confidence) for one in word.symbols),
        )
        for word in line.words
    )
    heights = {name: getattr(line, name) / scale for name in ("row_height", "descenders", "ascenders")}
    baseline = line.baseline[0] - math.tan(math.radians(angle)), line.baseline[1] / scale
    return replace(line, words=words, box=union([word.box for word in words]), baseline=baseline, **heights)


def _even(lines: Sequence[Line]) -> list[Line]:
    """Let the words of an upright line be as high as its font, as those of digital pages are.

    Engines give the height of the ink, which is that of capitals in a row of numbers, and that of a dash where it
    stands alone.
    """
    sizes = [_font_size(line) for line in lines]
    usual = median([size for size in sizes if size] or [0.0])
    return [_as_high_as_font(line, size or usual) for line, size in zip(lines, sizes, strict=True)]


def _font_size(line: Line) -> float:
    """Return the size of the font of an upright line, by its ink; 0 if its characters do not tell."""
    text = line.text
    if line.box.angle or not any(map(str.isalnum, text)):
        return 0.0
    return line.box.height / (_rise(text) + _drop(text))


def _rise(text: str) -> float:
    return _X_HEIGHT if _LOW_LETTERS.issuperset(text) else _ASCENT


def _drop(text: str) -> float:
    return 0.0 if _DESCENDING.isdisjoint(text) else _DESCENT


def _as_high_as_font(line: Line, size: float) -> Line:
    """Return an upright line from ascenders to descenders of its font, its words with the space beside letters."""
    if line.box.angle or not size:
        return line
    height = (_ASCENT + _DESCENT) * size
    if any(map(str.isalnum, line.text)):
        bottom = line.box.y + line.box.height + (_DESCENT - _drop(line.text)) * size
    else:
        bottom = line.box.centre[1] + height / 2
    side = _BEARING * size

    def raised(box: Box) -> Box:
        return Box(box.x - side, bottom - height, box.width + 2 * side, height)

    words = tuple(replace(word, box=raised(word.box)) for word in line.words)
    return replace(line, words=words, box=raised(line.box))


def _spaced(line: Line) -> Line:
    """Cut the words of an upright line where a number is followed by white space and a unit.

    PP-OCR often overlooks spaces beside digits. White space between two digits tells nothing, as a 1 is narrow.
    """
    if line.box.angle:
        return line
    words = []
    for word in line.words:
        start = 0
        for number, (one, other) in enumerate(pairwise(word.symbols), 1):
            gap = other.box.x - one.box.x - one.box.width
            least = _SPACE + (_NARROW if one.text == "1" else 0.0)
            if gap >= least * line.box.height and one.text.isdigit() and _is_unit(other.text):
                words.append(_part(word, start, number))
                start = number
        words.append(_part(word, start, len(word.symbols)) if start else word)
    return replace(line, words=tuple(words))


def _is_unit(text: str) -> bool:
    return text.isalpha() or text in _UNITS


def _part(word: Word, start: int, end: int) -> Word:
    """Return the word of some symbols of a word."""
    symbols = word.symbols[start:end]
    left, right = symbols[0].box.x, symbols[-1].box.x + symbols[-1].box.width
    box = Box(left, word.box.y, right - left, word.box.height)
    text = "".join(symbol.text for symbol in symbols)
    return replace(word, text=text, box=box, symbols=symbols, before=" " if start else word.before)


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
