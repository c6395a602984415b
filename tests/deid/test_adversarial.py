"""Documents made to keep a name from being taken out: each goes through the whole chain, and then nobody finds it."""

import io
from pathlib import Path

import numpy as np
import pikepdf
import pytest
import reportlab
from fontTools.pens.basePen import BasePen
from fontTools.ttLib import TTFont
from pikepdf import Array, Dictionary, Name, String
from PIL import Image, ImageDraw, ImageFont

from documents import encode
from pdf.make_objects import form, helvetica, locked, new, saved, text
from pdf.redact.torture import has_secret, leaks, object_data
from sparkocr.deid.pages import PageReading, find_on_page
from sparkocr.deid.pdf import Masking, deidentify_pdf
from sparkocr.deid.verify import verify_pdf
from sparkocr.engines.tesseract import Tesseract
from sparkocr.entities.finder import EntityFinder
from sparkocr.imaging.limits import MAX_PIXELS
from sparkocr.pdf.document import open_pdf
from sparkocr.pdf.read.render import render_page
from sparkocr.pdf.read.text import page_texts
from sparkocr.pdf.redact.report import Technique

NAME = "Zanzibarski"
FIND = EntityFinder(detectors=[], deny_list=[NAME]).find
ENGINE = Tesseract()
VERA = Path(reportlab.__file__).parent / "fonts" / "Vera.ttf"
BEFORE, AFTER = "Report about the patient", "who came in the morning"
KEPT = [*BEFORE.split(), *AFTER.split()]
CODES = "".join(f"{ord(letter):04x}" for letter in NAME)


class OcrError(Exception):
    """OCR was not needed."""


class NoEngine:
    """An engine for documents whose text says all."""

    def read(self, *_args, **_options):
        raise OcrError


def deidentified(content, find=FIND, engine=None, **masking):
    reading = PageReading(engine or NoEngine(), resolution=200)
    with open_pdf(content) as document:
        found = {index: find_on_page(document, index, reading=reading, find=find) for index in range(len(document))}
    return deidentify_pdf(content, found, Masking(**masking))


def words_of(content):
    return " ".join(page.text for page in page_texts(content)).split()


def read_by_engine(content):
    """What Tesseract reads of the first page as it is shown."""
    pixels = render_page(content, 0, max_pixels=MAX_PIXELS, resolution=200).pixels
    return " ".join(word.text for word in ENGINE.read(pixels, 200).words())


def page(middle, **resources):
    """A page with lines of text above and below of what hides the name."""
    return document_of(middle, **resources)[1]


def document_of(middle, **resources):
    if isinstance(middle, str):
        middle = middle.encode("latin-1")
    document = new(text(BEFORE, y=720) + middle + b"\n" + text(AFTER, y=560))
    for kind, found in resources.items():
        own = document.pages[0].obj.Resources
        own[f"/{kind}"] = Dictionary({**dict(own.get(f"/{kind}", Dictionary())), **found(document)})
    return document, saved(document)


def shown(codes, font="F1", before=""):
    return f"BT {before} /{font} 14 Tf 72 640 Td {codes} ET"


def split():
    return shown(" ".join(f"({letter}) Tj" for letter in NAME))


def backwards():
    """Letters that are painted from the last to the first."""
    places = [(72 + 9 * number, letter) for number, letter in enumerate(NAME)]
    return " ".join(f"BT /F1 14 Tf {x} 640 Td ({letter}) Tj ET" for x, letter in reversed(places))


def turned(degrees):
    sine, cosine = np.sin(np.radians(degrees)), np.cos(np.radians(degrees))
    place = " ".join(f"{value:.4f}" for value in (cosine, sine, -sine, cosine, 300, 590))
    return f"BT /F1 12 Tf {place} Tm ({NAME}) Tj ET"


