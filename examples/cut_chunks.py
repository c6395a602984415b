"""Cut every PDF of a folder into chunks for retrieval, and write them to demo-output/chunks.parquet.

python examples/cut_chunks.py [FOLDER]
"""

import sys
from pathlib import Path

from pyspark.ml import PipelineModel
from pyspark.sql import functions as F

from sparkocr import start
from sparkocr.transformers import ImageToText, PageToChunks, PdfToImage, PdfToText

DOCUMENTS = Path(__file__).parent / "documents"
OUTPUT = Path("demo-output/chunks.parquet")


def main() -> None:
    """Read the pages, cut the documents, show the beginning of each chunk."""
    folder = sys.argv[1] if len(sys.argv) > 1 else DOCUMENTS
    spark = start(extra_conf={"spark.log.level": "ERROR"})
    files = spark.read.format("binaryFile").load(f"{folder}/*.pdf")
    pipeline = PipelineModel(
        stages=[
            PdfToText(extractCoordinates=True, fontsCol="fonts", tablesCol="tables"),
            PdfToImage(),
            ImageToText(pageIteratorLevel="word", tablesCol="tables"),
            PageToChunks(chunkSize=800, chunkOverlap=100, tablesUnit="pt"),
        ]
    )
    pipeline.transform(files).write.mode("overwrite").parquet(str(OUTPUT))
    chunks = spark.read.parquet(str(OUTPUT))
    chunks.orderBy("path", "chunk.number").select(
        F.element_at(F.split("path", "/"), -1).alias("file"),
        "chunk.number",
        "chunk.pages",
        "chunk.kind",
        F.array_join("chunk.headings", " > ").alias("headings"),
        F.substring(F.regexp_replace("chunk.text", r"\s+", " "), 1, 40).alias("begins with"),
        "exception",
    ).show(100, truncate=False)
    print(f"Wrote {chunks.where('chunk IS NOT NULL').count()} chunks to {OUTPUT}")
    spark.stop()


if __name__ == "__main__":
    main()
