"""Recognisers of more languages, as folders."""

import shutil

import pytest

from sparkocr.engines.auto import Auto
from sparkocr.engines.engine import recognise
from sparkocr.engines.factory import make_engine
from sparkocr.engines.ppocr.engine import PPOcr
from sparkocr.engines.ppocr.models import model_path
from sparkocr.engines.ppocr.packs import can_read, with_pack
from sparkocr.engines.tesseract import Tesseract
from sparkocr.errors import DocumentError

TEXT = "Hello brave world\nsecond line, 12.50\n"


@pytest.fixture
def pack(tmp_path):
    """A pack of Russian, whose recogniser is that of Latin letters."""
    shutil.copy(model_path("rec", "tiny"), tmp_path / "rec.onnx")
    shutil.copy(model_path("dict", "tiny"), tmp_path / "dict.txt")
    return str(tmp_path)


@pytest.mark.parametrize("language", ["rus", "eng+rus", "rus+eng"])
def test_auto_reads_with_the_pack_and_not_with_tesseract(language, pack, two_lines):
    found = make_engine("auto", language, packs={"rus": pack}, tesseract=Tesseract("none"))
    assert recognise(found, two_lines, 300).text == TEXT


def test_other_languages_are_read_as_ever(pack):
    packs = {"rus": pack}
    assert make_engine("auto", "kor", packs=packs) == Auto(PPOcr("kor"), Tesseract("kor"))
    assert make_engine("ppocr", "deu", packs=packs) == PPOcr("deu", again="small")
    assert make_engine("tesseract", "rus", packs=packs) == Tesseract("rus")


def test_ppocr_needs_a_pack_for_a_language_it_lacks(pack):
    assert not can_read(PPOcr("rus"))
    with pytest.raises(ValueError, match=r"got 'rus'\..* in languagePacks"):
        make_engine("ppocr", "rus")
    found = make_engine("ppocr", "rus", packs={"rus": pack})
    assert can_read(found)
    assert not found.again, "the small recogniser has no Russian letters"


def test_own_models_go_first():
    own = PPOcr("rus", recogniser="r.onnx", dictionary="d.txt")
    assert with_pack(own, {"rus": "/packs/rus"}) == own


def test_two_packs():
    with pytest.raises(ValueError, match=r"one pack for the languages of a page; got rus, kor"):
        make_engine("auto", "rus+kor", packs={"kor": "/packs/kor", "rus": "/packs/rus"})


def test_no_such_folder(two_lines):
    with pytest.raises(DocumentError, match=r"no model file /packs/rus/dict\.txt on this worker"):
        make_engine("auto", "rus", packs={"rus": "/packs/rus"}).read(two_lines, 300)
