"""Write images as files of the common formats, with their resolution."""

import io
import math
from collections.abc import Callable, Mapping
from typing import Any

import numpy as np
from PIL import Image as Pillow
from PIL.ExifTags import Base as Tag

from sparkocr.enums import ImageType
from sparkocr.errors import DocumentError
from sparkocr.imaging.pixels import Image, convert

__all__ = ["FORMATS", "encode"]

FORMATS = {
    "bmp": "BMP",
    "jpeg": "JPEG",
    "jpg": "JPEG",
    "png": "PNG",
    "tif": "TIFF",
    "tiff": "TIFF",
    "webp": "WEBP",
}
"""Extensions of files, and Pillow's names of their formats."""

_JPEG_QUALITY = 95  # the most that Pillow's handbook advises: above, files grow and look the same
# A page of A4 at 300 dpi takes half (noisy: a third) of the time of zlib's default level 6, and 10 to 20 % more bytes.
_PNG_LEVEL = 3
_OPAQUE = ("BMP", "JPEG")  # formats without transparency, or that few programs read with it
METRES_PER_INCH = 0.0254
_PER_METRE = ("BMP", "PNG")  # formats that store px per metre, in whole numbers
_INCH = 2  # of the TIFF and Exif tag ResolutionUnit


def encode(image: Image, extension: str) -> bytes:
    """Encode an image as a file.

    Parameters
    ----------
    image : Image
        Image of any type, with at least one pixel.
    extension : str
        One of `FORMATS`. JPEG loses detail (quality 95); the others, WebP too, keep every pixel.

    Returns
    -------
    bytes
        The file. It states the `dpi` of the image, or none if that is 0. Black-and-white images have one bit per
        pixel where the format can (PNG, TIFF, BMP). A transparent image is laid on white paper for BMP and JPEG.

    Raises
    ------
    DocumentError
        The image is too large for the format (16,383 px per side for WebP, 65,500 for JPEG), or has no pixel.
    """
    name = FORMATS[extension]
    height, width = image.pixels.shape[:2]
    file = io.BytesIO()
    try:
        if not image.pixels.size:
            raise ValueError  # noqa: TRY301  some of Pillow's writers say so, the one of WebP asks for memory
        _picture(image, name).save(file, name, **_OPTIONS[name](image), **_dpi(image.dpi, name))
    except (OSError, ValueError, SystemError):  # what Pillow raises for a size that a format has not
        raise DocumentError(f"Can't write an image of {width} x {height} px as {name}") from None
    return file.getvalue()


def _picture(image: Image, name: str) -> Pillow.Image:
    """Return Pillow's image of the same pixels."""
    pixels, kind = image.pixels, image.image_type
    if kind == ImageType.TYPE_4BYTE_ABGR and name in _OPAQUE:
        pixels, kind = convert(pixels, kind, ImageType.TYPE_3BYTE_BGR), ImageType.TYPE_3BYTE_BGR
    if name not in {"JPEG", "WEBP"} and image.is_bilevel:
        return Pillow.fromarray(pixels).convert("1", dither=Pillow.Dither.NONE)
    if kind.channels > 1:
        pixels = np.ascontiguousarray(pixels[..., ::-1])  # Pillow's orders are the reverse: RGB and RGBA
    return Pillow.fromarray(pixels)


def _dpi(resolution: int, name: str) -> Mapping[str, Any]:
    """Return Pillow's option that states the resolution."""
    if not resolution and name != "BMP":  # for which Pillow would state 96
        return {}
    if name in _PER_METRE:
        # Rounded up, so that readers that cut off find the same dpi, as those do that round.
        dpi = math.ceil(resolution / METRES_PER_INCH) * METRES_PER_INCH
        return {"dpi": (dpi, dpi)}
    if name != "WEBP":
        return {"dpi": (resolution, resolution)}
    exif = Pillow.Exif()  # WebP itself has no place for it
    exif.update({Tag.XResolution: resolution, Tag.YResolution: resolution, Tag.ResolutionUnit: _INCH})
    return {"exif": exif}


def _tiff_options(image: Image) -> Mapping[str, Any]:
    """Compress black and white as faxes do, all else with zlib; every reader of TIFF knows both."""
    return {"compression": "group4" if image.is_bilevel else "tiff_adobe_deflate"}


_OPTIONS: dict[str, Callable[[Image], Mapping[str, Any]]] = {
    "BMP": lambda _: {},
    "JPEG": lambda _: {"quality": _JPEG_QUALITY},
    "PNG": lambda _: {"compress_level": _PNG_LEVEL},
    "TIFF": _tiff_options,
    "WEBP": lambda _: {"lossless": True, "exact": True},
}
