"""Make a page easier to read for Tesseract: only what its measured quality asks for.

Tesseract finds ink by one threshold for the whole page (Otsu), so dark corners and noise become ink, and its models
were trained on letters of about 30 px. `plan` decides by a `PageQuality` what to do about that, `enhance` does it.
"""

import math
from collections.abc import Callable
from dataclasses import dataclass
from typing import cast

import cv2
import numpy as np

from sparkocr.enums import ImageType
from sparkocr.imaging.background import remove_background
from sparkocr.imaging.geometry import rotate, scale
from sparkocr.imaging.limits import MAX_SIDE
from sparkocr.imaging.pixels import Image, Pixels, to_gray
from sparkocr.imaging.quality import PageQuality, measure, paper_noise
from sparkocr.imaging.skew import estimate_skew

__all__ = ["Plan", "despeckle", "enhance", "plan", "sharpen", "whiten"]

# Thresholds of the decisions. Each has a margin to both sides on pages that it was tried on: see the numbers.
_SMALL_TEXT = 14.0  # px: lower capitals are read better enlarged; at 14 to 16 px it was 4 % worse to 4 % better
_GOOD_TEXT = 28.0  # px: 20, 24 and 32 were up to 1.5 % worse
_MAX_FACTOR = 3  # 4 was 5 % worse for capitals of 6 px: it only adds blur
_MOST_ENLARGED = 50_000_000  # of an enlarged page: A4 at 100 dpi has 9 million, and Tesseract takes a second for 10

_NOISY = 2.0  # levels of gray; renders have 0, good scans up to 1.7; noise of 4 on white paper, half clipped, has 2.3
# Share of the contrast of ink: Otsu's threshold is halfway from ink to paper, so at 0.5 dark paper becomes ink. Good
# scans have up to 0.25, pages that were read badly 0.4 and more.
_UNEVEN = 0.3
_FAINT = 40.0  # levels: on a page without ink, smaller differences don't matter
# Percent of the pixels: text has up to 0.05 (full stops), one black pixel in 1000 gives 0.1. A noisy page rarely is
# without specks, so there half is enough; low text has more of them: the specks are its full stops and dots.
_SPECKS, _SPECKS_OF_NOISY = 0.06, 0.03
# Below 12 px, text has specks by about this power of its height. At 14 px instead, fewer full stops of small print are
# taken for specks, which costs 1 % there, but real specks are missed, which costs 10 %.
_TEXT_OF_SPECKS, _SPECKS_POWER = 12.0, 4
_THICK_TEXT = 22.0  # px: strokes, a seventh of the height, are then 3 px wide and survive a median of 3 x 3
_MANY_LEVELS = 4.0  # noise of the paper from which on this median is better than removing specks

_SPECK_LEVELS = 40  # a speck is so many levels darker than all of its neighbours,
_SPECK_DEVIATIONS = 3.0  # and so many standard deviations of the noise
_BAND = 1024  # rows from which specks are taken at once

# White begins so many standard deviations of the noise below the brightness of the paper. After division by the
# background, which follows the brightest noise, this is 2 deviations below the middle. Less leaves specks, more eats
# thin strokes: 3 was 0.5 % and 6 was 1 % worse.
_BELOW_BACKGROUND, _BELOW_MEDIAN = 4.0, 2.0
_LOWEST_WHITE = 128  # never make white what is darker than that
_STEP = 8  # every 8th row and column is enough for the median of a page

_SHARPEN_SIGMA = 0.7  # px of the page before it was enlarged: about the blur that enlarging leaves
_SHARPEN_AMOUNT = 1.0  # 0 was 3 % worse, 2 was 1 % worse

_MAX_SKEW = 15.0  # degrees that are looked for in either direction
_SKEW_STEP = 1.0  # degrees
_SKEW_TEXT = 10.0  # px: on a copy with text so low the angle is the same within 0.02 degrees (crumpled receipts: 0.05)
_LEAST_SKEW = 0.5  # degrees: Tesseract follows such lines as well (0.2 to 0.65: nothing gained), and turning blurs


@dataclass(frozen=True, slots=True)
class Plan:
    """What to do with a page; the default is nothing.

    Attributes
    ----------
    median : bool
        Whether every pixel becomes the median of its neighbourhood.
    specks : int
        Isolated pixels that are more than so many levels darker than their neighbours are removed; 0: none.
    background : bool
        Whether the page is divided by the brightness of its paper.
    whiten : bool
        Whether the paper is made white up to what its noise darkens.
    factor : int
        Scale of the result.
    sharpen : bool
        Whether the enlarged page is sharpened.
    """

    median: bool = False
    specks: int = 0
    background: bool = False
    whiten: bool = False
    factor: int = 1
    sharpen: bool = False


