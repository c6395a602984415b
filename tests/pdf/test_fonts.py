"""Letters of fonts that don't tell them, or tell wrong ones, and text in fonts that aren't embedded."""

import io
import re
from functools import cache
from pathlib import Path

import font_roboto
import pytest
from fontTools.fontBuilder import FontBuilder
from fontTools.pens.t2CharStringPen import T2CharStringPen
from fontTools.pens.ttGlyphPen import TTGlyphPen
from fontTools.ttLib import TTFont
from fontTools.ttLib.tables._c_m_a_p import CmapSubtable
from pikepdf import Array, Dictionary, Name

from pdf.make_objects import form, helvetica, locked, look, new, plain, saved, text, texts, words
from sparkocr.pdf.ranges import page_ranges

LETTERS = {"one": "H", "two": "e", "three": "l", "four": "o"}
GLYPHS = [".notdef", "H", "e", "l", "o", "f_i", "uni00410042"]


def square(pen):
    pen.moveTo((50, 0))
    pen.lineTo((450, 0))
    pen.lineTo((450, 700))
    pen.lineTo((50, 700))
    pen.closePath()


@cache
def font_file(*, cff=False, cmap=(), names=True, only_cff=False):
    """A font whose glyphs are squares; `cmap`: (platform, encoding, first code) of a table of letters."""
    builder = FontBuilder(1000, isTTF=not cff)
    builder.setupGlyphOrder(GLYPHS)
    builder.setupCharacterMap({})
    widths = dict.fromkeys(GLYPHS, (500, 50))
    if cff:
        pens = {}
        for name in GLYPHS:
            pen = T2CharStringPen(500, None)
            square(pen)
            pens[name] = pen.getCharString()
        builder.setupCFF("Squares", {}, pens, {})
    else:
        pen = TTGlyphPen(None)
        square(pen)
        glyph = pen.glyph()
        builder.setupGlyf(dict.fromkeys(GLYPHS, glyph))
    builder.setupHorizontalMetrics(widths)
    builder.setupHorizontalHeader(ascent=900, descent=-200)
    builder.setupNameTable({"familyName": "Squares", "styleName": "Regular", "psName": "Squares"})
    builder.setupOS2()
    builder.setupPost(keepGlyphNames=names)
    tables = []
    for platform, encoding, first in cmap:
        table = CmapSubtable.newSubtable(4 if platform == 3 else 0)
        table.platformID, table.platEncID, table.language = platform, encoding, 0
        table.cmap = (
            {ord(name): name for name in "Helo"}
            if first is None
            else {first + number: name for number, name in enumerate("Helo")}
        )
        tables.append(table)
    builder.font["cmap"].tables = tables
    file = io.BytesIO()
    builder.save(file)
    if only_cff:
        return TTFont(io.BytesIO(file.getvalue())).getTableData("CFF ")
    return file.getvalue()


def descriptor(document, file=None, key="FontFile2", flags=4, **entries):
    found = Dictionary(
        Type=Name.FontDescriptor,
        FontName=Name.Squares,
        Flags=flags,
        FontBBox=Array([0, -200, 1000, 900]),
        ItalicAngle=0,
        Ascent=900,
        Descent=-200,
        CapHeight=700,
        StemV=80,
    )
    if file is not None:
        found[f"/{key}"] = document.make_stream(file, **entries)
    return document.make_indirect(found)


def composite(document, file, *, key="FontFile2", encoding="Identity-H", gids=None, to_unicode=None, **entries):
    kind = Name.CIDFontType2 if key == "FontFile2" else Name.CIDFontType0
    descendant = Dictionary(
        Type=Name.Font,
        Subtype=kind,
        BaseFont=Name.Squares,
        CIDSystemInfo=Dictionary(Registry="Adobe", Ordering="Identity", Supplement=0),
        DW=500,
        FontDescriptor=descriptor(document, file, key, **entries),
    )
    if key == "FontFile2":
        descendant.CIDToGIDMap = Name.Identity if gids is None else document.make_stream(gids)
    found = Dictionary(
        Type=Name.Font,
        Subtype=Name.Type0,
        BaseFont=Name.Squares,
        Encoding=document.make_stream(encoding) if isinstance(encoding, bytes) else Name(f"/{encoding}"),
        DescendantFonts=Array([document.make_indirect(descendant)]),
    )
    if to_unicode is not None:
        found.ToUnicode = document.make_stream(to_unicode)
    return found


