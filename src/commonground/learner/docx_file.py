"""A document for a word processor, written with the standard library alone.

The smallest package that ECMA-376 part 1 and part 2 allow with named styles: content types,
relationships, core properties, styles, and the document itself. Labels are headings of level 2, so
that a screen reader's list of headings is the table of contents.
"""

from __future__ import annotations

import io
import zipfile
from html import escape

from commonground.learner.paper import LEFT_OPEN, Paper, one_line, paragraphs

_W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'

_CONTENT_TYPES = (
    _HEAD + '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    '<Default Extension="xml" ContentType="application/xml"/>'
    '<Override PartName="/word/document.xml" '
    'ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/>'
    '<Override PartName="/word/styles.xml" '
    'ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.styles+xml"/>'
    '<Override PartName="/word/settings.xml" '
    'ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.settings+xml"/>'
    '<Override PartName="/docProps/core.xml" '
    'ContentType="application/vnd.openxmlformats-package.core-properties+xml"/>'
    "</Types>"
)
_PACKAGE_LINKS = (
    _HEAD + '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
    '<Relationship Id="rId1" '
    'Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" '
    'Target="word/document.xml"/>'
    '<Relationship Id="rId2" '
    'Type="http://schemas.openxmlformats.org/package/2006/relationships/metadata/core-properties" '
    'Target="docProps/core.xml"/>'
    "</Relationships>"
)
_DOCUMENT_LINKS = (
    _HEAD + '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
    '<Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/styles" '
    'Target="styles.xml"/>'
    '<Relationship Id="rId2" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/settings" '
    'Target="settings.xml"/>'
    "</Relationships>"
)
# Without this Word opens the file in a mode for documents of 2007.
_SETTINGS = (
    f'{_HEAD}<w:settings xmlns:w="{_W}"><w:compat><w:compatSetting w:name="compatibilityMode" '
    'w:uri="http://schemas.microsoft.com/office/word" w:val="15"/></w:compat></w:settings>'
)
_BUILT_IN = {"Normal", "Title", "Heading1", "Heading2"}


def _style(identifier: str, name: str, size: int, before: int, after: int, more: str = "", level: int | None = None) -> str:
    """A paragraph style; `size` in half points, spaces in twentieths of a point (as the format counts)."""
    # Inside w:pPr the schema wants this order: keepNext, spacing, outlineLvl.
    keep, rank = ("", "") if level is None else ("<w:keepNext/>", f'<w:outlineLvl w:val="{level}"/>')
    kind = ' w:default="1"' if identifier == "Normal" else ""
    if identifier not in _BUILT_IN:
        kind = ' w:customStyle="1"'
    based = "" if identifier == "Normal" else '<w:basedOn w:val="Normal"/><w:next w:val="Normal"/>'
    return (
        f'<w:style w:type="paragraph"{kind} w:styleId="{identifier}"><w:name w:val="{name}"/>{based}<w:qFormat/>'
        f'<w:pPr>{keep}<w:spacing w:before="{before}" w:after="{after}"/>{rank}</w:pPr>'
        f'<w:rPr>{more}<w:sz w:val="{size}"/></w:rPr></w:style>'
    )


def _styles(language: str) -> str:
    bold = "<w:b/>"
    return (
        f'{_HEAD}<w:styles xmlns:w="{_W}"><w:docDefaults><w:rPrDefault><w:rPr>'
        '<w:rFonts w:ascii="Calibri" w:hAnsi="Calibri" w:cs="Calibri"/><w:sz w:val="23"/>'
        f'<w:lang w:val="{escape(language)}"/></w:rPr></w:rPrDefault></w:docDefaults>'
        + _style("Normal", "Normal", 23, 0, 120)
        + _style("Title", "Title", 40, 0, 160, bold + '<w:color w:val="123A4A"/>')
        + _style("Heading1", "heading 1", 30, 320, 100, bold + '<w:color w:val="123A4A"/>', 0)
        + _style("Heading2", "heading 2", 24, 200, 60, bold, 1)
        + _style("LeftOpen", "Left open", 23, 0, 120, '<w:i/><w:color w:val="8A3B00"/>')
        + _style("SmallPrint", "Small print", 20, 120, 60, '<w:color w:val="444444"/>')
        + "</w:styles>"
    )


def _paragraph(text: str, style: str) -> str:
    runs = '<w:tab/>'.join(f'<w:t xml:space="preserve">{escape(part)}</w:t>' for part in text.split("\t"))
    return f'<w:p><w:pPr><w:pStyle w:val="{style}"/></w:pPr><w:r>{runs}</w:r></w:p>'


def _body(paper: Paper) -> str:
    parts = [_paragraph(one_line(paper.title), "Title")]
    parts += [_paragraph(line, "Normal") for line in paragraphs(paper.intro)]
    for section in paper.sections:
        parts.append(_paragraph(one_line(section.title), "Heading1"))
        for label, text in section.rows:
            parts.append(_paragraph(one_line(label), "Heading2"))
            lines = paragraphs(text)
            parts += [_paragraph(line, "Normal") for line in lines] or [_paragraph(LEFT_OPEN, "LeftOpen")]
    for text in (paper.disclaimer, paper.mark, f"Made on {paper.made_on.isoformat()} in Common Ground."):
        parts += [_paragraph(line, "SmallPrint") for line in paragraphs(text)]
    return "".join(parts)


def docx(paper: Paper) -> bytes:
    """The document as the bytes of a .docx file; the same paper gives the same bytes."""
    document = (
        f'{_HEAD}<w:document xmlns:w="{_W}"><w:body>{_body(paper)}'
        '<w:sectPr><w:pgSz w:w="12240" w:h="15840"/>'
        '<w:pgMar w:top="1200" w:right="1300" w:bottom="1200" w:left="1300" w:header="700" w:footer="700" w:gutter="0"/>'
        "</w:sectPr></w:body></w:document>"
    )
    day = f"{paper.made_on.isoformat()}T00:00:00Z"
    core = (
        _HEAD
        + '<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties" '
        'xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/" '
        'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">'
        f"<dc:title>{escape(one_line(paper.title))}</dc:title><dc:language>{escape(paper.language)}</dc:language>"
        f'<dcterms:created xsi:type="dcterms:W3CDTF">{day}</dcterms:created>'
        f'<dcterms:modified xsi:type="dcterms:W3CDTF">{day}</dcterms:modified>'
        "</cp:coreProperties>"
    )
    parts = {
        "[Content_Types].xml": _CONTENT_TYPES,
        "_rels/.rels": _PACKAGE_LINKS,
        "docProps/core.xml": core,
        "word/document.xml": document,
        "word/styles.xml": _styles(paper.language),
        "word/settings.xml": _SETTINGS,
        "word/_rels/document.xml.rels": _DOCUMENT_LINKS,
    }
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as package:
        for name, text in parts.items():
            # A fixed date, the earliest that the format has, so that equal papers are equal files.
            package.writestr(zipfile.ZipInfo(name), text.encode("utf-8"), zipfile.ZIP_DEFLATED)
    return held.getvalue()
