"""Stages that clean images: black and white, noise, objects, background and contrast."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any, Literal

from sparkocr.enums import (
    AdaptiveThresholdingMethod,
    ImageType,
    KernelShape,
    MorphologyOperationType,
    NoiseMethod,
    ThresholdingMethod,
)
from sparkocr.imaging import background, noise
from sparkocr.imaging.morphology import morph
from sparkocr.imaging.objects import ObjectSizes, clean_objects
from sparkocr.imaging.pixels import Image, Pixels, on_gray
from sparkocr.imaging.threshold import BORDERS, Border, adaptive_binarize, adaptive_threshold, binarize_image
from sparkocr.schemas import ImageSchema, NoiseScoresSchema, RegionsSchema
from sparkocr.stage.bases import ImageStage, Stage
from sparkocr.stage.columns import Data, column_of, with_result
from sparkocr.stage.images import read_image
from sparkocr.stage.params import choice, column, integer, number, optional_integer, string
from sparkocr.stage.regions import read_regions


def _called_binary(image: Image, function: Callable[[Pixels], Pixels]) -> Image:
    """Apply a function to the gray pixels of an image and call the result, which has grays, binary.

    Programs that exist expect this type of the stages for light, contrast, glare and background.
    """
    return on_gray(image, function, ImageType.TYPE_BYTE_BINARY)


class ImageBinarizer(ImageStage):
    """Make an image black and white by one threshold for all pixels.

    Adds the columns `outputCol` (an image of type ``TYPE_BYTE_BINARY``) and `exception`.

    See Also
    --------
    sparkocr.imaging.threshold.binarize_image : the same on an image.

    Examples
    --------
    >>> light = LightPipeline([BinaryToImage(), ImageBinarizer(threshold=130)], keepImages=True)
    >>> (page,) = light.fromBinary(samples.image("Invoice 4711"))
    >>> [level for _, level in page["binarized_image"].to_pil().getcolors()]  # of the pixels: no gray is left
    [0, 255]
    """

    outputCol = column("binarized_image", "Column for the black and white image.")
    threshold = integer(
        170, "Pixels above this value become white (255), the others black (0).", minimum=0, maximum=255
    )

    def _image_function(self) -> Callable[..., Image]:
        return partial(binarize_image, threshold=self.getThreshold())


class ImageAdaptiveThresholding(ImageStage):
    """Make an image black and white by a threshold that follows the brightness of the neighbourhood.

    Adds the columns `outputCol` (an image of type ``TYPE_BYTE_BINARY``) and `exception`.

    See Also
    --------
    sparkocr.imaging.threshold.adaptive_threshold : the same on an array.

    Examples
    --------
    >>> dark = ImageHomogenizeLight(expIn=100, outputCol="dark")
    >>> clean = ImageAdaptiveThresholding(inputCol="dark", blockSize=61, offset=15)
    >>> light = LightPipeline([BinaryToImage(), dark, clean], keepImages=True)
    >>> (page,) = light.fromBinary(samples.image("Invoice 4711"))
    >>> [page[name].to_pil().getpixel((899, 259)) for name in ("dark", "binarized_image")]  # the paper
    [100, 255]
    """

    outputCol = column("binarized_image", "Column for the black and white image.")
    blockSize = integer(170, "Side of the neighbourhood in px; an even one counts as the next odd one.", minimum=1)
    method = choice(AdaptiveThresholdingMethod.GAUSSIAN, "How the threshold follows from the neighbourhood.")
    offset = number(0, "Is subtracted from the threshold, in levels of gray.")
    mode = string(
        "reflect",
        "What lies beyond the edge of the image.",
        pattern="|".join(BORDERS),
        allowed="one of " + ", ".join(BORDERS),
        example="constant",
    )
    cval = integer(0, "Brightness beyond the edge, for the mode 'constant'.", minimum=0, maximum=255)

    def _image_function(self) -> Callable[..., Image]:
        border: Border = self.getMode()
        threshold = partial(
            adaptive_threshold,
            block_size=self.getBlockSize(),
            method=self.getMethod().value,
            offset=self.getOffset(),
            border=border,
            fill=self.getCval(),
        )
        return partial(on_gray, function=threshold, kind=ImageType.TYPE_BYTE_BINARY)


class ImageAdaptiveBinarizer(ImageStage):
    """Make an image black and white: ink is what is clearly darker than its neighbourhood.

    Adds the columns `outputCol` and `exception`. An image of type ``TYPE_BYTE_BINARY`` has three equal channels, as
    programs that exist expect of this stage.

    See Also
    --------
    sparkocr.imaging.threshold.adaptive_binarize : the same on an array.

    Examples
    --------
    >>> dark = ImageHomogenizeLight(expIn=100, outputCol="dark")
    >>> clean = [ImageBinarizer(inputCol="dark", outputCol="fixed"), ImageAdaptiveBinarizer(inputCol="dark")]
    >>> light = LightPipeline([BinaryToImage(), dark, *clean], keepImages=True)
    >>> (page,) = light.fromBinary(samples.image("Invoice 4711"))
    >>> [page[name].to_pil().getpixel((899, 259)) for name in ("dark", "fixed", "binarized_image")]  # the paper
    [100, 0, 255]
    """

    outputCol = column("binarized_image", "Column for the black and white image.")
    width = number(90.0, "Side of the neighbourhood in px; OTSU has none.", minimum=1)
    method = choice(ThresholdingMethod.GAUSSIAN, "How the threshold follows from the neighbourhood.")
    scale = number(1.1, "The threshold is divided by it: 1.1 takes for ink what is a tenth darker.", more_than=0)
    imageType = choice(ImageType.TYPE_BYTE_BINARY, "Pixel layout of the image.")

    binary_channels = 3

    def _image_function(self) -> Callable[..., Image]:
        method = self.getMethod().value
        threshold = partial(adaptive_binarize, width=self.getWidth(), method=method, scale=self.getScale())
        return partial(on_gray, function=threshold, kind=ImageType.TYPE_BYTE_BINARY, image_type=self.getImageType())


class ImageMorphologyOperation(ImageStage):
    """Erode, dilate, open or close an image.

    The operations work on brightness: erosion makes dark text bolder, dilation makes it thinner, opening removes
    bright specks, closing removes dark ones. The type of the image stays. Adds the columns `outputCol` and `exception`.

    See Also
    --------
    sparkocr.imaging.morphology.morphology : the same on an array.

    Examples
    --------
    >>> bolder = ImageMorphologyOperation(operation="erosion", kernelShape="disk", kernelSize=2)
    >>> (page,) = LightPipeline([BinaryToImage(), bolder], keepImages=True).fromBinary(samples.image("Invoice 4711"))
    >>> thin, bold = (sum(page[name].to_pil().histogram()[:128]) for name in ("image", "morphology_image"))
    >>> round(bold / thin)  # twice as many dark pixels
    2
    """

    outputCol = column("morphology_image", "Column for the image.")
    operation = choice(MorphologyOperationType.OPENING, "What to do.")
    kernelShape = choice(KernelShape.DISK, "Shape of the neighbourhood.")
    kernelSize = integer(
        1, "Size of the neighbourhood in px: radius of round shapes, side of a square.", minimum=1, maximum=500
    )

    def _image_function(self) -> Callable[..., Image]:
        return partial(
            morph,
            operation=self.getOperation().value,
            shape=self.getKernelShape().value,
            size=self.getKernelSize(),
        )


class ImageRemoveObjects(ImageStage):
    """Remove specks, large objects and holes by their area.

    An object is a connected area of ink. Removed objects become white, removed holes black; all other pixels stay. The
    result is gray, or black and white if the image is.

    By default `minSizeObject` follows from `minSizeFont` and the image's resolution (300 dpi where it is unknown): what
    is smaller than half a full stop goes. ``setMinSizeObject(None)`` keeps all small objects.

    See Also
    --------
    sparkocr.imaging.objects.remove_objects : the same on an array.

    Examples
    --------
    >>> clean = ImageRemoveObjects(minSizeObject=40)
    >>> read = [ImageToText(outputCol="before"), ImageToText(inputCol="cleaned_image", outputCol="after")]
    >>> (page,) = LightPipeline([BinaryToImage(), clean, *read]).fromBinary(samples.image("Invoice . . . 4711"))
    >>> [page[name].result.strip() for name in ("before", "after")]
    ['Invoice ... 4711', 'Invoice 4711']
    """

    outputCol = column("cleaned_image", "Column for the image.")
    minSizeFont = integer(10, "Smallest font in points; gives minSizeObject if that is not set.", minimum=1)
    minSizeObject = optional_integer("Smallest area in px that an object keeps its place with.", minimum=0)
    connectivityObject = integer(
        0, "What joins small objects: 1 an edge, 2 (or 0) a corner, too.", minimum=0, maximum=2
    )
    minSizeHole = optional_integer("Smallest area in px that a hole stays open with.", minimum=0)
    connectivityHole = integer(0, "What joins holes: 1 an edge, 2 (or 0) a corner, too.", minimum=0, maximum=2)
    maxSizeObject = optional_integer("Largest area in px that an object keeps its place with.", minimum=0)
    connectivityMaxObject = integer(
        0, "What joins large objects: 1 an edge, 2 (or 0) a corner, too.", minimum=0, maximum=2
    )

    def _image_function(self) -> Callable[..., Image]:
        sizes = ObjectSizes(
            min_object=self.getMinSizeObject(),
            max_object=self.getMaxSizeObject(),
            min_hole=self.getMinSizeHole(),
            connectivity_object=self.getConnectivityObject(),
            connectivity_max_object=self.getConnectivityMaxObject(),
            connectivity_hole=self.getConnectivityHole(),
        )
        font = None if self.isSet("minSizeObject") else self.getMinSizeFont()
        return partial(clean_objects, sizes=sizes, font=font)


class ImageRemoveBackground(ImageStage):
    """Make the paper white: stains, shadows and colours of the paper go.

    Adds the columns `outputCol` (a gray image, whose type is ``TYPE_BYTE_BINARY``: see `ImageType`) and `exception`.

    See Also
    --------
    sparkocr.imaging.background.remove_background : the same on an array.

    Examples
    --------
    >>> gray = ImageHomogenizeLight(expIn=150, outputCol="gray")
    >>> light = LightPipeline([BinaryToImage(), gray, ImageRemoveBackground(inputCol="gray")], keepImages=True)
    >>> (page,) = light.fromBinary(samples.image("Invoice 4711"))
    >>> [page[name].to_pil().getpixel((899, 259)) for name in ("gray", "corrected_image")]  # the paper
    [150, 255]
    """

    outputCol = column("corrected_image", "Column for the gray image.")
    BL = integer(260, "Block length: side in px of the neighbourhood in which there is some paper.", minimum=1)

    def _image_function(self) -> Callable[..., Image]:
        return partial(_called_binary, function=partial(background.remove_background, block=self.getBL()))


class ImageHomogenizeLight(ImageStage):
    """Give all parts of a page the same brightness.

    Adds the columns `outputCol` (a gray image, whose type is ``TYPE_BYTE_BINARY``: see `ImageType`) and `exception`.

    See Also
    --------
    sparkocr.imaging.background.homogenize_light : the same on an array.

    Examples
    --------
    >>> light = LightPipeline([BinaryToImage(), ImageHomogenizeLight(expIn=200)], keepImages=True)
    >>> (page,) = light.fromBinary(samples.image("Invoice 4711"))
    >>> [page[name].to_pil().getpixel((899, 259)) for name in ("image", "corrected_image")]  # the paper
    [255, 200]
    """

    outputCol = column("corrected_image", "Column for the gray image.")
    threshold = integer(0, "Differences from the surroundings of up to so many levels vanish.", minimum=0, maximum=255)
    expIn = integer(112, "Brightness that the surroundings get everywhere.", minimum=0, maximum=255)

    def _image_function(self) -> Callable[..., Image]:
        function = partial(background.homogenize_light, threshold=self.getThreshold(), exposure=self.getExpIn())
        return partial(_called_binary, function=function)


class ImageEnhanceContrast(ImageStage):
    """Spread the brightness of every part of an image (CLAHE).

    Adds the columns `outputCol` (a gray image, whose type is ``TYPE_BYTE_BINARY``: see `ImageType`) and `exception`.

    See Also
    --------
    sparkocr.imaging.background.enhance_contrast : the same on an array.

    Examples
    --------
    >>> pale = ImageScaler(scaleFactor=0.05, outputCol="pale")  # so small that its ink is gray
    >>> strong = ImageEnhanceContrast(inputCol="pale", clipLimit=100, tileGridSize=2)
    >>> light = LightPipeline([BinaryToImage(), pale, strong], keepImages=True)
    >>> (page,) = light.fromBinary(samples.image("Invoice 4711"))
    >>> [round(page[name].to_pil().getextrema()[0], -1) for name in ("pale", "corrected_image")]  # the darkest pixel
    [160, 70]
    """

    outputCol = column("corrected_image", "Column for the gray image.")
    clipLimit = number(4, "Limit of the amplification; more brings out more, noise included.", more_than=0)
    tileGridSize = integer(3, "Number of parts across and down.", minimum=1, maximum=64)

    def _image_function(self) -> Callable[..., Image]:
        function = partial(background.enhance_contrast, clip_limit=self.getClipLimit(), tiles=self.getTileGridSize())
        return partial(_called_binary, function=function)


class ImageRemoveGlare(ImageStage):
    """Darken reflections of light to the brightness of the paper.

    Adds the columns `outputCol` (a gray image, whose type is ``TYPE_BYTE_BINARY``: see `ImageType`) and `exception`.

    See Also
    --------
    sparkocr.imaging.background.remove_glare : the same on an array.

    Examples
    --------
    >>> paper = ImageHomogenizeLight(expIn=150, outputCol="paper")
    >>> spot = ImageDrawRegions(inputCol="paper", outputCol="photo", filledRect=True, rectColor="white")
    >>> stages = [BinaryToImage(), ImageLayoutAnalyzer(), paper, spot, ImageRemoveGlare(inputCol="photo")]
    >>> (page,) = LightPipeline(stages, keepImages=True).fromBinary(samples.image("Invoice 4711"))
    >>> [page[name].to_pil().getpixel((150, 70)) for name in ("photo", "corrected_image")]  # in the white spot
    [255, 150]
    """

    outputCol = column("corrected_image", "Column for the gray image.")

    def _image_function(self) -> Callable[..., Image]:
        return partial(_called_binary, function=background.remove_glare)


class ImageNoiseScorer(Stage):
    """Tell how noisy an image, or each region of it, is.

    Adds the columns `outputCol` (array of double: one score per region, or one of the whole image if there is no column
    of regions) and `exception`; keeps the image.

    Notes
    -----
    RATIO is the percentage of the objects that are too small to belong to text, VARIANCE the variance of the noise in
    squared levels of gray; see `sparkocr.imaging.noise`. A region outside of the image scores 0.

    Examples
    --------
    >>> find, score = ImageTextDetector(), ImageNoiseScorer(inputRegionsCol="text_regions", method="variance")
    >>> (digital,) = LightPipeline([BinaryToImage(), find, score]).fromBinary(samples.image("Invoice 4711"))
    >>> (scanned,) = LightPipeline([PdfToImage(), find, score]).fromBinary(samples.scan("Invoice 4711"))
    >>> [page["noisescores"][0] > 0 for page in (digital, scanned)]  # JPEG leaves noise around letters
    [False, True]
    """

    inputCol = column("image", "Column with the image.")
    outputCol = column("noisescores", "Column for the scores.")
    inputRegionsCol = column("regions", "Column with regions, in px of the image.")
    method = choice(NoiseMethod.RATIO, "What to measure.")

    input_type = ImageSchema
    runs_light = True

    def _apply(self, dataset: Data) -> Data:
        score = partial(_noise_scores, method=self.getMethod().value)
        if self.getInputRegionsCol() in dataset.columns:
            self.check_column(dataset, "inputRegionsCol", RegionsSchema)
        regions = self.optional_column(dataset, "inputRegionsCol", RegionsSchema)
        image = column_of(dataset, self.getInputCol())
        result = self._udf(score, NoiseScoresSchema, deterministic=False)(image, regions)
        return with_result(dataset, result, {self.getOutputCol(): "scores"})


def _noise_scores(value: Any, regions: Any, *, method: Literal["ratio", "variance"]) -> dict[str, Any]:
    """Score the regions of an image, or all of it."""
    image, parts = read_image(value).image, None
    if regions.is_valid:
        boxes = [region.box for region in read_regions(regions)]
        parts = [(round(box.x), round(box.y), round(box.width), round(box.height)) for box in boxes]
        parts = [(max(0, x), max(0, y), width, height) for x, y, width, height in parts]
    return {"scores": noise.noise_scores(image, parts, method)}
