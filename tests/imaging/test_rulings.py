"""Lines of images: found, and taken out."""

import cv2
import numpy as np
import pytest
from PIL import Image, ImageDraw, ImageFont

from sparkocr.imaging.area_edges import find_area_edges
from sparkocr.imaging.rulings import erase_rulings, find_rulings, px_per_point

DPI = 150
XS, YS = (100, 400, 620, 1000), tuple(range(150, 600, 45))
PROSE = "The quick brown fox jumps over the lazy dog and minimum illumination"


def drawn(*, width=2, dashes=None, paper=255, ink=0, text=True):
    """A grid with a number in each cell, above lines of prose."""
    image = Image.new("L", (1100, 1000), 255)
    pen = ImageDraw.Draw(image)
    font = ImageFont.load_default(21)
    pen.rectangle((XS[0], YS[0], XS[-1], YS[-1]), fill=paper)
    for y in YS:
        line(pen, (XS[0], y, XS[-1], y), width, ink, dashes)
    for x in XS:
        pen.line((x, YS[0], x, YS[-1]), fill=ink, width=width)
    for row, y in enumerate(YS[:-1] if text else ()):
        for x in XS[:-1]:
            pen.text((x + 12, y + 10), f"{row}.{x}", font=font, fill=ink)
    for number in range(8):
        pen.text((100, 680 + 30 * number), PROSE, font=font, fill=0)
    return np.array(image)


def line(pen, ends, width, ink, dashes):
    if dashes is None:
        pen.line(ends, fill=ink, width=width)
        return
    length, period = dashes
    x, y, to_x, _ = ends
    for start in range(x, to_x, period):
        pen.rectangle((start, y, start + length - 1, y + width - 1), fill=ink)


def turned(pixels, angle):
    height, width = pixels.shape
    matrix = cv2.getRotationMatrix2D((width / 2, height / 2), -angle, 1)
    return cv2.warpAffine(pixels, matrix, (width, height), borderValue=255)


def noisy(pixels, sigma=10, specks=0.003):
    random = np.random.default_rng(0)
    found = pixels + random.normal(-sigma, sigma, pixels.shape)
    found[random.random(pixels.shape) < specks] = 0
    found[random.random(pixels.shape) < specks] = 255
    return np.clip(found, 0, 255).astype(np.uint8)


def check_grid(rulings, *, tolerance=3):
    """Check that the lines are those of the grid."""
    assert len(rulings.horizontal) == len(YS)
    assert len(rulings.vertical) == len(XS)
    for found, y in zip(rulings.horizontal, YS, strict=True):
        assert (found.y, found.to_y) == pytest.approx((y + 1, y + 1), abs=tolerance)
        assert (found.x, found.to_x) == pytest.approx((XS[0], XS[-1]), abs=3 * tolerance)
    for found, x in zip(rulings.vertical, XS, strict=True):
        assert (found.x, found.to_x) == pytest.approx((x + 1, x + 1), abs=tolerance)
        assert (found.y, found.to_y) == pytest.approx((YS[0], YS[-1]), abs=3 * tolerance)


@pytest.mark.parametrize("width", [1, 2, 5])
def test_lines_of_any_width(width):
    check_grid(find_rulings(drawn(width=width), DPI))


@pytest.mark.parametrize("resolution", [DPI, 0])
def test_unknown_resolution(resolution):
    check_grid(find_rulings(drawn(), resolution))


def test_size_of_letters_tells_the_resolution():
    pixels = drawn()
    assert px_per_point(pixels, 300) == 300 / 72
    assert px_per_point(pixels, 0) == pytest.approx(DPI / 72, rel=0.35)
    assert px_per_point(np.full((50, 50), 255, np.uint8), 0) == 150 / 72


@pytest.mark.parametrize("dashes", [(3, 7), (8, 14)])
def test_dotted_and_dashed_lines(dashes):
    check_grid(find_rulings(drawn(dashes=dashes), DPI), tolerance=7)


def test_broken_lines():
    pixels = drawn()
    pixels[:, 250:256] = 255
    pixels[333:338] = 255
    check_grid(find_rulings(pixels, DPI))


@pytest.mark.parametrize("angle", [-2, -0.7, 0.4, 2])
def test_skewed_lines(angle):
    rulings = find_rulings(turned(drawn(), angle), DPI)
    assert (len(rulings.horizontal), len(rulings.vertical)) == (len(YS), len(XS))
    assert rulings.angle == pytest.approx(angle, abs=0.1)
    assert rulings.horizontal[0].length == pytest.approx(XS[-1] - XS[0], abs=6)


@pytest.mark.parametrize("angle", [0, 1.5])
def test_noise(angle):
    rulings = find_rulings(noisy(turned(drawn(), angle)), DPI)
    assert sum(each.length > 800 for each in rulings.horizontal) == len(YS)
    assert sum(each.length > 350 for each in rulings.vertical) >= len(XS) - 1


