"""The answer on coalitions: shares first, then every coalition; what the gaps leave open is not ranked."""

import math
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from planner.case.records import Case
from planner.charts.draw import available
from planner.plan.records import Plan
from planner.report.figures.markets import markets_coverage_pct
from planner.study.answers.answer import Answer
from planner.study.answers.interval import rank
from planner.study.answers.measure import measured
from planner.study.answers.table import Cell, Table
from planner.study.coalitions.game import Coalition, Game
from planner.study.coalitions.players import Kind
from planner.study.solves.solved import Solved
from planner.study.variant import Variant

if TYPE_CHECKING:
    from planner.report.plan_charts import Charted

_SAVES, _SHARE = "alone saves [bn USD]", "share [bn USD]"
_LAST, _OTHERS = "adds to the others [bn USD]", "others lose without [bn USD]"
_SHARES = ("player", _SHARE, _SAVES, _LAST, _OTHERS, "pays [bn USD]", "coverage without [%]")
_HOME = ("home covered [%]", "home covered without [%]")
_BRIEF = ("player", _SHARE, _SAVES, _OTHERS, "coverage without [%]")
_FORMATS = dict.fromkeys(("coverage without [%]", "coverage [%]", *_HOME), "0.0")
_COALITIONS = ("members", "players", "saves [bn USD]", "cost [bn USD]", "coverage [%]", "capex [bn USD]", "phases")


@dataclass(frozen=True, slots=True)
class Planned:
    """The best plan known of a coalition, with the case that it was made for."""

    case: Case
    solved: Solved


def answer(base: Variant, kind: Kind, game: Game, plans: Mapping[Coalition, Planned]) -> Answer:
    """Return the answer."""
    case = base.case
    title = f"Who gains together: {case.settings.case_name}"
    tables = (_shares(case, kind, game, plans), _coalitions(case, game, plans))
    sentences = tuple(_sentences(case, kind, game, plans))
    return Answer("coalitions", title, sentences, tables, pictures=_pictures(kind, game) if available() else ())


def _shares(case: Case, kind: Kind, game: Game, plans: Mapping[Coalition, Planned]) -> Table:
    everyone = plans.get(game.all)
    paid = _paid_usd_bn(case, kind, everyone.solved.plan) if everyone is not None else {}
    homes = _homes(case, kind, game)
    rows: list[tuple[Cell, ...]] = []
    for player in game.players:
        without = plans.get(game.all - {player})
        row: tuple[Cell, ...] = (
            player,
            game.share(player) if game.is_complete else None,
            game.alone(player),
            game.added(player),
            game.others_lose(player) if game.is_complete else None,
            paid.get(player, 0.0) if everyone is not None else None,
            without.solved.figures(without.case).coverage_pct if without is not None else None,
        )
        home = tuple(_covered_pct(planned, homes.get(player)) for planned in (everyone, without)) if homes else ()
        rows.append((*row, *home))
    note = (
        "A share (Shapley) is what a player adds, averaged over all orders of joining; shares sum to what all save. "
        "Others lose: by how much their shares shrink where a player leaves."
    )
    columns = (*_SHARES, *_HOME) if homes else _SHARES
    return Table("shares", f"The {kind}", columns, tuple(rows), note, brief=_BRIEF, formats=_FORMATS)


def _homes(case: Case, kind: Kind, game: Game) -> Mapping[str, frozenset[str]]:
    """Return the home markets of the players that have any."""
    if kind is Kind.BLOCS:
        return {}
    return {player: home for player in game.players if (home := case.funds[player].home_markets)}


def _covered_pct(planned: Planned | None, markets: frozenset[str] | None) -> float | None:
    """Return the coverage of a player's home markets in a plan."""
    if planned is None or markets is None:
        return None
    return markets_coverage_pct(planned.case, planned.solved.plan, markets)


