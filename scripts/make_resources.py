"""Writes src/sparkocr/resources/ocr/, documents to try the library with: ``python scripts/make_resources.py``.

Programs of the original product find theirs by ``resource_filename("sparkocr", "resources/ocr/…")``. These stand at
such paths and are our own: made here, with invented names and numbers, and small. Commit what it writes.
"""

import io
from pathlib import Path

import numpy as np
import PIL.Image
from PIL import ImageDraw, ImageFont

import sparkocr
from sparkocr import samples

TARGET = Path(sparkocr.__file__).parent / "resources" / "ocr"

SPECK_PROBABILITY = 0.004  # visible, and still read
LETTER = """Harbour Supplies Ltd.
12 Quay Street, Northport

Dear Ms Example,
thank you for your order of 3 May 2024.
Your invoice 4711 is due in 30 days.
"""
CHECK = (
    ((40, 30), "Example Savings Bank", 34),
    ((720, 30), "No. 000123", 30),
    ((40, 130), "Pay to the order of   Jane Doe", 34),
    ((700, 130), "$ 250.00", 34),
    ((40, 210), "Two hundred fifty and 00/100 dollars", 34),
    ((40, 320), "Memo: invoice 4711", 28),
)
PRICES = (
    ("Article", "Pieces", "Price"),
    ("Rope", "10", "12.50"),
    ("Anchor", "1", "89.90"),
    ("Paint", "4", "17.25"),
)


def check() -> bytes:
    """Make a JPEG of a cheque, 200 dpi."""
    page = PIL.Image.new("RGB", (1000, 400), (226, 238, 232))
    draw = ImageDraw.Draw(page)
    draw.rectangle((10, 10, 989, 389), outline=(60, 90, 80), width=4)
    for place, text, size in CHECK:
        draw.text(place, text, (20, 20, 40), ImageFont.load_default(size))
    for left, right, y in ((40, 660, 180), (690, 960, 180), (40, 960, 260), (40, 480, 365)):
        draw.line((left, y, right, y), (60, 90, 80), 2)
    return saved(page, "JPEG", quality=80, dpi=(200, 200))


def noised() -> bytes:
    """Make a PNG of a letter with specks on it, black and white, 300 dpi."""
    page = np.array(PIL.Image.open(io.BytesIO(samples.image(LETTER, size=(1000, 560)))).convert("L"))
    specks = np.random.default_rng(0).random(page.shape) < SPECK_PROBABILITY
    return saved(PIL.Image.fromarray(np.where(specks, 0, page)).convert("1"), "PNG", dpi=(300, 300))


def fax() -> bytes:
    """Make a TIFF of two pages, black and white, 200 dpi."""
    first, second = (
        PIL.Image.open(io.BytesIO(samples.image(text))).convert("1")
        for text in ("Fax, page 1 of 2", "Page 2: order 4711")
    )
    return saved(first, "TIFF", compression="group4", dpi=(200, 200), save_all=True, append_images=[second])


def saved(page: PIL.Image.Image, kind: str, **options: object) -> bytes:
    """Encode an image."""
    file = io.BytesIO()
    page.save(file, kind, **options)
    return file.getvalue()


DOCUMENTS = {
    "images/check.jpg": check,
    "images/noised.png": noised,
    "images/fax.tif": fax,
    "images/form.png": lambda: samples.form({"I agree": True, "Send me news": False}),
    "pdfs/test_document.pdf": lambda: samples.pdf(LETTER, "Terms\nPayment within 30 days."),
    "pdfs/image_based.pdf": lambda: samples.scan("A scanned page\nInvoice 4712", "Its second page"),
    "pdfs/tabular-pdf/data.pdf": lambda: samples.table(PRICES),
    "docs/doc.docx": lambda: samples.word(LETTER, PRICES),
    "dicom/test.dcm": lambda: samples.dicom("Jane Doe", patient="Doe^Jane"),
}


def main() -> None:
    """Write the documents."""
    for name, make in DOCUMENTS.items():
        path = TARGET / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(make())


if __name__ == "__main__":
    main()
