"""The stage that finds check boxes."""

from __future__ import annotations

from functools import partial
from typing import Any

from pyspark.sql.types import StringType, StructField, StructType

from sparkocr.hocr.document import HocrPage
from sparkocr.hocr.write import write_fragment
from sparkocr.imaging.check_boxes import CheckBox, find_check_boxes
from sparkocr.imaging.pixels import to_gray
from sparkocr.layout.box import Box
from sparkocr.layout.page import Line, Word
from sparkocr.layout.reading_order import arrange
from sparkocr.layout.regions import Region
from sparkocr.schemas import ImageSchema, RegionsSchema
from sparkocr.stage.bases import Stage
from sparkocr.stage.columns import EXCEPTION, Data, column_of
from sparkocr.stage.images import ImageRow, rendered
from sparkocr.stage.page_number import regions_on_page
from sparkocr.stage.params import StageParam, boolean, column, number, string
from sparkocr.stage.regions import region_fields
from sparkocr.transformers.recognition.pretrained_model import PretrainedModel

__all__ = ["ImageCheckBoxDetector"]

_RESULT = "__check_boxes"
_SCHEMA = StructType(
    [
        StructField("hocr", StringType()),
        StructField("regions", RegionsSchema),
        StructField(EXCEPTION, StringType()),
    ]
)


def _two_words() -> StageParam:
    """Declare the words for empty and marked boxes."""

    def convert(value: Any) -> list[str]:
        empty, marked = value
        if isinstance(value, str) or not all(isinstance(word, str) and word.strip() for word in (empty, marked)):
            raise ValueError
        return [empty, marked]

    doc = "The word for a box that is empty, and the one for a box that is marked."
    return StageParam(
        ["No", "Yes"], doc, allowed="two words", convert=convert, example=["empty", "checked"], annotation="list[str]"
    )


class ImageCheckBoxDetector(PretrainedModel, Stage):
    """Find check boxes and radio buttons on an image, and tell which are marked.

    Adds the columns `outputCol` and `exception`. `outputCol` is hOCR as that of `ImageToHocr`, whose words are
    `labels`, at the places of the boxes; without boxes it is a page without words. `HocrMerger` joins it with the text
    of the page. A page that was not rendered because it has digital text gets null: `PdfToForm` reads its boxes.

    See Also
    --------
    sparkocr.imaging.check_boxes.find_check_boxes : the same on an array, and what is found.

    Notes
    -----
    A tick, a cross, a dot, a scribble or a filled box are the same: marked. The score is how much of the border is as
    straight, or round, as that of a drawn box, and less for a box that is the only one of its size; ``x_wconf`` is
    100 times that.

    Examples
    --------
    >>> readers = [ImageCheckBoxDetector(labels=["[ ]", "[x]"], outputCol="boxes"), ImageToHocr()]
    >>> stages = [BinaryToImage(), *readers, HocrMerger(inputCols=["boxes", "hocr"])]
    >>> light = LightPipeline([*stages, HocrDocumentAssembler(inputCol="merged_hocr")])
    >>> (page,) = light.fromBinary(samples.form({"Asthma": False, "Smoker": True}))
    >>> page["document"][0]["result"].splitlines()
    ['[ ] Asthma', '[x] Smoker']
    """

    inputCol = column("image", "Column with the image.")
    outputCol = column("hocr", "Column for the hOCR.")
    keepInput = boolean(True, "Whether the input column stays in the result.")
    labels = _two_words()
    scoreThreshold = number(0.7, "Boxes with a lower score, 0 to 1, are dropped.", minimum=0, maximum=1)
    regionsCol = string(
        "", "Column for the boxes as regions, in the order of the page, with their label and score; empty: none."
    )

    input_type = ImageSchema
    runs_light = True

    def _apply(self, dataset: Data) -> Data:
        empty, marked = self.getLabels()
        work = partial(_detect, empty=empty, marked=marked, least=self.getScoreThreshold())
        find = self._udf(rendered(work, {}), _SCHEMA, deterministic=False)
        made = dataset.withColumn(_RESULT, find(column_of(dataset, self.getInputCol())))
        found = column_of(made, _RESULT)
        columns = {self.getOutputCol(): found["hocr"], EXCEPTION: found[EXCEPTION]}
        if self.getRegionsCol():
            columns[self.getRegionsCol()] = regions_on_page(made, found["regions"])
        return self._without_input(made.withColumns(columns).drop(_RESULT))


def _detect(row: ImageRow, *, empty: str, marked: str, least: float) -> dict[str, Any]:
    """Find the check boxes of one image."""
    image = row.image
    boxes = [box for box in find_check_boxes(to_gray(image), image.dpi) if box.score >= least]
    words = [(_box(box), marked if box.is_checked else empty, box.score) for box in boxes]
    lines = [Line((Word(text, box, 100 * score),), box, box.height) for box, text, score in words]
    height, width = image.pixels.shape[:2]
    regions = [Region(box, score=score, label=text) for box, text, score in words]
    return {
        "hocr": write_fragment([HocrPage(arrange(lines, width, height))]),
        "regions": [region_fields(number, region) for number, region in enumerate(regions)],
    }


def _box(box: CheckBox) -> Box:
    return Box(box.x, box.y, box.width, box.height)
