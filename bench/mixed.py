"""What is lost of pages that are partly text and partly picture: scans with stamps, layers, drawings.

    python bench/mixed.py [--pages 200] [--kind NAME ...] [--no-spark] [--keep FOLDER]

The pages are drawn here, always the same, one document each: of a kind (below) and of a tone, such as faint or
inverted letters. They run through ``PdfToText``, ``PdfToImage``, ``ImageToText``, and through ``PdfToSearchablePdf``,
``PdfToText``, with Tesseract, each as `LightPipeline` and in Spark. For each kind a table says:

- recall: the words that can be seen on the page and come out, %;
- twice: words that come out more often than they are there;
- order: pairs of lines below each other that come out in this order, %;
- lost: documents without a row, or with an exception;
- rendered: pages without any text in pictures that were rendered though, % (that costs time).
"""

import argparse
import io
import re
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cache
from itertools import pairwise
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from typing import Any

import font_roboto
import numpy as np
import pikepdf
from fontTools.pens.basePen import BasePen
from fontTools.subset import Options, Subsetter
from fontTools.ttLib import TTFont
from pikepdf import Array, Dictionary, Name, Stream
from PIL import Image, ImageDraw, ImageFont, ImageOps

from common import local_session, table
from sparkocr.base import LightPipeline
from sparkocr.transformers import ImageToText, PdfToImage, PdfToSearchablePdf, PdfToText

WIDTH, HEIGHT, DPI = 612, 792, 200  # points; resolution of the scans
MARGIN, LEADING = 72, 22  # points
LINES, WORDS = 14, 6  # of a page, and of a line
HEADER = ("kind", "pages", "recall %", "twice", "order %", "lost", "rendered %")
_PX = DPI / 72
_SIZE = 12  # points
_SLANT = 0.6  # degrees
_WORD = re.compile(r"[^\W_]+")
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
Box = tuple[float, float, float, float]
"""Left, top, right and bottom in points of the page, from its top."""


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

    def text(self, x: float, top: float, text: str, *, size: float = _SIZE, color: str = "0 g", more: str = "") -> None:
        """Write digital text with its baseline at a height."""
        escaped = text.replace("(", r"\(").replace(")", r"\)")
        self.content.append(f"BT {color} {more} /F1 {size} Tf {x} {HEIGHT - top} Td ({escaped}) Tj ET".encode())

    def digital(self, top: float, text: str, *, x: float = MARGIN, size: float = _SIZE, color: str = "0 g") -> None:
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


def main() -> None:
    """Print a table for each way through the stages."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--pages", type=int, default=200, help="pages (%(default)s)")
    parser.add_argument("--kind", nargs="+", choices=KINDS, default=list(KINDS), help="kinds of pages (all)")
    parser.add_argument("--no-spark", action="store_true", help="without Spark")
    parser.add_argument("--keep", type=Path, help="folder for the pages, and for what is wrong of each")
    options = parser.parse_args()
    samples = [sample(number, options.kind) for number in range(options.pages)]
    read = [PdfToText(), PdfToImage(), ImageToText(engine="tesseract")]
    searchable = [PdfToSearchablePdf(engine="tesseract"), PdfToText(inputCol="pdf", sort=True)]
    ways = (("PdfToText, PdfToImage, ImageToText", read), ("PdfToSearchablePdf, sorted PdfToText", searchable))
    for title, stages in ways:
        pipeline = LightPipeline(stages, keepImages=True)
        rows = [[plain(row) for row in pipeline.fromBinary(item.pdf)] for item in samples]
        report(f"{title}: light", samples, rows, options.keep)
    if options.no_spark:
        return
    with local_session() as session, TemporaryDirectory() as work:
        folder = options.keep or Path(work)
        folder.mkdir(exist_ok=True)
        for number, item in enumerate(samples):
            (folder / f"{number:04}.pdf").write_bytes(item.pdf)
        for title, stages in ways:
            frame = session.read.format("binaryFile").load(str(folder / "*.pdf"))
            for stage in stages:
                frame = stage.transform(frame)
            size = ["image.width"] if "image" in frame.columns else []
            found: list[list[dict[str, Any]]] = [[] for _ in samples]
            for row in frame.select("path", "text", "exception", *size).collect():
                found[int(Path(row["path"]).stem)].append(row.asDict())
            report(f"{title}: Spark", samples, found, options.keep)


def plain(row: dict[str, Any]) -> dict[str, Any]:
    """Return the columns of a light row that Spark's rows have, too."""
    text, image = row["text"], row.get("image")
    size = {} if image is None else {"width": image.to_pil().width}
    return {"text": text and text.result, "exception": row["exception"] or None, **size}


