"""How well keys and values of forms are found.

    python bench/key_values.py [--seeds 2 3] [--scans DIR]

Forms of five layouts in three print qualities are drawn, of which a fifth of the values is missing, read by the engine
``auto``, and searched with the lines of their image. A pair counts if key and value are exactly those that were drawn.
The rules were made on the seeds 0 and 1. With `--scans` the pairs of all PNG files of a folder are printed, to be
judged by eye.
"""

import argparse
from collections import Counter, defaultdict
from pathlib import Path

import numpy as np

from check_box_forms import QUALITIES
from common import load_page, table
from key_value_forms import LAYOUTS, make_form
from sparkocr.engines.factory import make_engine
from sparkocr.entities.key_values import KeyValue, key_values
from sparkocr.imaging.pixels import Pixels, to_gray
from sparkocr.imaging.rulings import find_rulings

HEADER = ("forms", "pairs", "precision", "recall", "F1")
ENGINE = make_engine()


def main() -> None:
    """Print the table, or the pairs of scans."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--seeds", type=int, nargs="+", default=[2, 3], help="of the forms that are drawn")
    parser.add_argument("--scans", type=Path, help="folder of PNG files whose pairs are printed")
    options = parser.parse_args()
    if options.scans:
        print_pairs(sorted(options.scans.glob("*.png")))
        return
    counts: dict[str, list[int]] = defaultdict(lambda: [0, 0, 0])
    for layout in LAYOUTS:
        for quality in QUALITIES:
            for seed in options.seeds:
                form = make_form(layout, quality, seed)
                drawn = Counter(form.pairs)
                found = Counter((pair.key, pair.value) for pair in pairs_of(form.pixels, form.dpi))
                for name in (layout, quality, "all"):
                    counts[name] = list(np.add(counts[name], [(drawn & found).total(), found.total(), drawn.total()]))
    print(table(HEADER, [row(name, *counts[name]) for name in (*LAYOUTS, *QUALITIES, "all")]))


def pairs_of(pixels: Pixels, dpi: int) -> list[KeyValue]:
    """Read an image, and find its pairs."""
    return key_values(ENGINE.read(pixels, dpi), find_rulings(pixels, dpi).horizontal)


def row(name: str, right: int, found: int, drawn: int) -> tuple[str, int, float, float, float]:
    """Return a row of the table."""
    return name, drawn, right / max(found, 1), right / max(drawn, 1), 2 * right / max(found + drawn, 1)


def print_pairs(paths: list[Path]) -> None:
    """Print the pairs of scans."""
    for path in paths:
        image = load_page(path)
        print(path.name)
        for pair in pairs_of(to_gray(image), image.dpi):
            print(f"    {pair.score:.2f} {pair.key!r}: {pair.value!r}")


if __name__ == "__main__":
    main()
