"""Pictures in regions: the pixels there are of one value in the file, and all others are as they were."""

import io
import re
import zlib

import cv2
import numpy as np
import pikepdf
import pytest
from pikepdf import Array, Dictionary, Name
from PIL import Image, ImageDraw, ImageFont

from documents import encode
from pdf.make_objects import form, new, saved
from pdf.redact.holes import box, outside, pixels, turned, without
from sparkocr.enums import Color
from sparkocr.pdf.redact.report import CannotRewriteError

HOLE = box(200, 650, 300, 700)
PLACE = "q 400 0 0 400 100 350 cm /Picture Do Q"
SIDE = 100
OPEN = pikepdf.new()  # what pictures are copied to
# The pixels of a picture of 100 x 100 at PLACE that HOLE covers, and those that it may change.
WIDE = box(184, 634, 316, 716)
INSIDE = np.s_[13:25, 25:50]
AROUND = np.s_[10:28, 23:53]


def noise(*shape, depth=8):
    return np.random.default_rng(5).integers(0, 1 << depth, shape).astype(np.uint8)


def packed(samples, depth):
    """Samples of shape (lines, numbers) as a picture stores them."""
    if depth == 8:
        return samples.tobytes()
    bits = (samples[..., None] >> np.arange(depth - 1, -1, -1)) & 1
    return np.packbits(bits.reshape(len(samples), -1).astype(np.uint8), axis=1).tobytes()


def unpacked(picture, components):
    """The samples of a picture, shape (lines, columns, components)."""
    depth, width, height = int(picture.BitsPerComponent), int(picture.Width), int(picture.Height)
    rows = np.frombuffer(picture.read_bytes(), np.uint8).reshape(height, -1)
    if depth == 16:
        return rows.view(">u2").reshape(height, width, components)
    bits = np.unpackbits(rows, axis=1)[:, : width * components * depth].reshape(height, width, components, depth)
    return (bits << np.arange(depth - 1, -1, -1)).sum(axis=3)


def pictured(data, content=PLACE, **entries):
    document = new(content.encode())
    entries = {"Width": SIDE, "Height": SIDE, "ColorSpace": Name.DeviceGray, "BitsPerComponent": 8} | entries
    entries = {name: value(document) if callable(value) else value for name, value in entries.items()}
    document.pages[0].obj.Resources.XObject = Dictionary(
        Picture=document.make_stream(data, Type=Name.XObject, Subtype=Name.Image, **entries)
    )
    return saved(document)


def picture_of(content, page=0):
    """The only picture of a page, with what it refers to."""
    with pikepdf.open(io.BytesIO(content)) as document:
        (picture,) = document.pages[page].obj.Resources.XObject.values()
        return OPEN.copy_foreign(picture)


def check(content, before, **options):
    """Check that what is in the hole is constant, and nothing else is changed; return the picture."""
    redacted = without(content, HOLE, **options)
    picture = picture_of(redacted)
    after = unpacked(picture, before.shape[2])
    inside = after[INSIDE].reshape(-1, before.shape[2])
    assert (inside == inside[0]).all()
    before, after = before.copy(), after.copy()
    before[AROUND] = after[AROUND] = 0
    assert np.array_equal(before, after)
    assert np.array_equal(outside(content, [WIDE]), outside(redacted, [WIDE]))
    return picture, inside[0].tolist()


SPACES = {
    "gray": (Name.DeviceGray, 1),
    "rgb": (Name.DeviceRGB, 3),
    "cmyk": (Name.DeviceCMYK, 4),
    "calibrated": (Array([Name.CalRGB, Dictionary(WhitePoint=Array([0.95, 1, 1.09]))]), 3),
    "lab": (Array([Name.Lab, Dictionary(WhitePoint=Array([0.95, 1, 1.09]))]), 3),
    "indexed": (Array([Name.Indexed, Name.DeviceRGB, 255, bytes(range(256)) * 3]), 1),
    "spot": (
        Array([Name.Separation, Name.Gold, Name.DeviceGray, Dictionary(FunctionType=2, Domain=Array([0, 1]), N=1)]),
        1,
    ),
}


@pytest.mark.parametrize("depth", [1, 2, 4, 8])
@pytest.mark.parametrize("space", SPACES)
def test_samples_of_any_colours(space, depth):
    colors, components = SPACES[space]
    samples = noise(SIDE, SIDE * components, depth=depth)
    content = pictured(packed(samples, depth), ColorSpace=colors, BitsPerComponent=depth)
    picture, _ = check(content, samples.reshape(SIDE, SIDE, components))
    assert int(picture.BitsPerComponent) == depth


def test_samples_of_two_bytes():
    samples = np.random.default_rng(5).integers(0, 1 << 16, (SIDE, SIDE, 3)).astype(">u2")
    content = pictured(samples.tobytes(), ColorSpace=Name.DeviceRGB, BitsPerComponent=16)
    check(content, samples)


