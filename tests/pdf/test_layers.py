"""What is in layers that are off is on no picture and in no text."""

import pytest
from pikepdf import Array, Dictionary, Name, Stream

from pdf.make_objects import form, helvetica, locked, look, new, saved, text, texts, words
from sparkocr.pdf.document import open_pdf
from sparkocr.pdf.ranges import page_ranges, single_page

SHOWN, HIDDEN = text("shown"), text("hidden", y=600)
LAST = text("last", y=100)


def marked(content, name="L"):
    return b"/OC /%s BDC\n%s EMC\n" % (name.encode(), content)


def layered(content, **default):
    """A page with layers off (/L, or as `default` says) and on (/On), which are given as names of them."""
    document = new(content)
    off = document.make_indirect(Dictionary(Type=Name.OCG, Name="L"))
    on = document.make_indirect(Dictionary(Type=Name.OCG, Name="On"))
    groups = {"L": off, "On": on}
    document.pages[0].obj.Resources.Properties = Dictionary(L=off, On=on)
    configuration = Dictionary()
    for name, value in (default or {"OFF": ["L"]}).items():
        configuration[f"/{name}"] = Array([groups[item] for item in value]) if isinstance(value, list) else value
    document.Root.OCProperties = Dictionary(OCGs=Array([off, on]), D=configuration)
    return document, off, on


def check(document, expected):
    """The text in all its forms, and the picture, are those of a page that has only what is shown."""
    content = saved(document)
    for variant in (content, locked(content)):
        assert texts(variant) == [expected]
    assert texts(content, coordinates=True) == [expected]
    assert texts(content, sort=True) == [expected]
    assert words(content) == [expected.split()]
    (part,) = page_ranges(content)
    assert texts(part.content) == [expected]


def check_look(document, content):
    assert (look(saved(document)) == look(saved(new(content)))).all()


@pytest.mark.parametrize(
    "default",
    [
        {"OFF": ["L"]},
        {"BaseState": Name.OFF, "ON": ["On"]},
        {"BaseState": Name.OFF, "ON": ["On"], "OFF": ["L"]},
        {"ON": ["L"], "OFF": ["L"]},
    ],
    ids=["off", "base state", "both", "on and off"],
)
def test_states(default):
    document, _, _ = layered(SHOWN + marked(HIDDEN) + marked(LAST, "On"), **default)
    check(document, "shown\nlast")
    check_look(document, SHOWN + LAST)


@pytest.mark.parametrize(("category", "expected"), [(Name.View, "shown\nhidden"), (Name.Print, "shown")])
def test_usage_turns_a_layer_on(category, expected):
    document, off, _ = layered(SHOWN + marked(HIDDEN))
    off.Usage = Dictionary(View=Dictionary(ViewState=Name.ON))
    event = Dictionary(Event=Name.View, OCGs=Array([off]), Category=Array([category]))
    document.Root.OCProperties.D.AS = Array([event])
    check(document, expected)


@pytest.mark.parametrize("asked", [True, False])
def test_usage_turns_a_layer_off(asked):
    document, off, _ = layered(SHOWN + marked(HIDDEN), OFF=[])
    off.Usage = Dictionary(View=Dictionary(ViewState=Name.OFF))
    if asked:
        event = Dictionary(Event=Name.View, OCGs=Array([off]), Category=Array([Name.View]))
        document.Root.OCProperties.D.AS = Array([event])
    check(document, "shown")
    check_look(document, SHOWN)


MEMBERSHIPS = {
    "all on": ({"P": Name.AllOn}, ["L", "On"], False),
    "any on": ({"P": Name.AnyOn}, ["L", "On"], True),
    "any off": ({"P": Name.AnyOff}, ["L", "On"], True),
    "all off": ({"P": Name.AllOff}, ["L", "On"], False),
    "all off of those that are": ({"P": Name.AllOff}, ["L"], True),
    "default, off": ({}, ["L"], False),
    "default, on": ({}, ["L", "On"], True),
    "no groups": ({}, [], True),
    "one group": ({}, "L", False),
    "not": ({"VE": ["Not", "L"]}, [], True),
    "not on": ({"VE": ["Not", "On"]}, [], False),
    "and": ({"VE": ["And", "L", "On"]}, [], False),
    "or": ({"VE": ["Or", "L", "On"]}, [], True),
    "nested": ({"VE": ["And", "On", ["Not", ["Or", "L", "On"]]]}, [], False),
    "expression before groups": ({"VE": ["Or", "On"]}, ["L"], True),
}


