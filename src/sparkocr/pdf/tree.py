"""The pages of a document as its page tree has them (ISO 32000-1, 7.7.3), whatever it says about their number."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pikepdf
from pikepdf import Array, Dictionary, Name

from sparkocr.errors import DocumentError
from sparkocr.limits import current, told
from sparkocr.pdf.boxes import inherited
from sparkocr.pdf.entries import elements, entry

__all__ = ["flatten_tree", "has_names", "has_odd_names", "page_objects"]

_INHERITED = ("/Resources", "/MediaBox", "/CropBox", "/Rotate")  # ISO 32000-1, table 30


def page_objects(document: pikepdf.Pdf) -> list[Dictionary | None]:
    """Return the pages of a document, in order.

    ``Pdf.pages`` is not used, because it drops what is missing, so that the pages after it change their numbers.

    Returns
    -------
    list of Dictionary or None
        None is a page that is missing. A part of the tree that is in it again, or in itself, is left out.

    Raises
    ------
    DocumentError
        There are more pages than in any document that people read.
    """
    pages: list[Dictionary | None] = []
    nodes: list[Any] = [document.Root.get(Name.Pages)]
    seen = set()
    while nodes:
        node = nodes.pop()
        if not isinstance(entry(node, Name.Kids), Array):
            pages.append(node if isinstance(node, Dictionary) else None)
        elif not node.is_indirect or node.objgen not in seen:
            seen.add(node.objgen)
            if len(pages) + len(nodes) + len(node.Kids) > current().max_pages:
                raise DocumentError(f"PDF has more than {told('max_pages')}.")
            nodes.extend(reversed(elements(node.Kids)))
    return pages


def has_names(tree: object) -> bool:
    """Tell whether there is an entry in a tree of names (ISO 32000-1, 7.9.6), whatever else is in it."""
    waiting: list[Any] = [tree]
    seen: set[tuple[int, int]] = set()
    while waiting and len(seen) <= current().max_nodes:
        node = waiting.pop()
        if elements(entry(node, Name.Names)):
            return True
        for kid in elements(entry(node, Name.Kids)):
            if getattr(kid, "is_indirect", False) and kid.objgen not in seen:
                seen.add(kid.objgen)
                waiting.append(kid)
    return False


def has_odd_names(document: pikepdf.Pdf) -> bool:
    """Tell whether looking for a place by its name may take forever: the tree of names is none, or far too deep."""
    level = [entry(document.Root.get(Name.Names), Name.Dests)]
    seen: set[tuple[int, int]] = set()
    for _ in range(current().max_depth):
        level = [kid for node in level for kid in elements(entry(node, Name.Kids))]
        numbers = [kid.objgen for kid in level if getattr(kid, "is_indirect", False)]
        if len(numbers) != len(set(numbers)) or not seen.isdisjoint(numbers) or len(seen) > current().max_nodes:
            return True
        seen.update(numbers)
        if not level:
            return False
    return True


def flatten_tree(document: pikepdf.Pdf, pages: Sequence[Dictionary | None]) -> None:
    """Make a page tree of one level, so that it says how many pages there are; empty ones for those that are missing.

    Parameters
    ----------
    document : pikepdf.Pdf
        Changed in place.
    pages : sequence of Dictionary or None
        As of `page_objects`.
    """
    tree = document.make_indirect(Dictionary(Type=Name.Pages))
    found = [page for page in pages if page is not None]
    for page in found:
        for name in _INHERITED:
            value = inherited(page, name)
            if value is not None:
                page[name] = value
    for page in found:
        page.Parent = tree
    empty = document.make_indirect(Dictionary(Type=Name.Page, Parent=tree, MediaBox=Array([0, 0, 1, 1])))
    kids = (empty if page is None else page for page in pages)
    tree.Kids = Array([page if page.is_indirect else document.make_indirect(page) for page in kids])
    tree.Count = len(pages)
    document.Root.Pages = tree
