"""A DICOM file with a token in every kind of place where a name may be."""

import io
import struct
import warnings
from itertools import count

from pydicom.dataelem import RawDataElement
from pydicom.dataset import Dataset, FileMetaDataset
from pydicom.sequence import Sequence
from pydicom.tag import Tag
from pydicom.uid import UID

CT = "1.2.840.10008.5.1.4.1.1.2"


class Plants:
    """Makes tokens, and knows all of them."""

    def __init__(self):
        self.tokens = []
        self._numbers = count(1)

    def text(self):
        return self._kept(f"ZQ{next(self._numbers):03}XJ")

    def date(self):
        return self._kept(f"1937{1 + next(self._numbers) % 12:02}{1 + next(self._numbers) % 28:02}")

    def uid(self):
        return self._kept(f"1.2.276.0.7230010.7{next(self._numbers):03}.4711")

    def number(self):
        return self._kept(f"8{next(self._numbers):03}55371")

    def _kept(self, token):
        self.tokens.append(token)
        return token


def item(**fields):
    made = Dataset()
    for keyword, value in fields.items():
        setattr(made, keyword, value)
    return made


def raw(made, tag, vr, value):
    """Write bytes as they are, whether they fit or not."""
    value += b" " * (len(value) % 2)
    made[Tag(tag)] = RawDataElement(Tag(tag), vr, len(value), value, 0, False, True)


def code(plants, scheme="99LOCAL"):
    return item(CodeValue="4711", CodingSchemeDesignator=scheme, CodeMeaning=plants.text())


def fill(made, plants):
    """Plant tokens in all kinds of places of a header."""
    text, date, uid = plants.text, plants.date, plants.uid
    for keyword in ("PatientName", "OtherPatientNames", "PatientMotherBirthName", "ReferringPhysicianName"):
        setattr(made, keyword, f"{text()}^{text()}")
    for keyword in (
        "PatientID", "OtherPatientIDs", "IssuerOfPatientID", "AccessionNumber", "StudyID", "AdmissionID",
        "PatientAddress", "PatientTelephoneNumbers", "InstitutionName", "InstitutionalDepartmentName",
        "StationName", "DeviceSerialNumber", "StudyDescription", "SeriesDescription", "ProtocolName",
        "PatientComments", "ImageComments", "InstitutionAddress", "AdditionalPatientHistory", "Occupation",
        "RequestedProcedureDescription", "PerformedProcedureStepDescription", "MedicalAlerts",
        "DerivationDescription", "TextComments",
    ):  # fmt: skip
        setattr(made, keyword, f"of {text()} and")
    made.StationAETitle = text()
    made.DocumentTitle, made.ContentDescription, made.AcquisitionProtocolName = (
        text(),
        text(),
        text(),
    )  # not in the table
    for keyword in (
        "PatientBirthDate",
        "StudyDate",
        "SeriesDate",
        "AcquisitionDate",
        "ContentDate",
        "InstanceCreationDate",
    ):
        setattr(made, keyword, date())
    made.AcquisitionDateTime = date() + "120000.000"
    made.DateOfSecondaryCapture = date()
    made.StudyInstanceUID, made.SeriesInstanceUID, made.FrameOfReferenceUID = uid(), uid(), uid()
    made.SOPClassUID, made.SOPInstanceUID, made.Modality = CT, uid(), "CT"
    # sequences in sequences
    deep = item(PersonName=text(), TextValue=text(), StudyDescription=text(), ReferencedSOPInstanceUID=uid())
    middle = item(
        ConceptNameCodeSequence=Sequence([code(plants)]), ContentSequence=Sequence([deep]), DocumentTitle=text()
    )
    made.ContentSequence = Sequence(
        [item(ContentSequence=Sequence([middle]), Date=date(), UnformattedTextValue=text())]
    )
    made.ReferencedImageSequence = Sequence([item(ReferencedSOPClassUID=CT, ReferencedSOPInstanceUID=uid())])
    made.RequestAttributesSequence = Sequence(
        [item(ScheduledProcedureStepDescription=text(), RequestedProcedureID=text())]
    )
    made.OperatorIdentificationSequence = Sequence(
        [item(InstitutionName=text(), PersonIdentificationCodeSequence=[code(plants)])]
    )
    made.ProcedureCodeSequence = Sequence([code(plants)])
    made.PerformedProtocolCodeSequence = Sequence([item(ContextIdentifier="4", CodeMeaning=text(), CodeValue="1")])
    plan = item(
        ViewCodeSequence=Sequence(
            [item(ViewModifierCodeSequence=Sequence([item(PatientName=text(), CodeMeaning=text())]))]
        )
    )
    plan.private_block(0x0029, "NESTED", create=True).add_new(1, "LO", text())
    made.SharedFunctionalGroupsSequence = Sequence([plan])
    made.OriginalAttributesSequence = Sequence([item(ModifiedAttributesSequence=Sequence([item(PatientName=text())]))])
    # private, unknown, overlays, curves, icon, signatures, padding
    block = made.private_block(0x0009, text(), create=True)
    for number, vr in enumerate(("LO", "UN", "OB", "UT", "PN", "ST"), 1):
        block.add_new(number, vr, text().encode() if vr in {"UN", "OB"} else text())
    block.add_new(9, "SQ", Sequence([item(PatientName=text())]))
    made.add_new(0x00089998, "LO", text())
    made.add_new(0x00189999, "UN", text().encode())
    made.add_new(0x00400FF0, "UT", text())
    made.add_new(0x60003000, "OW", text().encode())
    made.add_new(0x60004000, "LT", text())
    made.add_new(0x60000022, "LO", text())
    made.add_new(0x50003000, "OW", text().encode())
    made.add_new(0x50002600, "LO", text())
    made.IconImageSequence = Sequence([item(Rows=1, Columns=8, PixelData=text().encode())])
    made["IconImageSequence"].value[0]["PixelData"].VR = "OB"
    made.EncapsulatedDocument, made.MIMETypeOfEncapsulatedDocument = f"%PDF-1.4 {text()}".encode(), "application/pdf"
    # text where numbers, codes or bytes belong
    raw(made, 0x00180050, "UN", text().encode())  # slice thickness
    raw(made, 0x00081080, "UN", text().encode())  # admitting diagnoses
    raw(made, 0x00185100, "CS", text().lower().encode())  # position of the patient
    made.add_new(0xFFFCFFFC, "OB", text().encode())
    made.add_new(0xFFFAFFFA, "SQ", Sequence([item(CertificateOfSigner=text().encode())]))


