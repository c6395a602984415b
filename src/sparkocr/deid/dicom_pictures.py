"""The pictures of a DICOM file, for an engine to read: frames as they are shown, and what their window hides."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, cast

import numpy as np
import numpy.typing as npt

from sparkocr.deid.channels import Channel, Piece, ReadImage
from sparkocr.deid.dicom_facts import Facts, Tag
from sparkocr.dicom.display import show
from sparkocr.dicom.elements import Element, is_pixels
from sparkocr.dicom.frames import Frame, Frames, Stored
from sparkocr.dicom.open import DicomFile, open_dicom, value
from sparkocr.errors import DocumentError
from sparkocr.imaging.decode import decode
from sparkocr.imaging.limits import MAX_PIXELS
from sparkocr.imaging.pixels import Pixels, to_gray

__all__ = ["frame_pieces", "picture_pieces"]

_BYTE = 255
_WORDS = frozenset({8, 16, 32, 64})  # bits
_LEAST_SIDE = 8  # px: no engine reads letters of less
_OVERLAY_GROUP_MASK = 0xFF00FFFF  # all groups 60xx have the same elements


def frame_pieces(content: bytes, read_image: ReadImage) -> Iterator[Piece]:
    """Yield what is read in each frame, one at a time.

    Raises
    ------
    DocumentError
        A frame is missing or can't be decoded.
    """
    with open_dicom(content) as dicom:
        frames = Frames(dicom)
        if not frames.is_whole:
            raise DocumentError("Frames are missing in the DICOM file")
        for index, frame in enumerate(frames):
            shown = to_gray(show(frame, dicom.header, index))
            pictures = [shown, *_hidden(frame, shown)]
            if not frames.is_encapsulated:
                pictures += _in_other_bits(dicom, frames, frame, index)
            for picture in pictures:
                yield from _read(Channel.FRAME, picture, read_image, index)


def _read(channel: Channel, pixels: Pixels, read_image: ReadImage, page: int | None = None) -> Iterator[Piece]:
    """Yield what is read in a picture; one of a single gray has nothing to read."""
    if min(pixels.shape) >= _LEAST_SIDE and pixels.min() != pixels.max():
        yield Piece(channel, read_image(pixels, 0), page)


def _hidden(frame: Frame, shown: Pixels) -> Iterator[Pixels]:
    """Yield the stored values of a gray frame as they are, if some of them look the same when they are shown."""
    stored = frame.stored
    if stored.ndim > 2:  # noqa: PLR2004
        return
    ends = (stored[shown == end] for end in (0, _BYTE))
    if frame.format.photometric == "PALETTE COLOR" or any(one.size and one.min() != one.max() for one in ends):
        yield _whole_range(stored)


def _whole_range(stored: Stored) -> Pixels:
    """Return stored values as grays, the smallest one as black and the largest one as white."""
    values = np.nan_to_num(stored.astype(np.float64), nan=0.0, posinf=0.0, neginf=0.0)
    low, high = values.min(), values.max()
    return cast("Pixels", ((values - low) * (_BYTE / max(high - low, 1e-9))).astype(np.uint8))


def _in_other_bits(dicom: DicomFile, frames: Frames, frame: Frame, index: int) -> Iterator[Pixels]:
    """Yield what is in each bit beside those of the pixels, in which old files have overlays (PS3.5, section 8.1.2).

    The bits of negative numbers, which are all like the highest one of the pixel, are no picture of their own.
    """
    form, shape = frame.format, frame.stored.shape
    if len(shape) > 2 or form.bits_allocated not in _WORDS or form.bits_stored == form.bits_allocated:  # noqa: PLR2004
        return
    order = "<" if dicom.is_little_endian else ">"
    kind = f"{order}u{form.bits_allocated // 8}"
    words = np.frombuffer(frames.raw(index), kind, frame.stored.size).reshape(shape)
    told = value(dicom.header, "HighBit")
    highest = told if told in range(form.bits_stored, form.bits_allocated) else form.bits_stored - 1
    sign = words >> highest & 1
    for bit in set(range(form.bits_allocated)) - set(range(highest + 1 - form.bits_stored, highest + 1)):
        plane = words >> bit & 1
        if plane.any() and not np.array_equal(plane, sign):
            yield _black_on_white(plane)


def _black_on_white(bits: npt.NDArray[Any]) -> Pixels:
    return cast("Pixels", np.where(bits, 0, _BYTE).astype(np.uint8))


def picture_pieces(element: Element, facts: Facts, read_image: ReadImage) -> Iterator[Piece]:
    """Yield what is read in an overlay, or in a picture in a sequence, such as an icon.

    Raises
    ------
    DocumentError
        It is cut off, too large or of a kind that can't be read.
    """
    is_overlay = element.tag & _OVERLAY_GROUP_MASK == Tag.OVERLAY_DATA
    if is_overlay and len(element.value):
        for picture in _overlays(element, facts):
            yield from _read(Channel.OVERLAY, picture, read_image)
    elif is_pixels(element.tag) and element.depth and len(element.value):
        yield from _read(Channel.IMAGE, _icon(element, facts), read_image)


def _overlays(element: Element, facts: Facts) -> Iterator[Pixels]:
    """Yield the frames of an overlay: bits, the lowest one first (PS3.3, section C.9.2; PS3.5, section 8.1.2)."""
    group = element.tag & 0x00FF0000
    rows, columns = (facts.number(element, tag | group) for tag in (Tag.OVERLAY_ROWS, Tag.OVERLAY_COLUMNS))
    frames = facts.count(element, Tag.OVERLAY_FRAMES | group)
    _check(rows, columns, 1)
    values = np.frombuffer(element.value, np.uint8)
    if element.vr == "OW" and not facts.is_little:
        values = values[: len(values) // 2 * 2].reshape(-1, 2)[:, ::-1].ravel()
    if len(values) * 8 < rows * columns * frames:
        raise DocumentError("An overlay of the DICOM file is cut off")
    for frame in range(frames):
        begin, skipped = divmod(frame * rows * columns, 8)
        part = values[begin : begin + -(-(skipped + rows * columns) // 8)]
        bits = np.unpackbits(part, bitorder="little")[skipped : skipped + rows * columns]
        yield _black_on_white(bits.reshape(rows, columns))


def _icon(element: Element, facts: Facts) -> Pixels:
    """Return a picture in a sequence (PS3.3, section F.7): its values as they are, without palette."""
    if element.is_fragment:
        return decode(bytes(element.value), max_pixels=MAX_PIXELS).pixels
    rows, columns = facts.number(element, Tag.ROWS), facts.number(element, Tag.COLUMNS)
    samples, bits = facts.number(element, Tag.SAMPLES, 1), facts.number(element, Tag.ALLOCATED, 8)
    _check(rows, columns, samples)
    if bits not in {1, 8, 16} or (bits == 1 and samples != 1):
        raise DocumentError("A picture in a sequence of the DICOM file can't be read")
    count = rows * columns * samples
    if len(element.value) * 8 < count * bits:
        raise DocumentError("A picture in a sequence of the DICOM file is cut off")
    if bits == 1:
        values = np.unpackbits(np.frombuffer(element.value, np.uint8), bitorder="little")[:count]
    else:
        values = np.frombuffer(element.value, f"{'<' if facts.is_little else '>'}u{bits // 8}", count)
    # Colours by turns; where they are one after the other, the picture is read three times side by side
    return _whole_range(
        values.reshape(rows, columns, samples).mean(axis=2) if samples > 1 else values.reshape(rows, columns)
    )


def _check(rows: int, columns: int, samples: int) -> None:
    """Refuse a picture without a size, or one that is too large."""
    if not (rows and columns and samples) or rows * columns * samples > MAX_PIXELS:
        raise DocumentError("A picture in the DICOM file has no size that can be read")
