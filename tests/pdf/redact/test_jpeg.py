"""JPEGs without some blocks: all other pixels are as they were, whatever the coding."""

import io

import numpy as np
import pytest
from PIL import Image

from documents import encode
from sparkocr.pdf.redact.jpeg import emptied
from sparkocr.pdf.redact.jpeg_blocks import parsed, without_units

WIDTH, HEIGHT = 203, 149  # no whole blocks
REGIONS = [(50, 40, 90, 52), (0, 0, 9, 9), (190, 130, 203, 149), (100, 60, 101, 61)]


def picture(mode="RGB", seed=1):
    """Soft noise with some edges, dark at the left and light at the right."""
    small = Image.fromarray(np.random.default_rng(seed).integers(0, 256, (19, 26, 3), np.uint8))
    pixels = np.asarray(small.resize((WIDTH, HEIGHT))).astype(int) // 2 + np.linspace(0, 120, WIDTH, dtype=int)[:, None]
    pixels[60:64] = 255
    return Image.fromarray(pixels.astype(np.uint8)).convert(mode)


def decoded(data):
    with Image.open(io.BytesIO(data)) as image:
        image.load()
        return np.asarray(image)


def check(data, regions=REGIONS):
    """Check that the pixels of a JPEG outside of the patches are the same, and those of regions are not."""
    new, patches = emptied(data, (WIDTH, HEIGHT), regions)
    before, after = decoded(data), decoded(new)
    assert np.array_equal(before[~patches], after[~patches])
    assert len(new) <= len(data)
    for left, top, right, bottom in regions:
        assert patches[top:bottom, left:right].all()
    return new, patches


@pytest.mark.parametrize("quality", [50, 75, 95])
@pytest.mark.parametrize("subsampling", ["4:4:4", "4:2:2", "4:2:0"])
@pytest.mark.parametrize("options", [{}, {"optimize": True}, {"restart_marker_blocks": 5}], ids=str)
def test_colours(quality, subsampling, options):
    check(encode(picture(), "JPEG", quality=quality, subsampling=subsampling, **options))


@pytest.mark.parametrize("quality", [50, 75, 95])
@pytest.mark.parametrize("options", [{}, {"optimize": True}, {"restart_marker_rows": 1}], ids=str)
def test_gray(quality, options):
    check(encode(picture("L"), "JPEG", quality=quality, **options))


def test_colours_that_adobe_s_marker_tells():
    data = encode(picture(), "JPEG", keep_rgb=True)
    new, _ = check(data)
    assert b"Adobe" in new


@pytest.mark.parametrize("mode", ["L", "RGB"])
def test_nothing_is_left_of_the_blocks(mode):
    """Two JPEGs that differ only in the blocks of a region become the same file."""
    first = np.array(picture(mode))
    second = first.copy()
    second[32:64, 48:96] = 255 - second[32:64, 48:96]
    one, other = (encode(Image.fromarray(pixels), "JPEG", quality=90) for pixels in (first, second))
    assert one != other
    region = [(49, 33, 95, 63)]
    assert emptied(one, (WIDTH, HEIGHT), region)[0] == emptied(other, (WIDTH, HEIGHT), region)[0]


def test_blocks_that_touch_a_region_by_their_colours_are_empty_too():
    jpeg = encode(picture(), "JPEG", subsampling="4:2:0")
    _, patches = emptied(jpeg, (WIDTH, HEIGHT), [(48, 48, 64, 64)])
    assert patches[30:82, 30:82].all(), "the block, those beside it and 2 px"
    assert patches.sum() == 52 * 52


def test_the_first_and_the_last_units():
    data = encode(picture(), "JPEG", quality=90, subsampling="4:2:0", restart_marker_blocks=3)
    jpeg = parsed(data)
    for place in [(0, 0), (0, 2), (0, 3), (-1, -1), (4, 4)]:
        hidden = np.zeros((jpeg.rows, jpeg.columns), bool)
        hidden[place] = True
        change = (decoded(data) != decoded(without_units(jpeg, hidden))).any(axis=2)
        row, column = np.argwhere(hidden)[0]
        spill = np.zeros_like(change)
        spill[max(0, row * 16 - 1) : row * 16 + 17, max(0, column * 16 - 1) : column * 16 + 17] = True
        assert not change[~spill].any()
        assert change[spill].any()


def test_what_decoding_does_not_need_is_gone():
    data = encode(picture(), "JPEG", comment=b"Zanzibar", exif=b"Exif\0\0Zanzibar", icc_profile=b"Zanzibar")
    thumbnail = b"\xff\xe0\x00\x16JFIF\0\1\2\0\0\1\0\1\1\2Zanzib"
    data = data[:2] + thumbnail + data[20:] + b"Zanzibar"
    new, _ = check(data)
    assert b"Zanzi" not in new


@pytest.mark.parametrize(
    "data",
    [
        encode(picture(), "JPEG", progressive=True),
        encode(picture("CMYK"), "JPEG"),
        encode(picture().resize((100, 100)), "JPEG"),
        b"",
        b"\xff\xd8\xff",
        b"anything",
    ],
    ids=["progressive", "four colours", "another size", "empty", "cut", "no JPEG"],
)
def test_other_kinds_are_left_alone(data):
    assert emptied(data, (WIDTH, HEIGHT), REGIONS) is None


def test_most_of_the_picture():
    assert emptied(encode(picture(), "JPEG"), (WIDTH, HEIGHT), [(0, 0, WIDTH, 100)]) is None


def test_differences_that_had_no_code():
    """A table made for a gentle slope has no code for a steep one, nor for none, as are left where blocks are empty."""
    slope = np.repeat(np.arange(0, 256, 4, np.uint8).repeat(8)[None], 8, axis=0)
    data = encode(Image.fromarray(slope), "JPEG", optimize=True, quality=95)
    after = decoded(without_units(parsed(data), np.array([[False] + [True] * 62 + [False]])))
    assert np.array_equal(decoded(data)[:, -8:], after[:, -8:])
    assert (after[:, :-8] == decoded(data)[0, 0]).all()


@pytest.mark.parametrize("mode", ["L", "RGB"])
def test_damaged_files_end_in_no_other_way(mode):
    data, chance = encode(picture(mode), "JPEG", restart_marker_rows=2), np.random.default_rng(3)
    for number in range(120):
        damaged = bytearray(data)
        for place in chance.integers(2, len(data), 3):
            damaged[place] = chance.integers(0, 256)
        cut = bytes(damaged[: chance.integers(100, len(data))] if number % 3 == 0 else damaged)
        try:
            jpeg = parsed(cut)
            new = without_units(jpeg, np.eye(jpeg.rows, jpeg.columns, dtype=bool))
        except ValueError:
            continue
        assert parsed(new).head == jpeg.head
