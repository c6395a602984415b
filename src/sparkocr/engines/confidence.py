"""How likely a word that was read is right: the same scale for all recognisers.

What a recogniser calls its confidence is no probability, and that of one is not that of another. A logistic curve over
a few facts about the word makes it one: of the words with 90, about 90 of 100 are right. The curves are fitted by
``bench/calibrate.py``, whose test leaves out each document in turn.
"""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from statistics import fmean

from sparkocr.layout.page import Block, Line, Page, Paragraph

__all__ = ["CALIBRATIONS", "Calibration", "calibrated", "features", "features_of", "log_odds", "mean_log_odds"]

_PERCENT = 100.0
# Log odds are cut here: beyond, the last digits of a float decide.
_LEAST, _MOST = 0.001, 0.9999
_PLAIN_HEIGHT = 48.0  # px that PP-OCR's recognisers see: lower lines were enlarged, and are blurred
# Digits beside letters, and capitals behind lower-case ones: what looks alike, and where spaces are lost.
_MIXED = re.compile(r"[A-Za-z][0-9]|[0-9][A-Za-z]|[a-z][A-Z]")


@dataclass(frozen=True, slots=True)
class Calibration:
    """The weights of a logistic curve: see `features`."""

    constant: float
    least: float
    line: float
    height: float
    mixed: float

    def of(self, facts: Sequence[float]) -> float:
        """Return how likely a word with such facts is right, in percent."""
        weights = (self.constant, self.least, self.line, self.height, self.mixed)
        sum_of_all = sum(weight * fact for weight, fact in zip(weights, facts, strict=True))
        return _PERCENT / (1 + math.exp(-sum_of_all))


# Printed by bench/calibrate.py for 29 pages of 13 documents: renders of 100 to 300 dpi, skewed, noisy, scans, receipts.
CALIBRATIONS = {
    "tiny": Calibration(-0.68, 0.62, 0.17, 0.63, -1.85),
    "small": Calibration(-0.96, 0.53, 0.17, 0.74, -0.85),
    "tesseract": Calibration(-0.52, 1.00, 0.26, 0.15, -0.67),
}
"""By recogniser: the sizes of PP-OCR, and Tesseract.

>>> line = log_odds(99)
>>> [round(CALIBRATIONS["tiny"].of(features("word", least, line, 48))) for least in (50, 90, 99)]
[53, 81, 95]
"""


def features(text: str, least: float, line: float, height: float) -> tuple[float, ...]:
    """Return what tells whether a word is right.

    Parameters
    ----------
    text : str
        The word.
    least : float
        Confidence of its least sure character, or of the word where characters have none, in percent.
    line : float
        Mean over the line of the log odds of the confidences of its characters (or words).
    height : float
        Px of the line on the page, with the space around it.

    Returns
    -------
    tuple of float
        1, the log odds of `least`, `line`, the logarithm of how much the line was enlarged (negative; 0 if it was not),
        and whether the word mixes letters and digits, or cases.
    """
    enlarged = math.log(min(max(height, 1.0), _PLAIN_HEIGHT) / _PLAIN_HEIGHT)
    return 1.0, log_odds(least), line, enlarged, float(_MIXED.search(text) is not None)


def log_odds(percent: float) -> float:
    """Return the logarithm of the odds of a probability in percent, within ±9.3."""
    share = min(max(percent / _PERCENT, _LEAST), _MOST)
    return math.log(share / (1 - share))


def mean_log_odds(percents: Sequence[float]) -> float:
    """Return the mean of `log_odds`; 0 without any."""
    return fmean([log_odds(percent) for percent in percents] or [0.0])


def calibrated(page: Page, recogniser: str) -> Page:
    """Return a page with words that have the confidence of the recogniser, on the common scale."""

    def line(of: Line) -> Line:
        sure = map(CALIBRATIONS[recogniser].of, features_of(of))
        words = [replace(word, confidence=one) for word, one in zip(of.words, sure, strict=True)]
        return replace(of, words=tuple(words))

    def paragraph(of: Paragraph) -> Paragraph:
        return replace(of, lines=tuple(map(line, of.lines)))

    def block(of: Block) -> Block:
        return replace(of, paragraphs=tuple(map(paragraph, of.paragraphs)))

    return replace(page, blocks=tuple(map(block, page.blocks)))


def features_of(line: Line) -> list[tuple[float, ...]]:
    """Return the `features` of the words of a line; of each word its confidence counts, as that of its characters."""
    mean = mean_log_odds([word.confidence for word in line.words])
    return [features(word.text, word.confidence, mean, line.row_height) for word in line.words]
