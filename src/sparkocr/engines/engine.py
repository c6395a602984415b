"""What an engine is, and where engines come from.

An engine is a small frozen dataclass of options with a method `read`. It pickles, costs nothing to make, and loads its
models when it first reads, once per worker process. Other packages add engines by an entry point in the group
``sparkocr.engines``: its name is the name of the engine, its object a callable that takes ``language`` and the user's
``engineParams`` as keywords and returns the engine.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from importlib.metadata import EntryPoint, entry_points
from typing import Protocol, cast

from sparkocr.errors import DocumentError
from sparkocr.imaging.pixels import Pixels
from sparkocr.layout.page import Page
from sparkocr.layout.report import ReadOptions, Recognition, report

__all__ = ["Engine", "engine_names", "load_engine", "recognise"]

GROUP = "sparkocr.engines"


class Engine(Protocol):
    """Reads the text of an image."""

    def read(self, pixels: Pixels, resolution: int, *, symbols: bool = False) -> Page:
        """Read one page.

        Parameters
        ----------
        pixels : ndarray of uint8
            ``(h, w)`` grey or binary, ``(h, w, 3)`` BGR or ``(h, w, 4)`` ABGR.
        resolution : int
            Pixels per inch; 0 if unknown.
        symbols : bool
            Whether words need their symbols.

        Returns
        -------
        Page
            Without blocks if there is no text.

        Raises
        ------
        DocumentError
            If this page can't be read, or the engine can't start; the message has no text of the page.
        """


def recognise(engine: Engine, pixels: Pixels, resolution: int, options: ReadOptions | None = None) -> Recognition:
    """Read one page and tell what was read: see `Engine.read` and `sparkocr.layout.report.report`."""
    options = options or ReadOptions()
    return report(engine.read(pixels, resolution, symbols=options.symbols), resolution, options)


def engine_names() -> list[str]:
    """Return the names of the engines of other packages that are installed here."""
    return sorted(_installed())


def load_engine(name: str, language: str, parameters: Mapping[str, str]) -> Engine:
    """Make an engine of another package.

    Raises
    ------
    DocumentError
        If no installed package has it, its package can't be imported, or it refuses its parameters.
    """
    found = _installed().get(name)
    if found is None:
        there = ", ".join(engine_names()) or "none"
        raise DocumentError(f"No installed package has an engine named {name}; there are: {there}")
    try:
        make = cast("Callable[..., Engine]", found.load())
        return make(language=language, **parameters)
    except (ImportError, TypeError, ValueError) as error:
        raise DocumentError(f"The engine {name} can't start: {type(error).__name__} in {found.value}") from error


def _installed() -> Mapping[str, EntryPoint]:
    return {entry.name: entry for entry in entry_points(group=GROUP)}
