"""What stays of attributes that table E.1-1 of PS3.15 does not have.

The table lists what may identify somebody in objects of the standard, but names and numbers also get where nobody
expects them. So texts stay only in the attributes that are named here.
"""

from __future__ import annotations

__all__ = ["KEPT_BYTES", "KEPT_TEXTS", "KEPT_UIDS", "PUBLIC_SCHEMES", "SAFE_PRIVATE"]

KEPT_TEXTS = frozenset(
    """
    AcquisitionDeviceProcessingCode AttenuationCorrectionMethod BeamName CardiacFramingType CodeMeaning CodeValue
    CodingSchemeDesignator CodingSchemeName CodingSchemeVersion ContrastBolusRoute ConvolutionKernel
    DetectorManufacturerModelName DetectorManufacturerName DimensionDescriptionLabel FilterType
    GridAbsorbingMaterial GridSpacingMaterial ImagedNucleus IonName KVUsedForExposure LUTExplanation LongCodeValue
    MIMETypeOfEncapsulatedDocument Manufacturer ManufacturerModelName MappingResourceName ModalityLUTType
    PixelSpacingCalibrationDescription ProcessingFunction PulseSequenceName RadiationTypeDescription
    Radiopharmaceutical RadiopharmaceuticalRoute ReceiveCoilManufacturerName ReceiveCoilName ReconstructionMethod
    RescaleType ScatterCorrectionMethod SecondaryCaptureDeviceManufacturer
    SecondaryCaptureDeviceManufacturerModelName SecondaryCaptureDeviceSoftwareVersions SegmentAlgorithmName
    SegmentLabel SequenceName SoftwareVersions StageName TransmitCoilManufacturerName TransmitCoilName TypeOfFilters
    ViewName WindowCenterWidthExplanation
    """.split()  # noqa: SIM905
)
"""Keywords of texts that describe machines, methods and codes."""

KEPT_BYTES = frozenset(
    """
    BluePaletteColorLookupTableData GreenPaletteColorLookupTableData ICCProfile LUTData PixelPaddingRangeLimit
    RedPaletteColorLookupTableData SegmentedAlphaPaletteColorLookupTableData WaveformData WaveformPaddingValue
    ChannelMaximumValue ChannelMinimumValue
    """.split()  # noqa: SIM905
)
"""Keywords of plain bytes (OB) that stay; words and floats stay anyway."""

KEPT_UIDS = frozenset(
    """
    CodingSchemeUID ContextGroupExtensionCreatorUID ContextUID MappingResourceUID
    ReferencedRelatedGeneralSOPClassUIDInFile ReferencedSOPClassUID ReferencedSOPClassUIDInFile
    RelatedGeneralSOPClassUID SOPClassUID SOPClassesInStudy SOPClassesSupported
    """.split()  # noqa: SIM905
)
"""Keywords of UIDs that name kinds of objects, of machine makers too, and not objects."""

PUBLIC_SCHEMES = frozenset(
    {
        "DCM",
        "SCT",
        "SRT",
        "SNM3",
        "LN",
        "UCUM",
        "RADLEX",
        "FMA",
        "NCIt",
        "I9",
        "I9C",
        "I10",
        "I10P",
        "ICDO3",
        "MA",
        "BI",
    }
    | {"C4", "C5", "CD2", "DOCUMENT", "ISO3166_1", "ISO639_1", "MDC", "NDC", "RXNORM", "UMLS", "UNS", "UBERON", "DC"}
)
"""Designators of public coding schemes (PS3.16, table 8-1), whose meanings name nobody."""

SAFE_PRIVATE: dict[str, frozenset[tuple[int, int]]] = {
    "ELSCINT1": frozenset(
        {(0x00E1, 0x21), (0x00E1, 0x50), (0x01E1, 0x26), (0x01F1, 0x01), (0x01F1, 0x07), (0x01F1, 0x26), (0x01F1, 0x27)}
    ),
    "GEMS_ACQU_01": frozenset({(0x0019, 0x23), (0x0019, 0x24), (0x0019, 0x27)}),
    "GEMS_HELIOS_01": frozenset({(0x0045, 0x01), (0x0045, 0x02)}),
    "GEMS_PARM_01": frozenset({(0x0043, 0x27), (0x0043, 0x6F)}),
    "GEMS_SERS_01": frozenset({(0x0025, 0x07)}),
    "Philips Imaging DD 001": frozenset({(0x2001, 0x03), (0x2001, 0x04)}),
    "Philips MR Imaging DD 001": frozenset({(0x2005, 0x0D), (0x2005, 0x0E)}),
    "Philips PET Private Group": frozenset({(0x7053, 0x00), (0x7053, 0x09)}),
    "SIEMENS MR HEADER": frozenset({(0x0019, element) for element in (0x0A, 0x0B, 0x0C, 0x0D, 0x0E, 0x27, 0x28)}),
}
"""Private attributes that identify nobody, by creator: numbers, codes and a ratio in PS3.15, table E.3.10-1."""
