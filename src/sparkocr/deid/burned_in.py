"""See text that is burned into pictures, over anatomy and noise, without knowing a word of it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import lru_cache
from statistics import fmean
from typing import cast

import cv2
import numpy as np

from sparkocr.engines.ppocr.detect import DetectOptions
from sparkocr.engines.ppocr.engine import PPOcr
from sparkocr.imaging.pixels import Pixels
from sparkocr.layout.box import Box
from sparkocr.layout.page import Line

__all__ = ["SeenText", "see_text"]

_BORDER = 32  # px around the picture, so that text at its edge is seen as a whole
_MOST_ENLARGED, _LONG_SIDE = 3.0, 1400.0  # letters of 10 px are seen when they are enlarged
_LEAST_PROBABILITY = 0.3  # of what is looked at; what is text is told by reading it
_SURE = 80.0  # mean confidence of its characters, of what is text
_LANGUAGES = "eng+ell+chi_sim+chi_tra+jpn+deu+ron"  # all letters that the recogniser has


@dataclass(frozen=True, slots=True)
class SeenText:
    """A line of text, or a part of one.

    Attributes
    ----------
    box : Box
        In px of the picture, turned as the text; with a margin around the letters.
    text : str
        How it was read, to tell it from what is no text; users' engines read better.
    confidence : float
        0 to 100.
    """

    box: Box
    text: str
    confidence: float


def see_text(pixels: Pixels) -> list[SeenText]:
    """Find the text on a picture.

    Parameters
    ----------
    pixels : ndarray of uint8, shape (h, w) or (h, w, 3)
        Gray, or blue, green and red.

    Returns
    -------
    list of SeenText
        In no order.

    Raises
    ------
    DocumentError
        A model is missing or damaged.
    """
    large, factor = _enlarged(pixels)
    height, width = large.shape[:2]
    engine = _engine(max(height, width))
    found = []
    for detection in engine.detect(large, 0):
        line = engine.read_line(large, detection.box)
        if line is not None and _is_text(line):
            found.append(_seen(detection.box, line, factor))
    return found


@lru_cache(maxsize=8)
def _engine(side: int) -> PPOcr:
    """Return what finds and reads lines in images with a long side, at their size."""
    options = DetectOptions(score_threshold=_LEAST_PROBABILITY, size_threshold=0, long_side=side, short_side=side)
    return replace(PPOcr(_LANGUAGES, "small", detection=options), size="mix")


def _enlarged(pixels: Pixels) -> tuple[Pixels, float]:
    """Return a picture as it is looked at, with a border, and by how much it is enlarged."""
    long = max(pixels.shape[:2])
    factor = min(_MOST_ENLARGED, max(1.0, _LONG_SIDE / long))
    edges = (pixels[0], pixels[-1], pixels[:, 0], pixels[:, -1])
    color = np.median(np.concatenate(edges), axis=0)
    bordered = cv2.copyMakeBorder(
        pixels, _BORDER, _BORDER, _BORDER, _BORDER, cv2.BORDER_CONSTANT, value=np.atleast_1d(color).tolist()
    )
    large = cv2.resize(bordered, None, fx=factor, fy=factor, interpolation=cv2.INTER_CUBIC)
    return cast("Pixels", large), factor


def _is_text(line: Line) -> bool:
    text = "".join(word.text for word in line.words)
    return any(letter.isalnum() for letter in text) and _confidence(line) >= _SURE


def _confidence(line: Line) -> float:
    return fmean(word.confidence for word in line.words for _ in word.text)


def _seen(box: Box, line: Line, factor: float) -> SeenText:
    small = box.scaled(1 / factor)
    placed = replace(small, x=small.x - _BORDER, y=small.y - _BORDER)
    return SeenText(placed, " ".join(word.text for word in line.words), _confidence(line))
