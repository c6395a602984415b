"""Find and read the tables of images, and of the pages of PDF documents, digital or scanned."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import NamedTuple

import numpy as np

from sparkocr.engines.engine import Engine
from sparkocr.engines.pdf_pages import draw_scan
from sparkocr.engines.tables.confirmed import is_confirmed, needs_consent
from sparkocr.engines.tables.layout_model import LayoutModel
from sparkocr.engines.tables.overlooked import with_overlooked
from sparkocr.engines.tables.scan import Scan, scan_content
from sparkocr.engines.tables.structure import AUTO, GivenTable, Picture, rebuilt, structure_engine
from sparkocr.imaging.enhance import despeckle
from sparkocr.imaging.limits import MAX_PIXELS
from sparkocr.imaging.pixels import Image, Matrix, to_gray
from sparkocr.imaging.regions import cut_region
from sparkocr.imaging.rulings import Rulings, erase_rulings, find_rulings, px_per_point
from sparkocr.layout.box import Box, map_box
from sparkocr.layout.move import move_page, move_table
from sparkocr.layout.page import Line, Page
from sparkocr.pdf.document import Document
from sparkocr.pdf.paper import POINTS_PER_INCH
from sparkocr.pdf.read.unread import shows_more
from sparkocr.tables.content import PageContent, page_content
from sparkocr.tables.find import RULED, FoundTable, tables_of

__all__ = ["FoundPage", "found_page", "image_tables", "page_tables", "read_with_tables", "region_table"]

_RESOLUTION = 200  # dpi of a scanned page, unless the caller says otherwise
_SCAN, _FEW_WORDS = 0.6, 20  # share of a page that a picture covers on which so many words are a stamp
_MARGIN = 8.0  # points around a region: its outer rulings, and what a detector cut off


class FoundPage(NamedTuple):
    """The tables of a page, and all lines of its text, also those in tables; boxes in one unit, origin top left.

    Attributes
    ----------
    tables : list of FoundTable
        From the top.
    lines : list of Line
    height : float
        Of the page.
    """

    tables: list[FoundTable]
    lines: list[Line]
    height: float


def image_tables(image: Image, engine: Engine, *, page: Page | None = None, structure: str = AUTO) -> list[FoundTable]:
    """Find the tables of an image.

    Parameters
    ----------
    image : Image
    engine : Engine
        Reads the text, of the image without its rulings.
    page : Page, optional
        The text of the image, if it was read already, best with symbols: then the engine is not used.
    structure : str
        Name of the engine that rebuilds tables, see `sparkocr.engines.tables.structure`.

    Returns
    -------
    list of FoundTable
        From the top; boxes in px of the image.

    Raises
    ------
    DocumentError
        If the engine can't read the image.
    """
    return _scanned(image, engine, structure, page)[0]


def _digital(document: Document, index: int, structure: str) -> FoundPage | None:
    """Find the tables in the text that a page has; None without any text but that of a stamp on a scan."""
    content = page_content(document, index)
    lines = content.lines()
    if not lines or _is_stamped(content):
        return None
    tables = [rebuilt(found, content, lambda: _drawn(document, index), structure) for found in tables_of(content)]
    return FoundPage(tables, lines, content.height)


def _is_stamped(content: PageContent) -> bool:
    """Tell whether a page is a picture with few words on it."""
    least = _SCAN * content.width * content.height
    return len(content.words()) < _FEW_WORDS and any(figure.area >= least for figure in content.drawings.figures)


def _drawn(document: Document, index: int) -> Picture:
    """Draw a page."""
    image = draw_scan(document, index, resolution=_RESOLUTION, max_pixels=MAX_PIXELS)
    scale = image.dpi / POINTS_PER_INCH
    return Picture(image.pixels, np.diag([scale, scale, 1.0]))


def read_with_tables(image: Image, engine: Engine, *, structure: str = AUTO) -> tuple[Page, list[FoundTable]]:
    """Read the text of an image, without its rulings, and find its tables; px.

    Raises
    ------
    DocumentError
        If the engine can't read the image.
    """
    rulings = find_rulings(to_gray(image), image.dpi)
    page = _read(image, engine, rulings)
    return page, _found_on(image, page, rulings, structure)[0]


def _scanned(image: Image, engine: Engine, structure: str, page: Page | None = None) -> tuple[list[FoundTable], Scan]:
    """Read an image, unless it was read already, and find its tables, in px; also return what they were found in."""
    rulings = find_rulings(to_gray(image), image.dpi)
    return _found_on(image, page or _read(image, engine, rulings), rulings, structure)


def _found_on(image: Image, page: Page, rulings: Rulings, structure: str) -> tuple[list[FoundTable], Scan]:
    """Find the tables of an image that was read, in px; also return what they were found in."""
    scan = scan_content(image, page, rulings)
    picture = Picture(image.pixels, scan.to_image)
    tables = [
        _moved(rebuilt(found, scan.content, lambda: picture, structure), scan.box)
        for found in _confirmed(tables_of(scan.content), image, scan)
    ]
    return tables, scan


def _confirmed(tables: list[FoundTable], image: Image, scan: Scan) -> list[FoundTable]:
    """Leave out what a layout model, if it is installed, takes for none of the tables without rulings."""
    model = LayoutModel()
    if all(map(_is_clear, tables)) or not model.is_there:
        return tables
    parts, rules = model.detect(image.pixels), scan.content.drawings.horizontal
    return [
        each for each in tables if _is_clear(each) or is_confirmed(each.table, scan.box(each.table.box), parts, rules)
    ]


def _is_clear(found: FoundTable) -> bool:
    """Tell whether a table needs nobody's consent."""
    return found.engine == RULED or not needs_consent(found.table)


