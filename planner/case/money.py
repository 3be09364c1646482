"""Money: discounting, what a phase costs, when it is due and what it is worth at the end."""

import math

from planner.case.records import Case, Covers, EndValue, Incentive, Pair


def discount(case: Case, period: int) -> float:
    """Return the value today of 1 usd_bn that flows in the middle of a period: (1 + rate)^-((t + 1/2) years)."""
    return float((1 + case.settings.discount_rate) ** -((period + 0.5) * case.calendar.period_years))


def discount_end(case: Case) -> float:
    """Return the value today of 1 usd_bn at the end of the horizon."""
    return float((1 + case.settings.discount_rate) ** -(case.calendar.periods * case.calendar.period_years))


def capex_by_cover(case: Case, pair: Pair) -> dict[Covers, float]:
    """Return the capex of one phase in usd_bn by what an incentive may cover: shell, equipment, and all of it."""
    node = case.nodes[pair.node]
    base = node.phase_capex_usd_bn * pair.capex_factor
    shell = base * node.shell_share * case.sites[pair.site].shell_cost_index
    equipment = base * (1 - node.shell_share) * case.pair_region(pair.site).equipment_cost_index
    return {Covers.SHELL: shell, Covers.EQUIPMENT: equipment, Covers.ALL: shell + equipment}


def phase_capex_usd_bn(case: Case, pair: Pair) -> float:
    """Return the capex of one phase of a pair in usd_bn, with the cost indices of its site and region."""
    return capex_by_cover(case, pair)[Covers.ALL]


def covers_start(case: Case, incentive: Incentive, pair: Pair, start: int) -> bool:
    """Say whether a phase of the pair that starts in a period may earn the incentive."""
    region = case.sites[pair.site].region
    return (
        incentive.region in ("", region)
        and incentive.site in ("", pair.site)
        and incentive.kind in (None, case.nodes[pair.node].kind)
        and incentive.start_from <= start <= incentive.start_until
    )


def paid_share(spend: tuple[float, ...], start: int, period: int, last: int) -> float:
    """Return the share of a start's capex that is due by the end of a period; by the last period, all of it."""
    if period < start:
        return 0.0
    return 1.0 if period >= last else sum(spend[: period - start + 1])


def max_credit_usd_bn(case: Case, incentive: Incentive, pair: Pair, start: int) -> float:
    """Return the credit that an incentive grants at most for one phase of a pair that starts in a period."""
    if not covers_start(case, incentive, pair, start):
        return 0.0
    return incentive.rate * capex_by_cover(case, pair)[incentive.covers]


def uncapped_credits_usd_bn(case: Case, pair: Pair, start: int) -> dict[str, float]:
    """Return what incentives without a cap grant for one phase, by name; together no more than the phase costs."""
    full = {i.name: max_credit_usd_bn(case, i, pair, start) for i in case.incentives if math.isinf(i.cap_usd_bn)}
    total, capex = sum(full.values()), phase_capex_usd_bn(case, pair)
    return {name: usd_bn * capex / total if total > capex else usd_bn for name, usd_bn in full.items()}


def present_share(case: Case, spend: tuple[float, ...], start: int) -> float:
    """Return the value today of 1 usd_bn of capex that is due by a spend profile from a start.

    Spend due after the horizon falls in the last period.
    """
    return sum(share * discount(case, min(start + offset, case.calendar.last)) for offset, share in enumerate(spend))


def end_value_share(case: Case, first_output: int) -> float:
    """Return the share of a phase's net capex that it is worth at the end, straight line from its first output."""
    periods = case.calendar.periods
    if case.settings.end_value is EndValue.NONE or first_output >= periods:
        return 0.0
    life_periods = case.settings.equipment_life_years * case.calendar.periods_per_year
    return max(0.0, 1 - (periods - first_output) / life_periods)
