"""All stages from image to image: each parameter does what the function behind it does, in one Spark job."""

import json
from dataclasses import replace
from functools import partial

import numpy as np
import pyarrow as pa
import pytest
from pyspark.sql import functions as F
from pyspark.sql.types import StructType

from imaging.drawn import image, page, speckled
from sparkocr.apps.light import run
from sparkocr.enums import CropSquareType, ImageType
from sparkocr.imaging import background, geometry
from sparkocr.imaging.chain import apply_steps
from sparkocr.imaging.enhance import enhance
from sparkocr.imaging.morphology import morphology
from sparkocr.imaging.objects import ObjectSizes, remove_objects
from sparkocr.imaging.pixels import convert, to_gray
from sparkocr.imaging.quality import text_height
from sparkocr.imaging.skew import estimate_skew
from sparkocr.imaging.threshold import adaptive_binarize, adaptive_threshold
from sparkocr.schemas import ImageSchema
from sparkocr.stage.images import write_image
from sparkocr.stage.light_row import LightRow
from sparkocr.transformers import (
    GPUImageTransformer,
    ImageAdaptiveBinarizer,
    ImageAdaptiveScaler,
    ImageAdaptiveThresholding,
    ImageCropper,
    ImageEnhanceContrast,
    ImageHomogenizeLight,
    ImageMorphologyOperation,
    ImageOrientationCorrector,
    ImagePreprocessor,
    ImageRemoveBackground,
    ImageRemoveGlare,
    ImageRemoveObjects,
    ImageScaler,
    ImageSkewCorrector,
    ImageToText,
    ImageTransformer,
    PageToJson,
    RegionsToOriginal,
)
from variants import collect

BINARY, GRAY, BGR = ImageType.TYPE_BYTE_BINARY, ImageType.TYPE_BYTE_GRAY, ImageType.TYPE_3BYTE_BGR
SHADOW = np.linspace(0.5, 1, 500)
PAGE = image((speckled(page(500, 260, 18, ink=30, paper=230), 0.002) * SHADOW).astype(np.uint8), BGR, 200)
TILTED = geometry.rotate(PAGE, 4)


def gray(function, kind=GRAY):
    """What a stage does that applies a function to the gray pixels."""
    return lambda one: one.with_pixels(function(to_gray(one)), kind)


def called_binary(function, **options):
    """What the stages for light and background do: their result has grays and is called binary."""
    return gray(partial(function, **options), BINARY)


def local(**options):
    return gray(partial(adaptive_threshold, **{"block_size": 171} | options), BINARY)


def adaptive(target=BINARY, **options):
    return lambda one: one.with_pixels(convert(adaptive_binarize(to_gray(one), **options), BINARY, target), target)


def shaped(*options):
    return lambda one: one.with_pixels(morphology(one.pixels, *options))


def without(**sizes):
    return gray(partial(remove_objects, sizes=ObjectSizes(**sizes)))


def turned(one, angle=0.0, **search):
    return geometry.rotate(one, angle - estimate_skew(to_gray(geometry.rotate(one, angle)), **search))


