"""Options of the reader of PDF files."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from types import MappingProxyType

from sparkocr.datasource.file_options import FileOptions, flag, integer
from sparkocr.enums import ImageType
from sparkocr.imaging.limits import MAX_PIXELS

__all__ = ["PdfOptions", "ReadImage"]


class ReadImage(StrEnum):
    """Which pages are rendered."""

    NONE = "false"
    ALL = "true"
    SCANNED = "scanned"


@dataclass(frozen=True)
class PdfOptions(FileOptions):
    """What `spark.read.format("pdf")` can be told; names are those of the options, as Python writes them.

    Attributes
    ----------
    pages_per_partition : int
        0 chooses.
    read_image : ReadImage
        Which pages are rendered.
    min_text_length : int, optional
        A page with less characters of text is a scan. If it is not given, 10, and so is a page that shows text that
        its text layer has not.
    resolution : int
        Dots per inch.
    image_type : ImageType
        Pixel layout of images.
    max_pixels : int
        Largest page in pixels.
    password : str
        Password of encrypted files.
    extract_coordinates : bool
        Whether `positions` is filled.
    """

    reader = "pdf"
    known = MappingProxyType(
        {
            "pagesPerPartition": ("pages_per_partition", integer(0), "an integer from 0"),
            "readImage": ("read_image", lambda value: ReadImage(value.lower()), "true, false or scanned"),
            "minTextLength": ("min_text_length", integer(0), "an integer from 0"),
            "resolution": ("resolution", integer(1, 10_000), "an integer from 1 to 10000"),
            "imageType": (
                "image_type",
                lambda value: ImageType[value.upper().removeprefix("IMAGETYPE.")],  # Spark prints a member
                "one of " + ", ".join(member.name for member in ImageType),
            ),
            "maxPixels": ("max_pixels", integer(1), "an integer from 1"),
            "password": ("password", str, "a string"),
            "extractCoordinates": ("extract_coordinates", flag, "true or false"),
            **FileOptions.known,
        }
    )

    pages_per_partition: int = 0
    read_image: ReadImage = ReadImage.NONE
    min_text_length: int | None = None
    resolution: int = 300
    image_type: ImageType = ImageType.TYPE_BYTE_GRAY
    max_pixels: int = MAX_PIXELS
    password: str = field(default="", repr=False)
    extract_coordinates: bool = False
