"""Small files that ask for enormous work, one for each kind that is known, for `hostile.py`.

A module for each theme adds its files to `BOMBS`.
"""

from bombs import colours, fields, fonts, forms, hocr, images, office, pictures, streams, trees  # noqa: F401
from bombs.making import BOMBS

__all__ = ["BOMBS"]
