"""DICOM documents in notebooks: a name that programs import, until there is a decoder."""

from __future__ import annotations

from typing import Any, NoReturn

__all__ = ["display_dicom"]


def display_dicom(*_: Any, **__: Any) -> NoReturn:
    """Say that DICOM documents can't be shown: sparkocr doesn't decode them yet.

    Raises
    ------
    NotImplementedError
        Always.
    """
    raise NotImplementedError(
        "display_dicom can't show anything: sparkocr doesn't decode DICOM yet. Decode the frames with pydicom, and "
        "show PNG files of them with BinaryToImage and display_images."
    )
