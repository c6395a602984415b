"""Forms with check boxes of many styles, drawn with marks and with what may be taken for a check box."""

import math
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from typing import Any, cast

import cv2
import font_roboto
import numpy as np
import numpy.typing as npt
from PIL import Image, ImageDraw, ImageFont

Pixels = npt.NDArray[np.uint8]
Color = tuple[int, int, int]
Square = tuple[float, float, float, float]
"""Left, top, right and bottom in px of the drawing."""

DPI = 600  # of the drawing, before it is printed
PT = DPI / 72
WIDTH, HEIGHT = round(7 * DPI), round(5.5 * DPI)
MARGIN = 36 * PT
COLUMNS, PITCH = 3, 25  # boxes beside each other, and points from a row of them to the next
STYLES = (
    "thin", "thick", "rounded", "gray", "double", "round", "small", "big", "table", "running", "dotted", "shadow"
)  # fmt: skip
MARKS = ("empty", "tick", "empty", "cross", "filled", "large cross", "scribble", "dot", "handwritten", "empty")
QUALITIES = ("clean", "scan", "fax")
SIDES = {"small": 7.0, "big": 20.0, "running": 9.0, "round": 11.0}  # points
SIDE = 10.5
INKS: tuple[tuple[Color, Color], ...] = (
    ((0, 0, 0), (255, 255, 255)),
    ((20, 40, 150), (255, 255, 255)),
    ((120, 120, 120), (250, 250, 245)),
    ((30, 90, 50), (215, 235, 220)),
    ((170, 40, 30), (255, 240, 225)),
    ((255, 255, 255), (30, 50, 90)),
)
WORDS = (
    "Diabetes mellitus", "No known allergy", "O negative", "Date of birth", "Do you smoke?", "0 to 10 years",
    "OD and OS", "Other (specify)", "Bone or joint disease", "Q&A", "More than 80 %", "DOB 00-00-0000", "Oxygen",
    "Yes", "No", "Doctor O.",
)  # fmt: skip


@dataclass(frozen=True)
class DrawnBox:
    """A check box: its corners in px, shape (4, 2), and whether it is marked."""

    corners: npt.NDArray[np.float64]
    checked: bool


@dataclass(frozen=True)
class Form:
    """An image, its resolution, and the check boxes on it."""

    pixels: Pixels
    dpi: int
    boxes: list[DrawnBox]


def make_form(style: str, quality: str, seed: int) -> Form:
    """Draw a form with boxes of one style, and print it.

    Parameters
    ----------
    style, quality : str
        Of `STYLES` and `QUALITIES`.
    seed : int
        Also tells the colours.
    """
    rng = np.random.default_rng([seed, STYLES.index(style)])
    canvas = _Canvas(rng, *INKS[seed % len(INKS)])
    boxes = _boxes(canvas, style)
    _distractors(canvas)
    return printed(np.asarray(canvas.image), boxes, quality, canvas.paper, rng)


class _Canvas:
    """An image to draw on, in two colours."""

    def __init__(self, rng: np.random.Generator, ink: Color, paper: Color) -> None:
        self.rng, self.ink, self.paper = rng, ink, paper
        self.image = Image.new("RGB", (WIDTH, HEIGHT), paper)
        self.draw = ImageDraw.Draw(self.image)

    def text(self, left: float, middle: float, text: str, size: float, face: str = font_roboto.Roboto) -> float:
        """Write a text whose capital letters have a middle; return where it ends."""
        font = _font(face, size)
        self.draw.text((left, middle + 0.36 * size * PT), text, self.ink, font, anchor="ls")
        return left + font.getlength(text)

    def line(self, points: Any, width: float, color: Color | None = None) -> None:
        """Draw a line; the width is in points."""
        self.draw.line(
            [tuple(map(float, point)) for point in points], color or self.ink, max(1, round(width * PT)), "curve"
        )


@cache
def _font(face: str, size: float) -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(face, round(size * PT))


