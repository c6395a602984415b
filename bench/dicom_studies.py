"""Studies of invented patients with an answer key, for bench/dicom_retention.py.

Each patient has one study: CT, MR, PET, a radiograph, an ultrasound of several frames, a screen shot, a report that
refers to images, and an encapsulated PDF. Names and numbers are in all kinds of texts, and burned into three of them.
"""

from __future__ import annotations

import io
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta

import numpy as np
import numpy.typing as npt
import PIL.Image
import PIL.ImageDraw
import PIL.ImageFont
from pydicom.dataset import Dataset, FileMetaDataset
from pydicom.uid import UID

from dicom_key import Answer, Key
from dicom_study_persons import Person
from dicom_study_texts import TEXTS
from sparkocr import samples

__all__ = ["PAGE_KEEPS", "Box", "Instance", "study_of"]

Box = tuple[int, int, int, int]
"""Left, top, right and bottom, in px."""

PAGE_KEEPS = "No fracture is seen."
"""What stays on the page of the encapsulated PDF."""

_ROOT = "1.2.826.0.1.3680043.8.498."
_KINDS = {  # PS3.4, annex B.5
    "CT": "1.2.840.10008.5.1.4.1.1.2",
    "MR": "1.2.840.10008.5.1.4.1.1.4",
    "PT": "1.2.840.10008.5.1.4.1.1.128",
    "CR": "1.2.840.10008.5.1.4.1.1.1",
    "US": "1.2.840.10008.5.1.4.1.1.3.1",
    "SC": "1.2.840.10008.5.1.4.1.1.7",
    "SR": "1.2.840.10008.5.1.4.1.1.88.22",
    "DOC": "1.2.840.10008.5.1.4.1.1.104.1",
}
_MAKERS = {
    "CT": ("SIEMENS", "SOMATOM Definition AS", "syngo CT 2012B"),
    "MR": ("GE MEDICAL SYSTEMS", "Signa HDxt", "HD16.0_V02"),
    "PT": ("Philips Medical Systems", "Gemini TF", "3.5.2"),
    "CR": ("FUJIFILM Corporation", "CR-IR 392", "A01"),
    "US": ("Philips Medical Systems", "EPIQ 7C", "1.5.3"),
}
_OTHERS = ("SC", "SR", "DOC")


@dataclass
class Instance:
    """A file with its key.

    Attributes
    ----------
    texts : list of (str, ...)
        What is burned into each frame.
    boxes : list of boxes, of each frame
        Where that is.
    """

    kind: str
    patient: str
    content: bytes
    answers: list[Answer]
    frames: npt.NDArray[np.uint8 | np.uint16] | None = None
    boxes: list[list[Box]] = field(default_factory=list)


@dataclass(frozen=True)
class _Place:
    """Where an instance stands: its patient, series and number, and when it was made."""

    person: Person
    number: int
    kind: str
    series: int
    instance: int

    @property
    def day(self) -> date:
        return date(2020, 3, 2) + timedelta(17 * self.number)

    def uid(self, *parts: object) -> str:
        return _ROOT + ".".join(map(str, (self.number + 1, *parts)))

    def date(self, days: int = 0) -> str:
        return f"{self.day + timedelta(days):%Y%m%d}"

    def choose(self, name: str) -> str:
        """Return one of the texts of a name, another one for each patient and series."""
        texts = TEXTS[name]
        return texts[(5 * self.number + 3 * self.series + self.instance) % len(texts)]


def study_of(person: Person, number: int) -> Iterator[Instance]:
    """Yield the instances of the study of a patient."""
    for series, (kind, count) in enumerate((("CT", 3), ("MR", 2), ("PT", 1), ("CR", 1), ("US", 1)), 1):
        for instance in range(1, count + 1):
            yield _image(_Place(person, number, kind, series, instance))
    yield _image(_Place(person, number, "SC", 6, 1))
    yield _report(_Place(person, number, "SR", 7, 1))
    yield _document(_Place(person, number, "DOC", 8, 1))


def _started(place: _Place) -> Key:
    key = Key(Dataset(), place.person.words)
    key.header.SpecificCharacterSet = "ISO_IR 192"
    _patient(key, place)
    _study(key, place)
    _series(key, place)
    return key


