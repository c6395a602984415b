"""Take what is in layers that are off out of the pages of a document (optional content, ISO 32000-1, 8.11)."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import suppress
from typing import Any

import pikepdf
from pikepdf import Array, ContentStreamInlineImage, ContentStreamInstruction, Dictionary, Name, Operator, Stream

from sparkocr.errors import DocumentError
from sparkocr.pdf.boxes import inherited
from sparkocr.pdf.damage import is_whole
from sparkocr.pdf.entries import elements, entries, entry
from sparkocr.pdf.work import Measured, check_work

__all__ = ["drop_hidden_layers"]

_Number = tuple[int, int]
_Instruction = ContentStreamInstruction | ContentStreamInlineImage

_DEEPEST = 20  # forms within forms, and expressions within expressions
_END_PATH = frozenset(["S", "s", "f", "F", "f*", "B", "B*", "b", "b*"])
_DROPPED = frozenset(["Tj", "TJ", "Do", "sh", "INLINE IMAGE"])


def drop_hidden_layers(document: pikepdf.Pdf, pages: Sequence[Dictionary | None]) -> bool:
    """Drop what the default configuration of a document hides from its pages.

    Parameters
    ----------
    document : pikepdf.Pdf
        Changed in place; without layers, if anything was hidden. A page or a form that is damaged stays as it is, and
        so does a page that is too much work.
    pages : sequence of Dictionary or None
        Its pages.

    Returns
    -------
    bool
        Whether anything changed.
    """
    properties = document.Root.get(Name.OCProperties)
    off = set(_off_groups(properties))
    if not off:
        return False
    cleaner, measured = _Cleaner(document, off), Measured()
    for page in pages:
        if page is not None:
            with suppress(DocumentError):  # which it is again when it is read
                check_work(page, measured)
                cleaner.clean_page(page)
    if not cleaner.changed:
        return False
    # What is left is shown. A membership that is left may say so of groups that are off, which nothing tells any more.
    for membership in cleaner.memberships:
        for name in list(membership.keys()):
            del membership[name]
    del document.Root[Name.OCProperties]
    return True


def _off_groups(properties: object) -> Iterator[_Number]:
    """Yield the groups that are off when the document is viewed.

    A group whose usage says that it is off on screens is off, as in PDFium and other viewers, whether or not the
    configuration asks for its usage.
    """
    default = entry(properties, Name.D)
    on, off = _numbers(entry(default, Name.ON)), _numbers(entry(default, Name.OFF))
    is_base_off = entry(default, Name.BaseState) == Name.OFF
    by_usage: set[_Number] = set()
    for usage in elements(entry(default, Name.AS)):
        if entry(usage, Name.Event) == Name.View and Name.View in elements(entry(usage, Name.Category)):
            by_usage |= _numbers(entry(usage, Name.OCGs))
    for group in elements(entry(properties, Name.OCGs)):
        if not isinstance(group, Dictionary):
            continue
        number = group.objgen
        state = entry(entry(group.get(Name.Usage), Name.View), Name.ViewState)
        is_off = number in off or (is_base_off and number not in on)
        if state == Name.OFF or (is_off and not (state == Name.ON and number in by_usage)):
            yield number


def _numbers(groups: object) -> set[_Number]:
    """Return the numbers of the groups in an array."""
    return {item.objgen for item in elements(groups) if isinstance(item, Dictionary)}


class _Cleaner:
    """Drops what is hidden from pages.

    Attributes
    ----------
    changed : bool
        Whether anything has to be written anew.
    memberships : list of Dictionary
        Those that depend on groups, of what is not hidden.
    """

    def __init__(self, document: pikepdf.Pdf, off: set[_Number]) -> None:
        self._document = document
        self._off = off
        self._seen: set[_Number] = set()
        self.changed = False
        self.memberships: list[Dictionary] = []

    def clean_page(self, page: Dictionary) -> None:
        """Drop what is hidden from a page, its forms and its annotations."""
        self._clean(page, inherited(page, "/Resources"), 0)
        annotations = elements(page.get(Name.Annots))
        shown = [item for item in annotations if not self._is_hidden(entry(item, Name.OC))]
        if len(shown) < len(annotations):
            page.Annots = Array(shown)
            self.changed = True
        for item in shown:
            look = entry(entry(item, Name.AP), Name.N)
            for form in (state for _, state in entries(look)) if isinstance(look, Dictionary) else [look]:
                if isinstance(form, Stream) and self._is_hidden(form.get(Name.OC)):
                    form.write(b"")
                    self.changed = True
                self._clean_form(form, None, 0)

    def _clean_form(self, form: object, parent_resources: object, depth: int) -> None:
        if isinstance(form, Stream) and form.get(Name.Subtype) == Name.Form and form.objgen not in self._seen:
            self._seen.add(form.objgen)
            self._clean(form, form.get(Name.Resources, parent_resources), depth)

    def _clean(self, content: Dictionary | Stream, resources: object, depth: int) -> None:
        """Drop what is hidden from a page or a form, and from the forms in it."""
        if depth > _DEEPEST:
            return
        drawings = list(entries(entry(resources, Name.XObject)))
        layers = {name for name, item in entries(entry(resources, Name.Properties)) if self._is_hidden(item)}
        hidden = {name for name, item in drawings if self._is_hidden(entry(item, Name.OC))}
        if (layers or hidden) and is_whole(content):
            instructions = list(_shown(pikepdf.parse_content_stream(content), layers, hidden))
            kept = pikepdf.unparse_content_stream(instructions)
            if isinstance(content, Stream):
                content.write(kept)
            else:
                content.Contents = self._document.make_stream(kept)
            self.changed = True
        for name, item in drawings:
            if name not in hidden:
                self._clean_form(item, resources, depth + 1)

    def _is_hidden(self, layer: object) -> bool:
        """Tell whether a layer is off; remember the membership that is on, but may not be without its document."""
        if not isinstance(layer, Dictionary):
            return False
        is_off = _is_off(layer, self._off, 0)
        if not is_off and layer.get(Name.Type) == Name.OCMD:
            self.memberships.append(layer)
            self.changed |= _is_off(layer, set(), 0)
        return is_off


def _is_off(layer: Dictionary, off: set[_Number], depth: int) -> bool:
    """Tell whether a group, or a membership in groups, is off (ISO 32000-1, 8.11.2)."""
    if layer.get(Name.Type) != Name.OCMD or depth > _DEEPEST:
        return layer.objgen in off
    expression = layer.get(Name.VE)
    if isinstance(expression, Array) and len(expression):
        return not _holds(expression, lambda group: not (isinstance(group, Dictionary) and group.objgen in off), 0)
    groups = layer.get(Name.OCGs)
    found = elements(groups) if isinstance(groups, Array) else [groups]
    states = [_is_off(item, off, depth + 1) for item in found if isinstance(item, Dictionary)]
    if not states:
        return False
    return {
        "/AllOn": any(states),
        "/AnyOff": not any(states),
        "/AllOff": not all(states),
    }.get(str(layer.get(Name.P)), all(states))


def _holds(expression: Array, is_on: Callable[[object], bool], depth: int) -> bool:
    """Evaluate a visibility expression."""
    operator, *operands = expression
    values = (
        _holds(item, is_on, depth + 1) if isinstance(item, Array) and len(item) and depth < _DEEPEST else is_on(item)
        for item in operands
    )
    if operator == Name.Not:
        return not all(values)
    return any(values) if operator == Name.Or else all(values)


def _shown(instructions: Iterable[_Instruction], layers: set[str], drawings: set[str]) -> Iterator[_Instruction]:
    """Yield the instructions of a content stream without what they paint inside of hidden layers."""
    marks: list[bool] = []  # whether each open marked content hides
    for instruction in instructions:
        operator = str(instruction.operator)
        operands: Any = instruction.operands
        if operator in {"BMC", "BDC"}:
            is_layer = len(operands) > 1 and operands[0] == Name.OC and isinstance(operands[1], Name)
            marks.append(is_layer and str(operands[1]) in layers)
        elif operator == "EMC" and marks:
            marks.pop()
        if any(marks):
            yield from _unpainted(instruction, operator, operands)
        elif not (operator == "Do" and len(operands) and str(operands[0]) in drawings):
            yield instruction


def _unpainted(instruction: _Instruction, operator: str, operands: Any) -> Iterator[_Instruction]:
    """Yield what is left of an instruction that paints nothing: the path ends, the text goes to its next line."""
    if operator in _END_PATH:
        yield ContentStreamInstruction([], Operator("n"))
    elif operator in {"'", '"'}:
        if len(operands) > 2:  # noqa: PLR2004  the spaces of words and characters
            yield ContentStreamInstruction([operands[0]], Operator("Tw"))
            yield ContentStreamInstruction([operands[1]], Operator("Tc"))
        yield ContentStreamInstruction([], Operator("T*"))
    elif operator not in _DROPPED:
        yield instruction
