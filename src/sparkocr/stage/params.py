"""Parameters of stages, each declared once.

A stage lists its parameters as class attributes::

    class ImageBinarizer(ImageStage):
        threshold = integer(170, "Pixels above this value become white.", minimum=0, maximum=255)

and gets from that one line the `pyspark.ml` Param, its default, ``setThreshold`` and ``getThreshold``, the
keyword of the constructor, the check of every value on the driver, and a row of ``docs/parameters.md``.
"""

from __future__ import annotations

import inspect
import re
import textwrap
from abc import ABCMeta
from collections.abc import Callable, Iterable, Mapping
from difflib import get_close_matches
from enum import Enum
from functools import cache, partial
from inspect import Parameter, Signature
from math import isfinite
from numbers import Integral, Real
from typing import TYPE_CHECKING, Any, Self, TypeVar

from pyspark.ml.param import Param, Params

from sparkocr.limits import limits_of

EnumT = TypeVar("EnumT", bound=Enum)

_SECTION = re.compile(r"^[A-Z][A-Za-z ]+\n-{3,}$", re.MULTILINE)
_WIDTH = 110
"""Characters of a line of help: 120, less what `help` and notebooks put before it."""
_SAID_BY_THE_TYPE = frozenset({"a string", "True or False", "the name of a column"})
"""Allowed values that help does not say, because the type of the parameter does."""
_MEMBERS = re.compile(r"^one of \w+: ")


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


class _StageType(ABCMeta):
    """The class of stages: its `dir` is what `help` shows beside the docstring."""

    def __dir__(cls) -> Iterable[str]:
        """Leave out setters, getters and parameters, which the docstring has in a table, and what all stages have.

        What is left are the methods of the stage itself, and of stages that it extends, which are in the same module.
        ``dir(stage())``, which completion asks for, has all of them.
        """
        bases = (base for base in cls.__mro__ if base.__module__.startswith(("sparkocr.stage.", "pyspark.", "typing")))
        common = {name for base in bases for name in vars(base)} | vars(object).keys()
        found = {
            name: value
            for base in cls.__mro__
            if base.__module__ == cls.__module__
            for name, value in vars(base).items()
        }
        own = {name: value for name, value in found.items() if name not in common and not name.startswith("_")}
        return [name for name, value in own.items() if callable(value) and not getattr(value, "generated", False)]


class DeclaredParams(Params, metaclass=_StageType):
    """Base of everything that has parameters: constructor, setters and getters come from the declarations."""

    def __init__(self, *positional: Any, **values: Any) -> None:
        if positional:
            name, first = type(self).__name__, next(iter(self.declared()))
            raise TypeError(
                f"{name} takes keywords only, like {name}({first}=\u2026); got {len(positional)} without one"
            )
        super().__init__()
        self._setDefault(**{name: param.default for name, param in self.declared().items()})
        self._set(**values)

    def _copy_params(self) -> None:
        """Give each object parameters of its own; `pyspark.ml` looks for them in `dir`, where they are not."""
        for name, param in self.declared().items():
            setattr(self, name, param._copy_new_parent(self))  # noqa: SLF001

    @classmethod
    def declared(cls) -> dict[str, StageParam]:
        """Return the declarations by name, those of base classes first."""
        found: dict[str, StageParam] = {}
        for base in reversed(cls.__mro__):
            found |= {name: value for name, value in vars(base).items() if isinstance(value, StageParam)}
        return found

    def __init_subclass__(cls, **kwargs: Any) -> None:
        super().__init_subclass__(**kwargs)
        declared = cls.declared()
        for name, param in declared.items():
            for spelling in (name, *param.aliases):
                suffix = spelling[0].upper() + spelling[1:]
                _add_method(cls, f"set{suffix}", _setter(name, param))
                _add_method(cls, f"get{suffix}", _getter(name, param))
        if "__doc__" in vars(cls) and cls.__doc__:
            cls.__doc__ = _documented(cls.__doc__, declared)
        cls.__signature__ = Signature(  # type: ignore[attr-defined]
            [Parameter(name, Parameter.KEYWORD_ONLY, default=param.default) for name, param in declared.items()]
        )

    def _set(self, **values: Any) -> Self:
        """Set parameters by name, each checked; the way that `pyspark.ml` copies and loads use too."""
        names = {spelling: name for name, param in self.declared().items() for spelling in (name, *param.aliases)}
        for spelling, value in values.items():
            if spelling not in names:
                hint, known = _nearest(spelling, names), ", ".join(names)
                raise ValueError(f"{type(self).__name__} has no parameter {spelling!r}{hint}; it has: {known}")
            param = self.getParam(names[spelling])
            self._paramMap[param] = param.typeConverter(value)
        return self

    if not TYPE_CHECKING:  # else editors would take any name to be there

        def __getattr__(self, name: str) -> None:
            """Say which setter or getter was meant: outside of Python's own prompt, nothing else does.

            Raises
            ------
            AttributeError
                Always: it is called for what is not there.
            """
            accessors = [each for each in object.__dir__(self) if each[:3] in {"set", "get"}]
            hint = _nearest(name, accessors) if name[:3] in {"set", "get"} else ""
            raise AttributeError(f"{type(self).__name__!r} object has no attribute {name!r}{hint}", name=name, obj=self)

    def setParams(self, **values: Any) -> Self:
        """Set several parameters at once."""
        return self._set(**values)

    def __reduce__(self) -> tuple[Any, ...]:
        user_values = {param.name: value for param, value in self._paramMap.items()}
        return _rebuild, (type(self), self.uid, user_values)

    def values(self) -> Mapping[str, Any]:
        """Return the value of every parameter by name: the user's, else the default."""
        return {name: self.getOrDefault(name) for name in self.declared()}


