"""A workbook file to raw sheets. Whatever is wrong with the file becomes a fault, never a traceback."""

import errno
import logging
import re
import warnings
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, BinaryIO
from xml.etree.ElementTree import ParseError
from xml.parsers.expat import ExpatError, errors

from defusedxml.common import DefusedXmlException
from openpyxl.reader.excel import ExcelReader
from openpyxl.styles.numbers import BUILTIN_FORMATS, BUILTIN_FORMATS_MAX_SIZE
from openpyxl.styles.stylesheet import apply_stylesheet

from planner.workbook.faults import codes
from planner.workbook.faults.fault import Fault, fault
from planner.workbook.file.calculation import asks_for_calculation, without_uncalculated
from planner.workbook.file.container import file_faults, has_errors, with_plain_names
from planner.workbook.file.number_formats import format_units, odd_formats
from planner.workbook.file.sheet_xml import Shared, read_cells
from planner.workbook.text.values import RawSheet
from planner.workbook.text.words import fold

log = logging.getLogger(__name__)

_STRICT = b"http://purl.oclc.org/ooxml/"
_LITERAL = re.compile(r'"[^"]*"|\\.|_.|\*.|\[[^\]]*\]')
DAMAGED = (
    *(ExpatError, zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError),
    *(KeyError, ValueError, IndexError),  # what the cells of a sheet refer to is missing or no number
)
_WORDS = (
    ((ExpatError, SyntaxError), "a part that is not XML"),
    ((zipfile.BadZipFile, zlib.error, EOFError), "a part that cannot be unpacked"),
    (NotImplementedError, "a compression that is not used in workbooks"),
    (KeyError, "a part that is missing"),
)


@dataclass(frozen=True, slots=True)
class Book:
    """The raw sheets of a workbook and the faults met on the way."""

    sheets: tuple[RawSheet, ...]
    faults: tuple[Fault, ...] = ()


class _Package(ExcelReader):
    """The parts of a workbook that reading cells needs: no charts, themes, properties or defined names.

    Those parts hold nothing of the case, and openpyxl refuses some files for them (an empty chart sheet, say).
    """

    def read(self) -> None:
        with_plain_names(self.archive)
        self.read_manifest()
        self.read_strings()
        self.read_workbook()
        apply_stylesheet(self.archive, self.wb)


def open_book(path: Path, only: str = "") -> Book:
    """Read every worksheet of a file, or only those with a name in any capitals."""
    faults = file_faults(path)
    if has_errors(faults):
        return Book((), faults)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            return _read(path, faults, only)
    except DefusedXmlException as error:
        return Book((), (*faults, fault(codes.FILE_UNSAFE, found=type(error).__name__)))
    except (OSError, _DamagedError) as error:
        return Book((), (*faults, fault(codes.FILE_DAMAGED, found=error)))


class _DamagedError(Exception):
    """A workbook that openpyxl cannot make sense of; the message says what is wrong in words."""


def _opened(file: BinaryIO) -> tuple[Any, list[tuple[Any, Any]]]:
    """Return the package and its sheets with their relations.

    All that runs here is openpyxl's, on any bytes at all: it raises many kinds of exception, and none is ours.
    """
    try:
        package: Any = _Package(file, read_only=True, data_only=True, keep_links=False)
        package.read()
        return package, list(package.parser.find_sheets())
    except (DefusedXmlException, OSError):
        raise
    except Exception as error:
        if _lacks_memory(error):
            raise MemoryError("the workbook needs more memory than is available") from error
        log.info("openpyxl cannot open the workbook", exc_info=error)
        raise _DamagedError(plainly(error)) from error


