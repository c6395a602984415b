"""Three ways in, each from documents to a result, as people go who have never seen the library.

1. A folder of mixed contracts becomes a table, from the command line.
2. A program of the original product runs in a notebook as it is.
3. Documents become Markdown, chunks and JSON for a language model.
"""

import csv
import json

import pyarrow.parquet as pq
import pytest
from jsonschema import Draft202012Validator
from pyspark.ml import PipelineModel

from documents import png
from sparkocr import samples
from sparkocr.base import LightPipeline
from sparkocr.cli import main
from sparkocr.errors import MissingModelError
from sparkocr.schemas import page_json_schema
from sparkocr.transformers import *

CONTRACTS = {
    "lease.pdf": samples.pdf("Lease between Ana Reyes and Northport Ltd.", "Signed on 3 May 2024"),
    "scans/annex.pdf": samples.scan("Annex A\nRent 950.00"),
    "scans/photo.png": png("Stamp of 4 May"),
    "memo.docx": samples.word("Memo on the lease", [("Item", "Price"), ("Rent", "950.00")]),
    "lies.png": samples.pdf("A PDF with a wrong name"),  # the content counts
    "empty.pdf": b"",
    "broken.pdf": b"%PDF-1.7 and nothing more",
}
READ = {"lease.pdf": 2, "annex.pdf": 1, "photo.png": 1, "memo.docx": 1, "lies.png": 1}
FAILED = {"empty.pdf", "broken.pdf"}


@pytest.fixture(scope="module")
def contracts(tmp_path_factory):
    folder = tmp_path_factory.mktemp("contracts")
    for name, content in CONTRACTS.items():
        (folder / name).parent.mkdir(exist_ok=True)
        (folder / name).write_bytes(content)
    return folder


def last(path):
    return path.rsplit("/", 1)[-1]


def test_a_folder_of_mixed_contracts(contracts, tmp_path, capsys):
    out = tmp_path / "read"
    assert main(["text", str(contracts), "--out", str(out), "--format", "parquet", "--jobs", "2"]) == 1  # some failed
    said = capsys.readouterr()
    assert "2 failures" in said.out + said.err
    assert "Traceback" not in said.err
    assert "Exception in" not in said.err
    rows = [row for part in (out / "text.parquet").glob("part-*") for row in pq.read_table(part).to_pylist()]
    read = [row for row in rows if not row["exception"]]
    assert {name: sum(last(row["path"]) == name for row in read) for name in READ} == READ
    assert {last(row["path"]) for row in rows if row["exception"]} == FAILED
    text = "\n".join(row["text"] for row in read)
    for piece in ("Ana Reyes", "3 May 2024", "950.00", "Stamp of 4 May", "Memo on the lease", "wrong name"):
        assert piece in text
    (failures,) = out.rglob("failures.csv")
    with failures.open(encoding="utf-8", newline="") as file:
        assert {last(row["path"]) for row in csv.DictReader(file)} == FAILED
    assert main(["text", str(contracts), "--out", str(out), "--format", "parquet", "--resume", "--jobs", "2"]) == 1
    again = [row for part in (out / "text.parquet").glob("part-*") for row in pq.read_table(part).to_pylist()]
    assert len(again) == len(rows), "nothing is there twice"


def test_a_program_of_the_original(spark, contracts):
    pdf_to_text = PdfToText().setInputCol("content").setOutputCol("text").setSplitPage(True)
    pdf_to_image = PdfToImage().setInputCol("content").setOutputCol("image").setFallBackCol("text")
    ocr = ImageToText()
    ocr.setInputCol("image")
    ocr.setOutputCol("text")
    ocr.setPageIteratorLevel(PageIteratorLevel.WORD)
    ocr._set(language="eng")
    pipeline = PipelineModel(stages=[pdf_to_text, pdf_to_image, ocr])
    df = spark.read.format("binaryFile").load([f"{contracts}/lease.pdf", f"{contracts}/scans/annex.pdf"])
    rows = pipeline.transform(df).select("path", "pagenum", "text", "confidence", "exception").collect()
    found = {(last(row.path), row.pagenum): row.text.strip() for row in rows}
    assert found == {
        ("lease.pdf", 0): "Lease between Ana Reyes and Northport Ltd.",
        ("lease.pdf", 1): "Signed on 3 May 2024",
        ("annex.pdf", 0): "Annex A\nRent 950.00",
    }
    light = LightPipeline(pipeline)
    assert [page["text"].result.strip() for page in light.fromLocalPath(f"{contracts}/scans/annex.pdf")] == [
        "Annex A\nRent 950.00"
    ]
    with pytest.raises(MissingModelError, match=r"Instead: EntityFinder"):
        VisualDocumentNer.pretrained("lilt_roberta_funsd_v1", "en", "clinical/ocr")


def test_documents_for_a_language_model(spark, contracts):
    read = [
        PdfToText(extractCoordinates=True, fontsCol="fonts", tablesCol="tables"),
        PdfToImage(),
        ImageToText(pageIteratorLevel="word", tablesCol="tables"),
    ]
    (page, *_) = LightPipeline([*read, PageToMarkdown(), PageToJson()]).fromLocalPath(f"{contracts}/lease.pdf")
    assert page["markdown"].strip() == "Lease between Ana Reyes and Northport Ltd."
    document = json.loads(page["json"])
    Draft202012Validator(page_json_schema()).validate(document)
    assert document["unit"] == "pt"
    df = spark.read.format("binaryFile").load([f"{contracts}/lease.pdf", f"{contracts}/scans/annex.pdf"])
    chunks = PipelineModel(stages=[*read, PageToChunks(chunkSize=500)]).transform(df)
    rows = chunks.select("path", "chunk.text", "chunk.pages", "chunk.boxes", "exception").collect()
    assert not [row.exception for row in rows if row.exception]
    by_file = {last(row.path): row for row in rows}
    assert "Rent 950.00" in by_file["annex.pdf"].text.replace("\n", " ")
    assert by_file["annex.pdf"].pages == [0]
    assert 0 < by_file["annex.pdf"].boxes[0].x < 72, "points, also on a scan"
    assert all(len(row.text) <= 500 for row in rows)
