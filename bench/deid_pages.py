"""Letters with planted identifiers, as PDFs with text and as scans, for bench/deid.py."""

from __future__ import annotations

import io
import random
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pikepdf
from pikepdf import Array, Dictionary, Name
from PIL import Image as Pillow
from PIL import ImageDraw, ImageFont
from reportlab.lib.pagesizes import A4
from reportlab.pdfgen.canvas import Canvas

from sparkocr.imaging.pixels import Pixels

FIRST = ("Margaret", "Harold", "Priya", "Wendell", "Ottilie", "Bernard", "Rosalind", "Cuthbert", "Marisol", "Leopold")
LAST = ("Ellison", "Whitcombe", "Ramanathan", "Kowalczyk", "Abernathy", "Vandermeer", "Thistlewood", "Okonkwo")
STREETS = ("Sycamore", "Linden", "Juniper", "Hawthorn", "Magnolia", "Chestnut")
CITIES = ("Brookhaven", "Ashgrove", "Millfield", "Eastbourne", "Fairview", "Lakewood")
FILLER = (
    "The pain settled after ten minutes of rest and did not return. Troponin was normal on two occasions. The "
    "electrocardiogram showed a sinus rhythm without changes of the segments. The ultrasound found a good function of "
    "the left ventricle and a mild regurgitation of the valve. We have started a low dose of a beta blocker and "
    "continued the other drugs. Please check blood pressure and heart rate in two weeks. "
)
WORDS, PER_LINE = 350, 12
SIZE, LEADING, LEFT, TOP = 10.5, 15.5, 50, 60  # points
INK, PAPER, THRESHOLD = 30, 235, 140  # gray levels
QUALITY = 75
POINTS_PER_INCH = 72


@dataclass(frozen=True)
class Letter:
    """A letter: its lines, and the identifiers in them."""

    lines: list[str]
    secrets: list[str]


def letter(seed: int, words: int = WORDS) -> Letter:
    """Write a letter with 14 identifiers."""
    chance = random.Random(seed)  # noqa: S311  no secrets
    patient, doctor, sender = (f"{chance.choice(FIRST)} {last}" for last in chance.sample(LAST, 3))
    born = f"{chance.randint(1, 12):02}/{chance.randint(1, 28):02}/19{chance.randint(30, 99)}"
    seen = f"{chance.randint(1, 12):02}/{chance.randint(1, 28):02}/2024"
    number, phone = str(chance.randint(1000000, 9999999)), f"(216) 555-01{chance.randint(10, 99)}"
    street, city = f"{chance.randint(2, 99)} {chance.choice(STREETS)} Street", chance.choice(CITIES)
    email = f"{patient.split()[0].lower()}{chance.randint(2, 99)}@mail.example"
    head = [
        "Discharge summary", f"Patient: {patient}   DOB: {born}", f"MRN: {number}   Phone: {phone}",
        f"Address: {street}, {city}, OH 44141", f"Email: {email}", f"Date: {seen}", f"Dear Dr. {doctor.split()[1]},",
    ]  # fmt: skip
    tail = [
        f"Mrs. {patient.split()[1]} was seen on {seen} and discharged in good condition.",
        f"Referred by: Dr. {doctor}", f"Signed: Dr. {sender}",
    ]  # fmt: skip
    filler = FILLER.split()
    start, count = chance.randrange(len(filler)), words - len(" ".join(head + tail).split())
    said = [filler[(start + at) % len(filler)] for at in range(count)]
    body = [" ".join(said[at : at + PER_LINE]) for at in range(0, count, PER_LINE)]
    return Letter(head + body + tail, [patient, doctor, sender, born, seen, number, phone, street, city, email])


def digital(lines: Sequence[str]) -> bytes:
    """Write lines as a PDF with text."""
    file = io.BytesIO()
    canvas = Canvas(file, pagesize=A4, invariant=True)
    canvas.setFont("Helvetica", SIZE)
    for row, line in enumerate(lines):
        canvas.drawString(LEFT, A4[1] - TOP - LEADING * row, line)
    canvas.showPage()
    canvas.save()
    return file.getvalue()


