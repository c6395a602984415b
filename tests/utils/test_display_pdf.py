"""PDF files in notebooks and terminals."""

import base64
import doctest
import re

import pytest

from pdf.make_pdf import Page, Text, make_pdf
from sparkocr.utils import display_pdf, display_pdf_file
from variants import files

PDF = make_pdf([Page([Text(72, 700, f"Page {number}")]) for number in range(3)])


def test_notebook_shows_the_first_pages(spark, notebook, capsys):
    df = files(spark, one=PDF).withColumnRenamed("content", "file").selectExpr("*", "'long digital text' AS text")
    display_pdf(df, field="file", limit=2, width="100", show_meta=False)
    assert [picture.width for picture in notebook] == [100, 100]
    assert notebook[0].mode == "L"
    assert capsys.readouterr().out == ""


@pytest.mark.parametrize(
    ("size", "pixels"), [((612, 792), (2550, 3299)), ((595, 842), (2479, 3508)), ((100, 50), (416, 208))]
)
def test_pages_are_those_of_pdf_to_image(spark, capsys, size, pixels):
    display_pdf(files(spark, one=make_pdf([Page([Text(10, 10, "Hello")], *size)])))
    printed = [line.strip() for line in capsys.readouterr().out.splitlines()]
    assert printed[3:] == [
        "Resolution: 300 dpi",
        f"Width: {pixels[0]} px",
        f"Height: {pixels[1]} px",
        "Mode: ImageType.TYPE_BYTE_GRAY",
        "Number of channels: 1",
    ]


def test_terminal_prints_what_the_pages_are(spark, capsys):
    display_pdf(files(spark, one=PDF, two=b"no PDF"))
    printed = capsys.readouterr().out
    assert printed.count("Origin: one") == 3
    assert re.search(r"PdfToImage_\w+: Can't open file as PDF", printed)


def test_terminal_without_a_path(spark, capsys):
    display_pdf(files(spark, one=PDF).drop("path"), limit=1)
    assert capsys.readouterr().out.count("Image #") == 1


def test_file_is_embedded(tmp_path):
    path = tmp_path / "a&b.pdf"
    path.write_bytes(PDF)
    for place in (path, f"file:{path}", f"file://{path}"):
        html = display_pdf_file(place, size=(700, 400))._repr_html_()
        assert 'width="700" height="400"' in html
        assert 'title="a&amp;b.pdf"' in html
        assert base64.b64decode(re.search(r"base64,([^\"]+)", html)[1]) == PDF
    assert display_pdf_file(path).size == (600, 500)


def test_examples_of_the_docstring_run():
    runner = doctest.DocTestRunner()
    for example in doctest.DocTestFinder(recurse=False).find(
        display_pdf_file, globs={"display_pdf_file": display_pdf_file}
    ):
        runner.run(example)
    assert (runner.tries, runner.failures) == (1, 0)
