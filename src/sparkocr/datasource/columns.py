"""Options of the format ``binaryFormat``, and what they say of each row."""

from __future__ import annotations

import logging
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import pyarrow as pa
from pyspark.sql.types import BinaryType, DataType, IntegralType, StringType, StructType

from sparkocr.datasource.names import fits_in_name, name_of, page_name, row_key
from sparkocr.imaging.encode import FORMATS, encode
from sparkocr.schemas import OPTIONAL_IMAGE_FIELDS, ImageSchema
from sparkocr.stage.images import read_image

NO_VALUE, NOT_ENCODED = "rowsWithoutValue", "imagesNotEncoded"
"""Why a row has no file: it has no value, or failed before; or its image does not go into the format."""

_EXTENSIONS = {"binary": "bin", "dicom": "dcm", "image": "png", "pdf": "pdf", "text": "txt"}  # by type
_EXTENSION = re.compile(r"[a-z0-9]([a-z0-9._-]{0,14}[a-z0-9])?")
_PATH, _PAGE, _EXCEPTION = "path", "pagenum", "exception"

logger = logging.getLogger(__name__)


@dataclass(frozen=True)
class Columns:
    """What to write of every row, checked against the schema; goes to the workers by pickle.

    Attributes
    ----------
    kind : str
        The option `type`.
    value : int
        Position of the column to write.
    extension, prefix : str
        Of all names; without an extension each name has its own, or none.
    name, path, page, exception : int, optional
        Positions of the columns that make the name, and of the one that says that a row failed; None: there is none.
    """

    kind: str
    value: int
    extension: str
    prefix: str
    name: int | None
    path: int | None
    page: int | None
    exception: int | None

    @classmethod
    def of(cls, options: Mapping[str, str], schema: StructType) -> Columns:
        """Check the options.

        Raises
        ------
        ValueError
            Names the option, its value and what is allowed.
        """
        kind = options.get("type", "").lower()
        if kind not in _EXTENSIONS:
            raise wrong_option("type", options.get("type"), f"one of {', '.join(_EXTENSIONS)}")
        prefix = options.get("prefix", "")
        if not fits_in_name(prefix):
            raise wrong_option("prefix", prefix, 'at most 100 bytes without control characters and / \\ : * ? " < > |')
        name_field = options.get("nameField")
        name = None if name_field is None else _column("nameField", name_field, schema, "string or integer", _is_name)
        return cls(
            kind,
            _value_column(options.get("field"), kind, schema, name_field),
            _extension(options.get("extension"), kind),
            prefix,
            name,
            _side_column(_PATH, schema, StringType),
            _side_column(_PAGE, schema, IntegralType),
            _side_column(_EXCEPTION, schema, StringType),
        )

    def read(self, batch: pa.RecordBatch) -> Iterator[tuple[str, str, bytes | memoryview] | str]:
        """Make the files of a batch, one at a time.

        Yields
        ------
        tuple of (name, key, content), or str
            A string counts a row without file: `NO_VALUE` or `NOT_ENCODED`.
        """
        for row in range(batch.num_rows):
            if self._get(batch, self.exception, row) is not None:
                yield NO_VALUE
                continue
            content = self._content(batch.column(self.value)[row])
            if isinstance(content, str):
                yield content
                continue
            path, page = self._get(batch, self.path, row), self._get(batch, self.page, row)
            key = row_key(path, page, content)
            wanted = self._get(batch, self.name, row)
            base = page_name(path, page) if wanted in {None, ""} else str(wanted)
            yield name_of(base, key, prefix=self.prefix, extension=self.extension), key, content

    @staticmethod
    def _get(batch: pa.RecordBatch, position: int | None, row: int) -> Any:
        return None if position is None else batch.column(position)[row].as_py()

    def _content(self, value: pa.Scalar) -> bytes | memoryview | str:
        """Return the bytes of a file, or the reason why there is none."""
        if not value.is_valid:
            return NO_VALUE
        if self.kind != "image":
            return memoryview(value.as_buffer())
        fields = dict(value.items())
        if not fields["data"].is_valid or ("exception" in fields and fields["exception"].is_valid):
            return NO_VALUE
        try:
            return encode(read_image(value).image, self.extension)
        except Exception as error:  # noqa: BLE001  one bad image must not fail the job; it is counted
            logger.warning("binaryFormat: an image was not written: %s", type(error).__name__)
            return NOT_ENCODED


def _is_string(kind: DataType) -> bool:
    return isinstance(kind, StringType)


def _is_name(kind: DataType) -> bool:
    return isinstance(kind, StringType | IntegralType)


def _is_binary(kind: DataType) -> bool:
    return isinstance(kind, BinaryType)


def _is_image(kind: DataType) -> bool:
    return isinstance(kind, StructType) and set(ImageSchema.names) - set(OPTIONAL_IMAGE_FIELDS) <= set(kind.names)


# By type: what its columns are called in messages, and how to know them.
_COLUMN_KINDS: dict[str, tuple[str, Callable[[DataType], bool]]] = {
    "image": ("image struct", _is_image),
    "text": ("string", _is_string),
}
_BYTES = ("binary", _is_binary)


def wrong_option(option: str, value: str | None, allowed: str) -> ValueError:
    """Return the error of a wrong option."""
    given = "is missing" if value is None else f"is {value!r}"
    return ValueError(f"binaryFormat: option {option!r} {given}; it must be {allowed}")


def _value_column(name: str | None, kind: str, schema: StructType, name_field: str | None) -> int:
    """Return the position of the column to write: the given one, or the only one that fits."""
    described, fits = _COLUMN_KINDS.get(kind, _BYTES)
    if name is not None:
        return _column("field", name, schema, described, fits)
    found = [column.name for column in schema if fits(column.dataType)]
    found = [column for column in found if column not in {_PATH, _EXCEPTION, name_field}]
    if len(found) != 1:
        raise wrong_option("field", None, f"given: {len(found)} columns are of type {described}: {', '.join(found)}")
    return schema.names.index(found[0])


def _column(option: str, name: str, schema: StructType, described: str, fits: Callable[[DataType], bool]) -> int:
    """Return the position of the column that an option names."""
    if name not in schema.names:
        raise wrong_option(option, name, f"one of the columns {', '.join(schema.names)}")
    kind = schema[name].dataType
    if not fits(kind):
        raise wrong_option(option, name, f"a column of type {described}; it is {kind.simpleString()}")
    return schema.names.index(name)


def _side_column(name: str, schema: StructType, kind: type[DataType]) -> int | None:
    """Return the position of a column that pipelines of sparkocr add."""
    there = name in schema.names and isinstance(schema[name].dataType, kind)
    return schema.names.index(name) if there else None


def _extension(given: str | None, kind: str) -> str:
    """Return the extension in lower case and without dot; empty if names have their own."""
    extension = _EXTENSIONS[kind] if given is None else given.lower().removeprefix(".")
    if kind == "image" and extension not in FORMATS:
        raise wrong_option("extension", given, f"one of {', '.join(FORMATS)} for type 'image'")
    if extension and not _EXTENSION.fullmatch(extension):
        raise wrong_option("extension", given, "1 to 16 letters, digits, dots, dashes and underscores")
    return extension
