"""Find the tables of a page."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace

import numpy as np

from sparkocr.errors import DocumentError
from sparkocr.layout.box import Box
from sparkocr.layout.move import move_table
from sparkocr.layout.page import Word
from sparkocr.layout.table import Table
from sparkocr.pdf.document import Document, opened
from sparkocr.pdf.read.drawings import Rule
from sparkocr.tables.aligned import Region, aligned_table
from sparkocr.tables.cells import table_of
from sparkocr.tables.charts import is_chart
from sparkocr.tables.columns import find_columns
from sparkocr.tables.content import PageContent, page_content, turn_box
from sparkocr.tables.headings import with_headings
from sparkocr.tables.judge import is_bare_table, is_ruled_table
from sparkocr.tables.regions import (
    gapped_regions,
    lines_after,
    lines_of,
    rule_regions,
    with_lines_above,
    with_lines_below,
)
from sparkocr.tables.ruled import (
    cuts_phrases,
    frame_of,
    places_of,
    ruled_share,
    with_heading_above,
    with_rows_between,
    without_captions,
)
from sparkocr.tables.rulings import joined, touching_groups

__all__ = ["ALIGNED", "RULED", "FoundTable", "pdf_tables", "table_of_region", "tables_of"]

RULED, ALIGNED = "ruled", "aligned"
"""The algorithms that rebuild tables."""
_LEAST_EDGES = 3  # of rows, and of columns: two of each
_LEAST_ROWS = 2
_MOST_PLACES = 40_000  # in a grid; ruled paper and plots have more
_HEADINGS = 100.0  # points above a grid
_LEAST_CELLS = 3  # with text
_RULED_SHARE = 0.6  # share of the edges between columns that is ruled, in a table whose columns are
_MOST_WORDS = 0.8  # share of the words of a region that are in the table that it is
_FEW_WORDS = 6  # in a direction that is not that of most words


@dataclass(frozen=True, slots=True)
class FoundTable:
    """A table, and the algorithm that made it: ``"ruled"`` or ``"aligned"``."""

    table: Table
    engine: str


def tables_of(content: PageContent) -> list[FoundTable]:
    """Find the tables of a page, upright and turned ones, and rebuild them.

    Returns
    -------
    list of FoundTable
        From the top; they don't overlap. Boxes are on the page as it is displayed.
    """
    found: list[FoundTable] = []
    for number, angle in enumerate(content.angles()):
        upright = content.turned(angle)
        if number and len(upright.words()) < _FEW_WORDS:
            continue
        for each in _upright_tables(upright):
            table = with_headings(_turned_back(each.table, angle, upright))
            if not any(table.box.common_area(other.table.box) for other in found):
                found.append(FoundTable(table, each.engine))
    return sorted(found, key=lambda each: (each.table.box.y, each.table.box.x))


def table_of_region(
    content: PageContent, region: Box, engines: Collection[str] = (RULED, ALIGNED)
) -> FoundTable | None:
    """Rebuild the table that a region of a page is known to be.

    Parameters
    ----------
    content : PageContent
    region : Box
        Words outside of it are left out; its outer rulings may be a bit outside.
    engines : collection of str
        The algorithms that may rebuild it: ``"ruled"`` makes a grid of rulings, if there is one, or else ``"aligned"``
        takes it.

    Returns
    -------
    FoundTable or None
        None without words, or without a grid if it must have one. Boxes are on the page as it is displayed.
    """
    angle = next(iter(content.angles()), 0)
    upright = content.turned(angle)
    region = turn_box(region, -angle % 360, content.width, content.height)
    words = [word for word in upright.words() if _contains(region, word)]
    if not words:
        return None
    horizontal, vertical = joined(upright.drawings.horizontal), joined(upright.drawings.vertical)
    framed = [_framed(*group, words) for group in touching_groups(horizontal, vertical)]
    grids = [each for each in framed if each and each.engine in engines]
    best = max(grids, key=lambda each: _covered(each, words), default=None)
    if ALIGNED in engines and (best is None or _covered(best, words) < _MOST_WORDS * len(words)):
        lines = lines_of(words)
        left, right = min(line.left for line in lines), max(line.right for line in lines)
        top, bottom = min(line.top for line in lines), max(line.bottom for line in lines)
        rules = [rule for rule in horizontal if left < rule.end and rule.start < right]
        best = FoundTable(aligned_table(Region(lines, rules, (), left, top, right, bottom)), ALIGNED)
    if best is None:
        return None
    return FoundTable(with_headings(_turned_back(best.table, angle, upright)), best.engine)


def _covered(found: FoundTable, words: Sequence[Word]) -> int:
    """Count the words in a table."""
    return sum(_contains(found.table.box, word) for word in words)


def pdf_tables(source: bytes | memoryview | Document, password: str = "") -> Iterator[list[FoundTable] | DocumentError]:
    """Find the tables of all pages of a PDF, one page at a time.

    Parameters
    ----------
    source : bytes, memoryview or Document
        The PDF file, or a document that is open.
    password : str
        Password of an encrypted document.

    Yields
    ------
    list of FoundTable, or DocumentError
        The tables of each page, which know its number. A page that can't be read is given as the error.

    Raises
    ------
    DocumentError
        If the document can't be opened.
    """
    with opened(source, password) as document:
        for index in range(len(document)):
            try:
                found = tables_of(page_content(document, index))
            except DocumentError as error:
                yield error
            else:
                yield [FoundTable(replace(each.table, page=index), each.engine) for each in found]


def _upright_tables(content: PageContent) -> list[FoundTable]:
    """Find the tables whose text is upright: framed ones, then between rulings, then without."""
    words = content.words()
    horizontal, vertical = joined(content.drawings.horizontal), joined(content.drawings.vertical)
    found: list[FoundTable] = []
    centres = np.array([word.box.centre for word in words]).reshape(-1, 2)
    for group in touching_groups(horizontal, vertical):
        near = _around(*group)
        is_near = (centres >= near[:2]).all(axis=1) & (centres <= near[2:]).all(axis=1)
        _add(found, _framed(*group, [words[i] for i in np.flatnonzero(is_near)]))
    rules = [rule for rule in horizontal if not any(_is_in(rule, each.table.box) for each in found)]
    for table in _between_rules(rules, _outside(words, found)):
        _add(found, FoundTable(table, ALIGNED))
    stacks = [lines_of(_outside([word for line in stack for word in line.words], found)) for stack in content.stacks]
    for start in gapped_regions(stacks, rules):
        inside = [word for word in words if _contains(start.box, word)]  # of all columns of the page
        region = replace(start, lines=lines_of(inside))
        columns = find_columns(region.lines)
        if is_bare_table(region.lines, columns):
            _add(found, FoundTable(aligned_table(region, columns), ALIGNED))
    return [each for each in found if not is_chart(each.table, content.drawings, is_framed=each.engine == RULED)]


def _around(horizontal: Sequence[Rule], vertical: Sequence[Rule]) -> tuple[float, float, float, float]:
    """Return left, top, right and bottom of where the text of a table can be, with headings above it."""
    left = min(*(rule.start for rule in horizontal), *(rule.at for rule in vertical))
    right = max(*(rule.end for rule in horizontal), *(rule.at for rule in vertical))
    top = min(*(rule.start for rule in vertical), *(rule.at for rule in horizontal))
    bottom = max(*(rule.end for rule in vertical), *(rule.at for rule in horizontal))
    return left, top - _HEADINGS, right, bottom


def _add(found: list[FoundTable], table: FoundTable | None) -> None:
    """Add a table that has rows, unless there is another one in its place."""
    if table is None or len(table.table.rows) < _LEAST_ROWS:
        return
    if not any(each.table.box.common_area(table.table.box) for each in found):
        found.append(table)


def _between_rules(rules: Sequence[Rule], words: Sequence[Word]) -> Iterator[Table]:
    """Rebuild the tables between rulings, with the lines above and below that keep to their columns."""
    for start in rule_regions(rules, words):
        beside = lines_of(word for word in words if start.left <= word.box.centre[0] <= start.right)
        after = lines_after(start, beside)
        columns = find_columns([*start.lines, *after])
        region = with_lines_above(with_lines_below(start, columns, after), columns, beside)
        if is_ruled_table(region.lines, columns):
            yield aligned_table(region)


def _framed(horizontal: Sequence[Rule], vertical: Sequence[Rule], words: Sequence[Word]) -> FoundTable | None:
    """Rebuild a table of rulings that touch; None if they are none of a table."""
    frame = frame_of(horizontal, vertical, words)
    frame = without_captions(frame, [word for word in words if _contains(frame.box, word)])
    if len(frame.rows) < 2 or len(frame.columns) < 2:  # noqa: PLR2004
        return None
    inside = [word for word in words if _contains(frame.box, word)]
    if ruled_share(frame) < _RULED_SHARE:
        lines = lines_of(inside)
        forced = frame.columns[1:-1]
        columns = find_columns(lines, forced)
        if is_ruled_table(lines, columns):
            sides = frame.columns[0], frame.rows[0], frame.columns[-1], frame.rows[-1]
            return FoundTable(aligned_table(Region(lines, frame.horizontal, forced, *sides), columns), ALIGNED)
    if len(frame.rows) * len(frame.columns) > _MOST_PLACES:
        return None
    if len(frame.rows) < _LEAST_EDGES or len(frame.columns) < _LEAST_EDGES:
        return None
    frame = with_heading_above(with_rows_between(frame, inside), words)
    places = places_of(frame, words)
    if sum(bool(place.words) for place in places) < _LEAST_CELLS or cuts_phrases(frame, inside):
        return None
    return FoundTable(table_of(places, frame.columns, frame.rows), RULED)


def _contains(box: Box, word: Word) -> bool:
    x, y = word.box.centre
    return box.x <= x <= box.x + box.width and box.y <= y <= box.y + box.height


def _is_in(rule: Rule, box: Box) -> bool:
    """Tell whether a horizontal ruling is in or at a box."""
    return box.y - 1 <= rule.at <= box.y + box.height + 1 and rule.start < box.x + box.width and rule.end > box.x


def _outside(words: Sequence[Word], found: Sequence[FoundTable]) -> list[Word]:
    return [word for word in words if not any(_contains(each.table.box, word) for each in found)]


def _turned_back(table: Table, angle: int, upright: PageContent) -> Table:
    """Return a table on the page as it is displayed."""
    if angle == 0:
        return table
    return move_table(table, lambda box: turn_box(box, angle, upright.width, upright.height))
