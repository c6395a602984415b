"""hOCR as others write it, and what is no hOCR."""

import pytest

from sparkocr.errors import DocumentError
from sparkocr.hocr.read import parse, read
from sparkocr.layout.box import Box

TESSERACT = """\
<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE html PUBLIC "-//W3C//DTD XHTML 1.0 Transitional//EN" "http://www.w3.org/TR/xhtml1/DTD/xhtml1-transitional.dtd">
<html xmlns="http://www.w3.org/1999/xhtml" xml:lang="en" lang="en">
 <head><title>scan</title><meta http-equiv="Content-Type" content="text/html;charset=utf-8"/>
  <meta name='ocr-system' content='tesseract 5.5.0' /></head>
 <body>
  <div class='ocr_page' id='page_1' title='image "a;b.png"; bbox 0 0 900 260; ppageno 3; scan_res 96 96'>
   <div class='ocr_carea' id='block_1_1' title="bbox 41 51 345 159">
    <p class='ocr_par' id='par_1_1' lang='deu' title="bbox 41 51 345 159">
     <span class='ocr_line' id='line_1_1' title="bbox 42 51 345 96; baseline -0.007 -9; x_size 44.5; x_descenders 8;
      x_ascenders 10">
      <span class='ocrx_word' id='word_1_1' title='bbox 42 51 123 88; x_wconf 96'>The</span>
      <span class='ocrx_word' id='word_1_2' title='bbox 269 51 345 88; x_wconf 95'><strong>&lt;b&gt;</strong></span>
     </span>
     <span class='ocr_caption' id='line_1_2' title="bbox 41 122 211 159; textangle 90; x_size 44; x_descenders 8;
      x_ascenders 9">
      <span class='ocrx_word' id='word_1_3' title='bbox 41 122 103 159; x_wconf 93'>
       <span class='ocrx_cinfo' title='x_bboxes 41 122 54 158; x_conf 99.5'>i</span>
       <span class='ocrx_cinfo' title='x_bboxes 55 122 103 159; x_conf 98.5'>t&#39;</span>
      </span>
      <span class='ocrx_word' id='word_1_4' title='bbox 159 123 211 159; x_wconf 94'> </span>
     </span>
    </p>
   </div>
   <div class='ocr_separator' id='block_1_2' title="bbox 5 5 10 10"></div>
   <div class='ocr_photo' title="bbox 5 5 10 10"></div>
  </div>
 </body>
</html>
"""


def test_tesseract():
    (found,) = parse(TESSERACT)
    assert (found.image_name, found.language, found.number) == ("a;b.png", "deu", 3)
    page = found.page
    assert (page.width, page.height) == (900, 260)
    assert page.text == "The <b>\nit'"
    first, second = page.lines()
    assert first.box == Box(42, 51, 303, 45)
    assert first.baseline == (-0.007, -9)
    assert (first.row_height, first.descenders, first.ascenders) == (44.5, 8, 10)
    assert [word.confidence for word in page.words()] == [96, 95, 93]
    assert second.baseline == (0, 0)
    (word,) = second.words
    assert [(symbol.text, symbol.confidence) for symbol in word.symbols] == [("i", 99.5), ("t'", 98.5)]
    assert word.symbols[0].box == Box(41, 122, 13, 36)


def test_quarter_turns_exchange_the_sides():
    (page,) = read(TESSERACT)
    box = list(page.lines())[1].box
    assert box.angle == -90
    assert (box.width, box.height) == pytest.approx((37, 170))
    assert (box.x + box.width / 2, box.y + box.height / 2) == pytest.approx((126, 140.5))
    (word,) = list(page.lines())[1].words
    assert (word.box.width, word.box.height, word.box.angle) == pytest.approx((37, 62, -90))


@pytest.mark.parametrize(("angle", "turned"), [(20, True), (-20, True), (44, False), (100, True), (135, False)])
def test_turned_boxes_of_others(angle, turned):
    box = Box(300, 300, 200, 20, angle)
    (left, top), (right, bottom) = box.corners().min(axis=0), box.corners().max(axis=0)
    word = f"<span class=ocrx_word title='bbox {left} {top} {right} {bottom}; textangle {-angle}'>a</span>"
    (page,) = read(word)
    (found,) = page.words()
    if turned:
        assert (found.box.x, found.box.y, found.box.width, found.box.height, found.box.angle) == pytest.approx(
            (box.x, box.y, box.width, box.height, box.angle), abs=1e-6
        )
    else:
        assert found.box == Box(left, top, right - left, bottom - top)


