"""ImageToTextV2 and ImageToTextV3: every parameter, on single rows without Spark."""

import shutil
import warnings

import numpy as np
import pyarrow as pa
import pytest
from PIL import Image as Picture
from PIL import ImageDraw, ImageFont
from pyspark.sql.types import ArrayType, IntegerType, StringType, StructField, StructType

from documents import encode, page, png
from imaging.drawn import image as as_image
from sparkocr.apps.light import run
from sparkocr.engines.ppocr.models import model_path
from sparkocr.enums import ImageType
from sparkocr.hocr.read import parse
from sparkocr.imaging import geometry
from sparkocr.layout.box import Box, map_box
from sparkocr.optimized import ImageToTextV2 as Optimized
from sparkocr.schemas import ImageSchema, PositionsSchema, RegionSchema, RegionsSchema
from sparkocr.stage.images import write_image
from sparkocr.stage.light_row import LightRow
from sparkocr.stage.udf import arrow_type
from sparkocr.transformers import BinaryToImage, ImageToTextV2, ImageToTextV3
from variants import files

V2 = ImageToTextV2(modelSize="tiny", inputRegionsCol="regions")
V3 = ImageToTextV3(engine="tesseract")
both = pytest.mark.parametrize("stage", [V2, V3], ids=["V2", "V3"])

FONT = ImageFont.load_default(40)
WORDS = {
    "Invoice": (60, 40),
    "number": (260, 40),
    "4711": (900, 40),
    "Patient": (60, 140),
    "Hamburg": (330, 140),
}
TEXT = "Invoice number 4711\nPatient Hamburg\n"


def box_of(word, place):
    """The box of a word's ink."""
    left, top, right, bottom = FONT.getbbox(word)
    return Box(place[0] + left, place[1] + top, right - left, bottom - top)


BOXES = {word: box_of(word, place) for word, place in WORDS.items()}
ALL = tuple(BOXES.values())


def pixels_of_page(paper=255):
    picture = Picture.new("L", (1200, 300), paper)
    for word, place in WORDS.items():
        ImageDraw.Draw(picture).text(place, word, 0, FONT)
    return np.asarray(picture)


def region(box, number=0):
    place = {"x": box.x, "y": box.y, "width": box.width, "height": box.height, "angle": box.angle}
    return {"index": number, "page": 0, "score": 0.9, "label": "text"} | place


def row_of(image, boxes=ALL, **columns):
    """A row with an image and its regions."""
    regions = None if boxes is None else [region(box, number) for number, box in enumerate(boxes)]
    value = write_image(image, "file:/a")[0]
    return LightRow({"image": value, "regions": pa.scalar(regions, arrow_type(RegionsSchema))} | columns)


def read(stage, row=None):
    """The values of the row that a stage makes."""
    (made,) = run([stage], row_of(as_image(pixels_of_page())) if row is None else row)
    return {name: value.as_py() for name, value in made.items()}


def text_of(stage, row=None):
    found = read(stage, row)
    assert found["exception"] is None
    return found["text"]


def words_of(found):
    (matrix,) = found["positions"]
    return {unit["c"]: Box(unit["x"], unit["y"], unit["width"], unit["height"]) for unit in matrix["mapping"]}


def with_params(stage, **values):
    return stage.copy({stage.getParam(name): value for name, value in values.items()})


@both
def test_text_and_positions(stage):
    found = read(stage)
    assert found["exception"] is None
    assert found["text"] == TEXT
    assert "confidence" not in found
    words = words_of(found)
    assert list(words) == list(WORDS)
    for word, place in words.items():
        for side in ("x", "y", "width", "height"):
            assert getattr(place, side) == pytest.approx(getattr(BOXES[word], side), abs=8)
    assert found["image"]["width"] == 1200


@both
def test_order_of_the_regions_makes_no_difference(stage):
    shuffled = [BOXES[word] for word in ("Hamburg", "4711", "Invoice", "Patient", "number")]
    assert text_of(stage, row_of(as_image(pixels_of_page()), shuffled)) == TEXT


@both
def test_only_regions_are_read(stage):
    assert text_of(stage, row_of(as_image(pixels_of_page()), [BOXES["number"]])) == "number\n"


