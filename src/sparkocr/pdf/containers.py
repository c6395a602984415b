"""What a PDF keeps other objects in, which readers unpack before they know of any page.

These are object streams and cross-reference streams (ISO 32000-1, 7.5.7 and 7.5.8). Those of encrypted documents can't
be looked into, and those of very large files are not looked for.
"""

from __future__ import annotations

import re
import zlib
from collections import deque

from sparkocr.errors import DocumentError
from sparkocr.limits import current, told
from sparkocr.pdf.names import OBJECT_STREAM, TABLE, Names, names_in

__all__ = ["check_containers"]

_MOST_SEARCHED = 256 << 20  # bytes of a file
_MOST_NAMED = 8 << 20  # bytes of a file in which all names are looked for, which takes 1 s for 10 MB of nothing else
_PIECE, _CHUNK = 64 << 10, 1 << 20  # bytes that are inflated at once, and become at once
_LONGEST_ENTRIES = 4096  # bytes between the name and the data
_START = re.compile(rb"stream\r?\n")
# An object stream as programs write it, after which its data can't begin elsewhere or be more than deflated.
_USUAL = re.compile(
    rb".*\d\s+\d+\s+obj\s*<<(?:\s*/(?:Type\s*/ObjStm|(?:N|First|Length|Extends)\s+\d+(?:\s+\d+\s+R)?"
    rb"|Filter\s*(?:/FlateDecode|\[\s*/FlateDecode\s*\])))*\s*>>\s*stream\r?\n",
    re.DOTALL,
)
_LONGEST_HEAD = 512


def check_containers(content: bytes | memoryview) -> Names:
    """Check that what a file keeps objects in is not too large when it is unpacked.

    Parameters
    ----------
    content : bytes or memoryview

    Returns
    -------
    Names
        What the names tell that stand in the file and in its object streams.

    Raises
    ------
    DocumentError
        It is too large.
    """
    found, left, seen = Names(), current().max_object_bytes, 0
    found.is_plain = len(content) <= _MOST_NAMED
    if len(content) > _MOST_SEARCHED:
        return found
    for name, end in names_in(content, found):
        start = _START.search(content, end, end + _LONGEST_ENTRIES) if end >= seen else None
        if start is None:
            found.is_plain = found.is_plain and name == TABLE
            continue
        data, is_whole = _inflated(content, start.end(), left)
        left, seen = left - len(data), start.end()
        if left < 0:
            raise DocumentError(f"The objects of PDF are larger than {told('max_object_bytes')}.")
        if name == OBJECT_STREAM:
            is_usual = _USUAL.fullmatch(content, max(0, seen - _LONGEST_HEAD), seen) is not None
            found.is_plain = found.is_plain and is_whole and is_usual
            deque(names_in(data, found), maxlen=0)
    return found


def _inflated(content: bytes | memoryview, start: int, most: int) -> tuple[bytes, bool]:
    """Inflate what begins at a place, up to a limit, and tell whether it ends; nothing if it is packed otherwise."""
    inflate, parts, size, rest = zlib.decompressobj(), [], 0, b""
    try:
        while (rest or start < len(content)) and not inflate.eof and size <= most:
            if not rest:
                rest, start = bytes(content[start : start + _PIECE]), start + _PIECE
            parts.append(inflate.decompress(rest, _CHUNK))
            rest, size = inflate.unconsumed_tail, size + len(parts[-1])
    except zlib.error:
        pass
    return b"".join(parts), inflate.eof
