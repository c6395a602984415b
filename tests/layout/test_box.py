import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sparkocr.layout.box import Box, map_box

sides = st.floats(1, 500)
places = st.floats(-500, 500)
angles = st.floats(-180, 180)
boxes = st.builds(Box, places, places, sides, sides, angles)


def turn(angle, scale=1.0, shift=(0.0, 0.0)):
    cos, sin = scale * np.cos(np.radians(angle)), scale * np.sin(np.radians(angle))
    return np.array([[cos, -sin, shift[0]], [sin, cos, shift[1]], [0, 0, 1]])


def test_corners_are_clockwise_and_turn_clockwise():
    assert Box(10, 20, 4, 2).corners().tolist() == [[10, 20], [14, 20], [14, 22], [10, 22]]
    assert Box(10, 20, 4, 2, 90).corners() == pytest.approx(np.array([[13, 19], [13, 23], [11, 23], [11, 19]]))


def test_scaled_and_shifted():
    matrix = np.array([[2, 0, 5], [0, 3, 7], [0, 0, 1]])
    assert map_box(Box(1, 1, 10, 10), matrix) == Box(7, 10, 20, 30)


@given(boxes, angles, st.floats(0.1, 10), st.tuples(places, places))
def test_a_rotated_box_fits_and_returns(box, angle, scale, shift):
    matrix = turn(angle, scale, shift)
    moved = map_box(box, matrix, rotated=True)
    assert moved.width * moved.height == pytest.approx(box.width * box.height * scale**2, rel=1e-6)
    assert moved.corners() == pytest.approx(box.corners() @ matrix[:2, :2].T + matrix[:2, 2], abs=1e-5)
    back = map_box(moved, np.linalg.inv(matrix), rotated=True)
    assert back.corners() == pytest.approx(box.corners(), abs=1e-4)


@given(boxes, angles)
def test_an_upright_box_covers(box, angle):
    matrix = turn(angle)
    upright = map_box(box, matrix)
    corners = map_box(box, matrix, rotated=True).corners()
    assert upright.angle == 0
    assert (corners >= np.array([upright.x, upright.y]) - 1e-6).all()
    assert (corners <= np.array([upright.x + upright.width, upright.y + upright.height]) + 1e-6).all()


def at(x, y, width=100, height=20, angle=0.0):
    return Box(x, y, width, height, angle)


def test_grown():
    assert Box(10, 20, 30, 40, 7.0).grown(5) == Box(5, 15, 40, 50, 7.0)
    assert Box(10, 20, 30, 40, 7.0).grown(0) == Box(10, 20, 30, 40, 7.0)


@pytest.mark.parametrize(
    ("box", "expected"),
    [
        (at(0, 0), True),
        (at(-99, 479), True),
        (at(-100, 0), False),
        (at(640, 0), False),
        (at(0, -20), False),
        (at(0, 480), False),
        (at(0, 0, width=0), False),
        (at(0, 500, angle=90), True),  # its centre is at 510, but it reaches 50 up
        (at(0, 600, angle=90), False),
    ],
)
def test_touches(box, expected):
    assert box.touches(640, 480) is expected


@given(boxes)
def test_a_box_is_around_its_centre(box):
    again = Box.around(box.centre, box.width, box.height, box.angle)
    assert [again.x, again.y] == pytest.approx([box.x, box.y])
    assert box.corners().mean(axis=0) == pytest.approx(np.array(box.centre), abs=1e-6)
    left, top, right, bottom = box.edges()
    assert (left, top) == pytest.approx(tuple(box.corners().min(axis=0)))
    assert (right, bottom) == pytest.approx(tuple(box.corners().max(axis=0)))


@given(boxes, st.floats(-100, 100), st.floats(-100, 100))
def test_a_moved_box_is_as_far_off_as_it_was_moved(box, along, across):
    moved = box.moved(along, across)
    assert box.offset(moved) == pytest.approx((along, across), abs=1e-6)
    assert (moved.width, moved.height, moved.angle) == (box.width, box.height, box.angle)


def test_directions():
    assert Box(0, 0, 2, 1).moved(3, 1) == Box(3, 1, 2, 1)
    assert Box(0, 0, 2, 1, 90).moved(3, 1).centre == pytest.approx((0, 3.5))
    assert Box(0, 0, 2, 1, 90).direction == pytest.approx((0, 1))


def test_common_areas():
    one = Box(0, 0, 10, 10)
    assert one.common_area(Box(5, 5, 10, 10)) == 25
    assert one.common_area(Box(20, 5, 10, 10)) == 0
    assert one.common_area(Box(20, 20, 10, 10)) == 0, "apart in both directions"
    assert one.common_area(Box(-10, 0, 30, 10, 90)) == pytest.approx(100), "a bar that is turned through it"
    assert one.iou(one) == 1
    assert one.iou(Box(5, 0, 10, 10)) == pytest.approx(1 / 3)
    assert Box(0, 0, 0, 0).iou(Box(0, 0, 0, 0)) == 0


@given(boxes, boxes)
def test_what_is_common_is_in_both(one, other):
    common = one.common_area(other)
    assert common == pytest.approx(other.common_area(one), rel=1e-2, abs=1)
    assert -1e-3 <= common <= min(one.area, other.area) * 1.01 + 1
    assert 0 <= one.iou(other) <= 1.02
