"""A stage that reads what is in rectangles of an image that have names."""

from __future__ import annotations

import json
from functools import partial
from math import isfinite
from numbers import Real
from typing import Any, NamedTuple

from pyspark.sql.types import BooleanType, DoubleType, FloatType, StringType, StructField, StructType

from sparkocr.engines.engine import Engine
from sparkocr.engines.parts import read_part
from sparkocr.enums import PageIteratorLevel
from sparkocr.layout.box import Box
from sparkocr.layout.report import ReadOptions, report
from sparkocr.schemas import ImageSchema, PositionsSchema
from sparkocr.stage.bases import Stage
from sparkocr.stage.columns import EXCEPTION, Data, column_of
from sparkocr.stage.images import ImageRow, rendered
from sparkocr.stage.params import StageParam, boolean, choice, column, integer
from sparkocr.stage.positions import position_fields
from sparkocr.transformers.recognition.engine_params import EngineParams
from sparkocr.transformers.recognition.reading import NOT_READ, with_reading

_SIDES = ("x", "y", "width", "height")
_EXAMPLE = '[{"name": "date", "rectangle": {"x": 10, "y": 20, "width": 300, "height": 50}}]'
_WHOLE = "image"
_BrandSchema = StructType(
    [
        StructField("text", StringType()),
        StructField("confidence", DoubleType()),
        StructField("rectangle", StructType([StructField(side, FloatType()) for side in _SIDES])),
    ]
)


class _Brand(NamedTuple):
    """A name and its rectangle in px, or None for the whole image."""

    name: str
    box: Box | None


def _brands(text: str) -> list[_Brand]:
    """Return the brands that a JSON text lists.

    Raises
    ------
    TypeError, ValueError, KeyError
        It is no such list, or a name is not unique.
    """
    found = []
    for entry in json.loads(text):
        name, sides = entry["name"], [entry["rectangle"][side] for side in _SIDES]
        if not isinstance(name, str) or not name:
            raise ValueError
        if any(isinstance(side, bool) or not isinstance(side, Real) or not isfinite(side) for side in sides):
            raise ValueError
        if min(sides[2:]) <= 0:
            raise ValueError
        found.append(_Brand(name, Box(*map(float, sides))))
    if len({brand.name.casefold() for brand in found}) < len(found):  # Spark finds fields in any case
        raise ValueError
    return found


def _brands_text(value: Any) -> str:
    """Return brands as JSON text that was checked; a text stays as it is."""
    text = value if isinstance(value, str) else json.dumps(value)
    if not isinstance(json.loads(text), list):
        raise TypeError
    _brands(text)
    return text


def _brands_coords(doc: str) -> StageParam:
    """Declare a list of named rectangles, as JSON or as Python objects."""
    allowed = (
        'a list of {"name": ..., "rectangle": {"x": ..., "y": ..., "width": ..., "height": ...}}, also as JSON text, '
        "with different names, and sizes above 0"
    )
    return StageParam("[]", doc, allowed=allowed, convert=_brands_text, example=_EXAMPLE, aliases=("brandsCoordsStr",))


class ImageBrandsToText(EngineParams, Stage):
    r"""Read the text in rectangles that have names, such as the fields of a form.

    Adds the columns `outputCol`, `textCol`, `positionsCol` (see `sparkocr.schemas.PositionsSchema`: px of the image,
    origin top-left) and `exception`; keeps the image. `outputCol` is a struct with a field per name, each of which has

    ==========  ====================================================================
    text        the text, without a line end after it; empty if there is none
    confidence  mean over its words, 0 to 100
    rectangle   x, y, width and height as they were given
    ==========  ====================================================================

    A page that `PdfToImage` did not render because it has digital text keeps the columns it has.

    See Also
    --------
    sparkocr.engines.parts.read_part : how the text of a rectangle is read.

    Notes
    -----
    What is beyond the image is left out. Without rectangles there is one field, `image`, with all text of the image.

    Examples
    --------
    >>> total = {"name": "total", "rectangle": {"x": 0, "y": 100, "width": 400, "height": 100}}
    >>> light = LightPipeline([BinaryToImage(), ImageBrandsToText(brandsCoords=[total])])
    >>> (page,) = light.fromBinary(samples.image("Invoice 4711\nTotal 12.50"))
    >>> page["image_brands"]["total"]["text"]
    'Total 12.50'
    """

    inputCol = column("image", "Column with the image to read.")
    outputCol = column("image_brands", "Column for the text of each rectangle.")
    textCol = column("text", "Column for the texts of all rectangles, one below the other.")
    positionsCol = column("positions", "Column for the positions of the text.")
    brandsCoords = _brands_coords("Names and rectangles, in px of the image.")
    pageIteratorLevel = choice(PageIteratorLevel.BLOCK, "Unit of text that one position describes.")
    confidenceThreshold = integer(
        0, "Units of text below this confidence are dropped from text and positions.", minimum=0, maximum=100
    )
    ignoreResolution = boolean(True, "Whether Tesseract estimates the resolution instead of using the image's.")

    input_type = ImageSchema
    runs_light = True
    gives_text = reads_images = True

    def _apply(self, dataset: Data) -> Data:
        brands = _brands(self.getBrandsCoords()) or [_Brand(_WHOLE, None)]
        kind = StructType([StructField(brand.name, _BrandSchema) for brand in brands])
        schema = StructType(
            [
                StructField("brands", kind),
                StructField("text", StringType()),
                StructField("positions", PositionsSchema),
                StructField("read", BooleanType()),
                StructField(EXCEPTION, StringType()),
            ]
        )
        options = ReadOptions(self.getPageIteratorLevel(), self.getConfidenceThreshold())
        read = partial(_read_brands, engine=self.engine_of(), brands=brands, options=options)
        found = self._udf(rendered(read, NOT_READ), schema, deterministic=False)(column_of(dataset, self.getInputCol()))
        columns = {
            self.getOutputCol(): ("brands", kind),
            self.getTextCol(): ("text", StringType()),
            self.getPositionsCol(): ("positions", PositionsSchema),
        }
        return with_reading(dataset, found, columns)


def _read_brands(row: ImageRow, *, engine: Engine, brands: list[_Brand], options: ReadOptions) -> dict[str, Any]:
    """Read one image."""
    image = row.image
    height, width = image.pixels.shape[:2]
    texts, units, fields = [], [], {}
    for brand in brands:
        box = brand.box or Box(0, 0, width, height)
        found = report(read_part(engine, image, box, symbols=options.symbols), image.dpi, options)
        texts.append(found.text.rstrip("\n"))
        units += [position_fields(unit, 0) for unit in found.positions]
        rectangle = {side: getattr(box, side) for side in _SIDES}
        fields[brand.name] = {"text": texts[-1], "confidence": found.confidence, "rectangle": rectangle}
    text = "\n".join(filter(None, texts))
    return {"brands": fields, "text": text, "positions": [{"mapping": units}], "read": True}
