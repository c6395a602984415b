"""Documents of all formats as headings, items, paragraphs and tables, in text, Markdown and JSON."""

import datetime as dt
import io
import json
import zipfile
from email.message import EmailMessage

import docx
import jsonschema
import openpyxl
import pptx
import pytest
from pptx.util import Inches

from office.make_outlook import message
from sparkocr.document.office import written
from sparkocr.document.page_json import page_json_schema
from sparkocr.enums import TextFormat
from sparkocr.errors import DocumentError
from sparkocr.limits import limited, limits_of
from sparkocr.office.libreoffice import convert_document, find_program
from sparkocr.office.read import any_content

SECONDS = 60.0


def saved(document):
    file = io.BytesIO()
    document.save(file)
    return file.getvalue()


def read(content, how=TextFormat.TEXT):
    pages, problem = any_content(content, seconds=SECONDS)
    assert not problem
    return [written(parts, how, page=number) for number, parts in enumerate(pages)]


def markdown(content):
    return read(content, TextFormat.MARKDOWN)


TABLE = "<table>\n<tr>\n<td> {} </td>\n<td> {} </td>\n</tr>\n<tr>\n<td> {} </td>\n<td> {} </td>\n</tr>\n</table>\n"


def word():
    document = docx.Document()
    document.add_heading("The lease", 0)
    document.add_heading("Rent", 1)
    document.add_paragraph("Due *monthly*.")
    document.add_paragraph("cash", style="List Bullet")
    document.add_paragraph("by card", style="List Bullet")
    document.add_paragraph("sign", style="List Number")
    table = document.add_table(2, 2)
    for cell, text in zip((cell for row in table.rows for cell in row.cells), ("a", "b", "c", "d"), strict=True):
        cell.text = text
    document.sections[0].header.paragraphs[0].text = "Draft"
    return saved(document)


def test_a_word_document_keeps_its_structure():
    assert read(word()) == ["Draft\nThe lease\nRent\nDue *monthly*.\n\u2022 cash\n\u2022 by card\n1. sign\na\tb\nc\td"]
    expected = "Draft\n\n# The lease\n\n# Rent\n\nDue \\*monthly\\*.\n\n- cash\n- by card\n1. sign\n\n"
    assert markdown(word()) == [expected + TABLE.format(*"abcd")]


def test_json_is_valid_and_has_blocks_and_tables():
    (page,) = read(word(), TextFormat.JSON)
    found = json.loads(page)
    jsonschema.validate(found, page_json_schema())
    assert [(block["type"], block["level"]) for block in found["blocks"][:4]] == [
        ("page_header", None),
        ("heading", 1),
        ("heading", 1),
        ("paragraph", None),
    ]
    assert [[cell["text"] for cell in row] for row in found["tables"][0]["rows"]] == [["a", "b"], ["c", "d"]]
    assert (found["page"], found["unit"]) == (0, None)


def test_a_table_in_a_cell_is_in_the_markdown_of_the_cell():
    document = docx.Document()
    cell = document.add_table(1, 1).cell(0, 0)
    cell.text = "outer"
    cell.add_table(1, 1).cell(0, 0).text = "inner"
    (page,) = markdown(saved(document))
    assert "<td> outer inner </td>" in page


