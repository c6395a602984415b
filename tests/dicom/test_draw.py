"""Boxes are dark in every kind of file, nothing else changes, and others read the result."""

import warnings
from io import BytesIO

import numpy as np
import pydicom
import pytest
from pydicom.pixels.utils import pixel_array

from dicom.make_dicom import (
    BIG_ENDIAN,
    DEFLATED,
    EXPLICIT,
    IMPLICIT,
    JPEG_2000,
    JPEG_2000_LOSSLESS,
    JPEG_BASELINE,
    JPEG_LS,
    JPEG_LS_NEAR,
    RLE,
    dicom,
    header,
    noise,
    ramp,
    saved,
)
from dicom.test_display import palette
from sparkocr.dicom import draw
from sparkocr.dicom.draw import Boxes, fill_boxes
from sparkocr.dicom.encode import Compression, NotEncodedError
from sparkocr.dicom.frames import Frames
from sparkocr.dicom.open import open_dicom
from sparkocr.errors import DocumentError

SHAPE = (40, 48)
GRAYS = [ramp(SHAPE, 0, 255, np.uint8, seed) for seed in range(3)]
COLOURS = [ramp((*SHAPE, 3), 0, 255, np.uint8, seed) for seed in range(2)]
INSIDE = (slice(10, 20), slice(5, 25))
CORNERS = np.array([[5, 10], [25, 10], [25, 20], [5, 20]], np.float64)
EVERYWHERE = Boxes([CORNERS])


def read(content):
    """What pydicom reads, frame by frame, and the header."""
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        dataset = pydicom.dcmread(BytesIO(content))
        stored = pixel_array(dataset, raw=True)
    count = int(dataset.get("NumberOfFrames", 1))
    return dataset, (stored if count > 1 else stored[None])


def decoded(content):
    with open_dicom(content) as found:
        return [frame.stored for frame in Frames(found)]


KINDS = {
    "gray": ({}, GRAYS, 0),
    "inverted": ({"photometric": "MONOCHROME1"}, GRAYS, 255),
    "12 bits inverted": ({"photometric": "MONOCHROME1", "bits": 12}, [ramp(SHAPE, 0, 4095, np.uint16)], 4095),
    "signed": ({}, [ramp(SHAPE, -1000, 3000, np.int16)], -32768),
    "padding": ({"PixelPaddingValue": -2000}, [ramp(SHAPE, -1000, 3000, np.int16)], -2000),
    "colours": ({}, COLOURS, (0, 0, 0)),
    "planes": ({"planar": 1}, COLOURS, (0, 0, 0)),
    "luma and chroma": ({"photometric": "YBR_FULL"}, COLOURS, (0, 128, 128)),
    "palette": ({"photometric": "PALETTE COLOR", **palette(8)}, GRAYS[:1], 255),  # from red to blue, which is darker
    "1 bit": ({"bits": 1}, [noise(SHAPE, 0, 1, np.uint8, seed) for seed in range(3)], 0),
    "32 bits": ({}, [noise(SHAPE, 0, 2**32 - 1, np.uint32)], 0),
    "floats": ({}, [np.linspace(1, 2, 1920, dtype=np.float32).reshape(SHAPE)], 0.0),
}
ENCODED = {"gray", "inverted", "12 bits inverted", "signed", "colours"}
CASES = [
    (kind, syntax)
    for kind in KINDS
    for syntax in (IMPLICIT, EXPLICIT, BIG_ENDIAN, DEFLATED, RLE, JPEG_LS, JPEG_2000_LOSSLESS)
    if syntax in {IMPLICIT, EXPLICIT, BIG_ENDIAN, DEFLATED} or kind in ENCODED
]


@pytest.mark.parametrize(("kind", "syntax"), CASES)
def test_inside_is_dark_and_outside_is_the_same(kind, syntax):
    options, frames, dark = KINDS[kind]
    masked = fill_boxes(dicom(*frames, syntax=syntax, **options), EVERYWHERE)
    dataset, found = read(masked.content)
    assert masked.transfer_syntax == dataset.file_meta.TransferSyntaxUID == syntax
    assert masked.frames == len(frames)
    for before, after in zip(frames, found, strict=True):
        expected = before.copy()
        expected[INSIDE] = dark
        np.testing.assert_array_equal(after, expected)


@pytest.mark.parametrize("syntax", [EXPLICIT, RLE, JPEG_LS, JPEG_2000_LOSSLESS, JPEG_2000, JPEG_LS_NEAR])
def test_only_the_frames_that_are_told(syntax):
    content = dicom(*GRAYS, syntax=syntax)
    before = decoded(content)
    masked = fill_boxes(content, Boxes(by_frame={1: [CORNERS]}))
    assert masked.transfer_syntax == syntax
    _, found = read(masked.content)
    for number, (expected, after) in enumerate(zip(before, found, strict=True)):
        expected[INSIDE] = 0 if number == 1 else expected[INSIDE]
        np.testing.assert_array_equal(after, expected)


