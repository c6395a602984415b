"""Make pages of the elements of an hOCR document."""

from __future__ import annotations

import math
import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from enum import IntEnum
from itertools import groupby, pairwise
from statistics import fmean

from sparkocr.hocr.document import HocrPage
from sparkocr.hocr.properties import numbers
from sparkocr.hocr.tokens import part_of_box, reads_from_right
from sparkocr.layout.box import Box
from sparkocr.layout.merge import framed, union
from sparkocr.layout.page import Block, Line, Page, Paragraph, Symbol, Word
from sparkocr.positions.same_line import on_one_line

__all__ = ["Element", "Level", "hocr_pages"]

_SPACE = " \t\n\r\f"  # white space of HTML; others are characters
_LINE_END = re.compile(r"(?<![ \t\f])[ \t\f]*+[\n\r][ \t\n\r\f]*")
_BESIDE = 3  # words before one that tell where its line is: a dot and an apostrophe have no height in common
_WORD_GAP = 0.2  # of the height; a space has 0.25 em and more, letters are a tenth apart
_DOUBTLESS = 100.0


class Level(IntEnum):
    """What an element stands for, from large to small."""

    DOCUMENT = 0
    PAGE = 1
    BLOCK = 2
    PARAGRAPH = 3
    LINE = 4
    WORD = 5
    SYMBOL = 6


@dataclass(slots=True, eq=False)
class Element:
    """An element of hOCR.

    Attributes
    ----------
    level : Level
    parent : Element or None
        The smallest element around it that has a lower level.
    children : list of Element and str
        Elements and text inside of it, in order.
    box : Box or None
        None if it tells none.
    angle : float
        Degrees, clockwise, by which its text is turned.
    properties : dict of str to str
    language : str
    made : bool
        Whether the document has no such element, but only what is inside of it.
    """

    level: Level
    parent: Element | None
    children: list[Element | str] = field(default_factory=list)
    box: Box | None = None
    angle: float = 0.0
    properties: dict[str, str] = field(default_factory=dict)
    language: str = ""
    made: bool = False


def hocr_pages(document: Element) -> tuple[HocrPage, ...]:
    """Return the pages of a document."""
    return tuple(_page(element, number) for number, element in enumerate(_children(document, Level.PAGE)))


def _children(element: Element, level: Level) -> Iterator[Element]:
    """Walk over the elements of the next level; runs of lower levels, and of text, get an element around them."""
    for there, group in groupby(element.children, lambda child: isinstance(child, Element) and child.level == level):
        run = list(group)
        if there:
            yield from (child for child in run if isinstance(child, Element))
        elif any(isinstance(child, Element) or child.strip(_SPACE) for child in run):
            yield Element(level, element, run, angle=element.angle, made=True)


def _page(element: Element, number: int) -> HocrPage:
    """Make a page; if its size is not there, it ends where its text does."""
    blocks = tuple(block for child in _children(element, Level.BLOCK) if (block := _block(child)))
    boxes = [block.box for block in blocks] if element.box is None else [element.box]
    # A page begins at 0, 0 by the specification.
    width, height = (
        math.ceil(max(0.0, *side)) for side in zip((0.0, 0.0), *(box.edges()[2:] for box in boxes), strict=True)
    )
    image = element.properties.get("image", "").strip("\"'")
    ppageno = numbers(element.properties, "ppageno")
    found = int(ppageno[0]) if ppageno and ppageno[0] >= 0 else number
    return HocrPage(Page(blocks, width, height), image, _language(element), found)


def _language(element: Element) -> str:
    """Return the first language that an element or a paragraph inside of it has."""
    if element.language or element.level >= Level.LINE:
        return element.language
    return next(filter(None, (_language(child) for child in element.children if isinstance(child, Element))), "")


def _block(element: Element) -> Block | None:
    """Make a block; None if it has no text."""
    found = tuple(paragraph for child in _children(element, Level.PARAGRAPH) if (paragraph := _paragraph(child)))
    return Block(found, element.box or union([paragraph.box for paragraph in found])) if found else None


def _paragraph(element: Element) -> Paragraph | None:
    """Make a paragraph; None if it has no text."""
    found = tuple(line for child in _children(element, Level.LINE) for line in _lines(child))
    return Paragraph(found, element.box or union([line.box for line in found])) if found else None


def _lines(element: Element) -> list[Line]:
    """Make the line of an element, or the lines of words that have no such element around them."""
    words, gaps = _words(element)
    words = words or _words_of_text(element)
    if not element.made:
        return [_line(element, words)] if words else []
    ends = [_LINE_END.search(gap) is not None for gap in gaps]
    if any(ends) and any(gap and not end for gap, end in zip(gaps, ends, strict=True)):
        return [_line(element, row) for row in _told_rows(words, ends)]
    return [_line(element, row) for row in _rows(words)]


def _line(element: Element, words: Sequence[Word]) -> Line:
    """Make a line."""
    box = element.box or union([word.box for word in words])

    def size(name: str, otherwise: float) -> float:
        return next(iter(numbers(element.properties, name)), otherwise)

    baseline = numbers(element.properties, "baseline")[-2:]
    return Line(
        words=(replace(words[0], before=" "), *words[1:]),
        box=box,
        row_height=size("x_size", box.height),
        descenders=size("x_descenders", 0.0),
        ascenders=size("x_ascenders", 0.0),
        baseline=(baseline[0], baseline[1]) if len(baseline) == 2 else (0.0, 0.0),  # noqa: PLR2004
    )


