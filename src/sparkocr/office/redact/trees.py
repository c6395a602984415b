"""Small changes of XML trees, and lists of the names in them."""

from __future__ import annotations

from lxml import etree

__all__ = ["remove", "unwrap", "words"]


def remove(element: etree._Element) -> None:
    """Take an element with all that is in it out of its tree; a root stays."""
    parent = element.getparent()
    if parent is not None:
        parent.remove(element)


def unwrap(element: etree._Element) -> None:
    """Put what is in an element in its place; a root stays."""
    if element.getparent() is None:
        return
    for child in list(element):
        element.addprevious(child)
    remove(element)


def words(text: str) -> list[str]:
    """Return the words of a list that would take a page with one in a line."""
    return text.split()
