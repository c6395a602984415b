"""The command line, in this process and its session."""

import csv
import hashlib
import json
import os
import re
import signal

import pyarrow.parquet as pq
import pytest
from pyspark.errors import PySparkRuntimeError
from pyspark.sql import functions as F

from documents import encode, page, png, scanned_pdf, tiff
from office.make_office import letter
from pdf.make_pdf import Page, Text, make_pdf
from sparkocr.apps.command.spark import with_retries
from sparkocr.apps.jobs import RESULT_COLUMNS
from sparkocr.cli import main
from sparkocr.pdf.read.text import page_texts
from sparkocr.samples import word
from sparkocr.transformers import PdfToText


@pytest.fixture
def folder(tmp_path):
    documents = tmp_path / "documents"
    (documents / "more letters").mkdir(parents=True)
    (documents / "fax.tif").write_bytes(tiff(("First page", "Second page")))
    (documents / "letter.pdf").write_bytes(make_pdf([Page([Text(72, 700, "A letter, with text layer")])]))
    (documents / "more letters" / "scan #1.png").write_bytes(png("Some scan"))
    return documents


TEXTS = {"First page", "Second page", "A letter, with text layer", "Some scan"}
SPARK = ["--master", "local[2]"]


def rows_of(out, kind):
    """The rows of a folder of results, by path and page; without what differs in each run: the names of stages."""
    files = sorted((out / f"text.{kind}").glob("part-*"))
    if kind == "parquet":
        rows = [row for file in files for row in pq.read_table(file).to_pylist()]
    elif kind == "json":
        rows = [json.loads(line) for file in files for line in file.read_text().splitlines()]
    else:
        rows = [row for file in files for row in csv.DictReader(file.open(newline=""))]
    for row in rows:
        row["exception"] = re.sub(r"_[0-9a-f]{12}", "", row.get("exception") or "")
    return sorted(rows, key=lambda row: (row["path"], int(row["pagenum"])))


def schema_of(out):
    (file,) = (out / "text.parquet").glob("part-*")
    return [(field.name, str(field.type)) for field in pq.read_schema(file)]


@pytest.mark.usefixtures("spark")
@pytest.mark.parametrize("kind", ["parquet", "json", "csv"])
def test_rows_are_the_same_with_spark_and_without(folder, tmp_path, capsys, kind):
    (folder / "script.png").write_bytes(b"\x01\x02 no image")
    (folder / "note.docx").write_bytes(letter())
    for out, more in (("spark", SPARK), ("here", ["--jobs", "2"])):
        assert main(["text", str(folder), "--out", str(tmp_path / out), "--format", kind, *more]) == 1
        assert "6 pages, 1 failure, " in capsys.readouterr().out
        assert len(list((tmp_path / out / f"text.{kind}").glob("part-*"))) == 1, "one file of a few rows"
    here = rows_of(tmp_path / "here", kind)
    assert here == rows_of(tmp_path / "spark", kind)
    assert {row["text"].strip() for row in here if row.get("text")} > TEXTS
    assert {int(row["pagenum"]) for row in here} == {0, 1}
    if kind == "parquet":
        assert schema_of(tmp_path / "here") == schema_of(tmp_path / "spark")


@pytest.mark.usefixtures("spark")
def test_text_files_and_failures(folder, tmp_path, capsys):
    (folder / "script.png").write_bytes(b"\x01\x02 no image")
    (folder / "empty %20.png").write_bytes(b"")
    for out, more in (("spark", SPARK), ("here", [])):
        assert main(["text", str(folder), "--out", str(tmp_path / out), "--format", "txt", *more]) == 1
        captured = capsys.readouterr()
        assert "6 pages, 2 failures, " in captured.out
        said = captured.err.splitlines()
        assert said[said.index("1 failed: Can't open file as image.") + 1] == f"  file:{folder}/script.png page 1"
        assert "| 6/6 [" in captured.err, "the progress bar"
        written = {str(file.relative_to(tmp_path / out)): file for file in (tmp_path / out).rglob("*.txt")}
        assert {name: file.read_text().strip() for name, file in written.items()} == {
            "fax.tif.p0.txt": "First page",
            "fax.tif.p1.txt": "Second page",
            "letter.pdf.p0.txt": "A letter, with text layer",
            "more letters/scan #1.png.p0.txt": "Some scan",
        }
        failures = list(csv.DictReader((tmp_path / out / "failures.csv").open(newline="")))
        assert [(row["path"].rsplit("/", 1)[-1], row["page"]) for row in failures] == [
            ("empty %20.png", "1"),
            ("script.png", "1"),
        ]
        assert failures[1]["reason"] == "Can't open file as image."


