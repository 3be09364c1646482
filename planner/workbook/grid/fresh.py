"""A new case from a library: the sites, nodes, products and markets that a planner names, with an example's values.

The library is the example `world`, whose rows name their sources. Money is one fund, demand a share of the library's.
"""

import tempfile
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import Any

from planner.workbook.assemble.tables import Tables
from planner.workbook.contract.goods import DemandRow, MarketRow, MaterialRow, ProductRow
from planner.workbook.contract.means import BudgetRow, FundRow, ScenarioRow, ToolRow
from planner.workbook.contract.places import NodeRow, SiteRow
from planner.workbook.contract.schema import BY_NAME, SHEETS
from planner.workbook.contract.settings import SettingRow
from planner.workbook.faults.codes import ROW_IDLE
from planner.workbook.grid.check import checked, findings, on_its_horizon
from planner.workbook.grid.records import Grid, Sheet, fields_of, plain_cell
from planner.workbook.read.settings import KEYS
from planner.workbook.reader import read_workbook
from planner.workbook.template.examples import Example, write_example
from planner.workbook.template.likeness import Choice, Rows, consistent, facts_of

_FUND = "Budget"
_NAMING = {"scenario", "probability_pct", "source", "note"}
"""Fields of a future that change nothing where it is the only one."""
_TYPED = "typed into the form of the new case"


class FreshError(ValueError):
    """A case that cannot be made of the library. The text says what is missing."""


@dataclass(frozen=True, slots=True)
class Wish:
    """What a new case holds. Money is in bn USD by calendar year, demand in per cent of the library's."""

    name: str
    first_period: str
    periods: int
    choice: Choice
    usd_bn: Mapping[int, float]
    demand_share_pct: float


