"""The outline of a document: its bookmarks, which name headings and their levels."""

from __future__ import annotations

import io
import logging
from collections.abc import Iterable
from contextlib import suppress
from itertools import islice
from typing import NamedTuple

import pikepdf
import pypdfium2 as pdfium

# It warns of outlines that are deeper, or go round in circles: nothing that a user can change.
logging.getLogger("pypdfium2._helpers.document").setLevel(logging.ERROR)

__all__ = ["Bookmark", "bookmarks_of", "with_bookmarks"]

_MOST = 20_000  # bookmarks of a document; a book of 1,000 pages has some hundreds
_DEEPEST = 6  # as in Markdown


class Bookmark(NamedTuple):
    """A bookmark that leads to a page.

    Attributes
    ----------
    page : int
        From 0.
    level : int
        From 1.
    title : str
    """

    page: int
    level: int
    title: str


def bookmarks_of(document: pdfium.PdfDocument) -> list[Bookmark]:
    """Read the outline of a document: the bookmarks that lead to its pages, in their order.

    What can't be read is left out: an outline is no reason to lose a page.
    """
    found = []
    for bookmark in islice(document.get_toc(max_depth=_DEEPEST), _MOST):
        with suppress(UnicodeDecodeError):
            place = bookmark.get_dest()
            page = place.get_index() if place is not None else None
            if page is not None:
                found.append(Bookmark(page, bookmark.level + 1, bookmark.get_title()))
    return found


def with_bookmarks(content: bytes, bookmarks: Iterable[Bookmark]) -> bytes:
    """Return a PDF with an outline.

    Parameters
    ----------
    content : bytes
        A PDF without one.
    bookmarks : iterable of Bookmark
        One without the bookmark above it, as of a part of a document, gets one that leads nowhere.
    """
    with pikepdf.open(io.BytesIO(content), suppress_warnings=True) as document, io.BytesIO() as target:
        with document.open_outline() as outline:
            above = [outline.root]  # where bookmarks of each level go
            for page, level, title in bookmarks:
                del above[level:]
                while len(above) < level:
                    above[-1].append(pikepdf.OutlineItem(""))
                    above.append(above[-1][-1].children)
                item = pikepdf.OutlineItem(title, page)
                above[-1].append(item)
                above.append(item.children)
        document.save(target)
        return target.getvalue()
