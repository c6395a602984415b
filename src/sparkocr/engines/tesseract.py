"""Read the text of an image with Tesseract, in this process, through ``tesserocr``.

Positions are in px with the origin at the top left, or in points from the same corner. The levels of
`PageIteratorLevel` have Tesseract's own numbers, so they are passed on as they are.
"""

import os
import threading
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import groupby
from pathlib import Path
from statistics import fmean, median
from typing import Any

from sparkocr.engines.tessdata import find_tessdata
from sparkocr.enums import EngineMode, ImageType, ModelType, PageIteratorLevel, PageSegmentationMode
from sparkocr.errors import DocumentError
from sparkocr.imaging.pixels import Pixels, convert
from sparkocr.layout.text import Word, layout_text

__all__ = ["Position", "ReadOptions", "Recognition", "TesseractOptions", "read"]

_Box = tuple[int, int, int, int]  # left, top, right, bottom in px

_MAX_SIDE = 32767  # Tesseract keeps coordinates in 16 bits
_MIN_SIDE = 10  # px; "nothing worth doing" below, says kMinRectSize in Tesseract's baseapi.cpp
_POINTS_PER_INCH = 72
_BODY_TEXT_PT = 10  # assumed height of a row of text where the resolution is unknown
_MIN_RESOLUTION, _MAX_RESOLUTION = 70, 2400  # what Tesseract takes for credible (ccstruct/publictypes.h)
_WORD, _SYMBOL = PageIteratorLevel.WORD, PageIteratorLevel.SYMBOL
_NEEDS_OSD = {
    PageSegmentationMode.OSD_ONLY,
    PageSegmentationMode.AUTO_OSD,
    PageSegmentationMode.SPARSE_TEXT_OSD,
}
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
    variables: tuple[tuple[str, str], ...] = ()


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
class Position:
    """A unit of text and its box: px, or points; origin top left. `font_size` is in points."""

    c: str
    x: float
    y: float
    width: float
    height: float
    font_size: int


@dataclass(frozen=True, slots=True)
class Recognition:
    """The text of a page, the mean confidence of its words (0 to 100) and where the text is."""

    text: str
    confidence: float
    positions: list[Position]


@dataclass(frozen=True, slots=True)
class _Piece:
    """The least part of the text that is looked at: a word, or a symbol at level SYMBOL."""

    before: str  # what Tesseract writes between the piece before and this one
    text: str
    box: _Box
    word: int  # number of its word on the page
    word_confidence: float
    row_height: float  # px, descenders to ascenders


@dataclass(frozen=True, slots=True)
class _Unit:
    """One unit of text at the level asked for, and the pieces that it consists of."""

    text: str
    box: _Box
    confidence: float
    pieces: list[_Piece]


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
        text, or if a side is shorter than 10 px, an empty string with confidence 0 and no positions. A font size is the height of a row from
        descenders to ascenders, as Tesseract measures it: about 0.9 of the nominal size of a font.

    Raises
    ------
    DocumentError
        If a side is longer than 32767 px, a variable is unknown to Tesseract, or the language data are
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
    handle = _handle(os.getpid(), threading.get_ident(), engine)
    _check_osd(handle, options.page_seg_mode)
    if min(height, width) < _MIN_SIDE:  # long strips of 3 px crash Tesseract or keep it busy for minutes
        return Recognition("", 0.0, [])
    try:
        handle.SetPageSegMode(options.page_seg_mode)
        handle.SetImageBytes(_grey(pixels).tobytes(), width, height, 1, width)
        if resolution > 0 and not options.ignore_resolution:
            handle.SetSourceResolution(resolution)
        text = _decoded(handle.GetUTF8Text)
        units = _units(handle.GetIterator(), text, options.level)
    except RuntimeError:
        raise DocumentError("Tesseract can't read the image") from None
    finally:
        handle.Clear()
        handle.ClearAdaptiveClassifier()
    kept = _without_doubtful(units, options.confidence_threshold)
    if not kept:
        return Recognition("", 0.0, [])
    points_per_px = _POINTS_PER_INCH / (resolution if resolution > 0 else _estimated_resolution(units))
    words = _words(kept)
    if options.keep_layout:
        text = layout_text([word for word, _ in words], options.space_width_pt / points_per_px)
    elif len(kept) < len(units):
        text = _joined(kept)
    confidence = fmean(confidence for _, confidence in words)
    return Recognition(text, confidence, _positions(kept, options, points_per_px))


def _grey(pixels: Pixels) -> Pixels:
    """Return the page as one byte per pixel, ``(h, w)``."""
    if pixels.ndim == 2:  # noqa: PLR2004
        return pixels
    return convert(pixels, _COLOUR[pixels.shape[2]], ImageType.TYPE_BYTE_GRAY)


@lru_cache(maxsize=2)  # two stages with different options can be fused; a handle holds 30 MB and more
def _handle(_process: int, _thread: int, options: TesseractOptions) -> Any:
    """Build the handle of this process and thread: handles survive neither a fork nor use by two threads."""
    # Threads inside a page only get in the way of the other workers. Read when the library is loaded.
    os.environ.setdefault("OMP_THREAD_LIMIT", "1")
    import tesserocr

    folder = find_tessdata(options.language, options.model_type, options.model_data)
    handle = tesserocr.PyTessBaseAPI(init=False)
    try:
        handle.InitFull(
            path=f"{folder}{os.sep}",
            lang=options.language,
            oem=options.engine_mode,
            variables={"debug_file": os.devnull, **dict(options.variables)},
        )
    except RuntimeError:
        raise DocumentError(_why_not_started(options, folder)) from None
    # Init ignores what it does not know.
    unknown = [name for name, _ in options.variables if handle.GetVariableAsString(name) is None]
    if unknown:
        raise DocumentError(f"Tesseract has no variable named {', '.join(unknown)}")
    return handle


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


