"""Documents of other formats that are a part of a Word document."""

import base64
from email.message import EmailMessage

import docx
import pytest

from office.make_office import (
    attached,
    cell,
    letter,
    ole,
    paragraph,
    presentation,
    run,
    saved,
    table,
    unzipped,
    word_xml,
)
from sparkocr.errors import DocumentError
from sparkocr.office import libreoffice
from sparkocr.office.read import doc_tables, doc_text

BODY = paragraph("before") + '<w:altChunk r:id="c1"/>' + paragraph("after")
HTML = (
    "<html><head><title>no</title><style>p{}</style></head><body><h1>Report</h1>\n<p>Revenue <b>rose</b>\n by 12&nbsp;%"
    " &amp; more.<br>Next\tline</p>"
    "<ul><li>Beans<ol type=a start=2><li>red<li value=5>white</ol><li>Peas</ul></body></html>"
)
SEEN = "Report\nRevenue rose by 12\xa0% & more.\nNext line\n• Beans\n  b. red\n  e. white\n• Peas"


def with_chunk(data, kind="text/html", ending="html", body=BODY, **more):
    types = f'<Default Extension="{ending}" ContentType="{kind}"/>' if kind else ""
    return attached(word_xml(body, **more), ("c1", "aFChunk", f"chunk.{ending}", data), types=types)


def read(data, *args, **more):
    """The text between the paragraphs of the document around."""
    text, problem = doc_text(with_chunk(data, *args, **more), seconds=1)
    assert not problem
    assert text.startswith("before\n")
    assert text.endswith("\nafter") or text == "before\nafter"
    return text.removeprefix("before").removesuffix("after").strip("\n")


def tables_of(data, *args):
    found = doc_tables(with_chunk(data, *args), seconds=1)
    assert not found.problem
    return [[[one.text for one in row] for row in one.rows] for one in found.tables]


@pytest.mark.parametrize(
    ("data", "kind"),
    [
        (HTML, "text/html"),
        (HTML, "application/octet-stream"),
        (HTML, ""),
        ("\ufeff" + HTML, "text/html"),
        ("<?xml version='1.0'?>" + HTML, "application/xhtml+xml"),
        (HTML.encode("utf-16"), "text/html"),
    ],
)
def test_html(data, kind):
    assert read(data, kind) == SEEN


def test_pieces_and_repairs_of_html():
    assert read("one <i>two") == "one two"
    assert read("") == read("<p></p>") == ""
    assert (
        read("<html><head><title/><script src='x'/></head><body>seen</body></html>", "application/xhtml+xml") == "seen"
    )
    assert read("<p>a</p><p>&nbsp;</p> <div><div>b</div></div>") == "a\n\nb"
    assert (
        read("<p style='DISPLAY : none'>no</p><span style='x:y;mso-hide:all'>no</span><p hidden>no<b>no</b></p>a")
        == "a"
    )
    assert read("<script>no</script><!-- no --><![if !x]>a<![endif]><ruby>b<rt>no</rt></ruby>") == "ab"
    assert read("<pre>a\n  b</pre>") == "a\n  b"
    assert read("<div>" * 5000 + "deep") == "deep"
    assert read("<p>" + "x" * 11_000_000 + "</p>end").endswith("x\nend")


def test_controls_of_html():
    assert (
        read("<input type=checkbox checked>a<input type=radio>b<input value=c><input type=hidden value=no>") == "☒a☐bc"
    )
    assert (
        read("<select><option>Red<option selected>Dark\n red</select>.<select><option>A<option>B</select>")
        == "Dark red.A"
    )


@pytest.mark.parametrize(
    ("data", "kind"),
    [
        ("<p>Ä €</p>".encode("cp1252"), "text/html"),
        ("<p>Ä €</p>".encode(), "text/html"),
        ('<meta charset="iso-8859-15"><p>Ä €</p>'.encode("iso-8859-15"), "text/html"),
        ("<p>Ä €</p>".encode("iso-8859-15"), "text/html; charset=iso-8859-15"),
        ('<meta charset="utf-16"><p>Ä €</p>'.encode(), "text/html"),
        ('<meta charset="nonsense"><p>Ä €</p>'.encode(), "text/html"),
        ("Ä €".encode("utf-16-le"), "text/plain"),
        ("Ä €".encode("utf-16"), "text/plain"),
        ("Ä €".encode("utf-32"), "text/plain"),
        ("Ä €".encode(), "text/plain"),
        ("Ä €".encode("cp1252"), "text/plain"),
    ],
)
def test_encodings(data, kind):
    assert read(data, kind) == "Ä €"


