"""The stage that proves that identifiers are gone."""

import hashlib

import pyarrow as pa
import pytest
from pyspark.sql.types import ArrayType, BinaryType, StringType, StructField, StructType

from documents import png
from office.make_office import letter
from pdf.make_pdf import Page, Text, make_pdf
from sparkocr.apps.light import run
from sparkocr.deid.audit import AuditRow
from sparkocr.schemas import AnnotationsSchema
from sparkocr.stage.light_row import LightRow
from sparkocr.stage.udf import arrow_type
from sparkocr.transformers import DeidVerifier
from sparkocr.transformers.entities.verify import AuditSchema

NAME = "Zanzibarski"
LEAKY = make_pdf([Page([Text(72, 700, "x")]), Page([Text(72, 700, f"Dear {NAME}")])])
CLEAN = make_pdf([Page([Text(72, 700, "Dear reader")])])
REPORTS = pa.list_(
    pa.struct([("page", pa.int32()), ("technique", pa.string()), ("regions", pa.int32()), ("reason", pa.string())])
)
EARLIER = "Earlier_0: It failed."


def chunk(text=NAME, label="PERSON"):
    return ("chunk", 0, 0, text, {"entity": label}, [])


def chunk_fields(text=NAME, label="PERSON"):
    return dict(zip(AnnotationsSchema.elementType.names, chunk(text, label), strict=True))


def verified(content, chunks, *, kind=AnnotationsSchema, columns=None, **options):
    values = {"pdf": pa.scalar(content, pa.binary()), "ner_chunk": pa.scalar(chunks, arrow_type(kind))}
    stage = DeidVerifier(**{"ocr": False, **options})
    (made,) = run([stage], LightRow(values | (columns or {})))
    return {name: value.as_py() for name, value in made.items()}


def test_proven_file_passes():
    made = verified(CLEAN, [chunk_fields()])
    assert made["verified"] == CLEAN
    assert made["exception"] is None
    assert made["audit"]["proven"] is True
    assert made["audit"]["checked"] == 1


def test_leak_is_null_with_an_exception_that_quotes_nothing():
    made = verified(LEAKY, [chunk_fields()])
    assert made["verified"] is None
    assert "not proven: 1 identifier of PERSON in text layer of page 1" in made["exception"]
    assert made["audit"]["proven"] is False
    assert NAME not in str({name: made[name] for name in ("exception", "audit")})


def test_chunks_by_page():
    made = verified(LEAKY, [[], [chunk_fields()]], kind=ArrayType(AnnotationsSchema))
    assert made["audit"]["proven"] is False


@pytest.mark.parametrize(
    ("chunks", "kind"),
    [
        (None, AnnotationsSchema),
        ([None], AnnotationsSchema),
        ([chunk_fields(None)], AnnotationsSchema),
        ([[], None], ArrayType(AnnotationsSchema)),
    ],
    ids=["column", "chunk", "text", "page"],
)
def test_null_chunks_prove_nothing(chunks, kind):
    made = verified(CLEAN, chunks, kind=kind)
    assert made["verified"] is None
    assert "nothing is proven" in made["exception"]


def test_no_chunks_are_a_proof():
    assert verified(LEAKY, [])["verified"] == LEAKY


def test_labels_that_may_stay():
    assert verified(LEAKY, [chunk_fields()], ignoreLabels=["PERSON"])["verified"] == LEAKY
    assert verified(LEAKY, [chunk_fields()], ignoreLabels=["DATE"])["verified"] is None


def test_label_that_may_be_text_is_not_told():
    made = verified(LEAKY, [chunk_fields(label=f"name of {NAME}")])
    assert "identifier of OTHER" in made["exception"]
    assert NAME not in str(made["audit"])


@pytest.mark.parametrize("content", [None, b"", b"text", CLEAN[:-100]])
def test_broken_file_is_not_proven(content):
    made = verified(content, [chunk_fields()])
    assert made["verified"] is None
    assert "not proven" in made["exception"]
    assert made["audit"]["error"]


