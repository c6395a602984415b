"""Draw on the pages of a PDF, which keep what they have."""

import io
import warnings
from collections.abc import Mapping, Sequence

import numpy as np
import numpy.typing as npt
import pikepdf

from sparkocr.enums import Color
from sparkocr.pdf.boxes import page_frame
from sparkocr.pdf.objects import open_objects
from sparkocr.pdf.write.output import append_content

__all__ = ["draw_outlines"]

Floats = npt.NDArray[np.float64]


def draw_outlines(
    content: bytes | memoryview,
    outlines: Mapping[int, Sequence[Floats]],
    *,
    line_width: float = 1.0,
    color: Color = Color.black,
    password: str = "",
) -> bytes:
    """Draw polygons on pages.

    What the pages have is untouched, text included: the lines are one more content stream, behind the others.

    Parameters
    ----------
    content : bytes or memoryview
        The PDF file.
    outlines : Mapping of int to sequence of ndarray of float64, shape (n, 2)
        Polygons by the index of their page, in points of the displayed page, origin top left, y downwards. A document
        of one page gets those of all indices, because it may be a page of a larger document.
    line_width : float
        Points. The middle of the line is on the edge.
    color : Color
    password : str
        Password of an encrypted document.

    Returns
    -------
    bytes
        The PDF; encrypted as it was. The same input gives the same bytes, unless it is encrypted.

    Raises
    ------
    DocumentError
        If the document can't be opened.
    """
    with open_objects(content, password) as document:
        pages: Mapping[int, Sequence[Floats]] = outlines
        if len(document.pages) == 1:
            pages = {0: [polygon for polygons in outlines.values() for polygon in polygons]}
        drawn = False
        for index, polygons in sorted(pages.items()):
            if polygons and 0 <= index < len(document.pages):
                _draw(document.pages[index], polygons, line_width, color)
                drawn = True
        if not drawn:
            return bytes(content)
        return _saved(document)


def _saved(document: pikepdf.Pdf) -> bytes:
    """Write a document with the encryption that it has."""
    output = io.BytesIO()
    locked = document.is_encrypted
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # what the document lacks, such as a form around its fields, it lacked before
        document.save(output, encryption=locked, deterministic_id=not locked)
    return output.getvalue()


def _draw(page: pikepdf.Page, polygons: Sequence[Floats], line_width: float, color: Color) -> None:
    """Append the polygons to the content of a page."""
    frame = page_frame(page)
    red, green, blue = (f"{part / 255:.4g}" for part in color.rgb)
    paths = (_path(frame.to_user_space(polygon)) for polygon in polygons)
    # An artifact: readers that speak or reflow the page leave it out (ISO 32000-1, 14.8.2.2).
    state = f"/Artifact BMC q {red} {green} {blue} RG {line_width:g} w"
    append_content(page, "\n".join([state, *paths, "Q EMC"]).encode("ascii"))


def _path(corners: Floats) -> str:
    """Return the operators that draw a polygon."""
    points = [f"{x:.3f} {y:.3f}" for x, y in corners.tolist()]
    return f"{points[0]} m {' '.join(f'{point} l' for point in points[1:])} h S"
