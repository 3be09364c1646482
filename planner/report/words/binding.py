"""What binds, in words: the rules without slack as sentences, the longest-lasting first."""

from collections import defaultdict
from dataclasses import dataclass

from planner.case.records import Case
from planner.plan.records import Plan
from planner.registry.rows import LIMITS
from planner.report.words.bans import RULE, ban_lines

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
        """Whether the rule is one over the horizon as a whole, which a plan reports in a single period."""
        return self.rule in LIMITS and not LIMITS[self.rule].by_period

    @property
    def sentence(self) -> str:
        """What binds, without when."""
        if self.rule in LIMITS:
            return LIMITS[self.rule].sentence.format(where=self.where)
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
