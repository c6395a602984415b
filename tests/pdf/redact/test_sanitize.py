"""Pages keep what draws them, and nothing that could tell more."""

import io
import zlib

import numpy as np
import pikepdf
import pypdfium2 as pdfium
import pytest
from pikepdf import Array, Dictionary, Name, String
from PIL import ImageCms

from pdf.redact.torture import SECRET, object_data
from sparkocr.pdf.redact.report import CannotRewriteError
from sparkocr.pdf.redact.sanitize import Sanitizer

GRAY = {"Width": 2, "Height": 2, "ColorSpace": Name.DeviceGray, "BitsPerComponent": 8}
PIXELS = bytes([0, 80, 160, 240])


@pytest.fixture
def document():
    with pikepdf.new() as made:
        yield made


def add_page(document, content, **resources):
    page = document.add_blank_page(page_size=(200, 200))
    page.obj.Contents = document.make_stream(content if isinstance(content, bytes) else content.encode())
    page.obj.Resources = Dictionary({f"/{name}": Dictionary(value) for name, value in resources.items()})
    return page.obj


def image(document, data=PIXELS, **more):
    kind = {"Type": Name.XObject, "Subtype": Name.Image}
    return document.make_stream(data, **(kind | GRAY | more))


def form(document, content, **more):
    box = {"Type": Name.XObject, "Subtype": Name.Form, "BBox": Array([0, 0, 200, 200])}
    return document.make_stream(content, **(box | more))


def saved(document):
    file = io.BytesIO()
    document.save(file, compress_streams=False)
    return file.getvalue()


def rendered(content):
    with pdfium.PdfDocument(content) as made:
        return [page.render(scale=1).to_numpy() for page in made]


def check(document):
    """Sanitise all pages; they have to look the same, and the secret has to be gone."""
    before = saved(document)
    assert any(SECRET.encode() in data for _, data in object_data(before)), "there is a secret"
    sanitizer = Sanitizer(document)
    for page in document.pages:
        sanitizer.clean_page(page.obj)
    after = saved(document)
    assert [place for place, data in object_data(after) if SECRET.encode() in data] == []
    for one, other in zip(rendered(before), rendered(after), strict=True):
        assert (one == other).all()
        assert one.min() < 255, "something is drawn"
    return after


def test_pages_have_few_entries(document):
    page = add_page(document, "0 0 50 50 re f")
    page.Metadata = document.make_stream(SECRET.encode())
    page[f"/{SECRET}"] = 1
    page.Annots = Array([Dictionary(Contents=String(SECRET))])
    page.Rotate, page.CropBox, page.UserUnit = 90, Array([10, 10, 900, 150]), 2
    page.Group = Dictionary(S=Name.Transparency, CS=Name.DeviceRGB, Note=String(SECRET))
    check(document)
    assert set(page.keys()) == {
        "/Type",
        "/Parent",
        "/MediaBox",
        "/Contents",
        "/Resources",
        "/Rotate",
        "/UserUnit",
        "/Group",
    }
    assert [float(side) for side in page.MediaBox] == [10, 10, 200, 150]
    assert (int(page.Rotate), float(page.UserUnit)) == (90, 2)
    assert set(page.Group.keys()) == {"/S", "/CS"}


def test_instructions_that_do_not_draw_go(document):
    page = add_page(
        document,
        f"% {SECRET}\n/{SECRET} BMC /Span <</ActualText ({SECRET})>> BDC 0 0 50 50 re f EMC EMC /{SECRET} MP "
        f"/P <</X ({SECRET})>> DP BX ({SECRET}) foo EX ({SECRET}) w /{SECRET} ri /Perceptual ri "
        f"[3 ({SECRET})] 0 d [3] 0 d ({SECRET}) 1 w 0 0 m 90 90 l S",
    )
    check(document)
    operators = [str(item.operator) for item in pikepdf.parse_content_stream(page)]
    assert operators == ["re", "f", "ri", "d", "m", "l", "S"]


def test_names_of_resources_are_new_and_unused_ones_go(document):
    font = Dictionary(Type=Name.Font, Subtype=Name.Type1, BaseFont=Name.Helvetica, Name=Name(f"/{SECRET}"))
    state = Dictionary(LW=5, Note=String(SECRET))
    page = add_page(
        document,
        f"/{SECRET} gs /{SECRET} Do BT /{SECRET} 20 Tf 50 90 Td (text) Tj ET 0 0 m 90 90 l S /Gone Do /Gone gs",
        Font={f"/{SECRET}": font, "/Unused": font},
        XObject={f"/{SECRET}": form(document, b"9 9 20 20 re f", Resources=Dictionary()), "/Note": image(document)},
        ExtGState={f"/{SECRET}": state},
        Properties={"/P": Dictionary(ActualText=String(SECRET))},
    )
    check(document)
    assert {kind: list(found.keys()) for kind, found in page.Resources.items()} == {
        "/Font": ["/F0"], "/XObject": ["/X0"], "/ExtGState": ["/G0"],
    }  # fmt: skip


