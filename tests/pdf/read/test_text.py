import numpy as np
import pytest

from pdf.make_pdf import Field, Page, Text, make_pdf
from sparkocr.errors import DocumentError
from sparkocr.pdf.document import open_pdf
from sparkocr.pdf.read.page_layout import layout_page
from sparkocr.pdf.read.render import render_page
from sparkocr.pdf.read.text import page_text, page_texts

KEY = "secret"
SCALE = 2  # px per point when ink is compared with boxes

LETTER = Page([Text(72, 700, "First line"), Text(72, 680, "second line")])
DISORDER = Page([Text(72, 600, "below"), Text(300, 700, "right"), Text(72, 700, "left")])
TABLE = Page(
    [
        Text(72, 700, "Name"),
        Text(250, 700, "Price"),
        Text(72, 680, "Tea and biscuits"),
        Text(250, 680, "4.20"),
        Text(72, 600, "Total"),
        Text(250, 600, "9.70"),
    ]
)
HYPHENS = Page([Text(72, 700, "A long hyphen-"), Text(72, 686, "ated word, twenty-one")])
LIGATURES = Page([Text(72, 700, "of\ufb01ce e\ufb03cient \ufb06")])
FORM = Page([Text(72, 700, "Name:")], fields=[Field("name", "Ada", 120, 690)])
UNICODE = Page([Text(72, 700, "smile \U0001f600 now"), Text(72, 600, "日本 Ω")])
PAGES = {
    "letter": LETTER,
    "disorder": DISORDER,
    "table": TABLE,
    "hyphens": HYPHENS,
    "ligatures": LIGATURES,
    "form": FORM,
    "unicode": UNICODE,
    "empty": Page(),
}


def read(page, **options):
    (result,) = page_texts(make_pdf([page]), **options)
    return result


def box(characters):
    """Left, top, right and bottom."""
    return (
        min(c.x for c in characters),
        min(c.y for c in characters),
        max(c.x + c.width for c in characters),
        max(c.y + c.height for c in characters),
    )


@pytest.mark.parametrize(
    ("page", "text"),
    [
        (LETTER, "First line\nsecond line"),
        (HYPHENS, "A long hyphen-\nated word, twenty-one"),
        (LIGATURES, "office efficient st"),
        (FORM, "Name:\nAda"),
        (UNICODE, "smile \U0001f600 now\n日本 Ω"),
        (Page(), ""),
        (Page([Text(72, 700, "  ")]), ""),
    ],
)
def test_plain_text(page, text):
    result = read(page)
    assert result.text.strip() == text
    assert result.characters is None


def test_plain_text_has_the_order_of_the_document():
    assert read(DISORDER).text == "below\nleft right"


def test_sort():
    assert read(DISORDER, sort=True).text == "left right\nbelow"


def test_layout():
    lines = read(TABLE, layout=True).text.split("\n")
    assert [" ".join(line.split()) for line in lines] == [
        "Name Price",
        "Tea and biscuits 4.20",
        "",
        "",
        "",
        "Total 9.70",
    ]
    assert lines[0].index("Price") == lines[1].index("4.20") == lines[5].index("9.70")
    assert lines[0].index("Name") == lines[1].index("Tea") == lines[5].index("Total") > 5
    assert "Tea and biscuits" in lines[1]


def test_ligatures_are_kept_on_demand():
    assert read(LIGATURES, normalize_ligatures=False).text == "of\ufb01ce e\ufb03cient \ufb06"
    kept = read(LIGATURES, normalize_ligatures=False, coordinates=True).characters
    split = read(LIGATURES, coordinates=True).characters
    (ligature,) = [c for c in kept if c.c == "\ufb03"]
    letters = split[8:11]
    assert "".join(c.c for c in letters) == "ffi"
    assert box(letters) == pytest.approx(box([ligature]))
    assert [c.width for c in letters] == pytest.approx([ligature.width / 3] * 3)


def test_letters_of_their_own_are_no_ligature():
    assert read(Page([Text(72, 700, "office")]), normalize_ligatures=False).text == "office"


@pytest.mark.parametrize("options", [{}, {"sort": True}, {"layout": True}, {"normalize_ligatures": False}])
@pytest.mark.parametrize("page", PAGES.values(), ids=PAGES)
def test_characters_are_the_text(page, options):
    result = read(page, coordinates=True, **options)
    assert "".join(c.c for c in result.characters) == result.text
    assert result.text == read(page, **options).text
    assert all(len(c.c) == 1 for c in result.characters)
    for line in "".join(c.c for c in result.characters).split("\n"):
        assert line == line.rstrip()


