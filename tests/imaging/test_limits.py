"""Images that ask for more work than any image that people read are refused before it is done."""

import io
import struct

import pytest
from PIL import Image

from sparkocr.enums import ImageType
from sparkocr.errors import DocumentError
from sparkocr.imaging.decode import decode
from sparkocr.imaging.limits import MAX_FRAMES, MAX_PIXELS, MAX_SEGMENTS
from sparkocr.imaging.tiff import frame_count


def saved(image, name, **options):
    buffer = io.BytesIO()
    image.save(buffer, name, **options)
    return buffer.getvalue()


def tiff(entries, rest=b""):
    """A TIFF file of one directory; values that are no numbers are in the rest, from 200 on."""
    directory = struct.pack("<H", len(entries)) + b"".join(struct.pack("<HHII", *each) for each in entries)
    head = b"II*\0" + struct.pack("<I", 8) + directory + bytes(4)
    return head + bytes(200 - len(head)) + rest


def test_scans_of_a_jpeg():
    data = saved(Image.new("L", (1000, 1000), 200), "JPEG", progressive=True)
    scan = data[data.rfind(b"\xff\xda") : -2]
    assert decode(data[:-2] + scan * 9 + b"\xff\xd9", max_pixels=MAX_PIXELS).pixels.shape == (1000, 1000)
    with pytest.raises(DocumentError, match="too many scans"):
        decode(data[:-2] + scan * 5000 + b"\xff\xd9", max_pixels=MAX_PIXELS)


def test_directories_of_a_tiff():
    chain = b"".join(struct.pack("<HI", 0, 8 + 6 * (k + 1)) for k in range(MAX_FRAMES + 9))
    content = b"II*\0" + struct.pack("<I", 8) + chain
    for read in (frame_count, lambda data: decode(data, max_pixels=MAX_PIXELS)):
        with pytest.raises(DocumentError, match=f"more than {MAX_FRAMES} frames"):
            read(content)


def test_strips_of_a_tiff():
    count = MAX_SEGMENTS + 1
    entries = [(256, 4, 1, 1), (257, 4, 1, count), (273, 4, count, 200), (278, 4, 1, 1), (279, 4, count, 200)]
    with pytest.raises(DocumentError, match=f"more than {MAX_SEGMENTS} strips"):
        decode(tiff(entries, bytes(4 * count)), max_pixels=MAX_PIXELS)


def test_what_a_decoder_takes():
    """An image of JPEG 2000 that is within its pixels, but whose decoder has numbers of four bytes."""
    data = bytearray(saved(Image.new("RGBA", (64, 64)), "JPEG2000", no_jp2=True))
    struct.pack_into(">IIIIIIII", data, 8, 12_000, 12_000, 0, 0, 12_000, 12_000, 0, 0)
    with pytest.raises(DocumentError, match="takes more than 1600 MB"):
        decode(bytes(data), max_pixels=MAX_PIXELS)


@pytest.mark.parametrize("mode", ["RGB", "RGBA", "L", "1", "CMYK", "P"])
@pytest.mark.parametrize("image_type", list(ImageType))
def test_strips_are_the_whole_image(mode, image_type, monkeypatch):
    """Large images are converted strip by strip, to the same pixels."""
    image = Image.linear_gradient("L").resize((60, 50)).convert("RGB").convert(mode)
    data = saved(image, "TIFF")
    whole = decode(data, image_type=image_type, max_pixels=MAX_PIXELS)
    monkeypatch.setattr("sparkocr.imaging.decode._STRIP", 7 * 60)
    strips = decode(data, image_type=image_type, max_pixels=MAX_PIXELS)
    assert strips.pixels.dtype == whole.pixels.dtype
    assert (strips.pixels == whole.pixels).all()