def _decoded(get_text: Callable[..., str], *arguments: object) -> str:
    """Call a function of tesserocr that returns text, and replace what is not UTF-8 in it."""
    try:
        return get_text(*arguments)
    except UnicodeDecodeError as error:
        return error.object.decode("utf-8", "replace")


def _units(iterator: Any, page_text: str, level: PageIteratorLevel) -> list[_Unit]:
    """Walk over the page in reading order and cut it into units of text; pictures and lines are skipped."""
    units: list[_Unit] = []
    step = max(level, _WORD)
    word, end = 0, 0
    for _ in _places(iterator, step):
        if iterator.IsAtBeginningOf(level):
            unit_text = _decoded(iterator.GetUTF8Text, level)
            unit = _Unit(unit_text, iterator.BoundingBox(level), iterator.Confidence(level), [])
            if unit_text.strip():
                units.append(unit)
        word += iterator.IsAtBeginningOf(_WORD)
        text = _decoded(iterator.GetUTF8Text, step)
        if text.strip():  # Tesseract writes a blank word for a picture
            # The page's text has the right spaces and newlines, for each language and reading direction.
            start = max(page_text.find(text, end), end)
            before, end = page_text[end:start], start + len(text)
            row_height = iterator.RowAttributes()["row_height"]
            box, confidence = iterator.BoundingBox(step), iterator.Confidence(_WORD)
            unit.pieces.append(_Piece(before, text, box, word, confidence, row_height))
    return units


def _places(iterator: Any, step: PageIteratorLevel) -> Iterator[None]:
    """Move an iterator of Tesseract over the page, and stop at each place that has a word."""
    while True:
        if not iterator.Empty(_WORD):
            yield
        if not iterator.Next(step):
            return


def _without_doubtful(units: list[_Unit], threshold: int) -> list[_Unit]:
    """Drop the units below the threshold; the widest gap around them stays."""
    kept = []
    gap = ""
    for unit in units:
        pieces = []
        for piece in unit.pieces:
            gap = max(gap, piece.before, key=lambda text: (text.count("\n"), len(text)))
            if unit.confidence >= threshold:
                pieces.append(replace(piece, before=gap))
                gap = ""
        if pieces:
            kept.append(replace(unit, pieces=pieces))
    return kept


def _joined(units: list[_Unit]) -> str:
    """Write the text of what was kept, with Tesseract's newline at the end."""
    return "".join(piece.before + piece.text for unit in units for piece in unit.pieces).strip() + "\n"


def _words(units: list[_Unit]) -> list[tuple[Word, float]]:
    """Return the words of the units, and the confidence of each."""
    pieces = [piece for unit in units for piece in unit.pieces]
    words = []
    for _, group in groupby(pieces, key=lambda piece: piece.word):
        parts = list(group)
        left, top, right, bottom = _hull([part.box for part in parts])
        text = "".join(part.text for part in parts)
        words.append((Word(text, left, top, right - left, bottom - top), parts[0].word_confidence))
    return words


def _hull(boxes: Sequence[_Box]) -> _Box:
    """Return the smallest box around boxes."""
    lefts, tops, rights, bottoms = zip(*boxes, strict=True)
    return min(lefts), min(tops), max(rights), max(bottoms)


def _estimated_resolution(units: list[_Unit]) -> float:
    """Estimate px per inch from the median row of text.

    Tesseract's own estimate, for the layout, is 10.3 x the height of a row (measured, fonts of 40 to 80 px).
    That makes all text 7 points high, small for a document, so only the range is taken over from it.
    """
    row_height = median(piece.row_height for unit in units for piece in unit.pieces)
    return min(max(row_height * _POINTS_PER_INCH / _BODY_TEXT_PT, _MIN_RESOLUTION), _MAX_RESOLUTION)


def _positions(units: list[_Unit], options: ReadOptions, points_per_px: float) -> list[Position]:
    """Return a position for each unit and, if asked for, for each space between words of a line."""
    scale = points_per_px if options.pdf_coordinates else 1.0
    positions: list[Position] = []

    def add(text: str, box: _Box, row_height: float) -> None:
        left, top, right, bottom = box
        font_size = round(row_height * points_per_px)
        box_size = (right - left) * scale, (bottom - top) * scale
        positions.append(Position(text, left * scale, top * scale, *box_size, font_size))

    spaces = options.with_spaces and options.level in {_WORD, _SYMBOL}
    previous = units[0].box
    for unit in units:
        first = unit.pieces[0]
        if spaces and positions and " " in first.before and "\n" not in first.before:
            add(" ", _between(previous, unit.box), first.row_height)
        add(unit.text, unit.box, first.row_height)
        previous = unit.box
    return positions


def _between(one: _Box, other: _Box) -> _Box:
    """Return the box between two neighbours of a line, in either reading direction; it may have no width."""
    left = min(one[2], other[2])
    return left, min(one[1], other[1]), max(left, one[0], other[0]), max(one[3], other[3])
