"""Programs that give the same rows wherever Spark runs; run as a program, in the session of a master."""

import hashlib
import json
import re
import sys
from pathlib import Path

from pyspark.ml import PipelineModel
from pyspark.sql import SparkSession

from sparkocr.cli import main
from sparkocr.session import start
from sparkocr.stage import partitions
from sparkocr.transformers import (
    BinaryToImage,
    DicomMetadataDeidentifier,
    DicomToImageV3,
    DocToText,
    EntityFinder,
    ImageBinarizer,
    ImageToText,
    PdfDeidentifier,
    PdfToImage,
    PdfToSearchablePdf,
    PdfToTables,
    PdfToText,
)

RULES = ["fields", "dates", "patterns"]
UID = re.compile(r"_[0-9a-f]{12}")


def load(session, folder, pattern):
    """Read files as Spark does."""
    return session.read.format("binaryFile").load(f"{folder}/{pattern}")


def recognised(session, folder, _):
    stages = [PdfToText(), PdfToImage(resolution=200), ImageToText()]
    return PipelineModel(stages).transform(load(session, folder, "*.pdf")).drop("content", "image")


def images(session, folder, _):
    stages = [BinaryToImage(), ImageBinarizer(), ImageToText(inputCol="binarized_image")]
    return PipelineModel(stages).transform(load(session, folder, "*.png")).select("path", "text", "exception")


def reader(session, folder, _):
    pages = session.read.format("pdf").option("readImage", "scanned").option("resolution", 200).load(str(folder))
    return ImageToText(outputCol="read").transform(pages).select("path", "pagenum", "text", "read", "exception")


def writer(session, folder, out):
    pages = DocToText().transform(load(session, folder, "*.docx"))
    files = pages.write.format("binaryFormat").option("type", "text").option("field", "text")
    files.mode("append").save(f"{out}/texts")
    return session.createDataFrame(written(f"{out}/texts"), "path string, pdf binary")


def searchable(session, folder, _):
    return PdfToSearchablePdf(resolution=200).transform(load(session, folder, "*.pdf"))


def tables(session, folder, _):
    return PdfToTables(resolution=200).transform(load(session, folder, "*.pdf"))


def deidentified(session, folder, _):
    return PdfDeidentifier(detectors=RULES, resolution=200).transform(load(session, folder, "[blm]*.pdf"))


def entities(session, folder, _):
    stages = [DocToText(), EntityFinder(detectors=RULES)]
    return PipelineModel(stages).transform(load(session, folder, "*.docx")).select("path", "ner_chunk", "exception")


def dicom(session, folder, _):
    stages = [DicomMetadataDeidentifier(outputCol="clean"), DicomToImageV3(inputCol="clean"), ImageToText()]
    return PipelineModel(stages).transform(load(session, folder, "*.dcm")).select("pagenum", "text", "exception")


def headers(session, folder, _):
    files = session.read.format("dicom").load(f"{folder}/*.dcm")
    return files.select("path", "number_of_frames", "exception")


def stream(session, folder, out):
    schema = "path string, modificationTime timestamp, length long, content binary"
    files = session.readStream.format("binaryFile").schema(schema).option("maxFilesPerTrigger", 2)
    pages = PdfToText().transform(files.load(f"{folder}/*.pdf")).select("path", "pagenum", "text", "exception")
    query = pages.writeStream.format("parquet").option("path", f"{out}/stream")
    query.option("checkpointLocation", f"{out}/checkpoint").trigger(availableNow=True).start().awaitTermination()
    return session.read.parquet(f"{out}/stream")


PROGRAMS = (
    recognised,
    images,
    reader,
    writer,
    searchable,
    tables,
    deidentified,
    entities,
    dicom,
    headers,
    stream,
)


def written(folder):
    """Return the files of a folder that a write shows: names and bytes."""
    files = {str(file.relative_to(folder)): file for file in sorted(Path(folder).rglob("*")) if file.is_file()}
    return [(name, file.read_bytes()) for name, file in files.items() if not name.startswith(("_", "."))]


def comparable(value):
    """Return what JSON can hold of a value; of bytes a sum, of numbers three digits."""
    match value:
        case dict():
            return {name: comparable(part) for name, part in value.items() if name != "modificationTime"}
        case list() | tuple():
            return [comparable(part) for part in value]
        case bytes() | bytearray():
            return hashlib.sha256(value).hexdigest()
        case float():
            return f"{value:.3g}"
        case str():
            return UID.sub("", value)
    return value


def rows_as_text(frame):
    """Return rows as JSON, in an order."""
    return sorted(json.dumps(comparable(row.asDict(recursive=True)), sort_keys=True) for row in frame.collect())


def rows_of(session, folder, out):
    """Run all programs: by name, their rows."""
    return {program.__name__: rows_as_text(program(session, folder, out)) for program in PROGRAMS}


def spread_little():
    """Keep stages from making many partitions: here a task costs more than a page."""
    partitions.MIN_PARTITIONS, partitions.PARTITIONS_PER_CORE, partitions.SHARES = 4, 2, (1, 1)


def on_cluster(master, folder, out, more=None):
    """Run the command line, and then the programs in its session; what they give is printed as JSON."""
    spread_little()
    if more:  # before all else: it may be killed
        session = start(master_url=master)
        found = more(session, folder, Path(out))
    status = main(["text", folder, "--out", f"{out}/text", "--format", "json", "--master", master])
    session = SparkSession.active()
    found = rows_of(session, folder, out) | (found if more else {})
    sys.stdout.write(json.dumps(found) + "\n")
    session.stop()
    return status


if __name__ == "__main__":
    sys.exit(on_cluster(*sys.argv[1:]))
