"""Text layers as lines, paragraphs and blocks."""

import pytest

from documents import scanned_pdf
from pdf.make_form import make_form, text
from pdf.make_pdf import Page, Text, make_pdf
from sparkocr.errors import DocumentError
from sparkocr.hocr.read import read
from sparkocr.hocr.write import write
from sparkocr.layout.merge import union
from sparkocr.layout.page import mean_confidence
from sparkocr.pdf.document import open_pdf
from sparkocr.pdf.read.page_layout import layout_page, layout_pages, normalized

BODY = [Text(72, 700 - 14 * row, f"line {row} of a paragraph", 12) for row in range(4)]


def page_of(*texts, original=False, **options):
    """The layout of a document of one page."""
    (page,) = layout_pages(make_pdf([Page(texts, **options)]), original=original)
    return page


def operators(matrix, words="turned text", size=12):
    return f"BT /F1 {size} Tf {matrix} Tm ({words}) Tj ET ".encode()


def box(word):
    found = word.box.upright()
    return found.x, found.y, found.x + found.width, found.y + found.height


def test_words_lines_and_blocks():
    page = page_of(*BODY, Text(72, 400, "Another block, (far) below"))
    assert (page.width, page.height) == (612, 792)
    assert [len(block.paragraphs) for block in page.blocks] == [1, 1]
    assert page.text.splitlines()[:2] == ["line 0 of a paragraph", "line 1 of a paragraph"]
    assert [word.text for word in page.blocks[1].paragraphs[0].lines[0].words] == [
        "Another",
        "block,",
        "(far)",
        "below",
    ]
    assert mean_confidence(page.words()) == 100


def test_boxes_are_points_from_the_top_left():
    (word,) = page_of(Text(72, 700, "Hello", 20)).words()
    left, top, right, bottom = box(word)
    assert left == pytest.approx(72, abs=2)
    assert right == pytest.approx(72 + 45.6, abs=2)  # advances of Helvetica: 2.278 em
    assert top < 92 - 14
    assert 92 < bottom < 92 + 6


def test_size_of_the_font():
    large, small = page_of(Text(72, 700, "Large", 24), Text(72, 600, "small", 8)).lines()
    assert (large.row_height, small.row_height) == (24, 8)


def test_columns_are_read_one_after_the_other():
    left = [Text(72, 700 - 14 * row, f"left column row {row} with text") for row in range(6)]
    right = [Text(330, 700 - 14 * row, f"right column row {row} with text") for row in range(6)]
    mixed = [item for pair in zip(left, right, strict=True) for item in pair]
    words = [line.words[0].text for line in page_of(*mixed).lines()]
    assert words == ["left"] * 6 + ["right"] * 6


def test_cells_of_a_row_are_a_line():
    rows = [[Text(72, 700 - 20 * row, f"item {row}"), Text(450, 700 - 20 * row, f"{row}.50")] for row in range(3)]
    page = page_of(*(item for row in rows for item in row))
    assert [line.text for line in page.lines()] == ["item 0 0.50", "item 1 1.50", "item 2 2.50"]


def test_the_order_of_the_file_does_not_matter():
    assert page_of(*BODY[::-1]).text == page_of(*BODY).text


@pytest.mark.parametrize("rotate", [90, 180, 270])
def test_rotated_pages(rotate):
    (line,) = page_of(Text(72, 700, "Hello there"), rotate=rotate).lines()
    assert line.text == "Hello there"
    assert line.box.angle == {90: 90, 180: 180, 270: -90}[rotate]
    left, top, right, bottom = box(line)
    tall = bottom - top > right - left
    assert tall == (rotate != 180)


@pytest.mark.parametrize(
    ("matrix", "angle"),
    [
        ("1 0 0 1 300 400", 0),
        ("0 1 -1 0 300 400", -90),  # from below
        ("0 -1 1 0 300 400", 90),
        ("-1 0 0 -1 300 400", 180),
        ("0.866 0.5 -0.5 0.866 300 400", -30),
        ("1 0.001 -0.001 1 300 400", 0),  # as good as upright
        ("1 0 0.3 1 300 400", 0),  # slanted
    ],
)
def test_turned_text(matrix, angle):
    (line,) = page_of(content=operators(matrix)).lines()
    assert line.text == "turned text"
    assert line.box.angle == pytest.approx(angle, abs=0.2)
    assert line.box.width == pytest.approx(57, abs=8)  # before it is turned
    assert line.box.height < 20
    across, down = line.box.x + line.box.width / 2, line.box.y + line.box.height / 2
    assert abs(across - 300) < 40
    assert abs(down - 392) < 40


def test_directions_are_not_mixed_to_lines():
    page = page_of(content=operators("1 0 0 1 100 400", "across") + operators("0 1 -1 0 100 400", "upwards"))
    assert sorted(line.text for line in page.lines()) == ["across", "upwards"]


def test_right_to_left():
    (line,) = page_of(Text(72, 700, "שלום עולם"[::-1])).lines()
    first, second = line.words
    assert (first.text, second.text) == ("שלום", "עולם")
    assert first.box.x > second.box.x