@both
def test_without_text(stage):
    blank = as_image(np.full((300, 1200), 255, np.uint8))
    for row in (row_of(as_image(pixels_of_page()), []), row_of(blank)):
        found = read(with_params(stage, includeConfidence=True), row)
        assert (found["text"], found["exception"]) == ("", None)
        assert found["positions"] == [{"mapping": []}]
        assert found["confidence"] == [0.0] * len(row["regions"].as_py())


@both
def test_regions_that_are_beyond_the_image(stage):
    boxes = [BOXES["Invoice"], Box(5000, 40, 100, 40), Box(-300, 40, 100, 40), Box(300, 5000, 100, 40, 30.0)]
    found = read(with_params(stage, includeConfidence=True), row_of(as_image(pixels_of_page()), boxes))
    assert found["text"] == "Invoice\n"
    assert sorted(found["confidence"])[:3] == [0, 0, 0]
    cut_off = row_of(as_image(pixels_of_page()[:, : int(BOXES["4711"].x + BOXES["4711"].width)]))
    assert text_of(stage, cut_off) == TEXT


@both
def test_null_regions_and_regions_without_a_place_are_exceptions(stage):
    found = read(stage, row_of(as_image(pixels_of_page()), None))
    assert found["text"] is None
    assert found["exception"] == f"{stage.uid}: There are no regions: the column is null."
    for wrong in ({"x": None}, {"x": float("nan")}, {"width": -1.0}):
        regions = [region(BOXES["Invoice"]), region(BOXES["number"]) | wrong]
        row = row_of(as_image(pixels_of_page()), regions=pa.scalar(regions, arrow_type(RegionsSchema)))
        found = read(stage, row)
        assert (found["text"], found["positions"]) == (None, None)
        assert found["exception"] == f"{stage.uid}: A region has no valid place or size."


@both
def test_exceptions_of_earlier_stages_stay(stage):
    failed = row_of(as_image(pixels_of_page()), exception=pa.scalar("Detector_1: It failed.", pa.string()))
    assert read(stage, failed)["exception"] == "Detector_1: It failed."
    assert read(stage, failed)["text"] is None


@both
def test_a_single_region_and_one_of_four_fields(stage):
    single = pa.scalar(region(BOXES["number"]), arrow_type(RegionSchema))
    assert text_of(stage, row_of(as_image(pixels_of_page()), regions=single)) == "number\n"
    short = StructType([field for field in RegionSchema.fields if field.name in {"x", "y", "width", "height"}])
    box = BOXES["number"]
    regions = [{"x": box.x, "y": box.y, "width": box.width, "height": box.height}]
    row = row_of(as_image(pixels_of_page()), regions=pa.scalar(regions, arrow_type(ArrayType(short))))
    assert text_of(stage, row) == "number\n"


@both
@pytest.mark.parametrize("degrees", [-15, 4])
def test_turned_regions_of_a_skewed_page(stage, degrees):
    turned = geometry.rotate(as_image(pixels_of_page()), degrees)
    to_turned = np.linalg.inv(turned.transform)
    boxes = [map_box(box, to_turned, rotated=True) for box in BOXES.values()]
    found = read(stage, row_of(turned, boxes))
    assert found["text"] == TEXT
    upright = map_box(BOXES["4711"], to_turned)
    assert words_of(found)["4711"].x == pytest.approx(upright.x, abs=8)


@both
@pytest.mark.parametrize("kind", list(ImageType), ids=lambda kind: kind.name)
def test_every_kind_of_image(stage, kind):
    assert text_of(stage, row_of(as_image(pixels_of_page(), kind))) == TEXT


@both
@pytest.mark.parametrize("shape", [(1, 40), (40, 1), (3, 3), (20_000, 2)])
def test_odd_images(stage, shape):
    found = read(stage, row_of(as_image(np.zeros(shape, np.uint8)), [Box(0, 0, 1, 1), Box(0, 0, 40, 40)]))
    assert (found["text"], found["exception"]) == ("", None)


# Parameters of both


@both
def test_names_of_columns(stage):
    named = with_params(
        stage,
        inputCol="picture",
        inputRegionsCol="boxes",
        outputCol="words",
        positionsCol="places",
        confidenceCol="sure",
        includeConfidence=True,
    )
    row = row_of(as_image(pixels_of_page()))
    found = read(named, LightRow({"picture": row["image"], "boxes": row["regions"]}))
    assert list(found) == ["picture", "boxes", "words", "places", "sure", "exception"]
    assert (found["words"], len(found["sure"])) == (TEXT, 5)


