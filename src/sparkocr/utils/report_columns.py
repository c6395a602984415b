"""Which columns a report takes."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields
from typing import Self

__all__ = ["ReportColumns"]


@dataclass(frozen=True, slots=True)
class ReportColumns:
    """Names of columns, by what they hold.

    Attributes
    ----------
    path, pagenum, text, confidence, exception : str
        As all stages that read pages write them.
    image : str
        The image of the page that was read: its picture, and the size of the page.
    masked : str
        An image of the same page without what had to go.
    masked_text : str
        The text without what had to go, or annotations of it as `EntityObfuscator` writes them.
    json : str
        The page as `PageToJson` writes it. If it is there, the next five are not needed.
    positions : str
        Where the text is.
    hocr : str
        The same as hOCR, which also tells the confidence of words; it is taken before positions.
    entities : str
        Chunks of the text, as annotations.
    coordinates : str
        Where these chunks are: regions as `PositionFinder` writes them.
    tables : str
        Tables of the page, in points as `PdfToText` and `ImageToText` write them.
    regions : str
        Labelled parts of the page, as `DocumentLayoutAnalyzer` finds them.
    told : frozenset of str
        The attributes that the user has named: their columns must be there.
    """

    path: str = "path"
    pagenum: str = "pagenum"
    text: str = "text"
    confidence: str = "confidence"
    exception: str = "exception"
    image: str = "image"
    masked: str = "masked"
    masked_text: str = "masked_text"
    json: str = "json"
    positions: str = "positions"
    hocr: str = "hocr"
    entities: str = "ner_chunk"
    coordinates: str = "coordinates"
    tables: str = "tables"
    regions: str = "regions"
    told: frozenset[str] = frozenset()

    @classmethod
    def of(cls, names: Mapping[str, str]) -> Self:
        """Return the names with those that a user gives.

        Raises
        ------
        ValueError
            A report has nothing of that kind.

        Examples
        --------
        >>> ReportColumns.of({"text": "clean"}).text
        'clean'
        """
        known = [field.name for field in fields(cls) if field.name != "told"]
        if unknown := sorted(set(names) - set(known)):
            raise ValueError(f"columns has {', '.join(unknown)}: there are {', '.join(known)}")
        return cls(**names, told=frozenset(names))

    def check(self, there: Iterable[str]) -> None:
        """Check that the columns are there that the user has named.

        Raises
        ------
        ValueError
            One is not.
        """
        found = list(there)
        for kind in sorted(self.told):
            if (name := getattr(self, kind)) not in found:
                raise ValueError(f"columns[{kind!r}]={name!r}: no such column; there are {', '.join(found)}")
