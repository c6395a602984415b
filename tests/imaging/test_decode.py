"""Decoding of every format into every pixel layout, the limits, and damaged files."""

import io
import struct
import sys
import warnings
import zlib
from types import SimpleNamespace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import ExifTags, ImageCms, ImageFile, features
from PIL import Image as Pillow
from PIL.PngImagePlugin import PngImageFile

from sparkocr.enums import ImageType
from sparkocr.errors import DocumentError
from sparkocr.imaging.decode import decode

GRAY, BINARY = ImageType.TYPE_BYTE_GRAY, ImageType.TYPE_BYTE_BINARY
BGR, ABGR = ImageType.TYPE_3BYTE_BGR, ImageType.TYPE_4BYTE_ABGR
LIMIT = 10**6

# Pillow warns of damaged tags, which is what these tests are about.
pytestmark = pytest.mark.filterwarnings("ignore::UserWarning:PIL")

# Four flat quarters, so that also lossy formats keep their brightness: red, green / blue, white.
QUARTERS = np.full((32, 48, 3), 255, np.uint8)
QUARTERS[:16, :24], QUARTERS[:16, 24:], QUARTERS[16:, :24] = (200, 0, 0), (0, 150, 0), (0, 0, 250)
RGB, LAB = ImageCms.createProfile("sRGB"), ImageCms.createProfile("LAB")
GRADIENT = np.tile(np.arange(0, 256, 4, np.uint8), (20, 1))


def save(image, kind, mode=None, **options):
    picture = image if isinstance(image, Pillow.Image) else Pillow.fromarray(image)
    file = io.BytesIO()
    (picture.convert(mode) if mode else picture).save(file, kind, **options)
    return file.getvalue()


def read(content, image_type=GRAY, **options):
    return decode(content, image_type=image_type, max_pixels=LIMIT, **options)


def exif(**tags):
    data = Pillow.Exif()
    for name, value in tags.items():
        data[ExifTags.Base[name]] = value
    return data


COLOUR_FILES = {
    "png": save(QUARTERS, "PNG"),
    "png palette": save(Pillow.fromarray(QUARTERS).quantize(4), "PNG"),
    "jpeg": save(QUARTERS, "JPEG", quality=95, subsampling=0),
    "jpeg progressive": save(QUARTERS, "JPEG", quality=95, subsampling=0, progressive=True),
    "jpeg rgb": save(QUARTERS, "JPEG", quality=95, keep_rgb=True),
    "jpeg cmyk": save(QUARTERS, "JPEG", "CMYK", quality=95),
    "tiff": save(QUARTERS, "TIFF"),
    "tiff lzw": save(QUARTERS, "TIFF", compression="tiff_lzw"),
    "tiff jpeg": save(QUARTERS, "TIFF", compression="jpeg", quality=95),
    "tiff cmyk": save(QUARTERS, "TIFF", "CMYK"),
    "bmp": save(QUARTERS, "BMP"),
    "gif": save(QUARTERS, "GIF"),
    "webp": save(QUARTERS, "WEBP", lossless=True),
    "pnm": save(QUARTERS, "PPM"),
    "avif": save(QUARTERS, "AVIF", quality=100, subsampling="4:4:4"),
    "jpeg 2000": save(QUARTERS, "JPEG2000"),
    "jpeg 2000 codestream": save(QUARTERS, "JPEG2000", no_jp2=True),
}


@pytest.mark.parametrize("content", COLOUR_FILES.values(), ids=COLOUR_FILES)
def test_every_format_in_colour_and_gray(content):
    colour = read(content, BGR)
    np.testing.assert_allclose(colour.pixels, QUARTERS[..., ::-1], atol=12)
    assert (colour.image_type, colour.pixels.dtype) == (BGR, np.uint8)
    luma = QUARTERS @ [0.299, 0.587, 0.114]
    np.testing.assert_allclose(read(content, GRAY).pixels, luma, atol=8)
    alpha = read(content, ABGR).pixels
    assert (alpha[..., 0] == 255).all()
    np.testing.assert_array_equal(alpha[..., 1:], colour.pixels)
    np.testing.assert_array_equal(read(content, BINARY).pixels, np.where(luma >= 128, 255, 0))


