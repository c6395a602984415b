"""Pages and language data that the tests of the engines make."""

import struct
import sys
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from PIL import Image, ImageDraw, ImageFont

ENGLISH = Path(sys.prefix, "share", "tessdata", "eng.traineddata")
UNICHARSET = 21  # place of the recogniser's characters among the parts of a traineddata file
PARTS = 24

Pixels = np.ndarray


def draw_text(text: str, width: int = 600, height: int = 200, size: int = 40) -> Pixels:
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


@pytest.fixture(scope="session")
def two_lines() -> Pixels:
    return draw_text("Hello brave world\nsecond line, 12.50")


@pytest.fixture(scope="session")
def two_blocks() -> Pixels:
    """Two columns of text over a picture."""
    page = np.full((800, 1300), 255, np.uint8)
    page[:250, :600] = draw_text("First column has\ntwo short lines", 600, 250)
    page[:250, 700:] = draw_text("Another column is\non the right hand", 600, 250)
    y, x = np.mgrid[0:400, 0:700]
    page[350:750, 300:1000] = 120 + 60 * np.sin(y / 37) + 60 * np.cos(x / 23)
    return page
