"""Gaps of a fixed width, which don't tell how long the name was that is gone."""

import io

import pikepdf
import pytest
from reportlab.pdfbase.pdfmetrics import stringWidth

from pdf.make_objects import new, saved
from pdf.make_type0 import coded_pdf, codes_of, hexed, inverse
from pdf.redact.holes import box, found, pixels, text_of, without
from sparkocr.pdf.redact.report import CannotRewriteError

NAMES = ["Al Li", "Ann Smith", "Maximilian Wolf", "Bo Iversen-Longname", "Willi Mummwagen"]
SIZE, GAP = 12, 5.0


def width(text):
    return stringWidth(text, "Helvetica", SIZE)


def one(name):
    return f"(Dear {name} thanks) Tj", [72 + width("Dear "), 72 + width("Dear " + name)]


def kerned(name):
    return f"[(Dear {name[:2]}) 200 ({name[2:]}) -300 ( thanks)] TJ", [
        72 + width("Dear "),
        72 + width("Dear " + name) - 0.2 * SIZE,
    ]


def split(name):
    letters = " ".join(f"({letter}) Tj" for letter in name)
    return f"(Dear ) Tj {letters} ( thanks) Tj", one(name)[1]


def placed(name):
    x, parts = width("Dear "), ["(Dear) Tj"]
    last = 0.0
    for letter in name:
        parts.append(f"{x - last:.4f} 0 Td ({letter}) Tj")
        last, x = x, x + width(letter) + 0.3
    parts.append(f"{x + width(' ') - last:.4f} 0 Td (thanks) Tj")
    return " ".join(parts), [72 + width("Dear "), 72 + x]


def spaced(name):
    return f"1.5 Tc (Dear {name} thanks) Tj", [
        72 + width("Dear ") + 5 * 1.5,
        72 + width("Dear " + name) + (len(name) + 5) * 1.5,
    ]


def words(name):
    start = width("Dear " + name + " ")
    return (
        f"(Dear) Tj ET BT /F1 {SIZE} Tf 1 0 0 1 {72 + width('Dear ')} 700 Tm ({name}) Tj "
        f"ET BT /F1 {SIZE} Tf {72 + start} 700 Td (thanks) Tj"
    ), one(name)[1]


@pytest.mark.parametrize("show", [one, kerned, split, placed, spaced, words])
def test_all_names_leave_the_same(show):
    rendered, places = [], []
    for name in NAMES:
        shown, (left, right) = show(name)
        content = saved(new(f"BT /F1 {SIZE} Tf 72 700 Td {shown} 0 0 Td 0 -20 Td (Next line) Tj ET".encode()))
        redacted = without(content, box(left, 697, right, 709), gap_width=GAP)
        assert text_of(redacted).startswith("Dear thanks")
        places.append(found(redacted, "thanks")[0][0, 0])
        rendered.append(pixels(redacted)[: 2 * 100])
    assert places == pytest.approx([places[0]] * len(NAMES), abs=0.4 if show is placed else 1e-3)
    if show not in {kerned, placed, spaced}:
        assert places[0] == pytest.approx(72 + width("Dear  ") + GAP * SIZE, abs=0.01)
        assert all((page == rendered[0]).all() for page in rendered)


def test_the_other_lines_and_columns_stay():
    shown = "(Dear Maximilian thanks) Tj 300 0 Td (Column) Tj -300 -20 Td (Next line) Tj 0 40 Td (Above) Tj"
    content = saved(new(f"BT /F1 12 Tf 72 700 Td {shown} ET".encode()))
    redacted = without(content, "Maximilian", gap_width=2)
    for word in ("Column", "Next line", "Above", "Dear"):
        assert found(redacted, word)[0] == pytest.approx(found(content, word)[0], abs=1e-3)
    assert found(redacted, "thanks")[0][0, 0] < found(content, "thanks")[0][0, 0]


def test_several_gaps_in_a_line():
    places = []
    for first, second in (("Al", "Maximilian"), ("Maximilian", "Al"), ("Bo", "Jo")):
        content = saved(new(f"BT /F1 12 Tf 72 700 Td ({first} met ) Tj ({second} today) Tj ET".encode()))
        redacted = without(content, first, second, gap_width=3)
        places.append([found(redacted, word)[0][0, 0] for word in ("met", "today")])
    assert places == [pytest.approx(places[0], abs=1e-3)] * 3


def test_turned_text():
    places = []
    for name in NAMES:
        content = saved(new(f"BT /F1 12 Tf 0 1 -1 0 300 100 Tm (Dear {name} thanks) Tj ET".encode()))
        start = 100 + width("Dear ")
        hole = box(291, start, 303, start + width(name))
        rendered = pixels(without(content, hole, gap_width=GAP))
        places.append(rendered)
    assert all((page == places[0]).all() for page in places)


def test_vertical_text():
    rendered = []
    for name in ("Ann", "Maximilian"):
        text = f"Dear {name} thanks"
        codes = codes_of(["Dear Ann Maximilian thanks"])
        content = coded_pdf(f"BT /F2 12 Tf 300 700 Td {hexed(text, codes)} Tj ET", inverse(codes), vertical=True)
        hole = box(294, 700 - 12 * (5 + len(name)), 306, 700 - 12 * 5)
        redacted = without(content, hole, gap_width=4)
        with pikepdf.open(io.BytesIO(redacted)) as document:
            (shown,) = pikepdf.parse_content_stream(document.pages[0], "TJ")
            rendered.append([float(item) for item in shown.operands[0] if not isinstance(item, pikepdf.String)])
    assert rendered == [[4000.0], [4000.0]]


def test_words_that_came_before_their_line_are_refused():
    content = saved(new(b"BT /F1 12 Tf 1 0 0 1 100 700 Tm (thanks) Tj 1 0 0 1 72 700 Tm (Ann ) Tj ET"))
    with pytest.raises(CannotRewriteError, match="order"):
        without(content, "Ann", gap_width=4)


@pytest.mark.parametrize("other", ["80 700 5 5 re f", "q 20 0 0 20 75 690 cm BI /W 1 /H 1 /BPC 8 /CS /G ID \x80 EI Q"])
def test_what_is_no_text_is_refused(other):
    content = saved(new(f"{other} BT /F1 12 Tf 72 700 Td (Anna) Tj ET".encode("latin-1")))
    with pytest.raises(CannotRewriteError, match="more than text"):
        without(content, "Anna", gap_width=4)
