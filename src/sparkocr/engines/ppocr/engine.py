"""The engine ``ppocr``: lines are found, turned upright, read and put in order."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from statistics import fmean, median

import cv2
import numpy as np

from sparkocr.engines.ppocr.again import Reading, doubtful_parts, read_parts, within_budget
from sparkocr.engines.ppocr.alphabet import allowed_classes, are_doubtful
from sparkocr.engines.ppocr.detect import Detection, DetectOptions, detect
from sparkocr.engines.ppocr.lines import HEIGHT, Strip, cut
from sparkocr.engines.ppocr.models import SIZES, Network, characters, network
from sparkocr.engines.ppocr.recognise import Character, prepared, recognise_strip
from sparkocr.enums import ImageType
from sparkocr.imaging.glyphs import Bound, Mask, blank_between, ink, split_word, trimmed
from sparkocr.imaging.pixels import Pixels, convert
from sparkocr.layout.box import Box
from sparkocr.layout.page import Line, Page, Symbol, Word
from sparkocr.layout.reading_order import arrange

__all__ = ["PPOcr"]

_LEAST_CONFIDENCE = 50.0  # lines below are noise more often than text; rapidocr drops the same
_SURE = 80.0
_BUDGET = 0.4
_LEAST_BUDGET = 4000.0
_MIN_SIDE = 4  # px; smaller images have no text
_VERTICAL = 45  # degrees
_FLIPPED = 0.9  # probability, as in PaddleOCR
_FLIP_WIDTH = 192  # px of a line that the classifier looks at
_SPECK = 3  # px of a strip
_BORDER = HEIGHT // 4  # px: what touches the edge of a strip and is lower belongs to the line above or below
_RULE = 3 * HEIGHT  # px: what is so long is no letter
_WIDE_BLANK = 16  # px of a strip: letters are about 20 wide; digits of a typewriter stand up to 10 apart
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
    again : bool
        Whether doubtful words are read again with the small recogniser.
    """

    language: str = "eng"
    size: str = "tiny"
    detector: str = ""
    recogniser: str = ""
    dictionary: str = ""
    angle: bool = False
    detection: DetectOptions = DetectOptions()  # noqa: RUF009  it is immutable
    again: bool = False

    def read(self, pixels: Pixels, resolution: int, *, symbols: bool = False) -> Page:
        """Read the text of one page; see `sparkocr.engines.engine.Engine.read`.

        Raises
        ------
        DocumentError
            If a model is missing, damaged, or none that ONNX Runtime can load.
        """
        height, width = pixels.shape[:2]
        pixels = _readable(pixels)
        boxes = [detection.box for detection in self.detect(pixels, resolution)]
        found = self._lines(pixels, boxes, symbols=symbols)
        return arrange([line for line in found if line is not None], width, height)

    def detect(self, pixels: Pixels, resolution: int) -> list[Detection]:
        """Find the lines of a page; pixels as in `read`."""
        if min(pixels.shape[:2]) < _MIN_SIDE:
            return []
        detector = network("det", SIZES[self.size][0], self.detector)
        return detect(detector, _readable(pixels), resolution, self.detection)

    def read_line(self, pixels: Pixels, box: Box, *, symbols: bool = False) -> Line | None:
        """Read the line in a box of the page; None if there is none. Pixels as in `read`."""
        (line,) = self._lines(_readable(pixels), [box], symbols=symbols)
        return line

    def _lines(self, pixels: Pixels, boxes: Sequence[Box], *, symbols: bool) -> list[Line | None]:
        """Read the lines in boxes of the page; None where there is none."""
        readings = [self._reading(pixels, box) for box in boxes]
        if self.again:
            readings = self._read_again(readings)
        return [_line_of(one.strip, one.found, symbols=symbols) if _is_text(one) else None for one in readings]

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
            if _is_flipped(network("cls"), strip):
                strip = flipped
        return Reading(strip, self._recognised(strip, size))

    def _recognised(self, strip: Strip, size: str) -> tuple[Character, ...]:
        """Read an upright line with the recogniser of a size."""
        known = characters(size, self.dictionary)
        recogniser = network("rec", size, self.recogniser)
        if self.dictionary:
            return tuple(recognise_strip(recogniser, strip, known))
        found = recognise_strip(recogniser, strip, known, allowed_classes(self.language, known))
        if are_doubtful(self.language, ((one.text, one.confidence) for one in found)):
            found = recognise_strip(recogniser, strip, known, allowed_classes(self.language, known, own=True))
        return tuple(found)

    def _read_again(self, readings: list[Reading]) -> list[Reading]:
        """Read the most doubtful words of a page with the small recogniser."""
        parts = [part for line, one in enumerate(readings) for part in doubtful_parts(line, one, _doubt)]
        width = sum(one.strip.pixels.shape[1] for one in readings)
        chosen = within_budget(parts, max(_BUDGET * width, _LEAST_BUDGET))
        return read_parts(readings, chosen, lambda strip: self._recognised(strip, "small"))


