"""The stage that finds keys and values of forms."""

import numpy as np
import pyarrow as pa
import pytest
from PIL import Image, ImageDraw

from sparkocr.schemas import ImageSchema, KeyValuesSchema, PositionsSchema
from sparkocr.stage.light_row import LightRow
from sparkocr.stage.udf import arrow_type
from sparkocr.transformers import PageToKeyValues

WIDTH, HEIGHT = 900, 400
WORDS = [
    ("Order:", 60, 60), ("AB-1", 160, 60),
    ("Model", 60, 140), ("Ford", 230, 140),
    ("Phone", 60, 220), ("5550142", 150, 220),
]  # fmt: skip
ALL = [("Order", "AB-1"), ("Model", "Ford"), ("Phone", "5550142")]
BLANK = (150, 168, 600)


def level(x, y, width, height):
    return x, y, width, height


def upwards(x, y, width, height):
    """A box of a page that was turned to the left."""
    return y, WIDTH - x - width, height, width


def positions(turn=level):
    mapping = [
        dict(zip(("c", "p", "x", "y", "width", "height", "fontSize"), (text, 0, *box, 20), strict=True))
        for text, x, y in WORDS
        for box in [turn(float(x), float(y), 13.0 * len(text), 22.0)]
    ]
    return pa.scalar([{"mapping": mapping}], arrow_type(PositionsSchema))


def image(size=(WIDTH, HEIGHT), transpose=None):
    drawn = Image.new("L", size, 255)
    left, y, right = BLANK
    ImageDraw.Draw(drawn).line([(left, y), (right, y)], 0, 3)
    pixels = np.asarray(drawn if transpose is None else drawn.transpose(transpose))
    height, width = pixels.shape
    fields = {"height": height, "width": width, "nChannels": 1, "mode": 10, "resolution": 200, "data": pixels.tobytes()}
    return pa.scalar(dict.fromkeys(ImageSchema.names) | fields, arrow_type(ImageSchema))


def found(stage, **columns):
    (page,) = stage.light_rows(LightRow(columns))
    assert page["exception"].as_py() is None
    return page[stage.getOutputCol()].as_py()


def texts(pairs):
    return [(pair["key"], pair["value"]) for pair in pairs]


def test_lines_of_the_image_tell_blanks():
    assert texts(found(PageToKeyValues(), positions=positions())) == [ALL[0], ALL[2]]
    assert texts(found(PageToKeyValues(), positions=positions(), image=image())) == ALL


def test_image_of_a_digital_page_has_no_lines():
    assert texts(found(PageToKeyValues(), positions=positions(), image=image((1, 1)))) == [ALL[0], ALL[2]]


def test_image_column():
    stage = PageToKeyValues().setImageCol("scan").setOutputCol("pairs")
    assert texts(found(stage, positions=positions(), scan=image())) == ALL
    assert texts(found(stage, positions=positions(), scan=image(), image=image((1, 1)))) == ALL
    with pytest.raises(ValueError, match="scan"):
        found(stage, positions=positions(), image=image())


def test_boxes_and_scores():
    first, *_ = found(PageToKeyValues(), positions=positions())
    assert set(first) == set(KeyValuesSchema.elementType.names)
    key, value = first["key_box"], first["value_box"]
    assert (key["x"], key["y"], key["width"], key["height"], key["label"]) == (60, 60, 78, 22, "key")
    assert (value["x"], value["y"], value["width"], value["label"]) == (160, 60, 52, "value")
    assert first["score"] == pytest.approx(0.95)
    assert value["score"] == first["score"]


def test_score_threshold():
    pairs = found(PageToKeyValues(scoreThreshold=0.8), positions=positions(), image=image())
    assert texts(pairs) == ALL[:2]
    assert [pair["key_box"]["index"] for pair in pairs] == [0, 1]


def test_scan_that_was_put_in_turned():
    turned = positions(upwards)
    pairs = found(PageToKeyValues(), positions=turned, image=image(transpose=Image.Transpose.ROTATE_90))
    assert texts(pairs) == ALL
    box = pairs[0]["key_box"]
    assert (box["x"], box["y"], box["width"], box["height"]) == pytest.approx((60, WIDTH - 60 - 78, 22, 78), abs=1)


def test_hocr():
    words = "".join(
        f"<span class='ocrx_word' title='bbox {x} {y} {x + 13 * len(text)} {y + 22}; x_wconf 90'>{text}</span> "
        for text, x, y in WORDS[:2]
    )
    page = f"<div class='ocr_page' title='bbox 0 0 900 400'><span class='ocr_line' title='bbox 60 60 300 82'>{words}"
    hocr = pa.scalar(f"{page}</span></div>")
    assert texts(found(PageToKeyValues(inputCol="hocr"), hocr=hocr)) == ALL[:1]


def test_no_pairs():
    empty = pa.scalar([{"mapping": []}], arrow_type(PositionsSchema))
    assert found(PageToKeyValues(), positions=empty, image=image()) == []
