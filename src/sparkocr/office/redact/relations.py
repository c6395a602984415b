"""References from a part to others and to the outside: which are kept."""

from __future__ import annotations

import posixpath
from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import unquote, urlsplit

from lxml import etree

from sparkocr.office.drawings import A
from sparkocr.office.package import Package, local_name
from sparkocr.office.redact.names import is_named
from sparkocr.office.redact.spans import Replace
from sparkocr.office.redact.trees import remove
from sparkocr.office.styles import W

__all__ = ["Reference", "drop_references", "ids_in", "is_harmless_link", "read_references", "set_ids"]

_R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
_OTHER_IDS = frozenset({"{urn:schemas-microsoft-com:office:office}relid", "relId"})
# Elements that are something without the other part, too.
_NEED_NONE = {W + "hyperlink", A + "blip"}
_PUBLIC = frozenset({"http", "https"})


@dataclass(frozen=True, slots=True)
class Reference:
    """A reference of a part.

    Attributes
    ----------
    id : str
    kind : str
        Type of the reference.
    target : str
        Name of a part, or an address.
    is_external : bool
    """

    id: str
    kind: str
    target: str
    is_external: bool


def read_references(package: Package, part: str) -> list[Reference]:
    """Return the references of a part in their order."""
    folder, name = posixpath.split(part)
    names = posixpath.join(folder, "_rels", f"{name}.rels")
    if not package.has(names):
        return []
    found = []
    for element in package.xml(names).iter("{*}Relationship"):
        target, is_external = element.get("Target", ""), element.get("TargetMode") == "External"
        if not is_external:
            target = posixpath.normpath(posixpath.join("/", folder, unquote(target))).lstrip("/")
        found.append(Reference(element.get("Id", ""), element.get("Type", ""), target, is_external))
    return found


def is_harmless_link(address: str, replace: Replace) -> bool:
    """Tell whether an address may stay: a page on the web without a name in it, or a query, which can be one."""
    try:
        parts = urlsplit(address)
    except ValueError:
        return False
    if parts.scheme.lower() not in _PUBLIC or parts.query or parts.fragment or "@" in parts.netloc:
        return False
    return not any(is_named(text, replace) for text in (address, unquote(address)))


def ids_in(root: etree._Element) -> set[str]:
    """Return the ids of the references that a part makes use of."""
    return {value for element in root.iter(etree.Element) for _, value in _ids(element)}


def set_ids(root: etree._Element, new: dict[str, str]) -> None:
    """Give references other ids."""
    for element in root.iter(etree.Element):
        for name, value in list(_ids(element)):
            element.set(name, new[value])


def drop_references(root: etree._Element, kept: set[str]) -> None:
    """Drop the elements that refer to what is not kept; what they only decorate stays."""
    for element in list(root.iter(etree.Element)):
        for name, value in list(_ids(element)):
            if value in kept:
                continue
            if element.tag in _NEED_NONE or local_name(element) == "dataModelExt":
                del element.attrib[name]
            else:
                remove(element)
                break


def _ids(element: etree._Element) -> Iterator[tuple[str, str]]:
    """Give the attributes of an element that are ids of references, and their values."""
    for name, value in element.items():
        if (name.startswith(_R) or name in _OTHER_IDS) and value:
            yield name, value
