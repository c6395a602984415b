"""Tell whether the content of a page is whole: readers show what can be decoded of it, without a word."""

from __future__ import annotations

import zlib
from collections.abc import Iterator

import pikepdf
from pikepdf import Array, Dictionary, Name, Stream

from sparkocr.errors import DocumentError
from sparkocr.pdf.boxes import inherited

__all__ = ["check_content"]

_CHUNK = 1 << 20
_MOST = 64 << 20  # bytes of a decoded stream that are looked at
_HEADER, _CHECK_SUM = 2, 4  # bytes before and after the deflated data, RFC 1950
_FLATE = (Name.FlateDecode, Name.Fl)
_DEEPEST = 20
# Operators of content streams, ISO 32000-1, annex A.
_OPERATORS = frozenset(
    [
        "b",
        "B",
        "b*",
        "B*",
        "BDC",
        "BI",
        "BMC",
        "BT",
        "BX",
        "c",
        "cm",
        "CS",
        "cs",
        "d",
        "d0",
        "d1",
        "Do",
        "DP",
        "EI",
        "EMC",
        "ET",
        "EX",
        "f",
        "F",
        "f*",
        "G",
        "g",
        "gs",
        "h",
        "i",
        "ID",
        "j",
        "J",
        "K",
        "k",
        "l",
        "m",
        "M",
        "MP",
        "n",
        "q",
        "Q",
        "re",
        "RG",
        "rg",
        "ri",
        "s",
        "S",
        "SC",
        "sc",
        "SCN",
        "scn",
        "sh",
        "T*",
        "Tc",
        "Td",
        "TD",
        "Tf",
        "Tj",
        "TJ",
        "TL",
        "Tm",
        "Tr",
        "Ts",
        "Tw",
        "Tz",
        "v",
        "w",
        "W",
        "W*",
        "y",
        "'",
        '"',
        "INLINE",
    ]
)


def check_content(document: pikepdf.Pdf, index: int) -> None:
    """Check that what a page draws can be decoded to its end: its content and that of the forms in it.

    Parameters
    ----------
    document : pikepdf.Pdf
    index : int
        Page, from 0.

    Raises
    ------
    DocumentError
        It can't: the data end early, or have wrong bytes.
    """
    page = document.pages[index]
    content = page.obj.get(Name.Contents)
    parts = list(content) if isinstance(content, Array) else [content]
    forms = _forms(inherited(page, "/Resources"), set(), 0)
    for part in [*parts, *forms]:
        if isinstance(part, Stream) and not _is_whole(part):
            raise DocumentError("Content of PDF page is damaged.")


def _forms(resources: object, seen: set[tuple[int, int]], depth: int) -> Iterator[Stream]:
    """Yield the forms that resources name, and those within them."""
    drawings = resources.get(Name.XObject) if isinstance(resources, Dictionary) else None
    if not isinstance(drawings, Dictionary) or depth > _DEEPEST:
        return
    for name in drawings:
        item = drawings[name]
        if isinstance(item, Stream) and item.get(Name.Subtype) == Name.Form and item.objgen not in seen:
            seen.add(item.objgen)
            yield item
            yield from _forms(item.get(Name.Resources), seen, depth + 1)


def _is_whole(stream: Stream) -> bool:
    """Tell whether a content stream can be decoded to its end."""
    used = stream.get(Name.Filter)
    if used is None:
        return True
    if isinstance(used, Array) and len(used) == 1:
        used = used[0]
    if used in _FLATE:
        raw = stream.read_raw_bytes().strip(b"\r\n") if not stream.get(Name.DecodeParms) else b""
        return not raw or _inflates(stream, raw)
    try:
        stream.read_bytes()
    except pikepdf.PdfError:
        return False
    return True


def _inflates(stream: Stream, raw: bytes) -> bool:
    """Tell whether the data have their last block, and the check sum of what they become, unless that is missing."""
    inflate = zlib.decompressobj(-zlib.MAX_WBITS)
    data, check_sum, size = raw[_HEADER:], 1, 0
    try:
        while data and not inflate.eof and size < _MOST:
            part = inflate.decompress(data, _CHUNK)
            check_sum, size, data = zlib.adler32(part, check_sum), size + len(part), inflate.unconsumed_tail
    except zlib.error:
        return False
    if size >= _MOST:
        return True
    found = inflate.unused_data[:_CHECK_SUM]
    if not inflate.eof:
        return False
    return len(found) < _CHECK_SUM or int.from_bytes(found, "big") == check_sum or _is_content(stream)


def _is_content(stream: Stream) -> bool:
    """Tell whether a stream whose check sum is wrong is made of operators: some programs write wrong check sums."""
    try:
        operators = {
            str(instruction.operator).partition(" ")[0] for instruction in pikepdf.parse_content_stream(stream)
        }
    except pikepdf.PdfError:
        return False
    return operators <= _OPERATORS
