"""The engine ``auto``: for each page the one that reads it best."""

from __future__ import annotations

from dataclasses import dataclass, replace

from sparkocr.engines.engine import Engine
from sparkocr.engines.ppocr.engine import PPOcr
from sparkocr.engines.ppocr.packs import can_read
from sparkocr.engines.tesseract import Tesseract
from sparkocr.enums import ImageType
from sparkocr.errors import DocumentError
from sparkocr.imaging.enhance import enhance
from sparkocr.imaging.pixels import Image, Pixels
from sparkocr.imaging.quality import measure
from sparkocr.layout.move import move_page
from sparkocr.layout.page import Page, mean_confidence

__all__ = ["Auto", "Enhanced"]

# Mean confidence. Pages on their head have up to 30, noisy and skewed ones more than 80, bad receipts 60.
_DOUBTFUL = 45.0
# Standard deviation of the noise, in levels, of pages on which PP-OCR finds nothing: noise alone has 50 to 130, text
# that is hardly seen under noise 41. Tesseract takes 15 s to find no text there.
_NOISE_ALONE = 50.0
_TYPES = {1: ImageType.TYPE_BYTE_GRAY, 3: ImageType.TYPE_3BYTE_BGR, 4: ImageType.TYPE_4BYTE_ABGR}


@dataclass(frozen=True, slots=True)
class Auto:
    """An engine (see `sparkocr.engines.engine.Engine`) made of two.

    PP-OCR reads the page if its models have the letters of the language. On the project's real pages it is better than
    Tesseract in every category and takes about as long (docs/benchmarks.md), so nothing about a page speaks for
    Tesseract but that PP-OCR finds no text on it. That, unless the page is noise alone, and other languages, are
    Tesseract's, after the page was made easier to read (`sparkocr.imaging.enhance`). A page that is read badly is read
    again with a look at lines that stand on their head, as on a page that does.

    Attributes
    ----------
    ppocr : PPOcr
    tesseract : Tesseract
        With the same language.
    """

    ppocr: PPOcr
    tesseract: Tesseract

    def read(self, pixels: Pixels, resolution: int, *, symbols: bool = False) -> Page:
        """Read the text of one page; see `sparkocr.engines.engine.Engine.read`."""
        other = Enhanced(self.tesseract)
        if not can_read(self.ppocr):
            return other.read(pixels, resolution, symbols=symbols)
        page = self.ppocr.read(pixels, resolution, symbols=symbols)
        if page.blocks:
            return (
                page
                if mean_confidence(page.words()) >= _DOUBTFUL
                else self._turned(page, pixels, resolution, symbols=symbols)
            )
        if measure(_image(pixels, resolution)).noise >= _NOISE_ALONE:
            return page
        try:
            return other.read(pixels, resolution, symbols=symbols)
        except DocumentError:  # Tesseract has no data for this language, or can't read images of this size
            return page

    def _turned(self, page: Page, pixels: Pixels, resolution: int, *, symbols: bool) -> Page:
        """Return what was read, or what is read with lines turned that stand on their head."""
        again = replace(self.ppocr, angle=True).read(pixels, resolution, symbols=symbols)
        return max(page, again, key=lambda one: mean_confidence(one.words()))


@dataclass(frozen=True, slots=True)
class Enhanced:
    """An engine that sees pages after they were made easier to read; boxes are those of the page as it was."""

    engine: Engine

    def read(self, pixels: Pixels, resolution: int, *, symbols: bool = False) -> Page:
        """Read the text of one page; see `sparkocr.engines.engine.Engine.read`."""
        height, width = pixels.shape[:2]
        better, _ = enhance(_image(pixels, resolution))
        page = self.engine.read(better.pixels, better.dpi, symbols=symbols)
        return page if better.transform is None else move_page(page, better.transform, width, height)


def _image(pixels: Pixels, resolution: int) -> Image:
    return Image(pixels, resolution, _TYPES[1 if pixels.ndim == 2 else pixels.shape[2]])  # noqa: PLR2004
