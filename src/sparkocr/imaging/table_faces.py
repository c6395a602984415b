"""The cells of a framed table on an image: the faces that its rulings make."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import pairwise
from statistics import median

import cv2
import numpy as np
import numpy.typing as npt

from sparkocr.imaging.rulings import Rulings

__all__ = ["CellBox", "ruled_cells"]

CellBox = tuple[int, int, int, int]
"""Left, top, width and height in px."""

Mask = npt.NDArray[np.uint8]

# Chosen for this library, on tables of reports.
_MOST_SIDE = 4000  # px of the canvas that rulings are drawn on
_REACH = 4.0  # points by which rulings may miss each other and still touch
_FULL = 0.95  # share of its rectangle that a face takes, at least; less is none
_SMALLEST = 0.3  # of the median height of cells: a face that is lower or narrower is between double lines
_LEAST_SIDE = 4  # px
_STEPS = 3  # px by which the sides of a face may be off a straight line
_SAME_TOP = 0.5  # of the median height: cells whose tops differ by less begin in one row


def ruled_cells(rulings: Rulings, scale: float) -> list[list[CellBox]]:
    """Return the cells of a framed table: the faces that its rulings make.

    Parameters
    ----------
    rulings : Rulings
        The lines of the image.
    scale : float
        Px per point: `sparkocr.imaging.rulings.px_per_point`.

    Returns
    -------
    list of list of CellBox
        Rows from the top, cells from the left. A cell that goes over several rows is in the first one. No rows where
        there are not at least two lines in both directions together.

    Notes
    -----
    The lines are drawn on a canvas, with the rectangle around all of them, as tables often have no lines at their
    sides; each part of the canvas that they enclose is a cell. A part that is no rectangle, because a line between two
    cells is missing, is cut where its width changes.
    """
    lines = [*rulings.horizontal, *rulings.vertical]
    if len(lines) < 2 or not rulings.horizontal:  # noqa: PLR2004
        return []
    ends = np.array([(line.x, line.y, line.to_x, line.to_y) for line in lines])
    left, top = ends[:, [0, 2]].min(), ends[:, [1, 3]].min()
    right, bottom = ends[:, [0, 2]].max(), ends[:, [1, 3]].max()
    factor = min(1.0, _MOST_SIDE / max(right - left, bottom - top, 1.0))
    size = (int((bottom - top) * factor) + 3, int((right - left) * factor) + 3)
    canvas = np.full(size, 255, np.uint8)
    places = ((ends - (left, top, left, top)) * factor + 1).round().astype(int)
    longer = max(1, round(_REACH * scale * factor))
    for number, (x, y, to_x, to_y) in enumerate(places.tolist()):
        across = number < len(rulings.horizontal)
        start = (x - longer, y) if across else (x, y - longer)
        end = (to_x + longer, to_y) if across else (to_x, to_y + longer)
        cv2.line(canvas, start, end, 0)
    cv2.rectangle(canvas, (0, 0), (size[1] - 1, size[0] - 1), 0)
    cv2.rectangle(canvas, (1, 1), (size[1] - 2, size[0] - 2), 0)
    boxes = [
        (int(left + (x - 1) / factor), int(top + (y - 1) / factor), round(width / factor), round(height / factor))
        for x, y, width, height in _faces(canvas)
    ]
    return _in_rows(_without_thin(boxes))


def _faces(canvas: Mask) -> list[CellBox]:
    """Return the rectangles of the white parts of a canvas."""
    count, labels, stats, _ = cv2.connectedComponentsWithStats(canvas, connectivity=4)
    boxes: list[CellBox] = []
    for number in range(1, count):
        x, y, width, height, area = stats[number].tolist()
        if min(width, height) < 2:  # noqa: PLR2004  between lines that touch
            continue
        if area >= _FULL * width * height:
            boxes.append((x, y, width, height))
        else:
            boxes += _bands(labels[y : y + height, x : x + width] == number, x, y)
    return boxes


def _bands(part: npt.NDArray[np.bool_], x: int, y: int) -> list[CellBox]:
    """Cut a part of a canvas into rectangles, from the top, where its left or right side changes."""
    first = part.argmax(axis=1)
    last = part.shape[1] - part[:, ::-1].argmax(axis=1)
    changes = np.flatnonzero((np.abs(np.diff(first)) > _STEPS) | (np.abs(np.diff(last)) > _STEPS)) + 1
    return [
        (x + int(first[start:end].min()), y + start, int(last[start:end].max() - first[start:end].min()), end - start)
        for start, end in pairwise([0, *changes.tolist(), len(part)])
    ]


def _without_thin(boxes: Sequence[CellBox]) -> list[CellBox]:
    """Leave out what is between double lines."""
    heights = [height for _, _, width, height in boxes if min(width, height) >= _LEAST_SIDE]
    least = max(_LEAST_SIDE, _SMALLEST * median(heights or [0]))
    return [box for box in boxes if min(box[2:]) >= least]


def _in_rows(boxes: Iterable[CellBox]) -> list[list[CellBox]]:
    """Sort cells into rows by their tops."""
    found = sorted(boxes, key=lambda box: box[1])
    if not found:
        return []
    near = _SAME_TOP * median(box[3] for box in found)
    rows: list[list[CellBox]] = []
    for box in found:
        if rows and box[1] - rows[-1][0][1] < near:
            rows[-1].append(box)
        else:
            rows.append([box])
    return [sorted(row) for row in rows]
