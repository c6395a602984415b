"""The engine ``ppocr``: lines are found, turned upright, read and put in order."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import pairwise
from statistics import fmean, median
from typing import cast

import cv2
import numpy as np

from sparkocr.engines.confidence import CALIBRATIONS
from sparkocr.engines.ppocr.again import ConfidenceOf, Reading, doubtful_parts, facts_in, read_parts, within_budget
from sparkocr.engines.ppocr.alphabet import (
    SURE_IN_LINE,
    SURE_ON_PAGE,
    allowed_classes,
    are_doubtful,
    are_foreign,
    without_accent,
)
from sparkocr.engines.ppocr.detect import Detection, DetectOptions, detect
from sparkocr.engines.ppocr.lines import HEIGHT, Strip, cut
from sparkocr.engines.ppocr.models import SIZES, Network, characters, network
from sparkocr.engines.ppocr.recognise import Character, prepared, recognise_strip
from sparkocr.engines.ppocr.spaces import grouped
from sparkocr.enums import ImageType
from sparkocr.imaging.glyphs import Bound, Mask, blank_between, ink, split_word, trimmed
from sparkocr.imaging.pixels import Pixels, convert
from sparkocr.imaging.quality import paper_noise, text_height
from sparkocr.layout.box import Box
from sparkocr.layout.page import Line, Page, Symbol, Word, mean_confidence
from sparkocr.layout.reading_order import arrange

__all__ = ["PPOcr"]

_LEAST_CONFIDENCE = 50.0  # lines below are noise more often than text; rapidocr drops the same
_SURE = 90.0  # percent: less likely words are read again
# Of the width of a page's lines, what may be read again: the small recogniser takes 4.5 times as long for a width.
_BUDGET = 0.4
_LEAST_BUDGET = 4000.0  # px: some lines, on pages that have few
# Percent, and px of all lines. Of 29 pages, 7 receipts have mean confidences of 82 to 96, and one of 22 others, a dense
# table in 100 dpi, is below 96.9. The small models take 3 s for 30,000 px.
_DOUBTFUL, _SHORT = 96.0, 30_000.0
# Levels of gray, and px of capitals. Noise of 4 to 10 on letters of 19 px and more cost 1 to 3 % of the words; paper of
# receipts has up to 2.6, and the median ate letters of 14 px there.
_NOISY, _THICK = 3.5, 15.0
_MIN_SIDE = 4  # px; smaller images have no text
_VERTICAL = 45  # degrees
_FLIPPED = 0.9  # probability, as in PaddleOCR
_FLIP_WIDTH = 192  # px of a line that the classifier looks at
_SPECK = 3  # px of a strip
_BORDER = HEIGHT // 4  # px: what touches the edge of a strip and is lower belongs to the line above or below
_RULE = 3 * HEIGHT  # px: what is so long is no letter
_DESCENDING = frozenset("gjpqyQ,;()[]{}|/\\$_@")


@dataclass(frozen=True, slots=True)
class PPOcr:
    """An engine (see `sparkocr.engines.engine.Engine`) with the PP-OCR models on ONNX Runtime.

    Attributes
    ----------
    language : str
        Tesseract's codes, joined by ``+``: what text can consist of. An own dictionary is used as a whole.
    size : {"tiny", "small", "mix"}
        ``tiny`` is fast, ``small`` better, ``mix`` has the tiny detector and the small recogniser.
    detector, recogniser, dictionary : str
        Paths of own ONNX files, and of the file with the recogniser's characters, one per line; empty: the bundled
        ones.
    angle : bool
        Whether lines that stand on their head are looked for.
    detection : DetectOptions
    again : str
        Size of the recogniser that reads doubtful words again; empty for none.
    calibrated : bool
        Whether the confidence of a word is how likely it is right (see `sparkocr.engines.confidence`), and not the mean
        of what the network says of its characters. Symbols and words of own recognisers have what the network says.
    gpu : bool
        Whether the networks run on a graphics processor, see `sparkocr.engines.model_files.load_session`.
    """

    language: str = "eng"
    size: str = "tiny"
    detector: str = ""
    recogniser: str = ""
    dictionary: str = ""
    angle: bool = False
    detection: DetectOptions = DetectOptions(text_height=11)  # noqa: RUF009  it is immutable
    again: str = ""
    calibrated: bool = True
    gpu: bool = False

    def read(self, pixels: Pixels, resolution: int, *, symbols: bool = False) -> Page:
        """Read the text of one page; see `sparkocr.engines.engine.Engine.read`.

        If doubtful words are read again with the small recogniser, a short page that is doubtful as a whole, as
        photographed receipts are, is read once more with the small models.

        Raises
        ------
        DocumentError
            If a model is missing, damaged, or none that ONNX Runtime can load.
        """
        height, width = pixels.shape[:2]
        clean = _without_noise(_readable(pixels))
        boxes = [detection.box for detection in self.detect(clean, resolution)]
        readings = self._without_specks(self.readings(clean, boxes))
        page = arrange([self._line(one, symbols=symbols) for one in readings if _is_text(one)], width, height)
        is_short = sum(one.strip.pixels.shape[1] for one in readings) <= _SHORT
        if self.again != "small" or not is_short or not 0 < mean_confidence(page.words()) < _DOUBTFUL:
            return page
        other = replace(self, size="small", again="tiny").read(pixels, resolution, symbols=symbols)
        return max(page, other, key=_amount)

    def detect(self, pixels: Pixels, resolution: int) -> list[Detection]:
        """Find the lines of a page; pixels as in `read`."""
        if min(pixels.shape[:2]) < _MIN_SIDE:
            return []
        detector = network("det", SIZES[self.size][0], self.detector, gpu=self.gpu)
        return detect(detector, _readable(pixels), resolution, self.detection)

    def read_line(self, pixels: Pixels, box: Box, *, symbols: bool = False) -> Line | None:
        """Read the line in a box of the page; None if there is none. Pixels as in `read`."""
        (line,) = self._lines(_readable(pixels), [box], symbols=symbols)
        return line

    def _lines(self, pixels: Pixels, boxes: Sequence[Box], *, symbols: bool) -> list[Line | None]:
        """Read the lines in boxes of the page; None where there is none."""
        return [self._line(one, symbols=symbols) if _is_text(one) else None for one in self.readings(pixels, boxes)]

    def readings(self, pixels: Pixels, boxes: Sequence[Box]) -> list[Reading]:
        """Read the lines in boxes of a page, which is gray or has three colours, character by character."""
        readings = [self._reading(pixels, box) for box in boxes]
        return self._read_again(readings) if self.again else readings

    def _line(self, reading: Reading, *, symbols: bool) -> Line:
        """Place what was read, and say how sure it is."""
        confidence_of = _confidence_in(reading) if self.calibrated else _as_the_network_says
        return _line_of(reading.strip, reading.found, confidence_of, symbols=symbols)

    def _reading(self, pixels: Pixels, box: Box) -> Reading:
        """Read a line, turned upright if it is not."""
        size = SIZES[self.size][1]
        strip = cut(pixels, box)
        vertical = abs(box.angle) > _VERTICAL
        if self.angle or vertical:
            flipped = cut(pixels, replace(box, angle=box.angle + 180))
            # Vertical text runs either way: the one that reads better is right.
            if vertical:
                both = (Reading(one, self._recognised(one, size)) for one in (strip, flipped))
                return max(both, key=_confidence)
            if _is_flipped(network("cls", gpu=self.gpu), strip):
                strip = flipped
        return Reading(strip, self._recognised(strip, size))

    def _recognised(self, strip: Strip, size: str) -> tuple[Character, ...]:
        """Read an upright line with the recogniser of a size."""
        known = characters(size, self.dictionary)
        if self.recogniser or self.dictionary:
            classes = None if self.dictionary else allowed_classes(self.language, known)
            recogniser = network("rec", size, self.recogniser, gpu=self.gpu)
            return tuple(recognise_strip(recogniser, strip, known, classes))
        letters = _letters_known(self.language, size)
        recogniser = network("rec", size, gpu=self.gpu, classes=letters.classes)
        found = recognise_strip(recogniser, strip, letters.characters, reader=size)
        if are_doubtful(self.language, _letters_of(found), SURE_IN_LINE):
            own = recognise_strip(recogniser, strip, letters.characters, letters.own, size)
            if len(own) >= len(found):  # else a letter that the language lacks would become none
                found = own
        return tuple(found)

    def _read_again(self, readings: list[Reading]) -> list[Reading]:
        """Read the most doubtful words of a page with the other recogniser; if that is small, foreign lines whole."""
        is_small = self.again == "small"
        foreign = [is_small and are_foreign(self.language, _letters_of(one.found)) for one in readings]
        # The tiny recogniser is sure of letters whose accents it does not see.
        readings = [
            Reading(one.strip, self._recognised(one.strip, self.again)) if is_foreign else one
            for one, is_foreign in zip(readings, foreign, strict=True)
        ]
        own = [(line, one) for line, one in enumerate(readings) if not foreign[line]]
        parts = [part for line, one in own for part in doubtful_parts(line, one, _confidence_in, _SURE)]
        width = sum(one.strip.pixels.shape[1] for one in readings)
        chosen = within_budget(parts, max(_BUDGET * width, _LEAST_BUDGET))
        return read_parts(readings, chosen, lambda strip: self._recognised(strip, self.again), _confidence_in)

    def _without_specks(self, readings: list[Reading]) -> list[Reading]:
        """Take the accents from letters that the language lacks, if these are doubtful all over the page."""
        letters = [letter for one in readings for letter in _letters_of(one.found)]
        if self.recogniser or self.dictionary or not are_doubtful(self.language, letters, SURE_ON_PAGE):
            return readings
        return [
            replace(one, found=tuple(_plain(character, self.language) for character in one.found)) for one in readings
        ]


def _amount(page: Page) -> float:
    """Return how many characters were read, each counted as it is sure: less text is not better because it is surer."""
    return sum(len(word.text) * word.confidence for word in page.words())


def _without_noise(pixels: Pixels) -> Pixels:
    """Return a noisy page with each pixel the median of its neighbourhood, if strokes are thick enough for that."""
    gray = pixels if pixels.ndim == 2 else cast("Pixels", cv2.cvtColor(pixels, cv2.COLOR_BGR2GRAY))  # noqa: PLR2004
    if paper_noise(gray) < _NOISY or text_height(gray) < _THICK:
        return pixels
    return cast("Pixels", cv2.medianBlur(pixels, 3))


@dataclass(frozen=True, slots=True)
class _Letters:
    """What a recogniser may read.

    Attributes
    ----------
    classes : tuple of int
        Of the recogniser, with that for no character first.
    characters : tuple of str
        What these classes stand for.
    own : tuple of int
        Those of the language itself, as numbers of `characters`.
    """

    classes: tuple[int, ...]
    characters: tuple[str, ...]
    own: tuple[int, ...]


@lru_cache(maxsize=8)
def _letters_known(language: str, size: str) -> _Letters:
    """Return the letters of a language that a bundled recogniser has."""
    known = characters(size)
    classes = allowed_classes(language, known)
    own = set(allowed_classes(language, known, own=True))
    numbers = (number for number, one in enumerate(classes) if one in own)
    return _Letters(classes, tuple(known[one] for one in classes), tuple(numbers))


def _readable(pixels: Pixels) -> Pixels:
    """Return grey pixels, or blue, green and red."""
    if pixels.ndim == 3 and pixels.shape[2] == 4:  # noqa: PLR2004
        return convert(pixels, ImageType.TYPE_4BYTE_ABGR, ImageType.TYPE_3BYTE_BGR)
    return pixels


def _confidence(reading: Reading) -> float:
    """Return the mean over what is no blank; 0 if there is nothing."""
    return fmean([one.confidence for one in reading.found if one.text.strip()] or [0.0])


def _letters_of(found: Sequence[Character]) -> list[tuple[str, float]]:
    return [(character.text, character.confidence) for character in found]


def _plain(character: Character, language: str) -> Character:
    """Return a character without the accent that its language lacks; one that has none stays."""
    text = without_accent(language, character.text)
    return character if text == character.text else replace(character, text=text)


def _is_text(reading: Reading) -> bool:
    """Tell whether a line is text, and no noise."""
    return _confidence(reading) >= _LEAST_CONFIDENCE


def _as_the_network_says(word: Sequence[Character]) -> float:
    """Return the mean of a word's confidences."""
    return fmean(character.confidence for character in word)


