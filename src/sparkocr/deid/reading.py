"""Texts with their places: what is found in them, and what has to be covered of the page or image they are on."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial

import numpy as np
import numpy.typing as npt

from sparkocr.deid.search import SecretIndex
from sparkocr.deid.secrets import Secret
from sparkocr.engines.engine import Engine, recognise
from sparkocr.entities.entity import Entity
from sparkocr.entities.matching import overlapping
from sparkocr.enums import PageIteratorLevel
from sparkocr.errors import DocumentError
from sparkocr.imaging.geometry import rotate
from sparkocr.imaging.pixels import Image, Matrix
from sparkocr.imaging.skew import deskew
from sparkocr.layout.report import ReadOptions
from sparkocr.positions.boxes import Placed, SpanBoxes
from sparkocr.positions.position import Position
from sparkocr.positions.text import PositionText, Units

__all__ = [
    "Find",
    "Found",
    "Prepare",
    "Reading",
    "find_in",
    "level",
    "placed_text",
    "read_image",
    "shapes_of",
    "text_of",
]

Floats = npt.NDArray[np.float64]
Find = Callable[[str], Sequence[Entity]]
"""From a text to its entities."""
Prepare = Callable[[Image], Image]

_WORDS = ReadOptions(level=PageIteratorLevel.WORD)
# Chosen for this library, on generated scans: boxes of both engines cut the edges of letters.
_PADDING, _LEAST_PADDING = 0.15, 2.0  # of the height of a box; px
_HALF_ANGLE, _STEP = 15.0, 1.0  # degrees: pages that were laid on a scanner by hand; 5 takes as long

_QUARTER = 90  # degrees
_TELLING = 3  # letters of a word from which it is wider than high
# Both engines have 90 and more on upright pages, also with noise; upside down Tesseract has 33 to 36, and PP-OCR 53 to
# 60. What is between, such as bad faxes, is read twice.
_SURE = 75.0

level: Prepare = partial(deskew, angle=0.0, automatic=True, half_angle=_HALF_ANGLE, step=_STEP)
"""What is done to images before they are read, unless something else is asked for: lines of text are levelled."""


@dataclass(frozen=True, slots=True)
class Found:
    """An identifier in a text.

    Attributes
    ----------
    begin, end : int
        Offsets of its first character and of the one after its last.
    secret : Secret
        What it says.
    """

    begin: int
    end: int
    secret: Secret


@dataclass(frozen=True, slots=True, eq=False)
class Reading:
    """A text with its places, and the identifiers in it.

    Attributes
    ----------
    text : PositionText
        Of single characters, or of words that were read of an image.
    to_page : ndarray of float64, shape (3, 3)
        Takes points of that image, as it was read, to points of the page or image that counts.
    found : tuple of Found
    is_exact : bool
        Whether boxes are those of the letters; engines may cut the edges of letters.
    """

    text: PositionText
    to_page: Matrix
    found: tuple[Found, ...]
    is_exact: bool = False


def placed_text(units: Iterable[Position]) -> PositionText:
    """Return the text that words or characters spell, in lines."""
    found = list(units)
    boxes = np.array([unit[1:5] for unit in found], np.float32).reshape(-1, 4)
    return text_of([unit.c for unit in found], boxes)


def text_of(texts: list[str], boxes: npt.NDArray[np.float32]) -> PositionText:
    """Return the text that words or characters spell, in lines.

    Parameters
    ----------
    texts : list of str
    boxes : ndarray of float32, shape (n, 4)
        x, y, width and height. Of this precision, so that the text is the same after they were sent somewhere.
    """
    zeros = np.zeros(len(texts), np.int64)
    return PositionText(Units(texts, boxes.astype(np.float64), zeros, zeros))


def read_image(image: Image, *, read: Engine, find: Find, prepare: Prepare = level) -> Reading:
    """Read an image, and find the entities of its text.

    Parameters
    ----------
    image : Image
    read : Engine
    find : Callable
        From a text to its entities.
    prepare : Callable
        Makes the image that is read of the given one: levels it, scales it, takes out noise. Its `transform` leads
        back; what it cuts off is neither read nor masked.

    Returns
    -------
    Reading
        Of whole words: nobody knows where in a word a letter is. It leads to px of the image that was given. An image
        on its side or upside down is read turned upright; single lines of it that stand otherwise may not be read.

    Raises
    ------
    DocumentError
        The image can't be read, or an entity is not in the text.
    """
    found = _upright(Image(image.pixels, image.dpi, image.image_type), read, prepare)
    text = placed_text(found.words)
    to_page = np.eye(3) if found.image.transform is None else found.image.transform
    return Reading(text, to_page, find_in(text.text, find))


@dataclass(frozen=True, slots=True, eq=False)
class _Read:
    """An image, the words that were read in it, and how sure the engine is of them, 0 to 100."""

    image: Image
    words: Sequence[Position]
    confidence: float


def _upright(image: Image, read: Engine, prepare: Prepare) -> _Read:
    """Read an image; one that seems to lie on its side or to be upside down also turned, and take the surer reading."""
    found = _recognised(prepare(image), read)
    if _runs_down(found.words):
        turned = _surer_half_turn(_recognised(prepare(rotate(image, _QUARTER)), read), read)
        return turned if turned.confidence >= _SURE else max(found, turned, key=_confidence)
    return _surer_half_turn(found, read)


def _surer_half_turn(found: _Read, read: Engine) -> _Read:
    """Return what was read, or what is read when the image is turned by 180 degrees, if that was little sure."""
    if found.confidence >= _SURE:
        return found
    return max(found, _recognised(rotate(found.image, 2 * _QUARTER), read), key=_confidence)


def _recognised(image: Image, read: Engine) -> _Read:
    found = recognise(read, image.pixels, image.dpi, _WORDS)
    return _Read(image, found.positions, found.confidence)


def _confidence(found: _Read) -> float:
    return found.confidence


def _runs_down(words: Sequence[Position]) -> bool:
    """Tell whether most words stand on their side; short ones don't tell it."""
    tall = [word.height > word.width for word in words if len(word.c) >= _TELLING]
    return 2 * sum(tall) > len(tall)


