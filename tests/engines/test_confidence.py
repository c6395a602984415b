"""How confidences become how likely a word is right, and which words are read again."""

from dataclasses import replace

import cv2
import numpy as np
import pytest

from sparkocr.engines.confidence import CALIBRATIONS, calibrated, features, log_odds
from sparkocr.engines.ppocr import engine, models
from sparkocr.engines.ppocr.again import Part, Reading, doubtful_parts, read_parts, within_budget, words_of
from sparkocr.engines.ppocr.engine import PPOcr
from sparkocr.engines.ppocr.lines import HEIGHT, Strip
from sparkocr.engines.ppocr.recognise import Character
from sparkocr.engines.tesseract import Tesseract
from sparkocr.layout.box import Box
from sparkocr.metrics import word_f1

from .make_text import draw_text
from .make_words import WORDS

STEP = 20  # px from one character of a drawn line to the next


def reading(text, **sure):
    """A line of text as it may have been read: a letter that is named is less sure than 99."""
    pixels = np.full((HEIGHT, STEP * len(text)), 255, np.uint8)
    for number, letter in enumerate(text):
        if letter.strip():
            pixels[10:38, number * STEP + 4 : number * STEP + 16] = 0
    found = [
        Character(letter, (number + 0.5) * STEP, sure.get(letter, 99.0), "tiny") for number, letter in enumerate(text)
    ]
    return Reading(Strip(pixels, Box(0, 0, pixels.shape[1], HEIGHT)), tuple(found))


def by_least(_line):
    return lambda word: min(one.confidence for one in word)


def text_of(line):
    return "".join(one.text for one in line.found)


class TestCalibration:
    @pytest.mark.parametrize("recogniser", CALIBRATIONS)
    def test_surer_letters_and_lines_make_surer_words(self, recogniser):
        def sure(*facts):
            return CALIBRATIONS[recogniser].of(features(*facts))

        line = log_odds(95)
        assert 0 < sure("word", 0, line, 48) < sure("word", 60, line, 48) < sure("word", 99, line, 48) < 100
        assert sure("word", 90, log_odds(60), 48) < sure("word", 90, log_odds(99), 48)
        assert sure("word", 90, line, 12) < sure("word", 90, line, 48) == sure("word", 90, line, 96)
        assert sure("13lbs", 90, line, 48) < sure("pounds", 90, line, 48)

    @pytest.mark.parametrize("reader", [PPOcr(), PPOcr(size="small"), Tesseract()])
    def test_clear_print_is_sure_and_only_words_change(self, two_lines, reader):
        page = reader.read(two_lines, 300, symbols=True)
        raw = replace(reader, calibrated=False).read(two_lines, 300, symbols=True)
        assert page.text == raw.text
        assert all(word.confidence > 90 for word in page.words())
        assert [word.confidence for word in page.words()] != [word.confidence for word in raw.words()]
        assert [word.symbols for word in page.words()] == [word.symbols for word in raw.words()]

    def test_page_without_text(self):
        blank = replace(Tesseract(), calibrated=False).read(np.full((100, 100), 255, np.uint8), 300)
        assert calibrated(blank, "tesseract") == blank


