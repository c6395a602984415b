"""How well a text that was read agrees with what the page says.

Every function takes the expected and the detected text. `word_f1` and `token_f1` compare bags, so they are fair to
pages with columns; the others count every difference of order, too.
"""

import re
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from typing import TYPE_CHECKING

from rapidfuzz.distance import Levenshtein

if TYPE_CHECKING:
    from pyspark.sql import DataFrame

__all__ = ["cer", "score", "token_f1", "wer", "with_scores", "word_f1"]


def score(expected: str, detected: str) -> float:
    """Return the normalised Levenshtein similarity [1]_, runs of white space being one space.

    Parameters
    ----------
    expected, detected : str
        What the page says, and what was read.

    Returns
    -------
    float
        1 less the edits over the length of the longer text: 0 to 1. Two texts without letters are equal.

    References
    ----------
    .. [1] V. I. Levenshtein, "Binary codes capable of correcting deletions, insertions, and reversals", Soviet Physics
       Doklady 10(8), 1966.

    Examples
    --------
    >>> score("Total  12.50", "Total 12.60")
    0.9090909090909091
    """
    return Levenshtein.normalized_similarity(_plain(expected), _plain(detected))


def cer(expected: str, detected: str) -> float:
    """Return the character error rate: edits per character of the expected text, white space normalised.

    Returns
    -------
    float
        0 is perfect, it can exceed 1. Without an expected text, the number of characters that were read.

    Examples
    --------
    >>> cer("page", "pages")
    0.25
    """
    wanted = _plain(expected)
    return Levenshtein.distance(wanted, _plain(detected)) / max(1, len(wanted))


def wer(expected: str, detected: str) -> float:
    """Return the word error rate: words to insert, delete or replace per word of the expected text.

    Returns
    -------
    float
        0 is perfect, it can exceed 1. Without an expected text, the number of words that were read.

    Examples
    --------
    >>> wer("one two three four", "one too three")
    0.5
    """
    wanted = expected.split()
    return Levenshtein.distance(wanted, detected.split()) / max(1, len(wanted))


def word_f1(expected: str, detected: str) -> float:
    """Compare what stands between blanks, case-sensitive; what has no letter and no digit is dropped.

    Returns
    -------
    float
        Harmonic mean of precision and recall over bags of words, 0 to 1; 1 if neither has a word.

    Examples
    --------
    >>> word_f1("one two - three", "three one")
    0.8
    """
    return _f1(_words(expected), _words(detected))


def token_f1(expected: str, detected: str) -> float:
    """Compare runs of letters and digits, in any case; forgives punctuation and truths written in capitals.

    Returns
    -------
    float
        Harmonic mean of precision and recall over bags of tokens, 0 to 1; 1 if neither has a token.

    Examples
    --------
    >>> token_f1("TOTAL: 12.50", "Total 12,50")
    1.0
    """
    return _f1(_tokens(expected), _tokens(detected))


def with_scores(
    dataset: "DataFrame",
    expected: str,
    detected: str = "text",
    metrics: Sequence[Callable[[str, str], float]] = (score, word_f1, cer, wer),
) -> "DataFrame":
    """Add a column per metric to a DataFrame, named as the function.

    Parameters
    ----------
    dataset : DataFrame
    expected, detected : str
        Columns with the texts; null counts as no text.
    metrics : sequence of callable
        Functions of this module, or others that can be pickled.

    Returns
    -------
    DataFrame
    """
    from pyspark.sql import functions as F
    from pyspark.sql.types import DoubleType

    texts = [F.coalesce(F.col(f"`{name}`"), F.lit("")) for name in (expected, detected)]
    columns = {
        metric.__name__: F.udf(metric, DoubleType(), useArrow=True).asNondeterministic()(*texts) for metric in metrics
    }
    return dataset.withColumns(columns)


def _plain(text: str) -> str:
    return " ".join(text.split())


def _words(text: str) -> list[str]:
    return [word for word in text.split() if any(character.isalnum() for character in word)]


def _tokens(text: str) -> list[str]:
    return re.findall(r"[^\W_]+", text.casefold())


def _f1(found: Iterable[str], wanted: Iterable[str]) -> float:
    """Return 2 x common / (found + wanted), which is the harmonic mean of precision and recall."""
    found_bag, wanted_bag = Counter(found), Counter(wanted)
    total = found_bag.total() + wanted_bag.total()
    return 2 * (found_bag & wanted_bag).total() / total if total else 1.0
