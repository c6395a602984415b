"""Layers over pages, and PDFs joined to one."""

import io

import numpy as np
import pikepdf
import pytest
from pikepdf import Array, Dictionary, Name

from pdf.make_pages import block_page, line_of
from pdf.make_pdf import Field, Page, Text, make_pdf
from sparkocr.enums import ImageType
from sparkocr.errors import DocumentError
from sparkocr.imaging.pixels import Image
from sparkocr.pdf.read.render import render_page
from sparkocr.pdf.read.text import page_texts
from sparkocr.pdf.write.assemble import assemble, overlay
from sparkocr.pdf.write.invisible_text import text_layer
from sparkocr.pdf.write.output import add_page, save
from sparkocr.pdf.write.picture import picture_page


def opened(pdf, **options):
    return pikepdf.open(io.BytesIO(pdf), **options)


def rendered(pdf, index=0, **options):
    return render_page(
        pdf, index, max_pixels=10**7, resolution=72, image_type=ImageType.TYPE_BYTE_GRAY, **options
    ).pixels


def texts(pdf, **options):
    return [page.text for page in page_texts(pdf, **options)]


def marks(width, height):
    """A page with a black square in its upper left corner, as it is displayed, and a gray one in the upper right."""
    content = f"0 0 0 rg 10 {height - 30} 20 20 re f 0.5 g {width - 50} {height - 30} 40 20 re f".encode()
    with pikepdf.new() as document:
        add_page(document, width, height, Dictionary(), content)
        return save(document)


@pytest.mark.parametrize("rotate", [0, 90, 180, 270, -90, 450])
@pytest.mark.parametrize("cropbox", [None, (50, 80, 350, 280)])
def test_layers_lie_on_the_page_as_it_is_displayed(rotate, cropbox):
    below = Page(mediabox=(20, 30, 420, 330), cropbox=cropbox, rotate=rotate)
    width, height = (300, 200) if cropbox else (400, 300)
    if rotate % 180:
        width, height = height, width
    found = rendered(overlay(make_pdf([below]), {0: marks(width, height)}))
    expected = np.full((height, width), 255, np.uint8)
    expected[10:30, 10:30] = 0
    expected[10:30, width - 50 : width - 10] = 128
    assert found.shape == expected.shape
    assert np.abs(found.astype(int) - expected).mean() < 0.1


def test_layers_are_stretched_over_the_page():
    found = rendered(overlay(make_pdf([Page(width=400, height=200)]), {0: marks(200, 100)}))
    assert (found[22:58, 22:58] == 0).all()
    assert (found[62:, :] == 255).all()


@pytest.mark.parametrize(
    "operators", [b"0.5 0 0 0.5 50 50 cm 1 0 0 rg", b"q q 0.5 0 0 0.5 50 50 cm q", b"Q Q 2 0 0 2 9 9 cm"], ids=str
)
def test_graphics_state_of_the_page_does_not_reach_the_layer(operators):
    page = Page(width=200, height=100, content=operators)
    assert (rendered(overlay(make_pdf([page]), {0: marks(200, 100)})) == rendered(marks(200, 100))).all()


def test_all_else_stays():
    pages = [Page([Text(72, 700, f"Page {n}")], fields=[Field(f"name{n}", "value", 72, 600)]) for n in range(3)]
    with opened(make_pdf(pages, page_labels=True, inherit=True)) as document:
        with document.open_outline() as outline:
            outline.root.append(pikepdf.OutlineItem("Chapter", 1))
        document.docinfo[Name.Title] = "Title"
        before, labels = save(document), document.Root.PageLabels.unparse(resolved=True)
    after = overlay(before, {1: text_layer(block_page(line_of("found", 100), width=2550, height=3300), 300)})
    with opened(after) as document:
        assert document.check_pdf_syntax() == []
        with document.open_outline() as outline:
            assert [item.title for item in outline.root] == ["Chapter"]
        assert document.docinfo[Name.Title] == "Title"
        assert document.Root.PageLabels.unparse(resolved=True) == labels
        assert [field.fully_qualified_name for field in document.acroform.fields] == ["name0", "name1", "name2"]
    assert all((rendered(after, index) == rendered(before, index)).all() for index in range(3))
    old, new = texts(before), texts(after)
    assert new[::2] == old[::2]
    assert sorted(new[1].split()) == sorted([*old[1].split(), "found"])
    assert overlay(before, {}) == before


def test_pages_that_share_resources_get_layers_of_their_own():
    page = make_pdf([Page(width=200, height=100), Page(width=200, height=100)], inherit=True)
    found = overlay(overlay(page, {0: marks(200, 100)}), {0: marks(100, 100)})
    assert (rendered(found, 1) == 255).all()
    with opened(found) as document:
        assert len(document.pages[0].Resources.XObject) == 2
        assert Name.XObject not in document.pages[1].Resources


def test_same_input_same_bytes():
    page, layer = make_pdf([Page([Text(72, 700, "a")])]), marks(612, 792)
    assert overlay(page, {0: layer}) == overlay(memoryview(page), {0: layer})
    assert assemble([page, layer]) == assemble(iter([page, memoryview(layer)]))


