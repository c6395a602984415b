"""PageToJson and PageToMarkdown: every parameter, the unit of a page, and real pages."""

import io
import json

import pyarrow as pa
import pytest
from jsonschema import Draft202012Validator
from PIL import ImageDraw, ImageFont
from pyspark.ml import PipelineModel
from pyspark.sql import functions as F
from pyspark.sql.types import (
    ArrayType,
    DoubleType,
    IntegerType,
    LongType,
    StringType,
    StructField,
    StructType,
)
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas

from documents import page as drawn_page
from documents import png
from pdf.make_pdf import Page, Text, make_pdf
from sparkocr.apps.jobs import markdown_stages
from sparkocr.apps.light import LightPipeline, run
from sparkocr.document.page_size import size_in_unit
from sparkocr.enums import PageUnit
from sparkocr.schemas import (
    AnnotationsSchema,
    FontsSchema,
    FormSchema,
    ImageSchema,
    PageJsonSchema,
    PositionsSchema,
    RegionsSchema,
    TableSchema,
    page_json_schema,
)
from sparkocr.stage.light_row import LightRow
from sparkocr.stage.udf import arrow_type
from sparkocr.transformers import (
    BinaryToImage,
    ImageToHocr,
    ImageToText,
    PageToJson,
    PageToMarkdown,
    PdfToImage,
    PdfToText,
)
from tables.draw import Drawing
from variants import files

HOCR = (
    "<div class='ocr_page' title='bbox 0 0 900 260'><span class='ocr_line' title='bbox 10 20 105 32; x_size 24'>"
    "<span class='ocrx_word' title='bbox 10 20 50 32; x_wconf 91'>Jane</span> "
    "<span class='ocrx_word' title='bbox 55 20 105 32; x_wconf 92'>Smith</span></span></div>"
)


def unit(c, x, y=20.0):
    return {"c": c, "p": 0, "x": x, "y": y, "width": 40.0, "height": 7.3, "fontSize": 9}


def region(index, label="NAME", page=0):
    place = {"x": 1.0, "y": 2.0, "width": 30.0, "height": 4.0}
    return {"index": index, "page": page, **place, "score": 0.5, "label": label, "angle": 0.0}


def chunk(text, **metadata):
    found = {"annotatorType": "chunk", "begin": 0, "end": len(text) - 1, "result": text, "embeddings": []}
    return found | {"metadata": metadata}


def cell(text):
    return {"chunkText": text, "x": 0.0, "y": 0.0, "width": 0.0, "height": 0.0}


def table(*rows, area=None):
    return {"area": area, "chunks": [[cell(text) for text in row] for row in rows]}


def image(width, height, resolution=0):
    return dict.fromkeys(ImageSchema.names) | {"width": width, "height": height, "resolution": resolution}


POSITIONS = [{"mapping": [unit("Hello", 10.0), unit("there", 55.0)]}]
KINDS = {
    "positions": PositionsSchema,
    "hocr": StringType(),
    "text": StringType(),
    "path": StringType(),
    "pagenum": IntegerType(),
    "confidence": DoubleType(),
    "fonts": FontsSchema,
    "tables": TableSchema,
    "many": ArrayType(TableSchema),
    "ner_chunk": AnnotationsSchema,
    "coordinates": RegionsSchema,
    "regions": RegionsSchema,
    "form": FormSchema,
    "image": ImageSchema,
    "width_dimension": IntegerType(),
    "height_dimension": IntegerType(),
    "exception": StringType(),
    "long": LongType(),
}


def row(**values):
    """One row; a column is called as its kind, or `kind__name`."""
    found = {"positions": POSITIONS, **values}
    return LightRow(
        {
            name.rpartition("__")[2]: pa.scalar(
                value, arrow_type(StructType([StructField("v", KINDS[name.split("__")[0]])])).field("v").type
            )
            for name, value in found.items()
        }
    )


def as_json(values, **parameters):
    (made,) = run([PageToJson(**parameters)], values)
    assert made["exception"].as_py() is None
    document = json.loads(made["json"].as_py())
    Draft202012Validator(page_json_schema()).validate(document)
    return document


def as_markdown(values, **parameters):
    (made,) = run([PageToMarkdown(**parameters)], values)
    assert made["exception"].as_py() is None
    return made["markdown"].as_py()


