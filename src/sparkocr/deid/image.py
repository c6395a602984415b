"""Black out the identifiers of images, and of image files."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import partial
from typing import cast

import cv2
import numpy as np
import numpy.typing as npt

from sparkocr.deid.pages import Find, placed_text, polygons
from sparkocr.deid.search import SecretIndex, parts_of
from sparkocr.deid.secrets import Secret
from sparkocr.engines.engine import Engine, recognise
from sparkocr.entities.matching import overlapping
from sparkocr.enums import ImageType, PageIteratorLevel
from sparkocr.errors import DocumentError
from sparkocr.imaging.decode import decode
from sparkocr.imaging.draw import Mark, mask
from sparkocr.imaging.limits import MAX_PIXELS
from sparkocr.imaging.pixels import Image, Matrix, Pixels, convert
from sparkocr.imaging.repaint import Shapes, blackened, frames_of, type_of
from sparkocr.imaging.skew import deskew
from sparkocr.layout.report import ReadOptions
from sparkocr.positions.text import PositionText

__all__ = [
    "Masked",
    "MaskedFile",
    "Prepare",
    "Reading",
    "find_shapes",
    "level",
    "mask_file",
    "mask_image",
    "read_image",
]

Floats = npt.NDArray[np.float64]
Prepare = Callable[[Image], Image]

_COLOUR = ImageType.TYPE_3BYTE_BGR
_WORDS = ReadOptions(level=PageIteratorLevel.WORD)
# Chosen for this library, on generated scans: boxes of both engines cut the edges of letters.
_PADDING, _LEAST_PADDING = 0.15, 2.0  # of the height of a box; px
_HALF_ANGLE, _STEP = 5.0, 1.0  # degrees: scans are tilted by less

level: Prepare = partial(deskew, angle=0.0, automatic=True, half_angle=_HALF_ANGLE, step=_STEP)
"""What is done to images before they are read, unless something else is asked for: lines of text are levelled."""


@dataclass(frozen=True, slots=True, eq=False)
class Reading:
    """What was read of an image.

    Attributes
    ----------
    text : PositionText
        Its words, in px of the image as it was read.
    to_image : ndarray of float64, shape (3, 3)
        Takes points of that to points of the image that was given.
    found : tuple of (int, int, Secret)
        Begin and end in the text, and what is there.
    """

    text: PositionText
    to_image: Matrix
    found: tuple[tuple[int, int, Secret], ...]


@dataclass(frozen=True, slots=True, eq=False)
class Masked:
    """An image without its identifiers.

    Attributes
    ----------
    image : Image
    shapes : tuple of ndarray of float64, shape (4, 2)
        The corners of what is black now, in px.
    secrets : tuple of Secret
        What was found, in the order of the text.
    """

    image: Image
    shapes: tuple[Floats, ...]
    secrets: tuple[Secret, ...]


@dataclass(frozen=True, slots=True)
class MaskedFile:
    """An image file without its identifiers.

    Attributes
    ----------
    content : bytes
    regions : tuple of int
        How many regions are black now, on each page.
    secrets : tuple of Secret
        What was found, in the order of pages and text.
    """

    content: bytes
    regions: tuple[int, ...]
    secrets: tuple[Secret, ...]


def mask_image(
    image: Image, *, read: Engine, find: Find, prepare: Prepare = level, secrets: Iterable[Secret] = ()
) -> Masked:
    """Black out the identifiers of an image.

    Parameters
    ----------
    image : Image
    read : Engine
        Reads the text.
    find : Callable
        From a text to its entities.
    prepare : Callable
        Makes the image that is read of the given one, see `read_image`.
    secrets : iterable of Secret
        What is known to be an identifier, wherever it is.

    Returns
    -------
    Masked
        All other pixels are as they were.

    Raises
    ------
    DocumentError
        The image can't be read, or it is not known where on it an entity is.

    See Also
    --------
    find_shapes : what becomes black.
    """
    reading = read_image(image, read=read, find=find, prepare=prepare)
    found = _secrets([reading])
    shapes = tuple(find_shapes(reading, [*secrets, *found]))
    return Masked(mask(image, [Mark(corners) for corners in shapes]), shapes, found)


def mask_file(
    content: bytes,
    *,
    read: Engine,
    find: Find,
    prepare: Prepare = level,
    secrets: Iterable[Secret] = (),
    max_pixels: int = MAX_PIXELS,
) -> MaskedFile:
    """Black out the identifiers of an image file, on all of its pages; what is found on one, on the others, too.

    Parameters
    ----------
    content : bytes
        PNG, JPEG, TIFF, BMP, GIF, WebP or JPEG 2000.
    read, find, prepare, secrets
        As in `mask_image`. A transparent image is read on white and on black paper.
    max_pixels : int
        Largest width x height of a page, in px.

    Returns
    -------
    MaskedFile
        Of the same format; see `sparkocr.imaging.repaint.blackened` for what stays of the file.

    Raises
    ------
    DocumentError
        The file can't be read or written, or it is not known where on it an entity is.
    """
    content = bytes(content)
    pages: list[tuple[int, int, list[Reading]]] = []
    for frame in frames_of(content, max_pixels=max_pixels):
        views = list(_views(decode(frame, image_type=type_of(frame), max_pixels=max_pixels)))
        height, width = views[0].pixels.shape[:2]
        pages.append((width, height, [read_image(view, read=read, find=find, prepare=prepare) for view in views]))
    found = _secrets(reading for _, _, readings in pages for reading in readings)
    known = [*secrets, *found]
    shapes = [
        Shapes(width, height, [corners for reading in readings for corners in find_shapes(reading, known)])
        for width, height, readings in pages
    ]
    made = blackened(content, shapes, max_pixels=max_pixels)
    return MaskedFile(made, tuple(len(page.corners) for page in shapes), found)


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

    Raises
    ------
    DocumentError
        The image can't be read, or an entity is not in the text.
    """
    prepared = prepare(Image(image.pixels, image.dpi, image.image_type))
    text = placed_text(recognise(read, prepared.pixels, prepared.dpi, _WORDS).positions)
    to_image = np.eye(3) if prepared.transform is None else prepared.transform
    return Reading(text, to_image, tuple(_found(text.text, find)))


