"""How well and how fast each engine reads pages with known text.

    python bench/accuracy.py --data DIR [--engines tesseract ppocr ...] [--categories scan receipt]

DIR holds pairs of ``CATEGORY__NAME.png`` and ``CATEGORY__NAME.txt``. Everything runs in one process on one core, the
engines by turns on each page, so that what else the machine does hits all of them. ``rapidocr`` is another pipeline
with the models that ``ppocr`` uses by default.
"""

import argparse
import logging
from collections.abc import Callable
from pathlib import Path
from statistics import fmean
from time import process_time
from typing import Any

import cv2

from common import load_page, table
from sparkocr.engines.engine import recognise
from sparkocr.engines.factory import make_engine
from sparkocr.engines.ppocr import models
from sparkocr.imaging.pixels import Image
from sparkocr.metrics import cer, token_f1, word_f1

ENGINES = {
    "tesseract": make_engine("tesseract"),
    "ppocr": make_engine("ppocr"),
    "ppocr mix": make_engine("ppocr", parameters={"size": "mix"}),
    "ppocr small": make_engine("ppocr", parameters={"size": "small"}),
    "auto": make_engine(),
}
RAPIDOCR = "rapidocr"
SCORES = {"word F1 %": word_f1, "token F1 %": token_f1, "CER %": cer}

Reader = Callable[[Image], str]


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
    texts, seconds = read_all(readers, pages)
    counts = ["pages", *(str(len(paths)) for paths in pages.values()), str(sum(map(len, pages.values())))]
    for title, score in SCORES.items():
        rows = [(name, *scores(score, pages, texts[name])) for name in readers]
        print(table((title, *pages, "mean of categories"), [counts, *rows]), "\n")
    rows = [(name, *times(pages, seconds[name])) for name in readers]
    base = rows[0][-1]
    header = ("CPU s/page", *pages, "all", f"ratio to {rows[0][0]}")
    print(table(header, [(*row, row[-1] / base) for row in rows]))


def reader(name: str) -> Reader:
    """Return what reads a page as ImageToText does."""
    return lambda image: recognise(ENGINES[name], image.pixels, image.resolution).text


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

    def read(image: Image) -> str:
        found: Any = engine(cv2.cvtColor(image.pixels, cv2.COLOR_GRAY2BGR))
        return "\n".join(found.txts or ())

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
) -> tuple[dict[str, dict[Path, str]], dict[str, dict[Path, float]]]:
    """Return the text of each page, and the CPU seconds that it took, by engine."""
    texts: dict[str, dict[Path, str]] = {name: {} for name in readers}
    seconds: dict[str, dict[Path, float]] = {name: {} for name in readers}
    warm_up = load_page(next(iter(pages.values()))[0])
    for read in readers.values():
        read(warm_up)
    for path in (path for paths in pages.values() for path in paths):
        image = load_page(path)
        for name, read in readers.items():
            start = process_time()
            texts[name][path] = read(image)
            seconds[name][path] = process_time() - start
    return texts, seconds


def scores(score: Callable[[str, str], float], pages: dict[str, list[Path]], texts: dict[Path, str]) -> list[float]:
    """Return the mean score of each category, and the mean of these, in percent."""
    means = [
        100 * fmean(score(path.with_suffix(".txt").read_text(encoding="utf-8"), texts[path]) for path in paths)
        for paths in pages.values()
    ]
    return [*means, fmean(means)]


def times(pages: dict[str, list[Path]], seconds: dict[Path, float]) -> list[float]:
    """Return the mean seconds of a page of each category, and of all pages."""
    return [*(fmean(seconds[path] for path in paths) for paths in pages.values()), fmean(seconds.values())]


if __name__ == "__main__":
    main()