def test_a_profile_says_how_many_components():
    samples = noise(SIDE, SIDE, 3)
    content = pictured(
        samples.tobytes(),
        ColorSpace=lambda document: Array([Name.ICCBased, document.make_stream(b"", N=3, Alternate=Name.DeviceRGB)]),
    )
    check(content, samples)


@pytest.mark.parametrize(
    ("space", "decode", "color", "value"),
    [
        (Name.DeviceGray, None, Color.black, [0]),
        (Name.DeviceGray, None, Color.white, [255]),
        (Name.DeviceGray, [1, 0], Color.white, [0]),
        (Name.DeviceRGB, None, Color.orange, [255, 200, 0]),
        (Name.DeviceRGB, [1, 0, 1, 0, 1, 0], Color.red, [0, 255, 255]),
        (Name.DeviceCMYK, None, Color.red, [0, 255, 255, 0]),
    ],
)
def test_pixels_have_the_colour_of_the_region(space, decode, color, value):
    samples = noise(SIDE, SIDE, len(value))
    options = {} if decode is None else {"Decode": Array(decode)}
    content = pictured(samples.tobytes(), ColorSpace=space, **options)
    assert check(content, samples, fill=color)[1] == value


@pytest.mark.parametrize("filters", [["FlateDecode"], ["ASCIIHexDecode", "FlateDecode"], ["RunLengthDecode"]])
def test_packed_samples(filters):
    samples = noise(SIDE, SIDE, 1)
    data = samples.tobytes()
    for name in reversed(filters):
        data = {
            "FlateDecode": zlib.compress,
            "ASCIIHexDecode": lambda data: data.hex().encode() + b">",
            "RunLengthDecode": lambda data: b"".join(bytes([0, byte]) for byte in data) + b"\x80",
        }[name](data)
    content = pictured(data, Filter=Array([Name("/" + name) for name in filters]))
    check(content, samples)


@pytest.mark.parametrize("kind", ["CMYK", "pure noise", "mostly holes"])
def test_jpegs_that_would_change_become_lossless(kind):
    mode, space = ("CMYK", Name.DeviceCMYK) if kind == "CMYK" else ("RGB", Name.DeviceRGB)
    image = Image.fromarray(noise(SIDE, SIDE, 3) if kind == "pure noise" else noise(10, 10, 3)).resize((SIDE, SIDE))
    content = pictured(encode(image.convert(mode), "JPEG", quality=30), ColorSpace=space, Filter=Name.DCTDecode)
    with pikepdf.open(io.BytesIO(content)) as document:
        stream = document.pages[0].obj.Resources.XObject.Picture
        samples = np.frombuffer(stream.read_bytes(pikepdf.StreamDecodeLevel.all), np.uint8)
    if kind != "mostly holes":
        check(content, samples.reshape(SIDE, SIDE, -1))
        return
    picture = picture_of(without(content, box(100, 350, 500, 700)))
    assert picture.Filter == Name.FlateDecode
    assert (unpacked(picture, 3)[12:] == 0).all()


def scan(mode):
    """Lines of letters on paper that is not quite white."""
    image = Image.new("RGB", (800, 800), (238, 236, 220))
    font = ImageFont.load_default(20)
    for line in range(20):
        ImageDraw.Draw(image).text(
            (20, 20 + 38 * line), f"Line {line}: the quick brown fox jumps over it", (9, 9, 60), font
        )
    grain = np.random.default_rng(1).normal(0, 3, (800, 800, 1))
    return Image.fromarray(np.clip(np.asarray(image) + grain, 0, 255).astype(np.uint8)).convert(mode)


