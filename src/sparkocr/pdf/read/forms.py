"""Read the fields of interactive forms (AcroForms; ISO 32000-1, 12.7)."""

import html
import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

import pikepdf

from sparkocr.errors import DocumentError
from sparkocr.layout.box import Box
from sparkocr.limits import current, told
from sparkocr.pdf.boxes import numbers_of, page_frame
from sparkocr.pdf.frame import PageFrame
from sparkocr.pdf.objects import open_objects
from sparkocr.pdf.unpacked import unpacked_data

__all__ = ["OFF", "FormField", "form_fields"]

OFF = "Off"
"""Value of a button that is not checked; the name that ISO 32000-1 has for this state."""

_SIGNED = "Signed"
# Bits of /Ff, tables 226 and 230.
_RADIO, _PUSH_BUTTON, _COMBO = 1 << 15, 1 << 16, 1 << 17
_KINDS = {"Tx": "Text", "Btn": "CheckBox", "Ch": "ListBox", "Sig": "Signature"}
_PARAGRAPH_END = re.compile(r"(?:</p\s*>|<br\s*/?>)\s*(?=\S)")
_TAG = re.compile(r"<[^<>]*>")  # without "<", or many of them would take time that grows with their square


_Chain = tuple[pikepdf.Dictionary, ...]
"""A widget, or a field that has none, after the fields above it."""


@dataclass(frozen=True, slots=True)
class FormField:
    """One widget of a field: where a page shows it, or a part of it.

    Attributes
    ----------
    key : str
        Name of the field; empty if it has none.
    value : str
        Text; for list boxes that allow several choices one line for each. Checked check boxes and radio buttons have
        their export value, others ``Off``, push buttons nothing. A signature field that is signed has the name in the
        signature, or ``Signed``. Empty without a value.
    kind : str
        ``Text``, ``CheckBox``, ``RadioButton``, ``PushButton``, ``ComboBox``, ``ListBox``, ``Signature``, or
        ``Unknown``.
    page : int
        Index of its page, from 0; -1 if it is on none.
    rectangle : tuple of float or None
        Left, bottom, right and top edge in points of user space, whose origin is mostly the lower left corner of the
        page; None if it has no place.
    box : Box or None
        The same in points of the displayed page, origin top left; None if it is on no page.
    """

    key: str
    value: str
    kind: str
    page: int
    rectangle: tuple[float, float, float, float] | None
    box: Box | None


def form_fields(content: bytes | memoryview, *, full_names: bool = False, password: str = "") -> list[FormField]:
    """Read all fields of a form.

    Parameters
    ----------
    content : bytes or memoryview
        The PDF file.
    full_names : bool
        Give the names with those of the fields above them, joined by dots, instead of the last part alone.
    password : str
        Password of an encrypted document.

    Returns
    -------
    list of FormField
        One for each widget, in the order of the form, hidden ones too; then fields that no form lists, but that are on
        a page, page by page. A field without a widget is one entry without a place. Empty without a form.

    Raises
    ------
    DocumentError
        If the document can't be opened, or has an XFA form that is not also made of fields of PDF.

    Notes
    -----
    Where buttons share a field, each has its own value: a group of radio buttons has the value of the chosen one at
    that one, and ``Off`` at the others. The value of the field counts before the look of the button (``/AS``), as
    programs that fill forms may leave the look to the reader.
    """
    with open_objects(content, password) as document:
        pages, fields, size, parts = _Pages(document), [], 0, 0
        for chain in _chains(document, pages):
            options = _inherited(chain, "/Opt")
            parts += len(options) if isinstance(options, pikepdf.Array) else 0
            if parts > current().max_value_parts:
                raise _too_long()
            for page in pages.of(chain[-1]):
                field = _field(chain, page, pages.frames.get(page), full_names=full_names)
                fields.append(field)
                size += len(field.value) + len(field.key)
                if len(fields) > current().max_fields:
                    raise _too_many()
                if size > current().max_value_characters:
                    raise _too_long()
        form = document.Root.get("/AcroForm")
        if not fields and isinstance(form, pikepdf.Dictionary) and "/XFA" in form:
            raise DocumentError("The form is a dynamic XFA form, which has no fields of PDF")
        return fields


