"""Data elements as bytes."""

import struct

import pytest

from dicom.make_dicom import BIG_ENDIAN, EXPLICIT, IMPLICIT, JPEG_LS, RLE, dicom, header, noise, saved
from dicom.planted import item, raw
from sparkocr.dicom.elements import Coding, data_elements, decoded_texts, read_meta
from sparkocr.errors import DocumentError

CODINGS = {EXPLICIT: Coding(False), IMPLICIT: Coding(True), BIG_ENDIAN: Coding(False, is_little=False)}


def elements(content, coding=None):
    data = memoryview(content)
    _, place, syntax = read_meta(data, 132)
    return list(data_elements(data, place, coding or CODINGS.get(syntax, Coding(False))))


@pytest.mark.parametrize("syntax", CODINGS)
def test_elements_have_tag_vr_value_depth_and_character_set(syntax):
    nested = item(SpecificCharacterSet="ISO_IR 192", PersonName="Żak")
    made = header(SpecificCharacterSet="ISO_IR 100", ContentSequence=[nested], StudyID="1")
    found = {(one.tag, one.depth): one for one in elements(saved(made, syntax))}
    name, study, patient = found[0x0040A123, 1], found[0x00200010, 0], found[0x00100010, 0]
    assert bytes(patient.value) == b"Doe^Jane"
    assert (name.vr, bytes(name.value).decode().strip(), name.charsets) == ("PN", "Żak", ("ISO_IR 192",))
    assert (study.vr, study.charsets) == ("SH", ("ISO_IR 100",))
    assert name.item != study.item == patient.item


def test_offsets_are_those_of_values():
    content = saved(header())
    assert all(content[one.start : one.start + len(one.value)] == bytes(one.value) for one in elements(content))


def test_fragments_and_their_table():
    frames = [noise((32, 32), 0, 255, "uint8")] * 3
    for syntax in (RLE, JPEG_LS):
        found = elements(dicom(*frames, syntax=syntax))
        assert sum(one.is_fragment and one.tag == 0x7FE00010 for one in found) == 3
        assert sum(one.tag == 0xFFFEE000 for one in found) == 1


def test_unknown_values_are_yielded_and_read_as_sequences():
    inner = struct.pack("<HHL", 0x0010, 0x0020, 4) + b"4711"
    made = header()
    raw(made, 0x00091001, "UN", struct.pack("<HHL", 0xFFFE, 0xE000, len(inner)) + inner)
    found = [(one.tag, one.depth) for one in elements(saved(made))]
    assert {(0x00091001, 0), (0x00100020, 1)} <= set(found)


@pytest.mark.parametrize(
    "change", [lambda c: c[:-1], lambda c: c + b"\1" * 8, lambda c: c + b"\xfe\xff\x0d\xe0\0\0\0\0"]
)
def test_what_is_no_element_fails(change):
    with pytest.raises(DocumentError, match="to its end"):
        elements(change(saved(header(ContentSequence=[item(PersonName="x")]))))


def test_zeros_that_fill_up_are_passed_over():
    content = saved(header())
    assert len(elements(content + bytes(100))) == len(elements(content))


def test_the_file_meta_information():
    meta, place, syntax = read_meta(memoryview(saved(header(), IMPLICIT)), 132)
    assert {one.tag >> 16 for one in meta} == {2}
    assert syntax == IMPLICIT
    assert read_meta(memoryview(b"\x08\0"), 0) == ([], 0, "")
    with pytest.raises(DocumentError, match="to its end"):
        read_meta(memoryview(saved(header())[: place - 3]), 132)


def test_texts_are_decoded_in_all_ways():
    assert decoded_texts(b"Jane", ["ISO_IR 100"]) == ["Jane"]
    assert "Фёдор" in decoded_texts("Фёдор".encode("iso8859-5"), ["ISO_IR 144"])
    assert "Müller" in decoded_texts("Müller".encode(), ["unknown"])
    assert "Müller" in decoded_texts("Müller".encode("latin-1"), [])