def test_frames_that_nobody_looked_at_get_all_boxes():
    content = dicom(*GRAYS)
    some = Boxes(by_frame={0: [CORNERS], 2: []}, knows_all=False)
    for after in decoded(fill_boxes(content, some).content):
        assert set(after[INSIDE].ravel()) == {0}
    all_of_them = Boxes(by_frame={0: [CORNERS], 1: [], 2: []}, knows_all=False)
    kept = decoded(fill_boxes(content, all_of_them).content)
    assert [set(after[INSIDE].ravel()) == {0} for after in kept] == [True, False, False]


@pytest.mark.parametrize(
    ("syntax", "target"), [(JPEG_BASELINE, RLE), (JPEG_LS_NEAR, JPEG_LS_NEAR), (JPEG_2000, JPEG_2000)]
)
@pytest.mark.parametrize("frames", [GRAYS, COLOURS], ids=["gray", "colours"])
def test_what_was_lossy_loses_nothing_more_and_stays_marked(syntax, target, frames):
    content = dicom(*frames, syntax=syntax)
    masked = fill_boxes(content, EVERYWHERE)
    dataset, found = read(masked.content)
    assert masked.transfer_syntax == target
    assert dataset.LossyImageCompression == "01"
    for before, after in zip(decoded(content), found, strict=True):
        changed = (before != after) if before.ndim == 2 else (before != after).any(axis=-1)
        changed[INSIDE] = False
        assert not changed.any()


def test_lossless_files_are_not_marked():
    dataset, _ = read(fill_boxes(dicom(*GRAYS, syntax=JPEG_LS), EVERYWHERE).content)
    assert "LossyImageCompression" not in dataset


def test_a_frame_that_its_own_syntax_can_not_hold(monkeypatch):
    """JPEG-LS has no room for noise, which becomes larger by it."""
    encode = draw.encode_frame

    def encode_frame(stored, form, syntax, compression):
        if syntax == JPEG_LS:
            raise NotEncodedError
        return encode(stored, form, syntax, compression)

    monkeypatch.setattr(draw, "encode_frame", encode_frame)
    masked = fill_boxes(dicom(*GRAYS, syntax=JPEG_LS), EVERYWHERE)
    assert masked.transfer_syntax == RLE
    assert len(read(masked.content)[1]) == 3
    with pytest.raises(NotEncodedError):
        fill_boxes(dicom(*GRAYS, syntax=RLE), EVERYWHERE, Compression(JPEG_LS))
    masked = fill_boxes(dicom(*GRAYS, syntax=RLE), EVERYWHERE, Compression(JPEG_LS, may_fail=True))
    assert masked.transfer_syntax == EXPLICIT


@pytest.mark.parametrize(
    ("compression", "source", "target"),
    [
        (Compression(JPEG_LS), RLE, JPEG_LS),
        (Compression(JPEG_LS), EXPLICIT, EXPLICIT),
        (Compression(RLE, is_forced=True), EXPLICIT, RLE),
        (Compression(JPEG_BASELINE, may_fail=True), RLE, EXPLICIT),
    ],
)
def test_a_compression_that_is_asked_for(compression, source, target):
    values = ramp(SHAPE, 0, 4095, np.uint16)
    masked = fill_boxes(dicom(values, syntax=source, bits=12), EVERYWHERE, compression)
    assert masked.transfer_syntax == target
    expected = values.copy()
    expected[INSIDE] = 0
    np.testing.assert_array_equal(read(masked.content)[1][0], expected)


def test_a_compression_that_is_impossible():
    with pytest.raises(DocumentError, match="can't be compressed in this way"):
        fill_boxes(dicom(ramp(SHAPE, 0, 4095, np.uint16), syntax=RLE), EVERYWHERE, Compression(JPEG_BASELINE))


@pytest.mark.parametrize("frames", [GRAYS, COLOURS], ids=["gray", "colours"])
def test_jpeg_of_a_quality(frames):
    content = dicom(*frames, syntax=RLE)
    poor, good = (fill_boxes(content, EVERYWHERE, Compression(JPEG_BASELINE, quality=q)) for q in (20, 95))
    assert len(poor.content) < len(good.content)
    dataset, _ = read(good.content)
    assert dataset.LossyImageCompression == "01"
    assert dataset.LossyImageCompressionMethod == "ISO_10918_1"
    assert dataset.PhotometricInterpretation == ("MONOCHROME2" if frames is GRAYS else "YBR_FULL_422")
    assert good.transfer_syntax == JPEG_BASELINE


