"""Whole PDFs without their identifiers: what is found where, on all pages, in digital text and in scans."""

import io
from dataclasses import replace

import pikepdf
import pytest
from PIL import Image as Pillow
from PIL import ImageDraw, ImageFont

from documents import scanned_pdf
from pdf.make_pdf import Page, Text, make_pdf
from sparkocr.deid.pages import FoundPage, PageReading, find_on_page
from sparkocr.deid.pdf import Masking, deidentify_pdf, find_regions, highlight_pdf
from sparkocr.deid.reading import Found
from sparkocr.deid.secrets import Secret
from sparkocr.deid.verify import verify_pdf
from sparkocr.engines.tesseract import Tesseract
from sparkocr.entities.finder import EntityFinder
from sparkocr.errors import DocumentError
from sparkocr.pdf.document import open_pdf
from sparkocr.pdf.read.text import page_texts
from sparkocr.pdf.read.unread import shows_more
from sparkocr.pdf.redact.report import Technique

FIND = EntityFinder(detectors=["fields", "dates"]).find
READING = PageReading(Tesseract())
LETTER = make_pdf(
    [
        Page([Text(72, 700, "Patient: Jane Kowalczyk"), Text(72, 680, "Diagnosis: influenza")]),
        Page(
            [Text(72, 700, "On the next day Kowalczyk felt better, and so did JANE KOWALCZYK."), Text(72, 650, "End")]
        ),
    ]
)


def found_in(content, reading=READING, find=FIND):
    with open_pdf(content) as document:
        return {
            index: FoundPage.loads(find_on_page(document, index, reading=reading, find=find).dumps())
            for index in range(len(document))
        }


def texts_of(content):
    return [page.text for page in page_texts(content)]


def test_what_is_found_on_one_page_goes_on_all():
    made = deidentify_pdf(LETTER, found_in(LETTER), Masking())
    first, second = texts_of(made.content)
    assert first.split() == ["Patient:", "Diagnosis:", "influenza"]
    assert second.split() == [*["On", "the", "next", "day", "felt", "better,", "and", "so", "did", "."], "End"]
    assert [page.technique for page in made.pages] == [Technique.REWRITE, Technique.REWRITE]
    assert made.findings.counts == {"PERSON": 1}
    assert Secret("Kowalczyk", "PERSON") in made.findings.secrets
    assert verify_pdf(made.content, made.findings.secrets, read_image=None).is_proven


def test_a_scan_is_read_and_masked_and_its_other_words_stay():
    content = scanned_pdf(("Patient: Jane Kowalczyk\nDiagnosis: influenza",))
    pages = found_in(content)
    assert [item.secret.text for item in pages[0].read.found] == ["Jane Kowalczyk"]
    assert not pages[0].own.found
    made = deidentify_pdf(content, pages, Masking())
    again = found_in(made.content)[0].read.text.text
    assert "influenza" in again
    assert "Kowal" not in again


def test_a_page_with_enough_text_is_read_only_if_all_are():
    content = make_pdf([Page([Text(72, 700, "Patient: Jane Kowalczyk")])])
    assert found_in(content)[0].read is None
    reading = PageReading(Tesseract(), reads_all=True)
    page = found_in(content, reading)[0]
    assert page.read.text.text.split() == ["Patient:", "Jane", "Kowalczyk"]
    both = find_regions(content, {0: page}).regions[0]
    assert len(both) == 2, "by its own text, and by what was read"
    assert abs(both[0] - both[1]).max() < 8, "at the same place, in points of the page"


def with_layer(content, *lines):
    """A scan with invisible text all over it, as of a recognition."""
    file = io.BytesIO()
    with pikepdf.open(io.BytesIO(content)) as document:
        page = document.pages[0]
        _, _, width, height = map(float, page.mediabox)
        font = pikepdf.Dictionary(Type=pikepdf.Name.Font, Subtype=pikepdf.Name.Type1, BaseFont=pikepdf.Name.Helvetica)
        page.Resources.Font = pikepdf.Dictionary(F=font)
        size = height / len(lines)
        shown = b"".join(
            b"BT 3 Tr /F %f Tf %f Tz %f %f Td (%s) Tj ET\n"
            % (size, 200 * width / size / len(line), 0, height - size * (row + 0.8), line.encode())
            for row, line in enumerate(lines)
        )
        page.contents_add(document.make_stream(shown))
        document.save(file)
    return file.getvalue()


