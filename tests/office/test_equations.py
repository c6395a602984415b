"""Equations of Word and PowerPoint in one line."""

import pytest

from office.make_office import paragraph, presentation, run, unzipped, word_xml, zipped
from sparkocr.office.read import doc_text, ppt_tables

MATH = "http://schemas.openxmlformats.org/officeDocument/2006/math"


def word(inner, around=paragraph):
    return doc_text(word_xml(around(f"<m:oMath>{inner}</m:oMath>")), seconds=1).text


def r(text, properties=""):
    return f'<m:r><m:rPr>{properties}</m:rPr><m:t xml:space="preserve">{text}</m:t></m:r>'


def made(name, properties="", **parts):
    """A structure of parts; a text is a run, and properties are their values by name."""
    inner = "".join(
        f"<m:{part}>{text if text.startswith('<') or not text else r(text)}</m:{part}>" for part, text in parts.items()
    )
    return f"<m:{name}><m:{name}Pr>{properties}</m:{name}Pr>{inner}</m:{name}>"


def value(name, text):
    return f'<m:{name} m:val="{text}"/>'


def fraction(above, below, kind="bar"):
    return made("f", value("type", kind), num=above, den=below)


def power(base, above):
    return made("sSup", e=base, sup=above)


def brackets(*inner, first="(", last=")", between="|"):
    signs = value("begChr", first) + value("sepChr", between) + value("endChr", last)
    parts = "".join(f"<m:e>{text if text.startswith('<') else r(text)}</m:e>" for text in inner)
    return f"<m:d><m:dPr>{signs}</m:dPr>{parts}</m:d>"


UPRIGHT = value("sty", "p")


@pytest.mark.parametrize(
    ("equation", "expected"),
    [
        (fraction("3", "4"), "3/4"),
        (fraction("1", "2", "skw"), "1/2"),
        (fraction("a+b", "c", "lin"), "(a+b)/c"),
        (fraction(r("a") + r("+") + r("b"), "2c"), "(a+b)/(2c)"),
        (brackets(fraction("n", "k", "noBar")), "(n¦k)"),
        (fraction(fraction("a", "b"), power("x", "2")), "(a/b)/x^2"),
        (fraction(r("mean speed", "<m:nor/>"), r("time", "<m:nor/>")), "(mean speed)/time"),
        (r("2") + fraction("3", "4") + r("x"), "2 3/4 x"),
        (power("10", "6"), "10^6"),
        (power("e", "-x"), "e^(-x)"),
        (power("ab", "2") + r("y"), "(ab)^2 y"),
        (power(r("cm", UPRIGHT), "2"), "cm^2"),
        (power(brackets("a+b"), "2"), "(a+b)^2"),
        (power(power("x", "2"), power("y", "3")), "(x^2)^(y^3)"),
        (power("f", "\N{PRIME}") + power("90", "\N{RING OPERATOR}"), "f\N{PRIME}90°"),
        (made("sSub", e="x", sub="1"), "x_1"),
        (made("sSubSup", e="x", sub="i+1", sup="2"), "x_(i+1)^2"),
        (made("sPre", sub="6", sup="14", e="C"), "(_6^14)C"),
        (made("rad", "<m:degHide/>", deg="", e="x+1"), "√(x+1)"),
        (made("rad", deg="3", e="8") + made("rad", deg="n", e="x"), "∛(8)√(n&x)"),
        (made("nary", value("chr", "∑"), sub="i=1", sup="n", e=made("sSub", e="x", sub="i")), "∑_(i=1)^n▒x_i"),
        (made("nary", sub="0", sup="1", e="f dx"), "∫_0^1▒(f dx)"),
        (made("nary", "<m:subHide/><m:supHide/>", sub="0", sup="1", e="x"), "∫▒x"),
        (brackets("0", "1", first="[", last=")", between=","), "[0,1)"),
        (brackets("x", first="|", last="|"), "|x|"),
        (
            brackets(
                f"<m:eqArr><m:e>{r('&amp;x, x&lt;0')}</m:e><m:e>{r('&amp;-x')}</m:e></m:eqArr>", first="{", last=""
            ),
            "{█(x, x<0@-x)",
        ),
        (made("func", fName=r("sin", UPRIGHT), e="x"), "sin(x)"),
        (
            made("func", fName=made("limLow", e=r("lim", UPRIGHT), lim="n→∞"), e=fraction("1", "n")),
            "lim_(n→∞)(1/n)",
        ),
        (made("limUpp", e="=", lim="def"), "=┴(def)"),
        (
            brackets(
                "<m:m><m:mPr/>"
                + "".join(f"<m:mr><m:e>{r(a)}</m:e><m:e>{r(b)}</m:e></m:mr>" for a, b in ("ab", "cd"))
                + "</m:m>"
            ),
            "(■(a&b@c&d))",
        ),
        (made("acc", e="x") + made("acc", value("chr", "\u20d7"), e="AB"), "x\u0302(AB)\u20d7"),
        (made("bar", value("pos", "top"), e="x") + made("bar", e="y"), "¯(x)▁(y)"),
        (made("limLow", e=made("groupChr", e="a+b"), lim="n"), "⏟(a+b)┬n"),
        (made("borderBox", e="x") + made("box", e="y") + made("phant", '<m:show m:val="0"/>', e="z"), "▭(x)y"),
        (fraction("1", "<w:del>" + r("2") + "</w:del><w:ins>" + r("3") + "</w:ins>"), "1/3"),
        ("<w:ins>" + fraction("1", "2") + "</w:ins>", "1/2"),
        (made("f", num="", den=""), "/"),
        ("", ""),
    ],
)
def test_structures(equation, expected):
    assert word(equation) == expected


