"""Why demand stays short although money is left, in one sentence."""

from planner.case.demand import kpackages, nodes_of
from planner.case.records import Case
from planner.plan.records import Plan
from planner.report.figures.headline import Figures
from planner.report.words.binding import Bind, binds, when
from planner.report.words.formats import percent
from planner.shape.tracks import tracks

_BUILDING = (
    "phases_per_pair", "site_floor", "site_power", "site_connected", "region_crews", "owner_crews", "tool_stock",
    "limit_started", "limit_online", "limit_capex", "limit_output", "lock_max", "changed_max", "fund_balance",
    "fund_lapse", "fund_share", "deployment_limit",
)  # fmt: skip
"""Rules that hold building back, or what is built for; that a fab is full is no reason not to build another."""
_NAMED = 2
_SHOWN_PCT, _SHOWN_USD_BN = 5.0, 0.05


def unspent_sentence(case: Case, plan: Plan, headline: Figures) -> str:
    """Return which rules other than the sum of the money keep demand short; nothing where that is not the question."""
    left = headline.budget_usd_bn - headline.drawn_usd_bn
    if not headline.is_short or left < _SHOWN_USD_BN or not headline.phases:
        return ""
    early_pct = _too_early_pct(case, plan)
    early = f"{percent(early_pct)} of the shortage comes before any new phase can deliver"
    reasons = [early] if early_pct >= _SHOWN_PCT else []
    holding = [line for line in binds(case, plan) if line.rule in _BUILDING and line.stake_usd_bn > 0]
    reasons += [_clause(case, line) for line in holding[:_NAMED]]
    reasons = reasons or ["no phase more is worth what it costs"]
    return f"Why {left:,.1f} bn USD stay unspent while demand is short: {'; '.join(reasons)}."


def _clause(case: Case, line: Bind) -> str:
    return f"{line.sentence} ({when(case, line, 1)})"


def _too_early_pct(case: Case, plan: Plan) -> float:
    """Return the share of shortage in periods in which no new phase of some node that the product needs can deliver.

    Counted for the nodes whose capacity is in full use in the period.
    """
    full = {(row.where, row.period) for row in plan.binding if row.rule == "online_capacity"}
    full_nodes = {(node, t) for where, t in full for node in case.nodes if where.endswith(f" {node}")}
    first: dict[str, int] = {}
    for track in tracks(case):
        output = track.first_start + track.lead_periods
        first[track.node] = min(output, first.get(track.node, output))
    early = whole = 0.0
    probability = {scenario.name: scenario.probability for scenario in case.scenarios}
    for row in plan.shortage:
        nodes = nodes_of(case, row.product)
        kunits = probability[row.scenario] * kpackages(case, row.product, row.kunits)
        whole += kunits
        if any((n, row.period) in full_nodes and row.period < first.get(n, case.calendar.periods) for n in nodes):
            early += kunits
    return 100 * early / whole if whole > 0 else 0.0
