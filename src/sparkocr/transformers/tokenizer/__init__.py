"""Modules that programs import tokenizers from."""
