"""Open a DICOM file: its header is read, its pixels stay where they are until a frame is asked for."""

from __future__ import annotations

import io
import struct
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, BinaryIO

from sparkocr.dicom import syntaxes
from sparkocr.dicom.fragments import JPEG, JPEG_2000, segments
from sparkocr.dicom.library import quiet
from sparkocr.dicom.source import Source, open_source
from sparkocr.errors import DocumentError
from sparkocr.kinds import MEDIA_DIRECTORY, Family, unopened
from sparkocr.limits import current, told

if TYPE_CHECKING:
    from pydicom.dataset import FileDataset

__all__ = [
    "PIXEL_KEYWORDS",
    "DicomFile",
    "PixelElement",
    "check_depth",
    "is_dicom",
    "is_sequence",
    "open_dicom",
    "value",
    "vr_of",
]

_DEEPEST = 64  # sequences in sequences: standard objects have fewer than ten
_PREAMBLE = 128  # PS3.10, section 7.1
_PREFIX = b"DICM"
_LOOKED_AT = 1 << 20  # bytes of a file that is none, for what it is instead
PIXEL_KEYWORDS = {0x7FE00008: "FloatPixelData", 0x7FE00009: "DoubleFloatPixelData", 0x7FE00010: "PixelData"}
"""Elements of pixels, by tag (PS3.6)."""
_FIRST_PIXELS = min(PIXEL_KEYWORDS)
_PIXEL_VRS = {b"OB", b"OW", b"OF", b"OD", b"UN"}
_UNDEFINED = 0xFFFFFFFF  # PS3.5, section 7.1.1: the length of what ends with a delimiter
_FIRST_GROUPS = {0x0000, 0x0002, 0x0004, 0x0008}  # of a file without preamble
_CODESTREAMS = {  # how the first fragment starts: JPEG-LS, JPEG (baseline or lossless, as its frame says), JPEG 2000
    b"\xff\xd8\xff\xf7": syntaxes.JPEG_LS,
    JPEG_2000: syntaxes.JPEG_2000,
}
_JPEG_FRAMES = {0xC0: syntaxes.JPEG_BASELINE, 0xC1: syntaxes.JPEG_EXTENDED, 0xC3: syntaxes.JPEG_LOSSLESS}


@dataclass(frozen=True, slots=True)
class PixelElement:
    """Where the pixels of a file are.

    Attributes
    ----------
    keyword : str
        ``PixelData``, ``FloatPixelData`` or ``DoubleFloatPixelData``.
    vr : str
        ``OB``, ``OW``, ``OF`` or ``OD``; as `OW` where the file does not say.
    start : int
        Offset of the first byte of the value in `DicomFile.file`.
    length : int
        Bytes of the value that are there; less than the file says if it ends too early.
    is_encapsulated : bool
        Whether the value is a sequence of fragments.
    """

    keyword: str
    vr: str
    start: int
    length: int
    is_encapsulated: bool


@dataclass(frozen=True, slots=True, eq=False)
class DicomFile:
    """An open DICOM file.

    Attributes
    ----------
    header : pydicom.dataset.FileDataset
        All before the pixels, with `file_meta` and `preamble`. What follows the pixels (padding, digital signatures,
        private raw data) is not in it.
    file : file-like
        What offsets refer to: the file, or what a deflated one was inflated to.
    transfer_syntax : str
        UID; guessed if the file does not say.
    pixels : PixelElement or None
    """

    header: FileDataset
    file: BinaryIO
    transfer_syntax: str
    pixels: PixelElement | None

    @property
    def is_little_endian(self) -> bool:
        """Whether numbers have their lowest byte first."""
        return self.transfer_syntax != syntaxes.BIG_ENDIAN

    @property
    def is_directory(self) -> bool:
        """Whether it is a directory of other files (DICOMDIR)."""
        return str(value(self.header.file_meta, "MediaStorageSOPClassUID", "")) == MEDIA_DIRECTORY


def is_dicom(content: bytes | memoryview) -> bool:
    """Tell whether bytes are a DICOM file with a preamble, as all but very old ones are (PS3.10, section 7.1)."""
    return bytes(content[_PREAMBLE : _PREAMBLE + 4]) == _PREFIX


@contextmanager
def open_dicom(source: Source) -> Iterator[DicomFile]:
    """Open a DICOM file as leniently as viewers do: without preamble, file meta information or transfer syntax, too.

    Parameters
    ----------
    source : bytes-like, str or Path
        The bytes, or a path, of which only the header is read.

    Yields
    ------
    DicomFile
        Usable until the context ends.

    Raises
    ------
    DocumentError
        It is no DICOM file, or can't be read.
    """
    with open_source(source) as file:
        yield _opened(file)


def _opened(file: BinaryIO) -> DicomFile:
    _check_start(file)
    try:
        with quiet():
            return _read(file)
    except DocumentError:
        raise
    except Exception:  # noqa: BLE001  pydicom raises anything on damaged files, and quotes them
        raise DocumentError("Can't open file as DICOM.") from None


def _check_start(file: BinaryIO) -> None:
    """Refuse what can't be a DICOM file: pydicom would make a header of any bytes."""
    file.seek(0)
    start = file.read(_PREAMBLE + 8)
    if start[_PREAMBLE : _PREAMBLE + 4] != _PREFIX:
        groups = {int.from_bytes(start[:2], order) for order in ("little", "big")}
        if len(start) < 8 or not groups & _FIRST_GROUPS:  # noqa: PLR2004  the shortest element
            file.seek(0)
            raise DocumentError(unopened("Can't open file as DICOM.", file.read(_LOOKED_AT), Family.DICOM))
    file.seek(0)