@pytest.mark.usefixtures("spark")
def test_without_a_spark_context(folder, tmp_path, capsys, monkeypatch):
    """Spark Connect has none, and so no accumulators."""
    monkeypatch.setattr("sparkocr.apps.command.progress.is_remote", lambda: True)
    assert main(["text", str(folder), "--out", str(tmp_path / "out"), "--master", "local[2]"]) == 0
    captured = capsys.readouterr()
    assert "4 pages, 0 failures, " in captured.out
    assert "| 4/4 [" in captured.err


@pytest.mark.usefixtures("spark")
def test_results_on_a_disk_that_is_not_here(folder, tmp_path, capsys, monkeypatch):
    """Spark alone writes there, and does not replace what it finds."""
    for place in ("run", "elsewhere"):
        monkeypatch.setattr(f"sparkocr.apps.command.{place}.is_journaled", lambda _: False)
    (folder / "broken.pdf").write_bytes(b"%PDF-1.7 broken")
    (tmp_path / "in").mkdir()
    for name in ("broken.pdf", "letter.pdf"):
        (folder / name).rename(tmp_path / "in" / name)
    out = tmp_path / "out"
    assert main(["text", str(tmp_path / "in"), "--out", str(out), *SPARK]) == 1
    captured = capsys.readouterr()
    assert "2 pages, 1 failure, " in captured.out
    assert f"1 failed: PDF is truncated.\n  file:{tmp_path}/in/broken.pdf page 1\n" in captured.err
    rows = rows_of(out, "parquet")
    assert [row["text"] for row in rows] == [None, "A letter, with text layer"]
    assert not (out / ".sparkocr").exists()
    monkeypatch.undo()
    assert main(["text", str(tmp_path / "in"), "--out", str(out), *SPARK]) == 2
    assert "is no result of sparkocr" in capsys.readouterr().err


@pytest.mark.usefixtures("spark")
def test_markdown(folder, tmp_path):
    title = [Text(72, 700, "Report", 30), *(Text(72, 600 - 14 * line, f"Line {line} of the text") for line in range(9))]
    (folder / "letter.pdf").write_bytes(make_pdf([Page(title)]))
    for out, more in ((tmp_path / "spark", SPARK), (tmp_path / "here", [])):
        assert main(["text", str(folder), "--out", str(out), "--format", "md", *more]) == 0
        assert (out / "letter.pdf.p0.md").read_text().startswith("# Report\n\nLine 0 of the text")
        assert (out / "more letters" / "scan #1.png.p0.md").read_text().strip() == "Some scan"


@pytest.mark.usefixtures("spark")
def test_searchable_pdfs(folder, tmp_path, capsys):
    (folder / "script.png").write_bytes(b"\x01\x02 no image")
    (folder / "minutes.pdf").write_bytes(scanned_pdf(("Scanned minutes",)))
    expected = {
        "fax.pdf": ["First page", "Second page"],
        "letter.pdf": ["A letter, with text layer"],
        "minutes.pdf": ["Scanned minutes"],
        "more letters/scan #1.pdf": ["Some scan"],
    }
    for out, more in ((tmp_path / "spark", SPARK), (tmp_path / "here", [])):
        assert main(["searchable", str(folder), "--out", str(out), *more]) == 1
        captured = capsys.readouterr()
        assert "5 documents, 1 failure, " in captured.out
        assert f"1 failed: Can't open file as image.\n  file:{folder}/script.png\n" in captured.err
        assert pdf_texts(out) == expected


def pdf_texts(folder):
    """The text of each page of the PDFs of a folder."""
    return {
        str(file.relative_to(folder)): [page.text.strip() for page in page_texts(file.read_bytes())]
        for file in folder.rglob("*.pdf")
    }


@pytest.mark.usefixtures("spark")
def test_convert(folder, tmp_path, capsys):
    (folder / "offer.docx").write_bytes(b"PK\x03\x04 word/document.xml")
    (folder / "talk.pptx").write_bytes(b"PK\x03\x04 ppt/presentation.xml")
    (folder / "old.ppt").write_bytes(bytes.fromhex("d0cf11e0a1b11ae1") + "PowerPoint Document".encode("utf-16le"))
    for out, more in ((tmp_path / "spark", SPARK), (tmp_path / "here", [])):
        assert main(["convert", str(folder), "--out", str(out), *more]) == 1
        captured = capsys.readouterr()
        assert "6 documents, 3 failures, " in captured.out
        assert {line.rsplit("/", 1)[-1] for line in captured.err.splitlines() if line[:2] == "  "} == {
            "offer.docx",
            "talk.pptx",
            "old.ppt",
        }
        assert pdf_texts(out) == {
            "fax.pdf": ["", ""],
            "letter.pdf": ["A letter, with text layer"],
            "more letters/scan #1.pdf": [""],
        }


