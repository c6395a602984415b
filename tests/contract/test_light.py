"""A stage gives the same rows without Spark, on one `LightRow` after the other, as on a DataFrame."""

import base64

import numpy as np
import pyarrow as pa
import pytest
from pyspark.sql.types import BinaryType, IntegerType, StringType, StructField, StructType

from contract.conftest import in_place
from contract.sample import CONTENT, EARLIER, WITH_TABLE, rows_for
from documents import png, scanned_pdf, tiff
from pdf.make_pdf import Page, Text, make_pdf
from sparkocr.apps.light import LightPipeline, run
from sparkocr.pdf.read.render import render_page
from sparkocr.schemas import ImageSchema
from sparkocr.stage.bases import Stage
from sparkocr.stage.group import AggregatingStage
from sparkocr.stage.light_row import LightRow
from sparkocr.stage.udf import arrow_type
from sparkocr.transformers import (
    STAGES,
    Base64ToBinary,
    Base64ToImage,
    BinaryToImage,
    ImagePreprocessor,
    ImageScaler,
    ImageSchemaConverter,
    ImageToText,
    PdfToImage,
    PdfToText,
    RegionsToOriginal,
)

every_stage = pytest.mark.parametrize("cls", STAGES, ids=lambda cls: cls.__name__)


@pytest.fixture(scope="module")
def light_rows(rows):
    return light(rows)


def light(dataset):
    """The rows of a DataFrame."""
    table = dataset.toArrow()
    return [LightRow({name: table[name][place] for name in table.column_names}) for place in range(table.num_rows)]


def in_order(rows):
    return sorted(rows, key=lambda row: (row["id"], row.get("pagenum") or 0))


def check_same(stages, dataset, rows=()):
    """Compare both ways: columns, their types, and the values of all rows, pixels included."""
    result = dataset
    for stage in stages:
        result = stage.transform(result)
    compare(result.toArrow(), result.schema, stages, rows or light(dataset))


def compare(table, schema, stages, rows):
    """Compare what Spark gave with what the stages give without it; the keys of maps have no order."""
    made = [page for row in rows for page in run(stages, row)]
    assert {tuple(row) for row in made} == {tuple(table.column_names)}
    assert {row.schema.simpleString() for row in made} == {schema.simpleString()}
    expected = in_order(table.to_pylist(maps_as_pydicts="strict"))
    found = in_order({name: value.as_py(maps_as_pydicts="strict") for name, value in row.items()} for row in made)
    assert len(found) == len(expected)
    for one, other in zip(found, expected, strict=True):
        assert {name: (one[name], other[name]) for name in one if not equal(one[name], other[name])} == {}


def equal(one, other):
    """Compare two values; files of one page that were cut out of different files by what they show."""
    if one != other and isinstance(one, bytes) and one.startswith(b"%PDF"):
        one, other = (render_page(pdf, 0, resolution=40, max_pixels=10**6).pixels.tolist() for pdf in (one, other))
    return one == other


@every_stage
def test_default_parameters(cls, rows, light_rows, stages, results):
    if cls.runs_light and not issubclass(cls, AggregatingStage):
        own = light(rows_for(cls, rows)) if cls.__name__ in CONTENT.keys() | WITH_TABLE else light_rows
        compare(results(cls), cls().transform(rows).schema, [stages[cls]], own)
    elif not cls.runs_light:
        with pytest.raises(ValueError, match=cls.__name__):
            LightPipeline([cls()])


@pytest.mark.parametrize("cls", [cls for cls in STAGES if cls.runs_light], ids=lambda cls: cls.__name__)
def test_bad_input_columns_are_the_same_errors(cls, light_rows):
    for name in ("missing", "id"):
        with pytest.raises(ValueError, match=f"inputCol='{name}'"):
            list(run([cls(inputCol=name)], light_rows[0]))


