"""ImageToText: every parameter, in one Spark job."""

import re
from functools import partial

import numpy as np
import pytest
from PIL import Image, ImageDraw, ImageFont
from pyspark.sql import functions as F

from documents import WORDS, encode, page, png
from pdf.make_pdf import Page, Text, make_pdf
from sparkocr.engines.tessdata import find_tessdata
from sparkocr.enums import ModelType
from sparkocr.transformers import BinaryToImage, ImageToText, PdfToImage, PdfToText
from variants import collect, files

LEFT = """\
    The quick brown fox jumps
over the lazy dog and runs
into the forest.
    Nobody has seen it since.
Some say that it lives in a
small house near the river."""
RIGHT = "Ten more animals of the\nfarm were asleep as the\nmoon rose over the hill."
LONG_RIGHT = RIGHT + "\nThey dreamt of a great\nwide river where no fox\nhad ever been before."
DOUBTFUL = "clear words here #%&@?!"  # the last "word" gets a confidence of about 40, the others more than 90
THREE_LINES = "The quick brown fox jumps\nover the lazy dog and runs\ninto the dark green forest."
DIGITAL = "This page has a text layer"
LEVELS = ("BLOCK", "PARAGRAPH", "TEXTLINE", "WORD", "SYMBOL")
tesseract = partial(ImageToText, engine="tesseract")
LEGACY = tesseract(ocrEngineMode="TESSERACT_ONLY")
TYPO = tesseract(ocrParams=["no_such_variable=1"])


def two_columns(right=RIGHT, *, turned=False):
    """A column of two paragraphs, and a second one beside it; upside down if `turned`."""
    image = Image.new("L", (1100, 330), 255)
    font = ImageFont.load_default(32)
    ImageDraw.Draw(image).multiline_text((40, 40), LEFT, 0, font, spacing=12)
    ImageDraw.Draw(image).multiline_text((640, 40), right, 0, font, spacing=12)
    return encode(image.rotate(180) if turned else image, dpi=(300, 300))


@pytest.fixture(scope="module")
def models(tmp_path_factory):
    """Folders with the language `abc`, which is English: as any variant, only as the best one, and none at all."""
    english = find_tessdata("eng", ModelType.FAST) / "eng.traineddata"
    folder = tmp_path_factory.mktemp("models")
    for name in ("any", "variants/best", "none"):
        (folder / name).mkdir(parents=True)
    (folder / "any" / "abc.traineddata").symlink_to(english)
    (folder / "any" / "eng.traineddata").symlink_to(english)
    (folder / "variants" / "best" / "abc.traineddata").symlink_to(english)
    return folder


