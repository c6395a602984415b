"""Filled forms of five layouts, drawn and printed, with the keys and values that stand on them."""

from collections.abc import Callable
from dataclasses import dataclass, field

import font_roboto
import numpy as np
from PIL import Image, ImageDraw, ImageFont

from check_box_forms import HEIGHT, MARGIN, PT, QUALITIES, WIDTH, Pixels, printed

LAYOUTS = ("colon", "columns", "boxes", "blanks", "several")
FIELDS = (
    ("Name", "person"), ("Date of birth", "date"), ("Address", "street"), ("Phone", "phone"), ("Policy number", "code"),
    ("Invoice No.", "code"), ("Issue date", "date"), ("Ship to", "city"), ("Total amount", "money"), ("Due", "date"),
    ("Serial", "code"), ("Colour of vehicle", "word"), ("Make and model", "word"), ("Deposit", "money"),
    ("Number of guests", "count"), ("Arrival", "date"), ("Departure", "date"), ("Contact person", "person"),
    ("Net weight (kg)", "count"), ("Destination", "city"), ("Order ref", "code"), ("Paid by", "person"),
    ("Tax rate", "percent"), ("E-mail", "mail"), ("Purpose of visit", "word"), ("Room", "count"), ("Bank", "word"),
    ("Signed on", "date"), ("Operator", "person"), ("Nationality", "word"),
)  # fmt: skip
VALUES = {
    "person": ("Maria Lindgren", "Tom O'Hara", "Ana Sofia Reyes", "J. K. Weber", "Li Na"),
    "date": ("12/03/2024", "1 May 1987", "2023-11-30", "07.08.1999"),
    "street": ("18 Harbour Road", "Lindenweg 4", "221 Elm Street, Apt 5"),
    "phone": ("+44 20 7946 0018", "555-0142", "(030) 901820"),
    "code": ("AB-20391", "77104-2", "KX 4471", "000351"),
    "city": ("Rotterdam", "San Jose", "Leeds"),
    "money": ("$ 1,250.00", "49.90 EUR", "310.00"),
    "word": ("Blue", "Ford Transit", "Swedish", "Trade fair", "Northern Savings"),
    "count": ("4", "12", "318", "7.5"),
    "percent": ("19 %", "7.7%"),
    "mail": ("m.lind@example.com", "office@example.org"),
}
TITLES = ("REGISTRATION FORM", "Vehicle Rental Agreement", "Delivery Note", "Claim Report", "Guest Card")
NOTES = (
    "Please complete all sections in block letters. Incomplete forms cannot be processed.",
    "Keep a copy of this document for your records. See the other side for the terms.",
    "We use these details only for the purpose of this request and delete them after ten years.",
)
ROWS = 9
PITCH = 27.0  # points


@dataclass
class Form:
    """An image, its resolution, and the pairs on it that have a value."""

    pixels: Pixels
    dpi: int
    pairs: list[tuple[str, str]] = field(default_factory=list)


class _Canvas:
    """A white page to write on in black; places are in px of the drawing, sizes in points."""

    def __init__(self) -> None:
        self.image = Image.new("RGB", (WIDTH, HEIGHT), (255, 255, 255))
        self.draw = ImageDraw.Draw(self.image)

    def text(self, left: float, base: float, text: str, size: float, face: str) -> float:
        """Write a text on its baseline; return where it ends."""
        font = ImageFont.truetype(face, round(size * PT))
        self.draw.text((left, base), text, (0, 0, 0), font, anchor="ls")
        return left + font.getlength(text)

    def rule(self, left: float, base: float, right: float, *, dotted: bool = False) -> None:
        """Draw a blank to write on."""
        if dotted:
            for x in np.arange(left, right, 3 * PT):
                self.draw.ellipse((x, base - 0.4 * PT, x + 0.8 * PT, base + 0.4 * PT), (0, 0, 0))
        else:
            self.draw.line([(left, base), (right, base)], (0, 0, 0), round(0.6 * PT))


