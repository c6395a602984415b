"""Fields of forms: every kind of field, and trees that are broken."""

import io

import pikepdf
import pytest
from pikepdf import Array, Dictionary, Name, String

from pdf.make_form import (
    COMBO,
    EVERY_KIND,
    HIDDEN,
    MULTI_SELECT,
    RADIO,
    Widget,
    check_box,
    choice,
    form_document,
    make_form,
    push_button,
    radio_group,
    rectangle,
    saved,
    signature,
    text,
)
from pdf.make_pdf import Page, Text, make_pdf
from sparkocr.errors import DocumentError
from sparkocr.pdf.document import open_page, open_pdf
from sparkocr.pdf.read.forms import form_fields


def values(content, **options):
    return [(field.key, field.value) for field in form_fields(content, **options)]


def value(widget):
    """The value of the only widget of a form."""
    ((_, found),) = values(make_form([[widget]]))
    return found


def test_every_kind():
    assert [(field.key, field.value, field.kind) for field in form_fields(make_form([EVERY_KIND]))] == [
        ("name", "Jane", "Text"),
        ("notes", "one\ntwo", "Text"),
        ("secret", "", "Text"),
        ("rich", "bold", "Text"),
        ("yes", "Yes", "CheckBox"),
        ("no", "Off", "CheckBox"),
        ("pay", "Off", "RadioButton"),
        ("pay", "cash", "RadioButton"),
        ("send", "", "PushButton"),
        ("colour", "blue", "ComboBox"),
        ("sizes", "S\nL", "ListBox"),
        ("signed", "Jane Smith", "Signature"),
        ("unsigned", "", "Signature"),
    ]


def test_places_are_edges_in_user_space_and_boxes_on_the_displayed_page():
    name, _ = form_fields(make_form([[text("a"), text("b")]]))
    assert name.rectangle == rectangle(0) == (100, 720, 220, 740)
    assert (name.box.x, name.box.y, name.box.width, name.box.height) == (100, 52, 120, 20)
    document = form_document([[text("a")]])
    document.pages[0].obj.Annots[0].Rect = Array([220, 740, 100, 720])
    assert form_fields(saved(document))[0].rectangle == rectangle(0), "corners in any order"


@pytest.mark.parametrize("rotate", [0, 90, 180, 270, -90, 450])
def test_boxes_are_where_pdfium_displays_them(rotate):
    document = form_document([[text("a")]], rotate=rotate)
    document.pages[0].obj.CropBox = Array([30, 40, 500, 780])
    (field,) = form_fields(saved(document))
    with open_pdf(make_drawn(document)) as opened, open_page(opened, 0) as page:
        dark = page.render(scale=1, grayscale=True).to_numpy() < 128
    down, across = dark.nonzero()
    found = (across.min(), down.min(), across.max() + 1, down.max() + 1)
    box = field.box
    assert found == pytest.approx((box.x, box.y, box.x + box.width, box.y + box.height), abs=1)


def make_drawn(document):
    """The same page with a black rectangle where its first widget is."""
    left, bottom, right, top = rectangle(0)
    page = document.pages[0]
    page.contents_add(f"{left} {bottom} {right - left} {top - bottom} re f".encode())
    del page.obj["/Annots"]
    return saved(document)


def test_names_with_and_without_those_above():
    inner = Widget("Page1[0]", kids=[text("f1_01[0]"), Widget("", kids=[text("f1_02[0]")])])
    content = make_form([[Widget("top[0]", kids=[inner]), radio_group("pay", ["a"]), Widget("", {"/FT": Name.Tx})]])
    assert [key for key, _ in values(content)] == ["f1_01[0]", "f1_02[0]", "pay", ""]
    assert [key for key, _ in values(content, full_names=True)] == [
        "top[0].Page1[0].f1_01[0]",
        "top[0].Page1[0].f1_02[0]",
        "pay",
        "",
    ]


def test_one_field_on_two_pages():
    document = form_document([[text("one", "here")], [text("", "gone")]])
    first, second = (page.obj.Annots[0] for page in document.pages)
    group = document.make_indirect(Dictionary(FT=Name.Tx, T=String("both"), V=String("text"), Kids=Array()))
    for widget in (first, second):
        for entry in ("/T", "/V", "/FT"):
            if entry in widget:
                del widget[entry]
        widget.Parent = group
        group.Kids.append(widget)
    document.Root.AcroForm.Fields = Array([group])
    found = form_fields(saved(document))
    assert [(field.key, field.value, field.kind, field.page) for field in found] == [
        ("both", "text", "Text", 0),
        ("both", "text", "Text", 1),
    ]


def test_type_flags_and_value_are_inherited():
    group = Widget("group", {"/FT": Name.Ch, "/Ff": COMBO, "/V": String("x")}, kids=[Widget("a"), Widget("b")])
    assert [(f.key, f.value, f.kind) for f in form_fields(make_form([[group]]))] == [
        ("a", "x", "ComboBox"),
        ("b", "x", "ComboBox"),
    ]


