"""Cut the last layer of a recogniser down to the classes that a language needs.

A recogniser that knows 18,710 characters spends a seventh of its time, and most of its memory, on those that no text of
the language has. An ONNX file is a message of protocol buffers [1]_, whose fields are simple enough to read and write
here: the columns of the last layer's weights that stand for other characters are left out.

References
----------
.. [1] https://protobuf.dev/programming-guides/encoding; the numbers of fields are those of onnx.proto in
   https://github.com/onnx/onnx
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence

import numpy as np

__all__ = ["with_classes"]

# Numbers of fields: of a model, of its graph, of a tensor, and of the type of what a graph takes and gives.
_GRAPH = 7
_INITIALIZER, _OUTPUT, _INNER = 5, 12, 13
_DIMS, _RAW = 1, 9
_TYPE, _TENSOR, _SHAPE, _DIMENSION, _SIZE = 2, 1, 2, 1, 1
_VARINT, _EIGHT_BYTES, _SIZED, _FOUR_BYTES = 0, 1, 2, 5  # how values are written

_Field = tuple[int, int, "int | bytes"]
_Change = Callable[[bytes], bytes]


def with_classes(model: bytes, count: int, classes: Sequence[int]) -> bytes:
    """Return an ONNX file whose last layer has some classes only.

    Parameters
    ----------
    model : bytes
        A recogniser; its weights are 32-bit floats in the file.
    count : int
        How many classes it has. No other layer may have as many.
    classes : sequence of int
        Those that stay, in their new order.

    Returns
    -------
    bytes
        A recogniser whose probabilities are those of the old one, divided by their sum over these classes.
    """
    columns = np.asarray(classes)

    def tensor(of: bytes) -> bytes:
        fields = list(_fields(of))
        dims = [value for number, _, value in fields if number == _DIMS and isinstance(value, int)]
        if not dims or dims[-1] != count:
            return of
        (raw,) = (value for number, _, value in fields if number == _RAW and isinstance(value, bytes))
        weights = np.frombuffer(raw, "<f4").reshape(dims)[..., columns]
        others = [field for field in fields if field[0] not in {_DIMS, _RAW}]
        new = [(_DIMS, _VARINT, size) for size in weights.shape]
        return b"".join(map(_written, [*new, *others, (_RAW, _SIZED, np.ascontiguousarray(weights).tobytes())]))

    def dimension(of: bytes) -> bytes:
        fields = list(_fields(of))
        return _written((_SIZE, _VARINT, len(columns))) if (_SIZE, _VARINT, count) in fields else of

    value = _inside(_TYPE, _inside(_TENSOR, _inside(_SHAPE, _inside(_DIMENSION, dimension))))
    return _changed(
        model, {_GRAPH: lambda graph: _changed(graph, {_INITIALIZER: tensor, _OUTPUT: value, _INNER: value})}
    )


def _inside(number: int, change: _Change) -> _Change:
    """Return what changes a field of a message."""
    return lambda message: _changed(message, {number: change})


def _changed(message: bytes, changes: Mapping[int, _Change]) -> bytes:
    """Return a message of which fields are changed."""
    parts = []
    for number, kind, value in _fields(message):
        change = changes.get(number)
        parts.append(_written((number, kind, change(value) if change and isinstance(value, bytes) else value)))
    return b"".join(parts)


def _fields(message: bytes) -> Iterator[_Field]:
    """Yield number, kind and value of the fields of a message."""
    place = 0
    while place < len(message):
        key, place = _varint(message, place)
        number, kind = key >> 3, key & 7
        if kind == _VARINT:
            value, place = _varint(message, place)
            yield number, kind, value
            continue
        length = {_EIGHT_BYTES: 8, _FOUR_BYTES: 4}.get(kind, 0)
        if kind == _SIZED:
            length, place = _varint(message, place)
        yield number, kind, message[place : place + length]
        place += length


def _varint(message: bytes, place: int) -> tuple[int, int]:
    """Return the number that is written at a place in groups of seven bits, and the place behind it."""
    value = shift = 0
    while True:
        byte = message[place]
        value |= (byte & 0x7F) << shift
        place, shift = place + 1, shift + 7
        if byte < 0x80:  # noqa: PLR2004
            return value, place


def _written(field: _Field) -> bytes:
    """Return a field as it is written."""
    number, kind, value = field
    key = _as_varint(number << 3 | kind)
    if isinstance(value, int):
        return key + _as_varint(value)
    return key + (_as_varint(len(value)) if kind == _SIZED else b"") + value


def _as_varint(value: int) -> bytes:
    """Write a number in groups of seven bits."""
    groups = bytearray()
    while value >= 0x80:  # noqa: PLR2004
        groups.append(value & 0x7F | 0x80)
        value >>= 7
    groups.append(value)
    return bytes(groups)
