"""Postal addresses: a street with its number, and the town and postal code that follow it."""

from __future__ import annotations

import re
from collections.abc import Iterator

from sparkocr.entities.entity import Entity
from sparkocr.entities.rule import Rule, apart, digit_windows, find_by

__all__ = ["POSTAL_RULES", "AddressDetector"]

_SURE, _LIKELY, _MAYBE = 0.9, 0.75, 0.55

_STATES = (
    "AL|AK|AZ|AR|CA|CO|CT|DE|FL|GA|HI|ID|IL|IN|IA|KS|KY|LA|ME|MD|MA|MI|MN|MS|MO|MT|NE|NV|NH|NJ|NM|NY|NC|ND|OH|OK|OR|PA|"
    "RI|SC|SD|TN|TX|UT|VT|VA|WA|WV|WI|WY|DC|PR|VI|GU|AS|MP|FM|MH|PW|AA|AE|AP"
)
_STATE_NAMES = (
    "Alabama|Alaska|Arizona|Arkansas|California|Colorado|Connecticut|Delaware|Florida|Georgia|Hawaii|Idaho|Illinois|"
    "Indiana|Iowa|Kansas|Kentucky|Louisiana|Maine|Maryland|Massachusetts|Michigan|Minnesota|Mississippi|Missouri|"
    "Montana|Nebraska|Nevada|New Hampshire|New Jersey|New Mexico|New York|North Carolina|North Dakota|Ohio|Oklahoma|"
    "Oregon|Pennsylvania|Rhode Island|South Carolina|South Dakota|Tennessee|Texas|Utah|Vermont|Virginia|Washington|"
    "West Virginia|Wisconsin|Wyoming"
)
_ZIP = r"\d{5}(?:-\d{4})?"
_POSTCODE = r"[A-Z]{1,2}\d[A-Z\d]? ?\d[ABD-HJLNP-UW-Z]{2}"  # United Kingdom: BS 7666
_CANADIAN = r"[ABCEGHJ-NPRSTVXY]\d[A-Z][ -]?\d[A-Z]\d"
_ANY_CODE = (
    rf"(?:{_POSTCODE}|{_CANADIAN}|\d\d-\d{{3}}|(?:[A-Z]{{1,2}}-)?(?!(?:19|20)\d\d(?!\d))"
    r"(?:\d{5}-\d{3,4}|\d{4}-\d{3}|\d{4,6}))(?![\w-])(?!\.\d)"
)
_BOX = (
    r"P\.? ?O\.?[ -]?B(?:ox|OX)|(?i:Post ?(?:Office )?Box|Postfach|Apartado(?: de Correos)?|Caixa Postal"
    r"|Casella Postale|(?:FPO|APO) Box|PO Box|Locked Bag|Bo[iî]te Postale)"
)

POSTAL_RULES = tuple(
    Rule("ADDRESS", score, re.compile(pattern))
    for score, pattern in (
        (_SURE, rf"(?<![\w])(?!ID[ ](?!83))(?:{_STATES}|{_STATE_NAMES}),?[ ]{{1,3}}(?P<value>{_ZIP})(?![\w-])(?!\.\d)"),
        (_SURE, r"(?<![\w-])[A-Z]{1,2}\d[A-Z\d]? \d[ABD-HJLNP-UW-Z]{2}(?![\w-])"),
        (_SURE, r"(?<![\w-])[ABCEGHJ-NPRSTVXY]\d[A-Z] \d[A-Z]\d(?![\w-])"),
        (_SURE, rf"(?<!\w)(?:{_BOX})(?:[:#.]| no\.?| number)? ?#?\d[\d-]{{0,9}}(?!\w)"),
        (
            _SURE,
            (
                r"(?<!\w)(?:[Ww]ohnhaft(?: in)?|wohnt in|domicilié(?:e)? à|demeurant(?: à)?|domicilio en),? "
                r"(?P<value>\d{4,5} [^\W\d_][\w-]{1,30}(?:, [^\W\d_][\w. -]{2,40}? ?\d{1,4}[a-z]?(?!\w))?)"
            ),
        ),
        (
            _SURE,
            (
                r"(?i)(?<!\w)(?:zip(?: ?code)?|post ?code|postal code|plz|code postal|c[oó]digo postal)(?: is)?[:#. "
                r"]{1,3}(?P<value>(?=[A-Z -]{0,4}\d)[A-Z\d]{2,6}(?:[ -][A-Z\d]{3,4})?)(?!\w)"
            ),
        ),
    )
)
"""Postal codes and boxes by themselves."""

