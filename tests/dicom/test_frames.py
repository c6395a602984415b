"""Frames are decoded one at a time, with the values that were stored, whatever the file says of itself."""

import io
import struct

import numpy as np
import pytest
from pydicom.encaps import encapsulate, encapsulate_extended

from dicom.make_dicom import (
    BIG_ENDIAN,
    EXPLICIT,
    IMPLICIT,
    JPEG_2000_LOSSLESS,
    JPEG_BASELINE,
    JPEG_LS,
    NATIVE,
    RLE,
    dicom,
    header,
    noise,
    ramp,
    saved,
)
from sparkocr.dicom import frames as reading
from sparkocr.dicom.cut import cut_frames
from sparkocr.dicom.fragments import code_size, find_fragments
from sparkocr.dicom.frames import Frames
from sparkocr.dicom.open import open_dicom
from sparkocr.dicom.sampling import sampled
from sparkocr.enums import FrameSamplingStrategy
from sparkocr.errors import DocumentError

GRAYS = [ramp((33, 35), 0, 255, np.uint8, seed) for seed in range(4)]
COLOURS = [ramp((34, 36, 3), 0, 255, np.uint8, seed) for seed in range(3)]
KINDS = {
    "8 bits": ({}, GRAYS),
    "12 of 16 bits": ({"bits": 12}, [ramp((33, 35), 0, 4095, np.uint16, seed) for seed in range(2)]),
    "16 bits signed": ({}, [ramp((33, 35), -(2**15), 2**15 - 1, np.int16, seed) for seed in range(2)]),
    "12 bits signed": ({"bits": 12}, [ramp((33, 35), -2048, 2047, np.int16, seed) for seed in range(2)]),
    "32 bits": ({}, [noise((33, 35), 0, 2**32 - 1, np.uint32)]),
    "floats": ({}, [np.linspace(-1, 1, 1155, dtype=np.float32).reshape(33, 35)]),
    "doubles": ({}, [np.linspace(-1, 1, 1155).reshape(33, 35)]),
    "1 bit": ({"bits": 1}, [noise((33, 35), 0, 1, np.uint8, seed) for seed in range(3)]),
    "colours": ({}, COLOURS),
    "planes": ({"planar": 1}, COLOURS),
}
ENCODED = {"8 bits", "12 of 16 bits", "16 bits signed", "12 bits signed", "colours"}


def read(content):
    with open_dicom(content) as found:
        return [frame.stored for frame in Frames(found)]


def pairs(*syntaxes):
    """Kinds of pixels with the transfer syntaxes that something encodes them in."""
    return [(kind, syntax) for kind in KINDS for syntax in syntaxes if syntax in NATIVE or kind in ENCODED]


@pytest.mark.parametrize(("kind", "syntax"), pairs(IMPLICIT, EXPLICIT, BIG_ENDIAN, RLE, JPEG_LS, JPEG_2000_LOSSLESS))
def test_stored_values_come_back(kind, syntax):
    options, stored = KINDS[kind]
    content = dicom(*stored, syntax=syntax, **options)
    for found, expected in zip(read(content), stored, strict=True):
        np.testing.assert_array_equal(found, expected)


@pytest.mark.parametrize(("kind", "syntax"), pairs(EXPLICIT, BIG_ENDIAN, RLE, JPEG_LS))
def test_frames_are_cut_out_as_files_of_their_own(kind, syntax):
    options, stored = KINDS[kind]
    with open_dicom(dicom(*stored, syntax=syntax, **options)) as found:
        parts = list(cut_frames(found, range(len(stored))))
    for part, expected in zip(parts, stored, strict=True):
        if isinstance(part, DocumentError):
            assert "within a word" in str(part)
            continue
        (only,) = read(part)
        np.testing.assert_array_equal(only, expected)


def test_a_frame_that_was_cut_out_keeps_its_own_functional_groups():
    groups = [header(FrameType=f"T{number}") for number in range(2)]
    content = dicom(
        *GRAYS[:2], PerFrameFunctionalGroupsSequence=groups, PatientComments="é", SpecificCharacterSet="ISO_IR 192"
    )
    with open_dicom(content) as found:
        parts = list(cut_frames(found, [1, 0]))
    for part, name in zip(parts, ("T1", "T0"), strict=True):
        with open_dicom(part) as found:
            (group,) = found.header.PerFrameFunctionalGroupsSequence
            assert (group.FrameType, found.header.NumberOfFrames, found.header.PatientComments) == (name, 1, "é")