FULL = {
    "text": "Hello there!",
    "path": "file:/a",
    "pagenum": 3,
    "confidence": 91.5,
    "tables": table(["a", "b"], area=region(0)),
    "ner_chunk": [chunk("Hello", entity="GREETING", confidence="0.75"), chunk("lost", ner_label="X")],
    "coordinates": [region(0, "GREETING"), region(0, "GREETING"), region(7)],
    "regions": [region(0, "figure"), region(1, None)],
    "form": [
        {"key": "name", "value": "Jane", "fieldType": "text", "coordinate": region(0, page=1)},
        {"key": "x", "value": "", "fieldType": "Text", "coordinate": region(0, page=-1)},
    ],
    "image": image(900, 600, 300),
}
COLUMNS = {
    "textCol": ("text", "text"),
    "originCol": ("path", "path"),
    "pageNumCol": ("pagenum", "page"),
    "confidenceCol": ("confidence", "confidence"),
    "tablesCol": ("tables", "tables"),
    "entitiesCol": ("ner_chunk", "entities"),
    "coordinatesCol": ("coordinates", "entities"),
    "formCol": ("form", "fields"),
    "regionsCol": ("regions", "regions"),
    "imageCol": ("image", "width"),
}


def test_a_page_with_all_columns():
    found = as_json(row(**FULL))
    assert {
        key: found[key] for key in ("path", "page", "width", "height", "unit", "resolution", "text", "confidence")
    } == {
        "path": "file:/a",
        "page": 3,
        "width": 900,
        "height": 600,
        "unit": "px",
        "resolution": 300,
        "text": "Hello there!",
        "confidence": 91.5,
    }
    (block,) = found["blocks"]
    assert [word["text"] for word in block["lines"][0]["words"]] == ["Hello", "there"]
    assert block["lines"][0]["fontSize"] == 9
    assert found["tables"] == [
        {"box": [1, 2, 30, 4], "rows": [[{"text": "a", "box": None}, {"text": "b", "box": None}]]}
    ]
    box = [1, 2, 30, 4]
    assert found["entities"] == [
        {"text": "Hello", "label": "GREETING", "begin": 0, "end": 4, "score": 0.75, "boxes": [box, box]},
        {"text": "lost", "label": "X", "begin": 0, "end": 3, "score": None, "boxes": []},
        {"text": None, "label": "NAME", "begin": None, "end": None, "score": 0.5, "boxes": [box]},
    ]
    assert [(field["name"], field["page"]) for field in found["fields"]] == [("name", 1), ("x", None)]


def test_places_may_have_no_index():
    found = as_json(row(coordinates=[region(1), region(None), region(0), region(None)]))
    assert [len(entity["boxes"]) for entity in found["entities"]] == [1, 2, 1]


@pytest.mark.parametrize(("parameter", "column", "key"), [(name, *value) for name, value in COLUMNS.items()])
def test_every_column_may_have_another_name_or_be_missing(parameter, column, key):
    renamed = {f"{name}__elsewhere" if name == column else name: value for name, value in FULL.items()}
    there, left_out = as_json(row(**FULL)), as_json(row(**renamed))
    assert as_json(row(**renamed), **{parameter: "elsewhere"}) == there
    assert left_out[key] != there[key]
    with pytest.raises(ValueError, match=f"{parameter}='{column}' is not a column"):
        as_json(row(**renamed), **{parameter: column})


@pytest.mark.parametrize("parameter", COLUMNS)
def test_a_column_of_another_kind(parameter):
    column = COLUMNS[parameter][0]
    other = row(**({f"positions__{column}": POSITIONS} if column != "text" else {"pagenum__text": 1}))
    assert as_json(other)["blocks"]
    with pytest.raises(ValueError, match=parameter):
        as_json(other, **{parameter: column})


def test_detail():
    assert "lines" not in as_json(row(), detail="blocks")["blocks"][0]
    assert "words" not in as_json(row(), detail="lines")["blocks"][0]["lines"][0]


def test_pages_may_be_numbered_by_longs():
    assert as_json(row(long__pagenum=2))["page"] == 2