_WORD = r"[^\W\d_](?:[^\W_]|['\u2019.-](?=[^\W\d_])){0,30}\.?"
_NOT_STREET = (
    r"(?!(?:and|or|in|to|of|the|at|by|from|for|with|was|were|is|are|on|a|an|that|which|who|this|these|if|as|than"
    r"|it|he|she|had|"
    r"has|have|year|years|month|months|day|days|hours?|minutes?|miles?|mg|ml|mm|cm|km|kg|percent|patients?|people"
    r"|per|and)\b)"
)
_STREET_WORD = rf"{_NOT_STREET}(?:{_WORD}|\d{{1,3}}(?:st|nd|rd|th))"
_DIRECTION = r"(?:[NSEW]|[NS][EW]|[Nn]orth|[Ss]outh|[Ee]ast|[Ww]est)\.?"
_HOUSE = r"(?<![\w.,$€£/-])(?<![\d$€£#] )\d{1,6}(?:-\d{1,4}|[A-Za-z]|(?: |-)1/2)?"
# Names of streets of the US Postal Service (Publication 28, appendix C1): those that mean little else,
_SUFFIXES = (
    "street|str|st|avenue|av|ave|road|rd|drive|drives|dr|lane|ln|boulevard|blvd|court|ct|place|pl|terrace|ter|parkway|"
    "pkwy|highway|hwy|circle|cir|square|sq|plaza|trail|trl|way|alley|aly|crescent|cres|close|mews|broadway|expressway|"
    "expy|freeway|fwy|turnpike|tpke|causeway|esplanade|crossing|loop|row|walk|streets|avenues|roads|lanes|courts|"
    "squares|parkways|circles|plazas|trails|alleys|gardens|gdns|grove|hill|rise|quay|wharf"
)
# and those that need a house number of three digits, or a unit or postal code behind them.
_VAGUE_SUFFIXES = (
    "annex|arcade|bayou|beach|bend|bluffs?|bottom|branch|bridge|brooks?|burgs?|bypass|camp|canyon|cape|centers?|centre|"
    "cliffs?|club|common|corners?|corner|course|coves?|creek|crest|crossroads?|curve|dale|dam|divide|estates?|"
    "extensions?|falls?|ferry|fields?|flats?|fords?|forest|forges?|forks?|fort|garden|gateway|glens?|greens?|groves|"
    "harbors?|haven|heights|hills|hollow|inlet|islands?|isle|junctions?|keys?|knolls?|lakes?|landing|lights?|loaf|"
    "locks?|lodge|mall|manors?|meadows?|mills?|mission|motorway|mountains?|mount|neck|orchard|oval|overpass|parks?|"
    "pass|passage|path|pike|pines?|plains?|plain|points?|ports?|prairie|radial|ramp|ranch|rapids?|rest|ridges?|river|"
    "route|rue|run|shoals?|shores?|skyway|springs?|spurs?|station|stravenue|stream|summit|throughway|trace|track|"
    "trafficway|tunnel|underpass|unions?|valleys?|via|viaduct|views?|villages?|ville|vista|walks|wall|ways|wells?"
)
_UNIT = (
    r"(?i:(?:apt|apartment|suite|ste|unit|flat|floor|fl|room|rm|bldg|building|block|lot|box|top|wohnung|whg|appt"
    r"|appartement|"
    r"piso|puerta|dpto|depto|int|esc|lok|m)\b\.?[ ]?(?:no\.? ?|nr\.? ?|#)?[A-Za-z]?-?\d{0,5}[A-Za-z]?\b|#[ ]?"
    r"[A-Za-z]?-?\d{1,5}[A-Za-z]?|"
    r"\d{1,3}(?:st|nd|rd|th)[ ]floor|\d{1,3}\.? ?(?:og|stock|etage|étage)\b)"
)
_CAPITAL = r"(?-i:(?=[^\Wa-zà-öø-ÿ\d_]))"
_PARTICLES = (
    r"(?:de|du|des|la|le|les|del|de la|der|den|dem|am|an|im|of|the|upon|sur|en|vorm|vor|bei|ob|auf|unter|"
    r"di|do|da|dos|van|y|i|s)"
)

