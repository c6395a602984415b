"""What the descriptions of whole slides say, and what may stay of it.

Aperio's scanners write a head, in two lines, that says how the image is stored, and fields behind it, such as
``|AppMag = 20|User = …``.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from sparkocr.deid.search import SecretIndex
from sparkocr.deid.secrets import Secret

__all__ = ["FieldRule", "clean_description", "head_of", "secrets_of_description"]

# Fields that say how the slide was scanned, which stay if their value is a measure.
_SETTINGS = frozenset({
    "appmag", "displaycolor", "exposure scale", "exposure time", "filtered", "focus offset", "gamma", "left",
    "lineareaxoffset", "lineareayoffset", "linecameraskew", "mpp", "originalheight", "originalwidth", "stripewidth",
    "top",
})  # fmt: skip
# Fields that name a kind of device or a setting: colour profiles may name it, too, and nobody is known by it.
_KINDS = frozenset({"icc profile", "parmset", "scannertype", "sessonmode", "sessionmode"})
_MEASURE = re.compile(r"[-+]?\d{1,6}(?:\.\d{1,12})?|[-+]?\d\.\d{1,12}e[-+]?\d{1,2}", re.IGNORECASE)
_DECIMAL = re.compile(r"[-+]?\d+\.\d+")

_IS_APERIO = re.compile(r"\s*Aperio\b")
_TOKEN = re.compile(r"[^\s;]+")
_HEAD_TOKEN = re.compile(
    r"Aperio|Leica|Biosystems|Image|Library|Format|GT450|DX|v\d{1,3}(?:\.\d{1,3}){0,3}|-|->"
    r"|\[?\d{1,6},\d{1,6}(?:,\d{1,7}x\d{1,7}\])?|\d{1,7}x\d{1,7}\]?|\(\d{1,5}x\d{1,5}\)|JPEG/(?:RGB|YCC|YCbCr)|J2K/\w{2,6}|LZW|Q=\d{1,3}"
)


@dataclass(frozen=True, slots=True)
class FieldRule:
    """Which fields of descriptions go.

    Attributes
    ----------
    only : frozenset of str or None
        Names in small letters; all others stay. None: all go but those that say how the slide was scanned, as a number.
    also : frozenset of str
        Names in small letters.
    everything : bool
        Whole descriptions go.
    """

    only: frozenset[str] | None = None
    also: frozenset[str] = frozenset()
    everything: bool = False

    def removes(self, name: str, value: str) -> bool:
        """Tell whether a field goes."""
        key = name.casefold()
        if self.everything or key in self.also:
            return True
        if self.only is not None:
            return key in self.only
        return key not in _SETTINGS or not _MEASURE.fullmatch(value)


def head_of(description: str) -> str:
    """Return the part of a description in front of its fields."""
    return description.partition("|")[0]


def secrets_of_description(description: str, rule: FieldRule) -> list[Secret]:
    """Return the texts that go: values of fields, or a whole description that is none of Aperio.

    Kinds of devices, words of heads, and numbers with decimals, which are measures, are no secrets: they stand in other
    places.
    """
    if not _IS_APERIO.match(description):
        return [Secret(description.strip(), "ID")] if description.strip() else []
    found = []
    for name, text in _fields(description):
        is_common = name.casefold() in _KINDS or _DECIMAL.fullmatch(text) or _HEAD_TOKEN.fullmatch(text)
        if text and not is_common and rule.removes(name, text):
            found.append(Secret(text, "ID"))
    return found


def clean_description(description: str, rule: FieldRule, secrets: SecretIndex) -> str:
    r"""Return what stays of a description.

    Parameters
    ----------
    description : str
    rule : FieldRule
    secrets : SecretIndex
        Of all descriptions of the file; a field that says one goes.

    Returns
    -------
    str
        Empty if it is none of Aperio: then it is not known where in it a name is. Of the head only words that say how
        images are stored stay.

    Examples
    --------
    >>> text = "Aperio Image Library v10\r\n46000x32914 Jane (256x256)|AppMag = 20|User = jdoe"
    >>> clean_description(text, FieldRule(), SecretIndex([]))
    'Aperio Image Library v10\r\n46000x32914  (256x256)|AppMag = 20'
    """
    if rule.everything or not _IS_APERIO.match(description):
        return ""
    head = _TOKEN.sub(lambda found: found[0] if _HEAD_TOKEN.fullmatch(found[0]) else "", head_of(description))
    kept = [
        f"{name} = {value}"
        for name, value in _fields(description)
        if not rule.removes(name, value) and not secrets.find(f"{name} = {value}")
    ]
    return "|".join([head, *kept])


def _fields(description: str) -> Sequence[tuple[str, str]]:
    """Return names and values."""
    parts = (part.partition("=") for part in description.split("|")[1:])
    return [(name.strip(), value.strip()) for name, _, value in parts]
