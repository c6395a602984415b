"""Texts of Word documents are replaced where they are, whatever pieces they are stored in."""

import re
from io import BytesIO

import docx
import pytest

from office.make_office import attached, paragraph, run, saved, unzipped, word_xml
from office.make_planted import field, presentation_document, text_box
from sparkocr.office.read import doc_text
from sparkocr.office.redact.document import rewrite
from sparkocr.office.redact.texts import texts_of

NAME = re.compile(r"John[\s-]Smith|Johnny", re.IGNORECASE)
TRACKED = 'w:id="1" w:author="Ann" w:date="2020-01-01T00:00:00Z"'


def rewritten(content, new="[X]", pattern=NAME, **options):
    return rewrite(
        content, lambda text: [(*one.span(), new) for one in pattern.finditer(text)], **{"mask_image": None} | options
    )


def text_after(body, **options):
    return doc_text(rewritten(word_xml(body), **options), seconds=1).text


def xml_after(body, **options):
    return unzipped(rewritten(word_xml(body), **options))["word/document.xml"].decode()


@pytest.mark.parametrize(
    "runs",
    [
        run("John Smith"),
        run("Jo") + run("hn") + run(" Sm") + run("ith"),
        run("<w:t>John</w:t><w:tab/><w:t>Smith</w:t>"),
        run("<w:t>John</w:t><w:br/><w:t>Smith</w:t>"),
        run("<w:t>John</w:t><w:noBreakHyphen/><w:t>Smith</w:t>"),
        run("<w:t>Jo</w:t><w:softHyphen/><w:t>hn Smith</w:t>"),
        run("Jo\u00adhn Sm\u200bith\u2060"),
        run("John ") + '<w:smartTag w:element="n">' + run("Smith") + "</w:smartTag>",
        '<w:hyperlink w:anchor="a">' + run("John") + "</w:hyperlink>" + run(" Smith"),
        run("Jo") + f"<w:del {TRACKED}><w:r><w:delText>xx</w:delText></w:r></w:del>" + run("hn Smith"),
        run("Jo") + f"<w:ins {TRACKED}>{run('hn')}</w:ins>" + run(" Smith"),
        run("Jo") + run("hidden", "<w:vanish/>") + run("hn Smith"),
        run("Jo") + "<w:proofErr/>" + field(" QUOTE a ", "hn") + run(" Smith"),
        run("Jo") + text_box("aside") + run("hn Smith"),
        run("Jo") + run('<w:commentReference w:id="1"/>') + run("hn Smith"),
        run("<w:t>John </w:t>" + "".join(f'<w:sym w:font="Arial" w:char="{ord(one):04X}"/>' for one in "Smith")),
    ],
)
def test_a_name_in_pieces_is_one_name(runs):
    text = text_after(paragraph(run("before ") + runs + run(" after")))
    assert text.replace("\naside", "").replace("  ", " ").startswith("before [X]")
    assert " after" in text
    assert not re.search("John|Smith|hn|ith", text)


def test_formats_of_runs_stay_and_the_first_one_holds_for_what_is_new():
    runs = (
        run("one ", "<w:i/>")
        + run("Jo", "<w:b/>")
        + run("hn Smith two", '<w:u w:val="single"/>')
        + run(" three", "<w:strike/>")
    )
    made = docx.Document(BytesIO(rewritten(word_xml(paragraph(runs)))))
    assert [(one.text, one.bold, one.underline) for one in made.paragraphs[0].runs] == [
        ("one ", None, None), ("[X]", True, None), (" two", None, True), (" three", None, None)
    ]  # fmt: skip


def test_several_names_in_one_run_and_text_of_any_length_in_their_place():
    assert text_after(paragraph("John Smith and John Smith."), new="█" * 20) == f"{'█' * 20} and {'█' * 20}."
    assert text_after(paragraph("a John Smith b"), new="") == "a  b"
    assert text_after(paragraph("a John Smith b"), new="<&\x00\n>") == "a <& > b"


def test_hidden_text_alone_is_looked_at_too():
    runs = run("John ", "<w:vanish/>") + run("seen") + run("Smith", "<w:vanish/>")
    assert "Smith" not in xml_after(paragraph(runs))


def test_both_forms_of_a_content_are_looked_at():
    forms = "".join(
        f"<mc:{form}><w:t>{text}</w:t></mc:{form.split()[0]}>"
        for form, text in (('Choice Requires="wps"', "Smith"), ("Fallback", "Smith"))
    )
    xml = xml_after(paragraph(run("John ") + run(f"<mc:AlternateContent>{forms}</mc:AlternateContent>")))
    assert "John" not in xml
    assert "Smith" not in xml


def test_page_breaks_stay_where_line_breaks_go():
    made = xml_after(paragraph(run('<w:t>John</w:t><w:br w:type="page"/><w:t>Smith</w:t>')))
    assert '<w:br w:type="page"/>' in made
    assert "Smith" not in made


def test_changes_are_accepted():
    end = f"<w:rPr><w:del {TRACKED}/></w:rPr>"
    row = f"<w:tr><w:trPr><w:del {TRACKED}/></w:trPr><w:tc>{paragraph('gone')}</w:tc></w:tr>"
    body = (
        paragraph("one ", end)
        + paragraph(run("two") + f"<w:del {TRACKED}>{run('gone')}</w:del>", end)
        + paragraph(" three")
        + f"<w:tbl><w:tr><w:tc>{paragraph('kept')}</w:tc></w:tr>{row}</w:tbl>"
        + paragraph(f"<w:moveFrom {TRACKED}>{run('gone')}</w:moveFrom><w:moveTo {TRACKED}>{run('moved')}</w:moveTo>")
    )
    xml = xml_after(body)
    assert text_after(body) == "one two three\nkept\nmoved"
    assert not re.search("gone|Ann|2020|<w:ins|<w:del|<w:move", xml)


