"""What notebooks and terminals show."""

import numpy as np
import PIL.Image
import pytest
from pyspark.sql import Row

from sparkocr.enums import ImageType
from sparkocr.imaging.pixels import encode_png
from sparkocr.schemas import ImageSchema
from sparkocr.utils import display_image, display_images, display_images_horizontal, to_pil_image

COLOUR = np.zeros((4, 6, 3), np.uint8)
COLOUR[..., 0] = 200  # blue
ALPHA = np.dstack([np.full((4, 6), 128, np.uint8), COLOUR])


def image_row(pixels, image_type, *, compressed=False):
    data = encode_png(pixels, image_type) if compressed else pixels.tobytes()
    size = {"height": pixels.shape[0], "width": pixels.shape[1], "nChannels": image_type.channels}
    rest = {"resolution": 300, "data": data, "exception": None, "transform": None, "textWords": None}
    return Row(origin="file:/a.png", **size, mode=int(image_type), **rest)


@pytest.mark.parametrize("compressed", [False, True])
def test_to_pil_image_knows_the_order_of_channels(compressed):
    bgr = to_pil_image(image_row(COLOUR, ImageType.TYPE_3BYTE_BGR, compressed=compressed))
    assert (bgr.mode, bgr.getpixel((0, 0))) == ("RGB", (0, 0, 200))
    abgr = to_pil_image(image_row(ALPHA, ImageType.TYPE_4BYTE_ABGR, compressed=compressed))
    assert (abgr.mode, abgr.getpixel((0, 0))) == ("RGBA", (0, 0, 200, 128))
    gray = to_pil_image(image_row(COLOUR[..., 0], ImageType.TYPE_BYTE_GRAY, compressed=compressed))
    assert (gray.mode, gray.size, gray.getpixel((0, 0))) == ("L", (6, 4), 200)


def test_to_pil_image_with_another_mode():
    row = image_row(COLOUR, ImageType.TYPE_3BYTE_BGR)
    row = Row(**row.asDict() | {"mode": 99})
    assert to_pil_image(row, ImageType.TYPE_3BYTE_BGR).mode == "RGB"


def test_to_pil_image_of_images_that_are_called_binary():
    ramp = np.arange(240, dtype=np.uint8).reshape(12, 20)
    grays = to_pil_image(image_row(ramp, ImageType.TYPE_BYTE_BINARY))
    compressed = to_pil_image(image_row(ramp, ImageType.TYPE_BYTE_BINARY, compressed=True))
    three = Row(**image_row(np.dstack([ramp] * 3), ImageType.TYPE_BYTE_BINARY).asDict() | {"nChannels": 3})
    for picture in (grays, compressed, to_pil_image(three)):
        assert picture.mode == "L"
        assert np.array_equal(np.asarray(picture), ramp)


def test_to_pil_image_says_why_there_is_no_image():
    row = Row(**dict.fromkeys(ImageSchema.names) | {"exception": "It failed."})
    with pytest.raises(ValueError, match="It failed"):
        to_pil_image(row)
    with pytest.raises(ValueError, match="no image"):
        to_pil_image(None)


def test_display_image_in_a_terminal_prints_metadata(capsys):
    display_image(image_row(COLOUR, ImageType.TYPE_3BYTE_BGR), number=3)
    lines = [line.strip() for line in capsys.readouterr().out.strip().splitlines()]
    assert lines == [
        "Image #3:",
        "Origin: file:/a.png",
        "Resolution: 300 dpi",
        "Width: 6 px",
        "Height: 4 px",
        "Mode: ImageType.TYPE_3BYTE_BGR",
        "Number of channels: 3",
    ]
    display_image(image_row(COLOUR, ImageType.TYPE_3BYTE_BGR), show_meta=False)
    assert capsys.readouterr().out == ""


def test_display_image_in_a_notebook_shows_the_picture(notebook):
    display_image(image_row(COLOUR, ImageType.TYPE_3BYTE_BGR), width="3")
    (picture,) = notebook
    assert isinstance(picture, PIL.Image.Image)
    assert picture.size == (3, 2)


def test_display_images_limits_and_shrinks(spark, notebook, capsys):
    rows = [(image_row(COLOUR, ImageType.TYPE_3BYTE_BGR),)] * 3 + [(None,)]
    df = spark.createDataFrame(rows, "scan " + ImageSchema.simpleString())
    display_images(df, field="scan", limit=2, width="3")
    assert [picture.size for picture in notebook] == [(3, 2)] * 2
    assert capsys.readouterr().out.count("Width: 6 px") == 2


def test_display_images_tells_of_failures(spark, capsys):
    failed = Row(**dict.fromkeys(ImageSchema.names) | {"exception": "It failed."})
    df = spark.createDataFrame([(failed,), (None,)], "image " + ImageSchema.simpleString())
    display_images(df)
    printed = capsys.readouterr().out
    assert "Image #0:\n    It failed." in printed
    assert "Image #1:\n    no image" in printed


def test_display_images_horizontal_shows_columns_side_by_side(spark, notebook, capsys):
    rows = [(image_row(COLOUR, ImageType.TYPE_3BYTE_BGR), image_row(COLOUR[..., 0], ImageType.TYPE_BYTE_GRAY))] * 3
    schema = f"scan {ImageSchema.simpleString()}, `clean.one` {ImageSchema.simpleString()}"
    df = spark.createDataFrame(rows, schema)
    display_images_horizontal(df, fields="scan, clean.one", limit=2, width="3")
    assert [picture.size for picture in notebook] == [(3 + 12 + 3, 2)] * 2
    assert notebook[0].getpixel((4, 0)) == (255, 255, 255), "the gap"
    printed = capsys.readouterr().out
    assert printed.count("Column: scan") == printed.count("Column: clean.one") == 2
    display_images_horizontal(df, fields="scan", show_meta=False)
    assert capsys.readouterr().out == ""


def test_display_images_horizontal_leaves_out_what_failed(spark, notebook, capsys):
    failed = Row(**dict.fromkeys(ImageSchema.names) | {"exception": "It failed."})
    df = spark.createDataFrame(
        [(image_row(COLOUR, ImageType.TYPE_3BYTE_BGR), failed), (failed, failed)],
        f"scan {ImageSchema.simpleString()}, other {ImageSchema.simpleString()}",
    )
    display_images_horizontal(df, "scan,other", width="6")
    assert [picture.size for picture in notebook] == [(6, 4)]
    assert capsys.readouterr().out.count("It failed.") == 3
