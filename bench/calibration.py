"""Whether confidences are what they say: of the words with 90, 90 of 100 should be right."""

import re
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import numpy.typing as npt

__all__ = ["calibration_error", "document_of", "right_words"]

BINS = 10

Floats = npt.NDArray[np.float64]


def right_words(words: Sequence[tuple[str, float]], truth: str) -> list[bool]:
    """Tell which words of a page, given with their confidences, are right.

    A word is right if it stands in the truth between blanks; of words that were read more often than they are there,
    the surest are. Truths in capitals are compared without case.
    """
    plain = str if re.search("[a-z]", truth) else str.casefold
    left = Counter(plain(word) for word in truth.split())
    right = [False] * len(words)
    for number in sorted(range(len(words)), key=lambda number: -words[number][1]):
        word = plain(words[number][0])
        right[number] = left[word] > 0
        left[word] -= right[number]
    return right


def calibration_error(confidences: Sequence[float] | Floats, right: Sequence[bool] | Floats) -> float:
    """Return the expected calibration error [1]_ of probabilities, 0 to 1, in 10 bins of equal width.

    References
    ----------
    .. [1] M. P. Naeini, G. F. Cooper, M. Hauskrecht, "Obtaining Well Calibrated Probabilities Using Bayesian Binning",
       AAAI 2015.
    """
    sure, is_right = np.asarray(confidences, float), np.asarray(right, float)
    numbers = np.minimum((sure * BINS).astype(int), BINS - 1)
    sums = (abs(np.sum((sure - is_right)[numbers == number])) for number in range(BINS))
    return float(sum(sums)) / max(1, len(sure))


def document_of(path: Path) -> str:
    """Return the document of a page ``CATEGORY__DOCUMENT_pPAGE_ANGLE.png``: one has several pages and renderings."""
    return re.sub(r"_p\d+(_-?[\d.]+)?$", "", path.stem.split("__")[1])
