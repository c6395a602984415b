"""The text that the positions of a page spell, and the way back from its characters to the units."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache

import numpy as np
import numpy.typing as npt

from sparkocr.positions.same_line import on_one_line

__all__ = [
    "NEAR",
    "PositionText",
    "Stream",
    "Units",
    "are_characters",
    "letters_of",
    "near",
    "pdf_entries",
    "visible_of",
]

Ints = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]
Mask = npt.NDArray[np.bool_]

# Chosen for this library, on rendered text and the symbols of Tesseract.
NEAR = 0.5
"""Share of the larger height: characters no further apart vertically, and side by side, are neighbours."""
_CHARACTERS = 1.5  # mean length of the units up to which they come from a text layer, and not words
_LEAST_WORD_GAP, _MOST_WORD_GAP = 0.12, 0.3  # of the height of a line: least distance of characters of two words
_USUAL_WORD_GAP = 0.25  # the same where the gaps are all of one kind
_DIGIT_WIDTH = 0.7  # of its height: a "1" takes as much room as other digits, and has its gaps inside
_WIDEST_GAP = 0.6  # of the height of a line: wider gaps count as this wide
_WORD_STEP = 1.5  # of the grid of a monospaced font: steps over a space are at least 2
_OFF_GRID, _ON_GRID = 0.2, 0.9  # a font is monospaced if 0.9 of the steps are nearer than 0.2 to whole ones
_LEAST_STEPS = 8  # fewer tell nothing
_ROUNDS = 10  # after which the limit hardly moves
_AROUND = 4  # characters to both sides that tell the height of a line
_ABSENT = "\u0640"  # the Arabic tatweel only stretches a word
_GRAM = 3  # characters of 21 bits each that fill a 64 bit integer
_BITS = 21


@dataclass(frozen=True, eq=False)
class Units:
    """All units of a `positions` column's row, in reading order.

    Attributes
    ----------
    texts : list of str
        What each unit says: a character, word, line, paragraph or block.
    boxes : ndarray of float64, shape (n, 4)
        x, y, width and height; origin top-left.
    pages : ndarray of int64, shape (n,)
        Number of the page of each unit.
    entries : ndarray of int64, shape (n,)
        Which entry of the column each unit comes from.
    """

    texts: list[str]
    boxes: Floats
    pages: Ints
    entries: Ints


class PositionText:
    """The units joined to one text.

    Where neither of two neighbours brings a space, one is put in between if they are two words, and a line end if they
    are on two lines.

    Parameters
    ----------
    units : Units

    Attributes
    ----------
    text : str
    starts : ndarray of int64, shape (n,)
        Where each unit begins in the text.
    """

    def __init__(self, units: Units) -> None:
        self.units = units
        lengths = np.fromiter(map(len, units.texts), np.int64, len(units.texts))
        separators = _separators(units, lengths)
        self.text = "".join(part for pair in zip(units.texts, [*separators, ""], strict=False) for part in pair)
        gaps = np.fromiter(map(len, separators), np.int64, len(separators))
        self.starts: Ints = np.cumsum(lengths) - lengths + np.append(0, np.cumsum(gaps))[: len(lengths)]

    def __len__(self) -> int:
        return len(self.text)

    @cached_property
    def in_words(self) -> Mask:
        """Whether each character of the text, and the end of it, is part of a word; shape (length + 1,)."""
        found = np.append(_lookup(self.text, {c: bool(letters_of(c)) or _is_mark(c) for c in set(self.text)}), 0)
        return found.astype(bool)

    @cached_property
    def letters(self) -> Stream:
        """The letters and digits only."""
        return Stream(self.text, letters_of)

    @cached_property
    def visible(self) -> Stream:
        """All but the spaces."""
        return Stream(self.text, visible_of)


class Stream:
    """The characters of a text that count when texts are compared, with an index of where they are.

    Parameters
    ----------
    text : str
    keys_of : Callable
        What is compared for a character: any number of characters, often none.

    Attributes
    ----------
    keys : str
        What is compared for the text.
    places : ndarray of int64
        The character of the text that each of the keys comes from.
    """

    def __init__(self, text: str, keys_of: Callable[[str], str]) -> None:
        table = {character: keys_of(character) for character in set(text)}
        self.keys = text.translate({ord(character): keys for character, keys in table.items()})
        counts = _lookup(text, {character: len(keys) for character, keys in table.items()})
        self.places: Ints = np.repeat(np.arange(len(text)), counts)
        self._found: dict[str, Ints] = {}

    def occurrences(self, key: str) -> Ints:
        """Return where a key begins among the keys, ascending; the index is built once and finds it at once."""
        if key not in self._found:
            self._found[key] = self._search(key)
        return self._found[key]

    def _search(self, key: str) -> Ints:
        """Look up the rarest three characters of the key, and compare the others there."""
        wanted, last = _codes(key), len(self.keys) - len(key)
        if last < 0 or not key:
            return np.zeros(0, np.int64)
        if len(key) < _GRAM:
            same = [self._key_codes[i : last + 1 + i] == code for i, code in enumerate(wanted)]
            return np.flatnonzero(np.logical_and.reduce(same))
        grams, (ordered, order) = _grams(wanted), self._index
        begins, ends = np.searchsorted(ordered, grams, "left"), np.searchsorted(ordered, grams, "right")
        rarest = int(np.argmin(ends - begins))
        found: Ints = order[begins[rarest] : ends[rarest]] - rarest
        found = found[(found >= 0) & (found <= last)]
        for offset in (*range(0, len(grams), _GRAM), len(grams) - 1):
            found = found[self._key_grams[found + offset] == grams[offset]]
        return found

    @cached_property
    def _key_codes(self) -> Ints:
        return _codes(self.keys)

    @cached_property
    def _key_grams(self) -> Ints:
        return _grams(self._key_codes)

    @cached_property
    def _index(self) -> tuple[Ints, Ints]:
        """The groups of three in order, and where they are; equal ones in the order of the text."""
        order = np.argsort(self._key_grams, kind="stable")
        return self._key_grams[order], order


@lru_cache(1 << 16)
def letters_of(character: str) -> str:
    """Return the letters and digits that a character stands for, without case, accents and compatibility forms.

    A ligature gives its letters, a full-width or superscript digit the digit; hyphens, spaces and marks nothing.
    The forms are those of Unicode (UAX 15, NFKD, and full case folding), which can be taken character by character.
    """
    folded = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", character).casefold())
    return "".join(c for c in folded if _counts(c))


def _counts(character: str) -> bool:
    """Tell whether a character is a letter or digit, or a vowel sign that is written like a letter (class 0)."""
    if character == _ABSENT:
        return False
    return character.isalnum() or (_is_mark(character) and not unicodedata.combining(character))


def _is_mark(character: str) -> bool:
    """Tell whether a character joins the one before it; variation selectors and joiners are not seen at all."""
    return unicodedata.category(character) in {"Mn", "Mc", "Me"} and not "\ufe00" <= character <= "\ufe0f"


@lru_cache(1 << 16)
def visible_of(character: str) -> str:
    """Return what a character stands for in form NFKC, and nothing for spaces and invisible characters."""
    form = unicodedata.normalize("NFKC", character)
    return "".join(c for c in form if not c.isspace() and unicodedata.category(c) not in {"Cc", "Cf", "Mn"})


def pdf_entries(units: Units) -> set[int]:
    r"""Return the entries whose positions come from the text layer of a PDF.

    These are characters, of which some are line ends (``"\n"``) or not on a whole px: OCR gives whole px and no line
    ends of their own.
    """
    found = set()
    for entry in np.unique(units.entries):
        first, last = np.searchsorted(units.entries, [entry, entry + 1])
        texts = units.texts[first:last]
        if sum(map(len, texts)) < _CHARACTERS * len(texts) and ("\n" in texts or np.any(units.boxes[first:last] % 1)):
            found.add(int(entry))
    return found


def are_characters(texts: Sequence[str]) -> bool:
    """Tell whether most of the text is in units of one character: some may be words, such as those that replace others.

    Characters count and not units: a page of words may have more dots and digits that stand alone than words.
    """
    lengths = [len(text) for text in texts if not text.isspace()]
    return 2 * lengths.count(1) > sum(lengths)


def near(one: Floats, other: Floats) -> Mask:
    """Tell whether the boxes of two characters nearly touch; shape (..., 4) each.

    So do an apostrophe and its letter, which share no height, and letters one below the other.
    """
    height = np.maximum(one[..., 3], other[..., 3])
    return np.asarray((_gap(one, other, 1) <= NEAR * height) & (_gap(one, other, 0) <= height))


def _gap(one: Floats, other: Floats, axis: int) -> Floats:
    """Return the distance of boxes along an axis; negative where they overlap."""
    return np.maximum(
        other[..., axis] - one[..., axis] - one[..., axis + 2], one[..., axis] - other[..., axis] - other[..., axis + 2]
    )


def _separators(units: Units, lengths: Ints) -> list[str]:
    """Return what to write between each unit and the next."""
    if len(lengths) <= 1:
        return []
    begins = np.array([not text or text[0].isspace() for text in units.texts], bool)
    ends = np.array([not text or text[-1].isspace() for text in units.texts], bool)
    one, other = units.boxes[:-1], units.boxes[1:]
    characters = are_characters(units.texts)
    same_line: Mask = on_one_line(one[:, 1], one[:, 1] + one[:, 3], other[:, 1], other[:, 1] + other[:, 3])
    if characters:
        same_line |= near(one, other)
    same_line &= (np.diff(units.pages) == 0) & (np.diff(units.entries) == 0)
    words = np.ones(len(one), bool)
    if characters:
        heights = np.lib.stride_tricks.sliding_window_view(np.pad(one[:, 3], _AROUND), 2 * _AROUND + 1).max(1)
        room = _room_of_ones(units)
        gaps = (_gap(one, other, 0) - room[:-1] - room[1:]) / np.maximum(heights, np.finfo(np.float64).tiny)
        words = gaps > _word_gap(gaps[same_line])
        steps = _steps(units, same_line)
        if _is_monospaced(steps[same_line]):
            words = steps > _WORD_STEP
    none = ends[:-1] | begins[1:]
    kinds = np.where(none | (same_line & ~words), 0, np.where(same_line, 1, 2))
    return [("", " ", "\n")[kind] for kind in kinds.tolist()]


def _steps(units: Units, same_line: Mask) -> Floats:
    """Return how far the middles of neighbours are apart, as multiples of the median on a line; shape (n - 1,)."""
    steps = np.abs(np.diff(units.boxes[:, 0] + units.boxes[:, 2] / 2))
    middle = float(np.median(steps[same_line])) if same_line.any() else 0.0
    return steps / middle if middle > 0 else np.zeros_like(steps)


def _is_monospaced(steps: Floats) -> bool:
    """Tell whether characters stand on a grid: then their ink says little of where words end."""
    on_grid = np.abs(steps - np.round(steps)) < _OFF_GRID
    return len(steps) >= _LEAST_STEPS and bool(np.mean(on_grid) >= _ON_GRID)


def _room_of_ones(units: Units) -> Floats:
    """Return the empty room to each side of a "1", of which boxes of the ink alone have nothing; shape (n,)."""
    ones = np.array([text == "1" for text in units.texts], bool)
    room = np.maximum(0, _DIGIT_WIDTH * units.boxes[:, 3] - units.boxes[:, 2]) / 2
    return np.where(ones, room, 0.0)


def _word_gap(gaps: Floats) -> float:
    """Return the limit between gaps inside words and gaps between words: the middle between both means (2-means)."""
    limit, gaps = _LEAST_WORD_GAP, np.clip(gaps, 0, _WIDEST_GAP)
    for _ in range(_ROUNDS):
        wide = gaps > limit
        if wide.all() or not wide.any():
            return _USUAL_WORD_GAP
        narrow_mean, wide_mean = float(gaps[~wide].mean()), float(gaps[wide].mean())
        limit = (narrow_mean + wide_mean) / 2
    one_kind = wide_mean - narrow_mean < _LEAST_WORD_GAP
    return _USUAL_WORD_GAP if one_kind else min(max(limit, _LEAST_WORD_GAP), _MOST_WORD_GAP)


def _codes(text: str) -> Ints:
    """Return the code points of a text; shape (length,)."""
    return np.frombuffer(text.encode("utf-32-le", "surrogatepass"), "<u4").astype(np.int64)


def _grams(codes: Ints) -> Ints:
    """Return three neighbouring code points as one number, at each place: shape (length - 2,)."""
    if len(codes) < _GRAM:
        return np.zeros(0, np.int64)
    return (codes[:-2] << 2 * _BITS) | (codes[1:-1] << _BITS) | codes[2:]


def _lookup(text: str, values: dict[str, int]) -> Ints:
    """Return the value of each character of a text; shape (length,)."""
    table = np.zeros(1 + max(map(ord, values), default=0), np.int64)
    for character, value in values.items():
        table[ord(character)] = value
    return table[_codes(text)]
