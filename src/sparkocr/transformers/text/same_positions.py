"""The stage that gives positions one level and one unit, wherever they are from."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import partial
from typing import Any, NamedTuple

import pyarrow as pa
from pyspark.sql.types import StringType, StructField, StructType

from sparkocr.enums import PageIteratorLevel, PageUnit
from sparkocr.errors import DocumentError
from sparkocr.layout.box import Box
from sparkocr.layout.page import Block, Line, Paragraph, Word
from sparkocr.pdf.paper import POINTS_PER_INCH
from sparkocr.positions.position import Position
from sparkocr.positions.text import are_characters
from sparkocr.schemas import PositionsSchema
from sparkocr.stage.columns import EXCEPTION, Data, with_result
from sparkocr.stage.failures import raise_earlier
from sparkocr.stage.page_number import page_number
from sparkocr.stage.params import choice, column, integer
from sparkocr.stage.positions import position_fields, units_of
from sparkocr.transformers.text.page_stage import PlacedStage
from sparkocr.transformers.text.placed_text import placed_text, to_points_of

__all__ = ["SamePositions"]


class SamePositions(PlacedStage):
    r"""Give positions one level and one unit, whether a page is digital or was scanned.

    `PdfToText` gives single characters in points, `ImageToText` units of its level in px of the image. Behind this
    stage all pages have positions of one `level`, in points of the page, or in px at one `resolution`. Their origin is
    at the top left of the page.

    Adds the columns `outputCol` and `exception`.

    See Also
    --------
    PositionFinder : where chunks of text are; it takes these positions, too.
    PageToJson : all levels of a page at once.

    Notes
    -----
    Positions are put together, never taken apart, since nobody knows where the words of a line are: a page whose units
    are larger than `level` has an exception. Set `pageIteratorLevel` of the stage that reads to WORD; then all levels
    but SYMBOL can be made.

    The unit of the input column is found as in `PageToJson`. On an image that was levelled, positions are those on the
    page before. The resolution of an image that says none is taken to be 300 dpi.

    Examples
    --------
    >>> read = [PdfToText(extractCoordinates=True), PdfToImage(), ImageToText(pageIteratorLevel="word")]
    >>> light = LightPipeline([*read, SamePositions(level="textline")])
    >>> for make in (samples.pdf, samples.scan):
    ...     (page,) = light.fromBinary(make("Invoice 4711\nTotal 12.50"))
    ...     [line["c"] for line in page["positions"].mappings]
    ['Invoice 4711', 'Total 12.50']
    ['Invoice 4711', 'Total 12.50']
    """

    outputCol = column("positions", "Column for the positions; may be the input column.")
    level = choice(PageIteratorLevel.WORD, "Unit of text that one position describes.")
    resolution = integer(72, "Px per inch of the positions; 72: points.", minimum=1)
    inputUnit = choice(PageUnit.AUTO, "Unit of the input column; AUTO finds it in the image and the size of the page.")

    def _apply(self, dataset: Data) -> Data:
        schema = StructType([StructField("positions", PositionsSchema), StructField(EXCEPTION, StringType())])
        options = {"level": self.getLevel(), "resolution": self.getResolution(), "unit": self.getInputUnit()}
        same = self._udf(partial(_same, **options), schema, deterministic=False)
        made = same(page_number(dataset), *self._place_columns(dataset), *self._size_columns(dataset))
        return with_result(dataset, made, {self.getOutputCol(): "positions"})


def _same(
    number: Any,
    exception: Any,
    value: Any,
    text: Any,
    confidence: Any,
    image_resolution: Any,
    transform: Any,
    *sides: Any,
    level: PageIteratorLevel,
    resolution: int,
    unit: PageUnit,
) -> dict[str, Any]:
    """Return the positions of one page at a level, in px at a resolution."""
    raise_earlier(exception)
    if not value.is_valid:
        raise DocumentError("There are no positions: set extractCoordinates of PdfToText")
    to_points = to_points_of(confidence, image_resolution, transform, *sides, unit=unit)
    if to_points is None:
        raise DocumentError("The unit of the positions is unknown: set inputUnit, and imageCol if an image was read")
    scale = resolution / POINTS_PER_INCH
    point = to_points(Box(0, 0, 1, 1)).height  # how many points a unit of the input is high

    def position(unit: _Unit) -> dict[str, Any]:
        box = to_points(unit.box)
        x, y, width, height = (side * scale for side in (box.x, box.y, box.width, box.height))
        placed = Position(unit.text, x, y, width, height, round(unit.font_size * point))
        return position_fields(placed, number.as_py() or 0)

    units = _characters(value) if level is PageIteratorLevel.SYMBOL else _units(value, text.as_py(), level)
    return {"positions": [{"mapping": list(map(position, units))}]}


class _Unit(NamedTuple):
    """A unit of text, where it is in the input column, and the size of its font there."""

    text: str
    box: Box
    font_size: float


def _characters(value: Any) -> Iterator[_Unit]:
    """Yield the characters of a page.

    Raises
    ------
    DocumentError
        Its units are larger.
    """
    if isinstance(value, pa.StringScalar | pa.LargeStringScalar):
        raise DocumentError("hOCR has words: set level to WORD")
    units = units_of(value)
    if units.texts and not are_characters(units.texts):
        raise _too_large(PageIteratorLevel.SYMBOL)
    for text, sides in zip(units.texts, units.boxes.tolist(), strict=True):
        if not text.isspace():
            yield _Unit(text, Box(*sides), sides[3])


def _units(value: Any, text: str | None, level: PageIteratorLevel) -> Iterator[_Unit]:
    """Yield the words of a page, or what they are part of.

    Raises
    ------
    DocumentError
        Its units are larger.
    """
    if not isinstance(value, pa.StringScalar | pa.LargeStringScalar) and _has_parts(units_of(value).texts, level):
        raise _too_large(level)
    placed = placed_text(value, text, ())
    if placed is None:
        return
    for block in placed.page.blocks:
        lines = [line for paragraph in block.paragraphs for line in paragraph.lines]
        found: dict[PageIteratorLevel, Sequence[tuple[Block | Paragraph | Line | Word, Line]]] = {
            PageIteratorLevel.BLOCK: [(block, lines[0])],
            PageIteratorLevel.PARAGRAPH: [(paragraph, paragraph.lines[0]) for paragraph in block.paragraphs],
            PageIteratorLevel.TEXTLINE: [(line, line) for line in lines],
            PageIteratorLevel.WORD: [(word, line) for line in lines for word in line.words],
        }
        for unit, line in found[level]:
            yield _Unit(unit.text, placed.back(unit.box), line.row_height)


def _has_parts(texts: Sequence[str], level: PageIteratorLevel) -> bool:
    """Tell whether units of text hold several words, or lines; paragraphs and blocks are found again in any case."""
    if level is PageIteratorLevel.WORD:
        return any(len(text.split()) > 1 for text in texts)
    return level is PageIteratorLevel.TEXTLINE and any("\n" in text.strip() for text in texts)


def _too_large(level: PageIteratorLevel) -> DocumentError:
    return DocumentError(f"The positions are larger than {level.name}: set pageIteratorLevel of the stage that read")
