"""Find the headings of a page by the size and weight of their letters, by their numbers and capitals."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby, pairwise
from operator import itemgetter

import numpy as np
import numpy.typing as npt

from sparkocr.document.fonts import size_of
from sparkocr.document.heading_text import LABEL, SECTION, has_leaders, is_capitals, is_title, reads_as_heading
from sparkocr.layout.merge import weighted_median
from sparkocr.layout.page import Line, Page

__all__ = ["Heading", "headings", "levels_of"]

# The numbers below were chosen for this library, on letters, papers, books, reports, slides and forms.
_LARGE = 1.2  # least size of a heading, in sizes of body text: row heights of OCR are off by a tenth
_LARGE_FONT = 1.12  # the same where the file tells the sizes of fonts
_AS_LARGE = 0.94  # least size of other headings
_SAME_SIZE = 0.88  # of the size of a level: smaller headings are of the next level
_LEVELS, _DEEPEST = 3, 6  # of sizes, and of Markdown
_MARKED_PAGE = 0.45  # share of bold letters, or capitals, on a page where they mean nothing
_KNOWN = 0.5  # share of letters with a known font, of a page whose other letters are those of pictures
_WHOLLY = 0.9  # share of bold letters in a bold line
_CELLS = 2.0  # heights: a gap between words that are no text
_NEAR = 0.9  # heights between two lines of one heading
_FAR = 3.5  # heights between a heading that is no larger than text and its text
_BODY = 0.35  # share of the letters of a page in one size that is that of text, and of no headings
_TITLE_SIZE = 1.3  # of a title, in sizes of the line above it that only names the document
_LINES = 3  # more lines in a large font are text
_FOLLOWING = 3  # headings of one size without text in between, or that end in a number: more are a list
_CHAPTER = re.compile(r"[0-9]{1,3}|[IVXL]+")
_DECIMAL = re.compile(r"[0-9]+(?:\.[0-9]+)*(?=\.?\s)")
_ENDS_IN_NUMBER = re.compile(r"\s[0-9]{1,3}$")


@dataclass(frozen=True, slots=True, eq=False)
class Heading:
    """Lines that are one heading of a level, from 1."""

    level: int


@dataclass(frozen=True, slots=True)
class _Style:
    """The letters of a line: their size, 0 if unknown, whether they are bold, and the level that the outline says."""

    size: float
    is_bold: bool
    level: int = 0


_Kind = tuple[float, bool]  # the size of what may be a heading, 0 for what is none, and whether it is bold
_NONE: _Kind = (0.0, False)


@dataclass(frozen=True, slots=True)
class _Run:
    """Lines that look alike and stand close below each other: first, one past the last, and their size.

    `level` is that of a heading by the outline of the document, 0 for others.
    """

    first: int
    last: int
    size: float
    level: int = 0


def headings(page: Page, running: Collection[int] = ()) -> list[Heading | None]:
    """Tell which lines of a page are headings.

    Parameters
    ----------
    page : Page
        In reading order; `row_height` of its lines is the size of their font, 0 if unknown. Words may know their fonts.
    running : collection of int
        Numbers of the lines of running headers and footers, which are no headings.

    Returns
    -------
    list of Heading or None
        For each line in reading order its heading, which may have several lines; None for what is no heading.

    Notes
    -----
    A heading is larger than body text, which has the size of the median letter. Where fonts are known it may also be
    bold on a page that mostly isn't. So may be capitals, and what begins with the number of a subsection, if they are
    a paragraph of their own. Captions, rows of cells, lines of a table of contents, running headers, dates, links,
    sentences, and what is longer than a few lines are none.

    What the outline of the document names is a heading of its level. The largest of the others are of level 1, or one
    below larger ones of the outline; those that are no larger than text are of the last level. In one size, each
    further part of a number ("2.1") is one level deeper.
    """
    lines = list(page.lines())
    styles = _styles(lines)
    sizes = np.array([style.size for style in styles])
    lengths = [0 if has_leaders(line.text) else len(line.text) for line in lines]
    weights = np.array(lengths, np.float64) * (sizes > 0)
    if not weights.any():
        return [None] * len(lines)
    body = weighted_median(sizes[weights > 0], weights[weights > 0])
    has_fonts = any(word.font is not None for word in page.words())
    larger = sizes >= (_LARGE_FONT if has_fonts else _LARGE) * body
    marked = _marked(page, lines, styles, weights) - set(np.flatnonzero(sizes < _AS_LARGE * body).tolist())
    text = _text_sizes(sizes, weights, body)
    kinds: list[_Kind] = []
    for number, style in enumerate(styles):
        if number in running or style.size in text or style.level:
            kinds.append(_NONE)
        elif larger[number]:
            kinds.append((style.size, style.is_bold))
        else:
            kinds.append((body, False) if number in marked else _NONE)
    found = [
        run
        for run in _runs(lines, kinds)
        if run.size > 0 and _is_heading(lines[run.first : run.last], lines[run.last : run.last + 1], run.size > body)
    ]
    found = _without_lists(_without_name(found, lines), lines)
    found = _with_chapters(lines, kinds, found)
    return _with_levels(sorted([*found, *_outlined(styles)], key=lambda run: run.first), lines)


def _outlined(styles: Sequence[_Style]) -> Iterator[_Run]:
    """Join the lines of each heading of the outline; many lines are as many headings."""
    looks = [(style.level, style.size) for style in styles]
    for (level, size), group in groupby(range(len(looks)), key=looks.__getitem__):
        numbers = list(group)
        if level and len(numbers) <= _LINES:
            yield _Run(numbers[0], numbers[-1] + 1, size, level)
        elif level:
            yield from (_Run(number, number + 1, size, level) for number in numbers)


def _text_sizes(sizes: npt.NDArray[np.float64], weights: npt.NDArray[np.float64], body: float) -> set[float]:
    """Return the sizes above that of body text that are those of text, too: they have many lines and letters."""
    unique, places, counts = np.unique(sizes, return_inverse=True, return_counts=True)
    are_text = (np.bincount(places, weights) > _BODY * weights.sum()) & (counts > _LINES) & (unique > body)
    return set(unique[are_text].tolist())


def _styles(lines: Sequence[Line]) -> list[_Style]:
    """Return the style of each line; where most letters have a known font, lines without one are those of pictures."""
    words = [word for line in lines for word in line.words]
    known = sum(len(word.text) for word in words if word.font is not None)
    if not known or known < _KNOWN * sum(len(word.text) for word in words):
        return [_Style(line.row_height, is_bold=False) for line in lines]
    return [_style(line) for line in lines]


def _style(line: Line) -> _Style:
    fonts = [(word.font, len(word.text)) for word in line.words if word.font is not None]
    bold = sum(length for font, length in fonts if font.is_bold)
    letters = sum(len(word.text) for word in line.words)
    level = max((font.level for font, _ in fonts), default=0)
    is_named = sum(length for font, length in fonts if font.level) >= _WHOLLY * letters
    is_bold = bool(fonts) and bold >= _WHOLLY * letters
    return _Style(size_of(line) if fonts else 0.0, is_bold, level if is_named else 0)


def _marked(page: Page, lines: Sequence[Line], styles: Sequence[_Style], weights: npt.NDArray[np.float64]) -> set[int]:
    """Return the lines that may be headings in the size of text: bold ones, and some that are their own paragraph."""
    limit = _MARKED_PAGE * weights.sum()
    bold = [number for number, style in enumerate(styles) if style.is_bold]
    high = {number for number, line in enumerate(lines) if is_capitals(line.text)}
    found = set(bold) if weights[bold].sum() <= limit else set()
    high = high if weights[sorted(high)].sum() <= limit else set()
    number = 0
    for paragraph in page.paragraphs():
        numbers = set(range(number, number + len(paragraph.lines)))
        if numbers <= high or (len(numbers) == 1 and is_title(paragraph.lines[0].text)):
            found |= numbers
        number += len(numbers)
    return found


def _runs(lines: Sequence[Line], kinds: Sequence[_Kind]) -> Iterator[_Run]:
    """Join lines of one kind that stand close below each other, unless the second has a number of its own."""
    first = 0
    for number in range(1, len(lines) + 1):
        if (
            number == len(lines)
            or kinds[number] != kinds[first]
            or not _is_below(lines[number - 1], lines[number])
            or SECTION.match(lines[number].text)
        ):
            yield _Run(first, number, kinds[first][0])
            first = number


def _is_below(one: Line, other: Line) -> bool:
    above, below = one.box.upright(), other.box.upright()
    height = min(above.height, below.height)
    return -height < below.y - above.y - above.height < _NEAR * height


def _is_far_below(one: Line, other: Line) -> bool:
    above, below = one.box.upright(), other.box.upright()
    return below.y - above.y - above.height > _FAR * above.height


def _is_heading(lines: Sequence[Line], after: Sequence[Line], is_large: bool) -> bool:
    """Tell whether lines of one kind are a heading of what comes after."""
    if len(lines) > _LINES or not reads_as_heading(" ".join(line.text for line in lines), is_large=is_large):
        return False
    if is_large:
        return True
    has_text = not any(_goes_on(lines[-1], line) or _is_far_below(lines[-1], line) for line in after)
    return has_text and not any(map(_has_cells, lines))


def _has_cells(line: Line) -> bool:
    """Tell whether words of a line are far apart, other than a number and what it numbers."""
    boxes = [word.box.upright() for word in line.words]
    gaps = [other.x - one.x - one.width > _CELLS * one.height for one, other in pairwise(boxes)]
    return any(gaps[1:] if LABEL.match(line.text) else gaps)


def _goes_on(one: Line, other: Line) -> bool:
    """Tell whether a bold line is the beginning of a sentence that goes on in bold and then in plain letters.

    Its second line begins with a word that would not have fitted in the first.
    """
    font = other.words[0].font
    if font is None or not font.is_bold or _style(other).is_bold or not _is_below(one, other):
        return False
    box, below = one.box.upright(), other.box.upright()
    return below.x + below.width - box.x - box.width < other.words[0].box.upright().width + box.height


def _without_name(runs: list[_Run], lines: Sequence[Line]) -> list[_Run]:
    """Leave out the first line of a page above a far larger title: it names the document or its part."""
    if len(runs) > 1 and runs[0].first == 0 and runs[1].first == runs[0].last:
        is_name = runs[1].size > _TITLE_SIZE * runs[0].size and not SECTION.match(lines[0].text)
        return runs[1:] if is_name else runs
    return runs


def _without_lists(runs: Sequence[_Run], lines: Sequence[Line]) -> list[_Run]:
    """Leave out what follows each other without text in between: labels of a picture, contents, text of a slide."""
    groups: list[list[_Run]] = []
    for run in runs:
        if not groups or groups[-1][-1].last != run.first or groups[-1][-1].size != run.size:
            groups.append([])
        groups[-1].append(run)
    contents = {run for run in runs if _ENDS_IN_NUMBER.search(lines[run.last - 1].text)}
    return [
        run
        for group in groups
        if len(group) <= _FOLLOWING
        for run in group
        if run not in contents or len(contents) <= _FOLLOWING
    ]


def _with_chapters(lines: Sequence[Line], kinds: Sequence[_Kind], found: Sequence[_Run]) -> list[_Run]:
    """Add the large number of a chapter above its heading."""
    runs = []
    for run in found:
        before = run.first - 1
        if before >= 0 and _CHAPTER.fullmatch(lines[before].text) and kinds[before][0] >= run.size:
            runs.append(_Run(before, run.first, kinds[before][0]))
        runs.append(run)
    return runs


def _with_levels(runs: Sequence[_Run], lines: Sequence[Line]) -> list[Heading | None]:
    """Make headings of runs."""
    found: list[Heading | None] = [None] * len(lines)
    outlined = [run.level for run in runs]
    levels = levels_of([run.size for run in runs], [lines[run.first].text for run in runs], outlined)
    for run, level in zip(runs, levels, strict=True):
        found[run.first : run.last] = [Heading(level)] * (run.last - run.first)
    return found


def levels_of(sizes: Sequence[float], texts: Sequence[str], outlined: Sequence[int]) -> list[int]:
    """Return the levels of headings, from 1: sizes that are close are of one level, in which longer numbers are deeper.

    Parameters
    ----------
    sizes : sequence of float
        Of their fonts, in any unit.
    texts : sequence of str
        Their first lines.
    outlined : sequence of int
        Their levels by the outline of the document, which they keep; 0 for others, which are below all larger ones.
    """
    ranks, above = dict[float, int](), dict[float, int]()
    rank, largest, deepest = 0, 0.0, 0
    for size, group in groupby(sorted(zip(sizes, outlined, strict=True), reverse=True), key=itemgetter(0)):
        if size < _SAME_SIZE * largest or not rank:
            rank, largest = min(rank + 1, _LEVELS), size
        ranks[size], above[size] = rank, deepest
        deepest = max(deepest, *(known for _, known in group))
    dots = [match[0].count(".") if (match := _DECIMAL.match(text)) else None for text in texts]
    fewest: dict[int, int] = {}
    for size, count in zip(sizes, dots, strict=True):
        if count is not None:
            fewest[ranks[size]] = min(count, fewest.get(ranks[size], count))
    levels = []
    for size, count, known in zip(sizes, dots, outlined, strict=True):
        deeper = 0 if count is None else count - fewest[ranks[size]]
        levels.append(known or min(max(ranks[size] + deeper, above[size] + 1), _DEEPEST))
    return levels
