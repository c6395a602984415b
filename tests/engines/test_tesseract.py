"""What Tesseract reads, and in which form it is given back."""

import multiprocessing
import os
import re
import subprocess
import sys
import threading
from dataclasses import replace
from statistics import fmean

import numpy as np
import pytest

from sparkocr.engines.engine import recognise
from sparkocr.engines.tesseract import Tesseract, _handle
from sparkocr.enums import EngineMode, ModelType, PageIteratorLevel, PageSegmentationMode
from sparkocr.errors import DocumentError
from sparkocr.layout.report import ReadOptions

from .make_text import ENGLISH, change_characters, draw_text

LEVELS = list(PageIteratorLevel)
WORD, SYMBOL = PageIteratorLevel.WORD, PageIteratorLevel.SYMBOL
AS_BLOCK = Tesseract(page_seg_mode=PageSegmentationMode.SINGLE_BLOCK, calibrated=False)
TEXT = "Hello brave world\nsecond line, 12.50\n"
LEFT = "First column has some\nlines of running text\nthat are short enough\nto end before the gap\n\n"
RIGHT = "Another column is here\non the right hand side\nof the very same page\nand as long as that\n\n"


def read(pixels, resolution, engine=Tesseract(), options=None):  # noqa: B008  it is immutable
    return recognise(engine, pixels, resolution, options)


def units(recognition):
    return [position.c for position in recognition.positions]


def right(position):
    return position.x + position.width


def use_as(path, data=None):
    """Write language data under another name."""
    path.write_bytes(ENGLISH.read_bytes() if data is None else data)
    return str(path.parent)


@pytest.fixture
def unlike(two_lines):
    """The two lines, the second of which is hard to read."""
    page = two_lines.copy()
    noise = np.random.default_rng(0).random((100, page.shape[1]))
    page[100:][noise < 0.12] = 0
    return page


@pytest.fixture(scope="module")
def hebrew(tmp_path_factory):
    return use_as(tmp_path_factory.mktemp("tessdata") / "rtl.traineddata", change_characters(to_hebrew))


class TestText:
    def test_text_and_confidence(self, two_lines):
        found = read(two_lines, 300)
        assert found.text == TEXT
        assert 90 < found.confidence <= 100

    def test_blocks_end_with_a_blank_line(self, two_blocks):
        found = read(two_blocks, 300)
        assert found.text.rstrip() == (LEFT + RIGHT).rstrip()

    def test_all_pixel_layouts_give_the_same(self, two_lines):
        expected = read(two_lines, 300)
        bgr = np.repeat(two_lines[..., None], 3, axis=2)
        opaque = np.insert(bgr, 0, 255, axis=2)
        assert read(bgr, 300) == expected
        assert read(opaque, 300) == expected

    def test_transparent_is_paper(self, two_lines):
        abgr = np.zeros((*two_lines.shape, 4), np.uint8)
        abgr[..., 0] = 255 - two_lines
        assert read(abgr, 300).text == TEXT

    def test_binary_and_strided_pixels(self, two_lines):
        binary = np.where(two_lines > 127, 255, 0).astype(np.uint8)
        assert read(binary, 300).text == TEXT
        assert read(np.repeat(two_lines, 2, axis=1)[:, ::2], 300).text == TEXT

    def test_pages_do_not_influence_each_other(self, two_lines, two_blocks):
        first = read(two_blocks, 300)
        read(two_lines, 300)
        assert read(two_blocks, 300) == first

    def test_nothing_is_written_to_stderr(self, two_lines, capfd):
        for resolution in (0, 5, 100_000):
            read(two_lines, resolution)
        with pytest.raises(DocumentError):
            read(two_lines, 0, Tesseract(engine_mode=EngineMode.TESSERACT_ONLY))
        assert capfd.readouterr().err == ""