GRAY_FILES = {
    "png": save(GRADIENT, "PNG"),
    "png 16": save(GRADIENT.astype(np.uint16) * 257, "PNG"),
    "tiff": save(GRADIENT, "TIFF"),
    "tiff deflate": save(GRADIENT, "TIFF", compression="tiff_adobe_deflate"),
    "tiff 16": save(GRADIENT.astype(np.uint16) * 257, "TIFF"),
    "tiff 16 big-endian": save(Pillow.frombytes("I;16B", (64, 20), (GRADIENT.astype(">u2") * 257).tobytes()), "TIFF"),
    "tiff int32 of bytes": save(GRADIENT.astype(np.int32), "TIFF"),
    "tiff float to 1": save((GRADIENT / 255).astype(np.float32), "TIFF"),
    "tiff float to 255": save(GRADIENT.astype(np.float32), "TIFF"),
    "tiff float to 65535": save(GRADIENT.astype(np.float32) * 257, "TIFF"),
    "tiff min-is-white": save(GRADIENT, "TIFF", tiffinfo={262: 0}),
    "tiff 16 min-is-white": save((255 - GRADIENT).astype(np.uint16) * 257, "TIFF", tiffinfo={262: 0}),
    "bmp": save(GRADIENT, "BMP"),
    "gif": save(GRADIENT, "GIF"),
    "jpeg 2000": save(GRADIENT, "JPEG2000"),
    "jpeg 2000 16": save(GRADIENT.astype(np.uint16) * 257, "JPEG2000"),
}


@pytest.mark.parametrize("content", GRAY_FILES.values(), ids=GRAY_FILES)
def test_every_format_in_gray(content):
    np.testing.assert_array_equal(read(content).pixels, GRADIENT)
    np.testing.assert_array_equal(read(content, BGR).pixels, np.dstack([GRADIENT] * 3))


def test_gray_jpeg():
    np.testing.assert_allclose(read(save(GRADIENT, "JPEG", quality=95)).pixels, GRADIENT, atol=4)


def test_float_specials_and_blank_pages():
    samples = np.array([[np.nan, np.inf, -np.inf, 0.5, 1.0, -3.0]], np.float32)
    assert read(save(samples, "TIFF")).pixels.tolist() == [[0, 255, 0, 128, 255, 0]]
    assert (read(save(np.ones((3, 3), np.float32), "TIFF")).pixels == 255).all()
    assert (read(save(np.zeros((3, 3), np.float32), "TIFF")).pixels == 0).all()
    assert read(save(np.array([[0, 100_000, 200_000]], np.float32), "TIFF")).pixels.tolist() == [[0, 128, 255]]


@pytest.mark.parametrize("bits", [1, 2, 4])
@pytest.mark.parametrize("image_type", [GRAY, BINARY])
def test_png_of_few_bits(bits, image_type):
    levels = np.arange(8, dtype=np.uint8) % (1 << bits)
    row = np.packbits(np.unpackbits(levels[:, None], axis=1)[:, 8 - bits :].ravel()).tobytes()
    gray = levels.astype(int) * 255 // ((1 << bits) - 1)
    expected = gray if image_type == GRAY else np.where(gray >= 128, 255, 0)
    content = png((8, 1), bits, zlib.compress(b"\0" + row))
    assert read(content, image_type).pixels.tolist() == [expected.tolist()]


