"""One DataFrame that every stage can be tried on, whatever column it reads."""

import base64
import datetime as dt

import numpy as np
from pyspark.sql import Row
from pyspark.sql import functions as F
from pyspark.sql.types import (
    BinaryType,
    DoubleType,
    IntegerType,
    MapType,
    StringType,
    StructField,
    StructType,
    TimestampType,
)

from documents import page, png
from office.make_office import letter, presentation
from pdf.make_pdf import Page, Text, make_pdf
from sparkocr import samples
from sparkocr.pdf.read.render import render_page
from sparkocr.schemas import AnnotationsSchema, ImageSchema, PositionsSchema, RegionsSchema

SCHEMA = StructType(
    [
        StructField("path", StringType()),
        StructField("modificationTime", TimestampType()),
        StructField("content", BinaryType()),
        StructField("b64string", StringType()),
        StructField("image", ImageSchema),
        StructField("regions", RegionsSchema),
        StructField("region", RegionsSchema),
        StructField("text_regions", RegionsSchema),
        StructField("cells", RegionsSchema),
        StructField("coordinates", RegionsSchema),
        StructField("positions", PositionsSchema),
        StructField("confidence", DoubleType()),
        StructField("ner_chunk", AnnotationsSchema),
        StructField("aux", AnnotationsSchema),
        StructField("document", AnnotationsSchema),
        StructField("entities", AnnotationsSchema),
        StructField("text", StringType()),
        StructField("replace_text", StringType()),
        StructField("hocr", StringType()),
        StructField("id", IntegerType()),
        StructField("user.name", StringType()),
        StructField("tags", MapType(StringType(), IntegerType())),
        StructField("page_pdf", BinaryType()),
        StructField("pdf", BinaryType()),
        StructField("metadata", StringType()),
        StructField("exception", StringType()),
    ]
)
USER_COLUMNS = ("id", "user.name", "tags", "modificationTime")
EARLIER = "Earlier_0: It failed."
BAD_IDS = {2, 3, 4, 5}
"""Rows that no stage can process: null, empty, corrupt, and failed in an earlier stage."""
SEES_NO_PIXELS = {"DocumentToText": {4}, "RegionsMerger": {4}, "RegionsToOriginal": {4}}
"""Stages that use an image but not its pixels, and so can process a row whose pixels are corrupt; and one that takes
what is no file of other stages for a text."""
PASSES = {"DocumentToText": 5}
"""How often stages look at the first bytes of a file: once for each group of stages that may read it."""
POSITIONS = [([("Jane", 0, 10.0, 20.0, 40.0, 12.0, 9), ("Smith", 0, 55.0, 20.0, 50.0, 12.0, 9)],)]
CHUNKS = [("chunk", 0, 9, "Jane Smith", {"entity": "NAME", "confidence": "0.9"}, [])]
TEXT = "Jane Roe"  # so short that PdfToImage does not take a page for a digital one
DOCUMENT = [("document", 0, len(TEXT) - 1, TEXT, {"sentence": "0"}, [])]
PLACE = {"x": "10", "y": "20", "width": "30", "height": "10"}
TAGS = [
    ("entity", 0, 4, "B-QUESTION", {"word": "Name:", **PLACE}, []),
    ("entity", 6, 9, "B-ANSWER", {"word": "Jane", **PLACE, "x": "50"}, []),
]
NEW_TEXT = "Anna Jones"
METADATA = '{"PatientName": "Smith^Jane"}'
HOCR = (
    "<div class='ocr_page' title='bbox 0 0 900 260'><span class='ocr_line' title='bbox 10 20 105 32'>"
    "<span class='ocrx_word' title='bbox 10 20 50 32; x_wconf 91'>Jane</span> "
    "<span class='ocrx_word' title='bbox 55 20 105 32; x_wconf 92'>Smith</span></span></div>"
)
HOCRS = [HOCR, HOCR, None, "", "var x = 1;", HOCR]
REGION = (0, 0, 10.0, 20.0, 30.0, 40.0, 1.0, "text", 0.0)


def image_row(pixels: np.ndarray | None, exception: str | None = None, data: bytes | None = None) -> Row:
    if pixels is None:
        return Row(**dict.fromkeys(ImageSchema.names) | {"exception": exception})
    height, width = pixels.shape
    found = pixels.tobytes() if data is None else data
    return Row(
        origin="file:/a",
        height=height,
        width=width,
        nChannels=1,
        mode=10,
        resolution=300,
        data=found,
        exception=None,
        transform=[1.0, 0.0, 5.0, 0.0, 1.0, 6.0, 0.0, 0.0, 1.0],
        textWords=None,
    )