def _boxes(canvas: _Canvas, style: str) -> list[tuple[Square, bool]]:
    """Draw all boxes of a form, with texts beside them."""
    rng, side = canvas.rng, SIDES.get(style, SIDE) * float(canvas.rng.uniform(0.92, 1.08)) * PT
    marks = list(rng.permutation(np.array(MARKS)))
    step = (WIDTH - 2 * MARGIN) / COLUMNS
    found = []
    size = 7.0 if style == "small" else 9.0
    for place in range(COLUMNS * 7):
        row, column = divmod(place, COLUMNS)
        left, middle = MARGIN + column * step + float(rng.uniform(0, 3)) * PT, MARGIN + (row + 0.5) * PITCH * PT
        if style == "table":
            cell = (
                MARGIN + column * step,
                middle - PITCH * PT / 2,
                MARGIN + (column + 1) * step,
                middle + PITCH * PT / 2,
            )
            canvas.draw.rectangle(cell, outline=canvas.ink, width=round(0.75 * PT))
            left += 5 * PT
        if style == "running":
            left = canvas.text(left, middle, str(rng.choice(WORDS)) + " ", size)
        box = (left, middle - side / 2, left + side, middle + side / 2)
        _draw_box(canvas, style, box)
        mark = str(marks[place % len(marks)])
        if mark != "empty":
            MARK_DRAWERS["disc" if (mark, style) == ("filled", "round") else mark](canvas, box)
        found.append((box, mark != "empty"))
        canvas.text(left + side + float(rng.uniform(3, 5)) * PT, middle, str(rng.choice(WORDS)), size)
    return found


def _draw_box(canvas: _Canvas, style: str, box: Square) -> None:
    """Draw the border of a box."""
    draw, (left, top, right, bottom), side = canvas.draw, box, box[2] - box[0]
    width = round(float(canvas.rng.uniform(0.5, 1.0)) * PT)
    if style == "round":
        draw.ellipse(box, outline=canvas.ink, width=width)
    elif style == "rounded":
        draw.rounded_rectangle(box, side * 0.22, outline=canvas.ink, width=width)
    elif style == "thick":
        draw.rectangle(box, outline=canvas.ink, width=round(1.6 * PT))
    elif style == "gray":
        draw.rectangle(box, _mixed(canvas, 0.15), canvas.ink, width)
    elif style == "double":
        draw.rectangle(box, outline=canvas.ink, width=width)
        inset = 2 * PT
        draw.rectangle(
            (left + inset, top + inset, right - inset, bottom - inset), outline=canvas.ink, width=round(0.5 * PT)
        )
    elif style == "dotted":
        for share in np.arange(0, 4, 1.6 * PT / side):
            x, y = _on_border(box, share)
            draw.rectangle((x - 0.45 * PT, y - 0.45 * PT, x + 0.45 * PT, y + 0.45 * PT), canvas.ink)
    else:
        draw.rectangle(box, outline=canvas.ink, width=round(0.4 * PT) if style == "thin" else width)
        if style == "shadow":
            draw.line([(left + PT, bottom), (right, bottom), (right, top + PT)], _mixed(canvas, 0.6), round(1.6 * PT))


def _on_border(box: Square, share: float) -> tuple[float, float]:
    """Return the point of a border after so many sides."""
    left, top, right, bottom = box
    side, rest = divmod(share, 1)
    corners = [(left, top), (right, top), (right, bottom), (left, bottom), (left, top)]
    one, other = corners[int(side)], corners[int(side) + 1]
    return one[0] + rest * (other[0] - one[0]), one[1] + rest * (other[1] - one[1])


def _mixed(canvas: _Canvas, share: float) -> Color:
    """Return a colour between paper and ink."""
    red, green, blue = (round(p + share * (i - p)) for p, i in zip(canvas.paper, canvas.ink, strict=True))
    return red, green, blue


def _at(canvas: _Canvas, box: Square, points: list[tuple[float, float]], jitter: float) -> npt.NDArray[np.float64]:
    """Return points given in sides of a box, each a little moved."""
    side = box[2] - box[0]
    places = np.array(points) + canvas.rng.normal(0, jitter, (len(points), 2))
    return np.array(box[:2]) + side * places


