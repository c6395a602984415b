"""What is read of a file to prove that something isn't in it: pieces of text from everywhere in it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum, StrEnum

from sparkocr.errors import DocumentError
from sparkocr.imaging.pixels import Pixels

__all__ = ["Allowance", "Channel", "Data", "Finding", "Noise", "Piece", "ReadImage"]

ReadImage = Callable[[Pixels, int], str]
"""Reads the text of gray pixels of a resolution in dpi, which is 0 if it is unknown."""

_MAX_DECODED = 512 * 2**20  # bytes; as the largest Office document, see sparkocr.office.package
_MAX_DEPTH = 4  # a picture in a presentation in a document in a zip file


class Channel(StrEnum):
    """Where in a file something can be; the values are what reports say."""

    TEXT = "text layer"
    PICTURE = "page as it is shown"
    IMAGE = "picture in the file"
    CONTENT = "content streams"
    STREAM = "other streams"
    STRING = "strings"
    NAME = "names"
    FORM = "form fields"
    ANNOTATION = "annotations"
    METADATA = "metadata"
    BYTES = "bytes of the file"
    ATTACHMENT = "attachments"
    REVISION = "older revisions"
    UNLISTED = "objects that the file does not list"
    PART = "parts of the document"
    FILE_NAME = "names of parts"
    FRAME = "frame as it is shown"
    OVERLAY = "overlays and curves"
    ELEMENT = "data elements"
    PRIVATE = "private data elements"
    BEHIND = "data elements behind the pixels"
    META = "file meta information"
    PREAMBLE = "preamble"
    DOCUMENT = "encapsulated document"
    CODE = "comments in encoded frames"


class Noise(Enum):
    """What a text holds besides words, so that not everything is looked for in it."""

    NONE = "none"
    """It is text."""
    SYNTAX = "syntax"
    """It is the syntax of a file: numbers are lengths, sizes and places."""
    BINARY = "binary"
    """It is what looks like letters in binary data: short words are there by chance."""
    PROGRAM = "program"
    """It is a font, a colour profile or a map of codes: it names its makers, too."""


@dataclass(frozen=True, slots=True)
class Piece:
    """A text from a file.

    Attributes
    ----------
    channel : Channel
    text : str
        Parts that have nothing to do with each other are apart by `sparkocr.deid.fold.STOP`.
    page : int or None
        From 0; None if it belongs to no page, or to several.
    noise : Noise
    """

    channel: Channel
    text: str
    page: int | None = None
    noise: Noise = Noise.NONE


@dataclass(frozen=True, slots=True, eq=False)
class Data:
    """Numbers from a file that are no text, such as pixels, in which some may have been hidden.

    Attributes
    ----------
    channel : Channel
    values : memoryview
    """

    channel: Channel
    values: memoryview


Finding = Piece | Data | Channel
"""A text or numbers to be searched, or a place that holds what a file does not show: a leak by itself."""


class Allowance:
    """How much may still be decoded of a file, and how deep files may be in files.

    A small file can hold gigabytes of zeros, or itself.
    """

    def __init__(self) -> None:
        self._left = _MAX_DECODED

    @property
    def left(self) -> int:
        """Bytes."""
        return self._left

    def take(self, count: int) -> None:
        """Use some bytes.

        Raises
        ------
        DocumentError
            So many are not left.
        """
        self._left -= count
        if self._left < 0:
            raise DocumentError(f"Document is larger than {_MAX_DECODED // 2**20} MB when it is unpacked.")

    @staticmethod
    def check_depth(depth: int) -> None:
        """Check how many files are around one.

        Raises
        ------
        DocumentError
            Too many.
        """
        if depth > _MAX_DEPTH:
            raise DocumentError("Files in the document are nested too deep.")
