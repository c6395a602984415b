"""Options of the command line reach the stages, and results the places that they are to go to; without Spark."""

import json
from io import BytesIO

import pikepdf
import pyarrow.parquet as pq
import pytest

from documents import tiff
from office.make_office import letter
from pdf.make_pdf import Page, Text, make_pdf
from sparkocr.apps.command.options import parser, reading_of, settled, telling
from sparkocr.apps.groups import Group, group_of
from sparkocr.apps.jobs import searchable_stages, text_steps
from sparkocr.apps.tables import table_steps
from sparkocr.cli import main
from sparkocr.samples import dicom, dicom_pdf, image, pdf

NAMES = ("First page of it", "Second page of it", "Third page of it")


@pytest.fixture
def three(tmp_path):
    """A PDF of three pages."""
    file = tmp_path / "three.pdf"
    file.write_bytes(make_pdf([Page([Text(72, 700, name)]) for name in NAMES]))
    return file


def options_of(command, *words):
    return settled(parser().parse_args([command, "a.png", "--out", "out", *words]))


def chosen(stages, name):
    """The values that a parameter has in stages which have it."""
    return [stage.getOrDefault(name) for stage in stages if stage.hasParam(name)]


WORDS = ["--engine", "tesseract", "--quality", "best", "--language", "deu", "--resolution", "150", "--password", "open"]


@pytest.mark.parametrize("command", ["text", "tables", "searchable"])
def test_options_of_reading_reach_the_stages(command):
    reading = reading_of(options_of(command, *WORDS))
    stages = {
        "text": lambda: [stage for part in text_steps(Group.PDF, reading) for stage in part],
        "tables": lambda: [stage for part in table_steps(Group.PDF, reading) for stage in part],
        "searchable": lambda: searchable_stages(Group.PDF, reading),
    }[command]()
    for name, value in (("engine", "tesseract"), ("quality", "best"), ("language", "deu"), ("resolution", 150)):
        assert set(chosen(stages, name)) == {value}, name
    assert set(chosen(stages, "password")) == {"open"}


def test_options_of_text_reach_the_stages():
    def names(*words):
        steps = text_steps(Group.IMAGE, reading_of(options_of("text", *words)))
        return [type(stage).__name__ for stage in steps.read]

    assert names() == ["ImageToText"]
    assert names("--deskew") == ["ImageSkewCorrector", "ImageToText"]
    assert names("--rotate-pages", "--deskew") == ["ImageOrientationCorrector", "ImageSkewCorrector", "ImageToText"]
    steps = text_steps(Group.IMAGE, reading_of(options_of("text", "--min-confidence", "70")))
    assert chosen(steps.read, "confidenceThreshold") == [70]


def test_what_a_journal_tells_of_options():
    """What changes results; a password is nowhere."""
    assert telling(options_of("text", *WORDS, "--pages", "2-", "--force-ocr")) == {
        "--engine": "tesseract",
        "--quality": "best",
        "--language": "deu",
        "--resolution": 150,
        "--pages": "1-999999999",
        "--force-ocr": True,
    }


def lines(file):
    return [json.loads(line) for line in file.read_text().splitlines()]


@pytest.mark.parametrize(("pages", "expected"), [("2-", NAMES[1:]), ("1,3", NAMES[::2]), ("7", ())])
def test_pages(three, tmp_path, pages, expected):
    out = tmp_path / "out"
    assert main(["text", str(three), "--out", str(out), "--format", "txt", "--pages", pages]) == 0
    assert sorted(file.read_text() for file in out.glob("*.txt")) == sorted(expected)


def test_pages_of_images_and_of_what_can_not_be_read(tmp_path, capsys):
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "fax.tif").write_bytes(tiff(("First page", "Second page")))
    (tmp_path / "in" / "bad.pdf").write_bytes(b"%PDF-1.7 broken")
    out = tmp_path / "out"
    assert main(["text", str(tmp_path / "in"), "--out", str(out), "--format", "json", "--pages", "2"]) == 1
    rows = [row for file in out.glob("text.json/*") for row in lines(file)]
    texts = {row["path"].rsplit("/", 1)[-1]: row.get("text", "").strip() for row in rows}
    assert texts == {"bad.pdf": "", "fax.tif": "Second page"}
    assert (
        main(["tables", str(tmp_path / "in" / "fax.tif"), "--out", str(out), "--format", "json", "--pages", "3"]) == 0
    )
    assert "0 tables, 0 failures" in capsys.readouterr().out