@pytest.mark.parametrize(
    ("widget", "expected"),
    [
        (check_box("a", "On", checked=True), "On"),
        (check_box("a", "M\u00e4nn", checked=True), "Männ"),
        (Widget("a", {"/FT": Name.Btn, "/V": Name.Yes}, ["Yes"]), "Yes"),  # filled without its look
        (Widget("a", {"/FT": Name.Btn, "/V": Name.Yes, "/AS": Name.Off}, ["Yes"]), "Yes"),
        (Widget("a", {"/FT": Name.Btn, "/V": Name.Off, "/AS": Name.Yes}, ["Yes"]), "Off"),
        (Widget("a", {"/FT": Name.Btn, "/AS": Name.Yes}, ["Yes"]), "Yes"),  # no value
        (Widget("a", {"/FT": Name.Btn, "/V": String("Yes")}, ["Yes"]), "Yes"),  # a string, against the rules
        (Widget("a", {"/FT": Name.Btn, "/V": Name.Yes}), "Yes"),  # no looks at all
        (Widget("a", {"/FT": Name.Btn}), "Off"),
        (Widget("a", {"/FT": Name.Btn, "/V": Name("/1"), "/Opt": Array([String("m"), String("f")])}, ["1"]), "f"),
        (Widget("a", {"/FT": Name.Btn, "/V": String("f"), "/Opt": Array([String("m"), String("f")])}, ["1"]), "f"),
        (Widget("a", {"/FT": Name.Btn, "/V": Name("/7"), "/Opt": Array([String("m")])}, ["7"]), "7"),
    ],
)
def test_buttons(widget, expected):
    assert value(widget) == expected


def test_radio_buttons_without_looks():
    kids = [Widget("", {"/AS": Name.one}), Widget("", {"/AS": Name.Off}), Widget()]
    group = Widget("g", {"/FT": Name.Btn, "/Ff": RADIO, "/V": Name.one}, kids=kids)
    assert [found for _, found in values(make_form([[group]]))] == ["one", "Off", "Off"]
    assert [found for _, found in values(make_form([[radio_group("g", ["a", "b"])]]))] == ["Off", "Off"]


@pytest.mark.parametrize(
    ("widget", "expected"),
    [
        (choice("a", [Array([String("r"), String("red")])], String("r")), "r"),
        (choice("a", [String("S"), String("M")], None, MULTI_SELECT, I=Array([1, 5])), "M"),
        (choice("a", [], String("typed")), "typed"),
        (choice("a", [String("S")]), ""),
        (text("a", "שלום"), "שלום"),
        (text("a", "a\r\nb\nc"), "a\nb\nc"),
        (
            Widget("a", {"/FT": Name.Tx, "/RV": String("<body><p>one &amp; <b>two</b></p><p>three</p></body>")}),
            "one & two\nthree",
        ),
        (Widget("a", {"/FT": Name.Tx, "/RV": String("<" * 200_000)}), "<" * 200_000),
        (Widget("a", {"/FT": Name.Tx, "/V": 7}), "7"),
        (Widget("a", {"/FT": Name.Tx, "/V": Dictionary()}), ""),
        (Widget("a", {"/FT": Name.Tx}), ""),
        (signature("a", ""), "Signed"),
        (push_button("a"), ""),
    ],
)
def test_values(widget, expected):
    assert value(widget) == expected


def test_a_value_may_be_a_stream():
    document = form_document([[text("a")]])
    document.pages[0].obj.Annots[0].V = document.make_stream(b"\xfe\xff\x05\xd0\x00!")
    assert values(saved(document)) == [("a", "א!")]


def test_names_of_states_in_latin_1():
    document = form_document([[check_box("a", "Mxnn", checked=True)]])
    content = saved(document).replace(b"/Mxnn", b"/M\xe4nn")
    assert values(content) == [("a", "Männ")]


def test_hidden_fields_are_there():
    assert values(make_form([[text("a", "b", F=HIDDEN)]])) == [("a", "b")]


def test_widgets_that_no_form_lists():
    pages = [[text("a", "1")], [Widget("g", kids=[text("b", "2")])]]
    content = make_form(pages, listed=False)
    assert [(f.key, f.page) for f in form_fields(content, full_names=True)] == [("a", 0), ("g.b", 1)]
    document = form_document(pages)
    document.Root.AcroForm.Fields = Array([document.pages[1].obj.Annots[0].Parent])
    assert [(f.key, f.page) for f in form_fields(saved(document))] == [("b", 1), ("a", 0)], "the listed ones first"


def test_widgets_that_are_no_indirect_objects():
    document = form_document([[text("a", "1")], [text("b", "2")]], listed=False)
    for page in document.pages:
        widget = page.obj.Annots[0]
        page.obj.Annots = Array([Dictionary({key: item for key, item in widget.items() if key != "/P"})])
    assert [(f.key, f.value, f.page) for f in form_fields(saved(document))] == [("a", "1", 0), ("b", "2", 1)]


