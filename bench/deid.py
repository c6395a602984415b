"""What de-identification costs beside reading, and what is left on scans.

    python bench/deid.py [digital] [scanned] [layers] [leaks] [--pages 100] [--data DIR] [--engine tesseract]

- digital: CPU ms of a page with text, by step, with rules and with all detectors; of generated letters of 350 words, or
  of the PDFs in DIR;
- scanned: CPU time of a scanned page, as a ratio of that of reading the same page, by turns with it;
- layers: scans have the text layer of a poor recognition: identifiers that are left in their pictures, if pages with
  such a layer are not read, and if they are, as it is done;
- leaks: generated scans with planted identifiers, of many kinds, are masked as PDFs and as image files; then both
  engines read them, and pixels outside of what became black are compared with those before.

Everything runs on one core. Detectors that are not installed are left out.
"""

from __future__ import annotations

import argparse
import os
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import product
from pathlib import Path
from time import process_time
from unittest.mock import patch

import cv2
import numpy as np
import numpy.typing as npt
from PIL import Image as Pillow
from rapidfuzz import fuzz

from common import table
from deid_pages import Letter, Scan, digital, image_file, letter, overlaid, scanned, scanned_pdf
from sparkocr.deid.image import mask_file, mask_image
from sparkocr.deid.pages import FoundPage, PageReading, find_on_page
from sparkocr.deid.pdf import Findings, Masking, find_regions
from sparkocr.deid.proof import Proof
from sparkocr.deid.reading import Find
from sparkocr.engines.engine import Engine
from sparkocr.engines.factory import make_engine
from sparkocr.engines.pdf_pages import draw_scan, read_page
from sparkocr.entities.finder import EntityFinder
from sparkocr.entities.registry import RULES
from sparkocr.errors import DocumentError
from sparkocr.imaging.decode import decode
from sparkocr.imaging.limits import MAX_PIXELS
from sparkocr.imaging.pixels import Pixels
from sparkocr.imaging.repaint import Shapes, blackened, type_of
from sparkocr.pdf.document import open_pdf
from sparkocr.pdf.read.hidden import has_hidden_layer
from sparkocr.pdf.read.render import render_page
from sparkocr.pdf.read.untold import untold_bands
from sparkocr.pdf.redact.redact import redact
from sparkocr.pdf.redact.report import Technique

STEPS = ("find", "locate", "redact", "verify")
RESOLUTION = 300
KINDS = ("1-bit", "gray", "colour", "JPEG")
TYPICAL_NOISE, NOISES = 6.0, {"1-bit": 30.0, "gray": 18.0, "colour": 18.0, "JPEG": 12.0}
ANGLES = (-2.0, 2.0)
LAYERED, LAYERS = Scan("gray", 150, 0, 22.0), 6
LEAK_WORDS = 150  # of letters whose leaks are counted: identifiers are the half of them
SIMILAR = 75  # of 100: what was read is a name
MARGIN = 4  # px around regions of a PDF: their edges are drawn with half tones
POINTS_PER_INCH = 72
ENGINES = ("tesseract", "ppocr")

Mask = npt.NDArray[np.bool_]


