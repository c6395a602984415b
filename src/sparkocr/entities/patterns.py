"""Identifiers that have a form of their own: numbers, addresses of the net, ages and times."""

from __future__ import annotations

import re
from collections.abc import Callable

from sparkocr.entities.addresses import POSTAL_RULES
from sparkocr.entities.checksums import (
    is_bitcoin,
    is_card,
    is_dea,
    is_dni,
    is_iban,
    is_ip,
    is_nhs,
    is_nir,
    is_vin,
)
from sparkocr.entities.entity import Entity
from sparkocr.entities.rule import Rule, apart, find_by

__all__ = ["PatternDetector"]

_SURE, _LIKELY, _MAYBE = 0.95, 0.8, 0.6
_SHORTEST_UID = 20  # characters: a shorter one may be the number of a section
# Top level domains that end a name without "http" or "www": what follows a full stop by mistake isn't one of these.
_DOMAINS = (
    "com|org|net|edu|gov|mil|info|biz|io|ai|dev|app|eu|co\\.[a-z]{2}|com\\.[a-z]{2}|ac\\.[a-z]{2}|gov\\."
    "[a-z]{2}|org\\.[a-z]{2}"
)


def _rule(
    label: str, score: float, pattern: str, check: Callable[[str], bool] = bool, *, needs: str = "", digits: bool = True
) -> Rule:
    return Rule(label, score, re.compile(pattern), check, needs, digits)


def _has_digits(least: int, most: int) -> Callable[[str], bool]:
    """Return a check that counts digits."""
    return lambda text: least <= sum(character.isdigit() for character in text) <= most


def _is_international(text: str) -> bool:
    """Tell whether a number has digits for a country and a phone; 002-63-2616 has none for both."""
    return _has_digits(8 if text[0] == "+" else 11, 20)(text)


_NET = (
    _rule(
        "EMAIL",
        _SURE,
        r"(?<![\w.+%'-])[\w.+%'-]{1,64}(?: ?@ ?|\(at\)| ?\[at\] ?)(?:[\w-]{1,63}\.(?:[ ](?=[a-z]))?){1,5}[^\W\d_]{2,24}"
        r"(?!\w)",
        digits=False,
    ),
    # {ann,bob}@example.org, as papers have it
    _rule(
        "EMAIL",
        _SURE,
        r"\{[^{}\n@]{1,200}\}[ ]?@[ ]?(?:[\w-]{1,63}\.){1,5}[^\W\d_]{2,24}(?!\w)",
        needs="@",
        digits=False,
    ),
    _rule(
        "URL",
        _SURE,
        r"(?i)(?<!\w)(?:https?|s?ftp|file)://[^\s<>\"'|{}]{1,2000}(?<![.,;:!?)\]])",
        needs="://",
        digits=False,
    ),
    _rule("URL", _SURE, r"(?i)(?<![\w/.@])www\d?\.[^\s<>\"'|{}()]{3,2000}(?<![.,;:!?\]])", digits=False),
    _rule(
        "URL",
        _LIKELY,
        rf"(?i)(?<![\w@./-])(?:[a-z0-9-]{{1,63}}\.){{1,4}}(?:{_DOMAINS})(?![\w@-])(?!\.\w)(?:/[^\s<>\"'|{{}}"
        rf"()]{{0,500}}(?<![.,;:!?\]]))?",
        needs=".",
        digits=False,
    ),
    _rule("USERNAME", _MAYBE, r"(?<![\w@./}])@[A-Za-z_][\w.]{1,30}(?<!\.)(?![\w@])", needs="@", digits=False),
    _rule(
        "IP",
        _LIKELY,
        r"(?<![\w.-])(?<!ersion )(?:\d{1,3}\.){3}\d{1,3}(?:/\d{1,2})?(?![\w-])(?!\.\d)",
        lambda t: is_ip(t.split("/")[0]),
    ),
    _rule(
        "IP",
        _SURE,
        r"(?<![\w:.])(?=[0-9A-Fa-f:]{0,40}[0-9])(?:[0-9A-Fa-f]{0,4}:){2,7}(?:[0-9A-Fa-f]{1,4}|"
        r"(?:\d{1,3}\.){3}\d{1,3})?(?![\w:])",
        is_ip,
        needs=":",
    ),
    _rule("ID", _SURE, r"(?<![\w:-])[0-9A-Fa-f]{2}([:-])(?:[0-9A-Fa-f]{2}\1){4}[0-9A-Fa-f]{2}(?![\w:-])"),  # MAC
)