def test_colours_that_share_their_chroma():
    luma, chroma = noise((4, 6), 0, 255, np.uint8), noise((4, 3, 2), 0, 255, np.uint8)
    data = np.concatenate([luma.reshape(4, 3, 2), chroma], axis=2).tobytes()
    made = header(
        Rows=4,
        Columns=6,
        SamplesPerPixel=3,
        PhotometricInterpretation="YBR_FULL_422",
        PlanarConfiguration=0,
        BitsAllocated=8,
        BitsStored=8,
        HighBit=7,
        PixelRepresentation=0,
        NumberOfFrames=2,
    )
    made.add_new(0x7FE00010, "OB", data * 2)
    with open_dicom(saved(made)) as found:
        frames = Frames(found)
        assert len(frames) == 2
        frame = frames[1]
    assert frame.format.photometric == "YBR_FULL"
    np.testing.assert_array_equal(frame.stored[..., 0], luma)
    np.testing.assert_array_equal(frame.stored[..., 1:], np.repeat(chroma, 2, axis=1))


def test_more_frames_than_there_are():
    content = dicom(*GRAYS[:3]).replace(b"IS\2\x003 ", b"IS\2\x0099")
    with open_dicom(content) as found:
        frames = Frames(found)
        assert len(frames) == 4
        assert not frames.is_whole
        np.testing.assert_array_equal(frames[2].stored, GRAYS[2])
        with pytest.raises(DocumentError, match="Frame 3 is not in"):
            frames[3]


def test_less_frames_than_there_are():
    content = dicom(*GRAYS[:3]).replace(b"IS\2\x003 ", b"IS\2\x002 ")
    assert len(read(content)) == 2


@pytest.mark.parametrize("index", [-1, 4, 10**9])
@pytest.mark.parametrize("syntax", [EXPLICIT, RLE])
def test_frames_that_are_not_there(index, syntax):
    with open_dicom(dicom(*GRAYS, syntax=syntax)) as found, pytest.raises(DocumentError, match="is not in"):
        Frames(found)[index]


def fragments_of(data, frames, extended=b""):
    """The bytes of the fragments of each frame."""
    file = io.BytesIO(data)
    return [
        b"".join(data[offset : offset + length] for offset, length in frame)
        for frame in find_fragments(file, 0, frames, extended)
    ]


CODES = [b"one\xff\xd9", b"another\xff\xd9", b"third\xff\xd9."]


@pytest.mark.parametrize("fragments", [1, 2])
@pytest.mark.parametrize("has_table", [True, False])
def test_fragments_of_frames(fragments, has_table):
    data = encapsulate(CODES, fragments_per_frame=fragments, has_bot=has_table)
    assert [code.rstrip(b"\0") for code in fragments_of(data, 3)] == CODES


def test_one_frame_has_all_fragments():
    data = encapsulate(CODES, has_bot=False)
    assert [part.replace(b"\0", b"") for part in fragments_of(data, 1)] == [b"".join(CODES)]


def test_an_extended_table_of_offsets():
    data, offsets, _ = encapsulate_extended(CODES)
    more = data + struct.pack("<HHL", 0xFFFE, 0xE000, 4) + b"more"
    assert [code.rstrip(b"\0") for code in fragments_of(more, 3, offsets)][:2] == CODES[:2]


def test_many_offsets_and_fragments_take_no_long_time():
    count = 100_000
    table = struct.pack("<HHL", 0xFFFE, 0xE000, 4 * count) + bytes(4 * count)
    assert len(fragments_of(table + struct.pack("<HHL", 0xFFFE, 0xE000, 0) * count, 3)) == 1


def test_a_length_that_lies():
    data = encapsulate(CODES, has_bot=False) + struct.pack("<HHL", 0xFFFE, 0xE000, 0xFFFFFFF0) + b"end"
    assert fragments_of(data, 4)[-1] == b"end"


def test_a_code_stream_of_another_size():
    codes = []
    for side in (33, 60):
        with open_dicom(dicom(ramp((side, 35), 0, 255, np.uint8), syntax=JPEG_LS)) as found:
            codes.append(Frames(found).encoded(0))
    assert [code_size(code) for code in codes] == [(33, 35), (60, 35)]
    content = dicom(GRAYS[0], syntax=JPEG_LS, codes=codes[1:])
    with pytest.raises(DocumentError, match="does not tell the size"):
        read(content)


