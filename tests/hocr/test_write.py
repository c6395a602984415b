"""What is written keeps the rules of hOCR, and is read again as it was."""

import re
import xml.etree.ElementTree as ET
from dataclasses import replace

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from hocr.pages import HEIGHT, WIDTH, around, block, line, page, pages, paragraph, spelt, words
from hocr.rules import XHTML, check, elements, frame, properties
from sparkocr.enums import TokenizerType
from sparkocr.hocr.document import HocrPage
from sparkocr.hocr.read import parse, read
from sparkocr.hocr.tokens import tokens_of
from sparkocr.hocr.write import write, write_flat, write_fragment, write_pages
from sparkocr.layout.box import Box
from sparkocr.layout.page import Block, Page, Paragraph, Symbol, Word

TWO = page(line(*words("Jane Smith")), line(*words("of Hamburg", y=40)))


def xml_text(text):
    """The text without what XML can't hold."""
    return "".join(c if c == "\n" or (ord(c) >= 32 and c not in "\ufffe\uffff") else "\ufffd" for c in text)


def assert_box(found, wanted, tolerance=1.0):
    assert found.x == pytest.approx(wanted.x, abs=tolerance)
    assert found.y == pytest.approx(wanted.y, abs=tolerance)
    assert found.x + found.width == pytest.approx(wanted.x + wanted.width, abs=tolerance)
    assert found.y + found.height == pytest.approx(wanted.y + wanted.height, abs=tolerance)
    assert (found.angle - wanted.angle + 180) % 360 - 180 == pytest.approx(0, abs=1e-4)


def baseline_at(line, x):
    slope, offset = line.baseline
    return line.box.y + line.box.height + offset + slope * (x - line.box.x)


def assert_same(found, wanted):
    """Assert that two pages are the same up to rounding."""
    assert (found.width, found.height) == (wanted.width, wanted.height)
    assert found.text == xml_text(wanted.text)
    assert [[len(paragraph.lines) for paragraph in block.paragraphs] for block in found.blocks] == [
        [len(paragraph.lines) for paragraph in block.paragraphs] for block in wanted.blocks
    ]
    for one, other in zip([*found.blocks, *found.paragraphs()], [*wanted.blocks, *wanted.paragraphs()], strict=True):
        assert_box(one.box, other.box)
    for one, other in zip(found.lines(), wanted.lines(), strict=True):
        assert_box(one.box, other.box)
        for x in (other.box.x, other.box.x + other.box.width):
            assert baseline_at(one, x) == pytest.approx(baseline_at(other, x), abs=1.01 + 5e-4 * WIDTH)
        for name in ("row_height", "descenders", "ascenders"):
            assert getattr(one, name) == pytest.approx(getattr(other, name), abs=1e-3)
        assert [word.before for word in one.words[1:]] == [word.before for word in other.words[1:]]
    for one, other in zip(found.words(), wanted.words(), strict=True):
        assert one.text == xml_text(other.text)
        assert one.confidence == pytest.approx(other.confidence, abs=0.51)
        assert_box(one.box, other.box)
        assert [symbol.text for symbol in one.symbols] == [xml_text(symbol.text) for symbol in other.symbols]
        for symbol, before in zip(one.symbols, other.symbols, strict=True):
            assert_box(symbol.box, before.box)
            assert symbol.confidence == pytest.approx(before.confidence, abs=1e-3)


@settings(deadline=None, max_examples=50)
@given(pages)
def test_any_page_keeps_the_rules_and_is_read_as_it_was(original):
    written = write(original)
    check(written)
    (found,) = read(written)
    assert_same(found, original)
    assert write(found) == written


@pytest.mark.parametrize("angle", [90, -90, 180, 3.5, -30, 45, 133.3])
@pytest.mark.parametrize("angle_of_words", ["same", "none"])
def test_turned_lines(angle, angle_of_words):
    turned = [
        replace(word, box=Box(345.5, 300.5, 10, 10, angle if angle_of_words == "same" else 0.0))
        for word in words("Jane Smith")
    ]
    box = Box(290.25, 290.25, 120.5, 30.5, angle)
    outer = Box(200, 200, 300, 300)
    original = Page((Block((Paragraph((line(*turned, box=box),), outer),), outer),), WIDTH, HEIGHT)
    written = write(original)
    root = check(written)
    (element,) = elements(root, "ocr_line")
    assert float(properties(element)["textangle"]) == -angle % 360
    corners = box.corners()
    assert frame(element)[0] <= corners[:, 0].min()
    assert frame(element)[3] >= corners[:, 1].max()
    (found,) = read(written)
    tolerance = 1.0 if angle % 90 == 0 else 1e-3
    assert_box(next(found.lines()).box, box, tolerance)
    for one, other in zip(found.words(), original.words(), strict=True):
        assert_box(one.box, other.box, tolerance=1.0)
    assert found.text == "Jane Smith"


