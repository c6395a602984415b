"""Frames become code streams again: which transfer syntax a changed file gets, and its frames in it.

pydicom's packages encode RLE, JPEG-LS and JPEG 2000, Pillow JPEG baseline. Nothing encodes JPEG Lossless, JPEG with 12
bits or HTJ2K: such files get another transfer syntax.
"""

from __future__ import annotations

import io
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import PIL.Image

from sparkocr.dicom.frames import PixelFormat, Stored
from sparkocr.dicom.library import quiet
from sparkocr.dicom.syntaxes import (
    EXPLICIT,
    HTJ2K,
    JPEG_2000,
    JPEG_2000_LOSSLESS,
    JPEG_BASELINE,
    JPEG_EXTENDED,
    JPEG_LS,
    JPEG_LS_NEAR,
    NATIVE,
    RLE,
)
from sparkocr.errors import DocumentError

__all__ = [
    "Compression",
    "NotEncodedError",
    "encode_frame",
    "encoded_format",
    "is_lossy",
    "target_syntaxes",
]

ENCODERS = ("pylibjpeg", "pyjpegls", "pydicom")
"""Packages that encode, as pydicom calls them. Not GDCM: its RLE encoder ends the process on some frames."""

# In near-lossless JPEG-LS and in JPEG 2000 frames may be coded without loss, so that nothing is lost twice.
_SAME = {RLE, JPEG_LS, JPEG_LS_NEAR, JPEG_2000_LOSSLESS, JPEG_2000}
_LOSSY = {JPEG_BASELINE, JPEG_EXTENDED, JPEG_LS_NEAR, JPEG_2000, HTJ2K}
_GRAYS = ("MONOCHROME1", "MONOCHROME2")


class NotEncodedError(DocumentError):
    """A frame can't be encoded in a transfer syntax; it may be in another one."""


@dataclass(frozen=True, slots=True)
class Compression:
    """How changed files are compressed.

    Attributes
    ----------
    syntax : str
        UID of the transfer syntax for compressed files; empty: their own if there is an encoder, else RLE Lossless,
        else none.
    is_forced : bool
        Whether files that are not compressed become so, too.
    may_fail : bool
        Whether a file that can't be compressed in `syntax` is written uncompressed.
    quality : int
        Of JPEG, 1 to 100.
    error : int
        Largest error of a pixel in near-lossless JPEG-LS; 0 loses nothing.
    """

    syntax: str = ""
    is_forced: bool = False
    may_fail: bool = False
    quality: int = 90
    error: int = 0


def is_lossy(transfer_syntax: str) -> bool:
    """Tell whether frames in a transfer syntax may have lost something."""
    return transfer_syntax in _LOSSY


def target_syntaxes(source: str, form: PixelFormat, compression: Compression) -> list[str]:
    """Return the transfer syntaxes that a file may get after its pixels changed, the best first.

    A frame may still not be encoded in one of them: those of noise become larger than JPEG-LS has room for.

    Parameters
    ----------
    source : str
        Its transfer syntax before.
    form : PixelFormat
        Of its decoded frames.
    compression : Compression

    Raises
    ------
    DocumentError
        It can't be compressed as is wanted.
    """
    if source in NATIVE and not compression.is_forced:
        return [source]
    if compression.syntax:
        found = [compression.syntax] if _holds(compression.syntax, form) else []
        found += [EXPLICIT] if compression.may_fail else []
    else:
        wanted = (source, RLE) if source in _SAME else (RLE,)
        found = [*dict.fromkeys(syntax for syntax in wanted if _holds(syntax, form)), EXPLICIT]
    if not found:
        raise DocumentError("The pixels of the DICOM file can't be compressed in this way")
    return found


def _holds(syntax: str, form: PixelFormat) -> bool:
    """Tell whether frames of a format can be encoded (PS3.5, section 8.2)."""
    if syntax == JPEG_BASELINE:
        is_known = form.photometric in {*_GRAYS, "RGB", "YBR_FULL"}
        return is_known and (form.bits_allocated, form.bits_stored, form.is_signed) == (8, 8, False)
    with quiet():
        from pydicom.pixels.encoders.base import ENCODING_PROFILES
        from pydicom.uid import UID

        profiles = ENCODING_PROFILES.get(UID(JPEG_2000_LOSSLESS if syntax == JPEG_2000 else syntax), ())
    form = _for_encoder(syntax, form)
    return any(
        (photometric, samples) == (form.photometric, form.samples)
        and int(form.is_signed) in signs
        and form.bits_allocated in allocated
        and form.bits_stored in stored
        for photometric, samples, signs, allocated, stored in profiles
    )


