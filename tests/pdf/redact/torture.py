"""A PDF that hides one word wherever a PDF can hide one, and a search that finds it there.

``torture = torture_pdf("Zanzibarski")`` has the word on the page, with its places in `Torture.holes`, and in all that
pages don't show. The words of `Torture.kept` stand beside it and have to stay.
"""

from __future__ import annotations

import io
import re
import shutil
import subprocess
import warnings
from collections.abc import Callable, Iterator
from dataclasses import dataclass

import numpy as np
import pikepdf
from pikepdf import Array, AttachedFileSpec, Dictionary, Name, Operator, OutlineItem, Pdf, Stream, String
from PIL import Image as PillowImage
from PIL import ImageDraw, ImageFont
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas

WIDTH, HEIGHT = 612.0, 792.0
SECRET = "Zanzibarski"  # noqa: S105  no password
_LEFT, _MIDDLE, _RIGHT, _SIZE = 50.0, 190.0, 440.0, 14.0
_FIRST, _STEP = 740.0, 34.0
_TRUETYPE = "Vera"

PAGE_OF_TEXT, PAGE_OF_SHAPES, PAGE_OF_SHARED, PAGE_OF_NOTHING, PAGE_ON_ITS_SIDE = range(5)
"""Text that can be taken out; what is no plain text; a form that both share; nothing to redact; turned by 90°."""


@dataclass(frozen=True)
class Torture:
    """The document.

    Attributes
    ----------
    content : bytes
    holes : dict of int to list of ndarray, shape (4, 2)
        Where its pages show the secret, in points of the displayed page, origin top left.
    kept : dict of int to list of str
        Words of its pages that are outside of the holes.
    """

    content: bytes
    holes: dict[int, list[np.ndarray]]
    kept: dict[int, list[str]]


@dataclass
class _Sheet:
    """A page in the making."""

    content: list[str]
    holes: list[np.ndarray]
    kept: list[str]

    def line(self, name: str, draw: Callable[[float, float], str], width: float) -> None:
        """Add a line with a secret of a width between two words."""
        y = _FIRST - _STEP * len(self.kept) / 2
        left, right = f"left{name}", f"right{name}"
        self.content += [_text(_LEFT, y, left), f"q {draw(_MIDDLE, y)} Q", _text(_RIGHT, y, right)]
        self.holes.append(_hole(_MIDDLE, y, width))
        self.kept += [left, right]


def torture_pdf(secret: str = SECRET) -> Torture:
    """Make the document; the secret is a word of letters of ASCII."""
    pdfmetrics.registerFont(TTFont(_TRUETYPE, "Vera.ttf"))
    document = pikepdf.new()
    sheets = [_text_sheet(secret), _shape_sheet(secret), _plain_sheet("shared"), _plain_sheet("clean")]
    form = _form(document, secret)
    resources = _resources(document, secret, form)
    for sheet in (sheets[PAGE_OF_TEXT], sheets[PAGE_OF_SHARED]):
        sheet.line("nested", lambda x, y: f"q 1 0 0 1 {x} {y} cm /Outer Do Q", _width(secret))
    for sheet in sheets:
        content = document.make_stream("\n".join(sheet.content).encode())
        page = Dictionary(
            Type=Name.Page,
            MediaBox=Array([0, 0, WIDTH + 200, HEIGHT]),
            CropBox=Array([0, 0, WIDTH, HEIGHT]),
            Resources=resources,
            Contents=content,
        )
        document.pages.append(pikepdf.Page(document.make_indirect(page)))
    side = _plain_sheet("side")
    side.line("turned", lambda x, y: _text(x, y, secret), _width(secret))
    document.pages.append(_turned_page(document, side, resources))
    _hide_in_page(document, document.pages[PAGE_OF_NOTHING], secret)
    _hide_in_document(document, secret)
    _hide_in_annotations(document, document.pages[PAGE_OF_NOTHING], secret)
    holes = {number: sheet.holes for number, sheet in enumerate(sheets) if sheet.holes}
    holes[PAGE_ON_ITS_SIDE] = [_turned_hole(hole) for hole in side.holes]
    holes[PAGE_OF_NOTHING] = [_hole(200, 296, 200, 18, 10)]  # the value of the form field
    holes[PAGE_OF_NOTHING].append(_hole(200, 240, 200, 18, 12))  # the text box
    kept = {number: sheet.kept for number, sheet in enumerate([*sheets, side])}
    return Torture(_with_history(document, secret), holes, kept)