@both
def test_input_cols(stage):
    row = row_of(as_image(pixels_of_page()))
    row = LightRow({"picture": row["image"], "boxes": row["regions"]})
    for made in (type(stage)().setInputCols(["picture", "boxes"]), type(stage)().setInputCols("picture", "boxes")):
        assert text_of(made, row) == TEXT
        assert made.getInputCols() == ["picture", "boxes"]
    one = type(stage)().setInputCols("picture").setRegionsColumn("boxes")
    assert text_of(one, row) == TEXT
    assert text_of(type(stage)(inputCol="picture")._set(regionsColumn="boxes"), row) == TEXT
    before = type(stage)(inputCol="nowhere", inputRegionsCol="nowhere", inputCols=["picture", "boxes"])
    assert text_of(before, row) == TEXT


@both
def test_wrong_columns_are_errors_of_the_driver(stage):
    row = row_of(as_image(pixels_of_page()))
    for names, message in (
        (["nowhere", "regions"], "'nowhere'"),
        (["image", "nowhere"], "'nowhere'"),
        (["image", "image"], "inputRegionsCol='image'"),
        (["image", "regions", "text"], r"inputCols must be the image and its regions; got \['image'"),
    ):
        with pytest.raises(ValueError, match=message):
            read(type(stage)(inputCols=names), row)


@both
def test_line_tolerance(stage):
    row = page_with({"Invoice": (60, 40), "number": (260, 72)})  # they have hardly any height in common
    assert text_of(stage, row) == "Invoice\nnumber\n"
    assert text_of(with_params(stage, lineTolerance=40), row) == "Invoice number\n"


@both
@pytest.mark.parametrize("rise", [-20, -8, 12])
@pytest.mark.parametrize("output", ["text", "formatted_text", "hocr"])
def test_what_stands_on_one_line_is_one_line_whatever_the_tolerance(stage, rise, output):
    rows = (("Coffee", "4.95"), ("Sandwich", "12.40"), ("Total", "17.35"))
    places = {}
    for number, (name, price) in enumerate(rows):
        places |= {price: (800, 60 + 80 * number + rise), name: (60, 60 + 80 * number)}
    stage = with_params(stage, lineTolerance=0, outputFormat=output)
    text = text_of(stage, page_with(places))
    lines = [line.text for line in parse(text)[0].page.lines()] if output == "hocr" else text.splitlines()
    assert [tuple(line.split()) for line in lines] == list(rows)
    assert all((" " * 20 in line) == (output == "formatted_text") for line in lines)


def page_with(places):
    """A row with words at places, and their regions."""
    picture = Picture.new("L", (1200, 300), 255)
    for word, place in places.items():
        ImageDraw.Draw(picture).text(place, word, 0, FONT)
    return row_of(as_image(np.asarray(picture)), [box_of(*item) for item in places.items()])


@both
def test_border_width(stage):
    """A box that leaves out the first letter has it back with a border."""
    box = BOXES["Invoice"]
    narrow = [Box(box.x + 18, box.y, box.width - 18, box.height)]
    row = row_of(as_image(pixels_of_page()), narrow)
    assert text_of(with_params(stage, borderWidth=25), row) == "Invoice\n"
    assert text_of(with_params(stage, borderWidth=0), row) != "Invoice\n"


@both
def test_border_width_is_5(stage):
    box = BOXES["Invoice"]
    tight = Box(box.x + 5, box.y + 5, box.width - 10, box.height - 10)
    assert text_of(stage, row_of(as_image(pixels_of_page()), [tight])) == "Invoice\n"


@both
def test_include_confidence(stage):
    boxes = [BOXES["Hamburg"], Box(600, 40, 100, 40), BOXES["Invoice"], BOXES["4711"]]
    found = read(with_params(stage, includeConfidence=True), row_of(as_image(pixels_of_page()), boxes))
    first, empty, *others = found["confidence"]
    assert empty == 0, "the second region in reading order is blank"
    assert all(0.8 < confidence <= 1 for confidence in (first, *others))
    assert len(others) == 2


