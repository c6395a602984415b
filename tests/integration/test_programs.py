"""The programs of the quick start, as users write them, on classic Spark and on Spark Connect."""

import pytest
from pyspark.ml import Pipeline, PipelineModel

from documents import WORDS, encode, page, png, scanned_pdf, tiff
from pdf.make_pdf import Page, Text, make_pdf
from sparkocr.apps.jobs import load_files
from sparkocr.schemas import BinarySchema
from sparkocr.transformers import *

DIGITAL = "This page has a text layer"
SCRIPT = b"/*! jQuery v1.12.3 */ !function(a,b){}(window);"


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    return tmp_path_factory.mktemp("documents")


def write(folder, **files):
    """Write files whose names have `_` before the ending."""
    folder.mkdir(exist_ok=True)
    for name, content in files.items():
        (folder / ".".join(name.rsplit("_", 1))).write_bytes(content)
    return str(folder)


def load(spark, path):
    return spark.read.format("binaryFile").load(path)


def digital_pdf(*texts):
    return make_pdf([Page([Text(72, 700, text)] if text else []) for text in texts])


def mixed_pdf():
    """Page 0 is a scan, page 1 is digital, page 2 is a scan, page 3 is digital."""
    import io

    import pypdfium2

    digital = pypdfium2.PdfDocument(digital_pdf(f"{DIGITAL} one", f"{DIGITAL} three"))
    target = pypdfium2.PdfDocument(scanned_pdf(("Scanned zero", "Scanned two")))
    target.import_pages(digital, [0], 1)
    target.import_pages(digital, [1], 3)
    file = io.BytesIO()
    target.save(file)
    return file.getvalue()


def test_images(spark, folder):
    path = write(folder / "images", one_png=png(), two_jpg=encode(page("A second image"), "JPEG", dpi=(300, 300)))
    binary_to_image = BinaryToImage().setInputCol("content").setOutputCol("image")
    ocr = ImageToText().setInputCol("image").setOutputCol("text")
    for pipeline in (
        PipelineModel(stages=[binary_to_image, ocr]),
        Pipeline().setStages([binary_to_image, ocr]).fit(spark.createDataFrame([(b"", "")], ["content", "path"])),
    ):
        data = pipeline.transform(load(spark, path))
        data.show()
        rows = {row.path.rsplit("/", 1)[1]: row for row in data.collect()}
        assert rows["one.png"].text == WORDS + "\n"
        assert rows["two.jpg"].text == "A second image\n"
        for row in rows.values():
            assert row.exception is None
            assert row.confidence > 80
            assert row.pagenum == 0
            assert row.positions[0].mapping[0].c.strip() == row.text.strip()
            assert "content" not in row


def test_multi_page_tiff(spark, folder):
    path = write(folder / "tiff", fax_tif=tiff(("First page", "Second page", "Third page")))
    ocr = PipelineModel(stages=[BinaryToImage(), ImageToText()])
    rows = ocr.transform(load(spark, path)).orderBy("pagenum").collect()
    assert [(row.pagenum, row.text.strip()) for row in rows] == [
        (0, "First page"),
        (1, "Second page"),
        (2, "Third page"),
    ]
    assert [row.positions[0].mapping[0].p for row in rows] == [0, 1, 2]


def test_scanned_pdf(spark, folder):
    path = write(folder / "scanned", scan_pdf=scanned_pdf(("Page number one", "Page number two")))
    pdf_to_image = PdfToImage().setInputCol("content").setOutputCol("image")
    ocr = ImageToText().setInputCol("image").setOutputCol("text")
    data = PipelineModel(stages=[pdf_to_image, ocr]).transform(load(spark, path))
    rows = data.orderBy("pagenum").collect()
    assert [(row.pagenum, row.total_pages, row.documentnum) for row in rows] == [(0, 2, 0), (1, 2, 0)]
    assert [row.text.strip() for row in rows] == ["Page number one", "Page number two"]
    assert "content" not in data.columns


def fallback_pipeline(split_page):
    pdf_to_text = PdfToText().setInputCol("content").setOutputCol("text").setSplitPage(split_page)
    pdf_to_image = (
        PdfToImage().setInputCol("content").setOutputCol("image").setFallBackCol("text").setMinSizeBeforeFallback(10)
    )
    ocr = ImageToText().setInputCol("image").setOutputCol("text")
    return PipelineModel(stages=[pdf_to_text, pdf_to_image, ocr])


def test_text_or_scanned_pdf_as_documents(spark, folder):
    path = write(
        folder / "either",
        digital_pdf=digital_pdf(DIGITAL, "and a second page"),
        scan_pdf=scanned_pdf(("Scanned zero", "Scanned one")),
    )
    rows = fallback_pipeline(split_page=False).transform(load(spark, path)).orderBy("path", "pagenum").collect()
    digital, *scanned = rows
    assert [line.strip() for line in digital.text.splitlines() if line] == [DIGITAL, "and a second page"]
    assert (digital.image.width, digital.image.height) == (1, 1)
    assert digital.confidence is None
    assert [(row.pagenum, row.text.strip()) for row in scanned] == [(0, "Scanned zero"), (1, "Scanned one")]
    assert all(row.image.width > 1 for row in scanned)
    assert all(row.exception is None for row in rows)