_NUMBER_BEHIND = r"(?!(?:19|20)\d\d)\d{1,4}(?:[ -]?[a-zA-Z](?![^\W_])|[-/]\d{1,4})?(?![\w%])(?![.,]\d)"
_STREETS = tuple(
    (re.compile(pattern), least)
    for pattern, least in (
        # 350 Fifth Avenue, 12B N. Main St., 1500 Broadway; in small letters with three digits and more
        (
            (
                rf"{_HOUSE},? (?:{_DIRECTION} )?(?:{_CAPITAL}{_STREET_WORD} |(?:the|of) ){{1,4}}(?i:{_SUFFIXES})\b(?!"
                rf"['\u2019])\.?(?: {_DIRECTION}(?!\w))?"
            ),
            0,
        ),
        (rf"{_HOUSE},? (?:{_DIRECTION} )?(?:Broadway|The \w{{3,20}})(?!\w)", 0),
        (
            (
                rf"(?<![\w.,$€£/-])\d{{3,6}}[A-Za-z]? (?:{_DIRECTION} )?(?:{_STREET_WORD} ){{1,3}}"
                rf"(?i:{_SUFFIXES})\b\.?(?: {_DIRECTION}(?!\w))?"
            ),
            0,
        ),
        (
            (
                rf"(?<![\w.,$€£/-])\d{{3,6}}[A-Za-z]? (?:{_DIRECTION} )?(?:{_CAPITAL}{_STREET_WORD} ){{1,3}}{_CAPITAL}"
                rf"(?i:{_VAGUE_SUFFIXES})(?!\w)"
            ),
            0,
        ),
        # Highways: 4500 State Route 12, 77 US Highway 9
        (
            (
                rf"{_HOUSE} (?i:(?:state |county |us |u\.s\. |old )?(?:highway|hwy|route|rte|road|rd|fm)) \d{{1,4}}"
                rf"[A-Z]?(?!\w)"
            ),
            0,
        ),
        # Hauptstr. 5, Lange Straße 12 b, Kerkstraat 7, Storgatan 3
        (
            (
                rf"(?<![^\W_]){_CAPITAL}(?:{_WORD} ){{0,2}}[^\W\d_][\w'\u2019-]{{1,40}}(?<=[^\W\d_]|-)(?i:straße"
                rf"|strasse|str\.|weg|allee|platz|gasse|"
                rf"(?<!\bsp)(?<!\bst)(?<!\bdu)(?<!\bb)ring|ufer|damm|chaussee|steig|stieg|straat|laan|gracht|plein"
                rf"|dijk|gatan|vägen|veien|katu|kuja|tänav|utca),? ?{_NUMBER_BEHIND}"
            ),
            0,
        ),
        # Mannerheimintie 5, Nørregade 12: Katie 5 and Brigade 12 need a town and a code
        (
            (
                rf"(?<![^\W_]){_CAPITAL}[^\W\d_][\w'\u2019-]{{1,30}}(?<=[^\W\d_])(?:markt|kade|gata|vej|gade|gate"
                rf"|polku|tie),? ?{_NUMBER_BEHIND}"
            ),
            1,
        ),
        (
            (
                rf"(?<![^\W_]){_CAPITAL}(?:{_WORD} ){{1,3}}(?:Straße|Strasse|Str\.|Weg|Allee|Platz|Gasse|Ring|Ufer"
                rf"|Damm|utca|út|tér|u\.),? {_NUMBER_BEHIND}"
            ),
            0,
        ),
        # 12 rue de la Paix, 3 bis, avenue Foch
        (
            (
                rf"{_HOUSE}(?: ?(?:bis|ter|quater))?,? (?i:rue|avenue|av\.|boulevard|bd\.?|place|chemin|allée|impasse"
                rf"|quai|route|cours|square|"
                rf"passage|faubourg|sentier)(?: (?:d'|l')?{_PARTICLES}(?= )| [dl]['\u2019])*(?: "
                rf"?{_CAPITAL}{_WORD}){{1,4}}"
            ),
            0,
        ),
        # Calle Mayor 3, C/ Mayor, 3, Av. de la Paz n.º 5, Via Roma 12, Rua Augusta 100, ul. Długa 5
        (
            (
                rf"(?<!\w)(?:Calle|C/|C\.|Avenida|Avda\.?|Av\.|Plaza|Pza\.?|Paseo|Camino|Carretera|Ronda|Cuesta|Vial"
                rf"|Pasadizo|Pasaje|Acceso|Urbanización|Rambla|Callejón|Alameda|Glorieta|Travesía|Cañada|Vía|Via|Viale"
                rf"|Piazza|Corso|Largo|Vicolo|Rua|"
                rf"Praça|Travessa|Estrada|ul\.|al\.|os\.|ulica|ulice|Calea|Strada|Str\.)(?: {_PARTICLES}(?= ))*(?: "
                rf"?{_CAPITAL}{_WORD}){{1,4}},? (?:n\.?[ºo°]\.? ?|s/n|núm\.? ?)?"
                r"\d{1,4}[A-Za-z]?(?![\w%])(?![.,]\d)"
            ),
            0,
        ),
        # 6750 Koskikatu 25: a number of four digits, a name, a number; a unit, or a town and a code must follow
        (rf"(?<![\w.,$€£/-])\d{{3,5}} (?:{_STREET_WORD} ){{1,4}}\d{{1,4}}(?![\w%/:-])(?![.,]\d)", 1),
        # avenue Foch, Flat 3, PSC 12, USS Nimitz: only with a town and a code
        (
            (
                rf"(?<![^\W_])(?:rue|avenue|boulevard|place|chemin|allée|impasse|quai|route)(?: {_PARTICLES}(?= )| "
                rf"[dl]['\u2019])*(?: ?{_CAPITAL}{_WORD}){{1,4}}"
            ),
            1,
        ),
        (r"(?<!\w)(?i:flat|studio|apartment|unit|maisonette) \d{1,4}[A-Za-z]?(?!\w)", 1),
        (
            (
                rf"(?<!\w)(?:(?:PSC|CMR|UNIT|Unit) \d{{1,5}},? (?:Box|BOX) \d{{1,5}}|US[NC][A-Z]{{1,2}} {_WORD}|USS "
                rf"{_WORD})"
            ),
            1,
        ),
        # Am Markt 5, Unter den Linden 77: only with a town
        (
            (
                rf"(?<!\w)(?:Am|An der|An den|Auf der|Auf dem|Im|In der|Zum|Zur|Unter den|Unter der|Hinter der|Beim"
                rf"|Alte[rs]?|Neue[rs]?) (?:{_CAPITAL}{_WORD} ?){{1,2}} ?\d{{1,4}} ?[a-z]?(?![\w%])"
            ),
            1,
        ),
        # 3 Oak Village: only with a unit or a town and a code
        (rf"{_HOUSE} (?:{_CAPITAL}{_STREET_WORD} ){{1,3}}{_CAPITAL}(?:{_WORD})(?!\w)", 1),
        (rf"(?<!\w)(?:{_BOX})(?:[:#.]| no\.?| number)? ?#?\d[\d-]{{0,9}}(?!\w)", 0),
    )
)
_BEFORE = re.compile(
    r"(?i)(?:\baddress(?:es)?(?:,? here they are)?(?: is| to| with| for| at|:)?|\blives? (?:at|in)|\blived (?:at"
    r"|in)|\bresid(?:es|ing) at|\blocated (?:at|in)|"
    r"\bsen[td] (?:it )?to(?: user)?|\bmeet(?:ing)?(?: \w{1,10})? at|\btaxi to|\bUser:|\bit's in|\bdeliver(?:ed"
    r"|y)? (?:it )?to|\bmoved to|\bship(?:ped)? to|\bvisit us at)[: ]{1,3}\Z"
)
_UNIT_BEFORE = re.compile(rf"(?<!\w){_UNIT},?[ ]\Z")
_TOWN_WORD = rf"(?:{_CAPITAL}{_WORD}|{_PARTICLES}(?= ))"
_GAP = r"[ \t]{0,8}(?:,[ \t]{0,4})?(?:(?:\n[ \t]{0,8}){1,2}(?:,[ \t]{0,4})?)?"
_GAP_NEEDED = rf"(?=[,\s]){_GAP}"
_UNITS_AFTER = re.compile(rf"(?:{_GAP_NEEDED}{_UNIT}){{1,3}}")
_FIELD = r"(?![^\n:]{1,25}:)"  # a line where a new field starts isn't a part of the address
_TOWNS_AFTER = re.compile(
    # Springfield, IL 62704 and Bath BA1 1AA; a town may have a line of its own, so may the code and the country
    rf"(?:{_GAP_NEEDED}{_FIELD}{_TOWN_WORD}(?:[ \t]{_TOWN_WORD}){{0,4}}){{0,3}}?(?:{_GAP_NEEDED}(?:[A-Z]{{2,3}}|"
    rf"(?<=,[ ])[a-z]{{2,3}}))?"
    rf"{_GAP_NEEDED}{_FIELD}{_ANY_CODE}"
)
_CODE_AND_TOWN_AFTER = re.compile(
    # 10115 Berlin, 75002 Paris CEDEX 02, Ireland
    rf"{_GAP_NEEDED}{_FIELD}(?:[A-Z]{{1,2}}[ -])?\d{{2,3}}[ -]?\d{{1,3}}(?:[ ]?[A-Z]{{2}}(?= ))?[ \t]{_TOWN_WORD}"
    rf"(?:[ \t-]{_TOWN_WORD}){{0,4}}"
)
_TOWN_AND_STATE_AFTER = re.compile(
    rf"{_GAP_NEEDED}{_FIELD}{_TOWN_WORD}(?:[ ]{_TOWN_WORD}){{0,3}},[ ](?:{_STATES}|{_STATE_NAMES})(?!\w)"
)
_SMALL_TOWN_AFTER = re.compile(rf"{_GAP_NEEDED}{_FIELD}{_WORD}(?:[ ]{_WORD}){{0,3}},[ ][A-Za-z]{{2}}[ ]{_ZIP}(?![\w-])")
_TOWN_AT_END = re.compile(
    rf",[ ]?{_TOWN_WORD}(?:[ ]{_TOWN_WORD}){{0,2}}(?=[ \t]*(?:[.;)]|,[ ]?{_CAPITAL}{_WORD}[.;\n]|\n|\Z))"
)


