"""Parameters of stages, each declared once.

A stage lists its parameters as class attributes::

    class ImageBinarizer(ImageStage):
        threshold = integer(170, "Pixels above this value become white.", minimum=0, maximum=255)

and gets from that one line the `pyspark.ml` Param, its default, ``setThreshold`` and ``getThreshold``, the
keyword of the constructor, the check of every value on the driver, and a row of ``docs/parameters.md``.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from enum import Enum
from functools import partial
from math import isfinite
from numbers import Integral, Real
from typing import Any, TypeVar

from pyspark.ml.param import Param, Params

from sparkocr.limits import limits_of

EnumT = TypeVar("EnumT", bound=Enum)


class StageParam(Param[Any]):
    """A `pyspark.ml` Param that also knows its default and which values are allowed.

    Parameters
    ----------
    default : Any
        Value when the user sets none. ``None`` marks a parameter that may be unset, also explicitly.
    doc : str
        One line for people: meaning and unit.
    allowed : str
        The allowed values in words, for error messages and the documentation.
    convert : Callable
        Turns a user's value into the stored, JSON-compatible one; raises `TypeError`, `ValueError` or
        `KeyError` if it is not allowed.
    example : Any
        A value other than the default.
    many : bool
        Whether the value is a list, so that the setter also takes several arguments.
    aliases : tuple of str
        Other spellings of the name that programs use.
    annotation : str
        Type of the stored value, for `transformers/__init__.pyi`; with ``None`` as default it is optional, too.
    accepts : str
        Type of what users may give, if that is more.
    is_secret : bool
        Whether no message quotes the value: a password, or the name of a patient.
    """

    def __init__(
        self,
        default: Any,
        doc: str,
        *,
        allowed: str,
        convert: Callable[[Any], Any],
        example: Any,
        many: bool = False,
        aliases: tuple[str, ...] = (),
        annotation: str = "Any",
        accepts: str = "",
        is_secret: bool = False,
    ) -> None:
        super().__init__(Params._dummy(), "unnamed", doc, self.check)  # noqa: SLF001
        self.default = default
        self.allowed = allowed
        self.convert = convert
        self.example = example
        self.many = many
        self.aliases = aliases
        self.annotation = annotation if default is not None else f"{annotation} | None"
        self.accepts = f"{self.annotation} | {accepts}" if accepts else self.annotation
        self.is_secret = is_secret

    def __set_name__(self, owner: type, name: str) -> None:
        self.name = name

    def check(self, value: Any) -> Any:
        """Return the stored form of a user's value.

        Raises
        ------
        ValueError
            Names the parameter, the value unless it is secret, and what is allowed.
        """
        if value is None and self.default is None:
            return None
        try:
            return self.convert(value)
        except (TypeError, ValueError, KeyError):
            got = type(value).__name__ if self.is_secret else repr(value)
            raise ValueError(f"{self.name} must be {self.allowed}; got {got}") from None


def string(
    default: str | None, doc: str, *, pattern: str = "", allowed: str = "a string", example: str = "other"
) -> StageParam:
    """Declare a string; with `pattern`, one that matches it entirely."""

    def convert(value: Any) -> str:
        if not isinstance(value, str) or (pattern and not re.fullmatch(pattern, value)):
            raise ValueError
        return format(value)  # the value of a member of an enumeration

    return StageParam(default, doc, allowed=allowed, convert=convert, example=example, annotation="str")


def secret(doc: str) -> StageParam:
    """Declare a string that no message quotes; empty by default."""
    declared = string("", doc)
    declared.is_secret = True
    return declared


def column(default: str, doc: str, *, aliases: tuple[str, ...] = ()) -> StageParam:
    """Declare the name of a column."""
    declared = string(default, doc, pattern=r".*\S.*", allowed="the name of a column")
    declared.aliases = aliases
    return declared


def columns(default: list[str], doc: str) -> StageParam:
    """Declare names of columns, given as a list or as a single name; at least one."""
    return StageParam(
        default,
        doc,
        allowed="the name of a column, or a list of names",
        convert=partial(_column_names, may_be_empty=False),
        example=["one", "other"],
        many=True,
        annotation="list[str]",
        accepts="str",
    )


def optional_columns(doc: str, *, may_be_empty: bool = False) -> StageParam:
    """Declare names of columns, given as a list or as a single name, which may be None, their default."""
    return StageParam(
        None,
        doc,
        allowed="None, the name of a column, or a list of names" + (", which may be empty" if may_be_empty else ""),
        convert=partial(_column_names, may_be_empty=may_be_empty),
        example=["one", "other"],
        many=True,
        annotation="list[str]",
        accepts="str",
    )


def _column_names(value: Any, *, may_be_empty: bool) -> list[str]:
    name = column("input", "").convert
    names = [name(item) for item in ([value] if isinstance(value, str) else value)]
    if not names and not may_be_empty:
        raise ValueError
    return names


def integer(default: int, doc: str, *, minimum: int, maximum: int | None = None) -> StageParam:
    """Declare a whole number between `minimum` and `maximum`, both included."""

    def convert(value: Any) -> int:
        whole = isinstance(value, Integral) or (isinstance(value, Real) and float(value).is_integer())
        if isinstance(value, bool) or not whole or value < minimum or (maximum is not None and value > maximum):
            raise ValueError
        return int(value)

    bounds = f">= {minimum}" if maximum is None else f"from {minimum} to {maximum}"
    allowed = f"an integer {bounds}"
    return StageParam(default, doc, allowed=allowed, convert=convert, example=default + 1, annotation="int")


def number(
    default: float,
    doc: str,
    *,
    minimum: float | None = None,
    more_than: float | None = None,
    maximum: float | None = None,
) -> StageParam:
    """Declare a finite number, at least `minimum` or more than `more_than`, and at most `maximum`."""

    def convert(value: Any) -> float:
        if isinstance(value, bool) or not isinstance(value, Real) or not isfinite(value):
            raise ValueError
        if (minimum is not None and value < minimum) or (more_than is not None and value <= more_than):
            raise ValueError
        if maximum is not None and float(value) > maximum:
            raise ValueError
        return float(value)

    bounds = [
        f"{sign} {limit:g}" for sign, limit in ((">=", minimum), (">", more_than), ("<=", maximum)) if limit is not None
    ]
    words = " ".join(["a number", " and ".join(bounds)]).strip()
    example = default + 0.5 if maximum is None else default / 2 + 0.1
    return StageParam(default, doc, allowed=words, convert=convert, example=example, annotation="float")


def optional_integer(doc: str, *, minimum: int) -> StageParam:
    """Declare a whole number that may be None, which is its default."""
    whole = integer(minimum, doc, minimum=minimum)
    allowed = f"None or {whole.allowed}"
    return StageParam(None, doc, allowed=allowed, convert=whole.convert, example=minimum + 1, annotation="int")


def integers(default: tuple[int, ...], doc: str, *, minimum: int) -> StageParam:
    """Declare as many whole numbers as the default has."""
    whole = integer(minimum, doc, minimum=minimum)

    def convert(value: Any) -> list[int]:
        if isinstance(value, str) or len(value) != len(default):
            raise ValueError
        return [whole.convert(item) for item in value]

    return StageParam(
        list(default),
        doc,
        allowed=f"{len(default)} integers >= {minimum}",
        convert=convert,
        example=[item + 1 for item in default],
        many=True,
        annotation="list[int]",
        accepts="tuple[int, ...] | int",
    )


def boolean(default: bool, doc: str) -> StageParam:
    """Declare a switch."""

    def convert(value: Any) -> bool:
        if not isinstance(value, bool):
            raise TypeError
        return value

    allowed = "True or False"
    return StageParam(default, doc, allowed=allowed, convert=convert, example=not default, annotation="bool")


def choice(
    default: EnumT, doc: str, *, otherwise: str = "", allowed: str = "", aliases: tuple[str, ...] = ()
) -> StageParam:
    """Declare a member of an enumeration, given as the member, its name or its value, in any case, or as it prints.

    Parameters
    ----------
    default : Enum
        The member that is the default; its class is the enumeration.
    doc : str
        One line for people.
    otherwise : str
        Regular expression of strings that are allowed besides the members.
    allowed : str
        What `otherwise` stands for, in words.
    aliases : tuple of str
        Other spellings of the parameter's name.
    """
    members = type(default)
    spellings = {
        str(key).lower(): member
        for name, member in members.__members__.items()
        for key in (name, member.value, f"{members.__name__}.{name}")
    }

    def convert(value: Any) -> EnumT | str:
        if isinstance(value, bool) or (isinstance(value, Enum) and not isinstance(value, members)):
            raise TypeError
        key = str(value.value if isinstance(value, Enum) else value).lower()
        if key in spellings:
            return spellings[key]
        if otherwise and isinstance(value, str) and re.fullmatch(otherwise, value):
            return value
        raise ValueError

    names = f"one of {members.__name__}: " + ", ".join(members.__members__)
    return StageParam(
        default,
        doc,
        allowed=f"{names}; or {allowed}" if allowed else names,
        convert=convert,
        example=next(member for member in members if member is not default),
        aliases=aliases,
        annotation=f"{members.__name__} | str" if otherwise else members.__name__,
        accepts="" if otherwise else "str | int" if issubclass(members, int) else "str",
    )


def settings(
    default: list[str] | None, doc: str, *, example: list[str], pattern: str = r"[^=]+=.*", allowed: str = ""
) -> StageParam:
    """Declare a list of ``key=value`` strings, each of which `pattern` matches entirely."""

    def convert(value: Any) -> list[str]:
        if isinstance(value, str) or not all(re.fullmatch(pattern, item) for item in value):
            raise ValueError
        return list(value)

    words = "a list of key=value strings" + (f" ({allowed})" if allowed else "")
    return StageParam(
        default,
        doc,
        allowed=words,
        convert=convert,
        example=example,
        many=True,
        annotation="list[str]",
        accepts="str",
    )


class _LimitsParam(StageParam):
    """A parameter of limits of documents, whose messages say which of them is wrong, and which there are."""

    def check(self, value: Any) -> Any:
        try:
            limits_of(value)
        except (AttributeError, TypeError, ValueError) as error:
            reason = f": {error}" if isinstance(error, ValueError) else ""
            raise ValueError(f"{self.name} must be {self.allowed}; got {value!r}{reason}") from None
        return dict(value)


def limits_by_name(doc: str) -> StageParam:
    """Declare some of `sparkocr.limits.DocumentLimits`."""
    return _LimitsParam(
        {},
        doc,
        allowed="a dictionary of integers from 1 by names of limits",
        convert=dict,
        example={"maxPages": 500},
        annotation="dict[str, int]",
    )


def split_settings(values: list[str] | None) -> tuple[tuple[str, str], ...]:
    """Split ``["key=value"]`` into pairs; blanks around keys and values are dropped."""
    pairs = (value.partition("=") for value in values or ())
    return tuple((key.strip(), value.strip()) for key, _, value in pairs)
