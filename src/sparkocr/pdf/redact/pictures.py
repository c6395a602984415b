"""Paint regions of pictures over, in the samples that they consist of, without loss to the others."""

from __future__ import annotations

import math
import zlib
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
import pikepdf
from pikepdf import Array, Dictionary, Name, PdfImage, PdfInlineImage, Stream, StreamDecodeLevel
from PIL import Image as Pillow

from sparkocr.enums import Color
from sparkocr.imaging.limits import MAX_PIXELS
from sparkocr.pdf.boxes import numbers_of
from sparkocr.pdf.entries import elements, entry
from sparkocr.pdf.redact.geometry import Hole, Matrix, inverse, moved
from sparkocr.pdf.redact.report import CannotRewriteError

__all__ = ["inline_picture", "painted", "pixels_of"]

Bytes = npt.NDArray[np.uint8]

_KEPT = ("/ColorSpace", "/Decode", "/ImageMask", "/Intent", "/Interpolate", "/Matte", "/Mask")
# Of zlib. Scans hardly repeat but in runs: a noisy page takes a third of the time without the search for anything else,
# and a twentieth less bytes; a clean one takes the same time.
_STRATEGY = zlib.Z_RLE
_UP = 2  # the PNG predictor that stores the differences to the row above, ISO 32000-1, 7.4.4.4
_UP_PREDICTOR = 12
_MARGIN = 1.0 + math.sqrt(0.5)  # px: one more around a region, and from the centre of a pixel to its corner
_DEPTHS = (1, 2, 4, 8, 16)
_BYTE = 8
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
_PLAIN_SPACES = frozenset(["/DeviceGray", "/CalGray", "/DeviceRGB", "/CalRGB", "/ICCBased", "/DeviceCMYK"])
_DCT, _FAX, _JPX = "/DCTDecode", "/CCITTFaxDecode", "/JPXDecode"
_EXACT = frozenset(["/FlateDecode", "/LZWDecode", "/ASCIIHexDecode", "/ASCII85Decode", "/RunLengthDecode", _DCT])
_LONG_NAMES = {"/Fl": "/FlateDecode", "/LZW": "/LZWDecode", "/AHx": "/ASCIIHexDecode", "/A85": "/ASCII85Decode"}
_LUMA = (0.299, 0.587, 0.114)  # ITU-R BT.601
# What pikepdf and Pillow raise on pictures that are damaged, or of a kind that they don't know.
_ODD = (pikepdf.PdfError, pikepdf.DataDecodingError, ValueError, TypeError, KeyError, OSError, NotImplementedError)
_ODD_PICTURES = (*_ODD, pikepdf.UnsupportedImageTypeError, Pillow.DecompressionBombError)


@dataclass(slots=True)
class _Samples:
    """What a picture consists of; `rows` are the bytes of its lines, shape (height, bytes of a line)."""

    rows: Bytes
    width: int
    depth: int
    components: int


def pixels_of(picture: Stream) -> int:
    """Return how many pixels a picture says to have.

    Raises
    ------
    CannotRewriteError
        It has none, or more than `sparkocr.imaging.limits.MAX_PIXELS`.
    """
    width, height = picture.get(Name.Width), picture.get(Name.Height)
    if not isinstance(width, int) or not isinstance(height, int) or width <= 0 or height <= 0:
        raise CannotRewriteError("A picture is damaged.")
    if width * height > MAX_PIXELS:
        raise CannotRewriteError("A picture is too large.")
    return width * height


