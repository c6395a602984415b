"""When two pieces of text stand on one line."""

from __future__ import annotations

from typing import Any

import numpy as np

__all__ = ["SAME_LINE", "on_one_line"]

SAME_LINE = 0.5
"""Share of the smaller height that two pieces of a line have in common; chosen for this library, on rendered text."""


def on_one_line(top: Any, bottom: Any, other_top: Any, other_bottom: Any) -> Any:
    """Tell whether pieces have so much height in common that they stand on one line.

    Parameters
    ----------
    top, bottom, other_top, other_bottom : float or ndarray of float64
        Edges in any unit, y grows downwards; arrays are compared piece by piece.

    Returns
    -------
    bool or ndarray of bool

    Examples
    --------
    >>> bool(on_one_line(0, 10, 4, 30)), bool(on_one_line(0, 10, 6, 30))
    (True, False)
    """
    common = np.minimum(bottom, other_bottom) - np.maximum(top, other_top)
    return common >= SAME_LINE * np.minimum(bottom - top, other_bottom - other_top)
