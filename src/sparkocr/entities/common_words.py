"""Words of medicine, forms and contracts, which are no names, and signs named after physicians."""

from __future__ import annotations

import re

__all__ = ["ABBREVIATIONS", "COMMON_WORDS", "EPONYM", "TERM", "is_common", "is_medical"]

_ABBREVIATIONS = """
a1c aaa abd abg abi abx ac acdf ace acei acl acls acs acth adc adhd adl adls ado aed af afb afib afp ah aicd aka aki
al alk alkphos all alp als alt am ama aml amt ana anca aob aod ap appt aptt ar arb ard ards arf arom as asa asap ascvd
asd ast atn ats av avf avm avn avnrt avr awake axr ba bac bal bbb bc bcc bcg bid bih bipap biw bka blca bld bls bm bmd
bmi bmp bms bmt bn bnp bos bp bpd bph bpm br brbpr brca bs bsa bsi bso bun bx ca cabg cad caf cap cbc cbd cbt cc ccb
ccf ccu cea cf cfs cft cga chd chf chemo chol ci cig ck ckd ckmb cll cmc cml cmv cn cns co copd cpap cpk cpr cr crcl
cre crf crp crt cs csf ct cta ctap ctg cth cto ctpa ctr cts cv cva cvc cvd cvp cvs cvvh cxr dbp dc dcis ddx dexa dic
dip dka dlco dm dmard dnr dob doe dpi dpt dre drug ds dsa dt dtap dtr dui dvt dwi dx dxa eblv ebl ebv ecg echo ecmo
ecog ecp ect ed edh edta eeg ef egd egfr eia ekg elisa emg ems ent eom eomi eos eot ep epi er ercp erp esbl esr esrd
esu eswl etoh ett eua eus evar ext f fap fast fbc fbg fbs fdg fe feu fev fev1 ffp fh fhr fiber fibro fio2 fish fl
flair fna fobt fov fpg ft fsh fu fuo fvc fx g6pd gad gbm gbs gc gcs gcsf gerd gest ggt gi gib gist gn gp gpa grbs gsw
gtn gtt gu gvhd gyn h hav hb hba1c hbcag hbsag hbv hcc hcg hcl hcm hco3 hct hctz hcv hd hdl heent hellp hep her2 hev
hf hfa hg hgb hiv hla hm hnp ho hocm hpa hpi hpv hr hrct hrt hs hsm hsv htn hus hx iabp ibd ibs icd ich icp icu iddm
ie ig iga ige igg igm ih ihc ihd ii iii il ild im ims ind inf inr ins io iop iq isq itp iu iucd iud iugr iui iv ivc
ivcd ivda ivf ivig ivp ivs ix jvd jvp k kcl ki kg kub kv kvp la lac lad laser lasik lavh lbbb lbp lbw lca lcx ld ldh
ldl le lei les lfb lft lfts lh lhr liv ll llb lle llq lls lmca lmn lmp lms loc los lp lpm lr ls lsb lscs lt lue lul
luq lv lvad lvedp lvef lvf lvh ma mac map mas mca mch mchc mcp mcv md mdi mds med meds meq mets mg mgy mi mibg min
mips mir mlo mm mmhg mmr mmrv mmse mo moca mod mr mra mrcp mrg mri mrsa mrsi mrv ms msi msk mss msu mtp mts mtx mva
mvp mvr nad nafld nash nb nbm nc ncs ncv nec neg neuro nf ng ngt nhl nicu niddm nihss nka nkda nl nm nmr no nog noac
norm nos npo npv nsaid nsaids nsc nsclc nsr nstemi nsvd nt nvd ob obgyn obs oc ocd ocp oct od om omt op opd orif or os
osa osm ot otc ou p pac pacs pad paf pao2 pap para pca pci pcl pcos pcp pco2 pcr pct pcv pcwp pda pe pea peep peg
perrl perrla pet pft ph phq phx pi picc picu pid pih pip pkd pku plt plts pmb pmh pmhx pmi pmn pms pn pnd po po2 pod
pos pot pp ppd ppe ppi ppv pr prbc prn prom pround psa psh psvt pt pta ptca pth ptsd ptt ptx pud puva pv pvc pvcs pvd
pvr pw q qam qd qds qhs qid qod qpm qrs qt qtc r ra rad raf rbbb rbc rbcs rbs rca rcc rcm rds rdw re rf rfa rfts rh
rhd rhf ric rlb rle rll rlq rml rn ro rom ros rosc rpr rr rrr rsi rsv rt rta rtc rue rul ruq rv rvf rvh rvsp rx rxn s
sab sah sao2 sar sarcoid sars sb sbe sbo sbp sca scc scd sclc sctx sd sdh sdu se sgot sgpt si siadh sids sirs sl sle
slr sma smr snf snri sns soap sob sod sol soob sp spect spf spo2 spp ssri ssss st staph std stemi sti stir sts sv svc
svd svr svt sw swi sx syst t t1 t2 t3 t4 tab tabs tah tat tavi tavr tb tbg tbi tbili tbsa tca tcd tdap tds tedd tee
temp tens tft tfts tg tga thr tia tibc tid tips tis tiw tka tkr tkvo tlc tld tle tlso tm tmj tms tn tnf tnm to toc tof
torch tp tpa tpn tpr tr trach trali trans trus tsh tsi tsst ttb tte ttg ttp tums tur turb turbt turp tv tvr tx u ua
uac uc ue ugi uip un uop up uri us usg uss ut uti uv uvr v va vac vad vas vbac vbg vd vdrl vf vfib vhd vit vma vo vp
vq vre vs vsd vt vte vwf vzv wbc wbcs wc wcc who wm wnl wob wpw wt x xray xr xrt yag yo zn adj typ ul bi nd rads
medical mane nocte stat supp susp inj tabl caps gtts amp amps mcg mcl mgs ml mls mmol umol nmol pmol mol mosm dl fmol
ug pg hpf lpf cfu cmh2o kpa miu uiu mev gbq mbq mci cgy gy msv kcal hz khz mhz rpm sec secs hrs wk wks mth mths yr yrs
"""
_NAMES_TOO = (
    "ana lei les tia sol mas vas doe bal mac ros sab sah sar all as am awake drug fast fish who no up to or see"
)
ABBREVIATIONS = frozenset(_ABBREVIATIONS.split()) - frozenset(_NAMES_TOO.split())
"""Abbreviations of medicine, in small letters."""

