"""An identifier in a text, and the kinds there are."""

from __future__ import annotations

from dataclasses import dataclass

__all__ = ["LABELS", "Entity"]

LABELS = (
    "PERSON",
    "AGE",
    "DATE",
    "TIME",
    "LOCATION",
    "ADDRESS",
    "ORGANIZATION",
    "PROFESSION",
    "PHONE",
    "EMAIL",
    "URL",
    "USERNAME",
    "IP",
    "ID",
    "SSN",
    "CREDIT_CARD",
    "IBAN",
    "ACCOUNT",
    "OTHER",
)
"""What detectors call what they find.

``LOCATION`` is a town, region, country or place, ``ADDRESS`` a street with its number, or a postal code, ``ID`` the
number of a patient, case, licence, passport or device, ``OTHER`` a nationality, a currency or what has no kind of its
own. Detectors of users may have other labels.
"""


@dataclass(frozen=True, slots=True)
class Entity:
    """A piece of a text that tells who somebody is.

    Attributes
    ----------
    begin, end : int
        Offsets of its first character and of the one after its last.
    label : str
        One of `LABELS`, or that of a user's detector.
    score : float
        How sure the detector is, 0 to 1.
    source : str
        Name of the detector.
    """

    begin: int
    end: int
    label: str
    score: float
    source: str
