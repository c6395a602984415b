"""Surrogates: other names, dates and numbers in the place of those of a person, always the same ones for a key."""

from __future__ import annotations

import re
from collections.abc import Callable
from collections.abc import Set as AbstractSet

from sparkocr.entities.labels import our_label
from sparkocr.entities.surrogate_contacts import email, ip_address, url, username
from sparkocr.entities.surrogate_dates import age, days_of, minutes_of, moved_date, time_of_day
from sparkocr.entities.surrogate_key import Keyed, plain
from sparkocr.entities.surrogate_names import like, organization, person, place, profession, stays
from sparkocr.entities.surrogate_numbers import card, iban, phone, scrambled, social_security
from sparkocr.entities.surrogate_words import ADDRESS_WORDS, NAME_WORDS, ORGANIZATION_WORDS

__all__ = ["Surrogates"]

_MOST_CHARACTERS = 1000  # no identifier is longer; comparing the words of more would take long
_ATTEMPTS = 20
_LEAST_PART = 3  # letters or digits of a word that must not be part of the surrogate
_WORD = re.compile(r"[^\W_]+")
_NEUTRAL = ("other", "unspecified", "general")


def _other(text: str, keyed: Keyed, attempt: int) -> str:
    """Return a word that tells nothing; a code becomes another one."""
    if any(map(str.isdecimal, text)):
        return scrambled(text, keyed, attempt)
    return like(text, _NEUTRAL[attempt % len(_NEUTRAL)])


_MAKERS: dict[str, Callable[[str, Keyed, int], str]] = {
    "PERSON": person,
    "ORGANIZATION": organization,
    "LOCATION": place,
    "ADDRESS": place,
    "PROFESSION": profession,
    "PHONE": phone,
    "EMAIL": email,
    "URL": url,
    "USERNAME": username,
    "IP": ip_address,
    "ID": scrambled,
    "ACCOUNT": scrambled,
    "SSN": social_security,
    "CREDIT_CARD": card,
    "IBAN": iban,
}
_KINDS: dict[str, AbstractSet[str]] = {
    "PERSON": NAME_WORDS,
    "ORGANIZATION": ORGANIZATION_WORDS,
    "LOCATION": ADDRESS_WORDS,
    "ADDRESS": ADDRESS_WORDS,
}
_RESERVED = {  # what surrogates of a kind have in common, and may have in common with what they replace
    "PHONE": frozenset({"555", "tel", "telefon", "telephone", "phone", "fax", "cell", "mobile", "ext", "extension"}),
    "EMAIL": frozenset({"example", "com", "net", "org"}),
    "URL": frozenset({"example", "com", "net", "org", "www", "http", "https"}),
    "IP": frozenset({"192", "198", "203", "113", "2001", "db8"}),
}


class Surrogates:
    """Makes surrogates: texts of the same kind and shape that tell nothing of what they replace.

    A surrogate depends on the text, its kind and the key alone, so one key gives the same surrogates over all
    documents, and nobody can compute them, or undo them by trying all names, without the key.

    Parameters
    ----------
    key : bytes or str
        The secret; keep it apart from the documents. 16 random bytes or more can't be guessed.
    shift_days : int, optional
        Days by which dates are moved back, 1 or more. By default the key, and the context of a text, choose 32 to 333.

    Raises
    ------
    ValueError
        If the key is empty, or there are less than 1 `shift_days`.

    Notes
    -----
    What stays the same over documents, by kind:

    - Names and organisations: each part by itself, whatever its case and accents, so "SMITH, JOHN", "John Smith",
      "J. Smith" and "Smith" fit together. Titles, order and separators stay. Different names may get the same
      surrogate: there are some 2,400 family names, and 180 given names of each gender.
    - Addresses and places: each word and number; words for kinds of streets stay.
    - Numbers and codes: whatever their separators. Social security numbers, and cards, phone numbers, networks and
      domains, if their shape allows, are of ranges that belong to nobody.
    - Dates: all move by the same days, so what was between them stays; with a `context`, such as the number of a
      patient, each patient's by other days. Somebody who knows one date knows them all.
    - Ages below 90 change by one or two; from 90 on they become "90+".

    A surrogate never equals what it replaces. It contains no word of it of three letters or digits, except what stays,
    and parts of dates and ages.

    Examples
    --------
    >>> surrogates = Surrogates("a secret of your own")
    >>> [surrogates.surrogate(name, "PERSON") for name in ("Jane Smith", "SMITH, JANE", "Dr. J. Smith")]
    ['Esther Alton', 'ALTON, ESTHER', 'Dr. E. Alton']
    >>> surrogates.surrogate("23. Oktober 2018", "DATE")
    '16. März 2018'
    """

    __slots__ = ("_days", "_keyed")

    def __init__(self, key: bytes | str, *, shift_days: int | None = None) -> None:
        secret = key.encode() if isinstance(key, str) else bytes(key)
        if not secret:
            raise ValueError("key must not be empty")
        if shift_days is not None and shift_days < 1:
            raise ValueError(f"shift_days must be at least 1; got {shift_days!r}")
        self._keyed = Keyed(secret)
        self._days = shift_days

    def __repr__(self) -> str:
        return "Surrogates()"

    def surrogate(self, text: str, label: str, context: str = "") -> str:
        """Return what is to be written in the place of an identifier.

        Parameters
        ----------
        text : str
        label : str
            Its kind: one of `sparkocr.entities.entity.LABELS`, or a name that `our_label` knows. All others are treated
            as ``OTHER``.
        context : str
            What its dates and times belong to, such as the number of a patient.
        """
        kind = our_label(label) or "OTHER"
        if not plain(text):
            return "*" * len(text.strip())
        if len(text) > _MOST_CHARACTERS:
            return scrambled(text, self._keyed)
        if kind == "AGE":
            return age(text, self._keyed)
        if kind in {"DATE", "TIME"}:
            minutes = minutes_of(self._keyed, context)
            if kind == "TIME":
                return time_of_day(text, minutes, self._keyed)
            return moved_date(text, self._days or days_of(self._keyed, context), minutes, self._keyed)
        make = _MAKERS.get(kind, _other)
        for attempt in range(_ATTEMPTS):
            made = make(text, self._keyed, attempt)
            if not _reveals(text, made, kind):
                return made
        return scrambled(text, self._keyed)


def _reveals(text: str, made: str, kind: str) -> bool:
    """Tell whether a surrogate equals the text, or contains a word of it that must go."""
    said = plain(made)
    if said == plain(text):
        return True
    kept = {plain(word) for word in stays(text, _KINDS[kind])} if kind in _KINDS else _RESERVED.get(kind, frozenset())
    words = (plain(word) for word in _WORD.findall(text))
    return any(len(word) >= _LEAST_PART and word in said for word in words if word not in kept)
