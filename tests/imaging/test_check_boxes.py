"""Check boxes: what is found, what is marked, and what is none."""

import cv2
import numpy as np
import pytest
from PIL import Image, ImageDraw, ImageFont

from sparkocr.imaging.box_outlines import find_outlines
from sparkocr.imaging.check_boxes import find_check_boxes

WHITE = 255
PLACES = [(60, 60), (60, 160), (360, 60), (360, 160)]
SIDE = 44
SURE = 0.7


def paper(size=(700, 260), tone=WHITE):
    image = Image.new("L", size, tone)
    return image, ImageDraw.Draw(image)


def square(draw, place, side=SIDE, ink=0, width=3):
    draw.rectangle((*place, place[0] + side, place[1] + side), outline=ink, width=width)


def form(*, tone=WHITE, ink=0, side=SIDE, border=square, marks=(), texts=True):
    """Four boxes with a text beside each; the first ones are marked."""
    image, draw = paper(tone=tone)
    for place in PLACES:
        border(draw, place, side, ink)
        if texts:
            draw.text(
                (place[0] + side + 20, place[1] + side), "Old Doctor", ink, ImageFont.load_default(38), anchor="ls"
            )
    for mark, place in zip(marks, PLACES, strict=False):
        mark(draw, place, side, ink)
    return np.asarray(image)


def tick(draw, place, side, ink):
    x, y = place
    draw.line(
        [(x + 0.2 * side, y + 0.5 * side), (x + 0.4 * side, y + 0.8 * side), (x + 1.2 * side, y - 0.2 * side)], ink, 4
    )


def cross(draw, place, side, ink):
    x, y = place
    draw.line((x - 6, y - 6, x + side + 6, y + side + 6), ink, 4)
    draw.line((x + side + 6, y - 6, x - 6, y + side + 6), ink, 4)


def dot(draw, place, side, ink):
    (x, y), half = place, side / 2
    draw.ellipse((x + half - 8, y + half - 8, x + half + 8, y + half + 8), ink)


def filled(draw, place, side, ink):
    x, y = place
    draw.rectangle((x, y, x + side, y + side), ink)


def circle(draw, place, side, ink):
    draw.ellipse((*place, place[0] + side, place[1] + side), outline=ink, width=3)


def rounded(draw, place, side, ink):
    draw.rounded_rectangle((*place, place[0] + side, place[1] + side), 8, outline=ink, width=3)


def double(draw, place, side, ink):
    square(draw, place, side, ink, 2)
    square(draw, (place[0] + 8, place[1] + 8), side - 16, ink, 2)


def on_gray(draw, place, side, ink):
    draw.rectangle((*place, place[0] + side, place[1] + side), 215, ink, 3)


def states(pixels, resolution=300):
    return [box.is_checked for box in find_check_boxes(pixels, resolution)]


def test_each_box_has_its_place():
    found = find_check_boxes(form(), 300)
    assert [(round(box.x, -1), round(box.y, -1)) for box in found] == sorted(PLACES, key=lambda place: place[::-1])
    assert all(abs(box.width - SIDE - 1) <= 3 and abs(box.height - SIDE - 1) <= 3 for box in found)
    assert all(0.9 < box.score <= 1 and not box.is_round for box in found)


@pytest.mark.parametrize("border", [square, circle, rounded, double, on_gray])
def test_what_is_in_the_first_two_boxes_marks_them(border):
    assert states(form(border=border, marks=[tick, cross])) == [True, False, True, False]


def test_circles_are_round():
    assert [box.is_round for box in find_check_boxes(form(border=circle), 300)] == [True] * 4


@pytest.mark.parametrize("mark", [tick, cross, dot, filled])
def test_any_mark_is_one(mark):
    assert states(form(marks=[mark])) == [True, False, False, False]


@pytest.mark.parametrize("side", [22, 44, 90])
def test_boxes_of_several_sizes(side):
    assert states(form(side=side, marks=[cross], texts=False)) == [True, False, False, False]


@pytest.mark.parametrize(("tone", "ink"), [(255, 150), (150, 20), (30, 255)])
def test_pale_ink_tinted_paper_and_white_on_dark(tone, ink):
    assert states(form(tone=tone, ink=ink, marks=[tick])) == [True, False, False, False]


def test_of_a_wrong_or_unknown_resolution():
    pixels = np.full((3300, 2550), WHITE, np.uint8)
    pixels[:260, :700] = form(marks=[dot])
    assert states(pixels, 0) == states(pixels, 72) == states(pixels, 300) == [True, False, False, False]


@pytest.mark.parametrize("angle", [-2, 2])
def test_on_a_slanted_noisy_scan(angle):
    turn = cv2.getRotationMatrix2D((350, 130), angle, 1)
    pixels = cv2.warpAffine(form(marks=[tick, cross]), turn, (700, 260), borderValue=WHITE)
    noise = np.random.default_rng(1).normal(0, 12, pixels.shape)
    assert states(np.clip(pixels + noise, 0, 255).astype(np.uint8)) == [True, False, True, False]