class TestPagesWithoutText:
    @pytest.mark.parametrize("shape", [(1, 1), (2, 2), (9, 9), (3, 20_000), (20_000, 3), (40, 32_000), (300, 200)])
    @pytest.mark.parametrize("mode", [PageSegmentationMode.AUTO, PageSegmentationMode.SPARSE_TEXT])
    def test_blank(self, shape, mode):
        for shade in (0, 255):
            found = read(np.full(shape, shade, np.uint8), 0, engine=Tesseract(page_seg_mode=mode))
            assert (found.text, found.confidence, found.positions) == ("", 0.0, [])

    def test_strip_that_crashes_tesseract_as_one_word(self):
        page = np.zeros((3, 20_000), np.uint8)
        assert read(page, 0, engine=Tesseract(page_seg_mode=PageSegmentationMode.SINGLE_WORD)).text == ""

    def test_picture_has_no_confidence(self, two_blocks):
        picture = two_blocks[360:]
        for level in LEVELS:
            found = read(picture, 0, options=ReadOptions(level=level))
            assert (found.text, found.confidence, found.positions) == ("", 0.0, [])

    @pytest.mark.parametrize("shape", [(20, 32_001), (32_768, 20)])
    def test_too_large(self, shape):
        with pytest.raises(DocumentError, match=r"a side is longer than 32000 px"):
            read(np.full(shape, 255, np.uint8), 0)


class TestModes:
    @pytest.mark.parametrize("mode", list(PageSegmentationMode))
    def test_page_segmentation_modes_read(self, two_lines, mode):
        found = read(two_lines, 100, engine=Tesseract(page_seg_mode=mode))
        assert (found.text == "") == (mode == PageSegmentationMode.OSD_ONLY)

    def test_page_segmentation_mode_is_used(self, two_lines):
        sparse = read(two_lines, 100, engine=Tesseract(page_seg_mode=PageSegmentationMode.SPARSE_TEXT))
        assert sparse.text == TEXT.replace("world\n", "world\n\n")

    def test_orientation(self):
        lines = [
            "The quick brown fox jumps over the lazy dog while",
            "seven wizards quietly examine the ordinary papers",
        ]
        lines.append("about invoices and payments of the whole long year")
        page = np.rot90(draw_text("\n".join(lines), 1200, 300), 2)
        found = read(page, 300, engine=Tesseract(page_seg_mode=PageSegmentationMode.AUTO_OSD))
        assert found.text.splitlines() == lines

    def test_orientation_needs_its_data(self, two_lines, tmp_path):
        engine = Tesseract(model_data=use_as(tmp_path / "eng.traineddata"))
        with pytest.raises(DocumentError, match=f"AUTO_OSD needs osd.traineddata, which is not in {tmp_path}"):
            read(two_lines, 0, replace(engine, page_seg_mode=PageSegmentationMode.AUTO_OSD))

    @pytest.mark.parametrize("mode", [EngineMode.LSTM_ONLY, EngineMode.DEFAULT])
    def test_engine_modes(self, two_lines, mode):
        assert read(two_lines, 300, Tesseract(engine_mode=mode)).text == TEXT

    @pytest.mark.parametrize("mode", [EngineMode.TESSERACT_ONLY, EngineMode.TESSERACT_LSTM_COMBINED])
    def test_engine_modes_without_legacy_model(self, two_lines, mode):
        with pytest.raises(DocumentError, match=f"{mode.name} needs a legacy model, and the language data of eng"):
            read(two_lines, 300, Tesseract(engine_mode=mode))


class TestLanguageData:
    def test_language_and_model_data(self, two_lines, tmp_path):
        engine = Tesseract(language="xyz", model_data=use_as(tmp_path / "xyz.traineddata"))
        assert read(two_lines, 300, engine).text == TEXT

    def test_model_type(self, two_lines, tmp_path):
        (tmp_path / "best").mkdir()
        folder = use_as(tmp_path / "best" / "xyz.traineddata")
        engine = Tesseract("xyz", model_data=str(tmp_path), model_type=ModelType.BEST)
        assert read(two_lines, 300, engine).text == TEXT
        assert _handle(os.getpid(), threading.get_ident(), engine).handle.GetDatapath().startswith(folder)

    @pytest.mark.parametrize("size", [0, 100, 200_000])
    def test_damaged(self, two_lines, tmp_path, size):
        folder = use_as(tmp_path / "xyz.traineddata", ENGLISH.read_bytes()[:size])
        with pytest.raises(DocumentError, match="can't load the language data of xyz in"):
            read(two_lines, 300, Tesseract("xyz", model_data=folder))

    def test_missing(self, two_lines):
        with pytest.raises(DocumentError, match=r"for xyz\..*tesseract-ocr-xyz"):
            read(two_lines, 300, Tesseract("eng+xyz"))

    def test_text_that_is_not_utf8(self, two_lines, tmp_path):
        data = change_characters(lambda line: re.sub(rb"^e ", b"\xff ", line.encode()))
        engine = Tesseract("bad", model_data=use_as(tmp_path / "bad.traineddata", data))
        broken = TEXT.replace("e", "\N{REPLACEMENT CHARACTER}")
        found = read(two_lines, 300, engine, ReadOptions(level=WORD))
        assert found.text == broken
        assert units(found) == broken.split()