def _pen(canvas: _Canvas) -> Color:
    """Return the colour of a pen: that of the form, or blue; white on dark paper."""
    blue = (40, 40, 160)
    return blue if sum(canvas.paper) > 384 and canvas.rng.random() < 0.3 else canvas.ink


def _tick(canvas: _Canvas, box: Square) -> None:
    canvas.line(_at(canvas, box, [(0.2, 0.5), (0.42, 0.76), (0.8, 0.24)], 0.02), 0.09 * (box[2] - box[0]) / PT)


def _cross(canvas: _Canvas, box: Square) -> None:
    for line in ([(0.22, 0.22), (0.78, 0.78)], [(0.78, 0.22), (0.22, 0.78)]):
        canvas.line(_at(canvas, box, line, 0.02), 0.09 * (box[2] - box[0]) / PT)


def _large_cross(canvas: _Canvas, box: Square) -> None:
    color = _pen(canvas)
    for line in ([(-0.15, -0.15), (1.15, 1.15)], [(1.15, -0.15), (-0.15, 1.15)]):
        canvas.line(_at(canvas, box, line, 0.06), 1.0, color)


def _filled(canvas: _Canvas, box: Square) -> None:
    canvas.draw.rectangle(_inset(canvas, box), canvas.ink)


def _disc(canvas: _Canvas, box: Square) -> None:
    canvas.draw.ellipse(_inset(canvas, box), canvas.ink)


def _inset(canvas: _Canvas, box: Square) -> Square:
    """Return a box as large as a border, or within it."""
    inset = (box[2] - box[0]) * float(canvas.rng.choice([0.0, 0.18]))
    return box[0] + inset, box[1] + inset, box[2] - inset, box[3] - inset


def _scribble(canvas: _Canvas, box: Square) -> None:
    points = [(0.05 + 0.9 * step / 9, 0.12 if step % 2 else 0.9) for step in range(10)]
    canvas.line(_at(canvas, box, points, 0.06), 0.9, _pen(canvas))


def _dot(canvas: _Canvas, box: Square) -> None:
    (x, y), radius = _at(canvas, box, [(0.5, 0.5)], 0.02)[0], 0.2 * (box[2] - box[0])
    canvas.draw.ellipse((x - radius, y - radius, x + radius, y + radius), canvas.ink)


def _handwritten(canvas: _Canvas, box: Square) -> None:
    ends = _at(canvas, box, [(0.1, 0.4), (0.4, 0.9), (1.25, -0.35)], 0.08)
    steps = np.linspace(0, 1, 12)[:, None]
    bow = np.sin(np.pi * steps) * np.array([0.08, 0.05]) * (box[2] - box[0])
    curve = [ends[0] + steps * (ends[1] - ends[0]), ends[1] + steps * (ends[2] - ends[1]) + bow]
    canvas.line(np.concatenate(curve), float(canvas.rng.uniform(0.8, 1.4)), _pen(canvas))


MARK_DRAWERS: dict[str, Callable[[_Canvas, Square], None]] = {
    "tick": _tick,
    "cross": _cross,
    "large cross": _large_cross,
    "filled": _filled,
    "disc": _disc,
    "scribble": _scribble,
    "dot": _dot,
    "handwritten": _handwritten,
}


