"""Helpers for notebooks: show what a DataFrame has, take tables out of it, read vocabularies, join labelled tokens.

May import `transformers` and what they may.
"""

from sparkocr.utils.dicom import display_dicom
from sparkocr.utils.display import display_image, display_images, display_images_horizontal, to_pil_image
from sparkocr.utils.helpers import get_vocabulary_dict
from sparkocr.utils.pdf import display_pdf, display_pdf_file
from sparkocr.utils.report import display_report, write_report
from sparkocr.utils.table_data import table_cells, table_frames, table_text
from sparkocr.utils.tables import display_table, display_tables, display_xml

__all__ = [
    "display_dicom",
    "display_image",
    "display_images",
    "display_images_horizontal",
    "display_pdf",
    "display_pdf_file",
    "display_report",
    "display_table",
    "display_tables",
    "display_xml",
    "get_vocabulary_dict",
    "table_cells",
    "table_frames",
    "table_text",
    "to_pil_image",
    "write_report",
]
