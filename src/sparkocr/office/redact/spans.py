"""Spans of a text, and what stands in their place."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from typing import TypeAlias

__all__ = ["Replace", "Span", "checked_spans", "merged", "replaced", "xml_text"]

Span: TypeAlias = tuple[int, int, str]
"""Begin and end of a text, half-open, and what stands in its place."""
Replace: TypeAlias = Callable[[str], list[Span]]
"""Tells what has to go from a text: of a paragraph, a property, a name."""

_NOT_XML = re.compile("[^\t\n\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")  # XML 1.0, section 2.2


def checked_spans(text: str, replace: Replace) -> list[Span]:
    """Ask what has to go from a text.

    Returns
    -------
    list of Span
        In their order, without overlaps and empty ones.

    Raises
    ------
    ValueError
        A span is outside of the text.
    """
    spans = replace(text) if text.strip() else []
    for begin, end, _ in spans:
        if not 0 <= begin <= end <= len(text):
            raise ValueError("A span is outside of its text.")
    return merged((begin, end, xml_text(new)) for begin, end, new in spans if begin < end)


def merged(spans: Iterable[Span]) -> list[Span]:
    """Join spans that overlap; what stands in the place of the first of them holds for all."""
    result: list[Span] = []
    for begin, end, new in sorted(spans, key=lambda span: span[:2]):
        if result and begin < result[-1][1]:
            first = result[-1]
            result[-1] = first[0], max(first[1], end), first[2] or new
        else:
            result.append((begin, end, new))
    return result


def replaced(text: str, spans: Iterable[Span]) -> str:
    """Write a text with spans replaced, which are in order and do not overlap."""
    parts, done = [], 0
    for begin, end, new in spans:
        parts += [text[done:begin], new]
        done = end
    return "".join([*parts, text[done:]])


def xml_text(text: str) -> str:
    """Return a text without the characters that XML has no place for, in one line."""
    return _NOT_XML.sub("", text).replace("\n", " ").replace("\t", " ")
