"""The zip files that new Office documents are: their parts and how these refer to each other.

By ECMA-376, part 2 (Open Packaging Conventions). python-docx and python-pptx are not used, because python-docx refuses
documents with macros and those in which a picture is missing, and both read all pictures before they give a word.
"""

from __future__ import annotations

import posixpath
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property
from io import BytesIO
from urllib.parse import unquote

from lxml import etree

from sparkocr.errors import DocumentError
from sparkocr.limits import current, told

__all__ = [
    "ALTERNATIVES",
    "ON",
    "RELATION_ID",
    "ZIP_MAGIC",
    "Package",
    "Relation",
    "local_name",
    "open_package",
    "parse_xml",
]

ZIP_MAGIC = b"PK\x03\x04"
"""How a zip file begins."""

RELATION_ID = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
"""Attribute of an element that refers to another part."""
ALTERNATIVES = "{http://schemas.openxmlformats.org/markup-compatibility/2006}AlternateContent"
"""Element with several forms of the same content, the best one first: ECMA-376, part 3."""
ON = frozenset({"1", "true", "on"})
"""Values of an attribute that is a switch, if it is on: ECMA-376, part 1, 22.9.2.7."""

_DAMAGED = "Document is damaged or cut short."
_STRICT = b"http://purl.oclc.org/ooxml/"
# "Strict" documents differ in the names of their namespaces: ECMA-376, part 4, annex A.
_TRANSITIONAL = tuple(
    (f"http://purl.oclc.org/ooxml/{name}".encode(), f"http://schemas.openxmlformats.org/{other}".encode())
    for name, other in (
        ("wordprocessingml/main", "wordprocessingml/2006/main"),
        ("presentationml/main", "presentationml/2006/main"),
        ("drawingml/", "drawingml/2006/"),
        ("officeDocument/", "officeDocument/2006/"),
    )
)


@dataclass(frozen=True, slots=True)
class Relation:
    """A reference from one part to another.

    Attributes
    ----------
    kind : str
        Last word of its type, such as ``header``.
    target : str
        Name of the other part, without a slash in front.
    """

    kind: str
    target: str


class Package:
    """The parts of an open document.

    Parameters
    ----------
    archive : zipfile.ZipFile
        The file.
    around : Package, optional
        The document that it is a part of: what is read of both counts together.
    """

    def __init__(self, archive: zipfile.ZipFile, around: Package | None = None) -> None:
        self._archive = archive
        self._allowance: _Allowance = _Allowance() if around is None else around._allowance  # noqa: SLF001  its own
        self._names = {name.lower(): name for name in archive.namelist()}  # names of parts ignore case: 6.2.2.3

    @property
    def parts(self) -> tuple[str, ...]:
        """Names of all that is in the file."""
        return tuple(self._names.values())

    @property
    def main_part(self) -> str:
        """Name of the part with the document itself.

        Raises
        ------
        DocumentError
            There is none: the file is no Office document.
        """
        for relation in self.relations("").values():
            if relation.kind == "officeDocument":
                return relation.target
        raise DocumentError("Content is no Office document.")

    def relations(self, part: str) -> dict[str, Relation]:
        """Return the references of a part, by their id; those to other files are left out."""
        folder, name = posixpath.split(part)
        names = posixpath.join(folder, "_rels", f"{name}.rels")
        if names.lower() not in self._names:
            return {}
        found = {}
        for element in self.xml(names).iter("{*}Relationship"):
            if element.get("TargetMode") == "External":
                continue
            target = posixpath.normpath(posixpath.join("/", folder, unquote(element.get("Target", ""))))
            kind = element.get("Type", "").rpartition("/")[2]
            found[element.get("Id", "")] = Relation(kind, target.lstrip("/"))
        return found

    def content_type(self, part: str) -> str:
        """Return the type of a part, or ``""`` if the document says none."""
        own, by_ending = self._types
        return own.get(part.lower()) or by_ending.get(part.rpartition(".")[2].lower(), "")

    @cached_property
    def _types(self) -> tuple[dict[str, str], dict[str, str]]:
        """The types of single parts, and those of endings of their names."""
        own: dict[str, str] = {}
        by_ending: dict[str, str] = {}
        for element in self.xml("[Content_Types].xml"):
            name, kind = local_name(element), str(element.get("ContentType", ""))
            if name == "Override":
                own.setdefault(element.get("PartName", "").lstrip("/").lower(), kind)
            elif name == "Default":
                by_ending[element.get("Extension", "").lower()] = kind
        return own, by_ending

    def has(self, part: str) -> bool:
        """Tell whether a part is there; documents may refer to parts that are not."""
        return part.lower() in self._names

    def size(self, part: str) -> int:
        """Return the bytes of a part that is there, unpacked."""
        return self._archive.getinfo(self._names[part.lower()]).file_size

    def xml(self, part: str) -> etree._Element:
        """Read a part that is XML: see `read`.

        Raises
        ------
        DocumentError
            As `read`; and it has a document type declaration, with which a small file can stand for a huge one
            (ECMA-376 forbids it: part 2, 6.2.5).
        """
        data = self.read(part)
        if _STRICT in data:
            for name, other in _TRANSITIONAL:
                data = data.replace(name, other)
        return parse_xml(data)

    def read(self, part: str) -> bytes:
        """Read a part.

        Parameters
        ----------
        part : str
            Its name.

        Raises
        ------
        DocumentError
            It is not there, too large, damaged or encrypted; or all that was read is too large.
        """
        if not self.has(part):
            raise DocumentError("A part of the document is missing.")
        entry = self._archive.getinfo(self._names[part.lower()])
        if entry.file_size > current().max_xml_bytes:
            raise DocumentError(f"A part of the document is larger than {told('max_xml_bytes')}.")
        self._allowance.take(entry.file_size)
        try:
            return self._archive.read(entry)  # never more than `file_size`
        except RuntimeError:  # zipfile's way to ask for a password
            raise DocumentError("Document is encrypted: it opens only with a password.") from None
        except (zipfile.BadZipFile, zlib.error, EOFError, OSError, NotImplementedError, ValueError):
            raise DocumentError(_DAMAGED) from None