def _distractors(canvas: _Canvas) -> None:
    """Draw what is no check box below the boxes: text, a table, a comb of cells, a QR code, a logo and bullets."""
    draw, rng, ink = canvas.draw, canvas.rng, canvas.ink
    top = MARGIN + 7.6 * PITCH * PT
    for row, (face, size) in enumerate([(font_roboto.RobotoBold, 14.0), (font_roboto.Roboto, 11.0)]):
        canvas.text(MARGIN, top + row * 20 * PT, "OLD DOOR 0800 BOOK Q&D", size, face)
    for row in range(3):
        middle = top + (40 + 14 * row) * PT
        if row % 2:
            draw.rectangle((MARGIN, middle - 2 * PT, MARGIN + 4 * PT, middle + 2 * PT), ink)
        else:
            draw.ellipse((MARGIN, middle - 2 * PT, MARGIN + 4 * PT, middle + 2 * PT), ink)
        canvas.text(MARGIN + 9 * PT, middle, " ".join(rng.choice(WORDS, 2)), 9)
    left = MARGIN + 180 * PT
    for row in range(4):
        for column, width in enumerate((14, 14, 30, 14)):
            x = left + sum((14, 14, 30, 14)[:column]) * PT
            draw.rectangle(
                (x, top + 14 * row * PT, x + width * PT, top + 14 * (row + 1) * PT), outline=ink, width=round(0.5 * PT)
            )
            canvas.text(x + 3 * PT, top + (14 * row + 7) * PT, str(rng.choice(["X", "0", "D", "12", ""])), 8)
    for cell in range(8):
        x = left + 13 * cell * PT
        draw.rectangle((x, top + 70 * PT, x + 13 * PT, top + 84 * PT), outline=ink, width=round(0.5 * PT))
    _qr_code(canvas, left + 100 * PT, top)
    x, y = left + 165 * PT, top
    draw.ellipse((x, y, x + 34 * PT, y + 34 * PT), outline=ink, width=round(2 * PT))
    draw.ellipse((x + 8 * PT, y + 8 * PT, x + 26 * PT, y + 26 * PT), ink)
    draw.polygon([(x + 40 * PT, y + 20 * PT), (x + 50 * PT, y), (x + 60 * PT, y + 20 * PT)], ink)


def _qr_code(canvas: _Canvas, left: float, top: float) -> None:
    """Draw what looks like a QR code: 21 modules with the patterns of its corners."""
    modules = canvas.rng.random((21, 21)) < 0.5
    for row, column in ((0, 0), (0, 14), (14, 0)):
        modules[max(0, row - 1) : row + 8, max(0, column - 1) : column + 8] = False
        modules[row : row + 7, column : column + 7] = True
        modules[row + 1 : row + 6, column + 1 : column + 6] = False
        modules[row + 2 : row + 5, column + 2 : column + 5] = True
    side = 2.4 * PT
    for row, column in np.argwhere(modules):
        x, y = left + column * side, top + row * side
        canvas.draw.rectangle((x, y, x + side, y + side), canvas.ink)


def printed(
    drawing: Pixels, boxes: list[tuple[Square, bool]], quality: str, paper: Color, rng: np.random.Generator
) -> Form:
    """Return a drawing as a scanner gives it."""
    dpi = {"clean": 300, "scan": 200, "fax": 150}[quality]
    angle = float(rng.uniform(-2, 2)) if quality == "scan" else 0.0
    scale = dpi / DPI
    width, height = round(WIDTH * scale), round(HEIGHT * scale)
    pixels = cast("Pixels", cv2.resize(drawing, (width, height), interpolation=cv2.INTER_AREA))
    cos, sin = math.cos(math.radians(angle)), math.sin(math.radians(angle))
    turn = np.array([[cos, sin, 0], [-sin, cos, 0]])
    turn[:, 2] = np.array([width, height]) / 2 - turn[:, :2] @ np.array([width, height]) / 2
    if quality == "scan":
        turned = cv2.warpAffine(pixels, turn, (width, height), flags=cv2.INTER_LINEAR, borderValue=paper)
        pixels = np.clip(turned + rng.normal(0, 12, pixels.shape), 0, 255).astype(np.uint8)
    if quality == "fax":
        blurred = cv2.GaussianBlur(pixels, (0, 0), 0.6)
        noisy = np.clip(blurred + rng.normal(0, 5, pixels.shape), 0, 255).astype(np.uint8)
        _, file = cv2.imencode(".jpg", noisy, [cv2.IMWRITE_JPEG_QUALITY, 40])
        pixels = cast("Pixels", cv2.imdecode(file, cv2.IMREAD_COLOR))
    gray = cast("Pixels", cv2.cvtColor(pixels, cv2.COLOR_RGB2GRAY))
    placed = []
    for (left, top, right, bottom), checked in boxes:
        corners = np.array([[left, top], [right, top], [right, bottom], [left, bottom]]) * scale
        placed.append(DrawnBox(corners @ turn[:, :2].T + turn[:, 2], checked))
    return Form(gray, dpi, placed)
