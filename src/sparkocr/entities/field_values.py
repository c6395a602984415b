"""Read the value of a field: a name, a number, a date, an address or an institution."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

from sparkocr.entities.common_words import is_common
from sparkocr.entities.entity import Entity
from sparkocr.entities.field_labels import FieldLabel
from sparkocr.entities.names import NOT_NAMES, Name, name_at, skip_titles

__all__ = ["VALUES", "Line"]

_SURE, _LIKELY = 0.95, 0.8

# Roles that are so often followed by something else that only two words and more are a name.
_TWO_WORDS_TEXT = (
    "from;to;cc;re;regarding;betreff;spouse;husband;wife;parent;guardian;signature;contact;"
    "attention;attn;driver;manager;tech;technician;"
    "collector;user;owner;sender;recipient;responsable;firma;nurse;student;teacher;employee;applicant;client;customer;"
    "member;subscriber;insured;signed;author;passenger;titular;supervisor;doc;operator;cashier;md;provider;"
    "investigator;patient signature;resident;fellow;intern;assistant;counsel;partner;mother;father;"
    "son;daughter;brother;sister;"
    "payee;agent;tenants;trustee;ref;kunde;notify;hr;solicitante;registrar;landlord;borrower;claimant;respondent;petitioner"
)
_TWO_WORDS = frozenset(_TWO_WORDS_TEXT.split(";"))
_EXPLICIT_TEXT = (
    "first name;last name;family name;given name;middle name;maiden name;surname;forename;nachname;vorname;prénom;"
    "apellidos"
)
_EXPLICIT = frozenset(_EXPLICIT_TEXT.split(";"))
# Numbers that stand in sentences, too: without a sign only long ones are identifiers.
_OFTEN_WORDS_TEXT = (
    "id;mr;case;claim;order;visit;group;record;chart;ref;reference;specimen;req;policy;episode;fall;historia;account;"
    "acct;social;ss;fin;har;serial;license;licence;plate;rx;passport;dossier;cuenta;compte;konto;routing;membership;"
    "medicare;encounter;invoice;dl;sin;tin;ein;vat;nhs;lab;file;reg;registration;ip;op;check;cheque;"
    "lic;commission;meter;sn;"
    "s n;hosp;cert;barcode;aufnahme;ticket;transaction;contract;vertrag;referral;auth;certificate;"
    "permit;receipt;po;hc;factura;"
    "contrat;facture;report;sample;donor;locker;loan;parcel;bon;bestell;beleg;ik;cust;urn;hn;docket"
)
_OFTEN_WORDS = frozenset(_OFTEN_WORDS_TEXT.split(";"))
_NEED_SIGN = frozenset(
    (
        "patient",
        "pt",
        "pat",
        "t",
        "f",
        "m",
        "call",
        "ph",
        "mobil",
        "portable",
        "social",
        "invoice",
        "order",
        "device id",
    )
)
_NUMBER = re.compile(
    r"[#:\u2116 ]{0,3}(?P<value>[^\W_](?:[\w*]|[./\\-](?=[\w*])){0,39}(?:[ -]{1,3}(?=[A-Z\d-]{0,11}\d)"
    r"[A-Z\d-]{1,12}(?![\w/.:])){0,8})"
)
_PHONE = re.compile(
    r"(?P<value>[+(]{0,2}[\dOoIlS][\dOoIlS ().\-/\u2010-\u2013]{4,24}[\dOoIlS](?:,? ?(?:x|ext\.?|extension|#) "
    r"?\d{1,6})?)(?![^\W_])",
    re.IGNORECASE,
)
_AGE = re.compile(
    r"(?:[MF][ ,/]{1,3})?(?P<value>[0OoIl]{0,2}\d{1,3}|[OoIl]\d)(?:[ ]?(?P<unit>[YyMWDmwd]|[Yy]rs?|[Yy]ears?|Jahre"
    r"|ans|años|[Yy]\.?/?[Oo]))?(?![^\W_])(?![.,/-]\d)(?!%)"
)
_OF_BIRTH = frozenset(("dob", "d o b", "date of birth", "birth date", "birthdate", "geburtsdatum", "date de naissance"))
_SSN = re.compile(r"(?P<value>[\dXx*#OIl]{3}[- .]?[\dXx*#OIl]{2}[- .]?[\dOIl]{4}|[\d-]{4,12})(?![^\W_])")
_NOISY_DATE = re.compile(
    r"(?P<value>(?=[^\n]{0,7}\d)[\dOoQUIlSBZ][\dOoQUIlSBZ./,\\ \u2013-]{1,14}[\dOoQUIlSBZ])(?![^\W_])"
)
_DECIMAL = re.compile(r"\d+[.,]\d+")
_TOKEN = re.compile(r"(?P<value>@?[^\W_][^\s,;<>()]{1,80}(?<![.:]))")
_SENTENCE_GOES_ON = re.compile(r"[ ](?!(?:aka|and|und|et|y|or|geb|née|born)\b)[a-zß-öø-ÿ]{2,}")
_AND = re.compile(r"[ ](?:and|&|und|et|y|/)[ ](?=[^\Wa-zà-ÿ\d_])")
_INITIALS = re.compile(r"[A-Z]{2,4}(?:/[A-Za-z]{2,4})?(?![^\s,;.|])")
_SIGN_WITH_INITIALS = frozenset(
    {"operator", "oper", "tech", "technologist", "radiographer", "sonographer", "nurse", "rn", "scribe"}
)
"""Who signs with initials."""
_CLEAN_END = re.compile(
    r"[ \t]*(?:\Z|&|(?:and|und|et|y|on|am|at)\b|[.,;:()\[\]/|\d<\n-]|(?:MD|DO|RN|M\.D|PhD|RT|NP)\b)"
)
_POSTAL_END = re.compile(
    r"(?:[A-Z]{1,2}\d[A-Z\d]? ?\d[A-Z]{2}|[A-Z]\d[A-Z] ?\d[A-Z]\d|\d{4,5}(?:-\d{4})?|\d{5} [^\W\d_][\w .-]{1,30})[ "
    r"\t.]*\Z"
)
_LETTERS = re.compile(r"[^\W\d_]{2}")
_MOST_YEARS = 130
_FIRST_WORD = re.compile(r"[^\W_]+(?:/[^\W_]+)?")
_LONGEST_NAME_OF_PLACE = 80
_SHORTEST_SURNAME = 5  # letters, where one word in capitals is enough


@dataclass(frozen=True, slots=True)
class Line:
    """A line of a text, or a part of one: half-open offsets, and where dates of the text begin and end."""

    text: str
    begin: int
    end: int
    dates: Mapping[int, int]

    def part(self, begin: int, end: int) -> Line:
        """Return a part of it."""
        return replace(self, begin=begin, end=end)

    @property
    def written(self) -> str:
        """Its text."""
        return self.text[self.begin : self.end]


def _name(value: Line, label: FieldLabel, _below: Sequence[Line]) -> Entity | None:
    """Read the name of a field that says "name"."""
    begin = skip_titles(value.text, value.begin)
    if begin >= value.end:
        return None
    name = name_at(value.text, begin, value.end)
    if name and _SENTENCE_GOES_ON.match(value.text, name.end, value.end) and (name.words == 1 or not label.strong):
        return None
    if not name and label.strong:
        name = name_at(value.text, begin, value.end, small=True)
        name = name if name and not value.text[name.end : value.end].strip(" \t.,;") else None
    if not name:
        return None
    if not label.strong:
        alone = (
            not value.text[name.end : value.end].strip(" \t.,;")
            or not value.text[name.end : value.end].strip()[:1].isalpha()
        )
        starts = (
            value.text[max(0, label.begin - 2) : label.begin].strip() == ""
            or "\n" in value.text[max(0, label.begin - 2) : label.begin]
        )
        shaped = label.phrase in _EXPLICIT or name.words > 1
        distinct = name.words > 1 and (name.capitals or name.last_first)
        if not ((starts or distinct) and shaped and alone):
            return None
    return Entity(name.begin, name.end, "PERSON", _SURE if label.strong else _LIKELY, "")


def _role(value: Line, label: FieldLabel, _below: Sequence[Line]) -> Entity | None:
    """Read the name behind what somebody is or does."""
    begin = skip_titles(value.text, value.begin)
    name = name_at(value.text, begin, value.end) if begin < value.end else None
    initials = _INITIALS.match(value.text, value.begin, value.end)
    if initials and (label.phrase.endswith(" by") or label.phrase in _SIGN_WITH_INITIALS):
        return Entity(*initials.span(), "PERSON", _LIKELY, "")
    if not name or not _CLEAN_END.match(value.text, name.end, value.end):
        return None
    titled = begin > value.begin
    end = _with_second(value, name)
    if label.strong:
        if name.words == 1 and label.phrase in _TWO_WORDS and not titled and not _is_surname(value, name):
            return None
        return Entity(name.begin, end, "PERSON", _SURE if name.words > 1 else _LIKELY, "")
    written = value.text[label.begin : label.begin + len(label.phrase)]
    by = label.phrase.endswith((" by", " to", " for"))
    distinct = (name.capitals and not written.isupper()) or name.last_first
    if label.phrase not in _TWO_WORDS and name.words > 1 and (by or titled or distinct):
        return Entity(name.begin, end, "PERSON", _LIKELY, "")
    return None


def _is_surname(value: Line, name: Name) -> bool:
    """Tell whether one word in capitals, which is not of medicine or forms, is all of a value."""
    written = value.text[name.begin : name.end]
    alone = name.end == value.end and name.capitals and len(written) >= _SHORTEST_SURNAME
    return alone and not is_common(written)


def _with_second(value: Line, name: Name) -> int:
    """Return where a name ends, or a second one that follows it: "Ann Lee and Bob Ray"."""
    joint = _AND.match(value.text, name.end, value.end)
    begin = skip_titles(value.text, joint.end()) if joint else value.end
    second = name_at(value.text, begin, value.end) if begin < value.end else None
    return second.end if second else name.end


def _number(value: Line, label: FieldLabel, _below: Sequence[Line]) -> Entity | None:
    """Read a number, which may have letters."""
    match = _NUMBER.match(value.text, value.begin, value.end)
    if not match:
        return None
    written = match["value"]
    digits = sum(character.isdigit() for character in written)
    kind = {"SSN": "SSN", "ACCOUNT": "ACCOUNT"}.get(label.kind, "ID")
    if value.dates.get(match.start("value"), 0) >= match.end("value") and not label.strong:
        return None
    if label.strong:
        least = 2 if label.phrase in _NEED_SIGN or label.phrase in _OFTEN_WORDS else 1
        in_capitals = written.isupper() and len(written) > 3 and written.casefold() not in NOT_NAMES  # noqa: PLR2004 - a word
        whole = match.end("value") == value.end and label.phrase not in _OFTEN_WORDS and label.phrase not in _NEED_SIGN
        if digits >= least or (in_capitals and whole):
            return Entity(*match.span("value"), kind, _SURE, "")
        return None
    least = 5 if label.phrase in _OFTEN_WORDS else 3
    if digits >= least and len(written) > 3 and label.phrase not in _NEED_SIGN and not _DECIMAL.fullmatch(written):  # noqa: PLR2004
        return Entity(*match.span("value"), kind, _LIKELY, "")
    return None


def _social_security(value: Line, label: FieldLabel, below: Sequence[Line]) -> Entity | None:
    match = _SSN.match(value.text, value.begin, value.end)
    if match and (label.strong or label.phrase not in _OFTEN_WORDS):
        return Entity(*match.span("value"), "SSN", _SURE, "")
    return _number(value, label, below)


def _date(value: Line, label: FieldLabel, _below: Sequence[Line]) -> Entity | None:
    """Read a date: what the text has there, or what may have been one before OCR."""
    for begin in range(value.begin, min(value.begin + 2, value.end)):
        if begin in value.dates:
            return Entity(begin, value.dates[begin], "DATE", _SURE, "")
    match = _NOISY_DATE.match(value.text, value.begin, value.end) if label.strong or label.phrase in _OF_BIRTH else None
    if (
        match
        and not _DECIMAL.fullmatch(match["value"])
        and 2 * sum(character.isdigit() for character in match["value"]) >= len(re.sub(r"[\W_]", "", match["value"]))
    ):
        return Entity(*match.span("value"), "DATE", _LIKELY, "")
    return None


def _age(value: Line, label: FieldLabel, _below: Sequence[Line]) -> Entity | None:
    match = _AGE.match(value.text, value.begin, value.end)
    if not match or (match["value"].isdigit() and int(match["value"]) > _MOST_YEARS):
        return None
    whole = len(match["unit"] or "") == 1 and match.end("value") == match.start("unit")  # 045Y is one word
    return Entity(
        match.start("value"),
        match.end() if whole else match.end("value"),
        "AGE",
        _SURE if label.strong else _LIKELY,
        "",
    )


def _phone(value: Line, label: FieldLabel, _below: Sequence[Line]) -> Entity | None:
    match = _PHONE.match(value.text, value.begin, value.end)
    least = 5 if label.strong else 7
    if (
        not match
        or sum(c.isdigit() for c in match["value"]) < least
        or (not label.strong and label.phrase in _NEED_SIGN)
    ):
        return None
    return Entity(*match.span("value"), "PHONE", _SURE, "")


def _address(value: Line, label: FieldLabel, below: Sequence[Line]) -> Entity | None:
    """Read a whole address, up to the line with its postal code."""
    if not label.strong or not _is_proper(value):
        return None
    if (
        value.begin < value.end
        and below
        and not any(c.isdigit() for c in value.written)
        and below[0].written.strip()[:1].isdigit()
    ):
        name = name_at(value.text, value.begin, value.end)
        if name and name.end == value.end and name.words > 1:
            return Entity(name.begin, name.end, "PERSON", _LIKELY, "")  # its address is below
    end = value.end
    for line in below:
        if ":" in line.written or not _LETTERS.search(line.written):
            break
        if _POSTAL_END.search(line.written):
            end = line.begin + len(line.written.rstrip())
            break
    return Entity(value.begin, end, "ADDRESS", _LIKELY, "")


def _is_proper(value: Line) -> bool:
    """Tell whether a value begins like a proper noun or a number, and not with a word of forms."""
    written = value.written
    first = _FIRST_WORD.match(written)
    if (
        not first
        or not _LETTERS.search(written)
        or written[0].islower()
        or written[-1] == ":"
        or len(written) > _LONGEST_NAME_OF_PLACE
    ):
        return False
    return first[0].casefold() not in NOT_NAMES or (
        first.end() < len(written) and not _SENTENCE_GOES_ON.match(written, first.end())
    )


def _place(value: Line, label: FieldLabel, _below: Sequence[Line]) -> Entity | None:
    found = label.strong and _is_proper(value)
    return Entity(value.begin, value.end, "LOCATION", _LIKELY, "") if found else None


def _organization(value: Line, label: FieldLabel, _below: Sequence[Line]) -> Entity | None:
    found = label.strong and _is_proper(value)
    return Entity(value.begin, value.end, "ORGANIZATION", _LIKELY, "") if found else None


def _token(value: Line, label: FieldLabel, _below: Sequence[Line]) -> Entity | None:
    match = _TOKEN.match(value.text, value.begin, value.end)
    if not match or not label.strong or match["value"].casefold() in NOT_NAMES:
        return None
    kind = "EMAIL" if "@" in match["value"][1:] else "USERNAME"
    mail = "mail" in label.phrase or label.phrase.startswith(("courriel", "correo"))
    return None if mail and kind == "USERNAME" else Entity(*match.span("value"), kind, _LIKELY, "")


def _nothing(_value: Line, _label: FieldLabel, _below: Sequence[Line]) -> Entity | None:
    return None


VALUES: Mapping[str, Callable[[Line, FieldLabel, Sequence[Line]], Entity | None]] = {
    "NAME": _name,
    "ROLE": _role,
    "DATE": _date,
    "AGE": _age,
    "ID": _number,
    "SSN": _social_security,
    "ACCOUNT": _number,
    "PHONE": _phone,
    "ADDRESS": _address,
    "PLACE": _place,
    "ORGANIZATION": _organization,
    "TOKEN": _token,
    "NONE": _nothing,
}
"""Reads the value of each kind of label: takes the value, its label and the lines below. None if there is none."""
