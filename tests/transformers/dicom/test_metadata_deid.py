"""Headers of DICOM files in columns, without identifiers."""

import io
import json
import warnings

import pyarrow as pa
import pydicom
import pytest

from dicom.make_dicom import header, saved
from dicom.planted import item, left, planted
from sparkocr.apps.light import LightPipeline, run
from sparkocr.schemas import AnnotationsSchema
from sparkocr.stage.light_row import LightRow
from sparkocr.stage.udf import arrow_type
from sparkocr.transformers import DicomMetadataDeidentifier, DicomToMetadata, EntityFinder, EntityObfuscator

HEAD = "Tags,VR,Name,Status,Action,Option(s)\n"
NAME = HEAD + '"(0010, 0010)",PN,,,replaceWithLiteral,Nobody\n'
GROUP = HEAD + '"(0020,)",GROUP,None,,delete,\n'


def only(stage, content, **columns):
    columns = {"path": pa.scalar("a"), "content": pa.scalar(content, pa.binary()), **columns}
    (made,) = run([stage], LightRow(columns))
    return made


def cleaned(content=None, columns=None, **parameters):
    content = saved(header(PatientName="Doe^Jane", StudyID="7")) if content is None else content
    row = only(DicomMetadataDeidentifier(**parameters), content, **(columns or {}))
    assert row["exception"].as_py() is None
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return pydicom.dcmread(io.BytesIO(row["dicom_cleaned"].as_py()))


def test_the_profile_leaves_no_planted_token():
    content, tokens = planted()
    row = only(DicomMetadataDeidentifier(key="k"), content)
    assert left(row["dicom_cleaned"].as_py(), tokens) == []


def test_the_same_key_gives_the_same_uids():
    uids = [cleaned(key=key).SOPInstanceUID for key in ("one", "one", "two", "", "")]
    assert uids[0] == uids[1] != uids[2]
    assert uids[3] == uids[4] not in uids[:3]


def test_options_and_placeholder():
    content = saved(header(PatientAge="044Y", ProtocolName="x"))
    made = cleaned(content, profileOptions=["patient"], placeholderText="none")
    assert (made.PatientAge, made.ProtocolName) == ("044Y", "none")
    assert "PatientAge" not in cleaned(content)


def test_marks_of_what_was_done_before():
    assert cleaned(pixelsCleaned=True).DeidentificationMethodCodeSequence[1].CodeValue == "113101"
    made = saved(header(EncapsulatedDocument=b"%PDF-1.4 clean", MIMETypeOfEncapsulatedDocument="application/pdf"))
    assert b"clean" in cleaned(made, documentCleaned=True).EncapsulatedDocument
    assert b"clean" not in cleaned(made).EncapsulatedDocument


def test_texts_are_cleaned_of_what_the_finder_finds():
    content = saved(header(StudyDescription="MR of the head, Vera Lind"))
    options = {"profileOptions": ["descriptors"], "detectors": ["patterns"]}
    assert cleaned(content, **options, denyList=["Vera Lind"]).StudyDescription == "MR of the head, anonymous"
    columns = {"known": pa.scalar("Vera Lind")}
    assert cleaned(content, columns, **options, denyListCol="known").StudyDescription == "MR of the head, anonymous"
    assert cleaned(content, **options).StudyDescription == "MR of the head, Vera Lind"


def test_strategies_as_text_and_as_files(tmp_path):
    (tmp_path / "one.csv").write_text(NAME)
    (tmp_path / "group.csv").write_text(GROUP)
    for made in (
        cleaned(strategyFileContent=NAME, groupStrategyFileContent=GROUP),
        cleaned(strategyFile=str(tmp_path / "one.csv"), groupStrategyFile=str(tmp_path / "group.csv")),
    ):
        assert made.PatientName == "Nobody"
        assert made.PatientID == "4711"
        assert "StudyID" not in made


def test_wrong_strategies_are_errors_at_once(tmp_path):
    wrong = HEAD + '"(0010, 0010)",PN,,,explode,\n'
    for parameters in (
        {"strategyFileContent": wrong},
        {"groupStrategyFileContent": HEAD + '"(0010,)",GROUP,,,hashId,\n'},
        {"strategyFile": str(tmp_path / "none.csv")},
        {"blackList": ["NoSuchTag"]},
    ):
        with pytest.raises(ValueError, match="DicomMetadataDeidentifier_"):
            cleaned(**parameters)


