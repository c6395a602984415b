"""By how much the text lines of a page are tilted.

The estimate rests on points, not on pixels: the top and the bottom of every letter, to a fraction of a pixel. Seen
along the lines, the bottoms of the letters of a line fall together [1]_, so the angle is the one under which the
profile of the points, their histogram across the lines, is sharpest [2]_ [3]_. The last hundredths of a degree are a
line fit: all lines of text have one slope, and each has its own place.

References
----------
.. [1] H. S. Baird, "The skew angle of printed documents", Proc. SPSE 40th Symposium on Hybrid Imaging Systems, 1987.
.. [2] W. Postl, "Detection of linear oblique structures and skew scan in digitized documents", Proc. ICPR, 1986.
.. [3] D. S. Bloomberg, G. E. Kopec, L. Dasari, "Measuring document image skew and orientation", Proc. SPIE 2422, 1995.
"""

from typing import cast

import cv2
import numpy as np
import numpy.typing as npt

from sparkocr.imaging.geometry import rotate
from sparkocr.imaging.pixels import Image, Pixels, to_gray

__all__ = ["deskew", "estimate_skew"]

Points = npt.NDArray[np.float64]
"""Shape (2, n): x to the right and y downwards in px, as distances from their mean."""
Values = npt.NDArray[np.floating]
Profiles = npt.NDArray[np.float32]
"""Shape (angles, cells): how many points are in each cell across the lines. The first and the last cell are empty."""

_LEAST_SKEW = 0.05  # degrees: 2 px across a page of 300 dpi; less is not worth the blur of turning
_SEEN_SIDE = 2600  # px; a page is then seen at 110 to 220 dpi. Less saves little, and blurs small print
_WINDOW = 41  # px, side of the neighbourhood that tells the paper around a letter: two or three lines of text
_MIN_HEIGHT, _MIN_WIDTH, _MIN_AREA = 4, 2, 6  # px; specks are below, and the dots of i and of leaders
_MAX_LETTER = 100  # px, about half an inch; rules, frames and pictures are above
_MAX_LABELS = 65_535  # of 16 bits: OpenCV finds components in less than half the time with them than with 32

_REACH = 2.0  # degrees between text and an angle of the coarse search that is still found
_GRID = 0.2  # degrees; an error of half of it spreads a line of 1200 px over 2 px, one cell
_CELL = 2.0  # px, cell of the profiles in the coarse search
_SAMPLE = 2000  # tops or bottoms are plenty for the coarse search

_FINE_GRID, _FINE_STEPS = 0.02, 12  # degrees, and steps to either side: a bit more than one step of `_GRID`
_FINE_CELL = 0.25  # px, so small that cells add no error to that of the points
_FINE_SIGMA = 0.8  # px, about the scatter of the points of one line

_FIT_ROUNDS = 3  # the third changes less than 0.001 degrees in the median, 0.007 at most
_LINE_SIGMA = 0.7  # px; in a profile this smooth every line is one maximum, and tops of x and of d stay two
_TOLERANCE = 1.0  # px; points farther from their line have no weight: commas, descenders, pictures

_BLOCK = 32  # cells of 1 px: wider than a line of text is sharp, narrower than paragraphs and pictures
_MIN_GAIN = 2.0  # pages of text have 4 to 20, noise and photographs of things 1 to 2 (at their best angle)
_MIN_SIGNIFICANCE = 10.0  # standard deviations; pages of text have 100 and more, noise up to 6


