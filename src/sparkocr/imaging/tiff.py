"""Count the pages of a TIFF file and cut it into files of one page, without decoding a pixel.

The structures are those of the TIFF 6.0 specification (Adobe, 1992), sections 2 and 15, and of BigTIFF
(https://libtiff.gitlab.io/libtiff/specification/bigtiff.html): a header, and a linked list of image file
directories (IFD). An IFD is a table of tags; a value that doesn't fit into the table is stored elsewhere and
the table holds its offset. Two tags list where the strips or tiles of pixels are, and how long they are.

Not every image is a page: previews and masks belong to another image of the file, and say so (`_purpose`).
"""

import struct
from collections.abc import Iterator
from dataclasses import dataclass

__all__ = ["first_frame", "frame_count", "has_frames_to_split", "split_frames"]


@dataclass(frozen=True, slots=True)
class _Flavour:
    """Byte order and field widths of a TIFF file."""

    order: str  # struct's prefix: "<" or ">"
    header: bytes  # all that comes before the offset of the first IFD
    count: str  # struct's code for the number of tags in an IFD
    word: str  # struct's code for offsets and for the number of values in a tag
    word_type: int  # TIFF's code for the same

    def size(self, codes: str) -> int:
        """Return the number of bytes of struct's `codes`."""
        return struct.calcsize(self.order + codes)

    @property
    def entry(self) -> str:
        """Tag, type, number of values, and the value or its offset."""
        return f"HH{self.word}{self.size(self.word)}s"


@dataclass(frozen=True, slots=True)
class _Entry:
    """One tag of an IFD."""

    tag: int
    type: int
    count: int
    value: bytes


@dataclass(frozen=True, slots=True)
class _Purpose:
    """What an image is for, and its width and height in px."""

    is_mask: bool = False
    is_reduced: bool = False
    width: int = 0
    height: int = 0


class _UncuttableError(Exception):
    """The frame's directory points outside of the file, or describes no strips or tiles."""


# BigTIFF of the other byte order is left out: Pillow 13 doesn't read it.
_FLAVOURS = {
    b"II*\0": _Flavour("<", b"II*\0", "H", "I", 4),
    b"MM\0*": _Flavour(">", b"MM\0*", "H", "I", 4),
    b"II+\0": _Flavour("<", b"II+\0\x08\0\0\0", "Q", "Q", 16),
}

# TIFF type -> bytes per value: TIFF 6.0 page 15; 13 is IFD of TIFF tech note 1; 16 to 18 are BigTIFF's.
_TYPE_SIZES = {
    1: 1,
    2: 1,
    3: 2,
    4: 4,
    5: 8,
    6: 1,
    7: 1,
    8: 2,
    9: 4,
    10: 8,
    11: 4,
    12: 8,
    13: 4,
    16: 8,
    17: 8,
    18: 8,
}
_INTEGER_CODES = {1: "B", 3: "H", 4: "I", 16: "Q"}

_WIDTH, _HEIGHT = 256, 257
_COMPRESSION, _OLD_JPEG = 259, 6
# What an image is for: TIFF 6.0 pages 36, 37, 40. NewSubfileType is made of bits, SubfileType is what older files have.
_NEW_SUBFILE_TYPE, _IS_REDUCED, _IS_MASK = 254, 1, 4
_SUBFILE_TYPE, _OLD_REDUCED = 255, 2
_PHOTOMETRIC, _TRANSPARENCY_MASK = 262, 4
_PURPOSE_TAGS = frozenset({_NEW_SUBFILE_TYPE, _SUBFILE_TYPE, _WIDTH, _HEIGHT, _PHOTOMETRIC})
_SEGMENTS = {273: 279, 324: 325}  # StripOffsets: StripByteCounts, TileOffsets: TileByteCounts

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
    flavour = _FLAVOURS.get(bytes(view[:4]))
    if flavour is None:
        return []
    offsets: dict[int, None] = {}  # a set that keeps the order
    position = len(flavour.header)
    try:
        while (offset := _number(view, position, flavour.order + flavour.word)) and offset not in offsets:
            offsets[offset] = None
            tags = _number(view, offset, flavour.order + flavour.count)
            position = offset + flavour.size(flavour.count) + tags * flavour.size(flavour.entry)
    except _UncuttableError:
        pass
    return list(offsets)


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
    flavour = _FLAVOURS[bytes(view[:4])]
    try:
        entries = _entries(view, flavour, offset, _PURPOSE_TAGS)
        first = {entry.tag: _values(flavour, entry)[0] for entry in entries if entry.count}
    except _UncuttableError:
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
    flavour = _FLAVOURS[bytes(view[:4])]
    try:
        entries = {entry.tag: entry for entry in _entries(view, flavour, offset, _KEPT_TAGS)}
        tag, segments = _segments(view, flavour, entries)
    except _UncuttableError:
        return b""
    return _assemble(flavour, entries, tag, segments)


