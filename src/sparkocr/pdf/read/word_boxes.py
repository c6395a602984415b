"""Find the places of words of a page's text on its picture."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from sparkocr.errors import DocumentError
from sparkocr.imaging.pixels import Image
from sparkocr.layout.known import MOST_LETTERS
from sparkocr.pdf.document import Document, open_pdf
from sparkocr.pdf.fonts import is_known
from sparkocr.pdf.read.text import PageText, page_text
from sparkocr.positions.position import Position, edges

__all__ = ["known_boxes", "word_boxes", "words_on"]


def word_boxes(
    content: bytes | memoryview, index: int, text: str, image: Image, *, password: str = ""
) -> npt.NDArray[np.float64] | None:
    """Return the boxes of the words of a page's text.

    Parameters
    ----------
    content : bytes or memoryview
        The PDF file.
    index : int
        Page, from 0.
    text : str
        As `PdfToText` reads it: in the order of the file or sorted.
    image : Image
        The page as it was rendered.
    password : str
        Password of an encrypted document.

    Returns
    -------
    ndarray of float64, shape (n, 6), or None
        As `Image.text_words`: of each word of `text.split()`. None if that is not the text of the page.
    """
    try:
        with open_pdf(content, password) as document:
            return words_on(document, index, text, image)
    except DocumentError:
        return None


def words_on(document: Document, index: int, text: str, image: Image) -> npt.NDArray[np.float64] | None:
    """Return the words of a page of an open document, see `word_boxes`.

    Raises
    ------
    DocumentError
        If the page can't be read.
    """
    words = text.split()
    wanted = "".join(words)
    if not 0 < len(wanted) <= MOST_LETTERS:
        return None
    for normalized in (True, False)[: 1 + (not text.isascii())]:
        for sort in (False, True):
            page = page_text(document, index, sort=sort, normalize_ligatures=normalized, coordinates=True)
            visible = _visible(page)
            if "".join(c.c for c in visible) == wanted:
                boxes = _boxes(words, visible) * _scale(page, image)
                return np.column_stack([boxes, _letters(text)])
    return None


def known_boxes(document: Document, index: int, image: Image, *, only_certain: bool = False) -> npt.NDArray[np.float64]:
    """Return the boxes of all words of a page's text, as `word_boxes` does, or of those whose letters are all known."""
    page = page_text(document, index, coordinates=True)
    words = page.text.split()
    boxes = _boxes(words, _visible(page)) * _scale(page, image)
    return boxes[[is_known(word) for word in words]] if only_certain else boxes


def _letters(text: str) -> npt.NDArray[np.float64]:
    """Return the number of letters of each word, negative if some mean nothing, and the number of its line."""
    lines = [line.split() for line in text.splitlines()]
    numbers = [(len(word) * (1 if is_known(word) else -1), row) for row, line in enumerate(lines) for word in line]
    return np.array(numbers, np.float64).reshape(-1, 2)


def _visible(page: PageText) -> list[Position]:
    return [character for character in page.characters or () if not character.c.isspace()]


def _boxes(words: Sequence[str], characters: Sequence[Position]) -> npt.NDArray[np.float64]:
    """Return the boxes around the characters of each word, in points."""
    boxes, start = np.empty((len(words), 4)), 0
    for number, word in enumerate(words):
        left, top, right, bottom = edges(characters[start : start + len(word)])
        boxes[number] = left, top, right - left, bottom - top
        start += len(word)
    return boxes


def _scale(page: PageText, image: Image) -> npt.NDArray[np.float64]:
    """Return px per point, for the four numbers of a box."""
    height, width = image.pixels.shape[:2]
    across, down = width / page.width, height / page.height
    return np.array([across, down, across, down])
