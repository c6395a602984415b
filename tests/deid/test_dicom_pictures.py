"""Leaks that an engine reads in DICOM files: in frames, whatever hides it, in overlays and in icons."""

import io

import numpy as np
import pydicom
import pytest
from PIL import Image
from pydicom.encaps import encapsulate

from deid.dicom_leaks import GRAY, SECRETS, leaks, light, read_dark
from dicom.make_dicom import (
    BIG_ENDIAN,
    DEFLATED,
    EXPLICIT,
    IMPLICIT,
    JPEG_BASELINE,
    JPEG_LS,
    RLE,
    dicom,
    header,
    saved,
)
from dicom.planted import item
from sparkocr.deid import dicom_pictures
from sparkocr.deid.channels import Channel
from sparkocr.deid.verify import verify_dicom
from sparkocr.errors import DocumentError


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
