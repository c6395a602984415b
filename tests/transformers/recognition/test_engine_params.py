"""Which engine the parameters of a stage ask for, and ImageToHocr."""

from importlib.metadata import EntryPoint

import numpy as np
import pytest

import sparkocr.engines.engine as registry
from documents import WORDS, encode, page
from sparkocr.apps.light import LightPipeline
from sparkocr.engines.auto import Auto
from sparkocr.engines.engine import engine_names, load_engine, recognise
from sparkocr.engines.ppocr.engine import PPOcr
from sparkocr.engines.tesseract import Tesseract
from sparkocr.enums import EngineMode, ModelType, OcrQuality, PageSegmentationMode
from sparkocr.errors import DocumentError
from sparkocr.hocr.read import read
from sparkocr.layout.box import Box
from sparkocr.layout.page import Block, Line, Page, Paragraph, Word
from sparkocr.transformers import BinaryToImage, HocrDocumentAssembler, ImageToHocr, ImageToText


class Shout:
    """An engine of another package: says its words on every page."""

    def __init__(self, language, words="hello"):
        self.words = f"{words} {language}"

    def read(self, pixels, resolution, *, symbols=False):  # noqa: ARG002
        height, width = pixels.shape[:2]
        box = Box(0, 0, width, height)
        line = Line((Word(self.words, box, 77.0),), box, height)
        return Page((Block((Paragraph((line,), box),), box),), width, height)


@pytest.fixture
def shout(monkeypatch):
    entry = EntryPoint("shout", f"{__name__}:Shout", registry.GROUP)
    broken = EntryPoint("broken", "no_such_module:Engine", registry.GROUP)
    monkeypatch.setattr(registry, "entry_points", lambda group: [entry, broken] if group == registry.GROUP else [])


def engine(**values):
    return ImageToText(**values).engine_of()


def test_default_is_auto():
    assert engine() == Auto(PPOcr("eng", again="small"), Tesseract("eng"))
    assert engine(language="deu") == Auto(PPOcr("deu", again="small"), Tesseract("deu"))


def test_language_packs():
    packs = ["kor = /packs/korean", "ara=/packs/arabic"]
    assert engine(language="kor+eng", languagePacks=packs).ppocr == PPOcr(
        "kor+eng", recogniser="/packs/korean/rec.onnx", dictionary="/packs/korean/dict.txt"
    )
    assert engine(languagePacks=packs) == engine()
    with pytest.raises(ValueError, match=r"languagePacks must be .*'kor=/models/korean'.*got \['kor'\]"):
        ImageToText(languagePacks=["kor"])


def test_graphics_processor():
    assert engine(useGPU=True) == Auto(PPOcr("eng", again="small", gpu=True), Tesseract("eng"))
    assert engine(useGPU=True, engine="tesseract") == Tesseract("eng")


@pytest.mark.parametrize(
    ("quality", "expected"),
    [
        ("fast", PPOcr()),
        ("BALANCED", PPOcr(again="small")),
        (OcrQuality.BEST, PPOcr(size="small", again="tiny")),
    ],
)
def test_quality(quality, expected):
    for stage in (ImageToText, ImageToHocr):
        assert stage(quality=quality).engine_of().ppocr == expected
    assert engine(engine="ppocr", quality=quality) == expected


def test_unknown_quality_is_refused_when_it_is_set():
    with pytest.raises(ValueError, match="quality must be one of OcrQuality: FAST, BALANCED, BEST; got 'good'"):
        ImageToText(quality="good")


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        ({"pageSegMode": "SINGLE_BLOCK"}, Tesseract(page_seg_mode=PageSegmentationMode.SINGLE_BLOCK)),
        ({"ocrEngineMode": "DEFAULT"}, Tesseract(engine_mode=EngineMode.DEFAULT)),
        ({"ocrParams": ["a=1", "b = 2"]}, Tesseract(variables=(("a", "1"), ("b", "2")))),
        ({"modelData": "/models"}, Tesseract(model_data="/models")),
        ({"modelType": "BEST"}, Tesseract(model_type=ModelType.BEST)),
        ({"ignoreResolution": True}, Tesseract(ignore_resolution=True)),
    ],
)
def test_what_only_tesseract_has_makes_auto_tesseract(values, expected):
    assert engine(**values) == expected
    assert engine(engine="tesseract", **values) == expected
    with pytest.warns(UserWarning, match="ppocr ignores the parameters of Tesseract"):
        assert engine(engine="ppocr", **values) == PPOcr(again="small")


def test_defaults_of_tesseract_that_are_set_change_nothing():
    assert isinstance(engine(pageSegMode="AUTO", ocrParams=[], ignoreResolution=False), Auto)


def test_hocr_ignores_the_resolution_by_default_and_stays_auto():
    assert isinstance(ImageToHocr().engine_of(), Auto)
    assert ImageToHocr().engine_of().tesseract.ignore_resolution
    assert ImageToHocr(ignoreResolution=False).engine_of() == Tesseract()


@pytest.mark.parametrize("size", ["tiny", "small", "mix"])
def test_size(size):
    assert engine(engineParams=[f"size={size}"]).ppocr == PPOcr(size=size)
    assert engine(engine="ppocr", engineParams=[f"size={size}"]) == PPOcr(size=size)


def test_own_models_and_angle():
    found = engine(engine="PPOCR", engineParams=["detector=d", "recogniser=r", "dictionary=c", "angle=TRUE"])
    assert found == PPOcr("eng", "tiny", "d", "r", "c", angle=True)


