"""Stages that find text on images, and those that read it."""

from sparkocr.transformers.recognition.brands import ImageBrandsToText
from sparkocr.transformers.recognition.detect import (
    ImageLayoutAnalyzer,
    ImageTextCleaner,
    ImageTextDetector,
    ImageTextDetectorCraft,
    ImageTextDetectorDit,
    ImageTextDetectorV2,
)
from sparkocr.transformers.recognition.images import ImageToHocr, ImageToText
from sparkocr.transformers.recognition.lines import ImageToTextV2, ImageToTextV3

__all__ = [
    "ImageBrandsToText",
    "ImageLayoutAnalyzer",
    "ImageTextCleaner",
    "ImageTextDetector",
    "ImageTextDetectorCraft",
    "ImageTextDetectorDit",
    "ImageTextDetectorV2",
    "ImageToHocr",
    "ImageToText",
    "ImageToTextV2",
    "ImageToTextV3",
]
