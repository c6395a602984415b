"""Helpers for notebooks: show images, PDFs and tables of a DataFrame.

May import `transformers` and what they may.
"""

from sparkocr.utils.display import display_image, display_images, display_images_horizontal, to_pil_image
from sparkocr.utils.pdf import display_pdf, display_pdf_file
from sparkocr.utils.tables import display_table, display_tables, display_xml

__all__ = [
    "display_image",
    "display_images",
    "display_images_horizontal",
    "display_pdf",
    "display_pdf_file",
    "display_table",
    "display_tables",
    "display_xml",
    "to_pil_image",
]
