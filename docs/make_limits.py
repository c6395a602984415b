"""Writes docs/limits.md from the limits of documents: ``python docs/make_limits.py``."""

from dataclasses import fields
from pathlib import Path

from sparkocr.limits import DocumentLimits, name_of, written

TARGET = Path(__file__).parent / "limits.md"
HEAD = """\
# Limits

A small file can ask for enormous work: a form of 100 bytes that draws another one ten times, which does the same, and
so on, is a page of a billion drawings in 2 kB; a megabyte of zeros is packed in a kilobyte. What a document asks for is
counted before it is done. Documents that people read stay far below these limits; one that exceeds a limit is a row
whose `exception` names it, with its value:

```text
PdfToText_c0311dc62161: PDF page has more than 1,000,000 drawings (maxDrawings), counting those in forms …
```

Set others for all stages and readers, for a stage, or for a reader:

```python
spark = start(limits={"maxPages": 500})
stage = PdfToText(limits={"maxDrawings": 5_000_000, "maxStreamBytes": 512 << 20}, maxPages=500)
pages = spark.read.format("pdf").option("maxPages", 500).load("documents")
```

A stage or reader that sets one follows `start` in the others. `limits` is a parameter of all stages that open
documents, `maxPages` also one of its own for PDF; where a stage has no `limits`, as those of hOCR, `start` sets them. A
wrong name or value is a `ValueError` when it is set. Memory and time as such have [limits of their
own](errors.md#documents-that-end-a-job), and so have [pixels](images.md#limits) (`maxPixels`).

<!-- Written by docs/make_limits.py from the code; don't edit. -->

| limit | default | of what |
|---|---|---|
"""


def main() -> None:
    """Write the page."""
    TARGET.write_text(page(), encoding="utf-8")


def page() -> str:
    """Return the page: a table of all limits."""
    rows = [
        f"| `{name_of(each.name)}` | {written(each.default, each.metadata['unit'])} | {each.metadata['about']} |"
        for each in fields(DocumentLimits)
    ]
    return HEAD + "\n".join(rows) + "\n"


if __name__ == "__main__":
    main()
