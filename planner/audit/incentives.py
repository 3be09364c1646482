"""Credits: at most rate x covered capex of the phases that start then, inside window and place, under the cap."""

from collections import defaultdict

from planner.audit.crediting import covered_usd_bn
from planner.audit.facts import Facts
from planner.audit.findings import USD_BN, Ledger
from planner.case.records import Case, Incentive


def check(facts: Facts, ledger: Ledger) -> None:
    """Check every credit against its incentive."""
    granted: dict[tuple[str, str, str, int], float] = defaultdict(float)
    for credit in facts.plan.credits:
        granted[credit.incentive, credit.site, credit.node, credit.start_period] += credit.usd_bn
    for incentive in facts.case.incentives:
        total = 0.0
        for (name, site, node, t), usd_bn in granted.items():
            if name != incentive.name:
                continue
            total += usd_bn
            started = [b for b in facts.new_batches if (b.site, b.node, b.start) == (site, node, t)]
            covered = sum(covered_usd_bn(incentive, batch) for batch in started)
            allowed = incentive.rate * covered if _applies(facts.case, incentive, site, node, t) else 0.0
            where = f"{name} for {site} {node}"
            ledger.at_most("credits", where, t, "credit, bn USD,", usd_bn, allowed, USD_BN)
            ledger.at_least("credits", where, t, "credit, bn USD,", usd_bn, 0.0, USD_BN)
        what = "all credits together, bn USD,"
        ledger.at_most("credit_cap", incentive.name, None, what, total, incentive.cap_usd_bn, USD_BN)


def _applies(case: Case, incentive: Incentive, site: str, node: str, start: int) -> bool:
    return (
        incentive.region in ("", case.sites[site].region)
        and incentive.site in ("", site)
        and incentive.kind in (None, case.nodes[node].kind)
        and incentive.start_from <= start <= incentive.start_until
    )
