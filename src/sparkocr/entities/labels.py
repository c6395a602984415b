"""The names that models and users have for kinds of entities, and ours."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

__all__ = ["ORIGINAL", "our_label"]

_NAMES = {
    "PERSON": "PER NAME GIVEN_NAME FIRST_NAME LAST_NAME SURNAME MIDDLE_NAME PATIENT DOCTOR",
    "AGE": "",
    "DATE": "DATE_TIME BIRTHDAY DATE_OF_BIRTH DOB",
    "TIME": "",
    "LOCATION": "LOC GPE FAC CITY STATE COUNTRY COUNTY",
    "ADDRESS": "STREET STREET_ADDRESS STREET_NAME BUILDING_NUMBER SECONDARY_ADDRESS ZIP ZIP_CODE ZIPCODE",
    "ORGANIZATION": "ORG HOSPITAL COMPANY",
    "PROFESSION": "JOB TITLE",
    "PHONE": "PHONE_NUMBER FAX CONTACT",
    "EMAIL": "EMAIL_ADDRESS",
    "URL": "DOMAIN_NAME",
    "USERNAME": "USER",
    "IP": "IP_ADDRESS IPADDR",
    "ID": (
        "IDNUM MEDICALRECORD MRN HEALTHPLAN LICENSE DEVICE VEHICLE BIOID PASSPORT DRIVERS_LICENSE GOVERNMENT_ID TAX_ID "
        "US_DRIVER_LICENSE US_PASSPORT"
    ),
    "SSN": "US_SSN",
    "CREDIT_CARD": "",
    "IBAN": "IBAN_CODE",
    "ACCOUNT": "BANK_ACCOUNT ROUTING_NUMBER",
    "OTHER": "NORP NRP MISC",
}
_OURS = {name: label for label, names in _NAMES.items() for name in (label, *names.split())}

# Things and numbers that tell nobody who somebody is: kinds of OntoNotes, on which spaCy's English models are trained.
_NOBODY = frozenset(
    ("CARDINAL", "EVENT", "LANGUAGE", "LAW", "MONEY", "ORDINAL", "PERCENT", "PRODUCT", "QUANTITY", "WORK_OF_ART")
)

ORIGINAL: Mapping[str, str] = MappingProxyType(
    {
        "PERSON": "NAME",
        "USERNAME": "NAME",
        "AGE": "AGE",
        "DATE": "DATE",
        "TIME": "DATE",
        "LOCATION": "LOCATION",
        "ADDRESS": "LOCATION",
        "ORGANIZATION": "LOCATION",
        "PROFESSION": "PROFESSION",
        "PHONE": "CONTACT",
        "EMAIL": "CONTACT",
        "URL": "CONTACT",
        "IP": "CONTACT",
        "ID": "ID",
        "SSN": "ID",
        "CREDIT_CARD": "ID",
        "IBAN": "ID",
        "ACCOUNT": "ID",
    }
)
"""Our labels to the names that users of the original filter on: the categories of the i2b2 2014 task (Stubbs and
Uzuner, "Annotating longitudinal clinical narratives for de-identification", J. Biomed. Inform. 58, 2015), where an
organisation is a location. ``OTHER`` stays."""


def our_label(name: str) -> str | None:
    """Return what we call a model's kind of entity.

    Parameters
    ----------
    name : str
        The model's name for it, without ``B-`` or ``I-``.

    Returns
    -------
    str or None
        One of `LABELS`; the name itself if none of them fits; None for what is not an identifier, such as an amount.

    Examples
    --------
    >>> our_label("GPE"), our_label("Drug"), our_label("MONEY")
    ('LOCATION', 'Drug', None)
    """
    key = name.upper().replace("-", "_").replace(" ", "_")
    return None if key in _NOBODY else _OURS.get(key, name)