def test_a_frame_that_is_too_large(monkeypatch):
    monkeypatch.setattr(reading, "MAX_PIXELS", 1154)
    with pytest.raises(DocumentError, match="1,155 pixels; the limit is 1,154"):
        read(dicom(GRAYS[0]))


def test_too_many_frames(limit):
    limit(max_dicom_frames=3)
    assert len(read(dicom(*GRAYS[:3]))) == 3
    with pytest.raises(DocumentError, match="more than 3 frames"):
        read(dicom(*GRAYS))


@pytest.mark.parametrize(("element", "value"), [(0x0002, 0), (0x0002, 9), (0x0100, 0), (0x0100, 65)])
def test_pixels_of_an_impossible_kind(element, value):
    tag = struct.pack("<HH", 0x0028, element) + b"US\x02\x00"
    content = dicom(GRAYS[0])
    place = content.index(tag) + len(tag)
    with pytest.raises(DocumentError, match="does not tell how its pixels"):
        read(content[:place] + struct.pack("<H", value) + content[place + 2 :])


def test_video():
    content = dicom(GRAYS[0], syntax="1.2.840.10008.1.2.4.102", codes=[b"\0\0\0\1"])
    with pytest.raises(DocumentError, match="video"):
        read(content)


def test_an_unknown_transfer_syntax():
    with pytest.raises(DocumentError, match="unknown"):
        read(dicom(GRAYS[0], syntax=RLE).replace(RLE.encode(), b"1.2.840.10008.1.9.5"))


def test_damaged_code_streams_are_refused():
    with open_dicom(dicom(noise((40, 40), 0, 255, np.uint8), syntax=JPEG_BASELINE)) as found:
        code = Frames(found).encoded(0)
    with pytest.raises(DocumentError, match="Frame 0 does not tell the size"):
        read(dicom(noise((40, 40), 0, 255, np.uint8), syntax=JPEG_BASELINE, codes=[code[:2] + bytes(200)]))


@pytest.mark.parametrize(
    ("strategy", "expected"),
    [("CONSECUTIVE", [10, 11, 12]), ("STRIDE", [10, 12, 14]), ("MIDDLE", [12, 13, 14])],
)
def test_some_of_the_frames(strategy, expected):
    assert sampled(range(10, 17), 3, FrameSamplingStrategy[strategy]) == expected
    assert sampled(range(10, 17), 0, FrameSamplingStrategy[strategy]) == list(range(10, 17))
    assert sampled(range(10, 12), 3, FrameSamplingStrategy[strategy]) == [10, 11]


def test_random_frames_are_the_same_for_the_same_file():
    found = sampled(range(100), 5, FrameSamplingStrategy.RANDOM, "2.25.1")
    assert found == sampled(range(100), 5, FrameSamplingStrategy.RANDOM, "2.25.1") == sorted(set(found))
    assert found != sampled(range(100), 5, FrameSamplingStrategy.RANDOM, "2.25.2")


@pytest.mark.parametrize("syntax", [EXPLICIT, BIG_ENDIAN, RLE, JPEG_LS])
@pytest.mark.parametrize(
    ("values", "expected"),
    [([5, 0x0FFF], False), ([5, 0x2FFF], True), ([5, 0xFFFF], True)],
    ids=["none", "one", "as of a sign"],
)
def test_bits_beside_the_pixels(syntax, values, expected):
    content = dicom(np.tile(np.array(values, np.uint16), (8, 4)), syntax=syntax)
    content = content.replace(b"\x28\0\1\1US\2\0" + _us(16, syntax), b"\x28\0\1\1US\2\0" + _us(12, syntax))
    content = content.replace(b"\0\x28\1\1US\0\2" + _us(16, syntax), b"\0\x28\1\1US\0\2" + _us(12, syntax))
    with open_dicom(content) as found:
        assert Frames(found).has_unused_bits(0) == (expected and syntax != JPEG_LS)


def test_bits_of_a_sign_are_not_unused():
    content = dicom(np.array([[-5, 7]], np.int16), bits=12)
    with open_dicom(content) as found:
        assert not Frames(found).has_unused_bits(0)


def test_floats_have_no_unused_bits():
    with open_dicom(dicom(np.ones((2, 2), np.float32), BitsStored=12)) as found:
        assert not Frames(found).has_unused_bits(0)


def _us(number, syntax):
    return struct.pack(">H" if syntax == BIG_ENDIAN else "<H", number)
