"""Another place where programs of the public contract look for `ImageToTextV2`."""

from sparkocr.transformers.line_recognition import ImageToTextV2

__all__ = ["ImageToTextV2"]
