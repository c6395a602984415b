"""Find the columns of a page, and the order in which its areas are read.

The page is cut again and again at white space, as in the XY cut of [1]_. A vertical cut needs a gutter: a strip
between two columns that no text reaches into, as in [2]_. White space alone doesn't tell columns of text from
columns of a table, so a gutter must also stand between lines that look like prose, or that don't stand side by side.
Keys and values of a form stand side by side and don't run on from line to line.

References
----------
.. [1] G. Nagy, S. Seth, "Hierarchical representation of optically scanned documents", Proc. 7th International
   Conference on Pattern Recognition, 1984.
.. [2] T. M. Breuel, "Two geometric algorithms for layout analysis", Document Analysis Systems V, 2002.
"""

from collections.abc import Iterator
from dataclasses import dataclass, fields, replace
from itertools import chain, groupby

import numpy as np
import numpy.typing as npt

from sparkocr.layout.merge import weighted_median

__all__ = ["Pieces", "areas"]

Floats = npt.NDArray[np.float64]
Indices = npt.NDArray[np.intp]
Bools = npt.NDArray[np.bool_]

# The numbers below were chosen for this library, on pages of running text, newspapers, tables, forms and receipts.
# Lengths are in usual heights of the pieces, about the height of a line.
_GUTTER = 0.6  # least width of a gutter; the gutter of a paper in two columns is about 1
_SLOP = 0.1  # that pieces may reach into a gutter
_STEP = 0.25  # resolution of gutters and of the profile of a column
_BAND = 1.5  # height of white space that separates running headers, footers and areas
_FAR = 1000  # heights, to which the profile of a column reaches
_TRIES = 20  # gutters to look at, the best first
_SAME_ROW = 0.25  # distance of the centres of lines that stand side by side
_NEXT_ROW = 0.5  # distance of the centres of pieces that are lines below each other
_PROFILE = 0.1  # a column ends where fewer of its lines reach
_PROSE_ROWS, _PROSE_WIDTH, _PROSE_FILL, _PROSE_PITCH = 4, 9.0, 0.75, 2.2
_TEXT_ROWS, _TEXT_WIDTH, _TEXT_FILL = 3, 3.5, 0.4
_LETTERS = 0.5  # least share of letters in text; numbers are less
_ALIGNED = 0.7  # share of lines with a line beside them that makes them rows
# Shares of the lines of a column. Lines of English prose begin with a small letter in two of three cases, of German in
# one of two; keys never do, and values seldom.
_RUNS_ON, _BEGINS, _KEYS = 0.25, 0.5, 0.5


@dataclass(frozen=True, slots=True)
class Pieces:
    """Runs of text on a page that is not skewed.

    Attributes
    ----------
    left, right, top, bottom : ndarray of float64, shape (n,)
        Edges in any unit, y grows downwards.
    letters : ndarray of float64, shape (n,)
        Share of letters in the text, 0 to 1.
    begins, runs_on : ndarray of bool, shape (n,)
        Whether the text begins with a capital letter, as a sentence or a name; whether with a small one.
    is_key : ndarray of bool, shape (n,)
        Whether it ends with a colon.
    """

    left: Floats
    right: Floats
    top: Floats
    bottom: Floats
    letters: Floats
    begins: Bools
    runs_on: Bools
    is_key: Bools

    def __len__(self) -> int:
        return len(self.left)

    def __getitem__(self, index: Indices | Bools) -> "Pieces":
        return Pieces(*(getattr(self, field.name)[index] for field in fields(self)))

    @property
    def middle(self) -> Floats:
        """Vertical centres."""
        return (self.top + self.bottom) / 2

    @property
    def centre(self) -> Floats:
        """Horizontal centres."""
        return (self.left + self.right) / 2

    def scaled(self) -> "Pieces":
        """Return the pieces in the unit of their usual height; dots count little."""
        unit = weighted_median(self.bottom - self.top, self.right - self.left) or 1.0
        places = {name: getattr(self, name) / unit for name in ("left", "right", "top", "bottom")}
        return replace(self, **places)

    def mirrored(self) -> "Pieces":
        """Exchange left and right."""
        return replace(self, left=-self.right, right=-self.left)


