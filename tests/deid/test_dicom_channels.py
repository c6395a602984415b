"""Leaks in data elements, documents and all bytes of DICOM files that are no pixels."""

import io
import struct
import zipfile
import zlib
from functools import cache

import numpy as np
import pydicom
import pytest

from deid.dicom_leaks import NAME, SECRETS, leaks, light, read_dark
from dicom.make_dicom import (
    BIG_ENDIAN,
    DEFLATED,
    EXPLICIT,
    IMPLICIT,
    JPEG_BASELINE,
    dicom,
    header,
    noise,
    saved,
)
from dicom.planted import item, planted, raw
from documents import png
from pdf.make_pdf import Page, Text, make_pdf
from sparkocr.deid.channels import Channel
from sparkocr.deid.dicom_header import HeaderOptions, deidentify_header
from sparkocr.deid.secrets import Secret
from sparkocr.deid.verify import FileKind, kind_of, verify, verify_dicom
from sparkocr.errors import DocumentError

# --- A token in every kind of place


def _neutral(token):
    """Something of the same length that is not looked for."""
    if token.isdecimal():
        return "19000101"
    return "2.25." + "9" * (len(token) - 5) if "." in token else "A" * len(token)


@cache
def _planted(syntax):
    """The planted file with a document that is no PDF, in implicit files without the element that is explicit."""
    content, tokens = planted(syntax)
    end = content.rindex(struct.pack("<HH", 0x7FE1, 0x1001)) if syntax == IMPLICIT else len(content)
    return content.replace(b"%PDF-1.4 ", b"This is: ")[:end], tokens


def _with_one(syntax, kept):
    """The planted file with only one of its tokens."""
    content, tokens = _planted(syntax)
    for token in set(tokens) - {kept}:
        for form in (str, str.lower):
            content = content.replace(form(token).encode(), form(_neutral(token)).encode())
    return content, [Secret(token, "ID") for token in tokens]


@cache
def _elements(syntax):
    content, _ = _planted(syntax)
    made = pydicom.dcmread(io.BytesIO(content))
    return [(element, _bytes_of(element.value)) for element in (*made.file_meta, *made.iterall()) if element.VR != "SQ"]


def _bytes_of(value):
    return (value if isinstance(value, bytes) else str(value).encode()).lower()


def _channels_of(syntax, token):
    """Where a token is, as pydicom tells it."""
    found = {Channel.PREAMBLE} if token.encode() in _planted(syntax)[0][:128] else set()
    for element, value in _elements(syntax):
        tag, group = int(element.tag), element.tag.group
        if token.lower().encode() not in value or (tag == 0x7FE00010 and value.startswith(b"\1\2\3\4")):
            continue
        if group == 2:
            found.add(Channel.META)
        elif group >> 8 in {0x50, 0x60}:
            found.add(Channel.OVERLAY)
        else:
            found.add(Channel.BEHIND if tag > 0x7FE00010 else Channel.PRIVATE if group % 2 else Channel.ELEMENT)
            found |= {Channel.DOCUMENT} if element.keyword == "EncapsulatedDocument" else set()
    return found


TOKENS = sorted(set(_planted(EXPLICIT)[1]))


@pytest.mark.parametrize("token", TOKENS)
@pytest.mark.parametrize("syntax", [EXPLICIT, IMPLICIT], ids=["explicit", "implicit"])
def test_each_token_by_itself_is_found_where_it_is(syntax, token):
    content, secrets = _with_one(syntax, token)
    found = leaks(content, secrets) - {Channel.BYTES, Channel.UNLISTED}
    if token.lower().encode() in content.lower():
        assert found == {Channel.BEHIND} or found >= _channels_of(syntax, token)  # signatures are in a sequence
        assert found or content.index(token.encode()) > content.index(b"\1\2\3\4")  # behind the frame
    else:
        assert found == set()


def test_what_is_behind_the_frame_is_found():
    assert leaks(*_with_one(EXPLICIT, "none")) == {Channel.UNLISTED}


def test_there_are_many_tokens():
    assert len(TOKENS) >= 100


@pytest.mark.parametrize("syntax", [EXPLICIT, IMPLICIT, BIG_ENDIAN, DEFLATED, JPEG_BASELINE])
def test_the_clean_file_is_proven(syntax):
    content, tokens = planted(syntax)
    secrets = [Secret(token, "ID") for token in tokens]
    done = verify_dicom(deidentify_header(content, HeaderOptions("s")), secrets, read_image=None)
    assert done.is_proven
    assert done.checked == len(tokens)


