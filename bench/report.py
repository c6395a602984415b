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
from sparkocr.transformers import BinaryToImage, ImageToHocr, PageToJson
from sparkocr.utils import write_report

EXAMPLES = ("letter.png", "receipt.jpg", "skewed.png", "fax.tif")
DOCUMENTS = Path(__file__).parent.parent / "examples" / "documents"
SECONDS, MIB = 2.0, 400.0
"""The bars of 1,000 pages."""

_DRAWN = (
    "document.readyState === 'complete' && document.querySelector('.body.drawn') !== null"
    " && [...document.images].every((one) => one.complete)"
)
_SCREEN = 0.8  # of the height of the window: a step of somebody who reads all


def read(data: Path | None, kinds: int) -> list[dict[str, Any]]:
    """Read some pages, with their images and all words."""
    stages = [BinaryToImage(), ImageToHocr(), PageToJson(inputCol="hocr")]
    light = LightPipeline(stages, keepImages=True)
    files = sorted(data.glob("*.png"))[:kinds] if data else [DOCUMENTS / name for name in EXAMPLES]
    return [page for file in files for page in light.fromLocalPath(str(file))]


def repeated(pages: list[dict[str, Any]], count: int) -> Iterator[dict[str, Any]]:
    """Give as many pages as wanted, each of a file of its own; some are doubtful, and some failed."""
    for number, page in enumerate(islice(cycle(pages), count)):
        told = {"path": f"file:/bench/{number:05}.png", "pagenum": 0, "confidence": float(30 + number * 7 % 70)}
        yield page | told | ({"exception": "It failed."} if number % 100 == 0 else {})


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


def look(browser: Browser, path: Path) -> tuple[float, float, float]:
    """Open a report and look at all of its pages; seconds until it is there, MiB then, and most MiB while scrolling."""
    began = time.perf_counter()
    browser.open(path)
    browser.wait(_DRAWN)
    seconds = time.perf_counter() - began
    opened = most = browser.renderer_mib()
    while browser.evaluate(
        f"(() => {{ const y = scrollY; scrollBy(0, {_SCREEN} * innerHeight); return scrollY > y; }})()"
    ):
        time.sleep(0.03)
        most = max(most, browser.renderer_mib())
    return seconds, opened, most


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
    parser.add_argument("--screenshot", type=Path, help="PNG file for what the last page looks like")
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
                rows.append(look(browser, path))
                if options.screenshot:
                    browser.picture(options.screenshot)
    print(table(["open, s", "renderer, MiB", "the same after all pages, at most"], rows))
    if max(row[0] for row in rows) > SECONDS or max(row[2] for row in rows) > MIB:
        raise SystemExit(f"The bars are {SECONDS:.0f} s and {MIB:.0f} MiB.")


if __name__ == "__main__":
    main()
