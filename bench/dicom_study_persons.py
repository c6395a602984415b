"""Patients of bench/dicom_studies.py, and the people and places around them.

Names are invented, and some are hard: words of any language, two parts, apostrophes, accents, two letters.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

__all__ = ["Person", "persons"]

_NAMES = """
Miller^John^A | Okafor^Chidi | O'Brien^Maeve | Müller^Jürgen | De la Cruz^Ana María | Nguyen^Thi Lan | Kowalska^Ewa
van den Berg^Pieter | Smith-Jones^Harriet | Ng^Wei | Abdullah^Fatima | Petrov^Sergei | Haddad^Omar | Fitzgerald^Patrick
Andersson^Linnea | Yamamoto^Keiko | Rossi^Giulia | Dubois^Hélène | Fernandes^Tiago | Schneider^Anke | Kaufman^Scott
Delacroix^Noémie | Papadopoulos^Eleni | Whitfield^Grace
"""
_PHYSICIANS = """
Hartmann^Klaus | Osei^Abena | Lindqvist^Maja | Romano^Paolo | Castellanos^Lucia | Winterbourne^Thomas | Kapoor^Anil
"""
_HOSPITALS = (
    ("Mercy General Hospital", "450 Elm Street, Springfield, IL 62704"),
    ("St. Hedwig Medical Center", "12 Lindenallee, 10115 Berlin"),
    ("Lakeview University Hospital", "3100 Shore Drive, Madison, WI 53703"),
)
_STREETS = ("17 Maple Avenue", "2208 Oakwood Drive", "9 Harbor Lane", "415 Birch Street", "1033 Sunset Boulevard")
_TOWNS = ("Portland, OR 97201", "Dayton, OH 45402", "Salem, MA 01970", "Boise, ID 83702", "Fresno, CA 93721")


@dataclass(frozen=True)
class Person:
    """A patient, with the people and places around.

    Attributes
    ----------
    name, physician, operator : str
        As in headers.
    """

    name: str
    number: str
    born: date
    sex: str
    age: int
    address: str
    phone: str
    accession: str
    physician: str
    operator: str
    hospital: str
    hospital_address: str

    @property
    def words(self) -> dict[str, str]:
        """What texts say: keys of the templates."""
        family, given = self.name.split("^")[:2]
        doctor, doctor_given = self.physician.split("^")[:2]
        return {
            "family": family,
            "given": given,
            "FAMILY": family.upper(),
            "GIVEN": given.upper(),
            "title": "Mr." if self.sex == "M" else "Mrs.",
            "number": self.number,
            "accession": self.accession,
            "age": str(self.age),
            "born_us": f"{self.born.month}/{self.born.day}/{self.born.year}",
            "born_iso": self.born.isoformat(),
            "born_long": f"{self.born.day} {self.born:%B %Y}",
            "address": self.address,
            "phone": self.phone,
            "doctor": doctor,
            "doctor_given": doctor_given,
            "operator": self.operator.split("^")[0],
            "hospital": self.hospital,
        }


def persons(count: int) -> list[Person]:
    """Return patients, each another one."""
    names = [name.strip() for name in _NAMES.replace("\n", "|").split("|") if name.strip()]
    staff = [name.strip() for name in _PHYSICIANS.replace("\n", "|").split("|") if name.strip()]
    made = []
    for number in range(count):
        hospital, address = _HOSPITALS[number % len(_HOSPITALS)]
        age = 21 + 3 * number % 68
        made.append(
            Person(
                name=names[number % len(names)],
                number=f"{'MRN' if number % 3 else ''}{7_104_233 + 91_537 * number}",
                born=date(2021 - age, 1 + 5 * number % 12, 1 + 7 * number % 28),
                sex="MF"[number % 2],
                age=age,
                address=f"{_STREETS[number % 5]}, {_TOWNS[number // 2 % 5]}",
                phone=f"({503 + number}) 555-{1200 + 37 * number}",
                accession=f"A{20_240_000 + 413 * number}",
                physician=staff[number % len(staff)],
                operator=staff[(number + 3) % len(staff)],
                hospital=hospital,
                hospital_address=address,
            )
        )
    return made
