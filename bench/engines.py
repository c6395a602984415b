"""What each engine costs a worker: seconds to load, and memory for pages with up to 4,000 px a side.

    python bench/engines.py [--data DIR] [--engines tesseract ppocr ...]

Each engine reads the pages of DIR (PNG files; default: drawn pages) in a process of its own, then the same pages
enlarged to 4,000 px on the long side, which costs the most memory.
"""

import argparse
import resource
from multiprocessing import get_context
from pathlib import Path
from tempfile import TemporaryDirectory
from time import perf_counter, process_time

import cv2
import numpy as np

from accuracy import ENGINES
from common import load_page, table
from inputs import image_folder
from sparkocr.imaging.geometry import scale

LONG_SIDE = 4000
PAGES = 12
MIB = 1024  # getrusage(2) counts in KiB on Linux


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, help="folder of PNG files; default: draw pages")
    parser.add_argument("--engines", nargs="+", choices=ENGINES, default=list(ENGINES))
    options = parser.parse_args()
    rows = []
    with TemporaryDirectory() as work:
        if options.data:
            paths = sorted(options.data.glob("*.png"))
            paths = paths[:: max(1, len(paths) // PAGES)][:PAGES]
        else:
            paths = image_folder(None, PAGES, Path(work) / "pages", range(200, 301))
        for name in options.engines:
            with get_context("spawn").Pool(1) as pool:  # a fresh process: peaks of memory never go down
                rows.append((name, *pool.apply(measured, (name, paths))))
    header = (
        "engine",
        "load s",
        "MiB before",
        "MiB after loading",
        "MiB peak",
        f"MiB peak, {LONG_SIDE} px",
        "CPU s/page",
    )
    print(table(header, rows))


def measured(name: str, paths: list[Path]) -> tuple[float, ...]:
    """Read the pages, and then larger ones."""
    cv2.setNumThreads(1)
    engine = ENGINES[name]
    before = peak()
    start = perf_counter()
    engine.read(np.full((64, 64), 255, np.uint8), 300)
    load, loaded = perf_counter() - start, peak()
    start = process_time()
    for path in paths:
        image = load_page(path)
        engine.read(image.pixels, image.resolution)
    seconds, read = (process_time() - start) / len(paths), peak()
    for path in paths:
        image = load_page(path)
        factor = LONG_SIDE / max(image.pixels.shape)
        larger = scale(image, factor)
        engine.read(larger.pixels, larger.dpi)
    return load, before, loaded, read, peak(), seconds


def peak() -> float:
    """Return the most memory that this process had so far, in MiB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / MIB


if __name__ == "__main__":
    main()
