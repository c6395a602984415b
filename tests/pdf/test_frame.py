"""The way between user space and the displayed page."""

import numpy as np
import pytest

from sparkocr.pdf.frame import PageFrame

FRAMES = [PageFrame(10, 20, 110, 320, rotation, unit) for rotation in (0, 90, 180, 270) for unit in (1, 2.5)]
POINTS = np.array([(30.0, 50.0), (60.0, 300.0)])


@pytest.mark.parametrize("frame", FRAMES, ids=str)
def test_there_and_back(frame):
    assert frame.to_user_space(frame.to_display(POINTS)) == pytest.approx(POINTS)


@pytest.mark.parametrize("frame", FRAMES, ids=str)
def test_the_visible_part_fills_the_displayed_page(frame):
    shown = frame.to_display(np.array([(10.0, 20.0), (110.0, 320.0)]))
    width, height = (300, 100) if frame.rotation in {90, 270} else (100, 300)
    assert shown.min(axis=0).tolist() == [0, 0]
    assert shown.max(axis=0).tolist() == [width * frame.unit, height * frame.unit]


@pytest.mark.parametrize("frame", FRAMES, ids=str)
def test_boxes_go_where_their_corners_go(frame):
    (left, bottom), (right, top) = POINTS
    corners = frame.to_display(POINTS)
    expected = (*corners.min(axis=0), *np.ptp(corners, axis=0))
    assert frame.box_to_display()(left, bottom, right, top) == pytest.approx(expected)


@pytest.mark.parametrize("frame", FRAMES, ids=str)
def test_a_page_is_laid_over_the_visible_part(frame):
    width, height = 50.0, 60.0
    a, b, c, d, e, f = frame.matrix_of(width, height)
    # Its corners at the top are those at the top of the displayed page.
    top = np.array([(a * x + c * y + e, b * x + d * y + f) for x, y in ((0, height), (width, height))])
    shown = frame.to_display(top)
    assert shown[0] == pytest.approx((0, 0), abs=1e-9)
    assert shown[1][1] == pytest.approx(0, abs=1e-9)
    assert shown[1][0] == pytest.approx(frame.unit * (300 if frame.rotation in {90, 270} else 100))