def test_dots_are_a_border():
    image, draw = paper()
    for left, top in PLACES:
        for step in range(0, SIDE + 1, 6):
            for x, y in ((step, 0), (step, SIDE), (0, step), (SIDE, step)):
                draw.rectangle((left + x - 1, top + y - 1, left + x + 2, top + y + 2), 0)
    assert states(np.asarray(image)) == [False] * 4


def test_letters_are_none():
    image, draw = paper((1200, 400))
    for row, size in enumerate((30, 40, 52)):
        draw.text((40, 40 + 90 * row), "OLD DOOR 0800 BOOK, O negative, D 0 8 B", 0, ImageFont.load_default(size))
    assert find_check_boxes(np.asarray(image), 300) == []


def test_cells_are_none():
    image, draw = paper()
    for x in range(60, 460, 50):
        draw.rectangle((x, 60, x + 50, 110), outline=0, width=3)
        draw.rectangle((x, 110, x + 50, 160), outline=0, width=3)
    assert find_check_boxes(np.asarray(image), 300) == []


def test_a_box_in_a_cell_is_one():
    image, draw = paper()
    for x in (40, 240, 440):
        draw.rectangle((x, 40, x + 200, 120), outline=0, width=3)
        square(draw, (x + 20, 58))
    assert states(np.asarray(image)) == [False] * 3


def test_a_filled_square_needs_a_box_of_its_size():
    image, draw = paper()
    filled(draw, PLACES[0], SIDE, 0)
    assert find_check_boxes(np.asarray(image), 300) == []
    square(draw, PLACES[1])
    assert states(np.asarray(image)) == [True, False]


def test_patterns_are_none():
    rng = np.random.default_rng(0)
    modules = rng.random((21, 21)) < 0.5
    for row, column in ((0, 0), (0, 14), (14, 0)):
        modules[max(0, row - 1) : row + 8, max(0, column - 1) : column + 8] = False
        modules[row : row + 7, column : column + 7] = True
        modules[row + 1 : row + 6, column + 1 : column + 6] = False
        modules[row + 2 : row + 5, column + 2 : column + 5] = True
    code = np.where(np.kron(modules, np.ones((8, 8))), 0, WHITE).astype(np.uint8)
    pixels = np.full((300, 300), WHITE, np.uint8)
    pixels[50:218, 50:218] = code
    assert find_check_boxes(pixels, 300) == []


def test_a_lone_box_is_less_sure():
    image, draw = paper()
    square(draw, PLACES[0])
    (box,) = find_check_boxes(np.asarray(image), 300)
    assert 0.7 < box.score < 0.9


def test_letters_in_columns_are_none():
    image, draw = paper((700, 500))
    font = ImageFont.load_default(40)
    for row in range(5):
        for column, text in enumerate(("4", "0", "1", "0", "O")):
            draw.text((60 + 120 * column, 40 + 90 * row), text, 0, font)
    assert [box for box in find_check_boxes(np.asarray(image), 300) if box.score >= SURE] == []


@pytest.mark.parametrize("letter", list("bdgpqDO0"))
def test_lone_letters_are_not_sure(letter):
    image, draw = paper()
    draw.text((300, 100), letter, 0, ImageFont.load_default(60))
    assert [box for box in find_check_boxes(np.asarray(image), 300) if box.score >= SURE] == []


def test_circles_that_are_all_marked_are_not_sure():
    marked = find_check_boxes(form(border=circle, marks=[dot] * 4), 300)
    assert all(box.score < SURE for box in marked)
    assert all(box.score > SURE for box in find_check_boxes(form(border=circle, marks=[dot] * 3), 300))


def test_on_a_very_long_image():
    pixels = np.full((20_000, 700), WHITE, np.uint8)
    pixels[-260:] = form(marks=[dot])
    found = find_check_boxes(pixels, 300)
    assert [(box.is_checked, round(box.y, -1)) for box in found] == [
        (True, 19_800), (False, 19_800), (False, 19_900), (False, 19_900),
    ]  # fmt: skip


def test_on_black_and_white_images():
    image = Image.fromarray(form(marks=[tick, cross])).convert("1")
    assert states(np.asarray(image.convert("L"))) == [True, False, True, False]


@pytest.mark.parametrize("shape", [(1, 1), (1, 3000), (9, 9), (40, 40), (6000, 12)])
@pytest.mark.parametrize("tone", [0, 128, 255])
def test_nothing_is_found_on_blank_images_of_any_size(shape, tone):
    assert find_check_boxes(np.full(shape, tone, np.uint8), 0) == []


def test_noise_is_none():
    pixels = np.random.default_rng(0).integers(0, 256, (600, 600), np.uint8)
    assert find_check_boxes(pixels, 300) == []


def test_outlines_are_those_of_ink():
    ink = np.zeros((100, 100), np.uint8)
    cv2.rectangle(ink, (30, 40), (50, 60), 1)
    best = max(find_outlines(ink), key=lambda outline: outline.score)
    assert (best.x, best.y, best.width, best.height, best.is_solid) == (30, 40, 21, 21, False)