STEPS = [["scale", 1.5], ["adaptive_threshold", 31, 7], ["median_blur", 3], ["erode", 2, 3], ["remove_objects", 4, -1]]
ALL_STEPS = (
    ImageTransformer()
    .addScalingTransform(1.5)
    .addAdaptiveThreshold(31, 7)
    .addMedianBlur(3)
    .addErodeTransform(2, 3)
    .addRemoveObjects(4, -1)
)
# name: stage, what it must do to an image
VARIANTS = {
    "local": (ImageAdaptiveThresholding(), local()),
    "local blockSize": (ImageAdaptiveThresholding(blockSize=20), local(block_size=21)),
    "local offset": (ImageAdaptiveThresholding(offset=12), local(offset=12)),
    "local mode": (ImageAdaptiveThresholding(mode="constant"), local(border="constant")),
    "local cval": (ImageAdaptiveThresholding(mode="constant", cval=99), local(border="constant", fill=99)),
    **{
        f"local {method}": (ImageAdaptiveThresholding(method=method, blockSize=31), local(method=method, block_size=31))
        for method in ("mean", "median", "wolf", "singh")
    },
    "adaptive": (ImageAdaptiveBinarizer(), adaptive()),
    "adaptive width": (ImageAdaptiveBinarizer(width=20), adaptive(width=20)),
    "adaptive scale": (ImageAdaptiveBinarizer(scale=1.3), adaptive(scale=1.3)),
    "adaptive imageType": (ImageAdaptiveBinarizer(imageType="TYPE_3BYTE_BGR"), adaptive(BGR)),
    **{
        f"adaptive {method}": (ImageAdaptiveBinarizer(method=method), adaptive(method=method))
        for method in ("otsu", "sauvola", "wolf")
    },
    "morphology": (ImageMorphologyOperation(), shaped("opening", "disk", 1)),
    "morphology size": (ImageMorphologyOperation(kernelSize=3), shaped("opening", "disk", 3)),
    **{
        f"morphology {operation}": (ImageMorphologyOperation(operation=operation), shaped(operation, "disk", 1))
        for operation in ("closing", "erosion", "dilation")
    },
    **{
        f"morphology {shape}": (ImageMorphologyOperation(kernelShape=shape, kernelSize=2), shaped("opening", shape, 2))
        for shape in ("square", "diamond", "octahedron", "octagon", "star")
    },
    "objects": (ImageRemoveObjects(), without(min_object=3)),  # 10 points at 200 dpi
    "objects minSizeFont": (ImageRemoveObjects(minSizeFont=30), without(min_object=27)),
    "objects None": (ImageRemoveObjects().setMinSizeObject(None), without()),
    "objects minSizeObject": (ImageRemoveObjects(minSizeObject=40), without(min_object=40)),
    "objects connectivityObject": (
        ImageRemoveObjects(minSizeObject=40, connectivityObject=1),
        without(min_object=40, connectivity_object=1),
    ),
    "objects maxSizeObject": (ImageRemoveObjects(minSizeObject=0, maxSizeObject=50), without(max_object=50)),
    "objects connectivityMaxObject": (
        ImageRemoveObjects(minSizeObject=0, maxSizeObject=50, connectivityMaxObject=1),
        without(max_object=50, connectivity_max_object=1),
    ),
    "objects minSizeHole": (ImageRemoveObjects(minSizeObject=0, minSizeHole=30), without(min_hole=30)),
    "objects connectivityHole": (
        ImageRemoveObjects(minSizeObject=0, minSizeHole=9, connectivityHole=1),
        without(min_hole=9, connectivity_hole=1),
    ),
    "background": (ImageRemoveBackground(), called_binary(background.remove_background)),
    "background BL": (ImageRemoveBackground(BL=40), called_binary(background.remove_background, block=40)),
    "light": (ImageHomogenizeLight(), called_binary(background.homogenize_light)),
    "light threshold": (ImageHomogenizeLight(threshold=9), called_binary(background.homogenize_light, threshold=9)),
    "light expIn": (ImageHomogenizeLight(expIn=200), called_binary(background.homogenize_light, exposure=200)),
    "contrast": (ImageEnhanceContrast(), called_binary(background.enhance_contrast)),
    "contrast clipLimit": (ImageEnhanceContrast(clipLimit=9), called_binary(background.enhance_contrast, clip_limit=9)),
    "contrast tiles": (ImageEnhanceContrast(tileGridSize=7), called_binary(background.enhance_contrast, tiles=7)),
    "glare": (ImageRemoveGlare(), called_binary(background.remove_glare)),
    "scale": (ImageScaler(), lambda one: one),
    "scale scaleFactor": (ImageScaler(scaleFactor=1.5), partial(geometry.scale, factor=1.5)),
    "scale width": (ImageScaler(width=300), partial(geometry.resize, width=300, height=0)),
    "scale height": (ImageScaler(height=300), partial(geometry.resize, width=0, height=300)),
    "scale both": (ImageScaler(width=300, height=310), partial(geometry.resize, width=300, height=310)),
    "scale keepRatio": (
        ImageScaler(width=300, height=310, keepRatio=True),
        partial(geometry.fit, width=300, height=310),
    ),
    "scale widthCol": (ImageScaler(widthCol="w", width=7), partial(geometry.resize, width=123, height=0)),
    "scale heightCol": (ImageScaler(heightCol="h", height=7), partial(geometry.resize, width=0, height=77)),
    "text size": (
        ImageAdaptiveScaler(desiredSize=20),
        lambda one: geometry.scale(one, 20 / text_height(to_gray(one))),
    ),
    "skew": (ImageSkewCorrector(), partial(turned, half_angle=5, step=1)),
    "skew halfAngle": (ImageSkewCorrector(halfAngle=2), partial(turned, half_angle=2, step=1)),
    "skew resolution": (
        ImageSkewCorrector(resolution=180),
        partial(turned, half_angle=5, step=180),
    ),
    "skew rotationAngle": (
        ImageSkewCorrector(rotationAngle=-5.0),
        partial(turned, angle=-5.0, half_angle=5, step=1),
    ),
    "skew by hand": (
        ImageSkewCorrector(rotationAngle=30.0, automaticSkewCorrection=False),
        partial(geometry.rotate, angle=30.0),
    ),
    "skew off": (ImageSkewCorrector(automaticSkewCorrection=False), lambda one: one),
    "crop": (ImageCropper(cropRectangle=(10, 20, 200, 100)), lambda one: geometry.crop(one, 10, 20, 200, 100)),
    **{
        f"crop {place.name}": (ImageCropper(cropSquareType=place), partial(geometry.crop_square, **where))
        for place, where in {
            CropSquareType.TOP_LEFT: {"vertical": 0, "horizontal": 0},
            CropSquareType.TOP_CENTER: {"vertical": 0, "horizontal": 0.5},
            CropSquareType.TOP_RIGHT: {"vertical": 0, "horizontal": 1},
            CropSquareType.CENTER: {"vertical": 0.5, "horizontal": 0.5},
            CropSquareType.BOTTOM_RIGHT: {"vertical": 1, "horizontal": 1},
        }.items()
    },
    "upright": (ImageOrientationCorrector(inputCol="fallen", minConfidence=0.1), partial(geometry.rotate, angle=90)),
    "upright minConfidence": (ImageOrientationCorrector(inputCol="fallen", minConfidence=99), lambda one: one),
    "steps": (ALL_STEPS, partial(apply_steps, steps=STEPS, image_type=BINARY)),
    "steps transforms": (ImageTransformer(transforms=STEPS), partial(apply_steps, steps=STEPS, image_type=BINARY)),
    "steps imageType": (
        ImageTransformer(imageType="TYPE_BYTE_GRAY").addDilateTransform(3, 1),
        partial(apply_steps, steps=[["dilate", 3, 1]], image_type=GRAY),
    ),
    "gpu otsu": (GPUImageTransformer().addOtsuTransform(), partial(apply_steps, steps=[["otsu"]], image_type=BINARY)),
    "gpu huang": (
        GPUImageTransformer(imageType="TYPE_BYTE_GRAY", gpuName="none").addHuangTransform(),
        partial(apply_steps, steps=[["huang"]], image_type=GRAY),
    ),
    **{
        f"enhance {switch}": (ImagePreprocessor(**values), lambda one, values=values: enhance(one, **values)[0])
        for switch, values in {
            "all": {},
            **{name: {name: False} for name in ("scale", "denoise", "background", "deskew")},
        }.items()
    },
}
FALLEN = geometry.rotate(image(page(700, 500, 20)), -90)
SKEWED = geometry.rotate(image(page(500, 260, 16)), 8).pixels
SOILED = image((speckled(SKEWED, 0.02) * np.linspace(0.35, 1, SKEWED.shape[1])).astype(np.uint8), resolution=100)
SOURCES = {"skew": TILTED, "enhance": SOILED, "upright": FALLEN}


