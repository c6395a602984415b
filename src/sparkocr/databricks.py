"""Helpers for notebooks of Databricks, with the names and defaults that programs use there."""

from __future__ import annotations

import os
from typing import Any

from pyspark.sql import DataFrame

from sparkocr import utils
from sparkocr.stage.warn import warn_user

__all__ = ["create_init_script_for_tesseract", "display_images", "isRunningInDatabricks"]


def isRunningInDatabricks() -> bool:
    """Tell whether a runtime of Databricks runs us: it sets ``DATABRICKS_RUNTIME_VERSION``."""
    return bool(os.environ.get("DATABRICKS_RUNTIME_VERSION"))


def display_images(
    df: DataFrame, field: str = "image", limit: int = 5, width: str = "800", show_meta: bool = True
) -> None:
    """Show the first images of a DataFrame, like `sparkocr.utils.display_images` but wider.

    Parameters
    ----------
    df : DataFrame
    field : str
        Column with images.
    limit : int
        How many to show.
    width : str
        Width of the pictures on screen, in px.
    show_meta : bool
        Whether to print origin, resolution, size, mode and number of channels.
    """
    utils.display_images(df, field, limit, width, show_meta)


def create_init_script_for_tesseract(*_: Any, **__: Any) -> None:
    """Do nothing, with a warning: Tesseract comes with the library, so machines need no script that installs it.

    It takes any arguments, as programs give them.
    """
    warn_user("create_init_script_for_tesseract does nothing: Tesseract is installed with sparkocr on every machine.")
