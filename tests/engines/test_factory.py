"""Engines by name, as benchmarks and services get them: without a stage."""

import pytest

from sparkocr.engines.auto import Auto
from sparkocr.engines.factory import make_engine
from sparkocr.engines.ppocr.engine import PPOcr
from sparkocr.engines.tesseract import Tesseract


def test_names():
    assert make_engine() == Auto(PPOcr("eng", again="small"), Tesseract("eng"))
    assert make_engine("tesseract", "deu") == Tesseract("deu")
    assert make_engine("ppocr", "deu", {"size": "small", "angle": "true"}) == PPOcr("deu", "small", angle=True)


def test_tesseract_with_options():
    own = Tesseract("deu", variables=(("a", "1"),))
    assert make_engine("auto", "deu", tesseract=own) == Auto(PPOcr("deu", again="small"), own)
    assert make_engine("auto", "deu", tesseract=own, needs_tesseract=True) == own
    assert make_engine("tesseract", "deu", tesseract=own) == own


def test_size_takes_the_place_of_quality():
    assert make_engine("ppocr", parameters={"size": "tiny"}, quality="best") == PPOcr()


def test_own_letters_are_read_by_the_own_recogniser_alone():
    assert not make_engine("ppocr", parameters={"dictionary": "d"}).again
    assert not make_engine("ppocr", parameters={"recogniser": "r"}).again
    assert make_engine("ppocr", parameters={"detector": "d"}).again


def test_unknown_quality():
    with pytest.raises(ValueError, match="quality must be one of fast, balanced, best; got 'good'"):
        make_engine(quality="good")


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("nowhere",), "engine must be one of auto"),
        (("ppocr", "rus"), "got 'rus'"),
        (("ppocr", "eng", {"size": "huge"}), "size=huge"),
        (("tesseract", "eng", {"size": "tiny"}), "no size for this engine; there are: none"),
    ],
)
def test_what_there_is_not(arguments, message):
    with pytest.raises(ValueError, match=message):
        make_engine(*arguments)