def planted(syntax="1.2.840.10008.1.2.1", pixels=b"\1\2\3\4"):
    """Return a file, and the tokens that are in it."""
    plants = Plants()
    made = Dataset()
    fill(made, plants)
    made.Rows, made.Columns, made.BitsAllocated, made.BitsStored, made.HighBit = 2, 2, 8, 8, 7
    made.SamplesPerPixel, made.PixelRepresentation, made.PhotometricInterpretation = 1, 0, "MONOCHROME2"
    made.add_new(0x7FE00010, "OB", pixels + plants.text().encode())
    meta = FileMetaDataset()
    meta.TransferSyntaxUID, meta.MediaStorageSOPClassUID = UID(syntax), CT
    meta.MediaStorageSOPInstanceUID = made.SOPInstanceUID
    meta.ImplementationClassUID, meta.ImplementationVersionName = plants.uid(), plants.text()
    meta.SourceApplicationEntityTitle, meta.SendingApplicationEntityTitle = plants.text(), plants.text()
    meta.PrivateInformationCreatorUID, meta.PrivateInformation = plants.uid(), plants.text().encode()
    made.file_meta = meta
    made.preamble = plants.text().encode().ljust(128, b"\0")
    file = io.BytesIO()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        made.save_as(file, enforce_file_format=True)
    trailing = plants.text().encode()
    end = struct.pack("<HH2sHL", 0x7FE1, 0x1001, b"OB", 0, len(trailing)) + trailing  # private, behind the pixels
    return file.getvalue() + end, plants.tokens


def left(content, tokens):
    """Return the tokens that are in a file, in any case, as bytes or UTF-16."""
    folded = content.lower()
    return [
        token
        for token in tokens
        if any(token.lower().encode(form) in folded for form in ("ascii", "utf-16-le", "utf-16-be"))
    ]
