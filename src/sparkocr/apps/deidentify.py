"""The job that takes the identifiers out of files of all kinds, and its audit."""

from __future__ import annotations

import json
from collections.abc import Sequence
from functools import partial

import fsspec
from pyspark.sql import DataFrame
from pyspark.sql import functions as F
from pyspark.sql.types import StringType

from sparkocr.apps.jobs import by_kind, common_folder, convert_to_pdf, holds, path_below, write_files
from sparkocr.deid.audit import audit_row
from sparkocr.office.ole import MAGIC as OLE_MAGIC
from sparkocr.stage.bases import Stage
from sparkocr.transformers import DocToPdf, FileDeidentifier, PdfDeidentifier, PptToPdf

__all__ = ["deidentify", "highlight", "write_audit", "write_deidentified"]

_CHOSEN = ("path", "name", "content", "audit", "exception")
_RELATIVE, _MADE = "__relative", "__made"
_NEEDED = ("path", _RELATIVE, "content", "exception")


def deidentify(
    files: DataFrame, language: str = "eng", labels: Sequence[str] = (), detectors: Sequence[str] = ("auto",)
) -> DataFrame:
    """Take the names and other identifiers out of PDFs, images and Office files.

    Parameters
    ----------
    files : DataFrame
        Rows of `sparkocr.schemas.BinarySchema`; the bytes and not the name decide what a file is.
    language : str
        Tesseract's code of the language.
    labels : sequence of str
        Of the identifiers that have to go, see `sparkocr.entities.entity.LABELS`; by default all.
    detectors : sequence of str
        As the parameter of `sparkocr.transformers.EntityFinder`.

    Returns
    -------
    DataFrame
        One row per file: `path`; `name`, the path below the folder that all files have in common, with a checksum in
        place of parts that tell an identifier; `content`, in the format of the file, but old Office files become PDFs;
        `audit`; and `exception`. If it is not proven that nothing is left, `content` is null and `exception` says why.
    """
    parts = by_kind(_with_relative_paths(files).select(*_NEEDED))
    is_old = F.coalesce(F.substring("content", 1, len(OLE_MAGIC)) == F.lit(OLE_MAGIC), F.lit(False))
    old_documents = DocToPdf(outputCol="content").transform(parts.documents.where(is_old))
    old_slides = PptToPdf(outputCol="content").transform(parts.slides.where(is_old))
    pdfs = parts.pdfs.union(old_documents.select(*_NEEDED)).union(old_slides.select(*_NEEDED))
    others = parts.others.union(parts.documents.where(~is_old)).union(parts.slides.where(~is_old))
    clean_pdfs = PdfDeidentifier(
        language=language,
        whiteList=list(labels),
        detectors=list(detectors),
        originCol=_RELATIVE,
        outputCol=_MADE,
        nameCol="name",
    )
    clean_others = FileDeidentifier(
        language=language,
        whiteList=list(labels),
        detectors=list(detectors),
        originCol=_RELATIVE,
        outputCol=_MADE,
        nameCol="name",
    )
    return _result(clean_pdfs, pdfs).union(_result(clean_others, others))


def highlight(
    files: DataFrame, language: str = "eng", labels: Sequence[str] = (), detectors: Sequence[str] = ("auto",)
) -> DataFrame:
    """Mark the names and other identifiers of files, which become PDFs.

    Parameters
    ----------
    files, language, labels, detectors
        As in `deidentify`.

    Returns
    -------
    DataFrame
        As `deidentify` gives it; without audits.
    """
    pdfs = convert_to_pdf(files).withColumnRenamed("pdf", "content")
    mark = PdfDeidentifier(
        highlight=True,
        language=language,
        whiteList=list(labels),
        detectors=list(detectors),
        originCol=_RELATIVE,
        outputCol=_MADE,
        nameCol="name",
    )
    return _result(mark, _with_relative_paths(pdfs))


def write_deidentified(result: DataFrame, folder: str) -> None:
    """Write the files of a result with their names, in the format that they have.

    Parameters
    ----------
    result : DataFrame
        Rows of `deidentify`, computed and kept before: it is read once for each extension.
    folder : str
        Where to write: a path or a URL of fsspec; is made if it is not there.
    """
    starts = F.substring("content", 1, 1024)
    extension = F.lower(F.regexp_extract("name", r"\.([A-Za-z0-9]{1,15})$", 1))
    is_pdf = holds(b"%PDF-", starts)
    named = result.where(F.col("content").isNotNull()).select(
        F.regexp_replace("name", r"\.[A-Za-z0-9]{1,15}$", "").alias("name"),
        "path",
        "content",
        F.when(is_pdf, "pdf").when(extension == "", "bin").otherwise(extension).alias("extension"),
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
    rows = result.select("audit", "exception").collect()
    failed = ((row["audit"], audit_row((), None, error=row["exception"])) for row in rows)
    audits = [audit.asDict(recursive=True) if audit else failure.to_dict() for audit, failure in failed]
    audits.sort(key=lambda audit: (audit["input_sha256"] or "", audit["error"] or ""))
    with fsspec.open(path, "w", encoding="utf-8") as file:
        json.dump(audits, file, indent=1, sort_keys=True)


def _with_relative_paths(files: DataFrame) -> DataFrame:
    """Add the paths below the folder that all files have in common."""
    below = F.udf(partial(path_below, root=common_folder(files)), StringType(), useArrow=False)
    return files.withColumn(_RELATIVE, below("path"))


def _result(stage: Stage, files: DataFrame) -> DataFrame:
    return stage.transform(files).drop("content").withColumnRenamed(_MADE, "content").select(*_CHOSEN)
