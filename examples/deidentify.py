"""Take the identifiers out of every document in examples/clinical/, and look for them in what comes out."""

import sys
from pathlib import Path

from make_clinical import FOLDER, IDENTIFIERS
from pyspark.sql import DataFrame
from pyspark.sql import functions as F

from sparkocr import start
from sparkocr.apps.deidentify import Search, deidentify, write_audit, write_deidentified
from sparkocr.apps.jobs import load_files, read_text

OUTPUT = Path("demo-output")
CLEAN, AUDIT = OUTPUT / "clean", OUTPUT / "audit.json"
GONE = OUTPUT / "identifiers.txt"  # for examples/prove_it.sh


def main() -> int:
    """De-identify the documents, show the audit, and read the results again.

    Returns
    -------
    int
        1 if a document failed or an identifier is left, else 0.
    """
    spark = start(extra_conf={"spark.log.level": "ERROR"})
    result = deidentify(load_files(spark, [str(FOLDER)]), Search()).cache()
    audit_table(result).show(100, truncate=False)
    write_deidentified(result, str(CLEAN))
    write_audit(result, str(AUDIT))
    GONE.write_text("".join(f"{identifier}\n" for identifier in IDENTIFIERS))
    failed = result.where(F.col("exception").isNotNull()).count()
    texts = [row.text or "" for row in read_text(load_files(spark, [str(CLEAN)])).select("text").collect()]
    left = left_in("\n".join(texts))
    print(f"Wrote {CLEAN}/ and {AUDIT}; {failed} documents failed")
    print(f"{len(left)} of {len(IDENTIFIERS)} identifiers are left {left or ''}")
    return int(bool(failed or left))


def audit_table(result: DataFrame) -> DataFrame:
    """Return what the audit says of each document, in a few words."""
    audit = F.col("audit")
    counts = F.map_entries(audit["entities"])
    entities = F.transform(counts, lambda count: F.concat_ws(" ", count["value"], count["key"]))
    return result.orderBy("path").select(
        F.element_at(F.split("path", "/"), -1).alias("file"),
        F.array_join(entities, ", ").alias("had to go"),
        F.array_join(audit["pages"]["technique"], ", ").alias("pages"),
        audit["proven"].alias("proven"),
        "exception",
    )


def left_in(text: str) -> list[str]:
    """Return the identifiers that a text still says, in any case and with any blanks."""
    words = " ".join(text.casefold().split())
    return [identifier for identifier in IDENTIFIERS if identifier.casefold() in words]


if __name__ == "__main__":
    sys.exit(main())
