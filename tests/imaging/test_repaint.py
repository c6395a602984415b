import io
import zlib

import numpy as np
import pytest
from PIL import Image, ImageSequence, PngImagePlugin
from PIL.TiffImagePlugin import ImageFileDirectory_v2

from documents import encode
from sparkocr.enums import ImageType
from sparkocr.errors import DocumentError
from sparkocr.imaging.repaint import Shapes, blackened, frames_of, type_of

WIDTH, HEIGHT = 61, 40
BOX = (slice(10, 20), slice(5, 31))  # rows and columns
CORNERS = np.array([[5.0, 10], [31, 10], [31, 20], [5, 20]])
NOISE = np.random.default_rng(1)
COLOURS = NOISE.integers(40, 255, (HEIGHT, WIDTH, 4), np.uint8)
SECRET = b"planted secret"


def picture(mode):
    if mode == "1":
        return Image.fromarray(COLOURS[..., 0]).convert("1")
    if mode == "I;16":
        return Image.fromarray(NOISE.integers(9000, 65000, (HEIGHT, WIDTH), np.uint16))
    if mode == "F":
        return Image.fromarray(NOISE.random((HEIGHT, WIDTH), np.float32) + 1)
    if mode == "P":
        return Image.fromarray(COLOURS[..., :3]).quantize(200)
    if mode == "CMYK":
        return Image.fromarray(COLOURS, "CMYK")
    return Image.fromarray(COLOURS).convert(mode)


def black(content, corners=(CORNERS,), size=(WIDTH, HEIGHT)):
    return blackened(content, [Shapes(*size, corners)], max_pixels=10**6)


def opened(content):
    image = Image.open(io.BytesIO(content))
    image.load()
    return image


LOSSLESS = [
    *(("PNG", mode, {}) for mode in ("1", "L", "LA", "P", "RGB", "RGBA", "I;16")),
    *(("TIFF", mode, {"compression": "raw"}) for mode in ("1", "RGBA", "CMYK", "P", "I;16", "F")),
    ("TIFF", "1", {"compression": "group4"}),
    ("TIFF", "L", {"compression": "tiff_lzw"}),
    ("TIFF", "RGB", {"compression": "jpeg"}),
    *(("BMP", mode, {}) for mode in ("1", "L", "P", "RGB")),
    ("GIF", "L", {}),
    ("GIF", "P", {"transparency": 7}),
    ("PNG", "P", {"transparency": b"\0\xff\x80"}),
    ("WEBP", "RGB", {"lossless": True}),
    ("WEBP", "RGBA", {"quality": 50}),
    ("JPEG2000", "RGB", {}),
    ("JPEG2000", "L", {}),
]


@pytest.mark.parametrize(("kind", "mode", "options"), LOSSLESS)
def test_all_pixels_outside_are_as_they_were_and_all_inside_are_black(kind, mode, options):
    content = encode(picture(mode), kind, **options)
    before, after = opened(content), opened(black(content))
    assert after.format == kind
    assert after.size == before.size
    if mode != "P":  # palettes are put in another order
        assert after.mode == before.mode
    wide = mode if mode in {"I;16", "F", "CMYK"} else "RGBA"
    one, other = (np.array(image if image.mode == wide else image.convert(wide)) for image in (before, after))
    inside = np.zeros((HEIGHT, WIDTH), bool)
    inside[BOX] = True
    if wide == "RGBA":
        one[one[..., 3] == 0] = other[other[..., 3] == 0] = 0  # the colour of what is transparent does not count
    assert np.array_equal(one[~inside], other[~inside])
    value = other[inside]
    assert (value == value[0]).all()
    if wide == "RGBA":
        assert value[0][3] == 255
        assert max(value[0][:3]) < 100  # as dark as the palette has
    else:
        assert max(np.atleast_1d(value[0])[:3]) == 0


