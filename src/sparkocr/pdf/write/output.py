"""What all makers of PDFs here share: new pages, content behind that of a page, and how a document is saved."""

from __future__ import annotations

import io

import pikepdf
from pikepdf import Array, Dictionary, Name

from sparkocr.pdf.paper import page_sides

__all__ = ["add_page", "append_content", "save"]


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


def append_content(page: pikepdf.Page, content: bytes) -> None:
    """Append a content stream that begins in the state in which a page begins, whatever the others leave behind."""
    unclosed, surplus = _unbalanced(page)
    page.contents_add(b"q " * (1 + surplus), prepend=True)
    page.contents_add(b"Q " * (1 + unclosed) + content)


def _unbalanced(page: pikepdf.Page) -> tuple[int, int]:
    """Count states that a page saves and never restores, and those it restores without having saved them.

    Contents that can't be decoded count as balanced: readers show what they can of them, or nothing.
    """
    depth = lowest = 0
    try:
        instructions = pikepdf.parse_content_stream(page, operators="q Q")
    except (pikepdf.PdfError, UnicodeDecodeError, RuntimeError):
        return 0, 0
    for instruction in instructions:
        depth += 1 if str(instruction.operator) == "q" else -1
        lowest = min(lowest, depth)
    return depth - lowest, -lowest


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
