"""The command line, in this process and its session."""

import csv
import hashlib
import json
import os
import signal

import pytest
from pyspark.errors import PySparkRuntimeError
from pyspark.sql import functions as F

from documents import encode, page, png, scanned_pdf, tiff
from office.make_office import letter
from pdf.make_pdf import Page, Text, make_pdf
from sparkocr.cli import main, with_retries
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


@pytest.mark.parametrize("kind", ["parquet", "json", "csv"])
def test_formats(spark, folder, tmp_path, capsys, kind):
    out = tmp_path / "out"
    earlier = out / f"text.{kind}" / f"part-00000.{kind}"  # a run replaces the results of an earlier one
    earlier.parent.mkdir(parents=True)
    earlier.write_bytes(b"of an earlier run")
    assert main(["text", str(folder), "--out", str(out), "--format", kind, "--master", "local[2]"]) == 0
    assert not earlier.exists()
    assert "4 pages, 0 failures, " in capsys.readouterr().out
    files = list((out / f"text.{kind}").glob("part-*"))
    if kind == "parquet":
        rows = [row.asDict() for row in spark.read.parquet(str(out / "text.parquet")).collect()]
    elif kind == "json":
        rows = [json.loads(line) for file in files for line in file.read_text().splitlines()]
    else:
        rows = [row for file in files for row in csv.DictReader(file.open(newline=""))]
    assert {row["text"].strip() for row in rows} == TEXTS
    assert {int(row["pagenum"]) for row in rows} == {0, 1}


@pytest.mark.usefixtures("spark")
def test_text_files_and_failures(folder, tmp_path, capsys):
    (folder / "script.png").write_bytes(b"var x")
    (folder / "empty %20.png").write_bytes(b"")
    out = tmp_path / "out"
    assert main(["text", str(folder), "--out", str(out), "--format", "txt", "--master", "local[2]"]) == 1
    captured = capsys.readouterr()
    assert "6 pages, 2 failures, " in captured.out
    assert "script.png page 0: BinaryToImage_" in captured.err
    assert "empty %20.png page 0: BinaryToImage_" in captured.err
    assert "pages" in captured.err, "the progress bar"
    written = {str(file.relative_to(out)): file.read_text().strip() for file in out.rglob("*.txt")}
    assert written == {
        "fax.tif.p0.txt": "First page",
        "fax.tif.p1.txt": "Second page",
        "letter.pdf.p0.txt": "A letter, with text layer",
        "more letters/scan #1.png.p0.txt": "Some scan",
    }


@pytest.mark.usefixtures("spark")
def test_without_a_spark_context(folder, tmp_path, capsys, monkeypatch):
    """Spark Connect has none, and so no accumulators."""
    monkeypatch.setattr("sparkocr.cli.is_remote", lambda: True)
    assert main(["text", str(folder), "--out", str(tmp_path / "out"), "--master", "local[2]"]) == 0
    captured = capsys.readouterr()
    assert "4 pages, 0 failures, " in captured.out
    assert "| 4/4 [" in captured.err


@pytest.mark.usefixtures("spark")
def test_markdown(folder, tmp_path):
    title = [Text(72, 700, "Report", 30), *(Text(72, 600 - 14 * line, f"Line {line} of the text") for line in range(9))]
    (folder / "letter.pdf").write_bytes(make_pdf([Page(title)]))
    out = tmp_path / "out"
    assert main(["text", str(folder), "--out", str(out), "--format", "md", "--master", "local[2]"]) == 0
    assert (out / "letter.pdf.p0.md").read_text().startswith("# Report\n\nLine 0 of the text")
    assert (out / "more letters" / "scan #1.png.p0.md").read_text().strip() == "Some scan"


