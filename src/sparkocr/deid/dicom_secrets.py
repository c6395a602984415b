"""What must be gone of the header of a DICOM file, so that the verifier looks for it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from sparkocr.deid.dicom_header import HeaderOptions, as_secrets, days_back, is_sure
from sparkocr.deid.fold import STOP
from sparkocr.deid.search import SecretIndex
from sparkocr.deid.secrets import Secret
from sparkocr.dicom.library import quiet
from sparkocr.dicom.profile.identifiers import identifiers_of, is_kept
from sparkocr.dicom.profile.marks import MEANINGS
from sparkocr.dicom.profile.safe import KEPT_TEXTS, KEPT_UIDS
from sparkocr.dicom.profile.table import Option
from sparkocr.dicom.profile.times import moved_date
from sparkocr.dicom.profile.values import readable_texts

__all__ = ["replaced_values"]

_DATE = 8  # characters of a date (PS3.5, section 6.2)
_ID = "ID"
_PUBLIC = KEPT_TEXTS - {"CodeMeaning", "CodeValue", "LongCodeValue"}  # those of hospitals are replaced
_STANDARD = "1.2.840.10008."  # root of UIDs that the standard defines (PS3.5, section 9.1)
_SHORT_TEXTS = frozenset({"CS", "LO", "SH", "UC", "UI"})
_READ = _SHORT_TEXTS | {"SQ", "UN", None}
_DUMMY_DATE = "19000101"  # in place of dates that have to be there


def replaced_values(header: Any, options: HeaderOptions) -> tuple[Secret, ...]:
    """Return what the Basic Profile with its options takes out of a header, as it may be written elsewhere.

    Parameters
    ----------
    header : pydicom.dataset.Dataset
        As it was before, with its file meta information.
    options : HeaderOptions
        What the options of the profile keep is not returned.

    Returns
    -------
    tuple of Secret
        Names of persons and their parts, numbers, addresses, dates in three orders, and UIDs of objects, each once.

    Notes
    -----
    Left out is what would be found in files that are clean: what is a part of a value that the options keep, of the
    placeholder, or of what the file says of its de-identification; names of institutions and the like that are also a
    code or the name of a manufacturer in this file; and dates that another date of this file becomes by chance when it
    is moved.
    """
    keeps = options.options
    with quiet():
        identifiers = list(identifiers_of(header))
        texts = list(_texts(header))
        texts += _texts(getattr(header, "file_meta", None) or {})
    gone = [one for one in identifiers if not is_kept(one, keeps)]
    uids = [text for keyword, vr, text in texts if vr == "UI" and _is_of_object(keyword, text)]
    stays = [one.text for one in identifiers if is_kept(one, keeps)]
    stays += [options.placeholder, options.placeholder.upper(), _DUMMY_DATE, *MEANINGS]
    if Option.UIDS in keeps:
        stays, uids = [*stays, *uids], []
    days = [Secret(one.text[:_DATE], one.label) for one in gone if one.vr == "DT"]
    found = dict.fromkeys([*as_secrets(gone), *days])
    left_out = _said_in(stays, found)
    public = [text for keyword, vr, text in texts if vr == "CS" or keyword in _PUBLIC]
    left_out |= _said_in(public, [one for one in found if not is_sure(one)])
    if Option.MODIFIED_DATES in keeps:
        left_out |= _by_chance(found, days_back(header, options))
    staying = [one for one in found if one not in left_out]
    return tuple(dict.fromkeys((*staying, *_usual_dates(staying), *(Secret(uid, _ID) for uid in uids))))


def _texts(header: Any) -> Iterator[tuple[str, str, str]]:
    """Yield keyword, VR and text of codes, short texts and UIDs of the standard that can be read."""
    for element, texts in readable_texts(header, lambda _tag, vr: vr in _READ):
        if element.VR in _SHORT_TEXTS and element.keyword:
            yield from ((element.keyword, str(element.VR), text) for text in texts)


def _is_of_object(keyword: str, uid: str) -> bool:
    """Tell whether a UID names an object of a hospital, and not a kind of objects or a way to write them."""
    from pydicom.uid import PYDICOM_IMPLEMENTATION_UID, UID

    if keyword in KEPT_UIDS or keyword in {"ImplementationClassUID", "MediaStorageSOPClassUID"}:
        return False
    # New files name what has written them
    return not (uid.startswith(_STANDARD) and UID(uid).name != uid) and not PYDICOM_IMPLEMENTATION_UID.startswith(uid)


def _said_in(texts: Iterable[str], secrets: Iterable[Secret]) -> set[Secret]:
    """Return the secrets that are in texts."""
    return {secret for _, _, secret in SecretIndex(secrets).find(STOP.join(text.replace("^", " ") for text in texts))}


def _usual_dates(secrets: Iterable[Secret]) -> Iterator[Secret]:
    """Yield dates with the day before the month, and the other way round, before the year."""
    for one in secrets:
        if one.label == "DATE" and len(one.text) == _DATE and one.text.isdecimal():
            year, month, day = one.text[:4], one.text[4:6], one.text[6:]
            yield Secret(f"{day}.{month}.{year}", one.label)
            yield Secret(f"{month}/{day}/{year}", one.label)


def _by_chance(secrets: Iterable[Secret], days: int) -> set[Secret]:
    """Return the dates that other ones become when they are moved back by some days."""
    dates = [one for one in secrets if one.label == "DATE"]
    moved = {moved_date(one.text[:_DATE], days) for one in dates}
    return {one for one in dates if one.text[:_DATE] in moved}