def test_pages_share_what_they_shared(document):
    shared = form(document, b"9 9 20 20 re f", Resources=Dictionary(), Note=String(SECRET))
    for number in range(3):
        add_page(document, "/X Do" if number else "q /Other Do Q", XObject={"/X": shared, "/Other": shared})
    check(document)
    assert len({page.Resources.XObject.X0.objgen for page in document.pages}) == 1


def test_pictures(document):
    mask = image(document, Metadata=document.make_stream(SECRET.encode()))
    picture = image(
        document,
        SMask=mask,
        Metadata=document.make_stream(SECRET.encode()),
        Alternates=Array([Dictionary(Image=image(document, SECRET.encode()))]),
        OPI=Dictionary(Note=String(SECRET)),
        ID=String(SECRET),
        Intent=Name.Perceptual,
    )
    add_page(document, "100 0 0 100 9 9 cm /X Do", XObject={"/X": picture})
    check(document)
    assert set(picture.keys()) == {
        "/Type", "/Subtype", "/Width", "/Height", "/ColorSpace", "/BitsPerComponent", "/SMask",
    }  # fmt: skip


@pytest.mark.parametrize("filters", [[Name.FlateDecode], [Name.ASCIIHexDecode, Name.FlateDecode]], ids=len)
def test_bytes_behind_deflated_pixels(document, filters):
    data = zlib.compress(PIXELS) + SECRET.encode()
    picture = image(document)
    picture.write(data.hex().encode() + b">" if len(filters) > 1 else data, filter=Array(filters))
    add_page(document, f"100 0 0 100 9 9 cm /X Do % {SECRET}", XObject={"/X": picture})
    Sanitizer(document).clean_page(document.pages[0].obj)
    file = io.BytesIO()
    document.save(file)
    assert SECRET.encode() not in file.getvalue()
    assert SECRET.encode().hex().encode() not in file.getvalue()
    with pikepdf.open(file) as made:
        assert made.pages[0].Resources.XObject.X0.read_bytes() == PIXELS


@pytest.mark.parametrize(
    ("kind", "data"),
    [(Name.DCTDecode, b"no JPEG"), (Name.JPXDecode, b"no JPEG"), (Name.FlateDecode, b"no Flate")],
    ids=str,
)
def test_pictures_that_are_damaged(document, kind, data):
    picture = image(document)
    picture.write(data, filter=kind)
    page = add_page(document, "/X Do", XObject={"/X": picture})
    with pytest.raises(CannotRewriteError, match="damaged"):
        Sanitizer(document).clean_page(page)


INLINE = b"q 90 0 0 90 9 9 cm BI /W 2 /H 2 /BPC 8 %s ID %s EI Q"


@pytest.mark.parametrize(
    ("entries", "data", "drawn"),
    [
        (b"/CS /G", PIXELS, "INLINE IMAGE"),
        (b"/CS /RGB", PIXELS * 3, "INLINE IMAGE"),
        (b"/CS /G /Note (" + SECRET.encode() + b")", PIXELS, "Do"),
        (b"/CS [/Indexed /RGB 1 <00FF00FF0000>]", bytes([0, 1, 1, 0]), "Do"),
        (b"/CS /Named", PIXELS * 3, "Do"),
    ],
    ids=lambda value: value[:10] if isinstance(value, bytes) else value,
)
def test_inline_pictures(document, entries, data, drawn):
    profile = Array([Name.ICCBased, document.make_stream(b"none", N=3, Note=String(SECRET))])
    page = add_page(document, b"%% %s\n" % SECRET.encode() + INLINE % (entries, data), ColorSpace={"/Named": profile})
    check(document)
    assert drawn in [str(item.operator) for item in pikepdf.parse_content_stream(page)]


@pytest.mark.parametrize("data", [PIXELS[:2], PIXELS + SECRET.encode()], ids=["less", "more"])
def test_inline_pictures_of_another_size(document, data):
    page = add_page(document, INLINE % (b"/CS /G", data))
    with pytest.raises(CannotRewriteError, match="data of a picture end"):
        Sanitizer(document).clean_page(page)


