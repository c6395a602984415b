"""Small changes of XML trees."""

from __future__ import annotations

from lxml import etree

__all__ = ["remove", "unwrap"]


def remove(element: etree._Element) -> None:
    """Take an element with all that is in it out of its tree; a root stays."""
    parent = element.getparent()
    if parent is not None:
        parent.remove(element)


def unwrap(element: etree._Element) -> None:
    """Put what is in an element in its place; a root stays."""
    parent = element.getparent()
    if parent is None:
        return
    place = parent.index(element)
    parent[place : place + 1] = list(element)
