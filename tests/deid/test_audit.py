"""Audits of documents."""

import hashlib
import json

import jsonschema
import pytest

from sparkocr.deid.audit import AUDIT_JSON_SCHEMA, audit_row, failure_of
from sparkocr.deid.channels import Channel
from sparkocr.deid.secrets import Secret
from sparkocr.deid.verify import Leak, Verification
from sparkocr.pdf.redact.report import PageReport, Technique

SECRETS = [Secret("Zanzibarski", "PERSON"), Secret("Zanzibarski", "PERSON"), Secret("45", "AGE")]
LEAKS = (Leak(Channel.TEXT, 3, "PERSON"), Leak(Channel.TEXT, 3, "PERSON"), Leak(Channel.ATTACHMENT))
PAGES = [PageReport(0, Technique.REWRITE, 2), PageReport(1, Technique.RASTER, 1, "a font is not known")]


def test_proven_document():
    row = audit_row(SECRETS, Verification((), 1, 1), output=b"after", original=b"before", pages=PAGES)
    assert row.proven
    assert failure_of(row) is None
    assert row.entities == {"AGE": 1, "PERSON": 1}
    assert (row.checked, row.not_checkable) == (1, 1)
    assert row.input_sha256 == hashlib.sha256(b"before").hexdigest()
    assert row.output_sha256 == hashlib.sha256(b"after").hexdigest()
    assert [(page.technique, page.regions, page.reason) for page in row.pages] == [
        ("rewrite", 2, None),
        ("raster", 1, "a font is not known"),
    ]


def test_leaks_are_counted_and_told_without_the_secret():
    row = audit_row(SECRETS, Verification(LEAKS, 1, 1), output=b"")
    assert not row.proven
    assert [(leak.page, leak.label, leak.count) for leak in row.leaks] == [(3, "PERSON", 2), (None, None, 1)]
    assert failure_of(row) == (
        "Document is not proven: 2 identifiers of PERSON in text layer of page 3; it has attachments."
    )
    assert "Zanzibarski" not in row.to_json()


def test_long_messages_are_cut():
    leaks = tuple(Leak(Channel.TEXT, page, "PERSON") for page in range(9))
    row = audit_row(SECRETS, Verification(leaks, 1, 0))
    assert len(row.leaks) == 9
    assert failure_of(row).endswith("of page 4; 4 more in the audit.")


@pytest.mark.parametrize("verification", [None, Verification((), 1, 0)])
def test_error_is_no_proof(verification):
    row = audit_row(SECRETS, verification, error="PDF is damaged.")
    assert not row.proven
    assert failure_of(row) == "Document is not proven: PDF is damaged."


def test_no_verification_is_no_proof():
    assert not audit_row(SECRETS, None).proven


@pytest.mark.parametrize("verification", [None, Verification(LEAKS, 1, 1)])
def test_json_is_as_its_schema_says(verification):
    row = json.loads(audit_row(SECRETS, verification, output=b"", pages=PAGES, error=None).to_json())
    jsonschema.validate(row, AUDIT_JSON_SCHEMA)
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate({**row, "path": "a.pdf"}, AUDIT_JSON_SCHEMA)


def test_versions_of_tools():
    row = audit_row([], Verification((), 0, 0), versions={"engine": "ppocr"})
    assert {"sparkocr", "pdfium", "qpdf", "pikepdf", "engine"} <= set(row.versions)
