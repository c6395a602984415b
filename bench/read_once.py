"""An engine that keeps what it has read in a folder, so that a benchmark of what comes after it can run often."""

import os
import pickle
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path

from sparkocr.engines.engine import Engine
from sparkocr.imaging.pixels import Pixels
from sparkocr.layout.page import Page

__all__ = ["ReadOnce", "cpu_seconds"]


def cpu_seconds() -> float:
    """Return the time of this process and of the ones that it ran, in s of CPU."""
    times = os.times()
    return times.user + times.system + times.children_user + times.children_system


@dataclass
class ReadOnce:
    """An engine with a memory.

    Attributes
    ----------
    engine : Engine
    folder : Path or None
        Where pages are kept, by their pixels; None: nowhere. Files in it are trusted.
    seconds : float
        Time in s of CPU that reading took, also of what was read before.
    waited : float
        Time that it took now.
    """

    engine: Engine
    folder: Path | None
    seconds: float = field(default=0.0)
    waited: float = field(default=0.0)

    def read(self, pixels: Pixels, resolution: int, *, symbols: bool = False) -> Page:
        """Read a page; see `sparkocr.engines.engine.Engine.read`."""
        started = cpu_seconds()
        key = sha256(repr((self.engine, pixels.shape, resolution, symbols)).encode() + pixels.tobytes()).hexdigest()
        path = self.folder / f"{key}.pickle" if self.folder else None
        if path and path.is_file():
            page, seconds = pickle.loads(path.read_bytes())  # noqa: S301  this program wrote it
        else:
            page = self.engine.read(pixels, resolution, symbols=symbols)
            seconds = cpu_seconds() - started
            if path:
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_bytes(pickle.dumps((page, seconds)))
        self.seconds += seconds
        self.waited += cpu_seconds() - started
        result: Page = page
        return result
