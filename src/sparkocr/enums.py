"""Enumerations of the public contract.

Every parameter that takes one of these also takes the member's name or value as a string
(``"TYPE_3BYTE_BGR"``, ``"otsu"``), in any case.

A member prints as programs write it, and is its value wherever a string or a number is needed:

>>> print(Language.ENG, KernelShape.SQUARE, ImageType.TYPE_BYTE_GRAY)
Language.ENG KernelShape.SQUARE ImageType.TYPE_BYTE_GRAY
>>> f"{Language.ENG}.traineddata", Language.ENG == "eng", ImageType.TYPE_BYTE_GRAY + 0
('eng.traineddata', True, 10)
"""

from enum import Enum, IntEnum, StrEnum

__all__ = [
    "AdaptiveThresholdingMethod",
    "CellDetectionAlgos",
    "ChunkTables",
    "ChunkUnit",
    "Color",
    "CropSquareType",
    "DicomMetadataFormat",
    "EngineMode",
    "FontStyle",
    "FrameSamplingStrategy",
    "ImageSchemaConversion",
    "ImageType",
    "KernelShape",
    "Language",
    "ModelType",
    "MorphologyOperationType",
    "NoiseMethod",
    "OcrEngine",
    "OcrOutputFormat",
    "OcrQuality",
    "PageDetail",
    "PageIteratorLevel",
    "PageSegmentationMode",
    "PageUnit",
    "PixelText",
    "RedactTechnique",
    "RelationOutputFormat",
    "SplittingStrategy",
    "TableOutputFormat",
    "TextFormat",
    "TextStripperType",
    "ThresholdingMethod",
    "TokenizerType",
    "TresholdingMethod",
    "VisualDocumentProcessorOcrEngines",
]


def _printed(member: Enum) -> str:
    """Return a member as programs write it."""
    return f"{type(member).__name__}.{member.name}"


def _formatted(member: Enum, format_spec: str) -> str:
    """Return the value of a member: what is put into texts, paths and names of languages."""
    return format(member.value, format_spec)


class _Number(IntEnum):
    """Members that are whole numbers."""

    __str__, __format__ = _printed, _formatted


class _Word(StrEnum):
    """Members that are strings."""

    __str__, __format__ = _printed, _formatted


class ImageType(_Number):
    """Pixel layout of an image, with the values of ``java.awt.image.BufferedImage``.

    Colour channels are stored in the order of the name: blue, green, red; or alpha, blue, green, red.
    A binary image holds bytes of 0 and 255: one per pixel, or three equal ones after `ImageAdaptiveBinarizer` and
    `ImageTransformer`. `ImageHomogenizeLight`, `ImageEnhanceContrast`, `ImageRemoveGlare` and `ImageRemoveBackground`
    call their gray images binary, too. All of that is as programs that exist expect; every stage takes it.
    """

    TYPE_3BYTE_BGR = 5
    TYPE_4BYTE_ABGR = 6
    TYPE_BYTE_GRAY = 10
    TYPE_BYTE_BINARY = 12

    @property
    def channels(self) -> int:
        """Usual number of bytes per pixel."""
        return {ImageType.TYPE_3BYTE_BGR: 3, ImageType.TYPE_4BYTE_ABGR: 4}.get(self, 1)


class PageSegmentationMode(_Number):
    """How Tesseract splits a page into text, with Tesseract's own numbers."""

    OSD_ONLY = 0
    AUTO_OSD = 1
    AUTO_ONLY = 2
    AUTO = 3
    SINGLE_COLUMN = 4
    SINGLE_BLOCK_VERT_TEXT = 5
    SINGLE_BLOCK = 6
    SINGLE_LINE = 7
    SINGLE_WORD = 8
    CIRCLE_WORD = 9
    SINGLE_CHAR = 10
    SPARSE_TEXT = 11
    SPARSE_TEXT_OSD = 12


class EngineMode(_Number):
    """Which of Tesseract's recognisers reads, with Tesseract's own numbers.

    ``TESSERACT_ONLY`` and ``TESSERACT_LSTM_COMBINED`` need language data that hold the legacy model.
    """

    TESSERACT_ONLY = 0
    LSTM_ONLY = 1
    OEM_LSTM_ONLY = 1
    TESSERACT_LSTM_COMBINED = 2
    DEFAULT = 3


