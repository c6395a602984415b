"""The text in pixels is found on every frame, in every kind of pixels, and nothing else is."""

import cv2
import numpy as np
import pytest
from PIL import Image, ImageDraw, ImageFont

from dicom.cleaned import finder
from dicom.make_dicom import JPEG_BASELINE, RLE, dicom
from sparkocr.deid import dicom_pixels
from sparkocr.deid.burned_in import SeenText
from sparkocr.deid.dicom_pixels import PixelSearch, find_pixel_text
from sparkocr.dicom.open import open_dicom
from sparkocr.dicom.profile.identifiers import Identifier, identifiers_of
from sparkocr.engines.ppocr.engine import PPOcr
from sparkocr.enums import PixelText
from sparkocr.errors import DocumentError
from sparkocr.imaging.draw import covered
from sparkocr.layout.box import Box
from sparkocr.layout.page import Page

SHAPE = (120, 256)


class Counting:
    """An engine that counts the pages it reads."""

    def __init__(self, engine=None):
        self.engine, self.pages = engine or PPOcr(), 0

    def read(self, pixels, resolution, *, symbols=False):
        self.pages += 1
        return self.engine.read(pixels, resolution, symbols=symbols)


class Blind:
    """An engine that reads nothing."""

    def read(self, pixels, *_, **__):
        return Page((), pixels.shape[1], pixels.shape[0])


def written(*texts, ink=255, paper=0):
    """Lines of text, one below the other."""
    image = Image.new("L", SHAPE[::-1], paper)
    for number, text in enumerate(texts):
        ImageDraw.Draw(image).text((20, 15 + 50 * number), text, ink, ImageFont.load_default(24))
    return np.asarray(image)


EMPTY = written()


def found_in(content, engine=None, **search):
    with open_dicom(content) as opened:
        return find_pixel_text(opened, tuple(identifiers_of(opened.header)), PixelSearch(engine or PPOcr(), **search))


def share_masked(found, letters, frame=0):
    """Share of the px of letters that are in boxes."""
    mask = np.zeros(letters.shape, bool)
    for corners in found.boxes.on(frame):
        top, starts, stops = covered(corners, mask.shape)
        for row, (start, stop) in enumerate(zip(starts, stops, strict=True), top):
            mask[row, start:stop] = True
    return mask[letters].mean()


def letters_of(*texts, line=None):
    """The px of letters, of all lines or of one."""
    letters = written(*texts) > 100
    if line is not None:
        letters[: 50 * line], letters[50 * line + 50 :] = False, False
    return letters


JANE = "JANE DOE 4711"
PIXELS = written(JANE)
COLORS = np.repeat(PIXELS[..., None], 3, -1)
YBR = np.stack([PIXELS, np.full(SHAPE, 128, np.uint8), np.full(SHAPE, 128, np.uint8)], -1)
WORDS = PIXELS.astype(np.int16) * 8 - 1024
PALETTE = {
    f"{color}PaletteColorLookupTable{part}": value
    for color in ("Red", "Green", "Blue")
    for part, value in (("Descriptor", [256, 0, 16]), ("Data", (np.arange(256, dtype="<u2") * 257).tobytes()))
}


@pytest.mark.parametrize(
    "content",
    [
        dicom(PIXELS),
        dicom(255 - PIXELS),
        dicom(255 - PIXELS, photometric="MONOCHROME1"),
        dicom(WORDS, WindowCenter=0, WindowWidth=2000),
        dicom(WORDS, WindowCenter=-1500, WindowWidth=100),
        dicom(COLORS),
        dicom(COLORS, planar=1),
        dicom(YBR, photometric="YBR_FULL"),
        dicom(PIXELS, photometric="PALETTE COLOR", **PALETTE),
        dicom(PIXELS, syntax=RLE),
        dicom(PIXELS, syntax=JPEG_BASELINE),
    ],
    ids=[
        "light",
        "dark",
        "MONOCHROME1",
        "16 bits",
        "beyond the window",
        "RGB",
        "planar",
        "YBR",
        "palette",
        "RLE",
        "JPEG",
    ],
)
def test_text_in_all_kinds_of_pixels_is_found(content):
    found = found_in(content)
    assert share_masked(found, letters_of(JANE)) == 1
    assert found.is_read
    assert "JANE DOE" in {secret.text for secret in found.secrets}
    assert found.counts["PERSON"] == 1
    assert [(report.page, report.regions) for report in found.frames] == [(0, len(found.boxes.on(0)))]


def test_pixels_without_text_get_no_box():
    found = found_in(dicom(EMPTY, written(paper=90)))
    assert found.is_read
    assert (found.boxes.by_frame, found.secrets, found.counts, found.frames) == ({}, (), {}, ())


def test_text_on_one_frame_is_masked_on_that_alone():
    frames = [EMPTY + number for number in range(5)]
    frames[4] = written(JANE) | 4
    found = found_in(dicom(*frames))
    assert set(found.boxes.by_frame) == {4}
    assert found.boxes.knows_all
    assert share_masked(found, letters_of(JANE), 4) == 1


