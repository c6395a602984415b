"""Write pages as hOCR."""

from __future__ import annotations

import math
import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from html import escape
from typing import NamedTuple

from sparkocr.enums import TokenizerType
from sparkocr.hocr.document import HocrPage
from sparkocr.hocr.properties import TURNED_BOX, number_text
from sparkocr.hocr.tokens import text_of, walk_tokens
from sparkocr.layout.box import Box
from sparkocr.layout.page import Block, Line, Page, Paragraph, Symbol, Word
from sparkocr.version import __version__

__all__ = ["write", "write_flat", "write_fragment", "write_pages"]

_CAPABILITIES = "ocr_page ocr_carea ocr_par ocr_line ocrx_word ocrx_cinfo ocrp_lang ocrp_dir ocrp_wconf"
_FORBIDDEN = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")  # XML 1.0, production 2
_REPLACEMENT = "\ufffd"
_NOISE = 1e-3  # px: what float32 coordinates are off, and no reason for one more px
_QUARTER = 90
_DECIMALS, _ANGLE_DECIMALS = 3, 4
_HEAD = """\
<!DOCTYPE html PUBLIC "-//W3C//DTD XHTML 1.0 Transitional//EN" "http://www.w3.org/TR/xhtml1/DTD/xhtml1-transitional.dtd">
<html xmlns="http://www.w3.org/1999/xhtml">
 <head>
  <title></title>
  <meta http-equiv="Content-Type" content="text/html;charset=utf-8"/>
  <meta name="ocr-system" content="sparkocr {version}"/>
  <meta name="ocr-capabilities" content="{capabilities}"/>
  <meta name="ocr-number-of-pages" content="{pages}"/>
  <meta name="ocr-langs" content="{languages}"/>
 </head>
 <body>
"""
_TAIL = " </body>\n</html>\n"


def write(page: Page, *, image_name: str = "", language: str = "", page_number: int = 0) -> str:
    """Write a page as hOCR.

    Parameters
    ----------
    page : Page
        Words that have symbols get an ``ocrx_cinfo`` for each, if the symbols spell the word.
    image_name : str
        Path or URL of the image.
    language : str
        Language of the text, or several joined by ``+``; the first one is the attribute ``lang`` of the paragraphs.
    page_number : int
        Number of the page in its file, from 0. The ids of the elements have it, counted from 1, as Tesseract's.

    Returns
    -------
    str
        XHTML by version 1.2 of hOCR: ``ocr_page``, ``ocr_carea``, ``ocr_par``, ``ocr_line`` and ``ocrx_word``, one in
        the other, each with a unique id. Boxes are rounded outwards to whole px, lie on the page, and inside of each
        other like their elements. White space inside of an ``ocr_line`` is that between its words.

    Notes
    -----
    ``bbox`` is upright. Where a box is turned, the property ``textangle`` says by how much, and our own property
    ``x_turned_box`` its left, top, width and height before the turn, unless it is a quarter turn, for which ``bbox``
    says it all. Words have the angle of their line unless they say otherwise. Symbols have no angle.

    Characters that XML can't hold become U+FFFD.
    """
    return write_pages([HocrPage(page, image_name, language, page_number)])


def write_pages(pages: Sequence[HocrPage]) -> str:
    """Write pages as one hOCR document; if some have the same number, they are numbered from 0."""
    codes = dict.fromkeys(code for page in pages for code in _codes(page.language))
    head = _HEAD.format(
        version=__version__,
        capabilities=_CAPABILITIES,
        pages=len(pages),
        languages=_escaped(" ".join(codes) or "unknown"),
    )
    return "".join([head, write_fragment(pages), _TAIL])


def write_fragment(pages: Sequence[HocrPage]) -> str:
    """Write pages as `write_pages` does, without what stands around them: as Tesseract's API gives hOCR."""
    unique = len({page.number for page in pages}) == len(pages)
    bodies = (_page(page, page.number if unique else number) for number, page in enumerate(pages))
    return "".join(line for body in bodies for line in body)


