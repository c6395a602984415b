"""Page counts that lie, units of user space, documents whose pages are not their content."""

import io
import re
from contextlib import suppress

import numpy as np
import pikepdf
import pytest
from pikepdf import Array, Dictionary, Name, String

from pdf.make_objects import helvetica, locked, look, new, plain, saved, text, texts, words
from pdf.make_pdf import Page, Text, make_pdf
from sparkocr.errors import DocumentError
from sparkocr.pdf.annotations import flatten
from sparkocr.pdf.document import open_page, open_pdf
from sparkocr.pdf.mend import mend
from sparkocr.pdf.ranges import page_count, page_ranges, single_page
from sparkocr.pdf.read.forms import form_fields
from sparkocr.pdf.read.text import page_texts
from sparkocr.pdf.write.assemble import overlay
from sparkocr.pdf.write.draw import draw_outlines

MISSING = "Can't read page 1 of PDF."


def three_pages():
    return new(*(text(f"page {number}") for number in range(3)))


def nested(counts=(5, 3, 2)):
    """Five pages in a tree of two levels, whose nodes say how many they are."""
    document = new(*(text(f"page {number}") for number in range(5)))
    pages = [page.obj for page in document.pages]
    tree = document.Root.Pages
    nodes = []
    for part, count in ((pages[:3], counts[1]), (pages[3:], counts[2])):
        node = document.make_indirect(
            Dictionary(
                Type=Name.Pages, Parent=tree, Kids=Array(part), Count=count, Rotate=90, CropBox=Array([0, 0, 300, 792])
            )
        )
        for page in part:
            page.Parent = node
        nodes.append(node)
    tree.Kids, tree.Count = Array(nodes), counts[0]
    return document


def with_kids(content, change):
    """Change the numbers of the pages in the page tree."""
    before, kids, after = re.split(rb"(?<=/Kids \[)([^]]*)", content, maxsplit=1)
    numbers = change([int(number) for number in re.findall(rb"(\d+) 0 R", kids)])
    return before + b" ".join(b"%d 0 R" % number for number in numbers) + after


def without_second_page(document, *, repaired=False):
    content = with_kids(plain(document), lambda numbers: [numbers[0], 99, *numbers[2:]])
    return content if repaired else with_right_table(content)


def with_right_table(content):
    """Write the table of objects again, as the objects lie now."""
    body = content[: content.rindex(b"xref\n", 0, content.rindex(b"startxref"))]
    trailer = re.search(rb"trailer (<<.*?>>)\s*startxref", content, re.DOTALL)[1]
    places = {int(match[1]): match.start() for match in re.finditer(rb"(?m)^(\d+) 0 obj", body)}
    rows = b"".join(b"%010d 00000 n \n" % places[number] for number in range(1, len(places) + 1))
    table = b"xref\n0 %d\n0000000000 65535 f \n" % (len(places) + 1) + rows
    return body + table + b"trailer " + trailer + b"\nstartxref\n%d\n%%%%EOF\n" % len(body)


COUNTS = {
    "none": None,
    "too small": 1,
    "too large": 5,
    "far too large": 1_000_000,
    "more than PDFium believes": 2_000_000_000,
    "zero": 0,
    "negative": -3,
    "no number": Name.Three,
    "a real number": 1.0,
}


@pytest.mark.parametrize("in_stream", [False, True], ids=["plain", "object streams"])
@pytest.mark.parametrize("count", COUNTS.values(), ids=COUNTS)
def test_wrong_count(count, in_stream):
    document = three_pages()
    if count is None:
        del document.Root.Pages.Count
    else:
        document.Root.Pages.Count = count
    content = saved(document, object_stream_mode=pikepdf.ObjectStreamMode.generate) if in_stream else plain(document)
    for variant in (content, locked(content) if count == 5 else content, memoryview(content)):
        assert texts(variant) == ["page 0", "page 1", "page 2"]
    assert page_count(content) == 3
    with open_pdf(io.BytesIO(content)) as opened:
        assert len(opened) == 3


