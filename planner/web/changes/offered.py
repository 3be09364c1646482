"""What a case offers to a form that changes it: its figures, lanes and locks, and the names that a new row may have."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from planner.workbook.contract.columns import Column, Type
from planner.workbook.contract.schema import BY_NAME
from planner.workbook.grid.records import Cell, Grid

SERIES = "*"
"""The field that stands for all periods of a row: they are scaled together."""
_NUMBERS = (Type.NUMBER, Type.PERCENT, Type.WHOLE)
_PRICED = ("products", "demand", "nodes", "purchases", "sites", "regions", "shells", "conversions")
"""Sheets of which every sum of money can be chosen."""
_FURTHER: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("site_nodes", ("lead_periods", "max_phases")),
    ("shells", ("lead_periods", "max_shells")),
    ("regions", ("max_phase_starts_per_year",)),
    ("limits", ("min", "max")),
    ("incentives", ("rate_pct", "cap_usd_bn")),
)
_SCALED = ("demand", "tools", "capacity", "deployment", "site_power", "purchases")
_FROM = (("regions", "region", "from_region"), ("regions", "bloc", "from_bloc"))
_TO = (
    ("regions", "region", "to_region"),
    ("markets", "market", "to_market"),
    ("regions", "bloc", "to_bloc"),
    ("markets", "bloc", "to_bloc"),
)
_OF = (("nodes", "node", "node"), ("products", "product", "product"))
_KINDS = {"region": "Region", "bloc": "Bloc", "market": "Market", "node": "Node", "product": "Product"}
Facts = Mapping[str, Cell]


@dataclass(frozen=True, slots=True)
class Figure:
    """A number of one row: `field` of a sheet, by the place of its row; `value` is what it is now, if it is filled.

    `is_whole` says that the field takes whole numbers only.
    """

    key: str
    group: str
    words: str
    sheet: str
    row: int
    field: str
    value: Cell
    is_whole: bool = False

    @property
    def is_scaled(self) -> bool:
        """True where all periods of the row are given in per cent of what they are."""
        return self.field == SERIES


@dataclass(frozen=True, slots=True)
class Rule:
    """A row that exists, in words: a lane, or a lock."""

    key: str
    words: str
    row: int
    standing: str


@dataclass(frozen=True, slots=True)
class Name:
    """A name that a new row may have, in a field of it."""

    key: str
    group: str
    words: str
    values: Mapping[str, Cell]


@dataclass(frozen=True, slots=True)
class Offered:
    """Everything that can be chosen, each by its key."""

    figures: Mapping[str, Figure]
    lanes: Mapping[str, Rule]
    locks: Mapping[str, Rule]
    sources: Mapping[str, Name]
    targets: Mapping[str, Name]
    goods: Mapping[str, Name]
    pairs: Mapping[str, Name]
    periods: tuple[str, ...]


def offered(grid: Grid) -> Offered:
    """Return what the tables of a case offer."""
    return Offered(
        {one.key: one for one in _figures(grid)},
        {f"lanes.{at}": Rule(f"lanes.{at}", lane_words(row), at, _standing(row)) for at, row in _rows(grid, "lanes")},
        {f"locks.{at}": Rule(f"locks.{at}", lock_words(row), at, _bounds(row)) for at, row in _rows(grid, "locks")},
        {one.key: one for one in _names(grid, _FROM)},
        {one.key: one for one in _names(grid, _TO)},
        {one.key: one for one in _names(grid, _OF)},
        {one.key: one for one in _pairs(grid)},
        grid.periods,
    )


def _rows(grid: Grid, sheet: str) -> Iterator[tuple[int, Facts]]:
    """Yield the rows of a sheet, if there is one, each with its place."""
    if sheet in grid.sheets:
        yield from enumerate(grid.sheets[sheet].facts())


def _figures(grid: Grid) -> Iterator[Figure]:
    chosen = [(sheet, tuple(column.id for column in _money(sheet))) for sheet in _PRICED]
    for sheet, fields in (*chosen, *_FURTHER):
        for column in BY_NAME[sheet].columns():
            if column.id in fields:
                yield from _of_column(grid, sheet, column)
    for sheet in _SCALED:
        series = BY_NAME[sheet].series
        for at, row in _rows(grid, sheet):
            total = sum(value for label in grid.periods if isinstance(value := row.get(label), int | float))
            if series and total:
                group = f"{series.title}, in % of what it is ({sheet})"
                yield Figure(f"{sheet}.{at}.{SERIES}", group, _named(sheet, row), sheet, at, SERIES, 100)


def _of_column(grid: Grid, sheet: str, column: Column) -> Iterator[Figure]:
    """Yield the figures of a column: the filled ones, and of a column that must be filled or has a default, all."""
    for at, row in _rows(grid, sheet):
        value = row.get(column.id, column.default if isinstance(column.default, int | float) else None)
        if value is not None or sheet not in ("demand", "limits", "sites", "incentives"):
            key, group = f"{sheet}.{at}.{column.id}", f"{column.title} ({sheet})"
            is_whole = column.type is Type.WHOLE
            yield Figure(key, group, _named(sheet, row), sheet, at, column.id, value, is_whole)


def _money(sheet: str) -> Iterator[Column]:
    return (column for column in BY_NAME[sheet].columns() if column.type in _NUMBERS and column.unit.startswith("usd"))


def _named(sheet: str, row: Facts) -> str:
    """Return a row by its key, such as "Kaohsiung · N3"."""
    keys = (row.get(name) for name in BY_NAME[sheet].unique if name != "uses_tools")
    return " · ".join(str(part) for part in keys if part is not None)


def _names(grid: Grid, columns: tuple[tuple[str, str, str], ...]) -> Iterator[Name]:
    """Yield every name once; a bloc of regions may be one of markets too."""
    known: set[tuple[str, Cell]] = set()
    for sheet, column, field in columns:
        for at, row in _rows(grid, sheet):
            name = row.get(column)
            if name is not None and (field, name) not in known:
                known.add((field, name))
                yield Name(f"{sheet}.{at}.{column}", _KINDS[column], str(name), {field: name})


def _pairs(grid: Grid) -> Iterator[Name]:
    for sheet in ("site_nodes", "shells"):
        for at, row in _rows(grid, sheet):
            site, node = row.get("site"), row.get("node")
            values = {"site": site} if node is None else {"site": site, "node": node}
            yield Name(f"{sheet}.{at}", str(site), f"{node or 'shells'} at {site}", values)


def lane_words(row: Facts) -> str:
    """Return what a lane is about, such as "Taiwan → China, of N3, from 2028Q1"."""
    start = row.get("from_region") or row.get("from_bloc") or "everywhere"
    end = row.get("to_region") or row.get("to_market") or row.get("to_bloc") or "everywhere"
    of = " of ".join(str(row[field]) for field in ("node", "product") if row.get(field) is not None)
    return f"{start} → {end}{f', of {of}' if of else ''}{_window(row)}"


def lock_words(row: Facts) -> str:
    """Return which starts a lock is about, such as "N3 at Kaohsiung, from 2027Q1"."""
    converted = f" converted from {row['from_node']}" if row.get("from_node") is not None else ""
    return f"{row.get('node') or 'shells'} at {row.get('site')}{converted}{_window(row)}"


def _window(row: Facts) -> str:
    parts = [f", {word} {row[field]}" for field, word in _WINDOW if row.get(field) is not None]
    return "".join(parts)


_WINDOW = (("from_period", "from"), ("until_period", "until"))


def _standing(row: Facts) -> str:
    """Return what a lane says now."""
    if row.get("allowed") == "no":
        return "closed"
    if row.get("max_kunits") == 0:
        return "closed (at most 0)"
    parts = [
        f"{words} {value:,g} {unit}"
        for field, words, unit in (
            ("cost_usd_per_unit", "freight", "USD"),
            ("tariff_pct", "tariff", "%"),
            ("max_kunits", "at most", "kunits"),
        )
        if isinstance(value := row.get(field), int | float)
    ]
    return ", ".join(parts) or "open"


def _bounds(row: Facts) -> str:
    low, high = row.get("min_phases") or 0, row.get("max_phases")
    return f"exactly {low}" if low == high else f"{low} or more" if high is None else f"{low} to {high}"
