"""Text at its places as a page of a PDF that everybody can see."""

from __future__ import annotations

import io
import unicodedata
from collections.abc import Iterator, Sequence
from functools import lru_cache
from hashlib import blake2b
from pathlib import Path
from typing import Any, NamedTuple

import font_roboto
from PIL import ImageFont
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFError, TTFont
from reportlab.pdfgen.canvas import Canvas

from sparkocr.errors import DocumentError
from sparkocr.pdf.paper import page_sides
from sparkocr.pdf.write.text_runs import TextRun, text_runs
from sparkocr.pdf.write.visual_order import visual_order
from sparkocr.positions.position import Position

__all__ = ["text_page"]

_EM = 200  # px at which the ink of a character is measured
# Chosen for this library.
_LOWEST, _HIGHEST = 0.8, 1.25  # of the size that a position tells: limits of the size that fills its box
_PITCH = 0.9  # of the distance of two lines: the largest size where a box holds several
_NARROWEST, _WIDEST = 0.5, 1.5  # limits of the horizontal scale


class _Ink(NamedTuple):
    """Where the ink of a character or a line is: px or em from where it starts, y downwards from the baseline."""

    left: float
    top: float
    right: float
    bottom: float


class _Line(NamedTuple):
    """A line of text, and its ink in em."""

    text: str
    ink: _Ink


class _Font:
    """A font to draw with, which also knows the ink of its characters."""

    def __init__(self, path: str) -> None:
        self.drawn = TTFont(path, path)
        # reportlab takes fonts of one name for one font, so the name says which file it is.
        self.drawn.face.name += blake2b(Path(path).read_bytes(), digest_size=4).hexdigest().encode("ascii")
        pdfmetrics.registerFont(self.drawn)
        self._measured = ImageFont.truetype(path, _EM)
        self._inks: dict[str, _Ink] = {}

    def has(self, character: str) -> bool:
        """Tell whether there is a glyph."""
        return ord(character) in self.drawn.face.charToGlyph

    def line(self, text: str, height: float = 0.0) -> _Line:
        """Measure a line of text: its ink, or all the room that it takes in a box of a height in em."""
        width = self.drawn.stringWidth(text, 1)
        if height:
            face = self.drawn.face
            above = height * face.ascent / (face.ascent - face.descent)
            return _Line(text, _Ink(0, -above, width, height - above))
        inks = [self._ink(character) for character in text]
        left, right = inks[0].left, width - self.drawn.stringWidth(text[-1], 1) + inks[-1].right
        seen = [ink for ink in inks if ink.bottom > ink.top] or inks
        return _Line(text, _Ink(left, min(ink.top for ink in seen), right, max(ink.bottom for ink in seen)))

    def _ink(self, character: str) -> _Ink:
        if character not in self._inks:
            mask, (x, y) = self._measured.getmask2(character, anchor="ls")
            left, top, right, bottom = mask.getbbox() or (0, 0, 0, 0)
            self._inks[character] = _Ink(*(side / _EM for side in (x + left, y + top, x + right, y + bottom)))
        return self._inks[character]


def text_page(units: Sequence[Position], width: float, height: float, *, font: str = "") -> bytes:
    r"""Make a one-page PDF with text on white.

    Single characters are joined to words, with spaces between them, so that readers of PDFs find and copy the words.
    Larger units are written as they are.

    A unit of one line fills its box with its ink, as far as the size of its font allows; it is condensed or stretched
    to half or one and a half of its width at most. The lines of a unit that has several (``"\n"``) spread evenly over
    its box.

    Parameters
    ----------
    units : sequence of Position
        In points, origin top-left.
    width, height : float
        Size of the page in points.
    font : str
        Path of a TrueType font, of which the characters that occur are embedded; empty: Roboto, which has Latin, Greek
        and Cyrillic letters.

    Returns
    -------
    bytes
        The PDF; the same units give the same bytes.

    Raises
    ------
    DocumentError
        If the font can't be opened, or has no glyphs for some characters.

    Notes
    -----
    Right-to-left lines are written in visual order, but letters are not joined as Arabic needs it.
    """
    found = _font(font or str(font_roboto.Roboto))
    runs = text_runs(units)
    texts = [[line for part in run.unit.c.splitlines() if (line := _written(part))] for run in runs]
    _check_glyphs(found, "".join(line for lines in texts for line in lines))
    output = io.BytesIO()
    canvas = Canvas(output, pagesize=page_sides(width, height), pageCompression=1, invariant=1)
    for run, lines in zip(runs, texts, strict=True):
        if lines and run.unit.width > 0 and run.unit.height > 0:
            _draw(canvas, found, [found.line(line, run.height) for line in lines], run, height)
    canvas.showPage()
    canvas.save()
    return output.getvalue()


@lru_cache(4)
def _font(path: str) -> _Font:
    """Load a font."""
    try:
        return _Font(path)
    except (TTFError, OSError):
        raise DocumentError("Can't open the font: font must be the path of a TrueType font on every worker.") from None


def _written(text: str) -> str:
    """Return a line as it stands on paper: composed, from left to right, without what can't be seen."""
    composed = unicodedata.normalize("NFC", " ".join(text.split()))
    return visual_order("".join(c for c in composed if unicodedata.category(c) not in {"Cc", "Cf", "Cs"}))


def _check_glyphs(font: _Font, text: str) -> None:
    """Refuse a text that would be shown with holes.

    Raises
    ------
    DocumentError
        Tells how many of the characters are missing, never which.
    """
    missing = sum(not font.has(character) for character in text)
    if missing:
        raise DocumentError(
            f"The font has no glyphs for {missing} of {len(text)} characters: "
            "set font to the path of a TrueType font that has them."
        )


def _draw(canvas: Any, font: _Font, lines: Sequence[_Line], run: TextRun, page_height: float) -> None:
    """Draw the lines of a unit into its box, and what separates it from the next one."""
    unit = run.unit
    widest = max(line.ink.right - line.ink.left for line in lines)
    if widest <= 0:
        return
    size = _size(lines, unit)
    stretch = min(max(unit.width / (widest * size), _NARROWEST), _WIDEST)
    for line, baseline in zip(lines, _baselines(lines, unit, size), strict=True):
        text = canvas.beginText()
        text.setFont(font.drawn.fontName, size)
        text.setHorizScale(100 * stretch)
        text.setTextOrigin(unit.x - line.ink.left * size * stretch, page_height - baseline)
        text.textOut(line.text + run.space * (line is lines[-1]))
        canvas.drawText(text)


def _size(lines: Sequence[_Line], unit: Position) -> float:
    """Return the size of the font in points: that of the unit, if it tells one, as far as the box agrees."""
    if len(lines) == 1:
        filling = unit.height / max(lines[0].ink.bottom - lines[0].ink.top, 1 / _EM)
    else:
        filling = _PITCH * unit.height / len(lines)
    if unit.font_size <= 0:
        return min(filling, unit.height / _NARROWEST)
    return min(max(filling, _LOWEST * unit.font_size), _HIGHEST * unit.font_size)


def _baselines(lines: Sequence[_Line], unit: Position, size: float) -> Iterator[float]:
    """Yield how far below the top of the page each line stands: the ink of the last one ends where the box does."""
    last = unit.y + unit.height - lines[-1].ink.bottom * size
    first = min(last, unit.y - lines[0].ink.top * size)
    pitch = (last - first) / max(1, len(lines) - 1)
    return (last - pitch * (len(lines) - 1 - number) for number in range(len(lines)))