@pytest.mark.parametrize(
    "options",
    [
        {"kind": "TIFF", "compression": "group4"},
        {"kind": "TIFF", "compression": "group3"},
        {"kind": "TIFF", "compression": "packbits"},
        {"kind": "TIFF", "compression": "group4", "tiffinfo": {262: 0}},
        {"kind": "PNG"},
        {"kind": "BMP"},
    ],
)
@pytest.mark.parametrize("image_type", [GRAY, BINARY])
def test_black_and_white_files(options, image_type):
    page = np.where(np.random.default_rng(0).random((40, 53)) < 0.2, 0, 255).astype(np.uint8)
    image = read(save(page, mode="1", **options), image_type)
    np.testing.assert_array_equal(image.pixels, page)
    assert image.pixels.dtype == np.uint8


@pytest.mark.parametrize("mode", ["LA", "RGBA", "P"])
@pytest.mark.parametrize("kind", ["PNG", "TIFF", "WEBP", "GIF", "JPEG2000"])
def test_transparency_is_white_paper(mode, kind):
    if (kind == "TIFF" and mode == "P") or (kind in {"WEBP", "GIF", "JPEG2000"} and mode != "RGBA"):
        pytest.skip("the format stores no such transparency")
    picture = Pillow.new("RGBA", (4, 2), (0, 0, 0, 255))
    picture.paste((0, 0, 0, 0), (2, 0, 4, 2))
    options = {"transparency": 1} if mode == "P" else {}
    if mode == "P":
        palette = Pillow.fromarray(np.array([[0, 0, 1, 1]] * 2, np.uint8), "P")
        palette.putpalette([0, 0, 0, 9, 9, 9])
        content = save(palette, kind, **options)
    else:
        content = save(picture.convert(mode), kind, **({"lossless": True} if kind == "WEBP" else {}))
    assert read(content, GRAY).pixels.tolist() == [[0, 0, 255, 255]] * 2
    assert read(content, BGR).pixels[0, :, 0].tolist() == [0, 0, 255, 255]
    assert read(content, ABGR).pixels[..., 0].tolist() == [[255, 255, 0, 0]] * 2


@pytest.mark.parametrize("orientation", range(1, 9))
@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP", "TIFF", "TIFF lzw"])
def test_orientation_is_applied(kind, orientation):
    # Exif 2.32: which corner the stored rows and columns start at.
    stored = [
        lambda a: a,
        lambda a: a[:, ::-1],
        lambda a: a[::-1, ::-1],
        lambda a: a[::-1],
        lambda a: a.transpose(1, 0, 2),
        lambda a: np.rot90(a, 1),
        lambda a: a[::-1, ::-1].transpose(1, 0, 2),
        lambda a: np.rot90(a, -1),
    ][orientation - 1](QUARTERS)
    options = {"exif": exif(Orientation=orientation)}
    options |= {
        "JPEG": {"quality": 95, "subsampling": 0},
        "WEBP": {"lossless": True},
        "TIFF lzw": {"compression": "tiff_lzw"},
    }.get(kind, {})
    content = save(np.ascontiguousarray(stored), kind.split()[0], **options)
    np.testing.assert_allclose(read(content, BGR).pixels, QUARTERS[..., ::-1], atol=12)


def test_damaged_exif_leaves_the_image_readable():
    content = save(QUARTERS, "JPEG", exif=b"Exif\0\0II*\0\xff\xff\xff\xff")
    assert read(content).pixels.shape == (32, 48)
    content = save(QUARTERS, "JPEG", exif=b"Exif\0\0rubbish")
    assert read(content).resolution == 0


# One tag: XResolution of type ASCII.
TEXT_FOR_A_NUMBER = b"Exif\0\0" + struct.pack("<4sIHHHI4sI", b"II*\0", 8, 1, 282, 2, 4, b"abc\0", 0)

