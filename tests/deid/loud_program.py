"""Runs the stages of de-identification on files of a folder, with all logs as loud as they get.

``python loud_program.py FOLDER`` reads ``pdfs``, ``others`` and ``dicoms`` of the folder, and writes into it
``spark.log``, ``events`` and ``told.txt``: plans, exceptions, audits, names.
"""

import io
import sys
from contextlib import redirect_stdout
from pathlib import Path

import pyarrow as pa
from pyspark.ml import PipelineModel
from pyspark.sql import SparkSession

from sparkocr.base import LightPipeline
from sparkocr.enums import PageUnit
from sparkocr.schemas import AnnotationsSchema
from sparkocr.stage.light_row import LightRow
from sparkocr.stage.udf import arrow_type
from sparkocr.transformers import (
    Base64ToImage,
    ChunkMerger,
    DeidVerifier,
    DicomFileDeidentifier,
    DicomMetadataDeidentifier,
    EntityFinder,
    EntityObfuscator,
    FileDeidentifier,
    FormRelationExtractor,
    ImageDrawAnnotations,
    NerOutputCleaner,
    PdfDeidentifier,
    PdfDrawRegions,
    PdfRedactRegions,
    PdfToText,
    PositionFinder,
    UpdateTextPosition,
)

RULES = ["fields", "dates", "patterns"]
KNOWN, KEY, PASSWORD = "Zanzibarski", "Sesamequartz", "Vaultwhistle"
NAME = "Quillhaven"
LOG = """
rootLogger.level = debug
rootLogger.appenderRef.file.ref = file
appender.file.type = File
appender.file.name = file
appender.file.fileName = {file}
appender.file.layout.type = PatternLayout
appender.file.layout.pattern = %p %c %m%n%ex
"""


def main(folder):
    settings = folder / "log4j2.properties"
    settings.write_text(LOG.format(file=folder / "spark.log"))
    (folder / "events").mkdir()
    session = (
        SparkSession.builder.master("local[2]")
        .config("spark.driver.extraJavaOptions", f"-XX:+UseSerialGC -Dlog4j2.configurationFile={settings}")
        .config("spark.eventLog.enabled", "true")
        .config("spark.eventLog.compress", "false")
        .config("spark.eventLog.dir", (folder / "events").as_uri())
        .config("spark.log.level", "DEBUG")
        .config("spark.ui.enabled", "false")
        .config("spark.sql.codegen.wholeStage", "false")
        .config("spark.sql.codegen.factoryMode", "NO_CODEGEN")
        .config("spark.sql.shuffle.partitions", "2")
        .config("spark.python.daemon.module", "sparkocr.daemon")
        .getOrCreate()
    )
    told = [*in_spark(session, folder), *light(folder)]
    session.stop()
    (folder / "told.txt").write_text("\n".join(told))


def in_spark(session, folder):
    """Yield plans, and what the results say."""
    pdfs, others, dicoms = (
        session.read.format("binaryFile").load(str(folder / name)) for name in ("pdfs", "others", "dicoms")
    )
    known = {"detectors": RULES, "denyList": [KNOWN]}
    stages = [
        PdfToText(extractCoordinates=True, storeSplittedPdf=True, partitionNum=2),
        EntityFinder(**known),
        EntityObfuscator(mode="surrogate", key=KEY),
        PositionFinder(),
        PdfRedactRegions(password=PASSWORD),
        DeidVerifier(inputCol="pdf_redacted", ocr=False),
    ]
    with_secrets = [stage for stage in stages if isinstance(stage, (EntityFinder, EntityObfuscator, PdfRedactRegions))]
    PipelineModel(stages=with_secrets).write().save(str(folder / "saved"))
    whole = PdfDeidentifier(**known, password=PASSWORD, partitionNum=2)
    results = [
        (whole.transform(pdfs), ["exception", "audit"]),
        (FileDeidentifier(**known).transform(others), ["exception", "audit"]),
        (DicomFileDeidentifier(**known, key=KEY).transform(dicoms.coalesce(1)), ["exception", "audit"]),
        (DicomMetadataDeidentifier(**known, key=KEY).transform(dicoms), ["exception"]),
        (PipelineModel(stages=stages).transform(pdfs), ["exception", "audit", "redaction"]),
    ]
    for frame, columns in results:
        with redirect_stdout(io.StringIO()) as plan:
            frame.explain(mode="extended")
        yield plan.getvalue()
        yield from map(str, frame.select(*columns).collect())


