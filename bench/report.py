"""A report of many pages: how long it takes to write and to open, and what memory both need.

The pages are those of the example documents, or the PNG files of a folder, read by Tesseract and repeated.
Chromium opens the report headless, and then looks at every page of it.
"""

import argparse
import tempfile
import time
from collections.abc import Iterator
from itertools import cycle, islice
from pathlib import Path
from threading import Event, Thread
from typing import Any, Self

import psutil

from browser import Browser, find_chromium
from common import table
from sparkocr.base import LightPipeline
from sparkocr.transformers import BinaryToImage, ImageScaler, ImageToHocr, PageToJson
from sparkocr.utils import write_report

EXAMPLES = ("letter.png", "receipt.jpg", "skewed.png", "fax.tif")
DOCUMENTS = Path(__file__).parent.parent / "examples" / "documents"
SECONDS, MIB = 2.0, 400.0
"""The bars of 1,000 pages."""

_DRAWN = "document.querySelector('.body.drawn') !== null"
_SMALL = 0.25  # of the side of a page of 300 dpi: hard to read
_SCREEN, _READING = 0.8, 0.25  # of the height of the window, and seconds: the steps of somebody who leafs through all


def read(data: Path | None, kinds: int) -> list[dict[str, Any]]:
    """Read some pages as they are and as a bad camera has them, with their images and all words."""
    files = sorted(data.glob("*.png"))[:kinds] if data else [DOCUMENTS / name for name in EXAMPLES]
    good = [BinaryToImage(), ImageToHocr(), PageToJson(inputCol="hocr")]
    small = [BinaryToImage(outputCol="page"), ImageScaler(inputCol="page", outputCol="image", scaleFactor=_SMALL)]
    pages = []
    for stages in (good, [*small, *good[1:]]):
        light = LightPipeline(stages, keepImages=True)
        pages += [page for file in files for page in light.fromLocalPath(str(file))]
    return pages


def repeated(pages: list[dict[str, Any]], count: int) -> Iterator[dict[str, Any]]:
    """Give as many pages as wanted, each of a file of its own; one of a hundred has failed."""
    for number, page in enumerate(islice(cycle(pages), count)):
        path = {"path": f"file:/letters/{number:05}.png", "pagenum": 0}
        yield path | (page | path if number % 100 else {"exception": "BinaryToImage_5c1d: Can't open file as image."})


class Peak:
    """The most MiB that this process has while a block runs, beside what it had before."""

    def __enter__(self) -> Self:
        self._process, self._over = psutil.Process(), Event()
        self._before = self.most = self._process.memory_info().rss
        self._watch = Thread(target=self._look)
        self._watch.start()
        return self

    def _look(self) -> None:
        while not self._over.wait(0.02):
            self.most = max(self.most, self._process.memory_info().rss)

    def __exit__(self, *_: object) -> None:
        self._over.set()
        self._watch.join()

    @property
    def mib(self) -> float:
        """How much it was."""
        return (self.most - self._before) / 2**20


def look(browser: Browser, path: Path, screenshot: Path | None = None) -> tuple[float, float, float, float, float]:
    """Open a report, and look at all of its pages.

    Returns
    -------
    (float, float, float, float, float)
        Seconds until the first pages are drawn and until all of the file is read, CPU seconds and MiB of the renderer
        then, and its most MiB while leafing.
    """
    began = time.perf_counter()
    browser.open(path)
    browser.wait(_DRAWN)
    drawn = time.perf_counter() - began
    browser.wait("document.readyState === 'complete'")
    seconds = time.perf_counter() - began
    opened, cpu = browser.renderer()
    if screenshot:
        browser.picture(screenshot)
    most = opened
    while browser.evaluate(
        f"(() => {{ const y = scrollY; scrollBy(0, {_SCREEN} * innerHeight); return scrollY > y; }})()"
    ):
        time.sleep(_READING)
        most = max(most, browser.renderer()[0])
    return drawn, seconds, cpu, opened, most


def main() -> None:
    """Write reports, open them, and print what it took.

    Raises
    ------
    SystemExit
        A bar is missed, or there is no Chromium.
    """
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--pages", type=int, default=1000)
    parser.add_argument("--data", type=Path, help="folder with PNG files to read; the example documents by default")
    parser.add_argument("--kinds", type=int, default=12, help="how many files of the folder to read")
    parser.add_argument("--chromium", default=find_chromium(), help="program (default: the one on the path)")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--screenshot", type=Path, help="PNG file for what it looks like when it is opened")
    options = parser.parse_args()
    if not options.chromium:
        raise SystemExit("There is no Chromium: --chromium PATH")
    pages = read(options.data, options.kinds)
    rows = []
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "report.html"
        with Peak() as peak:
            began = time.perf_counter()
            write_report(repeated(pages, options.pages), path, images=True)
            seconds = time.perf_counter() - began
        size = path.stat().st_size / 2**20
        print(table(["pages", "MiB", "write, s", "memory of it, MiB"], [[options.pages, size, seconds, peak.mib]]))
        for _ in range(options.rounds):
            with Browser(options.chromium) as browser:
                rows.append(look(browser, path, options.screenshot))
    print(table(["first pages, s", "all, s", "CPU s", "renderer, MiB", "most MiB while leafing"], rows))
    if max(row[1] for row in rows) > SECONDS or max(row[4] for row in rows) > MIB:
        raise SystemExit(f"The bars are {SECONDS:.0f} s and {MIB:.0f} MiB.")


if __name__ == "__main__":
    main()
