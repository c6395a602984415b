"""Documents, sentences, tokens and chunks: every parameter, offsets, and what is no document."""

import pytest

from annotated import annotation, results, short, texts
from sparkocr.transformers import PhraseFinder, RegexFinder, SentenceSplitter, TextToDocument, WordTokenizer

NOTE = "Seen by Dr. Low. No pain.\nName: Jane Smith"
DOCUMENT = [annotation("document", 0, NOTE, sentence=0)]
SENTENCES = [
    annotation("document", 0, "Seen by Dr. Low.", sentence=0),
    annotation("document", 17, "No pain.", sentence=1),
]
PIPELINE = [TextToDocument(), SentenceSplitter(), WordTokenizer().setInputCols(["sentence"]).setOutputCol("token")]


def test_from_text_to_tokens():
    row = results(PIPELINE, text=NOTE)
    assert row["exception"] is None
    assert row["document"] == [annotation("document", 0, NOTE, sentence=0)]
    assert row["sentence"][1:] == [
        annotation("document", 17, "No pain.", sentence=1),
        annotation("document", 26, "Name: Jane Smith", sentence=2),
    ]
    assert [one for one in row["token"] if one["metadata"]["sentence"] == "1"] == [
        annotation("token", 17, "No", sentence=1),
        annotation("token", 20, "pain", sentence=1),
        annotation("token", 24, ".", sentence=1),
    ]
    assert all(NOTE[one["begin"] : one["end"] + 1] == one["result"] for one in row["token"])


def test_offsets_count_characters():
    text = "\U0001f600 Jane \U0001f600 Smith"
    row = results([*PIPELINE, RegexFinder(rules={"N": "Smith"}), PhraseFinder(phrases=["Smith"])], text=text)
    assert short(row["token"])[-1] == (9, 13, "Smith", {"sentence": "0"})
    assert [one["begin"] for name in ("regex_chunk", "phrase_chunk") for one in row[name]] == [9, 9]


def test_an_empty_text_is_a_document_without_anything():
    row = results(PIPELINE, text="")
    assert (row["exception"], row["sentence"], row["token"]) == (None, [], [])
    assert short(row["document"]) == [(0, -1, "", {"sentence": "0"})]


@pytest.mark.parametrize(
    "stage", [SentenceSplitter, WordTokenizer, RegexFinder, PhraseFinder], ids=lambda cls: cls.__name__
)
def test_what_is_no_document(stage):
    tokens = [annotation("token", 0, "Seen")]
    assert "no document among them" in results(stage(), document=tokens)["exception"]
    assert "There is no text" in results(stage(), document=None)["exception"]
    row = results(stage(inputCols=["document", "token"]), document=DOCUMENT, token=tokens)
    assert row["exception"] is None, "tokens beside a document are passed over"
    assert results(stage(), document=[])["exception"] is None


def test_columns_by_name():
    for names in ({"inputCol": "note"}, {"inputCols": "note"}, {"inputCols": ["note"]}):
        assert texts(results(TextToDocument(outputCol="made", **names), note="Jane")["made"]) == ["Jane"]
        found = results(WordTokenizer(outputCol="made", **names), note=[annotation("document", 0, "Jane")])["made"]
        assert short(found) == [(0, 3, "Jane", {"sentence": "0"})], "a document without a number is the first"
    both = results(WordTokenizer(inputCols=["one", "two"]), one=SENTENCES[:1], two=SENTENCES[1:])
    assert texts(both["token"]) == ["Seen", "by", "Dr", ".", "Low", ".", "No", "pain", "."]
    assert {one["metadata"]["sentence"] for one in both["token"]} == {"0", "1"}


@pytest.mark.parametrize(
    ("stage", "message"),
    [
        (SentenceSplitter(inputCols=["document", "missing"]), "inputCols='missing' is not a column"),
        (WordTokenizer(inputCols="text"), "inputCols='text' must be"),
        (TextToDocument(inputCol="document"), "inputCol='document' must be a string"),
    ],
)
def test_wrong_columns(stage, message):
    with pytest.raises(ValueError, match=message):
        results(stage, document=DOCUMENT, text=NOTE)