@cache
def library() -> Tables:
    """Return the rows of the library."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "library.xlsx"
        write_example(path, Example.WORLD)
        tables = read_workbook(path).tables
    assert tables is not None, "an example has no faults"
    return tables


def fresh(wish: Wish) -> Grid:
    """Return the tables of a new case. Raises FreshError where no product can be made of the chosen nodes."""
    tables = library()
    rows = _rows(tables, wish.choice)
    if not rows.get(ProductRow):
        raise FreshError(_needs(tables, wish.choice))
    share = wish.demand_share_pct / 100
    scaled = {kind: share if kind in (DemandRow, ToolRow) else 1.0 for kind in SHEETS}
    facts = {kind.sheet: [facts_of(row, scaled[kind]) for row in rows.get(kind, ())] for kind in SHEETS}
    facts[FundRow.sheet] = [{"fund": _FUND, "source": _TYPED}]
    facts[BudgetRow.sheet] = [{"fund": _FUND, "values": _budget(tables, wish.usd_bn), "source": _TYPED}]
    for row in facts[DemandRow.sheet]:
        row["note"] = f"{wish.demand_share_pct:g} % of the library's"
    periods = tables.calendar.labels()
    sheets = {kind.sheet: _sheet(facts[kind.sheet], kind.sheet, periods) for kind in SHEETS if facts[kind.sheet]}
    grid = Grid(periods, {}).with_sheets(sheets | {SettingRow.sheet: _settings(tables, wish)})
    return _without_idle_rows(on_its_horizon(grid))


def _rows(tables: Tables, choice: Choice) -> Rows:
    """Return the rows of the library that a choice leaves, without nodes that no chosen product is made on."""
    rows = consistent(tables, choice)
    needed = {row.node for row in rows[MaterialRow] if isinstance(row, MaterialRow)}
    return _expected(consistent(tables, replace(choice, nodes=frozenset(needed))))


def _expected(rows: Rows) -> Rows:
    """Return the rows without futures of no probability, and what happens in them alone; a single one is none."""
    possible = [row for row in rows[ScenarioRow] if isinstance(row, ScenarioRow) and row.probability_pct > 0]
    names = {row.scenario for row in possible}
    left = {
        kind: [row for row in listed if getattr(row, "scenario", "") in ("", *names)] for kind, listed in rows.items()
    }
    is_used = any(
        getattr(row, "scenario", "") for kind, listed in left.items() if kind != ScenarioRow for row in listed
    )
    changes = {field for row in possible for field in row.model_dump(exclude_defaults=True)} - _NAMING
    if len(possible) == 1 and not changes and not is_used:
        left[ScenarioRow] = []
    return left


def growing(products: Sequence[str], count: int) -> list[str]:
    """Return the products of the library whose demand grows most in value: they are why fabs are built."""
    tables = library()
    penalty_usd = {row.product: row.shortage_penalty_usd for row in tables.of(ProductRow)}
    growth: defaultdict[str, float] = defaultdict(float)
    for row in tables.of(DemandRow):
        if row.product in products and not row.scenario:
            growth[row.product] += (row.values[-1] - row.values[0]) * penalty_usd[row.product]
    return sorted(growth, key=lambda product: -growth[product])[:count]


def _without_idle_rows(grid: Grid) -> Grid:
    """Return the tables without rows of the library that match nothing in the new case."""
    idle = {(one.fault.sheet, one.row) for one in findings(grid, checked(grid)) if one.fault.code == ROW_IDLE.id}
    sheets = {
        name: replace(sheet, rows=tuple(row for at, row in enumerate(sheet.rows) if (name, at) not in idle))
        for name, sheet in grid.sheets.items()
    }
    return grid.with_sheets({name: sheet for name, sheet in sheets.items() if sheet.rows or BY_NAME[name].required})


def left_out(wish: Wish) -> tuple[str, ...]:
    """Return the chosen products and nodes that the chosen sites cannot make, and the case does not have."""
    rows = _rows(library(), wish.choice)
    there = {row.product for row in rows[ProductRow] if isinstance(row, ProductRow)}
    there |= {row.node for row in rows[NodeRow] if isinstance(row, NodeRow)}
    there |= {row.market for row in rows[MarketRow] if isinstance(row, MarketRow)}
    named = (*(wish.choice.nodes or ()), *(wish.choice.products or ()), *(wish.choice.markets or ()))
    return tuple(sorted(name for name in named if name not in there))


def _needs(tables: Tables, choice: Choice) -> str:
    """Say which nodes the first chosen product needs, and where they are."""
    product = next((row.product for row in tables.of(ProductRow) if choice.has_product(row.product)), "")
    if not choice.sites or not product:
        return "Choose at least one site and one product."
    parts: dict[str, list[str]] = {}
    for row in tables.of(MaterialRow):
        if row.product == product:
            parts.setdefault(row.part, []).append(row.node)
    needs = "; ".join(f"{part}: {' or '.join(nodes)}" for part, nodes in parts.items())
    return f"The chosen sites and nodes make none of the chosen products. {product} needs {needs}."


def _budget(tables: Tables, usd_bn: Mapping[int, float]) -> tuple[float, ...]:
    calendar = tables.calendar
    return tuple(usd_bn.get(calendar.year(t), 0.0) / calendar.periods_per_year for t in calendar.horizon)


def _settings(tables: Tables, wish: Wish) -> Sheet:
    values: dict[str, Any] = tables.settings.model_dump(exclude_defaults=True)
    values |= {"case_name": wish.name, "first_period": wish.first_period, "periods": wish.periods}
    return Sheet(("key", "value"), tuple((key, plain_cell(values.get(key))) for key in KEYS))


def _sheet(facts: Sequence[dict[str, Any]], name: str, periods: tuple[str, ...]) -> Sheet:
    kind = next(kind for kind in SHEETS if kind.sheet == name)
    fields = fields_of(kind, periods, {field for row in facts for field in row})
    flat = [{**row, **dict(zip(periods, row.get("values", ()), strict=False))} for row in facts]
    return Sheet(fields, tuple(tuple(plain_cell(row.get(field)) for field in fields) for row in flat))


def sites_by_region() -> dict[str, list[str]]:
    """Return the sites of the library by region."""
    regions: dict[str, list[str]] = {}
    for row in library().of(SiteRow):
        regions.setdefault(row.region, []).append(row.site)
    return regions