@pytest.mark.parametrize("rotate", [0, 90, 180, 270])
@pytest.mark.parametrize(
    "boxes",
    [
        {"width": 400, "height": 500},
        {"mediabox": (-100, -50, 300, 450)},
        {"mediabox": (-100, -100, 500, 600), "cropbox": (-20, -10, 290, 390)},
    ],
    ids=["plain", "negative origin", "cropped"],
)
def test_ink_is_inside_the_boxes(rotate, boxes):
    texts = [Text(20, 300, "Hello Wgqj|"), Text(30, 50, "end", size=30)]
    turned = b"BT /F1 20 Tf 0 1 -1 0 250 100 Tm (Up) Tj -1 0 0 -1 200 200 Tm (Over) Tj ET"
    content = make_pdf([Page(texts, rotate=rotate, content=turned, **boxes)])
    (result,) = page_texts(content, coordinates=True)
    pixels = render_page(content, 0, resolution=72 * SCALE, max_pixels=10**7).pixels
    assert pixels.shape == (round(result.height * SCALE), round(result.width * SCALE))
    ink = pixels < 128
    outside = ink.copy()
    letters = [c for c in result.characters if not c.c.isspace()]
    assert sorted(c.c for c in letters) == sorted("HelloWgqj|endUpOver")
    for c in letters:
        left, top, right, bottom = (round(value * SCALE) for value in box([c]))
        assert ink[top:bottom, left:right].any()
        outside[max(0, top - 1) : bottom + 1, max(0, left - 1) : right + 1] = False
    assert not outside.any()


def test_boxes_in_points_from_the_top_left():
    characters = read(LETTER, coordinates=True).characters
    left, top, right, bottom = box(characters[:5])
    assert left == pytest.approx(72, abs=1)
    assert top < 792 - 700 - 8 < 792 - 700 < bottom
    assert bottom - top < 20
    assert 20 < right - left < 30
    assert {c.font_size for c in characters} == {12}


def test_spaces_lie_between_their_neighbours():
    for options in ({}, {"sort": True}, {"layout": True}):
        characters = read(DISORDER, coordinates=True, **options).characters
        for before, space, after in zip(characters, characters[1:], characters[2:], strict=False):
            if space.c == "\n":
                assert space.width == 0
                assert (space.x, space.y) == (before.x + before.width, before.y)
            elif space.c == " " and not before.c.isspace() and not after.c.isspace():
                assert space.x == pytest.approx(before.x + before.width)
                assert space.x + space.width == pytest.approx(after.x)


def test_padding_shares_the_gap():
    characters = read(TABLE, layout=True, coordinates=True).characters
    text = "".join(c.c for c in characters)
    start, end = text.index("Name") + 4, text.index("Price")
    assert end - start > 5
    assert characters[start].x == pytest.approx(characters[start - 1].x + characters[start - 1].width)
    assert characters[end - 1].x + characters[end - 1].width == pytest.approx(characters[end].x)
    assert len({round(c.width, 6) for c in characters[start:end]}) == 1


@pytest.mark.parametrize(
    ("content", "size"),
    [
        (b"BT /F1 1 Tf 18 0 0 18 72 300 Tm (scaled) Tj ET", 18),
        (b"BT /F1 10 Tf 0 1.5 -1.5 0 72 300 Tm (turned) Tj ET", 15),
        (b"2 0 0 2 0 0 cm BT /F1 11.3 Tf 72 200 Td (grown) Tj ET", 23),
    ],
)
def test_font_size_is_as_displayed(content, size):
    characters = read(Page(content=content), coordinates=True).characters
    assert {c.font_size for c in characters} == {size}


def test_right_to_left_keeps_reading_order():
    # Written from left to right as it's displayed, the word begins at its right end.
    characters = read(Page([Text(72, 700, "םולש")]), coordinates=True).characters
    assert "".join(c.c for c in characters) == "שלום"
    positions = [c.x for c in characters]
    assert positions == sorted(positions, reverse=True)
    assert read(Page([Text(72, 700, "םולש")]), layout=True).text.strip() == "שלום"


