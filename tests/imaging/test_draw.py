"""Outlines, masks and replaced texts on images."""

from functools import partial

import cv2
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from imaging.drawn import image, page
from sparkocr.enums import Color, FontStyle, ImageType
from sparkocr.imaging.draw import Mark, covered, drawn_type, mask, outline, patch
from sparkocr.imaging.pixels import convert
from sparkocr.layout.box import Box

EVERY_TYPE = pytest.mark.parametrize("kind", list(ImageType))
BLANK = np.full((100, 200), 255, np.uint8)
BLANK.flags.writeable = False
GRAYS = ["black", "white", "gray", "lightGray", "darkGray"]


def mark(x, y, width, height, angle=0.0, color=Color.black, text=""):
    return Mark(Box(x, y, width, height, angle).corners(), color, text)


def changed(found, before):
    """Which pixels of the gray image are others."""
    return convert(found.pixels, found.image_type, ImageType.TYPE_BYTE_GRAY) != before


def pixel(color, kind):
    """The bytes of a colour in an image of a type."""
    red, green, blue = color.rgb
    return {1: (red,), 3: (blue, green, red), 4: (255, blue, green, red)}[kind.channels]


def touched(corners, shape):
    """Pixels that a convex shape touches, by the separating axis theorem: a second opinion on `covered`."""
    sides = np.roll(corners, -1, axis=0) - corners
    axes = [(1.0, 0.0), (0.0, 1.0), *((-side[1], side[0]) for side in sides if np.hypot(*side))]
    y, x = np.indices(shape)
    squares = np.stack([(x, y), (x + 1, y), (x + 1, y + 1), (x, y + 1)]).transpose(2, 3, 0, 1)
    apart = np.zeros(shape, bool)
    for axis in axes:
        one, other = squares @ axis, corners @ axis
        apart |= (one.max(axis=-1) < other.min() - 1e-9) | (other.max() < one.min(axis=-1) - 1e-9)
    return ~apart


@given(
    x=st.floats(-15, 35),
    y=st.floats(-15, 25),
    width=st.floats(0, 30),
    height=st.floats(0, 20),
    angle=st.one_of(st.sampled_from([0.0, 90.0, 180.0, 45.0]), st.floats(-200, 200)),
)
@settings(max_examples=60, deadline=None)
def test_every_pixel_that_a_region_touches_is_covered_and_no_other(x, y, width, height, angle):
    corners = Box(x, y, width, height, angle).corners()
    top, starts, stops = covered(corners, (20, 30))
    found = np.zeros((20, 30), bool)
    for row, (start, stop) in enumerate(zip(starts, stops, strict=True), top):
        found[row, start:stop] = True
    steps = np.array([(1, 1), (-1, -1), (1, -1), (-1, 1)]) * 1e-6
    surely = np.logical_and.reduce([touched(corners + step, found.shape) for step in steps])  # not just their borders
    assert not (surely & ~found).any()
    assert not (found & ~touched(corners, found.shape)).any()


@EVERY_TYPE
@pytest.mark.parametrize("color", [Color.black, Color.red, Color.gray])
@pytest.mark.parametrize("angle", [0.0, 30.0])
def test_a_mask_has_exactly_its_colour_and_nothing_else_changes(kind, color, angle):
    source = image(page(300, 200), kind)
    source.pixels.flags.writeable = False
    found = mask(source, [mark(50.4, 40.6, 120.3, 60.2, angle, color)])
    value = np.array(pixel(color, found.image_type))
    area = np.zeros((200, 300), bool)
    top, starts, stops = covered(Box(50.4, 40.6, 120.3, 60.2, angle).corners(), area.shape)
    for row, (start, stop) in enumerate(zip(starts, stops, strict=True), top):
        area[row, start:stop] = True
    pixels = found.pixels.reshape(200, 300, -1)
    assert (pixels[area] == value).all()
    kept = convert(source.pixels, kind, found.image_type).reshape(200, 300, -1)
    assert np.array_equal(pixels[~area], kept[~area])
    assert found.resolution == source.resolution


