"""How well and how fast tables of PDFs are found and rebuilt: of digital pages, or of the same pages as scans.

    python bench/tables.py --data DIR [--half tune|other] [--peers] [--worst N]
    python bench/tables.py --data DIR --scans|--regions [--cache DIR] [--half tune|other] [--peers] [--worst N]

With ``--scans`` the pages that have tables are rendered at 200 dpi and read by OCR, with the engine ``auto``; with
``--regions`` it is told where the tables are, too.

DIR holds ``index.json``, one entry for each table with ``pdf``, ``page`` (from 1), ``bbox`` (points, origin top left)
and ``cells`` (first row, last row, first column, last column, text), as made from the data of the ICDAR 2013 table
competition; and the PDF files. Documents with an even place in the sorted list are the half to tune on.

A table is found if one of the found tables has most in common with it; a missed one scores 0. Scores are means over
tables: cell F1 compares the texts of the cells, white space normalised, wherever they are; neighbours F1 compares pairs
of texts beside and below each other, as the competition did; TEDS compares rows of cells with their spans.
Detection counts tables that have half of their area in common (intersection over union).
"""

import argparse
import json
from collections import Counter
from collections.abc import Iterable, Sequence
from functools import partial
from pathlib import Path
from resource import RUSAGE_SELF, getrusage
from statistics import fmean
from typing import Any, NamedTuple

from common import table as markdown
from read_once import ReadOnce, cpu_seconds, read_once
from sparkocr.engines.tables.read import image_tables, region_table
from sparkocr.imaging.limits import MAX_PIXELS
from sparkocr.layout.box import Box
from sparkocr.layout.table import Table
from sparkocr.pdf.document import open_pdf
from sparkocr.pdf.paper import POINTS_PER_INCH
from sparkocr.pdf.read.page_layout import normalized
from sparkocr.pdf.read.render import draw_page
from sparkocr.tables.content import page_content
from sparkocr.tables.find import tables_of
from table_peers import Peer, peers, scan_peers
from teds import GridCell, teds, without_empty

_SAME = 0.5
_DPI = 200  # of pictures of pages


class Found(NamedTuple):
    """A table: its place and cells."""

    box: Box
    cells: list[GridCell]


class Page(NamedTuple):
    """The tables of a page: those that are there and those that were found, and the time it took."""

    name: str
    truth: list[Found]
    found: list[Found]
    seconds: float


