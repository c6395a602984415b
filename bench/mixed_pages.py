"""Draw the pages of `mixed`: partly text and partly picture, of many kinds, always the same."""

import io
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any

import numpy as np
import pikepdf
from pikepdf import Array, Dictionary, Name, Stream
from PIL import Image

from mixed_drawing import (
    HEIGHT,
    LEADING,
    LINES,
    MARGIN,
    SIZE,
    SIZES,
    SLANT,
    WIDTH,
    WORDS,
    Box,
    as_curves,
    helvetica,
    helvetica_width,
    landscape,
    measured,
    nameless,
    nameless_text,
    scanned,
)

_VOCABULARY = (
    "able about account address agree almost amount animal answer appear apple arrive autumn balance bank basket beach "
    "before begin behind believe better between bicycle bridge bright brother build butter button camera carry castle "
    "center chair change charge cheese choose circle city clean clear climb clock cloud coast coffee collect color "
    "common contract copper corner cotton count country course cover cream credit cross current damage dance danger "
    "daughter decide degree deliver depend desert design detail different dinner direct discount distance divide "
    "doctor double dream drink drive early east effect eight empty engine enough enter equal escape evening event "
    "every exact example expect explain factory false family famous farmer father feather fever field figure final "
    "finger finish first flight floor flower follow foreign forest forget forward fourth freedom fresh friend front "
    "fruit future garden gather general gentle glass gold govern grain grass great green ground group grow guess guide "
    "hammer handle happen harbor health heart heavy height history holiday honest horse hospital hotel hour house "
    "hundred idea important inside invoice iron island join journey judge juice jump kitchen knife ladder language "
    "large laugh lead learn leather leave lemon letter level library light listen little machine manner market master "
    "matter measure medicine member metal middle minute mirror modern moment money month morning mother motion "
    "mountain music narrow nation nature needle neighbor night north nothing notice number object ocean offer office "
    "orange order other page paint paper parcel parent partner payment pencil people pepper person picture place plain "
    "planet plant plate please pocket point police polish pound powder present pressure prison private profit promise "
    "proof public purple question quick quiet reach ready reason receipt record region regular report respect rest "
    "result return rhythm rice river rough round sail salt sand school science season second secret separate serious "
    "seven shadow shape sharp sheep shelf short should shoulder silver simple single sister sleep small smile smoke "
    "smooth soap society soldier south space special spoon spring square stage stamp start station steam steel stone "
    "store story strange street strong student sudden sugar summer supply support surface sweet system table teach "
    "tender thank theory thick thirty thread through thunder ticket tired together tomorrow touch towel tower town "
    "trade train travel treat trouble trust under unit upper value village violent visit voice wagon wait warm wash "
    "water weather week weight west wheel whistle white window winter wire wise wonder wood world worth write yellow "
    "young"
)

Lines = list[str]