@pytest.mark.usefixtures("spark")
def test_searchable_pdfs(folder, tmp_path, capsys):
    (folder / "script.png").write_bytes(b"var x")
    (folder / "minutes.pdf").write_bytes(scanned_pdf(("Scanned minutes",)))
    out = tmp_path / "out"
    assert main(["searchable", str(folder), "--out", str(out), "--master", "local[2]"]) == 1
    captured = capsys.readouterr()
    assert "5 documents, 1 failure, " in captured.out
    assert "script.png: BinaryToImage_" in captured.err
    expected = {
        "fax.pdf": ["First page", "Second page"],
        "letter.pdf": ["A letter, with text layer"],
        "minutes.pdf": ["Scanned minutes"],
        "more letters/scan #1.pdf": ["Some scan"],
    }
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
    out = tmp_path / "out"
    assert main(["convert", str(folder), "--out", str(out), "--master", "local[2]"]) == 1
    captured = capsys.readouterr()
    assert "6 documents, 3 failures, " in captured.out
    assert "offer.docx: DocToPdf_" in captured.err
    assert "talk.pptx: PptToPdf_" in captured.err
    assert "old.ppt: PptToPdf_" in captured.err
    assert pdf_texts(out) == {
        "fax.pdf": ["", ""],
        "letter.pdf": ["A letter, with text layer"],
        "more letters/scan #1.pdf": [""],
    }


@pytest.mark.usefixtures("spark")
def test_language_is_used(folder, tmp_path, capsys):
    paths = [str(folder / "more letters" / "scan #1.png")]
    assert main(["text", *paths, "--out", str(tmp_path / "out"), "--language", "tlh", "--master", "local[2]"]) == 1
    assert "tlh" in capsys.readouterr().err


@pytest.mark.usefixtures("spark")
def test_several_paths_and_globs(folder, tmp_path, capsys):
    (folder / "note.jpg").write_bytes(encode(page("A note"), "JPEG"))
    paths = [str(folder / "*.jpg"), str(folder / "more letters")]
    (folder / "note.docx").write_bytes(letter())
    paths.append(str(folder / "*.docx"))
    assert main(["text", *paths, "--out", str(tmp_path / "out"), "--master", "local[2]"]) == 0
    assert "3 pages, 0 failures" in capsys.readouterr().out


@pytest.mark.usefixtures("spark")
def test_wrong_arguments(folder, tmp_path, capsys):
    out = ["--out", str(tmp_path / "out"), "--master", "local[2]"]
    assert main(["text", str(tmp_path / "missing"), *out]) == 2
    assert "missing" in capsys.readouterr().err
    assert main(["text", str(folder), *out, "--language", "no such language"]) == 2
    assert "language must be" in capsys.readouterr().err
    for wrong in (["text", str(folder)], ["text", str(folder), *out, "--format", "docx"], []):
        with pytest.raises(SystemExit) as caught:
            main(wrong)
        assert caught.value.code == 2


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
    files = {str(file.relative_to(out)): file.read_bytes() for file in out.rglob("*.*")}
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


def read_deadly(files, _):
    """Read digital pages, and die of those of a poisonous document."""
    dies = F.udf(dies_of, "string", useArrow=False).asNondeterministic()
    return PdfToText().transform(files).withColumn("path", dies("path"))


@pytest.mark.usefixtures("spark")
def test_a_document_that_kills_its_worker_is_named_and_the_others_are_read(tmp_path, capfd, monkeypatch):
    for name in ("letter", "poison"):
        (tmp_path / f"{name}.pdf").write_bytes(make_pdf([Page([Text(72, 700, name)])]))
    monkeypatch.setattr("sparkocr.cli.read_text", read_deadly)
    out = tmp_path / "out"
    arguments = [str(tmp_path / "*.pdf"), "--out", str(out), "--format", "txt", "--master", "local[2]"]
    assert main(["text", *arguments]) == 1
    captured = capfd.readouterr()
    assert "1 page, 1 failure, " in captured.out
    lost = f"file:{tmp_path}/poison.pdf: sparkocr: the job that reads it fails: a Python worker crashed or was killed"
    assert lost in captured.err.splitlines()
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

    monkeypatch.setattr("sparkocr.cli.start", fails)
    assert main(["text", str(tmp_path), "--out", str(tmp_path / "out")]) == 2
    assert capsys.readouterr().err == "sparkocr: Java did not start: Spark needs Java 17 or newer\n"


def test_spark_connect_says_what_to_install(tmp_path, capsys, monkeypatch):
    monkeypatch.setattr("sparkocr.session.find_spec", lambda _: None)
    assert main(["text", str(tmp_path), "--out", str(tmp_path / "out"), "--master", "sc://host:15002"]) == 2
    assert "pip install 'sparkocr[connect]'" in capsys.readouterr().err