@pytest.mark.parametrize("counts", [(5, 3, 2), (1, 3, 2), (9, 3, 2), (5, 9, 9), (5, 0, 1), (2, 1, 1), (7, -1, 0)])
def test_wrong_counts_of_nested_trees(counts):
    content = plain(nested(counts))
    assert texts(content) == [f"page {number}" for number in range(5)]
    with open_pdf(content) as document, open_page(document, 4) as page:
        assert page.get_rotation() == 90
        assert page.get_size() == (792, 300)


def test_tree_in_itself():
    document = three_pages()
    document.Root.Pages.Kids.append(document.Root.Pages)
    document.Root.Pages.Count = 7
    assert texts(plain(document)) == ["page 0", "page 1", "page 2"]


def test_a_page_twice():
    document = three_pages()
    content = plain(document).replace(b"/Count 3", b"/Count 1")
    content = with_right_table(with_kids(content, lambda numbers: [*numbers, numbers[0]]))
    assert texts(content) == ["page 0", "page 1", "page 2", "page 0"]


@pytest.mark.parametrize("count", [3, 1, 8])
@pytest.mark.parametrize("repaired", [False, True])
def test_a_missing_page_keeps_its_number(count, repaired):
    if repaired and count < 3:
        pytest.skip("the file doesn't tell any more")
    content = without_second_page(three_pages(), repaired=repaired).replace(b"/Count 3", b"/Count %d" % count)
    assert texts(content) == ["page 0", MISSING, "page 2"]
    assert words(content) == [["page", "0"], MISSING, ["page", "2"]]
    assert [bool(part.content) for part in page_ranges(content, pages_per_range=1)] == [True, False, True]
    assert texts(single_page(content, 2)) == ["page 2"]


def test_hidden_layers_of_a_document_in_which_a_page_is_missing():
    document = new(text("shown") + b"/OC /L BDC\n" + text("hidden", y=600) + b"EMC", text("lost"), text("last"))
    layer = document.make_indirect(Dictionary(Type=Name.OCG, Name="L"))
    document.pages[0].obj.Resources.Properties = Dictionary(L=layer)
    document.Root.OCProperties = Dictionary(OCGs=Array([layer]), D=Dictionary(OFF=Array([layer])))
    content = without_second_page(document)
    assert texts(content) == ["shown", MISSING, "last"]


UNIT = 72


def in_inches(unit=UNIT, **entries):
    """A Letter page in inches."""
    document = new(text("Unit", 1, 10, 0.5))
    page = document.pages[0].obj
    page.MediaBox = Array([0, 0, 8.5, 11])
    page.UserUnit = unit
    for name, value in entries.items():
        page[f"/{name}"] = value
    return document


def characters(content):
    (page,) = page_texts(content, coordinates=True)
    return page, page.characters[0]


def test_unit():
    page, first = characters(saved(in_inches()))
    assert (page.text, page.width, page.height) == ("Unit", 612, 792)
    assert (round(first.x), first.font_size) == (72, 36)
    assert look(saved(in_inches()), resolution=72).shape == (792, 612)
    assert characters(locked(saved(in_inches())))[1] == first


@pytest.mark.parametrize(
    ("entries", "size", "place"),
    [
        ({"Rotate": 90}, (792, 612), (720, 72)),
        ({"Rotate": 270}, (792, 612), None),
        ({"CropBox": Array([0.5, 1, 8, 10.5])}, (540, 684), (36, None)),
        ({"MediaBox": Array([-1, -1, 7.5, 10])}, None, None),
        ({"MediaBox": Array([8.5, 11, 0, 0])}, (612, 792), (72, None)),
    ],
)
def test_unit_of_a_page_with_other_boxes(entries, size, place):
    page, first = characters(saved(in_inches(**entries)))
    assert page.text.startswith("Unit") or entries.get("MediaBox") is not None
    if size:
        assert (page.width, page.height) == size
    if place:
        for value, expected in zip((first.x, first.y), place, strict=True):
            assert expected is None or value == pytest.approx(expected, abs=36)