def test_in_a_paragraph():
    assert word(fraction("3", "4"), lambda eq: paragraph(run("Take ") + eq + run(" of it"))) == "Take 3/4 of it"
    assert word(fraction("3", "4"), lambda eq: paragraph(run("Take 2") + eq)) == "Take 2 3/4"
    assert word(r("4"), lambda eq: paragraph(run("Take 2") + eq)) == "Take 24"
    hidden = f"<m:r><w:rPr><w:vanish/></w:rPr><m:t>x</m:t></m:r>{r('y')}"
    assert word(hidden) == "y"


def test_equations_with_lines_of_their_own():
    def lines(equation):
        return f"<m:oMathPara>{equation}<m:oMath>{power('x', '2')}</m:oMath></m:oMathPara>{paragraph('end')}"

    assert word(fraction("1", "2"), lines) == "1/2\nx^2\nend"
    assert word(fraction("1", "2"), lambda eq: paragraph(lines(eq).partition("<w:p>")[0])) == "1/2\nx^2"


def test_in_a_table_of_a_slide():
    parts = unzipped(presentation([[["a", "b"]]]))
    name = "ppt/slides/slide1.xml"
    math = (
        '<mc:AlternateContent xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006">'
        '<mc:Choice xmlns:a14="http://schemas.microsoft.com/office/drawing/2010/main" Requires="a14"><a14:m>'
        f'<m:oMathPara xmlns:m="{MATH}"><m:oMath>{fraction("3", "4")}</m:oMath></m:oMathPara></a14:m></mc:Choice>'
        "<mc:Fallback><a:r><a:t>a picture</a:t></a:r></mc:Fallback></mc:AlternateContent>"
    )
    changed = parts[name].replace(b"<a:r><a:t>a</a:t></a:r>", f"<a:r><a:t>Take </a:t></a:r>{math}".encode())
    assert changed != parts[name]
    (table,) = ppt_tables(zipped(**parts | {name: changed}), seconds=1)
    assert [cell.text for cell in table.rows[0]] == ["Take 3/4", "b"]
