"""What binds, in words: the rules that leave too little for one more as sentences, the most shortage at stake first."""

from collections import defaultdict
from dataclasses import dataclass

from planner.case.records import Case
from planner.plan.records import Plan
from planner.registry.rows import LIMITS
from planner.report.figures.stakes import Stakes
from planner.report.words.bans import RULE, ban_lines

_NAMES = {
    "phases_per_pair": "phases per site and node",
    "shells_per_site": "maximum of shells",
    "shell_floor": "floor of finished shells",
    "site_floor": "floor of the site",
    "site_power": "power of the site",
    "site_connected": "power connected to the site",
    "region_crews": "construction crews",
    "owner_crews": "crews of the owner",
    "capacity_left": "capacity to convert",
    "tool_stock": "tools",
    "tools_running": "tools that have come",
    "lock_min": "lock, minimum",
    "lock_max": "lock, maximum",
    "credit_cap": "cap of the incentive",
    "fund_balance": "money of the fund",
    "fund_lapse": "budget of the period",
    "fund_share": "largest share of the fund",
    "site_drawn": "power that the phases of the site draw",
    "online_capacity": "usable capacity",
    "deployment_limit": "power in the market",
    "lane_limit": "quantity on the lane",
    "limit_started": "limit on phases started",
    "limit_online": "limit on phases online",
    "limit_capex": "limit on capex",
    "limit_output": "limit on output",
    "limit_service": "limit on service",
    "limit_supply": "limit on the share of supply",
    "purchase_limit": "quantity offered under contract",
    "worst_shortage": "cap on the cost of shortage",
    "changed_max": "changes to the last plan",
}
"""Rules in words; a test holds the list to the registry."""
_NO_SLACK = 1e-5
_DECIMALS = 6
"""Of what is at stake: sums that differ in their last digits only are ranked alike."""
NAMED = 2
"""Number of places that a headline names after its first; the sheet what_binds has them all."""


@dataclass(frozen=True, slots=True)
class Bind:
    """A rule that binds somewhere, with the periods in which it does."""

    rule: str
    where: str
    periods: tuple[int, ...]
    slack: float = 0.0
    """The most that is left in any of the periods."""
    stake_usd_bn: float = 0.0
    """The penalty of the shortage that relaxing the rule could touch, discounted."""

    @property
    def holds_throughout(self) -> bool:
        """Whether the rule is one over the horizon as a whole, which a plan reports in a single period."""
        return self.rule in LIMITS and not LIMITS[self.rule].by_period

    @property
    def sentence(self) -> str:
        """What binds, without when."""
        if self.rule in LIMITS:
            family = LIMITS[self.rule]
            words = family.one_more if family.one_more and self.slack > _NO_SLACK else family.sentence
            return words.format(where=self.where)
        words = self.rule.replace("_", " ")
        return f"{self.where}: {words} leaves no slack" if self.where else f"{words.capitalize()} leaves no slack"


def binds(case: Case, plan: Plan) -> tuple[Bind, ...]:
    """Return what binds, the most shortage at stake first, then what holds longest."""
    by_rule: defaultdict[tuple[str, str], dict[int, float]] = defaultdict(dict)
    for binding in plan.binding:
        by_rule[binding.rule, binding.where][binding.period] = binding.slack
    stakes = Stakes(case, plan)
    lines = [
        Bind(rule, where, tuple(sorted(slacks)), max(slacks.values()), stakes.of(rule, where, slacks))
        for (rule, where), slacks in by_rule.items()
    ]
    return tuple(
        sorted(
            lines,
            key=lambda line: (
                -round(line.stake_usd_bn, _DECIMALS),
                -len(line.periods),
                line.periods[0],
                line.rule,
                line.where,
            ),
        )
    )


@dataclass(frozen=True, slots=True)
class Headline:
    """A sentence on what binds, and the rule and place that it names first."""

    sentence: str
    rule: str
    where: str


def headlines(case: Case, plan: Plan, max_count: int) -> list[Headline]:
    """Return one headline per rule that binds, for where most is at stake, then the most expensive ban, if any."""
    by_rule: defaultdict[str, list[Bind]] = defaultdict(list)
    for line in binds(case, plan):
        by_rule[line.rule].append(line)
    result = [_headline(case, *lines) for lines in by_rule.values()]
    bans = [Headline(line.sentence, RULE, line.where) for line in ban_lines(plan)[:1]]
    return result[: max_count - len(bans)] + bans


def _headline(case: Case, first: Bind, *others: Bind) -> Headline:
    named = [line.where for line in others[:NAMED]]
    if len(others) > NAMED:
        named.append(f"{len(others) - NAMED} more")
    likewise = f"; likewise {', '.join(named[:-1])}{' and ' if len(named) > 1 else ''}{named[-1]}" if named else ""
    return Headline(f"{first.sentence}: {when(case, first, 2)}{likewise}", first.rule, first.where)


def rule_name(rule: str) -> str:
    """Return what a rule is called in a table."""
    return _NAMES.get(rule, rule.replace("_", " "))


def when(case: Case, line: Bind, max_count: int = 3) -> str:
    """Return when a rule binds in words, runs of periods joined: 2027Q1 to 2027Q4, 2028Q3."""
    if line.holds_throughout:
        return "over its window" if LIMITS[line.rule].has_window else "over the horizon"
    runs: list[list[int]] = []
    for period in line.periods:
        if runs and period == runs[-1][-1] + 1:
            runs[-1].append(period)
        else:
            runs.append([period])
    label = case.calendar.label
    spans = [label(run[0]) if len(run) == 1 else f"{label(run[0])} to {label(run[-1])}" for run in runs[:max_count]]
    more = sum(len(run) for run in runs[max_count:])
    return ", ".join(spans) + (f" and {more} more" if more else "")
