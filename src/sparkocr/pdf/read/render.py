"""Render PDF pages to pixels."""

import ctypes
import math
from typing import NamedTuple

import numpy as np
import pypdfium2 as pdfium
import pypdfium2.raw as pdfium_c
from numpy.typing import NDArray

from sparkocr.enums import ImageType
from sparkocr.errors import DocumentError
from sparkocr.imaging.pixels import Image, convert
from sparkocr.pdf.document import Document, open_page, open_pdf
from sparkocr.pdf.paper import POINTS_PER_INCH
from sparkocr.pdf.pictures import check_pictures

__all__ = ["draw_page", "picture_resolution", "render_document", "render_page", "rendered_side"]

_WHITE = 0xFFFFFFFF
# Square points of A3. On larger pages a picture is often one of a camera or scanner whose resolution is not known: as
# many programs write it, with 72 dpi.
_LARGE_PAGE = 842 * 1191


def rendered_side(page_points: float, dpi: int) -> int:
    """Convert one side of a page to pixels.

    The side is rounded down in single precision, so that a Letter page at 300 dpi is 2550 x 3299 px: the size
    that other tools of this family give, and that stored coordinates refer to.

    Parameters
    ----------
    page_points : float
        Length in points (1/72 inch).
    dpi : int
        Resolution in pixels per inch.

    Returns
    -------
    int
        Length in px, at least 1.
    """
    scale = np.float32(dpi) / np.float32(POINTS_PER_INCH)
    return max(1, math.floor(np.float32(page_points) * scale))


def render_page(
    content: bytes | memoryview,
    index: int,
    *,
    max_pixels: int,
    resolution: int = 300,
    image_type: ImageType = ImageType.TYPE_BYTE_GRAY,
    max_width: int = 0,
    password: str = "",
) -> Image:
    """Render a page as it's displayed: rotated, cropped, with annotations and form values, on white.

    Parameters
    ----------
    content : bytes or memoryview
        The PDF file.
    index : int
        Page, from 0.
    max_pixels : int
        Largest width x height in px; checked before any memory is taken.
    resolution : int
        Dots per inch. A page larger than A3 that shows pictures only is rendered at theirs, if that is less.
    image_type : ImageType
        Pixel layout. Gray is rendered as gray. Binary is gray, white from 128 on. The alpha of
        ``TYPE_4BYTE_ABGR`` is 255 everywhere because the page is drawn on white.
    max_width : int
        Largest width in px; a wider page is rendered smaller, in proportion, and so is the resolution of the
        image. 0 is no limit.
    password : str
        Password of an encrypted document.

    Returns
    -------
    Image
        Pixels of dtype uint8, shape (height, width) or (height, width, channels), with the resolution in dpi.

    Raises
    ------
    DocumentError
        If the document or the page can't be opened, or the page has more than `max_pixels`.
    """
    with open_pdf(content, password) as document:
        return draw_page(
            document,
            index,
            max_pixels=max_pixels,
            resolution=resolution,
            image_type=image_type,
            max_width=max_width,
        )


def draw_page(
    document: Document,
    index: int,
    *,
    max_pixels: int,
    resolution: int = 300,
    image_type: ImageType = ImageType.TYPE_BYTE_GRAY,
    max_width: int = 0,
) -> Image:
    """Render a page of an open document, see `render_page`.

    Parameters
    ----------
    document : Document
        A document of `sparkocr.pdf.document.open_pdf`.
    index, max_pixels, resolution, image_type, max_width
        As in `render_page`.

    Returns
    -------
    Image
        As of `render_page`.

    Raises
    ------
    DocumentError
        If the page can't be opened or has more than `max_pixels`.
    """
    with open_page(document, index) as page:
        if page.get_width() * page.get_height() > _LARGE_PAGE:
            resolution = min(resolution, math.ceil(picture_resolution(page) or resolution))
        size = _size(page, resolution, max_width)
        _check_size(size.width, size.height, max_pixels)
        check_pictures(document.pictures)
        pixels = _draw(page, size, drawn_type := _drawn_type(image_type))
    return Image(convert(pixels, drawn_type, image_type), size.resolution, image_type)


