# ruff: noqa: E501  a paragraph of XML is a line
"""Makes Office documents with a secret word in each place that can hide one."""

import base64
from io import BytesIO
from itertools import product
from string import ascii_lowercase

import pptx
from PIL import Image
from pptx.chart.data import CategoryChartData
from pptx.enum.chart import XL_CHART_TYPE
from pptx.util import Pt

from office.make_office import (
    NAMESPACES,
    RELATION,
    attached,
    paragraph,
    relations,
    run,
    saved,
    unzipped,
    word_xml,
    zipped,
)

TYPES = "application/vnd.openxmlformats-officedocument."
MICROSOFT = "http://schemas.microsoft.com/office"
MORE = (
    'xmlns:o="urn:schemas-microsoft-com:office:office" '
    'xmlns:pic="http://schemas.openxmlformats.org/drawingml/2006/picture" '
    'xmlns:w14="http://schemas.microsoft.com/office/word/2010/wordml" '
    'xmlns:w15="http://schemas.microsoft.com/office/word/2012/wordml" '
    'xmlns:zz="http://example.org/{}" mc:Ignorable="w14 w15 zz"'
)
SVG = '<svg xmlns="http://www.w3.org/2000/svg"><text>{}</text></svg>'


class Secrets(dict):
    """Makes words that are nowhere else; ``secrets["place"]`` is always the same word."""

    def __init__(self):
        super().__init__()
        self._letters = product(ascii_lowercase, repeat=2)

    def __missing__(self, place):
        word = "Zqx" + "".join(next(self._letters)) + "vk"
        self[place] = word
        return word

    def halves(self, place):
        """A word in two."""
        return self[place][:4], self[place][4:]


def picture(color="white", kind="PNG"):
    """A small picture."""
    file = BytesIO()
    Image.new("RGB", (8, 8), color).save(file, kind)
    return file.getvalue()


def field(instruction, result):
    """A field of several runs."""
    signs = [f'<w:fldChar w:fldCharType="{kind}"/>' for kind in ("begin", "separate", "end")]
    said = f'<w:instrText xml:space="preserve">{instruction}</w:instrText>'
    return run(signs[0]) + run(said) + run(signs[1]) + run(result) + run(signs[2])


def placed(kind, inner, properties='id="9" name="Shape 9"'):
    """A run with a drawing that has a place."""
    return run(
        f'<w:drawing><wp:inline><wp:extent cx="914400" cy="914400"/><wp:docPr {properties}/><a:graphic>'
        f'<a:graphicData uri="http://schemas.openxmlformats.org/drawingml/2006/{kind}">{inner}</a:graphicData></a:graphic>'
        "</wp:inline></w:drawing>"
    )


def text_box(text):
    """A text box in both of its forms."""
    inner = f"<w:txbxContent>{paragraph(text)}</w:txbxContent>"
    shape = f"<a:graphic><a:graphicData><wps:wsp><wps:txbx>{inner}</wps:txbx></wps:wsp></a:graphicData></a:graphic>"
    return run(
        '<mc:AlternateContent><mc:Choice Requires="wps"><w:drawing><wp:anchor><wp:docPr id="7" name="Text Box 7"/>'
        f"{shape}</wp:anchor></w:drawing></mc:Choice><mc:Fallback><w:pict><v:shape><v:textbox>{inner}</v:textbox>"
        "</v:shape></w:pict></mc:Fallback></mc:AlternateContent>"
    )


def drawn_picture(s):
    """A picture with a drawing and a link besides."""
    return (
        f'<pic:pic><pic:nvPicPr><pic:cNvPr id="0" name="{s["picture name"]}.png" descr="C:/Users/{s["path"]}/a.png"/>'
        f'<pic:cNvPicPr/></pic:nvPicPr><pic:blipFill><a:blip r:embed="{s["relation id"]}" r:link="far"><a:extLst>'
        f'<a:ext uri="{{96DAC541-7B7A-43D3-8B79-37D633B846F1}}"><asvg:svgBlip xmlns:asvg="{MICROSOFT}/drawing/2016/SVG/main"'
        ' r:embed="svg"/></a:ext></a:extLst></a:blip><a:stretch><a:fillRect/></a:stretch></pic:blipFill><pic:spPr><a:xfrm>'
        '<a:off x="0" y="0"/><a:ext cx="914400" cy="914400"/></a:xfrm><a:prstGeom prst="rect"/></pic:spPr></pic:pic>'
    )