def membership(groups, entries, members):
    def resolved(expression):
        operator, *operands = expression
        parts = (resolved(item) if isinstance(item, list) else groups[item] for item in operands)
        return Array([Name(f"/{operator}"), *parts])

    found = Dictionary(Type=Name.OCMD, OCGs=Array([groups[m] for m in members]) if members != "L" else groups["L"])
    for name, value in entries.items():
        found[f"/{name}"] = resolved(value) if name == "VE" else value
    return found


@pytest.mark.parametrize(("entries", "members", "is_shown"), MEMBERSHIPS.values(), ids=MEMBERSHIPS)
def test_memberships(entries, members, is_shown):
    document, off, on = layered(SHOWN + marked(HIDDEN, "M") + marked(LAST, "L"))
    page = document.pages[0].obj
    page.Resources.Properties.M = membership({"L": off, "On": on}, entries, members)
    check(document, "shown\nhidden" if is_shown else "shown")
    check_look(document, SHOWN + HIDDEN if is_shown else SHOWN)
    # A part of the document has no layers any more, and still shows the same.
    document.pages.append(document.pages[0])
    content = saved(document)
    part = single_page(content, 0)
    assert texts(part) == ["shown\nhidden" if is_shown else "shown"]
    assert (look(part) == look(content)).all()


def test_long_documents_are_cut_into_ranges_that_hide_the_same():
    document, _, _ = layered(SHOWN + marked(HIDDEN))
    for _ in range(39):
        document.pages.append(document.pages[0])
    parts = list(page_ranges(saved(document)))
    assert [part.count for part in parts] == [16, 16, 8]
    assert [found for part in parts for found in texts(part.content)] == ["shown"] * 40
    assert (look(parts[1].content) == look(saved(new(SHOWN)))).all()


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        (b"/OC /On BDC " + marked(HIDDEN) + LAST + b"EMC", "last"),
        (
            b"/OC /L BDC " + marked(HIDDEN, "On") + b"/P BMC EMC /P <</MCID 0>> BDC " + HIDDEN + b"EMC EMC " + LAST,
            "last",
        ),
        (b"/P /L BDC " + LAST + b"EMC", "last"),
        (b"/OC /Unknown BDC " + LAST + b"EMC", "last"),
        (b"EMC EMC " + marked(HIDDEN) + LAST, "last"),
        (b"/OC /L BDC " + HIDDEN, ""),
        (b"BT /F1 12 Tf 14 TL 72 700 Td (first) Tj /OC /L BDC (hidden) ' EMC (third) ' ET", "first\nthird"),
        (b"BT /F1 12 Tf 14 TL 72 700 Td (first) Tj /OC /L BDC 1 2 (hidden) \" EMC (third) ' ET", "first\nthird"),
        (b"/OC /L BDC BT /F1 12 Tf 72 700 Td [(hid) 5 (den)] TJ ET EMC " + LAST, "last"),
        (b"BT /OC /L BDC /F1 12 Tf 72 700 Td EMC (state stays) Tj ET", "state stays"),
    ],
)
def test_content(content, expected):
    document, _, _ = layered(content)
    check(document, expected)


def test_lines_stay_where_they_are():
    content = b"BT /F1 12 Tf 14 TL 72 700 Td (first) Tj /OC /L BDC 9 9 (hidden) \" (more) ' EMC (fourth words) ' ET"
    document, _, _ = layered(content)
    check_look(document, b"BT /F1 12 Tf 14 TL 72 700 Td (first) Tj T* T* 9 Tw 9 Tc (fourth words) ' ET")


PICTURE = b"BI /W 1 /H 1 /CS /G /BPC 8 ID \x00 EI "


@pytest.mark.parametrize(
    "painted",
    [
        b"q 100 0 0 100 72 400 cm /X Do Q ",
        b"q 100 0 0 100 72 400 cm " + PICTURE + b"Q ",
        b"72 400 100 100 re f ",
        b"72 400 100 100 re B* ",
        b"72 400 m 172 500 l S ",
        b"q 72 400 100 100 re W n /S sh Q ",
    ],
    ids=["picture", "inline picture", "area", "area and line", "line", "shading"],
)
def test_what_is_painted(painted):
    document, _, _ = layered(SHOWN + marked(painted))
    picture = Stream(document, b"\0", Type=Name.XObject, Subtype=Name.Image, Width=1, Height=1, BitsPerComponent=8)
    picture.ColorSpace = Name.DeviceGray
    resources = document.pages[0].obj.Resources
    resources.XObject = Dictionary(X=document.make_indirect(picture))
    resources.Shading = Dictionary(
        S=Dictionary(
            ShadingType=2,
            ColorSpace=Name.DeviceGray,
            Coords=Array([0, 0, 600, 0]),
            Function=Dictionary(FunctionType=2, Domain=Array([0, 1]), C0=Array([0]), C1=Array([0]), N=1),
            Extend=Array([True, True]),
        )
    )
    check_look(document, SHOWN)
    document.Root.OCProperties.D.OFF = Array([])
    assert (look(saved(document)) != look(saved(new(SHOWN)))).any()


