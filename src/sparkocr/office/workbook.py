"""Excel workbooks, by openpyxl, which gives one row after the other."""

from __future__ import annotations

import io
import warnings
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from typing import Any

from sparkocr.errors import DocumentError
from sparkocr.limits import current, told
from sparkocr.office.content import Content, Part, PartKind, sheet
from sparkocr.office.drawings import shown_number
from sparkocr.office.package import open_package
from sparkocr.office.table import check_cells

__all__ = ["workbook_content"]

_DAMAGED = "Document is damaged or cut short."
_PARTS = ("xl/", "docprops/", "[content_types].xml", "_rels/")


def workbook_content(content: bytes | memoryview) -> Content:
    """Read a workbook.

    Parameters
    ----------
    content : bytes or memoryview
        XLSX, XLSM, XLTX or XLTM file.

    Returns
    -------
    Content
        A page for each sheet that is not hidden: its name as a heading, and its cells as a table. Of a formula, the
        result that the file remembers is read; numbers are written as their format says, dates as in ISO 8601.

    Raises
    ------
    DocumentError
        It is damaged, or exceeds a limit.
    """
    _check_parts(content)
    from openpyxl import load_workbook

    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of what openpyxl does not keep: pictures, filters
            book = load_workbook(io.BytesIO(content), read_only=True, data_only=True)
            left = [current().max_cells]
            return Content([_sheet(each, left) for each in book.worksheets if each.sheet_state == "visible"])
    except DocumentError:
        raise
    except Exception:  # noqa: BLE001  openpyxl raises anything on damaged files, and quotes them
        raise DocumentError(_DAMAGED) from None


def _check_parts(content: bytes | memoryview) -> None:
    """Refuse a workbook whose parts are too large, before openpyxl reads them.

    Raises
    ------
    DocumentError
        They are, or one has a document type declaration, with which a small file can stand for a huge one.
    """
    with open_package(content) as package:
        sizes = [package.size(part) for part in package.parts if part.lower().startswith(_PARTS)]
        if max(sizes, default=0) > current().max_xml_bytes:
            raise DocumentError(f"A part of the document is larger than {told('max_xml_bytes')}.")
        if sum(sizes) > current().max_read_bytes:
            raise DocumentError(f"The parts that are shown are larger than {told('max_read_bytes')} together.")
        for part in package.parts:
            if part.lower().endswith(".xml") and b"<!DOCTYPE" in package.read(part):
                raise DocumentError("A part of the document has a document type declaration.")


def _sheet(worksheet: Any, left: list[int]) -> list[Part]:
    """Read a sheet; `left` counts the cells that the workbook may still have."""
    worksheet.reset_dimensions()  # what a file says of its size need not be true
    found = sheet(list(_rows(worksheet, left)))
    return [Part(worksheet.title, PartKind.HEADING, 1), *found] if found else []


def _rows(worksheet: Any, left: list[int]) -> Iterator[list[str]]:
    for row in worksheet.iter_rows():
        left[0] -= max(1, len(row))
        if left[0] < 0:
            check_cells(current().max_cells + 1)
        texts = [_shown(cell) for cell in row]
        while texts and not texts[-1]:
            texts.pop()
        yield texts


def _shown(cell: Any) -> str:
    """Return what a cell shows."""
    value = cell.value
    if value is None:
        return ""
    if isinstance(value, bool):
        return str(value).upper()
    if isinstance(value, int | float):
        return shown_number(repr(value), cell.number_format or "General")
    if isinstance(value, datetime):
        is_day = value.time() == time() and "h" not in (cell.number_format or "").lower()
        return value.date().isoformat() if is_day else value.isoformat(" ", "seconds")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, time):
        return value.isoformat("seconds")
    return str(timedelta(seconds=round(value.total_seconds()))) if isinstance(value, timedelta) else str(value)
