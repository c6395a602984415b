"""Read the text of an image with Tesseract, in this process, through ``tesserocr``.

Positions are in px with the origin at the top left, or in points from the same corner. The levels of
`PageIteratorLevel` have Tesseract's own numbers, so they are passed on as they are.
"""

import os
import threading
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from statistics import fmean, median
from typing import Any, NamedTuple

from sparkocr.engines.tessdata import find_tessdata
from sparkocr.engines.tesseract_page import (
    Box,
    Piece,
    Unit,
    cut_page,
    decoded,
    joined,
    pieces_of_words,
    without_doubtful,
)
from sparkocr.enums import EngineMode, ImageType, ModelType, PageIteratorLevel, PageSegmentationMode
from sparkocr.errors import DocumentError
from sparkocr.imaging.pixels import Pixels, convert
from sparkocr.layout.position import Position
from sparkocr.layout.text import Word, layout_text

__all__ = ["ReadOptions", "Recognition", "TesseractOptions", "read"]

_Variables = tuple[tuple[str, str], ...]

# Tesseract keeps coordinates in 16 bits, also those that it guesses beyond the edge of the page: from 32766 px on
# it aborted the process in a test, so a margin is left.
_MAX_SIDE = 32_000
_MIN_SIDE = 10  # px; "nothing worth doing" below, says kMinRectSize in Tesseract's baseapi.cpp
_POINTS_PER_INCH = 72
_BODY_TEXT_PT = 10  # assumed height of a row of text where the resolution is unknown
_NEEDS_OSD = {PageSegmentationMode.OSD_ONLY, PageSegmentationMode.AUTO_OSD, PageSegmentationMode.SPARSE_TEXT_OSD}
_COLOUR = {3: ImageType.TYPE_3BYTE_BGR, 4: ImageType.TYPE_4BYTE_ABGR}


@dataclass(frozen=True, slots=True)
class TesseractOptions:
    """What an engine handle is built for; pages with equal options share a handle.

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
    """

    language: str = "eng"
    engine_mode: EngineMode = EngineMode.LSTM_ONLY
    model_data: str = ""
    model_type: ModelType = ModelType.BASE
    variables: _Variables = ()


@dataclass(frozen=True, slots=True)
class ReadOptions:
    """How a page is read and reported.

    Attributes
    ----------
    page_seg_mode : PageSegmentationMode
        How Tesseract splits the page.
    level : PageIteratorLevel
        Unit of text of one position, and of `confidence_threshold`.
    confidence_threshold : int
        Units with less confidence (0 to 100) are dropped from positions and text.
    keep_layout : bool
        Whether the text reproduces the layout of the page, as `layout_text` does.
    space_width_pt : int
        Width in points that one space stands for in this layout.
    with_spaces : bool
        Whether there are positions for the spaces between words of a line (levels ``WORD`` and ``SYMBOL``).
    pdf_coordinates : bool
        Whether positions are in points instead of px; the origin stays at the top left.
    ignore_resolution : bool
        Whether Tesseract estimates the resolution although it is known. What is in points is computed from
        the known one all the same.
    """

    page_seg_mode: PageSegmentationMode = PageSegmentationMode.AUTO
    level: PageIteratorLevel = PageIteratorLevel.BLOCK
    confidence_threshold: int = 0
    keep_layout: bool = False
    space_width_pt: int = 8
    with_spaces: bool = False
    pdf_coordinates: bool = False
    ignore_resolution: bool = False


@dataclass(frozen=True, slots=True)
class Recognition:
    """The text of a page, the mean confidence of its words (0 to 100) and where the text is."""

    text: str
    confidence: float
    positions: list[Position]


_DEFAULT_ENGINE = TesseractOptions()
_DEFAULT_READ = ReadOptions()


