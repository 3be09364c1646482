"""The first edition of the world with shells at every site, tiers of customers, power in every market, and owners.

The figures are made up, of the size of the case's own: it shows what these decisions cost a solver, not what is true.
"""

from collections.abc import Iterator

from inputs.rows import Book, Row
from tests.benchmarks import world_first
from tests.benchmarks.world_first.horizon import CALENDAR

FLOOR_A_SHELL = 2.0
SHELL_CAPEX_USD_BN = 5.0
"""Two phases of N2, of whose capex the shell is 22 %, take a shell of this size."""
SHELL_PERIODS = 5
SHELL_SPEND = "shell"
CONTRACT_SHARE, BACKLOG_PCT, DEARER = 0.6, 50, 1.5
CHIP_KW = 1.4
ENERGISED_SHARE = 0.9
"""Of the power that all demand would draw."""
STARTS_A_YEAR = 12


def book(case_name: str = "World with every decision", money_scale: float = 1.0) -> Book:
    """Return the rows of the workbook by sheet."""
    rows = world_first.book(case_name, money_scale)
    owner_of = {str(row["site"]): f"Builders of {row['region']}" for row in rows["sites"]}
    return {
        **rows,
        "spends": [*rows["spends"], *_spend()],
        "shells": list(_shells(rows)),
        "owners": [
            {"owner": owner, "max_phase_starts_per_year": STARTS_A_YEAR} for owner in dict.fromkeys(owner_of.values())
        ],
        "site_nodes": [{**row, "owner": owner_of[str(row["site"])]} for row in rows["site_nodes"]],
        "products": [{**row, "power_kw": CHIP_KW} for row in rows["products"]],
        "demand": [tier for row in rows["demand"] for tier in _tiers(row, rows["products"])],
        "deployment": list(_deployment(rows["demand"])),
    }


def _spend() -> Iterator[Row]:
    for t in range(SHELL_PERIODS):
        yield {"spend": SHELL_SPEND, "offset_periods": t, "share_pct": 100 / SHELL_PERIODS}


def _shells(rows: Book) -> Iterator[Row]:
    stands = {row["site"] for row in rows["capacity"]}
    for site in rows["sites"]:
        floor = float(str(site["floor_units"]))
        yield {
            "site": site["site"],
            "capex_usd_bn": SHELL_CAPEX_USD_BN,
            "lead_periods": SHELL_PERIODS,
            "spend": SHELL_SPEND,
            "floor_units": FLOOR_A_SHELL,
            "max_shells": max(1, round(floor / FLOOR_A_SHELL)),
            "ready": int(site["site"] in stands and floor >= 2 * FLOOR_A_SHELL),
        }


def _tiers(row: Row, products: list[Row]) -> Iterator[Row]:
    values = row["values"]
    assert isinstance(values, tuple)
    penalty = next(float(str(one["shortage_penalty_usd"])) for one in products if one["product"] == row["product"])
    contract = tuple(round(CONTRACT_SHARE * kunits, 3) for kunits in values)
    spot = tuple(round(kunits - part, 3) for kunits, part in zip(values, contract, strict=True))
    yield {
        **row,
        "tier": "contract",
        "shortage_penalty_usd": DEARER * penalty,
        "backlog_pct": BACKLOG_PCT,
        "values": contract,
    }
    yield {**row, "tier": "spot", "values": spot}


def _deployment(demand: list[Row]) -> Iterator[Row]:
    for market in dict.fromkeys(row["market"] for row in demand):
        mw, level = 0.0, []
        for t in CALENDAR.horizon:
            kunits = sum(row["values"][t] for row in demand if row["market"] == market)  # type: ignore[index]
            mw += ENERGISED_SHARE * CHIP_KW * kunits
            level.append(round(mw, 1))
        yield {"market": market, "values": tuple(level)}
