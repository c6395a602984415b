"""Shadings, functions and colours of PDF, and lines, that take long to compute."""

# ruff: noqa: E501  an object of PDF is easier to read in one line

from __future__ import annotations

from bombs.making import FLATE, GIB, MIB, blanks, bomb, page, stream


@bomb("shading_long_function.pdf")
def _() -> bytes:
    program = b"{" + b"dup mul " * 100_000 + b"pop dup dup}"
    more = {
        5: b"<</ShadingType 1/ColorSpace/DeviceRGB/Domain[0 200 0 100]/Function 6 0 R>>",
        6: stream(program, b"/FunctionType 4/Domain[0 200 0 100]/Range[0 1 0 1 0 1]"),
    }
    return page(b"/S sh", more, resources=b"/Shading<</S 5 0 R>>")


@bomb("function_deep.pdf")
def _() -> bytes:
    program = b"{" * 200_000 + b"}" * 200_000
    more = {
        5: b"<</ShadingType 1/ColorSpace/DeviceRGB/Function 6 0 R>>",
        6: stream(program, b"/FunctionType 4/Domain[0 1 0 1]/Range[0 1 0 1 0 1]"),
    }
    return page(b"/S sh", more, resources=b"/Shading<</S 5 0 R>>")


@bomb("function_stitching.pdf")
def _() -> bytes:
    more = {
        5: b"<</ShadingType 2/ColorSpace/DeviceGray/Coords[0 0 200 100]/Function 6 0 R>>",
        36: b"<</FunctionType 2/Domain[0 1]/N 1>>",
    }
    more |= {
        6 + k: b"<</FunctionType 3/Domain[0 1]/Bounds[.1 .2 .3 .4 .5 .6 .7 .8 .9]/Encode["
        + b"0 1 " * 10
        + b"]/Functions["
        + b"%d 0 R " % (7 + k) * 10
        + b"]>>"
        for k in range(30)
    }
    return page(b"/S sh", more, resources=b"/Shading<</S 5 0 R>>")


@bomb("function_itself.pdf")
def _() -> bytes:
    more = {
        5: b"<</ShadingType 2/ColorSpace/DeviceGray/Coords[0 0 200 100]/Function 6 0 R>>",
        6: b"<</FunctionType 3/Domain[0 1]/Bounds[.5]/Encode[0 1 0 1]/Functions[6 0 R 6 0 R]>>",
    }
    return page(b"/S sh", more, resources=b"/Shading<</S 5 0 R>>")


@bomb("function_samples.pdf")
def _() -> bytes:
    more = {
        5: b"<</ShadingType 1/ColorSpace/DeviceRGB/Function 6 0 R>>",
        6: stream(
            blanks(2 * GIB),
            b"/FunctionType 0/Size[30000 30000]/BitsPerSample 8/Domain[0 1 0 1]/Range[0 1 0 1 0 1]" + FLATE,
        ),
    }
    return page(b"/S sh", more, resources=b"/Shading<</S 5 0 R>>")


@bomb("shading_mesh.pdf")
def _() -> bytes:
    flag = b"\0" + b"\xff\xff\xff\xff" * 24 + b"\0\0\xff\xff" * 4
    more = {
        5: stream(
            blanks(400 * MIB, (flag * 10_000)),
            b"/ShadingType 7/ColorSpace/DeviceGray/BitsPerCoordinate 16/BitsPerComponent 8/BitsPerFlag 8/Decode[0 200 0 100 0 1]"
            + FLATE,
        )
    }
    return page(b"/S sh", more, resources=b"/Shading<</S 5 0 R>>")


@bomb("dashes.pdf")
def _() -> bytes:
    return page(b"[0.00001 0.00001] 0 d 1 w 0 0 m 200 100 l S")


@bomb("curves.pdf")
def _() -> bytes:
    return page(b"5 w 1 J 1 j 0 0 m " + b"0 0 1e9 1e9 200 100 c -9e8 0 9e9 -1e9 0 0 c " * 20_000 + b"S")


@bomb("colour_spaces.pdf")
def _() -> bytes:
    more = {5 + k: b"[/Indexed %d 0 R 1 (aaaaaa)]" % (6 + k) for k in range(5000)}
    return page(b"/C cs 1 sc 0 0 9 9 re f", {**more, 5005: b"/DeviceRGB"}, resources=b"/ColorSpace<</C 5 0 R>>")


@bomb("icc_flate.pdf")
def _() -> bytes:
    return page(
        b"/C cs 0 0 0 sc 0 0 9 9 re f",
        {5: stream(blanks(2 * GIB), b"/N 3" + FLATE)},
        resources=b"/ColorSpace<</C[/ICCBased 5 0 R]>>",
    )