@dataclass(frozen=True, slots=True)
class _Column:
    """The column beside a gutter: centres of its lines, width, typical share of it that a line fills, and so on.

    `begins`, `runs_on` and `keys` are shares of its pieces: those that begin with a capital letter, those that begin
    with a small one, and those that end with a colon.
    """

    rows: Floats
    width: float
    fill: float
    letters: float
    begins: float
    runs_on: float
    keys: float

    @property
    def is_text(self) -> bool:
        return (
            len(self.rows) >= _TEXT_ROWS
            and self.width >= _TEXT_WIDTH
            and self.fill >= _TEXT_FILL
            and self.letters >= _LETTERS
        )

    @property
    def is_prose(self) -> bool:
        return (
            len(self.rows) >= _PROSE_ROWS
            and self.width >= _PROSE_WIDTH
            and self.fill >= _PROSE_FILL
            and self.letters >= _LETTERS
            and float(np.median(np.diff(self.rows))) <= _PROSE_PITCH
        )


def areas(pieces: Pieces, *, right_to_left: bool = False) -> list[Indices]:
    """Cut a page into areas without columns.

    Parameters
    ----------
    pieces : Pieces
    right_to_left : bool
        Whether the right column comes first.

    Returns
    -------
    list of ndarray of intp
        Indices of the pieces of each area, in reading order of the areas; each piece is in one of them.
    """
    found = []
    stack = [np.arange(len(pieces))]
    while stack:
        members = stack.pop()
        parts = _parts(pieces[members].scaled(), right_to_left)
        if len(parts) == 1:
            found.append(members)
        else:
            stack.extend(members[part] for part in reversed(parts))
    return found


def _parts(pieces: Pieces, right_to_left: bool) -> list[Indices]:
    """Cut an area once; a single part if there is nothing to cut."""
    parts = _columns(pieces, right_to_left)
    if parts is not None:
        return parts
    bands = _bands(pieces)
    if len(bands) == 1:
        return bands
    # White space between rows means nothing unless there are columns above or below it.
    has_columns = [_columns(pieces[band].scaled(), right_to_left) is not None for band in bands]
    groups = groupby(range(len(bands)), key=lambda i: i if has_columns[i] else -1)
    return [np.concatenate([bands[i] for i in group]) for _, group in groups]


def _columns(pieces: Pieces, right_to_left: bool) -> list[Indices] | None:
    """Cut at the best gutter: what is above, the columns, what is below."""
    for gutter, above, beside, below in _gutters(pieces):
        if not _separates(pieces[beside], gutter):
            continue
        on_left = pieces.centre[beside] < gutter
        bands = _bands(pieces[beside])
        first, last = _trimmed(pieces[beside], gutter, bands)
        kept = np.zeros(len(beside), dtype=np.bool_)
        kept[np.concatenate(bands[first:last])] = True
        sides = [beside[kept & on_left], beside[kept & ~on_left]]
        if not all(map(len, sides)):
            continue
        head = np.concatenate([above, *(beside[band] for band in bands[:first])])
        tail = np.concatenate([*(beside[band] for band in bands[last:]), below])
        parts = [head, *(sides[::-1] if right_to_left else sides), tail]
        return [part for part in parts if len(part)]
    return None


def _gutters(pieces: Pieces) -> Iterator[tuple[float, Indices, Indices, Indices]]:
    """Find strips that have pieces on both sides: x, and the pieces above, beside and below.

    Those that reach from the top to the bottom come first, as they keep every other column whole; then the longest.
    """
    strips = _strips(pieces)
    partial = np.isfinite(strips[1]) | np.isfinite(strips[2])
    seen = set()
    for i in np.lexsort((strips[0], strips[3], partial)):
        edge, start, end, *between = strips[:, i].tolist()
        if tuple(between) in seen:
            continue
        seen.add(tuple(between))
        beside = (pieces.middle > start) & (pieces.middle < end)
        above = pieces.middle <= start
        yield edge + _GUTTER / 2, np.flatnonzero(above), np.flatnonzero(beside), np.flatnonzero(~above & ~beside)
        if len(seen) == _TRIES:
            return


