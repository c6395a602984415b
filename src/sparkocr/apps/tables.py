"""The job `sparkocr tables`: the tables of documents as files."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial, reduce
from typing import Any

import pyarrow as pa
from pyspark.ml import PipelineModel
from pyspark.sql import DataFrame, Row
from pyspark.sql import functions as F

from sparkocr.apps import STAGE
from sparkocr.apps.jobs import named_by, path_below, write_files
from sparkocr.apps.kinds import by_kind
from sparkocr.layout.table import Table
from sparkocr.schemas import BytesSchema
from sparkocr.stage.partitions import gathered
from sparkocr.stage.tables import table_of
from sparkocr.stage.udf import row_udf
from sparkocr.tables.excel import workbook
from sparkocr.tables.write import table_csv, tables_html, tables_json, tables_markdown
from sparkocr.transformers import (
    BinaryToImage,
    DicomToImageV3,
    DocToTextTable,
    ImageToTables,
    PdfToTables,
    PptToTextTable,
)

__all__ = ["TABLE_FORMATS", "read_tables", "write_tables"]

TABLE_FORMATS = ("csv", "json", "html", "xlsx", "md")
RESULT_COLUMNS = ("path", "pagenum", "table_index", "table", "engine", "exception")
_OFFICE = "office"


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
    parts = by_kind(files)
    pdfs = PdfToTables(language=language).transform(parts.all_pdfs)
    read = ImageToTables(language=language, pdfCoordinates=True)
    images = PipelineModel(stages=[BinaryToImage(partitionNum=0), read]).transform(parts.others)
    frames = PipelineModel(stages=[DicomToImageV3(), read]).transform(parts.frames)
    documents = DocToTextTable(outputCol="table", tableIndexCol="table_index", pageNumCol="pagenum", withSpans=True)
    slides = PptToTextTable(outputCol="table", tableIndexCol="table_index", withSpans=True)
    office = F.when(F.col("table").isNotNull(), F.lit(_OFFICE))
    found = documents.transform(parts.documents), slides.transform(parts.slides)
    results = [pdfs, images, frames, *(tables.withColumn("engine", office) for tables in found)]
    return reduce(DataFrame.union, (result.select(*RESULT_COLUMNS) for result in results))


def write_tables(result: DataFrame, folder: str, output_format: str) -> list[Row]:
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

    Returns
    -------
    list of Row
        What could not be written, such as a table that is too large for Excel: the columns `path` and `exception`.
    """
    named = _documents(result).withColumn("name", named_by(result, path_below, "path"))
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
    return {"content": _encoded(path.as_py(), found, output_format)}


def _encoded(path: str, found: Sequence[tuple[Table, str]], output_format: str) -> bytes:
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
