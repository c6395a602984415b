"""Limits of documents are set by parameters, by options and for the session, and count wherever the work is done."""

import pytest

from sparkocr import samples
from sparkocr.base import LightPipeline
from sparkocr.datasource.pdf_reader import PdfDataSource
from sparkocr.limits import LIMIT_NAMES, DocumentLimits, current, limited, limits_of, told
from sparkocr.stage import guard
from sparkocr.stage.guard import StageLimits, limited_parts
from sparkocr.transformers import DocToText, PdfToForm, PdfToImage, PdfToText

TWO_PAGES = samples.pdf("First page", "Second page")
TOO_MANY = "PDF has more than 1 pages (maxPages)."
WRONG = {
    "an unknown one": ({"maxPaages": 1}, "no limit 'maxPaages'; there are maxPages,"),
    "none": ({"maxPages": 0}, "maxPages must be an integer from 1"),
    "a switch": ({"maxPages": True}, "maxPages must be an integer from 1"),
    "a text": ({"maxPages": "5"}, "maxPages must be an integer from 1"),
}


@pytest.mark.parametrize("name", WRONG)
@pytest.mark.parametrize("use", [limits_of, lambda given: PdfToText(limits=given)], ids=["limits", "a stage"])
def test_limits_are_checked_when_they_are_set(name, use):
    given, message = WRONG[name]
    with pytest.raises(ValueError, match=message):
        use(given)


def test_a_stage_says_which_limits_there_are():
    with pytest.raises(ValueError, match=r"limits must be .* no limit .maxToken.; there are maxPages, .* maxTokens,"):
        PdfToText().setLimits({"maxToken": 1})


@pytest.mark.parametrize("name", DocumentLimits.__dataclass_fields__)
def test_a_message_tells_value_unit_and_name(name):
    with limited(DocumentLimits(**{name: 3})):
        unit = DocumentLimits.__dataclass_fields__[name].metadata["unit"]
        assert told(name) == f"3 {unit} ({next(key for key, value in LIMIT_NAMES.items() if value == name)})"


def test_bytes_are_told_in_their_largest_unit():
    assert told("max_stream_bytes") == "128 MB (maxStreamBytes)"
    assert told("max_repeated_bytes") == "1 GB (maxRepeatedBytes)"
    assert told("max_decoded_bytes") == "1,536 MB (maxDecodedBytes)"


def exception(stage, content):
    """Return what is wrong with the first row that a stage makes."""
    return str(LightPipeline([stage]).fromBinary(content)[0].get("exception", ""))


PARAMETERS = {
    "max pages": {"maxPages": 1},
    "limits": {"limits": {"maxPages": 1}},
    "both": {"maxPages": 1, "limits": {"maxPages": 7}},
    "in a process of its own": {"maxPages": 1, "pageTimeout": 60.0},
}


@pytest.mark.parametrize("name", PARAMETERS)
@pytest.mark.parametrize("stage", [PdfToText, PdfToImage, PdfToForm])
def test_limits_of_a_stage(stage, name):
    assert TOO_MANY in exception(stage(**PARAMETERS[name]), TWO_PAGES)
    assert TOO_MANY not in exception(stage(maxPages=2), TWO_PAGES)
    assert current() == DocumentLimits()


def test_limits_of_pages_without_spark():
    assert "larger than 1 bytes (maxPageBytes)" in exception(PdfToText(limits={"maxPageBytes": 1}), samples.pdf("a"))


@pytest.mark.parametrize("split", [True, False], ids=["pages", "documents"])
def test_limits_of_a_stage_in_spark(spark, split):
    rows = spark.createDataFrame([(TWO_PAGES,)], "content binary")
    found = PdfToText(limits={"maxPages": 1}, splitPage=split).transform(rows).collect()
    assert [row["exception"].endswith(TOO_MANY) for row in found] == [True]


def test_limits_of_office_documents():
    assert "more than 2 elements (maxTags)" in exception(DocToText(limits={"maxTags": 2}), samples.word("a"))


def test_limits_of_a_session(monkeypatch):
    monkeypatch.setattr(guard, "_usual", StageLimits(documents=limits_of({"maxPages": 1, "maxDepth": 5})))
    assert TOO_MANY in exception(PdfToText(), TWO_PAGES)
    documents = PdfToText(maxPages=2).stage_limits().documents
    assert (documents.max_pages, documents.max_depth) == (2, 5)


def test_options_of_readers():
    source = PdfDataSource.limited(StageLimits(documents=limits_of({"maxPages": 9, "maxDepth": 5})))
    documents = source({"path": "x", "maxpages": "3"}).parsed.limits.documents
    assert (documents.max_pages, documents.max_depth) == (3, 5)
    with pytest.raises(ValueError, match="maxPages must be an integer from 1; got '0'"):
        PdfDataSource({"path": "x", "maxPages": "0"})


def test_limits_of_a_reader(spark, tmp_path):
    from sparkocr import register

    register(spark)
    (tmp_path / "two.pdf").write_bytes(TWO_PAGES)
    (row,) = spark.read.format("pdf").option("maxPages", 1).load(str(tmp_path)).collect()
    assert row["exception"].endswith(TOO_MANY)


def test_limits_count_for_parts_and_not_between_them():
    def parts():
        for _ in range(2):
            yield current().max_pages

    seen = [(part, current().max_pages) for part in limited_parts(parts(), DocumentLimits(max_pages=5))]
    assert seen == [(5, 100_000)] * 2
