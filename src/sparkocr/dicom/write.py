"""Write a DICOM file anew: header, then its frames one by one, so that never more than the result is in memory."""

from __future__ import annotations

import io
import re
import struct
import zlib
from collections.abc import Iterable
from typing import Any

import numpy as np
import numpy.typing as npt

from sparkocr.dicom.encode import is_lossy
from sparkocr.dicom.fragments import ITEM, SEQUENCE_END
from sparkocr.dicom.frames import PixelFormat, Stored
from sparkocr.dicom.library import quiet
from sparkocr.dicom.open import DicomFile, value
from sparkocr.dicom.syntaxes import (
    BIG_ENDIAN,
    DEFLATED,
    HTJ2K,
    IMPLICIT,
    JPEG_2000,
    JPEG_BASELINE,
    JPEG_EXTENDED,
    JPEG_LS_NEAR,
    NATIVE,
)
from sparkocr.errors import DocumentError

__all__ = [
    "PIXEL_ELEMENTS",
    "header_bytes",
    "meta_bytes",
    "native_bytes",
    "without_tables",
    "write_file",
    "write_header",
    "write_pixels",
]

_UID = re.compile(r"[0-9.]{1,64}")  # PS3.5, section 9.1
_MOST_BYTES = 0xFFFFFFFE  # of a value (PS3.5, section 7.1.1)
PIXEL_ELEMENTS = {
    "PixelData": ((0x7FE0, 0x0010), b"OW"),
    "FloatPixelData": ((0x7FE0, 0x0008), b"OF"),
    "DoubleFloatPixelData": ((0x7FE0, 0x0009), b"OD"),
}
"""Tag and VR of pixels, by keyword (PS3.6; PS3.5, annex A); integers of up to 8 bits are ``OB``."""
_METHODS = {  # PS3.3, section C.7.6.1.1.5.1: how a file lost something
    JPEG_BASELINE: "ISO_10918_1",
    JPEG_EXTENDED: "ISO_10918_1",
    JPEG_LS_NEAR: "ISO_14495_1",
    JPEG_2000: "ISO_15444_1",
    HTJ2K: "ISO_15444_15",
}


def write_file(dicom: DicomFile, form: PixelFormat, syntax: str, frames: Iterable[bytes], count: int) -> bytes:
    """Write a file with other pixels.

    Parameters
    ----------
    dicom : DicomFile
        Its header is changed: transfer syntax, and what it says of the pixels.
    form : PixelFormat
        Of the frames as they are written.
    syntax : str
        UID of the transfer syntax.
    frames : iterable of bytes
        Code streams, or what `native_bytes` gives; asked for one after the other.
    count : int
        How many frames there are.

    Raises
    ------
    DocumentError
        The header can't be written, or the pixels are too many.
    """
    try:
        with quiet():
            _describe(dicom, form, syntax)
            start, header = meta_bytes(dicom.header, syntax), header_bytes(dicom.header, syntax)
    except Exception:  # noqa: BLE001  pydicom raises anything on odd headers, and quotes them
        raise DocumentError("The header of the DICOM file can't be written") from None
    file = io.BytesIO()
    file.write(start + header)
    write_pixels(file, dicom, form.bits_allocated, syntax, frames, count)
    content = file.getvalue()  # the buffer itself, not a copy
    return _deflated(content, len(start)) if syntax == DEFLATED else content


def write_header(header: Any, syntax: str) -> bytes:
    """Write a file without pixels.

    Parameters
    ----------
    header : pydicom.dataset.FileDataset
        With its file meta information.
    syntax : str
        UID of the transfer syntax.

    Raises
    ------
    DocumentError
        The header can't be written.
    """
    try:
        with quiet():
            start = meta_bytes(header, syntax)
            content = start + header_bytes(header, syntax)
    except Exception:  # noqa: BLE001  pydicom raises anything on odd headers, and quotes them
        raise DocumentError("The header of the DICOM file can't be written") from None
    return _deflated(content, len(start)) if syntax == DEFLATED else content


def _deflated(content: bytes, start: int) -> bytes:
    """Deflate what follows the file meta information (PS3.5, section A.5)."""
    deflater = zlib.compressobj(wbits=-zlib.MAX_WBITS)
    body = deflater.compress(memoryview(content)[start:]) + deflater.flush()
    return b"".join((content[:start], body, b"\0" * (len(body) % 2)))


def native_bytes(stored: Stored, syntax: str) -> bytes:
    """Return a frame that is not encoded; one of 1 bit has a byte for each pixel, which are packed when it is written.

    Parameters
    ----------
    stored : ndarray
    syntax : str
        UID of the transfer syntax, for the order of bytes.
    """
    return stored.astype(stored.dtype.newbyteorder(">" if syntax == BIG_ENDIAN else "<"), copy=False).tobytes()


def _describe(dicom: DicomFile, form: PixelFormat, syntax: str) -> None:
    """Let a header say what its pixels are now."""
    header = dicom.header
    header.PhotometricInterpretation = form.photometric
    if form.samples > 1:
        header.PlanarConfiguration = form.planar
    without_tables(header)
    for lossy in (dicom.transfer_syntax, syntax):
        if is_lossy(lossy) and (value(header, "LossyImageCompression") != "01" or lossy != dicom.transfer_syntax):
            header.LossyImageCompression = "01"
            known = value(header, "LossyImageCompressionMethod", [])
            methods = [known] if isinstance(known, str) else list(known)
            if _METHODS[lossy] not in methods:
                header.LossyImageCompressionMethod = [*methods, _METHODS[lossy]]


def without_tables(header: Any) -> None:
    """Remove the extended tables of offsets: they are of frames as they were."""
    for keyword in ("ExtendedOffsetTable", "ExtendedOffsetTableLengths"):
        if keyword in header:
            delattr(header, keyword)


