"""Classes that declare parameters: each gets a constructor, setters, getters and help from its declarations."""

from __future__ import annotations

import inspect
import re
import textwrap
from abc import ABCMeta
from collections.abc import Callable, Iterable, Mapping
from difflib import get_close_matches
from enum import Enum
from functools import cache
from inspect import Parameter, Signature
from numbers import Integral
from typing import TYPE_CHECKING, Any, Self

from pyspark.ml.param import Params

from sparkocr.stage.params import StageParam

_SECTION = re.compile(r"^[A-Z][A-Za-z ]+\n-{3,}$", re.MULTILINE)
_WIDTH = 110
"""Characters of a line of help: 120, less what `help` and notebooks put before it."""
_SAID_BY_THE_TYPE = frozenset({"a string", "True or False", "the name of a column"})
"""Allowed values that help does not say, because the type of the parameter does."""
_MEMBERS = re.compile(r"^one of \w+: ")


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
