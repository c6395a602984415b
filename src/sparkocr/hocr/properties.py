"""The properties of an hOCR element, which its attribute ``title`` holds: ``name value ...; name value ...``."""

import math
import re
from collections.abc import Mapping

from sparkocr.errors import DocumentError
from sparkocr.layout.box import Box

__all__ = ["TURNED_BOX", "box_of_properties", "clockwise", "number_text", "numbers", "parse_title"]

TURNED_BOX = "x_turned_box"
"""Our own property of turned elements: left, top, width and height before the turn, which ``bbox`` can't tell."""

_PART = re.compile(r'(?:"[^"]*"|[^;"]++|")++')  # up to a semicolon that is not quoted
_LARGEST = 10_000_000.0  # px: more than any image that can be decoded has; keeps what is computed of it finite
_BOX = 4  # numbers of a box
_LEAST_COSINE = 0.5  # of twice the angle; below, the sides of a turned box can't be told from those of its bbox


def parse_title(title: str) -> dict[str, str]:
    """Return the values of the properties by name; the first of several with one name counts."""
    found: dict[str, str] = {}
    for part in _PART.findall(title):
        name, _, value = part.strip().partition(" ")
        found.setdefault(name, value.strip())
    return found


def numbers(properties: Mapping[str, str], name: str) -> tuple[float, ...]:
    """Return the numbers of a property; none if it is not there, or is no numbers.

    Raises
    ------
    DocumentError
        One of them is beyond what an image can have.
    """
    if name not in properties:
        return ()
    try:
        found = tuple(map(float, properties[name].replace(",", " ").split()))
    except ValueError:
        return ()
    if not all(abs(value) <= _LARGEST for value in found):  # also if it is not a number
        raise DocumentError(f"The hOCR has numbers beyond {_LARGEST:.0f}")
    return found


def clockwise(textangle: float) -> float:
    """Return an angle of hOCR, which is counter-clockwise, as that of a `Box`: more than -180, up to 180 degrees."""
    angle = -textangle % 360
    return angle - 360 if angle > 180 else angle  # noqa: PLR2004


def box_of_properties(properties: Mapping[str, str], inherited_angle: float = 0.0) -> Box | None:
    """Return the box of an element, or None if it tells none.

    Parameters
    ----------
    properties : Mapping of str to str
    inherited_angle : float
        Degrees, clockwise, by which the text around the element is turned, which holds unless it says otherwise.

    Notes
    -----
    A ``bbox`` is upright also where text is turned. The sides w and h of what it was made of follow from its own W and
    H and the angle a, ``W = w |cos a| + h |sin a|`` and ``H = w |sin a| + h |cos a|``: exactly for quarter turns, and
    not at all near 45 degrees, where the box stays upright.
    """
    textangle = numbers(properties, "textangle")
    angle = clockwise(textangle[0]) if textangle else inherited_angle
    turned = numbers(properties, TURNED_BOX)
    if len(turned) == _BOX:
        x, y, width, height = turned
        return Box(x, y, max(0.0, width), max(0.0, height), angle)
    frame = numbers(properties, "bbox")
    if len(frame) != _BOX:
        return None
    (left, right), (top, bottom) = sorted(frame[::2]), sorted(frame[1::2])
    upright = Box(left, top, right - left, bottom - top)
    return _turned(upright, angle) if angle else upright


def _turned(frame: Box, angle: float) -> Box:
    """Return the turned box whose upright cover is a frame."""
    cos, sin = abs(math.cos(math.radians(angle))), abs(math.sin(math.radians(angle)))
    double = cos * cos - sin * sin
    if abs(double) < _LEAST_COSINE:
        return frame
    width = (frame.width * cos - frame.height * sin) / double
    height = (frame.height * cos - frame.width * sin) / double
    if width < 0 or height < 0:
        return frame
    return Box(frame.x + (frame.width - width) / 2, frame.y + (frame.height - height) / 2, width, height, angle)


def number_text(value: float, decimals: int) -> str:
    """Write a number with so many decimals at most, without zeros at its end and without an exponent."""
    text = f"{value:.{decimals}f}"
    text = text.rstrip("0").rstrip(".") if "." in text else text
    return "0" if text == "-0" else text