def shown(codes, y=700):
    return b"BT /F2 14 Tf 72 %d Td <%s> Tj ET\n" % (y, codes.encode())


def with_font(make, content, *, before=b""):
    document = new(before + content)
    document.pages[0].obj.Resources.Font.F2 = document.make_indirect(make(document))
    return document


def check(document, expected):
    content = saved(document)
    assert texts(content) == [expected]
    assert texts(content, coordinates=True) == [expected]
    assert texts(content, sort=True) == [expected]
    assert words(content) == [expected.split()]
    assert texts(locked(content)) == [expected]


HELLO = "00010002000300030004"
CID_MAP = (
    b"/CIDInit /ProcSet findresource begin 12 dict begin begincmap /CMapName /X def /CMapType 1 def\n"
    b"1 begincodespacerange <0000> <ffff> endcodespacerange\n"
    b"1 begincidrange <0010> <0013> 1 endcidrange\n1 begincidchar <0020> 5 endcidchar\nendcmap end end"
)


@pytest.mark.parametrize(
    ("options", "codes"),
    [
        ({"file": {"cmap": ((3, 1, None),), "names": False}}, HELLO),
        ({"file": {}}, HELLO),
        ({"file": {"cff": True}, "key": "FontFile3", "Subtype": Name.OpenType}, HELLO),
        ({"file": {"cff": True, "only_cff": True}, "key": "FontFile3", "Subtype": Name.CIDFontType0C}, HELLO),
        ({"file": {}, "encoding": "Identity-V"}, HELLO),
        ({"file": {}, "gids": b"\0\0\0\4\0\3\0\2\0\1"}, "00040003000200020001"),
        ({"file": {}, "encoding": CID_MAP}, "00100011001200120013"),
    ],
    ids=["letters", "names", "names of OpenType", "names of CFF", "vertical", "glyphs of codes", "map of codes"],
)
def test_composite_fonts_without_map(options, codes):
    options = dict(options)
    file = font_file(**options.pop("file"))
    document = with_font(lambda document: composite(document, file, **options), shown(codes))
    if options.get("encoding") == "Identity-V":
        assert "".join(texts(saved(document))[0].split()) == "Hello"
        return
    check(document, "Hello")
    check(
        with_font(lambda document: composite(document, file, **options), shown(codes, 600), before=text("Known")),
        "Known\nHello",
    )


def test_few_unknown_letters_among_many_known_ones_are_found():
    lines = b"".join(text("many known letters are on this page", 72, 760 - 14 * number) for number in range(40))
    document = with_font(lambda document: composite(document, font_file()), shown(HELLO, 100), before=lines)
    assert texts(saved(document))[0].endswith("\nHello")


def test_fonts_without_letters_are_no_text():
    file = font_file(names=False)
    (found,) = texts(saved(with_font(lambda document: composite(document, file), shown(HELLO))))
    assert found == ""


def test_ranges_of_long_documents():
    document = with_font(lambda document: composite(document, font_file()), shown(HELLO))
    for _ in range(19):
        document.pages.append(document.pages[0])
    parts = list(page_ranges(saved(document)))
    assert [found for part in parts for found in texts(part.content)] == ["Hello"] * 20


def test_fonts_of_forms():
    document = new(b"/X Do")
    font = composite(document, font_file())
    document.pages[0].obj.Resources.XObject = Dictionary(
        X=form(document, shown(HELLO), Resources=Dictionary(Font=Dictionary(F2=font)))
    )
    check(document, "Hello")


def unicode_map(values):
    """A map with values as they are: hexadecimal digits."""
    rows = "\n".join(f"<{code:04x}> <{value}>" for code, value in values.items())
    return (
        "/CIDInit /ProcSet findresource begin 12 dict begin begincmap /CMapName /U def /CMapType 2 def\n"
        f"1 begincodespacerange <0000> <ffff> endcodespacerange\n{len(values)} beginbfchar\n{rows}\n"
        "endbfchar endcmap end end"
    ).encode()


