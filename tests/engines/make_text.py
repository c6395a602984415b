"""Make pages of text and language data."""

import struct
from collections.abc import Callable

import numpy as np
from PIL import Image, ImageDraw, ImageFont

from sparkocr.engines.tessdata import find_tessdata

ENGLISH = find_tessdata("eng") / "eng.traineddata"
UNICHARSET = 21  # place of the recogniser's characters among the parts of a traineddata file


def draw_text(text: str, width: int = 600, height: int = 200, size: int = 40) -> np.ndarray:
    """Draw black text on white, as gray pixels."""
    image = Image.new("L", (width, height), 255)
    font = ImageFont.load_default(size=size)
    ImageDraw.Draw(image).multiline_text((40, 40), text, fill=0, font=font, spacing=16)
    return np.array(image)


def change_characters(change: Callable[[str], bytes]) -> bytes:
    """Return English language data whose lines about characters are changed."""
    data = ENGLISH.read_bytes()
    (count,) = struct.unpack_from("<i", data)
    starts = list(struct.unpack_from(f"<{count}q", data, 4))
    begin, end = starts[UNICHARSET], min(start for start in starts if start > starts[UNICHARSET])
    lines = data[begin:end].decode().split("\n")
    part = b"\n".join(change(line) for line in lines)
    starts = [start + len(part) - (end - begin) if start > begin else start for start in starts]
    return struct.pack(f"<i{count}q", count, *starts) + data[4 + 8 * count : begin] + part + data[end:]