_ANATOMY = """
abdomen abdominal accessory acetabular acetabulum achilles acromion adductor adnexa adnexal adrenal adrenals airway
airways alveolar amygdala amniotic anal ankle anterior antecubital antrum anus aorta aortic apex apical appendix arch
arm arterial arteries arteriole artery articular ascending atria atrial atrium auditory axial axilla axillary axis
basal basilar bicuspid bilateral bilaterally biceps bile biliary bladder bone bones bony bowel brachial brain breast
breasts bronchi bronchial bronchus buttock caecum calcaneus calf callosum capsule cardiac cardiomediastinal carotid
carpal cartilage cecum celiac cerebellar cerebellum cerebral cerebrum cervical cervix chest clavicle clavicular coccyx
colic colonic common condyle conus coronal coronary corpus cortex cortical cranial cranium cuff deep deltoid
descending diaphragm diaphragmatic digit digital distal dorsal duct ductal duodenal duodenum ears elbow elbows
endometrial endometrium epidural epigastric epigastrium epithelial epithelium esophageal esophagus extremities
extremity eye eyelid eyes face facet facial fallopian fascia femoral femur fetal fibula fibular finger fingers fissure
flank foramen forearm forehead frontal fundus gallbladder ganglion gastric genital genitalia gingiva glottis gluteal
groin gum hamstring heart hemisphere hepatic hilar hilum hip hippocampus hips humeral humerus hypothalamus ileal ileum
iliac inferior infrarenal inguinal intestinal intestine intracranial intrahepatic jaw jejunal jejunum joint joints
jugular kidney kidneys knee knees labia labrum larynx lateral left ligament ligaments limb limbs lip lips liver lobe
lobes lower lumbar lumbosacral lungs lymph macula malar malleolus mandible mandibular maxilla maxillary medial median
mediastinal mediastinum medulla meninges meniscus mesentery metacarpal metatarsal mid middle mitral mouth mucosa
mucosal muscle muscles myocardial myocardium nares nasal naval neck nerve nerves nipple node nodes nose nostril
occipital ocular optic oral orbit orbital oropharynx osseous ovarian ovaries ovary palate palmar pancreas pancreatic
parathyroid parenchyma parenchymal parietal parotid patella patellar pelvic pelvis penis pericardial pericardium
perineum periorbital peripheral peritoneal peritoneum pharynx pineal pituitary placenta placental plantar pleura
pleural plexus pons popliteal portal posterior prostate prostatic proximal pubic pulmonary pupil pupils pylorus
quadriceps radial radius rectal rectum renal retina retinal retroperitoneal retroperitoneum ribs right rotator sacral
sacroiliac sacrum sagittal scalp scapula sciatic sclera scrotal scrotum septal septum shin shoulder shoulders sigmoid
silhouette sinus sinuses skeletal skin skull spinal spine spleen splenic sternal sternum stomach subclavian
subcutaneous superficial superior supraclavicular suprapubic tarsal temporal tendon testes testicle testicular testis
thalamus thigh thoracic thorax throat thumb thymus thyroid tibia tibial tissue tissues toe toes tongue tonsil tonsils
tooth teeth trachea tracheal transverse tricuspid trigeminal trochanter trunk tympanic ulna ulnar umbilical umbilicus
upper ureter ureteral ureters urethra urethral urinary uterine uterus uvula vagina vaginal vagus valve valves vascular
vas vein veins vena venous ventral ventricle ventricles ventricular vertebra vertebrae vertebral vessel vessels
vestibular vulva wrist wrists
"""
_FINDINGS = """
abnormal abnormality abscess absent ache acute adenopathy adequate adhesions aerated afebrile aggressive alert
alopecia ambulated ambulating ambulatory anemia anaemia aneurysm angina angulation arterielle anterolisthesis anxiety
anxious aphasia apnea appearance appropriate arrest arrhythmia artifact ascites asleep aspiration asthma asymmetric
asymmetry asymptomatic ataxia atelectasis atheroma atrophic atypical auscultation autism awake bacteremia bacteria
benign bipolar bleed bleeding blister blunted borderline bradycardia bruise bruising bruit bulge bursitis calcific
calcification calcifications calcified calculi calculus cancer carcinoma cataract catarrh chills cholesterol chronic
cirrhosis clear clubbing coma comfortable communicating complicated compression concentric concussion confused
congestion congested congestive conjunctiva consolidation constipation contusion convulsion cough coughing crackles
cramps crepitus critical croup cyst cystic cysts deceased decreased deficit deformity degeneration degenerative
dehydrated dehydration delirium delusion dementia dense density depressed depression deviation diabetes diabetic
diarrhea diarrhoea diastolic diffuse dilatation dilated disc discharge discs disease diseases dislocation displaced
disorder disorders distension distress diverticula diverticulum dizziness dizzy dyskinesia dyslipidemia dysphagia
dysphasia dysplasia dyspnea dyspnoea dysuria eczema edema edematous effusion effusions ejection elderly elevated
elevation embolism embolus emphysema encephalopathy enlarged enlargement epilepsy epileptic erythema erythematous
exacerbation exudate failure fainting fatigue fatty febrile fever fibrillation fibroid fibroids fibromyalgia fibrosis
fistula flat flu fluid flutter focal fracture fractures frequency fungal gait gallop gallstone gallstones gangrene
glaucoma goiter goitre gout granuloma gravid growth guarding hallucinations headache headaches healed healing healthy
hearing heartburn hematemesis hematoma hematuria hemoptysis hemorrhage haemorrhage hemorrhoids heparin hepatitis
hernia herniation herpes heterogeneous hiccups hives hoarse homogeneous hydrocephalus hydronephrosis hyperlipidemia
hyperlipidämie hyperplasia hypertension hypertensive hypertrophy hypotension hypothyroidism hypoxia icterus idiopathic
ileus ill illness incontinence increased indigestion infant infarct infarction infarcts infected infection infections
infectious infiltrate infiltrates inflammation inflammatory influenza injury insomnia insufficiency intact
intermittent intolerance irregular irritable ischemia ischemic ischaemic itching jaundice ketones laceration lameness
lesion lesions lethargic leukemia leukaemia leukocyte limp linear lipoma lucent lump lumps lymphadenopathy lymphoma
malaise malignancy malignant malnutrition mania mass masses melanoma melena meningitis metabolic metastases metastasis
metastatic migraine migraines mild mildly moderate moderately moist mood mottled mucus multifocal mumps murmur murmurs
myopathy nausea nauseous necrosis negative neoplasm neuralgia neuropathy nocturia nodular nodule nodules nontender
normal normocephalic numbness obese obesity obstructed obstruction obstructive occluded occlusion occult opacities
opacity oriented orthopnea osteoarthritis osteopenia osteophytes osteoporosis oxygen pain painful pains pallor
palpable palpation palpitations palsy paralysis paraplegia paresthesia patchy patent perforation pertussis petechiae
phobia photophobia plaque plaques plethora pneumonia pneumothorax polyp polyps positive pregnancy pregnant primary
profuse progressive prolapse prolonged protein protrusion pruritus psoriasis psychosis pulse purulent rales rash
rashes reactive recurrent redness reflex reflexes reflux regurgitation relapse resected residual resistance resolved
respiratory retention rhinitis rhonchi rhythm rigidity rigors rubella rupture ruptured scar scarring sciatica
sclerosis sclerotic scoliosis secondary sedated seizure seizures sensation sensory sepsis septic severe severely
shingles shock sickle sleepy sludge smear smoker smooth snoring soft soreness spasm spasms spasticity splenomegaly
spondylosis spots sprain stable stenosis stiffness stool stools strain stranding stridor stroke stupor subacute
suicidal supple swelling swollen symmetric symmetrical symptom symptoms syncope syndrome syndromes syphilis systolic
tachycardia tachypnea tender tenderness tetanus thickened thickening thrombosis thrombus tingling tinnitus tired
tortuous toxic toxicity trauma traumatic tremor tremors triglycerides tumor tumors tumour tumours ulcer ulceration
ulcers unchanged unilateral unremarkable unresponsive unspecified unstable urea uremia urgency urine urticaria
variceal varices varicose vertigo viral virus vision visual voided vomiting weak weakness wheals wheeze wheezes
wheezing wound wounds
"""
_CARE = """
detrusor ethanol fibrinogen hiatus karyotype prothrombin mini-mental detected stains nilm bi-rads napsin birads
monocryl strips steri ablation activity adjuvant administered admission alcohol allergen allergic allergies allergy
amputation anaesthesia anaesthetic analgesia analgesics anastomosis anesthesia anesthetic angiogram angiography
angioplasty antibiotic antibiotics antibodies antibody anticoagulation antigen antihypertensives aspirate assay
assessment assist assistance audiogram autopsy bandage bed bedside biochemistry biopsied biopsies biopsy blockade
blood bolus brace bypass cannula cardiology cardioversion care cast cath catheter catheterization cautery cells
chemistry chemotherapy clamp clinical clip closure coagulation cohort collar colonoscopy color colour colposcopy comp
compliance complication complications compress consult consultation contraception contrast count cream crutches
culture cultures cycle cytology dental dermatology diagnosis diagnostic dialysis diet differential dilation
discontinued dissection diurese doppler dosage dose doses drain drainage drains draped dressing dressings drops echo
echocardiogram electrolytes emergency endocrinology endoscopy enema excision exercise extubated fasting feeding filter
flap fluids fluoroscopy follow-up formalin gauze gastroenterology genetics glucose graft grafts gynecology hematology
haematology hemoglobin haemoglobin hemostasis histology holter hormone hygiene imaging immunization immunotherapy
implant implants incision induction infusion inhaler injection injections insertion insulin intensive intervention
intolerances intravenous intubated intubation iron irrigation isolate kit lab laboratories laboratory laparoscopic
laparoscopy laser lavage levels ligation liquid lotion lozenge mammogram mammography management marker markers mask
medication medications medicine medicines micro microbiology microscopy midline mobility monitor monitoring morphology
motility multivitamin nebulizer needle nephrology neurology neurosurgery notes nursing nutrition obstetrics
occupational ointment oncology operation operative ophthalmology organism orthopaedic orthopaedics orthopedic
orthopedics ostomy outpatient inpatient oximetry pacemaker packing paediatrics pediatrics palliative panel
paracentesis pathology patch penicillin percutaneous perfusion pill pills plasma plate platelet platelets
postoperative postpartum potassium powder preoperative prenatal prep prepped prescription procedure procedures
prognosis prophylaxis prosthesis protocol psychiatry psychology pulmonology pump radiation radiograph radiographs
radiology radiotherapy reconstruction recovery reduction referral regimen rehab rehabilitation removal repair
replacement resection resuscitate resuscitation review rheumatology saline sample scan screening screw scrub sedation
sequences serology serum shunt sling sodium solution specimen specimens spirometry splint sponge spray sputum staging
stain staple stapler staples stent stents steri-strips sterile steroid steroids stimulation suction supplement surgery
surgical suspension suture sutures swab syringe syrup systems tablet tablets tampon tape tapering tegaderm therapy
thoracentesis tissue titer tourniquet traction transcription transfer transfusion transplant treadmill treatment trial
triage troponin tube tubes ultrasonography ultrasound urinalysis urology vaccine vaccines vaccination ventilation
ventilator vial vials vicryl prolene vitamin vitamins wean weaned withdrawal x-rays
"""
_DRUGS = """
acetaminophen acyclovir adderall advair advil albumin albuterol aldactone aleve alprazolam ambien amiodarone
amitriptyline amoxicillin antacid aspirin ativan augmentin avastin bactrim baclofen benadryl betadine botox bupropion
buspirone caffeine calcipotriol calcium carafate carvedilol celebrex cetirizine cialis cipro citalopram claritin
clonidine clozapine codeine colace colchicine coumadin crestor cymbalta dextrose digoxin dilantin dilaudid diovan
docusate donepezil doxycycline dulcolax duloxetine effexor eliquis entresto epinephrine escitalopram fentanyl ferrous
flagyl flomax flonase fluoxetine folate folic folfox fosamax furosemide gabapentin gadolinium gatorade glargine
glipizide glucagon glyburide haldol haloperidol herceptin humalog humira hydralazine hydrocodone hydrocortisone
hydroxychloroquine hydroxyzine ibuprofen imodium insulin isosorbide januvia jardiance keflex keppra ketorolac klonopin
lactulose lamictal lamotrigine lantus lasix letrozole levemir levetiracetam levothyroxine lexapro lidocaine linezolid
lipitor lithium loratadine lorazepam lovenox lyrica magnesium marijuana meclizine melatonin memantine metformin
methadone methotrexate methylprednisolone metoprolol miralax mirtazapine mobic morphine motrin naloxone naproxen
narcan neurontin nexium niacin nicotine nitrofurantoin nitroglycerin norvasc novolog novorapid omega omeprazole
ondansetron opioid oxycodone oxycontin paracetamol paxil penicillin percocet phenytoin plavix pneumovax polymyxin
prednisone pregabalin prilosec propofol protonix prozac quetiapine radiologic reglan remicade remdesivir rifampin
risperdal risperidone ritalin rocephin seretide seroquel sertraline shingrix singulair spiriva spironolactone stelara
suboxone sumatriptan symbicort synthroid tamsulosin tamoxifen tamiflu theophylline tiotropium topiramate toradol
tramadol trazodone trulicity tylenol ultram valium valproate valtrex vancomycin venlafaxine ventolin verapamil viagra
vicodin victoza vyvanse warfarin wellbutrin xanax xarelto zantac zithromax zocor zofran zoloft zoster zyprexa zyrtec
"""
_PAPERS = """
conditions enhancement exclusions late liberty tribunal supplementary clerk court head judge lung counsel account
accountant action active address addendum adult advance affirmed agreement alternative amendment amount annex annual
answer appeal appellant applicant application appointment approval approved approx arbitrator article assets
assignment assurance attachment attendance attending attorney audit authority authorization balance bank bankruptcy
beneficiary benefit benefits billed borrower boy branch budget buyer calendar caregiver caution certificate certified
check checklist child children claim claimant class clause client code coinsurance comment comments committee company
complaint completed condition confidential consent consideration consultant contact contract contractor copay copies
copy corporation course covered creditor currency customer daily damages data daughter debtor declaration deductible
default defendant delivery denied department deposit details diagnoses disclaimer discount document documents dollars
draft duplicate duration education effective eligibility employee employer employment enclosure encl equipment
estimate estimated event evidence exam examination exhibit expenses explanation facility factor father female filed
final finance findings fiscal following form forms franchisee frontline gender general girl goal goals governed grade
granted grantee grantor group guarantee guarantor guardian guidelines hearing history hospital husband identification
identity impression income indemnity index indication individual information initial injunction instalment
instructions insurance insured interest invoice issue item items judgment judgement jurisdiction jury landlord lease
legal lender lessee lessor letter levy liability licence license licensee licensor lien limit loan magistrate male
manager marital mediator member memorandum minutes model monthly mortgage mortgagee mother motion name net none note
notice notification number objective obligation occupation office officer opinion option order orders organization
original outcome owner package paid parties partner partners party patient patients payable payer payment payments
penalty period permission petition petitioner phase physician plaintiff plan plans policy policyholder position
practice premium prescriber present previous principal priority privacy proceeding product program progress promissory
property prosecutor provider provision purchase purchaser purpose quality quantity quarter quarterly question
questionnaire rate receipt recipient recommendation recommendations record records reference refund registered
registration regulation reinsured relationship release remarks rent repayment report reported reports representative
request requested reserve respondent result results resume retired return revenue revised risk safety schedule score
section security seller sender serial series service services settlement sheet shipper shipping signature signed
single site specialist spouse staff stage standard statement station status statute strength subject submitted
subtotal summary supervisor supplier supply support surety table target task tax team technique technologist
temperature tenant tenants term termination terms test testimony tests third title total transaction transferee
trustee type unit units unknown update urgent usual vendor verdict verified version view views visit visits vitals
volume voucher warning warranty warrantor weekly weight wife witness year yearly yellow brightness depth display flip
frame gain height image inverted level mode monitor mosaic noise orientation probe prone protocol rotation scale scout
slab slice supine thickness tilt trans window zoom oblique decubitus erect portable upright anamnese arzt aufnahme
aufnahmebefund befund befunde behandlung beurteilung diagnose diagnosen entlassung empfehlung hypertonie labor
laborwerte medikation patienten patientin paciente therapie untersuchung verlauf zeichen zusammenfassung antécédents
bilan conclusion douleur examen ordonnance patiente posologie traitement antecedentes conclusión dolor ecografía
exploración juicio tratamiento urgencias analítica
"""
_SENTENCES = """
a about above according advised after again against agree also although an and another any apply are arrange as at
aware because been before below between both but by call came can cease cold common compared complete consider
continue continued could current currently denies describes did discussed does due during each either every evening
family feels few find first for former four from full further gave given good had has have he her here him his home
how however i if improved in increasing is it its keep last late later less made many mental might more morning most
much must my next night no non not now of off old on once one only or other our out over overall own per please
possible post pre presented previously probable probably rare read recent recently recommend recommended regular
related remains repeat reviewed routine same scheduled second see seen several she should showed shows since slight
slightly so some started still stop stopped such suggest take taken than thank thanks that the their them then there
these they this those three through time to today tolerated tomorrow trace tuesday two under until up use used very
via was we well were what when where which while who whole why with within without would yesterday yet you your la les
un une el los las der die das ein eine il
"""
_MEDICAL_WORDS = frozenset(f"{_ANATOMY} {_FINDINGS} {_CARE} {_DRUGS}".split())
COMMON_WORDS = _MEDICAL_WORDS | frozenset(f"{_PAPERS} {_SENTENCES}".split())
"""Words in small letters. A model that calls one of them, alone, a person or a place is wrong nearly always."""

