"""Stages that find tables and other parts of pages, and read tables."""

from sparkocr.transformers.tables.pages import PdfToTables

__all__ = ["PdfToTables"]
