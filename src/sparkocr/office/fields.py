r"""Fields of Word documents that have no result in the file, because Word draws them from something else.

Form fields (ECMA-376, part 1, 17.16.17 to 17.16.34) and fields whose instruction is what is seen (17.16.5).
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from lxml import etree

from sparkocr.office.equations import fraction, root, scripts
from sparkocr.office.styles import NOTHING, W, integer_of, is_on, value_of
from sparkocr.office.symbols import symbol

__all__ = ["CHECKED", "UNCHECKED", "Field", "form_value", "shown_by_instruction"]

CHECKED, UNCHECKED = "\N{BALLOT BOX WITH X}", "\N{BALLOT BOX}"
"""What Word's check boxes look like."""

_MOST_SYMBOLS = 0x10FFFF
# A switch of EQ with its options, as in `\b \bc\[ (` and `\s\up8(`: 17.16.5.17.
_SWITCH = re.compile(r"\\([a-z])((?:\s*\\[a-z]{2}(?:\s*\d+|\\.)?)*)\s*\(", re.IGNORECASE)
_OPTION = re.compile(r"\\([a-z]{2})\s*(\d+|\\.)?", re.IGNORECASE)
_CLOSING = {"(": ")", "[": "]", "{": "}", "<": ">"}
_DEEPEST = 50


@dataclass(slots=True)
class Field:
    """A field that has begun.

    Attributes
    ----------
    shows : bool
        Whether what comes next is its result, and not its instruction.
    is_form : bool
        Whether its value was written already, so that its result is not.
    is_filled : bool
        Whether it has a result.
    default : str
        What stands for a missing result.
    instruction : list of str
        What was read of its instruction.
    """

    shows: bool = False
    is_form: bool = False
    is_filled: bool = False
    default: str = ""
    instruction: list[str] = field(default_factory=list)

    def missing_result(self) -> str:
        """Return what is seen of a field that has ended."""
        if self.is_form or self.is_filled:
            return ""
        return self.default or shown_by_instruction("".join(self.instruction))


def form_value(data: etree._Element | None) -> tuple[str | None, str]:
    """Return the value of a form field, and its default.

    Parameters
    ----------
    data : lxml element or None
        The ``ffData`` of the field.

    Returns
    -------
    str or None
        The chosen entry of a list, or the state of a check box; None for texts, whose value is the field's result.
    str
        What stands in a text field at first.
    """
    data = NOTHING if data is None else data
    box, entries = data.find(W + "checkBox"), data.find(W + "ddList")
    if box is not None:
        state = is_on(box, "checked")
        return CHECKED if (is_on(box, "default") if state is None else state) else UNCHECKED, ""
    if entries is not None:
        names = [entry.get(W + "val", "") for entry in entries.iterfind(W + "listEntry")]
        chosen = integer_of(entries, "result")
        chosen = integer_of(entries, "default") if chosen is None else chosen
        return next(iter(names[chosen or 0 :]), ""), ""
    return None, value_of(data.find(W + "textInput"), "default") or ""


def shown_by_instruction(instruction: str) -> str:
    r"""Return what Word draws for a field that has no result.

    Parameters
    ----------
    instruction : str
        As in the file. Those that draw themselves are buttons, symbols and equations.

    Examples
    --------
    >>> shown_by_instruction("MACROBUTTON NoMacro [Your name]"), shown_by_instruction(r"EQ \f(3,4)")
    ('[Your name]', '3/4')
    """
    words = instruction.split(None, 2)
    kind = words[0].upper() if words else ""
    if kind in {"MACROBUTTON", "GOTOBUTTON"}:
        return words[2].strip() if len(words) > 2 else ""  # noqa: PLR2004
    if kind == "SYMBOL" and len(words) > 1:
        return _symbol(words[1], words[2] if len(words) > 2 else "")  # noqa: PLR2004
    if kind == "EQ":
        return _Equation(instruction.split(None, 1)[1] if len(words) > 1 else "").text()
    return ""


def _symbol(code: str, switches: str) -> str:
    r"""Return the character of a field such as ``SYMBOL 252 \f Wingdings``."""
    try:
        number = int(code, 0)
    except ValueError:
        return code.strip('"')[:1]
    font = re.search(r'\\f\s*(?:"([^"]*)"|(\S+))', switches)
    return symbol(f"{number:X}", (font[1] or font[2] or "") if font else "") if 0 <= number <= _MOST_SYMBOLS else ""


class _Equation:
    """Reads the instruction of a field EQ from its beginning to its end."""

    def __init__(self, instruction: str) -> None:
        self._source = re.sub(r'\\\*\s*(?:"[^"]*"|\w+)', "", instruction)  # switches of the look of all fields
        self._place = 0

    def text(self) -> str:
        """Return the equation in one line."""
        return self._until("", 0).strip()

    def _until(self, ends: str, depth: int) -> str:
        """Read up to one of some characters, which is left, or to the end."""
        written: list[str] = []
        while self._place < len(self._source):
            character = self._source[self._place]
            if character in ends:
                break
            switch = _SWITCH.match(self._source, self._place) if character == "\\" and depth < _DEEPEST else None
            if switch is not None:
                self._place = switch.end()
                options = dict(_OPTION.findall(switch[2].lower()))
                written.append(_drawn(switch[1].lower(), options, self._arguments(depth)))
                continue
            if character == "\\":  # before a character that is meant as it is
                self._place += 1
                character = self._source[self._place : self._place + 1]
            written.append(character)
            self._place += 1
            if character == "(" and ends and depth < _DEEPEST:
                written.append(self._until(")", depth + 1) + self._source[self._place : self._place + 1])
                self._place += 1
        return "".join(written)

    def _arguments(self, depth: int) -> list[str]:
        """Read arguments up to the closing bracket; commas or semicolons stand between them."""
        found = [self._until(",;)", depth + 1)]
        while self._place < len(self._source) and self._source[self._place] != ")":
            self._place += 1
            found.append(self._until(",;)", depth + 1))
        self._place += 1
        return [argument.strip() for argument in found]


def _drawn(switch: str, options: dict[str, str], arguments: list[str]) -> str:
    """Write a part of an equation."""
    first, second, *_ = [*arguments, "", ""]
    if switch == "f":
        return fraction(first, second)
    if switch == "r":
        return root(second, first) if len(arguments) > 1 else root(first)
    if switch == "s" and len(arguments) == 1 and options.keys() & {"up", "do"}:
        return scripts("", first if "do" in options else "", first if "up" in options else "")
    if switch == "i":
        sign = next((sign for name, sign in (("su", "∑"), ("pr", "∏")) if name in options), "∫")
        return scripts(sign, first, second) + f"▒({', '.join(arguments[2:])})"
    if switch == "b":
        both = options.get("bc", "\\(")[1:]
        opening, closing = options.get("lc", f"\\{both}")[1:], options.get("rc", f"\\{_CLOSING.get(both, both)}")[1:]
        if options.keys() & {"lc", "rc"} and "bc" not in options:
            opening, closing = options.get("lc", "")[1:], options.get("rc", "")[1:]
        return f"{opening}{','.join(arguments)}{closing}"
    if switch == "a":
        columns = max(1, int(options.get("co") or 1))
        rows = (arguments[start : start + columns] for start in range(0, len(arguments), columns))
        return f"■({'@'.join('&'.join(row) for row in rows)})"
    return {"l": ",", "s": "¦"}.get(switch, "").join(arguments)