class AddressDetector:
    r"""Finds postal addresses of the United States, the United Kingdom, Germany, France, Spain and countries like them.

    Street, unit, town, state and postal code are one entity where they follow each other, also over lines, but not
    over a line where a new field starts. Postal codes behind a state, British and Canadian ones, and post office boxes
    are found by themselves.

    Examples
    --------
    >>> text = "She lives at 742 Evergreen Terrace\nSpringfield, OR 97477 with her cat."
    >>> [text[found.begin : found.end] for found in AddressDetector().find(text)]
    ['742 Evergreen Terrace\nSpringfield, OR 97477']
    """

    name = "addresses"

    def find(self, text: str) -> list[Entity]:
        """Find the addresses of a text.

        Parameters
        ----------
        text : str

        Returns
        -------
        list of Entity
            In order, without overlaps.
        """
        found = [*self._streets(text), *find_by(POSTAL_RULES, text, self.name)]
        # The longest of those that overlap: a street with its town covers the postal code in it.
        return apart((Entity(e.begin, e.end, e.label, _SURE, e.source) for e in found), len(text))

    def _streets(self, text: str) -> Iterator[Entity]:
        for window in digit_windows(text):
            for pattern, needs_more in _STREETS:
                for street in pattern.finditer(text, *window):
                    end = _whole(text, street.end())
                    known = _BEFORE.search(text, max(0, street.start() - 40), street.start())
                    if end > street.end() or not needs_more or known:
                        unit = _UNIT_BEFORE.search(text, max(0, street.start() - 24), street.start())
                        yield Entity(unit.start() if unit else street.start(), end, "ADDRESS", _LIKELY, self.name)


def _whole(text: str, end: int) -> int:
    """Return the end of an address, given that of its street: behind the unit, town and postal code that follow."""
    unit = _UNITS_AFTER.match(text, end)
    end = unit.end() if unit else end
    after = (_TOWNS_AFTER, _CODE_AND_TOWN_AFTER, _TOWN_AND_STATE_AFTER, _SMALL_TOWN_AFTER)
    ends = [match.end() for pattern in after if (match := pattern.match(text, end))]
    if ends:
        return max(ends)
    town = _TOWN_AT_END.match(text, end)
    return town.end() if town else end
