"""How good, large and fast searchable PDFs are, next to those of ocrmypdf.

    python bench/searchable.py --data DIR [--category NAME ...] [--black-and-white] [--ocrmypdf PROGRAM] [--rounds 3]

DIR holds pairs of ``CATEGORY__NAME.png`` and ``CATEGORY__NAME.txt``; its pages become one PDF of JPEG pictures, or of
binarised ones in CCITT group 4. Both programs read it with Tesseract, the same language data and two processes, by
turns. Needs ``pdftotext`` and ``qpdf``; without ``--ocrmypdf`` only the library is measured. The library's session is
warm, as in a job of many documents; ocrmypdf's start, a second, counts.
"""

import argparse
import os
import re
import subprocess
from collections.abc import Callable, Iterator
from html import unescape
from pathlib import Path
from statistics import fmean, median
from tempfile import TemporaryDirectory
from time import perf_counter

import numpy as np

from common import CORES, load_page, local_session, median_and_all, table
from sparkocr.engines.pdf_pages import draw_scan
from sparkocr.engines.tessdata import find_tessdata
from sparkocr.engines.tesseract import Tesseract
from sparkocr.enums import ImageType
from sparkocr.imaging.limits import MAX_PIXELS
from sparkocr.imaging.threshold import binarize
from sparkocr.layout.box import Box
from sparkocr.metrics import word_f1
from sparkocr.pdf.document import open_pdf
from sparkocr.pdf.read.render import draw_page
from sparkocr.pdf.write.assemble import assemble
from sparkocr.pdf.write.picture import picture_page
from sparkocr.transformers import PdfToSearchablePdf

RESOLUTION = 300  # dpi; the most that pages are rendered at
LEAST_OVERLAP = 0.5
_WORD = re.compile(r'<word xMin="([\d.-]+)" yMin="([\d.-]+)" xMax="([\d.-]+)" yMax="([\d.-]+)">(.*)</word>')


def main() -> None:
    """Print a table of both programs, and what the text layer does to the pages."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, required=True, help="folder of page images with their text")
    parser.add_argument("--category", nargs="+", help="categories of pages (all)")
    parser.add_argument("--black-and-white", action="store_true", help="binarise the pages")
    parser.add_argument("--ocrmypdf", help="program to compare with")
    parser.add_argument("--rounds", type=int, default=3, help="timed rounds (%(default)s)")
    options = parser.parse_args()
    paths = sorted(path for path in options.data.glob("*__*.png") if path.with_suffix(".txt").exists())
    paths = [path for path in paths if not options.category or path.name.partition("__")[0] in options.category]
    truths = [path.with_suffix(".txt").read_text(encoding="utf-8") for path in paths]
    with TemporaryDirectory() as work, local_session() as session:
        folder = Path(work)
        source = folder / "source.pdf"
        source.write_bytes(assemble(scanned(path, options.black_and_white) for path in paths))
        files = session.read.format("binaryFile").load(str(source))
        stage = PdfToSearchablePdf(engine="tesseract", resolution=RESOLUTION)

        def ours() -> Path:
            (row,) = stage.transform(files).select("pdf", "exception").collect()
            if row["exception"]:
                raise SystemExit(row["exception"])
            return write(folder / "ours.pdf", row["pdf"])

        programs: dict[str, Callable[[], Path]] = {"sparkocr": ours}
        if options.ocrmypdf:
            data = language_data(folder / "tessdata")
            programs["ocrmypdf"] = lambda: ocrmypdf(options.ocrmypdf, source, folder / "ocrmypdf.pdf", data)
        seconds, results = by_turns(programs, options.rounds)
        base = median(next(iter(seconds.values())))
        rows = [
            (
                name,
                median_and_all(seconds[name]),
                base / median(seconds[name]),
                100 * fmean(map(word_f1, truths, page_texts(result, len(paths)))),
                result.stat().st_size / source.stat().st_size,
                qpdf_says(result),
            )
            for name, result in results.items()
        ]
        print(f"{len(paths)} pages, {source.stat().st_size / 1e6:.1f} MB of pictures\n")
        print(
            table(("program", "seconds", "time of sparkocr / its", "word F1 %", "size / source", "qpdf --check"), rows)
        )
        check_pages(source.read_bytes(), results["sparkocr"], truths)


def scanned(path: Path, black_and_white: bool) -> bytes:
    """Return a page of a PDF that has the picture of a file."""
    image = load_page(path)
    if black_and_white:
        image = image.with_pixels(binarize(image.pixels), ImageType.TYPE_BYTE_BINARY)
    return picture_page(image)


def write(path: Path, content: bytes) -> Path:
    """Write a file."""
    path.write_bytes(content)
    return path


def language_data(folder: Path) -> Path:
    """Make a folder of the library's language data with the settings that ocrmypdf asks Tesseract for."""
    (folder / "configs").mkdir(parents=True)
    for kind in ("hocr", "txt"):
        (folder / "configs" / kind).write_text(f"tessedit_create_{kind} 1\n")
    for name in ("eng", "osd"):
        file = f"{name}.traineddata"
        (folder / file).symlink_to(Path(find_tessdata(name)) / file)
    return folder


