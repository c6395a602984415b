"""What pictures, colour profiles and programs carry beside what is needed of them."""

import io
import struct
import zlib

import numpy as np
import pytest
from PIL import Image, ImageCms

from sparkocr.pdf.redact.embedded_data import clean_icc, clean_jpeg, clean_jpx, without_comments, without_tail
from sparkocr.pdf.redact.report import CannotRewriteError

SECRET = b"Zanzibarski"
NOISE = Image.fromarray(np.random.default_rng(1).integers(0, 256, (40, 60, 3), np.uint8))
NAME = "sRGB built-in".encode("utf-16-be")
PROFILE = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()


def jpeg(image=NOISE, **options):
    file = io.BytesIO()
    image.save(file, "JPEG", **options)
    return file.getvalue()


def pixels(data):
    return np.asarray(Image.open(io.BytesIO(data)))


@pytest.mark.parametrize("progressive", [False, True])
@pytest.mark.parametrize("mode", ["L", "RGB", "CMYK"])
def test_jpegs_keep_their_pixels_only(mode, progressive):
    exif = Image.Exif()
    exif[0x010E] = SECRET.decode()
    data = jpeg(
        NOISE.convert(mode),
        progressive=progressive,
        exif=exif,
        comment=SECRET,
        xmp=SECRET,
        icc_profile=PROFILE + SECRET,
    )
    cleaned = clean_jpeg(data + SECRET)
    assert data.count(SECRET) == 4
    assert SECRET not in cleaned
    assert (pixels(cleaned) == pixels(data)).all()
    assert Image.open(io.BytesIO(cleaned)).mode == mode
    assert "icc_profile" not in Image.open(io.BytesIO(cleaned)).info
    assert clean_jpeg(cleaned) == cleaned


def test_jpegs_lose_their_thumbnail():
    jfif = b"JFIF\0\x01\x01\0\0\x01\0\x01\x02\x02" + bytes(12)
    data = jpeg()
    with_thumbnail = data[:2] + struct.pack(">BBH", 0xFF, 0xE0, len(jfif) + 2) + jfif + data[20:]
    cleaned = clean_jpeg(with_thumbnail)
    assert cleaned == data
    assert (pixels(cleaned) == pixels(data)).all()


def test_jpegs_with_restarts():
    data = jpeg(NOISE.resize((200, 200)), restart_marker_rows=1)
    assert b"\xff\xd0" in data
    assert clean_jpeg(data) == data


@pytest.mark.parametrize(
    "data", [b"", b"\x89PNG", b"\xff\xd8\x00\x00", b"\xff\xd8\xff\xe1\xff\xff1", b"\xff\xd8\xff\xe0\0\0"]
)
def test_what_is_no_jpeg(data):
    with pytest.raises(CannotRewriteError):
        clean_jpeg(data)


def test_a_jpeg_that_was_cut_stays_as_far_as_it_goes():
    data = jpeg()[:-100]
    assert clean_jpeg(data) == data + b"\xff\xd9"


def jpx(**options):
    file = io.BytesIO()
    NOISE.save(file, "JPEG2000", **options)
    return file.getvalue()


def test_jpeg_2000_keeps_its_pixels_only():
    data = jpx(comment=SECRET)
    with_boxes = data + struct.pack(">I4s", 8 + 16 + len(SECRET), b"uuid") + bytes(16) + SECRET
    with_boxes += struct.pack(">I4sQ", 1, b"xml ", 16 + len(SECRET)) + SECRET
    assert with_boxes.count(SECRET) == 3
    cleaned = clean_jpx(with_boxes)
    assert SECRET not in cleaned
    assert (pixels(cleaned) == pixels(data)).all()


def test_a_bare_codestream():
    data = jpx(comment=SECRET, no_jp2=True)
    assert SECRET in data
    assert SECRET not in clean_jpx(data)
    assert (pixels(clean_jpx(data)) == pixels(data)).all()


@pytest.mark.parametrize("data", [b"", b"no picture at all", b"\0\0\0\xffjp2c", b"\xff\x4f\xff\x51\0\x04\0\0"])
def test_what_is_no_jpeg_2000(data):
    with pytest.raises(CannotRewriteError):
        clean_jpx(data)


def test_colour_profiles_keep_their_colours_only():
    assert NAME in PROFILE
    cleaned = clean_icc(PROFILE + SECRET)
    assert NAME not in cleaned
    assert SECRET not in cleaned
    before, after = (
        ImageCms.profileToProfile(
            NOISE, ImageCms.ImageCmsProfile(io.BytesIO(data)), ImageCms.createProfile("LAB"), outputMode="LAB"
        )
        for data in (PROFILE, cleaned)
    )
    assert (np.asarray(before) == np.asarray(after)).all()


@pytest.mark.parametrize("data", [b"", SECRET * 20, PROFILE[:200]])
def test_what_is_no_profile(data):
    assert clean_icc(data) == b""


def test_what_comes_after_deflated_data():
    data = zlib.compress(bytes(3_000_000))
    assert without_tail(data + SECRET) == data
    assert without_tail(data[:-5]) == data[:-5]
    with pytest.raises(CannotRewriteError):
        without_tail(b"garbage")


def test_comments_of_programs():
    assert without_comments(b"%!PS " + SECRET + b"\n1 begincodespacerange % " + SECRET + b"\r<00> <ff>") == (
        b"\n1 begincodespacerange \r<00> <ff>"
    )