def write_flat(
    page: Page,
    *,
    page_number: int = 0,
    kind: TokenizerType = TokenizerType.SIMPLE,
    confidence: bool = False,
) -> str:
    """Write the words of a page alone, without paragraphs and lines, as the original writes text that it knows.

    Parameters
    ----------
    page : Page
    page_number : int
        Number of the page in its file, from 0; the id of the page has it, counted from 1.
    kind : TokenizerType
        What a word is: ``SIMPLE`` cuts punctuation off.
    confidence : bool
        Whether words have ``x_wconf``.

    Returns
    -------
    str
        A fragment: ``ocr_page``, one ``ocr_carea`` as large as the page, and ``ocrx_word`` for each word, in reading
        order. Pieces of a word stand right beside each other; a space is between words, and a line end between
        lines. Boxes are rounded as by `write`, and turned ones have its properties.
    """
    document = [HocrPage(page)]
    text, writer = text_of(document), _Writer(document[0], page_number)
    bbox = _Frame(0, 0, *writer.size).bbox
    parts = [f'<div title="{bbox}" id="page_{writer.number}" class="ocr_page">']
    parts += [f'<div title="{bbox}" id="block_1" class="ocr_carea">']
    end = 0
    for number, token in enumerate(walk_tokens(document, kind), 1):
        gap = text[end : token.begin]
        space = "\n" if "\n" in gap else " " if gap else ""
        known = [f"x_wconf {round(token.word.confidence)}"] if confidence else []
        title = "; ".join([writer.frame(token.box).bbox, *known, *_turn(token.box, 0.0)])
        parts += [f'{space}<span title="{title}" id="word_{number}" class="ocrx_word">', _text(token.text), "</span>"]
        end = token.end + 1
    return "".join([*parts, "</div></div>"])


def _codes(language: str) -> list[str]:
    """Return the languages that are read, without those that Tesseract is told to leave out."""
    return [code for code in language.split("+") if code and not code.startswith("~")]


class _Frame(NamedTuple):
    """An upright box of whole px."""

    left: int
    top: int
    right: int
    bottom: int

    @property
    def bbox(self) -> str:
        return f"bbox {self.left} {self.top} {self.right} {self.bottom}"


class _Writer:
    """Writes the elements of one page, from the words up: an element's box covers those of what is inside of it."""

    def __init__(self, page: HocrPage, number: int) -> None:
        self.size = (page.page.width, page.page.height)
        self.number = number + 1
        self.counts = {"block": 0, "par": 0, "line": 0, "word": 0}
        self.lang = "".join(f" lang='{_escaped(code)}'" for code in _codes(page.language)[:1])

    def identifier(self, kind: str) -> str:
        self.counts[kind] += 1
        return f"id='{kind}_{self.number}_{self.counts[kind]}'"

    def block(self, block: Block) -> tuple[_Frame, str]:
        head = f"   <div class='ocr_carea' {self.identifier('block')}"
        frames, texts = zip(*map(self.paragraph, block.paragraphs), strict=True)
        frame = _around(self.frame(block.box), *frames)
        return frame, f'{head} title="{frame.bbox}">\n{"".join(texts)}   </div>\n'

    def paragraph(self, paragraph: Paragraph) -> tuple[_Frame, str]:
        direction = " dir='rtl'" if _is_right_to_left(paragraph.text) else ""
        head = f"    <p class='ocr_par' {self.identifier('par')}{self.lang}{direction}"
        frames, texts = zip(*map(self.line, paragraph.lines), strict=True)
        frame = _around(self.frame(paragraph.box), *frames)
        return frame, f'{head} title="{frame.bbox}">\n{"".join(texts)}    </p>\n'

    def line(self, line: Line) -> tuple[_Frame, str]:
        head = f"     <span class='ocr_line' {self.identifier('line')}"
        frames, texts = zip(*(self.word(word, line.box.angle) for word in line.words), strict=True)
        frame = _around(self.frame(line.box), *frames)
        separated = (
            _text(word.before) * (number > 0) + text
            for number, (word, text) in enumerate(zip(line.words, texts, strict=True))
        )
        properties = [
            frame.bbox,
            *_turn(line.box, 0.0),
            _baseline(line, frame),
            f"x_size {number_text(line.row_height, _DECIMALS)}",
            f"x_descenders {number_text(line.descenders, _DECIMALS)}",
            f"x_ascenders {number_text(line.ascenders, _DECIMALS)}",
        ]
        return frame, f'{head} title="{"; ".join(properties)}">{"".join(separated)}</span>\n'

    def word(self, word: Word, angle: float) -> tuple[_Frame, str]:
        symbols = word.symbols if "".join(symbol.text for symbol in word.symbols) == word.text else ()
        frame = _around(self.frame(word.box), *(self.frame(symbol.box) for symbol in symbols))
        content = "".join(map(self.symbol, symbols)) or _text(word.text)
        properties = [frame.bbox, f"x_wconf {round(word.confidence)}", *_turn(word.box, angle)]
        head = f"<span class='ocrx_word' {self.identifier('word')}"
        return frame, f"{head} title='{'; '.join(properties)}'>{content}</span>"

    def symbol(self, symbol: Symbol) -> str:
        box = " ".join(map(str, self.frame(symbol.box)))
        confidence = number_text(symbol.confidence, _DECIMALS)
        return f"<span class='ocrx_cinfo' title='x_bboxes {box}; x_conf {confidence}'>{_text(symbol.text)}</span>"

    def frame(self, box: Box) -> _Frame:
        """Return the px that a box covers, as far as they are on the page."""
        left, top, right, bottom = box.edges()
        starts = math.floor(left + _NOISE), math.floor(top + _NOISE)
        ends = math.ceil(right - _NOISE), math.ceil(bottom - _NOISE)
        places = [min(max(0, place), size) for place, size in zip((*starts, *ends), self.size * 2, strict=True)]
        return _Frame(places[0], places[1], max(places[0], places[2]), max(places[1], places[3]))


