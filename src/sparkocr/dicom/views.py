"""All that a frame may show, whatever grays a viewer is set to."""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt

from sparkocr.dicom.display import show, spread
from sparkocr.dicom.frames import Frame
from sparkocr.imaging.pixels import Image, Pixels

__all__ = ["views_of"]

_GRAYS = 256
_BEYOND = (0.0, 0.01)  # shares of pixels that may be beyond the grays of a picture
_CLEARLY, _LETTER = 24, 20  # grays by which text differs from what is around it; px of a small letter


def views_of(frame: Frame, header: Any, index: int = 0) -> tuple[Image, ...]:
    """Return the pictures that together show what is in a frame.

    Parameters
    ----------
    frame : Frame
    header : pydicom.dataset.Dataset
        `DicomFile.header` of its file.
    index : int
        Number of the frame, from 0.

    Returns
    -------
    tuple of Image
        What a viewer shows first; the frame with all of its values, and without the extreme ones, where these show
        something that is all of one gray or colour on the pictures before: such as text beyond the window.

    Raises
    ------
    DocumentError
        As `sparkocr.dicom.display.show`.
    """
    found = [show(frame, header, index)]
    for beyond in _BEYOND:
        view = spread(frame, header, index, beyond=beyond)
        if view is not None and all(_shows_more(view.pixels, other.pixels) for other in found):
            found.append(view)
    return tuple(found)


def _shows_more(view: Pixels, other: Pixels) -> bool:
    """Tell whether pixels that have the same gray or colour on another picture have clearly different grays on this."""
    known = _colors(other) if other.ndim > view.ndim else other.astype(np.int64)
    counts = np.bincount(known.ravel() * _GRAYS + view.ravel(), minlength=(known.max() + 1) * _GRAYS)
    counts = counts.reshape(-1, _GRAYS)
    sums = counts.cumsum(axis=1)
    medians = (2 * sums > sums[:, -1:]).argmax(axis=1)
    away = np.abs(np.arange(_GRAYS) - medians[:, None]) > _CLEARLY
    return int(counts[away].sum()) >= _LETTER


def _colors(pixels: Pixels) -> npt.NDArray[np.int64]:
    """Return the same number for all pixels of the same colour, from 0."""
    blue, green, red = (pixels[..., sample].astype(np.int64) for sample in range(3))
    numbers: npt.NDArray[np.int64] = np.unique(blue << 16 | green << 8 | red, return_inverse=True)[1]
    return numbers
