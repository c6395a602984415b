"""Programs of the original that go from a PDF to entities and back, with our entities in the place of theirs."""

from pyspark.ml import PipelineModel

from documents import png
from pdf.make_pdf import Page, Text, make_pdf
from sparkocr.pdf.read.text import page_texts
from sparkocr.schemas import AnnotationsSchema, ImageSchema
from sparkocr.transformers import *

NAME = "Jane Kowalczyk"
PAGES = [Page([Text(72, 700, f"Patient: {NAME}"), Text(72, 650, "Diagnosis: influenza")]), Page([Text(72, 700, NAME)])]


def files(spark):
    return spark.createDataFrame([("a.pdf", make_pdf(PAGES))], "path string, content binary")


def words(content):
    return [page.text.split() for page in page_texts(bytes(content))]


def test_entities_are_drawn_on_the_pages_of_a_pdf(spark):
    stages = [
        PdfToText()
        .setInputCol("content")
        .setOutputCol("text")
        .setSplitPage(True)
        .setExtractCoordinates(True)
        .setStoreSplittedPdf(True),
        TextToDocument().setInputCol("text").setOutputCol("document"),
        SentenceSplitter().setInputCols(["document"]).setOutputCol("sentence"),
        EntityFinder(detectors=["patterns"], denyList=[NAME]).setInputCols(["sentence"]).setOutputCol("ner_chunk"),
        PositionFinder()
        .setInputCols(["ner_chunk"])
        .setOutputCol("coordinates")
        .setPageMatrixCol("positions")
        .setPadding(3),
        PdfDrawRegions()
        .setInputCol("content")
        .setInputRegionsCol("coordinates")
        .setOutputCol("pdf_with_regions")
        .setLineWidth(1),
        PdfAssembler().setInputCol("pdf_with_regions").setOutputCol("pdf"),
    ]
    (made,) = PipelineModel(stages=stages).transform(files(spark)).collect()
    assert made.exception is None
    assert words(made.pdf) == words(make_pdf(PAGES))
    assert bytes(made.pdf) != make_pdf(PAGES)


def test_a_deidentified_text_goes_back_to_its_places(spark):
    rows = [("a.png", png(f"Patient: {NAME}\nDiagnosis: influenza"))]
    stages = [
        BinaryToImage(),
        ImageToText().setPageIteratorLevel("SYMBOL"),
        EntityFinder(detectors=["patterns"], denyList=[NAME]).setInputCol("text").setOutputCol("ner_chunk"),
        EntityObfuscator().setOutputTextCol("replace_text"),
        UpdateTextPosition().setInputCol("positions").setOutputCol("output_positions").setInputText("replace_text"),
        TextToPdf().setInputCol("output_positions").setInputText("replace_text").setOutputCol("pdf"),
    ]
    frame = spark.createDataFrame(rows, "path string, content binary")
    (made,) = PipelineModel(stages=stages).transform(frame).collect()
    assert made.exception is None
    (found,) = words(made.pdf)
    assert {"Patient:", "[PERSON]", "influenza"} <= set(found)
    assert not any("owalczyk" in word for word in found)


def test_keys_and_values_of_a_form_are_linked_and_drawn(spark):
    places = [("Name:", "b-question", 10), ("Jane", "b-answer", 110), ("Kowalczyk", "i-answer", 160)]
    tagged = [
        ("entity", 0, 0, tag, {"word": word, "x": str(x), "y": "20", "width": "45", "height": "20"}, [])
        for word, tag, x in places
    ]
    white = ("file:/a", 100, 300, 1, 10, 300, b"\xff" * 30_000, None, None, None)
    schema = f"image {ImageSchema.simpleString()}, entities {AnnotationsSchema.simpleString()}"
    frame = spark.createDataFrame([(white, tagged)], schema)
    stages = [
        FormRelationExtractor().setInputCol("entities").setOutputCol("relations").setLineTolerance(15),
        ImageDrawAnnotations()
        .setInputCol("image")
        .setInputChunksCol("relations")
        .setOutputCol("image_with_annotations")
        .setFilledRect(False)
        .setFontSize(10)
        .setLineWidth(4)
        .setRectColor(Color.red),
    ]
    (made,) = PipelineModel(stages=stages).transform(frame).collect()
    assert made.exception is None
    assert [relation.result for relation in made.relations] == [f"Name: {NAME}"]
    assert made.relations[0].metadata["bbox2"] == "110 20 95 20"
    assert set(bytes(made.image_with_annotations.data)) != {255}
