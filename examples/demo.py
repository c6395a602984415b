"""Read every document in examples/documents/ with Spark and write what was found to demo-output/."""

from pathlib import Path

from pyspark.sql import functions as F

from sparkocr import start
from sparkocr.apps.jobs import load_files, read_text, write_text_files

DOCUMENTS = Path(__file__).parent / "documents"
OUTPUT = Path("demo-output")


def main() -> None:
    """Run the main job of the library."""
    spark = start(extra_conf={"spark.log.level": "ERROR"})
    result = read_text(load_files(spark, [str(DOCUMENTS)])).cache()
    first_words = F.substring(F.regexp_replace(F.trim("text"), r"\s+", " "), 1, 40)
    result.orderBy("path", "pagenum").select(
        F.element_at(F.split("path", "/"), -1).alias("file"),
        F.col("pagenum").alias("page"),
        F.round("confidence", 1).alias("confidence"),
        first_words.alias("first words"),
        "exception",
    ).show(100, truncate=False)
    result.write.mode("overwrite").parquet(str(OUTPUT / "text.parquet"))
    result.write.mode("overwrite").json(str(OUTPUT / "text.json"))
    write_text_files(result, str(OUTPUT))
    print(f"Wrote text.parquet, text.json and one .txt per page to {OUTPUT}/")
    spark.stop()


if __name__ == "__main__":
    main()
