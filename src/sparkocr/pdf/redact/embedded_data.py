"""Drop what pictures, colour profiles and programs carry beside what readers need of them."""

from __future__ import annotations

import re
import struct
import zlib

from sparkocr.pdf.redact.report import CannotRewriteError

__all__ = ["clean_icc", "clean_jpeg", "clean_jpx", "without_comments", "without_tail"]

# ITU-T T.81, annex B: markers of one byte after 0xFF. Some have no length; those from 0xE0 to 0xEF are for
# applications, 0xFE is a comment.
_SOI, _EOI, _SOS, _TEM, _COMMENT = 0xD8, 0xD9, 0xDA, 0x01, 0xFE
_RESTARTS = range(0xD0, 0xD8)
_APPLICATION = range(0xE0, 0xF0)
_JFIF, _ADOBE = 0xE0, 0xEE  # both say how colours are coded
_JFIF_KEPT = 12  # bytes up to the size of the thumbnail, JFIF 1.02
_ADOBE_KEPT = 12  # bytes, Adobe's technical note 5116
# ISO/IEC 15444-1: boxes that decoders need, and markers of a codestream.
_JPX_BOXES = frozenset([b"jP  ", b"ftyp", b"jp2h", b"jp2c"])
_JPX_HEADER_BOXES = frozenset([b"ihdr", b"bpcc", b"colr", b"pclr", b"cmap", b"cdef"])
_CODESTREAM, _TILE, _JPX_COMMENT = 0xFF4F, 0xFF90, 0xFF64
_BOX_HEADER, _LONG_BOX_HEADER = 8, 16
# ICC.1:2022, section 9.2: tags that transform colours; the others describe the profile.
_ICC_TAGS = frozenset(
    b"A2B0 A2B1 A2B2 B2A0 B2A1 B2A2 D2B0 D2B1 D2B2 D2B3 B2D0 B2D1 B2D2 B2D3 rXYZ gXYZ bXYZ rTRC gTRC bTRC kTRC "
    b"wtpt bkpt chad".split()
)
_ICC_HEADER, _ICC_TAG = 128, 12
_ICC_NAMES = ((4, 8), (48, 56), (80, 100), (100, 128))  # who made the profile and the device, its checksum, reserved
_CHUNK = 1 << 20
_PROGRAM_COMMENT = re.compile(rb"%[^\r\n]*")


def clean_jpeg(data: bytes) -> bytes:
    """Drop the comments and the data of applications (Exif, XMP, IPTC, colour profile, thumbnail) of a JPEG.

    The coded pixels stay as they are. What says how colours are coded (JFIF, Adobe) stays, without more.

    Raises
    ------
    CannotRewriteError
        It is no JPEG that readers agree on.
    """
    if data[:2] != b"\xff\xd8":
        raise CannotRewriteError("A picture is damaged.")
    parts, place = [b"\xff\xd8"], 2
    while True:
        marker, place = _jpeg_marker(data, place)
        if marker == _EOI:
            return b"".join([*parts, b"\xff\xd9"])
        if marker == _TEM or marker in _RESTARTS:
            continue
        length = int.from_bytes(data[place : place + 2], "big")
        segment = data[place + 2 : place + length]
        if length < 2 or len(segment) != length - 2:  # noqa: PLR2004  the length counts its own bytes
            raise CannotRewriteError("A picture is damaged.")
        place += length
        if marker == _JFIF and segment.startswith(b"JFIF\0"):
            segment = segment[:_JFIF_KEPT] + b"\0\0"
        elif marker == _ADOBE and segment.startswith(b"Adobe"):
            segment = segment[:_ADOBE_KEPT]
        elif marker == _COMMENT or marker in _APPLICATION:
            continue
        parts.append(struct.pack(">BBH", 0xFF, marker, len(segment) + 2) + segment)
        if marker == _SOS:
            end = _scan_end(data, place)
            parts.append(data[place:end])
            place = end


def _jpeg_marker(data: bytes, place: int) -> tuple[int, int]:
    """Return the marker at a place, and where what follows it begins; the end of the data is that of the picture."""
    if place >= len(data):
        return _EOI, place
    if data[place] != 0xFF:  # noqa: PLR2004
        raise CannotRewriteError("A picture is damaged.")
    while place < len(data) and data[place] == 0xFF:  # noqa: PLR2004
        place += 1
    return (data[place], place + 1) if place < len(data) else (_EOI, place)


