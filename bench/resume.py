"""Kill a run of the command line at random points, go on with it, and count what was read twice, lost or doubled.

    python bench/resume.py [--pages 1000] [--kills 10] [--seed 1]

Pages are drawn and read by ``sparkocr text``, which is ended by SIGKILL as soon as a random number of pages was read,
and goes on with ``--resume``, until all is done. An engine of its own, around PP-OCR, notes when the reading of a page
begins and ends, so that the figures do not come from what is to be judged.
"""

from __future__ import annotations

import argparse
import os
import random
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path

import pyarrow.parquet as pq
from PIL import Image, ImageDraw, ImageFont

ENGINE = """
import hashlib, os
from sparkocr.engines.factory import make_engine

class Noting:
    def __init__(self, language):
        self.inner = make_engine("ppocr", language)

    def read(self, pixels, resolution, *, symbols=False):
        name = hashlib.sha256(pixels.tobytes()).hexdigest()
        note("begin", name)
        page = self.inner.read(pixels, resolution, symbols=symbols)
        note("end", name)
        return page

def note(event, name):
    place = os.open(os.environ["READ_LOG"], os.O_WRONLY | os.O_APPEND | os.O_CREAT)
    os.write(place, f"{event} {name}\\n".encode())
    os.close(place)

def make(language, **_):
    return Noting(language)
"""


def draw_pages(folder: Path, pages: int) -> None:
    """Draw pages of one short line."""
    folder.mkdir()
    font = ImageFont.load_default(28)
    for number in range(pages):
        image = Image.new("L", (320, 60), 255)
        ImageDraw.Draw(image).text((10, 10), f"Page {number} of it", fill=0, font=font)
        image.save(folder / f"{number:05}.png", dpi=(150, 150))


def install_engine(folder: Path) -> None:
    """Write a package with the engine, as pip would have installed it."""
    about = folder / "noting-1.0.dist-info"
    about.mkdir(parents=True)
    (folder / "noting.py").write_text(ENGINE)
    (about / "METADATA").write_text("Metadata-Version: 2.1\nName: noting\nVersion: 1.0\n")
    (about / "entry_points.txt").write_text("[sparkocr.engines]\nnoting = noting:make\n")


def events(log: Path, kind: str) -> Counter[str]:
    """Return how often pages were begun or ended."""
    lines = log.read_text().splitlines() if log.exists() else []
    return Counter(line.split()[1] for line in lines if line.startswith(f"{kind} "))


def main() -> None:
    """Run the bench."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--pages", type=int, default=1000)
    parser.add_argument("--kills", type=int, default=10)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    chosen = random.Random(options.seed)  # noqa: S311  no secret
    points = sorted(chosen.sample(range(1, options.pages), options.kills))
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        draw_pages(folder / "pages", options.pages)
        install_engine(folder / "engine")
        log, out = folder / "log", folder / "out"
        env = os.environ | {"READ_LOG": str(log), "PYTHONPATH": str(folder / "engine")}
        command = [sys.executable, "-m", "sparkocr", "text", str(folder / "pages"), "--out", str(out)]
        began = time.monotonic()
        for number, point in enumerate([*points, None]):
            more = ["--resume"] if number else []
            process = subprocess.Popen(
                [*command, "--engine", "noting", *more], env=env, stderr=subprocess.DEVNULL, stdout=subprocess.DEVNULL
            )
            while process.poll() is None:
                if point is not None and events(log, "end").total() >= point:
                    time.sleep(chosen.uniform(0, 0.2))
                    process.send_signal(signal.SIGKILL)
                time.sleep(0.02)
            print(f"run {number}: status {process.returncode}, {events(log, 'end').total()} pages read", flush=True)
        files = sorted((out / "text.parquet").glob("part-*"))
        rows = Counter(path for file in files for path in pq.read_table(file)["path"].to_pylist())
        ended, begun = events(log, "end"), events(log, "begin")
        twice = ended.total() - len(ended)
        print(f"{options.kills} kills in {time.monotonic() - began:.0f} s; {len(files)} files of rows")
        print(
            f"pages with a row: {len(rows)} of {options.pages}; with more than one: {sum(n > 1 for n in rows.values())}"
        )
        print(f"read twice: {twice} ({twice / options.pages:.1%}); begun twice: {begun.total() - len(begun)}")
        is_good = len(rows) == options.pages and rows.total() == options.pages and twice <= options.pages / 100
        sys.exit(0 if is_good else 1)


if __name__ == "__main__":
    main()
