"""The stage that finds keys and values of forms."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import Any

import numpy as np
from pyspark.sql.types import StringType, StructField, StructType

from sparkocr.entities.key_values import KeyValue, key_values
from sparkocr.imaging.pixels import Matrix
from sparkocr.imaging.rulings import Rulings, find_rulings
from sparkocr.imaging.straight_lines import Ruling
from sparkocr.layout.regions import Region
from sparkocr.schemas import ImageSchema, KeyValuesSchema, PositionsSchema
from sparkocr.stage.bases import Stage
from sparkocr.stage.columns import EXCEPTION, Data, Dataset, column_of, earlier_exception, with_result
from sparkocr.stage.failures import raise_earlier
from sparkocr.stage.images import read_image
from sparkocr.stage.params import column, number
from sparkocr.stage.regions import region_fields
from sparkocr.transformers.text.column_kinds import holds_hocr
from sparkocr.transformers.text.placed_text import PlacedText, placed_text

__all__ = ["PageToKeyValues"]


class PageToKeyValues(Stage):
    r"""Find the keys of a form and their values, by where they stand.

    Adds the columns `outputCol` and `exception`. `outputCol` has a struct for each key that has a value: `key` and
    `value` without the sign between them, `key_box` and `value_box` in the unit of the input column, and `score`. A
    page without keys has none.

    See Also
    --------
    sparkocr.entities.key_values.key_values : the same without Spark, and what tells a value.
    FormRelationExtractor : links keys and values that have tags.
    PdfToForm : fields of forms that can be filled.

    Notes
    -----
    The input column is that of `ImageToText`, `PdfToText` or `ImageToHocr`, at any level of detail; words are best.
    Blanks and boxes are found on the image, in whose px places have to be: that of 1 x 1 px, which `PdfToImage` puts in
    place of a digital page, has none. Leave it out of the table if places are in points.

    Examples
    --------
    >>> light = LightPipeline([PdfToText(extractCoordinates=True), PageToKeyValues()])
    >>> (page,) = light.fromBinary(samples.pdf("Invoice No: 77104\nPaid by: Ana Reyes"))
    >>> [(pair["key"], pair["value"]) for pair in page["key_values"]]
    [('Invoice No', '77104'), ('Paid by', 'Ana Reyes')]
    """

    inputCol = column("positions", "Column with the positions of the text, or with hOCR.")
    imageCol = column("image", "Column with the image that was read; left out if it is not there.")
    outputCol = column("key_values", "Column for the keys and values.")
    scoreThreshold = number(0.0, "Pairs with a lower score, 0 to 1, are dropped.", minimum=0, maximum=1)

    input_type = PositionsSchema
    runs_light = True

    def _check(self, dataset: Dataset) -> None:
        if not holds_hocr(dataset, self.getInputCol()):
            super()._check(dataset)

    def _apply(self, dataset: Data) -> Data:
        schema = StructType([StructField("pairs", KeyValuesSchema), StructField(EXCEPTION, StringType())])
        find = self._udf(partial(_pairs, least=self.getScoreThreshold()), schema, deterministic=False)
        image = self.optional_column(dataset, "imageCol", ImageSchema)
        made = find(earlier_exception(dataset), column_of(dataset, self.getInputCol()), image)
        return with_result(dataset, made, {self.getOutputCol(): "pairs"})


def _pairs(exception: Any, value: Any, image: Any, *, least: float) -> dict[str, Any]:
    """Find the pairs of one page."""
    raise_earlier(exception)
    placed = placed_text(value, None, ())
    if placed is None:
        return {"pairs": []}
    pairs = key_values(placed.page, _horizontal(_rulings(image), placed.turn))
    return {"pairs": [_fields(number, pair, placed) for number, pair in enumerate(pairs) if pair.score >= least]}


def _rulings(image: Any) -> Rulings:
    """Return the lines of an image; none where there is no image, or nothing was rendered."""
    if not image.is_valid or not image["data"].is_valid:
        return Rulings()
    found = read_image(image).image
    return Rulings() if found.is_placeholder else find_rulings(found.pixels, found.dpi)


def _horizontal(rulings: Rulings, turn: Matrix | None) -> Sequence[Ruling]:
    """Return the lines that are horizontal beside text that was made level."""
    if turn is None:
        return rulings.horizontal
    lines = np.array([*rulings.horizontal, *rulings.vertical], np.float64).reshape(-1, 5)
    ends = [points @ turn[:2, :2].T + turn[:2, 2] for points in (lines[:, :2], lines[:, 2:4])]
    found = []
    for one, other, thickness in zip(*ends, lines[:, 4].tolist(), strict=True):
        (x, y), (to_x, to_y) = sorted((one.tolist(), other.tolist()))
        if to_x - x > abs(to_y - y):
            found.append(Ruling(x, y, to_x, to_y, thickness))
    return found


def _fields(number: int, pair: KeyValue, placed: PlacedText) -> dict[str, Any]:
    """Return the fields of a pair, with boxes on the page."""
    key_box, value_box = (
        region_fields(number, Region(placed.back(box), score=pair.score, label=label))
        for box, label in ((pair.key_box, "key"), (pair.value_box, "value"))
    )
    return {"key": pair.key, "value": pair.value, "key_box": key_box, "value_box": value_box, "score": pair.score}
