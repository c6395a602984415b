"""The stage that takes the identifiers out of PDF files."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from typing import Any

import pyarrow as pa

from sparkocr.deid.pages import FoundPage, PageReading, find_on_page
from sparkocr.deid.pdf import Masking, deidentify_pdf, highlight_pdf
from sparkocr.deid.proof import Proof
from sparkocr.entities.finder import EntityFinder
from sparkocr.enums import Color, RedactTechnique
from sparkocr.imaging.limits import MAX_PIXELS
from sparkocr.pdf.document import Document
from sparkocr.stage.columns import Dataset
from sparkocr.stage.params import boolean, choice, column, integer, number, secret
from sparkocr.transformers.entities.finder_params import FinderParams, known_values
from sparkocr.transformers.entities.proof_params import DeidentifiedSchema, ProofParams, proven
from sparkocr.transformers.pdf.by_page import ByPageStage, DocumentWork, PageWork
from sparkocr.transformers.pdf.page_stage import PASSWORD_DOC
from sparkocr.transformers.recognition.engine_params import EngineParams

__all__ = ["PdfDeidentifier"]


class PdfDeidentifier(EngineParams, FinderParams, ProofParams, ByPageStage):
    r"""Take the names and other identifiers out of PDF files, and prove that they are gone.

    Adds the columns `outputCol` (the PDF), `auditCol` (what was done and proven, with none of the identifiers) and
    `exception`; drops the input column unless `keepInput` is set. There is one row per document.

    Identifiers are looked for in the text of digital pages, and in what OCR reads: of scanned pages, also those with a
    text layer that nobody sees, and of the parts of digital pages that show pictures or other things that may be text.
    What is found on one page is taken out of all. The result has the pages and nothing else: see `PdfRedactRegions`.
    Then it is read again in other ways, as by `DeidVerifier`: if anything is left, or can't be read, `outputCol` is
    null and `exception` says so.

    See Also
    --------
    EntityFinder : what is found.
    PdfRedactRegions : how it is taken out.
    DeidVerifier : how that is proven.

    Notes
    -----
    OCR reads these parts of a digital page, as wide as the page, with 18 points above and below them: pictures from
    7 x 12 points on, strips of pictures that touch; lines that look like text where the page has none, as outlines,
    patterns, masks and drawn glyphs are; single letters as wide as words. Where five lines or more are drawn, or one
    stands on its side, it reads the whole page. A page that lies on its side or is upside down is turned before it is
    read; single lines that stand otherwise than the others may not be read.

    The text of a page is believed where the page shows letters. A font that tells other letters than it shows is only
    noticed with `readAll`; a name whose letters are placed one by one along a slanted line may not be found at all.

    With `highlight`, identifiers are marked and nothing is taken out: to see what would be.

    The pages of a document are spread over the cluster, and what is found on them is gathered again: an aggregation. On
    a stream, and with `partitionNum` -1, each document is handled by one task instead.

    Examples
    --------
    >>> clean = PdfDeidentifier(detectors=["fields", "patterns"])
    >>> light = LightPipeline([clean, PdfToText(inputCol="pdf")])
    >>> (page,) = light.fromBinary(samples.pdf("Patient: Jane Roe\nDiagnosis: flu"))
    >>> page["text"].result.split(), page["audit"]["entities"], page["audit"]["proven"]
    (['Patient:', 'Diagnosis:', 'flu'], {'PERSON': 1}, True)
    """

    outputCol = column("pdf", "Column for the PDF without identifiers.")
    minSizeBeforeFallback = integer(
        10,
        "Characters of text from which OCR does not read a page as a whole, but only its pictures and what else may be "
        "text; unless its text is a layer that nobody sees on a scan.",
        minimum=1,
    )
    readAll = boolean(
        False, "Whether OCR reads every page as a whole: its text may say something else than the page shows."
    )
    resolution = integer(
        300,
        "Dpi at which pages are rendered to be read; pictures of less at their own, but at 200 at least.",
        minimum=1,
        maximum=10_000,
    )
    maxPixels = integer(MAX_PIXELS, "Largest page in pixels; a larger one is an exception, not rendered.", minimum=1)
    technique = choice(
        RedactTechnique.AUTO, "How pages are redacted: AUTO makes pictures of those that can't be rewritten."
    )
    rasterResolution = integer(200, "Dpi of pages that become pictures.", minimum=1, maximum=10_000)
    rectColor = choice(Color.black, "Colour that is painted over identifiers.")
    gapWidth = number(
        0.0,
        "Width in em of the gap that each piece of text leaves, so that it does not tell the text; 0: as it was.",
        minimum=0,
    )
    highlight = boolean(False, "Whether identifiers are marked instead of taken out.")
    password = secret(PASSWORD_DOC)

    result_schema = DeidentifiedSchema

    def _page_work(self) -> PageWork:
        reading = PageReading(
            engine=self.engine_of(),
            least_text=self.getMinSizeBeforeFallback(),
            reads_all=self.getReadAll(),
            resolution=self.getResolution(),
            max_pixels=self.getMaxPixels(),
        )
        return partial(_find, reading=reading, finder=self._finder())

    def _document_work(self) -> DocumentWork:
        if self.getHighlight():
            return partial(_highlighted, password=self.getPassword())
        masking = Masking(
            technique=self.getTechnique(),
            resolution=self.getRasterResolution(),
            fill=self.getRectColor(),
            gap_width=self.getGapWidth() or None,
        )
        proof = self._proof(self.engine_of())
        return partial(_masked, stage=self.uid, masking=masking, proof=proof, password=self.getPassword())

    def _result_columns(self) -> dict[str, str]:
        return self._proven_columns()

    def _check(self, dataset: Dataset) -> None:
        super()._check(dataset)
        self._check_known(dataset)

    def _page_columns(self) -> list[str]:
        return [self.getDenyListCol()] if self.getDenyListCol() else []


def _find(document: Document, index: int, *known: pa.Scalar, reading: PageReading, finder: EntityFinder) -> bytes:
    """Find the identifiers of a page."""
    find = partial(finder.find, known=known_values(known))
    return find_on_page(document, index, reading=reading, find=find).dumps()


def _masked(
    content: bytes | memoryview,
    pages: Mapping[int, bytes],
    path: str | None,
    *,
    stage: str,
    masking: Masking,
    proof: Proof,
    password: str,
) -> dict[str, Any]:
    """Take the identifiers out of a document."""
    made = deidentify_pdf(content, _loaded(pages), masking, password=password)
    found = made.findings
    return proven(
        stage, proof, made.content, found.secrets, counts=found.counts, original=content, path=path, pages=made.pages
    )


def _highlighted(
    content: bytes | memoryview, pages: Mapping[int, bytes], path: str | None, *, password: str
) -> dict[str, Any]:
    """Mark the identifiers of a document."""
    return {"content": highlight_pdf(content, _loaded(pages), password=password), "name": path}


def _loaded(pages: Mapping[int, bytes]) -> dict[int, FoundPage]:
    return {number: FoundPage.loads(data) for number, data in pages.items()}