def shared_forms():
    """A form in a form, on both of two pages, twice on the first, and once under a name of its own."""
    document = new(text(BEFORE, y=720) + b"q /Outer Do Q q 1 0 0 1 0 -40 cm /Outer Do Q\n" + text(AFTER, y=560), b"")
    inner = form(document, text(NAME, y=640))
    outer = form(document, b"/Inner Do", Resources=Dictionary(XObject=Dictionary(Inner=inner)))
    for number, shown_page in enumerate(document.pages):
        shown_page.obj.Resources.XObject = Dictionary(Outer=outer, Spare=inner)
        if number:
            shown_page.obj.Contents = document.make_stream(b"/Spare Do /Outer Do")
    return saved(document)


def composite(document, encoding, to_unicode=None, **entries):
    """A font of two bytes a letter, with the program of Vera."""
    program = document.make_stream(VERA.read_bytes())
    descriptor = Dictionary(
        Type=Name.FontDescriptor, FontName=Name.Vera, Flags=4, FontBBox=Array([-200, -240, 1300, 930]), ItalicAngle=0,
        Ascent=930, Descent=-240, CapHeight=730, StemV=80, FontFile2=document.make_indirect(program),
    )  # fmt: skip
    glyphs = TTFont(VERA)
    order, scale = glyphs.getGlyphOrder(), 1000 / glyphs["head"].unitsPerEm
    widths = Array([round(glyphs["hmtx"][name][0] * scale) for name in order])
    descendant = Dictionary(
        Type=Name.Font, Subtype=Name.CIDFontType2, BaseFont=Name.Vera, FontDescriptor=descriptor, W=Array([0, widths]),
        CIDSystemInfo=Dictionary(Registry=b"Adobe", Ordering=b"Identity", Supplement=0), CIDToGIDMap=Name.Identity,
    )  # fmt: skip
    font = Dictionary(
        Type=Name.Font, Subtype=Name.Type0, BaseFont=Name.Vera, Encoding=encoding,
        DescendantFonts=Array([descendant]), **entries,
    )  # fmt: skip
    if to_unicode:
        font.ToUnicode = document.make_stream(to_unicode.encode())
    return document.make_indirect(font)


def glyph_numbers(word):
    font = TTFont(VERA)
    return {letter: font.getGlyphID(font.getBestCmap()[ord(letter)]) for letter in word}


def cmap(pairs, kind):
    """A map of codes of two bytes; `kind` is bfchar or cidchar."""
    lines = "\n".join(f"<{code:04x}> {value}" for code, value in sorted(pairs.items()))
    return (
        "/CIDInit /ProcSet findresource begin 12 dict begin begincmap /CMapName /Own def /CMapType 1 def "
        "1 begincodespacerange <0000> <ffff> endcodespacerange "
        f"{len(pairs)} begin{kind}\n{lines}\nend{kind} endcmap end end"
    )


def by_identity(*, is_mapped):
    """Codes are numbers of glyphs; with a map to Unicode or without."""
    numbers = glyph_numbers(NAME)
    to_unicode = cmap({number: f"<{ord(letter):04x}>" for letter, number in numbers.items()}, "bfchar")
    codes = "".join(f"{numbers[letter]:04x}" for letter in NAME)
    return page(
        shown(f"<{codes}> Tj", "F0"),
        Font=lambda document: {"/F0": composite(document, Name("/Identity-H"), to_unicode if is_mapped else None)},
    )


def by_own_map():
    """Codes are upside down: a map in the document takes them to glyphs."""
    numbers = {0x7000 - number: (letter, number) for letter, number in glyph_numbers(NAME).items()}
    codes = "".join(f"{code:04x}" for letter in NAME for code, (other, _) in numbers.items() if other == letter)
    to_unicode = cmap({code: f"<{ord(letter):04x}>" for code, (letter, _) in numbers.items()}, "bfchar")

    def fonts(document):
        own = document.make_stream(cmap({code: number for code, (_, number) in numbers.items()}, "cidchar").encode())
        own.Type, own.CMapName = Name.CMap, Name.Own
        own.CIDSystemInfo = Dictionary(Registry=b"Adobe", Ordering=b"Identity", Supplement=0)
        return {"/F0": composite(document, own, to_unicode)}

    return page(shown(f"<{codes}> Tj", "F0"), Font=fonts)