def plan(
    quality: PageQuality,
    pixels: int = 0,
    *,
    scale: bool = True,
    denoise: bool = True,
    background: bool = True,
) -> Plan:
    """Decide what helps Tesseract to read a page.

    Parameters
    ----------
    quality : PageQuality
    pixels : int
        Number of pixels of the page, which limits by how much it can be enlarged; 0: does not matter.
    scale, denoise, background : bool
        What may be done.

    Returns
    -------
    Plan

    Notes
    -----
    - Capitals lower than 14 px: enlarge 2 or 3 times, whichever comes closer to 28 px, and sharpen. Whole factors treat
      all pixels alike. Noise is not sharpened.
    - Specks: remove isolated dark pixels; with strong noise and thick strokes take the median instead.
    - Dark pages with light text are enlarged only.
    - Uneven light or noise: divide by the background. Noise: make the paper white.
    """
    denoise, background = denoise and not quality.dark, background and not quality.dark
    noisy = quality.noise >= _NOISY
    uneven = quality.unevenness > _UNEVEN * max(quality.contrast, _FAINT)
    specked = _is_specked(quality)
    median = denoise and quality.text_height >= _THICK_TEXT and (specked or quality.noise >= _MANY_LEVELS)
    specks = denoise and specked and not median
    factor = _factor(quality.text_height, pixels) if scale else 1
    return Plan(
        median=median,
        specks=round(max(_SPECK_LEVELS, _SPECK_DEVIATIONS * quality.noise)) if specks else 0,
        background=background and (uneven or (noisy and denoise)),
        whiten=noisy and denoise,
        factor=factor,
        sharpen=factor > 1 and not noisy,
    )


def enhance(
    image: Image, *, scale: bool = True, denoise: bool = True, background: bool = True, deskew: bool = True
) -> tuple[Image, list[str]]:
    """Do what helps Tesseract to read a page, and nothing else.

    Parameters
    ----------
    image : Image
        Page of any size and type.
    scale, denoise, background, deskew : bool
        Which steps may be applied: enlarging low text (and sharpening it); removing specks and noise; evening out the
        light; turning the page so that its lines are level.

    Returns
    -------
    Image
        A gray image; `image` itself if it needs nothing.
    list of str
        The steps that were applied, in this order: "denoise", "background", "whiten", "deskew 1.25" (degrees
        counter-clockwise that the page had), "scale 3.00", "sharpen".
    """
    quality = measure(image)
    height, width = image.pixels.shape[:2]
    todo = plan(quality, height * width, scale=scale, denoise=denoise, background=background)
    gray = image.with_pixels(to_gray(image), ImageType.TYPE_BYTE_GRAY)
    gray, steps = _clean(gray, todo)
    if deskew and quality.text_height:
        gray, turned = _deskew(gray, quality.text_height)
        steps += turned
    gray, enlarged = _enlarge(gray, todo)
    steps += enlarged
    return (gray, steps) if steps else (image, [])


def despeckle(pixels: Pixels, levels: int = _SPECK_LEVELS) -> Pixels:
    """Remove single dark pixels.

    Unlike a median of the whole page, this leaves thin strokes and corners as they are.

    Parameters
    ----------
    pixels : ndarray of uint8, shape (height, width)
        Gray image.
    levels : int, 0 to 254
        A pixel that is more than so many levels darker than each of its eight neighbours becomes their median.

    Returns
    -------
    ndarray of uint8, shape (height, width)
        A new array.
    """
    result = pixels.copy()
    for top in range(0, len(pixels), _BAND):  # a page at a time took four times its memory
        first = max(0, top - 1)
        band = pixels[first : top + _BAND + 1]
        inner = slice(top - first, top - first + _BAND)
        cv2.copyTo(cv2.medianBlur(band, 3)[inner], _specks(band, levels)[inner], result[top : top + _BAND])
    return result


def _specks(pixels: Pixels, levels: int) -> Pixels:
    """Return 255 where a pixel is so many levels darker than all around it, else 0."""
    around = np.ones((3, 3), np.uint8)
    around[1, 1] = 0
    below = cv2.subtract(cast("Pixels", cv2.erode(pixels, around, borderType=cv2.BORDER_REPLICATE)), pixels)
    return cast("Pixels", cv2.threshold(below, levels, 255, cv2.THRESH_BINARY)[1])


