"""What an explanation says: sentences first, then tables."""

from collections.abc import Iterator, Sequence

from planner.case.demand import kpackages, wanted
from planner.report.figures.built import count as counted
from planner.study.answers.interval import rank
from planner.study.answers.table import Table
from planner.study.explain.bottleneck import Bottleneck, of_product
from planner.study.explain.goal import Goal, Weights
from planner.study.explain.levers.lever import share_of
from planner.study.explain.shortage import NOTHING_KUNITS, Causes, Place, Short, penalty
from planner.study.explain.suggestion import Suggestion

_LATER, _SHOWN = 1.0, 3


def why_infeasible(listed: Sequence[Suggestion], *, is_least: bool = True) -> Iterator[str]:
    """Yield what stands in the way of any plan. Without `is_least`, smaller changes may do."""
    if not listed:
        yield (
            "No plan satisfies all rules of this case, and no change of one rule or of several was found in time that "
            "makes one possible."
        )
        return
    yield "No plan satisfies all rules of this case; some rule has to be relaxed."
    yield from _suggested(listed, "The smallest change" if is_least else "The smallest change found in time")


def why_short(
    causes: Causes,
    goal: Goal | None,
    listed: Sequence[Suggestion],
    tight: Sequence[Bottleneck],
    *,
    is_least: bool = True,
) -> Iterator[str]:
    """Yield what keeps demand short. Without `is_least`, smaller changes may do."""
    case = causes.case
    kunits, total = sum(causes.planned.values()), _demand(causes)
    yield f"The plan leaves {kunits:,.1f} kunits short, {100 * kunits / total:.1f} % of demand."
    weights = Weights(case)
    penalised = any(weights.is_penalised(buyer) for buyer, _ in causes.planned)
    never = sum(min(kunits, causes.planned.get(place, 0.0)) for place, kunits in causes.without_any.items())
    if never > NOTHING_KUNITS:
        yield f"No change of a rule was found that serves {never:,.1f} of them: lead times and ramps come first."
    if causes.unprofitable > 1e-3 * penalty(case, causes.planned):
        could = sum(causes.planned.values()) - sum(causes.within.values())
        brings = f"the penalties of {causes.unprofitable:,.2f} bn USD that it would save" if penalised else "it brings"
        yield f"{could:,.1f} of them the rules allow to serve, but that would cost more than {brings}."
    by_kind = causes.by_kind()
    if by_kind and penalised:
        what = ", ".join(f"{kind} {usd_bn:,.2f}" for kind, usd_bn in by_kind)
        yield f"Lifting all rules of one kind saves in penalties [bn USD]: {what}."
    elif by_kind:
        what = ", ".join(f"{kind} {kunits - sum(causes.without[kind].values()):,.1f}" for kind, _ in by_kind)
        yield f"Lifting all rules of one kind serves more [kunits]: {what}."
    elif not causes.undecided:
        yield "No kind of rule by itself stands in the way."
    if causes.undecided:
        yield (
            f"Whether lifting {' or '.join(causes.undecided)} helps cannot be distinguished within the gaps: try a "
            "smaller --gap or more time."
        )
    if goal is not None:
        yield f"Looked at: {named(causes, goal)}."
        if listed:
            in_time = "" if is_least else " found in time"
            yield from _suggested(listed, f"The smallest change{in_time} that removes this")
        else:
            yield "No change was found in time that removes it and pays."
    if tight and tight[0].worth_usd_bn is not None:
        first = tight[0]
        yield (
            f"With everything built as planned the bottleneck is {first.name} in {first.year}: one {first.unit} more "
            f"in each of its full periods is worth {first.worth_usd_bn:,.3f} bn USD."
        )


def named(causes: Causes, goal: Goal) -> str:
    """Return the shortage that was looked at, in words."""
    label, periods = causes.case.calendar.label, sorted(goal.periods)
    span = (
        label(periods[0])
        if len(periods) == 1
        else f"{len(periods)} periods from {label(periods[0])} to {label(periods[-1])}"
    )
    kunits = sum(causes.planned[goal.buyer, t] for t in goal.periods)
    rest = f", of which {goal.kunits:,.1f} would stay" if goal.kunits > NOTHING_KUNITS else ""
    tier = f" ({goal.tier})" if goal.tier else ""
    return f"{goal.product} in {goal.market}{tier}, {span}, {kunits:,.1f} kunits short{rest}"


def _suggested(listed: Sequence[Suggestion], what: str) -> Iterator[str]:
    first = listed[0]
    yield f"{what}: {first.name}: {'; '.join(first.variant.changes)}. To be granted by {first.who}."
    figures = first.solved.figures(first.variant.case)
    built = counted(figures.phases, "phase")
    yield f"Solved again with it, the plan covers {figures.coverage_pct:.1f} % of demand with {built}."
    if first.grown > _LATER:
        yield "That is more than what makes it possible, since it also has to pay."
    for other in listed[1:_SHOWN]:
        yield f"Or {other.name}: {'; '.join(other.variant.changes)} ({other.who})."


