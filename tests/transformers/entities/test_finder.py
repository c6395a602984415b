"""EntityFinder: every parameter, kinds of input, functions, and that nothing of the text gets into messages."""

import copy
import pickle
import re

import pyarrow as pa
import pytest
from pyspark.ml import PipelineModel
from pyspark.sql.types import ArrayType, StringType, StructField, StructType

from annotated import annotation, results, short, texts
from sparkocr import samples
from sparkocr.base import LightPipeline
from sparkocr.entities.labels import ORIGINAL
from sparkocr.transformers import EntityFinder, PdfToText, PositionFinder, SentenceSplitter, TextToDocument

TEXT = "Call Jane Roe at info@example.org.\nCase C-17 of KAUPMAN SCOTT"
WORD = re.compile(r"[A-Z][a-z]+")
NUMBER = re.compile(r"\d+")


def words(text):
    """A detector: each word with a capital is a person, surer if it is long."""
    places = [(place.start(), place.end()) for place in WORD.finditer(text)]
    return [(begin, end, "PERSON", 0.5 if end - begin < 5 else 0.9) for begin, end in places]


def numbers(text):
    """Another one, which says nothing of scores."""
    return [(place.start(), place.end(), "NUMBER") for place in NUMBER.finditer(text)]


def failing(text):
    raise RuntimeError(text)


def careless(text):
    return [text]


def beyond(text):
    return [(0, len(text) + 50, "NAME")]


def found(text=TEXT, function=None, known=None, **options):
    """What the stage finds in a text: with the function alone, or with detectors by name."""
    stage = EntityFinder(**options)
    if function:
        stage.setFunction(function)
    values = {"text": text} if known is None else {"text": text, stage.getDenyListCol(): known}
    row = results(stage, **values)
    assert row["exception"] is None
    return [(one["result"], one["metadata"]["entity"]) for one in row["ner_chunk"]]


def test_chunks():
    row = results(EntityFinder(detectors=["patterns"]), text=TEXT)
    (one,) = row["ner_chunk"]
    assert (one["annotatorType"], one["begin"], one["end"], one["result"]) == ("chunk", 17, 32, "info@example.org")
    metadata = one["metadata"]
    assert 0 < float(metadata.pop("confidence")) <= 1
    assert metadata == {"entity": "EMAIL", "sentence": "0", "chunk": "0", "source": "patterns"}
    assert TEXT[one["begin"] : one["end"] + 1] == one["result"]


def test_detectors_by_name():
    text = "01.09.2012 ann@example.org"
    assert found(text, detectors=["dates"]) == [("01.09.2012", "DATE")]
    assert found(text, detectors=["patterns", "dates"]) == [("01.09.2012", "DATE"), ("ann@example.org", "EMAIL")]
    assert EntityFinder().getDetectors() == EntityFinder().setDetectors("auto").getDetectors() == ["auto"]


@pytest.mark.parametrize("wrong", ["patterns", [], ["nonsense"], ["auto", "patterns"], ["onnx:"], [1], None, 3])
def test_wrong_detectors(wrong):
    with pytest.raises(ValueError, match="detectors must be"):
        EntityFinder(detectors=wrong)


def test_models_by_path_are_taken_and_a_missing_one_is_an_exception(tmp_path):
    stage = EntityFinder(detectors=[f"onnx:{tmp_path}/none"])
    row = results(stage, text="Jane Roe")
    assert row["ner_chunk"] is None
    assert row["exception"].startswith(stage.uid)
    assert "Jane" not in row["exception"]


def test_white_list():
    assert found(detectors=["patterns"], whiteList=["PHONE"]) == []
    assert found(detectors=["patterns"], whiteList=["PHONE", "EMAIL"]) == [("info@example.org", "EMAIL")]
    assert EntityFinder().setWhiteList("NAME", "DATE").getWhiteList() == ["NAME", "DATE"]


def test_threshold():
    text = "Ann met Joseph"
    assert found(text, words) == [("Ann", "PERSON"), ("Joseph", "PERSON")]
    assert found(text, words, threshold=0.6) == [("Joseph", "PERSON")]


def test_deny_list():
    assert found(detectors=["patterns"], denyList=["Jane Roe"])[0] == ("Jane Roe", "PERSON")
    assert found(detectors=["patterns"], denyList=["Jane Roe"], denyLabel="PATIENT")[0] == ("Jane Roe", "PATIENT")
    options = {"whiteList": ["DATE"], "threshold": 1.0, "allowList": ["Jane Roe"]}
    assert found(detectors=["patterns"], denyList=["Jane Roe"], **options) == [("Jane Roe", "PERSON")]


def test_similar_values():
    options = {"detectors": ["patterns"], "whiteList": ["PERSON"], "denyList": ["KAUFMAN"]}
    assert found(**options) == []
    assert found(denySimilarity=0.8, **options) == [("KAUPMAN", "PERSON")]


def test_deny_list_of_a_row():
    options = {"detectors": ["patterns"], "whiteList": ["PERSON"], "denyListCol": "patient"}
    assert found(known="Jane Roe", **options) == [("Jane Roe", "PERSON")]
    names = pa.scalar(["Scott", None, "Roe", " "], pa.list_(pa.string()))
    assert "Roe" in " ".join(text for text, _ in found(known=names, **options))
    for nobody in ("", pa.scalar(None, pa.string()), pa.scalar([], pa.list_(pa.string()))):
        assert found(known=nobody, **options) == []


def test_allow_list():
    assert found(detectors=["patterns"], allowList=["info@example.org"]) == []


def test_patterns():
    assert found(detectors=["dates"], patterns={"CASE": r"C-\d+"}) == [("C-17", "CASE")]
    for wrong in ({"CASE": "("}, {"": "x"}, {"A": 1}, "x", [("A", "b")], None):
        with pytest.raises(ValueError, match="patterns must be"):
            EntityFinder(patterns=wrong)


