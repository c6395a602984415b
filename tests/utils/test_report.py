"""Reports of rows and of DataFrames."""

import json

import pytest
from pyspark.sql import Row
from pyspark.sql import functions as F
from pyspark.sql.types import DoubleType, IntegerType, StringType, StructField, StructType

from read_report import read_report
from sparkocr import samples
from sparkocr.base import LightPipeline
from sparkocr.schemas import AnnotationsSchema, ImageSchema, PositionsSchema
from sparkocr.transformers import BinaryToImage, PdfToText, RegexFinder, TextToDocument
from sparkocr.utils import display_report, report_frame, write_report

PAGE = {
    "width": 100,
    "height": 200,
    "blocks": [{"text": "Anna", "box": [1, 2, 30, 10]}],
    "entities": [{"text": "Anna", "label": "PERSON", "begin": 0, "end": 3, "score": 1, "boxes": [[1, 2, 30, 10]]}],
}


def positions(*words):
    units = [{"c": text, "p": 0, "x": x, "y": 20.0, "width": 60.0, "height": 12.0, "fontSize": 9} for text, x in words]
    return [{"mapping": units}]


def image(side=40, **fields):
    data = {"origin": "a", "height": side, "width": 2 * side, "nChannels": 1, "mode": 10, "resolution": 300}
    return data | {"data": bytes(2 * side * side), "exception": None, "transform": None, "textWords": None} | fields


def pages(path):
    report = read_report(path)
    return report, report.json("index")["pages"]


def test_rows_with_nothing_but_a_text(tmp_path):
    path = tmp_path / "r.html"
    assert write_report([{"text": "a"}, {}], path) == {"failed": 0, "doubtful": 0, "good": 2}
    report, (first, second) = pages(path)
    assert report.json("text0") == "a"
    assert first["shows"] is True
    assert second["shows"] is False


def test_pages_as_json(tmp_path):
    rows = [
        {"path": "a", "pagenum": 2, "text": "Anna", "json": json.dumps(PAGE), "confidence": float("nan")},
        {"path": "b", "pagenum": 0, "json": '{"blocks": [{"text": "no box"}]}'},
        {"path": "c", "pagenum": "1", "json": "{", "exception": "It failed."},
    ]
    write_report(rows, tmp_path / "r.html")
    report, found = pages(tmp_path / "r.html")
    assert [(page["path"], page["page"]) for page in found] == [("b", 0), ("c", 1), ("a", 2)]
    assert found[0]["reason"] == "sparkocr: the places of the text can't be shown"
    assert found[1]["reason"] == "It failed."
    assert (found[2]["size"], found[2]["labels"], found[2]["confidence"]) == ([100, 200], ["PERSON"], None)
    assert report.json("page0")["words"] == [[1, 2, 30, 10, None, "Anna"]]


def test_positions_and_pictures_of_rows(tmp_path):
    row = Row(text="Anna Berg", positions=positions(("Anna", 10.0), ("Berg", 80.0)), image=image(), confidence=91.0)
    write_report([row.asDict()], tmp_path / "r.html", images=True, picture_size=20)
    report, (page,) = pages(tmp_path / "r.html")
    assert [word[0] for word in report.json("page0")["words"]] == [10, 80]
    assert page["size"] == [80, 40]
    assert page["picture"] is True
    write_report([row.asDict()], tmp_path / "r.html")
    assert pages(tmp_path / "r.html")[1][0]["picture"] is False


def test_what_is_no_position_is_one_failed_page(tmp_path):
    rows = [{"text": "a", "positions": [1, 2]}, {"text": "b"}]
    assert write_report(rows, tmp_path / "r.html") == {"failed": 1, "doubtful": 0, "good": 1}


def test_pages_of_a_light_pipeline(tmp_path):
    stages = [PdfToText(extractCoordinates=True), TextToDocument(), RegexFinder(rules=[("NUMBER", "[0-9]+")])]
    rows = LightPipeline(stages).fromBinary(samples.pdf("Room 4711"))
    rows += LightPipeline(stages).fromBinary(b"no PDF")
    rows += LightPipeline([BinaryToImage()], keepImages=True).fromBinary(samples.image("Room"))
    columns = {"entities": "regex_chunk"}
    assert write_report(rows, tmp_path / "r.html", images=True, columns=columns)["failed"] == 1
    report, found = pages(tmp_path / "r.html")
    by_id = {page["id"]: page for page in found}
    assert [word[-1] for word in report.json("page0")["words"]] == ["Room", "4711"]
    assert (by_id[0]["labels"], by_id[0]["size"]) == (["NUMBER"], [420, 298])
    assert "Can't open" in by_id[1]["reason"]
    assert by_id[2]["size"] == [900, 260]


