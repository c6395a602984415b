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
