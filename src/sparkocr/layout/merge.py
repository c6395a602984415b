"""Join boxes and lines that belong together."""

import math
from collections.abc import Iterable, Sequence

import numpy as np
import numpy.typing as npt

from sparkocr.layout.box import Box
from sparkocr.layout.page import Line, Word

__all__ = ["framed", "merged_line", "typical_angle", "union", "weighted_median"]

Floats = npt.NDArray[np.float64]

_UPRIGHT = 0.5  # degrees; below, a box around several is upright
_QUARTER = 90


def weighted_median(values: Floats, weights: Floats) -> float:
    """Return the least value that, with all below it, has half of the weight."""
    order = np.argsort(values, kind="stable")
    total = np.cumsum(weights[order])
    return float(values[order][np.searchsorted(total, total[-1] / 2)])


def typical_angle(boxes: Iterable[Box]) -> float:
    """Return the median of the angles, weighted by width: short boxes seldom tell their angle well.

    Angles are compared with that of the widest box, so that 179 and -179 degrees are close.
    """
    sizes = np.array([(box.width, box.angle) for box in boxes])
    reference = float(max(map(tuple, sizes))[1])
    differences = (sizes[:, 1] - reference + 180) % 360 - 180
    return reference + weighted_median(differences, sizes[:, 0])


def framed(boxes: Iterable[Box], angle: float) -> Floats:
    """Turn boxes into a frame that is turned by an angle, around the origin of the page.

    Parameters
    ----------
    boxes : iterable of Box
    angle : float
        Degrees, clockwise, from the page to the frame.

    Returns
    -------
    ndarray of float64, shape (n, 4)
        Left, right, top, bottom in the frame. What is left of the angle of a box is rounded to quarter turns: a box
        that is half a degree off stays as low as its text.
    """
    data = np.array([(box.x, box.y, box.width, box.height, box.angle) for box in boxes]).reshape(-1, 5)
    across, down = data[:, 0] + data[:, 2] / 2, data[:, 1] + data[:, 3] / 2
    x, y = _turned(across, down, -angle)
    lies = np.rint((data[:, 4] - angle) / _QUARTER) % 2 == 1
    width = np.where(lies, data[:, 3], data[:, 2]) / 2
    height = np.where(lies, data[:, 2], data[:, 3]) / 2
    return np.stack([x - width, x + width, y - height, y + height], axis=1)


def union(boxes: Sequence[Box]) -> Box:
    """Return the least box around some: upright, or turned as they are if that is half a degree or more.

    Parameters
    ----------
    boxes : sequence of Box
        At least one.
    """
    if len(boxes) == 1:
        return boxes[0]
    if not any(box.angle for box in boxes):  # as most are
        left, top = min(box.x for box in boxes), min(box.y for box in boxes)
        right, bottom = max(box.x + box.width for box in boxes), max(box.y + box.height for box in boxes)
        return Box(left, top, right - left, bottom - top)
    if len(set(boxes)) == 1:
        return boxes[0]
    angle = typical_angle(boxes)
    if abs(angle) < _UPRIGHT:
        angle = 0.0
    data = np.array([(box.x, box.y, box.width / 2, box.height / 2, math.radians(box.angle - angle)) for box in boxes])
    x, y = _turned(data[:, 0] + data[:, 2], data[:, 1] + data[:, 3], -angle)
    cos, sin = np.abs(np.cos(data[:, 4])), np.abs(np.sin(data[:, 4]))
    width, height = cos * data[:, 2] + sin * data[:, 3], sin * data[:, 2] + cos * data[:, 3]
    left, right = float(np.min(x - width)), float(np.max(x + width))
    top, bottom = float(np.min(y - height)), float(np.max(y + height))
    across, down = _turned(np.array((left + right) / 2), np.array((top + bottom) / 2), angle)
    return Box(float(across) - (right - left) / 2, float(down) - (bottom - top) / 2, right - left, bottom - top, angle)


def merged_line(sources: Sequence[Line], words: Sequence[Word], boxes: Sequence[Box]) -> Line:
    """Join words of some lines to one line.

    Parameters
    ----------
    sources : sequence of Line
        The lines that the words come from; at least one. They tell the sizes of the font and the baseline: medians and
        means, weighted by width.
    words : sequence of Word
        The words of the new line in reading order.
    boxes : sequence of Box
        Boxes that the new line covers.
    """
    box = union(boxes)
    widths = np.array([max(line.box.width, 1e-9) for line in sources])
    sizes = np.array([(line.row_height, line.descenders, line.ascenders) for line in sources])
    row_height, descenders, ascenders = (weighted_median(values, widths) for values in sizes.T)
    return Line(tuple(words), box, row_height, descenders, ascenders, _baseline(sources, widths, box))


def _baseline(sources: Sequence[Line], widths: Floats, box: Box) -> tuple[float, float]:
    """Return the mean baseline of lines, in terms of a box around them."""
    left, _, _, bottom = framed([box], box.angle)[0]
    edges = framed([line.box for line in sources], box.angle)
    baselines = np.array([line.baseline for line in sources])
    tilts = (np.array([line.box.angle for line in sources]) - box.angle + _QUARTER / 2) % _QUARTER - _QUARTER / 2
    slopes = baselines[:, 0] + np.tan(np.radians(tilts))
    slope = float(np.average(slopes, weights=widths))
    # Where baselines pass the middle of their lines doesn't depend on small angles.
    middles = edges[:, 3] + baselines[:, 1] + baselines[:, 0] * (edges[:, 1] - edges[:, 0]) / 2
    distances = (edges[:, 0] + edges[:, 1]) / 2 - left
    return slope, float(np.average(middles - bottom - slope * distances, weights=widths))


def _turned(x: Floats, y: Floats, angle: float) -> tuple[Floats, Floats]:
    """Turn points around the origin, clockwise by degrees."""
    cos, sin = math.cos(math.radians(angle)), math.sin(math.radians(angle))
    return cos * x - sin * y, sin * x + cos * y
