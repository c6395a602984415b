"""Column types of the public contract, in one place for Spark and Arrow.

Coordinates of an image are pixels, those of a PDF are points (1/72 inch); both have their origin in the top-left
corner of the page as it is displayed.
"""

from __future__ import annotations

from pyspark.sql.types import (
    ArrayType,
    BinaryType,
    BooleanType,
    DoubleType,
    FloatType,
    IntegerType,
    LongType,
    MapType,
    StringType,
    StructField,
    StructType,
    TimestampType,
)

__all__ = ["AnnotationSchema", "AnnotationsSchema", "BinarySchema", "ImageSchema", "PositionsSchema", "RegionsSchema"]

BinarySchema = StructType(
    [
        StructField("path", StringType()),
        StructField("modificationTime", TimestampType()),
        StructField("length", LongType()),
        StructField("content", BinaryType()),
    ]
)
"""Rows of ``spark.readStream.format("binaryFile")``, which needs its schema given."""

ImageSchema = StructType(
    [
        StructField("origin", StringType()),
        StructField("height", IntegerType()),
        StructField("width", IntegerType()),
        StructField("nChannels", IntegerType()),
        StructField("mode", IntegerType()),
        StructField("resolution", IntegerType()),
        StructField("data", BinaryType()),
        StructField("exception", StringType()),
        StructField("transform", ArrayType(DoubleType())),
    ]
)
"""An image: `data` holds rows of pixels, or an encoded file after ``setCompressImage(True)``.

`mode` is an `ImageType`, `resolution` is dpi (0: unknown). All other fields are null when `exception`
says why there is no image.

`transform` has the nine numbers, row by row, of the matrix that takes a point of this image to the same point of the
image that was decoded or rendered (see `sparkocr.imaging.pixels.Image`); null if no stage moved the pixels.
"""

OPTIONAL_IMAGE_FIELDS = ("exception", "transform")
"""Fields that images of other tools need not have."""

AssembledImageSchema = ArrayType(
    StructType(
        [
            StructField("annotatorType", StringType()),
            StructField("origin", StringType()),
            StructField("height", IntegerType()),
            StructField("width", IntegerType()),
            StructField("nChannels", IntegerType()),
            StructField("mode", IntegerType()),
            StructField("result", BinaryType()),
            StructField("metadata", MapType(StringType(), StringType())),
            StructField("text", StringType()),
        ]
    )
)
"""Images as Spark NLP's ``ImageAssembler`` writes them: `mode` is an OpenCV type, colours are blue, green, red."""

ImageDimensionsSchema = StructType([StructField("width", IntegerType()), StructField("height", IntegerType())])
"""Size of an image in px."""

RegionSchema = StructType(
    [
        StructField("index", IntegerType()),
        StructField("page", IntegerType()),
        StructField("x", FloatType()),
        StructField("y", FloatType()),
        StructField("width", FloatType()),
        StructField("height", FloatType()),
        StructField("score", FloatType()),
        StructField("label", StringType()),
        StructField("angle", FloatType()),
    ]
)
"""A rectangle on a page, turned by `angle` degrees, clockwise, around its centre.

`x` and `y` are the top left corner before it is turned.
"""

RegionsSchema = ArrayType(RegionSchema)
"""The `regions` column."""

PositionSchema = StructType(
    [
        StructField("c", StringType()),
        StructField("p", IntegerType()),
        StructField("x", FloatType()),
        StructField("y", FloatType()),
        StructField("width", FloatType()),
        StructField("height", FloatType()),
        StructField("fontSize", IntegerType()),
    ]
)
"""One unit of text `c` on page `p` (from 0) and its box; `fontSize` is in points."""

PageMatrixSchema = StructType([StructField("mapping", ArrayType(PositionSchema))])
"""All units of one page."""

PositionsSchema = ArrayType(PageMatrixSchema)
"""The `positions` column: one entry per page."""

AnnotationSchema = StructType(
    [
        StructField("annotatorType", StringType()),
        StructField("begin", IntegerType()),
        StructField("end", IntegerType()),
        StructField("result", StringType()),
        StructField("metadata", MapType(StringType(), StringType())),
        StructField("embeddings", ArrayType(FloatType())),
    ]
)
"""An annotation of Spark NLP: `begin` and `end` are the offsets of its first and last character in the text."""

AnnotationsSchema = ArrayType(AnnotationSchema)
"""A column of Spark NLP, such as a document, tokens or chunks."""

RecognitionSchema = StructType(
    [
        StructField("text", StringType()),
        StructField("confidence", DoubleType()),
        StructField("positions", PositionsSchema),
        StructField("transform", ArrayType(DoubleType())),
        StructField("read", BooleanType()),
        StructField("exception", StringType()),
    ]
)
"""What recognition gives for one image; `read` is false where a digital page needed none.

`transform` is that of the image.
"""

HocrSchema = StructType([StructField("hocr", StringType()), StructField("exception", StringType())])
"""hOCR of one page."""

NoiseScoresSchema = StructType([StructField("scores", ArrayType(DoubleType())), StructField("exception", StringType())])
"""One noise score per region."""

PageTextSchema = StructType(
    [
        StructField("text", StringType()),
        StructField("positions", PositionsSchema),
        StructField("height", IntegerType()),
        StructField("width", IntegerType()),
        StructField("total", IntegerType()),
        StructField("exception", StringType()),
    ]
)
"""Text layer of one page, or of one document of `total` pages, and the (first) page's size in points."""

PageTextsSchema = StructType([StructField("pages", ArrayType(PageTextSchema)), StructField("exception", StringType())])
"""Text layers of all pages of one page range."""

PageCountSchema = StructType([StructField("total", IntegerType()), StructField("exception", StringType())])
"""Number of pages of a document; null where nobody needs it."""

BytesSchema = StructType([StructField("content", BinaryType()), StructField("exception", StringType())])
"""One encoded file."""

FramesSchema = StructType([StructField("frames", ArrayType(BinaryType())), StructField("exception", StringType())])
"""One encoded file per frame."""