def test_a_jpeg_changes_little_outside_and_is_black_inside():
    smooth = np.add.outer(np.arange(HEIGHT) * 2, np.arange(WIDTH) * 2).astype(np.uint8)
    for image in (Image.fromarray(smooth), Image.merge("RGB", [Image.fromarray(smooth)] * 3)):
        content = encode(image, "JPEG", quality=60)
        made = black(content)
        assert opened(made).quantization == opened(content).quantization
        one, other = (np.asarray(opened(file).convert("L")).astype(int) for file in (content, made))
        away = np.ones((HEIGHT, WIDTH), bool)
        away[:32, :48] = False  # blocks that the shape touches
        assert np.abs(one - other)[away].max() <= 6
        assert other[12:18, 8:28].max() < 60


def test_every_page_of_a_tiff_has_its_own_shapes_and_none_is_lost():
    pages = [picture("1"), picture("L"), picture("RGB")]
    content = encode(pages[0], "TIFF", save_all=True, append_images=pages[1:], dpi=(300, 300))
    assert len(list(frames_of(content, max_pixels=10**6))) == 3
    made = blackened(content, [Shapes(WIDTH, HEIGHT, shape) for shape in ([], [CORNERS], [])], max_pixels=10**6)
    before, after = (list(ImageSequence.Iterator(opened(file))) for file in (content, made))
    for number, mode in enumerate(("1", "L", "RGB")):
        before, after = opened(content), opened(made)
        before.seek(number)
        after.seek(number)
        assert after.mode == mode
        assert after.info["dpi"] == (300, 300)
        same = np.array_equal(np.asarray(before), np.asarray(after))
        assert same == (number != 1)
    assert opened(made).n_frames == 3


@pytest.mark.parametrize("kind", ["GIF", "PNG", "WEBP"])
def test_every_picture_of_a_moving_image_is_painted(kind):
    grays = [Image.new("RGB", (WIDTH, HEIGHT), (level, level, level)) for level in (60, 120, 180)]
    options = {"lossless": True} if kind == "WEBP" else {}
    content = encode(
        grays[0], kind, save_all=True, append_images=grays[1:], duration=[100, 200, 300], loop=2, **options
    )
    made = blackened(content, [Shapes(WIDTH, HEIGHT, [CORNERS])] * 3, max_pixels=10**6)
    pictures = [frame.convert("RGB") for frame in ImageSequence.Iterator(opened(made))]
    assert len(pictures) == 3
    for frame, level in zip(pictures, (60, 120, 180), strict=True):
        assert frame.getpixel((6, 11)) == (0, 0, 0)
        assert frame.getpixel((4, 11)) == (level, level, level)
    with pytest.raises(DocumentError, match="3 pictures"):
        list(frames_of(content, max_pixels=WIDTH * HEIGHT * 2))


def test_resolution_and_profile_stay_and_all_other_metadata_go():
    exif = Image.Exif()
    exif[0x010E] = SECRET.decode()
    texts = PngImagePlugin.PngInfo()
    texts.add_text("Title", SECRET.decode())
    tags = ImageFileDirectory_v2()
    tags[270] = SECRET.decode()
    profile = b"profile" * 20
    common = {"exif": exif, "icc_profile": profile}
    files = {
        "PNG": encode(picture("RGB"), "PNG", pnginfo=texts, dpi=(300, 300), **common) + SECRET,
        "JPEG": encode(picture("RGB"), "JPEG", comment=SECRET, xmp=SECRET, dpi=(300, 300), **common) + SECRET,
        "TIFF": encode(picture("RGB"), "TIFF", tiffinfo=tags, dpi=(300, 300), icc_profile=profile),
        "WEBP": encode(picture("RGB"), "WEBP", xmp=SECRET, **common),
        "GIF": encode(picture("P"), "GIF", comment=SECRET),
        "BMP": encode(picture("RGB"), "BMP", dpi=(300, 300)) + SECRET,
    }
    for kind, content in files.items():
        made = black(content)
        assert SECRET in content
        assert SECRET not in made
        image = opened(made)
        if kind in {"PNG", "JPEG", "TIFF", "BMP"}:
            assert [round(side) for side in image.info["dpi"]] == [300, 300]
        if kind in {"PNG", "JPEG", "TIFF", "WEBP"}:
            assert image.info["icc_profile"] == profile


