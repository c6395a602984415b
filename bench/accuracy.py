"""How well and how fast each engine reads pages with known text.

    python bench/accuracy.py --data DIR [--engines tesseract ppocr ...] [--categories scan receipt]

DIR holds pairs of ``CATEGORY__NAME.png`` and ``CATEGORY__NAME.txt``. Everything runs in one process on one core, the
engines by turns on each page, so that what else the machine does hits all of them. ``fast``, ``balanced`` and ``best``
are the qualities of ``auto``; ``rapidocr`` is another pipeline with the models that ``fast`` uses.

The last table is the expected calibration error of the confidences of words: in bins of ten percent, by how much they
differ from the share of right words. That this holds for other documents, too, is what ``bench/calibrate.py`` tells.
"""

import argparse
import logging
from collections.abc import Callable
from pathlib import Path
from statistics import fmean
from time import process_time
from typing import Any

import cv2

from calibration import calibration_error, right_words
from common import load_page, table
from sparkocr.engines.factory import make_engine
from sparkocr.engines.ppocr import models
from sparkocr.imaging.pixels import Image
from sparkocr.layout.report import ReadOptions, report
from sparkocr.metrics import cer, token_f1, word_f1

ENGINES = {
    "tesseract": make_engine("tesseract"),
    "fast": make_engine(quality="fast"),
    "balanced": make_engine(),
    "best": make_engine(quality="best"),
    "ppocr mix": make_engine("ppocr", parameters={"size": "mix"}),
}
RAPIDOCR = "rapidocr"
SCORES = {"word F1 %": word_f1, "token F1 %": token_f1, "CER %": cer}

Reading = tuple[str, list[tuple[str, float]]]
"""Text of a page, and its words with their confidences, 0 to 100."""
Reader = Callable[[Image], Reading]


def main() -> None:
    """Print a table for each score, and one of the time."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, required=True, help="folder of page images with their text")
    parser.add_argument("--engines", nargs="+", choices=[*ENGINES, RAPIDOCR], default=[*ENGINES, RAPIDOCR])
    parser.add_argument("--categories", nargs="+", help="only these")
    options = parser.parse_args()
    cv2.setNumThreads(1)
    readers = {name: rapidocr_reader() if name == RAPIDOCR else reader(name) for name in options.engines}
    pages = by_category(options.data, options.categories)
    readings, seconds = read_all(readers, pages)
    counts = ["pages", *(str(len(paths)) for paths in pages.values()), str(sum(map(len, pages.values())))]
    for title, score in SCORES.items():
        rows = [(name, *scores(score, pages, readings[name])) for name in readers]
        print(table((title, *pages, "mean of categories"), [counts, *rows]), "\n")
    rows = [(name, *times(pages, seconds[name])) for name in readers]
    base = rows[0][-1]
    header = ("CPU s/page", *pages, "all", f"ratio to {rows[0][0]}")
    print(table(header, [(*row, row[-1] / base) for row in rows]), "\n")
    rows = [(name, *calibration(pages, readings[name])) for name in readers if name != RAPIDOCR]
    print(table(("calibration error", *pages, "all"), rows))


def reader(name: str) -> Reader:
    """Return what reads a page as ImageToText does."""

    def read(image: Image) -> Reading:
        page = ENGINES[name].read(image.pixels, image.dpi)
        text = report(page, image.dpi, ReadOptions()).text
        return text, [(word.text, word.confidence) for word in page.words()]

    return read


def rapidocr_reader() -> Reader:
    """Return what reads a page with rapidocr, on one thread and with the small models that ``ppocr`` has."""
    from rapidocr import RapidOCR

    logging.getLogger("RapidOCR").setLevel(logging.ERROR)
    runtime = "EngineConfig.onnxruntime"
    files = {kind: str(models.model_path(kind, "tiny")) for kind in ("det", "rec", "dict")}
    engine = RapidOCR(
        params={
            "Global.use_cls": False,
            "Global.log_level": "error",
            "Det.model_path": files["det"],
            "Rec.model_path": files["rec"],
            "Rec.rec_keys_path": files["dict"],
            f"{runtime}.intra_op_num_threads": 1,
            f"{runtime}.inter_op_num_threads": 1,
        }
    )

    def read(image: Image) -> Reading:
        found: Any = engine(cv2.cvtColor(image.pixels, cv2.COLOR_GRAY2BGR))
        return "\n".join(found.txts or ()), []

    return read


def by_category(folder: Path, wanted: list[str] | None) -> dict[str, list[Path]]:
    """Return the images of a folder that have a truth, by category.

    Raises
    ------
    SystemExit
        If there are none.
    """
    found: dict[str, list[Path]] = {}
    for path in sorted(folder.glob("*__*.png")):
        category = path.name.split("__")[0]
        if path.with_suffix(".txt").exists() and (not wanted or category in wanted):
            found.setdefault(category, []).append(path)
    if not found:
        raise SystemExit(f"No CATEGORY__NAME.png with a .txt in {folder}.")
    return found


def read_all(
    readers: dict[str, Reader], pages: dict[str, list[Path]]
) -> tuple[dict[str, dict[Path, Reading]], dict[str, dict[Path, float]]]:
    """Return what is read on each page, and the CPU seconds that it took, by engine."""
    readings: dict[str, dict[Path, Reading]] = {name: {} for name in readers}
    seconds: dict[str, dict[Path, float]] = {name: {} for name in readers}
    warm_up = load_page(next(iter(pages.values()))[0])
    for read in readers.values():
        read(warm_up)
    for path in (path for paths in pages.values() for path in paths):
        image = load_page(path)
        for name, read in readers.items():
            start = process_time()
            readings[name][path] = read(image)
            seconds[name][path] = process_time() - start
    return readings, seconds


def scores(
    score: Callable[[str, str], float], pages: dict[str, list[Path]], readings: dict[Path, Reading]
) -> list[float]:
    """Return the mean score of each category, and the mean of these, in percent."""
    means = [
        100 * fmean(score(path.with_suffix(".txt").read_text(encoding="utf-8"), readings[path][0]) for path in paths)
        for paths in pages.values()
    ]
    return [*means, fmean(means)]


def calibration(pages: dict[str, list[Path]], readings: dict[Path, Reading]) -> list[str]:
    """Return the calibration error of the words with a letter or digit of each category, and of all pages."""
    judged: dict[str, list[tuple[float, bool]]] = {category: [] for category in pages}
    for category, paths in pages.items():
        for path in paths:
            words = [word for word in readings[path][1] if any(map(str.isalnum, word[0]))]
            right = right_words(words, path.with_suffix(".txt").read_text(encoding="utf-8"))
            sure = (confidence / 100 for _, confidence in words)
            judged[category] += zip(sure, right, strict=True)
    groups = [*judged.values(), [one for words in judged.values() for one in words]]
    return [f"{calibration_error([sure for sure, _ in words], [ok for _, ok in words]):.3f}" for words in groups]


def times(pages: dict[str, list[Path]], seconds: dict[Path, float]) -> list[float]:
    """Return the mean seconds of a page of each category, and of all pages."""
    return [*(fmean(seconds[path] for path in paths) for paths in pages.values()), fmean(seconds.values())]


if __name__ == "__main__":
    main()
