"""What LightPipeline costs over the bare calls for one page.

    python bench/light.py [--data DIR] [--rounds 5]

Reads one A4 page of 300 dpi: the first PNG file of DIR that states this resolution, or a drawn page. Each program takes
turns with the bare calls that do its work. The bare engine call is Tesseract's own, through tesserocr; the first row
compares with it alone, on a page that is decoded already.
"""

import argparse
import io
import os
from collections.abc import Callable
from functools import lru_cache
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from typing import Any

import PIL.Image

from common import alternate, median_and_all, table
from inputs import image_folder, scanned_pdf
from sparkocr.base import LightPipeline
from sparkocr.engines.tessdata import find_tessdata
from sparkocr.imaging.decode import decode
from sparkocr.imaging.limits import MAX_PIXELS
from sparkocr.imaging.pixels import Image
from sparkocr.imaging.threshold import binarize
from sparkocr.pdf.read.render import render_page
from sparkocr.stage.bases import TypedStage
from sparkocr.transformers import BinaryToImage, ImageBinarizer, ImageToText, PdfToImage


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, help="folder of PNG files; default: draw a page")
    parser.add_argument("--rounds", type=int, default=5, help="timed rounds (%(default)s)")
    options = parser.parse_args()
    with TemporaryDirectory() as work:
        (page,) = image_folder(options.data, 1, Path(work) / "page", range(300, 301))
        png = page.read_bytes()
        picture = PIL.Image.open(io.BytesIO(png)).convert("L")
        pdf = scanned_pdf([picture], 300, Path(work) / "page.pdf").read_bytes()
    image = decode(png, max_pixels=MAX_PIXELS)
    read_image = [BinaryToImage(), ImageToText(engine="tesseract")]
    binarized = [BinaryToImage(), ImageBinarizer(), ImageToText(inputCol="binarized_image", engine="tesseract")]
    programs: list[tuple[str, bytes, list[TypedStage], Callable[[], str]]] = [
        ("image", png, read_image, lambda: read(image)),
        ("image", png, read_image, lambda: read(decode(png, max_pixels=MAX_PIXELS))),
        ("image, binarized", png, binarized, lambda: read_binarized(png)),
        (
            "scanned PDF",
            pdf,
            [PdfToImage(), ImageToText(engine="tesseract")],
            lambda: read(render_page(pdf, 0, max_pixels=MAX_PIXELS)),
        ),
    ]
    bare_calls = ("Tesseract alone", "decode, Tesseract", "decode, binarize, Tesseract", "render, Tesseract")
    rows = [
        (name, calls, *compare(content, stages, bare, options.rounds))
        for calls, (name, content, stages, bare) in zip(bare_calls, programs, strict=True)
    ]
    print(table(("page", "bare calls", "bare calls s", "LightPipeline s", "LightPipeline / bare"), rows))


def compare(content: bytes, stages: list[TypedStage], bare: Callable[[], str], rounds: int) -> tuple[str, str, float]:
    """Time both sides by turns, and check that they read the same.

    Raises
    ------
    SystemExit
        If they read different texts, because then they did not do the same work.
    """
    light = LightPipeline(stages)
    texts: dict[str, str] = {}

    def read_bare() -> None:
        texts["bare"] = bare()

    def read_light() -> None:
        texts["light"] = light.fromBinary(content)[0]["text"].result

    bare_seconds, light_seconds = alternate(read_bare, read_light, rounds=rounds)
    if texts["bare"] != texts["light"]:
        raise SystemExit("LightPipeline and the bare calls read different texts.")
    ratio = median(light_seconds) / median(bare_seconds)
    return median_and_all(bare_seconds), median_and_all(light_seconds), ratio


@lru_cache
def engine() -> Any:
    """Load Tesseract once; like the library, with one thread per page."""
    os.environ.setdefault("OMP_THREAD_LIMIT", "1")  # read when Tesseract is loaded
    import tesserocr

    folder = find_tessdata("eng")
    return tesserocr.PyTessBaseAPI(path=str(folder), lang="eng", psm=tesserocr.PSM.AUTO, oem=tesserocr.OEM.LSTM_ONLY)


def read(image: Image) -> str:
    """Read a gray image."""
    height, width = image.pixels.shape
    engine().SetImageBytes(image.pixels.tobytes(), width, height, 1, width)
    engine().SetSourceResolution(image.resolution)
    text: str = engine().GetUTF8Text()
    engine().Clear()
    engine().ClearAdaptiveClassifier()
    return text


def read_binarized(content: bytes) -> str:
    """Decode a page, binarize it and read it."""
    image = decode(content, max_pixels=MAX_PIXELS)
    return read(image.with_pixels(binarize(image.pixels)))


if __name__ == "__main__":
    main()
