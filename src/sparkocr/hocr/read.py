"""Read hOCR of any engine.

The parser of HTML of the standard library reads XHTML and HTML alike. It keeps no entities but those of HTML, so there
are no external ones and none that grow, and it works without recursion, so elements may be nested as deep as they like.
"""

from __future__ import annotations

import re
from collections import Counter
from html.parser import HTMLParser

from sparkocr.errors import DocumentError
from sparkocr.hocr.document import HocrPage
from sparkocr.hocr.elements import Element, Level, hocr_pages
from sparkocr.hocr.properties import box_of_properties, clockwise, numbers, parse_title
from sparkocr.layout.page import Page
from sparkocr.limits import current, told

__all__ = ["parse", "read"]

_GAP = re.compile(r"\s+")
_VOID = {"area", "base", "br", "col", "hr", "img", "input", "link", "meta", "wbr"}  # HTML: they have no end tag
_LEVELS = {
    "ocr_page": Level.PAGE,
    "ocr_carea": Level.BLOCK,
    "ocr_column": Level.BLOCK,
    "ocr_float": Level.BLOCK,
    "ocr_table": Level.BLOCK,
    "ocrx_block": Level.BLOCK,
    "ocr_par": Level.PARAGRAPH,
    "ocr_line": Level.LINE,
    "ocrx_line": Level.LINE,
    "ocrx_word": Level.WORD,
    "ocr_word": Level.WORD,
    "ocrx_cinfo": Level.SYMBOL,
    "ocr_cinfo": Level.SYMBOL,
}
# Tesseract writes lines of headings and captions as spans of these classes, others write blocks as divs.
_LINES_OR_BLOCKS = {"ocr_caption", "ocr_footer", "ocr_header", "ocr_pageno", "ocr_textfloat"}


def read(hocr: str) -> tuple[Page, ...]:
    """Read the pages of an hOCR document.

    Parameters
    ----------
    hocr : str
        HTML or XHTML, or a part of it; see Notes.

    Returns
    -------
    tuple of Page
        Each in its own px, or in what else its boxes are in; without blocks where it has no words.

    Raises
    ------
    DocumentError
        It has no element of hOCR, or is too large.

    Notes
    -----
    - Elements that are not there (``ocr_par``, ``ocr_carea``, ``ocr_page``) are made around those that are. Words
      without an ``ocr_line`` form lines in the order they have: a new one begins where a word is not beside the last,
      or where a line of the text ends, if that has both spaces and line ends between words.
    - Lines without words are cut at their spaces, with boxes in proportion to the number of characters.
    - White space between two words stands between them, as one space if it has a line end, and as nothing if both are
      Chinese or Japanese (as CSS Text 3, section 4.1.3, drops such line ends). Words without an ``ocr_line`` and
      without any white space have a space between them where there is a gap.
    - A word without ``x_wconf`` has the mean confidence of its symbols, or else 100, that of text nobody doubts.
    - Boxes of turned text: see `sparkocr.hocr.properties.box_of_properties`.
    - Of several readings (``<ins>`` and ``<del>``) the first one is taken.
    """
    return tuple(page.page for page in parse(hocr))


def parse(hocr: str) -> tuple[HocrPage, ...]:
    """Read like `read`, with what hOCR says beside the text.

    Raises
    ------
    DocumentError
        It has no element of hOCR, or is too large.
    """
    if len(hocr) > current().max_hocr_characters:
        raise DocumentError(f"The hOCR has more than {told('max_hocr_characters')}")
    most = current().max_hocr_tag
    if any(len(part) - part.find("<") > most for part in hocr.split(">") if len(part) > most and "<" in part):
        raise DocumentError(f"A tag of the hOCR has more than {told('max_hocr_tag')}")
    parser = _Parser()
    try:
        # Not closed: what is left of an unfinished tag is no text, and looking for one takes quadratic time.
        parser.feed(hocr)
    except AssertionError:  # what it raises on unknown declarations
        raise DocumentError("Can't read the hOCR") from None
    pages = hocr_pages(parser.root)
    if not pages:
        raise DocumentError("There is no hOCR")
    return pages


class _Parser(HTMLParser):
    """Builds the tree of the hOCR elements; all other elements are transparent."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.root = Element(Level.DOCUMENT, None)
        self._top = self.root
        self._stack: list[tuple[str, Element]] = []  # open tags, each with the element around it
        self._open: Counter[str] = Counter()
        self._left = current().max_hocr_words

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in _VOID:
            self.handle_data("\n" * (tag == "br"))
            return
        self._use(1)
        self._stack.append((tag, self._top))
        self._open[tag] += 1
        attributes = {name: value or "" for name, value in reversed(attrs)}
        level = _level(tag, attributes.get("class", ""))
        parent = self._top
        while level is not None and parent.parent is not None and parent.level >= level:
            parent = parent.parent
        if level is None or (level is Level.SYMBOL and parent.level is not Level.WORD):
            return
        self._top = _element(level, parent, attributes)
        parent.children.append(self._top)

    def handle_endtag(self, tag: str) -> None:
        while self._open[tag]:
            found, self._top = self._stack.pop()
            self._open[found] -= 1
            if found == tag:
                return

    def handle_data(self, data: str) -> None:
        if data and self._top is not self.root and not self._open["del"]:
            self._use(sum(1 for _ in _GAP.finditer(data)))
            self._top.children.append(data)

    def _use(self, count: int) -> None:
        """Count elements, and gaps between words."""
        self._left -= count
        if self._left < 0:
            raise DocumentError(f"The hOCR has more than {told('max_hocr_words')}")

    def unknown_decl(self, data: str) -> None:
        if data.startswith("CDATA["):
            self.handle_data(data.removeprefix("CDATA["))


def _level(tag: str, classes: str) -> Level | None:
    """Return what an element stands for; None for what is no hOCR."""
    for name in classes.split():
        if name in _LEVELS:
            return _LEVELS[name]
        if name in _LINES_OR_BLOCKS:
            return Level.LINE if tag.rpartition(":")[2] == "span" else Level.BLOCK
    return None


def _element(level: Level, parent: Element, attributes: dict[str, str]) -> Element:
    """Make an element of what its attributes say."""
    properties = parse_title(attributes.get("title", ""))
    if level is Level.SYMBOL:
        properties.setdefault("bbox", properties.get("x_bboxes", ""))
        box = box_of_properties(properties)
    else:
        box = box_of_properties(properties, parent.angle)
    textangle = numbers(properties, "textangle")
    angle = clockwise(textangle[0]) if textangle else parent.angle
    language = attributes.get("lang") or attributes.get("xml:lang") or ""
    return Element(level, parent, box=box, angle=angle, properties=properties, language=language)
