"""What a worker does: read the headers of DICOM files into Arrow batches."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from functools import partial
from typing import Any

import pyarrow as pa
from pyspark.sql.types import StructType

from sparkocr.datasource.batches import read_batches
from sparkocr.datasource.listing import FoundFile
from sparkocr.dicom.header import header_json
from sparkocr.dicom.open import DicomFile, open_dicom, value
from sparkocr.dicom.profile.values import texts_of
from sparkocr.dicom.source import open_source
from sparkocr.errors import DocumentError
from sparkocr.stage.failures import failure
from sparkocr.stage.files import MOST_BYTES
from sparkocr.stage.guard import StageLimits

__all__ = ["read_files"]

PREFIX = "dicom"
"""What stands before messages, as the uid of a stage does elsewhere."""

_BATCH_FILES = 64
_MOST_INTEGER = 2**31 - 1
_TEXTS = {
    "study_instance_uid": "StudyInstanceUID",
    "series_instance_uid": "SeriesInstanceUID",
    "sop_instance_uid": "SOPInstanceUID",
    "sop_class_uid": "SOPClassUID",
    "modality": "Modality",
}


def read_files(files: Iterable[FoundFile], schema: StructType, limits: StageLimits) -> Iterator[pa.RecordBatch]:
    """Read the headers of files; only what the columns of the schema need is done.

    Parameters
    ----------
    files : iterable of FoundFile
        Files to read.
    schema : StructType
        Columns of the rows, among those of `sparkocr.datasource.dicom_reader.files_schema`.
    limits : StageLimits
        Of a file.

    Yields
    ------
    pyarrow.RecordBatch
        Up to 64 files, or one if its bytes are wanted. A file that can't be read is a row with an exception. A
        directory of files (DICOMDIR) is none: it tells of the other files again.
    """
    rows, size = partial(_rows, wanted=frozenset(schema.names)), 1 if "content" in schema.names else _BATCH_FILES
    return read_batches(files, rows, _failed, schema, size, limits)


def _rows(file: FoundFile, start: int, *, wanted: Collection[str]) -> Iterator[dict[str, Any]]:
    """Read a file: a row, or none of a directory."""
    if start:
        return
    row = _place(file)
    try:
        source = _content(file) if "content" in wanted else file.path
        with open_dicom(source) as dicom:
            if dicom.is_directory:
                return
            row |= _fields(dicom, wanted) | {"content": source}
    except Exception as error:  # noqa: BLE001  one bad file must not fail the job
        row["exception"] = failure(PREFIX, error)
    yield row


def _failed(file: FoundFile, _: int, error: DocumentError) -> dict[str, Any]:
    return _place(file) | {"exception": failure(PREFIX, error)}


def _place(file: FoundFile) -> dict[str, Any]:
    return {"path": file.shown, "modificationTime": file.modified, "length": file.size}


def _content(file: FoundFile) -> bytes:
    if file.size > MOST_BYTES:
        raise DocumentError(f"The file has more than {MOST_BYTES:,} bytes: read it by its path")
    with open_source(file.path) as opened:
        return opened.read()


def _fields(dicom: DicomFile, wanted: Collection[str]) -> dict[str, Any]:
    """Return what the header says."""
    header = dicom.header
    fields: dict[str, Any] = {column: _text(header, keyword) for column, keyword in _TEXTS.items()}
    fields |= {"transfer_syntax": dicom.transfer_syntax, "rows": _integer(header, "Rows")}
    fields["columns"] = _integer(header, "Columns")
    if dicom.pixels is not None:
        fields["number_of_frames"] = _integer(header, "NumberOfFrames") or 1
    if "metadata" in wanted:
        fields["metadata"] = header_json(header)
    return fields


def _text(header: Any, keyword: str) -> str | None:
    """Return a text of a header, the first one if there are several."""
    text = next(iter(texts_of(value(header, keyword))), "")
    return text.encode("utf-8", "replace").decode() or None  # halves of characters are none


def _integer(header: Any, keyword: str) -> int | None:
    """Return a number of a header from 0, if it is one that a column holds."""
    try:
        number = int(value(header, keyword))
    except (TypeError, ValueError):
        return None
    return number if 0 <= number <= _MOST_INTEGER else None