def test_images_and_documents():
    assert verified(png(), [chunk_fields()])["verified"] == png()
    content = letter()
    assert verified(content, [chunk_fields()])["verified"] == content


def test_engine_reads_only_with_ocr():
    chunks = [chunk_fields("quick", "OTHER")]
    assert verified(png(), chunks)["verified"] == png()
    made = verified(png(), chunks, ocr=True, engine="tesseract")
    assert made["verified"] is None
    assert made["audit"]["read_images"] is True
    assert dict(made["audit"]["versions"])["engine"] == "tesseract"


def test_resolution_is_that_of_the_rendered_pages(monkeypatch):
    seen = []
    monkeypatch.setattr(
        "sparkocr.transformers.entities.verify._read", lambda _, pixels, dpi: seen.append((pixels.shape, dpi)) or ""
    )
    verified(CLEAN, [chunk_fields()], ocr=True, resolution=100)
    assert seen == [((1100, 850), 100)]


def test_reports_and_original_are_in_the_audit():
    report = pa.scalar([[{"page": 4, "technique": "raster", "regions": 2, "reason": "a font"}]], pa.list_(REPORTS))
    columns = {"report": report, "before": pa.scalar(LEAKY, pa.binary())}
    made = verified(CLEAN, [], columns=columns, reportCol="report", originalCol="before")
    assert made["audit"]["pages"] == [{"page": 4, "technique": "raster", "regions": 2, "reason": "a font"}]
    assert made["audit"]["input_sha256"] == hashlib.sha256(LEAKY).hexdigest()
    assert made["audit"]["output_sha256"] == hashlib.sha256(CLEAN).hexdigest()


def test_report_of_unknown_technique_proves_nothing():
    report = pa.scalar([{"page": 0, "technique": NAME, "regions": 0, "reason": None}], REPORTS)
    made = verified(CLEAN, [], columns={"report": report}, reportCol="report")
    assert made["verified"] is None
    assert NAME not in made["exception"]


def test_earlier_exception_stays():
    made = verified(CLEAN, [], columns={"exception": pa.scalar(EARLIER)})
    assert (made["verified"], made["audit"], made["exception"]) == (None, None, EARLIER)


def test_other_columns():
    values = {"file": pa.scalar(CLEAN), "found": pa.scalar([], arrow_type(AnnotationsSchema))}
    stage = DeidVerifier(inputCol="file", chunksCol="found", outputCol="good", auditCol="why", ocr=False)
    (made,) = run([stage], LightRow(values))
    assert made["good"].as_py() == CLEAN
    assert made["why"].as_py()["proven"] is True


@pytest.mark.parametrize(
    "options", [{"chunksCol": "pdf"}, {"chunksCol": "none"}, {"reportCol": "pdf"}, {"originalCol": "ner_chunk"}]
)
def test_wrong_columns(options):
    with pytest.raises(ValueError, match=next(iter(options))):
        verified(CLEAN, [], **options)


def test_audit_column_has_the_fields_of_the_audit():
    assert AuditSchema.names == list(AuditRow.__dataclass_fields__)


def test_on_spark(spark):
    schema = StructType(
        [
            StructField("id", StringType()),
            StructField("pdf", BinaryType()),
            StructField("ner_chunk", AnnotationsSchema),
        ]
    )
    rows = [("clean", CLEAN, [chunk()]), ("leaky", LEAKY, [chunk()]), ("null", CLEAN, None)]
    made = {row.id: row for row in DeidVerifier(ocr=False).transform(spark.createDataFrame(rows, schema)).collect()}
    assert bytes(made["clean"].verified) == CLEAN
    assert (made["leaky"].verified, made["null"].verified) == (None, None)
    assert made["leaky"].audit.leaks[0].label == "PERSON"
    assert NAME not in str(made["leaky"].audit) + made["leaky"].exception
