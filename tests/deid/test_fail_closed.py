"""Whatever goes wrong: no document, a reason that quotes nothing, and the other rows as if nothing had happened."""

import io
import struct
import zlib
from dataclasses import dataclass

import docx
import numpy as np
import pikepdf
import pyarrow as pa
import pypdfium2 as pdfium
import pytest
from PIL import Image

from documents import encode, png, scanned_pdf
from faulty import Faulty, abort, bad, hang
from pdf.make_pdf import Page, Text, make_pdf
from sparkocr.entities.entity import Entity
from sparkocr.entities.finder import EntityFinder as Finder
from sparkocr.errors import DocumentError
from sparkocr.pdf.read.text import page_texts
from sparkocr.pdf.redact.report import CannotRewriteError
from sparkocr.stage.light_row import LightRow
from sparkocr.transformers import DeidVerifier, EntityFinder, FileDeidentifier, PdfDeidentifier, PdfRedactRegions

NAME = "Jane Kowalczyk"
LINES = f"Patient: {NAME}\nDiagnosis: influenza"
RULES = ["fields", "dates", "patterns"]


def pdf(*lines, **options):
    return make_pdf([Page([Text(72, 700 - 20 * number, line) for number, line in enumerate(lines)])], **options)


def word(text=LINES):
    file = io.BytesIO()
    document = docx.Document()
    document.add_paragraph(text)
    document.save(file)
    return file.getvalue()


LETTER = pdf(*LINES.split("\n"))
WORD = word()
SCAN = scanned_pdf((LINES,))


def run(stage, content, **columns):
    """One row without Spark, as Python values."""
    row = LightRow({"path": pa.scalar("file:/a"), "content": pa.scalar(content, pa.binary()), **columns})
    (made,) = stage.light_rows(row)
    return {name: made[name].as_py() for name in made.columns}


def assert_closed(row, output):
    """There is a reason, which quotes nothing, and no document."""
    assert row[output] is None
    assert row["exception"]
    assert not any(word in row["exception"] for word in ("Jane", "Kowalczyk", "influenza"))


def deidentifiers(**options):
    """The stages for whole documents, each with a document that it takes and its output column."""
    return (
        (PdfDeidentifier(detectors=RULES, **options), LETTER, "pdf"),
        (FileDeidentifier(detectors=RULES, **options), WORD, "clean"),
        (FileDeidentifier(detectors=RULES, **options), png(LINES), "clean"),
    )


class NoError(BaseException):
    """What `except Exception` does not catch."""


@dataclass(frozen=True)
class Raises:
    """A detector, or an engine, that raises an error with the text."""

    kind: type[BaseException]
    name: str = "raises"

    def find(self, text):
        raise self.kind(text)

    def read(self, _pixels, _resolution, *, symbols=False):  # noqa: ARG002
        raise self.kind(LINES)


@dataclass(frozen=True)
class Gives:
    """A detector that gives something."""

    found: object
    name: str = "gives"

    def find(self, _text):
        return self.found


