"""Form fields, annotations and layers of PDF."""

from __future__ import annotations

from bombs.making import FLATE, FORM, GIB, blanks, bomb, form_field, forms, page, stream


@bomb("value_deep.pdf")
def _() -> bytes:
    return form_field(b"[" * 450 + b"(x)" + b"]" * 450)


@bomb("value_exponential.pdf")
def _() -> bytes:
    return form_field(
        b"6 0 R", {6 + k: b"[" + b"%d 0 R " % (7 + k) * 10 + b"]" for k in range(9)} | {15: b"(xxxxxxxxxx)"}
    )


@bomb("value_itself.pdf")
def _() -> bytes:
    return form_field(b"6 0 R", {6: b"[6 0 R 6 0 R]"})


@bomb("value_stream.pdf")
def _() -> bytes:
    return form_field(b"6 0 R", {6: stream(blanks(2 * GIB), FLATE)})


@bomb("value_long_array.pdf")
def _() -> bytes:
    return form_field(b"[" + b"(a)" * 2_000_000 + b"]")


@bomb("options_many.pdf")
def _() -> bytes:
    kids = b"".join(b"<</FT/Ch/T(k)/Parent 5 0 R>>" for _ in range(3000))
    return page(
        b"",
        {5: b"<</FT/Ch/T(p)/Opt[" + b"(a)" * 30_000 + b"]/Kids[" + kids + b"]>>"},
        root=b"/AcroForm<</Fields[5 0 R]>>",
    )


@bomb("fields_deep.pdf")
def _() -> bytes:
    more = {5 + k: b"<</T(a)/Parent %d 0 R/Kids[%d 0 R]>>" % (4 + k, 6 + k) for k in range(20_000)}
    return page(b"", {**more, 20_005: b"<</T(a)/FT/Tx/V(x)>>"}, root=b"/AcroForm<</Fields[5 0 R]>>")


@bomb("fields_deep_and_wide.pdf")
def _() -> bytes:
    more = {5 + k: b"<</T(a)/Kids[%d 0 R %s]>>" % (6 + k, b"<</T(b)/FT/Tx>>" * 10) for k in range(3000)}
    return page(b"", {**more, 3005: b"<</T(a)/FT/Tx/V(x)>>"}, root=b"/AcroForm<</Fields[5 0 R]>>")


@bomb("widgets_million.pdf")
def _() -> bytes:
    return page(
        b"",
        {5: b"[" + b"<</Subtype/Widget/FT/Tx/T(a)/Rect[0 0 9 9]>>" * 1_000_000 + b"]"},
        root=b"/AcroForm<</Fields[]>>",
        entries=b"/Annots 5 0 R",
    )


@bomb("widget_often.pdf")
def _() -> bytes:
    return page(
        b"",
        {5: b"<</Subtype/Widget/FT/Tx/T(a)/V(b)/Rect[0 0 9 9]>>"},
        root=b"/AcroForm<</Fields[5 0 R]>>",
        entries=b"/Annots[" + b"5 0 R " * 300_000 + b"]",
    )


@bomb("annotation_flate.pdf")
def _() -> bytes:
    more = {5: b"<</Subtype/Stamp/Rect[0 0 9 9]/AP<</N 6 0 R>>>>", 6: stream(blanks(2 * GIB), FORM + FLATE)}
    return page(b"", more, entries=b"/Annots[5 0 R]")


@bomb("annotation_forms.pdf")
def _() -> bytes:
    more = forms(b"/X Do " * 10, 9, 6, b"0 0 1 1 re f") | {5: b"<</Subtype/Stamp/Rect[0 0 9 9]/AP<</N 6 0 R>>>>"}
    return page(b"", more, entries=b"/Annots[5 0 R]")


@bomb("annotation_note.pdf")
def _() -> bytes:
    return page(
        b"",
        {5: b"<</Subtype/FreeText/Rect[0 0 99 99]/DA(/H 9 Tf)/Contents(" + b"a b " * 2_000_000 + b")>>"},
        entries=b"/Annots[" + b"5 0 R " * 200 + b"]",
    )


@bomb("xfa_flate.pdf")
def _() -> bytes:
    return page(b"", {5: stream(blanks(2 * GIB), FLATE)}, root=b"/AcroForm<</Fields[]/XFA 5 0 R>>")


@bomb("layers_many.pdf")
def _() -> bytes:
    groups = {6 + k: b"<</Type/OCG/Name(a)>>" for k in range(20_000)}
    names = b" ".join(b"%d 0 R" % n for n in groups)
    return page(
        b"/OC /A BDC 0 0 9 9 re f EMC " * 20_000,
        {**groups, 5: b"<</Type/OCMD/OCGs[" + names + b"]/VE[/And" + b"[/Not" * 3000 + b"]" * 3000 + b"]>>"},
        resources=b"/Properties<</A 5 0 R>>",
        root=b"/OCProperties<</OCGs[" + names + b"]/D<</OFF[" + names + b"]>>>>",
    )
