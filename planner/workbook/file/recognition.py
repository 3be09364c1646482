"""What a file is that is not a workbook, and what to do with it."""

from dataclasses import dataclass
from pathlib import Path

_READ_BYTES = 4096
_SEARCHED_BYTES = 50_000_000
_SAVE = "open it in a spreadsheet program and save it as .xlsx"
_GIVE = "give the workbook itself, an .xlsx file"
_STARTS = (
    (b"%PDF", "a PDF document", f"{_GIVE}; figures cannot be read from a PDF"),
    (b"\x89PNG", "a picture", _GIVE),
    (b"\xff\xd8\xff", "a picture", _GIVE),
    (b"{\\rtf", "a text document (RTF)", _GIVE),
    (b"\x1f\x8b", "a file packed with gzip", "unpack it first, with gunzip"),
    (b"7z\xbc\xaf", "a 7z archive", "unpack it first"),
    (b"Rar!", "a RAR archive", "unpack it first"),
    (b"PAR1", "a Parquet table", _SAVE),
    (b"SQLite format", "an SQLite database", "copy its tables to the sheets of a workbook"),
    (
        b"\x00\x05\x16\x07",
        "the hidden companion of a file from a Mac",
        "give the file whose name lacks the ._ in front",
    ),
)
_LINK = "open it, and download the workbook itself as .xlsx"
_POINTERS = (
    (b"version https://git-lfs", "a Git LFS pointer", "fetch the workbook with: git lfs pull"),
    (b"/annex/objects/", "a git-annex pointer", "fetch the workbook with: git annex get"),
    (b"outs:", "a DVC pointer", "fetch the workbook with: dvc pull"),
    (b"[InternetShortcut]", "a link to a file", _LINK),
    (b"L\x00\x00\x00\x01\x14\x02\x00", "a shortcut of Windows", "give the file that it leads to"),
    (b"MIME-Version:", "a web page or a mail in one file (MHTML)", _SAVE),
    (b"ID;P", "a SYLK table", _SAVE),
)
_XML_SHEET = b"urn:schemas-microsoft-com:office:spreadsheet"
_ZIPS = (
    ("word/", "a Word document", _GIVE),
    ("ppt/", "a PowerPoint document", _GIVE),
    ("xl/workbook.bin", "a binary workbook (.xlsb)", "open it in Excel and save it as Excel Workbook (.xlsx)"),
    ("Index/", "a Numbers document", "export it with File, Export To, Excel"),
    ("Index.zip", "a Numbers document", "export it with File, Export To, Excel"),
)
_OPEN_DOCUMENT = {
    "spreadsheet": "an OpenDocument spreadsheet (.ods)",
    "text": "an OpenDocument text",
    "presentation": "an OpenDocument presentation",
}
_OLE_STREAMS = (
    (
        "DRMEncrypted",
        "a workbook protected by a sensitivity label or rights management",
        "save a copy without protection (File, Info, Protect Workbook, Restrict Access)",
    ),
    ("EncryptedPackage", "a workbook with a password", "open it, remove the password (File, Info), save it as .xlsx"),
    ("__substg1.0", "a mail of Outlook (.msg)", "save its attachment and give that"),
    ("WordDocument", "an old Word document", _GIVE),
    ("Workbook", "an old Excel workbook (.xls)", "open it in Excel and save it as Excel Workbook (.xlsx)"),
    ("Book", "an old Excel workbook (.xls)", "open it in Excel and save it as Excel Workbook (.xlsx)"),
)


@dataclass(frozen=True, slots=True)
class Recognised:
    """What a file is, and what to do; both empty where it is not known."""

    what: str = ""
    fix: str = ""


def lock_file(path: Path) -> Recognised | None:
    """Return what a file is by its name alone: one that stands beside or in place of a workbook."""
    name = path.name
    if name.startswith("~$"):
        return Recognised("a lock file of Excel", f"give {name[2:]} instead")
    if name.startswith(".~lock.") and name.endswith("#"):
        return Recognised("a lock file of LibreOffice", f"give {name[7:-1]} instead")
    if name.endswith(".icloud"):
        return Recognised("a file that is still in iCloud", "download it from iCloud, then give the workbook")
    return None


