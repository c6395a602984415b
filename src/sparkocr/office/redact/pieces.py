"""The texts of a part, in the pieces that they are stored in: runs, tabs, breaks.

A paragraph is one text however many runs it has; it reads as `sparkocr.office.word` reads it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from lxml import etree

from sparkocr.errors import DocumentError
from sparkocr.office.drawings import A
from sparkocr.office.equations import M
from sparkocr.office.package import ALTERNATIVES, local_name
from sparkocr.office.paragraph import characters_of, font_of
from sparkocr.office.redact.spans import Replace, Span, checked_spans, merged, replaced
from sparkocr.office.styles import W
from sparkocr.office.symbols import in_font

__all__ = ["Unit", "apply", "instructions_of", "units_of"]

_SPACE = "{http://www.w3.org/XML/1998/namespace}space"
_TEXTS = {W + "t", M + "t", A + "t"}
_SIGNS = {W + name for name in ("tab", "ptab", "br", "cr", "noBreakHyphen", "softHyphen", "sym")} | {A + "br"}
_RUNS = {W + "r", M + "r", A + "r", A + "fld"}
_PARAGRAPHS = {W + "p", A + "p", W + "rt"}
# What has paragraphs of its own, or text that is no part of the paragraph.
_APART = {W + name for name in ("drawing", "pict", "object", "txbxContent", "pPr", "rPr", "sdtPr", "instrText")}
_DELETED = W + "delText"
_GONE = {W + "del", W + "moveFrom"}
# Characters without a width, which would hide a word from who looks for it: of line breaking and of writing direction.
_WIDTHLESS = re.compile("[\u00ad\u200b\u200e\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff]")
_MOST_BRANCHES = 8
# Elements whose text is a place, a size, or what an animation moves.
_FORMAL = {"posOffset", "align", "pctWidth", "pctHeight", "pctPosHOffset", "pctPosVOffset", "attrName"}
_FORMAL_TEXT = re.compile(r"-?\d+|[a-z_.]+", re.IGNORECASE)
_UNKNOWN = "\N{REPLACEMENT CHARACTER}"


@dataclass(slots=True)
class _Piece:
    """An element with text, or one that stands for a character.

    Attributes
    ----------
    element : lxml element
    shown : str
        Its text as it is read.
    places : list of int or None
        For each character of `shown` its place in the text of the element; None if they are the same.
    is_hidden : bool
        Whether its run is hidden or deleted text.
    branch, branches : int
        Which of several forms of the same content it is in, and how many there are.
    cuts : list of Span
        What goes of it, by places in the text of the element.
    """

    element: etree._Element
    shown: str
    places: list[int] | None
    is_hidden: bool = False
    branch: int = 0
    branches: int = 1
    cuts: list[Span] = field(default_factory=list)

    def cut(self, begin: int, end: int, new: str) -> None:
        """Note that a span of what is shown goes."""
        if self.places is not None:
            begin, end = self.places[begin], self.places[end - 1] + 1
        self.cuts.append((begin, end, new))


@dataclass(frozen=True, slots=True)
class Unit:
    """A paragraph, or a text that stands alone.

    Attributes
    ----------
    element : lxml element
        The paragraph, or what has the text.
    pieces : list of _Piece
    """

    element: etree._Element
    pieces: list[_Piece]

    def readings(self) -> Iterator[list[_Piece]]:
        """Give the pieces of each way to read it: with each form of its contents, with and without hidden text."""
        for number in range(max((piece.branches for piece in self.pieces), default=1)):
            form = [piece for piece in self.pieces if piece.branch == min(number, piece.branches - 1)]
            yield form
            seen = [piece for piece in form if not piece.is_hidden]
            if len(seen) < len(form):
                yield seen
                yield [piece for piece in form if piece.is_hidden]

    def texts(self) -> list[str]:
        """Return what it says in each way to read it."""
        found = ("".join(piece.shown for piece in pieces) for pieces in self.readings())
        return list(dict.fromkeys(text for text in found if text.strip()))


def units_of(root: etree._Element, is_hidden: Callable[[etree._Element | None], bool]) -> list[Unit]:
    """Return the texts of a part in the order of the document: first those of paragraphs, then those that stand alone.

    Parameters
    ----------
    root : lxml element
        Of the part. Elements between paragraphs, such as values of a chart, have texts that stand alone.
    is_hidden : callable
        Tells whether a run with these properties is hidden text.
    """
    units: list[Unit] = []
    seen: set[etree._Element] = set()
    for element in root.iter(*_PARAGRAPHS):
        shown = list(_pieces(element, is_hidden, hidden=False, font="", form=(0, 1)))
        if shown:
            units.append(Unit(element, shown))
            seen.update(piece.element for piece in shown)
    alone = (one for one in root.iter(etree.Element) if (one.text or "").strip() and one not in seen)
    return units + [Unit(one, [_text_piece(one, one.text)]) for one in alone if not _is_formal(one)]


def instructions_of(root: etree._Element) -> list[str]:
    """Return the instructions of fields, those of a paragraph together."""
    found: dict[etree._Element, list[str]] = {}
    for element in root.iter(W + "instrText"):
        owner = next(element.iterancestors(W + "p"), element)
        found.setdefault(owner, []).append(element.text or "")
    return ["".join(texts) for texts in found.values()]


def apply(unit: Unit, replace: Replace) -> None:
    """Replace what has to go from a text.

    What stands in the place of a span is in the first of its runs; tabs and breaks in it go, page breaks stay.
    """
    for pieces in unit.readings():
        starts, place = [], 0
        for piece in pieces:
            starts.append(place)
            place += len(piece.shown)
        first = 0
        for begin, end, new in checked_spans("".join(piece.shown for piece in pieces), replace):
            while starts[first] + len(pieces[first].shown) <= begin:
                first += 1
            text, number = new, first
            while number < len(pieces) and starts[number] < end:
                piece, start = pieces[number], starts[number]
                inner = max(begin - start, 0), min(end - start, len(piece.shown))
                if inner[0] < inner[1]:
                    piece.cut(*inner, text)
                    text = ""
                elif begin < start < end and not piece.shown:  # a soft hyphen
                    piece.cuts.append((0, len(piece.element.text or ""), ""))
                number += 1
    for piece in unit.pieces:
        if piece.cuts:
            _rewrite(piece)


def _is_formal(element: etree._Element) -> bool:
    """Tell whether the text of an element is a number or word of the format, or is looked at elsewhere."""
    if element.tag == W + "instrText":
        return True
    return local_name(element) in _FORMAL and _FORMAL_TEXT.fullmatch(element.text or "") is not None


def _rewrite(piece: _Piece) -> None:
    """Write an element anew without what goes of it."""
    element, cuts = piece.element, merged(piece.cuts)
    if element.tag not in _SIGNS:
        element.text = replaced(element.text or "", cuts) or None
        if element.tag == W + "t":
            element.set(_SPACE, "preserve")
        return
    new = cuts[0][2]
    if new and element.tag != A + "br":  # a break of DrawingML is no part of a run
        text = etree.Element(W + "t")
        text.text = new
        text.set(_SPACE, "preserve")
        element.addprevious(text)
    elif new:
        run = etree.Element(A + "r")
        etree.SubElement(run, A + "t").text = new
        element.addprevious(run)
    if element.get(W + "type", "textWrapping") == "textWrapping":
        element.getparent().remove(element)


def _pieces(
    parent: etree._Element,
    is_hidden: Callable[[etree._Element | None], bool],
    *,
    hidden: bool,
    font: str,
    form: tuple[int, int],
) -> Iterator[_Piece]:
    """Give the pieces of a paragraph, without those of paragraphs in it."""
    for element in parent:
        tag = element.tag
        if tag in _TEXTS or tag in _SIGNS or tag == _DELETED:
            piece = _piece(element, font)
            piece.is_hidden, (piece.branch, piece.branches) = hidden or tag == _DELETED, form
            yield piece
        elif tag == ALTERNATIVES and form == (0, 1):
            if len(element) > _MOST_BRANCHES:
                raise DocumentError(f"Content has more than {_MOST_BRANCHES} forms.")
            for number, choice in enumerate(element):
                yield from _pieces(choice, is_hidden, hidden=hidden, font=font, form=(number, len(element)))
        elif tag in _RUNS:
            properties = element.find(W + "rPr")
            yield from _pieces(
                element, is_hidden, hidden=hidden or is_hidden(properties), font=font_of(properties), form=form
            )
        elif tag not in _APART and tag not in _PARAGRAPHS:
            yield from _pieces(element, is_hidden, hidden=hidden or tag in _GONE, font=font, form=form)


def _piece(element: etree._Element, font: str) -> _Piece:
    if element.tag == A + "br":
        return _Piece(element, "\n", None)
    if element.tag in _SIGNS:
        shown = characters_of(element, font) or ""
        return _Piece(element, _letter(element) if shown == _UNKNOWN else shown, None)
    text = element.text or ""
    # A symbol font has another character for each one, so their places stay.
    return _text_piece(element, in_font(text, font) if font else text)


def _letter(sign: etree._Element) -> str:
    """Return the letter that a character of an unknown font is at the place of, in case that the font has letters."""
    letter = chr(int(sign.get(W + "char", "0"), 16) & 0xFF)
    return letter if letter.isalnum() else _UNKNOWN


def _text_piece(element: etree._Element, text: str) -> _Piece:
    """Make a piece of text that is read without characters of no width."""
    if not _WIDTHLESS.search(text):
        return _Piece(element, text, None)
    places = [place for place, character in enumerate(text) if not _WIDTHLESS.match(character)]
    return _Piece(element, "".join(text[place] for place in places), places)
