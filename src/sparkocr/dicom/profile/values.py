"""Values of data elements: dummies, and whether they are what their value representation says (PS3.5, section 6.2)."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Any

from sparkocr.dicom.open import check_depth, vr_of

if TYPE_CHECKING:
    from pydicom.dataelem import DataElement
    from pydicom.dataset import Dataset

__all__ = [
    "BYTES",
    "NUMBERS",
    "TEXTS",
    "all_fit",
    "changed",
    "cleared",
    "dummy",
    "fits",
    "is_text",
    "readable_texts",
    "shortened",
    "texts_of",
]

TEXTS = frozenset({"LO", "LT", "SH", "ST", "UC", "UT"})
NUMBERS = frozenset({"FD", "FL", "SL", "SS", "SV", "UL", "US", "UV"})
BYTES = frozenset({"OB", "OD", "OF", "OL", "OV", "OW", "UN"})
"""Value representations by what they hold: texts that are no names, numbers, bytes."""

_LENGTHS = {"SH": 16, "AE": 16, "CS": 16, "LO": 64, "PN": 64, "ST": 1024, "LT": 10_240}  # characters
_DUMMIES = {"DA": "19000101", "TM": "000000", "DT": "19000101000000", "AS": "000Y", "DS": "0", "IS": "0"}
_TEXT = re.compile(r"[^\0-\x08\x0e-\x1f]*")  # other bytes are of elements that a damaged length swallows
_WRITTEN, _LETTERS = re.compile(rb"[\s -~]*"), re.compile(rb"[A-Za-z]{2}")
_SHAPES = {
    **dict.fromkeys((*TEXTS, "AE", "PN"), _TEXT),
    "CS": re.compile(r"[A-Z0-9 _./()+-]{0,16}"),  # machines write more signs than the standard has
    "DA": re.compile(r"(\d{4}[.-]?\d{2}[.-]?\d{2})?"),
    "DT": re.compile(r"(\d{4,14}(\.\d{1,6})?([+-]\d{4})?)?"),
    "TM": re.compile(r"(\d{2}(:?\d{2}){0,2}(\.\d{1,6})?)?"),
    "DS": re.compile(r" *[+-]?(\d++\.?\d*+|\.\d++)([eE][+-]?\d+)? *"),
    "IS": re.compile(r" *[+-]?\d{1,12} *"),
    "UI": re.compile(r"[0-9.]{0,64}"),
}


def texts_of(value: Any) -> list[str]:
    """Return a value as texts: one for each of several values."""
    if value is None or value == "":
        return []
    if _is_multiple(value):
        return [text for item in value for text in texts_of(item)]
    if isinstance(value, (bytes, bytearray)):
        return [bytes(value).decode("latin-1")]
    return [str(value).strip("\0 ")]


def readable_texts(
    header: Dataset, is_wanted: Callable[[int, str | None], bool], depth: int = 0
) -> Iterator[tuple[DataElement, list[str]]]:
    """Yield elements with their values as texts, at all depths, without those that can't be read.

    Parameters
    ----------
    header : pydicom.dataset.Dataset
    is_wanted : Callable
        Tells by tag and value representation, None if that is unknown, whether an element, or a sequence, has to be
        read: to convert the values of all takes long.
    depth : int
        How many sequences the header is in.

    Raises
    ------
    DocumentError
        There are too many sequences in each other.
    """
    check_depth(depth)
    for tag in [tag for tag in header.keys() if is_wanted(tag, vr_of(header, tag))]:  # noqa: SIM118
        try:
            element = header[tag]
            texts = texts_of(element.value) if element.VR != "SQ" else []
        except Exception:  # noqa: BLE001, S112  pydicom raises anything on values that don't fit
            continue
        if element.VR == "SQ":
            for item in element.value or ():
                yield from readable_texts(item, is_wanted, depth + 1)
        else:
            yield element, texts


def _is_multiple(value: Any) -> bool:
    return isinstance(value, (list, tuple)) or (hasattr(value, "__iter__") and hasattr(value, "insert"))


def changed(element: DataElement, change: Callable[[str], str]) -> None:
    """Change each of the texts of an element; empty ones among several stay where they are."""
    value = element.value
    made = ["".join(map(change, texts_of(one))) for one in (value if _is_multiple(value) else [value])]
    element.value = made if len(made) > 1 else "".join(made)


def cleared(element: DataElement) -> None:
    """Empty an element; numbers become 0, and bytes are blanks."""
    vr = str(element.VR)
    if vr == "SQ":
        element.value = []
    elif vr in NUMBERS:
        element.value = 0
    elif vr in BYTES:
        element.value = b"  "
    else:
        element.value = None if vr in {"DS", "IS", "AT"} else ""


def dummy(vr: str, placeholder: str) -> Any:
    """Return a value that tells nothing, for all but sequences and UIDs."""
    if vr in NUMBERS:
        return 0
    if vr in BYTES:
        return b"\0\0" * (4 if vr in {"OD", "OV"} else 2)
    if vr in _DUMMIES:
        return _DUMMIES[vr]
    if vr == "CS":
        return re.sub(r"[^A-Z0-9 _]", "", placeholder.upper())[:16]
    if vr in {"AT", "UR"}:
        return None if vr == "AT" else ""
    return placeholder[: _LENGTHS.get(vr)]


def shortened(vr: str, text: str) -> str:
    """Return as much of a text as its value representation allows."""
    return text[: _LENGTHS.get(vr)]


def fits(vr: str, text: str) -> bool:
    """Tell whether a value looks like one of its value representation."""
    shape = _SHAPES.get(vr)
    return shape is None or shape.fullmatch(text) is not None


def all_fit(element: DataElement) -> bool:
    """Tell whether all values of an element look like those of its value representation."""
    return all(fits(str(element.VR), text) for text in texts_of(element.value))


def is_text(value: bytes | None) -> bool:
    """Tell whether bytes are nothing but text, in ASCII or UTF-16: no numbers of tables, curves or colours are."""
    text = bytes(value or b"").replace(b"\0", b"")
    return _WRITTEN.fullmatch(text) is not None and _LETTERS.search(text) is not None
