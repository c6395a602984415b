"""A picture as a page of a PDF."""

from __future__ import annotations

import io
import struct
from typing import NamedTuple

import cv2
import numpy as np
import pikepdf
from pikepdf import Dictionary, Name
from PIL import Image as PillowImage
from PIL.TiffImagePlugin import TiffImageFile

from sparkocr.enums import ImageType
from sparkocr.errors import DocumentError
from sparkocr.imaging.pixels import Image, Pixels, convert, is_bilevel
from sparkocr.pdf.paper import points_per_pixel
from sparkocr.pdf.write.output import add_page, save

__all__ = ["DEFAULT_QUALITY", "picture_page"]

DEFAULT_QUALITY = 85
_LONGEST_JPEG = 65500  # px; limit of libjpeg
_PNG_COMPRESSION = 6  # zlib's own default; OpenCV's is faster and much larger
_PNG_PREDICTOR = 15  # each row says which filter it has: ISO 32000-1, table 10
_STRIP_OFFSETS, _STRIP_SIZES = 273, 279  # tags of TIFF 6.0
_LENGTH_AND_TYPE = 8  # bytes before the data of a chunk of a PNG, after which there are 4 of checksum
_CHECKSUM = 4


class _Encoded(NamedTuple):
    """The data of an image XObject and the entries that say how to decode them (ISO 32000-1, 8.9.5)."""

    data: bytes
    entries: dict[str, object]


def picture_page(image: Image, *, quality: int = DEFAULT_QUALITY, lossless: bool = False) -> bytes:
    """Make a one-page PDF that an image fills.

    An image that has only black and white is stored with one bit per pixel (CCITT group 4, lossless); one that has
    only grays, as gray. Others are JPEG, or Flate with a PNG predictor if that is asked for or a side is longer than
    65,500 px, which JPEG can't have. Where the image is transparent the page is white.

    Parameters
    ----------
    image : Image
        Of any type.
    quality : int
        Of JPEG, 1 to 100.
    lossless : bool
        Whether every pixel keeps its value.

    Returns
    -------
    bytes
        The PDF: its page has the size that `paper.points_per_pixel` gives. The same image gives the same bytes.

    Raises
    ------
    DocumentError
        If the image has no pixels.
    """
    height, width = image.pixels.shape[:2]
    if not height * width:
        raise DocumentError("There is no image.")
    pixels = _simplest(image)
    if is_bilevel(pixels):
        encoded = _group4(pixels)
    elif lossless or max(height, width) > _LONGEST_JPEG:
        encoded = _flate(pixels)
    else:
        encoded = _jpeg(pixels, quality)
    scale = points_per_pixel(width, height, image.dpi)
    with pikepdf.new() as document:
        kind = {"Type": Name.XObject, "Subtype": Name.Image, "Width": width, "Height": height}
        picture = document.make_stream(
            encoded.data, {f"/{key}": value for key, value in (kind | encoded.entries).items()}
        )
        content = f"{width * scale:.6f} 0 0 {height * scale:.6f} 0 0 cm /Picture Do".encode("ascii")
        resources = Dictionary(XObject=Dictionary(Picture=picture))
        add_page(document, width * scale, height * scale, resources, content)
        return save(document)


def _simplest(image: Image) -> Pixels:
    """Return the gray pixels of an image that has only grays: shape (height, width); otherwise BGR on white."""
    if image.image_type.channels == 1:
        return image.pixels
    pixels = convert(image.pixels, image.image_type, ImageType.TYPE_3BYTE_BGR)
    blue, green, red = cv2.split(pixels)
    is_gray = np.array_equal(blue, green) and np.array_equal(green, red)
    return np.asarray(green if is_gray else pixels, np.uint8)


def _group4(pixels: Pixels) -> _Encoded:
    """Encode black and white pixels; libtiff does it, and the PDF takes the data of the TIFF's only strip.

    Black is 1 in the data, as in a fax, which CCITTFaxDecode gives back as the 0 that black is in a PDF.
    """
    height, width = pixels.shape
    file = io.BytesIO()
    black = PillowImage.fromarray(pixels < 128)  # noqa: PLR2004
    black.save(file, "TIFF", compression="group4", strip_size=(width // 8 + 1) * height)
    file.seek(0)
    with TiffImageFile(file) as tiff:
        (offset,), (size,) = tiff.tag_v2[_STRIP_OFFSETS], tiff.tag_v2[_STRIP_SIZES]
    parameters = Dictionary(K=-1, Columns=width, Rows=height)
    entries = {"BitsPerComponent": 1, "ColorSpace": Name.DeviceGray, "Filter": Name.CCITTFaxDecode}
    return _Encoded(file.getbuffer()[offset : offset + size].tobytes(), entries | {"DecodeParms": parameters})


def _jpeg(pixels: Pixels, quality: int) -> _Encoded:
    """Encode as JPEG, whose tables are made for the picture."""
    _, data = cv2.imencode(".jpg", pixels, [cv2.IMWRITE_JPEG_QUALITY, quality, cv2.IMWRITE_JPEG_OPTIMIZE, 1])
    return _Encoded(data.tobytes(), _entries(pixels, Name.DCTDecode))


def _flate(pixels: Pixels) -> _Encoded:
    """Encode without loss: the data of a PNG are what FlateDecode reads (ISO 32000-1, 7.4.4.4)."""
    _, png = cv2.imencode(".png", pixels, [cv2.IMWRITE_PNG_COMPRESSION, _PNG_COMPRESSION])
    predictor = Dictionary(Predictor=_PNG_PREDICTOR, Colors=pixels[0, 0].size, Columns=pixels.shape[1])
    return _Encoded(_png_data(png.tobytes()), _entries(pixels, Name.FlateDecode) | {"DecodeParms": predictor})


def _entries(pixels: Pixels, decoder: Name) -> dict[str, object]:
    space = Name.DeviceGray if pixels.ndim == 2 else Name.DeviceRGB  # noqa: PLR2004
    return {"BitsPerComponent": 8, "ColorSpace": space, "Filter": decoder}


def _png_data(png: bytes) -> bytes:
    """Join the IDAT chunks of a PNG file (PNG specification, section 5.3)."""
    view, position = memoryview(png), 8
    chunks = []  # thousands of a few kB each
    while position < len(png):
        length, kind = struct.unpack_from(">I4s", png, position)
        start = position + _LENGTH_AND_TYPE
        if kind == b"IDAT":
            chunks.append(view[start : start + length])
        position = start + length + _CHECKSUM
    return b"".join(chunks)