_EXTENSION = r"(?:,? ?(?:x|ext\.?|extension|#|Durchwahl|poste) ?\d{1,6}(?!\d))?"
_PHONES = (
    # +1-541-714-1388, +44 (0)20 7946 0958, 001-541-714-1388x123
    _rule(
        "PHONE",
        _SURE,
        rf"(?<![\w+])(?:\+ ?\d{{1,3}}[ .\-/]?|(?<!\d )00[1-9]\d{{0,2}}[ .\-/])(?:\(?\d{{1,5}}\)?[ "
        rf".\-/]{{0,2}}){{1,6}}(?<=\d)(?![\d%]){_EXTENSION}",
        _is_international,
    ),
    # (541) 714-1388, 541-714-1388, 541.714.1388, 1-541-714-1388, 541/714-1388: numbers of the North American plan
    _rule(
        "PHONE",
        _SURE,
        rf"(?<![\w.,/-])(?<!\d )(?:1[ .-]?)?(?:\([2-9]\d\d\)[ .-]?|[2-9]\d\d[ ./-])[2-9]\d\d[ .-]?\d{{4}}(?![\d-])"
        rf"(?!\.\d)(?! \d\d){_EXTENSION}",
    ),
    _rule("PHONE", _MAYBE, rf"(?<![\w.,/$€£-])(?<!\d )[2-9]\d\d[2-9]\d{{6}}(?![\w-])(?![.,]\d)(?! \d){_EXTENSION}"),
    # 555-1234 with a word for a phone is found by the next rule; 020 7946 0958, (0161) 496 0001, 06 12 34 56 78
    _rule(
        "PHONE",
        _LIKELY,
        rf"(?<![\w.,/$€£-])(?<!\d )(?:\(0\d{{1,5}}\)|0(?!00)\d{{1,5}})(?:[ .-]{{1,2}}|[ ]?/[ ]?"
        rf"(?!\d{{1,2}}/))\d{{2,8}}(?:[ .-]{{1,2}}\d{{2,8}}){{0,4}}(?![\w-])(?![.,/]\d){_EXTENSION}",
        _has_digits(9, 12),
    ),
    _rule("PHONE", _MAYBE, r"(?<![\w.,/$€£-])(?<!\d )0[1-9]\d{8,9}(?![\w-])(?![.,]\d)(?! \d)"),
    _rule(
        "PHONE",
        _MAYBE,
        r"(?<![\w.,/$€£-])(?<!\d )\(\d{2,4}\) ?\d{3,4}[ -]?\d{3,4}(?![\w-])(?![.,]\d)",
        _has_digits(7, 12),
    ),
    # "call me at 94 13 52 16", "Tel. 555-1234"
    _rule(
        "PHONE",
        _LIKELY,
        r"(?i)\b(?:tel|phone|telephone|telefon|t[eé]l[eé]phone|tel[eé]fono|call|mobile|cell|fax|text|sms|dial"
        r"|reach|whatsapp|pager|beeper|handy|portable|"
        rf"messages|registered)\b[^\d\n+(]{{0,30}}(?P<value>[+(]?\d(?:[ .\-/()]{{0,2}}\d){{6,14}}(?!"
        rf"[\d%]){_EXTENSION})",
        _has_digits(7, 20),
    ),
)