def make_form(layout: str, quality: str, seed: int) -> Form:
    """Draw a form and print it; a fifth of the values is missing."""
    rng = np.random.default_rng([seed, LAYOUTS.index(layout), QUALITIES.index(quality)])
    canvas = _Canvas()
    regular, bold = font_roboto.Roboto, font_roboto.RobotoBold
    canvas.text(MARGIN, MARGIN + 6 * PT, str(rng.choice(TITLES)), 15, bold)
    canvas.text(MARGIN, MARGIN + 24 * PT, str(rng.choice(NOTES)), 8, regular)
    fields = []
    for place in rng.permutation(len(FIELDS)):
        key, kind = FIELDS[place]
        value = "" if rng.random() < 0.2 else str(rng.choice(VALUES[kind]))
        fields.append((key, value))
    drawn = _DRAWERS[layout](canvas, rng, fields, regular, bold)
    canvas.text(MARGIN, HEIGHT - MARGIN + 12 * PT, str(rng.choice(NOTES)), 8, regular)
    page = printed(np.asarray(canvas.image), [], quality, (255, 255, 255), rng)
    return Form(page.pixels, page.dpi, [(key, value) for key, value in drawn if value])


Fields = list[tuple[str, str]]


def _base(row: int) -> float:
    return MARGIN + (58 + row * PITCH) * PT


def _colon(canvas: _Canvas, rng: np.random.Generator, fields: Fields, regular: str, bold: str) -> Fields:
    face = bold if rng.random() < 0.5 else regular
    for row, (key, value) in enumerate(fields[:ROWS]):
        end = canvas.text(MARGIN, _base(row), f"{key}:", 10, face)
        canvas.text(end + 3 * PT, _base(row), value, 10, regular)
    return fields[:ROWS]


def _columns(canvas: _Canvas, rng: np.random.Generator, fields: Fields, regular: str, bold: str) -> Fields:
    face = bold if rng.random() < 0.5 else regular
    sign = ":" if rng.random() < 0.3 else ""
    left = MARGIN + float(rng.uniform(120, 220)) * PT
    for row, (key, value) in enumerate(fields[:ROWS]):
        canvas.text(MARGIN, _base(row), key + sign, 10, face)
        canvas.text(left, _base(row), value, 10, regular)
    return fields[:ROWS]


def _boxes(canvas: _Canvas, rng: np.random.Generator, fields: Fields, regular: str, bold: str) -> Fields:  # noqa: ARG001
    drawn = []
    rest = iter(fields)
    for row in range(8):
        count = int(rng.integers(1, 4))
        step = (WIDTH - 2 * MARGIN) / count
        top = _base(row) - 12 * PT
        for place in range(count):
            key, value = next(rest)
            left = MARGIN + place * step
            canvas.draw.rectangle((left, top, left + step, top + PITCH * PT), outline=(0, 0, 0), width=round(0.6 * PT))
            canvas.text(left + 3 * PT, top + 8 * PT, key, 6.5, regular)
            canvas.text(left + 6 * PT, top + 22 * PT, value, 10, regular)
            drawn.append((key, value))
    return drawn


def _blanks(canvas: _Canvas, rng: np.random.Generator, fields: Fields, regular: str, bold: str) -> Fields:  # noqa: ARG001
    dotted = bool(rng.random() < 0.5)
    drawn = []
    rest = iter(fields)
    for row in range(ROWS):
        count = int(rng.integers(1, 3))
        step = (WIDTH - 2 * MARGIN) / count
        for place in range(count):
            key, value = next(rest)
            left = MARGIN + place * step
            end = canvas.text(left, _base(row), key, 10, regular)
            canvas.rule(end + 4 * PT, _base(row) + 2 * PT, left + step - 8 * PT, dotted=dotted)
            canvas.text(end + float(rng.uniform(8, 24)) * PT, _base(row), value, 10, regular)
            drawn.append((key, value))
    return drawn


def _several(canvas: _Canvas, rng: np.random.Generator, fields: Fields, regular: str, bold: str) -> Fields:
    face = bold if rng.random() < 0.5 else regular
    drawn = []
    rest = iter(fields)
    for row in range(ROWS):
        count = int(rng.integers(2, 4))
        step = (WIDTH - 2 * MARGIN) / count
        for place in range(count):
            key, value = next(rest)
            left = MARGIN + place * step
            end = canvas.text(left, _base(row), f"{key}:", 9, face)
            canvas.text(end + 3 * PT, _base(row), value, 9, regular)
            drawn.append((key, value))
    return drawn


_DRAWERS: dict[str, Callable[[_Canvas, np.random.Generator, Fields, str, str], Fields]] = {
    "colon": _colon, "columns": _columns, "boxes": _boxes, "blanks": _blanks, "several": _several,
}  # fmt: skip
