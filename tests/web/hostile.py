"""Uploads that mean harm, or look as if they did; each is what its name says."""

import io
import zipfile
import zlib
from collections.abc import Callable, Mapping
from random import Random

from tests.cli.commands import STARTER

_SHEET = "xl/worksheets/sheet2.xml"
_STRINGS = b'<sst xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">'
Edit = Callable[[bytes], bytes]
Maker = Callable[[], bytes]


def starter_with(edits: Mapping[str, Edit], more: Mapping[str, bytes] | None = None) -> bytes:
    """Return the starter's workbook with parts changed and added."""
    packed = io.BytesIO()
    with zipfile.ZipFile(STARTER) as source:
        assert edits.keys() <= set(source.namelist())
    with (
        zipfile.ZipFile(STARTER) as source,
        zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as target,
    ):
        for name in source.namelist():
            content = source.read(name)
            target.writestr(name, edits.get(name, _same)(content))
        for name, content in (more or {}).items():
            target.writestr(name, content)
    return packed.getvalue()


def _same(content: bytes) -> bytes:
    return content


def instead(old: bytes, new: bytes) -> Edit:
    """Return an edit that puts something in the place of the first of its kind."""

    def edit(content: bytes) -> bytes:
        assert old in content, old
        return content.replace(old, new, 1)

    return edit


def zeros() -> bytes:
    """A part of 700 MB of zeros, honest about its size."""
    packed = io.BytesIO(STARTER.read_bytes())
    with (
        zipfile.ZipFile(packed, "a", zipfile.ZIP_DEFLATED, compresslevel=1) as target,
        target.open("xl/media/image1.bin", "w", force_zip64=True) as part,
    ):
        for _ in range(70):
            part.write(bytes(10_000_000))
    return packed.getvalue()


def lying_sizes() -> bytes:
    """A sheet of 600 MB whose entry says that it has 1 kB."""
    content = bytearray(starter_with({_SHEET: lambda _: b"<worksheet>" + b" " * 600_000_000}))
    directory = content.rindex(b"PK\x01\x02", 0, content.rindex(_SHEET.encode()))
    content[directory + 24 : directory + 28] = (1000).to_bytes(4, "little")
    return bytes(content)


def many_parts() -> bytes:
    """More empty parts than 16 bits can count."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as target:
        for place in range(66_000):
            target.writestr(f"xl/x{place}", b"")
    return packed.getvalue()


def nested() -> bytes:
    """An archive in an archive in an archive, each opening to a hundred times its size."""
    content = bytes(50_000_000)
    for depth in range(3):
        packed = io.BytesIO()
        with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as target:
            for copy in range(20):
                target.writestr(f"{depth}-{copy}.zip", content)
        content = packed.getvalue()
    return content


def entities() -> bytes:
    """Entities that double thirty times."""
    lines = ['<!ENTITY a0 "lol">', *(f'<!ENTITY a{n} "&a{n - 1};&a{n - 1};">' for n in range(1, 31))]
    head = f'<?xml version="1.0"?><!DOCTYPE x [{"".join(lines)}]><worksheet><sheetData><row><c t="str"><v>&a30;</v></c>'
    return starter_with({_SHEET: lambda _: f"{head}</row></sheetData></worksheet>".encode()})


def outside_entity() -> bytes:
    """An entity that reads a file of the server."""
    head = '<?xml version="1.0"?><!DOCTYPE x [<!ENTITY f SYSTEM "file:///etc/passwd">]>'
    body = '<sst xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><si><t>&f;</t></si></sst>'
    return _with_strings((head + body).encode())


def far_corner() -> bytes:
    """Cells in the last row and column of a sheet."""
    far = b'<row r="1048576"><c r="XFD1048576"><v>1</v></c></row></sheetData>'
    return starter_with({_SHEET: instead(b"</sheetData>", far)})


def endless_rows() -> bytes:
    """A sheet of a million rows, each another one: reading it takes as long as it may."""
    random = Random(0)
    rows = b"".join(b'<row><c t="n"><v>%d</v></c></row>' % random.getrandbits(40) for _ in range(1_000_000))
    return starter_with({_SHEET: instead(b"</sheetData>", rows + b"</sheetData>")})


def endless_strings() -> bytes:
    """A quarter of a million shared strings, no two alike."""
    random = Random(0)
    strings = b"".join(b"<si><t>%x</t></si>" % random.getrandbits(40) for _ in range(250_000))
    return _with_strings(_STRINGS + strings + b"</sst>")


def _with_strings(content: bytes) -> bytes:
    """Return the starter's workbook with a table of shared strings, in place of the one that it has, if any."""
    kind = b"application/vnd.openxmlformats-officedocument.spreadsheetml.sharedStrings+xml"
    told = b'<Override PartName="/xl/strings9.xml" ContentType="' + kind + b'"/></Types>'

    def declared(types: bytes) -> bytes:
        return types.replace(kind, b"application/xml").replace(b"</Types>", told)

    return starter_with({"[Content_Types].xml": declared}, {"xl/strings9.xml": content})


