"""The file itself: is it an Excel workbook that is safe to open? Checked before anything is unpacked."""

import re
import zipfile
from collections.abc import Iterator
from pathlib import Path

from planner.workbook.faults import codes
from planner.workbook.faults.fault import Fault, Severity, fault

MAX_UNPACKED_BYTES = 300_000_000
MAX_PARTS = 3_000
MAX_RATIO = 150
_SMALL_BYTES = 20_000_000
_ENCRYPTED = 1
_WORKBOOKS = re.compile(r"^/?\S*workbook\d*\.xml$", re.IGNORECASE | re.MULTILINE)
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ZIP = b"PK"


def with_plain_names(archive: zipfile.ZipFile) -> zipfile.ZipFile:
    """Return an archive whose parts are found under the names of the format: some exporters write backslashes."""
    for part in archive.infolist():
        part.filename = part.filename.replace("\\", "/").lstrip("/")
    archive.NameToInfo = {part.filename: part for part in archive.infolist()}
    return archive


def file_faults(path: Path) -> tuple[Fault, ...]:
    """Return the faults of the file as a container; with an error among them it must not be parsed."""
    try:
        return tuple(_faults(path))
    except OSError as error:
        return (fault(codes.FILE_UNREADABLE, found=error.strerror or str(path)),)


def _faults(path: Path) -> Iterator[Fault]:
    if path.is_dir():
        yield fault(codes.FILE_IS_FOLDER, found=path)
        return
    if not path.exists():
        yield fault(codes.FILE_MISSING, found=path)
        return
    if not path.is_file():
        yield fault(codes.FILE_UNREADABLE, found=f"{path}, which is not a regular file")
        return
    with path.open("rb") as file:
        start = file.read(8)
    if not start:
        yield fault(codes.FILE_EMPTY, found=path.name)
    elif start == _OLE:
        yield fault(codes.FILE_OLD_OR_LOCKED, found=path.name, expected="an .xlsx workbook")
    elif not start.startswith(_ZIP):
        other = path.suffix.lower() not in (".xlsx", ".xlsm", ".xls", "")
        yield fault(
            codes.FILE_OTHER_FORMAT if other else codes.FILE_NOT_EXCEL, found=path.name, expected="an .xlsx workbook"
        )
    elif not zipfile.is_zipfile(path):
        yield fault(codes.FILE_DAMAGED, found=f"{path.stat().st_size} bytes without a directory at the end")
    else:
        yield from _archive_faults(path)


def _archive_faults(path: Path) -> Iterator[Fault]:
    try:
        with with_plain_names(zipfile.ZipFile(path)) as archive:
            parts = archive.infolist()
            names = set(archive.namelist())
    except (zipfile.BadZipFile, ValueError, NotImplementedError) as error:
        yield fault(codes.FILE_DAMAGED, found=error)
        return
    unpacked = sum(part.file_size for part in parts)
    packed = max(1, sum(part.compress_size for part in parts))
    if any(part.flag_bits & _ENCRYPTED for part in parts):
        yield fault(codes.FILE_OLD_OR_LOCKED, found=path.name, expected="an .xlsx workbook")
    elif len(parts) > MAX_PARTS or unpacked > MAX_UNPACKED_BYTES:
        yield fault(
            codes.FILE_TOO_LARGE,
            found=f"{len(parts)} parts, {unpacked // 1_000_000} MB",
            expected=f"at most {MAX_PARTS} parts, {MAX_UNPACKED_BYTES // 1_000_000} MB",
        )
    elif unpacked > _SMALL_BYTES and unpacked > MAX_RATIO * packed:
        ratio = f"{unpacked // packed} times its size on disk"
        yield fault(codes.FILE_TOO_LARGE, found=ratio, expected=f"at most {MAX_RATIO} times")
    elif "[Content_Types].xml" not in names or not _WORKBOOKS.search("\n".join(names)):
        other = "mimetype" in names or "[Content_Types].xml" in names or path.suffix.lower() not in (".xlsx", ".xlsm")
        code = codes.FILE_OTHER_FORMAT if other else codes.FILE_NOT_EXCEL
        yield fault(code, found=path.name, expected="an .xlsx workbook")
    elif any(name.lower().endswith("vbaproject.bin") for name in names):
        yield fault(codes.FILE_HAS_MACROS, found=path.name)


def has_errors(faults: tuple[Fault, ...]) -> bool:
    """True where at least one fault is an error."""
    return any(fault_.severity is Severity.ERROR for fault_ in faults)
