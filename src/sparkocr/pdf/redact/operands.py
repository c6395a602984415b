"""What content streams are made of: instructions and their operands."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any, cast

from pikepdf import ContentStreamInlineImage, ContentStreamInstruction, Operator, String

from sparkocr.pdf.redact.geometry import IDENTITY, Matrix
from sparkocr.pdf.redact.report import CannotRewriteError

__all__ = ["DAMAGED", "Instruction", "Replacement", "made", "matrix_of", "numbers", "operands", "string_of"]

DAMAGED = "The content of the page is damaged."

Instruction = ContentStreamInstruction | ContentStreamInlineImage

Replacement = Iterable[Instruction] | None
"""What takes the place of an instruction; None if it stays."""


def made(operator: str, *values: Any) -> ContentStreamInstruction:
    """Return a new instruction."""
    return ContentStreamInstruction(list(values), Operator(operator))


def operands(instruction: ContentStreamInstruction, count: int) -> list[Any]:
    """Return the operands of an instruction.

    Raises
    ------
    CannotRewriteError
        There are not so many.
    """
    found: list[Any] = list(cast("Sequence[Any]", instruction.operands))
    if len(found) != count:
        raise CannotRewriteError(DAMAGED)
    return found


def numbers(instruction: ContentStreamInstruction, count: int) -> list[float]:
    """Return the operands of an instruction that has numbers only.

    Raises
    ------
    CannotRewriteError, TypeError, ValueError
        There are not so many, or one is no number.
    """
    return [float(value) for value in operands(instruction, count)]


def matrix_of(instruction: ContentStreamInstruction) -> Matrix:
    """Return the operands of an instruction that has six numbers."""
    return cast("Matrix", tuple(numbers(instruction, len(IDENTITY))))


def string_of(operand: Any) -> bytes:
    """Return the bytes of an operand.

    Raises
    ------
    CannotRewriteError
        It is no string.
    """
    if not isinstance(operand, String):
        raise CannotRewriteError(DAMAGED)
    return bytes(operand)