def _confidence_in(reading: Reading) -> ConfidenceOf:
    """Return what tells how likely a word of a line is right, in percent."""
    facts_of = facts_in(reading)

    def confidence_of(word: Sequence[Character]) -> float:
        reader = word[0].reader
        return CALIBRATIONS[reader].of(facts_of(word)) if reader else _as_the_network_says(word)

    return confidence_of


def _is_flipped(classifier: Network, strip: Strip) -> bool:
    """Tell whether a line stands on its head."""
    values = prepared(strip.pixels)[..., :_FLIP_WIDTH]
    values = np.pad(values, [(0, 0)] * 3 + [(0, _FLIP_WIDTH - values.shape[-1])])
    return bool(classifier(values)[0][1] > _FLIPPED)


def _line_of(strip: Strip, found: Sequence[Character], confidence_of: ConfidenceOf, *, symbols: bool) -> Line:
    """Place the words of a line: they end at the middle of the blanks between them, and where their ink ends."""
    letters = _letters(ink(strip.pixels))
    groups = grouped(found, letters)
    edges = [0.0, *(_gap(letters, one, other) for one, other in pairwise(groups)), float(strip.pixels.shape[1])]
    words, bounds = [], []
    for group, (left, right) in zip(groups, pairwise(edges), strict=True):
        # Without ink a word has its place, without the margin of the detector.
        bound = trimmed(letters, left, right) or (left, max(right, left + 1), HEIGHT / 6, HEIGHT * 5 / 6)
        bounds.append(bound)
        words.append(_word(strip, letters, group, bound, confidence_of(group), symbols=symbols))
    left, right = bounds[0][0], bounds[-1][1]
    top, bottom = min(bound[2] for bound in bounds), max(bound[3] for bound in bounds)
    scale = strip.box.height / HEIGHT
    base = _baseline(letters, groups, bounds)
    box = strip.place(left, right, top, bottom)
    slope = float(np.tan(np.radians(box.angle))) if abs(box.angle) < _VERTICAL else 0.0
    below = (bottom - base) * scale
    return Line(tuple(words), box, (bottom - top) * scale, below, 0.0, (slope, -below))


