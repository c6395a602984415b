"""Tell whether the letters of a page are known: fonts may not tell them, or tell others than a page shows."""

from __future__ import annotations

import re
from collections.abc import Iterable
from io import BytesIO
from warnings import catch_warnings, simplefilter

import pikepdf
import pypdfium2 as pdfium
import pypdfium2.raw as pdfium_c

from sparkocr.pdf.document import Document
from sparkocr.pdf.fonts import Lack, complete_fonts, lack

__all__ = ["completed_page", "has_guessed_controls", "has_unknown_letters", "knows_more", "look_at_letters"]

_MANY = 24  # characters of a page that are looked at
# Characters that mean nothing: controls, what stands for unknown ones, and those for private use. Some of these are
# usual, as bullets.
_UNKNOWN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ufffd]")
_NUL_MARK, _HYPHEN_MARK = "\ufffe", 0x02  # PDFium writes both as the mark
_PRIVATE = re.compile("[\ue000-\uf8ff]")
_MANY_PRIVATE = 0.05
_FIRST_PRINTABLE = 0x20
_SHORT = 200
_FEWEST_VOWELS, _MOST_VOWELS = 0.25, 0.5  # of what is no blank
# What characters of Latin, Greek and other alphabets become where a font gives their UTF-8 for UTF-16, and all Hangul.
_MISREAD, _HANGUL = re.compile("[\uc280-\udfbf\ue080-\uefbf]"), re.compile("[\uac00-\ud7af\ue080-\uefbf]")


def look_at_letters(
    document: Document, index: int, textpage: pdfium.PdfTextPage, text: str, *, is_short_of_text: bool
) -> tuple[bool, Lack]:
    """Tell whether letters of a page may be unknown, and what its fonts lack.

    The fonts, which take longer, are looked at if the text is odd.

    Parameters
    ----------
    document : Document
        A document of `sparkocr.pdf.document.open_pdf`.
    index : int
        Page, from 0.
    textpage : pypdfium2.PdfTextPage
    text : str
        All of its text.
    is_short_of_text : bool
        Whether PDFium may have left out some of it.
    """
    has_unknown = has_unknown_letters(textpage, text, each=False)
    if not (has_unknown or is_short_of_text or _is_odd(text)):
        return False, Lack.NOTHING
    lacking = _lack(document, index)
    return has_unknown or (lacking != Lack.NOTHING and has_unknown_letters(textpage, text, each=True)), lacking


def completed_page(document: Document, index: int) -> bytes | None:
    """Return the page as a document with complete fonts, or None if there is nothing to add to them."""
    if document.page_object(index) is None or document.objects is None:
        return None
    place = sum(page is not None for page in document.page_objects[:index])  # qpdf leaves out pages that are missing
    try:
        with pikepdf.new() as target, BytesIO() as result, catch_warnings():
            simplefilter("ignore")  # that fields are left which no form has
            target.add_pages_from(document.objects, [place])
            if not complete_fonts(target, target.pages[0].obj):
                return None
            # PDFium, when it draws fields and annotations into a page, loses some ToUnicode maps.
            target.generate_appearance_streams()
            target.flatten_annotations("screen")
            target.save(result)
            return result.getvalue()
    except Exception:  # noqa: BLE001  pikepdf raises anything on objects that are not what they should be
        return None


def knows_more(one: pdfium.PdfTextPage, other: pdfium.PdfTextPage) -> bool:
    """Tell whether a text has as many letters that are known as another one, or more."""
    named, other_named = (_named_letters(textpage.get_text_range()) for textpage in (one, other))
    if named != other_named:
        return named > other_named
    return _guessed_letters(one) <= _guessed_letters(other)


def _named_letters(text: str) -> int:
    """Count the characters of a text that mean something."""
    return len(text) - len(_UNKNOWN.findall(text)) - len(_PRIVATE.findall(text))


def _guessed_letters(textpage: pdfium.PdfTextPage) -> int:
    """Count the characters that PDFium takes from their codes, because fonts don't tell them."""
    raw = textpage.raw
    numbers = range(pdfium_c.FPDFText_CountChars(raw))
    return sum(int(pdfium_c.FPDFText_HasUnicodeMapError(raw, number) == 1) for number in numbers)


def has_unknown_letters(textpage: pdfium.PdfTextPage, text: str, *, each: bool) -> bool:
    """Tell whether the fonts of a page may not tell their letters: by the text, and a look at some characters or each.

    Fonts that lack nothing by themselves may still lack some of their letters.
    """
    if _UNKNOWN.search(text) or (_NUL_MARK in text and _has_nul(textpage.raw, text)):
        return True
    if not text.isascii():
        if len(_PRIVATE.findall(text)) > _MANY_PRIVATE * len(text):
            return True
        misread = len(_MISREAD.findall(text))
        if misread and misread == len(_HANGUL.findall(text)):
            return True
    raw = textpage.raw
    count = pdfium_c.FPDFText_CountChars(raw)
    step = 1 if each else max(1, count // _MANY)
    return any(pdfium_c.FPDFText_HasUnicodeMapError(raw, number) == 1 for number in range(0, count, step))


def _has_nul(raw: object, text: str) -> bool:
    """Tell whether a mark that PDFium writes for the hyphen of a divided word is another character without meaning."""
    has_same_numbers = pdfium_c.FPDFText_CountChars(raw) == len(text)
    for match in re.finditer(_NUL_MARK, text):
        place = match.start()
        number = place if has_same_numbers else pdfium_c.FPDFText_GetCharIndexFromTextIndex(raw, place)
        if pdfium_c.FPDFText_GetUnicode(raw, number) != _HYPHEN_MARK:
            return True
    return False


def _lack(document: Document, index: int) -> Lack:
    """Tell what PDFium may not know of the text of a page, as far as its objects can be read."""
    page = document.page_object(index)
    try:
        return lack(page, document.known_fonts) if page is not None else Lack.NOTHING
    except Exception:  # noqa: BLE001  pikepdf raises anything on objects that are not what they should be
        return Lack.NOTHING


def has_guessed_controls(textpage: pdfium.PdfTextPage, text: str) -> bool:
    """Tell whether control characters are among those that PDFium guesses: then codes are numbers of glyphs."""
    raw = textpage.raw
    count = pdfium_c.FPDFText_CountChars(raw)
    has_same_numbers = count == len(text)  # then nothing was left out of the text
    numbers: Iterable[int] = (match.start() for match in _UNKNOWN.finditer(text)) if has_same_numbers else range(count)
    return any(
        pdfium_c.FPDFText_GetUnicode(raw, number) < _FIRST_PRINTABLE
        and pdfium_c.FPDFText_HasUnicodeMapError(raw, number) == 1
        for number in numbers
    )


def _is_odd(text: str) -> bool:
    """Tell whether the letters of a text may be others: in all languages of Latin letters a third are vowels.

    A short text may have any share of vowels.
    """
    if len(text) < _SHORT:
        return True
    letters = len(text) - text.count(" ") - 2 * text.count("\n")
    vowels = sum(map(text.count, "aeiouAEIOU"))
    return not _FEWEST_VOWELS * letters <= vowels <= _MOST_VOWELS * letters
