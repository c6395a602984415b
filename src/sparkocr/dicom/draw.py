"""Fill boxes in the pixels of a DICOM file and write it anew, frame by frame.

Outside of the boxes every stored value stays what it is, unless a lossy compression is asked for. What else may show
the covered pixels goes: overlays, icons, and all that follows the pixels (private raw data, digital signatures).
Comments in code streams and the preamble become zeros; what the preamble may point at has moved.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from itertools import chain
from typing import Any

import numpy as np
import numpy.typing as npt

from sparkocr.dicom.bare_code import bare_code
from sparkocr.dicom.display import palette_of
from sparkocr.dicom.encode import (
    Compression,
    NotEncodedError,
    encode_frame,
    encoded_format,
    target_syntaxes,
)
from sparkocr.dicom.frames import Frame, Frames, PixelFormat, Stored
from sparkocr.dicom.library import quiet
from sparkocr.dicom.open import DicomFile, is_sequence, open_dicom, value
from sparkocr.dicom.source import Source
from sparkocr.dicom.syntaxes import JPEG_BASELINE, JPEG_LS_NEAR, NATIVE
from sparkocr.dicom.write import native_bytes, write_file
from sparkocr.errors import DocumentError
from sparkocr.imaging.draw import covered

__all__ = [
    "Boxes",
    "Corners",
    "Masked",
    "fill_boxes",
    "fill_open",
    "fill_value",
    "has_overlays_in_pixels",
    "has_unused_bits",
]

Corners = npt.NDArray[np.float64]
"""Corners of a box: shape (4, 2), x and y in px, as `sparkocr.imaging.draw.Mark` has them."""

_LUMA = np.array([0.299, 0.587, 0.114])  # ITU-R BT.601
_OVERLAYS = 0x6000  # first of the 16 groups of overlays (PS3.3, section C.9.2); all even
_OVERLAY_DATA = 0x3000
_SIGNATURES = ("MACParametersSequence", "DigitalSignaturesSequence")
_ICONS = ("IconImageSequence",)


@dataclass(frozen=True, slots=True, eq=False)
class Boxes:
    """Boxes to fill.

    Attributes
    ----------
    everywhere : sequence of ndarray
        Those on all frames.
    by_frame : mapping of int to sequence of ndarray
        Those on single frames, numbered from 0.
    knows_all : bool
        Whether frames that `by_frame` does not have need no boxes. Otherwise nobody has looked at them: if there are
        any, all boxes are on all frames.
    """

    everywhere: Sequence[Corners] = ()
    by_frame: Mapping[int, Sequence[Corners]] = field(default_factory=dict)
    knows_all: bool = True

    @property
    def is_empty(self) -> bool:
        """Whether there are none."""
        return not (self.everywhere or any(self.by_frame.values()))

    def on(self, frame: int) -> list[Corners]:
        """Return those on a frame."""
        return [*self.everywhere, *self.by_frame.get(frame, ())]

    def for_frames(self, count: int) -> Boxes:
        """Return the boxes for a file with so many frames.

        Raises
        ------
        DocumentError
            A box is on another frame.
        """
        if any(not 0 <= number < count for number in self.by_frame):
            raise DocumentError("A region is on a frame that the DICOM file has not")
        if self.knows_all or len(self.by_frame) == count:
            return self
        return Boxes([*self.everywhere, *chain.from_iterable(self.by_frame.values())])


@dataclass(frozen=True, slots=True)
class Masked:
    """A file whose boxes are filled.

    Attributes
    ----------
    content : bytes
    transfer_syntax : str
        Its UID, as another one is chosen where nothing encodes that of the original.
    frames : int
        How many frames it has.
    """

    content: bytes
    transfer_syntax: str
    frames: int


_AS_IT_WAS = Compression()


def fill_boxes(source: Source, boxes: Boxes, compression: Compression = _AS_IT_WAS) -> Masked:
    """Fill boxes with what shows dark.

    Parameters
    ----------
    source : bytes-like, str or Path
        The file, or its path, of which then one frame at a time is read.
    boxes : Boxes
        In px of the frames; every pixel that a box touches is filled.
    compression : Compression

    Raises
    ------
    DocumentError
        The file, one of its frames or a box can't be handled; nothing is written then.
    """
    with open_dicom(source) as dicom:
        return fill_open(dicom, boxes, compression)


def fill_open(
    dicom: DicomFile,
    boxes: Boxes,
    compression: Compression = _AS_IT_WAS,
    *,
    edit: Callable[[DicomFile], None] | None = None,
) -> Masked:
    """Do the same with an open file, whose header is changed.

    Parameters
    ----------
    dicom : DicomFile
    boxes, compression
        As in `fill_boxes`.
    edit : Callable, optional
        Changes the header before it is written. How pixels are stored is told by the header as it was.

    Raises
    ------
    DocumentError
        See `fill_boxes`; or what `edit` raises.
    """
    frames = Frames(dicom)
    if not frames.is_whole:
        raise DocumentError("Frames are missing in the DICOM file")
    boxes = boxes.for_frames(len(frames))
    form = frames[0].format
    reuses = frames.is_encapsulated and not has_overlays_in_pixels(dicom.header)
    fill = fill_value(form, dicom.header)
    _clean(dicom.header)
    _extend_range(dicom.header, fill)
    if edit is not None:
        edit(dicom)
    *others, last = target_syntaxes(dicom.transfer_syntax, form, compression)
    for syntax in others:
        with suppress(NotEncodedError):
            return _written(dicom, frames, boxes, fill, syntax, compression, reuses=reuses)
    return _written(dicom, frames, boxes, fill, last, compression, reuses=reuses)


def _written(
    dicom: DicomFile,
    frames: Frames,
    boxes: Boxes,
    fill: tuple[int, ...],
    syntax: str,
    compression: Compression,
    *,
    reuses: bool,
) -> Masked:
    """Write a file with filled boxes in a transfer syntax; frames without boxes keep their code streams."""
    form, before = frames[0].format, frames.format.photometric
    reuses = reuses and syntax == dicom.transfer_syntax and not _loses_again(syntax, compression)
    written = encoded_format(syntax, form, before)
    coded = form if syntax == JPEG_BASELINE else written

    def parts() -> Iterator[bytes]:
        for number in range(len(frames)):
            corners = boxes.on(number)
            if reuses and not corners and not frames.has_unused_bits(number):
                yield bare_code(frames.encoded(number), syntax, form.rows * form.columns)
                continue
            frame = frames[number]
            if frame.format != form:
                raise DocumentError("The frames of the DICOM file are of different kinds")
            yield _coded(Frame(_filled(frame.stored, corners, fill), coded), syntax, compression)

    if reuses and not all(boxes.on(number) for number in range(len(frames))):
        written = frames.format  # true of the code streams that stay
    return Masked(write_file(dicom, written, syntax, parts(), len(frames)), syntax, len(frames))


def fill_value(form: PixelFormat, header: Any) -> tuple[int, ...]:
    """Return the stored value of what shows dark, one number for each sample.

    It is the padding value if there is one, else the end of the range that is dark; the darkest colour of a palette;
    black without colour in YBR.
    """
    low, high = form.range
    if form.photometric == "PALETTE COLOR":
        first, colors = palette_of(header)
        return (min(max(first + int((colors @ _LUMA).argmin()), low), high),)
    if form.samples > 1:
        middle = (high + 1) // 2  # of Cb and Cr: no colour (PS3.3, section C.7.6.3.1.2)
        return (low, middle, middle) if form.photometric == "YBR_FULL" else (low,) * form.samples
    padding = value(header, "PixelPaddingValue")
    if isinstance(padding, int) and low <= padding <= high:
        return (padding,)
    return (high if form.photometric == "MONOCHROME1" else low,)


def _filled(stored: Stored, boxes: Sequence[Corners], fill: tuple[int, ...]) -> Stored:
    """Return stored values with filled boxes; floats become 0, whose range has no dark end."""
    if not boxes:
        return stored
    stored = stored if stored.flags.writeable else stored.copy()
    dark = np.zeros(len(fill)) if stored.dtype.kind == "f" else np.asarray(fill)
    dark = (dark if stored.ndim > 2 else dark[0]).astype(stored.dtype)  # noqa: PLR2004
    for corners in boxes:
        spans = covered(corners, stored.shape)
        for row, (start, stop) in enumerate(zip(spans.starts, spans.stops, strict=True), spans.top):
            stored[row, start:stop] = dark
    return stored


def _coded(frame: Frame, syntax: str, compression: Compression) -> bytes:
    if syntax in NATIVE:
        return native_bytes(frame.stored, syntax)
    return encode_frame(frame.stored, frame.format, syntax, compression)


def _loses_again(syntax: str, compression: Compression) -> bool:
    """Tell whether all frames have to be encoded because a loss is asked for."""
    if syntax == JPEG_BASELINE:
        return bool(compression.syntax)
    return syntax == JPEG_LS_NEAR and compression.error > 0


# --- The header


def _overlay_groups(header: Any) -> set[int]:
    groups = {tag.group for tag in header.keys()}  # noqa: SIM118  values of a header are converted when asked for
    return {group for group in groups if _OVERLAYS <= group <= _OVERLAYS + 0x1F and group % 2 == 0}


def has_overlays_in_pixels(header: Any) -> bool:
    """Tell whether overlays are said to be in unused bits of the pixels (PS3.3, section C.9.2, retired)."""
    return any((group, _OVERLAY_DATA) not in header for group in _overlay_groups(header))


def has_unused_bits(dicom: DicomFile) -> bool:
    """Tell whether a frame has anything in bits beside those of its pixels, as overlays whose elements are gone.

    Raises
    ------
    DocumentError
        A frame is missing or can't be decoded.
    """
    frames = Frames(dicom)
    return any(frames.has_unused_bits(number) for number in range(len(frames)))


def _clean(header: Any) -> None:
    """Remove what shows the pixels as they were, or vouches for them.

    Raises
    ------
    DocumentError
        A sequence can't be read.
    """
    try:
        with quiet():
            for group in _overlay_groups(header):
                for tag in [tag for tag in header.keys() if tag.group == group]:  # noqa: SIM118
                    del header[tag]
            _remove(header, (*_SIGNATURES, *_ICONS))
    except Exception:  # noqa: BLE001  pydicom converts values when they are asked for
        raise DocumentError("The header of the DICOM file can't be read") from None


def _remove(header: Any, keywords: Sequence[str]) -> None:
    """Remove elements at all depths."""
    for keyword in keywords:
        if keyword in header:
            delattr(header, keyword)
    for tag in list(header.keys()):
        if is_sequence(header, tag):
            for item in header[tag].value or ():
                _remove(item, keywords)


def _extend_range(header: Any, fill: tuple[int, ...]) -> None:
    """Let the smallest and the largest value that a header tells be true of what is filled."""
    with quiet():
        for keyword, pick in (("SmallestImagePixelValue", min), ("LargestImagePixelValue", max)):
            known = value(header, keyword)
            if isinstance(known, int):
                setattr(header, keyword, pick(known, *fill))
