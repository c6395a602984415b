"""Stages that read image files, and those that make an image of an image."""

from sparkocr.transformers.image.annotations import ImageDrawAnnotations
from sparkocr.transformers.image.chains import GPUImageTransformer, ImagePreprocessor, ImageTransformer
from sparkocr.transformers.image.clean import (
    ImageAdaptiveBinarizer,
    ImageAdaptiveThresholding,
    ImageBinarizer,
    ImageEnhanceContrast,
    ImageHomogenizeLight,
    ImageMorphologyOperation,
    ImageNoiseScorer,
    ImageRemoveBackground,
    ImageRemoveGlare,
    ImageRemoveObjects,
)
from sparkocr.transformers.image.draw import ImageDrawRegions
from sparkocr.transformers.image.files import Base64ToBinary, Base64ToImage, BinaryToImage, ImageSchemaConverter
from sparkocr.transformers.image.geometry import (
    ImageAdaptiveScaler,
    ImageCropper,
    ImageOrientationCorrector,
    ImageScaler,
    ImageSkewCorrector,
    RegionsToOriginal,
)
from sparkocr.transformers.image.regions import ImageSplitRegions, RegionsMerger

__all__ = [
    "Base64ToBinary",
    "Base64ToImage",
    "BinaryToImage",
    "GPUImageTransformer",
    "ImageAdaptiveBinarizer",
    "ImageAdaptiveScaler",
    "ImageAdaptiveThresholding",
    "ImageBinarizer",
    "ImageCropper",
    "ImageDrawAnnotations",
    "ImageDrawRegions",
    "ImageEnhanceContrast",
    "ImageHomogenizeLight",
    "ImageMorphologyOperation",
    "ImageNoiseScorer",
    "ImageOrientationCorrector",
    "ImagePreprocessor",
    "ImageRemoveBackground",
    "ImageRemoveGlare",
    "ImageRemoveObjects",
    "ImageScaler",
    "ImageSchemaConverter",
    "ImageSkewCorrector",
    "ImageSplitRegions",
    "ImageTransformer",
    "RegionsMerger",
    "RegionsToOriginal",
]
