"""Black out parts of image files: the same kind of file comes out, with the same pixels everywhere else."""

from __future__ import annotations

import io
import zlib
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
from PIL import Image as Pillow
from PIL import ImageOps
from PIL.ExifTags import Base as Tag
from PIL.JpegImagePlugin import get_sampling
from PIL.TiffImagePlugin import AppendingTiffWriter

from sparkocr.enums import ImageType
from sparkocr.errors import DocumentError
from sparkocr.imaging.draw import covered
from sparkocr.imaging.jpeg import JPEG_SIGNATURE, with_end
from sparkocr.imaging.limits import MAX_PIXELS
from sparkocr.imaging.tiff import split_frames

__all__ = ["Shapes", "blackened", "frames_of", "type_of"]

Floats = npt.NDArray[np.float64]

_FORMATS = ("PNG", "JPEG", "TIFF", "BMP", "GIF", "WEBP", "JPEG2000")
_MOVING = ("PNG", "GIF", "WEBP")
_BLACK: dict[str, Any] = {
    "1": 0, "L": 0, "LA": (0, 255), "RGB": (0, 0, 0), "RGBA": (0, 0, 0, 255), "CMYK": (0, 0, 0, 255),
    "I;16": 0, "I;16B": 0, "I;16L": 0, "I": 0, "F": 0.0,
}  # fmt: skip
"""By Pillow's mode; a palette has a black of its own, and all other modes become RGB."""
_INVISIBLE: dict[str, Any] = {"LA": (0, 0), "RGBA": (0, 0, 0, 0)}
_GRAYS = frozenset({"1", "L", "I;16", "I;16B", "I;16L", "I", "F"})
_OTHER_SIZE = "The image has another size than when it was read"
# Runs only: a noisy scan takes half the time of zlib's default, and no more bytes; a clean one 1 % more.
_PNG_OPTIONS = {"compress_level": 3, "compress_type": zlib.Z_RLE}
_CODESTREAM = b"\xff\x4f\xff\x51"
_OPAQUE = 255


@dataclass(frozen=True, slots=True, eq=False)
class Shapes:
    """Parts of an image.

    Attributes
    ----------
    width, height : int
        Size of the image in px.
    corners : sequence of ndarray of float64, shape (n, 2)
        x and y of the corners of convex shapes, in px of the upright image.
    """

    width: int
    height: int
    corners: Sequence[Floats]


def frames_of(content: bytes, *, max_pixels: int) -> Iterator[bytes]:
    """Yield each page of a TIFF, and each picture of a moving image, as an image file of its own.

    Any other file is the only one. What a TIFF has besides its pages, such as previews, is left out.

    Only what is yielded of moving images is decoded; other files may still be damaged.

    Raises
    ------
    DocumentError
        The file is no image, or its picture, or all those that move, are larger than `max_pixels`.
    """
    with _reported():
        kind, count, area = _facts(content)
    if kind == "TIFF":
        yield from map(_there, split_frames(content))
    elif count * area > max_pixels:
        raise DocumentError(f"{count} pictures of {area} px in the image exceed maxPixels={max_pixels}.")
    elif count == 1:
        yield content
    else:
        with _reported(), _opened(content) as file:
            for number in range(count):
                file.seek(number)
                yield _saved(file.convert("RGBA"), "PNG", {})


def type_of(content: bytes) -> ImageType:
    """Return the type of image that loses nothing that can be seen of a file: gray, with colours, or transparent.

    Raises
    ------
    DocumentError
        The file is no image.
    """
    with _reported(), _opened(content) as file:
        if file.has_transparency_data:
            return ImageType.TYPE_4BYTE_ABGR
        return ImageType.TYPE_BYTE_GRAY if file.mode in _GRAYS else ImageType.TYPE_3BYTE_BGR


