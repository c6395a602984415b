"""A session that knows the formats, and workers that keep no file from test to test."""

import pytest

from sparkocr import register
from sparkocr.datasource import pdf_pages


@pytest.fixture
def session(spark):
    register(spark)
    return spark


@pytest.fixture(autouse=True)
def _nothing_is_kept():
    yield
    pdf_pages._forget()
