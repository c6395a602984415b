"""`spark.read.format("pdf")`: rows are pages, partitions are ranges of pages.

Workers open the files themselves, so that a long file is spread over the cluster without its bytes going through
Java. It stands beside ``binaryFile``, which uses the file systems and credentials of Hadoop; this reader uses those of
fsspec.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from functools import partial
from types import MappingProxyType

import pyarrow as pa
from pyspark.sql.types import IntegerType, StringType, StructField, StructType

from sparkocr.datasource.file_reader import BatchReader, FilesDataSource, FilesReader, StreamReader
from sparkocr.datasource.listing import FoundFile
from sparkocr.datasource.pdf_options import PdfOptions, ReadImage
from sparkocr.datasource.pdf_plan import PageSpan, plan_partitions
from sparkocr.pdf.files import count_pages
from sparkocr.schemas import ImageSchema, PositionsSchema
from sparkocr.stage.guard import Guard

__all__ = ["PdfDataSource", "PdfReader", "PdfStreamReader", "pages_schema"]


_UNKNOWN = pa.array([0])


def pages_schema(*, images: bool) -> StructType:
    """Return the columns of the rows.

    `pagenum` counts from 0; sizes are those of the page as displayed, in points.
    """
    fields = [
        StructField("path", StringType()),
        StructField("pagenum", IntegerType()),
        StructField("total_pages", IntegerType()),
        StructField("width_dimension", IntegerType()),
        StructField("height_dimension", IntegerType()),
        StructField("text", StringType()),
        StructField("positions", PositionsSchema),
        StructField("image", ImageSchema),
        StructField("exception", StringType()),
    ]
    return StructType([field for field in fields if images or field.name != "image"])


class _PagesReader(FilesReader):
    """What reading in batch and as a stream have in common."""

    options: PdfOptions

    def deal_out(self, files: Sequence[FoundFile]) -> list[tuple[PageSpan, ...]]:
        """Deal out the pages of files."""
        guard = Guard(partial(_count_pages, password=self.options.password), pa.int64(), self.options.limits)

        def count_pages(file: FoundFile) -> int:
            return int(guard.row([pa.scalar(file.path), pa.scalar(file.size)], lambda _: _UNKNOWN)[0].as_py())

        return plan_partitions(
            files,
            count_pages,
            pages_per_partition=self.options.pages_per_partition,
            with_images="image" in self.columns.names,
        )

    def read_parts(self, parts: Iterable[PageSpan]) -> Iterator[pa.RecordBatch]:
        """Read pages."""
        from sparkocr.datasource.pdf_pages import read_spans

        return read_spans(parts, self.columns, self.options)


def _count_pages(path: pa.StringScalar, size: pa.Int64Scalar, *, password: str) -> pa.Array:
    """Count the pages of a file; 0 if that can't be done."""
    with suppress(PermissionError):  # which becomes a row where the file is read
        return pa.array([count_pages(path.as_py(), size.as_py(), password)])
    return _UNKNOWN


class PdfReader(_PagesReader, BatchReader):
    """Read all files."""


class PdfStreamReader(_PagesReader, StreamReader):
    """Read files as they arrive."""


class PdfDataSource(FilesDataSource):
    """Read the pages of PDF files, in batch and as a stream.

    Register it with ``spark.dataSource.register(PdfDataSource)``. For the options see
    `sparkocr.datasource.pdf_options.PdfOptions` and the page "Files" of the documentation. A schema that the user gives
    chooses columns, and work that no column needs is not done.

    Parameters
    ----------
    options : mapping of str to str
        As Spark gives them.

    Examples
    --------
    >>> PdfDataSource({"path": "scans/", "readImage": "scanned"}).schema().names[-3:]
    ['positions', 'image', 'exception']
    """

    kind_of_options, batch_reader, stream_reader = PdfOptions, PdfReader, PdfStreamReader
    added = MappingProxyType({"image": "readImage"})
    parsed: PdfOptions

    def schema(self) -> StructType:
        """Return all columns; `image` is one of them if pages are rendered."""
        return pages_schema(images=self.parsed.read_image is not ReadImage.NONE)
