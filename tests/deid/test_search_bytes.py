"""Secrets in bytes that are no text."""

import numpy as np
import pytest

from sparkocr.deid import search_bytes
from sparkocr.deid.search_bytes import ByteIndex
from sparkocr.deid.secrets import Secret

NAME = Secret("Jürgen Großmann", "PERSON")
NOISE = np.random.default_rng(0).integers(0, 256, 50_000, np.uint8).tobytes()


def found(data, *secrets):
    return ByteIndex(secrets).find(memoryview(data))


@pytest.mark.parametrize("form", ["utf-8", "latin-1", "utf-16-le", "utf-16-be"])
@pytest.mark.parametrize("written", ["Jürgen Großmann", "Jürgen^Großmann", "jürgen großmann", "JÜRGEN GROSSMANN"])
def test_words_are_found_in_any_encoding_and_case(written, form):
    assert found(NOISE + written.encode(form) + NOISE, NAME) == {NAME}


def test_nothing_is_found_in_noise():
    assert found(NOISE, NAME, Secret("123456", "ID")) == set()


def test_several_secrets_and_those_at_both_ends():
    secrets = [Secret("Zanzibarski", "PERSON"), Secret("Zanzibar", "ADDRESS"), Secret("1.2.840.77", "ID")]
    assert found(b"Zanzibarski" + NOISE + b"1.2.840.77", *secrets) == set(secrets)


def test_short_ones_and_those_of_few_bytes_are_not_looked_for():
    assert found(b"Anna 12345", Secret("Anna", "PERSON"), Secret("12345", "ID")) == set()
    assert found("ßßß".encode("latin-1"), Secret("ßßß", "PERSON")) == set()
    assert found(b"", NAME) == found(b"abc", NAME) == found(NOISE) == set()


def test_words_across_pieces_are_found(monkeypatch):
    monkeypatch.setattr(search_bytes, "_CHUNK", 100)
    data = bytes(95) + "Jürgen Großmann".encode() + bytes(100)
    assert found(data, NAME) == {NAME}
