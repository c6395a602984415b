"""``df.write.format("binaryFormat")``: every row becomes a file."""

from __future__ import annotations

import logging
import uuid
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

import pyarrow as pa
from pyspark import TaskContext
from pyspark.sql.datasource import (
    DataSource,
    DataSourceArrowWriter,
    WriterCommitMessage,
)
from pyspark.sql.types import StructType

from sparkocr.datasource.columns import NO_VALUE, NOT_ENCODED, Columns, wrong_option
from sparkocr.datasource.folder import Folder
from sparkocr.datasource.names import distinct_names
from sparkocr.stage.spark_versions import DataSourceStreamArrowWriter
from sparkocr.stage.udf import settle_worker

__all__ = ["BinaryFormat"]

_WRITTEN = "files"
_QUERY_ID = "sql.streaming.queryId"  # StreamExecution.QUERY_ID_KEY of Spark: the same after every restart

logger = logging.getLogger(__name__)


@dataclass(frozen=True)
class TaskFiles(WriterCommitMessage):
    """What one attempt of a task wrote.

    Attributes
    ----------
    write : str
        Id of the write: of the job, or of the streaming query.
    attempt : str
        The attempt's folder, relative to the target.
    files : sequence of (name, key)
        Wanted names and keys of rows; the files themselves are called 0, 1, … in the attempt's folder.
    counts : mapping of str to int
        Rows by what became of them.
    """

    write: str
    attempt: str = ""
    files: Sequence[tuple[str, str]] = ()
    counts: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True)
class _Writer:
    """What batch and streaming share."""

    folder: Folder
    columns: Columns
    overwrite: bool

    def write_task(self, batches: Iterator[pa.RecordBatch], write: str) -> TaskFiles:
        """Write the files of one task into a folder of its own."""
        settle_worker()
        attempt, counts = "", Counter[str]()
        files: list[tuple[str, str]] = []
        for batch in batches:
            for made in self.columns.read(batch):
                if isinstance(made, str):
                    counts[made] += 1
                    continue
                name, key, content = made
                attempt = attempt or self.folder.new_attempt(write)
                self.folder.write(f"{attempt}/{len(files)}", content)
                files.append((name, key))
        return TaskFiles(write, attempt, files, counts)

    def sources(self, messages: Sequence[WriterCommitMessage | None]) -> dict[str, str]:
        """Return the final names, and where the files are."""
        files = (
            (name, key, f"{message.attempt}/{number}")
            for message in _task_files(messages)
            for number, (name, key) in enumerate(message.files)
        )
        return distinct_names(files, self.columns.extension)


class BatchWriter(DataSourceArrowWriter):
    """Writes a DataFrame; the driver moves the files to their names when all tasks have succeeded."""

    def __init__(self, writer: _Writer) -> None:
        self._writer = writer
        self._write = uuid.uuid4().hex

    def write(self, iterator: Iterator[pa.RecordBatch]) -> TaskFiles:
        """Write the files of one task to its temporary folder, on a worker."""
        return self._writer.write_task(iterator, self._write)

    def commit(self, messages: list[WriterCommitMessage | None]) -> None:
        """Show the files of the tasks that succeeded, on the driver."""
        sources = self._writer.sources(messages)
        self._writer.folder.publish(sources, overwrite=self._writer.overwrite)
        self._writer.folder.discard(self._write)
        self._writer.folder.mark_success(_counts(messages, len(sources)))

    def abort(self, messages: list[WriterCommitMessage | None]) -> None:  # noqa: ARG002
        """Remove what the tasks wrote."""
        self._writer.folder.discard(self._write)


