"""The audit as an adversary sees it: plan records are changed in one field at a time, and what is missed is counted.

    python -m tests.audit.adversary 400 [seed]

makes so many changes of plans in which random parts of all rules act, prints the share caught by field and by kind of
change, and every change that was missed and should not have been (see `excuse`).
"""

import random
import sys
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, fields, is_dataclass, replace
from math import inf, nan
from typing import Any

from planner.audit import audit
from planner.case.records import Case
from planner.pipeline import solve
from planner.plan.records import Plan, Status
from planner.report.readback.claims import wrong_remarks
from planner.solver.messages import idle
from tests.model.brute.compare import EXACT
from tests.model.brute.draw import draw, drawn_rules
from tests.model.rules import ruled
from tests.model.worlds import world

ROWS = tuple(column.name for column in fields(Plan) if column.name not in ("outcome", "run"))


RARE = ("shells_built", "converted", "retired", "phase_use", "purchased", "part_stock")
"""Records that few plans have: they are changed twice as often."""


@dataclass(frozen=True, slots=True)
class Change:
    """One change: what was done to which field, and the plan with it."""

    kind: str
    table: str
    field: str
    where: str
    plan: Plan


def plans(seed: int) -> Iterator[tuple[Case, Plan]]:
    """Yield cases with optimal plans without end: small worlds, and tiny cases in which some rare rule acts."""
    for number in range(seed, sys.maxsize):
        small = draw(number, drawn_rules(number, share=0.7))
        for case in (small, world(number % 20), small, ruled(number % 20))[number % 4 : number % 4 + 1]:
            solved = solve(case, EXACT)
            acts = any(getattr(solved.plan, table) for table in RARE)
            if solved.status is Status.OPTIMAL and (acts or case is not small):
                yield case, solved.plan


def changes(case: Case, plan: Plan, draw: random.Random) -> Iterator[Change]:
    """Yield changes without end, of the tables and their fields in turn, so that a short table is tried as often."""
    tables = [table for table in ROWS if getattr(plan, table)]
    while True:
        for table in (*tables, *(table for table in RARE if table in tables), "outcome", "outcome"):
            if table == "outcome":
                yield _of_outcome(plan, draw)
                continue
            rows = getattr(plan, table)
            number = draw.randrange(len(rows))
            changed = _of_rows(case, rows, number, draw)
            if changed is not None:
                kind, field, new = changed
                made: dict[str, Any] = {table: new}
                yield Change(kind, table, field, f"{rows[number]}", replace(plan, **made))


def _of_rows(
    case: Case, rows: tuple[Any, ...], number: int, draw: random.Random
) -> tuple[str, str, tuple[Any, ...]] | None:
    row = rows[number]
    column = draw.choice([one.name for one in fields(row)])
    kind = draw.choice(("value", "value", "value", "value", "dropped", "twice", "swapped"))
    if kind == "dropped":
        return kind, "row", (*rows[:number], *rows[number + 1 :])
    if kind == "twice":
        return kind, "row", (*rows, row)
    if kind == "swapped":
        others = [at for at, other in enumerate(rows) if getattr(other, column) != getattr(row, column)]
        if not others:
            return None
        at = draw.choice(others)
        new = list(rows)
        new[number] = replace(row, **{column: getattr(rows[at], column)})
        new[at] = replace(rows[at], **{column: getattr(row, column)})
        return kind, column, tuple(new)
    kind, value = draw.choice(list(_values(case, column, getattr(row, column))))
    return kind, column, (*rows[:number], replace(row, **{column: value}), *rows[number + 1 :])


def _values(case: Case, column: str, value: Any) -> Iterator[tuple[str, Any]]:
    """Yield other values of a field with the kind of change that they are."""
    if isinstance(value, str):
        yield "unknown name", "nobody"
        yield from (("another name", other) for other in _names(case, column) if other != value)
    elif "period" in column:
        yield from (("shifted", value - 1), ("shifted", value + 1), ("far away", value + 99), ("far away", -99))
    else:
        yield from (("scaled", value * 1.01), ("scaled", value * 0.99), ("scaled", value * 2)) if value else ()
        yield from (("zero", 0.0),) if value else ()
        yield from (("negative", -value or -1.0), ("not a number", nan), ("infinite", inf), ("added", value + 1))


