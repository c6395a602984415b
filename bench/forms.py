"""How many widgets of the forms in a folder of PDF files are found.

    python bench/forms.py --data DIR

Fields are those that `sparkocr.pdf.read.forms.form_fields` finds; those without a place on a page do not count.
Widgets are counted by PDFium, page by page: annotations of the subtype Widget. The last line is the sum.
"""

import argparse
from collections import Counter
from pathlib import Path
from time import process_time

import pypdfium2 as pdfium
import pypdfium2.raw as pdfium_c

from common import table
from sparkocr.errors import DocumentError
from sparkocr.pdf.read.forms import form_fields

HEADER = ("file", "fields", "widgets", "kinds", "CPU ms")


def main() -> None:
    """Print the table: a line for each file that has a form, or can't be read."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, required=True, help="folder of PDF files, also in folders inside of it")
    options = parser.parse_args()
    paths = sorted(options.data.rglob("*.pdf"))
    if not paths:
        raise SystemExit(f"No PDF files in {options.data}.")
    rows = [row(path) for path in paths]
    print(table(HEADER, [found for found in rows if found[1] or found[2]]))
    read = [(found[1], found[2]) for found in rows if isinstance(found[1], int)]
    fields, widgets = (sum(int(counts[column]) for counts in read) for column in (0, 1))
    print(f"\n{fields} fields, {widgets} widgets in {len(paths)} files")


def row(path: Path) -> tuple[str, int | str, int, str, float]:
    """Read the form of a file."""
    content = path.read_bytes()
    start = process_time()
    try:
        fields = [field for field in form_fields(content) if field.page >= 0]
        milliseconds = (process_time() - start) * 1000
        widgets = count_widgets(content)
    except (DocumentError, pdfium.PdfiumError) as error:
        return path.name, str(error), 0, "", 0.0
    kinds = ", ".join(f"{count} {kind}" for kind, count in Counter(field.kind for field in fields).most_common())
    return path.name, len(fields), widgets, kinds, milliseconds


def count_widgets(content: bytes) -> int:
    """Count the widgets on all pages."""
    found = 0
    with pdfium.PdfDocument(content) as document:
        for page in document:
            for index in range(pdfium_c.FPDFPage_GetAnnotCount(page)):
                annotation = pdfium_c.FPDFPage_GetAnnot(page, index)
                found += pdfium_c.FPDFAnnot_GetSubtype(annotation) == pdfium_c.FPDF_ANNOT_WIDGET
                pdfium_c.FPDFPage_CloseAnnot(annotation)
            page.close()
    return found


if __name__ == "__main__":
    main()
