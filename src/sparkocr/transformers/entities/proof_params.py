"""Parameters and results of the stages that de-identify whole documents."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

from pyspark.sql.types import BinaryType, StringType, StructField, StructType

from sparkocr.deid.audit import failure_of
from sparkocr.deid.names import safe_path
from sparkocr.deid.proof import Proof
from sparkocr.deid.secrets import Secret
from sparkocr.dicom.source import Source
from sparkocr.engines.engine import Engine
from sparkocr.errors import DocumentError
from sparkocr.pdf.redact.report import PageReport
from sparkocr.stage.declared import DeclaredParams
from sparkocr.stage.failures import failure
from sparkocr.stage.params import boolean, column, string
from sparkocr.transformers.entities.verify import AuditSchema, reader, told_label

__all__ = ["DeidentifiedSchema", "ProofParams", "proven"]

DeidentifiedSchema = StructType(
    [
        StructField("content", BinaryType()),
        StructField("audit", AuditSchema),
        StructField("name", StringType()),
        StructField("exception", StringType()),
    ]
)
"""A document without its identifiers; `content` is null if that is not proven."""


class ProofParams(DeclaredParams):
    """Base of the stages that de-identify whole documents."""

    auditCol = column("audit", "Column for the audit of the document.")
    nameCol = string(
        "",
        "Column for the path of the document with a checksum in place of parts that tell an identifier; empty: none.",
    )
    verify = boolean(True, "Whether the result is read again to prove that nothing is left; else it is given as it is.")
    verifyByOcr = boolean(
        False, "Whether the proof also reads pictures and pages by OCR, which takes as long as reading scans."
    )

    def _proof(self, engine: Engine) -> Proof:
        """Return how the result is proven."""
        reads = self.getOrDefault("verify") and self.getOrDefault("verifyByOcr")
        return Proof(
            proves=self.getOrDefault("verify"),
            read_image=reader(engine) if reads else None,
            versions={"engine": format(self.getOrDefault("engine"))},
        )

    def _proven_columns(self) -> dict[str, str]:
        """Return the fields of `DeidentifiedSchema` by the columns that they are written to."""
        name = self.getOrDefault("nameCol")
        columns = {self.getOrDefault("outputCol"): "content", self.getOrDefault("auditCol"): "audit"}
        return columns | ({name: "name"} if name else {})


def proven(
    stage: str,
    proof: Proof,
    content: bytes,
    secrets: Sequence[Secret],
    *,
    counts: Mapping[str, int],
    original: Source,
    path: str | None,
    pages: Sequence[PageReport] = (),
) -> dict[str, Any]:
    """Return the fields of a `DeidentifiedSchema`: the document only if it is proven, or nobody asked for a proof."""
    told = [Secret(secret.text, told_label(secret.label)) for secret in secrets]
    told_counts: Counter[str] = Counter()
    for label, count in counts.items():
        told_counts[told_label(label)] += count
    row = proof.audit(content, told, counts=told_counts, original=original, pages=pages)
    reason = failure_of(row) if proof.proves else None
    return {
        "content": content if reason is None else None,
        "audit": row.to_dict(),
        "name": None if path is None else safe_path(path, secrets, row.input_sha256 or ""),
        "exception": None if reason is None else failure(stage, DocumentError(reason)),
    }
