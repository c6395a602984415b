import pytest
from faker import Faker

from sparkocr.entities.patterns import PatternDetector

DETECTOR = PatternDetector()


def found_in(text):
    return [(text[found.begin : found.end], found.label) for found in DETECTOR.find(text)]


@pytest.mark.parametrize(
    ("written", "label"),
    [
        ("ann.b+c@mail.example.co.uk", "EMAIL"),
        ("ann @ example. org", "EMAIL"),
        ("ann(at)example.org", "EMAIL"),
        ("{ann,bob}@example.org", "EMAIL"),
        ("http://www.Baker.uy/", "URL"),
        ("https://example.org/a?b=c&d", "URL"),
        ("www.example.de", "URL"),
        ("example.com/path", "URL"),
        ("@ruth_hale", "USERNAME"),
        ("192.168.10.12", "IP"),
        ("fe80::1ff:fe23:4567:890a", "IP"),
        ("00:1B:44:11:3A:B7", "ID"),
        ("+1-541-714-1388x123", "PHONE"),
        ("(541)714-1388", "PHONE"),
        ("541.714.1388 ext. 12", "PHONE"),
        ("5417141388", "PHONE"),
        ("020 7946 0958", "PHONE"),
        ("06 12 34 56 78", "PHONE"),
        ("+33 (0)6 12 34 56 78", "PHONE"),
        ("+44 (0)20 7946 0958", "PHONE"),
        ("001-541-714-1388", "PHONE"),
        ("0377 9413521", "PHONE"),
        ("(08) 8212 1357", "PHONE"),
        ("+91 98765 43210", "PHONE"),
        ("0680 475 74 92", "PHONE"),
        ("07-355 2616", "PHONE"),
        ("1-800-555-0199", "PHONE"),
        ("460-89-9847", "SSN"),
        ("460 89 9847", "SSN"),
        ("4111 1111 1111 1111", "CREDIT_CARD"),
        ("4111-1111-1111-1111", "CREDIT_CARD"),
        ("3782 822463 10005", "CREDIT_CARD"),
        ("6011111111111117", "CREDIT_CARD"),
        ("180016070420458", "CREDIT_CARD"),
        ("DE89 3704 0044 0532 0130 00", "IBAN"),
        ("GB29NWBK60161331926819", "IBAN"),
        ("gb29nwbk60161331926819", "IBAN"),
        ("NO93 8601 1117 947", "IBAN"),
        ("1BvBMSEYstWetqTFn5Au4m4GFg7xJaNVN2", "ACCOUNT"),
        ("bc1qar0srrr7xfkvy5l643lydnw9re59gtzzwf5mdq", "ACCOUNT"),
        ("AB1234563", "ID"),
        ("12345678Z", "ID"),
        ("X1234567L", "ID"),
        ("1HGCM82633A004352", "ID"),
        ("AB 12 34 56 C", "ID"),
        ("RSSMRA85T10A562S", "ID"),
        ("2 55 08 14 168 025 38", "ID"),
        ("1EG4-TE5-MK73", "ID"),
        ("123e4567-e89b-12d3-a456-426614174000", "ID"),
        ("1.2.840.113619.2.55.3.2831", "ID"),
        ("SW1A 1AA", "ADDRESS"),
        ("PO Box 12", "ADDRESS"),
        ("14:05", "TIME"),
        ("8 pm", "TIME"),
        ("8:30 a.m.", "TIME"),
        ("14h30", "TIME"),
    ],
)
@pytest.mark.parametrize("around", ["It is {}, they say", "{}", "({})", "x:\n{}\ny"])
def test_identifiers_by_their_form(written, label, around):
    assert found_in(around.format(written)) == [(written, label)]


@pytest.mark.parametrize(
    ("text", "value", "label"),
    [
        ("a 45-year-old man", "45", "AGE"),
        ("aged 45", "45", "AGE"),
        ("45 y/o", "45", "AGE"),
        ("45 yo", "45", "AGE"),
        ("age: 45", "45", "AGE"),
        ("at age 45", "45", "AGE"),
        ("This 79 year old female", "79", "AGE"),
        ("45 years of age", "45", "AGE"),
        ("045Y", "045Y", "AGE"),
        ("a 45F with", "45", "AGE"),
        ("I'll turn 23.", "23", "AGE"),
        ("43 ans", "43", "AGE"),
        ("45-jährige Frau", "45", "AGE"),
        ("45 Jahre alt", "45", "AGE"),
        ("45 años", "45", "AGE"),
        ("6 months old", "6", "AGE"),
        ("Springfield, IL 62704", "62704", "ADDRESS"),
        ("New York 10118-0110", "10118-0110", "ADDRESS"),
        ("ZIP: 8592", "8592", "ADDRESS"),
        ("call me at 53 21 42 43?", "53 21 42 43", "PHONE"),
        ("Tel. 555-1234", "555-1234", "PHONE"),
        ("my card 1234567890123", "1234567890123", "CREDIT_CARD"),
        ("SSN is 460899847", "460899847", "SSN"),
        ("meet at 8:30", "8:30", "TIME"),
        ("BIC: ULMVDE66", "ULMVDE66", "ACCOUNT"),
    ],
)
def test_identifiers_by_the_words_beside_them(text, value, label):
    assert found_in(text) == [(value, label)]


@pytest.mark.parametrize(
    "text",
    [
        "",
        "end.The next e.g. this",
        "000-12-3456",
        "666-12-3456",
        "4111 1111 1111 1112",
        "DE89 3704 0044 0532 0130 01",
        "GB30NWBK60161331926819",
        "999.999.999.999",
        "version 1.2.3.4",
        "12345678A",
        "1HGCM82633A004353",
        "3:16",
        "1:20 dilution",
        "12.50 EUR",
        "call 12 times",
        "1BvBMSEYstWetqTFn5Au4m4GFg7xJaNVN3",
        "12 345 678",
        "1,234,567.89",
        "0.0012345678",
        "2018-10-23",
        "p < .001",
        "turn 90 degrees",
        "ages of 3,4 and 5",
        "std::vector",
        "10:30%",
        "2.5 years of the war",
        "F1 2AB3",
        "section 3.1.4.1.5",
        "std. dev. 0.12 (0.05)",
    ],
)
def test_what_is_no_identifier(text):
    assert found_in(text) == []


def test_generated_values_are_found():
    fake = Faker(["en_US", "en_GB", "de_DE", "fr_FR", "es_ES"])
    fake.seed_instance(5)
    us = fake["en_US"]
    kinds = {
        "EMAIL": us.email,
        "URL": us.url,
        "IP": us.ipv4,
        "SSN": us.ssn,
        "IBAN": fake["de_DE"].iban,
        "CREDIT_CARD": lambda: us.credit_card_number("visa16"),
    }
    for label, make in kinds.items():
        for _ in range(100):
            value = make()
            assert (value.strip("/"), label) in [
                (text.strip("/"), found) for text, found in found_in(f"It is {value} now")
            ]


def test_phones_of_the_united_states_are_found():
    fake = Faker("en_US")
    fake.seed_instance(5)
    for _ in range(300):
        phone = fake.phone_number()
        assert (phone, "PHONE") in found_in(f"my phone {phone} rings")


def test_long_texts_are_no_burden():
    for piece in ("1", "a.", "1 ", "a@", "0 1-", "A", ":", "http://", "1.1", "@a"):
        text = piece * (60_000 // len(piece))
        assert all(0 <= found.begin < found.end <= len(text) for found in DETECTOR.find(text))
