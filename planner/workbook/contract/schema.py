"""The workbook contract: every sheet in the order in which a planner fills it."""

from planner.workbook.contract.columns import Row
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
from planner.workbook.contract.places import NodeRow, PairRow, RampRow, RegionRow, SiteRow, SpendRow
from planner.workbook.contract.power import DeploymentRow, SitePowerRow
from planner.workbook.contract.settings import SettingRow
from planner.workbook.contract.shells import ShellRow

SHEETS: tuple[type[Row], ...] = (
    SettingRow,
    RegionRow,
    SiteRow,
    ShellRow,
    NodeRow,
    PairRow,
    OwnerRow,
    RampRow,
    SpendRow,
    CapacityRow,
    SitePowerRow,
    UnderWayRow,
    ConversionRow,
    ProductRow,
    MaterialRow,
    ClassRow,
    PurchaseRow,
    MarketRow,
    DeploymentRow,
    DemandRow,
    LaneRow,
    FundRow,
    BudgetRow,
    IncentiveRow,
    ToolRow,
    ToolUseRow,
    LimitRow,
    LockRow,
    LastPlanRow,
    ScenarioRow,
    EventRow,
)

BY_NAME: dict[str, type[Row]] = {row.sheet: row for row in SHEETS}

CONTENTS_SHEET = "contents"
"""Sheet that lists the others for people; the reader ignores it."""

DICTIONARY_SHEET = "dictionary"
"""Sheet that explains every field, for people too."""
