"""Stages that apply a list of operations, and the one that finds out by itself which ones help."""

from __future__ import annotations

import os
from collections.abc import Callable
from functools import partial
from typing import Any, Self

from pyspark.sql.types import ArrayType, StringType, StructField, StructType

from sparkocr.enums import ImageType
from sparkocr.imaging.chain import STEPS, apply_steps, gpu_is_there
from sparkocr.imaging.enhance import enhance
from sparkocr.imaging.pixels import Image
from sparkocr.schemas import ImageSchema
from sparkocr.stage.bases import ImageStage
from sparkocr.stage.columns import EXCEPTION, Data, column_of, with_result
from sparkocr.stage.images import read_image, write_image
from sparkocr.stage.params import StageParam, boolean, choice, column, string


def _check_steps(value: Any) -> list[list[Any]]:
    """Return operations as lists, which JSON can hold."""
    if isinstance(value, str):
        raise TypeError
    steps = [list(step) for step in value]
    for name, *numbers in steps:
        wrong = any(isinstance(item, bool) or not isinstance(item, int | float) for item in numbers)
        if len(numbers) != STEPS[name] or wrong:
            raise ValueError
    return steps


class ImageTransformer(ImageStage):
    """Apply several simple operations to the gray pixels of an image, in the order in which they were added.

    Adds the columns `outputCol` and `exception`. An image of type ``TYPE_BYTE_BINARY`` has three equal channels, as
    programs that exist expect of this stage. Scaling is that of `ImageScaler`.

    See Also
    --------
    sparkocr.imaging.chain.apply_steps : the same on an image.

    Examples
    --------
    >>> steps = ImageTransformer().addScalingTransform(2).addErodeTransform(3, 3)
    >>> (page,) = LightPipeline([BinaryToImage(), steps], keepImages=True).fromBinary(samples.image("Invoice 4711"))
    >>> image = page["transformed_image"].to_pil()
    >>> image.size, [level for _, level in image.getcolors()]  # twice as large, black and white
    ((1800, 520), [0, 255])
    """

    outputCol = column("transformed_image", "Column for the image.")
    imageType = choice(ImageType.TYPE_BYTE_BINARY, "Pixel layout of the image.")
    transforms = StageParam(
        [],
        "The operations; the add… methods append to it.",
        allowed="a list of (name, number, ...), the names being " + ", ".join(STEPS),
        convert=_check_steps,
        example=[["scale", 2.0], ["median_blur", 3]],
    )

    binary_channels = 3

    def addScalingTransform(self, factor: float) -> Self:
        """Add: scale both sides by a factor."""
        return self._add("scale", factor)

    def addAdaptiveThreshold(self, blockSize: int, c: float) -> Self:
        """Add: black and white by the mean of a block of so many px, less c."""
        return self._add("adaptive_threshold", blockSize, c)

    def addMedianBlur(self, size: int) -> Self:
        """Add: replace each pixel by the median of a square of so many px."""
        return self._add("median_blur", size)

    def addErodeTransform(self, width: int, height: int) -> Self:
        """Add: take the darkest pixel of a rectangle, which makes dark text bolder."""
        return self._add("erode", width, height)

    def addDilateTransform(self, width: int, height: int) -> Self:
        """Add: take the brightest pixel of a rectangle, which makes dark text thinner."""
        return self._add("dilate", width, height)

    def addRemoveObjects(self, minSize: int, maxSize: int) -> Self:
        """Add: remove objects with a smaller or larger area in px; a negative one is no limit."""
        return self._add("remove_objects", minSize, maxSize)

    def _add(self, name: str, *numbers: float) -> Self:
        return self._set(transforms=[*self.getTransforms(), [name, *numbers]])

    def _image_function(self) -> Callable[..., Image]:
        return partial(apply_steps, steps=self.getTransforms(), image_type=self.getImageType())