def _words(element: Element) -> tuple[list[Word], list[str]]:
    """Make the words of a line, and what stands between each two of them."""
    words: list[Word] = []
    gaps: list[str] = []
    gap = ""
    for child in element.children:
        if isinstance(child, str):
            gap += child
        elif word := _word(child):
            gaps += [gap] if words else []
            words.append(replace(word, before=_between(gap, words[-1].text, word.text) if words else " "))
            gap = ""
    return words, gaps


def _word(element: Element) -> Word | None:
    """Make a word; None if it has no text."""
    symbols = tuple(
        symbol for child in element.children if isinstance(child, Element) and (symbol := _symbol(child, element))
    )
    if symbols:  # then line ends are between symbols
        texts = (child if isinstance(child, str) else _joined(child) for child in element.children)
        text = "".join(text.strip(_SPACE) for text in texts)
    else:
        text = _joined(element)
    if not text:
        return None
    box = element.box or (union([symbol.box for symbol in symbols]) if symbols else _box_above(element))
    confidences = numbers(element.properties, "x_wconf")[:1] or numbers(element.properties, "x_confs")
    confidences = confidences or tuple(symbol.confidence for symbol in symbols)
    spelt = "".join(symbol.text for symbol in symbols) == text
    return Word(text, box, _confidence(confidences), symbols=symbols if spelt else ())


def _symbol(element: Element, word: Element) -> Symbol | None:
    """Make a symbol; None if it has no text, or no box of its own."""
    text = _joined(element)
    if not text or element.box is None:
        return None
    names = ("x_conf", "x_confs")
    confidences = next(filter(None, (numbers(element.properties, name) for name in names)), ())
    return Symbol(text, element.box, _confidence(confidences or numbers(word.properties, "x_wconf")[:1]))


def _confidence(values: Sequence[float]) -> float:
    """Return the mean of confidences, from 0 to 100."""
    return min(max(0.0, fmean(values)), 100.0) if values else _DOUBTLESS


def _joined(element: Element) -> str:
    """Return the text of an element as one line."""
    return _LINE_END.sub(" ", "".join(_texts(element))).strip(_SPACE)


def _texts(element: Element) -> Iterator[str]:
    """Walk over the text inside of an element; levels go down, so this is not deep."""
    for child in element.children:
        if isinstance(child, str):
            yield child
        else:
            yield from _texts(child)


def _between(gap: str, before: str, after: str) -> str:
    """Return what stands between two words."""
    if gap.strip(_SPACE):
        return _LINE_END.sub(" ", gap)
    if "\n" not in gap and "\r" not in gap:
        return gap
    return "" if _is_ideograph(before[-1]) and _is_ideograph(after[0]) else " "


def _is_ideograph(character: str) -> bool:
    """Tell whether a character is of a script without spaces: wide, but not of the Korean one."""
    return unicodedata.east_asian_width(character) in "WF" and not unicodedata.name(character, "").startswith("HANGUL")


def _words_of_text(element: Element) -> list[Word]:
    """Cut a line that has text but no words."""
    text = _joined(element)
    box = element.box or _box_above(element)
    found = re.finditer(f"[^{_SPACE}]+", text)
    confidence = _confidence(numbers(element.properties, "x_wconf")[:1])
    turned = reads_from_right(text)
    return [
        Word(match[0], part_of_box(box, len(text), *match.span(), from_right=turned), confidence) for match in found
    ]


def _box_above(element: Element) -> Box:
    """Return the box of the smallest element around one that tells its own."""
    parent = element.parent
    while parent is not None:
        if parent.box is not None:
            return parent.box
        parent = parent.parent
    return Box(0.0, 0.0, 0.0, 0.0)


def _told_rows(words: Sequence[Word], ends: Sequence[bool]) -> list[list[Word]]:
    """Cut words to lines where a line ends between two of them."""
    starts = [0, *(number for number, end in enumerate(ends, 1) if end), len(words)]
    return [list(words[start:stop]) for start, stop in pairwise(starts)]


def _rows(words: Sequence[Word]) -> list[list[Word]]:
    """Cut words, in their order, to lines.

    Where no two of them have white space between them, spaces are put where there are gaps.
    """
    spaced = any(word.before for word in words[1:])
    rows: list[list[Word]] = []
    for word in words:
        if not rows or not _is_beside(word, rows[-1][-_BESIDE:]):
            rows.append([word])
            continue
        last = rows[-1][-1].box
        gap = max(word.box.x - last.x - last.width, last.x - word.box.x - word.box.width)
        is_apart = gap > _WORD_GAP * max(word.box.height, last.height)
        rows[-1].append(replace(word, before=" ") if is_apart and not spaced else word)
    return rows


def _is_beside(word: Word, others: Sequence[Word]) -> bool:
    """Tell whether a word stands on the line of others."""
    boxes = [*(other.box for other in others), word.box]
    angle = word.box.angle
    if angle and all(box.angle == angle for box in boxes):
        edges = [(top, bottom) for _, _, top, bottom in framed(boxes, angle).tolist()]
    else:
        edges = [(box.y, box.y + box.height) for box in boxes]
    *before, its = edges
    return bool(on_one_line(min(top for top, _ in before), max(bottom for _, bottom in before), *its))
