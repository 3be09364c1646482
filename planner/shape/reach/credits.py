"""Credits that pay nothing, or together more than a phase costs: the first are without effect, the others are cut."""

from collections.abc import Iterator, Mapping

from planner.case.checks import codes
from planner.case.checks.draft.words import some
from planner.case.money import Phase, max_credit_usd_bn, phase_capex_usd_bn
from planner.case.records import Case, Covers, Incentive, Node, Pair
from planner.shape.reach.reasons import Look, Reason, Starts, Where
from planner.shape.reach.starts import in_time
from planner.shape.tracks import NO_NODE

_SLACK = 1e-9
_NOTHING_USD_BN = 1e-12


def credit_findings(case: Case) -> Iterator[Reason]:
    """Return credits without effect, and those that are cut."""
    if not case.incentives:
        return
    starts = {key: in_time(Look(case, pair))[0] for key, pair in case.pairs.items()}
    for number, incentive in enumerate(case.incentives):
        yield from _without_effect(case, number, incentive, starts)
    yield from _cut(case, starts)


def _without_effect(
    case: Case, number: int, incentive: Incentive, starts: Mapping[tuple[str, str], Starts]
) -> Iterator[Reason]:
    """Yield why a credit pays for no phase; one that is for no listed pair is reported elsewhere."""

    def idle(field: str, value: str, expected: str, *fix: str | Where) -> Reason:
        return Reason(codes.ROW_IDLE, Where(Incentive, (number,), field), value, expected, fix, "")

    covered = [pair for pair in case.pairs.values() if _is_for(case, incentive, pair)]
    in_window = [
        (pair, t)
        for pair in covered
        for t in starts[pair.site, pair.node]
        if incentive.start_from <= t <= incentive.start_until
    ]
    if not covered or incentive.start_from > case.calendar.last or incentive.start_until < 0:
        return  # reported elsewhere
    if incentive.rate == 0:
        yield idle("rate", "0", "above 0", "write the rate, or delete the row")
    elif incentive.cap_usd_bn == 0:
        yield idle("cap_usd_bn", "0", "above 0, or blank for no cap", "clear it, or delete the row")
    elif _pays_for_shells(case, incentive):
        return
    elif all(_credit(case, incentive, pair) <= _NOTHING_USD_BN for pair in covered):
        node = case.nodes[covered[0].node]
        share = f"{100 * node.shell_share:g} % shell"
        shell = Where(Node, (node.name,), "shell_share")
        expected = "a part of the capex that is above 0"
        value = f"{incentive.covers}, where the capex is {share}" if incentive.covers is not Covers.ALL else "no capex"
        yield idle("covers", value, expected, "fill in ", shell, ", or cover another part of the capex")
    elif not in_window:
        first = min((starts[pair.site, pair.node][0] for pair in covered if starts[pair.site, pair.node]), default=None)
        if first is not None:
            label = case.calendar.label
            late = incentive.start_until < first
            field = "start_until" if late else "start_from"
            last = max(starts[pair.site, pair.node][-1] for pair in covered if starts[pair.site, pair.node])
            expected = f"starts from {label(first)} to {label(last)}, when phases that it covers can start"
            yield idle(field, label(getattr(incentive, field)), expected, "change the window, or delete the row")


def _pays_for_shells(case: Case, incentive: Incentive) -> bool:
    shells = (Phase(site, NO_NODE) for site in case.shells)
    periods = case.calendar.horizon
    return any(max_credit_usd_bn(case, incentive, shell, t) > _NOTHING_USD_BN for shell in shells for t in periods)


def _is_for(case: Case, incentive: Incentive, pair: Pair) -> bool:
    return (
        incentive.region in ("", case.sites[pair.site].region)
        and incentive.site in ("", pair.site)
        and incentive.kind in (None, case.nodes[pair.node].kind)
    )


def _credit(case: Case, incentive: Incentive, pair: Pair) -> float:
    return max_credit_usd_bn(case, incentive, Phase(pair.site, pair.node), max(0, incentive.start_from))


def _cut(case: Case, starts: Mapping[tuple[str, str], Starts]) -> Iterator[Reason]:
    """Yield credits that exceed the capex of a phase together, once for each of them that comes last."""
    reported = set()
    for key, pair in case.pairs.items():
        for t in starts[key]:
            capex = phase_capex_usd_bn(case, pair, t)
            usd_bn = [min(one.cap_usd_bn, max_credit_usd_bn(case, one, Phase(*key), t)) for one in case.incentives]
            number = max((i for i, credit in enumerate(usd_bn) if credit > 0), default=0)
            if sum(usd_bn) <= capex * (1 + _SLACK) or number in reported:
                continue
            reported.add(number)
            names = some(one.name for one, credit in zip(case.incentives, usd_bn, strict=True) if credit > 0)
            share = f"{100 * sum(usd_bn) / capex:.4g} %"
            where, value = Where(Incentive, (number,), "rate"), f"{100 * case.incentives[number].rate:g}"
            expected = f"100 % together: {names} pay {share} of one phase of {pair.node} at {pair.site}"
            fix = ("lower a rate, or let one of them apply elsewhere or at another time: what exceeds 100 % is cut",)
            yield Reason(codes.CREDITS_ABOVE_CAPEX, where, value, expected, fix, "")
