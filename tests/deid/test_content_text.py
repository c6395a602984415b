"""The strings of content streams."""

import pytest

from sparkocr.deid.content_text import FontCodes, content_text

COUNT = 200_000
"""What takes a time that grows with its square would take minutes."""


def read(data):
    return content_text(data, lambda _: FontCodes())


@pytest.mark.parametrize(
    "data",
    [b"1" * COUNT + b"a", b"-." * COUNT, b"ID " * COUNT, b"ID EIx " * COUNT, b"(" * COUNT, b"<" * COUNT],
    ids=["digits", "signs", "pictures without end", "ends that are none", "strings", "hexadecimal"],
)
def test_long_runs_take_no_longer_than_others(data):
    assert read(data + b"\n").shown == ""


@pytest.mark.parametrize("number", [b"-900", b"-900.", b"-900.5", b"-900.5."])
def test_gaps_are_numbers(number):
    assert read(b"[(a) %s (b)] TJ" % number).raw.startswith("a b")


def test_pictures_in_content_are_left_out():
    found = read(b"(a) Tj BI /W 1 ID (x) Tj EIx EI (b) Tj BI ID EI (c) Tj BI ID (d) Tj")
    assert [letter for letter in found.raw if letter.isalpha()] == ["a", "b", "c", "d"]
