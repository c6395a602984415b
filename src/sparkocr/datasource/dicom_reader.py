"""`spark.read.format("dicom")`: a row for each file, with what its header says; pixels stay where they are.

Workers open the files themselves, so only headers are read, and names, endings and folders may be any.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from types import MappingProxyType

import pyarrow as pa
from pyspark.sql.types import (
    BinaryType,
    IntegerType,
    LongType,
    StringType,
    StructField,
    StructType,
    TimestampType,
)

from sparkocr.datasource.file_options import FileOptions, flag
from sparkocr.datasource.file_reader import BatchReader, FilesDataSource, FilesReader, StreamReader, packed
from sparkocr.datasource.listing import FoundFile

__all__ = ["DicomDataSource", "DicomOptions", "DicomReader", "DicomStreamReader", "files_schema"]

# A task costs 10 ms, as much as 5 headers; and there should be several tasks for each core, of which the driver's
# planner doesn't know the number.
_PARTITIONS = 64
_LEAST, _MOST = 16, 1024  # files of a partition
_MEBIBYTE = 1 << 20  # takes as long to read as a header


@dataclass(frozen=True)
class DicomOptions(FileOptions):
    """What `spark.read.format("dicom")` can be told; names are those of the options, as Python writes them.

    Attributes
    ----------
    content : bool
        Whether the bytes of the files are a column.
    """

    reader = "dicom"
    known = MappingProxyType({"content": ("content", flag, "true or false"), **FileOptions.known})

    recursive: bool = True
    content: bool = False


def files_schema(*, content: bool) -> StructType:
    """Return the columns of the rows.

    `metadata` is the header as JSON, as `DicomToMetadata` writes it; UIDs, modality and sizes are those of it.
    `number_of_frames` is what the header says, and null without pixels.
    """
    fields = [
        StructField("path", StringType()),
        StructField("modificationTime", TimestampType()),
        StructField("length", LongType()),
        StructField("study_instance_uid", StringType()),
        StructField("series_instance_uid", StringType()),
        StructField("sop_instance_uid", StringType()),
        StructField("sop_class_uid", StringType()),
        StructField("modality", StringType()),
        StructField("transfer_syntax", StringType()),
        StructField("number_of_frames", IntegerType()),
        StructField("rows", IntegerType()),
        StructField("columns", IntegerType()),
        StructField("metadata", StringType()),
        StructField("content", BinaryType()),
        StructField("exception", StringType()),
    ]
    return StructType([field for field in fields if content or field.name != "content"])


class _HeadersReader(FilesReader):
    """What reading in batch and as a stream have in common."""

    def deal_out(self, files: Sequence[FoundFile]) -> Iterator[tuple[FoundFile, ...]]:
        """Deal out files: about 64 partitions of 16 to 1,024 files; or of as many MiB, if all bytes are read."""
        reads_all = "content" in self.columns.names

        def cost(file: FoundFile) -> int:
            return 1 + (file.size // _MEBIBYTE if reads_all else 0)

        wanted = -(-sum(map(cost, files)) // _PARTITIONS)
        return packed(files, cost, min(_MOST, max(_LEAST, wanted)))

    def read_parts(self, parts: Iterable[FoundFile]) -> Iterator[pa.RecordBatch]:
        """Read headers."""
        from sparkocr.datasource.dicom_files import read_files

        return read_files(parts, self.columns, self.options.limits)


class DicomReader(_HeadersReader, BatchReader):
    """Read all files."""


class DicomStreamReader(_HeadersReader, StreamReader):
    """Read files as they arrive."""


class DicomDataSource(FilesDataSource):
    """Read the headers of DICOM files, in batch and as a stream.

    Register it with ``spark.dataSource.register(DicomDataSource)``. For the options see the page "DICOM" of the
    documentation. A schema that the user gives chooses columns, and work that no column needs is not done.

    Parameters
    ----------
    options : mapping of str to str
        As Spark gives them.

    Examples
    --------
    >>> DicomDataSource({"path": "studies/", "content": "true"}).schema().names[-3:]
    ['metadata', 'content', 'exception']
    """

    kind_of_options, batch_reader, stream_reader = DicomOptions, DicomReader, DicomStreamReader
    added = MappingProxyType({"content": "content"})
    parsed: DicomOptions

    def schema(self) -> StructType:
        """Return all columns; `content` is one of them if it is asked for."""
        return files_schema(content=self.parsed.content)
