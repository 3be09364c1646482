"""The file itself: is it an Excel workbook that is safe to open? Checked before anything is unpacked."""

import re
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from planner.workbook.faults import codes
from planner.workbook.faults.fault import Fault, Severity, fault
from planner.workbook.file.recognition import (
    Recognised,
    lock_file,
    recognised,
    recognised_ole,
    recognised_zip,
    workbooks_in,
)

MAX_UNPACKED_BYTES = 300_000_000
MAX_PARTS = 3_000
MAX_RATIO = 150
_SMALL_BYTES = 20_000_000
_ENCRYPTED = 1
_WORKBOOKS = re.compile(r"^/?\S*workbook\d*\.xml$", re.IGNORECASE | re.MULTILINE)
_MACROS = re.compile(r"vbaproject\.bin$|/macrosheets/|/intlmacrosheets/", re.IGNORECASE)
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ZIP = b"PK"
_WORKBOOK = "an .xlsx workbook"


def with_plain_names(archive: zipfile.ZipFile) -> zipfile.ZipFile:
    """Return an archive whose parts are found under the names of the format: some exporters write backslashes."""
    for part in archive.infolist():
        part.filename = part.filename.replace("\\", "/").lstrip("/")
    archive.NameToInfo = _InAnyCase({part.filename: part for part in archive.infolist()})
    return archive


class _InAnyCase(dict[str, zipfile.ZipInfo]):
    """Parts by their names in any capitals: some exporters list xl/sharedStrings.xml and write xl/SharedStrings.xml."""

    def get(self, name: str, default: Any = None) -> Any:
        """Return a part."""
        folded = {known.casefold(): part for known, part in self.items()} if name not in self else {}
        return self[name] if name in self else folded.get(name.casefold(), default)


def file_faults(path: Path) -> tuple[Fault, ...]:
    """Return the faults of the file as a container; with an error among them it must not be parsed."""
    try:
        return tuple(_faults(path))
    except OSError as error:
        return (fault(codes.FILE_UNREADABLE, found=error.strerror or str(path)),)


def _faults(path: Path) -> Iterator[Fault]:
    if path.is_dir():
        held = workbooks_in(path)
        yield fault(codes.FILE_IS_FOLDER, found=held.what, fix=held.fix)
        return
    if not path.exists():
        yield fault(codes.FILE_MISSING, found=path)
        return
    if not path.is_file():
        yield fault(codes.FILE_UNREADABLE, found=f"{path}, which is not a regular file")
        return
    lock = lock_file(path)
    if lock is not None:
        yield fault(codes.FILE_NOT_EXCEL, found=lock.what, expected=_WORKBOOK, fix=lock.fix)
        return
    with path.open("rb") as file:
        start = file.read(8)
    if not start:
        yield fault(codes.FILE_EMPTY, found=path.name)
    elif start == _OLE:
        yield _other(codes.FILE_OLD_OR_LOCKED, path, recognised_ole(path))
    elif not start.startswith(_ZIP):
        other = path.suffix.lower() not in (".xlsx", ".xlsm", ".xls", "")
        yield _other(codes.FILE_OTHER_FORMAT if other else codes.FILE_NOT_EXCEL, path, recognised(path))
    elif not zipfile.is_zipfile(path):
        yield fault(codes.FILE_DAMAGED, found=f"{path.stat().st_size} bytes without a directory at the end")
    else:
        yield from _archive_faults(path)


def _other(code: codes.Code, path: Path, known: Recognised) -> Fault:
    """Return the fault of a file that is something else, and says what where that is known."""
    return fault(code, found=known.what or path.name, expected=_WORKBOOK, fix=known.fix)


def _archive_faults(path: Path) -> Iterator[Fault]:
    try:
        with with_plain_names(zipfile.ZipFile(path)) as archive:
            parts = archive.infolist()
            names = set(archive.namelist())
            mimetype = _mimetype(archive)
    except (zipfile.BadZipFile, zlib.error, ValueError, NotImplementedError, RuntimeError) as error:
        yield fault(codes.FILE_DAMAGED, found=error)
        return
    unpacked = sum(part.file_size for part in parts)
    packed = max(1, sum(part.compress_size for part in parts))
    if any(part.flag_bits & _ENCRYPTED for part in parts):
        yield fault(codes.FILE_OLD_OR_LOCKED, found=path.name, expected=_WORKBOOK)
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
        yield _other(code, path, recognised_zip(names, mimetype, path.name))
    elif any(_MACROS.search(name) for name in names):
        yield fault(codes.FILE_HAS_MACROS, found=path.name)


def _mimetype(archive: zipfile.ZipFile) -> str:
    """Return what the file says that it is, as OpenDocument does; the part is never large."""
    part = next((info for info in archive.infolist() if info.filename == "mimetype"), None)
    is_plain = part is not None and part.file_size < 200 and part.compress_type == zipfile.ZIP_STORED
    return archive.read("mimetype").decode(errors="replace").strip() if is_plain else ""


def has_errors(faults: tuple[Fault, ...]) -> bool:
    """True where at least one fault is an error."""
    return any(fault_.severity is Severity.ERROR for fault_ in faults)