def slides():
    deck = pptx.Presentation()
    slide = deck.slides.add_slide(deck.slide_layouts[1])
    body = slide.placeholders[1].text_frame
    body.text = "first"
    deeper = body.add_paragraph()
    deeper.text, deeper.level = "deeper", 1
    slide.shapes.title.text = "Plans"
    box = slide.shapes.add_textbox(0, 0, Inches(1), Inches(1)).text_frame
    box.text = "beside"
    numbered = box.add_paragraph()
    numbered.text = "one"
    properties = numbered._p.get_or_add_pPr()
    properties.append(properties.makeelement("{http://schemas.openxmlformats.org/drawingml/2006/main}buAutoNum", {}))
    properties[0].set("type", "arabicPeriod")
    group = slide.shapes.add_group_shape()
    group.shapes.add_textbox(0, 0, Inches(1), Inches(1)).text_frame.text = "grouped"
    second = deck.slides.add_slide(deck.slide_layouts[6])
    table = second.shapes.add_table(2, 2, 0, 0, Inches(2), Inches(1)).table
    for place, text in enumerate("abcd"):
        table.cell(place // 2, place % 2).text = text
    deck.slides.add_slide(deck.slide_layouts[6])
    return saved(deck)


def test_slides_are_pages_without_libreoffice(monkeypatch):
    monkeypatch.setattr("sparkocr.office.libreoffice.find_program", lambda: None)
    outline = "Plans\n\u2022 first\n  \u2022 deeper\nbeside\n1. one\ngrouped"
    assert read(slides()) == [outline, "a\tb\nc\td", ""]
    assert markdown(slides())[0] == "# Plans\n\n- first\n  - deeper\n\nbeside\n\n1. one\n\ngrouped\n"
    assert markdown(slides())[1] == TABLE.format(*"abcd")


def workbook():
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "Costs"
    sheet["B2"], sheet["C2"], sheet["B3"], sheet["C3"] = "rent", 1234.5, "share", 0.25
    sheet["C2"].number_format, sheet["C3"].number_format = "#,##0.00", "0%"
    sheet["B4"], sheet["C4"] = dt.datetime(2024, 5, 1), True  # noqa: DTZ001  cells have no time zone
    sheet["B4"].number_format = "yyyy-mm-dd"
    book.create_sheet("empty")
    hidden = book.create_sheet("hidden")
    hidden["A1"], hidden.sheet_state = "secret", "hidden"
    return saved(book)


def test_sheets_are_pages_with_numbers_as_they_are_shown():
    assert read(workbook()) == ["Costs\nrent\t1,234.50\nshare\t25%\n2024-05-01\tTRUE", ""]
    assert markdown(workbook())[0].startswith("# Costs\n\n<table>\n<tr>\n<td> rent </td>\n<td> 1,234.50 </td>")


def test_a_sheet_with_more_cells_than_the_limit_is_refused():
    with limited(limits_of({"maxCells": 5})), pytest.raises(DocumentError, match="maxCells"):
        read(workbook())


def test_a_workbook_that_unpacks_to_more_than_the_limit_is_refused():
    with limited(limits_of({"maxXmlBytes": 500})), pytest.raises(DocumentError, match="maxXmlBytes"):
        read(workbook())


def with_part(content, name, data):
    file = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as before, zipfile.ZipFile(file, "w") as after:
        for entry in before.namelist():
            after.writestr(entry, data if entry == name else before.read(entry))
    return file.getvalue()


def test_a_workbook_with_entities_is_refused():
    bomb = b'<!DOCTYPE a [<!ENTITY b "cccccccccc">]><worksheet>&b;</worksheet>'
    with pytest.raises(DocumentError, match="document type"):
        read(with_part(workbook(), "xl/worksheets/sheet1.xml", bomb))


def test_a_damaged_workbook_is_an_exception():
    with pytest.raises(DocumentError, match="damaged"):
        read(with_part(workbook(), "xl/workbook.xml", b"<workbook"))


NAMESPACES = " ".join(
    f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{place}:1.0"'
    for name, place in (
        *(("office", "office"), ("text", "text"), ("table", "table"), ("draw", "drawing"), ("style", "style")),
        ("presentation", "presentation"),
    )
)


def opendocument(kind, body, styles=""):
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr("mimetype", f"application/vnd.oasis.opendocument.{kind}")
        content = f"<office:body><office:{kind}>{body}</office:{kind}></office:body>"
        start = f"<office:document-content {NAMESPACES}><office:automatic-styles>{styles}</office:automatic-styles>"
        archive.writestr("content.xml", f"{start}{content}</office:document-content>")
    return file.getvalue()


ODT = opendocument(
    "text",
    """<text:h text:outline-level="2">Rent</text:h>
    <text:p>Due   each<text:s text:c="2"/>month<text:note><text:note-citation>1</text:note-citation><text:note-body>
    <text:p>or week</text:p></text:note-body></text:note>.<office:annotation><text:p>no</text:p></office:annotation>
    <draw:frame><draw:text-box><text:p>boxed</text:p></draw:text-box></draw:frame></text:p>
    <text:list text:style-name="N"><text:list-item><text:p>one</text:p><text:list><text:list-item><text:p>deep</text:p>
    </text:list-item></text:list></text:list-item><text:list-item><text:p>two</text:p></text:list-item></text:list>
    <table:table><table:table-row><table:table-cell table:number-columns-spanned="2"><text:p>wide</text:p>
    </table:table-cell><table:covered-table-cell/></table:table-row><table:table-row><table:table-cell><text:p>c</text:p>
    </table:table-cell><table:table-cell><text:p>d</text:p></table:table-cell></table:table-row></table:table>""",
    """<text:list-style style:name="N"><text:list-level-style-number text:level="1" style:num-format="1"
    style:num-suffix="."/></text:list-style>""",
)


def test_an_opendocument_text_keeps_its_structure():
    (text,) = read(ODT)
    assert text == ("Rent\nDue each  month[1].\nboxed\n1. one\n  \u2022 deep\n2. two\nwide\nc\td\n[1] or week")
    (page,) = markdown(ODT)
    assert page.startswith("## Rent\n\nDue each  month[1].\n\nboxed\n\n1. one\n   - deep\n2. two\n\n<table>")
    assert '<td colspan="2"> wide </td>' in page


ODS = opendocument(
    "spreadsheet",
    """<table:table table:name="Costs"><table:table-row><table:table-cell table:number-columns-repeated="2"><text:p>x
    </text:p></table:table-cell><table:table-cell table:number-columns-repeated="16000"/></table:table-row>
    <table:table-row table:number-rows-repeated="2"><table:table-cell/><table:table-cell><text:p>y</text:p>
    </table:table-cell></table:table-row><table:table-row table:number-rows-repeated="1000000"><table:table-cell/>
    </table:table-row></table:table><table:table table:name="no" table:style-name="h"><table:table-row>
    <table:table-cell><text:p>secret</text:p></table:table-cell></table:table-row></table:table>""",
    '<style:style style:name="h"><style:table-properties table:display="false"/></style:style>',
)


def test_sheets_of_opendocument_are_pages():
    assert read(ODS) == ["Costs\nx\tx\n\ty\n\ty"]


def test_repeated_cells_do_not_fill_the_memory():
    many = '<table:table-cell table:number-columns-repeated="16000"><text:p>x</text:p></table:table-cell>'
    row = f'<table:table-row table:number-rows-repeated="999999">{many}</table:table-row>'
    with pytest.raises(DocumentError, match="maxCells"):
        read(opendocument("spreadsheet", f"<table:table>{row}</table:table>"))


def test_slides_of_opendocument_are_pages():
    body = """<draw:page><draw:frame><draw:text-box><text:list><text:list-item><text:p>point</text:p></text:list-item>
    </text:list></draw:text-box></draw:frame><draw:frame presentation:class="title"><draw:text-box>
    <text:p>Plans</text:p></draw:text-box></draw:frame><presentation:notes><draw:frame><draw:text-box><text:p>say</text:p></draw:text-box>
    </draw:frame></presentation:notes></draw:page>"""
    assert markdown(opendocument("presentation", body)) == ["# Plans\n\n- point\n"]


def test_rtf_has_headings_and_lists():
    item = rb"{\pard{\listtext\bullet\tab}%b\par}"
    rtf = rb"{\rtf1{\pard\outlinelevel0 Rent\par}" + item % b"cash" + item % b"card" + b"}"
    assert markdown(rtf) == ["# Rent\n\n- cash\n- card\n"]


def test_html_has_headings_lists_and_tables_and_no_scripts():
    html = b"""<html><head><style>p{}</style><script>no()</script></head><body><h2>Rent</h2><p>Due<br>monthly</p>
    <ol><li>cash<ul><li>coins</ul><li>card</ol><table><tr><td>a<td>b<tr><td>c<td>d</table></body>"""
    (page,) = markdown(html)
    assert page == "## Rent\n\nDue  \nmonthly\n\n1. cash\n   - coins\n2. card\n\n" + TABLE.format(*"abcd")


@pytest.mark.parametrize("encoding", ["utf-8", "cp1252", "utf-16", "utf-8-sig"])
def test_text_in_its_encoding(encoding):
    assert read("Gr\u00fc\u00dfe\r\naus K\u00f6ln".encode(encoding)) == ["Gr\u00fc\u00dfe\naus K\u00f6ln"]


def mail(*, html=True):
    made = EmailMessage()
    made["From"], made["To"], made["Subject"] = (
        "J\u00fcrgen <j@example.org>",
        "a@example.org, b@example.org",
        "The r\u00e9nt",
    )
    made["Date"] = dt.datetime(2024, 5, 1, 12, tzinfo=dt.UTC)
    made.set_content("plain text")
    if html:
        made.add_alternative("<h1>Rent</h1><p>rich text", subtype="html")
    made.add_attachment(b"%PDF", maintype="application", subtype="pdf", filename="lease.pdf")
    return made


def test_an_email_has_its_headers_text_and_names_of_attachments():
    assert read(mail().as_bytes()) == [
        (
            "The r\u00e9nt\nFrom: J\u00fcrgen <j@example.org>\nTo: a@example.org, b@example.org\n"
            "Date: Wed, 01 May 2024 12:00:00 +0000\nRent\nrich text\nAttachments:\n\u2022 lease.pdf"
        )
    ]
    assert "plain text" in read(mail(html=False).as_bytes())[0]


def test_an_email_in_an_email_is_read():
    outer = mail()
    outer.add_attachment(mail(html=False))
    (page,) = markdown(outer.as_bytes())
    assert page.startswith("# The r\u00e9nt\n")
    assert "## The r\u00e9nt\n" in page
    assert page.rstrip().endswith("- lease.pdf")


OUTLOOK = {
    "p0037001F": "The rent",
    "p0C1A001F": "Ann",
    "p5D01001F": "ann@example.org",
    "p0E04001F": "Bob",
    "p1000001F": "plain text " * 500,  # more than fits into small sectors
    "fixed": bytes.fromhex("40003900 00000000 00003648b59bda01".replace(" ", "")),
    "attachments": ["lease.pdf"],
}


def test_a_message_of_outlook():
    (text,) = read(message(**OUTLOOK))
    lines = text.split("\n")
    assert lines[:3] == ["The rent", "From: Ann <ann@example.org>", "To: Bob"]
    assert lines[3].startswith("Date: 2024-05-01 ")
    assert lines[4] == ("plain text " * 500).rstrip()
    assert lines[5:] == ["Attachments:", "\u2022 lease.pdf"]


def test_a_message_of_outlook_in_html_and_an_old_code_page():
    content = message(
        p10130102=b"<h2>Rent</h2>",
        p0037001E="Mi\u0119so".encode("cp1250"),
        fixed=bytes.fromhex("0300fd3f 00000000 e204000000000000".replace(" ", "")),
    )
    assert markdown(content) == ["# Mi\u0119so\n\n## Rent\n"]


def test_a_message_that_goes_in_a_circle_is_damaged():
    content = bytearray(message(**OUTLOOK))
    table = len(content) - 512
    content[table : table + 4] = (0).to_bytes(4, "little")  # the first sector is followed by itself
    with pytest.raises(DocumentError, match="damaged"):
        read(bytes(content))


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"", "Document is empty"),
        (bytes(range(256)), "no document of a known format"),
        (b"%PDF-1.7", "known format: it is a PDF, use PdfToText or PdfToImage"),
    ],
)
def test_what_is_no_document(content, message):
    with pytest.raises(DocumentError, match=message):
        read(content)


@pytest.mark.skipif(find_program() is None, reason="LibreOffice is not installed")
def test_an_old_workbook_is_converted():
    try:
        old = _converted(workbook())
    except DocumentError:
        pytest.skip("this LibreOffice has no part for sheets")
    assert read(old)[0] == "Costs\nrent\t1,234.50\nshare\t25%\n2024-05-01\tTRUE"


def _converted(content):
    from sparkocr.office import libreoffice

    signatures = libreoffice._SIGNATURES | {"xls": bytes.fromhex("d0cf11e0")}
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(libreoffice, "_SIGNATURES", signatures)
        return convert_document(content, "xlsx", "xls", seconds=SECONDS)
