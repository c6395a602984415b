"""Whole PDFs: what is in regions and what pages don't show is gone, all else is there."""

import io
import shutil
import subprocess

import numpy as np
import pdf_redaction_check
import pikepdf
import pypdfium2 as pdfium
import pytest
from pikepdf import Array, Dictionary, Name, String

from pdf.make_objects import form, new, saved, text
from pdf.make_pdf import Field, Page, Text, make_pdf
from pdf.redact.torture import PAGE_OF_NOTHING, SECRET, leaks, shown_words, torture_pdf
from sparkocr.enums import Color, RedactTechnique
from sparkocr.errors import DocumentError
from sparkocr.layout.box import Box
from sparkocr.pdf.redact import redact as module
from sparkocr.pdf.redact.redact import redact
from sparkocr.pdf.redact.report import CannotRewriteError, Technique

JANE = Box(98, 78, 40, 18).corners()  # of "Jane" in LETTER
LETTER = make_pdf([Page([Text(60, 700, "Dear"), Text(100, 700, "Jane"), Text(140, 700, "Smith")]), Page()])
ALL = [*RedactTechnique]


@pytest.fixture(scope="module")
def torture():
    return torture_pdf()


def techniques(made):
    return [page.technique for page in made.pages]


def rendered(content, index=0, scale=1):
    with pdfium.PdfDocument(content) as document:
        return document[index].render(scale=scale, rev_byteorder=True).to_numpy()[:, :, :3].astype(int)


@pytest.mark.parametrize("technique", [RedactTechnique.AUTO, RedactTechnique.RASTER])
def test_nothing_of_the_secret_is_left(torture, technique):
    assert leaks(torture.content, SECRET), "the search finds it before"
    made = redact(torture.content, torture.holes, technique=technique)
    assert leaks(made.content, SECRET) == []
    for number, found in enumerate(shown_words(made.content)):
        assert [word for word in torture.kept[number] if word not in found] == []
    assert [page.regions for page in made.pages] == [len(torture.holes.get(page, ())) for page in range(5)]
    if technique is RedactTechnique.RASTER:
        assert {page.technique for page in made.pages} == {Technique.RASTER}


def test_what_pages_do_not_show_goes_without_regions(torture):
    made = redact(torture.content, {})
    assert set(techniques(made)) == {Technique.NONE}
    kept = shown_words(made.content)
    for number, found in enumerate(kept):
        assert [word for word in torture.kept[number] if word not in found] == []
    with pikepdf.open(io.BytesIO(made.content)) as document:
        assert set(document.Root.keys()) == {"/Type", "/Pages"}
        assert "/Info" not in document.trailer
        for page in document.pages:
            assert set(page.obj.keys()) <= {"/Type", "/Parent", "/MediaBox", "/Contents", "/Resources", "/Rotate"}
    page = kept[PAGE_OF_NOTHING]
    assert page.count(SECRET) == 2, "the values of the form field and the text box are shown, so they stay"


def test_pages_without_regions_look_as_before(torture):
    made = redact(torture.content, {})
    for index in range(5):
        if index != PAGE_OF_NOTHING:  # whose form PDFium draws only when it is asked to
            assert (rendered(made.content, index) == rendered(torture.content, index)).all()


def test_the_file_has_one_revision_and_is_the_same_each_time(torture):
    made = redact(torture.content, torture.holes).content
    assert made.count(b"%%EOF") == 1
    assert b"/Prev" not in made
    assert made == redact(torture.content, torture.holes).content
    with pikepdf.open(io.BytesIO(made)) as document:
        assert document.check_pdf_syntax() == []


@pytest.mark.skipif(not shutil.which("qpdf"), reason="needs qpdf")
def test_qpdf_finds_nothing_wrong(torture, tmp_path):
    path = tmp_path / "redacted.pdf"
    path.write_bytes(redact(torture.content, torture.holes).content)
    assert subprocess.run(["qpdf", "--check", str(path)], check=False, capture_output=True).returncode == 0


