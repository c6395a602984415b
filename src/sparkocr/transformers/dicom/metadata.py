"""The stage that reads the headers of DICOM files."""

from __future__ import annotations

from collections.abc import Collection
from functools import partial
from typing import Any

import pyarrow as pa

from sparkocr.dicom.header import header_json
from sparkocr.dicom.open import open_dicom
from sparkocr.dicom.profile.strategy import parse_strategy
from sparkocr.dicom.profile.values import BYTES
from sparkocr.dicom.source import open_source
from sparkocr.dicom.tag_texts import tag_texts
from sparkocr.enums import DicomMetadataFormat
from sparkocr.schemas import MetadataSchema
from sparkocr.stage.columns import Data, column_of, earlier_exception
from sparkocr.stage.failures import raise_earlier
from sparkocr.stage.params import boolean, choice, column, string
from sparkocr.transformers.dicom.file_stage import DicomStage
from sparkocr.transformers.dicom.rows import source_of

__all__ = ["TEXT_SEPARATOR", "DicomToMetadata", "metadata_of"]

TEXT_SEPARATOR = "\n\n"
"""What stands between the texts of a header."""

_STRATEGY = 'Tags,VR,Name,Status,Action,Options\n"(0010, 4000)",LT,PatientComments,,cleanTag,mask\n'


class DicomToMetadata(DicomStage):
    """Read the headers of DICOM files as JSON.

    Adds the columns `outputCol` and `exception`; drops the input column unless `keepInput` is set or it holds paths.
    With `extractTagForNer`, `tagCol` has what stands in the header as text, for a search in all of it at once.

    See Also
    --------
    DicomMetadataDeidentifier : writes texts that were cleaned back into their tags.
    sparkocr.dicom.header.header_json : the same without Spark, and what becomes of which value.

    Examples
    --------
    >>> import json
    >>> (page,) = LightPipeline([DicomToMetadata()]).fromBinary(samples.dicom("Scan", patient="Doe^Jane"))
    >>> json.loads(page["metadata"])["PatientName"]
    'Doe^Jane'
    >>> (page,) = LightPipeline([DicomToMetadata(metadataFormat="tag")]).fromBinary(samples.dicom("Scan"))
    >>> json.loads(page["metadata"])["00100010"]
    {'vr': 'PN', 'value': 'Doe^Jane'}
    """

    outputCol = column("metadata", "Column for the header as JSON.")
    metadataFormat = choice(
        DicomMetadataFormat.KEYWORD,
        "What the keys are: keywords, with the values alone, or tags, with VR and value.",
    )
    ignoreVR = string(
        ",".join(sorted(BYTES)),
        "Value representations that are left out, divided by commas.",
        pattern=r"|[A-Z]{2}(, *[A-Z]{2})*",
        allowed="two letters each, divided by commas",
        example="OB,OW,UT",
    )

    extractTagForNer = boolean(False, "Whether `tagCol` and `tagMappingCol` are added, for a search for entities.")
    tagCol = column("tag_text", "Column for the texts of the header: one line each, and empty lines between them.")
    tagSeparator = string(
        TEXT_SEPARATOR,
        "What stands between the texts; no name or address that is found goes over an empty line.",
        pattern=r"(?s).+",
        example="<dicom>",
    )
    tagMappingCol = column(
        "tag_mapping", "Column for the tags of these texts, as ``00104000``, for `DicomMetadataDeidentifier`."
    )
    strategyFile = string("", "Path of a strategy: only its tags with the action cleanTag are texts. Empty: all texts.")
    strategyFileContent = string("", "The strategy itself, instead of `strategyFile`.", example=_STRATEGY)

    def _apply(self, dataset: Data) -> Data:
        ignored = frozenset(name.strip() for name in self.getIgnoreVR().split(",") if name)
        options: dict[str, Any] = {"by_tag": self.getMetadataFormat() is DicomMetadataFormat.TAG, "ignored": ignored}
        more = {}
        if self.getExtractTagForNer():
            options |= {"gives_texts": True, "tags": self._cleaned_tags(), "separator": self.getTagSeparator()}
            more = {self.getTagCol(): "text", self.getTagMappingCol(): "tags"}
        read = self._udf(partial(metadata_of, **options), MetadataSchema, deterministic=False)
        found = read(column_of(dataset, self._file_column(dataset)), earlier_exception(dataset))
        return self._with_output(dataset, found, "metadata", more)

    def _cleaned_tags(self) -> frozenset[int] | None:
        """Return the tags that the strategy cleans; None if there is no strategy.

        Raises
        ------
        ValueError
            The strategy is wrong.
        """
        text = self.getStrategyFileContent()
        if not text and self.getStrategyFile():
            with open_source(self.getStrategyFile()) as file:
                text = file.read().decode("utf-8-sig")
        if not text:
            return None
        rules = parse_strategy(text).rules
        return frozenset(tag for tag, rule in rules.items() if rule.action == "cleanTag")


def metadata_of(
    file: pa.Scalar,
    exception: pa.StringScalar,
    *,
    gives_texts: bool = False,
    tags: Collection[int] | None = None,
    separator: str = TEXT_SEPARATOR,
    **options: Any,
) -> dict[str, Any]:
    """Write the header of a file as JSON, with the options of `header_json`; and its texts, of some tags or of all."""
    raise_earlier(exception)
    with open_dicom(source_of(file)) as dicom:
        found: dict[str, Any] = {"metadata": header_json(dicom.header, **options)}
        if gives_texts:
            lines = tag_texts(dicom.header, tags)
            found["text"] = separator.join(text for _, text in lines)
            found["tags"] = [f"{tag:08X}" for tag, _ in lines]
    return found
