"""PDF documents with forms of every kind of field, made with pikepdf, for tests.

``make_form([[text("name", "Jane")]])`` is a page with one text field. Fields stand below each other, see `rectangle`.
"""

import io
import warnings
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

import pikepdf
from pikepdf import Array, Dictionary, Name, String

MULTILINE, PASSWORD, RICH_TEXT = 1 << 12, 1 << 13, 1 << 25
RADIO, PUSH_BUTTON, COMBO, MULTI_SELECT = 1 << 15, 1 << 16, 1 << 17, 1 << 21
HIDDEN = 2


@dataclass(frozen=True)
class Widget:
    """A field with one widget, or a group of buttons or fields (`kids`) with a name and entries of their own.

    `states` are the looks of a button besides Off.
    """

    name: str = ""
    entries: dict[str, Any] = field(default_factory=dict)
    states: Sequence[str] = ()
    kids: Sequence["Widget"] = ()


def _keys(entries: dict[str, Any]) -> dict[str, Any]:
    return {f"/{key}": value for key, value in entries.items()}


def text(name: str, value: str = "", flags: int = 0, **entries: Any) -> Widget:
    return Widget(name, {"/FT": Name.Tx, "/V": String(value), "/Ff": flags} | _keys(entries))


def check_box(name: str, state: str = "Yes", *, checked: bool = False) -> Widget:
    now = Name(f"/{state}") if checked else Name.Off
    return Widget(name, {"/FT": Name.Btn, "/V": now, "/AS": now}, [state])


def radio_group(name: str, states: Sequence[str], chosen: str = "") -> Widget:
    value = Name(f"/{chosen or 'Off'}")
    kids = [Widget("", {"/AS": value if state == chosen else Name.Off}, [state]) for state in states]
    return Widget(name, {"/FT": Name.Btn, "/Ff": RADIO, "/V": value}, kids=kids)


def push_button(name: str) -> Widget:
    return Widget(name, {"/FT": Name.Btn, "/Ff": PUSH_BUTTON, "/MK": Dictionary(CA=String("Send"))})


def choice(name: str, options: Sequence[Any], value: Any = None, flags: int = COMBO, **entries: Any) -> Widget:
    found = {"/FT": Name.Ch, "/Ff": flags, "/Opt": Array(options)} | _keys(entries)
    return Widget(name, found if value is None else {**found, "/V": value})


def signature(name: str, signer: str | None = None) -> Widget:
    signed = {} if signer is None else {"/V": Dictionary(Type=Name.Sig, **({"Name": String(signer)} if signer else {}))}
    return Widget(name, {"/FT": Name.Sig, **signed})


EVERY_KIND = (
    text("name", "Jane"),
    text("notes", "one\rtwo", MULTILINE),
    text("secret", "", PASSWORD),
    text("rich", "bold", RICH_TEXT),
    check_box("yes", checked=True),
    check_box("no"),
    radio_group("pay", ["card", "cash"], "cash"),
    push_button("send"),
    choice("colour", [String("red"), String("blue")], String("blue")),
    choice("sizes", [String("S"), String("M"), String("L")], Array([String("S"), String("L")]), MULTI_SELECT),
    signature("signed", "Jane Smith"),
    signature("unsigned"),
)


def rectangle(place: int) -> tuple[float, float, float, float]:
    """Left, bottom, right, top of the widget that is this number on its page."""
    top = 740 - 30 * place
    return (100, top - 20, 220, top)


def form_document(pages: Sequence[Sequence[Widget]], *, listed: bool = True, rotate: int = 0) -> pikepdf.Pdf:
    """Make a form whose fields stand on Letter pages; unless `listed`, no form lists them."""
    document = pikepdf.new()
    fields = document.make_indirect(Array())
    font = document.make_indirect(Dictionary(Type=Name.Font, Subtype=Name.Type1, BaseFont=Name.Helvetica))
    for widgets in pages:
        page = document.add_blank_page(page_size=(612, 792))
        page.obj.Annots = Array()
        if rotate:
            page.obj.Rotate = rotate
        for widget in widgets:
            made = _add(document, page, widget)
            if listed:
                fields.append(made)
    resources = Dictionary(Font=Dictionary(Helv=font))
    if listed:
        document.Root.AcroForm = Dictionary(Fields=fields, DA=String("/Helv 10 Tf 0 g"), DR=resources)
    return document


def make_form(pages: Sequence[Sequence[Widget]], **options: Any) -> bytes:
    """Make a form as `form_document` does, and write it."""
    return saved(form_document(pages, **options))


def saved(document: pikepdf.Pdf, **options: Any) -> bytes:
    output = io.BytesIO()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of pikepdf, about fields that no form lists
        document.save(output, **options)
    return output.getvalue()


def _add(document: pikepdf.Pdf, page: pikepdf.Page, widget: Widget, parent: pikepdf.Object | None = None) -> Any:
    """Add a field, with those below it."""
    node = document.make_indirect(Dictionary(widget.entries))
    if widget.name:
        node.T = String(widget.name)
    if parent is not None:
        node.Parent = parent
    if widget.kids:
        node.Kids = Array([_add(document, page, kid, node) for kid in widget.kids])
        return node
    left, bottom, right, top = rectangle(len(page.obj.Annots))
    node.Type, node.Subtype, node.P = Name.Annot, Name.Widget, page.obj
    if "/F" not in node:
        node.F = 4
    node.Rect = Array([left, bottom, right, top])
    if widget.states:
        form = Dictionary(Type=Name.XObject, Subtype=Name.Form, BBox=Array([0, 0, right - left, top - bottom]))
        looks = {
            f"/{state}": document.make_stream(b"" if state == "Off" else b"2 2 16 16 re f", form)
            for state in (*widget.states, "Off")
        }
        node.AP = Dictionary(N=Dictionary(looks))
    page.obj.Annots.append(node)
    return node
