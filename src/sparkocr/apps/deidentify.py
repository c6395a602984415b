"""The job that takes the identifiers out of files of all kinds, and its audit."""

from __future__ import annotations

import json
import posixpath
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial, reduce
from typing import TypeVar

import fsspec
from pyspark.sql import DataFrame
from pyspark.sql import functions as F
from pyspark.sql.types import StringType

from sparkocr.apps import STAGE
from sparkocr.apps.directories import NAME as DIRECTORY_NAME
from sparkocr.apps.directories import Directory, make_directories
from sparkocr.apps.jobs import convert_to_pdf, relative_path, write_files
from sparkocr.apps.kinds import by_kind, is_dicom, is_directory, is_old_office, is_pdf
from sparkocr.deid.audit import AuditRow, audit_row
from sparkocr.deid.proof import Proof
from sparkocr.enums import PixelText
from sparkocr.stage.bases import TypedStage
from sparkocr.transformers import DicomFileDeidentifier, DocToPdf, FileDeidentifier, PdfDeidentifier, PptToPdf

__all__ = ["Search", "deidentify", "highlight", "write_audit", "write_deidentified"]

_CHOSEN = ("path", "name", "content", "audit", "input_sha256", "exception")
_RELATIVE, _MADE, _IS_DIRECTORY = "__relative", "__made", "__is_directory"
_NEEDED = ("path", _RELATIVE, "content", "input_sha256", "exception")

_EXTENSION = r"\.(?=[^.]*[A-Za-z])[A-Za-z0-9]{1,15}$"  # not the last number of a UID

_Deidentifier = TypeVar("_Deidentifier", PdfDeidentifier, FileDeidentifier, DicomFileDeidentifier)


@dataclass(frozen=True, slots=True)
class Search:
    """What is looked for in files, and how.

    Attributes
    ----------
    language : str
        Tesseract's code of the language.
    labels : sequence of str
        Of the identifiers that have to go, see `sparkocr.entities.entity.LABELS`; empty: all.
    detectors, known : sequence of str
        As the parameters `detectors` and `denyList` of `sparkocr.transformers.EntityFinder`.
    proves_by_ocr : bool
        Whether pages and pictures of the results are read by OCR to prove that nothing is left.
    key : str
        Secret that UIDs, numbers and dates of DICOM files depend on; empty: another one in each process.
    profile_options : sequence of str
        What of the headers of DICOM files stays: see `sparkocr.dicom.profile.table.Option`.
    pixel_text : PixelText
        Which text in the pixels of DICOM files is masked.
    unread_modalities : sequence of str
        Modalities of DICOM files whose pixels are not read, such as ``CT``.
    """

    language: str = "eng"
    labels: Sequence[str] = ()
    detectors: Sequence[str] = ("auto",)
    known: Sequence[str] = ()
    proves_by_ocr: bool = False
    key: str = field(default="", repr=False)
    profile_options: Sequence[str] = ()
    pixel_text: PixelText = PixelText.ALL
    unread_modalities: Sequence[str] = ()


def deidentify(files: DataFrame, search: Search) -> DataFrame:
    """Take the names and other identifiers out of PDFs, images, Office and DICOM files.

    Parameters
    ----------
    files : DataFrame
        Rows of `sparkocr.schemas.BinarySchema`; the bytes and not the name decide what a file is.
    search : Search

    Returns
    -------
    DataFrame
        One row per file: `path`; `name`, the path below the folder that all files have in common, with a checksum in
        place of parts that tell an identifier; `content`, in the format of the file, but old Office files become PDFs;
        `audit`; `input_sha256` of the file before; and `exception`. If it is not proven that nothing is left, `content`
        is null and `exception` says why. Both are null for directories of DICOM files (DICOMDIR), which
        `write_deidentified` makes anew.
    """
    parts = by_kind(_prepared(files).select(*_NEEDED))
    is_old = is_old_office()
    old_documents = DocToPdf(outputCol="content").transform(parts.documents.where(is_old))
    old_slides = PptToPdf(outputCol="content").transform(parts.slides.where(is_old))
    pdfs = parts.pdfs.union(old_documents.select(*_NEEDED)).union(old_slides.select(*_NEEDED))
    others = parts.others.union(parts.documents.where(~is_old)).union(parts.slides.where(~is_old))
    results = (
        _result(_set_up(PdfDeidentifier(), search), pdfs),
        _result(_set_up(FileDeidentifier(), search), others),
        _dicom_result(parts.dicom, search),
    )
    return reduce(DataFrame.union, results)


def _dicom_result(files: DataFrame, search: Search) -> DataFrame:
    """Take the identifiers out of DICOM files; directories of them stay without result."""
    stage = _set_up(DicomFileDeidentifier(key=search.key, profileOptions=list(search.profile_options)), search)
    stage.setPixelText(search.pixel_text).setUnreadModalities(list(search.unread_modalities))
    cleaned = _result(stage, files.withColumn(_IS_DIRECTORY, is_directory()), _IS_DIRECTORY)
    failure = F.when(~F.col(_IS_DIRECTORY), F.col("exception"))
    return cleaned.withColumn("exception", failure).drop(_IS_DIRECTORY)


def highlight(files: DataFrame, search: Search) -> DataFrame:
    """Mark the names and other identifiers of files, which become PDFs.

    Parameters
    ----------
    files, search
        As in `deidentify`.

    Returns
    -------
    DataFrame
        As `deidentify` gives it; without audits.
    """
    pdfs = convert_to_pdf(files).withColumnRenamed("pdf", "content")
    return _result(_set_up(PdfDeidentifier(highlight=True), search), _prepared(pdfs))


