"""Which files the reader "pdf" finds: paths, names and storages."""

import io
import os
import uuid
from pathlib import Path

import fsspec
import pytest
from fsspec.implementations.local import LocalFileSystem
from pyspark.sql.types import StringType, StructField, StructType

from datasource.reading import MIXED, NAMES, document, put, rows
from pdf.make_pdf import Page, Text, make_pdf
from sparkocr.datasource import pdf_options, pdf_pages, pdf_plan
from sparkocr.datasource.listing import FoundFile, find_files
from sparkocr.datasource.pdf_reader import PdfDataSource
from sparkocr.pdf import files as pdf_files
from sparkocr.pdf.files import PdfFile

# Paths


@pytest.mark.parametrize("name", NAMES)
def test_names_round_trip(tmp_path, name):
    (tmp_path / name).write_bytes(document(1))
    expected = [f"file:{tmp_path}/{name}"]
    for path in (tmp_path, tmp_path / name, f"file:{tmp_path}/{name}", f"file://{tmp_path}/{name}"):
        (row,) = rows(path)
        assert [row["path"]] == expected
        assert row["text"] == "page 0"
    (again,) = rows(expected[0])
    assert again["path"] == expected[0]


def paths(*wanted, **options):
    return [file.path.rsplit("/", 1)[-1] for file in find_files(map(str, wanted), **options)]


def test_globs(tmp_path):
    for name in ("a1.pdf", "a2.pdf", "b1.pdf", "_a3.pdf", ".a4.pdf"):
        (tmp_path / name).write_bytes(b"x")
    (tmp_path / "folder").mkdir()
    (tmp_path / "folder" / "in.pdf").write_bytes(b"x")
    assert paths(tmp_path / "a*.pdf") == ["a1.pdf", "a2.pdf"]
    assert paths(tmp_path / "?1.pdf") == ["a1.pdf", "b1.pdf"]
    assert paths(tmp_path / "[^a]1.pdf") == ["b1.pdf"]
    assert paths(tmp_path / "{a1,b}*.pdf") == ["a1.pdf", "b1.pdf"]
    assert paths(tmp_path / "*") == ["a1.pdf", "a2.pdf", "b1.pdf", "in.pdf"]
    assert paths(tmp_path / "f*" / "*.pdf") == ["in.pdf"]
    assert paths(tmp_path / "_a3.pdf") == ["_a3.pdf"], "what is named is read"


