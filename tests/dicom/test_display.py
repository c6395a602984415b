"""Pictures are what a viewer shows: each rule of the standard against its formula, on values that cover it."""

import numpy as np
import pytest
from pydicom.dataset import Dataset

from dicom.make_dicom import BIG_ENDIAN, EXPLICIT, IMPLICIT, JPEG_BASELINE, RLE, dicom, ramp
from sparkocr.dicom.display import show
from sparkocr.dicom.frames import Frames
from sparkocr.dicom.open import open_dicom
from sparkocr.enums import ImageType
from sparkocr.errors import DocumentError

WIDE = np.arange(4096, dtype=np.uint16).reshape(64, 64)
SIGNED = (np.arange(4096) - 2048).astype(np.int16).reshape(64, 64)


def picture(content, index=0):
    with open_dicom(content) as found:
        return show(Frames(found)[index], found.header, index)


def grays(content, index=0):
    image = picture(content, index)
    assert image.image_type is ImageType.TYPE_BYTE_GRAY
    assert image.resolution == 0
    return image.pixels


def bytes_of(shares):
    return np.rint(np.clip(shares, 0, 1) * 255).astype(np.uint8)


def linear(values, center, width):
    """PS3.3, section C.11.2.1.2.1, word by word."""
    shares = (values - (center - 0.5)) / (width - 1) + 0.5
    shares = np.where(values <= center - 0.5 - (width - 1) / 2, 0.0, shares)
    return bytes_of(np.where(values > center - 0.5 + (width - 1) / 2, 1.0, shares))


def test_a_window():
    content = dicom(WIDE, WindowCenter="1000", WindowWidth="400")
    np.testing.assert_array_equal(grays(content), linear(WIDE.astype(float), 1000, 400))


def test_the_first_of_several_windows():
    content = dicom(WIDE, WindowCenter=["1000", "1"], WindowWidth=["400", "2"])
    np.testing.assert_array_equal(grays(content), linear(WIDE.astype(float), 1000, 400))


def test_a_window_of_rescaled_values():
    content = dicom(SIGNED, RescaleSlope="2", RescaleIntercept="-1024", WindowCenter="40", WindowWidth="400")
    np.testing.assert_array_equal(grays(content), linear(SIGNED * 2.0 - 1024, 40, 400))


def test_a_window_of_one_value():
    shown = grays(dicom(WIDE, WindowCenter="1000", WindowWidth="1"))
    np.testing.assert_array_equal(shown, np.where(WIDE > 999.5, 255, 0))


def test_exact_and_sigmoid_windows():
    options = {"WindowCenter": "1000", "WindowWidth": "400"}
    exact = grays(dicom(WIDE, VOILUTFunction="LINEAR_EXACT", **options))
    np.testing.assert_array_equal(exact, bytes_of((WIDE - 1000.0) / 400 + 0.5))
    sigmoid = grays(dicom(WIDE, VOILUTFunction="SIGMOID", **options))
    np.testing.assert_array_equal(sigmoid, bytes_of(1 / (1 + np.exp(-4 * (WIDE - 1000.0) / 400))))


def test_an_unusable_window_counts_as_none():
    for window in ({"WindowWidth": "0"}, {"WindowWidth": ""}, {"WindowWidth": "-5"}):
        np.testing.assert_array_equal(grays(dicom(WIDE, WindowCenter="1000", **window)), bytes_of(WIDE / 4095))


def test_without_a_window_all_values_are_seen():
    values = WIDE + 100
    np.testing.assert_array_equal(grays(dicom(values)), bytes_of(WIDE / 4095))
    np.testing.assert_array_equal(grays(dicom(SIGNED)), bytes_of((SIGNED + 2048) / 4095))


def test_padding_does_not_count():
    values = WIDE.copy()
    values[0] = 65535
    shown = grays(dicom(values, PixelPaddingValue=65535))
    np.testing.assert_array_equal(shown[1:], bytes_of((WIDE[1:] - 64.0) / 4031))
    assert (shown[0] == 255).all()
    ranged = grays(dicom(values, PixelPaddingValue=60000, PixelPaddingRangeLimit=65535))
    np.testing.assert_array_equal(ranged, shown)


