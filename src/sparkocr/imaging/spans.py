"""Stretches of rows or columns of pixels."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

__all__ = ["Span", "joined_spans", "spans_of"]

Span = tuple[int, int]
"""From and to in px, the latter not included."""


def spans_of(mask: npt.NDArray[np.bool_]) -> list[Span]:
    """Return from where to where a mask is true; shape (n,).

    Examples
    --------
    >>> spans_of(np.array([True, True, False, True]))
    [(0, 2), (3, 4)]
    """
    changes = np.flatnonzero(np.diff(np.concatenate([[False], mask, [False]]).astype(np.int8)))
    return list(zip(changes[::2].tolist(), changes[1::2].tolist(), strict=True))


def joined_spans(spans: Sequence[Span], gap: float) -> list[Span]:
    """Join spans, ascending, with a narrower gap between them; px."""
    found: list[Span] = []
    for start, end in spans:
        if found and start - found[-1][1] < gap:
            found[-1] = (found[-1][0], end)
        else:
            found.append((start, end))
    return found
