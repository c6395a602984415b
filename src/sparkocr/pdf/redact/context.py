"""What the content of a page and of all forms on it share while it is rewritten: regions, fonts, gaps and limits."""

from __future__ import annotations

from collections.abc import Sequence

import pikepdf
from pikepdf import Dictionary, Stream

from sparkocr.enums import Color
from sparkocr.imaging.limits import MAX_PIXELS
from sparkocr.pdf.damage import is_whole
from sparkocr.pdf.redact.fonts import Font, read_font
from sparkocr.pdf.redact.gaps import Gaps
from sparkocr.pdf.redact.geometry import Hole, Holes, Matrix, Point
from sparkocr.pdf.redact.operands import DAMAGED, Instruction
from sparkocr.pdf.redact.pictures import painted, pixels_of
from sparkocr.pdf.redact.report import CannotRewriteError

__all__ = ["Context"]

_MOST_INSTRUCTIONS = 2_000_000  # of a page with all its forms; large maps have some hundred thousand
_COST = 200  # instructions that take as long as it takes to open a form
_MOST_PIXELS = 4 * MAX_PIXELS  # of all pictures that are changed on a page


class Context:
    """What is known and used on a page.

    Attributes
    ----------
    document : pikepdf.Pdf
    holes : Holes
    gaps : Gaps or None
        Those of a fixed width, if they are to have one.
    text_holes : set of int
        The `id` of each hole from which glyphs were taken.
    """

    def __init__(self, document: pikepdf.Pdf, holes: Holes, gap_width: float | None, color: Color) -> None:
        self.document = document
        self.holes = holes
        self.gaps = None if gap_width is None else Gaps(gap_width)
        self.text_holes: set[int] = set()
        self._color = color
        self._fonts: dict[tuple[int, int], Font] = {}
        self._names = 0
        self._instructions_left = _MOST_INSTRUCTIONS
        self._pixels_left = _MOST_PIXELS

    def instructions(self, content: Dictionary | Stream) -> Sequence[Instruction]:
        """Return the instructions of a page or a form.

        Raises
        ------
        CannotRewriteError
            They are damaged, or too many with those before.
        """
        if not is_whole(content):
            raise CannotRewriteError(DAMAGED)
        instructions = pikepdf.parse_content_stream(content)
        self._instructions_left -= len(instructions) + _COST
        if self._instructions_left < 0:
            raise CannotRewriteError("The page has too many instructions.")
        return instructions

    def font(self, font: object) -> Font:
        """Return the metrics of a font.

        Raises
        ------
        CannotRewriteError
            They aren't known.
        """
        if not isinstance(font, Dictionary) or not font.is_indirect:
            return read_font(font)
        if font.objgen not in self._fonts:
            self._fonts[font.objgen] = read_font(font)
        return self._fonts[font.objgen]

    def paint(self, picture: Stream, matrix: Matrix, holes: Sequence[Hole]) -> Stream:
        """Return a copy of a picture, which fills the unit square, without what is in holes.

        Raises
        ------
        CannotRewriteError
            It can't be changed.
        """
        self.refuse_in_gaps()
        self._pixels_left -= pixels_of(picture)
        if self._pixels_left < 0:
            raise CannotRewriteError("The page has too many pictures.")
        return painted(self.document, picture, matrix, holes, self._color)

    def refuse_in_gaps(self) -> None:
        """Refuse to take out what is no text, where gaps have a fixed width.

        Raises
        ------
        CannotRewriteError
            They have.
        """
        if self.gaps is not None:
            raise CannotRewriteError("A region has more than text.")

    def new_name(self, taken: object) -> str:
        """Return a name for a resource that isn't among those of a dictionary."""
        while True:
            self._names += 1
            name = f"/Redacted{self._names}"
            if not isinstance(taken, Dictionary) or name not in taken:
                return name

    def polygons(self) -> Sequence[Sequence[Point]]:
        """Return what is to be filled: holes, or the gaps in their place."""
        if self.gaps is None:
            return [hole.points for hole in self.holes.all]
        others = [hole.points for hole in self.holes.all if id(hole) not in self.text_holes]
        return [*self.gaps.boxes, *others]
