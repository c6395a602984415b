"""Find the text that is burned into the pixels of a DICOM file: all of it, or what tells who the patient is."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

import numpy as np
import numpy.typing as npt

from sparkocr.deid.burned_in import SeenText, see_text
from sparkocr.deid.dicom_text import find_identifiers
from sparkocr.deid.reading import Find, Reading, read_image, shapes_of
from sparkocr.deid.search import SecretIndex, with_parts
from sparkocr.deid.secrets import Secret
from sparkocr.dicom.display import show, spread
from sparkocr.dicom.draw import Boxes
from sparkocr.dicom.frames import Frame, Frames
from sparkocr.dicom.open import DicomFile, value
from sparkocr.dicom.profile.identifiers import Identifier
from sparkocr.engines.engine import Engine
from sparkocr.enums import PixelText
from sparkocr.errors import DocumentError
from sparkocr.imaging.draw import Mark, mask
from sparkocr.imaging.geometry import scale
from sparkocr.imaging.pixels import Image, Pixels
from sparkocr.pdf.redact.report import PageReport, Technique

__all__ = ["FoundPixels", "PixelSearch", "find_pixel_text"]

Corners = npt.NDArray[np.float64]

_PADDING, _LEAST_PADDING = 0.15, 2.0  # of the height of a box; px
_LOOKS = 4  # at a frame: what is seen beside a mask is masked, too
_SURE = 80.0  # confidence of words that may stay
_ENLARGED, _LONG_SIDE = 2.0, 1600.0
_SECONDARY = "1.2.840.10008.5.1.4.1.1.7"  # PS3.4, annex B.5: secondary captures
_BEYOND = (0.0, 0.01)  # shares of pixels that may be beyond the grays of a picture
_GRAYS = 256
_CLEARLY, _LETTER = 24, 20  # grays by which text differs from what is around it; px of a small letter
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
class _Look:
    """What a frame shows: text that was seen, and text that the engine has read in each of its pictures."""

    seen: tuple[Corners, ...]
    unsure: tuple[Corners, ...]
    readings: tuple[Reading, ...]


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
    """
    if _is_unread(dicom.header, search.unread):
        reason = "Primary images of this modality are not read, as was asked for"
        return FoundPixels(Boxes(), (), {}, (PageReport(0, Technique.NONE, 0, reason),), is_read=False)
    frames = Frames(dicom)
    if not frames.is_whole:
        raise DocumentError("Frames are missing in the DICOM file")
    find = partial(find_identifiers, identifiers=identifiers, find=search.find)
    looks = [_look(list(_views(frame, dicom.header, number)), search, find) for number, frame in enumerate(frames)]
    found = [item.secret for look in looks for reading in look.readings for item in reading.found]
    index = SecretIndex(with_parts(found))
    boxes = {}
    for number, look in enumerate(looks):
        corners = list(_to_mask(look, index))
        if corners:
            boxes[number] = corners
    return FoundPixels(
        Boxes(by_frame=boxes),
        tuple(dict.fromkeys(found)),
        dict(Counter(secret.label for secret in dict.fromkeys(found))),
        tuple(PageReport(number, Technique.RASTER, len(corners)) for number, corners in boxes.items()),
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


def _views(frame: Frame, header: Any, number: int) -> Iterator[Image]:
    """Yield how a frame may be seen: through its window, with all of its values, and without the extreme ones."""
    known = [show(frame, header, number)]
    yield known[0]
    for beyond in _BEYOND:
        view = spread(frame, header, number, beyond=beyond)
        if view is not None and all(_shows_more(view.pixels, other.pixels) for other in known):
            known.append(view)
            yield view


def _shows_more(view: Pixels, other: Pixels) -> bool:
    """Tell whether pixels that have the same gray on another picture have clearly different ones on this."""
    counts = np.bincount(other.ravel().astype(np.int64) * _GRAYS + view.ravel(), minlength=_GRAYS * _GRAYS)
    counts = counts.reshape(_GRAYS, _GRAYS)
    sums = counts.cumsum(axis=1)
    medians = (2 * sums > sums[:, -1:]).argmax(axis=1)
    away = np.abs(np.arange(_GRAYS) - medians[:, None]) > _CLEARLY
    return int(counts[away].sum()) >= _LETTER


def _look(pictures: Sequence[Image], search: PixelSearch, find: Find) -> _Look:
    """Look at the pictures of a frame until nothing more is seen."""
    boxes: list[Corners] = []
    unsure: list[Corners] = []
    readings: list[Reading] = []
    for picture in pictures:
        there = see_text(picture.pixels)
        if not there:
            continue
        reading = read_image(_plain(picture), read=search.engine, find=find, prepare=_enlarged)
        readings.append(reading)
        new = [_padded(one) for one in there]
        boxes += new
        for _ in range(_LOOKS):
            masked = mask(picture, [Mark(corners) for corners in boxes])
            new = [_padded(one) for one in see_text(masked.pixels)]
            if not new:
                break
            boxes += new
        else:
            raise DocumentError("Text is still seen in the pixels after it was masked")
        unsure += boxes
    return _Look(tuple(boxes), tuple(unsure), tuple(readings))


def _to_mask(look: _Look, index: SecretIndex) -> Iterator[Corners]:
    yield from look.seen
    for reading in look.readings:
        yield from (corners for corners, _ in shapes_of(reading, index))


def _padded(one: SeenText) -> Corners:
    return one.box.grown(max(_LEAST_PADDING, _PADDING * one.box.height)).corners()


def _plain(picture: Image) -> Image:
    return Image(picture.pixels, 0, picture.image_type)


def _enlarged(image: Image) -> Image:
    """Return an image as engines read it: small letters are enlarged."""
    factor = min(_ENLARGED, _LONG_SIDE / max(image.pixels.shape[:2]))
    return scale(image, factor) if factor > 1 else image