def by_known_map():
    """Codes are UTF-16, by a map that readers have."""
    return page(
        shown(f"<{CODES}> Tj", "F0"), Font=lambda document: {"/F0": composite(document, Name("/UniJIS-UTF16-H"))}
    )


def drawn_font(*, is_named):
    """Letters that are instructions, with names that tell them or not."""

    def fonts(document):
        letters = sorted(set(NAME))
        names = [f"/{letter}" if is_named else f"/g{number}" for number, letter in enumerate(letters)]
        glyphs = {
            name: document.make_stream(f"{width} 0 0 -300 2000 2000 d1\n{path}f".encode())
            for name, (width, path) in zip(names, map(outline, letters), strict=True)
        }
        widths = [outline(letter)[0] for letter in letters]
        font = Dictionary(
            Type=Name.Font, Subtype=Name.Type3, FontBBox=Array([0, -500, 2000, 2000]), Resources=Dictionary(),
            FontMatrix=Array([1 / 2048, 0, 0, 1 / 2048, 0, 0]), CharProcs=Dictionary(glyphs), FirstChar=1,
            LastChar=len(letters), Widths=Array(widths),
            Encoding=Dictionary(Type=Name.Encoding, Differences=Array([1, *map(Name, names)])),
        )  # fmt: skip
        return {"/F3": document.make_indirect(font)}

    codes = "".join(f"{sorted(set(NAME)).index(letter) + 1:02x}" for letter in NAME)
    return page(shown(f"<{codes}> Tj", "F3"), Font=fonts)


class PathPen(BasePen):
    """Writes outlines as instructions of a PDF."""

    def __init__(self, glyphs):
        super().__init__(glyphs)
        self.path = ""

    def _moveTo(self, point):
        self.path += "{} {} m ".format(*point)

    def _lineTo(self, point):
        self.path += "{} {} l ".format(*point)

    def _curveToOne(self, *points):
        self.path += "{} {} {} {} {} {} c ".format(*(value for point in points for value in point))

    def _closePath(self):
        self.path += "h "


def outline(letter):
    """The width of a letter of Vera and its outline, in 2048th of an em."""
    font = TTFont(VERA)
    glyphs, name = font.getGlyphSet(), font.getBestCmap()[ord(letter)]
    pen = PathPen(glyphs)
    glyphs[name].draw(pen)
    return glyphs[name].width, pen.path


def outlined():
    """A name that is no text at all."""
    content, place = "", 72.0
    for letter in f"Mrs {NAME} is well again":
        width, path = outline(letter) if letter != " " else (651, "")
        content += f"q 0.00977 0 0 0.00977 {place:.2f} 640 cm {path} f Q\n"
        place += width * 0.00977
    return page(content)


def pictured():
    """A name in a picture that is part of a page of text."""
    image = Image.new("RGB", (1000, 140), "white")
    ImageDraw.Draw(image).text((20, 30), f"Name {NAME} aged", "black", ImageFont.load_default(64))

    def pictures(document):
        picture = document.make_stream(
            encode(image, "JPEG", quality=90), Type=Name.XObject, Subtype=Name.Image, Width=1000, Height=140,
            ColorSpace=Name.DeviceRGB, BitsPerComponent=8, Filter=Name.DCTDecode,
        )  # fmt: skip
        return {"/Picture": picture}

    return page("q 360 0 0 50 72 630 cm /Picture Do Q", XObject=pictures)


def standard_encoding(document):
    """Helvetica with its own encoding, which has ligatures."""
    font = helvetica()
    del font.Encoding
    return {"/F2": document.make_indirect(font)}


def named_places():
    """The name in page labels, named destinations and bookmarks."""
    document, _ = document_of(shown(f"({NAME}) Tj"))
    root, target = document.Root, Array([document.pages[0].obj, Name.Fit])
    root.PageLabels = Dictionary(Nums=Array([0, Dictionary(P=String(f"{NAME} "), S=Name.D)]))
    root.Names = Dictionary(Dests=Dictionary(Names=Array([String(NAME), target])))
    root.Dests = Dictionary({f"/{NAME}": target})
    with document.open_outline() as outlines:
        outlines.root.append(pikepdf.OutlineItem(NAME, 0))
    return saved(document)


