"""Show images of a DataFrame: the picture in a notebook, its metadata anywhere."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from typing import Any

import cv2
import numpy as np
import PIL.Image
from pyspark.sql import DataFrame, Row
from pyspark.sql import functions as F

from sparkocr.enums import ImageType
from sparkocr.imaging.pixels import Image
from sparkocr.schemas import ImageSchema
from sparkocr.stage.columns import quoted
from sparkocr.stage.images import image_udf, pixels_of
from sparkocr.utils.notebook import in_notebook

_GAP = 12  # px between pictures


def to_pil_image(image: Row | Mapping[str, Any], mode: ImageType | int | None = None) -> PIL.Image.Image:
    """Convert an image struct to a Pillow image.

    Parameters
    ----------
    image : Row or Mapping
        A row of `sparkocr.schemas.ImageSchema`.
    mode : ImageType or int, optional
        Pixel layout, if it is not that of the struct's field `mode`.

    Returns
    -------
    PIL.Image.Image
        Mode ``L`` for gray and binary images, ``RGB`` for BGR, ``RGBA`` for ABGR.

    Raises
    ------
    ValueError
        If the struct holds no image; says why.
    """
    if image is None or image["data"] is None:
        reason = image["exception"] if image is not None and "exception" in _names(image) else None
        raise ValueError(f"there is no image: {reason}" if reason else "there is no image")
    image_type = ImageType(image["mode"] if mode is None else mode)
    channels = image["nChannels"] if mode is None else image_type.channels
    pixels = pixels_of(memoryview(bytes(image["data"])), image["height"], image["width"], channels, image_type)
    if image_type.channels == 1:
        return PIL.Image.fromarray(pixels)
    return PIL.Image.fromarray(np.ascontiguousarray(pixels[..., ::-1]))  # BGR to RGB, ABGR to RGBA


def display_image(image: Row | Mapping[str, Any], width: str = "600", show_meta: bool = True, number: int = 0) -> None:
    """Show one image struct: its metadata as text, and in a notebook the picture.

    Parameters
    ----------
    image : Row or Mapping
        A row of `sparkocr.schemas.ImageSchema`.
    width : str
        Width of the picture on screen, in px; wider images are scaled down, narrower ones are left as they are.
    show_meta : bool
        Whether to print origin, resolution, size, mode and number of channels.
    number : int
        Which image of a series it is, from 0.
    """
    if show_meta:
        print(_describe(image, number))  # noqa: T201
    if image is not None and image["data"] is not None and in_notebook():
        from IPython.display import display

        picture = to_pil_image(image)
        limit = int(width)
        if picture.width > limit:
            picture = picture.resize((limit, max(1, round(picture.height * limit / picture.width))))
        display(picture)


def display_images(
    df: DataFrame, field: str = "image", limit: int = 5, width: str = "600", show_meta: bool = True
) -> None:
    """Show the first images of a DataFrame.

    The workers scale the pictures down, so that large pages travel small.

    Parameters
    ----------
    df : DataFrame
    field : str
        Column with images.
    limit : int
        How many to show.
    width : str
        Width of the pictures on screen, in px.
    show_meta : bool
        Whether to print origin, resolution, size, mode and number of channels.
    """
    for number, ((image, picture),) in enumerate(_collect_rows(df, [field], limit, int(width))):
        if show_meta:
            print(_describe(image, number))  # noqa: T201
        if picture is not None:
            display_image(picture, width, show_meta=False)


def display_images_horizontal(
    df: DataFrame, fields: str = "image", limit: int = 5, width: str = "600", show_meta: bool = True
) -> None:
    """Show images of several columns next to each other, one row of the DataFrame below the other.

    Parameters
    ----------
    df : DataFrame
    fields : str
        Columns with images, separated by commas.
    limit : int
        How many rows to show.
    width : str
        Width of each picture on screen, in px.
    show_meta : bool
        Whether to print origin, resolution, size, mode and number of channels of each image.
    """
    names = [name.strip() for name in fields.split(",")]
    for number, row in enumerate(_collect_rows(df, names, limit, int(width))):
        if show_meta:
            for name, (image, _) in zip(names, row, strict=True):
                print(f"{_describe(image, number)}\n    Column: {name}")  # noqa: T201
        shown = [picture for _, picture in row if picture is not None and picture["data"] is not None]
        pictures = [to_pil_image(picture).convert("RGB") for picture in shown]
        if pictures:
            from IPython.display import display

            display(_side_by_side(pictures))


def _side_by_side(pictures: list[PIL.Image.Image]) -> PIL.Image.Image:
    """Put pictures next to each other on white, with a gap."""
    width = sum(picture.width for picture in pictures) + _GAP * (len(pictures) - 1)
    canvas = PIL.Image.new("RGB", (width, max(picture.height for picture in pictures)), "white")
    left = 0
    for picture in pictures:
        canvas.paste(picture, (left, 0))
        left += picture.width + _GAP
    return canvas


def _collect_rows(df: DataFrame, fields: list[str], limit: int, width: int) -> list[list[tuple[Row, Row | None]]]:
    """Collect metadata of images, and in a notebook pictures of at most `width` px, by row and field."""
    shrink = image_udf("display_images", partial(_shrink, width=width), name="shrink", compress=True)
    columns = []
    for number, field in enumerate(fields):
        image = quoted(field)
        meta = F.struct(*(image.getField(name).alias(name) for name in ImageSchema.names if name != "data"))
        picture = shrink(image) if in_notebook() else F.lit(None)
        columns += [meta.alias(f"meta{number}"), picture.alias(f"picture{number}")]
    rows = df.select(*(quoted(field).alias(field) for field in fields)).limit(limit).select(*columns).collect()
    return [[(row[f"meta{number}"], row[f"picture{number}"]) for number in range(len(fields))] for row in rows]


def _shrink(image: Image, *, width: int) -> Image:
    """Scale an image down to a width in px."""
    height, actual = image.pixels.shape[:2]
    if actual <= width:
        return image
    size = (width, max(1, round(height * width / actual)))
    kind = ImageType.TYPE_BYTE_GRAY if image.image_type is ImageType.TYPE_BYTE_BINARY else image.image_type
    pixels = cv2.resize(image.pixels, size, interpolation=cv2.INTER_AREA)
    return image.with_pixels(pixels.astype(np.uint8, copy=False), kind)


def _describe(image: Row | Mapping[str, Any], number: int) -> str:
    """Return the block of metadata that stands above a picture."""
    if image is None or image["height"] is None:
        reason = image["exception"] if image is not None else None
        return f"\n    Image #{number}:\n    {reason or 'no image'}"
    return (
        f"\n    Image #{number}:\n    Origin: {image['origin']}\n    Resolution: {image['resolution']} dpi\n"
        f"    Width: {image['width']} px\n    Height: {image['height']} px\n"
        f"    Mode: ImageType.{ImageType(image['mode']).name}\n    Number of channels: {image['nChannels']}"
    )


def _names(image: Row | Mapping[str, Any]) -> list[str]:
    return list(image.asDict() if isinstance(image, Row) else image)
