r"""Small documents, made on the spot: to try stages out, and for the examples of their documentation.

>>> from sparkocr import samples
>>> samples.image("Invoice 4711")[:4]
b'\x89PNG'
"""

from __future__ import annotations

import io
import struct
from collections.abc import Mapping, Sequence
from xml.sax.saxutils import escape
from zipfile import ZipFile

import PIL.Image
from PIL import ImageDraw, ImageFont
from reportlab.pdfgen.canvas import Canvas

__all__ = ["dicom", "dicom_pdf", "form", "image", "pdf", "scan", "table", "word"]

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


def dicom(*texts: str, patient: str = "Doe^Jane") -> bytes:
    """Make a DICOM file, a secondary capture of black text on white, uncompressed: a frame for each text."""
    width, height = 600, 120
    frames = b"".join(_page(text, (width, height)).tobytes() for text in texts)
    numbers = [(0x0002, 1), (0x0010, height), (0x0011, width), (0x0100, 8), (0x0101, 8), (0x0102, 7), (0x0103, 0)]
    pixels = [(0x0028, number, "US", struct.pack("<H", value)) for number, value in numbers]
    pixels += [(0x0028, 0x0004, "CS", b"MONOCHROME2"), (0x0028, 0x0008, "IS", str(len(texts)).encode())]
    return _dicom(b"1.2.840.10008.5.1.4.1.1.7", patient, [*pixels, (0x7FE0, 0x0010, "OB", frames)])


def dicom_pdf(content: bytes, *, patient: str = "Doe^Jane") -> bytes:
    """Make a DICOM file that holds a PDF."""
    document = [
        (0x0042, 0x0010, "ST", b"Letter"),
        (0x0042, 0x0011, "OB", content),
        (0x0042, 0x0012, "LO", b"application/pdf"),
        (0x0042, 0x0015, "UL", struct.pack("<L", len(content))),
    ]
    return _dicom(b"1.2.840.10008.5.1.4.1.1.104.1", patient, document)


def _dicom(kind: bytes, patient: str, content: list[tuple[int, int, str, bytes]]) -> bytes:
    """Make a DICOM file of a kind (SOP class), explicit VR, little endian (PS3.10, section 7.1)."""
    instance = b"2.25.4711"
    meta = [
        (0x0002, 0x0001, "OB", b"\0\1"),
        (0x0002, 0x0002, "UI", kind),
        (0x0002, 0x0003, "UI", instance),
        (0x0002, 0x0010, "UI", b"1.2.840.10008.1.2.1"),
        (0x0002, 0x0012, "UI", b"2.25.1"),
    ]
    header = [
        (0x0008, 0x0016, "UI", kind),
        (0x0008, 0x0018, "UI", instance),
        (0x0008, 0x0020, "DA", b"20240229"),
        (0x0008, 0x0060, "CS", b"OT"),
        (0x0008, 0x0064, "CS", b"WSD"),
        (0x0010, 0x0010, "PN", patient.encode()),
        (0x0010, 0x0020, "LO", b"4711"),
        (0x0010, 0x0030, "DA", b"19500501"),
        (0x0020, 0x000D, "UI", b"2.25.4712"),
        (0x0020, 0x000E, "UI", b"2.25.4713"),
    ]
    group = b"".join(_element(*element) for element in meta)
    length = _element(0x0002, 0x0000, "UL", struct.pack("<L", len(group)))
    elements = [_element(*element) for element in sorted([*header, *content])]
    return b"".join([b"\0" * 128, b"DICM", length, group, *elements])


def _element(group: int, number: int, vr: str, value: bytes) -> bytes:
    """Write a data element with explicit VR, little endian (DICOM PS3.5, section 7.1.2)."""
    value += (b"\0" if vr in {"UI", "OB"} else b" ") * (len(value) % 2)
    size = struct.pack("<HL", 0, len(value)) if vr == "OB" else struct.pack("<H", len(value))
    return struct.pack("<HH", group, number) + vr.encode() + size + value


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