SIZES = {
    "image": ((900, 600, 300, None, None), {}, (900, 600, "px", 300)),
    "image without dpi": ((900, 600, 0, None, None), {}, (900, 600, "px", None)),
    "scan of a mixed file": ((900, 600, 300, 595, 842), {"was_read": True}, (900, 600, "px", 300)),
    "placeholder": ((1, 1, 300, 595, 842), {}, (595, 842, "pt", None)),
    "digital": ((None, None, None, 595, 842), {}, (595, 842, "pt", None)),
    "read, image dropped": ((None, None, None, 595, 842), {"was_read": True}, (None, None, "px", None)),
    "nothing": ((None, None, None, None, None), {}, (None, None, None, None)),
    "points of an image": ((900, 600, 300, None, None), {"unit": PageUnit.PT}, (216, 144, "pt", 300)),
    "points of a page": ((900, 600, 300, 595, 842), {"unit": PageUnit.PT}, (595, 842, "pt", 300)),
    "px by the user": ((None, None, None, 595, 842), {"unit": PageUnit.PX}, (None, None, "px", None)),
}


@pytest.mark.parametrize(("sizes", "known", "expected"), SIZES.values(), ids=SIZES)
def test_size_and_unit(sizes, known, expected):
    assert size_in_unit(*sizes, **{"was_read": False, "unit": PageUnit.AUTO} | known) == expected


def test_unit_of_a_page():
    digital = {"width_dimension": 595, "height_dimension": 842}
    assert as_json(row(**digital))["unit"] == "pt"
    assert as_json(row(**digital, image=image(1, 1)))["unit"] == "pt"
    assert as_json(row(**digital, image=image(900, 600)))["unit"] == "px"
    assert as_json(row(**digital, confidence=90.0))["unit"] == "px"
    assert as_json(row(), unit="pt")["unit"] == "pt"
    assert as_json(row())["unit"] is None


def test_hocr():
    values = row(hocr=HOCR, image=image(900, 260, 144))
    found = as_json(values, inputCol="hocr")
    assert (found["width"], found["height"], found["unit"]) == (900, 260, "px")
    (line,) = found["blocks"][0]["lines"]
    assert line["fontSize"] == 12
    assert [(word["text"], word["confidence"]) for word in line["words"]] == [("Jane", 91), ("Smith", 92)]
    assert as_json(row(hocr=HOCR), inputCol="hocr")["blocks"][0]["lines"][0]["fontSize"] is None
    assert as_json(row(hocr=HOCR), inputCol="hocr", unit="pt")["blocks"][0]["lines"][0]["fontSize"] == 24
    assert as_markdown(values, inputCol="hocr") == "Jane Smith\n"
    (failed,) = run([PageToMarkdown(inputCol="hocr")], row(hocr="no hOCR"))
    assert failed["markdown"].as_py() is None
    assert failed["exception"].as_py().endswith(": There is no hOCR.")


def test_text_alone():
    values = row(positions=None, text="# one\n\n- two", width_dimension=595, height_dimension=842)
    found = as_json(values)
    assert (found["text"], found["blocks"], found["unit"]) == ("# one\n\n- two", None, "pt")
    assert as_markdown(values) == "\\# one\n\n- two\n"
    assert as_markdown(row(positions=[], text="one")) == "one\n"
    assert as_markdown(row(positions=None, text="")) == ""
    assert as_markdown(row(positions=None, text__other="one"), textCol="other") == "one\n"


def test_empty_page():
    values = row(positions=[{"mapping": []}], text="")
    assert as_json(values)["blocks"] == []
    assert as_markdown(values) == ""


def test_neither_places_nor_text():
    for stage in (PageToJson(), PageToMarkdown()):
        (made,) = run([stage], row(positions=None))
        assert made[stage.getOutputCol()].as_py() is None
        assert made["exception"].as_py() == f"{stage.uid}: There are neither places of text nor text."


def test_tables_in_markdown():
    expected = "Hello there\n\n<table>\n<tr>\n<td> a </td>\n<td> b </td>\n</tr>\n</table>\n"
    assert as_markdown(row(tables=table(["a", "b"]))) == expected
    assert as_markdown(row(many__tables=[table(["a", "b"]), None])) == expected
    assert as_markdown(row(tables__grid=table(["a", "b"])), tablesCol="grid") == expected
    assert as_markdown(row(tables__grid=table(["a", "b"]))) == "Hello there\n"


def test_output_column():
    (made,) = run([PageToMarkdown(outputCol="page"), PageToJson(outputCol="document")], row())
    assert made["page"].as_py() == "Hello there\n"
    assert json.loads(made["document"].as_py())["blocks"]


def font(x, y, width, height, *, bold=False, name="Serif"):
    place = {"x": x, "y": y, "width": width, "height": height}
    return {**place, "name": name, "size": 12.0, "bold": bold, "italic": False}


