"""What the verifier finds in DICOM files, and an engine that reads a name where a frame is dark."""

import numpy as np

from dicom.make_dicom import noise
from sparkocr.deid.secrets import Secret
from sparkocr.deid.verify import verify_dicom

NAME = "Zanzibarski"
SECRETS = [Secret(NAME, "PERSON")]
GRAY = noise((16, 16), 0, 255, np.uint8)


def leaks(content, secrets=SECRETS, read_image=None):
    return {leak.channel for leak in verify_dicom(content, secrets, read_image=read_image).leaks}


def read_dark(pixels, _):
    """An engine that reads the name where there are dark pixels in a light picture."""
    return NAME if (pixels < 100).any() and pixels.mean() > 128 else ""


def light(*, dark=False, value=255, low=0, dtype=np.uint8):
    """A frame, light but for a dark bar in it if that is wanted."""
    frame = np.full((16, 16), value, dtype)
    frame[0, 0] = value - 1
    if dark:
        frame[2:4, 2:10] = low
    return frame
