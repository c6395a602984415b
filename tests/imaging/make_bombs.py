"""Small images that ask for enormous work, for tests and for `bench/bombs`."""

import io
import struct

from PIL import Image

TIFF = b"II*\0" + struct.pack("<I", 8)  # the first directory follows


def saved(image, name, **options):
    buffer = io.BytesIO()
    image.save(buffer, name, **options)
    return buffer.getvalue()


def jpeg_of_scans(side, scans):
    """A progressive JPEG whose last scan is there so many times more."""
    data = saved(Image.new("L", (side, side), 200), "JPEG", progressive=True)
    scan = data[data.rfind(b"\xff\xda") : -2]
    return data[:-2] + scan * scans + b"\xff\xd9"


def jpx(side, mode="L"):
    """A codestream of JPEG 2000 whose header claims a square of such a side."""
    data = bytearray(saved(Image.new(mode, (64, 64), 200), "JPEG2000", no_jp2=True))
    struct.pack_into(">IIIIIIII", data, 8, side, side, 0, 0, side, side, 0, 0)
    return bytes(data)


def directory(entries, following=0):
    """A directory of TIFF: of each entry its tag, kind, count, and its value or the place of its values."""
    packed = b"".join(struct.pack("<HHII", *each) for each in entries)
    return struct.pack("<H", len(entries)) + packed + struct.pack("<I", following)


def tiff(entries, rest=b""):
    """A TIFF file of one directory; values that are no numbers are in the rest, from 200 on."""
    head = TIFF + directory(entries)
    return head + bytes(200 - len(head)) + rest


def empty_directories(count):
    """A TIFF file of so many directories, of nothing."""
    return TIFF + b"".join(directory([], 8 + 6 * (k + 1)) for k in range(count))