@pytest.mark.parametrize("technique", ALL)
def test_regions_go_and_neighbours_stay(technique):
    made = redact(LETTER, {0: [JANE]}, technique=technique, fill=Color.red)
    assert [text.split() for text in shown_words(made.content)] == [["Dear", "Smith"], []]
    assert tuple(rendered(made.content)[86, 110]) == (255, 0, 0)
    assert techniques(made) == [
        Technique.RASTER if technique is RedactTechnique.RASTER else Technique.REWRITE,
        Technique.NONE,
    ]


@pytest.mark.parametrize("technique", [RedactTechnique.REWRITE, RedactTechnique.RASTER])
@pytest.mark.parametrize("rotate", [0, 90, 180, 270])
@pytest.mark.parametrize("boxes", [{}, {"mediabox": (-50, 20, 550, 800), "cropbox": (-30, 40, 500, 760)}], ids=str)
def test_regions_are_where_the_page_is_displayed(rotate, boxes, technique):
    content = make_pdf([Page([Text(100, 500, "Jane"), Text(200, 500, "Smith")], rotate=rotate, **boxes)])
    with pdfium.PdfDocument(content) as document:
        size = document[0].get_size()
    dark = (rendered(content).min(axis=2) < 128).nonzero()
    across, down = dark[::-1] if rotate in {90, 270} else dark
    # The place of the first word, which is at the start of the line: the side of it depends on the rotation.
    y, x = dark
    along = y if rotate in {90, 270} else x
    first = along < along.min() + 40 if rotate in {0, 90} else along > along.max() - 40
    hole = Box(x[first].min() - 2, y[first].min() - 2, np.ptp(x[first]) + 5, np.ptp(y[first]) + 5).corners()
    assert len(across) == len(down)
    made = redact(content, {0: [hole]}, technique=technique)
    assert shown_words(made.content)[0].split() == ["Smith"]
    with pdfium.PdfDocument(made.content) as document:
        assert document[0].get_size() == pytest.approx(size, abs=0.01)


def test_turned_regions():
    turned = Box(60, 80, 200, 10, 90).corners()  # 10 wide and 200 high, at x = 155 to 165
    content = make_pdf([Page([Text(100, 700, "left"), Text(157, 700, "i"), Text(180, 700, "right")])])
    for technique in (RedactTechnique.REWRITE, RedactTechnique.RASTER):
        made = redact(content, {0: [turned]}, technique=technique)
        assert shown_words(made.content)[0].split() == ["left", "right"]


def test_values_of_form_fields_are_redacted():
    content = make_pdf([Page([Text(60, 700, "Name:")], fields=[Field("name", "Jane", 100, 690, appearance=False)])])
    made = redact(content, {0: [Box(95, 75, 140, 35).corners()]})
    assert shown_words(made.content)[0].split() == ["Name:"]
    assert leaks(made.content, "Jane") == []
    assert "Jane" in shown_words(redact(content, {}).content)[0]


def test_encrypted_documents_need_their_password():
    locked = make_pdf([Page([Text(100, 700, "Jane")])], user_password="open")
    made = redact(locked, {0: [JANE]}, password="open")
    assert shown_words(made.content) == [""]
    for password in ("", "other"):
        with pytest.raises(DocumentError, match="encrypted"):
            redact(locked, {0: [JANE]}, password=password)


@pytest.mark.parametrize("page", [2, -1])
def test_a_region_on_a_page_that_is_not_there(page):
    with pytest.raises(DocumentError, match="no page"):
        redact(LETTER, {page: [JANE]})


@pytest.mark.parametrize("corner", [(620, 10), (10, 800), (-20, 10), (10, -20), (np.nan, 10), (10, np.inf)])
def test_a_region_beside_its_page(corner):
    with pytest.raises(DocumentError, match="not on its page"):
        redact(LETTER, {0: [np.array([[0, 0], [9, 0], [9, 9], [0, 9]]) + corner]})


