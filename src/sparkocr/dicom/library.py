"""The one door to pydicom: a clear error where it is missing, and silence where it would quote a header."""

from __future__ import annotations

import logging
import warnings
from collections.abc import Iterator
from contextlib import contextmanager

from sparkocr.errors import DocumentError

__all__ = ["MISSING", "quiet"]

MISSING = "DICOM files need more packages: pip install sparkocr[dicom]"

_SILENT = logging.CRITICAL + 1


@contextmanager
def quiet() -> Iterator[None]:
    """Let pydicom work without a word: its warnings and logs quote values of the header, which may be names.

    Raises
    ------
    DocumentError
        pydicom is not installed.
    """
    try:
        from pydicom import config
    except ImportError:
        raise DocumentError(MISSING) from None
    logger, settings = logging.getLogger("pydicom"), config.settings
    level, reading, writing = logger.level, settings.reading_validation_mode, settings.writing_validation_mode
    logger.setLevel(_SILENT)
    settings.reading_validation_mode = settings.writing_validation_mode = config.IGNORE
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            yield
    finally:
        logger.setLevel(level)
        settings.reading_validation_mode, settings.writing_validation_mode = reading, writing