def test_a_webp_keeps_its_resolution_only():
    exif = Image.Exif()
    exif.update({0x011A: 200.0, 0x011B: 200.0, 0x0128: 2, 0x010E: SECRET.decode()})
    made = opened(black(encode(picture("RGB"), "WEBP", exif=exif)))
    assert dict(made.getexif()) == {0x011A: 200.0, 0x011B: 200.0, 0x0128: 2}


def test_colours_that_are_transparent_are_gone():
    hidden = COLOURS.copy()
    hidden[..., 3] = np.where(np.arange(WIDTH) > 40, 0, 255)
    made = np.asarray(opened(black(encode(Image.fromarray(hidden), "PNG"))))
    assert (made[:, 41:] == 0).all()
    assert np.array_equal(made[25:, :41], hidden[25:, :41])


def test_shapes_are_on_the_upright_image():
    exif = Image.Exif()
    exif[0x0112] = 6  # to be turned clockwise
    content = encode(Image.fromarray(COLOURS[..., 0]), "PNG", exif=exif)
    made = np.asarray(opened(black(content, size=(HEIGHT, WIDTH))))
    upright = np.rot90(COLOURS[..., 0], -1).copy()
    upright[10:20, 5:31] = 0
    assert np.array_equal(made, upright)


def test_a_photograph_of_several_pictures_becomes_one():
    first, second = picture("RGB"), Image.new("RGB", (9, 9), (200, 10, 10))
    made = opened(black(encode(first, "MPO", save_all=True, append_images=[second])))
    assert made.format == "JPEG"


@pytest.mark.parametrize("shapes", [[], [Shapes(WIDTH, HEIGHT, [])] * 2, [Shapes(WIDTH + 1, HEIGHT, [])]])
def test_shapes_of_another_file_are_refused(shapes):
    with pytest.raises(DocumentError, match="than when it was read"):
        blackened(encode(picture("L"), "PNG"), shapes, max_pixels=10**6)
    with pytest.raises(DocumentError, match="than when it was read"):
        blackened(encode(picture("L"), "TIFF"), shapes, max_pixels=10**6)


@pytest.mark.parametrize("content", [b"", b"no image", b"\x89PNG\r\n\x1a\n" + bytes(50), encode(picture("L"))[:500]])
def test_a_damaged_file_is_an_error(content):
    with pytest.raises(DocumentError):
        black(content)


def test_a_palette_without_colours_is_an_error():
    content = encode(picture("P"), "PNG")
    start = content.index(b"PLTE") - 4
    size = int.from_bytes(content[start : start + 4], "big")
    empty = bytes(4) + b"PLTE" + zlib.crc32(b"PLTE").to_bytes(4, "big")
    with pytest.raises(DocumentError, match="palette without colours"):
        black(content[:start] + empty + content[start + 12 + size :])


def test_a_tiff_with_a_damaged_page_is_an_error():
    page = picture("L")
    content = encode(page, "TIFF", save_all=True, append_images=[page])
    with pytest.raises(DocumentError):
        list(frames_of(content[:-200], max_pixels=10**6))


@pytest.mark.parametrize(
    ("mode", "expected"),
    [
        ("1", ImageType.TYPE_BYTE_GRAY),
        ("I;16", ImageType.TYPE_BYTE_GRAY),
        ("RGB", ImageType.TYPE_3BYTE_BGR),
        ("P", ImageType.TYPE_3BYTE_BGR),
        ("LA", ImageType.TYPE_4BYTE_ABGR),
    ],
)
def test_the_type_loses_nothing_that_is_seen(mode, expected):
    assert type_of(encode(picture(mode))) is expected


def test_a_file_that_is_too_large_is_an_error():
    with pytest.raises(DocumentError, match="exceed maxPixels=100"):
        list(frames_of(encode(picture("L")), max_pixels=100))
