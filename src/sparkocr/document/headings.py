"""Find the headings of a page by the size and weight of their letters, by their numbers and capitals."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
import numpy.typing as npt

from sparkocr.document.fonts import size_of
from sparkocr.layout.merge import weighted_median
from sparkocr.layout.page import Line, Page

__all__ = ["Heading", "headings"]

# The numbers below were chosen for this library, on letters, papers, books, reports, slides and forms.
_LARGE = 1.2  # least size of a heading, in sizes of body text: row heights of OCR are off by a tenth
_LARGE_FONT = 1.12  # the same where the file tells the sizes of fonts
_AS_LARGE = 0.94  # least size of other headings
_SAME_SIZE = 0.88  # of the size of a level: smaller headings are of the next level
_LEVELS, _DEEPEST = 3, 6  # of sizes, and of Markdown
_LINES, _LENGTH = 3, 200  # more is text in a large font
_SMALL_LENGTH = 150  # the same of a heading that is no larger than text
_MARKED_PAGE = 0.45  # share of bold letters, or capitals, on a page where they mean nothing
_KNOWN = 0.5  # share of letters with a known font, of a page whose other letters are those of pictures
_WHOLLY = 0.9  # share of bold letters in a bold line
_CELLS = 2.0  # heights: a gap between words that are no text
_NEAR = 0.9  # heights between two lines of one heading
_FAR = 3.5  # heights between a heading that is no larger than text and its text
_BODY = 0.35  # share of the letters of a page in one size that is that of text, and of no headings
_TITLE_SIZE = 1.3  # of a title, in sizes of the line above it that only names the document
_FOLLOWING = 3  # headings of one size without text in between, or that end in a number: more are a list
_CAPITALS = 5  # letters of a line of capitals that is no abbreviation

_NUMBER = re.compile(r"\(?(?:[0-9]+(?:[.\-][0-9]+)*|[IVXivx]+|[A-Za-z])[.):]?\s")
_LABEL = re.compile(r"\(?(?:[0-9]+(?:[.\-][0-9]+)*[.):]?|(?:[IVXivx]+|[A-Za-z])[.):])\s")
_PART = r"(?:(?:chapter|part|section|appendix|annex|unit|lesson)\s+)"
_SECTION = re.compile(
    rf"(?i:{_PART})?(?:[0-9]{{1,2}}(?:\.[0-9]+)*\.?|[IVX]+\.)\s+[^\Wa-z_]|(?i:{_PART})(?:[A-Z]|[0-9]+|[IVX]+)\b"
)
_SUBSECTION = re.compile(r"[0-9]+(?:\.[0-9]+)+\.?\s+[A-Z]")
_TITLE = re.compile(
    r"(?:abstract|(?:table of )?contents|list of (?:figures|tables)|introduction|background|(?:materials and )?methods"
    r"|results|discussion|conclusions?|summary|executive summary|acknowledge?ments?|references|bibliography|preface"
    r"|foreword|glossary|index|notes)\s*:?",
    re.IGNORECASE,
)
_LETTERS = 0.5  # least share of letters in a heading
_WORDS = 25  # more are a sentence
_SENTENCE = 9  # words of what ends with a full stop, and is none
_DECIMAL = re.compile(r"[0-9]+(?:\.[0-9]+)*(?=\.?\s)")
_CHAPTER = re.compile(r"[0-9]{1,3}|[IVXL]+")
_CAPTION = re.compile(
    r"(?:(?:supplementary|appendix)\s+)?(?:fig(?:ure|\.)?|tab(?:le|\.)|exhibit|chart|graph|scheme|plate|map|photo|image"
    r"|picture|diagram|equation|listing|algorithm)s?\s*(?::|\(?(?:[A-Z]{0,3}[0-9]+|[IVX]+\b|[A-Z]\b))"
    r"|(?:source|note|date)s?\s*:|[*\[]",
    re.IGNORECASE,
)
_LEADERS = re.compile(r"(?:\.\s?){4,}|\u2026{2,}|_{4,}")
_LINK = re.compile(r"https?:|www\.|\S@\w|\bdoi\b", re.IGNORECASE)
_MONTHS = "jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec"
_DATE = re.compile(rf"(?:[0-9]{{1,2}}\.?\s+)?(?:{_MONTHS})[a-z]*\.?\s+(?:[0-9]{{1,2}},?\s+)?[0-9]{{4}}", re.IGNORECASE)
_BULLET = re.compile(r"[\u2022\u2023\u25aa\u25ab\u25cf\u25cb\u25e6\u25a0\u25a1\uf0b7\uf0a7\u00b7*+\-\u2013\u2014]\s")
_ENDS_IN_NUMBER = re.compile(r"\s[0-9]{1,3}$")
_UNFINISHED = (",", ";", "-")


@dataclass(frozen=True, slots=True, eq=False)
class Heading:
    """Lines that are one heading of a level, from 1."""

    level: int


@dataclass(frozen=True, slots=True)
class _Style:
    """The letters of a line: their size, 0 if unknown, and whether they are bold."""

    size: float
    is_bold: bool


@dataclass(frozen=True, slots=True)
class _Run:
    """Lines that look alike and stand close below each other: first, one past the last, and their size."""

    first: int
    last: int
    size: float


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

    The largest headings of the page are of level 1; those that are no larger than text are of the last level. In one
    size, each further part of a number ("2.1") is one level deeper.
    """
    lines = list(page.lines())
    styles = _styles(lines)
    sizes = np.array([style.size for style in styles])
    lengths = [0 if _LEADERS.search(line.text) else len(line.text) for line in lines]
    weights = np.array(lengths, np.float64) * (sizes > 0)
    if not weights.any():
        return [None] * len(lines)
    body = weighted_median(sizes[weights > 0], weights[weights > 0])
    has_fonts = any(word.font is not None for word in page.words())
    marked = _marked(page, lines, styles, weights)
    unique, places, counts = np.unique(sizes, return_inverse=True, return_counts=True)
    is_usual = (np.bincount(places, weights) > _BODY * weights.sum()) & (counts > _LINES) & (unique > body)
    usual = set(unique[is_usual].tolist())
    kinds = [
        (0.0, False)
        if number in running or style.size in usual
        else (style.size, style.is_bold)
        if style.size >= (_LARGE_FONT if has_fonts else _LARGE) * body
        else (body * (number in marked and style.size >= _AS_LARGE * body), False)
        for number, style in enumerate(styles)
    ]
    found = [
        run
        for run in _runs(lines, kinds)
        if run.size > 0 and _is_heading(lines[run.first : run.last], lines[run.last : run.last + 1], run.size > body)
    ]
    found = _without_lists(_without_name(found, lines), lines)
    return _with_levels(_with_chapters(lines, kinds, found), lines)


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
    is_bold = bool(fonts) and bold >= _WHOLLY * sum(len(word.text) for word in line.words)
    return _Style(size_of(line) if fonts else 0.0, is_bold)