def _baseline(letters: Mask, groups: Sequence[Sequence[Character]], bounds: Sequence[Bound]) -> float:
    """Return the row on which letters stand: the middle of where those without descenders end."""
    ends = [
        bottom
        for group, (_, _, _, bottom) in zip(groups, bounds, strict=True)
        if _DESCENDING.isdisjoint(character.text for character in group)
    ]
    if not ends:  # no word is without a descender: look at the letters
        for group, (left, right, _, _) in zip(groups, bounds, strict=True):
            parts = split_word(letters[:, int(left) : int(np.ceil(right))], [one.middle - left for one in group])
            ends += [part[3] for one, part in zip(group, parts, strict=True) if one.text not in _DESCENDING]
    return median(ends) if ends else max(bound[3] for bound in bounds)


def _letters(mask: Mask) -> Mask:
    """Drop what is not of the line: specks, rules, and what reaches in from the lines above and below."""
    count, labels, stats, _ = cv2.connectedComponentsWithStats(mask.view(np.uint8), connectivity=8)
    top, height, width = stats[:, cv2.CC_STAT_TOP], stats[:, cv2.CC_STAT_HEIGHT], stats[:, cv2.CC_STAT_WIDTH]
    at_edge = ((top == 0) | (top + height == HEIGHT)) & (height < _BORDER)
    kept = ~at_edge & (stats[:, cv2.CC_STAT_AREA] >= _SPECK) & ~((width > _RULE) & (height < _BORDER))
    kept[0] = False
    return kept[labels] if count > 1 else np.zeros_like(mask)


def _gap(letters: Mask, one: Sequence[Character], other: Sequence[Character]) -> float:
    """Return the middle of the blank between two words."""
    return fmean(blank_between(letters, one[-1].middle, other[0].middle))


def _word(
    strip: Strip, letters: Mask, group: Sequence[Character], bound: Bound, confidence: float, *, symbols: bool
) -> Word:
    left, right, top, bottom = bound
    text = "".join(character.text for character in group)
    parts: list[Symbol] = []
    if symbols:
        part = letters[int(top) : int(bottom), int(left) : int(np.ceil(right))]
        bounds = split_word(part, [character.middle - left for character in group])
        parts = [
            Symbol(
                character.text, strip.place(left + start, left + end, top + above, top + below), character.confidence
            )
            for character, (start, end, above, below) in zip(group, bounds, strict=True)
        ]
    return Word(text, strip.place(left, right, top, bottom), confidence, symbols=tuple(parts))
