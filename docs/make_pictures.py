"""Write the pictures of the documentation from the example documents: `python docs/make_pictures.py`.

What a picture shows is what the library's own functions return for these documents.
"""

import json
import re
import textwrap
from collections.abc import Sequence
from io import BytesIO
from pathlib import Path
from typing import Any

import cv2
import docx
import numpy as np
from PIL import Image, ImageDraw, ImageFont
from reportlab.pdfgen.canvas import Canvas

from sparkocr import samples
from sparkocr.apps.light import LightPipeline
from sparkocr.deid.dicom_header import HeaderOptions, deidentify_header
from sparkocr.dicom.draw import Boxes, fill_boxes
from sparkocr.engines.engine import recognise
from sparkocr.engines.find_text import FindOptions, find_text
from sparkocr.engines.ppocr.engine import PPOcr
from sparkocr.engines.tables.find_cells import find_cells
from sparkocr.engines.tables.find_regions import find_regions
from sparkocr.engines.tesseract import Tesseract
from sparkocr.entities.registry import RULES
from sparkocr.enums import Color, ImageType, PageIteratorLevel
from sparkocr.imaging import draw, geometry
from sparkocr.imaging.check_boxes import find_check_boxes
from sparkocr.imaging.clean_text import keep_text
from sparkocr.imaging.decode import decode
from sparkocr.imaging.draw import Mark
from sparkocr.imaging.pixels import Image as Page
from sparkocr.imaging.pixels import convert
from sparkocr.imaging.threshold import binarize
from sparkocr.layout.box import Box
from sparkocr.layout.report import ReadOptions
from sparkocr.layout.table import Table
from sparkocr.office.kind import Family
from sparkocr.office.libreoffice import find_program
from sparkocr.office.read import doc_tables, to_pdf
from sparkocr.pdf.read.forms import form_fields
from sparkocr.pdf.read.render import render_page
from sparkocr.pdf.read.text import page_texts
from sparkocr.pdf.write.assemble import overlay
from sparkocr.pdf.write.draw import draw_outlines
from sparkocr.pdf.write.invisible_text import text_layer
from sparkocr.pdf.write.picture import picture_page
from sparkocr.stage.bases import ImageStage, Stage
from sparkocr.stage.tables import table_of
from sparkocr.transformers import (
    BinaryToImage,
    DicomDeidentifier,
    DicomToImageV3,
    DicomToMetadata,
    FileDeidentifier,
    ImageAdaptiveBinarizer,
    ImageAdaptiveScaler,
    ImageAdaptiveThresholding,
    ImageBinarizer,
    ImageCropper,
    ImageEnhanceContrast,
    ImageHomogenizeLight,
    ImageMorphologyOperation,
    ImageOrientationCorrector,
    ImagePreprocessor,
    ImageRemoveBackground,
    ImageRemoveGlare,
    ImageRemoveObjects,
    ImageScaler,
    ImageSkewCorrector,
    ImageToText,
    ImageTransformer,
    PageToMarkdown,
    PdfDeidentifier,
    PdfToImage,
    PdfToTables,
    PositionFinder,
)

DOCS = Path(__file__).parent
DOCUMENTS = DOCS.parent / "examples" / "documents"
CLINICAL = DOCS.parent / "examples" / "clinical"
TABLES = DOCS.parent / "examples" / "tables"

MAX_PIXELS = 100_000_000
HEIGHT = 640  # px of every picture's panels
PANEL = 300  # px of the panels of operations
GAP = 24  # px between panels
CAPTION = 34  # px of a line of caption
INK, GREY, TEAL, PAPER = (33, 37, 41), (110, 118, 125), (0, 121, 107), (255, 255, 255)
PALETTE = 96  # colours of the written files: small, and still smooth on the photograph


def fit(pixels: np.ndarray, height: int = HEIGHT) -> Image.Image:
    """Scale a grey or BGR page to a height and draw a hairline around it."""
    width = round(pixels.shape[1] * height / pixels.shape[0])
    small = cv2.resize(pixels, (width, height), interpolation=cv2.INTER_AREA)
    image = Image.fromarray(small if small.ndim == 2 else small[:, :, ::-1].copy()).convert("RGB")  # noqa: PLR2004
    ImageDraw.Draw(image).rectangle((0, 0, width - 1, height - 1), outline=(190, 196, 200))
    return image


