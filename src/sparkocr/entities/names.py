"""What a name of a person looks like: capitals, initials, particles, and words that are in no name."""

from __future__ import annotations

import re
from dataclasses import dataclass

__all__ = ["NOT_NAMES", "PARTICLES", "Name", "name_at", "skip_titles"]

_PARTICLES = "van von der den de del della di da dos du la le bin ibn al el ben ter ten zu af av y e san st mac"
PARTICLES = frozenset(_PARTICLES.split())
"""Words of names that are written small."""

_FUNCTION_WORDS = (
    "a an the this that these those he she it we you they i his her its our your their my who whom which what when "
    "where why how and or nor but if as at by for from in into of off on onto out over per than then to under until up "
    "upon via with within without not no yes is are was were be been being am has have had do does did will would can "
    "could should may might must shall also only all any both each few more most other some such same so too very just "
    "please thank thanks there here about after again against before between during through because while der die das "
    "ein eine und oder mit ohne für auf aus bei nach seit von zu ist sind war im am les des et ou avec sans pour dans "
    "sur est sont el los las un una con sin para por es son"
)
# Words of forms and reports, which stand in capitals where names do.
_FORM_WORDS = (
    "unknown none n/a na nil null anonymous anonymized anonymised withheld redacted blank see test self same other "
    "various pending tbd name names patient patients pt age aged sex gender male female dob date dates day month year "
    "time birth born address street city state zip code country county phone telephone tel mobile fax cell email "
    "e-mail mail web website url id pid mrn ssn number numbers no nr num acc account accession acct policy insurance "
    "insurer plan group member payer case claim file record records chart report reports form page pages section table "
    "figure fig chapter appendix note notes summary total subtotal amount balance invoice bill billing receipt cash "
    "change price qty quantity description item items order tax due paid payment visit admission admitted discharge "
    "discharged ward room bed unit floor department dept service clinic hospital centre center medical health care "
    "university institute school college office company corporation inc llc ltd gmbh bank court attending physician "
    "physicians doctor dr nurse surgeon radiologist consultant technologist tech provider referring referred "
    "requesting ordering performing reporting by operator history diagnosis diagnoses findings impression indication "
    "indications technique comparison conclusion exam examination study series image images view views chest abdomen "
    "head neck spine brain knee pelvis left right bilateral lateral ap pa mri ct xray x-ray ultrasound us mammogram "
    "mammography contrast scan weight height bmi blood pressure heart rate pulse temperature allergies medications "
    "medication lab results result test tests specimen collected received reported signature signed title occupation "
    "employer race ethnicity religion marital status single married divorced widowed language relationship emergency "
    "contact next kin guardian spouse information info details general personal signs vital vitals first last middle "
    "family given maiden full initial surname forename mr mrs ms miss vice president chief officer director manager "
    "dear sincerely regards confidential draft final preliminary copy original january february april june july august "
    "september october november december monday tuesday wednesday thursday friday saturday sunday street avenue road "
    "st ave rd north south east west new united states kingdom america vorname nachname geburtsdatum geb anschrift "
    "adresse telefon patientin arzt ärztin klinik krankenhaus unbekannt geschlecht männlich weiblich alter nom prénom "
    "né née sexe médecin hôpital inconnu inconnue nombre apellido apellidos paciente fecha nacimiento sexo médico edad "
    "desconocido dirección imaging angiography angiogram arthrogram venogram spectroscopy urography enterography "
    "microsoft excel windows sir madam madame customer client client's colleague colleagues friend friends all team "
    "reader user users everyone applicant employee statement agreement application certificate world pdf request "
    "required optional denies presents reports complains states admits is was seen diabetes hypertension cancer "
    "disease syndrome infection fracture pneumonia asthma stroke pain fever cough procedure protocol regimen"
)
NOT_NAMES = frozenset(_FUNCTION_WORDS.split()) | frozenset(_FORM_WORDS.split())
"""Words that are in no name, or so seldom that a name with one isn't known by its form alone."""

