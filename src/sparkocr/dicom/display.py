"""From stored values to the picture that a viewer shows: 8 bits, gray or colour.

Gray: stored values → modality transformation (rescale or table) → window or table of the values of interest → gray,
inverted for MONOCHROME1 (PS3.3, sections C.11.1, C.11.2 and C.7.6.3.1.2; PS3.4, section N.2). All of it is one table
from stored values to grays if there are at most 16 bits, so it is exact and costs one look-up per pixel.

Where a file has no window, the grays go from the smallest to the largest value of the frame without its padding; those
of at most 8 bits are shown as they are.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any, cast

import cv2
import numpy as np
import numpy.typing as npt

from sparkocr.dicom.frames import Frame, PixelFormat, Stored
from sparkocr.dicom.library import quiet
from sparkocr.dicom.open import value
from sparkocr.enums import ImageType
from sparkocr.errors import DocumentError
from sparkocr.imaging.pixels import Image, Pixels

__all__ = ["Look", "Table", "look_of", "palette_of", "show", "spread", "ybr_to_rgb"]

Floats = npt.NDArray[np.float64]

_BYTE = 255
_TABLE_BITS = 16  # up to which all stored values have a place in a table
_MAX_ENTRIES = 1 << 16  # of a table: more can't be told (PS3.3, section C.11.1.1.1)


@dataclass(frozen=True, slots=True)
class Table:
    """A table of a header (PS3.3, section C.11.1.1): the value `first` and those below it give the first entry."""

    first: int
    entries: tuple[int, ...]
    bits: int

    def look_up(self, values: Floats) -> Floats:
        """Return the entries of values."""
        places = np.clip(np.rint(values) - self.first, 0, len(self.entries) - 1).astype(np.int64)
        found: Floats = np.asarray(self.entries, np.float64)[places]
        return found


@dataclass(frozen=True, slots=True)
class Look:
    """How a frame is shown: what its header says.

    Attributes
    ----------
    slope, intercept : float
        Rescale: stored value * slope + intercept.
    modality, interest : Table or None
        Tables in place of rescale and of window.
    window : (float, float) or None
        Centre and width.
    function : str
        ``LINEAR``, ``LINEAR_EXACT`` or ``SIGMOID``.
    padding : (int, int) or None
        The range of stored values that are no part of the image.
    """

    slope: float = 1.0
    intercept: float = 0.0
    modality: Table | None = None
    interest: Table | None = None
    window: tuple[float, float] | None = None
    function: str = "LINEAR"
    padding: tuple[int, int] | None = None


def show(frame: Frame, header: Any, index: int = 0) -> Image:
    """Return the picture of a frame as a viewer shows it.

    Parameters
    ----------
    frame : Frame
    header : pydicom.dataset.Dataset
        `DicomFile.header` of its file.
    index : int
        Number of the frame, from 0, for what the header says of each frame.

    Returns
    -------
    Image
        Gray, or blue, green, red. Its resolution is unknown: what a header tells is the size of the patient.

    Raises
    ------
    DocumentError
        The colours are of an unknown kind, or the palette is damaged.
    """
    form = frame.format
    if form.photometric == "PALETTE COLOR":
        return _colors(_by_palette(frame.stored, header))
    if form.samples > 1:
        return _colors(_rgb(frame))
    return Image(_gray(frame, look_of(header, index)), 0, ImageType.TYPE_BYTE_GRAY)


def spread(frame: Frame, header: Any, index: int = 0, *, beyond: float = 0.0) -> Image | None:
    """Return the picture of a frame of one sample with all of its values, whatever window or palette the header tells.

    Parameters
    ----------
    frame : Frame
    header : pydicom.dataset.Dataset
        `DicomFile.header` of its file.
    index : int
        Number of the frame, from 0.
    beyond : float
        Share of the darkest and of the brightest pixels that may be beyond the ends of the grays, 0 to 0.5.

    Returns
    -------
    Image or None
        Gray. None if the frame has colours of several samples, or no finite value.
    """
    if frame.format.samples > 1:
        return None
    stored = frame.stored[np.isfinite(frame.stored)] if frame.stored.dtype.kind == "f" else frame.stored
    if not stored.size:
        return None
    low, high = np.quantile(stored, [beyond, 1 - beyond], method="nearest") if beyond else (stored.min(), stored.max())
    look = replace(look_of(header, index), interest=None, window=None)
    return Image(_gray(frame, look, (float(low), float(high))), 0, ImageType.TYPE_BYTE_GRAY)


def _colors(rgb: Pixels) -> Image:
    return Image(cast("Pixels", cv2.cvtColor(rgb, cv2.COLOR_RGB2BGR)), 0, ImageType.TYPE_3BYTE_BGR)


# --- What a header says


def look_of(header: Any, index: int) -> Look:
    """Return how a frame is shown; what can't be read in the header counts as missing."""
    with quiet():
        rescale = _of_frame(header, index, "PixelValueTransformationSequence")
        interest = _of_frame(header, index, "FrameVOILUTSequence")
        return Look(
            _number(rescale, "RescaleSlope") or 1.0,
            _number(rescale, "RescaleIntercept") or 0.0,
            _table(rescale, "ModalityLUTSequence"),
            _table(interest, "VOILUTSequence"),
            _window(interest),
            str(value(interest, "VOILUTFunction", "LINEAR")).strip().upper(),
            _padding(header),
        )


