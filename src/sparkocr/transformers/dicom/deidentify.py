"""The stage that takes the identifiers out of DICOM files, pixels and all."""

from __future__ import annotations

from dataclasses import replace
from functools import partial

import pyarrow as pa
from pyspark.sql.types import StringType

from sparkocr.deid.dicom import deidentify_dicom
from sparkocr.deid.dicom_header import HeaderOptions
from sparkocr.deid.dicom_pixels import PixelSearch
from sparkocr.deid.proof import Proof
from sparkocr.entities.finder import EntityFinder
from sparkocr.enums import PixelText
from sparkocr.stage.columns import Data, Dataset, column_of, earlier_exception
from sparkocr.stage.failures import raise_earlier
from sparkocr.stage.files import file_row
from sparkocr.stage.params import choice, column
from sparkocr.transformers.dicom.file_stage import DicomStage
from sparkocr.transformers.dicom.header_params import HeaderParams
from sparkocr.transformers.dicom.rows import source_of
from sparkocr.transformers.entities.annotating import strings
from sparkocr.transformers.entities.finder_params import FinderParams, known_values
from sparkocr.transformers.entities.proof_params import DeidentifiedSchema, ProofParams, proven
from sparkocr.transformers.recognition.engine_params import EngineParams

__all__ = ["DicomFileDeidentifier"]


class DicomFileDeidentifier(EngineParams, FinderParams, ProofParams, HeaderParams, DicomStage):
    """Take the names and other identifiers out of DICOM files, pixels and header at once, and prove that they are gone.

    Adds the columns `outputCol`, a DICOM file, `auditCol` and `exception`; drops the input column unless `keepInput` is
    set or it holds paths. There is one row per file.

    **All text** in the pixels of all frames is masked, whatever it says; pixels without text stay bit by bit. With
    `pixelText` IDENTIFIERS, text that surely is none stays. The header is cleaned by the Basic Application
    Confidentiality Profile (PS3.15, annex E), as by `DicomMetadataDeidentifier`; the texts of reports, presentation
    states and waveforms are cleaned of what the header tells and of what `detectors` find. An encapsulated PDF is
    redacted as by `PdfDeidentifier`, and stays.

    The result is read again in other ways; if anything is left, or can't be read, `outputCol` is null and `exception`
    says so. So it is with files that hold video, sound, documents that are no PDF, or pixels that can't be decoded, and
    with directories (DICOMDIR).

    See Also
    --------
    DicomMetadataDeidentifier : `profileOptions`, and what `key` does.
    sparkocr.deid.dicom.deidentify_dicom : what is found in one place has to go from where.

    Notes
    -----
    ``PatientIdentityRemoved`` (0012,0062) is ``YES`` in the result only if its pixels were read and masked, or there
    are none. Those of `unreadModalities` are not read, which is faster; the header then says ``NO``, and `auditCol`
    why.

    Give large files by their paths: a worker then holds one frame and the result.

    Examples
    --------
    >>> clean = DicomFileDeidentifier(key="a secret", detectors=["fields"])
    >>> show = [DicomToMetadata(inputCol="clean", keepInput=True), DicomToImageV3(inputCol="clean"), ImageToText()]
    >>> (page,) = LightPipeline([clean, *show]).fromBinary(samples.dicom("Jane Doe", patient="Doe^Jane"))
    >>> page["text"].result.strip(), "Doe" in page["metadata"], page["audit"]["proven"]
    ('', False, True)
    >>> '"PatientIdentityRemoved": "YES"' in page["metadata"]
    True
    """

    originCol = column("path", "Column that says where the file is from; must be there if it is set.")
    outputCol = column("clean", "Column for the file without identifiers.")
    pixelText = choice(PixelText.ALL, "Which text in the pixels is masked.")
    unreadModalities = strings(
        "Modalities whose original images are not read, because no machine writes text into them; empty: all are.",
        example=["CT", "MR"],
    )

    def _check(self, dataset: Dataset) -> None:
        if len(self._input_names()) > 1:
            raise ValueError(f"{self.uid}: inputCols has more than one column; all frames of a file are looked at")
        super()._check(dataset)
        self._check_known(dataset)

    def _apply(self, dataset: Data) -> Data:
        engine = self.engine_of()
        search = PixelSearch(engine, text=self.getPixelText(), unread=tuple(self.getUnreadModalities()))
        work = partial(
            _deidentified,
            stage=self.uid,
            search=search,
            options=self._header_options(),
            finder=self._finder(),
            proof=self._proof(engine),
        )
        made = self._udf(work, DeidentifiedSchema, deterministic=False)(
            column_of(dataset, self._file_column(dataset)),
            self.optional_column(dataset, "originCol", StringType()),
            earlier_exception(dataset),
            *self._known_columns(dataset),
        )
        columns = self._proven_columns()
        return self._with_output(dataset, made, columns.pop(self.getOutputCol()), columns)


def _deidentified(
    file: pa.Scalar,
    origin: pa.StringScalar,
    exception: pa.StringScalar,
    *known: pa.Scalar,
    stage: str,
    search: PixelSearch,
    options: HeaderOptions,
    finder: EntityFinder,
    proof: Proof,
) -> pa.StructArray:
    """Take the identifiers out of one file."""
    raise_earlier(exception)
    source = source_of(file)
    find = partial(finder.find, known=known_values(known))
    made = deidentify_dicom(source, replace(search, find=find), replace(options, find=find))
    fields = proven(
        stage, proof, made.content, made.secrets,
        counts=made.counts, original=source, path=origin.as_py(), pages=made.pages,
    )  # fmt: skip
    return file_row(fields, DeidentifiedSchema)