class _Pages:
    """Tells on which pages widgets are."""

    def __init__(self, document: pikepdf.Pdf) -> None:
        self.frames: dict[int, PageFrame] = {}
        self.widgets: list[pikepdf.Dictionary] = []
        self._numbers: dict[tuple[int, int], int] = {}
        self._places: dict[tuple[int, int], list[int]] = {}
        self._direct: dict[int, list[int]] = {}  # by identity: what is no indirect object has no number
        for number, page in enumerate(document.pages):
            self._numbers[page.obj.objgen] = number
            self.frames[number] = page_frame(page)
            for widget in _dictionaries(page.obj.get("/Annots")):
                if widget.get("/Subtype") != pikepdf.Name.Widget:
                    continue
                if widget.is_indirect:
                    self._places.setdefault(widget.objgen, []).append(number)
                else:
                    self._direct[id(widget)] = [number]
                self.widgets.append(widget)
                if len(self.widgets) > current().max_fields:
                    raise _too_many()

    def of(self, widget: pikepdf.Dictionary) -> list[int]:
        """Return the pages that list a widget, or else the one that it names itself, or else -1."""
        found = self._places.get(widget.objgen) if widget.is_indirect else self._direct.get(id(widget))
        page = widget.get("/P")
        return found or [self._numbers.get(page.objgen, -1) if isinstance(page, pikepdf.Dictionary) else -1]


def _chains(document: pikepdf.Pdf, pages: _Pages) -> Iterator[_Chain]:
    """Walk over the widgets of the form, and those that are on pages alone; each once, whatever refers to it."""
    form = document.Root.get("/AcroForm")
    roots = _dictionaries(form.get("/Fields")) if isinstance(form, pikepdf.Dictionary) else []
    waiting: list[_Chain] = [(root,) for root in reversed(roots)]
    seen: set[tuple[int, int]] = set()
    listed: set[tuple[int, int]] = set()
    while waiting:
        chain = waiting.pop()
        node = chain[-1]
        if node.is_indirect:
            if node.objgen in seen:
                continue
            seen.add(node.objgen)
        kids = _dictionaries(node.get("/Kids"))
        if len(chain) > current().max_depth:
            raise DocumentError(f"The fields of the form are more than {told('max_depth')} deep.")
        if len(waiting) + len(kids) > current().max_fields:
            raise _too_many()
        if kids:
            waiting += [(*chain, kid) for kid in reversed(kids)]
        else:
            listed.add(node.objgen)
            yield chain
    for widget in pages.widgets:
        if widget.is_indirect:
            if widget.objgen in listed:
                continue
            listed.add(widget.objgen)
        yield _chain_above(widget)


def _chain_above(widget: pikepdf.Dictionary) -> _Chain:
    """Return a widget after the fields above it, as it names them."""
    chain = [widget]
    seen = {widget.objgen}
    while isinstance(above := chain[0].get("/Parent"), pikepdf.Dictionary) and above.objgen not in seen:
        if len(chain) > current().max_depth:
            raise DocumentError(f"The fields of the form are more than {told('max_depth')} deep.")
        seen.add(above.objgen)
        chain.insert(0, above)
    return tuple(chain)


def _field(chain: _Chain, page: int, frame: PageFrame | None, *, full_names: bool) -> FormField:
    """Read one widget."""
    kind = _kind(chain)
    names = [text for node in chain if (text := _text(node.get("/T")))]
    key = ".".join(names) if full_names else (names or [""])[-1]
    edges = numbers_of(chain[-1].get("/Rect"))
    if edges is None or len(edges) != 4:  # noqa: PLR2004
        return FormField(key, _value(chain, kind), kind, page, None, None)
    (left, right), (bottom, top) = sorted(edges[::2]), sorted(edges[1::2])
    box = None if frame is None else Box(*frame.box_to_display()(left, bottom, right, top))
    return FormField(key, _value(chain, kind), kind, page, (left, bottom, right, top), box)


def _kind(chain: _Chain) -> str:
    """Tell what a field is."""
    kind = _KINDS.get(_text(_inherited(chain, "/FT")), "Unknown")
    flags = _inherited(chain, "/Ff")
    flags = flags if isinstance(flags, int) else 0
    if kind == "CheckBox" and flags & _PUSH_BUTTON:
        return "PushButton"
    if kind == "CheckBox" and flags & _RADIO:
        return "RadioButton"
    return "ComboBox" if kind == "ListBox" and flags & _COMBO else kind