@pytest.mark.parametrize(
    "values",
    [
        {1: "0000", 2: "0000", 3: "0000", 4: "0000"},
        {1: "e001", 2: "e002", 3: "e003", 4: "e004"},
        {1: "fffd", 2: "fffd", 3: "fffd", 4: "fffd"},
        {1: "0001", 2: "0002", 3: "0003", 4: "0004"},
        {1: "0048", 2: "0065", 3: "0000", 4: "006f"},
        {1: "0048", 4: "006f"},
        {},
    ],
    ids=["NUL", "private", "replacement", "controls", "one NUL", "some missing", "empty"],
)
def test_wrong_maps_are_completed_from_the_file(values):
    make = lambda document: composite(document, font_file(), to_unicode=unicode_map(values))  # noqa: E731
    check(with_font(make, shown(HELLO)), "Hello")


@pytest.mark.parametrize(
    ("letters", "codes"),
    [("Café — naïve", None), ("Привет, мир", None), ("Ελλάδα", None)],
    ids=["Latin", "Cyrillic", "Greek"],
)
def test_maps_in_utf_8(letters, codes):
    values = {number + 1: letter.encode().hex().rjust(4, "0") for number, letter in enumerate(letters)}
    codes = "".join(f"{number + 1:04x}" for number in range(len(letters)))
    make = lambda document: composite(document, font_file(names=False), to_unicode=unicode_map(values))  # noqa: E731
    document = with_font(make, shown(codes))
    assert texts(saved(document)) == [letters]
    assert texts(saved(document), sort=True) == [letters]


@pytest.mark.parametrize("letters", ["안녕 세계", "시스템", "전화"])
def test_maps_of_korean_stay(letters):
    values = {number + 1: letter.encode("utf-16-be").hex() for number, letter in enumerate(letters)}
    codes = "".join(f"{number + 1:04x}" for number in range(len(letters)))
    make = lambda document: composite(document, font_file(names=False), to_unicode=unicode_map(values))  # noqa: E731
    assert texts(saved(with_font(make, shown(codes)))) == [letters]


def simple(names, first=128, subtype=Name.Type1, **entries):
    def make(_):
        encoding = Dictionary(
            BaseEncoding=Name.WinAnsiEncoding, Differences=Array([first, *(Name(f"/{n}") for n in names)])
        )
        return Dictionary(
            Type=Name.Font,
            Subtype=subtype,
            BaseFont=Name.Helvetica,
            Encoding=encoding,
            FirstChar=32,
            LastChar=255,
            Widths=Array([500] * 224),
            **entries,
        )

    return make


@pytest.mark.parametrize(
    ("name", "letters"),
    [
        ("f_f_i", "ffi"),
        ("f_i", "fi"),
        ("T_h", "Th"),
        ("f_i.liga", "fi"),
        ("uni00410042", "AB"),
        ("uni0041", "A"),
        ("u1F600", "😀"),
        ("u0041", "A"),
        ("a.alt", "a"),
        ("one.oldstyle", "1"),
        ("ffi", "ffi"),
        ("afii10017", "А"),  # noqa: RUF001
        ("T_uni0068", "Th"),
    ],
)
def test_names_of_glyphs(name, letters):
    document = with_font(simple([name, "space"]), shown("617879807a797881" + "62"))
    content = saved(document)
    for found in (texts(content), texts(content, coordinates=True), texts(content, sort=True)):
        assert found == [f"axy{letters}zyx b"]
    assert words(content) == [[f"axy{letters}zyx", "b"]]


def test_name_of_a_wide_character_among_many_letters():
    lines = b"".join(text("many known letters are on this page", 72, 760 - 14 * number) for number in range(40))
    assert texts(saved(with_font(simple(["u1F600"]), shown("6180", 100), before=lines)))[0].endswith("\na😀")


def type3(names, first=65):
    def make(document):
        drawings = {f"/{name}": document.make_stream(b"500 0 0 0 400 700 d1 0 0 400 700 re f") for name in names}
        return Dictionary(
            Type=Name.Font,
            Subtype=Name.Type3,
            FontBBox=Array([0, 0, 500, 700]),
            FontMatrix=Array([0.001, 0, 0, 0.001, 0, 0]),
            CharProcs=Dictionary(drawings),
            Encoding=Dictionary(Differences=Array([first, *(Name(f"/{name}") for name in names)])),
            FirstChar=first,
            LastChar=first + len(names) - 1,
            Widths=Array([500] * len(names)),
            Resources=Dictionary(),
        )

    return make