def test_private_tags_go_if_wanted():
    made = header()
    made.private_block(0x0009, "ACME", create=True).add_new(1, "LO", "Jane")
    assert 0x00091001 in cleaned(saved(made), strategyFileContent=NAME)
    assert 0x00091001 not in cleaned(saved(made), strategyFileContent=NAME, removePrivateTags=True)


def test_black_list_restricts_a_strategy_or_is_one():
    rows = NAME + '"(0010, 0020)",LO,,,remove,\n'
    made = cleaned(strategyFileContent=rows, blackList=["(0010, 0020)"])
    assert (made.PatientName, made.PatientID) == ("Doe^Jane", "")
    made = cleaned(blackList=["PatientName"])
    assert (made.PatientName, made.PatientID, made.StudyID) == ("anonymous", "4711", "7")


def test_vrs_that_are_ignored():
    made = header()
    made.add_new(0x0040A160, "UT", "of Jane")
    rows = HEAD + "0040A160,UT,,,remove,\n"
    assert cleaned(saved(made), strategyFileContent=rows).TextValue == "of Jane"
    assert not cleaned(saved(made), strategyFileContent=rows, ignoreVR="").TextValue


def test_values_of_columns():
    kind = pa.map_(pa.string(), pa.struct([("value", pa.string()), ("type", pa.int32())]))
    columns = {
        "external_mapping": pa.scalar([("00100020", {"value": "new", "type": 2})], kind),
        "tag_mapping": pa.scalar('["00081030", "(0008, 103E)"]'),
        "deid_documents": pa.scalar(["one", "two"]),
    }
    rows = HEAD + "00100020,LO,,,replaceWithMapping,\n00081030,LO,,,cleanTag,\n0008103E,LO,,,cleanTag,\n"
    content = saved(header(StudyDescription="Jane", SeriesDescription="Jane"))
    made = cleaned(content, columns, strategyFileContent=rows)
    assert (made.PatientID, made.StudyDescription, made.SeriesDescription) == ("new", "one", "two")
    other = {"a": columns["external_mapping"], "b": columns["tag_mapping"], "c": columns["deid_documents"]}
    names = {"externalMappingCol": "a", "tagMappingCol": "b", "tagCleanedCol": "c"}
    assert cleaned(content, other, strategyFileContent=rows, **names) == made
    for missing in names:
        with pytest.raises(ValueError, match=missing):
            cleaned(content, strategyFileContent=rows, **{missing: "none"})


def test_as_many_texts_as_tags():
    columns = {"tag_mapping": pa.scalar(["00081030"]), "deid_documents": pa.scalar(["one", "two"])}
    row = only(DicomMetadataDeidentifier(), saved(header()), **columns)
    assert "not as many cleaned texts as tags" in row["exception"].as_py()
    assert row["dicom_cleaned"].as_py() is None


def through(rows, content, *stages, **options):
    """Texts of a header, taken out, changed by stages, and written back."""
    read = DicomToMetadata(extractTagForNer=True, strategyFileContent=rows, keepInput=True, **options)
    light = LightPipeline([read, *stages, DicomMetadataDeidentifier(strategyFileContent=rows)], keepImages=True)
    (row,) = light.fromBinary(content)
    return row


def test_texts_go_through_stages_and_back():
    content = saved(
        header(
            StudyDescription="Chest of Jane Doe",
            ProtocolName="",
            PatientComments="Seen by\r\nJane Doe",
            RequestAttributesSequence=[item(StudyDescription="Jane Doe"), item(StudyDescription=" ")],
        )
    )
    rows = HEAD + "00081030,LO,,,cleanTag,\n00104000,LT,,,cleanTag,\n00181030,LO,,,cleanTag,\n"
    find = EntityFinder(inputCol="tag_text", outputCol="found", detectors=["patterns"], denyList=["Jane Doe"])
    other = EntityObfuscator(inputCol="found", inputTextCol="tag_text", outputTextCol="deid_documents")
    row = through(rows, content, find, other)
    assert row["exception"].message == ""
    made = pydicom.dcmread(io.BytesIO(row["dicom_cleaned"]))
    assert (made.StudyDescription, made.PatientComments) == ("Chest of [PERSON]", "Seen by [PERSON]")
    assert [one.StudyDescription for one in made.RequestAttributesSequence] == ["[PERSON]", ""]


