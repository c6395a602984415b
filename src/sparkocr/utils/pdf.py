"""Show PDF files: pages of the files of a DataFrame as pictures, or one file in the viewer of the browser."""

from __future__ import annotations

import base64
from html import escape
from pathlib import Path

from pyspark.sql import DataFrame

from sparkocr.stage.columns import quoted
from sparkocr.transformers.pdf.pages import PdfToImage
from sparkocr.utils.display import display_images

__all__ = ["display_pdf", "display_pdf_file"]

_ORIGIN, _IMAGE = "path", "image"


def display_pdf(
    df: DataFrame, field: str = "content", limit: int = 5, width: str = "600", show_meta: bool = True
) -> None:
    """Show the first pages of the PDF files of a DataFrame, as `PdfToImage` renders them: 300 dpi, gray.

    The workers scale the pictures down, so that large pages travel small.

    Parameters
    ----------
    df : DataFrame
    field : str
        Column with the bytes of PDF files.
    limit : int
        How many pages to show.
    width : str
        Width of the pictures on screen, in px.
    show_meta : bool
        Whether to print origin, resolution, size, mode and number of channels of each page.
    """
    names = [field, *({_ORIGIN} & set(df.columns) - {field})]
    files = df.select(*(quoted(name).alias(name) for name in names)).limit(limit)
    pages = PdfToImage(inputCol=field, outputCol=_IMAGE, partitionNumAfterSplit=-1).transform(files)
    display_images(pages, _IMAGE, limit, width, show_meta)


class display_pdf_file:  # noqa: N801  a name of the public contract
    """A PDF file that a notebook shows with the viewer of the browser.

    Parameters
    ----------
    path : str or Path
        The file; also with ``file:`` before it. It becomes a part of the notebook when it is shown.
    size : tuple of int
        Width and height of the viewer in px.

    Examples
    --------
    >>> display_pdf_file("report.pdf", size=(800, 600))
    display_pdf_file('report.pdf', size=(800, 600))
    """

    def __init__(self, path: str | Path, size: tuple[int, int] = (600, 500)) -> None:
        self.path = str(path)
        self.size = size

    def __repr__(self) -> str:
        return f"display_pdf_file({self.path!r}, size={self.size!r})"

    def _repr_html_(self) -> str:
        """Return the viewer with the file in it."""
        file = Path(self.path.removeprefix("file://").removeprefix("file:"))
        content = base64.b64encode(file.read_bytes()).decode()
        width, height = self.size
        return (
            f'<iframe src="data:application/pdf;base64,{content}" title="{escape(file.name)}" '
            f'width="{int(width)}" height="{int(height)}"></iframe>'
        )
