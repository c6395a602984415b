"""Make a document say what viewers show, where PDFium takes it differently.

PDFium trusts the number of pages that the page tree claims, gives the text of layers that are off, ignores /UserUnit,
and draws annotations into a page by resources that it adds to it, which hide those of the tree above it. Where a
document has one of these, its objects are changed in memory, before PDFium reads its pages.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

import pikepdf
from pikepdf import Array, Dictionary, Name, Stream, String

from sparkocr.errors import DocumentError
from sparkocr.pdf.boxes import inherited, numbers_of, page_frame, user_unit
from sparkocr.pdf.entries import elements, entry
from sparkocr.pdf.layers import drop_hidden_layers
from sparkocr.pdf.tree import flatten_tree, has_names

__all__ = ["check_has_pages", "mend"]

Pages = Sequence[Dictionary | None]

# What an annotation has in user space, beside its rectangle, ISO 32000-1, tables 175 to 182.
_PLACES = (Name.Rect, Name.QuadPoints, Name.L, Name.Vertices, Name.CL, Name.RD)
_NOT_DRAWN = (Name.Link, Name.Popup)
_FONT_SIZE = re.compile(rb"(?<![\d.])([\d.]++)(?=\s+Tf\b)")


def check_has_pages(document: pikepdf.Pdf, pages: Pages) -> None:
    """Refuse a document whose pages are not its content, but say that another program is needed to see it.

    Raises
    ------
    DocumentError
        The document is a dynamic XFA form (Adobe XFA 3.3, chapter 2; ISO 32000-1, 12.7.8) or a portfolio of other
        files (ISO 32000-1, 12.3.5).
    """
    if _is_dynamic_form(document.Root, pages):
        raise DocumentError("PDF is a dynamic XFA form: its pages are made by a form program, the file has none.")
    if isinstance(document.Root.get(Name.Collection), Dictionary) and has_names(
        entry(document.Root.get(Name.Names), Name.EmbeddedFiles)
    ):
        raise DocumentError("PDF is a portfolio: its content are the files attached to it, which aren't read.")


def mend(document: pikepdf.Pdf, pages: Pages, count: int) -> bool:
    """Change a document where PDFium would take it for something else than viewers do.

    Parameters
    ----------
    document : pikepdf.Pdf
        Changed in place.
    pages : sequence of Dictionary or None
        Its pages, as of `sparkocr.pdf.tree.page_objects`.
    count : int
        The number of pages that PDFium sees.

    Returns
    -------
    bool
        Whether anything changed.
    """
    changed = drop_hidden_layers(document, pages)
    for page in pages:
        if page is not None and Name.UserUnit in page:
            changed |= _scale_to_points(document, page)
        if page is not None and Name.Resources not in page and _is_drawn_over(page):
            page.Resources = inherited(page, "/Resources") or Dictionary()
            changed = True
    if len(pages) != count or (changed and None in pages):  # what is missing gets lost when a document is written
        flatten_tree(document, pages)
        changed = True
    return changed


def _is_dynamic_form(root: object, pages: Pages) -> bool:
    """Tell whether the pages of a form only say that they have to wait: there are no fields on them."""
    form = entry(root, Name.AcroForm)
    if not (elements(entry(form, Name.XFA)) or isinstance(entry(form, Name.XFA), Stream)):
        return False
    return entry(root, Name.NeedsRendering) is True or (len(pages) == 1 and not elements(entry(form, Name.Fields)))


def _is_drawn_over(page: Dictionary) -> bool:
    """Tell whether annotations may be drawn into a page: links have no look, and windows of notes are not drawn."""
    return any(
        entry(annotation, Name.Subtype) not in _NOT_DRAWN or entry(annotation, Name.AP) is not None
        for annotation in elements(page.get(Name.Annots))
    )


def _scale_to_points(document: pikepdf.Pdf, page: Dictionary) -> bool:
    """Make the user space of a page one of points; False if it is."""
    unit, frame = user_unit(page), page_frame(pikepdf.Page(page))
    if unit == 1:
        return False
    del page[Name.UserUnit]
    page.MediaBox = Array([value * unit for value in frame[:4]])
    page.CropBox = Array([value * unit for value in frame[:4]])
    scale = document.make_stream(b"%.9f 0 0 %.9f 0 0 cm\n" % (unit, unit))
    content = page.get(Name.Contents)
    page.Contents = Array([scale, *([content] if isinstance(content, Stream) else elements(content))])
    form_look = entry(document.Root.get(Name.AcroForm), Name.DA)
    for annotation in elements(page.get(Name.Annots)):
        if isinstance(annotation, Dictionary):
            _scale_annotation(annotation, unit, form_look)
    return True


def _scale_annotation(annotation: Dictionary, unit: float, form_look: object) -> None:
    """Scale an annotation, or a form field, with its page; its appearance is fitted into its rectangle."""
    for name in _PLACES:
        place = numbers_of(annotation.get(name))
        if place:
            annotation[name] = Array([value * unit for value in place])
    look = inherited(annotation, "/DA") or form_look
    if isinstance(look, String):
        annotation.DA = String(_FONT_SIZE.sub(lambda size: b"%.4f" % (float(size[1]) * unit), bytes(look)))