def test_eight_bits_are_shown_as_they_are():
    values = ramp((20, 20), 50, 90, np.uint8)
    np.testing.assert_array_equal(grays(dicom(values)), values)


@pytest.mark.parametrize("bits", [1, 4])
def test_few_bits_fill_the_range(bits):
    values = ramp((16, 16), 0, (1 << bits) - 1, np.uint8)
    np.testing.assert_array_equal(grays(dicom(values, bits=bits)), bytes_of(values / ((1 << bits) - 1)))


def test_inverted():
    values = ramp((20, 20), 0, 255, np.uint8)
    np.testing.assert_array_equal(grays(dicom(values, photometric="MONOCHROME1")), 255 - values)
    windowed = {"WindowCenter": "1000", "WindowWidth": "400"}
    both = [grays(dicom(WIDE, photometric=name, **windowed)) for name in ("MONOCHROME1", "MONOCHROME2")]
    assert (both[0].astype(int) + both[1] == 255).all()


def test_wide_integers_and_floats():
    values = np.linspace(0, 4e9, 400).astype(np.uint32).reshape(20, 20)
    assert np.abs(grays(dicom(values)).astype(int) - bytes_of(values / values.max())).max() <= 1
    floats = np.linspace(-1, 1, 400).astype(np.float32).reshape(20, 20)
    floats[0, :3] = np.nan, np.inf, -np.inf
    shown = grays(dicom(floats))
    low, high = floats[np.isfinite(floats)].min(), floats[np.isfinite(floats)].max()
    expected = bytes_of((floats[1:].astype(float) - low) / (float(high) - low))
    assert np.abs(shown[1:].astype(int) - expected).max() <= 1
    assert shown[0, :3].tolist() == [0, 255, 0]


def test_a_constant_frame():
    assert set(grays(dicom(np.full((4, 4), 700, np.uint16))).ravel()) == {0}


def lut(first, entries, bits, vr="OW", order="<"):
    item = Dataset()
    item.add_new(0x00283002, "SS" if first < 0 else "US", [len(entries) % 65536, first, bits])
    data = np.asarray(entries, f"{order}u2").tobytes() if vr == "OW" else list(map(int, entries))
    item.add_new(0x00283006, vr, data)
    return [item]


@pytest.mark.parametrize("vr", ["OW", "US"])
def test_a_table_in_place_of_a_window(vr):
    entries = np.arange(1000)[::-1]
    shown = grays(dicom(WIDE, VOILUTSequence=lut(500, entries, 10, vr)))
    expected = entries[np.clip(WIDE.astype(int) - 500, 0, 999)] / 1023
    np.testing.assert_array_equal(shown, bytes_of(expected))


def test_a_table_in_place_of_rescaling():
    entries = np.arange(4096) // 2
    shown = grays(dicom(SIGNED, ModalityLUTSequence=lut(-2048, entries, 12), WindowCenter="1024", WindowWidth="2048"))
    np.testing.assert_array_equal(shown, linear(entries.reshape(64, 64).astype(float), 1024, 2048))


def test_functional_groups_of_frames():
    groups = []
    for center in ("1000", "2000"):
        window, group = Dataset(), Dataset()
        window.WindowCenter, window.WindowWidth = center, "400"
        group.FrameVOILUTSequence = [window]
        groups.append(group)
    rescale, shared = Dataset(), Dataset()
    rescale.RescaleSlope, rescale.RescaleIntercept = "1", "10"
    shared.PixelValueTransformationSequence = [rescale]
    content = dicom(WIDE, WIDE, PerFrameFunctionalGroupsSequence=groups, SharedFunctionalGroupsSequence=[shared])
    for index, center in enumerate((1000, 2000)):
        np.testing.assert_array_equal(grays(content, index), linear(WIDE + 10.0, center, 400))


COLOURS = ramp((20, 24, 3), 0, 255, np.uint8)