def test_normalized_and_original_characters():
    texts = [Text(72, 700, "ﬁne “ﬂat”\u2014№²"), Text(72, 680, "\uff26\uff55\uff4c\uff4c \uff11\uff12")]
    assert page_of(*texts).text == 'fine "flat"-No2\nFull 12'
    assert page_of(*texts, original=True).text == "ﬁne “ﬂat”\u2014№²\n\uff26\uff55\uff4c\uff4c \uff11\uff12"


@pytest.mark.parametrize(
    ("original", "plain"),
    [
        ("plain", "plain"),
        ("ﬃ ﬀ", "ffi ff"),
        ("\uff2e\uff4f\uff0e\uff11", "No.1"),
        ("½", "1\u20442"),
        ("\u2018a\u2019 “b” „c“", '\'a\' "b" "c"'),
        ("a\u2010b\u2013c\u2014d\u2212e", "a-b-c-d-e"),
        ("naïve Straße Ωμέγα", "naïve Straße Ωμέγα"),
        ("שלום مرحبا Привет 你好 こんにちは 한국어 ไทย हिन्दी", "שלום مرحبا Привет 你好 こんにちは 한국어 ไทย हिन्दी"),
        ("\ufef3", "\u064a"),  # a letter in the form of its place in a word
        ("e\u0301", "é"),
        ("a\u00b4b", "a\u00b4b"),  # would be a space and an accent
        ("", ""),
    ],
)
def test_normalized(original, plain):
    assert normalized(original) == plain
    assert normalized(plain) == plain


def test_no_words():
    assert page_of().blocks == ()
    (scan,) = layout_pages(scanned_pdf(("a picture of text",)))
    assert scan.blocks == ()
    assert read(write(scan)) == (scan,)


def test_one_character():
    (word,) = page_of(Text(72, 700, "x")).words()
    assert word.text == "x"
    (tilted,) = page_of(content=operators("0.866 0.5 -0.5 0.866 300 400", "x")).words()
    assert tilted.box.width > 0


@pytest.mark.parametrize(
    "place", [Text(5000, 700, "off"), Text(72, -400, "off"), Text(-900, 700, "off")], ids=["right", "below", "left"]
)
def test_words_beside_the_page_are_left_out(place):
    assert page_of(place, Text(72, 700, "on")).text == "on"
    assert page_of(Text(72, 700, "on"), Text(72, 100, "cropped"), cropbox=(0, 300, 612, 792)).text == "on"


def test_text_without_a_size():
    assert page_of(content=b"BT /F1 0 Tf 72 700 Td (nothing) Tj ET").text in {"", "nothing"}


def test_values_of_forms_are_text():
    (page,) = layout_pages(make_form([[text("a", "Jane Smith")]]))
    assert page.text == "Jane Smith"


def test_hocr_gives_the_page_again():
    page = page_of(*BODY, Text(72, 300, "שלום"[::-1]), content=operators("0 1 -1 0 500 400"))
    (again,) = read(write(page))
    assert again.text == page.text
    assert (again.width, again.height) == (page.width, page.height)
    for one, other in zip(again.words(), page.words(), strict=True):
        assert box(one) == pytest.approx(box(other), abs=1)
        assert one.box.angle == other.box.angle


@pytest.mark.parametrize(
    ("text", "original"), [("Wide, (1.5)", False), ("ﬁne, naïve", False), ("ﬁne, naïve", True), ("AVATAR.", False)]
)
def test_words_know_where_their_characters_are(text, original):
    """Parts of words are where they are drawn, and not in proportion to the number of characters."""
    (found,) = layout_pages(make_pdf([Page([Text(72, 700, text)])]), original=original, symbols=True)
    for word in found.words():
        assert "".join(symbol.text for symbol in word.symbols) == word.text
        whole = union([symbol.box for symbol in word.symbols])
        assert (whole.x, whole.width) == pytest.approx((word.box.x, word.box.width))
    if text.isascii():  # else the font is one that has all characters equally wide
        *letters, mark = next(word.symbols for word in found.words() if word.text[-1] in ",.")
        assert mark.box.width < 0.7 * sum(letter.box.width for letter in letters) / len(letters)
    assert not any(word.symbols for word in page_of(Text(72, 700, text)).words())


def test_turned_words_have_no_characters():
    found = next(layout_pages(make_pdf([Page([Text(72, 700, "Hello")], rotate=90)]), symbols=True))
    assert [(word.box.angle, word.symbols) for word in found.words()] == [(90, ())]


def test_pages_and_errors():
    content = make_pdf([Page([Text(72, 700, "a")]), Page([Text(72, 700, "b")])], user_password="open")
    assert [page.text for page in layout_pages(content, password="open")] == ["a", "b"]
    with pytest.raises(DocumentError, match="encrypted"):
        list(layout_pages(content))
    with open_pdf(content, "open") as document, pytest.raises(DocumentError, match="no page 2"):
        layout_page(document, 2)