def picture_resolution(page: pdfium.PdfPage) -> float | None:
    """Return the resolution of the finest picture of a page that shows pictures only, in dpi.

    Returns
    -------
    float or None
        None if the page shows text or lines, which have no resolution, or nothing.
    """
    finest = 0.0
    for shown in page.get_objects():
        if shown.type == pdfium_c.FPDF_PAGEOBJ_FORM:
            continue  # what is in it comes as well
        if not isinstance(shown, pdfium.PdfImage):
            return None
        left, bottom, right, top = shown.get_bounds()
        width, height = shown.get_px_size()
        if (area := (right - left) * (top - bottom)) > 0:
            finest = max(finest, POINTS_PER_INCH * math.sqrt(width * height / area))
    return finest or None


def render_document(
    content: bytes | memoryview,
    *,
    max_pixels: int,
    resolution: int = 300,
    image_type: ImageType = ImageType.TYPE_BYTE_GRAY,
    max_width: int = 0,
    password: str = "",
) -> Image:
    """Render all pages of a document into one image, below each other and flush left, on white.

    Parameters
    ----------
    content, max_pixels, resolution, image_type, max_width, password
        As in `render_page`; `max_pixels` is for the whole image, `max_width` for every page, and the resolution of the
        image is that of the page that was scaled most.

    Returns
    -------
    Image
        As wide as the widest page and as high as all together.

    Raises
    ------
    DocumentError
        If the document or one of its pages can't be rendered, or the image would be too large.
    """
    drawn_type = _drawn_type(image_type)
    with open_pdf(content, password) as document:
        sizes = []
        for index in range(len(document)):
            with open_page(document, index) as page:
                sizes.append(_size(page, resolution, max_width))
        width, height = max(size.width for size in sizes), sum(size.height for size in sizes)
        _check_size(width, height, max_pixels)
        shape = (height, width, 3) if drawn_type.channels > 1 else (height, width)
        pixels = np.full(shape, 255, dtype=np.uint8)
        top = 0
        for index, size in enumerate(sizes):
            with open_page(document, index) as page:
                check_pictures(document.pictures)
                pixels[top : top + size.height, : size.width] = _draw(page, size, drawn_type)
            top += size.height
    return Image(convert(pixels, drawn_type, image_type), min(size.resolution for size in sizes), image_type)


class _Size(NamedTuple):
    """Size of a rendered page in px, and the resolution in dpi that gives it."""

    width: int
    height: int
    resolution: int


def _size(page: pdfium.PdfPage, resolution: int, max_width: int) -> _Size:
    """Size of a page at a resolution, scaled down to the largest width."""
    width, height = rendered_side(page.get_width(), resolution), rendered_side(page.get_height(), resolution)
    if not 0 < max_width < width:
        return _Size(width, height, resolution)
    return _Size(max_width, max(1, height * max_width // width), max(1, round(resolution * max_width / width)))


def _check_size(width: int, height: int, max_pixels: int) -> None:
    """Refuse a picture that is too large, before it takes memory."""
    if width * height > max_pixels:
        raise DocumentError(f"Page of {width} x {height} px exceeds maxPixels={max_pixels}.")


def _drawn_type(image_type: ImageType) -> ImageType:
    """Pixel layout in which PDFium draws what becomes `image_type`."""
    return ImageType.TYPE_3BYTE_BGR if image_type.channels > 1 else ImageType.TYPE_BYTE_GRAY


def _draw(page: pdfium.PdfPage, size: _Size, image_type: ImageType) -> NDArray[np.uint8]:
    """Let PDFium draw straight into a new array: gray (height, width) or BGR (height, width, 3)."""
    color, (width, height, _) = image_type == ImageType.TYPE_3BYTE_BGR, size
    pixels = np.empty((height, width, 3) if color else (height, width), dtype=np.uint8)
    bitmap = pdfium_c.FPDFBitmap_CreateEx(
        width,
        height,
        pdfium_c.FPDFBitmap_BGR if color else pdfium_c.FPDFBitmap_Gray,
        pixels.ctypes.data_as(ctypes.c_void_p),
        pixels.strides[0],
    )
    if not bitmap:
        raise DocumentError(f"Can't render a page of {width} x {height} px.")
    try:
        pdfium_c.FPDFBitmap_FillRect(bitmap, 0, 0, width, height, _WHITE)
        pdfium_c.FPDF_RenderPageBitmap(bitmap, page, 0, 0, width, height, 0, pdfium_c.FPDF_ANNOT)
    finally:
        pdfium_c.FPDFBitmap_Destroy(bitmap)
    return pixels
