"""Parts of Office documents that are rewritten: which are kept, and what can't be checked."""

import re
from io import BytesIO

import pptx
import pytest
from pptx.util import Pt

from office.make_office import (
    RELATION,
    attached,
    letter,
    ole,
    paragraph,
    presentation,
    run,
    saved,
    unzipped,
    word_xml,
    zipped,
)
from office.make_planted import picture, placed
from sparkocr.errors import DocumentError
from sparkocr.office.read import doc_text
from sparkocr.office.redact.document import rewrite
from sparkocr.office.redact.texts import texts_of


def same(content, mask_image=None):
    return rewrite(content, lambda _: [], mask_image=mask_image)


def with_picture(data, ending="png"):
    drawn = '<a:blip r:embed="pic"/>'
    return attached(word_xml(paragraph(placed("picture", drawn))), ("pic", "image", f"media/a.{ending}", data))


def pictures_of(content):
    return {name: data for name, data in unzipped(content).items() if "/media/" in name}


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "GIF", "BMP", "TIFF"])
def test_pictures_go_through_the_mask(kind):
    before, after = picture("white", kind), picture("black", kind)
    seen = []
    made = same(with_picture(before), lambda data: seen.append(data) or after)
    assert seen == [before]
    assert pictures_of(made) == {f"word/media/image1.{kind.lower()}": after}


@pytest.mark.parametrize(
    "data", [b"<svg xmlns='http://www.w3.org/2000/svg'/>", b"\x01\0\0\0emf", b"\xd7\xcd\xc6\x9awmf", b""]
)
def test_drawings_and_unknown_formats_become_blank(data):
    made = same(with_picture(data, "emf"), lambda _: pytest.fail("is not asked"))
    ((name, blank),) = pictures_of(made).items()
    assert name == "word/media/image1.png"
    assert blank.startswith(b"\x89PNG")
    assert b"emf" not in made


def test_without_a_mask_all_pictures_are_blank():
    ((_, blank),) = pictures_of(same(with_picture(picture()))).items()
    assert blank != picture()


@pytest.mark.parametrize("answer", [None, b"", b"GIF89a"])
def test_a_picture_that_was_not_checked_is_an_error(answer):
    with pytest.raises(DocumentError, match="picture"):
        same(with_picture(picture()), lambda _: answer)


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"", "empty"),
        (b"text", "no Office document"),
        (ole("WordDocument"), "convert it"),
        (ole("PowerPoint Document"), "convert it"),
        (ole("EncryptedPackage"), "encrypted"),
        (letter()[:-300], "damaged"),
        (zipped(a="b"), "no Office document"),
        (word_xml("", kind="application/vnd.ms-excel.sheet.macroEnabled.main+xml"), "no Word or PowerPoint"),
    ],
)
def test_what_can_not_be_read_is_an_error(content, message):
    for read in (same, texts_of):
        if read is texts_of and content.startswith(b"PK") and message != "damaged":
            continue  # texts are read of every zip file
        with pytest.raises(DocumentError, match=message):
            read(content)


def test_a_document_type_declaration_is_an_error():
    files = unzipped(word_xml(paragraph("text")))
    bomb = b'<!DOCTYPE a [<!ENTITY b "cccc">]>' + files["word/document.xml"]
    with pytest.raises(DocumentError, match="document type"):
        same(zipped(**files | {"word/document.xml": bomb}))


def test_a_part_that_is_said_to_be_two_things_is_an_error():
    section = '<w:sectPr><w:headerReference r:id="header1"/></w:sectPr>'
    content = word_xml(paragraph("text") + section, header1=paragraph("top"))
    files = unzipped(content)
    names = "word/_rels/document.xml.rels"
    twice = f'<Relationship Id="twice" Type="{RELATION}/footnotes" Target="header1.xml"/></Relationships>'
    content = zipped(**files | {names: files[names].replace(b"</Relationships>", twice.encode())})
    with pytest.raises(DocumentError, match="two things"):
        same(content)


def test_an_import_of_an_unknown_format_is_an_error():
    content = attached(word_xml('<w:altChunk r:id="c"/>'), ("c", "aFChunk", "c.bin", b"\xff\0\xff\0"))
    with pytest.raises(DocumentError, match="imported part"):
        same(content)


def test_imported_documents_become_paragraphs():
    inner = word_xml(paragraph("inner text"))
    content = attached(word_xml(paragraph("outer") + '<w:altChunk r:id="c"/>'), ("c", "aFChunk", "c.docx", inner))
    made = same(content)
    assert doc_text(made, seconds=1).text == "outer\ninner text"
    assert "altChunk" not in unzipped(made)["word/document.xml"].decode()


def test_macros_are_dropped_and_the_type_says_so():
    content = attached(
        word_xml(paragraph("text"), kind="application/vnd.ms-word.document.macroEnabled.main+xml"),
        ("v", "vbaProject", "vbaProject.bin", b"code"),
    )
    made = unzipped(same(content))
    assert b"macro" not in made["[Content_Types].xml"]
    assert set(made) == {"[Content_Types].xml", "_rels/.rels", "word/document.xml"}


