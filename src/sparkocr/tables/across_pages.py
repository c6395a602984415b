"""Tables that go on over several pages."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import takewhile
from typing import NamedTuple, TypeVar

from sparkocr.layout.box import Box
from sparkocr.layout.page import Line
from sparkocr.layout.table import NOWHERE, Cell, Table
from sparkocr.tables.find import FoundTable
from sparkocr.tables.rows import is_value
from sparkocr.tables.same_columns import have_same_columns

__all__ = ["PageTables", "TextAt", "across_pages", "page_tables"]

Other = TypeVar("Other")

_RULED = "ruled"  # engine
# Chosen for this library, on tables of reports; shares are of the height of the page, lengths in points.
_KEPT_LINES = 8  # at each end of a page: running headers and footers have less
_MARGIN = 0.07  # of the page, in which nothing but running headers and footers stands
_FREE = 0.3  # of the page that may stay free below a table that goes on, and above its next part
_SAME_PLACE = 1.5  # heights of a line by which a running header may move from page to page
_CAPTION_LINES = 3  # right above a table
_VALUES = 0.5  # share of the cells of a column that are values
_WORDS, _ENDS = 3, (".", "!", "?", ":", ";")  # words of a text that goes on at least, and how it does not end
_LONG = 120  # characters; what says that a table goes on is shorter

_CONTINUED = re.compile(
    r"\b(?:continued?|cont['\u2019]?d|cont\.|fortsetzung|fortgesetzt|suite|continuaci[o\u00f3]n|continua\u00e7\u00e3o|segue|vervolg"
    r"|see (?:foot)?notes? at (?:the )?end of (?:the )?table)",
    re.IGNORECASE,
)
_PAGE_NUMBER = re.compile(
    r"\W*(?:(?:page|seite|p\u00e1gina|pagina|p\.|s\.)\s*)?(?:[0-9]{1,5}|[ivxlc]{1,7})"
    r"(?:\s*(?:of|von|de|di|van|/|\|)\s*[0-9]{1,5})?\W*",
    re.IGNORECASE,
)
_CAPTION = re.compile(r"(?:table|tab\.|tableau|tabelle|tabla|tabela|tabella)\s*[0-9A-Z]", re.IGNORECASE)
_DIGITS = re.compile(r"[0-9]{1,9}")


class TextAt(NamedTuple):
    """A line of text, and where it stands."""

    text: str
    box: Box


@dataclass(frozen=True, slots=True)
class PageTables:
    """The tables of a page, and the text around them; points, origin top left.

    Attributes
    ----------
    number : int
        Of the page, from 0.
    height : float
        Of the page.
    tables : sequence of FoundTable
        From the top.
    lines : sequence of TextAt
        The first and the last lines that are not in tables, from the top.
    """

    number: int
    height: float
    tables: Sequence[FoundTable]
    lines: Sequence[TextAt]


def page_tables(number: int, tables: Sequence[FoundTable], lines: Iterable[Line], height: float) -> PageTables:
    """Return the tables of a page with the text around them, for `across_pages`.

    Parameters
    ----------
    number : int
        Of the page, from 0.
    tables : sequence of FoundTable
        From the top.
    lines : iterable of Line
        All lines of the page; what is in tables is left out.
    height : float
        Of the page.
    """
    boxes = [found.table.box for found in tables]
    around = [text for line in lines if (text := _outside(line, boxes))]
    around.sort(key=lambda line: line.box.y)
    kept = around if len(around) <= 2 * _KEPT_LINES else [*around[:_KEPT_LINES], *around[-_KEPT_LINES:]]
    return PageTables(number, height, [_on_page(found, number) for found in tables], kept)


def _outside(line: Line, areas: Sequence[Box]) -> TextAt | None:
    """Return what of a line is not in tables; None if all is."""
    words = [word for word in line.words if not any(_is_inside(word.box, area) for area in areas)]
    if not words:
        return None
    if len(words) == len(line.words):
        return TextAt(line.text, line.box.upright())
    return TextAt(" ".join(word.text for word in words), words[0].box.upright())


def _on_page(found: FoundTable, number: int) -> FoundTable:
    return replace(found, table=replace(found.table, page=number))


def _is_inside(box: Box, area: Box) -> bool:
    x, y = box.centre
    return area.x <= x <= area.x + area.width and area.y <= y <= area.y + area.height


def across_pages(pages: Iterable[PageTables | Other]) -> Iterator[FoundTable | Other]:
    """Give the tables of a document, those that go on over several pages as one.

    A table goes on if it is the last of its page, the next page begins with a table that has as many columns in the
    same places, and there is nothing between them but running headers and footers, numbers of pages, and captions that
    say so or that are repeated. A heading of other words over columns of numbers begins another table, unless a caption
    says that it goes on.

    Parameters
    ----------
    pages : iterable of PageTables or anything else
        In their order. What is no `PageTables`, such as the error of a page that can't be read, ends a table.

    Yields
    ------
    FoundTable or anything else
        Tables in their order, and the others as they are. A table over several pages is on the page, and in the area,
        of its first part; its rows are those of all parts without repeated headings and captions, and a row that the
        end of a page cuts in its text is one. Cells of later pages have no place. No more is held than the table that
        grows, and the last two pages.
    """
    growing: _Growing | None = None
    before: PageTables | None = None
    for page in pages:
        tables = list(page.tables) if isinstance(page, PageTables) else []
        if growing and isinstance(page, PageTables) and growing.goes_on(page):
            growing.add(page)
            del tables[0]
            if not tables:
                before = page
                continue
        if growing:
            yield growing.found()
            growing = None
        if not isinstance(page, PageTables):
            yield page
            continue
        if tables:
            yield from tables[:-1]
            growing = _Growing(page, before)
        before = page
    if growing:
        yield growing.found()


class _Growing:
    """The last table of a page, which may go on.

    Attributes
    ----------
    part : Table
        What of it is on the last page so far.
    """

    def __init__(self, page: PageTables, before: PageTables | None = None) -> None:
        self._first = page.tables[-1]
        self._rows = list(self._first.table.rows)
        self._pages = [before, page] if before else [page]  # left and right pages may have other headers
        self.part = self._first.table
        above = [line for line in page.lines if line.box.centre[1] < self.part.box.y]
        self._captions = frozenset(_plain(line.text) for line in above[-_CAPTION_LINES:])

    def found(self) -> FoundTable:
        """Return the whole table."""
        return FoundTable(replace(self._first.table, rows=self._rows), self._first.engine)

    def add(self, page: PageTables) -> None:
        """Go on with the first table of the next page."""
        self.part = page.tables[0].table
        rows = self.part.rows[self._repeated(self.part) :]
        if rows and _is_rest(rows[0], self._rows[-1]):
            self._rows[-1] = [_joined(cell, rest) for cell, rest in zip(self._rows[-1], rows[0], strict=True)]
            rows = rows[1:]
        self._rows += ([_elsewhere(cell) for cell in row] for row in rows)
        self._pages = [self._pages[-1], page]

    def goes_on(self, page: PageTables) -> bool:
        """Tell whether the table goes on with the first one of the next page."""
        if not page.tables or page.number != self._pages[-1].number + 1:
            return False
        following = page.tables[0]
        is_ruled = self._first.engine == following.engine == _RULED
        return (
            self._ends_its_page(page)
            and self._begins(page, following.table)
            and have_same_columns(self.part, following.table, is_ruled=is_ruled)
            and (not self._has_other_heading(following.table) or _is_said(page, following.table))
        )

    def _ends_its_page(self, following: PageTables) -> bool:
        """Tell whether nothing that counts stands below the part on the last page, or beside it."""
        *before, page = self._pages
        below = [line for line in page.lines if line.box.centre[1] > self.part.box.y]
        if not all(self._may_stand_between(line, page, [following, *before]) for line in below):
            return False
        bottom = self.part.box.y + self.part.box.height
        end = min((line.box.y for line in below if line.box.y >= bottom), default=page.height)
        return end - bottom <= _FREE * page.height

    def _begins(self, page: PageTables, table: Table) -> bool:
        """Tell whether nothing that counts stands above a table, or beside it."""
        above = [line for line in page.lines if line.box.centre[1] < table.box.y + table.box.height]
        if not all(self._may_stand_between(line, page, self._pages) for line in above):
            return False
        bottoms = (line.box.y + line.box.height for line in above)
        start = max((bottom for bottom in bottoms if bottom <= table.box.y), default=0.0)
        return table.box.y - start <= _FREE * page.height

    def _may_stand_between(self, line: TextAt, page: PageTables, others: Sequence[PageTables]) -> bool:
        """Tell whether a line may stand between two parts of a table."""
        text = _plain(line.text)
        return _says_continued(text) or text in self._captions or _is_running(line, page, others)

    def _has_other_heading(self, table: Table) -> bool:
        """Tell whether a table has a heading of its own.

        A first row that is taken for a heading is one if it has words over numbers, or some words of the heading.
        """
        heading = _heading(table.rows)
        if not heading or self._repeated(table):
            return False
        own = _heading(self._rows)
        body = self._first.table.rows[len(own) :]
        return any(
            (not is_value(cell.text) and _holds_values(body, column))
            or any(column < len(row) and _plain(row[column].text) == _plain(cell.text) for row in own)
            for row in heading
            for column, cell in enumerate(row)
            if cell.text.strip()
        )

    def _repeated(self, table: Table) -> int:
        """Return how many rows at the start of a table say that it goes on, or repeat the heading."""
        count = len(list(takewhile(_is_continued_row, table.rows)))
        heading = _heading(self._rows) or self._rows[:1]
        rows = table.rows[count : count + len(heading)]
        is_repeated = _is_named(heading[0]) and list(map(_texts, heading)) == list(map(_texts, rows))
        return count + len(heading) if is_repeated else count


def _is_running(line: TextAt, page: PageTables, others: Sequence[PageTables]) -> bool:
    """Tell whether a line is a running header or footer.

    It is, if other pages have the same there but for their numbers. Of what stands in the margin alone, all is at the
    bottom, and at the top what has the number of the page: a title may stand there, too.
    """
    if _PAGE_NUMBER.fullmatch(line.text):
        return True
    if _CAPTION.match(line.text):
        return False
    top, bottom = line.box.y, line.box.y + line.box.height
    if top >= (1 - _MARGIN) * page.height:
        return True
    if bottom <= _MARGIN * page.height and str(page.number + 1) in _DIGITS.findall(line.text):
        return True
    return any(
        abs(again.box.y - top) <= _SAME_PLACE * line.box.height
        and _are_same(line.text, again.text, page.number - other.number)
        for other in others
        for again in other.lines
    )


def _are_same(text: str, other: str, pages: int) -> bool:
    """Tell whether texts are the same but for numbers that count pages, which are so many apart."""
    numbers = zip(_DIGITS.findall(text), _DIGITS.findall(other), strict=False)
    return _DIGITS.sub("0", _plain(text)) == _DIGITS.sub("0", _plain(other)) and all(
        int(one) - int(again) in {0, pages} for one, again in numbers
    )


def _plain(text: str) -> str:
    return " ".join(text.casefold().split())


def _heading(rows: Iterable[Sequence[Cell]]) -> list[Sequence[Cell]]:
    """Return the first rows that have headings."""
    return list(takewhile(lambda row: any(cell.is_header for cell in row), rows))


def _texts(row: Sequence[Cell]) -> list[str]:
    return [_plain(cell.text) for cell in row]


def _is_named(row: Sequence[Cell]) -> bool:
    """Tell whether a row may be one of headings: with words, no values."""
    filled = [cell.text for cell in row if cell.text.strip()]
    return bool(filled) and (any(cell.is_header for cell in row) or not any(map(is_value, filled)))


def _says_continued(text: str) -> bool:
    return len(text) <= _LONG and _CONTINUED.search(text) is not None


def _is_said(page: PageTables, table: Table) -> bool:
    """Tell whether a line above a table says that it goes on."""
    return any(_says_continued(line.text) for line in page.lines if line.box.centre[1] < table.box.y)


def _is_continued_row(row: Sequence[Cell]) -> bool:
    """Tell whether a row is one cell that says that the table goes on."""
    filled = [cell.text for cell in row if cell.text.strip()]
    return len(filled) == 1 and _says_continued(filled[0])


def _is_rest(row: Sequence[Cell], before: Sequence[Cell]) -> bool:
    """Tell whether a row is what the end of a page has cut off from the one before: some cells, whose text goes on."""
    if len(row) != len(before) or any(cell.row_span != 1 or cell.column_span != 1 for cell in (*row, *before)):
        return False
    filled = [
        (cell.text.strip(), start.text.strip()) for cell, start in zip(row, before, strict=True) if cell.text.strip()
    ]
    return 0 < len(filled) < len(row) and all(
        rest[0].islower() and len(start.split()) >= _WORDS and not start.endswith(_ENDS) for rest, start in filled
    )


def _joined(cell: Cell, rest: Cell) -> Cell:
    return replace(cell, text=f"{cell.text}\n{rest.text}") if rest.text.strip() else cell


def _holds_values(rows: Iterable[Sequence[Cell]], column: int) -> bool:
    texts = [row[column].text for row in rows if column < len(row) and row[column].text.strip()]
    return bool(texts) and sum(map(is_value, texts)) >= _VALUES * len(texts)


def _elsewhere(cell: Cell) -> Cell:
    """Return a cell without a place: what has one is on the page of its table."""
    return replace(cell, box=NOWHERE) if cell.row_span else cell
