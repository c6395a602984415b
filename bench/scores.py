"""How well a text agrees with its truth.

Word F1 and token F1 compare bags: the order of the text does not count, so they are fair to pages with columns. The
character error rate counts every difference of order too, so it is only fair to pages with one obvious order.
"""

import re
from collections import Counter
from collections.abc import Iterable

from rapidfuzz.distance import Levenshtein

__all__ = ["character_error_rate", "token_f1", "word_f1"]


def word_f1(text: str, truth: str) -> float:
    """Compare what stands between blanks, case-sensitive; what has no letter and no digit is dropped.

    Parameters
    ----------
    text, truth : str
        What was read, and what the page says.

    Returns
    -------
    float
        Harmonic mean of precision and recall over bags of words, 0 to 1; 1 if neither has a word.
    """
    return _f1(_words(text), _words(truth))


def token_f1(text: str, truth: str) -> float:
    """Compare runs of letters and digits, in any case; forgives punctuation and truths written in capitals.

    Parameters
    ----------
    text, truth : str
        What was read, and what the page says.

    Returns
    -------
    float
        Harmonic mean of precision and recall over bags of tokens, 0 to 1; 1 if neither has a token.
    """
    return _f1(_tokens(text), _tokens(truth))


def character_error_rate(text: str, truth: str) -> float:
    """Count the characters to insert, delete or replace (Levenshtein distance), runs of blanks being one space.

    Parameters
    ----------
    text, truth : str
        What was read, and what the page says; the truth is not blank.

    Returns
    -------
    float
        Edits per character of the truth: 0 is perfect, it can exceed 1.
    """
    wanted = " ".join(truth.split())
    return Levenshtein.distance(" ".join(text.split()), wanted) / len(wanted)


def _words(text: str) -> list[str]:
    """Split at blanks and drop what is only punctuation."""
    return [word for word in text.split() if any(character.isalnum() for character in word)]


def _tokens(text: str) -> list[str]:
    """Find runs of letters and digits."""
    return re.findall(r"[^\W_]+", text.casefold())


def _f1(found: Iterable[str], wanted: Iterable[str]) -> float:
    """Return 2 x common / (found + wanted), which is the harmonic mean of precision and recall."""
    found_bag, wanted_bag = Counter(found), Counter(wanted)
    total = found_bag.total() + wanted_bag.total()
    return 2 * (found_bag & wanted_bag).total() / total if total else 1.0
