import io

import pikepdf
import pypdfium2 as pdfium
import pytest

from pdf.make_pdf import Field, Page, Text, make_pdf, without_pages
from sparkocr.errors import DocumentError
from sparkocr.pdf.document import open_page, open_pdf, written

UNREADABLE = r"Can't open file as PDF(\.|: it is (an image, use .*|empty\.))"
TRUNCATED = r"PDF is truncated\."
ENCRYPTED = r"PDF is encrypted: set the right password\."

USER, OWNER = "user", "owner"
PDF = make_pdf([Page([Text(72, 700, f"page {number}")]) for number in range(4)])


def count_pages(content, password=""):
    with open_pdf(content, password) as document:
        return len(document)


@pytest.mark.parametrize(
    "content",
    [
        PDF,
        memoryview(PDF),
        b"junk \0" * 100 + PDF,
        PDF + b"\0" * 200_000 + b"trailing junk",
        PDF.removesuffix(b"%%EOF\n"),
    ],
    ids=["bytes", "memoryview", "junk before", "junk after", "startxref only"],
)
def test_opens(content):
    assert count_pages(content) == 4


def test_opens_memoryview_with_much_after_the_end():
    # The end mark lies across the border of the windows that are searched from the end.
    for junk in range(65_526, 65_536):
        assert count_pages(memoryview(PDF + b"\0" * junk)) == 4


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"", UNREADABLE),
        (b"%", UNREADABLE),
        (b"alert('I am a script');", UNREADABLE),
        (b"\x89PNG\r\n\x1a\n" + bytes(100), UNREADABLE),
        (make_pdf([Page()]).replace(b"/Count 1 /Kids [6 0 R]", b"/Count 0 /Kids []"), UNREADABLE),
        (without_pages(), r"PDF has no pages\."),
        (PDF[: len(PDF) // 2], TRUNCATED),
        (PDF[: PDF.rindex(b"startxref")], TRUNCATED),
        (PDF[:20], TRUNCATED),
        (PDF + b"90 0 obj\n<< /Type /Pa", TRUNCATED),
        (memoryview(PDF)[: len(PDF) // 2], TRUNCATED),
        (memoryview(PDF + b"90 0 obj\n<< /Type /Pa"), TRUNCATED),
    ],
    ids=[
        "empty",
        "one byte",
        "script",
        "image",
        "damaged tree of no pages",
        "no pages",
        "half",
        "no trailer",
        "header only",
        "half an update",
        "half of a view",
        "half an update of a view",
    ],
)
def test_says_why_it_cannot_open(content, message):
    with pytest.raises(DocumentError, match=f"^{message}$"):
        count_pages(content)


@pytest.mark.parametrize("password", [USER, OWNER])
def test_password_opens(password):
    content = make_pdf([Page()], user_password=USER, owner_password=OWNER)
    assert count_pages(content, password) == 1


@pytest.mark.parametrize("password", ["", "wrong", "пароль"])
def test_wrong_password(password):
    content = make_pdf([Page()], user_password=USER, owner_password=OWNER)
    with pytest.raises(DocumentError, match=f"^{ENCRYPTED}$"):
        count_pages(content, password)


def test_owner_password_alone_does_not_lock():
    assert count_pages(make_pdf([Page()], owner_password=OWNER)) == 1


def test_password_of_an_open_document_is_ignored():
    assert count_pages(PDF, "anything") == 4


@pytest.mark.parametrize("index", [-1, 4])
def test_no_such_page(index):
    with (
        open_pdf(PDF) as document,
        pytest.raises(DocumentError, match=f"no page {index}: it has 4 pages"),
        open_page(document, index),
    ):
        pass


def test_missing_page_object():
    content = PDF.replace(b"/Kids [6 0 R 8 0 R", b"/Kids [6 0 R 99 0 R")
    with open_pdf(content) as document:
        with pytest.raises(DocumentError, match=r"^Can't read page 1 of PDF\.$"), open_page(document, 1):
            pass
        with open_page(document, 2) as page:
            assert page.get_width() == 612


@pytest.mark.parametrize("fields", [(), (Field("name", "value", 72, 300),)], ids=["plain", "form"])
def test_everything_is_closed(fields):
    with open_pdf(make_pdf([Page(fields=fields)])) as document:
        with open_page(document, 0) as page:
            assert page.raw
        assert page.raw is None
        assert isinstance(document, pdfium.PdfDocument)
    assert document.raw is None


def test_closed_after_an_error_of_the_caller():
    def fail():
        with open_pdf(PDF) as document, open_page(document, 0) as page:
            opened.extend([document, page])
            raise KeyError

    opened = []
    with pytest.raises(KeyError):
        fail()
    assert [item.raw for item in opened] == [None, None]


def test_metadata_that_are_damaged_are_not_quoted_in_a_log(caplog):
    with pikepdf.open(io.BytesIO(make_pdf([Page()]))) as document:
        document.Root.Metadata = document.make_stream(b"<a>&Confidential;</b>", Type=pikepdf.Name.Metadata)
        assert written(document)
    assert not caplog.records
