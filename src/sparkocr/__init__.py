"""Document OCR for Apache Spark.

>>> from sparkocr.transformers import BinaryToImage, ImageToText
"""

from sparkocr.datasource import register
from sparkocr.session import info, start, version
from sparkocr.version import __version__

__all__ = ["__version__", "info", "register", "start", "version"]