class OcrEngine(_Word):
    """Which engine reads: for each page the one that reads it best, or always the same."""

    AUTO = "auto"
    TESSERACT = "tesseract"
    PPOCR = "ppocr"


class OcrOutputFormat(_Word):
    """What recognition of lines gives: plain text, text that keeps the layout, hOCR, or text with its positions."""

    TEXT = "text"
    FORMATTED_TEXT = "formatted_text"
    HOCR = "hocr"
    TEXT_WITH_POSITIONS = "text_with_positions"


class PageIteratorLevel(_Number):
    """Unit of text that one position describes, from large to small."""

    BLOCK = 0
    PARAGRAPH = 1
    TEXTLINE = 2
    WORD = 3
    SYMBOL = 4


class Language(_Word):
    """Common languages, by Tesseract's codes; any other code (``"ita"``, ``"eng+deu"``) works as a string."""

    ENG = "eng"
    FRA = "fra"
    SPA = "spa"
    RUS = "rus"
    DEU = "deu"
    VIE = "vie"
    ARA = "ara"
    KOR = "kor"


class ModelType(_Word):
    """Variant of the Tesseract language data: as installed, most accurate, or fastest."""

    BASE = "base"
    BEST = "best"
    FAST = "fast"


class SplittingStrategy(_Word):
    """What ``splitNumBatch`` counts: pages per range, or ranges per document."""

    FIXED_NUMBER_OF_PARTITIONS = "fixed_number_of_partitions"
    FIXED_SIZE_OF_PARTITION = "fixed_size_of_partition"


class FrameSamplingStrategy(_Word):
    """Which frames of a DICOM file are looked at: at equal distances, at random, in the middle, or the first ones."""

    STRIDE = "stride"
    RANDOM = "random"
    MIDDLE = "middle"
    CONSECUTIVE = "consecutive"


class DicomMetadataFormat(_Word):
    """Keys of a DICOM header as JSON: keywords, as programs before 6.0 read them, or tags with VR and value."""

    KEYWORD = "keyword"
    TAG = "tag"


class TextFormat(_Word):
    """How stages write what they read: plain text, Markdown, or JSON as of `PageToJson`."""

    TEXT = "text"
    MARKDOWN = "markdown"
    JSON = "json"


class TextStripperType(_Word):
    """How the text layer of a PDF becomes a string: plain text, or text that keeps the page's layout."""

    PDF_TEXT_STRIPPER = "pdf_text_stripper"
    PDF_LAYOUT_TEXT_STRIPPER = "pdf_layout_text_stripper"


class ThresholdingMethod(_Word):
    """Where the threshold of `ImageAdaptiveBinarizer` comes from."""

    GAUSSIAN = "gaussian"
    OTSU = "otsu"
    SAUVOLA = "sauvola"
    WOLF = "wolf"


TresholdingMethod = ThresholdingMethod
"""Another spelling that programs use."""


class AdaptiveThresholdingMethod(_Word):
    """Where the threshold of `ImageAdaptiveThresholding` comes from."""

    GAUSSIAN = "gaussian"
    MEAN = "mean"
    MEDIAN = "median"
    WOLF = "wolf"
    SINGH = "singh"


class MorphologyOperationType(_Word):
    """Operation on the brightness of an image; erosion makes dark text bolder."""

    OPENING = "opening"
    CLOSING = "closing"
    EROSION = "erosion"
    DILATION = "dilation"


class KernelShape(_Word):
    """Shape of the neighbourhood of a morphological operation."""

    SQUARE = "square"
    DIAMOND = "diamond"
    DISK = "disk"
    OCTAHEDRON = "octahedron"
    OCTAGON = "octagon"
    STAR = "star"


class NoiseMethod(_Word):
    """What a noise score measures: the share of specks in percent, or the variance of the noise."""

    VARIANCE = "variance"
    RATIO = "ratio"


class CropSquareType(_Word):
    """Where the largest square of an image is cut out."""

    TOP_LEFT = "top_left"
    TOP_CENTER = "top_center"
    TOP_RIGHT = "top_right"
    CENTER_LEFT = "center_left"
    CENTER = "center"
    CENTER_RIGHT = "center_right"
    BOTTOM_LEFT = "bottom_left"
    BOTTOM_CENTER = "bottom_center"
    BOTTOM_RIGHT = "bottom_right"