def _read(file: BinaryIO) -> DicomFile:
    from pydicom.filereader import read_partial
    from pydicom.uid import UID

    inflated = _inflated(file)
    if inflated is not None:
        file = inflated
    header = read_partial(file, _at_pixels, force=True)
    if not header:
        raise DocumentError("Can't open file as DICOM.")
    if inflated is not None:
        header.file_meta.TransferSyntaxUID = UID(syntaxes.DEFLATED)
    is_implicit, is_little = header.original_encoding
    pixels = _pixels(file, bool(is_little))
    declared = str(header.file_meta.get("TransferSyntaxUID") or "")
    syntax = declared or _guessed(file, pixels, bool(is_implicit), bool(is_little))
    return DicomFile(header, file, syntax, pixels)


def _at_pixels(tag: int, _vr: str | None, _length: int) -> bool:
    return int.__ge__(tag, _FIRST_PIXELS)  # pydicom's own comparison takes ten times as long


def _inflated(file: BinaryIO) -> BinaryIO | None:
    """Return what a deflated file is without that; None if it is not deflated.

    Raises
    ------
    DocumentError
        It becomes larger than `max_inflated_bytes`.
    """
    from pydicom.filereader import _read_file_meta_info, read_preamble

    read_preamble(file, force=True)
    meta = _read_file_meta_info(file)
    start = file.tell()
    if meta.get("TransferSyntaxUID") != syntaxes.DEFLATED:
        file.seek(0)
        return None
    inflater = zlib.decompressobj(-zlib.MAX_WBITS)  # PS3.5, section A.5: raw deflate
    data = inflater.decompress(file.read(), current().max_inflated_bytes)
    if inflater.unconsumed_tail:
        raise DocumentError(f"A deflated file becomes larger than {told('max_inflated_bytes')}.")
    file.seek(0)
    return _ReadInflated(file.read(start), data)


class _ReadInflated(io.BytesIO):
    """A deflated file after it was inflated."""

    def __init__(self, start: bytes, data: bytes) -> None:
        # pydicom would inflate it again: the same length, another transfer syntax, padded with a zero (PS3.5, 9.1)
        plain = syntaxes.EXPLICIT.encode().ljust(len(syntaxes.DEFLATED), b"\0")
        super().__init__(start.replace(syntaxes.DEFLATED.encode(), plain) + data)


def _pixels(file: BinaryIO, is_little: bool) -> PixelElement | None:
    """Return where the pixels are, if the file stands at them.

    Whether the VR is there is seen by its letters, as some files have none although their transfer syntax says so.
    """
    order = "<" if is_little else ">"
    head = file.read(8)
    if len(head) < 8:  # noqa: PLR2004
        return None
    group, element = struct.unpack(f"{order}HH", head[:4])
    keyword = PIXEL_KEYWORDS.get((group << 16) | element)
    if keyword is None:
        return None
    if head[4:6] in _PIXEL_VRS:
        vr, (length,) = head[4:6].decode(), struct.unpack(f"{order}L", file.read(4).ljust(4, b"\0"))
    else:
        vr, (length,) = "OW", struct.unpack(f"{order}L", head[4:])
    start = file.tell()
    there = file.seek(0, io.SEEK_END) - start
    file.seek(start)
    is_encapsulated = length == _UNDEFINED
    return PixelElement(keyword, vr, start, there if is_encapsulated else min(length, there), is_encapsulated)


def _guessed(file: BinaryIO, pixels: PixelElement | None, is_implicit: bool, is_little: bool) -> str:
    """Return the transfer syntax of a file that does not say."""
    if pixels is None or not pixels.is_encapsulated:
        return syntaxes.IMPLICIT if is_implicit else syntaxes.EXPLICIT if is_little else syntaxes.BIG_ENDIAN
    file.seek(pixels.start)
    start = file.read(1 << 16)
    offsets = int.from_bytes(start[4:8], "little")
    codestream = start[8 + offsets + 8 :]
    if codestream[:4] in _CODESTREAMS:
        return _CODESTREAMS[codestream[:4]]
    if codestream[:2] == JPEG:
        return next((_JPEG_FRAMES[kind] for kind, *_ in segments(codestream) if kind in _JPEG_FRAMES), syntaxes.RLE)
    return syntaxes.RLE


def value(header: Any, keyword: str, otherwise: Any = None) -> Any:
    """Return a value of a header, or another one where it is missing, empty or can't be read."""
    try:
        with quiet():
            found = header.get(keyword)
    except Exception:  # noqa: BLE001  pydicom converts values when they are asked for
        return otherwise
    return otherwise if found is None or found == "" else found


def vr_of(header: Any, tag: Any) -> str | None:
    """Return the value representation of an element, mostly without reading its value; None if it is unknown."""
    try:
        vr: str | None = header.get_item(tag).VR
    except Exception:  # noqa: BLE001  pydicom converts the value where a data set is in a sequence
        return None
    return vr


def is_sequence(header: Any, tag: Any) -> bool:
    """Tell, without reading its value, whether an element is a sequence: also if the file does not give its VR."""
    from pydicom.datadict import dictionary_has_tag, dictionary_VR

    return vr_of(header, tag) == "SQ" or (dictionary_has_tag(tag) and dictionary_VR(tag) == "SQ")


def check_depth(depth: int) -> None:
    """Refuse what is in too many sequences, before Python can't go deeper.

    Raises
    ------
    DocumentError
        There are too many sequences in each other.
    """
    if depth > _DEEPEST:
        raise DocumentError(f"The header of the DICOM file has more than {_DEEPEST} sequences in each other")