@pytest.mark.parametrize("unit", [1, 1.0, 0, -2, 100_000, 1e30, Name.Inch, String("72"), Array([72])])
def test_units_that_are_none(unit):
    page, first = characters(saved(in_inches(unit)))
    assert (page.width, page.height) == (8.5, 11)
    assert first.x == pytest.approx(1, abs=0.1)


def test_unit_of_content_in_parts_and_of_none():
    document = in_inches()
    page = document.pages[0].obj
    page.Contents = Array([page.Contents, document.make_stream(text("more", 1, 8, 0.5))])
    assert texts(saved(document)) == ["Unit\nmore"]
    del page.Contents
    assert texts(saved(document)) == [""]


@pytest.mark.parametrize("appearance", [True, False])
def test_unit_of_form_fields(appearance):
    document = in_inches()
    field = Dictionary(
        Type=Name.Annot, Subtype=Name.Widget, FT=Name.Tx, T="name", V="Jane", F=4, Rect=Array([1, 5, 4, 5.5])
    )
    if appearance:
        field.AP = Dictionary(
            N=document.make_stream(
                b"/Tx BMC BT /F1 0.3 Tf 0 0.1 Td (Jane) Tj ET EMC",
                Type=Name.XObject,
                Subtype=Name.Form,
                BBox=Array([0, 0, 3, 0.5]),
                Resources=Dictionary(Font=Dictionary(F1=helvetica())),
            )
        )
    field = document.make_indirect(field)
    document.pages[0].obj.Annots = Array([field])
    document.Root.AcroForm = Dictionary(
        Fields=Array([field]), DA="/F1 0.3 Tf 0 g", DR=Dictionary(Font=Dictionary(F1=helvetica())), NeedAppearances=True
    )
    content = saved(document)
    (page,) = page_texts(content, coordinates=True)
    assert page.text == "Unit\nJane"
    j = page.characters[5]
    assert j.x == pytest.approx(72, abs=4)
    assert 792 - 5.5 * 72 <= j.y <= 792 - 5 * 72
    assert j.font_size == pytest.approx(0.3 * 72, abs=1)
    (box,) = [found.box for found in form_fields(content)]
    assert (box.x, box.width) == (72, 216)


def test_unit_of_notes():
    document = in_inches()
    note = Dictionary(
        Type=Name.Annot, Subtype=Name.FreeText, Rect=Array([1, 5, 4, 6]), Contents="Note", DA="/H 0.25 Tf"
    )
    document.pages[0].obj.Annots = Array([document.make_indirect(note)])
    (page,) = page_texts(saved(document), coordinates=True)
    assert page.text == "Unit\nNote"
    assert page.characters[5].font_size == 18


@pytest.mark.parametrize("rotation", [0, 90])
def test_what_is_laid_over_a_page_with_a_unit(rotation):
    content = saved(in_inches(Rotate=rotation))
    width, height = (612, 792) if rotation == 0 else (792, 612)
    layer = new(text("over", 100, 300, 20))
    layer.pages[0].obj.MediaBox = Array([0, 0, width, height])
    (page,) = page_texts(overlay(content, {0: saved(layer)}), coordinates=True)
    (over,) = [c for c in page.characters if c.c == "o"]
    assert (over.x, over.font_size) == (pytest.approx(100, abs=2), 20)
    square = np.array([[100, 100], [200, 100], [200, 200], [100, 200]], float)
    drawn = look(draw_outlines(content, {0: [square]}, line_width=0.1), resolution=72)
    before = look(content, resolution=72)
    ys, xs = np.nonzero(drawn != before)
    assert (xs.min(), xs.max(), ys.min(), ys.max()) == tuple(pytest.approx(v, abs=5) for v in (100, 200, 100, 200))


