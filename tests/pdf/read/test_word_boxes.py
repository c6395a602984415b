"""Places of words on the picture of their page."""

import pytest

from pdf.make_pdf import Page, Text, make_pdf
from sparkocr.pdf.document import open_pdf
from sparkocr.pdf.read.render import draw_page
from sparkocr.pdf.read.text import page_texts
from sparkocr.pdf.read.word_boxes import known_boxes, word_boxes

TEXTS = [Text(300, 600, "lower words"), Text(72, 700, "of\ufb01ce hours")]
PAGES = {
    "plain": Page(TEXTS),
    "turned": Page(TEXTS, rotate=90),
    "cropped": Page(TEXTS, cropbox=(50, 500, 500, 750)),
}


@pytest.mark.parametrize("page", PAGES.values(), ids=PAGES)
@pytest.mark.parametrize("options", [{}, {"sort": True}, {"layout": True}, {"normalize_ligatures": False}])
def test_boxes_hold_the_ink_of_their_words(page, options):
    pdf = make_pdf([page])
    (read,) = page_texts(pdf, **options)
    with open_pdf(pdf) as document:
        image = draw_page(document, 0, max_pixels=10**8, resolution=144)
        everything = known_boxes(document, 0, image)
    boxes = word_boxes(pdf, 0, read.text, image)
    words = read.text.split()
    assert boxes.shape == (len(words), 6)
    assert everything.shape == (len(words), 4)
    assert boxes[:, 4].tolist() == [len(word) for word in words]
    assert boxes[:, 5].max() == len(read.text.splitlines()) - 1
    rest = image.pixels.copy()
    for left, top, width, height in boxes[:, :4]:
        part = slice(int(top), int(top + height) + 2), slice(int(left), int(left + width) + 2)
        assert (image.pixels[part] < 128).any()
        rest[part] = 255
    assert (rest > 128).all()


@pytest.mark.parametrize("text", ["", " \n", "other text", "lower words of\ufb01ce"])
def test_other_text_has_no_boxes(text):
    pdf = make_pdf([PAGES["plain"]])
    with open_pdf(pdf) as document:
        image = draw_page(document, 0, max_pixels=10**8, resolution=72)
    assert word_boxes(pdf, 0, text, image) is None
    assert word_boxes(b"no PDF", 0, "text", image) is None