REWRITE, RASTER = Technique.REWRITE, Technique.RASTER
TEXTS = {
    "hyphen": (page(shown("(Zanzi-) Tj 0 -14 Td (barski came) Tj")), REWRITE),
    "soft hyphen": (page(shown("(Zanzi\xad) Tj 0 -14 Td (barski came) Tj")), REWRITE),
    "turned 90": (page(turned(90)), REWRITE),
    "turned 30": (page(turned(30)), REWRITE),
    "upside down": (page(turned(180)), REWRITE),
    "spaced": (page(shown(f"({NAME}) Tj", before="4 Tc")), REWRITE),
    "spaced out": (page(shown(f"({' '.join(NAME)}) Tj")), REWRITE),
    "split": (page(split()), REWRITE),
    "backwards": (page(backwards()), REWRITE),
    "kerned": (page(shown("[" + " ".join(f"({letter}) -60" for letter in NAME) + "] TJ")), REWRITE),
    "invisible": (page(shown(f"({NAME}) Tj", before="3 Tr")), REWRITE),
    "forms": (shared_forms(), REWRITE),
    "Type 0": (by_identity(is_mapped=True), REWRITE),
    "own map": (by_own_map(), REWRITE),
    "known map": (by_known_map(), RASTER),
    "Type 3": (drawn_font(is_named=True), REWRITE),
    "URL": (page(shown(f"(http://www.example.com/records/{NAME}/index.html) Tj")), REWRITE),
    "URL of two lines": (page(shown(f"(http://www.example.com/records/{NAME}/) Tj 0 -14 Td (index.html) Tj")), REWRITE),
    "covered": (page(shown(f"({NAME}) Tj") + " q 1 0 0 rg 70 630 200 20 re f Q"), REWRITE),
    "white": (page(shown(f"({NAME}) Tj", before="1 g")), REWRITE),
    "named places": (named_places(), REWRITE),
}
PICTURES = {
    "Type 0 without Unicode": (by_identity(is_mapped=False), {REWRITE, RASTER}),
    "Type 3 without names": (drawn_font(is_named=False), {REWRITE, RASTER}),
    "outlines": (outlined(), {REWRITE, RASTER}),
    "picture": (pictured(), {REWRITE}),
}


@pytest.mark.parametrize("case", TEXTS)
def test_a_name_in_text_is_gone_and_its_neighbours_are_not(case):
    content, technique = TEXTS[case]
    made = deidentified(content)
    assert made.findings.counts["PERSON"]
    assert made.pages[0].technique is technique
    assert (made.pages[0].reason is None) is (technique is REWRITE)
    assert leaks(made.content, NAME, "pdftotext") == []
    assert verify_pdf(made.content, made.findings.secrets, read_image=None).is_proven
    assert set(KEPT) <= set(words_of(made.content))


@pytest.mark.parametrize("case", PICTURES)
def test_a_name_that_only_an_engine_reads_is_gone(case):
    content, techniques = PICTURES[case]
    assert NAME in read_by_engine(content)
    made = deidentified(content, engine=ENGINE)
    assert made.pages[0].technique in techniques
    again = read_by_engine(made.content)
    assert NAME[:5] not in again
    assert NAME[-5:] not in again
    assert leaks(made.content, NAME, "pdftotext") == []
    assert set(KEPT) <= set(words_of(made.content))


def test_a_ligature_in_a_name():
    content = page(shown("(Gri\\256eld) Tj", "F2"), Font=standard_encoding)
    made = deidentified(content, EntityFinder(detectors=[], deny_list=["Grifield"]).find)
    assert made.pages[0].technique is REWRITE
    assert leaks(made.content, "Grifield", "pdftotext") == leaks(made.content, "Gri\ufb01eld", "pdftotext") == []
    with pikepdf.open(io.BytesIO(made.content)) as document:
        assert b"\xae" not in document.pages[0].Contents.read_bytes()
    assert set(KEPT) <= set(words_of(made.content))


