"""What only a whole document tells of its pages: repeated headers, levels of headings, and text that goes on."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import groupby, takewhile

from sparkocr.document.blocks import BlockKind
from sparkocr.document.headings import levels_of
from sparkocr.document.inline import joined
from sparkocr.document.pieces import HEADING, TEXT, Cut, Element

__all__ = ["whole_document"]

# The numbers below were chosen for this library, on papers, reports and forms.
_FOOTNOTE = BlockKind.FOOTNOTE
_RUNNING = (BlockKind.PAGE_HEADER, BlockKind.PAGE_FOOTER)
_LOOKED_AT = 4  # elements at each end of a page
_LONGEST = 150  # characters of a running header
_PAGES = 3  # with the same text at their ends: it is running, also where the page alone doesn't tell
_MOST = 0.5  # of all pages: a heading that is on so many is running, too, and otherwise that of several parts
_OFFSET = 30  # pages without a number before page 1, and the most that a number in other words differs from its page
_NUMBER = re.compile(r"[0-9]+")
_ENDS = re.compile("[.!?:;\u2026\u3002\uff01\uff1f][\"')\\]\u00bb]*$")


def whole_document(elements: Sequence[Element], limit: int, *, page_headers: bool = False) -> list[Element]:
    """Make a document of the elements of its pages.

    Parameters
    ----------
    elements : sequence of Element
        Of all pages, in their order.
    limit : int
        Most that a piece may have.
    page_headers : bool
        Whether running headers and footers are kept on each page.

    Returns
    -------
    list of Element
        Without running headers and footers that were there before, and without numbers of pages. Headings of one size
        have one level, but for the parts of their numbers. A paragraph that goes on on the next page is one;
        the footnotes in between come after it.

    Notes
    -----
    Running is what stands at the beginning or the end of three pages, with nothing else outside of it; of two, if it
    looks like a header; of half of all pages, if it looks like a heading. In letters it is the same but for the number
    of the page, so that "Invoice 4711" and "Invoice 4712" are kept.
    """
    kept = elements if page_headers else _without_running(elements)
    return list(_over_pages(_leveled(list(kept)), limit))


def _without_running(elements: Sequence[Element]) -> Iterator[Element]:
    """Leave out running headers and footers that were there before, and numbers of pages."""
    ends = _ends(elements)
    pages: dict[str, set[int]] = defaultdict(set)
    of_headings: dict[str, set[int]] = defaultdict(set)
    for number in set().union(*ends):
        for key in _keys(elements[number]):
            pages[key].add(_page(elements[number]))
            if elements[number].kind == HEADING:
                of_headings[key].add(_page(elements[number]))
    least = {HEADING: max(_PAGES, _MOST * len(ends) / 2), TEXT: _PAGES}
    repeated: dict[int, str] = {}
    for end in ends:
        for number in end:
            key = max(_keys(elements[number]), key=lambda key: len(pages[key]))
            if len(pages[key]) < least.get(elements[number].kind, 2):
                break
            repeated[number] = key
    seen: set[str] = set()
    for number, element in enumerate(elements):
        key = repeated.get(number, "")
        if not key:
            yield element
        elif key not in seen and any(map(str.isalpha, _text(element))):
            yield _as_header(element) if len(of_headings[key]) > 1 else element
        seen.add(key)


def _as_header(element: Element) -> Element:
    """Return a heading that is on most pages as a running header."""
    pieces = [replace(piece, text=piece.text.lstrip("# ")) for piece in element.pieces]
    return replace(element, kind=BlockKind.PAGE_HEADER.value, pieces=tuple(pieces), level=0, title="")


def _ends(elements: Sequence[Element]) -> list[list[int]]:
    """Return the numbers of the short elements at the ends of each page, from outside."""
    pages = [list(group) for _, group in groupby(range(len(elements)), key=lambda number: _page(elements[number]))]
    return [
        list(takewhile(lambda number: _is_short(elements[number]), order[:_LOOKED_AT]))
        for page in pages
        for order in (page, page[::-1])
    ]


def _is_short(element: Element) -> bool:
    return element.kind in {HEADING, TEXT, *_RUNNING} and len(_text(element)) <= _LONGEST


def _text(element: Element) -> str:
    return element.title or " ".join(piece.text for piece in element.pieces)


def _page(element: Element) -> int:
    return element.pieces[0].places[0].page


def _keys(element: Element) -> Iterator[str]:
    """Give what running headers have in common: the text, or what is around the number of the page."""
    text, page = _text(element), _page(element)
    yield text
    for match in _NUMBER.finditer(text):
        offset = int(match[0]) - page
        if abs(offset) <= _OFFSET or not any(map(str.isalpha, text)):
            yield f"{text[: match.start()]}{{{offset}}}{text[match.end() :]}"


def _leveled(elements: Sequence[Element]) -> Iterator[Element]:
    """Give headings the levels that they have by the outline, or by their sizes if all are known."""
    headings = [element for element in elements if element.kind == HEADING]
    known = all(heading.font_size > 0 for heading in headings)
    sizes, titles = [heading.font_size for heading in headings], [heading.title for heading in headings]
    levels = iter(levels_of(sizes, titles, [heading.outlined for heading in headings]))
    for element in elements:
        yield replace(element, level=next(levels)) if known and element.kind == HEADING else element


def _over_pages(elements: Iterable[Element], limit: int) -> Iterator[Element]:
    """Join paragraphs that go on on the next page; the footnotes in between come after them."""
    waiting: list[Element] = []  # a paragraph, and the footnotes after it
    for element in elements:
        if waiting and _goes_on(waiting[0], element):
            waiting[0] = _joined(waiting[0], element, limit)
        elif waiting and element.kind == _FOOTNOTE:
            waiting.append(element)
        else:
            yield from waiting
            waiting = [element]
    yield from waiting


def _goes_on(one: Element, other: Element) -> bool:
    """Tell whether the first paragraph of a page is in the middle of a sentence of the last one of the page before."""
    return (
        one.kind == other.kind == TEXT
        and _page(other) == one.pieces[-1].places[-1].page + 1
        and other.pieces[0].text[:1].islower()
        and not _ENDS.search(one.pieces[-1].text)
    )


def _joined(one: Element, other: Element, limit: int) -> Element:
    """Join two paragraphs in the middle of a sentence."""
    *first, end = one.pieces
    begin, *others = other.pieces
    size = end.size + begin.size
    if size > limit:
        return replace(one, pieces=(*one.pieces, replace(begin, before=" ", cut=Cut.INSIDE), *others))
    middle = replace(end, text=joined([end.text, begin.text], [False]), size=size, places=end.places + begin.places)
    return replace(one, pieces=(*first, middle, *others))
