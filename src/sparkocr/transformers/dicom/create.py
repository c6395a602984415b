"""The stage that makes DICOM files of images."""

from __future__ import annotations

from typing import Any

import pyarrow as pa
from pyspark.sql.types import StringType

from sparkocr.dicom.create import secondary_capture
from sparkocr.schemas import BytesSchema, ImageSchema
from sparkocr.stage.bases import Stage
from sparkocr.stage.columns import Data, column_of, with_result
from sparkocr.stage.images import read_image
from sparkocr.stage.params import boolean, column

__all__ = ["ImageToDicom"]


class ImageToDicom(Stage):
    """Make a DICOM file of each image: an uncompressed secondary capture.

    Adds the columns `outputCol` and `exception`. What `metadataCol`, a header as `DicomToMetadata` or `DicomToImage`
    write it, says of patient, study and series goes into the file. **It is not de-identified.**

    See Also
    --------
    sparkocr.dicom.create.secondary_capture : the same without Spark.
    DicomDrawRegions : keeps the file that the image is from, and changes only its pixels.

    Examples
    --------
    >>> light = LightPipeline([BinaryToImage(), ImageToDicom(), DicomToMetadata(inputCol="dicom")])
    >>> (page,) = light.fromBinary(samples.image("Invoice 4711"))
    >>> [line.strip() for line in page["metadata"].splitlines() if "Modality" in line or "Rows" in line]
    ['"Modality": "OT",', '"Rows": 260,']
    """

    inputCol = column("image", "Column with the image.")
    originCol = column("path", "Column that says where the image is from; must be there if it is set.")
    metadataCol = column("metadata", "Column with a header as JSON; nulls where it is not there.")
    outputCol = column("dicom", "Column for the bytes of the DICOM file.")
    keepInput = boolean(True, "Whether the input column stays in the result.")

    input_type = ImageSchema
    runs_light = True

    def _apply(self, dataset: Data) -> Data:
        self.optional_column(dataset, "originCol", StringType())
        metadata = self.optional_column(dataset, "metadataCol", StringType())
        make = self._udf(_make, BytesSchema, deterministic=False)(column_of(dataset, self.getInputCol()), metadata)
        return self._without_input(with_result(dataset, make, {self.getOutputCol(): "content"}))


def _make(value: Any, metadata: pa.StringScalar) -> dict[str, Any]:
    image = read_image(value).image
    return {"content": secondary_capture(image, metadata.as_py())}
