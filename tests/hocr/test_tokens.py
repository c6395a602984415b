"""Tokens and their places in the text."""

from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hocr.pages import line, page, pages, spelt, words
from sparkocr.enums import TokenizerType
from sparkocr.errors import DocumentError
from sparkocr.hocr.document import HocrPage
from sparkocr.hocr.tokens import text_of, tokens_of
from sparkocr.layout.box import Box
from sparkocr.layout.page import Page, Word


def tokens_of_word(text, kind=TokenizerType.SIMPLE, **values):
    word = Word(text, Box(100, 20, 10 * len(text), 12, **values), 90.0)
    return tokens_of([HocrPage(page(line(word)))], kind)


@settings(deadline=None, max_examples=25)
@given(st.lists(pages, max_size=3), st.sampled_from(TokenizerType))
def test_tokens_are_where_the_text_has_them(found, kind):
    documents = [HocrPage(page) for page in found]
    text = text_of(documents)
    made = tokens_of(documents, kind)
    for token in made:
        assert text[token.begin : token.end + 1] == token.text
    assert all(one.end < other.begin for one, other in pairwise(made))
    all_words = [word for page in found for word in page.words()]
    if kind is TokenizerType.WHITESPACE:
        assert [token.word for token in made] == all_words
        assert [token.text for token in made] == [word.text for word in all_words]
    else:
        assert sum(len(token.text) for token in made) == sum(not c.isspace() for word in all_words for c in word.text)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("don't", ["don", "'", "t"]),
        ("(A1-2).", ["(", "A1", "-", "2", ")", "."]),
        ("a_b", ["a", "_", "b"]),
        ("...", [".", ".", "."]),
        ("हिन्दी", ["हिन्दी"]),
        ("e\u0301té", ["e\u0301té"]),
        ("می\u200cشود", ["می\u200cشود"]),
        ("漢字。", ["漢字", "。"]),
        ("a b", ["a", "b"]),
        ("½", ["½"]),
    ],
)
def test_simple_tokens(text, found):
    assert [token.text for token in tokens_of_word(text)] == found
    assert [token.text for token in tokens_of_word(text, TokenizerType.WHITESPACE)] == [text]


def test_boxes_are_cut_in_proportion():
    assert [token.box for token in tokens_of_word("ab-cde")] == [
        Box(100, 20, 20, 12),
        Box(120, 20, 10, 12),
        Box(130, 20, 30, 12),
    ]
    assert [token.box.x for token in tokens_of_word("אב-גדה")] == [140, 130, 100]


def test_turned_boxes_are_cut_along_their_turn():
    whole, *parts = (Box(100, 20, 60, 12, 30), *(token.box for token in tokens_of_word("ab-cde", angle=30.0)))
    assert [part.width for part in parts] == pytest.approx([20, 10, 30])
    assert parts[0].corners()[0] == pytest.approx(whole.corners()[0])
    assert parts[0].corners()[1] == pytest.approx(parts[1].corners()[0])
    assert parts[2].corners()[2] == pytest.approx(whole.corners()[2])


def test_symbols_tell_the_boxes():
    (word,) = words("i-mm")
    symbols = list(spelt(word).symbols)
    wide = Word("i-mm", Box(10, 20, 40, 12), 90.0, " ", (*symbols[:2], *symbols[2:]))
    assert [token.box for token in tokens_of([HocrPage(page(line(wide)))])] == [
        symbols[0].box,
        symbols[1].box,
        Box(30, 20, 20, 12),
    ]


def test_no_text():
    assert tokens_of([]) == []
    assert text_of([HocrPage(Page((), 1, 1)), HocrPage(Page((), 1, 1))]) == "\n\n"


def test_number_of_tokens_is_limited(limit):
    limit(max_tokens=3)
    assert len(tokens_of_word("a-b")) == 3
    with pytest.raises(DocumentError, match="more than 3 tokens"):
        tokens_of_word("a-b-")
