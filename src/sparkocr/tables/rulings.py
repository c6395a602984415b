"""Join the pieces that rulings are drawn of, and group rulings that touch."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import compress

import numpy as np
import numpy.typing as npt

from sparkocr.pdf.read.drawings import Rule

__all__ = ["covered", "joined", "touching_groups"]

# Chosen for this library, on tables of reports; points.
_SNAP = 2.5  # rulings as close are one: double lines, edges of areas on both sides of a white gap
_GAP = 4.0  # in a ruling that is dotted, or drawn cell by cell
_REACH = 4.0  # by which rulings may miss each other and still touch
_SHORTEST = 6.0  # a joined ruling that is shorter rules nothing
_MOST = 3000  # rulings in a direction, the longest; a page of the smallest print has 200 lines


def joined(rules: Iterable[Rule]) -> list[Rule]:
    """Join pieces of one direction to rulings.

    Rulings at almost the same place get the same place, also where they are far from each other: so the rows and
    columns of a table that is drawn cell by cell have one edge each.

    Returns
    -------
    list of Rule
        Sorted by their place, and by their start; those at one place have gaps between them.
    """
    longest = sorted(rules, key=lambda rule: rule.start - rule.end)[: 10 * _MOST]
    found: list[Rule] = []
    cluster: list[Rule] = []
    for rule in sorted(longest):
        if cluster and rule.at - cluster[0].at > _SNAP:
            found += _joined_cluster(cluster)
            cluster = []
        cluster.append(rule)
    if cluster:
        found += _joined_cluster(cluster)
    found = [rule for rule in found if rule.end - rule.start >= _SHORTEST]
    return sorted(sorted(found, key=lambda rule: rule.start - rule.end)[:_MOST])


def _joined_cluster(cluster: Sequence[Rule]) -> list[Rule]:
    """Join the pieces at one place."""
    lengths = np.array([max(rule.end - rule.start, 0.1) for rule in cluster])
    at = float(np.average([rule.at for rule in cluster], weights=lengths))
    found: list[Rule] = []
    for rule in sorted(cluster, key=lambda rule: rule.start):
        if found and rule.start <= found[-1].end + _GAP:
            last = found[-1]
            found[-1] = Rule(at, last.start, max(last.end, rule.end), last.is_edge and rule.is_edge)
        else:
            found.append(Rule(at, rule.start, rule.end, rule.is_edge))
    return found


def touching_groups(horizontal: Sequence[Rule], vertical: Sequence[Rule]) -> list[tuple[list[Rule], list[Rule]]]:
    """Group rulings that meet: each group is a pair of horizontal and vertical ones, at least one of each."""
    if not horizontal or not vertical:
        return []
    across, down = np.array([rule[:3] for rule in horizontal]), np.array([rule[:3] for rule in vertical])
    meet = (
        (across[:, None, 1] - _REACH <= down[None, :, 0])
        & (down[None, :, 0] <= across[:, None, 2] + _REACH)
        & (down[None, :, 1] - _REACH <= across[:, None, 0])
        & (across[:, None, 0] <= down[None, :, 2] + _REACH)
    )
    groups = []
    free = meet.any(axis=1)
    while free.any():
        rows = np.zeros(len(horizontal), dtype=np.bool_)
        rows[int(np.argmax(free))] = True
        count = 0
        while count < rows.sum():
            count = int(rows.sum())
            columns: npt.NDArray[np.bool_] = np.asarray(meet[rows, :].any(axis=0))
            rows |= meet[:, columns].any(axis=1)
        free &= ~rows
        groups.append((list(compress(horizontal, rows)), list(compress(vertical, columns))))
    return groups


def covered(rules: Iterable[Rule], start: float, end: float) -> float:
    """Return which share of a stretch is covered by rulings that don't overlap; 0 to 1."""
    if end <= start:
        return 0.0
    return sum(max(0.0, min(rule.end, end) - max(rule.start, start)) for rule in rules) / (end - start)
