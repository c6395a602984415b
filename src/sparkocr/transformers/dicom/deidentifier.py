"""The stage that finds in texts what the headers of DICOM files tell."""

from __future__ import annotations

import csv
from collections.abc import Sequence
from functools import partial
from typing import Any

import pyarrow as pa
from pyspark.sql.types import StringType

from sparkocr.deid.dicom_text import find_header_values
from sparkocr.dicom.profile.identifiers import identifiers_in_json
from sparkocr.errors import DocumentError
from sparkocr.positions.text import PositionText
from sparkocr.schemas import PositionsSchema
from sparkocr.stage.annotations import AnnotatedSchema, Text, chunk_fields
from sparkocr.stage.bases import Stage
from sparkocr.stage.columns import Data, Dataset, column_of, earlier_exception, with_annotations
from sparkocr.stage.failures import raise_earlier
from sparkocr.stage.params import boolean, column, number, optional_columns, string
from sparkocr.stage.positions import units_of
from sparkocr.transformers.entities.annotating import strings

__all__ = ["DicomDeidentifier"]

_COLUMNS = {"inputCol": PositionsSchema, "metadataCol": StringType()}


class DicomDeidentifier(Stage):
    """Find in the text of an image what the header of its DICOM file tells: names, numbers, dates, addresses.

    Adds the columns `outputCol`, chunks with labels such as ``PERSON`` in their metadata, which `PositionFinder` takes,
    and `exception`.

    See Also
    --------
    sparkocr.deid.dicom_text.find_header_values : how they are found.
    EntityFinder : finds what the header does not tell.

    Notes
    -----
    Positions are those that `ImageToText` writes, and the header is that of `DicomToMetadata`. If one of them is null
    there is an `exception`, and no chunks.

    `blackListFile` has values in the first column of a CSV file, on the driver; it is read when a DataFrame is
    transformed.

    Examples
    --------
    >>> recognize = ImageToText(pageIteratorLevel="SYMBOL")  # where each letter is, for masks that are not wider
    >>> read = [DicomToMetadata(keepInput=True), DicomToImageV3(), recognize]
    >>> light = LightPipeline([*read, DicomDeidentifier()])
    >>> (page,) = light.fromBinary(samples.dicom("JANE DOE 1 May 1950", patient="Doe^Jane"))
    >>> [(chunk["result"], chunk["metadata"]["entity"]) for chunk in page["ner_chunk"]]
    [('JANE DOE', 'PERSON'), ('1 May 1950', 'DATE')]
    """

    inputCol = column("positions", "Column with the positions of the text, if `inputCols` is not set.")
    metadataCol = column("metadata", "Column with the header as JSON, if `inputCols` is not set.")
    inputCols = optional_columns("Both columns as a list: positions, metadata.")
    outputCol = column("ner_chunk", "Column for the chunks.")
    keepInput = boolean(True, "Whether the positions stay in the result: `PositionFinder` needs them.")
    blackList = strings("Values that are found, too.", example=["General Hospital"], is_secret=True)
    blackListFile = string("", "CSV file with more such values, on the driver; empty: none.")
    similarity = number(
        0.85,
        "How similar words of five letters and more must be, so that misread names are found.",
        minimum=0,
        maximum=1,
    )

    runs_light = True

    def _check(self, dataset: Dataset) -> None:
        given, names = self.getInputCols(), self._input_names()
        if len(names) != len(_COLUMNS):
            raise ValueError(f"{self.uid}: inputCols must be two columns, positions and metadata; got {names}")
        for name, (parameter, kind) in zip(names, _COLUMNS.items(), strict=True):
            self.check_column(dataset, "inputCols" if given else parameter, kind, name=name)

    def _input_names(self) -> list[str]:
        return self.getInputCols() or [self.getInputCol(), self.getMetadataCol()]

    def _apply(self, dataset: Data) -> Data:
        also = [*self.getBlackList(), *self._values_of_file()]
        find = self._udf(
            partial(_find, similarity=self.getSimilarity(), also=also), AnnotatedSchema, deterministic=False
        )
        inputs = [column_of(dataset, name) for name in self._input_names()]
        made = with_annotations(dataset, self.getOutputCol(), find(earlier_exception(dataset), *inputs), "chunk")
        name, *_ = self._input_names()
        return made if self.getKeepInput() or name == self.getOutputCol() else made.drop(name)

    def _values_of_file(self) -> list[str]:
        """Return the values of the file.

        Raises
        ------
        ValueError
            It can't be read.
        """
        name = self.getBlackListFile()
        if not name:
            return []
        try:
            with open(name, encoding="utf-8-sig", newline="") as file:  # noqa: PTH123
                return [row[0].strip() for row in csv.reader(file) if row and row[0].strip()]
        except (OSError, UnicodeError, csv.Error):
            raise ValueError(f"{self.uid}: blackListFile={name!r} can't be read as CSV") from None


def _find(
    exception: pa.StringScalar,
    positions: pa.ListScalar,
    metadata: pa.StringScalar,
    *,
    similarity: float,
    also: Sequence[str],
) -> dict[str, Any]:
    raise_earlier(exception)
    if not metadata.is_valid:
        raise DocumentError("There are no metadata")
    text = PositionText(units_of(positions)).text
    found = find_header_values(text, identifiers_in_json(metadata.as_py()), similarity=similarity, also=also)
    page = Text(text, 0, "0")
    return {
        "annotations": [
            chunk_fields(number, page, (one.begin, one.end), one.label, confidence=f"{one.score:.4f}")
            for number, one in enumerate(found)
        ]
    }
