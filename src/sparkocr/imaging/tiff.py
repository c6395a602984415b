"""Count the pages of a TIFF file and cut it into files of one page, without decoding a pixel.

Not every image is a page: previews and masks belong to another image of the file, and say so (`_purpose`).
"""

import struct
from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial

from sparkocr.errors import DocumentError
from sparkocr.imaging.tiff_format import (
    FLAVOURS,
    SEGMENTS,
    Entry,
    Flavour,
    TiffError,
    directories,
    entries_of,
    pack_entries,
)
from sparkocr.limits import current, told

__all__ = ["check_segments", "first_frame", "frame_count", "has_frames_to_split", "split_frames"]


@dataclass(frozen=True, slots=True)
class _Purpose:
    """What an image is for, and its width and height in px."""

    is_mask: bool = False
    is_reduced: bool = False
    width: int = 0
    height: int = 0


_UNREAD = b"MM\0+"  # BigTIFF of the other byte order: Pillow 13 doesn't read it
_INTEGER_CODES = {1: "B", 3: "H", 4: "I", 16: "Q"}

_COUNTS = frozenset(SEGMENTS.values())
_WIDTH, _HEIGHT = 256, 257
_COMPRESSION, _OLD_JPEG = 259, 6
# What an image is for: TIFF 6.0 pages 36, 37, 40. NewSubfileType is made of bits, SubfileType is what older files have.
_NEW_SUBFILE_TYPE, _IS_REDUCED, _IS_MASK = 254, 1, 4
_SUBFILE_TYPE, _OLD_REDUCED = 255, 2
_PHOTOMETRIC, _TRANSPARENCY_MASK = 262, 4
_PURPOSE_TAGS = frozenset({_NEW_SUBFILE_TYPE, _SUBFILE_TYPE, _WIDTH, _HEIGHT, _PHOTOMETRIC})

# What decoding needs. The rest (Exif, GPS, thumbnails, colour profiles, private tags) would dangle, since it
# holds offsets of its own, or only add bytes to every frame.
_KEPT_TAGS = frozenset({
    256, 257, 258, 259, 262,  # ImageWidth, ImageLength, BitsPerSample, Compression, PhotometricInterpretation
    266, 274, 277, 284,  # FillOrder, Orientation, SamplesPerPixel, PlanarConfiguration
    273, 278, 279,  # StripOffsets, RowsPerStrip, StripByteCounts
    282, 283, 296,  # XResolution, YResolution, ResolutionUnit
    292, 293, 317, 320,  # T4Options, T6Options, Predictor, ColorMap
    322, 323, 324, 325,  # TileWidth, TileLength, TileOffsets, TileByteCounts
    332, 338, 339, 347,  # InkSet, ExtraSamples, SampleFormat, JPEGTables
    529, 530, 531, 532,  # YCbCrCoefficients, YCbCrSubSampling, YCbCrPositioning, ReferenceBlackWhite
})  # fmt: skip


def frame_count(content: bytes | memoryview) -> int:
    """Count the pages of a file from its structure alone.

    Parameters
    ----------
    content : bytes or memoryview
        Any file.

    Returns
    -------
    int
        Number of frames of a TIFF that are pages, at least 1; 1 for everything else. A directory that the file
        announces but that lies outside of it counts as one frame and ends the list, so that lost pages are seen; a
        list that runs in a circle ends where it began.

    Raises
    ------
    DocumentError
        There are more frames than in any file that people read.

    Notes
    -----
    No page is a mask, or an image that is marked as the reduced version of another one, if there is one that is not
    marked and larger: files whose pages are all marked, or marked in vain, lose none. Images that hang on another one
    (SubIFDs) are none either.
    """
    view = memoryview(content)
    return max(1, len(_pages(view, _frame_offsets(view))))