def _of_frame(header: Any, index: int, keyword: str) -> Any:
    """Return the part of a header that speaks of a frame: its own, that of all frames, or the header itself.

    PS3.3, section C.7.6.16: functional groups.
    """
    frames, shared = (
        value(header, name, ()) for name in ("PerFrameFunctionalGroupsSequence", "SharedFunctionalGroupsSequence")
    )
    for group in (*frames[index : index + 1], *shared[:1]):
        found = value(group, keyword, ())
        if len(found):
            return found[0]
    return header


def _number(header: Any, keyword: str) -> float | None:
    """Return a finite number of a header, the first of several."""
    found = value(header, keyword)
    try:
        number = float(found if isinstance(found, (int, float, str)) else found[0])
    except (TypeError, ValueError, IndexError):
        return None
    return number if np.isfinite(number) else None


def _window(header: Any) -> tuple[float, float] | None:
    center, width = _number(header, "WindowCenter"), _number(header, "WindowWidth")
    return None if center is None or width is None or width <= 0 else (center, width)


def _padding(header: Any) -> tuple[int, int] | None:
    first = _number(header, "PixelPaddingValue")
    if first is None:
        return None
    last = _number(header, "PixelPaddingRangeLimit")
    low, high = sorted((first, first if last is None else last))
    return int(low), int(high)


def _table(header: Any, keyword: str) -> Table | None:
    items = value(header, keyword, ())
    if not len(items):
        return None
    try:
        count, first, bits = (int(number) for number in items[0].LUTDescriptor)
        data = items[0].LUTData
    except Exception:  # noqa: BLE001  pydicom converts when it is asked
        return None
    count = count % _MAX_ENTRIES or _MAX_ENTRIES  # PS3.3, section C.11.1.1.1: 0 is 65,536
    if isinstance(data, bytes):
        little = header.is_little_endian if hasattr(header, "is_little_endian") else True
        entries = np.frombuffer(
            data[: 2 * count] if len(data) >= 2 * count else data[:count], _word(data, count, little)
        )
    else:
        entries = np.atleast_1d(np.asarray(data))[:count]
    if not len(entries) or not 1 <= bits <= _TABLE_BITS:
        return None
    return Table(first, tuple(entries.tolist()), bits)


def _word(data: bytes, count: int, is_little_endian: bool) -> npt.DTypeLike:
    """Return the type of the entries of a table: words, or bytes if it has no more than that."""
    if len(data) < 2 * count:
        return np.uint8
    return "<u2" if is_little_endian else ">u2"


# --- Gray


def _gray(frame: Frame, look: Look, span: tuple[float, float] | None = None) -> Pixels:
    stored, form = frame.stored, frame.format
    span = span or _span(stored, form, look)
    if stored.dtype.kind in "iu" and form.bits_stored <= _TABLE_BITS:
        low, high = form.range
        table = _gray_table(look, low, high, span, form.photometric == "MONOCHROME1")
        # A decoder may leave values beyond the range, as of overlays in unused bits: they count as its ends.
        return table[np.clip(stored, low, high).astype(np.int64) - low]
    return _shown(stored.astype(np.float64), look, span, inverted=form.photometric == "MONOCHROME1")


@lru_cache(maxsize=8)
def _gray_table(look: Look, low: int, high: int, span: tuple[float, float] | None, inverted: bool) -> Pixels:
    return _shown(np.arange(low, high + 1, dtype=np.float64), look, span, inverted=inverted)


