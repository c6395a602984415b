"""Running LibreOffice: with programs that stand in for it, and with the real one where it is installed."""

import os
import stat
import time
from concurrent.futures import ThreadPoolExecutor
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from io import BytesIO
from pathlib import Path

import docx
import pytest
from PIL import Image
from pypdfium2 import PdfDocument

from office.make_office import (
    RELATION,
    WORD_TYPE,
    attached,
    letter,
    ole,
    paragraph,
    presentation,
    saved,
    unzipped,
    word_xml,
    zipped,
)
from sparkocr.enums import ImageType
from sparkocr.errors import DocumentError
from sparkocr.office import libreoffice
from sparkocr.office.kind import Family
from sparkocr.office.libreoffice import convert_document, find_program
from sparkocr.office.read import doc_tables, doc_text, ppt_tables, to_pdf
from sparkocr.pdf.ranges import page_count
from sparkocr.pdf.read.render import render_page

needs_libreoffice = pytest.mark.skipif(find_program() is None, reason="LibreOffice is not installed")

# Notes how it was called, then does what a test wants. $out and $in are where the output goes and the document is.
PROGRAM = """#!/bin/sh
for word; do last=$word; case $word in -env:UserInstallation=file://*) profile=${{word#*file://}};; esac; done
while [ $# -gt 1 ]; do
  case $1 in --convert-to) target=$2;; --outdir) out=$2;; esac
  shift
done
in=$last
[ -d "$profile" ] || exit 9
echo "$profile $in $target" >> {log}
{action}
"""
WRITE = 'printf "%%PDF-1.7 made" > "$out/document.$target"'


@pytest.fixture
def fake(tmp_path, monkeypatch):
    """Puts a program that does something in the place of LibreOffice; gives the calls it had."""
    folder, work = tmp_path / "bin", tmp_path / "work"
    folder.mkdir()
    work.mkdir()
    monkeypatch.setattr("tempfile.tempdir", str(work))
    monkeypatch.setattr(libreoffice, "_PLACES", ())
    monkeypatch.setattr(libreoffice, "_VERSIONED", "no-such-folder/*")
    monkeypatch.setenv("PATH", f"{folder}{os.pathsep}/usr/bin{os.pathsep}/bin")

    def install(action, name="soffice"):
        log = tmp_path / "calls"
        program = folder / name
        program.write_text(PROGRAM.format(action=action, log=log))
        program.chmod(program.stat().st_mode | stat.S_IEXEC)
        return lambda: [line.split(" ") for line in log.read_text().splitlines()]

    yield install
    assert list(work.iterdir()) == [], "all temporary files are gone"


def test_document_goes_in_and_pdf_comes_out(fake):
    calls = fake('cp "$in" "$out/../copy" && printf "%%PDF-%s" "$(cat "$in")" > "$out/document.$target"')
    assert convert_document(b"the document", "docx", "pdf", seconds=10) == b"%PDF-the document"
    ((profile, document, target),) = calls()
    assert Path(document).suffix == ".docx"
    assert target == "pdf"
    assert Path(profile).parent == Path(document).parent


def test_parallel_calls_have_profiles_of_their_own(fake):
    calls = fake(f"sleep 0.2; {WRITE}")
    with ThreadPoolExecutor(4) as pool:
        results = list(pool.map(lambda _: convert_document(b"x", "docx", "pdf", seconds=10), range(4)))
    assert results == [b"%PDF-1.7 made"] * 4
    assert len({profile for profile, *_ in calls()}) == 4


@pytest.mark.parametrize(
    ("action", "message"),
    [
        ("exit 0", r"can't convert the document \(exit code 0\)"),
        ("exit 77", r"can't convert the document \(exit code 77\)"),
        ("kill -SEGV $$", r"can't convert the document \(exit code -11\)"),
        ('echo garbage > "$out/document.$target"', r"made no PDF file \(exit code 0\)"),
        (': > "$out/document.$target"', r"made no PDF file \(exit code 0\)"),
        ('mkdir "$out/document.$target"', "can't convert the document"),
        ("echo secret text of the document; echo more >&2; exit 1", "can't convert the document"),
    ],
)
def test_failures(fake, capfd, action, message):
    fake(action)
    with pytest.raises(DocumentError, match=message):
        convert_document(b"x", "docx", "pdf", seconds=10)
    assert capfd.readouterr() == ("", ""), "what the program says may quote the document"