class _Allowance:
    """How many bytes may still be read."""

    def __init__(self) -> None:
        self._left = current().max_read_bytes

    def take(self, count: int) -> None:
        """Use some of them."""
        self._left -= count
        if self._left < 0:
            raise DocumentError(f"The parts that are shown are larger than {told('max_read_bytes')} together.")


@contextmanager
def open_package(content: bytes | memoryview, around: Package | None = None) -> Iterator[Package]:
    """Open a zip file from memory.

    Parameters
    ----------
    content : bytes or memoryview
        The file.
    around : Package, optional
        The document that it is a part of.

    Yields
    ------
    Package
        Its parts; they are read inside the ``with`` block.

    Raises
    ------
    DocumentError
        It is no zip file or damaged, or more than 512 MB when it is unpacked.
    """
    try:
        archive = zipfile.ZipFile(BytesIO(content))
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError):
        raise DocumentError(_DAMAGED) from None
    with archive:
        if sum(entry.file_size for entry in archive.infolist()) > current().max_unpacked_bytes:
            raise DocumentError(f"Document is larger than {told('max_unpacked_bytes')} when it is unpacked.")
        yield Package(archive, around)


def local_name(element: etree._Element) -> str:
    """Return the name of an element without its namespace; comments and the like have none."""
    return element.tag.rpartition("}")[2] if isinstance(element.tag, str) else ""


def parse_xml(data: bytes) -> etree._Element:
    """Parse XML; entities stay unresolved, and nothing is fetched.

    Raises
    ------
    DocumentError
        It is damaged, has a document type declaration, or far too many elements.

    Notes
    -----
    Without ``huge_tree``, libxml2 refuses a depth above 256 (so functions may recurse) and texts above 10 MB.
    """
    if data.count(b"<") > current().max_tags:
        raise DocumentError(f"A part of the document has more than {told('max_tags')}.")
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    try:
        root = etree.fromstring(data, parser)
    except (etree.XMLSyntaxError, ValueError):
        raise DocumentError(_DAMAGED) from None
    if root.getroottree().docinfo.doctype:
        raise DocumentError("A part of the document has a document type declaration.")
    return root