@pytest.mark.parametrize(
    "kind", ["form", "form by membership", "form in form", "marked in form", "resources of the page"]
)
def test_forms(kind):
    document, off, _ = layered(SHOWN + b"/X Do\n" + LAST)
    resources = document.pages[0].obj.Resources
    if kind == "form":
        outer = form(document, HIDDEN, OC=off)
    elif kind == "form by membership":
        outer = form(document, HIDDEN, OC=Dictionary(Type=Name.OCMD, OCGs=Array([off])))
    elif kind == "form in form":
        inner = form(document, HIDDEN, OC=off)
        outer = form(document, b"/Y Do", Resources=Dictionary(XObject=Dictionary(Y=inner)))
    elif kind == "marked in form":
        own = Dictionary(Font=resources.Font, Properties=Dictionary(Own=off))
        outer = form(document, marked(HIDDEN, "Own"), Resources=own)
    else:
        outer = form(document, marked(HIDDEN))
        del outer.Resources
    resources.XObject = Dictionary(X=outer)
    check(document, "shown\nlast")
    check_look(document, SHOWN + LAST)


def test_form_that_is_drawn_twice_is_hidden_once():
    document, _, _ = layered(b"/X Do\n" + marked(b"q 1 0 0 1 0 -300 cm /X Do Q\n"))
    document.pages[0].obj.Resources.XObject = Dictionary(X=form(document, SHOWN))
    check(document, "shown")


def test_form_in_itself():
    document, _, _ = layered(SHOWN + b"/X Do\n" + marked(HIDDEN))
    outer = form(document, b"/X Do")
    outer.Resources = Dictionary(XObject=Dictionary(X=outer))
    document.pages[0].obj.Resources.XObject = Dictionary(X=outer)
    check(document, "shown")


@pytest.mark.parametrize("place", ["annotation", "look", "state of look", "marked in look"])
@pytest.mark.parametrize("with_form", [False, True])
def test_annotations(place, with_form):
    document, off, _ = layered(SHOWN)
    drawing = form(
        document,
        marked(text("hidden", 2, 5)) if place == "marked in look" else text("hidden", 2, 5),
        Resources=Dictionary(Font=Dictionary(F1=helvetica()), Properties=Dictionary(L=off)),
        **({"OC": off} if place == "look" else {}),
    )
    note = Dictionary(Type=Name.Annot, Subtype=Name.Stamp, Rect=Array([72, 400, 684, 1192]), AP=Dictionary(N=drawing))
    if place == "annotation":
        note.OC = off
    if place == "state of look":
        drawing.OC = off
        note.AP.N, note.AS = Dictionary(Now=drawing), Name.Now
    document.pages[0].obj.Annots = Array([document.make_indirect(note)])
    if with_form:
        document.Root.AcroForm = Dictionary(Fields=Array([]))
    check(document, "shown")
    check_look(document, SHOWN)


def test_resources_of_the_page_tree():
    document, _, _ = layered(SHOWN + marked(HIDDEN))
    page = document.pages[0].obj
    document.Root.Pages.Resources = page.Resources
    del page.Resources
    check(document, "shown")


def test_content_in_parts():
    document, _, _ = layered(b"")
    parts = [SHOWN + b"/OC /L", b"BDC", HIDDEN, b"EMC", LAST]
    document.pages[0].obj.Contents = Array([document.make_stream(part) for part in parts])
    check(document, "shown\nlast")


def test_a_damaged_page_stays_damaged():
    document, _, _ = layered(SHOWN + marked(HIDDEN))
    page = document.pages[0].obj
    document.pages.append(document.pages[0])
    page.Contents = Stream(document, b"\x78\x9c garbage", Filter=Name.FlateDecode)
    page.Contents = document.make_indirect(page.Contents)
    content = saved(document, compress_streams=False)
    assert texts(content) == ["Content of PDF page is damaged.", "shown"]


def test_documents_without_hidden_layers_are_left_alone():
    document, _, _ = layered(SHOWN + marked(HIDDEN), OFF=[])
    content = saved(document)
    with open_pdf(content) as opened:
        assert "/OCProperties" in opened.objects.Root
    check(document, "shown\nhidden")
