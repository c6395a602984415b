"""Draw on the pages of a PDF, which keep what they have."""

from __future__ import annotations

import io
import warnings
from collections.abc import Iterator, Mapping, Sequence

import numpy as np
import numpy.typing as npt
import pikepdf
from pikepdf import Array, Dictionary, Name, Stream, String
from reportlab.pdfbase.pdfmetrics import stringWidth

from sparkocr.enums import Color
from sparkocr.imaging.draw import Mark
from sparkocr.pdf.boxes import page_frame
from sparkocr.pdf.entries import elements, entries
from sparkocr.pdf.frame import PageFrame
from sparkocr.pdf.objects import open_objects
from sparkocr.pdf.write.output import append_content

__all__ = ["draw_marks", "draw_outlines", "highlight"]

Floats = npt.NDArray[np.float64]
Marks = Mapping[int, Sequence[Mark]]

_OPACITY = 0.4  # of filled regions, which are multiplied with what is under them
_FONT, _ENCODING = "Helvetica", "cp1252"  # WinAnsiEncoding
_GAP = 1.5  # points between a region and its label
_MOST_LABEL = 100  # characters
_PRINT = 4  # flag of annotations that are printed, too: ISO 32000-1, table 165


def draw_outlines(
    content: bytes | memoryview,
    outlines: Mapping[int, Sequence[Floats]],
    *,
    line_width: float = 1.0,
    color: Color = Color.black,
    password: str = "",
) -> bytes:
    """Draw polygons on pages, all of one colour.

    Parameters
    ----------
    content, line_width, password
        As in `draw_marks`.
    outlines : Mapping of int to sequence of ndarray of float64, shape (n, 2)
        Polygons by the index of their page, as those of `draw_marks`.
    color : Color

    Returns
    -------
    bytes
        As of `draw_marks`.

    Raises
    ------
    DocumentError
        If the document can't be opened.
    """
    marks = {page: [Mark(polygon, color) for polygon in polygons] for page, polygons in outlines.items()}
    return draw_marks(content, marks, line_width=line_width, password=password)


