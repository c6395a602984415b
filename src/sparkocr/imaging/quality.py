"""What a page looks like: how tall its text is, how noisy, how evenly lit, how dark its ink.

Everything is measured on a smaller copy or on samples, so that a page of A4 at 300 dpi takes about 10 ms.
"""

from dataclasses import dataclass
from typing import cast

import cv2
import numpy as np
import numpy.typing as npt

from sparkocr.imaging.background import estimate_background
from sparkocr.imaging.geometry import scale
from sparkocr.imaging.limits import MAX_SIDE
from sparkocr.imaging.pixels import Image, Pixels, to_gray

__all__ = ["PageQuality", "measure", "paper_noise", "scale_text", "text_height"]

_Floats = npt.NDArray[np.floating]

# A page is halved, or divided by 3, 4..., to about this many pixels at most: A4 at 300 dpi has 8.7 million, and its
# capitals of 10 points are still 15 px tall at half the size.
_MEASURED_PIXELS = 2_000_000
_BANDS = 3  # letters are measured in so many bands of the page...
_BAND_PIXELS = 230_000  # ...each of so many pixels...
_BAND_ROWS = 128  # ...and of so many rows at least, several lines of text...
_ENOUGH_LETTERS = 60  # ...unless they hold fewer letters, some three lines: then on all of the page
_STROKE_SHARE = 20  # the shorter side of a page is at least so many strokes: wider ones count as background
_LARGEST_STROKE = 43  # px of the smaller copy; a stroke is a seventh of a capital, so this is a headline of 300 px
_BACKGROUND_BLOCK = 3  # `estimate_background` fills strokes of a third of its block
_LIGHT_SIDE = 128  # px of the shorter side of the copy on which the light is measured
_LIGHT_STROKE = 5  # px of this copy: wider than strokes of text

_DARK = 96  # brightness of the middle pixel: paper in the shade is brighter, the ground of white text rarely is
_FAINTEST_INK = 20  # levels of gray darker than the paper: less is the texture of paper or an artefact of JPEG
_NOISE_PEAKS = 4  # standard deviations: 1 of 30,000 pixels of blank paper is beyond, fewer than pixels of letters

_NOISY = 4.0  # standard deviation of paper from which on specks outnumber letters

_MIN_LETTER = 3  # px: what is lower has no shape; specks are
_LONGEST_LETTER = 12  # longer side by shorter side: an "l" of a light font has 10, rules of tables have more
_WIDEST_LETTER = 1.6  # width by height: an "m" of a wide font has 1.5; wider objects are letters that touch
_TALLEST_SHARE = 0.5  # of the shorter side of the page: taller objects are frames and pictures
_FEWEST_SINGLE = 0.2  # of all objects: with fewer single letters, words of touching letters are measured, too
_LOWEST, _TALLEST = 0.5, 2.5  # times the middle height: beyond are dots and dashes, headlines and remains of pictures
# Of 100 letters of English text 40 are as tall as capitals (or, with a descender, nearly so) and 60 lower, so that
# percentiles from 65 on give the height of capitals; digits and text in capitals give it at any percentile. The mean of
# a range is finer than a whole number of px.
_CAPITALS = (70, 90)

_STRIPS, _STRIP_ROWS = 16, 16  # noise is measured in so many strips across the page, each of so many rows
_BLOCK = 8  # px, side of the blocks in which noise is measured: the blocks of JPEG, lower than most gaps of lines
_FLAT_SHARE = 20  # percent of the blocks without any ink, at least
_DARK_PAPER = 0.5  # of the median brightness: darker blocks are the lid of a scanner, not paper
_SPECK, _SPECK_PEAKS = 40, 3  # a speck is darker than its neighbours by so many levels and standard deviations
_FEW_SPECKS = 0.02  # percent: text has as many full stops


@dataclass(frozen=True, slots=True)
class PageQuality:
    """What was measured on a page.

    Attributes
    ----------
    resolution : int
        Dots per inch that the image claims, 0 when unknown.
    text_height : float
        Height of its capitals in px: see `text_height`.
    noise : float
        Standard deviation of the brightness of blank paper, in levels of gray (0 to 255), within 8 x 8 px.
    specks : float
        Percent of the pixels that are clearly darker than every other pixel within 5 x 5 px.
    unevenness : float
        Levels of gray by which the darkest tenth of the paper is darker than the brightest tenth.
    contrast : float
        Levels of gray by which the middle of ink is darker than the paper around it; 0 without ink.
    dark : bool
        Whether most of the page is dark: light text on dark ground. Then all of this was measured on its negative.
    """

    resolution: int
    text_height: float
    noise: float
    specks: float
    unevenness: float
    contrast: float
    dark: bool = False