def first_frame(content: bytes | memoryview) -> int:
    """Return which frame of a file is the first page, from 0; 0 for everything that is no TIFF."""
    view = memoryview(content)
    offsets = _frame_offsets(view)
    return offsets.index(_pages(view, offsets)[0]) if offsets else 0


def check_segments(content: bytes | memoryview, frame: int) -> None:
    """Check that a frame does not claim to be in more pieces than any program writes, before each is looked at.

    Raises
    ------
    DocumentError
        It does.
    """
    view = memoryview(content)
    offsets = _frame_offsets(view)
    for number in {0, frame} & set(range(len(offsets))):
        try:
            entries = entries_of(
                partial(_slice, view), FLAVOURS[bytes(view[:4])], offsets[number], {*SEGMENTS, *_COUNTS}
            )
            most = max((entry.count for entry in entries), default=0)
        except TiffError:
            continue
        if most > current().max_tiff_segments:
            raise DocumentError(f"Image has more than {told('max_tiff_segments')}: strips or tiles.")


def has_frames_to_split(content: bytes | memoryview) -> bool:
    """Tell whether `split_frames` gives something other than the file as it is."""
    view = memoryview(content)
    offsets = _frame_offsets(view)
    return _pages(view, offsets) != offsets[:1]


def split_frames(content: bytes | memoryview) -> Iterator[bytes]:
    """Cut a TIFF of several pages into TIFFs of one page.

    Strips or tiles are copied as they are, so this costs no decoding, and all frames together take about as
    many bytes as the file.

    Parameters
    ----------
    content : bytes or memoryview
        Any file.

    Yields
    ------
    bytes
        `frame_count` files. A file that is no TIFF, or whose first frame is its only page, comes out unchanged. A
        frame that is damaged or can't be cut out (old-style JPEG, whose tables are spread over the file) is empty.
    """
    if not has_frames_to_split(content):
        yield bytes(content)
        return
    view = memoryview(content)
    for offset in _pages(view, _frame_offsets(view)):
        yield _cut(view, offset)


def _frame_offsets(view: memoryview) -> list[int]:
    """Follow the list of IFDs; none if the file is no TIFF, and the last may be outside of the file."""
    flavour = _flavour_of(view)
    if flavour is None:
        return []
    offsets: dict[int, None] = {}  # a set that keeps the order
    try:
        for offset in directories(partial(_slice, view), flavour):
            if offset in offsets:
                break
            offsets[offset] = None
            if len(offsets) > current().max_tiff_frames:
                raise DocumentError(f"TIFF file has more than {told('max_tiff_frames')}.")
    except TiffError:
        pass
    return list(offsets)


def _flavour_of(view: memoryview) -> Flavour | None:
    start = bytes(view[:4])
    return None if start == _UNREAD else FLAVOURS.get(start)


def _pages(view: memoryview, offsets: list[int]) -> list[int]:
    """Return the offsets of the frames that are pages, all of them if none is."""
    if len(offsets) <= 1:
        return offsets
    purposes = {offset: _purpose(view, offset) for offset in offsets}
    images = [offset for offset in offsets if not purposes[offset].is_mask]
    full = [purposes[offset] for offset in images if not purposes[offset].is_reduced]
    width = max((image.width for image in full), default=0)
    height = max((image.height for image in full), default=0)
    area = max((image.width * image.height for image in full), default=0)

    def is_smaller(image: _Purpose) -> bool:
        return image.width <= width and image.height <= height and image.width * image.height < area

    pages = [offset for offset in images if not (purposes[offset].is_reduced and is_smaller(purposes[offset]))]
    return pages or offsets