class TestDetectors:
    @pytest.mark.parametrize("kind", [ValueError, MemoryError, RecursionError, StopIteration, SystemExit, NoError])
    def test_a_crash(self, kind):
        for stage, content, output in deidentifiers():
            assert_closed(run(stage.setFunction(Raises(kind).find), content), output)
        text = LightRow({"text": pa.scalar(LINES)})
        (row,) = EntityFinder().setFunction(Raises(kind).find).light_rows(text)
        assert_closed({name: row[name].as_py() for name in row}, "ner_chunk")
        with pytest.raises(DocumentError, match=f"^The detector raises failed: {kind.__name__}$"):
            Finder([Raises(kind)]).find(LINES)

    def test_the_user_may_stop_the_program(self):
        with pytest.raises(KeyboardInterrupt):
            run(PdfDeidentifier().setFunction(Raises(KeyboardInterrupt).find), LETTER)

    @pytest.mark.parametrize(
        "found",
        [
            None,
            5,
            "abc",
            {"a": 1},
            [None],
            [(9,)],
            [(0, 4, "X", 0.5, 1)],
            [(0, 10**6, "X")],
            [(-3, 4, "X")],
            [(9, 3, "X")],
            [(None, None, "X")],
            [(1.5, 4, "X")],
            [("1", "4", "X")],
            [(0, float("inf"), "X")],
            [(0, 4, None)],
            [(0, 4, " ")],
            [(0, 4, 5)],
            [(0, 4, "X", float("nan"))],
            [(0, 4, "X", 7)],
            [(0, 4, "X", None)],
        ],
        ids=repr,
    )
    def test_nonsense_of_a_function(self, found):
        assert_closed(run(PdfDeidentifier().setFunction(lambda _: found), LETTER), "pdf")

    @pytest.mark.parametrize(
        "found",
        [
            None,
            [None],
            [(0, 4, "X")],
            [Entity(5, 2, "X", 1.0, "")],
            [Entity(0, 10**6, "X", 1.0, "")],
            [Entity(None, 4, "X", 1.0, "")],
            [Entity(0, 4, "X", float("nan"), "")],
            [Entity(0, 4, "X", None, "")],
        ],
        ids=repr,
    )
    def test_nonsense_of_a_detector(self, found):
        with pytest.raises(DocumentError, match=r"^The detector gives "):
            Finder([Gives(found)], threshold=0.5).find(LINES)

    def test_numbers_of_numpy_are_numbers(self):
        found = [(np.int64(9), np.int64(23), "PERSON", np.float32(0.5))]
        row = run(PdfDeidentifier().setFunction(lambda text: found if NAME in text else []), LETTER)
        assert row["audit"]["entities"] == [("PERSON", 1)]
        assert row["audit"]["proven"]

    def test_a_label_that_may_be_text_is_told_to_nobody(self):
        row = run(PdfDeidentifier().setFunction(lambda text: [(0, len(text), text)]), LETTER)
        assert [label for label, _ in row["audit"]["entities"]] == ["OTHER"]


class TestEngines:
    @pytest.mark.parametrize(
        "engine",
        [Raises(ValueError), Raises(SystemExit), Raises(NoError), Gives(None)],
        ids=["error", "exit", "no error", "no engine"],
    )
    def test_a_crash(self, engine, monkeypatch):
        monkeypatch.setattr("sparkocr.transformers.recognition.engine_params.make_engine", lambda *_, **__: engine)
        assert_closed(run(PdfDeidentifier(detectors=RULES), SCAN), "pdf")
        assert_closed(run(FileDeidentifier(detectors=RULES), png(LINES)), "clean")
        assert_closed(run(PdfDeidentifier(detectors=RULES, verifyByOcr=True), LETTER), "pdf")
        chunks = EntityFinder(detectors=RULES).light_rows(LightRow({"text": pa.scalar("nothing")}))
        checked = run(DeidVerifier(inputCol="content"), LETTER, ner_chunk=next(iter(chunks))["ner_chunk"])
        assert_closed(checked, "verified")


def raising(*_, **__):
    raise RuntimeError(NAME)


