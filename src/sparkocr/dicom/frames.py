"""The frames of a DICOM file, decoded one at a time.

A file says how many frames it has, and may lie: `Frames` counts what is there, and one more if some are missing, whose
reading fails. What the file has beyond its number of frames is no frame.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any, TypeAlias

import numpy as np
import numpy.typing as npt

from sparkocr.dicom.fragments import code_size, encapsulated, find_fragments, piece
from sparkocr.dicom.library import quiet
from sparkocr.dicom.open import DicomFile, value
from sparkocr.dicom.syntaxes import RLE
from sparkocr.errors import DocumentError
from sparkocr.imaging.limits import MAX_PIXELS
from sparkocr.limits import current, told

__all__ = ["Frame", "Frames", "PixelFormat", "Stored", "pixel_format"]

Stored: TypeAlias = npt.NDArray[Any]
"""Stored values of a frame: shape (rows, columns) or (rows, columns, samples); integers, or floats of 32 or 64 bits."""

DECODERS = ("pylibjpeg", "pyjpegls", "pydicom", "pillow")
"""Packages that decode, as pydicom calls them."""
LAST_DECODER = "gdcm"
"""For what no other decodes, JPEG Lossless: on some damaged files it ends the process."""

_MOST_SAMPLES, _MOST_BITS = 4, 64  # of a pixel (PS3.3, section C.7.6.3), and of a sample
_VIDEO = "1.2.840.10008.1.2.4.10"  # PS3.5, annex A: MPEG-2, MPEG-4 and HEVC are .100 to .108


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


def pixel_format(dicom: DicomFile) -> PixelFormat:
    """Return how the pixels of a file are stored.

    Raises
    ------
    DocumentError
        There are none, they are video, their size or kind is not told, or a frame is larger than `MAX_PIXELS`.
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
    if not 1 <= samples <= _MOST_SAMPLES or not 1 <= allocated <= _MOST_BITS:
        raise DocumentError("The DICOM file does not tell how its pixels are stored")
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
        most = current().max_dicom_frames
        if self._claimed > most and self._pixels.length * 8 // self._frame_bits > most:
            raise DocumentError(f"The DICOM file has more than {told('max_dicom_frames')}")
        self._fragments = (
            find_fragments(
                dicom.file, self._pixels.start, self._claimed, value(dicom.header, "ExtendedOffsetTable", b"")
            )
            if self._pixels.is_encapsulated
            else None
        )
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
            return len(self._fragments)
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
        parts = self._fragments or ()
        if not 0 <= index < len(parts):
            raise DocumentError(f"Frame {index} is not in the DICOM file")
        return b"".join(piece(self._dicom.file, offset, length) for offset, length in parts[index])

    def raw(self, index: int) -> bytes:
        """Return the bytes of a frame that is not encoded and has at least 8 bits per sample: whole words.

        Raises
        ------
        DocumentError
            There is no such frame, or it is of words and begins within one.
        """
        if not 0 <= index < min(self._claimed, self._there):
            raise DocumentError(f"Frame {index} is not in the DICOM file")
        size = self._frame_bits // 8
        if index * size % 2 and self._pixels.vr == "OW" and not self._dicom.is_little_endian:
            raise DocumentError(f"Frame {index} begins within a word")
        return piece(self._dicom.file, self._pixels.start + index * size, size + size % 2)

    def __getitem__(self, index: int) -> Frame:
        """Decode a frame.

        Raises
        ------
        DocumentError
            There is no such frame, or it can't be decoded.
        """
        stored, told = self._stored(index)
        return Frame(stored, _told(self.format, told))

    def has_unused_bits(self, index: int) -> bool:
        """Tell whether a frame has anything in the bits beside those of its pixels, but for their sign.

        Code streams of JPEG, JPEG-LS and JPEG 2000 have no such bits (PS3.5, section 8.2).

        Raises
        ------
        DocumentError
            There is no such frame, or it can't be decoded.
        """
        form = self.format
        is_whole = form.bits_stored == form.bits_allocated or self._pixels.keyword != "PixelData"
        if is_whole or (self.is_encapsulated and self._dicom.transfer_syntax != RLE):
            return False
        words = self._stored(index, all_bits=True)[0]
        known = self._stored(index)[0].astype(words.dtype)
        return bool(((words != known) & (words != known & ((1 << form.bits_stored) - 1))).any())

    def __iter__(self) -> Iterator[Frame]:
        """Decode all frames, one after the other."""
        return (self[index] for index in range(len(self)))

    def _stored(self, index: int, *, all_bits: bool = False) -> tuple[Stored, Mapping[str, Any]]:
        """Return the stored values of a frame, and what a decoder tells of them."""
        if not 0 <= index < min(self._claimed, self._there):
            raise DocumentError(f"Frame {index} is not in the DICOM file")
        try:
            with quiet():
                return self._decoded(index, self._options() | (self._of_all_bits() if all_bits else {}))
        except DocumentError:
            raise
        except Exception:  # noqa: BLE001  decoders raise anything
            raise DocumentError(f"Frame {index} can't be decoded") from None

    def _of_all_bits(self) -> dict[str, int]:
        return {"bits_stored": self.format.bits_allocated, "pixel_representation": 0}

    def _decoded(self, index: int, options: Mapping[str, Any]) -> tuple[Stored, Mapping[str, Any]]:
        if self._fragments is None and self.format.bits_allocated == 1:
            return self._unpacked(index), {}
        if self._fragments is None:
            self._dicom.file.seek(self._pixels.start)
            found: tuple[Stored, Mapping[str, Any]] = self._decoder.as_array(
                self._dicom.file, index=index, number_of_frames=self._claimed, **options
            )
            return found
        code = self.encoded(index)
        is_rle = self._dicom.transfer_syntax == RLE  # whose decoders take no more than the header says
        if not is_rle and code_size(code) != (self.format.rows, self.format.columns):
            raise DocumentError(f"Frame {index} does not tell the size that the header says")
        return _decoded_by_any(self._decoder, encapsulated(code), {**options, "index": 0, "number_of_frames": 1})

    def _unpacked(self, index: int) -> Stored:
        """Return a frame of 1 bit, which may begin within a byte, lowest bit first (PS3.5, section 8.1.1)."""
        rows, columns = self.format.rows, self.format.columns
        first, skipped = divmod(index * rows * columns, 8)
        data = piece(self._dicom.file, self._pixels.start + first, -(-(skipped + rows * columns) // 8))
        bits: Stored = np.unpackbits(np.frombuffer(data, np.uint8), bitorder="little")
        return bits[skipped : skipped + rows * columns].reshape(rows, columns)

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
    """Decode with the first package that can."""
    for plugin in [name for name in DECODERS if name in decoder.available_plugins] or [LAST_DECODER]:
        try:
            found: tuple[Stored, Mapping[str, Any]] = decoder.as_array(source, decoding_plugin=plugin, **options)
        except (KeyboardInterrupt, SystemExit):
            raise
        except BaseException:  # noqa: BLE001, S112  code in Rust panics with what is no Exception
            continue
        return found
    raise LookupError("No package decodes the frame")


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
