"""PositionFinder and UpdateTextPosition: every parameter, and chunks of real recognition and of a PDF."""

import logging
import re

import pyarrow as pa
import pytest
from PIL import Image, ImageDraw, ImageFont
from pyspark.ml import PipelineModel
from pyspark.sql import functions as F
from pyspark.sql.types import ArrayType, IntegerType, StringType, StructField, StructType

from documents import encode
from pdf.make_pdf import Page, Text, make_pdf
from sparkocr.errors import DocumentError
from sparkocr.schemas import AnnotationsSchema, PositionsSchema
from sparkocr.stage.failures import EarlierFailureError
from sparkocr.stage.udf import arrow_type
from sparkocr.transformers import BinaryToImage, ImageToText, PdfToText, PositionFinder, UpdateTextPosition
from sparkocr.transformers.text.positions import _find, _Options, _update
from variants import collect, files

NONE = pa.scalar(None, pa.string())


def unit(c, x, y=20.0, width=40.0, height=10.0, page=0):
    return {"c": c, "p": page, "x": x, "y": y, "width": width, "height": height, "fontSize": 9}


def chunk(text, begin=0, **metadata):
    return {
        "annotatorType": "chunk",
        "begin": begin,
        "end": begin + len(text) - 1,
        "result": text,
        "metadata": metadata,
        "embeddings": [],
    }


PAGE = [{"mapping": [unit("Jane", 10.0), unit("Smith", 60.0), unit("left", 10.0, 40.0)]}]
CHUNKS = [chunk("Jane", entity="NAME", confidence="0.75"), chunk("Nobody", 5), chunk("Smith left", 5, ner_label="X")]


def positions(value):
    return pa.scalar(value, arrow_type(StructType([StructField("v", PositionsSchema)])).field("v").type)


def annotations(value):
    return pa.scalar(value, arrow_type(StructType([StructField("v", AnnotationsSchema)])).field("v").type)


def find(found, *chunks, padding=0, ocr=1.0, pdf=1.0, smooth=False):
    options = _Options("Finder_1", padding, ocr, pdf, smooth)
    return _find(NONE, positions(found), *map(annotations, chunks), options=options)["regions"]


def box(region):
    return tuple(region[name] for name in ("x", "y", "width", "height"))


def test_one_region_per_line_with_the_index_of_its_chunk():
    regions = find(PAGE, CHUNKS)
    assert [region["index"] for region in regions] == [0, 2, 2]
    assert [box(region) for region in regions] == [(10, 20, 40, 10), (60, 20, 40, 10), (10, 40, 40, 10)]
    assert [(region["label"], region["score"]) for region in regions] == [("NAME", 0.75), ("X", 0.0), ("X", 0.0)]
    assert {(region["page"], region["angle"]) for region in regions} == {(0, 0.0)}


def test_indices_go_on_over_columns():
    regions = find(PAGE, CHUNKS[:2], [], [chunk("left", 11, label="Y", entity="")])
    assert [(region["index"], region["label"]) for region in regions] == [(0, "NAME"), (2, "Y")]


def test_chunks_that_are_not_found_are_logged_without_their_text(caplog):
    with caplog.at_level(logging.WARNING):
        assert find(PAGE, [chunk("Secret name", 3, entity="NAME"), chunk("Jane")])
    assert [record.getMessage() for record in caplog.records] == [
        "Finder_1: chunk 0 is not found (length 11, label 'NAME')"
    ]
    assert "Secret" not in caplog.text


def test_scores_that_are_no_numbers():
    regions = find(PAGE, [chunk("Jane", confidence="high"), chunk("Jane", confidence=None)])
    assert [region["score"] for region in regions] == [0.0, 0.0]


def test_smooth_regions_of_a_line_have_one_height():
    """The boxes of single letters are as high as the letters."""
    low, high = {"y": 24.0, "height": 6.0}, {"y": 18.0, "height": 14.0}
    units = [unit("a", 10.0, width=5, **low), unit("c", 15.0, width=5, **low), unit("T", 30.0, width=5, **high)]
    units += [unit("y", 35.0, width=5, y=24.0, height=9.0), unit("left", 10.0, 60.0)]
    chunks = [chunk("ac"), chunk("Ty", 3), chunk("left", 6)]
    rough, smooth = (find([{"mapping": units}], chunks, smooth=smooth, padding=1) for smooth in (False, True))
    assert [(region["y"], region["height"]) for region in rough] == [(23, 8), (17, 17), (59, 12)]
    assert [(region["y"], region["height"]) for region in smooth] == [(17, 17), (17, 17), (59, 12)]
    for name in ("index", "x", "width", "label", "score", "page"):
        assert [region[name] for region in smooth] == [region[name] for region in rough]


