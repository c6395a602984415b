"""What all makers of PDFs here share: a blank page, and how a document is saved."""

from __future__ import annotations

import io

import pikepdf
from pikepdf import Array, Dictionary, Name

from sparkocr.pdf.paper import page_sides

__all__ = ["add_page", "save"]


def add_page(document: pikepdf.Pdf, width: float, height: float, resources: Dictionary, content: bytes) -> None:
    """Append a page.

    Parameters
    ----------
    document : pikepdf.Pdf
        What the page is added to.
    width, height : float
        Size of the content in points.
    resources : pikepdf.Dictionary
        What the content names.
    content : bytes
        Operators, in points from the lower left corner.
    """
    box = Array([0, 0, *page_sides(width, height)])
    page = Dictionary(Type=Name.Page, MediaBox=box, Resources=resources, Contents=document.make_stream(content))
    document.pages.append(pikepdf.Page(document.make_indirect(page)))


def save(document: pikepdf.Pdf) -> bytes:
    """Write a document compactly; the same document gives the same bytes.

    Streams keep their encoding, unless they have none or one that `Flate` replaces without loss. The result is not
    encrypted.
    """
    output = io.BytesIO()
    document.save(
        output,
        deterministic_id=True,
        object_stream_mode=pikepdf.ObjectStreamMode.generate,
        compress_streams=True,
        encryption=False,
    )
    return output.getvalue()
