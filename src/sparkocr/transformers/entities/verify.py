"""The stage that proves that identifiers are gone."""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Collection, Iterator, Mapping
from functools import partial
from typing import Any

import pyarrow as pa
from pyspark.sql.types import (
    ArrayType,
    BinaryType,
    BooleanType,
    DataType,
    IntegerType,
    MapType,
    StringType,
    StructField,
    StructType,
)

from sparkocr.deid.audit import audit_row, failure_of
from sparkocr.deid.channels import ReadImage
from sparkocr.deid.secrets import Secret
from sparkocr.deid.verify import Verification, verify
from sparkocr.engines.engine import Engine, recognise
from sparkocr.errors import DocumentError
from sparkocr.imaging.pixels import Pixels
from sparkocr.pdf.redact.report import PageReport, Technique
from sparkocr.schemas import AnnotationsSchema
from sparkocr.stage.annotations import label_of
from sparkocr.stage.bases import Stage
from sparkocr.stage.columns import Data, Dataset, column_of, constant, earlier_exception, with_result
from sparkocr.stage.failures import failure, raise_earlier
from sparkocr.stage.files import file_content
from sparkocr.stage.params import boolean, column, integer, string
from sparkocr.transformers.entities.annotating import strings
from sparkocr.transformers.recognition.engine_params import EngineParams

__all__ = ["AuditSchema", "DeidVerifier", "reader", "told_label"]

AuditSchema = StructType(
    [
        StructField("input_sha256", StringType()),
        StructField("output_sha256", StringType()),
        StructField("entities", MapType(StringType(), IntegerType())),
        StructField(
            "pages",
            ArrayType(
                StructType(
                    [
                        StructField("page", IntegerType()),
                        StructField("technique", StringType()),
                        StructField("regions", IntegerType()),
                        StructField("reason", StringType()),
                    ]
                )
            ),
        ),
        StructField("proven", BooleanType()),
        StructField("checked", IntegerType()),
        StructField("not_checkable", IntegerType()),
        StructField("read_images", BooleanType()),
        StructField(
            "leaks",
            ArrayType(
                StructType(
                    [
                        StructField("channel", StringType()),
                        StructField("page", IntegerType()),
                        StructField("label", StringType()),
                        StructField("count", IntegerType()),
                    ]
                )
            ),
        ),
        StructField("error", StringType()),
        StructField("versions", MapType(StringType(), StringType())),
    ]
)
"""The `audit` column: the fields of `sparkocr.deid.audit.AuditRow`."""

_VerifiedSchema = StructType(
    [
        StructField("content", BinaryType()),
        StructField("audit", AuditSchema),
        StructField("exception", StringType()),
    ]
)
_CHUNK_FIELDS = {"result", "metadata"}
_REPORT_FIELDS = {"page", "technique", "regions", "reason"}
# Labels reach messages and audits; what is no word of this form may be text of the document.
_LABEL = re.compile(r"[A-Za-z][\w.-]{0,39}")
_OTHER = "OTHER"


class DeidVerifier(EngineParams, Stage):
    """Prove that nothing of what had to go is left in a file.

    Adds the columns `outputCol`, the file if it is proven and else null, `auditCol` and `exception`, which says what
    kind of identifier was found where, but never quotes one. The file is a PDF, an image, a Word or PowerPoint
    document (DOCX, PPTX), or a DICOM file.

    See Also
    --------
    sparkocr.deid.verify.verify_pdf : what is read of a PDF, and what is not looked for.
    sparkocr.deid.verify.verify_dicom : the same of a DICOM file.

    Notes
    -----
    Chunks are annotations, as `EntityFinder` and Spark NLP write them; or arrays of them, one for each page, as they
    are gathered when pages become a document again. Where the column is null, or a chunk in it has no text, nothing is
    proven.

    What is too short to be looked for, such as the age "45", is counted in the audit as `not_checkable`.

    Examples
    --------
    >>> find = [PdfToText(storeSplittedPdf=True), EntityFinder(detectors=["patterns"])]
    >>> check = DeidVerifier(inputCol="content", ocr=False)
    >>> (page,) = LightPipeline([*find, check]).fromBinary(samples.pdf("Write to jane@example.org"))
    >>> page["audit"]["proven"], page["audit"]["leaks"][0]["label"]
    (False, 'EMAIL')
    """

    inputCol = column("pdf", "Column with the bytes of the file.")
    chunksCol = column("ner_chunk", "Column with the chunks that had to go, or with an array of them for each page.")
    reportCol = string("", "Column with the reports of PdfRedactRegions, or with an array of them; empty: none.")
    originalCol = string("", "Column with the bytes of the file before, for their sha256 in the audit; empty: none.")
    outputCol = column("verified", "Column for the file if it is proven.")
    auditCol = column("audit", "Column for the audit of the document.")
    ocr = boolean(True, "Whether an engine reads each page as it is shown, and each picture as it is stored.")
    resolution = integer(200, "Dpi at which pages are rendered to be read.", minimum=72, maximum=1200)
    ignoreLabels = strings("Labels of chunks that may stay.", example=["ORGANIZATION"])

    input_type = BinaryType()
    runs_light = True

    def _check(self, dataset: Dataset) -> None:
        super()._check(dataset)
        self.check_column(dataset, "chunksCol")
        if not _fields_of(dataset.schema[self.getChunksCol()].dataType) >= _CHUNK_FIELDS:
            self.check_column(dataset, "chunksCol", AnnotationsSchema)
        if self.getReportCol():
            self.check_column(dataset, "reportCol")
            if not _fields_of(dataset.schema[self.getReportCol()].dataType) >= _REPORT_FIELDS:
                raise ValueError(
                    f"{self.uid}: reportCol={self.getReportCol()!r} must hold reports with the fields "
                    f"{', '.join(sorted(_REPORT_FIELDS))}"
                )
        if self.getOriginalCol():
            self.check_column(dataset, "originalCol", BinaryType())

    def _apply(self, dataset: Data) -> Data:
        check = partial(
            _verified,
            stage=self.uid,
            engine=self.engine_of() if self.getOcr() else None,
            engine_name=format(self.getEngine()),
            resolution=self.getResolution(),
            ignored=frozenset(self.getIgnoreLabels()),
        )
        result = self._udf(check, _VerifiedSchema, deterministic=False)(
            column_of(dataset, self.getInputCol()),
            column_of(dataset, self.getChunksCol()),
            self._optional(dataset, self.getReportCol()),
            self._optional(dataset, self.getOriginalCol()),
            earlier_exception(dataset),
        )
        return with_result(dataset, result, {self.getOutputCol(): "content", self.getAuditCol(): "audit"})

    @staticmethod
    def _optional(dataset: Dataset, name: str) -> Any:
        """Return a column, or nulls where it has no name."""
        return column_of(dataset, name) if name else constant(dataset, None, BinaryType())


