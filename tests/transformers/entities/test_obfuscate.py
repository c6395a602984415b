import re

import numpy as np
import pyarrow as pa
import pytest

from documents import encode, page
from sparkocr.base import LightPipeline
from sparkocr.entities.surrogates import Surrogates
from sparkocr.schemas import AnnotationsSchema
from sparkocr.stage.light_row import LightRow
from sparkocr.stage.udf import arrow_type
from sparkocr.transformers import (
    BinaryToImage,
    EntityObfuscator,
    ImageDrawRegions,
    ImageToText,
    PositionFinder,
    RegexFinder,
    TextToDocument,
    UpdateTextPosition,
)

TEXT = "Dear John Smith,\nborn 12.03.1961: Mr. SMITH\nmail john@smith.org"
LABELS = {"John Smith": "PERSON", "12.03.1961": "DATE", "SMITH": "PERSON", "john@smith.org": "EMAIL"}
KEY = "a key"


def chunk(result, begin=None, end=None, label=None, **metadata):
    begin = TEXT.find(result) if begin is None else begin
    end = begin + len(result) - 1 if end is None else end
    metadata = {"entity": LABELS.get(result, "OTHER") if label is None else label} | metadata
    return {"annotatorType": "chunk", "begin": begin, "end": end, "result": result, "metadata": metadata}


CHUNKS = [chunk(text) for text in LABELS]


def obfuscated(chunks=CHUNKS, text=TEXT, context=None, **parameters):
    chunks = [one and {"embeddings": []} | one for one in chunks] if chunks is not None else None
    columns = {"ner_chunk": pa.scalar(chunks, arrow_type(AnnotationsSchema)), "text": pa.scalar(text, pa.string())}
    if context is not None:
        columns["patient"] = pa.scalar(context)
        parameters["contextCol"] = "patient"
    (row,) = EntityObfuscator(outputTextCol="new_text", **parameters).light_rows(LightRow(columns))
    return {name: row[name].as_py() for name in ("obfuscated", "new_text", "exception")}


def results(**options):
    return [annotation["result"] for annotation in obfuscated(**options)["obfuscated"]]


def test_surrogates_are_those_of_the_key_in_the_order_of_the_chunks():
    made = obfuscated(mode="surrogate", key=KEY)
    expected = [Surrogates(KEY).surrogate(text, label) for text, label in LABELS.items()]
    assert [annotation["result"] for annotation in made["obfuscated"]] == expected
    text = TEXT
    for old, new in zip(LABELS, expected, strict=True):
        text = text.replace(old, new)
    assert made["new_text"] == text
    assert [annotation["begin"] for annotation in made["obfuscated"]] == [one["begin"] for one in CHUNKS]


def test_the_default_is_labels_and_needs_no_key():
    assert obfuscated()["new_text"] == "Dear [PERSON],\nborn [DATE]: Mr. [PERSON]\nmail [EMAIL]"


def test_masks_have_one_width():
    assert set(results(mode="mask")) == {"████"}


def test_other_labels_than_those_that_get_surrogates_become_labels():
    made = results(mode="surrogate", key=KEY, labels=["DATE"])
    assert made == ["[PERSON]", Surrogates(KEY).surrogate("12.03.1961", "DATE"), "[PERSON]", "[EMAIL]"]


def test_dates_move_by_the_days_given_or_as_the_context_says():
    assert results(mode="surrogate", key=KEY, dateShift=10)[1] == "02.03.1961"
    of_patients = {results(mode="surrogate", key=KEY, context=patient)[1] for patient in (1, 2, 3, 4, 5)}
    assert len(of_patients) > 2
    assert results(mode="surrogate", key=KEY, context="7") == results(mode="surrogate", key=KEY, context=7)


def test_metadata_and_embeddings_that_may_tell_the_text_are_left_out():
    (made,) = obfuscated([chunk("SMITH", word="SMITH", confidence="0.9", sentence="0")])["obfuscated"]
    assert dict(made["metadata"]) == {"entity": "PERSON", "confidence": "0.9", "sentence": "0"}
    assert made["embeddings"] == []


def test_a_surrogate_needs_a_key_which_no_message_quotes():
    with pytest.raises(ValueError, match="key must be set for mode='surrogate'"):
        obfuscated(mode="surrogate")
    with pytest.raises(ValueError, match=r"^key must be a string; got bytes$"):
        EntityObfuscator(key=b"secret")
    with pytest.raises(ValueError, match="mode must be surrogate, label or mask"):
        EntityObfuscator(mode="hide")


