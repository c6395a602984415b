"""`sparkocr tables`, in this process and its session."""

import csv
import io
import json

import jsonschema
import openpyxl
import pytest

from documents import encode, png
from office.make_office import presentation
from sparkocr import samples
from sparkocr.cli import main
from sparkocr.pdf.read.render import render_page
from sparkocr.schemas import tables_json_schema
from sparkocr.tables import excel

FRUIT = [["Fruit", "Price"], ["Apples", "2.50"], ["Pears", "3.20"]]
PORTS = [["Port", "Leaves"], ["Turku", "7:00"], ["Visby", "9:15"]]


def photo():
    """An image of a table, 200 dpi."""
    from PIL import Image

    pixels = render_page(samples.table(PORTS), 0, resolution=200, max_pixels=10**7).pixels
    return encode(Image.fromarray(pixels), dpi=(200, 200))


@pytest.fixture
def folder(tmp_path):
    documents = tmp_path / "documents"
    (documents / "more").mkdir(parents=True)
    (documents / "fruit.pdf").write_bytes(samples.table(FRUIT, PORTS))
    (documents / "letter.pdf").write_bytes(samples.pdf("No table at all"))
    (documents / "offer.docx").write_bytes(samples.word("An offer", FRUIT))
    (documents / "talk.pptx").write_bytes(presentation([[["a", "b"], ["c", "d"]]]))
    (documents / "more" / "ports.png").write_bytes(photo())
    return documents


def run(folder, out, *arguments):
    return main(["tables", str(folder), "--out", str(out), "--jobs", "2", *arguments])


def texts(table):
    rows = max(cell["row"] for cell in table["cells"]) + 1
    return [[cell["text"] for cell in table["cells"] if cell["row"] == row] for row in range(rows)]


def test_json(folder, tmp_path, capsys):
    (folder / "broken.pdf").write_bytes(b"%PDF-1.7 broken")
    (folder / "empty.png").write_bytes(png())
    out = tmp_path / "out"
    assert run(folder, out, "--format", "json") == 1
    captured = capsys.readouterr()
    assert "5 tables, 1 failure, " in captured.out
    assert "2 documents have no tables\n" in captured.out
    assert "| 5/5 [" in captured.err, "what has no tables counts in no bar"
    assert f"1 failed: PDF is truncated.\n  file:{folder}/broken.pdf page 1\n" in captured.err
    written = {str(file.relative_to(out)): json.loads(file.read_text("utf-8")) for file in out.rglob("*.json")}
    for document in written.values():
        jsonschema.validate(document, tables_json_schema())
    names = ["empty.png", "fruit.pdf", "letter.pdf", "more/ports.png", "offer.docx", "talk.pptx"]
    assert sorted(written) == [f"{name}.json" for name in names]
    assert written["letter.pdf.json"]["tables"] == written["empty.png.json"]["tables"] == []
    assert written["letter.pdf.json"]["path"].endswith("/documents/letter.pdf")
    fruit, ports = written["fruit.pdf.json"]["tables"]
    assert (texts(fruit), texts(ports)) == (FRUIT, PORTS)
    assert (fruit["page"], ports["page"], fruit["engine"]) == (0, 1, "ruled")
    assert fruit["cells"][0] == {
        "row": 0,
        "column": 0,
        "row_span": 1,
        "column_span": 1,
        "header": True,
        "text": "Fruit",
    }
    (scanned,) = written["more/ports.png.json"]["tables"]
    assert texts(scanned) == PORTS
    assert scanned["box"] == pytest.approx(ports["box"], abs=1), "points, also of images"
    assert [table["engine"] for name in ("offer.docx", "talk.pptx") for table in written[f"{name}.json"]["tables"]] == [
        "office",
        "office",
    ]


def test_one_table_and_no_failure(folder, tmp_path, capsys):
    assert run(folder / "offer.docx", tmp_path / "out") == 0
    assert "1 table, 0 failures, " in capsys.readouterr().out


@pytest.mark.usefixtures("spark")
def test_csv(folder, tmp_path, capsys):
    out = tmp_path / "out"
    for where, more in ((tmp_path / "spark", ["--master", "local[2]"]), (out, [])):
        assert run(folder, where, *more) == 0
        assert "1 document has no tables, and no file\n" in capsys.readouterr().out
    for file in out.rglob("*.csv"):
        assert file.read_bytes() == (tmp_path / "spark" / file.relative_to(out)).read_bytes()
    names = ["fruit.pdf.t0", "fruit.pdf.t1", "more/ports.png.t0", "offer.docx.t0", "talk.pptx.t0"]
    assert sorted(str(file.relative_to(out)) for file in out.rglob("*.csv")) == [f"{name}.csv" for name in names]
    with (out / "fruit.pdf.t1.csv").open(newline="") as file:
        assert list(csv.reader(file)) == PORTS


def test_other_formats(folder, tmp_path):
    for name in ("letter.pdf", "talk.pptx", "offer.docx", "more/ports.png"):
        (folder / name).unlink()
    out = tmp_path / "out"
    for kind in ("xlsx", "html", "md"):
        assert run(folder, out, "--format", kind) == 0
    book = openpyxl.load_workbook(io.BytesIO((out / "fruit.pdf.xlsx").read_bytes()))
    assert [[cell.value for cell in row] for row in book["Table 1"].iter_rows()] == PORTS
    page = (out / "fruit.pdf.html").read_text("utf-8")
    assert page.startswith("<!DOCTYPE html>")
    assert "<h2>Table 2, page 2</h2>\n<table>\n<tr><th>Port</th>" in page
    written = (out / "fruit.pdf.md").read_text("utf-8")
    assert written.startswith("## Table 1, page 1\n\n| Fruit | Price |\n|---|---|\n| Apples | 2.50 |")


def test_what_excel_does_not_take_is_a_failure(folder, tmp_path, capsys):
    (folder / "offer.docx").write_bytes(samples.word("", [["x" * (excel._MOST_CHARACTERS + 1)]]))
    out = tmp_path / "out"
    assert run(folder, out, "--format", "xlsx") == 1
    captured = capsys.readouterr()
    assert "1 failed: A cell has more than 32767 characters" in captured.err
    assert f"\n  file:{folder}/offer.docx\n" in captured.err
    assert "5 tables, 1 failure, " in captured.out
    assert sorted(file.name for file in out.rglob("*.xlsx")) == ["fruit.pdf.xlsx", "ports.png.xlsx", "talk.pptx.xlsx"]
