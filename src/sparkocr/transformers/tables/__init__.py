"""Stages that find tables and other parts of pages, and read tables."""

from sparkocr.transformers.tables.cells import ImageCellsToTextTable, ImageTableCellDetector
from sparkocr.transformers.tables.check_boxes import ImageCheckBoxDetector
from sparkocr.transformers.tables.detect import (
    DocumentLayoutAnalyzer,
    DocumentLayoutAnalyzerDit,
    ImageDocumentRegionDetector,
    ImageTableDetector,
)
from sparkocr.transformers.tables.hocr import HocrToTextTable
from sparkocr.transformers.tables.images import ImageToTables
from sparkocr.transformers.tables.pages import PdfToTables
from sparkocr.transformers.tables.pdf_text import PdfToTextTable

__all__ = [
    "DocumentLayoutAnalyzer",
    "DocumentLayoutAnalyzerDit",
    "HocrToTextTable",
    "ImageCellsToTextTable",
    "ImageCheckBoxDetector",
    "ImageDocumentRegionDetector",
    "ImageTableCellDetector",
    "ImageTableDetector",
    "ImageToTables",
    "PdfToTables",
    "PdfToTextTable",
]
