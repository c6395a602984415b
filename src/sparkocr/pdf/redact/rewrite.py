"""Rewrite the content of a page, so that glyphs and pixels in regions are gone, and all else is where it was.

The instructions are interpreted (ISO 32000-1, 8 and 9) as far as it takes to know where glyphs, pictures and paths are.
A glyph that is hit is taken out of its string, and a displacement takes its place. Form XObjects and pictures that are
hit are copied for the place where they are drawn; other places and pages keep theirs. Clipping is not looked at: what
is clipped away is still in the file, so it goes, too.

Whatever can't be told for sure is refused, never guessed: the page then has to become a picture.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt
import pikepdf
from pikepdf import Dictionary

from sparkocr.enums import Color
from sparkocr.pdf.boxes import inherited
from sparkocr.pdf.redact.context import Context
from sparkocr.pdf.redact.geometry import Holes, Point
from sparkocr.pdf.redact.interpret import rewritten
from sparkocr.pdf.redact.report import CannotRewriteError

__all__ = ["rewrite_page"]

Floats = npt.NDArray[np.float64]

# What pikepdf and conversions raise on objects that are not what they should be; the messages may quote the document.
_ODD = (
    pikepdf.PdfError,
    pikepdf.DataDecodingError,
    ArithmeticError,
    AttributeError,
    LookupError,
    RuntimeError,
    TypeError,
    ValueError,
)


def rewrite_page(
    document: pikepdf.Pdf,
    page: Dictionary,
    holes: Sequence[Floats],
    *,
    gap_width: float | None = None,
    fill: Color | None = Color.black,
) -> None:
    """Take what is in regions out of the content of a page.

    Glyphs whose core is touched go, pixels with a margin of one, and shapes that are mostly in a region; rectangles and
    lines along the axes of the page that are larger stay. Marks of content lose their properties, which may repeat
    text. Last the regions are filled.

    Parameters
    ----------
    document : pikepdf.Pdf
        Changed in place.
    page : Dictionary
        A page of it. What it shares with other pages is copied first.
    holes : sequence of ndarray of float64, shape (n, 2)
        Convex polygons in user space of the page.
    gap_width : float or None
        In em: how wide each gap in a line becomes, whatever was in it; what follows on the line moves, and a box in the
        gap takes the place of the region. See `sparkocr.pdf.redact.gaps`. None leaves everything where it is, so a gap
        is as wide as what was in it.
    fill : Color or None
        Colour of the regions; None leaves them as they are.

    Raises
    ------
    CannotRewriteError
        A region touches what can't be taken out, or the page is damaged. The page is as it was.
    ValueError
        A region has no valid place.
    """
    if not all(np.isfinite(hole).all() for hole in holes):
        raise ValueError("A region has no valid place.")
    context = Context(document, Holes(holes), gap_width, fill or Color.black)
    try:
        new = rewritten(page, inherited(page, "/Resources"), context)
        if context.gaps is not None:
            context.gaps.check()
        data = pikepdf.unparse_content_stream(new.instructions)
    except _ODD:
        raise CannotRewriteError("The content of the page is damaged.") from None
    overlay = b"" if fill is None else _filled(context.polygons(), fill)
    page.Contents = document.make_stream(b"q\n%s\n%s\n%s" % (data, b"Q " * (1 + new.unclosed), overlay))
    page.Resources = new.resources


def _filled(polygons: Sequence[Sequence[Point]], color: Color) -> bytes:
    """Return the instructions that fill polygons, from the state in which a page begins."""
    red, green, blue = (f"{part / 255:.4g}" for part in color.rgb)
    lines = [f"/Artifact BMC q {red} {green} {blue} rg"]  # readers that speak or reflow the page leave it out
    for polygon in polygons:
        first, *others = (f"{x:.3f} {y:.3f}" for x, y in polygon)
        lines.append(" ".join([f"{first} m", *(f"{point} l" for point in others), "h f"]))
    return "\n".join([*lines, "Q EMC"]).encode("ascii")
