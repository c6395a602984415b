"""Clinical texts for bench/dicom_studies.py: what stands in brackets identifies somebody and has to go.

The names in braces are keys of `dicom_study_persons.Person.words`.
"""

from __future__ import annotations

__all__ = ["TEXTS"]

_CT = """
CT CHEST W CONTRAST
CT ABDOMEN PELVIS W/O CONTRAST
CT HEAD [{FAMILY}, {GIVEN}]
Liver 3 phase for [{title} {family}], DOB [{born_us}]
CTA CHEST PE PROTOCOL
Thorax Abdomen, MRN [{number}]
CT Neck Soft Tissue W/ IV Contrast
CT UROGRAM [{FAMILY}]
Low Dose Lung Cancer Screening CT
CT Cervical Spine w/o contrast, trauma
CT CARDIAC CORONARY CALCIUM SCORE
CT Guided Biopsy Lung Left [{family}]
CTA HEAD AND NECK STROKE
CT Sinuses Limited
"""
_MR = """
MRI BRAIN W WO CONTRAST
MR KNEE LT
MRI LUMBAR SPINE - [{given} {family}]
MR PROSTATE MULTIPARAMETRIC
MRI BRAIN, requested by [Dr. {doctor}]
MRCP
MR Angio Neck w/o
MRI Breast Bilateral w/wo CAD
MRI Pituitary ([{family}])
MR ENTEROGRAPHY
MRI Cardiac Stress Perfusion
MRI SHOULDER ARTHROGRAM RIGHT
MR Brachial Plexus
MRI FETAL 32 WKS
"""
_CR = """
Chest PA for [{title} {family}], DOB [{born_us}]
Chest PA/LAT
FEMUR LT
XR HAND 3 VIEWS RIGHT
PORTABLE CHEST 1 VIEW
KNEE RT AP/LAT
Abdomen KUB upright
XR PELVIS AP [{family}, {given}]
C-Spine Flex/Ext
Scoliosis series standing
XR Foot Weightbearing Lt
Clavicle RT
Skull 4 views
Bone Age Hand Left
"""
_US = """
US ABDOMEN COMPLETE
ECHO 2D TTE
Carotid duplex bilateral
OB US 2nd trimester
US THYROID [{FAMILY}]
GALLBLADDER LONG
US RENAL AND BLADDER
Venous Doppler Lower Extremity Lt
US Scrotum
TVUS Pelvis
Liver Elastography, ref [Dr. {doctor}]
US Guided FNA Thyroid
Neonatal Head US
Stress Echo
"""
_PT = """
PET/CT WHOLE BODY
FDG PET SKULL TO THIGH
PET CT [{family}^{given}]
NM BONE SCAN WHOLE BODY
PET Brain Amyloid
Ga-68 DOTATATE PET/CT
PSMA PET [{FAMILY}]
Cardiac Viability PET
Lymphoma Restaging PET/CT
"""
_HISTORY = """
s/p CABG by [Dr. {doctor}] [2019-03-04]
{age} y/o with cough and fever
Known hepatocellular carcinoma, follow up after TACE on [12/05/2018].
history of breast cancer, BRCA1 positive
pain in left hip for 3 weeks. Call [{phone}] with results.
fall from ladder, r/o fracture
smoker 40 pack years, dyspnea
[{title} {family}] lives at [{address}]. HTN, DM2, CKD stage 3.
Right lower lobe nodule, 8 mm, unchanged since [March 2, 2020].
Crohn's disease, status post ileocecal resection
Hodgkin lymphoma, 4 cycles ABVD. Patient [{given} {family}] tolerated well.
Prior lumbar fusion L4-L5 at [{hospital}], now with radiculopathy.
COPD exacerbation, on home oxygen 2 L. PCP [Dr. {doctor_given} {doctor}].
Metastatic melanoma on pembrolizumab
Seizures since childhood, on levetiracetam and lamotrigine
Atrial fibrillation on apixaban, CHA2DS2-VASc 4
Renal transplant [06/2011], creatinine 1.8 mg/dL, limited contrast
Whipple procedure for pancreatic adenocarcinoma
Rheumatoid arthritis treated with methotrexate and adalimumab
MVA restrained driver, neck pain, GCS 15
Sister of patient, [Adele {family}], has BRCA2
Gravida 2 para 1, LMP uncertain
Wegener's granulomatosis, cavitary lesions
Prostate cancer Gleason 3+4, PSA 7.2 ng/ml
"""
_COMMENTS = """
Patient moved during acquisition, repeat recommended
Discussed with [Dr. {doctor}] by phone.
lateral view, patient upright
Name: [{family}, {given}] ID: [{number}]
No acute intracranial abnormality
Compared with prior of [{born_long}]
Good image quality, no artifacts
Scanned by [{operator}] at [{hospital}]
Dental hardware artifact
IV extravasation left antecubital fossa, 20 ml
Acc# [{accession}]
Image reversed, right marker missing
Preliminary read by [Dr. {operator}], attending pending
Arms down, beam hardening
Reconstructed with iterative technique, strength 3
Consent signed by [{given} {family}]
Breath hold suboptimal, motion in lower lobes
*** CRITICAL RESULT *** called to ED
Injection rate 4 ml/s, delay 35 sec
pt refused contrast
"""
_REPORTS = """
Nodule in the right upper lobe, 6 mm. No pleural effusion.
[{title} {family}] was seen by [Dr. {doctor}] on [{born_iso}]. The liver is normal in size and attenuation.
No evidence of pulmonary embolism. Heart size is normal.
Findings were communicated to [Dr. {doctor_given} {doctor}]. Mild degenerative changes of the lumbar spine.
The patient [{given} {family}], MRN [{number}], has a stable 8 mm cyst in the left kidney.
Left ventricular ejection fraction is 55 percent. No pericardial effusion.
IMPRESSION: 1. Acute appendicitis without perforation. 2. Incidental 4 mm nonobstructing right renal calculus.
TECHNIQUE: Axial images were obtained from the skull base to the vertex. COMPARISON: None.
BI-RADS 2: benign. Scattered fibroglandular densities. Routine annual mammography is recommended.
There is a comminuted fracture of the distal radius with dorsal angulation (Colles fracture).
LI-RADS 5 observation in segment VIII measuring 3.2 cm with washout and capsule.
Electronically signed by: [{doctor_given} {doctor}, MD] on [{born_us}]. Diffuse osteopenia.
Kerley B lines and small bilateral effusions, consistent with mild CHF.
Patient: [{FAMILY}, {GIVEN}]. Findings: the gallbladder is distended, Murphy sign is negative.
Multiple T2 hyperintense foci in periventricular white matter, Fazekas grade 2.
Baker cyst measuring 4 cm. Medial meniscus tear, Hoffa fat pad edema.
"""
_NOTES = """
CT Lumbar Myelogram Post
CT ENTEROGRAPHY W ORAL/IV
CTA Runoff Bilat Lower Ext
CT Temporal Bones HR
4D Parathyroid CT
CT Virtual Colonoscopy
Renal Mass Protocol CT
CT Pelvis Hardware MARS
Dual Energy Gout Foot
MR Elbow RT w/o
MR Liver Eovist
Rectal Cancer Staging MRI
MRV Head
Face/Orbits MRI
MR Defecography
Cardiac MRI HCM
Spectroscopy single voxel TE 144
Hand Lt Norgaard
Zanca view AC joint
Babygram
Skeletal Survey NAT
Nasal Bones
Sternum lat
Sacroiliac joints
L-Spine Oblique
Upper GI w/ small bowel
Modified Barium Swallow
Hysterosalpingogram
Tib/Fib portable post reduction
Nephrostogram tube check
PICC placement
Mammo Diag Uni Rt
Stereotactic biopsy breast
Tomo MLO R
Biophysical Profile
Nuchal Translucency
Umbilical artery Doppler
Appendix US RLQ
DVT study BLE
Aorta screening AAA
Testicular torsion stat
V/Q Scan
HIDA w/ EF
MUGA
Thyroid Uptake I-123
Tc-99m MDP 3 phase
FES PET breast
Rubidium cardiac PET stress
t2_blade_fs_cor
pd_tse_dixon_sag_W
AX 3D SPGR +C
Ax T2* GRE
Sag PD FS FRFSE
cine_retro_sax_8mm
PSIR_4ch
COR T1 SPACE CE
diff_b0_1000_TRACEW
BOLUS TRACKING
t1_starvibe_tra_dyn
CORONAL THIN MIP
PELVIS 1.5 I40f 3
Monitoring 10.0 Br36
SAG BONE RECON
Ax Ven Phase 3mm
Helical Thorax 1.25 STD
Premonitoring 5mm
CHEST 2.0 MIP LUNG
Scout AP & LAT
LCC TOMO
RMLO IMPLANT DISPLACED
4CH FOCUSED RV
SUBCOSTAL IVC
LT CFV COMP
CRL
FHR M-MODE
Dyspnea on exertion, BNP 1200
DKA, altered mental status, r/o CVA
s/p TKA, eval loosening
Elevated troponin, chest pressure radiating to jaw
Lung CA s/p RUL lobectomy, surveillance
Palpable lump at 3 o'clock, 4 cm from nipple
HCV cirrhosis, AFP 45, r/o HCC
TAVR planning, severe AS
GI bleed, melena, Hgb 6.9
hx of DVT on warfarin, INR 2.5
Nephrolithiasis, flank pain, microhematuria
Suspected NPH, gait disturbance
Ehlers-Danlos syndrome, aortic root dilatation
Sarcoidosis stage II
Multiple myeloma, lytic lesions
Dizziness and tinnitus, r/o vestibular schwannoma
Neurofibromatosis type 1
Tuberous sclerosis, SEGA
Takayasu arteritis
Kawasaki disease, coronary aneurysm
Paget disease of bone
Sickle cell crisis
Legg-Calve-Perthes
Salter-Harris II fracture distal tibia
Jones fracture 5th metatarsal
Morton neuroma
De Quervain tenosynovitis
Moderate motion degradation on sequences 5-7
Contrast: 95 mL Isovue-370 IV, no adverse reaction
eGFR 38, pre-hydrated
Ring removed, marker on left
Field of view extended to include L5-S1
The study is limited by body habitus.
The ventricles and sulci are normal in size and configuration.
There is a 2.3 x 1.8 cm enhancing mass in the left adrenal gland, washout 62 percent.
No hydronephrosis. The bladder is partially distended.
Degenerative disc disease at L4-L5 with moderate canal stenosis (Modic type 2 changes).
ASPECTS 9. No large vessel occlusion.
Stable Chiari I malformation, tonsils 7 mm below the foramen magnum.
Ejection fraction by Simpson biplane 48 percent.
Agatston score 212, 75th percentile.
Follow Fleischner Society guidelines: CT in 6-12 months.
Bilateral Pleural Effusions, right greater than left
MILD CARDIOMEGALY WITH PULMONARY VASCULAR CONGESTION
LINES AND TUBES: ETT 3 CM ABOVE CARINA, NG TUBE IN STOMACH
PROSTATE VOLUME 45 CC, PI-RADS 4 LESION LEFT PERIPHERAL ZONE
Impression: stable exam
Dose length product 512 mGy*cm, CTDIvol 14.2
Patient supine, arms up, feet first
Lead apron used, LMP confirmed
Technologist note: unable to hold breath
Interpreter present
ED holding, bed 12
Outside images uploaded to PACS
Addendum: laterality corrected to left
1st attempt failed, cannula replaced
Wheelchair, high fall risk
"""


