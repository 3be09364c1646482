"""A plan as text and back, exact to the last digit, to pass between processes of one machine.

Infinite bounds are written as Python's json writes them. People and other programs read the plan workbook.
"""

import json
from dataclasses import astuple
from typing import Any

from planner.plan.records import Outcome, Plan, Stage, Status
from planner.report.contract.layout import RECORD_SHEETS


def to_text(plan: Plan) -> str:
    """Return a plan as JSON."""
    outcome = plan.outcome
    data: dict[str, Any] = {sheet.name: [astuple(row) for row in getattr(plan, sheet.name)] for sheet in RECORD_SHEETS}
    data["run"] = dict(plan.run)
    data["outcome"] = {
        "status": outcome.status,
        "objective": outcome.objective,
        "bound": outcome.bound,
        "gap": outcome.gap,
        "cost_usd_bn": dict(outcome.cost_usd_bn),
        "first_stage": None if outcome.first_stage is None else astuple(outcome.first_stage),
        "unavoidable_usd_bn": outcome.unavoidable_usd_bn,
    }
    return json.dumps(data, separators=(",", ":"))


def from_text(text: str | bytes) -> Plan:
    """Return the plan that `to_text` wrote."""
    data = json.loads(text)
    proven = data["outcome"]
    first = proven.pop("first_stage")
    status = Status(proven.pop("status"))
    return Plan(
        outcome=Outcome(status=status, first_stage=None if first is None else Stage(*first), **proven),
        run=data["run"],
        **{sheet.name: tuple(sheet.record(*row) for row in data.get(sheet.name, ())) for sheet in RECORD_SHEETS},
    )
