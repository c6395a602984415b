"""Writes src/sparkocr/transformers/__init__.pyi from the declarations of the stages: ``python scripts/make_stubs.py``.

Setters and getters exist at run time only; with this file, editors and type checkers know them, too.
"""

import inspect
from collections.abc import Iterator
from pathlib import Path

from sparkocr import enums, transformers
from sparkocr.stage.bases import Stage, TypedStage
from sparkocr.stage.params import StageParam
from sparkocr.transformers import STAGES
from sparkocr.transformers.recognition.pretrained_model import OnClassOrInstance
from sparkocr.transformers.unavailable import Unavailable

TARGET = Path(transformers.__file__).with_suffix(".pyi")
HEAD = """\
# Written by scripts/make_stubs.py from the code; don't edit.
from typing import Any, Self

from sparkocr.engines.engine import Engine
from sparkocr.enums import *
from sparkocr.stage.bases import Stage, TypedStage
from sparkocr.stage.params import StageParam
from sparkocr.transformers.unavailable import Unavailable

STAGES: tuple[type[Stage], ...]
"""
PRETRAINED = 'cls, name: str = "", lang: str = "en", remote_loc: str | None = "clinical/ocr"'


def main() -> None:
    """Write the stub."""
    TARGET.write_text(stub(), encoding="utf-8")


def stub() -> str:
    """Return the stub: a class per public name."""
    public = {name: value for name in transformers.__all__ if inspect.isclass(value := getattr(transformers, name))}
    parts = [HEAD, "\n".join(["__all__ = [", *(f'    "{name}",' for name in sorted(public)), "]\n"])]
    for name in sorted(public, key=lambda name: (len(public[name].__mro__), name)):
        value = public[name]
        if name != value.__name__ and not hasattr(enums, name):
            parts.append(f"{name} = {value.__name__}\n")
        elif issubclass(value, Unavailable):
            parts.append(f"class {name}(Unavailable): ...\n")
        elif value in STAGES:
            parent = next((base for base in value.__bases__ if base in STAGES), TypedStage)
            parts.append("\n".join([f"class {name}({parent.__name__}):", *members(value), ""]))
    return "\n".join(parts)


def members(stage: type[Stage]) -> Iterator[str]:
    """Yield the lines of a class: parameters, constructor, setters and getters, and methods of its own."""
    for name in stage.declared():
        yield f"    {name}: StageParam"
    yield "    def __init__("
    yield "        self,"
    yield "        *,"
    for name, param in stage.declared().items():
        yield f"        {name}: {param.accepts} = ...,"
    yield "    ) -> None: ..."
    for name, param in stage.declared().items():
        for spelling in (name, *param.aliases):
            yield from accessors(spelling[0].upper() + spelling[1:], name, param)
    known = vars(Stage).keys() | {name for base in Stage.__mro__ for name in vars(base)}
    found = {name: value for base in reversed(stage.__mro__) for name, value in vars(base).items()}
    for name, value in found.items():
        if not name.startswith("_") and name not in known and not getattr(value, "generated", False):
            yield from method(name, value)


def accessors(suffix: str, name: str, param: StageParam) -> Iterator[str]:
    """Yield a setter and a getter."""
    star = "*" if param.many else ""
    yield f"    def set{suffix}(self, {star}value: {param.accepts}) -> Self:"
    yield f'        """Set `{name}`: {param.doc}"""'
    yield f"    def get{suffix}(self) -> {param.annotation}: ..."


def method(name: str, value: object) -> Iterator[str]:
    """Yield a method that a stage has written itself."""
    if isinstance(value, OnClassOrInstance):
        yield "    @classmethod"
        yield f"    def {name}({PRETRAINED}) -> Self: ..."
    elif inspect.isfunction(value) and not name.startswith("get"):
        yield f"    def {name}{inspect.signature(value)}: ...".replace("'", "")


if __name__ == "__main__":
    main()
