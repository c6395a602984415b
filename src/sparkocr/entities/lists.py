"""Lists of users: values that are always found, and values that never are."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import permutations

import numpy as np
from rapidfuzz.distance import Indel
from rapidfuzz.process import cdist

from sparkocr.entities.dates import find_dates
from sparkocr.entities.entity import Entity
from sparkocr.entities.names import NOT_NAMES, PARTICLES
from sparkocr.entities.tokens import pieces_of

__all__ = ["AllowList", "DenyList"]

_LEAST_PART = 3  # letters of a part of a name that is found by itself
_LEAST_FUZZY = 5  # letters: a shorter word with one wrong letter is often another word
_LEAST_VALUE = 2
_MOST_ORDERED = 4  # parts of a name of which every order is tried
_ROUNDING = 0.005  # "KAUPMAN" is .857 of "KAUFMAN", and so people say .86
_ROWS = 256  # words compared with all values at once, to bound memory
_NO_SPACES = "\u2e80"  # scripts from here on have no spaces between words: CJK Radicals Supplement and what follows

_WITHOUT_MARKS = str.maketrans({"ø": "o", "ł": "l", "đ": "d", "æ": "ae", "œ": "oe", "þ": "th", "ð": "d", "\u0131": "i"})
_UMLAUTS = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "å": "aa", "ø": "oe"})
_READ_FOR_DIGITS = str.maketrans("oilszbq", "0115280")
_BETWEEN = re.compile(r"[^\w\n]{0,3}(?:\n[^\w\n]{0,8})?|[ ]?_{1,2}[ ]?")  # the parts of one value
_IN_NAME = re.compile(r"[ ,.^'\u2019_-]{1,4}")


@dataclass(frozen=True, slots=True)
class _Token:
    begin: int
    end: int
    form: str


@dataclass(frozen=True, slots=True)
class _Hit:
    """Tokens that are a value: half-open indices, score, and whether they are a word that also stands in sentences."""

    first: int
    last: int
    score: float
    doubtful: bool


class DenyList:
    """Finds given values whatever their case, accents, order and separators are.

    Of a name each part of three letters and more is found by itself, and so are parts in any order ("Scott Kaufman",
    "KAUFMAN^SCOTT", "Kaufman, Scott"), with their initials; a part that is also a common word ("Will", "May") only with
    another part beside it or a capital. A date is found in any style of the same day, a number with any separators.
    Only whole words are found, also ones that a hyphen cuts at the end of a line.

    Parameters
    ----------
    values : iterable of str
        Names, dates, numbers or anything else. Values of one letter are ignored.
    label : str
        Of what is found. ``PERSON`` is for names: dates and numbers among the values are then ``DATE`` and ``ID``. With
        another label, values are found as a whole only.
    fuzzy : float, optional
        How similar a word must be to a word of a value, 0 to 1: the share of letters that both have in the same order
        (normalised Indel similarity, the ratio of RapidFuzz). .86 finds "KAUPMAN" for "KAUFMAN". For words of five
        letters and more; in numbers, letters that OCR reads for digits count as digits. None or 1: exactly.

    Raises
    ------
    ValueError
        If `fuzzy` isn't between 0 and 1.

    Examples
    --------
    >>> text = "KAUPMAN SCOTT, born 07.22.1943; S. Kaufman came"
    >>> found = DenyList(["Kaufman^Scott", "1943-07-22"], fuzzy=0.86).find(text)
    >>> [(text[entity.begin : entity.end], entity.label) for entity in found]
    [('KAUPMAN SCOTT', 'PERSON'), ('07.22.1943', 'DATE'), ('S. Kaufman', 'PERSON')]
    """

    name = "deny_list"

    def __init__(self, values: Iterable[str], label: str = "PERSON", fuzzy: float | None = None) -> None:
        if fuzzy is not None and not 0 <= fuzzy <= 1:
            raise ValueError(f"fuzzy must be between 0 and 1; got {fuzzy}")
        self.label = label
        self._fuzzy = fuzzy if fuzzy is not None and fuzzy < 1 else None
        self._days: set[date] = set()
        self._keys: dict[str, str] = {}  # form without separators: label
        self._initials: set[str] = set()
        self._unspaced: list[str] = []
        words: set[str] = set()
        for value in values:
            if any(character >= _NO_SPACES for character in value):
                self._unspaced.append(value.strip())
                continue
            days = _days_of(value)
            self._days |= days
            if days and not value.strip().isdigit():
                continue
            for spelled in {value, value.lower().translate(_UMLAUTS)}:
                parts = [_fold(spelled[begin:end]) for begin, end in pieces_of(spelled) if spelled[begin].isalnum()]
                words.update(part for part in parts if part.isalpha() and len(part) >= _LEAST_FUZZY)
                self._add(parts)
        self._prefixes = {key[:length] for key in self._keys for length in range(1, len(key) + 1)}
        self._words = sorted(words)

    def _add(self, parts: Sequence[str]) -> None:
        """Add the forms of a value, given by its words."""
        whole = "".join(parts)
        if len(whole) < _LEAST_VALUE:
            return
        if any(character.isdigit() for character in whole):
            self._keys[self._number(whole)] = "ID" if self.label == "PERSON" else self.label
            return
        self._keys[whole] = self.label
        if self.label != "PERSON":
            return
        for length in range(2, len(parts) + 1 if len(parts) <= _MOST_ORDERED else 0):
            self._keys.update(
                ("".join(order), self.label)
                for order in permutations(parts, length)
                if len("".join(order)) > _LEAST_PART
            )
        for part in parts:
            if len(part) < _LEAST_PART or part in PARTICLES:
                self._initials.add(part)
            else:
                self._keys[part] = self.label
                self._initials.add(part[0])

    def _number(self, form: str) -> str:
        return form.translate(_READ_FOR_DIGITS) if self._fuzzy else form

    def find(self, text: str) -> list[Entity]:
        """Find the values in a text.

        Parameters
        ----------
        text : str

        Returns
        -------
        list of Entity
            In order. The score is 1, or how similar a word is.
        """
        found = set(self._of_scripts_without_spaces(text))
        if self._days:
            label = "DATE" if self.label == "PERSON" else self.label
            found.update(
                Entity(d.begin, d.end, label, 1.0, self.name)
                for d in find_dates(text)
                if not d.days.isdisjoint(self._days)
            )
        tokens = [_Token(begin, end, _fold(text[begin:end])) for begin, end in pieces_of(text) if text[begin].isalnum()]
        similar = self._similar({token.form for token in tokens})
        hits: list[_Hit] = []
        for first in range(len(tokens)):
            found.update(self._numbers(text, tokens, first))
            if hit := self._hit(text, tokens, first, similar):
                hits.append(hit)
        found.update(self._names(text, tokens, hits))
        return sorted(found, key=lambda entity: (entity.begin, entity.end))

    def _similar(self, forms: Collection[str]) -> dict[str, tuple[str, float]]:
        """Return words of a text that are like a word of a value: which, and how much."""
        if not self._fuzzy or not self._words:
            return {}
        known = set(self._words)
        asked = sorted(form for form in forms if len(form) >= _LEAST_FUZZY and form not in known)
        similar = {}
        for begin in range(0, len(asked), _ROWS):
            rows = asked[begin : begin + _ROWS]
            scores = cdist(
                rows,
                self._words,
                scorer=Indel.normalized_similarity,
                score_cutoff=self._fuzzy - _ROUNDING,
                dtype=np.float32,
            )
            for row, best, score in zip(rows, scores.argmax(axis=1), scores.max(axis=1), strict=True):
                if score:
                    similar[row] = self._words[best], float(score)
        return similar

    def _hit(
        self, text: str, tokens: Sequence[_Token], first: int, similar: dict[str, tuple[str, float]]
    ) -> _Hit | None:
        """Return the longest value that begins with a token."""
        form, score, hit = "", 1.0, None
        for last in range(first, len(tokens)):
            if last > first and not _BETWEEN.fullmatch(text, tokens[last - 1].end, tokens[last].begin):
                break
            word, likeness = similar.get(tokens[last].form, (tokens[last].form, 1.0))
            form, score = form + word, min(score, likeness)
            if form not in self._prefixes:
                break
            if form in self._keys and form.isalpha():
                written = text[tokens[first].begin : tokens[last].end]
                hit = _Hit(first, last + 1, score, form in NOT_NAMES and written.islower() and self.label == "PERSON")
        return hit

    def _numbers(self, text: str, tokens: Sequence[_Token], first: int) -> Iterator[Entity]:
        """Yield the number that begins with a token."""
        form = ""
        for last in range(first, len(tokens)):
            if last > first and not _BETWEEN.fullmatch(text, tokens[last - 1].end, tokens[last].begin):
                return
            form += self._number(tokens[last].form)
            if form not in self._prefixes:
                return
            if form in self._keys and not form.isalpha():
                yield Entity(tokens[first].begin, tokens[last].end, self._keys[form], 1.0, self.name)

    def _names(self, text: str, tokens: Sequence[_Token], hits: Sequence[_Hit]) -> Iterator[Entity]:
        """Yield what was hit; parts of names that stand side by side, and initials beside them, as one."""
        if self.label != "PERSON":
            yield from (
                Entity(tokens[hit.first].begin, tokens[hit.last - 1].end, self.label, hit.score, self.name)
                for hit in hits
            )
            return
        joined: list[_Hit] = []
        for hit in hits:
            before = joined[-1] if joined else None
            if before and (hit.first < before.last or self._side_by_side(text, tokens, before.last, hit.first)):
                last = max(before.last, hit.last)
                joined[-1] = _Hit(
                    before.first,
                    last,
                    min(before.score, hit.score),
                    before.doubtful and hit.doubtful and last == before.last,
                )
            else:
                joined.append(hit)
        for hit in joined:
            if not hit.doubtful:
                first, last = self._with_initials(text, tokens, hit)
                yield Entity(tokens[first].begin, tokens[last - 1].end, self.label, hit.score, self.name)

    def _side_by_side(self, text: str, tokens: Sequence[_Token], end: int, begin: int) -> bool:
        """Tell whether only separators and initials stand between two tokens."""
        return begin - end <= 1 and all(
            _IN_NAME.fullmatch(text, tokens[number - 1].end, tokens[number].begin)
            and (number == begin or tokens[number].form in self._initials)
            for number in range(end, begin + 1)
        )

    def _with_initials(self, text: str, tokens: Sequence[_Token], hit: _Hit) -> tuple[int, int]:
        first, last = hit.first, hit.last
        while (
            first
            and self._is_initial(text, tokens[first - 1])
            and _IN_NAME.fullmatch(text, tokens[first - 1].end, tokens[first].begin)
        ):
            first -= 1
        while (
            last < len(tokens)
            and self._is_initial(text, tokens[last])
            and _IN_NAME.fullmatch(text, tokens[last - 1].end, tokens[last].begin)
        ):
            last += 1
        return first, last

    def _is_initial(self, text: str, token: _Token) -> bool:
        return token.form in self._initials and text[token.begin].isupper()

    def _of_scripts_without_spaces(self, text: str) -> Iterator[Entity]:
        for value in self._unspaced:
            for match in re.finditer(re.escape(value), text):
                yield Entity(*match.span(), self.label, 1.0, self.name)


class AllowList:
    """Values that are no identifiers: entities that are one of them are dropped.

    Parameters
    ----------
    values : iterable of str
        Case, and how wide spaces are, don't matter.

    Examples
    --------
    >>> entities = [Entity(0, 7, "PERSON", 1.0, "me"), Entity(11, 14, "PERSON", 1.0, "me")]
    >>> [entity.begin for entity in AllowList(["CROHN'S "]).keep("Crohn's or Bob", entities)]
    [11]
    """

    def __init__(self, values: Iterable[str]) -> None:
        self._values = frozenset(" ".join(value.split()).casefold() for value in values)

    def keep(self, text: str, entities: Iterable[Entity]) -> list[Entity]:
        """Return the entities whose whole text isn't an allowed value.

        Parameters
        ----------
        text : str
        entities : iterable of Entity
            Of this text.

        Returns
        -------
        list of Entity
        """
        return [e for e in entities if " ".join(text[e.begin : e.end].split()).casefold() not in self._values]


def _days_of(value: str) -> frozenset[date]:
    """Return the days that a value may mean if all of it is a date."""
    whole = value.strip()
    found = [date.days for date in find_dates(whole) if (date.begin, date.end) == (0, len(whole))]
    return frozenset().union(*found)


def _fold(text: str) -> str:
    """Return small letters without accents."""
    if text.isascii():
        return text.lower()
    plain = "".join(character for character in unicodedata.normalize("NFKD", text.casefold()) if character.isalnum())
    return plain.translate(_WITHOUT_MARKS)
