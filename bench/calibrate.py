"""Fit what confidences are made of, the constants of ``sparkocr/engines/confidence.py``.

    python bench/calibrate.py --data DIR

DIR is that of ``bench/accuracy.py``. Each recogniser reads all pages; a logistic regression tells by the features of a
word whether it is right. All categories of pages have the same weight. The error that is printed is that of words of
documents that the regression has not seen: each document is left out in turn, with all its pages and renderings.
"""

import argparse
from collections.abc import Iterator
from pathlib import Path

import cv2
import numpy as np
import numpy.typing as npt

from accuracy import by_category
from calibration import Floats, calibration_error, document_of, right_words
from common import load_page, table
from sparkocr.engines.confidence import features_of
from sparkocr.engines.ppocr.again import facts_in, words_of
from sparkocr.engines.ppocr.engine import PPOcr
from sparkocr.engines.tesseract import Tesseract
from sparkocr.imaging.pixels import Image

RECOGNISERS = ("tiny", "small", "tesseract")
PENALTY = 1.0  # of squared weights, so that words that are all right don't make them endless
ROUNDS = 50  # of Newton's method, which needs about 8

Word = tuple[str, float, tuple[float, ...]]


def main() -> None:
    """Print the weights of each recogniser, and what they are worth."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, required=True, help="folder of page images with their text")
    parser.add_argument("--recognisers", nargs="+", choices=RECOGNISERS, default=RECOGNISERS)
    options = parser.parse_args()
    cv2.setNumThreads(1)
    pages = by_category(options.data, None)
    rows = []
    for name in options.recognisers:
        facts, right, weights, documents = collected(name, pages)
        held_back = np.zeros(len(right))
        for document in set(documents):
            others = documents != document
            fit = fitted(facts[others], right[others], weights[others])
            held_back[~others] = probabilities(facts[~others], fit)
        fit = fitted(facts, right, weights)
        error = calibration_error(held_back, right)
        rows.append((name, str(len(right)), float(right.mean()), *map(float, fit), f"{error:.3f}"))
    header = ("recogniser", "words", "right", "constant", "least", "line", "height", "mixed", "error, left out")
    print(table(header, rows))


def collected(name: str, pages: dict[str, list[Path]]) -> tuple[Floats, Floats, Floats, npt.NDArray[np.str_]]:
    """Return features, whether the word is right, weights, and documents of the words of all pages."""
    facts, right, weights, documents = [], [], [], []
    for paths in pages.values():
        count = 0
        for path in paths:
            words = list(words_on(name, load_page(path)))
            truth = path.with_suffix(".txt").read_text(encoding="utf-8")
            right += right_words([(text, sure) for text, sure, _ in words], truth)
            facts += [fact for _, _, fact in words]
            documents += [document_of(path)] * len(words)
            count += len(words)
        weights += [1 / max(1, count)] * count
    scale = len(weights) / sum(weights)
    return np.array(facts), np.array(right, float), np.array(weights) * scale, np.array(documents)


def words_on(name: str, image: Image) -> Iterator[Word]:
    """Yield the words of a page that have a letter or digit: text, confidence and features."""
    if name == "tesseract":
        page = Tesseract(calibrated=False).read(image.pixels, image.dpi)
        for line in page.lines():
            for word, facts in zip(line.words, features_of(line), strict=True):
                if any(map(str.isalnum, word.text)):
                    yield word.text, word.confidence, facts
        return
    engine = PPOcr(size="mix" if name == "small" else name)
    boxes = [found.box for found in engine.detect(image.pixels, image.dpi)]
    for reading in engine.readings(image.pixels, boxes):
        facts_of = facts_in(reading)
        for start, end in words_of(reading.found):
            characters = reading.found[start:end]
            text = "".join(one.text for one in characters)
            if any(map(str.isalnum, text)):
                yield text, min(one.confidence for one in characters), facts_of(characters)


def fitted(facts: Floats, right: Floats, weights: Floats) -> Floats:
    """Return the weights of a logistic regression, found with Newton's method."""
    fit = np.zeros(facts.shape[1])
    penalty = PENALTY * np.eye(len(fit))
    for _ in range(ROUNDS):
        sure = probabilities(facts, fit)
        slope = facts.T @ (weights * (sure - right)) + penalty @ fit
        curve = (facts * (weights * sure * (1 - sure))[:, None]).T @ facts + penalty
        fit = fit - np.linalg.solve(curve, slope)
    return fit


def probabilities(facts: Floats, fit: Floats) -> Floats:
    """Return how likely words with such features are right, 0 to 1."""
    return 1 / (1 + np.exp(-facts @ fit))


if __name__ == "__main__":
    main()