def test_a_widget_on_two_pages_and_one_on_none():
    document = form_document([[text("a")], [text("b")]])
    document.pages[1].obj.Annots = document.pages[0].obj.Annots
    found = form_fields(saved(document))
    assert [(f.key, f.page) for f in found] == [("a", 0), ("a", 1), ("b", 1)], "b names its page"
    del document.Root.AcroForm.Fields[1].P
    lost = form_fields(saved(document))[-1]
    assert (lost.page, lost.rectangle, lost.box) == (-1, rectangle(0), None)


def test_a_field_without_a_widget():
    document = form_document([[]])
    document.Root.AcroForm.Fields.append(Dictionary(FT=Name.Tx, T=String("total"), V=String("12")))
    (field,) = form_fields(saved(document))
    assert (field.key, field.value, field.page, field.rectangle, field.box) == ("total", "12", -1, None, None)


def test_cycles_end():
    document = form_document([[Widget("g", kids=[text("a")]), text("b")]])
    group, other = document.Root.AcroForm.Fields
    group.Kids.append(group)
    group.Parent = group.Kids[0]
    other.Parent = other
    document.Root.AcroForm.Fields.append(other)
    assert [key for key, _ in values(saved(document))] == ["a", "b"]
    del document.Root["/AcroForm"]
    assert [key for key, _ in values(saved(document))] == ["a", "b"]


@pytest.mark.parametrize(
    "damage",
    [
        {"/Rect": Array([1, 2, 3])},
        {"/Rect": Array([1, 2, 3, Name.x])},
        {"/Rect": String("x")},
        {"/P": Name.x},
        {"/Parent": 3},
        {"/FT": 3},
        {"/Ff": String("x")},
        {"/Kids": Array([None, 3, Name.x])},
        {"/Kids": 3},
        {"/AP": Name.x},
        {"/AP": Dictionary(N=Name.x)},
        {"/AS": 3},
        {"/Opt": 3},
        {"/Opt": Array([Array(), 3])},
        {"/V": Array([Array([String("x")])])},
        {"/T": Array()},
    ],
    ids=str,
)
@pytest.mark.parametrize("widget", [text("a", "b"), check_box("a"), choice("a", [String("b")]), signature("a")])
def test_damaged_entries(widget, damage):
    document = form_document([[widget, text("other", "fine")]])
    for key, item in damage.items():
        document.pages[0].obj.Annots[0][key] = item
    found = form_fields(saved(document))
    assert [field.value for field in found if field.key == "other"] == ["fine"]
    assert len(found) == 2


def test_references_to_nothing():
    content = make_form([[text("a", "b")]])
    for entry in (b"/Rect [ 100 720 220 740 ]", b"/Parent", b"/FT /Tx "):
        gone = content.replace(entry, (entry.split()[0] + b" 99 0 R").ljust(len(entry)))
        assert [key for key, _ in values(gone)] == ["a"]


@pytest.mark.parametrize("form", [3, Dictionary(), Dictionary(Fields=3), Dictionary(Fields=Array([3]))], ids=str)
def test_damaged_forms(form):
    document = form_document([[text("a", "b")]])
    document.Root.AcroForm = form
    document.pages[0].obj.Annots.append(Name.x)
    assert values(saved(document)) == [("a", "b")]
    document.pages[0].obj.Annots = 3
    assert values(saved(document)) == []


def test_documents_without_a_form():
    assert form_fields(make_pdf([Page([Text(72, 700, "text")])])) == []
    assert form_fields(make_form([[]])) == []


def test_xfa_forms():
    document = form_document([[text("a", "b")]])
    document.Root.AcroForm.XFA = document.make_stream(b"<xdp/>")
    assert values(saved(document)) == [("a", "b")], "its shadow is a form of PDF"
    document.Root.AcroForm.Fields = Array()
    document.pages[0].obj.Annots = Array()
    with pytest.raises(DocumentError, match="XFA"):
        form_fields(saved(document))


def test_encrypted_forms():
    locked = saved(form_document([[text("a", "שלום")]]), encryption=pikepdf.Encryption(user="open", owner="other"))
    for password in ("open", "other"):
        assert values(locked, password=password) == [("a", "שלום")]
    for password in ("", "wrong"):
        with pytest.raises(DocumentError, match="encrypted"):
            form_fields(locked, password=password)
    for_reading = saved(form_document([[text("a", "b")]]), encryption=pikepdf.Encryption(user="", owner="other"))
    assert values(for_reading) == [("a", "b")]


@pytest.mark.parametrize("content", [b"", b"x", make_form([EVERY_KIND])[:-300]])
def test_what_is_no_pdf(content):
    with pytest.raises(DocumentError):
        form_fields(content)


def test_the_document_is_read_from_any_buffer():
    content = make_form([[text("a", "b")]])
    assert values(memoryview(content)) == [("a", "b")]
    with pikepdf.open(io.BytesIO(content)) as document:
        assert document.check_pdf_syntax() == []


def test_many_fields():
    pages = [[text(f"{page}.{number}", "x") for number in range(20)] for page in range(30)]
    found = form_fields(make_form(pages))
    assert [field.key for field in found] == [f"{page}.{number}" for page in range(30) for number in range(20)]
    assert [field.page for field in found] == [page for page in range(30) for _ in range(20)]
