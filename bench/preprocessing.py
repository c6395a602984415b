"""What the operations on images cost, and what ImagePreprocessor gains.

    python bench/preprocessing.py [--data DIR] [--pages 30]

Without DIR: the time of every operation on a gray A4 page of 300 dpi next to the plain OpenCV or scikit-image call
that does the same, and what Spark adds to a chain of five operations. With DIR, a folder of pairs of
``CATEGORY__NAME.png`` and ``CATEGORY__NAME.txt``: how well Tesseract reads the pages before and after
ImagePreprocessor, with one setting for all of them, and what that costs. (For skew see bench/skew.py.)
"""

import argparse
from collections.abc import Callable
from functools import partial
from pathlib import Path
from statistics import fmean, median
from tempfile import TemporaryDirectory
from time import process_time
from typing import Any, TypeVar, cast

import cv2
import numpy as np
from pyspark.ml import PipelineModel
from pyspark.sql import functions as F
from skimage import filters
from skimage import morphology as sk

from accuracy import by_category
from common import alternate, load_engine, load_page, local_session, median_and_all, table
from inputs import drawn_page, image_folder
from sparkocr.engines.engine import recognise
from sparkocr.engines.tesseract import Tesseract
from sparkocr.enums import ImageType
from sparkocr.imaging import background, geometry, threshold
from sparkocr.imaging.enhance import enhance
from sparkocr.imaging.morphology import kernel, morphology
from sparkocr.imaging.noise import noise_variance
from sparkocr.imaging.objects import ObjectSizes, remove_objects
from sparkocr.imaging.pixels import Image, Pixels
from sparkocr.metrics import word_f1
from sparkocr.transformers import (
    BinaryToImage,
    ImageAdaptiveBinarizer,
    ImageMorphologyOperation,
    ImageRemoveBackground,
    ImageRemoveObjects,
    ImageScaler,
)

ROUNDS = 5
DPI = 300

Result = TypeVar("Result")