def whiten(pixels: Pixels, white: float) -> Pixels:
    """Make the image brighter so that a brightness becomes white: ``255 * pixels / white``, at most 255.

    Parameters
    ----------
    pixels : ndarray of uint8, shape (height, width)
        Gray image.
    white : float
        Brightness from which on pixels become white, 1 to 255.

    Returns
    -------
    ndarray of uint8, shape (height, width)
    """
    levels = np.minimum(np.arange(256) * (255 / white) + 0.5, 255).astype(np.uint8)
    return cast("Pixels", cv2.LUT(pixels, levels))


def sharpen(pixels: Pixels, sigma: float) -> Pixels:
    """Add a share of the difference of the image from its blurred self: an unsharp mask.

    Parameters
    ----------
    pixels : ndarray of uint8, shape (height, width)
        Gray image.
    sigma : float
        Standard deviation of the Gaussian blur in px, above 0.

    Returns
    -------
    ndarray of uint8, shape (height, width)
    """
    blurred = cast("Pixels", cv2.GaussianBlur(pixels, (0, 0), sigma))
    return cast("Pixels", cv2.addWeighted(pixels, 1 + _SHARPEN_AMOUNT, blurred, -_SHARPEN_AMOUNT, 0))


def _is_specked(quality: PageQuality) -> bool:
    """Tell whether there are more specks than text has full stops."""
    limit = _SPECKS_OF_NOISY if quality.noise >= _NOISY else _SPECKS
    lowness = max(1.0, _TEXT_OF_SPECKS / max(quality.text_height, 1.0)) if quality.text_height else 1.0
    return quality.specks >= limit * lowness**_SPECKS_POWER


def _factor(text_height: float, pixels: int) -> int:
    """Return by how much to enlarge a page."""
    if not 0 < text_height < _SMALL_TEXT:
        return 1
    factor = round(min(_GOOD_TEXT / text_height, _MAX_FACTOR))
    return max(1, min(factor, math.isqrt(_MOST_ENLARGED // pixels))) if pixels else factor


def _clean(image: Image, todo: Plan) -> tuple[Image, list[str]]:
    """Remove specks, the background and the noise of a gray image; nothing moves."""
    operations: list[tuple[str, bool, Callable[[Pixels], Pixels]]] = [
        ("denoise", todo.median, lambda pixels: cast("Pixels", cv2.medianBlur(pixels, 3))),
        ("denoise", todo.specks > 0, lambda pixels: despeckle(pixels, todo.specks)),
        ("background", todo.background, remove_background),
        ("whiten", todo.whiten, lambda pixels: _whiten_paper(pixels, divided=todo.background)),
    ]
    pixels, steps = image.pixels, []
    for name, wanted, operation in operations:
        if wanted:
            pixels = operation(pixels)
            steps.append(name)
    return (image.with_pixels(pixels), steps) if steps else (image, [])


def _whiten_paper(pixels: Pixels, *, divided: bool) -> Pixels:
    """Make the paper white; `divided` by its background it already is, but for the noise."""
    noise = paper_noise(pixels)  # what is left of it
    median = float(np.median(pixels[::_STEP, ::_STEP]))
    white = 255 - _BELOW_BACKGROUND * noise if divided else median - _BELOW_MEDIAN * noise
    return whiten(pixels, max(white, _LOWEST_WHITE))


def _deskew(image: Image, text_height: float) -> tuple[Image, list[str]]:
    """Turn a page whose lines are tilted."""
    angle = estimate_skew(_reduced(image.pixels, int(text_height / _SKEW_TEXT)), _MAX_SKEW, _SKEW_STEP)
    if abs(angle) < _LEAST_SKEW:
        return image, []
    return rotate(image, -angle), [f"deskew {angle:.2f}"]


def _reduced(pixels: Pixels, factor: int) -> Pixels:
    """Return a copy divided by a whole number, or the image itself."""
    height, width = pixels.shape[0] // max(factor, 1), pixels.shape[1] // max(factor, 1)
    if factor <= 1 or not height or not width:
        return pixels
    whole = pixels[: height * factor, : width * factor]
    return cast("Pixels", cv2.resize(whole, (width, height), interpolation=cv2.INTER_AREA))


def _enlarge(image: Image, todo: Plan) -> tuple[Image, list[str]]:
    """Enlarge and sharpen a gray image."""
    if todo.factor == 1 or max(image.pixels.shape) * todo.factor > MAX_SIDE:
        return image, []
    large = scale(image, todo.factor, enlarging=cv2.INTER_CUBIC)  # what the sharpening was measured with
    steps = [f"scale {todo.factor:.2f}"]
    if not todo.sharpen:
        return large, steps
    return large.with_pixels(sharpen(large.pixels, _SHARPEN_SIGMA * todo.factor)), [*steps, "sharpen"]