class ImageSchemaConversion(_Word):
    """Image struct to convert to: that of Spark NLP's ``ImageAssembler``, or ours."""

    ASSEMBLER = "assembler"
    INTERNAL = "internal"


class TokenizerType(_Word):
    """What a token of `HocrTokenizer` is: a run of letters and digits or a single other character, or a whole word."""

    SIMPLE = "simple"
    WHITESPACE = "whitespace"


class ChunkUnit(_Word):
    """What the sizes of chunks are counted in."""

    CHARACTERS = "characters"
    TOKENS = "tokens"


class ChunkTables(_Word):
    """How tables are written in chunks."""

    HTML = "html"
    """Merged cells are kept."""
    PIPES = "pipes"
    """Tables of GitHub Flavored Markdown: half as long; the text of a merged cell is in its first place."""


class PageDetail(_Word):
    """The smallest parts of a page that `PageToJson` tells."""

    BLOCKS = "blocks"
    LINES = "lines"
    WORDS = "words"


class PageUnit(_Word):
    """Unit of the places on a page: px of an image, points of a PDF, or what the other columns say."""

    AUTO = "auto"
    PX = "px"
    PT = "pt"


class PixelText(_Word):
    """Which of the text that pixels of DICOM files show is masked."""

    ALL = "all"
    """Everything that looks like text."""
    IDENTIFIERS = "identifiers"
    """What the header tells of persons, what is found in the text, and text that can't be read surely."""


class OcrQuality(_Word):
    """How much work reading may be: what is fast, what doubtful words are read again with, or the best there is."""

    FAST = "fast"
    BALANCED = "balanced"
    BEST = "best"


class RedactTechnique(_Word):
    """How pages of PDFs with regions are redacted."""

    AUTO = "auto"
    """Their content is rewritten; a page on which that can't be done becomes a picture."""
    REWRITE = "rewrite"
    """Their content is rewritten; a document with a page on which that can't be done is an error."""
    RASTER = "raster"
    """They become pictures with invisible text."""


class CellDetectionAlgos(_Word):
    """How the cells of a table are found on its image."""

    CONTOURS = "contours"
    """By the rulings around them."""
    MORPHOPS = "morphops"
    """By the white space between rows and columns, and by rulings where there are some."""


class TableOutputFormat(_Word):
    """What a table is written as."""

    TABLE = "table"
    """A struct of rows of cells, see `sparkocr.schemas.TableSchema`."""
    CSV = "csv"
    """Text, as in RFC 4180."""


class RelationOutputFormat(_Word):
    """Output of relation models, for programs that name it: no model of these comes with sparkocr."""

    ANNOTATIONS = "annotations"


class VisualDocumentProcessorOcrEngines(_Word):
    """Engines of `VisualDocumentProcessor`, for programs that name one: it does not come with sparkocr."""

    EASYOCR = "easyocr"


class FontStyle(_Number):
    """Style of the letters that are drawn, with the values of ``java.awt.Font``."""

    PLAIN = 0
    BOLD = 1
    ITALIC = 2
    BOLD_ITALIC = 3


class Color(_Word):
    """Colours to draw with, named as in ``java.awt.Color``."""

    black = "black"
    blue = "blue"
    cyan = "cyan"
    darkGray = "darkGray"
    gray = "gray"
    green = "green"
    lightGray = "lightGray"
    magenta = "magenta"
    orange = "orange"
    pink = "pink"
    red = "red"
    white = "white"
    yellow = "yellow"

    @property
    def rgb(self) -> tuple[int, int, int]:
        """Red, green and blue, 0 to 255."""
        return _RGB[self]


_RGB = {
    Color.black: (0, 0, 0),
    Color.blue: (0, 0, 255),
    Color.cyan: (0, 255, 255),
    Color.darkGray: (64, 64, 64),
    Color.gray: (128, 128, 128),
    Color.green: (0, 255, 0),
    Color.lightGray: (192, 192, 192),
    Color.magenta: (255, 0, 255),
    Color.orange: (255, 200, 0),
    Color.pink: (255, 175, 175),
    Color.red: (255, 0, 0),
    Color.white: (255, 255, 255),
    Color.yellow: (255, 255, 0),
}