def ocrmypdf(program: str, source: Path, target: Path, data: Path) -> Path:
    """Run ocrmypdf: the same language data, one thread per process, and nothing that it does besides."""
    environment = os.environ | {"TESSDATA_PREFIX": str(data), "OMP_THREAD_LIMIT": "1"}
    arguments = ["--jobs", str(CORES), "--output-type", "pdf", "--optimize", "0", "--quiet"]
    subprocess.run([program, *arguments, str(source), str(target)], check=True, env=environment)
    return target


def by_turns(programs: dict[str, Callable[[], Path]], rounds: int) -> tuple[dict[str, list[float]], dict[str, Path]]:
    """Time programs by turns after one round that isn't timed."""
    seconds: dict[str, list[float]] = {name: [] for name in programs}
    results: dict[str, Path] = {}
    for turn in range(rounds + 1):
        for name, run in programs.items():
            start = perf_counter()
            results[name] = run()
            if turn:
                seconds[name].append(perf_counter() - start)
    return seconds, results


def page_texts(pdf: Path, pages: int) -> list[str]:
    """Return the text of each page as pdftotext gives it."""
    run = subprocess.run(["pdftotext", "-raw", str(pdf), "-"], check=True, capture_output=True, text=True)
    return run.stdout.split("\f")[:pages]


def qpdf_says(pdf: Path) -> str:
    """Return whether qpdf finds anything wrong."""
    run = subprocess.run(["qpdf", "--check", str(pdf)], check=False, capture_output=True, text=True)
    return "clean" if run.returncode == 0 else f"status {run.returncode}"


def check_pages(source: bytes, result: Path, truths: list[str]) -> None:
    """Compare the text layer with what the engine read, and the pictures with those of the source."""
    engine = Tesseract()
    on_words: dict[str, list[bool]] = {"with a letter or digit": [], "all": []}
    changes, engine_scores = [], []
    with open_pdf(source) as before, open_pdf(result.read_bytes()) as after:
        for number, (truth, found) in enumerate(zip(truths, page_words(result), strict=True)):
            image = draw_scan(before, number, resolution=RESOLUTION, max_pixels=MAX_PIXELS)
            page = engine.read(image.pixels, image.resolution)
            engine_scores.append(word_f1(truth, page.text))
            scale = image.resolution / 72
            boxes = [Box(x * scale, y * scale, w * scale, h * scale) for x, y, w, h in found]
            for word in page.words():
                is_covered = any(word.box.upright().iou(box) >= LEAST_OVERLAP for box in boxes)
                on_words["all"].append(is_covered)
                if any(map(str.isalnum, word.text)):
                    on_words["with a letter or digit"].append(is_covered)
            again = draw_page(after, number, resolution=image.resolution, max_pixels=MAX_PIXELS)
            changes.append(np.abs(image.pixels.astype(int) - again.pixels).mean())
    print(f"\nword F1 of the engine itself: {100 * fmean(engine_scores):.2f} %")
    for kind, covered in on_words.items():
        share = 100 * fmean(covered)
        print(f"words of the engine ({kind}) that a word of the PDF covers (IoU >= {LEAST_OVERLAP}): {share:.2f} %")
    print(f"gray levels that pictures differ by: mean {fmean(changes):.4f}, most {max(changes):.4f}")


def page_words(pdf: Path) -> Iterator[list[tuple[float, float, float, float]]]:
    """Yield the boxes (x, y, width, height in points, origin top-left) of the words of each page."""
    run = subprocess.run(["pdftotext", "-bbox", str(pdf), "-"], check=True, capture_output=True, text=True)
    for page in run.stdout.split("<page ")[1:]:
        words = _WORD.findall(page)
        edges = [tuple(map(float, word[:4])) for word in words if unescape(word[4]).strip()]
        yield [(left, top, right - left, bottom - top) for left, top, right, bottom in edges]


if __name__ == "__main__":
    main()
