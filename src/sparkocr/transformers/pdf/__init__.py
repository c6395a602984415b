"""Stages that read PDF files, and those that write them."""

from sparkocr.transformers.pdf.deidentify import PdfDeidentifier
from sparkocr.transformers.pdf.draw import PdfDrawRegions
from sparkocr.transformers.pdf.pages import PdfToImage, PdfToText
from sparkocr.transformers.pdf.redact import PdfRedactRegions
from sparkocr.transformers.pdf.searchable import PdfToSearchablePdf
from sparkocr.transformers.pdf.structure import PdfToForm, PdfToHocr
from sparkocr.transformers.pdf.write import ImageToPdf, ImageToTextPdf, PdfAssembler, TextToPdf

__all__ = [
    "ImageToPdf",
    "ImageToTextPdf",
    "PdfAssembler",
    "PdfDeidentifier",
    "PdfDrawRegions",
    "PdfRedactRegions",
    "PdfToForm",
    "PdfToHocr",
    "PdfToImage",
    "PdfToSearchablePdf",
    "PdfToText",
    "TextToPdf",
]