def _readable(pixels: Pixels) -> Pixels:
    """Return grey pixels, or blue, green and red."""
    if pixels.ndim == 3 and pixels.shape[2] == 4:  # noqa: PLR2004
        return convert(pixels, ImageType.TYPE_4BYTE_ABGR, ImageType.TYPE_3BYTE_BGR)
    return pixels


def _confidence(reading: Reading) -> float:
    """Return the mean over what is no blank; 0 if there is nothing."""
    return fmean([one.confidence for one in reading.found if one.text.strip()] or [0.0])


def _is_text(reading: Reading) -> bool:
    """Tell whether a line is text, and no noise."""
    return _confidence(reading) >= _LEAST_CONFIDENCE


def _doubt(word: Sequence[Character]) -> float:
    """Return by how much the confidence of a word is too low for it to stay as it was read."""
    return _SURE - min(character.confidence for character in word)


def _is_flipped(classifier: Network, strip: Strip) -> bool:
    """Tell whether a line stands on its head."""
    values = prepared(strip.pixels)[..., :_FLIP_WIDTH]
    values = np.pad(values, [(0, 0)] * 3 + [(0, _FLIP_WIDTH - values.shape[-1])])
    return bool(classifier(values)[0][1] > _FLIPPED)


def _line_of(strip: Strip, found: Sequence[Character], *, symbols: bool) -> Line:
    """Place the words of a line: they end at the middle of the blanks between them, and where their ink ends."""
    letters = _letters(ink(strip.pixels))
    groups = [part for group in _groups(found) for part in _split(letters, group)]
    edges = [0.0, *(_gap(letters, one, other) for one, other in pairwise(groups)), float(strip.pixels.shape[1])]
    words, bounds = [], []
    for group, (left, right) in zip(groups, pairwise(edges), strict=True):
        # Without ink a word has its place, without the margin of the detector.
        bound = trimmed(letters, left, right) or (left, max(right, left + 1), HEIGHT / 6, HEIGHT * 5 / 6)
        bounds.append(bound)
        words.append(_word(strip, letters, group, bound, symbols=symbols))
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


def _groups(found: Sequence[Character]) -> list[list[Character]]:
    """Group characters to words, which spaces separate; there is at least one."""
    groups: list[list[Character]] = [[]]
    for character in found:
        if character.text.strip():
            groups[-1].append(character)
        elif groups[-1]:
            groups.append([])
    return groups if groups[-1] else groups[:-1]


def _letters(mask: Mask) -> Mask:
    """Drop what is not of the line: specks, rules, and what reaches in from the lines above and below."""
    count, labels, stats, _ = cv2.connectedComponentsWithStats(mask.view(np.uint8), connectivity=8)
    top, height, width = stats[:, cv2.CC_STAT_TOP], stats[:, cv2.CC_STAT_HEIGHT], stats[:, cv2.CC_STAT_WIDTH]
    at_edge = ((top == 0) | (top + height == HEIGHT)) & (height < _BORDER)
    kept = ~at_edge & (stats[:, cv2.CC_STAT_AREA] >= _SPECK) & ~((width > _RULE) & (height < _BORDER))
    kept[0] = False
    return kept[labels] if count > 1 else np.zeros_like(mask)


def _split(letters: Mask, group: list[Character]) -> list[list[Character]]:
    """Split a word where a blank is so wide that it must be a space, which the network often drops beside digits."""
    parts = [[group[0]]]
    for one, other in pairwise(group):
        start, end = blank_between(letters, one.middle, other.middle)
        if end - start >= _WIDE_BLANK and _is_spaced(one.text) and _is_spaced(other.text):
            parts.append([])
        parts[-1].append(other)
    return parts


def _is_spaced(character: str) -> bool:
    """Tell whether it is of a script that puts spaces between words."""
    return unicodedata.east_asian_width(character) not in "WF"


def _gap(letters: Mask, one: Sequence[Character], other: Sequence[Character]) -> float:
    """Return the middle of the blank between two words."""
    return fmean(blank_between(letters, one[-1].middle, other[0].middle))


def _word(strip: Strip, letters: Mask, group: Sequence[Character], bound: Bound, *, symbols: bool) -> Word:
    left, right, top, bottom = bound
    text = "".join(character.text for character in group)
    confidence = fmean(character.confidence for character in group)
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