def body(s):
    """Paragraphs with a secret in each."""
    first, second = s.halves("runs")
    tracked = f'w:id="1" w:author="{s["author"]}" w:date="2020-01-01T00:00:00Z"'
    date = f"<w:rPr><w:b/><w:rPrChange {tracked}><w:rPr><w:i/></w:rPr></w:rPrChange></w:rPr>"
    hyphen = "<w:softHyphen/>".join(f"<w:t>{half}</w:t>" for half in s.halves("soft hyphen"))
    zero = "\u200b".join(s.halves("zero width"))
    ffdata = (
        f'<w:ffData><w:name w:val="{s["form name"]}"/><w:entryMacro w:val="{s["macro name"]}"/>'
        f'<w:helpText w:type="text" w:val="{s["help"]}"/><w:statusText w:type="text" w:val="{s["status"]}"/>'
        f'<w:ddList><w:result w:val="1"/><w:listEntry w:val="one"/><w:listEntry w:val="{s["list entry"]}"/></w:ddList></w:ffData>'
    )
    control = (
        f'<w:sdt><w:sdtPr><w:alias w:val="{s["alias"]}"/><w:tag w:val="{s["tag"]}"/><w:placeholder><w:docPart w:val="{s["placeholder"]}"/></w:placeholder>'
        f'<w:dataBinding w:xpath="/{s["binding"]}" w:storeItemID="{{6C3C8BC8-F283-45AE-878A-BAB7291924A1}}"/>'
        f'<w:dropDownList w:lastValue="{s["last value"]}"><w:listItem w:displayText="{s["item"]}" w:value="{s["item value"]}"/>'
        f'<w:listItem w:displayText="plain" w:value="plain"/></w:dropDownList></w:sdtPr><w:sdtContent>{run("chosen " + s["control"])}</w:sdtContent></w:sdt>'
    )
    blocks = [
        paragraph(run("The body names ") + run(first, "<w:b/>") + run(second, "<w:i/>") + run(" and goes on.")),
        f'<w:tbl><w:tblPr><w:tblCaption w:val="{s["caption"]}"/></w:tblPr><w:tr><w:tc>{paragraph("cell of " + s["cell"])}</w:tc></w:tr></w:tbl>',
        paragraph(run("soft ") + run(hyphen)),
        paragraph(f"widthless {zero}"),
        paragraph(
            f"<w:ins {tracked}>{run('inserted ' + s['inserted'])}</w:ins><w:del {tracked}><w:r><w:delText>{s['deleted']}</w:delText></w:r></w:del>"
        ),
        paragraph(
            f"<w:moveFrom {tracked}>{run(s['moved away'])}</w:moveFrom><w:moveTo {tracked}>{run('moved ' + s['moved'])}</w:moveTo>"
        ),
        f'<w:p w:rsidR="00AB12CD" w14:paraId="12345678"><w:r>{date}<w:t>changed</w:t></w:r></w:p>',
        paragraph(field(f' HYPERLINK "mailto:{s["mail field"]}@example.org" ', "write")),
        paragraph(field(f" DOCVARIABLE {s['variable name']} ", f"variable {s['result']}")),
        paragraph(
            f'<w:fldSimple w:instr=" AUTHOR {s["simple field"]} ">{run("author " + s["simple result"])}</w:fldSimple>'
        ),
        paragraph(
            f'{run(f"""<w:fldChar w:fldCharType="begin">{ffdata}</w:fldChar>""")}{run("<w:instrText> FORMDROPDOWN </w:instrText>")}{run("""<w:fldChar w:fldCharType="end"/>""")}'
        ),
        paragraph(
            f'<w:bookmarkStart w:id="3" w:name="{s["bookmark"]}"/>{run("marked")}<w:bookmarkEnd w:id="3"/>'
            + field(" REF " + s["bookmark"] + " \\h ", "again")
        ),
        paragraph(
            f'<w:hyperlink r:id="mail" w:tooltip="{s["tooltip"]}">{run("mail")}</w:hyperlink><w:hyperlink r:id="web">{run("web")}</w:hyperlink><w:hyperlink w:anchor="{s["bookmark"]}">{run("there")}</w:hyperlink>'
        ),
        paragraph(control),
        paragraph(
            f'<w:smartTag w:uri="urn:x" w:element="{s["smart tag"]}"><w:smartTagPr><w:attr w:name="a" w:val="{s["smart value"]}"/></w:smartTagPr>{run("smart " + s["smart text"])}</w:smartTag>'
        ),
        paragraph(text_box(f"boxed {s['text box']}")),
        paragraph(
            run(
                f'<w:pict><v:shape id="{s["shape id"]}" o:spid="_x0000_s1" alt="{s["vml alt"]}" style="width:10pt;height:10pt" o:gfxdata="{base64.b64encode(s["gfx"].encode()).decode()}"><v:textpath on="t" string="Mark {s["watermark"]}"/></v:shape></w:pict>'
            )
        ),
        paragraph(
            placed(
                "picture",
                drawn_picture(s),
                f'id="4" name="{s["drawing name"]}" descr="Seen: {s["alt text"]}" title="{s["drawing title"]}"',
            )
        ),
        paragraph(placed("chart", '<c:chart r:id="chart"/>')),
        paragraph(placed("diagram", '<dgm:relIds r:dm="data" r:lo="lo" r:qs="qs" r:cs="cs"/>')),
        paragraph(
            run(
                f'<w:object><v:shape><v:imagedata r:id="emf" o:title="{s["object title"]}"/></v:shape><o:OLEObject Type="Embed" ProgID="{s["program"]}" r:id="ole"/></w:object>'
            )
        ),
        paragraph(f"<m:oMath><m:r><m:t>x={s['equation']}</m:t></m:r></m:oMath>"),
        paragraph(run(f"<w:ruby><w:rt>{run(s['ruby'])}</w:rt><w:rubyBase>{run('base')}</w:rubyBase></w:ruby>")),
        paragraph(run(s["hidden"], "<w:vanish/>")),
        paragraph(
            run("sym ") + run("".join(f'<w:sym w:font="Arial" w:char="{ord(letter):04X}"/>' for letter in s["symbols"]))
        ),
        paragraph(
            f'{run("note")}{run("""<w:footnoteReference w:id="2"/>""")}{run("""<w:endnoteReference w:id="2"/>""")}'
        ),
        paragraph(
            f'<w:commentRangeStart w:id="5"/>{run("remarked")}<w:commentRangeEnd w:id="5"/>{run("""<w:commentReference w:id="5"/>""")}'
        ),
        paragraph("styled", f'<w:pStyle w:val="{s["style id"]}"/>'),
        f'<w:permStart w:id="9" w:ed="{s["editor"]}"/>',
        '<w:altChunk r:id="chunk"/>',
        f"<zz:own>{s['foreign']}</zz:own><!-- {s['xml comment']} -->",
        f'<w:p><w:r><w:t>choice </w:t><mc:AlternateContent><mc:Choice Requires="w14"><w:t>{s["choice"]}</w:t></mc:Choice><mc:Fallback><w:t>{s["fallback"]}</w:t></mc:Fallback></mc:AlternateContent></w:r></w:p>',
        '<w:sectPr><w:headerReference w:type="default" r:id="header1"/><w:footerReference w:type="default" r:id="footer1"/><w:printerSettings r:id="printer"/></w:sectPr>',
    ]
    return "".join(blocks)


