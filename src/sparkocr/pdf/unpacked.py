"""How many bytes a stream becomes when it is unpacked (ISO 32000-1, 7.4), found without having them all in memory."""

from __future__ import annotations

import binascii
import re
import zlib
from collections.abc import Callable, Iterator, Sequence

import pikepdf
from pikepdf import Array, Name, Stream

from sparkocr.errors import DocumentError
from sparkocr.limits import current, told
from sparkocr.pdf.entries import elements, entry, name_of

__all__ = [
    "check_unpacked",
    "filters_of",
    "instructions",
    "may_be_large",
    "size_of_data",
    "unpacked",
    "unpacked_data",
    "unpacked_size",
]

_USUAL = "max_stream_bytes"
_CHUNK = 1 << 20
_CLEAR, _END, _FIRST, _WIDER, _TABLE = 256, 257, 258, 511, 4096  # codes of LZW
_END_OF_RUNS = 128

# How many bytes one may become at most: RFC 1951 (a match of 258 bytes in two bits); the longest of LZW, in 12 bits;
# runs of 128 in two bytes; four zeros for one letter.
_GROWTH = {
    "/FlateDecode": 1032,
    "/Fl": 1032,
    "/LZWDecode": 2730,
    "/LZW": 2730,
    "/RunLengthDecode": 64,
    "/RL": 64,
    "/ASCII85Decode": 4,
    "/A85": 4,
}
_HEX = {"/ASCIIHexDecode", "/AHx"}
_NOT_HEX = re.compile(rb"[^0-9A-Fa-f]+")
_SKIPPED = {"/Crypt"}


def check_unpacked(stream: Stream, limit: str = _USUAL) -> None:
    """Check that a stream is not too large when it is unpacked; most are too short to become so, which costs nothing.

    Parameters
    ----------
    stream : Stream
    limit : str
        An attribute of `sparkocr.limits.DocumentLimits`.

    Raises
    ------
    DocumentError
        It becomes more than its limit, or it has more filters than any program writes.
    """
    filters = filters_of(stream)
    if filters:
        data = stream.read_raw_bytes()
        if _bound(len(data), filters) > getattr(current(), limit):
            size_of_data(data, filters, limit)


def may_be_large(size: int, limit: str = _USUAL) -> bool:
    """Tell whether a file of a size may have a stream, which is deflated at most once, that exceeds a limit."""
    return size * _GROWTH["/FlateDecode"] > int(getattr(current(), limit))


def unpacked_size(stream: Stream, limit: str = _USUAL) -> int:
    """Return how many bytes a stream becomes.

    Raises
    ------
    DocumentError
        As `check_unpacked`.
    """
    return size_of_data(stream.read_raw_bytes(), filters_of(stream), limit)


def instructions(stream: Stream, limit: str = _USUAL) -> tuple[bytes, bool]:
    """Return what a stream becomes, and whether it is known to be whole: it ends, and has the right check sum.

    Raises
    ------
    DocumentError
        As `check_unpacked`.
    """
    data, filters = stream.read_raw_bytes(), filters_of(stream)
    if len(filters) != 1 or filters[0] not in {"/FlateDecode", "/Fl"}:
        for name in filters:
            data = unpacked(data, name, limit)
        return data, False
    inflate, most = zlib.decompressobj(), getattr(current(), limit)
    try:
        made = inflate.decompress(data, most + 1)
    except zlib.error:
        return unpacked(data, filters[0], limit), False
    if len(made) > most:
        raise _too_large(limit)
    return made, inflate.eof


def size_of_data(data: bytes, filters: Sequence[str], limit: str = _USUAL) -> int:
    """Return how many bytes data become by filters.

    Raises
    ------
    DocumentError
        They become more than the limit, or already a part of the filters makes them so.
    """
    for name in filters[:-1]:
        data = unpacked(data, name, limit)
    return _size(data, filters[-1], limit) if filters else len(data)


def unpacked_data(stream: Stream, limit: str = _USUAL) -> bytes:
    """Return what a stream becomes; less if it is damaged.

    Raises
    ------
    DocumentError
        As `check_unpacked`.
    """
    data = stream.read_raw_bytes()
    for name in filters_of(stream):
        data = unpacked(data, name, limit)
    return data