TERM = re.compile(
    # What diseases, operations and examinations end with,
    r"[^\W\d_]{2,}(?:itis|osis|oses|[ae]emia|ämie|[ek][ck]tom(?:y|ie|ía)|ostomy|otomy|plasty|scop(?:y|ie|ic|ies)"
    r"|graph(?:y|ie|ic|s)"
    r"|opath(?:y|ies|ie)|uria|algia|plegia|paresis|trophy|trophic|penia|rrh?[oe]ea|olog(?:y|ist|ie|ical)|lithiasis"
    r"|itic|sclerosis"
    r"|megaly|cardia|phagia|philia|tension|ectasis|rrhage|genic|coccus|cocci|bacter|bacillus|pneumoniae|carcinoma"
    r"|sarcoma"
    r"|adenoma|lymphoma|myeloma|blastoma|cytoma|oscopía|ografía)"
    # drugs (stems of international nonproprietary names, WHO 2018),
    r"|[^\W\d_]{3,}(?:pril|statin|olol|sartan|dipine|prazole|azole|cillin|mycin|cycline|floxacin|oxacin|xaban"
    r"|gatran|parin"
    r"|tidine|azepam|zolam|triptan|gliptin|gliflozin|glitazone|glutide|formin|semide|thiazide|platin|taxel|rubicin"
    r"|setron|lukast"
    r"|terol|asone|olone|onide|caine|profen|coxib|zumab|ximab|tinib|ciclib|mumab|buvir|navir|tegravir|ciclovir|vudine"
    r"|triptyline|oxetine|phylline|barbital|curium|toposide|sporin|penem|bactam)"
    # and German nouns that are no names.
    r"|[^\W\d_]{5,}(?:ungen|heit|keit|schaft|ung|störung|schmerzen|schmerz|erkrankung|graphisch|grafisch|logisch|isch)",
    re.IGNORECASE,
)
"""Matches the whole of a technical term."""

