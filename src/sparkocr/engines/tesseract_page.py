"""Turn what Tesseract has read into a page of blocks, paragraphs, lines, words and symbols."""

import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any

from sparkocr.enums import PageIteratorLevel
from sparkocr.imaging.glyphs import ink, split_word
from sparkocr.imaging.pixels import Pixels
from sparkocr.layout.box import Box
from sparkocr.layout.page import Block, Line, Page, Paragraph, Symbol, Word

__all__ = ["decoded", "page_of_iterator", "with_symbol_ink"]

BLOCK, PARAGRAPH, LINE, WORD, SYMBOL = PageIteratorLevel

# Not a space, a newline or one of the marks where the reading direction changes.
_TEXT = re.compile(r"[^\s\u200e\u200f]")


def page_of_iterator(iterator: Any, page_text: str, width: int, height: int, *, symbols: bool) -> Page:
    """Walk over the page in reading order and cut its text; pictures and rules are skipped.

    tesserocr's iterator moves in reading order, but writes right-to-left words backwards and larger units in
    part. So what it writes tells only the lengths of the words and symbols in the text of the page.
    """
    # Nested lists that the walk fills: blocks of paragraphs of lines, each with its box.
    blocks: list[tuple[Box, list[tuple[Box, list[tuple[dict[str, Any], list[Word]]]]]]] = []
    end = 0
    for length in _words(iterator):
        found = _TEXT.search(page_text, end)
        start = found.start() if found else end
        before, end = page_text[end:start], start + length
        # Asking for the beginning of something larger than a word is slow, and only a line can begin it.
        new_line = not blocks or "\n" in before
        if not blocks or (new_line and iterator.IsAtBeginningOf(BLOCK)):
            blocks.append((_box(iterator, BLOCK), []))
        paragraphs = blocks[-1][1]
        if not paragraphs or (new_line and iterator.IsAtBeginningOf(PARAGRAPH)):
            paragraphs.append((_box(iterator, PARAGRAPH), []))
        lines = paragraphs[-1][1]
        if not lines or new_line:
            lines.append((_line(iterator), []))
        # Last, because walking over the symbols moves the iterator.
        lines[-1][1].append(_word(iterator, page_text[start:end], before.rpartition("\n")[2], symbols=symbols))
    return Page(
        tuple(
            Block(
                tuple(
                    Paragraph(tuple(Line(tuple(words), **fields) for fields, words in lines), box)
                    for box, lines in paragraphs
                ),
                box,
            )
            for box, paragraphs in blocks
        ),
        width,
        height,
    )


def with_symbol_ink(page: Page, gray: Pixels) -> Page:
    """Return the page with boxes of symbols that hold their ink.

    Tesseract's LSTM recogniser places symbols by the steps of its network: on drawn pages 73 % of its boxes overlapped
    their letter by half, of these 99 %.
    """

    def word(of: Word) -> Word:
        left, top = int(of.box.x), int(of.box.y)
        mask = ink(gray[top : top + int(of.box.height), left : left + int(of.box.width)])
        order = sorted(range(len(of.symbols)), key=lambda number: _middle(of.symbols[number]))
        bounds = split_word(mask, [_middle(of.symbols[number]) - left for number in order])
        symbols = list(of.symbols)
        for number, (start, end, above, below) in zip(order, bounds, strict=True):
            symbols[number] = replace(symbols[number], box=Box(left + start, top + above, end - start, below - above))
        return replace(of, symbols=tuple(symbols))

    def block(of: Block) -> Block:
        return replace(of, paragraphs=tuple(paragraph(one) for one in of.paragraphs))

    def paragraph(of: Paragraph) -> Paragraph:
        return replace(of, lines=tuple(replace(one, words=tuple(map(word, one.words))) for one in of.lines))

    return replace(page, blocks=tuple(map(block, page.blocks)))


def _middle(symbol: Symbol) -> float:
    return symbol.box.centre[0]


def _words(iterator: Any) -> Iterator[int]:
    """Stop at each word that has text, and give the number of its characters."""
    while True:
        if not iterator.Empty(WORD):
            length = len(decoded(iterator.GetUTF8Text, WORD).strip())
            if length:  # else it stands for a picture
                yield length
        if not iterator.Next(WORD):
            return


def _word(iterator: Any, text: str, before: str, *, symbols: bool) -> Word:
    box, confidence = _box(iterator, WORD), iterator.Confidence(WORD)
    return Word(text, box, confidence, before, tuple(_symbols(iterator, text)) if symbols else ())


def _symbols(iterator: Any, text: str) -> Iterator[Symbol]:
    """Cut the text of a word into its symbols; leaves the iterator at the last one."""
    start = 0
    while True:
        end = start + len(decoded(iterator.GetUTF8Text, SYMBOL).strip())
        if end > start:
            yield Symbol(text[start:end], _box(iterator, SYMBOL), iterator.Confidence(SYMBOL))
        start = end
        if iterator.IsAtFinalElement(WORD, SYMBOL):
            return
        iterator.Next(SYMBOL)


def _line(iterator: Any) -> dict[str, Any]:
    """Return the fields of a `Line` but its words."""
    box = _box(iterator, LINE)
    attributes = iterator.RowAttributes()
    baseline = iterator.Baseline(LINE)
    slope, offset = 0.0, 0.0
    if baseline is not None:
        (left, start), (right, end) = baseline
        slope = (end - start) / (right - left) if right > left else 0.0
        offset = start + slope * (box.x - left) - (box.y + box.height)
    heights = {name: attributes[name] for name in ("row_height", "descenders", "ascenders")}
    return {"box": box, "baseline": (slope, offset), **heights}


def _box(iterator: Any, level: PageIteratorLevel) -> Box:
    left, top, right, bottom = iterator.BoundingBox(level)
    return Box(left, top, right - left, bottom - top)


def decoded(get_text: Callable[..., str], *arguments: object) -> str:
    """Call a function of tesserocr that returns text, and replace what is not UTF-8 in it."""
    try:
        return get_text(*arguments)
    except UnicodeDecodeError as error:
        return error.object.decode("utf-8", "replace")
