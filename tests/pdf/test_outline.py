"""The outline of a document names headings, also where the document was cut."""

import io

import pytest
from reportlab.pdfgen.canvas import Canvas

from sparkocr.base import LightPipeline
from sparkocr.pdf.document import open_pdf
from sparkocr.pdf.outline import Bookmark
from sparkocr.pdf.ranges import page_ranges, single_page
from sparkocr.pdf.read.outlined import outlined_lines
from sparkocr.transformers import PageToMarkdown, PdfToText

TEXT = "plain text of a page that goes on and on with words"


def book(pages=3):
    """Pages with headings in the letters of the text, of a chapter and of a section, which the outline names."""
    file = io.BytesIO()
    canvas = Canvas(file, pagesize=(400, 500))
    for page in range(pages):
        canvas.setFont("Helvetica", 10)
        canvas.drawString(40, 470, TEXT)
        for level, (y, text) in enumerate([(440, f"{page + 1} Early things"), (400, "Later things")]):
            canvas.drawString(40, y, text)
            canvas.drawString(40, y - 15, TEXT)
            canvas.bookmarkPage(f"{page}-{level}")
            canvas.addOutlineEntry(text.lstrip("1234567890 "), f"{page}-{level}", level)
        canvas.showPage()
    canvas.save()
    return file.getvalue()


def marked(pdf):
    with open_pdf(pdf) as document:
        return [bookmark for page in sorted(document.bookmarks) for bookmark in document.bookmarks[page]]


def test_bookmarks_of_pages():
    first, second, *others = marked(book())
    assert (first, second) == (Bookmark(0, 1, "Early things"), Bookmark(0, 2, "Later things"))
    assert [bookmark.page for bookmark in others] == [1, 1, 2, 2]


def test_parts_of_a_document_keep_those_of_their_pages():
    parts = [part.content for part in page_ranges(book(), pages_per_range=2)]
    assert [len(marked(part)) for part in parts] == [4, 2]
    assert marked(parts[1]) == [Bookmark(0, 1, "Early things"), Bookmark(0, 2, "Later things")]
    assert not marked(single_page(book(), 1))


def test_a_section_whose_chapter_began_before_the_part():
    file = io.BytesIO()
    canvas = Canvas(file)
    for page in range(2):
        canvas.bookmarkPage(f"{page}")
        canvas.addOutlineEntry(f"Part {page}", f"{page}", page)
        canvas.showPage()
    canvas.save()
    second = list(page_ranges(file.getvalue(), pages_per_range=1))[1]
    assert marked(second.content) == [Bookmark(0, 2, "Part 1")]


def test_headings_of_the_outline():
    stages = [PdfToText(extractCoordinates=True, fontsCol="fonts"), PageToMarkdown()]
    pages = LightPipeline(stages).fromBinary(book())
    for number, page in enumerate(pages, 1):
        lines = [line for line in page["markdown"].split("\n") if line]
        assert lines == [TEXT, f"# {number} Early things", TEXT, "## Later things", TEXT]


@pytest.mark.parametrize(
    ("lines", "sizes", "found"),
    [
        (["Title", "text", "Title"], [9, 10, 12], {2: 1}),  # the first one is a running header
        (["II. TITLE"], [10], {0: 1}),
        (["The title of", "it"], [10, 10], {}),
        (["Titles"], [10], {}),
        ([], [], {}),
    ],
)
def test_lines_of_a_title(lines, sizes, found):
    assert outlined_lines(lines, sizes, [(1, "Title"), (2, "  ")]) == found