class StreamWriter(DataSourceStreamArrowWriter):
    """Writes the micro-batches of a stream.

    Spark repeats the last batch, with the same id and rows but perhaps in another order and split, if it was stopped
    before it noted that the batch is done. The names don't depend on order or split, so its files replace those of
    the first time. Rows may have changed, though (text without a path is named after its content, an engine may have
    been updated); so the names of a batch are noted before its files are shown, and files that are no longer among
    them are removed.
    """

    def __init__(self, writer: _Writer) -> None:
        self._writer = writer

    def write(self, iterator: Iterator[pa.RecordBatch]) -> TaskFiles:
        """Write the files of one task to its temporary folder, on a worker."""
        return self._writer.write_task(iterator, _query_id())

    def commit(self, messages: list[WriterCommitMessage | None], batchId: int) -> None:
        """Show the files of the tasks that succeeded, on the driver."""
        folder, sources = self._writer.folder, self._writer.sources(messages)
        for query in {message.write for message in _task_files(messages)}:
            last, noted = folder.stream_batch(query)
            earlier = set(noted) if last == batchId else set()
            folder.save_stream_batch(query, batchId, earlier | set(sources))
            folder.publish(sources, overwrite=self._writer.overwrite)
            folder.remove(earlier.difference(sources))
            folder.discard(query)
        _counts(messages, len(sources))

    def abort(self, messages: list[WriterCommitMessage | None], batchId: int) -> None:  # noqa: ARG002
        """Remove what the tasks wrote, as far as they could say where; the next batch removes the rest."""
        for query in {message.write for message in _task_files(messages)}:
            self._writer.folder.discard(query)


def _query_id() -> str:
    """Return the id of the streaming query that runs this task.

    Raises
    ------
    RuntimeError
        Spark does not say it.
    """
    task = TaskContext.get()
    query = task.getLocalProperty(_QUERY_ID) if task else None
    if not query:
        raise RuntimeError("binaryFormat: this task belongs to no streaming query")
    return query


def _task_files(messages: Sequence[WriterCommitMessage | None]) -> Iterator[TaskFiles]:
    """Return the messages of the tasks that succeeded."""
    return (message for message in messages if isinstance(message, TaskFiles))


def _counts(messages: Sequence[WriterCommitMessage | None], files: int) -> dict[str, int]:
    """Count the rows of a write by what became of them, and say so if some have no file."""
    counts = Counter({_WRITTEN: files, NO_VALUE: 0, NOT_ENCODED: 0})
    for message in _task_files(messages):
        counts.update(message.counts)
    if counts[NO_VALUE] or counts[NOT_ENCODED]:
        logger.warning("binaryFormat: %s", ", ".join(f"{name}: {count}" for name, count in counts.items()))
    return dict(counts)


class BinaryFormat(DataSource):
    """Write a column as files, one per row, in batch and in streaming.

    =============  ===================================================================================================
    option         meaning
    =============  ===================================================================================================
    ``type``       What the column holds: ``image``, ``pdf``, ``dicom``, ``text`` or ``binary``.
    ``field``      Column to write: an image, a string for ``text``, else bytes. Default: the only one that fits.
    ``extension``  Extension of the files, in any case, with or without dot. Default: png, pdf, dcm, txt, bin. For
                   images it is the format: bmp, jpg, jpeg, png, tif, tiff or webp. Empty, not for images: each name
                   has its own, or none.
    ``prefix``     What all names begin with. Default: nothing.
    ``nameField``  Column with the name, without or with the extension; ``/`` makes folders. Default: the name of the
                   file in the column ``path``, with ``.p<pagenum>`` if there is a column ``pagenum``. A row without a
                   name is named by a hash of its content.
    ``path``       Target folder: a path or any URL of fsspec.
    =============  ===================================================================================================

    Names of options may be written in any case. See `Folder` for how files come into the target.
    """

    @classmethod
    def name(cls) -> str:
        """Return the name of the format."""
        return "binaryFormat"

    def writer(self, schema: StructType, overwrite: bool) -> BatchWriter:
        """Return the writer of a batch."""
        return BatchWriter(self._writer(schema, overwrite))

    def streamWriter(self, schema: StructType, overwrite: bool) -> StreamWriter:
        """Return the writer of a stream."""
        return StreamWriter(self._writer(schema, overwrite))

    def _writer(self, schema: StructType, overwrite: bool) -> _Writer:
        columns = Columns.of(self.options, schema)
        path = self.options.get("path")
        if not path:
            raise wrong_option("path", path, "the target folder, as in save(path)")
        return _Writer(Folder.of(path), columns, overwrite)
