"""`start` in a process of its own: a session's settings can't be changed after it is made."""

import json
import re
import subprocess
import sys
from importlib.metadata import version

import pytest

import sparkocr
from sparkocr.session import FILE_PARTITIONS_PER_CORE, LOCAL_SETTINGS, SETTINGS

DEFAULTS = SETTINGS | LOCAL_SETTINGS | {"spark.sql.files.minPartitionNum": str(FILE_PARTITIONS_PER_CORE)}

PROGRAM = """
import json, sys
from pyspark import SparkConf
from pyspark.sql.functions import udf
from sparkocr import start, version
spark = start(secret="s", jar_path="/nowhere.jar", nlp_version="5.0", nlp_internal=True, nlp_secret="x",
              keys_file="keys.json", use_gpu=True, m1=True, aws_access_key="a", master_url="local[1]",
              extra_conf={{"spark.ui.enabled": False, "spark.driver.memory": "1g"}})
print("SETTINGS " + json.dumps({{name: spark.conf.get(name) for name in {names}}}))
loaded = udf(lambda _: "sparkocr.transformers.dicom.pdf" in sys.modules, "boolean")
print([row[0] for row in spark.range(3).select(loaded("id")).collect()])
same = start(extra_conf=SparkConf(False).set("spark.sql.shuffle.partitions", "7"))
print(same.conf.get("spark.sql.shuffle.partitions"), same.conf.get("spark.master"))
rows = [(bytearray(1000), None, "x" * 100)] * 7
shown = spark.createDataFrame(rows, "content binary, image struct<data:binary>, text string")
print("TABLE " + json.dumps(shown._repr_html_()))
"""


def test_start():
    names = [*DEFAULTS, "spark.ui.enabled", "spark.master"]
    command = [sys.executable, "-c", PROGRAM.format(names=names)]
    run = subprocess.run(command, capture_output=True, text=True, check=True)
    lines = run.stdout.splitlines()
    versions, (settings, loaded), again, (changed, shown) = lines[:2], lines[2:4], lines[4:6], lines[6:]
    assert versions == again
    assert versions == [f"Spark version: {version('pyspark')}", f"Spark OCR version: {sparkocr.version()}"]
    expected = DEFAULTS | {"spark.ui.enabled": "false", "spark.driver.memory": "1g", "spark.master": "local[1]"}
    found = json.loads(settings.removeprefix("SETTINGS "))
    assert {name: value.lower() for name, value in found.items()} == {name: expected[name].lower() for name in names}
    assert loaded == "[True, True, True]", "workers have the library from the start"
    assert changed == "7 local[1]"
    table = json.loads(shown.removeprefix("TABLE "))
    assert table.count("<tr><td>") == 5
    assert len(table) < 1000, "files and long texts are cut"


@pytest.mark.parametrize("has_session", [True, False])
def test_info(capsys, spark, has_session):
    sparkocr.info(*[spark] * has_session)
    lines = capsys.readouterr().out.splitlines()
    assert lines[:2] == [f"Spark version: {spark.version}", f"Spark OCR version: {sparkocr.version()}"]
    assert re.fullmatch(r"Tesseract version: 5\.\d+\.\d+.*", lines[2])
    assert len(lines) == 3


def test_version():
    assert sparkocr.version() == sparkocr.__version__