@pytest.mark.usefixtures("spark")
def test_several_paths_and_globs(folder, tmp_path, capsys):
    (folder / "note.jpg").write_bytes(encode(page("A note"), "JPEG"))
    paths = [str(folder / "*.jpg"), str(folder / "more letters")]
    (folder / "note.docx").write_bytes(letter())
    paths.append(str(folder / "*.docx"))
    assert main(["text", *paths, "--out", str(tmp_path / "out"), "--master", "local[2]"]) == 0
    assert "3 pages, 0 failures" in capsys.readouterr().out


@pytest.mark.usefixtures("spark")
def test_a_colon_in_a_name_ends_nothing(folder, tmp_path, capsys):
    (folder / "more letters" / "scan 10:30:05.pdf").write_bytes(make_pdf([Page([Text(72, 700, "Of half past ten")])]))
    (folder / "more letters" / "a [1].pdf").write_bytes(make_pdf([Page([Text(72, 700, "A copy of it")])]))
    (folder / "_draft.pdf").write_bytes(b"")
    (folder / "nowhere.pdf").symlink_to("none")
    where = ["--out", str(tmp_path / "out"), "--master", "local[2]"]
    assert main(["text", str(folder), *where, "--format", "txt"]) == 0
    captured = capsys.readouterr()
    assert "6 pages, 0 failures, " in captured.out
    assert f"1 left out (hidden): {folder}/_draft.pdf\n" in captured.err
    assert f"1 left out (broken link): {folder}/nowhere.pdf\n" in captured.err
    written = {str(file.relative_to(tmp_path / "out")): file.read_text().strip() for file in tmp_path.rglob("*.txt")}
    assert written["more letters/scan 10_30_05.pdf.p0.txt"] == "Of half past ten"
    assert written["more letters/a [1].pdf.p0.txt"] == "A copy of it"
    assert len(written) == 6

    paths = [str(folder / "more letters" / name) for name in ("scan 10:30:05.pdf", "a [1].pdf")]
    for command in ("searchable", "convert"):
        out = tmp_path / command
        assert main([command, *paths, "--out", str(out), "--master", "local[2]"]) == 0
        assert pdf_texts(out) == {"scan 10_30_05.pdf": ["Of half past ten"], "a [1].pdf": ["A copy of it"]}


RULES = ["--detectors", "fields,dates", "--master", "local[2]"]


@pytest.fixture
def letters(tmp_path):
    """A PDF, an image and a Word document about Jane Kowalczyk, one of them by its name, too."""
    folder = tmp_path / "letters"
    (folder / "kowalczyk").mkdir(parents=True)
    (folder / "letter.pdf").write_bytes(make_pdf([Page([Text(72, 700, "Patient: Jane Kowalczyk, DOB: 03/14/1951")])]))
    (folder / "kowalczyk" / "scan.png").write_bytes(png("Patient: Jane Kowalczyk\nDiagnosis: flu"))
    (folder / "note.docx").write_bytes(word("Patient: Jane Kowalczyk"))
    return folder


@pytest.mark.usefixtures("spark")
def test_deidentify(letters, tmp_path, capsys):
    (letters / "broken.pdf").write_bytes(b"%PDF-1.7 broken")
    known = tmp_path / "known.txt"
    known.write_text("flu\n", encoding="utf-8")
    out, audit = tmp_path / "clean", tmp_path / "audit.json"
    arguments = [str(letters), "--out", str(out), "--audit", str(audit), "--known", str(known), *RULES]
    assert main(["deidentify", *arguments, "--ocr-proof"]) == 1
    captured = capsys.readouterr()
    assert "4 documents, 1 failure, " in captured.out
    files = {str(file.relative_to(out)): file.read_bytes() for file in out.glob("[!.]*/**/*.*")}
    files |= {file.name: file.read_bytes() for file in out.glob("[!.]*.*")}
    assert {"letter.pdf", "note.docx"} < set(files)
    (scan,) = set(files) - {"letter.pdf", "note.docx"}
    assert scan.endswith("/scan.png")
    assert "kowalczyk" not in scan
    (text,) = (page.text for page in page_texts(files["letter.pdf"]))
    assert text.split() == ["Patient:", ",", "DOB:"]
    audits = json.loads(audit.read_text())
    assert [row["proven"] for row in audits].count(True) == 3
    assert [row["read_images"] for row in audits].count(True) == 3
    assert [row["entities"].get("PERSON") for row in audits].count(2) == 1, "the name, and the known one"
    sums = {hashlib.sha256(file.read_bytes()).hexdigest() for file in letters.rglob("*.*")}
    assert {row["input_sha256"] for row in audits} == sums
    assert "kowalczyk" not in (audit.read_text() + captured.out).lower()


