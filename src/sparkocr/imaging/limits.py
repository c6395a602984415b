"""Limits of images that libraries set, and the largest image unless the user says otherwise.

Others are in `sparkocr.limits`.
"""

__all__ = [
    "MAX_PIXELS",
    "MAX_RESULT_PIXELS",
    "MAX_SIDE",
]

MAX_PIXELS = 150_000_000
"""Largest page that is decoded or rendered, unless the user says otherwise: an A0 sheet at 300 dpi has 139 million.
Decoding as many to BGR takes 1.2 GB at its peak."""

MAX_RESULT_PIXELS = 1 << 30
"""Largest image that is made of another one: OpenCV's limits are near, and no page of text needs more."""

MAX_SIDE = 32_000
"""Largest side in px of an image that is made or read. OpenCV turns at most 32,767 px. Tesseract keeps coordinates in
16 bits, also those that it guesses beyond the edge of the page: from 32,766 px on it aborted the process in a test, so
a margin is left."""
