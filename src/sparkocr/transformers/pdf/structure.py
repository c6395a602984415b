"""Stages that read the structure of a PDF: its text layer as hOCR, and its form."""

from __future__ import annotations

from functools import partial
from typing import Any

import pyarrow as pa
from pyspark.sql.types import BinaryType

from sparkocr.layout.box import Box
from sparkocr.layout.regions import Region
from sparkocr.pdf.read.forms import FormField, form_fields
from sparkocr.schemas import FormResultSchema, PageHocrSchema
from sparkocr.stage.bases import Stage
from sparkocr.stage.columns import Data, column_of, earlier_exception, with_result
from sparkocr.stage.failures import raise_earlier
from sparkocr.stage.files import file_content
from sparkocr.stage.guard_params import PdfGuardParams
from sparkocr.stage.params import boolean, column, secret
from sparkocr.stage.regions import region_fields
from sparkocr.transformers.pdf.page_stage import PASSWORD_DOC, PdfPages
from sparkocr.transformers.pdf.rows import PageReader, pages_as_hocr


class PdfToHocr(PdfPages):
    """Write the text layer of PDF files as hOCR, one row per page.

    Adds the columns `outputCol`, `height_dimension` and `width_dimension` (size of the page as displayed, in whole
    points), `total_pages`, `pageNumCol` and `exception`. The input column becomes the page as a PDF of its own, so
    that a following `PdfToImage` can render it.

    See Also
    --------
    sparkocr.pdf.read.page_layout.layout_page : the same without Spark.

    Notes
    -----
    Boxes are in whole points of the displayed page, which has its own size as ``bbox``. A scan gives an ``ocr_page``
    without words.

    The words stand in reading order right in one ``ocr_carea`` per page, and punctuation is a word of its own, as
    programs that exist expect. With `structured`, the elements are those of `ImageToHocr`: blocks, paragraphs and
    lines around words that end at white space; ``x_wconf`` is 100 everywhere, ``x_size`` of a line is the median size
    of its font in points, and the baseline is not known and stands as 0. All stages that read hOCR read both;
    paragraphs and sizes of fonts, of which `PageToMarkdown` makes headings, are in the latter only.

    Examples
    --------
    >>> (page,) = LightPipeline([PdfToHocr()]).fromBinary(samples.pdf("Hello!"))
    >>> print(page["hocr"])  # doctest: +ELLIPSIS
    <div title="bbox 0 0 420 298" id="page_1" class="ocr_page"><div ...>Hello</span><span ...>!</span></div></div>
    """

    outputCol = column("hocr", "Column for the hOCR.")
    keepOriginalEncoding = boolean(
        False,
        "Whether characters stay as they are; otherwise ligatures, full-width letters and other compatibility "
        "characters become plain ones, typographic quotes and dashes those of ASCII. Letters of all scripts stay.",
    )

    structured = boolean(False, "Whether there are blocks, paragraphs and lines around whole words.")

    page_schema = PageHocrSchema

    def _reader(self) -> PageReader:
        return partial(
            pages_as_hocr,
            structured=self.getStructured(),
            original=self.getKeepOriginalEncoding(),
            password=self.getPassword(),
        )

    def _page_columns(self, page: Any) -> dict[str, Any]:
        return {self.getOutputCol(): page["hocr"]}


class PdfToForm(PdfGuardParams, Stage):
    """Read the fields of the form (AcroForm) of PDF files, one row per document.

    Adds the columns `outputCol`, an array of `sparkocr.schemas.FormFieldSchema`, and `exception`. A document without
    a form has an empty array.

    See Also
    --------
    sparkocr.pdf.read.forms.form_fields : the same without Spark.

    Notes
    -----
    There is one entry for each widget: one for each button of a group, and one for each place of a field that is on
    several pages. Hidden fields are there too.

    ``fieldType`` is Text, CheckBox, RadioButton, PushButton, ComboBox, ListBox, Signature, or Unknown. ``value`` is a
    text, empty if there is none. A check box or radio button has its export value if it is checked, else ``Off``;
    several choices of a list box are one line each; a signature is the name in it, or ``Signed``.

    ``coordinate`` is not as in other columns: its fields `x`, `y`, `width` and `height` are the **left, bottom, right
    and top edge** in points of PDF user space, whose origin is mostly the lower left corner of the page, as programs
    that exist expect it. With `regionCoordinates` it is a region, as `PdfDrawRegions` draws it. `page` is the page from
    0, or -1 if a field is on none; `index` counts the entries. A field without a place has no `coordinate`.

    Dynamic XFA forms have no fields of PDF, and give an exception.

    Examples
    --------
    >>> from reportlab.pdfgen.canvas import Canvas
    >>> paper = Canvas("form.pdf")
    >>> paper.acroForm.textfield("Jane", name="first name")
    >>> paper.showPage()
    >>> [(one["key"], one["value"]) for one in LightPipeline([PdfToForm()]).fromBinary(paper.getpdfdata())[0]["form"]]
    [('first name', 'Jane')]
    """

    inputCol = column("content", "Column with the bytes of the PDF file.")
    outputCol = column("form", "Column for the fields.")
    useFullyQualifiedName = boolean(
        False, "Whether names are those of all groups around a field too, joined by dots: Form[0].Page1[0].name[0]."
    )
    regionCoordinates = boolean(
        False,
        "Whether coordinates are regions of the displayed page, origin top left, as other stages take them; otherwise "
        "width and height hold the right and top edge, and the origin is at the lower left.",
    )
    password = secret(PASSWORD_DOC)

    input_type = BinaryType()
    runs_light = True

    def _apply(self, dataset: Data) -> Data:
        read = partial(
            _form,
            as_regions=self.getRegionCoordinates(),
            full_names=self.getUseFullyQualifiedName(),
            password=self.getPassword(),
        )
        result = self._udf(read, FormResultSchema, deterministic=False)(
            column_of(dataset, self.getInputCol()), earlier_exception(dataset)
        )
        return with_result(dataset, result, {self.getOutputCol(): "form"})


def _form(content: pa.BinaryScalar, exception: pa.StringScalar, *, as_regions: bool, **options: Any) -> dict[str, Any]:
    """Read the form of one document."""
    raise_earlier(exception)
    fields = form_fields(file_content(content), **options)
    return {"form": [_form_field(index, field, as_regions=as_regions) for index, field in enumerate(fields)]}


def _form_field(index: int, field: FormField, *, as_regions: bool) -> dict[str, Any]:
    """Return the fields of a `FormFieldSchema`."""
    # Programs that exist expect the edges in place of the sides of a box, see `PdfToForm`.
    place = field.box if as_regions else field.rectangle and Box(*field.rectangle)
    coordinate = None if place is None else region_fields(index, Region(place, field.page, 0.0))
    return {"key": field.key, "value": field.value, "fieldType": field.kind, "coordinate": coordinate}