class TestVariables:
    def test_when_reading(self, two_lines):
        engine = Tesseract(variables=(("tessedit_char_whitelist", "0123456789."),))
        assert read(two_lines, 300, engine).text == "12.50\n"

    def test_when_loading(self, two_lines, tmp_path):
        use_as(tmp_path / "one.traineddata")
        use_as(tmp_path / "two.traineddata")
        engine = Tesseract("one", model_data=str(tmp_path), variables=(("tessedit_load_sublangs", "two"),))
        read(two_lines, 300, engine)
        handle = _handle(os.getpid(), threading.get_ident(), engine).handle
        assert list(handle.GetLoadedLanguages()) == ["one", "two"]

    def test_spaces(self):
        page = draw_text("Hello                brave world", 900)
        engine = Tesseract(variables=(("preserve_interword_spaces", "1"),))
        for level in LEVELS:
            found = read(page, 300, engine, ReadOptions(level=level, with_spaces=True))
            assert re.fullmatch(r"Hello {3,}brave world\n", found.text)
        assert units(read(page, 300, engine, ReadOptions(level=WORD, with_spaces=True)))[:2] == ["Hello", " "]

    def test_unknown(self, two_lines):
        engine = Tesseract(variables=(("load_system_dawg", "0"), ("nonsense", "1")))
        with pytest.raises(DocumentError, match=r"Tesseract has no variable named nonsense$"):
            read(two_lines, 300, engine)

    def test_variables_do_not_reach_other_engines(self, two_lines):
        name = "textord_heavy_nr"  # one of those that all handles of a process share
        engine = Tesseract(variables=((name, "1"),))
        read(two_lines, 300, engine)
        read(two_lines, 300, engine)
        other = _handle(os.getpid(), threading.get_ident(), Tesseract()).handle
        assert other.GetVariableAsString(name) == "0"


