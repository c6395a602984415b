"""Texts of a header: for a search in all of them at once, and those that are free or stay after a profile."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from typing import TYPE_CHECKING, Any

from sparkocr.dicom.library import quiet
from sparkocr.dicom.open import check_depth
from sparkocr.dicom.profile.safe import KEPT_TEXTS
from sparkocr.dicom.profile.strategy import ACTIONS
from sparkocr.dicom.profile.table import Action, Option, action_of, basic_profile
from sparkocr.dicom.profile.values import BYTES, TEXTS, texts_of
from sparkocr.errors import DocumentError

if TYPE_CHECKING:
    from pydicom.dataelem import DataElement
    from pydicom.dataset import Dataset

__all__ = ["free_texts", "kept_texts", "tag_texts"]


def tag_texts(header: Any, tags: Collection[int] | None = None) -> list[tuple[int, str]]:
    """Return the texts of a header with their tags, at all depths, in the order of the file.

    Parameters
    ----------
    header : pydicom.dataset.Dataset
    tags : collection of int, optional
        Those that are looked at; None: all that hold texts.

    Returns
    -------
    list of (int, str)
        One for each value that is not blank. Line ends and runs of blanks are one blank.

    Raises
    ------
    DocumentError
        The header can't be read.
    """
    try:
        with quiet():
            return list(_texts(header, tags, 0))
    except DocumentError:
        raise
    except Exception:  # noqa: BLE001  pydicom raises anything on odd values, and quotes them
        raise DocumentError("The header of the DICOM file can't be read") from None


def _texts(header: Any, tags: Collection[int] | None, depth: int) -> Iterator[tuple[int, str]]:
    check_depth(depth)
    for tag in list(header.keys()):
        element = header[tag]
        if element.VR in ACTIONS["cleanTag"] if tags is None else int(tag) in tags and element.VR != "SQ":
            yield from ((int(tag), " ".join(text.split())) for text in texts_of(element.value) if text.split())
        if element.VR == "SQ":
            for item in element.value or ():
                yield from _texts(item, tags, depth + 1)


def free_texts(header: Dataset, options: Collection[Option]) -> Iterator[DataElement]:
    """Yield the elements of a header clean by the profile whose texts may say anything, at all depths."""
    return (element for element in _elements(header, 0) if _is_free(element, options))


def kept_texts(header: Dataset, options: Collection[Option]) -> Iterator[str]:
    """Yield its other texts, which the profile keeps: codes, numbers, names of methods, and what its options keep."""
    for element in _elements(header, 0):
        if element.VR not in BYTES and not _is_free(element, options):
            yield from texts_of(element.value)


def _is_free(element: DataElement, options: Collection[Option]) -> bool:
    row = basic_profile().get(int(element.tag))
    is_kept = element.keyword in KEPT_TEXTS or (row is not None and action_of(row, options) is Action.KEEP)
    return element.VR in TEXTS and not is_kept and not element.tag.is_private  # what stays of these is safe


def _elements(header: Dataset, depth: int) -> Iterator[DataElement]:
    """Yield all elements but sequences."""
    check_depth(depth)
    for element in header:
        if element.VR != "SQ":
            yield element
        for item in element.value or () if element.VR == "SQ" else ():
            yield from _elements(item, depth + 1)
