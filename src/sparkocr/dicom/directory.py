"""Directories of DICOM files (DICOMDIR), made of the headers of the files (PS3.3, annex F; PS3.10, section 8)."""

from __future__ import annotations

import struct
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from hashlib import sha256
from itertools import zip_longest
from pathlib import PurePosixPath
from typing import Any

from sparkocr.dicom.fragments import ITEM
from sparkocr.dicom.library import quiet
from sparkocr.dicom.open import DicomFile, open_dicom, value
from sparkocr.dicom.source import Source
from sparkocr.dicom.syntaxes import EXPLICIT
from sparkocr.dicom.write import header_bytes, meta_bytes
from sparkocr.errors import DocumentError
from sparkocr.kinds import MEDIA_DIRECTORY

__all__ = ["Record", "directory_of", "is_file_id", "records_of"]

_FORM = struct.Struct("<4s2sHL4s2sHH4s2sHL")  # of what all records begin with: offsets, and that they are in use
_NEXT, _IN_USE, _LOWER = b"\x04\0\0\x14", b"\x04\0\x10\x14", b"\x04\0\x20\x14"  # PS3.3, table F.3-3
_RECORDS = b"\x04\0\x20\x12SQ\0\0"  # the sequence of all of them
_ITEM_HEAD = struct.Struct("<HHL")
_MOST_BYTES = 0xFFFFFFFE  # of a value (PS3.5, section 7.1.1), and so of offsets
# What records must have (PS3.3, section F.5) and files need not: what stands there then. Clean files have no dates.
_ASSUMED = {
    **dict.fromkeys(("StudyDate", "ContentDate", "PresentationCreationDate"), "19000101"),
    **dict.fromkeys(("StudyTime", "ContentTime", "PresentationCreationTime"), "000000"),
    **dict.fromkeys(("PatientID", "StudyID", "ContentLabel", "StructureSetLabel"), "UNKNOWN"),
    **dict.fromkeys(("SeriesNumber", "InstanceNumber"), "1"),
    "Modality": "OT",
}
_LEVELS = ("PATIENT", "STUDY", "SERIES")
_MODIFIER = "HAS CONCEPT MOD"  # the only part of a report that a record may have (PS3.3, section F.5.25)


@dataclass(frozen=True, slots=True)
class Record:
    """What a directory says of a patient, a study, a series or a file.

    Attributes
    ----------
    kind : str
        ``PATIENT``, ``STUDY``, ``SERIES``, or that of a file, such as ``IMAGE`` (PS3.3, section F.5).
    key : str
        What tells it from others of its kind.
    content : bytes
        Its elements, explicit VR, little endian, without the offsets before them.
    """

    kind: str
    key: str
    content: bytes


@dataclass(slots=True)
class _Node:
    """A record in its place."""

    record: Record
    lower: dict[tuple[str, str], _Node] = field(default_factory=dict)
    offset: int = 0


def is_file_id(name: str) -> bool:
    """Tell whether a directory may list a name: 8 parts of 8 capital letters, digits and underscores at most.

    Parameters
    ----------
    name : str
        Below the folder of the directory, with ``/`` between its parts (PS3.10, sections 8.2 and 8.5).

    Examples
    --------
    >>> is_file_id("DICOM/IM000001"), is_file_id("DICOM/IM000001.dcm")
    (True, False)
    """
    from pydicom.fileset import is_conformant_file_id

    return bool(name) and is_conformant_file_id(PurePosixPath(name))  # type: ignore[arg-type]


def records_of(source: Source, name: str) -> tuple[Record, ...]:
    """Return what a directory says of a file.

    Parameters
    ----------
    source : bytes-like, str or Path
    name : str
        Its name in the directory: see `is_file_id`.

    Returns
    -------
    tuple of Record
        Those of its patient, study and series, and its own; of what belongs to no patient, such as palettes, its own.
        What is missing and must be there, such as dates of clean files, is assumed: 1900, midnight, ``UNKNOWN``, 1.

    Raises
    ------
    DocumentError
        It is no DICOM file, or lacks what a directory needs, such as UIDs.
    """
    with open_dicom(source) as dicom:
        try:
            with quiet():
                return _records(dicom, name)
        except Exception:  # noqa: BLE001  pydicom raises anything on odd headers, and quotes them
            raise DocumentError("The header of the DICOM file lacks what a directory needs") from None


def _records(dicom: DicomFile, name: str) -> tuple[Record, ...]:
    from pydicom.fileset import _four_level_record_type, _single_level_record_type

    header = dicom.header
    patient = str(value(header, "PatientID") or header.StudyInstanceUID)
    _assume(header)
    alone = _single_level_record_type(header)
    if alone != "PATIENT":
        return (_leaf(dicom, alone, name),)
    keys = (patient, header.StudyInstanceUID, header.SeriesInstanceUID)
    above = [Record(kind, str(key), _content(header, kind)) for kind, key in zip(_LEVELS, keys, strict=True)]
    return (*above, _leaf(dicom, _four_level_record_type(header), name))