def test_padding_stops_at_the_edges():
    assert box(find(PAGE, CHUNKS[:1], padding=5)[0]) == (5, 15, 50, 20)
    assert box(find(PAGE, CHUNKS[:1], padding=15)[0]) == (0, 5, 65, 40)


def test_scale_factors_are_for_ocr_or_pdf():
    letters = [{"mapping": [unit(c, 10.5 + 5 * place, width=5.0) for place, c in enumerate("Jane")]}]
    assert box(find(PAGE, CHUNKS[:1], ocr=1.2)[0]) == pytest.approx((10, 19, 40, 12))
    assert box(find(PAGE, CHUNKS[:1], pdf=1.2)[0]) == (10, 20, 40, 10)
    assert box(find(letters, CHUNKS[:1], pdf=1.2)[0]) == pytest.approx((10.5, 19, 20, 12))
    assert box(find(letters, CHUNKS[:1], ocr=1.2)[0]) == (10.5, 20, 20, 10)
    assert box(find(PAGE, CHUNKS[:1], ocr=2.0, padding=1)[0]) == (9, 14, 42, 22)


def test_pages_of_a_document():
    pages = [{"mapping": [unit("Jane", 10.0)]}, None, {"mapping": None}, {"mapping": [unit("Smith", 10.0, page=3)]}]
    regions = find(pages, [chunk("Jane Smith")])
    assert [(region["index"], region["page"]) for region in regions] == [(0, 0), (0, 3)]


def test_rows_without_chunks_or_positions():
    assert find(PAGE, []) == []
    assert find(None, []) == []
    assert find([], CHUNKS) == []
    with pytest.raises(DocumentError, match="no chunks"):
        find(PAGE, None)
    with pytest.raises(DocumentError, match="no positions"):
        find(None, CHUNKS)
    with pytest.raises(EarlierFailureError, match="before"):
        _find(pa.scalar("before"), positions(PAGE), options=None)
    for columns in ((positions(PAGE), pa.scalar("text")), (pa.scalar([1]), annotations(CHUNKS))):
        with pytest.raises(DocumentError, match="no structs"):
            _find(NONE, *columns, options=_Options("Finder_1", 0, 1.0, 1.0))


def update(text, path=(), pages=PAGE):
    found = _update(NONE, positions(pages), pa.scalar(text), path=path)["moved"]
    return [[one["c"] for one in page["mapping"]] for page in found]


def test_new_text_keeps_places():
    moved = _update(NONE, positions(PAGE), pa.scalar("Anna Jones left"), path=())["moved"]
    assert [one["c"] for one in moved[0]["mapping"]] == ["Anna", "Jones", "left"]
    assert [one | {"c": ""} for one in moved[0]["mapping"]] == [one | {"c": ""} for one in PAGE[0]["mapping"]]


def test_texts_of_pages_and_of_sentences():
    pages = [PAGE[0], {"mapping": [unit("page", 10.0, page=1), unit("two", 60.0, page=1)]}]
    assert update(["A B c", "d e"], pages=pages) == [["A", "B", "c"], ["d", "e"]]
    assert update(["A B", "c", "d e"], pages=pages) == [["A", "B", "c"], ["d", "e"]]
    assert update("A B c d e", pages=pages) == [["A", "B", "c"], ["d", "e"]]
    assert update([None], pages=[PAGE[0]]) == [["", "", ""]]
    assert update([{"result": "A B"}, None, {"result": "c"}], ("result",)) == [["A", "B", "c"]]
    assert update({"inner": {"text": "A B c"}}, ("inner", "text")) == [["A", "B", "c"]]
    assert update("A", pages=[None, {"mapping": None}]) == [[], []]


def test_characters_keep_words_and_pages():
    pages = [
        {"mapping": [unit(c, 10.0 + 5 * place, width=4.0) for place, c in enumerate(line)]} for line in ("Jane", "left")
    ]
    pages[1]["mapping"] = [one | {"p": 1} for one in pages[1]["mapping"]]
    for text in (["Jo", "left"], "Jo left"):
        first, second = _update(NONE, positions(pages), pa.scalar(text), path=())["moved"]
        assert first["mapping"] == [unit("Jo", 10.0, width=19.0)]
        assert second["mapping"] == pages[1]["mapping"]
    assert update("", pages=pages) == [[], []]