def test_impossible_turns_stay_upright():
    (page,) = read("<span class='ocrx_word' title='bbox 0 0 200 20; textangle 20'>a</span>")
    assert next(page.words()).box == Box(0, 0, 200, 20)


FLAT = """<div title="bbox 0 0 612 792" id="page_22" class="ocr_page"><div class="ocr_carea" title="bbox 10 10 200 60">
{0}<span title="bbox 10 10 50 22" id="w1" class="ocrx_word">Hello</span>{1}<span title="bbox 51 19 53 22"
class="ocrx_word">,</span>{1}<span title="bbox 60 10 90 22" class="ocrx_word">world</span>{1}<span
title="bbox 91 10 93 14" class="ocrx_word">'</span>{1}<span title="bbox 10 30 40 42" class="ocrx_word">again</span>
</div></div>"""


def test_flat_form_without_lines():
    (page,) = read(FLAT.format("", ""))
    assert page.text == "Hello, world'\nagain"
    assert (page.width, page.height) == (612, 792)
    assert [word.confidence for word in page.words()] == [100] * 5
    lines = list(page.lines())
    assert lines[0].box == Box(10, 10, 83, 12)
    assert lines[0].row_height == 12
    assert page.blocks[0].box == Box(10, 10, 190, 50)


def test_flat_form_with_white_space_has_spaces_where_it_is():
    assert read(FLAT.format("\n", "\n"))[0].text == "Hello , world '\nagain"
    assert read(FLAT.format("", "  "))[0].text == "Hello  ,  world  '\nagain"


def test_flat_form_with_spaces_and_line_ends_has_its_lines():
    spans = [
        f"<span class='ocrx_word' title='bbox {x} {y} {x + 20} {y + 12}'>{text}</span>"
        for text, x, y in (("a", 0, 0), ("b", 500, 20), (".", 520, 20), ("c", 0, 20), ("d", 40, 20))
    ]
    told = "{} {}{}\n{} {}".format(*spans)
    (page,) = read(f"<div class='ocr_page'>{told}</div>")
    assert page.text == "a b.\nc d"
    (page,) = read(f"<div class='ocr_page'>{told.replace(' <', chr(10) + '<')}</div>")  # as if it were indented
    assert page.text == "a\nb. c d"


def test_flat_words_that_are_turned_form_lines():
    spans = "".join(
        f"<span class='ocrx_word' title='bbox {x} {y} {x + 12} {y + 40}; textangle 90'>{text}</span>"
        for text, x, y in (("one", 10, 200), ("two", 10, 150), ("three", 40, 200))
    )
    (page,) = read(f"<div class='ocr_page' title='bbox 0 0 300 300'>{spans}</div>")
    assert [len(line.words) for line in page.lines()] == [2, 1]


def test_flat_words_from_the_right_keep_their_order():
    words = "".join(
        f"<span class='ocrx_word' title='bbox {x} 10 {x + 40} 22'>{text}</span>"
        for x, text in ((60, "שלום"), (10, "עולם"))
    )
    assert read(f"<div class='ocr_page' title='bbox 0 0 200 100'>{words}</div>")[0].text == "שלום עולם"


@pytest.mark.parametrize(
    "hocr",
    [
        "<span class='ocrx_word' title='bbox 1 2 11 12; x_wconf 50'>a</span>",
        '<SPAN TITLE="x_wconf 50;bbox 1 2 11 12" CLASS="other ocrx_word">a</SPAN>',
        "<span class=ocr_word title='bbox 11 12 1 2;x_wconf 50.0'>a",
        (
            "<div class='ocr_line' title='bbox 0 0 99 99'><i><span title='  x_wconf  50 ; bbox 1.0 2 11 12 ;; "
            "bbox 0 0 0 0' class='ocrx_word'>a</span></i></div>"
        ),
        (
            "<html:div xmlns:html='http://www.w3.org/1999/xhtml' class='ocr_page'><html:p class='ocr_par'>"
            "<html:span class='ocrx_word' title='bbox 1,2,11,12; x_wconf 50'>a</html:span></html:p></html:div>"
        ),
        (
            "<p><p><div class=ocrx_block><p class=ocr_par><div class='ocrx_line'></b><span class='ocrx_word' "
            "title='bbox 1 2 11 12; x_wconf 50'><![CDATA[a]]></span><br></div></div>"
        ),
        (
            "<span class='ocr_header' title='bbox 0 0 9 9'><span class='ocrx_word' title='bbox 1 2 11 12; x_wconf 50'>"
            "<span class='alternatives'><ins class='alt'>a</ins><del class='alt'>b</del></span></span></span>"
        ),
        (
            "<script>var a = '<span class=ocrx_word>b</span>'</script><div class='ocr_footer'>"
            "<span class='ocrx_word' title='bbox 1 2 11 12; x_wconf 50'>a</span></div>"
        ),
    ],
)
def test_forms_of_one_word(hocr):
    (page,) = read(hocr)
    assert page.text == "a"
    (word,) = page.words()
    assert word.box == Box(1, 2, 10, 10)
    assert word.confidence == 50


