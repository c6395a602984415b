"""The parameters of all stages whose work can be guarded."""

from __future__ import annotations

from sparkocr.isolation.work import Limits
from sparkocr.limits import limits_of
from sparkocr.stage.declared import DeclaredParams
from sparkocr.stage.guard import StageLimits, usual_limits
from sparkocr.stage.params import integer, limits_by_name, number

__all__ = ["GuardParams", "PdfGuardParams"]


class GuardParams(DeclaredParams):
    """Base of the stages that open documents, which may crash, hang or fill the memory.

    With a limit, or those of `sparkocr.start`, a page is worked on in a process of its own, see `sparkocr.isolation`.
    """

    pageTimeout = number(
        0.0,
        "Seconds that a page may take, else it has an exception. It is then worked on in a process of its own, so that "
        "a crash does not end the task either. 0: as `sparkocr.start` says, else no limit.",
        minimum=0,
    )
    pageMemory = integer(0, "MiB of memory that a page may need, as pageTimeout.", minimum=0)
    limits = limits_by_name(
        "Limits of what small files may ask for (see the page on limits), such as "
        '`{"maxDrawings": 2000000}`; others are as `sparkocr.start` says, else as they are there.'
    )

    def stage_limits(self) -> StageLimits:
        """Return the limits of documents and pages: those of parameters, and for others those of the session."""
        usual = usual_limits()
        seconds, megabytes = self.getOrDefault("pageTimeout"), self.getOrDefault("pageMemory")
        process = Limits(seconds or usual.process.seconds, megabytes or usual.process.megabytes)
        return StageLimits(process, limits_of(self._document_limits(), usual.documents))

    def _document_limits(self) -> dict[str, int]:
        """Return the limits that parameters say."""
        return dict(self.getOrDefault("limits"))


class PdfGuardParams(GuardParams):
    """Base of the stages that open PDF documents."""

    maxPages = integer(
        0, "Pages of a document, else it has an exception. 0: as limits say, else `sparkocr.start`.", minimum=0
    )

    def _document_limits(self) -> dict[str, int]:
        pages = self.getOrDefault("maxPages")
        return super()._document_limits() | ({"maxPages": pages} if pages else {})
