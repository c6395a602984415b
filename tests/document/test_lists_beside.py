"""Lists that stand beside each other."""

from document.pages import blocks, lines, markdown

LEFT = ["\u2022 apples of this", "\u2022 pears", "\u2022 plums"]
RIGHT = ["\u2022 two boats", "\u2022 a harbour", "\u2022 anglers"]


def page(left=LEFT, right=RIGHT, x=150.0):
    return lines(left) + lines(right, x=x)


def test_one_list_comes_after_the_other():
    found = markdown(lines(["The words above"], y=-40) + page() + lines(["The words below"], y=80))
    items = [f"- {text[2:]}" for text in LEFT + RIGHT]
    assert found == "\n".join(["The words above", "", *items, "", "The words below", ""])


def test_items_of_several_lines_stay_whole():
    left = ["\u2022 apples that were ripe in the last", "  summer", "\u2022 plums"]
    right = ["\u2022 two boats", "\u2022 a harbour that is on the map of", "  the town"]
    found = markdown(lines(["The words above"], y=-40) + page(left, right, x=220)).split("\n")
    ripe, harbour = "- apples that were ripe in the last summer", "- a harbour that is on the map of the town"
    assert found[2:-1] == [ripe, "- plums", "- two boats", harbour]


def test_a_mark_within_one_row_is_text():
    found = page(LEFT, ["\u2022 two boats", "others", "more"])
    assert blocks(found)[0].text.split("\n")[0].endswith("boats")


def test_marks_that_are_not_below_each_other_are_text():
    row = lines(["\u2022 apples"]) + lines(["\u2022 boats"], x=150)
    other = lines(["\u2022 pears"], y=13) + lines(["\u2022 anglers"], x=210, y=13)
    assert [block.text for block in blocks(row + other)] == [
        "\u2022 apples \u2022 boats",
        "\u2022 pears \u2022 anglers",
    ]