def blackened(content: bytes, shapes: Sequence[Shapes], *, max_pixels: int) -> bytes:
    """Black out parts of an image file.

    Parameters
    ----------
    content : bytes
        PNG, JPEG, TIFF, BMP, GIF, WebP or JPEG 2000.
    shapes : sequence of Shapes
        One for each of `frames_of`. Every pixel that a shape touches becomes black; in an image with a palette, the
        darkest of its colours.
    max_pixels : int
        As in `frames_of`.

    Returns
    -------
    bytes
        A file of the same format. All but JPEG have exactly the pixels that the file has when it is decoded, outside of
        the shapes. A JPEG is compressed anew with its own tables, so pixels change a bit all over it, and around black
        edges. Pictures of a moving GIF have 256 colours each. The image is upright. Resolution and colour profile stay;
        all other metadata are gone, and so are previews, and colours where a picture is fully transparent.

    Raises
    ------
    DocumentError
        The file can't be read or written, or its frames are others than those of `shapes`.
    """
    with _reported():
        kind, _, _ = _facts(content)
    frames = frames_of(content, max_pixels=max_pixels)
    if kind == "TIFF":
        made = _tiff(frames, shapes)
    else:
        pictures = [_painted(frame, shape) for frame, shape in _paired(frames, shapes)]
        with _reported():
            made = _saved(pictures[0], kind, _options(content, kind, pictures))
    return made


def _tiff(frames: Iterator[bytes], shapes: Sequence[Shapes]) -> bytes:
    """Write the pages of a TIFF one after the other."""
    file = io.BytesIO()
    with AppendingTiffWriter(file) as writer:
        for frame, shape in _paired(frames, shapes):
            picture = _painted(frame, shape)
            with _reported():
                compression = "group4" if picture.mode == "1" else "tiff_adobe_deflate"
                picture.save(writer, "TIFF", compression=compression, **_kept(frame, "TIFF"))
                writer.newFrame()
    return file.getvalue()


def _paired(frames: Iterator[bytes], shapes: Sequence[Shapes]) -> Iterator[tuple[bytes, Shapes]]:
    """Yield frames with their shapes.

    Raises
    ------
    DocumentError
        There are more of one than of the other.
    """
    left = iter(shapes)
    for frame in frames:
        shape = next(left, None)
        if shape is None:
            break
        yield frame, shape
    else:
        if next(left, None) is None:
            return
    raise DocumentError("The image has other frames than when it was read")


def _painted(frame: bytes, shapes: Shapes) -> Pillow.Image:
    """Return the image of a file with one frame, without metadata, and with black shapes."""
    width, height = shapes.width, shapes.height
    with _reported():
        picture = _bare(frame, most_pixels=width * height)
    if picture.size != (width, height):
        raise DocumentError(_OTHER_SIZE)
    painted = np.zeros((height, width), np.uint8)
    for corners in shapes.corners:
        top, starts, stops = covered(corners, painted.shape)
        for row, start, stop in zip(range(top, top + len(starts)), starts, stops, strict=True):
            painted[row, start:stop] = 255
    if picture.mode in _INVISIBLE:
        alpha = np.asarray(picture.getchannel("A"))
        picture.paste(_INVISIBLE[picture.mode], (0, 0), Pillow.fromarray(np.where(alpha == 0, np.uint8(255), 0)))
    picture.paste(_black(picture), (0, 0), Pillow.fromarray(painted))
    return picture


def _bare(frame: bytes, *, most_pixels: int) -> Pillow.Image:
    """Return the upright image of a file with one frame, and nothing else of it but which colour is transparent."""
    with _opened(frame) as file:
        if file.width * file.height > most_pixels:  # before any pixel is decoded
            raise DocumentError(_OTHER_SIZE)
        picture = ImageOps.exif_transpose(file) or file
        transparency = file.info.get("transparency")
        if transparency is not None and picture.mode != "P":
            picture = picture.convert("RGBA")
        elif picture.mode != "P" and picture.mode not in _BLACK:
            picture = picture.convert("RGBA" if picture.has_transparency_data else "RGB")
        bare = picture.copy()
    bare.info = {} if bare.mode != "P" or transparency is None else {"transparency": transparency}
    return bare


