"""Power: what is connected at sites and can be energised in markets, and what a package draws."""

from collections.abc import Mapping

from planner.case.records import Case, Node


def idle_mw(node: Node) -> float:
    """Return the power that an online phase draws whatever it makes."""
    return node.power_mw_per_phase * node.idle_power


def saves_power(node: Node) -> bool:
    """Say whether a phase of a node draws less power where it makes less."""
    return idle_mw(node) < node.power_mw_per_phase


def connected_mw(case: Case) -> Mapping[str, tuple[float, ...]]:
    """Return the power connected for new phases by period, of each site that states it."""
    return {row.site: row.mw for row in case.site_power}


def deployed_mw(case: Case) -> Mapping[str, tuple[float, ...]]:
    """Return the accelerators that can be energised by period, of each market that states them."""
    return {row.market: row.mw for row in case.deployment}


def mw_per_kunit(case: Case, product: str) -> float:
    """Return the power of a thousand packages in use, with what cooling and losses add: a kW each is a MW."""
    return case.products[product].power_kw * (1 + case.settings.deployment_overhead)
