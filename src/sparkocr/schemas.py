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

from sparkocr.document.page_json import page_json_schema
from sparkocr.tables.write import tables_json_schema

__all__ = [
    "AnnotationSchema",
    "AnnotationsSchema",
    "BinarySchema",
    "ChunkSchema",
    "FontsSchema",
    "FormSchema",
    "ImageSchema",
    "KeyValuesSchema",
    "PageJsonSchema",
    "PositionsSchema",
    "RegionsSchema",
    "SpannedTableSchema",
    "TableSchema",
    "dicomExternalSchema",
    "page_json_schema",
    "tables_json_schema",
]

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
        StructField("textWords", ArrayType(DoubleType())),
    ]
)
"""An image: `data` holds rows of pixels, or an encoded file after ``setCompressImage(True)``.

`mode` is an `ImageType`; a binary image may have three equal channels. `resolution` is the dpi of the image that was
decoded or rendered (0: unknown): no stage scales it, but `transform` tells by how much the pixels were scaled. All
other fields are null when `exception` says why there is no image.

`transform` has the nine numbers, row by row, of the matrix that takes a point of this image to the same point of the
image that was decoded or rendered (see `sparkocr.imaging.pixels.Image`); null if no stage moved the pixels.

`textWords` has six numbers for each word of the page's digital text, where there is such text besides what has to be
read: see `sparkocr.imaging.pixels.Image`. It has none of the text. Null for other images.
"""

OPTIONAL_IMAGE_FIELDS = ("exception", "transform", "textWords")
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

DocumentTextSchema = StructType([StructField("text", StringType()), StructField("exception", StringType())])
"""The text of one document."""

TableCellSchema = StructType(
    [
        StructField("chunkText", StringType()),
        StructField("x", FloatType()),
        StructField("y", FloatType()),
        StructField("width", FloatType()),
        StructField("height", FloatType()),
    ]
)
"""A cell of a table: its text and its box."""

TableSchema = StructType(
    [StructField("area", RegionSchema), StructField("chunks", ArrayType(ArrayType(TableCellSchema)))]
)
"""A table: where it is, and its rows of cells."""

SpannedTableSchema = StructType(
    [
        *TableSchema.fields,
        StructField(
            "spans",
            ArrayType(
                StructType(
                    [
                        *(StructField(name, IntegerType()) for name in ("row", "column", "rowSpan", "columnSpan")),
                        StructField("header", BooleanType()),
                    ]
                )
            ),
        ),
    ]
)
"""A table, and which of its cells are merged or headings of columns; a merged one has its text in its first place."""

SpannedTablesSchema = ArrayType(SpannedTableSchema)
"""The tables of a page."""

RecognitionSchema = StructType(
    [
        StructField("text", StringType()),
        StructField("confidence", DoubleType()),
        StructField("positions", PositionsSchema),
        StructField("transform", ArrayType(DoubleType())),
        StructField("read", BooleanType()),
        StructField("letters", IntegerType()),
        StructField("tables", SpannedTablesSchema),
        StructField("exception", StringType()),
    ]
)
"""What recognition gives for one image; `read` is false where a digital page needed none.

`transform` is that of the image. Where words of the page are known from its digital text, `letters` is the number of
their letters, and `text` and `positions` have stand-ins for them; else null. `tables` is null unless it was asked for.
"""

HocrSchema = StructType([StructField("hocr", StringType()), StructField("exception", StringType())])
"""hOCR of one page."""

NoiseScoresSchema = StructType([StructField("scores", ArrayType(DoubleType())), StructField("exception", StringType())])
"""One noise score per region."""

FontsSchema = ArrayType(
    StructType(
        [
            *(StructField(name, FloatType()) for name in ("x", "y", "width", "height")),
            StructField("name", StringType()),
            StructField("size", FloatType()),
            StructField("bold", BooleanType()),
            StructField("italic", BooleanType()),
            StructField("level", IntegerType()),
        ]
    )
)
"""Words of a line that follow each other in one font: their box and the size of the font in points, origin top-left.

`level` is that of the heading that the outline of the document names here, 0 where it names none.
"""

PageTextSchema = StructType(
    [
        StructField("text", StringType()),
        StructField("positions", PositionsSchema),
        StructField("height", IntegerType()),
        StructField("width", IntegerType()),
        StructField("total", IntegerType()),
        StructField("exception", StringType()),
        StructField("unread", BooleanType()),
        StructField("fonts", FontsSchema),
        StructField("tables", SpannedTablesSchema),
    ]
)
"""Text layer of one page, or of one document of `total` pages, and the (first) page's size in points.

`unread` says whether a page may show more than its text; `fonts` and `tables` are null unless they were asked
for.
"""

PageHocrSchema = StructType(
    [
        StructField("hocr", StringType()),
        StructField("height", IntegerType()),
        StructField("width", IntegerType()),
        StructField("exception", StringType()),
    ]
)
"""hOCR of the text layer of one page, and the page's size in points."""

FormFieldSchema = StructType(
    [
        StructField("key", StringType()),
        StructField("value", StringType()),
        StructField("fieldType", StringType()),
        StructField("coordinate", RegionSchema),
    ]
)
"""A field of a form; how its place is told: see `sparkocr.transformers.PdfToForm`."""

FormSchema = ArrayType(FormFieldSchema)
"""The `form` column."""