def test_a_name_that_the_layer_of_a_scan_has_misread_is_found_in_its_picture():
    content = with_layer(
        scanned_pdf(("Patient: Jane Kowalczyk\nDiagnosis: influenza",)), "Pat1ent J4ne K0walczvk", "lnfluenza"
    )
    with open_pdf(content) as document:
        assert not shows_more(document, 0), "by its look, it has text wherever it shows some"
    pages = found_in(content)
    assert not pages[0].own.found
    assert [item.secret.text for item in pages[0].read.found] == ["Jane Kowalczyk"]
    made = deidentify_pdf(content, pages, Masking())
    again = found_in(made.content)[0].read.text.text
    assert "influenza" in again
    assert "Kowal" not in again
    assert "K0wal" not in texts_of(made.content)[0], "the region takes what the layer has there, too"


def test_a_scan_under_a_stamp_is_read_and_both_are_masked():
    scan = scanned_pdf(("Patient: Jane Kowalczyk\nDiagnosis: influenza",))
    file = io.BytesIO()
    with pikepdf.open(io.BytesIO(scan)) as document:
        stamp = pikepdf.open(io.BytesIO(make_pdf([Page([Text(5, 5, "Copied for Jane Kowalczyk", 6)], 100, 60)])))
        pikepdf.Page(document.pages[0]).add_overlay(stamp.pages[0], pikepdf.Rectangle(0, 0, 100, 60))
        document.save(file)
    pages = found_in(file.getvalue())
    assert not pages[0].own.found
    assert {item.secret.text for item in pages[0].read.found} == {"Jane Kowalczyk"}
    made = deidentify_pdf(file.getvalue(), pages, Masking())
    assert texts_of(made.content)[0].split() == ["Copied", "for"]
    again = found_in(made.content)[0].read.text.text
    assert "influenza" in again
    assert "Kowal" not in again


def test_a_turned_page_is_masked_where_it_is_displayed():
    content = make_pdf([Page([Text(72, 700, "Patient: Jane Kowalczyk"), Text(72, 600, "stays")], rotate=90)])
    made = deidentify_pdf(content, found_in(content), Masking())
    assert texts_of(made.content)[0].split() == ["Patient:", "stays"]


def test_a_page_without_a_size_is_an_error():
    page = Page([Text(72, 700, "To Jane Roe")], cropbox=(1000, 1000, 1100, 1100))  # beside the media box
    with pytest.raises(DocumentError, match="size of PDF page"):
        found_in(make_pdf([page]))


def test_each_page_must_have_been_searched():
    pages = found_in(LETTER)
    del pages[1]
    with pytest.raises(DocumentError, match="Not all pages"):
        find_regions(LETTER, pages)


def test_a_text_that_changed_since_is_an_error_that_does_not_quote_it():
    pages = found_in(LETTER)
    pages[0] = FoundPage(replace(pages[0].own, found=(Found(0, 4, Secret("Anna", "PERSON")),)))
    with pytest.raises(DocumentError, match="another one") as raised:
        find_regions(LETTER, pages)
    assert "Anna" not in str(raised.value)


def test_nothing_found_still_drops_what_is_not_shown():
    file = io.BytesIO()
    with pikepdf.open(io.BytesIO(make_pdf([Page([Text(72, 700, "Nothing here")])]))) as document:
        document.docinfo["/Author"] = "Jane Kowalczyk"
        document.save(file)
    made = deidentify_pdf(file.getvalue(), found_in(file.getvalue()), Masking())
    assert b"Kowalczyk" not in made.content
    assert texts_of(made.content) == ["Nothing here"]


def test_highlights_keep_the_text_and_name_the_label():
    marked = highlight_pdf(LETTER, found_in(LETTER))
    assert "Kowalczyk" in texts_of(marked)[0]
    assert "PERSON" in texts_of(marked)[0]
    assert "PERSON" in texts_of(marked)[1]


def test_a_fixed_gap_does_not_tell_the_name():
    def width(name):
        content = make_pdf([Page([Text(72, 700, f"Patient: {name}"), Text(72, 650, "End")])])
        made = deidentify_pdf(content, found_in(content), Masking(gap_width=20.0))
        with pikepdf.open(io.BytesIO(made.content)) as document:
            return document.pages[0].Contents.read_bytes()

    assert len({width(name) for name in ("Jane Roe", "Wilhelmina Kowalczyk")}) <= 2
    assert b"Kowalczyk" not in width("Wilhelmina Kowalczyk")


NAME_LINE = "Patient: Jane Kowalczyk"
TYPED = [Text(72, 700, "Diagnosis: influenza, to be seen again next week.")]


def drawn_name(height):
    """A picture of a line with a name: ten times as wide as high."""
    picture = Pillow.new("L", (20 * height, 2 * height), 255)
    font = ImageFont.load_default(1.5 * height)
    ImageDraw.Draw(picture).text((height, height), NAME_LINE, fill=0, font=font, anchor="lm")
    return picture


def with_objects(content, make):
    """A page with text, and more content whose resources `make` adds to the page."""
    file = io.BytesIO()
    with pikepdf.open(io.BytesIO(make_pdf([Page(TYPED, content=content)]))) as document:
        make(document, document.pages[0].Resources)
        document.save(file)
    return file.getvalue()