class TestParts:
    def test_words(self):
        assert words_of(reading("ab  c d ").found) == [(0, 2), (4, 5), (6, 7)]
        assert words_of(reading("  ").found) == words_of(()) == []

    def test_doubtful_words_are_cut_at_blanks(self):
        line = reading("some words are bxd here", x=40)
        (part,) = doubtful_parts(7, line, by_least, 90)
        assert (part.line, text_of(line)[part.first : part.last]) == (7, "bxd")
        assert part.left == pytest.approx(14.5 * STEP, abs=STEP / 2)
        assert part.right == pytest.approx(18.5 * STEP, abs=STEP / 2)
        assert part.doubt == pytest.approx(90 - 40)

    def test_sure_lines_have_none(self):
        assert doubtful_parts(0, reading("all is well"), by_least, 90) == []

    def test_neighbours_are_one_part(self):
        (part,) = doubtful_parts(0, reading("one txo thrxe four five nine", x=40), by_least, 90)
        assert (part.first, part.last) == (4, 13)

    def test_a_word_without_a_place_of_its_own_stays(self):
        line = reading("some words are b x d here", x=40)
        found = tuple(replace(one, middle=15.5 * STEP) if one.text in "bxd" else one for one in line.found)
        assert doubtful_parts(0, Reading(line.strip, found), by_least, 90) == []

    def test_a_line_of_doubts_is_one_part(self):
        line = reading("axa bb cxcc dxd", x=40)
        (part,) = doubtful_parts(0, line, by_least, 90)
        assert (part.first, part.last, part.left, part.right) == (0, 15, 0, line.strip.pixels.shape[1])

    def test_budget_is_for_the_most_doubtful(self):
        parts = [Part(0, 0, 1, 0, width, doubt) for width, doubt in ((100, 5), (50, 9), (60, 7))]
        assert [part.doubt for part in within_budget(parts, 120)] == [9, 7]
        assert within_budget(parts, 40) == []


class TestReadingAgain:
    def again(self, text, sure):
        """Read the doubtful word of the line again, as a text; return the line."""
        line = reading("some words are bxd here", x=40)
        parts = doubtful_parts(0, line, by_least, 90)

        def read(strip):
            assert strip.pixels.shape[1] == parts[0].right - parts[0].left
            return [Character(letter, number * STEP, sure, "small") for number, letter in enumerate(text)]

        (found,) = read_parts([line], parts, read, by_least)
        return found

    def test_surer_words_get_into_the_line(self):
        found = self.again(" bad ", 90)
        assert text_of(found) == "some words are bad here"
        middles = [one.middle for one in found.found]
        assert middles == sorted(middles)
        assert {one.text for one in found.found if one.reader == "small"} == set("bad")

    @pytest.mark.parametrize(("text", "sure"), [("bad", 30), ("", 99), ("  ", 99)])
    def test_what_is_less_sure_does_not(self, text, sure):
        assert text_of(self.again(text, sure)) == "some words are bxd here"

    def test_doubtful_words_of_a_page_are_read_better(self):
        text = "\n".join(" ".join(np.random.default_rng(line).choice(WORDS, 7)) for line in range(5))
        blurred = cv2.GaussianBlur(draw_text(text, 700, 260, size=8), (0, 0), 0.6)
        once, twice = (word_f1(text, PPOcr(again=again).read(blurred, 72).text) for again in ("", "small"))
        assert once < twice

    @pytest.mark.parametrize(("size", "lines", "is_seen"), [(20, 5, False), (8, 5, True), (8, 90, False)])
    def test_the_small_detector_sees_a_short_page_that_is_doubtful(self, monkeypatch, size, lines, is_seen):
        text = "\n".join(" ".join(np.random.default_rng(line).choice(WORDS, 7)) for line in range(lines))
        page = cv2.GaussianBlur(draw_text(text, 90 * size, 100 + 3 * size * lines, size=size), (0, 0), 0.6)
        asked = set()

        def network(kind, size="", own="", **options):
            asked.add((kind, size))
            return models.network(kind, size, own, **options)

        monkeypatch.setattr(engine, "network", network)
        PPOcr(again="small").read(page, 72)
        assert (("det", "small") in asked) == is_seen

    def test_what_the_small_models_overlook_stays(self, monkeypatch):
        text = "\n".join(" ".join(np.random.default_rng(line).choice(WORDS, 7)) for line in range(5))
        page = cv2.GaussianBlur(draw_text(text, 720, 220, size=8), (0, 0), 0.6)
        once, detect = PPOcr().read(page, 72), PPOcr.detect

        def overlook(self, *args):
            found = detect(self, *args)
            return found[:1] if self.size == "small" else found

        monkeypatch.setattr(PPOcr, "detect", overlook)
        assert len(list(PPOcr(again="small").read(page, 72).lines())) == len(list(once.lines())) > 1
