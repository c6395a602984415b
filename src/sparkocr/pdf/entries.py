"""Look into the objects of a PDF, in which anything may be of any type."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from pikepdf import Array, Dictionary, Name, Stream

__all__ = ["elements", "entries", "entry", "has_subtype", "name_of"]


_WITH_ENTRIES = (Dictionary, Stream)


def entry(item: object, name: str | Name) -> Any:
    """Return an entry of a dictionary or a stream, by its name with its slash; None if it has none, or is another.

    It asks first: `get` takes ten times as long for what is missing, and names as texts half as long as objects.
    """
    return item[name] if isinstance(item, _WITH_ENTRIES) and name in item else None


def has_subtype(item: object, name: str) -> bool:
    """Tell whether a dictionary or a stream has a subtype, given with its slash; PDFium takes a text for a name."""
    found = entry(item, "/Subtype")
    return bool(found == name or found == name[1:])


def entries(item: object) -> Iterator[tuple[str, Any]]:
    """Yield the names and values of a dictionary; nothing if it is something else."""
    return iter(item.items()) if isinstance(item, Dictionary) else iter(())


def elements(item: object) -> list[Any]:
    """Return what is in an array; nothing if it is something else."""
    return list(item) if isinstance(item, Array) else []


def name_of(item: object) -> str:
    """Return a name, with its slash, whatever bytes are in it; empty if it is something else."""
    return bytes(item).decode("utf-8", "surrogateescape") if isinstance(item, Name) else ""
