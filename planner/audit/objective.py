"""The objective: every cost line of the plan is what its decisions cost, and the objective is their sum.

Under `coverage_first` the penalty is the first objective, whose value the plan names, and no part of the second. In a
profit of society neither penalties and their risk count nor what one pays another: grants, tariffs and interest. In one
of fabs neither penalties and their risk count nor what those pay who buy from them: freight, tariffs, stock and bought
parts. A line that the plan leaves out counts as zero.
"""

from planner.audit import cost_build, cost_run
from planner.audit.fab_sales import is_for_fabs
from planner.audit.facts import Facts
from planner.audit.findings import RELATIVE, USD_BN, Ledger
from planner.audit.risk import risk_line_usd_bn
from planner.case.records import Objective, ProfitOf

PENALTY = "shortage_penalty"


def cost_lines_usd_bn(facts: Facts) -> dict[str, float]:
    """Return every discounted cost line by name."""
    lines = cost_build.lines_usd_bn(facts) | cost_run.lines_usd_bn(facts)
    return lines | risk_line_usd_bn(facts, sum(lines.values()))


def objective_usd_bn(facts: Facts, lines: dict[str, float]) -> float:
    """Return the sum of the lines that the objective counts."""
    unpaid: set[str] = set()
    if facts.case.settings.objective is Objective.COVERAGE_FIRST:
        unpaid = {PENALTY}
    elif facts.case.settings.objective is Objective.PROFIT and facts.case.settings.profit_of is ProfitOf.SOCIETY:
        unpaid = {PENALTY, "credits", "tariff", "cost_of_money"}
    elif is_for_fabs(facts.case):
        unpaid = {PENALTY, "freight", "tariff", "stock", "part_stock", "purchases"}
    return sum(usd_bn for name, usd_bn in lines.items() if name not in unpaid)


def check(facts: Facts, lines: dict[str, float], ledger: Ledger) -> None:
    """Check the plan's cost lines, objective and bound, and those of the stage before where there is one."""
    outcome = facts.plan.outcome
    staged = facts.case.settings.objective is Objective.COVERAGE_FIRST
    for name in sorted({*lines, *outcome.cost_usd_bn}):
        claimed = outcome.cost_usd_bn.get(name, 0.0)
        ledger.equal("cost", name, None, "discounted cost line, bn USD,", claimed, lines.get(name, 0.0), USD_BN)
    objective = objective_usd_bn(facts, lines)
    # The objective may be a small difference of large lines, and is known no better than those are.
    absolute = USD_BN + RELATIVE * sum(map(abs, lines.values()))
    ledger.equal("objective", "the plan", None, "objective, bn USD,", outcome.objective, objective, absolute)
    ledger.at_most("bound", "the plan", None, "bound, bn USD,", outcome.bound, outcome.objective, USD_BN)
    first = outcome.first_stage
    text = "a value of the first objective goes with coverage_first only"
    ledger.holds("first_stage", "the plan", None, text, (first is not None) == staged, str(first), "one or none")
    if first is not None:
        what = "first objective, the discounted shortage penalty, bn USD,"
        ledger.equal("first_stage", "the plan", None, what, first.objective, lines[PENALTY], USD_BN)
        what = "bound of the first objective, bn USD,"
        ledger.at_most("first_stage", "the plan", None, what, first.bound, first.objective, USD_BN)
