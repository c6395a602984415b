"""The stage that reads the headers of DICOM files."""

from __future__ import annotations

from typing import Any

import pyarrow as pa

from sparkocr.dicom.header import header_json
from sparkocr.dicom.open import open_dicom
from sparkocr.stage.failures import raise_earlier
from sparkocr.transformers.dicom.rows import source_of


def metadata_of(file: pa.Scalar, exception: pa.StringScalar, *, hides: bool) -> dict[str, Any]:
    """Write the header of a file as JSON."""
    raise_earlier(exception)
    with open_dicom(source_of(file)) as dicom:
        return {"metadata": header_json(dicom.header, only_harmless=hides)}
