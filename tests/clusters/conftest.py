"""The clusters of the tests, of processes of this machine: each is started for one test, and ended after it.

No two are alive at once: together they would fill the memory of a machine. Where tests run in two processes, these are
the first of one of them: they wait for processes to start, and the others take what time that leaves.
"""

import os
import signal
import socket
import subprocess
import sys
from contextlib import contextmanager
from pathlib import Path
from time import monotonic, sleep

import pyspark
import pytest

from documents import png, scanned_pdf, tiff
from pdf.make_pdf import Page, Text, make_pdf
from sparkocr import samples

# Of executors and daemons; drivers have SPARK_SUBMIT_OPTS.
FAST_JAVA = f"{os.environ['SPARK_SUBMIT_OPTS']} -XX:+UseSerialGC"
SPARK_HOME = Path(pyspark.__file__).parent
LETTER = [Page([Text(72, 700, "A letter about Roe, with text layer")]), Page([Text(72, 700, "Patient: Jane Roe")])]
ROWS = [["Port", "Leaves"], *([f"Port {number}", f"{number}:15"] for number in range(21))]
FAST = {  # as the session of the other tests, and small
    "spark.python.daemon.module": "sparkocr.daemon",
    "spark.executor.extraJavaOptions": FAST_JAVA,
    "spark.driver.memory": "512m",
    "spark.executor.memory": "512m",
    "spark.python.factory.idleWorkerMaxPoolSize": "1",  # of an executor, which has one core
    "spark.cores.max": "2",
    "spark.sql.codegen.factoryMode": "NO_CODEGEN",
    "spark.sql.codegen.wholeStage": "false",
    "spark.ui.enabled": "false",
    "spark.log.level": "ERROR",
}
PATIENCE = 120  # seconds until a process that was started must answer


def environment(**more):
    """Return the environment of a program on a cluster, in which nothing but this Python knows the package."""
    mine = {"PYSPARK_PYTHON": sys.executable, "SPARK_LOCAL_IP": "127.0.0.1", "SPARK_HOME": str(SPARK_HOME)}
    return {name: value for name, value in os.environ.items() if name != "PYTHONPATH"} | mine | more


def submitted(**settings):
    """Return the variable by which `pyspark` takes settings."""
    words = " ".join(f"--conf '{name}={value}'" for name, value in (FAST | settings).items())
    return {"PYSPARK_SUBMIT_ARGS": f"{words} pyspark-shell"}


@contextmanager
def process(command, log, env):
    """Start a process with those below it as a group of their own, and end all of them."""
    with log.open("w") as output:
        started = subprocess.Popen(command, stdout=output, stderr=output, env=env, start_new_session=True)
    try:
        yield started
    finally:
        os.killpg(started.pid, signal.SIGKILL)
        started.wait()


def free_port():
    """Return a port that nobody listens at."""
    with socket.socket() as server:
        server.bind(("127.0.0.1", 0))
        return server.getsockname()[1]


def answers(port):
    """Tell whether somebody listens at a port."""
    with socket.socket() as client:
        return client.connect_ex(("127.0.0.1", port)) == 0


def wait_until(is_ready, log):
    """Wait for a process that was started."""
    end = monotonic() + PATIENCE
    while not is_ready():
        assert monotonic() < end, log.read_text()[-3000:]
        sleep(0.1)


def spark_class(name, *arguments):
    return [str(SPARK_HOME / "bin" / "spark-class"), f"org.apache.spark.deploy.{name}", *map(str, arguments)]


@pytest.fixture
def standalone(tmp_path_factory):
    """A master and two workers of one core; the URL of the master."""
    work = tmp_path_factory.mktemp("standalone")
    env = environment(SPARK_DAEMON_MEMORY="256m", SPARK_DAEMON_JAVA_OPTS=FAST_JAVA)
    port, logs = free_port(), [work / name for name in ("master", "one", "two")]
    url = f"spark://127.0.0.1:{port}"
    web = ("--host", "127.0.0.1", "--webui-port", 0)
    worker = [*spark_class("worker.Worker", "--cores", 1, "--memory", "512m", *web), "--work-dir", str(work), url]
    with process([*spark_class("master.Master", *web, "--port", port)], logs[0], env):
        wait_until(lambda: "New state: ALIVE" in logs[0].read_text(), logs[0])
        with process(worker, logs[1], env), process(worker, logs[2], env):
            wait_until(lambda: all("Successfully registered" in log.read_text() for log in logs[1:]), logs[1])
            yield url


@pytest.fixture
def connect(tmp_path_factory):
    """A server of Spark Connect with two cores; its URL."""
    pytest.importorskip("grpc")
    log, port = tmp_path_factory.mktemp("connect") / "log", free_port()
    settings = FAST | {"spark.connect.grpc.binding.port": port, "spark.sql.warehouse.dir": log.parent / "warehouse"}
    command = [str(SPARK_HOME / "bin" / "spark-submit"), "--master", "local[2]"]
    command += ["--class", "org.apache.spark.sql.connect.service.SparkConnectServer"]
    command += [word for name, value in settings.items() for word in ("--conf", f"{name}={value}")]
    with process([*command, "spark-internal"], log, environment()):
        wait_until(lambda: answers(port), log)
        yield f"sc://127.0.0.1:{port}"


@pytest.fixture(scope="session")
def folder(tmp_path_factory):
    """Documents of all kinds, and one that nobody can read."""
    documents = tmp_path_factory.mktemp("clusters") / "documents"
    documents.mkdir()
    (documents / "broken.pdf").write_bytes(b"%PDF-1.7 broken")
    (documents / "ct.dcm").write_bytes(samples.dicom("First frame", "Second frame"))
    (documents / "fax.tif").write_bytes(tiff(("First page", "Second page")))
    (documents / "letter.pdf").write_bytes(make_pdf(LETTER))
    (documents / "minutes.pdf").write_bytes(scanned_pdf(("Scanned minutes",)))
    (documents / "note.docx").write_bytes(samples.word("Patient: Jane Roe\nDOB: 03/14/1951"))
    (documents / "ports.pdf").write_bytes(samples.table(ROWS[:12], [ROWS[0], *ROWS[12:]]))
    (documents / "photo.png").write_bytes(png("A photo"))
    return documents
