"""Trees of PDF that are deep, wide or lead back to themselves, and pages of odd sizes."""

from __future__ import annotations

from bombs.making import HELVETICA, bomb, forms, page, pdf


@bomb("count_lie.pdf")
def _() -> bytes:
    return pdf(
        {
            1: b"<</Type/Catalog/Pages 2 0 R>>",
            2: b"<</Type/Pages/Kids[3 0 R]/Count 1048575>>",
            3: b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 99 99]>>",
        }
    )


@bomb("pages_exponential.pdf")
def _() -> bytes:
    more = {
        5 + k: b"<</Type/Pages/Parent 2 0 R/Count 9999/Kids[" + b"%d 0 R " % (6 + k) * 10 + b"]>>" for k in range(8)
    }
    return page(
        b"",
        {
            2: b"<</Type/Pages/Kids[5 0 R]/Count 100000000>>",
            **more,
            13: b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]>>",
        },
    )


@bomb("page_often.pdf")
def _() -> bytes:
    return page(b"", {2: b"<</Type/Pages/Count 300000/Kids[" + b"3 0 R " * 300_000 + b"]>>"})


@bomb("pages_direct.pdf")
def _() -> bytes:
    return page(b"", {2: b"<</Type/Pages/Count 300000/Kids[" + b"<</Type/Page>>" * 300_000 + b"]>>"})


@bomb("pages_deep.pdf")
def _() -> bytes:
    more = {5 + k: b"<</Type/Pages/Count 1/Parent %d 0 R/Kids[%d 0 R]>>" % (4 + k, 6 + k) for k in range(50_000)}
    return page(b"", {2: b"<</Type/Pages/Kids[5 0 R]/Count 1>>", **more, 50_005: b"<</Type/Page/MediaBox[0 0 9 9]>>"})


@bomb("pages_cycle.pdf")
def _() -> bytes:
    return page(
        b"", {2: b"<</Type/Pages/Kids[2 0 R 3 0 R 5 0 R]/Count 9>>", 5: b"<</Type/Pages/Kids[2 0 R 5 0 R]/Count 7>>"}
    )


@bomb("outline_cycle.pdf")
def _() -> bytes:
    return page(
        b"",
        {
            5: b"<</First 6 0 R/Last 6 0 R>>",
            6: b"<</Title(a)/Parent 5 0 R/First 7 0 R/Next 6 0 R/Dest[3 0 R/Fit]>>",
            7: b"<</Title(a)/First 6 0 R/Next 5 0 R/Dest[3 0 R/Fit]>>",
        },
        root=b"/Outlines 5 0 R",
    )


@bomb("outline_exponential.pdf")
def _() -> bytes:
    more = {5: b"<</First 6 0 R/Last 6 0 R>>"}
    for k in range(40):
        more[6 + 2 * k] = b"<</Title(a)/First %d 0 R/Next %d 0 R/Dest[3 0 R/Fit]>>" % (8 + 2 * k, 7 + 2 * k)
        more[7 + 2 * k] = b"<</Title(b)/First %d 0 R/Dest[3 0 R/Fit]>>" % (8 + 2 * k)
    return page(b"", more, root=b"/Outlines 5 0 R")


@bomb("outline_long.pdf")
def _() -> bytes:
    more = {5: b"<</First 6 0 R/Last 6 0 R>>"}
    more |= {6 + k: b"<</Title(a)/Next %d 0 R/Dest[3 0 R/Fit]>>" % (7 + k) for k in range(200_000)}
    return page(b"", more, root=b"/Outlines 5 0 R")


@bomb("names_cycle.pdf")
def _() -> bytes:
    more = {
        5: b"<</Dests 6 0 R/EmbeddedFiles 6 0 R>>",
        6: b"<</Kids[6 0 R 7 0 R]/Limits[(a)(z)]>>",
        7: b"<</Kids[6 0 R 7 0 R 6 0 R]/Limits[(a)(z)]>>",
        8: b"<</First 9 0 R/Last 9 0 R>>",
        9: b"<</Title(a)/Dest(b)>>",
    }
    return page(b"", more, root=b"/Names 5 0 R/Outlines 8 0 R/Collection<</View/D>>")


@bomb("names_exponential.pdf")
def _() -> bytes:
    more = {
        5: b"<</Dests 6 0 R/EmbeddedFiles 6 0 R>>",
        46: b"<</Names[(x)(y)]/Limits[(a)(z)]>>",
        50: b"<</First 51 0 R/Last 51 0 R>>",
        51: b"<</Title(a)/Dest(b)>>",
    }
    more |= {6 + k: b"<</Kids[%d 0 R %d 0 R]/Limits[(a)(z)]>>" % (7 + k, 7 + k) for k in range(40)}
    return page(b"", more, root=b"/Names 5 0 R/Outlines 50 0 R/Collection<</View/D>>")


@bomb("arrays_deep.pdf")
def _() -> bytes:
    return page(b"", entries=b"/X" + b"[" * 100_000 + b"]" * 100_000)


@bomb("content_arrays_deep.pdf")
def _() -> bytes:
    return page(b"[" * 500_000 + b"]" * 500_000 + b" TJ", resources=HELVETICA)


@bomb("content_dicts_deep.pdf")
def _() -> bytes:
    return page(b"/a " + b"<</a" * 500_000 + b" 1" + b">>" * 500_000 + b" BDC", resources=HELVETICA)


@bomb("resources_deep.pdf")
def _() -> bytes:
    return page(b"/X Do", forms(b"/X Do", 3000), resources=b"/XObject<</X 5 0 R>>")


@bomb("references_in_circle.pdf")
def _() -> bytes:
    return page(
        b"/X Do",
        {5: b"6 0 R", 6: b"5 0 R"},
        resources=b"/XObject<</X 5 0 R>>/Font 5 0 R",
        entries=b"/Annots 5 0 R",
    )


@bomb("box_huge.pdf")
def _() -> bytes:
    return page(b"0 0 9 9 re f", box=b"[0 0 1e9 1e9]")


@bomb("unit_huge.pdf")
def _() -> bytes:
    return page(b"0 0 9 9 re f", entries=b"/UserUnit 75000")


@bomb("box_nan.pdf")
def _() -> bytes:
    return page(b"0 0 9 9 re f", box=b"[0 0 99999999999999999999999999999999999999999999 9e999]")
