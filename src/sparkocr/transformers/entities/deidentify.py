"""The stage that takes the identifiers out of image files and Office documents."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from typing import Any

import pyarrow as pa
from pyspark.sql.types import BinaryType, StringType

from sparkocr.deid.files import deidentify_file
from sparkocr.deid.proof import Proof
from sparkocr.engines.engine import Engine
from sparkocr.entities.finder import EntityFinder
from sparkocr.stage.bases import Stage
from sparkocr.stage.columns import Data, Dataset, column_of, earlier_exception, with_result
from sparkocr.stage.failures import raise_earlier
from sparkocr.stage.files import file_content
from sparkocr.stage.params import boolean, column
from sparkocr.transformers.entities.finder_params import FinderParams, known_values
from sparkocr.transformers.entities.proof_params import DeidentifiedSchema, ProofParams, proven
from sparkocr.transformers.recognition.engine_params import EngineParams

__all__ = ["FileDeidentifier"]


class FileDeidentifier(EngineParams, FinderParams, ProofParams, Stage):
    r"""Take the names and other identifiers out of image files and Office documents, and prove that they are gone.

    Adds the columns `outputCol`, a file of the same format, `auditCol` and `exception`; drops the input column unless
    `keepInput` is set. For PDF files there is `PdfDeidentifier`.

    In images identifiers become black: PNG, JPEG, TIFF with all its pages, BMP, GIF, WebP and JPEG 2000. In Word and
    PowerPoint documents (DOCX, PPTX) the name of their label stands for them, like ``[PERSON]``, and all that is not
    shown is dropped; pictures in documents are treated like image files.

    See Also
    --------
    sparkocr.deid.image.mask_file : images.
    sparkocr.office.redact.document.rewrite : Office documents.

    Examples
    --------
    >>> light = LightPipeline([FileDeidentifier(detectors=["fields"]), BinaryToImage(inputCol="clean"), ImageToText()])
    >>> (page,) = light.fromBinary(samples.image("Patient: Jane Roe\nDiagnosis: flu"))
    >>> "flu" in page["text"].result, "Roe" in page["text"].result, page["audit"]["proven"]
    (True, False, True)
    """

    inputCol = column("content", "Column with the bytes of the file.")
    originCol = column("path", "Column that says where the file is from; must be there if it is set.")
    outputCol = column("clean", "Column for the file without identifiers.")
    keepInput = boolean(False, "Whether the input column stays in the result.")

    input_type = BinaryType()
    runs_light = True

    def _check(self, dataset: Dataset) -> None:
        super()._check(dataset)
        self._check_known(dataset)

    def _apply(self, dataset: Data) -> Data:
        origin = self.optional_column(dataset, "originCol", StringType())
        engine = self.engine_of()
        work = partial(_deidentified, stage=self.uid, engine=engine, finder=self._finder(), proof=self._proof(engine))
        result = self._udf(work, DeidentifiedSchema, deterministic=False)(
            column_of(dataset, self.getInputCol()), origin, earlier_exception(dataset), *self._known_columns(dataset)
        )
        return self._without_input(with_result(dataset, result, self._proven_columns()))


def _deidentified(
    content: pa.BinaryScalar,
    origin: pa.StringScalar,
    exception: pa.StringScalar,
    *known: pa.Scalar,
    stage: str,
    engine: Engine,
    finder: EntityFinder,
    proof: Proof,
) -> Mapping[str, Any]:
    """Take the identifiers out of one file."""
    raise_earlier(exception)
    data = bytes(file_content(content))
    made = deidentify_file(data, engine=engine, find=partial(finder.find, known=known_values(known)))
    return proven(stage, proof, made.content, made.secrets, counts=made.counts, original=data, path=origin.as_py())
