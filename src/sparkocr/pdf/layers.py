"""Take what is in layers that are off out of the pages of a document (optional content, ISO 32000-1, 8.11)."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pikepdf
from pikepdf import Array, ContentStreamInlineImage, Dictionary, Name, Operator, Stream

from sparkocr.pdf.boxes import inherited

__all__ = ["drop_hidden_layers"]

_DEEPEST = 20  # forms within forms, and expressions within expressions
# What is painted inside of a hidden layer, and what is left of it: the current path ends, the text line still moves.
_END_PATH = {name: [([], Operator("n"))] for name in ("S", "s", "f", "F", "f*", "B", "B*", "b", "b*")}
_NEXT_LINE = {name: [([], Operator("T*"))] for name in ("'", '"')}
_DROPPED: dict[str, list[tuple[list[object], Operator]]] = {
    **_END_PATH,
    **_NEXT_LINE,
    **{name: [] for name in ("Tj", "TJ", "Do", "sh", "INLINE IMAGE")},
}
_Seen = set[tuple[int, int]]


def drop_hidden_layers(document: pikepdf.Pdf) -> bool:
    """Drop what the default configuration of a document hides from its pages.

    Parameters
    ----------
    document : pikepdf.Pdf
        Changed in place; without layers, if anything was hidden.

    Returns
    -------
    bool
        Whether anything was dropped.
    """
    properties = document.Root.get(Name.OCProperties)
    if not isinstance(properties, Dictionary):
        return False
    is_hidden = _hidden_by(properties)
    seen: _Seen = set()
    changed = False
    for page in document.pages:
        changed |= _clean(document, page.obj, inherited(page.obj, "/Resources"), is_hidden, seen, 0)
        annotations = page.obj.get(Name.Annots)
        if isinstance(annotations, Array):
            shown = [item for item in annotations if not is_hidden(_entry(item, Name.OC))]
            if len(shown) < len(annotations):
                page.obj.Annots = Array(shown)
                changed = True
    if changed:
        del document.Root[Name.OCProperties]
    return changed


def _hidden_by(properties: Dictionary) -> Callable[[object], bool]:
    """Return the test whether a group, or a membership dictionary of groups, is off."""
    off = set(_off_groups(properties))

    def is_hidden(content: object, depth: int = 0) -> bool:
        if not isinstance(content, Dictionary) or depth > _DEEPEST:
            return False
        if content.get(Name.Type) != Name.OCMD:
            return content.objgen in off
        expression = content.get(Name.VE)
        if isinstance(expression, Array):
            return not _holds(expression, lambda group: not is_hidden(group), 0)
        groups = content.get(Name.OCGs)
        hidden = [is_hidden(group, depth + 1) for group in (groups if isinstance(groups, Array) else [groups])]
        if not hidden:
            return False
        return {
            "/AllOn": any(hidden),
            "/AnyOff": not any(hidden),
            "/AllOff": not all(hidden),
        }.get(str(content.get(Name.P)), all(hidden))

    return is_hidden


def _off_groups(properties: Dictionary) -> Iterator[tuple[int, int]]:
    """Yield the groups that are off when the document is viewed."""
    default = properties.get(Name.D)
    default = default if isinstance(default, Dictionary) else Dictionary()
    on, off = (_groups(default.get(name)) for name in (Name.ON, Name.OFF))
    is_base_off = default.get(Name.BaseState) == Name.OFF
    by_usage = {}
    for usage in default.get(Name.AS, ()):
        if _entry(usage, Name.Event) == Name.View and Name.View in list(_entry(usage, Name.Category) or ()):
            by_usage |= {group.objgen: group for group in _entry(usage, Name.OCGs) or ()}
    for group in properties.get(Name.OCGs, ()):
        if not isinstance(group, Dictionary):
            continue
        is_off = group.objgen in off or (is_base_off and group.objgen not in on)
        if group.objgen in by_usage:
            state = _entry(_entry(group.get(Name.Usage), Name.View), Name.ViewState)
            is_off = state == Name.OFF if state is not None else is_off
        if is_off:
            yield group.objgen


def _groups(value: object) -> set[tuple[int, int]]:
    """Return the groups of an array."""
    return {item.objgen for item in value if isinstance(item, Dictionary)} if isinstance(value, Array) else set()


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


def _entry(item: object, name: Name) -> object:
    """Return an entry of what may be a dictionary."""
    return item.get(name) if isinstance(item, Dictionary | Stream) else None


def _clean(
    document: pikepdf.Pdf,
    content: Dictionary | Stream,
    resources: object,
    is_hidden: Callable[[object], bool],
    seen: _Seen,
    depth: int,
) -> bool:
    """Drop what is hidden from a page or a form, and from the forms in it."""
    if not isinstance(resources, Dictionary) or depth > _DEEPEST:
        return False
    layers = {name for name, item in _items(resources, Name.Properties) if is_hidden(item)}
    drawings = dict(_items(resources, Name.XObject))
    hidden = {name for name, item in drawings.items() if is_hidden(_entry(item, Name.OC))}
    changed = bool(layers or hidden)
    if changed:
        kept = pikepdf.unparse_content_stream(_shown(pikepdf.parse_content_stream(content), layers, hidden))
        if isinstance(content, Stream):
            content.write(kept)
        else:
            content.Contents = document.make_stream(kept)
    for name, item in drawings.items():
        if name not in hidden and _entry(item, Name.Subtype) == Name.Form and item.objgen not in seen:
            seen.add(item.objgen)
            changed |= _clean(document, item, item.get(Name.Resources, resources), is_hidden, seen, depth + 1)
    return changed


def _items(resources: Dictionary, name: Name) -> Iterator[tuple[str, object]]:
    found = resources.get(name)
    return iter(found.items()) if isinstance(found, Dictionary) else iter(())


def _shown(
    instructions: object, layers: set[str], drawings: set[str]
) -> Iterator[tuple[object, Operator] | ContentStreamInlineImage]:
    """Yield the instructions of a content stream without what they paint inside of hidden layers."""
    marks: list[bool] = []  # whether each open marked content hides
    for instruction in instructions:  # type: ignore[attr-defined]
        operator = str(instruction.operator)
        operands = instruction.operands
        if operator in {"BMC", "BDC"}:
            marks.append(
                len(operands) > 1
                and operands[0] == Name.OC
                and isinstance(operands[1], Name)
                and str(operands[1]) in layers
            )
        elif operator == "EMC" and marks:
            marks.pop()
        if any(marks) and operator in _DROPPED:
            yield from _DROPPED[operator]
        elif not (operator == "Do" and operands and str(operands[0]) in drawings):
            yield instruction