class TestPositions:
    def test_units(self, two_blocks):
        blocks = [LEFT, RIGHT]
        lines = re.findall(".+\n+", LEFT + RIGHT)
        words = (LEFT + RIGHT).split()
        expected = [blocks, blocks, lines, words, list("".join(words))]
        assert [units(read(two_blocks, 300, options=ReadOptions(level=level))) for level in LEVELS] == expected

    def test_paragraphs_of_a_block(self, two_blocks):
        page = np.vstack([draw_text("A title", size=70), two_blocks[:350, :600]])
        assert len(read(page, 300, AS_BLOCK, ReadOptions(PageIteratorLevel.BLOCK)).positions) == 1
        title, text = read(page, 300, AS_BLOCK, ReadOptions(PageIteratorLevel.PARAGRAPH)).positions
        assert (title.c, text.c) == ("A title\n\n", LEFT)
        assert title.y + title.height < 200 < text.y

    def test_symbols_are_in_their_word(self, two_lines):
        symbols = iter(read(two_lines, 300, options=ReadOptions(level=SYMBOL)).positions)
        for word in read(two_lines, 300, options=ReadOptions(level=WORD)).positions:
            inside = [next(symbols) for _ in word.c]
            assert "".join(symbol.c for symbol in inside) == word.c
            assert inside[0].x == word.x
            assert right(inside[-1]) == right(word)
            assert [symbol.x for symbol in inside] == sorted(symbol.x for symbol in inside)

    @pytest.mark.parametrize("level", LEVELS[:SYMBOL])
    def test_boxes_hold_the_ink(self, two_lines, level):
        for unit in read(two_lines, 300, options=ReadOptions(level=level)).positions:
            left, top, bottom = int(unit.x), int(unit.y), int(unit.y + unit.height)
            ink = two_lines[top:bottom, left : int(right(unit))] < 255
            assert ink[0].any()
            assert ink[-1].any()
            assert ink[:, 0].any()
            assert ink[:, -1].any()

    def test_font_size_follows_the_resolution(self, two_lines):
        # Rows are 35 px high: 40 px of nominal size are 9.6 points at 300 dpi, of which 0.9 are counted.
        def sizes(resolution):
            return {unit.font_size for unit in read(two_lines, resolution, options=ReadOptions(level=WORD)).positions}

        assert sizes(300) <= {8, 9}
        assert sizes(100) <= {25, 26, 27}
        assert sizes(0) == {10}

    def test_spaces(self, two_lines):
        options = ReadOptions(level=WORD, with_spaces=True)
        found = read(two_lines, 300, options=options).positions
        assert [unit.c for unit in found] == ["Hello", " ", "brave", " ", "world", "second", " ", "line,", " ", "12.50"]
        before, space, after = found[:3]
        assert (space.x, right(space)) == (right(before), after.x)
        assert (space.y, space.height, space.font_size) == (before.y, before.height, before.font_size)

    def test_spaces_between_symbols(self, two_lines):
        found = read(two_lines, 300, options=ReadOptions(level=SYMBOL, with_spaces=True))
        assert "".join(units(found)) == TEXT.replace("\n", "")

    def test_no_spaces_unless_asked_for(self, two_lines):
        assert units(read(two_lines, 300, options=ReadOptions(level=WORD))) == TEXT.split()
        assert units(read(two_lines, 300, options=ReadOptions(with_spaces=True))) == [TEXT + "\n"]

    @pytest.mark.parametrize(("resolution", "scale"), [(144, 0.5), (36, 2)])
    def test_points(self, two_lines, resolution, scale):
        px = read(two_lines, resolution, options=ReadOptions(level=WORD, with_spaces=True)).positions
        options = ReadOptions(level=WORD, with_spaces=True, pdf_coordinates=True)
        points = read(two_lines, resolution, options=options).positions
        for one, other in zip(px, points, strict=True):
            box = np.array([one.x, one.y, one.width, one.height]) * scale
            assert [other.x, other.y, other.width, other.height] == pytest.approx(box)
            assert (other.c, other.font_size) == (one.c, one.font_size)

    def test_points_without_resolution_take_a_row_for_10_points(self, two_lines):
        px = read(two_lines, 0, options=ReadOptions(level=WORD)).positions[0]
        points = read(two_lines, 0, options=ReadOptions(level=WORD, pdf_coordinates=True)).positions[0]
        assert points.width / px.width == pytest.approx(10 / 36, rel=0.05)  # rows are 36 px high

    def test_ignored_resolution_still_gives_points(self, two_lines):
        options = ReadOptions(level=WORD, pdf_coordinates=True)
        ignoring = Tesseract(ignore_resolution=True)
        assert read(two_lines, 144, ignoring, options) == read(two_lines, 144, options=options)


def test_resolution(two_blocks):
    # At 1200 dpi the gap between the columns is as narrow as one between words.
    def columns(resolution, **options):
        return len(read(two_blocks, resolution, Tesseract(**options)).positions)

    assert columns(0) == columns(300) == 2
    assert columns(1200) == 1
    assert columns(1200, ignore_resolution=True) == 2