def _span(stored: Stored, form: PixelFormat, look: Look) -> tuple[float, float] | None:
    """Return the stored values that become the darkest and the brightest gray; None if a window or table says that."""
    if look.window or look.interest:
        return None
    if stored.dtype.kind in "iu" and form.bits_stored <= 8 and not form.is_signed:  # noqa: PLR2004
        return form.range
    seen = stored
    if look.padding:
        is_seen = (stored < look.padding[0]) | (stored > look.padding[1])
        seen = stored[is_seen] if is_seen.any() else stored
    if stored.dtype.kind == "f":
        seen = seen[np.isfinite(seen)]
    return (float(seen.min()), float(seen.max())) if seen.size else (0.0, 1.0)


def _shown(stored: Floats, look: Look, span: tuple[float, float] | None, *, inverted: bool) -> Pixels:
    """Turn stored values into grays."""
    values = _modality(stored, look)
    if look.interest:
        shares = look.interest.look_up(values) / ((1 << look.interest.bits) - 1)
    elif look.window:
        shares = _windowed(values, *look.window, look.function)
    else:
        ends = _modality(np.array(span, np.float64), look)
        low, high = float(ends.min()), float(ends.max())
        shares = (values - low) / (high - low) if high > low else np.where(values > low, 1.0, 0.0)
    shares = np.clip(np.nan_to_num(shares, nan=0.0, posinf=1.0, neginf=0.0), 0.0, 1.0)
    return np.rint((1.0 - shares if inverted else shares) * _BYTE).astype(np.uint8)


def _modality(stored: Floats, look: Look) -> Floats:
    return look.modality.look_up(stored) if look.modality else stored * look.slope + look.intercept


def _windowed(values: Floats, center: float, width: float, function: str) -> Floats:
    """Return values between 0 and 1 (PS3.3, sections C.11.2.1.2.1 and C.11.2.1.3)."""
    if function == "SIGMOID":
        return 1.0 / (1.0 + np.exp(np.clip(-4.0 * (values - center) / width, -700.0, 700.0)))
    if function != "LINEAR_EXACT":
        center, width = center - 0.5, width - 1.0
    if width <= 0:
        return np.where(values > center, 1.0, 0.0)
    return (values - center) / width + 0.5


# --- Colours


def _rgb(frame: Frame) -> Pixels:
    stored, form = frame.stored, frame.format
    if form.samples != 3:  # noqa: PLR2004
        raise DocumentError(f"Pixels of {form.samples} samples can't be shown")
    if form.photometric not in {"RGB", "YBR_FULL", "YBR_ICT", "YBR_RCT"}:
        raise DocumentError("The colours of the DICOM file are of a kind that can't be shown")
    low, high = form.range
    shares = (stored.astype(np.int64) - low) * _BYTE // max(1, high - low) if high != _BYTE or low else stored
    pixels = np.ascontiguousarray(shares, np.uint8)
    return ybr_to_rgb(pixels) if form.photometric == "YBR_FULL" else pixels


def ybr_to_rgb(ybr: Pixels) -> Pixels:
    """Turn YBR_FULL into RGB (PS3.3, section C.7.6.3.1.2)."""
    return cast("Pixels", cv2.cvtColor(np.ascontiguousarray(ybr[..., [0, 2, 1]]), cv2.COLOR_YCrCb2RGB))


def _by_palette(stored: Stored, header: Any) -> Pixels:
    first, colors = palette_of(header)
    places = np.clip(stored.astype(np.int64) - first, 0, len(colors) - 1)
    return colors[places]


def palette_of(header: Any) -> tuple[int, Pixels]:
    """Return the palette of a header, also of segments (PS3.3, section C.7.9).

    Returns
    -------
    int
        Stored value of the first colour; smaller ones have it, too.
    ndarray of uint8, shape (n, 3)
        Red, green, blue.

    Raises
    ------
    DocumentError
        There is none, or it is damaged.
    """
    try:
        with quiet():
            from pydicom.pixels.processing import apply_color_lut

            count, first, _ = (int(number) for number in header.RedPaletteColorLookupTableDescriptor)
            places = np.arange(first, first + (count % _MAX_ENTRIES or _MAX_ENTRIES), dtype=np.int32)
            colors = apply_color_lut(places, header)[..., :3]
    except Exception:  # noqa: BLE001  pydicom raises anything on damaged tables
        raise DocumentError("The palette of the DICOM file can't be read") from None
    if colors.dtype.itemsize > 1:
        # Entries of 16 bits that hold no more than 8 are common in files, though PS3.3 has them fill the word.
        colors = colors >> 8 if colors.max(initial=0) > _BYTE else colors
    return first, colors.astype(np.uint8)