def _nearest(name: str, known: Iterable[str]) -> str:
    """Return a question that ends a message: which of the known names may be meant; empty if none is like it."""
    by_lower = {each.lower(): each for each in known}
    found = get_close_matches(name.lower(), by_lower, n=1)
    return f"; did you mean {by_lower[found[0]]}?" if found else ""


def _documented(document: str, declared: Mapping[str, StageParam]) -> str:
    """Write the section on the parameters, before the first other one (numpydoc's order)."""
    lines = ["Parameters", "-" * 10]
    for name, param in declared.items():
        default = param.default.name if isinstance(param.default, Enum) else repr(param.default)
        lines += _help_of(f"{name} : {param.annotation}, default {default}", param.allowed, param.doc)
    text = inspect.cleandoc(document)
    place = _SECTION.search(text)
    head, tail = (text[: place.start()], text[place.start() :]) if place else (text, "")
    return "\n".join([head.rstrip(), "", *lines, "", tail]).rstrip() + "\n"


@cache  # most parameters are of several stages
def _help_of(head: str, allowed: str, doc: str) -> tuple[str, ...]:
    """Return the lines of help on a parameter: type, default, what is allowed if that is more, and meaning."""
    more = "" if allowed in _SAID_BY_THE_TYPE else f"; {_MEMBERS.sub('', allowed)}"
    return *_lines(head + more, ""), *_lines(doc, "    ")


def _lines(text: str, indent: str) -> list[str]:
    """Break a text into lines of help; the second and further ones are indented."""
    if len(indent + text) <= _WIDTH:
        return [indent + text]
    return textwrap.wrap(text, _WIDTH, initial_indent=indent, subsequent_indent="    ", break_long_words=False)


def _rebuild(cls: type[DeclaredParams], uid: str, values: dict[str, Any]) -> DeclaredParams:
    """Make an unpickled or copied object: the declarations are the class's own, only values travel."""
    made = cls(**values)
    made._resetUid(uid)
    return made


def _add_method(cls: type, name: str, method: Callable[..., Any]) -> None:
    """Attach a method unless the class (or a base other than this generator) wrote its own."""
    existing = getattr(cls, name, None)
    if existing is None or getattr(existing, "generated", False):
        method.__name__ = name
        method.__qualname__ = f"{cls.__name__}.{name}"
        setattr(cls, name, method)


def _setter(name: str, param: StageParam) -> Callable[..., Any]:
    def set_one(self: Any, value: Any) -> Any:
        return self._set(**{name: value})

    def set_many(self: Any, *value: Any) -> Any:
        if len(value) != 1 or isinstance(value[0], (str, Integral)):
            return self._set(**{name: list(value)})
        return self._set(**{name: value[0]})

    setter: Callable[..., Any] = set_many if param.many else set_one
    setter.__doc__ = f"Set `{name}`: {param.doc}"
    setter.generated = True  # type: ignore[attr-defined]
    return setter


def _getter(name: str, param: StageParam) -> Callable[..., Any]:
    def getter(self: DeclaredParams) -> Any:
        return self.getOrDefault(name)

    getter.__doc__ = f"Return `{name}`: {param.doc}"
    getter.generated = True  # type: ignore[attr-defined]
    return getter
