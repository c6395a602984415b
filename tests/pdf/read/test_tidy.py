"""What PDFium makes of characters is mended."""

from pathlib import Path

import font_roboto
import pytest
from PIL import ImageFont

from pdf.make_type0 import coded_pdf, codes_of, hexed, inverse, nameless_roboto
from sparkocr.pdf.read.page_layout import layout_pages
from sparkocr.pdf.read.text import page_texts

OPTIONS = {"plain": {}, "coordinates": {"coordinates": True}, "sort": {"sort": True}, "layout": {"layout": True}}


def read(pdf, **options):
    (page,) = page_texts(pdf, **options)
    if page.characters is not None:
        assert "".join(c.c for c in page.characters) == page.text
    return page.text


def lines(pdf, **options):
    return [" ".join(line.split()) for line in read(pdf, **options).splitlines() if line.strip()]


def helvetica(content):
    return coded_pdf(content, {})


def every_way(pdf):
    """The lines of a page, which are the same whatever way it's read."""
    found = {name: lines(pdf, **options) for name, options in OPTIONS.items()}
    assert all(each == found["plain"] for each in found.values()), found
    return found["plain"]


SUPERSCRIPTS = {
    "rise": ("(Area 25 m) Tj /F1 7 Tf 5 Ts (2) Tj 0 Ts /F1 12 Tf ( of land) Tj", "Area 25 m2 of land"),
    "placed": (
        "(Area 25 m) Tj ET BT /F1 6 Tf 126 706 Td (2) Tj ET BT /F1 12 Tf 133 700 Td (of land) Tj",
        "Area 25 m2 of land",
    ),
    "subscript": ("(H) Tj /F1 7 Tf -3 Ts (2) Tj 0 Ts /F1 12 Tf (O is water) Tj", "H2O is water"),
    "both": ("(x) Tj /F1 7 Tf -3 Ts (i) Tj 5 Ts (2) Tj 0 Ts /F1 12 Tf ( + y) Tj", "xi2 + y"),
    "start": ("/F1 7 Tf 5 Ts (1) Tj 0 Ts /F1 12 Tf ( See the note) Tj", "1 See the note"),
    "end": ("(as was shown) Tj /F1 7 Tf 5 Ts (3) Tj 0 Ts", "as was shown3"),
    "several": (
        "(a) Tj /F1 7 Tf 5 Ts (2) Tj 0 Ts /F1 12 Tf ( + b) Tj /F1 7 Tf 5 Ts (2) Tj 0 Ts /F1 12 Tf ( = c) Tj",
        "a2 + b2 = c",
    ),
}


@pytest.mark.parametrize(("content", "text"), SUPERSCRIPTS.values(), ids=SUPERSCRIPTS)
def test_superscripts_do_not_end_the_line(content, text):
    pdf = helvetica(f"BT /F1 12 Tf 72 700 Td {content} ET BT /F1 12 Tf 72 684 Td (in the next line) Tj ET")
    assert every_way(pdf) == [text, "in the next line"]


def test_a_fraction_and_columns_stay_apart():
    fraction = (
        "BT /F1 10 Tf 72 700 Td (about) Tj ET BT /F1 7 Tf 102 705 Td (12) Tj ET BT /F1 7 Tf 102 695 Td (25) Tj ET"
    )
    assert lines(helvetica(fraction)) == ["about 12", "25"]
    columns = "BT /F1 10 Tf 72 700 Td (left) Tj 0 -12 Td (lower) Tj ET BT /F1 10 Tf 300 700 Td (right) Tj ET"
    assert lines(helvetica(columns)) == ["left", "lower", "right"]


COLUMNS = ["縦書きの文", "右から左へ", "三行目です"]
CODES = codes_of(COLUMNS)


def columns(texts, left=400, top=700):
    shown = " ".join(f"{-24 * bool(number)} 0 Td {hexed(text, CODES)} Tj" for number, text in enumerate(texts))
    return f"BT /F2 14 Tf {left} {top} Td {shown} ET\n"


def glyph_by_glyph(texts):
    return "".join(
        f"BT /F2 14 Tf {400 - 24 * column} {700 - 14 * row} Td {hexed(c, CODES)} Tj ET\n"
        for column, text in enumerate(texts)
        for row, c in enumerate(text)
    )


def vertical(content, **options):
    embedded = Path(font_roboto.Roboto).read_bytes()
    return coded_pdf(content, inverse(CODES), embedded=embedded, width=1000, **options)


@pytest.mark.parametrize("is_vertical", [True, False])
@pytest.mark.parametrize("draw", [columns, glyph_by_glyph])
def test_vertical_columns_run_from_the_right(draw, is_vertical):
    if draw is columns and not is_vertical:
        pytest.skip("that is horizontal text")
    pdf = vertical(draw(COLUMNS), vertical=is_vertical)
    assert every_way(pdf) == COLUMNS
    (page,) = layout_pages(pdf)
    assert page.text.splitlines() == COLUMNS