def test_fields_that_draw_on_other_things_are_only_their_result():
    kept = field(" PAGE ", "7") + field(' TOC \\o "1-3" ', "toc") + field(' HYPERLINK \\l "John_Smith" ', "there")
    gone = field(" MERGEFIELD John ", "one ") + field(" INCLUDETEXT C:/a ", "two ") + field(" ADDIN {json} ", "three")
    nested = run('<w:fldChar w:fldCharType="begin"/>') + run("<w:instrText> IF </w:instrText>")
    nested += field(" MERGEFIELD x ", "John") + run("<w:instrText> = 1 </w:instrText>")
    nested += run('<w:fldChar w:fldCharType="separate"/>') + run("result") + run('<w:fldChar w:fldCharType="end"/>')
    xml = xml_after(
        paragraph(kept) + paragraph(gone) + paragraph(nested) + paragraph(field(" EQ \\f(3,John Smith) ", ""))
    )
    assert re.findall("<w:instrText[^>]*>([^<]*)", xml) == [" PAGE ", ' TOC \\o "1-3" ', ' HYPERLINK \\l "b1" ']
    assert re.sub("<[^>]*>", "", xml.split("three")[1]) == "result"


def test_fields_that_draw_themselves_are_what_they_draw():
    button = run('<w:fldChar w:fldCharType="begin"/>') + run("<w:instrText> MACROBUTTON NoMacro Press </w:instrText>")
    text = text_after(paragraph(button + run('<w:fldChar w:fldCharType="end"/>')))
    assert text == "Press"


def test_a_field_without_an_end_hides_nothing():
    xml = xml_after(
        paragraph(run('<w:fldChar w:fldCharType="begin"/>') + run("<w:instrText>John</w:instrText>") + run("seen"))
    )
    assert "John" not in xml
    assert "seen" in xml


def test_texts_of_names_what_is_stored_and_where():
    body = paragraph(run("Jo") + run("hn") + f"<w:del {TRACKED}><w:r><w:delText>old</w:delText></w:r></w:del>")
    body += paragraph(field(" AUTHOR x ", "y")) + "<!-- remark -->"
    content = attached(
        word_xml(body),
        ("p", "package", "a.docx", word_xml(paragraph("inner"))),
        ("q", "oleObject", "o.bin", b"\0\1"),
    )
    texts = texts_of(content)
    found = {(text.text, text.part) for text in texts.texts}
    main = "word/document.xml"
    assert {("John", main), ("Johnold", main), ("old", main), ("Ann", main), (" AUTHOR x ", main)} <= found
    assert {(" remark ", main), ("inner", f"word/a.docx!{main}"), ("word/o.bin", "word/o.bin")} <= found
    assert texts.unread == ["word/o.bin"]


def test_comments_can_be_dropped():
    comment = f'<w:comment w:id="5" w:author="Ann" w:initials="A">{paragraph("Remark")}</w:comment>'
    marks = '<w:commentRangeStart w:id="5"/>' + run("text") + '<w:commentRangeEnd w:id="5"/>'
    content = word_xml(paragraph(marks + run('<w:commentReference w:id="5"/>')), comments=comment)
    kept, dropped = unzipped(rewritten(content)), unzipped(rewritten(content, keep_comments=False))
    assert b'w:author="Author 1" w:initials="A"' in kept["word/comments.xml"]
    assert b"Remark" in kept["word/comments.xml"]
    assert "word/comments.xml" not in dropped
    assert b"comment" not in dropped["word/document.xml"]


def test_comments_of_slides_can_be_dropped():
    class Plain(dict):
        def __missing__(self, place):
            return place.replace(" ", "")

        def halves(self, place):
            return self[place][:3], self[place][3:]

    content = presentation_document(Plain())
    kept, dropped = (unzipped(rewritten(content, keep_comments=keep)) for keep in (True, False))
    assert b"Old remark" in kept["ppt/comments/comment1.xml"]
    assert b"New remark" in kept["ppt/comments/modernComment1.xml"]
    assert not any("omment" in name or "uthor" in name for name in dropped)


def test_styles_are_renamed_everywhere_alike():
    styles = '<w:style w:type="paragraph" w:styleId="JohnSmith"><w:name w:val="John Smith style"/></w:style>'
    content = word_xml(paragraph("text", '<w:pStyle w:val="JohnSmith"/>'), styles=styles)
    made = unzipped(rewritten(content))
    (name,) = re.findall(rb'w:styleId="([^"]*)"', made["word/styles.xml"])
    assert name != b"JohnSmith"
    assert b'<w:pStyle w:val="%s"/>' % name in made["word/document.xml"]


def test_words_of_the_format_are_no_names():
    content = saved(docx.Document())
    made = rewritten(content, pattern=re.compile("page|left|center|single|auto|normal|black", re.IGNORECASE))
    document = docx.Document(BytesIO(made))
    assert document.sections[0].left_margin is not None
    body = paragraph(run('<w:br w:type="page"/>') + run("page"), '<w:jc w:val="center"/>')
    xml = xml_after(body, pattern=re.compile("page|center"))
    assert '<w:br w:type="page"/>' in xml
    assert '<w:jc w:val="center"/>' in xml
    assert ">[X]<" in xml


def test_a_span_outside_of_its_text_is_a_mistake():
    with pytest.raises(ValueError, match="span"):
        rewrite(word_xml(paragraph("text")), lambda text: [(0, len(text) + 1, "")], mask_image=None)
