"""Options of the reader of PDF files."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from sparkocr.enums import ImageType
from sparkocr.imaging.limits import MAX_PIXELS

__all__ = ["PdfOptions", "ReadImage"]


class ReadImage(StrEnum):
    """Which pages are rendered."""

    NONE = "false"
    ALL = "true"
    SCANNED = "scanned"


def _integer(minimum: int, maximum: int | None = None) -> Callable[[str], int]:
    def parse(value: str) -> int:
        number = int(value)
        if number < minimum or (maximum is not None and number > maximum):
            raise ValueError
        return number

    return parse


@dataclass(frozen=True)
class PdfOptions:
    """What `spark.read.format("pdf")` can be told; names are those of the options, as Python writes them.

    Attributes
    ----------
    paths : tuple of str
        What was given to ``load``.
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
    recursive : bool
        Whether folders in folders are read.
    name_filter : str
        A glob for names of files.
    max_files : int or None
        Files per micro-batch of a stream.
    """

    paths: tuple[str, ...]
    pages_per_partition: int = 0
    read_image: ReadImage = ReadImage.NONE
    min_text_length: int | None = None
    resolution: int = 300
    image_type: ImageType = ImageType.TYPE_BYTE_GRAY
    max_pixels: int = MAX_PIXELS
    password: str = field(default="", repr=False)
    extract_coordinates: bool = False
    recursive: bool = False
    name_filter: str = ""
    max_files: int | None = None

    @classmethod
    def of(cls, options: Mapping[str, str]) -> PdfOptions:
        """Read options as Spark gives them; their case doesn't matter, and unknown ones are ignored, as Spark does.

        Raises
        ------
        ValueError
            Names the option, its value and what is allowed; or says that there is no path.
        """
        given = {name.lower(): value for name, value in options.items()}
        paths = [*json.loads(given.get("paths", "[]")), *([given["path"]] if "path" in given else [])]
        if not paths or not all(paths):
            raise ValueError("The pdf reader needs a path: load(path) or load([path, …]).")
        values = {}
        for name, (attribute, parse, allowed) in _OPTIONS.items():
            if (value := given.get(name.lower())) is None:
                continue
            try:
                values[attribute] = parse(value)
            except (ValueError, KeyError):
                raise ValueError(f"{name} must be {allowed}; got {value!r}") from None
        return cls(tuple(paths), **values)


def _flag(value: str) -> bool:
    return {"true": True, "false": False}[value.lower()]


_OPTIONS: dict[str, tuple[str, Callable[[str], Any], str]] = {
    "pagesPerPartition": ("pages_per_partition", _integer(0), "an integer from 0"),
    "readImage": ("read_image", lambda value: ReadImage(value.lower()), "true, false or scanned"),
    "minTextLength": ("min_text_length", _integer(0), "an integer from 0"),
    "resolution": ("resolution", _integer(1, 10_000), "an integer from 1 to 10000"),
    "imageType": (
        "image_type",
        lambda value: ImageType[value.upper().removeprefix("IMAGETYPE.")],  # Spark prints a member
        "one of " + ", ".join(member.name for member in ImageType),
    ),
    "maxPixels": ("max_pixels", _integer(1), "an integer from 1"),
    "password": ("password", str, "a string"),
    "extractCoordinates": ("extract_coordinates", _flag, "true or false"),
    "recursiveFileLookup": ("recursive", _flag, "true or false"),
    "pathGlobFilter": ("name_filter", str, "a glob"),
    "maxFilesPerTrigger": ("max_files", _integer(1), "an integer from 1"),
}
"""By the names of the options: what they are here, how they are read, and what is allowed."""
