"""The tables and sentences of a plan's page for what a reader has chosen."""

from collections import defaultdict
from typing import Any

from planner.report.words.formats import percent
from planner.web.view.choice import Chosen, phase_count, served
from planner.web.view.tables import longest_first

TEXT = -1
_NAMED = 3
_PHASES = (
    ("Site", TEXT), ("Region", TEXT), ("Node", TEXT), ("No.", TEXT), ("Phases", 0), ("Approve by", TEXT),
    ("Lead time [periods]", 0), ("Tools on site", TEXT), ("First output", TEXT), ("Full output", TEXT),
    ("Capex [bn USD]", 2), ("Funds of the site", TEXT),
)  # fmt: skip


def phase_table(chosen: Chosen) -> dict[str, Any]:
    """Return every start: when to approve it, its tools, lead time, output and money."""
    rows = [
        [
            *(row["site"], row["region"], row["node"], row["numbers"], row["phases"], row["start"]),
            *(row["lead_periods"], row["tools"], row["first_output"], row["full_output"], row["capex_usd_bn"]),
            ", ".join(row["payers"]),
        ]
        for row in chosen.phases
    ]
    total = ["Total", "", "", "", phase_count(chosen.phases), "", None, "", "", "", sum(row[10] for row in rows), ""]
    return _table(_PHASES, rows, total if rows else [])


def tables(view: dict[str, Any], chosen: Chosen) -> dict[str, Any]:
    """Return the tables of the page; what cannot be split stays as it is."""
    if not chosen.choice:
        return {**view["tables"], "phases": phase_table(chosen)}
    whole = view["tables"]
    return {
        **whole,
        "built": _built(whole["built"], chosen),
        "phases": phase_table(chosen),
        "years": _years(whole["years"], chosen),
        "service": _service(chosen),
        "usage": _rows_named(
            whole["usage"], {(node,) for node in chosen.facts["nodes"] if chosen.has_node(node)}, (0,)
        ),
        "funds": _funds(whole["funds"], chosen),
        "draws": _draws(whole["draws"], chosen),
        "binds": _binds(whole["binds"], chosen),
        **({"power": _power(whole["power"], chosen)} if "power" in chosen.facts else {}),
        **({"bans": _bans(whole["bans"], chosen)} if "bans" in chosen.facts else {}),
    }


def why(chosen: Chosen) -> list[str]:
    """Return what the chosen part comes to, in sentences: what is short and most of it where, and what binds there."""
    rows = chosen.service()
    if not rows:
        return ["Nothing is demanded of what is chosen."]
    demand, _, short, covered = served(rows)
    missing = f", with {_kunits(short)} missing" if short > 0 else ""
    lines = [f"{_share(covered)} of {demand:,.0f} kunits demanded is covered{missing}."]
    if short > 0.5:
        worst = sorted(_by(rows, 0, 1).items(), key=lambda item: -served(item[1])[2])[:_NAMED]
        parts = [f"{_kunits(served(of)[2])} of {product} in {market}" for (product, market), of in worst]
        lines.append(f"Most of it: {'; '.join(part for part in parts if not part.startswith('0 '))}.")
    for row in chosen.binds[:_NAMED]:
        lines.append(f"{row['sentence']}: {row['when']}.")
    phases = chosen.phases
    if phases:
        count, capex = phase_count(phases), sum(row["capex_usd_bn"] for row in phases)
        when = f"in {chosen.choice.year}" if chosen.choice.year else "over the horizon"
        what = f"{count} phases start" if count > 1 else "1 phase starts"
        lines.append(f"{what} {when}, with {capex:,.1f} bn USD of capex.")
    full = [row for row in chosen.facts["usage"] if chosen.has_year(row[1]) and chosen.has_node(row[0])]
    used_up = sorted({row[0] for row in full if row[3] is not None and row[3] > 99.99})
    if used_up:
        lines.append(f"Capacity is used up at {', '.join(used_up)}.")
    return lines


def _table(columns: Any, rows: list[Any], total: list[Any]) -> dict[str, Any]:
    heads = [{"title": title, "decimals": decimals} for title, decimals in columns]
    return {"columns": heads, "rows": rows, "total": total}


def _rows_named(table: dict[str, Any], names: set[tuple[str, ...]], at: tuple[int, ...]) -> dict[str, Any]:
    """Return the rows of some names, with the sum of the columns that the table sums up."""
    rows = [row for row in table["rows"] if tuple(row[column] for column in at) in names]
    total = list(table["total"])
    for column, value in enumerate(total):
        if isinstance(value, int | float):
            total[column] = sum(row[column] or 0 for row in rows)
    return {**table, "rows": rows, "total": total}


