"""Find secrets in texts, however they are broken, spaced, accented or capitalised there.

It serves two ends: to mask every occurrence of what was found once, and to prove that none is left.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
import numpy.typing as npt

from sparkocr.deid.fold import JOINT, LINE_HYPHEN, STOP, Folded, fold
from sparkocr.deid.secrets import Secret

__all__ = ["Match", "SecretIndex", "find_secrets", "is_checkable", "parts_of", "with_parts"]

Match = tuple[int, int, Secret]
"""Offsets of the first character and of the one after the last, and the secret."""

_LEAST = 3  # letters or digits; fewer stand everywhere
_LEAST_IDEOGRAPHS = 2  # a name in Chinese
_LONGEST_GAP = 64  # characters between two words of a secret, as between the columns of a page
_LONGEST_NUMBER_GAP = 3  # characters between two groups of digits, such as " - "
_SURE_NUMBER = 6  # digits; shorter ones with other separators are all over any table
_SURE_IN_SYNTAX = 7  # digits; shorter ones are lengths and sizes in the syntax of a file
_SURE_IN_WORD = 4  # letters; fewer are no word next to a digit: "ann3" is part of a code
_LETTERS_PER_PIECE = 1.5  # of a word that is spaced out: "J o h n", "J oh n", but not "Mart in"
_CHUNK = 1 << 20  # characters that are searched at once; takes about 30 MB
_HASHES = 1 << 16

# A word goes on: behind a hyphen at the end of a line, or where strings of a PDF meet.
_GOES_ON = re.compile(rf"[-\u2010\u00ad]\s*[\r\n\x0b\x0c\x85\u2028\u2029{JOINT}]\s*|[{LINE_HYPHEN}\ufffe]\s*|{JOINT}+")
_THOUSANDS = re.compile(r"[.,]\d{3}(?!\d)")
_GROUP = re.compile(r"\d{3}(?!\d)")
_WORD = re.compile(r"[^\W\d_]+(?:['\u2019][^\W\d_]+)*")  # letters, with apostrophes inside
# Words of a person's name that are no name: they stand in other places, too.
_NO_NAMES = frozenset(
    word
    for line in (
        "van von vom zum zur der den des del della dos das ter ten ibn bin bint abu the and und",
        "sir dame lord lady mister miss mrs dra prof professor doctor doktor herr frau rev hon capt col gen sgt",
        "monsieur madame mme mlle senor senora señor señora phd esq iii dipl ing med",
    )
    for word in line.split()
)


def find_secrets(text: str, secrets: Iterable[Secret]) -> list[Match]:
    r"""Find secrets in a text.

    Parameters
    ----------
    text : str
    secrets : iterable of Secret
        Those that are not checkable (`is_checkable`) are not looked for.

    Returns
    -------
    list of (int, int, Secret)
        By place. Matches may overlap, as "Anna" is in "Anna Smith".

    Notes
    -----
    Words match as a whole: "Anna" is not in "Savannah". Unicode forms, accents and ligatures make no difference. A
    word may be broken at the end of a line, or spaced out (``J o h n``); between words there may be anything but
    letters and digits, of at most 64 characters.

    Several words match in any case; a single one as it is written or in capitals, and one in capitals also with a
    capital letter first. Numbers of six digits or more, and codes of letters and digits, match with any separators;
    shorter numbers with their own.

    The time is linear in the length of the text, whatever the number of secrets; to search many texts for the same
    ones, make a `SecretIndex`.

    Examples
    --------
    >>> name = Secret("Anna Schulz", "PERSON")
    >>> [(begin, end) for begin, end, _ in find_secrets("To ANNA\nSCHULZ, Savannah", [name])]
    [(3, 14)]
    """
    return SecretIndex(secrets).find(text)


def is_checkable(secret: Secret) -> bool:
    """Tell whether it can be told if a secret is in a text: it has at least three letters or digits, or two ideographs.

    The age "45" is also a page, a size, a part of a date.
    """
    folded = fold(secret.text)
    ideographs = sum(unicodedata.category(letter) == "Lo" and letter >= "\u2e80" for letter in folded.letters)
    return len(folded.letters) >= _LEAST or ideographs >= _LEAST_IDEOGRAPHS


def parts_of(secret: Secret) -> tuple[Secret, ...]:
    """Return the single names of a person, which may stand for it elsewhere.

    Parameters
    ----------
    secret : Secret

    Returns
    -------
    tuple of Secret
        Names of three letters or more, as they are written. Titles, particles ("von"), initials and words that begin
        with a small letter are left out. Empty for a secret that is no ``PERSON``, or has one name only.
    """
    if secret.label != "PERSON":
        return ()
    words = _WORD.findall(secret.text)
    names = [word for word in words if not word[0].islower() and len(word) >= _LEAST]
    found = dict.fromkeys(name for name in names if name.casefold() not in _NO_NAMES and name != secret.text)
    return tuple(Secret(name, secret.label) for name in found)


def with_parts(secrets: Iterable[Secret]) -> tuple[Secret, ...]:
    """Return secrets, each once, and the single names of the persons among them: see `parts_of`."""
    known = dict.fromkeys(secrets)
    return tuple(known | dict.fromkeys(part for secret in known for part in parts_of(secret)))


class SecretIndex:
    """Secrets that are looked for together.

    Parameters
    ----------
    secrets : iterable of Secret
        See `find_secrets`.
    """

    def __init__(self, secrets: Iterable[Secret]) -> None:
        # A trie of three levels: first letters, length, all letters.
        self._patterns: dict[str, dict[int, dict[str, list[_Pattern]]]] = {}
        self._hashes = np.zeros(_HASHES, bool)
        self._longest = 0
        for secret in dict.fromkeys(secrets):
            for pattern in _patterns_of(secret) if is_checkable(secret) else ():
                self._add(pattern)

    def _add(self, pattern: _Pattern) -> None:
        letters = pattern.letters
        by_length = self._patterns.setdefault(letters[:_LEAST], {})
        by_length.setdefault(len(letters), {}).setdefault(letters, []).append(pattern)
        codes = np.frombuffer(letters.encode("utf-32-le"), np.uint32)
        self._hashes[_hash(codes)[:1]] = True
        self._longest = max(self._longest, len(letters))

    def find(self, text: str, *, as_syntax: bool = False) -> list[Match]:
        """Find the secrets in a text: see `find_secrets`.

        Parameters
        ----------
        text : str
        as_syntax : bool
            The text is the syntax of a file, full of numbers: those of fewer than seven digits are not looked for, and
            others only as they are written.
        """
        overlap = self._longest * _LONGEST_GAP
        step = max(_CHUNK, 2 * overlap)
        found: dict[Match, None] = {}
        for start in range(0, len(text), step):
            # What surrounds a match tells whether it is a whole word: a few characters more on both sides
            first = max(0, start - _LONGEST_GAP)
            for begin, end, secret in self._find(text[first : start + step + overlap + _LONGEST_GAP], as_syntax):
                if start <= first + begin < start + step:
                    found[first + begin, first + end, secret] = None
        return sorted(found, key=lambda match: match[:2])

    def _find(self, text: str, as_syntax: bool) -> Iterator[Match]:
        folded = fold(text)
        if not folded.letters:
            return
        for place in np.flatnonzero(folded.starts & self._hashes[_hash(folded.codes)]).tolist():
            for key in (folded.letters[place : place + _LEAST], folded.letters[place : place + _LEAST_IDEOGRAPHS]):
                for length, patterns in self._patterns.get(key, {}).items():
                    for pattern in patterns.get(folded.letters[place : place + length], ()):
                        if _is_match(folded, place, pattern, as_syntax):
                            begin, last = folded.places[place], folded.places[place + length - 1]
                            yield int(begin), int(last) + 1, pattern.secret


def _hash(codes: npt.NDArray[np.uint32]) -> npt.NDArray[np.uint32]:
    """Return a number for the first two letters from each letter on."""
    after = np.append(codes[1:], np.uint32(0))
    return (codes * np.uint32(0x9E37) + after * np.uint32(0x85EB)) % np.uint32(_HASHES)


@dataclass(frozen=True, slots=True)
class _Pattern:
    """What is looked for of a secret.

    Attributes
    ----------
    secret : Secret
    letters : str
        Folded.
    cases : tuple of int
        As in `Folded`.
    gaps : dict of int to str
        What stands before a letter, by its number; without that before the first.
    """

    secret: Secret
    letters: str
    cases: tuple[int, ...]
    gaps: dict[int, str]

    @property
    def is_number(self) -> bool:
        return self.letters.isdigit()

    @property
    def has_digits(self) -> bool:
        return any(letter.isdigit() for letter in self.letters)


def _patterns_of(secret: Secret) -> Iterator[_Pattern]:
    """Yield the patterns of a secret: in right-to-left scripts also in the order of a page that has it backwards."""
    folded = fold(secret.text)
    count = len(folded.letters)
    gaps = {place: _between(folded, place) for place in range(1, count) if folded.gaps[place]}
    yield _Pattern(secret, folded.letters, tuple(folded.cases.tolist()), gaps)
    if any(unicodedata.bidirectional(letter) in {"R", "AL"} for letter in folded.letters):
        backwards = {count - place: gap for place, gap in gaps.items()}
        yield _Pattern(secret, folded.letters[::-1], tuple(folded.cases[::-1].tolist()), backwards)


def _between(folded: Folded, place: int) -> str:
    """Return what stands in the text between a letter and the one before it."""
    return folded.text[folded.places[place - 1] + 1 : folded.places[place]]


def _is_match(folded: Folded, place: int, pattern: _Pattern, as_syntax: bool) -> bool:
    """Tell whether the letters from a place on, which are those of a pattern, stand there as the secret does."""
    after = place + len(pattern.letters)
    if after < len(folded.letters) and not folded.starts[after]:
        return False
    inside_code = not folded.gaps[place] or (after < len(folded.letters) and not folded.gaps[after])
    if inside_code and len(pattern.letters) < _SURE_IN_WORD and pattern.letters.isascii():
        return False
    gaps = {int(at) + 1: _between(folded, place + int(at) + 1) for at in np.flatnonzero(folded.gaps[place + 1 : after])}
    if any(len(gap) > _LONGEST_GAP or STOP in gap for gap in gaps.values()):
        return False
    if pattern.is_number:
        return _is_number(folded, place, pattern, gaps, as_syntax)
    if not pattern.has_digits and not pattern.gaps and not _same_case(folded, place, pattern):
        return False
    return _gaps_fit(pattern, gaps)


def _is_number(folded: Folded, place: int, pattern: _Pattern, gaps: dict[int, str], as_syntax: bool) -> bool:
    """Tell whether digits are a number of their own, and its groups are those of the secret or plain groups."""
    count = len(pattern.letters)
    if as_syntax and (count < _SURE_IN_SYNTAX or gaps not in ({}, pattern.gaps)):
        return False
    if count < _SURE_NUMBER:
        if gaps != pattern.gaps:
            return False
    elif any(len(gap) > _LONGEST_NUMBER_GAP for at, gap in gaps.items() if at not in pattern.gaps):
        return False
    begin, end = int(folded.places[place]), int(folded.places[place + count - 1]) + 1
    text = folded.text
    before = text[begin - 2 : begin] if begin > 1 else ""
    inside_larger = before[:1].isdigit() and before[1:] in {".", ","} and _GROUP.match(text, begin)
    return not (inside_larger or _THOUSANDS.match(text, end))


def _same_case(folded: Folded, place: int, pattern: _Pattern) -> bool:
    """Tell whether a single word is written as the secret is, or in capitals; one in capitals also as a name."""
    cases = folded.cases[place : place + len(pattern.cases)].tolist()
    wanted = pattern.cases
    as_name = (1, *(0 for _ in wanted[1:])) if 0 not in wanted else wanted
    return 0 not in cases or any(
        all(case == other or 2 in {case, other} for case, other in zip(cases, form, strict=True))  # noqa: PLR2004
        for form in (wanted, as_name)
    )


def _gaps_fit(pattern: _Pattern, gaps: dict[int, str]) -> bool:
    """Tell whether the gaps in a match are between words, or where a word may have some."""
    ends = [0, *pattern.gaps, len(pattern.letters)]
    for first, end in pairwise(ends):
        inside = [gap for at, gap in gaps.items() if first < at < end and not _GOES_ON.fullmatch(gap)]
        if not inside:
            continue
        if pattern.has_digits:
            if any(len(gap) > _LONGEST_NUMBER_GAP for gap in inside):
                return False
        elif not _is_spaced_out(end - first, inside):
            return False
    return True


def _is_spaced_out(letters: int, gaps: list[str]) -> bool:
    """Tell whether a word is broken by blanks so often that they are meant to space it out."""
    pieces = len(gaps) + 1
    return (
        len(gaps) > 1
        and letters <= _LETTERS_PER_PIECE * pieces
        and all(gap.isspace() and len(gap) <= _LONGEST_NUMBER_GAP for gap in gaps)
    )