def _coalitions(case: Case, game: Game, plans: Mapping[Coalition, Planned]) -> Table:
    rows = []
    for group, cost in game.costs.items():
        planned = plans.get(group)
        figures = planned.solved.figures(planned.case) if planned is not None else None
        rows.append(
            (
                members(game, group),
                len(group),
                game.value(group),
                cost,
                figures.coverage_pct if figures else None,
                figures.capex_usd_bn if figures else None,
                figures.phases if figures else None,
            )
        )
    note = (
        f"The optimal {measured(case)} lies in the interval; coverage, capex and phases are those of the best plan "
        "found. A plan of fewer players is one of more."
    )
    brief = ("members", "saves [bn USD]", "coverage [%]")
    return Table("coalitions", "Every coalition", _COALITIONS, tuple(rows), note, brief=brief, formats=_FORMATS)


def members(game: Game, group: Coalition) -> str:
    """Return the names of a coalition."""
    return " + ".join(player for player in game.players if player in group) or "nobody"


def _paid_usd_bn(case: Case, kind: Kind, plan: Plan) -> Mapping[str, float]:
    """Return the money drawn in a plan: from each fund, or for the sites of each bloc."""
    paid: defaultdict[str, float] = defaultdict(float)
    for draw in plan.draws:
        paid[draw.fund if kind is Kind.FUNDS else case.regions[case.sites[draw.site].region].bloc] += draw.usd_bn
    return paid


def _sentences(case: Case, kind: Kind, game: Game, plans: Mapping[Coalition, Planned]) -> Iterator[str]:
    if game.all not in plans:
        yield "No plan was found with all players together: give more time, or ask planner explain."
        return
    yield (
        f"Together the {len(game.players)} {kind} save {game.value(game.all)} bn USD of {measured(case)} against a "
        "plan without any of them."
    )
    if not game.is_complete:
        lacking = [members(game, group) for group in game.costs if group not in plans]
        proven = all(math.isinf(game.costs[group].low) for group in game.costs if group not in plans)
        why = "keeps every rule" if proven else "was found in time, or none keeps every rule,"
        yield f"No plan {why} with {'; '.join(lacking[:3])} alone: what they save, and shares of it, cannot be given."
        return
    shares = {player: game.share(player) for player in game.players}
    ranked = sorted(shares, key=lambda player: -rank(shares[player].low))
    first, rest = ranked[0], ranked[1:]
    if all(shares[first].low > shares[other].high for other in rest):
        yield f"{first} adds most: a share of {shares[first]} bn USD."
    else:
        yield "Whose share is the largest cannot be distinguished within the gaps."
    for player in ranked:
        if shares[player].is_zero:
            yield f"{player} is proven to add nothing to any of the others."
    losses = {player: game.others_lose(player) for player in game.players}
    for player, home in _homes(case, kind, game).items():
        covered, alone = (_covered_pct(plans.get(group), home) for group in (game.all, game.all - {player}))
        if covered is not None and alone is not None:
            yield (
                f"{player}'s home ({', '.join(sorted(home))}) is covered to {covered:.1f} %; if {player} leaves, to "
                f"{alone:.1f} %."
            )
    worst = max(losses, key=lambda player: rank(losses[player].low))
    if losses[worst].is_distinct and losses[worst].low > 0:
        yield f"If {worst} leaves, the others lose {losses[worst]} bn USD of their shares."
    apart = sorted(game.better_alone(), key=lambda one: -rank(one[1].low))
    if apart:
        group, more = apart[0]
        yield f"{members(game, group)} would save {more} bn USD more by themselves than these shares give them."
    else:
        yield "No group is proven to save more by itself than the shares of its members."


def _pictures(kind: Kind, game: Game) -> "tuple[Charted, ...]":
    import pandas as pd

    from planner.charts import shares as chart
    from planner.report.plan_charts import Charted

    if not game.is_complete:
        return ()
    measures = {
        chart.SHARE: game.share,
        chart.ALONE: game.alone,
        chart.LAST: game.added,
    }
    rows = [
        (player, order, name, one.low, one.high)
        for order, player in enumerate(game.players)
        for name, of in measures.items()
        if math.isfinite((one := of(player)).width)
    ]
    words = f"Shares of what all {kind} save together; the line is where each value provably lies."
    table = pd.DataFrame(rows, columns=["player", "order", "measure", "low", "high"])
    return (Charted("shares", words, chart.declare(table, words)),)
