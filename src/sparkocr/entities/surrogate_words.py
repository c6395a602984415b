"""Words that surrogates are made of: common given names, and family names, places and professions of our own making."""

from __future__ import annotations

__all__ = [
    "ADDRESS_WORDS",
    "FAMILY_NAMES",
    "FEMALE_NAMES",
    "MALE_NAMES",
    "NAME_WORDS",
    "ORGANIZATION_WORDS",
    "PLACES",
    "PROFESSIONS",
    "SMALL_WORDS",
    "STATES",
    "STREET_ENDINGS",
]

FEMALE_NAMES = tuple(
    """
    Abigail Agnes Alice Amanda Amelia Amy Andrea Angela Anna Annette Astrid Audrey Barbara Beatrice Bella Bianca
    Birgit Brenda Bridget Camille Carla Carmen Carol Caroline Catherine Celia Charlotte Chloe Christina Claire Clara
    Cynthia Daisy Daniela Deborah Denise Diana Donna Doris Dorothy Edith Eleanor Elena Elisabeth Elizabeth Ella Emily
    Emma Esther Eva Evelyn Fatima Felicia Fiona Flora Florence Frances Gabriela Gail Georgia Gina Gisela Gloria Grace
    Greta Hannah Harriet Hazel Heather Heidi Helen Helga Hilda Ida Ines Ingrid Irene Iris Isabel Jacqueline Jane Janet
    Jasmine Jennifer Jessica Joan Johanna Joyce Judith Julia Karen Karin Katharina Katherine Kathleen Kelly Kerstin
    Laura Lena Leonie Lily Linda Lisa Louise Lucia Lucy Madeleine Margaret Maria Marie Marion Martha Martina Mary
    Megan Melissa Mia Michelle Miriam Monica Nadine Nancy Naomi Natalie Nicole Nina Nora Olga Olivia Pamela Patricia
    Paula Pauline Penelope Petra Phyllis Priya Rachel Rebecca Regina Rita Rosa Rose Ruth Sabine Sandra Sara Sarah
    Sharon Silvia Simone Sofia Sophie Stella Stephanie Susan Susanne Sylvia Tamara Tanya Teresa Theresa Tina Tracy
    Ursula Valerie Vanessa Vera Veronica Victoria Viola Virginia Wanda Wendy Wilma Yvonne Zoe
    """.split()  # noqa: SIM905  as a list it would take a page
)
MALE_NAMES = tuple(
    """
    Aaron Adam Adrian Ahmed Alan Albert Alexander Alfred Andrew Anthony Anton Arthur Bastian Benjamin Bernard Bernd
    Boris Brandon Brian Bruce Bruno Carl Carlos Charles Christian Christopher Clemens Colin Conrad Craig Daniel David
    Dennis Derek Dieter Dominic Donald Douglas Duncan Edgar Edmund Eduardo Edward Emil Enrique Eric Ernest Eugene
    Fabian Felix Fernando Florian Francis Frank Franz Fred Frederick Gabriel Gary George Gerald Gerhard Gilbert Gordon
    Graham Gregory Guy Hans Harold Harry Heinrich Henry Herbert Homer Horst Howard Hugo Ian Igor Ivan Jack Jacob James
    Jason Javier Jeffrey Jens Jerome John Jonathan Jorge Joseph Juan Julian Karl Keith Kenneth Kevin Klaus Konrad Kurt
    Larry Lars Lawrence Leo Leonard Lorenzo Louis Lucas Ludwig Luis Manuel Marco Mark Martin Matthew Matthias Michael
    Miguel Mohammed Nathan Nicholas Nigel Nils Noah Norbert Norman Oliver Oscar Otto Pablo Patrick Paul Pedro Peter
    Philip Pierre Rafael Ralph Raymond Richard Robert Roger Roland Ronald Rudolf Russell Samuel Scott Sebastian Simon
    Stefan Stephen Steven Stuart Terence Theodore Thomas Tobias Todd Udo Ulrich Uwe Victor Vincent Walter Werner
    William Wolfgang Xavier Yannick Zachary
    """.split()  # noqa: SIM905
)

