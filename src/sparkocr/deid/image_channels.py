"""Everything that could be read in a file of an image: its frames, and what is in the file besides pixels."""

from __future__ import annotations

import io
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

import numpy as np
from PIL import Image as Pillow
from PIL import ImageFile, ImageSequence
from PIL.ExifTags import IFD
from PIL.ExifTags import Base as Tag

from sparkocr.deid.channels import Allowance, Channel, Noise, Piece, ReadImage
from sparkocr.deid.fold import STOP
from sparkocr.deid.loose_text import binary_piece, data_pieces, string_texts
from sparkocr.errors import DocumentError
from sparkocr.imaging.decode import decode
from sparkocr.imaging.jpeg import JPEG_SIGNATURE
from sparkocr.imaging.limits import MAX_PIXELS

__all__ = ["image_pieces", "is_image", "metadata_pieces"]

_FORMATS = ("PNG", "JPEG", "TIFF", "BMP", "GIF", "WEBP", "JPEG2000")
_SIGNATURES = (
    b"\x89PNG",
    JPEG_SIGNATURE,
    b"II*\0",
    b"MM\0*",
    b"II+\0",
    b"BM",
    b"GIF8",
    b"RIFF",
    b"\0\0\0\x0cjP",
    b"\xff\x4f\xff\x51",
)
_MOST_FRAMES = 10_000
_MOST_THUMBNAILS = 16


def is_image(content: bytes | memoryview) -> bool:
    """Tell whether a file begins as an image does."""
    return bytes(content[:8]).startswith(_SIGNATURES)


def image_pieces(content: bytes, read_image: ReadImage | None, allowance: Allowance) -> Iterator[Piece]:
    """Yield what is in the file of an image.

    Parameters
    ----------
    content : bytes
        PNG, JPEG, TIFF, BMP, GIF, WebP or JPEG 2000.
    read_image : ReadImage or None
        Reads each frame and each thumbnail; None reads the metadata only.
    allowance : Allowance
        What may be decoded.

    Raises
    ------
    DocumentError
        The image, one of its frames or its metadata can't be decoded, or it is too large.
    """
    yield binary_piece(Channel.BYTES, content)
    yield from metadata_pieces(content, allowance)
    if read_image is None:
        return
    first = decode(content, max_pixels=MAX_PIXELS)
    yield Piece(Channel.PICTURE, read_image(first.pixels, first.resolution), 0)
    yield from _frame_pieces(content, read_image)
    for blob in [content[len(JPEG_SIGNATURE) :], *_blobs(content)]:
        yield from _thumbnail_pieces(blob, read_image)


def metadata_pieces(content: bytes, allowance: Allowance) -> Iterator[Piece]:
    """Yield what the metadata of an image say: Exif, XMP, IPTC, comments, texts of PNG and GIF, unpacked.

    Raises
    ------
    DocumentError
        They can't be read, or are too large.
    """
    values = _metadata(content)
    yield Piece(Channel.METADATA, STOP.join(value for value in values if isinstance(value, str)))
    for blob in (value for value in values if isinstance(value, bytes)):
        allowance.take(len(blob))
        yield from data_pieces(Channel.METADATA, blob)
        yield Piece(Channel.METADATA, STOP.join(string_texts(blob.rstrip(b"\0"))), noise=Noise.BINARY)


def _blobs(content: bytes) -> list[bytes]:
    """Return the metadata that are bytes, and may hold pictures."""
    return [value for value in _metadata(content) if isinstance(value, bytes)]


@contextmanager
def _opened(content: bytes) -> Iterator[ImageFile.ImageFile]:
    """Open an image."""
    try:
        with Pillow.open(io.BytesIO(content), formats=_FORMATS) as file:
            yield file
    except DocumentError:
        raise
    except Exception:  # noqa: BLE001  on damaged files Pillow raises what its parsers run into, of any type
        raise DocumentError("Can't open file as image.") from None


def _metadata(content: bytes) -> list[str | bytes]:
    """Return all values of the metadata of all frames."""
    values: list[str | bytes] = []
    with _opened(content) as file:
        count = getattr(file, "n_frames", 1)
        if count > _MOST_FRAMES:
            raise DocumentError("Image has too many frames.")
        for number in range(count):
            file.seek(number)
            tags = file.getexif()
            if Tag.SubIFDs in tags:
                raise DocumentError("Image has pictures inside of pictures, which can't be proven.")
            found = [file.info, tags, *(tags.get_ifd(directory) for directory in IFD)]
            found += [getattr(file, name, {}) for name in ("tag_v2", "app", "text")]
            for mapping in found:
                values += _flat(mapping)
    return list(dict.fromkeys(values))


def _flat(values: Any) -> list[str | bytes]:
    """Return the keys and values of a mapping, with those of the lists and mappings in it."""
    found: list[str | bytes] = []
    waiting: list[Any] = [values]
    while waiting:
        value = waiting.pop()
        if isinstance(value, str | bytes):
            found.append(value)
        elif isinstance(value, Mapping):
            waiting += [*value.keys(), *value.values()]
        elif isinstance(value, list | tuple):
            waiting += value
    return found


def _frame_pieces(content: bytes, read_image: ReadImage) -> Iterator[Piece]:
    """Yield what is read in each of several frames, or in one behind its transparency."""
    with _opened(content) as file:
        if getattr(file, "n_frames", 1) == 1 and not file.has_transparency_data:
            return
        for number, frame in enumerate(ImageSequence.Iterator(file)):
            if frame.width * frame.height > MAX_PIXELS:
                raise DocumentError(f"Image of {frame.width} x {frame.height} px exceeds the limit.")
            yield Piece(Channel.PICTURE, read_image(np.asarray(frame.convert("RGB").convert("L")), 0), number)


def _thumbnail_pieces(blob: bytes, read_image: ReadImage) -> Iterator[Piece]:
    """Yield what is read in the JPEGs in a part of a file."""
    place = -1
    for _ in range(_MOST_THUMBNAILS):
        place = blob.find(JPEG_SIGNATURE, place + 1)
        if place < 0:
            return
        try:
            image = decode(blob[place:], max_pixels=MAX_PIXELS)
        except DocumentError:
            continue  # three bytes that look like one
        yield Piece(Channel.METADATA, read_image(image.pixels, image.resolution))
    raise DocumentError("Image has too many thumbnails.")
