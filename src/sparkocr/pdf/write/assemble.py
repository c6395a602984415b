"""Join PDFs to one, and lay pages over the pages of a PDF."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from hashlib import blake2b
from typing import Any

import pikepdf
from pikepdf import Array, Dictionary, Name, Object, Stream

from sparkocr.errors import DocumentError
from sparkocr.pdf.boxes import page_frame
from sparkocr.pdf.document import check_page
from sparkocr.pdf.entries import entries
from sparkocr.pdf.objects import open_objects
from sparkocr.pdf.write.output import append_content, save

__all__ = ["assemble", "overlay"]

_DEEPEST = 12  # levels of resources that are searched; fonts and pictures have four
_SHARED = ("/Font", "/XObject", "/ColorSpace")
_NOT_SHARED = ("/OC", "/Parent", "/Properties")  # layers are themselves, whatever else looks like them


def overlay(content: bytes | memoryview, layers: Mapping[int, bytes], password: str = "") -> bytes:
    """Lay pages over pages of a PDF and leave all else as it is: bookmarks, forms, page labels, metadata.

    Nothing is rendered, and no picture is encoded anew.

    Parameters
    ----------
    content : bytes or memoryview
        The PDF file.
    layers : mapping from int to bytes
        One-page PDFs by the page that they cover, from 0. A layer is stretched over the page as readers display it:
        turned, and cut to its CropBox.
    password : str
        Password of an encrypted document.

    Returns
    -------
    bytes
        The new PDF; not encrypted. Without layers, `content` as it is.

    Raises
    ------
    DocumentError
        If the document or a layer can't be opened, there is no such page, or the document is signed: any change
        would break its signatures.
    """
    if not layers:
        return bytes(content)
    with open_objects(content, password) as document:
        if _is_signed(document):
            raise DocumentError("PDF is signed: changing it would break its signatures.")
        sharing = _Sharing()
        for index, layer in sorted(layers.items()):
            check_page(index, len(document.pages))
            form = _lay_over(document, document.pages[index], layer)
            sharing.share(form.get(Name.Resources))
        return save(document)


def assemble(parts: Iterable[bytes | memoryview]) -> bytes:
    """Join PDFs to one.

    Form fields (renamed where two have the same name), bookmarks, links and optional content of the parts come
    along. Fonts, pictures and colour profiles that pages have in common are stored once.

    Parameters
    ----------
    parts : iterable of bytes or memoryview
        PDFs in order, of one or more pages; not encrypted.

    Returns
    -------
    bytes
        The PDF; the same parts give the same bytes.

    Raises
    ------
    DocumentError
        If there are no parts, or one can't be opened.

    Notes
    -----
    The memory that it takes is about that of all parts and of the result.
    """
    sharing = _Sharing()
    with pikepdf.new() as document:
        for part in parts:
            with open_objects(part) as source:
                first = len(document.pages)
                document.add_pages_from(source)
                for page in document.pages[first:]:
                    sharing.share(page.obj.get(Name.Resources))
        if not document.pages:
            raise DocumentError("There are no pages.")
        return save(document)


def _lay_over(document: pikepdf.Pdf, page: pikepdf.Page, layer: bytes) -> Object:
    """Draw a layer as a form XObject after the content of the page, and return it."""
    with open_objects(layer) as source:
        (top,) = source.pages
        left, bottom, right, upper = (float(value) for value in top.mediabox)
        form = document.copy_foreign(top.as_form_xobject())
    # The resources may be those of other pages too, so the page gets copies of its own.
    resources = Dictionary(dict(page.resources.items()))
    xobjects = Dictionary(dict(entries(resources.get(Name.XObject))))
    name = next(name for number in range(len(xobjects) + 1) if (name := f"/Layer{number}") not in xobjects)
    xobjects[name] = form
    resources.XObject = xobjects
    page.obj.Resources = resources
    matrix = " ".join(f"{value:.6f}" for value in page_frame(page).matrix_of(right - left, upper - bottom))
    append_content(page, f"q {matrix} cm {name} Do Q".encode("ascii"))
    return form


def _is_signed(document: pikepdf.Pdf) -> bool:
    """Tell whether a signature field has a signature, or the document carries one of its author's."""
    if Name.Perms in document.Root:
        return True
    fields = [(field, "") for field in _fields(document.Root.get(Name.AcroForm), Name.Fields)]
    seen = set()
    while fields:
        field, kind = fields.pop()
        if not isinstance(field, Dictionary) or (field.is_indirect and field.objgen in seen):
            continue
        seen.add(field.objgen)
        kind = str(field.get(Name.FT, kind))
        if kind == "/Sig" and Name.V in field:
            return True
        fields += [(child, kind) for child in _fields(field, Name.Kids)]
    return False


def _fields(parent: Any, key: Name) -> list[Any]:
    """Return the fields of a form or the children of a field."""
    found = parent.get(key) if isinstance(parent, Dictionary) else None
    return list(found) if isinstance(found, Array) else []


class _Sharing:
    """Finds equal resources of pages, from the leaves up, and keeps the first of each."""

    def __init__(self) -> None:
        self._by_content: dict[bytes, Object] = {}
        self._kept: dict[tuple[int, int], Object] = {}

    def share(self, resources: Object | None) -> None:
        """Let the resources of a page use the equal ones of pages before it."""
        for kind in _SHARED:
            if isinstance(resources, Dictionary) and kind in resources:
                self._share_entries(resources[kind], 0)

    def _share_entries(self, parent: Object, depth: int) -> None:
        if depth > _DEEPEST:
            return
        for key, value in _entries(parent):
            if not value.is_indirect:
                self._share_entries(value, depth + 1)
                continue
            if value.objgen not in self._kept:
                self._kept[value.objgen] = value  # resources may be cycles
                self._share_entries(value, depth + 1)
                self._kept[value.objgen] = self._by_content.setdefault(_digest(value), value)
            kept = self._kept[value.objgen]
            if kept.objgen != value.objgen:
                parent[key] = kept


def _entries(parent: Object) -> list[tuple[Any, Object]]:
    """List the dictionaries, streams and arrays in a dictionary, stream or array, with their keys."""
    if isinstance(parent, Array):
        entries: Iterable[tuple[Any, Any]] = enumerate(parent)
    elif isinstance(parent, Dictionary | Stream):
        entries = [(key, value) for key, value in parent.items() if key not in _NOT_SHARED]
    else:
        return []
    return [(key, value) for key, value in entries if isinstance(value, Array | Dictionary | Stream)]


def _digest(value: Object) -> bytes:
    """Return a digest of an object; what it refers to counts by number."""
    if not isinstance(value, Stream):
        return blake2b(value.unparse()).digest()
    digest = blake2b(value.stream_dict.unparse())
    digest.update(value.get_raw_stream_buffer())
    return digest.digest()
