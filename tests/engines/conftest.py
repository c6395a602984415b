"""Pages that the tests of the engines read."""

import numpy as np
import pytest

from .make_text import draw_text


@pytest.fixture(scope="session")
def two_lines():
    return draw_text("Hello brave world\nsecond line, 12.50")


@pytest.fixture(scope="session")
def two_blocks():
    """Two columns of text over a picture, as from a scan at 300 dpi."""
    left = "First column has some\nlines of running text\nthat are short enough\nto end before the gap"
    right = "Another column is here\non the right hand side\nof the very same page\nand as long as that"
    page = np.full((850, 1400), 255, np.uint8)
    page[:350, :600] = draw_text(left, 600, 350)
    page[:350, 750:1350] = draw_text(right, 600, 350)
    y, x = np.mgrid[0:400, 0:700]
    page[400:800, 300:1000] = 120 + 60 * np.sin(y / 37) + 60 * np.cos(x / 23)
    return page