def test_ids_and_properties_are_those_of_tesseract():
    root = check(write(TWO, image_name="scans/a.png", page_number=2))
    ids = [element.get("id") for kind in ("ocr_page", "ocr_carea", "ocr_par") for element in elements(root, kind)]
    assert ids == ["page_3", "block_3_1", "par_3_1"]
    assert [element.get("id") for element in elements(root, "ocr_line")] == ["line_3_1", "line_3_2"]
    assert [element.get("id") for element in elements(root, "ocrx_word")] == [f"word_3_{n}" for n in range(1, 5)]
    assert elements(root, "ocr_page")[0].get("title") == 'image "scans/a.png"; bbox 0 0 1000 800; ppageno 2'
    assert elements(root, "ocrx_word")[1].get("title") == "bbox 60 20 110 32; x_wconf 90"
    assert elements(root, "ocr_line")[0].get("title") == (
        "bbox 10 20 110 32; baseline 0 0; x_size 12; x_descenders 0; x_ascenders 0"
    )


def test_names_that_would_end_the_quotes():
    (found,) = parse(write(TWO, image_name='it\'s; a "b" <c> & d\u0001'))
    assert found.image_name == "it's; a %22b%22 <c> & d\ufffd"


@pytest.mark.parametrize(
    ("language", "lang", "langs"),
    [("", None, "unknown"), ("eng", "eng", "eng"), ("deu+eng+~fra", "deu", "deu eng"), ("'<", "'<", "'<")],
)
def test_language(language, lang, langs):
    root = check(write(TWO, language=language))
    assert [element.get("lang") for element in elements(root, "ocr_par")] == [lang]
    metas = {meta.get("name"): meta.get("content") for meta in root.iter(f"{XHTML}meta")}
    assert metas["ocr-langs"] == langs


@pytest.mark.parametrize(
    ("text", "direction"), [("שלום x ועולם", "rtl"), ("مرحبا", "rtl"), ("Anna שלום", None), ("1", None)]
)
def test_direction(text, direction):
    (element,) = elements(check(write(page(line(*words(text))))), "ocr_par")
    assert element.get("dir") == direction


@pytest.mark.parametrize("before", ["", " ", "  ", "\t"])
def test_white_space_of_a_line_is_that_between_its_words(before):
    original = page(line(*words("漢 字", before=before)))
    root = check(write(original))
    (element,) = elements(root, "ocr_line")
    assert "".join(element.itertext()) == f"漢{before}字"
    assert read(write(original))[0].text == original.text


def test_boxes_of_parents_grow_and_all_lie_on_the_page():
    outside = Word("far", Box(-20, 790.5, 40, 30), 90.0)
    found = line(*words("in"), outside, box=Box(12, 22, 1, 1))
    small = Box(0, 0, 1, 1)
    original = Page((Block((Paragraph((found,), small),), small),), WIDTH, HEIGHT)
    root = check(write(original))
    assert frame(elements(root, "ocrx_word")[1]) == (0, 790, 20, 800)
    assert frame(elements(root, "ocr_line")[0]) == (0, 20, 30, 800)
    assert frame(elements(root, "ocr_carea")[0]) == (0, 0, 30, 800)


def test_noise_of_coordinates_makes_boxes_no_larger():
    word = Word("a", Box(9.9999, 20.0001, 10.0002, 12.0001), 90.0)
    assert frame(elements(check(write(page(line(word)))), "ocrx_word")[0]) == (10, 20, 20, 32)


def test_symbols_are_written_only_if_they_spell_the_word():
    (word,) = words("it")
    root = check(write(page(line(spelt(word)))))
    assert [element.text for element in elements(root, "ocrx_cinfo")] == ["i", "t"]
    assert properties(elements(root, "ocrx_cinfo")[1]) == {"x_bboxes": "20 20 30 32", "x_conf": "81"}
    other = replace(word, symbols=(Symbol("x", word.box, 50.0),))
    root = check(write(page(line(other))))
    assert not elements(root, "ocrx_cinfo")
    assert elements(root, "ocrx_word")[0].text == "it"


def test_symbols_beyond_their_word_make_it_larger():
    (word,) = words("i")
    found = replace(word, symbols=(Symbol("i", Box(5, 5, 50, 50), 50.0),))
    check(write(page(line(found))))


def test_baseline_refers_to_the_box_that_is_written():
    original = page(line(*words("Jane", x=10.5, y=20.25), baseline=(0.1, -2.0), box=Box(30.5, 20.25, 10, 12)))
    root = check(write(original))
    # The box begins 20.5 px further left and ends 0.75 px lower: -2 - 0.75 - 2.05
    assert properties(elements(root, "ocr_line")[0])["baseline"] == "0.1 -5"


