"""Documents for tests of chunks: elements of pages as they come from the texts of their parts."""

from document.pages import blocks, lines
from sparkocr.document.blocks import BlockKind, TextBlock
from sparkocr.document.chunks import chunks_of
from sparkocr.document.elements import Cutter, page_elements
from sparkocr.document.pieces import elements_of, fields_of
from sparkocr.document.table_parts import HTML
from sparkocr.entities.sentences import sentences_of
from sparkocr.layout.box import Box
from sparkocr.layout.page import Line, Word
from sparkocr.layout.table import Cell, Table

SENTENCES = ["The first sentence is here.", "A second one follows it.", "Is this the third?", "Yes, and it ends."]
ITEMS = [f"\u2022 item number {number} of the list" for number in range(6)]
ROWS = [["name", "value"], *([f"row {number}", str(number)] for number in range(12))]
BELOW = Box(0, 500, 100, 400)


def page(*parts, tables=(), number=0, limit=200, size=len, to_points=Box.upright, style=HTML):
    """The elements of a page: a part is a heading ("# ..."), or lines of a paragraph."""
    found, y = [], 0.0
    for part in parts:
        texts = part.removeprefix("# ").split("\n")
        height = 20.0 if part.startswith("# ") else 10.0
        found += lines(texts, y=y, size=height)
        y += len(texts) * 1.3 * height + 15
    elements = page_elements(blocks(found), tables, number, Cutter(limit, size, sentences_of), to_points, style)
    return list(elements_of(list(map(fields_of, elements)), number))


def block(kind, text, level=0, number=0):
    """The element of a block that is known."""
    line = Line(tuple(Word(word, Box(0, 0, 9, 9), 100.0) for word in text.split()), Box(0, 0, 99, 9), 30.0 - 5 * level)
    found = TextBlock(kind, (line,), level)
    return page_elements([found], [], number, Cutter(200, len, sentences_of), None)


def heading(text, level=1, number=0):
    return block(BlockKind.HEADING, text, level, number)


def made(elements, limit=200, **options):
    return list(chunks_of(elements, limit=limit, **options))


def texts(elements, limit=200, **options):
    return [chunk.text for chunk in made(elements, limit, **options)]


def wrapped(text, width=60):
    """Lines of a paragraph as a page has them."""
    rows = [""]
    for word in text.split():
        if len(rows[-1]) + len(word) >= width:
            rows.append("")
        rows[-1] += f" {word}" if rows[-1] else word
    return "\n".join(rows)


def table(rows, head=1, box=BELOW):
    """A table of texts."""
    cells = [[Cell(text, is_header=number < head) for text in row] for number, row in enumerate(rows)]
    return Table(cells, box)


LONG = wrapped(" ".join(SENTENCES * 4))