RESOLUTIONS = {
    "png none": (save(GRADIENT, "PNG"), 0),
    "png": (save(GRADIENT, "PNG", dpi=(300, 300)), 299),  # 11811 px per metre
    "png above 300": (save(GRADIENT, "PNG", dpi=(300.02, 300.02)), 300),
    "png 95.99": (save(GRADIENT, "PNG", dpi=(95.99, 95.99)), 95),
    "png exact": (save(GRADIENT, "PNG", dpi=(127, 127)), 127),
    "jpeg none": (save(GRADIENT, "JPEG"), 0),
    "jpeg jfif": (save(GRADIENT, "JPEG", dpi=(200, 200)), 200),
    "jpeg aspect ratio 72": (
        save(GRADIENT, "JPEG").replace(b"\x00\x01\x00\x01\x00\x00", b"\x00\x48\x00\x48\x00\x00", 1),
        0,
    ),
    "jpeg per cm": (save(GRADIENT, "JPEG").replace(b"\x00\x00\x01\x00\x01", b"\x02\x00\x76\x00\x76", 1), 299),  # 118
    "jpeg exact per cm": (save(GRADIENT, "JPEG").replace(b"\x00\x00\x01\x00\x01", b"\x02\x00\x32\x00\x32", 1), 127),
    "jpeg exif": (save(GRADIENT, "JPEG", exif=exif(XResolution=240.0, ResolutionUnit=2)), 240),
    "jpeg exif fraction": (save(GRADIENT, "JPEG", exif=exif(XResolution=199.99, ResolutionUnit=2)), 199),
    "jpeg exif cm": (save(GRADIENT, "JPEG", exif=exif(XResolution=100.0, ResolutionUnit=3)), 254),
    "jpeg exif without dpi": (save(GRADIENT, "JPEG", exif=exif(Orientation=1)), 0),
    "jpeg exif text": (save(GRADIENT, "JPEG", exif=TEXT_FOR_A_NUMBER), 0),
    "webp none": (save(GRADIENT, "WEBP"), 0),
    "webp exif": (save(GRADIENT, "WEBP", exif=exif(XResolution=150.0, ResolutionUnit=2)), 150),
    "webp exif cm": (save(GRADIENT, "WEBP", exif=exif(XResolution=118.0, ResolutionUnit=3)), 299),
    "tiff none": (save(GRADIENT, "TIFF"), 0),
    "tiff inch": (save(GRADIENT, "TIFF", dpi=(204, 196)), 204),
    "tiff cm": (save(GRADIENT, "TIFF", resolution_unit=3, x_resolution=118.11, y_resolution=118.11), 299),
    "tiff exact cm": (save(GRADIENT, "TIFF", resolution_unit=3, x_resolution=50, y_resolution=50), 127),
    "tiff fraction": (save(GRADIENT, "TIFF", dpi=(143.9, 143.9)), 143),
    "tiff no unit": (save(GRADIENT, "TIFF", resolution_unit=1, x_resolution=300, y_resolution=300), 0),
    "tiff cm without value": (save(GRADIENT, "TIFF", tiffinfo={296: 3}), 0),
    "bmp": (save(GRADIENT, "BMP", dpi=(300, 300)), 299),
    "bmp exact": (save(GRADIENT, "BMP", dpi=(127, 127)), 127),  # 5000 px per metre
    "gif": (save(GRADIENT, "GIF"), 0),
    "jpeg 2000 none": (save(GRADIENT, "JPEG2000"), 0),
    "nonsense low": (save(GRADIENT, "TIFF", dpi=(1, 1)), 0),
    "nonsense high": (save(GRADIENT, "TIFF", dpi=(10_001, 10_001)), 0),
    "highest": (save(GRADIENT, "TIFF", dpi=(10_000, 10_000)), 10_000),
}


@pytest.mark.parametrize(("content", "dpi"), RESOLUTIONS.values(), ids=RESOLUTIONS)
def test_resolution(content, dpi):
    assert read(content).resolution == dpi


