"""Files as people, and people with bad intentions, make them."""

import io
import struct
import zipfile
import zlib

import pikepdf
from PIL import Image

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
S = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
RELS = "http://schemas.openxmlformats.org/package/2006/relationships"
NUMBER = "17912099997"  # well formed, and of the series for test people: of nobody


def archive(parts, *, level=zipfile.ZIP_DEFLATED):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", level) as made:
        for name, content in parts.items():
            made.writestr(name, content)
    return out.getvalue()


def docx(*paragraphs, parts=None, types=""):
    text = "".join(f"<w:p><w:r><w:t>{one}</w:t></w:r></w:p>" for one in paragraphs)
    return archive(
        {
            "[Content_Types].xml": f"<Types>{types}</Types>",
            "word/document.xml": f'<w:document xmlns:w="{W}"><w:body>{text}</w:body></w:document>',
        }
        | (parts or {})
    )


def xlsx(*rows, parts=None, title="Ark1"):
    """Numbers as numbers, text as shared strings, as Excel does."""
    shared, lines = [], []
    for number, row in enumerate(rows, start=1):
        cells = ""
        for value in row:
            if isinstance(value, str):
                shared.append(value)
                cells += f'<c t="s"><v>{len(shared) - 1}</v></c>'
            else:
                cells += f"<c><v>{value}</v></c>"
        lines.append(f'<row r="{number}">{cells}</row>')
    strings = "".join(f"<si><t>{one}</t></si>" for one in shared)
    sheets = f'<sheets><sheet name="{title}" r:id="rId1"/></sheets>'
    return archive(
        {
            "[Content_Types].xml": "<Types/>",
            "xl/workbook.xml": f'<workbook xmlns="{S}" xmlns:r="{R}">{sheets}</workbook>',
            "xl/_rels/workbook.xml.rels": relation("worksheet", "worksheets/sheet1.xml"),
            "xl/sharedStrings.xml": f'<sst xmlns="{S}">{strings}</sst>',
            "xl/worksheets/sheet1.xml": (
                f'<worksheet xmlns="{S}"><sheetData>{"".join(lines)}</sheetData></worksheet>'
            ),
        }
        | (parts or {})
    )


def relation(kind, target, *, mode=""):
    outside = f' TargetMode="{mode}"' if mode else ""
    return (
        f'<Relationships xmlns="{RELS}">'
        f'<Relationship Id="rId1" Type="{R}/{kind}" Target="{target}"{outside}/></Relationships>'
    )


def odf(kind, body, parts=None):
    spaces = " ".join(
        f'xmlns:{one}="urn:oasis:names:tc:opendocument:xmlns:{one}:1.0"'
        for one in ("office", "text", "table", "draw", "script", "manifest")
    )
    return archive(
        {
            "mimetype": f"application/vnd.oasis.opendocument.{kind}",
            "content.xml": (
                f'<office:document-content {spaces} xmlns:xlink="http://www.w3.org/1999/xlink">'
                f"<office:body>{body}</office:body></office:document-content>"
            ),
        }
        | (parts or {}),
        level=zipfile.ZIP_STORED,
    )


def pdf(*pages, change=None, **save):
    """One page for each text; `change(pdf)` may do more to it."""
    with pikepdf.new() as made:
        font = made.make_indirect(
            pikepdf.Dictionary(
                Type=pikepdf.Name.Font, Subtype=pikepdf.Name.Type1, BaseFont=pikepdf.Name.Helvetica
            )
        )
        for text in pages:
            page = made.add_blank_page(page_size=(595, 842))
            page.Resources = pikepdf.Dictionary(Font=pikepdf.Dictionary(F1=font))
            page.Contents = made.make_stream(f"BT /F1 12 Tf 72 700 Td ({text}) Tj ET".encode("latin-1"))
        if change:
            change(made)
        out = io.BytesIO()
        made.save(out, **save)
    return out.getvalue()


def image(kind, *, size=(40, 20), **options):
    out = io.BytesIO()
    made = Image.new("RGB", size, "#ffffff")
    made.paste("#12345a", (0, 0, size[0] // 2, size[1]))
    made.save(out, kind, **options)
    return out.getvalue()


def photo():
    """A JPEG turned on its side, with the place it was taken, a comment and a name in it."""
    exif = Image.Exif()
    exif[0x0112] = 6  # orientation: to be turned
    exif[0x013B] = "Kari Fotograf"
    exif.get_ifd(0x8825)[1] = "N"
    exif.get_ifd(0x8825)[2] = (59.0, 54.0, 0.0)
    return image("JPEG", exif=exif, comment=b"tatt hjemme hos Kari")


def png_of(width, height):
    """A PNG that says it is so large; there are no pixels to speak of in it."""

    def chunk(kind, data):
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(b"\0" * 100))


def bomb(megabytes=100):
    """100 MiB of nothing in some hundred kilobytes, that says it is a DOCX."""
    return docx("Hei", parts={"word/media/image1.bmp": b"\0" * (megabytes * 1024 * 1024)})
