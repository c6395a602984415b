"""Files as base64 text, and the image struct of Spark NLP."""

import base64
import hashlib

import numpy as np
import pytest
from PIL import Image
from pyspark.ml import PipelineModel
from pyspark.sql import functions as F

from documents import encode, pixels, png, scanned_pdf, tiff
from sparkocr.enums import ImageType
from sparkocr.schemas import AssembledImageSchema
from sparkocr.transformers import (
    Base64ToBinary,
    Base64ToImage,
    BinaryToImage,
    ImageSchemaConverter,
    PdfToImage,
)
from variants import files


def text(content):
    return base64.b64encode(content).decode()


FORMS = {
    "plain": text(png()),
    "lines": base64.encodebytes(png()).decode(),
    "data url": f"data:image/png;base64,{text(png())}",
}
BAD = {"null": None, "empty": "", "words": "this is no base64!", "cut": text(png())[:101]}


def rows_of(spark, texts):
    return spark.createDataFrame(list(texts.items()), "path string, b64string string")


def test_images(spark):
    found = Base64ToImage().transform(rows_of(spark, FORMS | BAD | {"tiff": text(tiff(("one", "two")))})).collect()
    good = {row.path: pixels(row.image) for row in found if row.exception is None and row.path != "tiff"}
    (wanted,) = BinaryToImage().transform(files(spark, png=png())).collect()
    assert set(good) == set(FORMS)
    assert all(np.array_equal(array, pixels(wanted.image)) for array in good.values())
    assert [(row.pagenum, row.image.origin) for row in found if row.path == "tiff"] == [(0, "tiff"), (1, "tiff")]
    assert {row.path for row in found if row.exception} == set(BAD)
    assert all("Can't open file as image" in row.exception for row in found if row.exception)
    assert "b64string" not in found[0]


def test_parameters_of_images(spark):
    stage = Base64ToImage(inputCol="body", outputCol="pic", originCol="id", pageNumCol="frame", keepInput=True)
    stage.setImageType("TYPE_3BYTE_BGR").setImageDimsCol("size").setCompressImage(True).setMaxPixels(900 * 260)
    frame = rows_of(spark, {"a": FORMS["plain"]}).toDF("id", "body")
    (row,) = stage.transform(frame).collect()
    assert (row.exception, row.body, row.pic.origin, row.pic.nChannels, row.frame) == (None, FORMS["plain"], "a", 3, 0)
    assert row["size"] == (900, 260)
    assert row.pic.data.startswith(b"\x89PNG")
    (row,) = stage.setMaxPixels(9).transform(frame).collect()
    assert "9" in row.exception
    assert stage.setPartitionNum(3).transform(frame).rdd.getNumPartitions() == 3 if hasattr(frame, "rdd") else True


def test_binaries(spark):
    pdf = scanned_pdf(("one", "two"))
    frame = rows_of(spark, {"pdf": text(pdf), **BAD})
    stage = Base64ToBinary(fileNameCol="name", keepInput=True, truncateInput=True)
    found = {row.path: row for row in stage.transform(frame).collect()}
    assert found["pdf"].content == pdf
    assert found["pdf"].name == hashlib.sha256(pdf).hexdigest()
    assert found["pdf"].b64string == text(pdf)[:100]
    for name in BAD:
        assert found[name].content is None
        assert found[name].exception == f"{stage.uid}: Can't decode base64 text."
    pages = PipelineModel(stages=[Base64ToBinary(), PdfToImage(resolution=50)]).transform(frame).collect()
    assert sorted(row.pagenum for row in pages if row.exception is None) == [0, 1]
    assert sum("Base64ToBinary" in (row.exception or "") for row in pages) == len(BAD)


def test_defaults_of_binaries(spark):
    frame = rows_of(spark, {"a": FORMS["plain"]})
    (row,) = Base64ToBinary().transform(frame).collect()
    assert sorted(row.asDict()) == ["content", "exception", "path"]
    (row,) = Base64ToBinary(keepInput=True, inputCol="b64string", outputCol="file").transform(frame).collect()
    assert (row.b64string, row.file) == (FORMS["plain"], png())


@pytest.mark.parametrize("kind", list(ImageType), ids=lambda kind: kind.name)
def test_image_struct_of_spark_nlp(spark, kind):
    colours = np.array([[(255, 0, 0, 255), (0, 255, 0, 128)], [(0, 0, 255, 255), (9, 8, 7, 0)]], np.uint8)
    content = encode(Image.fromarray(colours).resize((8, 6), Image.Resampling.NEAREST), dpi=(150, 150))
    images = BinaryToImage(imageType=kind).transform(files(spark, picture=content))
    there = ImageSchemaConverter(keepInput=True).transform(images)
    assert there.schema["image_assembler"].dataType == AssembledImageSchema
    assert there.schema["image_assembler"].metadata == {"annotatorType": "image"}
    back = ImageSchemaConverter(inputCol="image_assembler", outputCol="again", outputSchema="INTERNAL", keepInput=True)
    (row,) = back.transform(there).collect()
    (annotation,) = row.image_assembler
    assert (annotation.annotatorType, annotation.origin) == ("image", "picture")
    assert (annotation.width, annotation.height) == (8, 6)
    assert annotation["mode"] == {1: 0, 3: 16, 4: 24}[kind.channels]
    assert annotation.metadata == {"resolution": "150"}
    if kind is ImageType.TYPE_4BYTE_ABGR:
        assert list(annotation.result[:4]) == [0, 0, 255, 255], "blue, green, red, alpha"
    assert pixels(row.again).tolist() == pixels(row.image).tolist()
    assert (row.again.origin, row.again.resolution) == ("picture", 150)
    assert row.exception is None


def test_broken_structs_of_spark_nlp(spark):
    good = ("image", "a", 2, 3, 1, 0, bytes(6), {}, "")
    cases = [[good], [], None, [(*good[:6], bytes(5), {}, "")], [(*good[:4], 2, 0, bytes(12), {}, "")]]
    frame = spark.createDataFrame([(case,) for case in cases], f"assembled {AssembledImageSchema.simpleString()}")
    stage = ImageSchemaConverter(inputCol="assembled", outputCol="image", outputSchema="internal")
    rows = stage.transform(frame).collect()
    assert [row.exception is None for row in rows] == [True, False, False, False, False]
    assert "assembled" not in rows[0]
    with pytest.raises(ValueError, match="inputCol='image'"):
        stage.copy().setInputCol("image").transform(frame.withColumn("image", F.lit(1)))
