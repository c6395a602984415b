"""Read what an engine overlooked on the rows of a page: single digits and dashes, which stand alone in tables."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from statistics import median
from typing import cast

import cv2
import numpy as np
import numpy.typing as npt

from sparkocr.engines.engine import Engine
from sparkocr.engines.parts import read_as_line
from sparkocr.imaging.glyphs import ink
from sparkocr.imaging.pixels import Image, to_gray
from sparkocr.imaging.straight_lines import Mask, components
from sparkocr.layout.box import Box
from sparkocr.layout.merge import union
from sparkocr.layout.page import Block, Line, Page, Paragraph, Symbol, Word, mean_confidence

__all__ = ["with_overlooked"]

_QUARTER = 90
# Chosen for this library. Sizes are in usual heights of words.
_LEAST, _HIGHEST, _WIDEST = 0.2, 1.6, 3.0  # of what can be a letter
_ACROSS, _DOWN = 0.4, 0.15  # between parts of a word
_DASH = (0.3, 1.5)  # height at most, and width
_LONG_DASH = 1.5  # times as wide as high, at least
_SIGN = 0.25  # between a sign and its number
_SOLID = 0.7  # share of ink in a bullet, which is about as wide as high
_MARGIN, _STRIP = 0.5, 1.8  # around a word that is read, and the height of what is cut out
_COVER = 1  # px around words that are read
_MOST = 300  # a page with more has figures
_SURE = 60.0  # confidence


def with_overlooked(page: Page, image: Image, engine: Engine) -> Page:
    """Add the words that an engine did not see.

    Detectors of lines overlook single letters. What is left of the ink beside the words of a row is read for itself,
    and so is what was taken for a turned letter among upright ones.

    Parameters
    ----------
    page : Page
        What the engine read.
    image : Image
        The image, without rulings.
    engine : Engine
    """
    upright = [line for line in page.lines() if not _is_lone(line)]
    heights = [line.box.height for line in upright if abs(line.box.angle) < _QUARTER / 2]
    if not heights:
        return page
    usual = median(heights)
    rows = np.array([(word.box.y, word.box.y + word.box.height) for line in upright for word in line.words])
    fragments = list(_fragments(_left(image, upright), usual, rows))
    if len(fragments) > _MOST:
        return page
    lines = list(upright)
    for box in fragments:
        if _is_dash(box, usual):
            lines = _with_dash(lines, box, usual)
        else:
            lines += _read(box, image, engine, usual)
    return replace(page, blocks=tuple(Block((Paragraph((line,), line.box),), line.box) for line in lines))


def _is_lone(line: Line) -> bool:
    """Tell whether a line is of letters that stand alone, and was taken for turned text: digits below each other."""
    return abs(abs(line.box.angle) - _QUARTER) < _QUARTER / 2 and all(len(word.text) == 1 for word in line.words)


def _left(image: Image, lines: Sequence[Line]) -> Mask:
    """Return the ink that is not in a word: 1, else 0."""
    found = ink(to_gray(image)).view(np.uint8)
    for line in lines:
        for word in line.words:
            corners = word.box.grown(_COVER).corners()
            cv2.fillConvexPoly(found, np.rint(np.clip(corners, -(2**15), 2**15)).astype(np.int32), (0,))
    return found


def _fragments(left: Mask, usual: float, rows: npt.NDArray[np.float64]) -> Iterator[Box]:
    """Yield the boxes of what may be words beside other words; bullets are none."""
    labels, stats = components(left)
    width, height, area = (stats[:, name] for name in (cv2.CC_STAT_WIDTH, cv2.CC_STAT_HEIGHT, cv2.CC_STAT_AREA))
    is_part = (height <= _HIGHEST * usual) & (width <= _WIDEST * usual) & (area > 1)
    is_part[0] = False
    kernel = np.ones((max(1, round(_DOWN * usual)), max(1, round(_ACROSS * usual))), np.uint8)
    joined = cv2.morphologyEx(is_part[labels].view(np.uint8), cv2.MORPH_CLOSE, kernel)
    _, stats = components(cast("Mask", joined))
    for x, y, across, down, count in stats[1:].tolist():
        is_bullet = count >= _SOLID * across * down and across < _LONG_DASH * down and down < _LONG_DASH * across
        is_large = max(across, down) >= _LEAST * usual and down <= _HIGHEST * usual
        common = np.minimum(rows[:, 1], y + down) - np.maximum(rows[:, 0], y)
        if is_large and not is_bullet and (common >= down / 2).any():
            yield Box(x, y, across, down)


def _is_dash(box: Box, usual: float) -> bool:
    """Tell a dash by its form: it has no place in a line of its own, so that engines read something else."""
    return box.height <= _DASH[0] * usual and _LONG_DASH * box.height <= box.width <= _DASH[1] * usual


def _with_dash(lines: Sequence[Line], box: Box, usual: float) -> list[Line]:
    """Add a dash: as the sign of the number right behind it, or as a line for itself."""
    dash = Word("-", box, _SURE, symbols=(Symbol("-", box, _SURE),))
    found = list(lines)
    for number, line in enumerate(lines):
        for place, word in enumerate(line.words):
            gap = word.box.x - box.x - box.width
            inside = word.box.y < box.centre[1] < word.box.y + word.box.height
            if inside and abs(gap) <= _SIGN * usual and word.text[0].isdigit():
                signed = replace(
                    word, text="-" + word.text, box=union([box, word.box]), symbols=(*dash.symbols, *word.symbols)
                )
                words = (*line.words[:place], signed, *line.words[place + 1 :])
                found[number] = replace(line, words=words, box=union([line.box, box]))
                return found
    return [*found, Line((dash,), box, usual)]


def _read(box: Box, image: Image, engine: Engine, usual: float) -> list[Line]:
    """Read a word for itself."""
    strip = Box.around(box.centre, box.width + 2 * _MARGIN * usual, max(box.height, _STRIP * usual))
    found = read_as_line(engine, image, strip).lines()
    return [line for line in found if mean_confidence(line.words) >= _SURE]
