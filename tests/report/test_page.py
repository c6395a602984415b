"""What a report shows of a page."""

import pytest

from sparkocr.report.page import Kind, Picture, ReportPage, contents, judge, mean_confidence, size_of

WORD = {"text": "Total", "box": [10, 20, 50, 12], "confidence": 41}
LINE = {"text": "Total 7", "box": [10, 20, 80, 12], "fontSize": 10}
BLOCK = {"type": "paragraph", "level": None, "text": "Total 7", "box": [10, 20, 90, 12]}


def document(block, **facts):
    return {"blocks": [block], "width": None, "height": None, **facts}


@pytest.mark.parametrize(
    ("page", "kind"),
    [
        (ReportPage(text="a", exception="It failed."), Kind.FAILED),
        (ReportPage(text=" \n", confidence=99), Kind.DOUBTFUL),
        (ReportPage(text="a", confidence=69.9), Kind.DOUBTFUL),
        (ReportPage(text="a", confidence=70.0), Kind.GOOD),
        (ReportPage(text="a"), Kind.GOOD),
        (ReportPage(), Kind.GOOD),
    ],
)
def test_pages_are_failed_doubtful_or_good(page, kind):
    assert judge(page, 70)[0] is kind


def test_the_smallest_units_are_shown():
    words = contents(ReportPage(document=document(BLOCK | {"lines": [LINE | {"words": [WORD]}]})))["words"]
    assert words == [[10, 20, 50, 12, 41, "Total"]]
    lines = contents(ReportPage(document=document(BLOCK | {"lines": [LINE]})))["words"]
    assert lines == [[10, 20, 80, 12, None, "Total 7"]]
    assert contents(ReportPage(document=document(BLOCK)))["words"] == [[10, 20, 90, 12, None, "Total 7"]]


def test_all_parts_may_be_unknown():
    nothing = {"words": [], "entities": [], "tables": [], "regions": [], "masked": None}
    assert contents(ReportPage()) == nothing
    absent = dict.fromkeys(["blocks", "entities", "tables", "regions"])
    assert contents(ReportPage(document=absent, masked_text="[NAME]")) == nothing | {"masked": "[NAME]"}


def test_the_size_is_that_of_the_page_else_of_the_boxes_else_of_the_picture():
    picture = Picture(b"", "image/webp", 707, 1000)
    assert size_of(ReportPage(document=document(BLOCK, width=595, height=842), picture=picture)) == (595, 842)
    assert size_of(ReportPage(document=document(BLOCK), picture=picture)) == pytest.approx((103, 32.96))
    assert size_of(ReportPage(picture=picture)) == (707, 1000)
    assert size_of(ReportPage(masked=picture)) == (707, 1000)
    assert size_of(ReportPage(text="a")) is None


def test_the_confidence_is_that_of_the_page_else_of_its_words():
    page = document(BLOCK | {"lines": [LINE | {"words": [WORD, WORD | {"confidence": 61}, LINE]}]})
    assert mean_confidence(page) == 51
    assert mean_confidence(page | {"confidence": 12.5}) == 12.5
    assert mean_confidence(document(BLOCK)) is None
