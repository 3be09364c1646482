"""The answer of replanning in words."""

import math
from collections.abc import Iterator

from planner.plan.records import Plan
from planner.report.figures.built import count as counted
from planner.report.figures.headline import figures
from planner.study.replan.findings import PENALTY, Findings
from planner.study.replan.moves import Move
from planner.study.replan.why import reasons
from planner.study.solves.solved import Solved

_SHOWN = 5


def sentences(findings: Findings) -> Iterator[str]:
    """Yield what was found, the most important first."""
    yield _fixed(findings)
    yield from _old_plan(findings)
    if findings.new.has_plan:
        yield from _new_plan(findings)
        yield from _foresight(findings)
    else:
        yield (
            f"The next case has no plan: {findings.reasons[1]}."
            if findings.reasons[1]
            else "No plan of the next case was found in its time."
        )
        if findings.reasons[1]:
            yield "Write it with --next, and ask planner explain what would help."
    yield from _remarks(findings)


def _fixed(findings: Findings) -> str:
    past = [start for start in findings.roll.plan.starts if start.period < findings.roll.now]
    lumps = sum(done.lumps for done in findings.roll.plan.converted if done.period < findings.roll.now)
    if not past and not lumps:
        return f"Nothing has started before {findings.now}, so everything may move."
    paid = math.fsum(draw.usd_bn for draw in findings.roll.plan.draws if draw.period < findings.roll.now)
    count, sites = sum(start.phases for start in past), len({start.site for start in past})
    more = f" and {counted(lumps, 'conversion')}" if lumps else ""
    return (
        f"Fixed: {counted(count, 'phase')} at {counted(sites, 'site')}{more} started before {findings.now}; "
        f"{paid:.2f} bn USD have been paid."
    )


def _old_plan(findings: Findings) -> Iterator[str]:
    before = figures(findings.base.case, findings.roll.plan)
    was = f"{_worth(findings, findings.roll.plan)} and {before.coverage_pct:.1f} % of demand"
    if not findings.news and findings.unmoved.has_plan:
        yield f"No fact is new. The plan as it was: {was}."
    elif findings.unmoved.has_plan:
        after = findings.unmoved.figures(findings.following.case)
        yield (
            f"The plan as it was: {was} in the facts of then, {_worth(findings, findings.unmoved.plan)} and "
            f"{after.coverage_pct:.1f} % in the new facts."
        )
    elif findings.reasons[0]:
        yield f"The plan as it was ({was}) is no longer possible: {findings.reasons[0]}."
    else:
        yield f"The plan as it was ({was}) was not solved in the new facts within its time."


def _worth(findings: Findings, plan: Plan) -> str:
    value = Solved(plan, clean=True, seconds=0.0).objective
    return f"a {findings.measure} of {-value if findings.measure == 'profit' else value:.2f} bn USD"


def _new_plan(findings: Findings) -> Iterator[str]:
    listed = findings.proven.moves
    if not listed:
        yield (
            "Replanning is proven to gain nothing: keep the plan."
            if findings.saved.is_zero
            else (
                "Keep the plan: no change of it is proven to pay, and none can be worth more than "
                f"{findings.saved.high:.2f} bn USD."
            )
        )
    else:
        number = sum(move.phases for move in listed)
        phases = counted(number, "phase")
        if findings.unmoved.has_plan:
            changes = "changes" if number == 1 else "change"
            verb = "adds" if findings.measure == "profit" else "saves"
            of = "" if findings.measure == "cost" else f" of {findings.measure}"
            yield f"Replanning {verb} {findings.saved} bn USD{of}; {phases} {changes}."
        else:
            yield f"{phases} {'has' if number == 1 else 'have'} to change."
    for move in listed[:_SHOWN]:
        yield _move(findings, move)
    if len(listed) > _SHOWN:
        yield f"{len(listed) - _SHOWN} more moves are in the table."
    if listed and not any(worth.is_distinct for worth in findings.proven.worth.values()):
        yield "Together these moves pay; for none of them alone is it proven."
    if findings.proven.ties:
        count = counted(sum(move.phases for move in findings.proven.ties), "more phase")
        yield f"The solver moved {count}; that is not proven to pay, so they stay as planned."


def _move(findings: Findings, move: Move) -> str:
    where = f"{move.phases} of {move.what} at {move.place[0]}"
    if move.after is None:
        text = f"{where} in {findings.label(move.before)}: dropped"
    elif move.before is None:
        text = f"{where} in {findings.label(move.after)}: new"
    else:
        later = "later" if move.after > move.before else "sooner"
        periods = f"{findings.label(move.before)} to {findings.label(move.after)}"
        text = f"{where}: {periods}, {counted(abs(move.after - move.before), 'period')} {later}"
    worth = findings.proven.worth.get(move.place)
    if worth is None:
        text += ", not tested by itself"
    elif worth.is_zero:
        text += ", a tie: another plan does without it and is as good"
    elif not worth.is_distinct:
        text += f", not proven to pay by itself: worth {worth} bn USD"
    elif math.isinf(worth.low):
        text += ", without which there is no plan"
    else:
        text += f", worth {worth} bn USD"
    return f"{text}. Because of: {reasons(move, findings.alone)}." if findings.alone else f"{text}."


def _foresight(findings: Findings) -> Iterator[str]:
    if not findings.seen.has_plan:
        yield "With full foresight no plan was found in its time, so the regret is not known."
    elif findings.regret.is_zero:
        yield "No regret: with full foresight the plan would have been worth as much."
    elif findings.regret.is_distinct:
        moved = findings.new.plan.outcome.cost_usd_bn.get("changes", 0.0)
        has_price = moved > 0 and findings.measure != PENALTY
        part = f", {moved:.2f} of it the price of the moves" if has_price else ""
        yield f"Regret: with full foresight a plan would have been {findings.regret} bn USD better{part}."
    else:
        yield f"The regret against full foresight is not distinguishable from nothing: {findings.regret} bn USD."


def _remarks(findings: Findings) -> Iterator[str]:
    roll, price = findings.roll, findings.roll.price_usd_bn(findings.facts)
    if findings.measure == PENALTY:
        yield "Coverage comes first, so that all of this is about the discounted shortage penalty, and not about cost."
    if roll.has_default_price(findings.facts):
        yield (
            f"The case has no price of a move, so {price:g} bn USD are taken for each phase that starts otherwise than "
            "planned, twice for one that moves; --move-price sets another."
        )
    if findings.roll.plan.outcome.cost_usd_bn.get("changes", 0.0) > 0:
        yield "What the plan paid for changes of the plan before it is past, and left out of its cost in the new facts."
    if reason := roll.money_note(findings.facts):
        yield (
            f"What was paid before {findings.now} does not fit the new facts ({reason}). A case has one price for "
            "phases under way and for later ones, so what was paid, and by which fund, is planned anew."
        )
    if any(done.period >= roll.now for done in roll.plan.converted):
        yield "The sheet last_plan lists phases only: conversions move without a price."
    began = {start.site for start in roll.plan.starts if start.period < roll.now}
    began |= {built.site for built in roll.plan.shells_built if built.period < roll.now}
    early = sorted({one.site for one in roll.plan.openings if one.period < roll.now and one.site not in began})
    if early:
        yield (
            f"No sheet fixes the opening of a site where nothing has started: {', '.join(early)} may open later than "
            "planned, or not at all."
        )
