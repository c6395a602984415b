"""What the stages of DICOM files do with one row: plain functions of Arrow scalars."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from itertools import pairwise
from typing import Any, NamedTuple

import pyarrow as pa
from fsspec.core import url_to_fs

from sparkocr.dicom.cut import cut_frames
from sparkocr.dicom.display import show
from sparkocr.dicom.frames import Frames
from sparkocr.dicom.open import DicomFile, open_dicom, value
from sparkocr.dicom.sampling import sampled
from sparkocr.dicom.source import Source, open_source
from sparkocr.enums import FrameSamplingStrategy
from sparkocr.errors import DocumentError
from sparkocr.imaging import geometry
from sparkocr.stage.failures import raise_earlier
from sparkocr.stage.files import file_content
from sparkocr.stage.images import write_image

__all__ = [
    "MANY_FRAMES",
    "Compress",
    "Sampling",
    "frame_image",
    "frame_ranges",
    "opened_frames",
    "plan_frames",
    "source_of",
]

MEGAPIXEL = 1 << 20
MANY_FRAMES = (b"\x28\x00\x08\x00", b"\x00\x28\x00\x08", b"1.2.840.10008.1.2.1.99")
"""How a header says that there may be several frames: the tag (0028,0008) in either order of bytes, or the UID of the
deflated transfer syntax, in which nothing can be seen."""
_SMALL = 1 << 20  # bytes: up to this, to search a whole file is faster than to read its header


class Sampling(NamedTuple):
    """Which frames are looked at: at most so many, 0 for all."""

    limit: int = 0
    strategy: FrameSamplingStrategy = FrameSamplingStrategy.CONSECUTIVE


@dataclass(frozen=True, slots=True)
class Compress:
    """Whether the pixels of images are compressed.

    Attributes
    ----------
    as_png : bool
        Without loss.
    quality : int
        Of JPEG; 0: none.
    from_megapixels : float
        JPEG only for files with more pixels in all frames, in units of 2**20.
    """

    as_png: bool = False
    quality: int = 0
    from_megapixels: float = 0.0


def source_of(scalar: pa.Scalar) -> Source:
    """Return the file of a column of bytes, or of paths.

    Raises
    ------
    DocumentError
        There is no path.
    """
    if pa.types.is_string(scalar.type) or pa.types.is_large_string(scalar.type):
        if not scalar.is_valid:
            raise DocumentError("There is no path")
        return str(scalar.as_py())
    return file_content(scalar)


@contextmanager
def opened_frames(source: Source) -> Iterator[tuple[DicomFile, Frames]]:
    """Open the frames of a file; that of a path stays open until another one is asked for.

    Rows of the frames of one file follow each other, and to open it takes longer than to read a frame.
    """
    if isinstance(source, str):
        yield _last.opened(source)
        return
    with open_dicom(source) as dicom:
        yield dicom, Frames(dicom)


class _LastFile:
    """The file that was opened last."""

    def __init__(self) -> None:
        self._key: tuple[str, str] | None = None
        self._stack = ExitStack()
        self._found: tuple[DicomFile, Frames] | None = None

    def opened(self, path: str) -> tuple[DicomFile, Frames]:
        """Return an open file, the same as before unless the path or the file has changed."""
        key = (path, _version(path))
        if self._found is None or key != self._key:
            self._stack.close()
            self._found = None
            dicom = self._stack.enter_context(open_dicom(path))
            self._found, self._key = (dicom, Frames(dicom)), key
        return self._found


_last = _LastFile()


def _version(path: str) -> str:
    """Return what differs when the file of a path changes."""
    try:
        fs, name = url_to_fs(path)
        return str(fs.ukey(name))
    except (OSError, ValueError, ImportError):  # opening it says what is wrong
        return ""


def plan_frames(
    file: pa.Scalar, frames: pa.ListScalar, exception: pa.StringScalar, *, sampling: Sampling, cuts: bool
) -> dict[str, Any]:
    """Say which frames of a file are looked at; a file of several frames is also cut, if that is wanted.

    Of a file that surely has one frame nothing is said: it then is opened once, for that frame.
    """
    raise_earlier(exception)
    if not file.is_valid:
        return {}
    source = source_of(file)
    if isinstance(source, str) and not frames.is_valid and not _may_have_frames(source):
        return {}
    with open_dicom(source) as dicom:
        total = len(Frames(dicom))
        wanted = list(range(total)) if not frames.is_valid else [int(number) for number in frames.as_py()]
        numbers = sampled(wanted, sampling.limit, sampling.strategy, str(value(dicom.header, "SOPInstanceUID", "")))
        found: dict[str, Any] = {"numbers": numbers, "total": total}
        if cuts and total > 1:
            parts = list(cut_frames(dicom, numbers))
            found["files"] = [part if isinstance(part, bytes) else None for part in parts]
            found["failures"] = [str(part) if isinstance(part, DocumentError) else None for part in parts]
    return found


def _may_have_frames(path: str) -> bool:
    with open_source(path) as opened:
        start = opened.read(_SMALL + 1)
    return len(start) > _SMALL or any(mark in start for mark in MANY_FRAMES)


def frame_image(
    file: pa.Scalar,
    place: pa.Int32Scalar,
    total: pa.Int32Scalar,
    origin: pa.StringScalar,
    failure: pa.StringScalar,
    exception: pa.StringScalar,
    *,
    scale: float,
    compress: Compress,
) -> pa.StructArray:
    """Show one frame."""
    raise_earlier(exception)
    if failure.is_valid:
        raise DocumentError(failure.as_py())
    if not place.is_valid:
        raise DocumentError("No frame is asked for")
    with opened_frames(source_of(file)) as (dicom, frames):
        number = place.as_py()
        image = show(frames[number], dicom.header, number)
    height, width = image.pixels.shape[:2]
    is_large = height * width * (total.as_py() or 1) > compress.from_megapixels * MEGAPIXEL
    if scale not in {0.0, 1.0}:
        image = geometry.scale(image, scale)
    quality = compress.quality if is_large else 0
    return write_image(image, origin.as_py(), compress=compress.as_png, jpeg_quality=quality)


def frame_ranges(file: pa.Scalar, exception: pa.StringScalar, *, count: int, is_size: bool) -> dict[str, Any]:
    """Group the frames of a file: `count` in each, or in so many groups."""
    raise_earlier(exception)
    with open_dicom(source_of(file)) as dicom:
        total = len(Frames(dicom))
    groups = -(-total // count) if is_size else min(count, total)
    ends = [min(total, place * count) if is_size else place * total // groups for place in range(groups + 1)]
    return {"frames": [list(range(first, end)) for first, end in pairwise(ends)]}
