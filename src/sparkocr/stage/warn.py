"""Warnings that point at the user's program."""

from __future__ import annotations

import sys
import warnings
from pathlib import Path

import pyspark

__all__ = ["warn_user"]

_LIBRARIES = tuple(f"{Path(module).parent}/" for module in (Path(__file__).parent, pyspark.__file__))


def warn_user(message: str) -> None:
    """Warn at the line of the program that led here, whatever of this library and of PySpark lies in between.

    (``skip_file_prefixes`` of `warnings.warn` does it from Python 3.12 on.)
    """
    level = 1
    while sys._getframe(level).f_code.co_filename.startswith(_LIBRARIES) and sys._getframe(level).f_back:  # noqa: SLF001
        level += 1
    warnings.warn(message, stacklevel=level + 1)