def test_light_lines_on_a_dark_area():
    pixels = drawn(paper=40, ink=230)
    found = find_rulings(pixels, DPI)
    inside = [each for each in found.horizontal if YS[0] + 9 < each.y < YS[-1] - 9]
    assert [round(each.y) for each in inside] == pytest.approx([y + 1 for y in YS[1:-1]], abs=2)
    assert all(each.x > XS[0] - 9 and each.to_x < XS[-1] + 9 for each in inside)
    inside = [each.x for each in found.vertical if XS[0] + 9 < each.x < XS[-1] - 9]
    assert inside == pytest.approx([XS[1] + 1, XS[2] + 1], abs=2)


def test_double_lines():
    pixels = drawn()
    pixels[150:152] = 255
    pixels[145:147, 100:1000] = pixels[152:154, 100:1000] = 0
    found = find_rulings(pixels, DPI).horizontal
    assert [round(each.y) for each in found[:2]] == pytest.approx([146, 153], abs=1)


def test_no_lines_in_text():
    pixels = drawn()[660:]
    assert lines_of(find_rulings(pixels, DPI)) == []
    assert find_rulings(pixels, DPI).angle == 0


def lines_of(rulings):
    return [*rulings.horizontal, *rulings.vertical]


def test_leaders_are_no_lines():
    image = Image.new("L", (1100, 400), 255)
    pen = ImageDraw.Draw(image)
    for row in range(8):
        pen.text(
            (60, 30 + 40 * row), f"Chapter {row} " + "." * 110 + f" {row}7", font=ImageFont.load_default(21), fill=0
        )
    assert find_rulings(np.array(image), DPI).horizontal == []


@pytest.mark.parametrize("shape", [(1, 1), (1, 300), (300, 1), (3, 3), (40, 40)])
@pytest.mark.parametrize("level", [0, 255])
def test_small_and_empty_images(shape, level):
    pixels = np.full(shape, level, np.uint8)
    for resolution in (0, 72, 600):
        rulings = find_rulings(pixels, resolution)
        assert lines_of(rulings) == []
        assert (erase_rulings(pixels, rulings) == pixels).all()


def test_colours():
    gray = drawn()
    check_grid(find_rulings(cv2.cvtColor(gray, cv2.COLOR_GRAY2BGR), DPI))
    opaque = np.dstack([np.full_like(gray, 255), gray, gray, gray])
    check_grid(find_rulings(opaque, DPI))


def test_largest_images():
    pixels = np.full((300, 20_000), 255, np.uint8)
    pixels[100:103, 500:19_500] = 0
    (found,) = find_rulings(pixels, 300).horizontal
    assert (found.x, found.to_x) == pytest.approx((500, 19_500), abs=12)


def test_number_of_lines_is_bounded():
    pixels = np.full((6000, 200), 255, np.uint8)
    pixels[::8] = 0
    assert len(find_rulings(pixels, 600).horizontal) <= 3000


@pytest.mark.parametrize("channels", [1, 3])
@pytest.mark.parametrize("angle", [0, 1.5])
def test_erased_lines_leave_the_text(angle, channels):
    with_lines, bare = turned(drawn(), angle), turned(drawn(width=0), angle)
    pixels = with_lines if channels == 1 else cv2.cvtColor(with_lines, cv2.COLOR_GRAY2BGR)
    erased = erase_rulings(pixels, find_rulings(pixels, DPI))
    assert erased.shape == pixels.shape
    gray = erased if channels == 1 else erased[..., 0]
    wrong = np.abs(gray.astype(int) - bare) > 100
    assert wrong.sum() < 0.03 * (np.abs(with_lines.astype(int) - bare) > 100).sum()


def test_lines_that_are_erased_already():
    pixels = np.full((200, 600), 255, np.uint8)
    pixels[100:102, 20:580] = 0
    rulings = find_rulings(pixels, DPI)
    erased = erase_rulings(pixels, rulings)
    assert (erase_rulings(erased, rulings) == erased).all()


def test_letters_that_cross_a_line_stay():
    pixels = np.full((200, 600), 255, np.uint8)
    pixels[100:102, 20:580] = 0
    pixels[85:118, 300:304] = 0  # the stem of a p
    pixels[84:100, 400:404] = 0  # an l that stands on the line
    erased = erase_rulings(pixels, find_rulings(pixels, DPI))
    assert (erased[85:118, 300:304] == 0).all()
    assert (erased[84:100, 400:404] == 0).all()
    erased[85:118, 300:304] = erased[84:102, 400:404] = 255
    assert (erased > 200).all()


def test_edges_of_areas():
    pixels = np.full((600, 900), 255, np.uint8)
    pixels[100:160, 100:800] = 60
    pixels[160:220, 100:800] = 225
    cv2.putText(pixels, "Total and more of it", (120, 145), cv2.FONT_HERSHEY_SIMPLEX, 1, 255, 2)
    edges = find_area_edges(pixels, DPI)
    assert [round(each.y) for each in edges.horizontal] == pytest.approx([100, 160, 220], abs=3)
    assert sorted(round(each.x) for each in edges.vertical) == pytest.approx([100, 800], abs=3)
    assert lines_of(find_area_edges(drawn(), DPI)) == []
    assert lines_of(find_area_edges(np.zeros((1, 1), np.uint8))) == []