def main() -> None:
    """Print the scores."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, required=True, help="folder with index.json and the documents")
    parser.add_argument("--half", choices=["tune", "other"], help="only every second document")
    parser.add_argument("--peers", action="store_true", help="also run other libraries, on the pages with tables")
    kind = parser.add_mutually_exclusive_group()
    kind.add_argument("--scans", action="store_true", help="read pictures of the pages with tables by OCR")
    kind.add_argument("--regions", action="store_true", help="likewise, and the places of the tables are known")
    parser.add_argument("--cache", type=Path, help="folder that keeps what OCR reads for the next run")
    parser.add_argument("--worst", type=int, default=0, help="print so many tables with the lowest scores")
    options = parser.parse_args()
    entries = json.loads((options.data / "index.json").read_text())
    names = sorted({entry["pdf"] for entry in entries})
    if options.half:
        names = names[options.half == "other" :: 2]
    by_name = {name: [entry for entry in entries if entry["pdf"] == name] for name in names}
    engine = read_once(options.cache)
    reads = partial(read_scans, engine, regions=options.regions) if options.scans or options.regions else read
    report([page for name in names for page in reads(options.data / name, by_name[name])], options.worst)
    if engine.times.read:
        print(f"CPU s of the OCR of these pages: {engine.times.read:.1f}")
        print(f"peak memory of this process: {getrusage(RUSAGE_SELF).ru_maxrss / 1024:.0f} MB")
    others = {} if not options.peers or options.regions else scan_peers() if options.scans else peers()
    for peer, find in others.items():
        print(f"\n{peer}")
        report([page for name in names for page in read_by(find, options.data / name, by_name[name])], options.worst)


def read(path: Path, entries: Sequence[dict[str, Any]]) -> list[Page]:
    """Find the tables of all pages of a document."""
    pages = []
    with open_pdf(path.read_bytes()) as document:
        for index in range(len(document)):
            started = cpu_seconds()
            found = tables_of(page_content(document, index))
            seconds = cpu_seconds() - started
            truth = [truth_of(entry) for entry in entries if entry["page"] == index + 1]
            pages.append(Page(f"{path.stem}/{index}", truth, [found_of(each.table) for each in found], seconds))
    return pages


def read_scans(engine: ReadOnce, path: Path, entries: Sequence[dict[str, Any]], *, regions: bool) -> list[Page]:
    """Find the tables of pictures of the pages that have some; the time is that without OCR."""
    pages = []
    with open_pdf(path.read_bytes()) as document:
        for number in sorted({entry["page"] for entry in entries}):
            truth = [truth_of(entry) for entry in entries if entry["page"] == number]
            image = draw_page(document, number - 1, resolution=_DPI, max_pixels=MAX_PIXELS)
            scale = _DPI / POINTS_PER_INCH
            started = cpu_seconds() - engine.times.waited
            if regions:
                found = [region_table(image, scaled(one.box, scale), engine) for one in truth]
            else:
                found = list(image_tables(image, engine))
            seconds = cpu_seconds() - engine.times.waited - started
            tables = [found_of(each.table) for each in found if each]
            tables = [one._replace(box=scaled(one.box, 1 / scale)) for one in tables]
            pages.append(Page(f"{path.stem}/{number - 1}", truth, tables, seconds))
    return pages


def scaled(box: Box, scale: float) -> Box:
    """Return a box in other units."""
    return Box(box.x * scale, box.y * scale, box.width * scale, box.height * scale)


def read_by(find: Peer, path: Path, entries: Sequence[dict[str, Any]]) -> list[Page]:
    """Let a peer find the tables of the pages that have some; a page on which it fails has none."""
    pages = []
    for number in sorted({entry["page"] for entry in entries}):
        here = [entry for entry in entries if entry["page"] == number]
        started = cpu_seconds()
        try:
            tables = find(path, number, here[0]["h"])
        except Exception as error:  # noqa: BLE001  whatever it raises
            print(f"{path.stem}/{number - 1}: {type(error).__name__}")
            tables = []
        seconds = cpu_seconds() - started
        found = [
            Found(Box(left, top, right - left, bottom - top), [cell._replace(text=clean(cell.text)) for cell in cells])
            for (left, top, right, bottom), cells in tables
        ]
        pages.append(Page(f"{path.stem}/{number - 1}", [truth_of(entry) for entry in here], found, seconds))
    return pages


def truth_of(entry: dict[str, Any]) -> Found:
    """Return a table of the index."""
    left, top, right, bottom = entry["bbox"]
    cells = [GridCell(*(*cell[:4], clean(cell[4]))) for cell in entry["cells"]]
    return Found(Box(left, top, right - left, bottom - top), cells)


def found_of(table: Table) -> Found:
    """Return a table that was found; its box is that of its text, as in the truth."""
    cells = [
        GridCell(row, row + cell.row_span - 1, column, column + cell.column_span - 1, clean(cell.text))
        for row, line in enumerate(table.rows)
        for column, cell in enumerate(line)
        if cell.row_span
    ]
    return Found(table.box, cells)


def clean(text: str) -> str:
    """Return a text with one space between words, and its characters in their usual form."""
    return " ".join(normalized(text).split())


def cell_f1(truth: Sequence[GridCell], found: Sequence[GridCell]) -> float:
    """Compare the texts of cells that have one."""
    return f1(*(Counter(cell.text for cell in cells if cell.text) for cells in (truth, found)))


def neighbours_f1(truth: Sequence[GridCell], found: Sequence[GridCell]) -> float:
    """Compare the pairs of texts that are next to each other in a row or column, empty cells left out."""
    return f1(neighbours(truth), neighbours(found))


def neighbours(cells: Sequence[GridCell]) -> Counter[tuple[str, str, str]]:
    """Count the pairs of texts that are next to each other."""
    filled = [cell for cell in without_empty(cells) if cell.text]
    places = {
        (row, column): cell
        for cell in filled
        for row in range(cell.row, cell.last_row + 1)
        for column in range(cell.column, cell.last_column + 1)
    }
    rows, columns = (max((place[i] for place in places), default=-1) + 1 for i in range(2))
    pairs = set()
    for cell in filled:
        for row in range(cell.row, cell.last_row + 1):
            right = (places.get((row, column)) for column in range(cell.last_column + 1, columns))
            pairs.add((cell, next((other for other in right if other), None), "right"))
        for column in range(cell.column, cell.last_column + 1):
            below = (places.get((row, column)) for row in range(cell.last_row + 1, rows))
            pairs.add((cell, next((other for other in below if other), None), "below"))
    return Counter((cell.text, other.text, way) for cell, other, way in pairs if other)


def f1(truth: Counter[Any], found: Counter[Any]) -> float:
    """Return the harmonic mean of precision and recall of what is counted."""
    total = truth.total() + found.total()
    return 2 * (truth & found).total() / total if total else 1.0


def matched(page: Page) -> list[tuple[Found, Found | None]]:
    """Return the tables of a page with those that were found for them."""
    pairs = sorted(
        ((-truth.box.iou(found.box), i, j) for i, truth in enumerate(page.truth) for j, found in enumerate(page.found)),
    )
    chosen: dict[int, int] = {}
    for overlap, i, j in pairs:
        if overlap < 0 and i not in chosen and j not in chosen.values():
            chosen[i] = j
    return [(truth, page.found[chosen[i]] if i in chosen else None) for i, truth in enumerate(page.truth)]


def report(pages: Sequence[Page], worst: int) -> None:
    """Print the scores of all tables, and those with the lowest."""
    rows: list[tuple[Any, ...]] = []
    for page in pages:
        for number, (truth, found) in enumerate(matched(page)):
            cells = found.cells if found else []
            rows.append(
                (
                    f"{page.name}#{number}",
                    cell_f1(truth.cells, cells),
                    neighbours_f1(truth.cells, cells),
                    teds(truth.cells, cells) if found else 0.0,
                    teds(truth.cells, cells, structure_only=True) if found else 0.0,
                    truth.box.iou(found.box) if found else 0.0,
                )
            )
    header = ("table", "cell F1", "neighbours F1", "TEDS", "TEDS structure", "IoU")
    if worst:
        print(markdown(header, sorted(rows, key=lambda row: row[3])[:worst]), "\n")
    means = [f"{fmean(row[i] for row in rows):.3f}" for i in range(1, 6)]
    print(markdown((f"{len(rows)} tables", *header[1:]), [("mean", *means)]), "\n")
    hits = sum(row[5] >= _SAME for row in rows)
    count = sum(len(page.found) for page in pages)
    bare = [page for page in pages if not page.truth]
    print(f"detection: precision {hits / max(1, count):.3f}, recall {hits / max(1, len(rows)):.3f}")
    print(f"pages without a table: {len(bare)}, of which {sum(bool(page.found) for page in bare)} have false ones:")
    print(" ", " ".join(page.name for page in bare if page.found))
    print(
        f"CPU s/page: {mean_time(page for page in pages if page.truth):.3f} with, {mean_time(bare):.3f} without tables"
    )


def mean_time(pages: Iterable[Page]) -> float:
    """Return the mean time of pages, in s of CPU."""
    return fmean([page.seconds for page in pages] or [0.0])


if __name__ == "__main__":
    main()
