"""The image that all stages pass on, and the conversions between its four pixel layouts."""

import math
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import cast

import cv2
import numpy as np
import numpy.typing as npt

from sparkocr.enums import ImageType
from sparkocr.errors import DocumentError

__all__ = [
    "Image",
    "Matrix",
    "Pixels",
    "convert",
    "decode_png",
    "dpi_of",
    "encode_png",
    "is_bilevel",
    "is_placeholder",
    "on_gray",
    "places_of_text",
    "reduced",
    "to_bgr",
    "to_gray",
]

Pixels = npt.NDArray[np.uint8]
Matrix = npt.NDArray[np.float64]

_GRAY_TYPES = (ImageType.TYPE_BYTE_GRAY, ImageType.TYPE_BYTE_BINARY)
# Java's BufferedImage paints a gray into a black-and-white image as the nearer of the two.
_BINARY_THRESHOLD = 127

_READ_FLAGS = {
    ImageType.TYPE_3BYTE_BGR: cv2.IMREAD_COLOR,
    ImageType.TYPE_4BYTE_ABGR: cv2.IMREAD_UNCHANGED,
    ImageType.TYPE_BYTE_GRAY: cv2.IMREAD_GRAYSCALE,
    ImageType.TYPE_BYTE_BINARY: cv2.IMREAD_GRAYSCALE,
}


@dataclass(frozen=True, slots=True, eq=False)
class Image:
    """A decoded image.

    Attributes
    ----------
    pixels : ndarray of uint8
        Shape (height, width) for gray and binary, (height, width, 3) for blue, green, red and
        (height, width, 4) for alpha, blue, green, red; origin top-left. It may be read-only.
    resolution : int
        Dots per inch of the image that was decoded or rendered, 0 when unknown. It stays when the image is scaled, as
        programs that exist expect; `dpi` is what the pixels have now.
    image_type : ImageType
        Layout of `pixels`. A binary image may hold grays, see `is_bilevel`.
    transform : ndarray of float64, shape (3, 3), optional
        Homogeneous matrix that takes a point of this image, as a column (x, y, 1) in px, to the same point of the
        image that was decoded or rendered. The point (0, 0) is the outer corner of the top left pixel. None: the
        image was not moved.
    text_words : ndarray of float64, shape (n, 6), optional
        Of the words of digital text: left, top, width and height in px of the image that was rendered, the number of
        letters, negative if some mean nothing, and the number of the line. None where it isn't known, or something is
        drawn over the page.
    """

    pixels: Pixels
    resolution: int
    image_type: ImageType
    transform: Matrix | None = None
    text_words: Matrix | None = None

    @property
    def is_placeholder(self) -> bool:
        """Whether it needs no work, as it stands for a page that was not rendered: see `is_placeholder`."""
        height, width = self.pixels.shape[:2]
        return is_placeholder(width, height)

    @property
    def dpi(self) -> int:
        """Dots per inch of the pixels as they are, 0 when unknown: see `dpi_of`."""
        return dpi_of(self.resolution, self.transform)

    @property
    def is_bilevel(self) -> bool:
        """Whether it is of the binary type and has no grays, so that what is computed of it must have none either.

        The type alone does not say so: some stages call gray images binary, as programs that exist expect.
        """
        return self.image_type is ImageType.TYPE_BYTE_BINARY and is_bilevel(self.pixels)

    def with_pixels(self, pixels: Pixels, image_type: ImageType | None = None) -> "Image":
        """Return an image whose pixels are at the same places."""
        return replace(self, pixels=pixels, image_type=self.image_type if image_type is None else image_type)

    def moved(self, pixels: Pixels, to_source: Matrix) -> "Image":
        """Return an image whose pixels are at other places.

        Parameters
        ----------
        pixels : ndarray of uint8
            In the layout of this image.
        to_source : ndarray of float64, shape (3, 3)
            Takes a point of `pixels` to the same point of this image.
        """
        return replace(
            self, pixels=pixels, transform=to_source if self.transform is None else self.transform @ to_source
        )


