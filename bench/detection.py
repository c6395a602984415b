"""How well and how fast tables are found on images of pages.

    python bench/detection.py --data DIR [--half tune|other] [--without-model] [--text DIR ...] [--show]

DIR of ``--data`` is that of ``bench/tables.py``: the pages that have tables are rendered at 200 dpi. A table counts if
its score is at least 0.9, the default of `ImageTableDetector`, and is right if it has half of its area in common with
one of the page (intersection over union). Documents with an even place in the sorted list are the half to tune on.

Folders of ``--text`` hold images and PDFs whose pages have no tables, for each kind of page one folder; of a PDF the
first three pages count. A PDF beside which there is a Markdown file with a ``<table>`` is left out.
"""

import argparse
import json
from collections.abc import Iterator
from pathlib import Path
from statistics import fmean

import cv2
import numpy as np

from read_once import cpu_seconds
from sparkocr.engines.tables.find_regions import find_regions
from sparkocr.engines.tables.layout_model import LayoutModel
from sparkocr.errors import DocumentError
from sparkocr.imaging.limits import MAX_PIXELS
from sparkocr.imaging.pixels import Pixels
from sparkocr.layout.box import Box
from sparkocr.pdf.document import open_pdf
from sparkocr.pdf.paper import POINTS_PER_INCH
from sparkocr.pdf.read.render import draw_page

_SCORE = 0.9
_SAME = 0.5
_DPI = 200
_PAGES = 3
_IMAGES = {".png", ".jpg", ".jpeg", ".tif", ".tiff"}


class NoModel(LayoutModel):
    """The model as where its package is not installed."""

    is_there = False


def main() -> None:
    """Print precision and recall, and the share of pages with false tables."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, required=True, help="folder with index.json and the documents")
    parser.add_argument("--half", choices=["tune", "other"], help="only every second document")
    parser.add_argument("--without-model", action="store_true", help="rulings and white space alone")
    parser.add_argument("--text", type=Path, nargs="*", default=[], help="folders with pages that have no tables")
    parser.add_argument("--show", action="store_true", help="print the pages with errors")
    options = parser.parse_args()
    model = NoModel() if options.without_model else LayoutModel()
    entries = json.loads((options.data / "index.json").read_text())
    names = sorted({entry["pdf"] for entry in entries})
    if options.half:
        names = names[options.half == "other" :: 2]
    right = found = there = 0
    seconds = []
    for name in names:
        here = [entry for entry in entries if entry["pdf"] == name]
        for number in sorted({entry["page"] for entry in here}):
            truth = [box_of(entry) for entry in here if entry["page"] == number]
            boxes, cpu = tables_on(drawn(options.data / name, number - 1), model)
            matches = sum(any(box.iou(true) >= _SAME for box in boxes) for true in truth)
            right, found, there = right + matches, found + len(boxes), there + len(truth)
            seconds.append(cpu)
            if options.show and (matches < len(truth) or len(boxes) > matches):
                print(f"{name} page {number}: {len(truth)} tables, {len(boxes)} found, {matches} right")
    print(f"{len(seconds)} pages, {there} tables: precision {right / max(found, 1):.3f}, recall {right / there:.3f}")
    print(f"CPU s/page: {fmean(seconds):.2f}")
    for folder in options.text:
        false = count = 0
        for name, pixels in pages_of(folder):
            boxes, _ = tables_on(pixels, model)
            count, false = count + 1, false + bool(boxes)
            if options.show and boxes:
                print(f"{name}: {len(boxes)} false tables")
        print(f"{folder.name}: {count} pages, false tables on {false} ({false / max(count, 1):.1%})")


def tables_on(pixels: Pixels, model: LayoutModel) -> tuple[list[Box], float]:
    """Find the tables of an image, in points; and tell the time in s of CPU."""
    started = cpu_seconds()
    found = find_regions(pixels, _DPI, model, ("table",))
    cpu = cpu_seconds() - started
    scale = POINTS_PER_INCH / _DPI
    boxes = [region.box for region in found if (region.score or 0.0) >= _SCORE]
    return [Box(box.x * scale, box.y * scale, box.width * scale, box.height * scale) for box in boxes], cpu


def box_of(entry: dict[str, list[float]]) -> Box:
    """Return the place of a table of the index."""
    left, top, right, bottom = entry["bbox"]
    return Box(left, top, right - left, bottom - top)


def drawn(path: Path, index: int) -> Pixels:
    """Draw a page of a PDF."""
    with open_pdf(path.read_bytes()) as document:
        return draw_page(document, index, resolution=_DPI, max_pixels=MAX_PIXELS).pixels


def pages_of(folder: Path) -> Iterator[tuple[str, Pixels]]:
    """Give the images of a folder, and the first pages of its PDFs."""
    for path in sorted(folder.iterdir()):
        if path.suffix.lower() in _IMAGES:
            pixels = cv2.imread(str(path))
            if pixels is not None:
                yield path.name, np.asarray(pixels, np.uint8)
        elif path.suffix.lower() == ".pdf":
            truth = path.with_suffix(".md")
            if truth.exists() and "<table" in truth.read_text():
                continue
            try:
                with open_pdf(path.read_bytes()) as document:
                    count = min(len(document), _PAGES)
                for index in range(count):
                    yield f"{path.name} page {index + 1}", drawn(path, index)
            except DocumentError as error:
                print(f"{path.name}: {error}")


if __name__ == "__main__":
    main()
