"""Make a DICOM file of an image: a secondary capture (PS3.3, section A.8.1)."""

from __future__ import annotations

import json
from hashlib import sha256
from typing import Any

import cv2
import numpy as np

from sparkocr.dicom.library import quiet
from sparkocr.dicom.profile.values import BYTES
from sparkocr.dicom.syntaxes import EXPLICIT
from sparkocr.dicom.write import write_header
from sparkocr.enums import ImageType
from sparkocr.errors import DocumentError
from sparkocr.imaging.pixels import Image, convert

__all__ = ["secondary_capture"]

_SECONDARY_CAPTURE = "1.2.840.10008.5.1.4.1.1.7"  # PS3.4, section B.5
_FILE_META, _PIXELS, _FIRST_CURVE = 0x0002, 0x0028, 0x5000
_OWN = {"SOPClassUID", "SOPInstanceUID", "NumberOfFrames", "PerFrameFunctionalGroupsSequence"}
_UIDS = ("StudyInstanceUID", "SeriesInstanceUID")
_LONGEST_SIDE = 65_535  # PS3.3, section C.7.6.3: rows and columns are of 16 bits


def secondary_capture(image: Image, metadata: str | None = None) -> bytes:
    """Make a DICOM file of an image, uncompressed.

    Parameters
    ----------
    image : Image
        Gray or colours; an alpha channel is laid on white.
    metadata : str, optional
        Header of the file that the image is from, as `sparkocr.dicom.header.header_json` writes it in either form. What
        speaks of patient, study and series is taken over; sequences, bytes, and what describes other pixels is not.

    Returns
    -------
    bytes
        The same for the same image and metadata: UIDs that are not told are computed of them.

    Raises
    ------
    DocumentError
        The image is too large, or `metadata` is not such a text.
    """
    height, width = image.pixels.shape[:2]
    if max(height, width) > _LONGEST_SIDE:
        raise DocumentError(f"A side of the image has more than {_LONGEST_SIDE:,} px")
    is_gray = image.image_type.channels == 1
    pixels = convert(image.pixels, image.image_type, ImageType.TYPE_BYTE_GRAY if is_gray else ImageType.TYPE_3BYTE_BGR)
    data = np.ascontiguousarray(pixels if is_gray else cv2.cvtColor(pixels, cv2.COLOR_BGR2RGB)).tobytes()
    with quiet():
        header = _header_of(metadata)
        header.SOPClassUID = _SECONDARY_CAPTURE
        header.SOPInstanceUID = _uid(data, metadata or "", "SOPInstanceUID")
        for keyword in _UIDS:
            if not header.get(keyword):
                setattr(header, keyword, _uid(data, metadata or "", keyword))
        header.ConversionType = "WSD"  # PS3.3, section C.8.6.1: a workstation made it
        header.Modality = header.get("Modality") or "OT"
        header.SamplesPerPixel = 1 if is_gray else 3
        header.PhotometricInterpretation = "MONOCHROME2" if is_gray else "RGB"
        if not is_gray:
            header.PlanarConfiguration = 0
        header.Rows, header.Columns = height, width
        header.BitsAllocated = header.BitsStored = 8
        header.HighBit, header.PixelRepresentation = 7, 0
        header.add_new(0x7FE00010, "OB", data + b"\0" * (len(data) % 2))
    return write_header(header, EXPLICIT)


def _uid(data: bytes, metadata: str, what: str) -> str:
    """Return a UID that belongs to an image (PS3.5, section B.2: 2.25 and a number of 128 bits)."""
    digest = sha256(b"\0".join((what.encode(), metadata.encode("utf-8", "replace"), data))).digest()
    return f"2.25.{int.from_bytes(digest[:16], 'big')}"


def _header_of(metadata: str | None) -> Any:
    from pydicom.dataset import FileDataset, FileMetaDataset

    header = FileDataset(None, {}, file_meta=FileMetaDataset(), is_implicit_VR=False, is_little_endian=True)  # type: ignore[arg-type]
    header.SpecificCharacterSet = "ISO_IR 192"  # PS3.3, section C.12.1.1.2: UTF-8
    if not metadata:
        return header
    try:
        fields = json.loads(metadata)
        for key, found in fields.items():
            _take_over(header, key, found)
    except (ValueError, AttributeError):
        raise DocumentError("The metadata are no header of a DICOM file") from None
    return header


def _take_over(header: Any, key: str, found: Any) -> None:
    """Put a value of JSON into a header; one that does not fit there is left out."""
    from pydicom.datadict import dictionary_VR, keyword_for_tag, tag_for_keyword
    from pydicom.tag import Tag

    told = found if isinstance(found, dict) else {"value": found}
    number = tag_for_keyword(key)
    try:
        tag = Tag(int(key, 16) if number is None else number)
        vr = told.get("vr") or dictionary_VR(tag)
    except (ValueError, KeyError, OverflowError):
        return
    is_ours = tag.group in {_FILE_META, _PIXELS} or tag.group >= _FIRST_CURVE or keyword_for_tag(tag) in _OWN
    value = told.get("value")
    if is_ours or tag.is_private or vr in {"SQ", *BYTES} or tag == 0x00080005:  # noqa: PLR2004  character set
        return
    try:
        header.add_new(tag, vr, value)
    except Exception:  # noqa: BLE001  pydicom checks values as they are set
        header.pop(tag, None)
