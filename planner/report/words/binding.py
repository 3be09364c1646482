"""What binds, in words: the rules without slack as sentences, the longest-lasting first."""

from collections import defaultdict
from dataclasses import dataclass

from planner.case.records import Case
from planner.extract.rules import LIMITS
from planner.plan.records import Plan
from planner.report.words.bans import RULE, ban_lines

SENTENCES = {
    "online_capacity": "All usable capacity of {where} is in use",
    "tool_stock": "Every {where} delivered so far is installed",
    "fund_balance": "{where}: every dollar available so far is drawn",
    "fund_lapse": "{where}: the whole budget of the period is drawn",
    "fund_share": "{where}: the fund pays the largest share it may",
    "credit_cap": "{where}: the incentive is used up to its cap",
    "region_crews": "{where}: construction crews start as many phases as they can",
    "site_floor": "{where}: the floor is full",
    "site_power": "{where}: the power limit is reached",
    "phases_per_pair": "{where}: as many phases as may be built there are built",
    "capacity_left": "{where}: all capacity that may be converted is converted",
    "lane_limit": "{where}: the lane carries all it may",
    "lock_min": "{where}: the lock asks for as many phases as are built",
    "lock_max": "{where}: the lock allows no more phases",
    "limit_started": "{where}: the limit on phases started is reached",
    "limit_online": "{where}: the limit on phases online is reached",
    "limit_capex": "{where}: the limit on the share of capex is reached",
    "limit_output": "{where}: the limit on the share of output is reached",
    "changed_most": "As many changes against the last plan as are allowed are made",
}
"""Sentences by rule; a rule without one is given by its name."""
WINDOWED = ("limit_", "lock_")
"""Prefixes of the names of rules that have their own window."""
NAMED = 2
"""Number of places that a headline names after its first; the sheet what_binds has them all."""


@dataclass(frozen=True, slots=True)
class Bind:
    """A rule that binds somewhere, with the periods in which it does."""

    rule: str
    where: str
    periods: tuple[int, ...]

    @property
    def holds_throughout(self) -> bool:
        """Whether the rule holds over the whole horizon; a plan reports it in a single period."""
        return not LIMITS.get(self.rule, True)

    @property
    def sentence(self) -> str:
        """What binds, without when."""
        template = SENTENCES.get(self.rule)
        if template:
            return template.format(where=self.where)
        words = self.rule.replace("_", " ")
        return f"{self.where}: {words} leaves no slack" if self.where else f"{words.capitalize()} leaves no slack"


def binds(plan: Plan) -> tuple[Bind, ...]:
    """Return what binds, the longest-lasting first."""
    periods_by_rule: defaultdict[tuple[str, str], set[int]] = defaultdict(set)
    for binding in plan.binding:
        periods_by_rule[binding.rule, binding.where].add(binding.period)
    lines = [Bind(rule, where, tuple(sorted(periods))) for (rule, where), periods in periods_by_rule.items()]
    return tuple(sorted(lines, key=lambda line: (-len(line.periods), line.periods[0], line.rule, line.where)))


@dataclass(frozen=True, slots=True)
class Headline:
    """A sentence on what binds, and the rule and place that it names first."""

    sentence: str
    rule: str
    where: str


def headlines(case: Case, plan: Plan, max_count: int) -> list[Headline]:
    """Return one headline per rule that binds, for where it binds longest, then the most expensive ban, if any."""
    by_rule: defaultdict[str, list[Bind]] = defaultdict(list)
    for line in binds(plan):
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


def when(case: Case, line: Bind, max_count: int = 3) -> str:
    """Return when a rule binds in words, runs of periods joined: 2027Q1 to 2027Q4, 2028Q3."""
    if line.holds_throughout:
        return "over its window" if line.rule.startswith(WINDOWED) else "over the horizon"
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