def _purpose(view: memoryview, offset: int) -> _Purpose:
    """Read what the image of an IFD is for; a damaged one is a page, so that it is seen."""
    flavour = FLAVOURS[bytes(view[:4])]
    try:
        entries = entries_of(partial(_slice, view), flavour, offset, _PURPOSE_TAGS)
        first = {entry.tag: _first_value(flavour, entry) for entry in entries if entry.count}
    except TiffError:
        return _Purpose()
    kind = first.get(_NEW_SUBFILE_TYPE, 0)
    return _Purpose(
        is_mask=bool(kind & _IS_MASK) or first.get(_PHOTOMETRIC) == _TRANSPARENCY_MASK,
        is_reduced=bool(kind & _IS_REDUCED) or first.get(_SUBFILE_TYPE) == _OLD_REDUCED,
        width=first.get(_WIDTH, 0),
        height=first.get(_HEIGHT, 0),
    )


def _cut(view: memoryview, offset: int) -> bytes:
    """Build a one-frame TIFF from the IFD at `offset`; empty if that is impossible."""
    flavour = FLAVOURS[bytes(view[:4])]
    try:
        entries = {entry.tag: entry for entry in entries_of(partial(_slice, view), flavour, offset, _KEPT_TAGS)}
        tag, segments = _segments(view, flavour, entries)
    except TiffError:
        return b""
    return _assemble(flavour, entries, tag, segments)


def _segments(view: memoryview, flavour: Flavour, entries: dict[int, Entry]) -> tuple[int, list[memoryview]]:
    """Find the strips or tiles of a frame; also returns the tag that lists their offsets."""
    if _COMPRESSION in entries and _OLD_JPEG in _values(flavour, entries[_COMPRESSION]):
        raise TiffError
    tag = next((tag for tag in SEGMENTS if tag in entries), None)
    if tag is None or SEGMENTS[tag] not in entries:
        raise TiffError
    starts = _values(flavour, entries[tag])
    lengths = _values(flavour, entries[SEGMENTS[tag]])
    # A small file whose many segments are all the same bytes must not become a large one.
    if len(starts) != len(lengths) or sum(lengths) > len(view):
        raise TiffError
    return tag, [_slice(view, start, length) for start, length in zip(starts, lengths, strict=True)]


def _assemble(flavour: Flavour, entries: dict[int, Entry], offsets_tag: int, segments: list[memoryview]) -> bytes:
    """Write header, IFD, pixels and then the values that are too long for the IFD."""
    ifd_start = len(flavour.header) + flavour.size(flavour.word)
    ifd_size = flavour.size(flavour.count) + len(entries) * flavour.size(flavour.entry) + flavour.size(flavour.word)
    file = bytearray(ifd_start + ifd_size)
    offsets = [_append(file, segment) for segment in segments]
    offsets_value = struct.pack(f"{flavour.order}{len(offsets)}{flavour.word}", *offsets)
    entries[offsets_tag] = Entry(offsets_tag, flavour.word_type, len(offsets), offsets_value)

    ifd = pack_entries(flavour, entries.values(), partial(_append, file))
    head = flavour.header + struct.pack(flavour.order + flavour.word, ifd_start) + ifd
    file[: len(head)] = head  # the offset of a next IFD stays 0: there is none
    return bytes(file)


def _append(file: bytearray, data: bytes | memoryview) -> int:
    """Append at an even offset, as TIFF demands, and return the offset."""
    file += bytes(len(file) % 2)
    offset = len(file)
    file += data
    return offset


def _values(flavour: Flavour, entry: Entry) -> tuple[int, ...]:
    """Return the value of an integer tag."""
    code = _INTEGER_CODES.get(entry.type)
    if code is None:
        raise TiffError
    return struct.unpack(f"{flavour.order}{entry.count}{code}", entry.value)


def _first_value(flavour: Flavour, entry: Entry) -> int:
    """Return the first value of an integer tag, which may claim any number of them."""
    code = _INTEGER_CODES.get(entry.type)
    if code is None:
        raise TiffError
    value: int = struct.unpack_from(flavour.order + code, entry.value)[0]
    return value


def _slice(view: memoryview, offset: int, length: int) -> memoryview:
    """Return a part of the file, which must lie inside of it."""
    if offset + length > len(view):
        raise TiffError
    return view[offset : offset + length]
