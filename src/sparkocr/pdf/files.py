"""PDF files in storage, of which pages are read without having the whole file in memory."""

from __future__ import annotations

import io
import mmap
import os
import re
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from types import TracebackType
from typing import BinaryIO, Self, cast

from fsspec.core import url_to_fs

from sparkocr.errors import DocumentError
from sparkocr.pdf.document import Document, open_pdf

__all__ = ["WHOLE_BYTES", "PdfFile", "count_pages"]

# Remote files up to this size are read at once: one request costs more time than the bytes.
WHOLE_BYTES = 1 << 20
# PDFium keeps every object that it has read, so the file is opened anew after about this many bytes of pages.
_REOPEN_BYTES = 32 << 20
# Of larger remote files, blocks are read, and the last ones kept: PDFium jumps between pages and what they share.
_BLOCK_BYTES, _BLOCKS = 256 << 10, 64
_LOCAL = re.compile(r"(?:file:)?(?=/)")


def count_pages(url: str, size: int, password: str = "") -> int:
    """Return the number of pages of a file, see `PdfFile`; 0 if the document can't be opened."""
    try:
        with PdfFile(url, size, password) as file:
            return file.pages
    except DocumentError:
        return 0


class PdfFile:
    """A PDF file that is opened to read pages, in about the same memory whatever their number.

    Local files are mapped into memory. Of others, PDFium reads the parts that it needs. Close it, or use it in a
    ``with`` statement.

    Parameters
    ----------
    url : str
        An absolute path, ``file:/path`` (nothing in it is percent-encoded) or a URL of fsspec.
    size : int
        Size of the file in bytes; decides how a remote file is read.
    password : str
        Password of an encrypted document.

    Raises
    ------
    DocumentError
        If the document can't be opened, see `sparkocr.pdf.document.open_pdf`.
    OSError
        If the file can't be read.
    """

    def __init__(self, url: str, size: int, password: str = "") -> None:
        self._password = password
        self._file, self._document = ExitStack(), ExitStack()
        self._read = 0.0
        self._remote: _Checked | None = None
        try:
            self._content = self._open(url, size)
            self._pdf = self._open_document()
            self.pages = len(self._pdf)
        except BaseException:
            self.close()
            raise
        self._page_bytes = size / self.pages

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Close the document and the file."""
        self._document.close()
        self._content = b""
        self._file.close()

    def documents(self, indices: range) -> Iterator[tuple[int, Document]]:
        """Give each index with the document to read that page from, before the next one is asked for.

        Raises
        ------
        OSError
            If a part of the file could not be read: PDFium itself would only leave it out.
        """
        for index in indices:
            if self._read >= _REOPEN_BYTES:
                self._document.close()
                self._pdf = self._open_document()
                self._read = 0
            yield index, self._pdf
            self._read += self._page_bytes
            self._check()

    def _open(self, url: str, size: int) -> bytes | memoryview | BinaryIO:
        """Open the file; a small remote one is read."""
        if local := _LOCAL.match(url):
            return self._map(Path(url[local.end() :]))
        fs, name = url_to_fs(url)
        if size <= WHOLE_BYTES:
            return bytes(fs.cat_file(name))
        file = fs.open(
            name, "rb", block_size=_BLOCK_BYTES, cache_type="blockcache", cache_options={"maxblocks": _BLOCKS}
        )
        self._remote = _Checked(self._file.enter_context(file))
        return cast("BinaryIO", self._remote)  # it has all that is used of a file

    def _map(self, path: Path) -> memoryview:
        with path.open("rb") as file:
            if not path.stat().st_size:
                return memoryview(b"")
            mapped = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
        return memoryview(mapped)  # which is unmapped with the last reference to it

    def _open_document(self) -> Document:
        """Open the document, the first time or anew."""
        try:
            document = self._document.enter_context(open_pdf(self._content, self._password))
        finally:
            self._check()
        if isinstance(self._content, memoryview) and isinstance(self._content.obj, mmap.mmap):
            self._content.obj.madvise(mmap.MADV_DONTNEED)  # what was read stays in the system's cache
        return document

    def _check(self) -> None:
        if self._remote is not None and self._remote.error is not None:
            raise self._remote.error


class _Checked(io.RawIOBase):
    """A file that remembers why it could not be read: errors do not get through PDFium."""

    def __init__(self, file: BinaryIO) -> None:
        self._file = file
        self.error: Exception | None = None

    def readable(self) -> bool:
        """Return True."""
        return True

    def seekable(self) -> bool:
        """Return True."""
        return True

    def seek(self, offset: int, whence: int = os.SEEK_SET) -> int:
        """Move, as the file itself does."""
        return self._file.seek(offset, whence)

    def tell(self) -> int:
        """Return the place."""
        return self._file.tell()

    def readinto(self, target: memoryview) -> int:  # type: ignore[override]
        """Fill the target, or tell PDFium that nothing could be read."""
        try:
            content = self._file.read(len(target))
        except Exception as error:  # noqa: BLE001  whatever the storage raises
            self.error = error
            return 0
        target[: len(content)] = content
        return len(content)