def dpi_of(resolution: int, transform: Matrix | None) -> int:
    """Return the dots per inch of an image as it is, whose first image had a resolution.

    Parameters
    ----------
    resolution : int
        Dots per inch of the first image; 0 or less is unknown.
    transform : ndarray of float64, shape (3, 3), or None
        As `Image.transform`.

    Returns
    -------
    int
        At least 1, or 0 if it is unknown. If the image was stretched, that of its height.
    """
    if resolution <= 0 or transform is None:
        return max(resolution, 0)
    down = math.hypot(transform[0, 1], transform[1, 1])  # px of the first image from a row to the next
    return max(1, round(resolution / down)) if 0 < down < math.inf else resolution


def is_bilevel(pixels: Pixels) -> bool:
    """Tell whether pixels have one channel and no values but 0 and 255."""
    return pixels.ndim == 2 and not cv2.inRange(pixels, 1, 254).any()  # noqa: PLR2004


def places_of_text(image: Image) -> Matrix:
    """Return `Image.text_words` in px of this image; a turned one has the box around it."""
    boxes = np.empty((0, 6)) if image.text_words is None else image.text_words
    if image.transform is None:
        return boxes
    left, top, right, bottom = boxes[:, 0], boxes[:, 1], boxes[:, 0] + boxes[:, 2], boxes[:, 1] + boxes[:, 3]
    corners = np.stack([[left, top], [right, top], [right, bottom], [left, bottom]])  # 4 x 2 x n
    homogeneous = np.concatenate([corners, np.ones_like(corners[:, :1])], axis=1)
    moved = np.linalg.inv(image.transform) @ homogeneous
    places = moved[:, :2] / moved[:, 2:]
    low, high = places.min(axis=0), places.max(axis=0)
    return np.concatenate([low, high - low, boxes[:, 4:].T]).T


def is_placeholder(width: int, height: int) -> bool:
    """Tell whether an image of a size stands for a page that was not rendered, because it has digital text: 1 x 1 px.

    One without any pixel counts, too.
    """
    return width * height <= 1


def convert(pixels: Pixels, source: ImageType, target: ImageType) -> Pixels:
    """Change the pixel layout of an image.

    Parameters
    ----------
    pixels : ndarray of uint8, shape (height, width), (height, width, 3) or (height, width, 4)
        Pixels in the layout `source`.
    source, target : ImageType
        Layout that `pixels` has, and the one that is wanted.

    Returns
    -------
    ndarray of uint8
        Pixels in the layout `target`: `pixels` itself, not a copy, when they already are.

    Notes
    -----
    Gray is the luma of ITU-R BT.601, ``0.299 R + 0.587 G + 0.114 B``. Binary is white from 128 on. An alpha
    channel that the target has not is composited over white paper; one that the source has not is opaque.
    """
    if target == source or (source in _GRAY_TYPES and target == ImageType.TYPE_BYTE_GRAY):
        return pixels
    if target == ImageType.TYPE_4BYTE_ABGR:
        return _add_alpha(pixels)
    opaque = _over_white(pixels) if source == ImageType.TYPE_4BYTE_ABGR else pixels
    if target == ImageType.TYPE_3BYTE_BGR:
        return _as_pixels(cv2.cvtColor(opaque, cv2.COLOR_GRAY2BGR)) if opaque.ndim == 2 else opaque  # noqa: PLR2004
    gray = opaque if source in _GRAY_TYPES else _as_pixels(cv2.cvtColor(opaque, cv2.COLOR_BGR2GRAY))
    if target == ImageType.TYPE_BYTE_GRAY:
        return gray
    _, binary = cv2.threshold(gray, _BINARY_THRESHOLD, 255, cv2.THRESH_BINARY)
    return _as_pixels(binary)


def to_gray(image: Image) -> Pixels:
    """Return the gray pixels of an image of any type."""
    return convert(image.pixels, image.image_type, ImageType.TYPE_BYTE_GRAY)


def to_bgr(pixels: Pixels) -> Pixels:
    """Return blue, green and red, shape (h, w, 3), of pixels of any layout."""
    channels = 1 if pixels.ndim == 2 else pixels.shape[2]  # noqa: PLR2004
    types = {1: ImageType.TYPE_BYTE_GRAY, 3: ImageType.TYPE_3BYTE_BGR, 4: ImageType.TYPE_4BYTE_ABGR}
    return convert(pixels, types[channels], ImageType.TYPE_3BYTE_BGR)


