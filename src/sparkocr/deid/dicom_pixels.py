"""Find the text that is burned into the pixels of a DICOM file: all of it, or what tells who the patient is.

Text is seen without being read (`sparkocr.deid.burned_in`), so that what can't be read is masked, too. What was seen is
then read by the engine without what is around it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import Any

import cv2
import numpy as np

from sparkocr.deid.burned_in import SeenText, see_text
from sparkocr.deid.dicom_text import find_identifiers
from sparkocr.deid.read_burned_in import ReadText, padded, read_seen, to_mask
from sparkocr.deid.reading import Find
from sparkocr.deid.search import SecretIndex, with_parts
from sparkocr.deid.secrets import Secret
from sparkocr.dicom.draw import Boxes
from sparkocr.dicom.frames import Frames
from sparkocr.dicom.open import DicomFile, value
from sparkocr.dicom.profile.identifiers import Identifier
from sparkocr.dicom.views import views_of
from sparkocr.engines.engine import Engine
from sparkocr.enums import PixelText
from sparkocr.errors import DocumentError
from sparkocr.imaging.draw import Mark, mask
from sparkocr.imaging.pixels import Image, Pixels
from sparkocr.layout.box import Box
from sparkocr.pdf.redact.report import PageReport, Technique

__all__ = ["FoundPixels", "PixelSearch", "find_pixel_text"]

_LOOKS = 6  # at a picture: what is seen beside a mask is masked, too
_NOISE = 32  # grays by which the same text differs from frame to frame
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
class _Look:
    """The pictures of a frame, and the text on them."""

    pictures: tuple[Image, ...] = ()
    groups: tuple[ReadText, ...] = ()


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
    corners = [[box for group in groups for box in to_mask(group, index, search.text)] for groups in looks]
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


def _looks(frames: Frames, header: Any, engine: Engine, find: Find) -> Iterator[tuple[ReadText, ...]]:
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
                groups.append(read_seen(picture, new, engine, find))
    return _Look(pictures, tuple(groups))


def _are_equal(pictures: tuple[Image, ...], others: tuple[Image, ...]) -> bool:
    return len(pictures) == len(others) and all(
        np.array_equal(new.pixels, old.pixels) for new, old in zip(pictures, others, strict=True)
    )


def _still_there(pictures: tuple[Image, ...], before: _Look) -> list[ReadText]:
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
    masked = mask(picture, [Mark(padded(one)) for one in known])
    return see_text(masked.pixels, [one.box for one in known], closely=number == 0)