def word_document(s):
    """A Word document with a secret wherever there can be one."""
    note = '<w:{0} w:id="2"><w:p><w:r><w:t>{0} {1}</w:t></w:r></w:p></w:{0}>'
    content = word_xml(
        body(s),
        kind="application/vnd.ms-word.document.macroEnabled.main+xml",
        header1=paragraph(f"top {s['header']}"),
        footer1=paragraph(f"bottom {s['footer']}"),
        footnotes=note.format("footnote", s["footnote"]),
        endnotes=note.format("endnote", s["endnote"]),
        comments=f'<w:comment w:id="5" w:author="{s["comment author"]}" w:initials="{s["initials"]}" w:date="2020-01-01T00:00:00Z">{paragraph("Ask " + s["comment"])}</w:comment>',
        styles=f'<w:latentStyles><w:lsdException w:name="{s["latent"]}"/></w:latentStyles><w:style w:type="paragraph" w:styleId="{s["style id"]}"><w:name w:val="{s["style name"]}"/></w:style>',
        numbering=f'<w:abstractNum w:abstractNumId="0"><w:lvl w:ilvl="0"><w:lvlText w:val="{s["list text"]} %1."/></w:lvl></w:abstractNum>',
        settings=f'<w:attachedTemplate r:id="template"/><w:mailMerge><w:dataSource r:id="merge"/><w:query w:val="{s["query"]}"/></w:mailMerge><w:docVars><w:docVar w:name="a" w:val="{s["document variable"]}"/></w:docVars><w:rsids><w:rsid w:val="00AB12CD"/></w:rsids><w:evenAndOddHeaders/>',
        fontTable=f'<w:font w:name="{s["font"]}"/>',
    )
    sheet = zipped(**{"xl/workbook.xml": f"<a>{s['workbook']}</a>"})
    image = f"media/{s['picture file']}.png"
    content = attached(
        content,
        (s["relation id"], "image", image, picture()),
        ("svg", "image", "media/a.svg", SVG.format(s["svg"])),
        ("emf", "image", "media/a.emf", b"\x01\0\0\0" + s["emf"].encode("utf-16-le")),
        ("ole", "oleObject", "embeddings/o.bin", s["ole"].encode()),
        ("chart", "chart", "charts/c.xml", chart(s)),
        (
            "data",
            "diagramData",
            "diagrams/d.xml",
            diagram(
                "dataModel",
                f'<dgm:ptLst><dgm:pt modelId="1"><dgm:prSet phldrT="{s["prompt"]}"/><dgm:t><a:p><a:r><a:t>art {s["smart art"]}</a:t></a:r></a:p></dgm:t></dgm:pt></dgm:ptLst>',
            ),
        ),
        ("lo", "diagramLayout", "diagrams/l.xml", diagram("layoutDef", f'<dgm:title val="{s["layout title"]}"/>')),
        ("qs", "diagramQuickStyle", "diagrams/q.xml", diagram("styleDef", "")),
        ("cs", "diagramColors", "diagrams/s.xml", diagram("colorsDef", "")),
        ("chunk", "aFChunk", "chunk.html", f"<html><body><p>imported {s['chunk']}</p></body></html>"),
        ("printer", "printerSettings", "printer.bin", s["printer"].encode("utf-16-le")),
        ("xml", "customXml", "custom.xml", f"<a>{s['custom xml']}</a>"),
        (
            "glossary",
            "glossaryDocument",
            "glossary/document.xml",
            f"<w:glossaryDocument {NAMESPACES}><w:docParts/>{s['glossary']}</w:glossaryDocument>",
        ),
        (
            "people",
            "people",
            "people.xml",
            f'<w15:people xmlns:w15="{MICROSOFT}/word/2012/wordml"><w15:person w15:author="{s["person"]}"/></w15:people>',
        ),
        ("vba", "vbaProject", "vbaProject.bin", s["vba"].encode()),
        ("ax", "control", "activeX/a.xml", f"<a>{s['active x']}</a>"),
        ("unused", "image", "media/unused.png", picture() + s["unused picture"].encode()),
        ("theme1", "theme", "theme/t.xml", f'<a:theme {NAMESPACES} name="{s["theme"]}"/>'),
        types='<Default Extension="html" ContentType="text/html"/>',
    )
    content = attached(content, ("book", "package", "embeddings/book.xlsx", sheet), owner="charts/c")
    content = attached(content, ("template", "attachedTemplate", f"{s['template']}.dotx", b""), owner="settings")
    files = unzipped(content)
    far = (
        f'<Relationship Id="mail" Type="{RELATION}/hyperlink" Target="mailto:{s["mail"]}@example.org" TargetMode="External"/>'
        f'<Relationship Id="web" Type="{RELATION}/hyperlink" Target="https://example.org/{s["web"]}" TargetMode="External"/>'
        f'<Relationship Id="far" Type="{RELATION}/image" Target="file:///C:/{s["linked picture"]}.png" TargetMode="External"/>'
    )
    names = "word/_rels/document.xml.rels"
    files[names] = files[names].replace(b"</Relationships>", far.encode() + b"</Relationships>")
    files = declared(files, s)
    files["_rels/.rels"] = relations(
        r1=("officeDocument", "word/document.xml"),
        r2=("core-properties", "docProps/core.xml"),
        r3=("thumbnail", "docProps/thumbnail.jpeg"),
        r4=("extensibility", "customUI/ui.xml"),
        r5=("origin", "_xmlsignatures/origin.sigs"),
    )
    files["docProps/core.xml"] = f"<core><creator>{s['creator']}</creator></core>"
    files["docProps/thumbnail.jpeg"] = picture(kind="JPEG") + s["thumbnail"].encode()
    files["customUI/ui.xml"] = f"<ui>{s['custom ui']}</ui>"
    files["_xmlsignatures/origin.sigs"] = s["signature"]
    files[f"orphan-{s['orphan name']}.xml"] = f"<a>{s['orphan']}</a>"
    return zipped(**files)


