"""Where the bytes of a file come from: memory, a local path or a URL; read piece by piece, never copied as a whole."""

from __future__ import annotations

import io
from contextlib import suppress
from pathlib import Path
from typing import BinaryIO, TypeAlias, cast

from fsspec.core import url_to_fs
from fsspec.implementations.local import LocalFileSystem

from sparkocr.errors import DocumentError

__all__ = ["Source", "open_source"]

Source: TypeAlias = "bytes | bytearray | memoryview | str | Path"
"""The bytes of a file, or its path: a local one, or a URL that fsspec knows, such as ``file:/folder/name``."""


class _View(io.RawIOBase):
    """A file over bytes that somebody else owns."""

    def __init__(self, content: bytes | bytearray | memoryview) -> None:
        self._content = memoryview(content).cast("B")
        self._place = 0

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def seek(self, offset: int, whence: int = io.SEEK_SET, /) -> int:
        start = {io.SEEK_SET: 0, io.SEEK_CUR: self._place, io.SEEK_END: len(self._content)}[whence]
        self._place = max(0, start + offset)
        return self._place

    def tell(self) -> int:
        return self._place

    def read(self, size: int | None = -1, /) -> bytes:
        end = len(self._content) if size is None or size < 0 else self._place + size
        part = bytes(self._content[self._place : end])
        self._place += len(part)
        return part

    def close(self) -> None:
        with suppress(BufferError):
            self._content.release()
        super().close()


def open_source(source: Source) -> BinaryIO:
    """Open bytes or a path for reading; its owner closes it.

    Raises
    ------
    DocumentError
        There is no such file, or it can't be read.
    """
    if isinstance(source, (bytes, bytearray, memoryview)):
        return cast("BinaryIO", _View(source))
    try:
        fs, path = url_to_fs(str(source))
        if isinstance(fs, LocalFileSystem):  # whose own files pass each of a thousand small reads on in Python
            return Path(path).open("rb")
        return cast("BinaryIO", fs.open(path, "rb"))
    except (OSError, ValueError, ImportError):  # their messages quote the path
        raise DocumentError("Can't open the file of the path.") from None