def test_password_and_digital_text_by_ocr(three, tmp_path):
    locked = tmp_path / "locked.pdf"
    with pikepdf.open(three) as document:
        document.save(locked, encryption=pikepdf.Encryption(user="open", owner="open"))
    out = tmp_path / "out.json"
    assert main(["text", str(locked), "--out", str(out)]) == 1
    arguments = ["text", str(locked), "--out", str(out), "--password", "open", "--overwrite"]
    assert main(arguments) == 0
    assert [(row["text"], "confidence" in row) for row in lines(out)] == [(name, False) for name in NAMES]
    assert main([*arguments, "--force-ocr", "--pages", "1"]) == 0
    (row,) = lines(out)
    assert row["text"].split() == NAMES[0].split()
    assert row["confidence"] > 80


def test_one_file_to_one_file(three, tmp_path):
    for name in ("a.txt", "a.md", "a.json", "a.csv", "a.parquet"):
        assert main(["text", str(three), "--out", str(tmp_path / name)]) == 0
    assert (tmp_path / "a.txt").read_text() == "\f".join(NAMES)
    assert (tmp_path / "a.md").read_text().split("\n\n")[0].strip() == NAMES[0]
    assert pq.read_table(tmp_path / "a.parquet")["text"].to_pylist() == list(NAMES)
    assert main(["convert", str(three), "--out", str(tmp_path / "copy.pdf")]) == 0
    with pikepdf.open(BytesIO((tmp_path / "copy.pdf").read_bytes())) as copy:
        assert len(copy.pages) == 3
    assert not list(tmp_path.glob(".*"))


def test_standard_output_has_the_results_alone(three, capsys):
    assert main(["text", str(three), "--out", "-"]) == 0
    captured = capsys.readouterr()
    assert captured.out == "\f".join(NAMES)
    assert "3 pages, 0 failures, " in captured.err
    assert main(["text", str(three), "--out", "-", "--format", "json", "--pages", "3"]) == 0
    assert json.loads(capsys.readouterr().out)["text"] == NAMES[2]


def test_other_documents_are_read_too(tmp_path):
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "page.html").write_text("<html><body><h1>Title of it</h1><p>A line.</p></body></html>")
    (tmp_path / "in" / "note.docx").write_bytes(letter())
    out = tmp_path / "out"
    assert main(["text", str(tmp_path / "in"), "--out", str(out), "--format", "md"]) == 0
    assert (out / "page.html.p0.md").read_text().startswith("# Title of it")
    assert (out / "note.docx.p0.md").read_text()


def test_a_report_of_results(three, tmp_path, capsys):
    out = tmp_path / "out"
    assert main(["text", str(three), "--out", str(out)]) == 0
    capsys.readouterr()
    page = tmp_path / "report.html"
    assert main(["report", str(out), "--out", str(page)]) == 0
    assert capsys.readouterr().out.startswith("3 pages: ")
    assert NAMES[1] in page.read_text()
    assert main(["report", str(out), "--out", str(page)]) == 2
    assert main(["report", str(tmp_path / "none"), "--out", str(page), "--overwrite"]) == 2
    assert capsys.readouterr().err.splitlines()[-1].startswith("sparkocr: no such file: ")


def test_groups():
    contents = {
        Group.PDF: pdf("A letter"),
        Group.PDF_IN_DICOM: dicom_pdf(pdf("A letter")),
        Group.FRAMES: dicom("A frame"),
        Group.DOCUMENT: letter(),
        Group.IMAGE: image("A scan"),
        Group.OTHER: b"<html><body>x</body></html>",
    }
    assert {group: group_of(content) for group, content in contents.items()} == {group: group for group in contents}
    assert [group_of(content) for content in (b"", b"\x01\x02", b"PK\x05\x06" + bytes(18))] == [Group.IMAGE] * 3
