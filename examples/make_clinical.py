"""Write the clinical example documents: `python examples/make_clinical.py [folder]`.

A discharge letter as a digital PDF, the scan of another page with a digital stamp, a form with fields, a photo of a
label and a Word letter. All people, places and numbers are invented; `IDENTIFIERS` has what is to be removed.
"""

import io
import sys
from pathlib import Path

import docx
from make_documents import A4, draw, letter_lines, make_pdf, scanned
from PIL import Image
from reportlab.pdfgen.canvas import Canvas

FOLDER = Path(__file__).parent / "clinical"

IDENTIFIERS = (
    "Margaret Ellison",
    "Margaret",
    "Ellison",
    "03/14/1951",
    "MRN-4471902",
    "4471902",
    "48 Sycamore Terrace",
    "Brookhaven",
    "555-0183",
    "m.ellison@mail.example",
    "Harold Whitcombe",
    "Whitcombe",
    "Priya Raman",
    "Raman",
)
"""What nobody may find in the results, of names, dates, numbers and places."""

LETTER = """# Northfield General Hospital
Department of Cardiology

Discharge summary\t\tMRN: MRN-4471902

Patient: Margaret Ellison\t\tDOB: 03/14/1951
Address: 48 Sycamore Terrace, Brookhaven, OH 44141
Phone: (216) 555-0183\t\tEmail: m.ellison@mail.example

Dear Dr. Whitcombe,

thank you for referring Mrs. Ellison, who was admitted with chest pain after
climbing two flights of stairs. The pain settled after ten minutes of rest and
did not return. Troponin was normal on two occasions, the electrocardiogram
showed sinus rhythm without changes of the ST segment.

Echocardiography found a good function of the left ventricle with an ejection
fraction of 58 percent and a mild regurgitation of the mitral valve. We have
started a low dose of a beta blocker and continued aspirin and the statin.

Please check blood pressure and heart rate in two weeks. Margaret Ellison was
discharged in good condition with her daughter.

Sincerely,
Priya Raman, MD
Referred by: Harold Whitcombe, MD
"""
SCAN = """# Northfield General Hospital
Laboratory report

Name: ELLISON, MARGARET\t\tMRN: 4471902
DOB: 03/14/1951\t\tPhysician: Dr. Raman

Test\t\tResult\tRange
Sodium\t\t139\t136 to 145
Potassium\t\t4.2\t3.5 to 5.1
Creatinine\t\t0.9\t0.6 to 1.1
Haemoglobin\t\t13.1\t12.0 to 15.5
Troponin\t\tnormal\tnormal

The sample was clear and without haemolysis. No further tests were
requested. The results were given by telephone to the ward.
"""
LABEL = """ELLISON MARGARET [F] 03/14/1951
MRN 4471902
Ward 7 Cardiology
"""
NOTE = (
    "Telephone note about Margaret Ellison (DOB 03/14/1951).",
    "Her daughter called from 216-555-0183 and asked whether the beta blocker may be taken in the evening. It may.",
    "Copy to Harold Whitcombe, MD.",
)


def write_letter(folder: Path) -> None:
    """Write a PDF with text."""
    (folder / "letter.pdf").write_bytes(make_pdf([letter_lines(LETTER)], 200))


def write_scan(folder: Path) -> None:
    """Write a PDF that is a scanned page."""
    page = scanned(draw(letter_lines(SCAN), A4, 200), seed=11, angle=0.4)
    (folder / "scan.pdf").write_bytes(make_pdf([page], 200))


def write_form(folder: Path) -> None:
    """Write a PDF with form fields."""
    output = io.BytesIO()
    canvas = Canvas(output, pagesize=A4, invariant=1)
    canvas.setTitle("Consent of Margaret Ellison")
    canvas.setFont("Helvetica-Bold", 16)
    canvas.drawString(68, 760, "Consent to a catheter examination")
    canvas.setFont("Helvetica", 11)
    fields = ("Name", "Margaret Ellison"), ("Date of birth", "03/14/1951"), ("Phone", "(216) 555-0183")
    for row, (label, value) in enumerate(fields):
        height = 700 - 40 * row
        canvas.drawString(68, height, f"{label}:")
        canvas.acroForm.textfield(
            name=label, tooltip=label, value=value, x=170, y=height - 6, width=250, height=20, fontSize=11
        )
    canvas.drawString(68, 560, "I have read the leaflet and had time to ask questions.")
    canvas.save()
    (folder / "form.pdf").write_bytes(output.getvalue())


def write_label(folder: Path) -> None:
    """Write the picture of a label."""
    page = scanned(draw(letter_lines(LABEL), (420, 190), 200), seed=12)
    Image.fromarray(page // 16 * 17).save(folder / "label.png", dpi=(200, 200), optimize=True)


def write_note(folder: Path) -> None:
    """Write a Word document, with its author in the properties."""
    document = docx.Document()
    document.core_properties.author = "Priya Raman"
    document.add_heading("Telephone note", 1)
    for paragraph in NOTE:
        document.add_paragraph(paragraph)
    document.save(str(folder / "note.docx"))


def main(folder: Path) -> None:
    """Write all documents into a folder."""
    folder.mkdir(parents=True, exist_ok=True)
    for write in (write_letter, write_scan, write_form, write_label, write_note):
        write(folder)


if __name__ == "__main__":
    main(Path(sys.argv[1]) if sys.argv[1:] else FOLDER)