@pytest.mark.parametrize("store", [False, True])
def test_mixed_pdf_page_by_page(spark, folder, store):
    path = write(folder / "mixed", mixed_pdf=mixed_pdf())
    pipeline = fallback_pipeline(split_page=True)
    pipeline.stages[0].setStoreSplittedPdf(store)
    rows = pipeline.transform(load(spark, path)).orderBy("pagenum").collect()
    assert [(row.pagenum, row.text.strip()) for row in rows] == [
        (0, "Scanned zero"),
        (1, f"{DIGITAL} one"),
        (2, "Scanned two"),
        (3, f"{DIGITAL} three"),
    ]
    assert [row.image.width > 1 for row in rows] == [True, False, True, False]
    assert all(row.exception is None for row in rows)


def test_streaming(spark, folder):
    path = write(folder / "stream", one_png=png("The first file"))
    batch = spark.read.format("binaryFile").load(path).limit(1)
    assert [field.name for field in batch.schema] == BinarySchema.names
    stages = [
        BinaryToImage().setInputCol("content").setOutputCol("image"),
        ImageBinarizer().setInputCol("image").setOutputCol("binarized").setThreshold(150),
        ImageToText().setInputCol("binarized").setOutputCol("text"),
    ]
    pipeline = Pipeline().setStages(stages).fit(batch)
    data = spark.readStream.format("binaryFile").schema(batch.schema).load(path)
    query = (
        pipeline.transform(data)
        .select("path", "text", "exception")
        .writeStream.format("memory")
        .queryName("results")
        .start()
    )
    try:
        query.processAllAvailable()
        assert [row.text.strip() for row in spark.table("results").collect()] == ["The first file"]
        write(folder / "stream", two_png=png("The second file"), three_png=SCRIPT)
        query.processAllAvailable()
        rows = spark.table("results").select("path", "text", "exception").orderBy("path").collect()
        assert [row.text and row.text.strip() for row in rows] == ["The first file", None, "The second file"]
        assert rows[1].exception.endswith("Can't open file as image.")
    finally:
        query.stop()


def test_restart_of_a_stream_repeats_nothing(spark, folder, tmp_path):
    path = write(folder / "restart", one_png=png("The first file"))
    pipeline = PipelineModel(stages=[BinaryToImage(), ImageToText()])

    def run():
        data = spark.readStream.format("binaryFile").schema(BinarySchema).load(path)
        query = (
            pipeline.transform(data)
            .select("path", "text")
            .writeStream.format("parquet")
            .option("checkpointLocation", str(tmp_path / "checkpoint"))
            .trigger(availableNow=True)
            .start(str(tmp_path / "out"))
        )
        assert query.awaitTermination(120)
        return sorted(row.text.strip() for row in spark.read.parquet(str(tmp_path / "out")).collect())

    assert run() == ["The first file"]
    assert run() == ["The first file"]
    write(folder / "restart", two_png=png("The second file"))
    assert run() == ["The first file", "The second file"]


def test_errors_are_rows(spark, folder):
    good, pdf = png(), scanned_pdf(("One page", "Two pages"))
    files = {"script.png": SCRIPT, "empty.png": b"", "cut.png": good[: len(good) // 2], "good.png": good}
    documents = {
        "cut.pdf": pdf[: len(pdf) // 2],
        "encrypted.pdf": make_pdf([Page([Text(72, 700, DIGITAL)])], user_password="secret"),
        "empty.pdf": b"",
        "good.pdf": pdf,
    }
    folder = folder / "errors"
    for kind, contents in (("images", files), ("pdfs", documents)):
        (folder / kind).mkdir(parents=True)
        for name, content in contents.items():
            (folder / kind / name).write_bytes(content)
    to_image = BinaryToImage()
    rows = PipelineModel(stages=[to_image, ImageToText()]).transform(load_files(spark, [f"{folder}/images"])).collect()
    found = {row.path.rsplit("/", 1)[1]: row for row in rows}
    assert len(rows) == len(files)
    for name in ("script.png", "empty.png", "cut.png"):
        reason = ": it is empty" if name == "empty.png" else ""
        assert found[name].exception == f"{to_image.uid}: Can't open file as image{reason}."
        assert found[name].text is None
    assert found["good.png"].exception is None
    assert found["good.png"].text.strip() == WORDS

    for first in (PdfToImage(), PdfToText()):
        stages = [first, PdfToImage(), ImageToText()] if isinstance(first, PdfToText) else [first, ImageToText()]
        rows = (
            PipelineModel(stages=stages)
            .transform(load_files(spark, [f"{folder}/pdfs"]))
            .orderBy("path", "pagenum")
            .collect()
        )
        assert [(row.path.rsplit("/", 1)[1], row.exception) for row in rows] == [
            ("cut.pdf", f"{first.uid}: PDF is truncated."),
            ("empty.pdf", f"{first.uid}: Can't open file as PDF: it is empty."),
            ("encrypted.pdf", f"{first.uid}: PDF is encrypted: set the right password."),
            ("good.pdf", None),
            ("good.pdf", None),
        ]
        assert [row.text and row.text.strip() for row in rows] == [None, None, None, "One page", "Two pages"]


def test_save_and_load(spark, folder, tmp_path):
    path = write(folder / "images", one_png=png())
    stages = [BinaryToImage(), ImageBinarizer(threshold=120), ImageToText(inputCol="binarized_image", language="eng")]
    pipeline = PipelineModel(stages=stages)
    pipeline.write().overwrite().save(str(tmp_path / "pipeline"))
    pipeline.write().overwrite().save(str(tmp_path / "pipeline"))
    again = PipelineModel.load(str(tmp_path / "pipeline"))
    assert [stage.values() for stage in again.stages] == [stage.values() for stage in stages]
    df = load(spark, path)
    assert sorted(map(str, again.transform(df).collect())) == sorted(map(str, pipeline.transform(df).collect()))
