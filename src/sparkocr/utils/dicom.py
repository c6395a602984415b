"""Show DICOM files of a DataFrame in notebooks."""

from __future__ import annotations

from pyspark.sql import DataFrame

from sparkocr.stage.columns import quoted
from sparkocr.transformers.dicom.images import DicomToImageV3
from sparkocr.utils.display import display_images_horizontal

__all__ = ["display_dicom"]

_ORIGIN = "path"


def display_dicom(
    df: DataFrame, fields: str = "content", limit: int = 5, width: str = "600", show_meta: bool = True
) -> None:
    """Show the first frames of DICOM files, as a viewer shows them: those of several columns next to each other.

    The workers scale the pictures down, so that large frames travel small.

    Parameters
    ----------
    df : DataFrame
    fields : str
        Columns with the bytes or the paths of files, separated by commas, such as ``"content,dicom_cleaned"``.
    limit : int
        How many rows to show.
    width : str
        Width of each picture on screen, in px.
    show_meta : bool
        Whether to print origin, resolution, size, mode and number of channels of each picture.
    """
    names = [name.strip() for name in fields.split(",")]
    kept = dict.fromkeys([*names, *({_ORIGIN} & set(df.columns))])
    pictures = df.select(*(quoted(name).alias(name) for name in kept)).limit(limit)
    shown = []
    for place, name in enumerate(names):
        shown.append(f"__shown{place}")
        # A file that can't be shown must not keep the next column from being shown.
        stage = DicomToImageV3(inputCol=name, outputCol=shown[-1], keepInput=True, frameLimit=1, partitionNum=-1)
        pictures = stage.transform(pictures).drop("exception", stage.getPageNumCol())
    named = pictures.select(*(quoted(one).alias(name) for one, name in zip(shown, names, strict=True)))
    display_images_horizontal(named, ",".join(names), limit, width, show_meta)
