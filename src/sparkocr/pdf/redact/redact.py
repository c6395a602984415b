"""Take regions out of a whole PDF, and all else that could tell what was in them."""

from __future__ import annotations

import io
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pikepdf
import pypdfium2 as pdfium

from sparkocr.enums import Color, RedactTechnique
from sparkocr.errors import DocumentError
from sparkocr.imaging.limits import MAX_PIXELS
from sparkocr.pdf.annotations import flatten
from sparkocr.pdf.boxes import page_frame
from sparkocr.pdf.document import Document, check_page, open_page, open_pdf
from sparkocr.pdf.frame import PageFrame
from sparkocr.pdf.read.page_layout import layout_page
from sparkocr.pdf.redact.beside import draws_beside, draws_unseen, surroundings
from sparkocr.pdf.redact.check import still_has
from sparkocr.pdf.redact.geometry import Holes
from sparkocr.pdf.redact.raster import raster_page
from sparkocr.pdf.redact.report import CannotRewriteError, PageReport, Redacted, Technique
from sparkocr.pdf.redact.rewrite import rewrite_page
from sparkocr.pdf.redact.sanitize import Sanitizer
from sparkocr.pdf.redact.used_codes import forget_unused_codes
from sparkocr.pdf.write.output import save

__all__ = ["redact"]

Floats = npt.NDArray[np.float64]

_DAMAGED = "PDF is damaged."
_ODD = "Its content is not what it should be."
_ASKED = "Pictures were asked for."
_LEFT = "Something was left in a region."


def redact(
    content: bytes | memoryview,
    holes: Mapping[int, Sequence[Floats]],
    *,
    password: str = "",
    technique: RedactTechnique = RedactTechnique.AUTO,
    resolution: int = 200,
    fill: Color = Color.black,
    gap_width: float | None = None,
    max_pixels: int = MAX_PIXELS,
) -> Redacted:
    """Take regions out of the pages of a PDF, and drop all that the pages don't show.

    The result is a new document that has the pages and nothing else: no metadata, bookmarks, links, attachments,
    scripts, page labels, layers, structure, older revisions. What viewers show of form fields and annotations
    is content of the pages, and is redacted like it; hidden layers and what is beside the page are gone. That
    also holds for pages without regions.

    Parameters
    ----------
    content : bytes or memoryview
        The PDF file.
    holes : Mapping of int to sequence of ndarray of float64, shape (n, 2)
        Convex polygons by the index of their page, in points of the displayed page, origin top left, y downwards.
    password : str
        Password of an encrypted document; the result is not encrypted.
    technique : RedactTechnique
    resolution : int
        Of pages that become pictures, in dpi.
    fill : Color
        What is painted over regions.
    gap_width : float or None
        Width in em of the gap that a piece of text leaves, so that it does not tell its text; None: as it was. Pages
        that become pictures keep the width.
    max_pixels : int
        Largest width x height of a page that becomes a picture, in px.

    Returns
    -------
    Redacted
        The same input gives the same bytes. See `sparkocr.pdf.redact.sanitize` for what fonts may still tell.

    Raises
    ------
    DocumentError
        If the document or one of its pages can't be opened, there is no such page, a region has no valid place, or the
        content of a page can't be rewritten although `technique` asks for it.
    """
    options = _Options(technique, resolution, fill, gap_width, max_pixels)
    with open_pdf(content, password) as document:
        for index in holes:
            check_page(index, len(document))
        with _shown_pages(document) as source, pikepdf.new() as target:
            sanitizer = Sanitizer(target)
            reports = []
            for index, page in enumerate(source.pages):
                target.pages.append(page)
                polygons = holes.get(index, ())
                _check_places(polygons, page_frame(page))
                reason = _rewritten(document, target, sanitizer, polygons, options)
                if reason is not None:
                    _replace(target, index, _picture(document, index, page, polygons, options, reason))
                reports.append(_report(index, len(polygons), reason))
            made = _saved(target, reports)
            for index in _failed(made, source, holes, reports) if gap_width is None else ():
                page, polygons = source.pages[index], holes[index]
                _replace(target, index, _picture(document, index, page, polygons, options, _LEFT))
                reports[index] = _report(index, len(polygons), _LEFT)
                made = b""
            return Redacted(made or _saved(target, reports), tuple(reports))


@dataclass(frozen=True)
class _Options:
    """How pages are redacted; see `redact`."""

    technique: RedactTechnique
    resolution: int
    fill: Color
    gap_width: float | None
    max_pixels: int


