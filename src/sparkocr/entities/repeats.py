"""Who is named once is a person wherever the text names him."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from sparkocr.entities.entity import Entity

__all__ = ["repeated_names"]

_WORD = re.compile(r"[^\W\d_](?:[\w'\u2019-]*[^\W_])?")
_LEAST_LETTERS = 3


def repeated_names(text: str, entities: Sequence[Entity]) -> Iterator[Entity]:
    """Yield the parts of names that were found, wherever else they are in a text.

    Models look at the words around a name, and miss "Miller" in one line when they found it in another one.

    Parameters
    ----------
    text : str
    entities : sequence of Entity

    Yields
    ------
    Entity
        A ``PERSON`` for each word that is in a person of `entities`, has a capital and three letters, and is not in the
        text in small letters too, as "will" is. Some of them are those of `entities`.
    """
    words = [(word.group(), word.span()) for word in _WORD.finditer(text)]
    small = {word for word, _ in words if word.islower()}
    names = {
        name: entity
        for entity in entities
        if entity.label == "PERSON"
        for name in _WORD.findall(text, entity.begin, entity.end)
        if len(name) >= _LEAST_LETTERS and name[0].isupper() and name.lower() not in small
    }
    for word, (begin, end) in words:
        name = word.removesuffix("'s").removesuffix("\u2019s")
        if name in names:
            found = names[name]
            yield Entity(begin, end - len(word) + len(name), "PERSON", found.score, found.source)
