"""program.py with five typos: mypy says where a comment has nothing to ignore, so each of them is found."""

from pathlib import Path

from pyspark.ml import PipelineModel
from pyspark.sql import DataFrame
from pyspark.sql import functions as F

import sparkocr
from sparkocr.base import LightPipeline
from sparkocr.enums import Language, PageIteratorLevel
from sparkocr.pretrained import PretrainedPipeline
from sparkocr.transformers import (
    BinaryToImage,
    EntityFinder,
    ImageDrawRegions,
    ImageSkewCorrector,
    ImageToText,
    PdfToImage,
    PdfToText,
    PositionFinder,
    TextToDocument,
    VisualDocumentNer,
)
from sparkocr.utils import display_images, display_table

spark = sparkocr.start(extra_conf={"spark.ui.enabled": "false"})

reader = PdfToText(extractCordinates=True).setInputCol("content").setOutputCol("text").setSplitPage(True)  # type: ignore[call-arg]
pages = PdfToImage().setResolution("high").setImageType("TYPE_BYTE_GRAY").setKeepInput(False)  # type: ignore[arg-type]
ocr = (
    ImageToText()
    .setLanguag(Language.ENG)  # type: ignore[attr-defined]
    .setPageIteratorLevel(PageIteratorLevel.WORDS)  # type: ignore[attr-defined]
    .setConfidenceThreshold(60)
    .setOcrParams(["preserve_interword_spaces=1"])
)
level = ImageSkewCorrector(outputCol="image").setHalfAngel(5.0)  # type: ignore[attr-defined]
names = EntityFinder().setInputCols("document").setOutputCol("ner_chunk").setWhiteList(["NAME", "DATE"])
finder = PositionFinder().setInputCols(["ner_chunk"]).setPageMatrixCol("positions").setPadding(2)
cover = ImageDrawRegions().setInputRegionsCol("coordinates").setFilledRect(True)

pipeline = PipelineModel(stages=[reader, pages, level, ocr, TextToDocument(), names, finder, cover])
df: DataFrame = spark.read.format("binaryFile").load("contracts")
scans = cover.transform(ocr.transform(pages.transform(reader.transform(df))))
result = scans.where(F.col("exception").isNull()).select("path", "pagenum", "text")
result.write.mode("overwrite").parquet("out")

language: str | Language = ocr.getLanguage()
resolution: int = pages.getResolution()
images = BinaryToImage().transform(df)
display_images(images, "image", limit=2)
display_table(result, "table")
for page in LightPipeline(pipeline).fromLocalPath(Path("letter.pdf")):
    print(page["text"], language, resolution, sparkocr.version())
print(PretrainedPipeline("mixed_scanned_digital_pdf").transform(df).count(), VisualDocumentNer.__name__)
