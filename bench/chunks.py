"""How PageToChunks cuts documents: whether text is lost, where chunks begin, how large they are, and what it costs.

    python bench/chunks.py --data DIR

DIR holds PDF files. Pages are read as ``sparkocr text --format md`` reads them, and stored. Then they are cut with
several settings: each file as a document, and all files as the pages of one. Columns of the table:

- lost: words of the Markdown of the pages that are in no chunk, with running headers and footers kept.
- twice: words of chunks, outside of tables, that the Markdown has less often.
- at heading: share of the chunks that begin with a heading; at begin: share of the headings that a chunk begins with.
- 10/50/90/100 %: quantiles of the size; small: share of chunks below a tenth of what they may have.
- tables whole: share of the tables that are in one chunk, of those that are no larger.
- CPU s: of the JVM and its workers, per page, for the chunks alone.
"""

import argparse
import re
from collections import Counter
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import numpy as np
import psutil
from pyspark.ml import PipelineModel
from pyspark.sql import DataFrame, Window
from pyspark.sql import functions as F

from common import cpu_seconds, java, local_session, table
from sparkocr.apps.jobs import markdown_stages
from sparkocr.document.chunks import tokens
from sparkocr.transformers import PageToChunks, PageToMarkdown

SETTINGS: dict[str, dict[str, Any]] = {
    "2000 characters": {},
    "1000 characters": {"chunkSize": 1000},
    "300 characters": {"chunkSize": 300},
    "2000 characters, overlap 200": {"chunkOverlap": 200},
    "512 tokens": {"chunkSize": 512, "sizeUnit": "tokens"},
}
LIMIT = 2000
"""Default of `chunkSize`."""
KEPT = ("positions", "tables", "fonts", "confidence", "image", "width_dimension", "height_dimension", "exception")
"""Columns that the stages read."""
TABLE, HEADING = re.compile(r"<table>.*?</table>", re.DOTALL), re.compile(r"^#{1,6} ", re.MULTILINE)
WORD = re.compile(r"[^\W_]+")


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, required=True, help="folder of PDF files")
    options = parser.parse_args()
    counted = ("documents", "setting", "chunks", "lost", "twice", "at heading", "at begin")
    header = (*counted, "10/50/90/100 %", "small", "tables whole", "CPU s per page")
    with local_session() as spark, TemporaryDirectory() as folder:
        files = spark.read.format("binaryFile").load(f"{options.data.resolve()}/*.pdf")
        pages = PipelineModel([*markdown_stages()[:-1], PageToMarkdown(tablesUnit="pt")]).transform(files)
        pages = pages.withColumn("image", F.col("image").withField("data", F.lit(None).cast("binary")))
        pages.select("path", "pagenum", "markdown", *KEPT).write.parquet(f"{folder}/pages")
        each = spark.read.parquet(f"{folder}/pages").cache()
        number = F.row_number().over(Window.orderBy("path", "pagenum")) - 1
        one = each.withColumn("pagenum", number).withColumn("path", F.lit("all")).cache()
        rows = [
            (name, setting, *figures(pages, values))
            for name, pages in (("files", each), ("one", one))
            for setting, values in SETTINGS.items()
        ]
    print(table(header, rows))


def figures(pages: DataFrame, values: dict[str, Any]) -> list[object]:
    """Return the figures of a setting."""
    markdown = "\n\n".join(row.markdown or "" for row in pages.orderBy("path", "pagenum").select("markdown").collect())
    chunks = PageToChunks(pageHeaders=True, tablesUnit="pt", **values).transform(pages)
    texts = [row.text for row in chunks.where("chunk IS NOT NULL").select("chunk.text").collect()]
    new = [row.text[row.overlap :] for row in chunks.where("chunk IS NOT NULL").select("chunk.*").collect()]
    limit, size = values.get("chunkSize", LIMIT), tokens if "sizeUnit" in values else len
    sizes = [size(text) for text in texts]
    starts = sum(bool(HEADING.match(text)) for text in new)
    tables = [found for found in TABLE.findall(markdown) if size(found) <= limit]
    cut = set(TABLE.findall("\n\n".join(new)))
    return [
        len(texts),
        (words(markdown) - words("\n".join(new))).total(),
        (words(TABLE.sub("", "\n".join(new))) - words(TABLE.sub("", markdown))).total(),
        starts / len(new),
        starts / max(1, len(HEADING.findall(markdown))),
        "/".join(f"{value:.0f}" for value in np.quantile(sizes, [0.1, 0.5, 0.9, 1.0])),
        sum(found < limit / 10 for found in sizes) / len(sizes),
        sum(found in cut for found in tables) / max(1, len(tables)),
        cpu_per_page(chunks, pages.count()),
    ]


def words(text: str) -> Counter[str]:
    """Return how often each word is in a text."""
    return Counter(WORD.findall(text))


def cpu_per_page(chunks: DataFrame, pages: int) -> float:
    """Return the CPU seconds that chunks take, divided by the number of pages."""
    jvm: psutil.Process = java()
    before = cpu_seconds(jvm)
    chunks.write.format("noop").mode("overwrite").save()
    return (cpu_seconds(jvm) - before) / pages


if __name__ == "__main__":
    main()