@pytest.mark.parametrize("syntax", [IMPLICIT, EXPLICIT, BIG_ENDIAN, RLE])
@pytest.mark.parametrize("planar", [0, 1])
def test_colours(syntax, planar):
    image = picture(dicom(COLOURS, syntax=syntax, planar=planar if syntax != RLE else 0))
    assert image.image_type is ImageType.TYPE_3BYTE_BGR
    np.testing.assert_array_equal(image.pixels[..., ::-1], COLOURS)


def test_colours_of_16_bits():
    wide = COLOURS.astype(np.uint16) * 257
    np.testing.assert_array_equal(picture(dicom(wide)).pixels[..., ::-1], COLOURS)


def test_luma_and_chroma():
    """PS3.3, section C.7.6.3.1.2."""
    ybr = np.zeros((2, 2, 3), np.uint8)
    ybr[0, 0], ybr[0, 1], ybr[1, 0], ybr[1, 1] = (0, 128, 128), (255, 128, 128), (76, 85, 255), (29, 255, 107)
    shown = picture(dicom(ybr, photometric="YBR_FULL")).pixels[..., ::-1].astype(int)
    expected = np.array([[[0, 0, 0], [255, 255, 255]], [[254, 0, 0], [0, 0, 254]]])
    assert np.abs(shown - expected).max() <= 1


def test_colours_of_jpeg():
    smooth = np.repeat(np.repeat(ramp((4, 4, 3), 0, 255, np.uint8), 8, axis=0), 8, axis=1)
    shown = picture(dicom(smooth, syntax=JPEG_BASELINE)).pixels[..., ::-1]
    assert np.abs(shown.astype(int) - smooth)[2::8, 4::8].max() <= 12


def palette(bits=16, first=0, entries=256):
    """A palette from red to blue."""
    steps = np.linspace(0, (1 << bits) - 1, entries).astype(f"<u{bits // 8}")
    fields = {}
    for name, values in (("Red", steps[::-1]), ("Green", steps * 0), ("Blue", steps)):
        fields[f"{name}PaletteColorLookupTableDescriptor"] = [entries, first, bits]
        fields[f"{name}PaletteColorLookupTableData"] = values.tobytes()
    return fields


@pytest.mark.parametrize("bits", [8, 16])
def test_a_palette(bits):
    values = ramp((20, 20), 0, 255, np.uint8)
    shown = picture(dicom(values, photometric="PALETTE COLOR", **palette(bits))).pixels
    np.testing.assert_array_equal(shown, np.stack([values, values * 0, 255 - values], axis=-1))


def test_values_beside_the_palette_have_its_ends():
    values = np.array([[0, 9, 10, 11, 200]], np.uint8)
    shown = picture(dicom(values, photometric="PALETTE COLOR", **palette(8, first=10, entries=2))).pixels[..., 0]
    assert shown.tolist() == [[0, 0, 0, 255, 255]]


def test_a_palette_of_segments():
    """PS3.3, section C.7.9.2: a discrete segment of one entry, and a linear one to the last of 256."""
    fields = {}
    for name, ends in (("Red", (65535, 0)), ("Green", (0, 0)), ("Blue", (0, 65535))):
        fields[f"{name}PaletteColorLookupTableDescriptor"] = [256, 0, 16]
        fields[f"Segmented{name}PaletteColorLookupTableData"] = np.array(
            [0, 1, ends[0], 1, 255, ends[1]], "<u2"
        ).tobytes()
    values = ramp((20, 20), 0, 255, np.uint8)
    shown = picture(dicom(values, photometric="PALETTE COLOR", **fields)).pixels
    assert np.abs(shown.astype(int) - np.stack([values, values * 0, 255 - values], axis=-1)).max() <= 1


def test_a_damaged_palette():
    with pytest.raises(DocumentError, match="palette"):
        picture(dicom(ramp((4, 4), 0, 255, np.uint8), photometric="PALETTE COLOR"))


def test_colours_that_are_not_known():
    with pytest.raises(DocumentError, match="kind that can't be shown"):
        picture(dicom(COLOURS, photometric="HSV"))