def declared(files, s):
    """Parts of Word with more namespaces, one of them unknown."""
    namespace = MORE.format(s["namespace"])
    return {
        name: data.replace(b'xmlns:w="', namespace.encode() + b' xmlns:w="', 1)
        if name.startswith("word/") and name.count("/") == 1 and b"xmlns:w=" in data
        else data
        for name, data in ((name, data if isinstance(data, bytes) else data.encode()) for name, data in files.items())
    }


def chart(s):
    """A chart whose values are remembered."""
    return (
        f"<c:chartSpace {NAMESPACES}><c:chart><c:title><c:tx><c:rich><a:p><a:r><a:t>Title {s['chart title']}</a:t></a:r></a:p></c:rich></c:tx></c:title>"
        f'<c:plotArea><c:barChart><c:barDir val="bar"/><c:ser><c:idx val="0"/><c:order val="0"/><c:tx><c:strRef><c:f>\'{s["sheet"]}\'!$B$1</c:f><c:strCache><c:ptCount val="1"/><c:pt idx="0"><c:v>of {s["series"]}</c:v></c:pt></c:strCache></c:strRef></c:tx>'
        f'<c:val><c:numRef><c:f>Sheet1!$B$2</c:f><c:numCache><c:formatCode>"{s["format"]}"0</c:formatCode><c:ptCount val="1"/><c:pt idx="0"><c:v>4</c:v></c:pt></c:numCache></c:numRef></c:val></c:ser><c:axId val="1"/><c:axId val="2"/></c:barChart><c:catAx><c:axId val="1"/><c:crossAx val="2"/></c:catAx><c:valAx><c:axId val="2"/><c:crossAx val="1"/></c:valAx></c:plotArea></c:chart>'
        f'<c:externalData r:id="book"/><c:printSettings><c:headerFooter><c:oddHeader>{s["chart header"]}</c:oddHeader></c:headerFooter></c:printSettings></c:chartSpace>'
    )


