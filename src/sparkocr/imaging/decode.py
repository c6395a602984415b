"""Read image files of every common format into arrays."""

import io
import math
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import cast

import cv2
import numpy as np
import numpy.typing as npt
from PIL import Image as Pillow
from PIL import ImageCms, ImageFile, features
from PIL.BmpImagePlugin import BmpImageFile
from PIL.ExifTags import Base as Tag
from PIL.GifImagePlugin import GifImageFile
from PIL.Jpeg2KImagePlugin import Jpeg2KImageFile
from PIL.JpegImagePlugin import JpegImageFile
from PIL.PngImagePlugin import PngImageFile
from PIL.PpmImagePlugin import PpmImageFile
from PIL.TiffImagePlugin import TiffImageFile
from PIL.WebPImagePlugin import WebPImageFile

from sparkocr.enums import ImageType
from sparkocr.errors import DocumentError
from sparkocr.imaging.encode import METRES_PER_INCH
from sparkocr.imaging.jpeg import JPEG_SIGNATURE, scan_pixels, with_end
from sparkocr.imaging.pixels import Image, Pixels, convert
from sparkocr.imaging.png import PNG_SIGNATURE, without_side_chunks
from sparkocr.imaging.tiff import check_segments, first_frame
from sparkocr.kinds import Family, FileKind, image_kind, unopened
from sparkocr.limits import current, told

__all__ = ["decode"]


class _TiffFile(TiffImageFile):
    """Pillow's TIFF reader without its global pixel limit."""

    def load_prepare(self) -> None:
        """Allocate the image, which Pillow would do after a look at ``Image.MAX_IMAGE_PIXELS``."""
        stored_size = (self.tag_v2[Tag.ImageWidth], self.tag_v2[Tag.ImageLength])
        self.im = Pillow.new(self.mode, stored_size, None).im
        super().load_prepare()


def _read_avif(file: io.BytesIO) -> ImageFile.ImageFile:
    """Read the header of an AVIF file; old versions of Pillow, and some of its builds, can't.

    Raises
    ------
    DocumentError
        This one can't.
    """
    if not features.check("avif"):
        raise DocumentError("AVIF images need Pillow 11.3 or newer on every worker: pip install 'pillow>=11.3'.")
    from PIL.AvifImagePlugin import AvifImageFile

    return AvifImageFile(file)


def _read_heic(file: io.BytesIO) -> ImageFile.ImageFile:
    """Read the header of a HEIC file, as phones write them.

    Raises
    ------
    DocumentError
        What reads it is not installed.
    """
    try:
        from pi_heif import HeifImageFile
    except ImportError:
        raise DocumentError("HEIC images need pi-heif on every worker: pip install 'sparkocr[heic]'.") from None
    made: ImageFile.ImageFile = HeifImageFile(file)
    return made


# The readers are called directly. Image.open would also try formats that run programs (EPS), and applies the
# global Image.MAX_IMAGE_PIXELS, which belongs to the user; ours is max_pixels.
_READERS: dict[FileKind, Callable[[io.BytesIO], ImageFile.ImageFile]] = {
    FileKind.PNG: PngImageFile,
    FileKind.JPEG: JpegImageFile,
    FileKind.TIFF: _TiffFile,
    FileKind.BMP: BmpImageFile,
    FileKind.GIF: GifImageFile,
    FileKind.WEBP: WebPImageFile,
    FileKind.JPEG_2000: Jpeg2KImageFile,
    FileKind.PNM: PpmImageFile,
    FileKind.AVIF: _read_avif,
    FileKind.HEIC: _read_heic,
}

# How a stored image must be turned to stand upright: Exif 2.32, tag Orientation.
_UPRIGHT: dict[float, Pillow.Transpose] = {
    2: Pillow.Transpose.FLIP_LEFT_RIGHT,
    3: Pillow.Transpose.ROTATE_180,
    4: Pillow.Transpose.FLIP_TOP_BOTTOM,
    5: Pillow.Transpose.TRANSPOSE,
    6: Pillow.Transpose.ROTATE_270,
    7: Pillow.Transpose.TRANSVERSE,
    8: Pillow.Transpose.ROTATE_90,
}

