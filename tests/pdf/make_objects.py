"""PDF documents made of objects, with pikepdf, for tests of what PDFium takes differently than viewers do."""

import io
import warnings

import pikepdf
from pikepdf import Array, Dictionary, Name

from sparkocr.pdf.read.page_layout import layout_pages
from sparkocr.pdf.read.render import render_page
from sparkocr.pdf.read.text import page_texts


def text(words, x=72, y=700, size=12, font="F1"):
    """Content that shows words, of Latin-1."""
    return f"BT /{font} {size} Tf {x} {y} Td ({words}) Tj ET\n".encode("latin-1")


def helvetica(**entries):
    return Dictionary(
        Type=Name.Font, Subtype=Name.Type1, BaseFont=Name.Helvetica, Encoding=Name.WinAnsiEncoding, **entries
    )


def new(*contents):
    """An open document, each of whose pages has a content; its font is /F1."""
    document = pikepdf.new()
    font = document.make_indirect(helvetica())
    for content in contents:
        page = Dictionary(
            Type=Name.Page,
            MediaBox=Array([0, 0, 612, 792]),
            Contents=document.make_stream(content),
            Resources=Dictionary(Font=Dictionary(F1=font)),
        )
        document.pages.append(pikepdf.Page(document.make_indirect(page)))
    return document


def form(document, content, **entries):
    """A form XObject of the size of a page, with the font of the first one."""
    entries = {"Resources": Dictionary(Font=document.pages[0].obj.Resources.Font)} | entries
    return document.make_stream(content, Type=Name.XObject, Subtype=Name.Form, BBox=Array([0, 0, 612, 792]), **entries)


def saved(document, **options):
    file = io.BytesIO()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # fields that are in no form
        document.save(file, **options)
    return file.getvalue()


def plain(document):
    """The file with its objects readable, to change its bytes."""
    return saved(
        document,
        object_stream_mode=pikepdf.ObjectStreamMode.disable,
        compress_streams=False,
        stream_decode_level=pikepdf.StreamDecodeLevel.none,
    )


def locked(content):
    """The same document, encrypted, so that anyone can open it."""
    with pikepdf.open(io.BytesIO(content)) as document:
        return saved(
            document,
            encryption=pikepdf.Encryption(owner="owner", user="", R=6),
            compress_streams=False,
        )


def texts(content, **options):
    """What `page_texts` gives; errors as their messages."""
    return [getattr(page, "text", str(page)) for page in page_texts(content, **options)]


def words(content):
    """The words that `layout_pages` gives for each page; errors as their messages."""
    pages = layout_pages(content)
    return [str(page) if isinstance(page, Exception) else [word.text for word in page.words()] for page in pages]


def look(content, index=0, resolution=36):
    return render_page(content, index, resolution=resolution, max_pixels=10**8).pixels
