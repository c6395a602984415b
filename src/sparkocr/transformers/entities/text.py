"""Stages from a text to documents, sentences, tokens and chunks, for programs that took them from Spark NLP."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import Any

from pyspark.sql.types import StringType

from sparkocr.entities.matching import Match, find_expressions, phrases_of
from sparkocr.entities.sentences import sentences_of
from sparkocr.entities.tokens import tokens_of
from sparkocr.stage.annotations import Text, annotation_fields, chunk_fields, texts_of
from sparkocr.stage.params import StageParam, boolean, column, string
from sparkocr.transformers.entities.annotating import Annotate, AnnotationStage, strings

__all__ = ["PhraseFinder", "RegexFinder", "SentenceSplitter", "TextToDocument", "WordTokenizer"]

_SEPARATOR = "\t"  # of label and rule in the line of a file; no comma, which expressions and phrases have


class TextToDocument(AnnotationStage):
    """Make a document of a text, as Spark NLP's ``DocumentAssembler`` does.

    Adds the columns `outputCol` and `exception`. `outputCol` has one annotation of type ``document`` (see
    `sparkocr.schemas.AnnotationsSchema`) for each input column, with the text as it is.

    Notes
    -----
    Offsets of all annotations of sparkocr count characters (code points). Spark NLP's count units of UTF-16, so that
    they are higher by one after each emoji or other character beyond U+FFFF; `PositionFinder` takes both.

    Examples
    --------
    >>> (page,) = LightPipeline([PdfToText(), TextToDocument()]).fromBinary(samples.pdf("Dear Jane"))
    >>> [(part["annotatorType"], part["begin"], part["end"], part["result"]) for part in page["document"]]
    [('document', 0, 8, 'Dear Jane')]
    """

    inputCol = column("text", "Column with the text, if `inputCols` is not set.")
    outputCol = column("document", "Column for the document.")

    input_type = StringType()
    kind = "document"

    def _annotate_function(self) -> Annotate:
        return _documents


class SentenceSplitter(AnnotationStage):
    r"""Cut documents into sentences, by rules that know the lines of a page.

    Adds the columns `outputCol` and `exception`. `outputCol` has annotations of type ``document``, as Spark NLP has
    them for sentences; `begin` and `end` are offsets in the document, and ``sentence`` of the metadata is the number.

    See Also
    --------
    sparkocr.entities.sentences.sentences_of : the same on a text, and the rules.

    Examples
    --------
    >>> stages = [PdfToText(), TextToDocument(), SentenceSplitter()]
    >>> (page,) = LightPipeline(stages).fromBinary(samples.pdf("Seen by Dr. Low. No pain.\nName: Jane"))
    >>> [(part["begin"], part["result"], part["metadata"]) for part in page["sentence"]][1:]
    [(17, 'No pain.', {'sentence': '1'}), (26, 'Name: Jane', {'sentence': '2'})]
    """

    outputCol = column("sentence", "Column for the sentences.")

    kind = "document"

    def _annotate_function(self) -> Annotate:
        return _sentences


class WordTokenizer(AnnotationStage):
    """Cut documents or sentences into words, numbers and other marks.

    Adds the columns `outputCol` and `exception`. `outputCol` has annotations of type ``token``; ``sentence`` of the
    metadata is that of the input.

    See Also
    --------
    sparkocr.entities.tokens.tokens_of : the same on a text, and what a token is.

    Examples
    --------
    >>> stages = [PdfToText(), TextToDocument(), WordTokenizer()]
    >>> (page,) = LightPipeline(stages).fromBinary(samples.pdf("Born 01.09.2012 (well)"))
    >>> [token["result"] for token in page["token"]]
    ['Born', '01.09.2012', '(', 'well', ')']
    """

    inputCol = column("document", "Column with documents or sentences, if `inputCols` is not set.")
    outputCol = column("token", "Column for the tokens.")

    kind = "token"

    def _annotate_function(self) -> Annotate:
        return _tokens


def _check_rules(value: Any) -> list[list[str]]:
    """Return rules as lists, which JSON keeps.

    Raises
    ------
    ValueError
        It is no list of pairs of strings, or an expression is wrong.
    """
    pairs = list(value.items() if isinstance(value, Mapping) else value)
    if not all(isinstance(pair, (list, tuple)) and _is_rule(*pair) for pair in pairs):
        raise ValueError
    return [list(pair) for pair in pairs]


def _is_rule(*texts: Any) -> bool:
    """Tell whether something is a label and a regular expression."""
    if len(texts) != 2 or not all(isinstance(text, str) and text for text in texts):  # noqa: PLR2004
        return False
    try:
        re.compile(texts[1])
    except re.error:
        return False
    return True


class RegexFinder(AnnotationStage):
    """Find what regular expressions match, as Spark NLP's ``RegexMatcher`` does.

    Adds the columns `outputCol` and `exception`. `outputCol` has annotations of type ``chunk``, whose metadata are
    ``entity`` (the label of the rule), ``sentence`` and ``chunk`` (its number). Chunks of several rules may overlap:
    `ChunkMerger` puts them together.

    Notes
    -----
    A line of `rulesFile` is a label, a tab and an expression; lines without a tab are left out. The file is read on the
    driver when a DataFrame is transformed.

    Examples
    --------
    >>> finder = RegexFinder(rules=[("DATE", "[0-9]{2}[.][0-9]{2}[.][0-9]{4}"), ("ID", "(?<=PID: )[0-9-]+")])
    >>> stages = [PdfToText(), TextToDocument(), finder]
    >>> (page,) = LightPipeline(stages).fromBinary(samples.pdf("PID: 125-98-445, 01.09.2012"))
    >>> [(chunk["result"], chunk["metadata"]["entity"]) for chunk in page["regex_chunk"]]
    [('125-98-445', 'ID'), ('01.09.2012', 'DATE')]
    """

    inputCol = column("document", "Column with documents or sentences, if `inputCols` is not set.")
    outputCol = column("regex_chunk", "Column for the chunks.")
    rules = StageParam(
        [],
        "Pairs of a label and a regular expression of Python.",
        allowed="a list of pairs (label, regular expression), or a dict",
        convert=_check_rules,
        example=[["ID", "[0-9]+"]],
        annotation="list[list[str]]",
        accepts="list[tuple[str, str]] | dict[str, str]",
    )
    rulesFile = string("", "File with more rules, on the driver; empty: none.")

    kind = "chunk"

    def _annotate_function(self) -> Annotate:
        return partial(_expressions, rules=tuple(map(tuple, [*self.getRules(), *self._rules_of_file()])))

    def _rules_of_file(self) -> list[list[str]]:
        """Return the rules of the file.

        Raises
        ------
        ValueError
            It can't be read, or has a wrong expression.
        """
        rules = [[label, rule] for label, tab, rule in _lines_of(self, "rulesFile") if tab]
        try:
            return _check_rules(rules)
        except ValueError:
            raise ValueError(f"{self.uid}: rulesFile={self.getRulesFile()!r} has a wrong regular expression") from None


class PhraseFinder(AnnotationStage):
    """Find phrases of a list, such as known names, as Spark NLP's ``TextMatcher`` does.

    Adds the columns `outputCol` and `exception`. `outputCol` has annotations of type ``chunk``, whose metadata are
    ``entity`` (the label), ``sentence`` and ``chunk`` (its number). At each place the longest phrase counts.

    See Also
    --------
    sparkocr.entities.matching.Phrases : the same on a text, and what is compared.

    Notes
    -----
    A line of `phrasesFile` is a phrase, or a label, a tab and a phrase. The file is read on the driver when a DataFrame
    is transformed.

    Examples
    --------
    >>> stages = [PdfToText(), TextToDocument(), PhraseFinder(phrases=["Jane Smith"], label="NAME")]
    >>> (page,) = LightPipeline(stages).fromBinary(samples.pdf("Dear JANE SMITH"))
    >>> [(chunk["result"], chunk["begin"], chunk["metadata"]["entity"]) for chunk in page["phrase_chunk"]]
    [('JANE SMITH', 5, 'NAME')]
    """

    inputCol = column("document", "Column with documents or sentences, if `inputCols` is not set.")
    outputCol = column("phrase_chunk", "Column for the chunks.")
    phrases = strings("Phrases to find.", example=["Jane Smith"])
    phrasesFile = string("", "File with more phrases, on the driver; empty: none.")
    label = string("PHRASE", "Label of phrases that have none of their own.", pattern=".+")
    caseSensitive = boolean(False, "Whether capital and small letters are different.")

    kind = "chunk"

    def _annotate_function(self) -> Annotate:
        label = self.getLabel()
        labels = [(label, phrase) for phrase in self.getPhrases()]
        labels += [(own, rest) if tab else (label, own) for own, tab, rest in _lines_of(self, "phrasesFile")]
        return partial(_phrases, labels=tuple(labels), case_sensitive=self.getCaseSensitive())


def _lines_of(stage: AnnotationStage, parameter: str) -> list[tuple[str, str, str]]:
    """Return the lines of a file that a parameter names, cut at their first tab; blank ones are left out.

    Raises
    ------
    ValueError
        It can't be read.
    """
    path = stage.getOrDefault(parameter)
    if not path:
        return []
    try:
        text = Path(path).read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError):
        raise ValueError(f"{stage.uid}: {parameter}={path!r} is no file of text that can be read") from None
    return [line.strip().partition(_SEPARATOR) for line in text.splitlines() if line.strip()]


def _documents(columns: Sequence[Any]) -> list[dict[str, Any]]:
    """Make the documents of one row."""
    return [_document(text.text, 0, number) for number, text in enumerate(texts_of(columns))]


def _sentences(columns: Sequence[Any]) -> list[dict[str, Any]]:
    """Cut the documents of one row into sentences."""
    texts = texts_of(columns)
    spans = [(text, begin, end) for text in texts for begin, end in sentences_of(text.text)]
    return [
        _document(text.text[begin:end], text.begin + begin, number) for number, (text, begin, end) in enumerate(spans)
    ]


def _document(text: str, begin: int, number: int) -> dict[str, Any]:
    """Return a document, or a sentence, as an annotation."""
    return annotation_fields("document", begin, begin + len(text) - 1, text, {"sentence": str(number)})


def _tokens(columns: Sequence[Any]) -> list[dict[str, Any]]:
    """Cut the documents of one row into tokens."""
    return [
        annotation_fields(
            "token", text.begin + begin, text.begin + end - 1, text.text[begin:end], {"sentence": text.sentence}
        )
        for text in texts_of(columns)
        for begin, end in tokens_of(text.text)
    ]


def _expressions(columns: Sequence[Any], *, rules: tuple[tuple[str, str], ...]) -> list[dict[str, Any]]:
    """Find what rules match in one row."""
    return _chunks((text, find_expressions(text.text, rules)) for text in texts_of(columns))


def _phrases(
    columns: Sequence[Any], *, labels: tuple[tuple[str, str], ...], case_sensitive: bool
) -> list[dict[str, Any]]:
    """Find the phrases of one row."""
    phrases = phrases_of(labels, case_sensitive=case_sensitive)
    return _chunks((text, phrases.find(text.text)) for text in texts_of(columns))


def _chunks(found: Iterable[tuple[Text, list[Match]]]) -> list[dict[str, Any]]:
    """Return what was found in texts as chunks."""
    matches = [(text, match) for text, matches in found for match in matches]
    return [
        chunk_fields(number, text, (match.begin, match.end), match.label)
        for number, (text, match) in enumerate(matches)
    ]
