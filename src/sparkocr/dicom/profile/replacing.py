"""What replaces identifiers: everything depends on a secret key, and is the same for all files with that key."""

from __future__ import annotations

import re
import uuid
from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

__all__ = ["Draws", "Replacing", "digits_like", "pseudonym", "replaced_uid"]

_ORG_ROOT = "1.2.840.10008."  # of UIDs that the standard defines (PS3.5, section 9.1)
_UUID_ROOT = "2.25."  # PS3.5, section B.2
_UUID_BYTES = 16
_PSEUDONYM_DIGITS = 12


class Draws(Protocol):
    """Draws from a secret key: the same for the same words, and nobody can tell without the key."""

    def digest(self, *parts: object) -> bytes:
        """Return 32 bytes."""
        ...

    def number(self, below: int, *parts: object) -> int:
        """Return a number from 0 to `below`, without it."""
        ...


@dataclass(frozen=True, slots=True)
class Replacing:
    """What replaces the identifiers of one file.

    Attributes
    ----------
    keyed : Draws
    days : int
        By how much dates of the patient are earlier.
    seconds : int
        By how much times of the patient are earlier, less than a day.
    surrogate : Callable
        From a text, its label and a salt to another one of its kind. Without a salt it is the same in all files.
    clean : Callable
        From a text and a mode, ``remove``, ``deid`` or ``mask``, to the text without identifiers.
    keeps_text : bool
        Whether `clean` looks for all kinds of identifiers, and not only for those that the header tells; otherwise
        texts are not cleaned but replaced.
    placeholder : str
        What stands in place of texts.
    """

    keyed: Draws
    days: int
    seconds: int
    surrogate: Callable[[str, str, str], str]
    clean: Callable[[str, str], str]
    keeps_text: bool
    placeholder: str


def replaced_uid(uid: str, keyed: Draws) -> str:
    """Return another UID, always the same one for a key; those that the standard defines stay."""
    from pydicom.uid import UID

    uid = uid.strip("\0 ")
    if not uid or (uid.startswith(_ORG_ROOT) and UID(uid).name != uid):
        return uid
    # Version 8 of RFC 9562: a UUID made in one's own way
    number = int.from_bytes(keyed.digest("uid", uid)[:_UUID_BYTES])
    number = number & ~(0xF << 76) & ~(0x3 << 62) | (8 << 76) | (2 << 62)
    return f"{_UUID_ROOT}{uuid.UUID(int=number).int}"


def pseudonym(identity: str, keyed: Draws) -> str:
    """Return the number that stands for a patient in all files."""
    return f"{keyed.number(10**_PSEUDONYM_DIGITS, 'patient', identity.strip()):0{_PSEUDONYM_DIGITS}}"


def digits_like(text: str, keyed: Draws) -> str:
    """Return as many digits as a text has characters."""
    length = max(1, len(re.sub(r"\s", "", text)))
    return f"{keyed.number(10**length, 'digits', text.strip()):0{length}}"
