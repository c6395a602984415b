"""Images that ask for more work than any image that people read are refused before it is done."""

import pytest
from PIL import Image

from imaging.make_bombs import empty_directories, jpeg_of_scans, jpx, saved, tiff
from sparkocr.enums import ImageType
from sparkocr.errors import DocumentError
from sparkocr.imaging.decode import decode
from sparkocr.imaging.limits import MAX_PIXELS
from sparkocr.imaging.tiff import frame_count
from sparkocr.limits import DocumentLimits

USUAL = DocumentLimits()


def test_scans_of_a_jpeg():
    assert decode(jpeg_of_scans(1000, 9), max_pixels=MAX_PIXELS).pixels.shape == (1000, 1000)
    with pytest.raises(DocumentError, match="more than 4,000,000,000 px"):
        decode(jpeg_of_scans(1000, 5000), max_pixels=MAX_PIXELS)


def test_directories_of_a_tiff():
    content = empty_directories(USUAL.max_tiff_frames + 9)
    for read in (frame_count, lambda data: decode(data, max_pixels=MAX_PIXELS)):
        with pytest.raises(DocumentError, match="more than 20,000 frames"):
            read(content)


def test_strips_of_a_tiff():
    count = USUAL.max_tiff_segments + 1
    entries = [(256, 4, 1, 1), (257, 4, 1, count), (273, 4, count, 200), (278, 4, 1, 1), (279, 4, count, 200)]
    with pytest.raises(DocumentError, match="more than 250,000 segments"):
        decode(tiff(entries, bytes(4 * count)), max_pixels=MAX_PIXELS)


def test_what_a_decoder_takes():
    """An image of JPEG 2000 that is within its pixels, but whose decoder has numbers of four bytes."""
    with pytest.raises(DocumentError, match="takes more than 1,536 MB"):
        decode(jpx(12_000, "RGBA"), max_pixels=MAX_PIXELS)


@pytest.mark.parametrize("mode", ["RGB", "RGBA", "L", "1", "CMYK", "P"])
@pytest.mark.parametrize("image_type", list(ImageType))
def test_strips_are_the_whole_image(mode, image_type, monkeypatch):
    """Large images are converted strip by strip, to the same pixels."""
    image = Image.linear_gradient("L").resize((60, 50)).convert("RGB").convert(mode)
    data = saved(image, "TIFF")
    whole = decode(data, image_type=image_type, max_pixels=MAX_PIXELS)
    monkeypatch.setattr("sparkocr.imaging.decode._STRIP", 7 * 60)
    strips = decode(data, image_type=image_type, max_pixels=MAX_PIXELS)
    assert strips.pixels.dtype == whole.pixels.dtype
    assert (strips.pixels == whole.pixels).all()
