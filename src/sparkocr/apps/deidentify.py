"""The job that takes the identifiers out of files of all kinds, and its audit."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeVar

import fsspec
from pyspark.sql import DataFrame
from pyspark.sql import functions as F

from sparkocr.apps.jobs import by_kind, convert_to_pdf, is_pdf, named_by, path_below, starts_with, write_files
from sparkocr.deid.audit import audit_row
from sparkocr.office.ole import MAGIC as OLE_MAGIC
from sparkocr.stage.bases import Stage
from sparkocr.transformers import DocToPdf, FileDeidentifier, PdfDeidentifier, PptToPdf

__all__ = ["Search", "deidentify", "highlight", "write_audit", "write_deidentified"]

_CHOSEN = ("path", "name", "content", "audit", "input_sha256", "exception")
_RELATIVE, _MADE = "__relative", "__made"
_NEEDED = ("path", _RELATIVE, "content", "input_sha256", "exception")

_Deidentifier = TypeVar("_Deidentifier", PdfDeidentifier, FileDeidentifier)


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
    """

    language: str = "eng"
    labels: Sequence[str] = ()
    detectors: Sequence[str] = ("auto",)
    known: Sequence[str] = ()
    proves_by_ocr: bool = False


def deidentify(files: DataFrame, search: Search) -> DataFrame:
    """Take the names and other identifiers out of PDFs, images and Office files.

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
        is null and `exception` says why.
    """
    parts = by_kind(_prepared(files).select(*_NEEDED))
    is_old = starts_with(OLE_MAGIC)
    old_documents = DocToPdf(outputCol="content").transform(parts.documents.where(is_old))
    old_slides = PptToPdf(outputCol="content").transform(parts.slides.where(is_old))
    pdfs = parts.pdfs.union(old_documents.select(*_NEEDED)).union(old_slides.select(*_NEEDED))
    others = parts.others.union(parts.documents.where(~is_old)).union(parts.slides.where(~is_old))
    return _result(_set_up(PdfDeidentifier(), search), pdfs).union(_result(_set_up(FileDeidentifier(), search), others))


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


def write_deidentified(result: DataFrame, folder: str) -> None:
    """Write the files of a result with their names, in the format that they have.

    Parameters
    ----------
    result : DataFrame
        Rows of `deidentify`, computed and kept before: it is read once for each extension.
    folder : str
        Where to write: a path or a URL of fsspec; is made if it is not there.
    """
    extension = F.lower(F.regexp_extract("name", r"\.([A-Za-z0-9]{1,15})$", 1))
    named = result.where(F.col("content").isNotNull()).select(
        F.regexp_replace("name", r"\.[A-Za-z0-9]{1,15}$", "").alias("name"),
        "path",
        "content",
        F.when(is_pdf(), "pdf").when(extension == "", "bin").otherwise(extension).alias("extension"),
    )
    for row in named.select("extension").distinct().collect():
        part = named.where(F.col("extension") == row["extension"]).drop("extension")
        write_files(part, folder, type="binary", field="content", extension=row["extension"])


def write_audit(result: DataFrame, path: str) -> None:
    """Write the audits of a result as one JSON file: an array with an object for each file, in the order of their sums.

    Parameters
    ----------
    result : DataFrame
        Rows of `deidentify`.
    path : str
        Of the file; its folder must be there.

    See Also
    --------
    sparkocr.deid.audit.AUDIT_JSON_SCHEMA : what the objects have.
    """
    rows = result.select("audit", "input_sha256", "exception").collect()
    audits = [
        (
            row["audit"].asDict(recursive=True)
            if row["audit"]
            else audit_row((), None, read_images=False, error=row["exception"]).to_dict()
        )
        | {"input_sha256": row["input_sha256"]}
        for row in rows
    ]
    audits.sort(key=lambda audit: (audit["input_sha256"] or "", audit["error"] or ""))
    with fsspec.open(path, "w", encoding="utf-8") as file:
        json.dump(audits, file, indent=1, sort_keys=True)


def _prepared(files: DataFrame) -> DataFrame:
    """Add checksums, and the paths below the folder that all files have in common."""
    below = named_by(files, path_below, "path")
    return files.withColumns({_RELATIVE: below, "input_sha256": F.sha2("content", 256)})


def _result(stage: Stage, files: DataFrame) -> DataFrame:
    return stage.transform(files).drop("content").withColumnRenamed(_MADE, "content").select(*_CHOSEN)
