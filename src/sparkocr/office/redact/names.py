"""Names that parts of a document call each other by: of styles, bookmarks, authors."""

from __future__ import annotations

import re

from sparkocr.office.redact.spans import Replace, checked_spans

__all__ = ["Names", "is_named"]

# Where a word begins in a name such as `JohnSmith_2`.
_WORD_STARTS = re.compile(r"(?<=[a-z])(?=[A-Z])|(?<=[^\W\d_])(?=\d)|(?<=\d)(?=[^\W\d_])|[_.\-/\\%+]+")
# Of bookmarks that Word makes itself: for tables of contents, references and links.
_OWN_BOOKMARK = re.compile(r"_(?:GoBack|(?:Toc|Ref|Hlk)\d{6,10})")


class Names:
    """Gives names new ones: the same name always the same new one, numbered in the order in which they come."""

    def __init__(self) -> None:
        self._new: dict[tuple[str, str], str] = {}
        self._counts: dict[str, int] = {}

    def new(self, kind: str, name: str) -> str:
        """Return the new name of something, such as ``Style 1``.

        Parameters
        ----------
        kind : str
            What it begins with.
        name : str
            The old one.
        """
        key = kind, name
        if key not in self._new:
            self._counts[kind] = self._counts.get(kind, 0) + 1
            self._new[key] = f"{kind}{self._counts[kind]}"
        return self._new[key]

    def bookmark(self, name: str) -> str:
        """Return the new name of a bookmark; those that Word made itself keep theirs."""
        return name if _OWN_BOOKMARK.fullmatch(name) else self.new("b", name.casefold())


def is_named(text: str, replace: Replace) -> bool:
    """Tell whether something has to go from a name, read as it is or as words."""
    return any(checked_spans(one, replace) for one in dict.fromkeys((text, _WORD_STARTS.sub(" ", text))))