class TestSteps:
    """Each step of the work, and each call into the libraries below, may fail."""

    @pytest.mark.parametrize(
        "step",
        [
            "sparkocr.transformers.pdf.by_page.open_pdf",
            "sparkocr.deid.pages.page_text",
            "sparkocr.deid.pages.untold_bands",
            "sparkocr.deid.pdf.open_pdf",
            "sparkocr.deid.pdf.shapes_of",
            "sparkocr.deid.pdf.redact",
            "sparkocr.pdf.redact.redact.save",
            "sparkocr.deid.proof.verify",
            "sparkocr.deid.pdf_pieces.open_strictly",
            "sparkocr.deid.pdf_pieces.object_pieces",
            "sparkocr.deid.pdf_pieces.page_pieces",
            "sparkocr.transformers.entities.proof_params.safe_path",
            "pypdfium2.PdfDocument.get_page",
            "pypdfium2.PdfDocument.import_pages",
            "pypdfium2.PdfDocument.save",
            "pypdfium2.PdfPage.get_textpage",
            "pikepdf.Pdf.save",
        ],
    )
    @pytest.mark.parametrize("error", [RuntimeError, pikepdf.PdfError, pdfium.PdfiumError])
    def test_of_pdfs(self, step, error, monkeypatch):
        def fail(*_, **__):
            raise error(NAME)

        monkeypatch.setattr(step, fail)
        row = run(PdfDeidentifier(detectors=RULES), LETTER)
        assert_closed(row, "pdf")
        assert not row["audit"] or not row["audit"]["proven"]

    @pytest.mark.parametrize(
        ("step", "content"),
        [
            ("sparkocr.deid.files.mask_file", png(LINES)),
            ("sparkocr.deid.image.frames_of", png(LINES)),
            ("sparkocr.deid.image.decode", png(LINES)),
            ("sparkocr.deid.image.read_image", png(LINES)),
            ("sparkocr.deid.image.blackened", png(LINES)),
            ("sparkocr.deid.verify.image_pieces", png(LINES)),
            ("sparkocr.deid.files.texts_of", WORD),
            ("sparkocr.deid.files.rewrite", WORD),
            ("sparkocr.office.redact.document.written", WORD),
            ("sparkocr.deid.verify.office_pieces", WORD),
            ("sparkocr.deid.files.kind_of", WORD),
            ("sparkocr.deid.proof.verify", WORD),
        ],
    )
    def test_of_files(self, step, content, monkeypatch):
        monkeypatch.setattr(step, raising)
        assert_closed(run(FileDeidentifier(detectors=RULES), content), "clean")

    @pytest.mark.parametrize("error", [CannotRewriteError("Text is in a font that is not known."), RuntimeError(NAME)])
    def test_a_page_that_cannot_be_rewritten_becomes_a_picture_and_says_so(self, error, monkeypatch):
        def fail(*_, **__):
            raise error

        monkeypatch.setattr("sparkocr.pdf.redact.redact.rewrite_page", fail)
        row = run(PdfDeidentifier(detectors=RULES), LETTER)
        (report,) = row["audit"]["pages"]
        assert report["technique"] == "raster"
        assert report["reason"]
        assert NAME not in report["reason"]
        assert row["audit"]["proven"]
        assert_closed(run(PdfDeidentifier(detectors=RULES, technique="rewrite"), LETTER), "pdf")

    def test_a_picture_that_cannot_be_made_either(self, monkeypatch):
        monkeypatch.setattr("sparkocr.pdf.redact.redact.rewrite_page", raising)
        monkeypatch.setattr("sparkocr.pdf.redact.redact.raster_page", raising)
        assert_closed(run(PdfDeidentifier(detectors=RULES), LETTER), "pdf")

    def test_redaction_of_regions(self, monkeypatch):
        region = {"index": 0, "page": 0, "x": 1.0, "y": 1.0, "width": 9.0, "height": 9.0}
        columns = {"coordinates": pa.scalar([region])}
        assert run(PdfRedactRegions(), LETTER, **columns)["pdf_redacted"]
        monkeypatch.setattr("pikepdf.Pdf.save", raising)
        assert_closed(run(PdfRedactRegions(), LETTER, **columns), "pdf_redacted")


def huge_png():
    """A picture of 60,000 x 60,000 px, in its header at least."""
    header = struct.pack(">IIBBBBB", 60_000, 60_000, 1, 0, 0, 0, 0)
    chunks = ((b"IHDR", header), (b"IDAT", zlib.compress(bytes(100))), (b"IEND", b""))
    packed = (
        struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data)) for kind, data in chunks
    )
    return b"\x89PNG\r\n\x1a\n" + b"".join(packed)


