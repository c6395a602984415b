"""What must not be in a document any more."""

from __future__ import annotations

from dataclasses import dataclass

__all__ = ["Secret"]


@dataclass(frozen=True, slots=True)
class Secret:
    """The text of an entity that was taken out of a document.

    Attributes
    ----------
    text : str
    label : str
        Of the entity. Reports name the label, never the text.
    """

    text: str
    label: str