def _by(rows: list[list[Any]], *columns: int) -> dict[tuple[Any, ...], list[list[Any]]]:
    grouped: defaultdict[tuple[Any, ...], list[list[Any]]] = defaultdict(list)
    for row in rows:
        grouped[tuple(row[column] for column in columns)].append(row)
    return grouped


def _years(table: dict[str, Any], chosen: Chosen) -> dict[str, Any]:
    by_year = _by(chosen.service(), 2)
    rows = []
    for (year,), of in sorted(by_year.items()):
        rows.append([str(year), *served(of), *chosen.money(year=year)])
    return {**table, "rows": rows}


def _service(chosen: Chosen) -> dict[str, Any]:
    columns = (
        ("Product", TEXT), ("Market", TEXT), ("Demand [kunits]", 0), ("Shipped [kunits]", 0), ("Shortage [kunits]", 0),
        ("Covered [%]", 1), ("Short in", TEXT),
    )  # fmt: skip
    rows = []
    for names, of in _by(chosen.service(), 0, 1).items():
        short = sorted(period for row in of for period in row[7])
        rows.append([*names, *served(of), _span(short)])
    return _table(columns, sorted(rows, key=lambda row: -row[4]), [])


def _funds(table: dict[str, Any], chosen: Chosen) -> dict[str, Any]:
    rest = {row[0]: row[5] for row in table["rows"]}
    rows = []
    for fund in chosen.facts["funds"]:
        if chosen.choice.fund in ("", fund):
            budget, drawn = chosen.money(fund=fund, of_places=True)
            left = None if budget is None or drawn is None else budget - drawn
            share = None if left is None or not budget or drawn is None else 100 * drawn / budget
            rows.append([fund, budget, drawn, left, share, rest.get(fund, "")])
    return {**table, "rows": rows, "total": []}


def _draws(table: dict[str, Any], chosen: Chosen) -> dict[str, Any]:
    sums: defaultdict[tuple[str, str], float] = defaultdict(float)
    for site, payer, year, usd_bn in chosen.facts["paid"]:
        if chosen.has_site(site) and chosen.has_year(year) and chosen.choice.fund in ("", payer):
            sums[site, payer] += usd_bn
    return {**table, "rows": [[*key, usd_bn] for key, usd_bn in sorted(sums.items(), key=lambda item: -item[1])]}


def _binds(table: dict[str, Any], chosen: Chosen) -> dict[str, Any]:
    rows = [[row["sentence"], row["when"], row["periods"]] for row in chosen.binds]
    return {**table, "rows": longest_first(rows)}


def _built(table: dict[str, Any], chosen: Chosen) -> dict[str, Any]:
    """Return the chosen phases by site and node, the most expensive first."""
    phases: defaultdict[tuple[str, str, str], list[dict[str, Any]]] = defaultdict(list)
    for row in chosen.phases:
        phases[row["site"], row["region"], row["node"]].append(row)
    rows: list[list[Any]] = []
    for key, of in phases.items():  # in the order of their starts
        dates = of[0]["start"], of[0]["first_output"], of[-1]["full_output"]
        rows.append([*key, sum(row["phases"] for row in of), *dates, sum(row["capex_usd_bn"] for row in of)])
    rows.sort(key=lambda row: -row[-1])
    total = ["Total", "", "", phase_count(chosen.phases), "", "", "", sum(row[-1] for row in rows)]
    return {**table, "rows": rows, "total": total}


def _power(table: dict[str, Any], chosen: Chosen) -> dict[str, Any]:
    """Return power at the end of the chosen year, and the highest use in it."""
    rows = []
    for (place, is_site), of in _by(chosen.facts["power"], 0, 1).items():
        is_chosen = chosen.has_site(place) if is_site else chosen.choice.market in ("", place)
        years = [row for row in of if chosen.has_year(row[2])]
        if is_chosen and years:
            used = [row[5] for row in years if row[5] is not None]
            full = [period for row in years for period in row[6]]
            rows.append([place, *years[-1][3:5], max(used, default=None), _span(full)])
    return {**table, "rows": rows}


def _bans(table: dict[str, Any], chosen: Chosen) -> dict[str, Any]:
    """Return the bans of which a lane is chosen, named by the first that is."""
    rows = []
    for ban in chosen.facts["bans"]:
        lanes = [lane for lane in ban["lanes"] if chosen.has_lane(lane)]
        if lanes:
            rows.append([lanes[0]["words"], *ban["row"][1:]])
    return {**table, "rows": rows}


def _span(periods: list[str]) -> str:
    if not periods:
        return "never"
    if len(periods) == 1:
        return f"1 period, {periods[0]}"
    return f"{len(periods)} periods, {periods[0]} to {periods[-1]}"


def _kunits(kunits: float) -> str:
    return "1 kunit" if round(kunits) == 1 else f"{kunits:,.0f} kunits"


def _share(covered: float | None) -> str:
    return "–" if covered is None else percent(covered)
