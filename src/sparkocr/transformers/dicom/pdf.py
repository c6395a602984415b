"""Stages for the PDFs in DICOM files."""

from __future__ import annotations

from typing import Any

import pyarrow as pa
from pyspark.sql.types import BinaryType

from sparkocr.dicom.document import pdf_of, with_pdf
from sparkocr.errors import DocumentError
from sparkocr.schemas import BytesSchema
from sparkocr.stage.columns import Data, Dataset, column_of, earlier_exception
from sparkocr.stage.failures import raise_earlier
from sparkocr.stage.files import file_content
from sparkocr.stage.params import column
from sparkocr.transformers.dicom.file_stage import DicomStage
from sparkocr.transformers.dicom.rows import source_of

__all__ = ["DicomToPdf", "DicomUpdatePdf"]


class DicomToPdf(DicomStage):
    """Take the PDF out of DICOM files that have one: encapsulated documents.

    Adds the columns `outputCol` and `exception`; drops the input column unless `keepInput` is set or it holds paths. A
    file without a PDF is an exception.

    See Also
    --------
    DicomUpdatePdf : puts another one in.

    Examples
    --------
    >>> file = samples.dicom_pdf(samples.pdf("Dear Jane"))
    >>> (page,) = LightPipeline([DicomToPdf(), PdfToText(inputCol="pdf")]).fromBinary(file)
    >>> page["text"].result.strip()
    'Dear Jane'
    """

    outputCol = column("pdf", "Column for the PDF.")

    def _apply(self, dataset: Data) -> Data:
        take = self._udf(_take_out, BytesSchema, deterministic=False)
        found = take(column_of(dataset, self._file_column(dataset)), earlier_exception(dataset))
        return self._with_output(dataset, found, "content")


class DicomUpdatePdf(DicomStage):
    """Put another PDF into DICOM files that have one, such as one that was redacted; their headers stay.

    Adds the columns `outputCol` and `exception`; drops the input column unless `keepInput` is set or it holds paths.
    Where there is no new PDF, there is an exception and no file.

    Examples
    --------
    >>> change = [DicomToPdf(keepInput=True), PdfToSearchablePdf(inputCol="pdf", outputCol="pdf"), DicomUpdatePdf()]
    >>> show = [DicomToPdf(inputCol="dicom", outputCol="made"), PdfToText(inputCol="made")]
    >>> (page,) = LightPipeline([*change, *show]).fromBinary(samples.dicom_pdf(samples.scan("Dear Jane")))
    >>> page["text"].result.strip()
    'Dear Jane'
    """

    inputPdfCol = column("pdf", "Column with the new PDF.")
    outputCol = column("dicom", "Column for the bytes of the DICOM file.")

    def _check(self, dataset: Dataset) -> None:
        super()._check(dataset)
        self.check_column(dataset, "inputPdfCol", BinaryType())

    def _apply(self, dataset: Data) -> Data:
        put = self._udf(_put_in, BytesSchema, deterministic=False)
        file, pdf = column_of(dataset, self._file_column(dataset)), column_of(dataset, self.getInputPdfCol())
        return self._with_output(dataset, put(file, pdf, earlier_exception(dataset)), "content")


def _take_out(file: pa.Scalar, exception: pa.StringScalar) -> dict[str, Any]:
    raise_earlier(exception)
    return {"content": pdf_of(source_of(file))}


def _put_in(file: pa.Scalar, pdf: pa.BinaryScalar, exception: pa.StringScalar) -> dict[str, Any]:
    raise_earlier(exception)
    if not pdf.is_valid:
        raise DocumentError("There is no PDF to put into the DICOM file")
    return {"content": with_pdf(source_of(file), bytes(file_content(pdf)))}
