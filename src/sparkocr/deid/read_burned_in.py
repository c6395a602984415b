"""Read text that was seen in a picture, without what is around it, and tell what of it has to be masked."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

import cv2
import numpy as np
import numpy.typing as npt

from sparkocr.deid.burned_in import SeenText
from sparkocr.deid.reading import Find, Reading, find_in, read_image, shapes_of
from sparkocr.deid.search import SecretIndex
from sparkocr.deid.secrets import Secret
from sparkocr.engines.engine import Engine
from sparkocr.enums import ImageType, PixelText
from sparkocr.imaging.geometry import scale
from sparkocr.imaging.pixels import Image, Pixels, to_gray

__all__ = ["ReadText", "padded", "read_seen", "to_mask"]

Corners = npt.NDArray[np.float64]

_SAME = 0.8  # how similar two readings of a line are that is read surely
_PADDING, _LEAST_PADDING = 0.15, 2.0  # of the height of a box; px
_ENLARGED, _LONG_SIDE = 2.0, 2400.0  # of what engines read; px
_WHITE = 255


@dataclass(frozen=True, slots=True, eq=False)
class ReadText:
    """Text that was seen on a picture at once, and read together.

    Attributes
    ----------
    seen : tuple of SeenText
        What of it is still there.
    unsure : frozenset of SeenText
        What has identifiers, or was not read by the engine as it was seen.
    reading : Reading
        What the engine has read, with the identifiers in it.
    secrets : tuple of Secret
        What was found in both.
    """

    seen: tuple[SeenText, ...]
    unsure: frozenset[SeenText]
    reading: Reading
    secrets: tuple[Secret, ...]


def read_seen(picture: Image, seen: Sequence[SeenText], engine: Engine, find: Find) -> ReadText:
    """Read text that was seen on a picture.

    Parameters
    ----------
    picture : Image
    seen : sequence of SeenText
    engine : Engine
        It sees dark text on white, enlarged if it is small.
    find : Callable
        From a text to its entities; it is asked about what the engine has read, and about what was seen.

    Raises
    ------
    DocumentError
        The text can't be read.
    """
    reading = read_image(_text_alone(picture, seen), read=engine, find=find, prepare=_enlarged)
    found = {one: [item.secret for item in find_in(one.text, find)] for one in seen}
    unsure = frozenset(one for one in seen if found[one] or not _is_read(one, reading))
    secrets = [item.secret for item in reading.found] + [secret for some in found.values() for secret in some]
    return ReadText(tuple(seen), unsure, reading, tuple(secrets))


def padded(one: SeenText) -> Corners:
    """Return the corners of text that was seen, with a margin of 0.15 of its height, at least 2 px."""
    return one.box.grown(max(_LEAST_PADDING, _PADDING * one.box.height)).corners()


def _text_alone(picture: Image, seen: Sequence[SeenText]) -> Image:
    """Return the text of a picture, dark on white, without what is around it."""
    gray = to_gray(picture)
    page = np.full_like(gray, _WHITE)
    for one in seen:
        inside = np.zeros_like(gray)
        cv2.fillConvexPoly(inside, np.rint(padded(one)).astype(np.int32), (1,))
        places = inside.astype(bool)
        page[places] = _dark_on_white(gray[places])
    return Image(page, 0, ImageType.TYPE_BYTE_GRAY)


def _dark_on_white(grays: Pixels) -> Pixels:
    """Return the grays of a line of text, spread, so that most of them are light."""
    if not grays.size:
        return grays
    low, middle, high = (float(one) for one in np.quantile(grays, [0.01, 0.5, 0.99]))
    spread = np.clip((grays - low) / max(high - low, 1.0), 0.0, 1.0)
    shares = spread if middle - low > high - middle else 1.0 - spread
    return np.asarray(np.rint(_WHITE * shares), np.uint8)


def _is_read(one: SeenText, reading: Reading) -> bool:
    """Tell whether the engine has read in a place what was seen there."""
    units = reading.text.units
    centres = (units.boxes[:, :2] + units.boxes[:, 2:] / 2) @ reading.to_page[:2, :2].T + reading.to_page[:2, 2]
    corners = padded(one).astype(np.float32)
    inside = [cv2.pointPolygonTest(corners, (float(x), float(y)), measureDist=False) >= 0 for x, y in centres]
    text = "".join(unit for unit, is_in in zip(units.texts, inside, strict=True) if is_in)
    return SequenceMatcher(None, _letters(text), _letters(one.text), autojunk=False).ratio() >= _SAME


def _letters(text: str) -> str:
    return "".join(letter for letter in text.casefold() if letter.isalnum())


def to_mask(group: ReadText, index: SecretIndex, text: PixelText) -> Iterator[Corners]:
    """Yield what has to be masked.

    Parameters
    ----------
    group : ReadText
    index : SecretIndex
        Identifiers of the file, which are masked wherever they were read.
    text : PixelText
        All that was seen, or what has identifiers or was not read surely.

    Yields
    ------
    ndarray of float64, shape (4, 2)
        Corners, in px of the picture. They may be outside of it.
    """
    places = [padded(one) for one in group.seen]
    for one, corners in zip(group.seen, places, strict=True):
        if text == PixelText.ALL or one in group.unsure:
            yield corners
    for corners, _ in shapes_of(group.reading, index):
        if any(_overlap(corners, place) for place in places):
            yield corners


def _overlap(corners: Corners, others: Corners) -> bool:
    return cv2.intersectConvexConvex(corners.astype(np.float32), others.astype(np.float32))[0] > 0


def _enlarged(image: Image) -> Image:
    """Return an image as engines read it: small letters are enlarged."""
    factor = min(_ENLARGED, _LONG_SIDE / max(image.pixels.shape[:2]))
    return scale(image, factor, enlarging=cv2.INTER_CUBIC) if factor > 1 else image
