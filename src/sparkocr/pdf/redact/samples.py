"""The samples that pictures consist of (ISO 32000-1, 8.9.5), unpacked and packed again."""

from __future__ import annotations

import zlib
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
import pikepdf
from pikepdf import Array, Dictionary, Name, PdfImage, Stream, StreamDecodeLevel
from PIL import Image as Pillow

from sparkocr.pdf.entries import elements, entry

__all__ = ["BYTE", "DCT", "ODD_PICTURES", "Bytes", "Samples", "components_of", "filters_of", "packed", "unpacked"]

Bytes = npt.NDArray[np.uint8]

BYTE = 8
"""Bits."""
DCT = "/DCTDecode"
"""The filter of JPEGs."""

# Scans hardly repeat but in runs: a noisy page takes a third of the time without the search for anything else, and a
# twentieth less bytes; a clean one takes the same time. Blocks of a JPEG do: they take a quarter less bytes with it.
_RUNS, _ANYTHING = zlib.Z_RLE, zlib.Z_DEFAULT_STRATEGY
_UP = 2  # the PNG predictor that stores the differences to the row above, ISO 32000-1, 7.4.4.4
_UP_PREDICTOR = 12
_DEPTHS = (1, 2, 4, 8, 16)
_COMPONENTS = {
    "/DeviceGray": 1,
    "/CalGray": 1,
    "/Indexed": 1,
    "/Separation": 1,
    "/DeviceRGB": 3,
    "/CalRGB": 3,
    "/Lab": 3,
    "/DeviceCMYK": 4,
}
_FAX, _JPX = "/CCITTFaxDecode", "/JPXDecode"
_EXACT = frozenset(["/FlateDecode", "/LZWDecode", "/ASCIIHexDecode", "/ASCII85Decode", "/RunLengthDecode", DCT])
_LONG_NAMES = {"/Fl": "/FlateDecode", "/LZW": "/LZWDecode", "/AHx": "/ASCIIHexDecode", "/A85": "/ASCII85Decode"}
_ODD = (pikepdf.PdfError, pikepdf.DataDecodingError, ValueError, TypeError, KeyError, OSError, NotImplementedError)
ODD_PICTURES = (*_ODD, pikepdf.UnsupportedImageTypeError, Pillow.DecompressionBombError)
"""What unpacking raises on pictures that are damaged, or of a kind that isn't known."""


@dataclass(slots=True)
class Samples:
    """What a picture consists of; `rows` are the bytes of its lines, shape (height, bytes of a line)."""

    rows: Bytes
    width: int
    depth: int
    components: int


def components_of(space: Any) -> int:
    """Return how many components a colour space has (ISO 32000-1, 8.6).

    Raises
    ------
    ValueError
        It isn't known.
    """
    items = elements(space) or [space]
    family = str(items[0])
    if family == "/ICCBased":
        return int(items[1].N)
    if family == "/DeviceN":
        return len(items[1])
    if family not in _COMPONENTS:
        raise ValueError
    return _COMPONENTS[family]


def unpacked(picture: Stream) -> tuple[Samples, Name | None]:
    """Return the samples of a picture, and its colour space where the picture itself says it.

    Raises
    ------
    ValueError, pikepdf.PdfError and others
        They can't be unpacked.
    """
    width, height = int(picture.Width), int(picture.Height)
    filters = filters_of(picture)
    if filters == [_JPX]:
        return _unpacked_jpx(picture)
    if filters == [_FAX]:
        image = PdfImage(picture).as_pil_image(apply_decode_array=False, apply_mask=False)
        if image.mode != "1" or image.size != (width, height):
            raise ValueError
        return Samples(np.packbits(np.asarray(image), axis=1), width, 1, 1), None
    if not _EXACT.issuperset(filters) or len(set(filters)) < len(filters):
        raise ValueError
    is_stencil = entry(picture, Name.ImageMask) is True
    depth = 1 if is_stencil else BYTE if DCT in filters else int(picture.BitsPerComponent)
    components = 1 if is_stencil else components_of(picture.get(Name.ColorSpace))
    if depth not in _DEPTHS or any(Name.ColorTransform in part for part in _parameters(picture)):
        raise ValueError
    line = (width * components * depth + BYTE - 1) // BYTE
    data = picture.read_bytes(StreamDecodeLevel.all)
    if len(data) < height * line:
        raise ValueError
    rows = np.frombuffer(data, np.uint8, height * line).reshape(height, line).copy()
    return Samples(rows, width, depth, components), None


def _unpacked_jpx(picture: Stream) -> tuple[Samples, Name | None]:
    """Unpack a JPEG 2000 of 8 bits without transparency."""
    image = PdfImage(picture).as_pil_image(apply_decode_array=False, apply_mask=False)
    components = {"L": 1, "RGB": 3}.get(image.mode)
    if components is None or image.size != (int(picture.Width), int(picture.Height)) or picture.get("/SMaskInData"):
        raise ValueError
    space = picture.get(Name.ColorSpace)
    if space is not None and components_of(space) != components:
        raise ValueError
    rows = np.array(image, np.uint8).reshape(image.height, image.width * components)
    own = Name.DeviceGray if components == 1 else Name.DeviceRGB
    return Samples(rows, image.width, BYTE, components), own if space is None else None


def filters_of(picture: Stream) -> list[str]:
    """Return the names of the filters of a picture."""
    used = picture.get(Name.Filter)
    names = elements(used) if isinstance(used, Array) else [used]
    return [_LONG_NAMES.get(str(name), str(name)) for name in names if name is not None]


def _parameters(picture: Stream) -> list[Dictionary]:
    """Return the parameters of the filters of a picture."""
    used = picture.get(Name.DecodeParms)
    return [item for item in (elements(used) if isinstance(used, Array) else [used]) if isinstance(item, Dictionary)]


def packed(document: pikepdf.Pdf, samples: Samples, *, is_jpeg: bool = False) -> Stream:
    """Return samples as a picture, packed without loss; it has no colour space.

    Parameters
    ----------
    document : pikepdf.Pdf
        To which the picture belongs.
    samples : Samples
        What it shows.
    is_jpeg : bool, optional
        Whether they are parts of a JPEG, which are packed smaller in more time.
    """
    rows = samples.rows
    coded = np.empty((rows.shape[0], rows.shape[1] + 1), np.uint8)
    coded[:, 0], coded[0, 1:] = _UP, rows[0]
    np.subtract(rows[1:], rows[:-1], out=coded[1:, 1:])
    compressor = zlib.compressobj(strategy=_ANYTHING if is_jpeg else _RUNS)
    return Stream(
        document,
        compressor.compress(coded.tobytes()) + compressor.flush(),
        Type=Name.XObject,
        Subtype=Name.Image,
        Width=samples.width,
        Height=len(rows),
        BitsPerComponent=samples.depth,
        Filter=Name.FlateDecode,
        DecodeParms=Dictionary(Predictor=_UP_PREDICTOR, Columns=rows.shape[1]),
    )
