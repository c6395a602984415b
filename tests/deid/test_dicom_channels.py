"""Leaks in DICOM files."""

import io
import struct
import zipfile
import zlib
from functools import cache

import numpy as np
import pydicom
import pytest
from PIL import Image
from pydicom.encaps import encapsulate

from dicom.make_dicom import (
    BIG_ENDIAN,
    DEFLATED,
    EXPLICIT,
    IMPLICIT,
    JPEG_2000_LOSSLESS,
    JPEG_BASELINE,
    JPEG_LS,
    RLE,
    dicom,
    header,
    noise,
    saved,
)
from dicom.planted import item, planted, raw
from documents import png
from pdf.make_pdf import Page, Text, make_pdf
from sparkocr.deid import dicom_pictures
from sparkocr.deid.channels import Channel
from sparkocr.deid.dicom_header import HeaderOptions, deidentify_header
from sparkocr.deid.secrets import Secret
from sparkocr.deid.verify import FileKind, kind_of, verify, verify_dicom
from sparkocr.errors import DocumentError

NAME = "Zanzibarski"
SECRETS = [Secret(NAME, "PERSON")]
GRAY = noise((16, 16), 0, 255, np.uint8)


def leaks(content, secrets=SECRETS, read_image=None):
    return {leak.channel for leak in verify_dicom(content, secrets, read_image=read_image).leaks}


def read_dark(pixels, _):
    """An engine that reads the name where there are dark pixels in a light picture."""
    return NAME if (pixels < 100).any() and pixels.mean() > 128 else ""


def light(*, dark=(), shape=(16, 16), value=255, low=0, dtype=np.uint8):
    """A frame, light but for the corner of it, if it is dark."""
    frame = np.full(shape, value, dtype)
    frame[0, 0] = value - 1
    if dark:
        frame[2:4, 2:10] = low
    return frame


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


# --- Pixels


@pytest.mark.parametrize("form", ["utf-8", "utf-16-le", "utf-16-be"])
@pytest.mark.parametrize("written", [NAME, NAME.upper(), NAME.lower()])
def test_words_in_pixels_are_found(written, form):
    frame = noise((64, 64), 0, 255, np.uint8)
    frame.ravel()[1001 : 1001 + len(written.encode(form))] = list(written.encode(form))
    assert leaks(dicom(frame)) == {Channel.BYTES}


def test_words_in_pixels_are_found_across_the_pieces_that_are_searched():
    frame = np.zeros((2100, 2100), np.uint8)
    place = (4 << 20) - 5
    frame.ravel()[place : place + len(NAME)] = list(NAME.encode())
    assert leaks(dicom(frame)) == {Channel.BYTES}


def test_short_words_in_pixels_are_chance():
    frame = noise((64, 64), 0, 255, np.uint8)
    frame.ravel()[1000:1005] = list(b" Ewa ")
    assert leaks(dicom(frame), [Secret("Ewa", "PERSON")]) == set()


def test_what_follows_the_last_frame_is_a_leak():
    made = pydicom.dcmread(io.BytesIO(dicom(GRAY)))
    made.PixelData += b" of Ewa "
    assert leaks(saved(made), [Secret("Ewa", "PERSON")]) == {Channel.UNLISTED, Channel.BYTES}
    odd = dicom(noise((5, 5), 1, 255, np.uint8))
    assert leaks(odd) == set()


def test_pixels_of_one_bit_may_end_within_a_byte():
    assert leaks(dicom(np.ones((5, 5), np.uint8), np.ones((5, 5), np.uint8), bits=1)) == set()


def test_more_pixels_than_a_file_can_have_are_a_leak():
    made = pydicom.dcmread(io.BytesIO(dicom(np.zeros((16, 16), np.float32))))
    assert leaks(saved(made)) == set()
    made.add_new(0x7FE00010, "OW", GRAY.tobytes())
    assert leaks(saved(made)) == {Channel.UNLISTED}


@pytest.mark.parametrize("syntax", [RLE, JPEG_LS, JPEG_BASELINE])
def test_frames_beyond_those_that_the_file_tells_are_a_leak(syntax):
    made = pydicom.dcmread(io.BytesIO(dicom(GRAY, GRAY, syntax=syntax)))
    assert leaks(saved(made, syntax)) == set()
    made.NumberOfFrames = 1
    assert leaks(saved(made, syntax)) == {Channel.UNLISTED}