class TestConfidenceThreshold:
    @pytest.mark.parametrize("level", LEVELS)
    def test_nothing_below_changes_nothing(self, two_blocks, level):
        expected = read(two_blocks, 300, options=ReadOptions(level=level))
        assert read(two_blocks, 300, options=ReadOptions(level=level, confidence_threshold=1)) == expected

    @pytest.mark.parametrize("level", LEVELS)
    def test_all_below(self, two_blocks, level):
        found = read(two_blocks, 300, options=ReadOptions(level=level, confidence_threshold=101))
        assert (found.text, found.confidence, found.positions) == ("", 0.0, [])

    def test_lines(self, unlike):
        every = read(unlike, 300, AS_BLOCK, ReadOptions(WORD))
        assert every.text.startswith("Hello brave world\n")
        found = read(unlike, 300, AS_BLOCK, ReadOptions(PageIteratorLevel.TEXTLINE, 90))
        assert found.text == "Hello brave world\n"
        assert [text.strip() for text in units(found)] == ["Hello brave world"]
        assert every.confidence < 90 < found.confidence

    @pytest.mark.parametrize("level", [WORD, SYMBOL])
    def test_small_units(self, unlike, level):
        every = read(unlike, 300, AS_BLOCK, ReadOptions(level))
        found = read(unlike, 300, AS_BLOCK, ReadOptions(level, with_spaces=True, confidence_threshold=95))
        dropped = len(every.positions) - sum(text != " " for text in units(found))
        assert 0 < dropped < len(every.positions)
        assert found.text.startswith("Hello brave world\n")
        assert "".join(units(found)) == found.text.replace("\n", "")
        assert "  " not in found.text
        assert "\n\n\n" not in found.text
        assert found.text == found.text.strip() + "\n"

    def test_no_space_before_the_first_that_is_kept(self, two_lines):
        page = two_lines[:90].copy()
        noise = np.random.default_rng(0).random((90, 140))
        page[:, :140][noise < 0.15] = 0  # over Hello
        engine = Tesseract(page_seg_mode=PageSegmentationMode.SINGLE_LINE, calibrated=False)
        found = read(page, 300, engine, ReadOptions(WORD, confidence_threshold=90, with_spaces=True))
        assert found.text == "brave world\n"
        assert units(found) == ["brave", " ", "world"]

    def test_layout_of_what_is_kept(self, unlike):
        options = ReadOptions(PageIteratorLevel.TEXTLINE, confidence_threshold=90, keep_layout=True)
        assert read(unlike, 300, AS_BLOCK, options).text.split() == ["Hello", "brave", "world"]


class TestLayout:
    def test_columns(self, two_blocks):
        lines = read(two_blocks, 300, options=ReadOptions(keep_layout=True)).text.splitlines()
        pairs = zip(LEFT.split("\n"), RIGHT.split("\n"), strict=True)
        assert [line.split() for line in lines] == [f"{left} {right}".split() for left, right in pairs if left]

    def test_space_width(self, two_blocks):
        # The second column begins at 790 px: 190 points at 300 dpi.
        for width in (3, 4):
            options = ReadOptions(keep_layout=True, space_width_pt=width)
            lines = read(two_blocks, 300, options=options).text.splitlines()
            assert lines[0].index("Another") == pytest.approx(190 / width, abs=1)

    def test_unknown_resolution(self, two_blocks):
        options = ReadOptions(keep_layout=True, space_width_pt=5)
        lines = read(two_blocks, 0, options=options).text.splitlines()
        assert lines[0].index("Another") == pytest.approx(790 / 39 * 10 / 5, abs=2)  # rows are 39 px high

    def test_positions_stay(self, two_blocks):
        with_layout = read(two_blocks, 300, options=ReadOptions(keep_layout=True))
        assert with_layout.positions == read(two_blocks, 300).positions


HEBREW = {letter: chr(0x5D0 + index) for index, letter in enumerate("abcdefghijklmnopqrstuvwxyz")}


def to_hebrew(line):
    """Turn a line about a Latin letter to one about a Hebrew letter, which is written from right to left."""
    letter, *properties = line.split(" ")
    if letter not in HEBREW:
        return line.encode()
    numbers, case, mirror = properties[1], properties[3], properties[5]
    return f"{HEBREW[letter]} 1 {numbers} Hebrew {case} 1 {mirror} {HEBREW[letter]}\t".encode()


