"""An engine that keeps what it has read in a folder, so that a benchmark of what comes after it can run often."""

import os
import pickle
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path

from sparkocr.engines.auto import Auto
from sparkocr.engines.ppocr.engine import PPOcr
from sparkocr.engines.tesseract import Tesseract
from sparkocr.imaging.pixels import Pixels
from sparkocr.layout.page import Page

__all__ = ["ReadOnce", "cpu_seconds", "read_once"]


def cpu_seconds() -> float:
    """Return the time of this process and of the ones that it ran, in s of CPU."""
    times = os.times()
    return times.user + times.system + times.children_user + times.children_system


@dataclass
class Times:
    """Times in s of CPU: that reading took, also of what was read before, and that it took now."""

    read: float = 0.0
    waited: float = 0.0


@dataclass(frozen=True)
class ReadOnce(Auto):
    """The engine ``auto`` with a memory for whole pages; lines that are cut out are read each time.

    Attributes
    ----------
    folder : Path or None
        Where pages are kept, by their pixels; None: nowhere. Files in it are trusted.
    times : Times
    """

    folder: Path | None = None
    times: Times = field(default_factory=Times, compare=False)

    def read(self, pixels: Pixels, resolution: int, *, symbols: bool = False) -> Page:
        """Read a page; see `sparkocr.engines.engine.Engine.read`."""
        started = cpu_seconds()
        key = sha256(repr((self.ppocr, pixels.shape, resolution, symbols)).encode() + pixels.tobytes()).hexdigest()
        path = self.folder / f"{key}.pickle" if self.folder else None
        if path and path.is_file():
            page, seconds = pickle.loads(path.read_bytes())  # noqa: S301  this program wrote it
        else:
            page = Auto(self.ppocr, self.tesseract).read(pixels, resolution, symbols=symbols)
            seconds = cpu_seconds() - started
            if path:
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_bytes(pickle.dumps((page, seconds)))
        self.times.read += seconds
        self.times.waited += cpu_seconds() - started
        result: Page = page
        return result


def read_once(folder: Path | None) -> ReadOnce:
    """Return the engine with a folder for its memory."""
    return ReadOnce(PPOcr(), Tesseract(), folder)
