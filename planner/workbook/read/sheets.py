"""Which worksheet is which sheet of the contract, and what is wrong with the set of them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from planner.workbook.contract.columns import Row
from planner.workbook.contract.schema import BY_NAME, CONTENTS_SHEET, DICTIONARY_SHEET
from planner.workbook.faults import codes
from planner.workbook.faults.fault import fault
from planner.workbook.layout.sheet_names import contract_name, name_within
from planner.workbook.read.header import Report, find_header
from planner.workbook.read.table import Table
from planner.workbook.text.currencies import other_money
from planner.workbook.text.values import RawSheet
from planner.workbook.text.words import fold, lookalike_remark, nearest, title_form

_NEEDED = ("regions", "sites", "nodes", "products", "materials", "markets", "demand")
_NEEDED_BY = {"ramps": "site_nodes", "spends": "site_nodes", "funds": "budget"}
_ODD_IF_EMPTY = ("site_nodes", "funds", "budget")
# Sheets of the planner's own making, and what people call their notes.
_NOT_READ_QUIETLY = (
    CONTENTS_SHEET,
    DICTIONARY_SHEET,
    "faults",
    "lists",
    "readme",
    "read me",
    "about",
    "export summary",
)


@dataclass(frozen=True, slots=True)
class MatchedSheets:
    """The raw sheets by their name in the contract; `faulty` names required sheets that are not there."""

    raw: Mapping[str, RawSheet]
    faulty: frozenset[str]


def find_sheets(sheets: Sequence[RawSheet], damaged: frozenset[str], report: Report) -> MatchedSheets:
    """Match worksheets to the contract, ignoring case and outer spaces."""
    raw: dict[str, RawSheet] = {}
    unknown: list[RawSheet] = []
    renamed: list[RawSheet] = []
    exact = {fold(sheet.name) for sheet in sheets}
    for sheet in sheets:
        name = fold(sheet.name)
        if name not in BY_NAME and (meant := contract_name(sheet.name, BY_NAME)) not in exact:
            name = meant or name
        if name not in BY_NAME:
            unknown.append(sheet)
        elif name in raw:
            fix = "" if fold(sheet.name) == name else f"keep one table for {name}, and rename the other sheet"
            report(fault(codes.SHEET_TWICE, sheet.name, 1, 1, found=sheet.name, expected=f"one sheet {name}", fix=fix))
        else:
            raw[name] = sheet
            renamed += [sheet] if name != fold(sheet.name) else []
            if sheet.hidden and sheet.rows:
                report(fault(codes.SHEET_HIDDEN, sheet.name, 1, 1, found=f"{len(sheet.rows)} rows"))
    if renamed:
        more = f" and {len(renamed) - 1} more" if len(renamed) > 1 else ""
        report(fault(codes.SHEET_RENAMED, renamed[0].name, 1, 1, found=f"{renamed[0].name}{more}"))
    spoilt = {fold(name) for name in damaged}
    faulty = set(spoilt & set(BY_NAME))
    for name, kind in BY_NAME.items():
        if name in raw or name in spoilt or not kind.required:
            continue
        faulty.add(name)
        others = [sheet.name for sheet in unknown]
        near = (
            nearest(name, others, cutoff=0.75)
            or next((other for other in others if name_within(other, BY_NAME) == name), None)
            or next((sheet.name for sheet in unknown if _has_titles_of(sheet, kind)), None)
        )
        if near is None:
            report(fault(codes.SHEET_MISSING, name, 1, 1, expected=f"a sheet {name}"))
            continue
        unknown = [sheet for sheet in unknown if sheet.name != near]
        fix = f"rename the sheet to {name}{lookalike_remark(near, name)}{_convert(near)}"
        report(fault(codes.SHEET_MISSPELT, near, 1, 1, found=near, expected=name, fix=fix))
    _report_unknown(unknown, [name for name in BY_NAME if name not in raw], report)
    return MatchedSheets(raw, frozenset(faulty))


def _convert(name: str) -> str:
    """Return what else to do with a sheet whose name says that its money is not in US dollars."""
    money = other_money(name)
    return f", and convert its money from {money} to USD" if money else ""


def _has_titles_of(sheet: RawSheet, kind: type[Row]) -> bool:
    """True for a sheet of any name with the titles of all required columns, where these are two or more."""
    required = [column for column in kind.columns() if column.required]
    position = find_header(sheet, kind) if len(required) > 1 else None
    titles = {title_form(cell) for cell in position[1] if isinstance(cell, str)} if position else set[str]()
    return bool(titles) and all(titles & {fold(column.id), fold(column.title)} for column in required)


def _report_unknown(unknown: list[RawSheet], free: list[str], report: Report) -> None:
    for sheet in unknown:
        name = fold(sheet.name)
        is_quiet = name in _NOT_READ_QUIETLY or name.startswith(("planner faults", "_"))
        if is_quiet or not sheet.rows:
            continue
        near = nearest(sheet.name, free, cutoff=0.75) or name_within(sheet.name, free)
        rows = max(0, len(sheet.rows) - 1)
        if near and rows:
            # The sheet is optional, so the case can be planned without these rows: a warning is enough.
            description, fix = (
                f"{sheet.name}, rows below the header: {rows}",
                f"rename the sheet to {near}, or nothing in it counts{_convert(sheet.name)}",
            )
            report(fault(codes.SHEET_UNKNOWN, sheet.name, 1, 1, found=description, expected=near, fix=fix))
        else:
            code = codes.SHEET_HIDDEN if sheet.hidden else codes.SHEET_UNKNOWN
            report(fault(code, sheet.name, 1, 1, found=sheet.name, fix=f"did you mean {near!r}?" if near else ""))


def empty_sheets(read: Mapping[str, Table], report: Report) -> frozenset[str]:
    """Report sheets with a header and nothing below it, and return those that need rows.

    A case without pairs or money can still be planned with the existing capacity.
    """
    needy = set()
    for name, table in read.items():
        if table.records:
            continue
        if any(column.required and not table.has(column.id) for column in table.kind.columns()):
            needy.add(name)  # a missing column is reported, and with it the rows may be there
            continue
        user = _NEEDED_BY.get(name, "")
        if name in _NEEDED or (user in read and read[user].records):
            needy.add(name)
            report(fault(codes.SHEET_NO_ROWS, table.name, table.header.row, 1))
        elif name in _ODD_IF_EMPTY:
            report(fault(codes.SHEET_NO_ROWS_ODD, table.name, table.header.row, 1))
    return frozenset(needy)