@contextmanager
def _shown_pages(document: Document) -> Iterator[pikepdf.Pdf]:
    """Open the pages of a document as viewers show them: form fields and annotations are drawn into them.

    Raises
    ------
    DocumentError
        A page can't be read.
    """
    for index in range(len(document)):
        with open_page(document, index, annotations=True) as page:
            flatten(page)
    copy = pdfium.PdfDocument.new()
    try:
        copy.import_pages(document)
        file = io.BytesIO()
        copy.save(file)
        shown = pikepdf.open(file)
    except (pdfium.PdfiumError, pikepdf.PdfError):
        raise DocumentError(_DAMAGED) from None
    finally:
        copy.close()
    with shown:
        if len(shown.pages) != len(document):
            raise DocumentError(_DAMAGED)
        yield shown


def _rewritten(
    document: Document, target: pikepdf.Pdf, sanitizer: Sanitizer, polygons: Sequence[Floats], options: _Options
) -> str | None:
    """Rewrite the last page of what is made; the reason if that can't be done."""
    page = target.pages[-1]
    frame = page_frame(page)
    if polygons and options.technique is RedactTechnique.RASTER:
        return _ASKED
    try:
        sanitizer.clean_page(page.obj)  # first, because less is odd then
        if polygons:
            holes = [frame.to_user_space(np.asarray(polygon, np.float64)) for polygon in polygons]
            rewrite_page(target, page.obj, holes, gap_width=options.gap_width, fill=options.fill)
        with open_page(document, len(target.pages) - 1) as shown:
            has_more = draws_beside(shown) or draws_unseen(shown)
        if has_more:
            rewrite_page(target, page.obj, surroundings(frame), fill=Color.white)
        if polygons or has_more:
            sanitizer.clean_page(page.obj)  # of what only drew what is gone
    except CannotRewriteError as error:
        return str(error)
    except Exception:  # noqa: BLE001  anything in a document may be of any type, and no half of a page may stay
        return _ODD
    return None


def _picture(
    document: Document, index: int, page: pikepdf.Page, polygons: Sequence[Floats], options: _Options, reason: str
) -> bytes:
    """Return a page as a picture, with the text that its clean content shows, if it can be cleaned.

    Raises
    ------
    DocumentError
        No pictures are wanted, or it can't be rendered.
    """
    if options.technique is RedactTechnique.REWRITE:
        raise DocumentError(f"Page {index} can't be rewritten: {reason}")
    with ExitStack() as stack:
        clean = None
        with suppress(Exception), pikepdf.new() as alone:
            alone.pages.append(page)
            Sanitizer(alone).clean_page(alone.pages[0].obj)
            clean = stack.enter_context(open_pdf(save(alone)))
        return raster_page(
            document,
            index,
            polygons,
            text=None if clean is None else layout_page(clean, 0, original=True, symbols=True),
            max_pixels=options.max_pixels,
            resolution=options.resolution,
            fill=options.fill,
        )


def _replace(target: pikepdf.Pdf, index: int, picture: bytes) -> None:
    with pikepdf.open(io.BytesIO(picture)) as made:
        target.pages[index] = made.pages[0]


def _saved(target: pikepdf.Pdf, reports: Sequence[PageReport]) -> bytes:
    """Return the document, whose fonts tell no letters that were taken out."""
    if any(report.technique is not Technique.NONE for report in reports):
        with suppress(Exception):  # of odd fonts: they tell letters, never where one was
            forget_unused_codes(target)
    return save(target)


def _failed(
    content: bytes, source: pikepdf.Pdf, holes: Mapping[int, Sequence[Floats]], reports: Sequence[PageReport]
) -> Iterator[int]:
    """Yield the pages that were rewritten, and in whose regions PDFium still finds text."""
    rewritten = [report.page for report in reports if report.technique is Technique.REWRITE]
    if not rewritten:
        return
    with open_pdf(content) as document:
        for index in rewritten:
            frame = page_frame(source.pages[index])
            with open_page(document, index) as page:
                if still_has(page, Holes([frame.to_user_space(np.asarray(hole)) for hole in holes[index]]).all):
                    yield index


def _report(index: int, regions: int, reason: str | None) -> PageReport:
    made = Technique.REWRITE if regions else Technique.NONE
    return PageReport(index, made if reason is None else Technique.RASTER, regions, reason)


def _check_places(polygons: Sequence[Floats], frame: PageFrame) -> None:
    """Check that regions are on their page.

    Raises
    ------
    DocumentError
        One is beside it, or nowhere: so its place is in another unit, or wrong.
    """
    width, height = (frame.right - frame.left) * frame.unit, (frame.top - frame.bottom) * frame.unit
    if frame.rotation in {90, 270}:
        width, height = height, width
    for polygon in polygons:
        (left, top), (right, bottom) = np.min(polygon, axis=0), np.max(polygon, axis=0)
        if not (np.isfinite(polygon).all() and left <= width and top <= height and right >= 0 and bottom >= 0):
            raise DocumentError("A region is not on its page: regions are in points of the displayed page.")
