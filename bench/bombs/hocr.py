"""hOCR."""

from __future__ import annotations

from bombs.making import bomb

PAGE = b"<div class='ocr_page' title='bbox 0 0 9 9'>"


@bomb("deep.hocr")
def _() -> bytes:
    return PAGE + b"<span>" * 1_000_000 + b"a"


@bomb("deep_lines.hocr")
def _() -> bytes:
    return PAGE + b"<span class='ocr_line' title='bbox 0 0 9 9'>" * 300_000 + b"a"


@bomb("words.hocr")
def _() -> bytes:
    word = b"<span class='ocrx_word' title='bbox 0 0 9 9'>a</span> "
    return PAGE + word * 290_000 + b"</div>"


@bomb("short_words.hocr")
def _() -> bytes:
    return PAGE + b"<span class=ocr_line title='bbox 0 0 9 9'>" + b"a " * 7_900_000 + b"</span></div>"


@bomb("symbols.hocr")
def _() -> bytes:
    return (
        b"<div class=ocr_page title='bbox 0 0 9 9'><p class=ocrx_word title='bbox 0 0 9 9'>"
        + b"<i class=ocrx_cinfo>a</i>" * 600_000
        + b"</p></div>"
    )


@bomb("pages.hocr")
def _() -> bytes:
    return b"<p class=ocr_page>a</p>" * 650_000


@bomb("title_long.hocr")
def _() -> bytes:
    return b"<div class='ocr_page' title='" + b"bbox 0 0 9 9; " * 1_000_000 + b"'>a</div>"


@bomb("title_numbers.hocr")
def _() -> bytes:
    return (
        b"<div class='ocr_page' title='bbox "
        + b"9" * 5_000_000
        + b" 0 9 9'><span class=ocrx_word title='bbox 0 0 "
        + b"9" * 5000
        + b" 9; x_wconf "
        + b"9" * 5000
        + b"'>a</span></div>"
    )


@bomb("attributes.hocr")
def _() -> bytes:
    return b"<div class='ocr_page' title='bbox 0 0 9 9' " + b"a " * 7_000_000 + b">a</div>"


@bomb("unclosed.hocr")
def _() -> bytes:
    return b"<div class='ocr_page'>" + b"<a " * 5_000_000


@bomb("comments.hocr")
def _() -> bytes:
    return b"<div class='ocr_page'>" + b"<!--" * 3_000_000


@bomb("entities.hocr")
def _() -> bytes:
    return b"<div class='ocr_page'>" + b"&#x41" * 3_000_000 + b"</div>"