def write(
    canvas: ImageDraw.ImageDraw, place: tuple[int, int], text: str, size: int, fill: tuple[int, int, int]
) -> None:
    """Write one or more lines of text."""
    canvas.multiline_text(place, text, fill=fill, font=ImageFont.load_default(size=size), spacing=6)


def side_by_side(panels: Sequence[Image.Image], captions: Sequence[str]) -> Image.Image:
    """Put panels of one height next to each other, each with a caption above it."""
    width = sum(panel.width for panel in panels) + GAP * (len(panels) + 1)
    picture = Image.new("RGB", (width, panels[0].height + CAPTION + 2 * GAP), PAPER)
    canvas = ImageDraw.Draw(picture)
    left = GAP
    for panel, caption in zip(panels, captions, strict=True):
        write(canvas, (left, GAP - 8), caption, 20, TEAL)
        picture.paste(panel, (left, GAP + CAPTION))
        left += panel.width + GAP
    return picture


def save(picture: Image.Image, name: str) -> None:
    """Write a picture with few colours, which keeps the repository small."""
    colours = picture.quantize(PALETTE, dither=Image.Dither.NONE)
    colours.save(DOCS / "assets" / name, optimize=True)


def text_card(fields: dict[str, str], text: str) -> Image.Image:
    """Draw a row of the result: its short fields, and below them its text."""
    card = Image.new("RGB", (430, HEIGHT), (245, 248, 248))
    canvas = ImageDraw.Draw(card)
    canvas.rectangle((0, 0, card.width - 1, card.height - 1), outline=(190, 196, 200))
    top = 16
    for name, value in fields.items():
        write(canvas, (20, top), name, 17, GREY)
        write(canvas, (140, top), value, 17, INK)
        top += 28
    write(canvas, (20, top), "text", 17, GREY)
    write(canvas, (140, top), text, 14, INK)
    return card


def page_to_text() -> None:
    """Show the receipt and the row that comes out of it."""
    content = (DOCUMENTS / "receipt.jpg").read_bytes()
    page = decode(content, max_pixels=MAX_PIXELS)
    found = recognise(ImageToText().engine_of(), page.pixels, page.resolution)
    row = {
        "path": "receipt.jpg",
        "pagenum": "0",
        "confidence": f"{found.confidence:.1f}",
        "exception": "null",
    }
    photo = decode(content, image_type=ImageType.TYPE_3BYTE_BGR, max_pixels=MAX_PIXELS)
    panels = [fit(photo.pixels), text_card(row, found.text.rstrip())]
    save(side_by_side(panels, ["a file", "a row of the DataFrame"]), "page-to-text.png")


def binarized() -> None:
    """Show what two thresholds make of the receipt."""
    page = decode((DOCUMENTS / "receipt.jpg").read_bytes(), max_pixels=MAX_PIXELS)
    panels = [fit(page.pixels)] + [fit(binarize(page.pixels, threshold)) for threshold in (170, 110)]
    save(side_by_side(panels, ["image", "threshold 170", "threshold 110"]), "binarize.png")