def two_lines(scale=1.0):
    """A heading in the size of the text below it; boxes in points, times a scale."""
    texts = [("Heading", 10.0), ("Text of the page below the heading", 30.0)]
    units = [unit(text, 10.0) | {"y": y, "width": 6.0 * len(text), "height": 10.0} for text, y in texts]
    for found in units:
        found.update({side: scale * found[side] for side in ("x", "y", "width", "height")})
    return [{"mapping": units}]


FONTS = [font(10, 10, 42, 10, bold=True), font(10, 30, 204, 10)]


def test_fonts_tell_headings():
    assert as_markdown(row(positions=two_lines())).startswith("Heading")
    assert as_markdown(row(positions=two_lines(), fonts=FONTS)).startswith("# Heading\n")
    assert as_markdown(row(positions=two_lines(), fonts__letters=FONTS), fontsCol="letters").startswith("# Heading\n")
    blocks = as_json(row(positions=two_lines(), fonts=FONTS))["blocks"]
    assert [block["type"] for block in blocks] == ["heading", "paragraph"]


def test_fonts_of_a_page_that_was_read_from_an_image():
    values = {"positions": two_lines(scale=2.0), "fonts": FONTS, "confidence": 90.0}
    assert as_markdown(row(**values, image=image(800, 600, 144))).startswith("# Heading\n")
    assert as_markdown(row(**values, image=image(800, 600))).startswith("Heading")  # nobody knows where fonts are
    halved = image(400, 300, 144) | {"transform": [2.0, 0.0, 0.0, 0.0, 2.0, 0.0, 0.0, 0.0, 1.0]}
    values["positions"] = two_lines()
    assert as_markdown(row(**values, image=halved)).startswith("# Heading\n")


def test_the_page_without_its_running_footer():
    texts = [("One line of text", 10.0), ("and two lines", 22.0), ("and three of them", 34.0), ("12", 90.0)]
    units = [unit(text, 10.0) | {"y": y, "width": 6.0 * len(text), "height": 10.0} for text, y in texts]
    values = row(positions=[{"mapping": units}])
    assert as_markdown(values).endswith("\n\n12\n")
    assert not as_markdown(values, pageHeaders=False).endswith("12\n")
    assert as_json(values)["blocks"][-1]["type"] == "page_footer"


def test_bold_headings_of_a_pdf():
    content = (
        b"BT /F1 12 Tf 2 Tr 72 700 Td (A heading) Tj 0 Tr 0 -20 Td (Text of the page that is below the heading) Tj ET"
    )
    stages = [PdfToText(extractCoordinates=True, fontsCol="letters"), PageToMarkdown(fontsCol="letters")]
    (page,) = LightPipeline(stages).fromBinary(make_pdf([Page(content=content)]))
    assert page["markdown"] == "# A heading\n\nText of the page that is below the heading\n"
    assert [fonts["bold"] for fonts in page["letters"]] == [True, False]


def test_pages_in_spark(spark):
    """A digital page, a file that is none, and the JSON read back."""
    digital = make_pdf([Page([Text(72, 700, "A page of digital text"), Text(72, 680, "in two lines")])])
    stages = [
        PdfToText(extractCoordinates=True, partitionNum=-1),
        PdfToImage(partitionNumAfterSplit=-1, resolution=150),
        PageToJson(),
        PageToMarkdown(),
    ]
    pages = PipelineModel(stages).transform(files(spark, digital=digital, broken=b"%PDF-"))
    parsed = pages.withColumn("page", F.from_json("json", PageJsonSchema))
    found = {row_["path"]: row_ for row_ in parsed.select("path", "json", "markdown", "exception", "page").collect()}
    assert found["digital"]["page"]["unit"] == "pt"
    assert found["digital"]["markdown"] == "A page of digital text  \nin two lines\n"
    assert found["broken"]["json"] is None
    assert found["broken"]["markdown"] is None
    assert found["broken"]["exception"].startswith("PdfToText_")


def test_a_scan_read_as_positions_and_as_hocr():
    stages = [BinaryToImage(), ImageToText(pageIteratorLevel="word"), ImageToHocr()]
    stages += [PageToMarkdown(), PageToMarkdown(inputCol="hocr", outputCol="of_hocr"), PageToJson()]
    (page,) = LightPipeline(stages).fromBinary(png())
    assert not page["exception"]
    assert page["markdown"].split() == page["of_hocr"].split() == page["text"].result.split()
    document = json.loads(page["json"])
    assert (document["width"], document["height"]) == drawn_page().size
    assert document["unit"] == "px"


