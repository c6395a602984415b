"""Counting and cutting the frames of TIFF files; Pillow, which seeks in the whole file, is the reference."""

import io
import struct

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image as Pillow

from sparkocr.enums import ImageType
from sparkocr.errors import DocumentError
from sparkocr.imaging.decode import decode
from sparkocr.imaging.tiff import frame_count, split_frames

LIMIT = 10**6

# Pillow warns of damaged tags, which is what these tests are about.
pytestmark = pytest.mark.filterwarnings("ignore::UserWarning:PIL")
TYPES = {3: "H", 4: "I", 16: "Q"}


def pages(mode, number=3, height=70, width=61):
    data = np.random.default_rng(0).integers(0, 256, (number, height // 5, width, 4), np.uint8).repeat(5, axis=1)
    if mode == "I;16":
        return [Pillow.fromarray(page[..., 0].astype(np.uint16) * 257) for page in data]
    if mode == "F":
        return [Pillow.fromarray(page[..., 0].astype(np.float32) / 255) for page in data]
    return [Pillow.fromarray(page[..., :3]).convert(mode) for page in data]


def save(images, **options):
    file = io.BytesIO()
    images[0].save(file, "TIFF", save_all=True, append_images=images[1:], **options)
    return file.getvalue()


def by_pillow(content, frame):
    with Pillow.open(io.BytesIO(content)) as image:
        image.seek(frame)
        image.load()
        if image.mode in {"F", "I;16"}:
            return np.rint(np.asarray(image) * {"F": 255, "I;16": 1 / 257}[image.mode])
        return np.asarray(image.convert("RGB"))[..., ::-1]


COMPRESSIONS = {
    "1": ["raw", "group3", "group4", "tiff_ccitt", "tiff_lzw", "packbits", "tiff_adobe_deflate", "zstd", "lzma"],
    "L": ["raw", "tiff_lzw", "packbits", "tiff_adobe_deflate", "tiff_deflate", "jpeg", "zstd", "lzma"],
    "P": ["raw", "tiff_lzw"],
    "RGB": ["raw", "tiff_lzw", "packbits", "tiff_adobe_deflate", "jpeg", "zstd", "lzma", "webp"],
    "CMYK": ["raw", "tiff_lzw"],
    "YCbCr": ["raw", "jpeg"],
    "I;16": ["raw", "tiff_lzw"],
    "F": ["raw", "tiff_adobe_deflate"],
}


@pytest.mark.parametrize(
    ("mode", "compression"), [(mode, name) for mode, names in COMPRESSIONS.items() for name in names]
)
@pytest.mark.parametrize("big_tiff", [False, True])
def test_cut_frames_are_the_frames(mode, compression, big_tiff):
    images = pages(mode)
    options = {} if compression == "raw" else {"compression": compression}
    try:
        content = save(images, dpi=(204, 196), big_tiff=big_tiff, **options)
    except (OSError, SystemError):
        pytest.skip(f"this libtiff can't write {compression}")
    frames = list(split_frames(content))
    assert len(frames) == frame_count(content) == len(images)
    assert sum(map(len, frames)) <= len(content) + 300 * len(frames)
    for number, frame in enumerate(frames):
        expected = by_pillow(content, number)
        image_type = ImageType.TYPE_3BYTE_BGR if expected.ndim == 3 else ImageType.TYPE_BYTE_GRAY
        cut = decode(frame, image_type=image_type, max_pixels=LIMIT)
        np.testing.assert_array_equal(cut.pixels, expected)
        assert cut.resolution == 204
        assert frame_count(frame) == 1


@pytest.mark.parametrize(
    ("mode", "options"),
    [
        ("RGB", {"compression": "tiff_lzw", "tiffinfo": {317: 2}}),  # Predictor: differences
        ("1", {"compression": "group3", "tiffinfo": {292: 1}}),  # T4Options: two-dimensional coding
    ],
)
def test_options_of_a_compression_survive(mode, options):
    content = save(pages(mode), **options)
    for number, frame in enumerate(split_frames(content)):
        pixels = decode(frame, image_type=ImageType.TYPE_3BYTE_BGR, max_pixels=LIMIT).pixels
        np.testing.assert_array_equal(pixels, by_pillow(content, number))


def test_orientation_and_several_strips_survive():
    images = pages("RGB", height=700)
    content = save(images, compression="tiff_lzw", strip_size=4096, tiffinfo={274: 6})
    for number, frame in enumerate(split_frames(content)):
        pixels = decode(frame, image_type=ImageType.TYPE_3BYTE_BGR, max_pixels=LIMIT).pixels
        assert pixels.shape == (61, 700, 3)
        np.testing.assert_array_equal(pixels, by_pillow(content, number))


def tiff(frames, order="<", *, big=False, next_of_last=0):
    """Build a TIFF from frames, each a dict of tag: (type, values) and "segments": (tag, chunks of bytes)."""
    word, count = ("Q", "Q") if big else ("I", "H")
    file = bytearray({"<": b"II", ">": b"MM"}[order] + struct.pack(order + "H", 43 if big else 42))
    file += struct.pack(order + "HH", 8, 0) if big else b""
    link = len(file)
    file += bytes(struct.calcsize(order + word))
    for frame in frames:
        tags = dict(frame)
        tag, chunks = tags.pop("segments")
        starts = []
        for chunk in chunks:
            starts.append(len(file))
            file += chunk
        tags[tag] = (16 if big else 4, starts)
        tags[{273: 279, 324: 325}[tag]] = (4, [len(chunk) for chunk in chunks])
        entries = b""
        for number, (kind, values) in sorted(tags.items()):
            field = struct.pack(f"{order}{len(values)}{TYPES[kind]}", *values)
            if len(field) > struct.calcsize(order + word):
                start = len(file)
                file += field
                field = struct.pack(order + word, start)
            entries += struct.pack(f"{order}HH{word}{struct.calcsize(word)}s", number, kind, len(values), field)
        struct.pack_into(order + word, file, link, len(file))
        file += struct.pack(order + count, len(tags)) + entries
        link = len(file)
        file += struct.pack(order + word, next_of_last)
    return bytes(file)


def gray_frame(image, **more):
    """Describe an uncompressed gray frame in strips of 16 rows."""
    height, width = image.shape
    strips = [image[row : row + 16].tobytes() for row in range(0, height, 16)]
    tags = {256: (3, [width]), 257: (3, [height]), 258: (3, [8]), 259: (3, [1]), 262: (3, [1])}
    return tags | {277: (3, [1]), 278: (3, [16]), "segments": (273, strips)} | more.get("tags", {})


def tiled_frame(image):
    """Describe an uncompressed gray frame in tiles of 16 x 16 px."""
    height, width = image.shape
    tiles = [image[y : y + 16, x : x + 16].tobytes() for y in range(0, height, 16) for x in range(0, width, 16)]
    tags = {256: (3, [width]), 257: (3, [height]), 258: (3, [8]), 259: (3, [1]), 262: (3, [1])}
    return tags | {277: (3, [1]), 322: (3, [16]), 323: (3, [16]), "segments": (324, tiles)}


PICTURES = np.random.default_rng(1).integers(0, 256, (3, 48, 32), np.uint8)


@pytest.mark.parametrize(("order", "big"), [("<", False), (">", False), ("<", True)])
@pytest.mark.parametrize("frame_of", [gray_frame, tiled_frame])
def test_byte_orders_tiles_and_big_tiff(order, big, frame_of):
    content = tiff([frame_of(picture) for picture in PICTURES], order, big=big)
    frames = list(split_frames(content))
    assert len(frames) == 3
    for picture, frame in zip(PICTURES, frames, strict=True):
        assert frame[:4] == content[:4]
        np.testing.assert_array_equal(decode(frame, max_pixels=LIMIT).pixels, picture)


def test_metadata_is_left_behind():
    extra = {"tags": {34665: (4, [999_999]), 330: (4, [999_999]), 305: (3, [1]), 270: (3, [7] * 50_000)}}
    content = tiff([gray_frame(picture, **extra) for picture in PICTURES])
    for picture, frame in zip(PICTURES, split_frames(content), strict=True):
        assert len(frame) < 2500
        np.testing.assert_array_equal(decode(frame, max_pixels=LIMIT).pixels, picture)


@pytest.mark.parametrize("content", [b"", b"II*\0", b"MM\0*\0\0\0\x08", b"II+\0", b"\x89PNG", b"II*\0\0\0\0\0"])
def test_other_files_are_one_frame(content):
    assert frame_count(content) == 1
    assert list(split_frames(content)) == [content]


def test_one_frame_is_not_rewritten():
    content = save(pages("RGB", 1))
    assert list(split_frames(memoryview(content))) == [content]


def test_a_circle_of_frames_ends():
    content = tiff([gray_frame(picture) for picture in PICTURES], next_of_last=0)
    (first,) = struct.unpack_from("<I", content, 4)
    circle = content[:-4] + struct.pack("<I", first)
    assert frame_count(circle) == len(list(split_frames(circle))) == 3


def test_pages_beyond_the_end_are_seen():
    content = tiff([gray_frame(picture) for picture in PICTURES])
    cut_off = content[:-20]  # the last directory is damaged, at the end of the file
    assert frame_count(cut_off) == 3
    good, also_good, bad = split_frames(cut_off)
    assert (decode(good, max_pixels=LIMIT).pixels == PICTURES[0]).all()
    assert (decode(also_good, max_pixels=LIMIT).pixels == PICTURES[1]).all()
    assert bad == b""
    with pytest.raises(DocumentError, match=r"^Can't open file as image"):
        decode(bad, max_pixels=LIMIT)


@pytest.mark.parametrize(
    "tags",
    [
        {259: (3, [6])},  # old-style JPEG
        {"segments": (273, [b""] * 3)},  # overwritten below: strips outside of the file
    ],
)
def test_what_can_not_be_cut_is_empty(tags):
    bad = gray_frame(PICTURES[1]) | tags
    content = tiff([gray_frame(PICTURES[0]), bad])
    if "segments" in tags:
        # The three byte counts of the second frame, which are all 0, become enormous.
        content = content.replace(bytes(12), struct.pack("<3I", *[2**31] * 3))
    assert list(split_frames(content))[1] == b""


def test_repeated_strips_do_not_blow_up():
    """The strips of one frame are all the same 64 kB: each is inside of the file, their sum is 65 MB."""
    image = np.zeros((16, 4096), np.uint8)
    frame = gray_frame(image)
    content = bytearray(tiff([gray_frame(PICTURES[0]), frame]))
    ifd = content.rindex(struct.pack("<HHI", 273, 4, 1))
    number, table = 1000, len(content)
    strip = content.rindex(image.tobytes())
    content += struct.pack("<1000I", *[strip] * number) + struct.pack("<1000I", *[image.nbytes] * number)
    struct.pack_into("<HHII", content, ifd, 273, 4, number, table)
    struct.pack_into("<HHII", content, content.rindex(struct.pack("<HHI", 279, 4, 1)), 279, 4, number, table + 4000)
    assert list(split_frames(bytes(content)))[1] == b""


def test_many_frames_cost_linear_bytes():
    picture = np.zeros((1, 1), np.uint8)
    content = tiff([gray_frame(picture) for _ in range(2000)])
    assert frame_count(content) == 2000
    assert sum(map(len, split_frames(content))) <= 2 * len(content)


@settings(max_examples=300, deadline=None)
@given(
    flavour=st.sampled_from([("<", False), (">", False), ("<", True)]),
    damage=st.lists(st.tuples(st.integers(4, 20_000), st.integers(0, 255)), max_size=20),
    length=st.integers(0, 20_000),
)
def test_damage_ends_in_frames_or_errors(flavour, damage, length):
    order, big = flavour
    content = bytearray(tiff([gray_frame(picture[:, :4]) for picture in PICTURES], order, big=big))
    for position, value in damage:
        content[max(4, position % len(content))] = value
    content = bytes(content[:length])
    count = frame_count(content)
    assert count >= 1
    frames = list(split_frames(content))
    assert len(frames) == count
    for frame in frames[:5]:
        try:
            decode(frame, max_pixels=LIMIT)
        except DocumentError:
            continue


# What is no page

SMALL = PICTURES[:, ::2, ::2]
PREVIEW, OLD_PREVIEW, MASK = {254: (4, [1])}, {255: (3, [2])}, {254: (4, [4])}


def decoded(content):
    return [decode(frame, max_pixels=LIMIT).pixels for frame in split_frames(content)]


def check_pages(content, expected):
    assert frame_count(content) == len(expected)
    for found, pixels in zip(decoded(content), expected, strict=True):
        np.testing.assert_array_equal(found, pixels)
    np.testing.assert_array_equal(decode(content, max_pixels=LIMIT).pixels, expected[0], "the first page is decoded")


def marked(image, mark):
    return gray_frame(image, tags=mark)


@pytest.mark.parametrize(("order", "big"), [("<", False), (">", False), ("<", True)])
@pytest.mark.parametrize("mark", [PREVIEW, {254: (3, [1])}, {254: (4, [3])}, OLD_PREVIEW, MASK, {254: (4, [5])}])
def test_previews_and_masks_are_no_pages(order, big, mark):
    first, second, third = PICTURES
    small = marked(SMALL[0], mark)
    pages = [gray_frame(first), small, marked(second, {254: (4, [2])}), small, marked(third, {255: (3, [3])})]
    check_pages(tiff(pages, order, big=big), [first, second, third])


@pytest.mark.parametrize("mark", [PREVIEW, OLD_PREVIEW, MASK])
def test_a_thumbnail_may_be_first(mark):
    check_pages(tiff([marked(SMALL[0], mark), gray_frame(PICTURES[0])]), [PICTURES[0]])


def test_a_mask_may_be_as_large_as_its_page_and_unmarked():
    photometric = gray_frame(PICTURES[1]) | {262: (3, [4])}
    check_pages(tiff([gray_frame(PICTURES[0]), photometric, marked(PICTURES[1], MASK)]), [PICTURES[0]])


@pytest.mark.parametrize("mark", [PREVIEW, OLD_PREVIEW, MASK])
def test_a_file_of_marked_images_keeps_them(mark):
    check_pages(tiff([marked(PICTURES[0], mark)]), [PICTURES[0]])
    check_pages(tiff([marked(PICTURES[0], mark), marked(SMALL[1], mark)]), [PICTURES[0], SMALL[1]])


def test_what_is_marked_but_not_smaller_is_a_page():
    wide = PICTURES[1].repeat(2, axis=1)[:20]
    pages = [gray_frame(PICTURES[0]), marked(PICTURES[1], PREVIEW), marked(wide, PREVIEW)]
    check_pages(tiff(pages), [PICTURES[0], PICTURES[1], wide])


def test_images_that_hang_on_a_page_are_none():
    content = bytearray(tiff([gray_frame(picture, tags={330: (4, [0])}) for picture in PICTURES[:2]]))
    other = tiff([gray_frame(SMALL[0])])
    for entry in (content.index(struct.pack("<HHI", 330, 4, 1)), content.rindex(struct.pack("<HHI", 330, 4, 1))):
        struct.pack_into("<I", content, entry + 8, len(content) + struct.unpack_from("<I", other, 4)[0])
    check_pages(bytes(content) + other, [PICTURES[0], PICTURES[1]])


def test_damaged_marks_leave_pages():
    content = tiff([gray_frame(PICTURES[0]), marked(SMALL[1], {254: (4, [1, 1, 1])}), marked(SMALL[2], PREVIEW)])
    (table,) = struct.unpack_from("<I", content, content.index(struct.pack("<HHI", 254, 4, 3)) + 8)
    content = content.replace(struct.pack("<HHII", 254, 4, 3, table), struct.pack("<HHII", 254, 4, 3, 1 << 30))
    assert frame_count(content) == 2
