"""Several readings of one page become one."""

from dataclasses import replace

import pytest

from hocr.pages import line, page, words
from sparkocr.errors import DocumentError
from sparkocr.hocr.document import HocrPage
from sparkocr.hocr.merge import merge
from sparkocr.layout.box import Box
from sparkocr.layout.page import Page, Word

TEXT = HocrPage(
    page(line(*words("Smoker O never", x=100, y=100)), line(*words("Date 2024", x=100, y=130))), "a.png", "eng", 7
)
EMPTY = HocrPage(Page((), 1000, 800))


def boxes(*found):
    """A page with the words of a detector: one line each."""
    return HocrPage(page(*(line(Word(text, box, confidence)) for text, box, confidence in found)))


CHECKED = boxes(("Yes", Box(169, 99, 14, 14), 60.0))


def text(*documents, **options):
    (found,) = merge([[document] for document in documents], **options)
    return found.page.text.split("\n")


def test_check_boxes_take_the_place_of_what_was_read_there():
    assert text(CHECKED, TEXT) == ["Smoker Yes never", "Date 2024"]
    assert text(TEXT, CHECKED) == ["Smoker O never", "Date 2024"]


def test_the_order_of_columns_decides_and_not_confidence():
    doubtful = boxes(("Yes", Box(170, 100, 10, 12), 1.0))
    assert text(doubtful, TEXT)[0] == "Smoker Yes never"
    assert text(TEXT, doubtful)[0] == "Smoker O never"


def test_long_words_that_cover_a_check_box_stay():
    joined = HocrPage(page(line(*words("Osmoker never", x=100, y=100))))
    small = boxes(("Yes", Box(100, 100, 10, 12), 60.0))
    assert {"Yes", "Osmoker"} <= set(text(small, joined)[0].split())


@pytest.mark.parametrize(("overlap", "found"), [(0.3, False), (0.5, False), (0.7, True), (1.0, True)])
def test_overlap(overlap, found):
    # covers 6 of the 10 px of the O
    part = boxes(("Yes", Box(174, 100, 20, 12), 60.0))
    assert ("O" in text(part, TEXT, overlap=overlap)[0].split()) is found


def test_name_language_and_number_are_those_of_the_first():
    (found,) = merge([[replace(EMPTY, image_name="b", number=2)], [TEXT]])
    assert (found.image_name, found.language, found.number) == ("b", "", 2)
    assert found.page == TEXT.page


def test_one_reading_stays_as_it_is():
    for documents in ([TEXT], [TEXT, EMPTY], [EMPTY, TEXT, EMPTY]):
        assert merge([[document] for document in documents])[0].page == TEXT.page
    assert merge([]) == ()
    assert merge([[EMPTY], [EMPTY]]) == (EMPTY,)


def test_the_page_is_as_large_as_the_largest():
    (found,) = merge([[HocrPage(Page((), 2000, 10))], [TEXT]])
    assert (found.page.width, found.page.height) == (2000, 800)


def test_more_than_two_and_pages_that_only_some_have():
    third = boxes(("No", Box(300, 130, 20, 12), 60.0), ("ear", Box(200, 100, 20, 12), 60.0))
    first, second = merge([[CHECKED], [TEXT, TEXT], [third]])
    assert first.page.text == "Smoker Yes never\nDate 2024 No"
    assert second == TEXT


def test_equal_readings_give_one():
    assert text(TEXT, TEXT) == TEXT.page.text.split("\n")


def test_words_without_an_area_are_kept():
    assert "dot" in text(TEXT, boxes(("dot", Box(105, 105, 0, 0), 60.0)))[0]


def test_number_of_words_is_limited(limit):
    limit(max_merged_words=5)
    assert text(TEXT)
    with pytest.raises(DocumentError, match="more than 5 words"):
        text(CHECKED, TEXT)