@pytest.fixture(scope="module")
def results(spark, models):
    def images(content, **values):
        return BinaryToImage(**values).transform(files(spark, file=content))

    any_model = {"modelData": str(models / "any")}
    line, columns, doubtful = images(png()), images(two_columns()), images(encode(page(DOUBTFUL), dpi=(300, 300)))
    # Letters of 32 px are tiny at 2400 dpi: Tesseract then takes parts of them for noise.
    fine = images(encode(page(THREE_LINES, size=(700, 260), font=32), dpi=(2400, 2400)))
    unknown = images(encode(page(THREE_LINES, size=(700, 260), font=32)))
    turned = images(two_columns(turned=True))
    long_columns = images(two_columns(LONG_RIGHT))
    digital = files(spark, pdf=make_pdf([Page([Text(72, 700, DIGITAL)])]))
    digital = PdfToImage().transform(PdfToText(extractCoordinates=True, partitionNum=-1).transform(digital))
    odd = {
        "1 x 1": encode(Image.new("L", (1, 1))),
        "5 x 5": encode(Image.new("L", (5, 5))),
        "blank": encode(Image.new("L", (300, 200), 255)),
        "20000 px": encode(Image.new("L", (20_000, 40), 255)),
        "33000 px": encode(Image.new("L", (33_000, 40), 255)),
    }
    levels = {level: tesseract(pageIteratorLevel=level).transform(columns) for level in LEVELS}
    kinds = {
        kind: tesseract().transform(images(png(), imageType=kind, compressImage=True))
        for kind in ("TYPE_3BYTE_BGR", "TYPE_4BYTE_ABGR", "TYPE_BYTE_GRAY", "TYPE_BYTE_BINARY")
    }
    words = {"pageIteratorLevel": "WORD"}
    return collect(
        levels
        | kinds
        | {
            "default": tesseract().transform(line),
            "auto": ImageToText().transform(line),
            "ppocr": ImageToText(engine="ppocr").transform(line),
            "ppocr columns": ImageToText(engine="ppocr").transform(long_columns),
            "ppocr layout": ImageToText(engine="ppocr", keepLayout=True).transform(long_columns),
            "ppocr words": ImageToText(engine="ppocr", withSpaces=True, **words).transform(line),
            "ppocr symbols": ImageToText(engine="ppocr", pageIteratorLevel="SYMBOL").transform(line),
            "ppocr odd": ImageToText(engine="ppocr").transform(BinaryToImage().transform(files(spark, **odd))),
            "columns": tesseract(
                inputCol="pic", outputCol="words", positionsCol="places", confidenceCol="score"
            ).transform(line.withColumnRenamed("image", "pic")),
            "page 7": tesseract().transform(line.withColumn("pagenum", F.lit(7))),
            "no page": tesseract().transform(line.drop("pagenum")),
            "pdfCoordinates": tesseract(pdfCoordinates=True, **words).transform(line),
            "words": tesseract(**words).transform(line),
            "withSpaces": tesseract(withSpaces=True, **words).transform(line),
            "withSpaces SYMBOL": tesseract(withSpaces=True, pageIteratorLevel="SYMBOL").transform(line),
            "single block": tesseract(pageSegMode="SINGLE_BLOCK").transform(columns),
            "keepLayout": tesseract(keepLayout=True).transform(columns),
            "narrow spaces": tesseract(keepLayout=True, outputSpaceCharacterWidth=2).transform(columns),
            "doubtful": tesseract(**words).transform(doubtful),
            "confidenceThreshold": tesseract(confidenceThreshold=70, **words).transform(doubtful),
            "2400 dpi": tesseract().transform(fine),
            "ignoreResolution": tesseract(ignoreResolution=True).transform(fine),
            "unknown dpi": tesseract().transform(unknown),
            "digits": tesseract(ocrParams=["tessedit_char_whitelist=0123456789"]).transform(
                images(encode(page("Room 4711"), dpi=(300, 300)))
            ),
            "typo": TYPO.transform(line),
            "turned": tesseract().transform(turned),
            "turned with osd": tesseract(pageSegMode="AUTO_OSD").transform(turned),
            "language": tesseract(language="abc", **any_model).transform(line),
            "no language": tesseract(language="abc").transform(line),
            "no model": tesseract(modelData=str(models / "none")).transform(line),
            "best": tesseract(language="abc", modelType="BEST", modelData=str(models / "variants")).transform(line),
            "not best": tesseract(language="abc", modelData=str(models / "variants")).transform(line),
            "legacy": LEGACY.copy({LEGACY.modelData: any_model["modelData"]}).transform(line),
            "odd": tesseract().transform(BinaryToImage().transform(files(spark, **odd))),
            "digital": tesseract().transform(digital),
            "digital before": digital,
        }
    )


def units(row):
    """The units of the only page of positions."""
    (matrix,) = row.positions
    return matrix.mapping


def found(rows):
    """The text of the only row, which has no exception."""
    (row,) = rows
    assert row.exception is None
    return row.text


def test_text_confidence_and_positions_in_px(results):
    (row,) = results["default"]
    assert found([row]) == WORDS + "\n"
    assert 80 < row.confidence <= 100
    (unit,) = units(row)
    assert unit.c.strip() == WORDS
    rows, columns = np.nonzero(np.asarray(page()) < 128)
    ink = columns.min(), rows.min(), columns.max(), rows.max()
    assert (unit.x, unit.y, unit.x + unit.width, unit.y + unit.height) == pytest.approx(ink, abs=4)
    assert 8 <= unit.fontSize <= 13, "48 px at 300 dpi are 11.5 points"
    assert row.image.width == 900, "the image stays"


