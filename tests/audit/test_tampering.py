"""Whatever is taken from a clean plan or changed in it, the audit notices."""

from dataclasses import replace
from typing import Any

import pytest

from planner.audit import audit
from planner.case.records import Case
from planner.plan.records import Plan
from tests.audit.chains import chain, chain_plan
from tests.audit.plans import clean_plan
from tests.cases import tiny

AMOUNTS = ("phases", "usd_bn", "kwafers", "kunits", "kwspm", "used_kwspm")
TABLES = ("openings", "starts", "draws", "wafers", "flows", "packages", "shipments", "shortage", "capacity")
PLANS = [pytest.param(tiny(), clean_plan(), id="tiny"), pytest.param(chain(), chain_plan(), id="chain")]


def _rows(plan: Plan) -> list[tuple[str, int]]:
    return [(table, number) for table in TABLES for number in range(len(getattr(plan, table)))]


def _with_row(plan: Plan, table: str, number: int, *rows: object) -> Plan:
    kept = list(getattr(plan, table))
    kept[number : number + 1] = rows
    changes: dict[str, Any] = {table: tuple(kept)}
    return replace(plan, **changes)


def _idle(row: object) -> bool:
    return getattr(row, "kwspm", None) == 0.0


@pytest.mark.parametrize(("case", "plan"), PLANS)
def test_a_row_left_out_is_noticed(case: Case, plan: Plan) -> None:
    for table, number in _rows(plan):
        if not _idle(getattr(plan, table)[number]):
            assert not audit(case, _with_row(plan, table, number)).clean, (table, number)


@pytest.mark.parametrize(("case", "plan"), PLANS)
def test_an_amount_that_grows_by_a_thousandth_is_noticed(case: Case, plan: Plan) -> None:
    for table, number in _rows(plan):
        row = getattr(plan, table)[number]
        for name in AMOUNTS:
            # Spare wafers and spare parts are wasteful, not wrong: those may grow while there is capacity.
            spare = (table, name) in (("wafers", "kwafers"), ("flows", "kunits"))
            if getattr(row, name, 0.0) and not spare:
                more = replace(row, **{name: getattr(row, name) * 1.001})
                assert not audit(case, _with_row(plan, table, number, more)).clean, (table, number, name)


@pytest.mark.parametrize(("case", "plan"), PLANS)
def test_the_order_of_rows_means_nothing(case: Case, plan: Plan) -> None:
    changes: dict[str, Any] = {table: tuple(reversed(getattr(plan, table))) for table in TABLES}
    turned = audit(case, replace(plan, **changes))
    assert turned.clean
    assert turned.objective == pytest.approx(audit(case, plan).objective)
