"""Makers of pages, and a strategy for any page."""

from hypothesis import strategies as st

from sparkocr.layout.box import Box
from sparkocr.layout.page import Block, Line, Page, Paragraph, Symbol, Word

WIDTH, HEIGHT = 1000, 800


def around(boxes):
    """The upright box around upright boxes."""
    left, top = min(box.x for box in boxes), min(box.y for box in boxes)
    right, bottom = max(box.x + box.width for box in boxes), max(box.y + box.height for box in boxes)
    return Box(left, top, right - left, bottom - top)


def line(*words, **values):
    box = values.pop("box", None) or around([word.box for word in words])
    return Line(words, box, **{"row_height": box.height} | values)


def paragraph(*lines):
    return Paragraph(lines, around([line.box for line in lines]))


def block(*paragraphs):
    return Block(paragraphs, around([paragraph.box for paragraph in paragraphs]))


def page(*lines, width=WIDTH, height=HEIGHT):
    """A page of one paragraph."""
    return Page((block(paragraph(*lines)),) if lines else (), width, height)


def words(text, x=10, y=20, height=12, advance=10, confidence=90.0, before=" "):
    """Words side by side whose characters are all equally wide."""
    found = []
    for word in text.split():
        found.append(Word(word, Box(x, y, advance * len(word), height), confidence, before))
        x += advance * (len(word) + 1)
    return found


def spelt(word):
    """The word with a symbol for each of its characters."""
    side = word.box.width / len(word.text)
    symbols = tuple(
        Symbol(character, Box(word.box.x + side * number, word.box.y, side, word.box.height), 80.0 + number)
        for number, character in enumerate(word.text)
    )
    return Word(word.text, word.box, word.confidence, word.before, symbols)


_texts = st.text(
    st.characters(exclude_categories=["Cs"], exclude_characters=" \t\n\r\f"), min_size=1, max_size=8
) | st.sampled_from(["<b>&amp;", "it's", 'say"', "]]>", "--", "עברית", "漢字", "é"])
_gaps = st.sampled_from([" ", "", "  ", "\u00a0"])


@st.composite
def _word(draw):
    x, y = draw(st.floats(0, WIDTH - 100)), draw(st.floats(0, HEIGHT - 100))
    box = Box(x, y, draw(st.floats(0.01, 99)), draw(st.floats(0.01, 99)))
    word = Word(draw(_texts), box, draw(st.floats(0, 100)), draw(_gaps))
    return spelt(word) if draw(st.booleans()) else word


@st.composite
def _line(draw):
    found = draw(st.lists(_word(), min_size=1, max_size=4))
    sizes = {name: draw(st.floats(0, 100)) for name in ("row_height", "descenders", "ascenders")}
    return line(*found, **sizes, baseline=(draw(st.floats(-1, 1)), draw(st.floats(-50, 50))))


_paragraphs = st.lists(_line(), min_size=1, max_size=3).map(lambda lines: paragraph(*lines))
_blocks = st.lists(_paragraphs, min_size=1, max_size=2).map(lambda paragraphs: block(*paragraphs))
pages = st.lists(_blocks, max_size=3).map(lambda blocks: Page(tuple(blocks), WIDTH, HEIGHT))
"""Any page with upright boxes."""
