r"""Small documents, made on the spot: to try stages out, and for the examples of their documentation.

>>> from sparkocr import samples
>>> samples.image("Invoice 4711")[:4]
b'\x89PNG'
"""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence
from xml.sax.saxutils import escape
from zipfile import ZipFile

import PIL.Image
from PIL import ImageDraw, ImageFont
from reportlab.pdfgen.canvas import Canvas

__all__ = ["form", "image", "pdf", "scan", "table", "word"]

_DPI = 300
_PNG_DPI = 300.02  # 11812 px per metre; 11811, the nearest, are less than 300 dpi
_FONT = 48  # px: 11.5 points at 300 dpi
_MARGIN = 40
_POINTS = 12
_PAPER = (420, 298)  # points: A6 in landscape
_CELL = (100, 18)  # points
_WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"


def image(text: str, *, size: tuple[int, int] = (900, 260)) -> bytes:
    """Make a PNG of black text on white, 300 dpi; each line of `text` is a line."""
    return _saved(_page(text, size), "PNG", dpi=(_PNG_DPI, _PNG_DPI))


def form(answers: Mapping[str, bool]) -> bytes:
    """Make a PNG of a form, 300 dpi: a line for each question, behind a check box that is crossed for True."""
    page = _page("", (900, 2 * _MARGIN + 100 * len(answers)))
    draw = ImageDraw.Draw(page)
    for number, (question, answer) in enumerate(answers.items()):
        left, top = _MARGIN, _MARGIN + 100 * number
        right, bottom = left + _FONT, top + _FONT
        draw.rectangle((left, top, right, bottom), outline="black", width=3)
        if answer:
            draw.line((left + 10, top + 10, right - 10, bottom - 10), "black", 4)
            draw.line((right - 10, top + 10, left + 10, bottom - 10), "black", 4)
        draw.text((right + _MARGIN, bottom), question, "black", ImageFont.load_default(_FONT), anchor="ls")
    return _saved(page, "PNG", dpi=(_PNG_DPI, _PNG_DPI))


def scan(*texts: str) -> bytes:
    """Make a PDF of pictures of text, 300 dpi: a page for each text."""
    first, *others = (_page(text, (900, 260)) for text in texts)
    return _saved(first, "PDF", resolution=_DPI, save_all=True, append_images=others)


def pdf(*texts: str) -> bytes:
    """Make a digital PDF, A6 in landscape: a page for each text, and a line for each of its lines."""
    file = io.BytesIO()
    canvas = Canvas(file, _PAPER, invariant=True)
    for text in texts:
        lines = canvas.beginText(_MARGIN, _PAPER[1] - _MARGIN)
        lines.setFont("Helvetica", _POINTS)
        lines.textLines(text, trim=0)
        canvas.drawText(lines)
        canvas.showPage()
    canvas.save()
    return file.getvalue()


def table(*tables: Sequence[Sequence[str]]) -> bytes:
    """Make a digital PDF, A6 in landscape: a page for each table, whose rows are ruled; all have as many cells."""
    file = io.BytesIO()
    canvas = Canvas(file, _PAPER, invariant=True)
    width, height = _CELL
    for rows in tables:
        xs = [_MARGIN + width * number for number in range(len(rows[0]) + 1)]
        ys = [_PAPER[1] - _MARGIN - height * number for number in range(len(rows) + 1)]
        canvas.setFont("Helvetica", _POINTS)
        canvas.grid(xs, ys)
        for y, row in zip(ys[1:], rows, strict=True):
            for x, text in zip(xs, row, strict=False):
                canvas.drawString(x + 6, y + 5, text)
        canvas.showPage()
    canvas.save()
    return file.getvalue()


def word(text: str = "", table: Sequence[Sequence[str]] = ()) -> bytes:
    """Make a Word document: a paragraph for each line of `text`, and a table behind them."""
    body = "".join(map(_paragraph, text.splitlines()))
    rows = "".join(f"<w:tr>{''.join(f'<w:tc>{_paragraph(cell)}</w:tc>' for cell in row)}</w:tr>" for row in table)
    body += f"<w:tbl>{rows}</w:tbl>" if rows else ""
    part = "word/document.xml"
    file = io.BytesIO()
    with ZipFile(file, "w") as package:
        package.writestr(
            "[Content_Types].xml",
            f'<Types xmlns="{_PACKAGE}/content-types"><Default Extension="rels" '
            f'ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
            f'<Override PartName="/{part}" ContentType="{_TYPE}"/></Types>',
        )
        package.writestr(
            "_rels/.rels",
            f'<Relationships xmlns="{_PACKAGE}/relationships"><Relationship Id="r1" Type="{_OFFICE}" '
            f'Target="{part}"/></Relationships>',
        )
        package.writestr(part, f'<w:document xmlns:w="{_WORD}"><w:body>{body}</w:body></w:document>')
    return file.getvalue()


def _paragraph(text: str) -> str:
    return f'<w:p><w:r><w:t xml:space="preserve">{escape(text)}</w:t></w:r></w:p>'


def _page(text: str, size: tuple[int, int]) -> PIL.Image.Image:
    page = PIL.Image.new("L", size, 255)
    ImageDraw.Draw(page).multiline_text((_MARGIN, _MARGIN), text, 0, ImageFont.load_default(_FONT), spacing=_FONT // 2)
    return page


def _saved(page: PIL.Image.Image, kind: str, **options: object) -> bytes:
    file = io.BytesIO()
    page.save(file, kind, **options)
    return file.getvalue()