@pytest.mark.parametrize(
    ("mode", "subsampling", "color"),
    [("L", 0, Color.black), ("RGB", 0, Color.red), ("RGB", 1, Color.black), ("RGB", 2, Color.white)],
)
def test_jpegs_stay_jpegs_of_about_their_size(mode, subsampling, color):
    data = encode(scan(mode), "JPEG", quality=75, subsampling=subsampling, comment=b"secret")
    space = Name.DeviceGray if mode == "L" else Name.DeviceRGB
    content = pictured(data, ColorSpace=space, Filter=Name.DCTDecode, Width=800, Height=800, Interpolate=True)
    redacted = without(content, HOLE, box(120, 400, 200, 420), fill=color)
    assert len(redacted) < 1.3 * len(content)
    before = np.asarray(Image.open(io.BytesIO(data))).reshape(800, 800, -1).astype(int)
    with pikepdf.open(io.BytesIO(redacted)) as document:
        (shown,) = document.pages[0].obj.Resources.XObject.values()
        base, *patches = (shown.Resources.XObject[f"/Im{number}"] for number in range(3))
        assert all(item.ColorSpace == space and item.Interpolate for item in (base, *patches))
        assert b"secret" not in base.read_raw_bytes()
        new = np.asarray(Image.open(io.BytesIO(base.read_raw_bytes()))).reshape(before.shape).astype(int)
        layers = [unpacked(patch, before.shape[2]) for patch in patches]
    matrices = re.findall(rb"q ([\d.]+) 0 0 ([\d.]+) ([\d.]+) ([\d.]+) cm", shown_content(redacted))
    inside = np.zeros((800, 800), bool)
    inside[100:200, 200:400] = inside[660:700, 40:200] = True
    assert len({tuple(pixel) for pixel in new[inside].tolist()}) == 1, "one colour in the JPEG itself"
    for layer, matrix in zip(layers, matrices, strict=True):
        width, height, left, bottom = (round(float(number) * 800) for number in matrix)
        new[800 - bottom - height : 800 - bottom, left : left + width] = layer
    assert len({tuple(pixel) for pixel in new[inside].tolist()}) == 1
    near = cv2.dilate(inside.astype(np.uint8), np.ones((9, 9))) > 0
    change = abs(new - before)[~near]
    assert change.mean() < 1
    assert change.max() < 32


def shown_content(content):
    with pikepdf.open(io.BytesIO(content)) as document:
        (shown,) = document.pages[0].obj.Resources.XObject.values()
        return shown.read_bytes()


def group4(bits):
    """Black and white pixels, packed as CCITT; True is white."""
    file = io.BytesIO()
    Image.fromarray(~bits).save(file, "TIFF", compression="group4", strip_size=1 << 20)
    file.seek(0)
    with Image.open(file) as tiff:
        offset, size = tiff.tag_v2[273][0], tiff.tag_v2[279][0]
    return file.getvalue()[offset : offset + size]


@pytest.mark.parametrize("is_black_one", [True, False])
@pytest.mark.parametrize("decode", [None, [1, 0]])
@pytest.mark.parametrize("is_stencil", [True, False])
def test_faxes(is_black_one, decode, is_stencil):
    bits = np.random.default_rng(2).random((SIDE, SIDE)) < 0.5
    entries = {"BitsPerComponent": 1} | ({"ImageMask": True} if is_stencil else {})
    if decode:
        entries["Decode"] = Array(decode)
    parameters = Dictionary(K=-1, Columns=SIDE, Rows=SIDE, BlackIs1=is_black_one)
    content = pictured(group4(bits), Filter=Name.CCITTFaxDecode, DecodeParms=parameters, **entries)
    if is_stencil:
        with pikepdf.open(io.BytesIO(content)) as document:
            del document.pages[0].obj.Resources.XObject.Picture.ColorSpace
            content = saved(document)
    samples = (bits ^ is_black_one).astype(int)[..., None]
    picture, value = check(content, samples)
    assert value == [1 if decode else 0]
    assert int(picture.BitsPerComponent) == 1


def test_jpeg_2000():
    samples = noise(SIDE, SIDE, 3)
    file = io.BytesIO()
    Image.fromarray(samples).save(file, "JPEG2000", irreversible=False)
    check(pictured(file.getvalue(), ColorSpace=Name.DeviceRGB, Filter=Name.JPXDecode), samples)


def test_transparency_tells_nothing_either():
    alpha, samples = noise(50, 50), noise(SIDE, SIDE, 3)
    mask = {"Type": Name.XObject, "Subtype": Name.Image, "ColorSpace": Name.DeviceGray, "BitsPerComponent": 8}
    content = pictured(
        samples.tobytes(),
        ColorSpace=Name.DeviceRGB,
        SMask=lambda document: document.make_stream(alpha.tobytes(), Width=50, Height=50, **mask),
    )
    picture, _ = check(content, samples)
    after = unpacked(picture.SMask, 1)[..., 0]
    assert (after[7:12, 13:25] == 255).all()
    assert np.array_equal(after[:, 28:], alpha[:, 28:])


def test_stencils_of_pictures_tell_nothing_either():
    bits, samples = noise(SIDE, SIDE, depth=1), noise(SIDE, SIDE, 1)
    content = pictured(
        samples.tobytes(),
        Mask=lambda document: document.make_stream(
            packed(bits, 1), Subtype=Name.Image, Width=SIDE, Height=SIDE, ImageMask=True
        ),
    )
    picture, _ = check(content, samples)
    after = unpacked(picture.Mask, 1)[..., 0]
    assert picture.Mask.ImageMask
    assert (after[INSIDE] == 0).all()
    assert np.array_equal(after[:, 60:], bits[:, 60:])