def leaks(content: bytes, secret: str, programs: str = "") -> list[str]:
    """Say where a PDF still has a word: in its bytes, its objects, or what programs, whose names begin so, find in it.

    Programs that are not installed are left out. Case and white space between the letters don't count.
    """
    found = [f"bytes: {name}" for name, coded in _codings(secret) if coded.lower() in content.lower()]
    found += [f"objects: {place}" for place, data in object_data(content) if has_secret(data, secret)]
    found += [f"programs: {name}" for name, data in _program_outputs(content, programs) if has_secret(data, secret)]
    return list(dict.fromkeys(found))


def has_secret(data: bytes, secret: str) -> bool:
    """Tell whether data hold a word in one of many codings, its letters apart or together."""
    lower = data.lower()
    if any(coded.lower() in lower for _, coded in _codings(secret)):
        return True
    return secret.lower().encode() in re.sub(rb"[\s\x00]+|\xc2\xad", b"", lower)


def object_data(content: bytes) -> Iterator[tuple[str, bytes]]:
    """Yield all strings, names and streams of a PDF, decoded, and where they are."""
    with Pdf.open(io.BytesIO(content), inherit_page_attributes=False) as document:
        for item in [document.trailer, *document.objects]:
            yield from _values(item, f"{getattr(item, 'objgen', '')}")


def shown_words(content: bytes) -> list[str]:
    """Return the words of all pages as PDFium finds them, one text for each page."""
    import pypdfium2

    document = pypdfium2.PdfDocument(content)
    try:
        return [page.get_textpage().get_text_range() for page in document]
    finally:
        document.close()


def _values(item: object, place: str) -> Iterator[tuple[str, bytes]]:
    """Yield what is in an object, but not what it refers to."""
    if isinstance(item, Stream):
        yield from _stream_values(item, place)
    if isinstance(item, Stream | Dictionary):
        for key, value in item.items():
            yield f"{place} key", key.encode()
            if not getattr(value, "is_indirect", False):
                yield from _values(value, f"{place}{key}")
    elif isinstance(item, Array):
        for value in item:
            if not getattr(value, "is_indirect", False):
                yield from _values(value, place)
    elif isinstance(item, String | Name):
        yield place, bytes(item) if isinstance(item, String) else b""
        yield place, str(item).encode("utf-8", "replace")


def _stream_values(item: Stream, place: str) -> Iterator[tuple[str, bytes]]:
    yield f"{place} raw", item.read_raw_bytes()
    try:
        data = item.read_bytes()
    except pikepdf.PdfError:
        return
    yield place, data
    if b"BT" in data and item.get(Name.Subtype) != Name.Image:
        for text in _shown_strings(item):
            yield f"{place} text", text