@dataclass
class Drawn:
    """A page and what can be seen on it, from top to bottom."""

    pdf: pikepdf.Pdf
    rng: np.random.Generator
    tone: str = "clean"
    content: list[bytes] = field(default_factory=list)
    objects: dict[str, Any] = field(default_factory=dict)
    seen: list[tuple[float, str]] = field(default_factory=list)  # the height of each line, and its words
    has_text_in_pictures: bool = True
    frame: Box = (0, 0, WIDTH, HEIGHT)
    crop: Box | None = None
    rotate: int = 0
    before: bytes = b""
    words: Iterator[str] = field(default_factory=lambda: iter(()))

    def line(self, count: int = WORDS) -> str:
        """Return some words that are nowhere else on the page."""
        return " ".join(next(self.words) for _ in range(count))

    def show(self, top: float, text: str) -> None:
        """Remember what can be seen."""
        self.seen.append((top, text))

    def text(self, x: float, top: float, text: str, *, size: float = SIZE, color: str = "0 g", more: str = "") -> None:
        """Write digital text with its baseline at a height."""
        escaped = text.replace("(", r"\(").replace(")", r"\)")
        self.content.append(f"BT {color} {more} /F1 {size} Tf {x} {HEIGHT - top} Td ({escaped}) Tj ET".encode())

    def digital(self, top: float, text: str, *, x: float = MARGIN, size: float = SIZE, color: str = "0 g") -> None:
        """Write digital text that can be seen."""
        self.text(x, top, text, size=size, color=color)
        self.show(top, text)

    def picture(self, image: Image.Image, box: Box, *, in_form: bool = False) -> None:
        """Show a picture in a box."""
        left, top, right, bottom = box
        name = f"I{len(self.objects)}"
        shown = Stream(self.pdf, image.tobytes())
        space = Name.DeviceGray if image.mode == "L" else Name.DeviceRGB
        shown.update(
            Dictionary(
                Type=Name.XObject,
                Subtype=Name.Image,
                Width=image.width,
                Height=image.height,
                ColorSpace=space,
                BitsPerComponent=8,
            )
        )
        drawn = f"q {right - left} 0 0 {bottom - top} {left} {HEIGHT - bottom} cm /{name} Do Q".encode()
        if in_form:
            form = Stream(self.pdf, drawn)
            form.update(
                Dictionary(
                    Type=Name.XObject,
                    Subtype=Name.Form,
                    BBox=Array([0, 0, WIDTH, HEIGHT]),
                    Resources=Dictionary(XObject=Dictionary({f"/{name}": self.pdf.make_indirect(shown)})),
                )
            )
            shown, name = form, f"{name}F"
            drawn = f"/{name} Do".encode()
        self.objects[name] = self.pdf.make_indirect(shown)
        self.content.append(drawn)

    def scan(self, lines: Sequence[tuple[float, str]], box: Box = (0, 0, WIDTH, HEIGHT), **options: bool) -> None:
        """Show a scan of lines at heights of the page."""
        left, top, right, bottom = box
        self.picture(scanned(lines, box, self.tone, self.rng), (left, top, right, bottom), **options)
        for height, text in lines:
            self.show(height, text)

    def body(self, count: int = LINES, top: float = MARGIN + 28) -> list[tuple[float, str]]:
        """Make lines below each other."""
        return [(top + LEADING * number, self.line()) for number in range(count)]

    def save(self) -> bytes:
        """Return the document."""
        page = self.pdf.add_blank_page()
        page.obj.MediaBox, page.obj.Rotate = Array(self.frame), self.rotate
        if self.crop:
            page.obj.CropBox = Array(self.crop)
        page.obj.Resources = Dictionary(
            Font=Dictionary(F1=helvetica(), F2=self.pdf.make_indirect(nameless(self.pdf))),
            ExtGState=Dictionary(GS=Dictionary(ca=0.6)),
            XObject=Dictionary({f"/{name}": shown for name, shown in self.objects.items()}),
        )
        page.obj.Contents = self.pdf.make_stream(b"\n".join([self.before, *self.content]))
        file = io.BytesIO()
        self.pdf.save(file, deterministic_id=True)
        return file.getvalue()


@dataclass(frozen=True)
class Sample:
    """A document of one page."""

    kind: str
    pdf: bytes
    lines: tuple[str, ...]
    has_text_in_pictures: bool


