"""Cut a file of many frames into files of one frame each, so that workers share it; nothing is decoded."""

from __future__ import annotations

import io
from collections.abc import Iterable, Iterator
from typing import Any

from sparkocr.dicom.frames import Frames
from sparkocr.dicom.library import quiet
from sparkocr.dicom.open import DicomFile, value
from sparkocr.dicom.syntaxes import DEFLATED, EXPLICIT, NATIVE
from sparkocr.dicom.write import header_bytes, meta_bytes, native_bytes, without_tables, write_pixels
from sparkocr.errors import DocumentError

__all__ = ["cut_frames"]

_PER_FRAME = "PerFrameFunctionalGroupsSequence"
_PER_FRAME_TAG = 0x52009230  # PS3.6


def cut_frames(dicom: DicomFile, numbers: Iterable[int]) -> Iterator[bytes | DocumentError]:
    """Yield files of one frame each.

    Parameters
    ----------
    dicom : DicomFile
        Its header is changed.
    numbers : iterable of int
        Frames, from 0.

    Yields
    ------
    bytes or DocumentError
        A file with the header, of which what speaks of other frames is left out; or why there is none.

    Raises
    ------
    DocumentError
        The file has no frames, or its header can't be written.
    """
    frames = Frames(dicom)
    syntax = EXPLICIT if dicom.transfer_syntax == DEFLATED else dicom.transfer_syntax
    vr = "" if dicom.pixels is None or dicom.pixels.is_encapsulated else dicom.pixels.vr
    header, groups = dicom.header, value(dicom.header, _PER_FRAME, ())
    try:
        with quiet():
            header.NumberOfFrames = 1
            without_tables(header)
            start = meta_bytes(header, syntax) + header_bytes(header[:_PER_FRAME_TAG], syntax)
            end = header_bytes(header[_PER_FRAME_TAG + 1 :], syntax)
    except Exception:  # noqa: BLE001  pydicom raises anything on odd headers, and quotes them
        raise DocumentError("The header of the DICOM file can't be written") from None
    for number in numbers:
        try:
            with quiet():
                group = _group(header, groups[number], syntax) if number < len(groups) else b""
            body = io.BytesIO()
            write_pixels(body, dicom, frames.format.bits_allocated, syntax, [_code(frames, number, syntax)], 1, vr=vr)
        except DocumentError as error:
            yield error
            continue
        yield b"".join((start, group, end, body.getbuffer()))


def _group(header: Any, item: Any, syntax: str) -> bytes:
    """Return the functional groups of one frame as the element that they are in."""
    from pydicom.dataset import Dataset

    part = Dataset()
    is_implicit, is_little = header.original_encoding
    part.set_original_encoding(is_implicit, is_little, header.original_character_set)
    setattr(part, _PER_FRAME, [item])
    return header_bytes(part, syntax)


def _code(frames: Frames, number: int, syntax: str) -> bytes:
    """Return a frame as it is in the file; one of 1 bit may begin within a byte, so it is decoded."""
    if syntax not in NATIVE:
        return frames.encoded(number)
    return native_bytes(frames[number].stored, syntax) if frames.format.bits_allocated == 1 else frames.raw(number)
