"""Text of annotations: what viewers show is read and drawn, and nothing else."""

import pytest
from pikepdf import Array, Dictionary, Name, String

from pdf.make_objects import helvetica, locked, look, new, saved, text, texts, words
from sparkocr.pdf.document import open_pdf
from sparkocr.pdf.ranges import single_page
from sparkocr.pdf.read.render import draw_page
from sparkocr.pdf.read.text import page_text, page_texts

BODY = text("Body")
RECT = (72, 500, 300, 560)
INVISIBLE, HIDDEN, PRINT, NO_VIEW = 1, 2, 4, 32


def annotated(kind, *, drawn=None, rect=RECT, with_form=False, rotate=0, **entries):
    """A page with an annotation; `drawn` is the text of its look."""
    document = new(BODY)
    found = Dictionary(Type=Name.Annot, Subtype=Name(f"/{kind}"), Rect=Array(rect))
    for name, value in entries.items():
        found[f"/{name}"] = value
    if drawn:
        found.AP = Dictionary(
            N=document.make_stream(
                text(drawn, 2, 5),
                Type=Name.XObject,
                Subtype=Name.Form,
                BBox=Array([0, 0, 228, 60]),
                Resources=Dictionary(Font=Dictionary(F1=helvetica())),
            )
        )
    page = document.pages[0].obj
    page.Annots = Array([document.make_indirect(found)])
    page.Rotate = rotate
    if with_form:
        document.Root.AcroForm = Dictionary(Fields=Array([]))
    return saved(document)


def is_drawn(content):
    return bool((look(content) != look(saved(new(BODY)))).any())


forms = pytest.mark.parametrize("with_form", [False, True], ids=["", "form"])


@forms
@pytest.mark.parametrize(
    ("kind", "entries"),
    [
        ("FreeText", {}),
        ("Stamp", {}),
        ("Widget", {}),
        ("Line", {"L": Array([72, 500, 300, 500]), "Cap": True}),
        ("Square", {}),
        ("Stamp", {"F": PRINT}),
        ("FreeText", {"F": INVISIBLE}),
        ("Stamp", {"F": INVISIBLE | PRINT}),
    ],
)
def test_text_that_is_shown(kind, entries, with_form):
    content = annotated(kind, drawn="Approved", with_form=with_form, **entries)
    for variant in (content, locked(content), single_page(content, 0)):
        assert texts(variant) == ["Body\nApproved"]
    assert texts(content, coordinates=True) == texts(content, sort=True) == ["Body\nApproved"]
    assert words(content) == [["Body", "Approved"]]
    assert is_drawn(content)


@forms
@pytest.mark.parametrize(
    ("kind", "entries"),
    [
        ("FreeText", {"drawn": "no", "F": HIDDEN}),
        ("Stamp", {"drawn": "no", "F": NO_VIEW | PRINT}),
        ("FreeText", {"Contents": "no", "F": NO_VIEW}),
        ("FreeText", {"Contents": "no", "F": HIDDEN}),
        ("Popup", {"Contents": "no", "Open": True}),
        ("Link", {"Contents": "no", "Border": Array([0, 0, 0])}),
    ],
)
def test_text_that_is_not_shown(kind, entries, with_form):
    content = annotated(kind, with_form=with_form, **entries)
    assert texts(content) == ["Body"]
    assert words(content) == [["Body"]]
    assert not is_drawn(content)


@forms
@pytest.mark.parametrize("kind", ["Text", "Highlight", "Stamp", "Circle"])
def test_comments_are_no_text_of_the_page(kind, with_form):
    content = annotated(kind, Contents="a comment", with_form=with_form)
    assert texts(content) == ["Body"]


def characters(content):
    (page,) = page_texts(content, coordinates=True)
    return page.text, page.characters[len("Body\n") :]


@forms
def test_text_box_without_look(with_form):
    content = annotated("FreeText", Contents="Note £", DA="/Helv 14 Tf 1 0 0 rg", with_form=with_form)
    found, placed = characters(content)
    assert found == "Body\nNote £"
    assert placed[0].font_size == 14
    assert (placed[0].x, placed[0].y) == (pytest.approx(74, abs=2), pytest.approx(792 - 560, abs=8))
    assert is_drawn(content)
    assert texts(single_page(content, 0)) == texts(locked(content)) == [found]
    assert words(content) == [["Body", "Note", "£"]]


def test_text_box_without_look_is_wrapped():
    found, placed = characters(
        annotated("FreeText", Contents="many words " * 12 + "\rlast\nline", DA="/Helv 10 Tf 0 g")
    )
    lines = found.splitlines()
    assert len(lines) > 5
    assert lines[-2:] == ["last", "line"]
    assert max(c.x + c.width for c in placed) <= 300


@pytest.mark.parametrize(
    "style", [None, "", "/Helv 0 Tf", "0 0 1 rg", "/F 1.2.3 Tf", String(b"\xff\xfe"), Name.Style, "0.5 g /Helv 12 Tf"]
)
def test_text_box_of_any_style(style):
    entries = {} if style is None else {"DA": style}
    found, placed = characters(annotated("FreeText", Contents="Note", **entries))
    assert (found, placed[0].font_size) == ("Body\nNote", 12)


@pytest.mark.parametrize("rect", [(300, 560, 72, 500), (72, 560, 300, 500)])
def test_text_box_whose_corners_are_swapped(rect):
    assert texts(annotated("FreeText", Contents="Note", rect=rect)) == ["Body\nNote"]


@pytest.mark.parametrize("contents", ["日本語", "Привет", " \r ", Array([]), String(b"\xfe\xff\xd8")])
def test_text_boxes_that_stay_as_they_are(contents):
    assert texts(annotated("FreeText", Contents=contents)) == ["Body"]


def test_text_of_annotations_on_a_turned_page():
    assert texts(annotated("FreeText", Contents="Note", rotate=90)) == ["Body\nNote"]


@pytest.mark.parametrize("entries", [{"Contents": "Note"}, {"drawn": "Note"}])
def test_a_page_is_the_same_however_often_it_is_read(entries):
    with open_pdf(annotated("FreeText", **entries)) as document:
        before = draw_page(document, 0, max_pixels=10**7, resolution=36).pixels
        found = [page_text(document, 0, coordinates=coordinates).text for coordinates in (False, True, False)]
        after = draw_page(document, 0, max_pixels=10**7, resolution=36).pixels
    assert found == ["Body\nNote"] * 3
    assert (before == after).all()
    assert (before < 255).any()
