"""What the tests of the writer share: it is called as Spark calls it."""

import json
import os
import pickle
from contextlib import contextmanager
from pathlib import Path

import numpy as np
import pyarrow as pa
from pyspark.sql.datasource import CaseInsensitiveDict
from pyspark.sql.types import BinaryType, StringType, StructField, StructType

from sparkocr.datasource.binary_format import BinaryFormat
from sparkocr.enums import ImageType
from sparkocr.imaging.pixels import Image, convert
from sparkocr.schemas import ImageSchema
from sparkocr.stage.images import write_image
from sparkocr.stage.udf import arrow_type

TEXT = StructType([StructField("path", StringType()), StructField("text", StringType())])
BYTES = StructType([StructField("path", StringType()), StructField("content", BinaryType())])
IMAGES = StructType([StructField("path", StringType()), StructField("image", ImageSchema)])


def schema(**types):
    return StructType([StructField(name, kind()) for name, kind in types.items()])


def writer(target, columns, overwrite=False, stream=False, **options):
    """A writer as Spark makes it: options in any case, sent by pickle."""
    source = BinaryFormat(CaseInsensitiveDict({"path": str(target), **options}))
    made = source.streamWriter(columns, overwrite) if stream else source.writer(columns, overwrite)
    return sent(made)


def sent(value):
    return pickle.loads(pickle.dumps(value))  # noqa: S301  as Spark does


def batch(rows, columns):
    return pa.RecordBatch.from_struct_array(pa.array(rows, arrow_type(columns)))


def texts(*names, text="text of {}"):
    return [{"path": f"file:/in/{name}.png", "text": text.format(name)} for name in names]


def save(target, rows, columns=TEXT, *, tasks=1, overwrite=False, **options):
    """Write rows as a job of some tasks would."""
    made = writer(target, columns, overwrite, **({"type": "text"} | options))
    messages = [made.write(iter([batch(rows[task::tasks], columns)])) for task in range(tasks)]
    made.commit(sent(messages))
    return json.loads((Path(target) / "_SUCCESS").read_bytes())


def found(target):
    """What is in a folder, but for the marker of success."""
    files = (path for path in Path(target).rglob("*") if path.is_file() and path.name != "_SUCCESS")
    return {str(path.relative_to(target)): path.read_bytes() for path in files}


def image(value=200, kind=ImageType.TYPE_BYTE_GRAY, resolution=300, *, compress=False):
    """A picture of 30 x 20 px as a row of Spark."""
    pixels = convert(np.full((20, 30), value, np.uint8), ImageType.TYPE_BYTE_GRAY, kind)
    return write_image(Image(pixels, resolution, kind), "file:/in/a.png", compress=compress)[0].as_py()


@contextmanager
def stops_after(count, monkeypatch):
    """The driver dies after some renames."""
    replace, left = os.replace, iter(range(count))
    with monkeypatch.context() as patch:
        patch.setattr(os, "replace", lambda *paths: 1 / 0 if next(left, None) is None else replace(*paths))
        yield


def found_without_temporary(target):
    return {name: content for name, content in found(target).items() if not name.startswith("_temporary")}
