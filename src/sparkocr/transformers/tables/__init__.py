"""Stages that find tables and other parts of pages, and read tables."""

from sparkocr.transformers.tables.detect import (
    DocumentLayoutAnalyzer,
    DocumentLayoutAnalyzerDit,
    ImageDocumentRegionDetector,
    ImageTableDetector,
)
from sparkocr.transformers.tables.images import ImageToTables
from sparkocr.transformers.tables.pages import PdfToTables

__all__ = [
    "DocumentLayoutAnalyzer",
    "DocumentLayoutAnalyzerDit",
    "ImageDocumentRegionDetector",
    "ImageTableDetector",
    "ImageToTables",
    "PdfToTables",
]
