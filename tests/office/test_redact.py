"""Nothing of an identifier is left in a Word or PowerPoint document, wherever it was, and all else is."""

import re
import zipfile
from io import BytesIO

import docx
import pptx
import pytest

from office.make_office import unzipped
from office.make_planted import Secrets, picture, presentation_document, word_document
from sparkocr.office.libreoffice import convert_document, find_program
from sparkocr.office.read import doc_text
from sparkocr.office.redact.document import rewrite
from sparkocr.office.redact.texts import texts_of

MAKERS = {"docx": word_document, "pptx": presentation_document}


def replacer(secrets, new="[X]"):
    """Knows the secrets."""
    pattern = re.compile("|".join(secrets.values()), re.IGNORECASE)
    return lambda text: [(*found.span(), new) for found in pattern.finditer(text)]


@pytest.fixture(scope="module", params=list(MAKERS))
def case(request):
    """The kind of a document, its secrets, the document, and what it becomes."""
    secrets = Secrets()
    content = MAKERS[request.param](secrets)
    return request.param, secrets, content, rewrite(content, replacer(secrets), mask_image=lambda data: data)


def stored(content):
    """All that is in a file, as it is and without tags, in lower case; of files in files too."""
    for name, data in unzipped(content).items():
        yield name.lower()
        for text in (data.decode("utf-8", "replace"), data.decode("utf-16-le", "replace")):
            yield text.lower()
            yield re.sub("<[^>]*>", "", text).lower().replace("\u00ad", "").replace("\u200b", "")
        if data.startswith(b"PK"):
            yield from stored(data)


def found_in(content, secrets):
    texts = list(stored(content))
    return {place for place, secret in secrets.items() if any(secret.lower() in text for text in texts)}


# What is in no part as it stands: in halves, or as codes of characters.
ELSEWHERE = {"soft hyphen", "symbols", "gfx"}


def test_every_secret_is_planted(case):
    _, secrets, content, _ = case
    assert len(secrets) > 20
    assert set(secrets) - found_in(content, secrets) <= ELSEWHERE


def test_no_secret_is_left(case):
    _, secrets, _, made = case
    assert found_in(made, secrets) == set()
    assert not any(secret in text.text for text in texts_of(made).texts for secret in secrets.values())


def test_all_other_words_are_left(case):
    kind, secrets, content, made = case
    before, after = (words_of(kind, data, secrets) for data in (content, made))
    assert len(before) >= 10
    assert before == after


def words_of(kind, content, secrets):
    text = doc_text(content, seconds=1).text if kind == "docx" else slide_text(content)
    text = text.replace("\u200b", "")
    text = re.sub("|".join(secrets.values()) + r"|\[X\]", " ", text)
    return re.findall(r"\w+", text)


def slide_text(content):
    slide = pptx.Presentation(BytesIO(content)).slides[0]
    texts = [shape.text_frame.text for shape in slide.shapes if shape.has_text_frame]
    texts += [cell.text for shape in slide.shapes if shape.has_table for cell in shape.table.iter_cells()]
    plots = [shape.chart.plots[0] for shape in slide.shapes if shape.has_chart]
    texts += [word for plot in plots for word in (*plot.categories, *(series.name for series in plot.series))]
    layout = slide.slide_layout
    texts += [slide.notes_slide.notes_text_frame.text, layout.shapes[0].text_frame.text]
    return "\n".join([*texts, layout.slide_master.shapes[0].text_frame.text])


def test_all_that_is_asked_about_in_paragraphs_is_in_the_texts(case):
    _, secrets, content, _ = case
    asked = []
    rewrite(content, lambda text: asked.append(text) or [], mask_image=None)
    texts = {text.text for text in texts_of(content).texts}
    sentences = {text for text in asked if re.fullmatch(rf"\w+ ({'|'.join(secrets.values())})", text)}
    assert len(sentences) >= 4
    # Imported pages are paragraphs only after they were imported.
    assert {text for text in sentences - texts if "imported" not in text} == set()


def test_the_same_again_is_the_same(case):
    _, secrets, _, made = case
    assert rewrite(made, replacer(secrets), mask_image=lambda data: data) == made


def test_other_programs_open_it(case):
    kind, _, _, made = case
    opened = docx.Document(BytesIO(made)) if kind == "docx" else pptx.Presentation(BytesIO(made))
    assert opened.core_properties.title in {"", "Word Document", "PowerPoint Presentation"}
    with zipfile.ZipFile(BytesIO(made)) as archive:
        assert archive.testzip() is None
        assert archive.comment == b""
        assert {entry.date_time for entry in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        assert not any(entry.extra or entry.comment for entry in archive.infolist())


@pytest.mark.skipif(find_program() is None, reason="LibreOffice is not installed")
def test_libreoffice_opens_it(case):
    kind, _, _, made = case
    assert convert_document(made, kind, "pdf", seconds=120).startswith(b"%PDF")


def test_a_document_without_secrets_keeps_its_picture():
    seen = []
    secrets = Secrets()
    rewrite(word_document(secrets), replacer(secrets), mask_image=lambda data: seen.append(data) or data)
    assert seen == [picture()]
