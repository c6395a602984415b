"""All pictures of a frame together show whatever is in it."""

import numpy as np
import pytest
from pydicom.dataset import Dataset

from dicom.make_dicom import dicom
from sparkocr.dicom.display import spread
from sparkocr.dicom.frames import Frames
from sparkocr.dicom.open import open_dicom
from sparkocr.dicom.views import views_of

LETTER = np.s_[10:30, 10:14]


def views(content):
    with open_dicom(content) as found:
        return views_of(Frames(found)[0], found.header)


def with_letter(value, other, kind=np.uint16):
    pixels = np.full((64, 64), other, kind)
    pixels[:, 40:] = other // 2
    pixels[LETTER] = value
    return pixels


def contrast(image):
    letter = image.pixels[LETTER].astype(int)
    return abs(int(np.median(letter)) - int(image.pixels[40, 12]))


@pytest.mark.parametrize(
    ("pixels", "fields", "count"),
    [
        (with_letter(200, 100, np.uint8), {}, 1),
        (with_letter(30000, 1000), {"WindowCenter": 15000, "WindowWidth": 30000}, 1),
        (with_letter(30000, 1000), {"WindowCenter": 250, "WindowWidth": 300}, 2),
        (with_letter(0, 1000), {"WindowCenter": 20000, "WindowWidth": 300}, 2),
    ],
    ids=["8 bits", "window of all", "above the window", "below the window"],
)
def test_what_the_window_hides_is_on_another_picture(pixels, fields, count):
    found = views(dicom(pixels, **fields))
    assert len(found) == count
    assert max(contrast(image) for image in found) > 60


def test_a_few_extreme_values_do_not_hide_the_rest():
    pixels = with_letter(300, 100)
    pixels[0, 0] = 65535
    first, second = views(dicom(pixels))
    assert contrast(first) == 0 or contrast(first) < 3
    assert contrast(second) > 100


def test_padding_is_shown_as_it_is_a_value_too():
    pixels = with_letter(2000, 1000)
    content = dicom(pixels, PixelPaddingValue=2000, WindowCenter=250, WindowWidth=500)
    assert max(contrast(image) for image in views(content)) > 100


@pytest.mark.parametrize("beyond", [0.0, 0.01])
def test_frames_of_colours_have_one_picture(beyond):
    content = dicom(np.zeros((8, 8, 3), np.uint8))
    assert len(views(content)) == 1
    with open_dicom(content) as found:
        assert spread(Frames(found)[0], found.header, beyond=beyond) is None


def test_the_spread_of_floats_without_any_finite_one_is_none():
    frame = dicom_floats(np.full((4, 4), np.nan, np.float32))
    assert spread(frame, Dataset()) is None


def dicom_floats(pixels):
    from sparkocr.dicom.frames import Frame, PixelFormat

    rows, columns = pixels.shape
    form = PixelFormat(rows, columns, 1, 32, 32, is_signed=False, photometric="MONOCHROME2", planar=0)
    return Frame(pixels, form)


@pytest.mark.parametrize(("color", "count"), [(60, 2), (200, 1)], ids=["the same colour", "another one"])
def test_what_a_palette_hides_is_shown(color, count):
    pixels = np.full((64, 64), 60, np.uint8)
    pixels[LETTER] = 200
    colors = np.arange(256, dtype=np.uint8)
    colors[200] = color
    fields = {}
    for name in ("Red", "Green", "Blue"):
        fields[f"{name}PaletteColorLookupTableDescriptor"] = [256, 0, 8]
        fields[f"{name}PaletteColorLookupTableData"] = colors.tobytes()
    found = views(dicom(pixels, photometric="PALETTE COLOR", **fields))
    assert len(found) == count
    assert contrast(found[1]) > 24 if count > 1 else True