def test_no_new_text():
    for text, path in ((None, ()), ({"result": None}, ("result",))):
        with pytest.raises(DocumentError, match="no text"):
            _update(NONE, positions(PAGE), pa.scalar(text, None if text else pa.string()), path=path)
    with pytest.raises(DocumentError, match="no positions"):
        _update(NONE, positions(None), pa.scalar("text"), path=())


@pytest.fixture(scope="module")
def frame(spark):
    other = ArrayType(StructType([StructField("result", StringType()), StructField("begin", IntegerType())]))
    schema = StructType(
        [
            StructField("ner_chunk", AnnotationsSchema),
            StructField("more", AnnotationsSchema),
            StructField("other", other),
            StructField("positions", PositionsSchema),
            StructField("newDocs", AnnotationsSchema),
            StructField("with.dot", StringType()),
            StructField("path", StringType()),
            StructField("pagenum", IntegerType()),
        ]
    )
    row = (CHUNKS, [chunk("left", 11)], [("Jane", 0)], PAGE, [chunk("Anna Jones left")], "x y z", "", 0)
    return spark.createDataFrame([row], schema).coalesce(1)


def test_parameters_in_spark(frame):
    moved = frame.withColumnRenamed("positions", "places")
    finders = {
        "default": PositionFinder().transform(frame),
        "name": PositionFinder().setInputCols("more").setOutputCol("coordinates").transform(frame),
        "list": PositionFinder().setInputCols(["more"]).transform(frame),
        "several": PositionFinder().setInputCols("more", "ner_chunk").transform(frame),
        "one": PositionFinder(inputCol="more").transform(frame),
        "padding": PositionFinder(padding=0).transform(frame),
        "ocrScaleFactor": PositionFinder(padding=0, ocrScaleFactor=2).transform(frame),
        "pdfScaleFactor": PositionFinder(padding=0, pdfScaleFactor=2).transform(frame),
        "pageMatrixCol": PositionFinder(pageMatrixCol="places").transform(moved),
        "ignoreSchema": PositionFinder(inputCols="other", ignoreSchema=True).transform(frame),
        "deprecated": PositionFinder(matchingWindow=0, windowPageTolerance=False).transform(frame),
    }
    rows = {name: found[0] for name, found in collect(finders).items()}
    assert all(row.exception is None for row in rows.values())
    found = {name: [(one["index"], one.y, one.height) for one in row.coordinates] for name, row in rows.items()}
    assert found["default"] == [(0, 15, 20), (2, 15, 20), (2, 35, 20)]
    assert found["name"] == found["list"] == found["one"] == [(0, 35, 20)]
    assert found["several"] == [(0, 35, 20), (1, 15, 20), (3, 15, 20), (3, 35, 20)]
    assert found["padding"] == found["pdfScaleFactor"] == [(0, 20, 10), (2, 20, 10), (2, 40, 10)]
    assert found["ocrScaleFactor"] == [(0, 15, 20), (2, 15, 20), (2, 35, 20)]
    assert found["pageMatrixCol"] == found["deprecated"] == found["default"]
    assert found["ignoreSchema"] == [(0, 15, 20)]


def test_update_in_spark(frame):
    stages = [
        UpdateTextPosition(inputText="newDocs.result"),
        UpdateTextPosition(inputText="with.dot", outputCol="dotted"),
        UpdateTextPosition(inputCol="dotted", inputText="newDocs.result", outputCol="again"),
    ]
    (row,) = PipelineModel(stages=stages).transform(frame).collect()
    assert row.exception is None
    assert [one.c for one in row.output_positions[0].mapping] == ["Anna", "Jones", "left"]
    assert [one.c for one in row.dotted[0].mapping] == ["x", "y", "z"]
    assert row.again == row.output_positions


@pytest.mark.parametrize(
    ("stage", "message"),
    [
        (PositionFinder(inputCols=["ner_chunk", "missing"]), "inputCols='missing' is not a column"),
        (PositionFinder(inputCols="other"), "inputCols='other' must be"),
        (PositionFinder(ignoreSchema=True, inputCols="missing"), "inputCols='missing'"),
        (PositionFinder(pageMatrixCol="path"), "pageMatrixCol='path' must be"),
        (UpdateTextPosition(), "inputText='replace_text' is not a column"),
        (UpdateTextPosition(inputText="missing.result"), "inputText='missing.result' is not a column"),
        (UpdateTextPosition(inputText="newDocs.text"), "there is no field 'text'"),
        (UpdateTextPosition(inputText="path.result"), "there is no field 'result'"),
        (UpdateTextPosition(inputText="newDocs.begin"), "must be a string"),
        (UpdateTextPosition(inputText="newDocs"), "must be a string"),
    ],
)
def test_wrong_columns(frame, stage, message):
    with pytest.raises(ValueError, match=re.escape(message)):
        stage.transform(frame)