def source_of(name):
    return SOURCES.get(name.split()[0], PAGE)


def as_row(one):
    return write_image(one, "file:/a")[0].as_py()


@pytest.fixture(scope="module")
def results(spark, tmp_path_factory):
    images = [as_row(one) for one in (PAGE, TILTED, SOILED, FALLEN)]
    schema = StructType().add("path", "string").add("pagenum", "integer").add("w", "integer").add("h", "integer")
    for name in ("image", "tilted", "soiled", "fallen"):
        schema = schema.add(name, ImageSchema)
    path = str(tmp_path_factory.mktemp("images") / "rows")  # a local relation would be part of every plan
    spark.createDataFrame([("file:/a", 0, 123, 77, *images)], schema).write.parquet(path)
    frame = spark.read.parquet(path)
    frames = {}
    for name, (stage, _) in VARIANTS.items():
        own_column = {id(TILTED): "tilted", id(SOILED): "soiled"}.get(id(source_of(name)))
        reader = stage.copy().setInputCol(own_column) if own_column else stage
        frames[name] = reader.setOutputCol("found").transform(frame).select("path", "pagenum", "found", "exception")
    return collect(frames)


@pytest.mark.parametrize("name", VARIANTS)
def test_variant(results, name):
    (row,) = results[name]
    assert row.exception is None
    stage, function = VARIANTS[name]
    channels = 3 if isinstance(stage, ImageAdaptiveBinarizer | ImageTransformer) else 1
    wanted = write_image(function(source_of(name)), "file:/a", binary_channels=channels)[0].as_py()
    found = row.found.asDict()
    assert found.pop("transform") == pytest.approx(wanted.pop("transform"))
    assert found == wanted