def test_an_upright_mask_is_rounded_outwards():
    found = mask(image(BLANK), [mark(10.2, 20.9, 30.0, 10.0)])
    y, x = np.nonzero(changed(found, BLANK))
    assert (x.min(), x.max(), y.min(), y.max()) == (10, 40, 20, 30)
    assert changed(found, BLANK).sum() == 31 * 11


def test_masks_of_whole_pixels_do_not_grow():
    assert changed(mask(image(BLANK), [mark(10, 20, 30, 10)]), BLANK).sum() == 300


def test_a_region_without_width_still_covers_a_pixel():
    assert changed(mask(image(BLANK), [mark(10.5, 20.5, 0, 0)]), BLANK).sum() == 1


@pytest.mark.parametrize("place", [(-50, -50, 20, 20), (300, 10, 20, 20), (10, 1e38, 5, 5), (-1e30, 3, 4, 4)])
@pytest.mark.parametrize("angle", [0.0, 33.0])
def test_what_is_beyond_the_image_is_left_out(place, angle):
    marks = [mark(*place, angle=angle, text="name")]
    for found in (mask(image(BLANK), marks), outline(image(BLANK), marks, 4, 12), patch(image(BLANK), marks)):
        assert np.array_equal(found.pixels, BLANK)


@pytest.mark.parametrize("angle", [0.0, 33.0])
def test_a_huge_region_covers_the_image(angle):
    marks = [mark(-1e20, -1e20, 2e20, 2e20, angle=angle)]
    assert not mask(image(BLANK), marks).pixels.any()


def test_one_pixel():
    assert mask(image(np.full((1, 1), 255, np.uint8)), [mark(0, 0, 1, 1)]).pixels.tolist() == [[0]]


@pytest.mark.parametrize(
    ("kind", "colors", "wanted"),
    [
        ("TYPE_BYTE_BINARY", ["black", "white"], "TYPE_BYTE_BINARY"),
        ("TYPE_BYTE_BINARY", ["gray"], "TYPE_BYTE_GRAY"),
        ("TYPE_BYTE_BINARY", ["black", "red"], "TYPE_3BYTE_BGR"),
        ("TYPE_BYTE_GRAY", GRAYS, "TYPE_BYTE_GRAY"),
        ("TYPE_BYTE_GRAY", ["white", "orange"], "TYPE_3BYTE_BGR"),
        ("TYPE_3BYTE_BGR", ["pink"], "TYPE_3BYTE_BGR"),
        ("TYPE_4BYTE_ABGR", ["black", "cyan"], "TYPE_4BYTE_ABGR"),
    ],
)
def test_the_type_follows_the_colours(kind, colors, wanted):
    assert drawn_type(ImageType[kind], [Color(color) for color in colors]) is ImageType[wanted]


def test_nothing_to_draw_copies_nothing():
    source = image(BLANK)
    for found in (mask(source, []), outline(source, [], 4, 12), patch(source, [])):
        assert found is source


@pytest.mark.parametrize("width", [1, 2, 4, 7])
def test_outlines_are_as_wide_as_asked_around_the_border(width):
    found = changed(outline(image(BLANK), [mark(40, 30, 100, 40)], width, 12), BLANK)
    assert found[50, 20:100].sum() == width
    assert found[10:50, 90].sum() == width
    x = np.flatnonzero(found[50, :100]) + 0.5
    assert abs(x.mean() - 40) <= 0.5
    assert found.sum() == (100 + width) * (40 + width) - (100 - width) * (40 - width)