class TestRightToLeft:
    """Tesseract takes drawn small letters for Hebrew ones, and turns lines around, but not numbers and capitals."""

    PAGE = draw_text("brown ABC fox jumps\nover 42 seven dogs\nthe lazy DOGS", height=250)
    # Tesseract marks where the direction changes for letters.
    TEXT = "spmuj xof \u200eABC\u200f nworb\nsgod neves 42 revo\n\u200eDOGS\u200f yzal eht\n"
    TEXT = TEXT.translate(str.maketrans(HEBREW))
    WITHOUT_MARKS = re.sub("[\u200e\u200f]", "", TEXT)

    @pytest.fixture
    def engine(self, hebrew):
        return Tesseract("rtl", model_data=hebrew)

    def test_text(self, engine):
        assert read(self.PAGE, 300, engine).text == self.TEXT

    @pytest.mark.parametrize("level", LEVELS)
    def test_units_are_in_reading_order(self, engine, level):
        found = read(self.PAGE, 300, engine, ReadOptions(level=level, with_spaces=True, confidence_threshold=1))
        if level < WORD:
            assert "".join(units(found)) == self.TEXT + "\n"
        else:
            assert "".join(units(found)) == self.WITHOUT_MARKS.replace("\n", "")

    def test_lines_keep_their_marks(self, engine):
        found = read(self.PAGE, 300, engine, ReadOptions(level=PageIteratorLevel.TEXTLINE))
        assert [line.strip("\n") for line in units(found)] == self.TEXT.splitlines()

    def test_boxes(self, engine):
        found = read(self.PAGE, 300, engine, ReadOptions(level=WORD, with_spaces=True)).positions
        first, space, second = found[:3]
        assert first.c == self.TEXT.split()[0]
        assert second.x < space.x < first.x
        assert (space.x, right(space)) == (right(second), first.x)

    def test_spaces_beside_a_number(self, engine):
        found = read(self.PAGE, 300, engine, ReadOptions(level=SYMBOL, with_spaces=True)).positions
        start = "".join(unit.c for unit in found).index(" 42 ")
        (before, space, four, two, other_space, after) = found[start - 1 : start + 5]
        assert (space.x, right(space)) == (right(two), before.x)
        assert (other_space.x, right(other_space)) == (right(after), four.x)


class TestEngine:
    def test_one_handle_for_equal_options(self, two_lines):
        read(two_lines, 300)
        built = _handle.cache_info().misses
        read(two_lines, 300, Tesseract(language="eng"), ReadOptions(level=WORD))
        assert _handle.cache_info().misses == built

    def test_options_of_the_engine_are_its_key(self, two_lines):
        assert read(two_lines, 300, Tesseract(variables=(("tessedit_char_blacklist", "0"),))).text != TEXT
        assert read(two_lines, 300).text == TEXT

    def test_own_handle_after_a_fork(self, two_lines):
        read(two_lines, 300)
        built = _handle.cache_info().misses
        with multiprocessing.get_context("fork").Pool(1) as pool:
            assert pool.apply(_read_and_count, (two_lines,)) == (TEXT, built + 1)

    def test_own_handle_in_a_thread(self, two_lines):
        texts = []
        threads = [threading.Thread(target=lambda: texts.append(read(two_lines, 300).text)) for _ in range(2)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert texts == [TEXT, TEXT]

    def test_is_loaded_when_used(self):
        program = (
            "import os, sys, numpy as np\n"
            "from sparkocr.engines.tesseract import Tesseract\n"
            "assert 'tesserocr' not in sys.modules and 'OMP_THREAD_LIMIT' not in os.environ\n"
            "Tesseract().read(np.full((20, 20), 255, np.uint8), 0)\n"
            "assert 'tesserocr' in sys.modules and os.environ['OMP_THREAD_LIMIT'] == '1'\n"
        )
        environment = {name: value for name, value in os.environ.items() if name != "OMP_THREAD_LIMIT"}
        subprocess.run([sys.executable, "-c", program], env=environment, check=True)

    def test_confidence_is_the_mean_of_tesseract(self, two_lines):
        found = read(two_lines, 300, Tesseract(calibrated=False))
        handle = _handle(os.getpid(), threading.get_ident(), Tesseract()).handle
        handle.SetImageBytes(two_lines.tobytes(), two_lines.shape[1], two_lines.shape[0], 1, two_lines.shape[1])
        handle.SetSourceResolution(300)
        assert found.text == handle.GetUTF8Text()
        assert found.confidence == pytest.approx(fmean(handle.AllWordConfidences()), abs=1)


def _read_and_count(page):
    return read(page, 300).text, _handle.cache_info().misses
