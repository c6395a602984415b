"""Draw tables on PDF pages."""

import io

from reportlab.pdfbase.pdfmetrics import stringWidth
from reportlab.pdfgen.canvas import Canvas

from sparkocr.tables.find import pdf_tables

WIDTH, HEIGHT = 400, 500
FONT, SIZE, PITCH = "Helvetica", 10, 16

NUMBERS = [
    ["Country", "1996", "2006", "Change"],
    ["Austria", "58.6", "79.0", "+34.8 %"],
    ["Belgium", "61.6", "57.9", "-6.0 %"],
    ["Denmark", "59.5", "48.0", "-19.3 %"],
    ["Finland", "96.3", "-", "n/a"],
]

PROSE = [
    "The table below shows what was found in the course of the study, which was",
    "carried out in four countries over ten years. Most of those who were asked",
    "had an answer, and so the figures are as good as they can be. Other studies",
    "came to the same result with other methods; that they agree is no surprise.",
]


class Drawing:
    """A page; y grows downwards from its top."""

    def __init__(self, width=WIDTH, height=HEIGHT):
        self._target = io.BytesIO()
        self.height = height
        self.canvas = Canvas(self._target, pagesize=(width, height))
        self.canvas.setFont(FONT, SIZE)

    def text(self, x, y, text, *, align="left"):
        """Write a line with its baseline at a height."""
        {"left": self.canvas.drawString, "right": self.canvas.drawRightString, "centre": self.canvas.drawCentredString}[
            align
        ](x, self.height - y, text)

    def line(self, x, y, to_x, to_y):
        self.canvas.line(x, self.height - y, to_x, self.height - to_y)

    def area(self, x, y, width, height, gray=0.8):
        self.canvas.setFillGray(gray)
        self.canvas.rect(x, self.height - y - height, width, height, stroke=0, fill=1)
        self.canvas.setFillGray(0)

    def prose(self, y, lines=PROSE, x=30):
        for number, line in enumerate(lines):
            self.text(x, y + 12 * number, line)

    def rows(self, rows, y, columns=(40, 160, 230, 320), align="right"):
        """Write rows of cells with their baselines from a height on; columns but the first are aligned."""
        for number, row in enumerate(rows):
            for column, text in enumerate(row):
                self.text(
                    columns[column] + (40 if column and align == "right" else 0),
                    y + PITCH * number,
                    text,
                    align=align if column else "left",
                )

    def grid(self, xs, ys):
        """Draw the lines of a grid."""
        for x in xs:
            self.line(x, ys[0], x, ys[-1])
        for y in ys:
            self.line(xs[0], y, xs[-1], y)

    def pdf(self):
        self.canvas.showPage()
        self.canvas.save()
        return self._target.getvalue()


def width_of(text):
    return stringWidth(text, FONT, SIZE)


def found_on(drawing):
    """The tables of a drawing."""
    (found,) = pdf_tables(drawing.pdf())
    return found


def texts(found):
    """The texts of a table, line ends as spaces; None for places that a merged cell takes."""
    return [[" ".join(cell.text.split()) if cell.row_span else None for cell in row] for row in found.table.rows]
