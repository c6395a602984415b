"""Other libraries that find tables in digital PDFs, for `bench/tables.py`: those that can be imported.

Each takes a file and a page, from 1, and returns the tables: their box, left, top, right and bottom in points from the
top left of the page, and their cells.
"""

from collections.abc import Callable
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from teds import GridCell

__all__ = ["peers", "scan_peers"]

PeerTable = tuple[tuple[float, float, float, float], list[GridCell]]
Peer = Callable[[Path, int, float], list[PeerTable]]

_IMAGE_DPI = 200  # of img2table
_POINTS = 72


def peers() -> dict[str, Peer]:
    """Return the peers that are installed, by name."""
    known: dict[str, tuple[str, Peer]] = {
        "camelot hybrid": ("camelot", _camelot),
        "img2table borderless": ("img2table", _img2table),
        "tabula": ("tabula", _tabula),
    }
    return {name: peer for name, (module, peer) in known.items() if find_spec(module)}


def scan_peers() -> dict[str, Peer]:
    """Return the peers that find and read tables on pictures of pages, by name."""
    return {"img2table + Tesseract": _img2table_scan} if find_spec("img2table") else {}


def _plain(rows: list[list[str]]) -> list[GridCell]:
    """Return the cells of rows of texts."""
    return [
        GridCell(row, row, column, column, text) for row, line in enumerate(rows) for column, text in enumerate(line)
    ]


def _camelot(path: Path, page: int, height: float) -> list[PeerTable]:
    found: Any = import_module("camelot").read_pdf(str(path), pages=str(page), flavor="hybrid", suppress_stdout=True)
    tables = []
    for table in found:
        left, bottom, right, top = table._bbox  # noqa: SLF001  there is no other way to it
        tables.append(((left, height - top, right, height - bottom), _plain(table.df.to_numpy().tolist())))
    return tables


def _img2table(path: Path, page: int, height: float) -> list[PeerTable]:  # noqa: ARG001  one signature for all
    return _img2table_read(path, page, None, pdf_text_extraction=True)


def _img2table_scan(path: Path, page: int, height: float) -> list[PeerTable]:  # noqa: ARG001  one signature for all
    ocr = import_module("img2table.ocr").TesseractOCR(n_threads=1, lang="eng")
    return _img2table_read(path, page, ocr, pdf_text_extraction=False)


def _img2table_read(path: Path, page: int, ocr: Any, *, pdf_text_extraction: bool) -> list[PeerTable]:
    pdf = import_module("img2table.document").PDF
    document = pdf(str(path), pages=[page - 1], pdf_text_extraction=pdf_text_extraction)
    scale = _POINTS / _IMAGE_DPI
    tables = []
    for table in document.extract_tables(ocr=ocr, borderless_tables=True).get(page - 1, []):
        spans: dict[tuple[int, ...], list[tuple[int, int, str]]] = {}
        for row, line in enumerate(table.content.values()):
            for column, cell in enumerate(line):
                box = (cell.bbox.x1, cell.bbox.y1, cell.bbox.x2, cell.bbox.y2)
                spans.setdefault(box, []).append((row, column, cell.value or ""))
        cells = [
            GridCell(found[0][0], found[-1][0], found[0][1], found[-1][1], found[0][2]) for found in spans.values()
        ]
        box = table.bbox
        tables.append(((box.x1 * scale, box.y1 * scale, box.x2 * scale, box.y2 * scale), cells))
    return tables


def _tabula(path: Path, page: int, height: float) -> list[PeerTable]:  # noqa: ARG001  one signature for all
    found: Any = import_module("tabula").read_pdf(str(path), pages=page, guess=True, output_format="json")
    tables = []
    for table in found:
        left, top = table["left"], table["top"]
        rows = [[cell["text"] for cell in row] for row in table["data"]]
        tables.append(((left, top, left + table["width"], top + table["height"]), _plain(rows)))
    return tables