def test_jpeg_2000_resolution():
    # ISO 15444-1, I.5.3.7: a "res " box with a "resc" box: 11811 / 1 x 10^0 dots per metre, vertical first.
    resc = struct.pack(">I4sHHHHbb", 18, b"resc", 11811, 1, 11811, 1, 0, 0)
    box = struct.pack(">I4s", 8 + len(resc), b"res ") + resc
    content = save(GRADIENT, "JPEG2000")
    start = content.index(b"jp2h") - 4
    (size,) = struct.unpack_from(">I", content, start)
    header = content[start + 4 : start + size] + box
    content = content[:start] + struct.pack(">I", 4 + len(header)) + header + content[start + size :]
    assert read(content).resolution == 299


def png(size, bits, data):
    """Build a gray PNG of any claimed size around the compressed `data`."""

    def chunk(name, body):
        return struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))

    header = struct.pack(">IIBBBBB", *size, bits, 0, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", data) + chunk(b"IEND", b"")


def test_size_is_checked_before_decoding():
    bomb = png((60_000, 50_000), 8, b"no pixels at all")
    with pytest.raises(DocumentError, match=r"^Image of 60000 x 50000 px exceeds maxPixels=1000000\.$"):
        read(bomb)


def test_limit_is_inclusive_and_independent_of_pillow(monkeypatch):
    monkeypatch.setattr(Pillow, "MAX_IMAGE_PIXELS", 1)
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        for content in (COLOUR_FILES["png"], COLOUR_FILES["tiff lzw"], COLOUR_FILES["jpeg"]):
            assert decode(content, max_pixels=32 * 48).pixels.shape == (32, 48)
            with pytest.raises(DocumentError, match="exceeds maxPixels=1535"):
                decode(content, max_pixels=32 * 48 - 1)
    assert Pillow.MAX_IMAGE_PIXELS == 1


def test_a_large_tile_counts():
    """One pixel of a TIFF whose tiles have 30,000 x 30,000 of them would decode to 900 MB."""
    tags = {256: 1, 257: 1, 258: 8, 259: 8, 262: 1, 277: 1, 322: 30_000, 323: 30_000, 324: 200, 325: 4}
    entries = b"".join(struct.pack("<HHII", tag, 4, 1, value) for tag, value in tags.items())
    ifd = struct.pack("<H", len(tags)) + entries + bytes(4)
    content = (b"II*\0\x08\0\0\0" + ifd).ljust(204, b"\0")
    with pytest.raises(DocumentError, match="exceeds maxPixels"):
        read(content)


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"\0",
        b"plain text, not an image",
        b"%PDF-1.7",
        b"%!PS-Adobe-3.0 EPSF-3.0\n%%BoundingBox: 0 0 10 10\n",
        b"RIFF\0\0\0\0AVI ",
        *(head for head in (b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff", b"II*\0", b"MM\0*", b"BM", b"GIF89a", b"RIFF")),
    ],
)
def test_what_is_no_image(content):
    with pytest.raises(DocumentError, match=r"^Can't open file as image(\.|: it is )"):
        read(content)


@pytest.mark.parametrize("content", COLOUR_FILES.values(), ids=COLOUR_FILES)
def test_truncated_files_are_not_half_read(content):
    for length in (30, len(content) // 2, len(content) * 3 // 4):
        with pytest.raises(DocumentError, match=r"^Can't open file as image(\.|: it is )"):
            read(content[:length])


def test_error_hides_its_cause():
    with pytest.raises(DocumentError) as caught:
        read(COLOUR_FILES["png"][:60])
    assert caught.value.__suppress_context__


def test_first_frame_of_a_gif():
    second = Pillow.fromarray(255 - GRADIENT)
    content = save(GRADIENT, "GIF", save_all=True, append_images=[second])
    np.testing.assert_array_equal(read(content).pixels, GRADIENT)


def test_memoryview_and_extreme_shapes():
    for shape in ((1, 1), (1, 20_000), (20_000, 1)):
        image = read(memoryview(save(np.zeros(shape, np.uint8), "PNG")))
        assert image.pixels.shape == shape


FORMATS = st.sampled_from(["PNG", "TIFF", "BMP", "GIF", "JPEG", "WEBP", "JPEG2000"])


@settings(max_examples=120, deadline=None)
@given(
    kind=FORMATS,
    mode=st.sampled_from(["1", "L", "P", "RGB", "LA", "RGBA", "CMYK", "I;16"]),
    width=st.integers(1, 40),
    height=st.integers(1, 40),
    image_type=st.sampled_from(ImageType),
    seed=st.integers(0, 100),
)
def test_any_image_has_its_shape(kind, mode, width, height, image_type, seed):
    data = np.random.default_rng(seed).integers(0, 256, (height, width, 3), np.uint8)
    picture = Pillow.fromarray(data)
    picture = Pillow.fromarray(data[..., 0].astype(np.uint16)) if mode == "I;16" else picture.convert(mode)
    try:
        content = save(picture, kind)
    except (OSError, KeyError, ValueError):
        return  # the format has no such images
    pixels = read(content, image_type).pixels
    assert pixels.shape[:2] == (height, width)
    assert pixels.size == height * width * image_type.channels
    assert pixels.dtype == np.uint8
    if image_type == BINARY:
        assert set(np.unique(pixels)) <= {0, 255}


@settings(max_examples=300, deadline=None)
@given(
    name=st.sampled_from([*COLOUR_FILES]),
    damage=st.lists(st.tuples(st.integers(0, 150), st.integers(0, 255)), min_size=1, max_size=5),
)
def test_damage_raises_nothing_else(name, damage):
    content = bytearray(COLOUR_FILES[name])
    for position, value in damage:
        content[min(position, len(content) - 1)] = value
    try:
        image = read(bytes(content))
    except DocumentError:
        return
    assert image.pixels.size <= LIMIT


def test_users_of_pillow_who_load_truncated_images_are_left_alone(monkeypatch):
    monkeypatch.setattr(ImageFile, "LOAD_TRUNCATED_IMAGES", True)
    content = COLOUR_FILES["bmp"]
    assert read(content[: len(content) - 100]).pixels.shape == (32, 48)


HEIC = b"\0\0\0\x18ftypheic\0\0\0\0mif1heic"


def test_without_its_library_heic_says_what_to_install(monkeypatch):
    monkeypatch.setitem(sys.modules, "pi_heif", None)
    with pytest.raises(DocumentError, match=r"HEIC images need pi-heif .*sparkocr\[heic\]"):
        read(HEIC)


def test_heic_is_read_by_its_library(monkeypatch):
    def opened(file):
        assert file.read() == HEIC
        return PngImageFile(io.BytesIO(save(QUARTERS, "PNG")))

    monkeypatch.setitem(sys.modules, "pi_heif", SimpleNamespace(HeifImageFile=opened))
    assert np.array_equal(read(HEIC, BGR).pixels, QUARTERS[..., ::-1])


def test_damaged_heic_is_an_unreadable_image():
    pytest.importorskip("pi_heif")
    with pytest.raises(DocumentError, match="Can't open file as image"):
        read(HEIC)


def test_avif_without_a_decoder_says_what_to_install(monkeypatch):
    monkeypatch.setattr(features, "check", lambda name: name != "avif")
    with pytest.raises(DocumentError, match=r"AVIF images need Pillow 11\.3"):
        read(COLOUR_FILES["avif"])


def test_avif_stands_upright():
    turned = Pillow.fromarray(QUARTERS)
    content = save(turned, "AVIF", quality=100, exif=exif(Orientation=6))
    assert read(content).pixels.shape == (48, 32)


def test_colours_of_the_cie_become_those_of_screens():
    lab = ImageCms.profileToProfile(Pillow.fromarray(QUARTERS), RGB, LAB, outputMode="LAB")
    colour = read(save(lab, "TIFF"), BGR)
    np.testing.assert_allclose(colour.pixels, QUARTERS[..., ::-1], atol=25)  # strong colours lose most in 8 bits of Lab
    assert read(save(lab, "TIFF")).pixels[20, 40] > 250
