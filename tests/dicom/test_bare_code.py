"""What is no picture in code streams: emptied, while the picture and the length stay."""

import io
import struct

import numpy as np
import PIL.Image
import pydicom
import pytest
from pydicom.encaps import generate_frames

from dicom.make_dicom import JPEG_2000_LOSSLESS, JPEG_BASELINE, JPEG_LS, RLE, dicom, noise
from sparkocr.dicom.bare_code import bare_code
from sparkocr.dicom.copy import with_header
from sparkocr.dicom.frames import Frames
from sparkocr.dicom.open import open_dicom

SECRET = b"by Jane Doe "
PIXELS = noise((40, 64), 0, 255, np.uint8)


def code_of(syntax):
    content = dicom(PIXELS, syntax=syntax)
    return next(generate_frames(pydicom.dcmread(io.BytesIO(content)).PixelData, number_of_frames=1))


def decoded(code, syntax):
    return shown(dicom(PIXELS, codes=[code], syntax=syntax))


def shown(content):
    with open_dicom(content) as found:
        return Frames(found)[0].stored


def jpeg(pixels=PIXELS, **options):
    file = io.BytesIO()
    PIL.Image.fromarray(pixels).save(file, "JPEG", **options)
    return file.getvalue()


def segment(kind, start=b""):
    return b"\xff" + kind + struct.pack(">H", len(start + SECRET) + 2) + start + SECRET


def after(code, place, more):
    return code[:place] + more + code[place:]


def in_tile():
    """A JPEG 2000 code stream with a comment in the header of its tile."""
    code = code_of(JPEG_2000_LOSSLESS)
    place = code.index(b"\xff\x90")
    comment = segment(b"\x64")
    length = int.from_bytes(code[place + 6 : place + 10], "big") + len(comment)
    return code[: place + 6] + length.to_bytes(4, "big") + code[place + 10 : place + 12] + comment + code[place + 12 :]


def box(kind, content):
    return struct.pack(">L4s", len(content) + 8, kind) + content


def in_boxes():
    """A JP2 file with boxes that say nothing of pixels."""
    size = box(b"ihdr", struct.pack(">LLHBBBB", *PIXELS.shape, 1, 7, 7, 0, 0))
    color = box(b"colr", b"\1\0\0" + struct.pack(">L", 17))
    head = box(b"jP  ", b"\r\n\x87\n") + box(b"ftyp", b"jp2 \0\0\0\0jp2 ") + box(b"jp2h", size + color)
    code = box(b"jp2c", code_of(JPEG_2000_LOSSLESS).rstrip(b"\0"))
    return head + box(b"xml ", SECRET) + code + box(b"uuid", SECRET)


SCANS = jpeg(progressive=True)
JPEG_LS_CODE, RLE_CODE = code_of(JPEG_LS), code_of(RLE)
CODES = {
    "comment": (after(jpeg(), 2, segment(b"\xfe")), JPEG_BASELINE),
    "Exif": (after(jpeg(), 2, segment(b"\xe1", b"Exif\0\0")), JPEG_BASELINE),
    "no JFIF": (after(jpeg(), 20, segment(b"\xe0")), JPEG_BASELINE),
    "behind JFIF": (b"\xff\xd8" + segment(b"\xe0", jpeg()[6:20]) + jpeg()[20:], JPEG_BASELINE),
    "no Adobe": (after(jpeg(), 20, segment(b"\xee")), JPEG_BASELINE),
    "no SPIFF": (after(jpeg(), 20, segment(b"\xe8")), JPEG_BASELINE),
    "between scans": (after(SCANS, SCANS.rindex(b"\xff\xc4"), segment(b"\xfe")), JPEG_BASELINE),
    "behind the end": (jpeg() + SECRET, JPEG_BASELINE),
    "JPEG-LS": (after(JPEG_LS_CODE, 2, segment(b"\xfe")), JPEG_LS),
    "behind JPEG-LS": (JPEG_LS_CODE.rstrip(b"\0") + SECRET, JPEG_LS),
    "in a tile": (in_tile(), JPEG_2000_LOSSLESS),
    "behind JPEG 2000": (code_of(JPEG_2000_LOSSLESS).rstrip(b"\0") + SECRET, JPEG_2000_LOSSLESS),
    "boxes": (in_boxes(), JPEG_2000_LOSSLESS),
    "behind run lengths": (RLE_CODE + SECRET, RLE),
    "in the head of run lengths": (RLE_CODE[:40] + SECRET + RLE_CODE[40 + len(SECRET) :], RLE),
}


@pytest.mark.parametrize(("code", "syntax"), CODES.values(), ids=CODES)
def test_what_is_no_picture_becomes_zeros(code, syntax):
    made = bare_code(code, syntax, PIXELS.size)
    assert SECRET in code
    assert SECRET[3:] not in made
    assert len(made) == len(code)
    assert (decoded(made, syntax) == decoded(code, syntax)).all()


def test_a_second_picture_goes():
    first, second = jpeg(), jpeg(PIXELS[::-1])
    assert bare_code(first + second, JPEG_BASELINE, PIXELS.size) == first + bytes(len(second))


@pytest.mark.parametrize("code", [jpeg(), RLE_CODE], ids=["JPEG", "run lengths"])
def test_a_bare_picture_stays(code):
    assert bare_code(code, RLE if code == RLE_CODE else JPEG_BASELINE, PIXELS.size) == code


def test_what_is_between_segments_goes():
    assert bare_code(after(jpeg(), 20, SECRET), JPEG_BASELINE, 1) == after(jpeg(), 20, bytes(len(SECRET)))


def test_damaged_codes_are_no_error():
    for code, syntax in CODES.values():
        for end in range(0, len(code), 7):
            assert len(bare_code(code[:end], syntax, PIXELS.size)) == end


def test_an_empty_segment_of_run_lengths_is_no_error():
    head = struct.pack("<16L", 1, 64, *[0] * 14)  # the package in Rust panics on nothing
    assert bare_code(head, RLE, PIXELS.size) == head


def test_run_lengths_end_where_a_frame_does_without_a_package(monkeypatch):
    monkeypatch.setattr("sparkocr.dicom.bare_code._is_exact", lambda *_: False)
    assert bare_code(RLE_CODE + SECRET, RLE, PIXELS.size) == RLE_CODE + bytes(len(SECRET))


def test_code_streams_of_several_fragments_are_one():
    code = after(SCANS, SCANS.rindex(b"\xff\xc4"), segment(b"\xfe")) + b"\0" * (len(SCANS + segment(b"\xfe")) % 2)
    dataset = pydicom.dcmread(io.BytesIO(dicom(PIXELS, codes=[code], syntax=JPEG_BASELINE)))
    half = len(code) // 4 * 2
    items = [struct.pack("<HHL", 0xFFFE, 0xE000, len(part)) + part for part in (SECRET, code[:half], code[half:])]
    dataset.PixelData = b"".join(items)
    file = io.BytesIO()
    dataset.save_as(file)
    with open_dicom(file.getvalue()) as found:
        made = with_header(found)
    assert SECRET not in made  # in the table of offsets neither
    assert (shown(made) == decoded(code, JPEG_BASELINE)).all()