def _patient(key: Key, place: _Place) -> None:
    """Write the patient (PS3.3, sections C.7.1 and C.2)."""
    person = place.person
    key.replaced(PatientName=person.name)
    key.patient(person.number)
    key.gone(
        PatientBirthDate=f"{person.born:%Y%m%d}", OtherPatientIDs=f"OLD{person.number[-5:]}", Occupation="Locksmith",
        PatientAddress=person.address, PatientTelephoneNumbers=person.phone, MilitaryRank="Sergeant",
        PatientMotherBirthName="Stonebridge^Adele", ResponsiblePerson="Ashworth^Linus", CountryOfResidence="Norland",
        ClinicalTrialSubjectID=f"TRIAL-{4000 + place.number}", ClinicalTrialSponsorName="Helios Pharma",
    )  # fmt: skip
    key.keep(
        PatientSex=person.sex, PatientAge=f"{person.age:03}Y", PatientWeight="72.5", PatientSize="1.74",
        EthnicGroup="unknown", SmokingStatus="NO",
    )  # fmt: skip
    if person.sex == "F":
        key.keep(PregnancyStatus=1)
        key.date(LastMenstrualDate=place.date(-12))
    key.text(
        AdditionalPatientHistory=place.choose("history"), PatientComments=place.choose("comments"),
        Allergies=place.choose("allergies"), StudyComments=place.choose("notes"),
    )  # fmt: skip


def _study(key: Key, place: _Place) -> None:
    """Write the study and the request (PS3.3, sections C.7.2 and C.4)."""
    person = place.person
    key.uid(StudyInstanceUID=place.uid())
    key.date(StudyDate=place.date())
    key.keep(StudyTime="101530")
    key.gone(
        AccessionNumber=person.accession, StudyID=f"S{77_000 + place.number}", ReferringPhysicianName=person.physician,
        NameOfPhysiciansReadingStudy=person.operator, RequestingPhysician=person.physician,
    )  # fmt: skip
    description = place.choose(place.kind if place.kind in _MAKERS else "CT")
    key.text(
        StudyDescription=description, RequestedProcedureDescription=description,
        AdmittingDiagnosesDescription=place.choose("diagnoses"), ReasonForTheRequestedProcedure=place.choose("reason"),
    )  # fmt: skip
    code = key.item("ProcedureCodeSequence")
    code.keep(CodeValue="77477000", CodingSchemeDesignator="SCT", CodeMeaning="Computerized axial tomography")
    own = key.item("ProcedureCodeSequence")
    own.keep(CodeValue="CT0417", CodingSchemeDesignator="99HOUSE")
    own.text(CodeMeaning=description)
    request = key.item("RequestAttributesSequence")
    request.gone(RequestedProcedureID=f"RP{5500 + place.number}", ScheduledProcedureStepID=f"SP{6600 + place.number}")
    request.text(ScheduledProcedureStepDescription=description)


def _series(key: Key, place: _Place) -> None:
    """Write series, machine and object (PS3.3, sections C.7.3, C.7.5 and C.12)."""
    person = place.person
    key.keep(SOPClassUID=_KINDS[place.kind], Modality=place.kind, SeriesNumber=place.series)
    key.uid(SeriesInstanceUID=place.uid(place.series), SOPInstanceUID=place.uid(place.series, place.instance))
    key.keep(InstanceNumber=place.instance, SeriesTime="101700", ContentTime="102000")
    key.date(SeriesDate=place.date(), ContentDate=place.date(), InstanceCreationDate=place.date(1))
    key.date(PerformedProcedureStepStartDate=place.date())
    key.gone(
        OperatorsName=person.operator, PerformingPhysicianName=person.physician, InstitutionName=person.hospital,
        InstitutionAddress=person.hospital_address, PerformedProcedureStepID=f"PPS{8800 + place.number}",
    )  # fmt: skip
    maker, model, software = _MAKERS.get(place.kind, _MAKERS["CT"])
    key.keep(Manufacturer=maker, ManufacturerModelName=model, SoftwareVersions=software, StationName="STATION3")
    key.keep(DeviceSerialNumber="40511")
    key.date(DateOfLastCalibration=place.date(-40))
    block = (0x0009, "LOCAL ARCHIVE 1.0")
    key.private(*block, 1, "LO", f"{person.name.replace('^', ' ')}", is_safe=False)
    key.private(*block, 2, "UN", person.number.encode(), is_safe=False)


