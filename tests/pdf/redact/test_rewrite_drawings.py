"""Paths in regions: outlined letters go, borders and backgrounds stay, what may mean anything is refused."""

import io

import font_roboto
import numpy as np
import pikepdf
import pytest
from fontTools.pens.basePen import BasePen
from fontTools.ttLib import TTFont
from pikepdf import Array, Dictionary, Name

from pdf.make_objects import new, saved
from pdf.redact.holes import box, decoded, outside, pixels, without
from sparkocr.pdf.redact.report import CannotRewriteError

HOLE = box(100, 690, 200, 710)


class Pen(BasePen):
    """Writes outlines as a path."""

    def __init__(self, glyphs):
        super().__init__(glyphs)
        self.parts = []

    def _moveTo(self, point):
        self.parts.append(f"{point[0]:.1f} {point[1]:.1f} m")

    def _lineTo(self, point):
        self.parts.append(f"{point[0]:.1f} {point[1]:.1f} l")

    def _curveToOne(self, *points):
        self.parts.append(" ".join(f"{x:.1f} {y:.1f}" for x, y in points) + " c")

    def _closePath(self):
        self.parts.append("h")


def outlines(text, *, is_one_path):
    """Letters as paths, 12 points high at 72, 700; and where each begins."""
    font = TTFont(font_roboto.Roboto)
    glyphs, names = font.getGlyphSet(), font.getBestCmap()
    scale = 12 / font["head"].unitsPerEm
    x, made, places = 72.0, [], []
    for letter in text:
        pen = Pen(glyphs)
        glyphs[names[ord(letter)]].draw(pen)
        path = " ".join(pen.parts)
        places.append(x)
        if is_one_path:
            moved = []
            for part in pen.parts:
                *numbers, operator = part.split()
                pairs = zip(numbers[::2], numbers[1::2], strict=True)
                moved += [f"{x + float(a) * scale:.3f} {700 + float(b) * scale:.3f}" for a, b in pairs]
                moved.append(operator)
            made.append(" ".join(moved))
        else:
            made.append(f"q {scale} 0 0 {scale} {x:.3f} 700 cm {path} f Q")
        x += glyphs[names[ord(letter)]].width * scale
    return " ".join(made) + (" f" if is_one_path else ""), [*places, x]


def paths(content):
    """How many points the paths of a page have."""
    with pikepdf.open(io.BytesIO(content)) as document:
        return len(pikepdf.parse_content_stream(document.pages[0], "m l c v y re"))


@pytest.mark.parametrize("is_one_path", [True, False])
def test_outlined_letters_go(is_one_path):
    drawing, places = outlines("Dear Zanzibar thanks", is_one_path=is_one_path)
    content = saved(new(drawing.encode()))
    hole = box(places[5] - 0.5, 696, places[13] + 0.5, 711)
    redacted = without(content, hole)
    assert np.array_equal(outside(content, [hole]), outside(redacted, [hole]))
    unfilled = pixels(without(content, hole, fill=None))
    assert (unfilled[2 * 80 : 2 * 97, int(2 * places[5]) : int(2 * places[13])] == 255).all()
    assert (unfilled[2 * 80 : 2 * 97, : int(2 * places[4])] < 128).any()
    rest, _ = outlines("Dear thanks", is_one_path=True)
    assert paths(redacted) == paths(saved(new(rest.encode()))) + 4


@pytest.mark.parametrize(
    "drawing",
    [
        "50 600 400 300 re f",  # a background
        "1 0 0 RG 50 695 400 10 re S",  # a border
        "1 w 20 700 m 500 700 l S",  # a rule
        "150 100 m 150 750 l S",
        "0 1 -1 0 700 0 cm 50 100 m 750 100 l S",
        "20 600 m 500 600 l 500 800 l 20 800 l h f",
        "50 690 m 60 720 l 70 690 l h f",  # beside it
        "20 500 m 20 900 500 900 500 500 c h f",  # around it
        "60 600 m 60 595 65 590 70 590 c 300 590 l 310 590 315 600 315 610 c 315 760 l 60 760 l h S",
        "50 600 400 300 re W n 0 0 612 792 re f",
        "97 688.5 m 101 690 101 691 101 691 c S",  # merely touches it
    ],
)
def test_what_is_larger_or_around_stays(drawing):
    content = saved(new(drawing.encode()))
    redacted = without(content, HOLE)
    assert paths(redacted) == paths(content) + 4
    assert np.array_equal(outside(content, [HOLE]), outside(redacted, [HOLE]))


@pytest.mark.parametrize(
    "drawing",
    [
        "120 695 3 10 re 125 695 1 10 re f",  # bars of a code
        "4 w 120 692 m 120 708 l S",
        "120 695 m 125 708 130 690 140 700 c S",
        "120 695 m 125 708 l 130 690 l b*",
        "120 695 m 125 708 l 130 690 l 140 705 l",
        "97 700 m 120 709 150 691 197 702 c S",
    ],
)
def test_what_is_mostly_inside_goes(drawing):
    content = saved(new(f"{drawing} 10 10 m 20 20 l S".encode()))
    redacted = without(content, HOLE, fill=None)
    assert paths(redacted) == 2
    assert (pixels(redacted)[:1000] == 255).all()


@pytest.mark.parametrize(
    "drawing",
    [
        "20 600 m 300 800 l S",  # a signature, a graph
        "20 690 m 120 705 400 720 500 690 c S",
        "20 690 m 150 705 l 160 691 l 300 720 l S",
        "120 695 m 125 708 l 130 690 l h W n 0 0 612 792 re f",  # letters that clip
        "1 0 m 3 l S",
        "3 4 l S",
        "/Pattern cs /Tiles scn 50 600 400 300 re f",
        "/Pattern CS /Tiles SCN 50 600 400 300 re S",
        "/Pattern cs /Mesh scn 50 600 400 300 re f",
        "/Mesh sh",
    ],
)
def test_what_may_mean_anything_is_refused(drawing):
    document = new(drawing.encode())
    mesh = Dictionary(ShadingType=4)
    document.pages[0].obj.Resources.Pattern = Dictionary(
        Tiles=document.make_stream(b"", PatternType=1), Mesh=Dictionary(PatternType=2, Shading=mesh)
    )
    document.pages[0].obj.Resources.Shading = Dictionary(Mesh=mesh)
    with pytest.raises(CannotRewriteError):
        without(saved(document), HOLE)


def test_a_smooth_shading_and_a_pattern_elsewhere_stay():
    document = new(
        b"/Smooth sh /Pattern cs /Tiles scn 50 100 400 300 re f 0 g 50 600 400 300 re f "
        b"/Pattern cs /Shaded scn 50 600 400 300 re f"
    )
    smooth = Dictionary(
        ShadingType=2,
        ColorSpace=Name.DeviceGray,
        Coords=Array([0, 0, 600, 0]),
        Function=Dictionary(FunctionType=2, Domain=Array([0, 1]), N=1),
    )
    resources = document.pages[0].obj.Resources
    resources.Shading = Dictionary(Smooth=smooth)
    resources.Pattern = Dictionary(
        Tiles=document.make_stream(b"", PatternType=1), Shaded=Dictionary(PatternType=2, Shading=smooth)
    )
    content = saved(document)
    redacted = without(content, HOLE)
    assert paths(redacted) == paths(content) + 4
    assert np.array_equal(outside(content, [HOLE]), outside(redacted, [HOLE]))
    assert b"/Smooth" in decoded(redacted)