def diagram(root, inner):
    """A part of a SmartArt graphic."""
    return f"<dgm:{root} {NAMESPACES}>{inner}</dgm:{root}>"


def presentation_document(s):
    """A PowerPoint document with a secret wherever there can be one."""
    made = pptx.Presentation()
    made.core_properties.author, made.core_properties.title = s["slide creator"], s["slide title"]
    slide = made.slides.add_slide(made.slide_layouts[5])
    slide.shapes.title.text = f"Welcome {s['title']}"
    box = slide.shapes.add_textbox(Pt(10), Pt(100), Pt(200), Pt(50)).text_frame.paragraphs[0]
    first, second = s.halves("slide runs")
    for text in ("Seen by ", first, second, " today"):
        box.add_run().text = text
    box.runs[1].font.bold = True
    box.runs[0].hyperlink.address = f"mailto:{s['slide mail']}@example.org"
    box.runs[3].hyperlink.address = "https://example.org/public"
    table = slide.shapes.add_table(1, 2, Pt(10), Pt(200), Pt(200), Pt(40)).table
    table.cell(0, 0).text, table.cell(0, 1).text = "cell", s["slide cell"]
    shape = slide.shapes.add_picture(BytesIO(picture()), Pt(10), Pt(300))
    shape._element.nvPicPr.cNvPr.set("descr", f"Portrait of {s['slide alt']}")
    shape.name = s["shape name"]
    data = CategoryChartData()
    data.categories = ["North", s["category"]]
    data.add_series(f"Series {s['slide series']}", (1, 2))
    slide.shapes.add_chart(XL_CHART_TYPE.BAR_CLUSTERED, Pt(300), Pt(100), Pt(200), Pt(200), data)
    slide.notes_slide.notes_text_frame.text = f"Say {s['notes']}"
    made.slide_masters[0].shapes[0].text_frame.text = f"Master {s['master']}"
    made.slide_layouts[5].shapes[0].text_frame.text = f"Layout {s['layout']}"
    slide._element.cSld.set("name", s["slide name"])
    files = unzipped(saved(made))
    return zipped(**with_comments(files, s))


