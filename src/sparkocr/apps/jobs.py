"""The jobs of the command line: read text, make searchable PDFs, convert to PDF."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Callable, Iterable
from functools import partial, reduce
from urllib.parse import unquote

from pyspark.ml import PipelineModel
from pyspark.sql import Column, DataFrame, SparkSession
from pyspark.sql import functions as F
from pyspark.sql.types import StringType

from sparkocr.apps.kinds import by_kind
from sparkocr.apps.local_files import files_for_workers, read_files
from sparkocr.datasource.listing import FoundFile, OnSkip, ignore
from sparkocr.schemas import BinarySchema
from sparkocr.stage.bases import Stage
from sparkocr.transformers import (
    BinaryToImage,
    DicomToImageV3,
    DocToPdf,
    DocToText,
    ImageToPdf,
    ImageToText,
    ImageToTextPdf,
    PageToMarkdown,
    PdfAssembler,
    PdfToImage,
    PdfToSearchablePdf,
    PdfToText,
    PptToPdf,
)

RESULT_COLUMNS = ("path", "pagenum", "text", "confidence", "exception")
PDF_COLUMNS = ("path", "pdf", "exception")
_LONGEST_PATH = 1 << 16
_SCHEME = re.compile(r"^[A-Za-z][\w+.-]*:(//[^/]*)?")


def load_files(session: SparkSession, paths: Iterable[str], on_skip: OnSkip = ignore) -> DataFrame:
    """Load files, folders (with all folders in them) or globs.

    Spark's own reader leaves out empty files without a word (SPARK-26161), and a local file with a colon in its name,
    or one that may not be read, ends its job. Here they are rows too, so that every file ends as a result or as an
    exception.

    Parameters
    ----------
    session : SparkSession
    paths : iterable of str
    on_skip : Callable
        Gets the path of what is left out of a local folder, and why: hidden names, links to nowhere, devices.

    Returns
    -------
    DataFrame
        Rows of `sparkocr.schemas.BinarySchema`, and `exception`: why a file can't be read.
    """
    ours: dict[str, FoundFile] = {}
    for_spark = []
    for path in paths:
        if files := files_for_workers(path, on_skip):
            ours |= {file.path: file for file in files}
        else:
            for_spark.append(path)
    parts = [read_files(session, ours.values())] if ours else []
    parts += [_load_by_spark(session, for_spark)] if for_spark else []
    return reduce(DataFrame.unionByName, parts)


def _load_by_spark(session: SparkSession, paths: list[str]) -> DataFrame:
    """Load paths by Spark's reader, and empty files."""
    files = session.read.format("binaryFile").option("recursiveFileLookup", "true").load(paths)
    found = {_plain(row["path"]) for row in files.select("path").collect()}
    # Spark writes the same local file as file:///a%20b here and as file:/a b in the rows.
    listed = [unquote(path).replace("file:///", "file:/") for path in files.inputFiles()]
    empty = [(path, None, 0, b"") for path in listed if _plain(path) not in found]
    found_or_empty = files.unionAll(session.createDataFrame(empty, BinarySchema)) if empty else files
    return found_or_empty.withColumn("exception", F.lit(None).cast("string"))


def read_text(files: DataFrame, language: str = "eng") -> DataFrame:
    """Read text from images, PDFs, Word, PowerPoint and DICOM files.

    Digital pages of a PDF keep their text, scanned ones and images are read by OCR. A Word file is one page; slides
    and old formats need LibreOffice. Of a DICOM file each frame is a page, or each page of the PDF in it.

    Parameters
    ----------
    files : DataFrame
        Rows of `sparkocr.schemas.BinarySchema`; the bytes and not the name decide what a file is.
    language : str
        Tesseract's code of the language.

    Returns
    -------
    DataFrame
        One row per page, with the columns `RESULT_COLUMNS`; a file that can't be read is one row with an `exception`.
    """
    return _read(files, PdfToText(), ImageToText(language=language))


def read_markdown(files: DataFrame, language: str = "eng") -> DataFrame:
    """Read text as Markdown, with headings and lists, from images and PDFs; that of Word files stays plain.

    Parameters
    ----------
    files, language
        As in `read_text`.

    Returns
    -------
    DataFrame
        As `read_text` gives it; `text` is Markdown.
    """
    digital, scanned, write = _markdown_parts(language)
    return _read(files, digital, scanned, write)


def markdown_stages(language: str = "eng") -> list[Stage]:
    """Return the stages by which `read_markdown` reads PDF files; the column `text` is Markdown."""
    digital, scanned, write = _markdown_parts(language)
    return [digital, PdfToImage(), scanned, write]


def _markdown_parts(language: str) -> tuple[PdfToText, ImageToText, PageToMarkdown]:
    digital = PdfToText(extractCoordinates=True, fontsCol="fonts", tablesCol="tables")
    scanned = ImageToText(language=language, pageIteratorLevel="word", tablesCol="tables")
    return digital, scanned, PageToMarkdown(outputCol="text", tablesUnit="pt")


def _read(files: DataFrame, digital: PdfToText, scanned: ImageToText, *others: Stage) -> DataFrame:
    parts = by_kind(files)
    pdfs = PipelineModel(stages=[digital, PdfToImage(), scanned, *others]).transform(parts.all_pdfs)
    images = PipelineModel(stages=[BinaryToImage(partitionNum=0), scanned, *others]).transform(parts.others)
    frames = PipelineModel(stages=[DicomToImageV3(), scanned, *others]).transform(parts.frames)
    slides = PipelineModel(stages=[PptToPdf(), digital, *others]).transform(parts.slides)
    documents = DocToText().transform(parts.documents)
    unknown = F.lit(None).cast("double")
    results = [images, frames, pdfs, *(office.withColumn("confidence", unknown) for office in (documents, slides))]
    return reduce(DataFrame.union, (result.select(*RESULT_COLUMNS) for result in results))


