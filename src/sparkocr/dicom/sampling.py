"""Which frames of a file are looked at, if not all."""

from __future__ import annotations

import random
from collections.abc import Sequence

from sparkocr.enums import FrameSamplingStrategy

__all__ = ["sampled"]


def sampled(
    numbers: Sequence[int],
    limit: int,
    strategy: FrameSamplingStrategy = FrameSamplingStrategy.CONSECUTIVE,
    seed: str = "",
) -> list[int]:
    """Choose some of the frames of a file, in their order.

    Parameters
    ----------
    numbers : sequence of int
        All frames.
    limit : int
        How many; 0: all.
    strategy : FrameSamplingStrategy
    seed : str
        What decides which frames are ``RANDOM``: for the same file always the same.

    Examples
    --------
    >>> sampled(range(10), 3), sampled(range(10), 3, FrameSamplingStrategy.STRIDE)
    ([0, 1, 2], [0, 3, 6])
    >>> sampled(range(10), 3, FrameSamplingStrategy.MIDDLE)
    [3, 4, 5]
    """
    count = len(numbers)
    if not 0 < limit < count:
        return list(numbers)
    if strategy is FrameSamplingStrategy.STRIDE:
        return [numbers[place * count // limit] for place in range(limit)]
    if strategy is FrameSamplingStrategy.RANDOM:
        return [numbers[place] for place in sorted(random.Random(seed).sample(range(count), limit))]  # noqa: S311
    first = (count - limit) // 2 if strategy is FrameSamplingStrategy.MIDDLE else 0
    return list(numbers[first : first + limit])