def painted(document: pikepdf.Pdf, picture: Stream, matrix: Matrix, holes: Sequence[Hole], color: Color) -> Stream:
    """Return a copy of a picture in which regions have one colour, and its transparency none.

    The region is painted with a margin of a pixel. What is beside keeps its values: the copy is packed without loss.

    Parameters
    ----------
    document : pikepdf.Pdf
        To which the copy belongs.
    picture : Stream
        An image XObject, or what `inline_picture` returns.
    matrix : Matrix
        From the unit square, which the picture fills, to user space.
    holes : sequence of Hole
        In user space.
    color : Color
        Of the regions, where the colour space of the picture is a plain one; otherwise they are of any one colour.

    Raises
    ------
    CannotRewriteError
        It is of a kind that can't be unpacked, or damaged.
    """
    back = inverse(matrix)
    if back is None:
        raise CannotRewriteError("A picture has no area.")
    is_stencil = entry(picture, Name.ImageMask) is True
    value = [0.0] if is_stencil else _sample_of(picture, color)
    copy = _painted(document, picture, back, holes, value)
    transparency, mask = picture.get(Name.SMask), picture.get(Name.Mask)
    if isinstance(transparency, Stream):
        copy.SMask = _painted(document, transparency, back, holes, [1.0])
    if isinstance(mask, Stream):
        copy.Mask = _painted(document, mask, back, holes, [0.0])
    return copy


def inline_picture(document: pikepdf.Pdf, image: PdfInlineImage, resources: object) -> Stream:
    """Return an image in a content stream as an image XObject."""
    picture = Stream(document, image.read_raw_bytes())
    for name, value in image.obj.items():
        if name != "/Length":
            picture[name] = value
    space = picture.get(Name.ColorSpace)
    if isinstance(space, Name):
        picture.ColorSpace = entry(entry(resources, Name.ColorSpace), space) or space
    picture.Type, picture.Subtype = Name.XObject, Name.Image
    return picture


def _painted(
    document: pikepdf.Pdf, picture: Stream, back: Matrix, holes: Sequence[Hole], value: Sequence[float]
) -> Stream:
    """Return a copy of a picture or a mask with regions of one value, 0 to 1 for each component."""
    pixels_of(picture)
    try:
        samples, space = _unpacked(picture)
    except _ODD_PICTURES:
        raise CannotRewriteError("A picture is of a kind that can't be changed.") from None
    if len(value) != samples.components:
        value = [0.0] * samples.components
    decode = numbers_of(picture.get(Name.Decode))
    if decode is not None and len(decode) >= 2 and decode[0] > decode[1]:  # noqa: PLR2004
        value = [1 - part for part in value]
    height = len(samples.rows)
    for hole in holes:
        corners = (moved(back, x, y) for x, y in hole.points)
        _fill(samples, Hole([(x * samples.width, (1 - y) * height) for x, y in corners]), value)
    copy = Stream(document, _packed(samples.rows))
    for name in _KEPT:
        if name in picture and not isinstance(picture[name], Stream):
            copy[name] = picture[name]
    if space is not None:
        copy.ColorSpace = space
    copy.Type, copy.Subtype = Name.XObject, Name.Image
    copy.Width, copy.Height, copy.BitsPerComponent = samples.width, height, samples.depth
    copy.Filter = Name.FlateDecode
    copy.DecodeParms = Dictionary(Predictor=_UP_PREDICTOR, Columns=samples.rows.shape[1])
    return copy


def _sample_of(picture: Stream, color: Color) -> list[float]:
    """Return a colour as components, 0 to 1; an empty list if the colour space isn't a plain one."""
    space = picture.get(Name.ColorSpace)
    if str(space[0] if isinstance(space, Array) and len(space) else space) not in _PLAIN_SPACES:
        return []
    red, green, blue = (part / 255 for part in color.rgb)
    light = sum(part * weight for part, weight in zip((red, green, blue), _LUMA, strict=True))
    return {
        1: [light],
        3: [red, green, blue],
        4: [1 - red, 1 - green, 1 - blue, 0.0],
    }.get(_components(space), [])


def _components(space: Any) -> int:
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