def make_searchable(files: DataFrame, language: str = "eng") -> DataFrame:
    """Make searchable PDFs of images, PDFs and DICOM files: what OCR reads on pages without text is an invisible layer.

    Parameters
    ----------
    files, language
        As in `read_text`.

    Returns
    -------
    DataFrame
        One row per file, with the columns `PDF_COLUMNS`.
    """
    parts = by_kind(files)
    pdfs = PdfToSearchablePdf(language=language).transform(parts.all_pdfs)
    read = ImageToTextPdf(language=language, outputCol="page_pdf")
    not_images = parts.documents.union(parts.slides)  # which fail, each with its reason
    images = PipelineModel(stages=[_images(), read, PdfAssembler()]).transform(parts.others.union(not_images))
    frames = PipelineModel(stages=[DicomToImageV3(), read, PdfAssembler()]).transform(parts.frames)
    return reduce(DataFrame.union, (result.select(*PDF_COLUMNS) for result in (images, frames, pdfs)))


def convert_to_pdf(files: DataFrame) -> DataFrame:
    """Convert Office files (by LibreOffice), images and DICOM files to PDF; PDFs, also in DICOM, stay as they are.

    Parameters
    ----------
    files : DataFrame
        As in `read_text`.

    Returns
    -------
    DataFrame
        One row per file, with the columns `PDF_COLUMNS`.
    """
    parts = by_kind(files)
    unchanged = parts.all_pdfs.withColumnRenamed("content", "pdf")
    slides = PptToPdf(outputCol="pdf").transform(parts.slides)
    documents = DocToPdf(outputCol="pdf").transform(parts.documents)
    images = PipelineModel(stages=[_images(), ImageToPdf(outputCol="pdf")]).transform(parts.others)
    frames = PipelineModel(stages=[DicomToImageV3(), ImageToPdf(outputCol="pdf")]).transform(parts.frames)
    results = (unchanged, slides, documents, images, frames)
    return reduce(DataFrame.union, (result.select(*PDF_COLUMNS) for result in results))


def _images() -> BinaryToImage:
    """Decode images with their colours, and spread them."""
    return BinaryToImage(partitionNum=0, imageType="TYPE_3BYTE_BGR")


def write_text_files(result: DataFrame, folder: str, extension: str = "txt") -> None:
    """Write one file per page that was read, named after its file and page, in the folders that the files have.

    Parameters
    ----------
    result : DataFrame
        Rows of `read_text`.
    folder : str
        Where to write: a path or a URL of fsspec; is made if it is not there.
    extension : str
        Of the files.
    """
    text = F.coalesce("text", F.lit("")).alias("text")
    name = named_by(result, _page_name, "path", "pagenum").alias("name")
    named = result.select(name, "path", "pagenum", text, "exception")
    write_files(named, folder, type="text", field="text", extension=extension)


def write_pdf_files(result: DataFrame, folder: str) -> None:
    """Write one PDF per file, named after it, in the folders that the files have.

    Parameters
    ----------
    result : DataFrame
        Rows with the columns `PDF_COLUMNS`.
    folder : str
        As in `write_text_files`.
    """
    name = named_by(result, _pdf_name, "path").alias("name")
    write_files(result.select(name, *PDF_COLUMNS), folder, type="pdf", field="pdf")


def write_files(named: DataFrame, folder: str, **options: str) -> None:
    """Write a file for each row, with the name in the column `name`."""
    named.write.format("binaryFormat").options(nameField="name", **options).mode("append").save(folder)


def named_by(files: DataFrame, name: Callable[..., str], *columns: str) -> Column:
    """Return what a function makes of columns and, as its `root`, of the folder that all files have in common."""
    return F.udf(partial(name, root=_common_folder(files)), StringType(), useArrow=False)(*columns)


def _common_folder(result: DataFrame) -> str:
    """Return the folder that all files have in common."""
    folders = {posixpath.dirname(_plain(row["path"])) for row in result.select("path").distinct().collect()}
    return posixpath.commonpath(folders) if folders else ""


def relative_path(files: DataFrame) -> Column:
    """Return the path below the folder that all files have in common; Java does it, as rows may hold large files."""
    root = _common_folder(files).rstrip("/")
    plain = F.regexp_replace("path", _SCHEME.pattern, "")
    return F.substring(plain, len(root) + 2, _LONGEST_PATH)


def path_below(path: str, root: str) -> str:
    """Return the path of a URI relative to a folder."""
    return posixpath.relpath(_plain(path), root)


def _page_name(path: str, page: int, root: str) -> str:
    """Return the path of a file relative to a folder, with the number of a page."""
    return f"{path_below(path, root)}.p{page}"


def _pdf_name(path: str, root: str) -> str:
    """Return the path of a file relative to a folder, without its extension; a number, as of a UID, is none."""
    below = path_below(path, root)
    stem, extension = posixpath.splitext(below)
    return below if extension[1:].isdigit() else stem


def _plain(path: str) -> str:
    """Return a path without its scheme and host; in Spark's column `path` nothing is encoded."""
    return _SCHEME.sub("", path)