def _assume(header: Any) -> None:
    """Complete a header by what records must have, and leave out what they must not."""
    for keyword, assumed in _ASSUMED.items():
        if value(header, keyword) is None:
            setattr(header, keyword, assumed)
    if "ContentSequence" in header:
        modifiers = [item for item in header.ContentSequence if item.get("RelationshipType") == _MODIFIER]
        del header.ContentSequence
        if modifiers:
            header.ContentSequence = modifiers


def _leaf(dicom: DicomFile, kind: str, name: str) -> Record:
    """Return the record of a file."""
    header = dicom.header
    more = {
        "ReferencedFileID": name.split("/"),
        "ReferencedSOPClassUIDInFile": header.SOPClassUID,
        "ReferencedSOPInstanceUIDInFile": header.SOPInstanceUID,
        "ReferencedTransferSyntaxUIDInFile": dicom.transfer_syntax,
    }
    return Record(kind, str(header.SOPInstanceUID), _content(header, kind, more))


def _content(header: Any, kind: str, more: dict[str, Any] | None = None) -> bytes:
    """Return the elements of a record."""
    from pydicom.fileset import DIRECTORY_RECORDERS

    record = DIRECTORY_RECORDERS[kind](header)
    record.DirectoryRecordType = kind
    if "SpecificCharacterSet" in header:
        record.SpecificCharacterSet = header.SpecificCharacterSet
    for keyword, element in (more or {}).items():
        setattr(record, keyword, element)
    return header_bytes(record, EXPLICIT)


def directory_of(files: Iterable[Sequence[Record]]) -> bytes:
    """Make a directory.

    Parameters
    ----------
    files : iterable of sequence of Record
        Of each file: see `records_of`. Of records with the same key the first one counts, also of those of files.

    Returns
    -------
    bytes
        The same for the same files in the same order.

    Raises
    ------
    DocumentError
        It becomes larger than 4 GiB.
    """
    root: dict[tuple[str, str], _Node] = {}
    digest = sha256()
    for records in files:
        level = root
        for record in records:
            digest.update(record.content)
            level = level.setdefault((record.kind, record.key), _Node(record)).lower
    # PS3.5, section B.2: 2.25 and a number of 128 bits
    uid = f"2.25.{int.from_bytes(digest.digest()[:16], 'big')}"
    start = len(_head(uid, 0, 0)) + len(_RECORDS) + 4
    end = _place(root, start)
    if end > _MOST_BYTES:
        raise DocumentError("There are too many files for one directory")
    offsets = [node.offset for node in root.values()] or [0]
    length = struct.pack("<L", end - start)
    return b"".join((_head(uid, offsets[0], offsets[-1]), _RECORDS, length, *_items(root)))


def _head(uid: str, first: int, last: int) -> bytes:
    """Return what stands before the records (PS3.3, section F.3.2.1): the file-set has no name."""
    from pydicom.dataset import Dataset, FileMetaDataset
    from pydicom.uid import UID

    with quiet():
        head = Dataset()
        head.file_meta = FileMetaDataset()
        head.file_meta.MediaStorageSOPClassUID = UID(MEDIA_DIRECTORY)
        head.file_meta.MediaStorageSOPInstanceUID = UID(uid)
        head.FileSetID = ""
        head.OffsetOfTheFirstDirectoryRecordOfTheRootDirectoryEntity = first
        head.OffsetOfTheLastDirectoryRecordOfTheRootDirectoryEntity = last
        head.FileSetConsistencyFlag = 0
        return meta_bytes(head, EXPLICIT) + header_bytes(head, EXPLICIT)


def _place(level: dict[tuple[str, str], _Node], start: int) -> int:
    """Give the records of a level and below their offsets, from the first byte of the file; return the end."""
    for node in level.values():
        node.offset = start
        start = _place(node.lower, start + _ITEM_HEAD.size + _FORM.size + len(node.record.content))
    return start


def _items(level: dict[tuple[str, str], _Node]) -> Iterator[bytes]:
    """Yield the records of a level and below, as items of a sequence."""
    nodes = list(level.values())
    for node, after in zip_longest(nodes, nodes[1:]):
        lower = next(iter(node.lower.values()), None)
        yield _ITEM_HEAD.pack(*ITEM, _FORM.size + len(node.record.content))
        yield _FORM.pack(
            *(_NEXT, b"UL", 4, after.offset if after else 0),
            *(_IN_USE, b"US", 2, 0xFFFF),
            *(_LOWER, b"UL", 4, lower.offset if lower else 0),
        )
        yield node.record.content
        yield from _items(node.lower)
