"""JPEG files that lack only their end marker are read, and those that are cut are not."""

import io

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image as Pillow
from PIL import ImageFile

from sparkocr.enums import ImageType
from sparkocr.errors import DocumentError
from sparkocr.imaging import jpeg
from sparkocr.imaging.decode import decode

LIMIT = 10**6
BLOCKS = np.random.default_rng(0).integers(0, 256, (12, 15, 3), np.uint8).repeat(8, axis=0).repeat(8, axis=1)
PICTURE = Pillow.fromarray(BLOCKS).crop((0, 0, 117, 91))  # no whole number of blocks
BLANK = Pillow.new("L", (200, 100), 255)


def save(image, **options):
    file = io.BytesIO()
    image.save(file, "JPEG", **options)
    return file.getvalue()


FILES = {
    "baseline": save(PICTURE, quality=90),
    "not subsampled": save(PICTURE, subsampling=0),
    "optimized": save(PICTURE, optimize=True),
    "gray": save(PICTURE.convert("L")),
    "cmyk": save(PICTURE.convert("CMYK")),
    "progressive": save(PICTURE, progressive=True),
    "progressive gray": save(PICTURE.convert("L"), progressive=True),
    "restart markers": save(PICTURE, restart_marker_blocks=3),
    "progressive, restart markers": save(PICTURE, restart_marker_rows=1, progressive=True),
    "blank": save(BLANK),
}
every_file = pytest.mark.parametrize("content", FILES.values(), ids=FILES)


def read(content):
    return decode(content, image_type=ImageType.TYPE_3BYTE_BGR, max_pixels=LIMIT).pixels


@every_file
@pytest.mark.parametrize("end", [b"", b"\xff", b"\0", bytes(7), bytes(8), bytes(5000), b"\xff" * 50, b"\r\n"])
def test_without_end_marker(content, end):
    np.testing.assert_array_equal(read(content[:-2] + end), read(content))


@every_file
def test_any_cut_is_an_error(content):
    pixels = len(content) - content.index(b"\xff\xda")
    for missing in {*range(3, 60), *range(60, pixels, max(1, pixels // 60)), len(content) * 4 // 10}:
        with pytest.raises(DocumentError, match=r"^Can't open file as image\.$"):
            read(content[:-missing])


@every_file
def test_a_cut_file_that_storage_filled_up_is_an_error(content):
    whole = len(content)
    with pytest.raises(DocumentError, match=r"^Can't open file as image\.$"):
        read(content[: whole * 6 // 10].ljust(whole, b"\0"))


def test_a_cut_file_that_flash_memory_filled_up_is_read_as_fast():
    content = FILES["baseline"][:-100] + b"\xff" * 300_000  # takes minutes where each byte begins a search to the end
    assert jpeg.with_end(content, max_pixels=LIMIT) == FILES["baseline"][:-100]


def test_missing_scans_are_seen():
    content = FILES["progressive"]
    scans = [index for index in range(len(content)) if content.startswith(b"\xff\xda", index)]
    tables = [content.rindex(b"\xff\xc4", 0, scan) for scan in scans]  # each scan has one of its own before it
    for start in {*tables[1:], *scans[1:]}:
        with pytest.raises(DocumentError):
            read(content[:start])


def test_a_file_with_its_end_is_not_touched(monkeypatch):
    monkeypatch.setattr(jpeg, "_decodes_without_warning", None)
    for content in FILES.values():
        for end in (b"", bytes(100), b"some trailer \xff\xda of a camera"):
            assert jpeg.with_end(content + end, max_pixels=LIMIT) == content + end


def test_a_large_image_is_not_decoded_to_look_for_its_end(monkeypatch):
    monkeypatch.setattr(jpeg, "_decodes_without_warning", None)
    with pytest.raises(DocumentError, match="exceeds maxPixels=100"):
        decode(FILES["baseline"][:-2], max_pixels=100)


def test_users_of_pillow_who_load_truncated_images_are_left_alone(monkeypatch):
    monkeypatch.setattr(ImageFile, "LOAD_TRUNCATED_IMAGES", True)
    content = FILES["baseline"]
    assert read(content[: len(content) // 2]).shape == (91, 117, 3)


@settings(max_examples=200, deadline=None)
@given(
    name=st.sampled_from([*FILES]),
    damage=st.lists(st.tuples(st.integers(2, 5000), st.integers(0, 255)), max_size=5),
    missing=st.integers(2, 400),
)
def test_damage_raises_nothing_else(name, damage, missing):
    content = bytearray(FILES[name][:-missing])
    for position, value in damage:
        content[min(position, len(content) - 1)] = value
    try:
        read(bytes(content))
    except DocumentError:
        return
