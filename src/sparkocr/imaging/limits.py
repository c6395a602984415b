"""Limits of images, which are checked before memory is taken."""

__all__ = [
    "MAX_DECODED_BYTES",
    "MAX_FRAMES",
    "MAX_PIXELS",
    "MAX_RESULT_PIXELS",
    "MAX_SCANNED_PIXELS",
    "MAX_SEGMENTS",
    "MAX_SIDE",
]

MAX_PIXELS = 150_000_000
"""Largest page that is decoded or rendered, unless the user says otherwise: an A0 sheet at 300 dpi has 139 million.
Decoding as many to BGR takes 1.2 GB at its peak."""

MAX_SCANNED_PIXELS = 4_000_000_000
"""Pixels of a JPEG, times its scans: a progressive one has about ten."""

MAX_DECODED_BYTES = 1_600_000_000
"""Memory that the decoder of an image may take, with its pixels."""

MAX_SEGMENTS = 250_000
"""Strips or tiles of a TIFF image; some have one for each row."""

MAX_FRAMES = 20_000
"""Frames of a TIFF file, each of which becomes a row."""

MAX_RESULT_PIXELS = 1 << 30
"""Largest image that is made of another one: OpenCV's limits are near, and no page of text needs more."""

MAX_SIDE = 32_000
"""Largest side in px of an image that is made or read. OpenCV turns at most 32,767 px. Tesseract keeps coordinates in
16 bits, also those that it guesses beyond the edge of the page: from 32,766 px on it aborted the process in a test, so
a margin is left."""
