"""Take the identifiers out of a PDF, or mark them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from sparkocr.deid.pages import FoundPage
from sparkocr.deid.reading import shapes_of
from sparkocr.deid.search import SecretIndex, with_parts
from sparkocr.deid.secrets import Secret
from sparkocr.enums import Color, RedactTechnique
from sparkocr.errors import DocumentError
from sparkocr.imaging.draw import Mark
from sparkocr.pdf.document import open_pdf
from sparkocr.pdf.redact.redact import redact
from sparkocr.pdf.redact.report import PageReport
from sparkocr.pdf.write.draw import draw_marks

__all__ = ["Deidentified", "Findings", "Masking", "deidentify_pdf", "find_regions", "highlight_pdf"]

Floats = npt.NDArray[np.float64]

_COLORS = {
    label: color
    for color, labels in {
        Color.red: ("PERSON", "NAME"),
        Color.blue: ("DATE", "TIME", "AGE"),
        Color.green: ("LOCATION", "ADDRESS"),
        Color.orange: ("ORGANIZATION", "PROFESSION"),
        Color.magenta: ("PHONE", "EMAIL", "URL", "USERNAME", "IP", "CONTACT"),
        Color.cyan: ("ID", "SSN", "CREDIT_CARD", "IBAN", "ACCOUNT"),
    }.items()
    for label in labels
}
_CAPTION = 6.0  # points of the names of labels beside highlights


@dataclass(frozen=True, slots=True)
class Findings:
    """What is to be taken out of a PDF.

    Attributes
    ----------
    regions : dict of int to list of ndarray of float64, shape (4, 2)
        Polygons by page, from 0, in points of the displayed page, origin at the top left.
    labels : dict of int to list of str
        The label of each polygon.
    secrets : tuple of Secret
        What was found, each once, and the single names of persons.
    counts : dict of str to int
        How many identifiers the detectors found of each label.
    """

    regions: dict[int, list[Floats]]
    labels: dict[int, list[str]]
    secrets: tuple[Secret, ...]
    counts: dict[str, int]


def find_regions(content: bytes | memoryview, pages: Mapping[int, FoundPage], *, password: str = "") -> Findings:
    """Find where the identifiers of a document are, on all of its pages: also where no detector saw them.

    Parameters
    ----------
    content : bytes or memoryview
        The PDF file.
    pages : mapping from int to FoundPage
        What was found on each of its pages.
    password : str
        Password of an encrypted document.

    Raises
    ------
    DocumentError
        If the document can't be opened, a page of it was not searched, or it isn't known where an entity is.
    """
    with open_pdf(content, password) as document:
        if set(pages) != set(range(len(document))):
            raise DocumentError("Not all pages of the PDF were searched.")
    found = [item.secret for page in pages.values() for item in page.found()]
    secrets = with_parts(found)
    index_of_secrets = SecretIndex(secrets)
    regions: dict[int, list[Floats]] = {}
    labels: dict[int, list[str]] = {}
    for index, page in pages.items():
        for reading in page.readings():
            for corners, label in shapes_of(reading, index_of_secrets):
                regions.setdefault(index, []).append(corners)
                labels.setdefault(index, []).append(label)
    return Findings(regions, labels, secrets, dict(Counter(secret.label for secret in found)))


@dataclass(frozen=True, slots=True)
class Masking:
    """How identifiers are taken out of PDFs.

    Attributes
    ----------
    technique : RedactTechnique
    resolution : int
        Dpi of pages that become pictures.
    fill : Color
        Of the regions.
    gap_width : float or None
        Width in em of the gap that is left, see `sparkocr.pdf.redact.redact.redact`.
    """

    technique: RedactTechnique = RedactTechnique.AUTO
    resolution: int = 200
    fill: Color = Color.black
    gap_width: float | None = None


@dataclass(frozen=True, slots=True)
class Deidentified:
    """A PDF without its identifiers.

    Attributes
    ----------
    content : bytes
    findings : Findings
    pages : tuple of PageReport
    """

    content: bytes
    findings: Findings
    pages: tuple[PageReport, ...]


def deidentify_pdf(
    content: bytes | memoryview, pages: Mapping[int, FoundPage], masking: Masking, *, password: str = ""
) -> Deidentified:
    """Take the identifiers out of a PDF.

    Parameters
    ----------
    content, pages, password
        As in `find_regions`.
    masking : Masking

    Raises
    ------
    DocumentError
        If the document can't be redacted.
    """
    findings = find_regions(content, pages, password=password)
    redacted = redact(
        content,
        findings.regions,
        password=password,
        technique=masking.technique,
        resolution=masking.resolution,
        fill=masking.fill,
        gap_width=masking.gap_width,
    )
    return Deidentified(redacted.content, findings, redacted.pages)


def highlight_pdf(content: bytes | memoryview, pages: Mapping[int, FoundPage], *, password: str = "") -> bytes:
    """Mark the identifiers of a PDF with a colour for each label, and its name.

    Parameters
    ----------
    content, pages, password
        As in `find_regions`.

    Raises
    ------
    DocumentError
        If the document can't be read.
    """
    findings = find_regions(content, pages, password=password)
    marks = {
        index: [
            Mark(box, _COLORS.get(label, Color.yellow), label)
            for box, label in zip(boxes, findings.labels[index], strict=True)
        ]
        for index, boxes in findings.regions.items()
    }
    return draw_marks(content, marks, font_size=_CAPTION, filled=True, password=password)
