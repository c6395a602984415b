"""Keys and values of forms: words with tags become entities, and what belongs together is linked by place."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
import numpy.typing as npt

from sparkocr.errors import DocumentError
from sparkocr.hocr.tokens import reads_from_right
from sparkocr.layout.box import Box
from sparkocr.layout.merge import union
from sparkocr.positions.same_line import on_one_line

__all__ = ["MAX_ENTITIES", "FormEntity", "Relation", "TaggedWord", "group_words", "link"]

MAX_ENTITIES = 20_000
"""Keys and values of a page: a crowded form has 500, and each is compared with those on its line."""

_TAG = re.compile(r"(?:(?P<part>[BIESLU])-)?(?P<kind>.+)", re.IGNORECASE)  # the schemes IOB2, IOBES and BILOU
_GOES_ON = frozenset("IEL")

Floats = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class TaggedWord:
    """A word, or a part of one, of a form.

    Attributes
    ----------
    text : str
    tag : str
        What it is: ``B-QUESTION``, ``I-answer``, ``header``. ``B`` and ``S`` or ``U`` begin an entity, ``I``, ``E`` and
        ``L`` go on with it, and so does a tag without such a letter.
    box : Box
        In px or points, origin top-left.
    begin, end : int
        Offsets of its first and its last character in the text of the page.
    """

    text: str
    tag: str
    box: Box
    begin: int = 0
    end: int = 0


@dataclass(frozen=True, slots=True)
class FormEntity:
    """A key, a value or another part of a form.

    Attributes
    ----------
    kind : str
        Its tag, without what comes before the hyphen.
    text : str
    lines : tuple of Box
        The box of each of its lines, in their order.
    begin, end : int
        Offsets of its first and its last character.
    """

    kind: str
    text: str
    lines: tuple[Box, ...]
    begin: int
    end: int

    @property
    def box(self) -> Box:
        """The box around all lines."""
        return union(self.lines)


@dataclass(frozen=True, slots=True)
class Relation:
    """A key and the value that belongs to it."""

    key: FormEntity
    value: FormEntity


def group_words(words: Iterable[TaggedWord]) -> list[FormEntity]:
    """Put the words of each entity together, in the order in which they come.

    Examples
    --------
    >>> box = Box(0, 0, 10, 10)
    >>> tagged = [("First", "B-KEY"), ("name", "I-KEY"), ("Jane", "B-VALUE")]
    >>> entities = group_words(TaggedWord(text, tag, box) for text, tag in tagged)
    >>> [(entity.kind, entity.text) for entity in entities]
    [('KEY', 'First name'), ('VALUE', 'Jane')]
    """
    groups: list[tuple[str, list[TaggedWord]]] = []
    for word in words:
        match = _TAG.fullmatch(word.tag)
        kind, part = (match["kind"], match["part"] or "I") if match else ("", "B")
        if part.upper() in _GOES_ON and groups and groups[-1][0].casefold() == kind.casefold():
            groups[-1][1].append(word)
        else:
            groups.append((kind, [word]))
    return [_entity(kind, members) for kind, members in groups]


def _entity(kind: str, words: Sequence[TaggedWord]) -> FormEntity:
    """Return the entity that words are."""
    text = words[0].text
    lines = [[words[0].box]]
    for before, word in pairwise(words):
        text += ("" if word.begin == before.end + 1 else " ") + word.text
        (_, top, _, bottom), (_, other_top, _, other_bottom) = before.box.edges(), word.box.edges()
        if on_one_line(top, bottom, other_top, other_bottom):
            lines[-1].append(word.box)
        else:
            lines.append([word.box])
    return FormEntity(kind, text, tuple(map(union, lines)), words[0].begin, words[-1].end)


def link(keys: Sequence[FormEntity], values: Sequence[FormEntity], tolerance: float) -> list[Relation]:
    """Link each key with its value.

    Parameters
    ----------
    keys, values : sequence of FormEntity
    tolerance : float
        By how much the middles of what stands on one line may differ, and how far below its key a value may be, in the
        unit of the boxes.

    Returns
    -------
    list of Relation
        In the order of the keys. A key has one value at most, and a value one key.

    Raises
    ------
    DocumentError
        There are more than `MAX_ENTITIES`.

    Notes
    -----
    The value of a key is the nearest one behind it on a line of the key: at the right, or at the left of a key that is
    read from right to left. No other key is between them. A key that has none there gets the nearest one below it that
    no other key has, if it is partly under the key.
    """
    if len(keys) + len(values) > MAX_ENTITIES:
        raise DocumentError(f"The page has more than {MAX_ENTITIES} keys and values")
    if not keys or not values:
        return []
    found = _nearest(_beside(keys, values, tolerance))
    left_keys = [number for number in range(len(keys)) if number not in found]
    left_values = sorted(set(range(len(values))) - set(found.values()))
    below = _nearest(_below([keys[key] for key in left_keys], [values[value] for value in left_values], tolerance))
    found |= {left_keys[key]: left_values[value] for key, value in below.items()}
    return [Relation(keys[key], values[found[key]]) for key in sorted(found)]


_Candidate = tuple[float, int, int]
"""How far a value is from the nearest key, and the numbers of key and value."""


def _nearest(candidates: Iterable[_Candidate]) -> dict[int, int]:
    """Return the nearest value of each key; candidates have one key for a value."""
    found: dict[int, int] = {}
    for _, key, value in sorted(candidates):
        found.setdefault(key, value)
    return found


def _beside(keys: Sequence[FormEntity], values: Sequence[FormEntity], tolerance: float) -> Iterator[_Candidate]:
    """Give for each value the nearest key before it on its line."""
    owners = np.array([number for number, key in enumerate(keys) for _ in key.lines])
    lines = _edges([line for key in keys for line in key.lines])
    middles = (lines[:, 1] + lines[:, 3]) / 2
    order = np.argsort(middles, kind="stable")
    owners, lines, middles = owners[order], lines[order], middles[order]
    from_right = np.array([reads_from_right(key.text) for key in keys])[owners]
    for number, value in enumerate(values):
        left, top, right, bottom = value.lines[0].edges()
        middle = (top + bottom) / 2
        band = slice(*np.searchsorted(middles, [middle - tolerance, np.nextafter(middle + tolerance, np.inf)]))
        gaps = np.where(from_right[band], lines[band, 0] - right, left - lines[band, 2])
        yield from _least(gaps, gaps >= -tolerance, owners[band], number)


def _below(keys: Sequence[FormEntity], values: Sequence[FormEntity], tolerance: float) -> Iterator[_Candidate]:
    """Give for each value the nearest key above it."""
    lines = _edges([key.lines[-1] for key in keys])
    owners = np.argsort(lines[:, 3], kind="stable")
    lines = lines[owners]
    for number, value in enumerate(values):
        left, top, right, bottom = value.lines[0].edges()
        band = slice(*np.searchsorted(lines[:, 3], [top - tolerance, (top + bottom) / 2]))
        under = (lines[band, 0] < right) & (lines[band, 2] > left)
        yield from _least(np.maximum(top - lines[band, 3], 0), under, owners[band], number)


def _least(
    gaps: Floats, allowed: npt.NDArray[np.bool_], owners: npt.NDArray[np.int64], value: int
) -> Iterator[_Candidate]:
    """Give the nearest of the keys that are allowed, if there is one."""
    if allowed.any():
        best = int(np.where(allowed, gaps, np.inf).argmin())
        yield float(gaps[best]), int(owners[best]), value


def _edges(boxes: Sequence[Box]) -> Floats:
    """Return left, top, right and bottom of boxes; shape (n, 4)."""
    return np.array([box.edges() for box in boxes], np.float64).reshape(-1, 4)
