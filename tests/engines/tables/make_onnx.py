"""Write ONNX models that give what they are told, whatever they see: the format is a few nested protocol buffers."""

import numpy as np

_FLOAT = 1
_OPSET = 13


def constant_model(outputs, size=(64, 64)):
    """Return the bytes of a model with an input of (1, 3, height, width) and constant outputs, arrays of float32."""
    graph = _field(2, b"constant")
    names = [f"out{number}" for number in range(len(outputs))]
    for name, array in zip(names, outputs, strict=True):
        value = np.asarray(array, np.float32)
        tensor = b"".join(_number(1, side) for side in value.shape) + _number(2, _FLOAT) + _field(9, value.tobytes())
        attribute = _field(1, b"value") + _field(5, tensor) + _number(20, 4)
        node = _field(2, name.encode()) + _field(4, b"Constant") + _field(5, attribute)
        graph = _field(1, node) + graph
    graph += _field(11, _value("image", (1, 3, *size)))
    for name, array in zip(names, outputs, strict=True):
        graph += _field(12, _value(name, np.asarray(array).shape))
    return _number(1, 8) + _field(7, graph) + _field(8, _field(1, b"") + _number(2, _OPSET))


def _value(name, shape):
    sides = b"".join(_field(1, _number(1, side)) for side in shape)
    return _field(1, name.encode()) + _field(2, _field(1, _number(1, _FLOAT) + _field(2, sides)))


def _field(number, content):
    return _varint(number << 3 | 2) + _varint(len(content)) + content


def _number(number, value):
    return _varint(number << 3) + _varint(value)


def _varint(value):
    found = bytearray()
    while value > 0x7F:
        found.append(value & 0x7F | 0x80)
        value >>= 7
    return bytes([*found, value])
