"""Options that all readers of files have, and how the options of a reader are read."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from math import inf
from types import MappingProxyType
from typing import Any, ClassVar, Self, TypeAlias

from sparkocr.isolation.work import Limits
from sparkocr.limits import LIMIT_NAMES, DocumentLimits, limits_of
from sparkocr.stage.guard import StageLimits

__all__ = ["FileOptions", "Known", "flag", "integer"]

Known: TypeAlias = Mapping[str, tuple[str, Callable[[str], Any], str]]
"""By the names of options: what they are called here, how they are read, and what is allowed."""


def integer(minimum: int, maximum: int | None = None) -> Callable[[str], int]:
    """Return what reads an integer of a range; it raises ValueError for all else."""

    def parse(value: str) -> int:
        number = int(value)
        if number < minimum or (maximum is not None and number > maximum):
            raise ValueError
        return number

    return parse


def number(value: str) -> float:
    """Read a number from 0; raises ValueError for all else."""
    parsed = float(value)
    if not 0 <= parsed < inf:
        raise ValueError
    return parsed


def flag(value: str) -> bool:
    """Read ``true`` or ``false`` in any case; raises KeyError for all else."""
    return {"true": True, "false": False}[value.lower()]


@dataclass(frozen=True)
class FileOptions:
    """What every reader of files can be told; a reader adds its own, and `known` says how they are read.

    Attributes
    ----------
    paths : tuple of str
        What was given to ``load``.
    recursive : bool
        Whether folders in folders are read.
    name_filter : str
        A glob for names of files.
    max_files : int or None
        Files per micro-batch of a stream.
    page_timeout : float
        Seconds that a page, or a file of one row, may take; it is then read in a process of its own, so that a crash
        costs one row. 0: no limit.
    page_memory : int
        MiB of memory that it may need, likewise.
    documents : dict
        Limits of `sparkocr.limits` by their names, each of which is an option.
    usual_documents : DocumentLimits
        The others.
    """

    reader: ClassVar[str]
    known: ClassVar[Known] = MappingProxyType(
        {
            "recursiveFileLookup": ("recursive", flag, "true or false"),
            "pathGlobFilter": ("name_filter", str, "a glob"),
            "maxFilesPerTrigger": ("max_files", integer(1), "an integer from 1"),
            "pageTimeout": ("page_timeout", number, "a number from 0"),
            "pageMemory": ("page_memory", integer(0), "an integer from 0"),
        }
    )

    paths: tuple[str, ...]
    recursive: bool = False
    name_filter: str = ""
    max_files: int | None = None
    page_timeout: float = 0.0
    page_memory: int = 0
    documents: Mapping[str, int] = field(default_factory=dict)
    usual_documents: DocumentLimits = field(default_factory=DocumentLimits)

    @property
    def limits(self) -> StageLimits:
        """The limits of a page."""
        documents = limits_of(self.documents, self.usual_documents)
        return StageLimits(Limits(self.page_timeout, self.page_memory), documents)

    def limited(self, limits: StageLimits) -> Self:
        """Return these options, with limits where they have none."""
        seconds, megabytes = limits.process
        return replace(
            self,
            page_timeout=self.page_timeout or seconds,
            page_memory=self.page_memory or megabytes,
            usual_documents=limits.documents,
        )

    @classmethod
    def of(cls, options: Mapping[str, str]) -> Self:
        """Read options as Spark gives them; their case doesn't matter, and unknown ones are ignored, as Spark does.

        Raises
        ------
        ValueError
            Names the option, its value and what is allowed; or says that there is no path.
        """
        given = {name.lower(): value for name, value in options.items()}
        paths = [*json.loads(given.get("paths", "[]")), *([given["path"]] if "path" in given else [])]
        if not paths or not all(paths):
            raise ValueError(f"The {cls.reader} reader needs a path: load(path) or load([path, …]).")
        values = _read(given, cls.known)
        documents = _read(given, {name: (name, integer(1), "an integer from 1") for name in LIMIT_NAMES})
        return cls(tuple(paths), **values, documents=documents)


def _read(given: Mapping[str, str], known: Known) -> dict[str, Any]:
    """Return the values of the options that are given, by what they are called here."""
    values = {}
    for name, (attribute, parse, allowed) in known.items():
        if (value := given.get(name.lower())) is None:
            continue
        try:
            values[attribute] = parse(value)
        except (ValueError, KeyError):
            raise ValueError(f"{name} must be {allowed}; got {value!r}") from None
    return values
