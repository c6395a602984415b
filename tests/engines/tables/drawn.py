"""Pages and tables as pixels."""

from functools import cache

from sparkocr.pdf.document import open_pdf
from sparkocr.pdf.read.render import draw_page
from tables.draw import NUMBERS, PITCH, Drawing

DPI = 200
SCALE = DPI / 72
LONG = [
    ["Country", "1996", "2006", "Change"],
    *([f"Country {number}", f"{50 + number}.6", f"{70 + number}.0", f"+{number}.8 %"] for number in range(1, 12)),
]


@cache
def pdf_of(drawing):
    return drawing.pdf()


@cache
def pixels_of(drawing, dpi=DPI):
    with open_pdf(pdf_of(drawing)) as document:
        return draw_page(document, 0, resolution=dpi, max_pixels=10**8).pixels


def ruled(rows=NUMBERS, top=100, *, prose=True):
    """A page with a framed table between lines of prose."""
    drawing = Drawing()
    if prose:
        drawing.prose(40)
        drawing.prose(top + PITCH * len(rows) + 40)
    drawing.rows(rows, top)
    drawing.grid([36, 155, 225, 300, 366], [top - 12 + PITCH * number for number in range(len(rows) + 1)])
    return drawing


def bare(rows=LONG, top=140):
    """A page with a table without rulings below lines of prose."""
    drawing = Drawing()
    drawing.prose(40)
    drawing.rows(rows, top)
    return drawing