_INCHES: dict[float, float] = {2: 1.0, 3: 2.54}  # of the TIFF and Exif tag ResolutionUnit: inch (default), cm
_JFIF_UNITS = {1, 2}  # dots per inch, dots per cm; 0 is an aspect ratio: JFIF 1.02, page 5
_MIN_IS_WHITE = 0  # value of the TIFF tag PhotometricInterpretation
_DPI_RANGE = (1.5, 10_000)  # outside of it the file says an aspect ratio or nonsense
_BMP_FACTOR = 39.3701  # Pillow's inches per metre, BmpImagePlugin
_PILLOW = 4  # bytes of a pixel, at most
_STRIP = 1 << 24  # px that are copied at once
_FILM_FORMATS = frozenset({"AVIF", "HEIF"})  # whose decoders keep planes, the whole picture and what they give away
_NOISE = 1e-6  # dpi: what conversions between units are off, and no reason to be one less


def decode(
    content: bytes | memoryview,
    *,
    image_type: ImageType = ImageType.TYPE_BYTE_GRAY,
    max_pixels: int,
) -> Image:
    """Decode an image file.

    Parameters
    ----------
    content : bytes or memoryview
        PNG, JPEG, TIFF, BMP, GIF, WebP, JPEG 2000, PNM or AVIF file, or HEIC if pi-heif is installed; of several
        frames, the first is read, and of a TIFF the first that is a page.
    image_type : ImageType, default TYPE_BYTE_GRAY
        Wanted pixel layout.
    max_pixels : int
        Largest width x height, in px. It is compared with the header before any pixel is decoded, so a small
        file of an enormous image costs nothing.

    Returns
    -------
    Image
        The upright image (Exif orientation is applied) with the horizontal resolution that the file states, in whole
        dpi: what is left is cut off, not rounded, as programs that exist expect. So a PNG of 11811 px per metre, as
        most programs store 300 dpi, has 299.

    Raises
    ------
    DocumentError
        The image is larger than `max_pixels`, has far more scans than any program writes, or can't be decoded
        completely.

    Notes
    -----
    16-bit samples keep their upper byte. 32-bit samples are scaled by the smallest of 1, 255 and 65535 that
    holds the brightest pixel (above that, by the brightest pixel), so a blank page stays white.

    Pillow decodes everything: on pages of 2550 x 3300 px ``cv2.imdecode`` gains at most 60 ms (WebP, CMYK),
    but loses 230 ms on a GIF and returns half-filled images for truncated files.

    Files whose pixels are whole are read even where Pillow refuses them: a JPEG that lacks its end marker gets one
    (`with_end`), a PNG is read without the chunks that have nothing to do with its pixels (`without_side_chunks`).
    """
    if bytes(content[: len(JPEG_SIGNATURE)]) == JPEG_SIGNATURE:
        content = with_end(content, max_pixels=max_pixels)
    try:
        return _decoded(content, image_type=image_type, max_pixels=max_pixels)
    except _UnreadableError:
        if bytes(content[: len(PNG_SIGNATURE)]) != PNG_SIGNATURE:
            raise
    return _decoded(without_side_chunks(content), image_type=image_type, max_pixels=max_pixels)


class _UnreadableError(DocumentError):
    """A file that Pillow refuses."""


