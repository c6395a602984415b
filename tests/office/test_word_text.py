"""The text of Word documents, as a reader sees it."""

import docx
import pytest

from office.make_office import cell, item, letter, paragraph, run, saved, table, unzipped, word_xml, zipped
from sparkocr.office.read import doc_text


def text(body, **parts):
    found = doc_text(word_xml(body, **parts), seconds=1)
    assert not found.problem
    return found.text


def test_document_of_everything():
    assert doc_text(letter(), seconds=1).text == (
        "Harbour office\nFerries\nThe ferry leaves at seven.\n\N{BULLET} Coat\n\N{BULLET} Boots\n"
        "1. Buy a ticket\n2. Go on board\nPort\tTime\nTurku\t7:00\nPage 1"
    )


def test_empty_documents():
    assert doc_text(saved(docx.Document()), seconds=1).text == ""
    assert text("") == ""
    assert text(table(["", ""])) == ""


@pytest.mark.parametrize(
    ("runs", "expected"),
    [
        (run("<w:t>one</w:t><w:tab/><w:t>two </w:t>"), "one\ttwo"),
        (run("<w:t>a</w:t><w:br/><w:t>b</w:t><w:cr/><w:t>c</w:t>"), "a\nb\nc"),
        (run('<w:t>a</w:t><w:br w:type="page"/><w:t>b</w:t>'), "a\nb"),
        (run("<w:t>555</w:t><w:noBreakHyphen/><w:t>12</w:t><w:softHyphen/><w:t>34</w:t>"), "555-1234"),
        (run("co\u00adoperate"), "cooperate"),
        (run('<w:sym w:font="Wingdings" w:char="F0FE"/>'), "\N{BALLOT BOX WITH CHECK}"),
        (run('<w:sym w:font="Wingdings" w:char="00FC"/>'), "\N{CHECK MARK}"),
        (run('<w:sym w:font="Wingdings" w:char="F0CB"/>'), "\N{REPLACEMENT CHARACTER}"),
        (run('<w:sym w:font="Arial" w:char="03B1"/>'), "\N{GREEK SMALL LETTER ALPHA}"),
        (run('<w:sym w:char="D800"/><w:sym w:char="FFFFFF"/><w:sym w:char="x"/><w:t>a</w:t>'), "a"),
        (run("a") + '<w:ins w:id="1">' + run("b") + "</w:ins>", "ab"),
        (run("a") + '<w:del w:id="1">' + run("<w:delText>b</w:delText>") + "</w:del>" + run("c"), "ac"),
        ("<w:moveFrom>" + run("a") + "</w:moveFrom><w:moveTo>" + run("a") + "</w:moveTo>", "a"),
        (run("a") + run("b", "<w:vanish/>") + run("c", '<w:vanish w:val="0"/>'), "ac"),
        ('<w:hyperlink r:id="r9">' + run("here") + "</w:hyperlink>", "here"),
        ('<w:fldSimple w:instr="PAGE">' + run("7") + "</w:fldSimple>", "7"),
        ("<w:sdt><w:sdtContent>" + run("filled in") + "</w:sdtContent></w:sdt>", "filled in"),
        ("<w:ruby><w:rt>" + run("kyo") + "</w:rt><w:rubyBase>" + run("K") + "</w:rubyBase></w:ruby>", "K"),
        ("<m:oMath><m:r><m:t>x+1</m:t></m:r></m:oMath>", "x+1"),
        ("<w:commentRangeStart/>" + run("a") + run("<w:commentReference/>"), "a"),
        ("<!-- a comment of XML --><?and an instruction?>" + run("a"), "a"),
        (run("<w:t/>") + run("a"), "a"),
    ],
)
def test_inline_content(runs, expected):
    assert text(paragraph(runs)) == expected


def test_fields_show_their_result():
    def sign(kind):
        return run(f'<w:fldChar w:fldCharType="{kind}"/>')

    inner = sign("begin") + run("<w:instrText>NAME</w:instrText>") + sign("separate") + run("inner") + sign("end")
    outer = sign("begin") + run("<w:instrText>IF</w:instrText>") + inner + sign("separate") + run("shown") + sign("end")
    assert text(paragraph(run("a ") + outer + run(" b"))) == "a shown b"
    assert text(paragraph(run("a ") + inner + run(" b"))) == "a inner b"
    assert text(paragraph(sign("end") + sign("separate") + run("a")) + paragraph(sign("begin")) + paragraph("b")) == (
        "a\n\nb"
    ), "signs without a partner hide no other paragraph"
    hidden = run('<w:fldChar w:fldCharType="end"/>', "<w:vanish/>")
    assert text(paragraph(sign("begin") + hidden + run("a"))) == "a"


