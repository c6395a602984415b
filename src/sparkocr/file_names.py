"""Names of files as text, and patterns of them as Hadoop has them."""

import re

__all__ = ["shown", "without_braces"]

_BRACES = re.compile(r"\{([^{}]*)\}")


def shown(path: str) -> str:
    r"""Write a path as text: names on Linux are bytes, and Python gives those that are no UTF-8 as half characters.

    >>> shown("r\udcfcck.pdf")
    'r�ck.pdf'
    """
    return path.encode(errors="surrogateescape").decode(errors="replace")


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