def find_shapes(reading: Reading, secrets: Iterable[Secret]) -> Iterator[Floats]:
    """Yield what must become black of an image that was read: a rectangle for each line of what was found.

    Whole words are covered, with a margin of 0.15 of their height, because engines do not know exactly where in a word
    a letter is. Secrets are covered wherever else they are, and so are the single names of persons.

    Parameters
    ----------
    reading : Reading
    secrets : iterable of Secret

    Yields
    ------
    ndarray of float64, shape (4, 2)
        Corners in px of the image that was given. They may be outside of it.

    Raises
    ------
    DocumentError
        It is not known where an entity is.
    """
    known = list(dict.fromkeys(secrets))
    index = SecretIndex([*known, *(part for secret in known for part in parts_of(secret))])
    spans = [(begin, end) for begin, end, _ in reading.found]
    others = [(begin, end) for begin, end, _ in index.find(reading.text.text)]
    everything = [*spans, *others]
    for group in overlapping(everything):
        begin, end = min(everything[number][0] for number in group), max(everything[number][1] for number in group)
        boxes = list(polygons(reading.text, [(begin, end)], padding=0.0))
        if not boxes:
            raise DocumentError("It is not known where an entity is on the page")
        for box in boxes:
            yield _grown(box) @ reading.to_image[:2, :2].T + reading.to_image[:2, 2]


def _secrets(readings: Iterable[Reading]) -> tuple[Secret, ...]:
    return tuple(secret for reading in readings for _, _, secret in reading.found)


def _found(text: str, find: Find) -> Iterator[tuple[int, int, Secret]]:
    """Yield the entities of a text.

    Raises
    ------
    DocumentError
        One is not in the text.
    """
    for entity in find(text) if text.strip() else ():
        if not (0 <= entity.begin < entity.end <= len(text) and text[entity.begin : entity.end].strip()):
            raise DocumentError("An entity is not in the text of the page")
        yield entity.begin, entity.end, Secret(text[entity.begin : entity.end], entity.label)


def _grown(box: Floats) -> Floats:
    """Return the corners of an upright box with a margin."""
    margin = max(_LEAST_PADDING, _PADDING * float(box[2, 1] - box[0, 1]))
    grown: Floats = box + margin * np.array([[-1, -1], [1, -1], [1, 1], [-1, 1]])
    return grown


def _views(image: Image) -> Iterator[Image]:
    """Yield how an image may be seen: as it is, or a transparent one on white paper and on black paper."""
    if image.image_type is not ImageType.TYPE_4BYTE_ABGR:
        yield image
        return
    yield image.with_pixels(convert(image.pixels, image.image_type, _COLOUR), _COLOUR)
    if image.pixels[..., 0].min() < 255:  # noqa: PLR2004
        alpha, colours = cv2.merge([image.pixels[..., 0]] * 3), np.ascontiguousarray(image.pixels[..., 1:])
        yield image.with_pixels(cast("Pixels", cv2.multiply(colours, alpha, scale=1 / 255)), _COLOUR)
