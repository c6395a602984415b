import pytest

from sparkocr.layout.plain_text import TextPiece, layout_text, text_lines


def word(text, x, y, *, height=10, width=None):
    return TextPiece(text, x, y, 10 * len(text) if width is None else width, height)


def test_columns_stay_aligned():
    words = [
        word("Name", 0, 0),
        word("Price", 200, 0),
        word("Tea", 0, 12),
        word("4.20", 200, 12),
        word("Biscuits", 0, 24),
        word("12.00", 200, 24),
    ]
    assert layout_text(words, 10) == ("Name                Price\nTea                 4.20\nBiscuits            12.00")


def test_order_of_the_words_does_not_matter():
    words = [word("a", 0, 0), word("b", 50, 1), word("c", 0, 15), word("d", 80, 14)]
    assert layout_text(words[::-1], 10) == layout_text(words, 10) == "a    b\nc       d"


def test_column_is_x_over_space_width():
    assert layout_text([word("x", 149, 0)], 50) == "   x"
    assert layout_text([word("x", 149, 0)], 10) == " " * 15 + "x"


@pytest.mark.parametrize("scale", [0.5, 4])
def test_any_unit(scale):
    words = [word("a", 30, 0), word("b", 90, 3), word("c", 0, 50)]
    scaled = [TextPiece(w.text, w.x * scale, w.y * scale, w.width * scale, w.height * scale) for w in words]
    assert layout_text(scaled, 10 * scale) == layout_text(words, 10)


def test_at_least_one_space():
    words = [word("overlong", 0, 0, width=20), word("next", 30, 0), word("stuck", 30, 0)]
    assert layout_text(words, 10) == "overlong next stuck"


def test_words_of_a_sentence_have_one_space():
    # By columns alone the second word would begin at column 8.
    words = [word("iii", 0, 0, width=68), word("iii", 80, 0, width=68), word("end", 300, 0)]
    assert layout_text(words, 10) == "iii iii" + " " * 23 + "end"


@pytest.mark.parametrize(("gap", "blank"), [(0, 0), (9, 0), (10, 1), (19, 1), (25, 2), (30, 3), (10_000, 3)])
def test_blank_lines(gap, blank):
    assert layout_text([word("a", 0, 0), word("b", 0, 10 + gap)], 10) == "a" + "\n" * (blank + 1) + "b"


def test_no_blank_lines_before_the_first():
    assert layout_text([word("a", 0, 500)], 10) == "a"


def test_nothing():
    assert layout_text([], 10) == ""
    assert text_lines([]) == []


@pytest.mark.parametrize("space_width", [0, -1, float("nan")])
def test_space_width_must_be_positive(space_width):
    with pytest.raises(ValueError, match="space_width must be positive"):
        layout_text([word("a", 0, 0)], space_width)


def test_far_word_costs_no_memory():
    assert len(layout_text([word("a", 1e9, 0), word("b", -1e9, 0)], 0.1)) < 5000


def test_lines_have_indices_from_top_and_left():
    words = [word("d", 80, 14), word("a", 0, 0), word("c", 0, 15), word("b", 50, 1)]
    assert text_lines(words) == [[1, 3], [2, 0]]


def test_small_words_belong_to_their_line():
    words = [word("Tea", 0, 0), word("-", 40, 5, height=2), word(".", 60, 8, height=2), word("x", 0, 12)]
    assert text_lines(words) == [[0, 1, 2], [3]]


def test_half_of_the_height_makes_a_line():
    assert text_lines([word("a", 0, 0), word("b", 50, 5)]) == [[0, 1]]
    assert text_lines([word("a", 0, 0), word("b", 50, 5.5)]) == [[0], [1]]


def test_slope_does_not_merge_lines():
    words = [word(f"{line}{i}", 40 * i, 14 * line + 0.8 * i) for line in range(5) for i in range(8)]
    assert text_lines(words) == [list(range(8 * line, 8 * line + 8)) for line in range(5)]


def test_vertical_text_does_not_merge_lines():
    lines = [[word(f"left{i}", 50, 12 * i), word(f"right{i}", 200, 12 * i)] for i in range(10)]
    margin = word("VERTICAL", 0, 0, height=118, width=10)
    text = layout_text([margin, *(w for line in lines for w in line)], 10)
    rows = [row.split() for row in text.split("\n") if row]
    assert [row[-2:] for row in rows] == [[f"left{i}", f"right{i}"] for i in range(10)]
    assert text.count("VERTICAL") == 1


def test_heading_is_one_line():
    words = [word("Big", 0, 0, height=40), word("Title", 150, 2, height=38)]
    words += [word(f"w{i}", 30 * i, 60) for i in range(9)]
    assert text_lines(words) == [[0, 1], list(range(2, 11))]


def test_right_to_left_lines_are_read_from_the_right():
    assert layout_text([word("שלום", 60, 0), word("עולם", 0, 0)], 10) == "שלום  עולם"
    assert layout_text([word("12.50", 60, 0), word("סכום", 120, 0), word("לתשלום", 0, 0)], 10) == "סכום 12.50 לתשלום"
    assert layout_text([word("two", 0, 0), word("words", 40, 0), word("שלום", 100, 0)], 10) == "two words שלום"


def test_boxes_without_height():
    words = [word("a", 0, 5, height=0), word("b", 50, 5, height=0), word("c", 0, 9, height=0)]
    assert text_lines(words) == [[0, 1], [2]]
    assert layout_text(words, 10) == "a    b\nc"
