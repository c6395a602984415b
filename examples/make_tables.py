"""Write the example documents with tables: `python examples/make_tables.py [folder]`.

Each is a PDF of a kind of table: ruled with merged cells, without any rulings, over several pages, and scanned. The
same versions of the libraries write the same bytes.
"""

import io
import sys
from collections.abc import Sequence
from pathlib import Path

from make_documents import scanned
from PIL import Image
from reportlab.lib import colors
from reportlab.lib.pagesizes import A5, landscape
from reportlab.lib.styles import getSampleStyleSheet
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import Flowable, Paragraph, SimpleDocTemplate, Spacer, Table, TableStyle

from sparkocr.pdf.read.render import render_page

FOLDER = Path(__file__).parent / "tables"
PAPER = landscape(A5)
MARGIN = 50
STYLES = getSampleStyleSheet()

FERRIES = [
    ["Port", "Weekdays", "", "Sundays", ""],
    ["", "leaves", "arrives", "leaves", "arrives"],
    ["Turku", "7:00", "12:30", "9:15", "14:45"],
    ["", "15:00", "20:30", "17:00", "22:30"],
    ["Visby", "9:15", "16:00", "no ferries", ""],
    ["Umea", "6:40", "10:25", "8:30", "12:15"],
]
FERRY_STYLE = [
    ("SPAN", (0, 0), (0, 1)),
    ("SPAN", (1, 0), (2, 0)),
    ("SPAN", (3, 0), (4, 0)),
    ("SPAN", (0, 2), (0, 3)),
    ("SPAN", (3, 4), (4, 4)),
    ("ALIGN", (1, 0), (-1, -1), "CENTER"),
    ("VALIGN", (0, 0), (-1, -1), "MIDDLE"),
    ("BACKGROUND", (0, 0), (-1, 1), colors.HexColor("#e3eceb")),
]
PRICES = [
    ["", "May", "June", "Change"],
    ["Apples, per kg", "2.50", "2.65", "+6.0 %"],
    ["Pears, per kg", "3.20", "3.05", "-4.7 %"],
    ["Strawberries,\nfrom the garden", "8.90", "5.40", "-39.3 %"],
    ["Walnuts, per kg", "11.00", "-", "n/a"],
    ["Mean of all", "6.40", "3.70", "-42.2 %"],
]
NAMES = ("Alder", "Birch", "Cedar", "Elm", "Hazel", "Juniper", "Larch", "Maple", "Oak", "Pine", "Rowan", "Willow")
STREETS = ("Hill", "Lake", "Mill")


def main(folder: Path = FOLDER) -> None:
    """Write all documents."""
    folder.mkdir(exist_ok=True)
    ferries = document("Ferries in May", ["All ferries leave from the old harbour."], grid(FERRIES, FERRY_STYLE))
    documents = {
        "ferries.pdf": ferries,
        "prices.pdf": document("Fruit at the market", ["Prices in euros, without deposits."], bare(PRICES)),
        "stations.pdf": document("Stations", ["Where water is tested."], grid(stations(), repeat=1), runs=True),
        "scan.pdf": as_scan(ferries),
    }
    for name, content in documents.items():
        (folder / name).write_bytes(content)


def stations() -> list[list[str]]:
    """Return the rows of a table that is longer than a page."""
    places = [f"{name} {street}" for street in STREETS for name in NAMES]
    return [
        ["Station", "Depth", "Since"],
        *([place, f"{7 + number * 5 % 31}.{number % 10} m", f"{1950 + number}"] for number, place in enumerate(places)),
    ]


def grid(rows: Sequence[Sequence[str]], style: Sequence[tuple[object, ...]] = (), repeat: int = 0) -> Table:
    """Set a table with rulings around all cells."""
    return Table(rows, style=TableStyle([("GRID", (0, 0), (-1, -1), 0.5, colors.black), *style]), repeatRows=repeat)


def bare(rows: Sequence[Sequence[str]]) -> Table:
    """Set a table without any rulings."""
    return Table(rows, style=TableStyle([("ALIGN", (1, 0), (-1, -1), "RIGHT"), ("VALIGN", (0, 0), (-1, -1), "TOP")]))


def document(title: str, texts: Sequence[str], table: Table, *, runs: bool = False) -> bytes:
    """Set a document: a title, some text, and a table; with a footer that has the number of the page."""
    file = io.BytesIO()
    parts: list[Flowable] = [Paragraph(title, STYLES["Heading2"])]
    parts += [Paragraph(text, STYLES["Normal"]) for text in texts]

    def footer(canvas: Canvas, made: SimpleDocTemplate) -> None:
        if runs:
            canvas.setFont("Helvetica", 8)
            canvas.drawString(MARGIN, 26, f"Report on water, page {made.page}")

    made = SimpleDocTemplate(
        file, pagesize=PAPER, leftMargin=MARGIN, rightMargin=MARGIN, topMargin=44, bottomMargin=48, invariant=1
    )
    made.build([*parts, Spacer(1, 12), table], onFirstPage=footer, onLaterPages=footer)
    return file.getvalue()


def as_scan(content: bytes) -> bytes:
    """Print the first page of a document, and scan it a bit askew."""
    page = render_page(content, 0, resolution=150, max_pixels=10**7)
    file = io.BytesIO()
    Image.fromarray(scanned(page.pixels, seed=5, angle=0.8)).save(file, "JPEG", quality=70)
    paper = Canvas(scan := io.BytesIO(), pagesize=PAPER, invariant=1)
    paper.drawImage(ImageReader(file), 0, 0, *PAPER)
    paper.save()
    return scan.getvalue()


if __name__ == "__main__":
    main(*map(Path, sys.argv[1:]))