def test_wrong_arguments(tmp_path):
    for options, message in [
        ({"doubtful": 101}, "doubtful=101"),
        ({"picture_size": 0}, "picture_size=0"),
        ({"columns": {"txt": "a"}}, "columns has txt: there are path, pagenum, text"),
        ({"columns": {"text": "b"}}, r"columns\['text'\]='b': no such column; there are a"),
    ]:
        with pytest.raises(ValueError, match=message):
            write_report([{"a": "1"}], tmp_path / "r.html", **options)
    assert not list(tmp_path.iterdir())


SCHEMA = StructType(
    [
        StructField("path", StringType()),
        StructField("pagenum", IntegerType()),
        StructField("text", StringType()),
        StructField("confidence", DoubleType()),
        StructField("exception", StringType()),
        StructField("positions", PositionsSchema),
        StructField("ner_chunk", AnnotationsSchema),
        StructField("image", ImageSchema),
        StructField("masked.image", ImageSchema),
        StructField("clean", AnnotationsSchema),
    ]
)
CHUNK = {"annotatorType": "chunk", "begin": 0, "end": 3, "result": "Anna", "metadata": {"entity": "PERSON"}}
CLEAN = {"annotatorType": "document", "begin": 0, "end": 7, "result": "[PERSON]", "metadata": {}}


@pytest.fixture
def frame(spark):
    there = positions(("Anna", 10.0))
    rows = [
        ("a", 0, "Anna", 93.0, None, there, [CHUNK], image(), image(), [CLEAN]),
        ("a", 1, None, None, "It failed.", None, None, None, None, None),
        ("a", 2, "dark", 30.0, None, None, None, image(data=b"short"), None, None),
    ]
    return spark.createDataFrame(rows, SCHEMA)


def test_pages_of_a_frame(frame, tmp_path, monkeypatch):
    fetched = []
    page_of = report_frame.page_of
    monkeypatch.setattr(report_frame, "page_of", lambda row, *rest: fetched.append(row) or page_of(row, *rest))
    columns = {"masked": "masked.image", "masked_text": "clean"}
    counts = write_report(frame, tmp_path / "r.html", images=True, picture_size=30, columns=columns)
    assert counts == {"failed": 1, "doubtful": 1, "good": 1}
    report, found = pages(tmp_path / "r.html")
    assert [(page["page"], page["kind"], page["picture"]) for page in found] == [
        (1, "failed", False),
        (2, "doubtful", False),
        (0, "good", True),
    ]
    good = found[2]
    assert (good["masked"], good["labels"], good["size"]) == (True, ["PERSON"], [80, 40])
    shown = report.json(f"page{good['id']}")
    assert shown["words"] == [[10, 20, 60, 12, None, "Anna"]]
    assert shown["masked"] == "[PERSON]"
    assert all(len(row["image"]["content"] or b"") < 400 for row in fetched if row.get("image"))  # workers shrink them


def test_rows_of_a_frame_are_fetched_one_by_one_and_forgotten(frame, tmp_path, monkeypatch):
    events = []
    plain = frame.select("path", "pagenum", "text")
    kind = type(plain)
    monkeypatch.setattr(kind, "collect", lambda *_: pytest.fail("all rows at once"))
    monkeypatch.setattr(kind, "toPandas", lambda *_: pytest.fail("all rows at once"))
    unpersist = kind.unpersist
    monkeypatch.setattr(kind, "unpersist", lambda self, *rest: events.append("forgotten") or unpersist(self, *rest))
    assert write_report(plain, tmp_path / "r.html")["good"] == 3
    assert events == ["forgotten"]


def test_a_column_that_the_user_named_must_be_there(frame, tmp_path):
    with pytest.raises(ValueError, match=r"columns\['json'\]='page': no such column"):
        write_report(frame, tmp_path / "r.html", columns={"json": "page"})


def test_display_report_in_a_notebook_is_a_frame_of_its_own(notebook, capsys):
    display_report([{"text": '<b>"a"</b>'}, {"text": "b"}, {"text": "c"}], 2, height=300)
    assert capsys.readouterr().out == "0 failed, 0 doubtful, 2 good\n"
    (shown,) = notebook
    assert shown.startswith('<iframe srcdoc="&lt;!DOCTYPE html&gt;')
    assert 'sandbox="allow-scripts"' in shown
    assert 'height="300"' in shown
    assert shown.count("<") == 2


def test_display_report_of_a_frame_in_a_terminal(frame, capsys):
    display_report(frame.where(F.col("pagenum") != 1).select("text", "exception"), limit=1)
    assert capsys.readouterr().out == "0 failed, 0 doubtful, 1 good\n"