def test_text_that_stays_is_read_once():
    engine = Counting()
    frames = [np.maximum(written(JANE), np.uint8(number)) for number in range(3)]
    found = found_in(dicom(*frames, frames[-1]), engine)
    once = engine.pages
    assert set(found.boxes.by_frame) == set(range(4))
    found_in(dicom(frames[0]), engine)
    assert engine.pages == 2 * once


def test_text_that_changes_is_read_anew():
    names = [Identifier(name, "PERSON", "PatientName", "PN") for name in ("Doe^Jane", "Miller^Scott")]
    with open_dicom(dicom(written("JANE DOE"), written("SCOTT MILLER"))) as opened:
        found = find_pixel_text(opened, names, PixelSearch(PPOcr()))
    assert [secret.text for secret in found.secrets] == ["JANE DOE", "SCOTT MILLER"]


def test_text_that_is_new_beside_text_that_stays_is_found():
    found = found_in(dicom(written("Sagittal T2"), written("Sagittal T2", JANE)))
    assert share_masked(found, letters_of("Sagittal T2", JANE), 1) == 1
    assert "JANE DOE" in {secret.text for secret in found.secrets}


@pytest.mark.parametrize("text", PixelText)
def test_only_identifiers_are_masked_if_asked_for(text):
    found = found_in(dicom(written("Sagittal contrast", JANE)), text=text)
    assert share_masked(found, letters_of("Sagittal contrast", JANE, line=1)) == 1
    assert share_masked(found, letters_of("Sagittal contrast", JANE, line=0)) == (text == PixelText.ALL)


def test_text_that_the_engine_does_not_read_is_masked():
    found = found_in(dicom(written("Sagittal contrast")), Blind(), text=PixelText.IDENTIFIERS)
    assert share_masked(found, letters_of("Sagittal contrast")) == 1


@pytest.mark.parametrize("text", PixelText)
def test_qr_codes_are_masked_and_what_they_say_is_found(text):
    code = cv2.QRCodeEncoder.create().encode("Order of Jane Doe")
    code = np.pad(cv2.resize(code, None, fx=4, fy=4, interpolation=cv2.INTER_NEAREST), 20, constant_values=255)
    found = found_in(dicom(np.pad(code, 20, constant_values=90)), Blind(), text=text)
    assert share_masked(found, np.pad(code, 20, constant_values=255) == 0) == 1
    assert "Jane Doe" in {secret.text for secret in found.secrets}


def test_names_that_are_misread_are_masked():
    found = found_in(dicom(written("KAUPMAN"), PatientName="Kaufman^Scott"), text=PixelText.IDENTIFIERS)
    assert share_masked(found, letters_of("KAUPMAN")) == 1


def test_what_is_found_on_one_frame_is_masked_on_all():
    content = dicom(written("Dr Gellert"), written("Gellert"), written("Sagittal"))
    found = found_in(content, find=finder("(?<=Dr )Gellert"), text=PixelText.IDENTIFIERS)
    assert set(found.boxes.by_frame) == {0, 1}
    assert found.counts == {"PERSON": 1}
    assert set(found_in(content, text=PixelText.IDENTIFIERS).boxes.by_frame) == set()


PRIMARY = {"Modality": "CT", "ImageType": ["ORIGINAL", "PRIMARY", "AXIAL"], "SOPClassUID": "1.2.840.10008.5.1.4.1.1.2"}


@pytest.mark.parametrize(
    ("fields", "unread", "is_read"),
    [
        ({}, ["CT", "MR"], False),
        ({}, [], True),
        ({}, ["MR"], True),
        ({"ImageType": ["DERIVED", "PRIMARY"]}, ["CT"], True),
        ({"ImageType": ["ORIGINAL", "SECONDARY"]}, ["CT"], True),
        ({"ImageType": None}, ["CT"], True),
        ({"SOPClassUID": "1.2.840.10008.5.1.4.1.1.7"}, ["CT"], True),
        ({"SOPClassUID": "1.2.840.10008.5.1.4.1.1.7.2"}, ["CT"], True),
        ({"BurnedInAnnotation": "YES"}, ["CT"], True),
        ({"BurnedInAnnotation": "NO"}, ["CT"], False),
        ({"Modality": "US"}, ["CT"], True),
    ],
    ids=[
        "primary", "none unread", "another modality unread", "derived", "secondary", "no image type",
        "secondary capture", "frames of captures", "burned in", "not burned in", "another modality",
    ],
)  # fmt: skip
def test_only_primary_images_of_chosen_modalities_are_not_read(fields, unread, is_read):
    found = found_in(dicom(PIXELS, **(PRIMARY | fields)), unread=unread)
    assert found.is_read == is_read
    assert bool(found.boxes.by_frame) == is_read
    assert [bool(report.reason) for report in found.frames] == [not is_read]


def test_text_that_is_seen_again_and_again_is_an_error(monkeypatch):
    monkeypatch.setattr(dicom_pixels, "see_text", lambda *_, **__: [SeenText(Box(10, 10, 20, 10), "x", is_sure=True)])
    with pytest.raises(DocumentError, match="still seen"):
        found_in(dicom(EMPTY))


def test_missing_frames_are_an_error():
    with pytest.raises(DocumentError, match="missing"):
        found_in(dicom(PIXELS, NumberOfFrames=3))