@pytest.mark.parametrize(
    ("names", "letters"),
    [(["w", "o", "r", "d"], "word"), (["o", "f_f_i", "c", "e"], "office"), (["a1", "a2", "a3"], "ABC")],
)
def test_type_3_fonts(names, letters):
    """Where names mean nothing, codes may be those of ASCII, as in fonts of dvips."""
    codes = "".join(f"{65 + number:02x}" for number in range(len(names)))
    assert texts(saved(with_font(type3(names), shown(codes)))) == [letters]


def true_type(file, **entries):
    def make(document):
        return Dictionary(
            Type=Name.Font,
            Subtype=Name.TrueType,
            BaseFont=Name.Squares,
            FirstChar=0,
            LastChar=255,
            Widths=Array([500] * 256),
            FontDescriptor=descriptor(document, file, **entries),
        )

    return make


@pytest.mark.parametrize(
    ("cmap", "codes"),
    [
        (((1, 0, 33),), "2122232324"),
        (((3, 0, 0xF021),), "2122232324"),
        (((3, 0, 0xF001),), "0102030304"),
        (((1, 0, 1),), "0102030304"),
        (((1, 0, 65), (3, 0, 0xF041)), "4142434344"),
    ],
)
def test_symbolic_fonts_without_encoding(cmap, codes):
    check(with_font(true_type(font_file(cmap=cmap)), shown(codes)), "Hello")


def test_symbolic_font_that_has_the_usual_codes():
    document = with_font(true_type(Path(font_roboto.Roboto).read_bytes()), shown("48656c6c6f"))
    check(document, "Hello")


# Predefined CMaps (ISO 32000-1, table 118): how Python has the same codes, and the character collection.
CJK = {
    "UniGB-UCS2-H": ("utf-16-be", "GB1", "电子发票"),
    "UniGB-UTF16-H": ("utf-16-be", "GB1", "电子发票"),
    "GBK-EUC-H": ("gbk", "GB1", "电子发票"),
    "GBKp-EUC-H": ("gbk", "GB1", "电子发票"),
    "GBK2K-H": ("gb18030", "GB1", "电子发票"),
    "GB-EUC-H": ("gb2312", "GB1", "电子发票"),
    "UniCNS-UCS2-H": ("utf-16-be", "CNS1", "電子發票"),
    "UniCNS-UTF16-H": ("utf-16-be", "CNS1", "電子發票"),
    "ETen-B5-H": ("big5", "CNS1", "電子發票"),
    "B5pc-H": ("big5", "CNS1", "電子發票"),
    "UniJIS-UCS2-H": ("utf-16-be", "Japan1", "請求書"),
    "UniJIS-UTF16-H": ("utf-16-be", "Japan1", "請求書"),
    "90ms-RKSJ-H": ("cp932", "Japan1", "請求書"),
    "90msp-RKSJ-H": ("cp932", "Japan1", "請求書"),
    "EUC-H": ("euc-jp", "Japan1", "請求書"),
    "UniKS-UCS2-H": ("utf-16-be", "Korea1", "청구서"),
    "UniKS-UTF16-H": ("utf-16-be", "Korea1", "청구서"),
    "KSCms-UHC-H": ("cp949", "Korea1", "청구서"),
    "KSC-EUC-H": ("euc-kr", "Korea1", "청구서"),
}


def not_embedded(encoding, ordering, *, with_descriptor=True):
    def make(document):
        descendant = Dictionary(
            Type=Name.Font,
            Subtype=Name.CIDFontType0,
            BaseFont=Name.SimSun,
            DW=1000,
            CIDSystemInfo=Dictionary(Registry="Adobe", Ordering=ordering, Supplement=2),
        )
        if with_descriptor:
            descendant.FontDescriptor = descriptor(document)
        return Dictionary(
            Type=Name.Font,
            Subtype=Name.Type0,
            BaseFont=Name.SimSun,
            Encoding=Name(f"/{encoding}"),
            DescendantFonts=Array([document.make_indirect(descendant)]),
        )

    return make


def each_by_itself(characters, codec, *, down=False):
    moves = [(72, 700 - 15 * number) if down else (72 + 15 * number, 700) for number in range(len(characters))]
    pieces = zip(moves, characters, strict=True)
    return (
        b"BT /F2 14 Tf\n"
        + b"".join(b"1 0 0 1 %d %d Tm <%s> Tj\n" % (x, y, c.encode(codec).hex().encode()) for (x, y), c in pieces)
        + b"ET\n"
    )


