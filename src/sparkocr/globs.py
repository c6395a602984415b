"""Patterns of names of files, as Hadoop has them."""

import re

__all__ = ["without_braces"]

_BRACES = re.compile(r"\{([^{}]*)\}")


def without_braces(pattern: str) -> list[str]:
    """Write a glob of Hadoop as those that Python knows.

    >>> without_braces("scans/{a,b}[^0].pdf")
    ['scans/a[!0].pdf', 'scans/b[!0].pdf']
    """
    braces = _BRACES.search(pattern)
    if not braces:
        return [pattern.replace("[^", "[!")]
    before, after = pattern[: braces.start()], pattern[braces.end() :]
    return [whole for choice in braces[1].split(",") for whole in without_braces(before + choice + after)]