@pytest.mark.usefixtures("spark")
def test_deidentify_some_labels_and_highlight(letters, tmp_path, capsys):
    out = tmp_path / "out"
    arguments = [str(letters / "letter.pdf"), "--out", str(out), "--labels", "date", *RULES]
    assert main(["deidentify", *arguments]) == 0
    (text,) = (page.text for page in page_texts((out / "letter.pdf").read_bytes()))
    assert text.split() == ["Patient:", "Jane", "Kowalczyk,", "DOB:"]
    seen = tmp_path / "seen"
    assert main(["deidentify", str(letters), "--out", str(seen), "--highlight", *RULES]) == 0
    (text,) = (page.text for page in page_texts((seen / "letter.pdf").read_bytes()))
    assert {"Kowalczyk,", "PERSON", "DATE"} <= set(text.split())
    assert (seen / "kowalczyk" / "scan.pdf").exists() or any("scan" in file.name for file in seen.rglob("*.pdf"))
    capsys.readouterr()
    assert main(["deidentify", str(letters), "--out", str(out), "--labels", "nobody", "--master", "local[2]"]) == 2
    assert "PERSON" in capsys.readouterr().err
    wrong = [str(letters), "--out", str(out), "--highlight", "--audit", "a.json", "--master", "local[2]"]
    assert main(["deidentify", *wrong]) == 2


def dies_of(path):
    """Kill the worker that comes to a poisonous document."""
    if "poison" in path:
        os.kill(os.getpid(), signal.SIGKILL)
    return path


def read_deadly(parts, **_):
    """Read digital pages, and die of those of a poisonous document."""
    dies = F.udf(dies_of, "string", useArrow=False).asNondeterministic()
    read = PdfToText().transform(parts["pdf"]).withColumn("path", dies("path"))
    return read.withColumn("confidence", F.lit(None).cast("double")).select(*RESULT_COLUMNS)


@pytest.mark.usefixtures("spark")
def test_a_document_that_kills_its_worker_is_named_and_the_others_are_read(tmp_path, capfd, monkeypatch):
    for name in ("letter", "poison"):
        (tmp_path / f"{name}.pdf").write_bytes(make_pdf([Page([Text(72, 700, name)])]))
    monkeypatch.setattr("sparkocr.apps.command.text.read_text_of", read_deadly)
    out = tmp_path / "out"
    arguments = [str(tmp_path / "*.pdf"), "--out", str(out), "--format", "txt", "--master", "local[2]"]
    assert main(["text", *arguments]) == 1
    captured = capfd.readouterr()
    assert "1 page, 1 failure, " in captured.out
    lost = "1 failed: the job that reads it fails: a Python worker crashed or was killed\n"
    assert f"{lost}  file:{tmp_path}/poison.pdf\n" in captured.err
    assert [file.read_text() for file in out.rglob("*.txt")] == ["letter"]


@pytest.mark.parametrize(
    ("master", "expected"),
    [
        ("local", "local[1,4]"),
        ("local[3]", "local[3,4]"),
        ("local[*]", "local[*,4]"),
        ("local[2,1]", "local[2,1]"),
        ("local-cluster[2,1,1024]", "local-cluster[2,1,1024]"),
        ("spark://host:7077", "spark://host:7077"),
    ],
)
def test_local_masters_repeat_tasks(master, expected):
    assert with_retries(master) == expected


def test_an_error_of_spark_is_one_sentence(tmp_path, capsys, monkeypatch):
    def fails(**_):
        raise PySparkRuntimeError("[JAVA_GATEWAY_EXITED] Java gateway process exited.\nMore.\nAnd more.")

    monkeypatch.setattr("sparkocr.apps.command.spark.start", fails)
    (tmp_path / "a.pdf").write_bytes(b"")
    assert main(["text", str(tmp_path), "--out", str(tmp_path / "out"), *SPARK]) == 2
    assert (
        capsys.readouterr().err.splitlines()[-1] + "\n"
        == "sparkocr: Java did not start: Spark needs Java 17 or newer\n"
    )


def test_spark_connect_says_what_to_install(tmp_path, capsys, monkeypatch):
    monkeypatch.setattr("sparkocr.session.find_spec", lambda _: None)
    assert main(["text", str(tmp_path), "--out", str(tmp_path / "out"), "--master", "sc://host:15002"]) == 2
    assert "pip install 'sparkocr[connect]'" in capsys.readouterr().err
