"""The pages of a PDF as they are shown, and the pictures in it as they are stored, for an engine to read."""

from __future__ import annotations

import ctypes
import io
import math
import sys
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import numpy as np
import pikepdf
import pypdfium2 as pdfium
import pypdfium2.raw as pdfium_c
from pikepdf import Array, Dictionary, Name, Pdf, Stream

from sparkocr.deid.channels import Channel, Piece, ReadImage
from sparkocr.errors import DocumentError
from sparkocr.imaging.limits import MAX_PIXELS
from sparkocr.imaging.pixels import Pixels
from sparkocr.pdf.document import open_pdf
from sparkocr.pdf.paper import POINTS_PER_INCH
from sparkocr.pdf.read.text import page_text

__all__ = ["page_pieces", "picture_pieces"]

_LEAST_SIDE = 8  # px: no engine reads letters of less
_UNKNOWN = ord("\N{REPLACEMENT CHARACTER}")
_MAX_SIDE = 10_000  # px at which a stored picture is read; larger ones are made smaller
_NOT_DRAWN = ("/SMask", "/Mask", "/OC", "/Matte", "/Alternates")  # what could keep a picture from being shown


def page_pieces(content: bytes | memoryview, read_image: ReadImage | None, resolution: int) -> Iterator[Piece]:
    """Yield the text layer of each page, in three orders, and what an engine reads of the page as it is shown.

    Parameters
    ----------
    content : bytes or memoryview
        The PDF file.
    read_image : ReadImage or None
        None reads the text layers only.
    resolution : int
        Dpi at which pages are rendered.

    Raises
    ------
    DocumentError
        A page can't be read.
    """
    with _opened(content) as document:
        for number in range(len(document)):
            page = document[number]
            try:
                for text in _layer(page):
                    yield Piece(Channel.TEXT, text, number)
                if read_image:
                    pixels = _rendered(page, resolution)
                    yield Piece(Channel.PICTURE, read_image(pixels, resolution), number)
            finally:
                page.close()
    with open_pdf(content) as document:
        for number in range(len(document)):
            yield Piece(Channel.TEXT, page_text(document, number).text, number)


@contextmanager
def _opened(content: bytes | memoryview) -> Iterator[pdfium.PdfDocument]:
    """Open a document by PDFium, as it is."""
    try:
        document = pdfium.PdfDocument(bytes(content))
    except pdfium.PdfiumError:
        raise DocumentError("Can't open file as PDF.") from None
    try:
        yield document
    except pdfium.PdfiumError:
        raise DocumentError("A page of the PDF can't be read.") from None
    finally:
        document.close()


def _layer(page: pdfium.PdfPage) -> list[str]:
    """Return the text of a page as PDFium puts it together, and its characters one by one, as they come."""
    layer = page.get_textpage()
    try:
        count = layer.count_chars()
        points = [pdfium_c.FPDFText_GetUnicode(layer, index) for index in range(count)]
        known = (point if point <= sys.maxunicode else _UNKNOWN for point in points)  # else it is the code of a glyph
        return [layer.get_text_range(), "".join(map(chr, known))]
    finally:
        layer.close()


def _rendered(page: pdfium.PdfPage, resolution: int) -> Pixels:
    """Render a page with its annotations: gray pixels, on white."""
    scale = resolution / POINTS_PER_INCH
    width, height = (max(1, math.ceil(side * scale)) for side in page.get_size())
    if width * height > MAX_PIXELS:
        raise DocumentError(f"Page of {width} x {height} px exceeds the limit of {MAX_PIXELS} px.")
    return _drawn(page, width, height)


def _drawn(page: pdfium.PdfPage, width: int, height: int) -> Pixels:
    pixels = np.full((height, width), 255, np.uint8)
    bitmap = pdfium_c.FPDFBitmap_CreateEx(
        width, height, pdfium_c.FPDFBitmap_Gray, pixels.ctypes.data_as(ctypes.c_void_p), pixels.strides[0]
    )
    if not bitmap:
        raise DocumentError(f"Can't render a page of {width} x {height} px.")
    try:
        pdfium_c.FPDF_RenderPageBitmap(bitmap, page, 0, 0, width, height, 0, pdfium_c.FPDF_ANNOT)
    finally:
        pdfium_c.FPDFBitmap_Destroy(bitmap)
    return pixels


def picture_pieces(document: Pdf, read_image: ReadImage) -> Iterator[Piece]:
    """Yield what an engine reads in each picture of a PDF, whatever is drawn over it, and whether it is shown or not.

    Masks, thumbnails and pictures that no page refers to count, too.

    Raises
    ------
    DocumentError
        A picture can't be decoded.
    """
    for item in document.objects:
        if isinstance(item, Stream) and (item.get(Name.Subtype) == Name.Image or _is_thumbnail(item)):
            pixels = _stored(item)
            if min(pixels.shape) >= _LEAST_SIDE:
                yield Piece(Channel.IMAGE, read_image(pixels, 0))


def _is_thumbnail(item: Stream) -> bool:
    return Name.Subtype not in item and Name.Width in item and Name.Height in item and Name.BitsPerComponent in item


def _stored(picture: Stream) -> Pixels:
    """Draw a stored picture alone on a page of its size: PDFium knows all its codecs and colours."""
    width, height = (max(1, int(picture[key])) for key in ("/Width", "/Height"))
    if width * height > MAX_PIXELS:
        raise DocumentError(f"Image of {width} x {height} px exceeds the limit of {MAX_PIXELS} px.")
    scale = min(1.0, _MAX_SIDE / max(width, height))
    with pikepdf.new() as made, warnings.catch_warnings():
        warnings.simplefilter("ignore")
        copy = made.copy_foreign(picture)
        copy.Type, copy.Subtype = Name.XObject, Name.Image
        for key in _NOT_DRAWN:
            if key in copy:
                del copy[key]
        shown = made.make_stream(b"0 g %d 0 0 %d 0 0 cm /P Do" % (width, height))
        page = Dictionary(
            Type=Name.Page,
            MediaBox=Array([0, 0, width, height]),
            Resources=Dictionary(XObject=Dictionary(P=copy)),
            Contents=shown,
        )
        made.pages.append(pikepdf.Page(made.make_indirect(page)))
        file = io.BytesIO()
        made.save(file, compress_streams=False)
    with _opened(file.getvalue()) as document:
        _check_decodes(document[0])
        return _drawn(document[0], math.ceil(width * scale), math.ceil(height * scale))


def _check_decodes(page: pdfium.PdfPage) -> None:
    """Check that PDFium can decode the picture of a page, which it leaves out otherwise.

    Raises
    ------
    DocumentError
        It can't.
    """
    shown: list[Any] = list(page.get_objects(filter=[pdfium_c.FPDF_PAGEOBJ_IMAGE]))
    try:
        shown[0].get_bitmap()
    except (IndexError, pdfium.PdfiumError):
        raise DocumentError("A picture of the PDF can't be decoded.") from None
