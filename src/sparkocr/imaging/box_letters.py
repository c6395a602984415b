"""Tell letters from boxes by what stands beside them: letters of the same height, on the same line."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

__all__ = ["Letters", "Place"]

_ALIKE = (0.88, 2.0)  # heights of letters on the line, as a share of that of a box, that tell that it is one, too
_NEAR = (0.25, 2.5)  # sides: how near such letters are, for sharp squares and for all else, which looks more like one
_COMMON = 0.6  # share of the height that is common to what stands on one line
_WIDEST = 3.0  # sides: what is wider is no letter
_LINE = 30  # sides: as far on a line other letters have the same top and bottom
_EXACT = 0.06  # sides, or 1 px, by which these may differ
_FEW = 2  # so many of them tell that a box is a letter
_NEXT = (0.2, 0.3)  # sides: how near the next letter of a word is, for sharp squares and for all else
_NEXT_HEIGHT = (0.5, 1.5)  # sides: how high it is, from x-height to tall letters
_SAME = 0.6  # share of the area of both that a letter has in common with a box, if it is that box

Place = tuple[float, float, float, float]
"""Left, top, width and height in px."""

Floats = npt.NDArray[np.float64]


@dataclass(frozen=True)
class _Line:
    """Letters at the left and right of a box; arrays of one number per letter, in px."""

    top: Floats
    bottom: Floats
    away: Floats

    @property
    def height(self) -> Floats:
        return self.bottom - self.top


class Letters:
    """The letters of a page, and which of them are boxes.

    Parameters
    ----------
    letters : ndarray of float64, shape (n, 4)
        Left, top, width and height in px.
    boxes : list of Place
        What may be boxes, which have components of ink of their own.
    """

    def __init__(self, letters: Floats, boxes: list[Place]) -> None:
        self._letters = letters[np.argsort(letters[:, 1], kind="stable")]
        self._tallest = float(letters[:, 3].max(initial=0))
        self._is_box = np.zeros(len(letters), bool)
        for box in boxes:
            rows = self._rows(box)
            left, top, width, height = self._letters[rows].T
            across = np.minimum(left + width, box[0] + box[2]) - np.maximum(left, box[0])
            down = np.minimum(top + height, box[1] + box[3]) - np.maximum(top, box[1])
            common = np.maximum(across, 0) * np.maximum(down, 0)
            self._is_box[rows] |= common > _SAME * (width * height + box[2] * box[3] - common)

    def is_letter(self, box: Place, *, is_sharp: bool) -> bool:
        """Tell whether a box is a letter; few letters are a sharp square."""
        rows = self._rows(box)
        left, top, width, height = self._letters[rows].T
        away = np.maximum(box[0] - left - width, left - box[0] - box[2])
        beside = (away >= 0) & ~self._is_box[rows] & (width <= _WIDEST * box[3])
        line = _Line(top[beside], top[beside] + height[beside], away[beside])
        kind = 0 if is_sharp else 1
        if _is_near_alike(line, box, _NEAR[kind]) or _is_next(line, box, _NEXT[kind]):
            return True
        return not is_sharp and _is_in_line(line, box)

    def _rows(self, box: Place) -> slice:
        """Return the letters that may reach the height of a box."""
        edges = np.searchsorted(self._letters[:, 1], (box[1] - self._tallest, box[1] + box[3]))
        return slice(*edges.tolist())


def _is_near_alike(line: _Line, box: Place, reach: float) -> bool:
    """Tell whether near letters are about as high as a box."""
    size = box[3]
    common = np.minimum(line.bottom, box[1] + size) - np.maximum(line.top, box[1])
    is_alike = (line.height >= _ALIKE[0] * size) & (line.height <= _ALIKE[1] * size)
    is_alike &= common > _COMMON * np.minimum(line.height, size)
    return bool((is_alike & (line.away < reach * size)).any())


def _is_next(line: _Line, box: Place, reach: float) -> bool:
    """Tell whether a letter stands as near as in a word, on the same base line."""
    least, most = (share * box[3] for share in _NEXT_HEIGHT)
    on_line = np.abs(line.bottom - box[1] - box[3]) <= max(1.0, _EXACT * box[3])
    return bool((on_line & (line.height >= least) & (line.height <= most) & (line.away <= reach * box[3])).any())


def _is_in_line(line: _Line, box: Place) -> bool:
    """Tell whether letters anywhere on the line have the top and the bottom of a box."""
    most = max(1.0, _EXACT * box[3])
    is_same = (np.abs(line.top - box[1]) <= most) & (np.abs(line.bottom - box[1] - box[3]) <= most)
    return int((is_same & (line.away <= _LINE * box[3])).sum()) >= _FEW
