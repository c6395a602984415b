"""Names of persons by what stands beside them: a title, a salutation, a sign-off, a sex mark, a date."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from sparkocr.entities.common_words import is_common
from sparkocr.entities.entity import Entity
from sparkocr.entities.field_labels import is_label
from sparkocr.entities.names import Name, name_at, skip_titles

__all__ = ["find_names"]

_SURE, _LIKELY = 0.9, 0.75
_LONGEST = 70  # characters of a name that stands before something

_TITLE = re.compile(
    r"(?<![\w'\u2019@.-])(?<!\d )(?P<title>(?i:mr|mrs|ms|mx|miss|mister|dr|drs|prof|professor|doctor|dame|rev|reverend"
    r"|hon|judge|justice|herr|herrn|frau|fräulein|"
    r"mme|mlle|monsieur|madame|mademoiselle|docteur|professeur|maître|dra|sra|srta|señor|señora|señorita|doña|sig|signor|signora|dhr|mevr)|Sir"
    r"|Sr|Hr|Nurse)(?:(?P<dot>\.)[ ]?|[ ])(?=[^\W\d_]{2}|[^\W\d_]\.|[A-Z][ ][A-Z][a-z])"
)
_OF_IMAGING = frozenset(
    {"MR", "MS", "DR", "SR"}
)  # magnetic resonance, multiple sclerosis, digital radiography, and titles
_SALUTATION = re.compile(
    r"(?<![\w'\u2019-])(?:Dear|DEAR|Hi|Hello|Hey|Good morning|Liebe|Lieber|Cher|Chère|Estimado|Estimada|Querido"
    r"|Querida|Hallo|Bonjour|Hola)[ ]{1,3}"
)
_AFTER_SALUTATION = re.compile(r"[ \t]*(?:[,:;!.-]|\n|\Z)")
_SIGN_OFF = re.compile(
    r"(?i)(?<!\w)(?:(?:yours |very |most )?(?:sincerely|truly|faithfully|respectfully)(?: yours)?|(?:best|kind"
    r"|warm|with best|with kind)? ?regards|best wishes|"
    r"thank you|thanks|cheers|mit freundlichen grüßen|mit freundlichem gruß|hochachtungsvoll|cordialement|bien à "
    r"vous|sincères salutations|atentamente|"
    r"saludos(?: cordiales)?|un saludo|(?:electronically )?signed(?: by)?)[,.:]?[ \t]*(?:\n[ \t]*){1,4}"
)
_CREDENTIAL = re.compile(
    r",?[ ](?<![\w.][ ])(?:M\.?D|D\.?O|Ph\.?D|R\.?N|N\.?P|PA-C|D\.?D\.?S|D\.?V\.?M|MBBS|M\.B\.B\.S|FRCP|FRCR|FACS"
    r"|FACC|MPH|LPN|CRNA|Esq|CPA|RDMS|DPT|PharmD)\b\.?"
    r"(?! \d{5})"
)
_NAME_IS = re.compile(r"(?i)\b(?:nam(?:e|es)(?:'s|\u2019s| is| was|\?)|calls? me|called me|my name,)[: ]{1,3}")
_ENDS = re.compile(r"[ \t]*(?:[.,;!?)\n]|\Z|(?:but|and)\b)")
_CARET = re.compile(r"(?<![\w^])(?=[^\W\d_]{2,30}\^)")
# geb. 1.1.1950, née le 3 mai 1949, DOB: 01/02/1960, * 14.06.1952
_BORN = re.compile(
    r"[ ]{0,8}[,(|/-]?[ ]{0,8}(?:(?i:geb(?:\.|oren)?(?:[ ]am)?|n[ée]e?[ ]le|n[ée]\(e\)[ ]le|nat[oa][ ]il|nacid[oa][ ]el"
    r"|born(?:[ ]on)?|d\.?o\.?b\.?|date[ ]of[ ]birth|birth[ ]?date)|\*)(?=[ ]?[:.]?[ ]{0,3}\d)"
)
# In the matter of Ann Lee, Estate of Ann Lee; daughter Ann
_MATTER = re.compile(
    r"(?i)\b(?:(?:electronically )?signed(?: by)?,?|in the matter of|in re|estate of"
    r"|on behalf of|c/o|z\. ?hd\.)[: ]{1,3}"
)
_RELATION = re.compile(
    r"\b(?:wife|husband|daughter|son|brother|sister|mother|father|partner|spouse|niece"
    r"|nephew|carer|named|called|v\.)[ ,]{1,2}"
)
# [M], (F), {M], [IM] of bad OCR; M 45Y, 45 Y/F, 045Y M
_BRACKETED_SEX = re.compile(
    r"[ ,]{0,3}[\[({|][ ]?[IlTJ|1]?[ ]?(?:[MFWUO]|(?i:male|female|männlich|weiblich))[ ]?[\])}|Il1J,]"
)
_SEX_AND_AGE = re.compile(
    r"[ ,/;-]{1,3}(?:(?:[MF]|Male|Female|MALE|FEMALE)[ ,/;-]{0,3}(?P<age>\d{1,3})(?=[ ]?(?:[Yy]|[MmDdWw]\b|[ \t]*$))|"
    r"(?P<years>\d{1,3})[ ]?(?:[Yy](?:[RrOo]s?|ears?|\.?[ ]?o\.?|/[oO])?)?[ ,/;-]{0,3}(?:[MF]|Male|Female|MALE"
    r"|FEMALE)(?!\w)|"
    r"(?P<only>\d{1,3})[ ]?[Yy](?:rs?|RS?)?(?!\w))",
    re.MULTILINE,
)
_SEX_AT_END = re.compile(r"[ ,/]{1,3}(?:[MF]|MALE|FEMALE)(?=[ \t]*(?:$|[/|]|\d))", re.MULTILINE)
_WORD_STARTS = re.compile(r"(?<![^\W_])(?<![^\W_]['\u2019-])[^\W\d_]")
_BEHIND_NAME = re.compile(r"[ \t.,;:^-]{0,5}")
_REST_OF_HEADER = re.compile(r"[^a-zß-öø-ÿ\n]{0,40}$", re.MULTILINE)


def find_names(text: str, dates: Mapping[int, int], source: str) -> Iterator[Entity]:
    """Yield the names that stand beside something that only names stand beside; and titles, as ``OTHER``.

    Parameters
    ----------
    text : str
    dates : mapping of int to int
        Where dates begin and end.
    source : str
        Name of the detector.

    Yields
    ------
    Entity
    """
    for begin, end, score in (*_after(text), *_after_words(text), *_before(text), *_before_dates(text, dates)):
        yield Entity(begin, end, "PERSON", score, source)
    for match in _SEX_AND_AGE.finditer(text):
        group = match.lastgroup
        if group and _name_before(text, match.start()):
            yield Entity(*match.span(group), "AGE", _LIKELY, source)
    for title, name in _titled(text):
        yield Entity(name.begin, name.end, "PERSON", _SURE, source)
        yield Entity(*title, "OTHER", _LIKELY, source)


def _titled(text: str) -> Iterator[tuple[tuple[int, int], Name]]:
    """Yield titles, and the names behind them."""
    for match in _TITLE.finditer(text):
        title, dot = match["title"], match["dot"]
        begin = skip_titles(text, match.end())
        name = name_at(text, begin, begin + _LONGEST, small=title.islower() and bool(dot))
        if not name or (title in _OF_IMAGING and not dot and not name.capitals) or (title == "Sr" and not dot):
            continue
        if text[name.begin].islower():  # "mr. smith flew": small letters tell no end
            name = name_at(text, begin, _end_of_words(text, begin, 2), small=True) or name
        yield (match.start(), match.start() + len(text[match.start() : name.begin].rstrip())), name


def _end_of_words(text: str, begin: int, count: int) -> int:
    """Return where a number of words end, or their line."""
    line = text[begin : begin + _LONGEST].split("\n", 1)[0]
    return begin + len(" ".join(line.split(" ")[:count]))


def _after(text: str) -> Iterator[tuple[int, int, float]]:
    """Yield names behind a salutation, a sign-off, "name is"; and those with a caret, as DICOM writes them."""
    for match in _SALUTATION.finditer(text):
        begin = skip_titles(text, match.end())
        name = name_at(text, begin, begin + _LONGEST)
        if name and _AFTER_SALUTATION.match(text, name.end):
            yield name.begin, name.end, _LIKELY
    for match in _SIGN_OFF.finditer(text):
        begin = skip_titles(text, match.end())
        name = name_at(text, begin, begin + _LONGEST)
        if name and (name.words > 1 or _AFTER_SALUTATION.match(text, name.end)):
            yield name.begin, name.end, _LIKELY
    for match in _NAME_IS.finditer(text):
        begin = skip_titles(text, match.end())
        name = name_at(text, begin, begin + _LONGEST)
        if not name:
            name = name_at(text, begin, _end_of_words(text, begin, 2), small=True)
            name = name if name and _ENDS.match(text, name.end) else None
        if name:
            yield name.begin, name.end, _SURE
    for match in _CARET.finditer(text):
        name = name_at(text, match.start(), match.start() + _LONGEST, small=True)
        if name and "^" in text[name.begin : name.end]:
            yield name.begin, name.end, _SURE


def _after_words(text: str) -> Iterator[tuple[int, int, float]]:
    """Yield names behind words of courts, and behind what somebody is to somebody: "daughter Ann"."""
    for pattern, fewest in ((_MATTER, 2), (_RELATION, 1)):
        for match in pattern.finditer(text):
            begin = skip_titles(text, match.end())
            name = name_at(text, begin, begin + _LONGEST)
            is_name = name and text[name.begin].isupper() and not is_common(text[name.begin : name.end])
            if name and is_name and name.words >= fewest:
                yield name.begin, name.end, _LIKELY


def _before(text: str) -> Iterator[tuple[int, int, float]]:
    """Yield names before a sex mark, an age or a degree."""
    for pattern in (_BRACKETED_SEX, _SEX_AND_AGE, _SEX_AT_END, _CREDENTIAL, _BORN):
        for match in pattern.finditer(text):
            name = _name_before(text, match.start())
            if name and (
                name.capitals or name.last_first or pattern in {_CREDENTIAL, _BORN} or _starts_line(text, name.begin)
            ):
                yield name.begin, name.end, _SURE


def _before_dates(text: str, dates: Mapping[int, int]) -> Iterator[tuple[int, int, float]]:
    """Yield names that stand alone on a line with a date behind them, as in headers that are burnt in."""
    for begin, end in dates.items():
        line = text.rfind("\n", 0, begin) + 1
        if not 0 < begin - line <= _LONGEST:
            continue
        start = line + len(text[line:begin]) - len(text[line:begin].lstrip())
        name = name_at(text, start, begin)
        if (
            name
            and name.words > 1
            and not is_label(text[name.begin : name.end])
            and _BEHIND_NAME.fullmatch(text, name.end, begin)
            and _REST_OF_HEADER.match(text, end)
            and (name.capitals or name.last_first or name.words <= 3)  # noqa: PLR2004 - longer ones are headings
        ):
            yield name.begin, name.end, _LIKELY


def _name_before(text: str, end: int) -> Name | None:
    """Return the name of two words or more that ends there, the longest on its line."""
    line = text.rfind("\n", max(0, end - _LONGEST), end) + 1
    for start in _WORD_STARTS.finditer(text, max(line, end - _LONGEST), end):
        begin = skip_titles(text, start.start())
        name = name_at(text, begin, end) if begin < end else None
        if name and name.words > 1 and _BEHIND_NAME.fullmatch(text, name.end, end):
            return name
    return None


def _starts_line(text: str, begin: int) -> bool:
    return not text[text.rfind("\n", 0, begin) + 1 : begin].strip()