def test_vertical_columns_below_a_heading_and_in_tiers():
    heading = "BT /F1 20 Tf 72 750 Td (Heading) Tj ET\n"
    assert lines(vertical(heading + columns(COLUMNS), vertical=True)) == ["Heading", *COLUMNS]
    lower = [text[::-1] for text in COLUMNS]
    tiers = vertical(columns(COLUMNS) + columns(lower, top=500), vertical=True)
    assert lines(tiers) == lines(tiers, coordinates=True) == COLUMNS + lower


RIGHT_TO_LEFT = {
    "words": ("בוט םלוע םולש", "שלום עולם טוב"),
    "number": ("םולשתל 1,250 םוכס", "סכום 1,250 לתשלום"),
    "arabic": ("ملاعلاب ابحرم", "مرحبا بالعالم"),
    "phrase": ("עובשה יל ןתנ Acme Corp תרבח", "חברת Acme Corp נתן לי השבוע"),
    "in English": ("The word םולש means peace", "The word שלום means peace"),
}


@pytest.mark.parametrize(("visual", "logical"), RIGHT_TO_LEFT.values(), ids=RIGHT_TO_LEFT)
def test_right_to_left_lines(visual, logical):
    codes = codes_of([visual])
    pdf = coded_pdf(f"BT /F2 12 Tf 200 700 Td {hexed(visual, codes)} Tj ET", inverse(codes))
    assert every_way(pdf) == [logical]
    (page,) = layout_pages(pdf)
    assert page.text == logical


def test_right_to_left_lines_among_others():
    codes = codes_of(["םולש תרבח"])
    shown = f"BT /F2 12 Tf 72 680 Td {hexed('םולש תרבח', codes)} Tj ET"
    pdf = coded_pdf(
        f"BT /F1 12 Tf 72 700 Td (Invoice for) Tj ET {shown} BT /F1 12 Tf 72 660 Td (total 20) Tj ET", inverse(codes)
    )
    assert every_way(pdf) == ["Invoice for", "חברת שלום", "total 20"]


TWICE = {
    "same": "BT /F1 12 Tf 72 700 Td (Total amount due) Tj ET",
    "shifted": "BT /F1 12 Tf 73 699 Td (Total amount due) Tj ET",
    "other size": "BT 109 Tz /F1 11 Tf 72 700 Td (Total amount due) Tj ET",
    "divided": "BT 3 Tr /F1 12 Tf 72 700 Td (Tot) Tj (al am) Tj (ount due) Tj ET",
}


@pytest.mark.parametrize("second", TWICE.values(), ids=TWICE)
def test_a_second_layer_is_no_text(second):
    first = "BT /F1 12 Tf 72 700 Td (Total amount due) Tj ET "
    below = " BT 100 Tz 0 Tr /F1 12 Tf 72 600 Td (below) Tj ET"
    assert every_way(helvetica(first + second + below)) == ["Total amount due", "below"]


def test_a_second_layer_after_all_of_the_first():
    layer = "BT /F1 12 Tf 72 700 Td (First line of text) Tj 0 -14 Td (second line of text) Tj ET "
    assert every_way(helvetica(layer + layer.replace("BT", "BT 3 Tr"))) == ["First line of text", "second line of text"]


@pytest.mark.parametrize("cell", ["yes", "ha ha ha", "12.50 EUR 12.50 EUR"])
def test_words_that_are_there_again_stay(cell):
    cells = [
        f"BT /F1 9 Tf {72 + 150 * column} {700 - 11 * row} Td ({cell}) Tj ET" for row in range(3) for column in (0, 1)
    ]
    assert every_way(helvetica("\n".join(cells))) == [f"{cell} {cell}"] * 3


WORDS = ["The", "quick", "brown", "fox", "jumps", "over", "the", "lazy", "dog", "while", "others", "watch"]


def apart(gap):
    """Words without spaces, so many points apart."""
    font, before, shown = ImageFont.truetype(font_roboto.Roboto, 1000), 0.0, ""
    for word in WORDS:
        shown += f"{before:.2f} 0 Td ({word}) Tj "
        before = font.getlength(word) * 0.012 + gap
    return f"BT /F1 12 Tf 72 700 Td {shown} ET"


GAPS = {
    "TJ": "BT /F1 12 Tf 72 700 Td [" + " -180 ".join(f"({word})" for word in WORDS) + "] TJ ET",
    "narrow TJ": "BT /F1 12 Tf 72 700 Td [" + " -150 ".join(f"({word})" for word in WORDS) + "] TJ ET",
    "Td": apart(3),
}


@pytest.mark.parametrize("content", GAPS.values(), ids=GAPS)
def test_words_without_spaces(content):
    assert every_way(helvetica(content)) == [" ".join(WORDS)]