@both
def test_formatted_text_and_space_width(stage):
    for width in (10, 20):
        lines = text_of(with_params(stage, outputFormat="FORMATTED_TEXT", spaceWidth=width)).splitlines()
        assert [line.split() for line in lines] == [line.split() for line in TEXT.splitlines()]
        gap = BOXES["4711"].x - BOXES["number"].x - BOXES["number"].width
        before = lines[0].partition("number")[2].partition("4711")[0]
        assert len(before) == pytest.approx(gap / width, abs=1)
        assert not lines[0].startswith(" ")


@both
def test_formatted_text_keeps_indents(stage):
    boxes = [BOXES["number"], BOXES["Patient"]]
    found = text_of(with_params(stage, outputFormat="formatted_text"), row_of(as_image(pixels_of_page()), boxes))
    indent = found.index("number")
    assert indent == pytest.approx((BOXES["number"].x - BOXES["Patient"].x) / 10, abs=1)
    assert found.splitlines()[1] == "Patient"


@both
def test_hocr(stage):
    found = read(with_params(stage, outputFormat="hocr"))
    (document,) = parse(found["text"])
    assert document.page.text + "\n" == TEXT
    assert (document.page.width, document.page.height) == (1200, 300)
    if isinstance(stage, ImageToTextV3):
        assert found["text"].startswith("  <div class='ocr_page' id='page_1' title='image \"\"; bbox 0 0 1200 300;")
        assert "lang='eng'" in found["text"]
    else:
        assert found["text"].startswith('<div title="bbox 0 0 1200 300" id="page_1" class="ocr_page"><div title=')
        assert "ocr_line" not in found["text"]
    assert [word.text for word in document.page.words()] == list(words_of(found))


def test_flat_hocr_has_confidences_if_they_are_asked_for():
    stage = with_params(V2, outputFormat="hocr")
    assert "x_wconf" not in read(stage)["text"]
    sure = read(with_params(stage, includeConfidence=True))["text"]
    assert sure.count("x_wconf") == sure.count("ocrx_word")


@both
def test_text_with_positions_is_text(stage):
    assert read(with_params(stage, outputFormat="text_with_positions")) == read(stage)


@both
def test_keep_input(stage):
    assert "image" in read(stage)
    assert "image" not in read(with_params(stage, keepInput=False))
    row = row_of(as_image(pixels_of_page()))
    named = with_params(stage, keepInput=False, inputCols=["picture", "regions"])
    assert list(read(named, LightRow({"picture": row["image"], "regions": row["regions"]}))) == [
        "regions",
        "text",
        "positions",
        "exception",
    ]


@both
def test_positions_have_the_number_of_the_page(stage):
    row = row_of(as_image(pixels_of_page()), pagenum=pa.scalar(7, pa.int32()))
    assert {unit["p"] for unit in read(stage, row)["positions"][0]["mapping"]} == {7}
    assert {unit["p"] for unit in read(stage)["positions"][0]["mapping"]} == {0}


@both
def test_digital_pages_keep_what_they_have(stage):
    placeholder = as_image(np.zeros((1, 1), np.uint8))
    positions = [{"mapping": [{"c": "a", "p": 3, "x": 1.0, "y": 2.0, "width": 3.0, "height": 4.0, "fontSize": 5}]}]
    digital = row_of(
        placeholder,
        None,
        text=pa.scalar("digital", pa.string()),
        positions=pa.scalar(positions, arrow_type(PositionsSchema)),
        confidence=pa.scalar(99.0, pa.float64()),
    )
    found = read(with_params(stage, includeConfidence=True), digital)
    assert (found["text"], found["positions"], found["exception"]) == ("digital", positions, None)
    assert found["confidence"] is None, "a mean is no array of confidences"
    bare = read(stage, row_of(placeholder, None))
    assert (bare["text"], bare["positions"], bare["exception"]) == (None, None, None)


# ImageToTextV2 alone


def test_the_whole_image_is_read_without_regions():
    found = read(ImageToTextV2(modelSize="tiny", includeConfidence=True))
    assert found["text"].split() == TEXT.split()
    assert list(words_of(found)) == list(WORDS)
    assert len(found["confidence"]) == len(found["text"].split("\n")) - 1 - found["text"].count("\n\n")
    assert all(0.8 < confidence <= 1 for confidence in found["confidence"])