def test_tables_of_html():
    html = (
        "<table><tr><th rowspan=2>H<td>1<tr><td>2<td>3<tr><td colspan=2>4<table><tr><td>in</table></table>"
        "<table><tr><td rowspan=3>x<td>y</table>"
    )
    assert tables_of(html) == [[["H", "1", ""], ["", "2", "3"], ["4", "", ""]], [["in"]], [["x", "y"]]]
    assert read(html) == "H\t1\n\t2\t3\n4\nin\nx\ty"
    assert tables_of("<table><tr><table><tr><td>a</table>b</table>c") == [[["a"]]]
    assert tables_of("<td>a</td><tr>b</tr></table><table></table>") in ([], [[["a"]]])
    gap = "<table><tr><td>a<td>b<td rowspan=2>c<tr><td>d</table>"
    assert tables_of(gap) == [[["a", "b", "c"], ["d", "", ""]]]


def test_few_cells_can_not_become_many(limit):
    limit(max_covered_cells=50)
    many = "<table><tr>" + "<td rowspan=999>" * 30 + "<tr><td>" * 5 + "</table>"
    assert doc_text(with_chunk(many), seconds=1).problem.endswith(
        "A table has more than 50 covered cells (maxCoveredCells)."
    )
    deep = "<table><tr><td>a" * 100
    assert doc_text(with_chunk(deep), seconds=1) == (
        "before\nafter",
        "Text of another part is missing: Tables are nested too deep.",
    )
    assert len(tables_of("<table><tr><td>a" * 50)) == 50
    assert len(tables_of("<table><tr><td colspan=99999999999>a<td rowspan=99999>b</table>")[0][0]) < 100


def test_plain_text():
    assert read("one\r\n\r\n  <p>two</p>\tx\n", "text/plain", "txt") == "one\n\n  <p>two</p>\tx"
    assert read("just words", "application/octet-stream", "bin") == "just words"


def web_archive(*, alternative=False, first=""):
    message = EmailMessage()
    if alternative:
        message.set_content("plain")
        message.add_alternative(HTML, subtype="html", cte="quoted-printable")
    else:
        message.set_content(HTML, subtype="html", cte="base64", charset="cp1252")
        message.add_related(b"picture", "image", "png", cid="<a>")
    return f"{first}{message.as_string()}".encode()


@pytest.mark.parametrize("alternative", [True, False])
@pytest.mark.parametrize("kind", ["message/rfc822", "application/x-mimearchive", "multipart/related", "text/html"])
def test_web_archive(alternative, kind):
    first = "\nMIME-Version: 1.0\n" if kind == "text/html" else ""
    assert read(web_archive(alternative=alternative, first=first), kind, "mht") == SEEN
    only_text = b"MIME-Version: 1.0\nContent-Type: text/plain; charset=cp1251\n\n\xcf\xf0"
    assert read(only_text, kind, "mht") == "Пр"


def test_web_archive_that_is_nested_too_deep():
    parts = "".join(f"Content-Type: multipart/mixed; boundary=a{n}\n\n--a{n}\n" for n in range(2000))
    found = doc_text(with_chunk(f"MIME-Version: 1.0\n{parts}", "message/rfc822", "mht"), seconds=1)
    assert found.problem.startswith("Text of another part is missing: ")


def test_rtf():
    rtf = (
        rb"{\rtf1\ansi\ansicpg1252\deff0{\fonttbl{\f0\fswiss Arial;}{\f1\fcharset2 Symbol;}{\f2\fcharset204 Arial;}}"
        rb"{\colortbl;\red0;}{\info{\author no}}{\stylesheet{\s1 no;}}{\header no}{\*\generator no}"
        rb"\pard Caf\'e9 \u8364?\uc2\u-10179??\u-8704?? {\f1 a} {\f2 \'cf\'f0}{\v no}{\deleted no}\v0\par "
        rb"Second\line line\tab\emdash\~\_\{\par\par{\listtext\f1\'b7\tab}Item{\b bold}\par"
        rb"{\field{\*\fldinst HYPERLINK no}{\fldrslt link}}{\upr{no}{\*\ud{\u945 nob}}}{\pict\bin4 }}}}}{\*\unknown no}"
        b"\r\n split\\'\n\\\nmark\\par\n}ignored"
    )
    assert read(rtf, "application/rtf", "rtf") == (
        "Café €😀 \N{GREEK SMALL LETTER ALPHA} Пр\nSecond\nline\t—\xa0-{\n\n• Itembold\n"
        "link\N{GREEK SMALL LETTER ALPHA}b split\nmark\nignored"
    )


