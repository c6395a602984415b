"""Whether positions say what their page says."""

import pytest

from pdf.make_pdf import Page, Text, make_pdf
from sparkocr.errors import DocumentError
from sparkocr.pdf.read.same_text import displayed_size, says
from sparkocr.pdf.read.text import page_texts

PAGE = make_pdf([Page([Text(72, 600, "Born 12.03.1980"), Text(72, 700, "Jane  Doe")], rotate=90)])


@pytest.mark.parametrize("options", [{}, {"sort": True}, {"layout": True}])
def test_all_that_pdf_to_text_gives_is_the_same(options):
    (page,) = page_texts(PAGE, coordinates=True, **options)
    assert says(PAGE, [c.c for c in page.characters])
    assert says(PAGE, [c.c for c in page.characters if not c.c.isspace()])
    assert says(PAGE, page.text.split())


@pytest.mark.parametrize(
    "text",
    [
        "",
        "Born 12.03.1980 Jane",
        "Born 21.03.1980 Jane Doe",
        "Born 12.03.1980 Jane Doe Doe",
        "12.03.1980 Born Jane Doe",
    ],
)
def test_what_is_not_the_same(text):
    assert not says(PAGE, text)


@pytest.mark.parametrize("ligatures", [True, False])
def test_ligatures_are_letters(ligatures):
    page = make_pdf([Page([Text(72, 700, "\ufb01nd o\ufb03ce \uff11")])])
    (found,) = page_texts(page, coordinates=True, normalize_ligatures=ligatures)
    assert says(page, [c.c for c in found.characters])
    assert says(page, "find office 1")


def test_page_without_text():
    assert says(make_pdf([Page()]), [])
    assert not says(make_pdf([Page()]), ["a"])


def test_size_of_the_page_as_it_is_displayed():
    assert displayed_size(PAGE) == (792, 612)


@pytest.mark.parametrize("page", [b"", b"junk", PAGE[:300]])
def test_pages_that_cannot_be_read(page):
    for function in (displayed_size, lambda content: says(content, [])):
        with pytest.raises(DocumentError):
            function(page)