def recognised(path: Path) -> Recognised:
    """Return what a file that is not a zip archive is, by its first bytes. Raises OSError."""
    with path.open("rb") as file:
        head = file.read(_READ_BYTES)
    for start, words, fix in (*_STARTS, *_POINTERS):
        if head.startswith(start):
            return Recognised(words, fix)
    plain = head.replace(b"\x00", b"").lstrip(b"\xef\xbb\xbf\xff\xfe \r\n\t").lower()
    if _XML_SHEET in plain:
        return Recognised("an XML spreadsheet of Excel 2003", _SAVE)
    if plain.startswith((b"<!doctype html", b"<html", b"<head", b"<table", b"<body", b"<meta", b"<div")):
        is_login = any(word in plain for word in (b"login", b"log in", b"sign in", b"signin", b"password", b"sso"))
        again = "sign in with the browser and download the workbook again"
        return Recognised(
            "a web page (HTML)", again if is_login else f"{_SAVE}; if it shows an error, download it again"
        )
    if b"<office:document" in plain:
        return Recognised("an OpenDocument spreadsheet as plain XML (.fods)", "save it as .xlsx in LibreOffice")
    if plain.startswith(b"{") and b'"doc_id"' in plain:
        return Recognised("a link to a Google Sheet", "open it and use File, Download, Microsoft Excel (.xlsx)")
    if plain.startswith((b"{", b"[")):
        return Recognised("a JSON file", "copy its tables to the sheets of a workbook")
    return _text(head)


def recognised_zip(names: set[str], mimetype: str, name: str) -> Recognised:
    """Return what a zip archive that is not a workbook is, by the names of its parts."""
    for kind, words in _OPEN_DOCUMENT.items():
        if mimetype.endswith(f"opendocument.{kind}"):
            save = f"save it as .xlsx in LibreOffice, or run: soffice --headless --convert-to xlsx {name}"
            return Recognised(words, save if kind == "spreadsheet" else _GIVE)
    for part, words, fix in _ZIPS:
        if any(held.startswith(part) for held in names):
            return Recognised(words, fix)
    inside = sorted(held for held in names if held.lower().endswith((".xlsx", ".xlsm")))
    if inside:
        return Recognised("a zip archive that holds a workbook", f"unpack it and give {inside[0]}")
    return Recognised("a zip archive", _GIVE)


def recognised_ole(path: Path) -> Recognised:
    """Return what a file in the container of old Office programs is. Raises OSError."""
    with path.open("rb") as file:
        data = file.read(_SEARCHED_BYTES)
    for stream, words, fix in _OLE_STREAMS:
        if stream.encode("utf-16-le") in data:
            return Recognised(words, fix)
    return Recognised()


def workbooks_in(folder: Path) -> Recognised:
    """Return what a folder holds: the workbooks that may have been meant. Raises OSError."""
    if (folder / "[Content_Types].xml").is_file():
        return Recognised(f"{folder}, an unpacked workbook", "give the .xlsx file that was unpacked")
    names = sorted(
        path.name
        for path in folder.iterdir()
        if path.suffix.lower() in (".xlsx", ".xlsm") and path.name[:1] not in "~."
    )
    if names:
        listed = ", ".join(names[:4]) + (", ..." if len(names) > 4 else "")
        return Recognised(str(folder), f"name a workbook in it: {listed}")
    if any(path.suffix.lower() == ".csv" for path in folder.iterdir()):
        return Recognised(
            str(folder), "copy its .csv files to the sheets of one workbook; `planner template` shows them"
        )
    return Recognised(str(folder))


def _text(head: bytes) -> Recognised:
    """Return what a text file is: a table as text, by the separators of its first line."""
    try:
        text = head.decode("utf-16" if head[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8", errors="strict")
    except UnicodeDecodeError:
        text = head.decode("latin-1")
    line = text.partition("\n")[0]
    if not text.isprintable() and any(ord(character) < 9 for character in text):
        return Recognised()
    if any(separator in line for separator in (",", ";", "\t")):
        fix = "a case is one workbook of several sheets: copy the table to its sheet; `planner template` shows them"
        return Recognised("one table as text (CSV)", fix)
    return Recognised("a text file", _GIVE)
