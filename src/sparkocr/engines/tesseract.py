"""Read the text of an image with Tesseract, in this process, through ``tesserocr``."""

import os
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path
from typing import Any, NamedTuple

from sparkocr.engines.confidence import calibrated
from sparkocr.engines.tessdata import find_tessdata
from sparkocr.engines.tesseract_page import decoded, page_of_iterator, with_symbol_ink
from sparkocr.enums import EngineMode, ImageType, ModelType, PageSegmentationMode
from sparkocr.errors import DocumentError
from sparkocr.imaging.limits import MAX_SIDE
from sparkocr.imaging.pixels import Pixels, convert
from sparkocr.layout.page import Page

__all__ = ["Tesseract"]

_Variables = tuple[tuple[str, str], ...]

_MIN_SIDE = 10  # px; "nothing worth doing" below, says kMinRectSize in Tesseract's baseapi.cpp
_NEEDS_OSD = {PageSegmentationMode.OSD_ONLY, PageSegmentationMode.AUTO_OSD, PageSegmentationMode.SPARSE_TEXT_OSD}
_COLOUR = {3: ImageType.TYPE_3BYTE_BGR, 4: ImageType.TYPE_4BYTE_ABGR}


@dataclass(frozen=True, slots=True)
class Tesseract:
    """An engine (see `sparkocr.engines.engine.Engine`); those with equal options share a handle.

    Attributes
    ----------
    language : str
        Tesseract's codes, joined by ``+``.
    engine_mode : EngineMode
        The recogniser. ``TESSERACT_ONLY`` and ``TESSERACT_LSTM_COMBINED`` need the legacy model.
    model_data : str
    model_type : ModelType
        Folder and variant of the language data: see `find_tessdata`.
    variables : tuple of (str, str)
        Names and values of Tesseract's variables, set before the language data are loaded.
    page_seg_mode : PageSegmentationMode
        How Tesseract splits the page. Orientation detection (``AUTO_OSD``, ``OSD_ONLY``, ``SPARSE_TEXT_OSD``) needs
        ``osd.traineddata`` in the folder of the language data.
    ignore_resolution : bool
        Whether Tesseract estimates the resolution although it is known.
    calibrated : bool
        Whether the confidence of a word is how likely it is right (see `sparkocr.engines.confidence`), and not what
        Tesseract says. Symbols have what Tesseract says.
    """

    language: str = "eng"
    engine_mode: EngineMode = EngineMode.LSTM_ONLY
    model_data: str = ""
    model_type: ModelType = ModelType.BASE
    variables: _Variables = ()
    page_seg_mode: PageSegmentationMode = PageSegmentationMode.AUTO
    ignore_resolution: bool = False
    calibrated: bool = True

    def read(self, pixels: Pixels, resolution: int, *, symbols: bool = False) -> Page:
        """Read the text of one page; see `sparkocr.engines.engine.Engine.read`.

        Without a resolution Tesseract estimates it. An image with a side shorter than 10 px has no text.

        Raises
        ------
        DocumentError
            If a side is longer than 32,000 px, a variable is unknown to Tesseract, or the language data are
            missing, damaged or without what the engine mode or the page segmentation mode needs.

        Notes
        -----
        Pages don't influence each other: what Tesseract learned on a page is forgotten after it.
        """
        height, width = pixels.shape[:2]
        if max(height, width) > MAX_SIDE:
            raise DocumentError(f"The image is too large for Tesseract: a side is longer than {MAX_SIDE} px")
        if min(height, width) < _MIN_SIDE:  # long strips of 3 px crash Tesseract or keep it busy for minutes
            return Page((), width, height)
        with self._loaded(pixels, resolution) as handle:
            text = decoded(handle.GetUTF8Text)
            page = page_of_iterator(handle.GetIterator(), text, width, height, symbols=symbols)
        if self.calibrated:
            page = calibrated(page, "tesseract")
        return with_symbol_ink(page, _grey(pixels)) if symbols else page

    @contextmanager
    def _loaded(self, pixels: Pixels, resolution: int) -> Iterator[Any]:
        """Give the handle, with the page in it."""
        height, width = pixels.shape[:2]
        same = replace(self, page_seg_mode=PageSegmentationMode.AUTO, ignore_resolution=False, calibrated=True)
        handle, defaults = _handle(os.getpid(), threading.get_ident(), same)
        _check_osd(handle, self.page_seg_mode)
        try:
            _set_variables(handle, self.variables)
            handle.SetPageSegMode(self.page_seg_mode)
            handle.SetImageBytes(_grey(pixels).tobytes(), width, height, 1, width)
            if resolution > 0 and not self.ignore_resolution:
                handle.SetSourceResolution(resolution)
            yield handle
        except RuntimeError:
            raise DocumentError("Tesseract can't read the image") from None
        finally:
            handle.Clear()
            handle.ClearAdaptiveClassifier()
            _set_variables(handle, defaults)


