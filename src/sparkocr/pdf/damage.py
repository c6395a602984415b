"""Tell whether the content of a page is whole: readers show what can be decoded of it, without a word."""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterator
from typing import NamedTuple

import pikepdf
from pikepdf import Array, Dictionary, Name, Stream

from sparkocr.errors import DocumentError
from sparkocr.pdf.boxes import inherited

__all__ = ["PageContent", "check_content"]

_MOST = 64 << 20  # bytes of a decoded stream that are looked at
_HEADER, _CHECK_SUM = 2, 4  # bytes before and after the deflated data, RFC 1950
_FLATE = (Name.FlateDecode, Name.Fl)
_DEEPEST = 20
# Operators of content streams, ISO 32000-1, annex A.
_OPERATORS = frozenset(
    re.findall(
        r"\S+",
        "b B b* B* BDC BI BMC BT BX c cm CS cs d d0 d1 Do DP EI EMC ET EX f F f* G g gs h i ID j J K k l m M MP n q Q "
        "re RG rg ri s S SC sc SCN scn sh T* Tc Td TD Tf Tj TJ TL Tm Tr Ts Tw Tz v w W W* y ' \" INLINE",
    )
)


class PageContent(NamedTuple):
    """What the content of a page does, forms not included.

    Attributes
    ----------
    texts : int
        How often it shows text, about.
    has_pictures : bool
        Whether it may draw pictures or forms.
    """

    texts: int
    has_pictures: bool


def check_content(document: pikepdf.Pdf, index: int) -> PageContent:
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
    page = document.pages[index].obj
    content = page.get(Name.Contents)
    resources = inherited(page, "/Resources")
    decoded = [_decoded(part) for part in (content if isinstance(content, Array) else [content])]
    has_drawings = isinstance(resources, Dictionary) and Name.XObject in resources
    if has_drawings:
        for form in _forms(resources, set(), 0):
            _decoded(form)
    texts = sum(part.count(b"Tj") + part.count(b"TJ") for part in decoded)
    return PageContent(texts, has_drawings or any(b"ID" in part for part in decoded))


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


def _decoded(stream: object) -> bytes:
    """Decode a content stream to its end, or say that it can't be.

    Of one that is very long, only the beginning is looked at.
    """
    if not isinstance(stream, Stream):
        return b""
    used = stream.get(Name.Filter)
    if isinstance(used, Array) and len(used) == 1:
        used = used[0]
    try:
        if used not in _FLATE or Name.DecodeParms in stream:
            return stream.read_bytes()
        raw = stream.read_raw_bytes().strip(b"\r\n")
        decoded = _inflated(stream, raw) if raw else b""
    except (pikepdf.PdfError, zlib.error):
        decoded = None
    if decoded is None:
        raise DocumentError("Content of PDF page is damaged.")
    return decoded


def _inflated(stream: Stream, raw: bytes) -> bytes | None:
    """Inflate data; None if their last block is missing, or the check sum of what they become is wrong.

    A missing check sum is none that is wrong.
    """
    inflate = zlib.decompressobj(-zlib.MAX_WBITS)
    decoded = inflate.decompress(raw[_HEADER:], _MOST)
    if len(decoded) >= _MOST:
        return decoded
    if not inflate.eof:
        return None
    found = inflate.unused_data[:_CHECK_SUM]
    is_right = len(found) < _CHECK_SUM or int.from_bytes(found, "big") == zlib.adler32(decoded)
    return decoded if is_right or _is_content(stream) else None


def _is_content(stream: Stream) -> bool:
    """Tell whether a stream whose check sum is wrong is made of operators: some programs write wrong check sums."""
    try:
        operators = {
            str(instruction.operator).partition(" ")[0] for instruction in pikepdf.parse_content_stream(stream)
        }
    except pikepdf.PdfError:
        return False
    return operators <= _OPERATORS