def _image(place: _Place) -> Instance:
    key = _started(place)
    kind = place.kind
    key.keep(ImageType=["ORIGINAL", "PRIMARY"] if kind != "SC" else ["DERIVED", "SECONDARY"])
    key.date(AcquisitionDate=place.date(), AcquisitionDateTime=f"{place.date()}101812.250")
    key.text(ImageComments=place.choose("comments"))
    if kind in _MAKERS:
        key.text(SeriesDescription=place.choose(f"{kind} series"), ProtocolName=place.choose(f"{kind} protocol"))
        key.text(PerformedProcedureStepDescription=place.choose(kind))
        _ADDED[kind](key, place)
    else:
        key.keep(ConversionType="WSD")
        key.date(DateOfSecondaryCapture=place.date())
        key.text(SeriesDescription="Screen Save", DerivationDescription=place.choose("derivation"))
    frames, boxes = _pixels(place)
    _write_pixels(key.header, frames)
    return Instance(kind, place.person.number, _saved(key.header), key.answers, frames, boxes)


def _cross_section(key: Key, place: _Place) -> None:
    """Write where a slice is (PS3.3, sections C.7.4 and C.7.6.2), and what it refers to."""
    key.uid(FrameOfReferenceUID=place.uid(0, 1))
    key.keep(
        ImagePositionPatient=["-120.5", "-118.25", f"{12.5 * place.instance}"], PixelSpacing=["0.7", "0.7"],
        ImageOrientationPatient=["1", "0", "0", "0", "1", "0"], SliceThickness="2.5", PatientPosition="HFS",
        SliceLocation=f"{12.5 * place.instance}", BodyPartExamined="CHEST",
    )  # fmt: skip
    key.text(PositionReferenceIndicator=place.choose("detector"))
    other = key.item("ReferencedImageSequence")
    other.keep(ReferencedSOPClassUID=_KINDS["CT"])
    other.uid(ReferencedSOPInstanceUID=place.uid(1, 1))


def _ct(key: Key, place: _Place) -> None:
    _cross_section(key, place)
    key.keep(
        KVP="120", ExposureTime="500", XRayTubeCurrent="210", ConvolutionKernel="B60f", FilterType="WEDGE_2",
        ReconstructionDiameter="360", GantryDetectorTilt="0", RescaleIntercept="-1024", RescaleSlope="1",
        WindowCenter=["40", "-600"], WindowWidth=["400", "1200"], ContrastBolusVolume="90", ScanOptions="HELICAL MODE",
    )  # fmt: skip
    key.uid(IrradiationEventUID=place.uid(0, 2, place.series))
    key.text(ContrastBolusAgent=place.choose("contrast"))
    key.private(0x00E1, "ELSCINT1", 0x50, "DS", "4.5", is_safe=True)
    key.private(0x0043, "GEMS_PARM_01", 0x27, "SH", "1.375:1", is_safe=True)


def _mr(key: Key, place: _Place) -> None:
    _cross_section(key, place)
    key.keep(
        ScanningSequence=["SE", "IR"], SequenceVariant="SK", ScanOptions="FS", MRAcquisitionType="2D",
        RepetitionTime="9000", EchoTime="114", InversionTime="2500", MagneticFieldStrength="1.5", FlipAngle="150",
        EchoTrainLength="16", SequenceName="*tir2d1_16", ReceiveCoilName="HeadMatrix", ImagedNucleus="1H",
    )  # fmt: skip
    key.private(0x0019, "SIEMENS MR HEADER", 0x0C, "IS", "1000", is_safe=True)
    key.private(0x0019, "SIEMENS MR HEADER", 0x0D, "CS", "DIRECTIONAL", is_safe=True)
    key.private(0x0019, "SIEMENS MR HEADER", 0x0E, "FD", [0.5, 0.5, 0.707], is_safe=True)


