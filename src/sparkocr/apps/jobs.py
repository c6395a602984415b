"""The jobs of the command line: read text, make searchable PDFs, convert to PDF."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Callable, Iterable, Sequence
from functools import partial, reduce
from typing import Any, NamedTuple
from urllib.parse import unquote

from pyspark.ml import PipelineModel, Transformer
from pyspark.sql import Column, DataFrame, SparkSession
from pyspark.sql import functions as F
from pyspark.sql.types import StringType

from sparkocr import transformers
from sparkocr.apps.groups import Group, Parts, parts_by_content
from sparkocr.apps.local_files import files_for_workers, read_files
from sparkocr.apps.reading import PageRanges, Reading
from sparkocr.datasource.listing import FoundFile, OnSkip, ignore
from sparkocr.datasource.names import distinct_names, name_of, row_key
from sparkocr.schemas import BinarySchema

RESULT_COLUMNS = ("path", "pagenum", "text", "confidence", "exception")
PDF_COLUMNS = ("path", "pdf", "exception")
BaseName = Callable[[str], str]
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

    Digital pages of a PDF keep their text, scanned ones and images are read by OCR. A Word file is one page; old
    formats need LibreOffice. Of a DICOM file each frame is a page, or each page of the PDF in it.

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
    return read_text_of(parts_by_content(files), Reading(language))


def read_markdown(files: DataFrame, language: str = "eng") -> DataFrame:
    """Read text as Markdown, with headings and lists, of files of the same kinds.

    Parameters
    ----------
    files, language
        As in `read_text`.

    Returns
    -------
    DataFrame
        As `read_text` gives it; `text` is Markdown.
    """
    return read_text_of(parts_by_content(files), Reading(language), markdown=True)


def markdown_stages(language: str = "eng") -> list[Transformer]:
    """Return the stages by which `read_markdown` reads PDF files; the column `text` is Markdown."""
    steps = text_steps(Group.PDF, Reading(language), markdown=True)
    return [*steps.split, *steps.read]


class Steps(NamedTuple):
    """How files of a group are read: stages that split them into pages, and stages that read these."""

    split: list[Transformer]
    read: list[Transformer]


def text_steps(group: Group, reading: Reading, *, markdown: bool = False) -> Steps:
    """Return the stages that read the text of files of a group; they give `RESULT_COLUMNS`, and others.

    Office documents have no column `confidence`.
    """
    text_format = "markdown" if markdown else "text"
    last: list[Transformer] = [transformers.PageToMarkdown(outputCol="text", tablesUnit="pt")] if markdown else []
    scanned = [*_upright(reading), _reader(reading, markdown=markdown), *last]
    match group:
        case Group.PDF:
            return Steps([_digital(reading, markdown=markdown)], [_rendered(reading), *scanned])
        case Group.PDF_IN_DICOM:
            inner = transformers.DicomToPdf(outputCol="content")
            return Steps([inner, _digital(reading, markdown=markdown)], [_rendered(reading), *scanned])
        case Group.FRAMES:
            return Steps([transformers.DicomToImageV3()], scanned)
        case Group.SLIDES:
            return Steps([transformers.PptToText(outputFormat=text_format)], [])
        case Group.DOCUMENT:
            return Steps([transformers.DocToText(outputFormat=text_format)], [])
        case Group.OTHER:
            return Steps([transformers.DocumentToText(outputFormat=text_format)], [])
        case _:
            return Steps([transformers.BinaryToImage(partitionNum=0)], scanned)


def _digital(reading: Reading, *, markdown: bool) -> Transformer:
    """Return the stage that reads digital pages."""
    for_markdown: dict[str, Any] = (
        {"extractCoordinates": True, "fontsCol": "fonts", "tablesCol": "tables"} if markdown else {}
    )
    password: dict[str, Any] = {"password": reading.password} if reading.password else {}
    return transformers.PdfToText(**for_markdown, **password, onlyPageNum=reading.force_ocr)


def _rendered(reading: Reading) -> Transformer:
    """Return the stage that renders scanned pages."""
    return transformers.PdfToImage(**reading.pdf_params())


def _upright(reading: Reading) -> list[Transformer]:
    """Return the stages that turn images before they are read."""
    chosen: list[Transformer] = (
        [transformers.ImageOrientationCorrector(outputCol="image")] if reading.rotate_pages else []
    )
    return [*chosen, transformers.ImageSkewCorrector(outputCol="image")] if reading.deskew else chosen


def _reader(reading: Reading, *, markdown: bool) -> transformers.ImageToText:
    stage = transformers.ImageToText(**reading.engine_params(), confidenceThreshold=reading.min_confidence)
    return stage.setPageIteratorLevel("word").setTablesCol("tables") if markdown else stage


def read_text_of(parts: Parts, reading: Reading, *, markdown: bool = False) -> DataFrame:
    """Read text as `read_text` does, of files in their groups and with all options."""
    results = []
    for group, files in parts.items():
        steps = text_steps(group, reading, markdown=markdown)
        pages = chosen_pages(PipelineModel(stages=steps.split).transform(files), reading.pages)
        result = PipelineModel(stages=steps.read).transform(pages) if steps.read else pages
        if "confidence" not in result.columns:
            result = result.withColumn("confidence", F.lit(None).cast("double"))
        results.append(result.select(*RESULT_COLUMNS))
    return reduce(DataFrame.union, results)


def chosen_pages(pages: DataFrame, ranges: PageRanges) -> DataFrame:
    """Leave out pages that nobody wants; what can't be read stays, as it is no page yet."""
    if not ranges.ranges:
        return pages
    number = F.col("pagenum")
    wanted = F.col("exception").isNotNull()
    for first, last in ranges.ranges:
        wanted |= number >= first if last is None else number.between(first, last)
    return pages.where(wanted)


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
    return make_searchable_of(parts_by_content(files), Reading(language))


