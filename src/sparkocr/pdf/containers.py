"""How large the streams are that a PDF keeps other objects in, which readers unpack before they know of any page.

These are object streams and cross-reference streams (ISO 32000-1, 7.5.7 and 7.5.8). Those of encrypted documents can't
be looked into, and those of very large files are not looked for.
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterator

from sparkocr.errors import DocumentError
from sparkocr.pdf.limits import MAX_OBJECT_BYTES

__all__ = ["check_containers"]

_MOST_SEARCHED = 256 << 20  # bytes of a file
_GROWTH = 1032  # RFC 1951: 258 bytes in two bits
_CHUNK = 1 << 20
_NAMES = (b"/ObjStm", b"/XRef")
_START = re.compile(rb"stream\r?\n")
_END = b"endstream"
_WINDOW = 1 << 20
_LONGEST_ENTRIES = 4096  # bytes between the name and the data


def check_containers(content: bytes | memoryview) -> None:
    """Check that what a file keeps objects in is not too large when it is unpacked.

    Parameters
    ----------
    content : bytes or memoryview

    Raises
    ------
    DocumentError
        It is too large.
    """
    size = len(content)
    if size * _GROWTH <= MAX_OBJECT_BYTES or size > _MOST_SEARCHED:
        return
    left = MAX_OBJECT_BYTES
    for start, end in _containers(content):
        if (end - start) * _GROWTH > left:
            left -= _inflated(content[start:end], left)
            if left < 0:
                raise DocumentError(f"The objects of PDF are larger than {MAX_OBJECT_BYTES >> 20} MB.")


def _containers(content: bytes | memoryview) -> Iterator[tuple[int, int]]:
    """Yield where the data of each container begin and end."""
    for name in _NAMES:
        place = 0
        while (found := _find(content, name, place)) >= 0:
            place = found + len(name)
            begin = _START.search(content, place, place + _LONGEST_ENTRIES)
            if begin:
                end = _find(content, _END, begin.end())
                place = end if end >= 0 else len(content)
                yield begin.end(), place


def _find(content: bytes | memoryview, name: bytes, start: int) -> int:
    """Find a name from a place on, or -1: in windows where the whole would have to be copied."""
    if isinstance(content, bytes):
        return content.find(name, start)
    for first in range(start, len(content), _WINDOW):
        found = bytes(content[first : first + _WINDOW + len(name) - 1]).find(name)
        if found >= 0:
            return first + found
    return -1


def _inflated(data: bytes | memoryview, most: int) -> int:
    """Count what data become, up to a limit; nothing if they are packed otherwise."""
    inflate, rest, size = zlib.decompressobj(), bytes(data), 0
    try:
        while rest and not inflate.eof and size <= most:
            size += len(inflate.decompress(rest, _CHUNK))
            rest = inflate.unconsumed_tail
    except zlib.error:
        pass
    return size
