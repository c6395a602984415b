import copy
import re
from datetime import date
from itertools import product

import pytest
from faker import Faker

from sparkocr.entities.entity import LABELS
from sparkocr.entities.surrogate_key import plain
from sparkocr.entities.surrogate_words import (
    ADDRESS_WORDS,
    FAMILY_NAMES,
    FEMALE_NAMES,
    MALE_NAMES,
    NAME_WORDS,
    PLACES,
    STATES,
)
from sparkocr.entities.surrogates import Surrogates

SURROGATES = Surrogates("one key")


def surrogate(text, label, **options):
    return SURROGATES.surrogate(text, label, **options)


def is_luhn(number):
    digits = [int(c) for c in number if c.isdigit()]
    return sum(digits[-1::-2] + [sum(divmod(2 * d, 10)) for d in digits[-2::-2]]) % 10 == 0


def test_a_key_gives_the_same_surrogates_again_and_another_key_gives_others():
    names = ["John Smith", "Mary Miller", "Priya Raman", "Otto Normal"]
    one, again, other = (
        [Surrogates(key).surrogate(name, "PERSON") for name in names] for key in ("one", b"one", "other")
    )
    assert one == again
    assert all(a != b for a, b in zip(one, other, strict=True))


@pytest.mark.parametrize("key", ["", b""])
def test_an_empty_key_is_refused(key):
    with pytest.raises(ValueError, match="key must not be empty"):
        Surrogates(key)


def test_the_key_is_never_shown():
    made = Surrogates("kept secret")
    assert "secret" not in f"{made!r} {made} {made._keyed!r}"
    assert copy.deepcopy(made).surrogate("Ann Lee", "PERSON") == made.surrogate("Ann Lee", "PERSON")


def test_all_forms_of_a_name_fit_together():
    given, family = surrogate("John Smith", "PERSON").split()
    assert surrogate("JOHN  SMITH", "PERSON") == f"{given.upper()}  {family.upper()}"
    assert surrogate("Smith, John", "PERSON") == f"{family}, {given}"
    assert surrogate("SMITH^JOHN", "PERSON") == f"{family}^{given}".upper()
    assert surrogate("smith", "PATIENT") == family.lower()
    assert surrogate("Dr. J. Smith's", "PERSON") == f"Dr. {given[0]}. {family}'s"
    assert surrogate("Smith-Miller", "PERSON").startswith(f"{family}-")
    assert surrogate("Smith & Co. GmbH", "ORGANIZATION").startswith(f"{family} & ")
    assert surrogate("Jo\u0301hn Smi\u0301th", "PERSON") == f"{given} {family}"


def test_known_given_names_keep_their_gender_and_initials_their_letter():
    for name in FEMALE_NAMES:
        made = surrogate(name, "PERSON")
        assert made in FEMALE_NAMES
        assert made[0] == surrogate(name[0], "PERSON") != name[0]
    assert all(surrogate(name, "PERSON") in MALE_NAMES for name in MALE_NAMES)


def test_titles_and_small_words_stay_unless_there_is_nothing_else():
    assert re.fullmatch(r"Prof\. Dr\. \w+ van der \w+", surrogate("Prof. Dr. Anna van der Berg", "PERSON"))
    assert surrogate("Van", "PERSON") not in {"Van", "van"}
    assert "DER" not in surrogate("DER, BILL", "PERSON")
    assert plain(surrogate("Doctor", "PERSON")) != "doctor"


def test_nothing_of_generated_names_and_addresses_is_left():
    for locale in ("en_US", "de_DE", "fr_FR", "es_ES", "hi_IN", "ja_JP", "ar_EG"):
        fake = Faker(locale)
        fake.seed_instance(1)
        for _ in range(40):
            for text, label in ((fake.name(), "PERSON"), (fake.city(), "LOCATION"), (fake.last_name(), "PERSON")):
                made = surrogate(text, label)
                words = {plain(word) for word in re.findall(r"[^\W_]+", text)} - NAME_WORDS - ADDRESS_WORDS
                assert plain(made) != plain(text)
                assert not [word for word in words if len(word) >= 4 and word in plain(made)]


