"""Find regions of text on an image, without reading them."""

from __future__ import annotations

import math
from dataclasses import dataclass
from statistics import median

from sparkocr.engines.ppocr.detect import TILE, DetectOptions
from sparkocr.engines.ppocr.engine import PPOcr
from sparkocr.imaging.pixels import Pixels
from sparkocr.layout.regions import Region
from sparkocr.layout.text_regions import in_reading_order, link_fragments, merge_intersecting

__all__ = ["FindOptions", "certainty", "find_text", "probability"]

_STEEPNESS, _EVEN = 17.0, 0.42
_LOW = 0.5  # of the median height, for the automatic threshold: less is a speck or a rule


@dataclass(frozen=True, slots=True)
class FindOptions:
    """What counts as text.

    Attributes
    ----------
    size : {"tiny", "small"}
        Of the detector.
    text_threshold : float
        Probability above which a pixel is inside a line of text.
    score_threshold : float
        Least score of a region, 0 to 1, see `certainty`.
    least_height : int
        Regions lower than so many px are dropped; -1: lower than half of their median height.
    least_area : int
        Regions of fewer px are dropped; -1: none.
    widest_gap : float
        Fragments of a line are linked if there is less between them, in heights.
    merge : bool
        Whether regions that overlap become one.
    long_side : int
        Long side in px of what the network sees; small images are enlarged, to 1000 px on the short side at most.
        0: see below.
    width, height : int
        What the network sees is as large as fits into this size, in px. With 0 for both it is as large as the image,
        up to 1600 px on the long side: as much as it sees at once.
    gpu : bool
        Whether the detector runs on a graphics processor, see `sparkocr.engines.model_files.load_session`.
    """

    size: str = "tiny"
    text_threshold: float = 0.4
    score_threshold: float = 0.7
    least_height: int = 0
    least_area: int = -1
    widest_gap: float = 0.6
    merge: bool = False
    long_side: int = 0
    width: int = 0
    height: int = 0
    gpu: bool = False


def find_text(pixels: Pixels, options: FindOptions) -> list[Region]:
    """Find regions of text with the detector of PP-OCR.

    Parameters
    ----------
    pixels : ndarray of uint8
        ``(h, w)`` grey or binary, ``(h, w, 3)`` BGR or ``(h, w, 4)`` ABGR.
    options : FindOptions

    Returns
    -------
    list of Region
        Lines or parts of lines, in the order of reading; in px, turned as they are. The score is their `certainty`.

    Raises
    ------
    DocumentError
        If the model is missing or damaged.
    """
    height, width = pixels.shape[:2]
    engine = PPOcr(size=options.size, detection=_detection(options, height, width), gpu=options.gpu)
    # Without a resolution the size alone tells what the network sees.
    found = [Region(line.box, 0, certainty(line.score)) for line in engine.detect(pixels, 0)]
    found = _without_small(link_fragments(found, options.widest_gap), options)
    return in_reading_order(merge_intersecting(found) if options.merge else found)


def certainty(mean: float) -> float:
    """Return how likely the recogniser finds text in a region, 0 to 1, from its mean probability in the detector's map.

    The mean is no measure that thresholds of other detectors fit: it is 0.6 to 0.85 for clear text. The logistic curve
    was fitted to the 337 regions with a mean of up to 0.72 on 29 scans, photographed receipts and rendered pages, by
    whether the recogniser of PP-OCR reads them.
    """
    return 1 / (1 + math.exp(-_STEEPNESS * (mean - _EVEN)))


def probability(score: float) -> float:
    """Return the mean probability of a score: the inverse of `certainty`, 0 or 1 beyond its range."""
    if not 0 < score < 1:
        return float(score > 0)
    return min(1.0, max(0.0, _EVEN + math.log(score / (1 - score)) / _STEEPNESS))


def _detection(options: FindOptions, height: int, width: int) -> DetectOptions:
    """Return the options of the detector for an image of a size."""
    if options.long_side:
        sizes = {"long_side": options.long_side}
    else:
        largest = max(height, width)
        # What is larger is cut into tiles, at whose edges lines are found less well.
        wanted = ((options.width, width), (options.height, height))
        factor = min((seen / side for seen, side in wanted if seen), default=min(1.0, TILE / largest))
        sizes = dict.fromkeys(("long_side", "short_side"), max(1, round(factor * largest)))
    return DetectOptions(
        text_threshold=options.text_threshold,
        score_threshold=probability(options.score_threshold),
        size_threshold=0,
        **sizes,
    )


def _without_small(regions: list[Region], options: FindOptions) -> list[Region]:
    """Drop the regions that are too small for text."""
    least: float = options.least_height
    if least < 0:
        least = _LOW * median([region.box.height for region in regions] or [0.0])
    return [
        region
        for region in regions
        if region.box.height >= least and region.box.width * region.box.height >= options.least_area
    ]
