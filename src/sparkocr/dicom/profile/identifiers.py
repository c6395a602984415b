"""What a header tells of persons: names, numbers, dates and addresses, with what kind each is."""

from __future__ import annotations

import json
import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any

from sparkocr.dicom.open import check_depth
from sparkocr.dicom.profile.table import Action, Option, Row, action_of, basic_profile
from sparkocr.dicom.profile.values import TEXTS, readable_texts, texts_of
from sparkocr.errors import DocumentError

if TYPE_CHECKING:
    from pydicom.dataset import Dataset

__all__ = ["Identifier", "identifiers_in_json", "identifiers_of", "ideographic_forms", "is_kept"]

_KINDS = (  # by keyword; the first that is in it
    (re.compile("Telephone|Phone|Telecom"), "PHONE"),
    (re.compile("Address|Residence|Location|Country|Region"), "ADDRESS"),
    (re.compile("Institution|Organization|Service$|SponsorName|SiteName|CenterName|CommitteeName"), "ORGANIZATION"),
    (re.compile("Person|Physician|Author|Operator|Recorder|Transcriber|OwnerName|MilitaryRank"), "PERSON"),
    (re.compile("Occupation"), "PROFESSION"),
)
_CLEANED = frozenset({Option.DESCRIPTORS, Option.PATIENT, Option.STRUCTURED, Option.GRAPHICS})
_TELLING = frozenset({"AS", "DA", "DT", "PN", "SQ", "UN", None})  # whatever the attribute
_TOO_SHORT = 2  # characters
_IDEOGRAPHS = "\u2e80"  # the first one; kana and Hangul follow


@dataclass(frozen=True, slots=True)
class Identifier:
    """A value that tells something of a person.

    Attributes
    ----------
    text : str
        As in the header: names have carets, and each of their component groups is one; dates have no separators.
    label : str
        A label of `sparkocr.entities.entity.LABELS`.
    keyword : str
        The attribute.
    vr : str
        Its value representation.
    """

    text: str
    label: str
    keyword: str
    vr: str


def identifiers_of(header: Dataset) -> Iterator[Identifier]:
    """Yield what a header tells of persons, at all depths.

    Raises
    ------
    DocumentError
        There are too many sequences in each other.
    """
    for element, texts in readable_texts(header, _may_tell):
        yield from _identifiers(int(element.tag), str(element.VR), texts)


def ideographic_forms(name: str) -> tuple[str, ...]:
    """Return how a name in ideographs, kana or Hangul is written elsewhere; nothing for others.

    Examples
    --------
    >>> ideographic_forms("山田^太郎")
    ('山田太郎', '山田 太郎', '山田', '太郎')
    """
    parts = [part.strip() for part in name.split("^")]
    if not any(letter >= _IDEOGRAPHS for letter in name):
        return ()
    return ("".join(parts), " ".join(parts), *(part for part in parts if len(part) >= _TOO_SHORT))


def is_kept(one: Identifier, options: Collection[Option]) -> bool:
    """Tell whether the options of the Basic Profile keep what a header tells as it is."""
    row = _rows().get(one.keyword)
    if row is not None:
        return action_of(row, options) is Action.KEEP
    return {"DA": Option.FULL_DATES, "DT": Option.FULL_DATES, "AS": Option.PATIENT}.get(one.vr) in options


@cache
def _rows() -> dict[str, Row]:
    """Return the table of the Basic Profile by keyword."""
    return {row.keyword: row for row in basic_profile().values() if row.keyword}


def _may_tell(tag: int, vr: str | None) -> bool:
    """Tell whether an element, or what is in it, may tell something of a person."""
    return tag in basic_profile() or vr in _TELLING


def identifiers_in_json(text: str) -> Iterator[Identifier]:
    """Yield what a header tells of persons that was written as JSON, by keyword or by tag.

    Raises
    ------
    DocumentError
        The text is no such header.
    """
    try:
        header = json.loads(text)
    except (ValueError, RecursionError):
        raise DocumentError("The metadata are no JSON") from None
    if not isinstance(header, dict):
        raise DocumentError("The metadata are no JSON object")
    yield from _of_fields(header, 0)


def _of_fields(fields: dict[str, Any], depth: int) -> Iterator[Identifier]:
    from pydicom.datadict import dictionary_has_tag, dictionary_VR

    from sparkocr.dicom.profile.strategy import parse_tag

    check_depth(depth)
    for key, field in fields.items():
        try:
            tag = parse_tag(key)
        except ValueError:
            continue
        has_vr = isinstance(field, dict) and set(field) == {"vr", "value"}
        vr = str(field["vr"]) if has_vr else dictionary_VR(tag) if dictionary_has_tag(tag) else "LO"
        value = field["value"] if has_vr else field
        for item in value if isinstance(value, list) else [value]:
            if isinstance(item, dict):
                yield from _of_fields(item, depth + 1)
            else:
                yield from _identifiers(tag, vr, texts_of(item))


def _identifiers(tag: int, vr: str, texts: list[str]) -> Iterator[Identifier]:
    row = basic_profile().get(tag)
    keyword = row.keyword if row else ""
    label = _label(tag, keyword, vr)
    if label is None:
        return
    for text in _groups(texts) if vr == "PN" else texts:
        if len(text.strip()) >= _TOO_SHORT:
            yield Identifier(text.strip(), label, keyword, vr)


def _groups(names: list[str]) -> Iterator[str]:
    """Yield the component groups of names: in letters, ideographs, and by sound (PS3.5, section 6.2.1.2)."""
    return (group for name in names for group in name.split("="))


def _label(tag: int, keyword: str, vr: str) -> str | None:
    """Return the label of an attribute's values; None if they tell nothing by themselves."""
    row = basic_profile().get(tag)
    if vr == "PN":
        return "PERSON"
    if vr in {"DA", "DT"}:
        return "DATE"
    if vr == "AS":
        return "AGE"
    if row is None or row.action is Action.UID or vr not in {*TEXTS, "AE"}:
        return None
    if any(option in _CLEANED for option in row.options) and "Occupation" not in keyword:
        return None
    return next((label for pattern, label in _KINDS if pattern.search(keyword)), "ID")
