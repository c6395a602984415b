"""Whatever could be read as text in bytes, without knowing what they are."""

from __future__ import annotations

import re
from collections.abc import Iterator

import numpy as np
import numpy.typing as npt
import pikepdf  # noqa: F401  registers the codec of PDF strings

from sparkocr.deid.channels import Channel, Noise, Piece
from sparkocr.deid.fold import STOP

__all__ = ["binary_piece", "data_pieces", "looks_like_text", "string_texts"]

_CONTROLS = bytes(set(range(32)) - set(b"\t\n\f\r")) + b"\x7f"
_SAMPLE = 1 << 16
_MOST_CONTROLS = 0.02  # share of control characters in text of any 8-bit encoding; of random bytes it is 0.11
_ZEROS = 0.2  # share of zeros from which text may be UTF-16
# Starts of TrueType, OpenType, Type 1, CFF and CMap files, and the signature of ICC.1, 7.2.11.
_PROGRAMS = (b"\0\1\0\0", b"OTTO", b"true", b"ttcf", b"%!PS", b"\x80\1", b"\1\0\4", b"/CIDInit")
_PROFILE = b"acsp"
# Kinds of bytes in UTF-8, and the bytes of UTF-16 that are the high one of a letter, and the low one.
_PLAIN, _LEAD, _TRAIL = 1, 2, 3
_KINDS = bytes(
    _PLAIN
    if byte in b"\t\n\r" or 0x20 <= byte <= 0x7E  # noqa: PLR2004  as in the pattern below
    else _LEAD
    if 0xC3 <= byte <= 0xDF  # noqa: PLR2004
    else _TRAIL
    if 0x80 <= byte <= 0xBF  # noqa: PLR2004
    else 0
    for byte in range(256)
)
_HIGHEST_BYTE, _LOWEST_LETTER = 6, 9

Mask = npt.NDArray[np.bool_]


def string_texts(data: bytes) -> list[str]:
    """Return what a string of a PDF may say: by its mark, in PDFDocEncoding, in UTF-8, in UTF-16 without a mark."""
    if data.startswith((b"\xfe\xff", b"\xff\xfe")):
        return [data.decode("utf-16", "replace")]
    texts = [data.decode("pdfdoc", "replace")]
    if not data.isascii():
        texts.append(data.decode("utf-8-sig", "replace"))
    if data.count(0) > _ZEROS * len(data):
        texts += [data.decode("utf-16-be", "replace"), data.decode("utf-16-le", "replace")]
    return texts


def looks_like_text(data: bytes) -> bool:
    """Tell whether bytes are text in an encoding of 8 bits."""
    sample = data[:_SAMPLE]
    return len(sample) - len(sample.translate(None, _CONTROLS)) <= _MOST_CONTROLS * len(sample)


def data_pieces(
    channel: Channel, data: bytes, page: int | None = None, *, noise: Noise = Noise.NONE
) -> Iterator[Piece]:
    """Yield the texts of bytes of unknown kind; fonts, maps of codes and colour profiles are told by their start."""
    if data.lstrip().startswith(_PROGRAMS) or data[36:40] == _PROFILE:
        noise = Noise.PROGRAM
    if not looks_like_text(data):
        if data.startswith((b"\xfe\xff", b"\xff\xfe")):
            yield Piece(channel, data.decode("utf-16", "replace"), page, noise)
        yield binary_piece(channel, data, page, noise=noise)
        return
    yield Piece(channel, data.decode("utf-8", "replace"), page, noise)
    if not data.isascii():
        yield Piece(channel, data.decode("latin-1"), page, noise)


def binary_piece(channel: Channel, data: bytes, page: int | None = None, *, noise: Noise = Noise.NONE) -> Piece:
    """Return what looks like text in binary data."""
    runs = [
        run[0].decode(encoding, "replace")
        for pattern, encoding, starts, length in _RUNS
        for first, last in _spans(starts(data), length)
        for run in pattern.finditer(data, first, last)
    ]
    return Piece(channel, STOP.join(runs), page, Noise.PROGRAM if noise is Noise.PROGRAM else Noise.BINARY)


def _spans(starts: Mask, length: int) -> Iterator[tuple[int, int]]:
    """Yield the parts of data of so many bytes from some places on; those that overlap are one."""
    turns = np.flatnonzero(np.diff(starts, prepend=False, append=False))
    firsts, lasts = turns[::2], turns[1::2] + length - 1
    if not len(firsts):
        return
    apart = np.flatnonzero(firsts[1:] >= lasts[:-1])
    yield from zip(firsts[np.append(0, apart + 1)].tolist(), lasts[np.append(apart, -1)].tolist(), strict=True)


def _readable_from(data: bytes) -> Mask:
    """Tell from which places on there are six bytes of ASCII or two-byte UTF-8; a tenth of the time of a pattern."""
    kinds = np.frombuffer(data.translate(_KINDS), np.uint8)
    readable = kinds == _PLAIN
    pairs = (kinds[:-1] == _LEAD) & (kinds[1:] == _TRAIL)
    readable[:-1] |= pairs
    readable[1:] |= pairs
    return _six(readable, 1)


def _little_endian_from(data: bytes) -> Mask:
    """Tell from which places on there are six letters of UTF-16-LE."""
    values = np.frombuffer(data, np.uint8)
    return _six((values[:-1] >= _LOWEST_LETTER) & (values[1:] <= _HIGHEST_BYTE), 2)


def _big_endian_from(data: bytes) -> Mask:
    """Tell from which places on there are six letters of UTF-16-BE."""
    values = np.frombuffer(data, np.uint8)
    return _six((values[:-1] <= _HIGHEST_BYTE) & (values[1:] >= _LOWEST_LETTER), 2)


def _six(units: Mask, size: int) -> Mask:
    """Tell from which places on there are six units of a size one after the other."""
    two = units[:-size] & units[size:]
    if not two.any():
        return two[:0]
    four = two[: -2 * size] & two[2 * size :]
    return np.asarray(four[: -2 * size] & two[4 * size :])


# Runs of letters in binary data: as the program strings finds them, but also in UTF-8 and UTF-16 of European scripts.
# Places where there may be one are found first, and how many bytes it has at least.
_RUNS = (
    (re.compile(rb"(?:[\t\n\r\x20-\x7e]|[\xc3-\xdf][\x80-\xbf]){6,}"), "utf-8", _readable_from, 6),
    (re.compile(rb"(?:[\x09-\xff][\x00-\x06]){6,}"), "utf-16-le", _little_endian_from, 12),
    (re.compile(rb"(?:[\x00-\x06][\x09-\xff]){6,}"), "utf-16-be", _big_endian_from, 12),
)