@pytest.mark.parametrize("width", [1, 4])
@pytest.mark.parametrize("angle", [10.0, 45.0, 80.0, -120.0])
def test_turned_outlines_are_closed_and_turned_around_their_centre(angle, width):
    found = changed(outline(image(BLANK), [mark(70, 30, 60, 40, angle)], width, 12), BLANK)
    _, labels = cv2.connectedComponents((~found).astype(np.uint8), connectivity=4)
    assert labels.max() == 2, "outside and inside"
    distance = cv2.distanceTransform((~found).astype(np.uint8), cv2.DIST_L2, 5)
    for x, y in Box(70, 30, 60, 40, angle).corners():
        if 0 <= y < 100:
            assert distance[int(y), int(x)] <= 2
    assert abs(found.sum() - 200 * width) < 30 * width
    y, x = np.nonzero(labels == labels[50, 100])
    assert (abs(x.mean() + 0.5 - 100), abs(y.mean() + 0.5 - 50)) < (0.5, 0.5)


def test_an_outline_wider_than_its_region_is_filled():
    assert changed(outline(image(BLANK), [mark(50, 50, 3, 3)], 9, 12), BLANK)[46:54, 46:54].all()


def text_rows(found):
    return np.flatnonzero(found.any(axis=1))


@pytest.mark.parametrize("size", [10, 20])
def test_labels_stand_above_in_their_size(size):
    plain = outline(image(BLANK), [mark(40, 50, 100, 30)], 2, size)
    found = changed(outline(image(BLANK), [mark(40, 50, 100, 30, text="Nxy")], 2, size), plain.pixels)
    rows = text_rows(found)
    assert rows.max() < 49
    assert size * 0.7 <= len(rows) <= size * 1.2
    assert 38 <= np.flatnonzero(found.any(axis=0)).min() <= 44


def test_labels_stand_below_or_inside_where_there_is_no_room():
    plain = outline(image(BLANK), [mark(40, 2, 100, 30)], 2, 16)
    found = changed(outline(image(BLANK), [mark(40, 2, 100, 30, text="name")], 2, 16), plain.pixels)
    assert text_rows(found).min() > 32
    plain = outline(image(BLANK), [mark(40, 1, 100, 98)], 2, 16)
    found = changed(outline(image(BLANK), [mark(40, 1, 100, 98, text="name")], 2, 16), plain.pixels)
    assert found.any()
    at_the_right = outline(image(BLANK), [mark(190, 50, 9, 9, text="a long name")], 1, 12)
    assert changed(at_the_right, BLANK)[:45, 120:].any()


@EVERY_TYPE
def test_labels_have_exactly_their_colour(kind):
    found = outline(image(BLANK, kind), [mark(40, 50, 100, 30, color=Color.red, text="name")], 2, 16)
    values = {tuple(value) for value in found.pixels.reshape(-1, found.image_type.channels).tolist()}
    assert values == {pixel(Color.red, found.image_type), pixel(Color.white, found.image_type)}


@pytest.mark.parametrize(
    "text", ["имя", "名前", "שם פרטי", "اسم", "two\nlines\t", "\0", "e\u0301", "👩‍⚕️", "x" * 5000, " "]
)
@pytest.mark.parametrize("angle", [0.0, 20.0])
def test_any_text_can_be_written(text, angle):
    marks = [mark(40, 30, 100, 30, angle, text=text)]
    for found in (outline(image(BLANK), marks, 2, 14), patch(image(BLANK), marks)):
        assert set(np.unique(found.pixels)) <= {0, 255}


@pytest.mark.parametrize(("paper", "ink"), [(255, 0), (200, 0), (20, 255)])
def test_a_patch_has_its_background_and_a_text_that_can_be_read(paper, ink):
    source = image(np.full((100, 200), paper, np.uint8))
    source.pixels[45:55, 60:120] = 128
    found = patch(source, [mark(40, 30, 120, 40, text="Jane")]).pixels
    assert set(np.unique(found)) == {paper, ink}
    y, x = np.nonzero(found == ink)
    assert 30 <= y.min() < y.max() < 70
    assert 40 <= x.min() < x.max() < 160
    assert y.max() - y.min() > 20, "as large as it fits"


