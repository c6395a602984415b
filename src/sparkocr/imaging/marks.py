"""What is drawn of a region: its colour, its caption, and the scale from its page to the image."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from zlib import crc32

import numpy as np
import numpy.typing as npt

from sparkocr.enums import Color
from sparkocr.errors import DocumentError
from sparkocr.imaging.pixels import Image

__all__ = ["EACH_LABEL", "caption", "color_of", "dealt", "scale_of"]

Floats = npt.NDArray[np.float64]

EACH_LABEL = "*"
"""In place of a colour map, or as a key of one: all labels."""
_LABEL_COLORS = (
    Color.red,
    Color.blue,
    Color.green,
    Color.orange,
    Color.magenta,
    Color.cyan,
    Color.pink,
    Color.yellow,
)


def color_of(label: str | None, color_map: str | Mapping[str, str] | None, otherwise: Color) -> Color:
    """Return the colour of a label.

    Parameters
    ----------
    label : str or None
    color_map : str or Mapping or None
        Names of colours by label, where ``*`` stands for all other labels; or ``*``: one of eight colours for each
        label, always the same one.
    otherwise : Color
        For regions without a label, and labels that the map does not have.
    """
    if not label or not color_map:
        return otherwise
    if isinstance(color_map, str):
        return _LABEL_COLORS[crc32(label.encode()) % len(_LABEL_COLORS)]
    return Color(color_map.get(label, color_map.get(EACH_LABEL, otherwise)))


def caption(label: str, score: float | None) -> str:
    """Return what is written beside a region; a score of 0 is none."""
    return f"{label} {score:.2f}" if score and math.isfinite(score) else label


def dealt(text: str, widths: Sequence[float]) -> list[str]:
    """Deal the words of a text out to the boxes of its lines, by their widths.

    Parameters
    ----------
    text : str
    widths : sequence of float
        Of the boxes, in the order of reading; at least one, none is negative.

    Returns
    -------
    list of str
        A text for each box, which may be empty.

    Examples
    --------
    >>> dealt("12 Long Street", [300, 100])
    ['12 Long', 'Street']
    """
    words = text.split()
    lengths = np.array([len(word) + 1 for word in words], dtype=np.float64)
    centres = (np.cumsum(lengths) - lengths / 2) / max(lengths.sum(), 1.0)
    shares = np.cumsum(widths) / (sum(widths) or 1.0)
    places = np.searchsorted(shares[:-1], centres)
    return [
        " ".join(word for word, place in zip(words, places, strict=True) if place == box) for box in range(len(widths))
    ]


def scale_of(image: Image, width: float | None, height: float | None) -> Floats:
    """Return the factors, across and down, from a page of a size to its image; shape (2,).

    Raises
    ------
    DocumentError
        The size of the page is not known.
    """
    if not all(side and math.isfinite(side) and side > 0 for side in (width, height)):
        raise DocumentError("The size of the page that the regions are on is not known.")
    factors: Floats = np.array(image.pixels.shape[1::-1]) / np.array([width, height])
    return factors