def estimate_skew(pixels: Pixels, half_angle: float = 5.0, step: float = 1.0) -> float:
    """Estimate the angle of the text lines of a page.

    Parameters
    ----------
    pixels : ndarray of uint8, shape (height, width)
        Gray or binary image of 1 px or more, 0 is black; dark text on light paper, or light text on dark.
    half_angle : float, default 5.0
        The largest angle that is looked for in either direction, 0 to 45 degrees.
    step : float, default 1.0
        The coarse search looks at 0 and the multiples of `step` degrees, which is above 0, and finds text within
        2 degrees of one of them. So steps up to 4 find all angles, and 180 only those near 0.

    Returns
    -------
    float
        Degrees, -`half_angle` to `half_angle`; positive where lines rise to the right, that is, where the page was
        turned counter-clockwise. 0.0 if there is no evidence of text lines.

    Notes
    -----
    A large image is reduced to 1300 to 2600 px first. Small letters should then be 5 px high or more, as they are on
    pages of 100 dpi.
    """
    points = _letter_edges(*_ink(_shrunk(pixels)))
    if not points:
        return 0.0
    angle = _fitted(points, _refined(points, _coarse(points, half_angle, step)))
    return min(max(angle, -half_angle), half_angle) if _has_lines(points, angle) else 0.0


def deskew(image: Image, *, angle: float, automatic: bool, half_angle: float, step: float) -> Image:
    """Turn an image by an angle, and then level its lines of text.

    Parameters
    ----------
    image : Image
    angle : float
        Degrees, counter-clockwise.
    automatic : bool
        Whether the lines are levelled after that, if they are 0.05 degrees off or more.
    half_angle, step : float
        As in `estimate_skew`.

    Returns
    -------
    Image
        Large enough for all of the page.
    """
    turned = rotate(image, angle) if angle else image
    skew = estimate_skew(to_gray(turned), half_angle, step) if automatic else 0.0
    # Turned once and from the original, because each turn blurs.
    return rotate(image, angle - skew) if abs(skew) >= _LEAST_SKEW else turned


