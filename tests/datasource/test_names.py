"""Names of written files."""

import doctest
from pathlib import PurePosixPath

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sparkocr.datasource import names
from sparkocr.datasource.names import RESERVED, distinct_names, name_of, page_name, row_key

KEY = "0123456789abcdef" * 2


def named(base, prefix="", extension="txt"):
    return name_of(base, KEY, prefix=prefix, extension=extension)


@pytest.mark.parametrize(
    ("base", "expected"),
    [
        ("letter", "letter.txt"),
        ("letter.txt", "letter.txt"),
        ("letter.TXT", "letter.txt"),
        ("letter.v2", "letter.v2.txt"),
        ("2024/May/letter", "2024/May/letter.txt"),
        ("../../etc/passwd", "etc/passwd.txt"),
        ("/etc/passwd", "etc/passwd.txt"),
        ("a/./../b", "a/b.txt"),
        ("file:///etc/passwd", "file_/etc/passwd.txt"),
        ("C:\\letters\\1", "C__letters_1.txt"),
        ("a\0b\nc", "a_b_c.txt"),
        ('a*b?c"<d>|', "a_b_c__d__.txt"),
        ("  letter  ", "letter.txt"),
        ("Müller, Прошение 請願書", "Müller, Прошение 請願書.txt"),
        ("_temporary/x", "temporary/x.txt"),
        ("_Streams/x", "Streams/x.txt"),
        ("", KEY + ".txt"),
        ("..", KEY + ".txt"),
        ("///", KEY + ".txt"),
        (".txt", KEY + ".txt"),
    ],
)
def test_name(base, expected):
    assert named(base) == expected


@pytest.mark.parametrize(
    ("base", "expected"),
    [
        ("DICOM/IM000001", "DICOM/IM000001"),
        ("a/b.TXT", "a/b.TXT"),
        ("../.x", ".x"),
        ("letter.of 7 May", "letter.of 7 May"),
        ("", KEY),
        ("a" * 300 + ".dcm", "a" * 200 + "-d309cd0c60e1.dcm"),
    ],
    ids=["none", "capitals", "only a dot", "no extension", "no name", "long"],
)
def test_name_with_its_own_extension(base, expected):
    assert named(base, extension="") == expected


def test_prefix_goes_before_the_file_not_its_folder():
    assert named("2024/letter", prefix="ocr_") == "2024/ocr_letter.txt"
    assert named("", prefix="ocr_") == f"ocr_{KEY}.txt"


@pytest.mark.parametrize("base", ["é" * 300, "a/" * 2000 + "b", "/".join("a" * 150 for _ in range(9))])
def test_long_names_are_cut_and_stay_apart(base):
    first, second = named(base + "1"), named(base + "2")
    assert first != second
    assert len(first.encode()) <= 1000


@given(st.text(), st.text(alphabet="ab", max_size=20))
def test_no_name_leaves_the_target_or_is_refused(base, prefix):
    name = PurePosixPath(named(base, prefix))
    assert not name.is_absolute()
    assert ".." not in name.parts
    assert name.suffix == ".txt"
    assert name.parts[0] not in RESERVED
    assert all(len(part.encode()) + 13 <= 255 for part in name.parts)
    assert not any(ord(character) < 32 for character in str(name))


@pytest.mark.parametrize(
    ("path", "page", "expected"),
    [
        ("file:/in/a b.png", None, "a b"),
        ("s3://bucket/in/letter.pdf", 0, "letter.p0"),
        ("letter.tar.gz", 12, "letter.tar.p12"),
        ("file:/in/100%25?#1.png", None, "100%25?#1"),
        ("file1", 0, "file1.p0"),
        ("", 0, ""),
        (None, None, ""),
        ("file:/in/", None, "in"),
        ("file:/in/1.2.840.113619.2", None, "1.2.840.113619.2"),
        ("file:/in/1.2.840.dcm", 0, "1.2.840.p0"),
        ("file:/in/scan.j2k", None, "scan"),
    ],
)
def test_name_of_a_page(path, page, expected):
    assert page_name(path, page) == expected


def test_key_tells_rows_apart():
    rows = [("a", 1, b"x"), ("a", 2, b"x"), ("b", 1, b"x"), ("a", 1, b"y"), (None, None, b"x"), (None, 1, b"x")]
    assert len({row_key(*row) for row in rows}) == len(rows)
    assert row_key("a", 1, b"x") == row_key("a", 1, memoryview(b"x"))


def test_same_names_do_not_depend_on_the_order():
    files = [("a.txt", "1" * 32, "w"), ("a.txt", "2" * 32, "x"), ("b.txt", "3" * 32, "y"), ("a.txt", "4" * 32, "z")]
    expected = {"a-111111111111.txt": "w", "a-222222222222.txt": "x", "b.txt": "y", "a-444444444444.txt": "z"}
    for seed in range(4):
        assert distinct_names(files[seed:] + files[:seed], "txt") == expected


def test_a_row_that_is_there_twice_is_one_file():
    assert distinct_names([("a.txt", KEY, "x"), ("a.txt", KEY, "y")], "txt") == {"a.txt": "x"}


def test_a_file_with_the_name_of_a_folder_gets_a_suffix():
    files = [("a.txt", "1" * 32, "x"), ("a.txt/b.txt", "2" * 32, "y")]
    assert set(distinct_names(files, "txt")) == {"a-111111111111.txt", "a.txt/b.txt"}


def test_names_that_stay_the_same_are_an_error():
    files = [("a.txt", "1" * 32, "x"), ("a.txt", "2" * 32, "y"), ("a-111111111111.txt", "3" * 32, "z")]
    with pytest.raises(ValueError, match=r"'a-111111111111\.txt'"):
        distinct_names(files, "txt")


def test_examples():
    found = doctest.testmod(names)
    assert found.attempted == 3
    assert not found.failed