_NUMBERS = (
    _rule(
        "SSN",
        _SURE,
        r"(?<![\w-])(?<!\d[. ])(?!000|666)\d{3}([-\u2013\u2010 ])(?!00)\d\d\1(?!0000)\d{4}(?![\w-])(?!\.\d)",
    ),
    _rule(
        "SSN",
        _SURE,
        r"(?i)\b(?:ssn|social security(?: (?:number|no\.?|#))?)\W{0,3}(?:is )?(?P<value>\d{3}[ .-]?\d\d[ "
        r".-]?\d{4})(?!\w)",
    ),
    _rule(
        "CREDIT_CARD",
        _SURE,
        r"(?<![\w.,-])(?:\d{4}([ -]?)(?:\d{4}\1){2}\d{1,7}|\d{4}([ -])\d{6}\2\d{4,5}|\d{12,19})(?![\w-])(?![.,]\d)",
        is_card,
    ),
    _rule(
        "CREDIT_CARD",
        _LIKELY,
        r"(?i)\b(?:card|visa|mastercard|amex|cc)\b[^\d\n]{0,20}(?P<value>\d(?:[ -]?\d){11,18})(?!\w)",
    ),
    _rule("IBAN", _SURE, r"(?<![^\W_])[A-Za-z]{2}\d\d[A-Za-z0-9]{11,30}(?![^\W_])", is_iban),
    *(
        # In groups of four: the last may be shorter, and a word may follow, so each length is tried.
        _rule(
            "IBAN",
            _SURE,
            rf"(?<![^\W_])[A-Z]{{2}}\d\d(?: [A-Z0-9]{{4}}){{{groups}}}(?: [A-Z0-9]{{1,3}})?(?![^\W_])",
            is_iban,
        )
        for groups in range(2, 8)
    ),
    _rule("ACCOUNT", _SURE, r"(?<![^\W_])[13][1-9A-HJ-NP-Za-km-z]{25,34}(?![^\W_])", is_bitcoin),
    _rule("ACCOUNT", _SURE, r"(?<![^\W_])(?:bc1[02-9ac-hj-np-z]{11,71}|0x[0-9a-fA-F]{40})(?![^\W_])"),
    _rule(
        "ACCOUNT",
        _LIKELY,
        r"(?i)\b(?:swift|bic)(?: code)?[:# ]{1,3}(?P<value>(?-i:[A-Z]{6}[A-Z0-9]{2}(?:[A-Z0-9]{3})?))(?!\w)",
        digits=False,
    ),
    _rule(
        "ID",
        _SURE,
        r"(?<![\w-])(?<!\d )\d{3}[ -]\d{3}[ -]\d{4}(?![\w-])(?! \d)",
        lambda text: text[0] in "4679" and is_nhs(text),
    ),
    _rule(
        "ID",
        _SURE,
        r"(?<![^\W_])[12] ?\d\d ?(?:0[1-9]|1[0-2]|[2-9]\d) ?(?:\d\d|2[AB]) ?\d{3} ?\d{3} ?\d\d(?![\w-])",
        is_nir,
    ),
    _rule("ID", _SURE, r"(?<![^\W_])[ABCDEFGHJKLMPRSTUX][A-Z9]\d{7}(?![^\W_])", is_dea),
    _rule("ID", _SURE, r"(?<![^\W_])(?:\d{8}|[XYZ]\d{7})-?[A-HJ-NP-TV-Z](?![^\W_])", is_dni),
    _rule("ID", _SURE, r"(?<![^\W_])[A-HJ-NPR-Z0-9]{8}[0-9X][A-HJ-NPR-Z0-9]{4}[A-HJ-NPR-Z0-9]\d{3}(?![^\W_])", is_vin),
    # British national insurance, Italian tax code, US Medicare beneficiary, UUID, UID of DICOM
    _rule(
        "ID",
        _SURE,
        r"(?<![^\W_])(?!BG|GB|NK|KN|TN|NT|ZZ)[A-CEGHJ-PR-TW-Z][A-CEGHJ-NPR-TW-Z] ?\d\d ?\d\d ?\d\d ?[A-D](?![^\W_])",
    ),
    _rule("ID", _SURE, r"(?<![^\W_])[A-Z]{6}\d\d[A-EHLMPRST]\d\d[A-Z]\d{3}[A-Z](?![^\W_])"),
    _rule(
        "ID",
        _SURE,
        r"(?<![^\W_])[1-9][AC-HJKMNP-RT-Y][AC-HJKMNP-RT-Y0-9]\d-?[AC-HJKMNP-RT-Y][AC-HJKMNP-RT-Y0-9]\d-?"
        r"[AC-HJKMNP-RT-Y]{2}\d\d(?![^\W_])",
    ),
    _rule("ID", _SURE, r"(?<![^\W_])[0-9A-Fa-f]{8}-(?:[0-9A-Fa-f]{4}-){3}[0-9A-Fa-f]{12}(?![^\W_])"),
    _rule(
        "ID", _SURE, r"(?<![\w.])[012]\.\d{1,3}(?:\.\d{1,30}){4,14}(?![\w.])", lambda text: len(text) >= _SHORTEST_UID
    ),
)

_CODES = (
    _rule("ID", _LIKELY, r"(?<!\w)(?:MRN|PID|PAT|ACC|UHID|HN)(?P<value>\d{3,12})(?!\w)"),
    # R443219, CT1020334455, #88123
    _rule("ID", _MAYBE, r"(?<![\w.&/-])[A-Z]{1,4}\d{6,12}(?![\w-])"),
    _rule("ID", _MAYBE, r"(?<![\w&#])#[ ]?(?P<value>[A-Z]{0,3}-?\d{4,12})(?![\w-])", needs="#"),
)