KeyValuesSchema = ArrayType(
    StructType(
        [
            *(StructField(name, StringType()) for name in ("key", "value")),
            *(StructField(name, RegionSchema) for name in ("key_box", "value_box")),
            StructField("score", FloatType()),
        ]
    )
)
"""The `key_values` column: keys of a form with a value, from the top; see `sparkocr.transformers.PageToKeyValues`."""

FormResultSchema = StructType([StructField("form", FormSchema), StructField("exception", StringType())])
"""All fields of the form of one document."""

ChunkSchema = StructType(
    [
        StructField("number", IntegerType()),
        StructField("kind", StringType()),
        StructField("headings", ArrayType(StringType())),
        StructField("pages", ArrayType(IntegerType())),
        StructField("boxes", RegionsSchema),
        StructField("text", StringType()),
        StructField("overlap", IntegerType()),
    ]
)
"""A chunk of a document: `number` counts from 0, like `pages`; `boxes` are in points.

`headings` are those that all of it is below, from the top. The first `overlap` characters of `text`, which is Markdown,
are the end of the chunk before.
"""

PageCountSchema = StructType([StructField("total", IntegerType()), StructField("exception", StringType())])
"""Number of pages of a document; null where nobody needs it."""

BytesSchema = StructType([StructField("content", BinaryType()), StructField("exception", StringType())])
"""One encoded file."""

FramesSchema = StructType([StructField("frames", ArrayType(BinaryType())), StructField("exception", StringType())])
"""One encoded file per frame."""

FramePlanSchema = StructType(
    [
        StructField("numbers", ArrayType(IntegerType())),
        StructField("files", ArrayType(BinaryType())),
        StructField("failures", ArrayType(StringType())),
        StructField("total", IntegerType()),
        StructField("exception", StringType()),
    ]
)
"""The frames of a DICOM file that are looked at, each as a file of its own or the reason why there is none."""

FrameRangesSchema = StructType(
    [StructField("frames", ArrayType(ArrayType(IntegerType()))), StructField("exception", StringType())]
)
"""The frames of a DICOM file in groups."""

MaskedFileSchema = StructType(
    [
        StructField("content", BinaryType()),
        StructField("transferSyntax", StringType()),
        StructField("exception", StringType()),
    ]
)
"""A masked DICOM file, and the UID of its transfer syntax."""

dicomExternalSchema = StructType(
    [
        StructField("path", StringType()),
        StructField(
            "external_mapping",
            MapType(StringType(), StructType([StructField("value", StringType()), StructField("type", IntegerType())])),
        ),
    ]
)
"""Values that `DicomMetadataDeidentifier` writes into the headers of files, by tags like ``00100020``; `type` is 0 for
integers, 1 for floats and 2 for texts."""

MetadataSchema = StructType(
    [
        StructField("metadata", StringType()),
        StructField("text", StringType()),
        StructField("tags", ArrayType(StringType())),
        StructField("exception", StringType()),
    ]
)
"""The header of a DICOM file as JSON; its texts, a line for each value, and the tag of each line."""

_JsonBoxSchema = ArrayType(DoubleType())
_JsonWordSchema = StructType(
    [StructField("text", StringType()), StructField("box", _JsonBoxSchema), StructField("confidence", DoubleType())]
)
_JsonLineSchema = StructType(
    [
        StructField("text", StringType()),
        StructField("box", _JsonBoxSchema),
        StructField("fontSize", DoubleType()),
        StructField("words", ArrayType(_JsonWordSchema)),
    ]
)
_JsonBlockSchema = StructType(
    [
        StructField("type", StringType()),
        StructField("level", IntegerType()),
        StructField("text", StringType()),
        StructField("box", _JsonBoxSchema),
        StructField("lines", ArrayType(_JsonLineSchema)),
    ]
)
_JsonCellSchema = StructType([StructField("text", StringType()), StructField("box", _JsonBoxSchema)])
_JsonTableSchema = StructType(
    [StructField("box", _JsonBoxSchema), StructField("rows", ArrayType(ArrayType(_JsonCellSchema)))]
)
_JsonRegionSchema = StructType(
    [StructField("label", StringType()), StructField("score", DoubleType()), StructField("box", _JsonBoxSchema)]
)
_JsonEntitySchema = StructType(
    [
        StructField("text", StringType()),
        StructField("label", StringType()),
        StructField("begin", IntegerType()),
        StructField("end", IntegerType()),
        StructField("score", DoubleType()),
        StructField("boxes", ArrayType(_JsonBoxSchema)),
    ]
)
_JsonFieldSchema = StructType(
    [
        StructField("name", StringType()),
        StructField("value", StringType()),
        StructField("type", StringType()),
        StructField("page", IntegerType()),
    ]
)
PageJsonSchema = StructType(
    [
        StructField("version", StringType()),
        StructField("path", StringType()),
        StructField("page", IntegerType()),
        StructField("width", DoubleType()),
        StructField("height", DoubleType()),
        StructField("unit", StringType()),
        StructField("resolution", IntegerType()),
        StructField("text", StringType()),
        StructField("confidence", DoubleType()),
        StructField("blocks", ArrayType(_JsonBlockSchema)),
        StructField("tables", ArrayType(_JsonTableSchema)),
        StructField("regions", ArrayType(_JsonRegionSchema)),
        StructField("entities", ArrayType(_JsonEntitySchema)),
        StructField("fields", ArrayType(_JsonFieldSchema)),
    ]
)
"""The documents of `sparkocr.transformers.PageToJson`, for ``from_json``; see `page_json_schema`."""