def report(
    title: str, samples: Sequence[Sample], rows: Sequence[Sequence[dict[str, Any]]], folder: Path | None
) -> None:
    """Print the table of one way through the stages."""
    counts: dict[str, Counter[str]] = {}
    for number, (item, found) in enumerate(zip(samples, rows, strict=True)):
        judged = judge(item, found)
        for name in (item.kind, "all"):
            counts.setdefault(name, Counter()).update(judged)
        if folder and (judged["missing"] or judged["twice"] or judged["pairs"] > judged["ordered"] or judged["lost"]):
            folder.mkdir(exist_ok=True)
            (folder / f"{number:04}.pdf").write_bytes(item.pdf)
            shown = ["\n".join(item.lines), *(str(row["exception"] or row["text"]) for row in found)]
            file = folder / f"{number:04}-{item.kind}-{title.split(':', maxsplit=1)[0][:8]}.txt"
            file.write_text("\n--------\n".join(shown), encoding="utf-8")

    counts["all"] = counts.pop("all")
    print(f"\n{title}\n")
    print(
        table(
            HEADER,
            (
                (
                    name,
                    count["pages"],
                    share(count["words"] - count["missing"], count["words"]),
                    count["twice"],
                    share(count["ordered"], count["pairs"]),
                    count["lost"],
                    share(count["rendered"], count["digital"]),
                )
                for name, count in counts.items()
            ),
        ),
        flush=True,
    )


def share(part: int, whole: int) -> float | str:
    """Return a share in %."""
    return 100 * part / whole if whole else "-"


def judge(item: Sample, rows: Sequence[dict[str, Any]]) -> Counter[str]:
    """Count what is right and wrong of a page."""
    text = " ".join(row["text"] or "" for row in rows)
    found = _WORD.findall(text.casefold())
    there, wanted = Counter(found), Counter(_WORD.findall(" ".join(item.lines).casefold()))
    first = {word: place for place, word in reversed(list(enumerate(found)))}
    places = [median([first[word] for word in words] or [-1]) for words in _known_words(item.lines, first)]
    pairs = [(one, other) for one, other in pairwise(places) if min(one, other) >= 0]
    return Counter(
        pages=1,
        words=wanted.total(),
        missing=(wanted - there).total(),
        twice=sum(max(0, there[word] - count) for word, count in wanted.items()),
        pairs=len(pairs),
        ordered=sum(one < other for one, other in pairs),
        lost=int(len(rows) != 1 or any(row["exception"] for row in rows)),
        digital=int(not item.has_text_in_pictures),
        rendered=int(not item.has_text_in_pictures and any(row.get("width", 0) > 1 for row in rows)),
    )


def _known_words(lines: Sequence[str], places: dict[str, int]) -> Iterator[list[str]]:
    """Yield the words of each line that came out."""
    for line in lines:
        yield [word for word in _WORD.findall(line.casefold()) if word in places]


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
        page.content.append(as_curves(text, MARGIN, HEIGHT - top, _SIZE))
        page.show(top, text)
    page.digital(HEIGHT - 22, page.line(3), size=9)


def with_layer(page: Drawn, known: int = LINES) -> None:
    """Lay an invisible text layer over a scan, of so many lines."""
    lines = page.body()
    page.scan(lines)
    size = _SIZES.get(page.tone, _SIZE)
    slope = np.tan(np.radians(_SLANT)) if page.tone == "slanted" else 0.0
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
_COLORS = {"faint": (170, 255), "inverted": (245, 20), "gray on gray": (90, 190)}  # of ink and paper
_SIZES = {"small": 7, "big": 16}  # points


# How they are drawn


def scanned(lines: Sequence[tuple[float, str]], box: Box, tone: str, rng: np.random.Generator) -> Image.Image:
    """Draw lines as a scanner sees them."""
    left, top, right, bottom = box
    ink, paper = _COLORS.get(tone, (20, 250))
    size = (round((right - left) * _PX), round((bottom - top) * _PX))
    image = Image.new("L", size, paper)
    draw = ImageDraw.Draw(image)
    for height, text in lines:
        place = ((max(MARGIN, left + 4) - left) * _PX, (height - top) * _PX)
        draw.text(place, text, ink, face(_SIZES.get(tone, _SIZE)), anchor="ls")
    if tone == "slanted":
        image = image.rotate(_SLANT, Image.Resampling.BICUBIC, fillcolor=paper)
    if tone == "noisy":
        image = Image.fromarray(np.clip(np.asarray(image) + rng.normal(0, 8, size[::-1]), 0, 255).astype(np.uint8))
    return ImageOps.colorize(image, (120, 20, 20), (225, 240, 200)) if tone == "coloured" else image


@cache
def face(size: float) -> ImageFont.FreeTypeFont:
    """Return the font of scans; its size is in points."""
    return ImageFont.truetype(font_roboto.Roboto, round(size * _PX))


def measured(text: str, size: float) -> float:
    """Return the width of a text in a scan, in points."""
    return face(size).getlength(text) / _PX


@cache
def _large_face() -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(font_roboto.Roboto, 1000)


def helvetica_width(text: str, size: float) -> float:
    """Return about the width of a text in Helvetica, in points: Roboto's letters are nearly as wide."""
    return _large_face().getlength(text) * size / 1000