def _grey(pixels: Pixels) -> Pixels:
    """Return the page as one byte per pixel, ``(h, w)``."""
    if pixels.ndim == 2:  # noqa: PLR2004
        return pixels
    return convert(pixels, _COLOUR[pixels.shape[2]], ImageType.TYPE_BYTE_GRAY)


class _Handle(NamedTuple):
    """A handle of Tesseract, and the values that its variables have without the options."""

    handle: Any
    defaults: _Variables


@lru_cache(maxsize=2)  # two stages with different options can be fused; a handle holds about 15 MB
def _handle(_process: int, _thread: int, options: Tesseract) -> _Handle:
    """Build the engine of this process and thread: two threads with one handle crash, and a fork copies it."""
    # Threads inside a page only get in the way of the other workers. Read when the library is loaded.
    os.environ.setdefault("OMP_THREAD_LIMIT", "1")
    import tesserocr

    folder = find_tessdata(options.language, options.model_type, options.model_data)
    handle = tesserocr.PyTessBaseAPI(init=False)
    handle.SetVariable("debug_file", os.devnull)
    defaults = tuple((name, handle.GetVariableAsString(name)) for name, _ in options.variables)
    unknown = [name for name, value in defaults if value is None]
    if unknown:
        raise DocumentError(f"Tesseract has no variable named {', '.join(unknown)}")
    try:
        variables = dict(options.variables)
        handle.InitFull(f"{folder}{os.sep}", options.language, options.engine_mode, variables=variables)
    except RuntimeError:
        raise DocumentError(_why_not_started(options, folder)) from None
    finally:
        _set_variables(handle, defaults)
    return _Handle(handle, defaults)


def _set_variables(handle: Any, variables: _Variables) -> None:
    """Set variables before a page is read and back after it: some are shared by all handles of the process."""
    for name, value in variables:
        handle.SetVariable(name, value)


def _why_not_started(options: Tesseract, folder: Path) -> str:
    """Explain why Tesseract did not take its language data."""
    where = f"the language data of {options.language} in {folder}"
    if options.engine_mode in {EngineMode.TESSERACT_ONLY, EngineMode.TESSERACT_LSTM_COMBINED}:
        return (
            f"Engine mode {options.engine_mode.name} needs a legacy model, and {where} have none "
            "(the variants fast and best never do) or are damaged"
        )
    return f"Tesseract can't load {where}: damaged, or not made for engine mode {options.engine_mode.name}"


def _check_osd(handle: Any, mode: PageSegmentationMode) -> None:
    """Check for the data that Tesseract would silently do without."""
    folder = Path(handle.GetDatapath())
    if mode in _NEEDS_OSD and not (folder / "osd.traineddata").is_file():
        raise DocumentError(f"Page segmentation mode {mode.name} needs osd.traineddata, which is not in {folder}")
