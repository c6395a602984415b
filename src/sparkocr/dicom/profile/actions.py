"""A header by a strategy: each action on each of its data elements."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Mapping, MutableMapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from sparkocr.dicom.open import check_depth, is_sequence
from sparkocr.dicom.profile.replacing import Replacing, digits_like, replaced_uid
from sparkocr.dicom.profile.strategy import ACTIONS, Rule, Strategy
from sparkocr.dicom.profile.times import capped_age, moved_age, moved_date, moved_datetime, moved_time
from sparkocr.dicom.profile.values import BYTES, NUMBERS, changed, cleared, dummy, texts_of
from sparkocr.errors import DocumentError

if TYPE_CHECKING:
    from pydicom.dataelem import DataElement
    from pydicom.dataset import Dataset

__all__ = ["Given", "apply_strategy", "make_dummy"]

_SHORT = 16  # characters of an SH (PS3.5, section 6.2)
_DAY = 86_400  # seconds
_MOST_YEARS = 5  # by which an age differs, unless the option says
_WHOLE = re.compile(r"[+-]?\d+")
_LABEL = re.compile(r"<([A-Za-z][\w-]*)>")  # what stands for an entity in a text that was cleaned elsewhere


@dataclass(frozen=True, slots=True)
class Given:
    """What comes from outside of the file.

    Attributes
    ----------
    mapping : mapping of str to str
        From tags, like ``00100020``, to values for ``replaceWithMapping``.
    cleaned : mapping of int to list of str
        From tags to the texts that ``cleanTag`` puts in their places, in the order of the file, without those that are
        empty; those of other tags are cleaned here.
    """

    mapping: Mapping[str, str] = field(default_factory=dict)
    cleaned: MutableMapping[int, list[str]] = field(default_factory=dict)


def apply_strategy(
    header: Dataset,
    strategy: Strategy,
    replacing: Replacing,
    given: Given,
    *,
    only: Collection[int] = (),
    ignored: Collection[str] = (),
    drops_private: bool = False,
    depth: int = 0,
) -> None:
    """Change a header, at all depths, as a strategy says.

    Parameters
    ----------
    header : Dataset
        Is changed.
    strategy : Strategy
    replacing : Replacing
    given : Given
    only : collection of int
        Tags that are looked at; empty: all.
    ignored : collection of str
        Value representations that stay as they are, whatever they hold: names in them, too.
    drops_private : bool
        Whether private elements are deleted.
    depth : int
        How many sequences the header is in.

    Raises
    ------
    DocumentError
        A value, or a sequence in which one may be, can't be read; a value can't be replaced; or there are too many
        sequences in each other.
    """
    check_depth(depth)
    for tag in list(header.keys()):
        rule = strategy.rule_of(tag) if not only or tag in only else None
        if (drops_private and tag.is_private) or (rule and rule.action == "delete"):
            del header[tag]
            continue
        element = _element(header, tag, needed=rule is not None or is_sequence(header, tag))
        if element is None or element.VR in ignored:
            continue
        if rule and not (rule.action == "replaceWithMapping" and depth and rule.option != "nested"):
            _act(element, rule, replacing, given)
        if element.VR == "SQ":
            for item in element.value or ():
                apply_strategy(
                    item, strategy, replacing, given,
                    only=only, ignored=ignored, drops_private=drops_private, depth=depth + 1,
                )  # fmt: skip
    if depth == 0:
        _add_missing(header, strategy, only)
        _check_all_taken(strategy, given)


def _check_all_taken(strategy: Strategy, given: Given) -> None:
    """Refuse texts that were left over: others may stand in their places.

    Raises
    ------
    DocumentError
        There are some.
    """
    rules = ((strategy.rule_of(tag), texts) for tag, texts in given.cleaned.items())
    if any(rule is not None and rule.action == "cleanTag" and texts for rule, texts in rules):
        raise DocumentError("There are more cleaned texts than tags to clean")


def _add_missing(header: Dataset, strategy: Strategy, only: Collection[int]) -> None:
    """Add the elements that a strategy wants to be there."""
    from pydicom.dataelem import DataElement

    for number, rule in strategy.rules.items():
        if rule.action == "ensureTagExists" and number not in header and (not only or number in only):
            vr = rule.vr or "LO"
            header.add(DataElement(number, vr, [] if vr == "SQ" else rule.option or dummy(vr, "")))


def _element(header: Dataset, tag: Any, *, needed: bool) -> DataElement | None:
    """Return an element whose value can be read; None if it is not needed.

    Raises
    ------
    DocumentError
        It is needed.
    """
    try:
        element: DataElement = header[tag]
    except Exception:  # noqa: BLE001  pydicom raises anything on values that don't fit, and quotes them
        if needed:
            raise DocumentError("A value that the strategy may change can't be read") from None
        return None
    return element


def _act(element: DataElement, rule: Rule, replacing: Replacing, given: Given) -> None:
    """Change the value of an element; what an action is not for is emptied.

    Raises
    ------
    DocumentError
        It can't be done.
    """
    allowed = ACTIONS[rule.action]
    try:
        if allowed and element.VR not in allowed:
            cleared(element)
        else:
            _FUNCTIONS[rule.action](element, rule, replacing, given)
    except DocumentError:
        raise
    except Exception:  # noqa: BLE001  pydicom raises anything on odd values, and quotes them
        raise DocumentError(f"The action {rule.action} can't be done on a value of the DICOM file") from None


_Act = Callable[["DataElement", Rule, Replacing, Given], None]


def _with_texts(change: Callable[[str, Rule, Replacing], str]) -> _Act:
    """Return the action that changes the texts of an element one by one."""

    def act(element: DataElement, rule: Rule, replacing: Replacing, _given: Given) -> None:
        changed(element, lambda text: change(text, rule, replacing))

    return act


def _literal(element: DataElement, rule: Rule, replacing: Replacing, _given: Given) -> None:
    _write(element, rule.option or replacing.placeholder)


def _write(element: DataElement, text: str) -> None:
    """Write a text as the value of an element of any kind.

    Raises
    ------
    DocumentError
        It is no such value.
    """
    vr = str(element.VR)
    if vr == "SQ":
        raise DocumentError("A sequence can't be replaced by a text")
    if vr in BYTES:
        element.value = text.encode() + b" " * (len(text.encode()) % 2)
    elif vr in NUMBERS:
        try:
            element.value = float(text) if vr in {"FD", "FL"} else int(text)
        except ValueError:
            raise DocumentError("A number can't be replaced by a text") from None
    else:
        element.value = text


def _clear(element: DataElement, _rule: Rule, _replacing: Replacing, _given: Given) -> None:
    cleared(element)


def _fill(element: DataElement, rule: Rule, _replacing: Replacing, _given: Given) -> None:
    if rule.option and element.VR != "SQ" and not texts_of(element.value):
        _write(element, rule.option)


def _name(text: str, rule: Rule, replacing: Replacing) -> str:
    if not text:
        return text
    salt = "" if rule.option == "coherent" else f"{replacing.keyed.number(1 << 64, 'salt', replacing.seconds, text)}"
    return replacing.surrogate(text, "PERSON", salt)


def _hash(element: DataElement, _rule: Rule, replacing: Replacing, _given: Given) -> None:
    def change(text: str) -> str:
        uid = replaced_uid(text, replacing.keyed)
        return uid if element.VR != "SH" else uid.removeprefix("2.25.")[:_SHORT]

    changed(element, change)


def _fixed_days(text: str, rule: Rule, replacing: Replacing) -> str:
    is_number = _WHOLE.fullmatch(rule.option)
    return _earlier(text, -int(rule.option) if is_number else replacing.days)


def _earlier(text: str, days: int) -> str:
    return moved_date(text, days) or moved_datetime(text, days)


def _seconds(text: str, _rule: Rule, replacing: Replacing) -> str:
    return moved_time(text, replacing.seconds) or moved_datetime(text, 0, replacing.seconds)


def _unix_time(element: DataElement, _rule: Rule, replacing: Replacing, _given: Given) -> None:
    values = element.value if isinstance(element.value, list) or element.VM > 1 else [element.value]
    moved = [value - replacing.days * _DAY for value in values if value is not None]
    element.value = moved if len(moved) > 1 else moved[0] if moved else None


def _age(text: str, rule: Rule, replacing: Replacing) -> str:
    most = abs(int(rule.option)) if _WHOLE.fullmatch(rule.option) else _MOST_YEARS
    by = 1 + replacing.keyed.number(most, "age", replacing.seconds) if most else 0
    sign = 1 if replacing.keyed.number(2, "sign", replacing.seconds) else -1
    return moved_age(text, sign * by)


def _clean(element: DataElement, rule: Rule, replacing: Replacing, given: Given) -> None:
    waiting = given.cleaned.get(int(element.tag))

    def change(text: str) -> str:
        if waiting is None:
            return replacing.clean(text, rule.option)
        if not text:
            return text
        if not waiting:
            raise DocumentError("There are fewer cleaned texts than tags to clean")
        return _without_labels(waiting.pop(0), rule.option)

    changed(element, change)


def _without_labels(text: str, option: str) -> str:
    """Return a text with its labels, such as ``<DATE>``, removed, or masked by an asterisk for each letter."""
    if option == "remove":
        return " ".join(_LABEL.sub("", text).split())
    return _LABEL.sub(lambda label: "*" * len(label[1]), text) if option == "mask" else text


def _map(element: DataElement, _rule: Rule, _replacing: Replacing, given: Given) -> None:
    """Write the value of a mapping; without one the value goes, as nobody says that it may stay."""
    found = given.mapping.get(f"{int(element.tag):08X}")
    if found is None:
        cleared(element)
    else:
        _write(element, found)


def _dummy(element: DataElement, _rule: Rule, replacing: Replacing, _given: Given) -> None:
    make_dummy(element, replacing)


def make_dummy(element: DataElement, replacing: Replacing) -> None:
    """Replace a value, or all values in a sequence at any depth, by dummies; UIDs by other UIDs."""
    if element.VR == "SQ":
        for item in element.value or ():
            for tag in list(item.keys()):
                if tag.is_private:
                    del item[tag]
                else:
                    make_dummy(item[tag], replacing)
    elif element.VR == "UI":
        changed(element, lambda uid: replaced_uid(uid, replacing.keyed))
    elif element.VM:
        element.value = dummy(str(element.VR), replacing.placeholder)


_FUNCTIONS: dict[str, _Act] = {
    "remove": _clear,
    "replaceWithLiteral": _literal,
    "ensureTagExists": _fill,
    "replaceWithRandomName": _with_texts(_name),
    "hashId": _hash,
    "patientHashId": _with_texts(lambda text, _, replacing: digits_like(text, replacing.keyed) if text else ""),
    "shiftDateByFixedNbOfDays": _with_texts(_fixed_days),
    "shiftDateByRandomNbOfDays": _with_texts(lambda text, _, replacing: _earlier(text, replacing.days)),
    "shiftTimeByRandom": _with_texts(_seconds),
    "shiftTimeByRandomNbOfSecs": _with_texts(_seconds),
    "shiftUnixTimeStampRandom": _unix_time,
    "shiftAgeByRandom": _with_texts(_age),
    "capAgeAt99IfOver90": _with_texts(lambda text, _rule, _replacing: capped_age(text)),
    "cleanTag": _clean,
    "replaceWithMapping": _map,
    "replaceWithDummy": _dummy,
}