def ruled_pdf():
    """A table of three columns, in which a heading is above two of them."""
    drawing = Drawing()
    for y in (100, 120, 140, 160):
        drawing.line(40, y, 340, y)
    for x, top in ((40, 100), (140, 100), (240, 120), (340, 100)):
        drawing.line(x, top, x, 160)
    for x, y, text in (
        (50, 115, "Name"),
        (150, 115, "Score"),
        (150, 135, "2023"),
        (250, 135, "2024"),
        (50, 155, "Ann"),
    ):
        drawing.text(x, y, text)
    drawing.text(150, 155, "1")
    drawing.text(250, 155, "2")
    return drawing.pdf()


def test_tables_of_pdfs_keep_merged_cells():
    stages = [PdfToText(extractCoordinates=True, tablesCol="tables"), PageToMarkdown()]
    (page,) = LightPipeline(stages).fromBinary(ruled_pdf())
    assert page["markdown"].count("<tr>") == 3
    assert 'colspan="2"' in page["markdown"]
    (table,) = page["tables"]
    assert [cell["chunkText"] for cell in table["chunks"][2]] == ["Ann", "1", "2"]
    assert "tables" not in LightPipeline([PdfToText()]).fromBinary(ruled_pdf())[0]


@pytest.mark.parametrize(("unit", "is_in_table"), [("pt", True), ("auto", False)])
def test_tables_in_points_on_a_page_that_was_read(unit, is_in_table):
    stages = [
        PdfToText(extractCoordinates=True, tablesCol="tables"),
        PdfToImage(minSizeBeforeFallback=1000, resolution=144),
        ImageToText(pageIteratorLevel="word"),
        PageToMarkdown(tablesUnit=unit),
    ]
    (page,) = LightPipeline(stages).fromBinary(ruled_pdf())
    outside = page["markdown"].split("<table>")[0] + page["markdown"].split("</table>")[1]
    assert ("Name" not in outside) == is_in_table, "places of the table are taken for px unless its unit is told"


def test_regions_are_those_with_a_label_in_the_unit_of_the_page():
    found = {"label": "figure", "score": 0.5}
    assert as_json(row(**FULL))["regions"] == [found | {"box": [1, 2, 30, 4]}]
    digital = {name: value for name, value in FULL.items() if name != "confidence"}
    of_points = as_json(row(**digital), unit="pt")["regions"]
    assert of_points == [found | {"box": [0.24, 0.48, 7.2, 0.96]}]  # 72 / 300
    unknown = as_json(row(**digital | {"image": image(900, 600)}), unit="pt")
    assert unknown["regions"] is None


def with_picture():
    """A digital page with a picture of text in a grid of lines."""
    picture = drawn_page("Weights of apples and pears", (900, 400), 44).copy()
    draw = ImageDraw.Draw(picture)
    for text, y in (("One        Two", 150), ("Three      Four", 240)):
        draw.text((40, y), text, 0, ImageFont.load_default(44))
    for x in (20, 250, 600):
        draw.line((x, 120, x, 300), 0, 3)
    for y in (120, 210, 300):
        draw.line((20, y, 600, y), 0, 3)
    file = io.BytesIO()
    canvas = Canvas(file, pagesize=(420, 400))
    for number in range(6):
        canvas.drawString(40, 370 - 14 * number, "The quick brown fox jumps over the lazy dog, again and again.")
    canvas.drawImage(ImageReader(picture), 40, 60, 300, 133)
    canvas.save()
    return file.getvalue()


def test_pictures_of_a_digital_page_are_read_and_its_tables_stay_those_of_its_text():
    (page,) = LightPipeline(markdown_stages()).fromBinary(with_picture())
    found = page["text"].result
    assert found.count("lazy dog") == 6
    assert "Weights of apples" in found
    assert "Three" in found
    assert "<table>" not in found


def test_pages_may_have_no_column_of_places():
    page = LightRow({"text": pa.scalar("Dear Jane,\n\nthe *rent* is due.")})
    assert as_markdown(page) == "Dear Jane,\n\nthe \\*rent\\* is due.\n"
    assert as_json(page)["blocks"] is None
    with pytest.raises(ValueError, match="inputCol='places' is not a column"):
        as_markdown(page, inputCol="places")
    with pytest.raises(ValueError, match="inputCol='positions' is not a column"):
        as_markdown(page.drop("text").withColumn("other", pa.scalar("")))
