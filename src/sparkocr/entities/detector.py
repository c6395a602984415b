"""What a detector of entities is."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from sparkocr.entities.entity import Entity

__all__ = ["Detector"]


class Detector(Protocol):
    """Finds entities in texts; made once per process by `sparkocr.entities.registry`, and called by one thread."""

    @property
    def name(self) -> str:
        """What it is called."""
        ...

    def find(self, text: str) -> Sequence[Entity]:
        r"""Find the entities of a text.

        Parameters
        ----------
        text : str
            Of a page: lines end with ``"\n"``. It may be empty.

        Returns
        -------
        sequence of Entity
            In any order; they may overlap. `source` is the detector's name.
        """
        ...
