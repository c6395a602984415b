"""Values of elements."""

import pytest

from sparkocr.dicom.profile.values import fits, is_text

COUNT = 300_000
"""What takes a time that grows with its square would take minutes."""


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("12", True),
        (" -1.5e+3 ", True),
        ("5.", True),
        (".5", True),
        (".", False),
        ("1.5.", False),
        ("1" * COUNT + "x", False),
    ],
    ids=lambda value: str(value)[:20],
)
def test_decimal_strings(text, expected):
    assert fits("DS", text) is expected


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (b"Jane Roe", True),
        (b"J\0a\0n\0e\0", True),
        (b"1 a 2 b", False),
        (b"", False),
        (None, False),
        (b"Jane\xff", False),
        (b"ab" * COUNT + b"\xff", False),
    ],
    ids=lambda value: str(value)[:20],
)
def test_what_is_nothing_but_text(value, expected):
    assert is_text(value) is expected
