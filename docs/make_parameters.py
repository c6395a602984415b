"""Writes docs/parameters.md from the declarations of the stages: ``python docs/make_parameters.py``."""

import inspect
from enum import Enum
from pathlib import Path

from sparkocr.transformers import STAGES

TARGET = Path(__file__).parent / "parameters.md"
HEAD = """\
# Parameters

Every parameter of every stage: `stage.setX(value)`, `stage.getX()`, or a keyword of the constructor. A wrong value is a
`ValueError` on the driver, before any job starts. Enumerations are taken as member, name or value, in any case.

<!-- Written by docs/make_parameters.py from the code; don't edit. -->
"""


def main() -> None:
    """Write the page."""
    TARGET.write_text(page(), encoding="utf-8")


def page() -> str:
    """Return the page: a table per stage."""
    return "\n".join([HEAD, *map(section, STAGES)])


def section(stage: type) -> str:
    """Return the heading and the table of one stage."""
    first_line = inspect.getdoc(stage).split("\n")[0]
    rows = [
        f"| `{name}` | {shown(param.default)} | {param.doc} | {param.allowed.replace('|', chr(92) + '|')} |"
        for name, param in stage.declared().items()
    ]
    table = "\n".join(["| parameter | default | meaning | allowed |", "|---|---|---|---|", *rows])
    return f"## {stage.__name__}\n\n{first_line}\n\n{table}\n"


def shown(default: object) -> str:
    """Return a default as a program would write it."""
    return f"`{default.name}`" if isinstance(default, Enum) else f"`{default!r}`"


if __name__ == "__main__":
    main()
