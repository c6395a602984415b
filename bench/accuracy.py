"""How well and how fast ImageToText reads pages with known text.

    python bench/accuracy.py --data DIR [--categories scan receipt]

DIR holds pairs of ``CATEGORY__NAME.png`` and ``CATEGORY__NAME.txt``. The scores come from a Spark job, the CPU seconds
of a page from a loop over the same calls in one process.
"""

import argparse
from pathlib import Path
from statistics import fmean, median
from time import process_time
from urllib.parse import unquote, urlsplit

from pyspark.ml import PipelineModel
from pyspark.sql import SparkSession

from common import load_engine, local_session, table
from sparkocr.engines.engine import recognise
from sparkocr.engines.tesseract import Tesseract
from sparkocr.imaging.decode import decode
from sparkocr.metrics import cer, token_f1, word_f1
from sparkocr.transformers import BinaryToImage, ImageToText
from sparkocr.transformers.image import MAX_PIXELS

SCORES = {"word F1 %": word_f1, "token F1 %": token_f1, "CER %": cer}
HEADER = ("category", "pages", *SCORES, "CPU s/page")


def main() -> None:
    """Print the table of scores."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, required=True, help="folder of page images with their text")
    parser.add_argument("--categories", nargs="+", help="only these")
    options = parser.parse_args()
    pages = by_category(options.data, options.categories)
    with local_session() as session:
        texts = read_with_spark(session, [str(path) for paths in pages.values() for path in paths])
    load_engine()
    rows = [(category, len(paths), *measured(paths, texts)) for category, paths in pages.items()]
    means = [fmean(column) for column in zip(*(row[2:] for row in rows), strict=True)]
    print(table(HEADER, [*rows, ("mean of categories", len(texts), *means)]))


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


def read_with_spark(session: SparkSession, paths: list[str]) -> dict[str, str]:
    """Read pages and return their texts by file name; pages that failed are told and have none."""
    files = session.read.format("binaryFile").load(paths)
    result = PipelineModel(stages=[BinaryToImage(), ImageToText()]).transform(files)
    rows = result.select("path", "text", "exception").collect()
    for row in rows:
        if row["exception"]:
            print(f"{row['path']}: {row['exception']}")
    return {Path(unquote(urlsplit(row["path"]).path)).name: row["text"] or "" for row in rows}


def measured(paths: list[Path], texts: dict[str, str]) -> list[float]:
    """Return the mean scores over pages in percent, and the median CPU seconds of a page."""
    truths = [path.with_suffix(".txt").read_text(encoding="utf-8") for path in paths]
    found = [texts[path.name] for path in paths]
    scores = [100 * fmean(score(*pair) for pair in zip(truths, found, strict=True)) for score in SCORES.values()]
    return [*scores, median(map(engine_seconds, paths))]


def engine_seconds(path: Path) -> float:
    """Return the CPU seconds to decode and read one page, without Spark."""
    content = path.read_bytes()
    start = process_time()
    image = decode(content, max_pixels=MAX_PIXELS)
    recognise(Tesseract(), image.pixels, image.resolution)
    return process_time() - start


if __name__ == "__main__":
    main()