class TestInputs:
    @pytest.mark.parametrize(
        "content",
        [None, b"", b"var x = 1;", LETTER[:500], SCAN[:900], WORD[:900], png(LINES)[:900], huge_png()],
        ids=["null", "empty", "script", "cut PDF", "cut scan", "cut Word", "cut PNG", "huge"],
    )
    def test_nothing_comes_of(self, content):
        assert_closed(run(PdfDeidentifier(detectors=RULES), content), "pdf")
        assert_closed(run(FileDeidentifier(detectors=RULES), content), "clean")

    def test_encrypted_documents(self):
        locked = pdf(f"Patient: {NAME}", user_password="open sesame")
        for password in ("", "another one"):
            assert_closed(run(PdfDeidentifier(detectors=RULES, password=password), locked), "pdf")
        row = run(PdfDeidentifier(detectors=RULES, password="open sesame"), locked)
        assert row["audit"]["proven"]
        assert b"/Encrypt" not in row["pdf"]

    def test_documents_that_are_much_larger_when_unpacked(self):
        row = run(FileDeidentifier(detectors=RULES, limits={"maxUnpackedBytes": 10_000}), WORD)
        assert_closed(row, "clean")
        assert "maxUnpackedBytes" in row["exception"]

    def test_a_page_that_is_too_large_to_be_read(self):
        row = run(PdfDeidentifier(detectors=RULES, maxPixels=1000), SCAN)
        assert_closed(row, "pdf")
        assert "maxPixels" in row["exception"]


def test_files_in_spark(spark, monkeypatch):
    monkeypatch.setattr("sparkocr.transformers.recognition.engine_params.make_engine", lambda *_, **__: Faulty())
    contents = {
        "good": encode(Image.new("L", (90, 90), 255)),
        "word": WORD,
        **{fault.__name__: encode(Image.fromarray(bad(fault))) for fault in (abort, hang)},
        "null": None,
        "empty": b"",
        "cut": WORD[:900],
        "huge": huge_png(),
        "a word that ends the detector": word("STOP"),
    }
    rows = spark.createDataFrame([*contents.items()], "path string, content binary")
    stage = FileDeidentifier(pageTimeout=5).setFunction(stopping_finder())
    made = {row.path: row for row in stage.transform(rows).collect()}
    assert made.keys() == contents.keys()
    good = {path for path, row in made.items() if row.exception is None}
    assert good == {"good", "word"}
    assert all(made[path].audit.proven for path in good)
    for path in made.keys() - good:
        assert_closed(made[path].asDict(), "clean")
    assert "SIGABRT" in made["abort"].exception
    assert "longer than 5 s" in made["hang"].exception


def stopping_finder():
    def find(text):
        if "STOP" in text:
            raise SystemExit(text)
        return [(text.index("Jane"), text.index("Jane") + 14, "PERSON")] if "Jane" in text else []

    return find


@pytest.mark.parametrize("partitions", [0, -1])
def test_pdfs_in_spark(spark, partitions):
    contents = {
        "good": LETTER,
        "null": None,
        "empty": b"",
        "cut": LETTER[:500],
        "locked": pdf(f"Patient: {NAME}", user_password="open sesame"),
        "a word that ends the detector": pdf("STOP, for heaven's sake"),
        "scan": SCAN,
    }
    rows = [(path, content, None) for path, content in contents.items()]
    rows += [("twins", LETTER, ["influenza"]), ("twins", LETTER, None)]
    files = spark.createDataFrame(rows, "path string, content binary, known array<string>")
    stage = PdfDeidentifier(denyListCol="known", maxPixels=1000, partitionNum=partitions, keepInput=True)
    made = stage.setFunction(stopping_finder()).transform(files).collect()
    assert sorted(row.path for row in made) == sorted(path for path, _, _ in rows)
    good = [row for row in made if row.exception is None]
    assert sorted(row.path for row in good) == ["good", "twins", "twins"]
    for row in made:
        if row not in good:
            assert_closed(row.asDict(), "pdf")
    texts = {(row.path, bool(row.known)): " ".join(page.text for page in page_texts(bytes(row.pdf))) for row in good}
    assert all("Kowalczyk" not in text for text in texts.values())
    assert "influenza" in texts["good", False]
    assert "influenza" in texts["twins", False]
    assert "influenza" not in texts["twins", True]