def _scan_end(data: bytes, place: int) -> int:
    """Return where the coded pixels of a scan end: at a marker that is neither a stuffed byte nor a restart."""
    while True:
        place = data.find(b"\xff", place)
        if place < 0 or place + 1 >= len(data):
            return len(data)
        if data[place + 1] and data[place + 1] != 0xFF and data[place + 1] not in _RESTARTS:  # noqa: PLR2004
            return place
        place += 1 if data[place + 1] == 0xFF else 2  # noqa: PLR2004


def clean_jpx(data: bytes) -> bytes:
    """Drop the comments, XML, UUID and other boxes of a JPEG 2000 file that don't say what its pixels are.

    Raises
    ------
    CannotRewriteError
        It is no JPEG 2000 file.
    """
    if data[:2] == _CODESTREAM.to_bytes(2, "big"):
        return _clean_codestream(data)
    return _clean_boxes(data, _JPX_BOXES)


def _clean_boxes(data: bytes, kept: frozenset[bytes]) -> bytes:
    """Keep some boxes of a file or of a box (ISO/IEC 15444-1, annex I)."""
    parts, place = [], 0
    while place + _BOX_HEADER <= len(data):
        length, kind = struct.unpack_from(">I4s", data, place)
        header = _BOX_HEADER
        if length == 1 and place + _LONG_BOX_HEADER <= len(data):
            header, length = _LONG_BOX_HEADER, int.from_bytes(data[place + 8 : place + 16], "big")
        end = place + length if length else len(data)
        if end < place + header or end > len(data):
            raise CannotRewriteError("A picture is damaged.")
        body, place = data[place + header : end], end
        if kind not in kept:
            continue
        if kind == b"jp2h":
            body = _clean_boxes(body, _JPX_HEADER_BOXES)
        elif kind == b"jp2c":
            body = _clean_codestream(body)
        parts.append(struct.pack(">I4s", _BOX_HEADER + len(body), kind) + body)
    if not parts:
        raise CannotRewriteError("A picture is damaged.")
    return b"".join(parts)


def _clean_codestream(data: bytes) -> bytes:
    """Drop the comments of the main header (ISO/IEC 15444-1, annex A)."""
    parts, place = [data[:2]], 2
    while place + 4 <= len(data):
        marker, length = struct.unpack_from(">HH", data, place)
        if marker == _TILE:
            return b"".join([*parts, data[place:]])
        if marker != _JPX_COMMENT:
            parts.append(data[place : place + 2 + length])
        place += 2 + length
    raise CannotRewriteError("A picture is damaged.")


def clean_icc(data: bytes) -> bytes:
    """Drop what a colour profile tells of itself: description, copyright, devices, and bytes between its tags.

    Returns
    -------
    bytes
        Empty if it is no profile.
    """
    if len(data) < _ICC_HEADER + 4 or data[36:40] != b"acsp":
        return b""
    count = int.from_bytes(data[_ICC_HEADER : _ICC_HEADER + 4], "big")
    table = data[_ICC_HEADER + 4 : _ICC_HEADER + 4 + _ICC_TAG * count]
    if len(table) != _ICC_TAG * count:
        return b""
    header = bytearray(data[:_ICC_HEADER])
    for first, last in _ICC_NAMES:
        header[first:last] = bytes(last - first)
    kept = [(name, start, size) for name, start, size in struct.iter_unpack(">4sII", table) if name in _ICC_TAGS]
    place = _ICC_HEADER + 4 + _ICC_TAG * len(kept)
    places: dict[tuple[int, int], int] = {}
    entries, bodies = [], []
    for name, start, size in kept:
        if (start, size) not in places:
            body = data[start : start + size]
            body += bytes(-len(body) % 4)
            places[start, size] = place
            bodies.append(body)
            place += len(body)
        entries.append(struct.pack(">4sII", name, places[start, size], size))
    header[:4] = place.to_bytes(4, "big")
    return b"".join([bytes(header), len(kept).to_bytes(4, "big"), *entries, *bodies])


def without_tail(data: bytes) -> bytes:
    """Return deflated data without what comes after their end.

    Raises
    ------
    CannotRewriteError
        They can't be inflated.
    """
    inflate = zlib.decompressobj()
    rest = data
    try:
        while rest and not inflate.eof:
            inflate.decompress(rest, _CHUNK)
            rest = inflate.unconsumed_tail
    except zlib.error:
        raise CannotRewriteError("Data of the page are damaged.") from None
    return data[: len(data) - len(inflate.unused_data)] if inflate.eof else data


def without_comments(program: bytes) -> bytes:
    """Return a program in PostScript's syntax, such as a map of characters, without comments."""
    return _PROGRAM_COMMENT.sub(b"", program)
