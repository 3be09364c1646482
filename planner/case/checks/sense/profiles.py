"""Sense of profiles: spend shares and probabilities sum to 1, ramps start at age 0 and rise."""

from collections.abc import Iterator
from itertools import accumulate, pairwise

from planner.case.checks import codes
from planner.case.checks.codes import ProblemCode
from planner.case.checks.draft.entries import Curve, Draft
from planner.case.checks.draft.words import plain
from planner.case.checks.problem import Problem
from planner.case.records import Scenario

_TOLERANCE = 1e-5


def profile_problems(draft: Draft) -> Iterator[Problem]:
    """Return the problems of spends, ramps and probabilities."""
    for curve in filter(_is_given, draft.spends):
        yield from _sum_problems(draft, curve, codes.SPEND_SUM)
    scenarios = draft.all(Scenario)
    if scenarios and draft.is_whole(Scenario, "name", "probability"):
        shares = tuple(entry.record.probability for entry in scenarios)
        yield from _sum_problems(draft, Curve(scenarios, shares, share_field="probability"), codes.PROBABILITY_SUM)
    for curve in filter(_is_given, draft.ramps):
        yield from _ramp_problems(draft, curve)


def _is_given(curve: Curve) -> bool:
    return bool(curve.entries)


def _sum_problems(draft: Draft, curve: Curve, code: ProblemCode) -> Iterator[Problem]:
    show = draft.words.share
    total = sum(curve.shares)
    if abs(total - 1.0) <= _TOLERANCE:
        return
    last = 1.0 - (total - curve.shares[-1])
    fix = f"write {show(last)} here, or change the others" if 0.0 <= last <= 1.0 else f"make them sum to {show(1.0)}"
    if code is codes.SPEND_SUM and _is_to_date(curve.shares):
        added = ", ".join(show(after - before) for before, after in pairwise((0.0, *curve.shares)))
        fix = f"write what each period adds, if these are shares to date: {added}"
    fix = draft.words.other_unit(total, _TOLERANCE) or fix
    yield curve.entries[-1].problem(
        code, curve.share_field, found=f"sum {show(total)}", expected=f"sum {show(1.0)}", fix=fix
    )


def _is_to_date(shares: tuple[float, ...]) -> bool:
    """Whether shares rise to all there is, as they do to date."""
    rises = all(before <= after for before, after in pairwise(shares))
    return len(shares) > 1 and rises and abs(shares[-1] - 1.0) <= _TOLERANCE


def _ramp_problems(draft: Draft, curve: Curve) -> Iterator[Problem]:
    show = draft.words.share
    by_age = sorted(zip(curve.ages, curve.shares, curve.entries, strict=True), key=lambda step: step[0])
    youngest, _, entry = by_age[0]
    if youngest != 0:
        yield entry.problem(codes.RAMP_START, curve.age_field, found=plain(youngest), expected="0")
    shares = [share for _, share, _ in by_age]
    if len(shares) > 1 and max(shares) < 1 and abs(sum(shares) - 1.0) <= _TOLERANCE:
        reached = ", ".join(map(show, accumulate(shares)))
        yield by_age[-1][2].problem(
            codes.OUT_OF_PROPORTION,
            curve.share_field,
            found=show(shares[-1]),
            expected="the share of nameplate reached at this age",
            fix=f"the shares of this ramp sum to {show(1.0)}, as what each age adds does: write {reached} if that is "
            "meant, otherwise ignore this",
        )
        return
    for (age, before, _), (_, after, entry) in pairwise(by_age):
        if after < before:
            fix = f"write {show(before)} or more here, or less than that at age {age}"
            yield entry.problem(
                codes.RAMP_FALLS, curve.share_field, found=show(after), expected=f"at least {show(before)}", fix=fix
            )