def test_tables_of_rtf():
    rtf = (
        rb"{\rtf1 top\par\trowd\cellx1\cellx2\pard\intbl A\cell B\par C\cell\row\trowd\intbl D\cell\pard\intbl E"
        rb"\nestcell F\nestcell{\nonesttables no\par}\nestrow\cell\row\pard after\par\trowd\intbl\cell\row}"
    )
    assert tables_of(rtf, "application/rtf", "rtf") == [[["A", "B\nC"], ["D", "E\tF"]], [[""]]]
    assert read(rtf, "application/rtf", "rtf") == "top\nA\nB\nC\nD\tE F\nafter"


def test_notes_of_rtf_are_counted_with_the_others():
    body = paragraph(run("a") + run('<w:footnoteReference w:id="1"/>')) + '<w:altChunk r:id="c1"/>'
    notes = f'<w:footnote w:id="1">{paragraph("first")}</w:footnote>'
    rtf = rb"{\rtf1 b\chftn{\footnote\chftn{\b second}} c{\footnote third\par line}\par}"
    content = with_chunk(rtf, "application/rtf", "rtf", body=body, footnotes=notes)
    assert doc_text(content, seconds=1) == ("a[1]\nb[2] c[3]\n[1] first\n[2] second\n[3] third\nline", "")


def test_damaged_rtf():
    assert read(b"{\\rtf1 open {\\b group \\par next\\u", "text/rtf", "rtf") == "open group\nnext"
    assert read(b"{\\rtf1\\ud{\\bin9999 x", "text/rtf", "rtf") == ""
    found = doc_text(with_chunk(b"{\\rtf1" + b"{" * 2000, "text/rtf", "rtf"), seconds=1)
    assert found == ("before\nafter", "Text of another part is missing: Groups of RTF are nested too deep.")


WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"


def flat(content):
    """A document whose parts are in one XML file."""
    package = "http://schemas.microsoft.com/office/2006/xmlPackage"
    kinds = {"word/document.xml": WORD}
    items = ""
    for name, data in unzipped(content).items():
        if name.endswith((".xml", ".rels")) and name != "[Content_Types].xml":
            inner = f"<pkg:xmlData>{data.decode().partition('?>')[2] or data.decode()}</pkg:xmlData>"
        else:
            inner = f"<pkg:binaryData>{base64.b64encode(data).decode()}</pkg:binaryData>"
        if name != "[Content_Types].xml":
            items += f'<pkg:part pkg:name="/{name}" pkg:contentType="{kinds.get(name, "")}">{inner}</pkg:part>'
    return f'<?xml version="1.0"?><pkg:package xmlns:pkg="{package}">{items}</pkg:package>'.encode()


def test_word_documents():
    expected = doc_text(letter(), seconds=1).text
    assert read(letter(), WORD, "docx") == expected
    assert read(letter(), "application/xml", "bin") == expected
    assert read(flat(word_xml(paragraph("flat") + table(["a", "b"]))), "application/xml", "xml") == "flat\na\tb"
    assert tables_of(letter(), WORD, "docx") == [[["Port", "Time"], ["Turku", "7:00"]]]


def test_documents_in_documents():
    def note(kind, number, words):
        return f'<w:{kind} w:id="{number}">{paragraph(words)}</w:{kind}>'

    def noted(words):
        return paragraph(run(words) + run('<w:footnoteReference w:id="1"/>'))

    inner = word_xml(noted("inner"), footnotes=note("footnote", 1, "of the inner"))
    middle = with_chunk(
        inner, WORD, "docx", body=noted("x") + '<w:altChunk r:id="c1"/>', footnotes=note("footnote", 1, "of x")
    )
    body = noted("outer") + '<w:altChunk r:id="c1"/>' + noted("same")
    content = with_chunk(middle, WORD, "docx", body=body, footnotes=note("footnote", 1, "of the outer"))
    assert doc_text(content, seconds=1) == (
        "outer[1]\nx[2]\ninner[3]\nsame[1]\n[1] of the outer\n[2] of x\n[3] of the inner",
        "",
    )
    deep = word_xml(paragraph("deepest"))
    for _ in range(7):
        deep = with_chunk(deep, WORD, "docx")
    found = doc_text(deep, seconds=1)
    assert found.problem == "Text of another part is missing: More than 5 documents are in each other."
    assert found.text.count("before") == found.text.count("after") == 6


