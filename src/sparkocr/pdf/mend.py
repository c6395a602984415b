"""Make a document say what viewers show, where PDFium takes it differently.

PDFium trusts the number of pages that the page tree claims, gives the text of layers that are off, and ignores
/UserUnit. Where a document has one of these, its objects are changed in memory, before PDFium reads its pages.
"""

from __future__ import annotations

import pikepdf
from pikepdf import Array, Dictionary, Name

from sparkocr.errors import DocumentError
from sparkocr.pdf.boxes import numbers_of, page_frame, user_unit
from sparkocr.pdf.layers import drop_hidden_layers

__all__ = ["check_has_pages", "count_leaves", "mend"]


def check_has_pages(document: pikepdf.Pdf) -> None:
    """Refuse a document whose pages are not its content, but say that another program is needed to see it.

    Raises
    ------
    DocumentError
        The document is a dynamic XFA form (Adobe XFA 3.3, chapter 2; ISO 32000-1, 12.7.8) or a portfolio of other
        files (ISO 32000-1, 12.3.5).
    """
    root = document.Root
    if _is_dynamic_form(document):
        raise DocumentError("PDF is a dynamic XFA form: its pages are made by a form program, the file has none.")
    if isinstance(root.get(Name.Collection), Dictionary) and len(document.attachments):
        raise DocumentError("PDF is a portfolio: its content are the files attached to it, which aren't read.")


def mend(document: pikepdf.Pdf, pages: int) -> bool:
    """Change a document where PDFium would take it for something else than viewers do.

    Parameters
    ----------
    document : pikepdf.Pdf
        Changed in place.
    pages : int
        The number of pages that PDFium sees.

    Returns
    -------
    bool
        Whether anything changed.
    """
    changed = len(document.pages) != pages
    changed |= drop_hidden_layers(document)
    for page in document.pages:
        if Name.UserUnit in page.obj:
            changed |= _scale_to_points(document, page)
    return changed


def count_leaves(document: pikepdf.Pdf) -> int:
    """Count what the page tree of a document has for pages, those that are missing included.

    It has to be asked before anything else is: qpdf drops what is no page.
    """
    count, nodes = 0, [document.Root.get(Name.Pages)]
    seen = set()
    while nodes:
        node = nodes.pop()
        kids = node.get(Name.Kids) if isinstance(node, Dictionary) else None
        if not isinstance(kids, Array):
            count += 1
        elif node.objgen not in seen:  # type: ignore[union-attr]
            seen.add(node.objgen)  # type: ignore[union-attr]
            nodes.extend(list(kids))
    return count


def _is_dynamic_form(document: pikepdf.Pdf) -> bool:
    """Tell whether the pages of a form only say that they have to wait: there are no fields on them."""
    form = document.Root.get(Name.AcroForm)
    if not isinstance(form, Dictionary) or Name.XFA not in form:
        return False
    fields = form.get(Name.Fields)
    has_fields = isinstance(fields, Array) and len(fields) > 0
    return bool(document.Root.get(Name.NeedsRendering, False)) or (len(document.pages) == 1 and not has_fields)


def _scale_to_points(document: pikepdf.Pdf, page: pikepdf.Page) -> bool:
    """Make the user space of a page one of points."""
    unit, frame = user_unit(page.obj), page_frame(page)
    del page.obj[Name.UserUnit]
    if unit == 1:
        return True
    box = Array([value * unit for value in frame[:4]])
    page.obj.MediaBox = page.obj.CropBox = box
    page.contents_add(document.make_stream(b"%.6f 0 0 %.6f 0 0 cm\n" % (unit, unit)), prepend=True)
    for annotation in page.obj.get(Name.Annots, ()):
        place = numbers_of(annotation.get(Name.Rect)) if isinstance(annotation, Dictionary) else None
        if place:
            annotation.Rect = Array([value * unit for value in place])
    return True
