"""Labels of fields in forms, letters and burnt-in headers, and what stands behind them."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass

__all__ = ["FieldLabel", "find_labels", "is_label"]

# A kind of value for each label. NAME: whatever looks like a name; ROLE: a name in capitals, for words that also
# stand in sentences; TOKEN: an address of mail or a user name; NONE: nothing, but the value before it ends there.
_LABELS = {
    "NAME": (
        "name of insured person;"
        "forenames;first names;given names;other names;surname and forename;insured's name;"
        "name of insured;name of employee;name of client;name of applicant;notify;debtor;"
        "name vorname des versicherten;name des versicherten;name vorname geburtsdatum;name und vorname;"
        "nachname vorname;patient name vorname;nom usuel;nom marital;nom et prénoms;"
        "nom du bénéficiaire;nom de l'assuré;nombre del titular;nombre y apellido;apellidos y nombre;"
        "cognome e nome;nome e cognome;nome completo;voornaam;achternaam;navn;namn;nimi;jméno;"
        "imię i nazwisko;nazwisko;imię;الاسم;اسم المريض;שם;שם המטופל;שם מלא;姓名;患者姓名;病人姓名;氏名;患者氏名;이름;"
        "환자명;имя;"
        "фио;пациент;фамилия;"
        "name;full name;patient name;patients name;patient's name;pat name;pt name;name of patient;patient full name;"
        "first name;last name;family name;given name;middle name;maiden name;surname;forename;preferred name;"
        "legal name;other name;alias;aka;mother's name;mothers name;father's name;mother's maiden name;client name;"
        "customer name;member name;subscriber name;employee name;student name;applicant name;account name;"
        "account holder;cardholder;cardholder name;card holder;policy holder;policyholder;insured name;guarantor;"
        "guarantor name;contact name;contact person;next of kin;nok;emergency contact;emergency contact name;"
        "physician name;doctor name;provider name;name of physician;spouse name;name of spouse;name of child;"
        "child's name;guardian name;donor name;owner name;tenant name;buyer name;seller name;print name;printed name;"
        "nachname;vorname;familienname;geburtsname;name vorname;name des patienten;patientenname;versicherter;"
        "kontoinhaber;nom;prénom;prénoms;nom et prénom;nom prénom;nom de famille;nom du patient;nom de naissance;"
        "nom d'usage;nombre;nombres;nombre completo;nombre y apellidos;nombre del paciente;apellido;apellidos;"
        "primer apellido;segundo apellido;cognome;nome;naam"
    ),
    "ROLE": (
        "responsible party;agent;insured person;"
        "ref;kunde;kundin;resident;fellow;intern;registrar;assistant;first assistant;anaesthetist;anesthetist;rn;lpn;"
        "triage rn;triage nurse;scribe;interpreter;notary;notary public;payee;judge;magistrate;attorney;"
        "attorney for plaintiff;attorney for defendant;counsel;solicitor;petitioner;respondent;claimant;"
        "appellant;appellee;grantor;grantee;trustee;executor;lessee;lessor;landlord;borrower;co-borrower;"
        "tenants;adjuster;mother;father;son;daughter;brother;sister;partner;caregiver;carer;prepared for;"
        "submitted by;completed by;entered by;checked by;seen by;examined by;assessed by;referred to;"
        "delivered by;received by;released by;drawn by;administered by;validated by;issued by;sold by;"
        "accepted by;prescriber;prescribing physician;prescribed by;dispensed by;pharmacist;dentist;midwife;"
        "obstetrician;psychologist;case manager;social worker;care manager;account manager;befundet von;"
        "freigegeben von;erstellt von;operateur;assistent;behandler;therapeut;untersucher;hr;sachbearbeiter;"
        "mieter;vermieter;prescripteur;réalisé par;validé par;rédigé par;praticien;chirurgien;anesthésiste;"
        "médecin correspondant;destinatario;remitente;cirujano;anestesista;remitido por;realizado por;"
        "solicitante;facultativo;medico;medico curante;huisarts;"
        "patient;patient in;pt;pat;re;regarding;betreff;physician;attending;attending physician;attending md;attn phys;"
        "ref phys;ref physician;ref dr;ref md;referring;referring physician;referring doctor;referring md;"
        "referring provider;referred by;ref by;refer by;requesting physician;requested by;req phys;ordering physician;"
        "ordering provider;ordered by;performing physician;performed by;perf phys;reading physician;read by;"
        "interpreting physician;interpreted by;reported by;reviewed by;verified by;approved by;authorized by;signed by;"
        "electronically signed by;e-signed by;signed;dictated by;transcribed by;typed by;prepared by;written by;author;"
        "authored by;operator;oper;technologist;tech;technician;sonographer;radiographer;radiologist;surgeon;"
        "assistant surgeon;anesthesiologist;pathologist;cardiologist;consultant;nurse;therapist;doctor;dr;doc;md;pcp;"
        "primary care physician;family physician;gp;general practitioner;provider;admitting physician;attn;attention;"
        "contact;signature;patient signature;witness;witnessed by;guardian;legal guardian;parent;spouse;husband;wife;"
        "employee;applicant;client;customer;member;subscriber;insured;beneficiary;bill to;ship to;sold to;sender;"
        "recipient;from;to;cc;student;teacher;tenant;buyer;seller;owner;donor;user;supervisor;manager;cashier;"
        "salesperson;sales rep;driver;passenger;defendant;plaintiff;directed by;investigator;principal investigator;"
        "collector;collected by;patientin;arzt;ärztin;hausarzt;hausärztin;überweiser;überweisender arzt;"
        "behandelnder arzt;chefarzt;oberarzt;unterschrift;ansprechpartner;empfänger;médecin;médecin traitant;"
        "médecin prescripteur;docteur;destinataire;expéditeur;paciente;médico;médica;doctora;titular;firma;firmado;"
        "responsable"
    ),
    "DATE": (
        "birth;coll date;date of loss;loss date;accident date;sample date;specimen date;date collected;date received;"
        "date reported;collection;reported;printed;printed on;print date;reported on;seen on;last seen;"
        "last visit;next appt;next appointment;next visit;lmp;edd;edc;onset;date of onset;statement date;"
        "effective date;filed;dated;exp;exp dt;exam dt;study dt;admitted;discharged;adm;disch;d;entnahme;"
        "entnahmedatum;eingang;ausgang;befunddatum;gedruckt;gedruckt am;nato il;nata il;nascita;imprimé le;"
        "prélevé le;date du prélèvement;édité le;entrée;sortie;fecha de emisión;fecha de informe;"
        "fecha de estudio;fecha de extracción;fecha ingreso;fecha alta;تاريخ الميلاد;תאריך לידה;出生日期;生年月日;"
        "дата рождения;"
        "dob;d.o.b;date of birth;birth date;birthdate;birthday;born;born on;dod;date of death;date;exam date;"
        "study date;date of exam;date of study;date of service;dos;service date;visit date;admission date;admit date;"
        "date of admission;adm date;discharge date;date of discharge;disch date;report date;collection date;collected;"
        "received;order date;issue date;date of issue;expiry date;expiration date;exp date;expires;due date;"
        "invoice date;acq date;acquisition date;series date;date signed;signed on;date of injury;date of hire;"
        "hire date;appointment;appointment date;surgery date;geburtsdatum;geburtstag;geb;geb am;geb datum;geboren;"
        "geboren am;datum;aufnahmedatum;entlassungsdatum;untersuchungsdatum;date de naissance;né le;née le;né e le;ddn;"
        "date d'entrée;date de sortie;date d'examen;fecha;fecha de nacimiento;f nac;fecha nac;nacido el;nacida el;"
        "fecha de ingreso;fecha de alta;data di nascita;geboortedatum"
    ),
    "AGE": "age;age sex;sex age;patient age;pt age;alter;âge;edad;età;leeftijd",
    "ID": (
        "a c;grp;ת ז;hosp;cert;colegiado;n colegiado;lab;lab number;docket;docket number;cause number;file;"
        "file number;matter number;"
        "cust;uhid;ip;op;ipd;opd;regn;reg;registration;registration number;crn;urn;pcn;hn;lic;commission;"
        "commission number;check;cheque;check number;rpps;finess;meter;meter number;sn;s n;barcode;"
        "aufnahmenummer;aufnahme;patient code;ticket;ticket number;transaction;transaction id;"
        "transaction number;contract;contract number;vertrag;vertragsnummer;mandatsreferenz;referral;"
        "referral number;authorization number;auth;certificate;certificate number;permit;permit number;"
        "receipt;receipt number;po;po number;purchase order;ifsc;abn;gstin;aadhaar;nric;emirates id;civil id;"
        "matricule;siret;siren;hc;tarjeta sanitaria;póliza;número de póliza;factura;número de factura;"
        "contrat;numéro de contrat;facture;numéro client;report number;report;sample;sample number;donor;"
        "donor id;locker;badge number;loan;loan number;property id;parcel;parcel number;bon;bestellnummer;"
        "bestell;beleg;belegnummer;mitgliedsnummer;ik;lanr;bsnr;betriebsstätten;betriebsstättennummer;"
        "arzt nummer;iin;номер;病历号;住院号;门诊号;"
        "id;pid;mrn;m.r.n;mr;mrno;med rec;medical record;medical record number;med rec no;record;record number;chart;"
        "patient id;pat id;pt id;patient identifier;patient;unit number;hospital number;hosp no;hospital id;acc;accn;"
        "accession;accession number;acc no;acsn;order number;order id;req;requisition;specimen;specimen id;sample id;"
        "lab id;study id;exam id;series id;case;case number;case id;claim;claim number;claim id;encounter;"
        "encounter number;encounter id;visit;visit number;visit id;csn;fin;har;episode;policy;policy number;policy id;"
        "insurance id;insurance number;insurance policy;member id;member number;membership;subscriber id;group;"
        "group number;group id;plan id;medicare;medicare number;medicaid;medicaid number;medicaid id;hicn;mbi;"
        "health card;health card number;ohip;nhs;nhs number;hospital no;chi;npi;dea;upin;license;licence;"
        "license number;licence number;driver's license;drivers license;driver license;driver's licence;"
        "driving licence;dl;passport;passport number;national id;identity card;id card;id number;identification number;"
        "tax id;tin;ein;vat;vat id;nino;ni number;national insurance;sin;employee id;employee number;badge;student id;"
        "student number;user id;customer id;customer number;client id;client number;reference;ref;reference number;"
        "invoice;invoice number;order;tracking number;serial;serial number;device id;vin;license plate;licence plate;"
        "plate;rx;rx number;prescription number;fallnummer;fall;patienten id;patientennummer;patienten;"
        "versichertennummer;versicherten;versicherungsnummer;aktenzeichen;kundennummer;rechnungsnummer;personalnummer;"
        "ausweisnummer;steuernummer;steuer id;krankenversicherungsnummer;sozialversicherungsnummer;auftragsnummer;"
        "dossier;numéro de dossier;numéro patient;nir;numéro de sécurité sociale;ipp;n de dossier;nip;nhc;historia;"
        "historia clínica;número de historia;dni;nie;nif;cif;pasaporte;expediente;número de afiliación;nss;cip;"
        "codice fiscale;bsn;cpf;curp"
    ),
    "SSN": "ssn;social security number;social security;soc sec;ss;social",
    "ACCOUNT": "account;account number;acct;bank account;routing;routing number;sort code;iban;konto;kontonummer;"
    "compte;numéro de compte;cuenta;número de cuenta",
    "PHONE": (
        "phone;phone number;telephone;telephone number;tel;ph;home phone;work phone;cell;cell phone;mobile;"
        "mobile phone;mob;fax;fax number;contact number;daytime phone;evening phone;pager;beeper;telefon;telefonnummer;"
        "handy;mobil;téléphone;tél;portable;télécopie;teléfono;teléfono móvil;móvil;celular;telefono;call;t;f;m"
    ),
    "ADDRESS": (
        "address;home address;street address;mailing address;billing address;shipping address;patient address;"
        "residence;street;addr;anschrift;adresse;straße;strasse;wohnort;wohnhaft;domicile;dirección;domicilio;"
        "indirizzo;adres"
    ),
    "PLACE": "city;town;state;county;city state zip;place of birth;birthplace;born in;ort;geburtsort;ville;lieu de "
    "naissance;ciudad;lugar de nacimiento;localidad",
    "ORGANIZATION": (
        "institution;institution name;hospital;hospital name;clinic;facility;facility name;employer;employer name;"
        "company;company name;school;insurance;insurance company;insurer;carrier;payer;pharmacy;laboratory;site;"
        "practice;kasse;kostenträger;surgery;krankenhaus;klinik;arbeitgeber;krankenkasse;firma;"
        "hôpital;clinique;établissement;employeur;mutuelle;"
        "clínica;centro;empresa;aseguradora"
    ),
    "TOKEN": "email;e-mail;email address;mail;courriel;correo;correo electrónico;username;user name;login;twitter;"
    "skype",
    "NONE": (
        "sex;gender;race;ethnicity;religion;marital status;status;height;weight;ht;wt;bmi;room;bed;ward;unit;dept;"
        "department;service;location;page;time;exam;study;modality;procedure;diagnosis;dx;allergies;history;indication;"
        "findings;impression;technique;comparison;relationship;occupation;title;type;zip;zip code;country;language;"
        "comments;notes;temp;bp;geschlecht;größe;gewicht;sexe;taille;poids;sexo;peso;station;plz;view;position;kv;mas;"
        "se;im;fov;institution address"
    ),
}
_WORD = re.compile(r"[^\W_]+")
_GAP = re.compile(r"[ ]?[.,'\u2019/_()-]{0,2}[ ]?")
_NUMBER = re.compile(
    r"(?:[ ._-]{0,2}(?:no|nos|nr|num|number|nummer|numero|número|numéro|n[°ºo]|id|code|#)(?![^\W_])\.?){1,2}",
    re.IGNORECASE,
)
_HINT = re.compile(r"[ ]?\([^()\n]{0,40}\)")
_SIGN = re.compile(
    r"[ \t]*(?:(?:[:#=;\uff1a]|\.{3,}|_+|-{1,2}>|\.:)[ \t#:.,_=-]{0,20})|[ ]?\.[ \t:#]{0,20}(?=\S|\Z)|[ ](?:is|are"
    r"|was)[ :]{1,2}|'s[ ]|[ ]?-[ ](?=\S)"
)
_SPACES = re.compile(r"[ \t]*")
_STRONG = frozenset(":#=;\uff1a_>")


@dataclass(frozen=True, slots=True)
class FieldLabel:
    """A label in a text.

    Attributes
    ----------
    kind : str
        Of the value behind it.
    phrase : str
        The label as it is listed, in small letters.
    begin, end : int
        Half-open offsets: from its first letter to where its value may begin.
    strong : bool
        Whether a colon or a sign like it says that it is a label.
    """

    kind: str
    phrase: str
    begin: int
    end: int
    strong: bool


_MIXED_UP = str.maketrans("01l58m", "oiisbn")


def _skeleton(text: str) -> str:
    """Return small letters without accents, those that OCR mixes up made equal: "D0B" is "dob", "lD" is "id"."""
    if not text.isascii():
        text = "".join(c for c in unicodedata.normalize("NFKD", text) if not unicodedata.combining(c))
    return text.lower().translate(_MIXED_UP).replace("rn", "n")


def _spellings(label: str, kind: str) -> list[str]:
    """Return a label, and as it is written in one word with what numbers are called: "AccNo", "Fallnr"."""
    if kind not in {"ID", "ACCOUNT"}:
        return [label]
    stem = label.removesuffix("nummer").removesuffix(" number").removesuffix(" id")
    return [label, *(f"{stem}{gap}{ending}" for gap in ("", " ") for ending in ("no", "nr", "num", "id") if stem)]


def _table() -> dict[tuple[str, ...], tuple[str, ...]]:
    """Return the kinds of each label, by the skeletons of its words."""
    table: dict[tuple[str, ...], tuple[str, ...]] = {}
    for kind, labels in _LABELS.items():
        for label in labels.split(";"):
            for spelled in _spellings(label, kind):
                key = tuple(_skeleton(word) for word in _WORD.findall(spelled))
                table[key] = tuple(dict.fromkeys((*table.get(key, ()), kind)))
    return table


_KINDS = _table()
_LONGEST = max(map(len, _KINDS))
_FIRST = frozenset(key[0] for key in _KINDS)


def is_label(text: str) -> bool:
    """Tell whether a text is the label of a field, and nothing else."""
    return tuple(_skeleton(word) for word in _WORD.findall(text)) in _KINDS


def find_labels(text: str, begin: int, end: int) -> Iterator[FieldLabel]:
    """Yield the labels of a line, the longest at each place.

    Parameters
    ----------
    text : str
    begin, end : int
        The line, half-open.

    Yields
    ------
    FieldLabel
        In order; a label that has several kinds comes once for each. They don't overlap otherwise.
    """
    words = list(_WORD.finditer(text, begin, end))
    skeletons = [_skeleton(word[0]) for word in words]
    first = 0
    while first < len(words):
        length = _length(text, words, skeletons, first) if skeletons[first] in _FIRST else 0
        if length:
            key = tuple(skeletons[first : first + length])
            after, strong = _behind(text, words[first + length - 1].end(), end)
            if after is not None:
                for kind in _KINDS[key]:
                    yield FieldLabel(
                        kind,
                        " ".join(word[0].lower() for word in words[first : first + length]),
                        words[first].start(),
                        after,
                        strong,
                    )
            while length and first < len(words) and (after is not None and words[first].start() < after):
                first += 1
            if after is not None:
                continue
        first += max(1, length)


def _length(text: str, words: list[re.Match[str]], skeletons: list[str], first: int) -> int:
    """Return how many words the longest label has that begins with a word."""
    if first and text[words[first].start() - 1] in "'\u2019@":
        return 0
    longest = 0
    for length in range(1, _LONGEST + 1):
        last = first + length - 1
        if last >= len(words) or (length > 1 and not _GAP.fullmatch(text, words[last - 1].end(), words[last].start())):
            break
        if tuple(skeletons[first : last + 1]) in _KINDS:
            longest = length
    return longest


def _behind(text: str, at: int, end: int) -> tuple[int | None, bool]:
    """Return where the value of a label begins, and whether a sign stands before it; None if the word goes on."""
    number = _NUMBER.match(text, at, end)
    at = number.end() if number else at
    hint = _HINT.match(text, at, end)
    sign = _SIGN.match(text, hint.end() if hint else at, end)
    if sign:
        return sign.end(), not _STRONG.isdisjoint(sign[0]) or (number is not None and "#" in number[0])
    spaces = _SPACES.match(text, at, end)
    after = spaces.end() if spaces else at
    if after == at < end:
        return (None, False) if text[at] not in "(/&" else (at, False)
    return after, number is not None and "#" in number[0]
