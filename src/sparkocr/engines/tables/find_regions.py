"""Find the parts of a page image: tables, text, titles, lists, figures, captions, headers and footers."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from math import ceil, sqrt

import numpy as np

from sparkocr.engines.find_text import FindOptions, find_text
from sparkocr.engines.tables.layout_model import LayoutModel
from sparkocr.engines.tables.scan import Scan, scan_content
from sparkocr.engines.tables.table_boxes import table_regions
from sparkocr.engines.tables.text_blocks import MOST_TITLE, is_list, is_title, usual_height
from sparkocr.engines.tables.unread import unread_page
from sparkocr.enums import ImageType
from sparkocr.imaging.pixels import Image, Pixels, reduced, to_bgr
from sparkocr.imaging.rulings import find_rulings
from sparkocr.layout.box import Box, map_box
from sparkocr.layout.page import Line
from sparkocr.layout.reading_order import arrange
from sparkocr.layout.regions import Region, clip_region
from sparkocr.layout.text_regions import in_reading_order
from sparkocr.tables.content import PageContent

__all__ = ["LABELS", "MAIN_LABELS", "Unread", "find_regions", "look_at"]

MAIN_LABELS = ("text", "title", "list", "table", "figure")
LABELS = (*MAIN_LABELS, "caption", "header", "footer", "equation")

# What classes of PubLayNet, CDLA, DocLayNet and DocStructBench are here, their names in lower case without spaces.
_NAMES = {
    "plaintext": "text",
    "paragraph": "text",
    "reference": "text",
    "footnote": "text",
    "tablefootnote": "text",
    "sectionheader": "title",
    "listitem": "list",
    "picture": "figure",
    "image": "figure",
    "chart": "figure",
    "figurecaption": "caption",
    "tablecaption": "caption",
    "pageheader": "header",
    "pagefooter": "footer",
    "formula": "equation",
    "isolateformula": "equation",
}
_COARSE = {"caption": "text", "equation": "text"}  # what a part is where its own label is not wanted

_TEXT_SCORE = 0.6  # of the text detector: pale text counts
_TEXT_GAP = 0.6  # heights: wider than between words, narrower than between columns
_LEAST = 0.3  # score of parts that the network finds
_WHITE_SPACE = 0.6  # score of parts that it does not find
_COVERED = 0.5  # share of a part that stands in another one
_TOUCHED = 0.3  # share of a text that stands in the part that it belongs to
_MARGIN = 1.5  # points around texts, whose boxes were made to touch nothing beside them
_CLEAR_TABLE = 0.9
_TINY = 8  # px
_MOST_PIXELS = 16_000_000  # A4 at 400 dpi has fewer; with their colours and rulings, 81 million took 1.2 GB


@dataclass(frozen=True, eq=False)
class Unread:
    """An image on which text and rulings were found, but nothing was read.

    Attributes
    ----------
    pixels : ndarray of uint8, shape (h, w, 3)
        Blue, green and red; of a large image a reduced copy, as its parts are large, too.
    scan : Scan
        Of these pixels.
    factor : int
        How many px of the image one of these is wide.
    """

    pixels: Pixels
    scan: Scan
    factor: int = 1

    def inwards(self, box: Box) -> Box:
        """Return where a box of the pixels is, in points of the content."""
        from_image = np.linalg.inv(self.scan.to_image).astype(np.float64)
        return map_box(box, from_image)

    def clipped(self, regions: Iterable[Region]) -> list[Region]:
        """Return regions of the content as upright ones of the image, without what is beyond it."""
        height, width = self.pixels.shape[:2]
        found = [clip_region(replace(one, box=self.scan.box(one.box)), width, height) for one in regions]
        enlarge = np.diag([self.factor, self.factor, 1.0])
        return [replace(region, box=map_box(region.box, enlarge)) for region in found if region]


def look_at(pixels: Pixels, resolution: int = 0) -> Unread:
    """Find the text and the rulings of an image.

    Parameters
    ----------
    pixels : ndarray of uint8
        ``(h, w)`` grey or binary, ``(h, w, 3)`` BGR or ``(h, w, 4)`` ABGR.
    resolution : int
        Pixels per inch; 0 if unknown.

    Raises
    ------
    DocumentError
        If the model of the text detector is missing or damaged.
    """
    height, width = pixels.shape[:2]
    factor = ceil(sqrt(height * width / _MOST_PIXELS))
    if min(height, width) < factor * _TINY:  # a strip
        factor = 1
    width, height, resolution = width // factor, height // factor, round(resolution / factor)
    image = Image(to_bgr(reduced(pixels, factor)), resolution, ImageType.TYPE_3BYTE_BGR)
    texts = find_text(image.pixels, FindOptions(score_threshold=_TEXT_SCORE, widest_gap=_TEXT_GAP))
    rulings = find_rulings(image.pixels, resolution)
    return Unread(image.pixels, scan_content(image, unread_page(texts, rulings, width, height), rulings), factor)


def find_regions(
    pixels: Pixels,
    resolution: int = 0,
    model: LayoutModel | None = None,
    labels: Sequence[str] = MAIN_LABELS,
    *,
    fitted: bool = False,
) -> list[Region]:
    """Find the parts of a page.

    Parameters
    ----------
    pixels : ndarray of uint8
        ``(h, w)`` grey or binary, ``(h, w, 3)`` BGR or ``(h, w, 4)`` ABGR.
    resolution : int
        Pixels per inch; 0 if unknown.
    model : LayoutModel, optional
        By default the bundled one, if its package is installed; without it rulings and white space alone tell.
    labels : sequence of str
        Labels that are wanted, of `LABELS` or of classes of the model. Captions and equations are text where their own
        labels are not wanted; what is in tables and figures is no part of its own.
    fitted : bool
        Whether the boxes of tables are drawn around the text and the rulings that are most in them: no word is cut, and
        next to no margin left.

    Returns
    -------
    list of Region
        Upright boxes in px, in the order of reading. The scores of clear tables are 0.9 and more; that of text, titles
        and lists that white space alone tells is 0.6.

    Raises
    ------
    DocumentError
        If a model is missing or is not the file that it must be.
    """
    if min(pixels.shape[:2]) < _TINY:
        return []
    seen = look_at(pixels, resolution)
    content = seen.scan.content
    parts = _parts(seen, model or LayoutModel())
    tables = table_regions(content, parts)
    if fitted:
        tables = [replace(table, box=_fitted(table.box, content)) for table in tables]
    if set(labels) == {"table"}:
        return in_reading_order(seen.clipped(tables))
    clear = [table for table in tables if (table.score or 0.0) >= _CLEAR_TABLE]
    others = [part for part in parts or () if part.label != "table" and (part.score or 0.0) >= _LEAST]
    kept = _apart([*clear, *(_around_text(part, content) for part in others), *tables])
    kept = _told_apart([*kept, *_blocks_beside(kept, content)], seen)
    found = [replace(region, label=_wanted(region.label or "", labels)) for region in kept]
    return in_reading_order(seen.clipped(region for region in found if region.label in labels))


def _parts(seen: Unread, model: LayoutModel) -> list[Region] | None:
    """Return what the network finds, in points of the frame; None where the bundled one is not installed."""
    if not model.is_there:
        return None
    return [
        replace(part, box=seen.inwards(part.box), label=_label(part.label or "")) for part in model.detect(seen.pixels)
    ]


def _label(name: str) -> str:
    """Return the label of a class of a network; other names stay."""
    plain = "".join(letter for letter in name.lower() if letter.isalpha())
    return _NAMES.get(plain, plain)


def _wanted(label: str, labels: Sequence[str]) -> str:
    """Return the label of a part, as fine as is wanted."""
    return label if label in labels else _COARSE.get(label, label)


def _apart(regions: Iterable[Region]) -> list[Region]:
    """Drop regions that have much in common with one before them."""
    kept: list[Region] = []
    for region in regions:
        if not any(_is_in(region.box, other.box) or _is_in(other.box, region.box) for other in kept):
            kept.append(region)
    return kept


def _blocks_beside(kept: Sequence[Region], content: PageContent) -> list[Region]:
    """Return the paragraphs that are in no region yet: networks find half of all text."""
    lines = content.lines()
    usual = usual_height([line.box for line in lines])
    words = [word for line in lines for word in line.words]
    free = [word for word in words if not any(_touches(word.box.upright(), region.box) for region in kept)]
    page = arrange(
        [Line((word,), word.box, word.box.height) for word in free], ceil(content.width), ceil(content.height)
    )
    return [
        Region(_around(boxes), 0, _WHITE_SPACE, "title" if is_title(boxes, usual) else "text")
        for paragraph in page.paragraphs()
        if (boxes := [line.box for line in paragraph.lines])
    ]


def _told_apart(regions: Iterable[Region], seen: Unread) -> list[Region]:
    """Call text a list if bullets or numbers stand before its lines, and a title of many lines text."""
    lines = [line.box for line in seen.scan.content.lines()]
    gray = seen.pixels[..., 1]  # green is near to it
    found = []
    for region in regions:
        label = region.label
        if label in {"text", "title"}:
            inside = sorted((box for box in lines if _is_in(box, region.box)), key=lambda box: box.y)
            if len(inside) > MOST_TITLE:
                label = "text"
            if label == "text" and is_list([seen.scan.box(box) for box in inside], gray):
                label = "list"
        found.append(replace(region, label=label))
    return found


def _around_text(region: Region, content: PageContent) -> Region:
    """Draw the box of a text around the lines that it stands for: a network misses their ends by some px."""
    if region.label == "figure":
        return region
    boxes = [box for word in content.words() if _touches(box := word.box.upright(), region.box)]
    return replace(region, box=_around(boxes)) if boxes else region


def _touches(box: Box, other: Box) -> bool:
    """Tell whether a good part of a text stands in a region."""
    return box.common_area(other) > _TOUCHED * box.area


def _is_in(box: Box, other: Box) -> bool:
    """Tell whether most of a box stands in another one."""
    return box.common_area(other) > _COVERED * box.area


def _fitted(box: Box, content: PageContent) -> Box:
    """Draw a box around the text and the rulings that are mostly in it."""
    words = [word.box for word in content.words() if _is_in(word.box.upright(), box)]
    rules = [Box(r.start, r.at - 1, r.end - r.start, 2) for r in content.drawings.horizontal]
    rules += [Box(r.at - 1, r.start, 2, r.end - r.start) for r in content.drawings.vertical]
    inside = [*words, *(rule for rule in rules if _is_in(rule, box))]
    return _around(inside) if words else box


def _around(boxes: Sequence[Box]) -> Box:
    """Return the upright box around some texts and rulings, with a margin."""
    edges = np.array([box.edges() for box in boxes])
    left, top = (edges[:, :2].min(axis=0) - _MARGIN).tolist()
    right, bottom = (edges[:, 2:].max(axis=0) + _MARGIN).tolist()
    return Box(left, top, right - left, bottom - top)
