"""Extract the tables of every PDF of a folder: show them, and write them to demo-output/tables/ and tables.parquet.

python examples/read_tables.py [FOLDER]
"""

import sys
from pathlib import Path

from pyspark.sql import functions as F

from sparkocr import start
from sparkocr.apps.tables import write_tables
from sparkocr.transformers import PdfToTables
from sparkocr.utils import display_tables, table_cells, table_frames

DOCUMENTS = Path(__file__).parent / "tables"
OUTPUT = Path("demo-output")


def main() -> int:
    """Find the tables, show them, and write them as Excel workbooks and as one table of all cells.

    Returns
    -------
    int
        1 if a page failed, else 0.
    """
    folder = sys.argv[1] if len(sys.argv) > 1 else DOCUMENTS
    spark = start(extra_conf={"spark.log.level": "ERROR"})
    files = spark.read.format("binaryFile").load(f"{folder}/*.pdf").select("path", "content")
    tables = PdfToTables().transform(files).cache()
    display_tables(tables.orderBy("path", "table_index"))

    cells = table_cells(tables)
    cells.write.mode("overwrite").parquet(str(OUTPUT / "tables.parquet"))
    cells.groupBy(F.element_at(F.split("path", "/"), -1).alias("file"), "page", "table").count().orderBy("file").show()

    for frame in table_frames(tables):
        print(f"{Path(frame.attrs['path']).name}: {len(frame)} rows of {', '.join(map(str, frame.columns))}")

    write_tables(tables, str(OUTPUT / "tables"), "xlsx")
    failed = tables.where(F.col("exception").isNotNull()).count()
    print(f"Wrote {OUTPUT / 'tables.parquet'} and {OUTPUT / 'tables'}/; {failed} pages failed")
    spark.stop()
    return int(bool(failed))


if __name__ == "__main__":
    sys.exit(main())
