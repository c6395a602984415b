"""What becomes of errors: a message in the `exception` column, never a failed job."""

from __future__ import annotations

import traceback
from pathlib import PurePath

import pyarrow as pa

from sparkocr.errors import DocumentError


class EarlierFailureError(Exception):
    """The row failed in an earlier stage, whose message is carried on as it is."""


def failure(stage: str, error: BaseException) -> str:
    """Return what the `exception` column says of an error, which is never text of the document.

    The message of an unexpected error may quote the document, so only its type and its place in the code are told.
    """
    if isinstance(error, EarlierFailureError):
        return str(error)
    if isinstance(error, DocumentError):
        return f"{stage}: {str(error).rstrip(chr(46))}."
    place = traceback.extract_tb(error.__traceback__)[-1]
    return f"{stage}: Unexpected {type(error).__name__} in {PurePath(place.filename).name}, line {place.lineno}."


def raise_earlier(exception: pa.StringScalar) -> None:
    """Stop if an earlier stage failed for this row.

    Raises
    ------
    EarlierFailureError
        With that stage's message.
    """
    if exception.is_valid:
        raise EarlierFailureError(exception.as_py())
