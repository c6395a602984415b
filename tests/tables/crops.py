"""Images of tables that are drawn on PDF pages."""

from dataclasses import replace

from sparkocr.imaging.pixels import Image
from sparkocr.imaging.regions import cut_region
from sparkocr.layout.box import Box
from sparkocr.pdf.read.render import render_page
from tables.draw import Drawing

DPI = 200
COLUMNS, TOP, ROW = (40, 160, 230, 320, 380), 100, 24
SPANNED = [
    ["Fruit", "Harvest", "", "Price"],
    ["", "2019", "2020", ""],
    ["Apples", "12.50", "13.10", "2 EUR"],
    ["Pears", "8.25", "", "3 EUR"],
    ["Plums", "-5.1", "+4.2", "6 %"],
]
"""Cells of `framed`; the headings are merged."""


def rendered(drawing: Drawing, dpi: int = DPI) -> Image:
    """The page of a drawing."""
    return render_page(drawing.pdf(), 0, resolution=dpi, max_pixels=10**8)


def crop(drawing: Drawing, left: float, top: float, right: float, bottom: float, dpi: int = DPI) -> Image:
    """A part of a page, which is told in points."""
    scale = dpi / 72
    box = Box(left * scale, top * scale, (right - left) * scale, (bottom - top) * scale)
    return replace(cut_region(rendered(drawing, dpi), box.corners()), transform=None)


def framed(**options) -> Image:
    """A table with lines around all cells, and merged headings."""
    drawing = Drawing()
    bottom = TOP + ROW * len(SPANNED)
    for number, row in enumerate(SPANNED):
        for x, text in zip(COLUMNS, row, strict=False):
            drawing.text(x + 5, TOP + ROW * number + 16, text)
    for y in range(TOP, bottom + 1, ROW):
        if y == TOP + ROW:
            drawing.line(COLUMNS[1], y, COLUMNS[3], y)
        else:
            drawing.line(COLUMNS[0], y, COLUMNS[-1], y)
    for x in COLUMNS:
        drawing.line(x, TOP + ROW * (x == COLUMNS[2]), x, bottom)
    return crop(drawing, COLUMNS[0] - 6, TOP - 6, COLUMNS[-1] + 6, bottom + 6, **options)


def bare(rows, *, align="right", **options) -> Image:
    """A table without lines."""
    drawing = Drawing()
    drawing.rows(rows, TOP, align=align)
    return crop(drawing, 30, TOP - 16, 390, TOP + 16 * len(rows), **options)