def draw_marks(
    content: bytes | memoryview,
    marks: Marks,
    *,
    line_width: float = 1.0,
    font_size: float = 10.0,
    filled: bool = False,
    password: str = "",
) -> bytes:
    """Draw regions on pages: their outlines or their surface, and their texts above them, or below without room.

    What the pages have is untouched, text included: what is drawn is one more content stream, behind the others.

    Parameters
    ----------
    content : bytes or memoryview
        The PDF file.
    marks : Mapping of int to sequence of Mark
        Regions by the index of their page; corners in points of the displayed page, origin top left, y downwards. A
        document of one page gets those of all indices, because it may be a page of a larger document.
    line_width : float
        Points. The middle of the line is on the edge.
    font_size : float
        Of texts, in points. They are in Helvetica; letters that it does not have become question marks.
    filled : bool
        Whether regions are filled, as with a text marker, instead of outlined.
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
        found = list(_on_pages(document, marks))
        for page, on_page in found:
            frame = page_frame(page)
            shapes = (
                _shape(frame.to_user_space(mark.corners), mark.color, line_width, filled=filled) for mark in on_page
            )
            texts = [_text(frame, mark, font_size, 0 if filled else line_width / 2) for mark in on_page if mark.text]
            drawn = "\n".join(["q", *shapes, "Q", *texts])
            resources = _resources(with_state=filled, with_font=bool(texts))
            if resources:
                drawn = f"{_add_form(document, page, drawn, resources)} Do"
            # An artifact: readers that speak or reflow the page leave it out (ISO 32000-1, 14.8.2.2).
            append_content(page, f"/Artifact BMC q\n{drawn}\nQ EMC".encode("ascii"))
        return _saved(document) if found else bytes(content)


def highlight(content: bytes | memoryview, marks: Marks, *, password: str = "") -> bytes:
    """Add highlight annotations to pages: notes that readers list, show on top of the page and can remove.

    Parameters
    ----------
    content, password
        As in `draw_marks`.
    marks : Mapping of int to sequence of Mark
        As in `draw_marks`; their texts are the contents of the notes.

    Returns
    -------
    bytes
        As of `draw_marks`.

    Raises
    ------
    DocumentError
        If the document can't be opened.
    """
    with open_objects(content, password) as document:
        found = list(_on_pages(document, marks))
        for page, on_page in found:
            frame = page_frame(page)
            notes = [document.make_indirect(_note(document, page, frame, mark)) for mark in on_page]
            page.obj.Annots = Array([*elements(page.obj.get(Name.Annots)), *notes])
        return _saved(document) if found else bytes(content)


def _on_pages(document: pikepdf.Pdf, marks: Marks) -> Iterator[tuple[pikepdf.Page, Sequence[Mark]]]:
    """Yield the pages that have marks."""
    if len(document.pages) == 1:
        marks = {0: [mark for on_page in marks.values() for mark in on_page]}
    for index, on_page in sorted(marks.items()):
        if on_page and 0 <= index < len(document.pages):
            yield document.pages[index], on_page


def _saved(document: pikepdf.Pdf) -> bytes:
    """Write a document with the encryption that it has."""
    output = io.BytesIO()
    locked = document.is_encrypted
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # what the document lacks, such as a form around its fields, it lacked before
        document.save(output, encryption=locked, deterministic_id=not locked)
    return output.getvalue()


def _shape(corners: Floats, color: Color, line_width: float, *, filled: bool) -> str:
    """Return the operators that draw a polygon of user space."""
    if filled:
        return f"/Marker gs {_numbers(color)} rg {_path(corners)} f"
    return f"{_numbers(color)} RG {line_width:g} w {_path(corners)} S"


def _numbers(color: Color) -> str:
    return " ".join(f"{part / 255:.4g}" for part in color.rgb)


def _path(corners: Floats) -> str:
    """Return the operators that make a path of a polygon."""
    points = [f"{x:.3f} {y:.3f}" for x, y in corners.tolist()]
    return f"{points[0]} m {' '.join(f'{point} l' for point in points[1:])} h"


def _text(frame: PageFrame, mark: Mark, size: float, border: float) -> str:
    """Return the operators that write the text of a region beside it, upright on the displayed page."""
    text = mark.text[:_MOST_LABEL].encode(_ENCODING, "replace")
    left, top = mark.corners.min(axis=0) - border - _GAP
    bottom = mark.corners[:, 1].max() + border + _GAP
    page = np.abs(np.diff(frame.to_display(np.array([[frame.left, frame.bottom], [frame.right, frame.top]])), axis=0))
    baseline = top if top >= size else bottom + size
    left = max(0.0, min(left + border + _GAP, page[0, 0] - stringWidth(text.decode(_ENCODING), _FONT, size)))
    origin, along, above = frame.to_user_space(
        np.array([[left, baseline], [left + frame.unit, baseline], [left, baseline - frame.unit]])
    )
    place = " ".join(f"{value:.3f}" for value in [*(along - origin), *(above - origin), *origin])
    return f"BT {_numbers(mark.color)} rg /Label {size / frame.unit:g} Tf {place} Tm <{text.hex()}> Tj ET"


def _resources(*, with_state: bool, with_font: bool) -> Dictionary | None:
    """Return what `_shape` and `_text` name; None if they name nothing."""
    found = {}
    if with_state:
        found["/ExtGState"] = Dictionary(Marker=Dictionary(Type=Name.ExtGState, BM=Name.Multiply, ca=_OPACITY))
    if with_font:
        font = Dictionary(Type=Name.Font, Subtype=Name.Type1, BaseFont=Name(f"/{_FONT}"), Encoding=Name.WinAnsiEncoding)
        found["/Font"] = Dictionary(Label=font)
    return Dictionary(found) if found else None


def _add_form(document: pikepdf.Pdf, page: pikepdf.Page, content: str, resources: Dictionary) -> str:
    """Add a form to the resources of a page, which may be those of other pages too, and return its name."""
    form = _form(document, page_frame(page)[:4], content, resources)
    mine = Dictionary(dict(entries(page.resources)))
    forms = Dictionary(dict(entries(mine.get(Name.XObject))))
    name = next(name for number in range(len(forms) + 1) if (name := f"/Marks{number}") not in forms)
    forms[name] = form
    mine.XObject = forms
    page.obj.Resources = mine
    return name


def _form(document: pikepdf.Pdf, box: Sequence[float], content: str, resources: Dictionary) -> Stream:
    return document.make_stream(
        content.encode("ascii"),
        Type=Name.XObject,
        Subtype=Name.Form,
        BBox=Array([round(side, 3) for side in box]),
        Group=Dictionary(S=Name.Transparency),
        Resources=resources,
    )


def _note(document: pikepdf.Pdf, page: pikepdf.Page, frame: PageFrame, mark: Mark) -> Dictionary:
    """Return a highlight annotation with its look (ISO 32000-1, 12.5.6.10)."""
    corners = frame.to_user_space(mark.corners)
    box = [*corners.min(axis=0).tolist(), *corners.max(axis=0).tolist()]
    look = _shape(corners, mark.color, 0, filled=True)
    # The corners in the order in which Acrobat and others write them: it is not that of the standard.
    places = corners[[0, 1, 3, 2]].flatten().tolist()
    return Dictionary(
        Type=Name.Annot,
        Subtype=Name.Highlight,
        P=page.obj,
        Rect=Array([round(side, 3) for side in box]),
        QuadPoints=Array([round(place, 3) for place in places]),
        C=Array([round(part / 255, 4) for part in mark.color.rgb]),
        CA=_OPACITY,
        F=_PRINT,
        Contents=String(mark.text),
        AP=Dictionary(N=_form(document, box, look, _resources(with_state=True, with_font=False) or Dictionary())),
    )