@pytest.mark.parametrize("value", [[], [1], ["a", ""], 5])
def test_wrong_names_of_columns(value):
    with pytest.raises(ValueError, match="inputCols must be"):
        PositionFinder(inputCols=value)


LINES = ("Patient John Miller was born on", "the 12th of March in Hamburg and", "lives with Anna Kowalski near the")
LEVELS = ("SYMBOL", "WORD", "TEXTLINE", "PARAGRAPH", "BLOCK")
WANTED = ("John Miller", "12th of March", "Hamburg", "on the 12th", "lives", "Anna Kowalski near")


def picture():
    """A page, and the box of the ink of each word on it by word and line."""
    image = Image.new("L", (1000, 320), 255)
    font = ImageFont.load_default(44)
    boxes = {}
    for number, line in enumerate(LINES):
        x = 60.0
        for word in line.split():
            ImageDraw.Draw(image).text((x, 40 + 80 * number), word, 0, font)
            alone = Image.new("L", image.size, 0)
            ImageDraw.Draw(alone).text((x, 40 + 80 * number), word, 255, font)
            boxes[word, number] = alone.point(lambda level: 255 * (level > 127)).getbbox()
            x += font.getlength(word + " ")
    return image, boxes


def chunk_column(text):
    """Chunks of the wanted texts where they are in a column of text."""
    begins = [(wanted, F.instr(F.regexp_replace(text, r"\s", " "), wanted) - 1) for wanted in WANTED]
    structs = [
        F.struct(
            F.lit("chunk").alias("annotatorType"),
            begin.alias("begin"),
            (begin + len(wanted) - 1).alias("end"),
            F.lit(wanted).alias("result"),
            F.create_map(F.lit("entity"), F.lit("X")).alias("metadata"),
            F.array().cast("array<float>").alias("embeddings"),
        )
        for wanted, begin in begins
    ]
    return F.array(*structs)


def check_covered(regions, boxes, slack):
    """Check that each word of each wanted text is inside of a region of it, up to some px or points."""
    for index, wanted in enumerate(WANTED):
        own = [region for region in regions if region["index"] == index]
        assert own, wanted
        for word in wanted.split():
            number = next(line for (name, line) in boxes if name == word)
            left, top, right, bottom = boxes[word, number]
            assert any(
                region.x <= left + slack
                and region.y <= top + slack
                and region.x + region.width >= right - slack
                and region.y + region.height >= bottom - slack
                for region in own
            ), (wanted, word, boxes[word, number], own)


def test_chunks_of_recognised_pages(spark):
    image, boxes = picture()
    frames = {}
    for level in LEVELS:
        pages = BinaryToImage().transform(files(spark, page=encode(image, dpi=(300, 300))))
        read = ImageToText(pageIteratorLevel=level, pageSegMode="SINGLE_BLOCK").transform(pages)
        read = read.withColumn("ner_chunk", chunk_column(F.col("text")))
        frames[level] = PositionFinder(padding=0).transform(read).drop("image")
    for level, (row,) in collect(frames).items():
        assert row.exception is None
        assert all(text in re.sub(r"\s", " ", row.text) for text in WANTED), "Tesseract reads this page"
        check_covered(row.coordinates, boxes, slack=2)
        rows_of = [sum(region["index"] == index for region in row.coordinates) for index in range(len(WANTED))]
        assert rows_of == [1, 1, 1, 2, 1, 1], level


def test_chunks_of_a_pdf(spark):
    pdf = make_pdf([Page([Text(72, 700 - 20 * number, line) for number, line in enumerate(LINES)])])
    read = PdfToText(extractCoordinates=True, partitionNum=1).transform(files(spark, pdf=pdf))
    found = PositionFinder(padding=0).transform(read.withColumn("ner_chunk", chunk_column(F.col("text"))))
    (row,) = found.collect()
    assert row.exception is None
    texts = dict.fromkeys(range(len(WANTED)), "")
    units = [one for one in row.positions[0].mapping if not one.c.isspace()]
    for region in row.coordinates:
        for one in units:
            middle = one.x + one.width / 2, one.y + one.height / 2
            if region.x < middle[0] < region.x + region.width and region.y < middle[1] < region.y + region.height:
                texts[region["index"]] += one.c
    assert list(texts.values()) == [wanted.replace(" ", "") for wanted in WANTED]