@pytest.mark.parametrize("encoding", CJK)
@pytest.mark.parametrize("way", ["each", "string"])
def test_cjk_that_is_not_embedded(encoding, way):
    codec, ordering, characters = CJK[encoding]
    content = each_by_itself(characters, codec) if way == "each" else shown(characters.encode(codec).hex())
    document = with_font(not_embedded(encoding, ordering), content, before=text("Latin", 72, 500))
    content = saved(document)
    for options in ({}, {"coordinates": True}, {"sort": True}):
        (found,) = texts(content, **options)
        assert sorted(found.split()) == sorted(["Latin", characters])
    assert sorted(words(content)[0]) == sorted(["Latin", characters])


@pytest.mark.parametrize(
    "encoding", ["UniGB-UCS2-H", "UniJIS-UTF16-H", "90ms-RKSJ-H", "KSCms-UHC-H", "ETen-B5-H", "EUC-H"]
)
@pytest.mark.parametrize("way", ["each", "string"])
def test_vertical_cjk_that_is_not_embedded(encoding, way):
    codec, ordering, characters = CJK[encoding]
    vertical = encoding.removesuffix("H") + "V"
    content = each_by_itself(characters, codec, down=True) if way == "each" else shown(characters.encode(codec).hex())
    content = saved(with_font(not_embedded(vertical, ordering), content))
    for options in ({}, {"coordinates": True}, {"sort": True}):
        (found,) = texts(content, **options)
        assert "".join(found.split()) == characters
    assert "".join(words(content)[0]) == characters


def test_cjk_without_descriptor_and_in_forms():
    characters = "請求書"
    content = each_by_itself(characters, "utf-16-be")
    make = not_embedded("UniJIS-UCS2-H", "Japan1", with_descriptor=False)
    assert texts(saved(with_font(make, content))) == [characters]
    document = new(text("Latin") + b"/X Do")
    font = make(document)
    document.pages[0].obj.Resources.XObject = Dictionary(
        X=form(document, content.replace(b" 700 Tm", b" 600 Tm"), Resources=Dictionary(Font=Dictionary(F2=font)))
    )
    assert texts(saved(document)) == [f"Latin\n{characters}"]


@pytest.mark.parametrize("damage", ["cut", "garbage", "empty", "tables"])
def test_broken_font_files(damage):
    file = font_file()
    broken = {
        "cut": file[:200],
        "garbage": b"\xff" * 500,
        "empty": b"",
        "tables": file[:12] + b"\xff" * 300 + file[312:],
    }
    document = with_font(
        lambda document: composite(document, broken[damage]), shown(HELLO, 600), before=text("Known letters")
    )
    (found,) = texts(saved(document))
    assert "Known letters" in found
    look(saved(document))


def test_fonts_that_tell_their_letters_are_taken_as_they_are(monkeypatch):
    def fail(*_):
        raise AssertionError

    monkeypatch.setattr("sparkocr.pdf.read.letters.complete_fonts", fail)
    make = simple(["Euro", "a.alt", "bullet"])
    assert texts(plain(with_font(make, shown("618081")))) == ["a€a"]
    values = {number + 1: letter.encode("utf-16-be").hex() for number, letter in enumerate("Helo")}
    make = lambda document: composite(document, font_file(), to_unicode=unicode_map(values))  # noqa: E731
    assert texts(plain(with_font(make, shown(HELLO)))) == ["Hello"]
    document = with_font(lambda _: helvetica(), shown("4142"))
    assert texts(plain(document)) == ["AB"]


def test_fonts_behind_a_missing_page_are_completed_on_their_own_page():
    document = new(text("first page"), text("o\200ce"), text("third page"))
    differences = Array([128, Name("/f_f_i")])
    font = helvetica()
    font.Encoding = Dictionary(Type=Name.Encoding, BaseEncoding=Name.WinAnsiEncoding, Differences=differences)
    document.pages[1].obj.Resources = Dictionary(Font=Dictionary(F1=font))
    whole = plain(document)
    assert texts(whole) == ["first page", "office", "third page"]
    kids = re.search(rb"/Kids \[[^]]*\]", whole)
    numbers = re.findall(rb"\d+ 0 R", kids[0])
    assert len(numbers) == 3
    broken = whole.replace(kids[0], kids[0].replace(numbers[0], b"99 0 R"))
    assert texts(broken) == ["Can't read page 0 of PDF.", "office", "third page"]