def _decoded(content: bytes | memoryview, *, image_type: ImageType, max_pixels: int) -> Image:
    """Decode a file as it is."""
    with _reported(content):
        file = _open(content)
    width, height = file.size
    if max(width * height, _tile_area(file)) > max_pixels:
        raise DocumentError(f"Image of {width} x {height} px exceeds maxPixels={max_pixels}.")
    if width * height * _cost(file) > current().max_decoded_bytes:
        raise DocumentError(f"Image of {width} x {height} px takes more than {told('max_decoded_bytes')}.")
    if isinstance(file, JpegImageFile) and scan_pixels(content) > current().max_scanned_pixels:
        raise DocumentError(f"The scans of the image have more than {told('max_scanned_pixels')}.")
    with _reported(content):
        upright = _upright(_loaded(file, in_gray=image_type.channels == 1))
        if upright.mode == "LAB":
            upright = _from_lab(upright)
        is_inverted, resolution = _is_min_white(file), _resolution(file)
        if upright is not file:
            file.close()
        if upright.mode[0] in "IF":
            pixels = convert(_narrow(upright, inverted=is_inverted), ImageType.TYPE_BYTE_GRAY, image_type)
        else:
            pixels = _pixels(upright, image_type)
        return Image(pixels, resolution, image_type)


@contextmanager
def _reported(content: bytes | memoryview) -> Iterator[None]:
    """Report whatever a reader raises as a bad document, or as one of another kind."""
    try:
        yield
    except DocumentError:
        raise
    except Exception:  # noqa: BLE001 - on damaged files Pillow raises what its parsers run into, of any type
        raise _UnreadableError(unopened("Can't open file as image.", content, Family.IMAGE)) from None


def _open(content: bytes | memoryview) -> ImageFile.ImageFile:
    """Read the header of a file with the reader that its first bytes ask for."""
    page = first_frame(content)
    check_segments(content, page)
    file = _READERS[image_kind(content)](io.BytesIO(content))
    if isinstance(file, TiffImageFile) and page:
        file.seek(page)
    return file


def _cost(file: ImageFile.ImageFile) -> int:
    """Return how many bytes a decoder takes for a pixel: some keep an image several times, or as wide numbers."""
    bands = len(file.getbands())
    if isinstance(file, WebPImageFile) or file.format in _FILM_FORMATS:
        return _PILLOW + 3 * _PILLOW
    if isinstance(file, Jpeg2KImageFile):
        return _PILLOW + 4 * bands
    if isinstance(file, JpegImageFile) and file.info.get("progressive"):
        return _PILLOW + 2 * bands
    return _PILLOW


def _tile_area(file: ImageFile.ImageFile) -> int:
    """Return the px of one TIFF tile, which are decoded at once even if the image is smaller; else 0."""
    if not isinstance(file, TiffImageFile):
        return 0
    return int(file.tag_v2.get(Tag.TileWidth, 0)) * int(file.tag_v2.get(Tag.TileLength, 0))


def _loaded(file: ImageFile.ImageFile, *, in_gray: bool) -> ImageFile.ImageFile:
    """Let Pillow decode the pixels."""
    if in_gray and isinstance(file, JpegImageFile):
        file.draft("L", None)  # skips the decoding of colour
    file.load()
    return file