_EPONYMS = (
    "addison|alport|alzheimer|apgar|asperger|auspitz|babinski|baker|bankart|barlow|barrett|barthel|bartholin|basedow|"
    "behçet|behcet|bell|berg|binet|bishop|blalock|bosniak|bouchard|bowen|braden|brudzinski|brugada|budd|buerger"
    "|burkitt|"
    "calot|chagas|charcot|cheyne|chiari|child|chvostek|clostridium|colles|conn|coombs|coronado|crohn|cushing|dandy|"
    "davies|dressler|dupuytren|ehlers|eisenmenger|epstein|ewing|fallot|fanconi|felty|finkelstein|fitzpatrick|foley|"
    "fournier|fowler|framingham|frank|gardner|gaucher|gilbert|glasgow|gleason|goodpasture|gram|graves|grocott|congo"
    "|guillain|hartmann|"
    "hashimoto|hawkins|heberden|heimlich|helicobacter|hickman|hirschsprung|hodgkin|hoffmann|holter|homans|horner"
    "|humphrey|"
    "huntington|jackson|kaposi|karnofsky|kawasaki|kegel|kerley|kernig|klinefelter|kocher|korsakoff|lachman"
    "|legionella|lewy|"
    "lisfranc|ludwig|lyme|mallory|mallampati|mantoux|marfan|mayo|mcburney|mcmurray|meckel|ménière|meniere|mohs|moro"
    "|morton|munchausen|"
    "murphy|neer|nissen|ortolani|osgood|osler|paget|palmer|pancoast|papanicolaou|parkinson|perthes|peyronie"
    "|pfannenstiel|phalen|pott|"
    "prader|pratt|prinzmetal|quincke|ramsay|ranson|raynaud|reiter|rett|reye|rinne|romberg|rorschach|rovsing|salter"
    "|schatzki|"
    "schilling|schirmer|sjögren|sjogren|snellen|spurling|stevens|still|swan|sydenham|tay|thomas|tinel|tietze|tourette|"
    "trendelenburg|trousseau|turner|tzanck|valsalva|veress|virchow|waldenstrom|weber|wegener|wells|wernicke|whipple"
    "|willis|"
    "wilms|wilson|wolff|wood|yersinia|zollinger|ziehl"
)
_OF_EPONYMS = (
    "line|lines|stains|red|sign|signs|test|tests|syndrome|disease|diseases|palsy|phenomenon|catheter|point|triangle"
    "|needle|scale|score|scores|"
    "drain|classification|criteria|stain|lamp|fracture|procedure|operation|reflex|reflexes|index|lymphoma|tumor|tumour|"
    "thyroiditis|contracture|field|fields|coma|body|bodies|cyst|esophagus|oesophagus|chorea|sarcoma|sarcoma's|ganglion|"
    "hernia|diverticulum|neuroma|nodes|nodules|grade|grading|risk|virus|dementia|maneuver|manoeuvre|exercises|pouch|"
    "patch|incision|position|ulcer|ulcers|angina|encephalopathy|psychosis|gangrene|anomaly|malformation|tetralogy|"
    "monitor|negative|positive|surgery|chart|clamp|fundoplication|class|stage|criterion|barre|barré|type|parkinson"
)
EPONYM = re.compile(
    rf"(?:{_EPONYMS})(?:-[^\W\d_]{{3,20}})?(?:['\u2019]s)?(?=(?:['\u2019]s)?(?:[ ](?:and|or)[ ][^\W\d_]{{3,20}})?[ ]"
    rf"(?:[^\W\d_]{{3,12}}[ ])?"
    rf"(?:{_OF_EPONYMS})(?!\w))",
    re.IGNORECASE,
)
"""Matches the name of a physician, or of a place, that stands for a sign, a disease or a device."""


def is_common(word: str) -> bool:
    """Tell whether a word is one of medicine, forms or sentences, or an abbreviation of three letters and more."""
    small = word.casefold()
    return small in COMMON_WORDS or (small in ABBREVIATIONS and len(word) > 2) or TERM.fullmatch(word) is not None  # noqa: PLR2004 - "Ng", "Ho"


def is_medical(word: str) -> bool:
    """Tell whether a word is one of medicine, or an abbreviation in capitals."""
    small = word.casefold()
    return (
        small in _MEDICAL_WORDS
        or small.removesuffix("s") in _MEDICAL_WORDS
        or (word.isupper() and small in ABBREVIATIONS)
        or TERM.fullmatch(word) is not None
    )