def suggestions(listed: Sequence[Suggestion]) -> Table:
    """Return the suggestions as a table."""
    rows = tuple(
        (
            at,
            one.name,
            one.who,
            "; ".join(one.variant.changes),
            100 * share_of(one.amounts),
            one.solved.figures(one.variant.case).coverage_pct,
            one.solved.figures(one.variant.case).phases,
            str(one.solved.status),
            one.kinds,
        )
        for at, one in enumerate(listed, start=1)
    )
    columns = (
        *("no.", "change", "who can grant it", "edits", "size [%]", "coverage [%]", "phases", "status"),
        "rules",
    )
    note = "Each was solved again in full. Size: compared with the whole budget, count or horizon that it changes."
    brief = ("no.", "change", "size [%]", "coverage [%]", "phases")
    formats = {"size [%]": "0.0", "coverage [%]": "0.0"}
    return Table("suggestions", "What would be enough", columns, rows, note, brief=brief, formats=formats)


def cause_table(causes: Causes, tight: Sequence[Bottleneck]) -> Table:
    """Return what is short by product, market, tier and year, and what would serve it."""
    case = causes.case
    has_tiers = any(buyer.tier for buyer, _ in causes.planned)
    kinds = [kind for kind, _ in causes.by_kind()]
    largest = of_product(case, tight)
    short = _by_year(causes, causes.planned)
    left = {kind: _by_year(causes, causes.without[kind]) for kind in kinds}
    within, never = _by_year(causes, causes.within), _by_year(causes, causes.without_any)
    demanded = _by_year(causes, _wanted(causes))
    rows = []
    for place, kunits in short.items():
        (product, market, tier), year = place
        one = largest.get((product, year))
        rows.append(
            (
                product,
                market,
                *([tier] if has_tiers else []),
                year,
                kunits,
                100 * kunits / demanded[place],
                _cause(
                    kunits,
                    within.get(place, 0.0),
                    never.get(place, 0.0),
                    {str(k): left[k].get(place, 0.0) for k in kinds},
                ),
                one.name if one else "",
                one.worth_usd_bn if one else None,
                within.get(place, 0.0),
                *(left[kind].get(place, 0.0) for kind in kinds),
                never.get(place, 0.0),
            )
        )
    columns = (
        *("product", "market", *(["tier"] if has_tiers else []), "year"),
        *("short [kunits]", "of demand [%]", "cause", "bottleneck"),
        "worth of one more [bn USD]",
        "least within the rules [kunits]",
        *(f"without limits of {kind} [kunits]" for kind in kinds),
        "least without any rule [kunits]",
    )
    brief = ("product", "market", *(["tier"] if has_tiers else []), "year", "short [kunits]", "of demand [%]", "cause")
    formats = {title: "0.0" for title in columns if "kunits]" in title or title == "of demand [%]"}
    formats["worth of one more [bn USD]"] = "0.0000"
    note = (
        "Cause: the kind of rule whose lifting leaves least short; time: no change of a rule could serve it; price: "
        "serving it costs more than its penalty."
    )
    return Table("causes", "What is short, and why", columns, tuple(rows), note, brief=brief, formats=formats)


def _cause(short: float, within: float, never: float, left: dict[str, float]) -> str:
    best = min(left, key=lambda kind: rank(left[kind]), default="")
    if best and left[best] < 0.5 * short:
        return best
    if never > 0.5 * short:
        return "time"
    if within < 0.5 * short:
        return "price"
    return f"{best}, in part" if best and left[best] < 0.9 * short else "several rules together"


def bottleneck_table(tight: Sequence[Bottleneck]) -> Table:
    """Return the bottlenecks of operations."""
    rows = tuple((one.name, one.year, one.worth_usd_bn, one.price_usd_bn, one.unit) for one in tight)
    columns = ("bottleneck", "year", "worth of one more [bn USD]", "at most [bn USD]", "one more")
    formats = dict.fromkeys(columns[2:4], "0.0000")
    note = (
        "With everything built as planned: one more in each full period of the year. Those that could be the largest "
        "were solved again; of the others only the most is known that one more can be worth."
    )
    return Table("bottlenecks", "Bottlenecks of operations", columns, rows, note, formats=formats)


def _demand(causes: Causes) -> float:
    return sum(_wanted(causes).values())


def _wanted(causes: Causes) -> Short:
    case = causes.case
    kunits: dict[Place, float] = {}
    for scenario in case.scenarios:
        for buyer, tier in wanted(scenario).items():
            for t, units in enumerate(tier.kunits):
                expected = scenario.probability * kpackages(case, buyer.item, units)
                kunits[buyer, t] = kunits.get((buyer, t), 0.0) + expected
    return kunits


def _by_year(causes: Causes, short: Short) -> Short:
    by_year: dict[Place, float] = {}
    for (buyer, t), kunits in sorted(short.items()):
        place = buyer, causes.case.calendar.year(t)
        by_year[place] = by_year.get(place, 0.0) + kunits
    return by_year