def test_parameters_make_a_difference(results):
    """A variant that gives the same as its family's default would pass even if its parameter were ignored."""
    same = {"local mode", "steps transforms"}  # are told apart from others than the default
    for name, (row,) in results.items():
        default = results.get(name.split()[0])
        if default and name not in same and name != name.split()[0]:
            assert row.found != default[0].found, name


def test_a_missing_graphics_processor_is_said_once(caplog):
    from sparkocr.imaging.chain import gpu_is_there

    gpu_is_there.cache_clear()
    for _ in range(2):
        GPUImageTransformer()._image_function()
    assert caplog.text.count("No graphics processor") == (0 if gpu_is_there() else 1)


def test_decisions(spark):
    frame = spark.createDataFrame(
        [("file:/a", as_row(TILTED))], StructType().add("path", "string").add("image", ImageSchema)
    )
    stage = ImagePreprocessor(decisionsCol="why", outputCol="found")
    (row,) = stage.transform(frame).collect()
    wanted, steps = enhance(TILTED)
    assert row.why == steps
    assert row.why
    assert row.found.asDict()["data"] == as_row(wanted)["data"]
    assert "why" not in ImagePreprocessor().transform(frame).columns


SCALED = {
    "ImageScaler": ImageScaler(scaleFactor=2),
    "to a width": ImageScaler(width=2000),
    "ImageTransformer": ImageTransformer().addScalingTransform(1.5),
    "ImageAdaptiveScaler": ImageAdaptiveScaler(desiredSize=60),
    "ImagePreprocessor": ImagePreprocessor(),
}