def _strips(pieces: Pieces) -> Floats:
    """Find all strips with enough pieces on both sides.

    A gutter begins where a piece at its left ends, so the right edges of pieces are tried. Each strip reaches from one
    piece that crosses it to the next.

    Returns
    -------
    ndarray of float64, shape (10, n)
        Left edge, top, bottom, negative length; then what tells between which pieces the strip is.
    """
    edges = np.sort(pieces.right)
    edges = edges[np.append(np.diff(np.floor(edges / _STEP)) > 0, True)]
    by_top = np.argsort(pieces.top, kind="stable")
    by_middle = np.argsort(pieces.middle, kind="stable")
    left, right, top, bottom = (values[by_top] for values in (pieces.left, pieces.right, pieces.top, pieces.bottom))
    left_by_middle, right_by_middle, middle = pieces.left[by_middle], pieces.right[by_middle], pieces.middle[by_middle]
    strips = []
    for edge in edges:
        crosses = (left < edge + _GUTTER) & (right > edge + _SLOP)
        starts = np.append(-np.inf, np.maximum.accumulate(bottom[crosses]))
        ends = np.append(top[crosses], np.inf)
        starts, ends = starts[ends > starts], ends[ends > starts]
        sides = [middle[right_by_middle <= edge + _SLOP], middle[left_by_middle >= edge + _GUTTER]]
        firsts = [np.searchsorted(side, starts) for side in sides]
        lasts = [np.searchsorted(side, ends) - 1 for side in sides]
        enough = np.logical_and(*(last - first >= _TEXT_ROWS - 1 for first, last in zip(firsts, lasts, strict=True)))
        if enough.any():
            spans = [(first[enough], last[enough]) for first, last in zip(firsts, lasts, strict=True)]
            begins = np.maximum(*(side[first] for side, (first, _) in zip(sides, spans, strict=True)))
            stops = np.minimum(*(side[last] for side, (_, last) in zip(sides, spans, strict=True)))
            same = np.ones_like(begins)
            sizes = [same * len(side) for side in sides]
            places = [same * edge, starts[enough], ends[enough]]
            strips.append(np.stack([*places, begins - stops, *chain(*spans), *sizes]))
    return np.concatenate(strips, axis=1) if strips else np.empty((10, 0))


def _separates(pieces: Pieces, gutter: float) -> bool:
    """Tell whether the pieces at both sides of a gutter are columns of text, not cells of rows."""
    left = _column(pieces[pieces.centre < gutter].mirrored(), -gutter)
    right = _column(pieces[pieces.centre >= gutter], gutter)
    if _are_entries(left, right):
        return False
    if left.is_prose and right.is_prose:
        return True
    return (
        left.is_text
        and right.is_text
        and (left.is_prose or right.is_prose)
        and _aligned(left.rows, right.rows) < _ALIGNED
    )


def _are_entries(left: _Column, right: _Column) -> bool:
    """Tell whether columns are keys and their values, or such pairs: lines side by side that do not run on.

    Text of a script without capital letters may run on anywhere, so it needs colons.
    """
    have_keys = max(left.keys, right.keys) >= _KEYS
    run_on = max(left.runs_on, right.runs_on) >= _RUNS_ON or max(left.begins, right.begins) < _BEGINS
    return (have_keys or not run_on) and _shifted(left.rows, right.rows) >= _ALIGNED