def landscape(rng: np.random.Generator) -> Image.Image:
    """Draw what looks like a photo: soft areas, branches, grain."""
    small = rng.integers(0, 256, (12, 16, 3)).astype(np.uint8)
    image = Image.fromarray(small).resize((720, 520), Image.Resampling.BICUBIC)
    draw = ImageDraw.Draw(image)
    for _ in range(120):
        x, y = int(rng.integers(0, 720)), int(rng.integers(0, 520))
        right, down = int(rng.integers(-60, 60)), int(rng.integers(-40, 40))
        draw.line((x, y, x + right, y + down), fill=tuple(rng.integers(0, 256, 3).tolist()))
    grain = np.asarray(image) + rng.normal(0, 12, (520, 720, 3))
    return Image.fromarray(np.clip(grain, 0, 255).astype(np.uint8))


def helvetica() -> Dictionary:
    """Return a font that every viewer has."""
    return Dictionary(Type=Name.Font, Subtype=Name.Type1, BaseFont=Name.Helvetica, Encoding=Name.WinAnsiEncoding)


class CurvesPen(BasePen):  # type: ignore[misc]  # fontTools has no types
    """Writes the outline of a glyph as operators of a page."""

    def __init__(self, glyphs: Any, x: float, y: float, scale: float) -> None:
        super().__init__(glyphs)
        self.operators: list[str] = []
        self._place = x, y, scale

    def _write(self, operator: str, *points: tuple[float, float]) -> None:
        x, y, scale = self._place
        numbers = " ".join(f"{x + scale * across:.2f} {y + scale * up:.2f}" for across, up in points)
        self.operators.append(f"{numbers} {operator}")

    def _moveTo(self, pt: tuple[float, float]) -> None:
        self._write("m", pt)

    def _lineTo(self, pt: tuple[float, float]) -> None:
        self._write("l", pt)

    def _curveToOne(self, pt1: Any, pt2: Any, pt3: Any) -> None:
        self._write("c", pt1, pt2, pt3)

    def _closePath(self) -> None:
        self.operators.append("h")


@cache
def roboto() -> TTFont:
    """Open the font."""
    return TTFont(font_roboto.Roboto)


def as_curves(text: str, x: float, y: float, size: float) -> bytes:
    """Draw each letter of a text as a path."""
    font = roboto()
    glyphs, names, scale = font.getGlyphSet(), font.getBestCmap(), size / font["head"].unitsPerEm
    paths = ["0 g"]
    for letter in text:
        glyph = glyphs[names[ord(letter)]]
        pen = CurvesPen(glyphs, x, y, scale)
        glyph.draw(pen)
        x += glyph.width * scale
        paths += [*pen.operators, "f"] if pen.operators else []
    return "\n".join(paths).encode()


@cache
def nameless_program() -> tuple[bytes, dict[str, int], dict[int, int]]:
    """Return a font file without names and letters, the glyphs of the letters in it, and their widths."""
    font = TTFont(font_roboto.Roboto)
    units = font["head"].unitsPerEm
    options = Options(glyph_names=False, retain_gids=True, layout_features=[])
    subsetter = Subsetter(options)
    letters = "abcdefghijklmnopqrstuvwxyz "
    subsetter.populate(text=letters)
    subsetter.subset(font)
    numbers = {letter: font.getGlyphID(font.getBestCmap()[ord(letter)]) for letter in letters}
    names = font.getGlyphOrder()
    widths = {number: font["hmtx"][names[number]][0] * 1000 // units for number in numbers.values()}
    for tag in ("cmap", "post", "name", "OS/2"):
        del font[tag]
    file = io.BytesIO()
    font.save(file)
    return file.getvalue(), numbers, widths


def nameless(pdf: pikepdf.Pdf) -> Dictionary:
    """Return a font without a ToUnicode map."""
    program, _, widths = nameless_program()
    descriptor = Dictionary(
        Type=Name.FontDescriptor,
        FontName=Name("/AAAAAA+Sub"),
        Flags=4,
        FontBBox=Array([0, -250, 1000, 900]),
        ItalicAngle=0,
        Ascent=900,
        Descent=-250,
        CapHeight=700,
        StemV=80,
        FontFile2=pdf.make_stream(program),
    )
    descendant = Dictionary(
        Type=Name.Font,
        Subtype=Name.CIDFontType2,
        BaseFont=Name("/AAAAAA+Sub"),
        CIDSystemInfo=Dictionary(Registry="Adobe", Ordering="Identity", Supplement=0),
        CIDToGIDMap=Name.Identity,
        W=Array([item for number, width in widths.items() for item in (number, Array([width]))]),
        FontDescriptor=pdf.make_indirect(descriptor),
    )
    return Dictionary(
        Type=Name.Font,
        Subtype=Name.Type0,
        BaseFont=Name("/AAAAAA+Sub"),
        Encoding=Name("/Identity-H"),
        DescendantFonts=Array([pdf.make_indirect(descendant)]),
    )


def nameless_text(text: str, x: float, y: float, *, mode: int = 0) -> bytes:
    """Write text in the font that doesn't tell its letters."""
    _, glyphs, _ = nameless_program()
    codes = "".join(f"{glyphs[letter]:04X}" for letter in text)
    return f"BT 0 g {mode} Tr /F2 {_SIZE} Tf {x} {y} Td <{codes}> Tj 0 Tr ET".encode()


if __name__ == "__main__":
    main()