XFA = b'<template xmlns="http://www.xfa.org/schema/xfa-template/3.0/"/>'
WAIT = text("Please wait...")


def xfa(pages=1, *, fields=False, rendering=False, stream=False):
    document = new(*[WAIT] * pages)
    data = document.make_stream(XFA)
    form = Dictionary(Fields=Array([]), XFA=data if stream else Array(["template", data]))
    if fields:
        field = document.make_indirect(
            Dictionary(Type=Name.Annot, Subtype=Name.Widget, FT=Name.Tx, T="a", V="b", Rect=Array([72, 600, 200, 620]))
        )
        form.Fields.append(field)
        document.pages[0].obj.Annots = Array([field])
    document.Root.AcroForm = form
    if rendering:
        document.Root.NeedsRendering = True
    return saved(document)


@pytest.mark.parametrize(
    "options",
    [{}, {"stream": True}, {"rendering": True}, {"rendering": True, "pages": 2}, {"rendering": True, "fields": True}],
)
@pytest.mark.parametrize("change", [bytes, locked, memoryview], ids=["plain", "locked", "view"])
def test_dynamic_forms_are_refused(options, change):
    with pytest.raises(DocumentError, match="dynamic XFA form"):
        texts(change(xfa(**options)))


@pytest.mark.parametrize("options", [{"fields": True}, {"pages": 2}, {"fields": True, "stream": True, "pages": 2}])
def test_static_forms_are_read(options):
    assert texts(xfa(**options))[0].startswith("Please wait...")


@pytest.mark.parametrize("value", [Array([]), Name.Nothing, 7])
def test_no_xfa(value):
    document = new(WAIT)
    document.Root.AcroForm = Dictionary(Fields=Array([]), XFA=value)
    assert texts(saved(document)) == ["Please wait..."]


@pytest.mark.parametrize(("collection", "attached"), [(True, True), (True, False), (False, True), (False, False)])
def test_portfolios(collection, attached):
    document = new(text("cover"))
    if collection:
        document.Root.Collection = Dictionary(Type=Name.Collection, View=Name.D)
    if attached:
        document.attachments["data.csv"] = b"1;2"
    content = saved(document)
    for variant in (content, locked(content)):
        if collection and attached:
            with pytest.raises(DocumentError, match="portfolio"):
                texts(variant)
        else:
            assert texts(variant) == ["cover"]


def odd_values(document):
    """Values of the wrong kind, cycles and deep nests."""
    deep = Array([])
    for _ in range(200):
        deep = Array([deep])
    cycle = document.make_indirect(Dictionary())
    cycle.Kids, cycle.Parent, cycle.OCGs, cycle.Type = Array([cycle]), cycle, cycle, Name.OCMD
    cycle.VE = Array([Name.Not, cycle])
    return [7, 1.5, True, Name.X, String("x"), Array([]), Dictionary(), deep, cycle, document.make_stream(b"x")]


def test_numbers_that_are_too_large_for_qpdf():
    content = with_right_table(plain(three_pages()).replace(b"/Count 3", b"/Count 99999999999999999999"))
    with suppress(DocumentError):
        assert len(texts(content)) >= 1
    content = plain(three_pages()).replace(b"/Size ", b"/Size 99999999999999999999")
    assert texts(content) == ["page 0", "page 1", "page 2"]


def test_nothing_is_logged_or_warned_of(caplog, recwarn):
    content = without_second_page(nested(), repaired=True).replace(b"/Count 5", b"/Count 2")
    texts(content, password="not needed")
    document = new(text("Body"))
    widget = Dictionary(Type=Name.Annot, Subtype=Name.Widget, Rect=Array([1, 5, 4, 5.5]))
    document.pages[0].obj.Annots = Array([document.make_indirect(widget)])
    texts(plain(document).replace(b"/Count 1", b"/Count 2"))
    assert not caplog.records
    assert not recwarn.list