def _column(pieces: Pieces, gutter: float) -> _Column:
    """Measure the column that begins at a gutter; there may be more columns at the right of it."""
    starts = np.clip(np.floor((pieces.left - gutter) / _STEP), 0, _FAR / _STEP).astype(np.intp)
    ends = np.clip(np.ceil((pieces.right - gutter) / _STEP), starts + 1, _FAR / _STEP + 1).astype(np.intp)
    profile = np.cumsum(np.bincount(starts, minlength=ends.max() + 1) - np.bincount(ends, minlength=ends.max() + 1))
    filled = np.append(profile > _PROFILE * profile.max(), [False, False])
    begin = int(np.argmax(filled))
    gap = begin + int(np.argmax(~filled[begin:-1] & ~filled[begin + 1 :]))
    pieces = pieces[(starts + ends) / 2 < gap]
    widths = pieces.right - pieces.left
    rows, members = _rows(pieces.middle)
    width = _quantile(pieces.right, 0.95) - _quantile(pieces.left, 0.05)
    fill = float(np.median(np.bincount(members, widths))) / width if width > 0 else 0.0
    letters = float(np.sum(pieces.letters * widths) / max(np.sum(widths), 1e-9))
    shares = (float(np.mean(values)) for values in (pieces.begins, pieces.runs_on, pieces.is_key))
    return _Column(rows, width, fill, letters, *shares)


def _quantile(values: Floats, share: float) -> float:
    """Return the value below which a share of all is, between two of them in proportion.

    The same as `numpy.quantile`, which takes 30 times as long for the few pieces of a column.
    """
    ordered = np.sort(values)
    place = share * (len(ordered) - 1)
    low = int(place)
    high = min(low + 1, len(ordered) - 1)
    return float(ordered[low] + (ordered[high] - ordered[low]) * (place - low))


def _rows(middle: Floats) -> tuple[Floats, Indices]:
    """Group pieces of a column to lines: the centres of the lines from the top, and the line of each piece."""
    order = np.argsort(middle, kind="stable")
    lines = np.cumsum(np.append(False, np.diff(middle[order]) > _NEXT_ROW))
    members = np.empty(len(middle), dtype=np.intp)
    members[order] = lines
    return np.bincount(members, middle) / np.bincount(members), members


def _aligned(rows: Floats, others: Floats) -> float:
    """Return the share of the lines of the side with fewer lines that stand beside a line of the other side."""
    return float(np.mean(np.abs(_distances(rows, others)) <= _SAME_ROW))


def _shifted(rows: Floats, others: Floats) -> float:
    """Return the same for lines of which those of one side are a little lower, as values in another font than keys."""
    distances = _distances(rows, others)
    shift = float(np.median(distances))
    return float(np.mean(np.abs(distances - shift) <= _SAME_ROW)) if abs(shift) <= _NEXT_ROW else 0.0


def _distances(rows: Floats, others: Floats) -> Floats:
    """Return how much lower the nearest line of the other side is, for each line of the side with fewer lines."""
    fewer, more = sorted((rows, others), key=len)
    after = np.clip(np.searchsorted(more, fewer), 1, max(1, len(more) - 1))
    above, below = more[after - 1] - fewer, more[np.minimum(after, len(more) - 1)] - fewer
    return np.where(np.abs(above) <= np.abs(below), above, below)


def _bands(pieces: Pieces) -> list[Indices]:
    """Cut at all high white space that reaches from the left to the right: parts from the top."""
    order = np.argsort(pieces.top, kind="stable")
    white = pieces.top[order][1:] - np.maximum.accumulate(pieces.bottom[order])[:-1]
    return np.split(order, np.flatnonzero(white >= _BAND) + 1)


def _trimmed(pieces: Pieces, gutter: float, bands: list[Indices]) -> tuple[int, int]:
    """Leave out running headers, footers and tables above and below columns: first band to keep, one past the last."""
    first, last = 0, len(bands)
    while first < last - 1 and _is_rows(pieces[bands[first]], gutter):
        first += 1
    while first < last - 1 and _is_rows(pieces[bands[last - 1]], gutter):
        last -= 1
    return first, last


def _is_rows(pieces: Pieces, gutter: float) -> bool:
    """Tell whether pieces at both sides of a gutter are rows, or a single line of one side."""
    left, right = pieces[pieces.centre < gutter], pieces[pieces.centre >= gutter]
    if not len(left) or not len(right):
        return len(_rows(pieces.middle)[0]) == 1
    return _aligned(_rows(left.middle)[0], _rows(right.middle)[0]) >= _ALIGNED and not _separates(pieces, gutter)