def test_lines_without_words_are_cut_in_proportion():
    (page,) = read(
        "<div class='ocr_page' title='bbox 0 0 100 50; image x.png'>"
        "<span class='ocr_line' title='bbox 0 0 100 10'>ab cdefghi</span>"
        "<span class='ocr_line' title='bbox 0 20 100 30; x_wconf 7'>אב&nbsp;ג דהוזחט</span></div>"
    )
    assert page.text == "ab cdefghi\nאב\u00a0ג דהוזחט"
    assert [word.box for word in page.words()][:2] == [Box(0, 0, 20, 10), Box(30, 0, 70, 10)]
    right, left = list(page.lines())[1].words
    assert right.box.x > left.box.x
    assert right.box.x + right.box.width == pytest.approx(100)
    assert right.confidence == 7


def test_character_boxes_of_a_line_are_no_symbols():
    (page,) = read(
        "<span class='ocr_line' title='bbox 0 0 20 10'><span class='ocr_cinfo' title='x_bboxes 0 0 5 9 5 0 9 9'>ab"
        "</span></span><span class='ocrx_word' title='bbox 0 20 20 30'><span class='ocr_cinfo' "
        "title='x_bboxes 0 0 5 9 5 0 9 9; x_confs 1 2'>cd</span></span>"
    )
    assert page.text.split() == ["ab", "cd"]
    assert not any(word.symbols for word in page.words())


@pytest.mark.parametrize(
    ("between", "text"),
    [
        ("\n  ", "漢字"),
        (" ", "漢 字"),
        ("", "漢字"),
        ("&#32;", "漢 字"),
        ("\r\n", "漢字"),
        (" - ", "漢 - 字"),
        ("\u3000", "漢\u3000字"),
    ],
)
def test_line_ends_between_ideographs_are_no_spaces(between, text):
    hocr = "<span class='ocr_line'><span class='ocrx_word'>漢</span>{}<span class='ocrx_word'>字</span></span>"
    assert read(hocr.format(between))[0].text == text


def test_line_ends_between_korean_words_are_spaces():
    hocr = "<span class='ocr_line'><span class='ocrx_word'>한</span>\n<span class='ocrx_word'>국</span></span>"
    assert read(hocr)[0].text == "한 국"


def test_confidence_of_symbols_counts_if_the_word_has_none():
    symbols = "".join(
        f"<span class='ocrx_cinfo' title='x_bboxes {x} 0 {x + 5} 9; x_conf {conf}'>a</span>"
        for x, conf in ((0, 70), (5, 80))
    )
    (page,) = read(
        f"<span class='ocrx_word'>{symbols}</span><span class='ocrx_word' title='bbox 20 0 30 9; x_wconf 170'>b</span>"
    )
    one, other = page.words()
    assert (one.confidence, other.confidence) == (75, 100)
    assert one.box == Box(0, 0, 10, 9)


def test_several_pages_and_what_is_outside_of_them():
    page = "<div class='ocr_page'><span class='ocrx_word' title='bbox 1 1 9 {0}'>{0}</span></div>"
    found = parse("before" + page.format(7) + "<br/>" + page.format(8) + "after")
    assert [(page.page.text, page.number, page.page.height) for page in found] == [("7", 0, 7), ("8", 1, 8)]


def test_an_empty_page():
    (page,) = read("<div class='ocr_page' title='bbox 0 0 10 20'> <p class='ocr_par'>\n</p></div>")
    assert (page.blocks, page.width, page.height) == ((), 10, 20)


