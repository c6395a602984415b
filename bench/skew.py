"""How exactly and how fast the skew of rotated pages is found, beside the PyPI package deskew.

    python bench/skew.py --data DIR [--categories clean300 low150 low100] [--methods estimate_skew deskew]

DIR holds images ``CATEGORY__NAME.png`` of pages without skew. Each of them is rotated by each of ANGLES, on white paper
that is large enough. deskew (pip install deskew) answers in whole degrees unless told otherwise, so it runs twice.
"""

import argparse
from collections.abc import Callable, Iterator
from pathlib import Path
from time import process_time
from typing import cast

import cv2
import numpy as np

from common import load_page, table
from sparkocr.imaging.pixels import Pixels
from sparkocr.imaging.skew import estimate_skew

# Half of them are no multiples of 0.1: a search with that step would be right by chance.
ANGLES = (0.0, 0.1, -0.23, 0.3, -0.46, 0.7, -1.14, 1.5, -2.27, 3.0, -4.45, 5.68, -7.0, 9.36, -12.0, 13.75, -15.0)
HALF_ANGLE = 15.0
DESKEW_MARGIN = 1.0  # degrees; without it deskew loses the ends of its range to rounding
METHODS = ("estimate_skew", "deskew", "deskew, 0.1 degrees")
HEADER = ("method", "cases", "median error, degrees", "95th percentile", "max", "CPU ms/page", "not found")

Method = Callable[[Pixels], float]


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, required=True, help="folder of page images without skew")
    parser.add_argument("--categories", nargs="+", default=["clean300", "low150", "low100"], help="only these")
    parser.add_argument("--methods", nargs="+", default=METHODS, choices=METHODS, help="only these")
    options = parser.parse_args()
    cv2.setNumThreads(1)  # CPU time is compared, and threads that wait for each other use some
    paths = [path for category in options.categories for path in sorted(options.data.glob(f"{category}__*.png"))]
    if not paths:
        raise SystemExit(f"No CATEGORY__NAME.png of {', '.join(options.categories)} in {options.data}.")
    chosen = {name: method for name, method in methods().items() if name in options.methods}
    for method in chosen.values():
        method(np.full((64, 64), 255, np.uint8))  # loads what the first page should not pay for
    results: dict[str, list[tuple[float, float]]] = {name: [] for name in chosen}
    for page, angle in cases(paths):
        for name, method in chosen.items():
            start = process_time()
            found = method(page)
            results[name].append((abs(found - angle), process_time() - start))
    print(table(HEADER, [(name, *summary(pairs)) for name, pairs in results.items()]))


def methods() -> dict[str, Method]:
    """Return all methods by name; they give degrees counter-clockwise.

    Raises
    ------
    SystemExit
        If deskew is not installed.
    """
    try:
        from deskew import determine_skew
    except ImportError:
        raise SystemExit("The comparison needs deskew: pip install deskew") from None

    def deskew(pixels: Pixels, deviation: float) -> float:
        limit = HALF_ANGLE + DESKEW_MARGIN
        found = determine_skew(pixels, min_angle=-limit, max_angle=limit, min_deviation=deviation)
        return float("nan") if found is None else -float(found)  # its angle is the one to rotate by

    calls = (
        lambda pixels: estimate_skew(pixels, HALF_ANGLE),
        lambda pixels: deskew(pixels, 1.0),
        lambda pixels: deskew(pixels, 0.1),
    )
    return dict(zip(METHODS, calls, strict=True))


def cases(paths: list[Path]) -> Iterator[tuple[Pixels, float]]:
    """Rotate every page by every angle."""
    for path in paths:
        page = load_page(path).pixels
        for angle in ANGLES:
            yield rotated(page, angle), angle


def rotated(page: Pixels, angle: float) -> Pixels:
    """Turn a gray page counter-clockwise by an angle in degrees, on white paper that holds all of it."""
    height, width = page.shape
    matrix = cv2.getRotationMatrix2D(((width - 1) / 2, (height - 1) / 2), angle, 1)
    cosine, sine = np.abs(matrix[0, :2])
    size = np.ceil([height * sine + width * cosine, height * cosine + width * sine]).astype(int)
    matrix = np.column_stack([matrix[:, :2], matrix[:, 2] + (size - (width, height)) / 2])
    return cast("Pixels", cv2.warpAffine(page, matrix, size.tolist(), flags=cv2.INTER_CUBIC, borderValue=255))


def summary(pairs: list[tuple[float, float]]) -> tuple[object, ...]:
    """Return the cells of one row from the errors in degrees, NaN if none was found, and the seconds of all cases."""
    errors, seconds = np.array(pairs).T
    known = errors[~np.isnan(errors)]
    values = (np.median(known), np.percentile(known, 95), known.max())
    return (
        len(errors),
        *(f"{value:.4f}" for value in values),
        f"{1000 * seconds.mean():.0f}",
        int(np.isnan(errors).sum()),
    )


if __name__ == "__main__":
    main()
