"""How well tables on bad scans are found and read, on pages that are drawn here.

    python bench/table_scans.py [--pages N] [--cache DIR] [--worst N]

Each page has one table between lines of prose: ruled, half ruled (above and below its heading, and at its end) or
without rulings. Tables have cells over two columns, cells of two lines, empty cells, numbers with signs and units.
Pages are drawn at 150 dpi, turned by -2 to 2 degrees, blurred, and get noise: of the paper, and specks.

Scores are those of ``bench/tables.py``, with the engine ``auto``.
"""

import argparse
import random
from pathlib import Path
from statistics import fmean
from typing import NamedTuple

import cv2
import font_roboto
import numpy as np
from PIL import Image as Pillow
from PIL import ImageDraw, ImageFont

from common import table as markdown
from read_once import cpu_seconds, read_once
from sparkocr.engines.tables.read import image_tables
from sparkocr.enums import ImageType
from sparkocr.imaging.pixels import Image, Pixels
from sparkocr.layout.table import NOWHERE
from tables import Found, cell_f1, clean, found_of
from teds import GridCell, teds

KINDS = ("ruled", "half ruled", "bare")
_DPI = 150
_WIDTH, _HEIGHT = 595, 842  # points
_LEFT, _LABEL = 60, 150  # the margin, and the first column
_PITCH, _PAD = 13, 4  # of lines in a cell, and white space in it
_SIZE = 10  # of the font, in points
_GROUPED, _TWO_LINES, _MISSING = 0.7, 0.2, 0.1  # how likely
_SKEW = 2.0  # degrees, at most
_NOISE, _SPECKS = 12.0, 0.002  # levels of gray, share of px

_LABELS = (
    "Revenue", "Cost of sales", "Gross profit", "Staff costs", "Depreciation", "Interest", "Income tax", "Net result",
    "Cash at hand", "Receivables", "Long term debt", "Equity", "Iron ore", "Natural gas", "Electric power", "Timber",
)  # fmt: skip
_LONG = ("of the group before other items", "including all joint ventures", "as reported by member states")
_HEADS = ("2019", "2020", "Change", "Share", "Total", "Amount", "Weight", "Rate")
_GROUPS = ("First half", "Second half", "Previous year", "All regions")
_PROSE = (
    "The table shows what was found in the course of the study, which was carried out in",
    "several countries over ten years. Most of those who were asked had an answer, and so",
    "the figures are as good as they can be. Other studies came to the same result.",
)


class Drawn(NamedTuple):
    """A page and the cells of the table on it."""

    pixels: Pixels
    cells: list[GridCell]