def test_any_word_has_a_surrogate_that_neither_contains_it_nor_is_part_of_it():
    for word in (*FAMILY_NAMES[::40], *PLACES[::40], *("".join(pair) for pair in product("aeilnor", repeat=2))):
        for label in ("PERSON", "LOCATION"):
            made = plain(surrogate(word, label))
            assert plain(word) not in made
            assert made not in plain(word)


def test_two_parts_of_a_name_never_become_each_other():
    names = MALE_NAMES[:60]
    for one, other in product(names, names):
        if one != other:
            assert not {plain(one), plain(other)} & {
                plain(word) for word in surrogate(f"{one} {other}", "PERSON").split()
            }


def test_addresses_keep_their_kind_and_shape():
    made = surrogate("12 Main Street, Springfield, IL 62704", "ADDRESS")
    number, street, town, state, code = re.fullmatch(r"(\d\d) (\w+) Street, (\w+), ([A-Z]{2}) (\d{5})", made).groups()
    assert {street, town} <= set(PLACES)
    assert state in STATES
    assert (number, state, code) != ("12", "IL", "62704")
    assert surrogate("SPRINGFIELD", "LOCATION") == town.upper()
    assert re.fullmatch(r"[A-Z]\w+straße \d, \d{5} [A-Z]\w+", surrogate("Hauptstraße 5, 10115 Berlin", "ADDRESS"))


def test_numbers_change_digit_by_digit_whatever_their_separators():
    made = surrogate("125-98-445", "ID")
    assert re.fullmatch(r"\d{3}-\d{2}-\d{3}", made)
    assert all(a != b for a, b in zip(made, "125-98-445", strict=True) if a != "-")
    assert surrogate("12598445", "ID") == made.replace("-", "")
    assert re.fullmatch(r"[A-Z]{3}-[1-9a-z]\d{3}[a-z]", surrogate("MRN-0042a", "ID").replace("-0", "-1"))
    assert surrogate("٤٢", "ID").isascii()


def test_numbers_of_known_kinds_belong_to_nobody():
    assert re.fullmatch(r"9\d\d-[0-4]\d-\d{4}", surrogate("123-45-6789", "SSN"))
    assert re.fullmatch(r"\d{4}", surrogate("6789", "SSN"))
    assert re.fullmatch(r"\([2-9][0-8]\d\) 555-01\d\d", surrogate("(212) 867-5309", "PHONE"))
    assert re.fullmatch(r"\+1 [2-9][0-8]\d-555-01\d\d", surrogate("+1 415-867-5309", "PHONE"))
    assert re.fullmatch(r"555-01\d\d ext\. \d\d", surrogate("867-5309 ext. 12", "PHONE"))
    assert re.fullmatch(r"\+\d\d \d\d \d{7}", surrogate("+49 30 1234567", "PHONE"))
    assert "FLOWERS" not in surrogate("1-800-FLOWERS", "PHONE")
    card = surrogate("4716 2210 5188 5662", "CREDIT_CARD")
    assert re.fullmatch(r"\d{4}( \d{4}){3}", card)
    assert is_luhn(card)
    assert card.replace(" ", "")[:6] in {"400000", "555555", "378282", "601111"}
    assert re.fullmatch(r"DE00 (\d{4} ){4}\d\d", surrogate("DE89 3704 0044 0532 0130 00", "IBAN"))


def test_addresses_of_the_net_are_those_for_examples():
    assert re.fullmatch(r"user\d{6}@example\.(com|net|org)", surrogate("jane.smith@gmail.com", "EMAIL"))
    assert re.fullmatch(r"https://www\.example\.(com|net|org)/p\d{6}", surrogate("https://www.smith.com/a", "URL"))
    assert re.fullmatch(r"(192\.0\.2|198\.51\.100|203\.0\.113)\.\d{1,3}", surrogate("10.11.12.13", "IP"))
    assert surrogate("fe80::1", "IP").startswith("2001:db8::")
    assert re.fullmatch(r"@user\d{6}", surrogate("@jsmith", "USERNAME"))


