"""How closely the detector looks at a page, and what happens to noisy ones."""

import cv2
import numpy as np
import pytest

from sparkocr.engines.ppocr.detect import DetectOptions, detect
from sparkocr.engines.ppocr.engine import PPOcr, _without_noise

from .make_text import draw_text

PRINT = "\n".join(["The quick brown fox jumps over 13 lazy dogs"] * 12)


def seen(pixels, **options):
    """The long sides of what the network sees of a page."""
    sides = []

    def network(batch):
        sides.append(max(batch.shape[2:]))
        return np.zeros((1, 1, *batch.shape[2:]), np.float32)

    detect(network, pixels, 300, DetectOptions(**options))
    return sides


def page_of(size, side=1600):
    return draw_text(PRINT, side, side, size=size)


def noisy(pixels, sigma):
    noise = np.random.default_rng(0).normal(0, sigma, pixels.shape)
    return np.clip(pixels * 0.7 + 40 + noise, 0, 255).astype(np.uint8)


class TestCloseness:
    def test_small_print_is_seen_more_closely(self):
        (plain,) = seen(page_of(13))
        closer = seen(page_of(13), text_height=11)
        assert plain == 1600
        assert len(closer) > 1, "more than a tile shows"

    def test_large_print_is_not(self):
        assert seen(page_of(30), text_height=11) == seen(page_of(30)) == [1600]

    def test_page_without_text(self):
        blank = np.full((400, 400), 255, np.uint8)
        assert seen(blank, text_height=11) == seen(blank)

    def test_colour_is_seen_as_gray_is(self):
        page = page_of(13)
        assert seen(cv2.cvtColor(page, cv2.COLOR_GRAY2BGR), text_height=11) == seen(page, text_height=11)

    def test_there_is_a_limit(self):
        page = page_of(10, 3000)
        assert sum(seen(page, text_height=30)) == sum(seen(page, text_height=60))


class TestNoise:
    @pytest.mark.parametrize("colours", [1, 3])
    def test_noise_is_taken_out(self, colours):
        page = noisy(page_of(34, 900), 20)
        page = page if colours == 1 else np.repeat(page[..., None], 3, axis=2)
        assert _without_noise(page)[:30].std() < page[:30].std() / 2

    @pytest.mark.parametrize("size", [12, 34])
    def test_clean_pages_stay(self, size):
        page = page_of(size, 900)
        assert _without_noise(page) is page

    def test_low_letters_stay(self):
        page = noisy(page_of(14, 900), 20)
        assert _without_noise(page) is page

    def test_noisy_page_is_read(self):
        words = PPOcr().read(noisy(draw_text("Hello brave world\nsecond line, 12.50", size=34), 45), 300).text.split()
        assert words == ["Hello", "brave", "world", "second", "line,", "12.50"]