def _page(page: HocrPage, number: int) -> Iterator[str]:
    """Write a page, block by block."""
    writer = _Writer(page, number)
    name = page.image_name.replace('"', "%22")  # the grammar of hOCR can't quote it
    frame = _Frame(0, 0, *writer.size)
    title = f'image "{_escaped(name)}"; {frame.bbox}; ppageno {number}'
    yield f"  <div class='ocr_page' id='page_{number + 1}' title='{title}'>\n"
    for block in page.page.blocks:
        yield writer.block(block)[1]
    yield "  </div>\n"


def _around(*frames: _Frame) -> _Frame:
    """Return the least frame around some."""
    left, top, right, bottom = zip(*frames, strict=True)
    return _Frame(min(left), min(top), max(right), max(bottom))


def _turn(box: Box, expected: float) -> list[str]:
    """Return the properties that say how a box is turned, if it is not as expected."""
    properties = []
    if number_text(box.angle - expected, _ANGLE_DECIMALS) != "0":
        properties.append(f"textangle {number_text(-box.angle % 360, _ANGLE_DECIMALS)}")
    if box.angle % _QUARTER:
        sides = (number_text(value, _DECIMALS) for value in (box.x, box.y, box.width, box.height))
        properties.append(f"{TURNED_BOX} {' '.join(sides)}")
    return properties


def _baseline(line: Line, frame: _Frame) -> str:
    """Return the baseline in terms of the frame that is written, or of the box if that is turned."""
    slope, offset = line.baseline
    if not line.box.angle:
        offset += line.box.y + line.box.height - frame.bottom + slope * (frame.left - line.box.x)
    return f"baseline {number_text(slope, _DECIMALS)} {round(offset)}"


def _is_right_to_left(characters: Iterable[str]) -> bool:
    """Tell whether most letters are read from the right."""
    kinds = [unicodedata.bidirectional(character) for character in characters]
    return kinds.count("R") + kinds.count("AL") > kinds.count("L")


def _text(text: str) -> str:
    """Return text of an element; carriage returns would become line feeds."""
    return _markup(text).replace("\r", "&#13;")


def _escaped(text: str) -> str:
    """Return text of an attribute in single quotes."""
    return _markup(text).replace("'", "&#39;")


def _markup(text: str) -> str:
    """Return text with what XML gives a meaning, or can't hold, replaced; quotes stay."""
    return escape(_FORBIDDEN.sub(_REPLACEMENT, text), quote=False)