def read(
    pixels: Pixels,
    resolution: int,
    engine: TesseractOptions = _DEFAULT_ENGINE,
    options: ReadOptions = _DEFAULT_READ,
) -> Recognition:
    """Read the text of one page.

    Parameters
    ----------
    pixels : ndarray of uint8
        ``(h, w)`` grey or binary, ``(h, w, 3)`` BGR or ``(h, w, 4)`` ABGR.
    resolution : int
        Pixels per inch; 0 if unknown. Then Tesseract estimates it, and what is in points (font sizes, PDF
        coordinates, `space_width_pt`) takes the median row of text for 10 points high.
    engine : TesseractOptions
        What the engine handle is built for.
    options : ReadOptions
        How the page is read.

    Returns
    -------
    Recognition
        The text as Tesseract writes it: a newline after each line, a blank line between paragraphs. Without
        text, or if a side is shorter than 10 px, an empty string with confidence 0 and no positions. A font
        size is the height of a row from descenders to ascenders, as Tesseract measures it: about 0.9 of the
        nominal size of a font.

    Raises
    ------
    DocumentError
        If a side is longer than 32,000 px, a variable is unknown to Tesseract, or the language data are
        missing, damaged or without what the engine mode or the page segmentation mode needs.

    Notes
    -----
    The confidence is the mean over the words in the text. Tesseract's ``MeanTextConf`` is this as an integer,
    but counts a picture as a word of confidence 95.

    Orientation detection (``AUTO_OSD``, ``OSD_ONLY``, ``SPARSE_TEXT_OSD``) needs ``osd.traineddata`` in the
    folder of the language data.

    Pages don't influence each other: what Tesseract learned on a page is forgotten after it.
    """
    height, width = pixels.shape[:2]
    if max(height, width) > _MAX_SIDE:
        raise DocumentError(f"The image is too large for Tesseract: a side is longer than {_MAX_SIDE} px")
    if min(height, width) < _MIN_SIDE:  # long strips of 3 px crash Tesseract or keep it busy for minutes
        return Recognition("", 0.0, [])
    handle, defaults = _engine(os.getpid(), threading.get_ident(), engine)
    _check_osd(handle, options.page_seg_mode)
    try:
        _set_variables(handle, engine.variables)
        handle.SetPageSegMode(options.page_seg_mode)
        handle.SetImageBytes(_grey(pixels).tobytes(), width, height, 1, width)
        if resolution > 0 and not options.ignore_resolution:
            handle.SetSourceResolution(resolution)
        text = decoded(handle.GetUTF8Text)
        units = cut_page(handle.GetIterator(), text, options.level)
    except RuntimeError:
        raise DocumentError("Tesseract can't read the image") from None
    finally:
        handle.Clear()
        handle.ClearAdaptiveClassifier()
        _set_variables(handle, defaults)
    kept = without_doubtful(units, options.confidence_threshold)
    if not kept:
        return Recognition("", 0.0, [])
    points_per_px = _POINTS_PER_INCH / (resolution if resolution > 0 else _estimated_resolution(units))
    words = pieces_of_words(kept)
    if options.keep_layout:
        text = layout_text([_layout_word(pieces) for pieces in words], options.space_width_pt / points_per_px)
    elif len(kept) < len(units):
        text = joined(kept)
    confidence = fmean(pieces[0].word.confidence for pieces in words)
    return Recognition(text, confidence, _positions(kept, options, points_per_px))


def _grey(pixels: Pixels) -> Pixels:
    """Return the page as one byte per pixel, ``(h, w)``."""
    if pixels.ndim == 2:  # noqa: PLR2004
        return pixels
    return convert(pixels, _COLOUR[pixels.shape[2]], ImageType.TYPE_BYTE_GRAY)


class _Engine(NamedTuple):
    """A handle of Tesseract, and the values that its variables have without the options."""

    handle: Any
    defaults: _Variables


@lru_cache(maxsize=2)  # two stages with different options can be fused; a handle holds about 15 MB
def _engine(_process: int, _thread: int, options: TesseractOptions) -> _Engine:
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
    return _Engine(handle, defaults)


def _set_variables(handle: Any, variables: _Variables) -> None:
    """Set variables before a page is read and back after it: some are shared by all handles of the process."""
    for name, value in variables:
        handle.SetVariable(name, value)


def _why_not_started(options: TesseractOptions, folder: Path) -> str:
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


def _estimated_resolution(units: list[Unit]) -> float:
    """Estimate px per inch from the median row of text.

    Tesseract's own estimate, for the layout, is 10.3 x the height of a row (measured, fonts of 40 to 80 px).
    That makes all text 7 points high, which is small for a document.
    """
    row_height = median(piece.word.row_height for unit in units for piece in unit.pieces)
    return row_height * _POINTS_PER_INCH / _BODY_TEXT_PT


def _layout_word(pieces: list[Piece]) -> Word:
    """Return a word, or what is left of it, in the box that it had."""
    left, top, right, bottom = pieces[0].word.box
    return Word("".join(piece.text for piece in pieces), left, top, right - left, bottom - top)


def _positions(units: list[Unit], options: ReadOptions, points_per_px: float) -> list[Position]:
    """Return a position for each unit and, if asked for, for each space between words of a line."""
    scale = points_per_px if options.pdf_coordinates else 1.0
    positions: list[Position] = []

    def add(text: str, box: Box, row_height: float) -> None:
        left, top, right, bottom = box
        font_size = round(row_height * points_per_px)
        box_size = (right - left) * scale, (bottom - top) * scale
        positions.append(Position(text, left * scale, top * scale, *box_size, font_size))

    previous = units[0].pieces[0].word
    for unit in units:
        piece = unit.pieces[0]
        if options.with_spaces and positions and " " in piece.before:
            add(" ", _between(previous.box, piece.word.box), previous.row_height)
        add(unit.text, unit.box, piece.word.row_height)
        previous = piece.word
    return positions


def _between(one: Box, other: Box) -> Box:
    """Return the box between two neighbours of a line, in either reading direction; it may have no width."""
    left = min(one[2], other[2])
    return left, min(one[1], other[1]), max(left, one[0], other[0]), max(one[3], other[3])