def test_program_that_hangs_is_killed_with_its_children(fake, tmp_path):
    children = tmp_path / "children"
    fake(f"sleep 60 & echo $! > {children}; echo $$ >> {children}; wait")
    with pytest.raises(DocumentError, match=r"took longer than 0\.5 s"):
        convert_document(b"x", "docx", "pdf", seconds=0.5)
    assert_ended(children.read_text().split())


def test_children_that_stay_behind_are_killed(fake, tmp_path):
    children = tmp_path / "children"
    fake(f"sleep 60 & echo $! > {children}; {WRITE}")
    assert convert_document(b"x", "docx", "pdf", seconds=10)
    assert_ended(children.read_text().split())


def assert_ended(processes):
    """Wait until processes are gone; one that was killed may be left as a zombie by its new parent."""
    for process in processes:
        status = Path(f"/proc/{process}/stat")
        for _ in range(100):
            if not status.exists() or status.read_text().rpartition(")")[2].split()[0] == "Z":
                break
            time.sleep(0.05)
        else:
            pytest.fail("a process is left")


def test_program_that_can_not_be_started(fake, tmp_path):
    fake("")
    (tmp_path / "bin" / "soffice").write_bytes(b"\x7fELF")
    with pytest.raises(DocumentError, match=r"can't be started \(OSError\)"):
        convert_document(b"x", "docx", "pdf", seconds=10)


@pytest.mark.usefixtures("fake")
def test_not_installed(monkeypatch, tmp_path):
    monkeypatch.setenv("PATH", str(tmp_path / "bin"))
    assert find_program() is None
    with pytest.raises(DocumentError, match="LibreOffice is not installed: install the Debian packages libreoffice-"):
        convert_document(b"x", "docx", "pdf", seconds=10)


def test_where_it_is_looked_for(fake, monkeypatch, tmp_path):
    fake(WRITE, name="libreoffice")
    monkeypatch.setenv("PATH", str(tmp_path / "bin"))
    assert find_program() == str(tmp_path / "bin" / "libreoffice")
    monkeypatch.setenv("PATH", "")
    monkeypatch.setattr(libreoffice, "_PLACES", (str(tmp_path / "bin"),))
    assert find_program() == str(tmp_path / "bin" / "libreoffice")


def test_old_documents_are_converted_first(fake, tmp_path):
    for name, content in (("new.docx", letter()), ("new.pptx", presentation([[["a"]]]))):
        (tmp_path / name).write_bytes(content)
    calls = fake(f'cp "{tmp_path}/new.$target" "$out/document.$target"')
    assert "The ferry leaves" in doc_text(ole("WordDocument"), seconds=10).text
    assert len(doc_tables(ole("WordDocument"), seconds=10).tables) == 1
    assert len(ppt_tables(ole("PowerPoint Document"), seconds=10)) == 1
    assert [Path(document).suffix for _, document, _ in calls()] == [".doc", ".doc", ".ppt"]


def test_pdf_of_each_kind(fake):
    calls = fake(WRITE)
    assert to_pdf(letter(), Family.WORD, seconds=10).content == b"%PDF-1.7 made"
    to_pdf(ole("WordDocument"), Family.WORD, seconds=10)
    to_pdf(presentation(), Family.POWERPOINT, seconds=10)
    to_pdf(ole("PowerPoint Document"), Family.POWERPOINT, seconds=10)
    assert [Path(document).suffix for _, document, _ in calls()] == [".docx", ".doc", ".pptx", ".ppt"]


def test_bad_documents_start_no_program(fake, tmp_path):
    fake(WRITE)
    for content in (b"", b"x", letter()[:2000], ole("EncryptedPackage"), presentation()):
        with pytest.raises(DocumentError):
            to_pdf(content, Family.WORD, seconds=10)
    assert not (tmp_path / "calls").exists()


