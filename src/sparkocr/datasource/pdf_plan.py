"""Deal the pages of many PDF files out to partitions."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from sparkocr.datasource.file_reader import packed
from sparkocr.datasource.listing import FoundFile
from sparkocr.pdf.ranges import page_spans

__all__ = ["PageSpan", "plan_partitions"]

# A file may be long from this size on; of smaller ones, nobody looks how long they are before they are read.
LONG_BYTES = 1 << 20
# And it matters only if it is a good part of all bytes. So at most this many files are opened to plan.
_MOST_OPENED = 512
# A page of a file that was not opened; real text pages have 5 to 50 kB, scanned ones 50 to 500.
_PAGE_BYTES = 50_000
# Several partitions for each core, of which the driver's planner doesn't know the number.
_PARTITIONS = 64
# A task costs 10 ms, as much as the text of 4 pages. A rendered page takes 50 ms, and a second to be recognised.
_TEXT_PAGES, _IMAGE_PAGES = (8, 64), (1, 16)


@dataclass(frozen=True, slots=True)
class PageSpan:
    """Consecutive pages of a file.

    Attributes
    ----------
    file : FoundFile
        The file.
    first : int
        First page, from 0.
    count : int
        Number of pages; 0 means all there are, which nobody has counted.
    """

    file: FoundFile
    first: int = 0
    count: int = 0


def plan_partitions(
    files: Sequence[FoundFile],
    count_pages: Callable[[FoundFile], int],
    *,
    pages_per_partition: int = 0,
    with_images: bool = False,
) -> list[tuple[PageSpan, ...]]:
    """Deal out pages: a long file becomes many partitions, many short files become one.

    Parameters
    ----------
    files : sequence of FoundFile
        The files in their order.
    count_pages : Callable
        Opens a file to count its pages; 0 if it can't be opened. It is called for files of more than 1 MiB and
        1/512 of all bytes only. All others are dealt out whole, by an estimate from their size.
    pages_per_partition : int
        Pages of a partition; 0 chooses for about 64 partitions, but 8 to 64 pages in each.
    with_images : bool
        Whether pages are rendered, which takes longer: 1 to 16 pages then.

    Returns
    -------
    list of tuples of PageSpan
        All pages once, in the order of the files.
    """
    smallest = max(LONG_BYTES, sum(file.size for file in files) // _MOST_OPENED)
    pages = [count_pages(file) if file.size > smallest else 0 for file in files]
    estimated = [count or 1 + file.size // _PAGE_BYTES for file, count in zip(files, pages, strict=True)]
    least, most = _IMAGE_PAGES if with_images else _TEXT_PAGES
    wanted = pages_per_partition or min(most, max(least, -(-sum(estimated) // _PARTITIONS)))
    spans: list[tuple[PageSpan, int]] = []
    for file, count, guess in zip(files, pages, estimated, strict=True):
        if count:
            spans += [(PageSpan(file, first, part), part) for first, part in page_spans(count, wanted, 0)]
        else:
            spans.append((PageSpan(file), guess))
    groups = packed(spans, lambda span: span[1], wanted)
    return [tuple(span for span, _ in group) for group in groups]