def test_colours(document):
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes() + SECRET.encode()
    tint = document.make_stream(
        f"% {SECRET}\n{{dup dup}}".encode(), FunctionType=4, Domain=Array([0, 1]), Range=Array([0, 1] * 3)
    )
    spaces = {
        "/A": Array([Name.ICCBased, document.make_stream(profile, N=3, Note=String(SECRET))]),
        "/B": Array([Name.Separation, Name(f"/{SECRET}"), Name.DeviceRGB, tint]),
        "/C": Array([Name.DeviceN, Array([Name(f"/{SECRET}")]), Name.DeviceRGB, tint, Dictionary(Note=String(SECRET))]),
        "/D": Array([Name.Indexed, Name.DeviceRGB, 1, String(bytes([0, 0, 0, 255, 0, 0]))]),
        "/E": Array([Name.CalRGB, Dictionary(WhitePoint=Array([0.95, 1, 1.09]), Note=String(SECRET))]),
        "/F": Array([Name.Lab, Dictionary(WhitePoint=Array([0.95, 1, 1.09]))]),
    }
    shapes = [f"/{name} cs {color} scn {x} 0 20 90 re f" for name, color, x in (
        ("A", "0.2 0.5 0.9", 0), ("B", "0.7", 20), ("C", "0.3", 40), ("D", "1", 60), ("E", "0.9 0.1 0.1", 80),
        ("F", "50 60 0", 100), ("DeviceCMYK", "0.1 0.2 0.3 0.4", 120),
    )]  # fmt: skip
    page = add_page(document, " ".join(shapes), ColorSpace=spaces)
    check(document)
    assert str(page.Resources.ColorSpace.C1[1]) == "/Ink0"


def test_patterns_shadings_and_states(document):
    function = Dictionary(
        FunctionType=3, Domain=Array([0, 1]), Bounds=Array([0.5]), Encode=Array([0, 1, 0, 1]), Note=String(SECRET),
        Functions=Array([Dictionary(
            FunctionType=2, Domain=Array([0, 1]), N=1, C0=Array([a]), C1=Array([b]), Note=String(SECRET)
        ) for a, b in ((0, 1), (1, 0))]),
    )  # fmt: skip
    shading = Dictionary(
        ShadingType=2, ColorSpace=Name.DeviceGray, Coords=Array([0, 0, 90, 0]), Function=function, Note=String(SECRET)
    )
    tiling = document.make_stream(
        f"/{SECRET} MP 0 0 3 3 re f".encode(), PatternType=1, PaintType=1, TilingType=1, BBox=Array([0, 0, 6, 6]),
        XStep=6, YStep=6, Resources=Dictionary(), Note=String(SECRET),
    )  # fmt: skip
    group = Dictionary(S=Name.Transparency, CS=Name.DeviceGray)
    soft = form(document, f"% {SECRET}\n0.5 g 0 0 200 200 re f".encode(), Group=group, Resources=Dictionary())
    state = Dictionary(SMask=Dictionary(S=Name.Luminosity, G=soft, Note=String(SECRET)), ca=0.8, HT=String(SECRET))
    page = add_page(
        document,
        "q 0 0 90 90 re W n /S sh Q /Pattern cs /T scn 100 0 50 90 re f /L scn 0 100 90 50 re f "
        "/M gs 0 g 100 100 50 50 re f",
        Shading={"/S": shading},
        Pattern={"/T": tiling, "/L": Dictionary(PatternType=2, Shading=shading, Note=String(SECRET))},
        ExtGState={"/M": state},
    )
    check(document)
    assert set(page.Resources.keys()) == {"/Shading", "/Pattern", "/ExtGState"}


def test_fonts(document):
    descriptor = Dictionary(
        Type=Name.FontDescriptor, FontName=Name(f"/{SECRET}"), Flags=32, FontBBox=Array([0, 0, 1000, 1000]),
        CharSet=String(f"/{SECRET}"), FontFamily=String(SECRET),
        FontFile2=document.make_stream(b"", Note=String(SECRET)),
    )  # fmt: skip
    maps = f"% {SECRET}\n1 beginbfchar <41> <0041> endbfchar".encode()
    font = Dictionary(
        Type=Name.Font, Subtype=Name.TrueType, BaseFont=Name(f"/{SECRET}"), FirstChar=65, LastChar=65,
        Widths=Array([700]), FontDescriptor=document.make_indirect(descriptor), Note=String(SECRET),
        Encoding=Dictionary(BaseEncoding=Name.WinAnsiEncoding, Note=String(SECRET)),
        ToUnicode=document.make_stream(maps, Note=String(SECRET)),
    )  # fmt: skip
    other = Dictionary(Type=Name.Font, Subtype=Name.Type1, BaseFont=Name("/Courier"))
    page = add_page(
        document,
        "9 9 20 20 re f BT /A 20 Tf 50 90 Td (A) Tj /B 20 Tf (A) Tj /Missing 20 Tf (A) Tj ET",
        Font={"/A": document.make_indirect(font), "/B": other},
    )
    sanitizer = Sanitizer(document)
    sanitizer.clean_page(page)
    assert [place for place, data in object_data(saved(document)) if SECRET.encode() in data] == []
    fonts = page.Resources.Font
    assert [str(fonts[name].BaseFont) for name in ("/F0", "/F1", "/F2")] == ["/AAAAAA+Font", "/Courier", "/Helvetica"]
    assert fonts.F0.FontDescriptor.FontName == Name("/AAAAAA+Font")