def measure(image: Image) -> PageQuality:
    """Measure how well a page can be read.

    Parameters
    ----------
    image : Image
        Page of any size and type. Parts with white text on a lighter page are not looked at.

    Returns
    -------
    PageQuality
    """
    gray = to_gray(image)
    dark = _is_dark(gray)
    page = cast("Pixels", cv2.bitwise_not(gray)) if dark else gray
    noise = paper_noise(page)
    height, contrast = _text(page, noise)
    return PageQuality(image.resolution, height, noise, _specks(page, noise), _unevenness(page), contrast, dark)


def text_height(pixels: Pixels) -> float:
    """Measure how tall the text of a page is.

    Parameters
    ----------
    pixels : ndarray of uint8, shape (height, width)
        Gray image of dark text on lighter paper; if most of it is dark, of light text.

    Returns
    -------
    float
        Height in px of most of the capitals and digits, 0.0 where there is no text. Precisely: of the dark objects
        that have the shape of a letter, without those lower than half and taller than 2.5 times the middle one, the
        mean height of those between the 70th and the 90th percentile. This is 0.7 of the size of a font.

    Notes
    -----
    Where text has several sizes, the size of most of the letters counts. It is proportional under scaling as long as
    letters don't touch. Text lower than 5 px, and letters that are joined like handwriting, are measured badly.
    """
    page = cast("Pixels", cv2.bitwise_not(pixels)) if _is_dark(pixels) else pixels
    height, _ = _text(page, paper_noise(page))
    return height


def scale_text(image: Image, *, size: int) -> Image:
    """Scale an image to a height of its text in px, not beyond the largest image there can be; one without stays."""
    found = text_height(to_gray(image))
    return scale(image, min(size / found, MAX_SIDE / max(image.pixels.shape[:2]))) if found else image


def paper_noise(pixels: Pixels) -> float:
    """Measure the noise of blank paper.

    Other than `sparkocr.imaging.noise.noise_variance`, this also sees noise that JPEG or blur has made coarser.

    Parameters
    ----------
    pixels : ndarray of uint8, shape (height, width)
        Gray image.

    Returns
    -------
    float
        Standard deviation of the brightness within blocks of 8 x 8 px, in levels of gray: of the flattest fifth of the
        blocks, the one with the most. 0.0 for an image without such a block. Where white is clipped, it is less than
        that of the noise before.
    """
    strips = _strips(pixels)
    rows, columns = len(strips) // _BLOCK, strips.shape[1] // _BLOCK
    if not rows or not columns:
        return 0.0
    values = strips[: rows * _BLOCK, : columns * _BLOCK].astype(np.float32)
    means = cast("_Floats", cv2.resize(values, (columns, rows), interpolation=cv2.INTER_AREA))
    squares = cast("_Floats", cv2.resize(values * values, (columns, rows), interpolation=cv2.INTER_AREA))
    paper = means >= _DARK_PAPER * np.median(means)
    variances = np.maximum(squares - means * means, 0)[paper]
    return float(np.percentile(variances, _FLAT_SHARE) ** 0.5)


def _is_dark(pixels: Pixels) -> bool:
    """Tell whether most of the page is dark."""
    return float(np.median(pixels[::_BLOCK, ::_BLOCK])) < _DARK