def _pixels(image: Pillow.Image, image_type: ImageType) -> Pixels:
    """Return the pixels in a layout.

    Large images are taken strip by strip, because Pillow copies what it converts and what it gives away.
    """
    width, height = image.size
    mode, stored_type = _cheapest(image, in_gray=image_type.channels == 1)
    rows = max(1, _STRIP // max(1, width))
    if rows >= height:
        return convert(_part(image, mode), stored_type, image_type)
    shape = (height, width, image_type.channels) if image_type.channels > 1 else (height, width)
    pixels = np.empty(shape, np.uint8)
    for top in range(0, height, rows):
        bottom = min(top + rows, height)
        part = _part(image.crop((0, top, width, bottom)), mode)
        pixels[top:bottom] = convert(part, stored_type, image_type)
    return pixels


def _cheapest(image: Pillow.Image, *, in_gray: bool) -> tuple[str, ImageType]:
    """Return the cheapest layout that loses nothing (but colour, if gray is wanted), by Pillow's name and by ours."""
    if image.has_transparency_data:
        return "RGBA", ImageType.TYPE_4BYTE_ABGR
    if image.mode == "1":
        return "L", ImageType.TYPE_BYTE_BINARY
    if in_gray or image.mode == "L":
        return "L", ImageType.TYPE_BYTE_GRAY
    return "RGB", ImageType.TYPE_3BYTE_BGR


def _part(image: Pillow.Image, mode: str) -> Pixels:
    """Return the pixels in one of Pillow's modes of 8 bits, the channels from the last to the first."""
    pixels = np.asarray(image if image.mode == mode else image.convert(mode))
    if mode == "RGB":
        return cast("Pixels", cv2.cvtColor(pixels, cv2.COLOR_RGB2BGR))
    return np.ascontiguousarray(pixels[..., ::-1]) if mode == "RGBA" else pixels


def _narrow(image: Pillow.Image, *, inverted: bool) -> Pixels:
    """Scale a gray image of 16-bit, 32-bit or float samples to 8 bits."""
    samples: npt.NDArray[np.uint16 | np.int32 | np.float32] = np.asarray(image)
    if samples.dtype.itemsize == np.uint16().itemsize:
        narrow = (samples // 256).astype(np.uint8)
    else:
        peak = float(np.max(samples, where=np.isfinite(samples), initial=0))
        white = next((white for white in (1.0, 255.0, 65535.0) if peak <= white), peak)
        finite = np.nan_to_num(samples.astype(np.float32), nan=0, posinf=white, neginf=0)
        narrow = np.rint(finite.clip(0, white) * (255 / white)).astype(np.uint8)
    return ~narrow if inverted else narrow


def _from_lab(image: Pillow.Image) -> Pillow.Image:
    """Return an image in the colours of screens that has those of the CIE, as some scanners write TIFF."""
    lab, screen = ImageCms.createProfile("LAB"), ImageCms.createProfile("sRGB")
    converted = ImageCms.profileToProfile(image, lab, screen, outputMode="RGB")
    if converted is None:  # only where it is done in place
        raise ValueError
    return converted


def _is_min_white(file: ImageFile.ImageFile) -> bool:
    """Tell whether 0 is white; Pillow inverts such TIFF samples of up to 8 bits, but not wider ones."""
    return isinstance(file, TiffImageFile) and file.tag_v2.get(Tag.PhotometricInterpretation) == _MIN_IS_WHITE


def _upright(file: ImageFile.ImageFile) -> Pillow.Image:
    """Turn an image as its Exif orientation says (Pillow has done so already for TIFF)."""
    if isinstance(file, TiffImageFile):
        return file
    method = _UPRIGHT.get(_tag_number(file, Tag.Orientation, 1))
    return file if method is None else file.transpose(method)


def _resolution(file: ImageFile.ImageFile) -> int:
    """Return the horizontal dpi that a file states, rounded down; 0 if none or not plausible."""
    # Pillow invents a dpi for TIFF and JPEG files that state none, so those are read from the tags.
    stated_in_header = isinstance(file, PngImageFile | BmpImageFile | Jpeg2KImageFile)
    if stated_in_header or file.info.get("jfif_unit") in _JFIF_UNITS:
        dpi = file.info.get("dpi", (0, 0))[0]
        if isinstance(file, BmpImageFile):  # stored per metre, for which Pillow has another factor than for PNG
            dpi = round(dpi * _BMP_FACTOR) * METRES_PER_INCH
    else:
        per_unit = _tag_number(file, Tag.XResolution, 0)
        dpi = per_unit * _INCHES.get(_tag_number(file, Tag.ResolutionUnit, 2), 0)
    lowest, highest = _DPI_RANGE
    return math.floor(dpi + _NOISE) if lowest <= dpi < highest + 1 else 0


def _tag_number(file: ImageFile.ImageFile, tag: Tag, default: float) -> float:
    """Return a number from the Exif (or TIFF) tags, or the default if there is none or it is damaged."""
    try:
        return float(file.getexif().get(tag, default))
    except Exception:  # noqa: BLE001 - as in _reported
        return default
