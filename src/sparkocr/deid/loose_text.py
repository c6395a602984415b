"""Whatever could be read as text in bytes, without knowing what they are."""

from __future__ import annotations

import re
from collections.abc import Iterator

import numpy as np
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
# Runs of letters in binary data: as the program strings finds them, but also in UTF-8 and UTF-16 of European scripts.
_RUNS = (
    (re.compile(rb"(?:[\t\n\r\x20-\x7e]|[\xc3-\xdf][\x80-\xbf]){6,}"), "utf-8"),
    (re.compile(rb"(?:[\x09-\xff][\x00-\x06]){6,}"), "utf-16-le"),
    (re.compile(rb"(?:[\x00-\x06][\x09-\xff]){6,}"), "utf-16-be"),
)

# Of UTF-16 in these patterns: the bytes that are half of a letter, and letters of a run.
_HIGHEST_BYTE, _LOWEST_LETTER, _SHORTEST_RUN = 6, 9, 6


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
    readable = _RUNS if _may_be_wide(data) else _RUNS[:1]
    runs = (run[0].decode(encoding, "replace") for pattern, encoding in readable for run in pattern.finditer(data))
    return Piece(channel, STOP.join(runs), page, Noise.PROGRAM if noise is Noise.PROGRAM else Noise.BINARY)


def _may_be_wide(data: bytes) -> bool:
    """Tell whether there is a run of UTF-16 anywhere: as the patterns above, but in a tenth of the time."""
    values = np.frombuffer(data, np.uint8)
    low, other = values <= _HIGHEST_BYTE, values >= _LOWEST_LETTER
    for first, second in ((other, low), (low, other)):
        pairs = first[:-1] & second[1:]
        count = len(pairs) - 2 * (_SHORTEST_RUN - 1)
        if count > 0 and np.logical_and.reduce([pairs[2 * at : 2 * at + count] for at in range(_SHORTEST_RUN)]).any():
            return True
    return False