@pytest.mark.parametrize(
    ("address", "is_kept"),
    [
        ("https://example.org/page", True),
        ("https://example.org/page?id=1", False),
        ("https://me@example.org/", False),
        ("https://example.org/john%2Dsmith", False),
        ("https://example.org/JohnSmith", False),
        ("mailto:a@example.org", False),
        ("file:///C:/a.doc", False),
        ("\\\\server\\a", False),
        ("javascript:a()", False),
    ],
)
def test_links_lead_to_public_pages_only(address, is_kept):
    content = word_xml(paragraph(f'<w:hyperlink r:id="far">{run("there")}</w:hyperlink>'))
    files = unzipped(content)
    names = "word/_rels/document.xml.rels"
    far = f'<Relationship Id="far" Type="{RELATION}/hyperlink" Target="{address}" TargetMode="External"/>'
    files[names] = files[names].replace(b"</Relationships>", far.encode() + b"</Relationships>")
    pattern = re.compile("john smith", re.IGNORECASE)
    made = rewrite(zipped(**files), lambda text: [(*one.span(), "") for one in pattern.finditer(text)], mask_image=None)
    assert (address in unzipped(made).get(names, b"").decode()) is is_kept
    assert doc_text(made, seconds=1).text == "there"


def test_objects_of_other_programs_leave_their_picture():
    shape = '<v:shape><v:imagedata r:id="pic"/></v:shape>'
    shape += '<o:OLEObject xmlns:o="urn:schemas-microsoft-com:office:office" r:id="ole"/>'
    content = attached(
        word_xml(paragraph(run(f"<w:object>{shape}</w:object>"))),
        ("pic", "image", "media/a.png", picture()),
        ("ole", "oleObject", "o.bin", b"secret"),
    )
    made = same(content, lambda data: data)
    assert list(pictures_of(made).values()) == [picture()]
    assert not any("o.bin" in name or b"OLEObject" in data for name, data in unzipped(made).items())


def test_objects_on_slides_leave_their_picture():
    document = pptx.Presentation()
    slide = document.slides.add_slide(document.slide_layouts[6])
    slide.shapes.add_ole_object(BytesIO(b"secret"), "Package", Pt(10), Pt(10), icon_file=BytesIO(picture()))
    made = same(saved(document), lambda data: data)
    (shape,) = pptx.Presentation(BytesIO(made)).slides[0].shapes
    assert shape.image.blob == picture()
    assert not any("embeddings" in name for name in unzipped(made))


def test_media_are_dropped_and_their_picture_stays():
    document = pptx.Presentation()
    slide = document.slides.add_slide(document.slide_layouts[6])
    slide.shapes.add_movie(BytesIO(b"sound"), Pt(10), Pt(10), Pt(50), Pt(50), poster_frame_image=BytesIO(picture()))
    made = same(saved(document), lambda data: data)
    assert list(pictures_of(made).values()) == [picture()]
    assert not re.search(b"videoFile|p14:media|p:timing", unzipped(made)["ppt/slides/slide1.xml"])


def test_slides_tables_and_layouts_are_left():
    content = presentation([[("Port", "Time"), ("Turku", "7:00")]], [])
    made = pptx.Presentation(BytesIO(same(content)))
    assert [slide.shapes.title.text for slide in made.slides] == ["Timetable"] * 2
    assert len(made.slide_layouts) == 11
    assert made.slides[0].shapes[1].table.cell(1, 0).text == "Turku"


def test_a_slide_that_is_in_no_list_is_dropped():
    files = unzipped(presentation([], []))
    main = "ppt/presentation.xml"
    files[main] = re.sub(rb"<p:sldId [^>]*/></p:sldIdLst>", b"</p:sldIdLst>", files[main])
    made = unzipped(same(zipped(**files)))
    assert [name for name in made if name.startswith("ppt/slides/slide")] == ["ppt/slides/slide1.xml"]


def test_names_of_parts_and_ids_are_new():
    content = attached(
        word_xml(paragraph(placed("picture", '<a:blip r:embed="JohnSmith"/>'))),
        ("JohnSmith", "image", "John/Smith.png", picture()),
    )
    made = unzipped(same(content, lambda data: data))
    assert max(made) == "word/media/image1.png"
    assert not re.search(b"John|Smith", b"".join(made.values()))


def test_strict_documents_become_common_ones():
    files = unzipped(letter())
    strict = {
        name: data.replace(
            b"http://schemas.openxmlformats.org/wordprocessingml/2006/main",
            b"http://purl.oclc.org/ooxml/wordprocessingml/main",
        ).replace(
            b"http://schemas.openxmlformats.org/officeDocument/2006/", b"http://purl.oclc.org/ooxml/officeDocument/"
        )
        for name, data in files.items()
    }
    made = same(zipped(**strict))
    assert doc_text(made, seconds=1) == doc_text(letter(), seconds=1)
    assert b"purl.oclc.org" not in b"".join(unzipped(made).values())
