"""Find the text that is burned into the pixels of a DICOM file: all of it, or what tells who the patient is.

Text is seen without being read (`sparkocr.deid.burned_in`), so that what can't be read is masked, too. What was seen is
then read by the engine without what is around it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from difflib import SequenceMatcher
from functools import partial
from typing import Any

import cv2
import numpy as np
import numpy.typing as npt

from sparkocr.deid.burned_in import SeenText, see_text
from sparkocr.deid.dicom_text import find_identifiers
from sparkocr.deid.reading import Find, Reading, find_in, read_image, shapes_of
from sparkocr.deid.search import SecretIndex, with_parts
from sparkocr.deid.secrets import Secret
from sparkocr.dicom.draw import Boxes
from sparkocr.dicom.frames import Frames
from sparkocr.dicom.open import DicomFile, value
from sparkocr.dicom.profile.identifiers import Identifier
from sparkocr.dicom.views import views_of
from sparkocr.engines.engine import Engine
from sparkocr.enums import ImageType, PixelText
from sparkocr.errors import DocumentError
from sparkocr.imaging.draw import Mark, mask
from sparkocr.imaging.geometry import scale
from sparkocr.imaging.pixels import Image, Pixels, to_gray
from sparkocr.layout.box import Box
from sparkocr.pdf.redact.report import PageReport, Technique

__all__ = ["FoundPixels", "PixelSearch", "find_pixel_text"]

Corners = npt.NDArray[np.float64]

_SAME = 0.8  # how similar two readings of a line are that is read surely
_PADDING, _LEAST_PADDING = 0.15, 2.0  # of the height of a box; px
_LOOKS = 6  # at a picture: what is seen beside a mask is masked, too
_NOISE = 32  # grays by which the same text differs from frame to frame
_ENLARGED, _LONG_SIDE = 2.0, 2400.0  # of what engines read; px
_WHITE = 255
_SECONDARY = "1.2.840.10008.5.1.4.1.1.7"  # PS3.4, annex B.5: secondary captures
_PRIMARY = ["ORIGINAL", "PRIMARY"]  # PS3.3, section C.7.6.1.1.2


@dataclass(frozen=True, slots=True)
class PixelSearch:
    """How the pixels of DICOM files are searched.

    Attributes
    ----------
    engine : Engine
        Reads what they show.
    find : Callable or None
        Finds identifiers in what was read; None: only what the header tells.
    text : PixelText
        Which text is masked.
    unread : collection of str
        Modalities, such as ``CT``, whose primary images nobody looks at.
    """

    engine: Engine
    find: Find | None = None
    text: PixelText = PixelText.ALL
    unread: Collection[str] = ()


@dataclass(frozen=True, slots=True, eq=False)
class FoundPixels:
    """The text in the pixels of a DICOM file that has to go.

    Attributes
    ----------
    boxes : Boxes
        What has to be masked, on each frame.
    secrets : tuple of Secret
        Identifiers that were read in the pixels.
    counts : dict of str to int
        How many identifiers were read, by label.
    frames : tuple of PageReport
        Frames with regions; a single one with a reason if the pixels were not looked at.
    is_read : bool
        Whether the pixels were looked at.
    """

    boxes: Boxes
    secrets: tuple[Secret, ...]
    counts: dict[str, int]
    frames: tuple[PageReport, ...]
    is_read: bool


@dataclass(frozen=True, slots=True, eq=False)
class _Group:
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


@dataclass(frozen=True, slots=True, eq=False)
class _Look:
    """The pictures of a frame, and the text on them."""

    pictures: tuple[Image, ...] = ()
    groups: tuple[_Group, ...] = ()


def find_pixel_text(dicom: DicomFile, identifiers: Sequence[Identifier], search: PixelSearch) -> FoundPixels:
    """Find the text in the pixels of a DICOM file that has to be masked.

    Parameters
    ----------
    dicom : DicomFile
    identifiers : sequence of Identifier
        What the header tells of persons.
    search : PixelSearch

    Returns
    -------
    FoundPixels

    Raises
    ------
    DocumentError
        A frame is missing, can't be decoded or read, or text is still seen after it was masked.

    Notes
    -----
    Each frame is looked at through its window and with all of its values (`sparkocr.dicom.views.views_of`), again after
    what was seen is masked, until nothing more is seen. See `sparkocr.deid.burned_in.see_text` for what is not seen.

    Identifiers that are found on one frame are masked on all, wherever they are read. A text that a frame shows as the
    one before it did is not read again.
    """
    if _is_unread(dicom.header, search.unread):
        reason = "Primary images of this modality are not read, as was asked for"
        return FoundPixels(Boxes(), (), {}, (PageReport(0, Technique.NONE, 0, reason),), is_read=False)
    frames = Frames(dicom)
    if not frames.is_whole:
        raise DocumentError("Frames are missing in the DICOM file")
    find = partial(find_identifiers, identifiers=identifiers, find=search.find)
    looks = list(_looks(frames, dicom.header, search.engine, find))
    secrets = tuple(dict.fromkeys(secret for groups in looks for group in groups for secret in group.secrets))
    index = SecretIndex(with_parts(secrets))
    corners = [[box for group in groups for box in _to_mask(group, index, search.text)] for groups in looks]
    boxes = {number: found for number, found in enumerate(corners) if found}
    return FoundPixels(
        Boxes(by_frame=boxes),
        secrets,
        dict(Counter(secret.label for secret in secrets)),
        tuple(PageReport(number, Technique.RASTER, len(found)) for number, found in boxes.items()),
        is_read=True,
    )


def _is_unread(header: Any, unread: Collection[str]) -> bool:
    """Tell whether nobody has to look at the pixels: the header tells that they come from a machine as they are."""
    kind = [str(part).strip().upper() for part in value(header, "ImageType", ())][:2]
    return (
        str(value(header, "Modality", "")).strip() in set(unread)
        and kind == _PRIMARY
        and not str(value(header, "SOPClassUID", "")).startswith(_SECONDARY)
        and str(value(header, "BurnedInAnnotation", "")).strip().upper() != "YES"
    )


def _looks(frames: Frames, header: Any, engine: Engine, find: Find) -> Iterator[tuple[_Group, ...]]:
    """Look at all frames; the pictures of two are in memory."""
    before = _Look()
    for number, frame in enumerate(frames):
        before = _look(views_of(frame, header, number), before, engine, find)
        yield before.groups


def _look(pictures: tuple[Image, ...], before: _Look, engine: Engine, find: Find) -> _Look:
    """Look at the pictures of a frame, and read what of their text was not on the frame before."""
    groups = _still_there(pictures, before)
    if not _are_equal(pictures, before.pictures):
        for number, picture in enumerate(pictures):
            new = _seen_on(picture, [one for group in groups for one in group.seen], number)
            if new:
                groups.append(_read(picture, new, engine, find))
    return _Look(pictures, tuple(groups))


def _are_equal(pictures: tuple[Image, ...], others: tuple[Image, ...]) -> bool:
    return len(pictures) == len(others) and all(
        np.array_equal(new.pixels, old.pixels) for new, old in zip(pictures, others, strict=True)
    )


def _still_there(pictures: tuple[Image, ...], before: _Look) -> list[_Group]:
    """Return the text of the frame before that this one shows, too."""
    shapes = [[one.pixels.shape for one in some] for some in (pictures, before.pictures)]
    if shapes[0] != shapes[1]:
        return []
    pairs = [(new.pixels, old.pixels) for new, old in zip(pictures, before.pictures, strict=True)]
    kept = [
        replace(group, seen=tuple(one for one in group.seen if all(_is_alike(*pair, one.box) for pair in pairs)))
        for group in before.groups
    ]
    return [group for group in kept if group.seen]


def _is_alike(pixels: Pixels, other: Pixels, box: Box) -> bool:
    """Tell whether two pictures are the same in a box, but for noise."""
    left, top, right, bottom = (max(0, round(edge)) for edge in box.edges())
    parts = [one[top:bottom, left:right] for one in (pixels, other)]
    return not parts[0].size or int(cv2.absdiff(*(cv2.blur(part, (3, 3)) for part in parts)).max()) <= _NOISE


def _seen_on(picture: Image, known: Sequence[SeenText], number: int) -> list[SeenText]:
    """Look at a picture until nothing more is seen beside what is known.

    Raises
    ------
    DocumentError
        There is no end.
    """
    found: list[SeenText] = []
    for _ in range(_LOOKS):
        new = _seen_once(picture, [*known, *found], number)
        if not new:
            return found
        found += new
    raise DocumentError("Text is still seen in the pixels after it was masked")


def _seen_once(picture: Image, known: Sequence[SeenText], number: int) -> list[SeenText]:
    """Look at a picture, the first more closely, after what is known was masked."""
    masked = mask(picture, [Mark(_padded(one)) for one in known])
    return see_text(masked.pixels, [one.box for one in known], closely=number == 0)


def _read(picture: Image, seen: Sequence[SeenText], engine: Engine, find: Find) -> _Group:
    """Read text that was seen, and find the identifiers in both."""
    reading = read_image(_text_alone(picture, seen), read=engine, find=find, prepare=_enlarged)
    found = {one: [item.secret for item in find_in(one.text, find)] for one in seen}
    unsure = frozenset(one for one in seen if found[one] or not _is_read(one, reading))
    secrets = [item.secret for item in reading.found] + [secret for some in found.values() for secret in some]
    return _Group(tuple(seen), unsure, reading, tuple(secrets))


def _text_alone(picture: Image, seen: Sequence[SeenText]) -> Image:
    """Return the text of a picture, dark on white, without what is around it."""
    gray = to_gray(picture)
    page = np.full_like(gray, _WHITE)
    for one in seen:
        inside = np.zeros_like(gray)
        cv2.fillConvexPoly(inside, np.rint(_padded(one)).astype(np.int32), (1,))
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
    corners = _padded(one).astype(np.float32)
    inside = [cv2.pointPolygonTest(corners, (float(x), float(y)), measureDist=False) >= 0 for x, y in centres]
    text = "".join(unit for unit, is_in in zip(units.texts, inside, strict=True) if is_in)
    return SequenceMatcher(None, _letters(text), _letters(one.text), autojunk=False).ratio() >= _SAME


def _letters(text: str) -> str:
    return "".join(letter for letter in text.casefold() if letter.isalnum())


def _to_mask(group: _Group, index: SecretIndex, text: PixelText) -> Iterator[Corners]:
    """Yield what has to be masked of the text of a group."""
    places = [_padded(one) for one in group.seen]
    for one, corners in zip(group.seen, places, strict=True):
        if text == PixelText.ALL or one in group.unsure:
            yield corners
    for corners, _ in shapes_of(group.reading, index):
        if any(_overlap(corners, place) for place in places):
            yield corners


def _overlap(corners: Corners, others: Corners) -> bool:
    return cv2.intersectConvexConvex(corners.astype(np.float32), others.astype(np.float32))[0] > 0


def _padded(one: SeenText) -> Corners:
    return one.box.grown(max(_LEAST_PADDING, _PADDING * one.box.height)).corners()


def _enlarged(image: Image) -> Image:
    """Return an image as engines read it: small letters are enlarged."""
    factor = min(_ENLARGED, _LONG_SIDE / max(image.pixels.shape[:2]))
    return scale(image, factor, enlarging=cv2.INTER_CUBIC) if factor > 1 else image
