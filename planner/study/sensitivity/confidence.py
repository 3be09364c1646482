"""Confidence: the share of a plan's objective that is priced by rows whose sources are of low confidence.

The plan is costed again with the prices of these rows struck out.
"""

import math
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from planner.audit import audit
from planner.case.records import Case
from planner.plan.records import Plan
from planner.study.answers.interval import rank
from planner.study.answers.table import Cell, Table
from planner.study.sensitivity.struck_out import PRICING, IsStruck, struck_out
from planner.workbook.assemble.tables import Tables
from planner.workbook.contract.columns import Row
from planner.workbook.contract.goods import CapacityRow

_STATED = re.compile(r"\bconfidence\b[\s:=(]*(?:is\s+)?(\w+)|\b(\w+)[ -]confidence\b", re.IGNORECASE)
_GRADES = {"l": "low", "low": "low", "m": "medium", "medium": "medium", "h": "high", "high": "high"}


def grade(row: Row) -> str:
    """Return the confidence that the source of a row states: low, medium or high; empty where it states none."""
    grades = (_GRADES.get((one[1] or one[2]).lower(), "") for one in _STATED.finditer(row.source))
    return next(filter(None, grades), "")


@dataclass(frozen=True)
class Confidence:
    """What the cost lines of a plan are, in discounted usd_bn, and how much of each rests on uncertain rows."""

    lines: Mapping[str, float]
    low: Mapping[str, float]
    low_or_unstated: Mapping[str, float]
    sheets: tuple[tuple[str, int, int, int, float], ...]
    """Sheet, its rows, those of low confidence, those that state none, and usd_bn that its low rows price."""

    @property
    def is_stated(self) -> bool:
        """Whether any row states its confidence."""
        return any(rows > unstated for _, rows, _, unstated, _ in self.sheets)


def confidence_of(tables: Tables, case: Case, plan: Plan) -> Confidence:
    """Return how much of a plan's money rests on rows of low confidence, and on those that state none."""
    whole = audit(case, plan).cost_usd_bn
    lines = {line: abs(usd_bn) for line, usd_bn in whole.items() if usd_bn}

    def resting(is_struck: IsStruck) -> dict[str, float]:
        left = audit(*struck_out(tables, case, plan, is_struck)).cost_usd_bn
        return {line: min(usd_bn, abs(whole[line] - left.get(line, 0.0))) for line, usd_bn in lines.items()}

    def of_sheet(kind: type[Row]) -> tuple[str, int, int, int, float]:
        grades = [grade(row) for row in tables.of(kind)]
        low = grades.count("low")
        alone = resting(lambda row: isinstance(row, kind) and grade(row) == "low") if low else {}
        return kind.sheet, len(grades), low, grades.count(""), math.fsum(alone.values())

    prices_capacity = any(row.fixed_cost_usd_bn_per_year for row in case.committed)
    kinds = (kind for kind in PRICING if kind is not CapacityRow or prices_capacity)
    sheets = tuple(of_sheet(kind) for kind in kinds if tables.of(kind))
    low = resting(lambda row: grade(row) == "low")
    return Confidence(lines, low, resting(lambda row: grade(row) in ("low", "")), sheets)


def confidence_sentences(known: Confidence) -> Iterator[str]:
    """Yield the share that rests on rows of low confidence, and on those that state none."""
    if not known.is_stated:
        yield (
            "No row states its confidence, so the share of the objective that rests on uncertain rows is not known: "
            "write confidence L, M or H in the column source."
        )
        return
    total, low = math.fsum(known.lines.values()), math.fsum(known.low.values())
    if not total:
        return
    yield (
        f"Rows of low confidence price {100 * low / total:.0f} % of the money in the objective: {low:.2f} of "
        f"{total:.2f} bn USD, costs and returns added up."
    )
    unstated = math.fsum(known.low_or_unstated.values()) - low
    if unstated > 0.005 * total:
        yield f"A further {100 * unstated / total:.0f} % rests on rows that do not state their confidence."


def confidence_tables(known: Confidence) -> tuple[Table, ...]:
    """Return what rests on rows of low confidence by cost line, and by the sheets that hold them."""
    if not known.is_stated:
        return ()
    lines: tuple[tuple[Cell, ...], ...] = tuple(
        (line, usd_bn, known.low[line], 100 * known.low[line] / usd_bn, 100 * known.low_or_unstated[line] / usd_bn)
        for line, usd_bn in sorted(known.lines.items(), key=lambda item: -rank(known.low[item[0]]))
    )
    columns = ("cost line", "size [bn USD]", "on low confidence [bn USD]", "share [%]", "low or not stated [%]")
    brief = ("cost line", "size [bn USD]", "share [%]", "low or not stated [%]")
    note = (
        "Discounted, of the best plan found. Yields, ramps, lead times and capacity have no price: what they move is "
        "in the table of assumptions."
    )
    formats = dict.fromkeys(columns[3:], "0.0")
    by_line = Table("confidence", "Money that rests on rows of low confidence", columns, lines, note, brief)
    by_sheet = Table(
        "low_confidence",
        "Rows of low confidence by sheet",
        ("sheet", "rows", "low", "not stated", "low rows price [bn USD]"),
        known.sheets,
        "A sum of money may rest on several sheets, and counts for each of them.",
    )
    return replace(by_line, formats=formats), by_sheet
