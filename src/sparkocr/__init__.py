"""Document OCR for Apache Spark: this folder has the doors, which programs use, and rooms, which say what goes in.

`dicom`, the only room that will import pydicom, is to come beside `pdf`. What each may import: ``CONTRIBUTING.md``.

>>> from sparkocr.transformers import BinaryToImage, ImageToText
"""

from sparkocr.datasource import register
from sparkocr.session import info, start, version
from sparkocr.version import __version__

__all__ = ["__version__", "info", "register", "start", "version"]
