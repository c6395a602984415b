"""Write another text into positions of single characters: words that stay keep theirs, a new one gets one position."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator
from itertools import accumulate, chain, groupby
from typing import NamedTuple

import numpy as np
from rapidfuzz.distance import Levenshtein

from sparkocr.positions.text import Floats, PositionText, Units
from sparkocr.positions.update import Replacement, changes, shares
from sparkocr.positions.words import CharacterWord, character_words, composed

__all__ = ["replaced_characters"]

_MOST_PAIRS = 100_000_000  # pairs of characters up to which texts are compared: 25 MB for the comparison


class _Piece(NamedTuple):
    """Neighbouring tokens, and the words that replace them; None if they stay."""

    tokens: list[CharacterWord]
    words: list[str] | None


def replaced_characters(units: Units, text: str) -> Iterator[Replacement]:
    """Yield the positions after the text of characters is replaced.

    - Words are compared, of each line if both texts have as many lines, else of the whole. Words that stay keep all
      their units. The new text tells where words end: gaps that look like spaces do not count where the characters
      agree.
    - A word in the place of another one is one position in the box of its characters. If there are more or fewer
      words than before, those of a line are one position in their common box. Words without a place of their own
      share that of the word before.
    - Words that are gone lose their units. Spaces and line ends stay, except inside such a common box.

    Parameters
    ----------
    units : Units
        Most of them single characters.
    text : str
        What the units say instead.

    Yields
    ------
    Replacement
        In the order of the units.
    """
    old = [list(line) for _, line in groupby(character_words(PositionText(units)), key=lambda token: token.line)]
    new = [words for line in text.splitlines() if (words := line.split())]
    if len(old) != len(new):
        old, new = [list(chain.from_iterable(old))], [text.split()]
    gone = np.zeros(len(units.texts), bool)
    made: dict[int, Replacement] = {}
    for tokens, words in zip(old, new, strict=True):
        for piece in _with_places(_pieces(tokens, words)):
            for part, said in _parts(piece):
                first, last = part[0].first, part[-1].last
                gone[first:last] = True
                if said:
                    made[first] = Replacement(said, first, _around(units.boxes, part))
    for unit, said in enumerate(units.texts):
        if unit in made:
            yield made[unit]
        elif not gone[unit]:
            yield Replacement(said, unit, None)


def _pieces(tokens: list[CharacterWord], words: list[str]) -> Iterator[_Piece]:
    """Compare words, and the characters of those that differ."""
    old, new = [token.text for token in tokens], [composed(word) for word in words]
    for first, last, new_first, new_last in changes(old, new):
        part, said = tokens[first:last], words[new_first:new_last]
        if old[first:last] == new[new_first:new_last]:
            yield _Piece(part, None)
        else:
            yield from _same_characters(part, said)


def _same_characters(tokens: list[CharacterWord], words: list[str]) -> Iterator[_Piece]:
    """Find the words that only the gaps divide otherwise: their characters are the same from token to token."""
    ends = [0, *accumulate(len(token.text) for token in tokens)]
    new = [composed(word) for word in words]
    new_ends = [0, *accumulate(map(len, new))]
    token_done = word_done = 0
    if ends[-1] * new_ends[-1] <= _MOST_PAIRS:
        token_at, word_at = ({end: number for number, end in enumerate(found)} for found in (ends, new_ends))
        for same in Levenshtein.opcodes("".join(token.text for token in tokens), "".join(new)):
            if same.tag != "equal":
                continue
            shift = same.src_start - same.dest_start
            inside = new_ends[bisect_left(new_ends, same.dest_start) : bisect_right(new_ends, same.dest_end)]
            common = [(token_at[end + shift], word_at[end]) for end in inside if end + shift in token_at]
            if len(common) > 1:
                (token_first, word_first), (token_last, word_last) = common[0], common[-1]
                yield _Piece(tokens[token_done:token_first], words[word_done:word_first])
                yield _Piece(tokens[token_first:token_last], None)
                token_done, word_done = token_last, word_last
    yield _Piece(tokens[token_done:], words[word_done:])


def _with_places(pieces: Iterable[_Piece]) -> Iterator[_Piece]:
    """Yield what is replaced; words without a place share that of the token before, or else of the one after."""
    found: list[_Piece] = []
    waiting: list[str] = []
    for tokens, words in pieces:
        if not tokens:
            if found:
                found += _beside(found.pop(), words or [])
            else:
                waiting += words or []
        elif waiting and words is None:
            found += [_Piece(tokens[:1], [*waiting, tokens[0].text]), _Piece(tokens[1:], None)][: len(tokens)]
            waiting = []
        else:
            found.append(_Piece(tokens, words if words is None else waiting + words))
            waiting = []
    return (piece for piece in found if piece.words is not None)


def _beside(piece: _Piece, words: list[str]) -> list[_Piece]:
    """Let words share the place of the last token of a piece."""
    tokens, before = piece
    if not words:
        return [piece]
    if before is not None:
        return [_Piece(tokens, before + words)]
    last = _Piece(tokens[-1:], [tokens[-1].text, *words])
    return [_Piece(tokens[:-1], None), last] if tokens[:-1] else [last]


def _parts(piece: _Piece) -> Iterator[tuple[list[CharacterWord], str]]:
    """Deal the words of a piece out to its tokens if there are as many, else to its lines by their lengths."""
    tokens, words = piece.tokens, piece.words or []
    if len(tokens) == len(words):
        yield from (([token], word) for token, word in zip(tokens, words, strict=True))
        return
    lines = [list(line) for _, line in groupby(tokens, key=lambda token: token.line)]
    if not words:
        yield from ((line, "") for line in lines)
        return
    lengths = [sum(len(token.text) for token in line) for line in lines]
    for line, share in zip(lines, shares(len(words), lengths), strict=True):
        yield line, " ".join(words[share])


def _around(boxes: Floats, tokens: list[CharacterWord]) -> tuple[float, float, float, float]:
    """Return the box around the characters of tokens."""
    found = np.concatenate([boxes[token.first : token.last] for token in tokens])
    left, top = found[:, :2].min(0).tolist()
    right, bottom = (found[:, :2] + found[:, 2:]).max(0).tolist()
    return left, top, right - left, bottom - top
