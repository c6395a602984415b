"""What the tests of the reader "pdf" share: it is called as Spark calls it."""

import pickle

from pyspark.sql.types import StructType

from pdf.make_pdf import Page, Text, make_pdf
from sparkocr.datasource.pdf_reader import PdfDataSource

DIGITAL = "A digital page with enough text"
MIXED = make_pdf([Page([Text(72, 700, DIGITAL)]), Page([Text(20, 30, "short", size=24)], width=144, height=72.9)])
LOCKED = make_pdf([Page([Text(72, 700, "A secret")])], user_password="open sesame")
NAMES = ["a b.pdf", "ü.pdf", "h#x.pdf", "p%20q.pdf", "100%.pdf", "q?x.pdf", "a,b.pdf", "[x].pdf", "{y}.pdf", "日本.pdf"]
NAMES += ["10:30:05.pdf", ":.pdf", "C:\\d.pdf", "s*.pdf", "n\nl.pdf"]
OLD = 1_000_000_000


def document(pages, **options):
    return make_pdf([Page([Text(72, 700, f"page {number}")]) for number in range(pages)], **options)


def reader(path, columns=None, **options):
    source = PdfDataSource({"path": str(path), **options})
    schema = source.schema()
    return source.reader(StructType([field for field in schema if columns is None or field.name in columns]))


def batches(source):
    """Every batch that workers make, of readers and partitions that travelled as Spark sends them."""
    source, partitions = pickle.loads(pickle.dumps((source, source.partitions())))  # noqa: S301
    return [batch for partition in partitions for batch in source.read(partition)]


def rows(path, columns=None, **options):
    return [row for batch in batches(reader(path, columns, **options)) for row in batch.to_pylist()]


def put(folder, **contents):
    for name, content in contents.items():
        (folder / f"{name}.pdf").write_bytes(content)
    return folder