@pytest.mark.parametrize("content", [b"", b"no PDF", LETTER[: len(LETTER) // 2]])
def test_what_is_no_pdf(content):
    with pytest.raises(DocumentError):
        redact(content, {})


def test_a_damaged_page_is_an_error():
    with pikepdf.open(io.BytesIO(LETTER)) as document:
        broken = document.make_stream(b"")
        broken.write(b"x\x9cgarbage", filter=Name.FlateDecode)
        document.pages[1].obj.Contents = broken
        file = io.BytesIO()
        document.save(file, compress_streams=False)
    with pytest.raises(DocumentError, match="damaged"):
        redact(file.getvalue(), {})


@pytest.mark.parametrize("error", [CannotRewriteError("A reason."), ValueError("quotes Jane"), RecursionError()])
def test_what_can_not_be_rewritten_becomes_a_picture(monkeypatch, error):
    def refuse(*_arguments, **_options):
        raise error

    monkeypatch.setattr(module, "rewrite_page", refuse)
    made = redact(LETTER, {0: [JANE]})
    assert techniques(made) == [Technique.RASTER, Technique.NONE]
    assert made.pages[0].reason == ("A reason." if isinstance(error, CannotRewriteError) else module._ODD)
    assert shown_words(made.content)[0].split() == ["Dear", "Smith"]
    with pytest.raises(DocumentError, match="Page 0 can't be rewritten") as failed:
        redact(LETTER, {0: [JANE]}, technique=RedactTechnique.REWRITE)
    assert "Jane" not in str(failed.value)


def test_half_of_a_rewritten_page_does_not_stay(monkeypatch):
    def half(document, page, _holes, **_options):
        page.Contents = document.make_stream(b"(Jane) half")
        raise CannotRewriteError("A reason.")

    monkeypatch.setattr(module, "rewrite_page", half)
    assert leaks(redact(LETTER, {0: [JANE]}).content, "Jane") == []


def test_pictures_have_a_limit():
    with pytest.raises(DocumentError, match="maxPixels"):
        redact(LETTER, {0: [JANE]}, technique=RedactTechnique.RASTER, max_pixels=1000)
    with pytest.raises(DocumentError, match="maxPixels"):
        redact(LETTER, {0: [JANE]}, technique=RedactTechnique.RASTER, max_pixels=400_000)
    assert redact(LETTER, {0: [JANE]}, technique=RedactTechnique.RASTER, max_pixels=500_000, resolution=72).content


def test_gaps_of_one_width():
    def rest(name):
        content = make_pdf([Page(content=f"BT /F1 12 Tf 60 700 Td (Dear {name} Smith) Tj ET".encode())])
        wide = {"Al": 12.0, "Maximilian": 58.0}[name]
        made = redact(content, {0: [Box(60 + 28.2, 78, wide, 18).corners()]}, gap_width=3)
        with pdfium.PdfDocument(made.content) as document:
            page = document[0].get_textpage()
            place = page.get_text_range().index("Smith")
            assert name not in page.get_text_range()
            return page.get_charbox(place)[0]

    assert rest("Al") == pytest.approx(rest("Maximilian"), abs=0.01)


@pytest.mark.parametrize(
    ("x", "y"),
    [(700, 400), (-80, 400), (200, -40), (200, 900), (50_000, 400)],
    ids=["right", "left", "low", "high", "far"],
)
def test_text_beside_the_page_goes(x, y):
    content = make_pdf([Page([Text(100, 700, "here"), Text(x, y, SECRET)])])
    made = redact(content, {})
    assert leaks(made.content, SECRET) == []
    assert "here" in shown_words(made.content)[0]
    assert techniques(made) == [Technique.NONE]


def test_what_is_too_far_away_makes_a_picture():
    far = f"BT /F1 12 Tf 5000000 400 Td ({SECRET}) Tj ET".encode()
    made = redact(make_pdf([Page([Text(100, 700, "here")], content=far)]), {})
    assert made.pages[0].reason == "Something is far beside the page."
    assert leaks(made.content, SECRET) == []
    assert "here" in shown_words(made.content)[0]


def test_pictures_of_a_page_keep_no_text_from_marks():
    content = make_pdf([Page([Text(60, 700, "Dear")])])
    with pikepdf.open(io.BytesIO(content)) as document:
        page = document.pages[0]
        page.contents_add(f"/Span <</ActualText ({SECRET})>> BDC".encode(), prepend=True)
        page.contents_add(b"EMC")
        file = io.BytesIO()
        document.save(file)
    made = redact(file.getvalue(), {0: [JANE]}, technique=RedactTechnique.RASTER)
    assert shown_words(made.content)[0].split() == ["Dear"]
    assert leaks(made.content, SECRET) == []


def test_hidden_layers_go():
    with pikepdf.new() as document:
        group = document.make_indirect(Dictionary(Type=Name.OCG, Name=String(SECRET)))
        document.Root.OCProperties = Dictionary(OCGs=Array([group]), D=Dictionary(OFF=Array([group])))
        page = document.add_blank_page()
        font = Dictionary(Type=Name.Font, Subtype=Name.Type1, BaseFont=Name.Helvetica)
        page.obj.Resources = Dictionary(Font=Dictionary(F=font), Properties=Dictionary(L=group))
        page.obj.Contents = document.make_stream(
            f"/OC /L BDC BT /F 12 Tf 50 50 Td ({SECRET}) Tj ET EMC BT /F 12 Tf 50 90 Td (shown) Tj ET".encode()
        )
        file = io.BytesIO()
        document.save(file)
    made = redact(file.getvalue(), {})
    assert leaks(made.content, SECRET) == []
    assert shown_words(made.content)[0].split() == ["shown"]


def test_a_view_of_memory():
    assert redact(memoryview(LETTER), {0: [JANE]}) == redact(LETTER, {0: [JANE]})


def test_resources_of_the_tree_of_pages():
    fields = [Field("name", "Jane", 100, 600)]
    content = make_pdf([Page([Text(60, 700, "Dear"), Text(100, 700, "山")], fields=fields)] * 2, inherit=True)
    made = redact(content, {})
    assert [text.split() for text in shown_words(made.content)] == [["Dear", "山", "Jane"]] * 2


def test_an_independent_check_finds_nothing(torture, tmp_path):
    path = tmp_path / "redacted.pdf"
    for technique in (RedactTechnique.AUTO, RedactTechnique.RASTER):
        path.write_bytes(redact(torture.content, torture.holes, technique=technique).content)
        report, _ = pdf_redaction_check.analyze(path, [SECRET])
        assert [(found.severity.name, found.detail) for found in report.findings if found.severity.name != "INFO"] == []


def test_what_pdfium_still_finds_in_a_region_makes_the_page_a_picture(monkeypatch):
    monkeypatch.setattr(module, "rewrite_page", lambda *_args, **_options: None)
    made = redact(LETTER, {0: [JANE]})
    assert made.pages[0].technique is Technique.RASTER
    assert made.pages[0].reason == "Something was left in a region."
    assert "Jane" not in shown_words(made.content)[0]
    assert "Smith" in shown_words(made.content)[0]
    with pytest.raises(DocumentError, match="Page 0 can't be rewritten: Something was left"):
        redact(LETTER, {0: [JANE]}, technique=RedactTechnique.REWRITE)


@pytest.mark.parametrize(
    "look",
    [
        b"/F1 0 Tf 72 640 Td",
        b"/F1 12 Tf 0 0 0 0 72 640 Tm",
        b"/F1 12 Tf 1 0 0 0 72 640 Tm",
        b"/F1 12 Tf 0 Tz 72 640 Td",
        b"/F1 0.001 Tf 72 640 Td",
    ],
)
@pytest.mark.parametrize("holes", [{}, {0: [JANE]}])
def test_text_that_is_too_small_to_be_seen_goes(look, holes):
    shown = b"BT /F1 12 Tf 60 600 Td (left) Tj ET BT %s (Zanzibarski) Tj ET" % look
    content = saved(new(shown + b" BT 100 Tz /F1 12 Tf 60 500 Td (right) Tj ET"))
    made = redact(content, holes)
    assert leaks(made.content, SECRET) == []
    assert [word in shown_words(made.content)[0] for word in ("left", "right")] == [True, True]
    assert made.pages[0].reason is None


def test_text_that_is_too_small_to_be_seen_goes_from_forms():
    document = new(b"q 0.0005 0 0 0.0005 0 0 cm /Small Do Q BT /F1 12 Tf 60 600 Td (left) Tj ET")
    document.pages[0].obj.Resources.XObject = Dictionary(Small=form(document, text(SECRET)))
    made = redact(saved(document), {})
    assert leaks(made.content, SECRET) == []
    assert "left" in shown_words(made.content)[0]