def test_a_header_without_texts_to_clean():
    rows = HEAD + "00081030,LO,,,cleanTag,\n"
    find = EntityFinder(inputCol="tag_text", outputCol="found", detectors=["patterns"])
    other = EntityObfuscator(inputCol="found", inputTextCol="tag_text", outputTextCol="deid_documents")
    row = through(rows, saved(header()), find, other)
    assert (row["tag_text"], row["tag_mapping"], row["exception"].message) == ("", [], "")
    assert row["dicom_cleaned"]


def test_texts_that_nobody_has_cleaned_are_cleaned_here():
    rows = HEAD + "00081030,LO,,,cleanTag,mask\n"
    row = through(rows, saved(header(PatientName="Doe^Jane", StudyDescription="of Jane Doe")))
    assert row["exception"].message == ""
    assert pydicom.dcmread(io.BytesIO(row["dicom_cleaned"])).StudyDescription == "of anonymous"


def test_documents_of_spark_nlp():
    kind = arrow_type(AnnotationsSchema)
    names = ["annotatorType", "begin", "end", "result", "metadata", "embeddings"]
    texts = ("of <PATIENT>", "<ID>, <DATE>")
    documents = [dict(zip(names, ("document", 0, 0, text, [], []), strict=True)) for text in texts]
    columns = {"tag_mapping": pa.scalar(["00081030", "00104000"]), "deid_documents": pa.scalar(documents, kind)}
    content = saved(header(StudyDescription="of Jane", PatientComments="4711, 1 May"))
    for options, expected in {
        ("", "deid"): ("of <PATIENT>", "<ID>, <DATE>"),
        ("mask", "remove"): ("of *******", ","),
        ("remove", "mask"): ("of", "**, ****"),
    }.items():
        rows = HEAD + "00081030,LO,,,cleanTag,{}\n00104000,LT,,,cleanTag,{}\n".format(*options)
        made = cleaned(content, columns, strategyFileContent=rows)
        assert (made.StudyDescription, made.PatientComments) == expected


def test_texts_that_are_left_over_may_stand_in_the_places_of_others():
    columns = {"tag_mapping": pa.scalar(["00081030"] * 2), "deid_documents": pa.scalar("one\n\ntwo")}
    content = saved(header(StudyDescription="Jane"))
    row = only(DicomMetadataDeidentifier(strategyFileContent=HEAD + "00081030,LO,,,cleanTag,\n"), content, **columns)
    assert "more cleaned texts than tags" in row["exception"].as_py()
    assert row["dicom_cleaned"].as_py() is None


def test_what_stands_between_texts():
    rows = HEAD + "00081030,LO,,,cleanTag,\n00104000,LT,,,cleanTag,\n"
    row = through(rows, saved(header(StudyDescription="one", PatientComments="two")), tagSeparator="<dicom>")
    assert row["tag_text"] == "one<dicom>two"
    with pytest.raises(ValueError, match="tagSeparator"):
        DicomToMetadata(tagSeparator="")


def test_nested_names_in_a_path_column(tmp_path):
    (tmp_path / "a.dcm").write_bytes(saved(header(ReferencedPatientSequence=[item(PatientName="Doe^Jane")])))
    stage = DicomMetadataDeidentifier(inputCols=["file"], strategyFileContent=NAME)
    row = only(stage, b"", file=pa.scalar(str(tmp_path / "a.dcm")))
    made = pydicom.dcmread(io.BytesIO(row["dicom_cleaned"].as_py()))
    assert made.ReferencedPatientSequence[0].PatientName == "Nobody"
    assert row["file"].as_py()


def test_bad_files_are_exceptions_that_quote_nothing():
    for content in (b"Jane Doe", saved(header(PatientName="Doe^Jane"))[:140]):
        row = only(DicomMetadataDeidentifier(), content)
        assert row["dicom_cleaned"].as_py() is None
        assert "Doe" not in row["exception"].as_py()


def test_the_header_that_is_left_can_be_read():
    rows = run(
        [DicomMetadataDeidentifier(), DicomToMetadata(inputCol="dicom_cleaned")],
        LightRow({"content": pa.scalar(planted()[0], pa.binary())}),
    )
    (row,) = rows
    assert json.loads(row["metadata"].as_py())["Modality"] == "CT"