def _pt(key: Key, place: _Place) -> None:
    _cross_section(key, place)
    key.keep(
        Units="BQML", DecayCorrection="START", CorrectedImage=["ATTN", "DECY"], SeriesType=["WHOLE BODY", "IMAGE"],
        ReconstructionMethod="LOR-RAMLA", AttenuationCorrectionMethod="CT based", DecayFactor="1.03",
    )  # fmt: skip
    dose = key.item("RadiopharmaceuticalInformationSequence")
    dose.keep(
        Radiopharmaceutical="FDG", RadionuclideTotalDose="370000000", RadionuclideHalfLife="6586.2",
        RadiopharmaceuticalStartTime="091500",
    )  # fmt: skip
    dose.date(RadiopharmaceuticalStartDateTime=f"{place.date()}091500")
    key.private(0x7053, "Philips PET Private Group", 0x00, "DS", "0.00037", is_safe=True)


def _cr(key: Key, _: _Place) -> None:
    key.keep(
        ViewPosition="PA", BodyPartExamined="CHEST", KVP="110", PlateType="ST-VI", ImagerPixelSpacing=["0.2", "0.2"]
    )
    key.keep(CassetteID="C7741", PlateID="P90112")
    key.text(AcquisitionDeviceProcessingDescription="CHEST, LUNG")


def _us(key: Key, place: _Place) -> None:
    key.keep(FrameTime="33.3", TransducerData=["C5-1", "CONVEX"], HeartRate="72")
    region = key.item("SequenceOfUltrasoundRegions")
    region.keep(RegionSpatialFormat=1, RegionDataType=1, PhysicalDeltaX=0.02, RegionLocationMinX0=40)
    region.keep(PhysicalUnitsXDirection=3)
    key.text(StageName="REST" if place.number % 2 else "PEAK EXERCISE")


_ADDED = {"CT": _ct, "MR": _mr, "PT": _pt, "CR": _cr, "US": _us}


def _report(place: _Place) -> Instance:
    """Make a report (PS3.3, section C.17.3) of texts, persons, dates, numbers and images."""
    key = _started(place)
    person = place.person
    key.text(SeriesDescription="Radiology Report")
    key.keep(
        ValueType="CONTAINER", ContinuityOfContent="SEPARATE", CompletionFlag="COMPLETE", VerificationFlag="VERIFIED"
    )
    title = key.item("ConceptNameCodeSequence")
    title.keep(CodeValue="18748-4", CodingSchemeDesignator="LN", CodeMeaning="Diagnostic Imaging Report")
    observer = key.item("VerifyingObserverSequence")
    observer.replaced(VerifyingObserverName=person.physician, VerifyingOrganization=person.hospital)
    observer.date(VerificationDateTime=f"{place.date(1)}081500")
    concepts = {
        "TEXT": ("121071", "Finding"), "PNAME": ("121008", "Person Observer Name"), "DATE": ("121125", "Date of Study"),
        "NUM": ("121206", "Distance"), "IMAGE": ("121191", "Referenced Segment"),
    }  # fmt: skip
    for kind, (value, meaning) in concepts.items():
        item = key.item("ContentSequence")
        item.keep(RelationshipType="CONTAINS", ValueType=kind)
        item.item("ConceptNameCodeSequence").keep(CodeValue=value, CodingSchemeDesignator="DCM", CodeMeaning=meaning)
        if kind == "TEXT":
            item.text(TextValue=place.choose("report"))
        elif kind == "PNAME":
            item.replaced(PersonName=person.physician)
        elif kind == "DATE":
            item.date(Date=place.date())
        elif kind == "NUM":
            number = item.item("MeasuredValueSequence")
            number.keep(NumericValue="8.2")
            number.item("MeasurementUnitsCodeSequence").keep(
                CodeValue="mm", CodingSchemeDesignator="UCUM", CodeMeaning="millimeter"
            )
        else:
            image = item.item("ReferencedSOPSequence")
            image.keep(ReferencedSOPClassUID=_KINDS["CT"])
            image.uid(ReferencedSOPInstanceUID=place.uid(1, 1))
    study = key.item("CurrentRequestedProcedureEvidenceSequence")
    study.uid(StudyInstanceUID=place.uid())
    series = study.item("ReferencedSeriesSequence")
    series.uid(SeriesInstanceUID=place.uid(1))
    series.item("ReferencedSOPSequence").uid(ReferencedSOPInstanceUID=place.uid(1, 1))
    return Instance("SR", person.number, _saved(key.header), key.answers)


