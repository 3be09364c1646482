"""Which record and field of a case each sheet and column stands for, and in what units.

A column whose title ends in per cent is a fraction in the case, a label is an ordinal, a blank is the record's default.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import MISSING, dataclass, fields
from functools import cached_property
from typing import Any

from planner.case.calendar import Calendar
from planner.case.checks.draft.records import Budget, ClassProduct, Demand, MachineUse, Material
from planner.case.checks.draft.words import SHARE_MEASURES
from planner.case.records import (
    Committed,
    Conversion,
    Deployment,
    Event,
    Fund,
    Incentive,
    Lane,
    Limit,
    Lock,
    Market,
    Node,
    Owner,
    Pair,
    PlannedStart,
    Product,
    Purchase,
    Region,
    Scenario,
    Settings,
    Shell,
    Site,
    SitePower,
    Tool,
    UnderWay,
)
from planner.workbook.contract.columns import Column, Row, SeriesRow, Type, fraction
from planner.workbook.contract.events import EventRow
from planner.workbook.contract.goods import (
    CapacityRow,
    ClassRow,
    ConversionRow,
    DemandRow,
    MarketRow,
    MaterialRow,
    ProductRow,
    PurchaseRow,
    UnderWayRow,
)
from planner.workbook.contract.lanes import LaneRow
from planner.workbook.contract.means import (
    BudgetRow,
    FundRow,
    IncentiveRow,
    LastPlanRow,
    LimitRow,
    LockRow,
    ScenarioRow,
    ToolRow,
    ToolUseRow,
)
from planner.workbook.contract.owners import OwnerRow
from planner.workbook.contract.places import NodeRow, PairRow, RegionRow, SiteRow
from planner.workbook.contract.power import DeploymentRow, SitePowerRow
from planner.workbook.contract.settings import SettingValues
from planner.workbook.contract.shells import ShellRow

SERIES = "values"
_PER_CENT = "_pct"


@dataclass(frozen=True)
class Translation:
    """A sheet as records of a case. `renamed` holds the columns whose field has another name."""

    row: type[Row]
    record: type[Any]
    renamed: Mapping[str, str]

    @cached_property
    def columns(self) -> dict[str, Column]:
        """The columns that are fields of the record, by field."""
        known = {one.name for one in fields(self.record)}
        return {field: column for column in self.row.columns() if (field := self.field(column.id)) in known}

    @cached_property
    def defaults(self) -> dict[str, Any]:
        """What a blank stands for, by field."""
        return {one.name: one.default for one in fields(self.record) if one.default is not MISSING}

    def field(self, column: str) -> str:
        """Return the field that a column stands for; of a column that is none, its own name."""
        return self.renamed.get(column, column.removesuffix(_PER_CENT))

    def column(self, field: str) -> str:
        """Return the column that stands for a field."""
        if field in self.columns:
            return self.columns[field].id
        return next((column for column, renamed in self.renamed.items() if renamed == field), field)

    def values(self, given: Callable[[Column], Any], calendar: Calendar | None) -> Iterator[tuple[str, Any]]:
        """Yield the fields whose values are known, in the units of the case."""
        for field, column in self.columns.items():
            value = given(column)
            if value is None:
                yield field, self.defaults.get(field)
            elif calendar is not None or column.type is not Type.PERIOD:
                yield field, column.in_case(value, calendar)

    def of_row(self, row: Row, calendar: Calendar | None) -> dict[str, Any]:
        """Return the fields that a sound row gives."""
        known = dict(self.values(lambda column: getattr(row, column.id), calendar))
        if isinstance(row, SeriesRow):
            known[self.series] = row.values
        completed(self.record, known, set())
        return known

    @property
    def series(self) -> str:
        """The field that the period columns stand for; empty where there are none."""
        return self.renamed[SERIES] if issubclass(self.row, SeriesRow) else ""


_TRANSLATIONS = (
    Translation(RegionRow, Region, {"region": "name"}),
    Translation(SiteRow, Site, {"site": "name"}),
    Translation(SitePowerRow, SitePower, {SERIES: "mw"}),
    Translation(ShellRow, Shell, {"spend": "spend name"}),
    Translation(NodeRow, Node, {"node": "name", "defects_mature_per_cm2": "learning.mature_per_cm2"}),
    Translation(PairRow, Pair, {"ramp": "ramp name", "spend": "spend name", "expansion_spend": "expansion spend name"}),
    Translation(OwnerRow, Owner, {"owner": "name"}),
    Translation(CapacityRow, Committed, {SERIES: "kwspm"}),
    Translation(UnderWayRow, UnderWay, {SERIES: "bills_usd_bn"}),
    Translation(ConversionRow, Conversion, {}),
    Translation(ProductRow, Product, {"product": "name"}),
    Translation(MaterialRow, Material, {}),
    Translation(ClassRow, ClassProduct, {"class": "compute_class"}),
    Translation(PurchaseRow, Purchase, {SERIES: "kunits"}),
    Translation(MarketRow, Market, {"market": "name"}),
    Translation(DeploymentRow, Deployment, {SERIES: "mw"}),
    Translation(DemandRow, Demand, {SERIES: "kunits"}),
    Translation(LaneRow, Lane, {}),
    Translation(FundRow, Fund, {"fund": "name"}),
    Translation(BudgetRow, Budget, {SERIES: "budget_usd_bn"}),
    Translation(IncentiveRow, Incentive, {"incentive": "name"}),
    Translation(ToolRow, Tool, {"tool": "name", SERIES: "deliveries"}),
    Translation(ToolUseRow, MachineUse, {}),
    Translation(LimitRow, Limit, {"limit": "name", "min": "minimum", "max": "maximum"}),
    Translation(LockRow, Lock, {}),
    Translation(LastPlanRow, PlannedStart, {}),
    Translation(ScenarioRow, Scenario, {"scenario": "name"}),
    Translation(EventRow, Event, {}),
)
SETTINGS = Translation(SettingValues, Settings, {})
BY_SHEET: Mapping[str, Translation] = {one.row.sheet: one for one in _TRANSLATIONS}
BY_RECORD: Mapping[type[Any], Translation] = {one.record: one for one in _TRANSLATIONS}


def completed(record: type[Any], known: dict[str, Any], unknown: set[str]) -> None:
    """Put right what one column alone does not say: expansions like first phases, shares of limits as fractions."""
    if record is Pair and known.get("expansion_lead_periods") is None:
        known["expansion_lead_periods"] = known.get("lead_periods")
        unknown |= {"expansion_lead_periods"} if "lead_periods" in unknown else set()
    if record is Limit:
        if "measure" in unknown:
            unknown |= {"minimum", "maximum"}
        elif known["measure"] in SHARE_MEASURES:
            known.update({name: fraction(known[name]) for name in ("minimum", "maximum") if name in known})
