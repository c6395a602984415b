"""Words of descriptions of studies, series and protocols, which are no names: models of names know few of them.

Those of the standard are in ``imaging_words.txt``, which ``scripts/make_imaging_words.py`` writes; here is what
machines and their users write besides.
"""

from __future__ import annotations

import re
from functools import cache
from importlib.resources import files

__all__ = ["EPONYM", "is_imaging_word", "may_be_name"]

_FILE = "imaging_words.txt"
_PLANES_AND_VIEWS = """
ap ax bed bedside bh bilat breathhold caud cc cran decub dibh exp fb flexion frogleg insp isotropic lao lat lax lcc lm
lml lmlo loc localiser localizers lpo lt mag ml mlo mobile monitor mortise obl obli odontoid outlet pa pilot plax
portable premon premonitoring rao rcc rml rmlo rpo rt sag sax scanogram scout scouts skyline smartprep sunrise
suprasternal survey surview swimmers tan topo topogram topograms tra tracker trans transversal ungated unilat up
upright weightbearing xccl
"""
_METHODS = """
abd ac adc addl admire adult airscan art arteriogram arthrogram arthrography asir avg baby bmd bx captures cbct
cholangio cholangiogram cholangiography chst colonography colour comp con cont cr ct cta ctac ctp ctv curves cystogram
cystography dbt dce defecography demo densitometry dexa diag diff discogram dotatate dr drainage dsa dsc dti duplex
dwi dx eadc early ecg echocardiogram elastography emergency endovaginal enteroclysis enterography equilibrium exam
excretory fa fast fdg fistulogram fluoro fmri followup form fusion galactogram graph helical highres hires hr hrct
hysterosalpingogram idose infant inj intraop io irreversible iv jpeg jpg keys late lavage ld legend letter lossless
lowdose lowres ltd lymphangiogram maa maps marked markers mdp mg mibi minip mip mips mp mprs mr mra mrcp mre mri mrs
mrt mrv msk multiframe multiparametric multiphase myelo myelogram nac nav navigator neonate nephrographic neuro
newborn nm noncon op ot paediatric pages ped peds pelv perf place plain portven postcontrast postop precontrast preop
printed proc protocolled psma pt px pyelographic qa qc quick radiograph radiographs recon recons reconstructed reform
reformat reformats reformatted repeated res resampled resp reversible rf rle roadmap routine runs safire save sc
scaled scintigraphy seg seq shoot sialogram sono sonogram sonography spect spectro sr stat std still subtracted summed
swan swi synth tables templates thick thighs thor tof torso tracew transabdominal transesophageal transvaginal trig
trimester tv ultra ultrafast uncompressed unenhanced unprocessed urogram urography us ven venogram venography veo vr
vrt washout wb wbac wholebody wo wwo xa xr xray
"""
_SEQUENCES = """
asset b1000 balanced bb bffe blade blast bravo bright bssfp bval caipi caipirinha cbf cbv ciss colfa compose composed
cs csx cube db diffsum dixon efgre epi fastview fatsat fatsup fatsuppressed ffe fgre fieldmap fiesta fisp flair fmap
fr frfse fs fse fspgr ge gfactor gradecho grappa grasp gre hardi haste hippo hippocampus hs iac in inopp inphase ip ir
irfse irse kt lava lge me medic mege megre merge mobiview moco mocoseries molli mosaic mprage mt mtc mtt multivane
noddi oop opp opposed orbits pasl pc pcasl pd pdw phasecontrast pmr propeller psir pwi rcbf rcbv realtime relcbf
relcbv relmtt resolve sbref se sella shim shims shmolli smartbrain spair spamm spgr spir ssfp ssfse star starvibe stir
t1wi t2wi tfe tfl thrive tir tirm tiw tmax tmj tricks truefisp trufi tse ttp twist venc vibe vista xl zoomit
"""
_PARTS = """
abdo adnexa appendix arms becken bowel calcaneus carotids cerv cspine ears esophagus fib joints kidneys leber ls
lspine lumb lumbosacral lunge maxillofacial oberes ovaries parathyroid petrous ribs runoff schaedel shoulder si spleen
testicle testis tib toes ts tspine unteres zygoma
"""
_MEDIA = """
ablavar barium breeza buscopan cat clariscan conray cysto cystografin datscan definity dotarem eovist feraheme
florbetapir fludeoxyglucose gad gadavist gado gadobutrol gadolinium gadoterate gadovist gastrografin gastroview
glucagon hexabrix iodixanol ioflupane iohexol iomeprol iomeron iopamidol iopamiron iopromide ioversol isovist isovue
lasix levovist lexiscan lumason magnevist multihance omnipaque omniscan optiray optison oxilan primovist prohance
readi sonazoid sonovue telebrix ultravist urografin visipaque volumen xenetix
"""
_MAKERS = """
achieva acuson aera affiniti agfa aplio aquilion architect avanto bayer biograph bracco brightspeed brilliance canon
carestream discovery elekta emotion epiq esaote espree fuji fujifilm guerbet harmony hdx hdxt healthcare healthineers
his hitachi hologic horos ingenia ingenuity intera iqon kodak konica lightspeed logiq magnetom medcom medrad medtronic
mindray minolta optima osirix pacs philips pioneer premier prisma quad ris samsung sensation sequoia shimadzu siemens
signa skyra smartscore sola somatom stryker symbia symphony syngo terarecon titan toshiba trio vantage varian verio
vida vitrea vivid voluson workstation zimmer
"""
_OTHERS = """
abdpel abdpelvis abduction aborted abvd aca addendum adduction adequate aerosol amended ammonia amyloid annual ant
artifacts assess attending automated axl babygram be beacopp birads bitewing ble bq bqml bw cap cartigram cbd cca ce
cephalogram cha2ds2 chd cholelithiasis choline chop cisscor cleavage cm compare contralateral convex cooperative cornl
cough creatine ctdifreeair cte curved cw degraded discography displaced dmsa drain dtpa eca ed eem efw emptying ent
epidural er ercp esophagram ethmoid etl eval evaluate eversion ext fall feetfirst fell fes ffp ffs flex florbetaben
fluciclovine fluoroscopic flutemetamol fna folfiri folfirinox folfox former fx gaussian gb generic gfr gi glcm
glomerular good gu gyn hc hematuria hfp hfs hida hsg hx ica icrp icu iec ij ijg ilm ima impression indium inf infrared
interpreter interventricular isocentric ivc ivp kurtosis kv kyphoplasty lad ladder latex lca lcs lcx ldct le lirads
lld lle lp lpv lue lumbo lutetium lymphoscintigraphy ma mag3 mars mbq mca mdrd med mm mmode mobility moved mpv ms msa
msec msv muga mva myelography myogenic naf nephrostogram nephrostomy neutral never new nex nicu nonsmoker nonweight
nph nsa ob occ occlusal octreoscan octreotide offis old onc onco or ortho pack panoramic panorex pars pca pe pel
penicillin periapical phased picc picu piflufolastat pirads po prelim prox ptc pw qsm qt quadratic quantitative rads
ramus rbc rca rchop reader recall recist recommend referral regression research restaging rfa ro rolled rpe rpv
rubidium rue rule rx sats sbft screencap seated sector semac sgl shellfish silent simulation simultaneous sita sma
sphenoid stable standardized steroid suboptimal sulfa sup supraventricular suspicious suvlbm svc swallow sweep
swelling sx t1w t2star t2w tace tare tdi te teaching terminated thins thk thora thorac ti tips tirads tr trv tvus tx
ue ugi unchanged uncooperative uni uro ute valgus varus vasc vcug vertebroplasty viability viewmap vmax vq vti washin
wbc weeks wheelchair xofigo years zevalin zte
"""
_OF_VIEWS = (
    "towne|waters|caldwell|judet|merchant|stenvers?|cobb|harris|broden|laurin|stryker|west point|grashey|velpeau|"
    "ferguson|danelius-miller|lauenstein|schuller|hill-sachs|swan-ganz|agatston|look-locker|simpson|bruce"
)
_OF_GRADES = "gleason|fazekas|child-pugh|bosniak|kellgren-lawrence|outerbridge|schatzker|weber|garden"
EPONYM = re.compile(
    rf"(?:{_OF_VIEWS})(?:['\u2019]s)?[ ]"
    r"(?:views?|angle|lesion|defect|catheter|score|sequence|projection|protocol|method)\b|"
    rf"(?:{_OF_GRADES})[ ](?:grade|score|type|[\dIV])|"
    r"kerley[ ][ABC]\b|hoffa(?:['\u2019]s)?[ ](?:fat|pad)|wegener(?:['\u2019]s)?[ ]granul|baker(?:['\u2019]s)?[ ]cyst|"
    r"(?:bi|li|pi|ti|lung|o)-rads\b",
    re.IGNORECASE,
)
"""Matches what is named after a physician: a view, an angle, a lesion, a scale; and scales that look like names."""
_LISTS = (_PLANES_AND_VIEWS, _METHODS, _SEQUENCES, _PARTS, _MEDIA, _MAKERS, _OTHERS)
_NAMES_TOO = frozenset(
    """
    ball bayer belt black blocker bracco branch bravo bridge bright brown button cage canon carina carmine carrier
    cheek child chin cousin cross day dixon  field french glass good gray green grey gross holder horn ima iris key
    keys law le little lock long low lue ma magnus major mark max may minor nail ob pace page palm parent philips
    pointer pool post power quick race ray read rich ring rod root rue self sella sharp short small speed star stock
    stone strain strong stump swan tan treat varian vida violet wall weeks white wing zimmer
    """.split()  # noqa: SIM905
)
_CODE = re.compile(r"[A-Za-z]{1,5}\d{1,4}[A-Za-z]?|\d{1,4}[A-Za-z]{0,5}|[A-Za-z]")  # T2, B60f, 15, 3D, L


def is_imaging_word(word: str) -> bool:
    """Tell whether a word describes a machine, a method, a view or a part of the body, or is a code such as B60f.

    Parameters
    ----------
    word : str
        Letters and digits.
    """
    return word.casefold() in _words() or _CODE.fullmatch(word) is not None


def may_be_name(word: str) -> bool:
    """Tell whether an imaging word is also a name of persons, such as "Long"."""
    return word.casefold() in _NAMES_TOO


@cache
def _words() -> frozenset[str]:
    of_standard = files(__package__).joinpath(_FILE).read_text(encoding="ascii")
    return frozenset(" ".join((of_standard, *_LISTS)).split())