@dataclass(frozen=True)
class Scan:
    """How a page was scanned.

    Attributes
    ----------
    kind : str
        1-bit, gray, colour or JPEG.
    resolution : int
        In dpi.
    angle : float
        By which it is tilted, in degrees.
    noise : float
        Standard deviation, in gray levels.
    """

    kind: str
    resolution: int
    angle: float
    noise: float


def scanned(lines: Sequence[str], scan: Scan, seed: int) -> Pillow.Image:
    """Scan a page."""
    scale = scan.resolution / POINTS_PER_INCH
    width, height = (round(side * scale) for side in A4)
    page = Pillow.new("L", (width, height), PAPER)
    canvas, font = ImageDraw.Draw(page), ImageFont.load_default(SIZE * scale)
    for row, line in enumerate(lines):
        canvas.text((LEFT * scale, (TOP + LEADING * row) * scale), line, INK, font)
    tilted = page.rotate(scan.angle, Pillow.Resampling.BICUBIC, fillcolor=PAPER)
    shape = (height, width, 3) if scan.kind == "colour" else (height, width)
    noise = np.random.default_rng(seed).normal(0, scan.noise, shape) if scan.noise else np.zeros(shape)
    gray = np.asarray(tilted, np.float64)
    pixels = (gray.reshape(height, width, *[1] * (len(shape) - 2)) + noise).clip(0, 255).astype(np.uint8)
    return Pillow.fromarray(pixels > THRESHOLD) if scan.kind == "1-bit" else Pillow.fromarray(pixels)


def image_file(image: Pillow.Image, scan: Scan) -> bytes:
    """Write a scan as an image file: JPEG, a fax TIFF, or PNG."""
    file = io.BytesIO()
    options: dict[str, object] = {"dpi": (scan.resolution, scan.resolution)}
    if scan.kind == "JPEG":
        image.save(file, "JPEG", quality=QUALITY, **options)
    elif scan.kind == "1-bit":
        image.save(file, "TIFF", compression="group4", **options)
    else:
        image.save(file, "PNG", compress_level=1, **options)
    return file.getvalue()


def scanned_pdf(image: Pillow.Image, scan: Scan) -> bytes:
    """Write a scan as a PDF of one picture."""
    width, height = image.size
    document = pikepdf.new()
    if scan.kind == "JPEG":
        picture = document.make_stream(image_file(image, scan), Filter=Name.DCTDecode)
    else:
        picture = document.make_stream(pixels_of(image).tobytes() if scan.kind != "1-bit" else image.tobytes())
    picture.Type, picture.Subtype, picture.Width, picture.Height = Name.XObject, Name.Image, width, height
    picture.ColorSpace = Name.DeviceRGB if scan.kind == "colour" else Name.DeviceGray
    picture.BitsPerComponent = 1 if scan.kind == "1-bit" else 8
    sides = [side * POINTS_PER_INCH / scan.resolution for side in image.size]
    page = Dictionary(
        Type=Name.Page,
        MediaBox=Array([0, 0, *sides]),
        Resources=Dictionary(XObject=Dictionary(P=picture)),
        Contents=document.make_stream(b"%f 0 0 %f 0 0 cm /P Do" % tuple(sides)),
    )
    document.pages.append(pikepdf.Page(document.make_indirect(page)))
    file = io.BytesIO()
    document.save(file)
    return file.getvalue()


def overlaid(content: bytes, layer: bytes) -> bytes:
    """Draw a page over another one."""
    file = io.BytesIO()
    with pikepdf.open(io.BytesIO(content)) as document, pikepdf.open(io.BytesIO(layer)) as other:
        pikepdf.Page(document.pages[0]).add_overlay(other.pages[0], None)
        document.save(file)
    return file.getvalue()


def pixels_of(image: Pillow.Image) -> Pixels:
    """Return the pixels of an image; of black and white ones, whether they are white."""
    return np.asarray(image)
