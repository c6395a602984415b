"""The stage that takes the identifiers out of the headers of DICOM files."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any

import pyarrow as pa
from pyspark.sql.types import StringType

from sparkocr.deid.dicom_header import HeaderOptions, deidentify_header
from sparkocr.dicom.profile.strategy import Rule, Strategy, parse_strategy, parse_tag
from sparkocr.dicom.profile.table import Option
from sparkocr.entities.finder import EntityFinder
from sparkocr.errors import DocumentError
from sparkocr.schemas import BytesSchema
from sparkocr.stage.columns import Data, Dataset, column_of, constant, earlier_exception
from sparkocr.stage.failures import raise_earlier
from sparkocr.stage.params import boolean, column, string
from sparkocr.transformers.dicom.file_stage import DicomStage
from sparkocr.transformers.dicom.header_params import HeaderParams
from sparkocr.transformers.dicom.metadata import TEXT_SEPARATOR
from sparkocr.transformers.dicom.rows import source_of
from sparkocr.transformers.entities.annotating import strings
from sparkocr.transformers.entities.finder_params import FinderParams, known_values

__all__ = ["DicomMetadataDeidentifier"]

_CLEANING = {Option.DESCRIPTORS, Option.STRUCTURED, Option.GRAPHICS, Option.PATIENT}


class DicomMetadataDeidentifier(FinderParams, HeaderParams, DicomStage):
    """Take the identifiers out of the headers of DICOM files: by the Basic Profile of DICOM, or by a strategy.

    Adds the columns `outputCol` and `exception`; drops the input column unless `keepInput` is set or it holds paths.
    **Pixels are not looked at**: mask them before, with `DicomDrawRegions`, and set `pixelsCleaned`, so that the file
    says that its patient can't be told. Nothing checks that they were masked, nor what `documentCleaned` says.

    Without a strategy the Basic Application Confidentiality Profile (PS3.15, annex E) is followed, at all depths, and
    what it does not know goes: names, texts, dates, private elements, overlays, curves, icons and what follows the
    pixels are removed or replaced. UIDs become others, the same ones in all files and runs with the same `key`, and so
    does the number of the patient. `profileOptions` keep more.

    With a strategy all that it does not name **stays as it is**.

    See Also
    --------
    sparkocr.dicom.profile.basic.apply_profile : what stays of attributes that the profile does not list.
    sparkocr.dicom.profile.strategy.ACTIONS : the actions of strategies, and the VRs that each is for.

    Notes
    -----
    A strategy is CSV with the columns ``Tags,VR,Name,Status,Action,Option(s)``, with tags like ``"(0010, 0010)"``; the
    file is read on the driver when a DataFrame is transformed. Its actions apply at all depths, but
    ``replaceWithMapping`` only with the option ``nested``. Values of the VRs in `ignoreVR` stay, **also texts in UN and
    UT, which may have names**: set it to "" unless programs need that. `blackList` restricts a strategy to some tags;
    without a strategy these tags alone become `placeholderText`.

    Dates of a patient all move by the same days, 32 to 333 back, as `key` and the number of the patient say.

    ``cleanTag`` writes the texts of `tagCleanedCol` into the tags of `tagMappingCol`, as `DicomToMetadata` gives both:
    an array of documents or strings, or one text in which empty lines are between them; and an array of tags in the
    same order, which may be JSON. Its option says what becomes of labels like ``<DATE>`` in these texts: they stay with
    ``deid``, become asterisks with ``mask``, and go with ``remove``.

    Without cleaned texts, and in the profile with the options descriptors, structured or graphics, texts are cleaned of
    what the header tells and of what `detectors` find: that becomes surrogates with ``deid``, goes with ``remove``, and
    becomes `placeholderText` else.

    `profileOptions`: ``uids``, ``device``, ``institution``, ``patient`` (age, sex, size, weight), ``full_dates`` and
    ``safe_private`` keep these; ``modified_dates`` moves dates; ``descriptors``, ``structured`` (reports) and
    ``graphics`` (annotations) clean texts instead of replacing them.

    Examples
    --------
    >>> light = LightPipeline([DicomMetadataDeidentifier(key="a secret"), DicomToMetadata(inputCol="dicom_cleaned")])
    >>> (page,) = light.fromBinary(samples.dicom("Scan", patient="Doe^Jane"))
    >>> "Doe" in page["metadata"], '"PatientIdentityRemoved": "NO"' in page["metadata"]
    (False, True)
    >>> rows = '''Tags,VR,Name,Status,Action,Option(s)
    ... "(0010, 0010)",PN,Patient Name,,replaceWithRandomName,coherent'''
    >>> stage = DicomMetadataDeidentifier(strategyFileContent=rows, key="a secret")
    >>> (page,) = LightPipeline([stage, DicomToMetadata(inputCol="dicom_cleaned")]).fromBinary(samples.dicom("Scan"))
    >>> [line.strip() for line in page["metadata"].splitlines() if "Patient" in line]
    ['"PatientName": "Halford^Nicole",', '"PatientID": "4711",', '"PatientBirthDate": "19500501",']

    Texts of the header go through stages for texts, and back:

    >>> rows = '''Tags,VR,Name,Status,Action,Option(s)
    ... "(0042, 0010)",ST,Document Title,,cleanTag,'''
    >>> read = DicomToMetadata(extractTagForNer=True, strategyFileContent=rows, keepInput=True)
    >>> find = EntityFinder(inputCol="tag_text", outputCol="found", detectors=["patterns"], denyList=["Letter"])
    >>> other = EntityObfuscator(inputCol="found", inputTextCol="tag_text", outputTextCol="deid_documents")
    >>> write = DicomMetadataDeidentifier(strategyFileContent=rows)
    >>> light = LightPipeline([read, find, other, write, DicomToMetadata(inputCol="dicom_cleaned")])
    >>> (page,) = light.fromBinary(samples.dicom_pdf(samples.pdf("Scan")))
    >>> [line.strip() for line in page["metadata"].splitlines() if "Title" in line]
    ['"DocumentTitle": "[PERSON]",']
    """

    outputCol = column("dicom_cleaned", "Column for the bytes of the file without identifiers.")
    removePrivateTags = boolean(False, "Whether a strategy also deletes all private tags; the profile always does.")
    blackList = strings("Tags or keywords that are looked at, no others; empty: all.", example=["PatientName"])
    strategyFile = string(None, "CSV file with a strategy, on the driver.")
    strategyFileContent = string(None, "The strategy as text, instead of `strategyFile`.")
    groupStrategyFile = string(None, "CSV file with a strategy for groups of tags, on the driver.")
    groupStrategyFileContent = string(None, "The same as text, instead of `groupStrategyFile`.")
    externalMappingCol = column(
        "external_mapping", "Column with values for replaceWithMapping by tag; nulls where it is not there."
    )
    tagMappingCol = column("tag_mapping", "Column with the tags of `tagCleanedCol`; nulls where it is not there.")
    tagCleanedCol = column("deid_documents", "Column with texts for cleanTag; nulls where it is not there.")
    ignoreVR = string(
        "OB,OW,UN,OF,OD,OL,UT",
        "Value representations that a strategy leaves as they are, divided by commas. The profile does not use it.",
        pattern=r"|[A-Z]{2}(, *[A-Z]{2})*",
        allowed="two letters each, divided by commas",
        example="OB,OW",
    )
    pixelsCleaned = boolean(
        False, "Whether text in the pixels was masked, or looked for and not found; the file says so then."
    )
    documentCleaned = boolean(False, "Whether a PDF in the file was cleaned, so that it stays; else it becomes empty.")

    def _check(self, dataset: Dataset) -> None:
        self._file_column(dataset)
        for name in self._input_names()[1:]:
            self.check_column(dataset, "inputCols", name=name)
        self._check_known(dataset)

    def _frames_column(self, dataset: Dataset) -> str | None:  # noqa: ARG002
        return None

    def _apply(self, dataset: Data) -> Data:
        strategy, only = self._strategy()
        options = replace(
            self._header_options(),
            strategy=strategy,
            only=only,
            ignored=frozenset(name.strip() for name in self.getIgnoreVR().split(",") if name),
            drops_private=self.getRemovePrivateTags(),
            pixels_cleaned=self.getPixelsCleaned(),
            document_cleaned=self.getDocumentCleaned(),
        )
        work = partial(_deidentify, options=options, finder=self._finder() if self._cleans(strategy) else None)
        has_texts = self.getTagCleanedCol() in dataset.columns or self.isSet("tagMappingCol")
        columns = [
            self._given(dataset, "externalMappingCol"),
            self._given(dataset, "tagMappingCol") if has_texts else constant(dataset, None, StringType()),
            self._given(dataset, "tagCleanedCol"),
        ]
        made = self._udf(work, BytesSchema, deterministic=False)(
            column_of(dataset, self._file_column(dataset)),
            earlier_exception(dataset),
            *columns,
            *self._known_columns(dataset),
        )
        return self._with_output(dataset, made, "content")

    def _given(self, dataset: Dataset, parameter: str) -> Any:
        """Return a column, or nulls where a default name is not there."""
        name = self.getOrDefault(parameter)
        if name in dataset.columns:
            return column_of(dataset, name)
        if self.isSet(parameter):
            self.check_column(dataset, parameter)
        return constant(dataset, None, StringType())

    def _cleans(self, strategy: Strategy | None) -> bool:
        """Tell whether texts are cleaned, for which a finder may have to load models."""
        if strategy is None:
            return not _CLEANING.isdisjoint(self.getProfileOptions())
        return any(rule.action == "cleanTag" for rule in strategy.rules.values())

    def _strategy(self) -> tuple[Strategy | None, frozenset[int]]:
        """Return the strategy, None for the profile, and the only tags that it is for.

        Raises
        ------
        ValueError
            A file can't be read, or a row or tag is wrong.
        """
        try:
            only = frozenset(map(parse_tag, self.getBlackList()))
            rows, groups = self._table("strategyFile"), self._table("groupStrategyFile")
            if rows or groups:
                return parse_strategy(rows, groups), only
        except ValueError as error:
            raise ValueError(f"{self.uid}: {error}") from None
        return Strategy(dict.fromkeys(only, Rule("replaceWithDummy")), {}) if only else None, only

    def _table(self, parameter: str) -> str:
        """Return a table that is given as text or as a file; empty if there is none."""
        content = self.getOrDefault(f"{parameter}Content")
        name = self.getOrDefault(parameter)
        if content is not None or not name:
            return content or ""
        try:
            return Path(name).read_text("utf-8-sig")
        except (OSError, UnicodeError):
            raise ValueError(f"{parameter}={name!r} can't be read") from None


def _deidentify(
    file: pa.Scalar,
    exception: pa.StringScalar,
    mapping: pa.Scalar,
    tags: pa.Scalar,
    cleaned: pa.Scalar,
    *known: pa.Scalar,
    options: HeaderOptions,
    finder: EntityFinder | None,
) -> dict[str, Any]:
    """Take the identifiers out of one header."""
    raise_earlier(exception)
    if finder is not None:
        options = replace(options, find=partial(finder.find, known=known_values(known)))
    content = deidentify_header(
        source_of(file), options, mapping=_mapping_of(mapping), cleaned=_cleaned_of(tags, cleaned)
    )
    return {"content": content}


def _mapping_of(value: pa.Scalar) -> dict[str, str]:
    """Return a map from tags to values, each a string or a struct that has one."""
    found = {}
    for key, item in value.as_py() or ():
        text = item["value"] if isinstance(item, dict) else item
        if text is not None:
            found[_tag_of(key)] = str(text)
    return {f"{tag:08X}": text for tag, text in found.items()}


def _cleaned_of(tags: pa.Scalar, cleaned: pa.Scalar) -> dict[int, list[str]]:
    """Return cleaned texts by their tags.

    Raises
    ------
    DocumentError
        There are not as many texts as tags.
    """
    if not tags.is_valid and not cleaned.is_valid:
        return {}
    names, found_texts = _list_of(tags), cleaned.as_py() or []
    if isinstance(found_texts, str):
        found_texts = found_texts.split(TEXT_SEPARATOR) if names else []
    texts = [one["result"] if isinstance(one, dict) else one for one in found_texts]
    if len(names) != len(texts) or None in texts:
        raise DocumentError("There are not as many cleaned texts as tags")
    found: dict[int, list[str]] = {}
    for name, text in zip(names, texts, strict=True):
        found.setdefault(_tag_of(name), []).append(text)
    return found


def _list_of(value: pa.Scalar) -> Sequence[Any]:
    """Return an array, or one that is written as JSON."""
    found = value.as_py() or []
    try:
        return json.loads(found) if isinstance(found, str) else found
    except ValueError:
        raise DocumentError("The tags of cleaned texts are no JSON") from None


def _tag_of(name: Any) -> int:
    try:
        return parse_tag(str(name))
    except ValueError:
        raise DocumentError("A column has a tag that is none") from None