def main() -> None:
    """Print the tables."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, help="folder of page images with their text: measure the gain")
    parser.add_argument("--pages", type=int, default=30, help="pages of the chain (%(default)s)")
    options = parser.parse_args()
    cv2.setNumThreads(1)
    if options.data:
        print(gain_table(options.data))
    else:
        print(operation_table(), end="\n\n")
        print(chain_table(options.pages))


def operation_table() -> str:
    """Time every operation and the plain call of a library."""
    page = np.asarray(drawn_page(0, DPI))
    rows = []
    for name, (ours, plain) in operations(page).items():
        ours_seconds, plain_seconds = alternate(ours, plain, rounds=ROUNDS)
        ours_ms, plain_ms = 1000 * median(ours_seconds), 1000 * median(plain_seconds)
        rows.append((name, ours_ms, plain_ms, ours_ms / plain_ms))
    return table(("operation", "ms", "plain call ms", "ratio"), rows)


def operations(page: Pixels) -> dict[str, tuple[Callable[[], object], Callable[[], object]]]:
    """Return pairs of an operation and the plain call, by name."""
    image = Image(page, DPI, ImageType.TYPE_BYTE_GRAY)
    height, width = page.shape
    disk, ink = kernel("disk", 2), page < 128
    laplacians = np.array([[1, -2, 1], [-2, 4, -2], [1, -2, 1]])
    turn = cv2.getRotationMatrix2D((width / 2, height / 2), 3, 1)

    def smoothed(method: str) -> Pixels:
        local: Any = filters.threshold_local  # has no types
        found: Any = page > local(page, 51, method)
        return cast("Pixels", found)

    def niblack(rule: Callable[..., Pixels]) -> Pixels:
        found: Any = page > rule(page, 91)
        return cast("Pixels", found)

    return {
        "binarize": (partial(threshold.binarize, page), partial(cv2.threshold, page, 170, 255, 0)),
        "otsu": (partial(threshold.otsu_binarize, page), partial(cv2.threshold, page, 0, 255, cv2.THRESH_OTSU)),
        **{
            f"adaptive threshold, {name}": (
                partial(threshold.adaptive_threshold, page, 51, name),
                partial(smoothed, name),
            )
            for name in ("gaussian", "mean")
        },
        "adaptive threshold, median": (
            partial(threshold.adaptive_threshold, page, 51, "median"),
            lambda: page > cv2.medianBlur(page, 51),  # scikit-image takes minutes
        ),
        "adaptive threshold, wolf (niblack)": (
            partial(threshold.adaptive_threshold, page, 91, "wolf"),
            partial(niblack, filters.threshold_niblack),
        ),
        "adaptive binarizer, sauvola": (
            partial(threshold.adaptive_binarize, page, 91, "sauvola"),
            partial(niblack, filters.threshold_sauvola),
        ),
        "opening": (
            partial(morphology, page, "opening", "disk", 2),
            partial(cv2.morphologyEx, page, cv2.MORPH_OPEN, disk),
        ),
        "erosion": (partial(morphology, page, "erosion", "disk", 2), partial(cv2.erode, page, disk)),
        "remove objects": (
            partial(remove_objects, page, ObjectSizes(min_object=9)),
            lambda: np.where(ink & ~sk.remove_small_objects(page < 128, max_size=8), 255, page),
        ),
        "noise variance": (
            partial(noise_variance, page),
            lambda: np.median(np.abs(cv2.filter2D(page, cv2.CV_32F, laplacians))),
        ),
        "remove background": (
            partial(background.remove_background, page),
            lambda: cv2.divide(page, cv2.medianBlur(page, 87), scale=255),
        ),
        "homogenize light": (
            partial(background.homogenize_light, page),
            lambda: cv2.addWeighted(page, 1, cv2.blur(page, (249, 249)), -1, 112),
        ),
        "enhance contrast": (
            partial(background.enhance_contrast, page),
            lambda: cv2.createCLAHE(4, (3, 3)).apply(page),
        ),
        "turn by 3 degrees": (
            partial(geometry.rotate, image, 3),
            partial(cv2.warpAffine, page, turn, (width, height), flags=cv2.INTER_CUBIC),
        ),
        "scale by 2": (
            partial(geometry.scale, image, 2),
            partial(cv2.resize, page, None, None, 2, 2, cv2.INTER_LINEAR),
        ),
        "scale by 0.5": (
            partial(geometry.scale, image, 0.5),
            partial(cv2.resize, page, None, None, 0.5, 0.5, cv2.INTER_AREA),
        ),
    }


def chain_table(pages: int) -> str:
    """Compare five stages in Spark, in one worker, with the same functions in a loop."""
    with TemporaryDirectory() as work, local_session() as session:
        paths = image_folder(None, pages, Path(work) / "images", range(DPI, DPI + 1))
        names = ("image", "first", "second", "third", "fourth", "last")
        kinds: tuple[Callable[..., Any], ...] = (
            ImageRemoveBackground,
            partial(ImageScaler, scaleFactor=1.5),
            partial(ImageAdaptiveBinarizer, method="sauvola"),
            partial(ImageMorphologyOperation, operation="closing"),
            ImageRemoveObjects,
        )
        stages = [
            make(inputCol=source, outputCol=target)
            for make, source, target in zip(kinds, names, names[1:], strict=False)
        ]
        files = session.read.format("binaryFile").load(str(Path(work) / "images")).coalesce(1)
        images = PipelineModel(stages=[BinaryToImage(), *stages]).transform(files)
        result = images.select(F.col("last.width"), F.col("exception"))

        def loop() -> None:
            for path in paths:
                image = load_page(path)
                for stage in stages:
                    image = stage._image_function()(image)  # noqa: SLF001

        loop_seconds, spark_seconds = alternate(loop, result.collect, rounds=3)
        nodes = result._jdf.queryExecution().executedPlan().toString().count("ArrowEvalPython [")  # noqa: SLF001
    header = ("pages", "Python nodes", "functions s", "Spark s, one task", "Spark / functions")
    times = (median_and_all(loop_seconds), median_and_all(spark_seconds))
    return table(header, [(pages, nodes, *times, median(spark_seconds) / median(loop_seconds))])


def gain_table(data: Path) -> str:
    """Read all pages before and after."""
    load_engine()
    rows = []
    for category, paths in by_category(data, None).items():
        cells = [fmean(column) for column in zip(*map(gain, paths), strict=True)]
        raw, enhanced, raw_seconds, enhance_seconds, read_seconds = cells
        rows.append((category, len(paths), raw, enhanced, enhance_seconds / raw_seconds, read_seconds / raw_seconds))
    header = ("category", "pages", "word F1 % raw", "word F1 % after", "preprocessing / OCR", "OCR after / before")
    return table(header, rows)


def gain(path: Path) -> tuple[float, float, float, float, float]:
    """Return the scores of a page before and after in percent, and CPU seconds of OCR, of preprocessing, and of OCR."""
    truth = path.with_suffix(".txt").read_text(encoding="utf-8")
    image = load_page(path)
    raw, raw_seconds = timed(recognise, Tesseract(), image.pixels, image.resolution)
    (better, _), enhance_seconds = timed(enhance, image)
    found, read_seconds = timed(recognise, Tesseract(), better.pixels, better.dpi)
    before, after = (100 * word_f1(truth, text) for text in (raw.text, found.text))
    return before, after, raw_seconds, enhance_seconds, read_seconds


def timed(function: Callable[..., Result], *arguments: object) -> tuple[Result, float]:
    """Call a function, and return its result and the CPU seconds that it took."""
    start = process_time()
    return function(*arguments), process_time() - start


if __name__ == "__main__":
    main()