def test_hidden_by_a_style():
    styles = (
        '<w:style w:type="character" w:styleId="Base"><w:rPr><w:vanish/></w:rPr></w:style>'
        '<w:style w:type="character" w:styleId="Note"><w:basedOn w:val="Base"/></w:style>'
        '<w:style w:type="character" w:styleId="Loop"><w:basedOn w:val="Loop"/></w:style>'
    )
    runs = (
        run("a", '<w:rStyle w:val="Note"/>') + run("b", '<w:rStyle w:val="Loop"/>') + run("c", '<w:rStyle w:val="no"/>')
    )
    assert text(paragraph(runs), styles=styles) == "bc"


def test_end_of_paragraph_deleted():
    deleted = '<w:rPr><w:del w:id="1"/></w:rPr>'
    gone = '<w:del w:id="2">' + run("<w:delText>gone</w:delText>") + "</w:del>"
    assert text(paragraph("one ", deleted) + paragraph("two") + paragraph("three")) == "one two\nthree"
    assert text(paragraph("one") + paragraph(gone, deleted) + paragraph("two")) == "one\ntwo"
    assert text(paragraph("one", deleted)) == "one"


def test_text_boxes_once_and_after_their_paragraph():
    box = "<w:txbxContent>" + paragraph("in the") + paragraph("box") + "</w:txbxContent>"
    both = (
        "<mc:AlternateContent><mc:Choice Requires='wps'><w:drawing><wps:txbx>" + box + "</wps:txbx></w:drawing>"
        "</mc:Choice><mc:Fallback><w:pict><v:textbox>"
        + box
        + "</v:textbox></w:pict></mc:Fallback></mc:AlternateContent>"
    )
    assert text(paragraph(run("before") + run(both) + run(" after"))) == "before after\nin the\nbox"
    assert text(paragraph(run(both))) == "in the\nbox"
    old = "<w:pict><v:shape><v:textbox>" + box + "</v:textbox></v:shape></w:pict>"
    assert text(paragraph(run(old))) == "in the\nbox"
    empty = (
        "<mc:AlternateContent><mc:Choice><w:drawing/></mc:Choice><mc:Fallback>"
        + old
        + "</mc:Fallback></mc:AlternateContent>"
    )
    assert text(paragraph(run(empty))) == "in the\nbox"


def test_alternatives_and_controls_around_paragraphs():
    alternatives = "<mc:AlternateContent><mc:Choice>" + paragraph("a") + "</mc:Choice><mc:Fallback>" + paragraph("b")
    assert text(alternatives + "</mc:Fallback></mc:AlternateContent>") == "a"
    nested = "<w:sdt><w:sdtPr/><w:sdtContent>" + paragraph("a") + "<w:customXml>" + table(["b"]) + "</w:customXml>"
    assert text(nested + "</w:sdtContent></w:sdt>") == "a\nb"


def test_notes_are_at_the_end():
    def reference(kind, number, more=""):
        return run(f'<w:{kind}Reference w:id="{number}"{more}/>')

    def note(kind, number, inner):
        return f'<w:{kind} w:id="{number}">{paragraph(inner)}</w:{kind}>'

    body = paragraph(run("one") + reference("footnote", 5) + run(" two") + reference("endnote", 1))
    body += paragraph(run("star") + reference("footnote", 6, ' w:customMarkFollows="1"') + run("*"))
    body += paragraph(run("last") + reference("footnote", 7) + reference("footnote", 9))
    footnotes = (
        note("footnote", 0, "unused")
        + note("footnote", 5, run("<w:footnoteRef/>") + run(" First"))
        + note("footnote", 6, "* Star")
        + note("footnote", 7, "Second")
    )
    assert text(body, footnotes=footnotes, endnotes=note("endnote", 1, "End")) == (
        "one[1] two[i]\nstar*\nlast[2][3]\n[1] First\n* Star\n[2] Second\n[i] End"
    )
    assert text(paragraph(run("one") + reference("footnote", 5))) == "one[1]", "the part is missing"