def test_rules():
    rules = [("NAME", r"Jane \w+"), ("DOCTOR", r"Dr\. \w+"), ("WORD", r"(?i)LOW")]
    row = results(RegexFinder(rules=rules), document=DOCUMENT)
    assert short(row["regex_chunk"]) == [
        (8, 14, "Dr. Low", {"entity": "DOCTOR", "sentence": "0", "chunk": "0"}),
        (12, 14, "Low", {"entity": "WORD", "sentence": "0", "chunk": "1"}),
        (32, 41, "Jane Smith", {"entity": "NAME", "sentence": "0", "chunk": "2"}),
    ]
    assert {one["annotatorType"] for one in row["regex_chunk"]} == {"chunk"}
    assert RegexFinder(rules={"A": "b"}).getRules() == RegexFinder(rules=[("A", "b")]).getRules() == [["A", "b"]]


def test_chunks_of_sentences_are_offsets_in_the_document():
    row = results(RegexFinder(rules={"A": "pain"}), document=SENTENCES)
    assert short(row["regex_chunk"]) == [(20, 23, "pain", {"entity": "A", "sentence": "1", "chunk": "0"})]


def test_rules_of_a_file(tmp_path):
    file = tmp_path / "rules.txt"
    file.write_text("NAME\tJane (?:Smith|Doe)\n\nno rule\nDOCTOR\tDr[.]\tLow\n", encoding="utf-8-sig")
    row = results(RegexFinder(rules={"A": "pain"}, rulesFile=str(file)), document=DOCUMENT)
    assert [one["metadata"]["entity"] for one in row["regex_chunk"]] == ["A", "NAME"]
    file.write_text("NAME\t(\n")
    with pytest.raises(ValueError, match=r"rulesFile=.* has a wrong regular expression"):
        results(RegexFinder(rulesFile=str(file)), document=DOCUMENT)


@pytest.mark.parametrize("wrong", ["x", [("A",)], [("A", "")], {"": "x"}, [("A", "(")], {"A": 1}, ["ab"], None, 1])
def test_wrong_rules(wrong):
    with pytest.raises(ValueError, match="rules must be"):
        RegexFinder(rules=wrong)


def test_phrases():
    stage = PhraseFinder(phrases=["jane smith", "Dr. Low"], label="NAME")
    row = results(stage, document=DOCUMENT)
    assert short(row["phrase_chunk"]) == [
        (8, 14, "Dr. Low", {"entity": "NAME", "sentence": "0", "chunk": "0"}),
        (32, 41, "Jane Smith", {"entity": "NAME", "sentence": "0", "chunk": "1"}),
    ]
    assert texts(results(stage.setCaseSensitive(True), document=DOCUMENT)["phrase_chunk"]) == ["Dr. Low"]
    assert PhraseFinder(phrases=["a"]).getLabel() == "PHRASE"
    assert PhraseFinder().setPhrases("a", "b").getPhrases() == ["a", "b"]


def test_phrases_of_a_file(tmp_path):
    file = tmp_path / "phrases.txt"
    file.write_text("Jane Smith\nDOCTOR\tDr. Low\n\n", encoding="utf-8")
    row = results(PhraseFinder(phrases=["pain"], phrasesFile=str(file), label="X"), document=DOCUMENT)
    found = [(one["result"], one["metadata"]["entity"]) for one in row["phrase_chunk"]]
    assert found == [("Dr. Low", "DOCTOR"), ("pain", "X"), ("Jane Smith", "X")]


@pytest.mark.parametrize("stage", [RegexFinder(rulesFile="/no/file"), PhraseFinder(phrasesFile="/no/file")])
def test_a_file_that_is_not_there(stage):
    with pytest.raises(ValueError, match="File='/no/file' is no file of text"):
        results(stage, document=DOCUMENT)


@pytest.mark.parametrize("wrong", ["x", ["a", " "], [1], 3])
def test_wrong_phrases(wrong):
    with pytest.raises(ValueError, match="phrases must be"):
        PhraseFinder(phrases=wrong)


def test_an_earlier_failure_stays():
    row = results([TextToDocument(), SentenceSplitter()], text=NOTE, exception="OCR_0: It failed.")
    assert (row["document"], row["sentence"], row["exception"]) == (None, None, "OCR_0: It failed.")
