"""The header of a DICOM file as JSON, in the two forms that programs read."""

from __future__ import annotations

import json
import math
from collections.abc import Callable, Collection, Iterator
from typing import Any

from sparkocr.dicom.library import quiet
from sparkocr.dicom.open import check_depth
from sparkocr.dicom.profile.values import BYTES, NUMBERS, all_fit
from sparkocr.errors import DocumentError

__all__ = ["header_json"]

_HARMLESS = frozenset(
    {  # besides numbers and codes of the group 0028, which describes pixels
        *("BodyPartExamined", "BurnedInAnnotation", "ConversionType", "ImageType", "Laterality", "Modality"),
        *("PatientOrientation", "SOPClassUID", "SpecificCharacterSet", "ViewPosition"),
    }
)
_PIXEL_GROUP = 0x0028
_TELLING_NOBODY = NUMBERS | {"AT", "CS", "DS", "IS", "UI"}  # value representations


def header_json(
    header: Any, *, by_tag: bool = False, ignored: Collection[str] = BYTES, only_harmless: bool = False
) -> str:
    """Write a header as JSON.

    Parameters
    ----------
    header : pydicom.dataset.Dataset
        `DicomFile.header`; its file meta information is not written.
    by_tag : bool
        Whether keys are tags, as ``"00100010"``, and values say their VR: ``{"vr": "PN", "value": ...}``. Else keys are
        keywords, as ``"PatientName"``, or the tag where there is none, and values are the values alone.
    ignored : collection of str
        Value representations that are left out.
    only_harmless : bool
        Whether nothing is written but what the pixels are, and what kind of picture they show.

    Returns
    -------
    str
        A JSON object. Several values are an array, sequences an array of objects, and an empty value is null. Numbers
        are numbers unless they are infinite or none, bytes are text in hexadecimal.

    Raises
    ------
    DocumentError
        The header can't be read.
    """
    try:
        with quiet():
            if only_harmless:
                header = _harmless(header)
            fields = dict(_fields(header, _tagged if by_tag else _keyed, ignored, 0))
        return json.dumps(fields, ensure_ascii=False, indent=2)
    except DocumentError:
        raise
    except Exception:  # noqa: BLE001  pydicom raises anything on odd values, and quotes them
        raise DocumentError("The header of the DICOM file can't be read") from None


def _harmless(header: Any) -> Any:
    """Return the elements that can't tell who the patient is: no texts nor sequences, also not about pixels."""
    from pydicom.datadict import keyword_for_tag

    kept = header[:]
    for tag in list(header.keys()):
        is_known = tag.group == _PIXEL_GROUP or keyword_for_tag(tag) in _HARMLESS
        if not (is_known and _tells_nobody(header, tag)):
            del kept[tag]
    return kept


def _tells_nobody(header: Any, tag: Any) -> bool:
    """Tell whether an element is of the standard, and has numbers or codes that look like some."""
    from pydicom.datadict import dictionary_has_tag

    try:
        element = header[tag]
        return dictionary_has_tag(tag) and element.VR in _TELLING_NOBODY and all_fit(element)
    except Exception:  # noqa: BLE001  pydicom raises anything on values that don't fit
        return False


def _tagged(element: Any, value: Any) -> tuple[str, Any]:
    return f"{element.tag:08X}", {"vr": str(element.VR), "value": value}


def _keyed(element: Any, value: Any) -> tuple[str, Any]:
    return element.keyword or f"{element.tag:08X}", value


def _fields(
    header: Any, write: Callable[[Any, Any], tuple[str, Any]], ignored: Collection[str], depth: int
) -> Iterator[tuple[str, Any]]:
    """Yield the fields of a data set; one whose value can't be read is null."""
    check_depth(depth)
    for tag in sorted(header.keys()):
        try:
            element = header[tag]
        except Exception:  # noqa: BLE001  a value that does not fit its VR
            yield f"{tag:08X}", None
            continue
        if element.VR in ignored:
            continue
        if element.VR == "SQ":
            items: Any = [dict(_fields(item, write, ignored, depth + 1)) for item in element.value or ()]
        else:
            items = _plain(element.value)
        yield write(element, items)


def _plain(value: Any) -> Any:
    """Return a value as JSON can hold it."""
    if value is None or isinstance(value, (bool, int)):
        return None if value is None else int(value)
    if isinstance(value, float):  # also numbers that were written in decimals
        return float(value) if math.isfinite(value) else str(float(value))
    if isinstance(value, (bytes, bytearray)):
        return value.hex()
    if hasattr(value, "__iter__") and not isinstance(value, str) and not hasattr(value, "components"):
        return [_plain(item) for item in value]
    text = str(value).rstrip("\0 ").encode("utf-8", "replace").decode()  # halves of characters are none
    return _number(value, text) if text else None


def _number(value: Any, text: str) -> Any:
    """Return decimals that pydicom keeps as such as a number."""
    from decimal import Decimal

    return float(value) if isinstance(value, Decimal) else text
