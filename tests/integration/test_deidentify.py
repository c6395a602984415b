"""The stages of de-identification one after the other, as programs write them."""

import pytest
from pyspark.ml import PipelineModel

from documents import png, scanned_pdf
from pdf.make_pdf import Page, Text, make_pdf
from sparkocr.pdf.read.text import page_texts
from sparkocr.pdf.write.assemble import assemble
from sparkocr.transformers import *

NAME = "Jane Kowalczyk"
RULES = ["fields", "dates", "patterns"]


def mixed_pdf():
    """A digital page and a scan."""
    lines = [Text(72, 700, f"Patient: {NAME}, DOB: 03/14/1951"), Text(72, 650, "Diagnosis: influenza")]
    return assemble([make_pdf([Page(lines)]), scanned_pdf((f"Patient: {NAME}\nDiagnosis: influenza",))])


def read_again(spark, stages, content):
    """The text of the second page, by OCR."""
    frame = spark.createDataFrame([(content,)], "content binary")
    return PipelineModel(stages=stages).transform(frame).orderBy("pagenum").collect()[-1].text


def test_page_by_page_to_a_proven_pdf(spark):
    files = spark.createDataFrame([("a.pdf", mixed_pdf())], "path string, content binary")
    stages = [
        PdfToText(extractCoordinates=True, storeSplittedPdf=True),
        PdfToImage(fallBackCol="text", keepInput=True),
        ImageToText(pageIteratorLevel="symbol"),
        EntityFinder(detectors=RULES),
        PositionFinder(padding=0),
        PdfRedactRegions(padding=0),
        PdfAssembler(inputCol="pdf_redacted", keptCols=["ner_chunk", "redaction"]),
        DeidVerifier(reportCol="redaction"),
    ]
    (made,) = PipelineModel(stages=stages).transform(files).collect()
    assert made.exception is None
    assert made.audit.proven
    assert made.audit.entities == {"PERSON": 1, "DATE": 1}
    assert [done.technique for done in made.audit.pages] == ["rewrite", "rewrite"]
    digital, scan = (page.text for page in page_texts(bytes(made.verified)))
    assert digital.split() == ["Patient:", ",", "DOB:", "Diagnosis:", "influenza"]
    assert not scan.strip()
    text = read_again(spark, [PdfToImage(), ImageToText()], made.verified)
    assert "influenza" in text
    assert "owalczyk" not in text


@pytest.mark.parametrize("patched", [False, True])
def test_images_to_a_masked_pdf_as_programs_of_the_original_write_it(spark, patched):
    files = spark.createDataFrame(
        [("a.png", png(f"Patient: {NAME}\nDiagnosis: influenza"))], "path string, content binary"
    )
    stages = [
        BinaryToImage().setInputCol("content").setOutputCol("image"),
        ImageToText().setInputCol("image").setOutputCol("text").setPageIteratorLevel("SYMBOL"),
        TextToDocument().setInputCol("text").setOutputCol("document"),
        SentenceSplitter().setInputCols(["document"]).setOutputCol("sentence"),
        EntityFinder(detectors=RULES).setInputCols("sentence").setOutputCol("ner_chunk").setWhiteList(["PERSON"]),
        EntityObfuscator(key="of this hospital", mode="surrogate"),
        PositionFinder().setInputCols("ner_chunk").setPageMatrixCol("positions").setOutputCol("coordinates"),
        ImageDrawRegions()
        .setInputCol("image")
        .setInputRegionsCol("coordinates")
        .setOutputCol("image_with_regions")
        .setRectColor(Color.black)
        .setFilledRect(True)
        .setPatchImages(patched)
        .setInputChunkMappingCol("obfuscated" if patched else ""),
        ImageToPdf().setInputCol("image_with_regions").setOutputCol("pdf"),
    ]
    (made,) = PipelineModel(stages=stages).transform(files).collect()
    text = read_again(spark, [PdfToImage(), ImageToText()], made.pdf)
    assert "influenza" in text
    assert "owalczyk" not in text
    words = text.split("\n")[0].removeprefix("Patient:").split()
    assert len(words) == (2 if patched else 0), "another name stands there"