@pytest.mark.parametrize(
    ("values", "message"),
    [
        ({"engineParams": ["size=huge"]}, r"size=tiny\|small\|mix.*size=huge"),
        ({"engineParams": ["angle=maybe"]}, "angle=true"),
        ({"engineParams": ["sise=tiny"]}, "no sise.*size, angle, detector"),
        ({"engine": "tesseract", "engineParams": ["size=tiny"]}, "no size for this engine; there are: none"),
        ({"engine": "ppocr", "language": "rus"}, "language must be one that .* read; got 'rus'"),
        ({"engine": "ppocr", "language": "ron"}, r"ppocr \(tiny\) read; got 'ron'"),
        ({"engine": "nowhere"}, "auto, tesseract, ppocr.*'nowhere'"),
    ],
)
def test_wrong_settings(values, message):
    with pytest.raises(ValueError, match=message):
        engine(**values)


def test_limits():
    assert ImageToText(pageTimeout=2.5).stage_limits().process == (2.5, 0)
    assert ImageToText(pageMemory=700).stage_limits().process == (0, 700)
    with pytest.raises(ValueError, match="pageTimeout must be a number >= 0; got -1"):
        engine(pageTimeout=-1)


@pytest.mark.parametrize(
    ("values", "message"), [({"pageTimeout": 0.001}, "longer than"), ({"pageMemory": 20}, "more than")]
)
def test_page_over_its_limit(values, message):
    stages = [BinaryToImage(), ImageToText(engine="tesseract", **values)]
    (row,) = LightPipeline(stages).fromBinary(encode(page(WORDS, size=(4000, 4000)), dpi=(300, 300)))
    assert message in row["exception"]


def test_download_warns():
    with pytest.warns(UserWarning, match="never downloads"):
        engine(downloadModelData=True)


@pytest.mark.usefixtures("shout")
def test_engine_of_another_package():
    assert engine_names() == ["broken", "shout"]
    found = engine(engine="shout", language="deu", engineParams=["words=guten Tag"])
    assert recognise(found, np.zeros((20, 30), np.uint8), 0).text == "guten Tag deu\n"


@pytest.mark.usefixtures("shout")
@pytest.mark.parametrize(
    ("name", "parameters", "message"),
    [
        ("nowhere", {}, "No installed package has an engine named nowhere; there are: broken, shout"),
        ("broken", {}, "broken can't start: ModuleNotFoundError in no_such_module:Engine"),
        ("shout", {"wrods": "x"}, "shout can't start: TypeError"),
    ],
)
def test_engine_that_can_not_start(name, parameters, message):
    with pytest.raises(DocumentError, match=message):
        load_engine(name, "eng", parameters)


def hocr(content, **values):
    """Read a page without Spark."""
    (row,) = LightPipeline([BinaryToImage(), ImageToHocr(outputCol="found", **values)]).fromBinary(content)
    assert not row["exception"]
    return row["found"]


class TestHocr:
    @pytest.mark.parametrize("engine", ["tesseract", "ppocr", "auto"])
    def test_words_and_boxes(self, engine):
        (found,) = read(hocr(encode(page(), dpi=(300, 300)), engine=engine))
        assert found.text == WORDS
        _, columns = np.nonzero(np.asarray(page()) < 128)
        words = [word.box for word in found.words()]
        assert words[0].x == pytest.approx(columns.min(), abs=4)
        assert words[-1].x + words[-1].width == pytest.approx(columns.max(), abs=4)
        assert all(80 < word.confidence <= 100 for word in found.words())
        assert not any(word.symbols for word in found.words())

    @pytest.mark.parametrize("engine", ["tesseract", "ppocr"])
    def test_level(self, engine):
        (found,) = read(hocr(encode(page(), dpi=(300, 300)), engine=engine, pageIteratorLevel="SYMBOL"))
        words = list(found.words())
        assert ["".join(symbol.text for symbol in word.symbols) for word in words] == WORDS.split()

    def test_language_is_told(self):
        assert "lang='deu'" in hocr(encode(page(), dpi=(300, 300)), language="deu")

    @pytest.mark.parametrize(("size", "engine"), [(None, "tesseract"), ((640, 90), "ppocr"), ((30, 40), "auto")])
    def test_it_is_the_fragment_of_tesseract(self, size, engine):
        picture = page() if size is None else page().resize(size)
        written = hocr(encode(picture), engine=engine)
        box = f"bbox 0 0 {picture.width} {picture.height}"
        assert written.startswith(f"  <div class='ocr_page' id='page_1' title='image \"\"; {box}; ppageno 0'>\n")
        assert written.endswith("  </div>\n")
        assert "<html" not in written
        first, second = read(written + written)
        assert first == second

    def test_quotes_and_entities_stay_what_they_are(self):
        words = 'Say "it\'s" <5 & more'
        text = " ".join(word.text for word in read(hocr(encode(page(words)), engine="tesseract"))[0].words())
        (found,) = LightPipeline(
            [BinaryToImage(), ImageToHocr(engine="tesseract"), HocrDocumentAssembler()]
        ).fromBinary(encode(page(words)))
        assert found["document"][0]["result"].split() == text.split()
        assert "&amp;" in found["hocr"]
        assert "<5" in text

    def test_page_that_needs_no_reading(self):
        assert hocr(encode(page(size=(1, 1)))) is None


def test_exceptions_stay():
    (row,) = LightPipeline([BinaryToImage(), ImageToHocr()]).fromBinary(b"no image")
    assert row["hocr"] is None
    assert "Can't open file as image" in row["exception"]