_UNITS_OF_AGE = r"(?:years?|yrs?\.?|y|yo|months?|mos?\.?|weeks?|wks?\.?|days?)"
_AGES = (
    _rule(
        "AGE", _SURE, rf"(?i)(?<![\w.,$-])(?P<value>\d{{1,3}})[ -]?{_UNITS_OF_AGE}[ -]?(?:/|of )?[ -]?(?:old|age|o)\b"
    ),
    _rule("AGE", _SURE, r"(?i)(?<![\w.,$-])(?P<value>\d{1,3})[ -]?(?:y\.?/?o\b\.?|y\. ?o\.|yr/o)"),
    _rule("AGE", _SURE, r"(?i)\bage(?:d|s)?(?: is| was| of)?[: ]{1,3}(?P<value>\d{1,3})(?![\d%-])(?![.,/]\d)"),
    _rule(
        "AGE", _LIKELY, r"(?<![\w/.-])[MF](?:/|[ ]{1,3})(?P<value>0?\d{2}Y?)(?![\w/.,%:-])(?! ?(?:mm|cm|mg|ml|kg|%))"
    ),
    _rule("AGE", _MAYBE, r"(?<![\w/.,-])(?P<value>\d{2})(?:/| ?(?=[MF][ ,]))[MF](?![\w/.'-])"),
    _rule("AGE", _SURE, r"(?<![\w.,/-])(?P<value>\d{1,3}Y)(?![\w/])"),
    _rule("AGE", _SURE, r"\((?P<value>\d{2})[ ]?(?:[MF]|[Mm]ale|[Ff]emale)\)"),
    _rule("AGE", _SURE, r"(?<!\w)(?P<value>0\d\d[YMWD])(?!\w)"),  # value representation AS of DICOM
    _rule(
        "AGE",
        _LIKELY,
        r"(?i)\b(?:an?|this|the|is)[ ](?P<value>\d{2,3})[ -]?(?:m|f|male|female|man|woman|boy|girl|lady|gentleman)\b",
    ),
    _rule(
        "AGE",
        _MAYBE,
        r"(?i)\b(?:when (?:he|she|i|they) (?:was|were)|turn(?:s|ed|ing)?|"
        r"(?:was|am|is|are|were) only)[ ](?P<value>\d{1,3})(?=\.?(?:\s|\Z|,))(?! "
        r"(?:degrees|times|percent|of)\b)(?! ?%)",
    ),
    _rule(
        "AGE",
        _SURE,
        r"(?i)(?<![\w.,])(?P<value>\d{1,3})[ -](?:jährige[rnms]?|jahre alt|ans\b(?! d)|años\b(?! de (?!edad)))",
    ),
    _rule("AGE", _SURE, r"(?i)\b(?:im alter von|âgée? de|de edad de)[ ](?P<value>\d{1,3})(?!\d)"),
)
_TIMES = (
    _rule(
        "TIME",
        _LIKELY,
        r"(?<![\w.,:/-])(?:[01]\d|2[0-3]):[0-5]\d(?::[0-5]\d(?:[.,]\d{1,6})?)?(?: ?[AaPp]\.?[Mm]\b\.?)?(?![\w:%])",
        needs=":",
    ),
    _rule(
        "TIME",
        _LIKELY,
        r"(?<![\w.,:/-])(?:1[0-2]|0?[1-9])(?:[:.][0-5]\d)?(?::[0-5]\d)? ?(?:[AaPp]\.[Mm]\.|[AaPp][Mm]\b|o'clock\b)",
    ),
    _rule("TIME", _LIKELY, r"(?i)\b(?:at|time)[: ][ ]?(?P<value>\d:[0-5]\d(?::[0-5]\d)?)(?![\w:])", needs=":"),
    _rule("TIME", _LIKELY, r"(?<![\w.,:/-])(?:[01]?\d|2[0-3])(?:[:.][0-5]\d)?(?:h[0-5]\d| (?:Uhr|uhr)\b)(?!\w)"),
)
_RULES = (*_NET, *_PHONES, *_NUMBERS, *_CODES, *_AGES, *_TIMES, *POSTAL_RULES)


class PatternDetector:
    """Finds identifiers by their form, and checks their check digits where they have them.

    Addresses of mail, web and machines, user names, phone numbers, numbers of cards, banks, social securities, doctors,
    vehicles and wallets, postal codes, ages and times.

    Notes
    -----
    The package ``phonenumbers`` isn't used: it must be told the country of numbers without a prefix, so it finds
    fewer.

    Examples
    --------
    >>> text = "Call 541-714-1388 or write to ann@example.org, card 4111 1111 1111 1111"
    >>> [(text[found.begin : found.end], found.label) for found in PatternDetector().find(text)]
    [('541-714-1388', 'PHONE'), ('ann@example.org', 'EMAIL'), ('4111 1111 1111 1111', 'CREDIT_CARD')]
    """

    name = "patterns"

    def find(self, text: str) -> list[Entity]:
        """Find the identifiers of a text.

        Parameters
        ----------
        text : str

        Returns
        -------
        list of Entity
            In order, without overlaps: of two the surer, or the longer of two that are equally sure.
        """
        return apart(find_by(_RULES, text, self.name), len(text))
