"""The file of a report."""

import base64
import hashlib
import importlib.resources
import re

import pytest

from read_report import read_report
from sparkocr.report.page import Picture, ReportPage
from sparkocr.report.writer import ReportWriter, safe_json

EVIL = "</script><script>alert(1)</script><!-- \"'><img src=x onerror=alert(2)> & \u2028 \ud800"


def write(path, *pages, title="Pages"):
    with ReportWriter(path, title=title, doubtful=70) as writer:
        for page in pages:
            writer.add(page)
    return read_report(path)


def test_a_page_is_blocks_of_data(tmp_path):
    picture = Picture(b"webp", "image/webp", 70, 100)
    blocks = [{"text": "Total", "box": [1, 2, 3, 4]}]
    page = ReportPage("file:/a/b.pdf", 3, "Total", "[X]", 81.25, None, {"blocks": blocks, "width": 9, "height": 8})
    report = write(tmp_path / "r.html", page, ReportPage(text="b", picture=picture, masked=picture))
    assert report.json("text0") == "Total"
    assert report.json("page0")["words"] == [[1, 2, 3, 4, None, "Total"]]
    assert report.json("page0")["masked"] == "[X]"
    assert "picture0" not in report.texts
    assert report.types["picture1"] == report.types["masked1"] == "image/webp;base64"
    assert base64.b64decode(report.texts["picture1"]) == b"webp"
    first, second = report.json("index")["pages"]
    assert (second["id"], second["path"], second["page"], second["size"]) == (0, "file:/a/b.pdf", 3, [9, 8])
    assert (first["picture"], second["picture"], second["confidence"]) == (True, False, 81.2)


def test_nothing_is_shown_before_it_is_looked_at(tmp_path):
    picture = Picture(b"webp", "image/webp", 70, 100)
    report = write(tmp_path / "r.html", *[ReportPage(text="a", picture=picture)] * 3)
    assert set(report.tags) == {"html", "head", "meta", "title", "style", "body", "noscript", "p", "script"}
    runs = [name for name, kind in report.types.items() if kind is None]
    assert sorted(runs) == ["script", "style"]  # all others are data


def test_the_worst_pages_come_first(tmp_path):
    pages = [
        ReportPage("b", 1, "x", confidence=90),
        ReportPage("b", 0, "x"),
        ReportPage("c", 0, "x", confidence=60),
        ReportPage("a", 0, None, exception="It failed."),
        ReportPage("d", 0, "x", confidence=20),
        ReportPage("e", 0, " ", confidence=None),
        ReportPage("a", 0, "x", confidence=99),
    ]
    report = write(tmp_path / "r.html", *pages)
    assert [page["id"] for page in report.json("index")["pages"]] == [3, 5, 4, 2, 6, 1, 0]
    assert [page["kind"] for page in report.json("index")["pages"]] == ["failed", *["doubtful"] * 3, *["good"] * 3]


def test_no_text_becomes_markup(tmp_path):
    words = [{"text": EVIL, "box": [1, 2, 3, 4]}]
    entity = {"text": EVIL, "label": EVIL, "begin": 0, "end": 3, "score": 1, "boxes": []}
    table = {"box": None, "rows": [[{"text": EVIL, "box": None}]]}
    page = {"blocks": words, "entities": [entity], "tables": [table], "regions": [], "width": 1, "height": 1}
    harmless = write(tmp_path / "a.html", ReportPage("a", 0, "a", "a", 1, "a", page | {"blocks": [], "entities": []}))
    report = write(tmp_path / "b.html", ReportPage(EVIL, 0, EVIL, EVIL, 1, EVIL, page), title=EVIL)
    assert (report.tags, report.attributes) == (harmless.tags, harmless.attributes)
    expected = EVIL.replace("\ud800", "?")
    assert report.json("text0") == report.json("page0")["masked"] == expected
    assert report.json("page0")["words"][0][-1] == report.json("index")["title"] == expected


def test_the_browser_runs_this_program_alone_and_loads_nothing(tmp_path):
    report = write(tmp_path / "r.html", ReportPage(text="a"))
    policy = report.texts["policy"]
    for name, kind in (("script", "script-src"), ("style", "style-src")):
        digest = base64.b64encode(hashlib.sha256(report.texts[name].encode()).digest()).decode()
        assert f"{kind} 'sha256-{digest}'" in policy
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    program = (tmp_path / "r.html").read_text()
    assert set(re.findall(r"https?://[^\s'\"]+", program)) == {"http://www.w3.org/2000/svg"}
    assert not re.search(r"innerHTML|outerHTML|insertAdjacent|document\.write|eval\(|fetch\(", program)


def test_the_program_has_nothing_that_ends_its_element():
    for name in ("report.js", "report.css"):
        source = importlib.resources.files("sparkocr.report").joinpath(name).read_text(encoding="utf-8")
        assert not re.search(r"</|<!--", source)


def test_an_error_leaves_no_file_and_an_old_one_as_it_was(tmp_path):
    path = tmp_path / "r.html"
    path.write_text("old")
    with pytest.raises(ValueError, match="JSON"), ReportWriter(path, title="", doubtful=70) as writer:
        writer.add(ReportPage(text="a", document={"tables": [float("nan")]}))
    assert path.read_text() == "old"
    assert [file.name for file in tmp_path.iterdir()] == ["r.html"]


def test_no_pages_are_a_report_too(tmp_path):
    assert write(tmp_path / "r.html").json("index")["pages"] == []


def test_numbers_that_json_lacks_are_an_error():
    with pytest.raises(ValueError, match="JSON"):
        safe_json(float("nan"))