def with_comments(files, s):
    """Parts of a presentation with comments of both kinds, sections, a custom show and tags."""
    p = "http://schemas.openxmlformats.org/presentationml/2006/main"
    new = f"{MICROSOFT}/powerpoint/2018/8/main"
    a = "http://schemas.openxmlformats.org/drawingml/2006/main"
    files["ppt/comments/comment1.xml"] = (
        f'<p:cmLst xmlns:p="{p}"><p:cm authorId="0" dt="2020-01-01T00:00:00" idx="1"><p:pos x="1" y="1"/>'
        f"<p:text>Old remark {s['old comment']}</p:text></p:cm></p:cmLst>"
    )
    files["ppt/commentAuthors.xml"] = (
        f'<p:cmAuthorLst xmlns:p="{p}"><p:cmAuthor id="0" name="{s["old author"]}" initials="{s["old initials"]}" '
        'lastIdx="1" clrIdx="0"/></p:cmAuthorLst>'
    )
    files["ppt/comments/modern.xml"] = (
        f'<m:cmLst xmlns:m="{new}" xmlns:a="{a}"><m:cm id="{{00000000-0000-0000-0000-000000000001}}" '
        'authorId="{00000000-0000-0000-0000-000000000002}" created="2020-01-01T00:00:00.000"><m:txBody><a:p><a:r>'
        f"<a:t>New remark {s['new comment']}</a:t></a:r></a:p></m:txBody></m:cm></m:cmLst>"
    )
    files["ppt/authors.xml"] = (
        f'<m:authorLst xmlns:m="{new}"><m:author id="{{00000000-0000-0000-0000-000000000002}}" name="{s["new author"]}" '
        f'initials="N" userId="{s["user"]}@example.org" providerId="AD"/></m:authorLst>'
    )
    files["ppt/tags/tag1.xml"] = f'<p:tagLst xmlns:p="{p}"><p:tag name="A" val="{s["slide tag"]}"/></p:tagLst>'
    slide, main = "ppt/slides/_rels/slide1.xml.rels", "ppt/_rels/presentation.xml.rels"
    new_kinds = f"{MICROSOFT}/2018/10/relationships"
    for names, more in (
        (
            slide,
            [
                ("c1", f"{RELATION}/comments", "../comments/comment1.xml"),
                ("c2", f"{new_kinds}/comments", "../comments/modern.xml"),
                ("t1", f"{RELATION}/tags", "../tags/tag1.xml"),
            ],
        ),
        (
            main,
            [("a1", f"{RELATION}/commentAuthors", "commentAuthors.xml"), ("a2", f"{new_kinds}/authors", "authors.xml")],
        ),
    ):
        items = "".join(f'<Relationship Id="{one}" Type="{kind}" Target="{target}"/>' for one, kind, target in more)
        files[names] = files[names].replace(b"</Relationships>", items.encode() + b"</Relationships>")
    main = "ppt/presentation.xml"
    extra = (
        f'<p:custShowLst><p:custShow name="{s["custom show"]}" id="0"><p:sldLst/></p:custShow></p:custShowLst>'
        '<p:extLst><p:ext uri="{521415D9-36F7-43E2-AB2F-B90AF26B5E84}"><p14:sectionLst '
        f'xmlns:p14="{MICROSOFT}/powerpoint/2010/main"><p14:section name="{s["section"]}" '
        'id="{00000000-0000-0000-0000-000000000003}"><p14:sldIdLst/></p14:section></p14:sectionLst></p:ext></p:extLst>'
    )
    text = files[main].decode()
    text = text.replace("</p:presentation>", extra + "</p:presentation>")
    files[main] = text.encode()
    files["ppt/slides/slide1.xml"] = files["ppt/slides/slide1.xml"].replace(
        b"</p:cSld>", b'<p:custDataLst><p:tags xmlns:r="%s" r:id="t1"/></p:custDataLst></p:cSld>' % RELATION.encode()
    )
    return files