def _unpacked(picture: Stream) -> tuple[_Samples, Name | None]:
    """Return the samples of a picture, and its colour space where the picture itself says it.

    Raises
    ------
    ValueError, pikepdf.PdfError and others
        They can't be unpacked.
    """
    width, height = int(picture.Width), int(picture.Height)
    filters = _filters(picture)
    if filters == [_JPX]:
        return _unpacked_jpx(picture)
    if filters == [_FAX]:
        image = PdfImage(picture).as_pil_image(apply_decode_array=False, apply_mask=False)
        if image.mode != "1" or image.size != (width, height):
            raise ValueError
        return _Samples(np.packbits(np.asarray(image), axis=1), width, 1, 1), None
    if not _EXACT.issuperset(filters) or len(set(filters)) < len(filters):
        raise ValueError
    is_stencil = entry(picture, Name.ImageMask) is True
    depth = 1 if is_stencil else _BYTE if _DCT in filters else int(picture.BitsPerComponent)
    components = 1 if is_stencil else _components(picture.get(Name.ColorSpace))
    if depth not in _DEPTHS or any(Name.ColorTransform in part for part in _parameters(picture)):
        raise ValueError
    line = (width * components * depth + _BYTE - 1) // _BYTE
    data = picture.read_bytes(StreamDecodeLevel.all)
    if len(data) < height * line:
        raise ValueError
    rows = np.frombuffer(data, np.uint8, height * line).reshape(height, line).copy()
    return _Samples(rows, width, depth, components), None


def _unpacked_jpx(picture: Stream) -> tuple[_Samples, Name | None]:
    """Unpack a JPEG 2000 of 8 bits without transparency."""
    image = PdfImage(picture).as_pil_image(apply_decode_array=False, apply_mask=False)
    components = {"L": 1, "RGB": 3}.get(image.mode)
    if components is None or image.size != (int(picture.Width), int(picture.Height)) or picture.get("/SMaskInData"):
        raise ValueError
    space = picture.get(Name.ColorSpace)
    if space is not None and _components(space) != components:
        raise ValueError
    rows = np.array(image, np.uint8).reshape(image.height, image.width * components)
    own = Name.DeviceGray if components == 1 else Name.DeviceRGB
    return _Samples(rows, image.width, _BYTE, components), own if space is None else None


def _filters(picture: Stream) -> list[str]:
    """Return the names of the filters of a picture."""
    used = picture.get(Name.Filter)
    names = elements(used) if isinstance(used, Array) else [used]
    return [_LONG_NAMES.get(str(name), str(name)) for name in names if name is not None]


def _parameters(picture: Stream) -> list[Dictionary]:
    """Return the parameters of the filters of a picture."""
    used = picture.get(Name.DecodeParms)
    return [item for item in (elements(used) if isinstance(used, Array) else [used]) if isinstance(item, Dictionary)]


def _fill(samples: _Samples, hole: Hole, value: Sequence[float]) -> None:
    """Give the pixels of a region and its margin a value."""
    left, top, right, bottom = hole.bounds
    first, last = max(0, math.floor(left - _MARGIN)), min(samples.width, math.ceil(right + _MARGIN))
    low, high = max(0, math.floor(top - _MARGIN)), min(len(samples.rows), math.ceil(bottom + _MARGIN))
    if first >= last or low >= high:
        return
    x, y = np.arange(first, last, dtype=np.float64) + 0.5, np.arange(low, high, dtype=np.float64) + 0.5
    inside = hole.covers(x[None, :], y[:, None], _MARGIN)
    rows, bits = samples.rows[low:high], samples.components * samples.depth
    if samples.depth >= _BYTE:
        pixels = rows.reshape(high - low, samples.width, bits // _BYTE)
        levels = np.repeat([round(part * 255) for part in value], samples.depth // _BYTE).astype(np.uint8)
        pixels[:, first:last][inside] = levels
        return
    unpacked = np.unpackbits(rows, axis=1)
    pixels = unpacked[:, : samples.width * bits].reshape(high - low, samples.width, bits)
    ones = np.repeat([part >= 0.5 for part in value], samples.depth)  # noqa: PLR2004
    pixels[:, first:last][inside] = ones
    unpacked[:, : samples.width * bits] = pixels.reshape(high - low, -1)
    rows[:] = np.packbits(unpacked, axis=1)


def _packed(rows: Bytes) -> bytes:
    """Pack the lines of a picture."""
    coded = np.empty((rows.shape[0], rows.shape[1] + 1), np.uint8)
    coded[:, 0], coded[0, 1:] = _UP, rows[0]
    np.subtract(rows[1:], rows[:-1], out=coded[1:, 1:])
    compressor = zlib.compressobj(strategy=_STRATEGY)
    return compressor.compress(coded.tobytes()) + compressor.flush()