# --- Ways to write a value


@pytest.mark.parametrize("syntax", [EXPLICIT, IMPLICIT, BIG_ENDIAN, DEFLATED])
def test_all_ways_to_write_a_data_set_are_read(syntax):
    inner = item(ContentSequence=[item(PersonName=f"{NAME}^Ewa")])
    content = saved(header(ContentSequence=[item(ContentSequence=[inner])]), syntax)
    assert Channel.ELEMENT in leaks(content)
    assert leaks(saved(header(), syntax)) == set()


@pytest.mark.parametrize("syntax", [EXPLICIT, IMPLICIT])
def test_sequences_of_undefined_length_are_read(syntax):
    made = header(ContentSequence=[item(PersonName=NAME)])
    made["ContentSequence"].is_undefined_length = True
    made.ContentSequence[0].is_undefined_length_sequence_item = True
    assert Channel.ELEMENT in leaks(saved(made, syntax))


@pytest.mark.parametrize("coding", ["<", "<explicit", ">explicit"])
def test_sequences_in_values_of_unknown_kind_are_read(coding):
    """Short texts are not looked for in binary data, so the sequence has to be read."""
    order, name = coding[0], b"Ewa "
    kind = b"LO" + struct.pack(f"{order}H", len(name)) if "explicit" in coding else struct.pack("<L", len(name))
    element = struct.pack(f"{order}HH", 0x0010, 0x2160) + kind + name
    value = struct.pack(f"{order}HHL", 0xFFFE, 0xE000, len(element) + 1000) + element
    value = value.replace(struct.pack(f"{order}L", len(element) + 1000), struct.pack(f"{order}L", len(element)))
    made = header()
    raw(made, 0x00091001, "UN", value)
    assert Channel.ELEMENT in leaks(saved(made), [Secret("Ewa", "PERSON")])


@pytest.mark.parametrize(
    ("charset", "name"),
    [
        ("ISO_IR 100", "Müller"),
        ("ISO_IR 192", "Łukasz"),
        ("ISO_IR 144", "Фёдорова"),
        ("GB18030", "王小东"),
        (["", "ISO 2022 IR 87"], "山田太郎"),
        (["", "ISO 2022 IR 149"], "김희중"),
    ],
    ids=["Latin-1", "UTF-8", "Cyrillic", "Chinese", "Japanese", "Korean"],
)
def test_character_sets_are_read(charset, name):
    made = header(SpecificCharacterSet=charset, PatientName=name)
    assert Channel.ELEMENT in leaks(saved(made), [Secret(name, "PERSON")])


def test_other_character_sets_than_the_file_tells_are_read():
    made = header()
    raw(made, 0x00104000, "LT", "of Müller".encode())
    raw(made, 0x00081030, "LO", "of Żak".encode())
    raw(made, 0x00081050, "LO", "of Krüger".encode("latin-1"))
    for name in ("Müller", "Żak", "Krüger"):
        assert Channel.ELEMENT in leaks(saved(made), [Secret(name, "PERSON")])


@pytest.mark.parametrize(
    ("vr", "value"),
    [("UN", "Ewa".encode("utf-16-le")), ("OB", "Ewa".encode("utf-16-be")), ("LO", b"E\0w\0a\0"), ("LO", b"Ewa\0\0\0")],
    ids=["little", "big", "in a text", "filled with zeros"],
)
def test_short_texts_of_two_bytes_are_read(vr, value):
    made = header()
    raw(made, 0x00091001, vr, value)
    assert leaks(saved(made), [Secret("Ewa", "PERSON")]) == {Channel.PRIVATE}


def test_names_are_read_in_usual_order():
    content = saved(header(PatientName="Nowak^Ewa^Maria^Dr"))
    for name in ("Dr Ewa Maria Nowak", "Ewa Nowak", "Nowak Ewa"):
        assert Channel.ELEMENT in leaks(content, [Secret(name, "PERSON")])


def test_the_date_of_a_date_and_time_is_read():
    content = saved(header(AcquisitionDateTime="20240229101500"))
    assert leaks(content, [Secret("20240229", "DATE")]) == {Channel.ELEMENT}


def test_short_numbers_are_not_looked_for_in_counts_sizes_and_times():
    content = saved(header(InstanceNumber=47110, SliceThickness="47110", StudyTime="047110", PatientID="1"))
    assert leaks(content, [Secret("47110", "ID"), Secret("047110", "ID")]) == set()
    assert leaks(saved(header(PatientID="47110")), [Secret("47110", "ID")]) == {Channel.ELEMENT}


