"""All stages; ``from sparkocr.transformers import *`` is the public door.

It also brings the enumerations that the stages' parameters take.
"""

from sparkocr.enums import *  # noqa: F403
from sparkocr.enums import __all__ as _enums
from sparkocr.transformers.image import BinaryToImage
from sparkocr.transformers.pdf import PdfToImage, PdfToText
from sparkocr.transformers.preprocessing import ImageBinarizer
from sparkocr.transformers.recognition import ImageToText

STAGES = [BinaryToImage, ImageBinarizer, ImageToText, PdfToImage, PdfToText]
"""Every public stage."""

__all__ = [*_enums, *(stage.__name__ for stage in STAGES)]  # noqa: PLE0604