def meta_bytes(header: Any, syntax: str) -> bytes:
    """Return an empty preamble and the file meta information (PS3.10, section 7.1).

    Raises
    ------
    DocumentError
        The transfer syntax is no UID: a damaged length may let it be any part of the header.
    """
    if not _UID.fullmatch(syntax):
        raise DocumentError("The transfer syntax of the DICOM file is unknown")
    from pydicom.filebase import DicomBytesIO
    from pydicom.filewriter import write_file_meta_info
    from pydicom.uid import PYDICOM_IMPLEMENTATION_UID, UID

    meta = header.file_meta
    meta.TransferSyntaxUID = UID(syntax)
    for keyword, source in (
        ("MediaStorageSOPClassUID", "SOPClassUID"),
        ("MediaStorageSOPInstanceUID", "SOPInstanceUID"),
    ):
        if not value(meta, keyword) and value(header, source):
            setattr(meta, keyword, value(header, source))
    meta.FileMetaInformationGroupLength = 0  # computed when it is written
    meta.FileMetaInformationVersion = b"\0\1"
    if not value(meta, "ImplementationClassUID"):
        meta.ImplementationClassUID = PYDICOM_IMPLEMENTATION_UID
    file = DicomBytesIO()
    file.write(b"\0" * 128 + b"DICM")
    write_file_meta_info(file, meta, enforce_standard=False)
    return file.getvalue()


def header_bytes(header: Any, syntax: str) -> bytes:
    """Return a header, or a part of one, as a transfer syntax has it."""
    from pydicom.filebase import DicomBytesIO
    from pydicom.filewriter import correct_ambiguous_vr, write_dataset

    file = DicomBytesIO()
    file.is_implicit_VR, file.is_little_endian = syntax == IMPLICIT, syntax != BIG_ENDIAN
    unknown = [tag for tag in header.keys() if header.get_item(tag).VR is None]  # noqa: SIM118
    if unknown and syntax != IMPLICIT:  # the file has no VRs, although its transfer syntax says so
        for tag in unknown:
            header[tag]  # it is converted when it is asked for
        correct_ambiguous_vr(header, file.is_little_endian)
    write_dataset(file, header)
    return file.getvalue()


# --- Pixels


def write_pixels(
    body: io.BytesIO, dicom: DicomFile, bits: int, syntax: str, frames: Iterable[bytes], count: int, *, vr: str = ""
) -> None:
    """Write the element of the pixels.

    Parameters
    ----------
    body : BytesIO
        Stands behind the header.
    dicom : DicomFile
        Tells which element.
    bits : int
        Bits allocated.
    syntax, frames, count
        As in `write_file`.
    vr : str
        Value representation of frames that are not encoded, which may be words in big endian; empty: that of bytes,
        words or floats, as the frames are.

    Raises
    ------
    DocumentError
        The pixels are too many.
    """
    if syntax in NATIVE:
        tag, usual = PIXEL_ELEMENTS["PixelData" if dicom.pixels is None else dicom.pixels.keyword]
        representation = vr.encode() or (b"OB" if bits <= 8 else usual)  # noqa: PLR2004
        parts = _packed(frames) if bits == 1 else frames
        _write_native(body, tag, b"" if syntax == IMPLICIT else representation, syntax == BIG_ENDIAN, parts)
    else:
        _write_encapsulated(body, frames, count)


def _write_native(body: io.BytesIO, tag: tuple[int, int], vr: bytes, is_big: bool, parts: Iterable[bytes]) -> None:
    order = ">" if is_big else "<"
    body.write(struct.pack(f"{order}HH", *tag) + (vr + b"\0\0" if vr else b""))
    place = body.tell()
    body.write(b"\0" * 4)  # the length, as soon as it is known
    body.writelines(parts)
    length = body.tell() - place - 4
    body.write(b"\0" * (length % 2))
    length += length % 2
    if length > _MOST_BYTES:
        raise DocumentError("The pixels of the DICOM file are too many to be written uncompressed")
    body.seek(place)
    body.write(struct.pack(f"{order}L", length))


def _packed(frames: Iterable[bytes]) -> Iterable[bytes]:
    """Pack frames of 1 bit, whose pixels follow each other without a gap, lowest bit first (PS3.5, section 8.1.1)."""
    rest: npt.NDArray[np.uint8] = np.empty(0, np.uint8)
    for frame in frames:
        bits = np.concatenate([rest, np.frombuffer(frame, np.uint8)])
        whole = len(bits) // 8 * 8
        yield np.packbits(bits[:whole], bitorder="little").tobytes()
        rest = bits[whole:]
    yield np.packbits(rest, bitorder="little").tobytes()


def _write_encapsulated(body: io.BytesIO, frames: Iterable[bytes], count: int) -> None:
    """Write code streams as fragments, one for each frame, and the table of their offsets (PS3.5, section A.4)."""
    body.write(struct.pack("<HH", *PIXEL_ELEMENTS["PixelData"][0]) + b"OB\0\0" + b"\xff" * 4)
    body.write(struct.pack("<HHL", *ITEM, 4 * count))
    table = body.tell()
    body.write(b"\0" * (4 * count))
    first, offsets = body.tell(), []
    for code in frames:
        offsets.append(body.tell() - first)
        padding = len(code) % 2
        body.write(struct.pack("<HHL", *ITEM, len(code) + padding))
        body.write(code)
        body.write(b"\0" * padding)
    body.write(struct.pack("<HHL", *SEQUENCE_END, 0))
    if body.tell() > _MOST_BYTES:
        raise DocumentError("The pixels of the DICOM file are too many to be written")
    body.seek(table)
    body.write(struct.pack(f"<{count}L", *offsets))