def test_grays_of_an_image_that_is_called_binary_survive():
    gray = image(page(200, 100, ink=60, paper=200))
    binary = gray.with_pixels(gray.pixels, ImageType.TYPE_BYTE_BINARY)
    for draw in (mask, patch, partial(outline, line_width=2, font_size=14)):
        marks = [mark(20, 10, 100, 60, text="Jane")]
        assert np.array_equal(draw(binary, marks).pixels, draw(gray, marks).pixels)


def test_a_longer_text_is_smaller():
    heights = []
    for text in ("Hi", "Hippopotamus", "Hippopotamus and others"):
        found = changed(patch(image(BLANK), [mark(20, 30, 150, 40, text=text)]), BLANK)
        heights.append(len(text_rows(found)))
        assert np.flatnonzero(found.any(axis=0)).max() < 170
    assert heights == sorted(heights, reverse=True)
    assert heights[0] > heights[2]


def test_a_patch_is_turned_with_its_region():
    upright = changed(patch(image(BLANK), [mark(50, 40, 100, 20, text="Jane")]), BLANK)
    turned = changed(patch(image(BLANK), [mark(50, 40, 100, 20, 90.0, text="Jane")]), BLANK)
    y, x = np.nonzero(upright)
    assert np.array_equal(np.nonzero(turned[50 + x - 100, 100 - (y - 50) - 1])[0], np.arange(len(x)))
    assert turned.sum() == upright.sum()


def test_patches_of_neighbours_do_not_hide_each_other():
    marks = [mark(10, 20, 90, 30, text="left"), mark(60, 20, 90, 30, text="right")]
    alone = changed(patch(image(BLANK), marks[:1]), BLANK)
    assert changed(patch(image(BLANK), marks), BLANK)[alone].all()


@EVERY_TYPE
def test_a_patch_keeps_the_type_and_one_without_text_is_a_mask(kind):
    source = image(page(200, 100), kind)
    found = patch(source, [mark(20, 10, 100, 60, text="Jane")])
    assert found.image_type is kind
    if kind is ImageType.TYPE_BYTE_BINARY:
        assert set(np.unique(found.pixels)) <= {0, 255}
    filled = patch(source, [mark(20, 10, 100, 60, color=Color.red)])
    assert np.array_equal(filled.pixels, mask(source, [mark(20, 10, 100, 60, color=Color.red)]).pixels)


@pytest.mark.parametrize("kind", list(ImageType), ids=lambda kind: kind.name)
@pytest.mark.parametrize(("ground", "ink"), [(255, "black"), (0, "white")])
def test_texts_that_can_be_read_on_what_is_beneath(kind, ground, ink):
    """White labels on white, and black ones on black, are seen only with contrast."""
    before = image(np.full((100, 200), ground, np.uint8), kind)
    named, bare = ([mark(20, 60, 100, 30, color=Color.white if ground else Color.black, text=t)] for t in ("text", ""))
    frame_only = outline(before, bare, 2, 20).pixels
    assert np.array_equal(outline(before, named, 2, 20).pixels, frame_only)
    found = outline(before, named, 2, 20, contrast=True)
    written = (found.pixels != frame_only).reshape(100, 200, -1).any(axis=2)
    assert written.sum() > 50
    assert {tuple(np.atleast_1d(value)) for value in found.pixels[written]} == {pixel(Color(ink), kind)}


def test_fonts_and_styles_differ():
    marks = [mark(20, 60, 100, 30, text="Name \u0416")]
    fonts = [("", FontStyle.PLAIN), *(("Roboto", style) for style in FontStyle)]
    drawn = [outline(image(BLANK), marks, 2, 24, font).pixels.tobytes() for font in fonts]
    assert len(set(drawn)) == len(fonts)
    patched = [patch(image(BLANK), marks, font).pixels.tobytes() for font in fonts]
    assert len(set(patched)) == len(fonts)