def _entries(view: memoryview, flavour: _Flavour, offset: int, wanted: frozenset[int]) -> Iterator[_Entry]:
    """Read the wanted tags of an IFD, with their values."""
    tags = _number(view, offset, flavour.order + flavour.count)
    table = _slice(view, offset + flavour.size(flavour.count), tags * flavour.size(flavour.entry))
    for tag, kind, count, field in struct.iter_unpack(flavour.order + flavour.entry, table):
        if tag not in wanted or kind not in _TYPE_SIZES:
            continue
        length = count * _TYPE_SIZES[kind]
        if length <= len(field):
            yield _Entry(tag, kind, count, field[:length])
        else:
            (start,) = struct.unpack(flavour.order + flavour.word, field)
            yield _Entry(tag, kind, count, bytes(_slice(view, start, length)))


def _segments(view: memoryview, flavour: _Flavour, entries: dict[int, _Entry]) -> tuple[int, list[memoryview]]:
    """Find the strips or tiles of a frame; also returns the tag that lists their offsets."""
    if _COMPRESSION in entries and _OLD_JPEG in _values(flavour, entries[_COMPRESSION]):
        raise _UncuttableError
    tag = next((tag for tag in _SEGMENTS if tag in entries), None)
    if tag is None or _SEGMENTS[tag] not in entries:
        raise _UncuttableError
    starts = _values(flavour, entries[tag])
    lengths = _values(flavour, entries[_SEGMENTS[tag]])
    # A small file whose many segments are all the same bytes must not become a large one.
    if len(starts) != len(lengths) or sum(lengths) > len(view):
        raise _UncuttableError
    return tag, [_slice(view, start, length) for start, length in zip(starts, lengths, strict=True)]


def _assemble(flavour: _Flavour, entries: dict[int, _Entry], offsets_tag: int, segments: list[memoryview]) -> bytes:
    """Write header, IFD, pixels and then the values that are too long for the IFD."""
    ifd_start = len(flavour.header) + flavour.size(flavour.word)
    ifd_size = flavour.size(flavour.count) + len(entries) * flavour.size(flavour.entry) + flavour.size(flavour.word)
    file = bytearray(ifd_start + ifd_size)
    offsets = [_append(file, segment) for segment in segments]
    offsets_value = struct.pack(f"{flavour.order}{len(offsets)}{flavour.word}", *offsets)
    entries[offsets_tag] = _Entry(offsets_tag, flavour.word_type, len(offsets), offsets_value)

    ifd = struct.pack(flavour.order + flavour.count, len(entries))
    for _, entry in sorted(entries.items()):
        field = entry.value
        if len(field) > flavour.size(flavour.word):
            field = struct.pack(flavour.order + flavour.word, _append(file, field))
        ifd += struct.pack(flavour.order + flavour.entry, entry.tag, entry.type, entry.count, field)
    head = flavour.header + struct.pack(flavour.order + flavour.word, ifd_start) + ifd
    file[: len(head)] = head  # the offset of a next IFD stays 0: there is none
    return bytes(file)


def _append(file: bytearray, data: bytes | memoryview) -> int:
    """Append at an even offset, as TIFF demands, and return the offset."""
    file += bytes(len(file) % 2)
    offset = len(file)
    file += data
    return offset


def _values(flavour: _Flavour, entry: _Entry) -> tuple[int, ...]:
    """Return the value of an integer tag."""
    code = _INTEGER_CODES.get(entry.type)
    if code is None:
        raise _UncuttableError
    return struct.unpack(f"{flavour.order}{entry.count}{code}", entry.value)


def _number(view: memoryview, offset: int, code: str) -> int:
    """Read one integer."""
    number: int = struct.unpack(code, _slice(view, offset, struct.calcsize(code)))[0]
    return number


def _slice(view: memoryview, offset: int, length: int) -> memoryview:
    """Return a part of the file, which must lie inside of it."""
    if offset + length > len(view):
        raise _UncuttableError
    return view[offset : offset + length]
