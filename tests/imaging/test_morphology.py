import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import array_shapes, arrays
from skimage import morphology as sk

from sparkocr.imaging.morphology import kernel, morphology

SHAPES = ["square", "diamond", "disk", "octahedron", "octagon", "star"]
OPERATIONS = ["opening", "closing", "erosion", "dilation"]
images = arrays(np.uint8, array_shapes(min_dims=2, max_dims=2, max_side=12))


@pytest.mark.parametrize("shape", SHAPES)
@pytest.mark.parametrize("size", [1, 2, 3])
def test_kernels_are_those_of_scikit_image(shape, size):
    wanted = {
        "square": np.ones((size, size)),
        "diamond": sk.diamond(size),
        "disk": sk.disk(size),
        "octahedron": sk.octahedron(size)[size],
        "octagon": sk.octagon(size, size),
        "star": sk.star(size),
    }[shape]
    found = kernel(shape, size)
    assert found.shape[0] % 2 == 1
    assert np.array_equal(found[: wanted.shape[0], : wanted.shape[1]], wanted)
    assert found.sum() == wanted.sum()


@pytest.mark.parametrize("operation", OPERATIONS)
@pytest.mark.parametrize("shape", SHAPES)
def test_operations_agree_with_scikit_image(operation, shape):
    pixels = np.random.default_rng(2).integers(0, 256, (40, 50), dtype=np.uint8)
    wanted = getattr(sk, operation)(pixels, kernel(shape, 2))
    inside = slice(6, -6)  # at the edge, scikit-image reflects
    assert np.array_equal(morphology(pixels, operation, shape, 2)[inside, inside], wanted[inside, inside])


@given(images, st.sampled_from(SHAPES), st.integers(1, 4))
def test_laws(pixels, shape, size):
    eroded, dilated = (morphology(pixels, name, shape, size) for name in ("erosion", "dilation"))
    opened, closed = (morphology(pixels, name, shape, size) for name in ("opening", "closing"))
    assert {array.shape for array in (eroded, dilated, opened, closed)} == {pixels.shape}
    assert (opened <= pixels).all()
    assert (closed >= pixels).all()
    assert np.array_equal(morphology(opened, "opening", shape, size), opened)
    assert np.array_equal(morphology(closed, "closing", shape, size), closed)


def test_channels_are_processed_for_themselves():
    pixels = np.random.default_rng(3).integers(0, 256, (9, 9, 3), dtype=np.uint8)
    found = morphology(pixels, "erosion")
    assert np.array_equal(found[..., 1], morphology(np.ascontiguousarray(pixels[..., 1]), "erosion"))
