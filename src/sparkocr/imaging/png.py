"""Leave out the parts of a PNG file that have nothing to do with its pixels: damage in them is no reason to refuse it.

A PNG (PNG specification, third edition, section 5) is a signature and a list of chunks: length, name, data, and a check
sum of name and data. Chunks whose name begins with a capital are critical; others can be left out.
"""

import struct
import zlib
from collections.abc import Iterator

__all__ = ["PNG_SIGNATURE", "without_side_chunks"]

PNG_SIGNATURE = b"\x89PNG\r\n\x1a\n"

_HEADER = struct.Struct(">I4s")  # length of the data, and name
_CHECK_SUM = struct.Struct(">I")
_COLOUR_TYPE = 9  # where it is in the data of IHDR
_LAST = b"IEND"
# Of the ancillary chunks these are kept, if they have the right length: resolution, EXIF (for its orientation), and for
# the colour types gray, RGB and palette transparency.
_RESOLUTION, _EXIF, _TRANSPARENCY = b"pHYs", b"eXIf", b"tRNS"
_RESOLUTION_LENGTH = 9
_TRANSPARENCY_LENGTHS = {0: range(2, 3), 2: range(6, 7), 3: range(1, 257)}


def without_side_chunks(content: bytes | memoryview) -> bytes:
    """Copy a PNG file without texts, colour profiles and all else that its pixels can do without.

    Parameters
    ----------
    content : bytes or memoryview
        A PNG file.

    Returns
    -------
    bytes
        The signature, all critical chunks as they are, and resolution, EXIF and transparency if their check sums and
        lengths are right. What follows the last chunk that is whole is kept if it belongs to a critical one.
    """
    view = memoryview(content)
    return PNG_SIGNATURE + b"".join(_kept_chunks(view))


def _kept_chunks(view: memoryview) -> Iterator[memoryview]:
    position, colour_type, name = len(PNG_SIGNATURE), -1, b""
    while name != _LAST and position + _HEADER.size <= len(view):
        length, name = _HEADER.unpack_from(view, position)
        start, end = position + _HEADER.size, position + _HEADER.size + length + _CHECK_SUM.size
        data = view[start : start + length]
        if name == b"IHDR" and len(data) > _COLOUR_TYPE:
            colour_type = data[_COLOUR_TYPE]
        if name[:1].isupper() or (_is_wanted(name, length, colour_type) and _is_whole(view, position, end)):
            yield view[position:end]
        position = end


def _is_wanted(name: bytes, length: int, colour_type: int) -> bool:
    """Tell whether an ancillary chunk says something of the image that is used here, and may have this length."""
    if name == _TRANSPARENCY:
        return length in _TRANSPARENCY_LENGTHS.get(colour_type, range(0))
    return name == _EXIF or (name == _RESOLUTION and length == _RESOLUTION_LENGTH)


def _is_whole(view: memoryview, position: int, end: int) -> bool:
    """Tell whether the check sum of a chunk is there and right."""
    if end > len(view):
        return False
    (stated,) = _CHECK_SUM.unpack_from(view, end - _CHECK_SUM.size)
    return bool(stated == zlib.crc32(view[position + _CHECK_SUM.size : end - _CHECK_SUM.size]))
