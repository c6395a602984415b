"""Tell which side of a page is up, with Tesseract's orientation and script detection (OSD)."""

import os
import threading
from functools import lru_cache
from typing import Any, NamedTuple

from sparkocr.engines.tessdata import find_tessdata
from sparkocr.imaging.geometry import rotate
from sparkocr.imaging.pixels import Image, Pixels, to_gray

__all__ = ["Orientation", "detect_orientation", "orient"]

_MIN_SIDE = 10  # px, as in sparkocr.engines.tesseract
_MIN_CHARACTERS = "10"  # Tesseract wants 50, which letterheads, slips and receipts don't have


class Orientation(NamedTuple):
    """How a page is turned.

    Attributes
    ----------
    angle : int
        Degrees by which it has to be turned counter-clockwise to be upright: 0, 90, 180 or 270.
    confidence : float
        From 0, in arbitrary units of Tesseract; 2 is rarely wrong.
    """

    angle: int
    confidence: float


def orient(image: Image, *, min_confidence: float, model_data: str = "") -> Image:
    """Turn an image upright, if Tesseract is as sure as `min_confidence`; see `detect_orientation`."""
    found = detect_orientation(to_gray(image), image.dpi, model_data)
    return rotate(image, found.angle) if found.confidence >= min_confidence else image


def detect_orientation(pixels: Pixels, resolution: int = 0, model_data: str = "") -> Orientation:
    """Detect how a page is turned.

    Parameters
    ----------
    pixels : ndarray of uint8, shape (height, width)
        Gray image.
    resolution : int
        Dots per inch; 0 if unknown.
    model_data : str
        Folder with ``osd.traineddata``; empty: the usual places (see `find_tessdata`).

    Returns
    -------
    Orientation
        Angle 0 with confidence 0 if there is too little text.

    Raises
    ------
    DocumentError
        If ``osd.traineddata`` is missing.

    References
    ----------
    .. [1] R. Unnikrishnan, R. Smith, "Combined script and page orientation estimation using the Tesseract OCR
       engine", MOCR 2009.
    """
    height, width = pixels.shape
    handle = _engine(os.getpid(), threading.get_ident(), model_data)
    if min(height, width) < _MIN_SIDE:
        return Orientation(0, 0.0)
    try:
        handle.SetImageBytes(pixels.tobytes(), width, height, 1, width)
        if resolution:
            handle.SetSourceResolution(resolution)
        found = handle.DetectOrientationScript()
    except RuntimeError:
        found = None
    finally:
        handle.Clear()
    if not found:
        return Orientation(0, 0.0)
    return Orientation(int(found["orient_deg"]) % 360, max(0.0, float(found["orient_conf"])))


@lru_cache(maxsize=1)
def _engine(_process: int, _thread: int, model_data: str) -> Any:
    """Build the engine of this process and thread."""
    os.environ.setdefault("OMP_THREAD_LIMIT", "1")
    import tesserocr

    folder = find_tessdata("osd", model_data=model_data)
    handle = tesserocr.PyTessBaseAPI(init=False)
    handle.SetVariable("debug_file", os.devnull)
    handle.InitFull(f"{folder}{os.sep}", "osd", tesserocr.OEM.TESSERACT_ONLY)
    handle.SetPageSegMode(tesserocr.PSM.OSD_ONLY)
    handle.SetVariable("min_characters_to_try", _MIN_CHARACTERS)
    return handle
