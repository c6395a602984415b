"""Take the identifiers out of whole slides: images of labels, and texts; the slide itself stays bit for bit."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import chain
from typing import BinaryIO

import numpy as np

from sparkocr.deid.search import SecretIndex
from sparkocr.deid.secrets import Secret
from sparkocr.deid.slide_text import FieldRule, clean_description, head_of, secrets_of_description
from sparkocr.errors import DocumentError
from sparkocr.imaging.slide import DESCRIPTION, PROFILE, SlideImage, part_of_file, read_slide, write_slide
from sparkocr.imaging.tiff_format import TiffError

__all__ = ["CleanSlide", "deidentify_slide"]

_MACRO = 8  # bit of NewSubfileType that Aperio sets for the picture of the whole glass
_NO_SLIDE = re.compile(r"(?:^|[\W_])(?:label|macro)(?:$|[\W_])", re.IGNORECASE)
_THUMBNAIL = re.compile(r"(\d+)x(\d+)\s*->\s*(\d+)x(\d+)")
_SAME_SHAPE = 0.02  # how much the ratio of width and height may differ, besides one px

# Texts that name programs and devices, which colour profiles name, too: Make, Model, Software.
_NAMES_OF_DEVICES = {271, 272, 305}

_SURE = 6  # bytes; shorter ones are in compressed pixels by chance
_CHUNK = 4 << 20  # bytes that are searched or compared at once
_PROBES = 8  # parts of each removed image that are looked for
_PROBE = 32  # bytes of one
_VARIED = 24  # different bytes of these: fewer are in any white paper
_PROBED_FROM = 2048  # bytes of a strip: in shorter ones there may be nothing but tables of JPEG


@dataclass(frozen=True, slots=True)
class CleanSlide:
    """What was done to a slide.

    Attributes
    ----------
    kept_images, removed_images : int
    """

    kept_images: int
    removed_images: int


def deidentify_slide(
    source: BinaryIO, target: BinaryIO, rule: FieldRule | None = None, *, keeps_profile: bool = True
) -> CleanSlide:
    """Write a whole slide without its label, its macro image, and texts that tell somebody; then prove it.

    Parameters
    ----------
    source : BinaryIO
        A TIFF or BigTIFF file, such as SVS, whose first image is in tiles; can seek.
    target : BinaryIO
        Empty; opened for reading and writing.
    rule : FieldRule, optional
        Which fields of descriptions go.
    keeps_profile : bool
        Whether ICC profiles stay.

    Returns
    -------
    CleanSlide

    Raises
    ------
    DocumentError
        The file is no such slide or damaged, or something that has to go is in what was written. The target then is
        not to be used.

    Notes
    -----
    What stays are the levels of the slide: images in tiles of the shape of the first one; and Aperio's thumbnail of
    it. Only tags that say how pixels are stored and shown stay, and descriptions as `clean_description` gives them.

    Memory does not grow with the file, but for lists of its tiles.
    """
    try:
        return _deidentify(source, target, rule or FieldRule(), keeps_profile=keeps_profile)
    except (TiffError, OSError):
        raise DocumentError("The slide is damaged, or of a kind of TIFF that can't be cleaned.") from None


def _deidentify(source: BinaryIO, target: BinaryIO, rule: FieldRule, *, keeps_profile: bool) -> CleanSlide:
    slide = read_slide(source)
    if not slide.images or not slide.images[0].is_tiled or _says_no_slide(slide.images[0]):
        raise DocumentError("File is no whole slide: its first image is not in tiles.")
    kept = [image for place, image in enumerate(slide.images) if _stays(image, slide.images[0], place)]
    gone = [image for image in slide.images if image not in kept]
    secrets = [secret for image in slide.images for secret in _secrets(image, rule)]
    index = SecretIndex(secrets)
    clean = [_without_texts(image, rule, index, keeps_profile=keeps_profile) for image in kept]
    write_slide(source, slide.flavour, clean, target)
    _check_images(source, target, clean)
    _check_bytes(target, [*_bytes_of(secrets), *chain.from_iterable(_probes(source, image) for image in gone)])
    return CleanSlide(len(kept), len(gone))


# --- Which images stay


def _stays(image: SlideImage, first: SlideImage, place: int) -> bool:
    """Tell whether an image shows nothing but what is on the slide."""
    if _says_no_slide(image):
        return False
    if image.is_tiled:
        return _is_like(image.width, image.height, first)
    found = _THUMBNAIL.search(head_of(_description(image)))
    if place != 1 or not found:
        return False
    width, height, *own = map(int, found.groups())
    is_of_slide = width <= first.width and height <= first.height
    return is_of_slide and own == [image.width, image.height] and _is_like(image.width, image.height, first)


def _is_like(width: int, height: int, first: SlideImage) -> bool:
    """Tell whether a size is that of the first image, made smaller."""
    expected = width * first.height / first.width
    return width <= first.width and abs(height - expected) <= max(_SAME_SHAPE * expected, 1)


def _says_no_slide(image: SlideImage) -> bool:
    return bool(image.purpose & _MACRO) or bool(_NO_SLIDE.search(head_of(_description(image))))


# --- Texts


def _description(image: SlideImage) -> str:
    return image.texts.get(DESCRIPTION, b"").decode("latin-1").rstrip("\0")


def _secrets(image: SlideImage, rule: FieldRule) -> Iterator[Secret]:
    """Yield the texts of an image that must be gone."""
    yield from secrets_of_description(_description(image), rule)
    for tag, value in image.texts.items():
        if tag != DESCRIPTION and tag not in _NAMES_OF_DEVICES:
            yield from (Secret(text, "ID") for part in value.decode("latin-1").split("\0") if (text := part.strip()))


def _without_texts(image: SlideImage, rule: FieldRule, secrets: SecretIndex, *, keeps_profile: bool) -> SlideImage:
    text = clean_description(_description(image), rule, secrets)
    entries = {tag: entry for tag, entry in image.entries.items() if keeps_profile or tag != PROFILE}
    return replace(image, entries=entries, texts={DESCRIPTION: text.encode("latin-1") + b"\0"} if text else {})


# --- Proof


def _check_images(source: BinaryIO, target: BinaryIO, wanted: Sequence[SlideImage]) -> None:
    """Read what was written again: the images that are wanted, their pixels bit for bit, and no others."""
    found = read_slide(target).images
    if len(found) != len(wanted):
        raise DocumentError("The slide was not written as it should be.")
    for image, other in zip(wanted, found, strict=True):
        is_same = image.entries == other.entries and image.texts == other.texts
        if not is_same or not _same_pixels(source, image, target, other):
            raise DocumentError("The slide was not written as it should be.")


def _same_pixels(source: BinaryIO, image: SlideImage, target: BinaryIO, other: SlideImage) -> bool:
    if not np.array_equal(image.lengths, other.lengths):
        return False
    places = np.stack([image.starts, other.starts, image.lengths], axis=1)
    for begin, new, length in np.unique(places, axis=0).tolist():
        if not length:
            continue
        parts = zip(part_of_file(source, begin, length), part_of_file(target, new, length), strict=True)
        if any(before != after for before, after in parts):
            return False
    return True


def _bytes_of(secrets: Sequence[Secret]) -> Iterator[bytes]:
    """Yield the bytes as which texts may stand in a file."""
    for text in dict.fromkeys(secret.text for secret in secrets):
        if len(text) >= _SURE:
            yield from (text.encode("latin-1"), text.encode("utf-16-le"), text.encode("utf-16-be"))


def _probes(source: BinaryIO, image: SlideImage) -> Iterator[bytes]:
    """Yield parts of the pixels of an image that hardly are in another one."""
    if image.is_tiled:
        return  # tiles of glass without anything on it are the same in all levels
    stored = [(start, length) for start, length in zip(image.starts.tolist(), image.lengths.tolist(), strict=True)]
    behind_tables = [start + length * 3 // 4 for start, length in stored if length >= _PROBED_FROM]
    for place in behind_tables[:: max(1, len(behind_tables) // _PROBES)]:
        probe = b"".join(part_of_file(source, place, _PROBE))
        if len(set(probe)) >= _VARIED:
            yield probe


def _check_bytes(target: BinaryIO, wanted: Sequence[bytes]) -> None:
    """Search a file for what must not be in it."""
    longest = max(map(len, wanted), default=1)
    target.seek(0)
    tail = b""
    while chunk := target.read(_CHUNK):
        text = tail + chunk
        if any(part in text for part in wanted):
            raise DocumentError("Something that had to go is still in the slide.")
        tail = text[1 - longest :] if longest > 1 else b""
