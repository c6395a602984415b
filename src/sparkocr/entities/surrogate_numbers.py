"""Surrogates of numbers and codes: each character becomes another one of its kind, and separators stay."""

from __future__ import annotations

import re
import string
import unicodedata
from collections.abc import Iterable, Sequence

from sparkocr.entities.surrogate_key import Keyed, plain

__all__ = ["card", "iban", "phone", "scrambled", "social_security"]

_LETTERS = string.ascii_lowercase
_SSN_DIGITS = 9
_TEST_CARDS = ("400000", "555555", "378282", "601111")  # how the usual test numbers of payment services begin
_CARD_DIGITS = range(13, 20)  # ISO/IEC 7812-1: a card number has up to 19 digits, and issuers use 13 at least
_NANP_DIGITS, _LOCAL_DIGITS = 10, 7
_EXTENSION = re.compile(r"(?<=\d)\W{0,3}(?:extension|ext|x)\W{0,2}\d+\W*$", re.IGNORECASE)
_PHONE_WORDS = frozenset(
    {"cell", "ext", "extension", "fax", "mobil", "mobile", "phone", "tel", "telefon", "telephone", "x"}
)
_IBAN_COUNTRY = re.compile(r"\s*[A-Za-z]{2}")


def scrambled(text: str, keyed: Keyed, attempt: int = 0) -> str:
    """Replace each digit by another digit and each letter by another letter of its case.

    Texts that differ in separators, case and accents only have the same surrogate. Letters and digits of other scripts
    become those of ASCII, and marks over letters are dropped. What does not begin with 0 never does.
    """
    stream = keyed.stream("code", plain(text), attempt)
    made: list[str] = []
    began = False
    for character in text:
        digit = unicodedata.decimal(character, None)
        if digit is not None:
            made.append(_other_digit(digit, next(stream), leads=not began))
        elif character.isalnum():
            made.append(_other_letter(character, next(stream)))
        elif not unicodedata.category(character).startswith("M"):
            made.append(character)
        began = began or character.isalnum()
    return "".join(made)


def social_security(text: str, keyed: Keyed, attempt: int = 0) -> str:
    """Replace a US social security number by one that is never given out: of the area 9xx, and for no taxpayer either.

    Areas from 900 are none of the Social Security Administration's (POMS RM 10201.035); there, groups below 50 are none
    of the Internal Revenue Service's (IRM 3.21.263). Any other number of digits, such as the last four, is scrambled.
    """
    made = scrambled(text, keyed, attempt)
    digits = _digits(made)
    if len(digits) != _SSN_DIGITS:
        return made
    digits[0], digits[3] = 9, digits[3] % 5
    return _filled(made, digits)


def phone(text: str, keyed: Keyed, attempt: int = 0) -> str:
    """Replace a telephone number; one of North America becomes one of the numbers 555-01xx, which are for fiction.

    Any other is scrambled, the code of its country, too.
    """
    extension = _EXTENSION.search(text)
    number, rest = (text[: extension.start()], extension[0]) if extension else (text, "")
    old, new = _digits(number), _digits(scrambled(number, keyed, attempt))
    local = len(old) == _LOCAL_DIGITS
    if old[:1] == [1] and len(old) == _NANP_DIGITS + 1:
        new[0] = 1
    elif "+" in text or not (local or len(old) == _NANP_DIGITS):
        return _with_digits(text, _digits(scrambled(text, keyed, attempt)), keyed, attempt)
    if local or min(old[-10], old[-7]) > 1:  # no area and no exchange begins with 0 or 1
        if not local:
            new[-10], new[-9] = 2 + new[-10] % 8, new[-9] % 9  # an area never has a 9 in its middle
        new[-7:-2] = [5, 5, 5, 0, 1]
    return _with_digits(number + rest, [*new, *_digits(scrambled(rest, keyed, attempt))], keyed, attempt)


def card(text: str, keyed: Keyed, attempt: int = 0) -> str:
    """Replace the number of a payment card by one that begins like test numbers, with a right checksum (Luhn).

    Too few or too many digits, such as the last four, are scrambled.
    """
    made = scrambled(text, keyed, attempt)
    digits = _digits(made)
    if len(digits) not in _CARD_DIGITS:
        return made
    start = _TEST_CARDS[keyed.number(len(_TEST_CARDS), "card", plain(text), attempt)]
    digits[: len(start)] = map(int, start)
    digits[-1] = -_luhn([*digits[:-1], 0]) % 10
    return _filled(made, digits)


def iban(text: str, keyed: Keyed, attempt: int = 0) -> str:
    """Replace an IBAN by one of its country with the check digits 00, which none has (ISO 13616: 02 to 98)."""
    country = _IBAN_COUNTRY.match(text)
    if country is None:
        return scrambled(text, keyed, attempt)
    made = scrambled(text[country.end() :], keyed, attempt)
    digits = _digits(made)
    digits[:2] = [0] * len(digits[:2])
    return country[0] + _filled(made, digits)


def _other_digit(digit: int, byte: int, *, leads: bool) -> str:
    """Return one of the other digits; a first one becomes no 0."""
    others = [other for other in range(10) if other != digit and not (leads and digit and not other)]
    return str(others[byte % len(others)])


def _other_letter(letter: str, byte: int) -> str:
    """Return one of the other letters of ASCII, in the same case."""
    others = _LETTERS.replace(letter.lower(), "")
    made = others[byte % len(others)]
    return made.upper() if letter.isupper() else made


def _digits(text: str) -> list[int]:
    return [digit for character in text if (digit := unicodedata.decimal(character, None)) is not None]


def _filled(text: str, digits: Iterable[int]) -> str:
    """Put other digits in the places of those of a text; there are as many."""
    new = iter(digits)
    return "".join(str(next(new)) if unicodedata.decimal(c, None) is not None else c for c in text)


def _with_digits(text: str, digits: Sequence[int], keyed: Keyed, attempt: int) -> str:
    """Put other digits into a number, and scramble letters that are part of it."""
    made = re.sub(
        r"[^\W\d_]+",
        lambda word: word[0] if plain(word[0]) in _PHONE_WORDS else scrambled(word[0], keyed, attempt),
        text,
    )
    return _filled(made, digits)


def _luhn(digits: Sequence[int]) -> int:
    """Return the sum of Luhn's formula (ISO/IEC 7812-1, annex B), which is a multiple of 10 for a right number."""
    doubled = [sum(divmod(2 * digit, 10)) for digit in digits[-2::-2]]
    return sum(doubled) + sum(digits[-1::-2])