@pytest.mark.parametrize(
    ("page", "size"),
    [
        (Page(width=200, height=300), (200, 300)),
        (Page(width=200, height=300, rotate=90), (300, 200)),
        (Page(mediabox=(-10, -10, 90, 190), cropbox=(0, 0, 50, 100), rotate=270), (100, 50)),
    ],
)
@pytest.mark.parametrize("only_sizes", [True, False])
def test_size_is_as_displayed(page, size, only_sizes):
    result = read(page, only_sizes=only_sizes)
    assert (result.width, result.height) == pytest.approx(size)


def test_only_sizes_has_no_text():
    result = read(LETTER, only_sizes=True, coordinates=True)
    assert (result.text, result.characters) == ("", None)


def test_pages_come_in_order_one_at_a_time():
    content = make_pdf([Page([Text(72, 700, f"page {number}")]) for number in range(5)])
    assert [page.text for page in page_texts(content)] == [f"page {number}" for number in range(5)]
    pages = page_texts(memoryview(content))
    assert next(pages).text == "page 0"
    pages.close()


@pytest.mark.parametrize("only_sizes", [True, False])
def test_bad_page_leaves_the_others(only_sizes):
    content = make_pdf([LETTER, LETTER, LETTER]).replace(b"/Kids [6 0 R 8 0 R", b"/Kids [6 0 R 99 0 R")
    first, second, third = page_texts(content, only_sizes=only_sizes)
    assert first == third
    assert first.width == 612
    assert isinstance(second, DocumentError)
    assert str(second) == "Can't read page 1 of PDF."


def test_one_page_of_an_open_document():
    with open_pdf(make_pdf([Page(), LETTER])) as document:
        assert page_text(document, 1, sort=True).text == "First line\nsecond line"
        assert page_text(document, 1) == read(LETTER)
        with pytest.raises(DocumentError, match="no page 2"):
            page_text(document, 2)


def test_password():
    content = make_pdf([LETTER], user_password=KEY)
    with pytest.raises(DocumentError, match="encrypted"):
        next(page_texts(content))
    (page,) = page_texts(content, password=KEY)
    assert page.text == "First line\nsecond line"


def test_scan_has_no_text():
    for options in ({}, {"layout": True, "coordinates": True}, {"sort": True, "coordinates": True}):
        result = read(Page(content=b"0 g 100 100 50 50 re f"), **options)
        assert result.text == ""
        assert not result.characters


def test_text_without_size_has_finite_boxes():
    characters = read(Page(content=b"BT /F1 0 Tf 72 300 Td (flat) Tj ET"), coordinates=True).characters
    assert np.isfinite([c[1:] for c in characters]).all()


UPRIGHT = ["First line of text", "second line of text", "third line right cell"]
SIDEWAYS = [
    Text(72, 700, UPRIGHT[0]),
    Text(72, 680, UPRIGHT[1]),
    Text(72, 600, "third line"),
    Text(300, 600, "right cell"),
]
MATRICES = {0: "1 0 0 1 0 0", 90: "0 -1 1 0 0 612", 180: "-1 0 0 -1 612 792", 270: "0 1 -1 0 792 0"}
OPTIONS = [{}, {"coordinates": True}, {"sort": True}, {"layout": True}, {"layout": True, "coordinates": True}]


def turned(angle, *texts):
    """Operators that draw texts turned clockwise by an angle around the lower left corner of the page."""
    a, b = {0: (1, 0), 90: (0, -1), 180: (-1, 0), 270: (0, 1)}[angle]
    rows = [f"BT /F1 12 Tf {a} {b} {-b} {a} {x} {y} Tm ({text}) Tj ET" for x, y, text in texts]
    return "\n".join(rows).encode()


@pytest.mark.parametrize("rotate", [0, 90, 180, 270])
@pytest.mark.parametrize("options", OPTIONS)
def test_text_of_a_page_that_is_displayed_turned(rotate, options):
    result = read(Page(SIDEWAYS, rotate=rotate), **options)
    assert result.text == read(Page(SIDEWAYS), **options).text
    assert [" ".join(line.split()) for line in result.text.split("\n") if line] == UPRIGHT
    assert max(len(line) - len(line.lstrip()) for line in result.text.split("\n")) < 20


@pytest.mark.parametrize("angle", [90, 180, 270])
@pytest.mark.parametrize("options", OPTIONS)
@pytest.mark.parametrize("rotate", [0, 90, 270])
def test_turned_text(angle, options, rotate):
    steps = {90: (-20, 0), 180: (0, 20), 270: (20, 0)}[angle]
    rows = [(300 + steps[0] * row, 400 + steps[1] * row, text) for row, text in enumerate(UPRIGHT)]
    result = read(Page(content=turned(angle, *rows), rotate=rotate), **options)
    assert [line.strip() for line in result.text.split("\n") if line] == UPRIGHT


