"""Phases under way: those whose construction started before the horizon, beside which new ones are planned.

A delay of a scenario holds for those that are not online before the horizon.
"""

from collections.abc import Iterable, Iterator

from planner.case.calendar import NO_END
from planner.case.curves import by_age
from planner.case.records import Case, Tool, UnderWay
from planner.shape.power import idle_mw


def at(case: Case, site: str, node: str) -> tuple[UnderWay, ...]:
    """Return the rows of a pair."""
    return tuple(row for row in case.under_way if (row.site, row.node) == (site, node))


def output(row: UnderWay, delay_periods: int) -> int:
    """Return the period of first output in a scenario with a delay."""
    return row.first_output + (delay_periods if row.first_output >= 0 else 0)


def kwspm(case: Case, sites: Iterable[str], node: str, period: int, delay_periods: int = 0) -> float:
    """Return the nameplate capacity of a node that is under way at some sites in a period, by its ramp."""
    return case.nodes[node].phase_kwspm * sum(
        row.phases * by_age(case.pairs[site, node].ramp, period - output(row, delay_periods))
        for site in sites
        for row in at(case, site, node)
    )


def phases_at(case: Case, site: str) -> Iterator[tuple[str, int]]:
    """Yield node and phases of every row of a site."""
    return ((row.node, row.phases) for row in case.under_way if row.site == site)


def floor_units_left(case: Case, site: str, floor_units: float) -> float:
    """Return what phases under way leave of some floor of a site; none where they take more than there is."""
    return max(0.0, floor_units - sum(n * case.nodes[node].floor_units_per_phase for node, n in phases_at(case, site)))


def power_mw_left(case: Case, site: str) -> float:
    """Return the power that phases under way leave, idle; a site has what they draw at full use, if not more."""
    full, idle = _drawn_mw(case, site)
    return max(case.sites[site].power_limit_mw, full) - idle


def connected_mw_left(case: Case, site: str, connected_mw: float, period: int) -> float:
    """Return the same of the power that is connected in a period, where phases under way that are online take some."""
    full, idle = _drawn_mw(case, site, period)
    return max(connected_mw, full) - idle


def drawable_mw(case: Case, site: str, connected_mw: float, period: int) -> float:
    """Return what the phases of a site may draw in a period beside what those under way draw idle."""
    full, idle = _drawn_mw(case, site, period)
    limit_mw = max(case.sites[site].power_limit_mw, _drawn_mw(case, site)[0])
    return min(limit_mw, max(connected_mw, full)) - idle


def spare_mw(case: Case, site: str) -> float:
    """Return how much less phases under way draw idle than at full use."""
    full, idle = _drawn_mw(case, site)
    return full - idle


def _drawn_mw(case: Case, site: str, period: int = NO_END) -> tuple[float, float]:
    """Return what phases under way that are online at a site by a period, as planned, draw at full use and idle."""
    rows = [row for row in case.under_way if row.site == site and row.first_output <= period]
    full = sum(row.phases * case.nodes[row.node].power_mw_per_phase for row in rows)
    return full, sum(row.phases * idle_mw(case.nodes[row.node]) for row in rows)


def tools_installed(case: Case, tool: Tool, period: int) -> float:
    """Return the machines that phases under way have taken of the deliveries of the horizon."""
    return sum(
        row.phases * case.nodes[row.node].phase_kwspm * use.tools_per_kwspm
        for use in tool.uses
        for row in case.under_way
        if row.node == use.node and 0 <= row.first_output - use.periods_before_output <= period
    )


def bills_usd_bn(case: Case, site: str, node: str, until: int) -> float:
    """Return what is due of a pair's phases under way from the first period until one."""
    return sum(sum(row.bills_usd_bn[: until + 1]) for row in at(case, site, node))
