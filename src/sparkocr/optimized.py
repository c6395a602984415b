"""Another place where programs of the public contract look for `ImageToTextV2`."""

from sparkocr.transformers.recognition.lines import ImageToTextV2

__all__ = ["ImageToTextV2"]