def _for_encoder(syntax: str, form: PixelFormat) -> PixelFormat:
    """Return the format that an encoder is told."""
    if syntax == RLE:  # it knows bytes alone; fewer bits would make pydicom cut them
        return replace(form, bits_stored=form.bits_allocated, photometric=_no_transformation(form.photometric))
    if syntax in {JPEG_2000, JPEG_2000_LOSSLESS} and form.photometric == "YBR_RCT":
        return form
    return replace(form, photometric=_no_transformation(form.photometric))


def _no_transformation(photometric: str) -> str:
    """Return the colours of decoded values: decoders undo the transformations of JPEG 2000."""
    return "RGB" if photometric in {"YBR_ICT", "YBR_RCT"} else photometric


def encoded_format(syntax: str, form: PixelFormat, before: str) -> PixelFormat:
    """Return how frames are stored in a transfer syntax: their photometric interpretation and planes.

    Parameters
    ----------
    syntax : str
        UID of the transfer syntax.
    form : PixelFormat
        Of the decoded frames.
    before : str
        Photometric interpretation of the file that they are from: if its colours were transformed for JPEG 2000, they
        are again.
    """
    photometric = _no_transformation(form.photometric)
    if syntax == JPEG_BASELINE and form.samples > 1:
        photometric = "YBR_FULL_422"
    if syntax in {JPEG_2000, JPEG_2000_LOSSLESS} and before in {"YBR_ICT", "YBR_RCT"}:
        photometric = "YBR_RCT"  # the transformation that loses nothing
    # Code streams of RLE have one plane after the other (PS3.5, section G.2).
    return replace(form, photometric=photometric, planar=int(syntax == RLE))


def encode_frame(stored: Stored, form: PixelFormat, syntax: str, compression: Compression) -> bytes:
    """Encode a frame.

    Parameters
    ----------
    stored : ndarray
        Stored values, as `Frame` has them.
    form : PixelFormat
        Theirs, or that of `encoded_format`.
    syntax : str
        One of `target_syntaxes`.
    compression : Compression

    Raises
    ------
    NotEncodedError
        It can't be encoded.
    """
    try:
        with quiet():
            if syntax == JPEG_BASELINE:
                return _jpeg(stored, form, compression.quality)
            return _by_pydicom(stored, form, syntax, compression)
    except DocumentError:
        raise
    except Exception:  # noqa: BLE001  encoders raise anything
        raise NotEncodedError("A frame of the DICOM file can't be encoded") from None


def _by_pydicom(stored: Stored, form: PixelFormat, syntax: str, compression: Compression) -> bytes:
    from pydicom.pixels.encoders.base import get_encoder

    encoder = get_encoder(JPEG_2000_LOSSLESS if syntax == JPEG_2000 else syntax)
    if not set(ENCODERS) & set(encoder.available_plugins):
        raise DocumentError(f"No package is installed that encodes {encoder.UID.name}: pip install sparkocr[dicom]")
    told = _for_encoder(syntax, form)
    options: dict[str, Any] = {
        "rows": told.rows,
        "columns": told.columns,
        "samples_per_pixel": told.samples,
        "bits_allocated": told.bits_allocated,
        "bits_stored": told.bits_stored,
        "pixel_representation": int(told.is_signed),
        "photometric_interpretation": told.photometric,
        "number_of_frames": 1,
    }
    if told.samples > 1:
        options["planar_configuration"] = 0
    if syntax == JPEG_LS_NEAR:
        options["jls_error"] = compression.error
    plugin = next(name for name in ENCODERS if name in encoder.available_plugins)
    return bytes(encoder.encode(np.ascontiguousarray(stored), encoding_plugin=plugin, **options))


def _jpeg(stored: Stored, form: PixelFormat, quality: int) -> bytes:
    """Encode 8 bits as baseline JPEG; colours as YCbCr with half the columns (YBR_FULL_422)."""
    mode = "L" if form.samples == 1 else "YCbCr" if form.photometric == "YBR_FULL" else "RGB"
    picture = PIL.Image.fromarray(np.ascontiguousarray(stored, np.uint8))
    if mode == "YCbCr":
        picture = PIL.Image.frombytes(mode, picture.size, picture.tobytes())
    file = io.BytesIO()
    picture.save(file, "JPEG", quality=quality, subsampling="4:2:2")
    return file.getvalue()
