"""Prove that a document is without identifiers, and tell the auditor."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from sparkocr.deid.audit import AuditRow, audit_row
from sparkocr.deid.channels import ReadImage
from sparkocr.deid.secrets import Secret
from sparkocr.deid.verify import verify
from sparkocr.dicom.source import Source
from sparkocr.errors import DocumentError
from sparkocr.pdf.redact.report import PageReport

__all__ = ["Proof"]


@dataclass(frozen=True, slots=True)
class Proof:
    """How documents are proven to be without identifiers.

    Attributes
    ----------
    proves : bool
        Whether they are read again at all.
    read_image : callable or None
        Reads pages as they are shown, and pictures; None: only texts and data are read.
    versions : Mapping of str to str
        Of the tools in use, for the audit.
    """

    proves: bool = True
    read_image: ReadImage | None = None
    versions: Mapping[str, str] = field(default_factory=dict)

    def audit(
        self,
        content: bytes,
        secrets: Sequence[Secret],
        *,
        original: Source,
        counts: Mapping[str, int],
        pages: Sequence[PageReport] = (),
    ) -> AuditRow:
        """Read a document again and tell what was found.

        Parameters
        ----------
        content : bytes
            A PDF, an image, an Office document or a DICOM file.
        secrets : sequence of Secret
            What had to go.
        original : bytes-like, str or Path
            The document before, or its path.
        counts : mapping of str to int
            How many identifiers were found in it, by label.
        pages : sequence of PageReport
            What was done to its pages.
        """
        verification, error = None, None
        if self.proves:
            try:
                verification = verify(content, secrets, read_image=self.read_image)
            except DocumentError as refusal:
                error = str(refusal)
        return audit_row(
            secrets,
            verification,
            output=content,
            original=original,
            counts=counts,
            pages=pages,
            read_images=self.proves and self.read_image is not None,
            error=error,
            versions=self.versions,
        )
