"""Black out the identifiers of images, and of image files."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import cast

import cv2
import numpy as np
import numpy.typing as npt

from sparkocr.deid.reading import Find, Prepare, Reading, level, read_image, shapes_of
from sparkocr.deid.search import SecretIndex, with_parts
from sparkocr.deid.secrets import Secret
from sparkocr.engines.engine import Engine
from sparkocr.enums import ImageType
from sparkocr.imaging.decode import decode
from sparkocr.imaging.draw import Mark, mask
from sparkocr.imaging.limits import MAX_PIXELS
from sparkocr.imaging.pixels import Image, Pixels, convert
from sparkocr.imaging.repaint import Shapes, blackened, frames_of, type_of

__all__ = ["Masked", "MaskedFile", "mask_file", "mask_image"]

Floats = npt.NDArray[np.float64]

_COLOUR = ImageType.TYPE_3BYTE_BGR


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
    sparkocr.deid.reading.shapes_of : what becomes black.
    """
    reading = read_image(image, read=read, find=find, prepare=prepare)
    found = _secrets([reading])
    shapes = tuple(_shapes([reading], _index(secrets, found)))
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
    index = _index(secrets, found)
    shapes = [Shapes(width, height, list(_shapes(readings, index))) for width, height, readings in pages]
    made = blackened(content, shapes, max_pixels=max_pixels)
    return MaskedFile(made, tuple(len(page.corners) for page in shapes), found)


def _secrets(readings: Iterable[Reading]) -> tuple[Secret, ...]:
    return tuple(item.secret for reading in readings for item in reading.found)


def _index(*secrets: Iterable[Secret]) -> SecretIndex:
    return SecretIndex(with_parts(secret for some in secrets for secret in some))


def _shapes(readings: Iterable[Reading], secrets: SecretIndex) -> Iterator[Floats]:
    for reading in readings:
        yield from (corners for corners, _ in shapes_of(reading, secrets))


def _views(image: Image) -> Iterator[Image]:
    """Yield how an image may be seen: as it is, or a transparent one on white paper and on black paper."""
    if image.image_type is not ImageType.TYPE_4BYTE_ABGR:
        yield image
        return
    yield image.with_pixels(convert(image.pixels, image.image_type, _COLOUR), _COLOUR)
    if image.pixels[..., 0].min() < 255:  # noqa: PLR2004
        alpha, colours = cv2.merge([image.pixels[..., 0]] * 3), np.ascontiguousarray(image.pixels[..., 1:])
        yield image.with_pixels(cast("Pixels", cv2.multiply(colours, alpha, scale=1 / 255)), _COLOUR)
