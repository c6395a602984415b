"""Tell whether the content of a page is whole: readers show what can be decoded of it, without a word."""

from __future__ import annotations

import warnings
import zlib
from collections.abc import Container, Sequence
from typing import Any

import pikepdf
from pikepdf import Array, Dictionary, Name, Stream

from sparkocr.errors import DocumentError
from sparkocr.pdf.boxes import inherited
from sparkocr.pdf.entries import elements, entries, entry

__all__ = ["Known", "check_content", "is_whole"]

Known = dict[tuple[int, int], bool]
"""Whether streams, or all forms of some resources, are whole, by their numbers."""

_CHUNK = 1 << 20
_MOST = 64 << 20  # bytes of a decoded stream that are looked at
_HEADER, _CHECK_SUM = 2, 4  # bytes before and after the deflated data, RFC 1950
_METHOD, _DEFLATE, _HEADER_DIVISOR = 0x0F00, 0x0800, 31
_FLUSHED = (
    b"\x00\x00\xff\xff"  # what ends the data of writers that flush, but never write a last block (RFC 1951, 3.2.4)
)
_DEEPEST = 20
# Operators of content streams, ISO 32000-1, annex A, and pikepdf's for BI ID EI.
_OPERATORS = """
b B b* B* BDC BMC BT BX c cm CS cs d d0 d1 Do DP EMC ET EX f F f* G g gs h i j J K k l m M MP n q Q re RG rg ri s S SC
sc SCN scn sh T* Tc Td TD Tf Tj TJ TL Tm Tr Ts Tw Tz v w W W* y ' "
"""
_KNOWN_OPERATORS = frozenset([*_OPERATORS.split(), "INLINE IMAGE"])


def check_content(
    page: Dictionary, known: Known, *, annotations: bool = True, whole: Container[tuple[int, int]] = ()
) -> None:
    """Check that what a page draws can be decoded to its end: its content, the forms in it, and its annotations.

    Parameters
    ----------
    page : Dictionary
    known : Known
        What is known from other pages of the document; added to.
    annotations : bool
        Whether it has annotations that may show text.
    whole : container of (int, int)
        Numbers of streams that are known to be whole.

    Raises
    ------
    DocumentError
        It can't: the data end early, or have wrong bytes.
    """
    looks = [entry(entry(item, Name.AP), Name.N) for item in elements(page.get(Name.Annots))] if annotations else []
    is_drawn_whole = all(part.objgen in whole or _decodes(part, page) for part in _parts(page)) and _has_whole_forms(
        page, inherited(page, "/Resources"), known, 0
    )
    if not is_drawn_whole or not all(_is_whole_form(look, known, 0) for look in looks if isinstance(look, Stream)):
        raise DocumentError("Content of PDF page is damaged.")


def is_whole(content: Dictionary | Stream) -> bool:
    """Tell whether the instructions of a page or a form can be decoded to their end, not counting the forms in it."""
    return all(_decodes(part, content) for part in _parts(content))


def _parts(content: Dictionary | Stream) -> Sequence[Stream]:
    """Return the streams that a page or a form consists of."""
    if isinstance(content, Stream):
        return [content]
    found = content.get(Name.Contents)
    return [part for part in (elements(found) if isinstance(found, Array) else [found]) if isinstance(part, Stream)]


def _has_whole_forms(content: Dictionary | Stream, resources: Any, known: Known, depth: int) -> bool:
    """Tell whether the forms that a page or a form draws are whole; its resources may have more."""
    if depth > _DEEPEST or not isinstance(resources, Dictionary):
        return True
    if resources.is_indirect and resources.objgen in known:
        return True
    damaged = set()
    for name, item in entries(resources.get(Name.XObject)):
        is_form = isinstance(item, Stream) and item.get(Name.Subtype) == Name.Form
        if is_form and not _is_whole_form(item, known, depth + 1):
            damaged.add(name)
    if damaged:
        drawn: list[Any] = [instruction.operands for instruction in pikepdf.parse_content_stream(content, "Do")]
        return not any(operands and str(operands[0]) in damaged for operands in drawn)
    if resources.is_indirect:
        known[resources.objgen] = True
    return True


def _is_whole_form(form: Stream, known: Known, depth: int) -> bool:
    """Tell whether a form is whole, and all that it draws."""
    number = form.objgen
    if number not in known:
        known[number] = True  # for forms that are in themselves
        known[number] = _decodes(form, form) and _has_whole_forms(form, form.get(Name.Resources), known, depth)
    return known[number]


def _decodes(stream: Stream, content: Dictionary | Stream) -> bool:
    """Tell whether a stream of a page or a form can be decoded to its end; what isn't packed always can."""
    used = stream.get(Name.Filter)
    filters = [name for name in (elements(used) if isinstance(used, Array) else [used]) if name != Name.Crypt]
    if used is None or not filters:
        return True
    if filters[-1] != Name.FlateDecode and filters[-1] != Name.Fl:
        return _is_content(content)
    data = stream.read_raw_bytes()
    if len(filters) > 1:
        with pikepdf.new() as empty:
            data = Stream(empty, data, Filter=Array(filters[:-1])).read_bytes()
    return not data.strip() or _inflates(data, content)


def _inflates(data: bytes, content: Dictionary | Stream) -> bool:
    """Tell whether data have their last block, and the check sum of what they become, unless that is missing."""
    header = int.from_bytes(data[:_HEADER], "big")
    if header & _METHOD != _DEFLATE or header % _HEADER_DIVISOR:
        return False
    inflate = zlib.decompressobj(-zlib.MAX_WBITS)
    rest, check_sum, size = data[_HEADER:], 1, 0
    try:
        while rest and not inflate.eof and size < _MOST:
            part = inflate.decompress(rest, _CHUNK)
            check_sum, size, rest = zlib.adler32(part, check_sum), size + len(part), inflate.unconsumed_tail
    except zlib.error:
        return False
    if size >= _MOST:
        return True
    if not inflate.eof:
        return data.rstrip(b"\r\n").endswith(_FLUSHED)
    found = inflate.unused_data[:_CHECK_SUM]
    return len(found) < _CHECK_SUM or int.from_bytes(found, "big") == check_sum or _is_content(content)


def _is_content(content: Dictionary | Stream) -> bool:
    """Tell whether the instructions of a page or a form have known operators only, and end after one, and no text.

    So are those whose check sum is wrong, as some programs write it, but not those that were cut or changed.
    """
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error")  # operands without an operator
            operators = [str(instruction.operator) for instruction in pikepdf.parse_content_stream(content)]
    except (pikepdf.PdfError, UserWarning, ValueError, LookupError, TypeError):
        return False
    is_in_text = next((operator == "BT" for operator in reversed(operators) if operator in {"BT", "ET"}), False)
    return _KNOWN_OPERATORS.issuperset(operators) and not is_in_text