def test_fonts_whose_glyphs_are_instructions(document):
    noted = document.make_stream(f"% {SECRET}\n600 0 d0 /In Do".encode())
    font = Dictionary(
        Type=Name.Font, Subtype=Name.Type3, FontBBox=Array([0, 0, 600, 600]), FirstChar=65, LastChar=66,
        FontMatrix=Array([0.001, 0, 0, 0.001, 0, 0]), Widths=Array([600, 600]), Name=Name(f"/{SECRET}"),
        Encoding=Dictionary(Differences=Array([65, Name.a, Name.b])), CharProcs=Dictionary(a=noted, b=noted),
        Resources=Dictionary(XObject=Dictionary(In=form(document, b"0 0 500 500 re f", Resources=Dictionary()))),
    )  # fmt: skip
    page = add_page(document, "BT /A 40 Tf 50 90 Td (AB) Tj ET", Font={"/A": font})
    check(document)
    made = page.Resources.Font.F0
    assert made.CharProcs.a.objgen == made.CharProcs.b.objgen


def test_a_font_in_two_directions(document):
    encoding = document.make_stream(b"/WMode 0 def", Type=Name.CMap, WMode=1)
    font = Dictionary(Type=Name.Font, Subtype=Name.Type0, BaseFont=Name.X, Encoding=encoding)
    page = add_page(document, "/A 9 Tf", Font={"/A": font})
    with pytest.raises(CannotRewriteError, match="two directions"):
        Sanitizer(document).clean_page(page)


def test_forms_without_resources(document):
    plain = form(document, f"% {SECRET}\n9 9 20 20 re f".encode())
    page = add_page(document, "/X Do", XObject={"/X": plain})
    check(document)
    naming = form(document, b"/G gs 9 9 20 20 re f")
    page = add_page(document, "/X Do", XObject={"/X": naming}, ExtGState={"/G": Dictionary(LW=1)})
    with pytest.raises(CannotRewriteError, match="no resources"):
        Sanitizer(document).clean_page(page)


def test_forms_in_themselves_and_deep_ones(document):
    inner = form(document, f"% {SECRET}\n9 9 20 20 re f /X Do".encode(), Resources=Dictionary(XObject=Dictionary()))
    inner.Resources.XObject.X = inner
    page = add_page(document, "/X Do", XObject={"/X": inner})
    Sanitizer(document).clean_page(page)
    assert SECRET.encode() not in saved(document)
    for _ in range(100):
        inner = form(document, b"/X Do", Resources=Dictionary(XObject=Dictionary(X=inner)))
    page = add_page(document, "/X Do", XObject={"/X": inner})
    with pytest.raises(CannotRewriteError, match="too deep"):
        Sanitizer(document).clean_page(page)


def test_values_of_other_types(document):
    page = add_page(
        document,
        "9 9 20 20 re f /A gs /B Do /C sh BT /D 9 Tf (x) Tj ET /E cs /F scn",
        ExtGState={"/A": String(SECRET)},
        XObject={"/B": Dictionary(Subtype=Name.Image), "/Z": 1},
        Shading={"/C": Array([String(SECRET)])},
        Font={"/D": String(SECRET)},
        ColorSpace={"/E": Array([String(SECRET)])},
        Pattern={"/F": 3},
    )
    check(document)
    assert set(page.Resources.keys()) == {"/Font"}


def test_the_same_twice(document):
    picture = image(document)
    page = add_page(document, "q 90 0 0 90 9 9 cm /X Do Q", XObject={"/X": picture})
    sanitizer = Sanitizer(document)
    sanitizer.clean_page(page)
    once = page.Contents.read_bytes()
    sanitizer.clean_page(page)
    assert page.Contents.read_bytes() == once
    assert np.frombuffer(page.Resources.XObject.X0.read_bytes(), np.uint8).tolist() == list(PIXELS)