@pytest.mark.parametrize("options", OPTIONS)
def test_a_turned_page_keeps_its_rotation(options):
    with open_pdf(make_pdf([Page(SIDEWAYS, rotate=90)])) as document:
        page_text(document, 0, **options)
        assert document[0].get_rotation() == 90
        assert document[0].get_size() == (792, 612)


@pytest.mark.parametrize("layout", [False, True])
def test_each_direction_by_itself(layout):
    note = turned(270, (250, 650, "margin note"), (270, 650, "second row"))
    note += b"\n" + turned(90, (400, 700, "read from above")) + b"\n" + turned(180, (400, 690, "on its head"))
    result = read(
        Page([Text(72, 700, "upright text"), Text(72, 680, "of two lines")], content=note), sort=True, layout=layout
    )
    assert [line.strip() for line in result.text.split("\n") if line] == [
        "upright text",
        "of two lines",
        "margin note",
        "second row",
        "read from above",
        "on its head",
    ]
    assert ("\n\n" in result.text) == layout


@pytest.mark.parametrize("options", [{"sort": True}, {"layout": True}])
def test_boxes_of_sorted_turned_text(options):
    note = turned(270, (250, 650, "a b"), (270, 650, "c"))
    result = read(Page([Text(72, 700, "up")], content=note), coordinates=True, **options)
    assert "".join(c.c for c in result.characters) == result.text
    plain = {c.c: c for c in read(Page([Text(72, 700, "up")], content=note), coordinates=True).characters}
    found = {c.c: c for c in result.characters}
    for letter in "upabc":
        assert found[letter][1:] == pytest.approx(plain[letter][1:])
    text = result.text
    space = result.characters[text.index("b") - 1]
    assert space.c == " "
    assert (space.y, space.y + space.height) == pytest.approx((found["b"].y + found["b"].height, found["a"].y))


FIELDS = Page(
    [Text(72, 50, "Name:")],
    fields=[Field("first", "Juergen Max", 120, 45), Field("second", "Paris", 120, 180)],
)


@pytest.mark.parametrize("options", [{}, {"coordinates": True}, {"normalize_ligatures": False}])
def test_values_of_fields_far_apart_are_lines(options):
    assert read(FIELDS, **options).text == "Name:\nJuergen Max\nParis"
    assert read(FIELDS, sort=True).text == "Paris\nName: Juergen Max"


def test_turned_values_of_fields():
    assert (
        read(Page(FIELDS.texts, fields=FIELDS.fields, rotate=90)).text.replace("\n", " ") == "Name: Juergen Max Paris"
    )


@pytest.mark.parametrize("rotate", [0, 180])
def test_a_turned_note_does_not_turn_the_page(rotate):
    note = turned(90, (30, 300, "note"))
    body = "\n".join(
        f"BT /F1 12 Tf 1 0 0 1 72 {700 - 20 * row} Tm (row {row} of the text) Tj ET" for row in range(4)
    ).encode()
    lines = read(Page(content=note + b"\n" + body, rotate=rotate)).text.split("\n")
    assert [line for line in lines if line.startswith("row")] == [f"row {row} of the text" for row in range(4)]


@pytest.mark.parametrize("options", [{}, {"coordinates": True}])
def test_text_beside_the_page_leaves_no_blank_lines(options):
    beside = [Text(-400, 700, "left of it"), Text(-400, 680, "and below")]
    shown = [Text(72, 700, "on the page"), Text(72, 660, "last line")]
    assert read(Page([*beside, *shown]), **options).text.strip("\n") == "on the page\nlast line"
    assert read(Page([shown[0], *beside, shown[1]]), **options).text == "on the page\nlast line"
    assert read(Page(beside), **options).text == ""


@pytest.mark.parametrize("normalize_ligatures", [True, False])
@pytest.mark.parametrize("page", PAGES.values(), ids=PAGES)
def test_lines_are_those_of_the_layout(page, normalize_ligatures):
    with open_pdf(make_pdf([page])) as document:
        expected = layout_page(document, 0, symbols=True)
    assert read(page, lines=True, normalize_ligatures=normalize_ligatures).layout == expected
    assert read(page, coordinates=True).layout is None
