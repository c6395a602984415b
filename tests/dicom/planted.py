"""A DICOM file with a token in every kind of place where a name may be."""

import io
import struct
import warnings
from itertools import count

import PIL.Image
from pydicom.dataelem import RawDataElement
from pydicom.dataset import Dataset, FileMetaDataset
from pydicom.encaps import encapsulate
from pydicom.sequence import Sequence
from pydicom.tag import Tag
from pydicom.uid import UID

CT = "1.2.840.10008.5.1.4.1.1.2"


class Plants:
    """Makes tokens, and knows all of them and the kinds of places where they are."""

    def __init__(self):
        self.place = ""
        self.places = {}
        self._numbers = count(1)
        self._years = count(1)

    @property
    def tokens(self):
        return list(self.places)

    def text(self):
        return self._kept(f"ZQ{next(self._numbers):03}XJ")

    def date(self):
        """Years apart: no date is another one that was moved."""
        return self._kept(f"{1640 + 20 * next(self._years)}10{1 + next(self._numbers) % 28:02}")

    def uid(self):
        return self._kept(f"1.2.276.0.7230010.7{next(self._numbers):03}.4711")

    def number(self):
        return self._kept(f"8{next(self._numbers):03}55371")

    def _kept(self, token):
        self.places[token] = self.place
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
    fill_elements(made, plants)
    fill_sequences(made, plants)
    fill_private(made, plants)
    fill_oddities(made, plants)


def fill_elements(made, plants):
    text, date, uid = plants.text, plants.date, plants.uid
    plants.place = "names"
    for keyword in ("PatientName", "OtherPatientNames", "PatientMotherBirthName", "ReferringPhysicianName"):
        setattr(made, keyword, f"{text()}^{text()}")
    plants.place = "numbers, addresses, descriptions, comments"
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
    for keyword in ("DocumentTitle", "ContentDescription", "AcquisitionProtocolName"):  # not in the table
        setattr(made, keyword, text())
    plants.place = "dates"
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
    made.ScheduledStudyStartDate, made.DateTime = date(), date() + "0803"
    made.add_new(0x00400250, "DT", date())  # the end of a procedure: a DA in the dictionary
    plants.place = "UIDs"
    made.StudyInstanceUID, made.SeriesInstanceUID, made.FrameOfReferenceUID = uid(), uid(), uid()
    made.SOPClassUID, made.SOPInstanceUID, made.Modality = CT, uid(), "CT"


def fill_sequences(made, plants):
    text, date, uid = plants.text, plants.date, plants.uid
    plants.place = "sequences, up to four deep"
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


def fill_private(made, plants):
    text = plants.text
    plants.place = "private elements"
    block = made.private_block(0x0009, text(), create=True)
    for number, vr in enumerate(("LO", "UN", "OB", "UT", "PN", "ST"), 1):
        block.add_new(number, vr, text().encode() if vr in {"UN", "OB"} else text())
    block.add_new(9, "SQ", Sequence([item(PatientName=text())]))


def fill_oddities(made, plants):
    text = plants.text
    plants.place = "unknown elements in groups of the standard"
    made.add_new(0x00089998, "LO", text())
    made.add_new(0x00189999, "UN", text().encode())
    made.add_new(0x00400FF0, "UT", text())
    plants.place = "overlays, curves, icon"
    made.add_new(0x60003000, "OW", text().encode())
    made.add_new(0x60004000, "LT", text())
    made.add_new(0x60000022, "LO", text())
    made.add_new(0x60021500, "LO", text())
    made.add_new(0x50003000, "OW", text().encode())
    made.add_new(0x50002600, "LO", text())
    made.IconImageSequence = Sequence([item(Rows=1, Columns=8, PixelData=text().encode())])
    made["IconImageSequence"].value[0]["PixelData"].VR = "OB"
    plants.place = "encapsulated document"
    made.EncapsulatedDocument, made.MIMETypeOfEncapsulatedDocument = f"%PDF-1.4 {text()}".encode(), "application/pdf"
    plants.place = "text where numbers, codes or bytes belong"
    raw(made, 0x00180050, "UN", text().encode())  # slice thickness
    raw(made, 0x00081080, "UN", text().encode())  # admitting diagnoses
    raw(made, 0x00185100, "CS", text().lower().encode())  # position of the patient
    raw(made, 0x00189810, "UN", text().encode())
    made.add_new(0x0040A123, "UN", text().encode())  # the name of a person
    made.add_new(0x00281201, "OW", text().encode())  # a palette
    made.add_new(0x00282000, "OB", text().encode())  # a profile of colours
    plants.place = "padding and signatures"
    made.add_new(0xFFFCFFFC, "OB", text().encode())
    made.add_new(0xFFFAFFFA, "SQ", Sequence([item(CertificateOfSigner=text().encode())]))


def planted(syntax="1.2.840.10008.1.2.1", pixels=b"\1\2\3\4"):
    """Return a file, and the tokens that are in it."""
    content, plants = plant(syntax, pixels)
    return content, plants.tokens


def plant(syntax="1.2.840.10008.1.2.1", pixels=b"\1\2\3\4"):
    """Return a file, and what is planted in it; in JPEG baseline `pixels` don't matter."""
    plants = Plants()
    made = Dataset()
    fill(made, plants)
    made.Rows, made.Columns, made.BitsAllocated, made.BitsStored, made.HighBit = 2, 2, 8, 8, 7
    made.SamplesPerPixel, made.PixelRepresentation, made.PhotometricInterpretation = 1, 0, "MONOCHROME2"
    plants.place = "in and behind the pixels"
    if UID(syntax).is_compressed:
        made.add_new(0x7FE00010, "OB", encapsulate([commented(plants.text().encode())]))
        made["PixelData"].is_undefined_length = True
    else:
        made.add_new(0x7FE00010, "OB", pixels + plants.text().encode())
    plants.place = "preamble and file meta information"
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
    plants.place = "in and behind the pixels"
    trailing = plants.text().encode()
    end = struct.pack("<HH2sHL", 0x7FE1, 0x1001, b"OB", 0, len(trailing)) + trailing  # private, behind the pixels
    return file.getvalue() + end, plants


def commented(comment):
    """Return a JPEG code stream of 2 by 2 pixels with a comment."""
    file = io.BytesIO()
    PIL.Image.new("L", (2, 2)).save(file, "JPEG")
    code = file.getvalue()
    return code[:2] + struct.pack(">HH", 0xFFFE, 2 + len(comment)) + comment + code[2:]


def left(content, tokens):
    """Return the tokens that are in a file, in any case, as bytes or UTF-16."""
    folded = content.lower()
    return [
        token
        for token in tokens
        if any(token.lower().encode(form) in folded for form in ("ascii", "utf-16-le", "utf-16-be"))
    ]