@pytest.mark.parametrize(
    ("syntax", "before", "comment"),
    [
        (JPEG_BASELINE, b"\xff\xd8", b"\xff\xfe\x00\x06Ewa "),
        (JPEG_BASELINE, b"\xff\xd8", b"\xff\xec\x00\x06Ewa "),
        (JPEG_2000_LOSSLESS, b"\xff\x64", b"\x00\x08\x00\x01Ewa \xff\x64"),
    ],
    ids=["comment", "application", "JPEG 2000"],
)
def test_comments_in_frames_are_found(syntax, before, comment):
    content = dicom(noise((64, 64), 0, 255, np.uint8), syntax=syntax)
    code = _code(content)
    place = code.index(before) + 2
    made = dicom(GRAY, codes=[code[:place] + comment + code[place:]], syntax=syntax)
    assert leaks(made, [Secret("Ewa", "PERSON")]) == {Channel.CODE}
    assert leaks(content, [Secret("Ewa", "PERSON")]) == set()
    behind = dicom(GRAY, codes=[code.rstrip(b"\0") + b"by Ewa"], syntax=syntax)
    assert leaks(behind, [Secret("Ewa", "PERSON")]) == {Channel.CODE}


@pytest.mark.parametrize("syntax", [JPEG_BASELINE, JPEG_LS, JPEG_2000_LOSSLESS])
def test_a_second_picture_in_a_frame_is_a_leak(syntax):
    code = _code(dicom(noise((64, 64), 0, 255, np.uint8), syntax=syntax))
    assert leaks(dicom(GRAY, codes=[code], syntax=syntax)) == set()
    assert leaks(dicom(GRAY, codes=[code + code], syntax=syntax)) == {Channel.UNLISTED}


def _code(content):
    """The code stream of the only frame."""
    value = pydicom.dcmread(io.BytesIO(content)).PixelData
    value = value[8 + struct.unpack_from("<L", value, 4)[0] :]
    return value[8 : 8 + struct.unpack_from("<L", value, 4)[0]]


def test_thumbnails_in_frames_are_a_leak():
    code = _code(dicom(GRAY, syntax=JPEG_BASELINE))
    head = code.index(b"JFIF\0") - 4
    jfif = b"\xff\xe0" + struct.pack(">H", 16 + 12) + code[head + 4 : head + 16] + b"\2\2" + b"\x7f" * 12
    assert leaks(dicom(GRAY, codes=[code[:head] + jfif + code[head + 18 :]], syntax=JPEG_BASELINE)) == {
        Channel.UNLISTED
    }


def test_without_an_engine_no_frame_is_decoded(monkeypatch):
    monkeypatch.setattr(dicom_pictures, "Frames", None)
    assert leaks(dicom(*[GRAY] * 50, syntax=JPEG_LS)) == set()


def test_every_frame_is_read():
    frames = [light(), light(), light(dark=True), light()]
    for syntax in (EXPLICIT, DEFLATED, BIG_ENDIAN, RLE, JPEG_LS):
        found = verify_dicom(dicom(*frames, syntax=syntax), SECRETS, read_image=read_dark).leaks
        assert [(leak.channel, leak.page) for leak in found] == [(Channel.FRAME, 2)]


def test_what_a_window_hides_is_read():
    frame = light(dark=True, value=3000, low=2500, dtype=np.uint16)
    shown = {"WindowCenter": "100", "WindowWidth": "50"}
    assert leaks(dicom(frame, **shown), read_image=read_dark) == {Channel.FRAME}
    assert leaks(dicom(np.full((16, 16), 3000, np.uint16), **shown), read_image=read_dark) == set()


def test_what_a_palette_hides_is_read():
    palette = np.zeros(256, np.uint16).tobytes()
    tables = {}
    for color in ("Red", "Green", "Blue"):
        tables[f"{color}PaletteColorLookupTableDescriptor"] = [256, 0, 16]
        tables[f"{color}PaletteColorLookupTableData"] = palette
    content = dicom(light(dark=True), photometric="PALETTE COLOR", **tables)
    assert leaks(content, read_image=read_dark) == {Channel.FRAME}


