"""Small Office documents, put together from the parts a test is about."""

import io
import zipfile

_W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
_A = 'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"'
_X = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
_R = 'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
_MORE = (
    'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" xmlns:v="urn:schemas-microsoft-com:vml"'
    ' xmlns:wp="urn:wp" xmlns:wps="urn:wps" xmlns:p="urn:p" xmlns:c="urn:c" xmlns:vt="urn:vt"'
)
NAMESPACES = f"{_W} {_A} {_R} {_MORE}"
_TYPES = '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>'
_RELATIONS = (
    '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">{}</Relationships>'
)
_KIND = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/"


def packed(members):
    """A ZIP of these members, texts in UTF-8."""
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return written.getvalue()


def relations(*entries):
    """Relationships as (id, kind, target) or, to the outside, (id, kind, target, "External")."""
    return _RELATIONS.format(
        "".join(
            f'<Relationship Id="{entry[0]}" Type="{_KIND}{entry[1]}" Target="{entry[2]}"'
            + (f' TargetMode="{entry[3]}"/>' if len(entry) > 3 else "/>")
            for entry in entries
        )
    )


def part(tag, inner, attributes=""):
    return f"<{tag} {NAMESPACES} {attributes}>{inner}</{tag}>"


def docx(body="", **parts):
    """A document with this body; further parts by their path, `__` for a slash and `_DOT_` for a point."""
    main = part("w:document", f"<w:body>{body}</w:body>")
    return packed({"[Content_Types].xml": _TYPES, "word/document.xml": main} | _paths(parts))


def _paths(parts):
    return {name.replace("__", "/").replace("_DOT_", "."): content for name, content in parts.items()}


def paragraph(*runs):
    return f"<w:p>{''.join(run if run.startswith('<') else f'<w:r><w:t>{run}</w:t></w:r>' for run in runs)}</w:p>"


def pptx(slide="", **parts):
    main = part("p:presentation", "")
    one = part("p:sld", f"<p:cSld><p:spTree>{slide}</p:spTree></p:cSld>")
    return packed(
        {"[Content_Types].xml": _TYPES, "ppt/presentation.xml": main, "ppt/slides/slide1.xml": one}
        | _paths(parts)
    )


def shape(*texts):
    runs = "".join(f"<a:r><a:t>{text}</a:t></a:r>" for text in texts)
    return f"<p:sp><p:txBody><a:p>{runs}</a:p></p:txBody></p:sp>"


def xlsx(rows="", *, rest="", state="visible", sheet_relations=(), strings="", styles="", **parts):
    """A workbook with one sheet 名单 of these rows."""
    sheets = f'<sheets><sheet name="名单" sheetId="1" state="{state}" r:id="rId1"/></sheets>'
    members = {
        "[Content_Types].xml": _TYPES,
        "xl/workbook.xml": f"<workbook {_X} {_R}>{sheets}{parts.pop('workbook', '')}</workbook>",
        "xl/_rels/workbook.xml.rels": relations(
            ("rId1", "worksheet", "worksheets/sheet1.xml"),
            ("rId2", "sharedStrings", "sharedStrings.xml"),
            ("rId3", "styles", "styles.xml"),
        ),
        "xl/worksheets/sheet1.xml": f"<worksheet {_X} {_R}><sheetData>{rows}</sheetData>{rest}</worksheet>",
        "xl/sharedStrings.xml": f"<sst {_X}>{strings}</sst>",
        "xl/styles.xml": f"<styleSheet {_X}>{styles}</styleSheet>",
    }
    if sheet_relations:
        members["xl/worksheets/_rels/sheet1.xml.rels"] = relations(*sheet_relations)
    return packed(members | _paths(parts))


def row(cells, number=1, attributes=""):
    return f'<row r="{number}" {attributes}>{cells}</row>'
