"""Which letters PP-OCR reads: those of the script, unless specks make accents."""

import string
from difflib import SequenceMatcher
from pathlib import Path
from types import SimpleNamespace

import numpy as np
import PIL.Image
import pytest

from sparkocr.engines.engine import recognise
from sparkocr.engines.ppocr import engine, models
from sparkocr.engines.ppocr.alphabet import (
    SURE_IN_LINE,
    allowed_classes,
    are_doubtful,
    are_foreign,
    is_readable,
)
from sparkocr.engines.ppocr.engine import PPOcr
from sparkocr.engines.ppocr.models import characters
from sparkocr.errors import DocumentError
from sparkocr.layout.box import Box
from sparkocr.layout.report import ReadOptions

from .ten_languages import LINES, accented, draw_languages

FAX = Path(__file__).parent.parent.parent / "examples" / "documents" / "fax.tif"


def text_of(pixels, engine):
    return recognise(engine, pixels, 300, ReadOptions()).text


def accented_hits(truth, read):
    """How many letters with accents of a line were read."""
    blocks = SequenceMatcher(None, truth, read, autojunk=False).get_matching_blocks()
    return sum(len(accented(truth[block.a : block.a + block.size])) for block in blocks)


class TestAlphabet:
    def test_english_has_the_letters_of_its_script(self):
        known = characters("tiny")
        allowed = {known[number] for number in allowed_classes("eng", known)}
        assert set(string.ascii_letters + string.digits + string.punctuation) <= allowed
        assert set("éüßñøåçőłşğšžİ¿“”«»€") <= allowed
        assert not {"中", "\uff1a", "\u03b1", "\u017f", "\uff21"} & allowed
        assert known[0] == ""
        assert allowed_classes("eng", known)[0] == 0

    @pytest.mark.parametrize(
        ("language", "has", "lacks"),
        [
            ("deu", "öß", "中\u03b1"),
            ("ell", "\u03b1ω", "ö"),
            ("eng+ell", "aö\u03b1", "中"),
            ("chi_sim", "中\uff0c", ""),
        ],
    )
    def test_languages(self, language, has, lacks):
        known = characters("small")
        allowed = {known[number] for number in allowed_classes(language, known)}
        assert set(has) <= allowed
        assert not set(lacks) & allowed

    def test_readable(self):
        assert is_readable("eng", "tiny")
        assert is_readable("deu+fra", "tiny")
        assert not is_readable("eng+rus", "tiny")
        assert not is_readable("ron", "tiny")
        assert is_readable("ron", "small")

    def test_unknown_language(self, two_lines):
        with pytest.raises(DocumentError, match="don't read rus; set engine to tesseract"):
            PPOcr("rus").read(two_lines, 300)

    def test_language_decides_what_is_read(self, two_lines, monkeypatch):
        known = characters("tiny")
        probabilities = np.full((1, 10, len(known)), 0.001, np.float32)
        probabilities[0, :, 0] = 0.5
        probabilities[0, 3, known.index("ö")], probabilities[0, 3, known.index("o")] = 0.9, 0.8
        monkeypatch.setattr(
            engine,
            "network",
            lambda *_, classes=(), **__: lambda _batch: probabilities[..., list(classes)] if classes else probabilities,
        )
        box = Box(40, 40, 300, 50)
        assert PPOcr("deu").read_line(two_lines, box).text == "ö"
        # An accent that is not sure is a speck, unless another in the line is sure.
        assert PPOcr("eng").read_line(two_lines, box).text == "o"
        assert PPOcr("eng", dictionary=str(models.model_path("dict", "tiny"))).read_line(two_lines, box).text == "ö"
        # One that is as sure as that is a speck on a page without any that is surer.
        probabilities[0, 3, known.index("ö")] = 0.95
        assert PPOcr("eng").read_line(two_lines, box).text == "ö"
        monkeypatch.setattr(PPOcr, "detect", lambda *_: [SimpleNamespace(box=box)])
        assert PPOcr("eng").read(two_lines, 300).text.strip() == "o"
        assert PPOcr("deu").read(two_lines, 300).text.strip() == "ö"

    def test_ten_languages_as_english(self):
        read = text_of(draw_languages(30), PPOcr("eng", again="small")).splitlines()
        assert len(read) == len(LINES)
        hits = [accented_hits(line, found) for line, found in zip(LINES, read, strict=True)]
        assert sum(hits) / sum(len(accented(line)) for line in LINES) >= 0.98

    def test_specks_are_no_accents(self):
        assert not are_doubtful("eng", [("W", 99), ("a", 50), ("t", 99)], SURE_IN_LINE)
        assert are_doubtful("eng", [("W", 99), ("\u00cd", 81), ("t", 99)], SURE_IN_LINE)
        assert are_foreign("eng", [("\u00f8", 98), ("\u00cd", 81)])
        assert not are_foreign("deu", [("\u00f8", 98)])

    @pytest.mark.parametrize("again", ["", "small"])
    def test_specks_of_a_fax_are_no_accents(self, again):
        with PIL.Image.open(FAX) as fax:
            pixels = np.asarray(fax.convert("L"))
        assert "two zinc anodes on the rudder" in text_of(pixels, PPOcr("eng", again=again))