ODD = (
    "Root OCProperties",
    "Root AcroForm",
    "Root Collection",
    "Root NeedsRendering",
    "Root Names",
    "Page Annots",
    "Page UserUnit",
    "Page Rotate",
    "Page MediaBox",
    "Page CropBox",
    "Resources Font",
    "Resources XObject",
    "Resources Properties",
    "F1 Encoding",
    "F1 ToUnicode",
    "F1 DescendantFonts",
    "F1 FontDescriptor",
    "F1 Subtype",
    "D OFF",
    "D ON",
    "D BaseState",
    "D AS",
    "OCProperties OCGs",
    "OCProperties D",
    "Layer Usage",
    "Layer Type",
    "Layer VE",
    "Layer OCGs",
    "Note Rect",
    "Note AP",
    "Note OC",
    "Note F",
    "Note DA",
    "Note Contents",
    "Note Subtype",
    "Contents Filter",
    "Contents DecodeParms",
)


@pytest.mark.parametrize("place", ODD)
def test_objects_of_the_wrong_kind_end_no_job(place):
    """The page is read, or refused in the usual way."""
    for number in range(10):
        document = new(text("shown") + b"/OC /L BDC\n" + text("hidden", y=600) + b"EMC")
        page = document.pages[0].obj
        layer = document.make_indirect(Dictionary(Type=Name.OCG, Name="L"))
        note = document.make_indirect(
            Dictionary(Type=Name.Annot, Subtype=Name.FreeText, Rect=Array([72, 500, 200, 520]))
        )
        page.Annots = Array([note])
        page.Resources.Properties = Dictionary(L=layer)
        default = Dictionary(OFF=Array([layer]))
        document.Root.OCProperties = Dictionary(OCGs=Array([layer]), D=default)
        properties = document.Root.OCProperties
        owner, name = place.split()
        owners = {
            "Root": document.Root,
            "Page": page,
            "Resources": page.Resources,
            "F1": page.Resources.Font.F1,
            "D": properties.get("/D"),
            "OCProperties": properties,
            "Layer": layer,
            "Note": note,
            "Contents": page.Contents,
        }
        owners[owner][f"/{name}"] = odd_values(document)[number]
        try:
            content = plain(document)
        except (RuntimeError, pikepdf.PdfError):
            continue
        with suppress(DocumentError):
            assert len(texts(content)) == 1
        with suppress(DocumentError):
            look(content, resolution=10)
        with suppress(DocumentError):
            form_fields(content)
        with suppress(DocumentError):
            overlay(content, {0: saved(new(text("over")))})


@pytest.mark.parametrize("subtype", ["/Square", "/Link"])
def test_annotations_do_not_hide_the_resources_of_the_tree(subtype):
    content = make_pdf([Page([Text(60, 700, "山")])] * 2, inherit=True)
    with pikepdf.open(io.BytesIO(content), inherit_page_attributes=False) as document:
        look = document.make_stream(b"0 0 9 9 re f", Type=Name.XObject, Subtype=Name.Form, BBox=Array([0, 0, 9, 9]))
        page = document.Root.Pages.Kids[1]
        page.Annots = Array(
            [Dictionary(Type=Name.Annot, Subtype=Name(subtype), Rect=Array([9, 9, 18, 18]), F=4, AP=Dictionary(N=look))]
        )
        assert Name.Resources not in page
        content = saved(document)
    with open_pdf(content) as document:
        for index in range(2):
            with open_page(document, index) as page:
                flatten(page)
            with open_page(document, index) as page:
                assert page.get_textpage().get_text_range() == "山"


def test_a_page_with_links_only_is_not_changed():
    content = make_pdf([Page([Text(60, 700, "Dear")])], inherit=True)
    with pikepdf.open(io.BytesIO(content), inherit_page_attributes=False) as document:
        page = document.Root.Pages.Kids[0]
        page.Annots = Array([Dictionary(Type=Name.Annot, Subtype=Name.Link, Rect=Array([9, 9, 18, 18]))])
        assert not mend(document, [page], 1)