def test_alternatives_and_what_the_picture_says_of_itself_are_gone():
    content = pictured(
        noise(SIDE, SIDE).tobytes(),
        Alternates=lambda document: Array([Dictionary(Image=document.make_stream(b"Zanzibar"))]),
        Metadata=lambda document: document.make_stream(b"Zanzibar"),
        Interpolate=True,
    )
    picture, _ = check(content, noise(SIDE, SIDE).reshape(SIDE, SIDE, 1))
    assert not {"/Alternates", "/Metadata"} & picture.keys()
    assert picture.Interpolate


@pytest.mark.parametrize("angle", [30, 90, 200])
def test_a_turned_picture(angle):
    content = pictured(
        noise(SIDE, SIDE, depth=1).tobytes().replace(b"\x01", b"\xc0"), f"q {turning(angle)} cm {PLACE} Q"
    )
    hole = turned(HOLE, angle, (0, 0)) + np.array([400, 300])
    redacted = without(content, hole, fill=None)
    after = unpacked(picture_of(redacted), 1)[..., 0]
    assert (after[INSIDE] == 0).all()
    assert (after[:, 60:] != 0).any()
    assert (after == 0).sum() < 6000


def turning(angle):
    cos, sin = np.cos(np.radians(angle)), np.sin(np.radians(angle))
    return f"{cos:.6f} {sin:.6f} {-sin:.6f} {cos:.6f} 400 300"


def test_pictures_in_the_content():
    samples = noise(SIDE, SIDE, 1)
    head = f"q 400 0 0 400 100 350 cm BI /W {SIDE} /H {SIDE} /BPC 8 /CS /Named /F [/AHx] ID "
    document = new(head.encode() + samples.tobytes().hex().encode() + b"> EI Q BI /W 1 /H 1 /BPC 8 /CS /G ID \x80 EI")
    document.pages[0].obj.Resources.ColorSpace = Dictionary(Named=Array([Name.CalGray, Dictionary()]))
    content = saved(document)
    check(content, samples)
    with pikepdf.open(io.BytesIO(without(content, HOLE))) as redacted:
        kinds = [str(i.operator) for i in pikepdf.parse_content_stream(redacted.pages[0])]
        assert kinds.count("INLINE IMAGE") == 1
        assert kinds.count("Do") == 1


def test_only_the_place_that_is_hit():
    document = new(b"/Form Do q 50 0 0 50 10 10 cm /Picture Do Q", PLACE.encode())
    samples = noise(SIDE, SIDE)
    picture = document.make_stream(
        samples.tobytes(),
        Subtype=Name.Image,
        Width=SIDE,
        Height=SIDE,
        BitsPerComponent=8,
        ColorSpace=Name.DeviceGray,
    )
    shared = Dictionary(Picture=picture)
    document.pages[0].obj.Resources.XObject = Dictionary(
        Form=form(document, PLACE.encode(), Resources=Dictionary(XObject=shared)), Picture=picture
    )
    document.pages[1].obj.Resources.XObject = shared
    content = saved(document)
    redacted = without(content, HOLE)
    assert np.array_equal(outside(content, [WIDE]), outside(redacted, [WIDE]))
    assert np.array_equal(pixels(content, 1), pixels(redacted, 1))
    with pikepdf.open(io.BytesIO(redacted)) as result:
        page = result.pages[0].obj.Resources.XObject
        assert unpacked(page.Picture, 1)[..., 0].tolist() == samples.tolist()
        (inner,) = page[next(name for name in set(page.keys()) - {"/Picture"})].Resources.XObject.values()
        assert (unpacked(inner, 1)[INSIDE] == 0).all()


@pytest.mark.parametrize(
    "entries",
    [
        {"Filter": Name.JBIG2Decode},
        {"Filter": Name.DCTDecode},
        {"Filter": Name.JPXDecode},
        {"Filter": Name.Unheard},
        {"Filter": Array([Name.FlateDecode, Name.FlateDecode])},
        {"ColorSpace": Name.Unheard},
        {"BitsPerComponent": 3},
        {"Width": 101},
        {"Width": 0},
        {"Height": 10_000_000},
        {"Width": Name.a},
    ],
    ids=str,
)
def test_what_can_not_be_unpacked_is_refused(entries):
    with pytest.raises(CannotRewriteError, match="picture"):
        without(pictured(noise(SIDE, SIDE).tobytes(), **entries), HOLE)


def test_what_can_not_be_unpacked_stays_elsewhere():
    content = pictured(b"anything", "q 100 0 0 100 0 0 cm /Picture Do Q", Filter=Name.JBIG2Decode)
    assert picture_of(without(content, HOLE)).read_raw_bytes() == b"anything"


def test_many_large_pictures_are_refused():
    content = pictured(
        bytes(12_000 * 12_000 // 8), " ".join([PLACE] * 5), BitsPerComponent=1, Width=12_000, Height=12_000
    )
    with pytest.raises(CannotRewriteError, match="too many pictures"):
        without(content, HOLE)
