"""Stages that find names and other identifiers in texts, and what is done with them."""

from sparkocr.transformers.entities.cleaner import ChunkMerger, NerOutputCleaner
from sparkocr.transformers.entities.deidentify import FileDeidentifier
from sparkocr.transformers.entities.finder import EntityFinder
from sparkocr.transformers.entities.obfuscate import EntityObfuscator
from sparkocr.transformers.entities.relations import FormRelationExtractor
from sparkocr.transformers.entities.text import (
    PhraseFinder,
    RegexFinder,
    SentenceSplitter,
    TextToDocument,
    WordTokenizer,
)
from sparkocr.transformers.entities.verify import DeidVerifier

__all__ = [
    "ChunkMerger",
    "DeidVerifier",
    "EntityFinder",
    "EntityObfuscator",
    "FileDeidentifier",
    "FormRelationExtractor",
    "NerOutputCleaner",
    "PhraseFinder",
    "RegexFinder",
    "SentenceSplitter",
    "TextToDocument",
    "WordTokenizer",
]
