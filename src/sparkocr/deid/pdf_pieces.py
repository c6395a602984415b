"""Everything that could be read in a PDF, in one go."""

from __future__ import annotations

from collections.abc import Iterator

from sparkocr.deid.channels import Allowance, Finding, ReadImage
from sparkocr.deid.pdf_channels import byte_pieces, object_pieces, open_strictly, structure_faults
from sparkocr.deid.pdf_pictures import page_pieces, picture_pieces

__all__ = ["RESOLUTION", "pdf_pieces"]

RESOLUTION = 200
"""Dpi at which engines read well: see `sparkocr.engines.pdf_pages`."""


def pdf_pieces(
    content: bytes, read_image: ReadImage | None, allowance: Allowance, resolution: int = RESOLUTION
) -> Iterator[Finding]:
    """Yield what is in a PDF.

    Parameters
    ----------
    content : bytes
        The PDF file.
    read_image : ReadImage or None
        Reads pages as they are shown, and pictures; None reads the rest only.
    allowance : Allowance
        What may be decoded.
    resolution : int
        Dpi at which pages are rendered.

    Raises
    ------
    DocumentError
        It is damaged, encrypted or too large, or a part of it can't be decoded.
    """
    with open_strictly(content, allowance) as document:
        yield from structure_faults(document, content)
        yield from byte_pieces(content)
        yield from object_pieces(document, allowance)
        if read_image:
            yield from picture_pieces(document, read_image)
    yield from page_pieces(content, read_image, resolution)