def _names(case: Case, column: str) -> tuple[str, ...]:
    names: dict[str, Any] = {
        "site": case.sites,
        "node": case.nodes,
        "region": case.regions,
        "product": (*case.products, *case.classes),
        "market": case.markets,
        "fund": case.funds,
        "incentive": [one.name for one in case.incentives],
        "scenario": [one.name for one in case.scenarios],
        "tier": ("", "gold"),
        "compute_class": ("", *case.classes),
        "part": [part.name for product in case.products.values() for part in product.parts],
    }
    ends = {"from_node": "node", "from_region": "region", "to_region": "region", "to_market": "market"}
    return tuple(names.get(ends.get(column, column), ()))


def _of_outcome(plan: Plan, draw: random.Random) -> Change:
    """Return a plan that claims another result."""
    outcome = plan.outcome
    lines = [f"cost {name}" for name in outcome.cost_usd_bn]
    name = draw.choice([*(one.name for one in fields(outcome) if one.name != "cost_usd_bn"), *lines])
    if name == "status":
        other = draw.choice([one for one in Status if one is not outcome.status])
        return Change("another name", "outcome", name, other, replace(plan, outcome=replace(outcome, status=other)))
    if name.startswith("cost "):
        line, costs = name.removeprefix("cost "), dict(outcome.cost_usd_bn)
        kind, costs[line] = _number(costs[line], draw)
        return Change(kind, "outcome", "cost line", f"{line} {costs[line]}", _claiming(plan, cost_usd_bn=costs))
    value = getattr(outcome, name)
    if is_dataclass(value):
        column = draw.choice(fields(value)).name
        kind, new = _number(getattr(value, column), draw)
        stage: Any = replace(value, **{column: new})  # type: ignore[type-var]
        return Change(kind, "outcome", f"{name}.{column}", str(new), _claiming(plan, **{name: stage}))
    if value is None:
        return _of_outcome(plan, draw)
    kind, new = _number(value, draw)
    return Change(kind, "outcome", name, f"{value} -> {new}", _claiming(plan, **{name: new}))


def _claiming(plan: Plan, **claims: Any) -> Plan:
    return replace(plan, outcome=replace(plan.outcome, **claims))


def _number(value: float, draw: random.Random) -> tuple[str, float]:
    return draw.choice([("scaled", value * 1.01 + 0.01), ("scaled", value * 0.99 - 0.01), ("not a number", nan),
                        ("infinite", inf), ("infinite", -inf), ("negative", -value or -1.0)])  # fmt: skip


def caught(case: Case, plan: Plan) -> bool:
    """Say whether the audit of rules or that of the outcome finds anything."""
    return not audit(case, plan).clean or any(wrong_remarks(plan, case))


def excuse(plan: Plan, change: Change) -> str:
    """Return why a change need not be caught, empty where it should have been."""
    if change.table in ("binding", "bans"):
        return "what binds, and what a ban costs, are remarks of the solver"
    if change.table == "outcome":
        weaker = ("status", "unavoidable_usd_bn", "first_stage.bound")
        return "it claims less than was proven" if change.field in weaker else ""
    if change.table == "capacity":
        return "the sheet has no scenario: what lies between the lowest and the highest is right"
    if change.kind == "dropped" and change.where in {
        f"{row}" for row in plan.wafers if row.kwafers == row.unsold_kwafers
    }:
        return "wafers that nobody takes, and that cost nothing, need not be made"
    if Counter(getattr(plan, change.table)) == Counter(getattr(change.plan, change.table)):
        return "the rows are the same"
    return ""


def main() -> None:
    """Print what is caught by field and by kind, and what is missed."""
    count, seed = int(sys.argv[1]), int(sys.argv[2]) if len(sys.argv) > 2 else 0
    draw = random.Random(seed)
    tried, noticed, excused, missed = Counter[str](), Counter[str](), Counter[str](), 0
    for case, plan in plans(seed):
        assert not caught(case, plan)
        made = changes(case, plan, draw)
        for _ in range(min(20, count - tried["all"])):
            change = next(made)
            names = ("all", f"{change.table}.{change.field}", f"kind: {change.kind}")
            tried.update(names)
            if caught(case, change.plan):
                noticed.update(names)
            elif reason := excuse(plan, change):
                excused.update((*names, f"because {reason}"))
            else:
                missed += 1
                print("missed:", change.kind, change.table, change.field, change.where, flush=True)
        if tried["all"] >= count:
            break
    for name, times in sorted(tried.items()):
        print(f"{name}: {noticed[name]} of {times} caught, {excused[name]} need not be")
    print(*(f"{times} {reason}" for reason, times in excused.items() if reason.startswith("because")), sep="\n")
    print(f"{missed} missed")


if __name__ == "__main__":
    with idle.reuse():
        main()
