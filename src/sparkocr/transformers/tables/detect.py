"""Stages that find tables and the other parts of pages on images."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial
from math import inf
from typing import Any

import pyarrow as pa
from pyspark.sql.types import DoubleType

from sparkocr.engines.tables.find_cells import find_cells
from sparkocr.engines.tables.find_regions import LABELS, MAIN_LABELS, find_regions
from sparkocr.engines.tables.layout_model import LayoutModel
from sparkocr.errors import DocumentError
from sparkocr.imaging.pixels import Image
from sparkocr.layout.box import Box
from sparkocr.layout.regions import Region
from sparkocr.stage.columns import Data, column_of, constant
from sparkocr.stage.images import ImageRow, read_image, rendered
from sparkocr.stage.params import StageParam, boolean, column, number, settings, string
from sparkocr.stage.regions import region_fields
from sparkocr.transformers.recognition.detect import RegionStage
from sparkocr.transformers.recognition.pretrained_model import PretrainedModel

__all__ = ["DocumentLayoutAnalyzer", "DocumentLayoutAnalyzerDit", "ImageDocumentRegionDetector", "ImageTableDetector"]


def _labels(default: tuple[str, ...], doc: str) -> StageParam:
    """Declare a list of labels."""
    return settings(list(default), doc, example=["table", "figure"], pattern=r".+", allowed="labels, such as 'table'")


class _LayoutStage(PretrainedModel, RegionStage):
    """Base of the stages with a layout model."""

    modelPath = string(
        "", "Path on the workers of an own ONNX model that finds the parts of pages; empty: the open model."
    )
    modelSha256 = string(
        "",
        "SHA-256 in hexadecimal that this file must have; empty: any.",
        pattern=r"[0-9a-fA-F]{64}|",
        allowed="64 hexadecimal digits, or empty",
        example="0" * 64,
    )
    modelClasses = settings(
        [],
        "Names of the classes of this model, in the order of its outputs.",
        example=["text", "table"],
        pattern=r".+",
        allowed="names of classes",
    )

    def _model(self) -> LayoutModel:
        """Return the model.

        Raises
        ------
        ValueError
            If the classes of an own model are not told.
        """
        if self.getModelPath() and not self.getModelClasses():
            raise ValueError(f"{self.uid}: modelPath needs modelClasses, the names of the classes of the model.")
        return LayoutModel(self.getModelPath(), self.getModelSha256(), tuple(self.getModelClasses()))


class ImageTableDetector(_LayoutStage):
    r"""Find the tables of an image.

    Adds the columns `outputCol` (array of regions in px of the image, from the top, see
    `sparkocr.schemas.RegionSchema`) and `exception`. An image without a table gets an empty array, a page that was not
    rendered because it has digital text gets null. `page` is that of the column `pagenum`.

    See Also
    --------
    sparkocr.engines.tables.find_regions.find_regions : the same on an array.

    Notes
    -----
    An open network, if the extra ``tables`` is installed, is held against rulings and white space. A score of 0.9 or
    more is for tables that both find, or one clearly; a lower `scoreThreshold` gives doubtful ones, too.

    Examples
    --------
    >>> light = LightPipeline([PdfToImage(), ImageTableDetector()])
    >>> (page,) = light.fromBinary(samples.table([["Fruit", "Kilo"], ["Apples", "14"], ["Pears", "6"]]))
    >>> [(table["label"], table["score"] >= 0.9) for table in page["table_regions"]]
    [('table', True)]
    """

    outputCol = column("table_regions", "Column for the regions.")
    scoreThreshold = number(0.9, "Regions with a lower score, 0 to 1, are dropped.", minimum=0, maximum=1)
    labels = _labels(("table",), "Labels of the regions that are given; an own model may have others.")
    applyCorrection = boolean(
        False,
        "Whether a box is drawn around the text and the rulings that are most in it: no word is cut, no margin left.",
    )
    scaleWidthToCol = string(
        "", "Column with the width of the page in other units, such as points, to which x is scaled; empty: px."
    )
    scaleHeightToCol = string("", "Column with the height of the page, to which y is scaled; empty: px.")

    def _apply(self, dataset: Data) -> Data:
        find = partial(
            _find,
            model=self._model(),
            labels=tuple(self.getLabels()),
            least=self.getScoreThreshold(),
            fitted=self.getApplyCorrection(),
        )
        sizes = [self._size(dataset, parameter) for parameter in ("scaleWidthToCol", "scaleHeightToCol")]
        return self._with_regions(dataset, partial(_find_scaled, find=find), *sizes)

    def _size(self, dataset: Data, parameter: str) -> Any:
        """Return a side of the page as a column, null where none is named."""
        name = self.getOrDefault(parameter)
        if not name:
            return constant(dataset, None, DoubleType())
        self.check_column(dataset, parameter, name=name)
        return column_of(dataset, name)


class DocumentLayoutAnalyzer(_LayoutStage):
    r"""Find the text, titles, lists, tables and figures of a page image.

    Adds the columns `outputCol` (array of regions in px of the image, in the order of reading, see
    `sparkocr.schemas.RegionSchema`) and `exception`. An image on which nothing is found gets an empty array, a page
    that was not rendered because it has digital text gets null.

    See Also
    --------
    sparkocr.engines.tables.find_regions.find_regions : the same on an array.

    Notes
    -----
    `outputLabels` may also name caption, header, footer and equation; captions and equations are text otherwise,
    headers and footers are left out. Lists are told by their bullets or numbers. What white space alone tells has a
    score of 0.6.

    ``DocumentLayoutAnalyzerDit`` is a name for the same stage.

    Examples
    --------
    >>> light = LightPipeline([PdfToImage(), DocumentLayoutAnalyzer(outputLabels=["table", "figure"])])
    >>> (page,) = light.fromBinary(samples.table([["Fruit", "Kilo"], ["Apples", "14"], ["Pears", "6"]]))
    >>> [(region["index"], region["label"]) for region in page["regions"]]
    [(0, 'table')]
    """

    outputCol = column("regions", "Column for the regions.")
    scoreThreshold = number(0.5, "Regions with a lower score, 0 to 1, are dropped.", minimum=0, maximum=1)
    outputLabels = _labels(MAIN_LABELS, f"Labels of the regions that are given, of {', '.join(LABELS)}.")

    def _apply(self, dataset: Data) -> Data:
        find = partial(
            _find,
            model=self._model(),
            labels=tuple(self.getOutputLabels()),
            least=self.getScoreThreshold(),
            fitted=False,
        )
        return self._with_regions(dataset, rendered(partial(_fields_of, find=find), {}))


DocumentLayoutAnalyzerDit = DocumentLayoutAnalyzer


class ImageDocumentRegionDetector(_LayoutStage):
    r"""Find the cells of a table image, or the parts of a page image.

    Adds the columns `outputCol` (array of regions in px of the image, see `sparkocr.schemas.RegionSchema`) and
    `exception`. An image that shows one table, as `ImageSplitRegions` cuts it out, gets its cells row by row with the
    label ``cell``, as `RegionsMerger` and `HocrToTextTable` take them; any other one gets its parts, as from
    `DocumentLayoutAnalyzer`. One on which nothing is found gets an empty array, a page that was not rendered because it
    has digital text gets null.

    See Also
    --------
    sparkocr.engines.tables.find_cells.find_cells : the cells, on an array.
    sparkocr.engines.tables.find_regions.find_regions : the parts of a page.

    Examples
    --------
    >>> light = LightPipeline([PdfToImage(), ImageDocumentRegionDetector()])
    >>> (page,) = light.fromBinary(samples.table([["Fruit", "Kilo"], ["Apples", "14"], ["Pears", "6"]]))
    >>> len(page["regions"]), page["regions"][0]["label"]
    (6, 'cell')
    """

    outputCol = column("regions", "Column for the regions.")
    scoreThreshold = number(0.5, "Regions with a lower score, 0 to 1, are dropped.", minimum=0, maximum=1)

    def _apply(self, dataset: Data) -> Data:
        find = partial(_find_cells, model=self._model(), least=self.getScoreThreshold())
        return self._with_regions(dataset, rendered(partial(_fields_of, find=find), {}))


Find = Callable[[Image], list[Region]]


def _find(image: Image, *, model: LayoutModel, labels: tuple[str, ...], least: float, fitted: bool) -> list[Region]:
    """Find the parts of one image."""
    return _scored(find_regions(image.pixels, image.dpi, model, labels, fitted=fitted), least)


def _find_cells(image: Image, *, model: LayoutModel, least: float) -> list[Region]:
    """Find the cells of a table, or the parts of a page."""
    found = find_cells(image.pixels, image.dpi) or find_regions(image.pixels, image.dpi, model)
    return _scored(found, least)


def _scored(regions: Sequence[Region], least: float) -> list[Region]:
    return [region for region in regions if (region.score or 0.0) >= least]


def _fields_of(row: ImageRow, *, find: Find) -> dict[str, Any]:
    """Return the fields of the regions of one image."""
    return {"regions": [region_fields(number, region) for number, region in enumerate(find(row.image))]}


def _find_scaled(value: Any, width: pa.Scalar, height: pa.Scalar, *, find: Find) -> dict[str, Any]:
    """Find the parts of one image, in units in which it has a width and a height; null: px.

    Raises
    ------
    DocumentError
        A side is no positive number.
    """
    row = read_image(value)
    if row.image.is_placeholder:
        return {}
    rows, columns = row.image.pixels.shape[:2]
    across, down = _factor(width.as_py(), columns), _factor(height.as_py(), rows)
    return _fields_of(row, find=lambda image: [_scaled(region, across, down) for region in find(image)])


def _factor(side: Any, pixels: int) -> float:
    """Return by what lengths in px are multiplied, so that an image has a side."""
    if side is None:
        return 1.0
    if not 0 < side < inf:
        raise DocumentError("The size of the page that regions are scaled to is not a positive number.")
    return float(side) / pixels


def _scaled(region: Region, across: float, down: float) -> Region:
    box = region.box
    return replace(region, box=Box(box.x * across, box.y * down, box.width * across, box.height * down))
