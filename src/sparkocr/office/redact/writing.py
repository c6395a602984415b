"""Writing the zip file of a document: ECMA-376, part 2."""

from __future__ import annotations

import io
import posixpath
import zipfile
from collections.abc import Iterable
from dataclasses import dataclass

from lxml import etree

__all__ = ["HYPERLINK", "Part", "Target", "written"]

_DOCUMENT = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument"
HYPERLINK = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/hyperlink"
"""Type of references to addresses."""
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_RELATIONS_TYPE = "application/vnd.openxmlformats-package.relationships+xml"
_ANY_TIME = (1980, 1, 1, 0, 0, 0)  # the first that a zip file knows
_READABLE = 0o600 << 16  # by the owner, if somebody unpacks the file


@dataclass(frozen=True, slots=True)
class Target:
    """A reference.

    Attributes
    ----------
    id : str
    kind : str
        Its type.
    target : str
        Key of a part, or an address.
    is_external : bool
        Whether it is an address.
    """

    id: str
    kind: str
    target: str
    is_external: bool = False


@dataclass(frozen=True, slots=True)
class Part:
    """A part of a document.

    Attributes
    ----------
    key : str
        What references call it.
    name : str
    content_type : str
    data : bytes
    references : tuple of Target
    """

    key: str
    name: str
    content_type: str
    data: bytes
    references: tuple[Target, ...] = ()


def written(parts: Iterable[Part]) -> bytes:
    """Write a document; its main part comes first. Nothing tells when and by what it was written."""
    known = list(parts)
    names = {part.key: part.name for part in known}
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        _write(archive, "[Content_Types].xml", _types(known))
        main = Part("", "", "", b"", (Target("rId1", _DOCUMENT, known[0].key),))
        for part in (main, *known):
            if part.references:
                folder, name = posixpath.split(part.name)
                _write(archive, posixpath.join(folder, "_rels", f"{name}.rels"), _relations(part, names))
            if part.name:
                _write(archive, part.name, part.data)
    return file.getvalue()


def _write(archive: zipfile.ZipFile, name: str, data: bytes) -> None:
    entry = zipfile.ZipInfo(name, _ANY_TIME)
    entry.compress_type, entry.external_attr = zipfile.ZIP_DEFLATED, _READABLE
    archive.writestr(entry, data)


def _types(parts: list[Part]) -> bytes:
    root = etree.Element("Types", nsmap={None: f"{_PACKAGE}/content-types"})
    defaults = {"rels": _RELATIONS_TYPE, "xml": "application/xml"}
    defaults |= {_ending(part): part.content_type for part in parts if _ending(part) != "xml"}
    for ending, kind in defaults.items():
        etree.SubElement(root, "Default", Extension=ending, ContentType=kind)
    for part in parts:
        if _ending(part) == "xml":
            etree.SubElement(root, "Override", PartName=f"/{part.name}", ContentType=part.content_type)
    return _xml(root)


def _relations(part: Part, names: dict[str, str]) -> bytes:
    folder = posixpath.join("/", posixpath.dirname(part.name))
    root = etree.Element("Relationships", nsmap={None: f"{_PACKAGE}/relationships"})
    for one in part.references:
        item = etree.SubElement(root, "Relationship", Id=one.id, Type=one.kind)
        if one.is_external:
            item.set("Target", one.target)
            item.set("TargetMode", "External")
        else:
            item.set("Target", posixpath.relpath(f"/{names[one.target]}", folder))
    return _xml(root)


def _ending(part: Part) -> str:
    return part.name.rpartition(".")[2]


def _xml(root: etree._Element) -> bytes:
    return bytes(etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True))