def searchable_stages(group: Group, reading: Reading) -> list[Transformer]:
    """Return the stages that make searchable PDFs of files of a group.

    They give the column `pdf`, or `page_pdf`, one row per page, where the group is `has_page_pdfs`.
    """
    if not has_page_pdfs(group):
        whole = transformers.PdfToSearchablePdf(**reading.engine_params(), **reading.pdf_params())
        return [transformers.DicomToPdf(outputCol="content"), whole] if group is Group.PDF_IN_DICOM else [whole]
    return [image_stage(group), transformers.ImageToTextPdf(**reading.engine_params(), outputCol="page_pdf")]


def has_page_pdfs(group: Group) -> bool:
    """Tell whether searchable PDFs of a group are joined of pages; Office files fail there, each with its reason."""
    return group not in {Group.PDF, Group.PDF_IN_DICOM}


def make_searchable_of(parts: Parts, reading: Reading) -> DataFrame:
    """Make searchable PDFs as `make_searchable` does, of files in their groups and with all options."""
    results = []
    for group, files in parts.items():
        joined = [transformers.PdfAssembler()] if has_page_pdfs(group) else []
        result = PipelineModel(stages=[*searchable_stages(group, reading), *joined]).transform(files)
        results.append(result.select(*PDF_COLUMNS))
    return reduce(DataFrame.union, results)


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
    return convert_to_pdf_of(parts_by_content(files))


def convert_stages(group: Group) -> list[Transformer]:
    """Return the stages that make the column `pdf` of files of a group, or of images the column `image`."""
    match group:
        case Group.PDF:
            return []
        case Group.PDF_IN_DICOM:
            return [transformers.DicomToPdf(outputCol="pdf")]
        case Group.SLIDES:
            return [transformers.PptToPdf(outputCol="pdf")]
        case Group.DOCUMENT:
            return [transformers.DocToPdf(outputCol="pdf")]
        case _:
            return [image_stage(group)]


def shows_images(group: Group) -> bool:
    """Tell whether PDFs of a group are made of images; what is nothing that is known fails there, with a reason."""
    return group in {Group.IMAGE, Group.FRAMES, Group.OTHER}


def convert_to_pdf_of(parts: Parts) -> DataFrame:
    """Convert files in their groups to PDF as `convert_to_pdf` does."""
    results = []
    for group, files in parts.items():
        stages = convert_stages(group)
        if shows_images(group):
            stages.append(transformers.ImageToPdf(outputCol="pdf"))
        made = PipelineModel(stages=stages).transform(files) if stages else files.withColumnRenamed("content", "pdf")
        results.append(made.select(*PDF_COLUMNS))
    return reduce(DataFrame.union, results)