def rows() -> list[tuple]:
    """Rows 0 and 1 are good for every stage that reads images; one of them is for those that read files."""
    good = image_row(np.asarray(page()))
    pdf = make_pdf([Page([Text(72, 700, "One page of digital text")])])
    contents = [png(), pdf, None, b"", b"var x = 1;\n", png()]
    base64s = [base64.b64encode(content).decode() if content else content for content in contents[:3]]
    base64s += ["", "var x = 1;", base64s[0]]
    images = [
        good,
        good,
        None,
        image_row(None),
        image_row(np.zeros((9, 9), np.uint8), data=b"\x00\x01"),
        image_row(None, exception=EARLIER),
    ]
    when = dt.datetime(2024, 2, 29, 12, 30, 15, 123456)  # noqa: DTZ001  Spark timestamps of a session are local
    return [
        (
            f"file:/docs/{number}",
            when,
            content,
            text,
            image,
            [REGION],
            [REGION],
            [REGION],
            [REGION],
            [REGION],
            None if number in {2, 3, 4} else POSITIONS,
            None if number in {2, 3, 4} else 90.0,
            *(None if number in {2, 3, 4} else value for value in (CHUNKS, CHUNKS, DOCUMENT, TAGS, TEXT)),
            None if number in {2, 3} else NEW_TEXT,
            HOCRS[number],
            number,
            f"user {number}",
            {"a": number},
            pdf if number in {0, 1, 5} else contents[number],
            pdf if number in {0, 1, 5} else contents[number],
            METADATA,
        )
        for number, (content, text, image) in enumerate(zip(contents, base64s, images, strict=True))
    ]


def sample(spark):
    """The rows as a DataFrame; the last one carries the message of an earlier stage."""
    return spark.createDataFrame(
        [(*row, EARLIER if row[SCHEMA.names.index("id")] == 5 else None) for row in rows()], SCHEMA
    )


CONTENT = {
    "DicomDrawRegions": lambda: samples.dicom("Jane"),
    "DicomFileDeidentifier": lambda: samples.dicom("Jane"),
    "DicomMetadataDeidentifier": lambda: samples.dicom("Jane"),
    "DicomSplitter": lambda: samples.dicom("Jane"),
    "DicomToImage": lambda: samples.dicom("Jane"),
    "DicomToImageV2": lambda: samples.dicom("Jane"),
    "DicomToImageV3": lambda: samples.dicom("Jane"),
    "DicomToMetadata": lambda: samples.dicom("Jane"),
    "DicomToPdf": lambda: samples.dicom_pdf(samples.pdf("Jane")),
    "DicomUpdatePdf": lambda: samples.dicom_pdf(samples.pdf("Jane")),
    "DocToPdf": letter,
    "DocToText": letter,
    "DocToTextTable": letter,
    "PdfToTables": lambda: samples.table([["a", "b"], ["c", "d"]]),
    "PdfToTextTable": lambda: samples.table([["a", "b"], ["c", "d"]]),
    "PptToPdf": lambda: presentation([[["a"]]]),
    "PptToText": lambda: presentation([[["a"]]]),
    "PptToTextTable": lambda: presentation([[["a"]]]),
}
"""What stages that read neither pictures nor PDFs, or look for tables in PDFs, get instead."""
WITH_TABLE = {"ImageToTables"}
"""Stages that look for tables in the image."""
INSIDE_SPARK = {"Base64ToBinary"}
"""Stages that are made of Spark's own functions alone."""
PROGRAM = {"DocToPdf", "PptToPdf"}
"""Stages that need LibreOffice, whose PDFs say when they were made."""


def rows_for(cls, frame):
    """The sample with good files, or images, for a stage."""
    is_good = F.col("id") <= (0 if cls.__name__ in PROGRAM else 1)  # a program takes a second for a file
    if cls.__name__ in CONTENT:
        good = F.lit(CONTENT[cls.__name__]())
        return frame.withColumn("content", F.when(is_good, good).otherwise(F.col("content")))
    if cls.__name__ in WITH_TABLE:
        pixels = render_page(samples.table([["a", "b"], ["c", "d"]]), 0, resolution=100, max_pixels=10**6).pixels
        fields = zip(ImageSchema, image_row(pixels[:160, :400]), strict=True)
        good = F.struct(*(F.lit(value).cast(field.dataType).alias(field.name) for field, value in fields))
        return frame.withColumn("image", F.when(is_good, good).otherwise(F.col("image")))
    return frame
