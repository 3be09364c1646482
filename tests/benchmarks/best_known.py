"""The best known objective of each case, and how soon a run came near it."""

from typing import Any

from tests.benchmarks.frozen import FROZEN

BEST_KNOWN_USD_BN = {"world": 795.95, "world_tight": 1147.39}
"""Of plans found by longer runs than those that are stored here, by case; update it when a better plan is known."""
NEAR = 0.05
"""A plan is near the best known one if its objective is at most this share of that above it."""

Record = dict[str, Any]


def best_known(results: dict[str, Any]) -> dict[str, dict[str, Any]]:
    """Return the best objective of each case over all stored runs and the table, in usd_bn, by hash of the case."""
    best = {FROZEN[case]: {"case": case, "usd_bn": usd_bn} for case, usd_bn in BEST_KNOWN_USD_BN.items()}
    for kind in ("compare", "growth", "families", "unseen"):
        for run in results.get(kind, {}).get("runs", ()):
            usd_bn, sha = run["at_end"]["incumbent"], run["case_sha256"]
            if usd_bn is not None and (sha not in best or usd_bn < best[sha]["usd_bn"]):
                best[sha] = {"case": run["case"], "usd_bn": usd_bn}
    return best


def seconds_to_near(run: Record, best: dict[str, dict[str, Any]]) -> float | None:
    """Return the calibrated seconds until a run had a plan near the best known one, None if never."""
    known = best.get(run["case_sha256"])
    if known is None:
        return None
    enough = known["usd_bn"] + NEAR * abs(known["usd_bn"])
    return next((seconds for seconds, usd_bn in run["plans"] if usd_bn <= enough), None)
