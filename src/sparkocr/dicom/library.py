"""The one door to pydicom: a clear error where it is missing, and silence where it would quote a header."""

from __future__ import annotations

import warnings
from collections.abc import Iterator
from contextlib import contextmanager

from sparkocr.errors import DocumentError

__all__ = ["MISSING", "quiet"]

MISSING = "DICOM files need more packages: pip install sparkocr[dicom]"


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
    logger, settings = config.logger, config.settings
    if not logger.propagate and settings.reading_validation_mode == config.IGNORE:  # it is quiet already
        yield
        return
    reading, writing = settings.reading_validation_mode, settings.writing_validation_mode
    settings.reading_validation_mode = settings.writing_validation_mode = config.IGNORE
    logger.propagate = False  # to set its level would clear the caches of all loggers
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            yield
    finally:
        logger.propagate = True
        settings.reading_validation_mode, settings.writing_validation_mode = reading, writing