def test_old_files_without_preamble_are_read():
    made = header(PatientComments=f"of {NAME}")
    for syntax in (EXPLICIT, IMPLICIT, BIG_ENDIAN):
        content = saved(made, syntax)
        start = content.index(b"\x08\0\x16\0" if syntax != BIG_ENDIAN else b"\0\x08\0\x16")
        assert Channel.ELEMENT in leaks(content[start:])
    assert Channel.ELEMENT in leaks(saved(made)[132:])


# --- What can't be proven


def test_damaged_files_are_not_proven():
    content = saved(header(PatientComments="long enough", ContentSequence=[item(TextValue="text")]))
    for damaged in (content[:-3], content + b"more", content[:140], content[:132] + b"\xff" * 9, b"x" * 200, b""):
        with pytest.raises(DocumentError):
            assert leaks(damaged)
    assert leaks(content + bytes(512)) == set()


def test_deflated_files_are_inflated_within_limits(monkeypatch):
    content = saved(header(PatientComments="x" * 2000), DEFLATED)
    with pytest.raises(DocumentError, match="to its end"):
        leaks(content[:-8])
    with pytest.raises(DocumentError, match="to its end"):
        leaks(content + NAME.encode())
    (begin,) = struct.unpack_from("<L", content, 140)
    inflater = zlib.decompressobj(-zlib.MAX_WBITS)
    data = inflater.decompress(content[144 + begin :])
    end = len(content) - len(inflater.unused_data)
    assert leaks(content[:end] + struct.pack("<LL", zlib.crc32(data), len(data))) == set()
    monkeypatch.setattr("sparkocr.deid.channels._MAX_DECODED", 1000)
    with pytest.raises(DocumentError, match="larger than"):
        leaks(content)


def test_too_deep_sequences_are_not_proven():
    inner = item(PersonName="x")
    for _ in range(70):
        inner = item(ContentSequence=[inner])
    with pytest.raises(DocumentError, match="more than 64"):
        leaks(saved(header(ContentSequence=[inner])))


def test_an_engine_that_fails_proves_nothing():
    def fail(*_):
        raise KeyError(NAME)

    with pytest.raises(DocumentError, match="KeyError") as caught:
        leaks(dicom(light(dark=True)), read_image=fail)
    assert NAME not in str(caught.value)


# --- Documents


def _with_document(data, kind="application/pdf"):
    return saved(header(EncapsulatedDocument=data + b"\0" * (len(data) % 2), MIMETypeOfEncapsulatedDocument=kind))


def test_pdfs_are_read_as_such():
    def letter(name):
        return make_pdf([Page([Text(72, 700, f"Dear {name}")])])

    assert Channel.TEXT in leaks(_with_document(letter(NAME)))
    assert leaks(_with_document(letter("Anonymous"))) == set()
    with pytest.raises(DocumentError, match="PDF"):
        leaks(_with_document(letter("Anonymous")[:-200]))


def test_other_documents_are_read():
    xml = b"<a><given>Ewa</given><family>Nowak</family>&#x5a;anzibarski</a>"
    assert Channel.DOCUMENT in leaks(_with_document(xml, "text/XML"))
    assert Channel.DOCUMENT in leaks(_with_document(xml, "text/XML"), [Secret("Ewa Nowak", "PERSON")])
    assert leaks(_with_document(png(), "image/png"), read_image=read_dark) == {Channel.PICTURE}
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("a.xml", f"<a>{NAME}</a>")
    assert Channel.PART in leaks(_with_document(file.getvalue(), "application/zip"))
    with pytest.raises(DocumentError, match="kind that can't be proven"):
        leaks(_with_document(noise((64,), 0, 255, np.uint8).tobytes(), "model/stl"))
    assert leaks(_with_document(b"\0\0")) == set()


# --- Kinds of files


def test_files_are_told_by_their_prefix():
    content = saved(header(PatientComments=NAME))
    assert kind_of(content) is FileKind.DICOM
    assert kind_of(b"II*\0".ljust(128, b"\0") + content[128:]) is FileKind.DICOM
    assert verify(content, SECRETS, read_image=None) == verify_dicom(content, SECRETS, read_image=None)
    assert not verify(content, SECRETS, read_image=None).is_proven


def test_the_preamble_is_searched():
    content = b"II*\0\x08\0\0\0 of Ewa ".ljust(128, b"\0") + saved(header())[128:]
    assert leaks(content, [Secret("Ewa", "PERSON")]) == {Channel.PREAMBLE}
