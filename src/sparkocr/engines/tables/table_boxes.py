"""Where tables are on a page that was not read: what a network says, held against rulings and white space.

Each sees what the other one misses. The network takes captions and notes for tables, and is blind to tables of a few
words in much text; rulings and white space are there in charts and forms, too. What both say is right almost always.
"""

from __future__ import annotations

from collections.abc import Sequence

from sparkocr.engines.tables.unread import Evidence, evidence_of
from sparkocr.layout.box import Box
from sparkocr.layout.regions import Region
from sparkocr.tables.content import PageContent
from sparkocr.tables.find import FoundTable, tables_of

__all__ = ["is_like_table", "table_regions"]

# Chosen for this library, on one half of the pages of the ICDAR 2013 competition and on pages without tables.
_LEAST_MODEL = 0.15  # score of the network that counts
_AGREED = 0.5  # intersection over union of what both say is one table
_CLOSE = 0.75  # likewise, where rulings and white space tell the better box
_INSIDE, _LEAST_PART, _ALL_PARTS = 0.8, 0.3, 0.75  # shares of tables that stand in one box of the network
_TOUCHES = 0.2  # share of a box that lies in another one
_SURE, _SURE_RULED = 0.92, 0.8  # score of the network alone, and in a grid of short texts
_RULED_ROWS, _RULED_COLUMNS = 2, 3  # rulings that make a grid without rows of several texts
_FILLED, _FILLED_STRONG = 0.7, 0.8
_ROWS, _FEW_ROWS = 5, 2
_COLUMNS = 3  # of white space; the contents of a book have two
_GAPPED, _GAPPED_FIGURE = 0.8, 0.5  # share of the lines, and in a table that the network takes for a figure
_DENSE, _SPARSE = 0.15, 0.1  # share of the box that is text; charts and empty forms have less
_WIDE = 0.1  # share of lines with long texts
_MOST_WIDE = 0.25  # likewise, where there are no rulings: more have the questions of a form, with their answers
_WIDE_ALONE = 0.3  # likewise, where no network looks
_FORM_LINES, _FORM_FILLED = 30, 0.8
_BOTH, _ALONE = 0.95, 0.91  # least scores of a table that both say, and that one says clearly
_DOUBTFUL = 0.5  # of the score of the network, where nothing else speaks for it


def table_regions(content: PageContent, parts: Sequence[Region] | None) -> list[Region]:
    """Find the tables of a page.

    Parameters
    ----------
    content : PageContent
        A page that was not read, see `sparkocr.engines.tables.unread`.
    parts : sequence of Region, optional
        What the network found, in the same points, with the label ``table`` for tables. None without a network.

    Returns
    -------
    list of Region
        With the label ``table``, the best first. Scores from 0.9 on are for tables that two ways find, or one clearly:
        nine of ten of them are there. They don't overlap.
    """
    own = tables_of(content)
    candidates: list[Region] = []
    for part in parts or ():
        if part.label == "table" and (part.score or 0.0) >= _LEAST_MODEL:
            candidates += _of_model(part, own, content)
    figures = [part.box for part in parts or () if part.label == "figure"]
    candidates += [_own(found, content, figures, is_alone=parts is None) for found in own]
    kept: list[Region] = []
    for candidate in sorted(candidates, key=lambda region: -(region.score or 0.0)):
        if not any(_overlaps(candidate.box, other.box) for other in kept):
            kept.append(candidate)
    return kept


def _of_model(part: Region, own: Sequence[FoundTable], content: PageContent) -> list[Region]:
    """Return the tables that a part of the network stands for."""
    score = part.score or 0.0
    inside = [found.table.box for found in own if _share_in(found.table.box, part.box) >= _INSIDE]
    areas = [box.area / part.box.area for box in inside]
    if len(inside) > 1 and min(areas) >= _LEAST_PART and sum(areas) >= _ALL_PARTS:
        return [_region(box, _raised(_BOTH, score)) for box in inside]
    best = max(own, key=lambda found: found.table.box.iou(part.box), default=None)
    agreement = best.table.box.iou(part.box) if best else 0.0
    if best is None or agreement < _AGREED:
        is_clear = _is_sure(score, evidence_of(part.box, content))
        return [_region(part.box, _raised(_ALONE, score) if is_clear else _DOUBTFUL * score)]
    evidence = evidence_of(best.table.box, content)
    is_questions = best.engine == "aligned" and evidence.wide > _MOST_WIDE
    if is_questions or _is_form(evidence) or evidence.density < _SPARSE:
        return [_region(part.box, _DOUBTFUL * score)]
    return [_region(best.table.box if agreement >= _CLOSE else part.box, _raised(_BOTH, score))]


def _own(found: FoundTable, content: PageContent, figures: Sequence[Box], *, is_alone: bool) -> Region:
    """Return a table that rulings and white space alone tell; without a network, less is clear enough."""
    box = found.table.box
    evidence = evidence_of(box, content)
    if is_alone:
        is_clear = is_like_table(evidence) and evidence.wide <= _WIDE_ALONE
    else:
        is_figure = any(box.iou(figure) >= _CLOSE for figure in figures)  # what looks like one may be a coloured table
        share, least = (_GAPPED_FIGURE, _FEW_ROWS) if is_figure else (_GAPPED, _ROWS)
        is_clear = (
            evidence.gapped >= max(least, share * evidence.lines)
            and evidence.filled >= _FILLED_STRONG
            and evidence.wide <= _WIDE
            and (found.engine == "ruled" or evidence.columns >= _COLUMNS)
        )
    return _region(box, _ALONE if is_clear and evidence.density >= _DENSE else _DOUBTFUL)


def _is_sure(score: float, evidence: Evidence) -> bool:
    """Tell whether the network is right though rulings and white space find another table or none."""
    is_grid = _is_ruled(evidence) and evidence.wide <= _WIDE and 2 * evidence.gapped >= evidence.lines
    least = _SURE_RULED if is_grid else _SURE
    return score >= least and is_like_table(evidence) and not _is_form(evidence)


def is_like_table(evidence: Evidence) -> bool:
    """Tell whether there are rows and columns in what the network takes for a table; captions have none."""
    return _is_ruled(evidence) or (evidence.gapped >= _FEW_ROWS and evidence.filled >= _FILLED)


def _is_ruled(evidence: Evidence) -> bool:
    return evidence.horizontal >= _RULED_ROWS and evidence.vertical >= _RULED_COLUMNS


def _is_form(evidence: Evidence) -> bool:
    """Tell whether most columns of many lines are empty, and some lines have long texts."""
    return evidence.lines >= _FORM_LINES and evidence.filled < _FORM_FILLED and evidence.wide > _WIDE


def _raised(least: float, score: float) -> float:
    """Return a score between a least one and 1, that keeps the order of another one."""
    return least + (1 - least) * score


def _region(box: Box, score: float) -> Region:
    return Region(box, 0, score, "table")


def _share_in(box: Box, other: Box) -> float:
    """Return the share of a box that lies in another one."""
    return box.common_area(other) / box.area if box.area > 0 else 0.0


def _overlaps(box: Box, other: Box) -> bool:
    """Tell whether two boxes stand for one thing."""
    return max(_share_in(box, other), _share_in(other, box)) > _TOUCHES