def crash(text):
    raise ValueError(text)


def light(folder):
    """Yield what stages without Spark say, also of what is wrong."""
    text = f"Patient: Jane {NAME}"
    lost = {"annotatorType": "chunk", "begin": 0, "end": 99, "result": NAME, "metadata": {"entity": "PERSON"}}
    tag = lost | {"annotatorType": "entity", "result": "b-question", "metadata": {"word": NAME, "x": NAME}}
    region = {"index": 0, "page": 7, "x": 1.0, "y": 1.0, "width": 1.0, "height": 1.0, "label": NAME}
    chunks = {
        "null": pa.scalar(None, arrow_type(AnnotationsSchema)),
        "wrong": pa.scalar([lost, tag], arrow_type(AnnotationsSchema)),
    }
    pdf = (folder / "pdfs" / "good").read_bytes()
    read = PdfToText(extractCoordinates=True, storeSplittedPdf=True)
    finder = EntityFinder(denyList=[KNOWN])  # with the models that are installed
    for file in sorted((folder / "pdfs").iterdir()):
        pages = LightPipeline([read, finder, PositionFinder(), PdfRedactRegions()]).fromBinary(file.read_bytes())
        yield from (f"{page['exception']} {page.get('redaction')}" for page in pages)
    for column in chunks.values():
        values = {"content": pa.scalar(pdf), "text": pa.scalar(text), "coordinates": pa.scalar([region])}
        values["b64string"] = values["text"]
        (page,) = read.light_rows(LightRow(values))
        row = page.withColumns({"ner_chunk": column, "entities": column, "aux": column, "region": column})
        (row,) = Base64ToImage().light_rows(row)
        row = row.drop("exception")
        for stage in (
            EntityObfuscator(outputTextCol="new", inputTextCol="text"),
            FormRelationExtractor(),
            ImageDrawAnnotations(filledRect=True),
            NerOutputCleaner(),
            ChunkMerger(),
            PositionFinder(),
            UpdateTextPosition(inputText="text"),
            PdfRedactRegions(unit=PageUnit.PT),
            PdfDrawRegions(inputRegionsCol="coordinates"),
            DeidVerifier(inputCol="content", ocr=False),
        ):
            (made,) = stage.light_rows(row)
            yield str(made["exception"].as_py())
    row = LightRow({"content": pa.scalar(pdf), "path": pa.scalar(f"{NAME}, Jane/{NAME.lower()}_letter.pdf")})
    (made,) = PdfDeidentifier(detectors=RULES, nameCol="name").light_rows(row)
    yield f"{made['name']} {made['audit']}"
    for file in sorted((folder / "dicoms").iterdir()):
        path = f"{NAME}/{NAME.lower()}.dcm" if file.name == "scan" else file.name  # junk does not tell what is a name
        row = LightRow({"content": pa.scalar(file.read_bytes()), "path": pa.scalar(path)})
        (made,) = DicomFileDeidentifier(denyList=[KNOWN], nameCol="name").light_rows(row)  # with models
        yield f"{made['name']} {made['audit']} {made['exception']}"
    for stage in (PdfDeidentifier(), FileDeidentifier(), DicomFileDeidentifier()):
        for file in (folder / "pdfs" / "good", folder / "others" / "word", folder / "dicoms" / "report"):
            (made,) = stage.setFunction(crash).light_rows(LightRow({"content": pa.scalar(file.read_bytes())}))
            yield str(made["exception"].as_py())


if __name__ == "__main__":
    main(Path(sys.argv[1]))