def deep() -> bytes:
    """Elements in elements, a hundred thousand deep."""
    return starter_with({_SHEET: lambda _: b"<a>" * 100_000 + b"</a>" * 100_000})


def long_attribute() -> bytes:
    """One attribute of 100 MB."""
    long = b'<row spans="' + b"1" * 100_000_000 + b'"/></sheetData>'
    return starter_with({_SHEET: instead(b"</sheetData>", long)})


def many_styles() -> bytes:
    """A million cell styles."""
    xf = b'<xf numFmtId="0" fontId="0" fillId="0" borderId="0"/>'
    return starter_with({"xl/styles.xml": instead(b"</cellXfs>", xf * 1_000_000 + b"</cellXfs>")})


def macros() -> bytes:
    """A workbook with macros."""
    return starter_with({}, {"xl/vbaProject.bin": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1 Sub Auto_Open()"})


def encrypted() -> bytes:
    """What a password makes of a workbook."""
    return b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 5000


def cut_short() -> bytes:
    """Half a workbook."""
    whole = STARTER.read_bytes()
    return whole[: len(whole) // 2]


def broken_parts() -> bytes:
    """A workbook in which every part has some bytes turned."""
    whole = bytearray(STARTER.read_bytes())
    random = Random(1)
    for _ in range(2000):
        whole[random.randrange(200, len(whole) - 5000)] = random.randrange(256)
    return bytes(whole)


def climbing_names() -> bytes:
    """Parts whose names lead out of any folder."""
    return starter_with({}, {"../../../../tmp/planner_was_here": b"x", "/tmp/planner_was_here": b"x"})


def links() -> bytes:
    """A workbook that links to another one on the net."""
    relations = (
        b'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
        b'<Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/'
        b'externalLinkPath" Target="http://127.0.0.1:9/book.xlsx" TargetMode="External"/></Relationships>'
    )
    return starter_with({}, {"xl/externalLinks/_rels/externalLink1.xml.rels": relations})


def noise() -> bytes:
    """Bytes without any sense."""
    return Random(2).randbytes(2_000_000)


def page() -> bytes:
    """A web page with a script."""
    return b"<html><script>alert(1)</script></html>"


def bad_checksum() -> bytes:
    """A part that unpacks to something else than it says."""
    content = bytearray(STARTER.read_bytes())
    directory = content.index(b"PK\x01\x02")
    content[directory + 16 : directory + 20] = zlib.crc32(b"other").to_bytes(4, "little")
    return bytes(content)


LARGE: tuple[Maker, ...] = (zeros, lying_sizes, many_parts, nested, entities, deep, long_attribute, many_styles)
REFUSED: tuple[Maker, ...] = (outside_entity, encrypted, cut_short, broken_parts, noise, page)
WIDE: tuple[Maker, ...] = (endless_strings, far_corner)
HARMLESS: tuple[Maker, ...] = (macros, climbing_names, links)