def in_strips(number):
    """A picture of a name, 9 points high, in so many strips."""
    picture = drawn_name(36)
    rows = picture.height // number

    def add(document, resources):
        resources.XObject = pikepdf.Dictionary()
        for strip in range(number):
            part = picture.crop((0, strip * rows, picture.width, (strip + 1) * rows))
            resources.XObject[f"/P{strip}"] = document.make_stream(
                part.tobytes(),
                Type=pikepdf.Name.XObject,
                Subtype=pikepdf.Name.Image,
                Width=part.width,
                Height=part.height,
                ColorSpace=pikepdf.Name.DeviceGray,
                BitsPerComponent=8,
            )

    high = 9 / number
    content = b"".join(
        b"q 90 0 0 %f 72 %f cm /P%d Do Q\n" % (high, 609 - high * (strip + 1), strip) for strip in range(number)
    )
    return with_objects(content, add)


def in_a_pattern():
    def add(document, resources):
        resources.Pattern = pikepdf.Dictionary(
            P=document.make_stream(
                b"BT /F1 10 Tf 10 10 Td (%s) Tj ET" % NAME_LINE.encode(),
                Type=pikepdf.Name.Pattern,
                PatternType=1,
                PaintType=1,
                TilingType=1,
                BBox=[0, 0, 612, 792],
                XStep=612,
                YStep=792,
                Resources=pikepdf.Dictionary(Font=resources.Font),
            )
        )

    return with_objects(b"/Pattern cs /P scn 0 0 612 600 re f", add)


def in_a_soft_mask():
    def add(document, resources):
        group = document.make_stream(
            b"1 g BT /F1 10 Tf 72 600 Td (%s) Tj ET" % NAME_LINE.encode(),
            Type=pikepdf.Name.XObject,
            Subtype=pikepdf.Name.Form,
            BBox=[0, 0, 612, 792],
            Group=pikepdf.Dictionary(S=pikepdf.Name.Transparency, CS=pikepdf.Name.DeviceGray),
            Resources=pikepdf.Dictionary(Font=resources.Font),
        )
        mask = pikepdf.Dictionary(Type=pikepdf.Name.Mask, S=pikepdf.Name.Luminosity, G=group)
        resources.ExtGState = pikepdf.Dictionary(M=pikepdf.Dictionary(Type=pikepdf.Name.ExtGState, SMask=mask))

    return with_objects(b"/M gs 0 g 60 580 200 60 re f", add)


def as_a_glyph(box, size=10):
    """A name that is one glyph, whose letter is said to be an x, and which claims to have a box and a size."""

    def add(document, resources):
        glyph = b"1200 0 %d %d %d %d d1 q 100 0 0 100 0 0 cm BT /F1 1 Tf (%s) Tj ET Q" % (*box, NAME_LINE.encode())
        resources.Font["/T"] = pikepdf.Dictionary(
            Type=pikepdf.Name.Font,
            Subtype=pikepdf.Name.Type3,
            FontBBox=[0, 0, 0, 0],
            FontMatrix=[0.1 / size, 0, 0, 0.1 / size, 0, 0],
            CharProcs=pikepdf.Dictionary(x=document.make_stream(glyph)),
            Encoding=pikepdf.Dictionary(Type=pikepdf.Name.Encoding, Differences=[120, pikepdf.Name.x]),
            FirstChar=120,
            LastChar=120,
            Widths=[1200],
            Resources=pikepdf.Dictionary(Font=pikepdf.Dictionary(F1=resources.Font.F1)),
        )

    return with_objects(b"BT /T %d Tf 72 600 Td (x) Tj ET" % size, add)


@pytest.mark.parametrize(
    "content",
    [
        pytest.param(in_strips(1), id="a small picture"),
        pytest.param(in_strips(6), id="strips"),
        pytest.param(in_a_pattern(), id="a tiling pattern"),
        pytest.param(in_a_soft_mask(), id="a soft mask"),
        pytest.param(as_a_glyph((0, -20, 1200, 80)), id="a glyph"),
        pytest.param(as_a_glyph((0, 0, 20, 20)), id="a glyph outside of its box"),
        pytest.param(as_a_glyph((0, -20, 1200, 80), 100), id="a glyph of a large font"),
    ],
)
def test_what_a_page_shows_without_text_of_its_own_is_masked(content):
    everything = replace(READING, reads_all=True)
    assert NAME_LINE in found_in(content, everything)[0].read.text.text, "who looks at it, reads it"
    pages = found_in(content)
    assert not pages[0].own.found
    made = deidentify_pdf(content, pages, Masking())
    again = found_in(made.content, everything)[0].read.text.text
    assert "influenza" in again
    assert "Kowal" not in again
    assert "Jane" not in again
