"""Helpers for what models of other packages need and give: vocabularies, and tokens with labels."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from statistics import fmean
from typing import Any, NamedTuple

from pyspark.sql import Row

from sparkocr.layout.box import Box
from sparkocr.layout.merge import union
from sparkocr.positions.same_line import on_one_line
from sparkocr.stage.annotations import annotation_fields, score_of

__all__ = ["cluster", "get_vocabulary_dict"]

_PLACE = ("x", "y", "width", "height")
_GAP = 2.0  # heights between tokens of an entity on one line; wider gaps are those of columns
_OUTSIDE = "o"  # the tag of tokens of no entity


def get_vocabulary_dict(file: str | Path, sep: str = ",") -> dict[str, int | str]:
    r"""Read the vocabulary of a model: a word and its number on each line.

    Parameters
    ----------
    file : str or Path
        A text in UTF-8; also with ``file:`` before it. Blank lines are left out.
    sep : str
        What stands between word and number; the last one of a line counts, so that it may be a word itself.

    Returns
    -------
    dict of str to int
        Numbers by word, in the order of the file. Words keep their spaces. If the file has anything else than whole
        numbers, all values are strings as they are.

    Raises
    ------
    FileNotFoundError
        There is no such file.
    ValueError
        A line has no `sep`; names the number of the line.

    Examples
    --------
    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     place = Path(folder, "vocabulary.csv")
    ...     _ = place.write_text("invoice,0\n##s,1\n,,2\n")
    ...     get_vocabulary_dict(place, ",")
    {'invoice': 0, '##s': 1, ',': 2}
    """
    path = Path(str(file).removeprefix("file://").removeprefix("file:"))
    found: dict[str, str] = {}
    # No other line ends: a word may be a character that Python takes for one.
    for number, line in enumerate(path.read_bytes().decode("utf-8-sig").split("\n"), start=1):
        word, separator, value = line.removesuffix("\r").rpartition(sep)
        if not line.strip():
            continue
        if not separator:
            raise ValueError(f"line {number} of the vocabulary has no {sep!r}")
        found[word] = value.strip()
    if all(value.removeprefix("-").isdecimal() for value in found.values()):
        return {word: int(value) for word, value in found.items()}
    return dict(found)


class _Token(NamedTuple):
    """A token of a model, by what counts of it; its box is None if it is not known."""

    label: str
    begins: bool
    text: str
    begin: int
    end: int
    box: Box | None
    score: float | None


def cluster(annotations: Iterable[Row | Mapping[str, Any]]) -> list[dict[str, Any]]:
    """Join the tokens of each entity of a page, as models give them that label one token after the other.

    Tokens that follow each other are one entity if they have the same label, none but the first has a tag that begins
    with ``B-``, and each stands beside the one before it or on the line below. Programs call this on the rows of
    visual entity recognition; the arguments of the original are not documented.

    Parameters
    ----------
    annotations : iterable of Row or Mapping
        With the fields of `sparkocr.schemas.AnnotationSchema`, in the order of reading: `result` is a tag like
        ``B-COMPANY``, ``i-question`` or ``O``, and `metadata` has `word` or `token`, and may have `x`, `y`, `width`,
        `height` and `confidence`.

    Returns
    -------
    list of dict
        Annotations of the type ``entity``: `result` is the text, `begin` of the first and `end` of the last token;
        `metadata` has `entity`, the label, and of what tokens have: their box, and the mean of their `confidence`.

    Examples
    --------
    >>> words = [("B-NAME", "Jane", 10), ("I-NAME", "Smith", 60), ("O", "is", 110), ("B-AGE", "42", 130)]
    >>> tokens = [
    ...     {"result": tag, "metadata": {"word": word, "x": str(x), "y": "20", "width": "40", "height": "12"}}
    ...     for tag, word, x in words
    ... ]
    >>> [(entity["result"], entity["metadata"]["entity"], entity["metadata"]["width"]) for entity in cluster(tokens)]
    [('Jane Smith', 'NAME', '90'), ('42', 'AGE', '40')]
    """
    groups: list[list[_Token]] = []
    previous: _Token | None = None
    for token in _tokens(annotations):
        if token.label:
            if previous is None or not _continues(previous, token):
                groups.append([])
            groups[-1].append(token)
        previous = token
    return [_entity(group) for group in groups]


def _tokens(annotations: Iterable[Row | Mapping[str, Any]]) -> Iterator[_Token]:
    """Read annotations; the parts of a word that a model cuts it into have the word and its box each: they are one."""
    last: tuple[Any, ...] = ()
    for annotation in annotations:
        fields = annotation.asDict() if isinstance(annotation, Row) else annotation
        metadata = dict(fields.get("metadata") or {})
        prefix, _, label = str(fields.get("result") or "").rpartition("-")
        label = "" if not prefix and label.lower() == _OUTSIDE else label
        text = metadata.get("word") or metadata.get("token") or ""
        box = _box(metadata)
        if box is not None and last == (label, text, box):
            continue
        last = label, text, box
        begin, end = (-1 if fields.get(name) is None else fields[name] for name in ("begin", "end"))
        yield _Token(label, prefix.lower() == "b", text, begin, end, box, score_of(metadata))


def _box(metadata: Mapping[str, str | None]) -> Box | None:
    """Return the box that metadata tell, if they tell one."""
    try:
        return Box(*(float(metadata.get(side) or "") for side in _PLACE))
    except ValueError:
        return None


def _continues(one: _Token, other: _Token) -> bool:
    """Tell whether a token belongs to the entity of the token before it."""
    if one.label != other.label or other.begins:
        return False
    if one.box is None or other.box is None:
        return True
    height = max(one.box.height, other.box.height)
    (left, top, right, bottom), (next_left, next_top, next_right, next_bottom) = one.box.edges(), other.box.edges()
    if on_one_line(top, bottom, next_top, next_bottom):
        return max(next_left - right, left - next_right) <= _GAP * height
    return next_top >= top and next_top - bottom <= height


def _entity(tokens: Sequence[_Token]) -> dict[str, Any]:
    """Make an annotation of the tokens of an entity."""
    metadata = {"entity": tokens[0].label}
    boxes = [token.box for token in tokens if token.box is not None]
    if boxes:
        box = union(boxes)
        metadata |= {side: f"{getattr(box, side):g}" for side in _PLACE}
    scores = [token.score for token in tokens if token.score is not None]
    if scores:
        metadata["confidence"] = f"{fmean(scores):g}"
    text = " ".join(token.text for token in tokens)
    return annotation_fields("entity", tokens[0].begin, tokens[-1].end, text, metadata)
