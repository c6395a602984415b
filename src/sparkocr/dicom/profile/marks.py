"""What a file says of its own de-identification (PS3.15, sections E.1.1 and E.3; PS3.3, section C.7.1.1)."""

from __future__ import annotations

from collections.abc import Collection
from typing import TYPE_CHECKING

from sparkocr.dicom.profile.table import Option

if TYPE_CHECKING:
    from pydicom.dataset import Dataset

__all__ = ["MEANINGS", "mark"]

_CODES = {  # PS3.16, CID 7050
    Option.GRAPHICS: ("113103", "Clean Graphics Option"),
    Option.STRUCTURED: ("113104", "Clean Structured Content Option"),
    Option.DESCRIPTORS: ("113105", "Clean Descriptors Option"),
    Option.FULL_DATES: ("113106", "Retain Longitudinal Temporal Information Full Dates Option"),
    Option.MODIFIED_DATES: ("113107", "Retain Longitudinal Temporal Information Modified Dates Option"),
    Option.PATIENT: ("113108", "Retain Patient Characteristics Option"),
    Option.DEVICE: ("113109", "Retain Device Identity Option"),
    Option.UIDS: ("113110", "Retain UIDs Option"),
    Option.SAFE_PRIVATE: ("113111", "Retain Safe Private Option"),
    Option.INSTITUTION: ("113112", "Retain Institution Identity Option"),
}
_BASIC = ("113100", "Basic Application Confidentiality Profile")
_CLEAN_PIXELS = ("113101", "Clean Pixel Data Option")
_METHOD = "PS3.15 Basic Profile by sparkocr"
MEANINGS = (_METHOD, *(meaning for _, meaning in (_BASIC, _CLEAN_PIXELS, *_CODES.values())))
"""All that files may say of their own de-identification."""


def mark(header: Dataset, options: Collection[Option], *, pixels_cleaned: bool, has_pixels: bool) -> None:
    """Say how a header was de-identified.

    Parameters
    ----------
    header : Dataset
        Is changed.
    options : collection of Option
    pixels_cleaned : bool
        Whether text was masked in the pixels, or looked for and not found.
    has_pixels : bool
        Whether there are any. The file says that the identity of the patient is removed only if nothing is left in
        which it may be.
    """
    from pydicom.dataset import Dataset

    codes = [_BASIC, *([_CLEAN_PIXELS] if pixels_cleaned else ()), *(_CODES[one] for one in Option if one in options)]
    header.PatientIdentityRemoved = "YES" if pixels_cleaned or not has_pixels else "NO"
    header.DeidentificationMethod = _METHOD
    items = []
    for value, meaning in codes:
        item = Dataset()
        item.CodeValue, item.CodingSchemeDesignator, item.CodeMeaning = value, "DCM", meaning
        items.append(item)
    header.DeidentificationMethodCodeSequence = items
    if pixels_cleaned and has_pixels:
        header.BurnedInAnnotation = "NO"
    if Option.FULL_DATES in options:
        header.LongitudinalTemporalInformationModified = "UNMODIFIED"
    else:
        is_moved = Option.MODIFIED_DATES in options
        header.LongitudinalTemporalInformationModified = "MODIFIED" if is_moved else "REMOVED"