def test_hidden_files_and_folders_are_left_out_as_by_spark(tmp_path):
    for name in ("a.pdf", "_b.pdf", ".c.pdf", "d.pdf._COPYING_", "_k=1/e.pdf", "_f/g.pdf", "h/i.pdf"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_bytes(b"x")
    assert paths(tmp_path, recursive=True) == ["e.pdf", "a.pdf", "i.pdf"]


def test_links_are_followed_once(tmp_path):
    (tmp_path / "a.pdf").write_bytes(b"1234")
    (tmp_path / "b.pdf").symlink_to(tmp_path / "a.pdf")
    (tmp_path / "nowhere.pdf").symlink_to(tmp_path / "none")
    (tmp_path / "loop").symlink_to(tmp_path)
    assert [(file.path[-5:], file.size) for file in find_files([str(tmp_path)], recursive=True)] == [
        ("a.pdf", 4),
        ("b.pdf", 4),
    ]


def test_what_is_left_out_is_told(tmp_path):
    for name in ("a.pdf", "_b.pdf", ".git/c.pdf", "in:side/_d.pdf", "in:side/e.pdf"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_bytes(b"x")
    (tmp_path / "nowhere.pdf").symlink_to("none")
    (tmp_path / "circle.pdf").symlink_to("circle.pdf")
    os.mkfifo(tmp_path / "pipe.pdf")
    both = {"_d.pdf": "hidden", "pipe.pdf": "no file", "nowhere.pdf": "broken link", "circle.pdf": "broken link"}
    for path, expected in ((tmp_path, both | {"_b.pdf": "hidden", ".git": "hidden"}), (tmp_path / "*", both)):
        skipped = []
        found = paths(path, recursive=True, on_skip=lambda *what: skipped.append(what))  # noqa: B023  called here
        assert found == ["a.pdf", "e.pdf"]
        assert sorted((Path(name).name, why) for name, why in skipped) == sorted(expected.items())


def test_names_that_are_no_text(tmp_path):
    (tmp_path / os.fsdecode(b"r\xfcck.pdf")).write_bytes(document(1))
    (row,) = rows(tmp_path)
    assert (row["path"], row["text"]) == (f"file:{tmp_path}/r\ufffdck.pdf", "page 0")


def test_what_may_not_be_read_is_a_row(tmp_path, monkeypatch):
    put(tmp_path, a=document(1), b=document(1), long=document(1) + bytes(2 << 20))
    (tmp_path / "locked").mkdir()
    open_file, list_folder = PdfFile.__init__, LocalFileSystem.ls

    def refuse(self, url, *others):
        if not url.endswith("a.pdf"):
            raise PermissionError
        open_file(self, url, *others)

    def refuse_folder(self, path, **options):
        if path.endswith("locked"):
            raise PermissionError
        return list_folder(self, path, **options)

    monkeypatch.setattr(PdfFile, "__init__", refuse)
    monkeypatch.setattr(LocalFileSystem, "ls", refuse_folder)
    found = {row["path"].rsplit("/", 1)[-1]: row["exception"] for row in rows(tmp_path, recursiveFileLookup="true")}
    refused = "pdf: Can't read file: no permission."
    assert found == {"a.pdf": None, "b.pdf": refused, "long.pdf": refused, "locked": refused}


def test_several_paths_and_each_file_once(tmp_path):
    put(tmp_path, a=document(1), b=document(1))
    source = PdfDataSource({"paths": f'["{tmp_path}/b.pdf", "{tmp_path}", "{tmp_path}/a,c.pdf"]'})
    (tmp_path / "a,c.pdf").write_bytes(document(1))
    found = [file.path.rsplit("/", 1)[-1] for file in source.reader(source.schema()).find()]
    assert found == ["a,c.pdf", "a.pdf", "b.pdf"]


@pytest.mark.parametrize("name", ["none.pdf", "none*.pdf", "none/"])
def test_a_path_that_isnt_there(tmp_path, name):
    with pytest.raises(FileNotFoundError, match=f"Path does not exist: file:{tmp_path}/none"):
        find_files([f"{tmp_path}/{name}"])


def test_relative_paths(tmp_path, monkeypatch):
    monkeypatch.chdir(put(tmp_path, a=document(1)))
    assert rows("a.pdf")[0]["path"] == f"file:{tmp_path}/a.pdf"


# Other storage


@pytest.fixture
def remote():
    folder = f"/{uuid.uuid4().hex}"
    fs = fsspec.filesystem("memory")
    yield lambda name, content: fs.pipe_file(f"{folder}/{name}", content) or f"memory:/{folder}"
    fs.rm(folder, recursive=True)


@pytest.mark.parametrize("whole", [0, 1 << 20])
def test_urls_of_fsspec(remote, monkeypatch, whole):
    monkeypatch.setattr(pdf_files, "WHOLE_BYTES", whole)
    remote("a ü#.pdf", document(3))
    folder = remote("z.pdf", MIXED[:-60])
    for path in (folder, f"{folder}/*.pdf"):
        found = rows(path)
        assert [row["path"] for row in found] == [f"{folder}/a ü#.pdf"] * 3 + [f"{folder}/z.pdf"]
        assert [row["text"] for row in found] == ["page 0", "page 1", "page 2", None]
        assert found[3]["exception"] == "pdf: PDF is truncated."
    with pytest.raises(FileNotFoundError, match="Path does not exist"):
        rows(f"{folder}/none.pdf")


REASONS = ("Can't open file as PDF.", "Can't open file as PDF: it is empty.", "PDF is truncated.")


@pytest.mark.parametrize("bad", [b"", b"no PDF" * 50_000, b"%PDF-1.7\n" + b"1 0 obj\n" * 20_000])
def test_bad_files_elsewhere(remote, monkeypatch, bad):
    monkeypatch.setattr(pdf_files, "WHOLE_BYTES", -1)
    (row,) = rows(remote("bad.pdf", bad))
    assert row["exception"] in {f"pdf: {reason}" for reason in REASONS}


def test_only_parts_of_a_large_remote_file_are_read(monkeypatch):
    noise = os.urandom(200_000).replace(b"\n", b" ").replace(b"\r", b" ")
    content = make_pdf([Page([Text(72, 700, f"page {n}")], content=b"% " + noise) for n in range(20)])
    read = []

    class Counted(io.BytesIO):
        def read(self, size=-1):
            read.append(size)
            return super().read(size)

    monkeypatch.setattr(pdf_files, "url_to_fs", lambda url: (FakeStorage(Counted(content)), url))
    with pdf_files.PdfFile("fake://a", len(content)) as file:
        ((index, document_),) = file.documents(range(7, 8))
        assert pdf_pages.text_or_error(document_, index).text == "page 7"
    assert 0 < sum(read) < len(content) / 4


class FakeStorage:
    def __init__(self, file):
        self.file = file

    def open(self, *_, **__):
        return self.file


def test_storage_that_fails_is_no_property_of_the_document(monkeypatch):
    content = document(3)

    class Broken(io.BytesIO):
        broken = False

        def read(self, size=-1):
            if self.broken:
                raise TimeoutError("storage")
            return super().read(size)

    file = Broken(content)
    monkeypatch.setattr(pdf_files, "url_to_fs", lambda url: (FakeStorage(file), url))
    monkeypatch.setattr(pdf_files, "WHOLE_BYTES", 0)
    monkeypatch.setattr(pdf_pages, "_BATCH_PAGES", 1)
    pages = pdf_pages.read_spans(
        [pdf_plan.PageSpan(FoundFile("fake://a", len(content), 0), 0, 3)],
        StructType([StructField("text", StringType())]),
        pdf_options.PdfOptions(("a",)),
    )
    next(pages)
    file.broken = True
    with pytest.raises(TimeoutError):
        list(pages)
    assert not pdf_pages._kept, "the next attempt opens the file anew"
