"""The charts of a plan's page for what a reader has chosen."""

import copy
from collections import defaultdict
from typing import Any

from planner.web.view.choice import Chosen

_SHORTAGE = "Shortage"


def chart(spec: dict[str, Any], name: str, chosen: Chosen) -> dict[str, Any]:
    """Return a chart with the rows that are chosen."""
    if not chosen.choice:
        return spec
    narrowed = copy.deepcopy(spec)
    before = _rows_of(narrowed)
    starts = {(f"{row['site']} · {row['node']}", row["numbers"]) for row in chosen.phases}
    for table, rows in narrowed.get("datasets", {}).items():
        if table != "land":
            narrowed["datasets"][table] = [row for row in rows if _has(row, chosen) and _is_shown(row, starts)]
    if name == "gantt" and isinstance(narrowed.get("height"), int | float):
        lines = {row["row"] for row in _rows_of(narrowed)}
        all_lines = {row["row"] for row in before}
        narrowed["height"] = max(30, round(narrowed["height"] * len(lines) / max(1, len(all_lines))))
    if name == "coverage" and chosen.is_of_items:
        _by_year(narrowed, chosen)
    elif chosen.choice.year:
        _set_periods(narrowed, [label for label in _periods(spec) if chosen.has_period(label)])
    return narrowed


def _rows_of(spec: dict[str, Any]) -> list[dict[str, Any]]:
    return [row for table in spec.get("datasets", {}).values() for row in table if "row" in row]


def _has(row: dict[str, Any], chosen: Chosen) -> bool:
    """Whether the row of a chart is chosen, by the columns that it has."""
    site, node = row.get("site"), row.get("node")
    if "label" in row and " · " in str(row["label"]):
        site, _, node = str(row["label"]).partition(" · ")
    elif site is not None:
        site = str(site).partition(":")[0]  # panels of sites end with their sum
    fund, period = row.get("fund"), row.get("period")
    return (
        (site is None or chosen.has_site(str(site)))
        and (node is None or chosen.has_node(str(node)))
        and (fund is None or chosen.choice.fund in ("", str(fund).removesuffix(" (lapses)")))
        and ("payer" not in row or chosen.choice.fund in ("", row["payer"]))
        and (not isinstance(period, str) or chosen.has_period(period))
    )


def _is_shown(row: dict[str, Any], starts: set[tuple[str, str]]) -> bool:
    """Whether the phases of a row are among those that start, where it is about phases."""
    return "numbers" not in row or (row["label"], row["numbers"]) in starts


def _by_year(spec: dict[str, Any], chosen: Chosen) -> None:
    """Put what is shipped and short of the chosen products in the chosen markets into the stacks, year by year."""
    years = [str(year) for year in chosen.facts["years"] if chosen.has_year(year)]
    for place, panel in enumerate(spec.get("hconcat", ())):
        color = panel["encoding"]["color"]["scale"]
        colors = dict(zip(color["domain"], color["range"], strict=True))
        known = {str(row[place]) for row in chosen.facts["service"]}
        rest = next((name for name in colors if name not in known and name != _SHORTAGE), _SHORTAGE)
        kunits: defaultdict[tuple[str, str], float] = defaultdict(float)
        for row in chosen.service():
            name = row[place] if row[place] in colors else rest
            kunits[name, str(row[2])] += row[4]
            kunits[_SHORTAGE, str(row[2])] += row[5]
        # A legend without names would have no size, which is drawn as an infinite one: an empty chart keeps them all.
        shown = [name for name in colors if any(kunits[name, year] > 0 for year in years)] or list(colors)
        color["domain"], color["range"] = shown, [colors[name] for name in shown]
        order = {name: number for number, name in enumerate(reversed(shown))}
        spec["datasets"][panel["data"]["name"]] = [
            {"series": name, "order": order[name], "period": year, "kunits": amount}
            for (name, year), amount in kunits.items()
            if amount > 0 and name in order
        ]
        panel["encoding"]["y"]["title"] = "thousand packages a year"
    _set_periods(spec, years)


def _periods(part: Any) -> list[str]:
    """Return the labels of the axis of periods."""
    for x in _axes(part):
        return list(x["scale"]["domain"])
    return []


def _set_periods(part: Any, labels: list[str]) -> None:
    for x in _axes(part):
        x["scale"]["domain"] = labels
        x["axis"] |= {"values": labels, "labelExpr": "datum.value"}


def _axes(part: Any) -> list[dict[str, Any]]:
    """Return every axis of periods in a part of a chart."""
    if isinstance(part, list):
        return [axis for one in part for axis in _axes(one)]
    if not isinstance(part, dict):
        return []
    own = [part] if part.get("field") == "period" and "domain" in part.get("scale", {}) else []
    return own + [axis for key, one in part.items() if key != "datasets" for axis in _axes(one)]
