"""Files in the groups that are read alike, told by their bytes."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from enum import StrEnum

from pyspark.sql import DataFrame
from pyspark.sql import functions as F

from sparkocr.apps.kinds import by_kind
from sparkocr.kinds import HEAD_BYTES, Family, FileKind, file_kind, holds_pdf

__all__ = ["GROUP", "Group", "Parts", "group_of", "parts_by_column", "parts_by_content"]

GROUP = "__group"
"""The column with the group of a file, where it is known before Spark reads it."""


class Group(StrEnum):
    """Files that are read alike."""

    PDF = "pdf"
    PDF_IN_DICOM = "pdf in dicom"
    FRAMES = "frames"
    DOCUMENT = "document"
    SLIDES = "slides"
    IMAGE = "image"
    OTHER = "other"  # documents that are neither Word's nor PowerPoint's: Excel's, web pages, emails, plain text


Parts = Mapping[Group, DataFrame]
"""Files by their group."""

_GROUPS = {
    FileKind.PDF: Group.PDF,
    FileKind.DOCX: Group.DOCUMENT,
    FileKind.DOC: Group.DOCUMENT,
    FileKind.PPTX: Group.SLIDES,
    FileKind.PPT: Group.SLIDES,
}
_OTHERS = frozenset(kind for kind in FileKind if kind.family is Family.DOCUMENT) - {
    *_GROUPS,
    FileKind.EMPTY,
    FileKind.LOCKED,
    FileKind.UNKNOWN,
    FileKind.ZIP,
}


def group_of(content: bytes | memoryview) -> Group:
    """Tell the group of a file; what is nothing that is known goes with the images, which fail with a reason."""
    kind = file_kind(content)
    if kind is FileKind.DICOM:
        return Group.PDF_IN_DICOM if holds_pdf(bytes(content[:HEAD_BYTES])) else Group.FRAMES
    return _GROUPS.get(kind, Group.OTHER if kind in _OTHERS else Group.IMAGE)


def parts_by_content(files: DataFrame) -> Parts:
    """Let Spark tell the groups of files by the column `content`."""
    kinds = by_kind(files)
    return {
        Group.PDF: kinds.all_pdfs,
        Group.FRAMES: kinds.frames,
        Group.DOCUMENT: kinds.documents,
        Group.SLIDES: kinds.slides,
        Group.IMAGE: kinds.others,
    }


def parts_by_column(files: DataFrame, groups: Collection[str]) -> Parts:
    """Part files by the column `GROUP`; Spark plans nothing for the groups that are not there."""
    return {group: files.where(F.col(GROUP) == F.lit(group.value)) for group in Group if group in groups}