def _document(place: _Place) -> Instance:
    """Make an encapsulated PDF (PS3.3, section A.45)."""
    key = _started(place)
    words = key.words
    key.text(DocumentTitle=place.choose("document"), SeriesDescription="Radiology Report")
    key.keep(MIMETypeOfEncapsulatedDocument="application/pdf", BurnedInAnnotation="YES")
    content = samples.pdf(f"Report on {words['given']} {words['family']}\nMRN: {words['number']}\n{PAGE_KEEPS}")
    key.filled(EncapsulatedDocument=content + b"\0" * (len(content) % 2))
    return Instance("DOC", place.person.number, _saved(key.header), key.answers)


def _pixels(place: _Place) -> tuple[npt.NDArray[np.uint8 | np.uint16], list[list[Box]]]:
    """Draw the frames of an image, and where text is burned in."""
    side, count, deep = {"CR": (640, 1, True), "US": (480, 3, False), "SC": (512, 1, False)}.get(
        place.kind, (64, 1, True)
    )
    rows, columns = np.mgrid[:side, :side] / side - 0.5
    noise = np.random.default_rng(place.number).normal(0, 3, (side, side))
    body = 60 + 90 * (rows**2 / 0.18 + columns**2 / 0.12 < 1) + 40 * np.cos(9 * rows) * np.cos(7 * columns) + noise
    frames, boxes = [], []
    for number in range(count):
        picture = PIL.Image.fromarray(np.clip(body - 3 * number, 0, 220).astype(np.uint8))
        found: list[Box] = []
        if place.kind in {"CR", "US", "SC"}:
            found = _burn(picture, place.person, only_last=place.kind == "US" and number < count - 1)
        boxes.append(found)
        frames.append(np.asarray(picture))
    stack = np.stack(frames)
    return (stack.astype(np.uint16) * 16 if deep else stack), boxes


def _burn(picture: PIL.Image.Image, person: Person, *, only_last: bool) -> list[Box]:
    """Write name, number and date into a picture, or the depth alone where it is not the last frame."""
    words = person.words
    lines = (
        ["Depth 12 cm"]
        if only_last
        else [f"{words['FAMILY']}, {words['GIVEN']}", f"ID {person.number}", words["born_us"]]
    )
    draw, font = PIL.ImageDraw.Draw(picture), PIL.ImageFont.load_default(22)
    boxes = []
    for number, line in enumerate(lines):
        at = (14, 12 + 32 * number)
        draw.text(at, line, 255, font)
        left, top, right, bottom = draw.textbbox(at, line, font)
        boxes.append((int(left), int(top), int(np.ceil(right)), int(np.ceil(bottom))))
    return boxes


def _write_pixels(header: Dataset, frames: npt.NDArray[np.uint8 | np.uint16]) -> None:
    header.Rows, header.Columns = frames.shape[1:]
    header.SamplesPerPixel, header.PhotometricInterpretation, header.PixelRepresentation = 1, "MONOCHROME2", 0
    header.BitsAllocated = 8 * frames.dtype.itemsize
    header.BitsStored = 8 if frames.dtype.itemsize == 1 else 12
    header.HighBit = header.BitsStored - 1
    if len(frames) > 1:
        header.NumberOfFrames = len(frames)
    header.add_new(0x7FE00010, "OB" if frames.dtype.itemsize == 1 else "OW", frames.tobytes())


def _saved(header: Dataset) -> bytes:
    header.file_meta = FileMetaDataset()
    header.file_meta.TransferSyntaxUID = UID("1.2.840.10008.1.2.1")
    header.file_meta.MediaStorageSOPClassUID = header.SOPClassUID
    header.file_meta.MediaStorageSOPInstanceUID = header.SOPInstanceUID
    file = io.BytesIO()
    header.save_as(file, enforce_file_format=True)
    return file.getvalue()
