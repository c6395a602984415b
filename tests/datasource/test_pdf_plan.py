"""How the reader "pdf" deals out pages to tasks."""

from pyspark.sql.datasource import InputPartition

from datasource.reading import document, put, reader, rows
from sparkocr.datasource import pdf_plan
from sparkocr.datasource.listing import FoundFile
from sparkocr.datasource.pdf_plan import plan_partitions


def plan(sizes, pages=0, **options):
    files = [FoundFile(f"{number:05}", size, 0) for number, size in enumerate(sizes)]
    opened = []

    def count(file):
        opened.append(file.size)
        return pages

    parts = plan_partitions(files, count, **options)
    return [[(int(span.file.path), span.first, span.count) for span in part] for part in parts], opened


def test_a_long_file_becomes_many_partitions():
    parts, opened = plan([300 << 20], 10_000)
    assert opened == [300 << 20]
    assert [count for ((_, _, count),) in parts] == [64] * 156 + [16]
    assert [first for ((_, first, _),) in parts] == list(range(0, 10_000, 64))


def test_a_file_of_medium_length_gives_64_partitions():
    assert len(plan([2 << 20], 1024)[0]) == 64
    assert len(plan([2 << 20], 80)[0]) == 10, "but not of less than 8 pages"


def test_rendered_pages_make_smaller_partitions():
    assert len(plan([2 << 20], 64, with_images=True)[0]) == 64
    assert max(count for ((_, _, count),) in plan([2 << 20], 10_000, with_images=True)[0]) == 16


def test_short_files_share_partitions_without_being_opened():
    parts, opened = plan([20_000] * 100_000)
    assert not opened
    assert len(parts) == 100_000 / 64 + 0.5
    assert max(map(len, parts)) == 64
    assert [span for part in parts for span in part] == [(number, 0, 0) for number in range(100_000)]


def test_larger_short_files_are_shared_out_by_their_bytes():
    parts, _ = plan([950_000] * 4 + [10_000] * 80, pages_per_partition=40)
    assert [len(part) for part in parts] == [2, 2, 40, 40]


def test_of_many_large_files_none_is_opened():
    assert plan([5 << 20] * 1000, 10)[1] == []
    assert len(plan([5 << 20] * 400, 10)[1]) == 400


def test_pages_per_partition():
    assert [part for (part,) in plan([2 << 20], 25, pages_per_partition=10)[0]] == [(0, 0, 10), (0, 10, 10), (0, 20, 5)]


def test_the_end_of_a_file_and_the_next_one_share_a_partition():
    assert plan([2 << 20, 100], 12, pages_per_partition=10)[0] == [[(0, 0, 10)], [(0, 10, 2), (1, 0, 0)]]


def test_a_long_file_that_cant_be_opened_is_left_to_a_worker(tmp_path, monkeypatch):
    monkeypatch.setattr(pdf_plan, "LONG_BYTES", 0)
    put(tmp_path, bad=b"no PDF", good=document(3))
    found = rows(tmp_path, pagesPerPartition="1")
    assert [(row["pagenum"], row["exception"] is None) for row in found] == [
        (0, False),
        (0, True),
        (1, True),
        (2, True),
    ]


def test_a_folder_without_files_gives_no_rows(tmp_path):
    source = reader(tmp_path)
    assert source.partitions() == []
    assert list(source.read(InputPartition(None))) == [], "Spark makes a partition if there are none"