def _shrunk(pixels: Pixels) -> Pixels:
    """Reduce an image so that its longer side is `_SEEN_SIDE` at most: by a whole number, which is fast and exact."""
    factor = -(-max(pixels.shape) // _SEEN_SIDE)
    if factor == 1:
        return np.ascontiguousarray(pixels)
    height, width = (max(1, side // factor) for side in pixels.shape)
    whole = np.ascontiguousarray(pixels[: height * factor, : width * factor])
    return cast("Pixels", cv2.resize(whole, (width, height), interpolation=cv2.INTER_AREA))


def _ink(gray: Pixels) -> tuple[Pixels, float]:
    """Tell ink from paper by local contrast.

    Parameters
    ----------
    gray : ndarray of uint8, shape (height, width)

    Returns
    -------
    ndarray of uint8, shape (height, width)
        By how much a pixel is darker than its neighbourhood; lighter, if that is what stands out in this image.
    float
        The threshold of Otsu. Ink is above it.
    """
    paper = cv2.blur(gray, (_WINDOW, _WINDOW), borderType=cv2.BORDER_REPLICATE)
    dark, light = cv2.subtract(paper, gray), cv2.subtract(gray, paper)
    # Ink is the lesser part of its neighbourhood, hence farther from the mean than the paper is.
    strength = dark if cv2.norm(dark, cv2.NORM_L2SQR) >= cv2.norm(light, cv2.NORM_L2SQR) else light
    threshold, _ = cv2.threshold(strength, 0, 255, cv2.THRESH_BINARY | cv2.THRESH_OTSU)
    return cast("Pixels", strength), threshold


def _letter_edges(strength: Pixels, threshold: float) -> list[Points]:
    """Find the bottoms and the tops of everything that may be a letter.

    Parameters
    ----------
    strength : ndarray of uint8, shape (height, width)
    threshold : float
        Ink is above it.

    Returns
    -------
    list of ndarray of float64, shape (2, n)
        The bottoms and the tops, each the mean over the pixels of the outermost row of a letter. Empty if there are not
        two of either.
    """
    if min(strength.shape) < _MIN_HEIGHT:
        return []
    ink = cast("Pixels", cv2.threshold(strength, threshold, 255, cv2.THRESH_BINARY)[1])
    kind = cv2.CV_16U if _most_labels(ink) < _MAX_LABELS else cv2.CV_32S
    count, labels, boxes, _ = cv2.connectedComponentsWithStats(ink, connectivity=8, ltype=kind)
    _, top, width, height, area = boxes.T
    letter = (np.minimum(height - _MIN_HEIGHT, width - _MIN_WIDTH) >= 0) & (area >= _MIN_AREA)
    letter &= np.maximum(height, width) <= _MAX_LETTER
    letter[0] = False  # the paper
    if not letter.any():
        return []
    edges = []
    for outermost, outward in ((top + height - 1, 1), (top, -1)):
        x, y = _edge_pixels(ink, outward)
        label = labels[y, x]
        chosen = letter[label] & (y == outermost[label])
        x, y, label = x[chosen], y[chosen], label[chosen]
        inside, outside = strength[y, x].astype(np.float64), strength[y + outward, x].astype(np.float64)
        # Where between the two pixels the threshold is crossed. Whole pixels would pull the angle towards 0.
        crossing = y + outward * (inside - threshold) / (inside - outside)
        pixels = np.bincount(label, minlength=count)
        sums = np.stack([np.bincount(label, place, minlength=count) for place in (x, crossing)])
        edges.append(sums[:, pixels > 0] / pixels[pixels > 0])
    if min(points.shape[1] for points in edges) <= 1:
        return []
    return [points - points.mean(axis=1, keepdims=True) for points in edges]


def _most_labels(ink: Pixels) -> int:
    """Return an upper bound of the labels that connected components need on the way: ink with none above and left."""
    above_or_left = cv2.bitwise_or(ink[:-1, 1:], ink[1:, :-1])
    return cv2.countNonZero(cv2.bitwise_and(ink[1:, 1:], cv2.bitwise_not(above_or_left))) + sum(ink.shape)


def _edge_pixels(ink: Pixels, outward: int) -> npt.NDArray[np.int32]:
    """Return x and y, shape (2, n), of ink with paper below (`outward` = 1) or above it (-1); not at the border."""
    upper, lower = ink[:-1], ink[1:]
    inside, outside = (upper, lower) if outward == 1 else (lower, upper)
    found = cv2.findNonZero(cv2.bitwise_and(inside, cv2.bitwise_not(outside)))
    places = np.zeros((0, 2), np.int32) if found is None else np.asarray(found, np.int32).reshape(-1, 2)
    return places.T + np.array([[0], [0 if outward == 1 else 1]], np.int32)


def _coarse(points: list[Points], half_angle: float, step: float) -> float:
    """Return the angle in degrees, a multiple of `_GRID`, under which the points are sharpest."""
    most = int(half_angle / _GRID)
    angles = _GRID * np.arange(-most, most + 1)
    if step > 2 * _REACH:
        angles = angles[np.abs(angles - step * np.round(angles / step)) <= _REACH]
    sample = [edges[:, :: -(-edges.shape[1] // _SAMPLE)] for edges in points]
    return float(angles[np.argmax(_sharpness(_profiles(sample, angles, _CELL)))])


def _refined(points: list[Points], angle: float) -> float:
    """Improve an angle in degrees that is known to `_GRID` to one that is known to `_FINE_GRID`."""
    angles = angle + _FINE_GRID * np.arange(-_FINE_STEPS, _FINE_STEPS + 1)
    profiles = [_smooth(profile, _FINE_SIGMA) for profile in _profiles(points, angles, _FINE_CELL)]
    return float(angles[np.argmax(_sharpness(profiles))])


def _fitted(points: list[Points], angle: float) -> float:
    """Improve an angle in degrees by a fit of parallel lines, with the weights of Tukey for the distances.

    The maxima of the profile are the places of the lines, and a point belongs to the nearest of them. That leaves one
    slope to be found by least squares, once the mean of every line is subtracted from its points.
    """
    for _ in range(_FIT_ROUNDS):
        rise = weight = 0.0
        for edges, profile in zip(points, _profiles(points, np.array([angle]), _FINE_CELL), strict=True):
            along, across = _along(edges, angle), _across(edges, np.array([angle]))[0]
            density = _smooth(profile, _LINE_SIGMA)[0]
            peaks = np.flatnonzero((density[1:-1] > density[:-2]) & (density[1:-1] >= density[2:])) + 1
            lines = across.min() + (peaks - 0.5) * _FINE_CELL  # the first point is where cell 1 starts
            line = np.searchsorted((lines[1:] + lines[:-1]) / 2, across)
            weights = np.maximum(1 - ((across - lines[line]) / _TOLERANCE) ** 2, 0) ** 2
            totals = np.maximum(np.bincount(line, weights, len(lines)), np.finfo(float).tiny)
            along -= (np.bincount(line, weights * along, len(lines)) / totals)[line]
            across -= (np.bincount(line, weights * across, len(lines)) / totals)[line]
            rise -= float(weights @ (along * across))
            weight += float(weights @ along**2)
        if weight > 0:
            angle += float(np.rad2deg(np.arctan(rise / weight)))
    return angle


def _has_lines(points: list[Points], angle: float) -> bool:
    """Tell whether points lie on lines under an angle in degrees.

    Pairs of points in the same cell are counted, and compared with how many there would be if the points of each block
    of cells had no order in it. That is many times more on pages of text, and about the same for noise.
    """
    found = chance = 0.0
    for profile in _profiles(points, np.array([angle]), 1.0):
        cells = np.pad(profile[0].astype(np.float64), (0, -profile.shape[1] % _BLOCK)).reshape(-1, _BLOCK)
        blocks = cells.sum(axis=1)
        found += float((cells * (cells - 1)).sum() / 2)
        chance += float((blocks * (blocks - 1)).sum() / 2 / _BLOCK)
    significance = (found - chance) / max(chance, 1.0) ** 0.5  # counts scatter by the root of their mean
    return found >= _MIN_GAIN * chance and significance >= _MIN_SIGNIFICANCE


def _profiles(points: list[Points], angles: Values, cell: float) -> list[Profiles]:
    """Return for each set of points their histograms across lines of the given angles; `cell` is in px."""
    return [_histograms(_across(edges, angles) / cell) for edges in points]


def _histograms(places: Values) -> Profiles:
    """Count the places of each row in cells of width 1, of which the second starts at the first place of all."""
    cells = (places - places.min()).astype(np.int64) + 1
    rows, length = len(cells), int(cells.max()) + 2
    cells += length * np.arange(rows)[:, None]
    return np.bincount(cells.ravel(), minlength=rows * length).reshape(rows, length).astype(np.float32)


def _across(edges: Points, angles: Values) -> Values:
    """Return the places of points across lines, downwards, in px; shape (angles, points)."""
    radians = np.deg2rad(angles)[:, None]
    x, y = edges
    across: Values = y * np.cos(radians) + x * np.sin(radians)
    return across


def _along(edges: Points, angle: float) -> Values:
    """Return the places of points along lines of an angle in degrees, in px; shape (points,)."""
    radians = np.deg2rad(angle)
    x, y = edges
    along: Values = x * np.cos(radians) - y * np.sin(radians)
    return along


def _smooth(profiles: Profiles, sigma: float) -> Profiles:
    """Smooth profiles with cells of `_FINE_CELL` by a normal distribution; `sigma` is in px."""
    cells = sigma / _FINE_CELL
    size = 2 * int(np.ceil(3 * cells)) + 1  # beyond 3 sigma there is nothing to speak of
    return cast("Profiles", cv2.GaussianBlur(profiles, (size, 1), cells, borderType=cv2.BORDER_CONSTANT))


def _sharpness(profiles: list[Profiles]) -> Values:
    """Return the sum of squares for each angle; it is largest when the points crowd together."""
    return np.asarray(sum(np.einsum("ac,ac->a", profile, profile, dtype=np.float64) for profile in profiles))