def main() -> None:
    """Print the scores by kind of table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--pages", type=int, default=8, help="pages of each kind")
    parser.add_argument("--cache", type=Path, help="folder that keeps what OCR reads for the next run")
    parser.add_argument("--worst", type=int, default=0, help="print so many pages with the lowest scores")
    options = parser.parse_args()
    engine = read_once(options.cache)
    rows: list[tuple[str, int, float, float, int]] = []
    started = cpu_seconds()
    for kind in KINDS:
        for number in range(options.pages):
            drawn = draw(kind, random.Random(number))  # noqa: S311  no secret
            tables = image_tables(Image(drawn.pixels, _DPI, ImageType.TYPE_BYTE_GRAY), engine)
            found = [found_of(each.table) for each in tables]
            best = max(found, key=lambda one: one.box.area, default=Found(NOWHERE, []))
            rows.append((kind, number, cell_f1(drawn.cells, best.cells), teds(drawn.cells, best.cells), len(found)))
    seconds = cpu_seconds() - started - engine.times.waited
    if options.worst:
        print(
            markdown(
                ("kind", "page", "cell F1", "TEDS", "tables"), sorted(rows, key=lambda row: row[2])[: options.worst]
            )
        )
    means = []
    for kind in (*KINDS, "all"):
        chosen = [row for row in rows if kind in {row[0], "all"}]
        f1, similarity = fmean(row[2] for row in chosen), fmean(row[3] for row in chosen)
        means.append((kind, f"{f1:.3f}", f"{similarity:.3f}", sum(row[4] for row in chosen)))
    print(markdown(("kind", "cell F1", "TEDS", "tables"), means))
    print(f"CPU s/page: {seconds / len(rows):.3f} for tables, {engine.times.read / len(rows):.3f} for OCR")


def draw(kind: str, chance: random.Random) -> Drawn:
    """Draw a page of a kind."""
    (columns, head), cells = make_table(chance)
    sheet = Sheet()
    sheet.prose(60)
    width = min(90, (_WIDTH - 2 * _LEFT - _LABEL) // (columns - 1))
    xs = [_LEFT, *(_LEFT + _LABEL + width * column for column in range(columns))]
    ys = [140.0]
    for row in range(1 + max(cell.last_row for cell in cells)):
        lines = max(1 + cell.text.count("\n") for cell in cells if cell.row == cell.last_row == row)
        ys.append(ys[-1] + lines * _PITCH + 2 * _PAD)
    for cell in cells:
        box = xs[cell.column], ys[cell.row], xs[cell.last_column + 1], ys[cell.last_row + 1]
        if kind == "ruled":
            sheet.frame(*box)
        elif kind == "half ruled" and cell.column < cell.last_column:
            sheet.rule(box[0] + _PAD, box[3], box[2], box[3])
        sheet.cell(cell, *box)
    for y in (ys[0], ys[head], ys[-1]) if kind == "half ruled" else ():
        sheet.rule(xs[0], y, xs[-1], y)
    sheet.prose(ys[-1] + 30)
    return Drawn(spoilt(np.array(sheet.page), chance), [cell._replace(text=clean(cell.text)) for cell in cells])


class Sheet:
    """A page to draw on; places in points."""

    def __init__(self) -> None:
        self._scale = _DPI / 72
        self.page = Pillow.new("L", (int(_WIDTH * self._scale), int(_HEIGHT * self._scale)), 255)
        self._pen = ImageDraw.Draw(self.page)
        self._font = ImageFont.truetype(str(font_roboto.Roboto), round(_SIZE * self._scale))

    def text(self, x: float, y: float, line: str, anchor: str = "la") -> None:
        """Write a line."""
        self._pen.text((x * self._scale, y * self._scale), line, fill=0, font=self._font, anchor=anchor)

    def rule(self, *ends: float) -> None:
        """Draw a line."""
        self._pen.line([end * self._scale for end in ends], fill=0, width=2)

    def frame(self, left: float, top: float, right: float, bottom: float) -> None:
        """Draw the sides of a cell."""
        for ends in ((left, top, right, top), (left, bottom, right, bottom)):
            self.rule(*ends)
        for x in (left, right):
            self.rule(x, top, x, bottom)

    def cell(self, cell: GridCell, left: float, top: float, right: float, _bottom: float) -> None:
        """Write the text of a cell: labels from the left, values to the right, headings of groups in the middle."""
        x, anchor = (left + _PAD, "la") if cell.column == 0 else (right - _PAD, "ra")
        if cell.column < cell.last_column:
            x, anchor = (left + right) / 2, "ma"
        for number, line in enumerate(cell.text.split("\n")):
            self.text(x, top + _PAD + _PITCH * number, line, anchor)

    def prose(self, y: float) -> None:
        """Write running text."""
        for number, line in enumerate(_PROSE):
            self.text(_LEFT, y + _PITCH * number, line)


def make_table(chance: random.Random) -> tuple[tuple[int, int], list[GridCell]]:
    """Return how many columns there are and how many rows of headings, and the cells."""
    columns = chance.randint(3, 5)
    has_groups = columns == 5 and chance.random() < _GROUPED
    cells = []
    head = 1 + has_groups
    cells.append(GridCell(0, head - 1, 0, 0, "Item"))
    if has_groups:
        first, second = chance.sample(_GROUPS, 2)
        cells += [GridCell(0, 0, 1, 2, first), GridCell(0, 0, 3, 4, second)]
    heads = chance.sample(_HEADS, columns - 1)
    cells += [GridCell(head - 1, head - 1, column + 1, column + 1, text) for column, text in enumerate(heads)]
    kinds = [chance.randrange(4) for _ in heads]
    for row, label in enumerate(chance.sample(_LABELS, chance.randint(6, 12)), head):
        more = "\n" + chance.choice(_LONG) if chance.random() < _TWO_LINES else ""
        cells.append(GridCell(row, row, 0, 0, label + more))
        cells += [GridCell(row, row, column, column, value(kind, chance)) for column, kind in enumerate(kinds, 1)]
    return (columns, head), cells


def value(kind: int, chance: random.Random) -> str:
    """Return a value of a kind: a number, a share, a change, an amount; or none."""
    if chance.random() < _MISSING:
        return chance.choice(("", "-", "n/a"))
    number = chance.uniform(0, 100)
    return (
        f"{number * 123:,.0f}",
        f"{number:.1f} %",
        f"{number - 50:+.1f}",
        chance.choice((f"({number:.2f})", f"{number:.1f} kg", f"${number:,.2f}")),
    )[kind]


def spoilt(pixels: Pixels, chance: random.Random) -> Pixels:
    """Turn a page, blur it, and add noise."""
    height, width = pixels.shape
    turn = cv2.getRotationMatrix2D((width / 2, height / 2), chance.uniform(-_SKEW, _SKEW), 1.0)
    turned = cv2.warpAffine(pixels, turn, (width, height), flags=cv2.INTER_CUBIC, borderValue=(255,))
    random_numbers = np.random.default_rng(chance.randrange(2**32))
    noisy = cv2.GaussianBlur(turned, (0, 0), 0.5) + random_numbers.normal(-_NOISE, _NOISE, turned.shape)
    specks = random_numbers.random(turned.shape)
    noisy[specks < _SPECKS] = 0
    noisy[specks > 1 - _SPECKS] = 255
    result: Pixels = np.clip(noisy, 0, 255).astype(np.uint8)
    return result


if __name__ == "__main__":
    main()
