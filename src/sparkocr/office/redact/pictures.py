"""Pictures in Office documents: which are shown to whoever masks them, and what stands for the others."""

from __future__ import annotations

import io
from collections.abc import Callable
from functools import cache
from typing import NamedTuple, TypeAlias

from PIL import Image

from sparkocr.errors import DocumentError

__all__ = ["MaskImage", "Picture", "masked_picture"]

MaskImage: TypeAlias = Callable[[bytes], bytes | None]
"""Takes a picture (PNG, JPEG, GIF, BMP or TIFF), and returns it in the same format without identifiers and metadata, or
None if it could not be checked."""

# How files begin, the ending of their names and their type.
_FORMATS = (
    (b"\x89PNG\r\n\x1a\n", "png", "image/png"),
    (b"\xff\xd8\xff", "jpeg", "image/jpeg"),
    (b"GIF8", "gif", "image/gif"),
    (b"BM", "bmp", "image/bmp"),
    (b"II*\0", "tiff", "image/tiff"),
    (b"MM\0*", "tiff", "image/tiff"),
)


class Picture(NamedTuple):
    """A picture.

    Attributes
    ----------
    content : bytes
    ending : str
        Of its name.
    content_type : str
    """

    content: bytes
    ending: str
    content_type: str


def masked_picture(data: bytes, mask_image: MaskImage | None) -> Picture:
    """Return a picture without identifiers.

    Parameters
    ----------
    data : bytes
        In any format. Drawings (EMF, WMF, SVG) and unknown formats can hold text that is not seen; a blank picture
        takes their place.
    mask_image : callable or None
        With None, a blank picture takes the place of all.

    Raises
    ------
    DocumentError
        The picture could not be checked, or came back in another format.
    """
    kind = _format(data)
    if mask_image is None or kind is None:
        return _blank()
    made = mask_image(data)
    if made is None:
        raise DocumentError("A picture of the document could not be checked.")
    if _format(made) != kind:
        raise DocumentError("A picture of the document came back in another format.")
    return Picture(made, *kind)


def _format(data: bytes) -> tuple[str, str] | None:
    return next(((ending, kind) for start, ending, kind in _FORMATS if data.startswith(start)), None)


@cache
def _blank() -> Picture:
    """Return a picture of one transparent pixel."""
    file = io.BytesIO()
    Image.new("LA", (1, 1), 0).save(file, "PNG")
    return Picture(file.getvalue(), "png", "image/png")