SAMPLE_VARIANTS = {
    "scaler": [ImageScaler(widthCol="id", keepInput=False)],
    "preprocessor": [ImagePreprocessor(outputCol="image", decisionsCol="steps")],
    "converter": [
        ImageSchemaConverter(keepInput=True),
        ImageSchemaConverter(inputCol="image_assembler", outputCol="again", outputSchema="internal"),
    ],
    "regions": [RegionsToOriginal(outputCol="regions", rotated=True)],
    "recognition": [ImageToText(pageIteratorLevel="word", includeConfidence=False, transformCol="moved")],
}


@pytest.mark.parametrize("stages", SAMPLE_VARIANTS.values(), ids=SAMPLE_VARIANTS)
def test_other_parameters(stages, rows, light_rows):
    check_same(stages, rows, light_rows)


def called_binary(image, channels):
    """A gray image as stages give it that call it binary."""
    fields = image.as_py()
    pixels = np.frombuffer(fields["data"], np.uint8).repeat(channels)
    return pa.scalar(fields | {"mode": 12, "nChannels": channels, "data": pixels.tobytes()}, image.type)


def without_layout(value):
    """A result whose images are their gray pixels, whatever their type and number of channels."""
    if isinstance(value, dict) and {"nChannels", "mode"} <= set(value):
        data = "data" if "data" in value else "result"
        pixels = np.frombuffer(value[data] or b"", np.uint8).reshape(-1, value["nChannels"] or 1)
        return {name: value[name] for name in ("height", "width")} | {data: pixels[:, -1].tobytes()}
    if isinstance(value, list):
        return [without_layout(one) for one in value]
    return value


READS_IMAGES = [
    cls
    for cls in STAGES
    if cls.runs_light and any(getattr(one, "doc", "").startswith("Column with the image") for one in cls().params)
]


@pytest.mark.parametrize("channels", [1, 3])
@pytest.mark.parametrize("cls", READS_IMAGES, ids=lambda cls: cls.__name__)
def test_grays_of_images_that_are_called_binary(cls, channels, light_rows):
    """Every stage does with such an image what it does with a gray one."""
    row = light_rows[1]
    assert len(set(row["image"]["data"].as_py())) > 10, "the sample has grays"
    other = row.withColumn("image", called_binary(row["image"], channels))
    ((gray, binary),) = zip(run([cls()], row), run([cls()], other), strict=True)
    assert gray["exception"].as_py() is None
    for name in set(gray) - {"image"} | {cls().getOutputCol()}:
        assert without_layout(binary[name].as_py()) == without_layout(gray[name].as_py()), name


def test_stages_that_read_images_are_found():
    assert {ImageToText, ImageScaler, ImageSchemaConverter} < set(READS_IMAGES)
    assert len(READS_IMAGES) > 25


FILES = StructType(
    [
        StructField("id", IntegerType()),
        StructField("content", BinaryType()),
        StructField("text", StringType()),
        StructField("width", IntegerType()),
        StructField("pagenum", IntegerType()),
        StructField("exception", StringType()),
    ]
)


def pages_pdf(*texts):
    return make_pdf([Page([Text(72, 700, text)]) for text in texts])


@pytest.fixture(scope="module")
def files(spark, tmp_path_factory):
    """Documents of several pages, damaged ones, and some that other stages have been at."""
    fax, many = tiff(("one", "two", "three")), pages_pdf(*(f"Page {number}" for number in range(20)))
    contents = [
        (png(), None, 300, None, None),
        (fax, None, None, None, None),
        (fax[:-300], "", 0, None, None),
        (scanned_pdf(("zero", "one")), "  short ", -5, 3, None),
        (many, None, None, None, None),
        (many, "digital text", None, 7, None),
        (many[:-2000], None, None, None, None),
        (pages_pdf("locked", "page"), None, None, None, EARLIER),
        (b"", None, None, None, None),
        (None, None, None, None, None),
    ]
    path = str(tmp_path_factory.mktemp("files") / "rows")
    made = spark.createDataFrame([(number, *row) for number, row in enumerate(contents)], FILES)
    made.coalesce(1).write.parquet(path)
    return spark.read.parquet(path)


