"""Check digits: what tells a number of a card, a bank or a person from any other number."""

from __future__ import annotations

import hashlib
import ipaddress
from itertools import cycle

__all__ = [
    "is_bitcoin",
    "is_card",
    "is_dea",
    "is_dni",
    "is_iban",
    "is_ip",
    "is_nhs",
    "is_nir",
    "is_vin",
    "luhn",
]

# Lengths of IBANs by country: registry of SWIFT, release 99.
_IBANS = (
    "AD24 AE23 AL28 AT20 AZ28 BA20 BE16 BG22 BH22 BI27 BR29 BY28 CH21 CR22 CY28 CZ24 DE22 DJ27 DK18 DO28 EE20 EG29 "
    "ES24 FI18 FK18 FO18 FR27 GB22 GE22 GI23 GL18 GR27 GT28 HN28 HR21 HU28 IE22 IL23 IQ23 IS26 IT27 JO30 KW30 KZ20 "
    "LB28 LC32 LI21 LT20 LU20 LV21 LY25 MC27 MD24 ME22 MK19 MN20 MR27 MT31 MU30 NI28 NL18 NO15 OM23 PK24 PL28 PS29 "
    "PT25 QA29 RO24 RS22 RU33 SA24 SC31 SD18 SE24 SI19 SK24 SM27 SO23 ST25 SV28 TL23 TN24 TR26 UA29 VA22 VG24 XK20 YE30"
)
_IBAN_LENGTHS = {code[:2]: int(code[2:]) for code in _IBANS.split()}
# Where numbers of cards begin, and how long they are: ISO/IEC 7812 ranges of the networks.
_CARDS = (
    (("4",), (13, 16, 19)),
    (("51", "52", "53", "54", "55"), (16,)),
    (tuple(str(number) for number in range(2221, 2721)), (16,)),
    (("34", "37"), (15,)),
    (("300", "301", "302", "303", "304", "305", "36", "38", "39"), (14, 16)),
    (("6011", "64", "65", "62", "60", "81", "82"), (16, 17, 18, 19)),
    (("50", "56", "57", "58", "59", "6"), tuple(range(12, 20))),
    (("35",), (16, 17, 18, 19)),
    (("1800", "2131"), (15,)),
)
_BASE58 = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz"
_VIN_VALUES = dict(
    zip("ABCDEFGHJKLMNPRSTUVWXYZ0123456789", map(int, "12345678123457923456789" + "0123456789"), strict=True)
)
_VIN_WEIGHTS = (8, 7, 6, 5, 4, 3, 2, 10, 0, 9, 8, 7, 6, 5, 4, 3, 2)  # ISO 3779, as in 49 CFR 565.15
_DNI_LETTERS = "TRWAGMYFPDXBNJZSQVHLCKE"
_NHS_DIGITS = 10


def _digits(text: str) -> list[int]:
    """Return the ASCII digits of a text."""
    return [int(character) for character in text if character in "0123456789"]


def luhn(text: str) -> bool:
    """Tell whether the digits of a text have the check digit of Luhn (ISO/IEC 7812-1, annex B).

    Parameters
    ----------
    text : str
        What isn't a digit is ignored.

    Returns
    -------
    bool

    Examples
    --------
    >>> luhn("4111 1111 1111 1111"), luhn("4111 1111 1111 1112")
    (True, False)
    """
    weighted = (digit * weight for digit, weight in zip(reversed(_digits(text)), cycle((1, 2)), strict=False))
    return sum(value - 9 if value > 9 else value for value in weighted) % 10 == 0  # noqa: PLR2004 - digits of a sum


def is_card(text: str) -> bool:
    """Tell whether a number is one of a payment card: range and length of a network, and `luhn`."""
    digits = "".join(map(str, _digits(text)))
    known = any(digits.startswith(prefixes) and len(digits) in lengths for prefixes, lengths in _CARDS)
    return known and len(set(digits)) > 1 and luhn(digits)


def is_iban(text: str) -> bool:
    """Tell whether a text is an IBAN: length of its country, and remainder 1 by 97 (ISO 13616)."""
    code = "".join(text.split()).upper()
    if len(code) != _IBAN_LENGTHS.get(code[:2]) or not code.isascii() or not code.isalnum():
        return False
    return int("".join(str(int(character, 36)) for character in code[4:] + code[:4])) % 97 == 1


def is_nhs(text: str) -> bool:
    """Tell whether a number is one of the British NHS: ten digits, weights 10 to 1, remainder 0 by 11."""
    digits = _digits(text)
    weighted = sum(digit * weight for digit, weight in zip(digits, range(_NHS_DIGITS, 0, -1), strict=False))
    return len(digits) == _NHS_DIGITS and len(set(digits)) > 1 and weighted % 11 == 0


def is_nir(text: str) -> bool:
    """Tell whether a number is a French one of social security: 97 less the remainder of its first 13 digits by 97."""
    code = "".join(text.split()).upper().replace("2A", "19").replace("2B", "18")
    return code.isdecimal() and 97 - int(code[:13]) % 97 == int(code[13:])


def is_dea(text: str) -> bool:
    """Tell whether a text is a number of the US Drug Enforcement Administration."""
    first, second, third, fourth, fifth, sixth, check = _digits(text[2:])
    return (first + third + fifth + 2 * (second + fourth + sixth)) % 10 == check


def is_dni(text: str) -> bool:
    """Tell whether a text is a Spanish DNI or NIE: its letter says the remainder of the number by 23."""
    code = text.replace("-", "").upper()
    number = code[:-1].translate(str.maketrans("XYZ", "012"))
    return number.isdecimal() and _DNI_LETTERS[int(number) % 23] == code[-1]


def is_vin(text: str) -> bool:
    """Tell whether a text is a vehicle's number: letters and digits, the ninth is the remainder of all by 11."""
    if text.isdecimal() or text.isalpha():
        return False
    rest = sum(_VIN_VALUES[c] * weight for c, weight in zip(text, _VIN_WEIGHTS, strict=True)) % 11
    return text[8] == "0123456789X"[rest]


def is_bitcoin(text: str) -> bool:
    """Tell whether a text is a bitcoin address in base 58: its last four bytes are those of a double SHA-256."""
    number = 0
    for character in text:
        number = number * 58 + _BASE58.index(character)
    if number.bit_length() > 25 * 8:
        return False
    raw = number.to_bytes(25, "big")
    return hashlib.sha256(hashlib.sha256(raw[:-4]).digest()).digest()[:4] == raw[-4:]


def is_ip(text: str) -> bool:
    """Tell whether a text is an IP address, of version 4 or 6."""
    try:
        ipaddress.ip_address(text)
    except ValueError:
        return False
    return True