@pytest.mark.parametrize("engine", ["auto", "ppocr"])
def test_engines_give_the_same(results, engine):
    (row,), (expected,) = results[engine], results["default"]
    assert found([row]) == WORDS + "\n"
    assert 80 < row.confidence <= 100
    ((unit,), (other,)) = units(row), units(expected)
    assert unit.c == other.c
    assert (unit.x, unit.y, unit.width, unit.height) == pytest.approx(
        (other.x, other.y, other.width, other.height), abs=6
    )


def test_ppocr_puts_columns_in_order(results):
    assert found(results["ppocr columns"]).split() == (LEFT + " " + LONG_RIGHT).split()
    lines = found(results["ppocr layout"]).splitlines()
    assert re.search(r"jumps +Ten", lines[0])


def test_ppocr_positions(results):
    assert [unit.c for unit in units(*results["ppocr words"])] == re.findall(r"\w+| ", WORDS)
    assert "".join(unit.c for unit in units(*results["ppocr symbols"])) == WORDS.replace(" ", "")


def test_ppocr_odd_sizes(results):
    rows = {row.path: row for row in results["ppocr odd"]}
    assert rows.pop("1 x 1").text is None
    assert {(row.text, row.confidence, row.exception) for row in rows.values()} == {("", 0.0, None)}


def test_columns(results):
    (row,) = results["columns"]
    assert row.words == WORDS + "\n"
    assert row.score > 80
    assert row.places[0].mapping[0].c.strip() == WORDS
    assert row.pic.width == 900
    assert (row.text, row.confidence, row.positions, row.image) == (None, None, None, None)


def test_positions_have_the_number_of_the_page(results):
    assert {name: units(*results[name])[0].p for name in ("default", "page 7", "no page")} == {
        "default": 0,
        "page 7": 7,
        "no page": 0,
    }


def test_every_level_has_the_same_text(results):
    assert len({found(results[level]) for level in LEVELS}) == 1
    assert found(results["BLOCK"]).split() == (LEFT + " " + RIGHT).split()


def test_page_iterator_level(results):
    text = LEFT + "\n" + RIGHT
    contents = {level: [unit.c.strip() for unit in units(*results[level])] for level in LEVELS}
    assert len(contents["BLOCK"]) == 2
    assert contents["BLOCK"][1] == RIGHT
    assert len(contents["PARAGRAPH"]) == 3
    assert contents["PARAGRAPH"][2] == RIGHT
    assert contents["TEXTLINE"] == [line.strip() for line in text.splitlines()]
    assert contents["WORD"] == text.split()
    assert contents["SYMBOL"] == list("".join(text.split()))


def test_symbols_have_boxes_of_their_own(results):
    symbols = units(*results["SYMBOL"])
    assert len({(unit.x, unit.y) for unit in symbols}) > 0.9 * len(symbols), "a few share one, as Tesseract cut them"
    assert all(0 < unit.width < 60 and 0 < unit.height < 60 for unit in symbols)


def test_pdf_coordinates_are_points(results):
    in_px, in_points = units(*results["words"]), units(*results["pdfCoordinates"])
    assert len(in_px) == 4
    for px, points in zip(in_px, in_points, strict=True):
        for side in ("x", "y", "width", "height"):
            assert points[side] == pytest.approx(px[side] * 72 / 300)
        assert (points.c, points.fontSize) == (px.c, px.fontSize)


def test_with_spaces(results):
    assert [unit.c for unit in units(*results["words"])] == WORDS.split()
    spaced = units(*results["withSpaces"])
    assert [unit.c for unit in spaced] == ["The", " ", "quick", " ", "brown", " ", "fox"]
    assert spaced[0].x + spaced[0].width <= spaced[1].x < spaced[2].x
    assert "".join(unit.c for unit in units(*results["withSpaces SYMBOL"])) == WORDS


def test_page_seg_mode(results):
    first_left, first_right = LEFT.splitlines()[0].strip(), RIGHT.splitlines()[0]
    assert found(results["BLOCK"]).splitlines()[0] == first_left
    assert found(results["single block"]).splitlines()[0] == f"{first_left} {first_right}"


def test_page_seg_mode_that_turns_pages(results):
    upright = found(results["BLOCK"])
    assert found(results["turned"]) != upright
    assert found(results["turned with osd"]) == upright