def test_old_documents_need_libreoffice(monkeypatch):
    monkeypatch.setattr(libreoffice, "find_program", lambda: None)
    found = doc_text(with_chunk(ole("WordDocument"), "application/msword", "doc"), seconds=1)
    assert found.text == "before\nafter"
    assert "LibreOffice is not installed" in found.problem


@pytest.mark.parametrize(
    ("data", "kind", "message"),
    [
        (b"\x01\x02\xff", "application/octet-stream", "An imported part has a format that can't be read."),
        (b"%PDF-1.7", "application/pdf", "An imported part has a format that can't be read."),
        (b"MIME-Version: 1.0\nContent-Type: image/png\n\nx", "", "An imported part has a format that can't be read."),
        (letter()[:2000], WORD, "Document is damaged or cut short."),
        (presentation(), WORD, "Content is a PowerPoint document, no Word document."),
        (flat(word_xml(""))[:-30], "application/xml", "Document is damaged or cut short."),
    ],
)
def test_chunks_that_can_not_be_read(data, kind, message):
    found = doc_text(with_chunk(data, kind, "bin"), seconds=1)
    assert found == ("before\nafter", f"Text of another part is missing: {message}")
    assert doc_tables(with_chunk(data, kind, "bin"), seconds=1) == ([], found.problem)


def test_chunk_that_is_not_there():
    problem = "Text of another part is missing: A part of the document is missing."
    assert doc_text(word_xml(BODY), seconds=1) == ("before\nafter", problem)
    assert doc_text(attached(word_xml(BODY), ("c2", "aFChunk", "x", "")), seconds=1) == ("before\nafter", problem)


def test_chunks_that_are_taken_again_and_again(limit):
    limit(max_read_bytes=200_000)
    chunk = '<w:altChunk r:id="c1"/>'
    assert doc_text(with_chunk("x" * 20_000, body=chunk * 3), seconds=1).text.count("x") == 60_000
    found = doc_text(with_chunk("x" * 20_000, body=chunk * 30), seconds=1)
    assert found.problem.endswith("The parts that are shown are larger than 200,000 bytes (maxReadBytes) together.")
    assert len(found.text) < 200_000


def test_where_chunks_can_be():
    section = '<w:sectPr><w:headerReference w:type="default" r:id="header1"/></w:sectPr>'
    chunk = '<w:altChunk r:id="c1"/>'
    data = ("c1", "aFChunk", "chunk.html", "<p>here</p>")
    types = '<Default Extension="html" ContentType="text/html"/>'
    made = attached(word_xml(paragraph("a") + section, header1=chunk), data, owner="header1", types=types)
    assert doc_text(made, seconds=1) == ("here\na", "")
    note = f'<w:footnote w:id="1">{chunk}</w:footnote>'
    made = word_xml(paragraph(run("a") + run('<w:footnoteReference w:id="1"/>')), footnotes=note)
    assert doc_text(attached(made, data, owner="footnotes", types=types), seconds=1) == ("a[1]\n[1] here", "")
    box = run(f"<w:pict><v:textbox><w:txbxContent>{chunk}</w:txbxContent></v:textbox></w:pict>")
    control = f"<w:sdt><w:sdtContent>{chunk}</w:sdtContent></w:sdt>"
    made = attached(word_xml(paragraph(box) + table([cell(chunk), "b"]) + control), data, types=types)
    assert doc_text(made, seconds=1) == ("here\nhere\tb\nhere", "")
    assert doc_tables(made, seconds=1).tables[0].rows[0][0].text == "here"


def test_documents_of_python_docx_as_they_were():
    document = docx.Document()
    document.add_paragraph("a")
    assert doc_text(saved(document), seconds=1) == ("a", "")
    with pytest.raises(DocumentError):
        doc_text(b"x", seconds=1)
