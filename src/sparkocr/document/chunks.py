"""Cut documents into chunks for retrieval: by headings and size, and never inside of a sentence if that can be."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from sparkocr.document.blocks import BlockKind
from sparkocr.document.pieces import HEADING, LIST, TABLE, TEXT, Cut, Element, Piece, Place
from sparkocr.document.whole import whole_document
from sparkocr.layout.merge import union
from sparkocr.layout.regions import Region

__all__ = ["Chunk", "chunks_of", "tokens"]

_CAPTION = BlockKind.CAPTION
_REPEATED = (TEXT, LIST)  # what the next chunk may begin with again
# Of byte-pair and word-piece vocabularies: most English words are one token, longer ones several; three digits, and
# each other mark, are one. Letters of other alphabets take more, and those without words one each.
_TOKEN = re.compile("[A-Za-z\u00c0-\u024f]{1,6}|[0-9]{1,3}|[\u0370-\u10ff]{1,2}|\\S")


def tokens(text: str) -> int:
    """Return about how many tokens a language model takes for a text, rather too many than too few.

    A token is up to six Latin letters, three digits, two letters of Greek, Cyrillic, Hebrew, Arabic or an Indian
    script, or any other character but a blank.

    Examples
    --------
    >>> tokens("The discharge summary of 2024")
    8
    """
    return len(_TOKEN.findall(text))


@dataclass(frozen=True, slots=True)
class Chunk:
    """A part of a document.

    Attributes
    ----------
    kind : str
        What most of it is: that of an element, as of `sparkocr.document.pieces.Element`.
    headings : tuple of str
        The headings that all of it is below, from the top; one that it begins with among them.
    pages : tuple of int
        Its pages, from 0.
    regions : tuple of Region
        Where it is, in points: for each element, and each page of it, one, with its kind as label.
    text : str
        Markdown.
    overlap : int
        So many characters at its beginning are the end of the chunk before.
    """

    kind: str
    headings: tuple[str, ...]
    pages: tuple[int, ...]
    regions: tuple[Region, ...]
    text: str
    overlap: int


@dataclass(frozen=True, slots=True)
class _Step:
    """A piece in its document: what it is part of, and the headings above it."""

    piece: Piece
    element: Element
    number: int
    is_first: bool
    cut: Cut
    headings: tuple[str, ...]


def chunks_of(
    elements: Sequence[Element], *, limit: int, overlap: int = 0, least: float = 0, page_headers: bool = False
) -> Iterator[Chunk]:
    """Cut a document into chunks.

    Parameters
    ----------
    elements : sequence of Element
        Of all pages, in their order.
    limit : int
        Most that a chunk may have, in the unit of the sizes of pieces.
    overlap : int
        Most of the end of a chunk that the next one begins with, where it goes on with the same text.
    least : int
        A smaller chunk goes on with the next section.
    page_headers : bool
        Whether running headers and footers are there each time, and not once.

    Yields
    ------
    Chunk
        In the order of the document; none is empty.

    Notes
    -----
    A heading begins a chunk, and is in one with what comes next. What does not fit is cut before a heading, else
    between elements, items of a list or rows of a table, or sentences, in this order, and as late as possible. A text
    stays with the list or table that it leads to with a colon, and a caption with its table.

    See `sparkocr.document.whole.whole_document` for what pages tell of each other.
    """
    steps = list(_steps(whole_document(elements, limit, page_headers=page_headers)))
    start = new = 0
    while new < len(steps):
        end = _end(steps, start, new, limit, least)
        yield _chunk(steps[start:new], steps[new:end])
        start, new = _overlap_start(steps, new, end, limit, overlap), end


def _steps(elements: Sequence[Element]) -> Iterator[_Step]:
    """Walk over all pieces; tell for each how good it is to cut before it, and the headings above."""
    path: list[tuple[int, str]] = []
    for number, element in enumerate(elements):
        if element.kind == HEADING:
            while path and path[-1][0] >= element.level:
                path.pop()
            path.append((element.level, element.title))
        headings = tuple(title for _, title in path)
        for place, piece in enumerate(element.pieces):
            cut = piece.cut if place else _cut_before(elements, number)
            yield _Step(piece, element, number, place == 0, cut, headings)


def _cut_before(elements: Sequence[Element], number: int) -> Cut:
    """Tell how good it is to cut between an element and the one before it."""
    before, element = elements[max(0, number - 1)], elements[number]
    if number == 0 or before.kind == HEADING:
        return Cut.INSIDE
    if element.kind == HEADING:
        return Cut.HEADING
    is_of_next = before.kind == _CAPTION and element.kind == TABLE
    is_of_last = before.kind == TABLE and element.kind == _CAPTION
    if is_of_last and number + 1 < len(elements):
        is_of_last = elements[number + 1].kind != TABLE
    leads_in = before.kind == TEXT and before.pieces[-1].text.endswith(":") and element.kind in {LIST, TABLE}
    return Cut.SENTENCE if leads_in or is_of_next or is_of_last else Cut.ELEMENT


def _size(steps: Sequence[_Step], place: int, *, begins: bool) -> int:
    """Return what a piece adds to a chunk."""
    step = steps[place]
    added = step.piece.size
    if step.is_first or begins:
        added += step.element.closing_size
    return added + (step.element.resume_size if begins and not step.is_first else 0)


def _end(steps: Sequence[_Step], start: int, new: int, limit: int, least: float) -> int:
    """Return where a chunk ends that begins at a piece; the pieces before `new` were in the chunk before."""
    total = 0
    best, small = (Cut.INSIDE, new + 1), (Cut.INSIDE, new + 1)  # of those that are large enough, and of the others
    has_best = False
    for place in range(start, len(steps)):
        cut = steps[place].cut
        if place > new:
            if total >= least:
                if cut is Cut.HEADING:
                    return place
                best, has_best = max(best, (cut, place)), True
            else:
                small = max(small, (cut, place))
        total += _size(steps, place, begins=place == start)
        if total > limit and place > new:
            return (best if has_best else small)[1]
    return len(steps)


def _overlap_start(steps: Sequence[_Step], start: int, end: int, limit: int, overlap: int) -> int:
    """Return where the next chunk begins: at `end`, or before, with whole sentences and items that fit."""
    if end == len(steps) or steps[end].cut is Cut.HEADING or steps[end].element.kind not in _REPEATED:
        return end
    room = min(overlap, limit - _size(steps, end, begins=False))
    first = end
    while first > start and steps[first - 1].element.kind in _REPEATED:
        room -= steps[first - 1].piece.size
        if room < 0:
            break
        first -= 1
    return first


def _chunk(again: Sequence[_Step], steps: Sequence[_Step]) -> Chunk:
    """Make a chunk of pieces; those of the chunk before come first."""
    pieces = [*again, *steps]
    text = _text(pieces)
    repeated = len(_text(again)) + len(steps[0].piece.before) if again else 0
    weights: Counter[str] = Counter()
    for step in steps:
        weights[step.element.kind] += step.piece.size if step.element.kind != HEADING else 0
    below = [step.headings for step in steps if step.element.kind != HEADING] or [steps[-1].headings]
    places = [place for step in pieces for place in step.piece.places]
    pages = tuple(sorted({place.page for place in places}))
    return Chunk(weights.most_common(1)[0][0], _common(below), pages, tuple(_regions(pieces)), text, repeated)


def _text(steps: Sequence[_Step]) -> str:
    """Write pieces as Markdown."""
    parts: list[str] = []
    for _, group in groupby(steps, key=lambda step: step.number):
        own = list(group)
        first, *others = own
        lead = first.piece.before if parts else ""
        resume = "" if first.is_first else first.element.resume
        text = first.piece.text + "".join(step.piece.before + step.piece.text for step in others)
        parts.append(lead + resume + _without_indent(text) + first.element.closing)
    return "".join(parts)


def _without_indent(text: str) -> str:
    """Move lines to the left as far as the first one is indented, as where a chunk begins with a nested item."""
    indent = len(text) - len(text.lstrip(" "))
    if not indent:
        return text
    lines = (line[min(indent, len(line) - len(line.lstrip(" "))) :] for line in text.split("\n"))
    return "\n".join(lines)


def _common(paths: Sequence[tuple[str, ...]]) -> tuple[str, ...]:
    """Return the beginning that all paths share."""
    first, last = min(paths), max(paths)
    length = next((place for place, (one, other) in enumerate(zip(first, last, strict=False)) if one != other), None)
    return first[: min(len(first), len(last))] if length is None else first[:length]


def _regions(steps: Sequence[_Step]) -> Iterator[Region]:
    """Return where pieces are: one region for each element and page of it."""
    for _, group in groupby(steps, key=lambda step: step.number):
        own = list(group)
        places = [place for step in own for place in step.piece.places if place.box is not None]
        for page, boxes in groupby(places, key=_page_of):
            found = [place.box for place in boxes if place.box is not None]
            yield Region(union(found), page, None, own[0].element.kind)


def _page_of(place: Place) -> int:
    return place.page
