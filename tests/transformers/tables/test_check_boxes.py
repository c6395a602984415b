"""The stage that finds check boxes: its columns, parameters, and the stages it is used with."""

import io
import json

import pytest
from PIL import Image

from sparkocr import samples
from sparkocr.apps.light import LightPipeline
from sparkocr.hocr.read import parse
from sparkocr.transformers import (
    BinaryToImage,
    HocrDocumentAssembler,
    HocrMerger,
    HocrTokenizer,
    ImageCheckBoxDetector,
    ImageToHocr,
    PageToJson,
)

ANSWERS = {"Asthma": False, "Smoker": True, "Diabetes": False}


def found(*stages, content=None):
    (row,) = LightPipeline([BinaryToImage(), *stages]).fromBinary(content or samples.form(ANSWERS))
    assert not row["exception"]
    return row


def words(hocr):
    return [
        (word.text, round(word.box.x, -1), round(word.box.y, -1)) for page in parse(hocr) for word in page.page.words()
    ]


def test_words_stand_at_the_boxes():
    assert words(found(ImageCheckBoxDetector())["hocr"]) == [("No", 40, 40), ("Yes", 40, 140), ("No", 40, 240)]


def test_labels_are_the_words():
    row = found(ImageCheckBoxDetector(labels=["leer", "an"], outputCol="boxes"))
    assert [text for text, _, _ in words(row["boxes"])] == ["leer", "an", "leer"]


@pytest.mark.parametrize("labels", [["No"], ["No", "Yes", "?"], ["", "Yes"], "No", [1, 2], None])
def test_labels_are_two(labels):
    with pytest.raises(ValueError, match="labels"):
        ImageCheckBoxDetector().setLabels(labels)


def test_a_higher_threshold_drops_what_is_less_sure():
    lone = samples.form({"Asthma": True})
    assert len(words(found(ImageCheckBoxDetector(), content=lone)["hocr"])) == 1
    assert words(found(ImageCheckBoxDetector(scoreThreshold=0.95), content=lone)["hocr"]) == []


def test_regions_are_a_column_by_option():
    assert "boxes" not in found(ImageCheckBoxDetector())
    boxes = found(ImageCheckBoxDetector(regionsCol="boxes"))["boxes"]
    assert [(box["index"], box["page"], box["label"]) for box in boxes] == [(0, 0, "No"), (1, 0, "Yes"), (2, 0, "No")]
    assert all(box["score"] > 0.9 and 40 <= box["width"] <= 56 for box in boxes)


def test_no_box_is_a_page_without_words():
    row = found(ImageCheckBoxDetector(regionsCol="boxes"), content=samples.image("Invoice 4711"))
    assert "bbox 0 0 900 260" in row["hocr"]
    assert words(row["hocr"]) == []
    assert row["boxes"] == []


def test_pretrained_takes_the_name_of_the_original():
    assert ImageCheckBoxDetector.pretrained("checkbox_detector_v1", "en", "clinical/ocr").getLabels() == ["No", "Yes"]


def test_merged_with_the_text_of_the_page():
    merge = HocrMerger(inputCols=["boxes", "hocr"])
    readers = (ImageCheckBoxDetector(outputCol="boxes"), ImageToHocr(), merge)
    row = found(*readers, HocrDocumentAssembler(inputCol="merged_hocr"), HocrTokenizer(inputCol="merged_hocr"))
    assert row["document"][0]["result"].splitlines() == ["No Asthma", "Yes Smoker", "No Diabetes"]
    tokens = [(token["result"], float(token["metadata"]["y"])) for token in row["token"]]
    assert [text.lower() for text, _ in tokens] == ["no", "asthma", "yes", "smoker", "no", "diabetes"]
    assert all(abs(tokens[number][1] - (40 + 50 * number)) < 20 for number in (0, 2, 4))


def test_boxes_are_regions_of_the_page_as_json():
    row = found(
        ImageCheckBoxDetector(outputCol="boxes", regionsCol="check_boxes"),
        ImageToHocr(),
        HocrMerger(inputCols=["boxes", "hocr"]),
        PageToJson(inputCol="merged_hocr", regionsCol="check_boxes"),
    )
    page = json.loads(row["json"])
    assert [region["label"] for region in page["regions"]] == ["No", "Yes", "No"]


def test_a_one_bit_image():
    file = io.BytesIO()
    Image.open(io.BytesIO(samples.form(ANSWERS))).convert("1").save(file, "TIFF", compression="group4")
    assert [text for text, _, _ in words(found(ImageCheckBoxDetector(), content=file.getvalue())["hocr"])] == [
        "No", "Yes", "No",
    ]  # fmt: skip


def test_rows_without_an_image_are_exceptions():
    (row,) = LightPipeline([BinaryToImage(), ImageCheckBoxDetector()]).fromBinary(b"nothing")
    assert row["hocr"] is None
    assert row["exception"]