def reduced(pixels: Pixels, factor: int) -> Pixels:
    """Reduce pixels by a whole number, so that thin lines stay sharp.

    Parameters
    ----------
    pixels : ndarray of uint8, shape (height, width) or (height, width, channels)
    factor : int
        What is left at the right and below, less than so many px, is cut off.

    Returns
    -------
    ndarray of uint8
        The means of squares of `factor` px, at least one across and one down; `pixels` itself, not a copy, for 1.
    """
    if factor <= 1:
        return pixels
    height, width = (max(1, side // factor) for side in pixels.shape[:2])
    whole = pixels[: height * factor, : width * factor]
    return _as_pixels(cv2.resize(whole, (width, height), interpolation=cv2.INTER_AREA))


def on_gray(
    image: Image,
    function: Callable[[Pixels], Pixels],
    kind: ImageType = ImageType.TYPE_BYTE_GRAY,
    image_type: ImageType | None = None,
) -> Image:
    """Apply a function to the gray pixels of an image; it gives pixels of a kind, the result has an image type."""
    target = kind if image_type is None else image_type
    return image.with_pixels(convert(function(to_gray(image)), kind, target), target)


def encode_png(pixels: Pixels, image_type: ImageType) -> bytes:
    """Compress an image to a PNG file without loss.

    Parameters
    ----------
    pixels : ndarray of uint8, shape (height, width), (height, width, 3) or (height, width, 4)
        Pixels in the layout `image_type`.
    image_type : ImageType
        A binary image without grays is stored with one bit per pixel.

    Returns
    -------
    bytes
        The PNG file. It holds no resolution.

    See Also
    --------
    decode_png : gives the same pixels back.
    """
    if image_type == ImageType.TYPE_4BYTE_ABGR:
        pixels = pixels[..., [1, 2, 3, 0]]  # OpenCV's order is blue, green, red, alpha
    bilevel = int(image_type == ImageType.TYPE_BYTE_BINARY and is_bilevel(pixels))
    _, data = cv2.imencode(".png", pixels, [cv2.IMWRITE_PNG_BILEVEL, bilevel])
    return data.tobytes()


def decode_png(content: bytes | memoryview, image_type: ImageType) -> Pixels:
    """Give back the pixels that `encode_png` compressed.

    For files from elsewhere use `sparkocr.imaging.decode.decode`, which checks them.

    Parameters
    ----------
    content : bytes or memoryview
        Result of `encode_png`.
    image_type : ImageType
        The layout that the image had.

    Returns
    -------
    ndarray of uint8, shape (height, width), (height, width, 3) or (height, width, 4)
        Pixels in the layout `image_type`.

    Raises
    ------
    DocumentError
        `content` is not such a file.
    """
    data = np.frombuffer(content, np.uint8)
    pixels = cv2.imdecode(data, _READ_FLAGS[image_type]) if data.size else None
    if pixels is None or pixels.size != pixels.shape[0] * pixels.shape[1] * image_type.channels:
        raise DocumentError("Can't open file as image.")
    if image_type == ImageType.TYPE_4BYTE_ABGR:
        pixels = pixels[..., [3, 0, 1, 2]]
    return _as_pixels(pixels)


def _add_alpha(pixels: Pixels) -> Pixels:
    """Return opaque ABGR pixels for gray or BGR ones."""
    height, width = pixels.shape[:2]
    abgr = np.empty((height, width, 4), np.uint8)
    abgr[..., 0] = 255
    abgr[..., 1:] = pixels.reshape(height, width, -1)
    return abgr


def _over_white(abgr: Pixels) -> Pixels:
    """Return BGR pixels of an ABGR image on white paper: ``colour * alpha + white * (1 - alpha)``."""
    bgr = np.ascontiguousarray(abgr[..., 1:])
    alpha = cv2.merge([abgr[..., 0]] * 3)
    return _as_pixels(cv2.add(cv2.multiply(bgr, alpha, scale=1 / 255), cv2.bitwise_not(alpha)))


def _as_pixels(array: object) -> Pixels:
    """Give OpenCV's untyped result its type."""
    return cast("Pixels", array)
