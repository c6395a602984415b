"""PNG files with damage that is not in their pixels."""

import io
import struct
import zlib

import numpy as np
import pytest
from PIL import Image as Pillow
from PIL.PngImagePlugin import PngInfo

from sparkocr.enums import ImageType
from sparkocr.errors import DocumentError
from sparkocr.imaging.decode import decode
from sparkocr.imaging.png import without_side_chunks

PICTURE = np.random.default_rng(0).integers(0, 256, (40, 30), np.uint8)
DAMAGED = b"no such thing\0\0\xff\xff\xff"


def save(image, **options):
    file = io.BytesIO()
    image.save(file, "PNG", **options)
    return file.getvalue()


def chunks(content):
    position = 8
    while position < len(content):
        (length,) = struct.unpack_from(">I", content, position)
        yield content[position + 4 : position + 8], content[position + 8 : position + 8 + length]
        position += length + 12


def build(named, wrong=()):
    """Write chunks; those of some names with a wrong check sum."""
    written = [
        struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data) ^ (name in wrong))
        for name, data in named
    ]
    return b"\x89PNG\r\n\x1a\n" + b"".join(written)


PLAIN = save(Pillow.fromarray(PICTURE), dpi=(300.02, 300.02))


def read(content, image_type=ImageType.TYPE_BYTE_GRAY, max_pixels=10_000):
    return decode(content, image_type=image_type, max_pixels=max_pixels)


def text(name, size):
    info = PngInfo()
    if name == "iTXt":
        info.add_itxt("Comment", "b" * size, zip=True)
    else:
        info.add_text("Comment", "b" * size, zip=True)
    return save(Pillow.fromarray(PICTURE), pnginfo=info, dpi=(300.02, 300.02))


@pytest.mark.parametrize(
    "content",
    [
        text("zTXt", 2_000_000),
        text("iTXt", 2_000_000),
        save(Pillow.fromarray(PICTURE), icc_profile=bytes(3_000_000), dpi=(300.02, 300.02)),
    ],
)
def test_large_texts_and_profiles_are_left_out(content):
    image = read(content)
    np.testing.assert_array_equal(image.pixels, PICTURE)
    assert image.resolution == 300


@pytest.mark.parametrize(
    "name", [b"tEXt", b"zTXt", b"iTXt", b"iCCP", b"gAMA", b"cHRM", b"eXIf", b"tIME", b"acTL", b"abCd"]
)
@pytest.mark.parametrize("wrong", [True, False])
@pytest.mark.parametrize("before_pixels", [True, False])
def test_damage_beside_the_pixels(name, wrong, before_pixels):
    named = list(chunks(PLAIN))
    named.insert(1 if before_pixels else -1, (name, DAMAGED))
    image = read(build(named, {name} if wrong else ()))
    np.testing.assert_array_equal(image.pixels, PICTURE)
    assert image.resolution == 300


def test_damaged_resolution_is_none():
    named = list(chunks(PLAIN))
    assert read(build(named, {b"pHYs"})).resolution == 0
    short = [(name, data[:5] if name == b"pHYs" else data) for name, data in named]
    assert read(build(short)).resolution == 0


def test_what_the_pixels_need_stays():
    palette = Pillow.fromarray(np.array([[0, 1, 0, 1]] * 2, np.uint8), "P")
    palette.putpalette([0, 0, 0, 9, 9, 9])
    exif = Pillow.Exif()
    exif[0x0112] = 6
    named = [*chunks(save(palette, transparency=1, dpi=(200.02, 200.02), exif=exif))]
    damaged = build([*named[:1], (b"tEXt", DAMAGED), *named[1:]], {b"tEXt"})
    image = read(damaged, ImageType.TYPE_4BYTE_ABGR)
    assert image.pixels.shape == (4, 2, 4)
    assert image.pixels[..., 0].tolist() == [[255, 255], [0, 0]] * 2
    assert image.resolution == 200


@pytest.mark.parametrize(
    ("mode", "transparency", "kept"),
    [
        ("L", b"\0\7", True),
        ("L", b"\0", False),
        ("RGB", bytes(6), True),
        ("RGB", bytes(2), False),
        ("RGBA", b"\1", False),
    ],
)
def test_only_transparency_that_fits_stays(mode, transparency, kept):
    named = [*chunks(save(Pillow.fromarray(PICTURE).convert(mode)))]
    named.insert(1, (b"tRNS", transparency))
    assert (b"tRNS" in without_side_chunks(build(named))) == kept
    assert b"tRNS" not in without_side_chunks(build(named, {b"tRNS"}))


def test_damage_in_the_pixels_stays_an_error():
    named = list(chunks(PLAIN))
    data = dict(named)[b"IDAT"]
    flipped = [
        (name, data[:200] + bytes([data[200] ^ 4]) + data[201:] if name == b"IDAT" else part) for name, part in named
    ]
    for bad in (build(named, {b"IHDR"}), build(flipped), PLAIN[: len(PLAIN) // 2], build([*named[:2], named[-1]])):
        with pytest.raises(DocumentError, match=r"^Can't open file as image\.$"):
            read(bad)


def test_a_file_that_ends_inside_of_a_text():
    assert np.array_equal(
        read(build([*chunks(PLAIN)][:-1]) + struct.pack(">I4s", 99, b"tEXt") + b"Com").pixels, PICTURE
    )


def test_the_limit_of_pixels_holds():
    header = struct.pack(">IIBBBBB", 60_000, 50_000, 8, 0, 0, 0, 0)
    bomb = build([(b"IHDR", header), (b"tEXt", DAMAGED), (b"IDAT", b""), (b"IEND", b"")], {b"tEXt"})
    with pytest.raises(DocumentError, match="exceeds maxPixels"):
        read(bomb)


@pytest.mark.parametrize("size", [12, 16, 20, 25])
def test_header_that_is_cut(size):
    with pytest.raises(DocumentError, match="Can't open file as image"):
        read(PLAIN[: size + 8])