def main() -> None:
    """Run what was asked for, or everything."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("parts", nargs="*", choices=[[], *PARTS], help="only these")
    parser.add_argument("--pages", type=int, default=100, help="digital pages (%(default)s)")
    parser.add_argument("--scans", type=int, default=2, help="scanned pages of each kind (%(default)s)")
    parser.add_argument("--data", type=Path, help="folder of PDFs instead of generated letters")
    parser.add_argument("--engine", default="tesseract", choices=ENGINES, help="that reads scans (%(default)s)")
    options = parser.parse_args()
    os.environ.setdefault("OMP_THREAD_LIMIT", "1")
    os.sched_setaffinity(0, {min(os.sched_getaffinity(0))})
    cv2.setNumThreads(1)
    for part in options.parts or PARTS:
        print(f"\n{part}\n")
        PARTS[part](options)


def finders() -> dict[str, EntityFinder]:
    """Return the finders that are compared."""
    return {"rules": EntityFinder(list(RULES)), "all detectors": EntityFinder()}


class Clock:
    """CPU seconds of steps."""

    def __init__(self) -> None:
        self.seconds = Counter[str]()
        self._start = process_time()

    def take(self, step: str) -> None:
        """End a step."""
        now = process_time()
        self.seconds[step] += now - self._start  # type: ignore[assignment]  # counters add up floats, too
        self._start = now


@dataclass(frozen=True)
class Made:
    """A de-identified PDF: what was found, and the seconds of each step."""

    content: bytes
    findings: Findings
    pages: int
    pictures: int
    seconds: Counter[str]


def deidentified(content: bytes, find: Find, engine: Engine) -> Made:
    """De-identify a PDF as `PdfDeidentifier` does."""
    clock, reading = Clock(), PageReading(engine, resolution=RESOLUTION)
    with open_pdf(content) as document:
        data = [find_on_page(document, at, reading=reading, find=find).dumps() for at in range(len(document))]
    pages = {at: FoundPage.loads(page) for at, page in enumerate(data)}
    clock.take("find")
    findings = find_regions(content, pages)
    clock.take("locate")
    made = redact(content, findings.regions, resolution=Masking().resolution)
    clock.take("redact")
    Proof().audit(made.content, findings.secrets, counts=findings.counts, original=content, pages=made.pages)
    clock.take("verify")
    pictures = sum(page.technique is Technique.RASTER for page in made.pages)
    return Made(made.content, findings, len(pages), pictures, clock.seconds)


def measure_digital(options: argparse.Namespace) -> None:
    """Print what each step takes of a digital page."""
    if options.data:
        documents = [path.read_bytes() for path in sorted(options.data.glob("*.pdf"))[: options.pages]]
    else:
        documents = [digital(letter(seed).lines) for seed in range(options.pages)]
    engine, rows = make_engine(options.engine), []
    for name, finder in finders().items():
        deidentified(digital(letter(0).lines), finder.find, engine)  # loads what the first page should not pay for
        pages, pictures, errors, seconds = 0, 0, 0, Counter[str]()
        for content in documents:
            try:
                made = deidentified(content, finder.find, engine)
            except DocumentError:
                errors += 1
                continue
            pages, pictures, seconds = pages + made.pages, pictures + made.pictures, seconds + made.seconds
        each = [1000 * seconds[step] / max(pages, 1) for step in STEPS]
        rows.append((name, pages, errors, pictures, *each, sum(each)))
    header = ("detectors", "pages", "errors", "made a picture", *(f"{step}, ms" for step in STEPS), "together, ms")
    print(table(header, rows))


def measure_scanned(options: argparse.Namespace) -> None:
    """Print what de-identification of a scanned page takes, beside reading it."""
    engine, every = make_engine(options.engine), finders()
    for finder in every.values():
        finder.find(letter(0).lines[1])
    rows = []
    for kind, resolution in product(KINDS, (200, 300)):
        scan = Scan(kind, resolution, 0.5, TYPICAL_NOISE)
        read, pdf, file = Counter[str](), Counter[str](), Counter[str]()
        for seed in range(options.scans):
            image = scanned(letter(seed).lines, scan, seed)
            as_pdf, as_file = scanned_pdf(image, scan), image_file(image, scan)
            clock = Clock()
            read_pdf(as_pdf, engine)
            clock.take("PDF")
            read_file(as_file, engine)
            clock.take("file")
            read += clock.seconds
            for name, finder in every.items():
                steps = deidentified(as_pdf, finder.find, engine).seconds
                pdf[name] += sum(steps.values()) - steps["verify"]
                pdf[f"{name}, verified"] += sum(steps.values())
                steps = masked(as_file, finder.find, engine)
                file[name] += sum(steps.values()) - steps["verify"]
                file[f"{name}, verified"] += sum(steps.values())
        for what, taken in (("PDF", pdf), ("file", file)):
            base = read[what]
            rows.append((f"{kind}, {resolution} dpi", what, base / options.scans, *(t / base for t in taken.values())))
    names = [heading for name in every for heading in (name, f"{name}, verified")]
    print(table(("scan", "as", "reading, s", *names), rows))


def read_pdf(content: bytes, engine: Engine) -> None:
    """Read a scanned page of a PDF."""
    with open_pdf(content) as document:
        image = draw_scan(document, 0, resolution=RESOLUTION, max_pixels=MAX_PIXELS)
    engine.read(image.pixels, image.dpi)


def read_file(content: bytes, engine: Engine) -> None:
    """Read a scanned page that is an image file."""
    image = decode(content, image_type=type_of(content), max_pixels=MAX_PIXELS)
    engine.read(image.pixels, image.dpi)


def masked(content: bytes, find: Find, engine: Engine) -> Counter[str]:
    """Mask an image file as `FileDeidentifier` does, and return the seconds of the steps."""
    clock = Clock()
    made = mask_file(content, read=engine, find=find)
    clock.take("redact")
    Proof().audit(made.content, made.secrets, counts={}, original=content)
    clock.take("verify")
    return clock.seconds


def measure_layers(options: argparse.Namespace) -> None:
    """Print what is left in the pictures of scans whose text layer is wrong."""
    engine, find = make_engine(options.engine), EntityFinder(list(RULES)).find
    counts: dict[bool, Counter[str]] = {False: Counter(), True: Counter()}
    for seed in range(LAYERS):
        page = letter(seed, LEAK_WORDS)
        content = with_poor_layer(scanned(page.lines, LAYERED, seed), engine)
        for reads, count in counts.items():
            with (
                patch("sparkocr.deid.pages.has_hidden_layer", has_hidden_layer if reads else lambda *_: False),
                patch("sparkocr.deid.pages.untold_bands", untold_bands if reads else lambda *_: []),
            ):
                made = deidentified(content, find, engine).content
            shown = render_page(made, 0, max_pixels=MAX_PIXELS, resolution=LAYERED.resolution)
            left = seen(shown.pixels, LAYERED.resolution, page, {options.engine: engine})
            count["planted"] += len(planted(page))
            count["left"] += len(left)
            count["pages"] += bool(left)
    rows = [("yes" if reads else "no", c["planted"], c["left"], c["pages"]) for reads, c in counts.items()]
    print(table(("pages with a layer are read", "planted", "left", f"on so many of {LAYERS} pages"), rows))


def with_poor_layer(image: Pillow.Image, engine: Engine) -> bytes:
    """Write a scan as a PDF, with what is read of it at half of its resolution."""
    poor = Scan(LAYERED.kind, LAYERED.resolution // 2, 0, 0)
    small = image.resize((image.width // 2, image.height // 2))
    with open_pdf(scanned_pdf(small, poor)) as document:
        layer = read_page(
            document,
            0,
            engine=engine,
            least_text=1,
            only_length=False,
            resolution=poor.resolution,
            max_pixels=MAX_PIXELS,
        )
    return overlaid(scanned_pdf(image, LAYERED), layer) if layer else scanned_pdf(image, LAYERED)


def measure_leaks(options: argparse.Namespace) -> None:
    """Print how many planted identifiers are read before and after."""
    engine, find = make_engine(options.engine), EntityFinder().find
    readers = {name: make_engine(name) for name in ENGINES}
    rows = []
    for kind, resolution in product(KINDS, (200, 300)):
        counts: Counter[str] = Counter()
        for seed, angle in product(range(options.scans), ANGLES):
            scan, page = Scan(kind, resolution, angle, NOISES[kind]), letter(seed, LEAK_WORDS)
            image = scanned(page.lines, scan, seed)
            counts["planted"] += len(planted(page))
            counts["before"] += len(seen(image, resolution, page, readers))
            for what, (left, changed) in {
                "PDF": leaks_of_pdf(image, scan, page, find, engine, readers),
                "file": leaks_of_file(image, scan, page, find, engine, readers),
            }.items():
                counts[f"{what} left"] += len(left)
                counts[f"{what} changed"] += changed
                if left:
                    print(f"{kind}, {resolution} dpi, {angle} degrees, seed {seed}, {what}: {', '.join(sorted(left))}")
        columns = ("planted", "before", "PDF left", "PDF changed", "file left", "file changed")
        rows.append((f"{kind}, {resolution} dpi", *(counts[column] for column in columns)))
    print(
        table(("scan", "planted", "read before", "in the PDF", "px changed", "in the file", "px changed beside"), rows)
    )


def leaks_of_pdf(
    image: Pillow.Image, scan: Scan, page: Letter, find: Find, engine: Engine, readers: dict[str, Engine]
) -> tuple[set[str], int]:
    """Return the identifiers that are read in a masked PDF, and how many pixels beside the regions are others."""
    made = deidentified(scanned_pdf(image, scan), find, engine)
    before, after = (
        render_page(content, 0, max_pixels=MAX_PIXELS, resolution=scan.resolution).pixels
        for content in (scanned_pdf(image, scan), made.content)
    )
    scale = scan.resolution / POINTS_PER_INCH
    inside = inside_of([corners * scale for corners in made.findings.regions.get(0, [])], before.shape, MARGIN)
    return seen(after, scan.resolution, page, readers), beside(before, after, inside)


def leaks_of_file(
    image: Pillow.Image, scan: Scan, page: Letter, find: Find, engine: Engine, readers: dict[str, Engine]
) -> tuple[set[str], int]:
    """Return the same of a masked image file; JPEG files are made anew, so their pixels are not compared."""
    content = image_file(image, scan)
    given = decode(content, image_type=type_of(content), max_pixels=MAX_PIXELS)
    shapes = mask_image(given, read=engine, find=find).shapes
    made = blackened(content, [Shapes(*image.size, shapes)], max_pixels=MAX_PIXELS)
    after = decode(made, image_type=type_of(content), max_pixels=MAX_PIXELS).pixels
    inside = inside_of(shapes, after.shape, 1)
    changed = 0 if scan.kind == "JPEG" else beside(given.pixels, after, inside)
    return seen(after, scan.resolution, page, readers), changed


def inside_of(shapes: Sequence[npt.NDArray[np.float64]], shape: tuple[int, ...], margin: int) -> Mask:
    """Return which pixels are in regions, or so near."""
    drawn = np.zeros(shape[:2], np.uint8)
    for corners in shapes:
        cv2.fillConvexPoly(drawn, np.round(corners).astype(np.int32), 1)
    return cv2.dilate(drawn, np.ones((2 * margin + 1, 2 * margin + 1), np.uint8)).astype(bool)


def beside(before: Pixels, after: Pixels, inside: Mask) -> int:
    """Count the pixels that are others than before, outside of regions; all of them if the size is another one."""
    if before.shape != after.shape:
        return int(inside.size)
    changed = before != after
    return int(np.count_nonzero((changed.any(axis=2) if changed.ndim > inside.ndim else changed) & ~inside))


def planted(page: Letter) -> set[str]:
    """Return what nobody should read: single names, and other identifiers as a whole."""
    return {
        part for secret in page.secrets for part in (secret.split() if secret.replace(" ", "").isalpha() else [secret])
    }


def seen(image: Pixels | Pillow.Image, resolution: int, page: Letter, readers: dict[str, Engine]) -> set[str]:
    """Return the planted identifiers that any engine reads."""
    pixels = np.asarray(image.convert("L") if isinstance(image, Pillow.Image) else image)
    found: set[str] = set()
    for reader in readers.values():
        words = reader.read(pixels, resolution).text.lower().split()
        letters = "".join(filter(str.isalnum, "".join(words)))
        for secret in planted(page):
            if any(fuzz.ratio(word.strip(".,:;"), secret.lower()) >= SIMILAR for word in words) or (
                not secret.isalpha() and "".join(filter(str.isalnum, secret.lower())) in letters
            ):
                found.add(secret)
    return found


PARTS: dict[str, Callable[[argparse.Namespace], None]] = {
    "digital": measure_digital,
    "scanned": measure_scanned,
    "layers": measure_layers,
    "leaks": measure_leaks,
}


if __name__ == "__main__":
    main()
