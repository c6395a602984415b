"""The stage that reads the headers of DICOM files."""

from __future__ import annotations

from functools import partial
from typing import Any

import pyarrow as pa

from sparkocr.dicom.header import BINARY_VRS, header_json
from sparkocr.dicom.open import open_dicom
from sparkocr.enums import DicomMetadataFormat
from sparkocr.schemas import MetadataSchema
from sparkocr.stage.columns import Data, column_of, earlier_exception
from sparkocr.stage.failures import raise_earlier
from sparkocr.stage.params import choice, column, string
from sparkocr.transformers.dicom.file_stage import DicomStage
from sparkocr.transformers.dicom.rows import source_of

__all__ = ["DicomToMetadata", "metadata_of"]


class DicomToMetadata(DicomStage):
    """Read the headers of DICOM files as JSON.

    Adds the columns `outputCol` and `exception`; drops the input column unless `keepInput` is set or it holds paths.

    See Also
    --------
    sparkocr.dicom.header.header_json : the same without Spark, and what becomes of which value.

    Examples
    --------
    >>> import json
    >>> (page,) = LightPipeline([DicomToMetadata()]).fromBinary(samples.dicom("Scan", patient="Doe^Jane"))
    >>> json.loads(page["metadata"])["PatientName"]
    'Doe^Jane'
    >>> (page,) = LightPipeline([DicomToMetadata(metadataFormat="tag")]).fromBinary(samples.dicom("Scan"))
    >>> json.loads(page["metadata"])["00100010"]
    {'vr': 'PN', 'value': 'Doe^Jane'}
    """

    outputCol = column("metadata", "Column for the header as JSON.")
    metadataFormat = choice(
        DicomMetadataFormat.KEYWORD,
        "What the keys are: keywords, with the values alone, or tags, with VR and value.",
    )
    ignoreVR = string(
        ",".join(sorted(BINARY_VRS)),
        "Value representations that are left out, divided by commas.",
        pattern=r"|[A-Z]{2}(, *[A-Z]{2})*",
        allowed="two letters each, divided by commas",
        example="OB,OW,UT",
    )

    def _apply(self, dataset: Data) -> Data:
        ignored = frozenset(name.strip() for name in self.getIgnoreVR().split(",") if name)
        options = {"by_tag": self.getMetadataFormat() is DicomMetadataFormat.TAG, "ignored": ignored}
        read = self._udf(partial(metadata_of, **options), MetadataSchema, deterministic=False)
        found = read(column_of(dataset, self._file_column(dataset)), earlier_exception(dataset))
        return self._with_output(dataset, found, "metadata")


def metadata_of(file: pa.Scalar, exception: pa.StringScalar, **options: Any) -> dict[str, Any]:
    """Write the header of a file as JSON, with the options of `header_json`."""
    raise_earlier(exception)
    with open_dicom(source_of(file)) as dicom:
        return {"metadata": header_json(dicom.header, **options)}