def _text(pixels: Pixels, noise: float) -> tuple[float, float]:
    """Return the height of the text and the contrast of its ink, from bands of the page or from all of it."""
    small, factor = _smaller(pixels)
    if noise > _NOISY:
        small = cast("Pixels", cv2.medianBlur(small, 3))
    stroke = min(_LARGEST_STROKE, max(3, min(small.shape) // _STROKE_SHARE))
    bands = _bands(small)
    for parts in (bands, [small]) if len(bands) > 1 else ([small],):
        masks, contrasts = zip(*(_ink(part, stroke, noise) for part in parts), strict=True)
        heights = np.concatenate([_letters(mask, cut=len(parts) > 1) for mask in masks])
        if heights.size >= _ENOUGH_LETTERS:
            break
    return _capitals(heights) * factor, max(contrasts)


def _bands(small: Pixels) -> list[Pixels]:
    """Return bands spread evenly over the page, or all of a page that is not much larger."""
    height, width = small.shape
    rows = max(_BAND_ROWS, _BAND_PIXELS // width)
    if _BANDS * rows >= height:
        return [small]
    space = (height - _BANDS * rows) / _BANDS
    tops = [int((band + 0.5) * space + band * rows) for band in range(_BANDS)]
    return [small[top : top + rows] for top in tops]


def _smaller(pixels: Pixels) -> tuple[Pixels, int]:
    """Return a copy divided by a whole number, and that number; 1 and the image itself if it is small."""
    factor = round((pixels.size / _MEASURED_PIXELS) ** 0.5)
    if factor <= 1:
        return pixels, 1
    height, width = pixels.shape
    whole = pixels[: max(height // factor * factor, 1), : max(width // factor * factor, 1)]  # OpenCV is faster then
    size = (max(1, width // factor), max(1, height // factor))
    return cast("Pixels", cv2.resize(whole, size, interpolation=cv2.INTER_AREA)), factor


def _ink(small: Pixels, stroke: int, noise: float) -> tuple[Pixels, float]:
    """Return a mask (0 or 1) of what is closer to ink than to the paper around it, and the contrast of ink."""
    darker = cast("Pixels", cv2.subtract(estimate_background(small, _BACKGROUND_BLOCK * stroke), small))
    counts = cast("_Floats", cv2.calcHist([darker], [0], None, [256], [0, 256])).ravel()
    floor = min(int(max(_FAINTEST_INK, _NOISE_PEAKS * noise)), 255)
    counts[:floor] = 0
    if not counts.any():
        return np.zeros_like(small), 0.0
    contrast = _percentile(np.arange(256.0), counts, 50)
    _, mask = cv2.threshold(darker, max(floor, contrast / 2), 1, cv2.THRESH_BINARY)
    return cast("Pixels", mask), contrast


def _letters(ink: Pixels, *, cut: bool) -> _Floats:
    """Return the heights in px of what has the shape of letters in a mask; `cut` ones at top and bottom don't count."""
    _, _, stats, _ = cv2.connectedComponentsWithStats(ink, connectivity=8, ltype=cv2.CV_32S)
    top, width, height = (stats[1:, column] for column in (cv2.CC_STAT_TOP, cv2.CC_STAT_WIDTH, cv2.CC_STAT_HEIGHT))
    longer, shorter = np.maximum(width, height), np.minimum(width, height)
    letters = (height >= _MIN_LETTER) & (longer <= _LONGEST_LETTER * shorter)
    letters &= height <= max(_TALLEST_SHARE * min(ink.shape), _MIN_LETTER)
    if cut:
        letters &= (top > 0) & (top + height < len(ink))
    single = letters & (width <= _WIDEST_LETTER * height)
    if single.sum() >= _FEWEST_SINGLE * letters.sum():
        letters = single
    return height[letters].astype(np.float64)


def _capitals(heights: _Floats) -> float:
    """Return the height of capitals among heights of letters; 0.0 if there are none."""
    if not heights.size:
        return 0.0
    middle = _percentile(heights, heights, 50)  # weighted by height: many low specks weigh less than some letters
    kept = np.sort(heights[(heights >= _LOWEST * middle) & (heights <= _TALLEST * middle)])
    first, last = (len(kept) * percent // 100 for percent in _CAPITALS)
    return float(kept[first : last + 1].mean())


def _percentile(values: _Floats, weights: _Floats, percent: float) -> float:
    """Return the value below which a percentage of the weight is."""
    order = np.argsort(values)
    below = np.cumsum(weights[order])
    return float(values[order][np.searchsorted(below, below[-1] * percent / 100)])


def _strips(pixels: Pixels) -> Pixels:
    """Return strips from top to bottom of the page, one below the other."""
    height = len(pixels)
    tops = np.unique(np.linspace(0, max(0, height - _STRIP_ROWS), _STRIPS).astype(int) // _BLOCK * _BLOCK)
    return np.concatenate([pixels[top : top + _STRIP_ROWS] for top in tops])


def _specks(pixels: Pixels, noise: float) -> float:
    """Return the percentage of pixels that are darker than all pixels around them."""
    strips = _strips(pixels)
    levels = min(max(_SPECK, _SPECK_PEAKS * noise), 254)
    share = 0.0
    for side in (3, 5):  # the larger neighbourhood tells specks from dots in small print, but takes its time
        around = np.ones((side, side), np.uint8)
        around[side // 2, side // 2] = 0
        brighter = cv2.subtract(cast("Pixels", cv2.erode(strips, around, borderType=cv2.BORDER_REPLICATE)), strips)
        share = 100 * cv2.countNonZero(cv2.threshold(brighter, levels, 1, cv2.THRESH_BINARY)[1]) / strips.size
        if share < _FEW_SPECKS:
            break
    return share


def _unevenness(pixels: Pixels) -> float:
    """Compare the darker with the brighter parts of the paper."""
    step = max(1, min(pixels.shape) // _LIGHT_SIDE)
    element = np.ones((_LIGHT_STROKE, _LIGHT_STROKE), np.uint8)
    samples = np.ascontiguousarray(pixels[step // 2 :: step, step // 2 :: step])
    light = cv2.medianBlur(cv2.morphologyEx(samples, cv2.MORPH_CLOSE, element), _LIGHT_STROKE)
    paper = cast("Pixels", light)[light >= _DARK_PAPER * np.median(light)]
    dark, bright = np.percentile(paper, [10, 90])
    return float(bright - dark)