def test_several_pages():
    empty = Page((), 5, 6)
    pages = [HocrPage(TWO, "a", "eng", 4), HocrPage(empty, "b", "deu", 5)]
    written = write_pages(pages)
    root = check(written)
    assert [element.get("id") for element in elements(root, "ocr_page")] == ["page_5", "page_6"]
    assert [(page.image_name, page.language, page.number) for page in parse(written)] == [("a", "eng", 4), ("b", "", 5)]
    root = check(write_pages([replace(page, number=0) for page in pages]))
    assert [element.get("id") for element in elements(root, "ocr_page")] == ["page_1", "page_2"]


def test_fragments_are_documents_without_a_head():
    pages = [HocrPage(TWO, "a", "eng", 4), HocrPage(TWO, 'say "it\'s"', "deu", 5)]
    fragment = write_fragment(pages)
    assert fragment.startswith("  <div class='ocr_page' id='page_5' title='image \"a\"; bbox 0 0 1000 800; ppageno 4'>")
    assert fragment in write_pages(pages)
    assert parse(fragment) == parse(write_pages(pages))
    assert parse(write_fragment(pages[:1]) + write_fragment(pages[1:])) == parse(fragment)


@settings(deadline=None, max_examples=50, suppress_health_check=[HealthCheck.filter_too_much])
@given(pages, st.sampled_from(TokenizerType))
def test_any_page_is_read_from_its_flat_form(original, kind):
    assume(xml_text(original.text) == original.text)
    written = write_flat(original, kind=kind)
    root = ET.fromstring(f"<html>{written}</html>")  # noqa: S314  our own
    assert [list(element.keys()) for element in root.iter() if element.get("title")] == [["title", "id", "class"]] * (
        len(root.findall(".//span")) + 2
    )
    (found,) = read(written)
    assert (found.width, found.height) == (original.width, original.height)
    wanted, read_again = (tokens_of([HocrPage(one)]) for one in (original, found))
    assert [token.text for token in read_again] == [token.text for token in wanted]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("4. Roh S-H,", "4|.| Roh| S|-|H|,"),
        ('it\'s <b> & "c"', 'it|\'|s| &lt;|b|&gt;| &amp;| "|c|"'),
        ("(1.5%)", "(|1|.|5|%|)"),
        ("naïve 漢字。", "naïve| 漢字|。"),
    ],
)
def test_punctuation_stands_apart_in_the_flat_form(text, found):
    written = write_flat(page(line(*words(text)), width=612, height=792), page_number=21)
    head = '<div title="bbox 0 0 612 792" id="page_22" class="ocr_page"><div title="bbox 0 0 612 792" id="block_1" '
    assert written.startswith(head + 'class="ocr_carea"><span title="bbox 10 20 ')
    body = written.removeprefix(head + 'class="ocr_carea">').removesuffix("</div></div>")
    assert (
        re.sub('<span title="bbox [0-9 ]*" id="word_[0-9]*" class="ocrx_word">', "", body)
        == found.replace("|", "</span>") + "</span>"
    )
    assert [element.get("id") for element in ET.fromstring(written).iter("span")] == [  # noqa: S314
        f"word_{number}" for number in range(1, found.count("|") + 2)
    ]
    assert read(written)[0].text == text


def test_lines_of_the_flat_form_end_where_they_did():
    """Also if they rise, or stand beside each other."""
    rising = [Word("Total", Box(10, 100, 50, 12), 90.0), Word("1.50", Box(500, 85, 40, 12), 70.0)]
    original = page(line(*rising), line(*words("left one", y=200)), line(*words("right one", x=500, y=200)))
    (found,) = read(write_flat(original, kind=TokenizerType.WHITESPACE, confidence=True))
    assert found.text == original.text == "Total 1.50\nleft one\nright one"
    assert [word.confidence for word in found.words()] == [90, 70, 90, 90, 90, 90]
    assert [word.text for word in read(write_flat(original))[0].words()][1:4] == ["1", ".", "50"]


@pytest.mark.parametrize("angle", [90.0, -90.0, 180.0, 30.0])
def test_turned_words_of_the_flat_form(angle):
    word = Word("ab-c", Box(400, 300, 80, 20, angle), 90.0)
    (found,) = read(write_flat(page(line(word))))
    assert [one.text for one in found.words()] == ["ab", "-", "c"]
    for one, token in zip(found.words(), tokens_of([HocrPage(page(line(word)))]), strict=True):
        assert_box(one.box, token.box)
    assert len(list(found.lines())) == 1


def test_a_page_without_text():
    assert read(write_flat(Page((), 7, 8))) == (Page((), 7, 8),)
    (found,) = read(write(Page((), 7, 8)))
    assert found == Page((), 7, 8)


def test_blocks_and_paragraphs_stay_apart():
    lines = [line(*words("one", y=y)) for y in (10, 30, 50)]
    original = Page((block(paragraph(lines[0]), paragraph(lines[1])), block(paragraph(lines[2]))), 100, 100)
    (found,) = read(write(original))
    assert found == original
    assert around([found.blocks[0].box, found.blocks[1].box]) == Box(10, 10, 30, 52)
