"""Leaks in pixels of DICOM files that no engine sees: words, comments, and what follows the frames."""

import io
import struct

import numpy as np
import pydicom
import pytest

from deid.dicom_leaks import GRAY, NAME, leaks
from dicom.make_dicom import JPEG_2000_LOSSLESS, JPEG_BASELINE, JPEG_LS, RLE, dicom, noise, saved
from sparkocr.deid.channels import Channel
from sparkocr.deid.secrets import Secret


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
