"""What every stage from image to image promises about any image, without Spark."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sparkocr.enums import ImageType
from sparkocr.imaging.pixels import Image
from sparkocr.stage.bases import ImageStage
from sparkocr.transformers import (
    STAGES,
    ImageEnhanceContrast,
    ImageHomogenizeLight,
    ImageRemoveBackground,
    ImageRemoveGlare,
)

IMAGE_STAGES = [cls for cls in STAGES if issubclass(cls, ImageStage)]
CALLED_BINARY = {ImageHomogenizeLight, ImageEnhanceContrast, ImageRemoveGlare, ImageRemoveBackground}
"""Stages that call gray images binary."""
every_image_stage = pytest.mark.parametrize("cls", IMAGE_STAGES, ids=lambda cls: cls.__name__)


@st.composite
def images(draw):
    """Images of all types, also of one row or one column, blank or full of noise, with or without a resolution.

    Binary ones may have grays, as some stages give them.
    """
    kind = draw(st.sampled_from(list(ImageType)))
    height, width = draw(st.integers(1, 40)), draw(st.integers(1, 40))
    shape = (height, width) if kind.channels == 1 else (height, width, kind.channels)
    levels = (0, 255) if kind is ImageType.TYPE_BYTE_BINARY and draw(st.booleans()) else range(256)
    rng = np.random.default_rng(draw(st.integers(0, 9)))
    one = draw(st.sampled_from(list(levels)))
    pixels = (
        rng.choice(np.array(list(levels), np.uint8), shape) if draw(st.booleans()) else np.full(shape, one, np.uint8)
    )
    pixels.flags.writeable = False
    return Image(pixels, draw(st.sampled_from([0, 72, 300])), kind)


@every_image_stage
@settings(max_examples=25, deadline=None)
@given(image=images())
def test_any_image_becomes_an_image(cls, image):
    found = cls()._image_function()(image)
    height, width, *channels = found.pixels.shape
    assert found.pixels.dtype == np.uint8
    assert (channels or [1]) == [found.image_type.channels]
    assert min(height, width) >= 1
    assert (found.resolution == 0) == (image.resolution == 0)
    has_grays = cls in CALLED_BINARY or (image.image_type is ImageType.TYPE_BYTE_BINARY and not image.is_bilevel)
    if found.image_type is ImageType.TYPE_BYTE_BINARY and not has_grays:
        assert set(np.unique(found.pixels)) <= {0, 255}
    if found.transform is None:
        assert found.pixels.shape[:2] == image.pixels.shape[:2]
    else:
        middle = (found.transform @ [width / 2, height / 2, 1])[:2]
        assert (middle >= 0).all()
        assert (middle <= image.pixels.shape[1::-1]).all()


@every_image_stage
def test_every_image_type_gives_the_same_text_image(cls):
    """Gray stored as colour, opaque or not, is still the same page."""
    gray = np.kron(np.random.default_rng(0).integers(0, 2, (9, 12)), np.full((8, 8), 255)).astype(np.uint8)
    kinds = {
        ImageType.TYPE_BYTE_GRAY: gray,
        ImageType.TYPE_3BYTE_BGR: np.dstack([gray] * 3),
        ImageType.TYPE_4BYTE_ABGR: np.dstack([np.full_like(gray, 255), *[gray] * 3]),
    }
    found = [cls()._image_function()(Image(pixels, 300, kind)) for kind, pixels in kinds.items()]
    last_channels = [one.pixels if one.pixels.ndim == 2 else one.pixels[..., -1] for one in found]
    assert np.array_equal(last_channels[0], last_channels[1])
    assert np.array_equal(last_channels[0], last_channels[2])