_TITLES = (
    "dr|drs|mr|mrs|ms|mx|miss|mister|madam|prof|professor|doctor|sir|dame|lady|lord|rev|reverend|fr|father|capt|"
    "captain|sgt|lt|col|hon|judge|justice|nurse|herr|herrn|frau|fräulein|dipl|ing|med|priv|doz|mme|mlle|mm|monsieur|"
    "madame|mademoiselle|maître|me|sr|sra|srta|señor|señora|señorita|don|doña|dña|dra|sig|signor|signora|dhr|mevr|mw"
)
_SKIPPED_TITLES = re.compile(
    rf"(?:(?:{_TITLES})(?:\.[ ]?|[ ])(?:(?:h\. ?c|med|dent|rer|nat|phil|jur)\.[ ]?)*){{1,4}}", re.IGNORECASE
)
_CREDENTIAL = re.compile(
    r"(?:M\.?D|D\.?O|Ph\.?D|R\.?N|N\.?P|P\.?A(?:-C)?|D\.?D\.?S|M\.?B\.?B\.?S|F\.?R\.?C\.?[A-Z]|FACS|MPH|MSc|BSc|RT"
    r"|LPN|CRNA|ESQ|Esq|CPA)\.?(?![\w])"
)
_WORD = re.compile(r"[^\W\d_](?:[^\W_]|['\u2019\u00b4`-](?=[^\W\d_]))*")
_GAP = re.compile(r"\.[ ]?(?=[^\W\d_])|[ ](?=[^\W\d_])|,[ ]?(?=[^\W\d_])|\^{1,4}(?=[^\W\d_])|\.,[ ]?(?=[^\W\d_])")
_MOST_WORDS = 6
_LONGEST_WORD = 40
_READ_FOR_LETTERS = frozenset("0158")  # O, I, S, B


@dataclass(frozen=True, slots=True)
class Name:
    """Where a name stands, and how it is written.

    Attributes
    ----------
    begin, end : int
        Half-open offsets.
    words : int
        Its parts, without particles; initials count.
    last_first : bool
        Whether a comma or caret separates the last name from the first.
    capitals : bool
        Whether all of it is in capitals.
    """

    begin: int
    end: int
    words: int
    last_first: bool
    capitals: bool


def skip_titles(text: str, begin: int) -> int:
    """Return where the text goes on behind titles ("Prof. Dr. med.").

    Parameters
    ----------
    text : str
    begin : int

    Returns
    -------
    int
        `begin` if there is none.
    """
    match = _SKIPPED_TITLES.match(text, begin)
    return match.end() if match else begin


def name_at(text: str, begin: int, end: int, *, small: bool = False) -> Name | None:
    """Read a name at a place in a text.

    Parameters
    ----------
    text : str
    begin, end : int
        The name begins there, and ends at `end` or before.
    small : bool
        Whether its words may be written small, as in the field of a form. Words of forms and sentences aren't names.

    Returns
    -------
    Name or None

    Examples
    --------
    >>> text = "GOOD, GUY M. DOB"
    >>> found = name_at(text, 0, len(text))
    >>> text[found.begin : found.end], found.words, found.last_first
    ('GOOD, GUY M', 3, True)
    """
    at, last, words, commas, capitals = begin, begin, 0, 0, True
    while words < _MOST_WORDS and (word := _WORD.match(text, at, end)):
        written = word[0]
        small_form = written.casefold()
        particle = small_form in PARTICLES and (written.islower() or (written.isupper() and small_form in NOT_NAMES))
        initial = (
            len(written) == 1
            and written.isupper()
            and (text[word.end() : word.end() + 1] == "." or (words > 0 and (text[last] == "^" or word.end() == end)))
        )
        if not particle and not initial and not _is_name_word(written, small=small):
            break
        if commas and _CREDENTIAL.match(text, at, end) and text[last] == ",":
            break
        words += not particle
        capitals &= particle or written.isupper()
        if not particle:
            last = word.end() - 2 * written.endswith(("'s", "\u2019s"))
        gap = _GAP.match(text, word.end(), end)
        if not gap or (gap[0].startswith(".") and len(written) > 3 and not gap[0].endswith(",")):  # noqa: PLR2004 - "Chas." and initials
            break
        if gap[0][0] in ",^" or "," in gap[0]:
            if commas == 1 and "^" not in gap[0]:
                break
            commas += 1
        at = gap.end()
    if not words:
        return None
    return Name(begin, last, words, any(mark in text[begin:last] for mark in ",^"), capitals)


def _is_name_word(word: str, *, small: bool) -> bool:
    """Tell whether a word may be a part of a name; some letters of it may have been read as digits."""
    digits = sum(character in _READ_FOR_LETTERS for character in word)
    other = sum(character.isdigit() for character in word) - digits
    if other or 3 * digits > len(word) or len(word) > _LONGEST_WORD or word.casefold() in NOT_NAMES:
        return False
    return small or word[0].isupper() or not (word[0].islower() or word[0].isupper()) or word[:2] in {"d'", "d\u2019"}
