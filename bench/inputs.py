"""Documents to measure with: copies of real ones, or ones that are drawn here."""

import io
import shutil
from collections.abc import Iterator
from itertools import cycle, islice
from pathlib import Path

import numpy as np
import pypdfium2 as pdfium
import pypdfium2.raw as pdfium_c
from PIL import Image, ImageDraw, ImageFont

A4_INCHES = (8.27, 11.69)
_DPI = 300
_TEXT = (
    "the page was read by two workers and every line of it has words that differ in length such as sum total invoice "
    "number 2024 delivery address between which 17.50 and 1,200 are amounts of money paid before March"
)


def drawn_page(number: int, dpi: int = _DPI, mode: str = "L") -> Image.Image:
    """Draw an A4 page with 50 lines of 10-point text; another number gives other text."""
    rng = np.random.default_rng(number)
    lines = "\n".join(" ".join(rng.choice(_TEXT.split(), 12)) for _ in range(50))
    width, height = (round(side * dpi) for side in A4_INCHES)
    page = Image.new(mode, (width, height), "white")
    font = ImageFont.load_default(10 * dpi / 72)
    ImageDraw.Draw(page).multiline_text((dpi, dpi // 2), lines, "black", font, spacing=5 * dpi / 72)
    return page


def image_folder(data: Path | None, count: int, folder: Path, dpi: range) -> list[Path]:
    """Fill a folder with `count` PNG files of pages.

    Parameters
    ----------
    data : Path or None
        Folder of PNG files, which are repeated under other names if they are too few; None draws pages.
    count : int
    folder : Path
        Where to put them.
    dpi : range
        Only files that state such a resolution are taken.

    Returns
    -------
    list of Path
    """
    folder.mkdir()
    targets = [folder / f"page-{number:04}.png" for number in range(count)]
    if data is None:
        for number, target in enumerate(targets):
            drawn_page(number).save(target, dpi=(_DPI, _DPI))
        return targets
    sources = [path for path in sorted(data.glob("*.png")) if stated_dpi(path) in dpi]
    if not sources:
        raise SystemExit(f"No PNG file in {data} states {dpi.start} to {dpi[-1]} dpi.")
    for source, target in zip(cycle(sources), targets, strict=False):
        shutil.copyfile(source, target)
    return targets


def stated_dpi(path: Path) -> int:
    """Return the resolution that a PNG file states, 0 if none."""
    with Image.open(path) as image:
        return round(float(image.info.get("dpi", (0, 0))[0]))


def scanned_pdf(images: list[Image.Image], dpi: int, target: Path) -> Path:
    """Write a PDF with a JPEG picture on each page, as scanners do."""
    first, *others = images
    first.save(target, "PDF", resolution=dpi, save_all=True, append_images=others)
    return target


def long_pdf(sources: list[bytes], count: int, target: Path) -> Path:
    """Write a PDF of `count` pages, repeating the pages of others; each page has its own copy of what it shows."""
    with pdfium.PdfDocument.new() as document:
        for source in cycle(sources):
            missing = count - len(document)
            if missing <= 0:
                break
            with pdfium.PdfDocument(source) as other:
                document.import_pages(other, list(range(min(missing, len(other)))))
        document.save(target)
    return target


def single_page_pdfs(sources: list[bytes], count: int, folder: Path) -> None:
    """Fill a folder with `count` PDFs of one page each."""
    folder.mkdir()
    for number, (source, index) in enumerate(islice(_pages(sources), count)):
        with pdfium.PdfDocument(source) as other, pdfium.PdfDocument.new() as document:
            document.import_pages(other, [index])
            document.save(folder / f"page-{number:04}.pdf")


def _pages(sources: list[bytes]) -> Iterator[tuple[bytes, int]]:
    """Give all pages of all sources, over and over."""
    while True:
        for source in sources:
            with pdfium.PdfDocument(source) as document:
                count = len(document)
            yield from ((source, index) for index in range(count))


def digital_pdfs(data: Path | None) -> list[bytes]:
    """Return the PDFs of a folder, or without one a drawn PDF of 20 pages with text."""
    if data is None:
        return [_digital_pdf(20)]
    found = [path.read_bytes() for path in sorted(data.glob("*.pdf"))]
    if not found:
        raise SystemExit(f"No PDF in {data}.")
    return found


def _digital_pdf(count: int) -> bytes:
    """Write pages of 60 lines in 10-point Helvetica."""
    rng = np.random.default_rng(0)
    width, height = (side * 72 for side in A4_INCHES)
    with pdfium.PdfDocument.new() as document:
        for _ in range(count):
            page = document.new_page(width, height)
            for line in range(60):
                text = pdfium_c.FPDFPageObj_NewTextObj(document, b"Helvetica", 10)
                characters = (" ".join(rng.choice(_TEXT.split(), 14)) + "\0").encode("utf-16-le")
                pdfium_c.FPDFText_SetText(
                    text, (pdfium_c.FPDF_WCHAR * (len(characters) // 2)).from_buffer_copy(characters)
                )
                pdfium_c.FPDFPageObj_Transform(text, 1, 0, 0, 1, 40, height - 40 - 12 * line)
                pdfium_c.FPDFPage_InsertObject(page, text)
            page.gen_content()
            page.close()
        file = io.BytesIO()
        document.save(file)
    return file.getvalue()