def _read(path: Path, faults: tuple[Fault, ...], only: str) -> Book:
    with path.open("rb") as file:
        package, listed = _opened(file)
        shared = Shared(
            strings=package.shared_strings,
            date_styles=package.wb._date_formats,
            duration_styles=package.wb._timedelta_formats,
            percent_styles=_percent_styles(package.wb),
            odd_formats=odd_formats(package.wb),
            format_units=format_units(package.wb),
            struck_styles=_struck_styles(package.wb),
            epoch=package.wb.epoch,
        )
        sheets, all_faults, is_calculated = [], list(faults), False
        for sheet, relation in listed:
            if not relation.Type.endswith("/worksheet") or only not in ("", fold(sheet.name)):
                continue
            try:
                raw, has_values = _sheet(package.archive, relation.target, sheet, shared)
                sheets.append(raw)
                is_calculated = is_calculated or has_values
            except DefusedXmlException:
                raise
            except DAMAGED as error:
                if _lacks_memory(error):
                    raise MemoryError("the workbook needs more memory than is available") from error
                all_faults.append(fault(codes.SHEET_DAMAGED, sheet.name, found=plainly(error)))
        if not sheets and len(all_faults) == len(faults):
            all_faults.append(_without_sheets(package, path))
        is_asking = asks_for_calculation(package.archive.read(package.parser.workbook_part_name))
    return Book(tuple(without_uncalculated(sheets, is_asking, is_calculated)), tuple(all_faults))


def _lacks_memory(error: Exception) -> bool:
    """True where a file could not be read for lack of memory: then nothing is wrong with the file itself."""
    if isinstance(error, ExpatError | ParseError):
        return error.code == errors.codes[errors.XML_ERROR_NO_MEMORY]
    return isinstance(error, MemoryError)


def _without_sheets(package: Any, path: Path) -> Fault:
    if _STRICT not in package.archive.read(package.parser.workbook_part_name):
        return fault(codes.FILE_NO_SHEETS, found=path.name)
    fix = "save it as Excel Workbook (.xlsx), without the word Strict"
    return fault(codes.FILE_OTHER_FORMAT, found="Strict Open XML", expected="an .xlsx workbook", fix=fix)


def _sheet(archive: zipfile.ZipFile, part: str, sheet: Any, shared: Shared) -> tuple[RawSheet, bool]:
    """Return a sheet, and whether a formula of it stores anything but 0."""
    try:
        source = archive.open(part)
    except NotImplementedError:
        raise
    except RuntimeError as error:  # encrypted
        raise zipfile.BadZipFile(str(error)) from error
    with source:
        cells = read_cells(source, shared)
    raw = RawSheet(
        sheet.name,
        cells.rows,
        cells.merges,
        cells.far,
        hidden=sheet.state != "visible",
        hidden_rows=cells.hidden_rows,
        hidden_columns=cells.hidden_columns,
        zeros=cells.zeros,
        struck=cells.struck,
    )
    return raw, cells.is_calculated


def _struck_styles(book: Any) -> frozenset[int]:
    """Return the cell styles whose font is crossed out."""
    struck = {at for at, font in enumerate(book._fonts) if font.strike}
    return frozenset(at for at, style in enumerate(book._cell_styles) if style.fontId in struck)


def _percent_styles(book: Any) -> frozenset[int]:
    """Return the cell styles whose number format shows per cent."""
    own = dict(enumerate(book._number_formats, start=BUILTIN_FORMATS_MAX_SIZE))
    formats = (own.get(style.numFmtId) or BUILTIN_FORMATS.get(style.numFmtId, "") for style in book._cell_styles)
    return frozenset(at for at, form in enumerate(formats) if "%" in _LITERAL.sub("", form))


@contextmanager
def copied(source: Path) -> Iterator[None]:
    """Raise OSError with words where openpyxl cannot load all of a workbook, of which the reader leaves parts out."""
    try:
        yield
    except (OSError, MemoryError):
        raise
    except Exception as error:  # on any bytes at all it raises many kinds
        reason = f"{source.name} has {plainly(error)}, so that it cannot be copied"
        raise OSError(errno.EINVAL, f"{reason}: save it again in a spreadsheet program") from error


def plainly(error: Exception) -> str:
    """Return what is wrong with a part in words."""
    return next((words for kinds, words in _WORDS if isinstance(error, kinds)), "a part that cannot be read")
