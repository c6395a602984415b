"""See text that is burned into pictures, over anatomy and noise, whatever it says.

The detector of PP-OCR sees text on about half of all pictures that have none: vertebrae, vessels, edges of bones. What
is text is told by reading it: the recogniser is sure of letters, and not of what only looks like them.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from math import remainder
from statistics import fmean
from typing import cast

import cv2
import numpy as np

from sparkocr.engines.ppocr.detect import Detection, DetectOptions
from sparkocr.engines.ppocr.engine import PPOcr
from sparkocr.imaging.pixels import Pixels
from sparkocr.layout.box import Box
from sparkocr.layout.page import Line

__all__ = ["SeenText", "see_text"]

# All chosen for this library on text drawn into pictures of pydicom's files, by bench/dicom_text.py.
_BORDER = 24  # px around the scaled picture, so that text at its edge is seen as a whole
_MOST_ENLARGED, _LONG_SIDE, _LESS_CLOSELY = 3.0, 1024.0, 700.0  # letters of 10 px are seen when they are enlarged
_LEAST_ENLARGED = 1.5  # from which on the picture is also seen as it is, for larger letters
_LARGE, _REDUCED = 1600.0, 1000.0  # px; large pictures are also seen reduced
_INSIDE, _LEAST_PROBABILITY = 0.2, 0.3  # of px that are inside of a line; of lines that are looked at
_LEAST_HEIGHT = 6.0  # px of a line with its margin
_LEAST_SURE = {1: 98.5, 2: 90.0, 3: 75.0, 4: 60.0}  # mean confidence by the number of letters and digits, 4 or more
_AGREED, _OTHER = {1: 85.0, 2: 70.0}, 80.0  # the same, and that of another recogniser, if it reads the same
_FEW_PROBABILITY = 0.36  # least one of the detector, of one or two letters on which two recognisers agree
_HIGHEST, _SURE_IF_HIGH = 0.3, 90.0  # share of the picture, and least confidence of what is higher
# A letter that stands alone: largest height in px or as share of the picture, and degrees by which it may be turned.
_LONE_HEIGHT, _LONE_SHARE, _TURNED, _QUARTER = 72.0, 0.1, 25.0, 90.0
_ANYWHERE = frozenset("OolI\u4e00\u4e28\u4e3f")  # rings and bars; these and digits are no text where they stand alone
_KNOWN = 0.8  # share of a box that was seen before
# A line is next to another one if it is about as high, on the same level, and not further away; in heights.
_HEIGHTS, _LEVEL, _GAP = 2.0, 0.5, 2.0
_FAST, _GOOD = "mix", "small"  # detectors that differ in what they overlook, both with the better recogniser
_LANGUAGES = "eng+ell+chi_sim+chi_tra+jpn+deu+ron"  # all letters that the recogniser has


@dataclass(frozen=True, slots=True)
class SeenText:
    """A line of text, or a part of one.

    Attributes
    ----------
    box : Box
        In px of the picture, turned as the text; with a margin around the letters.
    text : str
        How it was read, to tell it from what is no text.
    is_sure : bool
        Whether it is text without other text beside it.
    """

    box: Box
    text: str
    is_sure: bool


def see_text(pixels: Pixels, known: Sequence[Box] = (), *, closely: bool = True) -> list[SeenText]:
    """Find the text on a picture.

    Parameters
    ----------
    pixels : ndarray of uint8, shape (h, w) or (h, w, 3)
        Gray, or blue, green and red.
    known : sequence of Box
        Where text was: what is next to it, on the same level, is text also if it can hardly be read.
    closely : bool
        Whether small letters, of 10 px, are looked for with more care, which takes three times as long.

    Returns
    -------
    list of SeenText
        In no order.

    Raises
    ------
    DocumentError
        A model is missing or damaged.

    Notes
    -----
    A digit that stands alone is not told from anatomy, nor are rings and bars ("O", "l"), letters that are mirrored or
    turned by other angles than quarters, and letters alone that are higher than 72 px and a tenth of the picture. Text
    that hardly differs from what is below it may be seen in part.
    """
    seen: list[SeenText] = []
    others: list[SeenText] = []
    for factor, size in _looks(max(pixels.shape[:2]), closely=closely):
        for one in _candidates(pixels, factor, size, [one.box for one in seen]):
            (seen if one.is_sure else others).append(one)
    boxes = [*known, *(one.box for one in seen)]
    while more := [one for one in others if any(_is_next_to(one.box, box) for box in boxes)]:
        seen += more
        boxes = [one.box for one in more]
        others = [one for one in others if one not in more]
    return seen


def _looks(long: int, *, closely: bool) -> Iterator[tuple[float, str]]:
    """Yield by how much a picture with a long side is scaled, and the models, each time that it is looked at."""
    enlarged = min(_MOST_ENLARGED, (_LONG_SIDE if closely else _LESS_CLOSELY) / long)
    yield max(1.0, enlarged), _FAST
    if enlarged > _LEAST_ENLARGED:
        yield 1.0, _GOOD
        yield 1.0, _FAST
    if long > _LARGE:
        yield _REDUCED / long, _GOOD


def _candidates(pixels: Pixels, factor: float, size: str, known: Sequence[Box]) -> Iterator[SeenText]:
    """Yield what may be text on a picture that is scaled by a factor, without what is known."""
    scaled = _with_border(pixels, factor)
    side = max(scaled.shape[:2])
    options = DetectOptions(_INSIDE, _LEAST_PROBABILITY, size_threshold=0, long_side=side, short_side=side)
    engine = PPOcr(_LANGUAGES, size, detection=options, calibrated=False)
    for detection in engine.detect(scaled, 0):
        box = _placed(detection.box, factor)
        is_known = any(box.common_area(other) >= _KNOWN * box.area for other in known)
        if is_known or min(box.width, box.height) < _LEAST_HEIGHT:
            continue
        line = engine.read_line(scaled, detection.box)
        if line is not None:
            yield SeenText(box, _text_of(line), _is_sure(line, scaled, detection, factor))


def _with_border(pixels: Pixels, factor: float) -> Pixels:
    """Return a scaled picture with a border in the colour of its edges."""
    method = cv2.INTER_CUBIC if factor > 1 else cv2.INTER_AREA
    scaled = pixels if factor == 1 else cv2.resize(pixels, None, fx=factor, fy=factor, interpolation=method)
    edges = np.concatenate([pixels[0], pixels[-1], pixels[:, 0], pixels[:, -1]])
    color = np.atleast_1d(np.median(edges, axis=0)).tolist()
    return cast(
        "Pixels", cv2.copyMakeBorder(scaled, _BORDER, _BORDER, _BORDER, _BORDER, cv2.BORDER_CONSTANT, value=color)
    )


def _placed(box: Box, factor: float) -> Box:
    """Return a box of a scaled picture with border, placed on the picture."""
    return replace(box, x=box.x - _BORDER, y=box.y - _BORDER).scaled(1 / factor)


def _is_sure(line: Line, scaled: Pixels, detection: Detection, factor: float) -> bool:
    """Tell whether a line is text: the fewer letters, the surer they must be, as a ring is an "o"."""
    letters, confidence = _letters(line), _confidence(line)
    count = min(len(letters), max(_LEAST_SURE))
    is_few = count in _AGREED
    if not letters:
        return False
    height, long = detection.box.height / factor, max(scaled.shape[:2]) / factor
    if height > _HIGHEST * long and confidence < _SURE_IF_HIGH:
        return False
    if count == 1 and (
        not letters.isalpha()
        or letters in _ANYWHERE
        or height > max(_LONE_HEIGHT, _LONE_SHARE * long)
        or abs(remainder(detection.box.angle, _QUARTER)) > _TURNED
    ):
        return False
    if confidence >= _LEAST_SURE[count]:
        return True
    if not is_few or detection.score < _FEW_PROBABILITY or confidence < _AGREED[count]:
        return False
    return _is_read_again(letters, scaled, detection.box)


def _is_read_again(letters: str, scaled: Pixels, box: Box) -> bool:
    """Tell whether another recogniser reads the same letters."""
    line = PPOcr(size="tiny", calibrated=False).read_line(scaled, box)
    return line is not None and _confidence(line) >= _OTHER and _letters(line).casefold() == letters.casefold()


def _text_of(line: Line) -> str:
    return " ".join(word.text for word in line.words)


def _letters(line: Line) -> str:
    return "".join(letter for letter in _text_of(line) if letter.isalnum())


def _confidence(line: Line) -> float:
    """Return the mean of all characters of a line."""
    return fmean(word.confidence for word in line.words for _ in word.text)


def _is_next_to(box: Box, other: Box) -> bool:
    """Tell whether a box may belong to the line of text of another one."""
    height = min(box.height, other.height)
    along, across = other.offset(box)
    gap = abs(along) - (box.width + other.width) / 2
    return (
        max(box.height, other.height) <= _HEIGHTS * height
        and abs(across) <= _LEVEL * other.height
        and gap <= _GAP * other.height
    )
