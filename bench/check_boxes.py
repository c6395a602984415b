"""How well check boxes are found, and whether they are marked.

    python bench/check_boxes.py [--half tune|other] [--seeds N] [--forms DIR] [--text DIR]

Draws forms in 12 styles and prints them in 3 qualities, see `check_box_forms`. A box counts if it has half of its area
in common with one that was found (intersection over union) whose state is right; what is found beside is false. Forms
with an even sum of the numbers of style and seed are the half to tune on.

With --forms also the check boxes of PDF forms in a folder are counted, rendered at 200 dpi; the truth is what the page
shows in their fields: fields without any ink are left out. With --text,
all that is found on the images (PNG) in a folder that are no forms is false.
"""

import argparse
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path
from time import process_time

import numpy as np

from check_box_forms import QUALITIES, STYLES, make_form
from common import load_page, table
from sparkocr.errors import DocumentError
from sparkocr.imaging.check_boxes import CheckBox, find_check_boxes
from sparkocr.imaging.limits import MAX_PIXELS
from sparkocr.imaging.pixels import Pixels, to_gray
from sparkocr.layout.box import Box
from sparkocr.pdf.read.forms import OFF, form_fields
from sparkocr.pdf.read.render import render_page

HEADER = ("boxes of", "right", "missed", "wrong state", "false", "precision", "recall", "F1")
FORM_DPI = 200
SAME = 0.5
LEAST_SCORE = 0.7
LEAST_INK = 24
NO_TEXT = ("f1120",)  # forms among the images of text

Truth = tuple[Box, bool]


def main() -> None:
    """Print the scores."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--half", choices=["tune", "other"], help="only every second form")
    parser.add_argument("--seeds", type=int, default=2, help="forms of each style")
    parser.add_argument("--forms", type=Path, help="folder of PDF files, also in folders inside of it")
    parser.add_argument("--text", type=Path, help="folder of images of pages without check boxes")
    options = parser.parse_args()
    started = process_time()
    counts = drawn_forms(options.half, options.seeds)
    print(table(HEADER, [scores(name, counts[name]) for name in (*STYLES, *QUALITIES, "all") if name in counts]))
    print(f"\n{(process_time() - started):.0f} CPU s, with the drawing")
    if options.forms:
        print("\n" + table(HEADER, pdf_forms(options.forms)))
    if options.text:
        paths = [path for path in sorted(options.text.glob("*.png")) if not any(name in path.name for name in NO_TEXT)]
        found = sum(len(found_boxes(to_gray(image), 0)) for image in map(load_page, paths))
        print(f"\n{found} false boxes on {len(paths)} pages of text")


def found_boxes(pixels: Pixels, resolution: int) -> list[CheckBox]:
    """Return what `ImageCheckBoxDetector` finds by default."""
    return [box for box in find_check_boxes(pixels, resolution) if box.score >= LEAST_SCORE]


def drawn_forms(half: str | None, seeds: int) -> dict[str, Counter[str]]:
    """Count the boxes of drawn forms, by style and quality."""
    counts: dict[str, Counter[str]] = {}
    for number, style in enumerate(STYLES):
        for seed in range(seeds):
            if half and (number + seed) % 2 != (half == "other"):
                continue
            for quality in QUALITIES:
                form = make_form(style, quality, seed)
                truth = [(around(box.corners), box.checked) for box in form.boxes]
                found = counted(truth, found_boxes(form.pixels, form.dpi))
                for name in (style, quality, "all"):
                    counts.setdefault(name, Counter()).update(found)
    return counts


def around(corners: np.ndarray) -> Box:
    """Return the upright box around corners."""
    left, top = corners.min(axis=0)
    right, bottom = corners.max(axis=0)
    return Box(float(left), float(top), float(right - left), float(bottom - top))


def counted(truth: Sequence[Truth], found: Sequence[CheckBox]) -> Counter[str]:
    """Count boxes that are right, missed, false, or in the wrong state."""
    left = [(Box(box.x, box.y, box.width, box.height), box.is_checked) for box in found]
    counts: Counter[str] = Counter()
    for box, checked in truth:
        best = max(left, key=lambda one: one[0].iou(box), default=None)
        if best is None or best[0].iou(box) < SAME:
            counts["missed"] += 1
            continue
        left.remove(best)
        counts["right" if best[1] == checked else "wrong"] += 1
    counts["false"] += len(left)
    return counts


def scores(name: str, counts: Counter[str]) -> tuple[object, ...]:
    """Return a line of the table."""
    right, missed, wrong, false = (counts[key] for key in ("right", "missed", "wrong", "false"))
    precision, recall = right / max(1, right + wrong + false), right / max(1, right + wrong + missed)
    f1 = 2 * right / max(1, 2 * right + 2 * wrong + missed + false)
    return name, right, missed, wrong, false, f"{precision:.3f}", f"{recall:.3f}", f"{f1:.3f}"


def pdf_forms(folder: Path) -> Iterator[tuple[object, ...]]:
    """Count the boxes of PDF forms, by file and together."""
    together: Counter[str] = Counter()
    for path in sorted(folder.rglob("*.pdf")):
        content = path.read_bytes()
        try:
            fields = [field for field in form_fields(content) if field.kind in {"CheckBox", "RadioButton"}]
            counts: Counter[str] = Counter()
            for page in sorted({field.page for field in fields if field.box}):
                pixels = render_page(content, page, max_pixels=MAX_PIXELS, resolution=FORM_DPI).pixels
                boxes = [(field.box, field.value != OFF) for field in fields if field.page == page and field.box]
                drawn = [(inked(pixels, box), checked) for box, checked in map(in_pixels, boxes)]
                truth = [(box, checked) for box, checked in drawn if box]
                counts += counted(truth, found_boxes(pixels, FORM_DPI)) if truth else Counter()
        except DocumentError:
            continue
        if counts:
            together.update(counts)
            yield scores(path.name, counts)
    yield scores("all", together)


def in_pixels(truth: Truth) -> Truth:
    """Return a box on the rendered page."""
    (box, checked), scale = truth, FORM_DPI / 72
    return Box(box.x * scale, box.y * scale, box.width * scale, box.height * scale), checked


def inked(pixels: Pixels, box: Box) -> Box | None:
    """Return what is drawn at the place of a field, which may be larger; None if there is nothing."""
    left, top, right, bottom = (max(0, round(edge)) for edge in box.grown(2).edges())
    part = pixels[top:bottom, left:right]
    if not part.size or np.ptp(part) <= LEAST_INK:
        return None
    rows, columns = np.nonzero(part < int(part.max()) - LEAST_INK)
    return Box(
        float(left + columns.min()),
        float(top + rows.min()),
        float(np.ptp(columns) + 1),
        float(np.ptp(rows) + 1),
    )


if __name__ == "__main__":
    main()
