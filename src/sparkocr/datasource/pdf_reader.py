"""`spark.read.format("pdf")`: rows are pages, partitions are ranges of pages.

Workers open the files themselves, so that a long file is spread over the cluster without its bytes going through
Java. It stands beside ``binaryFile``, which uses the file systems and credentials of Hadoop; this reader uses those of
fsspec.
"""

from __future__ import annotations

import time
from collections.abc import Iterator, MutableMapping, Sequence
from contextlib import suppress
from typing import Any

import pyarrow as pa
from pyspark.sql.datasource import DataSource, DataSourceReader, DataSourceStreamReader, InputPartition
from pyspark.sql.types import IntegerType, StringType, StructField, StructType

from sparkocr.datasource.listing import FoundFile, find_files
from sparkocr.datasource.pdf_options import PdfOptions, ReadImage
from sparkocr.datasource.pdf_plan import PageSpan, plan_partitions
from sparkocr.pdf.files import count_pages
from sparkocr.schemas import ImageSchema, PositionsSchema
from sparkocr.stage.spark_versions import ReadAllAvailable, ReadLimit, ReadMaxFiles, SupportsTriggerAvailableNow

__all__ = ["PdfDataSource", "PdfReader", "PdfStreamReader", "pages_schema"]

# A stream waits so long before it takes a file, so that none is missed that gets the same or an earlier time: object
# stores tell whole seconds, and a file that is written under another name is renamed a moment after its last change.
SETTLE_SECONDS = 2.0
_MICROSECONDS = 1_000_000


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


class PdfDataSource(DataSource):
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

    def __init__(self, options: MutableMapping[str, str]) -> None:
        super().__init__(options)
        self._parsed = PdfOptions.of(options)

    @classmethod
    def name(cls) -> str:
        """Return what ``format`` is called with."""
        return "pdf"

    def schema(self) -> StructType:
        """Return all columns; `image` is one of them if pages are rendered."""
        return pages_schema(images=self._parsed.read_image is not ReadImage.NONE)

    def reader(self, schema: StructType) -> PdfReader:
        """Return what reads all there is."""
        return PdfReader(self._parsed, self._checked(schema))

    def streamReader(self, schema: StructType) -> PdfStreamReader:
        """Return what reads files as they arrive."""
        return PdfStreamReader(self._parsed, self._checked(schema))

    def _checked(self, schema: StructType) -> StructType:
        """Check that a user's schema asks for columns that there are.

        Raises
        ------
        ValueError
            Names the column and those that there are.
        """
        known = {field.name: field.dataType for field in self.schema()}
        for field in schema:
            if field.name not in known:
                hint = "; set readImage" if field.name == "image" else ""
                raise ValueError(f"The pdf reader has no column {field.name!r}{hint}: it has {', '.join(known)}.")
            if field.dataType.simpleString() != known[field.name].simpleString():
                kind = known[field.name].simpleString()
                raise ValueError(f"Column {field.name} must be {kind}; got {field.dataType.simpleString()}.")
        return schema


class PagesPartition(InputPartition):
    """The pages of one task."""

    def __init__(self, spans: tuple[PageSpan, ...]) -> None:
        super().__init__(None)
        self.spans = spans


class _PagesReader:
    """What reading in batch and as a stream have in common."""

    def __init__(self, options: PdfOptions, schema: StructType) -> None:
        self.options = options
        self.columns = schema

    def find(self, *, may_be_empty: bool = False) -> list[FoundFile]:
        """Find the files, by path."""
        return find_files(
            self.options.paths,
            recursive=self.options.recursive,
            name_filter=self.options.name_filter,
            may_be_empty=may_be_empty,
        )

    def plan(self, files: Sequence[FoundFile]) -> list[InputPartition]:
        """Deal out the pages of files."""
        spans = plan_partitions(
            files,
            self._count_pages,
            pages_per_partition=self.options.pages_per_partition,
            with_images="image" in self.columns.names,
        )
        return [PagesPartition(partition) for partition in spans]

    def _count_pages(self, file: FoundFile) -> int:
        """Count the pages of a file; 0 if that can't be done."""
        with suppress(PermissionError):  # which becomes a row where the file is read
            return count_pages(file.path, file.size, self.options.password)
        return 0

    def read(self, partition: InputPartition) -> Iterator[pa.RecordBatch]:
        """Read the pages of a partition, on a worker; Spark makes one of another type if there are none."""
        from sparkocr.datasource.pdf_pages import read_spans

        spans = partition.spans if isinstance(partition, PagesPartition) else ()
        return read_spans(spans, self.columns, self.options)


class PdfReader(_PagesReader, DataSourceReader):
    """Read all files."""

    def partitions(self) -> list[InputPartition]:
        """Find the files and deal out their pages."""
        return self.plan(self.find())


class PdfStreamReader(_PagesReader, DataSourceStreamReader, SupportsTriggerAvailableNow):
    """Read files as they arrive, in the order of their last change.

    An offset is the time of the last change and the path of the last file that was read, so it is small however many
    files there were, and a restart knows where to go on. A file that arrives with an earlier time than one that was
    read is not seen; one that is changed is read again.
    """

    _until: tuple[int, str] | None = None

    def initialOffset(self) -> dict[str, Any]:
        """Return the offset before all files."""
        return {"modified": 0, "path": ""}

    def getDefaultReadLimit(self) -> ReadLimit:
        """Return how many files a micro-batch has."""
        return ReadMaxFiles(self.options.max_files) if self.options.max_files else ReadAllAvailable()

    def latestOffset(self, start: dict[str, Any] | None = None, limit: ReadLimit | None = None) -> dict[str, Any]:
        """Return the offset of the last file of the next micro-batch; PySpark tells start and limit from 4.2 on."""
        begin = start or self.initialOffset()
        keys = [key for _, key in self._files(begin) if self._until is None or key <= self._until]
        most = getattr(limit, "max_files", len(keys))
        if not keys:
            return begin
        modified, path = keys[:most][-1]
        return {"modified": modified, "path": path}

    def prepareForTriggerAvailableNow(self) -> None:
        """Leave out files that arrive from now on."""
        self._until = _key(self.latestOffset())

    def partitions(self, start: dict[str, Any], end: dict[str, Any]) -> list[InputPartition]:
        """Deal out the pages of the files between two offsets."""
        return self.plan([file for file, key in self._files(start) if key <= _key(end)])

    def _files(self, start: dict[str, Any]) -> list[tuple[FoundFile, tuple[int, str]]]:
        """Find the files after an offset, in order.

        Raises
        ------
        ValueError
            If the storage doesn't tell when files were changed.
        """
        settled = (time.time() - SETTLE_SECONDS) * _MICROSECONDS
        found = []
        for file in self.find(may_be_empty=True):
            if file.modified is None:
                raise ValueError(f"The storage of {file.path} tells no modification times: it can't be streamed from.")
            key = (file.modified, file.path)
            if _key(start) < key and file.modified <= settled:
                found.append((file, key))
        return sorted(found, key=lambda pair: pair[1])


def _key(offset: dict[str, Any]) -> tuple[int, str]:
    """Return what offsets are compared by."""
    return offset["modified"], offset["path"]
