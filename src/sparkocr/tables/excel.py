"""Write tables as Excel workbooks."""

from __future__ import annotations

import io
from collections.abc import Sequence

from openpyxl import Workbook
from openpyxl.cell import Cell as SheetCell
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.styles import Alignment, Font
from openpyxl.worksheet.worksheet import Worksheet

from sparkocr.errors import DocumentError
from sparkocr.layout.table import Cell, Table

__all__ = ["workbook"]

# Of Excel, "Excel specifications and limits": a sheet, and the text of a cell.
_MOST_ROWS, _MOST_COLUMNS, _MOST_CHARACTERS = 1_048_576, 16_384, 32_767
_FORMULA = ("=", "+", "-", "@")  # what a spreadsheet takes for the start of a formula, where text is typed
_SHEET = "Table {}"
_WIDEST = 60  # characters: longer text is wrapped


def workbook(tables: Sequence[Table]) -> bytes:
    """Write tables as a workbook, each as a sheet.

    Parameters
    ----------
    tables : sequence of Table
        At least one.

    Returns
    -------
    bytes
        A file (XLSX). Its sheets are called ``Table 0`` and so on. Merged cells are merged, headings are bold. All is
        text: numbers stay as they are written, and nothing is a formula, whatever it begins with. Characters that XML
        can't hold become U+FFFD.

    Raises
    ------
    DocumentError
        A table has more rows or columns than a sheet, or a cell has more text than Excel takes.
    """
    book = Workbook()
    book.remove(book.worksheets[0])
    for number, table in enumerate(tables):
        _fill(book.create_sheet(_SHEET.format(number)), table)
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def _fill(sheet: Worksheet, table: Table) -> None:
    """Write a table onto a sheet."""
    if len(table.rows) > _MOST_ROWS or max(map(len, table.rows), default=0) > _MOST_COLUMNS:
        raise DocumentError(f"A table has more than {_MOST_ROWS} rows or {_MOST_COLUMNS} columns: Excel has no more")
    widths: dict[str, int] = {}
    for row, line in enumerate(table.rows, 1):
        for column, cell in enumerate(line, 1):
            if not cell.row_span:
                continue
            place = sheet.cell(row, column)
            _write(place, cell)
            if cell.row_span > 1 or cell.column_span > 1:
                sheet.merge_cells(None, row, column, row + cell.row_span - 1, column + cell.column_span - 1)
            else:
                longest = max(map(len, cell.text.split("\n")))
                widths[place.column_letter] = max(widths.get(place.column_letter, 0), longest)
    for letter, width in widths.items():
        sheet.column_dimensions[letter].width = min(width, _WIDEST) + 2


def _write(place: SheetCell, cell: Cell) -> None:
    """Write the text of a cell, as text."""
    text = ILLEGAL_CHARACTERS_RE.sub("\ufffd", cell.text)
    if len(text) > _MOST_CHARACTERS:
        raise DocumentError(f"A cell has more than {_MOST_CHARACTERS} characters: Excel takes no more")
    if text:
        place.value, place.data_type = text, "s"  # in this order: what begins with = becomes a formula at first
        place.quotePrefix = text.startswith(_FORMULA)
    place.alignment = Alignment(wrap_text=True, vertical="top")
    if cell.is_header:
        place.font = Font(bold=True)
