"""A page with what hOCR says beside its text."""

from dataclasses import dataclass

from sparkocr.layout.page import Page

__all__ = ["HocrPage"]


@dataclass(frozen=True, slots=True)
class HocrPage:
    """One ``ocr_page``.

    Attributes
    ----------
    page : Page
    image_name : str
        Path or URL of the image; empty if unknown.
    language : str
        Language of the text, or several joined by ``+``, as Tesseract's codes; empty if unknown.
    number : int
        Number of the page in its file, from 0.
    """

    page: Page
    image_name: str = ""
    language: str = ""
    number: int = 0
