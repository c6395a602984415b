"""Write and read the maps from the codes of a font to text (ToUnicode) and to glyphs (CMap), ISO 32000-1, 9.7.5."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from itertools import islice

from sparkocr.errors import DocumentError

__all__ = ["codes_to_glyphs", "codes_to_text", "unicode_map"]

_Entry = tuple[int, bytes | int]

_BLOCK = 100  # entries of one bfchar block, the most that Adobe Technical Note 5411 allows
_HEAD = """/CIDInit /ProcSet findresource begin
12 dict begin
begincmap
/CIDSystemInfo << /Registry (Adobe) /Ordering (UCS) /Supplement 0 >> def
/CMapName /Adobe-Identity-UCS def
/CMapType 2 def
1 begincodespacerange
{0} <{1}>
endcodespacerange
"""
_TAIL = """endcmap
CMapName currentdict /CMap defineresource pop
end
end
"""
_MARK = re.compile(rb"(begin|end)(bf|cid)(char|range)")
_TOKEN = re.compile(rb"<([0-9A-Fa-f\s]*)>|(\d{1,9})|([\[\]])")
_LARGEST_CODE = 0xFFFF
_MOST_ENTRIES = 4 * (_LARGEST_CODE + 1)  # each code is in a map once, unless its ranges overlap


def unicode_map(texts: Mapping[int, str], width: int = 2) -> bytes:
    """Write a ToUnicode map (ISO 32000-1, 9.10.3).

    Parameters
    ----------
    texts : mapping from int to str
        What each code shows, one letter or several.
    width : int
        Bytes of a code: 1 or 2.
    """
    digits = 2 * width
    head = _HEAD.format(f"<{0:0{digits}x}>", "f" * digits)
    entries = [f"<{code:0{digits}x}> <{text.encode('utf-16-be').hex()}>" for code, text in texts.items()]
    blocks = [entries[i : i + _BLOCK] for i in range(0, len(entries), _BLOCK)]
    maps = "".join("\n".join([f"{len(block)} beginbfchar", *block, "endbfchar\n"]) for block in blocks)
    return f"{head}{maps}{_TAIL}".encode("ascii")


def codes_to_text(data: bytes) -> tuple[dict[int, str], bool]:
    """Read a ToUnicode map; what is no valid entry is left out.

    Returns
    -------
    dict of int to str
        What each code shows.
    bool
        Whether the map is in UTF-8, as some programs write it. Readers that take it for UTF-16 get other letters.

    Raises
    ------
    DocumentError
        Its ranges have far more codes than there are.
    """
    found = {code: value for code, value in _limited(_entries(data, b"bf")) if isinstance(value, bytes) and value}
    wide = [value for value in found.values() if not _is_ascii(value)]
    is_utf8 = bool(wide) and all(map(_is_utf8, wide))
    return {code: _decoded(value, is_utf8=is_utf8) for code, value in found.items()}, is_utf8


def codes_to_glyphs(data: bytes) -> dict[int, int]:
    """Read the CIDs of a CMap that is embedded.

    Raises
    ------
    DocumentError
        As `codes_to_text`.
    """
    return {code: value for code, value in _limited(_entries(data, b"cid")) if isinstance(value, int)}


def _limited(entries: Iterator[_Entry]) -> Iterator[_Entry]:
    """Yield entries, but not without end: few bytes are enough for a range of all codes."""
    yield from islice(entries, _MOST_ENTRIES)
    if next(entries, None) is not None:
        raise DocumentError(f"A map of codes has more than {_MOST_ENTRIES} entries.")


def _entries(data: bytes, kind: bytes) -> Iterator[_Entry]:
    """Yield the codes of the sections of a kind, and their values."""
    for is_range, section in _sections(data, kind):
        tokens = _tokens(section)
        for start in tokens:
            if not isinstance(start, bytes):
                continue
            end = next(tokens, None) if is_range else start
            value = next(tokens, None)
            if not isinstance(end, bytes):
                return
            first, last = int.from_bytes(start, "big"), min(int.from_bytes(end, "big"), _LARGEST_CODE)
            if value == "[":
                for code in range(first, last + 1):
                    value = next(tokens, None)
                    if not isinstance(value, bytes):
                        break
                    yield code, value
            elif isinstance(value, bytes | int):
                yield from ((code, _shifted(value, code - first)) for code in range(first, last + 1))


def _sections(data: bytes, kind: bytes) -> Iterator[tuple[bool, bytes]]:
    """Yield what is between the marks of the sections of a kind, and whether they are of ranges."""
    begun: dict[bytes, int] = {}  # where the first section of characters, or of ranges, has begun that has no end yet
    for mark in _MARK.finditer(data):
        if mark[2] != kind:
            continue
        if mark[1] == b"begin":
            begun.setdefault(mark[3], mark.end())
        elif mark[3] in begun:
            yield mark[3] == b"range", data[begun[mark[3]] : mark.start()]
            begun.clear()


def _is_ascii(value: bytes) -> bool:
    """Tell whether a value is one character of ASCII."""
    return value[-1] < 0x80 and len(value) <= 2 and not any(value[:-1])  # noqa: PLR2004


def _is_utf8(value: bytes) -> bool:
    """Tell whether a value is one character in UTF-8, of more than one byte."""
    try:
        return len(value) > 1 and len(value.decode("utf-8")) == 1
    except UnicodeDecodeError:
        return False


def _decoded(value: bytes, *, is_utf8: bool) -> str:
    if is_utf8 and not _is_ascii(value):
        return value.decode("utf-8")
    return value.rjust(len(value) + len(value) % 2, b"\0").decode("utf-16-be", "surrogatepass")


def _tokens(data: bytes) -> Iterator[bytes | int | str]:
    """Yield strings as bytes, numbers and brackets."""
    for token in _TOKEN.finditer(data):
        if token[2]:
            yield int(token[2])
        elif token[3]:
            yield token[3].decode()
        else:
            digits = b"".join(token[1].split())
            yield bytes.fromhex((digits + b"0" * (len(digits) % 2)).decode())


def _shifted(value: bytes | int, steps: int) -> bytes | int:
    """Return the value of a code so many after the first of its range; after the largest one comes 0."""
    if isinstance(value, int):
        return value + steps
    if not value or not steps:
        return value
    return ((int.from_bytes(value, "big") + steps) % (1 << 8 * len(value))).to_bytes(len(value), "big")
