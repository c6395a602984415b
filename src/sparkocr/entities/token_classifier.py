"""A detector that is an ONNX model of token classification, such as BERT's, with a tokenizer of Hugging Face."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
import numpy.typing as npt

from sparkocr.entities.entity import Entity
from sparkocr.entities.labels import our_label
from sparkocr.entities.models import needed_package, pieces
from sparkocr.entities.sentences import sentences_of
from sparkocr.errors import DocumentError

if TYPE_CHECKING:
    from tokenizers import Encoding, Tokenizer

__all__ = ["TokenClassifier", "label_names"]

_PIECE = 20_000
"""Characters that are cut into tokens at a time, so that the memory of a text is bounded."""
_WINDOW = 64
"""Tokens of a sentence that the model sees at a time. Rampart finds the less the more it sees: .84 of the persons in a
text of 700 generated records when it is read by sentences, .78 by 128 tokens, .71 by 256 (spans as in bench/ner.py)."""
_CONTEXT = 8
"""Tokens at both ends of a window that are only context, where another window goes on."""
_BATCH = 512
"""Tokens of one run. On one core 8 sentences at once are 1.4 times as fast as one by one, and more are no faster."""
_HALF = 0.5
_SURE = 0.9
"""Least score of small words: Rampart does not see capitals, and takes "satanic" and "helicopter" for names, with .6 to
.9, where two thirds of the names in small letters have more."""

_Array = npt.NDArray[np.float32]


class TokenClassifier:
    """Finds entities by the class that a model gives to each token.

    A token is of an entity if the classes of entities are together at least as likely as the class "O", and its label
    is the likeliest; so a word that is a given name or a surname, with .4 each, is a person. Entities are whole words:
    where one token of a word is of an entity, all are.

    Parameters
    ----------
    name : str
        Of the detector.
    model : bytes
        ONNX; inputs ``input_ids``, ``attention_mask`` and perhaps ``token_type_ids``, shape ``(n, tokens)``; first
        output the logits, shape ``(n, tokens, classes)``.
    tokenizer : bytes
        ``tokenizer.json`` of Hugging Face tokenizers.
    names : sequence of str
        Of the classes, like ``B-GIVEN_NAME``: see `label_names`.
    positions : int
        Most tokens that the model takes.

    Raises
    ------
    DocumentError
        If a package is missing, or a file is not what it should be.
    """

    def __init__(self, name: str, model: bytes, tokenizer: bytes, names: Sequence[str], positions: int = 512) -> None:
        self.name = name
        self._tokenizer = _load_tokenizer(name, tokenizer)
        self._session = _load_session(name, model)
        self._inputs = {entry.name for entry in self._session.get_inputs()}
        self._labels, self._to_labels = _label_matrix(names)
        marked = self._tokenizer.encode("a")
        special = [token for token, mask in zip(marked.ids, marked.special_tokens_mask, strict=True) if mask]
        opens = next((at for at, mask in enumerate(marked.special_tokens_mask) if not mask), 0)
        self._before, self._after = special[:opens], special[opens:]
        self._window = max(2 * _CONTEXT + 1, min(_WINDOW, positions) - len(special))

    def find(self, text: str) -> list[Entity]:
        """Find the entities of a text: see `sparkocr.entities.detector.Detector`."""
        return [
            Entity(begin + offset, end + offset, label, score, self.name)
            for offset, piece in pieces(text, _PIECE)
            for begin, end, label, score in self._find(piece)
        ]

    def _find(self, text: str) -> Iterator[tuple[int, int, str, float]]:
        spans = sentences_of(text)
        encodings = self._tokenizer.encode_batch([text[begin:end] for begin, end in spans], add_special_tokens=False)
        for (begin, end), encoding, likely in zip(spans, encodings, self._probabilities(encodings), strict=True):
            yield from self._entities(text[begin:end], begin, encoding, likely)

    def _entities(
        self, text: str, offset: int, encoding: Encoding, likely: _Array
    ) -> Iterator[tuple[int, int, str, float]]:
        """Yield the entities of a sentence that begins at an offset."""
        labels = likely[:, 1:].argmax(axis=1) + 1
        scores = 1 - likely[:, 0]
        labels[scores < _HALF] = 0
        for (label, _), found in groupby(_words(text, encoding, labels, scores), key=lambda word: (word[2], word[4])):
            if label:
                words = list(found)
                score = min(1.0, float(sum(word[3] for word in words) / len(words)))
                begin, end = words[0][0], words[-1][1]
                if score >= _SURE or not _is_small_word(text, begin, end):
                    yield offset + begin, offset + end, self._labels[label], score

    def _probabilities(self, encodings: Sequence[Encoding]) -> list[_Array]:
        """Return how likely each label is for each token of each sentence; the first label is none."""
        sentences = [encoding.ids for encoding in encodings]
        likely = [np.zeros((len(ids), len(self._labels)), np.float32) for ids in sentences]
        windows = [
            _Window(number, *one) for number, ids in enumerate(sentences) for one in _windows(len(ids), self._window)
        ]
        for batch in _batches(sorted(windows, key=lambda window: window.last - window.first)):
            logits = self._run(
                [[*self._before, *sentences[one.sentence][one.first : one.last], *self._after] for one in batch]
            )
            for one, row in zip(batch, logits, strict=True):
                inside = row[len(self._before) :][one.begin - one.first : one.end - one.first]
                likely[one.sentence][one.begin : one.end] = _softmax(inside) @ self._to_labels
        return likely

    def _run(self, sequences: Sequence[Sequence[int]]) -> _Array:
        shape = len(sequences), max(map(len, sequences))
        ids, mask = np.zeros(shape, np.int64), np.zeros(shape, np.int64)
        for row, sequence in enumerate(sequences):
            ids[row, : len(sequence)] = sequence
            mask[row, : len(sequence)] = 1
        values = {"input_ids": ids, "attention_mask": mask, "token_type_ids": np.zeros_like(ids)}
        logits: _Array = self._session.run(None, {key: values[key] for key in self._inputs})[0]
        return logits


def label_names(config: bytes) -> list[str]:
    """Return the names of a model's classes, in their order, from its ``config.json``.

    Raises
    ------
    DocumentError
        If there are none in it.
    """
    try:
        by_number: Mapping[str, str] = json.loads(config)["id2label"]
        return [by_number[str(number)] for number in range(len(by_number))]
    except (ValueError, KeyError, TypeError, AttributeError):
        raise DocumentError("The config.json of the model must name its classes in id2label") from None


def _label_matrix(names: Sequence[str]) -> tuple[list[str], _Array]:
    """Return our labels, the first for none, and the matrix that adds up the classes of each label."""
    ours = [None if name == "O" else our_label(_without_prefix(name)) for name in names]
    labels = ["", *sorted({label for label in ours if label})]
    matrix = np.zeros((len(names), len(labels)), np.float32)
    for number, label in enumerate(ours):
        matrix[number, labels.index(label or "")] = 1
    return labels, matrix


def _without_prefix(name: str) -> str:
    return name[2:] if name[:2] in {"B-", "I-", "E-", "S-", "L-", "U-"} else name


class _Window(NamedTuple):
    """Tokens of a sentence that the model sees at a time, `first` to `last`, and those that it classifies for good."""

    sentence: int
    first: int
    last: int
    begin: int
    end: int


def _windows(tokens: int, size: int) -> Iterator[tuple[int, int, int, int]]:
    """Yield first, last, begin and end of the windows of a sentence: see `_Window`."""
    begin = 0
    while begin < tokens:
        first = max(0, min(begin - _CONTEXT, tokens - size))
        last = min(tokens, first + size)
        end = last if last == tokens else last - _CONTEXT
        yield first, last, begin, end
        begin = end


def _batches(windows: Sequence[_Window]) -> Iterator[list[_Window]]:
    """Yield windows, sorted by their length, that run together: they are padded to the longest."""
    batch: list[_Window] = []
    for window in windows:
        if batch and (len(batch) + 1) * (window.last - window.first) > _BATCH:
            yield batch
            batch = []
        batch.append(window)
    if batch:
        yield batch


def _words(
    text: str, encoding: Encoding, labels: npt.NDArray[np.int64], scores: _Array
) -> Iterator[tuple[int, int, int, float, int]]:
    """Yield the words of a text: begin, end, label, score, and a number that those of one entity share.

    A word is what stands without a character between that is neither a letter nor a digit nor a mark; its label is that
    of its surest token. Words of one entity have only spaces or a dot between them.
    """
    offsets = encoding.offsets  # makes the list anew each time
    runs: list[list[int]] = []
    last_begin = last_end = -1
    for token, (begin, end) in enumerate(offsets):
        if begin <= last_end and text[begin : begin + 1].isalnum() and text[last_begin].isalnum():
            runs[-1].append(token)
        elif end > begin:
            runs.append([token])
        else:
            continue
        last_begin, last_end = begin, end
    number, before = 0, 0
    for run in runs:
        begin, end = offsets[run[0]][0], offsets[run[-1]][1]
        surest = max(run, key=lambda token: (labels[token] > 0, scores[token]))
        if text[before:begin].strip(" \n\t."):
            number += 1
        before = end
        yield begin, end, int(labels[surest]), float(scores[surest]), number


def _is_small_word(text: str, begin: int, end: int) -> bool:
    """Tell whether letters are small, although their sentence has capitals: then they are hardly a name."""
    part = text[begin:end]
    return part.islower() and part.replace(" ", "").isalpha() and not text.islower()


def _softmax(logits: _Array) -> _Array:
    powers = np.exp(logits - logits.max(axis=-1, keepdims=True))
    likely: _Array = powers / powers.sum(axis=-1, keepdims=True)
    return likely


def _load_tokenizer(name: str, content: bytes) -> Tokenizer:
    needed_package(name, "tokenizers")
    from tokenizers import Tokenizer

    try:
        tokenizer = Tokenizer.from_buffer(content)
    except Exception as error:  # noqa: BLE001  tokenizers raises plain Exception
        raise DocumentError(f"The tokenizer.json of {name} can't be read: {type(error).__name__}") from None
    tokenizer.no_padding()
    tokenizer.no_truncation()
    return tokenizer


def _load_session(name: str, content: bytes) -> Any:
    import onnxruntime

    options = onnxruntime.SessionOptions()
    # Spark runs a task per core: more threads, and threads that wait busily, get in the way of the other workers.
    options.intra_op_num_threads = options.inter_op_num_threads = 1
    options.add_session_config_entry("session.intra_op.allow_spinning", "0")
    options.enable_mem_pattern = False  # a plan of memory would be kept for each length of a sequence
    options.log_severity_level = 4
    try:
        return onnxruntime.InferenceSession(content, options, providers=["CPUExecutionProvider"])
    except Exception as error:  # noqa: BLE001  the exceptions of ONNX Runtime have no public base class
        raise DocumentError(f"ONNX Runtime can't load the model of {name}: {type(error).__name__}") from None