def test_headers_and_footers_once():
    def section(*references, more=""):
        items = "".join(f'<w:{kind}Reference w:type="{pages}" r:id="{name}"/>' for kind, pages, name in references)
        return f"<w:sectPr>{items}{more}</w:sectPr>"

    one = section(("header", "default", "header1"), ("header", "first", "header2"), ("footer", "default", "footer1"))
    same = section(("header", "default", "header1"))
    last = section(("header", "first", "header3"), ("header", "even", "header4"), more="<w:titlePg/>")
    parts = {
        name: paragraph(f"{name[:-1]} {name[-1]}") for name in ("header1", "header2", "header3", "header4", "footer1")
    }
    body = paragraph("A", one) + paragraph("B", same) + paragraph("C") + last
    assert text(body, **parts) == "header 1\nA\nfooter 1\nB\nheader 3\nC"
    even = text(body, **parts, settings="<w:evenAndOddHeaders/>")
    assert even == "header 1\nA\nfooter 1\nB\nheader 3\nheader 4\nC"
    assert text(paragraph("A") + section(("header", "default", "header9"))) == "A", "the part is missing"
    assert text(paragraph("A") + one, **parts | {"header1": paragraph("")}) == "A\nfooter 1"


def test_right_to_left_text_in_logical_order():
    hebrew = "\u05e9\u05dc\u05d5\u05dd \u05e2\u05d5\u05dc\u05dd 12"
    runs = run(hebrew, "<w:rtl/>") + "<w:bdo w:val='rtl'>" + run("abc") + "</w:bdo>"
    assert text(paragraph(runs, "<w:bidi/>")) == hebrew + "abc"


def test_rows_of_tables():
    assert text(table(["a", "b", "c"], ["d", "", ""], ["", "", "e"])) == "a\tb\tc\nd\n\t\te"
    assert text(table([cell("a", "b"), "c"], ["d", "e"])) == "a\nb\nc\nd\te", "several lines: below each other"
    inner = table(["x", "y"])
    assert text(table([cell(inner, ""), "c"])) == "x y\tc", "a nested table of one row is a line"
    assert text(table([cell("a", inner, ""), "c"])) == "a\nx\ty\nc"
    assert text(table([cell(paragraph(run("<w:t>a</w:t><w:tab/><w:t>b</w:t>"))), "c"])) == "a b\tc"
    deleted = '<w:trPr><w:del w:id="1"/></w:trPr>'
    assert text(table(["a"], [deleted, cell("b")], ["<w:trPr><w:hidden/></w:trPr>", cell("c")])) == "a"


def test_text_of_merged_cells_is_there_once():
    wide = cell("wide", properties='<w:gridSpan w:val="2"/>')
    tall = cell("tall", properties='<w:vMerge w:val="restart"/>')
    rest = cell("unseen", properties="<w:vMerge/>")
    assert text(table([wide, "c"], [tall, "e"], [rest, "g"])) == "wide\tc\ntall\te\n\tg"


def test_lists_in_cells_go_on_counting():
    levels = '<w:abstractNum w:abstractNumId="1"><w:lvl w:ilvl="0"><w:start w:val="1"/><w:lvlText w:val="%1)"/></w:lvl>'
    numbering = levels + '</w:abstractNum><w:num w:numId="1"><w:abstractNumId w:val="1"/></w:num>'
    body = paragraph("a", item(1)) + table([cell(paragraph("b", item(1)))]) + paragraph("c", item(1))
    assert text(body, numbering=numbering) == "1) a\n2) b\n3) c"


def test_strict_documents_and_utf_16():
    made = unzipped(word_xml(paragraph("a") + table(["b"])))
    document = made["word/document.xml"]
    strict = document.replace(
        b"http://schemas.openxmlformats.org/wordprocessingml/2006/main",
        b"http://purl.oclc.org/ooxml/wordprocessingml/main",
    )
    assert doc_text(zipped(**made | {"word/document.xml": strict}), seconds=1).text == "a\nb"
    wide = ("<?xml version='1.0' encoding='UTF-16'?>" + document.decode()).encode("utf-16")
    assert doc_text(zipped(**made | {"word/document.xml": wide}), seconds=1).text == "a\nb"
