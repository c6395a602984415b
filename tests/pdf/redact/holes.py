"""Take words out of pages by where PDFium says they are, and look at what is left, for tests of redaction."""

import io
import math
import shutil
import subprocess

import numpy as np
import pikepdf
import pypdfium2 as pdfium
import pypdfium2.raw as pdfium_c

from pdf.make_objects import saved
from sparkocr.pdf.redact.rewrite import rewrite_page


def box(left, bottom, right, top):
    """A hole."""
    return np.array([(left, bottom), (right, bottom), (right, top), (left, top)], float)


def turned(hole, angle, around):
    """A hole turned counter-clockwise by degrees around a point."""
    angle = math.radians(angle)
    turn = np.array([(math.cos(angle), math.sin(angle)), (-math.sin(angle), math.cos(angle))])
    return (hole - around) @ turn + around


def found(content, word, page=0):
    """Where a page shows a word, upright, once for each time: the advance and the height of its font."""
    places = []
    with pdfium.PdfDocument(content) as document:
        text_page = document[page].get_textpage()
        text = "".join(chr(pdfium_c.FPDFText_GetUnicode(text_page, i)) for i in range(text_page.count_chars()))
        start = text.find(word)
        while start >= 0:
            boxes = np.array([text_page.get_charbox(start + i, loose=True) for i in range(len(word))])
            places.append(box(*boxes[:, :2].min(axis=0), *boxes[:, 2:].max(axis=0)))
            start = text.find(word, start + 1)
    assert places, f"{word} is not on the page"
    return places


def without(content, *holes, page=0, **options):
    """A document from whose page holes are taken; a word stands for where it is."""
    places = []
    for hole in holes:
        places += found(content, hole, page) if isinstance(hole, str) else [hole]
    with pikepdf.open(io.BytesIO(content)) as document:
        rewrite_page(document, document.pages[page].obj, places, **options)
        return saved(document)


def text_of(content, page=0):
    """What PDFium reads on a page, its words set apart by single blanks."""
    with pdfium.PdfDocument(content) as document:
        return " ".join(document[page].get_textpage().get_text_range().split())


def poppler_text(content):
    """What pdftotext reads in a document; what PDFium reads where it isn't installed."""
    if shutil.which("pdftotext") is None:
        return text_of(content)
    run = subprocess.run(["pdftotext", "-q", "-", "-"], input=content, capture_output=True, check=True)
    return " ".join(run.stdout.decode().split())


def decoded(content):
    """All strings and streams of a document, without what is between the strings of content streams."""
    parts = []
    with pikepdf.open(io.BytesIO(content)) as document:
        for item in document.objects:
            if not isinstance(item, pikepdf.Stream):
                parts.append(item.unparse())
                continue
            parts.append(pikepdf.Dictionary({k: v for k, v in item.items() if k != "/Length"}).unparse())
            try:
                parts.append(item.read_bytes())
                instructions = pikepdf.parse_content_stream(item)
                parts += [shown(instruction.operands) for instruction in instructions]
            except (pikepdf.PdfError, TypeError):  # it is no content stream
                parts.append(item.read_raw_bytes())
    return b"".join(parts)


def shown(operands):
    """The strings among operands, joined."""
    strings = b""
    for operand in operands:
        if isinstance(operand, pikepdf.String):
            strings += bytes(operand)
        elif isinstance(operand, pikepdf.Array):
            strings += shown(operand)
    return strings


def pixels(content, page=0, scale=2.0):
    """A page in RGB."""
    with pdfium.PdfDocument(content) as document:
        return document[page].render(scale=scale, rev_byteorder=True).to_numpy()[:, :, :3].astype(int)


def outside(content, holes, page=0, scale=2.0):
    """The pixels of a page of 612 x 792 points that are more than 2 px away from holes, in one row."""
    rendered = pixels(content, page, scale)
    inside = np.zeros(rendered.shape[:2], bool)
    for hole in holes:
        (left, bottom), (right, top) = hole.min(axis=0) * scale, hole.max(axis=0) * scale
        height = 792 * scale
        inside[max(0, int(height - top) - 2) : int(height - bottom) + 3, max(0, int(left) - 2) : int(right) + 3] = True
    return rendered[~inside]
