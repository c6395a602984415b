"""Read the text of a line with a network that tells for each step along it which character stands there.

The network was trained with connectionist temporal classification (Graves et al., ICML 2006): a character is a run of
equal classes, and class 0 stands for none. The middle of the run tells where the character is.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from sparkocr.engines.ppocr.lines import HEIGHT, Strip
from sparkocr.engines.ppocr.models import Network
from sparkocr.errors import DocumentError
from sparkocr.imaging.pixels import Pixels

__all__ = ["Character", "decode_line", "recognise_strip"]

_STEP = 8  # px along the line for each step of the network's output
_PERCENT = 100.0


@dataclass(frozen=True, slots=True)
class Character:
    """A character of a line.

    Attributes
    ----------
    text : str
    middle : float
        Px from the left end of the strip.
    confidence : float
        0 to 100.
    reader : str
        Size of the recogniser that read it; empty for one of the user's own.
    """

    text: str
    middle: float
    confidence: float
    reader: str = ""


def recognise_strip(
    network: Network,
    strip: Strip,
    characters: Sequence[str],
    classes: Sequence[int] | None = None,
    reader: str = "",
) -> list[Character]:
    """Read one line.

    One at a time: batches are not faster on one core, and the padding of shorter lines costs as much as text and
    makes the network less sure.

    Parameters
    ----------
    network : Network
        The recogniser.
    strip : Strip
    characters : sequence of str
        By class.
    classes : sequence of int, optional
        The only classes that count, with 0 first.
    reader : str
        That of the characters.

    Returns
    -------
    list of Character
        From left to right.

    Raises
    ------
    DocumentError
        If the recogniser has more or fewer classes than there are characters.
    """
    probabilities = network(prepared(strip.pixels))[0]
    if probabilities.shape[1] != len(characters):
        raise DocumentError(
            f"The recogniser knows {probabilities.shape[1]} classes, but its dictionary makes {len(characters)}: "
            "a line for each character, and two more for none and for the space"
        )
    if classes is not None:
        probabilities, characters = probabilities[:, classes], [characters[number] for number in classes]
    return decode_line(probabilities, characters, _STEP, reader)


def prepared(pixels: Pixels) -> npt.NDArray[np.float32]:
    """Return values from -1 to 1, as the networks were trained with, shape (1, 3, 48, w); padded with middle gray."""
    width = pixels.shape[1]
    values = np.zeros((3, HEIGHT, -(-width // _STEP) * _STEP), np.float32)
    values[:, :, :width] = pixels if pixels.ndim == 2 else pixels.transpose(2, 0, 1)  # noqa: PLR2004
    values[:, :, :width] /= 127.5
    values[:, :, :width] -= 1
    return values[None]


def decode_line(
    probabilities: npt.NDArray[np.float32], characters: Sequence[str], step: float, reader: str = ""
) -> list[Character]:
    """Turn the probabilities of classes, shape (steps, classes), into characters of a reader; `step` is in px."""
    if not len(probabilities):
        return []
    best = probabilities.argmax(axis=1)
    changes = np.flatnonzero(best[1:] != best[:-1]) + 1
    starts, ends = np.append(0, changes), np.append(changes, len(best))
    sure = np.maximum.reduceat(probabilities[np.arange(len(best)), best], starts).astype(float) * _PERCENT
    runs = zip(best[starts].tolist(), (step * (starts + ends) / 2).tolist(), sure.tolist(), strict=True)
    return [Character(characters[number], middle, percent, reader) for number, middle, percent in runs if number]
