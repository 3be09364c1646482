"""First decisions and what they rest on: the rows of low confidence about what a plan starts in its first year."""

from collections.abc import Iterator
from dataclasses import dataclass

from planner.case.records import Case
from planner.plan.records import Schedule
from planner.study.sensitivity.age import key_of
from planner.study.sensitivity.confidence import grade
from planner.workbook.assemble.tables import Tables
from planner.workbook.contract.columns import Row

_NAMES = ("site", "region", "node", "to_node", "from_node", "product")
"""Fields by which a row is about a decision: all that it fills must be the decision's."""


@dataclass(frozen=True, slots=True)
class Decision:
    """Starts of the first year at a site, of a node, a conversion or shells (no node), and what they rest on."""

    site: str
    node: str
    from_node: str
    count: int
    rests_on: tuple[tuple[str, str, str], ...]
    """Sheet, cell and key of each row of low confidence, those that say most about the decision first."""


def first_decisions(tables: Tables, case: Case, schedule: Schedule) -> tuple[Decision, ...]:
    """Return what starts within the first year, with the rows of low confidence that are about it."""
    year = range(case.calendar.periods_per_year)
    counts: dict[tuple[str, str, str], int] = {}
    for start in schedule.starts:
        _count(counts, (start.site, start.node, ""), start.period in year, start.phases)
    for lump in schedule.converted:
        _count(counts, (lump.site, lump.node, lump.from_node), lump.period in year, lump.lumps)
    for shell in schedule.shells_built:
        _count(counts, (shell.site, "", ""), shell.period in year, shell.shells)
    for given_up in schedule.retired:
        _count(counts, (given_up.site, "", given_up.node), given_up.period in year, 1)
    low = [(place, row) for place, row in _rows(tables) if grade(row) == "low"]
    return tuple(Decision(*of, count, tuple(_about(case, low, *of))) for of, count in counts.items())


def _count(counts: dict[tuple[str, str, str], int], of: tuple[str, str, str], is_early: bool, number: int) -> None:
    if is_early and number > 0:
        counts[of] = counts.get(of, 0) + number


def _rows(tables: Tables) -> Iterator[tuple[str, Row]]:
    """Yield every row with the address of its source."""
    for kind, rows in tables.rows.items():
        place = tables.places.get(kind.sheet)
        for at, row in enumerate(rows):
            yield (place.address(at, "source") if place else ""), row


def _about(
    case: Case, low: list[tuple[str, Row]], site: str, node: str, from_node: str
) -> Iterator[tuple[str, str, str]]:
    nodes = {name for name in (node, from_node) if name}
    products = {
        name
        for name, product in case.products.items()
        if any(source.node in nodes for part in product.parts for source in part.sources)
    }
    known = {
        "site": {site},
        "region": {case.sites[site].region},
        "node": nodes,
        "to_node": nodes,
        "from_node": nodes,
        "product": products,
    }
    rows = []
    for cell, row in low:
        filled = {name: value for name in _NAMES if (value := getattr(row, name, ""))}
        if filled and all(value in known[name] for name, value in filled.items()):
            rows.append((len(filled), "site" in filled or "node" in filled, (row.sheet, cell, key_of(row))))
    yield from (row for *_, row in sorted(rows, key=lambda one: (-one[1], -one[0])))