def image_stage(group: Group) -> Transformer:
    """Return the stage that shows frames of DICOM files, or decodes images with their colours, and spreads them."""
    return (
        transformers.DicomToImageV3()
        if group is Group.FRAMES
        else transformers.BinaryToImage(partitionNum=0, imageType="TYPE_3BYTE_BGR")
    )


def write_text_files(result: DataFrame, folder: str, extension: str = "txt", base: BaseName | None = None) -> None:
    """Write one file per page that was read, named after its file and page, in the folders that the files have.

    Parameters
    ----------
    result : DataFrame
        Rows of `read_text`.
    folder : str
        Where to write: a path or a URL of fsspec; is made if it is not there.
    extension : str
        Of the files.
    base : Callable, optional
        What names begin with, by the path of a file; by default its path below the folder that all files share.
    """
    text = F.coalesce("text", F.lit("")).alias("text")
    name = F.concat(base_column(result, path_below, base), F.lit(".p"), "pagenum").alias("name")
    named = result.select(name, "path", "pagenum", text, "exception")
    write_files(named, folder, type="text", field="text", extension=extension)


def write_pdf_files(result: DataFrame, folder: str, base: BaseName | None = None) -> None:
    """Write one PDF per file, named after it, in the folders that the files have.

    Parameters
    ----------
    result : DataFrame
        Rows with the columns `PDF_COLUMNS`.
    folder, base
        As in `write_text_files`; by default names end before the extension of the file.
    """
    name = base_column(result, pdf_name, base).alias("name")
    write_files(result.select(name, *PDF_COLUMNS), folder, type="pdf", field="pdf")


def base_column(result: DataFrame, usual: Callable[..., str], base: BaseName | None) -> Column:
    """Return what names of files begin with."""
    return named_by(result, usual, "path") if base is None else F.udf(base, StringType(), useArrow=False)("path")


def write_files(named: DataFrame, folder: str, **options: str) -> None:
    """Write a file for each row, with the name in the column `name`."""
    named.write.format("binaryFormat").options(nameField="name", **options).mode("append").save(folder)


def named_by(files: DataFrame, name: Callable[..., str], *columns: str) -> Column:
    """Return what a function makes of columns and, as its `root`, of the folder that all files have in common."""
    return F.udf(partial(name, root=_common_folder(files)), StringType(), useArrow=False)(*columns)


def _common_folder(result: DataFrame) -> str:
    """Return the folder that all files have in common."""
    return common_folder(row["path"] for row in result.select("path").distinct().collect())


def common_folder(paths: Iterable[str]) -> str:
    """Return the folder that all files have in common; empty if there are none."""
    folders = {posixpath.dirname(_plain(path)) for path in paths}
    return posixpath.commonpath(folders) if folders else ""


def bases_of(paths: Sequence[str], *, by_stem: bool) -> dict[str, str]:
    """Return what the names of results of files begin with, by path: their paths below the folder they share.

    Parameters
    ----------
    paths : sequence of str
    by_stem : bool
        Whether without extension. Where two are the same then, both get a suffix.
    """
    root, usual = common_folder(paths), pdf_name if by_stem else path_below
    keys = {path: row_key(path, None, b"") for path in paths}
    wanted = [(name_of(usual(path, root), keys[path], prefix="", extension=""), keys[path], path) for path in paths]
    return {path: base for base, path in distinct_names(wanted, "").items()}


def relative_path(files: DataFrame) -> Column:
    """Return the path below the folder that all files have in common; Java does it, as rows may hold large files."""
    root = _common_folder(files).rstrip("/")
    plain = F.regexp_replace("path", _SCHEME.pattern, "")
    return F.substring(plain, len(root) + 2, _LONGEST_PATH)


def path_below(path: str, root: str) -> str:
    """Return the path of a URI relative to a folder."""
    return posixpath.relpath(_plain(path), root)


def pdf_name(path: str, root: str) -> str:
    """Return the path of a file relative to a folder, without its extension; a number, as of a UID, is none."""
    below = path_below(path, root)
    stem, extension = posixpath.splitext(below)
    return below if extension[1:].isdigit() else stem


def _plain(path: str) -> str:
    """Return a path without its scheme and host; in Spark's column `path` nothing is encoded."""
    return _SCHEME.sub("", path)
