"""Pixels: decode and encode images, clean them, turn them, and draw on them; a new image operation goes here.

May import `enums` and `errors`.
"""

import logging

# At DEBUG it writes the metadata of images, such as the name of who is on them.
logging.getLogger("PIL").setLevel(logging.INFO)
