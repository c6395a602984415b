"""Reports of results that are on disk."""

import csv
import gzip
import json

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from read_report import read_report
from sparkocr.apps.report import report_of_result, result_rows
from sparkocr.cli import main
from sparkocr.schemas import ImageSchema, PositionsSchema
from sparkocr.stage.udf import arrow_type

ROWS = [
    {"path": "a.pdf", "pagenum": 0, "text": 'Say "no",\nor yes', "confidence": 91.5, "exception": None},
    {"path": "b.png", "pagenum": 0, "text": None, "confidence": None, "exception": "It failed."},
]
IMAGE = {"origin": "a", "height": 40, "width": 80, "nChannels": 1, "mode": 10, "resolution": 300, "data": bytes(3200)}
PLACES = [{"mapping": [{"c": "Say", "p": 0, "x": 8.0, "y": 9.0, "width": 20.0, "height": 9.0, "fontSize": 7}]}]


def shown(path):
    return [
        (page["path"], page["page"], page["kind"], page["confidence"])
        for page in read_report(path).json("index")["pages"]
    ]


EXPECTED = [("b.png", 0, "failed", None), ("a.pdf", 0, "good", 91.5)]


def as_parquet(folder):
    pq.write_table(pa.Table.from_pylist(ROWS), folder / "part-0.parquet")


def as_json(folder):
    (folder / "part-0.json").write_text("".join(f"{json.dumps(row)}\n" for row in ROWS[:1]))
    with gzip.open(folder / "part-1.json.gz", "wt") as file:
        file.write(json.dumps(ROWS[1]))


def as_csv(folder):  # as Spark writes it
    header = "path,pagenum,text,confidence,exception\n"
    (folder / "part-0.csv").write_text(header + 'a.pdf,0,"Say ""no"",\nor yes",91.5,\n')
    (folder / "part-1.csv").write_text(header + "b.png,0,,,It failed.\n")


@pytest.mark.parametrize("write", [as_parquet, as_json, as_csv])
def test_results_of_all_formats(tmp_path, write):
    folder = tmp_path / "out" / "text.x"
    folder.mkdir(parents=True)
    write(folder)
    (folder / "_SUCCESS.json").write_text("{")
    (tmp_path / "out" / "failures.csv").write_text("path,page,reason\nb.png,,It failed.\n")
    (tmp_path / "out" / ".journal.json").write_text("{")
    usual = csv.field_size_limit()
    counts = report_of_result(str(tmp_path / "out"), str(tmp_path / "r.html"))
    assert counts == {"failed": 1, "doubtful": 0, "good": 1}
    assert csv.field_size_limit() == usual, "it is one for the whole process"
    assert shown(tmp_path / "r.html") == EXPECTED
    assert read_report(tmp_path / "r.html").json("text0") == ROWS[0]["text"]


def test_parquet_with_places_and_images(tmp_path):
    row = {"text": "Say", "confidence": 90.0, "positions": PLACES, "image": IMAGE, "content": b"large"}
    types = {"positions": arrow_type(PositionsSchema), "image": arrow_type(ImageSchema)}
    schema = pa.schema({"text": pa.string(), "confidence": pa.float64(), **types, "content": pa.binary()})
    file = tmp_path / "r.parquet"
    pq.write_table(pa.Table.from_pylist([row], schema), file)
    (read,) = result_rows(str(file))
    assert set(read) == {"text", "confidence", "positions", "image"}
    assert "data" not in read["image"].as_py()
    for images in (False, True):
        report_of_result(str(file), str(tmp_path / "r.html"), images=images)
        report = read_report(tmp_path / "r.html")
        (page,) = report.json("index")["pages"]
        assert (page["picture"], page["size"]) == (images, [80, 40])
        assert report.json("page0")["words"] == [[8, 9, 20, 9, None, "Say"]]


def test_what_is_no_result(tmp_path):
    out = str(tmp_path / "r.html")
    (tmp_path / "both").mkdir()
    as_json(tmp_path / "both")
    as_csv(tmp_path / "both")
    (tmp_path / "none").mkdir()
    (tmp_path / "a.txt").write_text("text")
    (tmp_path / "table.csv").write_text("Year,Tons\n2024,7\n")
    (tmp_path / "broken.json").write_text('{"text": "secret')
    for place, message in [
        ("nowhere", "no such file"),
        ("none", "no result in"),
        ("both", "has results as csv and json: name one of its folders"),
        ("a.txt", "is no Parquet, JSON or CSV"),
        ("table.csv", "has no column text or .* but Year, Tons"),
        ("broken.json", r"can't read \S*broken.json$"),
    ]:
        with pytest.raises(ValueError, match=message):
            report_of_result(str(tmp_path / place), out)
    as_parquet(tmp_path / "none")
    with pytest.raises(ValueError, match="there is no folder"):
        report_of_result(str(tmp_path / "none"), str(tmp_path / "x" / "r.html"))
    with pytest.raises(ValueError, match="is a folder"):
        report_of_result(str(tmp_path / "none"), str(tmp_path))


def test_the_command(tmp_path, capsys):
    as_parquet(tmp_path)
    out = tmp_path / "r.html"
    command = ["report", str(tmp_path), "--out", str(out)]
    assert main([*command, "--doubtful", "92", "--title", "Letters"]) == 0
    assert capsys.readouterr().out == f"2 pages: 1 failed, 1 doubtful, 0 good; report in {out}\n"
    index = read_report(out).json("index")
    assert (index["title"], index["doubtful"]) == ("Letters", 92)
    assert main(command) == 2
    assert capsys.readouterr().err == f"sparkocr: {out} is there already: --overwrite replaces it\n"
    assert main([*command, "--overwrite", "--doubtful", "0"]) == 0
    assert capsys.readouterr().out.startswith("2 pages: 1 failed, 0 doubtful, 1 good")
    assert main(["report", str(tmp_path / "nowhere"), "--out", str(out), "--overwrite"]) == 2
    assert capsys.readouterr().err == f"sparkocr: no such file: {tmp_path / 'nowhere'}\n"