def test_what_is_in_bits_beside_the_pixels_is_read():
    frame = np.full((16, 16), 700, np.uint16)
    assert leaks(dicom(frame, bits=12), read_image=read_dark) == set()
    frame[2:4, 2:10] |= 1 << 14
    assert leaks(dicom(frame, bits=12), read_image=read_dark) == {Channel.FRAME}
    frame = np.full((16, 16), 700 << 4, np.uint16)
    frame[2:4, 2:10] |= 1
    assert leaks(dicom(light(dark=True, value=63, low=0), bits=6), read_image=read_dark) == {Channel.FRAME}
    shifted = pydicom.dcmread(io.BytesIO(dicom(frame, bits=12)))
    shifted.HighBit = 15
    assert leaks(saved(shifted), read_image=read_dark) == {Channel.FRAME}
    negative = np.full((16, 16), -700, np.int16)
    negative[2:4, 2:10] = 3
    calls = []
    leaks(dicom(negative, bits=12), read_image=lambda *_: calls.append(1) or "")
    assert len(calls) == 1


def test_frames_of_one_gray_are_not_read():
    def fail(*_):
        raise AssertionError

    assert leaks(dicom(np.zeros((16, 16), np.uint8)), read_image=fail) == set()


def test_videos_unknown_and_missing_frames_are_not_proven():
    content = dicom(GRAY, codes=[b"\0" * 64], syntax="1.2.840.10008.1.2.4.102")
    assert leaks(content) == set()
    with pytest.raises(DocumentError, match="video"):
        leaks(content, read_image=read_dark)
    unknown = dicom(GRAY, codes=[b"\0" * 64], syntax=JPEG_LS).replace(JPEG_LS.encode(), JPEG_LS[:-2].encode() + b"79")
    assert leaks(unknown) == set()
    with pytest.raises(DocumentError, match="transfer syntax"):
        leaks(unknown, read_image=read_dark)
    with pytest.raises(DocumentError, match="Frames are missing"):
        leaks(dicom(GRAY, NumberOfFrames=3), read_image=read_dark)


# --- Other pictures


def test_overlays_are_read():
    bits = np.zeros((2, 16, 16), np.uint8)
    bits[1, 3:5, 2:12] = 1
    fields = [(0x10, "US", 16), (0x11, "US", 16), (0x15, "IS", "2"), (0x40, "CS", "G"), (0x100, "US", 1)]
    data = np.packbits(bits.ravel(), bitorder="little").tobytes()
    for syntax in (EXPLICIT, IMPLICIT, BIG_ENDIAN):
        made = header()
        for number, vr, value in fields:
            made.add_new((0x6002, number), vr, value)
        words = np.frombuffer(data, "<u2").astype(">u2").tobytes() if syntax == BIG_ENDIAN else data
        made.add_new((0x6002, 0x3000), "OW", words)
        assert leaks(saved(made, syntax), read_image=read_dark) == {Channel.OVERLAY}
        made[0x6002, 0x3000].value = words[:32]
        with pytest.raises(DocumentError, match="cut off"):
            leaks(saved(made, syntax), read_image=read_dark)


@pytest.mark.parametrize("depth", [8, 16])
def test_icons_are_read(depth):
    frame = light(dark=True, dtype=np.uint8 if depth == 8 else np.uint16)
    icon = item(Rows=16, Columns=16, SamplesPerPixel=1, BitsAllocated=depth, PixelRepresentation=0)
    icon.add_new(0x7FE00010, "OW", frame.tobytes())
    made = header(IconImageSequence=[icon])
    assert leaks(saved(made), read_image=read_dark) == {Channel.IMAGE}
    assert leaks(saved(made)) == set()
    icon.Columns = 17
    with pytest.raises(DocumentError, match="cut off"):
        leaks(saved(made), read_image=read_dark)


def test_encoded_icons_are_read():
    file = io.BytesIO()
    Image.fromarray(light(dark=True)).save(file, "JPEG", quality=100)
    icon = item(Rows=16, Columns=16, SamplesPerPixel=1, BitsAllocated=8, PixelRepresentation=0)
    icon.add_new(0x7FE00010, "OB", encapsulate([file.getvalue()], has_bot=True))
    icon["PixelData"].is_undefined_length = True
    made = header(IconImageSequence=[icon])
    assert leaks(saved(made, JPEG_BASELINE), read_image=read_dark) == {Channel.IMAGE}


def test_icons_in_colour_are_read():
    icon = item(Rows=16, Columns=16, SamplesPerPixel=3, BitsAllocated=8, PixelRepresentation=0)
    icon.add_new(0x7FE00010, "OB", np.repeat(light(dark=True), 3).tobytes())
    assert leaks(saved(header(IconImageSequence=[icon])), read_image=read_dark) == {Channel.IMAGE}


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
