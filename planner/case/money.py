"""Money: discounting, what phases and shells cost, when it is due and what it is worth at the end."""

import math
from typing import NamedTuple, Protocol

from planner.case.records import Case, Covers, EndValue, Incentive, Pair


def discount(case: Case, period: int) -> float:
    """Return the value today of 1 usd_bn that flows in the middle of a period: (1 + rate)^-((t + 1/2) years)."""
    return float((1 + case.settings.discount_rate) ** -((period + 0.5) * case.calendar.period_years))


def discount_end(case: Case) -> float:
    """Return the value today of 1 usd_bn at the end of the horizon."""
    return float((1 + case.settings.discount_rate) ** -(case.calendar.periods * case.calendar.period_years))


class Build(Protocol):
    """What is built at a site: a phase of a node, the first there or a later one; without a node, a shell."""

    @property
    def site(self) -> str:
        """Where."""

    @property
    def node(self) -> str:
        """What a phase is of; empty for a shell."""

    @property
    def is_first(self) -> bool:
        """Whether it is the first phase of a pair without capacity."""


class Phase(NamedTuple):
    """A phase of a pair, the first one there or a later one."""

    site: str
    node: str
    is_first: bool = True


def capex_by_cover(case: Case, build: Build, start: int) -> dict[Covers, float]:
    """Return the capex of one phase or shell in usd_bn by what an incentive may cover: shell, equipment, and all.

    At a site with shells a phase costs its equipment; its share of the building is that of the shell.
    """
    if not build.node:
        usd_bn = case.shells[build.site].capex_usd_bn
        return {Covers.SHELL: usd_bn, Covers.EQUIPMENT: 0.0, Covers.ALL: usd_bn}
    node, pair = case.nodes[build.node], case.pairs[build.site, build.node]
    base = node.phase_capex_usd_bn * pair.capex_factor
    if node.capex_trend:
        base *= (1 + node.capex_trend) ** (start * case.calendar.period_years)
    if not build.is_first:
        base *= pair.expansion_capex_factor
    shell = 0.0 if build.site in case.shells else base * node.shell_share * case.sites[build.site].shell_cost_index
    equipment = base * (1 - node.shell_share) * case.pair_region(build.site).equipment_cost_index
    return {Covers.SHELL: shell, Covers.EQUIPMENT: equipment, Covers.ALL: shell + equipment}


def capex_usd_bn(case: Case, build: Build, start: int) -> float:
    """Return the capex in usd_bn of one phase or shell that starts in a period."""
    return capex_by_cover(case, build, start)[Covers.ALL]


def phase_capex_usd_bn(case: Case, pair: Pair, start: int = 0, *, is_first: bool = True) -> float:
    """Return the capex of one phase of a pair in usd_bn, with the cost indices of its site and region."""
    return capex_usd_bn(case, Phase(pair.site, pair.node, is_first), start)


def covers_start(case: Case, incentive: Incentive, build: Build, start: int) -> bool:
    """Say whether a phase or shell that starts in a period may earn the incentive; one for a kind is for phases."""
    region = case.sites[build.site].region
    return (
        incentive.region in ("", region)
        and incentive.site in ("", build.site)
        and (incentive.kind is None or (bool(build.node) and case.nodes[build.node].kind is incentive.kind))
        and incentive.start_from <= start <= incentive.start_until
    )


def paid_share(spend: tuple[float, ...], start: int, period: int, last: int) -> float:
    """Return the share of a start's capex that is due by the end of a period; by the last period, all of it."""
    if period < start:
        return 0.0
    return 1.0 if period >= last else sum(spend[: period - start + 1])


def max_credit_usd_bn(case: Case, incentive: Incentive, build: Build, start: int) -> float:
    """Return the credit that an incentive grants at most for one phase or shell that starts in a period."""
    if not covers_start(case, incentive, build, start):
        return 0.0
    return incentive.rate * capex_by_cover(case, build, start)[incentive.covers]


def uncapped_credits_usd_bn(case: Case, build: Build, start: int) -> dict[str, float]:
    """Return what incentives without a cap grant for one phase or shell, by name; together no more than it costs."""
    full = {i.name: max_credit_usd_bn(case, i, build, start) for i in case.incentives if math.isinf(i.cap_usd_bn)}
    total, capex = sum(full.values()), capex_usd_bn(case, build, start)
    return {name: usd_bn * capex / total if total > capex else usd_bn for name, usd_bn in full.items()}


def present_share(case: Case, spend: tuple[float, ...], start: int) -> float:
    """Return the value today of 1 usd_bn of capex that is due by a spend profile from a start.

    Spend due after the horizon falls in the last period.
    """
    return sum(share * discount(case, min(start + offset, case.calendar.last)) for offset, share in enumerate(spend))


def end_value_share(case: Case, build: Build, ready: int) -> float:
    """Return the share of net capex that a phase or shell is worth at the end, straight line from when it is ready."""
    periods, settings = case.calendar.periods, case.settings
    if settings.end_value is EndValue.NONE or ready >= periods:
        return 0.0
    life_years = settings.equipment_life_years if build.node else settings.shell_life_years
    return max(0.0, 1 - (periods - ready) / (life_years * case.calendar.periods_per_year))


def wafer_price_usd(case: Case, node: str, period: int) -> float | None:
    """Return what a fab is paid for a wafer that leaves it in a period; None where the case does not say."""
    of = case.nodes[node]
    if of.wafer_price_usd is None:
        return None
    return float(of.wafer_price_usd * (1 + of.wafer_price_trend) ** (period * case.calendar.period_years))