def test_keep_layout(results):
    lines = found(results["keepLayout"]).splitlines()
    assert lines[0].split("  ")[0] == ""
    assert [line.split() for line in lines if line] == [
        (left + " " + right).split()
        for left, right in zip(LEFT.splitlines(), RIGHT.splitlines() + [""] * 3, strict=True)
    ]
    assert lines[0].startswith(" "), "the page has a margin, and the paragraph an indent"


def test_output_space_character_width(results):
    wide, narrow = (found(results[name]).splitlines()[0] for name in ("keepLayout", "narrow spaces"))
    assert wide.split() == narrow.split()
    left_edge_of_ten = 640 * 72 / 300  # points
    assert narrow.index("Ten") == pytest.approx(left_edge_of_ten / 2, abs=2)
    assert wide.index("Ten") < narrow.index("Ten")


def test_confidence_threshold(results):
    (kept,), (dropped,) = results["doubtful"], results["confidenceThreshold"]
    clear, doubtful = DOUBTFUL.split()[:3], DOUBTFUL.split()[3]
    assert kept.text.split()[:3] == clear
    assert len(units(kept)) == 4, f"{doubtful} was read somehow"
    assert [unit.c for unit in units(dropped)] == clear
    assert dropped.text.split() == clear
    assert dropped.confidence > kept.confidence


def test_ignore_resolution(results):
    with_it, without, unknown = (found(results[name]) for name in ("2400 dpi", "ignoreResolution", "unknown dpi"))
    assert without == unknown
    assert without == THREE_LINES + "\n"
    assert with_it != without


def test_ocr_params(results):
    assert found(results["digits"]).strip() == "4711"
    (row,) = results["typo"]
    assert row.exception.startswith(f"{TYPO.uid}: ")
    assert "no_such_variable" in row.exception
    assert row.text is None


def test_language_and_model_data(results, models):
    assert found(results["language"]) == WORDS + "\n"
    for name, words in (
        ("no language", "abc"),
        ("no model", f"eng.*{re.escape(str(models))}"),
        ("not best", "base.*abc"),
    ):
        (row,) = results[name]
        assert row.text is None
        assert re.search(words, row.exception)


def test_model_type(results):
    assert found(results["best"]) == WORDS + "\n"


def test_engine_mode(results):
    (row,) = results["legacy"]
    assert row.text is None
    assert row.exception.startswith(f"{LEGACY.uid}: ")
    assert "TESSERACT_ONLY" in row.exception


@pytest.mark.parametrize("kind", ["TYPE_3BYTE_BGR", "TYPE_4BYTE_ABGR", "TYPE_BYTE_GRAY", "TYPE_BYTE_BINARY"])
def test_every_kind_of_image_also_compressed(results, kind):
    assert found(results[kind]) == WORDS + "\n"


def test_odd_sizes(results):
    rows = {row.path: row for row in results["odd"]}
    assert (rows["1 x 1"].text, rows["1 x 1"].positions, rows["1 x 1"].exception) == (None, None, None)
    for name in ("5 x 5", "blank", "20000 px"):
        row = rows[name]
        assert (row.text, row.confidence, row.exception) == ("", 0.0, None)
        assert units(row) == []
    assert "32000 px" in rows["33000 px"].exception
    assert rows["33000 px"].text is None


def test_digital_pages_keep_what_they_have(results):
    (before,), (after,) = results["digital before"], results["digital"]
    assert (after.image.width, after.image.height) == (1, 1)
    assert after.text.strip() == DIGITAL
    assert len(units(after)) >= len(DIGITAL)
    assert (after.text, after.positions, after.exception) == (before.text, before.positions, None)
    assert after.confidence is None


def test_include_confidence(spark):
    images = BinaryToImage().transform(files(spark, file=png()))
    with_it, without = (ImageToText(includeConfidence=wanted).transform(images).columns for wanted in (True, False))
    assert set(with_it) - set(without) == {"confidence"}
    assert set(without) == {"path", "image", "pagenum", "text", "positions", "exception"}


def test_nothing_is_downloaded(spark):
    images = BinaryToImage().transform(files(spark, file=png()))
    stage = ImageToText(downloadModelData=True)
    with pytest.warns(UserWarning, match=f"{stage.uid}: downloadModelData does nothing"):
        stage.transform(images)