def filters_of(stream: Stream) -> list[str]:
    """Return the names of the filters of a stream.

    Raises
    ------
    DocumentError
        There are more than any program writes.
    """
    used = entry(stream, "/Filter")
    if isinstance(used, Array) and len(used) > current().max_filters:
        raise DocumentError(f"A stream of PDF has more than {told('max_filters')}.")
    found = elements(used) if isinstance(used, Array) else [used]
    return [name for name in map(name_of, found) if name and name not in _SKIPPED]


def unpacked(data: bytes, name: str, limit: str = _USUAL) -> bytes:
    """Unpack data by one filter, up to its limit; to nothing by one that is for pictures, or unknown.

    Raises
    ------
    DocumentError
        They become more.
    """
    if name in {"/FlateDecode", "/Fl"}:
        made = b"".join(_inflated(data, most := getattr(current(), limit)))
        if len(made) > most:
            raise _too_large(limit)
        return made
    if name in _HEX:
        digits = _NOT_HEX.sub(b"", data.partition(b">")[0])
        return binascii.unhexlify(digits + b"0" * (len(digits) % 2))
    if name not in _COUNTS:
        return b""
    _size(data, name, limit)
    try:
        with pikepdf.new() as empty:
            return Stream(empty, data, Filter=Array([Name(name)])).read_bytes()
    except (pikepdf.PikepdfError, ValueError, RuntimeError):
        return b""


def _too_large(limit: str) -> DocumentError:
    return DocumentError(f"A stream of PDF is larger than {told(limit)} when it is unpacked.")


def _bound(size: int, filters: Sequence[str]) -> int:
    """Return what data of a size become at most."""
    for name in filters:
        size *= _GROWTH.get(name, 1)
    return size


def _size(data: bytes, name: str, limit: str) -> int:
    """Count what data become by one filter; what is damaged ends there, as it does for readers."""
    count: Callable[[bytes, int], int] | None = _COUNTS.get(name)
    most = getattr(current(), limit)
    size = len(data) if count is None else count(data, most)
    if size > most:
        raise _too_large(limit)
    return size


def _inflated(data: bytes, most: int) -> Iterator[bytes]:
    """Inflate data, as far as they are not damaged, until they are more than a limit."""
    inflate, rest, left = zlib.decompressobj(), data, most
    try:
        while rest and not inflate.eof and left >= 0:
            part = inflate.decompress(rest, _CHUNK)
            rest, left = inflate.unconsumed_tail, left - len(part)
            yield part
    except zlib.error:
        return


def _inflated_size(data: bytes, most: int) -> int:
    return sum(map(len, _inflated(data, most)))


def _lzw_size(data: bytes, most: int) -> int:
    """Count by the length of each code's text alone."""
    lengths = [1] * _FIRST
    size, width, place, before, end = 0, 9, 0, 0, 8 * len(data) - 8
    while place <= end and size <= most:
        byte, shift = divmod(place, 8)
        window = int.from_bytes(data[byte : byte + 3].ljust(3, b"\0"), "big")
        code = window >> (24 - width - shift) & ((1 << width) - 1)
        place += width
        if code == _END:
            break
        if code == _CLEAR:
            lengths, width, before = lengths[:_FIRST], 9, 0
            continue
        length = lengths[code] if code < len(lengths) else before + 1
        if before and len(lengths) < _TABLE:
            lengths.append(before + 1)
            width = min(12, (len(lengths) + 1).bit_length() if len(lengths) >= _WIDER else 9)
        size, before = size + length, length
    return size


def _run_length_size(data: bytes, most: int) -> int:
    size = place = 0
    while place < len(data) and data[place] != _END_OF_RUNS and size <= most:
        head = data[place]
        is_run = head > _END_OF_RUNS
        size += 257 - head if is_run else head + 1
        place += 2 if is_run else head + 2
    return size


def _base85_size(data: bytes, _: int) -> int:
    return 4 * data.count(b"z") + len(data) * 4 // 5 + 4


_COUNTS: dict[str, Callable[[bytes, int], int]] = {
    "/FlateDecode": _inflated_size,
    "/Fl": _inflated_size,
    "/LZWDecode": _lzw_size,
    "/LZW": _lzw_size,
    "/RunLengthDecode": _run_length_size,
    "/RL": _run_length_size,
    "/ASCII85Decode": _base85_size,
    "/A85": _base85_size,
}
