"""Whether positions still say what the page says that they come from."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable

from sparkocr.errors import DocumentError
from sparkocr.pdf.read.text import PageText, page_texts

__all__ = ["displayed_size", "says"]


def says(page: bytes, texts: Iterable[str]) -> bool:
    """Tell whether texts have all characters of a page and no others, in an order in which `PdfToText` gives them.

    The order counts, because a date or a name may be replaced by one of the same letters: only what is the same in the
    order of the file, or sorted by place, is the same. Spaces and compatibility forms (NFKC) do not count.

    Parameters
    ----------
    page : bytes
        A PDF of one page.
    texts : iterable of str

    Raises
    ------
    DocumentError
        If the page can't be read.
    """
    wanted = _compared(texts)
    return any(wanted == _compared(_read(page, sort=sort).text) for sort in (False, True))


def displayed_size(page: bytes) -> tuple[float, float]:
    """Return width and height of the first page of a PDF as it is displayed (cropped and rotated), in points.

    Raises
    ------
    DocumentError
        If it can't be read.
    """
    found = _read(page)
    return found.width, found.height


def _read(page: bytes, *, sort: bool = False) -> PageText:
    """Read the first page as `PdfToText` does that extracts coordinates."""
    found = next(page_texts(page, sort=sort, coordinates=True))
    if isinstance(found, DocumentError):
        raise found
    return found


def _compared(texts: Iterable[str]) -> str:
    return "".join(unicodedata.normalize("NFKC", "".join(texts)).split())
