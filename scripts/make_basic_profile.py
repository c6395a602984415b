"""Write the table of the Basic Application Confidentiality Profile: tags, actions, and options that change them.

The actions are those of PS3.15, table E.1-1, as dicom-anonymizer has them (BSD 3-clause; `pip install
dicom-anonymizer==2.1.0`, which nothing else needs). The columns of the options follow from the value representation
for dates and UIDs, and are listed here for the others.

    python scripts/make_basic_profile.py src/sparkocr/dicom/profile/basic_profile.csv
"""

from __future__ import annotations

import re
import sys
from pathlib import Path

from dicomanonymizer.dicom_anonymization_databases import dicomfields_2026c as fields  # type: ignore[import-not-found]
from pydicom.datadict import dictionary_VR, keyword_for_tag

ACTIONS = {  # of the tables of the package
    "D": fields.D_TAGS,
    "Z": fields.Z_TAGS,
    "X": fields.X_TAGS,
    "U": fields.U_TAGS,
    "Z/D": fields.Z_D_TAGS,
    "X/Z": fields.X_Z_TAGS,
    "X/D": fields.X_D_TAGS,
    "X/Z/D": fields.X_Z_D_TAGS,
    "X/Z/U*": fields.X_Z_U_STAR_TAGS,
}
DATES = {"DA", "TM", "DT"}
TEXTS = {"LO", "LT", "SH", "ST", "UC", "UT"}
OTHER_DATES = {"TimezoneOffsetFromUTC", "FrameOriginTimestamp", "CertifiedTimestamp"}
NO_DATES = {"PatientBirthDate", "PatientBirthTime"}
NO_UIDS = {"DigitalSignatureUID", "UID"}
OTHER_UIDS = set(
    """
    ReferencedImageSequence ReferencedPatientSequence ReferencedPerformedProcedureStepSequence ReferencedStudySequence
    SourceImageSequence
    """.split()  # noqa: SIM905
)
DEVICE = set(
    """
    BeamHoldTransitionDateTime CalibrationDate CalibrationDateTime CalibrationTime CassetteID DateOfInstallation
    DateOfLastCalibration DateOfLastDetectorCalibration DateOfManufacture DateTimeOfLastCalibration DetectorID
    DeviceDescription DeviceLabel DeviceSerialNumber DeviceUID GantryID GeneratorID LensMake LensModel LensSerialNumber
    LensSpecification ManufacturerDeviceClassUID ManufacturerDeviceIdentifier ModifyingDeviceID ModifyingSystem
    PerformedStationGeographicLocationCodeSequence PerformedStationName PerformedStationNameCodeSequence PlateID
    ScheduledProcedureStepLocation ScheduledStationGeographicLocationCodeSequence ScheduledStationName
    ScheduledStationNameCodeSequence ScheduledStudyLocation SourceManufacturer SourceSerialNumber StationName
    TimeOfLastCalibration TimeOfLastDetectorCalibration TransducerIdentificationSequence TreatmentMachineName
    UDISequence UniqueDeviceIdentifier XRayDetectorID XRayDetectorLabel XRaySourceID
    """.split()  # noqa: SIM905
)
INSTITUTION = set(
    """
    ClinicalTrialCoordinatingCenterName ClinicalTrialProtocolEthicsCommitteeName ClinicalTrialSiteID
    ClinicalTrialSiteName InstitutionAddress InstitutionCodeSequence InstitutionName InstitutionalDepartmentName
    InstitutionalDepartmentTypeCodeSequence SourceOfPreviousValues
    """.split()  # noqa: SIM905
)
PATIENT = set(
    """
    EthnicGroup EthnicGroupCodeSequence PatientAge PatientSex PatientSexNeutered PatientSize PatientWeight
    PregnancyStatus SelectorASValue SmokingStatus
    """.split()  # noqa: SIM905
)
PATIENT_CLEANED = {"Allergies", "PatientState", "PreMedication", "SpecialNeeds"}
STRUCTURED = {"AcquisitionContextSequence", "ContentSequence", "SpecimenPreparationSequence"}
GRAPHICS = {"GraphicAnnotationSequence", "UnformattedTextValue"}
DESCRIBING = re.compile(
    r".*(Description|Comments|Label|Notes|Narrative|Impressions|History|InterpretationText|LabelText)|Reason.*"
    r"|Selector(LO|LT|SH|ST|UT)Value"
)
OTHER_DESCRIPTORS = set(
    """
    AdmittingDiagnosesCodeSequence Allergies ContrastBolusAgent EntityName MakerNote DeviceSettingDescription
    MedicalAlerts Occupation PatientState PositionAcquisitionTemplateName PrescriptionNotesSequence ProtocolName
    RTPlanName ROIName ReasonForRequestedProcedureCodeSequence ReasonForTheAttributeModification
    ReasonForVisitCodeSequence RequestAttributesSequence RequestedContrastAgent StructureSetName TreatmentSite
    TreatmentSites
    """.split()  # noqa: SIM905
)
NO_DESCRIPTORS = set(
    """
    ConfidentialityConstraintOnPatientDataDescription DeviceDescription DeviceLabel ImagePresentationComments
    ModifiedImageDescription TextComments XRayDetectorLabel
    """.split()  # noqa: SIM905
)


def options(keyword: str, vr: str) -> str:
    """Return the names of the options that change an action; with ":C" those that clean what others keep."""
    is_text = vr in TEXTS and DESCRIBING.fullmatch(keyword) and keyword not in NO_DESCRIPTORS
    found = {
        "uids": (vr == "UI" and keyword not in NO_UIDS) or keyword in OTHER_UIDS,
        "dates": (vr in DATES and keyword not in NO_DATES) or keyword in OTHER_DATES,
        "device": keyword in DEVICE,
        "device:C": vr == "AE",
        "institution": keyword in INSTITUTION,
        "patient": keyword in PATIENT,
        "patient:C": keyword in PATIENT_CLEANED,
        "descriptors:C": is_text or keyword in OTHER_DESCRIPTORS,
        "structured:C": keyword in STRUCTURED,
        "graphics:C": keyword in GRAPHICS,
    }
    return " ".join(name for name, holds in found.items() if holds)


def rows() -> list[str]:
    """Return the rows of the table, by tag; groups of overlays and curves, whose tags are masks, are left out."""
    found = {}
    for action, tags in ACTIONS.items():
        for group, element, *_masks in (tag for tag in tags if not tag[2:]):
            tag = (group << 16) | element
            keyword = keyword_for_tag(tag)
            vr = dictionary_VR(tag) if keyword else ""
            found[tag] = f"{tag:08X},{keyword},{action},{options(keyword, vr)}"
    return ["Tag,Keyword,Action,Options", *(found[tag] for tag in sorted(found))]


if __name__ == "__main__":
    Path(sys.argv[1]).write_text("\n".join(rows()) + "\n")
