"""How well the cells of tables are found on images and read, with the region of the table given.

    python bench/cells.py --data DIR [--half tune|other] [--resolution DPI] [--engines tesseract ppocr] [--alone]

DIR and the scores are those of `bench/tables.py`. Each table is cut out of its page, with 8 points around it. Its
cells are found by both algorithms of `ImageTableCellDetector`. They are filled with the words of the PDF, and with what
is read of the image: as `ImageCellsToTextTable` does it; with ``--alone`` also of the cells one by one, as they are on
the image.
"""

import argparse
import json
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from statistics import fmean
from time import process_time
from typing import Any

from common import table as markdown
from sparkocr.engines.engine import Engine
from sparkocr.engines.factory import make_engine
from sparkocr.engines.parts import read_part
from sparkocr.engines.tables.cell_text import read_cells
from sparkocr.enums import CellDetectionAlgos, PageSegmentationMode
from sparkocr.imaging.pixels import Image
from sparkocr.imaging.regions import cut_region
from sparkocr.imaging.table_cells import find_cells
from sparkocr.layout.box import Box
from sparkocr.layout.cell_grid import table_of_cells
from sparkocr.layout.page import Word
from sparkocr.layout.table import Cell
from sparkocr.pdf.document import open_pdf
from sparkocr.pdf.read.render import draw_page
from sparkocr.tables.cells import cell_text
from sparkocr.tables.content import page_content
from tables import cell_f1, found_of, truth_of
from teds import GridCell, teds

_AROUND = 8  # points
_POINTS = 72
_MAX_PIXELS = 100_000_000

Reader = Callable[[Image, Sequence[Box], Sequence[Word]], list[str]]
"""Takes the image of a table, its cells in px, and the words of the PDF in px; returns the texts of the cells."""


def main() -> None:
    """Print the scores."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, required=True, help="folder with index.json and the documents")
    parser.add_argument("--half", choices=["tune", "other"], help="only every second document")
    parser.add_argument("--resolution", type=int, default=200, help="dpi of the pages")
    parser.add_argument("--engines", nargs="*", default=["tesseract", "ppocr"])
    parser.add_argument("--alone", action="store_true", help="also read each cell by itself")
    options = parser.parse_args()
    readers = {"words of the PDF": words_in_cells}
    for name in options.engines:
        readers |= readers_of(name, alone=options.alone)
    scores: dict[tuple[str, str], list[tuple[float, float, float]]] = {}
    for image, truth, words in tables(options.data, options.half, options.resolution):
        for algorithm in CellDetectionAlgos:
            started = process_time()
            rows = find_cells(image, algorithm).rows
            finding = process_time() - started
            for name, read in readers.items():
                started = process_time()
                score = scored(truth, rows, read, image, words)
                seconds = finding + process_time() - started
                scores.setdefault((algorithm.name, name), []).append((*score, seconds))
    lines = [
        (*key, len(each), *(f"{fmean(column):.3f}" for column in zip(*each, strict=True)))
        for key, each in scores.items()
    ]
    print(markdown(("cells by", "text", "tables", "cell F1", "TEDS", "CPU s"), lines))


def readers_of(name: str, *, alone: bool) -> dict[str, Reader]:
    """Return the ways to read cells with an engine."""
    engine = make_engine(name)

    def at_once(image: Image, cells: Sequence[Box], _: Sequence[Word]) -> list[str]:
        return read_cells(image, cells, engine)

    def one_by_one(image: Image, cells: Sequence[Box], _: Sequence[Word]) -> list[str]:
        return [read_alone(engine, image, cell) for cell in cells]

    readers: dict[str, Reader] = {name: at_once}
    return readers | ({f"{name}, cells one by one": one_by_one} if alone else {})


def read_alone(engine: Engine, image: Image, cell: Box) -> str:
    """Read a cell as it is."""
    page = read_part(engine, image, cell, block=PageSegmentationMode.SINGLE_BLOCK)
    return cell_text(list(page.words()))


def words_in_cells(_: Image, cells: Sequence[Box], words: Sequence[Word]) -> list[str]:
    """Give words to the cells that their centres are in."""
    return [
        cell_text([word for word in words if cell.common_area(Box.around(word.box.centre, 0.1, 0.1))]) for cell in cells
    ]


def tables(folder: Path, half: str | None, resolution: int) -> Iterator[tuple[Image, list[GridCell], list[Word]]]:
    """Give the image, the cells and the words of all tables."""
    entries: list[dict[str, Any]] = json.loads((folder / "index.json").read_text())
    names = sorted({entry["pdf"] for entry in entries})
    scale = resolution / _POINTS
    for name in names[half == "other" :: 2] if half else names:
        with open_pdf((folder / name).read_bytes()) as document:
            for entry in (entry for entry in entries if entry["pdf"] == name):
                index = entry["page"] - 1
                page = draw_page(document, index, max_pixels=_MAX_PIXELS, resolution=resolution)
                truth = truth_of(entry)
                box = truth.box.grown(_AROUND)
                place = Box(box.x * scale, box.y * scale, box.width * scale, box.height * scale)
                left, top = max(0.0, place.x), max(0.0, place.y)
                words = [
                    replace(word, box=Box(b.x * scale - left, b.y * scale - top, b.width * scale, b.height * scale))
                    for word in page_content(document, index).words()
                    for b in (word.box.upright(),)
                ]
                yield replace(cut_region(page, place.corners()), transform=None), truth.cells, words


def scored(
    truth: Sequence[GridCell],
    rows: Sequence[Sequence[tuple[int, int, int, int]]],
    read: Reader,
    image: Image,
    words: Sequence[Word],
) -> tuple[float, float]:
    """Return cell F1 and TEDS of a table."""
    boxes = [[Box(*cell) for cell in row] for row in rows]
    texts = iter(read(image, [box for row in boxes for box in row], words))
    found = found_of(table_of_cells([[Cell(next(texts), box) for box in row] for row in boxes])).cells
    return cell_f1(truth, found), teds(truth, found) if found else 0.0


if __name__ == "__main__":
    main()