def region_table(
    image: Image, box: Box, engine: Engine, *, page: Page | None = None, structure: str = AUTO
) -> FoundTable | None:
    """Rebuild the table that a region of an image is known to be.

    Parameters
    ----------
    image : Image
    box : Box
        The region in px; may be turned. Some px around it are looked at, too.
    engine : Engine
        As in `image_tables`.
    page : Page, optional
        The text of the whole image, if it was read already.
    structure : str
        As in `image_tables`.

    Returns
    -------
    FoundTable or None
        Boxes in px of the image. None if there is no text in the region.

    Raises
    ------
    DocumentError
        If nothing of the region is on the image, or the engine can't read it.
    """
    level = replace(image, transform=None, resolution=image.dpi)
    margin = _MARGIN * px_per_point(to_gray(image), image.dpi)
    part = cut_region(level, box.grown(margin).corners())
    to_image = np.eye(3) if part.transform is None else part.transform
    rulings = find_rulings(to_gray(part), part.dpi)
    words = _read(part, engine, rulings) if page is None else move_page(page, _inverse(to_image), *_size(part))
    scan = scan_content(part, words, rulings)
    to_image = to_image @ scan.to_image
    picture = Picture(part.pixels, scan.to_image)
    found = structure_engine(structure)(GivenTable(scan.content, map_box(box, _inverse(to_image)), lambda: picture))
    return None if found is None else _moved(found, lambda box: map_box(box, to_image))


def page_tables(
    document: Document,
    index: int,
    engine: Engine,
    *,
    resolution: int = _RESOLUTION,
    max_pixels: int = MAX_PIXELS,
    structure: str = AUTO,
) -> list[FoundTable]:
    """Find the tables of a page of a PDF.

    A page without text is read by an engine, and so is one that shows more than its text, unless that has tables.

    Parameters
    ----------
    document : Document
        A document of `sparkocr.pdf.document.open_pdf`.
    index : int
        Page, from 0.
    engine : Engine
    resolution, max_pixels : int
        As in `sparkocr.engines.pdf_pages.draw_scan`.
    structure : str
        As in `image_tables`.

    Returns
    -------
    list of FoundTable
        From the top; boxes in points of the displayed page, and the number of the page.

    Raises
    ------
    DocumentError
        If there is no such page, or it can't be read.
    """
    page = found_page(document, index, engine, resolution=resolution, max_pixels=max_pixels, structure=structure)
    return page.tables


def found_page(
    document: Document,
    index: int,
    engine: Engine,
    *,
    resolution: int = _RESOLUTION,
    max_pixels: int = MAX_PIXELS,
    structure: str = AUTO,
) -> FoundPage:
    """Find the tables of a page of a PDF and the text around them; as `page_tables`."""
    found = _digital(document, index, structure)
    if found is None or (not found.tables and shows_more(document, index)):
        image = draw_scan(document, index, resolution=resolution, max_pixels=max_pixels)
        scale = POINTS_PER_INCH / image.dpi
        tables, scan = _scanned(image, engine, structure)
        lines = [_moved_line(line, lambda box: scan.box(box).scaled(scale)) for line in scan.content.lines()]
        height = image.pixels.shape[0] * scale
        found = FoundPage([_moved(each, lambda box: box.scaled(scale)) for each in tables], lines, height)
    return found._replace(tables=[FoundTable(replace(each.table, page=index), each.engine) for each in found.tables])


def _read(image: Image, engine: Engine, rulings: Rulings) -> Page:
    """Read an image without its rulings, which engines take for letters, and without specks."""
    bare = image.with_pixels(erase_rulings(image.pixels, rulings))
    if bare.pixels.ndim == 2:  # noqa: PLR2004
        bare = bare.with_pixels(despeckle(bare.pixels))
    return with_overlooked(engine.read(bare.pixels, bare.dpi, symbols=True), bare, engine)


def _inverse(matrix: Matrix) -> Matrix:
    return np.linalg.inv(matrix).astype(np.float64)


def _size(image: Image) -> tuple[int, int]:
    height, width = image.pixels.shape[:2]
    return width, height


def _moved_line(line: Line, move: Callable[[Box], Box]) -> Line:
    """Return a line with its boxes at other places; those of symbols, which nobody needs, stay."""
    return replace(line, words=tuple(replace(word, box=move(word.box)) for word in line.words), box=move(line.box))


def _moved(found: FoundTable, move: Callable[[Box], Box]) -> FoundTable:
    """Return a table with its boxes at other places."""
    return FoundTable(move_table(found.table, move), found.engine)