def test_formatted_text_of_the_whole_image():
    lines = text_of(ImageToTextV2(modelSize="tiny", outputFormat="formatted_text")).splitlines()
    assert [line.split() for line in lines] == [line.split() for line in TEXT.splitlines()]
    assert " " * 20 in lines[0]
    narrow = text_of(ImageToTextV2(modelSize="tiny", outputFormat="formatted_text", spaceWidth=50)).splitlines()
    assert " " * 20 not in narrow[0]


def test_group_images():
    """A word whose letters were found one by one is one word again; the far number stays what it is."""
    box = BOXES["Hamburg"]
    pieces = [Box(box.x, box.y, 60, box.height), Box(box.x + 60, box.y, box.width - 60, box.height)]
    stage = with_params(V2, includeConfidence=True)
    row = row_of(as_image(pixels_of_page()), [*pieces, BOXES["Patient"], BOXES["4711"]])
    apart, joined = read(stage, row), read(with_params(stage, groupImages=True), row)
    assert "Hamburg" not in apart["text"]
    assert joined["text"].split() == ["4711", "Patient", "Hamburg"]
    assert [len(found["confidence"]) for found in (apart, joined)] == [4, 4]
    assert joined["confidence"][2] == joined["confidence"][3], "a strip has one confidence"


def test_model_size():
    """The three have different networks, so they are not equally sure."""
    seen = {
        size: tuple(read(with_params(V2, modelSize=size, includeConfidence=True))["confidence"])
        for size in ("tiny", "mix", "small")
    }
    assert seen["mix"] == seen["small"], "the detector has no part in it"
    assert seen["tiny"] != seen["small"]
    by_size = {size: read(ImageToTextV2(modelSize=size, includeConfidence=True))["confidence"] for size in seen}
    assert by_size["mix"] != by_size["small"], "the whole image needs the detector"
    whole = ImageToTextV2(includeConfidence=True)
    assert read(whole)["confidence"] == read(with_params(whole, modelSize="small"))["confidence"]
    with pytest.raises(ValueError, match="modelSize must be tiny, small or mix"):
        ImageToTextV2(modelSize="large")


def test_language():
    picture = Picture.new("L", (400, 120), 255)
    draw = ImageDraw.Draw(picture)
    draw.text((40, 40), "Muller", 0, FONT)
    left, _, right, _ = FONT.getbbox("u")
    for share in (0.3, 0.7):  # the font has no letter with dots
        x = 40 + FONT.getlength("M") + left + share * (right - left)
        draw.ellipse((x - 3, 48, x + 3, 54), 0)
    row = row_of(as_image(np.asarray(picture)), [Box(40, 40, 200, 45)])
    assert text_of(with_params(V2, language="deu"), row) == "Müller\n"
    assert text_of(V2, row) == "Müller\n", "English pages have names of others"
    unreadable = with_params(V2, language="rus")
    with pytest.raises(ValueError, match=r"modelSize='tiny' don't read language='rus'.*ImageToTextV3"):
        read(unreadable)


def test_accepted_parameters_change_nothing():
    accepted = ImageToTextV2(
        modelSize="tiny",
        inputRegionsCol="regions",
        taskParallelism=4,
        useCaching=True,
        batchSize=16,
        usePandasUdf=True,
    )
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        assert read(accepted) == read(V2)


def test_on_a_graphics_processor_or_else_on_the_cpu():
    assert read(with_params(V2, useGPU=True)) == read(V2)


def test_language_pack(tmp_path):
    shutil.copy(model_path("rec", "tiny"), tmp_path / "rec.onnx")
    shutil.copy(model_path("dict", "tiny"), tmp_path / "dict.txt")
    assert read(with_params(V2, language="rus", languagePacks=[f"rus={tmp_path}"]))["text"] == TEXT


def test_pretrained():
    found = ImageToTextV2.pretrained("ocr_base_printed_v2_opt", "en", "clinical/ocr")
    assert isinstance(found, ImageToTextV2)
    stage = ImageToTextV2(lineTolerance=7)
    assert stage.pretrained("ocr_small_printed") is stage
    assert stage.getLineTolerance() == 7
    assert ImageToTextV2.pretrained().getModelSize() == "small"