def mixed_pdf() -> None:
    """Show the pages of the mixed document and the way that each takes."""
    content = (DOCUMENTS / "mixed.pdf").read_bytes()
    pages = [render_page(content, index, resolution=100, max_pixels=MAX_PIXELS).pixels for index in range(3)]
    panels = [fit(page[: len(page) // 2], HEIGHT // 2) for page in pages]
    captions = ["pagenum 0: text layer, kept", "pagenum 1: scan, read by OCR", "pagenum 2: text layer, kept"]
    save(side_by_side(panels, captions), "mixed-pdf.png")


def operations() -> None:
    """Show every operation on images: a part of a document before and after."""
    folder = DOCS / "assets" / "operations"
    folder.mkdir(exist_ok=True)
    for name, (source, stage) in before_and_after().items():
        after = stage._image_function()(source)  # noqa: SLF001
        panels = [fit(image.pixels, PANEL) for image in (source, after)]
        captions = ["before", "after"]
        if "Scal" in name or "Crop" in name:
            captions = [f"{image.pixels.shape[1]} x {image.pixels.shape[0]} px" for image in (source, after)]
        save(side_by_side(panels, captions), f"operations/{name}.png")


def before_and_after() -> dict[str, tuple[Page, ImageStage]]:
    """Return a document and a stage for each picture, by the name of its file."""
    receipt = document("receipt.jpg")
    detail = geometry.crop(receipt, receipt.pixels.shape[1] // 5, receipt.pixels.shape[0] // 5, 560, 400)
    letter = geometry.crop(document("letter.png"), 250, 380, 900, 640)
    specks = letter.with_pixels(speckled(letter.pixels))
    shadow = letter.with_pixels((letter.pixels * np.linspace(0.35, 1, letter.pixels.shape[1])).astype(np.uint8))
    glare = letter.with_pixels(glaring(letter.pixels))
    weak = letter.with_pixels((150 + letter.pixels // 8).astype(np.uint8))
    lines = letter.with_pixels(ruled(letter.pixels))
    skewed = document("skewed.png")
    fallen = geometry.rotate(document("letter.png"), 90)
    small = geometry.scale(letter, 0.35)
    tilted = geometry.rotate(small, 3)
    bad = tilted.with_pixels(speckled(tilted.pixels, 0.02))
    return {
        "ImageBinarizer": (detail, ImageBinarizer(threshold=110)),
        "ImageAdaptiveThresholding": (shadow, ImageAdaptiveThresholding(blockSize=61, offset=15)),
        "ImageAdaptiveBinarizer": (detail, ImageAdaptiveBinarizer(method="sauvola", width=61)),
        "ImageMorphologyOperation": (letter, ImageMorphologyOperation(operation="erosion", kernelSize=2)),
        "ImageRemoveObjects": (specks, ImageRemoveObjects()),
        "ImageRemoveObjects-lines": (lines, ImageRemoveObjects(maxSizeObject=1500)),
        "ImageRemoveBackground": (shadow, ImageRemoveBackground(BL=120)),
        "ImageHomogenizeLight": (shadow, ImageHomogenizeLight(expIn=210)),
        "ImageEnhanceContrast": (weak, ImageEnhanceContrast(clipLimit=60, tileGridSize=1)),
        "ImageRemoveGlare": (glare, ImageRemoveGlare()),
        "ImageSkewCorrector": (skewed, ImageSkewCorrector(halfAngle=10)),
        "ImageOrientationCorrector": (fallen, ImageOrientationCorrector()),
        "ImageScaler": (small, ImageScaler(scaleFactor=2)),
        "ImageAdaptiveScaler": (small, ImageAdaptiveScaler(desiredSize=30)),
        "ImageCropper": (document("letter.png"), ImageCropper(cropRectangle=(250, 380, 900, 640))),
        "ImageTransformer": (specks, ImageTransformer().addMedianBlur(3).addAdaptiveThreshold(31, 12)),
        "ImagePreprocessor": (bad, ImagePreprocessor()),
    }


def regions() -> None:
    """Show three words of the letter: outlined, masked and replaced."""
    letter = geometry.crop(document("letter.png"), 250, 380, 900, 640)
    options = ReadOptions(level=PageIteratorLevel.WORD)
    words = recognise(Tesseract(), letter.pixels, letter.resolution, options).positions
    words = sorted((word for word in words if word.c.isalpha()), key=lambda word: -word.width)[:3]
    boxes = [Box(word.x - 3, word.y - 3, word.width + 6, word.height + 6).corners() for word in words]
    colors, labels = (Color.red, Color.blue, Color.green), ("first 0.98", "second 0.87", "third 0.91")
    marks = [Mark(*values) for values in zip(boxes, colors, labels, strict=True)]
    masks = [Mark(corners) for corners in boxes]
    texts = [Mark(corners, text=text) for corners, text in zip(boxes, ("another", "new", "word"), strict=True)]
    drawn = [draw.outline(letter, marks, 4, 26), draw.mask(letter, masks), draw.patch(letter, texts)]
    captions = ["outlines", "filledRect", "patchImages"]
    save(side_by_side([fit(image.pixels, PANEL) for image in drawn], captions), "regions.png")


def detected() -> None:
    """Show the lines that both detectors find on a drawn, skewed page, and what the text cleaner keeps of it."""
    page = geometry.rotate(Page(drawn_page(), 0, ImageType.TYPE_BYTE_GRAY), 6)
    found = find_text(page.pixels, FindOptions(long_side=1280))
    turned = [Mark(region.box.corners(), Color.red) for region in found]
    upright = [Mark(region.box.upright().corners(), Color.blue) for region in found]
    kept = keep_text(page, [region.box.corners() for region in found])
    drawn = [draw.outline(page, turned, 3, 1), draw.outline(page, upright, 3, 1), kept]
    captions = ["ImageTextDetectorV2", "ImageTextDetector", "ImageTextCleaner"]
    save(side_by_side([fit(image.pixels, PANEL) for image in drawn], captions), "detection.png")


def check_boxes() -> None:
    """Show the check boxes of a drawn questionnaire: empty ones blue, marked ones red."""
    page = Page(questionnaire(), 300, ImageType.TYPE_BYTE_GRAY)
    drawn = page
    for checked, colour in ((False, Color.blue), (True, Color.red)):
        boxes = [box for box in find_check_boxes(page.pixels, 300) if box.is_checked == checked]
        marks = [Mark(Box(box.x, box.y, box.width, box.height).grown(9).corners(), colour) for box in boxes]
        drawn = draw.outline(drawn, marks, 4, 1)
    save(side_by_side([fit(drawn.pixels, PANEL)], ["ImageCheckBoxDetector"]), "check_boxes.png")


def questionnaire() -> np.ndarray:
    """Draw squares and circles, marked in several ways, beside the names of diseases."""
    image = Image.new("L", (1500, 420), 255)
    canvas = ImageDraw.Draw(image)
    names = ("Asthma", "Diabetes", "Epilepsy", "Gout", "Migraine", "Stroke", "Tinnitus", "None of these", "Other")
    for number, name in enumerate(names):
        x, y = 60 + 480 * (number % 3), 60 + 120 * (number // 3)
        (canvas.ellipse if number % 3 == 2 else canvas.rectangle)((x, y, x + 48, y + 48), outline=0, width=3)  # noqa: PLR2004
        canvas.text((x + 74, y + 44), name, 0, ImageFont.load_default(44), anchor="ls")
    canvas.line([(68, 80), (82, 102), (126, 46)], 0, 5)  # a tick
    canvas.line([(532, 172), (596, 236)], 0, 5)  # a cross
    canvas.line([(596, 172), (532, 236)], 0, 5)
    canvas.ellipse((1034, 314, 1054, 334), 0)  # a dot
    canvas.line([(64 + 4 * step, 304 if step % 2 else 344) for step in range(11)], 0, 4)  # a scribble
    return np.asarray(image)


def layout() -> None:
    """Show the blocks, paragraphs and lines of a letter in their order."""
    letter = document("letter.png")
    page = PPOcr().read(letter.pixels, letter.resolution)
    units = {
        "block": (page.blocks, Color.red),
        "paragraph": (page.paragraphs(), Color.blue),
        "textline": (page.lines(), Color.green),
    }
    drawn = [
        draw.outline(letter, [Mark(unit.box.corners(), color, str(index)) for index, unit in enumerate(of)], 6, 60)
        for of, color in units.values()
    ]
    save(side_by_side([fit(image.pixels) for image in drawn], list(units)), "layout.png")


def parts() -> None:
    """Show the parts of a page with a table, the table cut out, and its cells."""
    page = render_page(
        (TABLES / "ferries.pdf").read_bytes(),
        0,
        resolution=200,
        max_pixels=MAX_PIXELS,
        image_type=ImageType.TYPE_3BYTE_BGR,
    )
    colors = {"title": Color.red, "text": Color.blue, "table": Color.magenta, "list": Color.green}
    found = find_regions(page.pixels, page.dpi)
    marks = [
        Mark(region.box.corners(), colors.get(region.label or "", Color.gray), f"{region.label} {region.score:.2f}")
        for region in found
    ]
    left, top, right, bottom = map(round, next(one for one in found if one.label == "table").box.grown(12).edges())
    table = geometry.crop(page, left, top, right - left, bottom - top)
    cells = [Mark(cell.box.corners(), Color.green) for cell in find_cells(table.pixels, table.dpi)]
    drawn = [draw.outline(page, marks, 4, 26), table, draw.outline(table, cells, 3, 1)]
    height, width = (round(side * share) for side, share in zip(page.pixels.shape, (0.62, 0.75), strict=False))
    panels = [fit(drawn[0].pixels[:height, :width]), *(fit(image.pixels, PANEL) for image in drawn[1:])]
    below = Image.new("RGB", (max(panel.width for panel in panels[1:]), HEIGHT), PAPER)
    below.paste(panels[1], (0, 0))
    below.paste(panels[2], (0, HEIGHT - PANEL))
    captions = ["DocumentLayoutAnalyzer", "a table, cut out; ImageDocumentRegionDetector"]
    save(side_by_side([panels[0], below], captions), "parts.png")


def form() -> None:
    """Show a form, the fields that are read from it, and their boxes on its page."""
    content = drawn_form()
    fields = form_fields(content)
    boxes = [field.box.corners() for field in fields if field.box]
    drawn = draw_outlines(content, {0: boxes}, line_width=5, color=Color.red)
    pages = [
        render_page(pdf, 0, resolution=150, image_type=ImageType.TYPE_3BYTE_BGR, max_pixels=MAX_PIXELS).pixels
        for pdf in (content, drawn)
    ]
    card = Image.new("RGB", (430, PANEL), (245, 248, 248))
    canvas = ImageDraw.Draw(card)
    canvas.rectangle((0, 0, card.width - 1, card.height - 1), outline=(190, 196, 200))
    for row, field in enumerate(fields):
        for left, text in zip((20, 140, 270), (field.key, field.value, field.kind), strict=True):
            write(canvas, (left, 16 + 30 * row), text, 17, INK if left == 140 else GREY)  # noqa: PLR2004
    captions = ["a form", "key, value, fieldType", "PdfDrawRegions"]
    save(side_by_side([fit(pages[0], PANEL), card, fit(pages[1], PANEL)], captions), "form.png")


def searchable() -> None:
    """Show a scan, and the words that a reader finds in its searchable PDF."""
    scan = document("letter.png")
    page = Tesseract(language="eng").read(scan.pixels, scan.resolution)
    pdf = overlay(picture_page(scan), {0: text_layer(page, scan.resolution)})
    (found,) = page_texts(pdf, coordinates=True)
    scale = scan.pixels.shape[1] / found.width
    picture = convert(scan.pixels, scan.image_type, ImageType.TYPE_3BYTE_BGR).copy()
    for match in re.finditer(r"\S+", found.text):
        letters = found.characters[match.start() : match.end()]
        left, top = min(one.x for one in letters), min(one.y for one in letters)
        right, bottom = max(one.x + one.width for one in letters), max(one.y + one.height for one in letters)
        corners = [round(side * scale) for side in (left, top, right, bottom)]
        cv2.rectangle(picture, corners[:2], corners[2:], TEAL[::-1], 3)
    captions = ["a scan", "the words of its searchable PDF"]
    save(side_by_side([fit(scan.pixels), fit(picture)], captions), "searchable.png")


def office() -> None:
    """Show a Word document as PDF, and the cells of its table; LibreOffice has to be installed."""
    if find_program() is None:
        print("office.png: LibreOffice is not installed")
        return
    content = timetable()
    pdf = to_pdf(content, Family.WORD, seconds=120).content
    page = render_page(pdf, 0, resolution=150, image_type=ImageType.TYPE_3BYTE_BGR, max_pixels=MAX_PIXELS).pixels
    (table,) = doc_tables(content, seconds=120).tables
    card = Image.new("RGB", (460, PANEL), (245, 248, 248))
    canvas = ImageDraw.Draw(card)
    canvas.rectangle((0, 0, card.width - 1, card.height - 1), outline=(190, 196, 200))
    for row, cells in enumerate(table.rows):
        for column, cell in enumerate(cells):
            write(canvas, (20 + 145 * column, 20 + 45 * row), cell.text or '""', 17, INK if cell.text else GREY)
    top = page[120:700]
    save(side_by_side([fit(top, PANEL), card], ["DocToPdf", "DocToTextTable"]), "office.png")


def timetable() -> bytes:
    """Make a Word document with a table in which cells are merged."""
    document = docx.Document()
    document.add_heading("Ferries in May", 1)
    document.add_paragraph("All ferries leave from the old harbour.")
    table = document.add_table(rows=5, cols=3, style="Table Grid")
    rows = [
        ("Port", "Leaves", "Arrives"),
        ("Turku", "7:00", "12:30"),
        ("", "15:00", "20:30"),
        ("Visby", "9:15", "16:00"),
    ]
    for row, texts in zip(table.rows, rows, strict=False):
        for cell, text in zip(row.cells, texts, strict=True):
            cell.text = text
    table.cell(1, 0).merge(table.cell(2, 0))
    table.cell(4, 0).merge(table.cell(4, 2)).text = "Not on Sundays"
    document.add_paragraph()
    for text in ("Be there half an hour earlier.", "Bring a coat and boots."):
        document.add_paragraph(text, style="List Number")
    output = BytesIO()
    document.save(output)
    return output.getvalue()


def drawn_form() -> bytes:
    """Make a PDF with a form of some kinds of fields."""
    output = BytesIO()
    page = Canvas(output, pagesize=(420, 300))
    form = page.acroForm
    style = {"borderWidth": 1, "fontSize": 12}
    for row, label in enumerate(("Name", "City", "Delivery", "Newsletter", "Payment")):
        page.drawString(40, 245 - 48 * row, label)
    form.textfield(name="name", value="Jane Smith", x=140, y=236, width=220, height=24, **style)
    form.textfield(name="city", value="Lisbon", x=140, y=188, width=220, height=24, **style)
    form.choice(
        name="delivery", options=["post", "courier"], value="courier", x=140, y=140, width=120, height=24, **style
    )
    form.checkbox(name="news", checked=True, x=140, y=94, size=20)
    for number, way in enumerate(("card", "cash")):
        form.radio(name="payment", value=way, selected=way == "card", x=140 + 110 * number, y=46, size=20)
        page.drawString(168 + 110 * number, 51, way)
    page.save()
    return output.getvalue()


def structured() -> None:
    """Show the letter and its Markdown."""
    content = (DOCUMENTS / "letter.png").read_bytes()
    stages = [BinaryToImage(), ImageToText(pageIteratorLevel="WORD"), PageToMarkdown()]
    (page,) = LightPipeline(stages).fromBinary(content)
    image = decode(content, max_pixels=MAX_PIXELS)
    card = Image.new("RGB", (620, HEIGHT), (245, 248, 248))
    canvas = ImageDraw.Draw(card)
    canvas.rectangle((0, 0, card.width - 1, card.height - 1), outline=(190, 196, 200))
    lines = [part for line in page["markdown"].splitlines() for part in textwrap.wrap(line, 94) or [""]]
    write(canvas, (16, 6), "\n".join(lines), 12, INK)
    save(side_by_side([fit(image.pixels), card], ["a page", "its column markdown"]), "structured.png")


def tables() -> None:
    """Show pages with tables, the cells that are found on them, and the tables."""
    for name, count in (("ferries", 1), ("prices", 1), ("stations", 3)):
        content = (TABLES / f"{name}.pdf").read_bytes()
        scale = 110 / 72  # px per point
        pages = [
            render_page(content, index, resolution=110, max_pixels=MAX_PIXELS, image_type=ImageType.TYPE_3BYTE_BGR)
            for index in range(count)
        ]
        parts = [row["table"] for row in LightPipeline([PdfToTables(mergePages=False)]).fromBinary(content)]
        found = [with_cells(page.pixels, part, scale) for page, part in zip(pages, parts, strict=True)]
        (whole,) = LightPipeline([PdfToTables()]).fromBinary(content)
        card = table_card(table_of(whole["table"]), PANEL)
        if count == 1:
            height, width = (round(side * share) for side, share in zip(found[0].shape, (0.58, 0.8), strict=False))
            panels = [*(fit(page[:height, :width], PANEL) for page in (pages[0].pixels, found[0])), card]
            save(side_by_side(panels, ["a page", "its cells", "the table"]), f"tables-{name}.png")
        else:
            panels = [*(fit(page, PANEL) for page in found), card]
            captions = [*(f"pagenum {number}: cells" for number in range(count)), "one table"]
            save(side_by_side(panels, captions), f"tables-{name}.png")


def with_cells(page: np.ndarray, table: dict[str, Any], scale: float) -> np.ndarray:
    """Draw the cells of a table on its page, headings darker."""
    image = page.copy()
    cells = [cell for row in table_of(table).rows for cell in row if cell.row_span]
    for cell in cells:
        left, top, right, bottom = (round(edge * scale) for edge in cell.box.edges())
        part = image[top:bottom, left:right]
        part[:] = (part * (0.78, 0.9, 0.78) if cell.is_header else part * (0.9, 0.97, 0.9)).astype(np.uint8)
        cv2.rectangle(image, (left, top), (right, bottom), TEAL[::-1], 2)
    return image


def table_card(table: Table, height: int) -> Image.Image:
    """Draw a table with its merged cells and headings; rows that have no room are left out."""
    line, font = 24, ImageFont.load_default(size=14)
    count = min(len(table.rows), (height - 40) // line - 1)
    shown = [*table.rows[: count - 2], None, table.rows[-1]] if count < len(table.rows) else list(table.rows)
    widths = [
        max([font.getlength(row[column].text.replace("\n", " ")) for row in table.rows if row[column].column_span == 1])
        for column in range(len(table.rows[0]))
    ]
    lefts = np.cumsum([16, *(width + 20 for width in widths)]).astype(int).tolist()
    card = Image.new("RGB", (lefts[-1] + 16, height), (245, 248, 248))
    canvas = ImageDraw.Draw(card)
    for number, row in enumerate(shown):
        top = 16 + number * line
        for column, cell in enumerate(row or ()):
            if cell.row_span:
                box = (lefts[column], top, lefts[column + cell.column_span], top + line * cell.row_span)
                canvas.rectangle(box, fill=(214, 232, 229) if cell.is_header else PAPER, outline=(150, 160, 165))
                write(canvas, (box[0] + 10, top + 4), cell.text.replace("\n", " "), 14, INK)
        if row is None:
            write(canvas, (lefts[0] + 10, top), "...", 14, GREY)
    return card


def deidentified() -> None:
    """Show the clinical examples before and after, and what would be taken out of the letter."""
    letter, scan, form, label = ((CLINICAL / name) for name in ("letter.pdf", "scan.pdf", "form.pdf", "label.png"))
    clean, colours = PdfDeidentifier(), ImageType.TYPE_3BYTE_BGR
    show = PdfToImage(inputCol="pdf", resolution=150, imageType=colours)
    masked = [FileDeidentifier(), BinaryToImage(inputCol="clean", imageType=colours)]

    def before_and_after(path: Path, part: tuple[slice, slice], height: int) -> list[Image.Image]:
        is_pdf = path.suffix == ".pdf"
        before = PdfToImage(resolution=150, imageType=colours) if is_pdf else BinaryToImage(imageType=colours)
        after = [clean, show] if is_pdf else masked
        return [fit(picture(path, stages)[part], height) for stages in ([before], after)]

    everything = slice(None)
    captions = ("letter.pdf", "after")
    save(side_by_side(before_and_after(letter, (slice(0, 1080), everything), HEIGHT), captions), "deid-letter.png")
    top = before_and_after(scan, (slice(60, 620), slice(60, 1100)), PANEL)
    save(side_by_side(top, ["scan.pdf", "after"]), "deid-scan.png")
    others = before_and_after(form, (slice(80, 520), slice(80, 960)), PANEL - 80)
    others += before_and_after(label, (slice(150, 380), slice(140, 760)), PANEL - 80)
    save(side_by_side(others, ["form.pdf", "after", "label.png", "after"]), "deid-others.png")
    marks = [PdfDeidentifier(highlight=True), PdfDeidentifier(highlight=True, detectors=list(RULES))]
    pages = [fit(picture(letter, [stage, show])[:1080]) for stage in marks]
    save(side_by_side(pages, ["--highlight", "the same, rules alone"]), "deid-highlight.png")


def dicom() -> None:
    """Show the frames of a DICOM file, what is found in them, the masked ones, and some of both headers."""
    file = samples.dicom("Jane Doe 4711  IM 3", "1 May 1950  L  10 mm", patient="Doe^Jane")
    read = [DicomToMetadata(keepInput=True), DicomToImageV3(), ImageToText(pageIteratorLevel="SYMBOL")]
    light = LightPipeline([*read, DicomDeidentifier(), PositionFinder(outputCol="regions")], keepImages=True)
    pages = light.fromBinary(file)
    corners = {
        page["pagenum"]: [
            Box(*(region[side] for side in ("x", "y", "width", "height"))).corners() for region in page["regions"]
        ]
        for page in pages
    }
    masked = fill_boxes(file, Boxes(by_frame=corners)).content
    clean = deidentify_header(masked, HeaderOptions("a secret", pixels_cleaned=True))
    before, after = (LightPipeline([DicomToImageV3()], keepImages=True).fromBinary(one) for one in (file, clean))
    frames = [
        [np.asarray(page["image"].to_pil().convert("RGB"))[:, :, ::-1] for page in one] for one in (before, after)
    ]
    found = [frame.copy() for frame in frames[0]]
    for number, boxes in corners.items():
        for box in boxes:
            cv2.polylines(found[number], [box.round().astype(np.int32)], isClosed=True, color=TEAL[::-1], thickness=4)
    line = np.full((4, found[0].shape[1], 3), 200, np.uint8)
    panels = [fit(np.vstack([one[0], line, one[1]]), PANEL // 2) for one in (frames[0], found, frames[1])]
    top = side_by_side(panels, ["a file of two frames", "what the header tells, found", "masked"])
    below = side_by_side([header_card(one) for one in (file, clean)], ["its header", "the clean header"])
    whole = Image.new("RGB", (top.width, top.height + below.height), PAPER)
    whole.paste(top, (0, 0))
    whole.paste(below, (0, top.height))
    save(whole, "dicom.png")


def header_card(file: bytes) -> Image.Image:
    """Draw some of the header of a DICOM file."""
    (page,) = LightPipeline([DicomToMetadata()]).fromBinary(file)
    header = json.loads(page["metadata"])
    names = ["PatientName", "PatientID", "PatientBirthDate", "StudyDate", "StudyInstanceUID", "PatientIdentityRemoved"]
    card = Image.new("RGB", (565, 16 + 28 * len(names)), (245, 248, 248))
    canvas = ImageDraw.Draw(card)
    canvas.rectangle((0, 0, card.width - 1, card.height - 1), outline=(190, 196, 200))
    for row, name in enumerate(names):
        write(canvas, (20, 10 + 28 * row), name, 16, GREY)
        value = str(header.get(name) or "-")
        write(canvas, (220, 10 + 28 * row), value if len(value) < 30 else f"{value[:30]}...", 16, INK)  # noqa: PLR2004
    return card


def picture(path: Path, stages: Sequence[Stage]) -> np.ndarray:
    """Return the pixels of the image that the last of some stages makes of a document, as BGR."""
    (page,) = LightPipeline(list(stages), keepImages=True).fromLocalPath(str(path))
    return np.asarray(page["image"].to_pil().convert("RGB"))[:, :, ::-1]


def drawn_page() -> np.ndarray:
    """Draw a note with a picture on it."""
    lines = ["Harbour office", "", "The ferry leaves at seven", "and is back before noon.", "Bring a coat and boots."]
    picture = Image.new("L", (760, 620), 245)
    canvas = ImageDraw.Draw(picture)
    canvas.multiline_text((110, 110), "\n".join(lines), 30, ImageFont.load_default(38), spacing=22)
    canvas.polygon([(430, 210), (520, 80), (560, 130), (610, 60), (700, 210)], fill=150)
    return np.asarray(picture)


def document(name: str) -> Page:
    """Read an example document as a gray page."""
    return decode((DOCUMENTS / name).read_bytes(), max_pixels=MAX_PIXELS)


def speckled(pixels: np.ndarray, share: float = 0.01) -> np.ndarray:
    """Make some pixels black or white."""
    rng = np.random.default_rng(0)
    noise = rng.random(pixels.shape)
    return np.where(noise < share / 2, 0, np.where(noise > 1 - share / 2, 255, pixels)).astype(np.uint8)


def glaring(pixels: np.ndarray) -> np.ndarray:
    """Put a spot of light on gray paper."""
    y, x = np.mgrid[: pixels.shape[0], : pixels.shape[1]]
    distance = (x / pixels.shape[1] - 0.6) ** 2 + (y / pixels.shape[0] - 0.5) ** 2
    return np.clip(pixels * 0.6 + 95 * np.exp(-distance / 0.03), 0, 255).astype(np.uint8)


def ruled(pixels: np.ndarray) -> np.ndarray:
    """Draw lines through a page."""
    result = pixels.copy()
    result[75::150], result[76::150], result[77::150] = 0, 0, 0
    return result


if __name__ == "__main__":
    (DOCS / "assets").mkdir(exist_ok=True)
    page_to_text()
    binarized()
    mixed_pdf()
    operations()
    regions()
    detected()
    check_boxes()
    parts()
    form()
    layout()
    structured()
    tables()
    office()
    searchable()
    deidentified()
    dicom()
