"""Make one list of what several detectors found: cut, trimmed, without mistakes, sorted, and without overlaps.

Detectors fail on different names, so all that any of them found counts: where two overlap, one entity covers both. What
a step cuts off is a separator or the label of a field, never a part of a name.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import replace

from sparkocr.entities.entity import Entity
from sparkocr.entities.places import join_places

__all__ = ["merge", "tidy"]

# Words that forms print before a value. Models take them for names, the more so in capitals.
_FIELD_WORDS = frozenset(
    """
    accession account acc acct address admission age attending birth case cell chart city claim clinic collected country
    county date dept department discharge dob doctor doc email e-mail fax first gender given guarantor home iban id
    initial insurance invoice last license licence mail member middle mobile mr mrn name nr no number occupation of
    order page passport patient phone physician pid policy postcode provider received ref reference referring report
    room sex signature signed specimen ssn state street surname tel telephone title unit url username visit website zip
    """.split()  # noqa: SIM905  as a list it would take a page
)
_NAMES_TOO = frozenset(
    ("birth", "case", "chart", "first", "home", "last", "order", "page", "room", "state", "street", "title", "unit")
)
"""Of them, those that are surnames as well: alone they stay."""
_IN_CAPITALS = "DOB|DOD|DOS|MRN|PID|SSN|ZIP|TEL|FAX"
"""Abbreviations that are a label wherever they stand in capitals."""
_WITH_SIGN = "|".join(sorted(map(re.escape, _FIELD_WORDS - {"of", "no", "nr", "mr"}), key=len, reverse=True))
_LABEL_OF_FIELD = re.compile(
    rf"(?<![^\W_])(?:(?:{_IN_CAPITALS})(?![^\W_])|(?i:{_WITH_SIGN})(?:[ ]?(?:\#|(?i:no|nr)\b)\.?)?(?=[ \t]*[:=#]))"
)
_FIELD_STARTS = re.compile(r"[ \t>]*[^\W\d_][^\n:=]{0,30}[:=]")
"""At the start of a line: what stands before a colon, whatever it is."""
_WORD = re.compile(r"[^\W_](?:[\w'\u2019-]*[^\W_])?")
_AFTER_LABEL = 12
"""Characters behind an entity in which the colon of its last word is looked for."""

_GAP_OF_NAME = re.compile(r"[ \t]*(?:[^\W\d_]\.?[ \t]+)?")
"""Between the parts of one name: spaces and a middle initial."""
_LONGEST_GAP = 40


def tidy(text: str, entity: Entity) -> Iterator[Entity]:
    r"""Yield what is left of an entity that a detector found: none, one or several.

    It is cut where a new field starts (``"John Stiles\nDOB"``, ``"Homer Simpson Age:"``), and at the end of a line
    unless its kind goes over lines (addresses) or it stands in prose, behind other words of the line. Spaces and
    punctuation at its ends go, and so does what is only the label of a field.

    It is for models: rules know fields and lines.
    """
    for first, last in _without_labels(text, entity.begin, entity.end):
        for left, right in _cut_at_lines(text, first, last, entity.label):
            yield from _trimmed(text, replace(entity, begin=left, end=right))


def merge(text: str, entities: Iterable[Entity], preferred: Collection[str] = ()) -> list[Entity]:
    """Return entities sorted and without overlaps; what they covered is covered.

    Entities that overlap become one. Its label, score and source are those of one of them: of those of preferred
    sources that cover half of it, if there are any, the surest, and the longest of the equally sure. Names that only
    spaces or an initial separate become one name. A street, town, state and postal code that follow each other become
    one ``ADDRESS``; towns alone stay apart.

    Parameters
    ----------
    text : str
    entities : iterable of Entity
    preferred : collection of str
        Sources whose labels count before those of others: rules know what a number is by its label or checksum, and the
        probabilities of models are no match for that.

    Returns
    -------
    list of Entity
    """
    ordered = sorted(entities, key=lambda entity: (entity.begin, entity.end))
    united = [_united(group, preferred) for group in _overlapping(ordered)]
    return list(join_places(text, _with_whole_names(text, united)))


def _without_labels(text: str, begin: int, end: int) -> Iterator[tuple[int, int]]:
    """Yield the parts of a span between the labels of fields in it."""
    first = begin
    for label in _LABEL_OF_FIELD.finditer(text, begin, min(len(text), end + _AFTER_LABEL)):
        if label.start() >= end:
            break
        if first < label.start():
            yield first, label.start()
        first = label.end()
    if first < end:
        yield first, end


def _cut_at_lines(text: str, begin: int, end: int, label: str) -> Iterator[tuple[int, int]]:
    in_prose = any(part.islower() for part in text[text.rfind("\n", 0, begin) + 1 : begin].split())
    goes_on = in_prose or label == "ADDRESS"
    first = begin
    at = text.find("\n", begin, end)
    while at >= 0:
        if not goes_on or not text[at + 1 : at + 2].strip(" \t\n") or _FIELD_STARTS.match(text, at + 1):
            yield first, at
            first = at + 1
        at = text.find("\n", at + 1, end)
    yield first, end


def _trimmed(text: str, entity: Entity) -> Iterator[Entity]:
    begin, end = entity.begin, entity.end
    while begin < end and not (text[begin].isalnum() or text[begin] in "+("):
        begin += 1
    while begin < end and not (text[end - 1].isalnum() or text[end - 1] == ")"):
        end -= 1
    words = _WORD.findall(text, begin, end)
    if words and not _is_label(words):
        yield replace(entity, begin=begin, end=end)


def _is_label(words: Sequence[str]) -> bool:
    small = {word.lower() for word in words}
    return small <= _FIELD_WORDS and not (len(words) == 1 and small <= _NAMES_TOO)


def _overlapping(entities: Iterable[Entity]) -> Iterator[list[Entity]]:
    """Yield groups of sorted entities that overlap, directly or by others in between."""
    group: list[Entity] = []
    end = 0
    for entity in entities:
        if group and entity.begin >= end:
            yield group
            group = []
        group.append(entity)
        end = max(end, entity.end) if len(group) > 1 else entity.end
    if group:
        yield group


def _united(group: Sequence[Entity], preferred: Collection[str]) -> Entity:
    """Return one entity that covers a group."""
    begin, end = group[0].begin, max(entity.end for entity in group)

    def rank(entity: Entity) -> tuple[bool, float, int]:
        length = entity.end - entity.begin
        return entity.source in preferred and 2 * length >= end - begin, entity.score, length

    return replace(max(group, key=rank), begin=begin, end=end)


def _with_whole_names(text: str, entities: Iterable[Entity]) -> Iterator[Entity]:
    name: Entity | None = None
    for entity in entities:
        if name and entity.label == "PERSON" and _is_one_name(text, name, entity):
            surest = max(name, entity, key=lambda one: one.score)
            name = replace(surest, begin=name.begin, end=entity.end)
            continue
        if name:
            yield name
        name = entity if entity.label == "PERSON" else None
        if not name:
            yield entity
    if name:
        yield name


def _is_one_name(text: str, left: Entity, right: Entity) -> bool:
    near = right.begin - left.end <= _LONGEST_GAP
    return near and _GAP_OF_NAME.fullmatch(text, left.end, right.begin) is not None