def test_chunks_with_wrong_offsets_are_looked_for_and_overlaps_are_replaced_once():
    made = obfuscated([chunk("SMITH", 40, 44), chunk("Dear  john smith", 0, 15)])
    assert made["new_text"] == "[OTHER],\nborn 12.03.1961: Mr. [PERSON]\nmail john@smith.org"
    made = obfuscated([chunk("John"), chunk("John Smith"), chunk("Smith,\nborn 12", label="X")])
    assert made["new_text"].startswith("Dear [X].03.1961")


@pytest.mark.parametrize(
    ("chunks", "text", "message"),
    [
        (None, TEXT, "There are no annotations"),
        ([None], TEXT, "A chunk is null"),
        ([chunk("Nobody there", 0, 3)], TEXT, "A chunk is not in the text"),
        ([chunk("", 0, 3)], TEXT, "A chunk is not in the text"),
        (CHUNKS, None, "There is no text"),
    ],
)
def test_in_doubt_there_is_no_text(chunks, text, message):
    made = obfuscated(chunks, text)
    assert made["obfuscated"] is made["new_text"] is None
    assert message in made["exception"]
    assert "Nobody" not in made["exception"]


def test_no_chunks_change_nothing():
    assert obfuscated([])["new_text"] == TEXT


@pytest.fixture(scope="module")
def light():
    """A page whose names are replaced in its picture, in its text and in its positions."""
    text = "Patient: John Smith\nBorn: 12.03.1961\nPhone 212 867 5309\nSeen by Dr. SMITH today"
    rules = {"PERSON": "John Smith|SMITH", "DATE": r"\d\d\.\d\d\.\d{4}", "PHONE": r"\d{3} \d{3} \d{4}"}
    stages = [
        BinaryToImage(),
        ImageToText(pageIteratorLevel="symbol", ignoreResolution=False),
        TextToDocument(outputCol="document"),
        RegexFinder(rules=rules, outputCol="ner_chunk"),
        EntityObfuscator(mode="surrogate", key=KEY, outputTextCol="replace_text"),
        PositionFinder(padding=3),
        ImageDrawRegions(inputRegionsCol="coordinates", patchImages=True, inputChunkMappingCol="obfuscated"),
        ImageToText(inputCol="image_with_regions", outputCol="after", ignoreResolution=False, positionsCol="p2"),
        UpdateTextPosition(),
    ]
    (row,) = LightPipeline(stages, keepImages=True).fromBinary(encode(page(text, (1000, 420)), dpi=(300.02, 300.02)))
    return row


def words(text):
    return set(re.findall(r"[\w.]+", str(text)))


def test_surrogates_are_drawn_in_the_size_of_the_text_and_read_there(light):
    new = words(light["replace_text"])
    assert not {"John", "Smith", "SMITH", "12.03.1961", "867", "5309"} & new
    assert {"Patient", "Born", "Phone", "Seen", "Dr.", "today", "555"} <= new
    after = words(light["after"])
    assert len(new & after) >= len(new) - 2  # engines misread some letters
    assert not {"John", "Smith", "SMITH", "12.03.1961", "867", "5309"} & after


def test_nothing_of_the_old_pixels_is_left_in_a_region(light):
    before, after = (np.asarray(light[name].to_pil()) for name in ("image", "image_with_regions"))
    outside = np.ones(before.shape, bool)
    for region in light["coordinates"]:
        left, top = int(region["x"]), int(region["y"])
        right, bottom = int(np.ceil(region["x"] + region["width"])), int(np.ceil(region["y"] + region["height"]))
        outside[top:bottom, left:right] = False
        part = after[top:bottom, left:right]
        assert set(np.unique(part)) <= {0, 255}  # paper and letters that are not smoothed
        heights = np.flatnonzero((part == 0).any(axis=1))
        assert 0.4 * part.shape[0] < np.ptp(heights) < part.shape[0]
    assert np.array_equal(before[outside], after[outside])


def test_positions_have_the_new_text(light):
    said = {unit["c"] for unit in light["output_positions"].mappings}
    assert words(light["replace_text"]) & words(said) >= {"555"}
    assert not {"John", "Smith", "SMITH", "12.03.1961"} & said
