"""Values: every field holds a number inside its bounds, a choice, yes or no, or one value for each period."""

import math
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from numbers import Integral, Real
from typing import Any

from planner.case.calendar import Calendar
from planner.case.checks import codes
from planner.case.checks.codes import ProblemCode
from planner.case.checks.draft.entries import Draft, Entry
from planner.case.checks.draft.words import plain
from planner.case.checks.problem import Problem, Ref
from planner.case.checks.structure.fields import AMOUNT, FIELDS, SHARE
from planner.case.checks.structure.rules import Choice, Number, Rule, Series, Shares, YesNo
from planner.case.records import Scenario, Settings


@dataclass(frozen=True, slots=True)
class Misfit:
    """Why a value may not stand in a field."""

    code: ProblemCode
    value: str
    expected: str = ""
    period: int | None = None


def value_problems(draft: Draft) -> Iterator[Problem]:
    """Yield what is wrong with single values, record by record."""
    if not draft.all(Scenario):
        code = codes.NO_SCENARIO
        yield Problem(code.id, code.meaning, Ref("scenarios"), "", expected="at least one scenario", fix=code.fix)
    at_fault = list(_problems(draft.all(Calendar), FIELDS[Calendar], None))
    periods = None if at_fault or draft.calendar is None else draft.calendar.periods
    for kind, rules in FIELDS.items():
        entries: Iterable[Entry[Any]] = draft.all(kind)
        if kind is Settings:
            entries = [draft.settings] if draft.settings else []
        yield from _problems(entries, rules, periods)


def _problems(entries: Iterable[Entry[Any]], rules: Mapping[str, Rule], periods: int | None) -> Iterator[Problem]:
    checked = [(name, check) for name, rule in rules.items() if (check := _check(rule, periods))]
    for entry in entries:
        for name, check in checked:
            for misfit in check(getattr(entry.record, name)):
                yield _problem(entry, name, misfit)


def _problem(entry: Entry[Any], name: str, misfit: Misfit) -> Problem:
    fix = f"give {misfit.expected}" if misfit.expected else ""
    return entry.problem(misfit.code, name, found=misfit.value, expected=misfit.expected, fix=fix, period=misfit.period)


def _check(rule: Rule, periods: int | None) -> Callable[[Any], Iterator[Misfit]] | None:
    match rule:
        case Number():
            return lambda value: _number(value, rule)
        case Series():
            return lambda value: _series(value, periods)
        case Shares():
            return _shares
        case Choice():
            return lambda value: _choice(value, rule)
        case YesNo():
            return _yes_no
    return None


def _number(value: Any, rule: Number) -> Iterator[Misfit]:
    if rule.or_none and value is None:
        return
    if isinstance(value, bool) or not isinstance(value, Real):
        yield Misfit(codes.NOT_A_NUMBER, _seen(value), _bounds(rule))
        return
    number = float(value)
    if math.isnan(number) or (math.isinf(number) and not (rule.or_infinite and number > 0)):
        yield Misfit(codes.NOT_FINITE, plain(number), _bounds(rule))
    elif number < rule.minimum or number <= rule.above:
        yield Misfit(codes.TOO_SMALL, plain(number), _bounds(rule))
    elif number > rule.maximum and not math.isinf(number):
        yield Misfit(codes.TOO_LARGE, plain(number), _bounds(rule))
    elif rule.whole and not _is_whole(value, rule):
        yield Misfit(codes.NOT_WHOLE, repr(value), _bounds(rule))
    elif rule.choices and number not in rule.choices:
        yield Misfit(codes.NOT_A_CHOICE, plain(number), f"one of {', '.join(map(str, rule.choices))}")


def _is_whole(value: Any, rule: Number) -> bool:
    """Say whether a value counts something. What indexes periods must be an int; counts up to infinity are floats."""
    return isinstance(value, Integral) or (rule.or_infinite and (math.isinf(value) or float(value).is_integer()))


def _series(values: Any, periods: int | None) -> Iterator[Misfit]:
    if not isinstance(values, tuple | list):
        yield Misfit(codes.NOT_A_NUMBER, _seen(values), "a tuple of numbers")
        return
    if periods is not None and len(values) != periods:
        yield Misfit(codes.SERIES_LENGTH, f"{len(values)} values", f"{periods} values, one for each period")
    yield from _each(values, AMOUNT)


def _shares(values: Any) -> Iterator[Misfit]:
    if not isinstance(values, tuple | list) or not values:
        yield Misfit(codes.NOT_A_NUMBER, _seen(values), "a tuple of shares from age 0 on")
        return
    yield from _each(values, SHARE)


def _each(values: tuple[Any, ...] | list[Any], rule: Number) -> Iterator[Misfit]:
    """Yield the first misfit of a series: the others are mostly of the same kind."""
    for index, value in enumerate(values):
        for misfit in _number(value, rule):
            yield Misfit(misfit.code, misfit.value, misfit.expected, index)
            return


def _choice(value: Any, rule: Choice) -> Iterator[Misfit]:
    if rule.or_none and value is None:
        return
    if rule.several and not isinstance(value, frozenset | set | tuple | list):
        yield Misfit(codes.NOT_A_CHOICE, _seen(value), f"a set of {rule.of.__name__}")
        return
    for one in value if rule.several else (value,):
        # A text equal to a member is not enough: the model asks whether a kind is that member.
        if not isinstance(one, rule.of):
            members = ", ".join(f"{rule.of.__name__}.{member.name}" for member in rule.of)
            yield Misfit(codes.NOT_A_CHOICE, _seen(one), f"one of {members}")


def _yes_no(value: Any) -> Iterator[Misfit]:
    if not isinstance(value, bool):
        yield Misfit(codes.NOT_YES_NO, _seen(value), "True or False")


def _bounds(rule: Number) -> str:
    number = "a whole number" if rule.whole else "a number"
    low = f" above {plain(rule.above)}" if rule.above > -math.inf else ""
    low = f" of at least {plain(rule.minimum)}" if rule.minimum > -math.inf else low
    high = f"{' and' * bool(low)} at most {plain(rule.maximum)}" if rule.maximum < math.inf else ""
    return number + low + high + (", or infinity for no limit" if rule.or_infinite else "")


def _seen(value: object) -> str:
    text = repr(value)
    return text if len(text) <= 40 else f"{text[:37]}..."
