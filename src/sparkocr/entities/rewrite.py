"""Write other texts in the place of entities."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from sparkocr.entities.matching import overlapping
from sparkocr.errors import DocumentError
from sparkocr.positions.find import Chunk, Span, find_spans
from sparkocr.positions.text import PositionText, Units

__all__ = ["rewritten"]


def rewritten(text: str, chunks: Sequence[Chunk], others: Sequence[str]) -> str:
    """Return a text with other words in the place of its chunks.

    Parameters
    ----------
    text : str
    chunks : sequence of Chunk
        In any order. If the offsets of one are wrong, all are looked for, see `find_spans`.
    others : sequence of str
        What is written in the place of each chunk. Of chunks that overlap, that of the longest is written.

    Raises
    ------
    DocumentError
        A chunk is not in the text.

    Examples
    --------
    >>> rewritten("Jane was here", [Chunk("Jane", 0, 3)], ["Ann"])
    'Ann was here'
    """
    spans = _spans(text, chunks)
    parts: list[str] = []
    done = 0
    for group in overlapping(spans):
        begin, end = min(spans[number][0] for number in group), max(spans[number][1] for number in group)
        longest = max(group, key=lambda number: spans[number][1] - spans[number][0])
        parts += [text[done:begin], others[longest]]
        done = end
    return "".join([*parts, text[done:]])


def _spans(text: str, chunks: Sequence[Chunk]) -> list[Span]:
    """Return begin and end of each chunk in the text."""
    if all(chunk.text and text[max(0, chunk.begin) : chunk.end + 1] == chunk.text for chunk in chunks):
        return [(max(0, chunk.begin), chunk.end + 1) for chunk in chunks]
    one = np.zeros(1, np.int64)
    found = find_spans(PositionText(Units([text], np.zeros((1, 4)), one, one)), chunks)
    spans = [span for span in found if span is not None and span[0] < span[1]]
    if len(spans) < len(chunks):
        raise DocumentError("A chunk is not in the text, so it can't be replaced there")
    return spans