def _fields_of(kind: DataType) -> set[str]:
    """Return the fields of the structs in an array, or in an array of arrays."""
    depth = 0
    while isinstance(kind, ArrayType) and depth <= 1:
        kind, depth = kind.elementType, depth + 1
    return set(kind.names) if isinstance(kind, StructType) and depth else set()


def _verified(
    content: pa.BinaryScalar,
    chunks: pa.ListScalar,
    report: pa.Scalar,
    original: pa.BinaryScalar,
    exception: pa.StringScalar,
    *,
    stage: str,
    engine: Engine | None,
    engine_name: str,
    resolution: int,
    ignored: Collection[str],
) -> dict[str, Any]:
    """Verify one document."""
    raise_earlier(exception)
    data = file_content(content)
    read_image = reader(engine) if engine else None
    secrets = [secret for secret in _secrets(chunks) if secret.label not in ignored]
    verification: Verification | None = None
    error = None
    try:
        verification = verify(data, secrets, read_image=read_image, resolution=resolution)
    except DocumentError as refusal:
        error = str(refusal)
    row = audit_row(
        secrets,
        verification,
        output=data,
        original=file_content(original) if original.is_valid else None,
        pages=_reports(report),
        read_images=engine is not None,
        error=error,
        versions={"engine": engine_name} if engine else {},
    )
    reason = failure_of(row)
    return {
        "content": data if reason is None else None,
        "audit": row.to_dict(),
        "exception": None if reason is None else failure(stage, DocumentError(reason)),
    }


def reader(engine: Engine) -> ReadImage:
    """Return what reads the text of an image for a proof."""
    return partial(_read, engine)


def _read(engine: Engine, pixels: Pixels, resolution: int) -> str:
    return recognise(engine, pixels, resolution).text


def _secrets(chunks: pa.ListScalar) -> list[Secret]:
    """Return what had to go.

    Raises
    ------
    DocumentError
        It isn't known: the column, a page or a text in it is null.
    """
    return [
        Secret(_text(chunk), told_label(label_of(dict(chunk["metadata"] or ())))) for chunk in _items(chunks, "chunks")
    ]


def _text(chunk: Mapping[str, Any]) -> str:
    text = chunk["result"]
    if text is None:
        raise DocumentError("A chunk has no text, so nothing is proven.")
    return str(text)


def told_label(label: str | None) -> str:
    """Return a label as messages and audits tell it: one that may be text of the document becomes OTHER."""
    return label if label and _LABEL.fullmatch(label) else _OTHER


def _reports(report: pa.Scalar) -> list[PageReport]:
    """Return the reports of pages, if there are any.

    Raises
    ------
    DocumentError
        One is of a technique that isn't known.
    """
    if not report.is_valid:
        return []
    known = {technique.value: technique for technique in Technique}
    found = list(_items(report, "reports"))
    if not all(item["technique"] in known for item in found):
        raise DocumentError("A report of a page is not valid.")
    return [
        PageReport(item["page"] or 0, known[item["technique"]], item["regions"] or 0, item["reason"]) for item in found
    ]


def _items(value: pa.Scalar, what: str) -> Iterator[Mapping[str, Any]]:
    """Yield the structs of an array, or of an array of arrays.

    Raises
    ------
    DocumentError
        The array, or something in it, is null.
    """
    items: list[Any] | None = value.as_py()
    waiting = deque([items])
    while waiting:
        part = waiting.popleft()
        if part is None:
            raise DocumentError(f"There are no {what}, not even none, so nothing is proven.")
        if isinstance(part, Mapping):
            yield part
        else:
            waiting.extendleft(reversed(part))
