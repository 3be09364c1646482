"""Shares of output that can only be kept by making nothing: before the place can run, or while no other place can."""

from collections.abc import Callable, Iterator
from functools import partial

from planner.case.checks import codes
from planner.case.records import Case, Limit, Measure
from planner.shape.reach.lanes import wanted_periods
from planner.shape.reach.reasons import Look, Reason, Where
from planner.shape.reach.starts import first_lead_periods, in_time
from planner.shape.supply import is_offered, is_stocked
from planner.shape.zones import anchors

_NEVER = 10**9
Runs = dict[tuple[str, str], list[bool]]
"""Whether a node can run in a region, by period."""


def share_findings(case: Case) -> Iterator[Reason]:
    """Return limits on shares of output, or of what markets receive, that stop all of it in some period."""
    limits = [
        (number, limit)
        for number, limit in enumerate(case.limits)
        if limit.measure in (Measure.OUTPUT_SHARE, Measure.SUPPLY_SHARE) and (limit.region or limit.bloc or limit.site)
    ]
    runs = _runs(case) if limits else {}
    for number, limit in limits:
        inside = _makes(case, runs, limit, partial(_is_in, case, limit))
        outside = _makes(case, runs, limit, partial(_is_out, case, limit))
        if limit.minimum:
            yield from _stops(case, number, limit, "minimum", limit.minimum, inside, outside)
        if limit.maximum is not None and 0 < limit.maximum < 1:
            yield from _stops(case, number, limit, "maximum", limit.maximum, outside, inside)


def _runs(case: Case) -> Runs:
    runs: Runs = {}

    def add(site: str, node: str, periods: Iterator[int]) -> None:
        by_period = runs.setdefault((case.sites[site].region, node), [False] * case.calendar.periods)
        for t in periods:
            by_period[t] = True

    for row in case.committed:
        add(row.site, row.node, (t for t, kwspm in enumerate(row.kwspm) if kwspm > 0))
    for earlier in case.under_way:
        add(earlier.site, earlier.node, iter(range(max(0, earlier.first_output), case.calendar.periods)))
    for key, pair in case.pairs.items():
        look = Look(case, pair)
        starts, _ = in_time(look)
        age = next((age for age, share in enumerate(pair.ramp) if share > 0), _NEVER)
        first = starts[0] + first_lead_periods(look) + age if starts else _NEVER
        add(*key, iter(range(first, case.calendar.periods)))
    for lump in case.conversions:
        first = max(0, lump.earliest, case.nodes[lump.to_node].available_from - lump.downtime_periods)
        add(lump.site, lump.to_node, iter(range(first + lump.downtime_periods, case.calendar.periods)))
    return runs


def _is_in(case: Case, limit: Limit, region: str) -> bool:
    place = case.sites[limit.site].region if limit.site else limit.region
    return place in ("", region) and limit.bloc in ("", case.regions[region].bloc)


def _is_out(case: Case, limit: Limit, region: str) -> bool:
    return not _is_in(case, limit, region)


def _receives(case: Case, limit: Limit, market: str) -> bool:
    return limit.market in ("", market) and limit.market_bloc in ("", case.markets[market].bloc)


def _makes(case: Case, runs: Runs, limit: Limit, has: Callable[[str], bool]) -> list[bool]:
    """Return whether some of the regions can make what a limit counts, by period."""
    periods = case.calendar.horizon
    if limit.counts_wafers:
        counted = [
            by_period
            for (region, node), by_period in runs.items()
            if has(region) and limit.node in ("", node) and limit.kind in (None, case.nodes[node].kind)
        ]
        return [any(by_period[t] for by_period in counted) for t in periods]
    products = [one for name, one in case.products.items() if limit.product in ("", name)]
    none = [False] * len(periods)
    return [
        any(
            all(
                any(runs.get((region, s.node), none)[t] for s in part.sources)
                or is_offered(case, part, (region,), t)
                or any(map(is_stocked, part.all_sources))
                for part in anchors(case, product)
            )
            for product in products
            for region in case.regions
            if has(region)
        )
        for t in periods
    ]


def _stops(
    case: Case, number: int, limit: Limit, field: str, share: float, needed: list[bool], others: list[bool]
) -> Iterator[Reason]:
    """Yield a limit that stops what others can make while what it needs cannot run."""
    label = case.calendar.label
    window = range(max(0, limit.from_period), min(case.calendar.last, limit.until_period) + 1)
    wanted = wanted_periods(case).items()
    asked = {t for (_, market), periods in wanted if _receives(case, limit, market) for t in periods}
    stopped = [t for t in window if t in asked and others[t] and not needed[t]]
    if not stopped:
        return
    first, ready = stopped[0], next((t for t in window if t > stopped[-1] and needed[t]), None)
    year = case.calendar.periods_per_year
    is_brief = len(stopped) <= year if limit.from_period > 0 else field == "maximum" and 2 * len(stopped) < year
    if ready is not None and is_brief:
        return  # a date that somebody set, or a cap before anything else can run: a price that a policy may have
    place = limit.site or limit.region or limit.bloc
    who = f"nothing that it counts can run {'in' if field == 'minimum' else 'outside'} {place}"
    until = f"before {label(ready)}" if ready is not None else "within the horizon"
    fix = f"write {label(ready)} into " if ready is not None else "change the share, its place or "
    yield Reason(
        codes.SHARE_STOPS_OUTPUT,
        Where(Limit, (number,), field),
        f"{100 * share:g} % from {label(first)}",
        f"a share that can be kept: {who} {until}, so that all output of it would stop",
        (fix, Where(Limit, (number,), "from_period")),
        "",
    )
