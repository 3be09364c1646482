"""The players of a game, and the edits of the workbook that leave one out."""

from collections.abc import Iterator, Sequence
from enum import StrEnum

from planner.case.records import Case
from planner.study.errors import QuestionError
from planner.study.variant import Variant
from planner.workbook.contract.goods import ConversionRow
from planner.workbook.contract.places import PairRow
from planner.workbook.edit.edits import CellEdit, Edit, key_of

MAX_PLAYERS = 8
"""Eight players make 256 coalitions, a solve each."""


class Kind(StrEnum):
    """Who the players are."""

    FUNDS = "funds"
    BLOCS = "blocs"


def players_of(case: Case, kind: Kind, names: Sequence[str] | None) -> tuple[str, ...]:
    """Return the players: all funds with money, or all blocs with sites, or those that are named.

    Raises QuestionError for a name that the case does not have, for fewer than two players and for too many.
    """
    known = _funds(case) if kind is Kind.FUNDS else _blocs(case)
    unknown = [name for name in names or () if name not in known]
    if unknown:
        raise QuestionError(f"players: {', '.join(unknown)} not among the {kind} of the case: {', '.join(known)}")
    chosen = tuple(name for name in known if names is None or name in names)
    if len(chosen) < 2:
        raise QuestionError(f"players: {len(chosen)} of the {kind} of the case can take part; at least two are needed")
    if len(chosen) > MAX_PLAYERS:
        raise QuestionError(
            f"players: {len(chosen)} {kind} make {2 ** len(chosen)} coalitions, a solve each. Name up to {MAX_PLAYERS} "
            f"with --player; the others then belong to every coalition. There are {', '.join(known)}"
        )
    return chosen


def _funds(case: Case) -> tuple[str, ...]:
    return tuple(name for name, fund in case.funds.items() if any(fund.budget_usd_bn))


def _blocs(case: Case) -> tuple[str, ...]:
    blocs = (case.regions[site.region].bloc for site in case.sites.values())
    return tuple(dict.fromkeys(bloc for bloc in blocs if bloc))


def without(base: Variant, kind: Kind, left_out: Sequence[str], name: str) -> Variant:
    """Return the variant in which some players take no part: funds without money, or blocs without new fabs."""
    if kind is Kind.FUNDS:
        return base.with_edits(name, [f"budget[{fund}].* = 0" for fund in left_out])
    return base.with_edits(name, list(_nothing_new(base, frozenset(left_out))))


def _nothing_new(base: Variant, blocs: frozenset[str]) -> Iterator[Edit]:
    case, tables = base.case, base.tables
    for at, row in enumerate(tables.of(PairRow)):
        if case.regions[case.sites[row.site].region].bloc in blocs and row.max_phases != 0:
            yield CellEdit(row.sheet, key_of(row), "max_phases", row.max_phases, 0, at)
    for at, lump in enumerate(tables.of(ConversionRow)):
        if case.regions[case.sites[lump.site].region].bloc in blocs and lump.max_lumps != 0:
            yield CellEdit(lump.sheet, key_of(lump), "max_lumps", lump.max_lumps, 0, at)
