"""Complete JPEG files that lack only their end marker, and no others.

A JPEG (ITU-T T.81, annex B) is a list of segments that begin with a marker, FF and a byte. Scans hold the pixels: a
segment, and entropy-coded data in which FF is followed by 00 or by a restart marker. The last marker is EOI.
"""

import re
import struct
from collections.abc import Iterator
from dataclasses import dataclass, field

import pikepdf

__all__ = ["JPEG_SIGNATURE", "scan_pixels", "with_end"]

JPEG_SIGNATURE = b"\xff\xd8\xff"

_END = b"\xff\xd9"  # EOI
_MARKER = re.compile(rb"\xff([^\x00\xff\xd0-\xd7])")  # none of the two bytes in entropy-coded data that look like one
_START_OF_FRAME = frozenset({*range(0xC0, 0xD0)} - {0xC4, 0xC8, 0xCC})  # DHT, JPG and DAC are in between
_START_OF_SCAN, _END_OF_IMAGE = 0xDA, _END[1]
_SCAN = b"\xff\xda"
_USUAL_SCANS = 16  # of a progressive image; libjpeg writes ten
_FRAME = re.compile(rb"\xff[\xc0-\xc3\xc5-\xc7\xc9-\xcb\xcd-\xcf].{3}(.{4})", re.DOTALL)
_ALONE = frozenset({0x01, 0xD8})  # TEM and SOI have no length
_COEFFICIENTS = 64  # of a block
_LOW_BITS = 0x0F  # of the last byte of a scan's header: the lowest bit that it brings


@dataclass
class _Frame:
    """Size of an image in px, and how many low bits of each coefficient are missing, by component."""

    width: int
    height: int
    missing_bits: dict[int, list[int | None]] = field(default_factory=dict)

    @property
    def has_all_scans(self) -> bool:
        """Tell whether there are scans for all bits of all coefficients: T.81, annex G."""
        return bool(self.missing_bits) and all(not any(map(_is_missing, bits)) for bits in self.missing_bits.values())


def _is_missing(bits: int | None) -> bool:
    return bits != 0


def with_end(content: bytes | memoryview, *, max_pixels: int) -> bytes | memoryview:
    """Give a JPEG file the end marker that it lacks, if it lacks nothing else.

    Parameters
    ----------
    content : bytes or memoryview
        A file that begins as a JPEG.
    max_pixels : int
        Largest width x height, in px, for which memory is taken.

    Returns
    -------
    bytes or memoryview
        The file with an end marker if all of its pixels are there. If some are not: the file without the run of one
        value at its end, of which a decoder would make pixels. Any other file as it is: one that has its end, has no
        image, or a larger one.

    Notes
    -----
    Where data end too early, libjpeg makes up the rest and warns; of the packages that decode JPEG here, only qpdf
    makes an error of the warning. Whole scans of a progressive image that are missing are no warning; they are counted.
    """
    if bytes(content[-len(_END) :]) == _END:
        return content
    data = bytes(content)
    frame = _unended_frame(data)
    if frame is None or frame.width * frame.height > max_pixels:
        return content
    unpadded = data.rstrip(data[-1:])
    whole = _candidates(data, len(unpadded)) if frame.has_all_scans else iter(())
    return next(filter(_decodes_without_warning, whole), unpadded)


def scan_pixels(content: bytes | memoryview) -> int:
    """Return how many pixels a decoder goes over: those of the image, once for each of its scans.

    Parameters
    ----------
    content : bytes or memoryview
        A JPEG file; of anything else it is 0.
    """
    data = bytes(content)
    scans = data.count(_SCAN)
    if scans <= _USUAL_SCANS:  # some of which may be none
        return 0
    frame = _FRAME.search(data)
    if frame is None:
        return 0
    height, width = struct.unpack(">HH", frame[1])
    pixels: int = scans * width * height
    return pixels


def _candidates(data: bytes, unpadded: int) -> Iterator[bytes]:
    """Give the file with an end marker, then without padding, whose first byte may still belong to the pixels."""
    yield data + _END
    yield data[:unpadded] + _END
    yield data[: unpadded + 1] + _END


def _decodes_without_warning(data: bytes) -> bool:
    """Tell whether libjpeg finds all it needs, and nothing else."""
    with pikepdf.new() as pdf:
        picture = pikepdf.Stream(pdf, data, Filter=pikepdf.Name.DCTDecode)
        try:
            picture.read_bytes(pikepdf.StreamDecodeLevel.all)
        except pikepdf.PikepdfError:
            return False
    return True


def _unended_frame(data: bytes) -> _Frame | None:
    """Read the headers of an image and of its scans; None if there is none, if it has an end, or if it is damaged."""
    frame, position = None, 0
    try:
        while marker := _MARKER.search(data, position):
            code, position = marker[1][0], marker.end()
            if code in _ALONE:
                continue
            if code == _END_OF_IMAGE:
                return None
            (length,) = struct.unpack_from(">H", data, position)
            if frame is None and code in _START_OF_FRAME:
                height, width, components = struct.unpack_from(">HHB", data, position + 3)
                names = data[position + 8 : position + 8 + 3 * components : 3]
                frame = _Frame(width, height, {name: [None] * _COEFFICIENTS for name in names})
            elif frame is not None and code == _START_OF_SCAN:
                _add_scan(frame, data[position + 2 : position + length])
            position += length
    except (struct.error, LookupError, ValueError):
        return None
    return frame


def _add_scan(frame: _Frame, scan: bytes) -> None:
    """Note which bits of which coefficients a scan brings."""
    count = scan[0]
    first, last, bits = scan[1 + 2 * count : 4 + 2 * count]
    for name in scan[1 : 1 + 2 * count : 2]:
        for index in range(first, min(last + 1, _COEFFICIENTS)):
            frame.missing_bits[name][index] = bits & _LOW_BITS