@pytest.mark.parametrize(
    ("text", "moved"),
    [
        ("01.09.2012", "23.07.2012"),
        ("07.22.1943", "06.12.1943"),
        ("10/23/2018", "09/13/2018"),
        ("23/10/18", "13/09/18"),
        ("1/2/2001", "11/23/2000"),
        ("2018-10-23", "2018-09-13"),
        ("20181023", "20180913"),
        ("2018 Oct 23", "2018 Sep 13"),
        ("OCTOBER 23, 2018", "SEPTEMBER 13, 2018"),
        ("Tuesday, 23rd of October 2018", "Thursday, 13th of September 2018"),
        ("23OCT2018", "13SEP2018"),
        ("Dienstag, 23. Oktober 2018", "Donnerstag, 13. September 2018"),
        ("le 23 août 2018", "le 14 juillet 2018"),
        ("23 de octubre de 2018", "13 de septiembre de 2018"),
        ("Oct 23", "Sep 13"),
        ("29 February", "20 January"),
        ("October 2018", "September 2018"),
        ("10/2018", "09/2018"),
        ("2018", "2017"),
        ("from 31.12.1999 to 02.01.2000", "from 21.11.1999 to 23.11.1999"),
        ("5 Jan '99", "26 Nov '98"),
    ],
)
def test_dates_are_moved_in_their_style(text, moved):
    assert Surrogates("key", shift_days=40).surrogate(text, "DATE") == moved


@pytest.mark.parametrize("text", ["99/99/9999", "Smith 23.10.2018", "Uo.09. 2012", "0000-00-00"])
def test_a_date_that_is_not_understood_is_replaced_as_a_whole(text):
    assert date.fromisoformat(surrogate(text, "DATE"))


def test_days_depend_on_the_key_and_the_context():
    def days(key, context=""):
        return (date(2018, 10, 23) - date.fromisoformat(Surrogates(key).surrogate("2018-10-23", "DATE", context))).days

    found = [days("one", str(patient)) for patient in range(100)]
    assert found == [days("one", str(patient)) for patient in range(100)]
    assert len(set(found)) > 50
    assert all(32 <= one <= 333 and one % 7 for one in found)
    assert len({days(key) for key in "abcdefgh"}) > 4


def test_words_for_a_time_and_times_of_day():
    assert surrogate("two weeks", "DATE") == "some time"
    assert re.fullmatch(r"\d\d:\d\d Uhr", surrogate("14:30 Uhr", "TIME"))
    assert surrogate("14:30 Uhr", "TIME") != "14:30 Uhr"
    assert re.fullmatch(r"\d{1,2}:\d\d pm", surrogate("2:05 pm", "TIME"))
    assert surrogate("noon", "TIME") == "some time"
    assert surrogate("2018-10-23T14:30", "DATE")[11:] == surrogate("14:30", "TIME")


def test_ages_above_89_are_one():
    assert {surrogate(text, "AGE") for text in ("90", "95", "102", "90+", "9" * 900)} == {"90+"}
    for years in range(90):
        made = int(surrogate(f"{years} years", "AGE").removesuffix(" years"))
        assert made != years
        assert abs(made - years) <= 2
        assert made <= 89
    assert surrogate("ninety", "AGE") == "adult"


def test_other_things_become_neutral_words():
    assert surrogate("German", "OTHER") == "Other"
    assert surrogate("other", "OTHER") != "other"
    assert surrogate("Room B12", "SOMETHING") != "Room B12"
    assert surrogate("nurse", "PROFESSION") not in {"nurse", "Nurse"}


@pytest.mark.parametrize("label", [*LABELS, "SOMETHING"])
@pytest.mark.parametrize(
    "text", ["", " ", "...", "\ud800", "\u0301\u0301", "Smith\nJones 1234567890", "a" * 5000, "1 " * 3000, "(" * 900]
)
def test_anything_has_a_surrogate(text, label):
    made = surrogate(text, label)
    assert not plain(text) or plain(made) != plain(text)


def test_days_are_checked():
    with pytest.raises(ValueError, match="shift_days must be at least 1"):
        Surrogates("key", shift_days=0)