@pytest.mark.parametrize(
    ("content", "text"),
    [
        ("3 Tc (CHAPTER ONE OF THE BOOK) Tj", "CHAPTER ONE OF THE BOOK"),
        ("2.5 Tc (INTERNATIONALISATIONALLYUNDER) Tj", "INTERNATIONALISATIONALLYUNDER"),
        (
            "(Die Donaudampfschifffahrtsgesellschaftskapitaensmuetze) Tj",
            "Die Donaudampfschifffahrtsgesellschaftskapitaensmuetze",
        ),
        ("[(Donau) 20 (dampfschiff) 30 (fahrts) -30 (gesellschaft)] TJ", "Donaudampfschifffahrtsgesellschaft"),
        (
            "(https://example.org/averyveryverylongpathwithoutblanks) Tj",
            "https://example.org/averyveryverylongpathwithoutblanks",
        ),
    ],
)
def test_long_words_are_not_cut(content, text):
    assert every_way(helvetica(f"BT /F1 12 Tf 72 700 Td {content} ET")) == [text]


@pytest.mark.parametrize("unknown", ["\0", "\x01", "\x02", "\x07", "\ufffd"])
@pytest.mark.parametrize("shown", ["AA?BB CC", "AA?B", "? AA"])
def test_glyphs_that_mean_nothing(unknown, shown):
    codes = {" ": 40, "?": 37, "A": 36, "B": 38, "C": 39}
    content = f"BT /F2 14 Tf 72 700 Td {hexed(shown, codes)} Tj 0 -20 Td {hexed('CC BB', codes)} Tj ET"
    pdf = coded_pdf(content, {**inverse(codes), 37: unknown})
    assert every_way(pdf) == [shown.replace("?", "\ufffd"), "CC BB"]


def test_text_for_private_use_stays():
    codes = {"•": 36, "A": 37, " ": 38}
    pdf = coded_pdf(f"BT /F2 14 Tf 72 700 Td {hexed('• AAAAAAAAAA', codes)} Tj ET", {**inverse(codes), 36: "\ue0b7"})
    assert every_way(pdf) == ["\ue0b7 AAAAAAAAAA"]


def test_words_without_letters_are_dropped_where_they_are_many():
    embedded, glyphs = nameless_roboto()
    secret = hexed("Nobody knows what this line says", glyphs)
    known = "BT /F1 12 Tf 72 {y} Td (Total 12.50) Tj ET"
    half = coded_pdf(known.format(y=700) + f"BT /F2 12 Tf 72 680 Td {secret} Tj ET", None, embedded=embedded)
    assert every_way(half) == ["Total 12.50"]
    assert [page.text for page in layout_pages(half)] == ["Total 12.50"]
    assert every_way(coded_pdf(f"BT /F2 12 Tf 72 680 Td {secret} Tj ET", None, embedded=embedded)) == []
    some = " ".join(known.format(y=700 - 20 * number) for number in range(9))
    short = hexed("No one", glyphs)
    found = lines(coded_pdf(f"{some} BT /F2 12 Tf 72 400 Td {short} Tj ET", None, embedded=embedded))
    assert found[:9] == ["Total 12.50"] * 9
    assert set(found[9]) == {"\ufffd"}


@pytest.mark.parametrize(
    "boxes",
    [
        {"page": (0, 0, 400, 400)},
        {"page": (0, 0, 900, 900), "cropbox": (0, 100, 400, 400)},
        {"page": (-50, 0, 400, 400)},
    ],
)
def test_text_beside_the_page(boxes):
    content = "".join(
        f"BT /F1 12 Tf {x} {y} Td ({text}) Tj ET "
        for x, y, text in [(72, 300, "On the page"), (-300, 300, "left"), (72, 950, "above"), (910, 300, "right")]
    )
    assert every_way(coded_pdf(content, {}, **boxes)) == ["On the page"]


@pytest.mark.parametrize("box", [(0, -250, 1000, 900), (-5000, -8000, 9000, 9000), (0, -30000, 1000, 32000)])
def test_boxes_of_fonts_that_are_far_too_large(box):
    texts = ["Large boxes of a font", "next line of text"]
    codes = codes_of(texts)
    first, second = (hexed(text, codes) for text in texts)
    pdf = coded_pdf(f"BT /F2 12 Tf 72 700 Td {first} Tj 0 -14 Td {second} Tj ET", inverse(codes), box=box)
    assert every_way(pdf) == texts
    (page,) = page_texts(pdf, coordinates=True)
    assert max(c.height for c in page.characters) < 25


@pytest.mark.parametrize(
    "bad",
    [
        "/F1 12 Tf 1e39 0 0 1 72 600 Tm",
        "/F1 1e39 Tf 72 500 Td",
        "/F1 12 Tf 0 0 0 0 72 400 Tm",
        "/F1 12 Tf 1 0 0 1 1e38 1e38 Tm",
    ],
)
def test_places_that_are_no_numbers(bad):
    pdf = helvetica(f"BT /F1 12 Tf 72 700 Td (good) Tj ET BT {bad} (bad) Tj ET")
    for options in OPTIONS.values():
        assert lines(pdf, **options)[0] == "good"
    (page,) = page_texts(pdf, coordinates=True)
    assert all(abs(value) < 1e6 for c in page.characters for value in (c.x, c.y, c.width, c.height))
    (found,) = layout_pages(pdf)
    assert found.text.splitlines()[0] == "good"
