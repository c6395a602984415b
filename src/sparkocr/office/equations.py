"""Equations in one line: the linear format of Murray Sargent, Unicode Technical Note 28 (UnicodeMath).

It keeps what is drawn and not written: the bar of a fraction, the height of an exponent, roots, brackets. Read are
the elements of Office Math (ECMA-376, part 1, 22.1), which Word and PowerPoint share. What applies a function and what
ends an operand are written as brackets and blanks that are seen.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from enum import IntEnum
from typing import NamedTuple

from lxml import etree

from sparkocr.office.package import local_name

__all__ = ["EQUATIONS", "M", "equation_text", "fraction", "root", "scripts"]

M = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"
EQUATIONS = frozenset({M + "oMath", M + "oMathPara"})
"""The elements of an equation, and of equations with lines of their own."""

_REVISIONS = frozenset({"del", "moveFrom"})
_OFF = frozenset({"0", "false", "off"})
_NUMBER = re.compile(r"\d+([.,]\d+)*")
_PRIMES = frozenset("'\N{PRIME}\N{DOUBLE PRIME}\N{TRIPLE PRIME}")
_DEGREES = frozenset("\N{DEGREE SIGN}\N{RING OPERATOR}")
_ROOTS = {"": "√", "2": "√", "3": "∛", "4": "∜"}
# Defaults of the file format: 22.1.2.20 (chr), 22.1.2.10 (begChr), 22.1.2.33 (endChr), 22.1.2.93 (sepChr).
_INTEGRAL, _HAT, _BRACE = "∫", "\N{COMBINING CIRCUMFLEX ACCENT}", "\N{BOTTOM CURLY BRACKET}"
_OVER, _UNDER, _BOX = "¯", "▁", "▭"
_ARRAY, _MATRIX, _STACKED, _BODY, _BELOW, _ABOVE = "█", "■", "¦", "▒", "┬", "┴"


class _Bond(IntEnum):
    """How closely the parts of an expression belong together: the looser ones need brackets around them."""

    SUM = 0
    PRODUCT = 1
    FRACTION = 2
    SCRIPTED = 3
    ATOM = 4


class _Term(NamedTuple):
    """An expression in one line.

    Attributes
    ----------
    text : str
    bond : _Bond
    plain : bool
        Whether it is only letters as they were written.
    round : bool
        Whether it has round brackets around it.
    """

    text: str
    bond: _Bond = _Bond.ATOM
    plain: bool = False
    round: bool = False


def equation_text(element: etree._Element, text_of: Callable[[etree._Element], str]) -> str:
    """Write an equation in one line.

    Parameters
    ----------
    element : lxml element
        One of `EQUATIONS`; the equations of a paragraph of them are lines.
    text_of : callable
        Gives the text of what is in equations and no part of their structure: of runs.

    Returns
    -------
    str
        Such as ``3/4``, ``10^6``, ``(a+b)/c``, ``√(x)``, ``∑_(i=1)^n▒x_i`` and ``■(a&b@c&d)``.
    """
    if element.tag == M + "oMathPara":
        return "\n".join(equation_text(item, text_of) for item in element.iterfind(M + "oMath"))
    return _Writer(text_of).inside(element).text


def fraction(above: str, below: str) -> str:
    """Write a fraction."""
    return f"{_bracketed(_written(above), _Bond.SCRIPTED)}/{_bracketed(_written(below), _Bond.SCRIPTED)}"


def root(radicand: str, degree: str = "") -> str:
    """Write a root: the square root, or another one."""
    return _root(_written(radicand), degree).text


def scripts(base: str, below: str, above: str) -> str:
    """Write what stands below and above the end of an expression."""
    return _scripts(_written(base), _written(below), _written(above)).text


class _Writer:
    """Writes the elements of an equation."""

    def __init__(self, text_of: Callable[[etree._Element], str]) -> None:
        self._text_of = text_of

    def inside(self, parent: etree._Element | None, *, aligned: bool = False) -> _Term:
        """Write all that is in an element one after the other; `aligned` parts have signs ``&`` that are not drawn."""
        terms = [] if parent is None else [self._term(child, aligned=aligned) for child in parent]
        return _joined([term for term in terms if term.text])

    def part(self, element: etree._Element, name: str) -> _Term:
        """Write a part of a structure."""
        return self.inside(element.find(M + name))

    def _term(self, element: etree._Element, *, aligned: bool) -> _Term:
        name = local_name(element)
        if element.tag == f"{M}{name}":
            structure: Callable[[_Writer, etree._Element], _Term] | None = _STRUCTURES.get(name)
            if structure is not None:
                return structure(self, element)
            if name != "r":  # properties, and arguments in arguments
                return _Term("") if name.endswith("Pr") else self.inside(element)
        elif name in _REVISIONS:
            return _Term("")
        elif next(element.iter(M + "*"), None) is not None:  # a tracked change or the like around a part
            return self.inside(element)
        text = self._text_of(element)
        return _written(text.replace("&", "") if aligned else text, upright=_is_upright(element))

    def fraction(self, element: etree._Element) -> _Term:
        above, below = self.part(element, "num"), self.part(element, "den")
        if _value(element, "fPr", "type") == "noBar":
            return _Term(f"{_bracketed(above)}{_STACKED}{_bracketed(below)}", _Bond.SUM)
        return _Term(f"{_bracketed(above, _Bond.SCRIPTED)}/{_bracketed(below, _Bond.SCRIPTED)}", _Bond.FRACTION)

    def scripts(self, element: etree._Element) -> _Term:
        return _scripts(self.part(element, "e"), self.part(element, "sub"), self.part(element, "sup"))

    def scripts_in_front(self, element: etree._Element) -> _Term:
        front = _scripts(_Term(""), self.part(element, "sub"), self.part(element, "sup"))
        return _Term(f"({front.text}){_bracketed(self.part(element, 'e'))}", _Bond.SCRIPTED)

    def root(self, element: etree._Element) -> _Term:
        hidden = _is_on(element, "radPr", "degHide")
        return _root(self.part(element, "e"), "" if hidden else self.part(element, "deg").text)

    def sum(self, element: etree._Element) -> _Term:
        sign = _value(element, "naryPr", "chr", _INTEGRAL)
        below, above = (
            _Term("") if _is_on(element, "naryPr", f"{name}Hide") else self.part(element, name)
            for name in ("sub", "sup")
        )
        body = self.part(element, "e")
        written = _scripts(_Term(sign), below, above).text
        return _Term(f"{written}{_BODY}{_bracketed(body, _Bond.SCRIPTED)}" if body.text else written, _Bond.SUM)

    def brackets(self, element: etree._Element) -> _Term:
        signs = (("begChr", "("), ("sepChr", "|"), ("endChr", ")"))
        first, between, last = (_value(element, "dPr", name, usual) for name, usual in signs)
        inner = [self.inside(part) for part in element.iterfind(M + "e")]
        if not first and not last and len(inner) == 1:
            return inner[0]
        text = f"{first}{between.join(term.text for term in inner)}{last}"
        return _Term(text, _Bond.ATOM if first and last else _Bond.SUM, round=(first, last) == ("(", ")"))

    def function(self, element: etree._Element) -> _Term:
        name, argument = self.part(element, "fName"), self.part(element, "e")
        return _Term(name.text + (argument.text if argument.round else f"({argument.text})"), _Bond.PRODUCT)

    def limit(self, element: etree._Element) -> _Term:
        below = local_name(element) == "limLow"
        base, limit = self.part(element, "e"), self.part(element, "lim")
        if base.text.isalpha():  # the name of a function, which has its limits there
            return _Term(f"{base.text}{'_' if below else '^'}{_bracketed(limit)}")
        return _Term(f"{_bracketed(base)}{_BELOW if below else _ABOVE}{_bracketed(limit)}")

    def accent(self, element: etree._Element) -> _Term:
        base = self.part(element, "e")
        written = base.text if len(base.text) == 1 else f"({base.text})"
        return _Term(f"{written}{_value(element, 'accPr', 'chr', _HAT)}")

    def bar(self, element: etree._Element) -> _Term:
        return _named(_OVER if _value(element, "barPr", "pos") == "top" else _UNDER, self.part(element, "e"))

    def group_sign(self, element: etree._Element) -> _Term:
        return _named(_value(element, "groupChrPr", "chr", _BRACE), self.part(element, "e"))

    def border(self, element: etree._Element) -> _Term:
        return _named(_BOX, self.part(element, "e"))

    def box(self, element: etree._Element) -> _Term:
        return self.part(element, "e")

    def phantom(self, element: etree._Element) -> _Term:
        shown = element.find(f"{M}phantPr/{M}show")
        hidden = shown is not None and shown.get(M + "val", "1") in _OFF
        return _Term("") if hidden else self.part(element, "e")

    def array(self, element: etree._Element) -> _Term:
        rows = [self.inside(row, aligned=True) for row in element.iterfind(M + "e")]
        return rows[0] if len(rows) == 1 else _Term(f"{_ARRAY}({'@'.join(row.text for row in rows)})")

    def matrix(self, element: etree._Element) -> _Term:
        rows = (
            "&".join(self.inside(cell).text for cell in row.iterfind(M + "e")) for row in element.iterfind(M + "mr")
        )
        return _Term(f"{_MATRIX}({'@'.join(rows)})")


_STRUCTURES: dict[str, Callable[[_Writer, etree._Element], _Term]] = {
    "f": _Writer.fraction,
    "sSub": _Writer.scripts,
    "sSup": _Writer.scripts,
    "sSubSup": _Writer.scripts,
    "sPre": _Writer.scripts_in_front,
    "rad": _Writer.root,
    "nary": _Writer.sum,
    "d": _Writer.brackets,
    "func": _Writer.function,
    "limLow": _Writer.limit,
    "limUpp": _Writer.limit,
    "acc": _Writer.accent,
    "bar": _Writer.bar,
    "groupChr": _Writer.group_sign,
    "borderBox": _Writer.border,
    "box": _Writer.box,
    "phant": _Writer.phantom,
    "eqArr": _Writer.array,
    "m": _Writer.matrix,
}


def _written(text: str, *, upright: bool = False) -> _Term:
    """Take letters as they were written; upright ones are a word, such as the name of a function."""
    core = text.strip()
    letters = [
        character for character in core if unicodedata.category(character)[0] != "M" and character not in _PRIMES
    ]
    if len(letters) <= 1 or _NUMBER.fullmatch(core) or (upright and core.isalpha()):
        bond = _Bond.ATOM
    else:
        bond = _Bond.PRODUCT if all(character.isalnum() for character in letters) else _Bond.SUM
    return _Term(text, bond, plain=True)


def _joined(terms: list[_Term]) -> _Term:
    """Write terms next to each other, apart where they would make another one."""
    if len(terms) < 2:  # noqa: PLR2004
        return terms[0] if terms else _Term("")
    text, before = "", _Term("")
    for term in terms:
        text += " " * _makes_another(before, term) + term.text
        before = term
    if all(term.plain for term in terms):
        whole = _written(text)
        return whole._replace(bond=max(whole.bond, _Bond.PRODUCT if _are_words(terms) else _Bond.SUM))
    sums = any(term.bond is _Bond.SUM for term in terms) or any(_is_sign(term) for term in terms)
    return _Term(text, _Bond.SUM if sums else _Bond.PRODUCT)


def _are_words(terms: list[_Term]) -> bool:
    return all(term.bond is not _Bond.SUM and not _is_sign(term) for term in terms)


def _is_sign(term: _Term) -> bool:
    """Tell whether a term is an operator, such as a plus."""
    return term.plain and not any(character.isalnum() for character in term.text)


def _makes_another(before: _Term, after: _Term) -> bool:
    """Tell whether two terms need a blank between them: ``1/2`` and ``x``, ``2`` and ``3/4``."""
    if not before.text or (before.plain and after.plain):
        return False
    end, start = before.text[-1], after.text[0]
    if not before.plain and end.isalnum() and (start.isalnum() or start == "("):
        return True
    is_fraction = after.bond is _Bond.FRACTION
    return end.isalnum() and (is_fraction or (end.isdigit() and start.isdigit()))


def _bracketed(term: _Term, loosest: _Bond = _Bond.ATOM) -> str:
    """Put brackets around a term that is looser than this."""
    return term.text if term.bond >= loosest or not term.text else f"({term.text})"


def _named(sign: str, term: _Term) -> _Term:
    """Put a sign that is drawn over, under or around a term in front of it."""
    return _Term(f"{sign}({term.text})")


def _root(radicand: _Term, degree: str) -> _Term:
    if degree in _ROOTS:
        inner = radicand.text if radicand.round else f"({radicand.text})"
        return _Term(f"{_ROOTS[degree]}{inner}")
    return _Term(f"√({degree}&{radicand.text})")


def _scripts(base: _Term, below: _Term, above: _Term) -> _Term:
    """Write an index and an exponent; primes and degrees are characters that stand high by themselves."""
    written = _bracketed(base)
    if below.text:
        written += f"_{_bracketed(below)}"
    if above.text and set(above.text) <= _PRIMES:
        written += above.text
    elif above.text in _DEGREES:
        written += "\N{DEGREE SIGN}"
    elif above.text:
        written += f"^{_bracketed(above)}"
    return _Term(written, _Bond.SCRIPTED if below.text or above.text else base.bond)


def _is_upright(run: etree._Element) -> bool:
    """Tell whether a run is normal text or upright: 22.1.2.74 (nor), 22.1.2.111 (sty)."""
    return _is_on(run, "rPr", "nor") or _value(run, "rPr", "sty") == "p"


def _value(element: etree._Element, properties: str, name: str, otherwise: str = "") -> str:
    """Return a property of a structure; one that is there without a value is empty."""
    found = element.find(f"{M}{properties}/{M}{name}")
    return otherwise if found is None else str(found.get(M + "val", ""))


def _is_on(element: etree._Element, properties: str, name: str) -> bool:
    """Tell whether a property of a structure is on."""
    found = element.find(f"{M}{properties}/{M}{name}")
    return found is not None and found.get(M + "val", "1") not in _OFF
