# Written by scripts/make_stubs.py from the code; don't edit.
from typing import Any, Self

from sparkocr.engines.engine import Engine
from sparkocr.enums import *
from sparkocr.stage.bases import Stage, TypedStage
from sparkocr.stage.params import StageParam
from sparkocr.transformers.unavailable import Unavailable

STAGES: tuple[type[Stage], ...]

__all__ = [
    "AdaptiveThresholdingMethod",
    "Base64ToBinary",
    "Base64ToImage",
    "BinaryToImage",
    "BrosHocrTokenizer",
    "CellDetectionAlgos",
    "ChartToTextTable",
    "ChunkMerger",
    "ChunkTables",
    "ChunkUnit",
    "Color",
    "CropSquareType",
    "DeidVerifier",
    "DicomDeidentifier",
    "DicomDrawRegions",
    "DicomFileDeidentifier",
    "DicomMetadataDeidentifier",
    "DicomMetadataFormat",
    "DicomSplitter",
    "DicomToImage",
    "DicomToImageV2",
    "DicomToImageV3",
    "DicomToMetadata",
    "DicomToPdf",
    "DicomUpdatePdf",
    "DocToPdf",
    "DocToText",
    "DocToTextTable",
    "DocumentCoordinatesToText",
    "DocumentLayoutAnalyzer",
    "DocumentLayoutAnalyzerDit",
    "DocumentToText",
    "EngineMode",
    "EntityFinder",
    "EntityObfuscator",
    "FileDeidentifier",
    "FontStyle",
    "FormRelationExtractor",
    "FoundationOneReportParser",
    "FrameSamplingStrategy",
    "GPUImageTransformer",
    "GeoRelationExtractor",
    "HocrDocumentAssembler",
    "HocrMerger",
    "HocrToFeatures",
    "HocrToImage",
    "HocrToTextTable",
    "HocrTokenizer",
    "ImageAdaptiveBinarizer",
    "ImageAdaptiveScaler",
    "ImageAdaptiveThresholding",
    "ImageBinarizer",
    "ImageBrandsToText",
    "ImageCellsToTextTable",
    "ImageCheckBoxDetector",
    "ImageCropper",
    "ImageDocumentRegionDetector",
    "ImageDrawAnnotations",
    "ImageDrawRegions",
    "ImageEnhanceContrast",
    "ImageErosion",
    "ImageHandwrittenDetector",
    "ImageHandwrittenTextRecognizer",
    "ImageHomogenizeLight",
    "ImageInpainting",
    "ImageLayoutAnalyzer",
    "ImageMorphologyOpening",
    "ImageMorphologyOperation",
    "ImageNoiseScorer",
    "ImageOrientationCorrector",
    "ImagePreprocessor",
    "ImageRemoveBackground",
    "ImageRemoveGlare",
    "ImageRemoveObjects",
    "ImageScaler",
    "ImageSchemaConversion",
    "ImageSchemaConverter",
    "ImageSignatureDetector",
    "ImageSkewCorrector",
    "ImageSplitRegions",
    "ImageTableCellDetector",
    "ImageTableDetector",
    "ImageTextCleaner",
    "ImageTextDetector",
    "ImageTextDetectorCraft",
    "ImageTextDetectorDit",
    "ImageTextDetectorV2",
    "ImageToDicom",
    "ImageToHocr",
    "ImageToPdf",
    "ImageToTables",
    "ImageToText",
    "ImageToTextPdf",
    "ImageToTextV2",
    "ImageToTextV3",
    "ImageTransformer",
    "ImageType",
    "KernelShape",
    "Language",
    "MedicalVisionLLM",
    "ModelType",
    "MorphologyOperationType",
    "NerOutputCleaner",
    "NoiseMethod",
    "OcrEngine",
    "OcrOutputFormat",
    "OcrQuality",
    "PageDetail",
    "PageIteratorLevel",
    "PageSegmentationMode",
    "PageToChunks",
    "PageToJson",
    "PageToKeyValues",
    "PageToMarkdown",
    "PageUnit",
    "PdfAssembler",
    "PdfDeidentifier",
    "PdfDrawRegions",
    "PdfRedactRegions",
    "PdfToForm",
    "PdfToHocr",
    "PdfToImage",
    "PdfToSearchablePdf",
    "PdfToTables",
    "PdfToText",
    "PdfToTextTable",
    "PhraseFinder",
    "PixelText",
    "PositionFinder",
    "PptToPdf",
    "PptToText",
    "PptToTextTable",
    "RedactTechnique",
    "RegexFinder",
    "RegionsMerger",
    "RegionsToOriginal",
    "RelationOutputFormat",
    "SamePositions",
    "SentenceSplitter",
    "SplittingStrategy",
    "TableOutputFormat",
    "TesseractOCR",
    "TextFormat",
    "TextStripperType",
    "TextToDocument",
    "TextToPdf",
    "ThresholdingMethod",
    "TokenizerType",
    "TresholdingMethod",
    "UpdateTextPosition",
    "VisualDocumentClassifier",
    "VisualDocumentClassifierLilt",
    "VisualDocumentClassifierV2",
    "VisualDocumentClassifierV3",
    "VisualDocumentNer",
    "VisualDocumentNerGeo",
    "VisualDocumentNerLilt",
    "VisualDocumentNerV2",
    "VisualDocumentNerV21",
    "VisualDocumentProcessor",
    "VisualDocumentProcessorOcrEngines",
    "VisualQuestionAnswering",
    "VitImageEmbeddings",
    "WordTokenizer",
]

class BrosHocrTokenizer(Unavailable): ...

class ChartToTextTable(Unavailable): ...

class DocumentCoordinatesToText(Unavailable): ...

class FoundationOneReportParser(Unavailable): ...

class GeoRelationExtractor(Unavailable): ...

class HocrToFeatures(Unavailable): ...

class ImageErosion(Unavailable): ...

class ImageHandwrittenDetector(Unavailable): ...

class ImageHandwrittenTextRecognizer(Unavailable): ...

class ImageInpainting(Unavailable): ...

class ImageMorphologyOpening(Unavailable): ...

class ImageSignatureDetector(Unavailable): ...

class MedicalVisionLLM(Unavailable): ...

class TesseractOCR(Unavailable): ...

class VisualDocumentClassifier(Unavailable): ...

class VisualDocumentClassifierLilt(Unavailable): ...

class VisualDocumentClassifierV2(Unavailable): ...

class VisualDocumentClassifierV3(Unavailable): ...

class VisualDocumentNer(Unavailable): ...

class VisualDocumentNerGeo(Unavailable): ...

class VisualDocumentNerLilt(Unavailable): ...

class VisualDocumentNerV2(Unavailable): ...

class VisualDocumentNerV21(Unavailable): ...

class VisualDocumentProcessor(Unavailable): ...

class VisualQuestionAnswering(Unavailable): ...

class VitImageEmbeddings(Unavailable): ...

class Base64ToBinary(TypedStage):
    inputCol: StageParam
    outputCol: StageParam
    keepInput: StageParam
    fileNameCol: StageParam
    truncateInput: StageParam
    def __init__(
        self,
        *,
        inputCol: str = ...,
        outputCol: str = ...,
        keepInput: bool = ...,
        fileNameCol: str = ...,
        truncateInput: bool = ...,
    ) -> None: ...
    def setInputCol(self, value: str) -> Self:
        """Set `inputCol`: Column with the file as base64 text."""
    def getInputCol(self) -> str: ...
    def setOutputCol(self, value: str) -> Self:
        """Set `outputCol`: Column for the bytes of the file."""
    def getOutputCol(self) -> str: ...
    def setKeepInput(self, value: bool) -> Self:
        """Set `keepInput`: Whether the text stays in the result."""
    def getKeepInput(self) -> bool: ...
    def setFileNameCol(self, value: str) -> Self:
        """Set `fileNameCol`: Column for a name of the file: the SHA-256 of its bytes in hex; empty: none."""
    def getFileNameCol(self) -> str: ...
    def setTruncateInput(self, value: bool) -> Self:
        """Set `truncateInput`: Whether a text that stays is cut after 100 characters."""
    def getTruncateInput(self) -> bool: ...

class DicomDeidentifier(TypedStage):
    inputCol: StageParam
    outputCol: StageParam
    metadataCol: StageParam
    inputCols: StageParam
    keepInput: StageParam
    blackList: StageParam
    blackListFile: StageParam
    similarity: StageParam
    def __init__(
        self,
        *,
        inputCol: str = ...,
        outputCol: str = ...,
        metadataCol: str = ...,
        inputCols: list[str] | None | str = ...,
        keepInput: bool = ...,
        blackList: list[str] | tuple[str, ...] | str = ...,
        blackListFile: str = ...,
        similarity: float = ...,
    ) -> None: ...
    def setInputCol(self, value: str) -> Self:
        """Set `inputCol`: Column with the positions of the text, if `inputCols` is not set."""
    def getInputCol(self) -> str: ...
    def setOutputCol(self, value: str) -> Self:
        """Set `outputCol`: Column for the chunks."""
    def getOutputCol(self) -> str: ...
    def setMetadataCol(self, value: str) -> Self:
        """Set `metadataCol`: Column with the header as JSON, if `inputCols` is not set."""
    def getMetadataCol(self) -> str: ...
    def setInputCols(self, *value: list[str] | None | str) -> Self:
        """Set `inputCols`: Both columns as a list: positions, metadata."""
    def getInputCols(self) -> list[str] | None: ...
    def setKeepInput(self, value: bool) -> Self:
        """Set `keepInput`: Whether the positions stay in the result: `PositionFinder` needs them."""
    def getKeepInput(self) -> bool: ...
    def setBlackList(self, *value: list[str] | tuple[str, ...] | str) -> Self:
        """Set `blackList`: Values that are found, too."""
    def getBlackList(self) -> list[str]: ...
    def setBlackListFile(self, value: str) -> Self:
        """Set `blackListFile`: CSV file with more such values, on the driver; empty: none."""
    def getBlackListFile(self) -> str: ...
    def setSimilarity(self, value: float) -> Self:
        """Set `similarity`: How similar words of five letters and more must be, so that misread names are found."""
    def getSimilarity(self) -> float: ...

class EntityObfuscator(TypedStage):
    inputCol: StageParam
    outputCol: StageParam
    inputTextCol: StageParam
    outputTextCol: StageParam
    mode: StageParam
    key: StageParam
    dateShift: StageParam
    contextCol: StageParam
    labels: StageParam
    def __init__(
        self,
        *,
        inputCol: str = ...,
        outputCol: str = ...,
        inputTextCol: str = ...,
        outputTextCol: str = ...,
        mode: str = ...,
        key: str = ...,
        dateShift: int = ...,
        contextCol: str = ...,
        labels: list[str] | tuple[str, ...] | str = ...,
    ) -> None: ...
    def setInputCol(self, value: str) -> Self:
        """Set `inputCol`: Column with chunks."""
    def getInputCol(self) -> str: ...
    def setOutputCol(self, value: str) -> Self:
        """Set `outputCol`: Column for the new texts, as annotations."""
    def getOutputCol(self) -> str: ...
    def setInputTextCol(self, value: str) -> Self:
        """Set `inputTextCol`: Column with the text that the chunks are of, for `outputTextCol`."""
    def getInputTextCol(self) -> str: ...
    def setOutputTextCol(self, value: str) -> Self:
        """Set `outputTextCol`: Column for the text with the new texts in place; empty: none."""
    def getOutputTextCol(self) -> str: ...
    def setMode(self, value: str) -> Self:
        """Set `mode`: What a chunk becomes: surrogate, label or mask."""
    def getMode(self) -> str: ...
    def setKey(self, value: str) -> Self:
        """Set `key`: Secret on which surrogates depend; the same key gives the same ones. It is saved with the pipeline."""
    def getKey(self) -> str: ...
    def setDateShift(self, value: int) -> Self:
        """Set `dateShift`: Days by which surrogates of dates are earlier; 0: 32 to 333, as the key and `contextCol` say."""
    def getDateShift(self) -> int: ...
    def setContextCol(self, value: str) -> Self:
        """Set `contextCol`: Column with what dates belong to, such as the number of a patient, each of which gets a shift of its own."""
    def getContextCol(self) -> str: ...
    def setLabels(self, *value: list[str] | tuple[str, ...] | str) -> Self:
        """Set `labels`: Labels that get surrogates, others become labels; empty: all."""
    def getLabels(self) -> list[str]: ...

class HocrDocumentAssembler(TypedStage):
    inputCol: StageParam
    outputCol: StageParam
    def __init__(
        self,
        *,
        inputCol: str = ...,
        outputCol: str = ...,
    ) -> None: ...
    def setInputCol(self, value: str) -> Self:
        """Set `inputCol`: Column with the hOCR."""
    def getInputCol(self) -> str: ...
    def setOutputCol(self, value: str) -> Self:
        """Set `outputCol`: Column for the document."""
    def getOutputCol(self) -> str: ...

class HocrMerger(TypedStage):
    inputCol: StageParam
    outputCol: StageParam
    inputCols: StageParam
    overlap: StageParam
    def __init__(
        self,
        *,
        inputCol: str = ...,
        outputCol: str = ...,
        inputCols: list[str] | None | str = ...,
        overlap: float = ...,
    ) -> None: ...
    def setInputCol(self, value: str) -> Self:
        """Set `inputCol`: Column with hOCR, if `inputCols` is not set."""
    def getInputCol(self) -> str: ...
    def setOutputCol(self, value: str) -> Self:
        """Set `outputCol`: Column for the merged hOCR."""
    def getOutputCol(self) -> str: ...
    def setInputCols(self, *value: list[str] | None | str) -> Self:
        """Set `inputCols`: Columns with hOCR, the most trusted first, instead of `inputCol`."""
    def getInputCols(self) -> list[str] | None: ...
    def setOverlap(self, value: float) -> Self:
        """Set `overlap`: A word is left out if an earlier column's covers more than this share of it."""
    def getOverlap(self) -> float: ...

class HocrToImage(TypedStage):
    inputCol: StageParam
    outputCol: StageParam
    originCol: StageParam
    resolution: StageParam
    imageType: StageParam
    def __init__(
        self,
        *,
        inputCol: str = ...,
        outputCol: str = ...,
        originCol: str = ...,
        resolution: int = ...,
        imageType: ImageType | str | int = ...,
    ) -> None: ...
    def setInputCol(self, value: str) -> Self:
        """Set `inputCol`: Column with the hOCR."""
    def getInputCol(self) -> str: ...
    def setOutputCol(self, value: str) -> Self:
        """Set `outputCol`: Column for the image."""
    def getOutputCol(self) -> str: ...
    def setOriginCol(self, value: str) -> Self:
        """Set `originCol`: Column that says where the hOCR is from; goes into the image."""
    def getOriginCol(self) -> str: ...
    def setResolution(self, value: int) -> Self:
        """Set `resolution`: Resolution that the image says it has, in dpi; 0: unknown."""
    def getResolution(self) -> int: ...
    def setImageType(self, value: ImageType | str | int) -> Self:
        """Set `imageType`: Pixel layout of the image."""
    def getImageType(self) -> ImageType: ...

class HocrTokenizer(TypedStage):
    inputCol: StageParam
    outputCol: StageParam
    tokenizerType: StageParam
    def __init__(
        self,
        *,
        inputCol: str = ...,
        outputCol: str = ...,
        tokenizerType: TokenizerType | str = ...,
    ) -> None: ...
    def setInputCol(self, value: str) -> Self:
        """Set `inputCol`: Column with the hOCR."""
    def getInputCol(self) -> str: ...
    def setOutputCol(self, value: str) -> Self:
        """Set `outputCol`: Column for the tokens."""
    def getOutputCol(self) -> str: ...
    def setTokenizerType(self, value: TokenizerType | str) -> Self:
        """Set `tokenizerType`: What a token is."""
    def getTokenizerType(self) -> TokenizerType: ...

class ImageDrawAnnotations(TypedStage):
    inputCol: StageParam
    outputCol: StageParam
    inputChunksCol: StageParam
    keepInput: StageParam
    lineWidth: StageParam
    fontSize: StageParam
    fontName: StageParam
    fontStyle: StageParam
    displayMetadata: StageParam
    useContrastTextColor: StageParam
    rectColor: StageParam
    filledRect: StageParam
    colorMap: StageParam
    def __init__(
        self,
        *,
        inputCol: str = ...,
        outputCol: str = ...,
        inputChunksCol: str = ...,
        keepInput: bool = ...,
        lineWidth: int = ...,
        fontSize: int = ...,
        fontName: str = ...,
        fontStyle: FontStyle | str | int = ...,
        displayMetadata: bool = ...,
        useContrastTextColor: bool = ...,
        rectColor: Color | str = ...,
        filledRect: bool = ...,
        colorMap: Any | None = ...,
    ) -> None: ...
    def setInputCol(self, value: str) -> Self:
        """Set `inputCol`: Column with the image."""
    def getInputCol(self) -> str: ...
    def setOutputCol(self, value: str) -> Self:
        """Set `outputCol`: Column for the image with the annotations."""
    def getOutputCol(self) -> str: ...
    def setInputChunksCol(self, value: str) -> Self:
        """Set `inputChunksCol`: Column with annotations that have a place, or with arrays or a table of them."""
    def getInputChunksCol(self) -> str: ...
    def setKeepInput(self, value: bool) -> Self:
        """Set `keepInput`: Whether the input column stays in the result."""
    def getKeepInput(self) -> bool: ...
    def setLineWidth(self, value: int) -> Self:
        """Set `lineWidth`: Width of outlines in px."""
    def getLineWidth(self) -> int: ...
    def setFontSize(self, value: int) -> Self:
        """Set `fontSize`: Size of labels and scores beside outlines, in px."""
    def getFontSize(self) -> int: ...
    def setFontName(self, value: str) -> Self:
        """Set `fontName`: Font of texts: the family of one that is installed on the workers, or its file; empty: Pillow's own, which has Latin letters only. A family that is not installed is Roboto."""
    def getFontName(self) -> str: ...
    def setFontStyle(self, value: FontStyle | str | int) -> Self:
        """Set `fontStyle`: Style of texts; without a `fontName`, others than PLAIN are of Roboto."""
    def getFontStyle(self) -> FontStyle: ...
    def setDisplayMetadata(self, value: bool) -> Self:
        """Set `displayMetadata`: Whether labels and confidences are written beside outlines."""
    def getDisplayMetadata(self) -> bool: ...
    def setUseContrastTextColor(self, value: bool) -> Self:
        """Set `useContrastTextColor`: Whether texts beside outlines are black or white, whichever can be read where they are."""
    def getUseContrastTextColor(self) -> bool: ...
    def setRectColor(self, value: Color | str) -> Self:
        """Set `rectColor`: Colour of annotations that get none from `colorMap`."""
    def getRectColor(self) -> Color: ...
    def setFilledRect(self, value: bool) -> Self:
        """Set `filledRect`: Whether annotations are filled, which masks what is in them."""
    def getFilledRect(self) -> bool: ...
    def setColorMap(self, value: Any | None) -> Self:
        """Set `colorMap`: Colours by label; key '*': all other labels. Or '*': one of eight colours for each label, always the same."""
    def getColorMap(self) -> Any | None: ...

class ImageDrawRegions(TypedStage):
    inputCol: StageParam
    outputCol: StageParam
    inputRegionsCol: StageParam
    keepInput: StageParam
    lineWidth: StageParam
    fontSize: StageParam
    fontName: StageParam
    fontStyle: StageParam
    displayMetadata: StageParam
    useContrastTextColor: StageParam
    rotated: StageParam
    rectColor: StageParam
    filledRect: StageParam
    colorMap: StageParam
    sourceImageHeightCol: StageParam
    sourceImageWidthCol: StageParam
    scaleBoundingBoxes: StageParam
    patchImages: StageParam
    inputChunkMappingCol: StageParam
    def __init__(
        self,
        *,
        inputCol: str = ...,
        outputCol: str = ...,
        inputRegionsCol: str = ...,
        keepInput: bool = ...,
        lineWidth: int = ...,
        fontSize: int = ...,
        fontName: str = ...,
        fontStyle: FontStyle | str | int = ...,
        displayMetadata: bool = ...,
        useContrastTextColor: bool = ...,
        rotated: bool = ...,
        rectColor: Color | str = ...,
        filledRect: bool = ...,
        colorMap: Any | None = ...,
        sourceImageHeightCol: str = ...,
        sourceImageWidthCol: str = ...,
        scaleBoundingBoxes: bool = ...,
        patchImages: bool = ...,
        inputChunkMappingCol: str = ...,
    ) -> None: ...
    def setInputCol(self, value: str) -> Self:
        """Set `inputCol`: Column with the image."""
    def getInputCol(self) -> str: ...
    def setOutputCol(self, value: str) -> Self:
        """Set `outputCol`: Column for the image with the regions."""
    def getOutputCol(self) -> str: ...
    def setInputRegionsCol(self, value: str) -> Self:
        """Set `inputRegionsCol`: Column with an array of regions, or with a single one, in px of the image."""
    def getInputRegionsCol(self) -> str: ...
    def setKeepInput(self, value: bool) -> Self:
        """Set `keepInput`: Whether the input column stays in the result."""
    def getKeepInput(self) -> bool: ...
    def setLineWidth(self, value: int) -> Self:
        """Set `lineWidth`: Width of outlines in px."""
    def getLineWidth(self) -> int: ...
    def setFontSize(self, value: int) -> Self:
        """Set `fontSize`: Size of labels and scores beside outlines, in px."""
    def getFontSize(self) -> int: ...
    def setFontName(self, value: str) -> Self:
        """Set `fontName`: Font of texts: the family of one that is installed on the workers, or its file; empty: Pillow's own, which has Latin letters only. A family that is not installed is Roboto."""
    def getFontName(self) -> str: ...
    def setFontStyle(self, value: FontStyle | str | int) -> Self:
        """Set `fontStyle`: Style of texts; without a `fontName`, others than PLAIN are of Roboto."""
    def getFontStyle(self) -> FontStyle: ...
    def setDisplayMetadata(self, value: bool) -> Self:
        """Set `displayMetadata`: Whether labels and scores are written beside outlines."""
    def getDisplayMetadata(self) -> bool: ...
    def setUseContrastTextColor(self, value: bool) -> Self:
        """Set `useContrastTextColor`: Whether texts beside outlines are black or white, whichever can be read where they are."""
    def getUseContrastTextColor(self) -> bool: ...
    def setRotated(self, value: bool) -> Self:
        """Set `rotated`: Accepted for old programs: regions with an angle are always drawn turned."""
    def getRotated(self) -> bool: ...
    def setRectColor(self, value: Color | str) -> Self:
        """Set `rectColor`: Colour of regions that get none from `colorMap`."""
    def getRectColor(self) -> Color: ...
    def setFilledRect(self, value: bool) -> Self:
        """Set `filledRect`: Whether regions are filled, which masks what is in them."""
    def getFilledRect(self) -> bool: ...
    def setColorMap(self, value: Any | None) -> Self:
        """Set `colorMap`: Colours by label; key '*': all other labels. Or '*': one of eight colours for each label, always the same."""
    def getColorMap(self) -> Any | None: ...
    def setSourceImageHeightCol(self, value: str) -> Self:
        """Set `sourceImageHeightCol`: Column with the height of the page that regions are on."""
    def getSourceImageHeightCol(self) -> str: ...
    def setSourceImageWidthCol(self, value: str) -> Self:
        """Set `sourceImageWidthCol`: Column with the width of the page that regions are on."""
    def getSourceImageWidthCol(self) -> str: ...
    def setScaleBoundingBoxes(self, value: bool) -> Self:
        """Set `scaleBoundingBoxes`: Whether regions are in units of that page, such as points, and are scaled to the image."""
    def getScaleBoundingBoxes(self) -> bool: ...
    def setPatchImages(self, value: bool) -> Self:
        """Set `patchImages`: Whether the label of a region replaces what is in it."""
    def getPatchImages(self) -> bool: ...
    def setInputChunkMappingCol(self, value: str) -> Self:
        """Set `inputChunkMappingCol`: Column with annotations: the new texts of the regions, for `patchImages`; empty: their labels are."""
    def getInputChunkMappingCol(self) -> str: ...

class ImageNoiseScorer(TypedStage):
    inputCol: StageParam
    outputCol: StageParam
    inputRegionsCol: StageParam
    method: StageParam
    def __init__(
        self,
        *,
        inputCol: str = ...,
        outputCol: str = ...,
        inputRegionsCol: str = ...,
        method: NoiseMethod | str = ...,
    ) -> None: ...
    def setInputCol(self, value: str) -> Self:
        """Set `inputCol`: Column with the image."""
    def getInputCol(self) -> str: ...
    def setOutputCol(self, value: str) -> Self:
        """Set `outputCol`: Column for the scores."""
    def getOutputCol(self) -> str: ...
    def setInputRegionsCol(self, value: str) -> Self:
        """Set `inputRegionsCol`: Column with regions, in px of the image."""
    def getInputRegionsCol(self) -> str: ...
    def setMethod(self, value: NoiseMethod | str) -> Self:
        """Set `method`: What to measure."""
    def getMethod(self) -> NoiseMethod: ...

class ImageSchemaConverter(TypedStage):
    inputCol: StageParam
    outputCol: StageParam
    outputSchema: StageParam
    keepInput: StageParam
    def __init__(
        self,
        *,
        inputCol: str = ...,
        outputCol: str = ...,
        outputSchema: ImageSchemaConversion | str = ...,
        keepInput: bool = ...,
    ) -> None: ...
    def setInputCol(self, value: str) -> Self:
        """Set `inputCol`: Column with the image to convert."""
    def getInputCol(self) -> str: ...
    def setOutputCol(self, value: str) -> Self:
        """Set `outputCol`: Column for the converted image."""
    def getOutputCol(self) -> str: ...
    def setOutputSchema(self, value: ImageSchemaConversion | str) -> Self:
        """Set `outputSchema`: What to convert to."""
    def getOutputSchema(self) -> ImageSchemaConversion: ...
    def setKeepInput(self, value: bool) -> Self:
        """Set `keepInput`: Whether the input column stays in the result."""
    def getKeepInput(self) -> bool: ...

class ImageSplitRegions(TypedStage):
    inputCol: StageParam
    outputCol: StageParam
    inputRegionsCol: StageParam
    explodeCols: StageParam
    rotated: StageParam
    dropCols: StageParam
    imageType: StageParam
    def __init__(
        self,
        *,
        inputCol: str = ...,
        outputCol: str = ...,
        inputRegionsCol: str = ...,
        explodeCols: list[str] | None | str = ...,
        rotated: bool = ...,
        dropCols: list[str] | None | str = ...,
        imageType: ImageType | str | int = ...,
    ) -> None: ...
    def setInputCol(self, value: str) -> Self:
        """Set `inputCol`: Column with the image."""
    def getInputCol(self) -> str: ...
    def setOutputCol(self, value: str) -> Self:
        """Set `outputCol`: Column for the part of the image."""
    def getOutputCol(self) -> str: ...
    def setInputRegionsCol(self, value: str) -> Self:
        """Set `inputRegionsCol`: Column with an array of regions, or with a single one, in px of the image."""
    def getInputRegionsCol(self) -> str: ...
    def setRegionCol(self, value: str) -> Self:
        """Set `inputRegionsCol`: Column with an array of regions, or with a single one, in px of the image."""
    def getRegionCol(self) -> str: ...
    def setExplodeCols(self, *value: list[str] | None | str) -> Self:
        """Set `explodeCols`: Array columns that get one element per region, in the same order; null where they have none."""
    def getExplodeCols(self) -> list[str] | None: ...
    def setRotated(self, value: bool) -> Self:
        """Set `rotated`: Accepted for old programs: regions with an angle are always turned upright."""
    def getRotated(self) -> bool: ...
    def setDropCols(self, *value: list[str] | None | str) -> Self:
        """Set `dropCols`: Columns to drop, if they are there."""
    def getDropCols(self) -> list[str] | None: ...
    def setImageType(self, value: ImageType | str | int) -> Self:
        """Set `imageType`: Pixel layout of the parts."""
    def getImageType(self) -> ImageType: ...

class ImageTableCellDetector(TypedStage):
    inputCol: StageParam
    outputCol: StageParam
    outputImageCol: StageParam
    algoType: StageParam
    algoParams: StageParam
    drawDetectedLines: StageParam
    keepOriginalLines: StageParam
    keepInput: StageParam
    def __init__(
        self,
        *,
        inputCol: str = ...,
        outputCol: str = ...,
        outputImageCol: str = ...,
        algoType: CellDetectionAlgos | str = ...,
        algoParams: str = ...,
        drawDetectedLines: bool = ...,
        keepOriginalLines: bool = ...,
        keepInput: bool = ...,
    ) -> None: ...
    def setInputCol(self, value: str) -> Self:
        """Set `inputCol`: Column with the image of a table."""
    def getInputCol(self) -> str: ...
    def setOutputCol(self, value: str) -> Self:
        """Set `outputCol`: Column for the cells."""
    def getOutputCol(self) -> str: ...
    def setOutputImageCol(self, value: str) -> Self:
        """Set `outputImageCol`: Column for the image without its lines."""
    def getOutputImageCol(self) -> str: ...
    def setAlgoType(self, value: CellDetectionAlgos | str) -> Self:
        """Set `algoType`: How cells are found."""
    def getAlgoType(self) -> CellDetectionAlgos: ...
    def setAlgoParams(self, value: str) -> Self:
        """Set `algoParams`: What MORPHOPS takes for white space."""
    def getAlgoParams(self) -> str: ...
    def setDrawDetectedLines(self, value: bool) -> Self:
        """Set `drawDetectedLines`: Whether the borders of the cells are drawn on the output image."""
    def getDrawDetectedLines(self) -> bool: ...
    def setKeepOriginalLines(self, value: bool) -> Self:
        """Set `keepOriginalLines`: Whether the lines of the image stay on the output image."""
    def getKeepOriginalLines(self) -> bool: ...
    def setKeepInput(self, value: bool) -> Self:
        """Set `keepInput`: Whether the input column stays in the result."""
    def getKeepInput(self) -> bool: ...

class ImageToDicom(TypedStage):
    inputCol: StageParam
    outputCol: StageParam
    originCol: StageParam
    metadataCol: StageParam
    keepInput: StageParam
    def __init__(
        self,
        *,
        inputCol: str = ...,
        outputCol: str = ...,
        originCol: str = ...,
        metadataCol: str = ...,
        keepInput: bool = ...,
    ) -> None: ...
    def setInputCol(self, value: str) -> Self:
        """Set `inputCol`: Column with the image."""
    def getInputCol(self) -> str: ...
    def setOutputCol(self, value: str) -> Self:
        """Set `outputCol`: Column for the bytes of the DICOM file."""
    def getOutputCol(self) -> str: ...
    def setOriginCol(self, value: str) -> Self:
        """Set `originCol`: Column that says where the image is from; must be there if it is set."""
    def getOriginCol(self) -> str: ...
    def setMetadataCol(self, value: str) -> Self:
        """Set `metadataCol`: Column with a header as JSON; nulls where it is not there."""
    def getMetadataCol(self) -> str: ...
    def setKeepInput(self, value: bool) -> Self:
        """Set `keepInput`: Whether the input column stays in the result."""
    def getKeepInput(self) -> bool: ...

class NerOutputCleaner(TypedStage):
    inputCol: StageParam
    outputCol: StageParam
    outputNerCol: StageParam
    def __init__(
        self,
        *,
        inputCol: str = ...,
        outputCol: str = ...,
        outputNerCol: str = ...,
    ) -> None: ...
    def setInputCol(self, value: str) -> Self:
        """Set `inputCol`: Column with chunks."""
    def getInputCol(self) -> str: ...
    def setOutputCol(self, value: str) -> Self:
        """Set `outputCol`: Column for the chunks that are left."""
    def getOutputCol(self) -> str: ...
    def setOutputNerCol(self, value: str) -> Self:
        """Set `outputNerCol`: Column for those that have a place."""
    def getOutputNerCol(self) -> str: ...

class PageToKeyValues(TypedStage):
    inputCol: StageParam
    outputCol: StageParam
    imageCol: StageParam
    scoreThreshold: StageParam
    def __init__(
        self,
        *,
        inputCol: str = ...,
        outputCol: str = ...,
        imageCol: str = ...,
        scoreThreshold: float = ...,
    ) -> None: ...
    def setInputCol(self, value: str) -> Self:
        """Set `inputCol`: Column with the positions of the text, or with hOCR."""
    def getInputCol(self) -> str: ...
    def setOutputCol(self, value: str) -> Self:
        """Set `outputCol`: Column for the keys and values."""
    def getOutputCol(self) -> str: ...
    def setImageCol(self, value: str) -> Self:
        """Set `imageCol`: Column with the image that was read; left out if it is not there."""
    def getImageCol(self) -> str: ...
    def setScoreThreshold(self, value: float) -> Self:
        """Set `scoreThreshold`: Pairs with a lower score, 0 to 1, are dropped."""
    def getScoreThreshold(self) -> float: ...

class PositionFinder(TypedStage):
    inputCol: StageParam
    outputCol: StageParam
    inputCols: StageParam
    pageMatrixCol: StageParam
    padding: StageParam
    ocrScaleFactor: StageParam
    pdfScaleFactor: StageParam
    smoothCoordinates: StageParam
    matchingWindow: StageParam
    windowPageTolerance: StageParam
    ignoreSchema: StageParam
    def __init__(
        self,
        *,
        inputCol: str = ...,
        outputCol: str = ...,
        inputCols: list[str] | None | str = ...,
        pageMatrixCol: str = ...,
        padding: int = ...,
        ocrScaleFactor: float = ...,
        pdfScaleFactor: float = ...,
        smoothCoordinates: bool = ...,
        matchingWindow: int = ...,
        windowPageTolerance: bool = ...,
        ignoreSchema: bool = ...,
    ) -> None: ...
    def setInputCol(self, value: str) -> Self:
        """Set `inputCol`: Column with chunks, if `inputCols` is not set."""
    def getInputCol(self) -> str: ...
    def setOutputCol(self, value: str) -> Self:
        """Set `outputCol`: Column for the regions."""
    def getOutputCol(self) -> str: ...
    def setInputCols(self, *value: list[str] | None | str) -> Self:
        """Set `inputCols`: Columns with chunks, instead of `inputCol`."""
    def getInputCols(self) -> list[str] | None: ...
    def setPageMatrixCol(self, value: str) -> Self:
        """Set `pageMatrixCol`: Column with the positions of the text."""
    def getPageMatrixCol(self) -> str: ...
    def setPadding(self, value: int) -> Self:
        """Set `padding`: Px or points by which regions grow to each side, at the left and top only to 0."""
    def getPadding(self) -> int: ...
    def setOcrScaleFactor(self, value: float) -> Self:
        """Set `ocrScaleFactor`: Factor for the height of regions in OCR positions, around their middle; before padding."""
    def getOcrScaleFactor(self) -> float: ...
    def setPdfScaleFactor(self, value: float) -> Self:
        """Set `pdfScaleFactor`: The same for positions of a PDF's text layer."""
    def getPdfScaleFactor(self) -> float: ...
    def setSmoothCoordinates(self, value: bool) -> Self:
        """Set `smoothCoordinates`: Whether all regions of a line have the same top and bottom, so that they don't follow single letters."""
    def getSmoothCoordinates(self) -> bool: ...
    def setMatchingWindow(self, value: int) -> Self:
        """Set `matchingWindow`: Deprecated, without effect: the whole text is searched."""
    def getMatchingWindow(self) -> int: ...
    def setWindowPageTolerance(self, value: bool) -> Self:
        """Set `windowPageTolerance`: Deprecated, without effect: the whole text is searched."""
    def getWindowPageTolerance(self) -> bool: ...
    def setIgnoreSchema(self, value: bool) -> Self:
        """Set `ignoreSchema`: Whether columns of other types are taken; fields they lack count as null."""
    def getIgnoreSchema(self) -> bool: ...

class RegionsMerger(TypedStage):
    inputCol: StageParam
    outputCol: StageParam
    cellInputCol: StageParam
    imageInputCol: StageParam
    keepTextRegions: StageParam
    def __init__(
        self,
        *,
        inputCol: str = ...,
        outputCol: str = ...,
        cellInputCol: str = ...,
        imageInputCol: str = ...,
        keepTextRegions: bool = ...,
    ) -> None: ...
    def setInputCol(self, value: str) -> Self:
        """Set `inputCol`: Column with regions of text, in px of the image."""
    def getInputCol(self) -> str: ...
    def setOutputCol(self, value: str) -> Self:
        """Set `outputCol`: Column for the merged regions."""
    def getOutputCol(self) -> str: ...
    def setCellInputCol(self, value: str) -> Self:
        """Set `cellInputCol`: Column with cells in px: an array of regions, or nested arrays of [x, y, width, height]."""
    def getCellInputCol(self) -> str: ...
    def setImageInputCol(self, value: str) -> Self:
        """Set `imageInputCol`: Column with the image; may be missing if it is the default."""
    def getImageInputCol(self) -> str: ...
    def setKeepTextRegions(self, value: bool) -> Self:
        """Set `keepTextRegions`: Whether texts stay besides the cells that they are in."""
    def getKeepTextRegions(self) -> bool: ...

class RegionsToOriginal(TypedStage):
    inputCol: StageParam
    outputCol: StageParam
    imageCol: StageParam
    rotated: StageParam
    def __init__(
        self,
        *,
        inputCol: str = ...,
        outputCol: str = ...,
        imageCol: str = ...,
        rotated: bool = ...,
    ) -> None: ...
    def setInputCol(self, value: str) -> Self:
        """Set `inputCol`: Column with regions, a region, or positions, in px of the image."""
    def getInputCol(self) -> str: ...
    def setOutputCol(self, value: str) -> Self:
        """Set `outputCol`: Column for the same in px of the original page."""
    def getOutputCol(self) -> str: ...
    def setImageCol(self, value: str) -> Self:
        """Set `imageCol`: Column with the image that they were found on, or with its transform."""
    def getImageCol(self) -> str: ...
    def setRotated(self, value: bool) -> Self:
        """Set `rotated`: Whether regions may get an angle instead of growing."""
    def getRotated(self) -> bool: ...

class UpdateTextPosition(TypedStage):
    inputCol: StageParam
    outputCol: StageParam
    inputText: StageParam
    def __init__(
        self,
        *,
        inputCol: str = ...,
        outputCol: str = ...,
        inputText: str = ...,
    ) -> None: ...
    def setInputCol(self, value: str) -> Self:
        """Set `inputCol`: Column with the positions of the original text."""
    def getInputCol(self) -> str: ...
    def setOutputCol(self, value: str) -> Self:
        """Set `outputCol`: Column for the positions of the new text."""
    def getOutputCol(self) -> str: ...
    def setInputText(self, value: str) -> Self:
        """Set `inputText`: Column with the new text, or path to it like 'newDocs.result'."""
    def getInputText(self) -> str: ...

class BinaryToImage(TypedStage):
    inputCol: StageParam
    outputCol: StageParam
    pageTimeout: StageParam
    pageMemory: StageParam
    limits: StageParam
    originCol: StageParam
    pageNumCol: StageParam
    imageType: StageParam
    keepInput: StageParam
    partitionNum: StageParam
    maxPixels: StageParam
    imageDimsCol: StageParam
    compressImage: StageParam
    def __init__(
        self,
        *,
        inputCol: str = ...,
        outputCol: str = ...,
        pageTimeout: float = ...,
        pageMemory: int = ...,
        limits: dict[str, int] = ...,
        originCol: str = ...,
        pageNumCol: str = ...,
        imageType: ImageType | str | int = ...,
        keepInput: bool = ...,
        partitionNum: int = ...,
        maxPixels: int = ...,
        imageDimsCol: str = ...,
        compressImage: bool = ...,
    ) -> None: ...
    def setInputCol(self, value: str) -> Self:
        """Set `inputCol`: Column with the bytes of the file."""
    def getInputCol(self) -> str: ...
    def setOutputCol(self, value: str) -> Self:
        """Set `outputCol`: Column for the image."""
    def getOutputCol(self) -> str: ...
    def setPageTimeout(self, value: float) -> Self:
        """Set `pageTimeout`: Seconds that a page may take, else it has an exception. It is then worked on in a process of its own, so that a crash does not end the task either. 0: as `sparkocr.start` says, else no limit."""
    def getPageTimeout(self) -> float: ...
    def setPageMemory(self, value: int) -> Self:
        """Set `pageMemory`: MiB of memory that a page may need, as pageTimeout."""
    def getPageMemory(self) -> int: ...
    def setLimits(self, value: dict[str, int]) -> Self:
        """Set `limits`: Limits of what small files may ask for (see the page on limits), such as `{"maxDrawings": 2000000}`; others are as `sparkocr.start` says, else as they are there."""
    def getLimits(self) -> dict[str, int]: ...
    def setOriginCol(self, value: str) -> Self:
        """Set `originCol`: Column that says where the file is from; goes into the image."""
    def getOriginCol(self) -> str: ...
    def setPageNumCol(self, value: str) -> Self:
        """Set `pageNumCol`: Column for the number of the frame in its file, from 0."""
    def getPageNumCol(self) -> str: ...
    def setImageType(self, value: ImageType | str | int) -> Self:
        """Set `imageType`: Pixel layout of the image."""
    def getImageType(self) -> ImageType: ...
    def setKeepInput(self, value: bool) -> Self:
        """Set `keepInput`: Whether the bytes of the file stay in the result."""
    def getKeepInput(self) -> bool: ...
    def setPartitionNum(self, value: int) -> Self:
        """Set `partitionNum`: Partitions to deal the frames out to; 0 chooses by the number of cores, -1 leaves them in place."""
    def getPartitionNum(self) -> int: ...
    def setMaxPixels(self, value: int) -> Self:
        """Set `maxPixels`: Largest image in pixels; a larger one is an exception, not decoded."""
    def getMaxPixels(self) -> int: ...
    def setImageDimsCol(self, value: str) -> Self:
        """Set `imageDimsCol`: Column for the size of the image in px (struct of width and height); empty: none."""
    def getImageDimsCol(self) -> str: ...
    def setCompressImage(self, value: bool) -> Self:
        """Set `compressImage`: Whether image.data holds a PNG file instead of pixels."""
    def getCompressImage(self) -> bool: ...

class ChunkMerger(TypedStage):
    inputCol: StageParam
    outputCol: StageParam
    inputCols: StageParam
    def __init__(
        self,
        *,
        inputCol: str = ...,
        outputCol: str = ...,
        inputCols: list[str] | None | str = ...,
    ) -> None: ...
    def setInputCol(self, value: str) -> Self:
        """Set `inputCol`: Column with chunks, if `inputCols` is not set."""
    def getInputCol(self) -> str: ...
    def setOutputCol(self, value: str) -> Self:
        """Set `outputCol`: Column for the chunks."""
    def getOutputCol(self) -> str: ...
    def setInputCols(self, *value: list[str] | None | str) -> Self:
        """Set `inputCols`: Columns with annotations, instead of `inputCol`."""
    def getInputCols(self) -> list[str] | None: ...

class FormRelationExtractor(TypedStage):
    inputCol: StageParam
    outputCol: StageParam
    inputCols: StageParam
    lineTolerance: StageParam
    keyPattern: StageParam
    valuePattern: StageParam
    def __init__(
        self,
        *,
        inputCol: str = ...,
        outputCol: str = ...,
        inputCols: list[str] | None | str = ...,
        lineTolerance: float = ...,
        keyPattern: str = ...,
        valuePattern: str = ...,
    ) -> None: ...
    def setInputCol(self, value: str) -> Self:
        """Set `inputCol`: Column with tagged words, if `inputCols` is not set."""
    def getInputCol(self) -> str: ...
    def setOutputCol(self, value: str) -> Self:
        """Set `outputCol`: Column for the relations."""
    def getOutputCol(self) -> str: ...
    def setInputCols(self, *value: list[str] | None | str) -> Self:
        """Set `inputCols`: Columns with annotations, instead of `inputCol`."""
    def getInputCols(self) -> list[str] | None: ...
    def setLineTolerance(self, value: float) -> Self:
        """Set `lineTolerance`: Px by which the middles of a key and a value on one line may differ, and which a value may be below it."""
    def getLineTolerance(self) -> float: ...
    def setKeyPattern(self, value: str) -> Self:
        """Set `keyPattern`: Expression that the tags of keys have in them, in any case."""
    def getKeyPattern(self) -> str: ...
    def setValuePattern(self, value: str) -> Self:
        """Set `valuePattern`: Expression that the tags of values have in them, in any case."""
    def getValuePattern(self) -> str: ...

class HocrToTextTable(TypedStage):
    inputCol: StageParam
    outputCol: StageParam
    tableIndexCol: StageParam
    pageNumCol: StageParam
    regionCol: StageParam
    cellsCol: StageParam
    useCellsCol: StageParam
    outputFormat: StageParam
    keepInput: StageParam
    def __init__(
        self,
        *,
        inputCol: str = ...,
        outputCol: str = ...,
        tableIndexCol: str = ...,
        pageNumCol: str = ...,
        regionCol: str = ...,
        cellsCol: str = ...,
        useCellsCol: bool | str = ...,
        outputFormat: TableOutputFormat | str = ...,
        keepInput: bool = ...,
    ) -> None: ...
    def setInputCol(self, value: str) -> Self:
        """Set `inputCol`: Column with the hOCR."""
    def getInputCol(self) -> str: ...
    def setOutputCol(self, value: str) -> Self:
        """Set `outputCol`: Column for the table."""
    def getOutputCol(self) -> str: ...
    def setTableIndexCol(self, value: str) -> Self:
        """Set `tableIndexCol`: Column for the number of the table, from 0; empty: none."""
    def getTableIndexCol(self) -> str: ...
    def setPageNumCol(self, value: str) -> Self:
        """Set `pageNumCol`: Column for the number of the page, from 0; empty: none."""
    def getPageNumCol(self) -> str: ...
    def setRegionCol(self, value: str) -> Self:
        """Set `regionCol`: Column with the places of tables, an array of regions or a single one; empty: all of the page is a table."""
    def getRegionCol(self) -> str: ...
    def setCellsCol(self, value: str) -> Self:
        """Set `cellsCol`: Column with cells: nested arrays of [x, y, width, height], or an array of regions; empty: none."""
    def getCellsCol(self) -> str: ...
    def setUseCellsCol(self, value: bool | str) -> Self:
        """Set `useCellsCol`: Whether cells are used: of `cellsCol`, or else of the column cells; or a column with cells."""
    def getUseCellsCol(self) -> bool | str: ...
    def setOutputFormat(self, value: TableOutputFormat | str) -> Self:
        """Set `outputFormat`: What a table is written as."""
    def getOutputFormat(self) -> TableOutputFormat: ...
    def setKeepInput(self, value: bool) -> Self:
        """Set `keepInput`: Whether the input column stays in the result."""
    def getKeepInput(self) -> bool: ...

class ImageAdaptiveBinarizer(TypedStage):
    inputCol: StageParam
    outputCol: StageParam
    keepInput: StageParam
    width: StageParam
    method: StageParam
    scale: StageParam
    imageType: StageParam
    def __init__(
        self,
        *,
        inputCol: str = ...,
        outputCol: str = ...,
        keepInput: bool = ...,
        width: float = ...,
        method: ThresholdingMethod | str = ...,
        scale: float = ...,
        imageType: ImageType | str | int = ...,
    ) -> None: ...
    def setInputCol(self, value: str) -> Self:
        """Set `inputCol`: Column with the image to read."""
    def getInputCol(self) -> str: ...
    def setOutputCol(self, value: str) -> Self:
        """Set `outputCol`: Column for the black and white image."""
    def getOutputCol(self) -> str: ...
    def setKeepInput(self, value: bool) -> Self:
        """Set `keepInput`: Whether the input column stays in the result."""
    def getKeepInput(self) -> bool: ...
    def setWidth(self, value: float) -> Self:
        """Set `width`: Side of the neighbourhood in px; OTSU has none."""
    def getWidth(self) -> float: ...
    def setMethod(self, value: ThresholdingMethod | str) -> Self:
        """Set `method`: How the threshold follows from the neighbourhood."""
    def getMethod(self) -> ThresholdingMethod: ...
    def setScale(self, value: float) -> Self:
        """Set `scale`: The threshold is divided by it: 1.1 takes for ink what is a tenth darker."""
    def getScale(self) -> float: ...
    def setImageType(self, value: ImageType | str | int) -> Self:
        """Set `imageType`: Pixel layout of the image."""
    def getImageType(self) -> ImageType: ...

class ImageAdaptiveScaler(TypedStage):
    inputCol: StageParam
    outputCol: StageParam
    keepInput: StageParam
    desiredSize: StageParam
    def __init__(
        self,
        *,
        inputCol: str = ...,
        outputCol: str = ...,
        keepInput: bool = ...,
        desiredSize: int = ...,
    ) -> None: ...
    def setInputCol(self, value: str) -> Self:
        """Set `inputCol`: Column with the image to read."""
    def getInputCol(self) -> str: ...
    def setOutputCol(self, value: str) -> Self:
        """Set `outputCol`: Column for the scaled image."""
    def getOutputCol(self) -> str: ...
    def setKeepInput(self, value: bool) -> Self:
        """Set `keepInput`: Whether the input column stays in the result."""
    def getKeepInput(self) -> bool: ...
    def setDesiredSize(self, value: int) -> Self:
        """Set `desiredSize`: Height of the text in px."""
    def getDesiredSize(self) -> int: ...

class ImageAdaptiveThresholding(TypedStage):
    inputCol: StageParam
    outputCol: StageParam
    keepInput: StageParam
    blockSize: StageParam
    method: StageParam
    offset: StageParam
    mode: StageParam
    cval: StageParam
    def __init__(
        self,
        *,
        inputCol: str = ...,
        outputCol: str = ...,
        keepInput: bool = ...,
        blockSize: int = ...,
        method: AdaptiveThresholdingMethod | str = ...,
        offset: float = ...,
        mode: str = ...,
        cval: int = ...,
    ) -> None: ...
    def setInputCol(self, value: str) -> Self:
        """Set `inputCol`: Column with the image to read."""
    def getInputCol(self) -> str: ...
    def setOutputCol(self, value: str) -> Self:
        """Set `outputCol`: Column for the black and white image."""
    def getOutputCol(self) -> str: ...
    def setKeepInput(self, value: bool) -> Self:
        """Set `keepInput`: Whether the input column stays in the result."""
    def getKeepInput(self) -> bool: ...
    def setBlockSize(self, value: int) -> Self:
        """Set `blockSize`: Side of the neighbourhood in px; an even one counts as the next odd one."""
    def getBlockSize(self) -> int: ...
    def setMethod(self, value: AdaptiveThresholdingMethod | str) -> Self:
        """Set `method`: How the threshold follows from the neighbourhood."""
    def getMethod(self) -> AdaptiveThresholdingMethod: ...
    def setOffset(self, value: float) -> Self:
        """Set `offset`: Is subtracted from the threshold, in levels of gray."""
    def getOffset(self) -> float: ...
    def setMode(self, value: str) -> Self:
        """Set `mode`: What lies beyond the edge of the image."""
    def getMode(self) -> str: ...
    def setCval(self, value: int) -> Self:
        """Set `cval`: Brightness beyond the edge, for the mode 'constant'."""
    def getCval(self) -> int: ...

class ImageBinarizer(TypedStage):
    inputCol: StageParam
    outputCol: StageParam
    keepInput: StageParam
    threshold: StageParam
    def __init__(
        self,
        *,
        inputCol: str = ...,
        outputCol: str = ...,
        keepInput: bool = ...,
        threshold: int = ...,
    ) -> None: ...
    def setInputCol(self, value: str) -> Self:
        """Set `inputCol`: Column with the image to read."""
    def getInputCol(self) -> str: ...
    def setOutputCol(self, value: str) -> Self:
        """Set `outputCol`: Column for the black and white image."""
    def getOutputCol(self) -> str: ...
    def setKeepInput(self, value: bool) -> Self:
        """Set `keepInput`: Whether the input column stays in the result."""
    def getKeepInput(self) -> bool: ...
    def setThreshold(self, value: int) -> Self:
        """Set `threshold`: Pixels above this value become white (255), the others black (0)."""
    def getThreshold(self) -> int: ...

class ImageCheckBoxDetector(TypedStage):
    inputCol: StageParam
    outputCol: StageParam
    keepInput: StageParam
    labels: StageParam
    scoreThreshold: StageParam
    regionsCol: StageParam
    def __init__(
        self,
        *,
        inputCol: str = ...,
        outputCol: str = ...,
        keepInput: bool = ...,
        labels: list[str] = ...,
        scoreThreshold: float = ...,
        regionsCol: str = ...,
    ) -> None: ...
    def setInputCol(self, value: str) -> Self:
        """Set `inputCol`: Column with the image."""
    def getInputCol(self) -> str: ...
    def setOutputCol(self, value: str) -> Self:
        """Set `outputCol`: Column for the hOCR."""
    def getOutputCol(self) -> str: ...
    def setKeepInput(self, value: bool) -> Self:
        """Set `keepInput`: Whether the input column stays in the result."""
    def getKeepInput(self) -> bool: ...
    def setLabels(self, value: list[str]) -> Self:
        """Set `labels`: The word for a box that is empty, and the one for a box that is marked."""
    def getLabels(self) -> list[str]: ...
    def setScoreThreshold(self, value: float) -> Self:
        """Set `scoreThreshold`: Boxes with a lower score, 0 to 1, are dropped."""
    def getScoreThreshold(self) -> float: ...
    def setRegionsCol(self, value: str) -> Self:
        """Set `regionsCol`: Column for the boxes as regions, in the order of the page, with their label and score; empty: none."""
    def getRegionsCol(self) -> str: ...
    @classmethod
    def pretrained(cls, name: str = "", lang: str = "en", remote_loc: str | None = "clinical/ocr") -> Self: ...

class ImageCropper(TypedStage):
    inputCol: StageParam
    outputCol: StageParam
    keepInput: StageParam
    cropRectangle: StageParam
    cropSquareType: StageParam
    def __init__(
        self,
        *,
        inputCol: str = ...,
        outputCol: str = ...,
        keepInput: bool = ...,
        cropRectangle: list[int] | tuple[int, ...] | int = ...,
        cropSquareType: CropSquareType | str = ...,
    ) -> None: ...
    def setInputCol(self, value: str) -> Self:
        """Set `inputCol`: Column with the image to read."""
    def getInputCol(self) -> str: ...
    def setOutputCol(self, value: str) -> Self:
        """Set `outputCol`: Column for the part of the image."""
    def getOutputCol(self) -> str: ...
    def setKeepInput(self, value: bool) -> Self:
        """Set `keepInput`: Whether the input column stays in the result."""
    def getKeepInput(self) -> bool: ...
    def setCropRectangle(self, *value: list[int] | tuple[int, ...] | int) -> Self:
        """Set `cropRectangle`: x, y, width and height in px; a size of 0: up to the edge; all 0: a square instead."""
    def getCropRectangle(self) -> list[int]: ...
    def setCropSquareType(self, value: CropSquareType | str) -> Self:
        """Set `cropSquareType`: Where the square is."""
    def getCropSquareType(self) -> CropSquareType: ...

class ImageEnhanceContrast(TypedStage):
    inputCol: StageParam
    outputCol: StageParam
    keepInput: StageParam
    clipLimit: StageParam
    tileGridSize: StageParam
    def __init__(
        self,
        *,
        inputCol: str = ...,
        outputCol: str = ...,
        keepInput: bool = ...,
        clipLimit: float = ...,
        tileGridSize: int = ...,
    ) -> None: ...
    def setInputCol(self, value: str) -> Self:
        """Set `inputCol`: Column with the image to read."""
    def getInputCol(self) -> str: ...
    def setOutputCol(self, value: str) -> Self:
        """Set `outputCol`: Column for the gray image."""
    def getOutputCol(self) -> str: ...
    def setKeepInput(self, value: bool) -> Self:
        """Set `keepInput`: Whether the input column stays in the result."""
    def getKeepInput(self) -> bool: ...
    def setClipLimit(self, value: float) -> Self:
        """Set `clipLimit`: Limit of the amplification; more brings out more, noise included."""
    def getClipLimit(self) -> float: ...
    def setTileGridSize(self, value: int) -> Self:
        """Set `tileGridSize`: Number of parts across and down."""
    def getTileGridSize(self) -> int: ...

class ImageHomogenizeLight(TypedStage):
    inputCol: StageParam
    outputCol: StageParam
    keepInput: StageParam
    threshold: StageParam
    expIn: StageParam
    def __init__(
        self,
        *,
        inputCol: str = ...,
        outputCol: str = ...,
        keepInput: bool = ...,
        threshold: int = ...,
        expIn: int = ...,
    ) -> None: ...
    def setInputCol(self, value: str) -> Self:
        """Set `inputCol`: Column with the image to read."""
    def getInputCol(self) -> str: ...
    def setOutputCol(self, value: str) -> Self:
        """Set `outputCol`: Column for the gray image."""
    def getOutputCol(self) -> str: ...
    def setKeepInput(self, value: bool) -> Self:
        """Set `keepInput`: Whether the input column stays in the result."""
    def getKeepInput(self) -> bool: ...
    def setThreshold(self, value: int) -> Self:
        """Set `threshold`: Differences from the surroundings of up to so many levels vanish."""
    def getThreshold(self) -> int: ...
    def setExpIn(self, value: int) -> Self:
        """Set `expIn`: Brightness that the surroundings get everywhere."""
    def getExpIn(self) -> int: ...

class ImageMorphologyOperation(TypedStage):
    inputCol: StageParam
    outputCol: StageParam
    keepInput: StageParam
    operation: StageParam
    kernelShape: StageParam
    kernelSize: StageParam
    def __init__(
        self,
        *,
        inputCol: str = ...,
        outputCol: str = ...,
        keepInput: bool = ...,
        operation: MorphologyOperationType | str = ...,
        kernelShape: KernelShape | str = ...,
        kernelSize: int = ...,
    ) -> None: ...
    def setInputCol(self, value: str) -> Self:
        """Set `inputCol`: Column with the image to read."""
    def getInputCol(self) -> str: ...
    def setOutputCol(self, value: str) -> Self:
        """Set `outputCol`: Column for the image."""
    def getOutputCol(self) -> str: ...
    def setKeepInput(self, value: bool) -> Self:
        """Set `keepInput`: Whether the input column stays in the result."""
    def getKeepInput(self) -> bool: ...
    def setOperation(self, value: MorphologyOperationType | str) -> Self:
        """Set `operation`: What to do."""
    def getOperation(self) -> MorphologyOperationType: ...
    def setKernelShape(self, value: KernelShape | str) -> Self:
        """Set `kernelShape`: Shape of the neighbourhood."""
    def getKernelShape(self) -> KernelShape: ...
    def setKernelSize(self, value: int) -> Self:
        """Set `kernelSize`: Size of the neighbourhood in px: radius of round shapes, side of a square."""
    def getKernelSize(self) -> int: ...

class ImageOrientationCorrector(TypedStage):
    inputCol: StageParam
    outputCol: StageParam
    keepInput: StageParam
    minConfidence: StageParam
    modelData: StageParam
    def __init__(
        self,
        *,
        inputCol: str = ...,
        outputCol: str = ...,
        keepInput: bool = ...,
        minConfidence: float = ...,
        modelData: str = ...,
    ) -> None: ...
    def setInputCol(self, value: str) -> Self:
        """Set `inputCol`: Column with the image to read."""
    def getInputCol(self) -> str: ...
    def setOutputCol(self, value: str) -> Self:
        """Set `outputCol`: Column for the upright image."""
    def getOutputCol(self) -> str: ...
    def setKeepInput(self, value: bool) -> Self:
        """Set `keepInput`: Whether the input column stays in the result."""
    def getKeepInput(self) -> bool: ...
    def setMinConfidence(self, value: float) -> Self:
        """Set `minConfidence`: Confidence from which the page is turned (Tesseract's units; 2 is rarely wrong)."""
    def getMinConfidence(self) -> float: ...
    def setModelData(self, value: str) -> Self:
        """Set `modelData`: Folder with osd.traineddata on every worker; empty: the usual places."""
    def getModelData(self) -> str: ...

class ImagePreprocessor(TypedStage):
    inputCol: StageParam
    outputCol: StageParam
    keepInput: StageParam
    scale: StageParam
    denoise: StageParam
    background: StageParam
    deskew: StageParam
    decisionsCol: StageParam
    def __init__(
        self,
        *,
        inputCol: str = ...,
        outputCol: str = ...,
        keepInput: bool = ...,
        scale: bool = ...,
        denoise: bool = ...,
        background: bool = ...,
        deskew: bool = ...,
        decisionsCol: str = ...,
    ) -> None: ...
    def setInputCol(self, value: str) -> Self:
        """Set `inputCol`: Column with the image to read."""
    def getInputCol(self) -> str: ...
    def setOutputCol(self, value: str) -> Self:
        """Set `outputCol`: Column for the image."""
    def getOutputCol(self) -> str: ...
    def setKeepInput(self, value: bool) -> Self:
        """Set `keepInput`: Whether the input column stays in the result."""
    def getKeepInput(self) -> bool: ...
    def setScale(self, value: bool) -> Self:
        """Set `scale`: Whether pages with small text may be enlarged."""
    def getScale(self) -> bool: ...
    def setDenoise(self, value: bool) -> Self:
        """Set `denoise`: Whether noisy pages may be smoothed."""
    def getDenoise(self) -> bool: ...
    def setBackground(self, value: bool) -> Self:
        """Set `background`: Whether stained or unevenly lit paper may be whitened."""
    def getBackground(self) -> bool: ...
    def setDeskew(self, value: bool) -> Self:
        """Set `deskew`: Whether tilted pages may be turned."""
    def getDeskew(self) -> bool: ...
    def setDecisionsCol(self, value: str) -> Self:
        """Set `decisionsCol`: Column for what was done; empty: none. With it, the image leaves the Python worker once."""
    def getDecisionsCol(self) -> str: ...

class ImageRemoveBackground(TypedStage):
    inputCol: StageParam
    outputCol: StageParam
    keepInput: StageParam
    BL: StageParam
    def __init__(
        self,
        *,
        inputCol: str = ...,
        outputCol: str = ...,
        keepInput: bool = ...,
        BL: int = ...,
    ) -> None: ...
    def setInputCol(self, value: str) -> Self:
        """Set `inputCol`: Column with the image to read."""
    def getInputCol(self) -> str: ...
    def setOutputCol(self, value: str) -> Self:
        """Set `outputCol`: Column for the gray image."""
    def getOutputCol(self) -> str: ...
    def setKeepInput(self, value: bool) -> Self:
        """Set `keepInput`: Whether the input column stays in the result."""
    def getKeepInput(self) -> bool: ...
    def setBL(self, value: int) -> Self:
        """Set `BL`: Block length: side in px of the neighbourhood in which there is some paper."""
    def getBL(self) -> int: ...

class ImageRemoveGlare(TypedStage):
    inputCol: StageParam
    outputCol: StageParam
    keepInput: StageParam
    def __init__(
        self,
        *,
        inputCol: str = ...,
        outputCol: str = ...,
        keepInput: bool = ...,
    ) -> None: ...
    def setInputCol(self, value: str) -> Self:
        """Set `inputCol`: Column with the image to read."""
    def getInputCol(self) -> str: ...
    def setOutputCol(self, value: str) -> Self:
        """Set `outputCol`: Column for the gray image."""
    def getOutputCol(self) -> str: ...
    def setKeepInput(self, value: bool) -> Self:
        """Set `keepInput`: Whether the input column stays in the result."""
    def getKeepInput(self) -> bool: ...

class ImageRemoveObjects(TypedStage):
    inputCol: StageParam
    outputCol: StageParam
    keepInput: StageParam
    minSizeFont: StageParam
    minSizeObject: StageParam
    connectivityObject: StageParam
    minSizeHole: StageParam
    connectivityHole: StageParam
    maxSizeObject: StageParam
    connectivityMaxObject: StageParam
    def __init__(
        self,
        *,
        inputCol: str = ...,
        outputCol: str = ...,
        keepInput: bool = ...,
        minSizeFont: int = ...,
        minSizeObject: int | None = ...,
        connectivityObject: int = ...,
        minSizeHole: int | None = ...,
        connectivityHole: int = ...,
        maxSizeObject: int | None = ...,
        connectivityMaxObject: int = ...,
    ) -> None: ...
    def setInputCol(self, value: str) -> Self:
        """Set `inputCol`: Column with the image to read."""
    def getInputCol(self) -> str: ...
    def setOutputCol(self, value: str) -> Self:
        """Set `outputCol`: Column for the image."""
    def getOutputCol(self) -> str: ...
    def setKeepInput(self, value: bool) -> Self:
        """Set `keepInput`: Whether the input column stays in the result."""
    def getKeepInput(self) -> bool: ...
    def setMinSizeFont(self, value: int) -> Self:
        """Set `minSizeFont`: Smallest font in points; gives minSizeObject if that is not set."""
    def getMinSizeFont(self) -> int: ...
    def setMinSizeObject(self, value: int | None) -> Self:
        """Set `minSizeObject`: Smallest area in px that an object keeps its place with."""
    def getMinSizeObject(self) -> int | None: ...
    def setConnectivityObject(self, value: int) -> Self:
        """Set `connectivityObject`: What joins small objects: 1 an edge, 2 (or 0) a corner, too."""
    def getConnectivityObject(self) -> int: ...
    def setMinSizeHole(self, value: int | None) -> Self:
        """Set `minSizeHole`: Smallest area in px that a hole stays open with."""
    def getMinSizeHole(self) -> int | None: ...
    def setConnectivityHole(self, value: int) -> Self:
        """Set `connectivityHole`: What joins holes: 1 an edge, 2 (or 0) a corner, too."""
    def getConnectivityHole(self) -> int: ...
    def setMaxSizeObject(self, value: int | None) -> Self:
        """Set `maxSizeObject`: Largest area in px that an object keeps its place with."""
    def getMaxSizeObject(self) -> int | None: ...
    def setConnectivityMaxObject(self, value: int) -> Self:
        """Set `connectivityMaxObject`: What joins large objects: 1 an edge, 2 (or 0) a corner, too."""
    def getConnectivityMaxObject(self) -> int: ...

class ImageScaler(TypedStage):
    inputCol: StageParam
    outputCol: StageParam
    keepInput: StageParam
    scaleFactor: StageParam
    keepRatio: StageParam
    width: StageParam
    height: StageParam
    widthCol: StageParam
    heightCol: StageParam
    def __init__(
        self,
        *,
        inputCol: str = ...,
        outputCol: str = ...,
        keepInput: bool = ...,
        scaleFactor: float = ...,
        keepRatio: bool = ...,
        width: int = ...,
        height: int = ...,
        widthCol: str = ...,
        heightCol: str = ...,
    ) -> None: ...
    def setInputCol(self, value: str) -> Self:
        """Set `inputCol`: Column with the image to read."""
    def getInputCol(self) -> str: ...
    def setOutputCol(self, value: str) -> Self:
        """Set `outputCol`: Column for the scaled image."""
    def getOutputCol(self) -> str: ...
    def setKeepInput(self, value: bool) -> Self:
        """Set `keepInput`: Whether the input column stays in the result."""
    def getKeepInput(self) -> bool: ...
    def setScaleFactor(self, value: float) -> Self:
        """Set `scaleFactor`: Factor for both sides, if no size is given."""
    def getScaleFactor(self) -> float: ...
    def setKeepRatio(self, value: bool) -> Self:
        """Set `keepRatio`: Whether an image that gets both a width and a height is padded, not stretched."""
    def getKeepRatio(self) -> bool: ...
    def setWidth(self, value: int) -> Self:
        """Set `width`: Width in px; 0: none."""
    def getWidth(self) -> int: ...
    def setHeight(self, value: int) -> Self:
        """Set `height`: Height in px; 0: none."""
    def getHeight(self) -> int: ...
    def setWidthCol(self, value: str) -> Self:
        """Set `widthCol`: Column with the width in px, instead of `width`."""
    def getWidthCol(self) -> str: ...
    def setHeightCol(self, value: str) -> Self:
        """Set `heightCol`: Column with the height in px, instead of `height`."""
    def getHeightCol(self) -> str: ...

class ImageSkewCorrector(TypedStage):
    inputCol: StageParam
    outputCol: StageParam
    keepInput: StageParam
    rotationAngle: StageParam
    automaticSkewCorrection: StageParam
    halfAngle: StageParam
    resolution: StageParam
    def __init__(
        self,
        *,
        inputCol: str = ...,
        outputCol: str = ...,
        keepInput: bool = ...,
        rotationAngle: float = ...,
        automaticSkewCorrection: bool = ...,
        halfAngle: float = ...,
        resolution: float = ...,
    ) -> None: ...
    def setInputCol(self, value: str) -> Self:
        """Set `inputCol`: Column with the image to read."""
    def getInputCol(self) -> str: ...
    def setOutputCol(self, value: str) -> Self:
        """Set `outputCol`: Column for the level image."""
    def getOutputCol(self) -> str: ...
    def setKeepInput(self, value: bool) -> Self:
        """Set `keepInput`: Whether the input column stays in the result."""
    def getKeepInput(self) -> bool: ...
    def setRotationAngle(self, value: float) -> Self:
        """Set `rotationAngle`: Degrees by which the image is turned in any case, counter-clockwise."""
    def getRotationAngle(self) -> float: ...
    def setAutomaticSkewCorrection(self, value: bool) -> Self:
        """Set `automaticSkewCorrection`: Whether the angle of the text is found and corrected."""
    def getAutomaticSkewCorrection(self) -> bool: ...
    def setHalfAngle(self, value: float) -> Self:
        """Set `halfAngle`: Largest skew that is looked for, in degrees to either side."""
    def getHalfAngle(self) -> float: ...
    def setResolution(self, value: float) -> Self:
        """Set `resolution`: Step of the search in degrees; the best angle is refined afterwards."""
    def getResolution(self) -> float: ...

class ImageTextCleaner(TypedStage):
    inputCol: StageParam
    outputCol: StageParam
    keepInput: StageParam
    sizeThreshold: StageParam
    textThreshold: StageParam
    linkThreshold: StageParam
    padding: StageParam
    medianBlur: StageParam
    binarize: StageParam
    def __init__(
        self,
        *,
        inputCol: str = ...,
        outputCol: str = ...,
        keepInput: bool = ...,
        sizeThreshold: int = ...,
        textThreshold: float = ...,
        linkThreshold: float = ...,
        padding: int = ...,
        medianBlur: int = ...,
        binarize: bool = ...,
    ) -> None: ...
    def setInputCol(self, value: str) -> Self:
        """Set `inputCol`: Column with the image."""
    def getInputCol(self) -> str: ...
    def setOutputCol(self, value: str) -> Self:
        """Set `outputCol`: Column for the image with text only."""
    def getOutputCol(self) -> str: ...
    def setKeepInput(self, value: bool) -> Self:
        """Set `keepInput`: Whether the input column stays in the result."""
    def getKeepInput(self) -> bool: ...
    def setSizeThreshold(self, value: int) -> Self:
        """Set `sizeThreshold`: Text lower than so many px is painted over; -1: lower than half of its median height."""
    def getSizeThreshold(self) -> int: ...
    def setTextThreshold(self, value: float) -> Self:
        """Set `textThreshold`: Probability, 0 to 1, above which a pixel is text."""
    def getTextThreshold(self) -> float: ...
    def setLinkThreshold(self, value: float) -> Self:
        """Set `linkThreshold`: What is between parts of a line is kept in gaps of less than 0.24 / linkThreshold of their height."""
    def getLinkThreshold(self) -> float: ...
    def setPadding(self, value: int) -> Self:
        """Set `padding`: Px around text that are kept, too."""
    def getPadding(self) -> int: ...
    def setMedianBlur(self, value: int) -> Self:
        """Set `medianBlur`: Side in px of a median that smooths the text; an even one counts as the next odd one; 0: none."""
    def getMedianBlur(self) -> int: ...
    def setBinarize(self, value: bool) -> Self:
        """Set `binarize`: Whether the result is black and white, by Otsu's threshold of each text box."""
    def getBinarize(self) -> bool: ...
    @classmethod
    def pretrained(cls, name: str = "", lang: str = "en", remote_loc: str | None = "clinical/ocr") -> Self: ...

class ImageTransformer(TypedStage):
    inputCol: StageParam
    outputCol: StageParam
    keepInput: StageParam
    imageType: StageParam
    transforms: StageParam
    def __init__(
        self,
        *,
        inputCol: str = ...,
        outputCol: str = ...,
        keepInput: bool = ...,
        imageType: ImageType | str | int = ...,
        transforms: Any = ...,
    ) -> None: ...
    def setInputCol(self, value: str) -> Self:
        """Set `inputCol`: Column with the image to read."""
    def getInputCol(self) -> str: ...
    def setOutputCol(self, value: str) -> Self:
        """Set `outputCol`: Column for the image."""
    def getOutputCol(self) -> str: ...
    def setKeepInput(self, value: bool) -> Self:
        """Set `keepInput`: Whether the input column stays in the result."""
    def getKeepInput(self) -> bool: ...
    def setImageType(self, value: ImageType | str | int) -> Self:
        """Set `imageType`: Pixel layout of the image."""
    def getImageType(self) -> ImageType: ...
    def setTransforms(self, value: Any) -> Self:
        """Set `transforms`: The operations; the add… methods append to it."""
    def getTransforms(self) -> Any: ...
    def addScalingTransform(self, factor: float) -> Self: ...
    def addAdaptiveThreshold(self, blockSize: int, c: float) -> Self: ...
    def addMedianBlur(self, size: int) -> Self: ...
    def addErodeTransform(self, width: int, height: int) -> Self: ...
    def addDilateTransform(self, width: int, height: int) -> Self: ...
    def addRemoveObjects(self, minSize: int, maxSize: int) -> Self: ...

class PdfToTextTable(TypedStage):
    inputCol: StageParam
    outputCol: StageParam
    tableIndexCol: StageParam
    pageNumCol: StageParam
    originCol: StageParam
    pageIndex: StageParam
    guess: StageParam
    method: StageParam
    password: StageParam
    keepInput: StageParam
    def __init__(
        self,
        *,
        inputCol: str = ...,
        outputCol: str = ...,
        tableIndexCol: str = ...,
        pageNumCol: str = ...,
        originCol: str = ...,
        pageIndex: int = ...,
        guess: bool = ...,
        method: str = ...,
        password: str = ...,
        keepInput: bool = ...,
    ) -> None: ...
    def setInputCol(self, value: str) -> Self:
        """Set `inputCol`: Column with the bytes of the PDF file."""
    def getInputCol(self) -> str: ...
    def setOutputCol(self, value: str) -> Self:
        """Set `outputCol`: Column for the table."""
    def getOutputCol(self) -> str: ...
    def setTableIndexCol(self, value: str) -> Self:
        """Set `tableIndexCol`: Column for the number of the table in its document, from 0; empty: none."""
    def getTableIndexCol(self) -> str: ...
    def setPageNumCol(self, value: str) -> Self:
        """Set `pageNumCol`: Column for the number of the page, from 0; empty: none."""
    def getPageNumCol(self) -> str: ...
    def setOriginCol(self, value: str) -> Self:
        """Set `originCol`: Column that says where the file is from; must be there if it is set."""
    def getOriginCol(self) -> str: ...
    def setPageIndex(self, value: int) -> Self:
        """Set `pageIndex`: Page to read, from 1; -1 and 0: all."""
    def getPageIndex(self) -> int: ...
    def setGuess(self, value: bool) -> Self:
        """Set `guess`: Whether the method basic looks for tables, instead of taking a whole page for one."""
    def getGuess(self) -> bool: ...
    def setMethod(self, value: str) -> Self:
        """Set `method`: What tells rows and columns."""
    def getMethod(self) -> str: ...
    def setPassword(self, value: str) -> Self:
        """Set `password`: Password of encrypted files. It is saved with the pipeline and shown in plans."""
    def getPassword(self) -> str: ...
    def setKeepInput(self, value: bool) -> Self:
        """Set `keepInput`: Whether the bytes of the file stay in the result."""
    def getKeepInput(self) -> bool: ...

class PhraseFinder(TypedStage):
    inputCol: StageParam
    outputCol: StageParam
    inputCols: StageParam
    phrases: StageParam
    phrasesFile: StageParam
    label: StageParam
    caseSensitive: StageParam
    def __init__(
        self,
        *,
        inputCol: str = ...,
        outputCol: str = ...,
        inputCols: list[str] | None | str = ...,
        phrases: list[str] | tuple[str, ...] | str = ...,
        phrasesFile: str = ...,
        label: str = ...,
        caseSensitive: bool = ...,
    ) -> None: ...
    def setInputCol(self, value: str) -> Self:
        """Set `inputCol`: Column with documents or sentences, if `inputCols` is not set."""
    def getInputCol(self) -> str: ...
    def setOutputCol(self, value: str) -> Self:
        """Set `outputCol`: Column for the chunks."""
    def getOutputCol(self) -> str: ...
    def setInputCols(self, *value: list[str] | None | str) -> Self:
        """Set `inputCols`: Columns with annotations, instead of `inputCol`."""
    def getInputCols(self) -> list[str] | None: ...
    def setPhrases(self, *value: list[str] | tuple[str, ...] | str) -> Self:
        """Set `phrases`: Phrases to find."""
    def getPhrases(self) -> list[str]: ...
    def setPhrasesFile(self, value: str) -> Self:
        """Set `phrasesFile`: File with more phrases, on the driver; empty: none."""
    def getPhrasesFile(self) -> str: ...
    def setLabel(self, value: str) -> Self:
        """Set `label`: Label of phrases that have none of their own."""
    def getLabel(self) -> str: ...
    def setCaseSensitive(self, value: bool) -> Self:
        """Set `caseSensitive`: Whether capital and small letters are different."""
    def getCaseSensitive(self) -> bool: ...

class RegexFinder(TypedStage):
    inputCol: StageParam
    outputCol: StageParam
    inputCols: StageParam
    rules: StageParam
    rulesFile: StageParam
    def __init__(
        self,
        *,
        inputCol: str = ...,
        outputCol: str = ...,
        inputCols: list[str] | None | str = ...,
        rules: list[list[str]] | list[tuple[str, str]] | dict[str, str] = ...,
        rulesFile: str = ...,
    ) -> None: ...
    def setInputCol(self, value: str) -> Self:
        """Set `inputCol`: Column with documents or sentences, if `inputCols` is not set."""
    def getInputCol(self) -> str: ...
    def setOutputCol(self, value: str) -> Self:
        """Set `outputCol`: Column for the chunks."""
    def getOutputCol(self) -> str: ...
    def setInputCols(self, *value: list[str] | None | str) -> Self:
        """Set `inputCols`: Columns with annotations, instead of `inputCol`."""
    def getInputCols(self) -> list[str] | None: ...
    def setRules(self, value: list[list[str]] | list[tuple[str, str]] | dict[str, str]) -> Self:
        """Set `rules`: Pairs of a label and a regular expression of Python."""
    def getRules(self) -> list[list[str]]: ...
    def setRulesFile(self, value: str) -> Self:
        """Set `rulesFile`: File with more rules, on the driver; empty: none."""
    def getRulesFile(self) -> str: ...

class SamePositions(TypedStage):
    inputCol: StageParam
    outputCol: StageParam
    textCol: StageParam
    confidenceCol: StageParam
    imageCol: StageParam
    level: StageParam
    resolution: StageParam
    inputUnit: StageParam
    def __init__(
        self,
        *,
        inputCol: str = ...,
        outputCol: str = ...,
        textCol: str = ...,
        confidenceCol: str = ...,
        imageCol: str = ...,
        level: PageIteratorLevel | str | int = ...,
        resolution: int = ...,
        inputUnit: PageUnit | str = ...,
    ) -> None: ...
    def setInputCol(self, value: str) -> Self:
        """Set `inputCol`: Column with the positions of the text, or with hOCR."""
    def getInputCol(self) -> str: ...
    def setOutputCol(self, value: str) -> Self:
        """Set `outputCol`: Column for the positions; may be the input column."""
    def getOutputCol(self) -> str: ...
    def setTextCol(self, value: str) -> Self:
        """Set `textCol`: Column with the text; left out if it is not there."""
    def getTextCol(self) -> str: ...
    def setConfidenceCol(self, value: str) -> Self:
        """Set `confidenceCol`: Column with the mean confidence, 0 to 100; left out if it is not there."""
    def getConfidenceCol(self) -> str: ...
    def setImageCol(self, value: str) -> Self:
        """Set `imageCol`: Column with the image that was read; left out if it is not there."""
    def getImageCol(self) -> str: ...
    def setLevel(self, value: PageIteratorLevel | str | int) -> Self:
        """Set `level`: Unit of text that one position describes."""
    def getLevel(self) -> PageIteratorLevel: ...
    def setResolution(self, value: int) -> Self:
        """Set `resolution`: Px per inch of the positions; 72: points."""
    def getResolution(self) -> int: ...
    def setInputUnit(self, value: PageUnit | str) -> Self:
        """Set `inputUnit`: Unit of the input column; AUTO finds it in the image and the size of the page."""
    def getInputUnit(self) -> PageUnit: ...

class SentenceSplitter(TypedStage):
    inputCol: StageParam
    outputCol: StageParam
    inputCols: StageParam
    def __init__(
        self,
        *,
        inputCol: str = ...,
        outputCol: str = ...,
        inputCols: list[str] | None | str = ...,
    ) -> None: ...
    def setInputCol(self, value: str) -> Self:
        """Set `inputCol`: Column with annotations, if `inputCols` is not set."""
    def getInputCol(self) -> str: ...
    def setOutputCol(self, value: str) -> Self:
        """Set `outputCol`: Column for the sentences."""
    def getOutputCol(self) -> str: ...
    def setInputCols(self, *value: list[str] | None | str) -> Self:
        """Set `inputCols`: Columns with annotations, instead of `inputCol`."""
    def getInputCols(self) -> list[str] | None: ...

class TextToDocument(TypedStage):
    inputCol: StageParam
    outputCol: StageParam
    inputCols: StageParam
    def __init__(
        self,
        *,
        inputCol: str = ...,
        outputCol: str = ...,
        inputCols: list[str] | None | str = ...,
    ) -> None: ...
    def setInputCol(self, value: str) -> Self:
        """Set `inputCol`: Column with the text, if `inputCols` is not set."""
    def getInputCol(self) -> str: ...
    def setOutputCol(self, value: str) -> Self:
        """Set `outputCol`: Column for the document."""
    def getOutputCol(self) -> str: ...
    def setInputCols(self, *value: list[str] | None | str) -> Self:
        """Set `inputCols`: Columns with annotations, instead of `inputCol`."""
    def getInputCols(self) -> list[str] | None: ...

class WordTokenizer(TypedStage):
    inputCol: StageParam
    outputCol: StageParam
    inputCols: StageParam
    def __init__(
        self,
        *,
        inputCol: str = ...,
        outputCol: str = ...,
        inputCols: list[str] | None | str = ...,
    ) -> None: ...
    def setInputCol(self, value: str) -> Self:
        """Set `inputCol`: Column with documents or sentences, if `inputCols` is not set."""
    def getInputCol(self) -> str: ...
    def setOutputCol(self, value: str) -> Self:
        """Set `outputCol`: Column for the tokens."""
    def getOutputCol(self) -> str: ...
    def setInputCols(self, *value: list[str] | None | str) -> Self:
        """Set `inputCols`: Columns with annotations, instead of `inputCol`."""
    def getInputCols(self) -> list[str] | None: ...

class Base64ToImage(BinaryToImage):
    inputCol: StageParam
    outputCol: StageParam
    pageTimeout: StageParam
    pageMemory: StageParam
    limits: StageParam
    originCol: StageParam
    pageNumCol: StageParam
    imageType: StageParam
    keepInput: StageParam
    partitionNum: StageParam
    maxPixels: StageParam
    imageDimsCol: StageParam
    compressImage: StageParam
    def __init__(
        self,
        *,
        inputCol: str = ...,
        outputCol: str = ...,
        pageTimeout: float = ...,
        pageMemory: int = ...,
        limits: dict[str, int] = ...,
        originCol: str = ...,
        pageNumCol: str = ...,
        imageType: ImageType | str | int = ...,
        keepInput: bool = ...,
        partitionNum: int = ...,
        maxPixels: int = ...,
        imageDimsCol: str = ...,
        compressImage: bool = ...,
    ) -> None: ...
    def setInputCol(self, value: str) -> Self:
        """Set `inputCol`: Column with the file as base64 text."""
    def getInputCol(self) -> str: ...
    def setOutputCol(self, value: str) -> Self:
        """Set `outputCol`: Column for the image."""
    def getOutputCol(self) -> str: ...
    def setPageTimeout(self, value: float) -> Self:
        """Set `pageTimeout`: Seconds that a page may take, else it has an exception. It is then worked on in a process of its own, so that a crash does not end the task either. 0: as `sparkocr.start` says, else no limit."""
    def getPageTimeout(self) -> float: ...
    def setPageMemory(self, value: int) -> Self:
        """Set `pageMemory`: MiB of memory that a page may need, as pageTimeout."""
    def getPageMemory(self) -> int: ...
    def setLimits(self, value: dict[str, int]) -> Self:
        """Set `limits`: Limits of what small files may ask for (see the page on limits), such as `{"maxDrawings": 2000000}`; others are as `sparkocr.start` says, else as they are there."""
    def getLimits(self) -> dict[str, int]: ...
    def setOriginCol(self, value: str) -> Self:
        """Set `originCol`: Column that says where the file is from; goes into the image."""
    def getOriginCol(self) -> str: ...
    def setPageNumCol(self, value: str) -> Self:
        """Set `pageNumCol`: Column for the number of the frame in its file, from 0."""
    def getPageNumCol(self) -> str: ...
    def setImageType(self, value: ImageType | str | int) -> Self:
        """Set `imageType`: Pixel layout of the image."""
    def getImageType(self) -> ImageType: ...
    def setKeepInput(self, value: bool) -> Self:
        """Set `keepInput`: Whether the bytes of the file stay in the result."""
    def getKeepInput(self) -> bool: ...
    def setPartitionNum(self, value: int) -> Self:
        """Set `partitionNum`: Partitions to deal the frames out to; 0 chooses by the number of cores, -1 leaves them in place."""
    def getPartitionNum(self) -> int: ...
    def setMaxPixels(self, value: int) -> Self:
        """Set `maxPixels`: Largest image in pixels; a larger one is an exception, not decoded."""
    def getMaxPixels(self) -> int: ...
    def setImageDimsCol(self, value: str) -> Self:
        """Set `imageDimsCol`: Column for the size of the image in px (struct of width and height); empty: none."""
    def getImageDimsCol(self) -> str: ...
    def setCompressImage(self, value: bool) -> Self:
        """Set `compressImage`: Whether image.data holds a PNG file instead of pixels."""
    def getCompressImage(self) -> bool: ...

class DeidVerifier(TypedStage):
    inputCol: StageParam
    outputCol: StageParam
    pageTimeout: StageParam
    pageMemory: StageParam
    limits: StageParam
    engine: StageParam
    quality: StageParam
    useGPU: StageParam
    engineParams: StageParam
    languagePacks: StageParam
    language: StageParam
    pageSegMode: StageParam
    ocrEngineMode: StageParam
    ignoreResolution: StageParam
    ocrParams: StageParam
    modelData: StageParam
    modelType: StageParam
    downloadModelData: StageParam
    chunksCol: StageParam
    reportCol: StageParam
    originalCol: StageParam
    auditCol: StageParam
    ocr: StageParam
    resolution: StageParam
    ignoreLabels: StageParam
    def __init__(
        self,
        *,
        inputCol: str = ...,
        outputCol: str = ...,
        pageTimeout: float = ...,
        pageMemory: int = ...,
        limits: dict[str, int] = ...,
        engine: OcrEngine | str = ...,
        quality: OcrQuality | str = ...,
        useGPU: bool = ...,
        engineParams: list[str] | str = ...,
        languagePacks: list[str] | str = ...,
        language: Language | str = ...,
        pageSegMode: PageSegmentationMode | str | int = ...,
        ocrEngineMode: EngineMode | str | int = ...,
        ignoreResolution: bool = ...,
        ocrParams: list[str] | str = ...,
        modelData: str = ...,
        modelType: ModelType | str = ...,
        downloadModelData: bool = ...,
        chunksCol: str = ...,
        reportCol: str = ...,
        originalCol: str = ...,
        auditCol: str = ...,
        ocr: bool = ...,
        resolution: int = ...,
        ignoreLabels: list[str] | tuple[str, ...] | str = ...,
    ) -> None: ...
    def setInputCol(self, value: str) -> Self:
        """Set `inputCol`: Column with the bytes of the file."""
    def getInputCol(self) -> str: ...
    def setOutputCol(self, value: str) -> Self:
        """Set `outputCol`: Column for the file if it is proven."""
    def getOutputCol(self) -> str: ...
    def setPageTimeout(self, value: float) -> Self:
        """Set `pageTimeout`: Seconds that a page may take, else it has an exception. It is then worked on in a process of its own, so that a crash does not end the task either. 0: as `sparkocr.start` says, else no limit."""
    def getPageTimeout(self) -> float: ...
    def setPageMemory(self, value: int) -> Self:
        """Set `pageMemory`: MiB of memory that a page may need, as pageTimeout."""
    def getPageMemory(self) -> int: ...
    def setLimits(self, value: dict[str, int]) -> Self:
        """Set `limits`: Limits of what small files may ask for (see the page on limits), such as `{"maxDrawings": 2000000}`; others are as `sparkocr.start` says, else as they are there."""
    def getLimits(self) -> dict[str, int]: ...
    def setEngine(self, value: OcrEngine | str) -> Self:
        """Set `engine`: Which engine reads."""
    def getEngine(self) -> OcrEngine | str: ...
    def setQuality(self, value: OcrQuality | str) -> Self:
        """Set `quality`: How well ppocr reads, and so auto: FAST with the tiny models, BALANCED reads what is doubtful again with the small ones, BEST reads everything with the small ones and doubtful words with both."""
    def getQuality(self) -> OcrQuality: ...
    def setUseGPU(self, value: bool) -> Self:
        """Set `useGPU`: Whether the models of PP-OCR run on a graphics processor; needs onnxruntime-gpu on the workers. Where there is none they run on the CPU, and each worker logs one warning."""
    def getUseGPU(self) -> bool: ...
    def setEngineParams(self, *value: list[str] | str) -> Self:
        """Set `engineParams`: Settings of the engine, as key=value strings. Of ppocr: size (tiny, small, mix) instead of quality, angle (true, false), and the paths of own models (detector, recogniser, dictionary)."""
    def getEngineParams(self) -> list[str]: ...
    def setLanguagePacks(self, *value: list[str] | str) -> Self:
        """Set `languagePacks`: Recognisers of PP-OCR for languages that the bundled models lack, as code=folder strings; a folder on every worker has rec.onnx and dict.txt, the characters it reads, one per line."""
    def getLanguagePacks(self) -> list[str]: ...
    def setLanguage(self, value: Language | str) -> Self:
        """Set `language`: Language of the text."""
    def getLanguage(self) -> Language | str: ...
    def setPageSegMode(self, value: PageSegmentationMode | str | int) -> Self:
        """Set `pageSegMode`: How Tesseract splits the page."""
    def getPageSegMode(self) -> PageSegmentationMode: ...
    def setOcrEngineMode(self, value: EngineMode | str | int) -> Self:
        """Set `ocrEngineMode`: Which recogniser of Tesseract reads."""
    def getOcrEngineMode(self) -> EngineMode: ...
    def setIgnoreResolution(self, value: bool) -> Self:
        """Set `ignoreResolution`: Whether Tesseract estimates the resolution instead of using the image's."""
    def getIgnoreResolution(self) -> bool: ...
    def setOcrParams(self, *value: list[str] | str) -> Self:
        """Set `ocrParams`: Variables of Tesseract, as key=value strings."""
    def getOcrParams(self) -> list[str]: ...
    def setModelData(self, value: str) -> Self:
        """Set `modelData`: Folder with Tesseract's language data (tessdata) on every worker; empty: the usual places."""
    def getModelData(self) -> str: ...
    def setModelType(self, value: ModelType | str) -> Self:
        """Set `modelType`: Variant of Tesseract's language data."""
    def getModelType(self) -> ModelType: ...
    def setDownloadModelData(self, value: bool) -> Self:
        """Set `downloadModelData`: Accepted for old programs: nothing is ever downloaded."""
    def getDownloadModelData(self) -> bool: ...
    def setChunksCol(self, value: str) -> Self:
        """Set `chunksCol`: Column with the chunks that had to go, or with an array of them for each page."""
    def getChunksCol(self) -> str: ...
    def setReportCol(self, value: str) -> Self:
        """Set `reportCol`: Column with the reports of PdfRedactRegions, or with an array of them; empty: none."""
    def getReportCol(self) -> str: ...
    def setOriginalCol(self, value: str) -> Self:
        """Set `originalCol`: Column with the bytes of the file before, for their sha256 in the audit; empty: none."""
    def getOriginalCol(self) -> str: ...
    def setAuditCol(self, value: str) -> Self:
        """Set `auditCol`: Column for the audit of the document."""
    def getAuditCol(self) -> str: ...
    def setOcr(self, value: bool) -> Self:
        """Set `ocr`: Whether an engine reads each page as it is shown, and each picture as it is stored."""
    def getOcr(self) -> bool: ...
    def setResolution(self, value: int) -> Self:
        """Set `resolution`: Dpi at which pages are rendered to be read."""
    def getResolution(self) -> int: ...
    def setIgnoreLabels(self, *value: list[str] | tuple[str, ...] | str) -> Self:
        """Set `ignoreLabels`: Labels of chunks that may stay."""
    def getIgnoreLabels(self) -> list[str]: ...
    def engine_of(self) -> Engine: ...

class DicomDrawRegions(TypedStage):
    inputCol: StageParam
    outputCol: StageParam
    pageTimeout: StageParam
    pageMemory: StageParam
    limits: StageParam
    inputRegionsCol: StageParam
    transferSyntaxCol: StageParam
    pageNumCol: StageParam
    aggCols: StageParam
    keepInput: StageParam
    scaleFactor: StageParam
    rotated: StageParam
    compression: StageParam
    compressionQuality: StageParam
    forceCompress: StageParam
    forceOutput: StageParam
    outputPartitionSize: StageParam
    def __init__(
        self,
        *,
        inputCol: str = ...,
        outputCol: str = ...,
        pageTimeout: float = ...,
        pageMemory: int = ...,
        limits: dict[str, int] = ...,
        inputRegionsCol: str = ...,
        transferSyntaxCol: str = ...,
        pageNumCol: str = ...,
        aggCols: list[str] | str = ...,
        keepInput: bool = ...,
        scaleFactor: float = ...,
        rotated: bool = ...,
        compression: str = ...,
        compressionQuality: list[str] | None | str = ...,
        forceCompress: bool = ...,
        forceOutput: bool = ...,
        outputPartitionSize: int = ...,
    ) -> None: ...
    def setInputCol(self, value: str) -> Self:
        """Set `inputCol`: Column with the bytes of the DICOM file, or with its path."""
    def getInputCol(self) -> str: ...
    def setOutputCol(self, value: str) -> Self:
        """Set `outputCol`: Column for the bytes of the masked file."""
    def getOutputCol(self) -> str: ...
    def setPageTimeout(self, value: float) -> Self:
        """Set `pageTimeout`: Seconds that a page may take, else it has an exception. It is then worked on in a process of its own, so that a crash does not end the task either. 0: as `sparkocr.start` says, else no limit."""
    def getPageTimeout(self) -> float: ...
    def setPageMemory(self, value: int) -> Self:
        """Set `pageMemory`: MiB of memory that a page may need, as pageTimeout."""
    def getPageMemory(self) -> int: ...
    def setLimits(self, value: dict[str, int]) -> Self:
        """Set `limits`: Limits of what small files may ask for (see the page on limits), such as `{"maxDrawings": 2000000}`; others are as `sparkocr.start` says, else as they are there."""
    def getLimits(self) -> dict[str, int]: ...
    def setInputRegionsCol(self, value: str) -> Self:
        """Set `inputRegionsCol`: Column with an array of regions, or with a single one, in px of the image."""
    def getInputRegionsCol(self) -> str: ...
    def setTransferSyntaxCol(self, value: str) -> Self:
        """Set `transferSyntaxCol`: Column for the UID of the transfer syntax of the masked file; empty: none."""
    def getTransferSyntaxCol(self) -> str: ...
    def setPageNumCol(self, value: str) -> Self:
        """Set `pageNumCol`: Column with the number of the row's frame."""
    def getPageNumCol(self) -> str: ...
    def setAggCols(self, *value: list[str] | str) -> Self:
        """Set `aggCols`: Columns that the rows of one file share; they come back. Bytes tell no files apart."""
    def getAggCols(self) -> list[str]: ...
    def setKeepInput(self, value: bool) -> Self:
        """Set `keepInput`: Whether the original file stays in the result."""
    def getKeepInput(self) -> bool: ...
    def setScaleFactor(self, value: float) -> Self:
        """Set `scaleFactor`: Factor for the places of regions: 1 / scale of the images they are on."""
    def getScaleFactor(self) -> float: ...
    def setRotated(self, value: bool) -> Self:
        """Set `rotated`: Accepted for old programs: regions with an angle are always masked turned."""
    def getRotated(self) -> bool: ...
    def setCompression(self, value: str) -> Self:
        """Set `compression`: Transfer syntax of what is compressed. Unless it is set, files stay in their own where something encodes it."""
    def getCompression(self) -> str: ...
    def setCompressionQuality(self, *value: list[str] | None | str) -> Self:
        """Set `compressionQuality`: Quality of JPEGBaseline8Bit, 1 to 100, and largest error of a pixel in JPEGLSNearLossless."""
    def getCompressionQuality(self) -> list[str] | None: ...
    def setForceCompress(self, value: bool) -> Self:
        """Set `forceCompress`: Whether files that are not compressed become so."""
    def getForceCompress(self) -> bool: ...
    def setForceOutput(self, value: bool) -> Self:
        """Set `forceOutput`: Whether a file that can't be compressed as is wanted is written uncompressed, instead of failing."""
    def getForceOutput(self) -> bool: ...
    def setOutputPartitionSize(self, value: int) -> Self:
        """Set `outputPartitionSize`: Accepted for old programs: files are spread over the cluster."""
    def getOutputPartitionSize(self) -> int: ...

class DicomSplitter(TypedStage):
    inputCol: StageParam
    outputCol: StageParam
    pageTimeout: StageParam
    pageMemory: StageParam
    limits: StageParam
    inputCols: StageParam
    keepInput: StageParam
    partitionNum: StageParam
    splitNumBatch: StageParam
    splittingStrategy: StageParam
    originCol: StageParam
    def __init__(
        self,
        *,
        inputCol: str = ...,
        outputCol: str = ...,
        pageTimeout: float = ...,
        pageMemory: int = ...,
        limits: dict[str, int] = ...,
        inputCols: list[str] | None | str = ...,
        keepInput: bool = ...,
        partitionNum: int = ...,
        splitNumBatch: int = ...,
        splittingStrategy: SplittingStrategy | str = ...,
        originCol: str = ...,
    ) -> None: ...
    def setInputCol(self, value: str) -> Self:
        """Set `inputCol`: Column with the bytes of the file, or with its path; if `inputCols` is not set."""
    def getInputCol(self) -> str: ...
    def setOutputCol(self, value: str) -> Self:
        """Set `outputCol`: Column for the numbers of the frames."""
    def getOutputCol(self) -> str: ...
    def setPageTimeout(self, value: float) -> Self:
        """Set `pageTimeout`: Seconds that a page may take, else it has an exception. It is then worked on in a process of its own, so that a crash does not end the task either. 0: as `sparkocr.start` says, else no limit."""
    def getPageTimeout(self) -> float: ...
    def setPageMemory(self, value: int) -> Self:
        """Set `pageMemory`: MiB of memory that a page may need, as pageTimeout."""
    def getPageMemory(self) -> int: ...
    def setLimits(self, value: dict[str, int]) -> Self:
        """Set `limits`: Limits of what small files may ask for (see the page on limits), such as `{"maxDrawings": 2000000}`; others are as `sparkocr.start` says, else as they are there."""
    def getLimits(self) -> dict[str, int]: ...
    def setInputCols(self, *value: list[str] | None | str) -> Self:
        """Set `inputCols`: The same as a list, in which a column with numbers of frames may follow."""
    def getInputCols(self) -> list[str] | None: ...
    def setKeepInput(self, value: bool) -> Self:
        """Set `keepInput`: Whether the bytes of the file stay in the result, whole in every row. Paths stay."""
    def getKeepInput(self) -> bool: ...
    def setPartitionNum(self, value: int) -> Self:
        """Set `partitionNum`: Partitions of groups; 0 chooses by the number of cores, -1 leaves them."""
    def getPartitionNum(self) -> int: ...
    def setSplitNumBatch(self, value: int) -> Self:
        """Set `splitNumBatch`: Frames per row, or rows per file, by `splittingStrategy`."""
    def getSplitNumBatch(self) -> int: ...
    def setSplittingStrategy(self, value: SplittingStrategy | str) -> Self:
        """Set `splittingStrategy`: What splitNumBatch counts."""
    def getSplittingStrategy(self) -> SplittingStrategy: ...
    def setSplittingStategy(self, value: SplittingStrategy | str) -> Self:
        """Set `splittingStrategy`: What splitNumBatch counts."""
    def getSplittingStategy(self) -> SplittingStrategy: ...
    def setOriginCol(self, value: str) -> Self:
        """Set `originCol`: Column that says where the file is from; must be there if it is set."""
    def getOriginCol(self) -> str: ...

class DicomToMetadata(TypedStage):
    inputCol: StageParam
    outputCol: StageParam
    pageTimeout: StageParam
    pageMemory: StageParam
    limits: StageParam
    inputCols: StageParam
    keepInput: StageParam
    metadataFormat: StageParam
    ignoreVR: StageParam
    extractTagForNer: StageParam
    tagCol: StageParam
    tagSeparator: StageParam
    tagMappingCol: StageParam
    strategyFile: StageParam
    strategyFileContent: StageParam
    def __init__(
        self,
        *,
        inputCol: str = ...,
        outputCol: str = ...,
        pageTimeout: float = ...,
        pageMemory: int = ...,
        limits: dict[str, int] = ...,
        inputCols: list[str] | None | str = ...,
        keepInput: bool = ...,
        metadataFormat: DicomMetadataFormat | str = ...,
        ignoreVR: str = ...,
        extractTagForNer: bool = ...,
        tagCol: str = ...,
        tagSeparator: str = ...,
        tagMappingCol: str = ...,
        strategyFile: str = ...,
        strategyFileContent: str = ...,
    ) -> None: ...
    def setInputCol(self, value: str) -> Self:
        """Set `inputCol`: Column with the bytes of the file, or with its path; if `inputCols` is not set."""
    def getInputCol(self) -> str: ...
    def setOutputCol(self, value: str) -> Self:
        """Set `outputCol`: Column for the header as JSON."""
    def getOutputCol(self) -> str: ...
    def setPageTimeout(self, value: float) -> Self:
        """Set `pageTimeout`: Seconds that a page may take, else it has an exception. It is then worked on in a process of its own, so that a crash does not end the task either. 0: as `sparkocr.start` says, else no limit."""
    def getPageTimeout(self) -> float: ...
    def setPageMemory(self, value: int) -> Self:
        """Set `pageMemory`: MiB of memory that a page may need, as pageTimeout."""
    def getPageMemory(self) -> int: ...
    def setLimits(self, value: dict[str, int]) -> Self:
        """Set `limits`: Limits of what small files may ask for (see the page on limits), such as `{"maxDrawings": 2000000}`; others are as `sparkocr.start` says, else as they are there."""
    def getLimits(self) -> dict[str, int]: ...
    def setInputCols(self, *value: list[str] | None | str) -> Self:
        """Set `inputCols`: The same as a list, in which a column with numbers of frames may follow."""
    def getInputCols(self) -> list[str] | None: ...
    def setKeepInput(self, value: bool) -> Self:
        """Set `keepInput`: Whether the bytes of the file stay in the result, whole in every row. Paths stay."""
    def getKeepInput(self) -> bool: ...
    def setMetadataFormat(self, value: DicomMetadataFormat | str) -> Self:
        """Set `metadataFormat`: What the keys are: keywords, with the values alone, or tags, with VR and value."""
    def getMetadataFormat(self) -> DicomMetadataFormat: ...
    def setIgnoreVR(self, value: str) -> Self:
        """Set `ignoreVR`: Value representations that are left out, divided by commas."""
    def getIgnoreVR(self) -> str: ...
    def setExtractTagForNer(self, value: bool) -> Self:
        """Set `extractTagForNer`: Whether `tagCol` and `tagMappingCol` are added, for a search for entities."""
    def getExtractTagForNer(self) -> bool: ...
    def setTagCol(self, value: str) -> Self:
        """Set `tagCol`: Column for the texts of the header: one line each, and empty lines between them."""
    def getTagCol(self) -> str: ...
    def setTagSeparator(self, value: str) -> Self:
        """Set `tagSeparator`: What stands between the texts; no name or address that is found goes over an empty line."""
    def getTagSeparator(self) -> str: ...
    def setTagMappingCol(self, value: str) -> Self:
        """Set `tagMappingCol`: Column for the tags of these texts, as ``00104000``, for `DicomMetadataDeidentifier`."""
    def getTagMappingCol(self) -> str: ...
    def setStrategyFile(self, value: str) -> Self:
        """Set `strategyFile`: Path of a strategy: only its tags with the action cleanTag are texts. Empty: all texts."""
    def getStrategyFile(self) -> str: ...
    def setStrategyFileContent(self, value: str) -> Self:
        """Set `strategyFileContent`: The strategy itself, instead of `strategyFile`."""
    def getStrategyFileContent(self) -> str: ...

class DicomToPdf(TypedStage):
    inputCol: StageParam
    outputCol: StageParam
    pageTimeout: StageParam
    pageMemory: StageParam
    limits: StageParam
    inputCols: StageParam
    keepInput: StageParam
    def __init__(
        self,
        *,
        inputCol: str = ...,
        outputCol: str = ...,
        pageTimeout: float = ...,
        pageMemory: int = ...,
        limits: dict[str, int] = ...,
        inputCols: list[str] | None | str = ...,
        keepInput: bool = ...,
    ) -> None: ...
    def setInputCol(self, value: str) -> Self:
        """Set `inputCol`: Column with the bytes of the file, or with its path; if `inputCols` is not set."""
    def getInputCol(self) -> str: ...
    def setOutputCol(self, value: str) -> Self:
        """Set `outputCol`: Column for the PDF."""
    def getOutputCol(self) -> str: ...
    def setPageTimeout(self, value: float) -> Self:
        """Set `pageTimeout`: Seconds that a page may take, else it has an exception. It is then worked on in a process of its own, so that a crash does not end the task either. 0: as `sparkocr.start` says, else no limit."""
    def getPageTimeout(self) -> float: ...
    def setPageMemory(self, value: int) -> Self:
        """Set `pageMemory`: MiB of memory that a page may need, as pageTimeout."""
    def getPageMemory(self) -> int: ...
    def setLimits(self, value: dict[str, int]) -> Self:
        """Set `limits`: Limits of what small files may ask for (see the page on limits), such as `{"maxDrawings": 2000000}`; others are as `sparkocr.start` says, else as they are there."""
    def getLimits(self) -> dict[str, int]: ...
    def setInputCols(self, *value: list[str] | None | str) -> Self:
        """Set `inputCols`: The same as a list, in which a column with numbers of frames may follow."""
    def getInputCols(self) -> list[str] | None: ...
    def setKeepInput(self, value: bool) -> Self:
        """Set `keepInput`: Whether the bytes of the file stay in the result, whole in every row. Paths stay."""
    def getKeepInput(self) -> bool: ...

class DicomUpdatePdf(TypedStage):
    inputCol: StageParam
    outputCol: StageParam
    pageTimeout: StageParam
    pageMemory: StageParam
    limits: StageParam
    inputCols: StageParam
    keepInput: StageParam
    inputPdfCol: StageParam
    def __init__(
        self,
        *,
        inputCol: str = ...,
        outputCol: str = ...,
        pageTimeout: float = ...,
        pageMemory: int = ...,
        limits: dict[str, int] = ...,
        inputCols: list[str] | None | str = ...,
        keepInput: bool = ...,
        inputPdfCol: str = ...,
    ) -> None: ...
    def setInputCol(self, value: str) -> Self:
        """Set `inputCol`: Column with the bytes of the file, or with its path; if `inputCols` is not set."""
    def getInputCol(self) -> str: ...
    def setOutputCol(self, value: str) -> Self:
        """Set `outputCol`: Column for the bytes of the DICOM file."""
    def getOutputCol(self) -> str: ...
    def setPageTimeout(self, value: float) -> Self:
        """Set `pageTimeout`: Seconds that a page may take, else it has an exception. It is then worked on in a process of its own, so that a crash does not end the task either. 0: as `sparkocr.start` says, else no limit."""
    def getPageTimeout(self) -> float: ...
    def setPageMemory(self, value: int) -> Self:
        """Set `pageMemory`: MiB of memory that a page may need, as pageTimeout."""
    def getPageMemory(self) -> int: ...
    def setLimits(self, value: dict[str, int]) -> Self:
        """Set `limits`: Limits of what small files may ask for (see the page on limits), such as `{"maxDrawings": 2000000}`; others are as `sparkocr.start` says, else as they are there."""
    def getLimits(self) -> dict[str, int]: ...
    def setInputCols(self, *value: list[str] | None | str) -> Self:
        """Set `inputCols`: The same as a list, in which a column with numbers of frames may follow."""
    def getInputCols(self) -> list[str] | None: ...
    def setKeepInput(self, value: bool) -> Self:
        """Set `keepInput`: Whether the bytes of the file stay in the result, whole in every row. Paths stay."""
    def getKeepInput(self) -> bool: ...
    def setInputPdfCol(self, value: str) -> Self:
        """Set `inputPdfCol`: Column with the new PDF."""
    def getInputPdfCol(self) -> str: ...

class EntityFinder(TypedStage):
    inputCol: StageParam
    outputCol: StageParam
    inputCols: StageParam
    detectors: StageParam
    whiteList: StageParam
    threshold: StageParam
    denyList: StageParam
    denyListCol: StageParam
    denyLabel: StageParam
    denySimilarity: StageParam
    allowList: StageParam
    patterns: StageParam
    labelMap: StageParam
    def __init__(
        self,
        *,
        inputCol: str = ...,
        outputCol: str = ...,
        inputCols: list[str] | None | str = ...,
        detectors: list[str] | tuple[str, ...] | str = ...,
        whiteList: list[str] | tuple[str, ...] | str = ...,
        threshold: float = ...,
        denyList: list[str] | tuple[str, ...] | str = ...,
        denyListCol: str = ...,
        denyLabel: str = ...,
        denySimilarity: float = ...,
        allowList: list[str] | tuple[str, ...] | str = ...,
        patterns: dict[str, str] = ...,
        labelMap: dict[str, str] | str = ...,
    ) -> None: ...
    def setInputCol(self, value: str) -> Self:
        """Set `inputCol`: Column with a text, documents or sentences, if `inputCols` is not set."""
    def getInputCol(self) -> str: ...
    def setOutputCol(self, value: str) -> Self:
        """Set `outputCol`: Column for the chunks."""
    def getOutputCol(self) -> str: ...
    def setInputCols(self, *value: list[str] | None | str) -> Self:
        """Set `inputCols`: Columns with annotations, instead of `inputCol`."""
    def getInputCols(self) -> list[str] | None: ...
    def setDetectors(self, *value: list[str] | tuple[str, ...] | str) -> Self:
        """Set `detectors`: Names of detectors, or 'auto': rules, and the models that are installed on the workers."""
    def getDetectors(self) -> list[str]: ...
    def setWhiteList(self, *value: list[str] | tuple[str, ...] | str) -> Self:
        """Set `whiteList`: Labels that are found, before or after `labelMap`; empty: all."""
    def getWhiteList(self) -> list[str]: ...
    def setThreshold(self, value: float) -> Self:
        """Set `threshold`: Least confidence of a chunk."""
    def getThreshold(self) -> float: ...
    def setDenyList(self, *value: list[str] | tuple[str, ...] | str) -> Self:
        """Set `denyList`: Values that are always found, such as known names. They are saved with the pipeline."""
    def getDenyList(self) -> list[str]: ...
    def setDenyListCol(self, value: str) -> Self:
        """Set `denyListCol`: Column with more such values of each row, a string or an array of them; empty: none."""
    def getDenyListCol(self) -> str: ...
    def setDenyLabel(self, value: str) -> Self:
        """Set `denyLabel`: Label of these values."""
    def getDenyLabel(self) -> str: ...
    def setDenySimilarity(self, value: float) -> Self:
        """Set `denySimilarity`: How similar a piece of the text must be to one of these values, so that misread names are found."""
    def getDenySimilarity(self) -> float: ...
    def setAllowList(self, *value: list[str] | tuple[str, ...] | str) -> Self:
        """Set `allowList`: Values that are no entities."""
    def getAllowList(self) -> list[str]: ...
    def setPatterns(self, value: dict[str, str]) -> Self:
        """Set `patterns`: Labels and regular expressions of Python, in addition to the detectors."""
    def getPatterns(self) -> dict[str, str]: ...
    def setLabelMap(self, value: dict[str, str] | str) -> Self:
        """Set `labelMap`: Labels and what they become. Or 'original': NAME, LOCATION, CONTACT, ID and others that programs filter on."""
    def getLabelMap(self) -> dict[str, str] | str: ...
    def setFunction(self, function: Any) -> Self: ...

class GPUImageTransformer(ImageTransformer):
    inputCol: StageParam
    outputCol: StageParam
    keepInput: StageParam
    imageType: StageParam
    transforms: StageParam
    gpuName: StageParam
    def __init__(
        self,
        *,
        inputCol: str = ...,
        outputCol: str = ...,
        keepInput: bool = ...,
        imageType: ImageType | str | int = ...,
        transforms: Any = ...,
        gpuName: str = ...,
    ) -> None: ...
    def setInputCol(self, value: str) -> Self:
        """Set `inputCol`: Column with the image to read."""
    def getInputCol(self) -> str: ...
    def setOutputCol(self, value: str) -> Self:
        """Set `outputCol`: Column for the image."""
    def getOutputCol(self) -> str: ...
    def setKeepInput(self, value: bool) -> Self:
        """Set `keepInput`: Whether the input column stays in the result."""
    def getKeepInput(self) -> bool: ...
    def setImageType(self, value: ImageType | str | int) -> Self:
        """Set `imageType`: Pixel layout of the image."""
    def getImageType(self) -> ImageType: ...
    def setTransforms(self, value: Any) -> Self:
        """Set `transforms`: The operations; the add… methods append to it."""
    def getTransforms(self) -> Any: ...
    def setGpuName(self, value: str) -> Self:
        """Set `gpuName`: Name, or part of it, of the graphics processor; empty: any."""
    def getGpuName(self) -> str: ...
    def addScalingTransform(self, factor: float) -> Self: ...
    def addAdaptiveThreshold(self, blockSize: int, c: float) -> Self: ...
    def addMedianBlur(self, size: int) -> Self: ...
    def addErodeTransform(self, width: int, height: int) -> Self: ...
    def addDilateTransform(self, width: int, height: int) -> Self: ...
    def addRemoveObjects(self, minSize: int, maxSize: int) -> Self: ...
    def addOtsuTransform(self) -> Self: ...
    def addHuangTransform(self) -> Self: ...

class ImageBrandsToText(TypedStage):
    inputCol: StageParam
    outputCol: StageParam
    pageTimeout: StageParam
    pageMemory: StageParam
    limits: StageParam
    engine: StageParam
    quality: StageParam
    useGPU: StageParam
    engineParams: StageParam
    languagePacks: StageParam
    language: StageParam
    pageSegMode: StageParam
    ocrEngineMode: StageParam
    ignoreResolution: StageParam
    ocrParams: StageParam
    modelData: StageParam
    modelType: StageParam
    downloadModelData: StageParam
    textCol: StageParam
    positionsCol: StageParam
    brandsCoords: StageParam
    pageIteratorLevel: StageParam
    confidenceThreshold: StageParam
    def __init__(
        self,
        *,
        inputCol: str = ...,
        outputCol: str = ...,
        pageTimeout: float = ...,
        pageMemory: int = ...,
        limits: dict[str, int] = ...,
        engine: OcrEngine | str = ...,
        quality: OcrQuality | str = ...,
        useGPU: bool = ...,
        engineParams: list[str] | str = ...,
        languagePacks: list[str] | str = ...,
        language: Language | str = ...,
        pageSegMode: PageSegmentationMode | str | int = ...,
        ocrEngineMode: EngineMode | str | int = ...,
        ignoreResolution: bool = ...,
        ocrParams: list[str] | str = ...,
        modelData: str = ...,
        modelType: ModelType | str = ...,
        downloadModelData: bool = ...,
        textCol: str = ...,
        positionsCol: str = ...,
        brandsCoords: Any = ...,
        pageIteratorLevel: PageIteratorLevel | str | int = ...,
        confidenceThreshold: int = ...,
    ) -> None: ...
    def setInputCol(self, value: str) -> Self:
        """Set `inputCol`: Column with the image to read."""
    def getInputCol(self) -> str: ...
    def setOutputCol(self, value: str) -> Self:
        """Set `outputCol`: Column for the text of each rectangle."""
    def getOutputCol(self) -> str: ...
    def setPageTimeout(self, value: float) -> Self:
        """Set `pageTimeout`: Seconds that a page may take, else it has an exception. It is then worked on in a process of its own, so that a crash does not end the task either. 0: as `sparkocr.start` says, else no limit."""
    def getPageTimeout(self) -> float: ...
    def setPageMemory(self, value: int) -> Self:
        """Set `pageMemory`: MiB of memory that a page may need, as pageTimeout."""
    def getPageMemory(self) -> int: ...
    def setLimits(self, value: dict[str, int]) -> Self:
        """Set `limits`: Limits of what small files may ask for (see the page on limits), such as `{"maxDrawings": 2000000}`; others are as `sparkocr.start` says, else as they are there."""
    def getLimits(self) -> dict[str, int]: ...
    def setEngine(self, value: OcrEngine | str) -> Self:
        """Set `engine`: Which engine reads."""
    def getEngine(self) -> OcrEngine | str: ...
    def setQuality(self, value: OcrQuality | str) -> Self:
        """Set `quality`: How well ppocr reads, and so auto: FAST with the tiny models, BALANCED reads what is doubtful again with the small ones, BEST reads everything with the small ones and doubtful words with both."""
    def getQuality(self) -> OcrQuality: ...
    def setUseGPU(self, value: bool) -> Self:
        """Set `useGPU`: Whether the models of PP-OCR run on a graphics processor; needs onnxruntime-gpu on the workers. Where there is none they run on the CPU, and each worker logs one warning."""
    def getUseGPU(self) -> bool: ...
    def setEngineParams(self, *value: list[str] | str) -> Self:
        """Set `engineParams`: Settings of the engine, as key=value strings. Of ppocr: size (tiny, small, mix) instead of quality, angle (true, false), and the paths of own models (detector, recogniser, dictionary)."""
    def getEngineParams(self) -> list[str]: ...
    def setLanguagePacks(self, *value: list[str] | str) -> Self:
        """Set `languagePacks`: Recognisers of PP-OCR for languages that the bundled models lack, as code=folder strings; a folder on every worker has rec.onnx and dict.txt, the characters it reads, one per line."""
    def getLanguagePacks(self) -> list[str]: ...
    def setLanguage(self, value: Language | str) -> Self:
        """Set `language`: Language of the text."""
    def getLanguage(self) -> Language | str: ...
    def setPageSegMode(self, value: PageSegmentationMode | str | int) -> Self:
        """Set `pageSegMode`: How Tesseract splits the page."""
    def getPageSegMode(self) -> PageSegmentationMode: ...
    def setOcrEngineMode(self, value: EngineMode | str | int) -> Self:
        """Set `ocrEngineMode`: Which recogniser of Tesseract reads."""
    def getOcrEngineMode(self) -> EngineMode: ...
    def setIgnoreResolution(self, value: bool) -> Self:
        """Set `ignoreResolution`: Whether Tesseract estimates the resolution instead of using the image's."""
    def getIgnoreResolution(self) -> bool: ...
    def setOcrParams(self, *value: list[str] | str) -> Self:
        """Set `ocrParams`: Variables of Tesseract, as key=value strings."""
    def getOcrParams(self) -> list[str]: ...
    def setModelData(self, value: str) -> Self:
        """Set `modelData`: Folder with Tesseract's language data (tessdata) on every worker; empty: the usual places."""
    def getModelData(self) -> str: ...
    def setModelType(self, value: ModelType | str) -> Self:
        """Set `modelType`: Variant of Tesseract's language data."""
    def getModelType(self) -> ModelType: ...
    def setDownloadModelData(self, value: bool) -> Self:
        """Set `downloadModelData`: Accepted for old programs: nothing is ever downloaded."""
    def getDownloadModelData(self) -> bool: ...
    def setTextCol(self, value: str) -> Self:
        """Set `textCol`: Column for the texts of all rectangles, one below the other."""
    def getTextCol(self) -> str: ...
    def setPositionsCol(self, value: str) -> Self:
        """Set `positionsCol`: Column for the positions of the text."""
    def getPositionsCol(self) -> str: ...
    def setBrandsCoords(self, value: Any) -> Self:
        """Set `brandsCoords`: Names and rectangles, in px of the image."""
    def getBrandsCoords(self) -> Any: ...
    def setBrandsCoordsStr(self, value: Any) -> Self:
        """Set `brandsCoords`: Names and rectangles, in px of the image."""
    def getBrandsCoordsStr(self) -> Any: ...
    def setPageIteratorLevel(self, value: PageIteratorLevel | str | int) -> Self:
        """Set `pageIteratorLevel`: Unit of text that one position describes."""
    def getPageIteratorLevel(self) -> PageIteratorLevel: ...
    def setConfidenceThreshold(self, value: int) -> Self:
        """Set `confidenceThreshold`: Units of text below this confidence are dropped from text and positions."""
    def getConfidenceThreshold(self) -> int: ...
    def engine_of(self) -> Engine: ...

class ImageCellsToTextTable(TypedStage):
    inputCol: StageParam
    outputCol: StageParam
    pageTimeout: StageParam
    pageMemory: StageParam
    limits: StageParam
    engine: StageParam
    quality: StageParam
    useGPU: StageParam
    engineParams: StageParam
    languagePacks: StageParam
    language: StageParam
    pageSegMode: StageParam
    ocrEngineMode: StageParam
    ignoreResolution: StageParam
    ocrParams: StageParam
    modelData: StageParam
    modelType: StageParam
    downloadModelData: StageParam
    cellsCol: StageParam
    strip: StageParam
    margin: StageParam
    pdfCoordinates: StageParam
    outputFormat: StageParam
    def __init__(
        self,
        *,
        inputCol: str = ...,
        outputCol: str = ...,
        pageTimeout: float = ...,
        pageMemory: int = ...,
        limits: dict[str, int] = ...,
        engine: OcrEngine | str = ...,
        quality: OcrQuality | str = ...,
        useGPU: bool = ...,
        engineParams: list[str] | str = ...,
        languagePacks: list[str] | str = ...,
        language: Language | str = ...,
        pageSegMode: PageSegmentationMode | str | int = ...,
        ocrEngineMode: EngineMode | str | int = ...,
        ignoreResolution: bool = ...,
        ocrParams: list[str] | str = ...,
        modelData: str = ...,
        modelType: ModelType | str = ...,
        downloadModelData: bool = ...,
        cellsCol: str = ...,
        strip: bool = ...,
        margin: int = ...,
        pdfCoordinates: bool = ...,
        outputFormat: TableOutputFormat | str = ...,
    ) -> None: ...
    def setInputCol(self, value: str) -> Self:
        """Set `inputCol`: Column with the image of a table."""
    def getInputCol(self) -> str: ...
    def setOutputCol(self, value: str) -> Self:
        """Set `outputCol`: Column for the table."""
    def getOutputCol(self) -> str: ...
    def setPageTimeout(self, value: float) -> Self:
        """Set `pageTimeout`: Seconds that a page may take, else it has an exception. It is then worked on in a process of its own, so that a crash does not end the task either. 0: as `sparkocr.start` says, else no limit."""
    def getPageTimeout(self) -> float: ...
    def setPageMemory(self, value: int) -> Self:
        """Set `pageMemory`: MiB of memory that a page may need, as pageTimeout."""
    def getPageMemory(self) -> int: ...
    def setLimits(self, value: dict[str, int]) -> Self:
        """Set `limits`: Limits of what small files may ask for (see the page on limits), such as `{"maxDrawings": 2000000}`; others are as `sparkocr.start` says, else as they are there."""
    def getLimits(self) -> dict[str, int]: ...
    def setEngine(self, value: OcrEngine | str) -> Self:
        """Set `engine`: Which engine reads."""
    def getEngine(self) -> OcrEngine | str: ...
    def setQuality(self, value: OcrQuality | str) -> Self:
        """Set `quality`: How well ppocr reads, and so auto: FAST with the tiny models, BALANCED reads what is doubtful again with the small ones, BEST reads everything with the small ones and doubtful words with both."""
    def getQuality(self) -> OcrQuality: ...
    def setUseGPU(self, value: bool) -> Self:
        """Set `useGPU`: Whether the models of PP-OCR run on a graphics processor; needs onnxruntime-gpu on the workers. Where there is none they run on the CPU, and each worker logs one warning."""
    def getUseGPU(self) -> bool: ...
    def setEngineParams(self, *value: list[str] | str) -> Self:
        """Set `engineParams`: Settings of the engine, as key=value strings. Of ppocr: size (tiny, small, mix) instead of quality, angle (true, false), and the paths of own models (detector, recogniser, dictionary)."""
    def getEngineParams(self) -> list[str]: ...
    def setLanguagePacks(self, *value: list[str] | str) -> Self:
        """Set `languagePacks`: Recognisers of PP-OCR for languages that the bundled models lack, as code=folder strings; a folder on every worker has rec.onnx and dict.txt, the characters it reads, one per line."""
    def getLanguagePacks(self) -> list[str]: ...
    def setLanguage(self, value: Language | str) -> Self:
        """Set `language`: Language of the text."""
    def getLanguage(self) -> Language | str: ...
    def setPageSegMode(self, value: PageSegmentationMode | str | int) -> Self:
        """Set `pageSegMode`: How Tesseract splits the page."""
    def getPageSegMode(self) -> PageSegmentationMode: ...
    def setOcrEngineMode(self, value: EngineMode | str | int) -> Self:
        """Set `ocrEngineMode`: Which recogniser of Tesseract reads."""
    def getOcrEngineMode(self) -> EngineMode: ...
    def setIgnoreResolution(self, value: bool) -> Self:
        """Set `ignoreResolution`: Whether Tesseract estimates the resolution instead of using the image's."""
    def getIgnoreResolution(self) -> bool: ...
    def setOcrParams(self, *value: list[str] | str) -> Self:
        """Set `ocrParams`: Variables of Tesseract, as key=value strings."""
    def getOcrParams(self) -> list[str]: ...
    def setModelData(self, value: str) -> Self:
        """Set `modelData`: Folder with Tesseract's language data (tessdata) on every worker; empty: the usual places."""
    def getModelData(self) -> str: ...
    def setModelType(self, value: ModelType | str) -> Self:
        """Set `modelType`: Variant of Tesseract's language data."""
    def getModelType(self) -> ModelType: ...
    def setDownloadModelData(self, value: bool) -> Self:
        """Set `downloadModelData`: Accepted for old programs: nothing is ever downloaded."""
    def getDownloadModelData(self) -> bool: ...
    def setCellsCol(self, value: str) -> Self:
        """Set `cellsCol`: Column with cells in px: nested arrays of [x, y, width, height], or an array of regions."""
    def getCellsCol(self) -> str: ...
    def setStrip(self, value: bool) -> Self:
        """Set `strip`: Whether texts have no white space around them; else each line ends with a line end."""
    def getStrip(self) -> bool: ...
    def setMargin(self, value: int) -> Self:
        """Set `margin`: Px at the border of a cell that are not read."""
    def getMargin(self) -> int: ...
    def setPdfCoordinates(self, value: bool) -> Self:
        """Set `pdfCoordinates`: Whether places are in points (1/72 inch) instead of px."""
    def getPdfCoordinates(self) -> bool: ...
    def setOutputFormat(self, value: TableOutputFormat | str) -> Self:
        """Set `outputFormat`: What a table is written as."""
    def getOutputFormat(self) -> TableOutputFormat: ...
    def engine_of(self) -> Engine: ...

class ImageToHocr(TypedStage):
    inputCol: StageParam
    outputCol: StageParam
    pageTimeout: StageParam
    pageMemory: StageParam
    limits: StageParam
    engine: StageParam
    quality: StageParam
    useGPU: StageParam
    engineParams: StageParam
    languagePacks: StageParam
    language: StageParam
    pageSegMode: StageParam
    ocrEngineMode: StageParam
    ignoreResolution: StageParam
    ocrParams: StageParam
    modelData: StageParam
    modelType: StageParam
    downloadModelData: StageParam
    pageIteratorLevel: StageParam
    def __init__(
        self,
        *,
        inputCol: str = ...,
        outputCol: str = ...,
        pageTimeout: float = ...,
        pageMemory: int = ...,
        limits: dict[str, int] = ...,
        engine: OcrEngine | str = ...,
        quality: OcrQuality | str = ...,
        useGPU: bool = ...,
        engineParams: list[str] | str = ...,
        languagePacks: list[str] | str = ...,
        language: Language | str = ...,
        pageSegMode: PageSegmentationMode | str | int = ...,
        ocrEngineMode: EngineMode | str | int = ...,
        ignoreResolution: bool = ...,
        ocrParams: list[str] | str = ...,
        modelData: str = ...,
        modelType: ModelType | str = ...,
        downloadModelData: bool = ...,
        pageIteratorLevel: PageIteratorLevel | str | int = ...,
    ) -> None: ...
    def setInputCol(self, value: str) -> Self:
        """Set `inputCol`: Column with the image to read."""
    def getInputCol(self) -> str: ...
    def setOutputCol(self, value: str) -> Self:
        """Set `outputCol`: Column for the hOCR."""
    def getOutputCol(self) -> str: ...
    def setPageTimeout(self, value: float) -> Self:
        """Set `pageTimeout`: Seconds that a page may take, else it has an exception. It is then worked on in a process of its own, so that a crash does not end the task either. 0: as `sparkocr.start` says, else no limit."""
    def getPageTimeout(self) -> float: ...
    def setPageMemory(self, value: int) -> Self:
        """Set `pageMemory`: MiB of memory that a page may need, as pageTimeout."""
    def getPageMemory(self) -> int: ...
    def setLimits(self, value: dict[str, int]) -> Self:
        """Set `limits`: Limits of what small files may ask for (see the page on limits), such as `{"maxDrawings": 2000000}`; others are as `sparkocr.start` says, else as they are there."""
    def getLimits(self) -> dict[str, int]: ...
    def setEngine(self, value: OcrEngine | str) -> Self:
        """Set `engine`: Which engine reads."""
    def getEngine(self) -> OcrEngine | str: ...
    def setQuality(self, value: OcrQuality | str) -> Self:
        """Set `quality`: How well ppocr reads, and so auto: FAST with the tiny models, BALANCED reads what is doubtful again with the small ones, BEST reads everything with the small ones and doubtful words with both."""
    def getQuality(self) -> OcrQuality: ...
    def setUseGPU(self, value: bool) -> Self:
        """Set `useGPU`: Whether the models of PP-OCR run on a graphics processor; needs onnxruntime-gpu on the workers. Where there is none they run on the CPU, and each worker logs one warning."""
    def getUseGPU(self) -> bool: ...
    def setEngineParams(self, *value: list[str] | str) -> Self:
        """Set `engineParams`: Settings of the engine, as key=value strings. Of ppocr: size (tiny, small, mix) instead of quality, angle (true, false), and the paths of own models (detector, recogniser, dictionary)."""
    def getEngineParams(self) -> list[str]: ...
    def setLanguagePacks(self, *value: list[str] | str) -> Self:
        """Set `languagePacks`: Recognisers of PP-OCR for languages that the bundled models lack, as code=folder strings; a folder on every worker has rec.onnx and dict.txt, the characters it reads, one per line."""
    def getLanguagePacks(self) -> list[str]: ...
    def setLanguage(self, value: Language | str) -> Self:
        """Set `language`: Language of the text."""
    def getLanguage(self) -> Language | str: ...
    def setPageSegMode(self, value: PageSegmentationMode | str | int) -> Self:
        """Set `pageSegMode`: How Tesseract splits the page."""
    def getPageSegMode(self) -> PageSegmentationMode: ...
    def setOcrEngineMode(self, value: EngineMode | str | int) -> Self:
        """Set `ocrEngineMode`: Which recogniser of Tesseract reads."""
    def getOcrEngineMode(self) -> EngineMode: ...
    def setIgnoreResolution(self, value: bool) -> Self:
        """Set `ignoreResolution`: Whether Tesseract estimates the resolution instead of using the image's."""
    def getIgnoreResolution(self) -> bool: ...
    def setOcrParams(self, *value: list[str] | str) -> Self:
        """Set `ocrParams`: Variables of Tesseract, as key=value strings."""
    def getOcrParams(self) -> list[str]: ...
    def setModelData(self, value: str) -> Self:
        """Set `modelData`: Folder with Tesseract's language data (tessdata) on every worker; empty: the usual places."""
    def getModelData(self) -> str: ...
    def setModelType(self, value: ModelType | str) -> Self:
        """Set `modelType`: Variant of Tesseract's language data."""
    def getModelType(self) -> ModelType: ...
    def setDownloadModelData(self, value: bool) -> Self:
        """Set `downloadModelData`: Accepted for old programs: nothing is ever downloaded."""
    def getDownloadModelData(self) -> bool: ...
    def setPageIteratorLevel(self, value: PageIteratorLevel | str | int) -> Self:
        """Set `pageIteratorLevel`: SYMBOL adds the boxes of characters; words are always there, whatever the level."""
    def getPageIteratorLevel(self) -> PageIteratorLevel: ...
    def engine_of(self) -> Engine: ...

class ImageToText(TypedStage):
    inputCol: StageParam
    outputCol: StageParam
    pageTimeout: StageParam
    pageMemory: StageParam
    limits: StageParam
    engine: StageParam
    quality: StageParam
    useGPU: StageParam
    engineParams: StageParam
    languagePacks: StageParam
    language: StageParam
    pageSegMode: StageParam
    ocrEngineMode: StageParam
    ignoreResolution: StageParam
    ocrParams: StageParam
    modelData: StageParam
    modelType: StageParam
    downloadModelData: StageParam
    positionsCol: StageParam
    confidenceCol: StageParam
    includeConfidence: StageParam
    pageIteratorLevel: StageParam
    confidenceThreshold: StageParam
    pdfCoordinates: StageParam
    withSpaces: StageParam
    keepLayout: StageParam
    outputSpaceCharacterWidth: StageParam
    transformCol: StageParam
    tablesCol: StageParam
    def __init__(
        self,
        *,
        inputCol: str = ...,
        outputCol: str = ...,
        pageTimeout: float = ...,
        pageMemory: int = ...,
        limits: dict[str, int] = ...,
        engine: OcrEngine | str = ...,
        quality: OcrQuality | str = ...,
        useGPU: bool = ...,
        engineParams: list[str] | str = ...,
        languagePacks: list[str] | str = ...,
        language: Language | str = ...,
        pageSegMode: PageSegmentationMode | str | int = ...,
        ocrEngineMode: EngineMode | str | int = ...,
        ignoreResolution: bool = ...,
        ocrParams: list[str] | str = ...,
        modelData: str = ...,
        modelType: ModelType | str = ...,
        downloadModelData: bool = ...,
        positionsCol: str = ...,
        confidenceCol: str = ...,
        includeConfidence: bool = ...,
        pageIteratorLevel: PageIteratorLevel | str | int = ...,
        confidenceThreshold: int = ...,
        pdfCoordinates: bool = ...,
        withSpaces: bool = ...,
        keepLayout: bool = ...,
        outputSpaceCharacterWidth: int = ...,
        transformCol: str = ...,
        tablesCol: str = ...,
    ) -> None: ...
    def setInputCol(self, value: str) -> Self:
        """Set `inputCol`: Column with the image to read."""
    def getInputCol(self) -> str: ...
    def setOutputCol(self, value: str) -> Self:
        """Set `outputCol`: Column for the text."""
    def getOutputCol(self) -> str: ...
    def setPageTimeout(self, value: float) -> Self:
        """Set `pageTimeout`: Seconds that a page may take, else it has an exception. It is then worked on in a process of its own, so that a crash does not end the task either. 0: as `sparkocr.start` says, else no limit."""
    def getPageTimeout(self) -> float: ...
    def setPageMemory(self, value: int) -> Self:
        """Set `pageMemory`: MiB of memory that a page may need, as pageTimeout."""
    def getPageMemory(self) -> int: ...
    def setLimits(self, value: dict[str, int]) -> Self:
        """Set `limits`: Limits of what small files may ask for (see the page on limits), such as `{"maxDrawings": 2000000}`; others are as `sparkocr.start` says, else as they are there."""
    def getLimits(self) -> dict[str, int]: ...
    def setEngine(self, value: OcrEngine | str) -> Self:
        """Set `engine`: Which engine reads."""
    def getEngine(self) -> OcrEngine | str: ...
    def setQuality(self, value: OcrQuality | str) -> Self:
        """Set `quality`: How well ppocr reads, and so auto: FAST with the tiny models, BALANCED reads what is doubtful again with the small ones, BEST reads everything with the small ones and doubtful words with both."""
    def getQuality(self) -> OcrQuality: ...
    def setUseGPU(self, value: bool) -> Self:
        """Set `useGPU`: Whether the models of PP-OCR run on a graphics processor; needs onnxruntime-gpu on the workers. Where there is none they run on the CPU, and each worker logs one warning."""
    def getUseGPU(self) -> bool: ...
    def setEngineParams(self, *value: list[str] | str) -> Self:
        """Set `engineParams`: Settings of the engine, as key=value strings. Of ppocr: size (tiny, small, mix) instead of quality, angle (true, false), and the paths of own models (detector, recogniser, dictionary)."""
    def getEngineParams(self) -> list[str]: ...
    def setLanguagePacks(self, *value: list[str] | str) -> Self:
        """Set `languagePacks`: Recognisers of PP-OCR for languages that the bundled models lack, as code=folder strings; a folder on every worker has rec.onnx and dict.txt, the characters it reads, one per line."""
    def getLanguagePacks(self) -> list[str]: ...
    def setLanguage(self, value: Language | str) -> Self:
        """Set `language`: Language of the text."""
    def getLanguage(self) -> Language | str: ...
    def setPageSegMode(self, value: PageSegmentationMode | str | int) -> Self:
        """Set `pageSegMode`: How Tesseract splits the page."""
    def getPageSegMode(self) -> PageSegmentationMode: ...
    def setOcrEngineMode(self, value: EngineMode | str | int) -> Self:
        """Set `ocrEngineMode`: Which recogniser of Tesseract reads."""
    def getOcrEngineMode(self) -> EngineMode: ...
    def setIgnoreResolution(self, value: bool) -> Self:
        """Set `ignoreResolution`: Whether Tesseract estimates the resolution instead of using the image's."""
    def getIgnoreResolution(self) -> bool: ...
    def setOcrParams(self, *value: list[str] | str) -> Self:
        """Set `ocrParams`: Variables of Tesseract, as key=value strings."""
    def getOcrParams(self) -> list[str]: ...
    def setModelData(self, value: str) -> Self:
        """Set `modelData`: Folder with Tesseract's language data (tessdata) on every worker; empty: the usual places."""
    def getModelData(self) -> str: ...
    def setModelType(self, value: ModelType | str) -> Self:
        """Set `modelType`: Variant of Tesseract's language data."""
    def getModelType(self) -> ModelType: ...
    def setDownloadModelData(self, value: bool) -> Self:
        """Set `downloadModelData`: Accepted for old programs: nothing is ever downloaded."""
    def getDownloadModelData(self) -> bool: ...
    def setPositionsCol(self, value: str) -> Self:
        """Set `positionsCol`: Column for the positions of the text."""
    def getPositionsCol(self) -> str: ...
    def setConfidenceCol(self, value: str) -> Self:
        """Set `confidenceCol`: Column for the mean confidence, 0 to 100."""
    def getConfidenceCol(self) -> str: ...
    def setIncludeConfidence(self, value: bool) -> Self:
        """Set `includeConfidence`: Whether to add `confidenceCol`."""
    def getIncludeConfidence(self) -> bool: ...
    def setPageIteratorLevel(self, value: PageIteratorLevel | str | int) -> Self:
        """Set `pageIteratorLevel`: Unit of text that one position describes."""
    def getPageIteratorLevel(self) -> PageIteratorLevel: ...
    def setConfidenceThreshold(self, value: int) -> Self:
        """Set `confidenceThreshold`: Units of text below this confidence are dropped from text and positions."""
    def getConfidenceThreshold(self) -> int: ...
    def setPdfCoordinates(self, value: bool) -> Self:
        """Set `pdfCoordinates`: Whether positions are in points (1/72 inch) instead of px."""
    def getPdfCoordinates(self) -> bool: ...
    def setWithSpaces(self, value: bool) -> Self:
        """Set `withSpaces`: Whether positions have the spaces between words (levels WORD and SYMBOL)."""
    def getWithSpaces(self) -> bool: ...
    def setKeepLayout(self, value: bool) -> Self:
        """Set `keepLayout`: Whether the text reproduces the layout of the page with spaces."""
    def getKeepLayout(self) -> bool: ...
    def setOutputSpaceCharacterWidth(self, value: int) -> Self:
        """Set `outputSpaceCharacterWidth`: Width of a space in points, for keepLayout."""
    def getOutputSpaceCharacterWidth(self) -> int: ...
    def setTransformCol(self, value: str) -> Self:
        """Set `transformCol`: Column for the transform of the image to the original page, for RegionsToOriginal; empty: none."""
    def getTransformCol(self) -> str: ...
    def setTablesCol(self, value: str) -> Self:
        """Set `tablesCol`: Column for the tables of the page (see sparkocr.schemas.SpannedTableSchema; points; px where the dpi are unknown), for PageToMarkdown; a page that has some keeps them. Empty: none."""
    def getTablesCol(self) -> str: ...
    def engine_of(self) -> Engine: ...

class ImageToTextV2(TypedStage):
    inputCol: StageParam
    outputCol: StageParam
    inputCols: StageParam
    positionsCol: StageParam
    confidenceCol: StageParam
    includeConfidence: StageParam
    outputFormat: StageParam
    lineTolerance: StageParam
    borderWidth: StageParam
    spaceWidth: StageParam
    keepInput: StageParam
    inputRegionsCol: StageParam
    language: StageParam
    languagePacks: StageParam
    modelSize: StageParam
    groupImages: StageParam
    taskParallelism: StageParam
    useCaching: StageParam
    batchSize: StageParam
    useGPU: StageParam
    usePandasUdf: StageParam
    def __init__(
        self,
        *,
        inputCol: str = ...,
        outputCol: str = ...,
        inputCols: list[str] | None | str = ...,
        positionsCol: str = ...,
        confidenceCol: str = ...,
        includeConfidence: bool = ...,
        outputFormat: OcrOutputFormat | str = ...,
        lineTolerance: int = ...,
        borderWidth: int = ...,
        spaceWidth: int = ...,
        keepInput: bool = ...,
        inputRegionsCol: str = ...,
        language: Language | str = ...,
        languagePacks: list[str] | str = ...,
        modelSize: str = ...,
        groupImages: bool = ...,
        taskParallelism: int | None = ...,
        useCaching: bool = ...,
        batchSize: int = ...,
        useGPU: bool = ...,
        usePandasUdf: bool = ...,
    ) -> None: ...
    def setInputCol(self, value: str) -> Self:
        """Set `inputCol`: Column with the image to read."""
    def getInputCol(self) -> str: ...
    def setOutputCol(self, value: str) -> Self:
        """Set `outputCol`: Column for the text."""
    def getOutputCol(self) -> str: ...
    def setInputCols(self, *value: list[str] | None | str) -> Self:
        """Set `inputCols`: Columns with the image and, if given, with its regions; goes before `inputCol` and `inputRegionsCol`."""
    def getInputCols(self) -> list[str] | None: ...
    def setPositionsCol(self, value: str) -> Self:
        """Set `positionsCol`: Column for the positions of the words."""
    def getPositionsCol(self) -> str: ...
    def setConfidenceCol(self, value: str) -> Self:
        """Set `confidenceCol`: Column for the confidences, 0 to 1."""
    def getConfidenceCol(self) -> str: ...
    def setIncludeConfidence(self, value: bool) -> Self:
        """Set `includeConfidence`: Whether to add `confidenceCol`: one number per region, in reading order."""
    def getIncludeConfidence(self) -> bool: ...
    def setOutputFormat(self, value: OcrOutputFormat | str) -> Self:
        """Set `outputFormat`: What `outputCol` holds."""
    def getOutputFormat(self) -> OcrOutputFormat: ...
    def setLineTolerance(self, value: int) -> Self:
        """Set `lineTolerance`: Px that the centres of regions of one line may differ in height from their mean; those that have half of their height in common are one line in any case."""
    def getLineTolerance(self) -> int: ...
    def setBorderWidth(self, value: int) -> Self:
        """Set `borderWidth`: Px around a region that are read with it."""
    def getBorderWidth(self) -> int: ...
    def setSpaceWidth(self, value: int) -> Self:
        """Set `spaceWidth`: Px that a space stands for, in gaps wider than in a sentence; for FORMATTED_TEXT."""
    def getSpaceWidth(self) -> int: ...
    def setKeepInput(self, value: bool) -> Self:
        """Set `keepInput`: Whether the image stays in the result."""
    def getKeepInput(self) -> bool: ...
    def setInputRegionsCol(self, value: str) -> Self:
        """Set `inputRegionsCol`: Column with regions in px of the image; empty: the whole image is read."""
    def getInputRegionsCol(self) -> str: ...
    def setRegionsColumn(self, value: str) -> Self:
        """Set `inputRegionsCol`: Column with regions in px of the image; empty: the whole image is read."""
    def getRegionsColumn(self) -> str: ...
    def setLanguage(self, value: Language | str) -> Self:
        """Set `language`: Language of the text."""
    def getLanguage(self) -> Language | str: ...
    def setLanguagePacks(self, *value: list[str] | str) -> Self:
        """Set `languagePacks`: Recognisers of PP-OCR for languages that the bundled models lack, as code=folder strings; a folder on every worker has rec.onnx and dict.txt, the characters it reads, one per line."""
    def getLanguagePacks(self) -> list[str]: ...
    def setModelSize(self, value: str) -> Self:
        """Set `modelSize`: Size of the models: small reads best, tiny is 3 to 5 times as fast, mix finds with tiny and reads with small."""
    def getModelSize(self) -> str: ...
    def setGroupImages(self, value: bool) -> Self:
        """Set `groupImages`: Whether regions of a line that are no further apart than they are high are read as one."""
    def getGroupImages(self) -> bool: ...
    def setTaskParallelism(self, value: int | None) -> Self:
        """Set `taskParallelism`: Accepted for old programs: Spark runs one task per core."""
    def getTaskParallelism(self) -> int | None: ...
    def setUseCaching(self, value: bool) -> Self:
        """Set `useCaching`: Accepted for old programs: nothing is computed twice."""
    def getUseCaching(self) -> bool: ...
    def setBatchSize(self, value: int) -> Self:
        """Set `batchSize`: Accepted for old programs: one line at a time is as fast on one core."""
    def getBatchSize(self) -> int: ...
    def setUseGPU(self, value: bool) -> Self:
        """Set `useGPU`: Whether the models of PP-OCR run on a graphics processor; needs onnxruntime-gpu on the workers. Where there is none they run on the CPU, and each worker logs one warning."""
    def getUseGPU(self) -> bool: ...
    def setUsePandasUdf(self, value: bool) -> Self:
        """Set `usePandasUdf`: Accepted for old programs: rows always travel as Arrow."""
    def getUsePandasUdf(self) -> bool: ...
    @classmethod
    def pretrained(cls, name: str = "", lang: str = "en", remote_loc: str | None = "clinical/ocr") -> Self: ...

class PageToJson(TypedStage):
    inputCol: StageParam
    outputCol: StageParam
    textCol: StageParam
    confidenceCol: StageParam
    imageCol: StageParam
    tablesCol: StageParam
    tablesUnit: StageParam
    fontsCol: StageParam
    originCol: StageParam
    pageNumCol: StageParam
    entitiesCol: StageParam
    coordinatesCol: StageParam
    formCol: StageParam
    regionsCol: StageParam
    unit: StageParam
    detail: StageParam
    def __init__(
        self,
        *,
        inputCol: str = ...,
        outputCol: str = ...,
        textCol: str = ...,
        confidenceCol: str = ...,
        imageCol: str = ...,
        tablesCol: str = ...,
        tablesUnit: PageUnit | str = ...,
        fontsCol: str = ...,
        originCol: str = ...,
        pageNumCol: str = ...,
        entitiesCol: str = ...,
        coordinatesCol: str = ...,
        formCol: str = ...,
        regionsCol: str = ...,
        unit: PageUnit | str = ...,
        detail: PageDetail | str = ...,
    ) -> None: ...
    def setInputCol(self, value: str) -> Self:
        """Set `inputCol`: Column with the positions of the text, or with hOCR."""
    def getInputCol(self) -> str: ...
    def setOutputCol(self, value: str) -> Self:
        """Set `outputCol`: Column for the JSON."""
    def getOutputCol(self) -> str: ...
    def setTextCol(self, value: str) -> Self:
        """Set `textCol`: Column with the text; left out if it is not there."""
    def getTextCol(self) -> str: ...
    def setConfidenceCol(self, value: str) -> Self:
        """Set `confidenceCol`: Column with the mean confidence, 0 to 100; left out if it is not there."""
    def getConfidenceCol(self) -> str: ...
    def setImageCol(self, value: str) -> Self:
        """Set `imageCol`: Column with the image that was read; left out if it is not there."""
    def getImageCol(self) -> str: ...
    def setTablesCol(self, value: str) -> Self:
        """Set `tablesCol`: Column with a table or an array of tables; left out if it is not there."""
    def getTablesCol(self) -> str: ...
    def setTablesUnit(self, value: PageUnit | str) -> Self:
        """Set `tablesUnit`: Unit of the tables; AUTO: that of the text. Tables of PdfToText are in points, text that was read is in px."""
    def getTablesUnit(self) -> PageUnit: ...
    def setFontsCol(self, value: str) -> Self:
        """Set `fontsCol`: Column with the fonts of the text of a PDF; left out if it is not there."""
    def getFontsCol(self) -> str: ...
    def setOriginCol(self, value: str) -> Self:
        """Set `originCol`: Column that says where the page is from; left out if it is not there."""
    def getOriginCol(self) -> str: ...
    def setPageNumCol(self, value: str) -> Self:
        """Set `pageNumCol`: Column with the number of the page, from 0; left out if it is not there."""
    def getPageNumCol(self) -> str: ...
    def setEntitiesCol(self, value: str) -> Self:
        """Set `entitiesCol`: Column with chunks of text as annotations; left out if it is not there."""
    def getEntitiesCol(self) -> str: ...
    def setCoordinatesCol(self, value: str) -> Self:
        """Set `coordinatesCol`: Column with the places of these chunks; left out if it is not there."""
    def getCoordinatesCol(self) -> str: ...
    def setFormCol(self, value: str) -> Self:
        """Set `formCol`: Column with the fields of a form; left out if it is not there."""
    def getFormCol(self) -> str: ...
    def setRegionsCol(self, value: str) -> Self:
        """Set `regionsCol`: Column with labelled regions of the image, as of DocumentLayoutAnalyzer; left out if it is not there."""
    def getRegionsCol(self) -> str: ...
    def setUnit(self, value: PageUnit | str) -> Self:
        """Set `unit`: Unit of the input column; AUTO finds it in the image and the size of the page."""
    def getUnit(self) -> PageUnit: ...
    def setDetail(self, value: PageDetail | str) -> Self:
        """Set `detail`: The smallest parts to write: BLOCKS have no lines, LINES no words."""
    def getDetail(self) -> PageDetail: ...

class PageToMarkdown(TypedStage):
    inputCol: StageParam
    outputCol: StageParam
    textCol: StageParam
    confidenceCol: StageParam
    imageCol: StageParam
    tablesCol: StageParam
    tablesUnit: StageParam
    fontsCol: StageParam
    pageHeaders: StageParam
    def __init__(
        self,
        *,
        inputCol: str = ...,
        outputCol: str = ...,
        textCol: str = ...,
        confidenceCol: str = ...,
        imageCol: str = ...,
        tablesCol: str = ...,
        tablesUnit: PageUnit | str = ...,
        fontsCol: str = ...,
        pageHeaders: bool = ...,
    ) -> None: ...
    def setInputCol(self, value: str) -> Self:
        """Set `inputCol`: Column with the positions of the text, or with hOCR."""
    def getInputCol(self) -> str: ...
    def setOutputCol(self, value: str) -> Self:
        """Set `outputCol`: Column for the Markdown."""
    def getOutputCol(self) -> str: ...
    def setTextCol(self, value: str) -> Self:
        """Set `textCol`: Column with the text; left out if it is not there."""
    def getTextCol(self) -> str: ...
    def setConfidenceCol(self, value: str) -> Self:
        """Set `confidenceCol`: Column with the mean confidence, 0 to 100; left out if it is not there."""
    def getConfidenceCol(self) -> str: ...
    def setImageCol(self, value: str) -> Self:
        """Set `imageCol`: Column with the image that was read; left out if it is not there."""
    def getImageCol(self) -> str: ...
    def setTablesCol(self, value: str) -> Self:
        """Set `tablesCol`: Column with a table or an array of tables; left out if it is not there."""
    def getTablesCol(self) -> str: ...
    def setTablesUnit(self, value: PageUnit | str) -> Self:
        """Set `tablesUnit`: Unit of the tables; AUTO: that of the text. Tables of PdfToText are in points, text that was read is in px."""
    def getTablesUnit(self) -> PageUnit: ...
    def setFontsCol(self, value: str) -> Self:
        """Set `fontsCol`: Column with the fonts of the text of a PDF; left out if it is not there."""
    def getFontsCol(self) -> str: ...
    def setPageHeaders(self, value: bool) -> Self:
        """Set `pageHeaders`: Whether the running header and footer of a page are written."""
    def getPageHeaders(self) -> bool: ...

class PdfDrawRegions(TypedStage):
    inputCol: StageParam
    outputCol: StageParam
    pageTimeout: StageParam
    pageMemory: StageParam
    limits: StageParam
    maxPages: StageParam
    originCol: StageParam
    inputRegionsCol: StageParam
    lineWidth: StageParam
    fontSize: StageParam
    displayMetadata: StageParam
    rectColor: StageParam
    colorMap: StageParam
    filledRect: StageParam
    highlightAnnotations: StageParam
    password: StageParam
    def __init__(
        self,
        *,
        inputCol: str = ...,
        outputCol: str = ...,
        pageTimeout: float = ...,
        pageMemory: int = ...,
        limits: dict[str, int] = ...,
        maxPages: int = ...,
        originCol: str = ...,
        inputRegionsCol: str = ...,
        lineWidth: int = ...,
        fontSize: int = ...,
        displayMetadata: bool = ...,
        rectColor: Color | str = ...,
        colorMap: Any | None = ...,
        filledRect: bool = ...,
        highlightAnnotations: bool = ...,
        password: str = ...,
    ) -> None: ...
    def setInputCol(self, value: str) -> Self:
        """Set `inputCol`: Column with the bytes of the PDF file."""
    def getInputCol(self) -> str: ...
    def setOutputCol(self, value: str) -> Self:
        """Set `outputCol`: Column for the PDF with the regions."""
    def getOutputCol(self) -> str: ...
    def setPageTimeout(self, value: float) -> Self:
        """Set `pageTimeout`: Seconds that a page may take, else it has an exception. It is then worked on in a process of its own, so that a crash does not end the task either. 0: as `sparkocr.start` says, else no limit."""
    def getPageTimeout(self) -> float: ...
    def setPageMemory(self, value: int) -> Self:
        """Set `pageMemory`: MiB of memory that a page may need, as pageTimeout."""
    def getPageMemory(self) -> int: ...
    def setLimits(self, value: dict[str, int]) -> Self:
        """Set `limits`: Limits of what small files may ask for (see the page on limits), such as `{"maxDrawings": 2000000}`; others are as `sparkocr.start` says, else as they are there."""
    def getLimits(self) -> dict[str, int]: ...
    def setMaxPages(self, value: int) -> Self:
        """Set `maxPages`: Pages of a document, else it has an exception. 0: as limits say, else `sparkocr.start`."""
    def getMaxPages(self) -> int: ...
    def setOriginCol(self, value: str) -> Self:
        """Set `originCol`: Column that says where the file is from; must be there if it is set."""
    def getOriginCol(self) -> str: ...
    def setInputRegionsCol(self, value: str) -> Self:
        """Set `inputRegionsCol`: Column with an array of regions, or with a single one, in points."""
    def getInputRegionsCol(self) -> str: ...
    def setLineWidth(self, value: int) -> Self:
        """Set `lineWidth`: Width of outlines in points."""
    def getLineWidth(self) -> int: ...
    def setFontSize(self, value: int) -> Self:
        """Set `fontSize`: Size of labels and scores beside regions, in points."""
    def getFontSize(self) -> int: ...
    def setDisplayMetadata(self, value: bool) -> Self:
        """Set `displayMetadata`: Whether labels and scores are written beside regions."""
    def getDisplayMetadata(self) -> bool: ...
    def setRectColor(self, value: Color | str) -> Self:
        """Set `rectColor`: Colour of regions that get none from `colorMap`."""
    def getRectColor(self) -> Color: ...
    def setColorMap(self, value: Any | None) -> Self:
        """Set `colorMap`: Colours by label; key '*': all other labels. Or '*': one of eight colours for each label, always the same."""
    def getColorMap(self) -> Any | None: ...
    def setFilledRect(self, value: bool) -> Self:
        """Set `filledRect`: Whether regions are filled, translucent, instead of outlined."""
    def getFilledRect(self) -> bool: ...
    def setHighlightAnnotations(self, value: bool) -> Self:
        """Set `highlightAnnotations`: Whether regions become highlight annotations with their labels."""
    def getHighlightAnnotations(self) -> bool: ...
    def setPassword(self, value: str) -> Self:
        """Set `password`: Password of encrypted files. It is saved with the pipeline and shown in plans."""
    def getPassword(self) -> str: ...

class PdfRedactRegions(TypedStage):
    inputCol: StageParam
    outputCol: StageParam
    pageTimeout: StageParam
    pageMemory: StageParam
    limits: StageParam
    maxPages: StageParam
    originCol: StageParam
    inputRegionsCol: StageParam
    reportCol: StageParam
    technique: StageParam
    resolution: StageParam
    maxPixels: StageParam
    padding: StageParam
    rectColor: StageParam
    gapWidth: StageParam
    unit: StageParam
    imageCol: StageParam
    confidenceCol: StageParam
    password: StageParam
    def __init__(
        self,
        *,
        inputCol: str = ...,
        outputCol: str = ...,
        pageTimeout: float = ...,
        pageMemory: int = ...,
        limits: dict[str, int] = ...,
        maxPages: int = ...,
        originCol: str = ...,
        inputRegionsCol: str = ...,
        reportCol: str = ...,
        technique: RedactTechnique | str = ...,
        resolution: int = ...,
        maxPixels: int = ...,
        padding: float = ...,
        rectColor: Color | str = ...,
        gapWidth: float = ...,
        unit: PageUnit | str = ...,
        imageCol: str = ...,
        confidenceCol: str = ...,
        password: str = ...,
    ) -> None: ...
    def setInputCol(self, value: str) -> Self:
        """Set `inputCol`: Column with the bytes of the PDF file."""
    def getInputCol(self) -> str: ...
    def setOutputCol(self, value: str) -> Self:
        """Set `outputCol`: Column for the redacted PDF."""
    def getOutputCol(self) -> str: ...
    def setPageTimeout(self, value: float) -> Self:
        """Set `pageTimeout`: Seconds that a page may take, else it has an exception. It is then worked on in a process of its own, so that a crash does not end the task either. 0: as `sparkocr.start` says, else no limit."""
    def getPageTimeout(self) -> float: ...
    def setPageMemory(self, value: int) -> Self:
        """Set `pageMemory`: MiB of memory that a page may need, as pageTimeout."""
    def getPageMemory(self) -> int: ...
    def setLimits(self, value: dict[str, int]) -> Self:
        """Set `limits`: Limits of what small files may ask for (see the page on limits), such as `{"maxDrawings": 2000000}`; others are as `sparkocr.start` says, else as they are there."""
    def getLimits(self) -> dict[str, int]: ...
    def setMaxPages(self, value: int) -> Self:
        """Set `maxPages`: Pages of a document, else it has an exception. 0: as limits say, else `sparkocr.start`."""
    def getMaxPages(self) -> int: ...
    def setOriginCol(self, value: str) -> Self:
        """Set `originCol`: Column that says where the file is from; must be there if it is set."""
    def getOriginCol(self) -> str: ...
    def setInputRegionsCol(self, value: str) -> Self:
        """Set `inputRegionsCol`: Column with an array of regions, or with a single one."""
    def getInputRegionsCol(self) -> str: ...
    def setReportCol(self, value: str) -> Self:
        """Set `reportCol`: Column for what was done to each page."""
    def getReportCol(self) -> str: ...
    def setTechnique(self, value: RedactTechnique | str) -> Self:
        """Set `technique`: How pages are redacted: AUTO makes pictures of those that can't be rewritten."""
    def getTechnique(self) -> RedactTechnique: ...
    def setResolution(self, value: int) -> Self:
        """Set `resolution`: Dpi of pages that become pictures."""
    def getResolution(self) -> int: ...
    def setMaxPixels(self, value: int) -> Self:
        """Set `maxPixels`: Largest picture in pixels; a larger one is an exception."""
    def getMaxPixels(self) -> int: ...
    def setPadding(self, value: float) -> Self:
        """Set `padding`: Points by which regions grow to each side."""
    def getPadding(self) -> float: ...
    def setRectColor(self, value: Color | str) -> Self:
        """Set `rectColor`: Colour that is painted over regions."""
    def getRectColor(self) -> Color: ...
    def setGapWidth(self, value: float) -> Self:
        """Set `gapWidth`: Width in em of the gap that each piece of text leaves, so that it does not tell the text; 0: as it was."""
    def getGapWidth(self) -> float: ...
    def setUnit(self, value: PageUnit | str) -> Self:
        """Set `unit`: Unit of the regions; AUTO finds it in the image and the confidence."""
    def getUnit(self) -> PageUnit: ...
    def setImageCol(self, value: str) -> Self:
        """Set `imageCol`: Column with the image whose px regions are in; left out if it is not there."""
    def getImageCol(self) -> str: ...
    def setConfidenceCol(self, value: str) -> Self:
        """Set `confidenceCol`: Column with the confidence of OCR; left out if it is not there."""
    def getConfidenceCol(self) -> str: ...
    def setPassword(self, value: str) -> Self:
        """Set `password`: Password of encrypted files. It is saved with the pipeline and shown in plans."""
    def getPassword(self) -> str: ...

class PdfToForm(TypedStage):
    inputCol: StageParam
    outputCol: StageParam
    pageTimeout: StageParam
    pageMemory: StageParam
    limits: StageParam
    maxPages: StageParam
    useFullyQualifiedName: StageParam
    regionCoordinates: StageParam
    password: StageParam
    def __init__(
        self,
        *,
        inputCol: str = ...,
        outputCol: str = ...,
        pageTimeout: float = ...,
        pageMemory: int = ...,
        limits: dict[str, int] = ...,
        maxPages: int = ...,
        useFullyQualifiedName: bool = ...,
        regionCoordinates: bool = ...,
        password: str = ...,
    ) -> None: ...
    def setInputCol(self, value: str) -> Self:
        """Set `inputCol`: Column with the bytes of the PDF file."""
    def getInputCol(self) -> str: ...
    def setOutputCol(self, value: str) -> Self:
        """Set `outputCol`: Column for the fields."""
    def getOutputCol(self) -> str: ...
    def setPageTimeout(self, value: float) -> Self:
        """Set `pageTimeout`: Seconds that a page may take, else it has an exception. It is then worked on in a process of its own, so that a crash does not end the task either. 0: as `sparkocr.start` says, else no limit."""
    def getPageTimeout(self) -> float: ...
    def setPageMemory(self, value: int) -> Self:
        """Set `pageMemory`: MiB of memory that a page may need, as pageTimeout."""
    def getPageMemory(self) -> int: ...
    def setLimits(self, value: dict[str, int]) -> Self:
        """Set `limits`: Limits of what small files may ask for (see the page on limits), such as `{"maxDrawings": 2000000}`; others are as `sparkocr.start` says, else as they are there."""
    def getLimits(self) -> dict[str, int]: ...
    def setMaxPages(self, value: int) -> Self:
        """Set `maxPages`: Pages of a document, else it has an exception. 0: as limits say, else `sparkocr.start`."""
    def getMaxPages(self) -> int: ...
    def setUseFullyQualifiedName(self, value: bool) -> Self:
        """Set `useFullyQualifiedName`: Whether names are those of all groups around a field too, joined by dots: Form[0].Page1[0].name[0]."""
    def getUseFullyQualifiedName(self) -> bool: ...
    def setRegionCoordinates(self, value: bool) -> Self:
        """Set `regionCoordinates`: Whether coordinates are regions of the displayed page, origin top left, as other stages take them; otherwise width and height hold the right and top edge, and the origin is at the lower left."""
    def getRegionCoordinates(self) -> bool: ...
    def setPassword(self, value: str) -> Self:
        """Set `password`: Password of encrypted files. It is saved with the pipeline and shown in plans."""
    def getPassword(self) -> str: ...

class PdfToImage(TypedStage):
    inputCol: StageParam
    outputCol: StageParam
    pageTimeout: StageParam
    pageMemory: StageParam
    limits: StageParam
    maxPages: StageParam
    originCol: StageParam
    pageNumCol: StageParam
    fallBackCol: StageParam
    minSizeBeforeFallback: StageParam
    splitPage: StageParam
    imageType: StageParam
    resolution: StageParam
    keepInput: StageParam
    partitionNum: StageParam
    partitionNumAfterSplit: StageParam
    splitNumBatch: StageParam
    splittingStategy: StageParam
    binarization: StageParam
    binarizationParams: StageParam
    maxImageWidth: StageParam
    maxPixels: StageParam
    imageDimsCol: StageParam
    compressImage: StageParam
    password: StageParam
    def __init__(
        self,
        *,
        inputCol: str = ...,
        outputCol: str = ...,
        pageTimeout: float = ...,
        pageMemory: int = ...,
        limits: dict[str, int] = ...,
        maxPages: int = ...,
        originCol: str = ...,
        pageNumCol: str = ...,
        fallBackCol: str = ...,
        minSizeBeforeFallback: int = ...,
        splitPage: bool = ...,
        imageType: ImageType | str | int = ...,
        resolution: int = ...,
        keepInput: bool = ...,
        partitionNum: int = ...,
        partitionNumAfterSplit: int = ...,
        splitNumBatch: int = ...,
        splittingStategy: SplittingStrategy | str = ...,
        binarization: bool = ...,
        binarizationParams: list[str] | None | str = ...,
        maxImageWidth: int = ...,
        maxPixels: int = ...,
        imageDimsCol: str = ...,
        compressImage: bool = ...,
        password: str = ...,
    ) -> None: ...
    def setInputCol(self, value: str) -> Self:
        """Set `inputCol`: Column with the bytes of the PDF file."""
    def getInputCol(self) -> str: ...
    def setOutputCol(self, value: str) -> Self:
        """Set `outputCol`: Column for the image."""
    def getOutputCol(self) -> str: ...
    def setPageTimeout(self, value: float) -> Self:
        """Set `pageTimeout`: Seconds that a page may take, else it has an exception. It is then worked on in a process of its own, so that a crash does not end the task either. 0: as `sparkocr.start` says, else no limit."""
    def getPageTimeout(self) -> float: ...
    def setPageMemory(self, value: int) -> Self:
        """Set `pageMemory`: MiB of memory that a page may need, as pageTimeout."""
    def getPageMemory(self) -> int: ...
    def setLimits(self, value: dict[str, int]) -> Self:
        """Set `limits`: Limits of what small files may ask for (see the page on limits), such as `{"maxDrawings": 2000000}`; others are as `sparkocr.start` says, else as they are there."""
    def getLimits(self) -> dict[str, int]: ...
    def setMaxPages(self, value: int) -> Self:
        """Set `maxPages`: Pages of a document, else it has an exception. 0: as limits say, else `sparkocr.start`."""
    def getMaxPages(self) -> int: ...
    def setOriginCol(self, value: str) -> Self:
        """Set `originCol`: Column that says where the file is from; goes into the image."""
    def getOriginCol(self) -> str: ...
    def setPageNumCol(self, value: str) -> Self:
        """Set `pageNumCol`: Column for the number of the page, from 0."""
    def getPageNumCol(self) -> str: ...
    def setFallBackCol(self, value: str) -> Self:
        """Set `fallBackCol`: Column with digital text; enough of it makes rendering needless."""
    def getFallBackCol(self) -> str: ...
    def setMinSizeBeforeFallback(self, value: int) -> Self:
        """Set `minSizeBeforeFallback`: Characters of digital text from which a page is not rendered."""
    def getMinSizeBeforeFallback(self) -> int: ...
    def setSplitPage(self, value: bool) -> Self:
        """Set `splitPage`: Whether each page becomes a row."""
    def getSplitPage(self) -> bool: ...
    def setImageType(self, value: ImageType | str | int) -> Self:
        """Set `imageType`: Pixel layout of the image."""
    def getImageType(self) -> ImageType: ...
    def setResolution(self, value: int) -> Self:
        """Set `resolution`: Resolution in dpi."""
    def getResolution(self) -> int: ...
    def setKeepInput(self, value: bool) -> Self:
        """Set `keepInput`: Whether the bytes of the file stay in the result, whole in every row."""
    def getKeepInput(self) -> bool: ...
    def setPartitionNum(self, value: int) -> Self:
        """Set `partitionNum`: Partitions of documents before they are split; 0 leaves them in place."""
    def getPartitionNum(self) -> int: ...
    def setPartitionNumAfterSplit(self, value: int) -> Self:
        """Set `partitionNumAfterSplit`: Partitions of pages; 0 chooses by the number of cores, -1 leaves them in place."""
    def getPartitionNumAfterSplit(self) -> int: ...
    def setSplitNumBatch(self, value: int) -> Self:
        """Set `splitNumBatch`: Pages per range, or ranges per document, by splittingStategy; 0 is automatic."""
    def getSplitNumBatch(self) -> int: ...
    def setSplittingStategy(self, value: SplittingStrategy | str) -> Self:
        """Set `splittingStategy`: What splitNumBatch counts."""
    def getSplittingStategy(self) -> SplittingStrategy: ...
    def setSplittingStrategy(self, value: SplittingStrategy | str) -> Self:
        """Set `splittingStategy`: What splitNumBatch counts."""
    def getSplittingStrategy(self) -> SplittingStrategy: ...
    def setBinarization(self, value: bool) -> Self:
        """Set `binarization`: Whether the page is made black and white right after rendering."""
    def getBinarization(self) -> bool: ...
    def setBinarizationParams(self, *value: list[str] | None | str) -> Self:
        """Set `binarizationParams`: Settings of the binarization."""
    def getBinarizationParams(self) -> list[str] | None: ...
    def setMaxImageWidth(self, value: int) -> Self:
        """Set `maxImageWidth`: Largest width in px: wider pages are rendered at a lower resolution; 0: no limit."""
    def getMaxImageWidth(self) -> int: ...
    def setMaxPixels(self, value: int) -> Self:
        """Set `maxPixels`: Largest page in pixels; a larger one is an exception, not rendered."""
    def getMaxPixels(self) -> int: ...
    def setImageDimsCol(self, value: str) -> Self:
        """Set `imageDimsCol`: Column for the size of the image in px (struct of width and height); empty: none."""
    def getImageDimsCol(self) -> str: ...
    def setCompressImage(self, value: bool) -> Self:
        """Set `compressImage`: Whether image.data holds a PNG file instead of pixels."""
    def getCompressImage(self) -> bool: ...
    def setPassword(self, value: str) -> Self:
        """Set `password`: Password of encrypted files. It is saved with the pipeline and shown in plans."""
    def getPassword(self) -> str: ...

class DicomToImageV3(TypedStage):
    inputCol: StageParam
    outputCol: StageParam
    pageTimeout: StageParam
    pageMemory: StageParam
    limits: StageParam
    inputCols: StageParam
    keepInput: StageParam
    originCol: StageParam
    pageNumCol: StageParam
    partitionNum: StageParam
    scale: StageParam
    frameLimit: StageParam
    frameSamplingStrategy: StageParam
    compressionMode: StageParam
    compressionThreshold: StageParam
    compressionQuality: StageParam
    compressImage: StageParam
    memoryOptimized: StageParam
    frameDimsCol: StageParam
    def __init__(
        self,
        *,
        inputCol: str = ...,
        outputCol: str = ...,
        pageTimeout: float = ...,
        pageMemory: int = ...,
        limits: dict[str, int] = ...,
        inputCols: list[str] | None | str = ...,
        keepInput: bool = ...,
        originCol: str = ...,
        pageNumCol: str = ...,
        partitionNum: int = ...,
        scale: float = ...,
        frameLimit: int = ...,
        frameSamplingStrategy: FrameSamplingStrategy | str = ...,
        compressionMode: str = ...,
        compressionThreshold: float = ...,
        compressionQuality: int = ...,
        compressImage: bool = ...,
        memoryOptimized: bool = ...,
        frameDimsCol: str = ...,
    ) -> None: ...
    def setInputCol(self, value: str) -> Self:
        """Set `inputCol`: Column with the bytes of the file, or with its path; if `inputCols` is not set."""
    def getInputCol(self) -> str: ...
    def setOutputCol(self, value: str) -> Self:
        """Set `outputCol`: Column for the image."""
    def getOutputCol(self) -> str: ...
    def setPageTimeout(self, value: float) -> Self:
        """Set `pageTimeout`: Seconds that a page may take, else it has an exception. It is then worked on in a process of its own, so that a crash does not end the task either. 0: as `sparkocr.start` says, else no limit."""
    def getPageTimeout(self) -> float: ...
    def setPageMemory(self, value: int) -> Self:
        """Set `pageMemory`: MiB of memory that a page may need, as pageTimeout."""
    def getPageMemory(self) -> int: ...
    def setLimits(self, value: dict[str, int]) -> Self:
        """Set `limits`: Limits of what small files may ask for (see the page on limits), such as `{"maxDrawings": 2000000}`; others are as `sparkocr.start` says, else as they are there."""
    def getLimits(self) -> dict[str, int]: ...
    def setInputCols(self, *value: list[str] | None | str) -> Self:
        """Set `inputCols`: The same as a list, in which a column with numbers of frames may follow."""
    def getInputCols(self) -> list[str] | None: ...
    def setKeepInput(self, value: bool) -> Self:
        """Set `keepInput`: Whether the bytes of the file stay in the result, whole in every row. Paths stay."""
    def getKeepInput(self) -> bool: ...
    def setOriginCol(self, value: str) -> Self:
        """Set `originCol`: Column that says where the file is from; goes into the image."""
    def getOriginCol(self) -> str: ...
    def setPageNumCol(self, value: str) -> Self:
        """Set `pageNumCol`: Column for the number of the frame, from 0."""
    def getPageNumCol(self) -> str: ...
    def setPartitionNum(self, value: int) -> Self:
        """Set `partitionNum`: Partitions of frames; 0 chooses by the number of cores, -1 leaves them in place."""
    def getPartitionNum(self) -> int: ...
    def setScale(self, value: float) -> Self:
        """Set `scale`: Factor for the sides of images; 0: they stay. `DicomDrawRegions` takes 1 / `scale` as `scaleFactor`."""
    def getScale(self) -> float: ...
    def setFrameLimit(self, value: int) -> Self:
        """Set `frameLimit`: How many frames of a file are shown; 0: all."""
    def getFrameLimit(self) -> int: ...
    def setFrameSamplingStrategy(self, value: FrameSamplingStrategy | str) -> Self:
        """Set `frameSamplingStrategy`: Which frames are shown, if not all."""
    def getFrameSamplingStrategy(self) -> FrameSamplingStrategy: ...
    def setCompressionMode(self, value: str) -> Self:
        """Set `compressionMode`: Whether `data` of images holds JPEG files instead of pixels: see the notes."""
    def getCompressionMode(self) -> str: ...
    def setCompressionThreshold(self, value: float) -> Self:
        """Set `compressionThreshold`: Megapixels (2**20) of all frames of a file above which ``auto`` compresses."""
    def getCompressionThreshold(self) -> float: ...
    def setCompressionQuality(self, value: int) -> Self:
        """Set `compressionQuality`: Quality of JPEG."""
    def getCompressionQuality(self) -> int: ...
    def setCompressImage(self, value: bool) -> Self:
        """Set `compressImage`: Whether `data` of images holds PNG files, which lose nothing."""
    def getCompressImage(self) -> bool: ...
    def setMemoryOptimized(self, value: bool) -> Self:
        """Set `memoryOptimized`: Accepted for old programs: one frame at a time is always read."""
    def getMemoryOptimized(self) -> bool: ...
    def setFrameDimsCol(self, value: str) -> Self:
        """Set `frameDimsCol`: Column for the size of the image in px (struct of width and height); empty: none."""
    def getFrameDimsCol(self) -> str: ...

class DocToPdf(TypedStage):
    inputCol: StageParam
    outputCol: StageParam
    pageTimeout: StageParam
    pageMemory: StageParam
    limits: StageParam
    timeout: StageParam
    def __init__(
        self,
        *,
        inputCol: str = ...,
        outputCol: str = ...,
        pageTimeout: float = ...,
        pageMemory: int = ...,
        limits: dict[str, int] = ...,
        timeout: int = ...,
    ) -> None: ...
    def setInputCol(self, value: str) -> Self:
        """Set `inputCol`: Column with the bytes of the file."""
    def getInputCol(self) -> str: ...
    def setOutputCol(self, value: str) -> Self:
        """Set `outputCol`: Column for the bytes of the PDF file."""
    def getOutputCol(self) -> str: ...
    def setPageTimeout(self, value: float) -> Self:
        """Set `pageTimeout`: Seconds that a page may take, else it has an exception. It is then worked on in a process of its own, so that a crash does not end the task either. 0: as `sparkocr.start` says, else no limit."""
    def getPageTimeout(self) -> float: ...
    def setPageMemory(self, value: int) -> Self:
        """Set `pageMemory`: MiB of memory that a page may need, as pageTimeout."""
    def getPageMemory(self) -> int: ...
    def setLimits(self, value: dict[str, int]) -> Self:
        """Set `limits`: Limits of what small files may ask for (see the page on limits), such as `{"maxDrawings": 2000000}`; others are as `sparkocr.start` says, else as they are there."""
    def getLimits(self) -> dict[str, int]: ...
    def setTimeout(self, value: int) -> Self:
        """Set `timeout`: Longest time in s that LibreOffice may take for a document."""
    def getTimeout(self) -> int: ...

class DocToText(TypedStage):
    inputCol: StageParam
    outputCol: StageParam
    pageTimeout: StageParam
    pageMemory: StageParam
    limits: StageParam
    timeout: StageParam
    originCol: StageParam
    pageNumCol: StageParam
    keepInput: StageParam
    outputFormat: StageParam
    def __init__(
        self,
        *,
        inputCol: str = ...,
        outputCol: str = ...,
        pageTimeout: float = ...,
        pageMemory: int = ...,
        limits: dict[str, int] = ...,
        timeout: int = ...,
        originCol: str = ...,
        pageNumCol: str = ...,
        keepInput: bool = ...,
        outputFormat: TextFormat | str = ...,
    ) -> None: ...
    def setInputCol(self, value: str) -> Self:
        """Set `inputCol`: Column with the bytes of the file."""
    def getInputCol(self) -> str: ...
    def setOutputCol(self, value: str) -> Self:
        """Set `outputCol`: Column for the text."""
    def getOutputCol(self) -> str: ...
    def setPageTimeout(self, value: float) -> Self:
        """Set `pageTimeout`: Seconds that a page may take, else it has an exception. It is then worked on in a process of its own, so that a crash does not end the task either. 0: as `sparkocr.start` says, else no limit."""
    def getPageTimeout(self) -> float: ...
    def setPageMemory(self, value: int) -> Self:
        """Set `pageMemory`: MiB of memory that a page may need, as pageTimeout."""
    def getPageMemory(self) -> int: ...
    def setLimits(self, value: dict[str, int]) -> Self:
        """Set `limits`: Limits of what small files may ask for (see the page on limits), such as `{"maxDrawings": 2000000}`; others are as `sparkocr.start` says, else as they are there."""
    def getLimits(self) -> dict[str, int]: ...
    def setTimeout(self, value: int) -> Self:
        """Set `timeout`: Longest time in s that LibreOffice may take for a document."""
    def getTimeout(self) -> int: ...
    def setOriginCol(self, value: str) -> Self:
        """Set `originCol`: Column that says where the file is from; must be there if it is set."""
    def getOriginCol(self) -> str: ...
    def setPageNumCol(self, value: str) -> Self:
        """Set `pageNumCol`: Column for the number of the page or slide, from 0; 0 for Word documents."""
    def getPageNumCol(self) -> str: ...
    def setKeepInput(self, value: bool) -> Self:
        """Set `keepInput`: Whether the bytes of the file stay in the result."""
    def getKeepInput(self) -> bool: ...
    def setOutputFormat(self, value: TextFormat | str) -> Self:
        """Set `outputFormat`: How the text is written: plain, as Markdown with headings, lists and tables, or as JSON, see sparkocr.schemas.PageJsonSchema."""
    def getOutputFormat(self) -> TextFormat: ...

class DocumentLayoutAnalyzer(TypedStage):
    inputCol: StageParam
    outputCol: StageParam
    keepInput: StageParam
    modelPath: StageParam
    modelSha256: StageParam
    modelClasses: StageParam
    scoreThreshold: StageParam
    outputLabels: StageParam
    def __init__(
        self,
        *,
        inputCol: str = ...,
        outputCol: str = ...,
        keepInput: bool = ...,
        modelPath: str = ...,
        modelSha256: str = ...,
        modelClasses: list[str] | str = ...,
        scoreThreshold: float = ...,
        outputLabels: list[str] | str = ...,
    ) -> None: ...
    def setInputCol(self, value: str) -> Self:
        """Set `inputCol`: Column with the image."""
    def getInputCol(self) -> str: ...
    def setOutputCol(self, value: str) -> Self:
        """Set `outputCol`: Column for the regions."""
    def getOutputCol(self) -> str: ...
    def setKeepInput(self, value: bool) -> Self:
        """Set `keepInput`: Whether the input column stays in the result."""
    def getKeepInput(self) -> bool: ...
    def setModelPath(self, value: str) -> Self:
        """Set `modelPath`: Path on the workers of an own ONNX model that finds the parts of pages; empty: the open model."""
    def getModelPath(self) -> str: ...
    def setModelSha256(self, value: str) -> Self:
        """Set `modelSha256`: SHA-256 in hexadecimal that this file must have; empty: any."""
    def getModelSha256(self) -> str: ...
    def setModelClasses(self, *value: list[str] | str) -> Self:
        """Set `modelClasses`: Names of the classes of this model, in the order of its outputs."""
    def getModelClasses(self) -> list[str]: ...
    def setScoreThreshold(self, value: float) -> Self:
        """Set `scoreThreshold`: Regions with a lower score, 0 to 1, are dropped."""
    def getScoreThreshold(self) -> float: ...
    def setOutputLabels(self, *value: list[str] | str) -> Self:
        """Set `outputLabels`: Labels of the regions that are given, of text, title, list, table, figure, caption, header, footer, equation."""
    def getOutputLabels(self) -> list[str]: ...
    @classmethod
    def pretrained(cls, name: str = "", lang: str = "en", remote_loc: str | None = "clinical/ocr") -> Self: ...

DocumentLayoutAnalyzerDit = DocumentLayoutAnalyzer

class DocumentToText(TypedStage):
    inputCol: StageParam
    outputCol: StageParam
    pageTimeout: StageParam
    pageMemory: StageParam
    limits: StageParam
    maxPages: StageParam
    engine: StageParam
    quality: StageParam
    useGPU: StageParam
    engineParams: StageParam
    languagePacks: StageParam
    language: StageParam
    pageSegMode: StageParam
    ocrEngineMode: StageParam
    ignoreResolution: StageParam
    ocrParams: StageParam
    modelData: StageParam
    modelType: StageParam
    downloadModelData: StageParam
    originCol: StageParam
    pageNumCol: StageParam
    confidenceCol: StageParam
    kindCol: StageParam
    outputFormat: StageParam
    resolution: StageParam
    maxPixels: StageParam
    password: StageParam
    timeout: StageParam
    keepInput: StageParam
    partitionNum: StageParam
    def __init__(
        self,
        *,
        inputCol: str = ...,
        outputCol: str = ...,
        pageTimeout: float = ...,
        pageMemory: int = ...,
        limits: dict[str, int] = ...,
        maxPages: int = ...,
        engine: OcrEngine | str = ...,
        quality: OcrQuality | str = ...,
        useGPU: bool = ...,
        engineParams: list[str] | str = ...,
        languagePacks: list[str] | str = ...,
        language: Language | str = ...,
        pageSegMode: PageSegmentationMode | str | int = ...,
        ocrEngineMode: EngineMode | str | int = ...,
        ignoreResolution: bool = ...,
        ocrParams: list[str] | str = ...,
        modelData: str = ...,
        modelType: ModelType | str = ...,
        downloadModelData: bool = ...,
        originCol: str = ...,
        pageNumCol: str = ...,
        confidenceCol: str = ...,
        kindCol: str = ...,
        outputFormat: TextFormat | str = ...,
        resolution: int = ...,
        maxPixels: int = ...,
        password: str = ...,
        timeout: int = ...,
        keepInput: bool = ...,
        partitionNum: int = ...,
    ) -> None: ...
    def setInputCol(self, value: str) -> Self:
        """Set `inputCol`: Column with the bytes of the file."""
    def getInputCol(self) -> str: ...
    def setOutputCol(self, value: str) -> Self:
        """Set `outputCol`: Column for the text."""
    def getOutputCol(self) -> str: ...
    def setPageTimeout(self, value: float) -> Self:
        """Set `pageTimeout`: Seconds that a page may take, else it has an exception. It is then worked on in a process of its own, so that a crash does not end the task either. 0: as `sparkocr.start` says, else no limit."""
    def getPageTimeout(self) -> float: ...
    def setPageMemory(self, value: int) -> Self:
        """Set `pageMemory`: MiB of memory that a page may need, as pageTimeout."""
    def getPageMemory(self) -> int: ...
    def setLimits(self, value: dict[str, int]) -> Self:
        """Set `limits`: Limits of what small files may ask for (see the page on limits), such as `{"maxDrawings": 2000000}`; others are as `sparkocr.start` says, else as they are there."""
    def getLimits(self) -> dict[str, int]: ...
    def setMaxPages(self, value: int) -> Self:
        """Set `maxPages`: Pages of a document, else it has an exception. 0: as limits say, else `sparkocr.start`."""
    def getMaxPages(self) -> int: ...
    def setEngine(self, value: OcrEngine | str) -> Self:
        """Set `engine`: Which engine reads."""
    def getEngine(self) -> OcrEngine | str: ...
    def setQuality(self, value: OcrQuality | str) -> Self:
        """Set `quality`: How well ppocr reads, and so auto: FAST with the tiny models, BALANCED reads what is doubtful again with the small ones, BEST reads everything with the small ones and doubtful words with both."""
    def getQuality(self) -> OcrQuality: ...
    def setUseGPU(self, value: bool) -> Self:
        """Set `useGPU`: Whether the models of PP-OCR run on a graphics processor; needs onnxruntime-gpu on the workers. Where there is none they run on the CPU, and each worker logs one warning."""
    def getUseGPU(self) -> bool: ...
    def setEngineParams(self, *value: list[str] | str) -> Self:
        """Set `engineParams`: Settings of the engine, as key=value strings. Of ppocr: size (tiny, small, mix) instead of quality, angle (true, false), and the paths of own models (detector, recogniser, dictionary)."""
    def getEngineParams(self) -> list[str]: ...
    def setLanguagePacks(self, *value: list[str] | str) -> Self:
        """Set `languagePacks`: Recognisers of PP-OCR for languages that the bundled models lack, as code=folder strings; a folder on every worker has rec.onnx and dict.txt, the characters it reads, one per line."""
    def getLanguagePacks(self) -> list[str]: ...
    def setLanguage(self, value: Language | str) -> Self:
        """Set `language`: Language of the text."""
    def getLanguage(self) -> Language | str: ...
    def setPageSegMode(self, value: PageSegmentationMode | str | int) -> Self:
        """Set `pageSegMode`: How Tesseract splits the page."""
    def getPageSegMode(self) -> PageSegmentationMode: ...
    def setOcrEngineMode(self, value: EngineMode | str | int) -> Self:
        """Set `ocrEngineMode`: Which recogniser of Tesseract reads."""
    def getOcrEngineMode(self) -> EngineMode: ...
    def setIgnoreResolution(self, value: bool) -> Self:
        """Set `ignoreResolution`: Whether Tesseract estimates the resolution instead of using the image's."""
    def getIgnoreResolution(self) -> bool: ...
    def setOcrParams(self, *value: list[str] | str) -> Self:
        """Set `ocrParams`: Variables of Tesseract, as key=value strings."""
    def getOcrParams(self) -> list[str]: ...
    def setModelData(self, value: str) -> Self:
        """Set `modelData`: Folder with Tesseract's language data (tessdata) on every worker; empty: the usual places."""
    def getModelData(self) -> str: ...
    def setModelType(self, value: ModelType | str) -> Self:
        """Set `modelType`: Variant of Tesseract's language data."""
    def getModelType(self) -> ModelType: ...
    def setDownloadModelData(self, value: bool) -> Self:
        """Set `downloadModelData`: Accepted for old programs: nothing is ever downloaded."""
    def getDownloadModelData(self) -> bool: ...
    def setOriginCol(self, value: str) -> Self:
        """Set `originCol`: Column that says where the file is from; JSON tells it."""
    def getOriginCol(self) -> str: ...
    def setPageNumCol(self, value: str) -> Self:
        """Set `pageNumCol`: Column for the number of the page, frame, slide or sheet, from 0."""
    def getPageNumCol(self) -> str: ...
    def setConfidenceCol(self, value: str) -> Self:
        """Set `confidenceCol`: Column for the mean confidence of words that were read by OCR, 0 to 100."""
    def getConfidenceCol(self) -> str: ...
    def setKindCol(self, value: str) -> Self:
        """Set `kindCol`: Column for what the file is: pdf, image, dicom, docx, xlsx, eml and so on."""
    def getKindCol(self) -> str: ...
    def setOutputFormat(self, value: TextFormat | str) -> Self:
        """Set `outputFormat`: How the text is written: plain, as Markdown with headings, lists and tables, or as JSON, see sparkocr.schemas.PageJsonSchema."""
    def getOutputFormat(self) -> TextFormat: ...
    def setResolution(self, value: int) -> Self:
        """Set `resolution`: Resolution in dpi at which scanned pages of PDFs are read."""
    def getResolution(self) -> int: ...
    def setMaxPixels(self, value: int) -> Self:
        """Set `maxPixels`: Largest image or page in pixels; a larger one is an exception."""
    def getMaxPixels(self) -> int: ...
    def setPassword(self, value: str) -> Self:
        """Set `password`: Password of encrypted files. It is saved with the pipeline and shown in plans."""
    def getPassword(self) -> str: ...
    def setTimeout(self, value: int) -> Self:
        """Set `timeout`: Longest time in s that LibreOffice may take for an old document."""
    def getTimeout(self) -> int: ...
    def setKeepInput(self, value: bool) -> Self:
        """Set `keepInput`: Whether the bytes of the file stay in the result, whole in every row."""
    def getKeepInput(self) -> bool: ...
    def setPartitionNum(self, value: int) -> Self:
        """Set `partitionNum`: Partitions for pages; 0 chooses by the number of cores, -1 leaves them in place."""
    def getPartitionNum(self) -> int: ...
    def engine_of(self) -> Engine: ...

class ImageDocumentRegionDetector(TypedStage):
    inputCol: StageParam
    outputCol: StageParam
    keepInput: StageParam
    modelPath: StageParam
    modelSha256: StageParam
    modelClasses: StageParam
    scoreThreshold: StageParam
    def __init__(
        self,
        *,
        inputCol: str = ...,
        outputCol: str = ...,
        keepInput: bool = ...,
        modelPath: str = ...,
        modelSha256: str = ...,
        modelClasses: list[str] | str = ...,
        scoreThreshold: float = ...,
    ) -> None: ...
    def setInputCol(self, value: str) -> Self:
        """Set `inputCol`: Column with the image."""
    def getInputCol(self) -> str: ...
    def setOutputCol(self, value: str) -> Self:
        """Set `outputCol`: Column for the regions."""
    def getOutputCol(self) -> str: ...
    def setKeepInput(self, value: bool) -> Self:
        """Set `keepInput`: Whether the input column stays in the result."""
    def getKeepInput(self) -> bool: ...
    def setModelPath(self, value: str) -> Self:
        """Set `modelPath`: Path on the workers of an own ONNX model that finds the parts of pages; empty: the open model."""
    def getModelPath(self) -> str: ...
    def setModelSha256(self, value: str) -> Self:
        """Set `modelSha256`: SHA-256 in hexadecimal that this file must have; empty: any."""
    def getModelSha256(self) -> str: ...
    def setModelClasses(self, *value: list[str] | str) -> Self:
        """Set `modelClasses`: Names of the classes of this model, in the order of its outputs."""
    def getModelClasses(self) -> list[str]: ...
    def setScoreThreshold(self, value: float) -> Self:
        """Set `scoreThreshold`: Regions with a lower score, 0 to 1, are dropped."""
    def getScoreThreshold(self) -> float: ...
    @classmethod
    def pretrained(cls, name: str = "", lang: str = "en", remote_loc: str | None = "clinical/ocr") -> Self: ...

class ImageLayoutAnalyzer(TypedStage):
    inputCol: StageParam
    outputCol: StageParam
    keepInput: StageParam
    pageTimeout: StageParam
    pageMemory: StageParam
    limits: StageParam
    engine: StageParam
    quality: StageParam
    useGPU: StageParam
    engineParams: StageParam
    languagePacks: StageParam
    language: StageParam
    pageSegMode: StageParam
    ocrEngineMode: StageParam
    ignoreResolution: StageParam
    ocrParams: StageParam
    modelData: StageParam
    modelType: StageParam
    downloadModelData: StageParam
    pageIteratorLevel: StageParam
    def __init__(
        self,
        *,
        inputCol: str = ...,
        outputCol: str = ...,
        keepInput: bool = ...,
        pageTimeout: float = ...,
        pageMemory: int = ...,
        limits: dict[str, int] = ...,
        engine: OcrEngine | str = ...,
        quality: OcrQuality | str = ...,
        useGPU: bool = ...,
        engineParams: list[str] | str = ...,
        languagePacks: list[str] | str = ...,
        language: Language | str = ...,
        pageSegMode: PageSegmentationMode | str | int = ...,
        ocrEngineMode: EngineMode | str | int = ...,
        ignoreResolution: bool = ...,
        ocrParams: list[str] | str = ...,
        modelData: str = ...,
        modelType: ModelType | str = ...,
        downloadModelData: bool = ...,
        pageIteratorLevel: PageIteratorLevel | str | int = ...,
    ) -> None: ...
    def setInputCol(self, value: str) -> Self:
        """Set `inputCol`: Column with the image."""
    def getInputCol(self) -> str: ...
    def setOutputCol(self, value: str) -> Self:
        """Set `outputCol`: Column for the regions."""
    def getOutputCol(self) -> str: ...
    def setKeepInput(self, value: bool) -> Self:
        """Set `keepInput`: Whether the input column stays in the result."""
    def getKeepInput(self) -> bool: ...
    def setPageTimeout(self, value: float) -> Self:
        """Set `pageTimeout`: Seconds that a page may take, else it has an exception. It is then worked on in a process of its own, so that a crash does not end the task either. 0: as `sparkocr.start` says, else no limit."""
    def getPageTimeout(self) -> float: ...
    def setPageMemory(self, value: int) -> Self:
        """Set `pageMemory`: MiB of memory that a page may need, as pageTimeout."""
    def getPageMemory(self) -> int: ...
    def setLimits(self, value: dict[str, int]) -> Self:
        """Set `limits`: Limits of what small files may ask for (see the page on limits), such as `{"maxDrawings": 2000000}`; others are as `sparkocr.start` says, else as they are there."""
    def getLimits(self) -> dict[str, int]: ...
    def setEngine(self, value: OcrEngine | str) -> Self:
        """Set `engine`: Which engine reads."""
    def getEngine(self) -> OcrEngine | str: ...
    def setQuality(self, value: OcrQuality | str) -> Self:
        """Set `quality`: How well ppocr reads, and so auto: FAST with the tiny models, BALANCED reads what is doubtful again with the small ones, BEST reads everything with the small ones and doubtful words with both."""
    def getQuality(self) -> OcrQuality: ...
    def setUseGPU(self, value: bool) -> Self:
        """Set `useGPU`: Whether the models of PP-OCR run on a graphics processor; needs onnxruntime-gpu on the workers. Where there is none they run on the CPU, and each worker logs one warning."""
    def getUseGPU(self) -> bool: ...
    def setEngineParams(self, *value: list[str] | str) -> Self:
        """Set `engineParams`: Settings of the engine, as key=value strings. Of ppocr: size (tiny, small, mix) instead of quality, angle (true, false), and the paths of own models (detector, recogniser, dictionary)."""
    def getEngineParams(self) -> list[str]: ...
    def setLanguagePacks(self, *value: list[str] | str) -> Self:
        """Set `languagePacks`: Recognisers of PP-OCR for languages that the bundled models lack, as code=folder strings; a folder on every worker has rec.onnx and dict.txt, the characters it reads, one per line."""
    def getLanguagePacks(self) -> list[str]: ...
    def setLanguage(self, value: Language | str) -> Self:
        """Set `language`: Language of the text."""
    def getLanguage(self) -> Language | str: ...
    def setPageSegMode(self, value: PageSegmentationMode | str | int) -> Self:
        """Set `pageSegMode`: How Tesseract splits the page."""
    def getPageSegMode(self) -> PageSegmentationMode: ...
    def setOcrEngineMode(self, value: EngineMode | str | int) -> Self:
        """Set `ocrEngineMode`: Which recogniser of Tesseract reads."""
    def getOcrEngineMode(self) -> EngineMode: ...
    def setIgnoreResolution(self, value: bool) -> Self:
        """Set `ignoreResolution`: Whether Tesseract estimates the resolution instead of using the image's."""
    def getIgnoreResolution(self) -> bool: ...
    def setOcrParams(self, *value: list[str] | str) -> Self:
        """Set `ocrParams`: Variables of Tesseract, as key=value strings."""
    def getOcrParams(self) -> list[str]: ...
    def setModelData(self, value: str) -> Self:
        """Set `modelData`: Folder with Tesseract's language data (tessdata) on every worker; empty: the usual places."""
    def getModelData(self) -> str: ...
    def setModelType(self, value: ModelType | str) -> Self:
        """Set `modelType`: Variant of Tesseract's language data."""
    def getModelType(self) -> ModelType: ...
    def setDownloadModelData(self, value: bool) -> Self:
        """Set `downloadModelData`: Accepted for old programs: nothing is ever downloaded."""
    def getDownloadModelData(self) -> bool: ...
    def setPageIteratorLevel(self, value: PageIteratorLevel | str | int) -> Self:
        """Set `pageIteratorLevel`: Unit of text that one region is."""
    def getPageIteratorLevel(self) -> PageIteratorLevel: ...
    def engine_of(self) -> Engine: ...

class ImageTableDetector(TypedStage):
    inputCol: StageParam
    outputCol: StageParam
    keepInput: StageParam
    modelPath: StageParam
    modelSha256: StageParam
    modelClasses: StageParam
    scoreThreshold: StageParam
    labels: StageParam
    applyCorrection: StageParam
    scaleWidthToCol: StageParam
    scaleHeightToCol: StageParam
    def __init__(
        self,
        *,
        inputCol: str = ...,
        outputCol: str = ...,
        keepInput: bool = ...,
        modelPath: str = ...,
        modelSha256: str = ...,
        modelClasses: list[str] | str = ...,
        scoreThreshold: float = ...,
        labels: list[str] | str = ...,
        applyCorrection: bool = ...,
        scaleWidthToCol: str = ...,
        scaleHeightToCol: str = ...,
    ) -> None: ...
    def setInputCol(self, value: str) -> Self:
        """Set `inputCol`: Column with the image."""
    def getInputCol(self) -> str: ...
    def setOutputCol(self, value: str) -> Self:
        """Set `outputCol`: Column for the regions."""
    def getOutputCol(self) -> str: ...
    def setKeepInput(self, value: bool) -> Self:
        """Set `keepInput`: Whether the input column stays in the result."""
    def getKeepInput(self) -> bool: ...
    def setModelPath(self, value: str) -> Self:
        """Set `modelPath`: Path on the workers of an own ONNX model that finds the parts of pages; empty: the open model."""
    def getModelPath(self) -> str: ...
    def setModelSha256(self, value: str) -> Self:
        """Set `modelSha256`: SHA-256 in hexadecimal that this file must have; empty: any."""
    def getModelSha256(self) -> str: ...
    def setModelClasses(self, *value: list[str] | str) -> Self:
        """Set `modelClasses`: Names of the classes of this model, in the order of its outputs."""
    def getModelClasses(self) -> list[str]: ...
    def setScoreThreshold(self, value: float) -> Self:
        """Set `scoreThreshold`: Regions with a lower score, 0 to 1, are dropped."""
    def getScoreThreshold(self) -> float: ...
    def setLabels(self, *value: list[str] | str) -> Self:
        """Set `labels`: Labels of the regions that are given; an own model may have others."""
    def getLabels(self) -> list[str]: ...
    def setApplyCorrection(self, value: bool) -> Self:
        """Set `applyCorrection`: Whether a box is drawn around the text and the rulings that are most in it: no word is cut, no margin left."""
    def getApplyCorrection(self) -> bool: ...
    def setScaleWidthToCol(self, value: str) -> Self:
        """Set `scaleWidthToCol`: Column with the width of the page in other units, such as points, to which x is scaled; empty: px."""
    def getScaleWidthToCol(self) -> str: ...
    def setScaleHeightToCol(self, value: str) -> Self:
        """Set `scaleHeightToCol`: Column with the height of the page, to which y is scaled; empty: px."""
    def getScaleHeightToCol(self) -> str: ...
    @classmethod
    def pretrained(cls, name: str = "", lang: str = "en", remote_loc: str | None = "clinical/ocr") -> Self: ...

class ImageTextDetector(TypedStage):
    inputCol: StageParam
    outputCol: StageParam
    keepInput: StageParam
    textThreshold: StageParam
    linkThreshold: StageParam
    withRefiner: StageParam
    useGPU: StageParam
    modelSize: StageParam
    scoreThreshold: StageParam
    sizeThreshold: StageParam
    width: StageParam
    height: StageParam
    def __init__(
        self,
        *,
        inputCol: str = ...,
        outputCol: str = ...,
        keepInput: bool = ...,
        textThreshold: float = ...,
        linkThreshold: float = ...,
        withRefiner: bool = ...,
        useGPU: bool = ...,
        modelSize: str = ...,
        scoreThreshold: float = ...,
        sizeThreshold: int = ...,
        width: int = ...,
        height: int = ...,
    ) -> None: ...
    def setInputCol(self, value: str) -> Self:
        """Set `inputCol`: Column with the image."""
    def getInputCol(self) -> str: ...
    def setOutputCol(self, value: str) -> Self:
        """Set `outputCol`: Column for the regions."""
    def getOutputCol(self) -> str: ...
    def setKeepInput(self, value: bool) -> Self:
        """Set `keepInput`: Whether the input column stays in the result."""
    def getKeepInput(self) -> bool: ...
    def setTextThreshold(self, value: float) -> Self:
        """Set `textThreshold`: Probability, 0 to 1, above which a pixel is text: higher gives tighter boxes and loses pale text."""
    def getTextThreshold(self) -> float: ...
    def setLinkThreshold(self, value: float) -> Self:
        """Set `linkThreshold`: Fragments of a line are linked across gaps of less than 0.24 / linkThreshold of their height; 0: across any."""
    def getLinkThreshold(self) -> float: ...
    def setWithRefiner(self, value: bool) -> Self:
        """Set `withRefiner`: Whether fragments of a line are linked across gaps of up to twice their height."""
    def getWithRefiner(self) -> bool: ...
    def setUseGPU(self, value: bool) -> Self:
        """Set `useGPU`: Whether the models of PP-OCR run on a graphics processor; needs onnxruntime-gpu on the workers. Where there is none they run on the CPU, and each worker logs one warning."""
    def getUseGPU(self) -> bool: ...
    def setModelSize(self, value: str) -> Self:
        """Set `modelSize`: Size of the detector: 'small' is better and slower."""
    def getModelSize(self) -> str: ...
    def setScoreThreshold(self, value: float) -> Self:
        """Set `scoreThreshold`: Regions with a lower score, 0 to 1, are dropped."""
    def getScoreThreshold(self) -> float: ...
    def setSizeThreshold(self, value: int) -> Self:
        """Set `sizeThreshold`: Regions with an area of fewer px are dropped; -1: none."""
    def getSizeThreshold(self) -> int: ...
    def setWidth(self, value: int) -> Self:
        """Set `width`: Largest width in px at which the detector sees the image; 0: any."""
    def getWidth(self) -> int: ...
    def setHeight(self, value: int) -> Self:
        """Set `height`: Largest height in px at which the detector sees the image; 0: any."""
    def getHeight(self) -> int: ...
    @classmethod
    def pretrained(cls, name: str = "", lang: str = "en", remote_loc: str | None = "clinical/ocr") -> Self: ...

ImageTextDetectorCraft = ImageTextDetector

ImageTextDetectorDit = ImageTextDetector

class ImageTextDetectorV2(TypedStage):
    inputCol: StageParam
    outputCol: StageParam
    keepInput: StageParam
    textThreshold: StageParam
    linkThreshold: StageParam
    withRefiner: StageParam
    useGPU: StageParam
    modelSize: StageParam
    scoreThreshold: StageParam
    sizeThreshold: StageParam
    width: StageParam
    mergeIntersects: StageParam
    forceProcessing: StageParam
    def __init__(
        self,
        *,
        inputCol: str = ...,
        outputCol: str = ...,
        keepInput: bool = ...,
        textThreshold: float = ...,
        linkThreshold: float = ...,
        withRefiner: bool = ...,
        useGPU: bool = ...,
        modelSize: str = ...,
        scoreThreshold: float = ...,
        sizeThreshold: int = ...,
        width: int = ...,
        mergeIntersects: bool = ...,
        forceProcessing: bool = ...,
    ) -> None: ...
    def setInputCol(self, value: str) -> Self:
        """Set `inputCol`: Column with the image."""
    def getInputCol(self) -> str: ...
    def setOutputCol(self, value: str) -> Self:
        """Set `outputCol`: Column for the regions."""
    def getOutputCol(self) -> str: ...
    def setKeepInput(self, value: bool) -> Self:
        """Set `keepInput`: Whether the input column stays in the result."""
    def getKeepInput(self) -> bool: ...
    def setTextThreshold(self, value: float) -> Self:
        """Set `textThreshold`: Probability, 0 to 1, above which a pixel is text: higher gives tighter boxes and loses pale text."""
    def getTextThreshold(self) -> float: ...
    def setLinkThreshold(self, value: float) -> Self:
        """Set `linkThreshold`: Fragments of a line are linked across gaps of less than 0.24 / linkThreshold of their height; 0: across any."""
    def getLinkThreshold(self) -> float: ...
    def setWithRefiner(self, value: bool) -> Self:
        """Set `withRefiner`: Whether fragments of a line are linked across gaps of up to twice their height."""
    def getWithRefiner(self) -> bool: ...
    def setUseGPU(self, value: bool) -> Self:
        """Set `useGPU`: Whether the models of PP-OCR run on a graphics processor; needs onnxruntime-gpu on the workers. Where there is none they run on the CPU, and each worker logs one warning."""
    def getUseGPU(self) -> bool: ...
    def setModelSize(self, value: str) -> Self:
        """Set `modelSize`: Size of the detector: 'small' is better and slower."""
    def getModelSize(self) -> str: ...
    def setScoreThreshold(self, value: float) -> Self:
        """Set `scoreThreshold`: Regions with a lower score, 0 to 1, are dropped."""
    def getScoreThreshold(self) -> float: ...
    def setSizeThreshold(self, value: int) -> Self:
        """Set `sizeThreshold`: Regions lower than so many px are dropped; -1: lower than half of their median height."""
    def getSizeThreshold(self) -> int: ...
    def setWidth(self, value: int) -> Self:
        """Set `width`: Long side in px at which the detector sees the image; 0: as it is, up to 1600 px."""
    def getWidth(self) -> int: ...
    def setMergeIntersects(self, value: bool) -> Self:
        """Set `mergeIntersects`: Whether regions that overlap by more than half of the smaller one become one."""
    def getMergeIntersects(self) -> bool: ...
    def setForceProcessing(self, value: bool) -> Self:
        """Set `forceProcessing`: Accepted for old programs: every image is processed."""
    def getForceProcessing(self) -> bool: ...
    @classmethod
    def pretrained(cls, name: str = "", lang: str = "en", remote_loc: str | None = "clinical/ocr") -> Self: ...

class ImageToTextPdf(TypedStage):
    inputCol: StageParam
    outputCol: StageParam
    lossless: StageParam
    pageTimeout: StageParam
    pageMemory: StageParam
    limits: StageParam
    engine: StageParam
    quality: StageParam
    useGPU: StageParam
    engineParams: StageParam
    languagePacks: StageParam
    language: StageParam
    pageSegMode: StageParam
    ocrEngineMode: StageParam
    ignoreResolution: StageParam
    ocrParams: StageParam
    modelData: StageParam
    modelType: StageParam
    downloadModelData: StageParam
    originCol: StageParam
    pageNumCol: StageParam
    pictureQuality: StageParam
    def __init__(
        self,
        *,
        inputCol: str = ...,
        outputCol: str = ...,
        lossless: bool = ...,
        pageTimeout: float = ...,
        pageMemory: int = ...,
        limits: dict[str, int] = ...,
        engine: OcrEngine | str = ...,
        quality: OcrQuality | str = ...,
        useGPU: bool = ...,
        engineParams: list[str] | str = ...,
        languagePacks: list[str] | str = ...,
        language: Language | str = ...,
        pageSegMode: PageSegmentationMode | str | int = ...,
        ocrEngineMode: EngineMode | str | int = ...,
        ignoreResolution: bool = ...,
        ocrParams: list[str] | str = ...,
        modelData: str = ...,
        modelType: ModelType | str = ...,
        downloadModelData: bool = ...,
        originCol: str = ...,
        pageNumCol: str = ...,
        pictureQuality: int = ...,
    ) -> None: ...
    def setInputCol(self, value: str) -> Self:
        """Set `inputCol`: Column with the image to read."""
    def getInputCol(self) -> str: ...
    def setOutputCol(self, value: str) -> Self:
        """Set `outputCol`: Column for the PDF."""
    def getOutputCol(self) -> str: ...
    def setLossless(self, value: bool) -> Self:
        """Set `lossless`: Whether pictures keep every pixel (Flate), which takes more space than JPEG."""
    def getLossless(self) -> bool: ...
    def setPageTimeout(self, value: float) -> Self:
        """Set `pageTimeout`: Seconds that a page may take, else it has an exception. It is then worked on in a process of its own, so that a crash does not end the task either. 0: as `sparkocr.start` says, else no limit."""
    def getPageTimeout(self) -> float: ...
    def setPageMemory(self, value: int) -> Self:
        """Set `pageMemory`: MiB of memory that a page may need, as pageTimeout."""
    def getPageMemory(self) -> int: ...
    def setLimits(self, value: dict[str, int]) -> Self:
        """Set `limits`: Limits of what small files may ask for (see the page on limits), such as `{"maxDrawings": 2000000}`; others are as `sparkocr.start` says, else as they are there."""
    def getLimits(self) -> dict[str, int]: ...
    def setEngine(self, value: OcrEngine | str) -> Self:
        """Set `engine`: Which engine reads."""
    def getEngine(self) -> OcrEngine | str: ...
    def setQuality(self, value: OcrQuality | str) -> Self:
        """Set `quality`: How well ppocr reads, and so auto: FAST with the tiny models, BALANCED reads what is doubtful again with the small ones, BEST reads everything with the small ones and doubtful words with both."""
    def getQuality(self) -> OcrQuality: ...
    def setUseGPU(self, value: bool) -> Self:
        """Set `useGPU`: Whether the models of PP-OCR run on a graphics processor; needs onnxruntime-gpu on the workers. Where there is none they run on the CPU, and each worker logs one warning."""
    def getUseGPU(self) -> bool: ...
    def setEngineParams(self, *value: list[str] | str) -> Self:
        """Set `engineParams`: Settings of the engine, as key=value strings. Of ppocr: size (tiny, small, mix) instead of quality, angle (true, false), and the paths of own models (detector, recogniser, dictionary)."""
    def getEngineParams(self) -> list[str]: ...
    def setLanguagePacks(self, *value: list[str] | str) -> Self:
        """Set `languagePacks`: Recognisers of PP-OCR for languages that the bundled models lack, as code=folder strings; a folder on every worker has rec.onnx and dict.txt, the characters it reads, one per line."""
    def getLanguagePacks(self) -> list[str]: ...
    def setLanguage(self, value: Language | str) -> Self:
        """Set `language`: Language of the text."""
    def getLanguage(self) -> Language | str: ...
    def setPageSegMode(self, value: PageSegmentationMode | str | int) -> Self:
        """Set `pageSegMode`: How Tesseract splits the page."""
    def getPageSegMode(self) -> PageSegmentationMode: ...
    def setOcrEngineMode(self, value: EngineMode | str | int) -> Self:
        """Set `ocrEngineMode`: Which recogniser of Tesseract reads."""
    def getOcrEngineMode(self) -> EngineMode: ...
    def setIgnoreResolution(self, value: bool) -> Self:
        """Set `ignoreResolution`: Whether Tesseract estimates the resolution instead of using the image's."""
    def getIgnoreResolution(self) -> bool: ...
    def setOcrParams(self, *value: list[str] | str) -> Self:
        """Set `ocrParams`: Variables of Tesseract, as key=value strings."""
    def getOcrParams(self) -> list[str]: ...
    def setModelData(self, value: str) -> Self:
        """Set `modelData`: Folder with Tesseract's language data (tessdata) on every worker; empty: the usual places."""
    def getModelData(self) -> str: ...
    def setModelType(self, value: ModelType | str) -> Self:
        """Set `modelType`: Variant of Tesseract's language data."""
    def getModelType(self) -> ModelType: ...
    def setDownloadModelData(self, value: bool) -> Self:
        """Set `downloadModelData`: Accepted for old programs: nothing is ever downloaded."""
    def getDownloadModelData(self) -> bool: ...
    def setOriginCol(self, value: str) -> Self:
        """Set `originCol`: Accepted for old programs: PdfAssembler has the column that pages share."""
    def getOriginCol(self) -> str: ...
    def setPageNumCol(self, value: str) -> Self:
        """Set `pageNumCol`: Accepted for old programs: PdfAssembler has the column that orders pages."""
    def getPageNumCol(self) -> str: ...
    def setPictureQuality(self, value: int) -> Self:
        """Set `pictureQuality`: Quality of JPEG. Pictures in black and white never lose anything."""
    def getPictureQuality(self) -> int: ...
    def engine_of(self) -> Engine: ...

class ImageToTextV3(TypedStage):
    inputCol: StageParam
    outputCol: StageParam
    inputCols: StageParam
    positionsCol: StageParam
    confidenceCol: StageParam
    includeConfidence: StageParam
    outputFormat: StageParam
    lineTolerance: StageParam
    borderWidth: StageParam
    spaceWidth: StageParam
    keepInput: StageParam
    pageTimeout: StageParam
    pageMemory: StageParam
    limits: StageParam
    engine: StageParam
    quality: StageParam
    useGPU: StageParam
    engineParams: StageParam
    languagePacks: StageParam
    language: StageParam
    pageSegMode: StageParam
    ocrEngineMode: StageParam
    ignoreResolution: StageParam
    ocrParams: StageParam
    modelData: StageParam
    modelType: StageParam
    downloadModelData: StageParam
    inputRegionsCol: StageParam
    def __init__(
        self,
        *,
        inputCol: str = ...,
        outputCol: str = ...,
        inputCols: list[str] | None | str = ...,
        positionsCol: str = ...,
        confidenceCol: str = ...,
        includeConfidence: bool = ...,
        outputFormat: OcrOutputFormat | str = ...,
        lineTolerance: int = ...,
        borderWidth: int = ...,
        spaceWidth: int = ...,
        keepInput: bool = ...,
        pageTimeout: float = ...,
        pageMemory: int = ...,
        limits: dict[str, int] = ...,
        engine: OcrEngine | str = ...,
        quality: OcrQuality | str = ...,
        useGPU: bool = ...,
        engineParams: list[str] | str = ...,
        languagePacks: list[str] | str = ...,
        language: Language | str = ...,
        pageSegMode: PageSegmentationMode | str | int = ...,
        ocrEngineMode: EngineMode | str | int = ...,
        ignoreResolution: bool = ...,
        ocrParams: list[str] | str = ...,
        modelData: str = ...,
        modelType: ModelType | str = ...,
        downloadModelData: bool = ...,
        inputRegionsCol: str = ...,
    ) -> None: ...
    def setInputCol(self, value: str) -> Self:
        """Set `inputCol`: Column with the image to read."""
    def getInputCol(self) -> str: ...
    def setOutputCol(self, value: str) -> Self:
        """Set `outputCol`: Column for the text."""
    def getOutputCol(self) -> str: ...
    def setInputCols(self, *value: list[str] | None | str) -> Self:
        """Set `inputCols`: Columns with the image and, if given, with its regions; goes before `inputCol` and `inputRegionsCol`."""
    def getInputCols(self) -> list[str] | None: ...
    def setPositionsCol(self, value: str) -> Self:
        """Set `positionsCol`: Column for the positions of the words."""
    def getPositionsCol(self) -> str: ...
    def setConfidenceCol(self, value: str) -> Self:
        """Set `confidenceCol`: Column for the confidences, 0 to 1."""
    def getConfidenceCol(self) -> str: ...
    def setIncludeConfidence(self, value: bool) -> Self:
        """Set `includeConfidence`: Whether to add `confidenceCol`: one number per region, in reading order."""
    def getIncludeConfidence(self) -> bool: ...
    def setOutputFormat(self, value: OcrOutputFormat | str) -> Self:
        """Set `outputFormat`: What `outputCol` holds."""
    def getOutputFormat(self) -> OcrOutputFormat: ...
    def setLineTolerance(self, value: int) -> Self:
        """Set `lineTolerance`: Px that the centres of regions of one line may differ in height from their mean; those that have half of their height in common are one line in any case."""
    def getLineTolerance(self) -> int: ...
    def setBorderWidth(self, value: int) -> Self:
        """Set `borderWidth`: Px around a region that are read with it."""
    def getBorderWidth(self) -> int: ...
    def setSpaceWidth(self, value: int) -> Self:
        """Set `spaceWidth`: Px that a space stands for, in gaps wider than in a sentence; for FORMATTED_TEXT."""
    def getSpaceWidth(self) -> int: ...
    def setKeepInput(self, value: bool) -> Self:
        """Set `keepInput`: Whether the image stays in the result."""
    def getKeepInput(self) -> bool: ...
    def setPageTimeout(self, value: float) -> Self:
        """Set `pageTimeout`: Seconds that a page may take, else it has an exception. It is then worked on in a process of its own, so that a crash does not end the task either. 0: as `sparkocr.start` says, else no limit."""
    def getPageTimeout(self) -> float: ...
    def setPageMemory(self, value: int) -> Self:
        """Set `pageMemory`: MiB of memory that a page may need, as pageTimeout."""
    def getPageMemory(self) -> int: ...
    def setLimits(self, value: dict[str, int]) -> Self:
        """Set `limits`: Limits of what small files may ask for (see the page on limits), such as `{"maxDrawings": 2000000}`; others are as `sparkocr.start` says, else as they are there."""
    def getLimits(self) -> dict[str, int]: ...
    def setEngine(self, value: OcrEngine | str) -> Self:
        """Set `engine`: Which engine reads."""
    def getEngine(self) -> OcrEngine | str: ...
    def setQuality(self, value: OcrQuality | str) -> Self:
        """Set `quality`: How well ppocr reads, and so auto: FAST with the tiny models, BALANCED reads what is doubtful again with the small ones, BEST reads everything with the small ones and doubtful words with both."""
    def getQuality(self) -> OcrQuality: ...
    def setUseGPU(self, value: bool) -> Self:
        """Set `useGPU`: Whether the models of PP-OCR run on a graphics processor; needs onnxruntime-gpu on the workers. Where there is none they run on the CPU, and each worker logs one warning."""
    def getUseGPU(self) -> bool: ...
    def setEngineParams(self, *value: list[str] | str) -> Self:
        """Set `engineParams`: Settings of the engine, as key=value strings. Of ppocr: size (tiny, small, mix) instead of quality, angle (true, false), and the paths of own models (detector, recogniser, dictionary)."""
    def getEngineParams(self) -> list[str]: ...
    def setLanguagePacks(self, *value: list[str] | str) -> Self:
        """Set `languagePacks`: Recognisers of PP-OCR for languages that the bundled models lack, as code=folder strings; a folder on every worker has rec.onnx and dict.txt, the characters it reads, one per line."""
    def getLanguagePacks(self) -> list[str]: ...
    def setLanguage(self, value: Language | str) -> Self:
        """Set `language`: Language of the text."""
    def getLanguage(self) -> Language | str: ...
    def setPageSegMode(self, value: PageSegmentationMode | str | int) -> Self:
        """Set `pageSegMode`: How Tesseract splits the page."""
    def getPageSegMode(self) -> PageSegmentationMode: ...
    def setOcrEngineMode(self, value: EngineMode | str | int) -> Self:
        """Set `ocrEngineMode`: Which recogniser of Tesseract reads."""
    def getOcrEngineMode(self) -> EngineMode: ...
    def setIgnoreResolution(self, value: bool) -> Self:
        """Set `ignoreResolution`: Whether Tesseract estimates the resolution instead of using the image's."""
    def getIgnoreResolution(self) -> bool: ...
    def setOcrParams(self, *value: list[str] | str) -> Self:
        """Set `ocrParams`: Variables of Tesseract, as key=value strings."""
    def getOcrParams(self) -> list[str]: ...
    def setModelData(self, value: str) -> Self:
        """Set `modelData`: Folder with Tesseract's language data (tessdata) on every worker; empty: the usual places."""
    def getModelData(self) -> str: ...
    def setModelType(self, value: ModelType | str) -> Self:
        """Set `modelType`: Variant of Tesseract's language data."""
    def getModelType(self) -> ModelType: ...
    def setDownloadModelData(self, value: bool) -> Self:
        """Set `downloadModelData`: Accepted for old programs: nothing is ever downloaded."""
    def getDownloadModelData(self) -> bool: ...
    def setInputRegionsCol(self, value: str) -> Self:
        """Set `inputRegionsCol`: Column with regions in px of the image."""
    def getInputRegionsCol(self) -> str: ...
    def setRegionsColumn(self, value: str) -> Self:
        """Set `inputRegionsCol`: Column with regions in px of the image."""
    def getRegionsColumn(self) -> str: ...
    def engine_of(self) -> Engine: ...

class PdfAssembler(TypedStage):
    inputCol: StageParam
    outputCol: StageParam
    originCol: StageParam
    pageNumCol: StageParam
    keptCols: StageParam
    def __init__(
        self,
        *,
        inputCol: str = ...,
        outputCol: str = ...,
        originCol: str = ...,
        pageNumCol: str = ...,
        keptCols: list[str] | None | str = ...,
    ) -> None: ...
    def setInputCol(self, value: str) -> Self:
        """Set `inputCol`: Column with the one-page PDFs."""
    def getInputCol(self) -> str: ...
    def setOutputCol(self, value: str) -> Self:
        """Set `outputCol`: Column for the PDF of the whole document."""
    def getOutputCol(self) -> str: ...
    def setOriginCol(self, value: str) -> Self:
        """Set `originCol`: Column that the parts of one document share."""
    def getOriginCol(self) -> str: ...
    def setPageNumCol(self, value: str) -> Self:
        """Set `pageNumCol`: Column that orders the parts."""
    def getPageNumCol(self) -> str: ...
    def setKeptCols(self, *value: list[str] | None | str) -> Self:
        """Set `keptCols`: Columns that stay, as arrays with one entry per page."""
    def getKeptCols(self) -> list[str] | None: ...

class PdfToHocr(TypedStage):
    inputCol: StageParam
    outputCol: StageParam
    pageTimeout: StageParam
    pageMemory: StageParam
    limits: StageParam
    maxPages: StageParam
    originCol: StageParam
    pageNumCol: StageParam
    partitionNum: StageParam
    password: StageParam
    keepOriginalEncoding: StageParam
    structured: StageParam
    def __init__(
        self,
        *,
        inputCol: str = ...,
        outputCol: str = ...,
        pageTimeout: float = ...,
        pageMemory: int = ...,
        limits: dict[str, int] = ...,
        maxPages: int = ...,
        originCol: str = ...,
        pageNumCol: str = ...,
        partitionNum: int = ...,
        password: str = ...,
        keepOriginalEncoding: bool = ...,
        structured: bool = ...,
    ) -> None: ...
    def setInputCol(self, value: str) -> Self:
        """Set `inputCol`: Column with the bytes of the PDF file."""
    def getInputCol(self) -> str: ...
    def setOutputCol(self, value: str) -> Self:
        """Set `outputCol`: Column for the hOCR."""
    def getOutputCol(self) -> str: ...
    def setPageTimeout(self, value: float) -> Self:
        """Set `pageTimeout`: Seconds that a page may take, else it has an exception. It is then worked on in a process of its own, so that a crash does not end the task either. 0: as `sparkocr.start` says, else no limit."""
    def getPageTimeout(self) -> float: ...
    def setPageMemory(self, value: int) -> Self:
        """Set `pageMemory`: MiB of memory that a page may need, as pageTimeout."""
    def getPageMemory(self) -> int: ...
    def setLimits(self, value: dict[str, int]) -> Self:
        """Set `limits`: Limits of what small files may ask for (see the page on limits), such as `{"maxDrawings": 2000000}`; others are as `sparkocr.start` says, else as they are there."""
    def getLimits(self) -> dict[str, int]: ...
    def setMaxPages(self, value: int) -> Self:
        """Set `maxPages`: Pages of a document, else it has an exception. 0: as limits say, else `sparkocr.start`."""
    def getMaxPages(self) -> int: ...
    def setOriginCol(self, value: str) -> Self:
        """Set `originCol`: Column that says where the file is from; must be there if it is set."""
    def getOriginCol(self) -> str: ...
    def setPageNumCol(self, value: str) -> Self:
        """Set `pageNumCol`: Column for the number of the page, from 0."""
    def getPageNumCol(self) -> str: ...
    def setPartitionNum(self, value: int) -> Self:
        """Set `partitionNum`: Partitions for the page ranges; 0 chooses by the number of cores, -1 leaves them in place."""
    def getPartitionNum(self) -> int: ...
    def setPassword(self, value: str) -> Self:
        """Set `password`: Password of encrypted files. It is saved with the pipeline and shown in plans."""
    def getPassword(self) -> str: ...
    def setKeepOriginalEncoding(self, value: bool) -> Self:
        """Set `keepOriginalEncoding`: Whether characters stay as they are; otherwise ligatures, full-width letters and other compatibility characters become plain ones, typographic quotes and dashes those of ASCII. Letters of all scripts stay."""
    def getKeepOriginalEncoding(self) -> bool: ...
    def setStructured(self, value: bool) -> Self:
        """Set `structured`: Whether there are blocks, paragraphs and lines around whole words."""
    def getStructured(self) -> bool: ...

class PdfToTables(TypedStage):
    inputCol: StageParam
    outputCol: StageParam
    structureEngine: StageParam
    engineCol: StageParam
    pageTimeout: StageParam
    pageMemory: StageParam
    limits: StageParam
    engine: StageParam
    quality: StageParam
    useGPU: StageParam
    engineParams: StageParam
    languagePacks: StageParam
    language: StageParam
    pageSegMode: StageParam
    ocrEngineMode: StageParam
    ignoreResolution: StageParam
    ocrParams: StageParam
    modelData: StageParam
    modelType: StageParam
    downloadModelData: StageParam
    originCol: StageParam
    pageNumCol: StageParam
    tableIndexCol: StageParam
    keepInput: StageParam
    pages: StageParam
    mergePages: StageParam
    resolution: StageParam
    maxPixels: StageParam
    partitionNum: StageParam
    password: StageParam
    def __init__(
        self,
        *,
        inputCol: str = ...,
        outputCol: str = ...,
        structureEngine: str = ...,
        engineCol: str = ...,
        pageTimeout: float = ...,
        pageMemory: int = ...,
        limits: dict[str, int] = ...,
        engine: OcrEngine | str = ...,
        quality: OcrQuality | str = ...,
        useGPU: bool = ...,
        engineParams: list[str] | str = ...,
        languagePacks: list[str] | str = ...,
        language: Language | str = ...,
        pageSegMode: PageSegmentationMode | str | int = ...,
        ocrEngineMode: EngineMode | str | int = ...,
        ignoreResolution: bool = ...,
        ocrParams: list[str] | str = ...,
        modelData: str = ...,
        modelType: ModelType | str = ...,
        downloadModelData: bool = ...,
        originCol: str = ...,
        pageNumCol: str = ...,
        tableIndexCol: str = ...,
        keepInput: bool = ...,
        pages: str = ...,
        mergePages: bool = ...,
        resolution: int = ...,
        maxPixels: int = ...,
        partitionNum: int = ...,
        password: str = ...,
    ) -> None: ...
    def setInputCol(self, value: str) -> Self:
        """Set `inputCol`: Column with the bytes of the PDF file."""
    def getInputCol(self) -> str: ...
    def setOutputCol(self, value: str) -> Self:
        """Set `outputCol`: Column for the table."""
    def getOutputCol(self) -> str: ...
    def setStructureEngine(self, value: str) -> Self:
        """Set `structureEngine`: What rebuilds a table that was found: ruled (its rulings), aligned (white space), slanet (a network, of the extra tables), auto (the best of them), or an engine of another installed package."""
    def getStructureEngine(self) -> str: ...
    def setEngineCol(self, value: str) -> Self:
        """Set `engineCol`: Column for the name of the engine that rebuilt the table."""
    def getEngineCol(self) -> str: ...
    def setPageTimeout(self, value: float) -> Self:
        """Set `pageTimeout`: Seconds that a page may take, else it has an exception. It is then worked on in a process of its own, so that a crash does not end the task either. 0: as `sparkocr.start` says, else no limit."""
    def getPageTimeout(self) -> float: ...
    def setPageMemory(self, value: int) -> Self:
        """Set `pageMemory`: MiB of memory that a page may need, as pageTimeout."""
    def getPageMemory(self) -> int: ...
    def setLimits(self, value: dict[str, int]) -> Self:
        """Set `limits`: Limits of what small files may ask for (see the page on limits), such as `{"maxDrawings": 2000000}`; others are as `sparkocr.start` says, else as they are there."""
    def getLimits(self) -> dict[str, int]: ...
    def setEngine(self, value: OcrEngine | str) -> Self:
        """Set `engine`: Which engine reads."""
    def getEngine(self) -> OcrEngine | str: ...
    def setQuality(self, value: OcrQuality | str) -> Self:
        """Set `quality`: How well ppocr reads, and so auto: FAST with the tiny models, BALANCED reads what is doubtful again with the small ones, BEST reads everything with the small ones and doubtful words with both."""
    def getQuality(self) -> OcrQuality: ...
    def setUseGPU(self, value: bool) -> Self:
        """Set `useGPU`: Whether the models of PP-OCR run on a graphics processor; needs onnxruntime-gpu on the workers. Where there is none they run on the CPU, and each worker logs one warning."""
    def getUseGPU(self) -> bool: ...
    def setEngineParams(self, *value: list[str] | str) -> Self:
        """Set `engineParams`: Settings of the engine, as key=value strings. Of ppocr: size (tiny, small, mix) instead of quality, angle (true, false), and the paths of own models (detector, recogniser, dictionary)."""
    def getEngineParams(self) -> list[str]: ...
    def setLanguagePacks(self, *value: list[str] | str) -> Self:
        """Set `languagePacks`: Recognisers of PP-OCR for languages that the bundled models lack, as code=folder strings; a folder on every worker has rec.onnx and dict.txt, the characters it reads, one per line."""
    def getLanguagePacks(self) -> list[str]: ...
    def setLanguage(self, value: Language | str) -> Self:
        """Set `language`: Language of the text."""
    def getLanguage(self) -> Language | str: ...
    def setPageSegMode(self, value: PageSegmentationMode | str | int) -> Self:
        """Set `pageSegMode`: How Tesseract splits the page."""
    def getPageSegMode(self) -> PageSegmentationMode: ...
    def setOcrEngineMode(self, value: EngineMode | str | int) -> Self:
        """Set `ocrEngineMode`: Which recogniser of Tesseract reads."""
    def getOcrEngineMode(self) -> EngineMode: ...
    def setIgnoreResolution(self, value: bool) -> Self:
        """Set `ignoreResolution`: Whether Tesseract estimates the resolution instead of using the image's."""
    def getIgnoreResolution(self) -> bool: ...
    def setOcrParams(self, *value: list[str] | str) -> Self:
        """Set `ocrParams`: Variables of Tesseract, as key=value strings."""
    def getOcrParams(self) -> list[str]: ...
    def setModelData(self, value: str) -> Self:
        """Set `modelData`: Folder with Tesseract's language data (tessdata) on every worker; empty: the usual places."""
    def getModelData(self) -> str: ...
    def setModelType(self, value: ModelType | str) -> Self:
        """Set `modelType`: Variant of Tesseract's language data."""
    def getModelType(self) -> ModelType: ...
    def setDownloadModelData(self, value: bool) -> Self:
        """Set `downloadModelData`: Accepted for old programs: nothing is ever downloaded."""
    def getDownloadModelData(self) -> bool: ...
    def setOriginCol(self, value: str) -> Self:
        """Set `originCol`: Column that says where the file is from; must be there if it is set."""
    def getOriginCol(self) -> str: ...
    def setPageNumCol(self, value: str) -> Self:
        """Set `pageNumCol`: Column for the number of the page, from 0; that of the first part of a table."""
    def getPageNumCol(self) -> str: ...
    def setTableIndexCol(self, value: str) -> Self:
        """Set `tableIndexCol`: Column for the number of the table in its document, from 0."""
    def getTableIndexCol(self) -> str: ...
    def setKeepInput(self, value: bool) -> Self:
        """Set `keepInput`: Whether the bytes of the file stay in the result, whole in every row."""
    def getKeepInput(self) -> bool: ...
    def setPages(self, value: str) -> Self:
        """Set `pages`: Pages to look at, counted from 0, like 0-4,7; empty: all."""
    def getPages(self) -> str: ...
    def setMergePages(self, value: bool) -> Self:
        """Set `mergePages`: Whether a table that goes on over several pages is one."""
    def getMergePages(self) -> bool: ...
    def setResolution(self, value: int) -> Self:
        """Set `resolution`: Dpi at which scanned pages are rendered to be read; pictures of less at their own, but at 200 at least."""
    def getResolution(self) -> int: ...
    def setMaxPixels(self, value: int) -> Self:
        """Set `maxPixels`: Largest page in pixels; a larger one is an exception, not rendered."""
    def getMaxPixels(self) -> int: ...
    def setPartitionNum(self, value: int) -> Self:
        """Set `partitionNum`: Partitions of pages; 0 chooses by the number of cores, -1 leaves documents in one piece."""
    def getPartitionNum(self) -> int: ...
    def setPassword(self, value: str) -> Self:
        """Set `password`: Password of encrypted files. It is saved with the pipeline and shown in plans."""
    def getPassword(self) -> str: ...
    def structure_of(self) -> str: ...
    def engine_of(self) -> Engine: ...

class PdfToText(TypedStage):
    inputCol: StageParam
    outputCol: StageParam
    pageTimeout: StageParam
    pageMemory: StageParam
    limits: StageParam
    maxPages: StageParam
    originCol: StageParam
    pageNumCol: StageParam
    partitionNum: StageParam
    password: StageParam
    splitPage: StageParam
    textStripper: StageParam
    sort: StageParam
    onlyPageNum: StageParam
    extractCoordinates: StageParam
    storeSplittedPdf: StageParam
    normalizeLigatures: StageParam
    fontsCol: StageParam
    tablesCol: StageParam
    def __init__(
        self,
        *,
        inputCol: str = ...,
        outputCol: str = ...,
        pageTimeout: float = ...,
        pageMemory: int = ...,
        limits: dict[str, int] = ...,
        maxPages: int = ...,
        originCol: str = ...,
        pageNumCol: str = ...,
        partitionNum: int = ...,
        password: str = ...,
        splitPage: bool = ...,
        textStripper: TextStripperType | str = ...,
        sort: bool = ...,
        onlyPageNum: bool = ...,
        extractCoordinates: bool = ...,
        storeSplittedPdf: bool = ...,
        normalizeLigatures: bool = ...,
        fontsCol: str = ...,
        tablesCol: str = ...,
    ) -> None: ...
    def setInputCol(self, value: str) -> Self:
        """Set `inputCol`: Column with the bytes of the PDF file."""
    def getInputCol(self) -> str: ...
    def setOutputCol(self, value: str) -> Self:
        """Set `outputCol`: Column for the text."""
    def getOutputCol(self) -> str: ...
    def setPageTimeout(self, value: float) -> Self:
        """Set `pageTimeout`: Seconds that a page may take, else it has an exception. It is then worked on in a process of its own, so that a crash does not end the task either. 0: as `sparkocr.start` says, else no limit."""
    def getPageTimeout(self) -> float: ...
    def setPageMemory(self, value: int) -> Self:
        """Set `pageMemory`: MiB of memory that a page may need, as pageTimeout."""
    def getPageMemory(self) -> int: ...
    def setLimits(self, value: dict[str, int]) -> Self:
        """Set `limits`: Limits of what small files may ask for (see the page on limits), such as `{"maxDrawings": 2000000}`; others are as `sparkocr.start` says, else as they are there."""
    def getLimits(self) -> dict[str, int]: ...
    def setMaxPages(self, value: int) -> Self:
        """Set `maxPages`: Pages of a document, else it has an exception. 0: as limits say, else `sparkocr.start`."""
    def getMaxPages(self) -> int: ...
    def setOriginCol(self, value: str) -> Self:
        """Set `originCol`: Column that says where the file is from; must be there if it is set."""
    def getOriginCol(self) -> str: ...
    def setPageNumCol(self, value: str) -> Self:
        """Set `pageNumCol`: Column for the number of the page, from 0; 0 for whole documents."""
    def getPageNumCol(self) -> str: ...
    def setPartitionNum(self, value: int) -> Self:
        """Set `partitionNum`: Partitions for the page ranges; 0 chooses by the number of cores, -1 leaves them in place. Whole documents (splitPage off) move only if a number is given."""
    def getPartitionNum(self) -> int: ...
    def setPassword(self, value: str) -> Self:
        """Set `password`: Password of encrypted files. It is saved with the pipeline and shown in plans."""
    def getPassword(self) -> str: ...
    def setSplitPage(self, value: bool) -> Self:
        """Set `splitPage`: Whether each page becomes a row."""
    def getSplitPage(self) -> bool: ...
    def setTextStripper(self, value: TextStripperType | str) -> Self:
        """Set `textStripper`: Plain text, or text that keeps the layout."""
    def getTextStripper(self) -> TextStripperType: ...
    def setSort(self, value: bool) -> Self:
        """Set `sort`: Whether text is ordered by its position, instead of as the file has it."""
    def getSort(self) -> bool: ...
    def setOnlyPageNum(self, value: bool) -> Self:
        """Set `onlyPageNum`: Whether only the pages are counted: text is null."""
    def getOnlyPageNum(self) -> bool: ...
    def setExtractCoordinates(self, value: bool) -> Self:
        """Set `extractCoordinates`: Whether positions has a box for every character."""
    def getExtractCoordinates(self) -> bool: ...
    def setStoreSplittedPdf(self, value: bool) -> Self:
        """Set `storeSplittedPdf`: Whether content is the one-page PDF for every page."""
    def getStoreSplittedPdf(self) -> bool: ...
    def setNormalizeLigatures(self, value: bool) -> Self:
        """Set `normalizeLigatures`: Whether ligatures become letters, in text and positions."""
    def getNormalizeLigatures(self) -> bool: ...
    def setFontsCol(self, value: str) -> Self:
        """Set `fontsCol`: Column for the fonts of the text (see sparkocr.schemas.FontsSchema), for PageToMarkdown; empty: none."""
    def getFontsCol(self) -> str: ...
    def setTablesCol(self, value: str) -> Self:
        """Set `tablesCol`: Column for the tables of the page (see sparkocr.schemas.SpannedTableSchema; points), for PageToMarkdown; empty: none. Without `splitPage` it is null."""
    def getTablesCol(self) -> str: ...

class PptToPdf(TypedStage):
    inputCol: StageParam
    outputCol: StageParam
    pageTimeout: StageParam
    pageMemory: StageParam
    limits: StageParam
    timeout: StageParam
    def __init__(
        self,
        *,
        inputCol: str = ...,
        outputCol: str = ...,
        pageTimeout: float = ...,
        pageMemory: int = ...,
        limits: dict[str, int] = ...,
        timeout: int = ...,
    ) -> None: ...
    def setInputCol(self, value: str) -> Self:
        """Set `inputCol`: Column with the bytes of the file."""
    def getInputCol(self) -> str: ...
    def setOutputCol(self, value: str) -> Self:
        """Set `outputCol`: Column for the bytes of the PDF file."""
    def getOutputCol(self) -> str: ...
    def setPageTimeout(self, value: float) -> Self:
        """Set `pageTimeout`: Seconds that a page may take, else it has an exception. It is then worked on in a process of its own, so that a crash does not end the task either. 0: as `sparkocr.start` says, else no limit."""
    def getPageTimeout(self) -> float: ...
    def setPageMemory(self, value: int) -> Self:
        """Set `pageMemory`: MiB of memory that a page may need, as pageTimeout."""
    def getPageMemory(self) -> int: ...
    def setLimits(self, value: dict[str, int]) -> Self:
        """Set `limits`: Limits of what small files may ask for (see the page on limits), such as `{"maxDrawings": 2000000}`; others are as `sparkocr.start` says, else as they are there."""
    def getLimits(self) -> dict[str, int]: ...
    def setTimeout(self, value: int) -> Self:
        """Set `timeout`: Longest time in s that LibreOffice may take for a document."""
    def getTimeout(self) -> int: ...

class TextToPdf(TypedStage):
    inputCol: StageParam
    outputCol: StageParam
    originCol: StageParam
    pageNumCol: StageParam
    inputImage: StageParam
    inputText: StageParam
    inputContent: StageParam
    font: StageParam
    pdfCoordinates: StageParam
    def __init__(
        self,
        *,
        inputCol: str = ...,
        outputCol: str = ...,
        originCol: str = ...,
        pageNumCol: str = ...,
        inputImage: str = ...,
        inputText: str = ...,
        inputContent: str = ...,
        font: str = ...,
        pdfCoordinates: bool = ...,
    ) -> None: ...
    def setInputCol(self, value: str) -> Self:
        """Set `inputCol`: Column with the positions of the text."""
    def getInputCol(self) -> str: ...
    def setOutputCol(self, value: str) -> Self:
        """Set `outputCol`: Column for the PDF."""
    def getOutputCol(self) -> str: ...
    def setOriginCol(self, value: str) -> Self:
        """Set `originCol`: Column that the parts of one document share."""
    def getOriginCol(self) -> str: ...
    def setPageNumCol(self, value: str) -> Self:
        """Set `pageNumCol`: Column that orders the parts."""
    def getPageNumCol(self) -> str: ...
    def setInputImage(self, value: str) -> Self:
        """Set `inputImage`: Column with the image, which tells the size of the page."""
    def getInputImage(self) -> str: ...
    def setInputText(self, value: str) -> Self:
        """Set `inputText`: Column with the text, which comes back as an array; nulls where there is none."""
    def getInputText(self) -> str: ...
    def setInputContent(self, value: str) -> Self:
        """Set `inputContent`: Column with the original PDF, whole or of the page, for digital pages."""
    def getInputContent(self) -> str: ...
    def setFont(self, value: str) -> Self:
        """Set `font`: Path of a TrueType font on every worker; empty: Roboto (Latin, Greek, Cyrillic)."""
    def getFont(self) -> str: ...
    def setPdfCoordinates(self, value: bool) -> Self:
        """Set `pdfCoordinates`: Whether positions are in points instead of px, as ImageToText calls it."""
    def getPdfCoordinates(self) -> bool: ...

class DicomMetadataDeidentifier(TypedStage):
    inputCol: StageParam
    outputCol: StageParam
    pageTimeout: StageParam
    pageMemory: StageParam
    limits: StageParam
    inputCols: StageParam
    keepInput: StageParam
    placeholderText: StageParam
    key: StageParam
    profileOptions: StageParam
    detectors: StageParam
    whiteList: StageParam
    threshold: StageParam
    denyList: StageParam
    denyListCol: StageParam
    denyLabel: StageParam
    denySimilarity: StageParam
    allowList: StageParam
    patterns: StageParam
    labelMap: StageParam
    removePrivateTags: StageParam
    blackList: StageParam
    strategyFile: StageParam
    strategyFileContent: StageParam
    groupStrategyFile: StageParam
    groupStrategyFileContent: StageParam
    externalMappingCol: StageParam
    tagMappingCol: StageParam
    tagCleanedCol: StageParam
    ignoreVR: StageParam
    pixelsCleaned: StageParam
    documentCleaned: StageParam
    def __init__(
        self,
        *,
        inputCol: str = ...,
        outputCol: str = ...,
        pageTimeout: float = ...,
        pageMemory: int = ...,
        limits: dict[str, int] = ...,
        inputCols: list[str] | None | str = ...,
        keepInput: bool = ...,
        placeholderText: str = ...,
        key: str = ...,
        profileOptions: list[str] | tuple[str, ...] = ...,
        detectors: list[str] | tuple[str, ...] | str = ...,
        whiteList: list[str] | tuple[str, ...] | str = ...,
        threshold: float = ...,
        denyList: list[str] | tuple[str, ...] | str = ...,
        denyListCol: str = ...,
        denyLabel: str = ...,
        denySimilarity: float = ...,
        allowList: list[str] | tuple[str, ...] | str = ...,
        patterns: dict[str, str] = ...,
        labelMap: dict[str, str] | str = ...,
        removePrivateTags: bool = ...,
        blackList: list[str] | tuple[str, ...] | str = ...,
        strategyFile: str | None = ...,
        strategyFileContent: str | None = ...,
        groupStrategyFile: str | None = ...,
        groupStrategyFileContent: str | None = ...,
        externalMappingCol: str = ...,
        tagMappingCol: str = ...,
        tagCleanedCol: str = ...,
        ignoreVR: str = ...,
        pixelsCleaned: bool = ...,
        documentCleaned: bool = ...,
    ) -> None: ...
    def setInputCol(self, value: str) -> Self:
        """Set `inputCol`: Column with the bytes of the file, or with its path; if `inputCols` is not set."""
    def getInputCol(self) -> str: ...
    def setOutputCol(self, value: str) -> Self:
        """Set `outputCol`: Column for the bytes of the file without identifiers."""
    def getOutputCol(self) -> str: ...
    def setPageTimeout(self, value: float) -> Self:
        """Set `pageTimeout`: Seconds that a page may take, else it has an exception. It is then worked on in a process of its own, so that a crash does not end the task either. 0: as `sparkocr.start` says, else no limit."""
    def getPageTimeout(self) -> float: ...
    def setPageMemory(self, value: int) -> Self:
        """Set `pageMemory`: MiB of memory that a page may need, as pageTimeout."""
    def getPageMemory(self) -> int: ...
    def setLimits(self, value: dict[str, int]) -> Self:
        """Set `limits`: Limits of what small files may ask for (see the page on limits), such as `{"maxDrawings": 2000000}`; others are as `sparkocr.start` says, else as they are there."""
    def getLimits(self) -> dict[str, int]: ...
    def setInputCols(self, *value: list[str] | None | str) -> Self:
        """Set `inputCols`: The same as a list, in which a column with numbers of frames may follow."""
    def getInputCols(self) -> list[str] | None: ...
    def setKeepInput(self, value: bool) -> Self:
        """Set `keepInput`: Whether the bytes of the file stay in the result, whole in every row. Paths stay."""
    def getKeepInput(self) -> bool: ...
    def setPlaceholderText(self, value: str) -> Self:
        """Set `placeholderText`: What stands in place of texts."""
    def getPlaceholderText(self) -> str: ...
    def setKey(self, value: str) -> Self:
        """Set `key`: Secret on which all replacements depend; the same key gives the same ones. It is saved with the pipeline. Empty: one for the life of this process, so that later runs give others."""
    def getKey(self) -> str: ...
    def setProfileOptions(self, *value: list[str] | tuple[str, ...]) -> Self:
        """Set `profileOptions`: Options of the Basic Profile that keep more: see the notes."""
    def getProfileOptions(self) -> list[str]: ...
    def setDetectors(self, *value: list[str] | tuple[str, ...] | str) -> Self:
        """Set `detectors`: Names of detectors, or 'auto': rules, and the models that are installed on the workers."""
    def getDetectors(self) -> list[str]: ...
    def setWhiteList(self, *value: list[str] | tuple[str, ...] | str) -> Self:
        """Set `whiteList`: Labels that are found, before or after `labelMap`; empty: all."""
    def getWhiteList(self) -> list[str]: ...
    def setThreshold(self, value: float) -> Self:
        """Set `threshold`: Least confidence of a chunk."""
    def getThreshold(self) -> float: ...
    def setDenyList(self, *value: list[str] | tuple[str, ...] | str) -> Self:
        """Set `denyList`: Values that are always found, such as known names. They are saved with the pipeline."""
    def getDenyList(self) -> list[str]: ...
    def setDenyListCol(self, value: str) -> Self:
        """Set `denyListCol`: Column with more such values of each row, a string or an array of them; empty: none."""
    def getDenyListCol(self) -> str: ...
    def setDenyLabel(self, value: str) -> Self:
        """Set `denyLabel`: Label of these values."""
    def getDenyLabel(self) -> str: ...
    def setDenySimilarity(self, value: float) -> Self:
        """Set `denySimilarity`: How similar a piece of the text must be to one of these values, so that misread names are found."""
    def getDenySimilarity(self) -> float: ...
    def setAllowList(self, *value: list[str] | tuple[str, ...] | str) -> Self:
        """Set `allowList`: Values that are no entities."""
    def getAllowList(self) -> list[str]: ...
    def setPatterns(self, value: dict[str, str]) -> Self:
        """Set `patterns`: Labels and regular expressions of Python, in addition to the detectors."""
    def getPatterns(self) -> dict[str, str]: ...
    def setLabelMap(self, value: dict[str, str] | str) -> Self:
        """Set `labelMap`: Labels and what they become. Or 'original': NAME, LOCATION, CONTACT, ID and others that programs filter on."""
    def getLabelMap(self) -> dict[str, str] | str: ...
    def setRemovePrivateTags(self, value: bool) -> Self:
        """Set `removePrivateTags`: Whether a strategy also deletes all private tags; the profile always does."""
    def getRemovePrivateTags(self) -> bool: ...
    def setBlackList(self, *value: list[str] | tuple[str, ...] | str) -> Self:
        """Set `blackList`: Tags or keywords that are looked at, no others; empty: all."""
    def getBlackList(self) -> list[str]: ...
    def setStrategyFile(self, value: str | None) -> Self:
        """Set `strategyFile`: CSV file with a strategy, on the driver."""
    def getStrategyFile(self) -> str | None: ...
    def setStrategyFileContent(self, value: str | None) -> Self:
        """Set `strategyFileContent`: The strategy as text, instead of `strategyFile`."""
    def getStrategyFileContent(self) -> str | None: ...
    def setGroupStrategyFile(self, value: str | None) -> Self:
        """Set `groupStrategyFile`: CSV file with a strategy for groups of tags, on the driver."""
    def getGroupStrategyFile(self) -> str | None: ...
    def setGroupStrategyFileContent(self, value: str | None) -> Self:
        """Set `groupStrategyFileContent`: The same as text, instead of `groupStrategyFile`."""
    def getGroupStrategyFileContent(self) -> str | None: ...
    def setExternalMappingCol(self, value: str) -> Self:
        """Set `externalMappingCol`: Column with values for replaceWithMapping by tag; nulls where it is not there."""
    def getExternalMappingCol(self) -> str: ...
    def setTagMappingCol(self, value: str) -> Self:
        """Set `tagMappingCol`: Column with the tags of `tagCleanedCol`; nulls where it is not there."""
    def getTagMappingCol(self) -> str: ...
    def setTagCleanedCol(self, value: str) -> Self:
        """Set `tagCleanedCol`: Column with texts for cleanTag; nulls where it is not there."""
    def getTagCleanedCol(self) -> str: ...
    def setIgnoreVR(self, value: str) -> Self:
        """Set `ignoreVR`: Value representations that a strategy leaves as they are, divided by commas. The profile does not use it."""
    def getIgnoreVR(self) -> str: ...
    def setPixelsCleaned(self, value: bool) -> Self:
        """Set `pixelsCleaned`: Whether text in the pixels was masked, or looked for and not found; the file says so then."""
    def getPixelsCleaned(self) -> bool: ...
    def setDocumentCleaned(self, value: bool) -> Self:
        """Set `documentCleaned`: Whether a PDF in the file was cleaned, so that it stays; else it becomes empty."""
    def getDocumentCleaned(self) -> bool: ...
    def setFunction(self, function: Any) -> Self: ...

class DicomToImage(TypedStage):
    inputCol: StageParam
    outputCol: StageParam
    pageTimeout: StageParam
    pageMemory: StageParam
    limits: StageParam
    inputCols: StageParam
    keepInput: StageParam
    originCol: StageParam
    pageNumCol: StageParam
    partitionNum: StageParam
    metadataCol: StageParam
    deIdentifyMetadata: StageParam
    def __init__(
        self,
        *,
        inputCol: str = ...,
        outputCol: str = ...,
        pageTimeout: float = ...,
        pageMemory: int = ...,
        limits: dict[str, int] = ...,
        inputCols: list[str] | None | str = ...,
        keepInput: bool = ...,
        originCol: str = ...,
        pageNumCol: str = ...,
        partitionNum: int = ...,
        metadataCol: str = ...,
        deIdentifyMetadata: bool = ...,
    ) -> None: ...
    def setInputCol(self, value: str) -> Self:
        """Set `inputCol`: Column with the bytes of the file, or with its path; if `inputCols` is not set."""
    def getInputCol(self) -> str: ...
    def setOutputCol(self, value: str) -> Self:
        """Set `outputCol`: Column for the image."""
    def getOutputCol(self) -> str: ...
    def setPageTimeout(self, value: float) -> Self:
        """Set `pageTimeout`: Seconds that a page may take, else it has an exception. It is then worked on in a process of its own, so that a crash does not end the task either. 0: as `sparkocr.start` says, else no limit."""
    def getPageTimeout(self) -> float: ...
    def setPageMemory(self, value: int) -> Self:
        """Set `pageMemory`: MiB of memory that a page may need, as pageTimeout."""
    def getPageMemory(self) -> int: ...
    def setLimits(self, value: dict[str, int]) -> Self:
        """Set `limits`: Limits of what small files may ask for (see the page on limits), such as `{"maxDrawings": 2000000}`; others are as `sparkocr.start` says, else as they are there."""
    def getLimits(self) -> dict[str, int]: ...
    def setInputCols(self, *value: list[str] | None | str) -> Self:
        """Set `inputCols`: The same as a list, in which a column with numbers of frames may follow."""
    def getInputCols(self) -> list[str] | None: ...
    def setKeepInput(self, value: bool) -> Self:
        """Set `keepInput`: Whether the bytes of the file stay in the result, whole in every row. Paths stay."""
    def getKeepInput(self) -> bool: ...
    def setOriginCol(self, value: str) -> Self:
        """Set `originCol`: Column that says where the file is from; goes into the image."""
    def getOriginCol(self) -> str: ...
    def setPageNumCol(self, value: str) -> Self:
        """Set `pageNumCol`: Column for the number of the frame, from 0."""
    def getPageNumCol(self) -> str: ...
    def setPartitionNum(self, value: int) -> Self:
        """Set `partitionNum`: Partitions of frames; 0 chooses by the number of cores, -1 leaves them in place."""
    def getPartitionNum(self) -> int: ...
    def setMetadataCol(self, value: str) -> Self:
        """Set `metadataCol`: Column for the header as JSON, see `DicomToMetadata`; empty: none."""
    def getMetadataCol(self) -> str: ...
    def setDeIdentifyMetadata(self, value: bool) -> Self:
        """Set `deIdentifyMetadata`: Whether `metadataCol` has only what can't tell who the patient is."""
    def getDeIdentifyMetadata(self) -> bool: ...

class DicomToImageV2(TypedStage):
    inputCol: StageParam
    outputCol: StageParam
    pageTimeout: StageParam
    pageMemory: StageParam
    limits: StageParam
    inputCols: StageParam
    keepInput: StageParam
    originCol: StageParam
    pageNumCol: StageParam
    partitionNum: StageParam
    metadataCol: StageParam
    def __init__(
        self,
        *,
        inputCol: str = ...,
        outputCol: str = ...,
        pageTimeout: float = ...,
        pageMemory: int = ...,
        limits: dict[str, int] = ...,
        inputCols: list[str] | None | str = ...,
        keepInput: bool = ...,
        originCol: str = ...,
        pageNumCol: str = ...,
        partitionNum: int = ...,
        metadataCol: str = ...,
    ) -> None: ...
    def setInputCol(self, value: str) -> Self:
        """Set `inputCol`: Column with the bytes of the file, or with its path; if `inputCols` is not set."""
    def getInputCol(self) -> str: ...
    def setOutputCol(self, value: str) -> Self:
        """Set `outputCol`: Column for the image."""
    def getOutputCol(self) -> str: ...
    def setPageTimeout(self, value: float) -> Self:
        """Set `pageTimeout`: Seconds that a page may take, else it has an exception. It is then worked on in a process of its own, so that a crash does not end the task either. 0: as `sparkocr.start` says, else no limit."""
    def getPageTimeout(self) -> float: ...
    def setPageMemory(self, value: int) -> Self:
        """Set `pageMemory`: MiB of memory that a page may need, as pageTimeout."""
    def getPageMemory(self) -> int: ...
    def setLimits(self, value: dict[str, int]) -> Self:
        """Set `limits`: Limits of what small files may ask for (see the page on limits), such as `{"maxDrawings": 2000000}`; others are as `sparkocr.start` says, else as they are there."""
    def getLimits(self) -> dict[str, int]: ...
    def setInputCols(self, *value: list[str] | None | str) -> Self:
        """Set `inputCols`: The same as a list, in which a column with numbers of frames may follow."""
    def getInputCols(self) -> list[str] | None: ...
    def setKeepInput(self, value: bool) -> Self:
        """Set `keepInput`: Whether the bytes of the file stay in the result, whole in every row. Paths stay."""
    def getKeepInput(self) -> bool: ...
    def setOriginCol(self, value: str) -> Self:
        """Set `originCol`: Column that says where the file is from; goes into the image."""
    def getOriginCol(self) -> str: ...
    def setPageNumCol(self, value: str) -> Self:
        """Set `pageNumCol`: Column for the number of the frame, from 0."""
    def getPageNumCol(self) -> str: ...
    def setPartitionNum(self, value: int) -> Self:
        """Set `partitionNum`: Partitions of frames; 0 chooses by the number of cores, -1 leaves them in place."""
    def getPartitionNum(self) -> int: ...
    def setMetadataCol(self, value: str) -> Self:
        """Set `metadataCol`: Column for the header as JSON, see `DicomToMetadata`; empty: none."""
    def getMetadataCol(self) -> str: ...

class FileDeidentifier(TypedStage):
    inputCol: StageParam
    outputCol: StageParam
    auditCol: StageParam
    nameCol: StageParam
    verify: StageParam
    verifyByOcr: StageParam
    detectors: StageParam
    whiteList: StageParam
    threshold: StageParam
    denyList: StageParam
    denyListCol: StageParam
    denyLabel: StageParam
    denySimilarity: StageParam
    allowList: StageParam
    patterns: StageParam
    labelMap: StageParam
    pageTimeout: StageParam
    pageMemory: StageParam
    limits: StageParam
    engine: StageParam
    quality: StageParam
    useGPU: StageParam
    engineParams: StageParam
    languagePacks: StageParam
    language: StageParam
    pageSegMode: StageParam
    ocrEngineMode: StageParam
    ignoreResolution: StageParam
    ocrParams: StageParam
    modelData: StageParam
    modelType: StageParam
    downloadModelData: StageParam
    originCol: StageParam
    keepInput: StageParam
    def __init__(
        self,
        *,
        inputCol: str = ...,
        outputCol: str = ...,
        auditCol: str = ...,
        nameCol: str = ...,
        verify: bool = ...,
        verifyByOcr: bool = ...,
        detectors: list[str] | tuple[str, ...] | str = ...,
        whiteList: list[str] | tuple[str, ...] | str = ...,
        threshold: float = ...,
        denyList: list[str] | tuple[str, ...] | str = ...,
        denyListCol: str = ...,
        denyLabel: str = ...,
        denySimilarity: float = ...,
        allowList: list[str] | tuple[str, ...] | str = ...,
        patterns: dict[str, str] = ...,
        labelMap: dict[str, str] | str = ...,
        pageTimeout: float = ...,
        pageMemory: int = ...,
        limits: dict[str, int] = ...,
        engine: OcrEngine | str = ...,
        quality: OcrQuality | str = ...,
        useGPU: bool = ...,
        engineParams: list[str] | str = ...,
        languagePacks: list[str] | str = ...,
        language: Language | str = ...,
        pageSegMode: PageSegmentationMode | str | int = ...,
        ocrEngineMode: EngineMode | str | int = ...,
        ignoreResolution: bool = ...,
        ocrParams: list[str] | str = ...,
        modelData: str = ...,
        modelType: ModelType | str = ...,
        downloadModelData: bool = ...,
        originCol: str = ...,
        keepInput: bool = ...,
    ) -> None: ...
    def setInputCol(self, value: str) -> Self:
        """Set `inputCol`: Column with the bytes of the file."""
    def getInputCol(self) -> str: ...
    def setOutputCol(self, value: str) -> Self:
        """Set `outputCol`: Column for the file without identifiers."""
    def getOutputCol(self) -> str: ...
    def setAuditCol(self, value: str) -> Self:
        """Set `auditCol`: Column for the audit of the document."""
    def getAuditCol(self) -> str: ...
    def setNameCol(self, value: str) -> Self:
        """Set `nameCol`: Column for the path of the document with a checksum in place of parts that tell an identifier; empty: none."""
    def getNameCol(self) -> str: ...
    def setVerify(self, value: bool) -> Self:
        """Set `verify`: Whether the result is read again to prove that nothing is left; else it is given as it is."""
    def getVerify(self) -> bool: ...
    def setVerifyByOcr(self, value: bool) -> Self:
        """Set `verifyByOcr`: Whether the proof also reads pictures and pages by OCR, which takes as long as reading scans."""
    def getVerifyByOcr(self) -> bool: ...
    def setDetectors(self, *value: list[str] | tuple[str, ...] | str) -> Self:
        """Set `detectors`: Names of detectors, or 'auto': rules, and the models that are installed on the workers."""
    def getDetectors(self) -> list[str]: ...
    def setWhiteList(self, *value: list[str] | tuple[str, ...] | str) -> Self:
        """Set `whiteList`: Labels that are found, before or after `labelMap`; empty: all."""
    def getWhiteList(self) -> list[str]: ...
    def setThreshold(self, value: float) -> Self:
        """Set `threshold`: Least confidence of a chunk."""
    def getThreshold(self) -> float: ...
    def setDenyList(self, *value: list[str] | tuple[str, ...] | str) -> Self:
        """Set `denyList`: Values that are always found, such as known names. They are saved with the pipeline."""
    def getDenyList(self) -> list[str]: ...
    def setDenyListCol(self, value: str) -> Self:
        """Set `denyListCol`: Column with more such values of each row, a string or an array of them; empty: none."""
    def getDenyListCol(self) -> str: ...
    def setDenyLabel(self, value: str) -> Self:
        """Set `denyLabel`: Label of these values."""
    def getDenyLabel(self) -> str: ...
    def setDenySimilarity(self, value: float) -> Self:
        """Set `denySimilarity`: How similar a piece of the text must be to one of these values, so that misread names are found."""
    def getDenySimilarity(self) -> float: ...
    def setAllowList(self, *value: list[str] | tuple[str, ...] | str) -> Self:
        """Set `allowList`: Values that are no entities."""
    def getAllowList(self) -> list[str]: ...
    def setPatterns(self, value: dict[str, str]) -> Self:
        """Set `patterns`: Labels and regular expressions of Python, in addition to the detectors."""
    def getPatterns(self) -> dict[str, str]: ...
    def setLabelMap(self, value: dict[str, str] | str) -> Self:
        """Set `labelMap`: Labels and what they become. Or 'original': NAME, LOCATION, CONTACT, ID and others that programs filter on."""
    def getLabelMap(self) -> dict[str, str] | str: ...
    def setPageTimeout(self, value: float) -> Self:
        """Set `pageTimeout`: Seconds that a page may take, else it has an exception. It is then worked on in a process of its own, so that a crash does not end the task either. 0: as `sparkocr.start` says, else no limit."""
    def getPageTimeout(self) -> float: ...
    def setPageMemory(self, value: int) -> Self:
        """Set `pageMemory`: MiB of memory that a page may need, as pageTimeout."""
    def getPageMemory(self) -> int: ...
    def setLimits(self, value: dict[str, int]) -> Self:
        """Set `limits`: Limits of what small files may ask for (see the page on limits), such as `{"maxDrawings": 2000000}`; others are as `sparkocr.start` says, else as they are there."""
    def getLimits(self) -> dict[str, int]: ...
    def setEngine(self, value: OcrEngine | str) -> Self:
        """Set `engine`: Which engine reads."""
    def getEngine(self) -> OcrEngine | str: ...
    def setQuality(self, value: OcrQuality | str) -> Self:
        """Set `quality`: How well ppocr reads, and so auto: FAST with the tiny models, BALANCED reads what is doubtful again with the small ones, BEST reads everything with the small ones and doubtful words with both."""
    def getQuality(self) -> OcrQuality: ...
    def setUseGPU(self, value: bool) -> Self:
        """Set `useGPU`: Whether the models of PP-OCR run on a graphics processor; needs onnxruntime-gpu on the workers. Where there is none they run on the CPU, and each worker logs one warning."""
    def getUseGPU(self) -> bool: ...
    def setEngineParams(self, *value: list[str] | str) -> Self:
        """Set `engineParams`: Settings of the engine, as key=value strings. Of ppocr: size (tiny, small, mix) instead of quality, angle (true, false), and the paths of own models (detector, recogniser, dictionary)."""
    def getEngineParams(self) -> list[str]: ...
    def setLanguagePacks(self, *value: list[str] | str) -> Self:
        """Set `languagePacks`: Recognisers of PP-OCR for languages that the bundled models lack, as code=folder strings; a folder on every worker has rec.onnx and dict.txt, the characters it reads, one per line."""
    def getLanguagePacks(self) -> list[str]: ...
    def setLanguage(self, value: Language | str) -> Self:
        """Set `language`: Language of the text."""
    def getLanguage(self) -> Language | str: ...
    def setPageSegMode(self, value: PageSegmentationMode | str | int) -> Self:
        """Set `pageSegMode`: How Tesseract splits the page."""
    def getPageSegMode(self) -> PageSegmentationMode: ...
    def setOcrEngineMode(self, value: EngineMode | str | int) -> Self:
        """Set `ocrEngineMode`: Which recogniser of Tesseract reads."""
    def getOcrEngineMode(self) -> EngineMode: ...
    def setIgnoreResolution(self, value: bool) -> Self:
        """Set `ignoreResolution`: Whether Tesseract estimates the resolution instead of using the image's."""
    def getIgnoreResolution(self) -> bool: ...
    def setOcrParams(self, *value: list[str] | str) -> Self:
        """Set `ocrParams`: Variables of Tesseract, as key=value strings."""
    def getOcrParams(self) -> list[str]: ...
    def setModelData(self, value: str) -> Self:
        """Set `modelData`: Folder with Tesseract's language data (tessdata) on every worker; empty: the usual places."""
    def getModelData(self) -> str: ...
    def setModelType(self, value: ModelType | str) -> Self:
        """Set `modelType`: Variant of Tesseract's language data."""
    def getModelType(self) -> ModelType: ...
    def setDownloadModelData(self, value: bool) -> Self:
        """Set `downloadModelData`: Accepted for old programs: nothing is ever downloaded."""
    def getDownloadModelData(self) -> bool: ...
    def setOriginCol(self, value: str) -> Self:
        """Set `originCol`: Column that says where the file is from; must be there if it is set."""
    def getOriginCol(self) -> str: ...
    def setKeepInput(self, value: bool) -> Self:
        """Set `keepInput`: Whether the input column stays in the result."""
    def getKeepInput(self) -> bool: ...
    def setFunction(self, function: Any) -> Self: ...
    def engine_of(self) -> Engine: ...

class ImageToPdf(TypedStage):
    inputCol: StageParam
    outputCol: StageParam
    originCol: StageParam
    pageNumCol: StageParam
    lossless: StageParam
    quality: StageParam
    aggregatePages: StageParam
    keepInput: StageParam
    def __init__(
        self,
        *,
        inputCol: str = ...,
        outputCol: str = ...,
        originCol: str = ...,
        pageNumCol: str = ...,
        lossless: bool = ...,
        quality: int = ...,
        aggregatePages: bool = ...,
        keepInput: bool = ...,
    ) -> None: ...
    def setInputCol(self, value: str) -> Self:
        """Set `inputCol`: Column with the image to read."""
    def getInputCol(self) -> str: ...
    def setOutputCol(self, value: str) -> Self:
        """Set `outputCol`: Column for the PDF."""
    def getOutputCol(self) -> str: ...
    def setOriginCol(self, value: str) -> Self:
        """Set `originCol`: Column that the parts of one document share."""
    def getOriginCol(self) -> str: ...
    def setPageNumCol(self, value: str) -> Self:
        """Set `pageNumCol`: Column that orders the parts."""
    def getPageNumCol(self) -> str: ...
    def setLossless(self, value: bool) -> Self:
        """Set `lossless`: Whether pictures keep every pixel (Flate), which takes more space than JPEG."""
    def getLossless(self) -> bool: ...
    def setQuality(self, value: int) -> Self:
        """Set `quality`: Quality of JPEG. Pictures in black and white never lose anything."""
    def getQuality(self) -> int: ...
    def setAggregatePages(self, value: bool) -> Self:
        """Set `aggregatePages`: Whether the images of a document make one PDF. Otherwise each row gets one, and keeps all columns."""
    def getAggregatePages(self) -> bool: ...
    def setKeepInput(self, value: bool) -> Self:
        """Set `keepInput`: Whether the images of a document come back as an array."""
    def getKeepInput(self) -> bool: ...

class ImageToTables(TypedStage):
    inputCol: StageParam
    outputCol: StageParam
    tableIndexCol: StageParam
    pageNumCol: StageParam
    structureEngine: StageParam
    engineCol: StageParam
    pageTimeout: StageParam
    pageMemory: StageParam
    limits: StageParam
    engine: StageParam
    quality: StageParam
    useGPU: StageParam
    engineParams: StageParam
    languagePacks: StageParam
    language: StageParam
    pageSegMode: StageParam
    ocrEngineMode: StageParam
    ignoreResolution: StageParam
    ocrParams: StageParam
    modelData: StageParam
    modelType: StageParam
    downloadModelData: StageParam
    positionsCol: StageParam
    pdfCoordinates: StageParam
    keepInput: StageParam
    def __init__(
        self,
        *,
        inputCol: str = ...,
        outputCol: str = ...,
        tableIndexCol: str = ...,
        pageNumCol: str = ...,
        structureEngine: str = ...,
        engineCol: str = ...,
        pageTimeout: float = ...,
        pageMemory: int = ...,
        limits: dict[str, int] = ...,
        engine: OcrEngine | str = ...,
        quality: OcrQuality | str = ...,
        useGPU: bool = ...,
        engineParams: list[str] | str = ...,
        languagePacks: list[str] | str = ...,
        language: Language | str = ...,
        pageSegMode: PageSegmentationMode | str | int = ...,
        ocrEngineMode: EngineMode | str | int = ...,
        ignoreResolution: bool = ...,
        ocrParams: list[str] | str = ...,
        modelData: str = ...,
        modelType: ModelType | str = ...,
        downloadModelData: bool = ...,
        positionsCol: str = ...,
        pdfCoordinates: bool = ...,
        keepInput: bool = ...,
    ) -> None: ...
    def setInputCol(self, value: str) -> Self:
        """Set `inputCol`: Column with the image."""
    def getInputCol(self) -> str: ...
    def setOutputCol(self, value: str) -> Self:
        """Set `outputCol`: Column for the table."""
    def getOutputCol(self) -> str: ...
    def setTableIndexCol(self, value: str) -> Self:
        """Set `tableIndexCol`: Column for the number of the table on its image, from 0."""
    def getTableIndexCol(self) -> str: ...
    def setPageNumCol(self, value: str) -> Self:
        """Set `pageNumCol`: Column for the number of the page, from 0; empty: none."""
    def getPageNumCol(self) -> str: ...
    def setStructureEngine(self, value: str) -> Self:
        """Set `structureEngine`: What rebuilds a table that was found: ruled (its rulings), aligned (white space), slanet (a network, of the extra tables), auto (the best of them), or an engine of another installed package."""
    def getStructureEngine(self) -> str: ...
    def setEngineCol(self, value: str) -> Self:
        """Set `engineCol`: Column for the name of the engine that rebuilt the table."""
    def getEngineCol(self) -> str: ...
    def setPageTimeout(self, value: float) -> Self:
        """Set `pageTimeout`: Seconds that a page may take, else it has an exception. It is then worked on in a process of its own, so that a crash does not end the task either. 0: as `sparkocr.start` says, else no limit."""
    def getPageTimeout(self) -> float: ...
    def setPageMemory(self, value: int) -> Self:
        """Set `pageMemory`: MiB of memory that a page may need, as pageTimeout."""
    def getPageMemory(self) -> int: ...
    def setLimits(self, value: dict[str, int]) -> Self:
        """Set `limits`: Limits of what small files may ask for (see the page on limits), such as `{"maxDrawings": 2000000}`; others are as `sparkocr.start` says, else as they are there."""
    def getLimits(self) -> dict[str, int]: ...
    def setEngine(self, value: OcrEngine | str) -> Self:
        """Set `engine`: Which engine reads."""
    def getEngine(self) -> OcrEngine | str: ...
    def setQuality(self, value: OcrQuality | str) -> Self:
        """Set `quality`: How well ppocr reads, and so auto: FAST with the tiny models, BALANCED reads what is doubtful again with the small ones, BEST reads everything with the small ones and doubtful words with both."""
    def getQuality(self) -> OcrQuality: ...
    def setUseGPU(self, value: bool) -> Self:
        """Set `useGPU`: Whether the models of PP-OCR run on a graphics processor; needs onnxruntime-gpu on the workers. Where there is none they run on the CPU, and each worker logs one warning."""
    def getUseGPU(self) -> bool: ...
    def setEngineParams(self, *value: list[str] | str) -> Self:
        """Set `engineParams`: Settings of the engine, as key=value strings. Of ppocr: size (tiny, small, mix) instead of quality, angle (true, false), and the paths of own models (detector, recogniser, dictionary)."""
    def getEngineParams(self) -> list[str]: ...
    def setLanguagePacks(self, *value: list[str] | str) -> Self:
        """Set `languagePacks`: Recognisers of PP-OCR for languages that the bundled models lack, as code=folder strings; a folder on every worker has rec.onnx and dict.txt, the characters it reads, one per line."""
    def getLanguagePacks(self) -> list[str]: ...
    def setLanguage(self, value: Language | str) -> Self:
        """Set `language`: Language of the text."""
    def getLanguage(self) -> Language | str: ...
    def setPageSegMode(self, value: PageSegmentationMode | str | int) -> Self:
        """Set `pageSegMode`: How Tesseract splits the page."""
    def getPageSegMode(self) -> PageSegmentationMode: ...
    def setOcrEngineMode(self, value: EngineMode | str | int) -> Self:
        """Set `ocrEngineMode`: Which recogniser of Tesseract reads."""
    def getOcrEngineMode(self) -> EngineMode: ...
    def setIgnoreResolution(self, value: bool) -> Self:
        """Set `ignoreResolution`: Whether Tesseract estimates the resolution instead of using the image's."""
    def getIgnoreResolution(self) -> bool: ...
    def setOcrParams(self, *value: list[str] | str) -> Self:
        """Set `ocrParams`: Variables of Tesseract, as key=value strings."""
    def getOcrParams(self) -> list[str]: ...
    def setModelData(self, value: str) -> Self:
        """Set `modelData`: Folder with Tesseract's language data (tessdata) on every worker; empty: the usual places."""
    def getModelData(self) -> str: ...
    def setModelType(self, value: ModelType | str) -> Self:
        """Set `modelType`: Variant of Tesseract's language data."""
    def getModelType(self) -> ModelType: ...
    def setDownloadModelData(self, value: bool) -> Self:
        """Set `downloadModelData`: Accepted for old programs: nothing is ever downloaded."""
    def getDownloadModelData(self) -> bool: ...
    def setPositionsCol(self, value: str) -> Self:
        """Set `positionsCol`: Column with the text of this image: positions in px, best of words, or hOCR of one page, other text is an exception; empty: the image is read."""
    def getPositionsCol(self) -> str: ...
    def setPdfCoordinates(self, value: bool) -> Self:
        """Set `pdfCoordinates`: Whether boxes are in points (1/72 inch) instead of px."""
    def getPdfCoordinates(self) -> bool: ...
    def setKeepInput(self, value: bool) -> Self:
        """Set `keepInput`: Whether the image stays in the result, in every row."""
    def getKeepInput(self) -> bool: ...
    def structure_of(self) -> str: ...
    def engine_of(self) -> Engine: ...

class PageToChunks(TypedStage):
    inputCol: StageParam
    outputCol: StageParam
    textCol: StageParam
    confidenceCol: StageParam
    imageCol: StageParam
    tablesCol: StageParam
    tablesUnit: StageParam
    fontsCol: StageParam
    originCol: StageParam
    pageNumCol: StageParam
    chunkSize: StageParam
    chunkOverlap: StageParam
    minShare: StageParam
    sizeUnit: StageParam
    tokenizer: StageParam
    tableFormat: StageParam
    pageHeaders: StageParam
    unit: StageParam
    def __init__(
        self,
        *,
        inputCol: str = ...,
        outputCol: str = ...,
        textCol: str = ...,
        confidenceCol: str = ...,
        imageCol: str = ...,
        tablesCol: str = ...,
        tablesUnit: PageUnit | str = ...,
        fontsCol: str = ...,
        originCol: str = ...,
        pageNumCol: str = ...,
        chunkSize: int = ...,
        chunkOverlap: int = ...,
        minShare: float = ...,
        sizeUnit: ChunkUnit | str = ...,
        tokenizer: str = ...,
        tableFormat: ChunkTables | str = ...,
        pageHeaders: bool = ...,
        unit: PageUnit | str = ...,
    ) -> None: ...
    def setInputCol(self, value: str) -> Self:
        """Set `inputCol`: Column with the positions of the text, or with hOCR."""
    def getInputCol(self) -> str: ...
    def setOutputCol(self, value: str) -> Self:
        """Set `outputCol`: Column for the chunk."""
    def getOutputCol(self) -> str: ...
    def setTextCol(self, value: str) -> Self:
        """Set `textCol`: Column with the text; left out if it is not there."""
    def getTextCol(self) -> str: ...
    def setConfidenceCol(self, value: str) -> Self:
        """Set `confidenceCol`: Column with the mean confidence, 0 to 100; left out if it is not there."""
    def getConfidenceCol(self) -> str: ...
    def setImageCol(self, value: str) -> Self:
        """Set `imageCol`: Column with the image that was read; left out if it is not there."""
    def getImageCol(self) -> str: ...
    def setTablesCol(self, value: str) -> Self:
        """Set `tablesCol`: Column with a table or an array of tables; left out if it is not there."""
    def getTablesCol(self) -> str: ...
    def setTablesUnit(self, value: PageUnit | str) -> Self:
        """Set `tablesUnit`: Unit of the tables; AUTO: that of the text. Tables of PdfToText are in points, text that was read is in px."""
    def getTablesUnit(self) -> PageUnit: ...
    def setFontsCol(self, value: str) -> Self:
        """Set `fontsCol`: Column with the fonts of the text of a PDF; left out if it is not there."""
    def getFontsCol(self) -> str: ...
    def setOriginCol(self, value: str) -> Self:
        """Set `originCol`: Column that the parts of one document share."""
    def getOriginCol(self) -> str: ...
    def setPageNumCol(self, value: str) -> Self:
        """Set `pageNumCol`: Column that orders the parts."""
    def getPageNumCol(self) -> str: ...
    def setChunkSize(self, value: int) -> Self:
        """Set `chunkSize`: Most that a chunk may have, in `sizeUnit`."""
    def getChunkSize(self) -> int: ...
    def setChunkOverlap(self, value: int) -> Self:
        """Set `chunkOverlap`: Most of the end of a chunk that the next one begins with: whole sentences and items."""
    def getChunkOverlap(self) -> int: ...
    def setMinShare(self, value: float) -> Self:
        """Set `minShare`: A chunk that has less than this share of chunkSize goes on with the next section."""
    def getMinShare(self) -> float: ...
    def setSizeUnit(self, value: ChunkUnit | str) -> Self:
        """Set `sizeUnit`: What sizes are counted in."""
    def getSizeUnit(self) -> ChunkUnit: ...
    def setTokenizer(self, value: str) -> Self:
        """Set `tokenizer`: Path of a tokenizer.json of Hugging Face on every worker, which counts tokens; empty: a simple rule."""
    def getTokenizer(self) -> str: ...
    def setTableFormat(self, value: ChunkTables | str) -> Self:
        """Set `tableFormat`: How tables are written: HTML keeps merged cells, PIPES are half as long."""
    def getTableFormat(self) -> ChunkTables: ...
    def setPageHeaders(self, value: bool) -> Self:
        """Set `pageHeaders`: Whether running headers and footers are written each time, not once; those with numbers only never."""
    def getPageHeaders(self) -> bool: ...
    def setUnit(self, value: PageUnit | str) -> Self:
        """Set `unit`: Unit of the input column; AUTO finds it in the image and the size of the page."""
    def getUnit(self) -> PageUnit: ...

class PdfToSearchablePdf(TypedStage):
    inputCol: StageParam
    outputCol: StageParam
    pageTimeout: StageParam
    pageMemory: StageParam
    limits: StageParam
    maxPages: StageParam
    originCol: StageParam
    keepInput: StageParam
    partitionNum: StageParam
    engine: StageParam
    quality: StageParam
    useGPU: StageParam
    engineParams: StageParam
    languagePacks: StageParam
    language: StageParam
    pageSegMode: StageParam
    ocrEngineMode: StageParam
    ignoreResolution: StageParam
    ocrParams: StageParam
    modelData: StageParam
    modelType: StageParam
    downloadModelData: StageParam
    minSizeBeforeFallback: StageParam
    resolution: StageParam
    maxPixels: StageParam
    password: StageParam
    def __init__(
        self,
        *,
        inputCol: str = ...,
        outputCol: str = ...,
        pageTimeout: float = ...,
        pageMemory: int = ...,
        limits: dict[str, int] = ...,
        maxPages: int = ...,
        originCol: str = ...,
        keepInput: bool = ...,
        partitionNum: int = ...,
        engine: OcrEngine | str = ...,
        quality: OcrQuality | str = ...,
        useGPU: bool = ...,
        engineParams: list[str] | str = ...,
        languagePacks: list[str] | str = ...,
        language: Language | str = ...,
        pageSegMode: PageSegmentationMode | str | int = ...,
        ocrEngineMode: EngineMode | str | int = ...,
        ignoreResolution: bool = ...,
        ocrParams: list[str] | str = ...,
        modelData: str = ...,
        modelType: ModelType | str = ...,
        downloadModelData: bool = ...,
        minSizeBeforeFallback: int = ...,
        resolution: int = ...,
        maxPixels: int = ...,
        password: str = ...,
    ) -> None: ...
    def setInputCol(self, value: str) -> Self:
        """Set `inputCol`: Column with the bytes of the PDF file."""
    def getInputCol(self) -> str: ...
    def setOutputCol(self, value: str) -> Self:
        """Set `outputCol`: Column for the searchable PDF."""
    def getOutputCol(self) -> str: ...
    def setPageTimeout(self, value: float) -> Self:
        """Set `pageTimeout`: Seconds that a page may take, else it has an exception. It is then worked on in a process of its own, so that a crash does not end the task either. 0: as `sparkocr.start` says, else no limit."""
    def getPageTimeout(self) -> float: ...
    def setPageMemory(self, value: int) -> Self:
        """Set `pageMemory`: MiB of memory that a page may need, as pageTimeout."""
    def getPageMemory(self) -> int: ...
    def setLimits(self, value: dict[str, int]) -> Self:
        """Set `limits`: Limits of what small files may ask for (see the page on limits), such as `{"maxDrawings": 2000000}`; others are as `sparkocr.start` says, else as they are there."""
    def getLimits(self) -> dict[str, int]: ...
    def setMaxPages(self, value: int) -> Self:
        """Set `maxPages`: Pages of a document, else it has an exception. 0: as limits say, else `sparkocr.start`."""
    def getMaxPages(self) -> int: ...
    def setOriginCol(self, value: str) -> Self:
        """Set `originCol`: Column that says where the file is from; must be there if it is set."""
    def getOriginCol(self) -> str: ...
    def setKeepInput(self, value: bool) -> Self:
        """Set `keepInput`: Whether the input column stays in the result."""
    def getKeepInput(self) -> bool: ...
    def setPartitionNum(self, value: int) -> Self:
        """Set `partitionNum`: Partitions of pages; 0 chooses by the number of cores, -1 leaves documents in one piece."""
    def getPartitionNum(self) -> int: ...
    def setEngine(self, value: OcrEngine | str) -> Self:
        """Set `engine`: Which engine reads."""
    def getEngine(self) -> OcrEngine | str: ...
    def setQuality(self, value: OcrQuality | str) -> Self:
        """Set `quality`: How well ppocr reads, and so auto: FAST with the tiny models, BALANCED reads what is doubtful again with the small ones, BEST reads everything with the small ones and doubtful words with both."""
    def getQuality(self) -> OcrQuality: ...
    def setUseGPU(self, value: bool) -> Self:
        """Set `useGPU`: Whether the models of PP-OCR run on a graphics processor; needs onnxruntime-gpu on the workers. Where there is none they run on the CPU, and each worker logs one warning."""
    def getUseGPU(self) -> bool: ...
    def setEngineParams(self, *value: list[str] | str) -> Self:
        """Set `engineParams`: Settings of the engine, as key=value strings. Of ppocr: size (tiny, small, mix) instead of quality, angle (true, false), and the paths of own models (detector, recogniser, dictionary)."""
    def getEngineParams(self) -> list[str]: ...
    def setLanguagePacks(self, *value: list[str] | str) -> Self:
        """Set `languagePacks`: Recognisers of PP-OCR for languages that the bundled models lack, as code=folder strings; a folder on every worker has rec.onnx and dict.txt, the characters it reads, one per line."""
    def getLanguagePacks(self) -> list[str]: ...
    def setLanguage(self, value: Language | str) -> Self:
        """Set `language`: Language of the text."""
    def getLanguage(self) -> Language | str: ...
    def setPageSegMode(self, value: PageSegmentationMode | str | int) -> Self:
        """Set `pageSegMode`: How Tesseract splits the page."""
    def getPageSegMode(self) -> PageSegmentationMode: ...
    def setOcrEngineMode(self, value: EngineMode | str | int) -> Self:
        """Set `ocrEngineMode`: Which recogniser of Tesseract reads."""
    def getOcrEngineMode(self) -> EngineMode: ...
    def setIgnoreResolution(self, value: bool) -> Self:
        """Set `ignoreResolution`: Whether Tesseract estimates the resolution instead of using the image's."""
    def getIgnoreResolution(self) -> bool: ...
    def setOcrParams(self, *value: list[str] | str) -> Self:
        """Set `ocrParams`: Variables of Tesseract, as key=value strings."""
    def getOcrParams(self) -> list[str]: ...
    def setModelData(self, value: str) -> Self:
        """Set `modelData`: Folder with Tesseract's language data (tessdata) on every worker; empty: the usual places."""
    def getModelData(self) -> str: ...
    def setModelType(self, value: ModelType | str) -> Self:
        """Set `modelType`: Variant of Tesseract's language data."""
    def getModelType(self) -> ModelType: ...
    def setDownloadModelData(self, value: bool) -> Self:
        """Set `downloadModelData`: Accepted for old programs: nothing is ever downloaded."""
    def getDownloadModelData(self) -> bool: ...
    def setMinSizeBeforeFallback(self, value: int) -> Self:
        """Set `minSizeBeforeFallback`: Characters of text from which a page is left as it is."""
    def getMinSizeBeforeFallback(self) -> int: ...
    def setResolution(self, value: int) -> Self:
        """Set `resolution`: Dpi at which pages are rendered to be read; pictures of less at their own, but at 200 at least."""
    def getResolution(self) -> int: ...
    def setMaxPixels(self, value: int) -> Self:
        """Set `maxPixels`: Largest page in pixels; a larger one is an exception, not rendered."""
    def getMaxPixels(self) -> int: ...
    def setPassword(self, value: str) -> Self:
        """Set `password`: Password of encrypted files; one that gets text is no longer encrypted. It is saved with the pipeline."""
    def getPassword(self) -> str: ...
    def engine_of(self) -> Engine: ...

class PptToText(TypedStage):
    inputCol: StageParam
    outputCol: StageParam
    pageTimeout: StageParam
    pageMemory: StageParam
    limits: StageParam
    timeout: StageParam
    originCol: StageParam
    pageNumCol: StageParam
    keepInput: StageParam
    outputFormat: StageParam
    def __init__(
        self,
        *,
        inputCol: str = ...,
        outputCol: str = ...,
        pageTimeout: float = ...,
        pageMemory: int = ...,
        limits: dict[str, int] = ...,
        timeout: int = ...,
        originCol: str = ...,
        pageNumCol: str = ...,
        keepInput: bool = ...,
        outputFormat: TextFormat | str = ...,
    ) -> None: ...
    def setInputCol(self, value: str) -> Self:
        """Set `inputCol`: Column with the bytes of the file."""
    def getInputCol(self) -> str: ...
    def setOutputCol(self, value: str) -> Self:
        """Set `outputCol`: Column for the text."""
    def getOutputCol(self) -> str: ...
    def setPageTimeout(self, value: float) -> Self:
        """Set `pageTimeout`: Seconds that a page may take, else it has an exception. It is then worked on in a process of its own, so that a crash does not end the task either. 0: as `sparkocr.start` says, else no limit."""
    def getPageTimeout(self) -> float: ...
    def setPageMemory(self, value: int) -> Self:
        """Set `pageMemory`: MiB of memory that a page may need, as pageTimeout."""
    def getPageMemory(self) -> int: ...
    def setLimits(self, value: dict[str, int]) -> Self:
        """Set `limits`: Limits of what small files may ask for (see the page on limits), such as `{"maxDrawings": 2000000}`; others are as `sparkocr.start` says, else as they are there."""
    def getLimits(self) -> dict[str, int]: ...
    def setTimeout(self, value: int) -> Self:
        """Set `timeout`: Longest time in s that LibreOffice may take for a document."""
    def getTimeout(self) -> int: ...
    def setOriginCol(self, value: str) -> Self:
        """Set `originCol`: Column that says where the file is from; must be there if it is set."""
    def getOriginCol(self) -> str: ...
    def setPageNumCol(self, value: str) -> Self:
        """Set `pageNumCol`: Column for the number of the page or slide, from 0; 0 for Word documents."""
    def getPageNumCol(self) -> str: ...
    def setKeepInput(self, value: bool) -> Self:
        """Set `keepInput`: Whether the bytes of the file stay in the result."""
    def getKeepInput(self) -> bool: ...
    def setOutputFormat(self, value: TextFormat | str) -> Self:
        """Set `outputFormat`: How the text is written: plain, as Markdown with headings, lists and tables, or as JSON, see sparkocr.schemas.PageJsonSchema."""
    def getOutputFormat(self) -> TextFormat: ...

class DocToTextTable(TypedStage):
    inputCol: StageParam
    outputCol: StageParam
    tableIndexCol: StageParam
    pageNumCol: StageParam
    pageTimeout: StageParam
    pageMemory: StageParam
    limits: StageParam
    timeout: StageParam
    originCol: StageParam
    keepInput: StageParam
    withSpans: StageParam
    def __init__(
        self,
        *,
        inputCol: str = ...,
        outputCol: str = ...,
        tableIndexCol: str = ...,
        pageNumCol: str = ...,
        pageTimeout: float = ...,
        pageMemory: int = ...,
        limits: dict[str, int] = ...,
        timeout: int = ...,
        originCol: str = ...,
        keepInput: bool = ...,
        withSpans: bool = ...,
    ) -> None: ...
    def setInputCol(self, value: str) -> Self:
        """Set `inputCol`: Column with the bytes of the file."""
    def getInputCol(self) -> str: ...
    def setOutputCol(self, value: str) -> Self:
        """Set `outputCol`: Column for the table."""
    def getOutputCol(self) -> str: ...
    def setTableIndexCol(self, value: str) -> Self:
        """Set `tableIndexCol`: Column for the number of the table in its document, from 0; empty: none."""
    def getTableIndexCol(self) -> str: ...
    def setPageNumCol(self, value: str) -> Self:
        """Set `pageNumCol`: Column for the number of the page, which is 0 as pages are not in the file; empty: none."""
    def getPageNumCol(self) -> str: ...
    def setPageTimeout(self, value: float) -> Self:
        """Set `pageTimeout`: Seconds that a page may take, else it has an exception. It is then worked on in a process of its own, so that a crash does not end the task either. 0: as `sparkocr.start` says, else no limit."""
    def getPageTimeout(self) -> float: ...
    def setPageMemory(self, value: int) -> Self:
        """Set `pageMemory`: MiB of memory that a page may need, as pageTimeout."""
    def getPageMemory(self) -> int: ...
    def setLimits(self, value: dict[str, int]) -> Self:
        """Set `limits`: Limits of what small files may ask for (see the page on limits), such as `{"maxDrawings": 2000000}`; others are as `sparkocr.start` says, else as they are there."""
    def getLimits(self) -> dict[str, int]: ...
    def setTimeout(self, value: int) -> Self:
        """Set `timeout`: Longest time in s that LibreOffice may take for a document."""
    def getTimeout(self) -> int: ...
    def setOriginCol(self, value: str) -> Self:
        """Set `originCol`: Column that says where the file is from; must be there if it is set."""
    def getOriginCol(self) -> str: ...
    def setKeepInput(self, value: bool) -> Self:
        """Set `keepInput`: Whether the bytes of the file stay in the result."""
    def getKeepInput(self) -> bool: ...
    def setWithSpans(self, value: bool) -> Self:
        """Set `withSpans`: Whether tables say which cells are merged, and headings: see sparkocr.schemas.SpannedTableSchema."""
    def getWithSpans(self) -> bool: ...

class PptToTextTable(TypedStage):
    inputCol: StageParam
    outputCol: StageParam
    tableIndexCol: StageParam
    pageNumCol: StageParam
    pageTimeout: StageParam
    pageMemory: StageParam
    limits: StageParam
    timeout: StageParam
    originCol: StageParam
    keepInput: StageParam
    withSpans: StageParam
    def __init__(
        self,
        *,
        inputCol: str = ...,
        outputCol: str = ...,
        tableIndexCol: str = ...,
        pageNumCol: str = ...,
        pageTimeout: float = ...,
        pageMemory: int = ...,
        limits: dict[str, int] = ...,
        timeout: int = ...,
        originCol: str = ...,
        keepInput: bool = ...,
        withSpans: bool = ...,
    ) -> None: ...
    def setInputCol(self, value: str) -> Self:
        """Set `inputCol`: Column with the bytes of the file."""
    def getInputCol(self) -> str: ...
    def setOutputCol(self, value: str) -> Self:
        """Set `outputCol`: Column for the table."""
    def getOutputCol(self) -> str: ...
    def setTableIndexCol(self, value: str) -> Self:
        """Set `tableIndexCol`: Column for the number of the table in its document, from 0; empty: none."""
    def getTableIndexCol(self) -> str: ...
    def setPageNumCol(self, value: str) -> Self:
        """Set `pageNumCol`: Column for the number of the page or slide, from 0; 0 for Word documents."""
    def getPageNumCol(self) -> str: ...
    def setPageTimeout(self, value: float) -> Self:
        """Set `pageTimeout`: Seconds that a page may take, else it has an exception. It is then worked on in a process of its own, so that a crash does not end the task either. 0: as `sparkocr.start` says, else no limit."""
    def getPageTimeout(self) -> float: ...
    def setPageMemory(self, value: int) -> Self:
        """Set `pageMemory`: MiB of memory that a page may need, as pageTimeout."""
    def getPageMemory(self) -> int: ...
    def setLimits(self, value: dict[str, int]) -> Self:
        """Set `limits`: Limits of what small files may ask for (see the page on limits), such as `{"maxDrawings": 2000000}`; others are as `sparkocr.start` says, else as they are there."""
    def getLimits(self) -> dict[str, int]: ...
    def setTimeout(self, value: int) -> Self:
        """Set `timeout`: Longest time in s that LibreOffice may take for a document."""
    def getTimeout(self) -> int: ...
    def setOriginCol(self, value: str) -> Self:
        """Set `originCol`: Column that says where the file is from; must be there if it is set."""
    def getOriginCol(self) -> str: ...
    def setKeepInput(self, value: bool) -> Self:
        """Set `keepInput`: Whether the bytes of the file stay in the result."""
    def getKeepInput(self) -> bool: ...
    def setWithSpans(self, value: bool) -> Self:
        """Set `withSpans`: Whether tables say which cells are merged, and headings: see sparkocr.schemas.SpannedTableSchema."""
    def getWithSpans(self) -> bool: ...

class DicomFileDeidentifier(TypedStage):
    inputCol: StageParam
    outputCol: StageParam
    pageTimeout: StageParam
    pageMemory: StageParam
    limits: StageParam
    inputCols: StageParam
    keepInput: StageParam
    placeholderText: StageParam
    key: StageParam
    profileOptions: StageParam
    auditCol: StageParam
    nameCol: StageParam
    verify: StageParam
    verifyByOcr: StageParam
    detectors: StageParam
    whiteList: StageParam
    threshold: StageParam
    denyList: StageParam
    denyListCol: StageParam
    denyLabel: StageParam
    denySimilarity: StageParam
    allowList: StageParam
    patterns: StageParam
    labelMap: StageParam
    engine: StageParam
    quality: StageParam
    useGPU: StageParam
    engineParams: StageParam
    languagePacks: StageParam
    language: StageParam
    pageSegMode: StageParam
    ocrEngineMode: StageParam
    ignoreResolution: StageParam
    ocrParams: StageParam
    modelData: StageParam
    modelType: StageParam
    downloadModelData: StageParam
    originCol: StageParam
    pixelText: StageParam
    unreadModalities: StageParam
    def __init__(
        self,
        *,
        inputCol: str = ...,
        outputCol: str = ...,
        pageTimeout: float = ...,
        pageMemory: int = ...,
        limits: dict[str, int] = ...,
        inputCols: list[str] | None | str = ...,
        keepInput: bool = ...,
        placeholderText: str = ...,
        key: str = ...,
        profileOptions: list[str] | tuple[str, ...] = ...,
        auditCol: str = ...,
        nameCol: str = ...,
        verify: bool = ...,
        verifyByOcr: bool = ...,
        detectors: list[str] | tuple[str, ...] | str = ...,
        whiteList: list[str] | tuple[str, ...] | str = ...,
        threshold: float = ...,
        denyList: list[str] | tuple[str, ...] | str = ...,
        denyListCol: str = ...,
        denyLabel: str = ...,
        denySimilarity: float = ...,
        allowList: list[str] | tuple[str, ...] | str = ...,
        patterns: dict[str, str] = ...,
        labelMap: dict[str, str] | str = ...,
        engine: OcrEngine | str = ...,
        quality: OcrQuality | str = ...,
        useGPU: bool = ...,
        engineParams: list[str] | str = ...,
        languagePacks: list[str] | str = ...,
        language: Language | str = ...,
        pageSegMode: PageSegmentationMode | str | int = ...,
        ocrEngineMode: EngineMode | str | int = ...,
        ignoreResolution: bool = ...,
        ocrParams: list[str] | str = ...,
        modelData: str = ...,
        modelType: ModelType | str = ...,
        downloadModelData: bool = ...,
        originCol: str = ...,
        pixelText: PixelText | str = ...,
        unreadModalities: list[str] | tuple[str, ...] | str = ...,
    ) -> None: ...
    def setInputCol(self, value: str) -> Self:
        """Set `inputCol`: Column with the bytes of the file, or with its path; if `inputCols` is not set."""
    def getInputCol(self) -> str: ...
    def setOutputCol(self, value: str) -> Self:
        """Set `outputCol`: Column for the file without identifiers."""
    def getOutputCol(self) -> str: ...
    def setPageTimeout(self, value: float) -> Self:
        """Set `pageTimeout`: Seconds that a page may take, else it has an exception. It is then worked on in a process of its own, so that a crash does not end the task either. 0: as `sparkocr.start` says, else no limit."""
    def getPageTimeout(self) -> float: ...
    def setPageMemory(self, value: int) -> Self:
        """Set `pageMemory`: MiB of memory that a page may need, as pageTimeout."""
    def getPageMemory(self) -> int: ...
    def setLimits(self, value: dict[str, int]) -> Self:
        """Set `limits`: Limits of what small files may ask for (see the page on limits), such as `{"maxDrawings": 2000000}`; others are as `sparkocr.start` says, else as they are there."""
    def getLimits(self) -> dict[str, int]: ...
    def setInputCols(self, *value: list[str] | None | str) -> Self:
        """Set `inputCols`: The same as a list, in which a column with numbers of frames may follow."""
    def getInputCols(self) -> list[str] | None: ...
    def setKeepInput(self, value: bool) -> Self:
        """Set `keepInput`: Whether the bytes of the file stay in the result, whole in every row. Paths stay."""
    def getKeepInput(self) -> bool: ...
    def setPlaceholderText(self, value: str) -> Self:
        """Set `placeholderText`: What stands in place of texts."""
    def getPlaceholderText(self) -> str: ...
    def setKey(self, value: str) -> Self:
        """Set `key`: Secret on which all replacements depend; the same key gives the same ones. It is saved with the pipeline. Empty: one for the life of this process, so that later runs give others."""
    def getKey(self) -> str: ...
    def setProfileOptions(self, *value: list[str] | tuple[str, ...]) -> Self:
        """Set `profileOptions`: Options of the Basic Profile that keep more: see the notes."""
    def getProfileOptions(self) -> list[str]: ...
    def setAuditCol(self, value: str) -> Self:
        """Set `auditCol`: Column for the audit of the document."""
    def getAuditCol(self) -> str: ...
    def setNameCol(self, value: str) -> Self:
        """Set `nameCol`: Column for the path of the document with a checksum in place of parts that tell an identifier; empty: none."""
    def getNameCol(self) -> str: ...
    def setVerify(self, value: bool) -> Self:
        """Set `verify`: Whether the result is read again to prove that nothing is left; else it is given as it is."""
    def getVerify(self) -> bool: ...
    def setVerifyByOcr(self, value: bool) -> Self:
        """Set `verifyByOcr`: Whether the proof also reads pictures and pages by OCR, which takes as long as reading scans."""
    def getVerifyByOcr(self) -> bool: ...
    def setDetectors(self, *value: list[str] | tuple[str, ...] | str) -> Self:
        """Set `detectors`: Names of detectors, or 'auto': rules, and the models that are installed on the workers."""
    def getDetectors(self) -> list[str]: ...
    def setWhiteList(self, *value: list[str] | tuple[str, ...] | str) -> Self:
        """Set `whiteList`: Labels that are found, before or after `labelMap`; empty: all."""
    def getWhiteList(self) -> list[str]: ...
    def setThreshold(self, value: float) -> Self:
        """Set `threshold`: Least confidence of a chunk."""
    def getThreshold(self) -> float: ...
    def setDenyList(self, *value: list[str] | tuple[str, ...] | str) -> Self:
        """Set `denyList`: Values that are always found, such as known names. They are saved with the pipeline."""
    def getDenyList(self) -> list[str]: ...
    def setDenyListCol(self, value: str) -> Self:
        """Set `denyListCol`: Column with more such values of each row, a string or an array of them; empty: none."""
    def getDenyListCol(self) -> str: ...
    def setDenyLabel(self, value: str) -> Self:
        """Set `denyLabel`: Label of these values."""
    def getDenyLabel(self) -> str: ...
    def setDenySimilarity(self, value: float) -> Self:
        """Set `denySimilarity`: How similar a piece of the text must be to one of these values, so that misread names are found."""
    def getDenySimilarity(self) -> float: ...
    def setAllowList(self, *value: list[str] | tuple[str, ...] | str) -> Self:
        """Set `allowList`: Values that are no entities."""
    def getAllowList(self) -> list[str]: ...
    def setPatterns(self, value: dict[str, str]) -> Self:
        """Set `patterns`: Labels and regular expressions of Python, in addition to the detectors."""
    def getPatterns(self) -> dict[str, str]: ...
    def setLabelMap(self, value: dict[str, str] | str) -> Self:
        """Set `labelMap`: Labels and what they become. Or 'original': NAME, LOCATION, CONTACT, ID and others that programs filter on."""
    def getLabelMap(self) -> dict[str, str] | str: ...
    def setEngine(self, value: OcrEngine | str) -> Self:
        """Set `engine`: Which engine reads."""
    def getEngine(self) -> OcrEngine | str: ...
    def setQuality(self, value: OcrQuality | str) -> Self:
        """Set `quality`: How well ppocr reads, and so auto: FAST with the tiny models, BALANCED reads what is doubtful again with the small ones, BEST reads everything with the small ones and doubtful words with both."""
    def getQuality(self) -> OcrQuality: ...
    def setUseGPU(self, value: bool) -> Self:
        """Set `useGPU`: Whether the models of PP-OCR run on a graphics processor; needs onnxruntime-gpu on the workers. Where there is none they run on the CPU, and each worker logs one warning."""
    def getUseGPU(self) -> bool: ...
    def setEngineParams(self, *value: list[str] | str) -> Self:
        """Set `engineParams`: Settings of the engine, as key=value strings. Of ppocr: size (tiny, small, mix) instead of quality, angle (true, false), and the paths of own models (detector, recogniser, dictionary)."""
    def getEngineParams(self) -> list[str]: ...
    def setLanguagePacks(self, *value: list[str] | str) -> Self:
        """Set `languagePacks`: Recognisers of PP-OCR for languages that the bundled models lack, as code=folder strings; a folder on every worker has rec.onnx and dict.txt, the characters it reads, one per line."""
    def getLanguagePacks(self) -> list[str]: ...
    def setLanguage(self, value: Language | str) -> Self:
        """Set `language`: Language of the text."""
    def getLanguage(self) -> Language | str: ...
    def setPageSegMode(self, value: PageSegmentationMode | str | int) -> Self:
        """Set `pageSegMode`: How Tesseract splits the page."""
    def getPageSegMode(self) -> PageSegmentationMode: ...
    def setOcrEngineMode(self, value: EngineMode | str | int) -> Self:
        """Set `ocrEngineMode`: Which recogniser of Tesseract reads."""
    def getOcrEngineMode(self) -> EngineMode: ...
    def setIgnoreResolution(self, value: bool) -> Self:
        """Set `ignoreResolution`: Whether Tesseract estimates the resolution instead of using the image's."""
    def getIgnoreResolution(self) -> bool: ...
    def setOcrParams(self, *value: list[str] | str) -> Self:
        """Set `ocrParams`: Variables of Tesseract, as key=value strings."""
    def getOcrParams(self) -> list[str]: ...
    def setModelData(self, value: str) -> Self:
        """Set `modelData`: Folder with Tesseract's language data (tessdata) on every worker; empty: the usual places."""
    def getModelData(self) -> str: ...
    def setModelType(self, value: ModelType | str) -> Self:
        """Set `modelType`: Variant of Tesseract's language data."""
    def getModelType(self) -> ModelType: ...
    def setDownloadModelData(self, value: bool) -> Self:
        """Set `downloadModelData`: Accepted for old programs: nothing is ever downloaded."""
    def getDownloadModelData(self) -> bool: ...
    def setOriginCol(self, value: str) -> Self:
        """Set `originCol`: Column that says where the file is from; must be there if it is set."""
    def getOriginCol(self) -> str: ...
    def setPixelText(self, value: PixelText | str) -> Self:
        """Set `pixelText`: Which text in the pixels is masked."""
    def getPixelText(self) -> PixelText: ...
    def setUnreadModalities(self, *value: list[str] | tuple[str, ...] | str) -> Self:
        """Set `unreadModalities`: Modalities whose original images are not read, because no machine writes text into them; empty: all are."""
    def getUnreadModalities(self) -> list[str]: ...
    def setFunction(self, function: Any) -> Self: ...
    def engine_of(self) -> Engine: ...

class PdfDeidentifier(TypedStage):
    inputCol: StageParam
    outputCol: StageParam
    pageTimeout: StageParam
    pageMemory: StageParam
    limits: StageParam
    maxPages: StageParam
    originCol: StageParam
    keepInput: StageParam
    partitionNum: StageParam
    auditCol: StageParam
    nameCol: StageParam
    verify: StageParam
    verifyByOcr: StageParam
    detectors: StageParam
    whiteList: StageParam
    threshold: StageParam
    denyList: StageParam
    denyListCol: StageParam
    denyLabel: StageParam
    denySimilarity: StageParam
    allowList: StageParam
    patterns: StageParam
    labelMap: StageParam
    engine: StageParam
    quality: StageParam
    useGPU: StageParam
    engineParams: StageParam
    languagePacks: StageParam
    language: StageParam
    pageSegMode: StageParam
    ocrEngineMode: StageParam
    ignoreResolution: StageParam
    ocrParams: StageParam
    modelData: StageParam
    modelType: StageParam
    downloadModelData: StageParam
    minSizeBeforeFallback: StageParam
    readAll: StageParam
    resolution: StageParam
    maxPixels: StageParam
    technique: StageParam
    rasterResolution: StageParam
    rectColor: StageParam
    gapWidth: StageParam
    highlight: StageParam
    password: StageParam
    def __init__(
        self,
        *,
        inputCol: str = ...,
        outputCol: str = ...,
        pageTimeout: float = ...,
        pageMemory: int = ...,
        limits: dict[str, int] = ...,
        maxPages: int = ...,
        originCol: str = ...,
        keepInput: bool = ...,
        partitionNum: int = ...,
        auditCol: str = ...,
        nameCol: str = ...,
        verify: bool = ...,
        verifyByOcr: bool = ...,
        detectors: list[str] | tuple[str, ...] | str = ...,
        whiteList: list[str] | tuple[str, ...] | str = ...,
        threshold: float = ...,
        denyList: list[str] | tuple[str, ...] | str = ...,
        denyListCol: str = ...,
        denyLabel: str = ...,
        denySimilarity: float = ...,
        allowList: list[str] | tuple[str, ...] | str = ...,
        patterns: dict[str, str] = ...,
        labelMap: dict[str, str] | str = ...,
        engine: OcrEngine | str = ...,
        quality: OcrQuality | str = ...,
        useGPU: bool = ...,
        engineParams: list[str] | str = ...,
        languagePacks: list[str] | str = ...,
        language: Language | str = ...,
        pageSegMode: PageSegmentationMode | str | int = ...,
        ocrEngineMode: EngineMode | str | int = ...,
        ignoreResolution: bool = ...,
        ocrParams: list[str] | str = ...,
        modelData: str = ...,
        modelType: ModelType | str = ...,
        downloadModelData: bool = ...,
        minSizeBeforeFallback: int = ...,
        readAll: bool = ...,
        resolution: int = ...,
        maxPixels: int = ...,
        technique: RedactTechnique | str = ...,
        rasterResolution: int = ...,
        rectColor: Color | str = ...,
        gapWidth: float = ...,
        highlight: bool = ...,
        password: str = ...,
    ) -> None: ...
    def setInputCol(self, value: str) -> Self:
        """Set `inputCol`: Column with the bytes of the PDF file."""
    def getInputCol(self) -> str: ...
    def setOutputCol(self, value: str) -> Self:
        """Set `outputCol`: Column for the PDF without identifiers."""
    def getOutputCol(self) -> str: ...
    def setPageTimeout(self, value: float) -> Self:
        """Set `pageTimeout`: Seconds that a page may take, else it has an exception. It is then worked on in a process of its own, so that a crash does not end the task either. 0: as `sparkocr.start` says, else no limit."""
    def getPageTimeout(self) -> float: ...
    def setPageMemory(self, value: int) -> Self:
        """Set `pageMemory`: MiB of memory that a page may need, as pageTimeout."""
    def getPageMemory(self) -> int: ...
    def setLimits(self, value: dict[str, int]) -> Self:
        """Set `limits`: Limits of what small files may ask for (see the page on limits), such as `{"maxDrawings": 2000000}`; others are as `sparkocr.start` says, else as they are there."""
    def getLimits(self) -> dict[str, int]: ...
    def setMaxPages(self, value: int) -> Self:
        """Set `maxPages`: Pages of a document, else it has an exception. 0: as limits say, else `sparkocr.start`."""
    def getMaxPages(self) -> int: ...
    def setOriginCol(self, value: str) -> Self:
        """Set `originCol`: Column that says where the file is from; must be there if it is set."""
    def getOriginCol(self) -> str: ...
    def setKeepInput(self, value: bool) -> Self:
        """Set `keepInput`: Whether the input column stays in the result."""
    def getKeepInput(self) -> bool: ...
    def setPartitionNum(self, value: int) -> Self:
        """Set `partitionNum`: Partitions of pages; 0 chooses by the number of cores, -1 leaves documents in one piece."""
    def getPartitionNum(self) -> int: ...
    def setAuditCol(self, value: str) -> Self:
        """Set `auditCol`: Column for the audit of the document."""
    def getAuditCol(self) -> str: ...
    def setNameCol(self, value: str) -> Self:
        """Set `nameCol`: Column for the path of the document with a checksum in place of parts that tell an identifier; empty: none."""
    def getNameCol(self) -> str: ...
    def setVerify(self, value: bool) -> Self:
        """Set `verify`: Whether the result is read again to prove that nothing is left; else it is given as it is."""
    def getVerify(self) -> bool: ...
    def setVerifyByOcr(self, value: bool) -> Self:
        """Set `verifyByOcr`: Whether the proof also reads pictures and pages by OCR, which takes as long as reading scans."""
    def getVerifyByOcr(self) -> bool: ...
    def setDetectors(self, *value: list[str] | tuple[str, ...] | str) -> Self:
        """Set `detectors`: Names of detectors, or 'auto': rules, and the models that are installed on the workers."""
    def getDetectors(self) -> list[str]: ...
    def setWhiteList(self, *value: list[str] | tuple[str, ...] | str) -> Self:
        """Set `whiteList`: Labels that are found, before or after `labelMap`; empty: all."""
    def getWhiteList(self) -> list[str]: ...
    def setThreshold(self, value: float) -> Self:
        """Set `threshold`: Least confidence of a chunk."""
    def getThreshold(self) -> float: ...
    def setDenyList(self, *value: list[str] | tuple[str, ...] | str) -> Self:
        """Set `denyList`: Values that are always found, such as known names. They are saved with the pipeline."""
    def getDenyList(self) -> list[str]: ...
    def setDenyListCol(self, value: str) -> Self:
        """Set `denyListCol`: Column with more such values of each row, a string or an array of them; empty: none."""
    def getDenyListCol(self) -> str: ...
    def setDenyLabel(self, value: str) -> Self:
        """Set `denyLabel`: Label of these values."""
    def getDenyLabel(self) -> str: ...
    def setDenySimilarity(self, value: float) -> Self:
        """Set `denySimilarity`: How similar a piece of the text must be to one of these values, so that misread names are found."""
    def getDenySimilarity(self) -> float: ...
    def setAllowList(self, *value: list[str] | tuple[str, ...] | str) -> Self:
        """Set `allowList`: Values that are no entities."""
    def getAllowList(self) -> list[str]: ...
    def setPatterns(self, value: dict[str, str]) -> Self:
        """Set `patterns`: Labels and regular expressions of Python, in addition to the detectors."""
    def getPatterns(self) -> dict[str, str]: ...
    def setLabelMap(self, value: dict[str, str] | str) -> Self:
        """Set `labelMap`: Labels and what they become. Or 'original': NAME, LOCATION, CONTACT, ID and others that programs filter on."""
    def getLabelMap(self) -> dict[str, str] | str: ...
    def setEngine(self, value: OcrEngine | str) -> Self:
        """Set `engine`: Which engine reads."""
    def getEngine(self) -> OcrEngine | str: ...
    def setQuality(self, value: OcrQuality | str) -> Self:
        """Set `quality`: How well ppocr reads, and so auto: FAST with the tiny models, BALANCED reads what is doubtful again with the small ones, BEST reads everything with the small ones and doubtful words with both."""
    def getQuality(self) -> OcrQuality: ...
    def setUseGPU(self, value: bool) -> Self:
        """Set `useGPU`: Whether the models of PP-OCR run on a graphics processor; needs onnxruntime-gpu on the workers. Where there is none they run on the CPU, and each worker logs one warning."""
    def getUseGPU(self) -> bool: ...
    def setEngineParams(self, *value: list[str] | str) -> Self:
        """Set `engineParams`: Settings of the engine, as key=value strings. Of ppocr: size (tiny, small, mix) instead of quality, angle (true, false), and the paths of own models (detector, recogniser, dictionary)."""
    def getEngineParams(self) -> list[str]: ...
    def setLanguagePacks(self, *value: list[str] | str) -> Self:
        """Set `languagePacks`: Recognisers of PP-OCR for languages that the bundled models lack, as code=folder strings; a folder on every worker has rec.onnx and dict.txt, the characters it reads, one per line."""
    def getLanguagePacks(self) -> list[str]: ...
    def setLanguage(self, value: Language | str) -> Self:
        """Set `language`: Language of the text."""
    def getLanguage(self) -> Language | str: ...
    def setPageSegMode(self, value: PageSegmentationMode | str | int) -> Self:
        """Set `pageSegMode`: How Tesseract splits the page."""
    def getPageSegMode(self) -> PageSegmentationMode: ...
    def setOcrEngineMode(self, value: EngineMode | str | int) -> Self:
        """Set `ocrEngineMode`: Which recogniser of Tesseract reads."""
    def getOcrEngineMode(self) -> EngineMode: ...
    def setIgnoreResolution(self, value: bool) -> Self:
        """Set `ignoreResolution`: Whether Tesseract estimates the resolution instead of using the image's."""
    def getIgnoreResolution(self) -> bool: ...
    def setOcrParams(self, *value: list[str] | str) -> Self:
        """Set `ocrParams`: Variables of Tesseract, as key=value strings."""
    def getOcrParams(self) -> list[str]: ...
    def setModelData(self, value: str) -> Self:
        """Set `modelData`: Folder with Tesseract's language data (tessdata) on every worker; empty: the usual places."""
    def getModelData(self) -> str: ...
    def setModelType(self, value: ModelType | str) -> Self:
        """Set `modelType`: Variant of Tesseract's language data."""
    def getModelType(self) -> ModelType: ...
    def setDownloadModelData(self, value: bool) -> Self:
        """Set `downloadModelData`: Accepted for old programs: nothing is ever downloaded."""
    def getDownloadModelData(self) -> bool: ...
    def setMinSizeBeforeFallback(self, value: int) -> Self:
        """Set `minSizeBeforeFallback`: Characters of text from which OCR does not read a page as a whole, but only its pictures and what else may be text; unless its text is a layer that nobody sees on a scan."""
    def getMinSizeBeforeFallback(self) -> int: ...
    def setReadAll(self, value: bool) -> Self:
        """Set `readAll`: Whether OCR reads every page as a whole: its text may say something else than the page shows."""
    def getReadAll(self) -> bool: ...
    def setResolution(self, value: int) -> Self:
        """Set `resolution`: Dpi at which pages are rendered to be read; pictures of less at their own, but at 200 at least."""
    def getResolution(self) -> int: ...
    def setMaxPixels(self, value: int) -> Self:
        """Set `maxPixels`: Largest page in pixels; a larger one is an exception, not rendered."""
    def getMaxPixels(self) -> int: ...
    def setTechnique(self, value: RedactTechnique | str) -> Self:
        """Set `technique`: How pages are redacted: AUTO makes pictures of those that can't be rewritten."""
    def getTechnique(self) -> RedactTechnique: ...
    def setRasterResolution(self, value: int) -> Self:
        """Set `rasterResolution`: Dpi of pages that become pictures."""
    def getRasterResolution(self) -> int: ...
    def setRectColor(self, value: Color | str) -> Self:
        """Set `rectColor`: Colour that is painted over identifiers."""
    def getRectColor(self) -> Color: ...
    def setGapWidth(self, value: float) -> Self:
        """Set `gapWidth`: Width in em of the gap that each piece of text leaves, so that it does not tell the text; 0: as it was."""
    def getGapWidth(self) -> float: ...
    def setHighlight(self, value: bool) -> Self:
        """Set `highlight`: Whether identifiers are marked instead of taken out."""
    def getHighlight(self) -> bool: ...
    def setPassword(self, value: str) -> Self:
        """Set `password`: Password of encrypted files. It is saved with the pipeline and shown in plans."""
    def getPassword(self) -> str: ...
    def setFunction(self, function: Any) -> Self: ...
    def engine_of(self) -> Engine: ...