_HEADS = tuple(
    """
    Al Ash Bald Bar Beck Birch Black Brad Bram Bridge Brook Burn Cal Carl Chad Clay Clif Cole Crest Crom Dal Dan
    Dar Deer Dun Dray East El Elm Ever Fair Falk Farn Fen Fern Fox Gar Glen Gold Grant Green Hal Ham Hart Haw
    Hazel Heath Holl Hunt Hurst Ing Iron Ivy Jas Jes Jul Kel Ken Kil Kings Kirk Knox Lan Lang Lark Lind Lock Long
    Lyn Mal Marl Mead Mel Mill Moor Nash Nel New Nor Oak Old Orm Os Pem Pen Pick Port Quar Quin Raven Red Rich
    Rock Ros Rush Sal Sand Shel Stan Sten Stock Thorn Til Tor Tun Ulver Up Vale Ver Wake Wal Wat West Whit Wick Win
    Wind Wood Yar York Zel
    """.split()  # noqa: SIM905
)
_FAMILY_TAILS = "bert bury by combe cott croft den field ford gate ham hurst ley low man more stead ton well worth"
_PLACE_TAILS = "beach bridge burg cliff dale fell grove haven lake mere minster mouth pool port shore vale ville wick"

FAMILY_NAMES = tuple(sorted({head + tail for head in _HEADS for tail in _FAMILY_TAILS.split()}))
"""About 2,400; names of places in England are made in this way, and so are family names."""
PLACES = tuple(sorted({head + tail for head in _HEADS for tail in _PLACE_TAILS.split()}))
"""Towns, streets and whatever else has a place on a map; no family name is among them."""

PROFESSIONS = (
    "accountant",
    "architect",
    "baker",
    "bookbinder",
    "bus driver",
    "carpenter",
    "cook",
    "economist",
    "electrician",
    "engineer",
    "farmer",
    "florist",
    "gardener",
    "geologist",
    "glazier",
    "hairdresser",
    "journalist",
    "librarian",
    "locksmith",
    "mechanic",
    "musician",
    "optician",
    "painter",
    "photographer",
    "plumber",
    "potter",
    "receptionist",
    "roofer",
    "salesperson",
    "secretary",
    "surveyor",
    "tailor",
    "translator",
    "upholsterer",
    "watchmaker",
    "welder",
)

# What stays, as it tells nothing of who somebody is. Compared as `sparkocr.positions.text.letters_of` gives it.
SMALL_WORDS = frozenset(
    """
    a am an and at bei bin by da das de del dem den der des di die du e el et for fur ibn im in la las le les los
    near of on para pour sous sur ten ter the und van vom von y zu zum zur
    """.split()  # noqa: SIM905
)
"""Particles, articles and conjunctions: these stay where they are written in small letters, as others are names."""
NAME_WORDS = frozenset(
    """
    dr doctor doktor docteur dra prof professor mr mrs ms miss mister sir madam madame mme mlle monsieur herr frau
    fraulein sr sra srta senor senora rev reverend capt sgt jr snr esq ii iii iv md phd msc bsc mba st
    """.split()  # noqa: SIM905
)
"""Titles and degrees that are no names."""
ORGANIZATION_WORDS = NAME_WORDS | frozenset(
    """
    inc ltd llc llp plc corp corporation company gmbh ag kg ohg ev sarl bv nv group holding
    hospital clinic clinics klinik klinikum clinique hopital clinica center centre zentrum medical medicine health
    healthcare care practice praxis surgery pharmacy apotheke laboratory laboratories lab labs radiology imaging
    university universitat universite universidad college school schule institute institut department dept division
    unit ward station bank insurance versicherung krankenkasse agency office amt ministry court church foundation
    trust association society services service systems solutions technologies partners associates international
    national general regional community memorial children childrens
    """.split()  # noqa: SIM905
)
"""Words for kinds and forms of organisations."""
ADDRESS_WORDS = frozenset(
    """
    street st str strasse avenue ave av road rd lane ln drive dr court ct boulevard blvd bd place pl square sq
    terrace way circle cir crescent close highway hwy route rte parkway pkwy trail alley row walk
    apartment apt suite ste floor fl room rm unit building bldg block lot po box postfach bp no nr num number
    north south east west nw ne sw se n s e w upper lower
    platz weg allee gasse ring ufer damm chaussee rue chemin impasse quai calle avenida plaza paseo
    city town village county district state country region province
    """.split()  # noqa: SIM905
)
"""Words for kinds of streets and places."""
STREET_ENDINGS = ("straße", "strasse", "str", "weg", "platz", "gasse", "allee", "ufer", "damm")
"""Ends of German words that are the name of a street and its kind in one."""

STATES = tuple(
    """
    AL AK AZ AR CA CO CT DE FL GA HI ID IL IN IA KS KY LA ME MD MA MI MN MS MO MT NE NV NH NJ NM NY NC ND OH OK OR
    PA RI SC SD TN TX UT VT VA WA WV WI WY
    """.split()  # noqa: SIM905
)
"""Postal abbreviations of the United States."""