class GPUImageTransformer(ImageTransformer):
    """Apply several simple operations to an image, on a graphics processor where there is one.

    OpenCV's OpenCL functions do the work; without a device it is done on the CPU, with the same result, and the log
    says so once per process. Adds the columns `outputCol` and `exception`; see `ImageTransformer` for what they are.

    See Also
    --------
    sparkocr.imaging.chain.apply_steps : the same on an image.

    Examples
    --------
    >>> steps = GPUImageTransformer().addScalingTransform(2).addOtsuTransform()
    >>> (page,) = LightPipeline([BinaryToImage(), steps], keepImages=True).fromBinary(samples.image("Invoice 4711"))
    >>> image = page["transformed_image"].to_pil()
    >>> image.size, [level for _, level in image.getcolors()]  # twice as large, black and white
    ((1800, 520), [0, 255])
    """

    gpuName = string("", "Name, or part of it, of the graphics processor; empty: any.")

    def addOtsuTransform(self) -> Self:
        """Add: black and white by Otsu's threshold."""
        return self._add("otsu")

    def addHuangTransform(self) -> Self:
        """Add: black and white by Huang's threshold."""
        return self._add("huang")

    def _image_function(self) -> Callable[..., Image]:
        gpu_is_there()  # says on the driver, where people look, what is likely true for the workers, too
        return partial(
            _apply_on_gpu, steps=self.getTransforms(), image_type=self.getImageType(), name=self.getGpuName()
        )


def _apply_on_gpu(image: Image, *, steps: list[list[Any]], image_type: ImageType, name: str) -> Image:
    """Apply operations on the graphics processor with a name, if there is any."""
    if name:  # read by OpenCV when it looks for a device for the first time
        os.environ.setdefault("OPENCV_OPENCL_DEVICE", f":GPU:{name}")
    return apply_steps(image, steps, image_type, gpu=gpu_is_there())


class ImagePreprocessor(ImageStage):
    """Look at a page and do only what helps recognition: denoise it, whiten its paper, level it, enlarge it.

    A clean page of 300 dpi is returned as it is. Adds the columns `outputCol`, `exception` and, if it has a name,
    `decisionsCol` (array of strings: what was done, in order; empty: nothing).

    See Also
    --------
    sparkocr.imaging.enhance.enhance : the same on an image, with all rules.

    Examples
    --------
    >>> small = ImageScaler(scaleFactor=0.3, outputCol="small")
    >>> better = ImagePreprocessor(inputCol="small", decisionsCol="steps")
    >>> (page,) = LightPipeline([BinaryToImage(), small, better]).fromBinary(samples.image("Invoice 4711"))
    >>> page["steps"]
    ['scale 3.00', 'sharpen']
    """

    outputCol = column("preprocessed_image", "Column for the image.")
    scale = boolean(True, "Whether pages with small text may be enlarged.")
    denoise = boolean(True, "Whether noisy pages may be smoothed.")
    background = boolean(True, "Whether stained or unevenly lit paper may be whitened.")
    deskew = boolean(True, "Whether tilted pages may be turned.")
    decisionsCol = string(
        "", "Column for what was done; empty: none. With it, the image leaves the Python worker once."
    )

    def _image_function(self) -> Callable[..., Image]:
        return partial(_enhanced, **self._options())

    def _options(self) -> dict[str, Any]:
        return {name: self.getOrDefault(name) for name in ("scale", "denoise", "background", "deskew")}

    def _apply(self, dataset: Data) -> Data:
        if not self.getDecisionsCol():
            return super()._apply(dataset)
        fields = [StructField("image", ImageSchema), StructField("steps", ArrayType(StringType()))]
        schema = StructType([*fields, StructField(EXCEPTION, StringType())])
        made = self._udf(partial(_decided, **self._options()), schema, deterministic=True)
        result = made(column_of(dataset, self.getInputCol()))
        columns = {self.getOutputCol(): "image", self.getDecisionsCol(): "steps"}
        return self._without_input(with_result(dataset, result, columns))


def _enhanced(image: Image, **options: Any) -> Image:
    better: Image = enhance(image, **options)[0]
    return better


def _decided(value: Any, **options: Any) -> dict[str, Any]:
    """Enhance an image and tell how."""
    row = read_image(value)
    image, steps = (row.image, []) if row.image.is_placeholder else enhance(row.image, **options)
    return {"image": write_image(image, row.origin)[0].as_py(), "steps": steps}