def _lines(texts: str) -> tuple[str, ...]:
    return tuple(texts.strip().splitlines())


TEXTS: dict[str, tuple[str, ...]] = {
    "CT": _lines(_CT),
    "MR": _lines(_MR),
    "CR": _lines(_CR),
    "US": _lines(_US),
    "PT": _lines(_PT),
    "history": _lines(_HISTORY),
    "comments": _lines(_COMMENTS),
    "report": _lines(_REPORTS),
    "notes": _lines(_NOTES),
    "CT series": _lines("""
Lung 1.0 B60f
AXIAL 5MM SOFT TISSUE
Topogram 0.6 T20s
Recon 2: CHEST
ARTERIAL PHASE
Thin Bone Sag
COR MIP 3mm
Chest Lung 3.0 Br64 S3
THINS 1.25
Dose Report
SmartPrep Series
"""),
    "MR series": _lines("""
T2 FLAIR ax
t1_mpr_sag_p2_iso
SAG T2 FRFSE
ep2d_diff_b50_400_800_tra_ADC
Ax T1 POST
3 Plane Loc FGRE
Cor STIR fs
AX DWI b1000 TRACEW
SWI_Images
DCE_TWIST_dyn
T1W_3D_TFE
WATER: Ax LAVA-Flex
"""),
    "CR series": _lines("""
PA
LAT
AP PORTABLE
OBL LT
W Chest Lat.
Sunrise
AP Grid
Swimmers
Lordotic
"""),
    "US series": _lines("""
Apical 4 chamber
LT KIDNEY SAG
PLAX 2D
GB LONG SUPINE
CCA PROX RT
MID TRV
LLD
EFW/AC/HC
"""),
    "PT series": _lines("""
WB CTAC 3.0 B31f
PET AC 2D
PET WB corrected
CTAC Range: Eyes to Thighs
NAC
WB MIP
"""),
    "CT protocol": _lines("""
1.1 Routine Brain
THORAX^Routine (Adult)
CTA CHEST
Abdomen Pelvis Routine
5.3 CHEST/ABD/PEL
Head^HeadSeq
"""),
    "MR protocol": _lines("""
t2_tse_tra_320_p2
Brain/Standard
KNEE LT routine
t1_vibe_fs_tra_bh_dyn
MS BRAIN FOLLOW UP
IAC w/wo
"""),
    "CR protocol": _lines("""
CHEST PA
FEMUR AP
HAND PA
Thorax p.a.
"""),
    "US protocol": _lines("""
Abdomen
Cardiac adult
OB 2nd trimester
Thyroid/Parathyroid
"""),
    "PT protocol": _lines("""
PET_WB_FDG
PET/CT whole body
Onco WB
"""),
    "reason": _lines("""
r/o PE
s/p CABG [2019-03-04]
knee pain x 3 weeks, [{title} {family}]
Hodgkin lymphoma, restaging
cough, fever. Results to [Dr. {doctor}]
HTN, DM2
SOB, elevated D-dimer
Eval hernia
? stone, hematuria
abn LFTs, ETOH
follow-up AAA, last seen [11/14/2017]
"""),
    "contrast": ("OMNIPAQUE 350", "ISOVUE300/100", "11 ml Omniscan", "Gadavist", "Magnevist", "Gastrografin PO"),
    "derivation": ("Lossy compression with JPEG baseline, ratio 15.5", "MPR derived", "JPEG 2000 lossless compression"),
    "allergies": ("Latex", "Penicillin", "Iodinated contrast", "none known", "Sulfa", "Shellfish", "NKDA"),
    "diagnoses": _lines("""
Pneumonia
Chest pain, [{title} {family}]
Osteoarthritis of knee
Rule out appendicitis
Cholelithiasis
Multiple sclerosis
Ca colon
Graves disease
"""),
    "document": ("Radiology report", "Report of [{given} {family}]", "Discharge letter", "Echo report"),
    "detector": ("SN", "XY", "OM"),
}
"""Texts by their use: headers have 64 characters for descriptions."""