def _value(chain: _Chain, kind: str) -> str:
    """Return the value of a field, or of a button of it."""
    value = _inherited(chain, "/V")
    if kind == "PushButton":
        return ""
    if kind in {"CheckBox", "RadioButton"}:
        return _button_value(chain, _text(value))
    if kind == "Signature":
        return (_text(value.get("/Name")) or _SIGNED) if isinstance(value, pikepdf.Dictionary) else ""
    if kind in {"ComboBox", "ListBox"} and value is None:
        options, chosen = _options(chain), numbers_of(_inherited(chain, "/I")) or []
        return "\n".join(options[int(number)] for number in chosen if 0 <= number < len(options))
    text = _plain(_text(_inherited(chain, "/RV"))) if kind == "Text" and value is None else _text(value)
    return text.replace("\r\n", "\n").replace("\r", "\n")  # lines of PDF end in any way


def _button_value(chain: _Chain, value: str) -> str:
    """Return the export value of a button, or ``Off``."""
    widget = chain[-1]
    state, options = _text(widget.get("/AS")), _options(chain)
    looks = widget.get("/AP")
    normal = looks.get("/N") if isinstance(looks, pikepdf.Dictionary) else None
    keys = list(normal.keys()) if isinstance(normal, pikepdf.Dictionary) else []
    states = {_name(key.encode("utf-8", "surrogateescape")) for key in keys} - {OFF}  # pikepdf makes keys so
    if not value:
        chosen = state
    elif states:
        # The states of buttons with export values in /Opt are their indices in it (12.7.4.2.3).
        names = [value, *(str(index) for index, option in enumerate(options) if option == value)]
        chosen = next((name for name in names if name in states), OFF)
    else:
        alone = "/T" in widget
        chosen = value if state == value or (alone and not state) else OFF
    if chosen.isdecimal() and int(chosen) < len(options):
        return options[int(chosen)]
    return chosen or OFF


def _options(chain: _Chain) -> list[str]:
    """Return the export values of a field's options."""
    options = _inherited(chain, "/Opt")
    if not isinstance(options, pikepdf.Array):
        return []
    pairs = (option if isinstance(option, pikepdf.Array) else [option] for option in options)
    return [_text(pair[0]) if len(pair) else "" for pair in pairs]


def _inherited(chain: _Chain, name: str) -> object:
    """Return an entry of a field, or else of the nearest one above it."""
    return next((found for node in reversed(chain) if (found := node.get(name)) is not None), None)


def _dictionaries(value: object) -> list[pikepdf.Dictionary]:
    """Return the dictionaries in an array; what else is there is damage."""
    if not isinstance(value, pikepdf.Array):
        return []
    return [item for item in value if isinstance(item, pikepdf.Dictionary)]


def _text(value: object) -> str:
    """Return the text of a string, stream, name or number, and of each in an array as a line.

    Raises
    ------
    DocumentError
        The text is too long, or the arrays are too deep.
    """
    texts, left, parts = [], current().max_value_characters, 0
    waiting: list[tuple[object, int]] = [(value, 0)]
    while waiting:
        item, depth = waiting.pop()
        if isinstance(item, pikepdf.Array):
            if depth >= current().max_depth:
                raise DocumentError(f"The value of a field is more than {told('max_depth')} deep.")
            parts += len(item)
            if parts <= current().max_value_parts:
                waiting += [(inner, depth + 1) for inner in reversed(list(item))]
        else:
            texts.append(_plain_text(item))
            left -= len(texts[-1])
        if left < 0 or parts > current().max_value_parts:
            raise _too_long()
    return "\n".join(texts)


def _plain_text(value: object) -> str:
    """Return the text of what is no array."""
    if isinstance(value, pikepdf.Stream):
        value = pikepdf.String(unpacked_data(value, "max_value_characters"))
    if isinstance(value, pikepdf.Name):
        return _name(bytes(value))
    return str(value) if isinstance(value, (pikepdf.String, int, Decimal)) else ""


def _name(content: bytes) -> str:
    """Return a name without its slash; old programs write names in Latin-1."""
    try:
        return content.decode().removeprefix("/")
    except UnicodeDecodeError:
        return content.decode("latin-1").removeprefix("/")


def _plain(rich: str) -> str:
    """Return the text of XHTML, a line for each paragraph."""
    return html.unescape(_TAG.sub("", _PARAGRAPH_END.sub("\n", rich))).strip()


def _too_many() -> DocumentError:
    return DocumentError(f"The form has more than {told('max_fields')}.")


def _too_long() -> DocumentError:
    characters, parts = told("max_value_characters"), told("max_value_parts")
    return DocumentError(f"The values of the form have more than {characters}, or {parts}.")
