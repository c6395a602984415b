"""Headers that are cleaned and read again, and what finds names in them."""

import io
import re
import warnings

import pydicom

from sparkocr.deid.dicom_header import HeaderOptions, deidentify_header
from sparkocr.dicom.profile.strategy import parse_strategy
from sparkocr.entities.entity import Entity

HEAD = "Tags,VR,Name,Status,Action,Option(s)\n"


def read(content):
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return pydicom.dcmread(io.BytesIO(content))


def clean(content, *options, key="s", **more):
    return read(deidentify_header(content, HeaderOptions(key, options=options, **more)))


def by_strategy(content, rows, *, given=None, **more):
    options = HeaderOptions("s", strategy=parse_strategy(HEAD + rows, more.pop("groups", "")), **more)
    return read(deidentify_header(content, options, **(given or {})))


def finder(pattern, label="PERSON", source="test"):
    """What finds a pattern in texts, as detectors do."""

    def find(text):
        return [Entity(match.start(), match.end(), label, 1.0, source) for match in re.finditer(pattern, text)]

    return find


names = finder("Vera Lind")
"""Finds the name of a person who is in no header."""