def sample(number: int, kinds: Sequence[str]) -> Sample:
    """Draw a page; each kind comes with each tone."""
    rng = np.random.default_rng(number)
    kind = kinds[number % len(kinds)]
    tone = TONES[number // len(kinds) % len(TONES)]
    drawn = Drawn(pikepdf.Pdf.new(), rng, tone, words=iter(rng.permutation(_VOCABULARY.split()).tolist()))
    KINDS[kind](drawn)
    lines = tuple(text for _, text in sorted(drawn.seen, key=lambda item: item[0]))
    return Sample(kind, drawn.save(), lines, drawn.has_text_in_pictures)


# Kinds of pages


def bates(page: Drawn) -> None:
    """Stamp a number at the lower right."""
    page.scan(page.body())
    page.digital(HEIGHT - 22, f"BATES{page.rng.integers(10**5, 10**6)}", x=480, size=9)


def court_stamp(page: Drawn) -> None:
    """Write the line that courts put on top of files."""
    page.scan(page.body())
    page.digital(18, "Case 1:24-cv-04711-ABC Document 17 Filed 03/05/24", x=100, size=10, color="0 0 1 rg")


def fax_header(page: Drawn) -> None:
    """Write the line of a fax."""
    page.scan(page.body())
    page.digital(12, "FROM: ACME 555 0100", x=20, size=8)


def margin_note(page: Drawn) -> None:
    """Write a note that runs up the left margin."""
    page.scan(page.body())
    note = page.line(3)
    page.content.append(f"BT 0.3 g /F1 10 Tf 0 1 -1 0 30 300 Tm ({note}) Tj ET".encode())
    page.show(HEIGHT + 50, note)  # turned text comes last


def header_and_footer(page: Drawn) -> None:
    """Digital text above and below the scan."""
    page.scan(page.body())
    page.digital(36, page.line(4))
    page.digital(HEIGHT - 30, page.line(4), size=9)


def stamp_on_text(page: Drawn) -> None:
    """Large red letters over a line of the scan: what they cover can't be read."""
    lines = page.body()
    page.scan(lines)
    covered = page.rng.integers(2, LINES - 2)
    height, _ = lines[covered]
    page.seen.remove(lines[covered])
    page.digital(height + 2, page.line(2).upper(), x=MARGIN, size=20, color="0.8 0 0 rg")


def watermark(page: Drawn) -> None:
    """Large light letters across the page: the scan under them can be read."""
    page.scan(page.body())
    mark = page.line(1).upper()
    half = 0.7071
    page.content.append(
        f"q /GS gs BT 0.6 g /F1 70 Tf {half} {half} {-half} {half} 150 200 Tm ({mark}) Tj ET Q".encode()
    )
    page.show(HEIGHT + 50, mark)


def turned(page: Drawn) -> None:
    """Display the page on its side."""
    page.frame, page.rotate, page.before = (0, 0, HEIGHT, WIDTH), 90, b"0 1 -1 0 792 0 cm"
    header_and_footer(page)


def cropped(page: Drawn) -> None:
    """Show a part of a larger sheet, with text beside it that nobody sees."""
    page.frame, page.before = (0, 0, WIDTH + 300, HEIGHT + 200), b"1 0 0 1 150 100 cm"
    page.crop = (150, 100, 150 + WIDTH, 100 + HEIGHT)
    header_and_footer(page)
    page.text(-120, 200, "beside", size=14)


def half_scan(page: Drawn) -> None:
    """Digital text, and a scan below it."""
    middle = HEIGHT / 2
    for top, text in page.body(LINES // 2):
        page.digital(top, text)
    page.scan(page.body(LINES // 2, middle + 40), (0, middle, WIDTH, HEIGHT))


def strips(page: Drawn) -> None:
    """Cut a scan into pictures."""
    lines = page.body()
    edges = [0, 195, 283, 349, HEIGHT]  # between lines
    for top, bottom in pairwise(edges):
        page.scan([line for line in lines if top < line[0] <= bottom], (0, top, WIDTH, bottom))
    page.digital(HEIGHT - 22, page.line(3), size=9)


def scan_in_form(page: Drawn) -> None:
    """Put a scan into a form, as programs do that put pages together."""
    page.scan(page.body(), in_form=True)
    page.digital(HEIGHT - 22, page.line(3), size=9)


def outlines(page: Drawn) -> None:
    """Letters that are drawn as curves, and a digital footer."""
    for top, text in page.body(LINES // 2):
        page.content.append(as_curves(text, MARGIN, HEIGHT - top, SIZE))
        page.show(top, text)
    page.digital(HEIGHT - 22, page.line(3), size=9)


def with_layer(page: Drawn, known: int = LINES) -> None:
    """Lay an invisible text layer over a scan, of so many lines."""
    lines = page.body()
    page.scan(lines)
    size = SIZES.get(page.tone, SIZE)
    slope = np.tan(np.radians(SLANT)) if page.tone == "slanted" else 0.0
    for top, text in lines[:known]:
        # Each line runs as it does in the scan, which is turned around its middle, counter-clockwise.
        y = HEIGHT - top + slope * (MARGIN - WIDTH / 2)
        x = MARGIN - slope * (HEIGHT / 2 - top)
        stretch = 100 * measured(text, size) / helvetica_width(text, size)
        page.content.append(
            f"BT 3 Tr {stretch:.2f} Tz /F1 {size} Tf 1 {slope:.5f} {-slope:.5f} 1 {x:.2f} {y:.2f} Tm ({text}) Tj "
            f"0 Tr 100 Tz ET".encode()
        )


def half_layer(page: Drawn) -> None:
    """Lay one over the upper half only."""
    with_layer(page, LINES // 2)


def unreadable_layer(page: Drawn) -> None:
    """Lay one over a scan whose font doesn't tell its letters."""
    lines = page.body()
    page.scan(lines)
    page.content += [nameless_text(text, MARGIN, HEIGHT - top, mode=3) for top, text in lines]


def unreadable_text(page: Drawn) -> None:
    """No scan: text that can be seen, in a font that doesn't tell its letters."""
    for top, text in page.body():
        page.content.append(nameless_text(text, MARGIN, HEIGHT - top))
        page.show(top, text)


def part_unreadable(page: Drawn) -> None:
    """Half of the text is in such a font."""
    for number, (top, text) in enumerate(page.body()):
        if number % 2:
            page.content.append(nameless_text(text, MARGIN, HEIGHT - top))
            page.show(top, text)
        else:
            page.digital(top, text)


def figure(page: Drawn) -> None:
    """Text around a picture with words."""
    lines = page.body(10)
    for top, text in [*lines[:5], *((top + 220, text) for top, text in lines[5:])]:
        page.digital(top, text)
    labels = [(230.0, page.line(2)), (280.0, page.line(2)), (380.0, page.line(3))]
    page.scan(labels, (40, 212, 400, 420))


def photo(page: Drawn) -> None:
    """Text around a picture without words."""
    page.has_text_in_pictures = False
    for top, text in page.body(7):
        page.digital(top, text)
    page.picture(landscape(page.rng), (120, 300, 480, 560))
    page.digital(590, page.line(5), size=9)


def logo(page: Drawn) -> None:
    """Text below a drawn sign."""
    page.has_text_in_pictures = False
    page.content.append(b"q 0.1 0.3 0.6 rg")
    for number in range(int(page.rng.integers(3, 12))):
        x, y, size = 80 + 18 * number, 720, page.rng.integers(6, 16)
        page.content.append(
            f"{x} {y} m {x + size} {y + 4} {x + size} {y + size} {x} {y + size} c {x - 4} {y + size} {x - 6} {y} "
            f"{x} {y} c h f".encode()
        )
    page.content.append(b"Q")
    for top, text in page.body(10):
        page.digital(top, text)


def chart(page: Drawn) -> None:
    """Text and a drawing of many paths, whose labels are digital."""
    page.has_text_in_pictures = False
    for top, text in page.body(6):
        page.digital(top, text)
    heights = page.rng.integers(20, 150, 40)
    page.content += [f"0.4 g {80 + 11 * n} 300 8 {height} re f".encode() for n, height in enumerate(heights)]
    points = " ".join(f"{80 + 11 * n} {320 + height} l" for n, height in enumerate(heights[::-1]))
    page.content += [f"0 G 80 320 m {points} S".encode()] * 2
    page.digital(HEIGHT - 270, page.line(5), size=9)


def digital(page: Drawn) -> None:
    """Text and nothing else."""
    page.has_text_in_pictures = False
    for top, text in page.body(LINES + 6):
        page.digital(top, text)


def white_scan(page: Drawn) -> None:
    """Scan an empty sheet, with a digital footer."""
    page.has_text_in_pictures = False
    page.scan([])
    page.digital(HEIGHT - 22, page.line(4), size=9)


KINDS: dict[str, Callable[[Drawn], None]] = {
    "bates": bates,
    "court stamp": court_stamp,
    "fax header": fax_header,
    "margin note": margin_note,
    "header and footer": header_and_footer,
    "stamp on text": stamp_on_text,
    "watermark": watermark,
    "turned": turned,
    "cropped": cropped,
    "half scan": half_scan,
    "strips": strips,
    "scan in form": scan_in_form,
    "outlines": outlines,
    "with layer": with_layer,
    "half layer": half_layer,
    "unreadable layer": unreadable_layer,
    "unreadable text": unreadable_text,
    "part unreadable": part_unreadable,
    "figure": figure,
    "photo": photo,
    "logo": logo,
    "chart": chart,
    "digital": digital,
    "white scan": white_scan,
}
TONES = ("clean", "faint", "small", "inverted", "coloured", "big", "gray on gray", "noisy", "slanted")
