"""Form fields, and fields that Word draws from their instruction."""

import pytest

from office.make_office import paragraph, run, word_xml
from sparkocr.office.fields import shown_by_instruction
from sparkocr.office.read import doc_text


def text(runs):
    return doc_text(word_xml(paragraph(runs)), seconds=1).text


def field(code, *, data="", result=None, properties=""):
    """A field; without a result, it has no sign in front of one."""
    begin = f'<w:fldChar w:fldCharType="begin">{f"<w:ffData>{data}</w:ffData>" if data else ""}</w:fldChar>'
    end = '<w:fldChar w:fldCharType="end"/>'
    shown = "" if result is None else run('<w:fldChar w:fldCharType="separate"/>') + (run(result) if result else "")
    code = f'<w:instrText xml:space="preserve"> {code} </w:instrText>'
    return run(begin, properties) + run(code, properties) + shown + run(end, properties)


def entries(*names, chosen=""):
    return f"<w:ddList>{chosen}{''.join(f'<w:listEntry w:val={name!r}/>' for name in names)}</w:ddList>"


@pytest.mark.parametrize(
    ("chosen", "expected"),
    [
        ("", "Red"),
        ('<w:result w:val="1"/>', "Green"),
        ('<w:default w:val="2"/>', "Blue"),
        ('<w:result w:val="0"/><w:default w:val="2"/>', "Red"),
        ('<w:result w:val="9"/>', ""),
    ],
)
def test_lists(chosen, expected):
    data = entries("Red", "Green", "Blue", chosen=chosen)
    assert text(run("Colour: ") + field("FORMDROPDOWN", data=data) + run(".")) == f"Colour: {expected}."
    assert text(field("FORMDROPDOWN", data=data, result="Red")) == expected, "not what another program left there"


@pytest.mark.parametrize(
    ("state", "expected"),
    [
        ("<w:checked/>", "\N{BALLOT BOX WITH X}"),
        ('<w:default w:val="1"/>', "\N{BALLOT BOX WITH X}"),
        ('<w:default w:val="1"/><w:checked w:val="0"/>', "\N{BALLOT BOX}"),
        ("<w:sizeAuto/>", "\N{BALLOT BOX}"),
    ],
)
def test_check_boxes(state, expected):
    box = field("FORMCHECKBOX", data=f"<w:checkBox>{state}</w:checkBox>")
    assert text(box + run(" yes")) == f"{expected} yes"


def test_texts_once():
    data = '<w:textInput><w:default w:val="name"/></w:textInput>'
    assert text(field("FORMTEXT", data=data, result="Ada")) == "Ada"
    assert text(field("FORMTEXT", data=data)) == "name"
    assert text(run("a") + field("FORMTEXT", data="<w:textInput/>", result="")) == "a"


def test_hidden_and_nested_forms():
    box = "<w:checkBox><w:checked/></w:checkBox>"
    assert text(field("FORMCHECKBOX", data=box, properties="<w:vanish/>") + run("a")) == "a"
    asked = run('<w:fldChar w:fldCharType="begin"/>') + field("FORMCHECKBOX", data=box)
    asked += run('<w:fldChar w:fldCharType="separate"/>') + run("b") + run('<w:fldChar w:fldCharType="end"/>')
    assert text(run("a") + asked) == "ab", "what is asked is not what is seen"


@pytest.mark.parametrize(
    ("instruction", "expected"),
    [
        ("MACROBUTTON NoMacro [Your name here]", "[Your name here]"),
        ("GOTOBUTTON there", ""),
        (r"SYMBOL 252 \f Wingdings \s 10", "\N{CHECK MARK}"),
        (r'SYMBOL 0x3B1 \f "Arial" \u', "\N{GREEK SMALL LETTER ALPHA}"),
        (r'SYMBOL 65 \f ""', "\N{REPLACEMENT CHARACTER}"),
        ("SYMBOL 99999999999", ""),
        (r"EQ \f(3,4)", "3/4"),
        (r"EQ \f(a+b;c)", "(a+b)/c"),
        (r"EQ \r(3,x+1)\r(y)", "∛(x+1)√(y)"),
        (r"EQ x\s\up8(2)y\s\do4(i)", "x^2y_i"),
        (r"EQ \i\su(i=1,n,x\s\do(i))", "∑_(i=1)^n▒(x_i)"),
        (r"EQ \b\bc\[ (\f(f(x),2))", "[(f(x))/2]"),
        (r"EQ \b\lc\{ (x)", "{x"),
        (r"EQ \a\co2(a,b,c,d)", "■(a&b@c&d)"),
        (r"EQ \l(a,b) \x(c) 1\,5", "a,b c 1,5"),
        (r"EQ \f(" * 100, None),
        ("EQ", ""),
        ("PAGE", ""),
        ("", ""),
    ],
)
def test_fields_that_are_drawn_from_their_instruction(instruction, expected):
    found = shown_by_instruction(instruction)
    assert expected is None or found == expected
    assert text(field(instruction)) == text(field(instruction, result="")) == found.strip()
    assert text(field(instruction, result="shown")) == "shown"
    quoted = instruction.replace('"', "&quot;")
    assert text(f'<w:fldSimple w:instr="{quoted}"/>') == found.strip()
    assert text(f'<w:fldSimple w:instr="{quoted}">{run("shown")}</w:fldSimple>') == "shown"


def test_instruction_with_a_field_in_it():
    begin, separate, end = (run(f'<w:fldChar w:fldCharType="{kind}"/>') for kind in ("begin", "separate", "end"))
    inner = field("REF x", result="3")
    code = [run(f'<w:instrText xml:space="preserve">{part}</w:instrText>') for part in (r"EQ \f(", ",4)")]
    assert text(begin + code[0] + inner + code[1] + end) == "3/4"
    assert text(begin + code[0] + inner + code[1] + separate + run("0.75") + end) == "0.75"


@pytest.mark.parametrize(
    ("runs", "expected"),
    [
        (run('<w:sym w:font="Symbol" w:char="F061"/>'), "\N{GREEK SMALL LETTER ALPHA}"),
        (run('<w:sym w:font="Symbol" w:char="F0D8"/>'), "¬"),
        (run('<w:sym w:font="Wingdings" w:char="F0D8"/>'), "➢"),
        (run('<w:sym w:font="Wingdings" w:char="8C"/>'), "❶"),
        (run('<w:sym w:font="Wingdings 2" w:char="F052"/>'), "☑"),
        (run("\uf062x", '<w:rFonts w:ascii="Symbol" w:hAnsi="Symbol"/>'), "βξ"),
        (run("abc", '<w:rFonts w:ascii="Arial"/>'), "abc"),
    ],
)
def test_symbol_fonts(runs, expected):
    assert text(runs) == expected
