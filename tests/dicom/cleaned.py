"""Headers that are cleaned and read again."""

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


def names(text):
    """Find the name of a person who is in no header."""
    return [Entity(match.start(), match.end(), "PERSON", 1.0, "test") for match in re.finditer("Vera Lind", text)]
