"""What files are, by their bytes."""

from __future__ import annotations

from typing import NamedTuple

from pyspark.sql import Column, DataFrame
from pyspark.sql import functions as F

from sparkocr import transformers
from sparkocr.kinds import HEAD_BYTES, MEDIA_DIRECTORY, PDF_CLASS
from sparkocr.kinds.ole import MAGIC as OLE_MAGIC

__all__ = ["by_kind", "is_dicom", "is_directory", "is_old_office", "is_pdf"]

_PDF_HEADER = b"%PDF-"
_ZIP_HEADER = b"PK\x03\x04"
_DICOM_PREFIX, _PREAMBLE = b"DICM", 128  # PS3.10, section 7.1
# Old DICOM files have no preamble: their first element, of group 2 or 8, has a VR or a length of two bytes.
_OLD_DICOM = r"(?s)^(?:[\x02\x08]\x00.\x00(?:[A-Z]{2}|..\x00\x00)|\x00[\x02\x08]\x00.(?:[A-Z]{2}|\x00\x00))"


class _Kinds(NamedTuple):
    """Files by what they are."""

    pdfs: DataFrame
    documents: DataFrame
    slides: DataFrame
    dicom: DataFrame
    others: DataFrame

    @property
    def all_pdfs(self) -> DataFrame:
        """Also those in DICOM files."""
        inside = transformers.DicomToPdf(outputCol="content").transform(self.dicom.where(_is_of_class(PDF_CLASS)))
        return self.pdfs.unionByName(inside, allowMissingColumns=True)

    @property
    def frames(self) -> DataFrame:
        """DICOM files without those that hold a PDF."""
        return self.dicom.where(~_is_of_class(PDF_CLASS))


def by_kind(files: DataFrame) -> _Kinds:
    """Tell PDFs, Word, PowerPoint and DICOM files from others, which should be images, by their bytes."""
    is_office = ~is_pdf() & ~is_dicom() & (_starts_with(_ZIP_HEADER) | is_old_office())
    is_slides = _holds(b"ppt/presentation.xml") & ~_holds(b"word/document.xml")
    is_slides |= _holds("PowerPoint Document".encode("utf-16le"))
    office = files.where(is_office)
    others = files.where(~is_pdf() & ~is_dicom() & ~is_office)
    return _Kinds(
        files.where(is_pdf()), office.where(~is_slides), office.where(is_slides), files.where(is_dicom()), others
    )


def is_pdf() -> Column:
    """Tell whether the column `content` is a PDF file; a DICOM file with a PDF in it is none."""
    return _holds(_PDF_HEADER, F.substring("content", 1, HEAD_BYTES)) & ~is_dicom()


def is_dicom() -> Column:
    """Tell whether the column `content` is a DICOM file, with a preamble or without."""
    has_preamble = F.substring("content", _PREAMBLE + 1, len(_DICOM_PREFIX)) == F.lit(_DICOM_PREFIX)
    start = F.decode(F.substring("content", 1, 8), "ISO-8859-1")
    return F.coalesce(has_preamble | start.rlike(_OLD_DICOM), F.lit(False))


def is_directory() -> Column:
    """Tell whether the column `content` is a directory of DICOM files (DICOMDIR)."""
    return _is_of_class(MEDIA_DIRECTORY)


def _is_of_class(uid: str) -> Column:
    """Tell whether the column `content` is a DICOM file of a class, by its meta information (PS3.10, section 7.1)."""
    value = uid.encode() + b"\0" * (len(uid) % 2)
    element = b"\x02\0\x02\0UI" + len(value).to_bytes(2, "little") + value
    return is_dicom() & _holds(element, F.substring("content", 1, HEAD_BYTES))


def is_old_office() -> Column:
    """Tell whether the column `content` is a file of an Office before 2007."""
    return _starts_with(OLE_MAGIC)


def _starts_with(header: bytes) -> Column:
    """Tell whether the column `content` starts with bytes."""
    return F.coalesce(F.substring("content", 1, len(header)) == F.lit(header), F.lit(False))


def _holds(part: bytes, content: Column | None = None) -> Column:
    """Tell whether bytes are part of others; Spark searches in texts only, and takes bytes for UTF-8 otherwise."""
    text = F.decode(F.col("content") if content is None else content, "ISO-8859-1")
    return F.coalesce(F.position(F.lit(part.decode("latin-1")), text) > 0, F.lit(False))