def test_pretrained_for_handwriting_warns():
    stage = ImageToTextV2()
    with pytest.warns(UserWarning, match=f"{stage.uid}.*handwriting") as caught:
        stage.pretrained("ocr_base_handwritten", "en", "clinical/ocr")
    assert caught[0].filename == __file__
    with pytest.warns(UserWarning, match="print only"):
        ImageToTextV2.pretrained("ocr_large_handwritten_v2_opt")


def test_other_place_to_import_from():
    assert Optimized is ImageToTextV2


# ImageToTextV3 alone


@pytest.mark.parametrize("engine", ["auto", "ppocr", "tesseract"])
def test_engines(engine):
    assert text_of(ImageToTextV3(engine=engine)) == TEXT


def test_parameters_of_engines():
    digits = with_params(V3, ocrParams=["tessedit_char_whitelist=0123456789"])
    assert text_of(digits, row_of(as_image(pixels_of_page()), [BOXES["4711"]])) == "4711\n"
    (first, *_) = text_of(digits, row_of(as_image(pixels_of_page()), [BOXES["Invoice"]])) or "-"
    assert not first.isalpha()
    missing = read(with_params(V3, modelData="/no/such/folder"))
    assert missing["text"] is None
    assert "/no/such/folder" in missing["exception"]
    with pytest.raises(ValueError, match="engineParams has no nonsense"):
        read(ImageToTextV3(engineParams=["nonsense=1"]))


@pytest.mark.parametrize("engine", ["auto", "tesseract"])
def test_regions_with_several_lines(engine):
    block = Box(50, 30, 520, 180)
    found = read(
        ImageToTextV3(engine=engine, includeConfidence=True), row_of(as_image(pixels_of_page()), [BOXES["4711"], block])
    )
    assert found["text"] == TEXT
    assert len(found["confidence"]) == 2, "one per region"


def test_page_seg_mode():
    block = row_of(as_image(pixels_of_page()), [Box(50, 30, 520, 180)])
    assert text_of(V3, block) == "Invoice number\nPatient Hamburg\n"
    assert text_of(with_params(V3, pageSegMode="single_line"), block) != "Invoice number\nPatient Hamburg\n"


def test_regions_are_needed():
    row = row_of(as_image(pixels_of_page())).drop("regions")
    with pytest.raises(ValueError, match=r"inputRegionsCol='regions' is not a column.*there are: image"):
        read(ImageToTextV3(), row)


# On Spark


def test_rows_of_spark(spark):
    """One job for both stages, with regions that are known and those that are not."""
    images = BinaryToImage().transform(
        files(spark, one=png(), two=png("Other words"), three=encode(page(), "JPEG")[:90])
    )
    schema = StructType(
        [StructField("path", StringType()), StructField("regions", RegionsSchema), StructField("id", IntegerType())]
    )
    known = [region(Box(30.0, 30.0, 800.0, 80.0))]
    regions = spark.createDataFrame([("one", known, 1), ("two", None, 2), ("three", known, 3)], schema)
    joined = images.join(regions, "path")
    second = ImageToTextV2(modelSize="tiny", includeConfidence=True).setInputCols(["image"]).setOutputCol("second")
    third = ImageToTextV3(positionsCol="places").setOutputCol("third")
    result = third.transform(second.transform(joined).withColumnRenamed("exception", "earlier"))
    assert result.schema["confidence"].dataType.simpleString() == "array<float>"
    assert result.schema["positions"].dataType.simpleString() == PositionsSchema.simpleString()
    rows = {row.path: row for row in result.collect()}
    assert (rows["one"].second, rows["one"].third) == ("The quick brown fox\n", "The quick brown fox\n")
    assert len(rows["one"].confidence) == 1
    assert (rows["two"].second, rows["two"].third, rows["two"].earlier) == ("Other words\n", None, None)
    assert rows["two"].exception.startswith(f"{third.uid}: There are no regions")
    assert rows["three"].second is rows["three"].third is None
    assert rows["three"].exception.startswith("BinaryToImage_")


def test_images_of_other_tools(spark):
    seven = StructType(ImageSchema.fields[:7])
    value = write_image(as_image(pixels_of_page()), None)[0].as_py()
    frame = spark.createDataFrame(
        [({name: value[name] for name in seven.names},)], StructType([StructField("image", seven)])
    )
    (row,) = ImageToTextV2(modelSize="tiny").transform(frame).collect()
    assert row.exception is None
    assert row.text.split() == TEXT.split()
