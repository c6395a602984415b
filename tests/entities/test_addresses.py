import pytest
from faker import Faker

from sparkocr.entities.addresses import AddressDetector

DETECTOR = AddressDetector()


def found_in(text):
    return [text[found.begin : found.end] for found in DETECTOR.find(text)]


@pytest.mark.parametrize(
    "address",
    [
        "350 Fifth Avenue, New York, NY 10118",
        "350 Fifth Avenue\nNew York, NY 10118-0110",
        "1234 NW 5th Ave Apt 4B\nPortland OR 97209",
        "221B Baker Street, London NW1 6XE",
        "742 Evergreen Terrace",
        "12-14 High Street, Oxford, OX1 4BJ",
        "90 High St.\nOxford\nOX1 4BJ",
        "Flat 3, 12 Acacia Road, Leeds LS1 4AP",
        "1600 Pennsylvania Avenue NW, Washington, DC 20500",
        "P.O. Box 123, Springfield, IL 62704",
        "0487 Hull Village Suite 759\nEast Jeremyshire, MT 12345",
        "4500 State Route 12",
        "1500 Broadway, New York",
        "123 main st",
        "12 rue de la Paix, 75002 Paris",
        "3 bis, avenue Foch\n75116 Paris",
        "Hauptstr. 5, 10115 Berlin",
        "Hauptstraße 12a\n80331 München",
        "Lange Straße 12 b, 60311 Frankfurt am Main",
        "Unter den Linden 77, 10117 Berlin",
        "Kerkstraat 7, 1012 AB Amsterdam",
        "Calle Mayor 3, 28013 Madrid",
        "C/ Mayor, 3\n28013 Madrid",
        "Avenida de la Paz 12",
        "Via Roma 12, 00184 Roma",
        "ul. Długa 5, 00-238 Warszawa",
        "6750 Koskikatu 25 Apt. 864\nArtillo\n, CO\n Uruguay 64677",
        "27534 Þorsteinsgata 63\nMOSS\n, NO\n 51971",
        "0605 πεντέλης 210 apt. 999\ndelmas, mp 35739",
        "100 King St W, Toronto, ON M5X 1A9",
    ],
)
def test_addresses_are_one_span(address):
    assert found_in(f"She moved there:\n{address}\nPhone: 12345") == [address]


@pytest.mark.parametrize("before", ["lives at", "My address is", "meet me at", "send it to"])
def test_numbers_and_names_behind_words_for_an_address(before):
    assert found_in(f"{before} 10252 Μεγάλη Άμμος 184 now") == ["10252 Μεγάλη Άμμος 184"]


@pytest.mark.parametrize(
    "text",
    [
        "",
        "4 lane road and 5 miles down the road",
        "In 2012 John went to the street",
        "3 patients in 2012",
        "12 Oak Trees in 2012",
        "Spring 2018",
        "During 2018",
        "Figure 3 shows 12 Streets",
        "Decade 2010",
        "Katie 5",
        "2 Plain Bagels",
        "1120 U.S. Corporation Income Tax Return OMB No. 1545-0123",
        "10 Points",
        "1999 Annual Report 2000",
        "the Court 5",
        "Table 5 Place 3",
    ],
)
def test_what_is_no_address(text):
    assert found_in(text) == []


def test_address_ends_where_a_field_starts():
    assert found_in("12 Mill Lane\nTown: Leeds LS1 4AP")[0] == "12 Mill Lane"


@pytest.mark.parametrize(("locale", "least"), [("en_US", 0.97), ("en_GB", 0.8), ("de_DE", 0.85)])
def test_generated_addresses_are_covered(locale, least):
    fake = Faker(locale)
    fake.seed_instance(3)
    addresses = [fake.address() for _ in range(200)]
    covered = [any(span == address for span in found_in(f"Home:\n{address}\n")) for address in addresses]
    assert sum(covered) >= least * len(covered)
