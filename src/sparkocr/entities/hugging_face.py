"""A user's own model of token classification in a local folder, as Hugging Face tools write it for ONNX."""

from __future__ import annotations

import json
from pathlib import Path

from sparkocr.entities.models import read_checked
from sparkocr.entities.token_classifier import TokenClassifier, label_names
from sparkocr.errors import DocumentError

__all__ = ["load_hugging_face"]

_POSITIONS = 512
"""Tokens that a model takes if its configuration does not say: those of BERT."""


def load_hugging_face(folder: str) -> TokenClassifier:
    """Load a detector "onnx" from a folder; nothing is downloaded.

    Parameters
    ----------
    folder : str
        It holds ``model.onnx`` (or ``onnx/model.onnx``, as on the hub), ``tokenizer.json`` and ``config.json`` with
        ``id2label``. ``optimum-cli export onnx`` writes such folders.

    Raises
    ------
    DocumentError
        If a file is missing or is not what it should be.
    """
    root = Path(folder)
    model = root / "model.onnx"
    if not model.exists():
        model = root / "onnx" / "model.onnx"
    config = read_checked(root / "config.json")
    names = label_names(config)
    positions = json.loads(config).get("max_position_embeddings", _POSITIONS)
    if not isinstance(positions, int):
        raise DocumentError("max_position_embeddings in the config.json of the model must be a number")
    return TokenClassifier("onnx", read_checked(model), read_checked(root / "tokenizer.json"), names, positions)