def _black(picture: Pillow.Image) -> Any:
    """Return what black is in an image: in one with a palette, the number of the darkest colour that is opaque.

    Raises
    ------
    DocumentError
        The palette is empty.
    """
    if picture.mode != "P":
        return _BLACK[picture.mode]
    colours = np.array(picture.getpalette("RGBA"), np.int64).reshape(-1, 4)
    if not len(colours):
        raise DocumentError("The image has a palette without colours")
    transparency = picture.info.get("transparency")
    if isinstance(transparency, int):
        colours[transparency : transparency + 1, 3] = 0
    elif transparency is not None:
        alpha = np.frombuffer(bytes(transparency), np.uint8)[: len(colours)]
        colours[: len(alpha), 3] = alpha
    return int(np.argmin(colours[:, :3].sum(axis=1) + 1000 * (_OPAQUE - colours[:, 3])))


def _options(content: bytes, kind: str, pictures: Sequence[Pillow.Image]) -> dict[str, Any]:
    """Return Pillow's options for a file that is like another one."""
    options = _kept(content, kind)
    with _opened(content) as file:
        if kind == "JPEG":
            sampling = get_sampling(file)
            options |= {"qtables": file.quantization} | ({"subsampling": sampling} if sampling >= 0 else {})
        elif kind == "PNG" and pictures[0].mode not in {"1", "P"}:
            options |= _PNG_OPTIONS
        elif kind == "WEBP":
            options |= {"lossless": True, "exact": True}
        elif kind == "JPEG2000":
            options |= {"no_jp2": content.startswith(_CODESTREAM)}
        if len(pictures) > 1:
            durations = []
            for number in range(len(pictures)):
                file.seek(number)
                durations.append(file.info.get("duration", 0))
            options |= {"save_all": True, "append_images": pictures[1:], "duration": durations}
            options |= {"loop": file.info.get("loop", 0)}
    return options


def _kept(content: bytes, kind: str) -> dict[str, Any]:
    """Return Pillow's options for what stays of a file's metadata: its resolution, if it states one, and profile."""
    with _opened(content) as file:
        profile, dpi = file.info.get("icc_profile"), file.info.get("dpi")
        exif = file.getexif() if kind == "WEBP" else {}
    options: dict[str, Any] = {"icc_profile": profile} if profile and kind not in {"GIF", "BMP"} else {}
    if dpi and kind not in {"GIF", "WEBP", "JPEG2000"} and all(side > 0 for side in dpi):
        options["dpi"] = tuple(map(float, dpi))
    if Tag.XResolution in exif:  # WebP itself has no place for it
        kept = Pillow.Exif()
        kept.update({tag: exif[tag] for tag in (Tag.XResolution, Tag.YResolution, Tag.ResolutionUnit) if tag in exif})
        options["exif"] = kept
    return options


def _saved(picture: Pillow.Image, kind: str, options: dict[str, Any]) -> bytes:
    file = io.BytesIO()
    picture.save(file, kind, **options)
    return file.getvalue()


def _facts(content: bytes) -> tuple[str, int, int]:
    """Return the format of a file, the number of its frames, and their size in px."""
    with _opened(content) as file:
        kind = "JPEG" if file.format == "MPO" else str(file.format)  # the other pictures of a photograph are previews
        count = getattr(file, "n_frames", 1) if kind in _MOVING else 1
        return kind, count, file.width * file.height


def _opened(content: bytes) -> Any:
    if content[: len(JPEG_SIGNATURE)] == JPEG_SIGNATURE:
        content = bytes(with_end(content, max_pixels=MAX_PIXELS))
    return Pillow.open(io.BytesIO(content), formats=_FORMATS)


def _there(frame: bytes) -> bytes:
    if not frame:
        raise DocumentError("A page of the TIFF file can't be read")
    return frame


@contextmanager
def _reported() -> Iterator[None]:
    """Report whatever Pillow raises as a bad document."""
    try:
        yield
    except DocumentError:
        raise
    except Exception:  # noqa: BLE001  on damaged files Pillow raises what its parsers run into, of any type
        raise DocumentError("Can't rewrite the image file") from None
