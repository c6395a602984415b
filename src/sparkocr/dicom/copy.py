"""Write a DICOM file with another header; its pixels are copied as they are."""

from __future__ import annotations

import io
import struct
from collections.abc import Iterable, Iterator, Sequence
from math import prod

from sparkocr.dicom.bare_code import bare_code, starts_code
from sparkocr.dicom.fragments import ITEM, SEQUENCE_END, items, piece
from sparkocr.dicom.library import quiet
from sparkocr.dicom.open import DicomFile, PixelElement, value
from sparkocr.dicom.syntaxes import BIG_ENDIAN, DEFLATED, EXPLICIT, IMPLICIT, RLE
from sparkocr.dicom.write import PIXEL_ELEMENTS, header_bytes, meta_bytes
from sparkocr.errors import DocumentError

__all__ = ["with_header"]

_FLOAT_BITS = {"FloatPixelData": 32, "DoubleFloatPixelData": 64}
_UNDEFINED = 0xFFFFFFFF
_PIECE = 1 << 20  # bytes of pixels that are copied at once


def with_header(dicom: DicomFile) -> bytes:
    """Write a file with its header as it is now, and its pixels as they were.

    Nothing that follows the pixels is written, nor what native pixels have beyond the size that the header tells; what
    is no picture in code streams becomes zeros (`sparkocr.dicom.bare_code`). Deflated files become explicit little
    endian.

    Parameters
    ----------
    dicom : DicomFile
        Its file meta information must not have what is not to be written.

    Raises
    ------
    DocumentError
        The header can't be written or does not tell the size of frames, or frames are cut off.
    """
    syntax = EXPLICIT if dicom.transfer_syntax == DEFLATED else dicom.transfer_syntax
    try:
        with quiet():
            start = meta_bytes(dicom.header, syntax) + header_bytes(dicom.header, syntax)
    except Exception:  # noqa: BLE001  pydicom raises anything on odd headers, and quotes them
        raise DocumentError("The header of the DICOM file can't be written") from None
    file = io.BytesIO()  # its value is not copied, as joined pieces are
    file.write(start)
    file.writelines(_pixels(dicom, syntax))
    return file.getvalue()


def _pixels(dicom: DicomFile, syntax: str) -> Iterator[bytes]:
    """Yield the element of the pixels, in pieces."""
    pixels = dicom.pixels
    if pixels is None:
        return
    order = ">" if syntax == BIG_ENDIAN else "<"
    length = _UNDEFINED if pixels.is_encapsulated else _native_length(dicom, pixels)
    vr = b"" if syntax == IMPLICIT and not pixels.is_encapsulated else pixels.vr.encode() + b"\0\0"
    tag = struct.pack(f"{order}HH", *PIXEL_ELEMENTS[pixels.keyword][0])
    padding = length % 2 if not pixels.is_encapsulated else 0
    yield tag + vr + struct.pack(f"{order}L", length + padding)
    if pixels.is_encapsulated:
        yield from _fragments(dicom, pixels)
    else:
        for place in range(0, length, _PIECE):
            yield piece(dicom.file, pixels.start + place, min(_PIECE, length - place))
        yield b"\0" * padding


def _native_length(dicom: DicomFile, pixels: PixelElement) -> int:
    """Return how many bytes native pixels have, by what the header tells of them; what is beyond them nobody sees.

    Raises
    ------
    DocumentError
        It does not tell, or there are fewer: a damaged size lets anything be pixels.
    """
    sizes = [value(dicom.header, name, 0) for name in ("Rows", "Columns")]
    sizes.append(_FLOAT_BITS.get(pixels.keyword) or value(dicom.header, "BitsAllocated", 8))
    counts = [value(dicom.header, name, 1) for name in ("SamplesPerPixel", "NumberOfFrames")]
    try:
        rows, columns, bits = map(int, sizes)
        samples, frames = map(int, counts)
    except (TypeError, ValueError):
        rows = columns = bits = samples = frames = 0
    size = -(-rows * columns * bits * samples * max(frames, 1) // 8)
    if size <= 0:
        raise DocumentError("The DICOM file does not tell the size of its frames")
    if samples > 1 and str(value(dicom.header, "PhotometricInterpretation", "")).strip() == "YBR_FULL_422":
        size = -(-size * 2 // samples)  # Cb and Cr are there for every second pixel
    if pixels.length < size:
        raise DocumentError("Frames are missing in the DICOM file")
    return min(pixels.length, size + size % 2)


def _fragments(dicom: DicomFile, pixels: PixelElement) -> Iterator[bytes]:
    """Yield the items of encoded pixels up to the end of the sequence.

    Raises
    ------
    DocumentError
        They are cut off.
    """
    places = list(items(dicom.file, pixels.start))
    if not places:
        raise DocumentError("Frames are missing in the DICOM file")
    yield from _item(_true_offsets(dicom, places))
    for parts in _codes(dicom, places[1:]):
        code, place = bare_code(b"".join(parts), dicom.transfer_syntax, _pixels_of_frame(dicom)), 0
        for part in parts:
            yield from _item(code[place : place + len(part)])
            place += len(part)
    yield struct.pack("<HHL", *SEQUENCE_END, 0)


def _item(code: bytes) -> tuple[bytes, bytes]:
    return struct.pack("<HHL", *ITEM, len(code)), code


def _pixels_of_frame(dicom: DicomFile) -> int:
    return prod(size if isinstance(size := value(dicom.header, name), int) else 0 for name in ("Rows", "Columns"))


def _true_offsets(dicom: DicomFile, places: Sequence[tuple[int, int]]) -> bytes:
    """Return the table of offsets, which is the first item; empty if it has anything but offsets of fragments."""
    table = piece(dicom.file, *places[0])
    starts = {place - places[1][0] for place, _ in places[1:]}
    is_true = len(table) % 4 == 0 and {number for (number,) in struct.iter_unpack("<L", table)} <= starts
    return table if is_true else b""


def _codes(dicom: DicomFile, places: Iterable[tuple[int, int]]) -> Iterator[list[bytes]]:
    """Yield the fragments of each code stream.

    Raises
    ------
    DocumentError
        One is cut off.
    """
    parts: list[bytes] = []
    for place, length in places:
        part = piece(dicom.file, place, length)
        if len(part) < length:
            raise DocumentError("Frames are missing in the DICOM file")
        if parts and (dicom.transfer_syntax == RLE or starts_code(part) or not starts_code(parts[0])):
            yield parts
            parts = []
        parts.append(part)
    yield parts