@pytest.mark.parametrize(
    "text",
    [
        "",
        " ",
        "secret words",
        "<p>secret</p>",
        "{}",
        "<",
        "<!--",
        "<div class='ocr_page'",
        "<![secret[x]]>",
        "<!DOCTYPE secret [",
        "\0",
    ],
)
def test_what_is_no_hocr_is_an_error_that_does_not_quote_it(text):
    with pytest.raises(DocumentError) as caught:
        read(text)
    assert "secret" not in str(caught.value)


@pytest.mark.parametrize("value", ["1e300", "inf", "nan", "-99999999"])
def test_numbers_that_no_image_has(value):
    with pytest.raises(DocumentError, match="beyond 10000000"):
        read(f"<span class='ocrx_word' title='bbox 0 0 {value} 1'>a</span>")


@pytest.mark.parametrize("bbox", ["", "1 2 3", "a b c d", "1 2 3 4 5"])
def test_boxes_that_are_none(bbox):
    (page,) = read(f"<p class='ocr_par' title='bbox 1 2 3 4'><span class='ocrx_word' title='bbox {bbox}'>a</span></p>")
    assert next(page.words()).box == Box(1, 2, 2, 2)
    (page,) = read(f"<span class='ocrx_word' title='bbox {bbox}'>a</span>")
    assert next(page.words()).box == Box(0, 0, 0, 0)


def test_entities_stay_what_they_are():
    bomb = (
        '<?xml version="1.0"?><!DOCTYPE html [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;"> '
        '<!ENTITY x SYSTEM "file:///etc/passwd">]>'
    )
    (page,) = read(f"{bomb}<span class='ocrx_word' title='bbox 0 0 1 1'>&b;&x;&eacute;&#x41;</span>")
    assert page.text == "&b;&x;éA"


@pytest.mark.parametrize("kind", ["x", "ocr_carea", "ocr_page", "ocr_par", "ocr_line", "ocrx_word", "ocrx_cinfo"])
@pytest.mark.parametrize("closed", [True, False])
def test_deep_nesting(kind, closed):
    depth = 3_000
    word = "<span class='ocrx_word' title='bbox 0 0 1 1'>a</span>"
    text = f"<b class='{kind}'>" * depth + word + closed * ("</b>" * depth) + "</i>" * depth
    assert read(text)[-1].text == "a"


@pytest.mark.parametrize("part", ["<!--", "<", "</", "<a b='", "<b ", "&", '"', "<![CDATA[", "<?", "' = "])
def test_unfinished_parts(part):
    title = part.replace("'", "").replace("<", "")
    (page,) = read(f"<div class='ocr_page' title='{title * 9000}'><i class=ocrx_word>a</i></div>" + part * 9000)
    assert page.text.startswith("a")


def test_size_is_checked_first(limit):
    limit(max_hocr_characters=10)
    with pytest.raises(DocumentError, match="more than 10 characters"):
        read("<p class='ocr_par'>")


@pytest.mark.parametrize("inside", ["a ", "<i></i>"], ids=["words", "elements"])
def test_too_many_words(inside, limit):
    limit(max_hocr_words=100)
    start = "<div class='ocr_page' title='bbox 0 0 9 9'><span class=ocr_line title='bbox 0 0 9 9'>"
    assert read(start + inside * 50 + "a</span></div>")
    with pytest.raises(DocumentError, match="more than 100 words"):
        read(start + inside * 110 + "</span></div>")


@pytest.mark.parametrize("blank", [" ", "\n", " \n"], ids=["blanks", "ends of lines", "both"])
def test_white_space_that_goes_on_and_on(blank):
    word = f"<span class='ocrx_word' title='bbox 0 0 9 9'>a{blank * 100_000}b</span>"  # takes minutes if by its square
    start = "<div class='ocr_page' title='bbox 0 0 9 9'><span class='ocr_line' title='bbox 0 0 9 9'>"
    (page,) = read(f"{start}{word}</span></div>")
    assert [found.text.split() for found in page.words()] == [["a", "b"]]


LONG = {"attributes": "<div class='ocr_page' {}>", "unclosed": "<div class='ocr_page'>{}"}


@pytest.mark.parametrize("tag", LONG.values(), ids=LONG)
def test_too_long_a_tag(tag, limit):
    limit(max_hocr_tag=1000)
    assert read(tag.format("<a " * 99))
    with pytest.raises(DocumentError, match="more than 1,000 characters"):
        read(tag.format("<a " * 999))