@pytest.mark.parametrize("stage", SCALED.values(), ids=SCALED)
def test_a_scaled_page_has_its_resolution_and_the_same_points(stage):
    """Sizes and places in points, and places on the original page, do not depend on the scale."""
    low = replace(image(page(700, 300, 15, "Invoice 4711\nTotal 12.50")), resolution=110)
    reader = ImageToText(engine="tesseract", pageIteratorLevel="word", pdfCoordinates=True)
    pixels = ImageToText(engine="tesseract", pageIteratorLevel="word", positionsCol="in_px")
    back = RegionsToOriginal(inputCol="in_px", outputCol="original")
    row = LightRow({"path": pa.scalar("a"), "image": write_image(low, "a")[0]})
    (plain,) = run([reader], row)
    columns = [one.copy({one.inputCol: "other"}) for one in (reader, pixels)]
    (found,) = run(
        [stage.copy().setOutputCol("other"), *columns, back.setImageCol("other"), PageToJson(imageCol="other")], row
    )
    assert found["other"]["width"].as_py() > 1000, "it was enlarged"
    assert found["other"]["resolution"].as_py() == 110
    found_units, plain_units, original = (
        one.as_py()[0]["mapping"] for one in (found["positions"], plain["positions"], found["original"])
    )
    assert [unit["c"] for unit in found_units] == [unit["c"] for unit in plain_units] != []
    for one, other, first in zip(found_units, plain_units, original, strict=True):
        assert one["fontSize"] == pytest.approx(15 * 72 / 110, abs=2)
        assert one["x"] == pytest.approx(other["x"], abs=8)
        for side in ("x", "y", "width", "height"):
            assert one[side] == pytest.approx(first[side] * 72 / 110, abs=1), "px of the original page"
    scale = found["other"]["width"].as_py() / 700
    assert json.loads(found["json"].as_py())["resolution"] == pytest.approx(110 * scale, abs=1)


@pytest.mark.parametrize("name", ["skew", "scale", "background", "steps", "enhance all", "crop CENTER"])
def test_placeholders_of_digital_pages_pass(spark, name):
    blank = replace(PAGE, pixels=np.full((1, 1, 3), 9, np.uint8))
    frame = spark.createDataFrame([(as_row(blank),)], StructType().add("image", ImageSchema))
    (row,) = VARIANTS[name][0].copy().setInputCol("image").setOutputCol("found").transform(frame).collect()
    assert row.found == row.image


@pytest.mark.parametrize(
    ("stage", "message"),
    [
        (lambda: ImageCropper(cropRectangle=(1, 2, 3)), "cropRectangle must be 4 integers >= 0"),
        (lambda: ImageScaler(scaleFactor=0), "scaleFactor must be a number > 0"),
        (lambda: ImageAdaptiveThresholding(mode="other"), "mode must be one of reflect"),
        (lambda: ImageTransformer(transforms=[["scale"]]), "transforms must be a list of"),
        (lambda: ImageTransformer().addMedianBlur("3"), "transforms must be a list of"),
        (lambda: ImageMorphologyOperation(operation="melt"), "operation must be one of MorphologyOperationType"),
    ],
)
def test_wrong_values(stage, message):
    with pytest.raises(ValueError, match=message):
        stage()


def test_cropped_beyond_the_image_is_an_exception(spark):
    frame = spark.createDataFrame([(as_row(PAGE),)], StructType().add("image", ImageSchema))
    (row,) = ImageCropper(cropRectangle=(900, 900, 5, 5)).transform(frame).collect()
    assert row.cropped_image.data is None
    assert row.exception.endswith(": The rectangle to crop is outside of the image.")


def test_a_size_column_that_was_asked_for_must_exist(spark):
    frame = spark.createDataFrame([(as_row(PAGE),)], StructType().add("image", ImageSchema))
    with pytest.raises(ValueError, match="widthCol='missing'"):
        ImageScaler(widthCol="missing").transform(frame)
    null = frame.withColumn("w", F.lit(None).cast("int"))
    (row,) = ImageScaler(widthCol="w", scaleFactor=2).transform(null).collect()
    assert row.scaled_image.width == 1000
