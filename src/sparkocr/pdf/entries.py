"""Look into the objects of a PDF, in which anything may be of any type."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from pikepdf import Array, Dictionary, Name, Stream

__all__ = ["elements", "entries", "entry", "name_of"]


def entry(item: object, name: Name) -> Any:
    """Return an entry of a dictionary or a stream; None if it has none, or is something else."""
    return item.get(name) if isinstance(item, Dictionary | Stream) else None


def entries(item: object) -> Iterator[tuple[str, Any]]:
    """Yield the names and values of a dictionary; nothing if it is something else."""
    return iter(item.items()) if isinstance(item, Dictionary) else iter(())


def elements(item: object) -> list[Any]:
    """Return what is in an array; nothing if it is something else."""
    return list(item) if isinstance(item, Array) else []


def name_of(item: object) -> str:
    """Return a name, with its slash, whatever bytes are in it; empty if it is something else."""
    return bytes(item).decode("utf-8", "surrogateescape") if isinstance(item, Name) else ""