def find_in(text: str, find: Find) -> tuple[Found, ...]:
    """Find the identifiers of a text, with what they say.

    Raises
    ------
    DocumentError
        One is not in the text.
    """
    found = []
    for entity in find(text) if text.strip() else ():
        if not (0 <= entity.begin < entity.end <= len(text) and text[entity.begin : entity.end].strip()):
            raise DocumentError("An entity is not in the text of the page.")
        found.append(Found(entity.begin, entity.end, Secret(text[entity.begin : entity.end], entity.label)))
    return tuple(found)


def shapes_of(reading: Reading, secrets: SecretIndex) -> Iterator[tuple[Floats, str]]:
    """Yield what must be covered: a rectangle for each line of what was found, and of secrets wherever they are.

    Words that were read are covered whole, with a margin of 0.15 of their height.

    Parameters
    ----------
    reading : Reading
    secrets : SecretIndex

    Yields
    ------
    ndarray of float64, shape (4, 2)
        Corners on the page or image that counts. They may be outside of it.
    str
        The label.

    Raises
    ------
    DocumentError
        The text is another one than when it was searched, or it is not known where an entity is.
    """
    text = reading.text.text
    if any(text[item.begin : item.end] != item.secret.text for item in reading.found):
        raise DocumentError("The text of a page is another one than when it was searched.")
    spans = [(item.begin, item.end, item.secret) for item in reading.found] + secrets.find(text)
    boxes = SpanBoxes(reading.text)
    for group in overlapping([(begin, end) for begin, end, _ in spans]):
        begin, end = min(spans[number][0] for number in group), max(spans[number][1] for number in group)
        placed = boxes.of(*_whole_units(reading.text, begin, end))
        if not placed:
            raise DocumentError("It is not known where an entity is on the page.")
        for part in placed:
            yield _corners(part, reading), spans[group[0]][2].label


def _corners(part: Placed, reading: Reading) -> Floats:
    """Return the corners of a part of a line, with a margin if it was read."""
    margin = 0.0 if reading.is_exact else max(_LEAST_PADDING, _PADDING * (part.bottom - part.top))
    left, top, right, bottom = part.left - margin, part.top - margin, part.right + margin, part.bottom + margin
    corners: Floats = np.array([[left, top], [right, top], [right, bottom], [left, bottom]])
    return corners @ reading.to_page[:2, :2].T + reading.to_page[:2, 2]


def _whole_units(text: PositionText, begin: int, end: int) -> tuple[int, int]:
    """Widen a span to the whole of the units that it touches."""
    first, last = (np.searchsorted(text.starts, [begin, end - 1], "right") - 1).tolist()
    return min(begin, int(text.starts[first])), max(end, int(text.starts[last]) + len(text.units.texts[last]))