def with_chunks(*chunks, **parts):
    """A Word document with imported documents: of each its bytes and its type."""
    body = paragraph("before") + "".join(f'<w:altChunk r:id="c{number}"/>' for number in range(len(chunks)))
    files = [(f"c{number}", "aFChunk", f"chunk{number}", data) for number, (data, _) in enumerate(chunks)]
    kinds = [
        f'<Override PartName="/word/chunk{number}" ContentType="{kind}"/>' for number, (_, kind) in enumerate(chunks)
    ]
    return attached(word_xml(body + paragraph("after"), **parts), *files, types="".join(kinds))


def test_imported_documents_are_put_inside(fake, tmp_path):
    fake(f'cp "$in" {tmp_path}/seen && {WRITE}')
    rtf = rb"{\rtf1 a\tab b{\footnote a note}\par\trowd\intbl x\cell\cell\row}"
    chunks = [("<p>one<br>two</p><ul><li>item</ul>", "text/html"), (rtf, "text/rtf"), ("plain", "text/plain")]
    content = with_chunks(*chunks, (letter(), WORD_TYPE))
    assert to_pdf(content, Family.WORD, seconds=10) == (b"%PDF-1.7 made", "")
    seen = (tmp_path / "seen").read_bytes()
    parts = unzipped(seen)
    assert parts["word/document.xml"].count(b"altChunk") == 1, "LibreOffice reads DOCX itself"
    assert {name: data for name, data in parts.items() if name != "word/document.xml"} == {
        name: data for name, data in unzipped(content).items() if name != "word/document.xml"
    }
    expected = "before\none\ntwo\n\N{BULLET} item\na\tb [a note]\nx\nplain\n" + doc_text(letter(), seconds=1).text
    assert doc_text(seen, seconds=1).text == f"{expected}\nafter"
    bad = with_chunks(("%PDF", "application/pdf"), ("<p>good</p>", "text/html"))
    assert to_pdf(bad, Family.WORD, seconds=10) == (
        b"%PDF-1.7 made",
        "Text of another part is missing: An imported part has a format that can't be read.",
    )
    assert "good" in doc_text((tmp_path / "seen").read_bytes(), seconds=1).text
    to_pdf(letter(), Family.WORD, seconds=10)
    assert (tmp_path / "seen").read_bytes() == letter()


def test_imported_documents_in_headers_and_old_ones(fake, tmp_path):
    (tmp_path / "old.docx").write_bytes(letter())
    fake(
        f'cp "$in" {tmp_path}/seen; cp {tmp_path}/old.docx "$out/document.docx"; {WRITE.replace("$target", "pdf")}',
    )
    section = '<w:sectPr><w:headerReference w:type="default" r:id="header1"/></w:sectPr>'
    inner = word_xml(paragraph("body") + section, header1='<w:altChunk r:id="c1"/>')
    types = '<Default Extension="html" ContentType="text/html"/>'
    content = attached(inner, ("c1", "aFChunk", "c.html", "<p>top</p>"), owner="header1", types=types)
    assert to_pdf(content, Family.WORD, seconds=10).problem == ""
    assert doc_text((tmp_path / "seen").read_bytes(), seconds=1).text == "top\nbody"
    assert b"altChunk" not in unzipped((tmp_path / "seen").read_bytes())["word/header1.xml"]
    assert to_pdf(with_chunks((ole("WordDocument"), "")), Family.WORD, seconds=10).problem == ""
    assert "The ferry leaves" in doc_text((tmp_path / "seen").read_bytes(), seconds=1).text


def test_equations_without_the_part_that_draws_them(fake, tmp_path):
    fake(WRITE)
    content = word_xml(paragraph("<m:oMath><m:r><m:t>x</m:t></m:r></m:oMath>"))
    assert to_pdf(content, Family.WORD, seconds=10).problem == "", "an installation whose parts are not known"
    (tmp_path / "bin" / "libswlo.so").touch()
    found = to_pdf(content, Family.WORD, seconds=10)
    assert found.content == b"%PDF-1.7 made"
    assert found.problem.startswith("Equations are missing, because LibreOffice Math is: install ")
    assert to_pdf(letter(), Family.WORD, seconds=10).problem == ""
    (tmp_path / "bin" / "libsmlo.so").touch()
    assert to_pdf(content, Family.WORD, seconds=10).problem == ""


