"""The main job: read the text of every image and PDF, one row per page."""

from __future__ import annotations

import posixpath
from collections.abc import Iterable, Iterator
from pathlib import Path
from urllib.parse import unquote, urlsplit

from pyspark.ml import PipelineModel
from pyspark.sql import DataFrame, Row, SparkSession
from pyspark.sql import functions as F

from sparkocr.schemas import BinarySchema
from sparkocr.transformers import BinaryToImage, ImageToText, PdfToImage, PdfToText

RESULT_COLUMNS = ("path", "pagenum", "text", "confidence", "exception")
# Readers look for the header in the first 1024 bytes (implementation note 13 of Adobe's PDF 1.7 reference).
_PDF_HEADER, _HEADER_BYTES = b"%PDF-", 1024


def load_files(session: SparkSession, paths: Iterable[str]) -> DataFrame:
    """Load files, folders (with all folders in them) or globs.

    Spark's own reader leaves out empty files without a word (SPARK-26161); here they are rows too, so that every
    file ends as a result or as an exception.

    Parameters
    ----------
    session : SparkSession
    paths : iterable of str

    Returns
    -------
    DataFrame
        Rows of `sparkocr.schemas.BinarySchema`.
    """
    files = session.read.format("binaryFile").option("recursiveFileLookup", "true").load(list(paths))
    found = {_plain(row["path"]) for row in files.select("path").collect()}
    # Spark writes the same local file as file:///a here and as file:/a in the rows.
    empty = [
        (path.replace("file:///", "file:/"), None, 0, b"") for path in files.inputFiles() if _plain(path) not in found
    ]
    return files.unionAll(session.createDataFrame(empty, BinarySchema)) if empty else files


def read_text(files: DataFrame, language: str = "eng") -> DataFrame:
    """Read text from images and PDFs.

    Digital pages of a PDF keep their text, scanned ones and images are read by OCR.

    Parameters
    ----------
    files : DataFrame
        Rows of `sparkocr.schemas.BinarySchema`; the bytes and not the name decide what is a PDF.
    language : str
        Tesseract's code of the language.

    Returns
    -------
    DataFrame
        One row per page, with the columns `RESULT_COLUMNS`; a file that can't be read is one row with an `exception`.
    """
    is_pdf = F.coalesce(F.position(F.lit(_PDF_HEADER), F.substring("content", 1, _HEADER_BYTES)) > 0, F.lit(False))
    read = ImageToText().setLanguage(language)
    pdfs = PipelineModel(stages=[PdfToText(), PdfToImage(), read]).transform(files.where(is_pdf))
    images = PipelineModel(stages=[BinaryToImage(partitionNum=0), read]).transform(files.where(~is_pdf))
    return images.select(*RESULT_COLUMNS).union(pdfs.select(*RESULT_COLUMNS))


def write_text_files(rows: Iterable[Row], folder: Path) -> None:
    """Write one ``.txt`` per page that was read, named after its file and page, in the folders that the files have.

    Parameters
    ----------
    rows : iterable of Row
        Rows of `read_text`.
    folder : Path
        Where to write; is made if it is not there.
    """
    pages = [row for row in rows if row["exception"] is None]
    for row, name in zip(pages, _relative([row["path"] for row in pages]), strict=True):
        target = folder / f"{name}.p{row['pagenum']}.txt"
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(row["text"] or "", encoding="utf-8")


def _relative(paths: list[str]) -> Iterator[str]:
    """Return paths of URIs below the folder that they have in common."""
    plain = [_plain(path) for path in paths]
    common = posixpath.commonpath([posixpath.dirname(path) for path in plain]) if plain else ""
    return (posixpath.relpath(path, common) for path in plain)


def _plain(uri: str) -> str:
    """Return the path of a URI, without its scheme and host."""
    return unquote(urlsplit(uri).path)
