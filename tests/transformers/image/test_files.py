"""BinaryToImage: every format and every parameter, in one Spark job."""

import io

import numpy as np
import pytest
from PIL import Image, ImageDraw

from documents import encode, pixels
from sparkocr.base import LightPipeline
from sparkocr.enums import ImageType
from sparkocr.imaging.decode import decode
from sparkocr.transformers import BinaryToImage
from variants import collect, files

RED_IN_GRAY = 76  # 0.299 * 255


def picture():
    """White, with a black bar at the top left and a red block at the bottom right; no symmetry, odd width."""
    image = Image.new("RGB", (61, 40), "white")
    ImageDraw.Draw(image).rectangle((0, 0, 19, 9), "black")
    ImageDraw.Draw(image).rectangle((41, 20, 60, 39), "red")
    return image


PICTURE = picture()
BILEVEL = PICTURE.convert("L").point(lambda gray: 255 * (gray > 127), "1")
GRAY = np.asarray(PICTURE.convert("L"))
BLACK_AND_WHITE = np.asarray(BILEVEL.convert("L"))
FRAMES = [BILEVEL, BILEVEL.rotate(180), BILEVEL.crop((0, 0, 30, 20))]


def sideways():
    """The picture lying on its side, with the EXIF tag Orientation (0x0112) that says how to turn it."""
    exif = Image.Exif()
    exif[0x0112] = 6  # turn by 90 degrees clockwise
    return encode(PICTURE.transpose(Image.Transpose.ROTATE_90), "JPEG", quality=95, exif=exif)


def faded():
    """An RGBA picture whose right half is fully transparent."""
    image = Image.new("RGBA", (40, 20), (255, 0, 0, 255))
    image.paste((0, 0, 0, 0), (20, 0, 40, 20))
    return encode(image)