def _set_up(stage: _Deidentifier, search: Search) -> _Deidentifier:
    """Set the parameters of a stage."""
    stage.setOriginCol(_RELATIVE).setOutputCol(_MADE).setNameCol("name").setVerifyByOcr(search.proves_by_ocr)
    stage.setLanguage(search.language).setDetectors(list(search.detectors))
    return stage.setWhiteList(list(search.labels)).setDenyList(list(search.known))


def write_deidentified(result: DataFrame, folder: str) -> list[Directory]:
    """Write the files of a result with their names, in the format that they have, and directories of DICOM files.

    A folder whose name tells an identifier of one file has the same other name for all files.

    Parameters
    ----------
    result : DataFrame
        Rows of `deidentify`, computed and kept before: it is read several times.
    folder : str
        Where to write: a path or a URL of fsspec; is made if it is not there.

    Returns
    -------
    list of Directory
        What became of directories of DICOM files (DICOMDIR), each in the order of their paths.
    """
    rows = result.withColumn(_RELATIVE, relative_path(result))
    parts = _replaced_parts(rows)
    rename = F.udf(partial(_renamed, parts=parts), StringType(), useArrow=False)
    # Files don't wait in Java for Python, which sees the names alone.
    proven = rows.where(F.col("content").isNotNull())
    names = proven.select("path", rename(_RELATIVE, "name").alias("name")).dropDuplicates(["path"])
    with_names = proven.drop("name").join(F.broadcast(names), "path")
    as_pdf = F.concat(F.regexp_replace("name", _EXTENSION, ""), F.lit(".pdf"))
    files = with_names.select(F.when(is_pdf(), as_pdf).otherwise(F.col("name")).alias("name"), "path", "content")
    _write(files, folder)
    old = rows.where(F.col("content").isNull() & F.col("exception").isNull()).orderBy("path").collect()
    if not old:
        return []
    renamed = {row["path"]: _renamed(row[_RELATIVE], _directory_name(row[_RELATIVE]), parts) for row in old}
    made = make_directories(files.where(is_dicom()).select("name", "content"), renamed, STAGE)
    contents = {directory.name: directory.content for directory in made if directory.content is not None}
    if contents:
        schema = "name string, content binary"
        _write(result.sparkSession.createDataFrame(list(contents.items()), schema), folder)
    return made


def _write(files: DataFrame, folder: str) -> None:
    write_files(files, folder, type="binary", field="content", extension="")


def _replaced_parts(rows: DataFrame) -> dict[str, str]:
    """Return the names of folders that tell an identifier of a file in them, and what stands for each."""
    found: dict[str, str] = {}
    for row in rows.where(F.col("name") != F.col(_RELATIVE)).select(_RELATIVE, "name").collect():
        for before, after in zip(_folders(row[_RELATIVE]), _folders(row["name"]), strict=True):
            if before != after:
                found[before] = min(after, found.get(before, after))
    return found


def _folders(path: str) -> list[str]:
    return path.split("/")[:-1]


def _renamed(before: str, name: str, parts: Mapping[str, str]) -> str:
    """Return a path with other names of folders."""
    folders = [parts.get(part, after) for part, after in zip(_folders(before), _folders(name), strict=True)]
    return "/".join((*folders, posixpath.basename(name)))


def _directory_name(before: str) -> str:
    return posixpath.join(posixpath.dirname(before), DIRECTORY_NAME)


def write_audit(result: DataFrame, path: str, directories: Iterable[Directory] = ()) -> None:
    """Write the audits of a result as one JSON file: an array with an object for each file, in the order of their sums.

    Parameters
    ----------
    result : DataFrame
        Rows of `deidentify`.
    path : str
        Of the file; its folder must be there.
    directories : iterable of Directory
        What `write_deidentified` has returned.

    See Also
    --------
    sparkocr.deid.audit.AUDIT_JSON_SCHEMA : what the objects have.
    """
    made = {directory.path: _directory_audit(directory) for directory in directories}
    audits = []
    for row in result.select("path", "audit", "input_sha256", "exception").collect():
        failed = audit_row((), None, read_images=False, error=row["exception"])
        audit = row["audit"].asDict(recursive=True) if row["audit"] else made.get(row["path"], failed).to_dict()
        audits.append(audit | {"input_sha256": row["input_sha256"]})
    audits.sort(key=lambda audit: (audit["input_sha256"] or "", audit["error"] or ""))
    with fsspec.open(path, "w", encoding="utf-8") as file:
        json.dump(audits, file, indent=1, sort_keys=True)


def _directory_audit(directory: Directory) -> AuditRow:
    """Return the audit of a directory, which has nothing but what clean files have."""
    content = directory.content
    if content is None:
        return audit_row((), None, read_images=False, error=directory.exception)
    return Proof().audit(content, (), original=content, counts={})


def _prepared(files: DataFrame) -> DataFrame:
    """Add checksums, and the paths below the folder that all files have in common."""
    return files.withColumns({_RELATIVE: relative_path(files), "input_sha256": F.sha2("content", 256)})


def _result(stage: TypedStage, files: DataFrame, *more: str) -> DataFrame:
    return stage.transform(files).drop("content").withColumnRenamed(_MADE, "content").select(*_CHOSEN, *more)
