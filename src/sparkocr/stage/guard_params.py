"""The parameters of all stages whose work can be guarded."""

from __future__ import annotations

from sparkocr.stage.params import DeclaredParams, integer, number

__all__ = ["GuardParams"]


class GuardParams(DeclaredParams):
    """Base of the stages that open documents, which may crash, hang or fill the memory.

    With a limit, or those of `sparkocr.start`, a page is worked on in a process of its own, see `sparkocr.isolation`.
    """

    pageTimeout = number(
        0.0,
        "Seconds that a page may take, else it has an exception. It is then worked on in a process of its own, so that "
        "a crash does not end the task either. 0: as `sparkocr.start` says, else no limit.",
        minimum=0,
    )
    pageMemory = integer(0, "MiB of memory that a page may need, as pageTimeout.", minimum=0)
