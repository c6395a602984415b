import numpy as np
import pytest

from pdf.make_pdf import Field, Page, Text, make_pdf
from sparkocr.errors import DocumentError
from sparkocr.pdf.document import open_pdf
from sparkocr.pdf.ranges import page_count, page_ranges, single_page
from sparkocr.pdf.read.render import render_page
from sparkocr.pdf.read.text import page_texts

KEY = "secret"


def document(count, **options):
    return make_pdf([Page([Text(72, 700, f"page {number}")]) for number in range(count)], **options)


def spans(content, **options):
    return [(part.first, part.count) for part in page_ranges(content, **options)]


def texts(content):
    return [page.text for page in page_texts(content)]


def look(content, index):
    return render_page(content, index, resolution=72, max_pixels=10**7).pixels


def test_small_document_is_passed_on():
    content = document(16)
    (part,) = page_ranges(content)
    assert part.content is content
    assert (part.first, part.count, part.total, part.number) == (0, 16, 16, 0)


def test_at_most_16_pages():
    parts = list(page_ranges(document(40)))
    assert [(part.first, part.count) for part in parts] == [(0, 16), (16, 16), (32, 8)]
    assert [part.number for part in parts] == [0, 1, 2]
    assert {part.total for part in parts} == {40}
    assert [text for part in parts for text in texts(part.content)] == [f"page {i}" for i in range(40)]


def test_about_a_mebibyte():
    noise = np.random.default_rng(0).integers(65, 90, 300_000, dtype=np.uint8).tobytes()
    heavy = make_pdf([Page(content=b"% " + noise + bytes([number])) for number in range(7)])
    parts = list(page_ranges(heavy))
    assert [part.count for part in parts] == [3, 3, 1]
    assert all(len(part.content) <= 1 << 20 for part in parts)


def test_a_heavy_page_is_a_range():
    noise = b"% " + b"x" * (1 << 20)
    assert spans(make_pdf([Page(content=noise), Page(content=noise)])) == [(0, 1), (1, 1)]


@pytest.mark.parametrize(("pages_per_range", "expected"), [(1, [1] * 5), (2, [2, 2, 1]), (5, [5]), (99, [5])])
def test_pages_per_range(pages_per_range, expected):
    assert [count for _, count in spans(document(5), pages_per_range=pages_per_range)] == expected


@pytest.mark.parametrize(
    ("ranges", "expected"), [(1, [(0, 5)]), (2, [(0, 2), (2, 3)]), (9, [(i, 1) for i in range(5)])]
)
def test_number_of_ranges(ranges, expected):
    assert spans(document(5), ranges=ranges, pages_per_range=4) == expected


def test_one_range_may_be_long():
    assert spans(document(40), ranges=1) == [(0, 40)]


def test_ranges_are_made_one_at_a_time():
    parts = page_ranges(document(3), pages_per_range=1)
    assert texts(next(parts).content) == ["page 0"]
    parts.close()  # what an abandoned generator does; the document is closed with it
    assert list(parts) == []


def test_source_is_reopened(monkeypatch):
    monkeypatch.setattr("sparkocr.pdf.ranges._REOPEN_BYTES", 1)
    parts = list(page_ranges(document(5), pages_per_range=2))
    assert [part.number for part in parts] == [0, 1, 2]
    assert [text for part in parts for text in texts(part.content)] == [f"page {i}" for i in range(5)]


def test_encrypted_document():
    content = document(3, user_password=KEY)
    with pytest.raises(DocumentError, match="encrypted"):
        next(page_ranges(content))
    parts = list(page_ranges(content, pages_per_range=2, password=KEY))
    assert [texts(part.content) for part in parts] == [["page 0", "page 1"], ["page 2"]]
    (whole,) = page_ranges(content, password=KEY)
    assert whole.content is content


def test_bad_page_leaves_the_others():
    broken = document(4).replace(b"/Kids [6 0 R 8 0 R", b"/Kids [6 0 R 99 0 R")
    parts = list(page_ranges(broken, pages_per_range=2))
    assert [(part.first, part.count, part.number) for part in parts] == [(0, 1, 0), (1, 1, 1), (2, 2, 2)]
    assert [bool(part.content) for part in parts] == [True, False, True]
    assert texts(parts[2].content) == ["page 2", "page 3"]


def test_bad_page_with_form_leaves_the_others():
    pages = [Page(fields=[Field(f"f{number}", f"value {number}", 72, 300)]) for number in range(2)]
    content = make_pdf(pages)
    kids = content[content.index(b"/Kids [") + 7 :].split(b"]")[0]
    broken = content.replace(kids, b"99 0 R " + kids.split(b" 0 R ")[1])
    parts = list(page_ranges(broken, ranges=1)), list(page_ranges(broken, pages_per_range=1))
    assert [len(found) for found in parts] == [1, 2]
    assert parts[1][0].content == b""
    assert texts(parts[1][1].content) == ["value 1"]


ODD_PAGES = {
    "rotated": [Page([Text(72, 700, "turned")], rotate=90)] * 2,
    "boxes": [Page([Text(10, 50, "shifted")], mediabox=(-50, -20, 300, 200), cropbox=(0, 10, 200, 150))] * 2,
    "form": [Page([Text(72, 700, "form")], fields=[Field(f"f{n}", "value", 72, 300)]) for n in range(2)],
    "form without appearance": [Page(fields=[Field(f"f{n}", "value", 72, 300, appearance=False)]) for n in range(2)],
}


@pytest.mark.parametrize("pages", ODD_PAGES.values(), ids=ODD_PAGES)
@pytest.mark.parametrize("options", [{}, {"inherit": True}, {"user_password": "p"}, {"page_labels": True}])
def test_ranges_look_and_read_like_the_source(pages, options):
    content = make_pdf(pages, **options)
    password = options.get("user_password", "")
    source = [page.text for page in page_texts(content, password=password)]
    for part in page_ranges(content, pages_per_range=1, password=password):
        expected = render_page(content, part.first, resolution=72, max_pixels=10**7, password=password).pixels
        assert (expected < 128).any()
        np.testing.assert_array_equal(look(part.content, 0), expected)
        assert texts(part.content) == [source[part.first]]


def test_annotations_stay():
    pages = [Page(fields=[Field("stamp", "APPROVED", 72, 300)])] * 2
    content = make_pdf(pages).replace(b"/Widget /FT /Tx", b"/Stamp /Other 1").replace(b"/AcroForm", b"/NoForm__")
    with open_pdf(content) as opened:
        assert opened.formenv is None
    first, _ = page_ranges(content, pages_per_range=1)
    assert (look(content, 0) < 128).any()
    np.testing.assert_array_equal(look(first.content, 0), look(content, 0))


@pytest.mark.parametrize("content", [b"", b"no pdf", document(20)[:-100]], ids=["empty", "text", "truncated"])
def test_bad_document(content):
    with pytest.raises(DocumentError):
        next(page_ranges(content))


def test_single_page():
    content = document(3, user_password=KEY)
    assert texts(single_page(content, 1, KEY)) == ["page 1"]
    assert single_page(content, 3, KEY) == b""
    alone = document(1)
    assert single_page(memoryview(alone), 0) == alone


def test_page_count():
    assert page_count(document(17)) == 17
    assert page_count(document(2, user_password=KEY), KEY) == 2
    with pytest.raises(DocumentError, match="encrypted"):
        page_count(document(2, user_password=KEY))
