"""The frames of a DICOM file, decoded one at a time.

A file says how many frames it has, and may lie: `Frames` counts what is there, and one more if some are missing, whose
reading fails. What the file has beyond its number of frames is no frame.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, replace
from typing import Any, BinaryIO, TypeAlias

import numpy as np
import numpy.typing as npt

from sparkocr.dicom.library import quiet
from sparkocr.dicom.open import DicomFile, value
from sparkocr.errors import DocumentError
from sparkocr.imaging.limits import MAX_PIXELS

__all__ = ["Frame", "Frames", "PixelFormat", "Stored", "pixel_format"]

Stored: TypeAlias = npt.NDArray[Any]
"""Stored values of a frame: shape (rows, columns) or (rows, columns, samples); integers, or floats of 32 or 64 bits."""

DECODERS = ("pylibjpeg", "pyjpegls", "pydicom", "pillow", "gdcm")
"""Packages that decode, as pydicom calls them. GDCM is the last: on some damaged files it ends the process."""

_ITEM = 0xFFFEE000  # PS3.5, section 7.5
_VIDEO = "1.2.840.10008.1.2.4.10"  # PS3.5, annex A: MPEG-2, MPEG-4 and HEVC are .100 to .108
_TAIL = 16  # bytes at the end of a fragment in which a JPEG's end marker is
_END_OF_IMAGE = b"\xff\xd9"  # of JPEG, JPEG-LS and JPEG 2000


@dataclass(frozen=True, slots=True)
class PixelFormat:
    """How the pixels of a file are stored (PS3.3, section C.7.6.3).

    Attributes
    ----------
    rows, columns : int
    samples : int
        Per pixel: 1 for gray and palette, 3 for colours.
    bits_allocated, bits_stored : int
    is_signed : bool
    photometric : str
        Photometric interpretation.
    planar : int
        1 if the samples of a frame are stored one after the other, else 0.
    """

    rows: int
    columns: int
    samples: int
    bits_allocated: int
    bits_stored: int
    is_signed: bool
    photometric: str
    planar: int

    @property
    def is_monochrome(self) -> bool:
        """Whether a pixel is a gray."""
        return self.photometric in {"MONOCHROME1", "MONOCHROME2"}

    @property
    def range(self) -> tuple[int, int]:
        """The smallest and the largest integer that may be stored."""
        if self.is_signed:
            return -(1 << (self.bits_stored - 1)), (1 << (self.bits_stored - 1)) - 1
        return 0, (1 << self.bits_stored) - 1


@dataclass(frozen=True, slots=True, eq=False)
class Frame:
    """A decoded frame.

    Attributes
    ----------
    stored : ndarray
        Stored values.
    format : PixelFormat
        Of these values: what a decoder changed, as the photometric interpretation, is changed.
    """

    stored: Stored
    format: PixelFormat


@dataclass(frozen=True, slots=True)
class _Fragments:
    """Where the encoded frames are: by frame, the offset and the length of each fragment."""

    frames: tuple[tuple[tuple[int, int], ...], ...]


def pixel_format(dicom: DicomFile) -> PixelFormat:
    """Return how the pixels of a file are stored.

    Raises
    ------
    DocumentError
        There are none, they are video, their size is not told, or a frame is larger than `MAX_PIXELS`.
    """
    header, pixels = dicom.header, dicom.pixels
    if pixels is None:
        raise DocumentError("There are no pixels in the DICOM file")
    if dicom.transfer_syntax.startswith(_VIDEO):
        raise DocumentError("The DICOM file holds a video, whose frames are not read")
    rows, columns = (_integer(header, name, 0) for name in ("Rows", "Columns"))
    if rows < 1 or columns < 1:
        raise DocumentError("The DICOM file does not tell the size of its frames")
    if rows * columns > MAX_PIXELS:
        raise DocumentError(f"A frame has {rows * columns:,} pixels; the limit is {MAX_PIXELS:,}")
    samples = _integer(header, "SamplesPerPixel", 1)
    float_bits = {"FloatPixelData": 32, "DoubleFloatPixelData": 64}
    allocated = float_bits.get(pixels.keyword) or _integer(header, "BitsAllocated", 8)
    stored = _integer(header, "BitsStored", allocated)
    photometric = str(value(header, "PhotometricInterpretation", "")).strip().upper()
    return PixelFormat(
        rows,
        columns,
        samples,
        allocated,
        stored if 0 < stored <= allocated else allocated,
        is_signed=_integer(header, "PixelRepresentation", 0) == 1,
        photometric=photometric or ("MONOCHROME2" if samples == 1 else "RGB"),
        planar=_integer(header, "PlanarConfiguration", 0),
    )


def _integer(header: Any, keyword: str, otherwise: int) -> int:
    found = value(header, keyword, otherwise)
    try:
        return int(found)
    except (TypeError, ValueError):
        return otherwise


class Frames:
    """The frames of an open file.

    Parameters
    ----------
    dicom : DicomFile

    Attributes
    ----------
    format : PixelFormat

    Raises
    ------
    DocumentError
        See `pixel_format`; or there is no decoder for the transfer syntax.
    """

    def __init__(self, dicom: DicomFile) -> None:
        self.format = pixel_format(dicom)
        self._dicom = dicom
        assert dicom.pixels is not None  # noqa: S101  pixel_format checks it
        self._pixels = dicom.pixels
        self._claimed = max(1, _integer(dicom.header, "NumberOfFrames", 1))
        self._fragments = _fragments(dicom, self._claimed) if self._pixels.is_encapsulated else None
        self._decoder = _decoder(dicom.transfer_syntax)

    def __len__(self) -> int:
        """How many frames can be asked for: those that are there, and one more if the file claims more."""
        return min(self._claimed, self._there + 1)

    @property
    def is_whole(self) -> bool:
        """Whether all frames are there that the file claims to have."""
        return self._there >= self._claimed

    @property
    def is_encapsulated(self) -> bool:
        """Whether the frames are encoded, each in fragments of its own."""
        return self._fragments is not None

    @property
    def _there(self) -> int:
        if self._fragments is not None:
            return len(self._fragments.frames)
        return self._pixels.length * 8 // self._frame_bits

    @property
    def _frame_bits(self) -> int:
        """Bits of a frame that is not encoded."""
        form = self.format
        samples = 2 if form.photometric == "YBR_FULL_422" and form.samples > 1 else form.samples  # Cb, Cr for two Y
        return form.rows * form.columns * samples * form.bits_allocated

    def encoded(self, index: int) -> bytes:
        """Return the code stream of an encoded frame.

        Raises
        ------
        DocumentError
            There is no such frame.
        """
        parts = self._fragments.frames if self._fragments else ()
        if not 0 <= index < len(parts):
            raise DocumentError(f"Frame {index} is not in the DICOM file")
        return b"".join(_piece(self._dicom.file, offset, length) for offset, length in parts[index])

    def __getitem__(self, index: int) -> Frame:
        """Decode a frame.

        Raises
        ------
        DocumentError
            There is no such frame, or it can't be decoded.
        """
        if not 0 <= index < min(self._claimed, self._there):
            raise DocumentError(f"Frame {index} is not in the DICOM file")
        try:
            with quiet():
                stored, told = self._decoded(index)
        except DocumentError:
            raise
        except Exception:  # noqa: BLE001  decoders raise anything
            raise DocumentError(f"Frame {index} can't be decoded") from None
        return Frame(stored, _told(self.format, told))

    def __iter__(self) -> Iterator[Frame]:
        """Decode all frames, one after the other."""
        return (self[index] for index in range(len(self)))

    def _decoded(self, index: int) -> tuple[Stored, Mapping[str, Any]]:
        options = self._options()
        if self._fragments is None:
            self._dicom.file.seek(self._pixels.start)
            found: tuple[Stored, Mapping[str, Any]] = self._decoder.as_array(
                self._dicom.file, index=index, number_of_frames=self._claimed, **options
            )
            return found
        code = self.encoded(index)
        _check_size(code, self.format)
        return _decoded_by_any(self._decoder, _encapsulated(code), options | {"index": 0, "number_of_frames": 1})

    def _options(self) -> dict[str, Any]:
        form = self.format
        options: dict[str, Any] = {
            "raw": True,
            "rows": form.rows,
            "columns": form.columns,
            "samples_per_pixel": form.samples,
            "bits_allocated": form.bits_allocated,
            "photometric_interpretation": form.photometric,
            "pixel_keyword": self._pixels.keyword,
            "pixel_vr": self._pixels.vr,
        }
        if self._pixels.keyword == "PixelData":
            options |= {"bits_stored": form.bits_stored, "pixel_representation": int(form.is_signed)}
        if form.samples > 1:
            options["planar_configuration"] = form.planar
        return options


def _decoded_by_any(decoder: Any, source: bytes, options: Mapping[str, Any]) -> tuple[Stored, Mapping[str, Any]]:
    """Decode with the first package that can, in the order of `DECODERS`."""
    for plugin in sorted(set(decoder.available_plugins) & set(DECODERS), key=DECODERS.index):
        with suppress(Exception):
            found: tuple[Stored, Mapping[str, Any]] = decoder.as_array(source, decoding_plugin=plugin, **options)
            return found
    raise DocumentError("A frame can't be decoded")


def _told(form: PixelFormat, told: Mapping[str, Any]) -> PixelFormat:
    """Return the format of what a decoder made."""
    photometric = str(told.get("photometric_interpretation", form.photometric))
    return replace(
        form,
        photometric="YBR_FULL" if photometric == "YBR_FULL_422" else photometric,  # it is no longer sub-sampled
        bits_allocated=int(told.get("bits_allocated", form.bits_allocated)),
        planar=0,
    )


def _decoder(transfer_syntax: str) -> Any:
    with quiet():
        from pydicom.pixels.decoders.base import get_decoder

        try:
            decoder = get_decoder(transfer_syntax)
        except NotImplementedError:
            raise DocumentError("The transfer syntax of the DICOM file is unknown") from None
        if decoder.UID.is_encapsulated and not decoder.is_available:
            raise DocumentError(f"No package is installed that decodes {decoder.UID.name}: pip install sparkocr[dicom]")
    return decoder


def _encapsulated(code: bytes) -> bytes:
    """Return a code stream as the only item of a sequence of fragments, with an empty offset table (PS3.5, A.4)."""
    padded = code + b"\0" * (len(code) % 2)
    item = struct.pack("<HHL", _ITEM >> 16, _ITEM & 0xFFFF, 0)
    return item + struct.pack("<HHL", _ITEM >> 16, _ITEM & 0xFFFF, len(padded)) + padded


def _fragments(dicom: DicomFile, claimed: int) -> _Fragments:
    """Find the fragments of the frames."""
    assert dicom.pixels is not None  # noqa: S101
    table, *items = _items(dicom.file, dicom.pixels.start) or [(0, 0)]
    if claimed == 1 or len(items) < 2:  # noqa: PLR2004
        return _Fragments((tuple(items),) if items else ())
    if len(items) == claimed:
        return _Fragments(tuple((item,) for item in items))
    starts = _offset_table(dicom, table)
    first = items[0][0] - 8  # offsets count from the first item, header included
    if starts and starts[0] == 0 and starts == sorted(starts):
        groups = [[item for item in items if start <= item[0] - 8 - first < end] for start, end in _spans(starts)]
    else:
        groups = list(_by_end_marker(dicom.file, items))
    return _Fragments(tuple(tuple(group) for group in groups if group))


def _spans(starts: list[int]) -> Iterator[tuple[int, float]]:
    return zip(starts, [*starts[1:], float("inf")], strict=True)


def _items(file: BinaryIO, start: int) -> list[tuple[int, int]]:
    """Return offset and length of all items; the last one may be cut off."""
    found = []
    end = file.seek(0, 2)
    file.seek(start)
    while len(head := file.read(8)) == 8:  # noqa: PLR2004
        group, element, length = struct.unpack("<HHL", head)
        if (group << 16) | element != _ITEM:
            break
        place = file.tell()
        found.append((place, min(length, end - place)))
        file.seek(place + length)
    return found


def _offset_table(dicom: DicomFile, table: tuple[int, int]) -> list[int]:
    """Return the offsets of the frames from the first fragment; none where no table tells them (PS3.5, A.4)."""
    extended = value(dicom.header, "ExtendedOffsetTable", b"")
    if extended:
        return [int(start) for start in np.frombuffer(extended[: len(extended) // 8 * 8], "<u8")]
    offset, length = table
    return [int(start) for start in np.frombuffer(_piece(dicom.file, offset, length // 4 * 4), "<u4")]


def _by_end_marker(file: BinaryIO, items: list[tuple[int, int]]) -> Iterator[list[tuple[int, int]]]:
    """Group fragments by where code streams end."""
    group: list[tuple[int, int]] = []
    for offset, length in items:
        group.append((offset, length))
        tail = min(length, _TAIL)
        if _END_OF_IMAGE in _piece(file, offset + length - tail, tail):
            yield group
            group = []
    yield group


def _piece(file: BinaryIO, offset: int, length: int) -> bytes:
    file.seek(offset)
    return file.read(length)


def _check_size(code: bytes, form: PixelFormat) -> None:
    """Check that a code stream has the size that the header says, before a decoder takes memory for it.

    Raises
    ------
    DocumentError
        It has another one.
    """
    size = _code_size(code)
    if size is not None and size != (form.rows, form.columns):
        raise DocumentError("An encoded frame has another size than the header says")


def _code_size(code: bytes) -> tuple[int, int] | None:
    """Return height and width of a JPEG, JPEG-LS or JPEG 2000 code stream; None if it is none, or does not tell."""
    if code[:4] == b"\xff\x4f\xff\x51":  # SOC, SIZ (ITU-T T.800, section A.5.1)
        right, bottom, left, top = struct.unpack_from(">4L", code.ljust(24, b"\0"), 8)
        return bottom - top, right - left
    place = 2
    while code[:2] == b"\xff\xd8" and place + 9 <= len(code) and code[place] == 0xFF:  # noqa: PLR2004
        kind, length = code[place + 1], int.from_bytes(code[place + 2 : place + 4], "big")
        # Frame headers: SOF0 to SOF15 without tables (ITU-T T.81, table B.1), and SOF55 of JPEG-LS (T.87).
        if kind in {*range(0xC0, 0xD0), 0xF7} - {0xC4, 0xC8, 0xCC}:
            height, width = struct.unpack_from(">HH", code, place + 5)
            return (height, width) if height else None
        place += 1 if kind == 0xFF else 2 + length  # noqa: PLR2004  bytes that fill up
    return None
