"""What readers of files have in common: they find files, deal them out, and on a stream wait for new ones."""

from __future__ import annotations

import time
from abc import abstractmethod
from collections.abc import Callable, Iterable, Iterator, Mapping, MutableMapping, Sequence
from typing import Any, ClassVar, TypeVar

import pyarrow as pa
from pyspark.sql.datasource import DataSource, DataSourceReader, DataSourceStreamReader, InputPartition
from pyspark.sql.types import StructType

from sparkocr.datasource.file_options import FileOptions
from sparkocr.datasource.listing import FoundFile, find_files
from sparkocr.stage.guard import StageLimits
from sparkocr.stage.spark_versions import ReadAllAvailable, ReadLimit, ReadMaxFiles, SupportsTriggerAvailableNow

__all__ = ["BatchReader", "FilesDataSource", "FilesReader", "StreamReader", "packed"]

# A stream waits so long before it takes a file, so that none is missed that gets the same or an earlier time: object
# stores tell whole seconds, and a file that is written under another name is renamed a moment after its last change.
SETTLE_SECONDS = 2.0
_MICROSECONDS = 1_000_000

_Part = TypeVar("_Part")


def packed(parts: Iterable[_Part], cost: Callable[[_Part], int], most: int) -> Iterator[tuple[_Part, ...]]:
    """Put neighbours together as long as they cost at most so much."""
    group: list[_Part] = []
    held = 0
    for part in parts:
        if group and held + cost(part) > most:
            yield tuple(group)
            group, held = [], 0
        group.append(part)
        held += cost(part)
    if group:
        yield tuple(group)


class FilesPartition(InputPartition):
    """What one task reads: files, or parts of them."""

    def __init__(self, parts: tuple[Any, ...]) -> None:
        super().__init__(None)
        self.parts = parts


class FilesReader:
    """Base of the readers of files: a reader of one kind of file adds `deal_out` and `read_parts`.

    Parameters
    ----------
    options : FileOptions
    schema : StructType
        Columns of the rows.
    """

    def __init__(self, options: FileOptions, schema: StructType) -> None:
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
        """Make a partition for each task."""
        return [FilesPartition(parts) for parts in self.deal_out(files)]

    def read(self, partition: InputPartition) -> Iterator[pa.RecordBatch]:
        """Read a partition, on a worker; Spark makes one of another type if there are none."""
        return self.read_parts(partition.parts if isinstance(partition, FilesPartition) else ())

    @abstractmethod
    def deal_out(self, files: Sequence[FoundFile]) -> Iterable[tuple[Any, ...]]:
        """Deal out files, or parts of them, to tasks."""

    @abstractmethod
    def read_parts(self, parts: Iterable[Any]) -> Iterator[pa.RecordBatch]:
        """Read what is dealt out to a task."""


class BatchReader(FilesReader, DataSourceReader):
    """Reads all files."""

    def partitions(self) -> list[InputPartition]:
        """Find the files and deal them out."""
        return self.plan(self.find())


class StreamReader(FilesReader, DataSourceStreamReader, SupportsTriggerAvailableNow):
    """Reads files as they arrive, in the order of their last change.

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
        """Return the offset of the last file of the next micro-batch; PySpark tells both from 4.2 on."""
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
        """Deal out the files between two offsets."""
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


class FilesDataSource(DataSource):
    """Base of the formats that read files, in batch and as a stream: a format adds `schema`, and says what is its own.

    Parameters
    ----------
    options : mapping of str to str
        As Spark gives them.

    Attributes
    ----------
    kind_of_options : type of FileOptions
        They tell what the format is called, too.
    batch_reader, stream_reader : type of FilesReader
    added : mapping of str to str
        By the names of columns that an option adds: which.
    usual_limits : StageLimits
        Limits of a page where the options have none.
    """

    kind_of_options: ClassVar[type[FileOptions]]
    batch_reader: ClassVar[type[BatchReader]]
    stream_reader: ClassVar[type[StreamReader]]
    added: ClassVar[Mapping[str, str]]
    usual_limits: ClassVar[StageLimits] = StageLimits()

    def __init__(self, options: MutableMapping[str, str]) -> None:
        super().__init__(options)
        self.parsed = self.kind_of_options.of(options).limited(self.usual_limits)

    @classmethod
    def name(cls) -> str:
        """Return what ``format`` is called with."""
        return cls.kind_of_options.reader

    @abstractmethod
    def schema(self) -> StructType:
        """Return all columns that there are with these options."""

    def reader(self, schema: StructType) -> BatchReader:
        """Return what reads all there is."""
        return self.batch_reader(self.parsed, self._columns(schema))

    def streamReader(self, schema: StructType) -> StreamReader:
        """Return what reads files as they arrive."""
        return self.stream_reader(self.parsed, self._columns(schema))

    def _columns(self, wanted: StructType) -> StructType:
        """Return the columns that a user's schema asks for, if they are there.

        Raises
        ------
        ValueError
            Names the column and those that there are.
        """
        there = {field.name: field.dataType for field in self.schema()}
        for field in wanted:
            if field.name not in there:
                hint = f"; set {self.added[field.name]}" if field.name in self.added else ""
                raise ValueError(
                    f"The {self.name()} reader has no column {field.name!r}{hint}: it has {', '.join(there)}."
                )
            kind = there[field.name].simpleString()
            if field.dataType.simpleString() != kind:
                raise ValueError(f"Column {field.name} must be {kind}; got {field.dataType.simpleString()}.")
        return wanted

    @classmethod
    def limited(cls, limits: StageLimits) -> type[FilesDataSource]:
        """Return the format with other usual limits; a session's workers know of it what is registered there."""
        if limits == cls.usual_limits:
            return cls

        class Limited(cls):  # type: ignore[misc, valid-type]
            """The format with limits."""

            usual_limits = limits

        return Limited


def _key(offset: dict[str, Any]) -> tuple[int, str]:
    """Return what offsets are compared by."""
    return offset["modified"], offset["path"]