def test_labels():
    assert found(detectors=["patterns"], labelMap={"EMAIL": "MAIL"}) == [("info@example.org", "MAIL")]
    assert found(detectors=["patterns"], labelMap="original") == [("info@example.org", ORIGINAL["EMAIL"])]
    assert found(detectors=["patterns"], labelMap="original", whiteList=["CONTACT"]) == [
        ("info@example.org", "CONTACT")
    ]
    for wrong in ("other", {"A": 1}, ["A"], None):
        with pytest.raises(ValueError, match="labelMap must be"):
            EntityFinder(labelMap=wrong)


def test_documents_and_sentences():
    finder = EntityFinder(inputCols=["sentence"], patterns={"CASE": r"C-\d+"}, detectors=["patterns"])
    stages = [TextToDocument(), SentenceSplitter(), finder]
    row = results(stages, text="\U0001f600 See.\nCall ann@example.org or C-17.")
    places = [(one["result"], one["begin"], one["metadata"]) for one in row["ner_chunk"]]
    assert [(*place, metadata["sentence"], metadata["chunk"]) for *place, metadata in places] == [
        ("ann@example.org", 12, "1", "0"), ("C-17", 31, "1", "1"),
    ]  # fmt: skip
    whole = results([stages[0], EntityFinder(inputCol="document", detectors=["patterns"])], text=TEXT)["ner_chunk"]
    assert short(whole) == short(results(EntityFinder(detectors=["patterns"]), text=TEXT)["ner_chunk"])
    tokens = [annotation("token", 0, "Call")]
    both = EntityFinder(inputCols=["note", "token"], outputCol="out", detectors=["patterns"])
    row = results(both, note="a@example.org", token=tokens)
    assert texts(row["out"]) == ["a@example.org"]
    assert "no document" in results(EntityFinder(inputCol="token"), token=tokens)["exception"]


def test_no_text():
    row = results(EntityFinder(detectors=["patterns"]), text=pa.scalar(None, pa.string()))
    assert (row["ner_chunk"], row["exception"].partition(": ")[2]) == (None, "There is no text.")
    assert found("", detectors=["patterns"]) == []


@pytest.mark.parametrize(
    ("stage", "message"),
    [
        (EntityFinder(inputCol="number"), "inputCol='number' must be"),
        (EntityFinder(denyListCol="missing"), "denyListCol='missing' is not a column"),
        (EntityFinder(denyListCol="number"), "denyListCol='number' must be"),
    ],
)
def test_wrong_columns(stage, message):
    with pytest.raises(ValueError, match=message):
        results(stage, text=TEXT, number=pa.scalar(1))


def test_a_function_takes_the_place_of_detectors():
    text = "Ann, 17, ann@example.org"
    assert found(text, numbers) == [("17", "NUMBER")]
    assert found(text, numbers, detectors=["patterns"]) == [("17", "NUMBER"), ("ann@example.org", "EMAIL")]


@pytest.mark.parametrize("function", [failing, careless, beyond])
def test_a_function_that_fails(function):
    row = results(EntityFinder().setFunction(function), text="Secret Name")
    assert row["ner_chunk"] is None
    assert "Secret" not in row["exception"]


def test_a_function_is_copied_and_pickled_but_not_saved(tmp_path):
    stage = EntityFinder(denyLabel="X").setFunction(numbers)
    for other in (copy.copy(stage), stage.copy(), pickle.loads(pickle.dumps(stage))):  # noqa: S301
        assert (other.uid, other.getDenyLabel()) == (stage.uid, "X")
        assert texts(results(other, text="Ann 17")["ner_chunk"]) == ["17"]
    with pytest.raises(ValueError, match="a stage with a Python function can't be saved"):
        stage.write()
    with pytest.raises(ValueError, match="a stage with a Python function can't be saved"):
        stage.save(str(tmp_path / "stage"))


FRAME = StructType(
    [
        StructField("text", StringType()),
        StructField("patient", StringType()),
        StructField("others", ArrayType(StringType())),
    ]
)


def test_in_spark(spark, tmp_path):
    frame = spark.createDataFrame([(TEXT, "Jane Roe", ["Scott"]), ("x", None, None)], FRAME).coalesce(1)
    stages = [
        EntityFinder(detectors=["patterns"], denyListCol="patient", outputCol="one"),
        EntityFinder(detectors=["patterns"], denyListCol="others", outputCol="two"),
        EntityFinder(outputCol="three").setFunction(numbers),
    ]
    first, second = PipelineModel(stages=stages).transform(frame).collect()
    assert texts(first.one) == ["Jane Roe", "info@example.org"]
    assert "SCOTT" in texts(first.two)
    assert texts(first.three) == ["17"]
    assert (second.one, second.two, second.three, second.exception) == ([], [], [], None)
    with pytest.raises(ValueError, match="a stage with a Python function can't be saved"):
        PipelineModel(stages=stages).write().overwrite().save(str(tmp_path / "pipeline"))


def test_entities_get_their_places_on_the_page():
    stages = [
        PdfToText(extractCoordinates=True, storeSplittedPdf=True),
        EntityFinder(detectors=["patterns"], denyList=["Jane Roe"], labelMap={"EMAIL": "MAIL"}),
        PositionFinder(inputCols="ner_chunk", padding=0),
    ]
    (page,) = LightPipeline(stages).fromBinary(samples.pdf("Dear Jane Roe, write\nto info@example.org"))
    places = [(place["label"], round(place["x"]), place["score"] > 0) for place in page["coordinates"]]
    assert places == [("PERSON", 69, True), ("MAIL", 53, True)]