@needs_libreoffice
def test_real_imported_documents_and_equations():
    equation = (
        "<m:oMath><m:f><m:num><m:r><m:t>731</m:t></m:r></m:num><m:den><m:r><m:t>9</m:t></m:r></m:den></m:f></m:oMath>"
    )
    rtf = rb"{\rtf1 from RTF{\footnote a note}\par\trowd\intbl left\cell\cell\row}"
    content = with_chunks(("<p>from HTML</p>", "text/html"), (rtf, "text/rtf"))
    parts = unzipped(content)
    body = parts["word/document.xml"].decode().replace("</w:body>", paragraph(equation) + "</w:body>")
    pdf, problem = to_pdf(zipped(**parts | {"word/document.xml": body}), Family.WORD, seconds=120)
    text = PdfDocument(pdf)[0].get_textpage().get_text_range()
    assert [words for words in ("before", "from HTML", "from RTF [a note]", "left", "after") if words not in text] == []
    assert ("731" in text) == (problem == "") == (not libreoffice.lacks_math())


@needs_libreoffice
def test_real_documents():
    assert page_count(to_pdf(letter(), Family.WORD, seconds=120).content) == 1
    assert page_count(to_pdf(presentation([[["a"]]], []), Family.POWERPOINT, seconds=120).content) == 2


@needs_libreoffice
def test_what_a_document_links_to_is_not_fetched(tmp_path):
    """With a profile as LibreOffice makes it, both pictures are fetched, and the local one is in the PDF."""
    asked = []

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self):
            asked.append(self.path)
            self.send_error(404)

        do_HEAD = do_OPTIONS = do_PROPFIND = do_GET

        def log_message(self, *_):
            pass

    Image.new("RGB", (50, 50), (0, 0, 255)).save(tmp_path / "blue.png")
    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server, ThreadPoolExecutor(1) as pool:
        pool.submit(server.serve_forever)
        try:
            web = f"http://127.0.0.1:{server.server_port}/picture.png"
            pdf = to_pdf(linked_pictures(web, (tmp_path / "blue.png").as_uri()), Family.WORD, seconds=120).content
        finally:
            server.shutdown()
    assert asked == []
    page = render_page(pdf, 0, resolution=72, image_type=ImageType.TYPE_3BYTE_BGR, max_pixels=10**7).pixels
    assert not (page == (255, 0, 0)).all(axis=2).any()


def linked_pictures(*addresses):
    """A Word document with pictures that are in other files."""
    picture = BytesIO()
    Image.new("RGB", (50, 50), (255, 0, 0)).save(picture, "PNG")
    document = docx.Document()
    kind, names = f"{RELATION}/image", []
    for address in addresses:
        document.add_picture(picture)
        names.append(document.part.relate_to(address, kind, is_external=True))
    for fill, name in zip(document.element.iter("{*}blip"), names, strict=True):
        fill.attrib.clear()
        fill.set(f"{{{RELATION}}}link", name)
    return saved(document)


@needs_libreoffice
def test_real_old_documents(monkeypatch):
    monkeypatch.setattr(
        libreoffice, "_SIGNATURES", {"doc": b"\xd0\xcf\x11\xe0", "ppt": b"\xd0\xcf\x11\xe0"} | libreoffice._SIGNATURES
    )
    old = convert_document(letter(), "docx", "doc", seconds=120)
    assert (
        "seven.\n\N{BULLET} Coat\n\N{BULLET} Boots\n1. Buy a ticket\n2. Go on board\nPort\tTime\nTurku\t7:00"
        in doc_text(old, seconds=120).text
    )
    old = convert_document(presentation([[["a", "b"]]]), "pptx", "ppt", seconds=120)
    (table,) = ppt_tables(old, seconds=120)
    assert [cell.text for cell in table.rows[0]] == ["a", "b"]
    assert abs(table.box.x - 30) < 1
