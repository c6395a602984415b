"""Pages whose text stands on its side, as that of a scan that was put in turned: made level, and back."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

import numpy as np
import numpy.typing as npt

from sparkocr.document.structure import page_of_positions
from sparkocr.layout.box import Box, map_box
from sparkocr.layout.move import move_page
from sparkocr.layout.page import Page
from sparkocr.positions.text import Units

__all__ = ["level_page", "levelling", "page_as_it_stands", "turned_units", "words_of"]

Matrix = npt.NDArray[np.float64]
Floats = npt.NDArray[np.float64]

_FROM_BELOW = np.array([[0.0, -1.0, 0.0], [1.0, 0.0, 0.0], [0.0, 0.0, 1.0]])
"""A quarter turn clockwise."""
_MOST = 0.5  # share of the letters that stand, on a page that does


def level_page(units: Units, sizes: Floats) -> tuple[Page, Matrix | None]:
    """Find the lines of a page as `page_of_positions` does, of text that stands on its side after it was made level.

    Parameters
    ----------
    units, sizes
        As in `sparkocr.document.structure.page_of_positions`.

    Returns
    -------
    Page
    ndarray of float64, shape (3, 3), or None
        What was done to places to make it level, see `levelling`.
    """
    turn = levelling(units)
    return page_of_positions(units if turn is None else turned_units(units, turn), sizes), turn


def page_as_it_stands(units: Units, sizes: Floats) -> Page:
    """Find the lines of a page like `level_page`; those of standing text have turned boxes, as an engine gives them."""
    page, turn = level_page(units, sizes)
    return page if turn is None else move_page(page, np.asarray(np.linalg.inv(turn), np.float64), 0, 0)


def words_of(page: Page) -> Units:
    """Return the words of a page as units."""
    words = list(page.words())
    sides = [(box.x, box.y, box.width, box.height) for box in (word.box.upright() for word in words)]
    none = np.zeros(len(words), np.int64)
    return Units([word.text for word in words], np.array(sides, np.float64).reshape(-1, 4), none, none)


def levelling(units: Units) -> Matrix | None:
    """Return the quarter turn that makes the text of a page level.

    Parameters
    ----------
    units : Units
        Words, lines or blocks; single characters don't tell how they stand.

    Returns
    -------
    ndarray of float64, shape (3, 3), or None
        Takes points of the page to those of the level one, around the origin: coordinates may be negative. None if most
        of the text is level.

    Notes
    -----
    Words of several letters stand if they are higher than wide. They are read from below if the next one is above, or
    further right where it begins another line; else from above.
    """
    several = [number for number, text in enumerate(units.texts) if len(text.strip()) > 1 and "\n" not in text.strip()]
    boxes = units.boxes[several]
    letters = np.array([len(units.texts[number].strip()) for number in several], np.float64)
    stands = boxes[:, 3] > boxes[:, 2]
    if letters[stands].sum() <= _MOST * letters.sum():
        return None
    standing = [Box(*box) for box in boxes[stands].tolist()]
    upwards = sum(_goes_up(one, other) for one, other in pairwise(standing))
    return _FROM_BELOW if upwards >= 0 else np.linalg.inv(_FROM_BELOW)


def _goes_up(one: Box, other: Box) -> int:
    """Return 1 if two standing words are read from below, -1 if they are from above."""
    (x, y), (other_x, other_y) = one.centre, other.centre
    is_beside = abs(other_x - x) > max(one.width, other.width) / 2
    return int(np.sign(other_x - x if is_beside else y - other_y))


def turned_units(units: Units, turn: Matrix) -> Units:
    """Return units at the places where a quarter turn puts them."""
    moved = [map_box(Box(*box), turn) for box in units.boxes.tolist()]
    boxes = np.array([(box.x, box.y, box.width, box.height) for box in moved]).reshape(-1, 4)
    return replace(units, boxes=boxes)
