"""The job `sparkocr tables`: the tables of documents as files."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial, reduce
from typing import Any

import pyarrow as pa
from pyspark.ml import PipelineModel
from pyspark.sql import DataFrame, Row
from pyspark.sql import functions as F

from sparkocr import transformers
from sparkocr.apps import STAGE
from sparkocr.apps.groups import Group, Parts, parts_by_content
from sparkocr.apps.jobs import BaseName, Steps, base_column, chosen_pages, path_below, write_files
from sparkocr.apps.reading import Reading
from sparkocr.layout.table import Table
from sparkocr.schemas import BytesSchema
from sparkocr.stage.partitions import gathered
from sparkocr.stage.tables import table_of
from sparkocr.stage.udf import row_udf
from sparkocr.tables.excel import workbook
from sparkocr.tables.write import table_csv, tables_html, tables_json, tables_markdown

__all__ = ["TABLE_FORMATS", "read_tables", "write_tables"]

TABLE_FORMATS = ("csv", "json", "html", "xlsx", "md")
RESULT_COLUMNS = ("path", "pagenum", "table_index", "table", "engine", "exception")
OFFICE = "office"
"""The engine of tables of Office documents."""


def read_tables(files: DataFrame, language: str = "eng") -> DataFrame:
    """Extract the tables of PDFs, images, Word, PowerPoint and DICOM files.

    Digital pages keep their text, scanned ones and images are read by OCR. Old Office formats need LibreOffice.

    Parameters
    ----------
    files, language
        As in `sparkocr.apps.jobs.read_text`.

    Returns
    -------
    DataFrame
        One row per table, with the columns `RESULT_COLUMNS`; boxes in points. A file without tables is one row, whose
        table is null; a file or a page that can't be read is one row with an `exception`.
    """
    return read_tables_of(parts_by_content(files), Reading(language))


def table_steps(group: Group, reading: Reading) -> Steps:
    """Return the stages that read the tables of files of a group; they give `RESULT_COLUMNS`.

    Office documents have no column `engine`: it is `OFFICE`.
    """
    office: dict[str, Any] = {"outputCol": "table", "tableIndexCol": "table_index", "withSpans": True}
    images = transformers.ImageToTables(**reading.engine_params(), pdfCoordinates=True)
    pdfs = transformers.PdfToTables(**reading.engine_params(), **reading.pdf_params(), pages=reading.pages.from_zero())
    match group:
        case Group.PDF:
            return Steps([], [pdfs])
        case Group.PDF_IN_DICOM:
            return Steps([transformers.DicomToPdf(outputCol="content")], [pdfs])
        case Group.FRAMES:
            return Steps([transformers.DicomToImageV3()], [images])
        case Group.DOCUMENT:
            return Steps([transformers.DocToTextTable(pageNumCol="pagenum", **office)], [])
        case Group.SLIDES:
            return Steps([transformers.PptToTextTable(**office)], [])
        case _:
            return Steps([transformers.BinaryToImage(partitionNum=0)], [images])


def read_tables_of(parts: Parts, reading: Reading) -> DataFrame:
    """Extract tables as `read_tables` does, of files in their groups and with all options."""
    results = []
    for group, files in parts.items():
        steps = table_steps(group, reading)
        result = PipelineModel(stages=steps.split).transform(files) if steps.split else files
        if "pagenum" in result.columns:
            result = chosen_pages(result, reading.pages)
        if steps.read:
            result = PipelineModel(stages=steps.read).transform(result)
        if "engine" not in result.columns:
            result = result.withColumn("engine", F.when(F.col("table").isNotNull(), F.lit(OFFICE)))
        results.append(result.select(*RESULT_COLUMNS))
    return reduce(DataFrame.union, results)


def write_tables(result: DataFrame, folder: str, output_format: str, base: BaseName | None = None) -> list[Row]:
    """Write the tables of documents as files, named after the document, in the folders that the documents have.

    Parameters
    ----------
    result : DataFrame
        Rows of `read_tables`, computed and kept before.
    folder : str
        Where to write: a path or a URL of fsspec; is made if it is not there.
    output_format : str
        ``csv``: one file per table; ``json``, ``html``, ``xlsx``, ``md``: one per document. A document without tables
        has a file if it is ``json``, and nothing of the document failed.
    base : Callable, optional
        As in `sparkocr.apps.jobs.write_text_files`.

    Returns
    -------
    list of Row
        What could not be written, such as a table that is too large for Excel: the columns `path` and `exception`.
    """
    named = _documents(result).withColumn("name", base_column(result, path_below, base))
    if output_format == "csv":
        tables = named.select("path", F.posexplode("tables").alias("number", "one"), "name")
        name = F.concat("name", F.lit(".t"), "number")
        named = tables.select("path", F.array("one").alias("tables"), name.alias("name"))
    elif output_format != "json":
        named = named.where(F.size("tables") > 0)
    write = row_udf(
        STAGE, partial(_content, output_format=output_format), BytesSchema, name="Write tables", deterministic=False
    )
    made = named.select("path", "name", write("path", "tables").alias("made")).cache()
    files = made.select("path", "name", F.col("made.content").alias("content"))
    write_files(
        files.where(F.col("content").isNotNull()), folder, type="binary", field="content", extension=output_format
    )
    failed = made.where(F.col("made.exception").isNotNull()).select("path", "made.exception").collect()
    made.unpersist()
    return failed


def _documents(result: DataFrame) -> DataFrame:
    """Gather the tables of each document, in their order; documents of which nothing could be read are left out."""
    there = F.col("table").isNotNull()
    table = F.when(there, F.struct("pagenum", "table_index", "table", "engine"))
    gathered_tables = gathered(result, "path").agg(
        F.sort_array(F.collect_list(table)).alias("tables"),
        F.count("exception").alias("failures"),
    )
    return gathered_tables.where((F.size("tables") > 0) | (F.col("failures") == 0))


def _content(path: pa.StringScalar, tables: pa.ListScalar, *, output_format: str) -> dict[str, Any]:
    """Write the tables of a document, or one of them, as a file."""
    found = [(table_of(each["table"]), each["engine"] or "") for each in tables.as_py()]
    return {"content": encoded_tables(path.as_py(), found, output_format)}


def encoded_tables(path: str, found: Sequence[tuple[Table, str]], output_format: str) -> bytes:
    """Write tables, each with the engine that rebuilt it, as a file."""
    tables = [table for table, _ in found]
    match output_format:
        case "xlsx":
            return workbook(tables)
        case "json":
            return tables_json(path, found).encode()
        case "html":
            return tables_html(path, tables).encode()
        case "md":
            return tables_markdown(tables).encode()
        case _:
            return "".join(map(table_csv, tables)).encode()
