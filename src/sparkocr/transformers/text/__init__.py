"""Stages that work on the text of pages: with its positions, as hOCR, as JSON, as Markdown, in parts."""

from sparkocr.transformers.text.chunks import PageToChunks
from sparkocr.transformers.text.hocr import HocrDocumentAssembler, HocrMerger, HocrToImage, HocrTokenizer
from sparkocr.transformers.text.key_values import PageToKeyValues
from sparkocr.transformers.text.positions import PositionFinder, UpdateTextPosition
from sparkocr.transformers.text.same_positions import SamePositions
from sparkocr.transformers.text.structured import PageToJson, PageToMarkdown

__all__ = [
    "HocrDocumentAssembler",
    "HocrMerger",
    "HocrToImage",
    "HocrTokenizer",
    "PageToChunks",
    "PageToJson",
    "PageToKeyValues",
    "PageToMarkdown",
    "PositionFinder",
    "SamePositions",
    "UpdateTextPosition",
]