def _shown_strings(stream: Stream) -> Iterator[bytes]:
    """Yield the strings of a stream of instructions: each, and those of a text object together."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of streams that are no instructions
        instructions = pikepdf.parse_content_stream(stream)
    joined = b""
    for instruction in instructions:
        for operand in getattr(instruction, "operands", ()):
            for part in operand if isinstance(operand, Array) else [operand]:
                if isinstance(part, String):
                    yield bytes(part)
                    joined += bytes(part)
        if instruction.operator == Operator("ET"):
            yield joined
            joined = b""
    yield joined


def _codings(secret: str) -> list[tuple[str, bytes]]:
    utf16 = secret.encode("utf-16-be")
    return [
        ("text", secret.encode()),
        ("utf-16-be", utf16),
        ("utf-16-le", secret.encode("utf-16-le")),
        ("hex", secret.encode().hex().encode()),
        ("hex of utf-16", utf16.hex().encode()),
        ("octal", "".join(f"\\{ord(letter):03o}" for letter in secret).encode()),
    ]


def _program_outputs(content: bytes, programs: str) -> Iterator[tuple[str, bytes]]:
    """Yield what programs that are installed tell of a PDF."""
    commands = {
        "pdftotext": ["-q", "-", "-"],
        "pdftotext raw": ["-q", "-raw", "-", "-"],
        "pdftotext layout": ["-q", "-layout", "-", "-"],
        "pdfinfo": ["-meta", "-"],
        "pdfinfo js": ["-js", "-"],
        "pdfinfo struct": ["-struct-text", "-"],
        "exiftool": ["-a", "-u", "-ee", "-"],
    }
    for name, options in commands.items():
        program = shutil.which(name.split()[0])
        if program and name.startswith(programs):
            yield name, subprocess.run([program, *options], input=content, capture_output=True, check=False).stdout
    qpdf = shutil.which("qpdf")
    if qpdf and "qpdf".startswith(programs):
        yield (
            "qpdf",
            subprocess.run(
                [qpdf, "--qdf", "--stream-data=uncompress", "-", "-"], input=content, capture_output=True, check=False
            ).stdout,
        )


def _text(x: float, y: float, text: str, before: str = "") -> str:
    return f"BT {before} /F1 {_SIZE} Tf {x} {y} Td ({text}) Tj ET"


def _width(text: str, font: str = "Helvetica") -> float:
    return pdfmetrics.stringWidth(text, font, _SIZE)


def _hole(x: float, y: float, width: float, above: float = 14.0, below: float = 6.0) -> np.ndarray:
    """Return the corners of a place on a page, from the start of a baseline in user space."""
    left, right, top, bottom = x - 4, x + width + 4, HEIGHT - y - above, HEIGHT - y + below
    return np.array([[left, top], [right, top], [right, bottom], [left, bottom]], np.float64)


def _turned_hole(hole: np.ndarray) -> np.ndarray:
    """Return a place of a page that is displayed turned by 90°, clockwise."""
    return np.stack([HEIGHT - hole[:, 1], hole[:, 0]], axis=1)


def _plain_sheet(name: str) -> _Sheet:
    return _Sheet(
        [_text(_LEFT, _FIRST, f"left{name}"), _text(_RIGHT, _FIRST, f"right{name}")],
        [],
        [
            f"left{name}",
            f"right{name}",
        ],
    )


def _text_sheet(secret: str) -> _Sheet:
    """Draw the page on which all is text."""
    sheet = _plain_sheet("plain")
    wide = _width(secret)
    cut = len(secret) // 2
    kerned = " ".join(f"({letter}) -30" for letter in secret)
    split = "".join(f"({letter}) Tj " for letter in secret)
    sheet.line("simple", lambda x, y: _text(x, y, secret), wide)
    sheet.line("chars", lambda x, y: _text(x, y, secret, "3 Tc"), wide + 3 * len(secret))
    sheet.line("words", lambda x, y: _text(x, y, f"a {secret}", "20 Tw"), wide + _width("a ") + 20)
    sheet.line("kerned", lambda x, y: f"BT /F1 {_SIZE} Tf {x} {y} Td [{kerned}] TJ ET", wide + len(secret))
    sheet.line("split", lambda x, y: f"BT /F1 {_SIZE} Tf {x} {y} Td {split} ET", wide)
    sheet.line("scaled", lambda x, y: _text(x, y, secret, "150 Tz"), wide * 1.5)
    sheet.line("invisible", lambda x, y: _text(x, y, secret, "3 Tr"), wide)
    sheet.line("white", lambda x, y: f"q 1 g {_text(x, y, secret)} Q", wide)
    sheet.line("hex", lambda x, y: f"BT /F1 {_SIZE} Tf {x} {y} Td <{secret.encode().hex()}> Tj ET", wide)
    sheet.line(
        "octal",
        lambda x, y: (
            f"BT /F1 {_SIZE} Tf {x} {y} Td (" + "".join(f"\\{ord(letter):03o}" for letter in secret) + ") Tj ET"
        ),
        wide,
    )
    sheet.line("hyphen", lambda x, y: _text(x, y, f"{secret[:cut]}-") + " " + _text(x, y - 12, secret[cut:]), wide)
    sheet.holes.append(_hole(_MIDDLE, _FIRST - _STEP * (len(sheet.kept) / 2 - 1) - 12, wide))
    sheet.line("type0", lambda x, y: f"BT /F0 {_SIZE} Tf {x} {y} Td <{secret.encode('utf-16-be').hex()}> Tj ET", wide)
    sheet.line("subset", lambda x, y: f"q 1 0 0 1 {x} {y} cm /TrueType Do Q", _width(secret, _TRUETYPE) + 10)
    sheet.line("actual", lambda x, y: f"/Span <</ActualText ({secret})>> BDC {_text(x, y, secret)} EMC", wide)
    slanted = f"q 0.866 0.5 -0.5 0.866 330 60 cm {_text(0, 0, secret)} Q"
    sheet.content.append(slanted)
    turn = np.array([[0.866, 0.5], [-0.5, 0.866]])
    corners = np.array([[-4.0, 14], [wide + 4, 14], [wide + 4, -6], [-4, -6]]) @ turn + [330, 60]
    sheet.holes.append(np.stack([corners[:, 0], HEIGHT - corners[:, 1]], axis=1))
    sheet.content += [_text(WIDTH + 30, 500, secret), _text(200, -60, secret)]  # beyond the page
    sheet.content += [
        f"% {secret}",
        f"/Tag <</Note ({secret})>> DP",
        f"/{secret} MP",
        f"BX ({secret}) unknown EX",
        f"/Span <</ActualText ({secret}) /Alt ({secret}) /E ({secret})>> BDC {_text(_LEFT, 40, 'leftspan')} EMC",
        f"/Span /Noted BDC {_text(_RIGHT, 40, 'rightspan')} EMC",
        f"/OC /Off BDC {_text(_LEFT, 20, secret)} EMC",
    ]
    sheet.kept += ["leftspan", "rightspan"]
    return sheet


def _shape_sheet(secret: str) -> _Sheet:
    """Draw the page on which there are pictures and glyphs that are drawings."""
    sheet = _plain_sheet("shapes")
    wide = _width(secret)
    sheet.line("covered", lambda x, y: f"{_text(x, y, secret)} q 0 g {x - 3} {y - 5} {wide + 6} 18 re f Q", wide)
    sheet.line("type3", lambda x, y: f"BT /F3 {_SIZE} Tf {x} {y} Td ({secret}) Tj ET", 0.6 * _SIZE * len(secret))
    sheet.line("image", lambda x, y: f"q 160 0 0 24 {x} {y - 7} cm /Picture Do Q", 160)
    sheet.line("clip", lambda x, y: f"q {_text(x, y, secret, '7 Tr')} {x} {y - 4} 160 16 re f Q", 160)
    return sheet


def _resources(document: Pdf, secret: str, form: Stream) -> Dictionary:
    """Return the resources that all pages share."""
    helvetica = Dictionary(Type=Name.Font, Subtype=Name.Type1, BaseFont=Name.Helvetica, Encoding=Name.WinAnsiEncoding)
    group = document.make_indirect(Dictionary(Type=Name.OCG, Name=String(secret)))
    document.Root.OCProperties = Dictionary(
        OCGs=Array([group]), D=Dictionary(Name=String(secret), OFF=Array([group]), Order=Array([group]))
    )
    return document.make_indirect(
        Dictionary(
            Font=Dictionary(F0=_type0(document, secret), F1=document.make_indirect(helvetica), F3=_type3(document)),
            XObject=Dictionary(
                {
                    "/Outer": form,
                    "/TrueType": _truetype(document, secret),
                    "/Picture": _picture(document, secret),
                    f"/{secret}": document.make_stream(f"% {secret}".encode(), Type=Name.XObject, Subtype=Name.Form),
                }
            ),
            Properties=Dictionary(Noted=Dictionary(ActualText=String(secret)), Off=group),
        )
    )


def _form(document: Pdf, secret: str) -> Stream:
    """Return a form with another one in it that shows the secret."""
    font = Dictionary(Type=Name.Font, Subtype=Name.Type1, BaseFont=Name.Helvetica)
    common = {"Type": Name.XObject, "Subtype": Name.Form, "BBox": Array([-10, -20, 300, 40])}
    inner = document.make_stream(
        f"BT /F1 {_SIZE} Tf ({secret}) Tj ET".encode(), Resources=Dictionary(Font=Dictionary(F1=font)), **common
    )
    noted = {"LastModified": String(f"D:{secret}"), "PieceInfo": Dictionary(App=Dictionary(Private=String(secret)))}
    return document.make_stream(b"/Inner Do", Resources=Dictionary(XObject=Dictionary(Inner=inner)), **common, **noted)


def _type0(document: Pdf, secret: str) -> Dictionary:
    """Return a font of two bytes a letter, with a ToUnicode map; no program, so readers take another font."""
    pairs = "\n".join(f"<{ord(letter):04x}> <{ord(letter):04x}>" for letter in sorted(set(secret)))
    to_unicode = (
        "/CIDInit /ProcSet findresource begin 12 dict begin begincmap /CMapName /X def /CMapType 2 def\n"
        "1 begincodespacerange <0000> <ffff> endcodespacerange\n"
        f"{len(set(secret))} beginbfchar\n{pairs}\nendbfchar\nendcmap end end"
    )
    descriptor = Dictionary(
        Type=Name.FontDescriptor, FontName=Name.Helvetica, Flags=32, FontBBox=Array([0, -200, 1000, 900]),
        ItalicAngle=0, Ascent=800, Descent=-200, CapHeight=700, StemV=80,
    )  # fmt: skip
    widths = Array([item for letter in sorted(set(secret)) for item in (
        ord(letter), Array([round(pdfmetrics.stringWidth(letter, "Helvetica", 1000))])
    )])  # fmt: skip
    descendant = Dictionary(
        Type=Name.Font, Subtype=Name.CIDFontType2, BaseFont=Name.Helvetica, DW=1000, W=widths,
        CIDSystemInfo=Dictionary(Registry=b"Adobe", Ordering=b"Identity", Supplement=0), FontDescriptor=descriptor,
    )  # fmt: skip
    return document.make_indirect(
        Dictionary(
            Type=Name.Font, Subtype=Name.Type0, BaseFont=Name.Helvetica, Encoding=Name("/Identity-H"),
            DescendantFonts=Array([descendant]), ToUnicode=document.make_stream(to_unicode.encode()),
        )
    )  # fmt: skip


def _type3(document: Pdf) -> Dictionary:
    """Return a font whose letters are boxes, which Unicode names tell."""
    names = [f"/u{code:04X}" for code in range(32, 127)]
    box = document.make_stream(b"600 0 0 0 500 700 d1 0 0 500 700 re f")
    return document.make_indirect(
        Dictionary(
            Type=Name.Font, Subtype=Name.Type3, FontBBox=Array([0, 0, 600, 800]),
            FontMatrix=Array([0.001, 0, 0, 0.001, 0, 0]), CharProcs=Dictionary(dict.fromkeys(names, box)),
            Encoding=Dictionary(Type=Name.Encoding, Differences=Array([32, *map(Name, names)])),
            FirstChar=32, LastChar=126, Widths=Array([600] * 95), Resources=Dictionary(),
        )
    )  # fmt: skip


def _truetype(document: Pdf, secret: str) -> Stream:
    """Return a form that shows the secret in a subset of a TrueType font."""
    file = io.BytesIO()
    canvas = Canvas(file, pagesize=(300, 40), initialFontName="Helvetica", pageCompression=0, invariant=1)
    canvas.setFont(_TRUETYPE, _SIZE)
    canvas.drawString(0, 10, secret)
    canvas.save()
    with Pdf.open(file) as made:
        form = document.copy_foreign(made.pages[0].as_form_xobject())
    form.Matrix = Array([1, 0, 0, 1, 0, -10])
    return form


def _picture(document: Pdf, secret: str) -> Stream:
    """Return a JPEG that shows the secret, and has it in its comment, its Exif and XMP data and an alternate."""
    image = PillowImage.new("RGB", (640, 96), "white")
    ImageDraw.Draw(image).text((20, 8), secret, "black", ImageFont.load_default(64))
    exif = PillowImage.Exif()
    exif[0x010E] = secret  # ImageDescription
    file = io.BytesIO()
    image.save(file, "JPEG", quality=90, exif=exif, comment=secret.encode(), xmp=_xmp(secret))
    data = file.getvalue() + secret.encode()
    shape = {"Width": 640, "Height": 96, "ColorSpace": Name.DeviceRGB, "BitsPerComponent": 8}
    kind = {"Type": Name.XObject, "Subtype": Name.Image, "Filter": Name.DCTDecode}
    other = document.make_stream(data, **shape, **kind)
    return document.make_stream(
        data,
        Metadata=_metadata(document, secret),
        Alternates=Array([Dictionary(Image=other, DefaultForPrinting=True)]),
        **shape,
        **kind,
    )


def _turned_page(document: Pdf, sheet: _Sheet, resources: Dictionary) -> pikepdf.Page:
    content = document.make_stream("\n".join(sheet.content).encode())
    page = Dictionary(
        Type=Name.Page, MediaBox=Array([0, 0, WIDTH, HEIGHT]), Rotate=90, Resources=resources, Contents=content
    )
    return pikepdf.Page(document.make_indirect(page))


def _xmp(secret: str) -> bytes:
    return (
        '<?xpacket begin="" id="W5M0MpCehiHzreSzNTczkc9d"?><x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF '
        'xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"><rdf:Description rdf:about="" '
        f'xmlns:pdf="http://ns.adobe.com/pdf/1.3/" pdf:Keywords="{secret}"/></rdf:RDF></x:xmpmeta><?xpacket end="w"?>'
    ).encode()


def _metadata(document: Pdf, secret: str) -> Stream:
    return document.make_stream(_xmp(secret), Type=Name.Metadata, Subtype=Name.XML)


def _action(secret: str) -> Dictionary:
    return Dictionary(S=Name.JavaScript, JS=String(f"app.alert('{secret}')"))


def _hide_in_page(document: Pdf, page: pikepdf.Page, secret: str) -> None:
    """Add what a page can have beside its content."""
    picture = document.make_stream(
        bytes(12),
        Width=2,
        Height=2,
        ColorSpace=Name.DeviceRGB,
        BitsPerComponent=8,
        Metadata=_metadata(document, secret),
    )
    page.obj.Thumb = picture
    page.obj.Metadata = _metadata(document, secret)
    page.obj.PieceInfo = Dictionary(App=Dictionary(Private=String(secret), LastModified=String("D:20260101")))
    page.obj.LastModified = String("D:20260101")
    page.obj.AA = Dictionary(O=_action(secret))
    page.obj.Tabs = Name.S
    page.obj.ID = String(secret)
    page.obj.SeparationInfo = Dictionary(DeviceColorant=String(secret), Pages=Array([page.obj]))
    page.obj[f"/{secret}Key"] = String(secret)
    page.obj.B = Array([document.make_indirect(Dictionary(Type=Name.Bead, Note=String(secret)))])


def _hide_in_annotations(document: Pdf, page: pikepdf.Page, secret: str) -> None:
    """Add notes, links and a form field with the secret."""
    where = {"Type": Name.Annot, "P": page.obj}
    popup = document.make_indirect(
        Dictionary(Subtype=Name.Popup, Rect=Array([400, 500, 500, 600]), Contents=String(secret), **where)
    )
    field = document.make_indirect(
        Dictionary(
            Subtype=Name.Widget, FT=Name.Tx, Rect=Array([200, 290, 400, 310]), T=String(f"{secret}.name"),
            TU=String(secret), TM=String(secret), V=String(secret), DV=String(secret), F=4,
            DA=String("/Helv 12 Tf 0 g"), MK=Dictionary(CA=String(secret)), AA=Dictionary(K=_action(secret)), **where,
        )
    )  # fmt: skip
    page.obj.Annots = Array([
        document.make_indirect(Dictionary(Subtype=kind, Rect=Array(box), Contents=String(secret), **where, **more))
        for kind, box, more in (
            (Name.Text, [400, 600, 420, 620], {"T": String(secret), "Subj": String(secret), "Popup": popup}),
            (Name.FreeText, [200, 230, 400, 255], {"DA": String("/Helv 12 Tf 0 g"), "RC": String(f"<p>{secret}</p>")}),
            (Name.Link, [50, 700, 90, 720], {"A": Dictionary(S=Name.URI, URI=String(f"https://a.example/{secret}"))}),
            (Name.Highlight, [50, 600, 90, 620], {"QuadPoints": Array([50, 620, 90, 620, 50, 600, 90, 600])}),
            (Name.Text, [100, 600, 120, 620], {"F": 2, "NM": String(secret)}),
        )
    ] + [popup, field])  # fmt: skip
    helvetica = Dictionary(Type=Name.Font, Subtype=Name.Type1, BaseFont=Name.Helvetica)
    document.Root.AcroForm = Dictionary(
        Fields=Array([field]), NeedAppearances=True, DA=String("/Helv 12 Tf 0 g"),
        DR=Dictionary(Font=Dictionary(Helv=helvetica)),
        XFA=Array([String("datasets"), document.make_stream(f"<xfa><name>{secret}</name></xfa>".encode())]),
    )  # fmt: skip


def _hide_in_document(document: Pdf, secret: str) -> None:
    """Add what a document can have beside its pages."""
    page, root = document.pages[PAGE_OF_NOTHING].obj, document.Root
    document.docinfo = document.make_indirect(
        Dictionary(Title=String(secret), Author=String(secret), Keywords=String(secret), Own=String(secret))
    )
    with document.open_outline() as outline:
        outline.root.append(OutlineItem(secret, PAGE_OF_NOTHING))
    root.Metadata = _metadata(document, secret)
    document.attachments[f"{secret}.txt"] = AttachedFileSpec(document, secret.encode(), description=secret)
    root.AF = Array([document.attachments[f"{secret}.txt"].obj])
    element = document.make_indirect(
        Dictionary(
            Type=Name.StructElem, S=Name.Span, Pg=page, K=0, T=String(secret), Alt=String(secret),
            ActualText=String(secret), E=String(secret), ID=String(secret), Lang=String(secret),
        )
    )  # fmt: skip
    root.StructTreeRoot = document.make_indirect(
        Dictionary(
            Type=Name.StructTreeRoot, K=Array([element]), RoleMap=Dictionary({f"/{secret}": Name.Span}),
            ClassMap=Dictionary(C=Dictionary(O=Name.Layout, Note=String(secret))),
        )
    )  # fmt: skip
    element.P = root.StructTreeRoot
    root.MarkInfo = Dictionary(Marked=True)
    root.Lang = String(secret)
    root.PageLabels = Dictionary(Nums=Array([0, Dictionary(S=Name.D, P=String(secret))]))
    root.PieceInfo = Dictionary(App=Dictionary(Private=String(secret), LastModified=String("D:20260101")))
    root.OpenAction = _action(secret)
    root.AA = Dictionary(WC=_action(secret))
    root.Dests = Dictionary({f"/{secret}": Array([page, Name.Fit])})
    root.Names.Dests = Dictionary(Names=Array([String(secret), Array([page, Name.Fit])]))
    root.Names.JavaScript = Dictionary(Names=Array([String(secret), _action(secret)]))
    root.URI = Dictionary(Base=String(f"https://{secret}.example"))
    root.ViewerPreferences = Dictionary(DisplayDocTitle=True)
    root.Threads = Array([document.make_indirect(Dictionary(Type=Name.Thread, I=Dictionary(Title=String(secret))))])
    root.OutputIntents = Array([Dictionary(Type=Name.OutputIntent, S=Name("/GTS_PDFX"), Info=String(secret))])
    root.Extensions = Dictionary({f"/{secret}": Dictionary(BaseVersion=Name("/1.7"), ExtensionLevel=1)})


def _with_history(document: Pdf, secret: str) -> bytes:
    """Write the document with an object that nothing refers to, an older revision, and words between its objects."""
    loose = document.make_indirect(Dictionary(Note=String(secret)))
    document.Root.Loose = loose  # so that it is written
    file = io.BytesIO()
    document.save(file, object_stream_mode=pikepdf.ObjectStreamMode.disable, static_id=True)
    data = file.getvalue()
    del document.Root.Loose
    size, start = int(document.trailer.Size), int(data[data.rindex(b"startxref") + 9 :].split()[0])
    with Pdf.open(io.BytesIO(data)) as saved:
        size, root = int(saved.trailer.Size), saved.Root.objgen
        catalog = Dictionary({key: value for key, value in saved.Root.items() if key != "/Loose"})
        body = catalog.unparse(resolved=False)
        information = saved.trailer.Info.objgen[0]
    offset = len(data) + len(f"% {secret}\n")
    update = f"% {secret}\n".encode() + b"%d %d obj\n" % root + body + b"\nendobj\n"
    table = b"xref\n0 1\n0000000000 65535 f \n%d 1\n%010d 00000 n \n" % (root[0], offset)
    identifier = b"/ID [(%s) (%s)]" % (secret.encode(), secret.encode())
    return (
        data + update + table
        + b"trailer\n<< /Size %d /Root %d %d R /Info %d 0 R /Prev %d %s >>\nstartxref\n%d\n%%%%EOF\n"
        % (size, *root, information, start, identifier, offset + len(update) - len(f"% {secret}\n") )
    )  # fmt: skip