def test_near_lossless_with_an_error():
    content = dicom(*GRAYS, syntax=RLE)
    masked = fill_boxes(content, EVERYWHERE, Compression(JPEG_LS_NEAR, error=3))
    differences = [np.abs(a.astype(int) - b) for a, b in zip(decoded(masked.content), GRAYS, strict=True)]
    outside = np.ones(SHAPE, bool)
    outside[INSIDE] = False
    assert {int(each[outside].max()) for each in differences} == {3}


@pytest.mark.parametrize("syntax", [EXPLICIT, IMPLICIT, BIG_ENDIAN])
def test_what_else_shows_the_pixels_goes(syntax):
    icon = header(Rows=1, Columns=1, PatientName="Icon^Jane")
    content = dicom(
        *GRAYS,
        syntax=syntax,
        IconImageSequence=[icon],
        ReferencedImageSequence=[header(IconImageSequence=[icon])],
        PatientComments="stays",
    )
    dataset = pydicom.dcmread(BytesIO(content))
    dataset.add_new(0x60003000, "OW", b"\xff" * 240)
    dataset.add_new(0x60000022, "LO", "Overlay of Jane")
    dataset.add_new(0x7FE10010, "LO", "PRIVATE")
    dataset.add_new(0x7FE11001, "OB", b"raw Jane")
    dataset.add_new(0xFFFAFFFA, "SQ", [header(PatientName="Signed^Jane")])
    dataset.preamble = b"Preamble of Jane".ljust(128)
    masked = fill_boxes(saved(dataset, syntax), EVERYWHERE).content
    for leak in (b"Icon", b"Overlay", b"raw Jane", b"Signed", b"Preamble"):
        assert leak not in masked
    made = pydicom.dcmread(BytesIO(masked))
    assert made.PatientComments == "stays"
    assert made.preamble == bytes(128)


def test_overlays_in_unused_bits_go():
    values = ramp(SHAPE, 0, 4095, np.uint16)
    dataset = pydicom.dcmread(BytesIO(dicom(values, bits=12)))
    dataset.PixelData = (values | 0x8000).tobytes()
    dataset.add_new(0x60000102, "US", 15)
    masked = fill_boxes(saved(dataset), Boxes())
    assert (np.frombuffer(pydicom.dcmread(BytesIO(masked.content)).PixelData, "<u2") < 4096).all()


def test_the_range_of_values_is_true_of_what_is_filled():
    dataset, _ = read(
        fill_boxes(
            dicom(ramp(SHAPE, 5, 9, np.uint16), SmallestImagePixelValue=5, LargestImagePixelValue=9), EVERYWHERE
        ).content
    )
    assert (dataset.SmallestImagePixelValue, dataset.LargestImagePixelValue) == (0, 9)


def test_functional_groups_stay():
    groups = [header(FrameType=f"T{number}") for number in range(3)]
    dataset, _ = read(fill_boxes(dicom(*GRAYS, PerFrameFunctionalGroupsSequence=groups), EVERYWHERE).content)
    assert [group.FrameType for group in dataset.PerFrameFunctionalGroupsSequence] == ["T0", "T1", "T2"]


def test_turned_boxes_and_boxes_beyond_the_edge():
    turned = np.array([[20, 5], [35, 20], [20, 35], [5, 20]], np.float64)
    (found,) = decoded(fill_boxes(dicom(GRAYS[0] | 1), Boxes([turned, CORNERS + 1000, CORNERS - 1000])).content)
    assert found[20, 20] == 0
    assert found[6, 6] != 0
    assert (found == 0).sum() < 800


@pytest.mark.parametrize(
    ("content", "boxes", "message"),
    [
        (dicom(*GRAYS), Boxes(by_frame={3: [CORNERS]}), "frame that the DICOM file has not"),
        (dicom(*GRAYS).replace(b"IS\2\x003 ", b"IS\2\x004 "), EVERYWHERE, "Frames are missing"),
        (dicom(*GRAYS)[:-100], EVERYWHERE, "Frames are missing"),
        (saved(header()), EVERYWHERE, "no pixels"),
        (b"junk", EVERYWHERE, "Can't open"),
    ],
    ids=["frame", "count", "cut off", "no image", "no dicom"],
)
def test_masks_fail_closed(content, boxes, message):
    with pytest.raises(DocumentError, match=message):
        fill_boxes(content, boxes)


def test_one_frame_is_in_memory_at_a_time(tmp_path, monkeypatch):
    path = tmp_path / "many.dcm"
    path.write_bytes(dicom(*[GRAYS[number % 3] for number in range(20)]))
    alive, most = [], []

    class Counting(Frames):
        def __getitem__(self, index):
            alive.append(index)
            most.append(len(alive))
            frame = super().__getitem__(index)
            alive.remove(index)
            return frame

    monkeypatch.setattr(draw, "Frames", Counting)
    fill_boxes(path, EVERYWHERE)
    assert max(most) == 1
    assert len(most) >= 20
