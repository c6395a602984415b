"""All stages; ``from sparkocr.transformers import *`` is the public door.

It also brings the enumerations that the stages' parameters take.
"""

from sparkocr.enums import (
    EngineMode,
    ImageType,
    Language,
    ModelType,
    PageIteratorLevel,
    PageSegmentationMode,
    SplittingStrategy,
    TextStripperType,
)
from sparkocr.transformers.image import BinaryToImage
from sparkocr.transformers.pdf import PdfToImage, PdfToText
from sparkocr.transformers.preprocessing import ImageBinarizer
from sparkocr.transformers.recognition import ImageToText

STAGES = (BinaryToImage, ImageBinarizer, ImageToText, PdfToImage, PdfToText)
"""Every public stage."""

__all__ = [
    "BinaryToImage",
    "EngineMode",
    "ImageBinarizer",
    "ImageToText",
    "ImageType",
    "Language",
    "ModelType",
    "PageIteratorLevel",
    "PageSegmentationMode",
    "PdfToImage",
    "PdfToText",
    "SplittingStrategy",
    "TextStripperType",
]
