"""What the header of a DICOM file tells of persons, found in a text, such as the one that its pixels show."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from sparkocr.deid.reading import Find
from sparkocr.dicom.profile.identifiers import Identifier, ideographic_forms
from sparkocr.entities.entity import Entity
from sparkocr.entities.lists import DenyList
from sparkocr.entities.merge import merge

__all__ = ["find_header_values", "find_identifiers"]

_SOURCE = "dicom"
_AGE = re.compile(r"0*(\d{1,3})([DWMY])")
_UNITS = {"D": "d(?:ays?)?", "W": "w(?:eeks?|ks?)?", "M": "m(?:onths?|os?)?", "Y": "y(?:ears?|rs?|/o)?"}
_SIMILARITY = 0.85  # of words of the header: engines misread letters, and "KAUPMAN" is .86 of "KAUFMAN"
_LEAST = 3  # letters of a value that is no name, as "CT" is everywhere


def find_header_values(
    text: str, identifiers: Iterable[Identifier], *, similarity: float = 1.0, also: Sequence[str] = ()
) -> list[Entity]:
    """Find what a header tells in a text.

    Parameters
    ----------
    text : str
    identifiers : iterable of Identifier
        Names are found in any order of their parts, and each part by itself; dates in any style; numbers with any
        separators; ages with any word for their unit.
    similarity : float
        How similar words of five letters and more must be, 0 to 1; see `sparkocr.entities.lists.DenyList`.
    also : sequence of str
        Other values that are found.

    Returns
    -------
    list of Entity
        In order, without overlaps.

    Examples
    --------
    >>> name = Identifier("Kaufman^Scott", "PERSON", "PatientName", "PN")
    >>> born = Identifier("19430722", "DATE", "PatientBirthDate", "DA")
    >>> text = "S. KAUPMAN, 22 July 1943"
    >>> [(text[e.begin : e.end], e.label) for e in find_header_values(text, [name, born], similarity=0.85)]
    [('S. KAUPMAN', 'PERSON'), ('22 July 1943', 'DATE')]
    """
    values: dict[str, dict[str, None]] = {}
    found: list[Entity] = []
    for one in identifiers:
        if one.label == "AGE":
            found += _ages(text, one.text)
        elif one.label == "PERSON" or len(one.text) >= _LEAST:
            # Of an address or an institution each line by itself
            parts = re.split(r"[\r\n]+", one.text) if one.vr != "DT" else [one.text[: len("20240131")]]
            values.setdefault(one.label, {}).update(dict.fromkeys([*parts, *ideographic_forms(one.text)]))
    if also:
        values.setdefault("OTHER", {}).update(dict.fromkeys(also))
    for label, known in values.items():
        found += DenyList(known, label, similarity).find(text)
    return merge(text, found, preferred=(DenyList.name, _SOURCE))


def find_identifiers(text: str, *, identifiers: Iterable[Identifier], find: Find | None) -> list[Entity]:
    """Find what a header tells in a text that may be misread, and what a finder finds.

    Parameters
    ----------
    text : str
    identifiers : iterable of Identifier
    find : Callable or None
        From a text to its entities.

    Returns
    -------
    list of Entity
        In order, without overlaps.
    """
    told = find_header_values(text, identifiers, similarity=_SIMILARITY)
    return merge(text, [*told, *(find(text) if find else ())], preferred=(DenyList.name, _SOURCE))


def _ages(text: str, value: str) -> Iterator[Entity]:
    """Yield where an age stands: as in the header, or as "63 years", "63Y", "63 y/o"."""
    match = _AGE.fullmatch(value)
    if not match or not int(match[1]):
        return
    pattern = rf"(?<![\w.,])0*{int(match[1])} ?{_UNITS[match[2]]}(?!\w)"
    for there in re.finditer(pattern, text, re.IGNORECASE):
        yield Entity(there.start(), there.end(), "AGE", 1.0, _SOURCE)