def _marked(page: Page, lines: Sequence[Line], styles: Sequence[_Style], weights: npt.NDArray[np.float64]) -> set[int]:
    """Return the lines that look like headings in the size of text."""
    found: set[int] = set()
    bold = {number for number, style in enumerate(styles) if style.is_bold}
    high = {number for number, line in enumerate(lines) if _is_capitals(line.text)}
    for numbers in (bold, high):
        if weights[sorted(numbers)].sum() <= _MARKED_PAGE * weights.sum():
            found |= numbers
    number = 0
    for paragraph in page.paragraphs():
        last = number + len(paragraph.lines)
        alone = len(paragraph.lines) == 1
        if not alone and not set(range(number, last)) <= high:
            found -= high.intersection(range(number, last)) - bold
        if alone and (_SUBSECTION.match(text := paragraph.lines[0].text) or _TITLE.fullmatch(text)):
            found.add(number)
        number = last
    return found


def _is_capitals(text: str) -> bool:
    return text.isupper() and sum(map(str.isalpha, text)) >= _CAPITALS


def _runs(lines: Sequence[Line], kinds: Sequence[tuple[float, bool]]) -> Iterator[_Run]:
    """Join lines of one kind that stand close below each other, unless the second has a number of its own."""
    first = 0
    for number in range(1, len(lines) + 1):
        if (
            number == len(lines)
            or kinds[number] != kinds[first]
            or not _is_below(lines[number - 1], lines[number])
            or _SECTION.match(lines[number].text)
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
    """Tell whether lines read like a heading."""
    text = " ".join(line.text for line in lines)
    longest = _LENGTH if is_large else _SMALL_LENGTH
    if len(lines) > _LINES or len(text) > longest or not any(map(str.isalpha, text)) or text.endswith(_UNFINISHED):
        return False
    if any(pattern.search(text) for pattern in (_LEADERS, _LINK)) or _CAPTION.match(text) or _DATE.fullmatch(text):
        return False
    first = next((character for character in _LABEL.sub("", text, count=1) if character.isalpha()), "")
    letters = sum(map(str.isalpha, text))
    if first.islower() or letters < _LETTERS * sum(not character.isspace() for character in text):
        return False
    if is_large:
        return len(text.split()) < (_SENTENCE if text.endswith(".") else _WORDS)
    if text.endswith(".") or _BULLET.match(text) or any(map(_has_cells, lines)):
        return False
    return not any(_goes_on(lines[-1], line) or _is_far_below(lines[-1], line) for line in after)


def _has_cells(line: Line) -> bool:
    """Tell whether words of a line are far apart, other than a number and what it numbers."""
    boxes = [word.box.upright() for word in line.words]
    gaps = [other.x - one.x - one.width > _CELLS * one.height for one, other in pairwise(boxes)]
    return any(gaps[1:] if _NUMBER.match(line.text) else gaps)


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
        is_name = runs[1].size > _TITLE_SIZE * runs[0].size and not _SECTION.match(lines[0].text)
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


def _with_chapters(lines: Sequence[Line], kinds: Sequence[tuple[float, bool]], found: Sequence[_Run]) -> list[_Run]:
    """Add the large number of a chapter above its heading."""
    runs = []
    for run in found:
        before = run.first - 1
        if before >= 0 and _CHAPTER.fullmatch(lines[before].text) and kinds[before][0] >= run.size:
            runs.append(_Run(before, run.first, kinds[before][0]))
        runs.append(run)
    return runs


def _with_levels(runs: Sequence[_Run], lines: Sequence[Line]) -> list[Heading | None]:
    """Make headings of runs: sizes that are close are of one level, in which longer numbers are deeper."""
    ranks: dict[float, int] = {}
    rank, largest = 0, 0.0
    for size in sorted({run.size for run in runs}, reverse=True):
        if size < _SAME_SIZE * largest or not rank:
            rank, largest = min(rank + 1, _LEVELS), size
        ranks[size] = rank
    dots = [match[0].count(".") if (match := _DECIMAL.match(lines[run.first].text)) else None for run in runs]
    fewest: dict[int, int] = {}
    for run, count in zip(runs, dots, strict=True):
        if count is not None:
            fewest[ranks[run.size]] = min(count, fewest.get(ranks[run.size], count))
    found: list[Heading | None] = [None] * len(lines)
    for run, count in zip(runs, dots, strict=True):
        rank = ranks[run.size]
        deeper = 0 if count is None else count - fewest[rank]
        found[run.first : run.last] = [Heading(min(rank + deeper, _DEEPEST))] * (run.last - run.first)
    return found