def cut_contents(at):
    """Content in two streams, cut within a token."""
    document = new(b"")
    whole = text(BEFORE, y=720) + shown(f"({NAME}) Tj").encode() + b" " + text(AFTER, y=560)
    place = whole.index(at) + 1
    document.pages[0].obj.Contents = Array([document.make_stream(part) for part in (whole[:place], whole[place:])])
    return saved(document)


def odd_frame():
    """A page of other units, turned, of which a part is shown."""
    document = new(text(BEFORE, x=50, y=420) + text(NAME, x=50, y=300) + text(AFTER, x=50, y=200))
    page = document.pages[0].obj
    page.UserUnit, page.Rotate = 2, -90
    page.MediaBox, page.CropBox = Array([-50, -20, 400, 500]), Array([0, 0, 350, 450])
    return saved(document)


def annotated(**entries):
    """A page with a stamp that has the name in its look only."""
    document, _ = document_of("")
    look = form(document, text(NAME, x=4, y=6))
    look.BBox = Array([0, 0, 200, 24])
    stamp = Dictionary(Type=Name.Annot, Rect=Array([72, 640, 272, 664]), AP=Dictionary(N=look), **entries)
    document.pages[0].obj.Annots = Array([document.make_indirect(stamp)])
    return saved(document)


ODD = {
    "encrypted": locked(page(shown(f"({NAME}) Tj"))),
    "object streams": saved(
        document_of(shown(f"({NAME}) Tj"))[0], object_stream_mode=pikepdf.ObjectStreamMode.generate
    ),
    "cut in a string": cut_contents(b"barski"),
    "cut in a number": cut_contents(b"640"),
    "upside down space": page(f"q 1 0 0 -1 0 792 cm BT /F1 14 Tf 1 0 0 -1 72 152 Tm ({NAME}) Tj ET Q"),
    "negative size": page(f"BT /F1 -14 Tf -1 0 0 -1 72 640 Tm ({NAME}) Tj ET"),
    "mirrored": page(f"BT /F1 14 Tf -1 0 0 1 300 640 Tm ({NAME}) Tj ET"),
    "negative stretch": page(f"BT /F1 14 Tf -100 Tz 300 640 Td ({NAME}) Tj 100 Tz ET"),
    "huge space": page(f"q 1000000 0 0 1000000 0 0 cm BT /F1 0.000014 Tf 0.000072 0.00064 Td ({NAME}) Tj ET Q"),
    "flat": page(f"BT /F1 12 Tf 1 0 0 0 72 640 Tm ({NAME}) Tj ET"),
    "clipped away": page(f"q 0 0 1 1 re W n {shown(f'({NAME}) Tj')} Q"),
    "outside of text objects": page(f"/F1 14 Tf 1 0 0 1 72 640 Tm ({NAME}) Tj"),
    "twice": page(shown(f"({NAME}) Tj") + f" BT /F1 14 Tf 72.3 640 Td ({NAME}) Tj ET"),
    "continued string": page(f"BT /F1 14 Tf 72 640 Td ({NAME[:3]}\\\n{NAME[3:]}) Tj ET"),
    "raised": page(shown(f"({NAME[:4]}) Tj 5 Ts ({NAME[4:7]}) Tj -3 Ts ({NAME[7:]}) Tj 0 Ts")),
    "odd frame": odd_frame(),
    "stamp": annotated(Subtype=Name.Stamp),
    "field without form": annotated(Subtype=Name.Widget, FT=Name.Btn),
}


@pytest.mark.parametrize("case", ODD)
def test_odd_files(case):
    made = deidentified(ODD[case])
    assert made.findings.counts["PERSON"]
    assert not [place for place, data in object_data(made.content) if has_secret(data, NAME)]
    assert verify_pdf(made.content, made.findings.secrets, read_image=None).is_proven
    assert set(KEPT) <= set(words_of(made.content))