# name: file, expected gray pixels, largest mean difference from them, dpi
FORMATS = {
    "png": (encode(PICTURE, dpi=(300, 300)), GRAY, 0, 299),
    "png_of_1_bit": (encode(BILEVEL), BLACK_AND_WHITE, 0, 0),
    "png_of_1_px": (encode(Image.new("L", (1, 1), 7)), np.full((1, 1), 7), 0, 0),
    "jpeg_cmyk": (encode(PICTURE.convert("CMYK"), "JPEG", quality=95, dpi=(200, 200)), GRAY, 6, 200),
    "jpeg_exif": (sideways(), GRAY, 6, 0),
    "bmp": (encode(PICTURE, "BMP", dpi=(150, 150)), GRAY, 0, 150),
    "gif": (encode(PICTURE, "GIF"), GRAY, 0, 0),
    "webp": (encode(PICTURE, "WEBP", lossless=True), GRAY, 0, 0),
    "jpeg_2000": (encode(PICTURE, "JPEG2000"), GRAY, 0, 0),
}
TIFF = encode(FRAMES[0], "TIFF", compression="group4", dpi=(204, 204), save_all=True, append_images=FRAMES[1:])
BOMB = encode(Image.new("1", (13_000, 13_000)))  # 169 million pixels in 21 kB
PNG = FORMATS["png"][0]
BAD = {"script": b"var x = 1;", "empty": b"", "truncated": PNG[: len(PNG) // 2], "tiff_truncated": TIFF[:100]}

DEFAULT = BinaryToImage()
SMALL = BinaryToImage(maxPixels=61 * 40 - 1)


@pytest.fixture(scope="module")
def results(spark):
    png = files(spark, png=PNG)
    tiff = files(spark, tiff=TIFF)
    named = png.withColumnsRenamed({"path": "name", "content": "file"})
    types = {f"type {kind.name}": BinaryToImage(imageType=kind).transform(png) for kind in ImageType}
    return collect(
        types
        | {
            "formats": DEFAULT.transform(files(spark, **{name: found[0] for name, found in FORMATS.items()})),
            "tiff": DEFAULT.transform(tiff),
            "bad": DEFAULT.transform(files(spark, **BAD, null=None, good=PNG)),
            "bomb": DEFAULT.transform(files(spark, bomb=BOMB)),
            "maxPixels": SMALL.transform(png),
            "maxPixels reached": BinaryToImage(maxPixels=61 * 40).transform(png),
            "transparent": BinaryToImage(imageType="TYPE_4BYTE_ABGR").transform(files(spark, faded=faded())),
            "transparent gray": DEFAULT.transform(files(spark, faded=faded())),
            "columns": BinaryToImage(inputCol="file", originCol="name", outputCol="pic", pageNumCol="frame")
            .transform(named)
            .withColumnRenamed("name", "path"),
            "no path": DEFAULT.transform(png.drop("path")),
            "empty path": DEFAULT.transform(spark.createDataFrame([("", PNG)], png.schema)),
            "keepInput": BinaryToImage(keepInput=True).transform(tiff),
            "partitionNum": BinaryToImage(partitionNum=3).transform(tiff),
            "partitionNum 0": BinaryToImage(partitionNum=0).transform(tiff),
            "imageDimsCol": BinaryToImage(imageDimsCol="size").transform(tiff),
            "compressImage": BinaryToImage(compressImage=True).transform(png),
        }
    )


@pytest.mark.parametrize("name", FORMATS)
def test_formats(results, name):
    _, expected, tolerance, dpi = FORMATS[name]
    (row,) = [row for row in results["formats"] if row.path == name]
    assert row.exception is None
    image = row.image
    assert (image.origin, image.nChannels, image.mode, image.resolution) == (name, 1, 10, dpi)
    assert (image.width, image.height) == expected.shape[::-1]
    assert np.abs(pixels(image) - expected.astype(float)).mean() <= tolerance
    assert (row.pagenum, image.exception) == (0, None)


def test_every_frame_of_a_fax_is_a_row(results):
    rows = results["tiff"]
    assert [(row.pagenum, row.exception, row.image.resolution) for row in rows] == [(n, None, 204) for n in range(3)]
    for row, frame in zip(rows, FRAMES, strict=True):
        assert np.array_equal(pixels(row.image), np.asarray(frame.convert("L")))


def test_bad_files_are_rows_and_leave_the_others_alone(results):
    rows = {row.path: row for row in results["bad"]}
    assert rows.keys() == {*BAD, "null", "good"}
    good = rows.pop("good")
    assert (good.exception, good.image.width) == (None, 61)
    for row in rows.values():
        assert row.exception == row.image.exception
        assert row.exception.startswith(f"{DEFAULT.uid}: Can't open file as image")
        assert row.image.data is None
        assert row.image.width is None


def test_max_pixels(results):
    (row,) = results["maxPixels"]
    assert row.exception == f"{SMALL.uid}: Image of 61 x 40 px exceeds maxPixels={61 * 40 - 1}."
    assert row.image.data is None
    (row,) = results["maxPixels reached"]
    assert (row.exception, row.image.width) == (None, 61)


def test_a_small_file_of_a_huge_image_is_not_decoded(results):
    (row,) = results["bomb"]
    assert row.exception == f"{DEFAULT.uid}: Image of 13000 x 13000 px exceeds maxPixels={DEFAULT.getMaxPixels()}."


@pytest.mark.parametrize(
    ("kind", "white", "red"),
    [
        (ImageType.TYPE_3BYTE_BGR, [255, 255, 255], [0, 0, 255]),
        (ImageType.TYPE_4BYTE_ABGR, [255, 255, 255, 255], [255, 0, 0, 255]),
        (ImageType.TYPE_BYTE_GRAY, 255, RED_IN_GRAY),
        (ImageType.TYPE_BYTE_BINARY, 255, 0),
    ],
)
def test_image_type(results, kind, white, red):
    (row,) = results[f"type {kind.name}"]
    assert (row.image.mode, row.image.nChannels) == (kind.value, kind.channels)
    found = pixels(row.image)
    assert np.array_equal(found[5, 50], white)
    assert np.array_equal(found[30, 50], red)


def test_transparency_is_kept_as_alpha_or_is_white_paper(results):
    (row,) = results["transparent"]
    found = pixels(row.image)
    assert found[0, 0].tolist() == [255, 0, 0, 255]
    assert found[0, 30, 0] == 0
    (row,) = results["transparent gray"]
    assert pixels(row.image)[0, [0, 30]].tolist() == [RED_IN_GRAY, 255]


def test_columns(results):
    (row,) = results["columns"]
    assert row.exception is None
    assert row.pic.origin == "png"
    assert np.array_equal(pixels(row.pic), GRAY)
    assert row.frame == 0
    assert (row.image, row.pagenum) == (None, None), "the default columns come from the other variants only"


def test_origin_is_the_path_if_there_is_one(results):
    for name, origin in (("no path", None), ("empty path", "")):
        (row,) = results[name]
        assert (row.exception, row.image.origin, row.image.width) == (None, origin, 61)


def test_keep_input(results):
    assert [row.content for row in results["keepInput"]] == [TIFF] * 3
    assert [row.content for row in results["tiff"]] == [None] * 3


def test_partition_num_deals_frames_out(results):
    assert len({row.partition for row in results["tiff"]}) == 1
    assert {row.partition for row in results["partitionNum"]} == {0, 1, 2}
    assert len({row.partition for row in results["partitionNum 0"]}) == 3, "8 partitions on two cores"
    assert [row.pagenum for row in results["partitionNum"]] == [0, 1, 2]


def test_image_dims_col(results):
    assert [tuple(row["size"]) for row in results["imageDimsCol"]] == [(61, 40), (61, 40), (30, 20)]


def test_compressed_image_is_a_png_of_the_same_pixels(results):
    (row,) = results["compressImage"]
    assert (row.image.width, row.image.height, row.image.resolution) == (61, 40, 299)
    data = bytes(row.image.data)
    assert data.startswith(b"\x89PNG")
    assert np.array_equal(decode(data, max_pixels=10_000).pixels, GRAY)


def test_only_wanted_columns_are_added(spark):
    columns = BinaryToImage().transform(files(spark, png=PNG)).columns
    assert columns == ["path", "image", "pagenum", "exception"]


def test_an_origin_column_that_was_asked_for_must_exist(spark):
    with pytest.raises(ValueError, match="originCol='where'"):
        BinaryToImage(originCol="where").transform(files(spark, png=PNG))


def with_preview(first, second):
    """A TIFF of two pages; the first has a preview (NewSubfileType 1: tag 254)."""
    preview = first.resize((first.width // 2, first.height // 2))
    preview.encoderinfo = {"tiffinfo": {254: 1}}
    return encode(first, "TIFF", save_all=True, append_images=[preview, second])


def test_previews_are_no_rows_on_any_path(spark):
    pages = [PICTURE.convert("L"), PICTURE.convert("L").rotate(180)]
    content = with_preview(*pages)
    with Image.open(io.BytesIO(content)) as file:
        assert file.n_frames == 3
    rows = collect({"tiff": DEFAULT.transform(files(spark, tiff=content))})["tiff"]
    light = LightPipeline([DEFAULT], keepImages=True).fromBinary(content)
    assert [row.pagenum for row in rows] == [row["pagenum"] for row in light] == [0, 1]
    for row, light_row, page in zip(rows, light, pages, strict=True):
        assert np.array_equal(pixels(row.image), np.asarray(page))
        assert np.array_equal(np.asarray(light_row["image"].to_pil()), np.asarray(page))


def test_other_formats_with_several_images_are_one_page():
    """What a camera writes (MPO: a JPEG with a preview behind it), and animations: the first image."""
    first, second = PICTURE.convert("L"), PICTURE.convert("L").rotate(180)
    for kind in ("MPO", "PNG", "GIF", "WEBP"):
        options = {"lossless": True} if kind == "WEBP" else {}
        content = encode(first, kind, save_all=True, append_images=[second], **options)
        (row,) = LightPipeline([DEFAULT], keepImages=True).fromBinary(content)
        found = np.asarray(row["image"].to_pil()).astype(float)
        assert (row["pagenum"], np.abs(found - np.asarray(first)).mean() < 3) == (0, True), kind
