"""Text whose letters are shifted is no text; anything else is."""

import codecs

import numpy as np
import pytest

from pdf.make_pdf import Page, Text, make_pdf
from pdf.make_type0 import coded_pdf, codes_of, hexed
from sparkocr.pdf.read.cipher import is_shifted
from sparkocr.pdf.read.page_layout import layout_pages
from sparkocr.pdf.read.text import page_texts

LANGUAGES = {
    "English": "Please pay the amount that is due within thirty days of the date of this invoice, and tell us the "
    "number of your order when you write to our office about it. We thank you for your business.",
    "German": "Bitte zahlen Sie den genannten Betrag innerhalb von dreissig Tagen nach dem Datum dieser Rechnung, und "
    "nennen Sie bei Fragen die Nummer Ihrer Bestellung. Wir danken Ihnen sehr.",
    "Polish": "Prosimy o zaplate naleznej kwoty w ciagu trzydziestu dni od daty wystawienia tej faktury oraz o podanie "
    "numeru zamowienia w kazdym liscie do naszego biura. Dziekujemy za wspolprace.",
    "Welsh": "Talwch y swm sydd yn ddyledus o fewn deg diwrnod ar hugain i ddyddiad yr anfoneb hon, a rhowch rif eich "
    "archeb pan fyddwch yn ysgrifennu at ein swyddfa. Diolch yn fawr iawn am eich busnes gyda ni.",
    "Finnish": "Pyydamme maksamaan erapaivaan mennessa laskun summan kolmenkymmenen paivan kuluessa taman laskun "
    "paivayksesta ja ilmoittamaan tilauksen numeron. Kiitamme teita yhteistyosta.",
}
RNG = np.random.default_rng(4711)


def drawn(letters, words, length):
    return " ".join("".join(RNG.choice(list(letters), length)) for _ in range(words))


OTHERS = {
    "part numbers": drawn("ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789", 80, 8),
    "genes": drawn("ACGT", 80, 10),
    "hexadecimal": drawn("0123456789abcdef", 80, 8),
    "numbers": drawn("0123456789.,", 100, 6),
    "base64": drawn("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/", 20, 60),
    "short": "Gur dhvpx oebja sbk",
}


@pytest.mark.parametrize("text", [*LANGUAGES.values(), *OTHERS.values()], ids=[*LANGUAGES, *OTHERS])
def test_other_text_stays(text):
    assert not is_shifted(text)


@pytest.mark.parametrize("name", ["English", "German", "Finnish"])
@pytest.mark.parametrize("shift", [3, 1, -29])
def test_shifted_text(name, shift):
    assert is_shifted("".join(chr(ord(c) + shift) if ord(c) > 64 else c for c in LANGUAGES[name]))


@pytest.mark.parametrize("name", ["English", "Finnish"])
def test_letters_that_are_shifted_around(name):
    assert is_shifted(codecs.encode(LANGUAGES[name], "rot13"))


def test_a_page_of_shifted_text_has_none():
    text = LANGUAGES["English"]
    codes = codes_of([text])
    content = "".join(
        f"BT /F2 10 Tf 40 {700 - 14 * n} Td {hexed(text[60 * n : 60 * n + 60], codes)} Tj ET " for n in range(4)
    )
    pdf = coded_pdf(content, {code: codecs.encode(c, "rot13") for c, code in codes.items()})
    for options in ({}, {"coordinates": True}, {"sort": True}):
        (page,) = page_texts(pdf, looks=True, **options)
        assert not page.text
        assert page.may_show_more
        assert not page.characters
    assert [page.blocks for page in layout_pages(pdf)] == [()]
    (page,) = page_texts(coded_pdf(content, {code: c for c, code in codes.items()}))
    assert page.text.startswith(text[:60])


@pytest.mark.parametrize(
    "row", ["Who {0}   Town {1}", "Who {0}", "Kwh {2} Wh {0} Vw {1}", "Show{2} Typo{2} Myth{2} Lazy{2}"]
)
@pytest.mark.parametrize("rows", [6, 10, 26, 60])
def test_a_few_words_again_and_again_are_not_shifted(row, rows):
    letters = (chr(ord("A") + number % 26) for number in range(rows))
    assert not is_shifted("\n".join(row.format(c, c.lower(), n) for n, c in enumerate(letters)))


def test_a_table_of_a_few_words_has_its_text():
    rows = [f"Who {letter}   Town {letter.lower()}" for letter in "ABCDEFGHIJ"]
    pdf = make_pdf([Page([Text(60, 700 - 20 * number, row) for number, row in enumerate(rows)])])
    (page,) = page_texts(pdf)
    assert page.text.split() == " ".join(rows).split()
    (laid_out,) = layout_pages(pdf)
    assert " ".join(line.text for line in laid_out.lines()).split() == page.text.split()


@pytest.mark.parametrize(
    "text",
    [
        "1\n0.8\n0.6\n0.4\n0.2\n0\n0.1 0.3 0.5 0.7 0.9\n" * 4,
        "851.5 633.6 1,485.1 114.2 13.0x 854.9 727.8 1,582.7 121.7 13.0x\n" * 3,
        "2024-01-31 12:45 98.50 2024-02-29 13:15 101.25\n" * 4,
    ],
)
def test_tables_of_numbers_are_not_shifted(text):
    assert not is_shifted(text)