FILE_VARIANTS = {
    "image": [BinaryToImage(keepInput=True, imageDimsCol="size", imageType="TYPE_3BYTE_BGR", pageNumCol="frame")],
    "image that replaces its file": [BinaryToImage(outputCol="content", compressImage=True, maxPixels=200_000)],
    "pages of text": [PdfToText(extractCoordinates=True, outputCol="digital", pageNumCol="page")],
    "pages of text as files": [PdfToText(storeSplittedPdf=True, textStripper="PDF_LAYOUT_TEXT_STRIPPER")],
    "text that replaces its file": [PdfToText(outputCol="content")],
    "text of documents": [PdfToText(splitPage=False, extractCoordinates=True)],
    "sizes of pages": [PdfToText(onlyPageNum=True)],
    "pages": [PdfToImage(resolution=40, binarization=True, binarizationParams=["threshold=90"], maxImageWidth=200)],
    "pages with their file": [PdfToImage(resolution=40, keepInput=True, imageDimsCol="size", splitNumBatch=7)],
    "pages in ranges": [
        PdfToImage(resolution=40, splitNumBatch=3, splittingStategy="FIXED_NUMBER_OF_PARTITIONS", fallBackCol="none")
    ],
    "whole documents": [PdfToImage(resolution=40, splitPage=False, outputCol="content", splitNumBatch=4)],
    "scans after digital text": [PdfToText(), PdfToImage(resolution=40, minSizeBeforeFallback=7)],
}


@pytest.mark.parametrize("stages", FILE_VARIANTS.values(), ids=FILE_VARIANTS)
def test_files_of_many_pages(stages, files):
    check_same([in_place(stage) for stage in stages], files)


def test_recognition_keeps_digital_text(files):
    stages = [PdfToText(extractCoordinates=True), PdfToImage(resolution=20, minSizeBeforeFallback=5), ImageToText()]
    check_same([in_place(stage) for stage in stages], files.where("id IN (3, 4, 7)"))


def test_base64_of_any_form(spark):
    """Spark decodes base64 itself, and Python does it here: they agree on what is base64."""
    words = ["", "=", "A", "AA", "AAA", "AB==", "AAB=", "AA=", "AAAA=", "AA==AAAA", "A=AA", "AAAA-_==", "é", "AA\xa0AA"]
    words += [
        "AA\x1cAA",
        "AA\u2003==",
        "AA AA\r\n==",
        "data:image/png;base64,AAAA",
        " data:x,AA",
        "data:AAAA",
        "data:,",
    ]
    words += [base64.encodebytes(png()).decode(), EARLIER, None]
    schema = StructType([StructField("id", IntegerType()), StructField("b64string", StringType())])
    texts = spark.createDataFrame(list(enumerate(words)), schema)
    check_same([Base64ToBinary(keepInput=True, truncateInput=True, fileNameCol="name")], texts)
    check_same([Base64ToBinary(outputCol="b64string"), BinaryToImage(inputCol="b64string")], texts)
    check_same([Base64ToImage(keepInput=True)], texts)


def test_regions_with_the_transform_of_another_column(rows):
    moved = rows.select("id", "regions", "exception", rows["image"]["transform"].alias("moved"))
    check_same([RegionsToOriginal(imageCol="moved", rotated=True)], moved)
    seven = [name for name in ImageSchema.names if name not in {"exception", "transform"}]
    others = rows.selectExpr("id", "regions", f"struct({', '.join(f'image.{name}' for name in seven)}) AS image")
    check_same([RegionsToOriginal()], others)


def test_documents_give_their_pages_one_by_one():
    """What a later stage does with a page happens before the next page is made."""
    done = []

    class Spy(Stage):
        runs_light = True

        def __init__(self, name):
            super().__init__()
            self.name = name

        def _apply(self, dataset):
            raise NotImplementedError

        def light_rows(self, row):
            done.append((self.name, row["pagenum"].as_py()))
            yield row

    document = LightRow({"content": pa.scalar(pages_pdf("a", "b", "c"), arrow_type(BinaryType()))})
    list(run([PdfToText(), Spy("text"), PdfToImage(resolution=20), Spy("image")], document))
    assert done == [(name, page) for page in range(3) for name in ("text", "image")]
