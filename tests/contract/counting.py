"""Counts how often each stage's function really runs, on the workers."""

import os
from collections import Counter
from contextlib import contextmanager
from pathlib import Path

import pytest

from sparkocr.stage import bases, images


class Evaluations:
    """The counts since the last `clear`, by class and function of stage."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.deterministic: dict[str, bool] = {}

    def clear(self) -> None:
        for file in self.folder.iterdir():
            file.unlink()

    def counts(self) -> Counter:
        found: Counter = Counter()
        for file in self.folder.iterdir():
            found[file.name.split("-")[0]] += file.stat().st_size
        return found


def counted(function, file: str):
    """Make `function` append one byte to a file of its worker at each call."""

    def call(*row):
        with Path(f"{file}-{os.getpid()}").open("ab") as log:
            log.write(b".")
        return function(*row)

    return call


@contextmanager
def counting(folder):
    """Count what is planned inside the ``with`` block."""
    log = Evaluations(folder)
    log.folder.mkdir()
    original = bases.row_udf

    def row_udf(stage, function, schema, *, name, deterministic, **options):
        if stage.rpartition("_")[0] != name:  # this runs in another stage, as those of DocumentToText
            return original(stage, function, schema, name=name, deterministic=deterministic, **options)
        is_one_of_several = hasattr(function, "func") and function.func is not images._image_row
        key = f"{name}:{function.func.__name__}" if is_one_of_several else name
        log.deterministic[key] = deterministic
        work = counted(function, str(log.folder / key))
        return original(stage, work, schema, name=name, deterministic=deterministic, **options)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(bases, "row_udf", row_udf)
        patch.setattr(images, "row_udf", row_udf)
        yield log


@pytest.fixture
def evaluations(tmp_path):
    with counting(tmp_path / "evaluations") as log:
        yield log