def test_encrypted_documents_need_the_password_and_come_out_open():
    content = make_pdf([Page([Text(72, 700, "secret")])], user_password="key")
    with pytest.raises(DocumentError, match="password"):
        overlay(content, {0: marks(612, 792)})
    found = overlay(content, {0: marks(612, 792)}, "key")
    assert texts(found) == ["secret"]
    with pytest.raises(DocumentError, match="password"):
        assemble([content])


@pytest.mark.parametrize("signed", [True, False])
def test_signed_documents_are_left_alone(signed):
    with opened(make_pdf([Page(fields=[Field("a", "b", 72, 600)])])) as document:
        field = Dictionary(FT=Name.Sig, T="signature", Kids=Array([]))
        if signed:
            field.V = Dictionary(Type=Name.Sig, Contents=b"\0" * 8, ByteRange=Array([0, 1, 2, 3]))
        document.Root.AcroForm.Fields.append(document.make_indirect(field))
        content = save(document)
    if signed:
        with pytest.raises(DocumentError, match="signed"):
            overlay(content, {0: marks(612, 792)})
    else:
        assert overlay(content, {0: marks(612, 792)})


@pytest.mark.parametrize(
    ("content", "layers", "message"),
    [
        (b"no pdf", {0: marks(9, 9)}, "Can't open"),
        (b"", {0: marks(9, 9)}, "Can't open"),
        (make_pdf([Page()]), {0: b"no pdf"}, "Can't open"),
        (make_pdf([Page()]), {1: marks(9, 9)}, "no page 1"),
        (make_pdf([Page()]), {-1: marks(9, 9)}, "no page -1"),
    ],
)
def test_bad_input(content, layers, message):
    with pytest.raises(DocumentError, match=message):
        overlay(content, layers)


def test_assemble_keeps_the_order_and_what_pages_look_like():
    parts = [make_pdf([Page([Text(72, 700, "one")])]), marks(200, 100), make_pdf([Page([Text(9, 9, "2")])] * 2)]
    found = assemble(parts)
    with opened(found) as document:
        assert document.check_pdf_syntax() == []
    assert texts(found) == ["one", "", "2", "2"]
    assert (rendered(found, 1) == rendered(parts[1])).all()


def test_fields_of_the_same_name_all_stay():
    parts = [make_pdf([Page(fields=[Field("name", value, 72, 600)])]) for value in ("first", "second")]
    found = assemble(parts)
    with opened(found) as document:
        fields = document.acroform.fields
        assert len({field.fully_qualified_name for field in fields}) == 2
        assert [field.value_as_string for field in fields] == ["first", "second"]
    assert [text.strip() for text in texts(found)] == ["first", "second"]


def streams(pdf):
    with opened(pdf) as document:
        return [(dict(o.items()), o.read_raw_bytes()) for o in document.objects if isinstance(o, pikepdf.Stream)]


def test_fonts_and_pictures_in_common_are_stored_once():
    picture = picture_page(
        Image(np.random.default_rng(0).integers(0, 255, (99, 99), np.uint8), 72, ImageType.TYPE_BYTE_GRAY)
    )
    layers = [text_layer(block_page(line_of(text, 10), width=900, height=900), 72) for text in ("one", "two", "two")]
    found = assemble([overlay(picture, {0: layer}) for layer in layers])
    assert [text.strip() for text in texts(found)] == ["one", "two", "two"]
    stored = streams(found)
    assert sum(entries.get("/Subtype") == "/Image" for entries, _ in stored) == 1
    assert sum("/Length1" in entries for entries, _ in stored) == 1
    assert sum(b"beginbfchar" in data or len(data) > 3000 for _, data in stored) <= 3
    assert len(found) < 1.4 * len(overlay(picture, {0: layers[0]}))


def test_layers_of_a_document_stay_apart():
    """Optional content that looks the same is of two documents, and can be hidden by itself."""

    def part():
        with pikepdf.new() as document:
            group = document.make_indirect(Dictionary(Type=Name.OCG, Name="Layer"))
            document.Root.OCProperties = Dictionary(OCGs=Array([group]), D=Dictionary(Order=Array([group])))
            form = document.make_stream(b"0 0 9 9 re f", Type=Name.XObject, Subtype=Name.Form, BBox=Array([0, 0, 9, 9]))
            form.OC = group
            add_page(document, 99, 99, Dictionary(XObject=Dictionary(X=form)), b"/X Do")
            return save(document)

    with opened(assemble([part(), part()])) as document:
        groups = [page.Resources.XObject.X.OC.objgen for page in document.pages]
        assert len(set(groups)) == 2
        assert {group.objgen for group in document.Root.OCProperties.OCGs} == set(groups)


@pytest.mark.parametrize(("parts", "message"), [([], "no pages"), ([b""], "Can't open"), ([marks(9, 9), b"x"], "open")])
def test_nothing_to_assemble(parts, message):
    with pytest.raises(DocumentError, match=message):
        assemble(parts)


def test_cyclic_resources_end():
    with pikepdf.new() as document:
        form = document.make_stream(b"", Type=Name.XObject, Subtype=Name.Form, BBox=Array([0, 0, 9, 9]))
        form.Resources = Dictionary(XObject=Dictionary(X=form))
        add_page(document, 99, 99, Dictionary(XObject=Dictionary(X=form)), b"/X Do")
        part = save(document)
    assert len(texts(assemble([part, part]))) == 2
